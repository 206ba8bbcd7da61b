"""Wrong loops made from right ones: an end, a step, a statement, a guard, a place changed in a kernel.

What stands in a block (nodes that work in registers, what packs data for them, what a choice at run time
takes for large arrays) is counted apart: only the path of large arrays shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations
from typing import Any

from codegen.loops.nodes import (
    Accumulate,
    Alloc,
    Best,
    Block,
    Border,
    Choose,
    Copy,
    Correlate,
    If,
    Kernel,
    Label,
    Lags,
    Let,
    Loop,
    Node,
    Offsets,
    Pad,
    Parallel,
    Product,
    Range,
    Split,
    Store,
    Tiling,
    Turn,
    View,
)  # fmt: skip
from codegen.loops.roles import bodies, ranges, walk, with_bodies, with_ranges, writes
from codegen.verification.mistakes.mutants import Mutant
from derive.expr import Acc, Modulo

Change = Callable[[Any], Iterator[Block]]
IN_BLOCKS = (Turn, Border, View, Product, Tiling, Offsets, Pad, Correlate, Lags, Copy)
QUIET = (Let, Alloc, Label, Border, View, Offsets)
"""Nodes that name something for what follows: without them nothing could be printed."""


def _with_range(node: Node, k: int, new: Range) -> Block:
    every = list(ranges(node))
    every[k] = new
    return (with_ranges(node, every),)


def _on_ranges(change: Callable[[Range], Iterator[Range]]) -> Change:
    """One range of a node changed, where it has any."""

    def on_node(node: Node) -> Iterator[Block]:
        for k, one in enumerate(ranges(node)):
            yield from (_with_range(node, k, new) for new in change(one))

    on_node.__doc__ = change.__doc__
    return on_node


def _last(one: Range) -> Iterator[Range]:
    """The last iteration is lost."""
    yield replace(one, hi=tuple(end - 1 for end in one.hi))


def _first(one: Range) -> Iterator[Range]:
    """The first iteration is lost."""
    yield replace(one, lo=tuple(end + 1 for end in one.lo))


def _beyond(one: Range) -> Iterator[Range]:
    """One iteration more at either end."""
    yield replace(one, hi=tuple(end + 1 for end in one.hi))
    yield replace(one, lo=tuple(end - 1 for end in one.lo))


def _tail(one: Range) -> Iterator[Range]:
    """Of several ends only some: the last block is as long as the others, a border is forgotten."""
    for side in ("lo", "hi"):
        ends = getattr(one, side)
        if len(ends) > 1:
            yield from (replace(one, **{side: ends[:k] + ends[k + 1 :]}) for k in range(len(ends)))


def _step(one: Range) -> Iterator[Range]:
    """Every second iteration is lost."""
    yield replace(one, step=2 * one.step)


def _lost(node: Any) -> Iterator[Block]:
    """A statement, or a whole loop, is lost."""
    if not isinstance(node, QUIET):
        yield ()


def _reset(node: Any) -> Iterator[Block]:
    """An accumulator is set before the loop instead of in it."""
    if isinstance(node, Loop | Parallel):
        summed = {t for n in walk(node.body) if isinstance(n, Accumulate | Best) for t in writes(n)}
        for k, inner in enumerate(node.body):
            if isinstance(inner, Let) and inner.name in summed:
                rest = node.body[:k] + node.body[k + 1 :]
                yield inner, replace(node, body=rest)


def _store(node: Any) -> Iterator[Block]:
    """``=`` for ``+=``, and the other way round."""
    match node:
        case Accumulate(target=Acc()):
            yield (Store(node.target, node.value),)
        case Store() if node.target.tensor.kind == "real":
            yield (Accumulate(node.target, "sum", node.value),)


def _guard(node: Any) -> Iterator[Block]:
    """One condition of a guard is not asked."""
    if isinstance(node, If):
        for k in range(len(node.conds)):
            left = node.conds[:k] + node.conds[k + 1 :]
            yield (replace(node, conds=left),) if left else node.body


def _extreme(node: Any) -> Iterator[Block]:
    """The smallest for the largest."""
    other = {"max": "min", "min": "max", "sum": "max"}
    if isinstance(node, Accumulate | Best) and node.op in other:
        yield (replace(node, op=other[node.op]),)


def _on_reads(change: Callable[[Acc], Iterator[Acc]]) -> Change:
    """One access of a statement reads another place; it stays inside the array."""

    def on_node(node: Any) -> Iterator[Block]:
        if isinstance(node, Store | Accumulate | Let):
            for a in sorted(node.value.atoms(Acc), key=str):
                for new in change(a):
                    yield (replace(node, value=node.value.xreplace({a: new})),)

    on_node.__doc__ = change.__doc__
    return on_node


def _wrapped(a: Acc, index: list[Any]) -> Acc:
    changed = zip(index, a.index, a.tensor.shape, strict=True)
    return Acc(a.tensor, *(new if new == old else Modulo(new, extent) for new, old, extent in changed))


def _place(a: Acc) -> Iterator[Acc]:
    """The neighbour along one axis."""
    for axis in range(len(a.index)):
        yield _wrapped(a, [at + int(k == axis) for k, at in enumerate(a.index)])


def _axes(a: Acc) -> Iterator[Acc]:
    """Two axes take each other's place."""
    for k, m in combinations(range(len(a.index)), 2):
        index = list(a.index)
        index[k], index[m] = index[m], index[k]
        if a.index[k] != a.index[m]:
            yield _wrapped(a, index)


