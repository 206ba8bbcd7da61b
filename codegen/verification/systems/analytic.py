"""Complex numbers that compare by their real parts, for steps into the complex plane.

Their imaginary parts are tiny: a function of one is f(x) + i y f'(x), exact beyond the digits of a float.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from codegen.verification.systems.system import System

ROOT_PI = math.sqrt(math.pi)


class Analytic:
    """x + i y."""

    __slots__ = ("x", "y")

    def __init__(self, x: Any, y: float = 0.0) -> None:
        self.x, self.y = np.float64(x), np.float64(y)

    def __add__(self, other: Any) -> Analytic:
        other = analytic(other)
        return Analytic(self.x + other.x, self.y + other.y)

    def __mul__(self, other: Any) -> Analytic:
        other = analytic(other)
        return Analytic(self.x * other.x, self.x * other.y + self.y * other.x)

    def __neg__(self) -> Analytic:
        return Analytic(-self.x, -self.y)

    def __sub__(self, other: Any) -> Analytic:
        return self + (-analytic(other))

    def __rsub__(self, other: Any) -> Analytic:
        return analytic(other) + (-self)

    def __truediv__(self, other: Any) -> Analytic:
        other = analytic(other)
        quotient = self.x / other.x
        return Analytic(quotient, (self.y - quotient * other.y) / other.x)

    def __rtruediv__(self, other: Any) -> Analytic:
        return analytic(other) / self

    def __pow__(self, other: Any) -> Analytic:
        return power(self, other)

    def __abs__(self) -> Analytic:
        """At 0 it has the slope that the model declares: the sign of 0."""
        return Analytic(abs(self.x), np.sign(self.x) * self.y)

    def __lt__(self, other: Any) -> bool:
        return bool(self.x < analytic(other).x)

    def __le__(self, other: Any) -> bool:
        return bool(self.x <= analytic(other).x)

    def __gt__(self, other: Any) -> bool:
        return bool(self.x > analytic(other).x)

    def __ge__(self, other: Any) -> bool:
        return bool(self.x >= analytic(other).x)

    def __eq__(self, other: object) -> bool:
        return bool(self.x == analytic(other).x)

    __radd__, __rmul__ = __add__, __mul__
    __hash__ = None  # type: ignore[assignment]


def analytic(value: Any) -> Analytic:
    return value if isinstance(value, Analytic) else Analytic(value)


def power(base: Any, exponent: Any) -> Analytic:
    base, n = analytic(base), analytic(exponent)
    value = base.x**n.x
    slope = n.x * base.x ** (n.x - 1) * base.y
    return Analytic(value, slope + (value * np.log(base.x) * n.y if n.y else 0.0))


Law = tuple[Callable[[Any], Any], Callable[[Any], Any]]
LAWS: dict[str, Law] = {
    "exp": (np.exp, np.exp),
    "expm1": (np.expm1, np.exp),
    "log": (np.log, lambda x: 1 / x),
    "log1p": (np.log1p, lambda x: 1 / (1 + x)),
    "sqrt": (np.sqrt, lambda x: 0.5 / np.sqrt(x)),
    "tanh": (np.tanh, lambda x: 1 / np.cosh(x) ** 2),
    "sin": (np.sin, np.cos),
    "cos": (np.cos, lambda x: -np.sin(x)),
    "tan": (np.tan, lambda x: 1 / np.cos(x) ** 2),
    "sinh": (np.sinh, np.cosh),
    "cosh": (np.cosh, np.sinh),
    "arcsin": (np.arcsin, lambda x: 1 / np.sqrt(1 - x * x)),
    "arccos": (np.arccos, lambda x: -1 / np.sqrt(1 - x * x)),
    "arctan": (np.arctan, lambda x: 1 / (1 + x * x)),
    "arcsinh": (np.arcsinh, lambda x: 1 / np.sqrt(1 + x * x)),
    "arccosh": (np.arccosh, lambda x: 1 / np.sqrt(x * x - 1)),
    "arctanh": (np.arctanh, lambda x: 1 / (1 - x * x)),
    "erf": (math.erf, lambda x: 2 / ROOT_PI * np.exp(-x * x)),
    "erfc": (math.erfc, lambda x: -2 / ROOT_PI * np.exp(-x * x)),
    "normal_cdf": (
        lambda x: math.erfc(-x / math.sqrt(2)) / 2,
        lambda x: np.exp(-x * x / 2) / math.sqrt(2 * math.pi),
    ),
    "normal_bell": (lambda x: np.exp(-x * x / 2), lambda x: -x * np.exp(-x * x / 2)),
}
"""A function of a real number and its derivative."""


def _continued(law: Law) -> Callable[[Any], Analytic]:
    def apply(value: Any) -> Analytic:
        at = analytic(value)
        return Analytic(law[0](at.x), at.y * law[1](at.x) if at.y else 0.0)

    return apply


for _name, _law in LAWS.items():  # NumPy asks the objects of an array for its functions
    setattr(Analytic, _name, _continued(_law))


ANALYTIC = System(
    "complex numbers",
    analytic,
    {name: _continued(law) for name, law in LAWS.items()}
    | {"power": power, "floor": lambda value: math.floor(analytic(value).x)},
)

__all__ = ["ANALYTIC", "Analytic", "analytic"]
