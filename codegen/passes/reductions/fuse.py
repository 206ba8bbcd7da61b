"""Loop fusion: sums over the same elements are taken in one pass over memory.

Two nests of one block with the same loops, each of which only adds to numbers, become one that adds to all of
them, where nothing between them, and neither of the two, changes what the other one needs; so do two parallel
loops over strips of rows of sums.  What only the second one needs is computed before both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sympy import Symbol

from codegen.loops.nodes import Accumulate, Block, Decision, If, Kernel, Label, Loop, Node, Parallel, Store
from codegen.loops.roles import on_bodies, walk
from codegen.passes.reductions.interchange import clash, needed_first, touched
from derive.expr import Acc, Tensor
from derive.model.layer import Def, Layer


def fuse(kernel: Kernel, layer: Layer) -> Kernel:
    """One nest for sums that read the same arrays in the same loops."""
    del layer
    fusion = _Fusion()
    body = fusion.block(kernel.body)
    return replace(kernel, body=body, decisions=(*kernel.decisions, *dict.fromkeys(fusion.decisions)))


class _Fusion:
    def __init__(self) -> None:
        self.decisions: list[Decision] = []

    def block(self, block: Block) -> Block:
        made: list[Node] = []
        one: Def | None = None
        for node in block:
            one = node.one if isinstance(node, Label) else one
            node = on_bodies(node, self.block)
            if not self.joined(node, made):
                made.append(node)
            elif one is not None:
                how = "in the loops of the sum before it"
                self.decisions.append(Decision(one, how, "one pass over memory"))
        return tuple(made)

    def joined(self, node: Node, made: list[Node]) -> bool:
        """Whether ``node`` went into the loops of an earlier one; what it needs goes before them."""
        for k, earlier in enumerate(made):
            both = self.together(earlier, node)
            if both is None:
                continue
            ahead, between = needed_first(made[k + 1 :], node)
            if any(clash(n, other) for n in (*ahead, node) for other in (earlier, *between)):
                continue
            made[k:] = [*ahead, both, *between]
            return True
        return False

    def together(self, one: Node, other: Node) -> Node | None:
        """One nest for both; ``None`` where their loops differ or they read nothing in common."""
        if not _arrays(one) & _arrays(other):
            return None
        match one, other:
            case Loop(), Loop() if one.range == other.range and _sums(one) and _sums(other):
                made = _merged((one,), (other,), _adds_to_number)
                return made[0] if made else replace(one, body=self.block((*one.body, *other.body)))
            case Parallel(body=(*first, a)), Parallel(body=(*second, b)) if one.ranges == other.ranges:
                heads = all(isinstance(n, Label) or _starts_row(n) for n in (*first, *second))
                made = _merged((a,), (b,), _adds_to_element) if heads else None
                return replace(one, body=(*first, *second, *made)) if made else None
        return None


def _sums(node: Node) -> bool:
    return any(_adds_to_number(n) for n in walk((node,)))


def _starts_row(node: Node) -> bool:
    return isinstance(node, Loop) and all(isinstance(n, Store) for n in node.body)


def _merged(one: Block, other: Block, leaf: Callable[[Node], bool]) -> Block | None:
    match one, other:
        case (Loop() as a,), (Loop() as b,) if a.range == b.range:
            body = _merged(a.body, b.body, leaf)
            return None if body is None else (replace(a, body=body),)
        case (If() as a,), (If() as b,) if a.conds == b.conds:
            body = _merged(a.body, b.body, leaf)
            return None if body is None else (replace(a, body=body),)
        case _ if all(map(leaf, (*one, *other))):
            return (*one, *other)
    return None


def _adds_to_number(node: Node) -> bool:
    return isinstance(node, Accumulate) and node.op == "sum" and isinstance(node.target, Symbol)


def _adds_to_element(node: Node) -> bool:
    return isinstance(node, Accumulate) and node.op == "sum" and isinstance(node.target, Acc)


def _arrays(node: Node) -> frozenset[Tensor | Symbol]:
    return frozenset(t for t in touched(node).read if isinstance(t, Tensor))


__all__ = ["fuse"]
