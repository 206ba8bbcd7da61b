"""A fractional position is rounded once: taps, weights and slopes follow from that one number.

The references compute with fractions from the position as the kernel's precision rounds it; around whole
numbers a slope of the wrong side, or a tap too few, is an error of the size of the data.
"""

from fractions import Fraction
from itertools import product
from math import floor, prod

import numpy as np
import pytest

from codegen.module.load import load
from codegen.verification.quick import standing
from derive.layers import LAYERS
from derive.notation import Layer, define, hat, index, sizes, tensor, total

DTYPES = (np.float32, np.float64)
TINY = ("smallest_subnormal", "tiny", "eps")


def stretched() -> Layer:
    """A transformer of one dimension as a user writes it: y[i] = x at the position a i + t."""
    N, L, K = sizes("N L K")
    n, i, q = index("n", N), index("i", K), index("q", L)
    X, A, T, Y = tensor("x", n, q), tensor("a", n), tensor("t", n, i), tensor("y", n, i)
    place = A[n] * i + T[n, i]
    return Layer("stretched", [define(Y[n, i], total(hat(q, place) * X[n, q], over=q))], wrt=(X, A, T))


STRETCHED = stretched()


def around(whole, dtype):
    """A whole number and its nearest eight neighbours."""
    found = [dtype(whole)]
    for side in (-np.inf, np.inf):
        at = dtype(whole)
        for _ in range(4):
            at = np.nextafter(at, dtype(side))
            found.append(at)
    return found


def shifts(dtype):
    """Offsets whose sum with a whole number is, or rounds to, something within ulps of a whole number."""
    small = [getattr(np.finfo(dtype), name) * k for name in TINY for k in (0.25, 0.5, 0.75, 1, 2)]
    small += [1e-17, 1e-10, 1e-7, 1e-5]
    near = [at for whole in (-2, -1, 0, 1, 2) for at in around(whole, dtype)]
    return np.unique(np.array([*small, *(-v for v in small), *near, 0.5, -0.25], dtype))


def taps(position, extent):
    """(place, weight, slope) of the taps inside; at a whole position the slope is the one from the right."""
    at = Fraction(float(position))
    below = floor(at)
    both = ((below, 1 - (at - below), -1), (below + 1, at - below, 1))
    return [tap for tap in both if 0 <= tap[0] < extent]


def close(got, exact, size, dtype):
    """Every element within 16 roundings of the sizes of its terms."""
    exact, size = (np.vectorize(float, otypes=[float])(a).reshape(got.shape) for a in (exact, size))
    room = 16 * float(np.finfo(dtype).eps) * size + np.finfo(dtype).tiny
    wrong = ~(np.abs(got - exact) <= room)
    assert not wrong.any(), f"{wrong.sum()} of {wrong.size}: {got[wrong][:4]} for {exact[wrong][:4]}"


class Sum:
    """Exact sums of terms into the elements of an array, and of their sizes: a weight is good to u of 1."""

    def __init__(self, shape):
        self.value = np.full(shape, Fraction(0), dtype=object)
        self.size = np.full(shape, Fraction(0), dtype=object)

    def add(self, at, factor, *weights):
        self.value[at] += factor * prod(weights)
        self.size[at] += abs(factor)


def exactly(array):
    return np.vectorize(Fraction, otypes=[object])(array.astype(float))


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_transformer_of_ones_own_uses_one_position(dtype):
    kernels, offsets = load(STRETCHED), shifts(dtype)
    rng = np.random.default_rng(0)
    extent, count = 5, len(offsets)
    x = rng.integers(-9, 9, (count, extent)).astype(dtype)
    t = np.array([np.roll(offsets, k)[:4] for k in range(count)])
    a, dy = np.ones(count, dtype), rng.integers(1, 9, t.shape).astype(dtype)
    y, dx, da, dt = Sum(t.shape), Sum(x.shape), Sum(a.shape), Sum(t.shape)
    ex, ey = exactly(x), exactly(dy)
    for n, i in np.ndindex(t.shape):
        for q, weight, slope in taps(dtype(i) + t[n, i], extent):
            y.add((n, i), ex[n, q], weight)
            dx.add((n, q), ey[n, i], weight)
            da.add(n, slope * i * ex[n, q] * ey[n, i])
            dt.add((n, i), slope * ex[n, q] * ey[n, i])
    close(kernels.forward(x, a, t), y.value, y.size, dtype)
    close(kernels.vjp_x(dy, x, a, t), dx.value, dx.size, dtype)
    close(kernels.vjp_a(dy, x, a, t), da.value, da.size, dtype)
    close(kernels.vjp_t(dy, x, a, t), dt.value, dt.size, dtype)


