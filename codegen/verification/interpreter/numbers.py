"""Number systems over arrays: one evaluation of a model yields values, derivatives or error bounds.

===========  =====================================================================================
ndarray      plain values: float64, complex128, longdouble, or ``Fraction`` in an object array
``Dual``     value + tangent (forward mode, one column per seed in the last axis; Clifford 1873)
``Bounded``  value + first-order bound of its rounding error in units of u (Higham 2002, section 3.3)
===========  =====================================================================================

``Dual`` works over ``Bounded`` too: directional derivatives together with what rounding may do to them.
Every array carries one trailing axis, of extent 1 in values and of one entry per seed in tangents.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from codegen.verification.interpreter.precision import now

Array: TypeAlias = np.ndarray[Any, Any]
Value: TypeAlias = "Array | Dual | Bounded"

NOTHING = np.zeros(1, dtype=np.int64)
"""An integer: beside a fraction it leaves a fraction."""
CERTAIN = NOTHING != 0
"""Nowhere in doubt."""

LIBRARY_ULPS = 4.0
"""Elementary functions of a vector mathematics library are good to four units in the last place."""


@dataclass(frozen=True, eq=False)
class Bounded:
    """``value`` and a bound of ``|computed - exact| / u`` to first order in u."""

    value: Array
    error: Array
    __array_ufunc__ = None

    def __add__(self, other: Any) -> Any:
        if isinstance(other, Dual):
            return other + self
        other = bounded(other)
        value = self.value + other.value
        lost = np.where(_exact_sum(self.value, other.value, value), 0.0, np.abs(value))
        return Bounded(value, now().inside(value, self.error + other.error + lost))

    def __mul__(self, other: Any) -> Any:
        if isinstance(other, Dual):
            return other * self
        other = bounded(other)
        value = self.value * other.value
        lost = np.where(_short(self.value) & _short(other.value) & _short(value), 0.0, np.abs(value))
        error = np.abs(self.value) * other.error + np.abs(other.value) * self.error + lost
        vanished = (value == 0) & (self.value != 0) & (other.value != 0)
        return Bounded(value, now().within(value, error, vanished))

    def __neg__(self) -> Bounded:
        return Bounded(-self.value, self.error)

    __radd__ = __add__
    __rmul__ = __mul__


@dataclass(frozen=True, eq=False)
class Dual:
    """``value + tangent * epsilon`` with ``epsilon**2 = 0``.

    ``reached`` says, per seed, whether the value depends on it by any path: a seed that does not reach a
    value leaves it in place, be its slope infinite (a tangent of 0 that comes out of a sum says less).
    """

    value: Any
    tangent: Any
    reached: Any = None
    __array_ufunc__ = None

    def __post_init__(self) -> None:
        if self.reached is None:
            object.__setattr__(self, "reached", plain(self.tangent) != 0)

    def along(self, slope: Any, value: Any) -> Dual:
        """The chain rule for one argument: ``value`` moves by ``slope`` times the tangent."""
        return Dual(value, select(self.reached, self.tangent * slope, NOTHING), self.reached)

    def __add__(self, other: Any) -> Dual:
        if isinstance(other, Dual):
            reached = self.reached | other.reached
            return Dual(self.value + other.value, self.tangent + other.tangent, reached)
        return Dual(self.value + other, self.tangent, self.reached)

    def __mul__(self, other: Any) -> Dual:
        if isinstance(other, Dual):
            left, right = self.along(other.value, 0), other.along(self.value, 0)
            return Dual(self.value * other.value, left.tangent + right.tangent, self.reached | other.reached)
        return self.along(other, self.value * other)

    def __neg__(self) -> Dual:
        return Dual(-self.value, -self.tangent, self.reached)

    __radd__ = __add__
    __rmul__ = __mul__


def _short(x: Array) -> Array:
    """Where a value has at most the 24 bits of float32, so that operations on it may be exact."""
    return np.asarray(x.astype(np.float32) == x)


def _exact_sum(a: Array, b: Array, s: Array) -> Array:
    """Where ``s = a + b`` was not rounded, in float32 neither (the error term of Knuth's TwoSum is 0)."""
    back = s - a
    return _short(s) & ((a - (s - back)) + (b - back) == 0)


def bounded(x: Any) -> Bounded:
    """A plain number as ``Bounded``: what float32 holds is exact, a half as an integer is."""
    if isinstance(x, Bounded):
        return x
    array = np.asarray(x)
    if array.dtype.kind in "biu" or bool(np.all(array == np.round(array))):
        return Bounded(array, np.zeros(array.shape))
    return exactly(array)


def exactly(x: Any) -> Bounded:
    """A number as it stands, rounded only where it has more than the bits of float32."""
    array = np.asarray(x)
    return Bounded(array, np.where(_short(array), 0.0, np.abs(array)))


def plain(x: Any) -> Array:
    """The values alone."""
    while isinstance(x, Dual | Bounded):
        x = x.value
    return np.asarray(x)


def ordered(x: Any) -> Array:
    """What comparisons look at: the value, of a complex number its real part."""
    array = plain(x)
    return array.real if array.dtype.kind == "c" else array


def structural(change: Callable[[Array], Array], x: Any) -> Any:
    """Apply a rearrangement of elements to every component."""
    if isinstance(x, Dual):
        return Dual(structural(change, x.value), structural(change, x.tangent), change(x.reached))
    if isinstance(x, Bounded):
        return Bounded(change(x.value), change(x.error))
    return change(np.asarray(x))


def select(mask: Array, a: Any, b: Any) -> Any:
    """``a`` where the mask holds, else ``b``, in every component."""
    if isinstance(a, Dual) or isinstance(b, Dual):
        pairs = zip(parts(a, Dual), parts(b, Dual), strict=True)
        return Dual(*(select(mask, one, other) for one, other in pairs))
    if isinstance(a, Bounded) or isinstance(b, Bounded):
        a, b = bounded(a), bounded(b)
        return Bounded(np.where(mask, a.value, b.value), np.where(mask, a.error, b.error))
    return np.where(mask, a, b)


def parts(x: Any, system: type[Dual] | type[Bounded]) -> tuple[Any, ...]:
    """The components of ``x`` in a number system; those of a plain constant are zero beside its value."""
    if system is Bounded:
        x = bounded(x)
        return x.value, x.error
    return (x.value, x.tangent, x.reached) if isinstance(x, Dual) else (x, NOTHING, NOTHING != 0)


def gather(x: Any, index: tuple[Array, ...], seeded: bool = False) -> Any:
    """Elements of a tensor; a tangent keeps its seeds as the last axis."""
    if isinstance(x, Dual):
        tangent, reached = gather(x.tangent, index, seeded=True), gather(x.reached, index, seeded=True)
        return Dual(gather(x.value, index), tangent, reached)
    if isinstance(x, Bounded):
        return Bounded(gather(x.value, index, seeded), gather(x.error, index, seeded))
    if not index:
        return np.reshape(x, (-1,)) if seeded else np.reshape(x, (1,))
    return x[tuple(at[..., 0] for at in index)] if seeded else x[index]


def total(x: Any) -> Any:
    """Sum over the first axis."""
    if isinstance(x, Dual):
        return Dual(total(x.value), total(x.tangent), x.reached.any(axis=0))
    if isinstance(x, Bounded):
        value, rounding = x.value.sum(axis=0), now().summed(len(x.value)) * np.abs(x.value).sum(axis=0)
        return Bounded(value, now().inside(value, x.error.sum(axis=0) + rounding))
    return x.sum(axis=0)


def product(x: Any) -> Any:
    """Product over the first axis, by plain multiplication: right even where a factor is zero."""
    count = len(plain(x))
    made: Any = structural(lambda a: a[0], x)
    for k in range(1, count):
        made = made * structural(lambda a, k=k: a[k], x)  # type: ignore[misc]
    return made


class Elementary(NamedTuple):
    """A scalar function on arrays and its derivative from argument and value."""

    on_array: Callable[[Array], Array]
    derivative: Callable[[Any, Any], Any]


def _erf(x: Array) -> Array:
    real = np.asarray(np.frompyfunc(math.erf, 1, 1)(x.real).astype(x.real.dtype))
    slope = np.exp(-(x.real**2)) * (2 / math.sqrt(math.pi))
    return real + 1j * x.imag * slope if x.dtype.kind == "c" else real


def _absolute(x: Array) -> Array:
    return np.where(ordered(x) < 0, -x, x)


def _sign(x: Any) -> Array:
    at = ordered(x)
    return (at > 0).astype(np.int64) - (at < 0).astype(np.int64)


ELEMENTARY: dict[str, Elementary] = {
    "exp": Elementary(np.exp, lambda x, y: y),
    "log": Elementary(np.log, lambda x, y: power(x, -1)),
    "expm1": Elementary(np.expm1, lambda x, y: apply("exp", x)),
    "log1p": Elementary(np.log1p, lambda x, y: power(x + 1, -1)),
    "sin": Elementary(np.sin, lambda x, y: apply("cos", x)),
    "cos": Elementary(np.cos, lambda x, y: -apply("sin", x)),
    "tan": Elementary(np.tan, lambda x, y: y * y + 1),
    "sinh": Elementary(np.sinh, lambda x, y: apply("cosh", x)),
    "cosh": Elementary(np.cosh, lambda x, y: apply("sinh", x)),
    "tanh": Elementary(np.tanh, lambda x, y: -(y * y) + 1),
    "atan": Elementary(np.arctan, lambda x, y: power(x * x + 1, -1)),
    "asinh": Elementary(np.arcsinh, lambda x, y: power(x * x + 1, -0.5)),
    "asin": Elementary(np.arcsin, lambda x, y: power(-(x * x) + 1, -0.5)),
    "acos": Elementary(np.arccos, lambda x, y: -power(-(x * x) + 1, -0.5)),
    "atanh": Elementary(np.arctanh, lambda x, y: power(-(x * x) + 1, -1)),
    "acosh": Elementary(np.arccosh, lambda x, y: power(x * x + -1, -0.5)),
    "erf": Elementary(_erf, lambda x, y: apply("exp", -(x * x)) * (2 / math.sqrt(math.pi))),
    "Abs": Elementary(_absolute, lambda x, y: _sign(x)),
    "sign": Elementary(_sign, lambda x, y: np.zeros(1, dtype=np.int64)),
}


def apply(name: str, x: Any) -> Any:
    """An elementary function in any number system."""
    law = ELEMENTARY[name]
    if isinstance(x, Dual):
        value = apply(name, x.value)
        return x.along(law.derivative(x.value, value), value)
    if isinstance(x, Bounded):
        value = law.on_array(x.value)
        slope = np.abs(plain(law.derivative(x.value, value)))
        ulps = 0.0 if name in ("Abs", "sign") else LIBRARY_ULPS
        error = _carried(slope, _at_infinity(x, value)) + ulps * np.abs(value)
        return Bounded(value, now().within(value, error))
    return law.on_array(x)


def _at_infinity(x: Bounded, value: Array) -> Array:
    """The error of an argument; none where it is infinite and its value is not: no neighbour is near."""
    return np.where(np.isinf(x.value) & np.isfinite(value), 0.0, x.error)


def _carried(slope: Array, error: Array) -> Array:
    """``slope * error``; what is exact stays exact, also where the slope is infinite (√x at 0)."""
    made = np.zeros(np.broadcast_shapes(np.shape(slope), np.shape(error)))
    return np.asarray(np.multiply(slope, error, out=made, where=np.asarray(error) != 0))


def power(x: Any, n: Any) -> Any:
    """``x**n``; an exponent with a tangent goes through exp and log."""
    if isinstance(n, Dual | Bounded):
        return apply("exp", n * apply("log", x))
    if isinstance(x, Dual):
        return x.along(power(x.value, n - 1) * n, power(x.value, n))
    if isinstance(x, Bounded):
        value = power(x.value, n)
        slope = np.abs(np.asarray(n) * power(x.value, n - 1))
        error = _carried(slope, _at_infinity(x, value)) + (np.abs(n) + 1) * np.abs(value)
        return Bounded(value, now().within(value, error, (value == 0) & (x.value != 0) & ~np.isinf(x.value)))
    if np.isscalar(n) and n == 0.5:
        return np.sqrt(x)
    if np.isscalar(n) and n == -0.5:
        return 1 / np.sqrt(x)
    return x**n


__all__ = [
    "CERTAIN", "ELEMENTARY", "NOTHING", "Array", "Bounded", "Dual", "Value", "apply", "bounded", "exactly",
    "gather", "ordered", "parts", "plain", "power", "product", "select", "structural", "total",
]  # fmt: skip
