"""Conditions in print: pairs of bounds become ``0 ≤ e < H``; what only keeps an access inside is dropped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sympy
from sympy import Abs, Add, Expr, Max, Min, S, Symbol, ceiling, expand, floor

from derive.expr import Acc, Cond, FloorDiv, Gcd, Hat, HatSlope, Index, Reduce, Residue, divides, found_in, ge
from derive.pretty.tree.term_order import Spelled, factors, signed, spelling, terms
from derive.simplify.mirrored_places import mirrored_places


@dataclass(frozen=True)
class Chain:
    """``parts[0] signs[0] parts[1] signs[1] …`` between expressions, or ``divisor | e`` with the sign "∣".

    ``among``: the one part is one of these places, each a centre and how far from it on either side.
    """

    parts: tuple[Expr, ...]
    signs: tuple[str, ...]
    among: tuple[tuple[Expr, Expr], ...] = ()


def chains(conds: Sequence[Any], bound: frozenset[Symbol]) -> list[Chain]:
    """The conditions as a reader wants them, in their order, lower and upper bounds joined."""
    left = [c for c in conds if isinstance(c, Cond)]
    out: list[Chain] = []
    while left:
        cond = left.pop(0)
        partner = next((c for c in left if _opposite(cond, c) or _encloses(cond, c)), None)
        if partner is not None and _encloses(cond, partner):
            left.remove(partner)
            out.append(_between(cond, partner))
        elif partner is None:
            out.append(_single(cond, bound))
        else:
            left.remove(partner)
            out.append(_pair(cond.of, partner.of, bound))
    return out


def _opposite(one: Cond, other: Cond) -> bool:
    if one.kind != "ge" or other.kind != "ge":
        return False
    width = expand(one.of + other.of)
    return not found_in(width, Index, Acc) and bool(one.of.is_integer)


def _encloses(one: Cond, other: Cond) -> bool:
    """Whether both bound one value by numbers or options, from below and from above."""
    if not {one.kind, other.kind} <= {"ge", "gt"} or one.of.is_integer or not one.of.has(Acc):
        return False
    width = expand(one.of + other.of)
    return bool(width.is_positive) if width.is_number else not found_in(width, Index, Acc)


def _between(one: Cond, other: Cond) -> Chain:
    """``−3 < x < 3``"""
    above, below = (one, other) if _is_above(one.of) else (other, one)
    value = Add(*(t for t in terms(above.of) if t.has(Acc)))
    first = expand(value - above.of)
    signs = {"ge": "≤", "gt": "<"}
    return Chain((first, value, expand(below.of + value)), (signs[above.kind], signs[below.kind]))


def _is_above(e: Expr) -> bool:
    """Whether the value stands in ``e`` without a minus."""
    return not any(signed(t)[0] for t in terms(e) if t.has(Acc))


def _pair(one: Expr, other: Expr, bound: frozenset[Symbol]) -> Chain:
    """``0 ≤ one`` and ``0 ≤ other`` where their sum is constant."""
    centre = one if _leads(one, other, bound) else other
    last = expand(one + other)
    isolated = _isolated(centre, bound)
    if isolated is not None:
        z, offset = isolated
        return Chain((-offset, z, last - offset), ("≤", "≤"))
    bins = _bin(one, other, bound)
    if bins is not None:
        return bins
    if len(terms(expand(last + 1))) <= len(terms(last)):
        return Chain((S.Zero, centre, expand(last + 1)), ("≤", "<"))
    return Chain((S.Zero, centre, last), ("≤", "≤"))


def _bin(one: Expr, other: Expr, bound: frozenset[Symbol]) -> Chain | None:
    """``⌊i H/L⌋ ≤ a < ⌈(i + 1) H/L⌉``: a letter solved for where another one is scaled by its extent.

    ``r − d a ≥ 0`` says ``a < ⌈(r + 1)/d⌉``, ``d a + r ≥ 0`` says ``a ≥ ⌊(d − 1 − r)/d⌋``, for whole numbers.
    """
    letters = [z for z in found_in(one, Index) if z.extent is not None]
    inner = [z for z in letters if z in bound]
    scaled = any(one.coeff(y) in (z.extent, -z.extent) for y in letters for z in letters if y != z)
    if not scaled or len(inner) != 1 or len(letters) != 2:
        return None
    (z,) = inner
    upper, lower = (one, other) if signed(one.coeff(z))[0] else (other, one)
    step = lower.coeff(z)
    if found_in(step, Index) or not step.is_positive or expand(upper.coeff(z) + step) != 0:
        return None
    first = FloorDiv(expand(step - 1 - lower + step * z), step)
    beyond = sympy.factor(expand(upper + step * z + 1))
    return Chain((first, z, ceiling(beyond / step, evaluate=False)), ("≤", "<"))


def _leads(one: Expr, other: Expr, bound: frozenset[Symbol]) -> bool:
    """Whether ``one`` is the more natural centre: positive free indices, then positive bound ones."""

    def score(e: Expr) -> tuple[int, int, int]:
        plus = [t for t in terms(e) if not signed(t)[0]]
        free = sum(1 for t in plus if set(found_in(t, Index)) - bound)
        return free, sum(1 for t in plus if found_in(t, Index)), -len(terms(e))

    return score(one) >= score(other)


def _isolated(centre: Expr, bound: frozenset[Symbol]) -> tuple[Symbol, Expr] | None:
    """``z + offset`` with a bound ``z`` alone and a rounded position in the offset: better solved for z."""
    if not centre.has(floor):
        return None
    for z in sorted(bound & centre.free_symbols, key=spelling):
        offset = centre - z
        if z not in offset.free_symbols:
            return z, offset
    return None


SIGNS = {"ge": ("≥", "≤"), "gt": (">", "<"), "eq": ("=", "="), "ne": ("≠", "≠")}


def _single(cond: Cond, bound: frozenset[Symbol]) -> Chain:
    if cond.kind == "divides":
        return Chain((cond.divisor, cond.of), ("∣",))
    kind, e = cond.kind, cond.of
    isolated = _isolated(e, bound) or _isolated(-e, bound)
    constant = e.as_coeff_Add()[0]
    if kind == "ge" and constant == -1 and e.is_integer:
        kind, e = "gt", e + 1
    if isolated is not None and kind == "ge":
        z, offset = isolated
        return Chain((z, -offset), ("≥" if e.coeff(z) == 1 else "≤",))
    for z in sorted(bound & e.free_symbols, key=spelling) if kind == "eq" and e.has(Abs) else ():
        places = mirrored_places(e, z)
        if places:
            return Chain((z,), (), places)
    met = _meeting(e, bound) if kind == "eq" else None
    if met is not None:
        return Chain(met, ("=",))
    plus, minus = _alone(kind, *_halves(e))
    if _subject(plus, bound) >= _subject(minus, bound):
        return Chain((plus, minus), (SIGNS[kind][0],))
    return Chain((minus, plus), (SIGNS[kind][1],))


def _alone(kind: str, plus: Expr, minus: Expr) -> tuple[Expr, Expr]:
    """``x ≤ 1 − ε`` for ``x + ε ≤ 1``, ``x < −λ`` for ``x + λ < 0``: an element without what is no data."""
    sides = [[t for t in terms(side) if t.has(Acc)] for side in (plus, minus)]
    for own, other, side in ((*sides, plus), (*reversed(sides), minus)):
        free = not other and len(own) == 1 and isinstance(own[0], Acc) and not own[0].tensor.sign
        if kind in ("ge", "gt") and free and own[0] != side and (side is minus or minus != 0):
            rest = expand(side - own[0])
            return (own[0], minus - rest) if side is plus else (plus - rest, own[0])
    return plus, minus


def _meeting(e: Expr, bound: frozenset[Symbol]) -> tuple[Expr, Expr] | None:
    """``|i − p| = a``: the place that bound letters are sent to, as the forward says it, is the free one."""
    free = [t for t in terms(e) if signed(t)[1] in found_in(e, Index) and signed(t)[1] not in bound]
    if len(free) != 1 or not e.has(Abs, Max, Min):
        return None
    (letter,) = free
    return (expand(letter - e), letter) if not signed(letter)[0] else (expand(e - letter), -letter)


def _halves(e: Expr) -> tuple[Expr, Expr]:
    """``e = plus − minus``, both without a minus in front of a term."""
    parts = [signed(t) for t in terms(e)]
    plus, minus = (Add(*(t for negative, t in parts if negative is sign)) for sign in (False, True))
    number = plus.as_coeff_Add()[0]
    if minus == 0 and number != 0 and plus.has(Acc):
        return plus - number, -number
    return plus, minus


def _subject(side: Expr, bound: frozenset[Symbol]) -> tuple[bool, bool, bool]:
    """The side that is spoken about stands left: an element, else the bound index, else any index."""
    indices = set(found_in(side, Index))
    return side.has(Acc), bool(indices & bound), bool(indices)


@lru_cache(maxsize=1 << 12)
def inside_conditions(access: Acc) -> frozenset[Any]:
    """Every form in which "this index lies in its array" may stand as a guard."""
    out: set[Any] = set()
    for at, extent in zip(access.index, access.tensor.shape, strict=True):
        out |= {ge(at), ge(extent - 1 - at)}
        over, under = as_quotient(at)
        if under != 1:
            out |= {ge(over), ge(under * (extent - 1) - over), ge(under * extent - 1 - over)}
    return frozenset(out - {S.true, S.false})


@lru_cache(maxsize=1 << 12)
def as_quotient(at: Expr) -> tuple[Expr, Expr]:
    """``(n, d)`` with ``at = n/d``, or ``⌊n/d⌋`` where it holds one rounded quotient; else ``d`` is 1."""
    for term in terms(at) if len(found_in(at, FloorDiv)) == 1 else ():
        if isinstance(term, FloorDiv):
            over, under = term.args
            return expand(over + under * (at - term)), under
    over, under = at.together().as_numer_denom()
    return expand(over), under


def is_exact(over: Expr, under: Expr, exact: Iterable[Any]) -> bool:
    """Whether a congruence in force makes ``over/under`` an integer."""
    if _exact_by_definition(over, under):
        return True
    known = divides(under, over)
    negated = divides(under, -over)
    return known == S.true or known in exact or negated in exact


def _exact_by_definition(over: Expr, under: Expr) -> bool:
    """``a / gcd(a, b)`` and ``(d·res(d, r, m) − r) / m`` are whole."""
    if isinstance(under, Gcd):
        return all(any(f in under.args for f in factors(t)) for t in terms(over))
    residues = [f for t in terms(over) for f in factors(t) if isinstance(f, Residue) and f.args[2] == under]
    return any(expand(over - f.args[0] * f + f.args[1]) == 0 for f in residues)


def strong_factors(body: Expr) -> list[set[Expr]]:
    """For each summand of ``body`` the factors that make it vanish, those of inner sums included."""
    return [_factors_within(term) for term in terms(body)]


def _factors_within(term: Expr) -> set[Expr]:
    out: set[Expr] = set()
    for factor in factors(term):
        factor = factor.base if factor.is_Pow and factor.exp.is_positive else factor
        out.add(factor.args[0] if isinstance(factor, Abs) else factor)
        if isinstance(factor, Reduce) and factor.op == "sum":
            inner = [_factors_within(t) for t in terms(factor.body)]
            out |= set.intersection(*inner)
    return out


def kept_by(conds: Iterable[Any], body: Expr) -> dict[Any, tuple[Expr, ...]]:
    """Which conditions every summand of ``body`` already says by a strong factor, with those factors.

    An access says that its index is inside (it reads as 0 outside); a hat says that its two
    arguments are less than one apart.
    """
    found: dict[Any, tuple[Expr, ...]] = {}
    conds = tuple(conds)
    if not conds:
        return found
    per_term = [sorted(one, key=Spelled) for one in strong_factors(body)]
    for cond in conds:
        told = [next((s for f in one if (s := speakers(f, cond))), ()) for one in per_term]
        if all(told):
            found[cond] = tuple(f for said in told for f in said)
    return found


def _says(factor: Expr, cond: Any) -> bool:
    if isinstance(factor, Acc):
        return cond in inside_conditions(factor)
    return isinstance(factor, Hat | HatSlope) and cond in _near(*factor.args)


@lru_cache(maxsize=1 << 10)
def _near(q: Expr, p: Expr) -> tuple[Any, Any]:
    """That ``q`` is the whole number below ``p`` or the next."""
    return ge(q - floor(p)), ge(floor(p) + 1 - q)


def speakers(factor: Expr, cond: Any) -> tuple[Expr, ...]:
    """What of ``factor`` says ``cond``: itself, or a factor of each of its terms."""
    if _says(factor, cond):
        return (factor,)
    if not isinstance(factor, Add):
        return ()
    found = [
        next((f for f in sorted(_factors_within(t), key=Spelled) if _says(f, cond)), None)
        for t in factor.args
    ]
    return () if None in found else tuple(f for f in found if f is not None)
