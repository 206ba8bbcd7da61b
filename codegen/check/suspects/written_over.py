"""Contributions to one element that were written one over the other where they must be added."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
from sympy import Expr

from codegen.check.suspects.jacobian_columns import columns
from codegen.check.suspects.suspect import Suspect, Wrong
from codegen.verification import Case
from codegen.verification.interpreter.numbers import Array
from derive.expr import Acc, Reduce, Tensor
from derive.gradients import Gradients
from derive.model.layer import Program

EXTREMES = ("max", "min")
SAID = "with contributions to one element written one over the other (= for +=), the last one left"


def suspects(tensor: Tensor, found: Gradients) -> Iterator[Suspect]:
    """The last of what is added along some axes of the output: all axes, then fewer.

    A loop over windows writes whole windows, zeros too: what a window reads counts as written, then only
    what it moves.
    """
    if not _collected(tensor, found.forward):
        return
    reads = replace(found.forward, defs=tuple(replace(d, expr=_summed(d.expr)) for d in found.forward.defs))
    for written in (found.forward, reads):
        rank = max(len(one.shape) for one in found.forward.outputs)
        for count in range(rank, 0, -1):
            for axes in combinations(range(rank), count):
                yield Suspect(SAID, _last(tensor, found, written, axes))


def _collected(tensor: Tensor, forward: Program) -> bool:
    """Whether an element may be read at several places by more than its own letters: an index is computed."""
    reads = [a for one in forward.defs for a in one.expr.atoms(Acc) if a.tensor == tensor]
    return any(not at.is_Symbol for a in reads for at in a.index)


def _summed(e: Expr) -> Expr:
    """Every extreme as a sum: it moves with all that the extreme reads."""
    made: Expr = e.replace(
        lambda x: isinstance(x, Reduce) and x.op in EXTREMES,
        lambda x: Reduce("sum", x.body, x.binders, x.guards),
    )
    return made


def _last(tensor: Tensor, found: Gradients, written: Program, axes: tuple[int, ...]) -> Wrong:
    def gradient(case: Case) -> Array:
        shape = case.shape(tensor)
        right = columns(case, found.forward, found, tensor)
        where = right if written is found.forward else columns(case, written, found, tensor, _ones(case))
        total = np.zeros(int(np.prod(shape, dtype=int)))
        for name, u in case.cotangents().items():
            total = total + _along(u[..., None] * right[name], where[name] != 0, axes)
        return total.reshape(shape)

    return gradient


def _ones(case: Case) -> dict[str, Array]:
    """Arrays by which nothing is multiplied away."""
    real = {t.name for t in case.layer.inputs if t.kind != "integer"}
    return {name: np.ones_like(one) if name in real else one for name, one in case.arrays.items()}


def _along(terms: Array, there: Any, axes: tuple[int, ...]) -> Array:
    """Of terms by output and input, the sum of those at the last place along ``axes`` where any is there."""
    inner = [k for k in range(terms.ndim - 1) if k not in axes]
    order = (*axes, *inner, terms.ndim - 1)
    places = int(np.prod([terms.shape[k] for k in axes], dtype=int))
    sums = terms.transpose(order).reshape(places, -1, terms.shape[-1]).sum(axis=1)
    some = there.transpose(order).reshape(places, -1, terms.shape[-1]).any(axis=1)
    last = places - 1 - np.argmax(some[::-1], axis=0)
    return np.asarray(sums[last, np.arange(terms.shape[-1])])


__all__ = ["suspects"]
