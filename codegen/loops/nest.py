"""Loops around a leaf: ranges, guards that become bounds, the parallel box, strips of a row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sympy import Expr, Max, Min, S, Symbol, expand

from codegen.loops.nodes import Alloc, Block, If, Let, Loop, Node, Parallel, Range
from codegen.loops.roles import rewrite as on_nodes
from codegen.loops.schedule import STRIP
from derive.expr import Acc, Binder, Cond, FloorDiv, Gcd, Index, Where, ge
from derive.model.layer import Def


def nest(order: Sequence[Binder], guards: Iterable[Cond], leaf: Block) -> Block:
    """Sequential loops in the given order; each guard bounds the innermost loop that it mentions."""
    bounds = {z: (alternatives(lo, Max), alternatives(hi, Min)) for z, lo, hi in order}
    names = [z for z, _, _ in order]
    conds: dict[int, list[Cond]] = {}
    for g in guards:
        depth = max((k for k, z in enumerate(names) if z in g.free_symbols), default=-1)
        found = bound_of(g, names[depth]) if depth >= 0 else None
        if found is None:
            conds.setdefault(depth, []).append(g)
        else:
            bounds[names[depth]][0].extend(found[0])
            bounds[names[depth]][1].extend(found[1])
    body = leaf
    for depth in range(len(names) - 1, -1, -1):
        if depth in conds:
            body = (If(tuple(conds[depth]), body),)
        lo, hi = bounds[names[depth]]
        body = (Loop(Range(names[depth], tuple(dict.fromkeys(lo)), tuple(dict.fromkeys(hi))), body),)
    return (If(tuple(conds[-1]), body),) if -1 in conds else body


def alternatives(e: Expr, extreme: Any) -> list[Expr]:
    """The arguments of a maximum (of starts) or minimum (of ends), also where it is said by a condition."""
    if isinstance(e, Where) and len(e.conds) == 1 and e.conds[0].kind == "ge":
        above = expand(e.args[1] - e.args[2]) * (1 if extreme is Max else -1)
        if expand(e.conds[0].of - above) == 0:
            return [*alternatives(e.args[1], extreme), *alternatives(e.args[2], extreme)]
    return [a for arg in e.args for a in alternatives(arg, extreme)] if isinstance(e, extreme) else [e]


def bound_of(guard: Cond, z: Symbol) -> tuple[list[Expr], list[Expr]] | None:
    """``a z + r >= 0`` as a first or last value of ``z``; ``None`` where the guard is not affine in ``z``."""
    e = guard.of
    if guard.kind not in ("ge", "eq") or not e.is_integer:
        return None
    slope = e.coeff(z)
    rest = expand(e - slope * z)
    if z in rest.free_symbols or z in slope.free_symbols or not (positive(slope) or positive(-slope)):
        return None
    if guard.kind == "eq":
        up, down = bound_of(ge(e), z), bound_of(ge(-e), z)
        return None if up is None or down is None else (up[0] + down[0], up[1] + down[1])
    if positive(slope):
        return [expand(-FloorDiv(rest, slope))], []
    return [], [FloorDiv(rest, -slope)]


def positive(e: Expr) -> bool:
    """``e > 0``, knowing that a positive number divided by its gcd with another is positive."""
    e = expand(e)
    exact = {
        q: Symbol(f"q{k}", positive=True)
        for k, q in enumerate(e.atoms(FloorDiv))
        if isinstance(q.args[1], Gcd)
    }
    return bool(e.xreplace({q: z for q, z in exact.items() if q.args[0] in q.args[1].args}).is_positive)


def loops(shared: Sequence[Binder], body: Block) -> Block:
    """The outer loops: a parallel box of those that depend on no other, the others inside it.

    These run one after the other and use the same memory, where its extents are those of each.
    """
    names = {z for z, _, _ in shared}
    box = [b for b in shared if not (b[1].free_symbols | b[2].free_symbols) & names and not b[2].atoms(Acc)]
    others = [b for b in shared if b not in box]
    inside = {z for z, _, _ in others} | {n.name for n in body if isinstance(n, Let)}
    memory = tuple(n for n in body if isinstance(n, Alloc) and not _mentions(n, inside))
    inner = (*memory, *nest(others, (), tuple(n for n in body if n not in memory)))
    if not box:
        return inner
    return (Parallel(tuple(Range(z, (lo,), (hi,)) for z, lo, hi in box), inner),)


def in_one_box(shared: Sequence[Binder], body: Block) -> Block:
    """The outer loops around a body that is a parallel loop by itself: one box, if no range needs another."""
    match loops(shared, body):
        case (Parallel() as outer,) if len(outer.body) == 1 and isinstance(inner := outer.body[0], Parallel):
            return (Parallel((*outer.ranges, *inner.ranges), inner.body),)
        case made:
            return made


def _mentions(node: Alloc, letters: set[Symbol]) -> bool:
    return any(e.free_symbols & letters for e in node.tensor.shape)


def strip(row: Symbol, body: Block, one: Def, size: int = STRIP) -> Block:
    """The row's loops inside a parallel loop over strips of it."""
    along = next(b for b in one.free if b[0] == row)
    if along[1] != 0:
        return body
    block = Index(f"{row.name}_block")
    first, last = size * block, size * block + size - 1

    def change(node: Node) -> Block:
        if isinstance(node, Loop) and node.range.index == row:
            r = node.range
            return (
                replace(node, range=replace(r, lo=(*(e for e in r.lo if e != 0), first), hi=(*r.hi, last))),
            )
        return (node,)

    box = Range(block, (S.Zero,), (FloorDiv(along[2], S(size)),))
    return (Parallel((box,), on_nodes(body, change)),)
