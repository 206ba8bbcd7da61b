"""The transforms of F(m, r): the identity, the operations that compute them, and how errors grow."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.cook_toom import best_points, growth, residual, straight_line, transforms
from derive.cook_toom.growth import operations, transposed

SIZES = [(1, 1), (2, 3), (4, 3), (2, 5), (4, 5)]
CLASSICAL = tuple(map(Fraction, (0, 1, -1, 2, -2)))


@st.composite
def shapes(draw):
    """m, r and as many different points, infinity among them or not."""
    m, r = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    numbers = st.one_of(st.none(), st.fractions(-4, 4, max_denominator=3))
    return m, r, draw(st.lists(numbers, min_size=m + r - 1, max_size=m + r - 1, unique=True))


@settings(max_examples=60, deadline=None)
@given(shapes())
def test_the_identity_holds_for_any_points(shape):
    assert residual(transforms(*shape)) == 0


def test_a_wrong_transform_does_not_satisfy_it():
    t = transforms(4, 3, best_points(4, 3))
    wrong = (tuple(c + (k == 1) for k, c in enumerate(t.data[0])), *t.data[1:])
    assert residual(replace(t, data=wrong)) != 0


@pytest.mark.parametrize("points", [(0, 1), (0, 1, 1, None), (None, None, 0, 1)])
def test_points_are_as_many_as_products_and_different(points):
    with pytest.raises(ValueError, match="takes 4 different points"):
        transforms(2, 3, points)
    with pytest.raises(ValueError, match="at least one result"):
        transforms(0, 3, points)


def test_points_at_hand_are_said():
    with pytest.raises(ValueError, match="points, 2 to 12 are at hand"):
        best_points(9, 9)


def _matrices(m, r):
    t = transforms(m, r, best_points(m, r) if m > 1 else (None,))
    both = (t.results, t.weights, t.data)
    return [*both, *map(transposed, both)]


def _run(matrix, x):
    """The rows of ``matrix`` applied to ``x`` by the sums of its straight line."""
    shared, rows = straight_line(matrix)
    early = []

    def value(one):
        terms = (t.factor * (early if t.shared else x)[t.number] for t in one.terms)
        return one.scale * sum(terms, Fraction(0))

    for one in shared:
        early.append(value(one))
    return [value(row) for row in rows]


@pytest.mark.parametrize("m, r", SIZES)
def test_a_straight_line_computes_its_matrix(m, r):
    for matrix in _matrices(m, r):
        x = [Fraction(k * k + 1, k + 3) for k in range(len(matrix[0]))]
        assert _run(matrix, x) == [sum(a * b for a, b in zip(row, x, strict=True)) for row in matrix]


def test_rows_share_what_they_have_in_common():
    t = transforms(4, 3, best_points(4, 3))
    plain = [t.data, t.weights, transposed(t.results)]
    dense = sum(sum(c not in (0, 1) for c in row) + sum(c != 0 for c in row) - 1 for m in plain for row in m)
    assert operations(t) < dense / 2
    assert straight_line(t.data)[0] and straight_line(transposed(t.results))[0]


def test_points_keep_errors_small():
    best = growth(transforms(4, 3, best_points(4, 3)))
    usual = growth(transforms(4, 3, (*CLASSICAL, None)))
    assert best.amplification < usual.amplification / 2
    assert best.adjoint < usual.adjoint / 2


def test_interpolation_divides_only_the_weights():
    """Every factor of A and B is a binary fraction: none of them is rounded."""
    for m, r in ((4, 3), (2, 5)):
        t = transforms(m, r, best_points(m, r))
        assert all(c.denominator & (c.denominator - 1) == 0 for row in (*t.results, *t.data) for c in row)


def _rounded(matrix, x):
    """The straight line in float32: a fused operation rounds once."""
    shared, rows = straight_line(matrix)
    early = []

    def value(one):
        made = None
        for t in one.terms:
            term = np.float64(float(t.factor)) * np.float64((early if t.shared else x)[t.number])
            made = np.float32(term if made is None else np.float64(made) + term)
        return made if one.scale == 1 else np.float32(np.float64(made) * float(one.scale))

    for one in shared:
        early.append(value(one))
    return [value(row) for row in rows]


def _errors(t, y_of, g, d, to):
    """Errors of a correlation (or its adjoint, where the transforms have changed places) in float32."""
    products = [np.float32(a * b) for a, b in zip(_rounded(y_of, g), _rounded(t.data, d), strict=True)]
    found = _rounded(transposed(to), products)
    exact = [sum(np.float64(g[u]) * np.float64(d[i + u]) for u in range(len(g))) for i in range(len(found))]
    return max(abs(np.float64(f) - e) for f, e in zip(found, exact, strict=True))


@pytest.mark.parametrize("m, r", [(2, 3), (4, 3), (2, 5)])
@pytest.mark.parametrize("direction", ["forward", "adjoint"])
def test_errors_stay_below_the_bound_and_come_near_it(m, r, direction):
    """Random data, and the signs that make every term of a transform add up: the worst that they can do."""
    t = transforms(m, r, best_points(m, r))
    how = growth(t)
    one, to, a, s = (
        (t.weights, t.results, how.amplification, how.roundings)
        if direction == "forward"
        else (t.results, t.weights, how.adjoint, how.adjoint_roundings)
    )
    u = 2.0**-24
    bound = (s + 1) * u / (1 - (s + 1) * u) * float(a)
    rng, worst = np.random.default_rng(0), 0.0
    for k in range(200):
        row = k % len(t.data)
        d = np.sign([float(c) + 0.1 for c in t.data[row]]) if k % 2 else 1.0
        g = np.sign([float(c) + 0.01 for c in one[row]]) if k % 2 else 1.0
        d = np.float32(d * rng.uniform(0.9 if k % 2 else -1, 1, len(t.data)))
        g = np.float32(g * rng.uniform(0.9 if k % 2 else -1, 1, len(one[0])))
        worst = max(worst, _errors(t, one, g, d, to))
    assert bound / 100 < worst <= bound
