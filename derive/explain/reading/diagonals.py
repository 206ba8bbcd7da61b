"""Beside a bracket of two letters all stands where they meet: ``[m = n] a[n,m]/a[m,m] = [m = n]``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sympy import Add, Expr, Mul, Symbol

from derive.expr import Acc, Iverson, accesses, found_in, replace_in_scope, substitute
from derive.model.layer import Def


def diagonals(one: Def, forward: Sequence[Def]) -> Iterator[Expr]:
    """``F (b − [m = n] c)`` as ``F b − [m = n] …``, for each element F that may cancel against c."""
    for node in found_in(one.expr, Mul):
        for around in (f for f in node.args if isinstance(f, Add) and any(map(_letters, f.args))):
            for f in (f for f in node.args if isinstance(f, Acc)):
                met = [_met(t * f) if _letters(t) else t * f for t in around.args]
                rest = (g for g in node.args if g not in (around, f))
                yield replace_in_scope(one.expr, {node: Mul(*rest, Add(*met))})


def _letters(term: Expr) -> tuple[Symbol, Symbol] | None:
    """The letters that a bracket of the product says to be one."""
    for c in (c for f in Mul.make_args(term) if isinstance(f, Iverson) for c in f.args):
        if c.kind == "eq" and len(c.free_symbols) == 2 and not accesses(c):
            a, b = sorted(c.free_symbols, key=str)
            if c.of in (a - b, b - a):
                return a, b
    return None


def _met(term: Expr) -> Expr:
    """The product beside its bracket with one letter for both."""
    found = _letters(term)
    brackets = [f for f in Mul.make_args(term) if isinstance(f, Iverson)]
    rest = Mul(*(f for f in Mul.make_args(term) if f not in brackets))
    return Mul(*brackets, substitute(rest, dict([found]))) if found else term


__all__ = ["diagonals"]
