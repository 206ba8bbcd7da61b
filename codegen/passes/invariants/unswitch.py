"""Loop unswitching: what a loop decides anew in each step, and always alike, is decided once before it.

    for c: y[c] = f(c) if t[n] != k else 0        if t[n] != k: for c: y[c] = f(c)
                                                  else:         for c: y[c] = 0

Either loop is straight code: it is vectorised, and what does not change in it is no longer behind a
condition, so that it can leave the loop.  Conditions on whole numbers only, for those on data are selects;
of innermost loops only, and of each one at most, for it doubles the code.

F. E. Allen, J. Cocke, "A catalogue of optimizing transformations", 1971.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sympy import Basic, Expr, S

from codegen.loops.legality import readable
from codegen.loops.nodes import (
    Accumulate,
    Block,
    Carry,
    Choose,
    If,
    Kernel,
    Label,
    Let,
    Loop,
    Node,
    Parallel,
    Store,
)  # fmt: skip
from codegen.loops.place import Place
from codegen.loops.roles import branches, defines, makes, ranges, rewrite, walk, with_bodies, written
from codegen.passes.in_front import Walk
from codegen.program.inline_factor import rewrite as rewritten
from codegen.program.unordered import decides
from derive.expr import Acc, Cond, Tensor, Where, brackets_apart, negation
from derive.model.layer import Layer

PLAIN = (Accumulate, Carry, If, Label, Let, Store)
"""What may stand in an innermost loop: only its code is doubled."""


def unswitch(kernel: Kernel, layer: Layer) -> Kernel:
    """Loops that choose by what does not change in them, once for each choice."""
    return replace(kernel, body=_Loops().block(kernel.body, Place.start(kernel, layer)))


class _Loops(Walk):
    """``depth``: how many loops stand around; what stands outside of all of them is not compiled."""

    def __init__(self) -> None:
        self.depth = 0

    def node(self, node: Node, place: Place) -> Block:
        if isinstance(node, Loop) and self.depth and (cond := self.invariant(node, place)) is not None:
            return _apart(node, cond)
        if not branches(node):
            return (node,)
        self.depth += isinstance(node, Loop | Parallel)
        made = [self.block(body, place.within(ranges(node), conds)) for conds, body in branches(node)]
        self.depth -= isinstance(node, Loop | Parallel)
        return (with_bodies(node, made),)

    def invariant(self, loop: Loop, place: Place) -> Cond | None:
        """A condition that nothing in the loop changes, of a choice that changes; it may be asked before."""
        if not all(isinstance(n, PLAIN) for n in walk(loop.body)):
            return None
        changed = {loop.range.index, *written(loop.body)}
        changed |= {x for n in walk(loop.body) for x in (*makes(n), *defines(n))}
        found = (pair for n in walk(loop.body) for e in _values(n) for pair in _choices(e))
        mine = (c for c, chosen in found if _fixed(c, changed) and not _fixed(chosen, changed))
        return next((c for c in mine if readable(c.of, place)), None)


def _values(node: Node) -> tuple[Any, ...]:
    return (node.value,) if isinstance(node, Store | Accumulate | Let) else ()


def _choices(e: Any) -> Iterator[tuple[Cond, Expr]]:
    """The first condition, on whole numbers, of each choice in an expression, outermost first."""
    if not isinstance(e, Basic) or isinstance(e, Tensor | Acc):
        return
    conds = e.conds if isinstance(e, Where) else brackets_apart(e)[0]
    yield from ((c, e) for c in conds[:1] if c.kind != "divides" and not decides(c))
    for part in e.args:
        yield from _choices(part)


def _fixed(e: Any, changed: set[Any]) -> bool:
    if e in changed or (isinstance(e, Acc) and e.tensor in changed):
        return False
    parts = e.args if isinstance(e, Basic) and not isinstance(e, Tensor) else ()
    return all(_fixed(part, changed) for part in parts)


def _apart(loop: Loop, cond: Cond) -> Block:
    """The loop where the condition holds, and where it does not; without effect, it is not there."""
    holds, fails = (_living((_known(loop, cond, says),)) for says in (S.true, S.false))
    if not holds:
        return (If((negation(cond),), fails),) if fails else ()
    return (Choose("", (cond,), holds, fails),) if fails else (If((cond,), holds),)


def _known(loop: Loop, cond: Cond, says: Any) -> Node:
    """The loop with the condition decided."""

    def decided(node: Node) -> Block:
        if not isinstance(node, Store | Accumulate | Let):
            return (node,)
        return (replace(node, value=rewritten(node.value, lambda part: says if part == cond else part)),)

    (made,) = rewrite((loop,), decided)
    return made


def _living(block: Block) -> Block:
    """Without sums of zeros, and without what then has nothing to do."""

    def alive(node: Node) -> Block:
        idle = isinstance(node, Accumulate) and node.op == "sum" and node.value == 0
        empty = isinstance(node, Loop | If) and all(isinstance(n, Let | Label) for n in node.body)
        return () if idle or empty else (node,)

    return rewrite(block, alive)


__all__ = ["unswitch"]
