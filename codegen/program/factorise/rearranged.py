"""What is found by data, and what is read by digits of an index, over letters that suit its loops.

``x[n, g Cg + c]`` sampled at ``offset[n, ⌊(g Cg + c) / Ce⌋]`` depends on one channel ``e Ce + k``: over ``e``
and ``k`` its positions depend on ``e`` alone.  ``dy[⌊z / B⌋] w[z mod B]`` over ``z = g B + c`` is a product
like any other.  An array of such a formula has an axis for each number through which it depends on its
letters, in the order in which what it reads has them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sympy import Expr, Mul, S, Symbol, expand

from codegen.loops.schedule import placed_by_data, says_place, top_reduces
from codegen.program.factorise.effective import Argument
from codegen.program.factorise.prelude import Prelude
from codegen.program.factorise.sides.samples import at_one_place
from codegen.program.inline_factor import rewrite
from derive.expr import Acc, Binder, FloorDiv, Iverson, Modulo, Tensor, accesses, fresh, substitute
from derive.model.layer import Def, Layer, Program


def rearranged(program: Program, layer: Layer) -> Program:
    """Every definition that data place, or digits decide, over the numbers through which it depends."""
    if not program.defs:
        return program
    times, readers = (Counter(t for d in program.defs for t in some(d)) for some in (_made, _read))
    own = {t for t, count in times.items() if count == 1 and t not in program.outputs}
    by_places = {t for d in program.defs if placed(d) for t in d.reads if readers[t] == 1}
    made = _Rearranged(Prelude(program, layer), layer, own, own & by_places)
    for one in program.defs:
        made.defs.append(made.definition(made.joined(one)))
    return replace(program, defs=tuple(made.defs))


def _made(one: Def) -> tuple[Tensor, ...]:
    return (one.tensor,)


def _read(one: Def) -> set[Tensor]:
    return set(one.reads)


class _Rearranged:
    def __init__(self, stages: Prelude, layer: Layer, own: set[Tensor], single: set[Tensor]) -> None:
        self.stages = stages
        self.own, self.single = own, single
        self.names = {t.name for t in single}
        """What the program alone reads, and what a single definition reads that data place."""
        self.defs: list[Def] = []
        self.counts = sorted({*layer.size_symbols, *layer.option_symbols}, key=str)
        self.moved: dict[Tensor, tuple[Tensor, tuple[Symbol, ...], tuple[Expr, ...]]] = {}

    def joined(self, one: Def) -> Def:
        """Two axes of what one reader has are one where the reader's result has them as one."""
        one = replace(one, expr=rewrite(one.expr, self.read))
        pairs = [pair for at in one.lhs.index if (pair := _pair(at, one)) is not None]
        for k, made in enumerate(self.defs if placed(one) else ()):
            for high, low in pairs if made.tensor.name in self.names else ():
                reads = [a for a in accesses(one.expr) if a.tensor == made.tensor]
                if len(reads) == 1 and high in reads[0].index and low in reads[0].index:
                    both = reads[0].index.index(high), reads[0].index.index(low)
                    made, one = _one_axis(made, both), replace(one, expr=_one_axis_read(one.expr, made, both))
            self.defs[k] = made
        return one

    def definition(self, one: Def) -> Def:
        """One definition over the letters that suit it."""
        one = replace(one, expr=rewrite(one.expr, at_one_place))
        own, plain = one.tensor in self.own, all(at.is_Symbol for at in one.lhs.index)
        if not (placed(one) or (own and plain and (_digits(one) or one.tensor in self.single))):
            return one
        found = self.stages.arguments(one.lhs * one.expr if one.scatter else one.expr, one.free)
        if not found or any(a.guards or a.first != 0 for a in found) or not _covers(found, one):
            return one
        if own and plain and not one.scatter:
            return self.array(one, _as_read(one.expr, found, one.indices))
        return self.split(one, found) if _digits(one) else one

    def read(self, e: Any) -> Any:
        if not isinstance(e, Acc) or e.tensor not in self.moved:
            return e
        made, letters, places = self.moved[e.tensor]
        return Acc(made, *(substitute(at, dict(zip(letters, e.index, strict=True))) for at in places))

    def array(self, one: Def, found: Sequence[Argument]) -> Def:
        """The array of a definition with an axis for each argument."""
        letters = [self.stages.letter(a, one.expr) for a in found]
        t = one.tensor
        made = t.over([a.extent for a in found], letters)
        self.moved[one.tensor] = made, one.lhs.index, tuple(a.place for a in found)
        lhs = Acc(made, *letters)
        over = self.over(replace(one, lhs=lhs), found, letters)
        return self.split(over, [Argument(z, (z,), lo, hi) for z, lo, hi in over.free])

    def over(self, one: Def, found: Sequence[Argument], letters: Sequence[Symbol]) -> Def:
        """The definition over a letter for each argument."""
        mapping: dict[Symbol, Expr] = {}
        for a, z in zip(found, letters, strict=True):
            if a.place != z:
                mapping |= a.mapping(z)
        free = tuple((z, S.Zero, expand(a.extent - 1)) for a, z in zip(found, letters, strict=True))
        same = {z: z for z in letters}
        return replace(
            one,
            lhs=substitute(one.lhs, mapping | same),
            expr=substitute(one.expr, mapping | same),
            free=free,
        )

    def split(self, one: Def, found: Sequence[Argument]) -> Def:
        """The first argument of which digits are read as two letters."""
        for a in found:
            base = _base(one, a)
            count = base and self.count(a.extent, base)
            if base and count:
                return self.in_digits(one, a, count, base)
        return one

    def count(self, extent: Expr, base: Expr) -> Expr | None:
        """How often ``base`` goes into ``extent``, where it is proved to do so without a rest."""

        def proved(q: Expr) -> bool:
            rest = expand(q * base - extent)
            return rest == 0 or (self.stages.known.nonnegative(rest) and self.stages.known.nonnegative(-rest))

        return next((q for q in self.counts if proved(q)), None)

    def in_digits(self, one: Def, a: Argument, count: Expr, base: Expr) -> Def:
        taken = {*one.expr.atoms(Symbol), *one.lhs.atoms(Symbol), *one.indices}
        high, low = fresh("block", taken), fresh("member", taken)
        value = base * high + low
        mapping = {a.letters[0]: value / a.place.coeff(a.letters[0]), **dict.fromkeys(a.letters[1:], S.Zero)}

        def digit(e: Any) -> Any:
            if not isinstance(e, FloorDiv | Modulo) or expand(e.args[0] - a.place) != 0 or e.args[1] != base:
                return e
            return high if isinstance(e, FloorDiv) else low

        lhs, expr = (substitute(rewrite(e, digit), mapping) for e in (one.lhs, one.expr))
        k = min(k for k, (z, _, _) in enumerate(one.free) if z in a.letters)
        rest = [b for b in one.free if b[0] not in a.letters]
        at = sum(z not in a.letters for z, _, _ in one.free[:k])
        pair: list[Binder] = [(high, S.Zero, expand(count - 1)), (low, S.Zero, expand(base - 1))]
        return replace(one, lhs=lhs, expr=expr, free=(*rest[:at], *pair, *rest[at:]))


