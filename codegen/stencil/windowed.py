"""Which sums are windows that slide: ``Σ plain · seen``, the seen side at ``s i + d u + rest``.

Of the two indices that share an axis of the seen side one is a *pixel*, with many values, and one is a
*tap*, with few.  Where the pixels are free and the taps are summed over, the sum is a correlation; where it
is the other way round, it takes the lags.  The plain side has *rows*: an index that the seen side has not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations, product

from sympy import Expr, Mul, S, Symbol, expand

from codegen.contraction.match import merged
from codegen.loops.nest import positive
from codegen.loops.schedule import Assumed, top_reduces
from codegen.program.fuse_loops import Group
from derive.expr import Acc, Binder, Cond, Index, Reduce
from derive.model.layer import Def

Letters = Mapping[Symbol, Binder]


@dataclass(frozen=True)
class Sight:
    """An axis of the seen side: ``stride * pixel + step * tap + rest``, without a tap where that is None."""

    axis: int
    pixel: Binder
    stride: Expr
    tap: Binder | None
    step: Expr
    rest: Expr

    @property
    def turned(self) -> bool:
        """Whether later taps stand before earlier ones."""
        return not positive(self.step)

    @property
    def letters(self) -> set[Symbol]:
        return {self.pixel[0], *([self.tap[0]] if self.tap else [])}


@dataclass(frozen=True)
class Windowed:
    """``one`` with its indices sorted.

    ``sights``  the axes with pixels: a line and a column, or a column alone
    ``taps``    all that runs over taps, those of the sights last, the line's behind the column's
    ``row``     the index that several results share what is seen by; ``outer`` the other free ones, of which
                the ranges of others depend on ``keys``; ``inner`` are summed over and no pixels
    """

    one: Def
    reduce: Reduce
    lags: bool
    plain: Acc
    seen: Acc
    sights: tuple[Sight, ...]
    taps: tuple[Binder, ...]
    row: Binder | None
    outer: tuple[Binder, ...]
    inner: tuple[Binder, ...]

    @property
    def pixels(self) -> tuple[Binder, ...]:
        return tuple(s.pixel for s in self.sights)

    @property
    def planes(self) -> tuple[Binder, ...]:
        """The taps that choose a plane."""
        own = {s.tap[0] for s in self.sights if s.tap}
        return tuple(b for b in self.taps if b[0] not in own)

    @property
    def binders(self) -> tuple[Binder, ...]:
        return (*self.one.free, *self.reduce.binders)

    @property
    def keys(self) -> tuple[Binder, ...]:
        """The outer indices that ranges depend on."""
        bounds = {s for _, lo, hi in self.binders for s in lo.free_symbols | hi.free_symbols}
        return tuple(b for b in self.outer if b[0] in bounds)

    @property
    def bounded(self) -> bool:
        """Whether a pixel at the border has fewer terms than others."""
        letters = {z for z, _, _ in self.binders}
        ends = {s for _, lo, hi in self.binders for s in lo.free_symbols | hi.free_symbols}
        return bool(letters & ends or any(g.free_symbols & letters for g in self.reduce.guards))

    @property
    def outside(self) -> tuple[Cond, ...]:
        """What must hold that there is a term at all."""
        letters = {z for z, _, _ in (*self.taps, *self.pixels, *self.inner)}
        return tuple(g for g in self.reduce.guards if not g.free_symbols & letters)

    @property
    def rest(self) -> Expr | None:
        """What each result starts with, where it is the same for all pixels and the sum is added to it."""
        rest = self.one.expr - self.reduce
        letters = {z for z, _, _ in self.pixels}
        return None if rest.has(Reduce) or rest.free_symbols & letters else rest

    def of_sum(self, found: Expr) -> Expr | None:
        """A result by what stands for its sum, where that is the same for all pixels and all keys."""
        letters = {z for z, _, _ in (*self.pixels, *self.keys)}
        value = self.one.expr.xreplace({self.reduce: found})
        return None if value.free_symbols & letters else value

    def __str__(self) -> str:
        parts = {"pixels": self.pixels, "taps": self.taps, "rows": (self.row,) if self.row else ()}
        return "; ".join(
            f"{word} {', '.join(str(b[0]) for b in part)}" for word, part in parts.items() if part
        )


def windowed(g: Group, assumed: Assumed) -> list[Windowed] | str:
    """How the definition of a group is a window that slides over one side, or why it is none.

    Pixels are what has more values than the taps have; where nothing is known, both ways are given.
    """
    one = merged(g)
    if one is None or one.scatter or one.tensor.kind != "real":
        return "not one definition of real numbers that gathers"
    reduces = top_reduces(one.expr)
    if len(reduces) != 1 or reduces[0].op != "sum":
        return "it is not one sum"
    factors = Mul.make_args(reduces[0].body)
    if len(factors) != 2 or not all(isinstance(f, Acc) for f in factors):
        return "its sum is no product of two elements"
    found = list(_ways(one, reduces[0], factors))
    kinds = ([w for w in found if w.lags is lags] for lags in (False, True))
    best = [max(ways, key=lambda w: _many(w, assumed)) for ways in kinds if ways]
    more = max((_many(w, assumed)[0] for w in best), default=-1)
    return (
        [w for w in best if _many(w, assumed)[0] == more] if more >= 0 else "no side is seen through a window"
    )


def _many(w: Windowed, assumed: Assumed) -> tuple[int, int]:
    """How many more pixels than taps are to be expected on the axis where they are fewest; how many axes."""
    more = min(assumed.trips(s.pixel) - assumed.trips(s.tap) for s in w.sights if s.tap)
    return more, len(w.sights)


def _ways(one: Def, reduce: Reduce, factors: Sequence[Expr]) -> Iterator[Windowed]:
    for (plain, seen), lags in product(permutations(factors), (False, True)):
        for found in _seen(one, reduce, plain, seen, lags):
            if _boxed(found) and _fits(found) and _guarded(found):
                yield found


def _seen(one: Def, reduce: Reduce, plain: Expr, seen: Expr, lags: bool) -> Iterator[Windowed]:
    """``seen`` through the window of ``plain``; ``lags`` says which of free and bound indices are pixels."""
    assert isinstance(plain, Acc) and isinstance(seen, Acc)
    free, bound = ({b[0]: b for b in binders} for binders in (one.free, reduce.binders))
    pixels, taps = (bound, free) if lags else (free, bound)
    taps = {z: b for z, b in taps.items() if not lags or z not in plain.free_symbols}
    keys = {s for _, lo, hi in (*one.free, *reduce.binders) for s in lo.free_symbols | hi.free_symbols}
    own_ranges = [b for z, b in free.items() if z not in keys]
    rows = [b for b in own_ranges if b[0] in plain.free_symbols and b[0] not in seen.free_symbols]
    row = next((b for b in reversed(rows) if _affine(plain, b[0]) and _affine(one.lhs, b[0])), None)
    for sights in _sights(seen, pixels, taps):
        own = [s.tap for s in reversed(sights) if s.tap]
        order = [*(b for b in taps.values() if b not in own), *own]
        taken = {b[0] for b in (*order, *(s.pixel for s in sights), *([row] if row else []))}
        outer = tuple(b for z, b in free.items() if z not in taken)
        inner = tuple(b for z, b in bound.items() if z not in taken)
        yield Windowed(one, reduce, lags, plain, seen, sights, tuple(order), row, outer, inner)


def _sights(seen: Acc, pixels: Letters, taps: Letters) -> Iterator[tuple[Sight, ...]]:
    """The last two axes, or the last alone, where one of them has taps and no other axis mentions them."""
    last = len(seen.index) - 1
    found = [_sight(seen, k, pixels, taps) for k in range(max(0, last - 1), last + 1)]
    for some in (found, found[-1:]) if len(found) > 1 else (found,):
        sights = [s for s in some if s is not None]
        if len(sights) < len(some) or not any(s.tap for s in sights):
            continue
        others = {z for at in seen.index[: last + 1 - len(sights)] for z in at.free_symbols}
        letters = [z for s in sights for z in s.letters]
        if len(letters) == len(set(letters)) and others.isdisjoint(letters):
            yield tuple(sights)


def _sight(seen: Acc, axis: int, pixels: Letters, taps: Letters) -> Sight | None:
    at = expand(seen.index[axis])
    mine = [b for z, b in pixels.items() if at.coeff(z) != 0 and _steady(at, z)]
    theirs = [b for z, b in taps.items() if z in at.free_symbols]
    if len(mine) != 1 or len(theirs) > 1 or at.atoms(Acc):
        return None
    tap = theirs[0] if theirs else None
    stride, step = at.coeff(mine[0][0]), at.coeff(tap[0]) if tap else S.Zero
    rest = expand(at - stride * mine[0][0] - (step * tap[0] if tap else 0))
    letters = {mine[0][0], *([tap[0]] if tap else [])}
    steady = not (rest.free_symbols | stride.free_symbols) & letters and not _letters(stride)
    if not steady or not positive(stride):
        return None
    if tap and (_letters(step) or not (positive(step) or positive(-step))):
        return None
    return Sight(axis, mine[0], stride, tap, step, rest)


def _letters(e: Expr) -> bool:
    return any(isinstance(s, Index) for s in e.free_symbols)


def _steady(at: Expr, z: Symbol) -> bool:
    return z not in expand(at - at.coeff(z) * z).free_symbols


def _affine(a: Acc, z: Symbol) -> bool:
    """Whether the places of an access are evenly spaced along an index."""
    return all(_steady(at, z) for at in a.index)


def _boxed(w: Windowed) -> bool:
    """Ranges depend on outer indices at most, those of these indices on nothing."""
    letters, keys = {b[0] for b in w.binders}, {b[0] for b in w.keys}
    used = {z: (lo.free_symbols | hi.free_symbols) & letters for z, lo, hi in w.binders}
    data = any(e.atoms(Acc) for _, lo, hi in w.binders for e in (lo, hi))
    return not data and all(own <= keys and not (own and z in keys) for z, own in used.items())


def _fits(w: Windowed) -> bool:
    """The plain side and the result are read and written evenly where registers run along them."""
    pixels = [b[0] for b in w.pixels]
    if not w.lags:
        still = not w.plain.free_symbols & set(pixels)
        return still and not w.inner and all(_affine(w.one.lhs, z) for z in pixels)
    neighbours = w.plain.index[-1].coeff(pixels[-1]) == 1
    once = not any(pixels[-1] in at.free_symbols for at in w.plain.index[:-1])
    seen = all(z in w.plain.free_symbols for z in pixels)
    return neighbours and once and seen and all(_affine(w.plain, z) for z in pixels)


def _guarded(w: Windowed) -> bool:
    """Every guard is about planes, or about the position on an axis that is seen."""
    return all(about(g, w) is not None for g in w.reduce.guards)


def about(guard: Cond, w: Windowed) -> tuple[Sight | None, Expr] | None:
    """The axis whose position a guard is about, and how often it counts; None where it is about more."""
    touched = [s for s in w.sights if s.letters & guard.free_symbols]
    pixels = {b[0] for b in (*w.pixels, *([w.row] if w.row else []), *w.inner)}
    if not touched:
        planes = {b[0] for b in (*w.planes, *w.outer, *w.inner)}
        return (None, S.Zero) if not guard.free_symbols & (pixels - planes) else None
    if len(touched) > 1 or guard.kind != "ge":
        return None
    (s,) = touched
    times = guard.of.coeff(s.pixel[0]) / s.stride
    left = expand(guard.of - times * w.seen.index[s.axis])
    return (s, times) if times.is_Integer and not left.free_symbols & s.letters else None


__all__ = ["Sight", "Windowed", "about", "windowed"]
