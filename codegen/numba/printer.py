"""What the printers of integers and of reals share: names, sums, choices, conditions, elements of arrays."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from sympy import Add, Expr, Symbol

from codegen.loops.nodes import Block
from codegen.loops.roles import reads, walk
from codegen.numba.precedence import (
    COMPARE,
    CONDITION,
    PRODUCT,
    SUM,
    UNARY,
    in_order,
    negated,
    negative,
    sides,
)
from codegen.numba.rounding import quotient
from codegen.program.whole_numbers import between, is_integer
from derive.expr import Acc, Cond, Tensor, Where, found_in
from derive.expr.expansion import expand

Printed: TypeAlias = tuple[str, int]
"""A text, and how tightly its outermost operation binds."""

Show: TypeAlias = Callable[[Any, int], str]
"""An expression as text that stands inside something as tight as the number says."""


class Unprintable(NotImplementedError):
    """An expression for which the emitter has no rule."""


class Printer(ABC):
    """``name`` gives the identifier of a symbol, ``array`` that of a tensor; ``pairs``: see ``compared``."""

    def __init__(
        self,
        name: Callable[[Symbol], str],
        array: Callable[[Tensor], str],
        pairs: Mapping[Expr, tuple[Expr, Expr]] | None = None,
    ) -> None:
        self.name, self.array = name, array
        self.used: set[str] = set()
        self.pairs = pairs or {}

    @abstractmethod
    def integer(self, e: Any, outer: int = 0) -> str:
        """``e`` as an integer expression; a division in it is exact by a guard or floors."""

    @abstractmethod
    def real(self, e: Any, outer: int = 0) -> str:
        """``e`` in the scalar type of the arrays."""

    def call(self, name: str) -> str:
        """``name``, noted as something that the text takes from outside: ``np.sqrt`` needs ``np``."""
        self.used.add(name.partition(".")[0])
        return name

    def access(self, e: Acc) -> str:
        """``x[U(i), U(j)]``"""
        inner = ", ".join(map(self.index, e.index))
        return f"{self.array(e.tensor)}[{inner or '()'}]"

    def index(self, at: Expr) -> str:
        return str(at) if at.is_Integer else f"{self.call('U')}({self.integer(at)})"

    def conditions(self, conds: Any) -> str:
        return " and ".join(self.condition(c) for c in conds) or "True"

    def at_once(self, conds: Any) -> str:
        """Conditions without a jump between them; from 0 to below an extent is one comparison."""
        pairs, rest = between(conds)
        texts = [self.condition(c) for c in rest]
        each = [f"({t})" for t in texts] if len(texts) + len(pairs) > 1 else texts
        inside = [f"{self.call('inside')}({self.integer(a)}, {self.integer(n)})" for a, n in pairs]
        return " & ".join([*each, *inside])

    def condition(self, c: Cond) -> str:
        if c.kind == "divides":
            return f"{self.integer(c.of, PRODUCT)} % {self.integer(c.divisor, UNARY)} == 0"
        of = quotient(c.of)[0]
        show = self.integer if is_integer(of) else self.real
        left, right = self.pairs.get(of) or sides(of)
        return f"{show(left, SUM)} {_SIGN[c.kind]} {show(right, SUM)}"

    def choice(self, e: Where, show: Show) -> Printed:
        """``a if cond else b``, both by ``show``."""
        then = f"{show(e.args[1], COMPARE)} if {self.conditions(e.conds)} else "
        return then + show(e.args[2], CONDITION), CONDITION


def compared(block: Block) -> dict[Expr, tuple[Expr, Expr]]:
    """Of ``max(1 - x, e)`` and ``min`` the two sides, by what is compared with 0 where one of them is chosen.

    With ``x`` moved to the other side, ``1 >= e + x`` would round another number than the one that is taken.
    """
    pairs: dict[Expr, tuple[Expr, Expr]] = {}
    for one in (w for node in walk(block) for e in reads(node) for w in found_in(e, Where)):
        a, b = one.args[1:]
        ends = {quotient(expand(left - right))[0]: (left, right) for left, right in ((a, b), (b, a))}
        ordered = len(one.conds) == 1 and one.conds[0].kind in ("ge", "gt") and one.conds[0].of in ends
        if ordered and 0 not in (a, b) and _terms(one.conds[0].of) == _terms(a) + _terms(b):
            pairs |= {of: pair for of, pair in ends.items() if not is_integer(of)}
    return pairs


def _terms(e: Expr) -> int:
    return len(Add.make_args(e))


_SIGN = {"ge": ">=", "gt": ">", "eq": "==", "ne": "!="}


def bracketed(printed: Printed, outer: int) -> str:
    """A text as it stands inside something as tight as ``outer``."""
    text, level = printed
    return f"({text})" if level < outer else text


def added(terms: Iterable[Expr], show: Show) -> Printed:
    """Positive terms first: ``a - b``, not ``-b + a``."""
    terms = sorted(in_order(terms), key=negative)
    text = ""
    for t in terms:
        if negative(t):
            text += " - " + show(-t, UNARY) if text else "-" + show(-t, negated(-t))
        else:
            text += (" + " if text else "") + show(t, SUM)
    return text, SUM


__all__ = ["Printed", "Printer", "Show", "Unprintable", "added", "bracketed", "compared"]
