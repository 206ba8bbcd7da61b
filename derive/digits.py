"""Index expressions taken apart: linear combinations of unknown indices, and mixed radix."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Add, Expr, Mul, S, Symbol, expand

from derive.bounds import Ranges
from derive.expr import Acc, FloorDiv, Modulo


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
    parts = linear(f, set(unknown))
    if parts is None or not parts[0]:
        return None
    items, rest = parts
    counts = {z: expand(unknown[z][1] + 1) for z in items if isinstance(z, Symbol) and unknown[z][0] == 0}
    chain: list[tuple[Expr, Expr]] = []
    step = min(items.values(), key=lambda w: (len(w.free_symbols), w.count_ops(), str(w)))
    if step != 1 and not step.is_Integer:
        return None
    weight, remaining = step, dict(items)
    while remaining:
        here = [z for z, w in remaining.items() if expand(w - weight) == 0]
        if len(here) != 1:
            return None
        digit = here[0]
        del remaining[digit]
        if remaining:
            count = counts.get(digit) or _next_weight(remaining, weight, digit, ranges)
            if count is None:
                return None
        else:
            count = _top_count(digit, weight, extent, counts)
            if count is None:
                return None
        chain.append((digit, weight))
        counts[digit] = count
        weight = expand(weight * count)
    if extent is not None and expand(weight - extent) != 0:
        return None
    if rest != 0 and (extent is not None) and not (rest.is_Integer and 0 <= rest < step):
        return None
    if extent is not None and len(chain) == 1 and step == 1:
        return None
    listed = [(z, w, counts[z]) for z, w in reversed(chain)]
    return Digits(listed, step, step != 1, rest)


def _next_weight(remaining: dict[Expr, Expr], weight: Expr, digit: Expr, ranges: Ranges) -> Expr | None:
    """The count of a composite lower digit: fixed by the next weight if the digit provably stays below it."""
    for larger in sorted(remaining.values(), key=lambda w: w.count_ops()):
        count = expand(larger / weight)
        if count.is_integer and ranges.nonnegative(digit) and ranges.nonnegative(count - 1 - digit):
            return count
    return None


def _top_count(digit: Expr, weight: Expr, extent: Expr | None, counts: dict[Expr, Expr]) -> Expr | None:
    if extent is None:
        return counts.get(digit, S.One)
    count = expand(extent / weight)
    return count if count.is_polynomial() and not count.as_numer_denom()[1].free_symbols else None
