"""The words in which a layer is written: the one place where SymPy symbols are made.

>>> from derive.notation import *
>>> N, K, O = sizes("N K O")
>>> n, k, o = index("n", N), index("k", K), index("o", O)
>>> X, W, Y = tensor("x", n, k), tensor("w", o, k), tensor("y", n, o)
>>> dense = Layer("dense", [define(Y[n, o], total(X[n, k] * W[o, k], over=k))], wrt=(X, W))

Conditions are comparisons, ``X[n, k] > 0``, ``k <= o``, or the words ``ge``, ``gt``, ``eq``, ``ne`` of one
number or of two, and ``divides``; ``a & b`` joins them, ``~a`` is the opposite.  Equality has a word because
Python decides ``k == o`` by itself.

>>> total(X[n, k], over=k, when=(k <= o) & ~eq(k, 3)).guards
(-k + o >= 0, k - 3 != 0)

Longer words stand for their definitions and are differentiated like everything else: ``sigmoid``, ``sign``,
``larger``, and ``softmax`` over all of an index or over those under a condition.  ``stop_gradient`` has a
value and no derivative.

>>> print(softmax(X[n, k], over=k).subs(K, 3))
exp(x[n, k] - max(x[n, k'] for k'=0..2))/sum(exp(x[n, k''] - max(x[n, k'] for k'=0..2)) for k''=0..2)
"""

from __future__ import annotations

import sys
from typing import Any

from sympy import Abs, Expr, Rational, S, Symbol, cos, erf, exp, log, oo, pi, sin, sqrt, sympify, tanh
from sympy import ceiling as _ceiling
from sympy import floor as _floor
from sympy.codegen.cfunctions import expm1, log1p

from derive.expr import (
    Acc,
    FloorDiv,
    Hat,
    Index,
    Iverson,
    Modulo,
    StopGradient,
    Tensor,
    Where,
    conditions,
    divides,
    eq,
    ge,
    gt,
    ne,
    negation,
)
from derive.model.layer import Def, Layer, ModelError, Option
from derive.model.shown import Printers, shown_by
from derive.model.spoken import normalised_exponential, number, reduction, whole_quotients


@shown_by
def _printers() -> Printers:
    """What is written here is shown by the printers, which are imported with the first page."""
    from derive.pretty import in_cells

    return in_cells


def sizes(names: str) -> tuple[Symbol, ...]:
    """Positive integer sizes from a blank-separated list of names."""
    return tuple(Symbol(name, integer=True, positive=True) for name in names.split())


def size(name: str) -> Symbol:
    """One positive integer size."""
    return sizes(name)[0]


def index(name: str, extent: Any = None) -> Index:
    """An index letter that runs over ``0 .. extent-1``."""
    return Index(name, None if extent is None else whole_quotients(sympify(extent)))


def tensor(name: str, *axes: Index, sign: str = "") -> Tensor:
    """A real array with one declared index per axis; ``sign`` is "", "nonnegative" or "positive"."""
    return Tensor(name, _extents(name, axes), axes, "real", sign)


def integers(name: str, *axes: Index, below: Any, exempt: Any = None) -> Tensor:
    """An array of integers in ``0 .. below-1``: labels, switches, look-ups.

    ``exempt`` is one more number that it may hold and that names nothing: ``where(ne(T[n], skipped), ...)``
    stands around what is read through it.
    """
    sign = "nonnegative" if exempt is None else ""
    return Tensor(name, _extents(name, axes), axes, "integer", sign, below, exempt)


def _extents(name: str, axes: tuple[Index, ...]) -> list[Expr]:
    for axis in axes:
        if not isinstance(axis, Index) or axis.extent is None:
            raise ModelError(f"tensor {name}: the axis {axis} needs an extent: index({str(axis)!r}, size)")
    return [axis.extent for axis in axes]


