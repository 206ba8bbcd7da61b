"""Long sums in float32: the error does not grow with the number of terms, whatever nest they stand in."""

from math import log2

import numpy as np
import pytest

from codegen.loops.nodes import Accumulate, Carry, If, Loop, Parallel
from codegen.loops.roles import children, walk
from codegen.module.load import load
from codegen.passes.reductions.block_sums import BLOCK
from codegen.pipeline import compile_plan, compile_program
from codegen.source import plan
from derive.gradients import gradients
from derive.layers import LAYERS
from derive.model.layer import Layer
from derive.notation import define, index, sizes, tensor, total, where
from generated import (
    batch_norm,
    conv2d,
    cross_entropy_mean,
    dense,
    depthwise_conv2d,
    global_avg_pool2d,
    group_norm,
    instance_norm,
    layer_norm,
    mse_loss,
    prelu,
)
from generated.runtime import carried
from generated.stencils import slide
from tests.one_by_one import uncut

EPS = np.finfo(np.float32).eps
ONE, TWO = np.ones(1, np.float32), np.ones(2, np.float32)


def terms(n, seed=0):
    """n numbers of one sign: what a sum of them loses is not hidden by what it started with."""
    return np.random.default_rng(seed).random(n, dtype=np.float32) + np.float32(0.25)


def total_of(a, b=1.0):
    """Σ a b by NumPy in float64, 29 bits beyond what is asked."""
    return np.sum(np.multiply(a, b, dtype=np.float64))


def scalar_loss(n):
    x, t = terms(2 * n).reshape(n, 2), np.arange(n) % 2
    wide = x.astype(np.float64)
    each = np.log(np.exp(wide).sum(1)) - wide[np.arange(n), t]
    return cross_entropy_mean.forward(x, t), each.mean()


def bias_of_a_dense_layer(n):
    x, dy = terms(n).reshape(n, 1), terms(n, 1).reshape(n, 1)
    return dense.vjp_b(dy, x, ONE.reshape(1, 1), ONE), total_of(dy)


def weight_of_a_dense_layer(n):
    x, dy = terms(n).reshape(n, 1), terms(n, 1).reshape(n, 1)
    return dense.vjp_w(dy, x, ONE.reshape(1, 1), ONE), total_of(dy, x)


def slope_of_prelu(n):
    x, dy = -terms(n).reshape(1, 1, 1, n), terms(n, 1).reshape(1, 1, 1, n)
    return prelu.vjp_a(dy, x, ONE), total_of(dy, x)


def mean_over_a_plane(n):
    x = terms(n).reshape(1, 1, 1, n)
    return global_avg_pool2d.forward(x), total_of(x) / n


def squares(n):
    x = terms(n).reshape(n, 1)
    return mse_loss.forward(x, np.zeros_like(x)), total_of(x, x) / n


def mean_of_many_pictures(n):
    x = terms(n).reshape(n, 1, 1, 1)
    return batch_norm.forward(x, ONE, ONE, save=True)[1].mu, total_of(x) / n


def variance_of_one_picture(n):
    x = terms(n).reshape(1, 1, 1, n)
    return batch_norm.forward(x, ONE, ONE, save=True)[1].var, np.var(x, dtype=np.float64)


