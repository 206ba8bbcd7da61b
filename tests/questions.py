"""Questions at random for the prover, in a language of their own: tuples, counted with plain integers.

A question is ``(scene, term)``: is the term non-negative wherever the scene allows?  ``count`` gives its
value at a point, ``expression`` says it to the prover.  The two share nothing.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field

from sympy import Abs, Integer, Max, Min, Symbol

from derive.expr import FloorDiv, Gcd, Index, Modulo, Residue
from derive.notation import integers
from derive.proof import Range, Ranges

SIZES = ("A", "B", "C", "s", "d")
OPTION = "p"
INDICES = ("i", "j", "k")
LETTERS = {name: Symbol(name, integer=True, positive=True) for name in SIZES}
LETTERS[OPTION] = Symbol(OPTION, integer=True, nonnegative=True)
LETTERS |= {name: Index(name) for name in INDICES}
DATA = integers("t", Index("i", LETTERS["A"]), below=LETTERS["B"])
TABLES = 997
KINDS = ("div", "div", "div", "mod", "mod", "least", "gcd", "step", "abs", "max", "min", "data")
VALUES = ((1, 2, 3), (1, 2, 3, 4, 5, 7), (1, 2, 12, 60, 400))
NEAR = 12


class Undefined(ArithmeticError):
    """The term has no value at this point."""


def count(term, at):
    """The value of a term by Python's own integers."""
    kind, *args = term
    if kind == "number":
        return args[0]
    if kind == "letter":
        return at[args[0]]
    if kind == "data":
        # The same element always holds the same value; "low" says whether it may be none.
        return at["low"] + (hash((at["table"], count(args[0], at))) % TABLES) % (at["B"] - at["low"])
    values = [count(a, at) for a in args]
    return MEANING[kind](*values)


def _divided(n, d):
    if d <= 0:
        raise Undefined
    return math.floor(n / d) if abs(n) < 2**40 else n // d


