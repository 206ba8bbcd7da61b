"""Values drawn at random for which all that is known holds: what is false for one of them is not proved.

They only refute.  A point is kept where every range has a value and every fact is seen to hold; a claim that
cannot be evaluated there is not refuted.  The draws are the same for the same question.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor, gcd, prod
from typing import Any, TypeAlias

from sympy import Abs, Add, Expr, Max, Min, Mul, Pow, Rational, Symbol

from derive.expr import Acc, Cond, FloorDiv, Gcd, Modulo, Residue, Where
from derive.proof.monomials import Atom, Polynomial, atoms, split
from derive.proof.question import Range

DRAWS = 24
LARGEST = 7
Number: TypeAlias = "int | Fraction"


class Point:
    """Values of letters; data get a value when they are first read, the same element always the same."""

    def __init__(self, letters: Mapping[Symbol, int], maybe_none: frozenset[str], seed: int) -> None:
        self.letters = dict(letters)
        self.maybe_none, self.seed = maybe_none, seed
        self.data: dict[Any, int] = {}
        self._atoms: dict[int, Number | None] = {}

    def at(self, p: Polynomial) -> Number | None:
        """The value of ``p``, None where something in it has none."""
        known: dict[int, Number] = {}
        for a in atoms(p):
            if a.number not in self._atoms:
                self._atoms[a.number] = self.value(a.expr)
            value = self._atoms[a.number]
            if value is None:
                return None
            known[a.number] = value
        return sum(c * prod(known[k] for k in m) for m, c in p.items())

    def value(self, e: Expr) -> Number | None:
        """The value of ``e`` by plain arithmetic."""
        if isinstance(e, Symbol):
            return self.letters.get(e)
        if isinstance(e, Rational):
            return int(e) if e.q == 1 else Fraction(e.p, e.q)
        if isinstance(e, Acc):
            return self._datum(e)
        if isinstance(e, Where):
            held = [self._holds(c) for c in e.conds]
            return None if None in held else self.value(e.args[1 if all(held) else 2])
        meaning = next((f for kind, f in MEANINGS.items() if isinstance(e, kind)), None)
        if meaning is None:
            return None
        args = [self.value(a) for a in e.args]
        return None if None in args else meaning(*args)

    def _holds(self, cond: Cond) -> bool | None:
        value = self.value(cond.of)
        return None if value is None or cond.kind not in HELD else HELD[cond.kind](value)

    def _datum(self, a: Acc) -> int | None:
        index = tuple(map(self.value, a.index))
        high = self.value(a.tensor.bound)
        if a.tensor.kind != "integer" or None in index or not isinstance(high, int) or not a.tensor.sign:
            return None
        low = -1 if a.tensor.name in self.maybe_none else 0
        if high <= low:
            return None
        draw = random.Random(f"{self.seed} {a.tensor.name} {index}")
        return self.data.setdefault((a.tensor, index), draw.randrange(low, high))


def _power(a: Number, k: Number) -> Number | None:
    if not isinstance(k, int) or abs(k) > LARGEST or (k < 0 and a == 0):
        return None
    return a**k if k >= 0 else Fraction(1) / a**-k


def _floor_div(n: Number, d: Number) -> int | None:
    return int(n // d) if d > 0 else None


def _modulo(n: Number, d: Number) -> Number | None:
    return n % d if d > 0 else None


def _residue(d: Number, r: Number, m: Number) -> Number | None:
    return next((u for u in range(int(m)) if (d * u - r) % m == 0), None)


def _gcd(a: Number, b: Number) -> int | None:
    return gcd(int(a), int(b)) if a > 0 and b > 0 else None


HELD: dict[str, Callable[[Number], bool]] = {
    "ge": lambda value: value >= 0,
    "eq": lambda value: value == 0,
    "ne": lambda value: value != 0,
}
MEANINGS: dict[type, Callable[..., Number | None]] = {
    Add: lambda *args: sum(args),
    Mul: lambda *args: prod(args),
    Pow: _power,
    FloorDiv: _floor_div,
    Modulo: _modulo,
    Residue: _residue,
    Gcd: _gcd,
    Max: max,
    Min: min,
    Abs: abs,
}


def points(
    ranges: Sequence[Range], facts: Sequence[Polynomial], maybe_none: frozenset[str], wanted: int
) -> tuple[Point, ...]:
    """At most so many points at which the ranges have values and the facts hold."""
    return tuple(_inside(ranges, facts, maybe_none, wanted))


def refuted(p: Polynomial, at: Iterable[Point]) -> bool:
    """Whether ``p < 0`` at one of the points."""
    return any((value := point.at(p)) is not None and value < 0 for point in at)


def fails(e: Expr, point: Point) -> bool:
    """Whether ``e < 0`` at a point, or something in it is divided by what is not above 0."""
    value = point.value(e)
    if value is not None:
        return value < 0
    divisors = (point.value(q.args[1]) for q in e.atoms(FloorDiv, Modulo))
    return any(d is not None and d <= 0 for d in divisors)


def _inside(
    ranges: Sequence[Range], facts: Sequence[Polynomial], maybe_none: frozenset[str], wanted: int
) -> Iterator[Point]:
    indices = {r.index for r in ranges}
    found = {a for f in facts for a in atoms(f)}
    letters = frozenset().union(*(a.symbols for a in found), *(r.letters for r in ranges)) - indices
    about_sizes = [f for f in facts if not frozenset().union(*(a.symbols for a in atoms(f))) & indices]
    about_indices = [f for f in facts if f not in about_sizes]
    for seed, sizes in enumerate(_sizes(letters, about_sizes, wanted)):
        point = Point(sizes, maybe_none, seed)
        if _add_indices(point, ranges, random.Random(seed)) and _hold(about_indices, point):
            yield point


def _add_indices(point: Point, ranges: Sequence[Range], rng: random.Random) -> bool:
    """Give each index a value of its range, outermost first; False where one has none."""
    for r in ranges:
        low, high = _extreme(max, point, r.lo), _extreme(min, point, r.hi)
        if low is None or high is None or ceil(low) > floor(high):
            return False
        low, high = ceil(low), floor(high)
        steps = (high - low) // r.step
        point.letters[r.index] = low + r.step * rng.choice((0, steps, rng.randint(0, steps)))
    return True


def _extreme(choose: Callable[..., Number], point: Point, ends: Sequence[Expr]) -> Number | None:
    """The largest of the starts (the smallest of the ends), where each has a value."""
    values = [point.value(e) for e in ends]
    return choose(values) if values and None not in values else None


def _hold(facts: Iterable[Polynomial], point: Point) -> bool:
    return all((value := point.at(f)) is not None and value >= 0 for f in facts)


def _sizes(letters: frozenset[Symbol], facts: Sequence[Polynomial], wanted: int) -> list[dict[Symbol, int]]:
    return _drawn(tuple(sorted(letters, key=_order)), tuple(tuple(f.items()) for f in facts), wanted)


def _order(s: Symbol) -> tuple[str, str]:
    return s.name, str(s.assumptions0)


@lru_cache(maxsize=1 << 10)
def _drawn(
    letters: tuple[Symbol, ...], facts: tuple[tuple[Any, ...], ...], wanted: int
) -> list[dict[Symbol, int]]:
    """Sizes for which the facts hold: drawn at random, then those that facts bound from both sides fitted."""
    made: list[Any] = []
    rng = random.Random(0)
    given = [dict(f) for f in facts]
    for _ in range(DRAWS):
        if len(made) == wanted:
            break
        values = {s: _draw(s, rng) for s in letters if s.is_integer}
        point = _fitted(values, given, rng)
        if _hold(given, point):
            made.append(point.letters)
    return made


def _draw(s: Symbol, rng: random.Random) -> int:
    if s.is_positive:
        return rng.randint(1, LARGEST)
    return rng.randint(0, 2) if s.is_nonnegative else rng.randint(-LARGEST, LARGEST)


def _fitted(values: dict[Symbol, int], facts: Sequence[Polynomial], rng: random.Random) -> Point:
    """Letters that stand in facts with both signs take a value between what these say, the others given."""
    point = Point(values, frozenset(), 0)
    for a in dict.fromkeys(a for f in facts for a in atoms(f) if a.expr in values):
        low, high = _between(a, facts, point)
        if low is not None and high is not None and low <= high:
            least = max(low, a.least if a.least is not None else low)
            if least <= high:
                point = Point({**point.letters, a.expr: rng.randint(least, high)}, frozenset(), 0)
    return point


def _between(a: Atom, facts: Sequence[Polynomial], point: Point) -> tuple[int | None, int | None]:
    """The interval of ``a`` that the facts leave."""
    low: list[int] = []
    high: list[int] = []
    for f in facts:
        parts = split(f, a)
        slope, rest = (point.at(parts[0]), point.at(parts[1])) if parts else (None, None)
        if slope and rest is not None:
            (low if slope > 0 else high).append(
                ceil(-rest / Fraction(slope)) if slope > 0 else floor(rest / Fraction(-slope))
            )
    return max(low, default=None), min(high, default=None)
