"""Wrong formulas made from right ones: one sign, one place, one term, one bound, one condition changed.

An access that is moved wraps around the border of its array, so that what catches it is its value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations
from typing import Any

from sympy import Add, Expr, Function, Mul, Pow, Rational, Symbol

from codegen.verification.mistakes.mutants import Mutant
from derive.expr import Acc, Cond, Index, Iverson, Modulo, Reduce, Tensor, Where, ge, gt, rebuild
from derive.model.layer import Program

Change = Callable[[Any], Iterator[Any]]


def _signs(e: Any) -> Iterator[Any]:
    """One term of a sum with the other sign."""
    if isinstance(e, Add):
        yield from (e - 2 * term for term in e.args)


def _terms(e: Any) -> Iterator[Any]:
    """A sum without one of its terms: a mean, an ε, a residual path is lost."""
    if isinstance(e, Add):
        yield from (e - term for term in e.args)


def _factors(e: Any) -> Iterator[Any]:
    """A product without one of its factors."""
    if isinstance(e, Mul):
        for factor in e.args:
            if not factor.is_number and not isinstance(factor, Iverson):
                yield Mul(*(f for f in e.args if f is not factor))


def _coefficients(e: Any) -> Iterator[Any]:
    """A number that multiplies is one larger."""
    if isinstance(e, Mul) and isinstance(e.args[0], Rational) and e.args[0] not in (-1, 0):
        yield Mul(e.args[0] + 1, *e.args[1:])


def _exponents(e: Any) -> Iterator[Any]:
    """A power of data is one higher."""
    if isinstance(e, Pow) and e.base.atoms(Acc):
        yield Pow(e.base, e.exp + 1)


def _counts(e: Any) -> Iterator[Any]:
    """What is divided by a count is divided by the count less one."""
    if isinstance(e, Pow) and e.exp.is_negative and e.base.is_integer and not e.base.is_number:
        yield Pow(e.base - 1, e.exp)


def _arguments(e: Any) -> Iterator[Any]:
    """A function of data of the negative argument."""
    if isinstance(e, Function) and len(e.args) == 1 and e.args[0].atoms(Acc) and not e.is_integer:
        yield e.func(-e.args[0])


def _extremes(e: Any) -> Iterator[Any]:
    """A maximum for a minimum, and the other way round."""
    other = {"max": "min", "min": "max", "argmax": "argmin", "argmin": "argmax"}
    if isinstance(e, Reduce) and e.op in other:
        yield Reduce(other[e.op], e.body, e.binders, e.guards)


def _bounds(e: Any) -> Iterator[Any]:
    """A reduction that stops one short, or starts one late, in one of its ranges."""
    if isinstance(e, Reduce):
        for k, (z, lo, hi) in enumerate(e.binders):
            for ends in ((z, lo, hi - 1), (z, lo + 1, hi)):
                yield Reduce(e.op, e.body, [*e.binders[:k], ends, *e.binders[k + 1 :]], e.guards)


# -- where data are read


def _with_component(e: Acc, axis: int, at: Any) -> Acc:
    index = list(e.index)
    index[axis] = at
    return Acc(e.tensor, *index)


def _moved(change: Callable[[Any, Any], Iterator[Any]]) -> Change:
    """A change of one component of one access; it stays inside the array."""

    def on_access(e: Any) -> Iterator[Any]:
        if isinstance(e, Acc):
            for axis, (at, extent) in enumerate(zip(e.index, e.tensor.shape, strict=True)):
                for moved in change(at, extent):
                    yield _with_component(e, axis, Modulo(moved, extent))

    on_access.__doc__ = change.__doc__
    return on_access


def _offset(at: Any, extent: Any) -> Iterator[Any]:
    """One place further along one axis."""
    yield at + 1


def _mirrored(at: Any, extent: Any) -> Iterator[Any]:
    """One axis run backwards: a flip too many, or one that is missing."""
    if not at.is_number and extent != 1:
        yield extent - 1 - at


def _group(at: Any, extent: Any) -> Iterator[Any]:
    """One term of an index is lost: the group, the stride's or the dilation's part, the padding."""
    if isinstance(at, Add):
        yield from (at - term for term in at.args)


def _exchanged(at: Any, extent: Any) -> Iterator[Any]:
    """Two options of an index take each other's place: stride and dilation."""
    options = sorted((s for s in at.free_symbols if not isinstance(s, Index)), key=lambda s: s.name)
    for a, b in combinations([s for s in options if isinstance(s, Symbol) and s.is_integer], 2):
        yield at.xreplace({a: b, b: a})


