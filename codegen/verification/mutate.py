"""Wrong formulas made from right ones: one sign, one offset, one term, one factor, one bound changed.

A mutant stays inside its arrays (a shifted index wraps around), so that what catches it is its value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from sympy import Add, Expr, Mul, S

from derive.expr import Acc, Modulo, Reduce, Tensor, rebuild
from derive.model.layer import Def, Program


@dataclass(frozen=True)
class Mutant:
    """A program with one change, and what was changed."""

    operator: str
    place: str
    program: Program


Change = Callable[[Any], Iterator[Any]]


def _signs(e: Any) -> Iterator[Any]:
    """One term of a sum with the other sign."""
    if isinstance(e, Add):
        for term in e.args:
            yield e - 2 * term


def _dropped_terms(e: Any) -> Iterator[Any]:
    """A sum without one of its terms."""
    if isinstance(e, Add):
        for term in e.args:
            yield e - term


def _dropped_factors(e: Any) -> Iterator[Any]:
    """A product without one of its factors that read data."""
    if isinstance(e, Mul):
        for factor in e.args:
            if factor.atoms(Acc):
                yield Mul(*(f for f in e.args if f is not factor))


def _offsets(e: Any) -> Iterator[Any]:
    """An access one place further along one axis, around the border."""
    if isinstance(e, Acc):
        for axis, (at, extent) in enumerate(zip(e.index, e.tensor.shape, strict=True)):
            index = list(e.index)
            index[axis] = Modulo(at + 1, extent)
            yield Acc(e.tensor, *index)


def _bounds(e: Any) -> Iterator[Any]:
    """A reduction that stops one short in one of its ranges."""
    if isinstance(e, Reduce):
        for k, (z, lo, hi) in enumerate(e.binders):
            ranges = [*e.binders[:k], (z, lo, hi - 1), *e.binders[k + 1 :]]
            yield Reduce(e.op, e.body, ranges, e.guards)


OPERATORS: dict[str, Change] = {
    "sign": _signs,
    "term": _dropped_terms,
    "factor": _dropped_factors,
    "offset": _offsets,
    "bound": _bounds,
}


def mutants(program: Program, operators: tuple[str, ...] = tuple(OPERATORS)) -> Iterator[Mutant]:
    """Every program that differs from this one by one application of one operator; and minus the result."""
    if "sign" in operators:
        last = program.defs[-1]
        yield Mutant(
            "sign", f"the whole of {last.tensor.name}", _with(program, len(program.defs) - 1, -last.expr)
        )
    for k, one in enumerate(program.defs):
        for name in operators:
            for place, changed in _changes(one.expr, OPERATORS[name]):
                if changed != one.expr:
                    yield Mutant(name, f"{place} in {one.tensor.name}", _with(program, k, changed))


def _with(program: Program, k: int, expr: Expr) -> Program:
    defs: list[Def] = list(program.defs)
    defs[k] = replace(defs[k], expr=expr)
    return replace(program, defs=tuple(defs))


def _changes(e: Any, change: Change) -> Iterator[tuple[str, Any]]:
    """Every version of ``e`` with the change made at one node outside of conditions and index ranges."""
    for new in change(e):
        yield str(e), new
    for k, child in enumerate(_children(e)):
        if child is None:
            continue
        for place, new in _changes(child, change):
            args = list(e.args)
            args[k] = new
            yield place, rebuild(e, args)


def _children(e: Any) -> list[Any]:
    """The arguments of a node in which a change is one of values; ``None`` for the others."""
    if isinstance(e, Acc | Tensor):
        return []
    if isinstance(e, Reduce):
        return [None, e.body]
    return [a if isinstance(a, Expr) and a.atoms(Acc) else None for a in getattr(e, "args", ())]


def some(program: Program) -> Iterator[Mutant]:
    """At most one mutant per operator: the first that changes a formula which reads data."""
    seen: set[str] = set()
    for mutant in mutants(program):
        if mutant.operator not in seen and mutant.program.defs[-1].expr != S.Zero:
            seen.add(mutant.operator)
            yield mutant


__all__ = ["OPERATORS", "Mutant", "mutants", "some"]
