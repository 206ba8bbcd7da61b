"""Everything that is derived from a forward: the entry point of the package.

>>> from derive.layers import LAYERS
>>> g = gradients(LAYERS["dense"])
>>> print(g.vjp[g.layer.wrt[0]].defs[-1])
dx[n, k] = sum(dy[n, o]*w[o, k] for o=0..O - 1)   for n=0..N - 1, k=0..K - 1
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from sympy import S

from derive.autodiff.forward import jvp
from derive.autodiff.kinks import conventions
from derive.autodiff.residue_classes import in_phases
from derive.autodiff.reverse import Adjoint, cotangent_of
from derive.explain.chain_steps import chain_steps
from derive.explain.recognise import recognise
from derive.expr import Acc, Reduce, Tensor, tensors
from derive.model.layer import Def, Layer, ModelError, Program
from derive.simplify.search import Simplified, Simplifier
from derive.steps import Derivation, Equation, Step


class Backward:
    """The backward pass of a layer in one mode of inversion; cotangents are simplified in its order."""

    def __init__(self, layer: Layer, mode: str = "free") -> None:
        self.source = layer
        self.adjoint = Adjoint(layer, mode)
        self.layer = self.adjoint.layer
        self.simplify = Simplifier(self.layer, self.adjoint.facts, self.adjoint.normal.counts)
        self._done: dict[Tensor, tuple[Simplified, ...]] = {}
        self.known: dict[Tensor, Def] = {}

    def simplified(self, tensor: Tensor) -> tuple[Simplified, ...]:
        """The definitions of the cotangent of ``tensor`` in their best form, the cotangent itself last."""
        if tensor not in self._done:
            for reader in reversed(self.layer.forward):
                if tensor in tensors(reader.expr) and reader.tensor.kind == "real":
                    self.simplified(reader.tensor)
            found = self.adjoint.cotangent(tensor)
            made = []
            for one in found.defs if found else ():
                made.append(self.simplify(one, self.known, self._read_once()))
                self.known[one.tensor] = made[-1].definition
            self._done[tensor] = tuple(made)
        return self._done[tensor]

    def _read_once(self) -> set[Tensor]:
        """Cotangents of values that are computed from a single other value: only that one's needs them."""
        once = set()
        for one in self.layer.forward:
            moving = [t for t in tensors(one.expr) if t.kind == "real"]
            if len(moving) == 1:
                once.add(cotangent_of(one.tensor))
        return once

    def program(self, targets: Iterable[Tensor], name: str) -> Program:
        """The definitions that compute the cotangents of ``targets``, with all they need, in order."""
        targets = list(targets)
        for target in targets:
            self.simplified(target)
        wanted = [self.gradient(t) for t in targets]
        forward = {d.tensor: d for d in self.layer.forward}
        kept: dict[Tensor, Def] = {}

        def need(one: Def) -> None:
            for read in one.reads:
                if read in self.known and read not in kept and read != one.tensor:
                    need(self.known[read])
                elif read in forward and read not in kept and not is_residual(forward[read]):
                    need(forward[read])
            kept[one.tensor] = one

        for one in wanted:
            need(one)
        defs = tuple(kept.values())
        read = dict.fromkeys(t for d in defs for t in d.reads)
        residuals = [t for t in forward if t in read and t not in kept]
        inputs = (*(cotangent_of(t) for t in self.layer.outputs), *self.layer.inputs, *residuals)
        return Program(name, inputs, defs, tuple(d.tensor for d in wanted))

    def gradient(self, tensor: Tensor) -> Def:
        """The final definition of the cotangent; a gradient that is zero everywhere is written out."""
        found = self.simplified(tensor)
        if found:
            return found[-1].definition
        name = cotangent_of(tensor)
        free = tuple((z, S.Zero, e - 1) for z, e in zip(name.axes, name.shape, strict=True))
        return Def(Acc(name, *name.axes), free, S.Zero)


def is_residual(one: Def) -> bool:
    """A forward value that is worth saving: it contains a reduction."""
    return bool(one.expr.has(Reduce))


@dataclass(frozen=True)
class Gradients:
    """A layer with all that is derived from it, as programs for the generator."""

    layer: Layer
    forward: Program
    residuals: tuple[Tensor, ...]
    vjp: Mapping[Tensor, Program]
    vjp_all: Program
    jvp: Program
    backward: Backward

    @cached_property
    def derivations(self) -> dict[Tensor, Derivation]:
        """The told derivation of each gradient (``free`` mode)."""
        return {t: derive_vjp(self.layer, t) for t in self.layer.wrt}


def gradients(layer: Layer, mode: str = "residue") -> Gradients:
    """Derive every gradient of ``layer``; ``mode`` is how strided index maps are inverted."""
    backward = Backward(layer, mode)
    vjp = {t: backward.program([t], f"vjp_{t.name}") for t in layer.wrt}
    everything = backward.program(layer.wrt, "vjp")
    tangents = jvp(backward.adjoint)
    forward = {d.tensor: d for d in backward.layer.forward}
    read = {t for p in (*vjp.values(), everything) for d in p.defs for t in d.reads}
    residuals = tuple(t for t in forward if t in read and is_residual(forward[t]))
    saved = tuple(t for t in residuals if t not in layer.outputs + layer.aux)
    program = Program(
        "forward", layer.inputs, tuple(backward.layer.forward), layer.outputs + layer.aux + saved
    )
    tangents = _with_forward(tangents, tuple(backward.layer.forward), residuals)
    if mode == "residue":
        facts = backward.adjoint.facts
        program, tangents = in_phases(program, facts), in_phases(tangents, facts)
    return Gradients(
        layer,
        _without_dead(program),
        residuals,
        vjp,
        everything,
        tangents,
        backward,
    )


