"""Unroll and jam: several steps of an outer sum in one pass over the row.

``for c: for j: y[j] += w[c] x[c, j]`` reads and writes the row once per ``c``.  Eight steps of ``c`` in one
statement read and write it once per eight.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Add, Integer, Symbol

from codegen.loops.nodes import (
    Accumulate,
    Block,
    Formula,
    Kernel,
    Loop,
    Node,
    Range,
)
from codegen.loops.outline import outlined
from codegen.loops.roles import on_bodies, ranges
from codegen.loops.schedule import JAM, Assumed
from derive.expr import Acc, FloorDiv, accesses, substitute
from derive.model.layer import Layer


def unroll_and_jam(kernel: Kernel, layer: Layer) -> Kernel:
    """Unroll the outermost fitting sum around each row accumulation; beside a contraction all are small."""
    if outlined(kernel):
        return kernel
    return replace(kernel, body=_block(kernel.body, Assumed(layer)))


def _block(block: Block, assumed: Assumed) -> Block:
    made: list[Node] = []
    for node in block:
        if isinstance(node, Loop):
            made += _loop(node, assumed)
        else:
            made.append(on_bodies(node, lambda body: _block(body, assumed)))
    return tuple(made)


def _loop(node: Loop, assumed: Assumed) -> Block:
    r = node.range
    found = _row(node.body, r.index)
    single = len(r.lo) == len(r.hi) == 1 and r.step == 1
    if found is None or not single or assumed.trips((r.index, r.lo[0], r.hi[0])) < 2 * JAM:
        return (on_bodies(node, lambda body: _block(body, assumed)),)
    factor = _factor(*found)
    if factor < 2:
        return (node,)
    (lo,), (hi,) = r.lo, r.hi
    whole = Loop(Range(r.index, (lo,), (hi - (factor - 1),), factor), _widen(node.body, r.index, factor))
    start = lo + factor * FloorDiv(hi - lo + 1, Integer(factor))
    return whole, Loop(replace(r, lo=(start,)), node.body)


def _row(body: Block, z: Symbol) -> tuple[Accumulate, Symbol] | None:
    """The one accumulation into a row under a chain of loops whose bounds do not mention ``z``."""
    inner = [n for n in body if not isinstance(n, Formula)]
    if len(inner) != 1 or not isinstance(inner[0], Loop):
        return None
    loop = inner[0]
    if any(z in e.free_symbols for r in ranges(loop) for e in (*r.lo, *r.hi)):
        return None
    if len(loop.body) == 1 and isinstance(loop.body[0], Accumulate):
        only = loop.body[0]
        fits = only.op == "sum" and isinstance(only.target, Acc) and z not in only.target.free_symbols
        return (only, loop.range.index) if fits and loop.range.index in only.target.free_symbols else None
    return _row(loop.body, z)


def _factor(row: Accumulate, along: Symbol) -> int:
    """So many steps that the compiler's run-time tests for overlapping rows stay few enough to be made."""
    rows = [a for a in accesses(row.value) if along in a.free_symbols]
    return JAM // max(1, len(rows))


def _widen(body: Block, z: Symbol, factor: int) -> Block:
    def change(node: Node) -> Node:
        if isinstance(node, Accumulate):
            steps = (substitute(node.value, {z: z + k}) for k in range(factor))
            return replace(node, value=Add(*steps))
        return on_bodies(node, lambda inner: tuple(map(change, inner)))

    return tuple(map(change, body))


__all__ = ["unroll_and_jam"]