def _transposed(e: Any) -> Iterator[Any]:
    """Two axes of an access take each other's place."""
    if isinstance(e, Acc):
        for a, b in combinations(range(len(e.index)), 2):
            if e.index[a] != e.index[b]:
                swapped = _with_component(e, a, Modulo(e.index[b], e.tensor.shape[a]))
                yield _with_component(swapped, b, Modulo(e.index[a], e.tensor.shape[b]))


# -- where something holds


def _inside(e: Any) -> Any:
    """The same with every access of data wrapped around its borders."""
    moved = {
        a: Acc(a.tensor, *(Modulo(i, n) for i, n in zip(a.index, a.tensor.shape, strict=True)))
        for a in e.atoms(Acc)
        if a.index
    }
    return e.xreplace(moved)


def _without(conds: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    yield from (conds[:k] + conds[k + 1 :] for k in range(len(conds)))


def _brackets(e: Any) -> Iterator[Any]:
    """A term that stands although one of its conditions fails."""
    if isinstance(e, Reduce):
        for left in _without(e.guards):
            yield Reduce(e.op, _inside(e.body), e.binders, left)
    if isinstance(e, Mul):
        for bracket in (f for f in e.args if isinstance(f, Iverson)):
            rest = _inside(Mul(*(f for f in e.args if f is not bracket)))
            yield from (rest * Iverson(*left) for left in _without(bracket.args))


def _changed_conditions(change: Callable[[Cond], Iterator[Any]]) -> Change:
    """One condition of a bracket, of a guard or of a case distinction changed."""

    def each(conds: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
        for k, cond in enumerate(conds):
            yield from ((*conds[:k], new, *conds[k + 1 :]) for new in change(cond))

    def on_conditions(e: Any) -> Iterator[Any]:
        match e:
            case Iverson():
                yield from (Iverson(*conds) for conds in each(e.args))
            case Reduce():
                yield from (Reduce(e.op, e.body, e.binders, conds) for conds in each(e.guards))
            case Where():
                yield from (Where(conds, *e.args[1:]) for conds in each(e.conds))

    on_conditions.__doc__ = change.__doc__
    return on_conditions


def _edge(cond: Cond) -> Iterator[Any]:
    """A border that lies one further in."""
    if cond.kind == "ge" and cond.of.is_integer:
        yield ge(cond.of, 1)


def _tie(cond: Cond) -> Iterator[Any]:
    """What holds where two are equal, holds there no more; or it does now."""
    other = {"ge": gt, "gt": ge}
    if cond.kind in other and not cond.of.is_integer:
        yield other[cond.kind](cond.of)


OPERATORS: dict[str, Change] = {
    "sign": _signs,
    "term": _terms,
    "factor": _factors,
    "coefficient": _coefficients,
    "exponent": _exponents,
    "count": _counts,
    "argument": _arguments,
    "extreme": _extremes,
    "bound": _bounds,
    "offset": _moved(_offset),
    "flip": _moved(_mirrored),
    "index term": _moved(_group),
    "stride for dilation": _moved(_exchanged),
    "axes": _transposed,
    "bracket": _brackets,
    "border": _changed_conditions(_edge),
    "tie": _changed_conditions(_tie),
}


PLAINEST = ("sign", "term", "factor", "offset", "bound")


def mutants(program: Program, operators: tuple[str, ...] = tuple(OPERATORS)) -> Iterator[Mutant[Program]]:
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
    defs = list(program.defs)
    defs[k] = replace(defs[k], expr=expr)
    return replace(program, defs=tuple(defs))


def _changes(e: Any, change: Change) -> Iterator[tuple[str, Any]]:
    """Every version of ``e`` with the change made at one node outside of index ranges."""
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
    return [a if isinstance(a, Expr) else None for a in getattr(e, "args", ())]


def some(program: Program) -> Iterator[Mutant[Program]]:
    """At most one mutant for each of the plainest mistakes: the first that changes what reads data."""
    seen: set[str] = set()
    for mutant in mutants(program, PLAINEST):
        if mutant.operator not in seen and mutant.program.defs[-1].expr != 0:
            seen.add(mutant.operator)
            yield mutant


__all__ = ["OPERATORS", "mutants", "some"]
