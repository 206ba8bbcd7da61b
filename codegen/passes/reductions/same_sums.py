"""Same sums: numbers that start alike and to which the same is added in the same loops are one number.

Two derivatives of one sample sum the same products over the channels, each for a weight of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sympy import Expr, Symbol

from codegen.loops.nodes import Accumulate, Block, Kernel, Let, Node
from codegen.loops.roles import bodies, on_bodies, on_scalars, reads, rewrite, walk, writes
from derive.expr import substitute
from derive.model.layer import Layer

Added = tuple[tuple[tuple[int, ...], Expr], ...]
"""What is added to a number, and in which block."""


def same_sums(kernel: Kernel, layer: Layer) -> Kernel:
    """Every sum that is taken twice in one pass is taken once."""
    del layer
    return replace(kernel, body=_once(kernel.body))


def _once(block: Block) -> Block:
    """A block with the sums that it starts, its inner blocks first."""
    block = tuple(on_bodies(n, _once) for n in block)
    first: dict[tuple[Expr, Added], Symbol] = {}
    names: dict[Symbol, Symbol] = {}
    for let in (n for n in block if isinstance(n, Let) and n.value.is_number):
        added = _added(let.name, block)
        if added is None:
            continue
        kept = first.setdefault((let.value, added), let.name)
        if kept != let.name:
            names[let.name] = kept
    return rewrite(block, lambda n: _renamed(n, names)) if names else block


def _added(name: Symbol, block: Block) -> Added | None:
    """What loops of the block add to a number that nothing reads meanwhile; None where more is done to it."""
    own = [n for n in walk(block) if name in writes(n)]
    within = [n for n in block if any(name in writes(m) for m in walk((n,)))]
    if not own or not all(isinstance(n, Accumulate) and n.op == "sum" for n in own):
        return None
    if any(name in e.free_symbols for n in walk(tuple(within)) if n not in own for e in reads(n)):
        return None
    found = tuple((path, n.value) for path, n in _paths(block) if isinstance(n, Accumulate) and n in own)
    return None if any(name in value.free_symbols for _, value in found) else found


def _paths(block: Block, path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Node]]:
    """Every node with the numbers of the blocks around it."""
    for k, node in enumerate(block):
        yield path, node
        for b, body in enumerate(bodies(node)):
            yield from _paths(body, (*path, k, b))


def _renamed(node: Node, names: dict[Symbol, Symbol]) -> Block:
    """A node by the name that is kept; nothing where it is about another one alone."""
    own = {node.name} if isinstance(node, Let) else {t for t in writes(node) if isinstance(t, Symbol)}
    if own & names.keys():
        return ()
    return (on_scalars(node, lambda e: substitute(e, names)),)


__all__ = ["same_sums"]
