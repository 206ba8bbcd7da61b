"""Definitions that share their outer loops: one pass over memory instead of several.

A definition joins the group before it where each of its reads of that group's results happens at the
same value of the shared indices.  What only the group itself reads needs no more memory than one
iteration of the shared loops: its shared axes are dropped, and a number per iteration becomes a scalar.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import prod
from typing import Any

from sympy import Basic, Mul, Pow, Symbol, floor

from codegen.loops.legality.disjoint import radix
from codegen.loops.recurrence import runs
from codegen.loops.schedule import (
    Assumed,
    either_row,
    innermost,
    placed_by_data,
    row_index,
    says_place,
    top_reduces,
)
from codegen.program.inline_factor import rewrite
from derive.expr import Acc, Binder, Index, Iverson, Reduce, Tensor, accesses, found_in, substitute
from derive.model.layer import Def, Program
from derive.proof import Range, Ranges

ENOUGH = 8
OUTER = 2
"""So many indices at least stand outside where a line of results is a task of its own."""
AGAIN = 2
"""How often at most a sum is formed anew where it stands inside another."""


@dataclass(frozen=True)
class Group:
    """``shared`` loops around ``defs``; ``local`` tensors live in one iteration."""

    shared: tuple[Binder, ...]
    defs: tuple[Def, ...]
    local: tuple[Tensor, ...] = ()


Whole = Callable[[Group], bool]
"""Whether a group has a faster way than loops: one that another definition among it would take away."""


def group(program: Program, assumed: Assumed, whole: Whole = lambda g: False) -> tuple[Group, ...]:
    """The definitions in order, gathered greedily, as far as none takes a ``whole`` group apart."""
    program = replace(program, defs=late(program))
    groups: list[Group] = []
    for one in program.defs:
        own = alone(one, assumed)
        joined = _join(groups[-1], one, assumed) if groups else None
        if joined is None or _apart(groups[-1], own, joined, program, assumed, whole):
            groups.append(own)
        else:
            groups[-1] = joined
    return tuple(_narrowed(g, program) for g in groups)


def _apart(into: Group, own: Group, joined: Group, program: Program, assumed: Assumed, whole: Whole) -> bool:
    """Whether two groups are better than one."""
    before, both = _narrowed(into, program), _narrowed(joined, program)
    if whole(before):
        return own.defs[0].expr.has(Reduce) or not whole(both)
    first, one = into.defs[-1], own.defs[0]
    if _through_memory(first, one, program):
        return True
    return whole(own) and (not whole(both) or _placed(first) or _again(first, one, assumed))


def _through_memory(first: Def, one: Def, program: Program) -> bool:
    """Whether ``one`` is powers of results of windows, each at its own place: long vectors by itself.

    A power in general is worth a pass; along a row of windows, which may be short, few are vectors.
    """
    row, places = first.lhs.index[-1], {a.index for a in accesses(one.expr)}
    powers = any(not p.exp.is_number for p in found_in(one.expr, Pow) if found_in(p, Acc))
    kept = {a.tensor for a in accesses(one.expr)} <= {*program.inputs, *program.outputs}
    strided = any(at.has(row) and at != row for a in accesses(first.expr) for at in a.index)
    return powers and kept and strided and places == {one.lhs.index} and first.tensor in one.reads


def _placed(one: Def) -> bool:
    """Whether data place the terms of a sum: its loops have an order of their own."""
    return any(map(placed_by_data, top_reduces(one.expr)))


def _again(first: Def, one: Def, assumed: Assumed) -> bool:
    """Whether ``one`` reads elements of ``first`` several times, so that they would be computed anew."""
    ranges = {b[0]: b for b in (*one.free, *(b for r in one.expr.atoms(Reduce) for b in r.binders))}
    reads = [a for a in accesses(one.expr) if a.tensor == first.tensor]
    letters = [[b for z, b in ranges.items() if z in a.free_symbols] for a in reads]
    made = prod(map(assumed.trips, first.free))
    return any(prod(map(assumed.trips, some)) > AGAIN * made for some in letters)


def late(program: Program) -> tuple[Def, ...]:
    """The definitions, values near their use: what is no sum and no result stands before its reader."""
    made = list(program.defs)
    for one in reversed(program.defs):
        if not one.expr.has(Reduce) and not one.scatter and one.tensor not in program.outputs:
            made.remove(one)
            made.insert(next((k for k, d in enumerate(made) if one.tensor in d.reads), len(made)), one)
    return _beside(made)


def _beside(defs: list[Def]) -> tuple[Def, ...]:
    """The definitions, sums of what lies at the same places one behind the other."""
    made: list[Def] = []
    for one in defs:
        places = _cells(one)
        at = next((k for k in reversed(range(len(made))) if places and _cells(made[k]) == places), None)
        ready = at is not None and not {d.tensor for d in made[at + 1 :]} & {one.tensor, *one.reads}
        made.insert(at + 1 if at is not None and ready else len(made), one)
    return tuple(made)


def _cells(one: Def) -> set[Basic]:
    """The cells that bound the sums of a definition."""
    guards = (g for r in top_reduces(one.expr) if placed_by_data(r) for g in r.guards)
    return set() if one.scatter else {f for g in guards for f in g.atoms(floor)}


def alone(one: Def, assumed: Assumed) -> Group:
    """A definition in loops of its own."""
    return Group(_outer(one, assumed), (one,))


def _outer(one: Def, assumed: Assumed) -> tuple[Binder, ...]:
    """The free indices that may stand outside: all but the contiguous row, if there is one."""
    if one.scatter:
        through = carried(one, assumed)
        return tuple(b for b in one.free if _safe(b, one) and b != through)
    along, row = runs(one), innermost(one, assumed).row
    inner = {row, along.letter if along else None, *(z for z, _, _ in either_row(one) or ())}
    line = row_index(one) if row is not None and top_reduces(one.expr) else None
    if len([b for b in one.free if b[0] not in {*inner, line}]) >= OUTER:
        inner.add(line)
    return tuple(b for b in one.free if b[0] not in inner)


def bounded(one: Def) -> set[Symbol]:
    """The indices whose loops the brackets of a scatter bound: of each condition the innermost."""
    conds = [c for f in Mul.make_args(one.expr) if isinstance(f, Iverson) for c in f.args]
    order = list(one.indices)
    inner = [[z for z in order if z in c.free_symbols] for c in conds]
    return {letters[-1] for letters in inner if letters}


def carried(one: Def, assumed: Assumed) -> Binder | None:
    """Of a scatter to places near positions, the index that no place depends on: all of it goes there.

    Neighbours in memory, where there are such; else, where data give the places, the longest.
    """
    conds = [c for f in Mul.make_args(one.expr) if isinstance(f, Iverson) for c in f.args]
    if not one.scatter or not any(c.has(floor) for c in conds) or one.expr.has(Reduce):
        return None
    told = {s for c in conds for s in c.free_symbols}
    ranges = {s for _, lo, hi in one.free for s in lo.free_symbols | hi.free_symbols}
    fit = [b for b in one.free if b[0] not in told | ranges and b[1] == 0 and _safe(b, one)]
    near = next((b for b in fit if b[0] == one.lhs.index[-1]), None)
    by_data = any(map(says_place, conds))
    return near or (max(fit, key=assumed.trips, default=None) if by_data else None)


def _safe(binder: Binder, one: Def) -> bool:
    """Whether a scatter may run in parallel over this index: a digit of an axis, bounded by no bracket."""
    z = binder[0]
    known = Ranges([Range(y, (lo,), (hi,)) for y, lo, hi in one.free])
    return z not in bounded(one) and any(z in radix(at, known) for at in one.lhs.index)


def _join(into: Group, one: Def, assumed: Assumed) -> Group | None:
    """The group with one more definition; ``None`` where it needs loops of its own."""
    if any(d.scatter for d in (one, *into.defs)):
        return None
    made = {d.tensor: d for d in into.defs}
    reads = [a for a in accesses(one.expr) if a.tensor in made]
    names = _matching(into, one, reads, made) if reads else _same(into, one)
    outer = _may_stand_outside(into, one, reads, assumed)
    names = {new: old for new, old in names.items() if old in outer}
    shared = tuple(b for b in into.shared if b[0] in names)
    if not _worth(into, shared, reads, len(outer), assumed):
        return None
    one = _renamed(one, {old: new for new, old in names.items() if old != new})
    if _ranges(one, shared) != _ranges(into.defs[0], shared):
        return None
    return Group(shared, (*into.defs, one))


def _may_stand_outside(into: Group, one: Def, reads: list[Acc], assumed: Assumed) -> set[Symbol]:
    """All indices but the row; a number per iteration has no row of its own to keep together."""
    number = not one.expr.has(Reduce) and len(one.free) <= len(into.shared)
    return set(one.indices) if number else {z for z, _, _ in _outer(one, assumed)}


def _worth(into: Group, shared: tuple[Binder, ...], reads: list[Acc], outer: int, assumed: Assumed) -> bool:
    trips = 1
    for b in shared:
        trips *= assumed.trips(b)
    if not reads:
        return bool(shared) and len(shared) == len(into.shared) == outer
    return trips >= ENOUGH


def _ranges(one: Def, shared: Sequence[Binder]) -> list[Binder]:
    return [b for z, _, _ in shared for b in one.free if b[0] == z]


def _same(into: Group, one: Def) -> dict[Symbol, Symbol]:
    return {b[0]: b[0] for b in into.shared if b in one.free}


def _matching(into: Group, one: Def, reads: list[Acc], made: dict[Tensor, Def]) -> dict[Symbol, Symbol]:
    """Shared index -> the index of ``one`` that must equal it, for those that every read agrees on."""
    found: dict[Symbol, Symbol] = {}
    for z, lo, hi in into.shared:
        images = {_image(z, read, made[read.tensor].lhs) for read in reads}
        image = images.pop() if len(images) == 1 else None
        ranges = {b[0]: b[1:] for b in one.free}
        if image in ranges and ranges[image] == (lo, hi) and image not in found.values():
            found[z] = image
    return found


def _image(z: Symbol, read: Acc, lhs: Acc) -> Any:
    for at, where in zip(lhs.index, read.index, strict=True):
        if at == z:
            return where
    return None


def _renamed(one: Def, names: dict[Symbol, Symbol]) -> Def:
    if not names:
        return one
    away = {z: Index(f"{z.name}_own") for z in names.values() if z in one.indices and z not in names}
    mapping = {**away, **names}
    free = tuple(
        (mapping.get(z, z), substitute(lo, mapping), substitute(hi, mapping)) for z, lo, hi in one.free
    )
    lhs, expr = substitute(one.lhs, mapping), substitute(one.expr, mapping)
    return replace(one, lhs=lhs, free=free, expr=expr)


def _narrowed(g: Group, program: Program) -> Group:
    """Drop the shared axes of tensors that only this group reads."""
    names = {z for z, _, _ in g.shared}
    keep = {
        d.tensor: [k for k, at in enumerate(d.lhs.index) if at not in names]
        for d in g.defs
        if d.tensor in _own(g, program)
    }
    small = {t: t.over([t.shape[k] for k in ks], [t.axes[k] for k in ks]) for t, ks in keep.items()}

    def change(e: Any) -> Any:
        if isinstance(e, Acc) and e.tensor in small:
            return Acc(small[e.tensor], *(e.index[k] for k in keep[e.tensor]))
        return e

    defs = tuple(replace(d, lhs=change(d.lhs), expr=rewrite(d.expr, change)) for d in g.defs)
    return Group(g.shared, defs, tuple(small.values()))


def _own(g: Group, program: Program) -> set[Tensor]:
    """The real tensors that one definition of this group makes and only the group reads."""
    made = Counter(d.tensor for d in g.defs)
    elsewhere = {t for d in program.defs if d.tensor not in made for t in d.reads}
    single = {t for t, times in made.items() if times == 1 and t.kind == "real"}
    return single - elsewhere - set(program.outputs)


__all__ = ["Group", "alone", "carried", "group", "top_reduces"]
