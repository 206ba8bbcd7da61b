"""How many multiplications and additions a formula asks for, as polynomials in the sizes.

Counted as it is written: a term that a bracket drops counts, a constant factor does not, both branches of
a case distinction count, a quotient counts as a product.  Arithmetic of indices is no operation on data.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Add, Expr, Integer, Mul, Pow, S, expand

from derive.expr import Acc, Binder, Cond, Index, Iverson, Reduce, Tensor
from derive.model.layer import Def


@dataclass(frozen=True)
class Operations:
    """``multiplications`` of two values, ``additions`` of two values: expressions of the sizes."""

    multiplications: Expr
    additions: Expr

    @property
    def closed(self) -> bool:
        """Whether the counts are the same for every index: no range depends on another."""
        symbols = self.multiplications.free_symbols | self.additions.free_symbols
        return not any(isinstance(s, Index) for s in symbols)


def operations(defs: Iterable[Def]) -> Operations:
    """The operations of all definitions together."""
    products, sums = S.Zero, S.Zero
    for one in defs:
        points = volume(one.free)
        products += points * multiplications(one.expr)
        sums += points * (additions(one.expr) + (1 if one.scatter else 0))
    return Operations(expand(products), expand(sums))


def volume(binders: Sequence[Binder]) -> Expr:
    """The number of points of nested ranges, where they do not depend on each other."""
    return Mul(*(expand(hi - lo + 1) for _, lo, hi in binders))


def multiplications(e: Any) -> Expr:
    """Products of two values that one evaluation takes."""
    if isinstance(e, Reduce):
        own = volume(e.binders) - 1 if e.op == "prod" else S.Zero
        return volume(e.binders) * multiplications(e.body) + own
    return _own_products(e) + _inside(e, multiplications)


def additions(e: Any) -> Expr:
    """Sums and differences of two values that one evaluation takes."""
    if isinstance(e, Reduce):
        own = volume(e.binders) - 1 if e.op == "sum" else S.Zero
        return volume(e.binders) * additions(e.body) + own
    return _own_sums(e) + _inside(e, additions)


def _inside(e: Any, count: Any) -> Expr:
    if isinstance(e, Acc | Cond | Tensor):
        return S.Zero
    return sum((count(a) for a in getattr(e, "args", ())), S.Zero)


def _own_products(e: Any) -> Expr:
    if isinstance(e, Mul):
        return Integer(max(len(_values(e)) - 1, 0))
    whole = isinstance(e, Pow) and e.exp.is_Integer and e.exp > 1 and e.base.atoms(Acc)
    return e.exp - 1 if whole else S.Zero


def _own_sums(e: Any) -> Expr:
    return Integer(len(e.args) - 1) if isinstance(e, Add) and e.atoms(Acc) else S.Zero


def _values(e: Expr) -> list[Expr]:
    """The arguments that hold data; a bracket is a condition."""
    return [f for f in e.args if f.atoms(Acc) and not isinstance(f, Iverson)]


__all__ = ["Operations", "additions", "multiplications", "operations", "volume"]
