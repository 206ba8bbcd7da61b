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

from sympy import Add, Expr, Mul, S, Symbol, expand

from derive.bounds import Ranges
from derive.expr import Acc, Binder, Cond, FloorDiv, Gcd, Index, Modulo, Residue, Tensor, divides, eq, fresh, ge, substitute
from derive.normal import Normaliser, narrow_division

MODES = ("free", "unit", "residue")


def keeps_left_side(f: Expr, extent: Expr, space: Sequence[Binder], facts: Sequence[Expr] = ()) -> bool:
    """Whether an index is an exact mixed radix, so that it can stand on the left side as it is."""
    if isinstance(f, Symbol):
        return False
    return _digits(f, extent, {z: (lo, hi) for z, lo, hi in space}, Ranges(space, facts)) is not None


class Unsolvable(Exception):
    """The index map has no inverse that these rules can write."""


@dataclass
class Inverse:
    """The gather form: ``lhs`` over ``free``; what is left to sum over; each old index in new ones."""

    lhs: tuple[Expr, ...]
    free: tuple[Binder, ...]
    binders: tuple[Binder, ...]
    guards: tuple[Any, ...]
    solved: dict[Symbol, Expr]
    equations: tuple[tuple[Expr, Expr], ...] = field(default=())


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
    solver = _Solver(index, tensor, space, set(primal), guards, mode, plain, facts, set(avoid))
    try:
        return solver.run()
    except Unsolvable:
        return None


