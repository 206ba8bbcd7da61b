"""Scalar replacement: an array without axes is a number, read once before the loops.

Numba gives a parallel loop such an array as a plain number, which cannot be indexed; and an array that only
carries a number from one nest of loops to the next needs no memory.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sympy import Symbol

from codegen.loops.nodes import Alloc, Block, Kernel, Let, Node, Store
from codegen.loops.roles import on_scalars, reads, walk, writes
from codegen.loops.roles import rewrite as on_nodes
from codegen.program.inline_factor import rewrite
from derive.expr import Acc, Tensor, accesses
from derive.model.layer import Layer


def scalarise(kernel: Kernel, layer: Layer) -> Kernel:
    """Numbers in the place of arrays without axes, where each is written at most once and outside loops."""
    del layer
    numbers = {t: Symbol(f"{t.name}_value", real=True) for t in _fitting(kernel)}
    if not numbers:
        return kernel

    def change(e: Any) -> Any:
        return rewrite(e, lambda a: numbers.get(a.tensor, a) if isinstance(a, Acc) else a)

    def one(node: Node) -> Block:
        match node:
            case Alloc() if node.tensor in numbers:
                return ()
            case Store() if node.target.tensor in numbers:
                number = numbers[node.target.tensor]
                kept = (Store(node.target, number),) if node.target.tensor in kernel.outputs else ()
                return (Let(number, change(node.value)), *kept)
            case _:
                return (on_scalars(node, change),)

    given = tuple(Let(numbers[t], t[()]) for t in kernel.arrays if t in numbers)
    return replace(kernel, body=(*given, *on_nodes(kernel.body, one)))


def _fitting(kernel: Kernel) -> list[Tensor]:
    every = list(walk(kernel.body))
    read = {a.tensor for n in every for e in reads(n) for a in accesses(e)}
    single = [t for t in dict.fromkeys([*kernel.arrays, *_made(kernel.body)]) if not t.shape and t in read]
    return [t for t in single if t.kind == "real" and _writes(kernel.body, t) <= (t not in kernel.arrays)]


def _made(block: Block) -> list[Tensor]:
    return [n.target.tensor for n in block if isinstance(n, Store)]


def _writes(block: Block, t: Tensor) -> int:
    return sum(isinstance(a, Acc) and a.tensor == t for n in walk(block) for a in writes(n))


__all__ = ["scalarise"]
