"""α-conversion: sums that differ only in the names of their bound indices are one sum."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sympy import Basic, Expr, Symbol, Tuple

from derive.expr import Acc, Index, Reduce, Tensor, substitute
from derive.expr.order import ordered


def merge_equal_sums(expr: Expr) -> Expr:
    """Sums equal up to the names of their bound indices become the same object, the first one seen."""
    seen: dict[Any, Reduce] = {}
    mapping: dict[Any, Any] = {}
    sums = _outer_sums(expr)
    for reduce in sums if len(set(sums)) > 1 else ():
        kept = seen.setdefault(canonical(reduce), reduce)
        if kept != reduce:
            mapping[reduce] = kept
    return substitute(expr, mapping) if mapping else expr


def _outer_sums(expr: Basic) -> list[Reduce]:
    found: list[Reduce] = []
    stack: list[Any] = [expr]
    while stack:
        node = stack.pop()
        if isinstance(node, Reduce):
            found.append(node)
        elif isinstance(node, Basic) and not isinstance(node, Tensor | Acc):
            stack.extend(reversed(node.args))
    return found


@lru_cache(maxsize=4096)
def canonical(reduce: Reduce) -> Expr:
    """``reduce`` with its binders ordered by how they are used and named by position: equal iff α-equal.

    The binders of an arg-max stay in their order: it says which element is the first, and what its number is.
    """
    hole, mark = Index("_"), Index("_!")
    names = [z for z, _, _ in reduce.binders]

    def usage(z: Symbol) -> str:
        view = {y: (mark if y == z else hole) for y in names}
        parts = Tuple(
            reduce.body, Tuple(*reduce.guards), *(Tuple(lo, hi) for y, lo, hi in reduce.binders if y == z)
        )
        return str(_rename(parts, view))

    numbered = reduce.op in ("argmax", "argmin")
    fixed = numbered or len(names) == 1
    lined = reduce.binders if fixed else sorted(reduce.binders, key=lambda b: usage(b[0]))
    view = {z: Index(f"_{k}") for k, (z, _, _) in enumerate(lined)}
    binders = [(view[z], _rename(lo, view), _rename(hi, view)) for z, lo, hi in lined]
    guards = ordered(_rename(g, view) for g in reduce.guards)
    return Reduce(reduce.op, _rename(reduce.body, view), binders, guards)


def _rename(e: Any, view: Mapping[Any, Any]) -> Any:
    """Plain renaming; inner sums are made canonical on the way."""
    inner = {r: canonical(r) for r in _outer_sums(e)}
    return substitute(substitute(e, inner), view)
