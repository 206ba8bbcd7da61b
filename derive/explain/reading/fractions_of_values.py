"""Fractions of values as one, where that is shorter: ``1/√q − 2√q/(1 + q)`` is ``(1 − q)/(√q (1 + q))``.

Only said, never computed with: what cancels on paper may lose digits in a kernel.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from sympy import Add, Dummy, Expr, Mul, Pow, S, Symbol, cancel, factor, fraction, ilcm, together
from sympy import preorder_traversal as parts

from derive.explain.reading.measure import reading_cost
from derive.expr import Acc, found_in, rebuild
from derive.model.layer import Def

NODES = 60
"""A formula longer than that gets no shorter by a common denominator, and its factors take long to find."""


def fractions_of_values(one: Def, forward: Sequence[Def]) -> Iterator[Expr]:
    """Each sum or product that divides by a sum, or by a root of a value, over one line; inner ones first."""
    made = _shortest(one.expr)
    if made != one.expr:
        yield made


@lru_cache(maxsize=1 << 11)
def _shortest(e: Any) -> Any:
    """The form that is shortest to read, of one whose parts are; a reader asks after every rule again."""
    if not isinstance(e, Expr) or isinstance(e, Acc) or not e.has(Pow):
        return e
    made = [_shortest(a) for a in e.args]
    e = e if made == list(e.args) else rebuild(e, made)
    if not isinstance(e, Add | Mul) or not _divides(e):
        return e
    return min((_turned(e), e, *_over_one_line(e)), key=reading_cost)


def _divides(e: Expr) -> bool:
    """Whether there is something below a line that another term or factor could meet."""
    below = [p for t in Add.make_args(e) for p in Mul.make_args(t) if isinstance(p, Pow)]
    below = [p for p in below if p.exp.is_negative and found_in(p.base, Acc)]
    return any(isinstance(p.base, Add) or not p.exp.is_Integer for p in below)


def _over_one_line(e: Expr) -> Iterator[Expr]:
    """Its forms with one denominator, in letters for whatever is no quotient itself."""
    roots = {value: _root_of(value, e) for value in _opaque(e)}
    letters = {value: Dummy(positive=True) for value in roots}
    plain = e.xreplace({value: letter ** roots[value] for value, letter in letters.items()})
    if sum(1 for _ in parts(plain)) > NODES:
        return
    back = {letter: value ** (S.One / roots[value]) for value, letter in letters.items()}
    for form in dict.fromkeys((factor(plain), cancel(plain), together(plain))):
        above, below = fraction(form)
        yield (above / below).xreplace(back)


def _turned(e: Expr) -> Expr:
    """``a (1 + h)/(−1 − h)`` as ``−a``: of a sum and its opposite the one with fewer minus signs."""
    made: list[Expr] = []
    for f in Mul.make_args(e):
        base, power = f.as_base_exp() if isinstance(f, Pow) else (f, S.One)
        opposite = isinstance(base, Add) and all(t.as_coeff_Mul()[0].is_negative for t in base.args)
        made += [S.NegativeOne**power, (-base) ** power] if opposite and power.is_Integer else [f]
    return Mul(*made)


def _opaque(e: Expr) -> dict[Expr, None]:
    """The values, sums over letters and functions in ``e``, outermost first."""
    if isinstance(e, Add | Mul) or (isinstance(e, Pow) and e.exp.is_Rational):
        return {value: None for a in e.args for value in _opaque(a)}
    return {} if isinstance(e, Symbol) or e.is_number else {e: None}


def _root_of(value: Expr, e: Expr) -> int:
    """The root of ``value`` that all its powers in ``e`` are whole powers of."""
    powers = (p.exp.q for p in found_in(e, Pow) if p.base == value and p.exp.is_Rational)
    return int(ilcm(1, 1, *powers))


__all__ = ["fractions_of_values"]
