"""Solving index equations ``e(z) = t`` one after the other: the unknowns get values, ranges become guards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sympy import Expr, S, Symbol

from derive.expr import Binder, FloorDiv, Index, Modulo, divides, eq, fresh, ge, substitute
from derive.expr.expansion import expand
from derive.proof import Ranges
from derive.proof.mixed_radix import Digits, linear, mixed_radix
from derive.simplify.normal_form import narrow_division


class Unsolvable(Exception):
    """The index map has no inverse that these rules can write."""


class Equations:
    """The unknown indices of an iteration space and what is known of them so far.

    ``primal``  the indices of the output that is differentiated
    ``mode``    which unknown an affine equation eliminates: "free", "unit" or "residue"
    ``given``   the guards under which the access is made
    """

    def __init__(
        self,
        space: Sequence[Binder],
        primal: set[Symbol],
        given: Sequence[Any],
        mode: str,
        facts: Sequence[Expr],
        avoid: Iterable[Any],
    ) -> None:
        self.original = {z: (lo, hi) for z, lo, hi in space}
        self.unknown: dict[Symbol, tuple[Expr, Expr]] = dict(self.original)
        self.ranges = Ranges(space, facts)
        self.primal, self.given, self.mode = primal, tuple(given), mode
        self.avoid = set(avoid)
        self.solved: dict[Symbol, Expr] = {}
        self.free_at: dict[int, list[Binder]] = {}
        self.extra: list[Binder] = []
        self.guards: list[Any] = []
        self.equations: list[tuple[Expr, Expr]] = []

    @property
    def free(self) -> list[Binder]:
        """The indices of the left side so far, in the order of its axes."""
        return [b for axis in sorted(self.free_at) for b in self.free_at[axis]]

    def new(self, letter: str, extent: Expr | None = None, beside: Iterable[Binder] = ()) -> Index:
        """An index with a name that stands nowhere else."""
        made = [b[0] for b in (*beside, *self.extra, *self.free)]
        return Index(fresh(letter, [*self.avoid, *self.original, *made]).name, extent)

    def assign(self, z: Symbol, value: Expr, record: bool = True) -> None:
        """``z := value``; the range of ``z`` becomes guards.  No value is made of the index itself."""
        if z != value and z in value.free_symbols:
            raise Unsolvable
        lo, hi = self.unknown.pop(z)
        if record and z != value:
            self.equations.append((z, value))
        self.solved = {k: expand(substitute(v, {z: value})) for k, v in self.solved.items()}
        self.solved[z] = value
        self.guards += [ge(value - lo), ge(hi - value)]

    def solve(self, e: Expr, t: Expr) -> None:
        """Make ``e = t`` true by giving values to unknown indices."""
        e = expand(substitute(e, self.solved))
        parts = linear(e, set(self.unknown))
        if parts is None:
            raise Unsolvable
        items, rest = parts
        if not items:
            self.guards.append(eq(e - t))
            return
        target = expand(t - rest)
        if len(items) == 1:
            ((item, weight),) = items.items()
            if weight in (1, -1) and not isinstance(item, Symbol):
                self._solve_composite(item, expand(target * weight))
                return
        digits = mixed_radix(expand(e - rest), None, self.unknown, self.ranges)
        if digits is not None and not digits.low and len(digits.items) > 1:
            self._solve_digits(digits, target)
        else:
            self._solve_linear(items, target)

    def _solve_digits(self, digits: Digits, target: Expr) -> None:
        known = Ranges(self.free + self.extra, self.ranges.facts)
        for position, (item, weight, count) in enumerate(digits.items):
            value = FloorDiv(target, weight)
            if position:
                value = Modulo(value, count)
            if isinstance(value, FloorDiv | Modulo):
                value = narrow_division(value, known)
            if isinstance(item, Symbol):
                self.assign(item, value)
                if position:
                    del self.guards[-2:]
            else:
                self.solve(item, value)

    def _solve_composite(self, item: Expr, target: Expr) -> None:
        if isinstance(item, FloorDiv):
            inner, d = item.args
            if self._exact(inner, d):
                return self.solve(inner, expand(d * target))
            rho = self.new("r")
            self.extra.append((rho, S.Zero, d - 1))
            return self.solve(inner, expand(d * target + rho))
        if isinstance(item, Modulo):
            inner, m = item.args
            if self._solve_turns(inner, m, target):
                return None
            low, high = self._interval(inner)
            k = self.new("k")
            self.extra.append((k, FloorDiv(low, m), FloorDiv(high, m)))
            self.guards += [ge(target), ge(m - 1 - target)]
            return self.solve(inner, expand(target + m * k))
        raise Unsolvable

    def _solve_turns(self, inner: Expr, m: Expr, target: Expr) -> bool:
        """``(z + e) mod m = a`` with ``0 <= z < m`` has one solution, ``z = (a - e) mod m``."""
        parts = linear(inner, set(self.unknown))
        for z, weight in parts[0].items() if parts else ():
            value = Modulo(expand(weight * (target - inner) + z), m)
            alone = isinstance(z, Symbol) and weight in (1, -1) and z not in value.free_symbols
            if alone and self._runs_to(z, m):
                self.guards += [ge(target), ge(m - 1 - target)]
                self.assign(z, value)
                del self.guards[-2:]
                return True
        return False

    def _runs_to(self, z: Symbol, m: Expr) -> bool:
        lo, hi = self.unknown[z]
        return lo == 0 and expand(hi + 1 - m) == 0

    def _exact(self, n: Expr, d: Expr) -> bool:
        """Whether a guard given with the access says ``d | n``."""
        wanted = divides(d, n)
        return any(substitute(g, self.solved) == wanted for g in self.given)

    def _interval(self, e: Expr) -> tuple[Expr, Expr]:
        low = high = e
        for z, (lo, hi) in reversed(self.unknown.items()):
            slope = expand(e).coeff(z)
            if slope == 0:
                continue
            if slope.is_negative:
                lo, hi = hi, lo
            elif not slope.is_positive:
                raise Unsolvable
            low, high = low.subs(z, lo), high.subs(z, hi)
        if (low.free_symbols | high.free_symbols) & set(self.unknown):
            raise Unsolvable
        return expand(low), expand(high)

    def _solve_linear(self, items: dict[Expr, Expr], target: Expr) -> None:
        z = self._choose(items, target)
        slope = items[z]
        others = sum((k * w for k, w in items.items() if k != z), S.Zero)
        value = expand(target - others)
        if slope in (1, -1):
            self.assign(z, expand(value / slope))
            return
        if not slope.is_positive:
            value, slope = expand(-value), -slope
        if not slope.is_positive:
            raise Unsolvable
        lo, hi = self.unknown.pop(z)
        solved = FloorDiv(value, slope)
        if z in solved.free_symbols:
            raise Unsolvable
        self.equations.append((z, solved))
        self.solved = {k: expand(substitute(v, {z: solved})) for k, v in self.solved.items()}
        self.solved[z] = solved
        self.guards += [divides(slope, value), ge(value - slope * lo), ge(slope * hi - value)]

    def _choose(self, items: dict[Expr, Expr], target: Expr) -> Symbol:
        """Of two that serve alike, the one that runs along the axis: what is left is a window."""
        along = {s for i in target.atoms(Index) if i.extent is not None for s in i.extent.free_symbols}

        def preference(z: Expr) -> tuple[int, bool, str]:
            unit, own = items[z] in (1, -1), z in self.primal
            if self.mode == "unit":
                rank = {(True, False): 0, (True, True): 1, (False, True): 2, (False, False): 3}[unit, own]
            else:
                rank = {(True, True): 0, (False, True): 1, (True, False): 2, (False, False): 3}[unit, own]
            return rank, not along & self.unknown[z][1].free_symbols, str(z)

        candidates = [z for z in items if isinstance(z, Symbol)]
        composite = {s for k in items if not isinstance(k, Symbol) for s in k.free_symbols}
        candidates = [z for z in candidates if z not in composite]
        if not candidates:
            raise Unsolvable
        return min(candidates, key=preference)
