"""What a function has to define: the gradient and all that it reads, back to the inputs of the layer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sympy import Expr, Symbol

from derive.autodiff.backward import Backward
from derive.autodiff.canonicalise import canonicalise
from derive.autodiff.cotangents import cotangent_of
from derive.explain.told import told
from derive.expr import Tensor, without_stops
from derive.model.layer import Def, Layer


@dataclass(frozen=True)
class Wanted:
    """A function: the definitions in their order, what it may be given, what it returns."""

    name: str
    layer: Layer
    defs: tuple[Def, ...]
    results: tuple[Tensor, ...]
    given: tuple[Tensor, ...]
    facts: tuple[Expr, ...]

    @property
    def sizes(self) -> Mapping[Symbol, Expr]:
        return self.layer.sizes


def forward_of(layer: Layer) -> Wanted:
    """The forward, and what it returns beside its outputs."""
    model = canonicalise(layer)
    results = (*layer.outputs, *layer.aux)
    defs = _needed(model.layer.forward, results)
    return Wanted(f"{layer.name}_forward", layer, defs, results, layer.inputs, tuple(model.facts))


def gradients_of(layer: Layer, wrt: Iterable[Tensor]) -> list[Wanted]:
    """Each gradient in the form that is printed, with the values of the forward that it mentions."""
    backward = Backward(canonicalise(layer))
    given = (*(cotangent_of(t) for t in layer.outputs), *layer.inputs)
    made = []
    for tensor in wrt:
        program = told(backward, tensor).program
        own = {d.tensor for d in program.defs}
        known = [*(d for d in backward.layer.forward if d.tensor not in own), *program.defs]
        result = program.defs[-1].tensor
        defs = _needed(known, (result,))
        name = f"{layer.name}_vjp_{tensor.name}"
        made.append(Wanted(name, layer, defs, (result,), given, tuple(backward.facts)))
    return made


def _needed(known: Sequence[Def], results: Iterable[Tensor]) -> tuple[Def, ...]:
    """The definitions of the results, each after those of what it reads."""
    by_tensor: dict[Tensor, list[Def]] = {}
    for one in known:
        by_tensor.setdefault(one.tensor, []).append(one)
    kept: dict[Tensor, list[Def]] = {}

    def keep(t: Tensor) -> None:
        if t in kept or t not in by_tensor:
            return
        for read in (r for one in by_tensor[t] for r in one.reads if r != t):
            keep(read)
        kept[t] = by_tensor[t]

    for t in results:
        keep(t)
    return tuple(_plain(one) for group in kept.values() for one in group)


def _plain(one: Def) -> Def:
    """A derivative that stops somewhere is no matter of values."""
    return Def(one.lhs, one.free, without_stops(one.expr), one.scatter, one.origin)


__all__ = ["Wanted", "forward_of", "gradients_of"]
