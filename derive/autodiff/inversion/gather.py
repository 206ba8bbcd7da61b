"""From scatter to gather: solving ``f(z) = a`` for the indices of a sum.

The VJP of an access ``x[f(z)]`` adds into ``dx[f(z)]`` for every ``z``.  To compute ``dx[a]`` instead as
a sum, ``f`` is inverted axis by axis:

* a single index becomes the index of the result; an exact mixed radix (``g*Cg + c``) its left side;
* otherwise the affine equation is solved for one index, in one of three modes.  ``free`` eliminates an
  index of the primal output and leaves a congruence (``i = (a + p - d u)/s`` where ``s | a + p - d u``);
  ``unit`` prefers an index with coefficient ±1, which leaves none; ``residue`` splits
  ``a + p = s q + r``, ``u = u0(r) + (s/g) t`` with ``g = gcd(s, d)``: no test is left in any loop;
* ``⌊e/d⌋ = a`` becomes ``e = d a + r``; ``e mod m = a`` becomes ``e = a + m k``;
* an index read from data stays as a selector ``[t[n] = a]`` when nothing is left to sum over.

What cannot be solved is ``None``: the adjoint stays a scatter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sympy import Expr, S, Symbol

from derive.autodiff.inversion.equations import Equations, Unsolvable
from derive.expr import (
    Acc,
    Binder,
    Cond,
    FloorDiv,
    Gcd,
    Index,
    Modulo,
    Residue,
    Tensor,
    divides,
    eq,
    ge,
    substitute,
)  # fmt: skip
from derive.expr.expansion import expand
from derive.proof import Ranges
from derive.proof.mixed_radix import Digits, linear, mixed_radix
from derive.simplify.normal_form import Normaliser, narrow_division

MODES = ("free", "unit", "residue")


def keeps_left_side(f: Expr, extent: Expr, space: Sequence[Binder], facts: Sequence[Expr] = ()) -> bool:
    """Whether an index is an exact mixed radix, so that it can stand on the left side as it is."""
    if isinstance(f, Symbol):
        return False
    return mixed_radix(f, extent, {z: (lo, hi) for z, lo, hi in space}, Ranges(space, facts)) is not None


@dataclass
class Inverse:
    """The gather form: ``lhs`` over ``free``; what is left to sum over; each old index in new ones.

    ``reached``: the places ``f(z)`` that were solved for, with what stands for them on the left side.
    """

    lhs: tuple[Expr, ...]
    free: tuple[Binder, ...]
    binders: tuple[Binder, ...]
    guards: tuple[Any, ...]
    solved: dict[Symbol, Expr]
    equations: tuple[tuple[Expr, Expr], ...] = field(default=())
    reached: tuple[tuple[Expr, Expr], ...] = field(default=())


def invert(
    index: Sequence[Expr],
    tensor: Tensor,
    space: Sequence[Binder],
    primal: Iterable[Symbol],
    guards: Sequence[Any] = (),
    *,
    mode: str = "free",
    plain: bool = False,
    facts: Sequence[Expr] = (),
    avoid: Iterable[Any] = (),
) -> Inverse | None:
    """Invert ``tensor[index]`` over the iteration ``space``; ``primal`` are the output's own indices.

    ``plain`` names every axis of the left side by the tensor's letter (no mixed radix there); new
    indices take names that differ from everything in ``avoid``.
    Returns ``None`` where the map cannot be inverted.
    """
    if mode not in MODES:
        raise ValueError(f"mode: expected one of {', '.join(MODES)}, got {mode!r}")
    solver = _Inversion(index, tensor, plain, space, set(primal), guards, mode, facts, avoid)
    try:
        return solver.run()
    except Unsolvable:
        return None


class _Inversion(Equations):
    """One access: which axes stand on the left side as they are, and which become equations."""

    def __init__(
        self, index: Sequence[Expr], tensor: Tensor, plain: bool, space: Sequence[Binder], *rest: Any
    ) -> None:
        super().__init__(space, *rest)
        self.index, self.tensor, self.plain = list(index), tensor, plain
        self.letters = list(tensor.axes)
        self.avoid |= set(self.letters)
        self.axes: list[Expr | None] = [None] * len(self.index)
        self.rational: dict[Symbol, Expr] = {}
        self.reached: list[tuple[Expr, Expr]] = []

    def run(self) -> Inverse:
        order = sorted(range(len(self.index)), key=self._difficulty)
        pending = []
        for axis in order:
            if self._axis_left_side(axis):
                continue
            pending.append(axis)
        for axis in pending:
            self._axis_equation(axis)
        return self._finish()

    def _difficulty(self, axis: int) -> tuple[int, int]:
        f = self.index[axis]
        if f in self.unknown:
            return (0, axis)
        if any(acc.tensor.kind == "integer" for acc in f.atoms(Acc)):
            return (3, axis)
        return (1 if not f.has(FloorDiv, Modulo) else 2, axis)

    def _axis_left_side(self, axis: int) -> bool:
        """A single index, or an exact mixed radix, becomes the left side as it stands."""
        f, extent = self.index[axis], self.tensor.shape[axis]
        letter = self.letters[axis]
        if f in self.unknown and f not in self.solved:
            self._take_letter(axis, letter, extent)
            self.assign(f, letter)
            return True
        if self.plain or f.free_symbols & set(self.solved):
            return False
        digits = mixed_radix(f, extent, self.unknown, self.ranges)
        if digits is None:
            return self._residue_left_side(axis, f, extent)
        whole = all(self._runs_in_full(item, count) for item, _, count in digits.items)
        if whole:
            self._take_digits(axis, digits)
        return whole

    def _runs_in_full(self, item: Expr, count: Expr) -> bool:
        """Whether a digit that is a letter takes every value of its place."""
        if not isinstance(item, Symbol):
            return True
        lo, hi = self.unknown[item]
        return lo == 0 and expand(hi + 1 - count) == 0

    def _take_digits(self, axis: int, digits: Digits) -> None:
        """The digits stand on the left; one that is no letter gets one, and its equation is solved."""
        new_free: list[Binder] = []
        lhs, composites = S.Zero, dict[Expr, Index]()
        for item, weight, count in digits.items:
            if isinstance(item, Symbol):
                letter: Symbol = item
                new_free.append((item, *self.unknown.pop(item)))
            else:
                letter = composites[item] = self.new("e", count, new_free)
                new_free.append((letter, S.Zero, count - 1))
            lhs += weight * letter
        self.equations += composites.items()
        if digits.low:
            z = self.new("k", digits.step, new_free)
            new_free.append((z, S.Zero, digits.step - 1))
            lhs += z
            self.guards.append(eq(z - digits.low_value))
        self.axes[axis], self.free_at[axis] = expand(lhs), new_free
        for item, letter in composites.items():
            self.solve(item, letter)

    def _residue_left_side(self, axis: int, f: Expr, extent: Expr) -> bool:
        """``s i + d u + rest`` with a stride: write the axis as ``s q + r + rest``."""
        if self.mode != "residue":
            return False
        parts = linear(f, set(self.unknown))
        if parts is None:
            return False
        items, rest = parts
        outer = [z for z in items if z in self.primal and items[z] != 1]
        inner = [z for z in items if z not in self.primal]
        if len(outer) != 1 or len(inner) != 1 or len(items) != 2 or rest.free_symbols & set(self.unknown):
            return False
        i, u = outer[0], inner[0]
        s, d = items[i], items[u]
        if not (s.is_positive and d.is_positive and isinstance(u, Symbol) and self.unknown[u][0] == 0):
            return False
        r, q, t = self.new("r"), self.new("q"), self.new("t")
        self.free_at[axis] = [
            (r, S.Zero, s - 1),
            (q, -self._quotient(rest + r, s, r), FloorDiv(extent - 1 - rest - r, s)),
        ]
        self.axes[axis] = expand(s * q + r + rest)
        self.reached.append((f, self.axes[axis]))
        g = Gcd(s, d)
        step = FloorDiv(s, g)
        first = r if d == 1 else Residue(d, r, s)
        self.guards.append(divides(g, r))
        last = self.unknown[u][1]
        self.extra.append((t, S.Zero, FloorDiv(last - first, step)))
        self.equations.append((s * i + d * u, s * q + r))
        self.solved[u] = expand(first + step * t)
        del self.unknown[u]
        self.assign(i, expand(q - FloorDiv(d * first - r, s) - FloorDiv(d, g) * t), record=False)
        self.rational[i] = (s * q + r - d * u) / s
        return True

    def _quotient(self, n: Expr, s: Expr, r: Symbol) -> Expr:
        """``⌊n/s⌋`` where ``r`` is a remainder modulo ``s``."""
        quotient = FloorDiv(n, s)
        known = Ranges([(r, S.Zero, s - 1)], self.ranges.facts)
        return narrow_division(quotient, known) if isinstance(quotient, FloorDiv) else quotient

    def _axis_equation(self, axis: int) -> None:
        f = expand(substitute(self.index[axis], self.solved))
        letter, extent = self.letters[axis], self.tensor.shape[axis]
        self._take_letter(axis, letter, extent)
        if not f.has(Acc):
            self.reached.append((self.index[axis], letter))
        self.solve(f, letter)

    def _take_letter(self, axis: int, letter: Symbol, extent: Expr) -> None:
        self.axes[axis] = letter
        self.free_at[axis] = [(letter, S.Zero, extent - 1)]

    def _finish(self) -> Inverse:
        left = [(z, *self.unknown[z]) for z in self.original if z in self.unknown]
        free = self.free
        names = {z for z, _, _ in free}
        left = [b for b in left if b[0] not in names] + self.extra
        solved = {z: v for z, v in self.solved.items() if z != v}
        binders = [(z, substitute(lo, solved), substitute(hi, solved)) for z, lo, hi in left]
        known = Ranges((*free, *binders), self.ranges.facts)
        tidy = Normaliser()
        given = [self._cancelled(g) for g in self.given]
        guards = [tidy.visit(substitute(g, solved), known) for g in (*self.guards, *given)]
        solved = {z: tidy.visit(v, known) for z, v in solved.items()}
        lhs = tuple(a for a in self.axes if a is not None)
        equations, reached = tuple(self.equations), tuple(self.reached)
        return Inverse(lhs, tuple(free), _ordered(binders), tuple(guards), solved, equations, reached)

    def _cancelled(self, guard: Any) -> Any:
        """In ``s i + d u`` the index ``i = (s q + r - d u)/s`` takes ``u`` along: no quotient is left."""
        if not isinstance(guard, Cond) or guard.kind != "ge" or not self.rational:
            return guard
        made = expand(guard.of.subs(self.rational))
        gone = (
            not made.free_symbols
            & set(self.original)
            & (set(self.rational) | set(self.solved) - set(self.letters))
        )
        return ge(made) if gone else guard


def _ordered(binders: list[Binder]) -> tuple[Binder, ...]:
    """Binders in an order in which each range mentions only earlier ones."""
    names = {z for z, _, _ in binders}
    placed: list[Binder] = []
    waiting = list(binders)
    while waiting:
        done = {z for z, _, _ in placed}
        ready = [b for b in waiting if ((b[1].free_symbols | b[2].free_symbols) & names) <= done]
        if not ready:
            raise Unsolvable
        placed.append(ready[0])
        waiting.remove(ready[0])
    return tuple(placed)
