"""A definition whose sum tests a congruence, split into residue classes: no test is left in its loops.

``y[a] = Σ_u [s | a + p - d u] w[u] x[(a + p - d u)/s]`` is the scatter ``y[s i + d u - p] += w[u] x[i]``
read backwards.  With ``a + p = s q + r`` and ``u = u0(r) + (s/g) t``, ``g = gcd(s, d)``, it is
``y[s q + r - p] = Σ_t w[..] x[q - ..]``: what is compiled, from what a paper prints.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sympy import Add, Expr, Mul, S, Symbol

from derive.autodiff.inversion.transpose import Terms, Transposed, over_quotients, transposed
from derive.expr import Acc, Cond, Iverson, Reduce, Tensor, bound_indices, fresh, substitute
from derive.model.layer import Def
from derive.proof import Ranges
from derive.simplify.factor import collect
from derive.simplify.normal_form import Normaliser
from derive.steps import Equation, Law, Trace

CLASSES = Law(
    "residue classes",
    "a + p = s q + r, u = res(d, r, s) + (s/g) t, g = gcd(s, d): each remainder r has a sum of its own",
)
UNLIKE = "its terms have no common split into residue classes"
UNTESTED = "each class runs over the terms that meet the congruence, and no loop tests it"
MIXED = "its left side has no letter that could be split"


@dataclass(frozen=True)
class Phased:
    """A definition over residue classes, and the step that led there, or why none did."""

    definition: Def
    trace: Trace = field(default_factory=Trace, compare=False)


def phased(one: Def, facts: Sequence[Expr]) -> Phased:
    """The same definition over residue classes, or as it was where it tests none or has no such form."""
    shared, terms = _terms(one.expr)
    if one.scatter or not any(_congruent(t) for t in terms):
        return Phased(one)
    turned = {t: _turned(one, t, facts) for t in terms if _congruent(t)}
    found = {t: new for t, new in turned.items() if new is not None}
    forms = {(t.inverse.lhs, t.inverse.free) for t in found.values()}
    if len(found) < len(turned) or len(forms) != 1:
        return _kept(one, UNLIKE)
    ((lhs, free),) = forms
    changed = {old: new for old, new in zip(one.lhs.index, lhs, strict=True) if old != new}
    if not changed or not all(old.is_Symbol for old in changed):
        return _kept(one, MIXED)
    expr = _split(shared, terms, found, changed, Ranges(free, facts))
    return _recorded(one, Def(Acc(one.tensor, *lhs), free, expr), found, changed)


def _split(
    shared: Expr,
    terms: Sequence[Expr],
    found: Mapping[Expr, Transposed],
    changed: Mapping[Expr, Expr],
    ranges: Ranges,
) -> Expr:
    """The terms at the new left side: those that tested a congruence over its classes."""
    normal = Normaliser()
    made = [normal(found[t].sum, ranges) if t in found else substitute(t, changed) for t in terms]
    return Add(*made) if shared == 1 else collect(Add(*(substitute(shared, changed) * t for t in made)))


def _recorded(one: Def, split: Def, found: Mapping[Expr, Transposed], changed: Mapping[Expr, Expr]) -> Phased:
    """The step, with what the indices became."""
    classes = dict.fromkeys((*changed.items(), *(e for t in found.items() for e in _taps(*t))))
    trace = Trace()
    made = [*(Equation(a, b) for a, b in classes), Equation.of(split)]
    trace.fired(CLASSES, made, before=(Equation.of(one),))
    spelt = ", ".join(f"{index} = {value}" for index, value in changed.items())
    trace.chose(f"{_tests(found)} in {one.tensor.name}", f"residue classes {spelt}", UNTESTED)
    return Phased(split, trace)


def _tests(terms: Iterable[Expr]) -> str:
    """The congruences that the terms test, each once."""
    tested = dict.fromkeys(g for t in terms for f in Mul.make_args(t) for g in _congruences(f))
    return ", ".join(map(str, tested))


def _congruences(factor: Expr) -> tuple[Cond, ...]:
    guards = factor.guards if isinstance(factor, Reduce) and factor.op == "sum" else ()
    return tuple(g for g in guards if g.kind == "divides")


def _kept(one: Def, reason: str) -> Phased:
    trace = Trace()
    trace.chose(f"congruences of {one.tensor.name}", "tested in the sum", reason)
    return Phased(one, trace)


def _taps(term: Expr, found: Transposed) -> list[tuple[Expr, Expr]]:
    """The summed indices that run through a residue class: ``u = res + (s/g) t``."""
    bound = {z for r in Mul.make_args(term) if isinstance(r, Reduce) for z in r.bound}
    return [(z, value) for z, value in found.inverse.solved.items() if z in bound]


def _terms(e: Expr) -> tuple[Expr, tuple[Expr, ...]]:
    """A common factor and the terms beside it."""
    sums = [f for f in Mul.make_args(e) if isinstance(f, Add) and f.has(Reduce)]
    if len(sums) != 1:
        return S.One, Add.make_args(e)
    return Mul(*(f for f in Mul.make_args(e) if f != sums[0])), sums[0].args


def _congruent(term: Expr) -> bool:
    sums = [f for f in Mul.make_args(term) if isinstance(f, Reduce) and f.op == "sum"]
    return len(sums) == 1 and bool(_congruences(sums[0]))


def _turned(one: Def, term: Expr, facts: Sequence[Expr]) -> Transposed | None:
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
    avoid = {*names, *(z for z, _, _ in moved.space)}
    return transposed(moved, _named(one, names), total.bound, mode="residue", facts=facts, avoid=avoid)


def _named(one: Def, taken: set[Symbol]) -> Tensor:
    """The tensor with its axes called as the definition calls them."""
    axes: list[Symbol] = []
    for at in one.lhs.index:
        axes.append(at if at.is_Symbol else fresh("e", {*taken, *axes}))
    return one.tensor.over(one.tensor.shape, axes)
