"""Windows that do not overlap: nothing is added up, and places between them get nothing."""

import numpy as np
import pytest

from codegen.loops.nodes import Alloc, Choose
from codegen.loops.roles import ranges, walk
from codegen.lowering.lower import lower
from codegen.lowering.single_terms import apart
from codegen.program.computable import computable
from derive.expr import FloorDiv, Gcd, ge
from derive.gradients import gradients
from derive.layers import LAYERS
from generated import avg_pool2d, lp_pool2d, num_threads
from generated.threads import smallest_ranges


def vjp_of(layer):
    derived = gradients(layer)
    return derived.vjp[derived.layer.wrt[0]]


@pytest.mark.parametrize("name", ["avg_pool2d", "sum_pool2d", "l2_pool2d"])
def test_windows_lie_apart_where_no_stride_is_shorter(name):
    layer = LAYERS[name]
    ready = computable(vjp_of(layer), layer)
    s = {z.name: z for c in apart(ready) for z in c.free_symbols}
    assert set(apart(ready)) == {ge(s["s_h"] - s["KH"]), ge(s["s_w"] - s["KW"])}
    (choice,) = [n for n in lower(vjp_of(layer), layer, blocks=True).body if isinstance(n, Choose)]
    letters = [
        {r.index.name for n in walk(body) for r in ranges(n)} for body in (choice.then, choice.otherwise)
    ]
    assert letters[1] - letters[0] >= {"t", "t'"}


def test_windows_with_holes_lie_apart_where_no_two_taps_meet_in_a_class_of_places():
    """Taps ``d u = r`` modulo ``s`` recur after ``s/gcd(s, d)``."""
    layer = LAYERS["lp_pool2d"]
    ready = computable(vjp_of(layer), layer)
    s = {z.name: z for c in apart(ready) for z in c.free_symbols}
    axes = [(s[f"s_{z}"], s[f"d_{z}"], s[f"K{z.upper()}"]) for z in "hw"]
    assert set(apart(ready)) == {ge(FloorDiv(step, Gcd(step, d)) - k) for step, d, k in axes}


HOLES = [
    {"kernel": 2, "stride": 2},
    {"kernel": 2, "stride": 3, "dilation": 2, "padding": 1},
    {"kernel": 3, "stride": 4, "dilation": 3},
    {"kernel": 2, "stride": 4, "dilation": 2},
    {"kernel": 3, "stride": 4, "dilation": 2},
    {"kernel": (1, 2), "stride": (2, 5), "dilation": (3, 7), "padding": (1, 4)},
]


@pytest.mark.parametrize("p", [1.0, 2.0, 2.5, 3.0])
@pytest.mark.parametrize("options", HOLES, ids=str)
def test_a_norm_with_holes_has_the_gradient_of_its_windows(options, p):
    """Tap by tap from the definition; places of no window get nothing."""
    rng = np.random.default_rng(1)
    x = rng.standard_normal((2, 3, 13, 19))
    x[0, 0] = 0
    y = lp_pool2d.forward(x, p=p, **options)
    dy = rng.standard_normal(y.shape)
    k, s, d, q = (
        np.broadcast_to({"dilation": 1, "padding": 0, **options}[name], 2)
        for name in ("kernel", "stride", "dilation", "padding")
    )
    want = np.zeros(x.shape)
    inverse = np.where(y > 0, np.where(y > 0, y, 1) ** (1 - p), 0)
    for i, j, u, v in np.ndindex(*y.shape[2:], *k):
        a, b = s[0] * i + d[0] * u - q[0], s[1] * j + d[1] * v - q[1]
        if 0 <= a < x.shape[2] and 0 <= b < x.shape[3]:
            here = x[:, :, a, b]
            want[:, :, a, b] += dy[:, :, i, j] * inverse[:, :, i, j] * np.sign(here) * abs(here) ** (p - 1)
    found = lp_pool2d.vjp_x(dy, x, p=p, **options)
    np.testing.assert_allclose(found, want, rtol=1e-11, atol=1e-12)
    with smallest_ranges(), num_threads(3):
        assert np.array_equal(lp_pool2d.vjp_x(dy, x, p=p, **options), found)


def test_a_root_for_each_window_is_taken_once_where_places_have_a_stride():
    """Places side by side along the last axis make vectors of their own: no pass is spent on them."""
    given = {}
    for name in ("l2_pool2d", "l2_pool_features", "sum_pool2d"):
        (choice,) = [
            n for n in lower(vjp_of(LAYERS[name]), LAYERS[name], blocks=True).body if isinstance(n, Choose)
        ]
        given[name] = [n.tensor.name for n in walk(choice.then) if isinstance(n, Alloc)]
    assert given == {"l2_pool2d": ["dx_given"], "l2_pool_features": [], "sum_pool2d": []}


@pytest.mark.parametrize("name", ["conv2d", "dense", "softmax", "conv_transpose2d", "depthwise_conv2d"])
def test_sums_over_channels_and_windows_in_registers_are_left_alone(name):
    layer = LAYERS[name]
    for program in gradients(layer).vjp.values():
        conds = {*apart(computable(program, layer))}
        choices = [n for n in lower(program, layer, blocks=True).body if isinstance(n, Choose)]
        assert not any(conds & {*n.conds} for n in choices)


SHAPES = [(1, 1, 7, 7), (2, 3, 9, 16), (1, 2, 21, 35)]
WINDOWS = [
    {"kernel": 2, "stride": 2},
    {"kernel": 2, "stride": 3, "padding": 1},
    {"kernel": (1, 2), "stride": (2, 5)},
    {"kernel": (3, 2), "stride": (3, 2), "padding": (2, 1)},
    {"kernel": (3, 2), "stride": (2, 2)},
    {"kernel": (2, 3), "stride": (2, 2), "padding": 1},
]


@pytest.mark.parametrize("options", WINDOWS, ids=str)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_each_place_gets_what_the_windows_around_it_give(shape, options, dtype):
    """Added up window by window, as the definition says, on one thread and on several alike."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal(shape).astype(dtype)
    dy = rng.standard_normal(avg_pool2d.forward(x, **options).shape).astype(dtype)
    both = {"padding": 0, **options}.items()
    kernel, stride, padding = (
        np.broadcast_to(v, 2) for _, v in sorted(both, key=lambda o: "ksp".index(o[0][0]))
    )
    wide = np.zeros((*shape[:2], *(shape[2:] + 2 * padding + kernel + stride)))
    for i, j in np.ndindex(*dy.shape[2:]):
        a, b = i * stride[0], j * stride[1]
        wide[:, :, a : a + kernel[0], b : b + kernel[1]] += dy[:, :, i : i + 1, j : j + 1] / np.prod(kernel)
    want = wide[:, :, padding[0] : padding[0] + shape[2], padding[1] : padding[1] + shape[3]]
    found = avg_pool2d.vjp_x(dy, x, **options)
    near = 1e-6 if dtype == "float32" else 1e-14
    np.testing.assert_allclose(found, want, rtol=near, atol=near)
    for threads in (2, 3):
        with smallest_ranges(), num_threads(threads):
            assert np.array_equal(avg_pool2d.vjp_x(dy, x, **options), found)
