"""A difference that each of many pairs reads is taken once, and laid down along the rows of the result."""

import numpy as np
import pytest

import codegen
from codegen.program import computable
from derive.layers import LAYERS
from derive.notation import Layer, define, index, sizes, tensor, total
from generated import num_threads
from generated.threads import smallest_ranges

COVARIANCE = LAYERS["covariance_pool2d"]
N, C, L, K = sizes("N C L K")
n, c, e, j, k = index("n", N), index("c", C), index("e", C), index("j", L), index("k", K)
X, M, W = tensor("x", n, c, k, j), tensor("m", c, j), tensor("w", c, j)
Y, Z = tensor("y", n, c, e, j), tensor("z", n, c, e)


def names(layer):
    return [d.tensor.name for d in computable(layer.program, layer).defs]


def summed(target, first, second, over=(k,)):
    made = define(target, total(first * second, over=over))
    inputs = (X, M, W) if W in made.reads else (X, M)
    return Layer("summed", [made], wrt=inputs, summary="-", source="-")


def test_each_difference_is_taken_once():
    made = {d.tensor.name: d for d in computable(COVARIANCE.program, COVARIANCE).defs}
    assert [str(z) for z, _, _ in made["y_pairs"].free] == ["n", "c", "i", "u", "v", "j"]
    assert {t.name for t in made["y"].reads} == {"y_pairs"}


def test_a_difference_with_itself_at_another_letter_is_a_pair():
    layer = summed(Y[n, c, e, j], X[n, c, k, j] - M[c, j], X[n, e, k, j] - M[e, j])
    assert names(layer) == ["y_pairs", "y"]


def test_two_differences_are_no_pair():
    layer = summed(Y[n, c, e, j], X[n, c, k, j] - M[c, j], X[n, e, k, j] - W[e, j])
    assert "y_pairs" not in names(layer)


def test_what_is_summed_along_the_row_is_a_product_of_matrices():
    layer = summed(Z[n, c, e], X[n, c, k, j] - M[c, j], X[n, e, k, j] - M[e, j], over=(k, j))
    assert "z_pairs" not in names(layer)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("channels, taps, step", [(1, 2, 2), (3, 3, 1), (9, (2, 3), (1, 2)), (33, 2, 2)])
def test_each_pair_has_its_covariance(channels, taps, step, dtype):
    module, rng = codegen.compile(COVARIANCE), np.random.default_rng(channels)
    x = rng.standard_normal((2, channels, 7, 12)).astype(dtype)
    box, (down, right) = np.broadcast_to(taps, 2), np.broadcast_to(step, 2)
    seen = np.lib.stride_tricks.sliding_window_view(x.astype("float64"), tuple(box), (2, 3))
    seen = seen[:, :, ::down, ::right]
    away = seen - seen.mean((-2, -1), keepdims=True)
    y = module.forward(x, kernel=taps, stride=step)
    near = 1e-5 if dtype == "float32" else 1e-13
    expected = np.einsum("ncijuv,neijuv->nceij", away, away) / box.prod()
    np.testing.assert_allclose(y, expected, rtol=near, atol=near)
    with smallest_ranges(), num_threads(3):
        assert np.array_equal(module.forward(x, kernel=taps, stride=step), y)
