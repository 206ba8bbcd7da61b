"""Which statements may change places: what each of them reads, and what it changes."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Symbol

from codegen.loops.nodes import Label, Node
from codegen.loops.roles import makes, reads, walk, written
from derive.expr import Tensor, tensors


@dataclass(frozen=True)
class Touched:
    """The arrays and the names that some nodes read, and those that they change."""

    read: frozenset[Tensor | Symbol]
    changed: frozenset[Tensor | Symbol]


def touched(node: Node) -> Touched:
    every = [e for n in walk((node,)) for e in reads(n)]
    read = {t for e in every for t in tensors(e)} | {s for e in every for s in e.free_symbols}
    made = (t for n in walk((node,)) for t in makes(n))
    return Touched(frozenset(read), frozenset({*written((node,)), *made}))


def clash(one: Node, other: Node) -> bool:
    """Whether the order of two nodes matters."""
    a, b = touched(one), touched(other)
    return bool(a.changed & (b.read | b.changed) or a.read & b.changed)


def needed_first(later: list[Node], node: Node) -> tuple[list[Node], list[Node]]:
    """What of ``later`` gives ``node`` what it reads or adds to, with its labels, and the others."""
    needed = {*touched(node).read, *touched(node).changed}
    ahead: list[Node] = []
    between: list[Node] = []
    for n, after in zip(reversed(later), [node, *reversed(later)], strict=False):
        its_label = isinstance(n, Label) and bool(ahead) and ahead[0] is after
        gives = its_label or bool(touched(n).changed & needed)
        (ahead if gives else between).insert(0, n)
        needed |= touched(n).read if gives else set()
    return ahead, between


__all__ = ["Touched", "clash", "needed_first", "touched"]
