"""The numbers that the lecture notes work out, computed by the models and their derived gradients."""

from dataclasses import replace

import numpy as np
import pytest

from codegen.verification.cases import complete, free_symbols
from codegen.verification.interpreter.evaluate import Evaluator
from codegen.verification.interpreter.numbers import plain
from derive.gradients import gradients
from derive.layers import (
    avg_pool2d,
    conv1d,
    conv2d,
    conv_transpose1d,
    conv_transpose2d,
    dense,
    elu,
    gelu,
    hard_sigmoid,
    hard_swish,
    leaky_relu,
    max_pool2d,
    max_unpool2d,
    mish,
    relu,
    selu,
    sigmoid,
    silu,
    softmax,
    softplus,
    softsign,
    sum_pool2d,
    tanh,
    true_conv2d,
    zero_insert2d,
)  # fmt: skip
from tests.test_evaluate import lecture_convolution

POOLED = np.array([[[[1, 2, 6, 3], [3, 5, 2, 1], [1, 2, 2, 1], [7, 3, 4, 8]]]], float)
BORDER = {"p_t": 1, "p_b": 1, "p_l": 1, "p_r": 1}
GRID = np.array([[[[1.0, 2.0], [3.0, 4.0]]]])


def symbols(layer, sizes):
    """Sizes and options by name; options that are not named have their defaults."""
    known = {s.name: v for s, v in layer.option_symbols.items() if v is not None} | sizes
    return complete(layer, {s: known[s.name] for s in free_symbols(layer)})


def run(layer, sizes, **arrays):
    """All arrays of a forward by name."""
    evaluator = Evaluator(symbols(layer, sizes), dict(arrays))
    return {k: plain(v) for k, v in evaluator.run(layer.program).items()}


def pull(layer, sizes, tensor, **arrays):
    """The derived gradient towards ``tensor``."""
    found, values = gradients(layer), symbols(layer, sizes)
    made = Evaluator(values, dict(arrays)).run(replace(found.forward, inputs=layer.inputs))
    target = next(t for t in layer.wrt if t.name == tensor)
    return plain(Evaluator(values, made).run(found.vjp[target])[f"d{tensor}"])


def image(a):
    return np.asarray(a, float)[None, None]


def test_sobel_by_convolution():
    """Fact 1: convolution with the Sobel filter of the numbers 1 to 9 (seed 004)."""
    sobel = image([[-1, -2, -1], [0, 0, 0], [1, 2, 1]])
    x, b = image(np.arange(1, 10).reshape(3, 3)), np.zeros(1)
    sizes = {
        "N": 1,
        "Cg": 1,
        "Og": 1,
        "H": 3,
        "W": 3,
        "KH": 3,
        "KW": 3,
        "p_t": 1,
        "p_b": 1,
        "p_l": 1,
        "p_r": 1,
    }
    wanted = [[-13, -20, -17], [-18, -24, -18], [13, 20, 17]]
    assert run(true_conv2d, sizes, x=x, w=sobel, b=b)["y"][0, 0].tolist() == wanted
    turned = np.ascontiguousarray(np.rot90(sobel, 2, axes=(2, 3)))
    assert run(conv2d, sizes, x=x, w=turned, b=b)["y"][0, 0].tolist() == wanted


def test_the_convolution_with_stride_two():
    """Fact 16."""
    x, w, b, wanted = lecture_convolution()
    sizes = {
        "N": 1,
        "Cg": 3,
        "Og": 2,
        "H": 5,
        "W": 5,
        "KH": 3,
        "KW": 3,
        "s_h": 2,
        "s_w": 2,
        "p_t": 1,
        "p_b": 1,
        "p_l": 1,
        "p_r": 1,
    }
    assert np.array_equal(run(conv2d, sizes, x=x, w=w, b=b)["y"][0], wanted)


def test_max_pooling_and_unpooling():
    """Fact 12: the winners, where they go back to, and where their gradients go."""
    sizes = {"N": 1, "C": 1, "H": 4, "W": 4, "KH": 2, "KW": 2}
    made = run(max_pool2d, sizes, x=POOLED)
    assert made["y"].tolist() == [[[[5, 6], [7, 8]]]]
    grid = [[0, 0, 2, 0], [0, 1, 0, 0], [0, 0, 0, 0], [3, 0, 0, 4]]
    back = {"N": 1, "C": 1, "H": 2, "W": 2, "KH": 2, "KW": 2}
    assert run(max_unpool2d, back, x=GRID, switch=made["switch"])["y"][0, 0].tolist() == grid
    assert pull(max_pool2d, sizes, "x", x=POOLED, dy=GRID)[0, 0].tolist() == grid
    winners = pull(max_unpool2d, back, "x", x=GRID, switch=made["switch"], dy=POOLED)
    assert winners[0, 0].tolist() == [[5, 6], [7, 8]]


