"""What a formula costs to evaluate, as a number to compare forms by.

Every size counts as ten and every option as two.  A sum is paid once for each value of the indices it
depends on, however often it is used, because the generator computes loop-invariant sums once; so is a
function of one argument, once for each element.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from sympy import Add, Expr, Mul, Pow, S, Symbol
from sympy.core.function import Function

from derive.expr import Acc, Binder, Iverson, Reduce, Where, sizes_in
from derive.model.layer import Def

_SIZE, _OPTION, _CALL = 10.0, 2.0, 10.0


def cost(one: Def) -> float:
    """Operations to compute all elements of a definition."""
    paid = _Paid(sizes_in((one.lhs, one.expr), one.free))
    extents = paid.extents(one.free)
    local = paid.walk(one.expr, extents)
    return _volume(extents) * (1 + local) + sum(paid.sums.values())


@dataclass
class _Paid:
    """The reductions of a definition, each paid once; ``sizes``: what its axes run to."""

    sizes: frozenset[Symbol]
    sums: dict[Expr, float] = field(default_factory=dict)
    called: set[tuple[Expr, frozenset[Symbol]]] = field(default_factory=set)
    """Functions, each with the loops around it."""

    def extents(self, ranges: Iterable[Binder]) -> dict[Symbol, float]:
        return {z: _nominal(hi - lo + 1, self.sizes) for z, lo, hi in ranges}

    def walk(self, e: Expr, extents: Mapping[Symbol, float]) -> float:
        """Operations per element; the reductions inside are entered into ``sums``."""
        if isinstance(e, Reduce):
            if e not in self.sums:
                self.sums[e] = 0.0
                inner = {z: extents[z] for z in extents if z in e.free_symbols} | self.extents(e.binders)
                self.sums[e] = _volume(inner) * (1 + self.walk(e.body, inner))
            return 0.0
        if isinstance(e, Acc) or not e.args:
            return 0.0
        if isinstance(e, Function):
            if (e, frozenset(extents)) in self.called:
                return 0.0
            self.called.add((e, frozenset(extents)))
        return sum(self.walk(a, extents) for a in e.args if isinstance(a, Expr)) + _own(e)


def _volume(extents: Mapping[Symbol, float]) -> float:
    volume = 1.0
    for extent in extents.values():
        volume *= extent
    return volume


def _own(e: Expr) -> float:
    if isinstance(e, Add | Mul):
        return float(len(e.args) - 1)
    if isinstance(e, Pow):
        return 1.0 if e.exp in (2, S.NegativeOne) else _CALL
    if isinstance(e, Iverson | Where):
        return 1.0
    return _CALL if isinstance(e, Function) else 0.0


@lru_cache(maxsize=4096)
def _nominal(extent: Expr, sizes: frozenset[Symbol]) -> float:
    values = {s: (_SIZE if s in sizes else _OPTION) for s in extent.free_symbols if s.is_Symbol}
    value = extent.subs(values)
    try:
        return max(1.0, float(value))
    except TypeError:
        return _SIZE


def complexity(e: Expr) -> int:
    """Nodes of the expression, shared sums counted once: the length of the formula on paper."""
    seen: set[Expr] = set()

    def count(node: Expr) -> int:
        if isinstance(node, Reduce):
            if node in seen:
                return 1
            seen.add(node)
            return 8 + count(node.body)
        if isinstance(node, Acc) or not node.args:
            return 1
        return 1 + sum(count(a) for a in node.args if isinstance(a, Expr))

    return count(e)
