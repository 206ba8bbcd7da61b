"""Correlations in tiles: which definitions are, what the kernels compute, and how far off they may be."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from codegen.cook_toom import correlation, of_one, source, units
from codegen.loops.nodes import Tiling
from codegen.loops.roles import walk
from codegen.module import load
from codegen.pipeline import compile_plan
from codegen.program.computable import computable
from codegen.source import plan
from derive.cook_toom import best_points, transforms
from derive.gradients import gradients
from derive.layers import LAYERS
from derive.layers import conv1d as CONV1D
from derive.layers import conv2d as CONV2D
from derive.notation import Layer, define, index, option, sizes, tensor, total
from generated import conv1d, conv2d, cook_toom
from generated.lanes import BYTES, turn
from generated.threads import num_threads
from tests.spine import quickly

# -- which definitions arefrom tests.spine import quickly


def _found(layer):
    """The kernels in tiles of a layer, by name."""
    made = compile_plan(plan(layer, gradients(layer)))
    return {name: kernel for name, kernel in made.items() if name.endswith("_winograd")}


@pytest.mark.parametrize(
    "layer",
    quickly(
        [LAYERS[n] for n in ("conv1d", "conv2d", "same_conv2d", "true_conv2d", "conv_transpose2d")],
        "same_conv2d",
        "true_conv2d",
        "conv_transpose2d",
    ),
)
def test_convolutions_slide_in_all_three_directions(layer):
    assert list(_found(layer)) == ["_forward_winograd", "_vjp_x_winograd", "_vjp_w_winograd"]


@pytest.mark.parametrize(
    "layer",
    quickly(
        [LAYERS[n] for n in ("dense", "relu", "max_pool2d", "depthwise_conv2d", "layer_norm", "conv3d")],
        "depthwise_conv2d",
        "conv3d",
    ),
)
def test_what_does_not_slide_has_none(layer):
    assert not _found(layer)


def _said(layer):
    """The forward as a correlation, or why it is none."""
    program, layer = of_one(gradients(layer).forward, layer)
    return correlation(computable(program, layer).defs[0], layer)


def sliding(body, name="slid"):
    """A layer of one definition over x(n, c, h) and w(o, c, u), by what stands in its sum."""
    N, C, O, H, K = sizes("N C O H K")
    n, c, o, i, u = (index(z, s) for z, s in zip("ncoiu", (N, C, O, H, K), strict=True))
    x, w, y = tensor("x", n, c, i), tensor("w", o, c, u), tensor("y", n, o, i)
    return Layer(name, [define(y[n, o, i], total(body(x, w, n, c, o, i, u), (c, u)))], (x, w))


def test_a_filter_of_anybody_slides():
    layer = sliding(lambda x, w, n, c, o, i, u: w[o, c, u] * x.at(n, c, i + u - 1, outside=0))
    assert str(_said(layer)) == "rows o; depth c; along i; taps u"
    assert len(_found(layer)) == 3


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (lambda x, w, n, c, o, i, u: w[o, c, u] * x.at(n, c, 2 * i + u, outside=0), "no two indices slide"),
        (lambda x, w, n, c, o, i, u: w[o, c, u] * x.at(n, c, u - i, outside=0), "runs backwards"),
        (
            lambda x, w, n, c, o, i, u: w[o, c, u] * x.at(n, c, i + u, outside=0) * x[n, c, i],
            "no product of two elements",
        ),
        (lambda x, w, n, c, o, i, u: w[o, c, u] * x.at(n, c, i + u, outside=0) ** 2, "not one sum"),
        (
            lambda x, w, n, c, o, i, u: w.at(o, c, i + u, outside=0) * x.at(n, c, i + u, outside=0),
            "not shared as in a correlation",
        ),
    ],
)
def test_what_is_none_says_why(body, why):
    assert why in str(_said(sliding(body)))


def test_what_stretches_an_index_must_be_one():
    assert [s.name for s in units(CONV2D)] == ["s_h", "s_w", "d_h", "d_w"]
    assert [s.name for s in units(LAYERS["conv_transpose1d"])] == ["s", "d"]


def test_taps_that_run_backwards_are_counted_from_their_end():
    node = next(n for n in walk(_found(CONV2D)["_vjp_x_winograd"].body) if isinstance(n, Tiling))
    assert {node.left.index[k].coeff(r.index) for k, r in zip((2, 3), node.taps, strict=True)} == {-1}
    assert not node.adjoint


def test_names_of_callers_are_left_to_the_model():
    layer = sliding(lambda x, w, n, c, o, i, u: w[o, c, u] * x.at(n, c, i + u - 1, outside=0))
    assert _found(layer) and not _found(replace(layer, options=(option("accuracy", "a", default=1),)))


# -- that the kernels compute them


def test_the_transforms_are_what_the_derivation_says():
    with open(cook_toom.__file__, encoding="utf-8") as stream:
        assert stream.read() == source()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(("rows", "cols"), [(1, 1), (16, 16), (17, 5), (3, 40), (33, 31)])
def test_rows_become_columns(rows, cols, dtype):
    source = np.arange(rows * cols + 3, dtype=dtype)
    target = np.full((cols + 2) * rows, -1, dtype)
    turn(target, rows, rows, source, 3, cols, rows, cols)
    assert np.array_equal(target[rows:-rows].reshape(cols, rows), source[3:].reshape(rows, cols).T)
    assert np.all(target[:rows] == -1) and np.all(target[-rows:] == -1)


def _exact(x, w, dy, before):
    """y, dx and dw in whole numbers: two axes, stride one."""
    high, wide = x.shape[2:]
    long = dy.shape[2:]
    padded = np.zeros((*x.shape[:2], long[0] + w.shape[2] + 8, long[1] + w.shape[3] + 8), np.int64)
    padded[:, :, before : before + high, before : before + wide] = x
    y, dw, dp = (np.zeros(a.shape, np.int64) for a in (dy, w, padded))
    for u in range(w.shape[2]):
        for v in range(w.shape[3]):
            part = (slice(None), slice(None), slice(u, u + long[0]), slice(v, v + long[1]))
            y += np.einsum("oc,ncij->noij", w[:, :, u, v], padded[part])
            dw[:, :, u, v] = np.einsum("noij,ncij->oc", dy, padded[part])
            dp[part] += np.einsum("oc,noij->ncij", w[:, :, u, v], dy)
    return y, dp[:, :, before : before + high, before : before + wide], dw


def _whole(rng, shape, unit=1):
    return rng.integers(-2, 3, shape) * unit


CASES = [
    # N, C, O, H, W, padding
    (1, 1, 1, 5, 5, 0),
    (2, 3, 5, 9, 12, 1),
    (1, 17, 65, 7, 6, 2),
    (3, 67, 2, 4, 11, 1),
    (2, 4, 18, 6, 150, 4),
    (5, 16, 16, 8, 8, 1),
]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("taps", [3, 5, (1, 3), (5, 3)])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_whole_numbers_come_out_exactly(case, taps, dtype):
    """Weights that the odd denominators divide: no transform rounds, bit for bit what whole numbers give.

    Sums of both ends of a tile need more digits than a float32 has: there, to a millionth of what is added.
    """
    N, C, O, H, W, p = case
    taps = (taps, taps) if isinstance(taps, int) else taps
    rng = np.random.default_rng(H)
    unit = _denominator(taps)
    x, w = _whole(rng, (N, C, H, W)), _whole(rng, (O, C, *taps), unit)
    shape = (N, O, H + 2 * p - taps[0] + 1, W + 2 * p - taps[1] + 1)
    if min(shape) < 1:
        pytest.skip("the filter does not fit")
    dy = _whole(rng, shape)
    y, dx, dw = _exact(x, w, dy, p)
    a, b, c = (t.astype(dtype) for t in (x, w, dy))
    how = {"padding": p, "algorithm": "winograd"}
    spread = (dy * unit).astype(dtype)
    found = conv2d.forward(a, b, **how), conv2d.vjp_x(c, a, b, **how), conv2d.vjp_w(spread, a, b, **how)
    for made, wanted in zip(found, (y, dx, dw * unit), strict=True):
        assert made.dtype == dtype
        room = 0 if dtype is np.float64 else 1e-6 * unit * 4 * max(C * w[0, 0].size, O, dy[0, 0].size * N)
        assert np.abs(made - wanted).max() <= room


def _denominator(taps):
    """Of what every weight is a multiple, so that no transform rounds: powers of two do not."""
    made = 1
    for r in taps:
        if r > 1:
            t = transforms(7 - r, r, best_points(7 - r, r))
            made *= int(np.lcm.reduce([c.denominator for row in t.weights for c in row]))
    return made // (made & -made)


def test_one_axis_and_groups():
    rng = np.random.default_rng(0)
    x, w, b = (rng.standard_normal(s) for s in ((3, 8, 21), (12, 4, 3), (12,)))
    for how in ({"padding": 1}, {"padding": (0, 3)}, {}):
        args = how | {"groups": 2}
        direct = conv1d.forward(x, w, b, **args)
        dy = rng.standard_normal(direct.shape)
        assert np.allclose(conv1d.forward(x, w, b, **args, algorithm="winograd"), direct, atol=1e-13)
        for name in ("vjp_x", "vjp_w"):
            f = getattr(conv1d, name)
            wanted = f(dy, x, w, b, **args)
            assert np.allclose(f(dy, x, w, b, **args, algorithm="winograd"), wanted, atol=1e-12)
        both = conv1d.vjp(dy, x, w, b, **args, algorithm="winograd")
        assert np.array_equal(both.x, conv1d.vjp_x(dy, x, w, b, **args, algorithm="winograd"))


def test_channels_may_lie_last():
    """Whatever the order of axes: rows of taps that are no neighbours, channels that are."""
    N, C, O, H, W, K = sizes("N C O H W K")
    (L,) = sizes("L")
    n, c, o, i, j, u, v = (index(z, s) for z, s in zip("ncoijuv", (N, C, O, H, W, K, L), strict=True))
    x, w, y = tensor("x", n, i, j, c), tensor("w", u, v, c, o), tensor("y", n, i, j, o)
    value = total(w[u, v, c, o] * x.at(n, i + u - 1, j + v - 1, c, outside=0), (c, u, v))
    layer = Layer("channels_last", [define(y[n, i, j, o], value)], (x, w))
    module = load(layer)
    rng = np.random.default_rng(1)
    a, b, dy = (rng.standard_normal(s) for s in ((2, 7, 9, 5), (3, 3, 5, 18), (2, 7, 9, 18)))
    for run in (
        lambda how: module.forward(a, b, algorithm=how),
        lambda how: module.vjp_x(dy, a, b, algorithm=how),
        lambda how: module.vjp_w(dy, a, b, algorithm=how),
    ):
        assert np.allclose(run("winograd"), run("direct"), atol=1e-12)


def test_results_do_not_depend_on_the_number_of_threads():
    rng = np.random.default_rng(2)
    for C, O, H, N in ((70, 130, 9, 6), (24, 40, 30, 3)):
        x, w = (rng.standard_normal(s).astype(np.float32) for s in ((N, C, H, H), (O, C, 3, 3)))
        dy = rng.standard_normal((N, O, H, H)).astype(np.float32)
        made = []
        for count in (1, 4):
            with num_threads(count):
                how = {"padding": 1, "algorithm": "winograd"}
                made.append((conv2d.forward(x, w, **how), *conv2d.vjp(dy, x, w, **how)[:2]))
        assert all(np.array_equal(a, b) for a, b in zip(*made, strict=True))


def test_nothing_is_written_beside_the_result():
    rng = np.random.default_rng(3)
    x, w = rng.standard_normal((1, 5, 6, 7)), rng.standard_normal((9, 5, 3, 3))
    room = np.full(9 * 4 * 5 + 200, 7.0)
    conv2d.forward(x, w, out=room[100:-100].reshape(1, 9, 4, 5), algorithm="winograd")
    assert np.all(room[:100] == 7) and np.all(room[-100:] == 7) and not np.any(room[100:-100] == 7)


@pytest.mark.parametrize("shape", [(0, 3, 6, 6), (2, 0, 6, 6)])
def test_nothing_to_add_gives_zeros(shape):
    x, w = np.ones(shape), np.ones((4, shape[1], 3, 3))
    y = conv2d.forward(x, w, np.full(4, 2.0), algorithm="winograd")
    assert y.shape == (shape[0], 4, 4, 4) and np.all(y == 2)
    dw = conv2d.vjp_w(np.ones(y.shape), x, w, algorithm="winograd")
    assert dw.shape == w.shape and not dw.any()


# -- what callers may ask for


@pytest.fixture
def image():
    return np.ones((1, 16, 8, 8)), np.ones((16, 16, 3, 3))


def test_only_who_allows_it_gets_tiles(image, monkeypatch):
    ran = []
    for name in ("_forward", "_forward_winograd"):
        monkeypatch.setattr(conv2d, name, lambda *_, name=name: ran.append(name))
    for how in (
        {},
        {"accuracy": "fast"},
        {"algorithm": "direct", "accuracy": "fast"},
        {"algorithm": "winograd"},
    ):
        conv2d.forward(*image, **how)
    conv2d.forward(*image, stride=2, accuracy="fast")
    conv2d.forward(image[0][:, :4], image[1][:, :4], accuracy="fast")
    tiles = "_forward_winograd"
    assert ran == ["_forward", tiles, "_forward", tiles, "_forward", "_forward"]


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"algorithm": "fft"}, "conv2d: algorithm must be 'auto' or 'direct' or 'winograd', got 'fft'"),
        ({"accuracy": 3}, "conv2d: accuracy must be 'exact' or 'fast', got 3"),
        (
            {"algorithm": "winograd", "stride": 2},
            "algorithm='winograd' needs stride = 1, got s_h = 2",
        ),
        ({"algorithm": "winograd", "dilation": (1, 2)}, "needs dilation = 1, got d_w = 2"),
    ],
)
def test_requests_that_cannot_be_met_are_refused(image, how, said):
    with pytest.raises(ValueError, match="conv2d: ") as error:
        conv2d.forward(*image, **how)
    assert said in str(error.value)


def test_taps_and_types_are_said():
    x = np.ones((1, 2, 9, 9))
    for taps in ((7, 7), (1, 1), (2, 3)):
        with pytest.raises(ValueError, match="needs 3 or 5 taps along an axis"):
            conv2d.forward(x, np.ones((2, 2, *taps)), algorithm="winograd")
    with pytest.raises(ValueError, match="takes float32 or float64, got complex128"):
        conv2d.forward(x + 0j, np.ones((2, 2, 3, 3)) + 0j, algorithm="winograd")


# -- how far off they may be


def _bound(taps, direction, terms, w, x):
    """What ``SPEC`` says."""
    a = s = None
    for r in taps:
        up = cook_toom.GROWTH[r][:2] if direction == "forward" else cook_toom.GROWTH[r][2:]
        a, s = (up[0], up[1]) if a is None else (a * up[0], s + up[1])
    s += min(terms, 64) + -(-terms // 64) + 2
    u = np.finfo(x.dtype).eps / 2
    return s * u / (1 - s * u) * a * terms * np.abs(w).max() * np.abs(x).max()


def test_the_bound_is_in_spec():
    assert conv2d.SPEC["winograd"]["functions"] == ["forward", "vjp_x", "vjp_w", "vjp"]
    assert "cook_toom.GROWTH" in conv2d.SPEC["winograd"]["error"]
    assert set(cook_toom.GROWTH) == {3, 5} and "winograd" in conv2d.forward.__doc__


def _signs(taps):
    """Data and weights of one tile whose terms all add up at one point: the worst case of the bound."""
    t = transforms(7 - taps, taps, best_points(7 - taps, taps))
    sizes_ = [sum(map(abs, a)) * sum(map(abs, b)) for a, b in zip(t.data, t.weights, strict=True)]
    k = sizes_.index(max(sizes_))
    sign = lambda row: np.array([1.0 if c >= Fraction(0) else -1.0 for c in row])  # noqa: E731
    return sign(t.data[k]), sign(t.weights[k])


@pytest.mark.parametrize("taps", [3, 5])
@pytest.mark.parametrize("adversarial", [False, True])
def test_errors_stay_below_the_bound_and_it_is_not_absurd(taps, adversarial):
    rng, C, side = np.random.default_rng(4), 96, 6
    x, w = rng.uniform(-1, 1, (2, C, side, side)), rng.uniform(-1, 1, (32, C, taps, taps))
    if adversarial:
        d, g = _signs(taps)
        x = np.outer(d, d) * rng.uniform(0.9, 1, x.shape)
        w = np.outer(g, g) * rng.uniform(0.9, 1, w.shape)
    a, b = x.astype(np.float32), w.astype(np.float32)
    wide = a.astype(np.float64), b.astype(np.float64)
    exact = conv2d.forward(*wide, algorithm="direct")
    error = np.abs(conv2d.forward(a, b, algorithm="winograd") - exact).max()
    bound = _bound((taps, taps), "forward", C, b, a)
    assert (bound / 300 if adversarial else 0) < error <= bound
    dy = rng.uniform(-1, 1, exact.shape).astype(np.float32)
    exact = conv2d.vjp_w(dy.astype(np.float64), *wide, algorithm="direct")
    error = np.abs(conv2d.vjp_w(dy, a, b, algorithm="winograd") - exact).max()
    tiles = 2 * (-(-dy.shape[2] // (7 - taps))) ** 2
    assert error <= _bound((taps, taps), "weights", tiles, dy, a)


def test_registers_are_what_addresses_are_rounded_to():
    assert BYTES in (16, 32, 64)
    assert CONV1D.name in LAYERS.names
