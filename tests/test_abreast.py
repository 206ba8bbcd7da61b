"""Windows over several planes at once: the run-time functions, and the kernels that call them."""

from dataclasses import replace

import numpy as np
import pytest
from numba import njit
from numpy.lib.stride_tricks import sliding_window_view
from sympy import Max

from codegen.loops.legality import Illegal, check
from codegen.loops.nodes import Choose, Correlate, Pad, Range
from codegen.loops.roles import children, ranges, walk
from codegen.loops.schedule import Assumed
from codegen.numba.expressions import Scalars
from codegen.program import computable, group
from codegen.source import plan
from codegen.stencil import windowed
from codegen.stencil.abreast import outer, worth
from derive.expr import Modulo
from derive.gradients import gradients
from derive.layers import conv1d, conv2d, depthwise_conv2d, weighted_pool2d
from derive.notation import Layer, define, index, sizes, tensor, total, window_count
from generated import conv2d as compiled
from generated import depthwise_conv2d as depthwise
from generated import stencils, threads
from generated.abreast import correlate_abreast, lags_abreast, lay_abreast, pad_abreast
from generated.stencils import slide
from tests.oracle import conv2d as oracle
from tests.test_stencils import TYPES, adjoint, called, changed, kernel_of, random

LANES = 16
COUNTS = (1, 3, 8, 15, 16)


