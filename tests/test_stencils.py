"""Windows that slide: the run-time functions against NumPy, and the kernels that call them."""

from dataclasses import replace

import numpy as np
import pytest
from numba import njit
from numpy.lib.stride_tricks import sliding_window_view

from codegen.loops.legality import Illegal, check
from codegen.loops.nodes import (
    Correlate,
    Kernel,
    Label,
    Let,
    Offsets,
    Pad,
    Range,
)  # fmt: skip
from codegen.loops.roles import on_scalars, rewrite, walk
from codegen.loops.schedule import Assumed
from codegen.lowering.lower import lower, scalars_of
from codegen.numba.expressions import Scalars
from codegen.program import computable, group
from codegen.source import plan
from codegen.stencil import slid, windowed
from codegen.stencil.slide import worth
from derive.expr import Acc
from derive.gradients import gradients
from derive.layers import (
    avg_pool2d,
    conv1d,
    conv2d,
    conv3d,
    dense,
    depthwise_conv2d,
    locally_connected2d,
    same_conv2d,
)
from derive.notation import Layer, define, index, sizes, tensor, total, window_count
from generated import conv2d as compiled
from generated import spatial_separable_conv2d as separable
from generated import stencils, threads
from generated.stencils import correlate, lags, pad, slide
from generated.window_vectors import whole_bands
from tests.oracle import conv2d as oracle

TYPES = (np.float32, np.float64, np.complex128)


def random(shape, dtype, seed=0):
    """Whole numbers: every sum of products is exact, in any order."""
    return np.random.default_rng(seed).integers(-8, 9, shape).astype(dtype)


@njit
def _correlated(out, starts, weights, lefts, planes, rights, column, taps, step):
    rows, high, wide = out.shape[0], out.shape[1], out.shape[2] // step
    line = out.shape[2]
    correlate(
        out, (0, 0, 0), out.shape[1] * line, line, step, starts, (0,), 1, weights, (0, 0), weights.shape[1],
        lefts, planes, (0, 0), planes.shape[1], rights, column, taps, rows, high, wide,
    )  # fmt: skip


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("rows", range(1, 8))
@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_a_correlation_keeps_every_residue_of_a_vector(dtype, rows, size):
    """Widths around the vectors of every type, heights around the lines in registers, one line alone."""
    for high, wide in ((1, 1), (1, 50), (7, 9), (8, 16), (9, 17), (13, 31), (17, 33)):
        for step in (1, 2, 3):
            planes = random((high + size - 1, wide + size - 1), dtype)
            weights, starts = random((rows, size * size), dtype, 1), random(rows, dtype, 2)
            lefts = np.arange(size * size)
            rights = np.array([u * planes.shape[1] + v for v in range(size) for u in range(size)])
            out = np.full((rows, high, wide * step), 99, dtype)
            windows = sliding_window_view(planes, (size, size)).transpose(3, 2, 0, 1)
            expected = np.einsum("pk,kij->pij", weights, windows.reshape(-1, high, wide))
            _correlated(out, starts, weights, lefts, planes, rights, size, size * size, step)
            assert np.array_equal(out[:, :, ::step], expected + starts[:, None, None])
            assert all(np.all(out[:, :, k::step] == 99) for k in range(1, step))
            _correlated(out, starts, weights, lefts, planes, rights, size, 0, step)
            assert np.all(out[:, :, ::step] == starts[:, None, None]), "no tap, no sum"


