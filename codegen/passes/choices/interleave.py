"""Interleaving: two passes over a row, each at every second place, are one pass where the step is 2.

    for r < s: for q: y[s q + r] += f(q, r)       if s == 2: for q: y[2 q] += f(q, 0); y[2 q + 1] += f(q, 1)
                                                  else:      for r < s: for q: y[s q + r] += f(q, r)

Places a fixed step apart that fill the row together are vectors, shuffled; places a step apart that is not
known are taken one by one.  At the ends of the row, where only one of the two is there, the loops stay.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar, cast

from sympy import Expr, Integer, Max, Min, S, Symbol, expand

from codegen.loops.legality import where_legal
from codegen.loops.nodes import Accumulate, Block, Choose, If, Kernel, Let, Loop, Node, Range
from codegen.loops.roles import on_scalars, rewrite
from codegen.passes.naming import Fresh
from derive.expr import Acc, Cond, accesses, eq, ge, substitute
from derive.model.layer import Layer

N = TypeVar("N", bound=Node)

STEP = 2
"""A row at every third place is shuffled more than it is worth."""


@where_legal
def interleave(kernel: Kernel, layer: Layer) -> Kernel:
    """The classes of a row side by side where there are two, and where that is proved to stay inside."""
    fresh = Fresh(kernel)

    def beside(node: Node) -> Block:
        return _beside(node, layer.option_symbols, fresh) if isinstance(node, Loop) else (node,)

    return replace(kernel, body=rewrite(kernel.body, beside))


def _beside(loop: Loop, options: Collection[Symbol], fresh: Fresh) -> Block:
    """The loop over the classes of a row, and for two of them the row in one pass before it."""
    around, tests, row = _nest(loop)
    step = _step(loop, around, row) if row else None
    inner = {r.index for r in around}
    if any(inner & c.free_symbols for c in tests):
        return (loop,)
    if row is None or step not in options or not isinstance(step, Symbol):
        return (loop,)
    known: dict[Expr, Expr] = {step: Integer(STEP)}
    there = [ge(e - (STEP - 1)) for e in loop.range.hi]
    there += [substitute(c, {loop.range.index: Integer(k)}) for c in tests for k in range(STEP)]
    needed = [substitute(c, known) for c in there]
    if S.false in needed:
        return (loop,)
    conds = dict.fromkeys((eq(step, Integer(STEP)), *needed))
    pairs = _pairs(_at(loop, known), fresh)
    return (Choose("", tuple(c for c in conds if isinstance(c, Cond)), pairs, (loop,)),)


def _nest(loop: Loop) -> tuple[list[Range], list[Cond], Loop | None]:
    """The ranges and tests between a loop and the innermost one, which adds to one element, and that one."""
    around: list[Range] = []
    tests: list[Cond] = []
    node: Node = loop
    while True:
        match node:
            case Loop(_, (Loop() | If() as inner,)) | If(_, (Loop() | If() as inner,)):
                if isinstance(inner, If):
                    tests.extend(inner.conds)
                elif len(inner.body) == 1 and isinstance(inner.body[0], Loop | If):
                    around.append(inner.range)
                else:
                    return around, tests, inner
                node = inner
            case _:
                return around, tests, None


def _step(loop: Loop, around: Sequence[Range], row: Loop) -> Expr | None:
    """How far apart the places of a class are: those of other classes are between them."""
    r, q = loop.range, row.range
    match row.body:
        case (Accumulate(Acc() as target, _, value),):
            last = expand(target.index[-1])
            step = last.coeff(q.index)
            own = {r.index, q.index} & {z for e in target.index[:-1] for z in e.free_symbols}
            between = {z for b in around for e in (*b.lo, *b.hi) for z in e.free_symbols}
            moved = {b.index for b in around} & {z for e in (*q.lo, *q.hi) for z in e.free_symbols}
            fits = r.lo == (0,) and r.step == q.step == 1 and expand(step - 1) in r.hi
            alone = (
                not own and r.index not in between and not moved
            )  # the nest around is the same for all classes
            reads = any(a.tensor == target.tensor for a in accesses(value))
            return step if fits and alone and last.coeff(r.index) == 1 and not reads else None
    return None


def _pairs(loop: Loop, fresh: Fresh) -> Block:
    """Both classes at once where both have a place, then each alone at the ends."""
    around, _, row = _nest(loop)
    assert row is not None
    z, q = loop.range.index, row.range
    classes: list[dict[Expr, Expr]] = [{z: Integer(k)} for k in range(STEP)]
    lo, hi = (
        tuple(dict.fromkeys(expand(substitute(e, at)) for at in classes for e in bounds))
        for bounds in (q.lo, q.hi)
    )
    first, last = (fresh(f"{q.index.name}_{word}", integer=True) for word in ("both", "both_last"))
    both = tuple(_at(n, at) for at in classes for n in row.body)
    ends = (replace(q, hi=(*q.hi, first - 1)), replace(q, lo=(*q.lo, first, last + 1)))
    end = tuple(Loop(r, _in(row.body, around)) for r in ends)  # mostly empty: asked once, not for each row
    alone = Loop(Range(z, (S.Zero,), (Integer(STEP - 1),)), end)
    pairs = _in((Loop(replace(q, lo=lo, hi=hi), both),), around)
    return Let(first, Max(*lo)), Let(last, Min(*hi)), *pairs, alone


def _at(node: N, known: Mapping[Expr, Expr]) -> N:
    (made,) = rewrite((node,), lambda n: (on_scalars(n, lambda e: substitute(e, known)),))
    return cast("N", made)


def _in(block: Block, around: Sequence[Range]) -> Block:
    for r in reversed(around):
        block = (Loop(r, block),)
    return block


__all__ = ["interleave"]
