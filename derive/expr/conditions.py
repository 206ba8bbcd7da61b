"""Conditions, and the two expressions that choose by them: Iverson's bracket and the case distinction."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sympy import Basic, Expr, Mul, S, Tuple, sympify
from sympy.core.symbol import Str

from derive.expr.errors import ModelError
from derive.expr.expansion import expand

_SIGN = {"ge": ">=", "gt": ">", "eq": "==", "ne": "!="}
_LATEX_SIGN = _SIGN | {"ge": r"\ge", "eq": "=", "ne": r"\ne"}
_HOLDS: dict[str, Callable[[Any], bool | None]] = {
    "ge": lambda e: e.is_nonnegative,
    "gt": lambda e: e.is_positive,
    "eq": lambda e: True if e == 0 else (False if e.is_nonzero else None),
    "ne": lambda e: False if e == 0 else e.is_nonzero,
}


class Sayable:
    """What ``&`` and ``~`` may join; Python's ``and``, ``not`` ask for a truth value that is not there."""

    def __bool__(self) -> bool:
        raise ModelError(
            f"{self} has no truth value while the model is written: write `a & b`, `~condition`, "
            "where(condition, a, b) for Python's `and`, `not`, `if`"
        )

    def __and__(self, other: Any) -> Both:
        return Both((self, other))

    def __rand__(self, other: Any) -> Both:
        return Both((other, self))

    def __or__(self, other: Any) -> Any:
        raise ModelError(f"`{self} or {other}`: {NO_OR}")

    def __ror__(self, other: Any) -> Any:
        raise ModelError(f"`{other} or {self}`: {NO_OR}")

    def __invert__(self) -> Any:
        return negation(self)


NO_OR = "one condition or another is no condition of this notation; write where(a, x, where(b, x, y))"


class Both(Sayable, tuple[Any, ...]):
    """``a & b``: all of them hold."""

    __slots__ = ()

    def __invert__(self) -> Any:
        raise ModelError(f"not all of {', '.join(map(str, self))}: {NO_OR}")


class Cond(Sayable, Basic):
    """A condition ``kind`` on expressions; make it with ``ge``, ``gt``, ``eq``, ``ne``, ``divides``."""

    @property
    def kind(self) -> str:
        return self.args[0].name

    @property
    def of(self) -> Expr:
        """The expression compared with zero (or divided)."""
        return self.args[-1]

    @property
    def divisor(self) -> Expr:
        return self.args[1]

    def _sympystr(self, printer: Any) -> str:
        p = printer._print
        if self.kind == "divides":
            return f"{p(self.divisor)} | {p(self.of)}"
        return f"{p(self.of)} {_SIGN[self.kind]} 0"

    def _latex(self, printer: Any) -> str:
        p = printer._print
        if self.kind == "divides":
            return rf"{p(self.divisor)} \mid {p(self.of)}"
        return f"{p(self.of)} {_LATEX_SIGN[self.kind]} 0"


def _compare(kind: str, e: Any) -> Any:
    e = _canonical(e)
    known = _HOLDS[kind](e) if e.is_number else None
    if known is not None:
        return S.true if known else S.false
    return Basic.__new__(Cond, Str(kind), e)


def _canonical(e: Any) -> Expr:
    """Expanded where it counts, so that equal borders are one; data stand as they were written.

    Expanding ``(p - q)**2 - (p - r)**2`` would cancel digits that the model kept, and compare another
    rounding of the value than the branch has.
    """
    e = sympify(e)
    whole = expand(e)
    return whole if e.is_integer or whole.is_number else e


def ge(e: Any, than: Any = 0) -> Any:
    """``e >= than``, kept as ``e - than >= 0``."""
    return _compare("ge", sympify(e) - sympify(than))


def gt(e: Any, than: Any = 0) -> Any:
    """``e > than``; for integers this is kept as ``e - than - 1 >= 0``."""
    e = sympify(e) - sympify(than)
    return _compare("ge", e - 1) if e.is_integer else _compare("gt", e)


def eq(e: Any, to: Any = 0) -> Any:
    """``e = to``, kept as ``e - to == 0``."""
    e = _canonical(sympify(e) - sympify(to))
    return _compare("eq", -e if e.could_extract_minus_sign() else e)


def ne(e: Any, to: Any = 0) -> Any:
    """``e != to``, kept as ``e - to != 0``."""
    e = _canonical(sympify(e) - sympify(to))
    return _compare("ne", -e if e.could_extract_minus_sign() else e)


