"""The derivation of one gradient as it is told: the recorded steps in the order of the backward pass."""

from __future__ import annotations

from dataclasses import replace

from derive.autodiff.backward import Backward
from derive.autodiff.reverse import cotangent_of
from derive.explain.chain_steps import chain_steps
from derive.explain.recognise import recognise
from derive.expr import Tensor, tensors
from derive.model.kinks import conventions
from derive.model.layer import Layer, ModelError, Program
from derive.steps import Derivation, Equation, Step

RESIDUES = "a + p = s q + r, u = res(d, r, s) + (s/g) t, g = gcd(s, d): each remainder r has a sum of its own"


def told(backward: Backward, tensor: Tensor, compiled: bool = False) -> Derivation:
    """The steps from the chain rule to the textbook form, or on to the ``compiled`` one.

    ``ModelError`` where there is no gradient towards ``tensor``.
    """
    layer = backward.source
    if tensor not in layer.wrt:
        names = ", ".join(t.name for t in layer.wrt)
        raise ModelError(
            f"{layer.name}: no gradient towards {tensor.name}; differentiable inputs are {names}"
        )
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
    textbook = backward.program([tensor], f"vjp_{tensor.name}")
    gradient = textbook.defs[-1]
    seen = recognise(gradient, backward.facts, backward.layer.forward)
    if compiled:
        steps += seen.steps if seen.definition == gradient else ()
        steps += _split(backward, textbook)
        program = backward.over_classes(textbook)
    else:
        steps += seen.steps
        program = replace(textbook, defs=(*textbook.defs[:-1], seen.definition))
    return Derivation(
        layer,
        program.defs[-1].lhs,
        tuple(steps),
        program,
        _where(program, backward.layer),
        tuple(dict.fromkeys(conditions)),
        seen.names,
        conventions(layer),
    )


def _split(backward: Backward, textbook: Program) -> list[Step]:
    """The step from the textbook form to the one that is compiled, for each definition that it changes."""
    steps = []
    for one in textbook.defs:
        found = backward.split(one)
        if found.definition != one:
            solved = tuple(Equation(a, b) for a, b in found.equations)
            made = (*solved, Equation.of(found.definition))
            steps.append(Step("residue classes", RESIDUES, made, before=(Equation.of(one),)))
    return steps


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
