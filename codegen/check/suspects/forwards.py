"""Gradients of another forward: other winners of ties, borders that count or do not, whole windows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from sympy import Expr, Float, Integer, Mul, Pow

from codegen.check.suspects.jacobian_columns import TOP, through
from codegen.check.suspects.suspect import Suspect
from derive.expr import Acc, Iverson, Modulo, Reduce, Tensor, Where, eq, ge
from derive.gradients import Gradients
from derive.model.layer import Def, Program

EXTREMES = {"max": "argmax", "min": "argmin"}


def suspects(tensor: Tensor, found: Gradients) -> Iterator[Suspect]:
    """Each forward that differs from the right one, through its own derivative."""
    for named, change in CHANGES.items():
        program = changed(found.forward, change)
        if program is not None:
            yield Suspect(named, through(program, found, tensor))


def changed(program: Program, change: Callable[[Def], Expr]) -> Program | None:
    """Every definition with the change made; none where it changes nothing."""
    defs = tuple(replace(one, expr=change(one)) for one in program.defs)
    return replace(program, defs=defs) if defs != program.defs else None


def _all_winners(shared: bool) -> Callable[[Def], Expr]:
    """max_u b(u) as Σ_u b(u)·[b(u) = m], with m taken as a constant that was computed before."""

    def change(one: Def) -> Expr:
        reduce = one.expr
        if not isinstance(reduce, Reduce) or reduce.op not in EXTREMES:
            return reduce
        top = Acc(Tensor(f"{one.tensor.name}{TOP}", one.tensor.shape, one.tensor.axes), *one.lhs.index)
        wins = Iverson(eq(reduce.body, top))
        total = Reduce("sum", reduce.body * wins, reduce.binders, reduce.guards)
        if not shared:
            return total
        count = Reduce("sum", Float(1) * wins, reduce.binders, reduce.guards)
        return total / Where((ge(count - 1),), count, Integer(1))

    return change


def _last_winner(one: Def) -> Expr:
    """The same extreme, looked for from the other end."""
    reduce = one.expr
    if not isinstance(reduce, Reduce) or reduce.op not in EXTREMES:
        return reduce
    other_way = {z: lo + hi - z for z, lo, hi in reduce.binders}
    guards = [guard.xreplace(other_way) for guard in reduce.guards]
    return Reduce(reduce.op, reduce.body.xreplace(other_way), reduce.binders, guards)


def _border_of_zeros(one: Def) -> Expr:
    """An extreme over the whole window, which reads zeros outside."""
    reduce = one.expr
    if not isinstance(reduce, Reduce) or reduce.op not in EXTREMES or not reduce.guards:
        return reduce
    return Reduce(reduce.op, Iverson(*reduce.guards) * _inside(reduce.body), reduce.binders)


def _whole_windows(one: Def) -> Expr:
    """Each count of the terms of a window counts what lies outside too."""
    counts = {r: Reduce(r.op, Float(1) * r.body, r.binders) for r in one.expr.atoms(Reduce) if _is_count(r)}
    return one.expr.xreplace(counts)


def _terms_inside(one: Def) -> Expr:
    """A sum over a window that is divided by the size of the window, divided by what lies inside instead."""
    means = [e for e in one.expr.atoms(Mul) | {one.expr} if isinstance(e, Mul) and _mean_of(e) is not None]
    made = one.expr
    for mean in means:
        total = _mean_of(mean)
        assert total is not None
        size = Mul(*(hi - lo + 1 for _, lo, hi in total.binders))
        made = made.xreplace({mean: mean * size / Reduce("sum", Integer(1), total.binders, total.guards)})
    return made


def _mean_of(product: Mul) -> Reduce | None:
    """The guarded sum in a product that divides it by the extents of all that it runs over."""
    divided = {f.base for f in product.args if isinstance(f, Pow) and f.exp == -1}
    for f in product.args:
        if isinstance(f, Reduce) and f.op == "sum" and f.guards and not _is_count(f):
            return f if {hi - lo + 1 for _, lo, hi in f.binders} <= divided else None
    return None


def _is_count(e: Reduce) -> bool:
    return e.op == "sum" and bool(e.guards) and not e.body.atoms(Acc)


def _inside(e: Expr) -> Expr:
    """The same with every access wrapped around the borders of its array."""
    return e.xreplace(
        {
            a: Acc(a.tensor, *(Modulo(i, n) for i, n in zip(a.index, a.tensor.shape, strict=True)))
            for a in e.atoms(Acc)
        }
    )


CHANGES: dict[str, Callable[[Def], Expr]] = {
    "with ties sent to all winners, each with the whole gradient": _all_winners(False),
    "with ties sent to all winners, each with an equal share": _all_winners(True),
    "with ties sent to the last winner, not to the first": _last_winner,
    "with the border counted as zeros among which the extreme is looked for": _border_of_zeros,
    "with the border counted in the divisor (whole windows, also where they leave the image)": _whole_windows,
    "with only the taps inside the image counted in the divisor": _terms_inside,
}


__all__ = ["suspects"]