def option(
    name: str,
    symbols: str = "",
    *,
    default: int | float | None = None,
    minimum: int | float | None = None,
    maximum: int | float | None = None,
    real: bool = False,
    summary: str = "",
) -> Option:
    """A hyper-parameter with one symbol or one per axis: ``option("stride", "s_h s_w", default=1)``.

    Integers unless ``real``; the sign of the symbols follows from ``minimum`` (a real option with
    ``minimum=0`` is taken as positive: divide by it freely).
    """
    _check_default(name, default, minimum, maximum, real)
    sign: dict[str, bool] = {}
    if minimum is not None and (minimum > 0 or (real and minimum == 0)):
        sign = {"positive": True}
    elif minimum == 0:
        sign = {"nonnegative": True}
    kind = {"real": True} if real else {"integer": True}
    made = tuple(Symbol(s, **kind, **sign) for s in (symbols or name).split())
    return Option(name, made, default, minimum, maximum, summary)


def _check_default(name: str, default: Any, minimum: Any, maximum: Any, real: bool) -> None:
    """A default is a value that a caller could give."""
    if default is None:
        return
    if not real and default != int(default):
        raise ModelError(f"option {name}: the default {default} is no integer; say real=True")
    if minimum is not None and default < minimum:
        raise ModelError(f"option {name}: the default {default} is below the minimum {minimum}")
    if maximum is not None and default > maximum:
        raise ModelError(f"option {name}: the default {default} is above the maximum {maximum}")


def define(lhs: Expr, expr: Any) -> Def:
    """``lhs = expr``: ``define(Y[n, o], total(X[n, k] * W[o, k], over=k))``."""
    caller = sys._getframe(1)
    origin = f"{caller.f_code.co_filename}:{caller.f_lineno}"
    if not isinstance(lhs, Acc):
        raise ModelError(f"the left side of a definition is an element of a tensor, not {lhs} ({origin})")
    letters: dict[Any, None] = {}
    for at in lhs.index:
        for z in sorted(at.free_symbols, key=lambda s: s.name):
            if isinstance(z, Index):
                letters[z] = None
    for z in letters:
        if z.extent is None:
            raise ModelError(f"{lhs}: the index {z} needs an extent: index({z.name!r}, size) ({origin})")
    ordered = sorted(letters, key=lambda z: _position(lhs, z))
    free = tuple((z, S.Zero, z.extent - 1) for z in ordered)
    return Def(lhs, free, number(expr, f"define ({origin})"), origin=origin)


def _position(lhs: Acc, z: Index) -> tuple[int, Any]:
    """Outer axes first; within a mixed-radix axis the digit of the larger weight first."""
    for axis, at in enumerate(lhs.index):
        if z in at.free_symbols:
            weight = at.coeff(z)
            return axis, (0 if weight != 1 else 1, str(weight))
    raise AssertionError(z)


def total(body: Any, over: Any, when: Any = ()) -> Expr:
    """Σ body over indices: ``over=k``, ``over=(c, u, v)`` or with bounds ``over=(j, 0, i)`` (inclusive)."""
    return reduction("sum", body, over, when)


def product(body: Any, over: Any, when: Any = ()) -> Expr:
    """Π body; bounds as for ``total``."""
    return reduction("prod", body, over, when)


def largest(body: Any, over: Any, when: Any = ()) -> Expr:
    """max body; the gradient goes to the first of equal elements."""
    return reduction("max", body, over, when)


def smallest(body: Any, over: Any, when: Any = ()) -> Expr:
    """min body; the gradient goes to the first of equal elements."""
    return reduction("min", body, over, when)


def largest_at(body: Any, over: Any, when: Any = ()) -> Expr:
    """The index of the first largest element (mixed radix over several binders), -1 where there is none."""
    return reduction("argmax", body, over, when)


def smallest_at(body: Any, over: Any, when: Any = ()) -> Expr:
    """The index of the first smallest element, -1 where there is none."""
    return reduction("argmin", body, over, when)


def where(condition: Any, a: Any, b: Any) -> Expr:
    """``a`` where the condition holds, else ``b``: ``where(X[n] > 0, X[n], 0)``.

    The derivative at the border is that of the branch which holds there.
    """
    return Where(conditions(condition, "where"), number(a, "where"), number(b, "where"))


