"""A result that exists anyway is read by the gradients, where computing it anew costs more than reading."""

import numpy as np
import pytest
from sympy import exp

from derive.gradients import gradients
from derive.layers import LAYERS
from derive.notation import Layer, define, index, sizes, tensor, total
from generated import softmax

N, C = sizes("N C")
n, c = index("n", N), index("c", C)
X, Y, S = tensor("x", n, c), tensor("y", n, c), tensor("s", n)


def weights(value):
    """A layer that divides by what it has summed."""
    defs = [define(S[n], total(exp(X[n, c]), over=c)), define(Y[n, c], value)]
    return Layer("weights", defs, wrt=(X,), summary="-", source="-")


def kept(layer):
    return [t.name for t in gradients(layer).residuals]


def test_a_softmax_keeps_its_result_and_nothing_else():
    g = gradients(LAYERS["softmax"])
    (program,) = g.vjp.values()
    assert [t.name for t in g.residuals] == ["y"]
    assert not any(d.expr.has(exp) for d in program.defs)


@pytest.mark.parametrize("name", ["tanh", "sigmoid", "gelu"])
def test_a_layer_without_sums_saves_nothing(name):
    assert kept(LAYERS[name]) == []


def test_a_function_of_few_elements_is_no_reason_to_keep_a_result():
    assert kept(weights(X[n, c] / exp(S[n]))) == ["s"]


def test_what_says_that_a_result_is_kept_is_the_forward():
    assert "y as returned among it" in " ".join(softmax.forward.__doc__.split())


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("columns", [1, 7, 33, 1500])
def test_the_gradient_is_the_same_with_and_without_what_was_kept(dtype, columns):
    r = np.random.default_rng(0)
    x, dy = r.standard_normal((2, 5, columns)).astype(dtype)
    y, saved = softmax.forward(x, save=True)
    made = softmax.vjp_x(dy, x, residuals=saved)
    wide = dy.astype(np.float64), y.astype(np.float64)
    told = wide[1] * (wide[0] - (wide[0] * wide[1]).sum(axis=1, keepdims=True))
    np.testing.assert_array_equal(made, softmax.vjp_x(dy, x))
    np.testing.assert_allclose(made, told, rtol=0, atol=8 * np.finfo(dtype).eps)