def shift_of_layer_norm(n):
    x = terms(n).reshape(n // 2, 2)
    return layer_norm.vjp_beta(x, x, TWO, TWO), x.sum(0, dtype=np.float64)


def variance_of_a_group(n):
    x = terms(n).reshape(1, 2, 1, n // 2)
    return group_norm.forward(x, TWO, TWO, groups=1, save=True)[1].var, np.var(x, dtype=np.float64)


def shift_of_instance_norm(n):
    x = terms(n).reshape(n // 4, 1, 2, 2)
    return instance_norm.vjp_beta(x, x, ONE, ONE), total_of(x)


SUMS = (
    scalar_loss, bias_of_a_dense_layer, weight_of_a_dense_layer, slope_of_prelu, mean_over_a_plane, squares,
    mean_of_many_pictures, variance_of_one_picture, shift_of_layer_norm, variance_of_a_group,
    shift_of_instance_norm,
)  # fmt: skip


@pytest.mark.parametrize("n", [10**4, 10**6])
@pytest.mark.parametrize("one", SUMS, ids=lambda one: one.__name__)
def test_the_error_grows_no_faster_than_the_logarithm(one, n):
    found, exact = one(n)
    assert np.max(np.abs(found - exact)) <= log2(n) / 4 * EPS * np.max(np.abs(exact))


@pytest.mark.parametrize("one", [scalar_loss, bias_of_a_dense_layer, mean_of_many_pictures, slope_of_prelu])
def test_ten_million_terms(one):
    found, exact = one(10**7)
    assert abs(np.max(found) - exact) <= log2(10**7) / 4 * EPS * abs(exact)


def kernel_of(name, program="forward"):
    g = gradients(LAYERS[name])
    return compile_program(g.forward if program == "forward" else g.vjp_all, LAYERS[name])


@pytest.mark.parametrize("name", ["avg_pool2d", "sum_pool2d", "bilinear_upsample2d", "local_response_norm"])
def test_a_window_is_summed_as_it_is(name):
    nodes = list(walk(kernel_of(name).body))
    assert any(isinstance(n, Accumulate) for n in nodes)
    assert not any(isinstance(n, Carry) for n in nodes)


def writes_in(node):
    return (m.target for m in walk((node,)) if isinstance(m, Accumulate))


@pytest.mark.parametrize(
    ("name", "program"), [("batch_norm", "vjp"), ("layer_norm", "vjp"), ("dense", "vjp"), ("softmax", "vjp")]
)
def test_every_long_sum_is_carried(name, program):
    """No sum is added up in a loop over a size that is not cut into blocks, by one thread or by all."""
    body = kernel_of(name, program).body
    carried = {m.value for m in walk(body) if isinstance(m, Carry)}
    blocks = [n for n in walk(body) if isinstance(n, Loop) and any(isinstance(m, Carry) for m in walk((n,)))]
    blocks += [n for n in walk(body) if isinstance(n, Parallel) and carried & set(writes_in(n))]
    inside = {id(m) for b in blocks for m in walk((b,))}
    adds = [n for n in walk(body) if isinstance(n, Accumulate) and n.op == "sum"]
    assert adds
    assert all(id(n) in inside for n in adds)
    cuts = [n.range for b in blocks for n in children(b) if isinstance(n, Loop) and len(n.range.hi) > 1]
    assert any(hi - lo == BLOCK - 1 for r in cuts for lo in r.lo for hi in r.hi)


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.complex128])
def test_a_carry_keeps_what_rounding_takes(dtype):
    total = rest = dtype(0)
    for value in (1.0, *[np.finfo(dtype).eps / 4] * 8, -1.0):
        total, rest = carried(total, rest, dtype(value))
    assert total == 2 * np.finfo(dtype).eps


@pytest.mark.parametrize("value", [np.inf, -np.inf, np.nan])
def test_a_carry_passes_on_what_is_no_number(value):
    with np.errstate(invalid="ignore"):
        total, rest = carried(np.float32(1), np.float32(0), np.float32(value))
        total, rest = carried(total, rest, np.float32(2))
    assert np.array_equal(total, value, equal_nan=True)


def test_a_running_sum_is_not_taken_apart():
    """What is read while the sum grows is the sum so far, not that of the blocks that are complete."""
    N, D, F = sizes("N D F")
    n, d, e, f = index("n", N), index("d", D), index("e", D), index("f", F)
    x, v, y = tensor("x", n, d), tensor("v", d, f), tensor("y", n)
    both = total(v[d, f] * v[e, f], over=f) * x[n, d] * x[n, e]
    pairs = total(both, over=(d, (e, d + 1, D - 1)))
    kernels = load(Layer("pairs", [define(y[n], pairs)], wrt=(x,)))
    rng = np.random.default_rng(0)
    given, table = rng.normal(size=(3, 40)), rng.normal(size=(40, 5))
    products = np.triu(table @ table.T, 1)
    np.testing.assert_allclose(kernels.forward(given, table), ((given @ products) * given).sum(1), rtol=1e-11)
    slope = given @ (products + products.T)
    np.testing.assert_allclose(kernels.vjp_x(np.ones(3), given, table), slope, rtol=1e-11)


EQUAL = np.float32(1.6510464)
"""With a bit in each place: added up one by one, every addition is rounded in the same direction for long."""


def along_the_taps(n, side):
    x, w = np.ones((1, n, *side), np.float32), np.full((3, n, 1, 1), EQUAL)
    return conv2d.forward(x, w, np.zeros(3, np.float32))


def along_a_multiplier(n, side):
    dy, w = np.ones((1, n, *side), np.float32), np.full((n, 1, 1, 1), EQUAL)
    return depthwise_conv2d.vjp_x(dy, np.ones((1, 1, *side), np.float32), w)


def along_channels_abreast(n, side):
    dy, w = np.ones((1, 8 * n, *side), np.float32), np.full((8 * n, 1, 1, 1), EQUAL)
    with slide("abreast"):
        return depthwise_conv2d.vjp_x(dy, np.ones((1, 8, *side), np.float32), w)


def along_pictures_abreast(n, side):
    x, w = np.full((n, 8, *side), EQUAL), np.ones((8, 1, *side), np.float32)
    with slide("abreast"):
        return depthwise_conv2d.vjp_w(np.ones((n, 8, 1, 1), np.float32), x, w)


def along_pictures_lagging(n, side):
    x, w = np.full((n, 1, *side), EQUAL), np.ones((1, 1, *side), np.float32)
    with slide("lagging"):
        return depthwise_conv2d.vjp_w(np.ones((n, 1, 1, 1), np.float32), x, w)


WINDOWS = (
    along_the_taps, along_a_multiplier, along_channels_abreast,
    along_pictures_abreast, along_pictures_lagging,
)  # fmt: skip


@pytest.mark.parametrize("side", [(1, 1), (1, 6), (3, 3), (2, 20)], ids=str)
@pytest.mark.parametrize("n", [257, 4099, 40009])
@pytest.mark.parametrize("one", WINDOWS, ids=lambda one: one.__name__)
def test_windows_add_up_in_parts(one, n, side):
    exact = n * np.float64(EQUAL)
    assert np.max(np.abs(one(n, side) - exact)) <= 8 * log2(2 * n) * EPS * exact


@pytest.mark.parametrize(("high", "wide"), [(90, 90), (3, 2700), (1, 40009)])
@pytest.mark.parametrize("way", ["abreast", "lagging"])
def test_the_pixels_of_a_plane_add_up_in_parts(way, high, wide):
    x, w = np.full((1, 8, high, wide), EQUAL), np.ones((8, 1, 1, 1), np.float32)
    with slide(way):
        found = depthwise_conv2d.vjp_w(np.ones_like(x), x, w)
    exact = high * wide * np.float64(EQUAL)
    assert np.max(np.abs(found - exact)) <= 8 * log2(high * wide) * EPS * exact


def behind_a_condition():
    """A row of sums whose loops all stand behind what is known of an outer index."""
    N, M, W = sizes("N M W")
    n, m, w = index("n", N), index("m", M), index("w", W)
    x, y = tensor("x", n, m, w), tensor("y", n, w)
    return Layer(
        "behind", [define(y[n, w], total(where(n >= 1, x[n, m, w] * x[n, m, w], 0), over=m))], wrt=(x,)
    )


def test_a_condition_around_the_loops_changes_nothing():
    layer = behind_a_condition()
    kernel = compile_program(gradients(layer).forward, layer)
    assert any(isinstance(n, If) for n in walk(kernel.body))
    assert any(isinstance(n, Carry) for n in walk(kernel.body))
    x = np.full((2, 40009, 70), EQUAL)
    found, exact = load(layer).forward(x), 40009 * np.float64(EQUAL) ** 2
    assert np.max(np.abs(found[1] - exact)) <= 8 * log2(40009) * EPS * exact
    assert not found[0].any()


NAMES = ("conv1d", "batch_norm", "layer_norm", "softmax")


@pytest.mark.parametrize("name", NAMES)
def test_no_long_loop_adds_up_one_by_one(name):
    layer = LAYERS[name]
    kernels = compile_plan(plan(layer, gradients(layer)))
    assert {found for kernel in kernels.values() for found in uncut(kernel, layer)} == set()
