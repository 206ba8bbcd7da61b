"""Terms that lie in a margin are left out, and nothing else changes."""

import numpy as np
import pytest
from numba import njit

from generated import conv2d
from generated.skipped_terms import HEIGHT, NARROW, contract_inside
from generated.vectors import contract


@njit
def _some(
    target, left, row_at, left_at, right, right_at, rows, cols, depth, deep, least, most, place, fewest
):
    contract_inside(
        target, (0, 0), target.shape[1], left, row_at, left_at, right, 0, right_at, rows, cols, depth, deep,
        least, most, place, least.shape[1], place.shape[1], least.shape[0], fewest,
        np.empty(3 * place.shape[1] + 4 * least.shape[1] + 2, np.int64),
    )  # fmt: skip


@njit
def _all(target, left, row_at, left_at, right, right_at, rows, cols, depth, deep):
    contract(
        target, (0, 0), target.shape[1], left, row_at, left_at, right, 0, right_at, rows, cols, 0, depth,
        deep,
    )  # fmt: skip


class Windows:
    """A window of ``taps`` over planes of ``size`` with ``margin`` zeros around, in the emitter's tables."""

    def __init__(self, size, taps, margin, channels, images, cols, dtype=np.float32, seed=0):
        rng, axes = np.random.default_rng(seed), len(size)
        wide = [s + 2 * m for s, m in zip(size, margin, strict=True)]
        self.left = np.zeros((images, channels, *wide), dtype)
        core = (slice(None), slice(None), *(slice(m, m + s) for s, m in zip(size, margin, strict=True)))
        self.left[core] = rng.standard_normal(self.left[core].shape)
        out = [w - t + 1 for w, t in zip(wide, taps, strict=True)]
        rows = [(n, *at) for n in range(images) for at in np.ndindex(*out)]
        terms = [(c, *at) for c in range(channels) for at in np.ndindex(*taps)]
        steps = [s // self.left.itemsize for s in self.left.strides]
        self.row_at = np.array([n * steps[0] + np.dot(at, steps[2:]) for n, *at in rows], np.int64)
        self.left_at = np.array([np.dot(at, steps[1:]) for at in terms], np.int64)
        self.least = np.array([[m - at[1 + a] for at in rows] for a, m in enumerate(margin)], np.int64)
        self.most = self.least + np.array(size)[:, None] - 1
        self.place = np.array([[at[1 + a] for at in terms] for a in range(axes)], np.int64)
        self.right = rng.standard_normal((len(terms), cols)).astype(dtype)
        self.right_at = np.arange(len(terms), dtype=np.int64) * cols
        self.rows, self.cols, self.depth = len(rows), cols, len(terms)

    def sides(self, deep):
        return (
            self.left, self.row_at, self.left_at, self.right, self.right_at, self.rows, self.cols,
            self.depth, deep,
        )  # fmt: skip

    def both(self, deep, fewest=1):
        some, whole = (np.full((self.rows, self.cols), 7, self.left.dtype) for _ in range(2))
        _some(some, *self.sides(deep), self.least, self.most, self.place, fewest)
        _all(whole, *self.sides(deep))
        return some, whole


CASES = [
    ((7, 7), (3, 3), (1, 1), 16, 3, 64), ((5,), (3,), (1,), 40, 9, 17),
    ((4, 5, 6), (3, 3, 3), (1, 1, 1), 8, 2, 33), ((6, 6), (5, 5), (2, 0), 9, 2, 9),
    ((3, 3), (3, 3), (2, 2), 32, 4, 70), ((2, 9), (1, 4), (0, 3), 24, 3, 5),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("deep", [1024, 50, 7])
@pytest.mark.parametrize("fewest", [1, 0])
def test_the_sums_are_those_of_all_terms_bit_for_bit(case, dtype, deep, fewest):
    some, whole = Windows(*case, dtype=dtype).both(deep, fewest)
    np.testing.assert_array_equal(some.view(np.uint8), whole.view(np.uint8))


def test_what_lies_in_the_margin_is_left_out():
    """An infinite weight beside a row of zeros is no term of its sum: it would make it NaN."""
    w = Windows((7, 7), (3, 3), (1, 1), 16, 6, 64)
    w.right[0::9] = np.inf  # the tap above and on the left
    some, whole = w.both(1024)
    assert np.isnan(whole[:7]).any()
    upper = [p for p in range(w.rows) if p % 49 < 7]
    assert np.isfinite(some[upper]).mean() > 0.7  # a block of rows of several kinds has the terms of each


@pytest.mark.parametrize("channels", [1, 2])
def test_small_sums_go_through_all_of_it_where_a_check_asks_for_that(channels):
    """One channel has no period, two have one: neither is worth a list, unless no product is too few."""
    for fewest, leaves in ((1, False), (0, True)):
        w = Windows((4, 4), (3, 3), (1, 1), channels, 1, 5)
        w.right[0] = np.inf  # the first row has this tap in the margin
        some, _ = w.both(7, fewest)
        assert np.isfinite(some[0]).all() == leaves


@pytest.mark.parametrize("cols, leaves", [(NARROW - 1, False), (NARROW, True)])
def test_narrow_results_have_all_terms(cols, leaves):
    """A table of a hundred thousand places, shortened for each tap, cost more than 32 columns of it."""
    w = Windows((7, 7), (3, 3), (1, 1), 16, 2, cols)
    w.right[0] = np.inf
    some, _ = w.both(1024, 1000)
    assert np.isfinite(some[0]).all() == leaves


def test_complex_numbers_have_all_terms():
    w = Windows((7, 7), (3, 3), (1, 1), 16, 3, 40, np.float64)
    w.left, w.right = w.left + 0.5j, w.right * 1j
    w.left[:, :, [0, -1]] = w.left[..., [0, -1]] = 0
    some, whole = w.both(1024)
    np.testing.assert_array_equal(some, whole)


def test_a_convolution_of_complex_numbers_in_blocks():
    """All the ways that large arrays take are compiled for them, too."""
    rng = np.random.default_rng(0)
    x, w = (rng.integers(-3, 4, s) + 1j * rng.integers(-3, 4, s) for s in ((8, 64, 8, 8), (64, 64, 3, 3)))
    windows = np.lib.stride_tricks.sliding_window_view(
        np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1))), (3, 3), (2, 3)
    )
    wanted = np.einsum("nchwuv,ocuv->nohw", windows, w)
    np.testing.assert_array_equal(conv2d.forward(x, w, padding=1), wanted)


