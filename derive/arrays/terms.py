"""Terms over arrays, and what each means in index notation: every claim is built from here, then proved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sympy import Add, Expr, Mul, S, Symbol

from derive.expr import Acc, Binder, Reduce, Tensor, fresh, substitute
from derive.steps import Equation


@dataclass(frozen=True)
class Slice:
    """An array whose letter ``row`` and letter ``column`` are open; the others stand where they are.

    With a row alone it is a column vector, with a column alone the transposed of one.
    """

    element: Acc
    row: Symbol | None = None
    column: Symbol | None = None

    @property
    def turned(self) -> bool:
        """Whether the transposed of what the array holds is meant."""
        if self.row is None or self.column is None:
            return self.column is not None
        return self.element.index.index(self.row) > self.element.index.index(self.column)


@dataclass(frozen=True)
class Ones:
    """The vector of ones: a column over ``row``, or the transposed of one over ``column``."""

    extent: Expr
    row: Symbol | None = None
    column: Symbol | None = None

    @property
    def element(self) -> Expr:
        return S.One


Factor: TypeAlias = "Slice | Ones"


@dataclass(frozen=True)
class MatrixProduct:
    """``front · Σ_outside A B``: over ``inner`` the columns of A meet the rows of B; else A is a column.

    ``right`` may be missing: A by itself.
    """

    front: Expr
    left: Factor
    right: Factor | None = None
    inner: Symbol | None = None
    outside: tuple[Symbol, ...] = ()

    @property
    def operands(self) -> tuple[Factor, ...]:
        return (self.left,) if self.right is None else (self.left, self.right)

    @property
    def meaning(self) -> Expr:
        summed = [*([self.inner] if self.inner is not None else []), *self.outside]
        return self.front * _total([f.element for f in self.operands], summed, _extents(self.operands))


@dataclass(frozen=True)
class Diagonal:
    """``diag(v) A``, or ``A diag(v)`` where ``behind``: one letter of A is that of the vector."""

    front: Expr
    matrix: Slice
    vector: tuple[Acc, ...]
    behind: bool

    @property
    def meaning(self) -> Expr:
        return Mul(self.front, self.matrix.element, *self.vector)


@dataclass(frozen=True)
class Elementwise:
    """A formula in which every array is read at the same open letters: each operation element by element."""

    formula: Expr
    letters: tuple[Symbol, ...]

    @property
    def meaning(self) -> Expr:
        return self.formula


@dataclass(frozen=True)
class RankOne:
    """``scale · u wᵀ``; an empty product is a vector of ones."""

    scale: Expr
    u: tuple[Acc, ...]
    w: tuple[Acc, ...]


@dataclass(frozen=True)
class Update:
    """``front · (diag(d) + Σ scale u wᵀ) v`` over the open ``letters``, taken as one axis."""

    front: Expr
    diagonal: Expr
    updates: tuple[RankOne, ...]
    vector: tuple[Acc, ...]
    letters: tuple[Symbol, ...]
    extents: tuple[Expr, ...]

    @property
    def meaning(self) -> Expr:
        """``d_f v_f + Σ scale u_f Σ_z w_z v_z``"""
        terms = [self.diagonal * Mul(*self.vector)]
        taken = set(self.letters).union(*(a.free_symbols for a in self.vector))
        places = {z: fresh(z, taken) for z in self.letters}
        spans = [(places[z], S.Zero, e - 1) for z, e in zip(self.letters, self.extents, strict=True)]
        for one in self.updates:
            inner = substitute(Mul(*one.w, *self.vector), places)
            terms.append(one.scale * Mul(*one.u) * Reduce("sum", inner, spans))
        return self.front * Add(*terms)


@dataclass(frozen=True)
class Einsum:
    """``front · einsum``: the product of the operands, summed over all letters that are not ``kept``."""

    front: Expr
    operands: tuple[Acc, ...]
    kept: tuple[Symbol, ...]

    @property
    def summed(self) -> tuple[Symbol, ...]:
        seen = dict.fromkeys(z for a in self.operands for z in a.index)
        return tuple(z for z in seen if z not in self.kept)

    @property
    def meaning(self) -> Expr:
        slices = [Slice(a) for a in self.operands]
        return self.front * _total(self.operands, self.summed, _extents(slices))


Term: TypeAlias = "MatrixProduct | Diagonal | Elementwise | Update | Einsum"


@dataclass(frozen=True)
class ArrayLine:
    """``left = Σ terms`` for all values of the letters that are not open."""

    left: Slice
    terms: tuple[Term, ...]
    free: tuple[Binder, ...]

    @property
    def equation(self) -> Equation:
        return Equation(self.left.element, Add(*(t.meaning for t in self.terms)), self.free)


def _extents(factors: Sequence[Factor]) -> dict[Symbol, Expr]:
    """What each letter runs to, by the first array that it stands in."""
    found: dict[Symbol, Expr] = {}
    for factor in factors:
        if isinstance(factor, Ones):
            found |= {
                z: factor.extent for z in (factor.row, factor.column) if z is not None and z not in found
            }
            continue
        for z, extent in extents_of(factor.element).items():
            found.setdefault(z, extent)
    return found


def extents_of(element: Acc) -> dict[Symbol, Expr]:
    """The extents of the axes at which letters stand."""
    tensor: Tensor = element.tensor
    return {z: e for z, e in zip(element.index, tensor.shape, strict=True) if isinstance(z, Symbol)}


def _total(factors: Sequence[Expr], letters: Sequence[Symbol], extents: dict[Symbol, Expr]) -> Expr:
    return Reduce("sum", Mul(*factors), [(z, S.Zero, extents[z] - 1) for z in letters])


__all__ = [
    "ArrayLine",
    "Diagonal",
    "Einsum",
    "Elementwise",
    "Factor",
    "MatrixProduct",
    "Ones",
    "RankOne",
    "Slice",
    "Term",
    "Update",
    "extents_of",
]
