"""Mutants of the derived formula, as it stands and multiplied out, and of the forward that it reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from sympy import expand

from codegen.check.suspects.suspect import Suspect, run
from codegen.verification.mistakes.of_formulas import OPERATORS, mutants
from derive import pretty
from derive.expr import Tensor
from derive.gradients import Gradients
from derive.model.layer import Layer, Program

OF_TERMS = ("sign", "term", "factor", "coefficient")
"""What changes a term that a factored form hides."""

SAYS = {
    "sign": "with the sign of a term turned",
    "term": "with a term left out",
    "factor": "with a factor left out",
    "coefficient": "with a wrong coefficient",
    "exponent": "with a wrong exponent",
    "count": "divided by n − 1 for n",
    "argument": "with the sign of an argument turned",
    "extreme": "with the minimum for the maximum",
    "bound": "with a sum that stops or starts one off",
    "offset": "with an index one further",
    "flip": "with the flip dropped or added (an axis runs the other way)",
    "index term": "with a part of an index left out",
    "stride for dilation": "with two options exchanged in an index",
    "axes": "with two axes exchanged",
    "bracket": "with a condition dropped (what lies outside counts too)",
    "border": "with a border one off",
    "tie": "with the other side at a tie",
}


def suspects(layer: Layer, tensor: Tensor, found: Gradients) -> Iterator[Suspect]:
    """One place changed: in the backward, then in the forward."""
    right = found.vjp[tensor]
    out = replace(right, defs=tuple(replace(one, expr=expand(one.expr)) for one in right.defs))
    for program, operators in ((right, tuple(OPERATORS)), (out, OF_TERMS)):
        for mutant in mutants(program, operators):
            wrong = partial(run, tensor=tensor, forward=found.forward, backward=mutant.program, changed={})
            line = _line(program, mutant.program, layer)
            yield Suspect(said_of(mutant.operator), wrong, line, mutant.program)
    for mutant in mutants(found.forward):
        wrong = partial(run, tensor=tensor, forward=mutant.program, backward=right, changed={})
        line = _line(found.forward, mutant.program, layer)
        yield Suspect(said_of(mutant.operator), wrong, line, mutant.program)


def said_of(operator: str) -> str:
    """What an operator of mutation does, in words of a person who made the mistake."""
    return SAYS.get(operator, operator)


def _line(right: Program, wrong: Program, layer: Layer) -> str:
    """The definition that differs, as a line of mathematics."""
    changed = [b for a, b in zip(right.defs, wrong.defs, strict=True) if a.expr != b.expr]
    return "; ".join(pretty.equation(one, sizes=layer.size_symbols) for one in changed)


__all__ = ["suspects"]
