"""A definition whose sum tests a congruence, split into residue classes: no test is left in its loops.

``y[a] = Σ_u [s | a + p - d u] w[u] x[(a + p - d u)/s]`` is the scatter ``y[s i + d u - p] += w[u] x[i]``
read backwards, and is turned round as the gradient of a strided convolution is (``derive.autodiff.gather``):
``y[s q + r - p] = Σ_t w[..] x[q - ..]``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sympy import Add, Expr, Mul, S, Symbol

from derive.autodiff.gather import Inverse, invert
from derive.autodiff.scatter import bound_indices
from derive.expr import Acc, Iverson, Reduce, Tensor, fresh, substitute
from derive.model.layer import Def, Program
from derive.proof import Ranges
from derive.simplify.normal_form import Normaliser
from derive.simplify.quotients import Terms, over_quotients


@dataclass(frozen=True)
class _Turned:
    terms: Terms
    inverse: Inverse


def in_phases(program: Program, facts: Sequence[Expr]) -> Program:
    """Every definition of the program without congruences in its sums, where that can be."""
    return replace(program, defs=tuple(phased(d, facts) for d in program.defs))


def phased(one: Def, facts: Sequence[Expr]) -> Def:
    """The same definition over residue classes, or as it was where it tests none or has no such form."""
    terms = Add.make_args(one.expr)
    if one.scatter or not any(_congruent(t) for t in terms):
        return one
    turned = {t: _turned(one, t, facts) for t in terms if _congruent(t)}
    forms = {(t.inverse.lhs, t.inverse.free) if t else None for t in turned.values()}
    if len(forms) != 1 or None in forms:
        return one
    ((lhs, free),) = (form for form in forms if form is not None)
    changed = [(old, new) for old, new in zip(one.lhs.index, lhs, strict=True) if old != new]
    if not changed or not all(old.is_Symbol for old, _ in changed):
        return one
    ranges, normal, total = Ranges(free, facts), Normaliser(), S.Zero
    for term in terms:
        found = turned.get(term)
        total += substitute(term, dict(changed)) if found is None else normal(_sum(found), ranges)
    return Def(Acc(one.tensor, *lhs), free, total)


def _congruent(term: Expr) -> bool:
    sums = [f for f in Mul.make_args(term) if isinstance(f, Reduce) and f.op == "sum"]
    return len(sums) == 1 and any(g.kind == "divides" for g in sums[0].guards)


def _turned(one: Def, term: Expr, facts: Sequence[Expr]) -> _Turned | None:
    """The term as ``y[f(z)] += ...``, solved for ``z``."""
    factors = Mul.make_args(term)
    (total,) = (f for f in factors if isinstance(f, Reduce) and f.op == "sum")
    outer = [c for f in factors if isinstance(f, Iverson) for c in f.args]
    rest = Mul(*(f for f in factors if f != total and not isinstance(f, Iverson)))
    names = {*total.bound, *one.indices, *one.expr.free_symbols, *bound_indices(one.expr)}
    terms = Terms(one.lhs.index, one.free + total.binders, (*outer, *total.guards), rest * total.body)
    moved = over_quotients(terms, one.indices, names)
    if moved == terms:
        return None
    inverse = invert(
        moved.index,
        _named(one, names),
        moved.space,
        {z for z, _, _ in moved.space} - total.bound,
        moved.guards,
        mode="residue",
        facts=facts,
        avoid={*names, *(z for z, _, _ in moved.space)},
    )
    return None if inverse is None else _Turned(moved, inverse)


def _named(one: Def, taken: set[Symbol]) -> Tensor:
    """The tensor with its axes called as the definition calls them."""
    axes: list[Symbol] = []
    for at in one.lhs.index:
        axes.append(at if at.is_Symbol else fresh("e", {*taken, *axes}))
    old = one.tensor
    return Tensor(old.name, old.shape, axes, old.kind, old.sign, old.bound)


def _sum(turned: _Turned) -> Expr:
    inverse = turned.inverse
    body = substitute(turned.terms.factor, inverse.solved)
    return Reduce("sum", body, inverse.binders, inverse.guards)
