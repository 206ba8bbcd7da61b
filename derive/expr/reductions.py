"""Bounded reductions: sums, products, extremes and their places."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from sympy import Basic, Expr, S, Symbol, Tuple, sympify
from sympy.core.symbol import Str
from sympy.printing.precedence import PRECEDENCE

from derive.expr.conditions import Cond, Iverson, Where, conjunction
from derive.expr.expansion import expand

Binder: TypeAlias = tuple[Symbol, Expr, Expr]
"""A bound index with its inclusive range: ``(z, lo, hi)``; the range may mention earlier binders."""

_LATEX = {
    "sum": r"\sum", "prod": r"\prod", "max": r"\max", "min": r"\min",
    "argmax": r"\operatorname*{arg\,max}", "argmin": r"\operatorname*{arg\,min}",
}  # fmt: skip

REDUCTIONS = ("sum", "prod", "max", "min", "argmax", "argmin")


class Reduce(Expr):
    """``op`` of ``body`` over ``binders``, each in its inclusive range, where every guard holds.

    An empty sum is 0, an empty product 1, an empty max -oo, an empty min +oo.  ``argmax`` and
    ``argmin`` give the binder of the *first* extreme element (mixed radix in the order of the
    binders where there are several, all starting at 0) and -1 where there is none.  A NaN wins
    against every number.
    """

    is_commutative = True

    def __new__(cls, op: str | Str, body: Any, binders: Sequence[Any], guards: Sequence[Any] = ()) -> Expr:
        op, body = (op if isinstance(op, Str) else Str(op)), sympify(body)
        kept = conjunction(guards)
        if kept == (S.false,) or (op.name == "sum" and body == 0):
            return {"sum": S.Zero, "prod": S.One, "max": S.NegativeInfinity, "min": S.Infinity}.get(
                op.name, S.NegativeOne
            )
        ranges = Tuple(*(Tuple(z, expand(sympify(lo)), expand(sympify(hi))) for z, lo, hi in binders))
        if not ranges and op.name in ("sum", "prod", "max", "min"):
            return Iverson(*kept) * body if op.name == "sum" or not kept else _unbound(op.name, body, kept)
        return Expr.__new__(cls, op, body, ranges, Tuple(*kept))

    @property
    def op(self) -> str:
        return self.args[0].name

    @property
    def body(self) -> Expr:
        return self.args[1]

    @property
    def binders(self) -> tuple[Binder, ...]:
        return tuple(tuple(b.args) for b in self.args[2].args)

    @property
    def guards(self) -> tuple[Cond, ...]:
        return tuple(self.args[3].args)

    @property
    def bound(self) -> set[Symbol]:
        return {z for z, _, _ in self.binders}

    @property
    def free_symbols(self) -> set[Basic]:
        return set(_unbound_symbols(self))

    def _eval_is_real(self) -> bool:
        return True

    def _eval_is_integer(self) -> bool | None:
        return True if self.op in ("argmax", "argmin") or self.body.is_integer else None

    def _eval_is_nonnegative(self) -> bool | None:
        return (self.op in ("sum", "prod") and self.body.is_nonnegative) or None

    def _eval_is_positive(self) -> bool | None:
        full = not self.guards and all((hi - lo).is_nonnegative for _, lo, hi in self.binders)
        return (full and self.op in ("sum", "prod", "max", "min") and self.body.is_positive) or None

    def _sympystr(self, printer: Any) -> str:
        p = printer._print
        ranges = ", ".join(f"{z}={p(lo)}..{p(hi)}" for z, lo, hi in self.binders)
        guards = "; ".join(p(g) for g in self.guards)
        return f"{self.op}({p(self.body)} for {ranges}{' if ' + guards if guards else ''})"

    def _latex(self, printer: Any) -> str:
        p = printer._print
        rows = [rf"{p(lo)} \le {p(z)} \le {p(hi)}" for z, lo, hi in self.binders]
        under = r" \\ ".join([*rows, *map(p, self.guards)])
        body = printer.parenthesize(self.body, PRECEDENCE["Mul"], strict=True)
        whole = rf"{_LATEX[self.op]}_{{\substack{{{under}}}}} {body}"
        return whole if printer._print_level == 1 else rf"\left({whole}\right)"


@lru_cache(maxsize=1 << 16)
def _unbound_symbols(reduce: Reduce) -> frozenset[Basic]:
    return frozenset().union(*(a.free_symbols for a in reduce.args)) - reduce.bound


def _unbound(op: str, body: Expr, guards: tuple[Any, ...]) -> Expr:
    return Where(guards, body, {"prod": S.One, "max": S.NegativeInfinity, "min": S.Infinity}[op])