def test_average_pooling_spreads_evenly():
    """Fact 12: every pixel of a window receives δ/N²."""
    sizes = {"N": 1, "C": 1, "H": 4, "W": 4, "KH": 2, "KW": 2}
    spread = np.kron(GRID[0, 0], np.ones((2, 2)))
    assert np.array_equal(pull(avg_pool2d, sizes, "x", x=POOLED, dy=GRID)[0, 0], spread / 4)
    assert np.array_equal(pull(sum_pool2d, sizes, "x", x=POOLED, dy=GRID)[0, 0], spread)
    assert run(avg_pool2d, sizes, x=POOLED)["y"].tolist() == [[[[2.75, 3.0], [3.25, 3.75]]]]


@pytest.mark.parametrize(
    ("options", "size"),
    [
        ({}, 4),  # 3 × 3, stride 1
        ({"s_h": 2, "s_w": 2}, 5),  # 3 × 3, stride 2
        ({"s_h": 2, "s_w": 2, "p_t": 1, "p_b": 1, "p_l": 1, "p_r": 1}, 3),
        (
            {"s_h": 2, "s_w": 2, "p_t": 1, "p_b": 1, "p_l": 1, "p_r": 1, "e_h": 1, "e_w": 1},
            4,
        ),  # the 3 × 3, stride 2, pad 1 of 003
    ],
)
def test_the_sizes_of_transposed_convolutions(options, size):
    """W = (O − 1) S + F − 2 P + output padding; 2×2 → 4×4 and 2×2 → 5×5."""
    sizes = {"N": 1, "G": 1, "Cg": 1, "Og": 1, "H": 2, "W": 2, "KH": 3, "KW": 3} | options
    w = image(np.arange(1.0, 10.0).reshape(3, 3))
    y = run(conv_transpose2d, sizes, x=GRID, w=w, b=np.zeros(1))["y"]
    assert y.shape == (1, 1, size, size)


def test_a_transposed_convolution_throws_its_filter():
    """2×2 → 5×5 with ones: every input covers 3 × 3, neighbours overlap in a row and a column."""
    sizes = {"N": 1, "Cg": 1, "Og": 1, "H": 2, "W": 2, "KH": 3, "KW": 3, "s_h": 2, "s_w": 2}
    y = run(conv_transpose2d, sizes, x=GRID, w=np.ones((1, 1, 3, 3)), b=np.zeros(1))["y"]
    assert y[0, 0].tolist() == [
        [1, 1, 3, 2, 2], [1, 1, 3, 2, 2], [4, 4, 10, 6, 6], [3, 3, 7, 4, 4], [3, 3, 7, 4, 4],
    ]  # fmt: skip


def test_the_transposed_convolution_of_the_lectures_in_one_dimension():
    """[a, b] with the filter (x, y, z) and stride 2: a x, a y, a z + b x, b y, b z (seeds 002, 003)."""
    sizes = {"N": 1, "Cg": 1, "Og": 1, "L": 2, "K": 3, "s": 2}
    y = run(conv_transpose1d, sizes, x=np.array([[[2.0, 3]]]), w=np.array([[[5.0, 7, 11]]]), b=np.zeros(1))[
        "y"
    ]
    assert y.tolist() == [[[10, 14, 22 + 15, 21, 33]]]


def test_the_convolution_matrix():
    """Seed 000: 4×4 ⋆ 3×3 → 2×2 is a 4 × 16 matrix; its first row holds the filter's rows a row apart."""
    sizes = {"N": 16, "Cg": 1, "Og": 1, "H": 4, "W": 4, "KH": 3, "KW": 3}
    unit = np.eye(16).reshape(16, 1, 4, 4)
    w = image(np.arange(1.0, 10.0).reshape(3, 3))
    matrix = run(conv2d, sizes, x=unit, w=w, b=np.zeros(1))["y"].reshape(16, 4)
    assert matrix[:, 0].tolist() == [1, 2, 3, 0, 4, 5, 6, 0, 7, 8, 9, 0, 0, 0, 0, 0]
    sizes = {"N": 4, "Cg": 1, "Og": 1, "H": 2, "W": 2, "KH": 3, "KW": 3}
    back = run(conv_transpose2d, sizes, x=np.eye(4).reshape(4, 1, 2, 2), w=w, b=np.zeros(1))["y"]
    assert np.array_equal(back.reshape(4, 16), matrix.T)


