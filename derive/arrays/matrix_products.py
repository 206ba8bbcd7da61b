"""Products of two arrays as products of matrices: which letters are rows, which columns, which stay fixed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sympy import Symbol

from derive.arrays.plain_product import PlainProduct
from derive.arrays.terms import ArrayLine, MatrixProduct, Ones, Slice, extents_of
from derive.model.layer import Def


def matrix_product(one: Def, products: Sequence[PlainProduct]) -> Iterator[ArrayLine]:
    """The definition with at most two letters open, as a sum of products of matrices and vectors."""
    for row, column in _open(one, products):
        left = Slice(one.lhs, row, column)
        terms = [_term(one, p, row, column) for p in products]
        found = [t for t in terms if t is not None]
        if len(found) == len(terms):
            yield ArrayLine(left, tuple(found), one.free)


def _open(one: Def, products: Sequence[PlainProduct]) -> Iterator[tuple[Symbol | None, Symbol | None]]:
    """Which letters of the left side may be open: each alone in one operand of some product."""
    letters: Sequence[Symbol] = one.lhs.index
    alone = [_alone(p, letters) for p in products if len(p.operands) == 2]
    both = [
        (a, b) for first, second in alone for a in first for b in second if len(first) == len(second) == 1
    ]
    for a, b in both:
        yield (a, b) if letters.index(a) < letters.index(b) else (b, a)
    singles = [z for pair in alone for part in pair for z in part if len(part) == 1]
    for z in dict.fromkeys(singles):
        yield z, None
    if len(letters) == 1 and not alone:
        yield None, letters[0]
    if len(letters) == 2 and not alone:
        yield letters[0], letters[1]


def _alone(p: PlainProduct, letters: Sequence[Symbol]) -> tuple[list[Symbol], list[Symbol]]:
    """The letters of the left side that only the first operand has, and those of the second."""
    first, second = (set(a.index) for a in p.operands)
    return [z for z in letters if z in first - second], [z for z in letters if z in second - first]


def _term(one: Def, p: PlainProduct, row: Symbol | None, column: Symbol | None) -> MatrixProduct | None:
    if len(p.operands) == 1:
        return _of_one(one, p, row, column)
    return _of_two(p, row, column) if len(p.operands) == 2 else None


def _of_two(p: PlainProduct, row: Symbol | None, column: Symbol | None) -> MatrixProduct | None:
    a, b = p.operands
    if row in b.index or (row is None and column in a.index):
        a, b = b, a
    inner = [z for z in p.summed if z in a.index and z in b.index]
    if len(inner) != len(p.summed) or any(z in x.index for z, x in ((row, b), (column, a)) if z is not None):
        return None
    if any(z is not None and z not in x.index for z, x in ((row, a), (column, b))):
        return None
    if len(inner) == 1:
        return MatrixProduct(p.front, Slice(a, row, inner[0]), Slice(b, inner[0], column), inner[0])
    if row is None or column is None:
        return None
    return MatrixProduct(p.front, Slice(a, row), Slice(b, None, column), None, tuple(inner))


def _of_one(one: Def, p: PlainProduct, row: Symbol | None, column: Symbol | None) -> MatrixProduct | None:
    """A sum over an axis (the ones stand beside it), a vector in every row or column, or the array itself."""
    (a,) = p.operands
    if len(p.summed) == 1 and row is None and column in a.index:
        (z,) = p.summed
        return MatrixProduct(p.front, Ones(extents_of(a)[z], column=z), Slice(a, z, column), z)
    if p.summed:
        return None
    has_row, has_column = row in a.index, column in a.index
    if row is None or column is None or (has_row and has_column):
        return MatrixProduct(p.front, Slice(a, row if has_row else None, column if has_column else None))
    if has_column:
        return MatrixProduct(p.front, Ones(extents_of(one.lhs)[row], row=row), Slice(a, None, column))
    return MatrixProduct(p.front, Slice(a, row), Ones(extents_of(one.lhs)[column], column=column))


__all__ = ["matrix_product"]
