"""A transform as a sequence of sums: what two rows share is computed once.

Rows that belong to the points a and -a have the same even and opposite odd terms: half of each is enough.
A factor that a whole row has is multiplied last, so that integers stay integers as long as they can.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import gcd, lcm

from derive.cook_toom.transforms import Matrix, Row


@dataclass(frozen=True)
class Term:
    """``factor`` times the input or, where it is ``shared``, the earlier sum with this number."""

    factor: Fraction
    number: int
    shared: bool = False


@dataclass(frozen=True)
class Combination:
    """``scale * Σ terms``: the first term is multiplied, the others are added by fused operations."""

    terms: tuple[Term, ...]
    scale: Fraction = Fraction(1)

    @property
    def roundings(self) -> int:
        """How often a term is rounded at most; what a scale that is no power of two makes of it is, once."""
        first = 0 if _power_of_two(self.terms[0].factor) else 1
        return len(self.terms) - 1 + first + (0 if _power_of_two(self.scale) else 1)


def straight_line(matrix: Matrix) -> tuple[tuple[Combination, ...], tuple[Combination, ...]]:
    """What rows share, then the rows: each over the inputs and what is shared."""
    return _by_columns(matrix) or _by_rows(matrix)


def _by_columns(matrix: Matrix) -> tuple[tuple[Combination, ...], tuple[Combination, ...]] | None:
    """Sums and differences of two inputs that every row has with the same factor up to its sign."""
    columns = list(zip(*matrix, strict=True))
    pairs: dict[int, int] = {}
    for k, other in combinations(range(len(columns)), 2):
        if not {k, other} & {*pairs, *pairs.values()} and _alike(columns[k], columns[other]):
            pairs[k] = other
    if not pairs:
        return None
    one = Fraction(1)
    shared = [Combination((Term(one, k), Term(sign, pairs[k]))) for k in pairs for sign in (one, -one)]
    return tuple(shared), tuple(_scaled(list(_over_pairs(row, pairs))) for row in matrix)


def _alike(a: Row, b: Row) -> bool:
    """Whether sums and differences are both of use."""
    signs = [x == y for x, y in zip(a, b, strict=True) if x]
    return all(abs(x) == abs(y) for x, y in zip(a, b, strict=True)) and any(signs) and not all(signs)


def _over_pairs(row: Row, pairs: Mapping[int, int]) -> Iterator[Term]:
    for at, (k, other) in enumerate(pairs.items()):
        if row[k]:
            yield Term(row[k], 2 * at + (row[k] != row[other]), shared=True)
    for k, c in enumerate(row):
        if c and k not in pairs and k not in pairs.values():
            yield Term(c, k)


def _by_rows(matrix: Matrix) -> tuple[tuple[Combination, ...], tuple[Combination, ...]]:
    """Two rows that are the sum and the difference of the same two halves."""
    shared: list[Combination] = []
    rows: dict[int, Combination] = {}
    for k, other in combinations(range(len(matrix)), 2):
        if k in rows or other in rows:
            continue
        even, odd = _halves(matrix[k], matrix[other])
        if _apart(even, odd):
            at, parts = len(shared), [_sum(even), _sum(odd)]
            shared += [Combination(part.terms) for part in parts]
            rows[k], rows[other] = (
                _scaled([_whole(parts[0].scale, at), _whole(sign * parts[1].scale, at + 1)])
                for sign in (1, -1)
            )
    return tuple(shared), tuple(rows.get(k) or _sum(row) for k, row in enumerate(matrix))


def roundings(matrix: Matrix) -> int:
    """How often a value is rounded at most on its way through the transform."""
    shared, rows = straight_line(matrix)
    own = [one.roundings for one in shared]
    return max(row.roundings + max((own[t.number] for t in row.terms if t.shared), default=0) for row in rows)


def _halves(a: Row, b: Row) -> tuple[Row, Row]:
    """``e`` and ``o`` with ``a = e + o``, ``b = e - o``."""
    pairs = list(zip(a, b, strict=True))
    return tuple((x + y) / 2 for x, y in pairs), tuple((x - y) / 2 for x, y in pairs)


def _apart(even: Row, odd: Row) -> bool:
    """Each has a term, no input is in both, and one of them has several: otherwise nothing is shared."""
    counts = [sum(c != 0 for c in part) for part in (even, odd)]
    return min(counts) > 0 and max(counts) > 1 and not any(a and b for a, b in zip(even, odd, strict=True))


def _sum(row: Row) -> Combination:
    return _scaled([Term(c, k) for k, c in enumerate(row) if c])


def _whole(factor: Fraction, at: int) -> Term:
    return Term(factor, at, shared=True)


def _scaled(terms: Sequence[Term]) -> Combination:
    """The terms over their common factor, where that is no power of two: this is exact anyway."""
    common = Fraction(gcd(*(t.factor.numerator for t in terms)), lcm(*(t.factor.denominator for t in terms)))
    scale = Fraction(1) if _power_of_two(common) else common
    first = max(terms, key=lambda t: (abs(t.factor) == scale, t.factor > 0))
    if scale != 1 and first.factor < 0:  # a sign costs nothing where there is a scale
        scale = -scale
    ordered = [first, *(t for t in terms if t is not first)]
    return Combination(tuple(Term(t.factor / scale, t.number, t.shared) for t in ordered), scale)


def _power_of_two(c: Fraction) -> bool:
    return c != 0 and all(n & (n - 1) == 0 for n in (abs(c.numerator), c.denominator))


__all__ = ["Combination", "Term", "roundings", "straight_line"]
