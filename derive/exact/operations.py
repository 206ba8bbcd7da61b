"""How many multiplications and additions a formula asks for, as polynomials in the sizes.

Counted as it is written: a sum once for what it depends on, a term that a bracket drops with the others, both
branches of a case distinction, a quotient as a product, a constant factor not at all.  Arithmetic of indices
is no operation on data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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
        products += _counted(one.expr, one.free, _products, "prod")
        sums += _counted(one.expr, one.free, _sums, "sum") + (_volume(one.free) if one.scatter else 0)
    return Operations(expand(products), expand(sums))


def _volume(binders: Sequence[Binder]) -> Expr:
    """The number of points of nested ranges, where they do not depend on each other."""
    return Mul(*(expand(hi - lo + 1) for _, lo, hi in binders))


def _counted(e: Any, scope: Sequence[Binder], own: Callable[[Any], Expr], op: str) -> Expr:
    """The operations for all values of the letters in ``scope``; ``own`` counts those of one node."""
    if isinstance(e, Acc | Cond | Tensor):
        return S.Zero
    if isinstance(e, Reduce):
        outer = [b for b in scope if b[0] in e.free_symbols]
        steps = _volume(outer) * (_volume(e.binders) - 1) if e.op == op else S.Zero
        return steps + _counted(e.body, [*outer, *e.binders], own, op)
    inner = (_counted(a, scope, own, op) for a in getattr(e, "args", ()))
    return own(e) * _volume(scope) + sum(inner, S.Zero)


def _products(e: Any) -> Expr:
    if isinstance(e, Mul):
        values = [f for f in e.args if f.atoms(Acc) and not isinstance(f, Iverson)]
        return Integer(max(len(values) - 1, 0))
    whole = isinstance(e, Pow) and e.exp.is_Integer and e.exp > 1 and e.base.atoms(Acc)
    return e.exp - 1 if whole else S.Zero


def _sums(e: Any) -> Expr:
    return Integer(len(e.args) - 1) if isinstance(e, Add) and e.atoms(Acc) else S.Zero


__all__ = ["Operations", "operations"]
