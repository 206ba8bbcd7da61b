"""The transforms of F(m, r): ``m`` results of a filter with ``r`` taps by ``m + r - 1`` products.

A product of two polynomials is known by its values at ``m + r - 1`` points (Toom 1963, Cook 1966); a
correlation is its transpose (Winograd 1980), so that one identity of three factors serves a layer and both
of its gradients:  ``Σ_{i,u} y_i g_u d_{i+u} = Σ_k (A y)_k (G g)_k (B d)_k``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from sympy import Expr, Rational, expand, symbols

Row = tuple[Fraction, ...]
Matrix = tuple[Row, ...]
Point = Fraction | None
"""A number, or ``None`` for infinity: there a polynomial has its leading coefficient as its value."""


@dataclass(frozen=True)
class Transforms:
    """One row for each point: ``results`` (A) has ``m`` columns, ``weights`` (G) ``r``, ``data`` (B) all."""

    points: tuple[Point, ...]
    results: Matrix
    weights: Matrix
    data: Matrix

    @property
    def m(self) -> int:
        return len(self.results[0])

    @property
    def r(self) -> int:
        return len(self.weights[0])


def transforms(m: int, r: int, points: Sequence[Point]) -> Transforms:
    """F(m, r) at ``points``: what interpolation divides by goes to the weights.

    A row of B is a product of ``x - b`` over a power of two that makes its least coefficient about 1.
    """
    if m < 1 or r < 1:
        raise ValueError(f"F({m}, {r}): there is at least one result and one tap")
    if len(points) != m + r - 1 or len(set(points)) != len(points):
        raise ValueError(f"F({m}, {r}) takes {m + r - 1} different points, got {_listed(points)}")
    finite = [a for a in points if a is not None]
    data = [_padded(_vanishing([b for b in finite if b != a]), len(points)) for a in points]
    units = [_unit(row) for row in data]
    scale = [_distance(a, finite) / unit for a, unit in zip(points, units, strict=True)]
    return Transforms(
        tuple(points),
        tuple(_powers(a, m) for a in points),
        tuple(tuple(p / s for p in _powers(a, r)) for a, s in zip(points, scale, strict=True)),
        tuple(tuple(c / unit for c in row) for row, unit in zip(data, units, strict=True)),
    )


def _unit(row: Row) -> Fraction:
    """The largest power of two that no coefficient is smaller than."""
    least = min(abs(c) for c in row if c)
    made = Fraction(1)
    while made > least:
        made /= 2
    while 2 * made <= least:
        made *= 2
    return made


def residual(t: Transforms) -> Expr:
    """The two sides of the identity, subtracted: the polynomial 0 where the transforms are right."""
    y, g, d = (symbols(f"{name}:{count}") for name, count in (("y", t.m), ("g", t.r), ("d", t.m + t.r - 1)))
    products = (
        prod(_applied(row, of) for row, of in zip(rows, (y, g, d), strict=True))
        for rows in zip(t.results, t.weights, t.data, strict=True)
    )
    plain = sum(y[i] * g[u] * d[i + u] for i in range(t.m) for u in range(t.r))
    return expand(sum(products) - plain)


def _applied(row: Row, of: Sequence[Expr]) -> Expr:
    terms = (Rational(c.numerator, c.denominator) * x for c, x in zip(row, of, strict=True))
    return sum(terms, Rational(0))


def _powers(a: Point, count: int) -> Row:
    """What a polynomial with ``count`` coefficients has as its value, by coefficient."""
    if a is None:
        return tuple(Fraction(k == count - 1) for k in range(count))
    return tuple(a**k for k in range(count))


def _distance(a: Point, finite: Sequence[Fraction]) -> Fraction:
    return Fraction(1) if a is None else prod((a - b for b in finite if b != a), start=Fraction(1))


def _vanishing(zeros: Sequence[Fraction]) -> list[Fraction]:
    """The coefficients, from the constant on, of the monic polynomial with these zeros."""
    made = [Fraction(1)]
    for a in zeros:
        made = [up - a * here for up, here in zip([Fraction(0), *made], [*made, Fraction(0)], strict=True)]
    return made


def _padded(row: Sequence[Fraction], count: int) -> Row:
    return (*row, *[Fraction(0)] * (count - len(row)))


def _listed(points: Sequence[Point]) -> str:
    return ", ".join("infinity" if a is None else str(a) for a in points) or "none"


__all__ = ["Matrix", "Point", "Row", "Transforms", "residual", "transforms"]
