"""Index expressions taken apart: linear combinations of unknown indices, and mixed radix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Add, Expr, Mul, S, Symbol

from derive.expr import Acc, Binder, Cond, FloorDiv, Modulo, ge
from derive.expr.expansion import expand
from derive.proof.ranges import Ranges


def linear(f: Expr, unknown: set[Symbol]) -> tuple[dict[Expr, Expr], Expr] | None:
    """``f = Σ weight * item + rest``: items are unknown indices or integer functions of them."""
    items: dict[Expr, Expr] = {}
    rest = S.Zero
    for term in Add.make_args(expand(f)):
        if not term.free_symbols & unknown:
            rest += term
            continue
        moving = [x for x in Mul.make_args(term) if x.free_symbols & unknown]
        if len(moving) != 1 or not isinstance(moving[0], Symbol | FloorDiv | Modulo | Acc):
            return None
        item = moving[0]
        items[item] = items.get(item, S.Zero) + term / item
    return {k: expand(w) for k, w in items.items() if expand(w) != 0}, rest


@dataclass
class Digits:
    """A mixed radix: (digit, weight, count) with the largest weight first; ``low``: a fixed lowest digit."""

    items: list[tuple[Expr, Expr, Expr]]
    step: Expr
    low: bool
    low_value: Expr


def mixed_radix(
    f: Expr, extent: Expr | None, unknown: dict[Symbol, tuple[Expr, Expr]], ranges: Ranges
) -> Digits | None:
    """Recognise ``f`` as a mixed radix whose lower digits are exact; with ``extent``, all of it."""
    items, rest = linear(f, set(unknown)) or ({}, S.Zero)
    step = min(items.values(), key=_simplicity, default=S.Zero)
    if not step.is_Integer or step == 0:
        return None
    counts = {z: expand(unknown[z][1] + 1) for z in items if isinstance(z, Symbol) and unknown[z][0] == 0}
    chain = _chain(items, step, extent, counts, ranges)
    if chain is None or (extent is not None and not _fills(chain, step, rest)):
        return None
    return Digits(chain, step, step != 1, rest)


def _simplicity(w: Expr) -> tuple[int, int, str]:
    return len(w.free_symbols), w.count_ops(), str(w)


def _chain(
    items: dict[Expr, Expr], weight: Expr, extent: Expr | None, counts: dict[Expr, Expr], ranges: Ranges
) -> list[tuple[Expr, Expr, Expr]] | None:
    """The digits, largest weight first, each weight the one before it times the number of its digits."""
    chain: list[tuple[Expr, Expr, Expr]] = []
    remaining = dict(items)
    while remaining:
        here = [z for z, w in remaining.items() if expand(w - weight) == 0]
        if len(here) != 1:
            return None
        digit = here[0]
        del remaining[digit]
        if remaining:
            count = counts.get(digit) or _next_weight(remaining, weight, digit, ranges)
        else:
            count = _top_count(digit, weight, extent, counts)
        if count is None:
            return None
        chain.insert(0, (digit, weight, count))
        weight = expand(weight * count)
    return chain


def _fills(chain: Sequence[Any], step: Expr, rest: Expr) -> bool:
    """Whether the digits, with a fixed lowest one, are all numbers below the extent, and more than one."""
    several = len(chain) > 1 or step != 1
    return several and (rest == 0 or (rest.is_Integer and bool(0 <= rest < step)))


def _next_weight(remaining: dict[Expr, Expr], weight: Expr, digit: Expr, ranges: Ranges) -> Expr | None:
    """The count of a composite lower digit: fixed by the next weight if the digit provably stays below it."""
    for larger in sorted(remaining.values(), key=lambda w: w.count_ops()):
        count = expand(larger / weight)
        if count.is_integer and ranges.nonnegative(digit) and ranges.nonnegative(count - 1 - digit):
            return count
    return None


def _top_count(digit: Expr, weight: Expr, extent: Expr | None, counts: dict[Expr, Expr]) -> Expr | None:
    """As many as the weight fits into ``extent``, if that is whole; else what the range says."""
    if extent is None:
        return counts.get(digit, S.One)
    count = expand(extent / weight)
    return count if count.is_polynomial() and count.is_integer else None


def digits_of_datum(
    guard: Any, binders: Sequence[Binder], ranges: Ranges, fewest: int = 2
) -> tuple[dict[Symbol, Expr], list[Any]] | None:
    """``t = W a + b`` with ``b < W`` gives both digits of a datum: ``a = ⌊t/W⌋``, ``b = t mod W``.

    Returns them with the guards that say ``t`` is such a number; None where ``t`` hangs on a summed
    index, the radix is not exact, or it has fewer digits than ``fewest``.
    """
    if not isinstance(guard, Cond) or guard.kind != "eq":
        return None
    bound = {z: (lo, hi) for z, lo, hi in binders}
    parts = linear(guard.of, set(bound))
    if parts is None or len(parts[0]) < fewest or not all(z in bound and bound[z][0] == 0 for z in parts[0]):
        return None
    items, rest = parts
    if not rest.atoms(Acc) or rest.free_symbols & set(bound):
        return None
    if any((lo.free_symbols | hi.free_symbols) & set(items) for lo, hi in bound.values()):
        return None
    if all(w.is_negative for w in items.values()):
        items, rest = {z: -w for z, w in items.items()}, -rest
    place = Add(*(w * z for z, w in items.items()))
    found = mixed_radix(place, None, bound, ranges.within(binders))
    if found is None or found.low:
        return None
    values: dict[Symbol, Expr] = {}
    for position, (z, weight, count) in enumerate(found.items):
        value = FloorDiv(-rest, weight)
        values[z] = Modulo(value, count) if position else value
    _, weight, count = found.items[0]
    return values, [ge(-rest), ge(weight * count - 1 + rest)]
