"""Options that a forward divides by: there 0 is no value, though the declared range begins with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sympy import Expr, Pow, S, Symbol, log

from derive.expr import Cond, found_in, gt
from derive.model.definitions import Def, Option


def divisors(options: Iterable[Option], forward: Sequence[Def]) -> Iterator[tuple[Cond, str]]:
    """What is required of real options with minimum 0: ``σ > 0`` where ``1/σ`` stands, with its message."""
    for option in options:
        if option.kind == "float" and option.minimum == 0 and option.default != 0:
            for s in option.symbols:
                if any(_fails_at_zero(d.expr, s) for d in forward):
                    yield gt(s), f"{option.name} must be greater than 0, for it is divided by"


def may_be_zero(options: Iterable[Option], requires: Iterable[tuple[Any, str]]) -> dict[Symbol, Symbol]:
    """The options that are 0 at the end of their range, each as what no more is known of than that."""
    strict = {c.of for c, _ in requires if isinstance(c, Cond) and c.kind == "gt"}
    real = (o for o in options if o.kind == "float" and o.minimum == 0)
    found = {s for o in real for s in o.symbols if s not in strict}
    return {s: Symbol(s.name, real=True, nonnegative=True) for s in found}


def _fails_at_zero(e: Expr, s: Symbol) -> bool:
    """Whether a divisor or the argument of a logarithm is 0 where ``s`` is, whatever the data."""
    found = (_divisor(node) for node in found_in(e, Pow, log) if s in node.free_symbols)
    return any(d is not None and d.xreplace({s: S.Zero}) == 0 for d in found)


def _divisor(node: Expr) -> Expr | None:
    match node:
        case Pow() if node.exp.is_negative:
            base: Expr = node.base
            return base
        case log():
            inner: Expr = node.args[0]
            return inner
    return None


__all__ = ["divisors", "may_be_zero"]
