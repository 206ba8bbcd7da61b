"""A sum over windows in two stages, so that whole rows are added up and each window is taken along one axis.

``y[i,j] = Σ_u Σ_v x[s i + u, s j + v]`` reads each window by itself, with a stride and few pixels at a time;
``t[i,b] = Σ_u x[s i + u, b]`` adds up whole rows, and ``y[i,j] = Σ_v t[i, s j + v]`` is what remains.  Turned
round, ``dx[s q + r, s q' + r'] = Σ_t Σ_t' dy[q − t, q' − t']`` spreads each row of ``dy`` once,
``t[i, s q' + r'] = Σ_t' dy[i, q' − t']``, and adds it to the rows of ``dx`` that it belongs to.  What is
added up may be computed of several arrays, if it is found by its place alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import replace

from sympy import Expr, S, Symbol, expand

from codegen.loops.schedule import top_reduces
from codegen.program.factorise.prelude import Prelude, with_prelude
from derive.expr import Binder, Cond, Iverson, Reduce, accesses, fresh, substitute
from derive.model.layer import Def, Layer, Program


def by_columns(program: Program, layer: Layer) -> Program:
    """Every sum over windows along several axes as a sum of sums along fewer."""
    return with_prelude(program, layer, _in_stages)


def _in_stages(stages: Prelude, one: Def) -> Def:
    """Results that are further apart than what is added up are spread row by row, others take columns."""
    sums = [] if one.scatter or len(one.lhs.index) < 2 else [*filter(_windows, top_reduces(one.expr))]
    alone = len(sums) == 1 and not one.lhs.index[-1].is_Symbol
    spread = _spread(stages, one, sums[0]) if alone else None
    if spread is not None:
        return spread
    made = {e: read for e in sums if (read := _columns(stages, one, e)) is not None}
    every = made and len(made) == len(sums)  # columns beside whole windows are gone through once more
    return replace(one, expr=substitute(one.expr, made)) if every else one


def _windows(e: Reduce) -> bool:
    return e.op == "sum" and len(e.binders) > 1 and not e.body.has(Reduce, Iverson)


def _along(one: Def, e: Reduce) -> Binder | None:
    """The index of the sum that moves the place in the rows that are read, and the place in its result."""
    ends = [a.index[-1] for a in accesses(e.body) if a.index]
    found = [b for b in e.binders if any(b[0] in at.free_symbols and _moved(one, at) for at in ends)]
    return found[0] if len(found) == 1 else None


def _moved(one: Def, at: Expr) -> bool:
    return bool(at.free_symbols & one.lhs.index[-1].free_symbols & {*one.indices})


def _places(e: Reduce, letters: set[Symbol]) -> dict[Expr, Expr]:
    """Where the sum reads by the letters, and how long those axes are, none where one is in several."""
    pairs = [p for a in accesses(e.body) for p in zip(a.index, a.tensor.shape, strict=True)]
    found = {(at, n) for at, n in pairs if at.free_symbols & letters}
    made = {at: n for at, n in pairs if (at, n) in found}
    return made if len(made) == len(found) else {}


def _columns(stages: Prelude, one: Def, e: Reduce) -> Expr | None:
    """The sum along the rows of what the other indices give at each place of a row."""
    along = _along(one, e)
    places = _places(e, {along[0]}) if along else {}
    if along is None or len(places) != 1:
        return None
    ((at, width),) = places.items()
    if any(at in a.index[:-1] for a in accesses(e.body)):
        return None  # no place in a row: what is read so lies apart already
    across = [b for b in e.binders if b != along]
    mine, others = _said(e.guards, {z for z, _, _ in across})
    column = fresh("column", {*one.indices, *e.bound, *e.free_symbols})
    inner = Reduce("sum", substitute(e.body, {at: column}), across, mine)
    *outer, last = one.lhs.index
    lead = [k for k, place in enumerate(outer) if place.free_symbols & inner.free_symbols & {*one.indices}]
    held = _letters(one, (outer[k] for k in lead))
    if not _fits(one, e, inner, held - last.free_symbols):
        return None
    shape, axes = ([*(some[k] for k in lead)] for some in (one.tensor.shape, one.tensor.axes))
    free = [*(b for b in one.free if b[0] in held), (column, S.Zero, expand(width - 1))]
    at_column = [*(outer[k] for k in lead), column]
    made = stages.laid("columns", inner, free, at_column, [*shape, width], [*axes, column])
    return Reduce("sum", made.tensor[(*made.index[:-1], at)], [along], others)


def _spread(stages: Prelude, one: Def, e: Reduce) -> Def | None:
    """The sum of rows over the other indices, each of which is spread along before."""
    along = _along(one, e)
    if along is None:
        return None
    across = [b for b in e.binders if b != along]
    *outer, last = one.lhs.index
    row = _letters(one, [last])
    mine, others = _said(e.guards, {along[0]} | row)
    found = _places(e, {z for z, _, _ in across} | _letters(one, outer))
    moved = dict(sorted(found.items(), key=lambda place: not place[0].is_Symbol))
    taken = {*one.indices, *e.bound, *e.free_symbols}
    lines: dict[Expr, Symbol] = {}
    for at in (at for at in moved if not at.is_Symbol):
        lines[at] = fresh("line", {*taken, *lines.values()})
    letter = fresh("column", taken)
    inner = Reduce("sum", substitute(e.body, lines), [along], mine)
    lead = [lines.get(at, at) for at in moved]
    free = [(z, S.Zero, expand(n - 1)) for z, n in zip(lead, moved.values(), strict=True)]
    once = all(sum(z in at.free_symbols for at in moved) == 1 for z, _, _ in across)
    if not once or not lines or not _fits(one, e, inner, {*lead} | row, row):
        return None
    if substitute(substitute(one.expr, {e: S.One}), {last: letter}).free_symbols & row:
        return None  # what stands beside the sum knows more of its place than the column
    free += [b for b in one.free if b[0] in row]
    width = one.tensor.shape[-1]
    made = stages.laid("spread", inner, free, [*lead, last], [*moved.values(), width], [*lead, letter])
    total = Reduce("sum", made.tensor[(*moved, letter)], across, others)
    expr = substitute(substitute(one.expr, {e: total}), {last: letter})
    kept = (*(b for b in one.free if b[0] not in row), (letter, S.Zero, expand(width - 1)))
    return replace(one, lhs=one.tensor[(*outer, letter)], free=kept, expr=expr)


def _said(guards: Iterable[Cond], names: Set[Symbol]) -> tuple[list[Cond], list[Cond]]:
    """The conditions on the letters, and the others."""
    mine = [g for g in guards if g.free_symbols & names]
    return mine, [g for g in guards if g not in mine]


def _letters(one: Def, places: Iterable[Expr]) -> set[Symbol]:
    return {z for at in places for z in at.free_symbols} & {*one.indices}


def _fits(one: Def, e: Reduce, inner: Expr, held: set[Symbol], row: Set[Symbol] = frozenset()) -> bool:
    """Whether the stage has no other indices than its own, nor have their ranges, and is no larger than
    what it reads: a contraction has more indices than either array."""
    ranges = {s for z, lo, hi in one.free if z in (row or held) for s in lo.free_symbols | hi.free_symbols}
    if not isinstance(inner, Reduce) or not (inner.free_symbols | ranges) & {*one.indices, *e.bound} <= held:
        return False
    read = [{s for at in a.index for s in at.free_symbols} for a in accesses(inner.body)]
    return any(held - row <= letters for letters in read)


__all__ = ["by_columns"]