def divides(s: Any, e: Any) -> Any:
    """``s | e``: ``e`` is a multiple of ``s``; multiples of ``s`` inside ``e`` are dropped."""
    s, e = sympify(s), expand(sympify(e))
    if s == 1:
        return S.true
    e = e.func(*(t for t in e.args if not multiple_of(t, s))) if e.is_Add else e
    if multiple_of(e, s):
        return S.true
    if s.is_Integer and e.is_Integer:
        return S.true if e % s == 0 else S.false
    return Basic.__new__(Cond, Str("divides"), s, e)


def multiple_of(term: Expr, s: Expr) -> bool:
    """Whether ``term`` is visibly an integer multiple of ``s``."""
    if term == 0:
        return True
    quotient = term / s
    return not quotient.as_numer_denom()[1].free_symbols and bool(quotient.is_integer)


def negation(cond: Any) -> Any:
    """The condition that holds exactly where ``cond`` does not."""
    if cond in (S.true, S.false):
        return S.false if cond == S.true else S.true
    if cond.kind == "ge":
        return ge(-cond.of - 1) if cond.of.is_integer else gt(-cond.of)
    if cond.kind in ("gt", "eq", "ne"):
        return {"gt": lambda e: ge(-e), "eq": ne, "ne": eq}[cond.kind](cond.of)
    raise ModelError(f"the condition {cond} cannot be negated: a congruence stands alone in a bracket")


def brackets_apart(e: Any) -> tuple[list[Any], list[Any]]:
    """Of a product, the conditions of its brackets, and its other factors."""
    factors = Mul.make_args(e)
    conds = [c for f in factors if isinstance(f, Iverson) for c in f.args]
    return conds, [f for f in factors if not isinstance(f, Iverson)]


def conjunction(conds: Iterable[Any]) -> tuple[Any, ...]:
    """Flat, without repetitions and trivial members; ``(false,)`` where one is false."""
    kept: dict[Any, None] = {}
    for cond in conds:
        if cond == S.false:
            return (S.false,)
        if cond != S.true:
            kept[cond] = None
    return tuple(kept)


class Iverson(Expr):
    """``[c1, c2, ...]``: one where every condition holds, otherwise a strong zero.

    ``[c] a`` is ``Where(c, a, 0)``, also at NaN; so is a term of a sum that stands under the guard ``c``.
    """

    is_commutative = True
    is_integer = True
    is_nonnegative = True

    def __new__(cls, *conds: Any) -> Expr:
        kept = conjunction(conds)
        if not kept:
            return S.One
        if kept == (S.false,):
            return S.Zero
        return Expr.__new__(cls, *kept)

    def _eval_power(self, exponent: Expr) -> Expr | None:
        return self if exponent.is_positive else None

    def _sympystr(self, printer: Any) -> str:
        return f"[{', '.join(printer._print(c) for c in self.args)}]"

    def _latex(self, printer: Any) -> str:
        return rf"\left[{', '.join(printer._print(c) for c in self.args)}\right]"


class Where(Expr):
    """``Where(conds, a, b)``: ``a`` where all conditions hold, else ``b``; the other is not evaluated.

    A comparison of a NaN neither holds nor fails: where no condition fails, but one compares a NaN, the value
    is NaN, and so is every derivative.
    """

    is_commutative = True

    def __new__(cls, conds: Any, a: Any, b: Any) -> Expr:
        kept = conjunction(conds if isinstance(conds, tuple | list | Tuple) else (conds,))
        a, b = sympify(a), sympify(b)
        if not kept or a == b:
            return a
        if kept == (S.false,):
            return b
        return Expr.__new__(cls, Tuple(*kept), a, b)

    @property
    def conds(self) -> tuple[Cond, ...]:
        return tuple(self.args[0].args)

    def _eval_is_integer(self) -> bool | None:
        return True if self.args[1].is_integer and self.args[2].is_integer else None

    def _eval_is_real(self) -> bool | None:
        return True if self.args[1].is_extended_real and self.args[2].is_extended_real else None

    def _sympystr(self, printer: Any) -> str:
        p = printer._print
        conds = ", ".join(p(c) for c in self.conds)
        return f"({p(self.args[1])} if {conds} else {p(self.args[2])})"

    def _latex(self, printer: Any) -> str:
        p = printer._print
        conds = ", ".join(p(c) for c in self.conds)
        rows = rf"{p(self.args[1])} & \text{{if }} {conds} \\ {p(self.args[2])} & \text{{otherwise}}"
        return rf"\begin{{cases}} {rows} \end{{cases}}"
