"""Unroll and jam: several steps of an outer sum in one pass over the row.

``for c: for j: y[j] += w[c] x[c, j]`` reads and writes the row once per ``c``.  Eight steps of ``c`` in one
statement read and write it once per eight.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Add, Expr, Integer, Symbol

from codegen.loops.nodes import Accumulate, Block, Decision, Kernel, Label, Loop, Node, Range
from codegen.loops.outline import outlined
from codegen.loops.place import known_of
from codegen.loops.roles import on_bodies, ranges, told
from codegen.loops.schedule import JAM, Assumed
from derive.expr import Acc, FloorDiv, accesses, substitute
from derive.model.layer import Def, Layer
from derive.proof import Ranges


def unroll_and_jam(kernel: Kernel, layer: Layer) -> Kernel:
    """Unroll the outermost fitting sum around each row accumulation; beside a contraction all are small."""
    if outlined(kernel):
        return kernel
    jam = _Jam(Assumed(layer), known_of(layer))
    body = jam.block(kernel.body)
    return replace(kernel, body=body, decisions=(*kernel.decisions, *jam.decisions))


class _Jam:
    def __init__(self, assumed: Assumed, known: Ranges) -> None:
        self.assumed, self.known = assumed, known
        self.one: Def | None = None
        self.decisions: list[Decision] = []

    def block(self, block: Block) -> Block:
        made: list[Node] = []
        for node in block:
            if isinstance(node, Label):
                self.one = node.one
            made += self.loop(node) if isinstance(node, Loop) else (on_bodies(node, self.block),)
        return tuple(made)

    def loop(self, node: Loop) -> Block:
        """The loop in steps of the factor, and what is left over."""
        r = node.range
        row = _row(node.body, r.index)
        single = len(r.lo) == len(r.hi) == 1 and r.step == 1
        if row is None or not single or self.assumed.trips((r.index, r.lo[0], r.hi[0])) < 2 * JAM:
            return (on_bodies(node, self.block),)
        rows = _rows_read(*row)
        factor = JAM // max(1, rows)
        self.note(r.index, factor, rows)
        if factor < 2:
            return (node,)
        (lo,), (hi,) = r.lo, r.hi
        whole = Loop(Range(r.index, (lo,), (hi - (factor - 1),), factor), _widen(node.body, r.index, factor))
        return whole, Loop(replace(r, lo=self.left(lo, hi - lo + 1, factor)), node.body)

    def left(self, lo: Expr, count: Expr, factor: int) -> tuple[Expr, ...]:
        """Where the steps that are left over start: not before the first one, should there be none at all."""
        start = lo + factor * FloorDiv(count, Integer(factor))
        return (start,) if self.known.nonnegative(count) else (lo, start)

    def note(self, z: Symbol, factor: int, rows: int) -> None:
        choice = f"unrolled and jammed: {factor} steps of {z}" if factor > 1 else f"{z} is not unrolled"
        if self.one is not None:
            self.decisions.append(Decision(self.one, choice, f"a step reads {rows} rows"))


def _row(body: Block, z: Symbol) -> tuple[Accumulate, Symbol] | None:
    """The one accumulation into a row, and the row's index, under loops whose bounds do not mention ``z``."""
    match told(body)[1]:
        case [Loop(body=inner) as loop] if not _bounded_by(z, loop):
            match inner:
                case (Accumulate(target=Acc() as target, op="sum") as only,):
                    along = loop.range.index
                    fits = z not in target.free_symbols and along in target.free_symbols
                    return (only, along) if fits else None
                case (Accumulate(),):
                    return None
                case _:
                    return _row(inner, z)
        case _:
            return None


def _bounded_by(z: Symbol, loop: Loop) -> bool:
    return any(z in e.free_symbols for r in ranges(loop) for e in (*r.lo, *r.hi))


def _rows_read(row: Accumulate, along: Symbol) -> int:
    """How many rows a step reads: the compiler tests at run time whether they overlap, for a few at most."""
    return sum(along in a.free_symbols for a in accesses(row.value))


def _widen(body: Block, z: Symbol, factor: int) -> Block:
    """Each accumulation with the values of several steps."""

    def change(node: Node) -> Node:
        if isinstance(node, Accumulate):
            steps = (substitute(node.value, {z: z + k}) for k in range(factor))
            return replace(node, value=Add(*steps))
        return on_bodies(node, lambda inner: tuple(map(change, inner)))

    return tuple(map(change, body))


__all__ = ["unroll_and_jam"]
