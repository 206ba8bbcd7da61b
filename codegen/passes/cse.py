"""Common subexpressions: a function of data that stands twice in a statement is computed once, before it.

The compiler may not merge two calls of ``tanh``: for all it knows, a call sets an error number.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from sympy import Basic, Expr, Pow
from sympy.core.function import Function

from codegen.loops.legality import readable
from codegen.loops.nodes import (
    Accumulate,
    Alloc,
    Block,
    Kernel,
    Let,
    Node,
    Store,
)  # fmt: skip
from codegen.loops.place import Place
from codegen.loops.roles import branches, ranges, with_bodies
from codegen.passes.naming import Fresh
from codegen.program.inline_factor import CHEAP
from codegen.program.whole_numbers import is_integer
from derive.expr import Acc, Iverson, Tensor, Where, substitute
from derive.model.layer import Layer


def cse(kernel: Kernel, layer: Layer) -> Kernel:
    """Name what is costly and repeated in front of each statement."""
    return replace(kernel, body=_Repeats(kernel).block(kernel.body, Place.start(kernel, layer)))


class _Repeats:
    def __init__(self, kernel: Kernel) -> None:
        self.fresh = Fresh(kernel)

    def block(self, block: Block, place: Place) -> Block:
        made: list[Node] = []
        for node in block:
            for new in self.node(node, place):
                made.append(new)
                if isinstance(new, Let):
                    place.let(new)
                if isinstance(new, Alloc):
                    place.arrays.add(new.tensor.name)
        return tuple(made)

    def node(self, node: Node, place: Place) -> list[Node]:
        if inner := branches(node):
            made = [self.block(body, place.within(ranges(node), conds)) for conds, body in inner]
            return [with_bodies(node, made)]
        if not isinstance(node, Store | Accumulate | Let):
            return [node]
        lets: list[Node] = []
        value = node.value
        while (found := self.repeated(value, place)) is not None:
            name = self.fresh(f"{type(found).__name__.lower()}_here")
            lets.append(Let(name, found))
            value = substitute(value, {found: name})
        return [*lets, replace(node, value=value)] if lets else [node]

    def repeated(self, value: Expr, place: Place) -> Expr | None:
        """The largest costly expression that is evaluated twice, and in any case."""
        times: Counter[Expr] = Counter()
        always: set[Expr] = set()
        _count(value, 1, True, times, always)
        fitting = [e for e, n in times.items() if n > 1 and e in always and readable(e, place)]
        return max(fitting, key=lambda e: (e.count_ops(), str(e)), default=None)


def _count(e: Any, times: int, certain: bool, found: Counter[Expr], always: set[Expr]) -> None:
    """Occurrences of costly expressions; ``certain`` where no condition decides about their evaluation."""
    if not isinstance(e, Basic) or isinstance(e, Tensor | Acc):
        return
    if _costly(e):
        found[e] += times
        always |= {e} if certain else set()
    for part, often, sure in _parts(e):
        _count(part, times * often, certain and sure, found, always)


def _parts(e: Any) -> list[tuple[Any, int, bool]]:
    """What an expression is made of: how often each part is evaluated, and whether in any case."""
    if isinstance(e, Where):
        return [*((c, 1, True) for c in e.conds), *((branch, 1, False) for branch in e.args[1:3])]
    sure = not (e.is_Mul and any(isinstance(f, Iverson) for f in e.args))
    multiplied = isinstance(e, Pow) and e.exp.is_Integer and 2 <= e.exp <= 4
    return [(a, int(e.exp) if multiplied else 1, sure) for a in e.args]


def _costly(e: Any) -> bool:
    """A function of real data, or a root; what costs no more than an addition is not worth a name."""
    if not isinstance(e, Expr) or not e.atoms(Acc) or is_integer(e):
        return False
    root = isinstance(e, Pow) and not e.exp.is_Integer
    return root or (isinstance(e, Function) and not isinstance(e, (*CHEAP, Where, Iverson, Acc)))


__all__ = ["cse"]