class _Solver:
    def __init__(
        self,
        index: Sequence[Expr],
        tensor: Tensor,
        space: Sequence[Binder],
        primal: set[Symbol],
        guards: Sequence[Any],
        mode: str,
        plain: bool,
        facts: Sequence[Expr],
        avoid: set[Any],
    ) -> None:
        self.tensor, self.mode, self.plain, self.avoid = tensor, mode, plain, avoid
        self.original = {z: (lo, hi) for z, lo, hi in space}
        self.unknown: dict[Symbol, tuple[Expr, Expr]] = dict(self.original)
        self.ranges = Ranges(space, facts)
        self.primal = set(primal)
        self.given = tuple(guards)
        self.index = list(index)
        self.letters = self._letters()
        self.axes: list[Expr | None] = [None] * len(self.index)
        self.free_at: list[list[Binder]] = [[] for _ in self.index]
        self.solved: dict[Symbol, Expr] = {}
        self.extra: list[Binder] = []
        self.guards: list[Any] = []
        self.equations: list[tuple[Expr, Expr]] = []
        self.rational: dict[Symbol, Expr] = {}

    # -- names -------------------------------------------------------------------------------------

    def _letters(self) -> list[Symbol]:
        """The letter of each axis, free of clashes; colliding old indices are renamed by the caller."""
        letters: list[Symbol] = []
        for axis in self.tensor.axes:
            letters.append(axis if axis not in letters else fresh(axis, letters))
        return letters

    def _new(self, letter: str, extent: Expr | None = None, beside: Iterable[Binder] = ()) -> Index:
        taken = [*(b[0] for b in beside), *self.avoid, *self.original, *self.letters, *(b[0] for b in self.extra)]
        taken += [b[0] for bs in self.free_at for b in bs]
        name = fresh(letter, taken).name
        return Index(name, extent)

    # -- the plan ----------------------------------------------------------------------------------

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
            self._assign(f, letter)
            return True
        if self.plain or f.free_symbols & set(self.solved):
            return False
        digits = _digits(f, extent, self.unknown, self.ranges)
        if digits is None:
            return self._residue_left_side(axis, f, extent)
        lhs, new_free = S.Zero, []
        for item, weight, count in digits.items:
            if isinstance(item, Symbol):
                lo, hi = self.unknown[item]
                if lo != 0 or expand(hi + 1 - count) != 0:
                    return False
                new_free.append((item, lo, hi))
                lhs += weight * item
            else:
                e = self._new("e", count, new_free)
                new_free.append((e, S.Zero, count - 1))
                lhs += weight * e
                self.equations.append((item, e))
        if digits.low:
            z = self._new("k", digits.step, new_free)
            new_free.append((z, S.Zero, digits.step - 1))
            lhs += z
            self.guards.append(eq(z - digits.low_value))
        self.axes[axis], self.free_at[axis] = expand(lhs), new_free
        composites = [item for item, _, _ in digits.items if not isinstance(item, Symbol)]
        for item, _, _ in digits.items:
            if isinstance(item, Symbol):
                del self.unknown[item]
        for item in composites:
            e = next(e for c, e in self.equations if c == item)
            self._solve(item, e)
        return True

    def _residue_left_side(self, axis: int, f: Expr, extent: Expr) -> bool:
        """``s i + d u + rest`` with a stride: write the axis as ``s q + r + rest``."""
        if self.mode != "residue":
            return False
        parts = _linear(f, set(self.unknown))
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
        r, q, t = self._new("r", s), self._new("q"), self._new("t")
        self.free_at[axis] = [(r, S.Zero, s - 1), (q, -FloorDiv(rest + r, s), FloorDiv(extent - 1 - rest - r, s))]
        self.axes[axis] = expand(s * q + r + rest)
        g = Gcd(s, d)
        step = FloorDiv(s, g)
        first = r if d == 1 else Residue(d, r, s)
        self.guards.append(divides(g, r))
        last = self.unknown[u][1]
        self.extra.append((t, S.Zero, FloorDiv(last - first, step)))
        self.equations.append((s * i + d * u, s * q + r))
        self.solved[u] = expand(first + step * t)
        del self.unknown[u]
        self._assign(i, expand(q - FloorDiv(d * first - r, s) - FloorDiv(d, g) * t), record=False)
        self.rational[i] = (s * q + r - d * u) / s
        return True

    def _axis_equation(self, axis: int) -> None:
        f = expand(substitute(self.index[axis], self.solved))
        letter, extent = self.letters[axis], self.tensor.shape[axis]
        self._take_letter(axis, letter, extent)
        self._solve(f, letter)

    def _take_letter(self, axis: int, letter: Symbol, extent: Expr) -> None:
        self.axes[axis] = letter
        self.free_at[axis] = [(letter, S.Zero, extent - 1)]

    # -- equations ---------------------------------------------------------------------------------

    def _assign(self, z: Symbol, value: Expr, record: bool = True) -> None:
        """``z := value``; the range of ``z`` becomes guards."""
        lo, hi = self.unknown.pop(z)
        if record and z != value:
            self.equations.append((z, value))
        self.solved = {k: expand(substitute(v, {z: value})) for k, v in self.solved.items()}
        self.solved[z] = value
        self.guards += [ge(value - lo), ge(hi - value)]

    def _solve(self, e: Expr, t: Expr) -> None:
        """Make ``e = t`` true by giving values to unknown indices."""
        e = expand(substitute(e, self.solved))
        parts = _linear(e, set(self.unknown))
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
                return self._solve_composite(item, expand(target * weight))
        digits = _digits(expand(e - rest), None, self.unknown, self.ranges)
        if digits is not None and not digits.low and len(digits.items) > 1:
            return self._solve_digits(digits, target)
        self._solve_linear(items, target)

    def _solve_digits(self, digits: _Digits, target: Expr) -> None:
        known = Ranges([b for bs in self.free_at for b in bs] + self.extra, self.ranges.facts)
        for position, (item, weight, count) in enumerate(digits.items):
            value = FloorDiv(target, weight)
            if position:
                value = Modulo(value, count)
            if isinstance(value, FloorDiv | Modulo):
                value = narrow_division(value, known)
            if isinstance(item, Symbol):
                lo, hi = self.unknown[item]
                self._assign(item, value)
                if position:
                    del self.guards[-2:]
            else:
                self._solve(item, value)

    def _solve_composite(self, item: Expr, target: Expr) -> None:
        if isinstance(item, FloorDiv):
            inner, d = item.args
            if self._exact(inner, d):
                return self._solve(inner, expand(d * target))
            rho = self._new("r", d)
            self.extra.append((rho, S.Zero, d - 1))
            return self._solve(inner, expand(d * target + rho))
        if isinstance(item, Modulo):
            inner, m = item.args
            low, high = self._interval(inner)
            k = self._new("k")
            self.extra.append((k, FloorDiv(low, m), FloorDiv(high, m)))
            self.guards += [ge(target), ge(m - 1 - target)]
            return self._solve(inner, expand(target + m * k))
        raise Unsolvable

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
        z = self._choose(items)
        slope = items[z]
        others = sum((k * w for k, w in items.items() if k != z), S.Zero)
        value = expand(target - others)
        if slope in (1, -1):
            self._assign(z, expand(value / slope))
            return
        if not slope.is_positive:
            value, slope = expand(-value), -slope
        if not slope.is_positive:
            raise Unsolvable
        lo, hi = self.unknown.pop(z)
        solved = FloorDiv(value, slope)
        self.equations.append((z, solved))
        self.solved = {k: expand(substitute(v, {z: solved})) for k, v in self.solved.items()}
        self.solved[z] = solved
        self.guards += [divides(slope, value), ge(value - slope * lo), ge(slope * hi - value)]

    def _choose(self, items: dict[Expr, Expr]) -> Symbol:
        def preference(z: Expr) -> tuple[int, str]:
            unit, own = items[z] in (1, -1), z in self.primal
            if self.mode == "unit":
                rank = {(True, False): 0, (True, True): 1, (False, True): 2, (False, False): 3}[unit, own]
            else:
                rank = {(True, True): 0, (False, True): 1, (True, False): 2, (False, False): 3}[unit, own]
            return rank, str(z)

        candidates = [z for z in items if isinstance(z, Symbol)]
        composite = {s for k in items if not isinstance(k, Symbol) for s in k.free_symbols}
        candidates = [z for z in candidates if z not in composite]
        if not candidates:
            raise Unsolvable
        return min(candidates, key=preference)

    # -- the result --------------------------------------------------------------------------------

    def _finish(self) -> Inverse:
        left = [(z, *self.unknown[z]) for z in self.original if z in self.unknown]
        free = [b for bs in self.free_at for b in bs]
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
        return Inverse(lhs, tuple(free), _ordered(binders), tuple(guards), solved, tuple(self.equations))


    def _cancelled(self, guard: Any) -> Any:
        """In ``s i + d u`` the index ``i = (s q + r - d u)/s`` takes ``u`` along: no quotient is left."""
        if not isinstance(guard, Cond) or guard.kind != "ge" or not self.rational:
            return guard
        made = expand(guard.of.subs(self.rational))
        gone = not made.free_symbols & set(self.original) & (set(self.rational) | set(self.solved) - set(self.letters))
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


def _linear(f: Expr, unknown: set[Symbol]) -> tuple[dict[Expr, Expr], Expr] | None:
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
class _Digits:
    """A mixed radix: (digit, weight, count) with the largest weight first; ``low``: a fixed lowest digit."""

    items: list[tuple[Expr, Expr, Expr]]
    step: Expr
    low: bool
    low_value: Expr


def _digits(
    f: Expr, extent: Expr | None, unknown: dict[Symbol, tuple[Expr, Expr]], ranges: Ranges
) -> _Digits | None:
    """Recognise ``f`` as a mixed radix whose lower digits are exact; with ``extent``, all of it."""
    parts = _linear(f, set(unknown))
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
    return _Digits(listed, step, step != 1, rest)


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
