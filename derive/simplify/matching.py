"""Which element of a definition an access reads: values for the letters of its left side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sympy import Add, Expr, S, Symbol

from derive.expr import Binder, Reduce, found_in
from derive.expr.conditions import multiple_of
from derive.expr.expansion import expand
from derive.proof.mixed_radix import linear

Span = tuple[Expr, Expr]


def spans(binders: Iterable[Binder], *within: Expr) -> dict[Symbol, Span]:
    """The ranges of letters, bound ones of the expressions ``within`` included; ambiguous names left out."""
    found: dict[Symbol, set[Span]] = {}
    inner = (b for e in within for r in found_in(e, Reduce) for b in r.binders)
    for z, lo, hi in (*binders, *inner):
        found.setdefault(z, set()).add((lo, hi))
    return {z: ranges.pop() for z, ranges in found.items() if len(ranges) == 1}


def bind(
    model: Sequence[Expr], here: Sequence[Expr], own: Mapping[Symbol, Span], around: Mapping[Symbol, Span]
) -> dict[Symbol, Expr] | None:
    """Values for the letters ``own`` at which the index ``model`` is the index ``here``.

    An axis of the model is a letter or a mixed radix (``g*Cg + c``); a lower digit is taken only from a
    letter that runs over the very range of the digit, for ``c`` beyond ``Cg`` would belong to the next
    group.  A letter that has one value only need not stand in the index.  ``around``: the ranges of the
    letters that ``here`` mentions.
    """
    if len(model) != len(here):
        return None
    values: dict[Symbol, Expr] = {}
    for axis, at in zip(model, here, strict=True):
        digits = {axis: S.One} if axis in own else _digits(axis, own)
        if digits is None:
            return None
        for z, value in _read(digits, expand(at - _fixed(axis, digits))).items():
            lower = len(digits) > 1 and digits[z] == 1
            if lower and (not isinstance(value, Symbol) or around.get(value) != own[z]):
                return None
            if values.setdefault(z, value) != value:
                return None
    values |= {z: lo for z, (lo, hi) in own.items() if lo == hi and z not in values}
    return values if set(values) == set(own) else None


def _digits(axis: Expr, own: Mapping[Symbol, Span]) -> dict[Symbol, Expr] | None:
    parts = linear(axis, set(own))
    if parts is None or not all(isinstance(z, Symbol) for z in parts[0]):
        return None
    weights = list(parts[0].values())
    two = len(weights) < 2 or (len(weights) == 2 and S.One in weights)
    return {z: w for z, w in parts[0].items() if isinstance(z, Symbol)} if two else None


def _fixed(axis: Expr, digits: Mapping[Symbol, Expr]) -> Expr:
    return axis - Add(*(w * z for z, w in digits.items()))


def _read(digits: Mapping[Symbol, Expr], value: Expr) -> dict[Symbol, Expr]:
    """``value`` as the digits: what is a multiple of the weight, and the rest."""
    found: dict[Symbol, Expr] = {}
    for z, weight in sorted(digits.items(), key=lambda item: item[1] == 1):
        if weight == 1:
            found[z] = value
        else:
            whole = [t for t in Add.make_args(value) if multiple_of(t, weight)]
            found[z] = expand(Add(*whole) / weight)
            value = expand(value - Add(*whole))
    if value != 0 and S.One not in digits.values():
        return {}
    return found


def without(index: Sequence[Expr], letters: set[Symbol]) -> tuple[Expr, ...]:
    """The index with the terms that mention ``letters`` left out."""
    return tuple(Add(*(t for t in Add.make_args(expand(at)) if not t.free_symbols & letters)) for at in index)


__all__ = ["Span", "bind", "spans", "without"]