def test_terms_without_a_period_and_rows_of_many_kinds_are_summed_too():
    w = Windows((7, 7), (3, 3), (1, 1), 16, 3, 64)
    order = np.random.default_rng(1).permutation(w.depth)
    w.left_at, w.right_at, w.place = (
        w.left_at[order],
        w.right_at[order],
        np.ascontiguousarray(w.place[:, order]),
    )
    some, whole = w.both(1024)
    np.testing.assert_array_equal(some, whole)
    many = Windows((9, 9), (9, 9), (8, 8), 8, 1, 16)
    assert len({(*a, *b) for a, b in zip(many.least.T.tolist(), many.most.T.tolist(), strict=True)}) > 64
    some, whole = many.both(1024)
    np.testing.assert_array_equal(some, whole)


def test_places_that_fit_into_no_field_take_all_terms():
    w = Windows((7, 7), (3, 3), (1, 1), 16, 3, 64)
    scale = np.int64(1 << 40)
    w.least, w.most, w.place = w.least * scale, w.most * scale, w.place * scale
    some, whole = w.both(1024)
    np.testing.assert_array_equal(some, whole)


def test_a_few_rows_and_no_term():
    w = Windows((2, 2), (3, 3), (1, 1), 16, 1, 20)
    assert w.rows <= HEIGHT
    np.testing.assert_array_equal(*w.both(1024))
    w.depth = 0
    some, _ = w.both(1024)
    assert not some.any()


def test_plain_python_leaves_out_what_the_tables_say():
    """The exact checks and the mutants run this: with a wrong table it gives wrong sums, however small."""
    w = Windows((3, 3), (3, 3), (1, 1), 2, 1, 4, np.float64)
    some, whole = np.zeros((w.rows, w.cols)), np.zeros((w.rows, w.cols))
    _some.py_func(some, *w.sides(1024), w.least, w.most, w.place, 0)
    _all(whole, *w.sides(1024))
    np.testing.assert_allclose(some, whole, rtol=1e-13, atol=1e-14)
    for table, step in ((w.least, 1), (w.most, -1)):
        table[0] += step
        _some.py_func(some, *w.sides(1024), w.least, w.most, w.place, 0)
        table[0] -= step
        assert not np.allclose(some, whole)
