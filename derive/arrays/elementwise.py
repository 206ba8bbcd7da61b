"""Element by element: ``⊙``, and the products with a diagonal matrix."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Add, Expr, Mul, Pow

from derive.arrays.plain_product import PlainProduct, is_plain
from derive.arrays.terms import ArrayLine, Diagonal, Elementwise, Slice
from derive.expr import Acc, Iverson, accesses
from derive.model.layer import Def

READ = 24
"""A formula of more nodes than this is read by its elements."""


def elementwise(one: Def) -> Iterator[ArrayLine]:
    """The letters that every array is read at are open, in one order; more than one array is read there."""
    read = [a for a in dict.fromkeys(accesses(one.expr)) if a.index]
    if len(read) < 2 or not all(map(is_plain, read)) or not _is_algebraic(one.expr):
        return
    open_ = tuple(z for z in one.lhs.index if all(z in a.index for a in read))
    orders = {tuple(z for z in a.index if z in open_) for a in (*read, one.lhs)}
    outside = one.expr.free_symbols - {z for a in read for z in a.free_symbols}
    if open_ and len(orders) == 1 and not outside & set(one.indices):
        yield ArrayLine(Slice(one.lhs), (Elementwise(one.expr, open_),), one.free)


def _is_algebraic(e: Expr) -> bool:
    """Whether it is a short formula of sums, products and brackets alone."""
    nodes = 0
    stack = [e]
    while stack:
        node = stack.pop()
        nodes += 1
        if isinstance(node, Acc | Iverson) or not node.args:
            continue
        if not isinstance(node, Add | Mul) and not (isinstance(node, Pow) and _is_product(node)):
            return False
        stack += node.args
    return nodes <= READ


def _is_product(power: Pow) -> bool:
    """``x ⊙ x``; no array stands below a fraction."""
    below = any(a.index for a in accesses(power.base))
    return bool(power.exp.is_Integer and (power.exp.is_positive or not below))


def diagonal(one: Def, p: PlainProduct) -> Iterator[ArrayLine]:
    """A matrix whose rows, or columns, each have a factor of their own."""
    if p.summed or len(one.lhs.index) != 2:
        return
    row, column = one.lhs.index
    matrices = [a for a in p.operands if len(a.index) == 2]
    vectors = [a for a in p.operands if len(a.index) == 1]
    if len(matrices) == 1 and vectors and len({a.index for a in vectors}) == 1:
        behind = vectors[0].index == (column,)
        matrix = Slice(matrices[0], row, column)
        yield ArrayLine(
            Slice(one.lhs, row, column), (Diagonal(p.front, matrix, tuple(vectors), behind),), one.free
        )


__all__ = ["diagonal", "elementwise"]
