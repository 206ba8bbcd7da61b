"""What the loops around an expression prove about it: ``e >= 0`` for integers, by replacing atoms by bounds.

The innermost index goes first: by one of its starts where ``e`` grows with it, by one of its ends where
it falls.  ``n // d`` is removed exactly: ``n // d >= k`` is ``n >= k d``.  What remains is a polynomial in
the sizes; it is non-negative if, with each positive size written as one more than a natural number, no
coefficient is negative, possibly after a known non-negative fact is taken away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from sympy import Abs, Add, Expr, Max, Min, Pow, S, expand, fraction, together

from codegen.loops.nodes import Range
from codegen.loops.samples import Point
from derive.expr import Acc, FloorDiv, Gcd, Modulo, Residue

FUEL = 14
NESTED = 3
EXTREMES = (Abs, Max, Min)


_PROVED: dict[Any, bool] = {}
_SEARCHED: dict[Any, bool] = {}
_PRODUCTS: dict[Any, set[Expr]] = {}


class Bounds:
    """Loops, outermost first (any of a loop's starts and ends may be used), and facts ``>= 0``.

    ``maybe_none`` names integer data that holds -1 where there was nothing to choose from.  ``points``
    are some sizes for which all facts hold: they refute in no time what no search could prove.
    """

    def __init__(
        self,
        loops: Iterable[Range] = (),
        facts: Iterable[Expr] = (),
        maybe_none: frozenset[str] = frozenset(),
        points: tuple[Point, ...] = (),
    ) -> None:
        self.loops = {r.index: r for r in loops}
        self.facts = tuple(facts)
        self.maybe_none = maybe_none
        self.points = points
        self._known: dict[Expr, bool] = {}
        self._asked: list[Expr] = []  # the lemmas under proof, each asked for by the one before it

    def inside(self, loops: Iterable[Range], facts: Iterable[Expr] = ()) -> Bounds:
        """These bounds with the indices of further loops."""
        inner = {r.index: r for r in loops}
        outer = [r for z, r in self.loops.items() if z not in inner]
        return Bounds([*outer, *inner.values()], [*self.facts, *facts], self.maybe_none, self.points)

    def nonnegative(self, e: Expr) -> bool:
        """Whether ``e >= 0`` could be proved; proofs are remembered for the same surroundings."""
        e = expand(e)
        key = (e, self._around(e), self.facts, self.maybe_none)
        if key in _PROVED:
            return _PROVED[key]
        if len(self._asked) > NESTED:
            return False
        self._asked.append(e)
        found = self._prove(e, FUEL)
        self._asked.pop()
        if found or not self._asked:  # a lemma that was cut short may still be proved when asked for itself
            _PROVED[key] = found
        return found

    def _around(self, e: Expr) -> tuple[Range, ...]:
        """The loops that a proof about ``e`` can speak of, in order."""
        wanted = set(e.free_symbols)
        found: list[Range] = []
        for z in reversed(self.loops):
            if z in wanted:
                r = self.loops[z]
                found.append(r)
                wanted |= set().union(*(b.free_symbols for b in (*r.lo, *r.hi)))
        return tuple(found)

    def _prove(self, e: Expr, fuel: int) -> bool:
        if e.is_number:
            return bool(e >= 0)
        if fuel == 0:
            return False
        if e not in self._known:
            self._known[e] = self._stated(e) or self._replace(e, fuel)
        return self._known[e]

    def _stated(self, e: Expr) -> bool:
        """Whether a fact says it, up to what is added to it."""
        return any(rest.is_Number and rest >= 0 for rest in (e - f for f in self.facts))

    def _replace(self, e: Expr, fuel: int) -> bool:
        atoms = self._atoms(e)
        for atom in atoms:
            slope = e.coeff(atom)
            rest = expand(e - slope * atom)
            if slope == 0 or slope.has(atom) or rest.has(atom):
                continue
            if isinstance(atom, FloorDiv) and slope in (1, -1) and rest.is_integer:
                return self._prove(_whole(atom, slope, rest), fuel - 1)
            sign = self._sign(slope, fuel)
            if sign and isinstance(atom, EXTREMES):
                return self._extreme(atom, slope, rest, sign, fuel)
            if sign:
                known = e.free_symbols  # what brings in no further index is tried first
                ends = sorted(
                    self._lower(atom) if sign > 0 else self._upper(atom),
                    key=lambda end: len(end.free_symbols - known),
                )
                return any(self._prove(expand(rest + slope * end), fuel - 1) for end in ends)
        return False if atoms else self._searched(e)

    def _extreme(self, atom: Expr, slope: Expr, rest: Expr, sign: int, fuel: int) -> bool:
        """|a| = max(a, -a); above a maximum (below a minimum) means above (below) all of its arguments."""
        inner = (S.Zero, atom.args[0], -atom.args[0]) if isinstance(atom, Abs) else atom.args
        test = all if (sign > 0) == isinstance(atom, Min) else any
        return test(self._prove(expand(rest + slope * a), fuel - 1) for a in inner)

    def _sign(self, slope: Expr, fuel: int) -> int:
        if slope.is_nonnegative or (not slope.is_number and self._prove(expand(slope), fuel - 1)):
            return 1
        if slope.is_nonpositive or (not slope.is_number and self._prove(expand(-slope), fuel - 1)):
            return -1
        return 0

    def _atoms(self, e: Expr) -> list[Expr]:
        """Indices that stand in no function, innermost first, then functions, the outermost first."""
        found = sorted(
            e.atoms(FloorDiv, Modulo, Residue, Gcd, Acc, *EXTREMES), key=lambda f: (-f.count_ops(), str(f))
        )
        special = [f for f in found if not any(f is not g and g.has(f) for g in found)]
        hidden = set().union(*(f.free_symbols for f in special))
        free = e.free_symbols
        inner = [z for z in reversed(self.loops) if z in free]
        return [*(z for z in inner if z not in hidden), *special, *(f for f in found if f not in special)]

    def _lower(self, atom: Expr) -> Iterator[Expr]:
        """Expressions below ``atom``; each is enough."""
        if atom in self.loops:
            yield from self.loops[atom].lo
            yield from (atom - f for f in self.facts if f.coeff(atom) == 1 and not (f - atom).has(atom))
        match atom:
            case FloorDiv():
                n, d = atom.args
                if isinstance(d, Gcd) and n in d.args:
                    yield S.One
                elif self.nonnegative(n):
                    yield S.Zero
                yield (n - d + 1) / d
            case Modulo() | Residue():
                yield S.Zero
            case Gcd():
                yield S.One
            case Acc():
                yield from self._data(atom)[0]

    def _upper(self, atom: Expr) -> Iterator[Expr]:
        """Expressions above ``atom``; each is enough."""
        if atom in self.loops:
            yield from self.loops[atom].hi
            yield from (atom + f for f in self.facts if f.coeff(atom) == -1 and not (f + atom).has(atom))
        match atom:
            case FloorDiv():
                n, d = atom.args
                yield n / d
                yield from self._exact(n, d)
            case Modulo():
                yield atom.args[1] - 1
            case Residue():
                yield atom.args[2] - 1
            case Gcd():
                yield from atom.args
            case Acc():
                yield from self._data(atom)[1]

    def _exact(self, n: Expr, d: Expr) -> list[Expr]:
        """``n <= q d - 1`` gives ``n // d <= q - 1``, with ``q`` from a fact such as ``E Ce = G Cg``."""
        if not d.is_Symbol:
            return []
        found = {q for f in (*self.facts, n) for q in (f.coeff(d), -f.coeff(d)) if q.is_positive}
        return [q - 1 for q in sorted(found, key=str) if self.nonnegative(q * d - 1 - n)]

    def _data(self, a: Acc) -> tuple[list[Expr], list[Expr]]:
        """The declared range of integer data."""
        t = a.tensor
        low = [S.NegativeOne] if t.name in self.maybe_none else [S.Zero] if t.sign else []
        high = [t.bound - 1] if t.bound != 0 else []
        for fact in self.facts:
            slope = fact.coeff(a)
            low += [a - fact] if slope == 1 else []
            high += [a + fact] if slope == -1 else []
        return low, high

    def _searched(self, e: Expr) -> bool:
        """A search depends on the facts that share a size with ``e``, directly or through other facts."""
        if self._refuted(e):
            return False
        key = (e, self._connected(e.free_symbols))
        if key not in _SEARCHED:
            _SEARCHED[key] = self._sizes_only(e, 2)
        return _SEARCHED[key]

    def _connected(self, symbols: set[Any]) -> tuple[Expr, ...]:
        wanted = set(symbols)
        for _ in range(2):
            wanted |= set().union(*(s for _, s in self._usable if s & wanted))
        return tuple(f for f, s in self._usable if s & wanted)

    @cached_property
    def _usable(self) -> list[tuple[Expr, set[Any]]]:
        return [(f, f.free_symbols) for f in self.facts if not f.atoms(FloorDiv, Modulo, Acc)]

    def _sizes_only(self, e: Expr, depth: int) -> bool:
        if any(p.exp.is_negative for p in e.atoms(Pow)):
            numerator, denominator = fraction(together(e))
            if not denominator.is_positive:
                return False
            e = expand(numerator)
        if self._refuted(e):
            return False
        if _natural(e):
            return True
        if depth == 0:
            return False
        symbols = e.free_symbols
        stated = set().union(*(s for _, s in self._usable))
        if not all(s.is_nonnegative or s in stated for s in symbols):
            return False
        for fact, own in self._usable:
            if not own & symbols:
                continue
            for factor in (S.One, *sorted(symbols - own, key=str)):
                rest = _without(e, fact, factor)
                if rest is not None and self._sizes_only(rest, depth - 1):
                    return True
        return False

    def _refuted(self, e: Expr) -> bool:
        letters = e.free_symbols
        for point in self.points:
            if letters <= point.keys():
                value = e.xreplace(dict(point))
                if value.is_number and value < 0:
                    return True
        return False


def _without(e: Expr, fact: Expr, factor: Expr) -> Expr | None:
    """``e - factor fact`` where that cancels a term and adds at most one."""
    if (fact, factor) not in _PRODUCTS:
        _PRODUCTS[fact, factor] = set(Add.make_args(expand(factor * fact)))
    given, terms = _PRODUCTS[fact, factor], set(Add.make_args(e))
    if not given & terms or len(given - terms) > len(given & terms) + 1:
        return None
    rest = Add(*(terms - given), *(-t for t in given - terms))
    return rest if len(Add.make_args(rest)) < len(terms) + 2 else None


def _whole(quotient: FloorDiv, slope: Expr, rest: Expr) -> Expr:
    """``n // d + r >= 0`` is ``n + d r >= 0``; ``r - n // d >= 0`` is ``d (r + 1) - 1 - n >= 0``."""
    n, d = quotient.args
    return expand(n + d * rest) if slope == 1 else expand(d * (rest + 1) - 1 - n)


def _natural(e: Expr) -> bool:
    """Whether ``e`` is a sum of non-negative monomials once every positive size is 1 + a natural number."""
    if e.is_number:
        return bool(e >= 0)
    symbols = e.free_symbols
    if not all(s.is_nonnegative for s in symbols):
        return False
    if e.xreplace({s: S.One if s.is_positive and s.is_integer else S.Zero for s in symbols}).is_negative:
        return False
    if all(t.as_coeff_Mul()[0] >= 0 for t in Add.make_args(e)):
        return True
    shift = {s: s + 1 for s in symbols if s.is_positive and s.is_integer}
    shifted = expand(e.subs(shift, simultaneous=True))
    return all(c >= 0 for c in shifted.as_coefficients_dict().values())