def _without_dead(program: Program) -> Program:
    """Drop the definitions that no output needs."""
    needed = set(program.outputs)
    kept = []
    for one in reversed(program.defs):
        if one.tensor in needed:
            kept.append(one)
            needed |= set(one.reads)
    return replace(program, defs=tuple(reversed(kept)))


def _with_forward(program: Program, forward: tuple[Def, ...], residuals: tuple[Tensor, ...]) -> Program:
    """Put in front the forward definitions that tangents read and that are not saved."""
    own = [d for d in forward if d.tensor not in residuals]
    full = _without_dead(replace(program, defs=(*own, *program.defs)))
    return replace(full, inputs=(*program.inputs, *residuals))


def derive_vjp(layer: Layer, tensor: Tensor, mode: str = "free") -> Derivation:
    """Derive the gradient towards one input, with the steps told.

    ``mode``: "free" (textbook), "unit" or "residue" (no congruence left).  Raises ``ModelError`` where
    ``tensor`` is no differentiable input.
    """
    if tensor not in layer.wrt:
        names = ", ".join(t.name for t in layer.wrt)
        raise ModelError(
            f"{layer.name}: no gradient towards {tensor.name}; differentiable inputs are {names}"
        )
    backward = Backward(layer, mode)
    program = backward.program([tensor], f"vjp_{tensor.name}")
    steps: list[Step] = []
    conditions: list[str] = []
    for value in _order(backward, tensor):
        found = backward.adjoint.cotangent(value)
        if found is None:
            continue
        steps += chain_steps(backward.adjoint, found, brief=value != tensor)
        for one in backward.simplified(value):
            steps += one.steps
            conditions += one.conditions
    told = recognise(program.defs[-1], backward.adjoint.facts, backward.layer.forward)
    final = replace(program, defs=(*program.defs[:-1], told.definition))
    return Derivation(
        layer,
        program.defs[-1].lhs,
        tuple(steps) + told.steps,
        final,
        _where(final, backward.layer),
        tuple(dict.fromkeys(conditions)),
        told.names,
        conventions(layer),
    )


def _order(backward: Backward, tensor: Tensor) -> list[Tensor]:
    """The tensors whose cotangents the gradient is made of, in the order of the backward pass."""
    wanted = {tensor}
    order = []
    for one in backward.layer.forward:
        if wanted & set(tensors(one.expr)) and one.tensor.kind == "real":
            wanted.add(one.tensor)
    for one in reversed(backward.layer.forward):
        inner = one.tensor not in backward.layer.outputs or backward.adjoint.seed(one.tensor) != cotangent_of(
            one.tensor
        )
        if one.tensor in wanted and inner:
            order.append(one.tensor)
    return [*order, tensor]


def _where(program: Program, layer: Layer) -> tuple[Equation, ...]:
    """The forward definitions that the result mentions, and those that they mention."""
    forward = {d.tensor: d for d in layer.forward}
    wanted: dict[Tensor, None] = {}
    stack = [t for d in program.defs for t in d.reads]
    while stack:
        t = stack.pop()
        if t in forward and t not in wanted:
            wanted[t] = None
            stack += forward[t].reads
    return tuple(Equation.of(d) for d in layer.forward if d.tensor in wanted)


def derive_jvp(layer: Layer) -> Program:
    """The tangents of the outputs as definitions over the tangents of the inputs."""
    adjoint = Adjoint(layer)
    return _with_forward(jvp(adjoint), tuple(adjoint.layer.forward), ())


def _free_name(name: str, layer: Layer) -> str:
    """``name``, or ``grad_`` before it once more where a gradient of an earlier derivation has it."""
    taken = {t.name for t in layer.inputs} | {cotangent_of(t).name for t in layer.outputs}
    while name in taken or f"d{name}" in taken:
        name = f"grad_{name}"
    return name


def derived_layer(layer: Layer, tensor: Tensor) -> Layer:
    """The gradient towards ``tensor`` as a layer of its own: derive it again for second order.

    Its inputs are the cotangents and the inputs of ``layer``; its output ``grad_x`` is the gradient
    (``grad_grad_x`` where ``layer`` is such a layer itself).
    """
    backward = Backward(layer, "unit")
    program = backward.program([tensor], f"vjp_{tensor.name}")
    gradient = program.outputs[0]
    named = gradient.rename(_free_name(f"grad_{tensor.name}", layer))
    last = program.defs[-1]
    program = replace(
        program,
        defs=(*program.defs[:-1], replace(last, lhs=Acc(named, *last.lhs.index))),
        outputs=(named,),
    )
    own = {d.tensor for d in program.defs}
    before = _without_dead(
        Program(
            "",
            layer.inputs,
            (*(d for d in backward.layer.forward if d.tensor not in own), *program.defs),
            program.outputs,
        )
    )
    cotangents = tuple(cotangent_of(t) for t in layer.outputs)
    given = {t.name for t in cotangents}
    aside: dict[Tensor, Tensor] = {}
    for inner in (d.tensor for d in before.defs if d.tensor != named):
        if inner in backward.known:
            aside[inner] = inner.rename(f"grad_{inner.name.removeprefix('d')}")
        elif f"d{inner.name}" in given:
            aside[inner] = inner.rename(f"{inner.name}1")
    return Layer(
        name=f"{layer.name}_vjp_{tensor.name}",
        forward=tuple(d.substitute(aside) for d in before.defs),
        wrt=cotangents + layer.wrt,
        inputs=cotangents + layer.inputs,
        outputs=program.outputs,
        options=layer.options,
        sizes=layer.sizes,
        defaults=layer.defaults,
        requires=layer.requires,
        summary=f"gradient of {layer.name} towards {tensor.name}",
        conventions=layer.conventions,
    )
