"""A quotient that the forward gives a name: ``y = 1 − P/Q`` says ``P/Q = 1 − y``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sympy import Add, Expr, Mul, Pow

from derive.expr import Acc, Reduce, accesses, replace_in_scope, substitute
from derive.model.layer import Def
from derive.simplify.factor import collect
from derive.simplify.matching import bind, spans


def quotients_of_values(one: Def, forward: Sequence[Def]) -> Iterator[Expr]:
    """Wherever the numerator stands over the denominator, ``(y − a)/b`` for ``y = a + b P/Q``."""
    for value in forward:
        own = {z: (lo, hi) for z, lo, hi in value.free}
        binding = bind(value.lhs.index, value.lhs.index, own, spans(one.free)) if value.free else {}
        if binding is None or value.tensor == one.tensor:
            continue
        parts = _quotient(substitute(value.expr, binding))
        if parts is None:
            continue
        above, below, known = *parts[:2], (substitute(value.lhs, binding) - parts[2]) / parts[3]
        found = {t: made for t in _products(one.expr) if (made := _named(t, above, below, known)) is not None}
        if found:
            made = replace_in_scope(one.expr, found)
            yield from dict.fromkeys((made, _settled(made)))


def _quotient(e: Expr) -> tuple[Expr, Expr, Expr, Expr] | None:
    """``P, Q, a, b`` of ``a + b P/Q``, with numbers a and b; P and Q are sums, or it is plain as it is."""
    constant, term = e.as_coeff_Add()
    number, rest = term.as_coeff_Mul()
    lines = [f for f in Mul.make_args(rest) if isinstance(f, Pow) and f.exp == -1 and accesses(f)]
    if len(lines) != 1 or rest.has(Reduce):
        return None
    below = lines[0].base
    above = Mul(*(f for f in Mul.make_args(rest) if f != lines[0]))
    return (above, below, constant, number) if isinstance(above, Add) and isinstance(below, Add) else None


def _products(e: Expr) -> list[Mul]:
    """Every product outside of sums over letters."""
    if isinstance(e, Reduce | Acc) or not e.args:
        return []
    inner = [p for a in e.args if isinstance(a, Expr) for p in _products(a)]
    return [*inner, e] if isinstance(e, Mul) else inner


def _named(term: Mul, above: Expr, below: Expr, known: Expr) -> Expr | None:
    factors = Mul.make_args(term)
    line = next((f for f in factors if isinstance(f, Pow) and f.base == below and f.exp.is_negative), None)
    own = next((f for f in factors if f in (above, -above)), None)
    if own is None or line is None:
        return None
    rest = Mul(*(f for f in factors if f not in (own, line)))
    return known * rest * line * below * (1 if own == above else -1)


def _settled(e: Expr) -> Expr:
    """The same with its sums collected: ``t (1 − y) − t`` is ``−t y``."""
    sums = [f for f in Mul.make_args(e) if isinstance(f, Add)]
    return e.xreplace({f: collect(f) for f in sums})


__all__ = ["quotients_of_values"]
