"""Ranges that depend on other indices as a box with a condition: what a contraction in blocks can take.

``Σ_{i ≥ d(K−1−u)} …`` runs over all ``i ≥ 0``, where its terms count only for ``i − d(K−1−u) ≥ 0``.  A
condition that a side has by itself, in zeros, is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sympy import Expr, Mul, expand

from codegen.loops.nest import positive
from codegen.loops.schedule import top_reduces
from codegen.program.fuse_loops import Group
from derive.expr import Acc, Binder, Cond, Reduce, Tensor, accesses, brackets_apart, ge, substitute
from derive.model.layer import Def


@dataclass(frozen=True)
class Margin:
    """An index of an axis goes from ``low`` to ``high``, beyond the ends of the array."""

    low: Expr
    high: Expr


def boxed(one: Def, reduce: Reduce) -> tuple[Def, Reduce]:
    """The definition and its sum with ranges that mention no index, as far as their extremes are known."""
    letters = (*one.free, *reduce.binders)
    binders, guards = list[Binder](), list(reduce.guards)
    for z, lo, hi in reduce.binders:
        first, last = _extreme(lo, letters, low=True), _extreme(hi, letters, low=False)
        if first is None or last is None:
            return one, reduce
        guards += [ge(z - lo)] if first != lo else []
        guards += [ge(hi - z)] if last != hi else []
        binders.append((z, first, last))
    if tuple(binders) == tuple(reduce.binders):
        return one, reduce
    made = Reduce(reduce.op, reduce.body, tuple(binders), tuple(guards))
    return replace(one, expr=substitute(one.expr, {reduce: made})), made


def laid(defs: Sequence[Def]) -> dict[Tensor, Def]:
    """The arrays that one definition gives as a whole, letter by letter."""
    made = [d.tensor for d in defs]
    whole = (d for d in defs if not d.scatter and made.count(d.tensor) == 1)
    return {d.tensor: d for d in whole if all(z.is_Symbol for z in d.lhs.index)}


def spared(g: Group, known: Mapping[Tensor, Def]) -> tuple[Group, tuple[Tensor, ...]]:
    """A group without the conditions outside of which a side that is ``known`` is 0, and its other sides.

    What stands beside these zeros must be finite, for 0 · ∞ is not 0.
    """
    beside, defs = dict[Tensor, None](), list[Def]()
    for one in g.defs:
        change = dict[Reduce, Reduce]()
        for r in () if one.scatter else top_reduces(one.expr):
            sides = [a for a in Mul.make_args(r.body) if isinstance(a, Acc) and a.tensor in known]
            spare = {c for a in sides for c in _zero_outside(a, known[a.tensor])} & set(r.guards)
            if r.op == "sum" and spare:
                change[r] = Reduce("sum", r.body, r.binders, [c for c in r.guards if c not in spare])
                beside |= dict.fromkeys(a.tensor for a in accesses(r.body) if a not in sides)
        defs.append(replace(one, expr=substitute(one.expr, change)) if change else one)
    return (replace(g, defs=tuple(defs)), tuple(beside)) if beside else (g, ())


def _zero_outside(a: Acc, one: Def) -> set[Cond]:
    """The conditions without which an element of an array is 0 by its definition."""
    return {
        substitute(c, dict(zip(one.lhs.index, a.index, strict=True))) for c in brackets_apart(one.expr)[0]
    }


def extremes(e: Expr, binders: Sequence[Binder]) -> Margin | None:
    """The least and the largest value of ``e`` where it is affine and the sign of each slope is known."""
    low, high = _extreme(e, binders, low=True), _extreme(e, binders, low=False)
    return None if low is None or high is None else Margin(low, high)


def _extreme(e: Expr, binders: Sequence[Binder], low: bool) -> Expr | None:
    """One end; the range of an index may depend on those that stand before it, so the last goes first."""
    e = expand(e)
    for z, first, last in reversed(binders):
        slope = e.coeff(z)
        rest = expand(e - slope * z)
        if z in rest.free_symbols:
            return None
        if slope == 0:
            continue
        if not (positive(slope) or positive(-slope)):
            return None
        e = expand(rest + slope * (first if positive(slope) == low else last))
    return None if e.free_symbols & {z for z, _, _ in binders} else e


__all__ = ["Margin", "boxed", "extremes", "laid", "spared"]
