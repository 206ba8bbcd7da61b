"""What a definition is over whole arrays: read from its structure, and said only where it is proved equal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from sympy import Add, Expr, Symbol

from derive.arrays.elementwise import diagonal, elementwise
from derive.arrays.matrix_products import matrix_product
from derive.arrays.plain_product import PlainProduct, is_plain, product
from derive.arrays.terms import ArrayLine, Einsum, Slice, extents_of
from derive.arrays.updates import update
from derive.expr import Acc, Reduce, accesses, substitute
from derive.expr.alpha import canonical
from derive.expr.expansion import expand
from derive.model.layer import Def

MOST = 4
"""A sum of more terms than this is no line that a reader takes in."""


@dataclass(frozen=True)
class ArrayClaims:
    """``matrices``: the definition by products of matrices, ⊙, diag; ``contraction``: by ``einsum``."""

    matrices: ArrayLine | None = None
    contraction: ArrayLine | None = None

    @property
    def lines(self) -> tuple[ArrayLine, ...]:
        return tuple(line for line in (self.matrices, self.contraction) if line is not None)


def array_claims(one: Def, sizes: Mapping[Symbol, Expr] | None = None) -> ArrayClaims:
    """The claims that are proved of ``one``; ``sizes``: the definitions of derived sizes."""
    return _claims(one, tuple((sizes or {}).items()))


@lru_cache(maxsize=512)
def _claims(one: Def, sizes: tuple[tuple[Symbol, Expr], ...]) -> ArrayClaims:
    dead = any(lo == hi for _, lo, hi in one.free)
    if one.scatter or dead or not is_plain(one.lhs) or not one.lhs.index:
        return ArrayClaims()
    known = dict(sizes)
    return ArrayClaims(_first(_matrices(one), one, known), _first(_contraction(one), one, known))


def _first(found: Iterator[ArrayLine], one: Def, sizes: Mapping[Symbol, Expr]) -> ArrayLine | None:
    return next((line for line in found if proved(line, one, sizes)), None)


def _products(one: Def) -> list[PlainProduct] | None:
    terms = Add.make_args(one.expr)
    read = [product(t, one.indices) for t in terms] if len(terms) <= MOST else [None]
    found = [p for p in read if p is not None]
    return found if len(found) == len(read) else None


def _contraction(one: Def) -> Iterator[ArrayLine]:
    """Each term as an einsum; nothing to gain where all arrays are read at the letters of the left side."""
    products = _products(one) or []
    kept: tuple[Acc, ...] = one.lhs.index
    terms = [Einsum(p.front, p.operands, kept) for p in products]
    whole = all(set(kept) <= {z for a in t.operands for z in a.index} for t in terms)
    if terms and whole and any(a.index != kept for t in terms for a in t.operands):
        yield ArrayLine(Slice(one.lhs), tuple(terms), one.free)


def _matrices(one: Def) -> Iterator[ArrayLine]:
    """From the most telling to the plainest: products, a scaled identity with updates, element by element."""
    products = _products(one)
    if products and any(p.summed or _outer(p) for p in products):
        yield from matrix_product(one, products)
    found = update(one)
    if found is not None:
        yield found
    if products and len(products) == 1:
        yield from diagonal(one, products[0])
    yield from elementwise(one)


def _outer(p: PlainProduct) -> bool:
    """Whether two arrays share no letter."""
    return len(p.operands) == 2 and not set(p.operands[0].index) & set(p.operands[1].index)


def proved(line: ArrayLine, one: Def, sizes: Mapping[Symbol, Expr]) -> bool:
    """Whether the line means what the definition says: the same terms, summed over the same ranges."""
    return _one_extent_each(line, one, sizes) and _form(line.equation.rhs, sizes) == _form(one.expr, sizes)


def _one_extent_each(line: ArrayLine, one: Def, sizes: Mapping[Symbol, Expr]) -> bool:
    """Whether each letter runs over the whole of every axis at which it stands."""
    spans = {z: (lo, hi) for z, lo, hi in one.free}
    for reduce in (r for t in line.terms for r in t.meaning.atoms(Reduce)):
        spans |= {z: (lo, hi) for z, lo, hi in reduce.binders}
    read = {a for t in (one.lhs, *(x.meaning for x in line.terms)) for a in accesses(t)}
    ends = ((spans[z], e) for a in read for z, e in extents_of(a).items() if z in spans)
    return all(lo == 0 and _form(hi + 1 - e, sizes) == 0 for (lo, hi), e in ends)


def _form(e: Expr, sizes: Mapping[Symbol, Expr]) -> Expr:
    """``e`` with derived sizes written out and its sums under canonical names, products opened."""
    for name, value in reversed(list(sizes.items())):
        e = substitute(e, {name: value})
    made: Expr = expand(expand(e).xreplace({r: canonical(r) for r in expand(e).atoms(Reduce)}))
    return made


__all__ = ["ArrayClaims", "array_claims", "proved"]
