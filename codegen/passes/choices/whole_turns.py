"""Turns: a row that reads round the end of an axis is a row for each turn, and nothing is divided.

    for i: y[i] = x[(i + s) mod L]        for t from ⌊s/L⌋ to ⌊(s + L − 1)/L⌋:
                                              for i with t L ≤ i + s < (t + 1) L: y[i] = x[i + s − t L]

The elements are written in the same order.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Expr, Symbol, expand

from codegen.loops.legality import where_legal
from codegen.loops.nest import positive
from codegen.loops.nodes import Block, Kernel, Loop, Node, Range
from codegen.loops.roles import on_scalars, rewrite, stored
from codegen.passes.naming import Fresh
from derive.expr import FloorDiv, Modulo, found_in, substitute
from derive.model.layer import Layer


@where_legal
def turns(kernel: Kernel, layer: Layer) -> Kernel:
    """Rows of elements that stand at a remainder, by turns, where these are proved to stay inside."""
    fresh = Fresh(kernel)
    extents = {e for t in kernel.arrays for e in t.shape}

    def apart(node: Node) -> Block:
        made = _apart(node, fresh, extents) if isinstance(node, Loop) else None
        return (node,) if made is None else (made,)

    return replace(kernel, body=rewrite(kernel.body, apart))


def _apart(loop: Loop, fresh: Fresh, extents: set[Expr]) -> Loop | None:
    """The row by turns; a remainder by less than a whole axis would make many short ones."""
    r, i = loop.range, loop.range.index
    read = (e for store in stored(loop) for e in (store.target, store.value))
    found = {f for e in read for f in found_in(e, Modulo) if i in f.free_symbols}
    if len(found) != 1 or len(r.lo) != 1 or len(r.hi) != 1:
        return None
    (remainder,) = found
    e, m = remainder.args
    slope = e.coeff(i)
    rest = expand(e - slope * i)
    if slope not in (1, -1) or i in rest.free_symbols | m.free_symbols or m not in extents or not positive(m):
        return None
    t = fresh("lap", integer=True)
    at = {remainder: expand(e - slope * t * m)}
    turned = tuple(on_scalars(n, lambda a: substitute(a, at)) for n in loop.body)
    return _rows(replace(loop, body=turned), t, rest if slope == 1 else expand(m - 1 - rest), m)


def _rows(loop: Loop, t: Symbol, shift: Expr, m: Expr) -> Loop:
    """A row for each turn, the ``t``-th from the place at which ``i + shift`` is ``t m``."""
    (lo,), (hi,) = loop.range.lo, loop.range.hi
    first = expand(t * m - shift)
    row = replace(loop, range=replace(loop.range, lo=(lo, first), hi=(hi, expand(first + m - 1))))
    return Loop(Range(t, (FloorDiv(lo + shift, m),), (FloorDiv(hi + shift, m),)), (row,))


__all__ = ["turns"]