@njit
def _padded(target, source, up, before, step, many, first, end, left, right):
    pad_abreast(
        target, (0, 0, 0), target.shape[1] * LANES, LANES, source, (0, up, before),
        source.shape[2] * step, step, source.shape[1] * source.shape[2], target.shape[0], target.shape[1],
        many, first, end, left, right,
    )  # fmt: skip


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("many", COUNTS)
@pytest.mark.parametrize("step", [1, 2, 3])
def test_planes_are_turned_and_padded(dtype, many, step):
    """Whole planes, borders on each side, strides; lanes without a plane stay as they are."""
    for high, wide in ((1, 1), (3, 7), (2, 16), (5, 17), (2, 37)):
        for up, before in ((0, 0), (-1, -2), (2, 3)):
            planes = random((many, 8 + step * high, 8 + step * wide), dtype)
            padded = np.pad(planes, ((0, 0), (9, 9), (9, 9)))
            lines, columns = (np.arange(n) * step for n in (high, wide))
            expected = padded[:, 9 + up :, 9 + before :][:, lines][:, :, columns]
            target = np.full((high, wide, LANES), 99, dtype)
            ends = [-(s // step) for s in (up, before)]
            more = [(n - 1 - s) // step + 1 for n, s in zip(planes.shape[1:], (up, before), strict=True)]
            _padded(target, planes, up, before, step, many, ends[0], more[0], ends[1], more[1])
            assert np.array_equal(target[:, :, :many], expected.transpose(1, 2, 0))
            assert np.all(target[:, :, many:] == 99)
            _padded(target, planes, up, before, step, many, 0, 0, 0, wide)
            assert not target[:, :, :many].any(), "no line is there"


@njit
def _copied(target, source, many):
    high, wide = source.shape[:2]
    line = target.shape[1]
    pad_abreast(
        target, (0, 0, 0), line * LANES, LANES, source, (-1, -1, 0), wide * LANES, LANES, 1,
        target.shape[0], line, many, 1, high + 1, 1, wide + 1,
    )  # fmt: skip


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("many", COUNTS)
def test_planes_that_are_turned_already_are_copied(dtype, many):
    source = random((5, 6, LANES), dtype)
    target = np.full((7, 9, LANES), 99, dtype)
    _copied(target, source, many)
    expected = np.pad(source, ((1, 1), (1, 2), (0, 0)))
    assert np.array_equal(target[:, :, :many], expected[:, :, :many])


@njit
def _laid(target, source, step, many):
    high, wide = source.shape[:2]
    line = target.shape[2]
    lay_abreast(
        target, (0, 0, 0), line, step, target.shape[1] * line, source, (0, 0, 0), wide * LANES, LANES,
        high, wide, many,
    )  # fmt: skip


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("many", COUNTS)
@pytest.mark.parametrize(("step", "more"), [(1, 0), (1, 3), (2, 0), (3, 1)])
def test_results_are_turned_back(dtype, many, step, more):
    for high, wide in ((1, 1), (3, 7), (4, 16), (3, 21)):
        source = random((high, wide, LANES), dtype)
        target = np.full((many, high, wide * step + more), 99, dtype)
        _laid(target, source, step, many)
        expected = np.full_like(target, 99)
        expected[:, :, : wide * step : step] = source[:, :, :many].transpose(2, 0, 1)
        assert np.array_equal(target, expected)


CASES = ((1, 1, 1, 16), (7, 3, 1, 9), (8, 5, 2, 16), (9, 4, 1, 1), (13, 2, 2, 15))
"""Lines and columns of results, stride, planes."""


@njit
def _correlated(out, starts, weights, lefts, planes, rights, below, taps, stride, many):
    rows, high, wide = out.shape[:3]
    line = planes.shape[1] * LANES
    correlate_abreast(
        out, (0, 0, 0, 0), high * wide * LANES, wide * LANES, LANES, starts, (0, 0), LANES,
        weights, (0, 0, 0), weights.shape[1] * LANES, lefts, planes, (0, 0, 0), line * stride, LANES * stride,
        rights, below, taps, rows, high, wide, many,
    )  # fmt: skip


@njit
def _lagged(out, given, planes, rights, stride, many):
    rows, high, wide = given.shape[:3]
    lags_abreast(
        out, (0, 0, 0), out.shape[1] * LANES, LANES, given, (0, 0, 0, 0), high * wide * LANES, wide * LANES,
        LANES, planes, (0, 0, 0), planes.shape[1] * LANES * stride, LANES * stride, rights, rows, high, wide,
        many,
    )  # fmt: skip


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("rows", [1, 2, 3, 4, 5, 9])
@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_every_lane_is_a_window_of_its_own(dtype, rows, size):
    """Heights around the lines in registers, rows around those that share pixels, strides, lanes left out."""
    for high, wide, stride, many in (
        (1, 1, 1, 16),
        (7, 3, 1, 9),
        (8, 5, 2, 16),
        (9, 4, 1, 1),
        (13, 2, 2, 15),
    ):
        planes = random(
            ((high - 1) * stride + size, (wide - 1) * stride + size, LANES), dtype
        )  # fmt: skip
        weights, starts = random((rows, size * size, LANES), dtype, 1), random((rows, LANES), dtype, 2)
        lefts = np.arange(size * size) * LANES
        rights = np.array([(u * planes.shape[1] + v) * LANES for v in range(size) for u in range(size)])
        windows = sliding_window_view(planes, (size, size), (0, 1))[::stride, ::stride].transpose(
            4, 3, 0, 1, 2
        )
        seen = windows.reshape(-1, high, wide, LANES)
        out = np.full((rows, high, wide, LANES), 99, dtype)
        expected = np.einsum("pkz,kijz->pijz", weights, seen) + starts[:, None, None]
        _correlated(out, starts, weights, lefts, planes, rights, size, size * size, stride, many)
        assert np.array_equal(out[..., :many], expected[..., :many])
        assert np.all(out[..., many:] == 99)
        _correlated(out, starts, weights, lefts, planes, rights, size, 0, stride, many)
        assert np.all(out[..., :many] == starts[:, None, None, :many]), "no tap, no sum"
        given, totals = random(out.shape, dtype, 3), random((rows, size * size, LANES), dtype, 4)
        expected = totals + np.einsum("pijz,kijz->pkz", given, seen)
        expected[..., many:] = totals[..., many:]
        _lagged(totals, given, planes, rights, stride, many)
        assert np.array_equal(totals, expected)


WINDOWS = [
    # (N, Cg, G, Og, H, W), (KH, KW), stride, padding, dilation
    ((2, 1, 17, 1, 7, 7), (3, 3), (1, 1), (1, 1, 1, 1), (1, 1)),
    ((2, 1, 40, 1, 7, 8), (5, 5), (2, 2), (2, 2, 2, 2), (1, 1)),
    ((1, 1, 3, 2, 9, 13), (5, 2), (2, 3), (0, 1, 2, 1), (1, 2)),
    ((3, 2, 33, 3, 6, 9), (3, 2), (2, 3), (0, 1, 2, 1), (3, 2)),
    ((2, 3, 16, 9, 5, 19), (1, 3), (1, 2), (0, 0, 3, 0), (1, 1)),
    ((1, 4, 2, 4, 13, 18), (3, 3), (3, 2), (4, 0, 1, 3), (2, 3)),
    ((2, 8, 4, 12, 6, 3), (3, 3), (3, 4), (0, 1, 0, 6), (3, 3)),
]


@pytest.mark.parametrize("dtype", TYPES[:2])
@pytest.mark.parametrize(("shape", "kernel", "stride", "padding", "dilation"), WINDOWS)
def test_a_convolution_over_planes_abreast_is_the_convolution(
    shape, kernel, stride, padding, dilation, dtype
):
    """Blocks of planes and what is left of them, classes without a pixel; whole numbers."""
    (x, w, b), options = called(shape, kernel, stride, padding, dilation, dtype)
    with slide("abreast"):
        y = compiled.forward(x, w, b, **options)
        dy = random(y.shape, dtype, 3)
        dx, dw = compiled.vjp_x(dy, x, w, b, **options), compiled.vjp_w(dy, x, w, b, **options)
    assert np.array_equal(y, oracle(x, w, b, **options))
    wanted = adjoint(dy, x, w, **options)
    assert np.array_equal(dx, wanted[0]) and np.array_equal(dw, wanted[1])


@pytest.mark.parametrize("stride", [1, 2])
def test_results_do_not_depend_on_the_number_of_threads(stride):
    rng = np.random.default_rng(0)
    x, w, dy = (
        rng.standard_normal(s).astype(np.float32) for s in ((5, 70, 9, 9), (70, 1, 3, 3), (5, 70, 9, 9))
    )
    dy = dy[:, :, ::stride, ::stride].copy()
    found = []
    for count in (1, 4):
        with threads.num_threads(count), threads.smallest_ranges(), slide("abreast"):
            y = depthwise.forward(x, w, stride=stride, padding=1)
            found.append((y, *depthwise.vjp(dy, x, w, stride=stride, padding=1)))
    assert all(np.array_equal(one, other) for one, other in zip(*found, strict=True))


# -- which windows have planes to stand abreast


def ways(layer, name):
    made = computable(plan(layer, gradients(layer)).programs[name], layer)
    assumed = Assumed(layer)
    found = (windowed(g, assumed) for g in group(made, assumed))
    return [w for one in found if not isinstance(one, str) for w in one]


@pytest.mark.parametrize(
    ("layer", "name", "index"),
    [
        (conv2d, "_forward", "g"),
        (conv2d, "_vjp_x", "g"),
        (conv2d, "_vjp_w", "g"),
        (depthwise_conv2d, "_forward", "g"),
        (depthwise_conv2d, "_vjp_x", "c"),
        (weighted_pool2d, "_vjp_x", "nc"),
        (conv1d, "_forward", None),
    ],
)
def test_planes_are_told_apart_by_an_index_of_every_side(layer, name, index):
    found = [outer(w) for w in ways(layer, name)]
    assert [b and b[0].name for b in found] == [index]


def test_a_layer_that_nobody_has_seen_has_planes():
    """A filter for each person and frame; what the filters do not depend on is no such index."""
    N, F, H, W, K, OH, OW = sizes("N F H W K OH OW")
    n, f, i, j, u, v = (
        index("n", N),
        index("f", F),
        index("i", OH),
        index("j", OW),
        index("u", K),
        index("v", K),
    )
    X, T, Y = tensor("x", n, f, index("h", H), index("w", W)), tensor("t", f, u, v), tensor("y", n, f, i, j)
    value = total(X[n, f, i + u, j + v] * T[f, u, v], over=(u, v))
    windows = {OH: window_count(H, K, 1), OW: window_count(W, K, 1)}
    layer = Layer("frames", [define(Y[n, f, i, j], value)], wrt=(X, T), sizes=windows)
    assert [outer(w)[0].name for w in ways(layer, "_forward")] == ["f"]
    assert [outer(w)[0].name for w in ways(layer, "_vjp_x")] == ["f"]


def test_lines_that_fill_vectors_are_left_to_them():
    show = Scalars(str, str)
    (forward,), (lag,) = ways(depthwise_conv2d, "_forward"), ways(depthwise_conv2d, "_vjp_w")
    more = ["C >= 8", "8192 >= H * W", "8192 >= OH * OW", "16384 >= KH * KW * M"]
    assert [show.condition(c) for c in worth(forward, outer(forward))] == [*more, "s_w * 16 >= W"]
    assert [show.condition(c) for c in worth(lag, outer(lag))][:4] == more
    assert stencils.abreast(True) and not stencils.abreast(False)


def test_lags_of_short_lines_are_turned_where_lanes_are_full():
    (w,) = ways(depthwise_conv2d, "_vjp_w")
    (lines,) = (c for c in worth(w, outer(w)) if c.of.has(w.seen.tensor.shape[-1]) and c.of.has(Max))
    usual = {"C": 512, "W": 14, "s_w": 1}

    def taken(**other):
        values = {s: {**usual, **other}[s.name] for s in lines.of.free_symbols}
        return lines.of.subs(values) >= 0

    assert taken() and taken(W=24) and taken(C=12) and taken(C=24)
    assert not taken(W=25), "pixels fill vectors as well"
    assert not taken(C=8) and not taken(C=17), "lanes are empty"
    assert taken(C=8, W=8), "half a vector's pixels are worse than that"
    assert taken(C=8, W=32, s_w=2) and not taken(C=8, W=33, s_w=2)


def test_elements_of_many_products_are_turned_for_full_lanes():
    """Groups of so many channels stand abreast where lines are longer than a vector, and have a rest."""
    (w,) = ways(conv2d, "_forward")
    (many,) = (c for c in worth(w, outer(w)) if c.of.has(Modulo))
    usual = {"N": 8, "Cg": 8, "Og": 8, "G": 32, "H": 28, "W": 28, "OH": 28, "OW": 28, "KH": 3, "KW": 3}
    usual |= {"s_h": 1, "s_w": 1}

    def taken(**other):
        values = {s: {**usual, **other}[s.name] for s in many.of.free_symbols}
        return many.of.subs(values) >= 0

    assert taken() and taken(Cg=4, Og=4, H=20, W=20, OH=20, OW=20)
    assert not taken(W=32, OW=32), "pixels fill their vectors"
    assert not taken(G=20), "lanes are empty"
    assert not taken(N=4), "too few tasks"
    assert not taken(KH=1), "too few products"
    assert not taken(H=168, OH=168), "planes that do not stay near"


def around(nodes, kind, within=()):
    """Every node of a kind, with the letters of the loops around it."""
    for n in nodes:
        if isinstance(n, kind):
            yield n, {z.name for z in within}
        yield from around(children(n), kind, (*within, *(r.index for r in ranges(n))))


def test_what_all_images_meet_is_turned_once_for_those_in_turn():
    way = next(
        n for n in walk(kernel_of(conv2d, "_forward").body) if isinstance(n, Choose) and n.by == "abreast"
    )
    loops = {n.target.tensor.name: letters for n, letters in around(way.then, Pad)}
    assert {"planes", "weights"} < set(loops) and "raw" not in loops, (
        "planes are laid out where they are turned"
    )
    assert "n" in loops["planes"] and "n" not in loops["weights"]


# -- what is not proved is refused


def test_a_lane_too_many_is_refused():
    kernel = kernel_of(depthwise_conv2d, "_forward")

    def wider(n):
        (lane,) = n.lanes
        more = Range(lane.index, lane.lo, (lane.hi[0] + 1, *lane.hi[1:]))
        return replace(n, lanes=(more,))

    with pytest.raises(Illegal, match="cannot prove"):
        check(changed(kernel, Pad, wider), depthwise_conv2d)


def test_a_window_that_leaves_its_planes_is_refused():
    kernel = kernel_of(depthwise_conv2d, "_forward")

    def wider(n):
        (i, j) = n.grid
        assert n.lanes
        return replace(n, grid=(i, Range(j.index, j.lo, (j.hi[0] + 1,))))

    with pytest.raises(Illegal, match="cannot prove"):
        check(changed(kernel, Correlate, wider), depthwise_conv2d)
