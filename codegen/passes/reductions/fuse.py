"""Loop fusion: sums over the same elements are taken in one pass over memory.

Two nests of one block with the same loops, each of which only adds to numbers, become one that adds to all of
them, where nothing between them, and neither of the two, changes what the other one needs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sympy import Symbol

from codegen.loops.nodes import Accumulate, Block, Decision, If, Kernel, Label, Let, Loop, Node
from codegen.loops.roles import makes, on_bodies, reads, walk, written
from derive.expr import Tensor, tensors
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
        """Whether ``node`` went into the loops of an earlier one; what starts its sums goes before them."""
        for k, earlier in enumerate(made):
            both = self.together(earlier, node)
            starts = [n for n in made[k + 1 :] if _starts(n, node)]
            between = [n for n in made[k + 1 :] if n not in starts]
            pairs = ((n, other) for n in (*starts, node) for other in (earlier, *between))
            if both is None or any(_clash(*pair) for pair in pairs):
                continue
            made[k:] = [*starts, both, *between]
            return True
        return False

    def together(self, one: Node, other: Node) -> Node | None:
        """One nest for both; ``None`` where their loops differ or they read nothing in common."""
        if not isinstance(one, Loop) or not isinstance(other, Loop) or one.range != other.range:
            return None
        if not (_arrays(one) & _arrays(other) and _sums(one) and _sums(other)):
            return None
        made = _merged((one,), (other,))
        return made[0] if made is not None else replace(one, body=self.block((*one.body, *other.body)))


def _sums(node: Node) -> bool:
    return any(_adds_to_number(n) for n in walk((node,)))


def _merged(one: Block, other: Block) -> Block | None:
    match one, other:
        case (Loop() as a,), (Loop() as b,) if a.range == b.range:
            body = _merged(a.body, b.body)
            return None if body is None else (replace(a, body=body),)
        case (If() as a,), (If() as b,) if a.conds == b.conds:
            body = _merged(a.body, b.body)
            return None if body is None else (replace(a, body=body),)
        case _ if all(map(_adds_to_number, (*one, *other))):
            return (*one, *other)
    return None


def _adds_to_number(node: Node) -> bool:
    return isinstance(node, Accumulate) and node.op == "sum" and isinstance(node.target, Symbol)


def _starts(node: Node, sums: Node) -> bool:
    """Whether ``node`` gives a number to which ``sums`` adds its start."""
    return isinstance(node, Let) and bool(node.value.is_number) and node.name in written((sums,))


@dataclass(frozen=True)
class Touched:
    """The arrays and the names that some nodes read, and those that they change."""

    read: frozenset[Tensor | Symbol]
    changed: frozenset[Tensor | Symbol]


def _touched(node: Node) -> Touched:
    every = [e for n in walk((node,)) for e in reads(n)]
    read = {t for e in every for t in tensors(e)} | {s for e in every for s in e.free_symbols}
    made = (t for n in walk((node,)) for t in makes(n))
    return Touched(frozenset(read), frozenset({*written((node,)), *made}))


def _arrays(node: Node) -> frozenset[Tensor | Symbol]:
    return frozenset(t for t in _touched(node).read if isinstance(t, Tensor))


def _clash(one: Node, other: Node) -> bool:
    """Whether the order of two nodes matters."""
    a, b = _touched(one), _touched(other)
    return bool(a.changed & (b.read | b.changed) or a.read & b.changed)


__all__ = ["fuse"]