@pytest.mark.parametrize("dtype", DTYPES)
def test_deformed_taps_and_their_slopes_use_one_position(dtype):
    """Every pair of shifts, as the offset of a row and of a column."""
    kernels, offsets = standing(LAYERS["deform_conv2d"]), shifts(dtype)
    rng = np.random.default_rng(1)
    count, size, kernel = len(offsets), 4, (1, 2)
    out = (size + 2, size + 1)
    x, w = (rng.integers(-4, 5, s).astype(dtype) for s in ((1, 1, size, size), (1, 1, *kernel)))
    many = -(-(count * count) // (out[0] * out[1]))
    pairs = np.resize(np.array(list(product(offsets, offsets)), dtype), (many * out[0] * out[1], 2))
    offset = np.empty((many, 4, *out), dtype)
    for tap in range(2):
        moved = np.roll(pairs, 7 * tap, axis=0).reshape(many, *out, 2)
        offset[:, 2 * tap], offset[:, 2 * tap + 1] = moved[..., 0], moved[..., 1]
    x = np.broadcast_to(x, (many, *x.shape[1:]))
    mask, dy = (rng.integers(1, 5, (many, c, *out)).astype(dtype) for c in (2, 1))
    y, dx, dw, doffset, dmask = (Sum(s.shape) for s in (dy, x, w, offset, mask))
    ex, ew, em, ey = map(exactly, (x, w, mask, dy))
    for n, tap, i, j in np.ndindex(many, 2, *out):
        rows = taps(dtype(i - 1) + offset[n, 2 * tap, i, j], size)
        columns = taps(dtype(j - 1 + tap) + offset[n, 2 * tap + 1, i, j], size)
        for (q, a, da), (r, b, db) in product(rows, columns):
            value, weight, seed, gate = ex[n, 0, q, r], ew[0, 0, 0, tap], ey[n, 0, i, j], em[n, tap, i, j]
            y.add((n, 0, i, j), gate * weight * value, a, b)
            dx.add((n, 0, q, r), seed * gate * weight, a, b)
            dw.add((0, 0, 0, tap), seed * gate * value, a, b)
            doffset.add((n, 2 * tap, i, j), seed * gate * weight * value, da, b)
            doffset.add((n, 2 * tap + 1, i, j), seed * gate * weight * value, a, db)
            dmask.add((n, tap, i, j), seed * weight * value, a, b)
    given = (x, w, offset, mask, np.zeros(1, dtype))
    got = kernels.vjp(dy, *given, padding=(1, 1, 1, 1))
    close(kernels.forward(*given, padding=(1, 1, 1, 1)), y.value, y.size, dtype)
    wanted = {"x": dx, "w": dw, "offset": doffset, "mask": dmask}
    for name, one in wanted.items():
        close(getattr(got, name), one.value, one.size, dtype)


def half_pixel(a, old, new):
    return min(max((a + Fraction(1, 2)) * old / new - Fraction(1, 2), Fraction(0)), Fraction(old - 1))


def aligned(a, old, new):
    return Fraction(a * (old - 1), max(new - 1, 1))


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(
    ("name", "place"), [("bilinear_upsample2d", half_pixel), ("bilinear_upsample2d_aligned", aligned)]
)
def test_spread_positions_are_rounded_once(name, place, dtype):
    """y and dx for every pair of an old and a new extent up to 6 and 9."""
    kernels, rng = standing(LAYERS[name]), np.random.default_rng(2)
    for old, new in product(range(1, 7), range(1, 10)):
        x, dy = rng.integers(1, 9, (1, 1, old, 1)).astype(dtype), rng.integers(1, 9, new).astype(dtype)
        y, dx = Sum((1, 1, new, 1)), Sum(x.shape)
        for a in range(new):
            for q, weight, _ in taps(dtype(float(place(a, old, new))), old):
                y.add((0, 0, a, 0), Fraction(float(x[0, 0, q, 0])), weight)
                dx.add((0, 0, q, 0), Fraction(float(dy[a])), weight)
        close(kernels.forward(x, size=(new, 1)), y.value, y.size, dtype)
        close(kernels.vjp_x(dy.reshape(1, 1, new, 1), x, size=(new, 1)), dx.value, dx.size, dtype)


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_position_that_is_no_number_gives_no_number(dtype):
    kernels = load(STRETCHED)
    x, a = np.ones((1, 3), dtype), np.ones(1, dtype)
    t = np.array([[0, np.nan, np.inf, -np.inf]], dtype)
    np.testing.assert_array_equal(kernels.forward(x, a, t), [[1, np.nan, 0, 0]])
    slope = kernels.vjp_t(np.ones_like(t), x, a, t)
    assert np.isnan(slope[0, 1]) and np.isfinite(slope[0, [0, 2, 3]]).all()


def test_the_kernel_names_its_position_once():
    from codegen.module.render import module

    text = module(STRETCHED)
    kernels = [part for part in text.split("@njit")[1:] if "cell(" in part]
    assert len(kernels) == 5, "the forward, three gradients, the tangent"
    assert all(part.count("cell(position)") == part.count(" position = ") == 1 for part in kernels)
