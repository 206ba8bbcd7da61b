"""The common factor of a sum, taken out; brackets are factors too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sympy import Add, Dummy, Expr, Integer, Mul, Pow, Rational, S, exp, expand, fraction, together
from sympy.core.function import Function

from derive.expr import Iverson, Reduce
from derive.expr.order import ordered
from derive.simplify.cost import complexity
from derive.simplify.safety import always_inside, finite_everywhere

Term = tuple[tuple[Any, ...], Expr]
"""The conditions of a term's brackets, and what stands beside them."""


def collect(e: Expr) -> Expr:
    """Take what all terms share out of a sum: ``γ r dy - γ r/m S - γ r/m T = γ r/m (m dy - S - T)``.

    Only sizes are brought to a common denominator, where most terms have it; a value never is, for that
    would cost work and accuracy.  Where every term stands beside a bracket of its own, nothing is taken
    out whose index or value the brackets may have to guard.
    """
    e = _one_fraction(e)
    if not isinstance(e, Add):
        return e
    split = [_brackets(t) for t in e.args]
    shared = [c for c in split[0][0] if all(c in conds for conds, _ in split)]
    terms = _by_case([(tuple(c for c in conds if c not in shared), rest) for conds, rest in split])
    factor = _shared_factor(terms)
    if factor == 1 and not shared:
        return _some_share(e if len(terms) == len(split) else _together(terms))
    divided = [(own, _quotient(rest, factor)) for own, rest in terms]
    inside = _some_share(_one_fraction(_together(divided)))
    outside = factor * Iverson(*shared)
    return Mul(outside, inside, evaluate=False) if outside.is_Rational else outside * inside


def _together(terms: Iterable[Term]) -> Expr:
    return Add(*(Iverson(*own) * rest for own, rest in terms))


def _shared_factor(terms: Sequence[Term]) -> Expr:
    """What all terms hold, and their number where all have the same."""
    powers = [_powers(rest) for _, rest in terms]
    common = _common([p for _, p in powers], guarded=all(own for own, _ in terms))
    numbers = {abs(c) for c, _ in powers}
    return Mul(numbers.pop() if len(numbers) == 1 else S.One, *(b**p for b, p in common.items()))


def _brackets(term: Expr) -> Term:
    brackets = [f for f in Mul.make_args(term) if isinstance(f, Iverson)]
    if not brackets:
        return (), term
    rest = Mul(*(f for f in Mul.make_args(term) if not isinstance(f, Iverson)))
    return tuple(c for f in brackets for c in f.args), rest


def _by_case(terms: Sequence[Term]) -> list[Term]:
    """Terms beside the same bracket are added up: ``[c] (x + 3)/6 + [c] x/6 = [c] (2 x + 3)/6``."""
    cases: dict[tuple[Any, ...], list[Expr]] = {}
    for own, rest in terms:
        cases.setdefault(own, []).append(rest)
    made: list[Term] = []
    for own, rests in cases.items():
        together = not own or len(rests) == 1
        made += [(own, r) for r in rests] if together else [(own, collect(_shorter(Add(*rests))))]
    return made


def _shorter(e: Expr) -> Expr:
    """A polynomial multiplied out where that is shorter; a function's value is left as it was made stable."""
    return e if e.has(Function) else min(e, expand(e), key=complexity)


def _some_share(e: Expr) -> Expr:
    """``t + (1 - t²) a + (1 - t²) b = t + (1 - t²) (a + b)``: a sum that several terms hold as a factor."""
    terms = Add.make_args(e)
    held = [{f for f in Mul.make_args(t) if isinstance(f, Add)} for t in terms] if len(terms) > 2 else []
    for factor in ordered(set().union(*held)) if held else ():
        sharing = [t for t, factors in zip(terms, held, strict=True) if factor in factors]
        if 1 < len(sharing) < len(terms):
            together = collect(Add(*sharing))
            if isinstance(together, Mul):
                return Add(*(t for t in terms if t not in sharing), together)
    return e


@lru_cache(maxsize=1 << 10)
def _one_fraction(e: Expr) -> Expr:
    """``1 - a/(1 + a) = 1/(1 + a)``: one denominator, where all but one term of the numerator cancels."""
    if not isinstance(e, Add) or len(e.args) > 3 or e.has(Reduce) or not e.atoms(Pow):
        return e
    if not any(p.exp.is_negative and isinstance(p.base, Add) for p in e.atoms(Pow)):
        return e
    # A letter for each exponential: e^-x is not 1/e^x, which may overflow.
    letters = {f: Dummy(positive=True) for f in e.atoms(exp)}
    numerator, denominator = fraction(together(e.xreplace(letters)))
    numerator = expand(numerator)
    if isinstance(numerator, Add):
        return e
    return (numerator / denominator).xreplace({letter: f for f, letter in letters.items()})


def _common(terms: Sequence[Mapping[Expr, Expr]], guarded: bool) -> dict[Expr, Expr]:
    """What all terms hold, with the power to take out."""
    common: dict[Expr, Expr] = {}
    for base in dict.fromkeys(b for powers in terms for b in powers):
        least = _shared_power(base, [powers.get(base, S.Zero) for powers in terms])
        if least == 0 or (guarded and not (always_inside(base) and finite_everywhere(base**least))):
            continue
        common[base] = least
    return common


def _shared_power(base: Expr, powers: Sequence[Expr]) -> Expr:
    """The power of ``base`` to take out of terms that hold it in these powers."""
    low, high = min(powers, key=float), max(powers, key=float)
    if base.is_Symbol and low < 0:  # a denominator of one term among others stays with that term
        return low if 2 * sum(bool(p < 0) for p in powers) > len(powers) else S.Zero
    if base.is_Symbol:
        return low
    return low if low > 0 else (high if high < 0 else S.Zero)


def _quotient(term: Expr, factor: Expr) -> Expr:
    """``term / factor``; SymPy does not see that e^(a - b) e^(b - a) = 1, and one of the two may overflow.

    Nor does it see u^(g - 1) u^(1 - g) = 1.
    """
    powers = (p for p in factor.atoms(Pow) if not p.exp.is_Rational and not isinstance(p, exp))
    letters = {f: Dummy(positive=True) for f in (*factor.atoms(exp), *powers)}
    made = expand_powers(term.xreplace(letters) / factor.xreplace(letters))
    return made.xreplace({letter: f for f, letter in letters.items()})


def expand_powers(e: Expr) -> Expr:
    """The quotient of two monomials, powers of products opened."""
    return expand(e, deep=False, mul=False, multinomial=False, power_exp=False, log=False, basic=False)


def _powers(term: Expr) -> tuple[Expr, dict[Expr, Expr]]:
    """A term as coefficient and {base: exponent}; only rational exponents are taken apart."""
    coefficient: Expr = S.One
    powers: dict[Expr, Expr] = {}
    for factor in Mul.make_args(term):
        if isinstance(factor, Integer | Rational):
            coefficient *= factor
            continue
        base, exponent = factor.as_base_exp() if isinstance(factor, Pow) else (factor, S.One)
        if isinstance(factor, exp):  # not of the opposite sign: one of the two would overflow
            whole, sign = abs(factor.exp.as_coeff_Mul()[0]), factor.exp
            base, exponent = (exp(sign / whole), whole) if whole.is_Integer else (factor, S.One)
        if not exponent.is_Rational:
            base, exponent = factor, S.One
        powers[base] = powers.get(base, S.Zero) + exponent
    return coefficient, powers