def bracket(*said: Any) -> Expr:
    """``[condition]``: 1 where all conditions hold, else 0 (Iverson)."""
    return Iverson(*conditions(said, "bracket"))


def larger(a: Any, b: Any) -> Expr:
    """max(a, b); the gradient goes to ``a`` where they are equal."""
    return where(ge(a, b), a, b)


def smaller(a: Any, b: Any) -> Expr:
    """min(a, b); the gradient goes to ``a`` where they are equal."""
    return where(ge(b, a), a, b)


def sigmoid(a: Any) -> Expr:
    """1/(1 + e^−a), without overflow."""
    x = number(a, "sigmoid")
    return where(ge(x), 1 / (1 + exp(-x)), exp(x) / (1 + exp(x)))


def softmax(body: Any, over: Any, when: Any = ()) -> Expr:
    """e^body / Σ e^body, the largest taken off first: ``define(P[n, k], softmax(X[n, k], over=k))``.

    The indices of ``over`` stay those of the element; ``when`` says which elements take part, 0 is given to
    the others: ``softmax(S[i, j], over=j, when=j <= i)``.
    """
    return normalised_exponential(body, over, when)


def stop_gradient(a: Any) -> Expr:
    """The value of ``a`` as a constant: sg(a) in formulas, whose derivative is 0 by convention."""
    return StopGradient(number(a, "stop_gradient"))


def sign(a: Any) -> Expr:
    """1 above zero, −1 below, 0 at zero; its derivative is 0 everywhere by convention."""
    x = number(a, "sign")
    return bracket(gt(x)) - bracket(gt(-x))


def hat(q: Any, p: Any) -> Expr:
    """max(0, 1 − abs(p − q)): the weight of the whole number ``q`` in linear interpolation at ``p``."""
    cell, position = number(q, "hat"), number(p, "hat")
    if cell.is_integer is not True:
        raise ModelError(f"hat({q}, {p}): the first is a whole number, the cell; the second is the position")
    return Hat(cell, position)


def floor_div(a: Any, b: Any) -> Expr:
    """⌊a / b⌋ of integers."""
    return FloorDiv(sympify(a), sympify(b))


def modulo(a: Any, b: Any) -> Expr:
    """a mod b in ``0 .. b-1``: circular indices."""
    return Modulo(sympify(a), sympify(b))


def reflect(a: Any, extent: Any) -> Expr:
    """The index ``a`` reflected at both borders of ``0 .. extent-1`` (once; borders not repeated)."""
    last = sympify(extent) - 1
    return last - Abs(last - Abs(sympify(a)))


def floor(a: Any) -> Expr:
    """⌊a⌋ of a real number; its derivative is 0 everywhere by convention."""
    return _floor(sympify(a))


def ceil(a: Any) -> Expr:
    """⌈a⌉ of a real number; its derivative is 0 everywhere by convention."""
    return _ceiling(sympify(a))


def window_count(
    extent: Any, kernel: Any, stride: Any = 1, dilation: Any = 1, before: Any = 0, after: Any = 0
) -> Expr:
    """How many windows fit: ⌊(W + P − d(F−1) − 1)/S⌋ + 1 (Dumoulin & Visin 2016, relation 15)."""
    extent, kernel, dilation = sympify(extent), sympify(kernel), sympify(dilation)
    span = extent + before + after - dilation * (kernel - 1) - 1
    return FloorDiv(span, sympify(stride)) + 1


__all__ = [
    "Abs", "Acc", "Def", "Index", "Layer", "ModelError", "Option", "Rational", "Tensor", "bracket",
    "ceil", "cos", "define", "divides", "eq", "erf", "exp", "expm1", "floor", "floor_div", "ge", "gt", "hat",
    "index", "integers", "larger", "largest", "largest_at", "log", "log1p", "modulo", "ne", "negation", "oo",
    "option", "pi", "product", "reflect", "sigmoid", "sign", "sin", "size", "sizes", "smaller", "smallest",
    "smallest_at", "softmax", "sqrt", "stop_gradient", "tanh", "tensor", "total", "where", "window_count",
]  # fmt: skip
