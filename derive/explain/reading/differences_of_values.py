"""A difference that is what a definition adds: ``new = w − a`` says ``w − new = a``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sympy import Add, Expr, Symbol

from derive.expr import Reduce, accesses, found_in, replace_in_scope, substitute
from derive.expr.expansion import expand
from derive.model.layer import Def
from derive.simplify.factor import collect
from derive.simplify.matching import Span, bind, spans


def differences_of_values(one: Def, forward: Sequence[Def]) -> Iterator[Expr]:
    """``F · (w − new)`` as ``F · a``: the value itself need not be looked up, and nothing cancels in it."""
    around = spans(one.free, one.expr)
    for value in forward:
        if value.tensor == one.tensor or not isinstance(value.expr, Add) or value.expr.has(Reduce):
            continue
        own = {z: (lo, hi) for z, lo, hi in value.free}
        found: dict[Expr, Expr] = {}
        for node in found_in(one.expr, Add):
            made = _added(node, value, own, around)
            found |= {node: made} if made is not None else {}
        if found:
            made = replace_in_scope(one.expr, found)
            yield from dict.fromkeys((made, collect(made)))


def _added(node: Add, value: Def, own: Mapping[Symbol, Span], around: Mapping[Symbol, Span]) -> Expr | None:
    """``node`` with the value written out, where terms of its definition cancel against others."""
    for here in (a for a in accesses(node) if a.tensor == value.tensor):
        number = node.coeff(here)
        binding = bind(value.lhs.index, here.index, own, around) if value.free else {}
        if binding is not None and number.is_number and number != 0:
            made = expand(node - number * here) + expand(number * substitute(value.expr, binding))
            if len(Add.make_args(made)) < len(node.args):
                return made
    return None


__all__ = ["differences_of_values"]