@pytest.mark.parametrize("high", [3, 4, 8])
def test_bands_cover_all_lines_and_few_more(high):
    """Some of so many lines, the others of one less: from some height on not one too many."""
    for lines in range(1, 100):
        bands = -(-lines // high)
        full = whole_bands(lines, high)
        computed = high * full + (high - 1) * (bands - full)
        assert 0 <= full <= bands and lines <= computed < lines + high
        assert computed == lines or lines < (high - 1) * (high - 2)


@njit
def _lagged(out, given, planes, rights, column):
    rows, high, wide = given.shape
    line = planes.shape[1]
    lags(
        out, (0, 0), out.shape[1], given, (0, 0, 0), high * wide, wide, planes, (0, 0), line, rights,
        column, rows, high, wide,
    )  # fmt: skip


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("rows", range(1, 8))
@pytest.mark.parametrize("size", [1, 2, 3, 4, 5])
def test_lags_keep_every_residue_of_a_vector(dtype, rows, size):
    for high, wide in ((1, 1), (1, 50), (7, 9), (8, 16), (9, 17), (3, 33)):
        planes = random((high + size - 1, wide + size - 1), dtype)
        given = random((rows, high, wide), dtype, 1)
        rights = np.array([u * planes.shape[1] + v for v in range(size) for u in range(size)])
        out = random((rows, size * size), dtype, 2)
        windows = sliding_window_view(planes, (size, size)).transpose(3, 2, 0, 1)
        expected = out + np.einsum("pij,kij->pk", given, windows.reshape(-1, high, wide))
        _lagged(out, given, planes, rights, size)
        assert np.array_equal(out, expected)


@njit
def _padded(target, source, up, before, step, first, end, left, right):
    pad(
        target, (0, 0), target.shape[1], source, (up, before), source.shape[1] * step, step,
        target.shape[0], target.shape[1], first, end, left, right,
    )  # fmt: skip


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("step", range(1, 8))
def test_planes_are_padded_at_every_step(dtype, step):
    """Whole vectors, those at either border, a plane without a line; nothing is read from outside."""
    for high, wide in ((1, 1), (3, 8), (2, 16), (5, 17), (4, 37), (2, 70)):
        for up, before in ((0, 0), (-1, -2), (-3, -1), (2, 3)):
            whole = random((20 + step * high, 20 + step * wide), dtype)
            padded = np.pad(whole, 10)
            lines, columns = (np.arange(n) * step for n in (high, wide))
            expected = padded[10 + up :, 10 + before :][np.ix_(lines, columns)]
            target = np.full((high, wide), 99, dtype)
            ends = [-(s // step) for s in (up, before)]
            more = [(n - 1 - s) // step + 1 for n, s in zip(whole.shape, (up, before), strict=True)]
            _padded(target, whole, up, before, step, ends[0], more[0], ends[1], more[1])
            assert np.array_equal(target, expected)
            _padded(target, whole, up, before, step, 0, 0, 0, wide)
            assert not target.any(), "no line is there"


@pytest.mark.parametrize("rows", range(1, 8))
@pytest.mark.parametrize(("size", "stride"), [(3, 2), (5, 2), (5, 3), (5, 4), (3, 3), (4, 2)])
def test_taps_of_several_classes_of_a_lone_line_stand_each_in_its_own(rows, size, stride):
    """Of a single line one class follows the other as lines do: the first taps stand one below the other,
    the next of them do not.
    """
    for wide in (1, 2, 7, 8, 9, 20):
        source = random(stride * (wide + (size - 1) // stride), np.float64)
        planes = np.ascontiguousarray(source.reshape(-1, stride).T)
        taps = np.arange(size)
        rights = taps % stride * planes.shape[1] + taps // stride
        seen = np.array([source[k : k + stride * wide : stride] for k in taps])
        weights, starts = random((rows, size), np.float64, 1), random(rows, np.float64, 2)
        out = np.zeros((rows, 1, wide))
        _correlated(out, starts, weights, taps, planes, rights, size, size, 1)
        assert np.array_equal(out[:, 0], weights @ seen + starts[:, None])
        given, sums = random((rows, 1, wide), np.float64, 3), np.zeros((rows, size))
        _lagged(sums, given, planes, rights, size)
        assert np.array_equal(sums, given[:, 0] @ seen.T)


@pytest.mark.parametrize(("stride", "taps", "wide"), [(2, 3, 7), (2, 5, 13), (3, 5, 17)])
def test_a_filter_along_one_line_reads_its_own_taps(stride, taps, wide):
    """As a call of these sizes computes it, nothing forced: windows slide along lines that have no tap."""
    x, row = random((2, 3, 1, wide), float), random((3, 1, 1, taps), float, 1)
    column = np.ones((3, 1, 1, 1))
    seen = sliding_window_view(x, taps, axis=3)[:, :, :, ::stride]
    for _ in range(20):
        y = separable.forward(x, column, row, stride=(1, stride))
        assert np.array_equal(y, np.einsum("ncijv,cv->ncij", seen, row[:, 0, 0]))
        dy = random(y.shape, float, 2)
        with slide("lagging"):
            dw = separable.vjp_w_row(dy, x, column, row, stride=(1, stride))
        assert np.array_equal(dw[:, 0, 0], np.einsum("ncijv,ncij->cv", seen, dy))


SLIDING = [
    # (N, Cg, G, Og, H, W), (KH, KW), stride, padding, dilation
    ((2, 1, 5, 1, 9, 17), (3, 3), (1, 1), (1, 1, 1, 1), (1, 1)),
    ((1, 1, 3, 2, 40, 33), (5, 5), (1, 1), (2, 2, 2, 2), (1, 1)),
    ((2, 2, 3, 3, 11, 20), (3, 2), (2, 3), (0, 1, 2, 1), (1, 2)),
    ((1, 3, 1, 7, 31, 30), (7, 7), (2, 2), (3, 3, 3, 3), (1, 1)),
    ((1, 3, 1, 18, 35, 35), (11, 11), (4, 4), (0, 0, 0, 0), (1, 1)),
    ((2, 1, 1, 5, 9, 44), (5, 20), (2, 2), (0, 0, 0, 0), (1, 1)),
    ((1, 4, 2, 4, 13, 18), (3, 3), (3, 2), (4, 0, 1, 3), (2, 3)),
    ((1, 8, 1, 17, 400, 5), (3, 3), (1, 1), (1, 1, 1, 1), (1, 1)),
]


def called(shape, kernel, stride, padding, dilation, dtype):
    N, Cg, G, Og, H, W = shape
    x, w, b = (
        random((N, G * Cg, H, W), dtype),
        random((G * Og, Cg, *kernel), dtype, 1),
        random(G * Og, dtype, 2),
    )
    options = {"stride": stride, "padding": padding, "dilation": dilation, "groups": G}
    return (x, w, b), options


def adjoint(dy, x, w, *, stride, padding, dilation, groups):
    """The gradients of a convolution, tap by tap."""
    top, bottom, left, right = padding
    seen = np.pad(x, ((0, 0), (0, 0), (top, bottom), (left, right)))
    dx, dw = np.zeros_like(seen), np.zeros_like(w)
    out, into = (np.arange(a.shape[k]).reshape(groups, -1) for a, k in ((w, 0), (x, 1)))
    for u, v in np.ndindex(*w.shape[2:]):
        rows = u * dilation[0] + stride[0] * np.arange(dy.shape[2])
        columns = v * dilation[1] + stride[1] * np.arange(dy.shape[3])
        for mine, theirs in zip(out, into, strict=True):
            at = np.ix_(range(len(x)), theirs, rows, columns)
            dw[mine, :, u, v] = np.einsum("noij,ncij->oc", dy[:, mine], seen[at])
            dx[at] += np.einsum("noij,oc->ncij", dy[:, mine], w[mine, :, u, v])
    return dx[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw


@pytest.mark.parametrize("dtype", TYPES[:2])
@pytest.mark.parametrize(("shape", "kernel", "stride", "padding", "dilation"), SLIDING)
def test_a_convolution_by_windows_is_the_convolution(shape, kernel, stride, padding, dilation, dtype):
    """Several strips, strides, dilations and groups; compiled code, whole numbers: nothing is rounded."""
    (x, w, b), options = called(shape, kernel, stride, padding, dilation, dtype)
    with slide("correlations"):
        y = compiled.forward(x, w, b, **options)
    assert np.array_equal(y, oracle(x, w, b, **options))
    dy = random(y.shape, dtype, 3)
    with slide("correlations"):
        dx = compiled.vjp_x(dy, x, w, b, **options)
    with slide("lagging"):
        dw = compiled.vjp_w(dy, x, w, b, **options)
    wanted = adjoint(dy, x, w, **options)
    assert np.array_equal(dx, wanted[0]) and np.array_equal(dw, wanted[1])


def test_results_do_not_depend_on_the_number_of_threads():
    case = ((3, 3, 2, 5, 70, 41), (3, 3), (2, 1), (1, 1, 1, 1), (1, 1))
    (x, w, b), options = called(*case, np.float32)
    x, w = (
        np.random.default_rng(k).standard_normal(a.shape).astype(np.float32) for k, a in enumerate((x, w))
    )
    found = []
    for count in (1, 4):
        with threads.num_threads(count), threads.smallest_ranges():
            with slide("correlations"):
                y = compiled.forward(x, w, b, **options)
                dx = compiled.vjp_x(y, x, w, b, **options)
            with slide("lagging"):
                found.append((y, dx, compiled.vjp_w(y, x, w, b, **options)))
    assert all(np.array_equal(one, other) for one, other in zip(*found, strict=True))


# -- which sums are windows


def seen(layer, name):
    made = plan(layer, gradients(layer)).programs[name]
    assumed = Assumed(layer)
    return [windowed(g, assumed) for g in group(computable(made, layer), assumed)]


@pytest.mark.parametrize(
    ("layer", "name", "told"),
    [
        (conv2d, "_forward", ["pixels i, j; taps c, v, u; rows o"]),
        (conv2d, "_vjp_x", ["pixels q, q'; taps o, t', t; rows c"]),
        (conv2d, "_vjp_w", ["lags: pixels i, j; taps c, v, u; rows o"]),
        (conv1d, "_forward", ["pixels i; taps c, u; rows o"]),
        (conv3d, "_forward", ["pixels i, j; taps c, t, v, u; rows o"]),
        (depthwise_conv2d, "_forward", ["pixels i, j; taps v, u; rows o"]),
        (same_conv2d, "_vjp_w", ["lags: pixels i, j; taps c, v, u; rows o"]),
    ],
)  # fmt: skip
def test_windows_are_seen_by_their_structure(layer, name, told):
    (found,) = seen(layer, name)
    assert ["lags: " * w.lags + str(w) for w in found] == told


def test_what_is_no_window_says_why():
    assert seen(dense, "_forward") == ["no side is seen through a window"]
    assert seen(locally_connected2d, "_forward") == ["no side is seen through a window"]
    assert seen(avg_pool2d, "_forward") == ["its sum is no product of two elements"]


def test_a_layer_that_nobody_has_seen_slides():
    """A depthwise filter along the last axis of (channel, batch, time), no index of rows, time reversed."""
    N, C, L, K, O = sizes("N C L K O")
    n, c, i, u = index("n", N), index("c", C), index("i", O), index("u", K)
    X, W, Y = tensor("x", c, n, index("l", L)), tensor("w", c, u), tensor("y", n, c, i)
    value = total(X[c, n, 2 * i + K - 1 - u] * W[c, u], over=u)
    layer = Layer("reversed", [define(Y[n, c, i], value)], wrt=(X, W), sizes={O: window_count(L, K, 2)})
    (found,) = seen(layer, "_forward")
    assert [str(w) for w in found] == ["pixels n, i; taps u"]


# -- what is not proved is refused


def kernel_of(layer, name):
    made = computable(plan(layer, gradients(layer)).programs[name], layer)
    assumed = Assumed(layer)
    (g,) = group(made, assumed)
    body = slid(windowed(g, assumed), 1, ())
    used = {t for d in made.defs for t in d.reads}
    arrays = tuple(t for t in made.inputs if t in used)
    return Kernel("k", arrays, made.outputs, scalars_of(body, layer), body, sizes=layer.size_symbols)


def changed(kernel, kind, change):
    one = next(n for n in walk(kernel.body) if isinstance(n, kind) and change(n) != n)
    body = rewrite(kernel.body, lambda n: (change(n),) if n == one else (n,))
    return Kernel(kernel.name, kernel.arrays, kernel.outputs, kernel.scalars, body, sizes=kernel.sizes)


def test_a_table_that_says_something_else_is_refused():
    kernel = kernel_of(conv2d, "_forward")
    assert check(kernel, conv2d)
    wrong = changed(kernel, Offsets, lambda n: on_scalars(n, lambda e: e + 1 if e == n.value else e))
    with pytest.raises(Illegal, match="lefts does not say where the taps of w"):
        check(wrong, conv2d)
    fewer = changed(kernel, Offsets, lambda n: Offsets(n.table, n.taps[1:], n.value))
    with pytest.raises(Illegal):
        check(fewer, conv2d)


def test_a_window_that_leaves_its_planes_is_refused():
    kernel = kernel_of(conv2d, "_forward")

    def wider(n):
        (i, j) = n.grid
        return replace(n, grid=(i, Range(j.index, j.lo, (j.hi[0] + 1,))))

    with pytest.raises(Illegal, match="cannot prove"):
        check(changed(kernel, Correlate, wider), conv2d)


def test_a_plane_is_read_only_where_it_is():
    """Without the conditions around its source a plane would be read outside."""
    kernel = kernel_of(conv2d, "_forward")
    bare = changed(kernel, Pad, lambda n: replace(n, source=next(iter(n.source.atoms(Acc)))))
    with pytest.raises(Illegal, match="cannot prove"):
        check(bare, conv2d)


def test_the_kernel_says_what_it_chose():
    made = lower(plan(conv2d, gradients(conv2d)).programs["_forward"], conv2d, blocks=True)
    assert any("a window that slides" in d.choice for d in made.decisions)
    assert any(isinstance(n, Label) for n in walk(made.body))


FULL = "min(1 - (Og % 16), Cg * KH * KW - 256)"
FEW = f"0 >= min(max(Cg - 16, Cg * KH * KW - 128), max(2 - (KH * KW), {FULL}, Og - 24), Og - 8)"
FEW_LAGS = "0 >= min(Cg * KH * KW - 16, max(2 - (KH * KW), min(Cg * KH * KW - 48, Og - 16)), Og - 8)"


def test_large_products_are_left_to_blocks():
    """Guarded by the sizes of the call: pixels outnumber taps, taps classes; rows or taps are few.

    Planes that are seen through one tap each are laid out for nobody else: fewer of them pay.
    """
    (forward,), (lag,) = seen(conv2d, "_forward")[0], seen(conv2d, "_vjp_w")[0]
    show = Scalars(str, str)
    more = ["OH >= KH", "OW >= KW", "KH >= s_h", "KW >= s_w", "W >= 4"]
    assert [show.condition(c) for c in worth(forward)] == [*more, FEW]
    assert [show.condition(c) for c in worth(lag)] == [*more, FEW_LAGS]


def test_rows_that_fill_a_vector_are_left_to_blocks_where_taps_are_many():
    (w,) = seen(conv2d, "_forward")[0]
    few = worth(w)[-1].of

    def slides(rows, planes):
        known = {"Og": rows, "Cg": planes, "KH": 3, "KW": 3}
        return few.subs({s: known[s.name] for s in few.free_symbols}) >= 0

    assert slides(16, 28) and not slides(16, 29)
    assert slides(15, 64) and slides(24, 64) and slides(8, 64), "a vector of rows would be half empty"


def test_python_and_compiled_code_choose_alike():
    assert stencils.correlations(True) and not stencils.lagging(False)
    with slide("lagging"):
        assert stencils.lagging(False) and not stencils.correlations(True)
    with slide("never"):
        assert not stencils.lagging(True) and not stencils.correlations(True)


def test_a_residue_class_without_a_pixel_touches_no_memory():
    """Planes of such a class are empty: nothing may be written there, and its taps count for nothing."""
    x, w = np.ones((2, 8, 6, 3)), np.ones((12, 2, 3, 3))
    options = {"stride": (3, 4), "padding": (0, 1, 0, 6), "dilation": 3, "groups": 4}
    dy = np.ones(compiled.forward(x, w, **options).shape)
    plain = compiled.vjp_x(dy, x, w, **options)
    with slide("correlations"):
        for _ in range(20):
            assert (compiled.vjp_x(dy, x, w, **options) == plain).all()


@pytest.mark.parametrize("name", ["_forward", "_vjp_w"])
def test_strips_have_no_odd_lines_but_the_last(name):
    """Lines stand four beside each other in registers: all strips but the last are whole groups of them."""
    lets = {n.name.name: n for n in walk(kernel_of(conv2d, name).body) if isinstance(n, Let)}
    high, strips, cuts = (lets[word] for word in ("high", "strips", "cuts"))
    (lines,) = high.value.free_symbols - {cuts.name}
    for count in (1, 2, 3, 4, 5, 7, 8, 9, 28, 29, 33, 56):
        for cut in (1, 2, 3, 5):
            tall = int(high.value.subs({lines: count, cuts.name: cut}))
            many = int(strips.value.subs({lines: count, high.name: tall}))
            assert tall % 4 == 0 or tall == count
            assert (many - 1) * tall < count <= many * tall