def _remainder(n, d):
    if d <= 0:
        raise Undefined
    while n < 0:
        n += d * (1 + -n // d)
    return n - d * int(n / d) if n < 2**40 else n % d


def _solution(d, r, m):
    for u in range(m):
        if (d * u - r) % m == 0:
            return u
    raise Undefined


def _divisor(a, b):
    if a <= 0 or b <= 0:
        raise Undefined
    return max(x for x in range(1, min(a, b) + 1) if a % x == 0 and b % x == 0)


MEANING = {
    "plus": lambda *args: sum(args),
    "times": lambda *args: math.prod(args),
    "div": _divided,
    "mod": _remainder,
    "least": _solution,
    "gcd": _divisor,
    "abs": abs,
    "max": max,
    "min": min,
}
HEADS = {
    "div": FloorDiv, "mod": Modulo, "least": Residue, "gcd": Gcd,
    "abs": Abs, "max": Max, "min": Min,
}  # fmt: skip


def expression(term):
    """The term in the notation of the prover."""
    kind, *args = term
    if kind == "number":
        return Integer(args[0])
    if kind == "letter":
        return LETTERS[args[0]]
    made = [expression(a) for a in args]
    if kind == "data":
        return DATA[made[0]]
    if kind == "plus":
        return sum(made, Integer(0))
    if kind == "times":
        return math.prod(made)
    return HEADS[kind](*made)


def number(c):
    return ("number", c)


def letter(name):
    return ("letter", name)


A, B, C, S, D, P = map(letter, (*SIZES, OPTION))


def plus(*terms):
    return ("plus", *terms)


def times(*terms):
    return ("times", *terms)


def minus(a, b):
    return plus(a, times(number(-1), b))


@dataclass
class Scene:
    """Ranges (outermost first, each with its starts, ends and step), facts, and whether data may be none."""

    ranges: list
    facts: list
    low: int
    points: list = field(default_factory=list)

    def known(self):
        """The same for the prover."""
        ranges = [
            Range(LETTERS[z], tuple(map(expression, lo)), tuple(map(expression, hi)), step)
            for z, lo, hi, step in self.ranges
        ]
        return Ranges(ranges, map(expression, self.facts), frozenset({"t"} if self.low else ()))

    def allows(self, at):
        try:
            return all(count(f, at) >= 0 for f in self.facts)
        except Undefined:
            return False


def scene(rng, wanted):
    """A scene with so many points at which all that it says holds; None where none is found."""
    made = Scene([], [], rng.choice((0, 0, 0, -1)))
    for z in INDICES[: rng.randint(1, 3)]:
        outer = [letter(r[0]) for r in made.ranges]
        lo = rng.sample(_starts(outer), rng.choice((1, 1, 2)))
        hi = rng.sample(_ends(outer), rng.choice((1, 1, 2)))
        made.ranges.append((z, lo, hi, rng.choice((1, 1, 1, 2))))
    made.facts = [_fact(rng, made) for _ in range(rng.choice((0, 0, 1, 1, 2, 3)))]
    for _ in range(20 * wanted):
        at = _point(rng, made)
        if at is not None and made.allows(at):
            made.points.append(at)
        if len(made.points) == wanted:
            return made
    return made if len(made.points) > wanted // 4 else None


def _starts(outer):
    some = [number(0), number(0), number(1), number(-2), times(number(-1), P)]
    some += [e for z in outer for e in (z, plus(z, number(-1)), ("div", z, S), times(S, z))]
    return some


def _ends(outer):
    some = [minus(letter(x), number(1)) for x in ("A", "B", "C")]
    some += [
        minus(times(A, B), number(1)),
        ("div", minus(A, number(1)), S),
        plus(A, P),
    ]
    for z in outer:
        some += [
            z,
            plus(z, number(3)),
            plus(z, S, number(-1)),
            plus(times(S, z), D),
        ]
    return some


def _fact(rng, made):
    simple = [
        minus(A, B), minus(B, C), minus(A, number(3)),
        minus(times(B, S), A), minus(A, times(B, S)),
        minus(plus(A, P), C), minus(D, S),
    ]  # fmt: skip
    z = letter(rng.choice(made.ranges)[0])
    more = [
        minus(z, number(1)), minus(B, z), plus(z, P),
        minus(minus(B, number(1)), ("data", z)), minus(("data", z), z), minus(z, ("mod", z, S)),
    ]  # fmt: skip
    return rng.choice(simple if rng.random() < 0.6 else more)


def _point(rng, made):
    at = {x: rng.choice(rng.choice(VALUES)) for x in SIZES}
    at |= {OPTION: rng.choice((0, 0, 1, 2, 5, 90)), "table": rng.randrange(50), "low": made.low}
    for z, lo, hi, step in made.ranges:
        first, last = max(count(e, at) for e in lo), min(count(e, at) for e in hi)
        if first > last:
            return None
        steps = (last - first) // step
        at[z] = first + step * rng.choice((0, steps, rng.randint(0, steps)))
    return at


def term(rng, made, depth=2):
    """A sum of products of letters and functions, small numbers beside them."""
    terms = [_summand(rng, made, depth) for _ in range(rng.randint(1, 3))]
    return plus(*terms, number(rng.randint(-3, 3)))


def _summand(rng, made, depth):
    factors = [number(rng.choice((-2, -1, -1, 1, 1, 2)))]
    factors += [_factor(rng, made, depth) for _ in range(rng.choice((1, 1, 1, 2)))]
    return times(*factors)


def _factor(rng, made, depth):
    chance = rng.random()
    if depth == 0 or chance < 0.35:
        return letter(rng.choice((*SIZES, OPTION)))
    if chance < 0.65:
        return letter(rng.choice(made.ranges)[0])
    return _function(rng, made, depth - 1)


def _function(rng, made, depth):

    def inner():
        return term(rng, made, depth)

    by = rng.choice((S, D, B, number(2), number(3), times(S, D)))
    kind = rng.choice(
        ("div", "div", "div", "mod", "mod", "least", "gcd", "step", "abs", "max", "min", "data")
    )
    if kind in ("div", "mod"):
        return (kind, inner(), by)
    if kind == "least":
        return ("least", D, times(("gcd", D, S), inner()), S)
    if kind == "gcd":
        return ("gcd", S, D)
    if kind == "step":
        return ("div", S, ("gcd", S, D))
    if kind == "data":
        return ("data", letter(rng.choice(made.ranges)[0]))
    return (kind, inner()) if kind == "abs" else (kind, inner(), inner())


def least(term_, made):
    """The least value over the points of the scene, None where it has none anywhere."""
    values = []
    for at in made.points:
        try:
            values.append(count(term_, at))
        except Undefined:
            continue
    return min(values, default=None)


def _window(rng, made):
    """What kernels ask: does an index stay inside an extent, is a start before an end?"""
    z, lo, hi, _ = rng.choice(made.ranges)
    side = minus(letter(z), rng.choice(lo)) if rng.random() < 0.5 else minus(rng.choice(hi), letter(z))
    weight = rng.choice((number(1), S, B, number(2)))
    rest = rng.choice((number(0), term(rng, made, 1), _function(rng, made, 1), _factor(rng, made, 1)))
    return plus(times(weight, side), rest)


def question(rng, made):
    """A term; often moved so that its least value over the points is 0 or -1: true or false by one."""
    asked = _window(rng, made) if rng.random() < 0.4 else term(rng, made)
    low = least(asked, made)
    if low is not None and abs(low) <= NEAR and rng.random() < 0.8:
        asked = minus(asked, number(low + rng.choice((0, 0, 0, 1))))
    return asked


def questions(seed, scenes, each=40, points=80):
    """So many scenes with so many questions each, the same for the same seed."""
    for k in range(scenes):
        rng = random.Random(f"{seed} {k}")
        made = scene(rng, points)
        if made is not None:
            yield made, [question(rng, made) for _ in range(each)]
