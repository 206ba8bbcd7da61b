"""Arrays of an iteration: what one iteration of a parallel loop keeps for itself, the next ones use again."""

from __future__ import annotations

from codegen.loops.nodes import (
    Accumulate,
    Alloc,
    Best,
    Block,
    Carry,
    Choose,
    If,
    Label,
    Let,
    Loop,
    Parallel,
    Split,
    Store,
)  # fmt: skip
from codegen.loops.roles import defines, walk
from derive.expr import Tensor

PLAIN = (Accumulate, Alloc, Best, Carry, Choose, If, Label, Let, Loop, Split, Store)
"""What names the elements that it needs; what is handed a whole array may ask for its length."""


def outside(node: Parallel) -> Block:
    """The arrays of an iteration whose extents no name of it goes into: made once."""
    inner = {s for n in (node, *walk(node.body)) for s in defines(n)}
    made = [n for n in node.body if isinstance(n, Alloc)]
    return tuple(n for n in made if not {s for e in n.tensor.shape for s in e.free_symbols} & inner)


def growing(node: Parallel) -> tuple[Tensor, ...]:
    """The rows whose lengths differ: each is made anew only where it is longer than all before."""
    inner, once = tuple(walk(node.body)), outside(node)
    if not all(isinstance(n, PLAIN) for n in inner):
        return ()
    rows = [n.tensor for n in inner if isinstance(n, Alloc) and n not in once and len(n.tensor.shape) == 1]
    return tuple({t.name: t for t in rows}.values())


__all__ = ["growing", "outside"]