def test_zeros_are_inserted():
    y = run(zero_insert2d, {"N": 1, "C": 1, "H": 2, "W": 2}, x=GRID)["y"]
    assert y[0, 0].tolist() == [[1, 0, 2], [0, 0, 0], [3, 0, 4]]


def count(layer, name, **sizes):
    """A derived size by name."""
    return next(v for k, v in symbols(layer, sizes).items() if k.name == name)


def test_output_sizes():
    """Fact 15: 32×32×3 with six 5×5×3 filters → 28×28×6; a 7 with a 3: 5, 3 and, rounded down, 2."""
    sizes = {"N": 1, "Cg": 3, "Og": 6, "H": 32, "W": 32, "KH": 5, "KW": 5}
    made = symbols(conv2d, sizes)
    y = conv2d.outputs[0]
    assert Evaluator(made, {}).shape(y) == (1, 6, 28, 28)
    assert [count(conv1d, "OL", N=1, Cg=1, Og=1, L=7, K=3, s=s) for s in (1, 2, 3)] == [5, 3, 2]
    assert [count(conv1d, "OL", N=1, Cg=1, Og=1, L=7, K=3, p_l=1, p_r=1, s=s) for s in (1, 3)] == [7, 3]


def test_the_receptive_field_of_dilations():
    """Fact 7: filters of 3 with dilations 1, 2, 4 see 3, 7, 15 inputs: the gradient of one output."""
    seen = np.ones((1, 1, 1))
    fields = []
    for d in (4, 2, 1):  # back from the output
        length = seen.shape[2] + 2 * d
        sizes = {"N": 1, "Cg": 1, "Og": 1, "L": length, "K": 3, "d": d}
        ones = {"x": np.zeros((1, 1, length)), "w": np.ones((1, 1, 3)), "b": np.zeros(1), "dy": seen}
        seen = pull(conv1d, sizes, "x", **ones)
        fields.append(length)
    assert np.count_nonzero(seen) == 15 and fields[-1] == 15


def test_a_dense_layer_is_a_convolution_with_a_kernel_of_the_image_size():
    """Fact 8."""
    rng = np.random.default_rng(1)
    x, w, b = rng.normal(size=(2, 3, 4, 5)), rng.normal(size=(6, 3, 4, 5)), rng.normal(size=6)
    one = run(conv2d, {"N": 2, "Cg": 3, "Og": 6, "H": 4, "W": 5, "KH": 4, "KW": 5}, x=x, w=w, b=b)["y"][
        :, :, 0, 0
    ]
    flat = {"x": x.reshape(2, -1), "w": w.reshape(6, -1), "b": b}
    np.testing.assert_allclose(run(dense, {"N": 2, "K": 60, "O": 6}, **flat)["y"], one, rtol=1e-13)


@pytest.mark.parametrize(
    ("layer", "at", "slope"),
    [
        (relu, 0.0, 0.0),
        (leaky_relu, 0.0, 0.01),
        (elu, 0.0, 1.0),
        (selu, 0.0, 1.7580993408473766),
        (hard_sigmoid, -3.0, 0.0),
        (hard_sigmoid, 3.0, 0.0),
        (hard_swish, -3.0, 0.0),
        (hard_swish, 3.0, 1.0),
        (softsign, 0.0, 1.0),
        (sigmoid, 0.0, 0.25),
        (softplus, 0.0, 0.5),
    ],
    ids=lambda v: getattr(v, "name", str(v)),
)
def test_derivatives_at_kinks_and_seams(layer, at, slope):
    """As the conventions say; where two formulas meet smoothly, the common value."""
    made = pull(layer, {"M": 1}, "x", x=np.array([at]), dy=np.ones(1))
    assert made == pytest.approx([slope], rel=1e-14)


@pytest.mark.parametrize("layer", [sigmoid, softplus, silu, mish, elu, selu, gelu, tanh])
@pytest.mark.parametrize("size", [800.0, 40.0])
def test_activations_do_not_overflow(layer, size):
    """The derivative is a number wherever x is one, and goes to its limit."""
    x = np.array([-size, size])
    limits = {"sigmoid": (0, 0), "tanh": (0, 0), "selu": (0, 1.0507009873554805)}.get(layer.name, (0, 1))
    made = pull(layer, {"M": 2}, "x", x=x, dy=np.ones(2))
    assert made == pytest.approx(limits, abs=1e-13)
    assert np.isfinite(run(layer, {"M": 2}, x=x)["y"]).all()


def test_softmax_does_not_overflow():
    made = run(softmax, {"N": 1, "C": 3}, x=np.array([[1000.0, 999.0, -1000.0]]))["y"]
    np.testing.assert_allclose(made, [[1 / (1 + np.exp(-1)), 1 / (1 + np.e), 0]], rtol=1e-14)
