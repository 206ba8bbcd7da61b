"""α-conversion: sums that differ only in the names of their bound indices are one sum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from sympy import Basic, Expr, Symbol, Tuple

from derive.expr import Acc, Binder, Index, Reduce, Tensor, accesses, substitute, tensors
from derive.expr.order import ordered


def merge_equal_sums(expr: Expr) -> Expr:
    """Sums equal up to the names of their bound indices become the same object, the first one seen."""
    seen: dict[Any, Reduce] = {}
    mapping: dict[Any, Any] = {}
    sums = _outer_sums(expr)
    alike = Counter(map(_build, set(sums)))
    for reduce in (r for r in sums if alike[_build(r)] > 1):
        kept = seen.setdefault(canonical(reduce), reduce)
        if kept != reduce:
            mapping[reduce] = kept
    return substitute(expr, mapping) if mapping else expr


def _build(reduce: Reduce) -> tuple[Any, ...]:
    """What sums have in common that differ in names only."""
    return reduce.op, len(reduce.binders), len(reduce.guards), frozenset(tensors(reduce))


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
    lined = reduce.binders if fixed else _lined(reduce, usage)
    view = {z: Index(f"_{k}") for k, (z, _, _) in enumerate(lined)}
    binders = [(view[z], _rename(lo, view), _rename(hi, view)) for z, lo, hi in lined]
    guards = ordered(_rename(g, view) for g in reduce.guards)
    return Reduce(reduce.op, _rename(reduce.body, view), binders, guards)


def _lined(reduce: Reduce, usage: Callable[[Symbol], str]) -> list[Binder]:
    """The binders by the axes that they stand on; ``usage`` is spelt only where that leaves a choice."""
    by_axes: dict[Any, list[Binder]] = {}
    for one in reduce.binders:
        read = accesses(reduce)
        axes = [(a.tensor.name, k) for a in read for k, at in enumerate(a.index) if one[0] in at.free_symbols]
        by_axes.setdefault(tuple(sorted(axes)), []).append(one)
    groups = (by_axes[axes] for axes in sorted(by_axes))
    return [b for group in groups for b in (sorted(group, key=lambda b: usage(b[0])) if group[1:] else group)]


def _rename(e: Any, view: Mapping[Any, Any]) -> Any:
    """Plain renaming; inner sums are made canonical on the way."""
    inner = {r: canonical(r) for r in _outer_sums(e)}
    return substitute(substitute(e, inner), view)
