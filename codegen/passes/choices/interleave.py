"""Interleaving: two passes over a row, each at every second place, are one pass where the step is 2.

    for r < s: for q: y[s q + r] += f(q, r)       if s == 2: for q: y[2 q] += f(q, 0); y[2 q + 1] += f(q, 1)
                                                  else:      for r < s: for q: y[s q + r] += f(q, r)

Places a fixed step apart that fill the row together are vectors, shuffled; places a step apart that is not
known are taken one by one.  So are those of a row at whose ends one of the two classes is not there: code
for the ends takes longer to be compiled than such rows are worth.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar, cast

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
    named, alike = _ends(_at(loop, known), fresh)
    conds = dict.fromkeys((eq(step, Integer(STEP)), *needed, *alike))
    pairs = _pairs(_at(loop, known))
    return (*named, Choose("", tuple(c for c in conds if isinstance(c, Cond)), pairs, (loop,)))


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


def _ends(loop: Loop, fresh: Fresh) -> tuple[list[Let], list[Any]]:
    """Where each class begins and ends, and that all do alike."""
    q = _row(loop).range
    named: list[Let] = []
    for k in range(STEP):
        at = {loop.range.index: Integer(k)}
        for word, most, bounds in (("from", Max, q.lo), ("to", Min, q.hi)):
            name = fresh(f"{q.index.name}_{word}", integer=True)
            named.append(Let(name, most(*(expand(substitute(e, at)) for e in bounds))))
    first, *others = (tuple(n.name for n in named[2 * k : 2 * k + 2]) for k in range(STEP))
    return named, [eq(x, y) for other in others for x, y in zip(first, other, strict=True)]


def _pairs(loop: Loop) -> Block:
    """Both classes at once."""
    around, row = _nest(loop)[0], _row(loop)
    q = row.range
    classes: list[dict[Expr, Expr]] = [{loop.range.index: Integer(k)} for k in range(STEP)]
    lo, hi = (
        tuple(dict.fromkeys(expand(substitute(e, at)) for at in classes for e in bounds))
        for bounds in (q.lo, q.hi)
    )
    block: Block = (Loop(replace(q, lo=lo, hi=hi), tuple(_at(n, at) for at in classes for n in row.body)),)
    for r in reversed(around):
        block = (Loop(r, block),)
    return block


def _row(loop: Loop) -> Loop:
    row = _nest(loop)[2]
    assert row is not None
    return row


def _at(node: N, known: Mapping[Expr, Expr]) -> N:
    (made,) = rewrite((node,), lambda n: (on_scalars(n, lambda e: substitute(e, known)),))
    return cast("N", made)


__all__ = ["interleave"]
