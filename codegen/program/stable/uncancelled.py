"""Forms that do not cancel: of several that are equal, the one that is computed of terms of one sign.

A sum whose terms nearly cancel keeps the roundings of its terms and loses their digits: 1 + tanh u is 0 from
u = −9 on in float32, where it is 2e^2u.  Of each sum below there is an equal form without a difference:

``1 + erf u``            ``erfc(−u)``; ``2Φ(√2 u)``, Φ that of the normal law, where √2 goes with u
``1 − erf u``            ``erfc u``
``1 + tanh u``           ``2p/(p + q)``
``1 − tanh u``           ``2q/(p + q)``
``1 − tanh² u``          ``4pq/(p + q)²``
``tanh u``               ``(p − q)/(p + q)``, where p − q is a sum

with e^2u = p/q: p, q are 1 and e^−2|u|, whichever is larger for the sign of u.  What is a logarithm of data
needs no exponential: (1 + v)² and 1 for u = log(1 + v), where v ≤ 1 so that nothing overflows; and for
u = x + log(1 + v) with v = e^−x they are (1 + v)² and v².  Beside Φ(u) stands e^(−u²/2) with a square that is
not rounded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import sympy
from sympy import Abs, Add, Expr, Mul, Poly, Pow, S, Symbol, erf, exp, expand, factor_terms, tanh
from sympy.codegen.cfunctions import log1p

from codegen.program.inline_factor import rewrite
from derive.expr import Acc, Cond, Where, ge, negation
from derive.model.layer import Program

Conds = tuple[Cond, ...]
V = Symbol("v", positive=True)
"""What a logarithm is taken of, less 1."""


class erfc(sympy.erfc):
    """erfc, of ``-u`` too: SymPy makes ``2 − erfc u`` of that, which cancels."""

    @classmethod
    def eval(cls, z: Expr) -> None:
        return None


class normal_cdf(sympy.Function):
    """The distribution function of the normal law."""


class normal_bell(sympy.Function):
    """e^(-u²/2), by what ``normal_cdf`` of the same number computes on its way."""


def _one_plus_erf(u: Expr) -> Expr:
    """A root of 2 that is not multiplied is not rounded either."""
    wide = expand(sympy.sqrt(2) * u)
    return 2 * normal_cdf(wide) if wide.as_coeff_Mul()[0].is_Rational and not _rooted(wide) else erfc(-u)


def _rooted(e: Expr) -> bool:
    return any(f.is_number and not f.is_Rational for f in Mul.make_args(e))


def uncancelled(program: Program) -> Program:
    """Every sum that cancels as one that does not, where there is such a form."""
    return replace(program, defs=tuple(replace(d, expr=_stable(d.expr)) for d in program.defs))


def _stable(e: Expr) -> Expr:
    if not e.has(erf, tanh):
        return e
    made: Expr = rewrite(rewrite(e, _pairwise), _alone)
    return _with_bells(made)


def _with_bells(e: Expr) -> Expr:
    """The slope of a normal law beside it: one exponential serves both, and its square is not rounded."""
    for law in e.atoms(normal_cdf):
        (u,) = law.args
        bells = [one for one in e.atoms(exp) if expand(one.args[0] + u**2 / 2) == 0]
        e = e.xreplace(dict.fromkeys(bells, normal_bell(u)))
    return e


def _pairwise(e: Any) -> Any:
    """Pairs of terms t and ±t f(u), of whatever sum."""
    if not isinstance(e, Add) or not e.has(erf, tanh):
        return e
    left, made = list(e.args), list[Expr]()
    while left:
        term = left.pop()
        found = next(((o, form) for o in left if (form := _pair(o, term) or _pair(term, o))), None)
        if found:
            left.remove(found[0])
            made.append(found[1])
        else:
            made.append(term)
    return Add(*made)


def _pair(one: Expr, other: Expr) -> Expr | None:
    """The form of ``one + other`` where ``other`` is ``±one · f(u)`` or ``-one · f(u)²``."""
    for factor in Mul.make_args(other):
        base = factor.base if isinstance(factor, Pow) and factor.exp == 2 else factor
        if isinstance(base, erf | tanh) and base.has(Acc) and (sign := _sign(other, one * factor)):
            form = FORMS.get((type(base), 1 if factor is base else 2, sign))
            return one * form(base.args[0]) if form else None
    return None


def _sign(a: Expr, b: Expr) -> int:
    return 1 if a == b else -1 if a == -b else 0


@dataclass(frozen=True)
class Ratio:
    """e^2u = p/q, their sum and product, each of positive terms; ``v`` is what ``V`` stands for."""

    p: Expr
    q: Expr
    total: Expr
    product: Expr
    v: Expr = V


def _of_decay(u: Expr) -> Ratio:
    """1 and e^-2|u|."""
    w = exp(-2 * Abs(u))
    right = ge(_direction(u))
    return Ratio(Where(right, S.One, w), Where(right, w, S.One), 1 + w, w)


def _direction(u: Expr) -> Expr:
    """``u`` without its positive factors."""
    return Mul(*(f for f in Mul.make_args(factor_terms(u)) if not (f.is_number and f.is_positive)))


def _of_logarithm(u: Expr, conds: Conds) -> Ratio | None:
    """What e^2u is made of for a logarithm, without an exponential of it."""
    logs = [t for t in Add.make_args(u) if isinstance(t, log1p)]
    if len(logs) != 1 or not _below_one(logs[0].args[0], conds):
        return None
    v, rest = logs[0].args[0], u - logs[0]
    if rest != 0 and v != exp(-rest):
        return None
    p, q = (1 + V) ** 2, V**2 if rest else S.One
    return Ratio(p, q, expand(p + q), p * q, v)


def _below_one(v: Expr, conds: Conds) -> bool:
    """Whether v is an exponential of what the conditions say is not positive."""
    if not isinstance(v, exp):
        return False
    return any(c.kind in ("ge", "gt") and (-v.args[0] / c.of).is_nonnegative for c in conds)


def _admitted(e: Expr) -> Expr | None:
    """A polynomial in V, expanded, whose terms do not differ in sign."""
    return expand(e) if all(c >= 0 for c in Poly(e, V).coeffs()) else None


def _by_cases(form: Callable[[Ratio], Expr]) -> Callable[[Expr], Expr]:
    """The form in each arm of a choice."""

    def made(u: Expr, conds: Conds = ()) -> Expr:
        if isinstance(u, Where):
            first, second = made(u.args[1], u.conds), made(u.args[2], _opposite(u.conds))
            return Where(u.conds, first, second)
        ratio = _of_logarithm(u, conds) or _of_decay(u)
        return form(ratio).xreplace({V: ratio.v})

    return made


def _opposite(conds: Conds) -> Conds:
    return (negation(conds[0]),) if len(conds) == 1 else ()


FORMS: dict[tuple[Any, int, int], Callable[[Expr], Expr]] = {
    (erf, 1, 1): _one_plus_erf,
    (erf, 1, -1): lambda u: _one_plus_erf(-u),
    (tanh, 1, 1): _by_cases(lambda r: 2 * r.p / r.total),
    (tanh, 1, -1): _by_cases(lambda r: 2 * r.q / r.total),
    (tanh, 2, -1): _by_cases(lambda r: 4 * r.product / r.total**2),
}
"""By function, power and sign of the second term of 1 ± f(u)^power."""


def _alone(e: Any) -> Any:
    """tanh of logarithms, as a quotient of sums."""
    return _rational(e.args[0], ()) or e if isinstance(e, tanh) and e.has(log1p) else e


def _rational(u: Expr, conds: Conds) -> Expr | None:
    if isinstance(u, Where):
        first, second = _rational(u.args[1], u.conds), _rational(u.args[2], _opposite(u.conds))
        return Where(u.conds, first, second) if first is not None and second is not None else None
    found = _of_logarithm(u, conds)
    above = found and _admitted(found.p - found.q)
    return (above / found.total).xreplace({V: found.v}) if found and above is not None else None


__all__ = ["FORMS", "normal_bell", "normal_cdf", "uncancelled"]
