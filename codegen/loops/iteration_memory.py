"""Arrays of an iteration: what one iteration of a parallel loop keeps for itself, the next ones use again."""

from __future__ import annotations

from dataclasses import replace

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
from codegen.loops.roles import defines, reads, walk, written
from derive.expr import Acc, Tensor

PLAIN = (Accumulate, Alloc, Best, Carry, Choose, If, Label, Let, Loop, Split, Store)
"""What names the elements that it needs; what is handed a whole array may ask for its length."""


def outside(node: Parallel) -> Block:
    """The arrays of an iteration whose extents no name of it goes into: made once."""
    inner = {s for n in (node, *walk(node.body)) for s in defines(n)}
    made = [n for n in node.body if isinstance(n, Alloc)]
    return tuple(n for n in made if not {s for e in n.tensor.shape for s in e.free_symbols} & inner)


def steady(node: Parallel) -> Block:
    """The loops that fill such arrays with numbers which are those of every iteration: they run once."""
    once = {n.tensor for n in outside(node) if isinstance(n, Alloc)}
    return tuple(n for n in node.body if isinstance(n, Loop) and _fills(n, node, once))


def _fills(loop: Loop, node: Parallel, once: set[Tensor]) -> bool:
    inner = tuple(walk((loop,)))
    if not all(isinstance(n, Loop | Store) for n in inner):
        return False
    own = {s for n in inner for s in defines(n)}
    others = tuple(n for n in node.body if n is not loop)
    varying = {s for n in (replace(node, body=()), *walk(others)) for s in defines(n)} - own
    targets, used = written((loop,)), [e for n in inner for e in reads(n)]
    return (
        all(isinstance(t, Tensor) and t in once for t in targets)
        and not targets & written(others)
        and not any(e.has(Acc) or e.free_symbols & varying for e in used)
    )


def growing(node: Parallel) -> tuple[Tensor, ...]:
    """The rows whose lengths differ: each is made anew only where it is longer than all before."""
    inner, once = tuple(walk(node.body)), outside(node)
    if not all(isinstance(n, PLAIN) for n in inner):
        return ()
    rows = [n.tensor for n in inner if isinstance(n, Alloc) and n not in once and len(n.tensor.shape) == 1]
    return tuple({t.name: t for t in rows}.values())


__all__ = ["growing", "outside", "steady"]
