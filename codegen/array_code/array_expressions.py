"""An expression as text over arrays: one rule for each kind of node, brackets from one table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch
from typing import Any

from sympy import (
    Add,
    Expr,
    Float,
    Function,
    Integer,
    Max,
    Min,
    Mul,
    NumberSymbol,
    Pow,
    Rational,
    S,
    Symbol,
    ceiling,
    floor,
)
from sympy.core.numbers import Infinity, NegativeInfinity

from codegen.array_code.array_surroundings import Surroundings, is_scalar
from derive.api.arguments import ArgumentError
from derive.expr import Acc, FloorDiv, Gcd, Hat, HatSlope, Iverson, Modulo, Where
from derive.expr.order import ordered

SUM, PRODUCT, POWER, ATOM = 1, 2, 3, 4
"""How tightly a text binds; a comparison, or one ``&`` another, always stands in brackets."""
Text = tuple[str, int]


def text(e: Any, words: Surroundings, least: int = 0) -> str:
    """``e`` in Python, in brackets where it binds less than ``least``."""
    written, binds = _text(e, words)
    return f"({written})" if binds < least else written


@singledispatch
def _text(e: Any, words: Surroundings) -> Text:
    raise ArgumentError(
        "format",
        f"{type(e).__name__} ({e}) has no counterpart in {words.library.name}; "
        "`chainrule generate` writes kernels for it",
    )


@_text.register
def _(e: Integer, words: Surroundings) -> Text:
    return str(int(e)), ATOM if e >= 0 else SUM


@_text.register
def _(e: Rational, words: Surroundings) -> Text:
    return f"{int(e.p)} / {int(e.q)}", PRODUCT if e >= 0 else SUM


@_text.register(Float)
@_text.register(NumberSymbol)
def _(e: Any, words: Surroundings) -> Text:
    return repr(float(e)), ATOM if float(e) >= 0 else SUM


@_text.register(Infinity)
@_text.register(NegativeInfinity)
def _(e: Any, words: Surroundings) -> Text:
    return ("math.inf", ATOM) if e > 0 else ("-math.inf", SUM)


@_text.register
def _(e: Symbol, words: Surroundings) -> Text:
    if e not in words.letters:
        return words.names(e), ATOM
    return words.letters[e] if words.place else f"{words.helper('real')}({words.letters[e]})", ATOM


@_text.register
def _(e: Add, words: Surroundings) -> Text:
    out = ""
    for term in _terms(e):
        negative = term.could_extract_minus_sign()
        written = text(-term if negative else term, words, PRODUCT)
        out += (" - " if negative else " + ") + written if out else ("-" if negative else "") + written
    return out, SUM


def _terms(e: Add) -> list[Expr]:
    """Those with a minus last."""
    return sorted(ordered(e.args), key=lambda t: (bool(t.could_extract_minus_sign()), bool(t.is_number)))


@_text.register
def _(e: Mul, words: Surroundings) -> Text:
    conds = [c for f in e.args if isinstance(f, Iverson) for c in f.args]
    rest = [f for f in e.args if not isinstance(f, Iverson)]
    if conds:
        return _masked(conds, Mul(*rest), S.Zero, words)
    if e.could_extract_minus_sign():
        return "-" + text(-e, words, PRODUCT), SUM
    above, below = [], []
    for f in ordered(rest):
        inverse = isinstance(f, Pow) and f.exp.could_extract_minus_sign()
        number = isinstance(f, Rational) and not isinstance(f, Integer)
        if inverse:
            below.append(1 / f)
        elif number:
            above += [Integer(f.p)] if f.p != 1 else []
            below.append(Integer(f.q))
        else:
            above.append(f)
    top = " * ".join(text(f, words, PRODUCT if len(above) + len(below) == 1 else POWER) for f in above) or "1"
    bottom = [text(f, words, POWER) for f in below]
    under = f" / ({' * '.join(bottom)})" if len(bottom) > 1 else f" / {bottom[0]}" if bottom else ""
    return top + under, PRODUCT


@_text.register
def _(e: Pow, words: Surroundings) -> Text:
    if e.exp == S.Half:
        call = "math.sqrt" if is_scalar(e, words) else words.library.functions["sqrt"]
        return f"{call}({text(e.base, words)})", ATOM
    if e.exp.could_extract_minus_sign():
        return f"1 / {text(1 / e, words, POWER)}", PRODUCT
    return f"{text(e.base, words, ATOM)}**{text(e.exp, words, ATOM)}", POWER


@_text.register
def _(e: Acc, words: Surroundings) -> Text:
    name = words.names(e.tensor)
    if words.whole or not e.index:
        return name, ATOM
    places = (place_text(at, extent, words) for at, extent in zip(e.index, e.tensor.shape, strict=True))
    return f"{name}[{', '.join(places)}]", ATOM


def place_text(at: Expr, extent: Expr, words: Surroundings) -> str:
    """The index, held inside its axis where it may leave it: what is read there is masked."""
    here = words.at_place
    inside = words.ranges.nonnegative(at) and words.ranges.nonnegative(extent - 1 - at)
    if inside:
        return text(at, here)
    if is_scalar(at, words):
        least = text(at, here) if words.ranges.nonnegative(at) else f"max({text(at, here)}, 0)"
        return f"min({least}, {text(extent - 1, here)})"
    return f"{text(at, here, ATOM)}.clip(0, {text(extent - 1, here)})"


@_text.register
def _(e: FloorDiv, words: Surroundings) -> Text:
    n, d = e.args
    here = words.at_place
    return f"{text(n, here, PRODUCT)} // {text(d, here, POWER)}", PRODUCT


@_text.register
def _(e: Modulo, words: Surroundings) -> Text:
    n, d = e.args
    here = words.at_place
    return f"{text(n, here, POWER)} % {text(d, here, POWER)}", PRODUCT


@_text.register
def _(e: Gcd, words: Surroundings) -> Text:
    if not is_scalar(e, words):
        return _text.dispatch(object)(e, words)
    return f"math.gcd({', '.join(text(a, words) for a in e.args)})", ATOM


@_text.register
def _(e: floor, words: Surroundings) -> Text:
    (inner,) = e.args
    if is_scalar(e, words):
        return f"math.floor({text(inner, words)})", ATOM
    return f"{words.helper('whole')}({text(inner, words.as_value)})", ATOM


@_text.register
def _(e: ceiling, words: Surroundings) -> Text:
    return f"-{text(floor(-e.args[0]), words, POWER)}", SUM


@_text.register
def _(e: Hat, words: Surroundings) -> Text:
    q, p = e.args
    return f"(1 - abs({text(p - q, words.as_value)})).clip(0)", ATOM


@_text.register
def _(e: HatSlope, words: Surroundings) -> Text:
    q, p = e.args
    away = text(p - q, words.as_value)
    m = words.library.module
    rising, falling = f"({away} >= -1) & ({away} < 0)", f"({away} >= 0) & ({away} < 1)"
    return f"{m}.where({rising}, 1, 0) - {m}.where({falling}, 1, 0)", SUM


@_text.register(Max)
@_text.register(Min)
def _(e: Any, words: Surroundings) -> Text:
    args = [text(a, words) for a in ordered(e.args)]
    if is_scalar(e, words):
        return f"{'max' if isinstance(e, Max) else 'min'}({', '.join(args)})", ATOM
    call = "maximum" if isinstance(e, Max) else "minimum"
    made = args[0]
    for other in args[1:]:
        made = f"{words.library.module}.{call}({made}, {other})"
    return made, ATOM


@_text.register
def _(e: Iverson, words: Surroundings) -> Text:
    return _masked(list(e.args), S.One, S.Zero, words)


@_text.register
def _(e: Where, words: Surroundings) -> Text:
    return _masked(list(e.conds), e.args[1], e.args[2], words)


def _masked(conds: Sequence[Any], a: Expr, b: Expr, words: Surroundings) -> Text:
    """``a`` where all conditions hold, else ``b``; those on sizes and options alone are decided by Python."""
    scalar = [c for c in conds if is_scalar(c, words)]
    others = [c for c in conds if c not in scalar]
    made = text(a, words)
    if others:
        made = f"{words.library.module}.where({mask(others, words)}, {made}, {text(b, words)})"
    if scalar:
        tests = " and ".join(condition(c, words) for c in scalar)
        return f"({made} if {tests} else {text(b, words)})", ATOM
    return made, ATOM


def mask(conds: Sequence[Any], words: Surroundings) -> str:
    """All of the conditions, as an array of truths."""
    tests = [condition(c, words) for c in conds]
    return tests[0] if len(tests) == 1 else " & ".join(f"({t})" for t in tests)


_SIGNS = {"ge": ">=", "gt": ">", "eq": "==", "ne": "!="}


def condition(cond: Any, words: Surroundings) -> str:
    """``a >= b``: what carries a minus stands on the other side."""
    real = any(a.tensor.kind == "real" for a in cond.atoms(Acc))
    here = words.as_value if real else words.at_place
    if cond.kind == "divides":
        return f"{text(cond.of, here, POWER)} % {text(cond.divisor, here, POWER)} == 0"
    terms = Add.make_args(cond.of)
    taken = [t for t in terms if t.could_extract_minus_sign()]
    left, right = Add(*(t for t in terms if t not in taken)), Add(*(-t for t in taken))
    return f"{text(left, here, SUM)} {_SIGNS[cond.kind]} {text(right, here, SUM)}"


WHOLE = ("Abs", "sign")
"""What makes an integer of an integer: a place stays one."""


@_text.register
def _(e: Function, words: Surroundings) -> Text:
    name = type(e).__name__
    call = words.library.call(name)
    if call is None or len(e.args) != 1:
        return _text.dispatch(object)(e, words)
    if is_scalar(e, words) and name not in WHOLE:
        found = f"math.{name}({text(e.args[0], words)})"
        pole = {"log": 0, "log1p": -1}.get(name)
        if pole is None or (e.args[0] - pole).is_positive:
            return found, ATOM
        return f"({found} if {text(e.args[0], words, SUM)} != {pole} else -math.inf)", ATOM
    if call in words.library.helpers:
        words.helper(call)
    inside = words if name in WHOLE else words.as_value
    return f"{call}({text(e.args[0], inside)})", ATOM


__all__ = ["condition", "mask", "place_text", "text"]
