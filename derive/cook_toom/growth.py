"""How errors grow in F(m, r): bounds from the norms of the transforms, and the points that keep them small.

With unit roundoff u, |x| <= X, |w| <= W and N terms for each tap, computed and exact result differ by at most
``s u / (1 - s u) · a · N · X · W``: each product of the algorithm passes ``s`` roundings on its way, and
``a`` is the largest ``Σ_k |A| |G|₁ |B|₁`` over the results (Higham, Accuracy and Stability, 2002, §3.5 and
§24.2, for bilinear algorithms).  Axes multiply: ``a`` of two axes is the product, ``s`` the sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import permutations

from derive.cook_toom.straight_line import roundings, straight_line
from derive.cook_toom.transforms import Matrix, Point, Row, Transforms, transforms

NUMBERS = tuple(Fraction(n) * Fraction(2) ** k for n, k in ((1, 0), (1, 1), (1, -1), (1, 2), (1, -2)))
"""Points are 0, these with both signs, and infinity: what they multiply by is exact in binary numbers."""


@dataclass(frozen=True)
class Growth:
    """``amplification`` of a correlation, ``adjoint`` of its gradient by the weights; roundings on the way.

    A direct sum has the amplification r, its adjoint m.
    """

    amplification: Fraction
    adjoint: Fraction
    roundings: int
    adjoint_roundings: int


@cache
def growth(t: Transforms) -> Growth:
    """The growth along one axis."""
    data = roundings(t.data)
    return Growth(
        _largest(t.results, t.weights, t.data),
        _largest(t.weights, t.results, t.data),
        data + roundings(t.weights) + roundings(transposed(t.results)),
        data + roundings(t.results) + roundings(transposed(t.weights)),
    )


def transposed(matrix: Matrix) -> Matrix:
    return tuple(zip(*matrix, strict=True))


def _largest(to: Matrix, *of: Matrix) -> Fraction:
    """``max_i Σ_k |to[k][i]| Π |of[k]|₁``."""
    totals = [Fraction(0)] * len(to[0])
    for k, row in enumerate(to):
        weight = Fraction(1)
        for matrix in of:
            weight *= _norm(matrix[k])
        totals = [total + abs(c) * weight for total, c in zip(totals, row, strict=True)]
    return max(totals)


def _norm(row: Row) -> Fraction:
    return sum(map(abs, row), Fraction(0))


@cache
def best_points(m: int, r: int) -> tuple[Point, ...]:
    """The points whose correlation and adjoint grow least together, of these the ones with fewest operations.

    A product of the two growths relative to a direct sum: one choice serves all three directions.
    """
    pairs, alone = divmod(m + r - 3, 2)
    if pairs + alone > len(NUMBERS) or m + r < 3:
        raise ValueError(f"F({m}, {r}) takes {m + r - 1} points, 2 to {2 * len(NUMBERS) + 2} are at hand")
    sets = (_points(chosen, alone) for chosen in permutations(NUMBERS, pairs + alone))
    return min(sets, key=lambda points: _price(transforms(m, r, points)))


def _points(numbers: Sequence[Fraction], alone: int) -> tuple[Point, ...]:
    """0, the numbers with both signs (the last one with one where it is alone), infinity."""
    paired = numbers[: len(numbers) - alone]
    return (Fraction(0), *(sign * a for a in paired for sign in (1, -1)), *numbers[len(paired) :], None)


def _price(t: Transforms) -> tuple[Fraction, int]:
    grown = growth(t)
    return grown.amplification * grown.adjoint, operations(t)


def operations(t: Transforms) -> int:
    """Additions and multiplications of the three transforms."""
    lines: Sequence[Matrix] = (t.data, t.weights, transposed(t.results))
    sums = [one for matrix in lines for part in straight_line(matrix) for one in part]
    return sum(len(one.terms) - (one.scale == 1) for one in sums)


__all__ = ["Growth", "best_points", "growth", "operations", "transposed"]
