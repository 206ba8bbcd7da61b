"""A definition written out at small sizes: one equation for each element, every sum as its terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sympy import Add, Expr, Integer, Max, Min, Mul, S, Symbol

from derive.expr import Acc, Binder, Cond, Iverson, ModelError, Reduce, Tensor, rebuild, substitute
from derive.model.layer import Def
from derive.steps import Equation

MOST = 64
"""More elements, or more terms in one, are no page."""


def unrolled(one: Def, values: Mapping[Symbol, int]) -> list[Equation]:
    """Every element of ``one`` at the sizes, axes of one place left out.  ``ModelError``: too many."""
    numbers = {s: Integer(v) for s, v in values.items()}
    count = 1
    for _, lo, hi in one.free:
        count *= int(substitute(hi - lo + 1, numbers))
    if count > MOST:
        raise ModelError(f"{one.tensor.name} has {count} elements at these sizes, and {MOST} fit on a page")
    return [_element(one, at, numbers) for at in _places(one.free, numbers)]


def _element(one: Def, at: Mapping[Symbol, Expr], numbers: Mapping[Symbol, Expr]) -> Equation:
    known = {**numbers, **at}
    lhs, rhs = substitute(one.lhs, known), _open(substitute(one.expr, known), one.tensor.name)
    relation = "+=" if one.scatter else "="
    return Equation(_short(lhs), _short(rhs), (), relation)


def _places(binders: Sequence[Binder], known: Mapping[Symbol, Expr]) -> Iterator[dict[Symbol, Expr]]:
    """The values of the letters, each in its range; a range may hang on earlier letters."""
    if not binders:
        yield {}
        return
    (z, lo, hi), *rest = binders
    first, last = (_number(substitute(e, known)) for e in (lo, hi))
    for value in range(first, last + 1):
        for more in _places(rest, {**known, z: Integer(value)}):
            yield {z: Integer(value), **more}


def _number(e: Expr) -> int:
    if not e.is_Integer:
        raise ModelError(f"the range that ends at {e} is no number: fix its sizes with --set")
    return int(e)


def _open(e: Any, name: str) -> Any:
    """``e`` with every reduction written out; what a condition on numbers alone drops is gone."""
    if isinstance(e, Reduce):
        return _terms(e, name)
    if isinstance(e, Tensor | Cond) or not e.args:
        return e
    if isinstance(e, Mul):
        drop = any(isinstance(f, Iverson) and _decided(f.args) is False for f in e.args)
        if drop:
            return S.Zero
    return rebuild(e, [_open(a, name) for a in e.args])


def _terms(e: Reduce, name: str) -> Expr:
    found = []
    for at in _places(e.binders, {}):
        guards = [substitute(g, at) for g in e.guards]
        if any(g == S.false for g in guards):
            continue
        found.append((_open(substitute(e.body, at), name), [g for g in guards if g != S.true]))
        if len(found) > MOST:
            raise ModelError(f"an element of {name} has more than {MOST} terms at these sizes")
    match e.op:
        case "sum":
            return Add(*(Iverson(*g) * t for t, g in found))
        case "prod" if not any(g for _, g in found):
            return Mul(*(t for t, _ in found))
        case "max" | "min" if found and not any(g for _, g in found):
            return (Max if e.op == "max" else Min)(*(t for t, _ in found), evaluate=False)
    return e  # an arg-extreme, and an extreme under conditions on data, stay as they are said


def _decided(conds: Iterable[Any]) -> bool | None:
    return False if any(c == S.false for c in conds) else None


def _short(e: Any) -> Any:
    """Elements without the axes that have one place only."""
    return e.xreplace({a: _without_single_axes(a) for a in e.atoms(Acc)})


def _without_single_axes(a: Acc) -> Acc:
    kept = [k for k, extent in enumerate(a.tensor.shape) if extent != 1]
    t = a.tensor
    fewer = t.over([t.shape[k] for k in kept], [t.axes[k] for k in kept])
    return Acc(fewer, *(a.index[k] for k in kept))


__all__ = ["MOST", "unrolled"]