def _target(node: Any) -> Iterator[Block]:
    """The element beside the one that is meant is written."""
    if isinstance(node, Store | Accumulate) and isinstance(node.target, Acc):
        for target in _place(node.target):
            yield (replace(node, target=target),)


def _entry(node: Any) -> Iterator[Block]:
    """What stands in a table of places is one more, or one less."""
    if isinstance(node, Store) and node.target.tensor.kind == "integer":
        yield from ((replace(node, value=node.value + by),) for by in (1, -1))


OPERATORS: dict[str, Change] = {
    "last iteration": _on_ranges(_last),
    "first iteration": _on_ranges(_first),
    "iteration too many": _on_ranges(_beyond),
    "tail": _on_ranges(_tail),
    "step": _on_ranges(_step),
    "lost statement": _lost,
    "no reset": _reset,
    "= for +=": _store,
    "guard": _guard,
    "extreme": _extreme,
    "place read": _on_reads(_place),
    "axes read": _on_reads(_axes),
    "place written": _target,
    "entry": _entry,
}


def mutants(kernel: Kernel, blocks: bool) -> Iterator[Mutant[Kernel]]:
    """Every kernel that differs by one application of one operator: in blocks, or everywhere else."""
    for operator, change in OPERATORS.items():
        for place, changed in _variants(kernel.body, change, blocks, False):
            if changed != kernel.body:
                yield Mutant(operator, place, replace(kernel, body=changed))


def _variants(block: Block, change: Change, blocks: bool, inside: bool) -> Iterator[tuple[str, Block]]:
    """``inside``: what stands here is a path of large arrays."""
    for k, node in enumerate(block):
        here = inside or isinstance(node, IN_BLOCKS)
        if here == blocks:
            for new in change(node):
                yield told(node), (*block[:k], *new, *block[k + 1 :])
        parts = bodies(node)
        for m, part in enumerate(parts):
            large = inside or (isinstance(node, Choose) and m == 0)
            for place, made in _variants(part, change, blocks, large):
                whole = with_bodies(node, [*parts[:m], made, *parts[m + 1 :]])
                yield place, (*block[:k], whole, *block[k + 1 :])


def told(node: Node) -> str:
    """A node in a line."""
    kind = type(node).__name__
    match node:
        case Loop() | Parallel() | Split():
            return f"{kind} {', '.join(str(r.index) for r in ranges(node))}"
        case Store() | Accumulate():
            return f"{kind} {node.target} {node.value}"
        case Let():
            return f"{kind} {node.name} = {node.value}"
        case If():
            return f"{kind} {', '.join(map(str, node.conds))}"
    return " ".join([kind, *(str(t) for t in writes(node))])


__all__ = ["OPERATORS", "mutants", "told"]