def _pair(at: Expr, one: Def) -> tuple[Symbol, Symbol] | None:
    """The letters of ``s · high + low`` where ``low`` takes ``s`` values."""
    ranges = {z: (lo, hi) for z, lo, hi in one.free}
    letters = [z for z in ranges if z in at.free_symbols]
    for low in (z for z in letters if len(letters) == 2 and at.coeff(z) == 1):
        (high,) = (z for z in letters if z != low)
        if expand(at - low - (ranges[low][1] + 1) * high) == 0 and ranges[low][0] == 0:
            return high, low
    return None


def _one_axis(one: Def, both: tuple[int, int]) -> Def:
    """The array of a definition with its axes ``both`` as one."""
    high, low = both
    t, at = one.tensor, list(one.lhs.index)
    shape, axes = list(t.shape), list(t.axes)
    at[high], shape[high] = shape[low] * at[high] + at[low], shape[low] * shape[high]
    for some in (at, shape, axes):
        del some[low]
    return replace(one, lhs=Acc(t.over(shape, axes), *at))


def _one_axis_read(e: Expr, one: Def, both: tuple[int, int]) -> Expr:
    high, low = both
    made = _one_axis(one, both).tensor

    def change(a: Any) -> Any:
        if not isinstance(a, Acc) or a.tensor != one.tensor:
            return a
        at = list(a.index)
        at[high] = one.tensor.shape[low] * at[high] + at[low]
        del at[low]
        return Acc(made, *at)

    done: Expr = rewrite(e, change)
    return done


def placed(one: Def) -> bool:
    """Whether data say which terms a definition has, or where they go."""
    if one.scatter:
        brackets = (f for f in Mul.make_args(one.expr) if isinstance(f, Iverson))
        return any(says_place(c) for f in brackets for c in f.args)
    return any(map(placed_by_data, top_reduces(one.expr)))


def _digits(one: Def) -> list[Expr]:
    """Quotients and remainders of indices."""
    letters = set(one.indices)
    every = sorted(one.expr.atoms(FloorDiv, Modulo) | one.lhs.atoms(FloorDiv, Modulo), key=str)
    return [q for q in every if q.args[0].free_symbols & letters and not q.has(Acc)]


def _base(one: Def, a: Argument) -> Expr | None:
    """The one number by which an argument is divided."""
    mine = {q.args[1] for q in _digits(one) if expand(q.args[0] - a.place) == 0}
    others = [q for q in _digits(one) if q.args[0].free_symbols & set(a.letters)]
    if len(mine) != 1 or any(expand(q.args[0] - a.place) != 0 for q in others):
        return None
    (base,) = mine
    return None if base.free_symbols & set(one.indices) else base


def _covers(found: Sequence[Argument], one: Def) -> bool:
    """Whether every letter of a definition stands in an argument."""
    return {z for a in found for z in a.letters} == set(one.indices)


def _as_read(e: Expr, found: Sequence[Argument], scope: Sequence[Symbol]) -> list[Argument]:
    """The arguments in an order that the accesses agree with: first as in the one that has most of them."""

    def axes(read: Acc) -> dict[Argument, int]:
        at = [set(index.free_symbols) for index in read.index]
        return {a: k for a in found for k, names in reversed([*enumerate(at)]) if names & set(a.letters)}

    made: list[Argument] = []
    for read in sorted(accesses(e), key=lambda read: (-len(axes(read)), str(read))):
        where = {a: (k, min(scope.index(z) for z in a.letters)) for a, k in axes(read).items()}
        for a in sorted((a for a in where if a not in made), key=where.__getitem__):
            before = [k + 1 for k, b in enumerate(made) if b in where and where[b] < where[a]]
            behind = [k for k, b in enumerate(made) if b in where and where[b] > where[a]]
            made.insert(max(before, default=min(behind, default=len(made))), a)
    return [*made, *(a for a in found if a not in made)]


__all__ = ["placed", "rearranged"]
