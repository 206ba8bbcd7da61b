"""Correlations: sums of products in which one or two index pairs enter as ``i + u``.

``y[n, r, i] = Σ_{d, u} w[r, d, u] · x[n, d, i + u]``: whatever the arrays are called and whichever of the
three is the result.  The *taps* u are the shorter letter of a pair, the other one is *long*.  Where the taps
are summed the result is a correlation; where the long letters are, it is the gradient of one by its weights,
the same transforms in another order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sympy import Add, Expr, Mul, Symbol, expand

from codegen.cook_toom.sliding_pairs import PAIRS, NoTiles, Pair, pair, pairs_of
from codegen.loops.nest import loops
from codegen.loops.nodes import Block, Label, Loop, Range, Store, Tiling
from codegen.loops.schedule import top_reduces
from derive.expr import Acc, Binder, Index, Reduce, accesses, substitute
from derive.model.layer import Def, Layer


@dataclass(frozen=True)
class Correlation:
    """A definition as ``node`` inside loops over ``batch``, then ``rest`` where a start is not all."""

    one: Def
    batch: tuple[Binder, ...]
    node: Tiling
    rest: Expr | None

    def __str__(self) -> str:
        node = self.node
        parts = {"rows": [node.rows], "depth": [node.depth], "along": node.long, "taps": node.taps}
        return "; ".join(f"{word} {', '.join(str(r.index) for r in of)}" for word, of in parts.items())

    def nodes(self) -> Block:
        made: Block = (self.node,)
        for z, lo, hi in reversed(self.batch):
            made = (Loop(Range(z, (lo,), (hi,)), made),)
        after = loops(self.one.free, (Store(self.one.lhs, self.rest),)) if self.rest is not None else ()
        return (Label(self.one), *made, *after)


def correlation(one: Def, layer: Layer) -> Correlation | str:
    """The definition as a correlation, or why it is none."""
    try:
        return _matched(one, layer)
    except NoTiles as why:
        return str(why)


def slides(one: Def) -> bool:
    """Whether it may be one: some place in a sum has a letter of the result and one of the sum."""
    free = {*one.indices}
    return any(
        at.free_symbols & free and at.free_symbols & reduce.bound
        for reduce in top_reduces(one.expr)
        for a in accesses(reduce.body)
        for at in a.index
    )


def _matched(one: Def, layer: Layer) -> Correlation:
    reduce, sides = _product(one)
    binders = {b[0]: b for b in (*one.free, *reduce.binders)}
    for left, right in (sides, sides[::-1]):
        found = list(pairs_of(right, one, reduce, layer))
        if found:
            return _sorted(one, reduce, left, right, found, binders)
    raise NoTiles("no two indices slide along each other")


def _product(one: Def) -> tuple[Reduce, tuple[Acc, Acc]]:
    """The one sum of a definition and the two elements that it multiplies."""
    reduces = top_reduces(one.expr)
    if one.scatter or one.tensor.kind != "real" or len(reduces) != 1 or reduces[0].op != "sum":
        raise NoTiles("it is not one sum")
    factors = Mul.make_args(reduces[0].body)
    match factors:
        case (Acc() as a, Acc() as b) if a.tensor.kind == b.tensor.kind == "real":
            return reduces[0], (a, b)
        case _:
            raise NoTiles("its sum is no product of two elements")


def _sorted(
    one: Def,
    reduce: Reduce,
    left: Acc,
    right: Acc,
    found: Sequence[tuple[int, Binder, Binder]],
    binders: dict[Symbol, Binder],
) -> Correlation:
    if len(found) not in PAIRS:
        raise NoTiles(f"{len(found)} pairs of indices slide along each other, tiles reach along 1 or 2")
    pairs = [pair(axis, long, taps, right, reduce) for axis, long, taps in found]
    moved = {z: e for p in pairs for z, e in p.moved.items()}
    sums = {z for z, _, _ in reduce.binders}
    summed = {taps[0] in sums for _, _, taps in found}
    if len(summed) != 1:
        raise NoTiles("the taps of one pair are summed, those of the other are not")
    adjoint = not summed.pop()
    _apart(one.lhs, left, right, pairs, adjoint)
    _all_said(reduce, moved, {*binders} - {*moved}, pairs)
    roles = _Roles(one, reduce, left, right, set(moved), binders, adjoint)
    target, left = (substitute(a, moved) for a in (one.lhs, left))
    places = list(right.index)
    for p in pairs:
        places[p.axis] = p.places.index
    start, rest = _started(one, reduce, roles, adjoint)
    node = Tiling(
        target,
        left,
        Acc(right.tensor, *places),
        start,
        roles.items,
        roles.rows,
        roles.depth,
        tuple(p.long for p in pairs),
        tuple(p.taps for p in pairs),
        tuple(p.places for p in pairs),
        adjoint,
    )
    return Correlation(one, roles.batch, node, rest)


def _apart(target: Acc, left: Acc, right: Acc, pairs: Sequence[Pair], adjoint: bool) -> None:
    """The taps are in one of target and left, the long letters in the other, both on one axis of right."""
    for p in pairs:
        long, taps = p.long.index, p.taps.index
        own, other = (taps, long) if adjoint else (long, taps)
        others = {s for k, at in enumerate(right.index) if k != p.axis for s in at.free_symbols}
        wrong = {other} & target.free_symbols or {own} & left.free_symbols or {long, taps} & others
        if wrong or own not in target.free_symbols or other not in left.free_symbols:
            raise NoTiles(f"{long} and {taps} are not shared as in a correlation")


def _all_said(reduce: Reduce, moved: Iterable[Symbol], others: set[Symbol], pairs: Sequence[Pair]) -> None:
    """Each condition speaks of one pair, the ends of each range of no letter."""
    for g in reduce.guards:
        if g.kind != "ge" or len(g.free_symbols & {*moved}) != 2 or g.free_symbols & others:
            raise NoTiles(f"{g} is no end of a pair")
    for r in (r for p in pairs for r in (p.long, p.taps, p.places)):
        if any(e.free_symbols & {*moved, *others} for e in (*r.lo, *r.hi)):
            raise NoTiles(f"the range of {r.index} depends on an index")


class _Roles:
    """The letters that are in no pair, by the arrays that have them."""

    def __init__(
        self,
        one: Def,
        reduce: Reduce,
        left: Acc,
        right: Acc,
        taken: set[Symbol],
        binders: dict[Symbol, Binder],
        adjoint: bool,
    ) -> None:
        self.binders = binders
        result = [z for z in one.indices if z not in taken]
        summed = [z for z, _, _ in reduce.binders if z not in taken]
        mine, theirs, _ = (_letters(a, taken, set(binders)) for a in (left, right, one.lhs))
        if any(z not in mine & theirs for z in summed) or any(z not in mine | theirs for z in result):
            raise NoTiles("an index is not shared as in a correlation")
        rows = [z for z in result if z in mine - theirs]
        right_only = [z for z in result if z in theirs - mine]
        batch = [z for z in result if z in mine & theirs]
        depth, items = (right_only, summed) if adjoint else (summed, right_only)
        if len(rows) != 1 or len(depth) != 1 or (adjoint and len(items) > 1):
            raise NoTiles("tiles take one index for the rows and one for the depth")
        self.rows, self.depth = self.range(rows[0]), self.range(depth[0])
        self.items = tuple(map(self.range, items[:1]))
        self.batch = tuple(binders[z] for z in (*batch, *items[1:]))
        self.boxed((*rows, *depth, *items, *batch))

    def range(self, z: Symbol) -> Range:
        _, lo, hi = self.binders[z]
        return Range(z, (lo,), (hi,))

    def boxed(self, letters: Sequence[Symbol]) -> None:
        ends = {s for z in letters for e in self.binders[z][1:] for s in e.free_symbols}
        if ends & self.binders.keys():
            raise NoTiles("a range depends on an index")


def _letters(a: Acc, taken: set[Symbol], known: set[Symbol]) -> set[Symbol]:
    """The letters of an element outside of pairs; each is multiplied by what is no letter."""
    for at in a.index:
        here = at.free_symbols & known
        rest = expand(at - sum(at.coeff(z) * z for z in here))
        if (rest.free_symbols | {s for z in here for s in at.coeff(z).free_symbols}) & known:
            raise NoTiles(f"{at} is not linear in its indices")
        if any(not isinstance(s, Index) and s.atoms(Acc) for s in at.free_symbols):
            raise NoTiles(f"{at} depends on data")
    return (a.free_symbols & known) - taken


def _started(one: Def, reduce: Reduce, roles: _Roles, adjoint: bool) -> tuple[tuple[Acc, ...], Expr | None]:
    """What a row starts with, or the whole of the definition over what the sum is."""
    if one.expr == reduce:
        return (), None
    rest = expand(one.expr - reduce) if isinstance(one.expr, Add) else None
    letters = {roles.rows.index, *(z for z, _, _ in roles.batch)}
    if isinstance(rest, Acc) and not adjoint and not (rest.free_symbols & {*one.indices}) - letters:
        return (rest,), None
    return (), one.expr.xreplace({reduce: one.lhs})


__all__ = ["Correlation", "correlation", "slides"]
