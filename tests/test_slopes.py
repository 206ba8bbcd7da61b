"""What functions make of a cotangent that sums of products read is an array of its own."""

import numpy as np
import pytest

from codegen.cook_toom import of_one
from codegen.module.load import load
from codegen.program.shared import staged
from derive.gradients import gradients
from derive.layers import LAYERS
from derive.notation import Layer, define, exp, index, option, sigmoid, sizes, tanh, tensor, total

N, C, O, T, K = sizes("N C O T K")
TAPS, GAPS = option("taps", "K", default=3, minimum=1), option("dilation", "g", default=1, minimum=1)
(K,), (g,) = TAPS, GAPS
n, c, o, u = index("n", N), index("c", C), index("o", O), index("u", K)
t, i = index("t", T), index("i", T - g * (K - 1))
X, W, Y = tensor("x", n, c, t), tensor("w", o, c, u), tensor("y", n, o, i)
SUM = total(W[o, c, u] * X[n, c, i + g * u], over=(c, u))


def wave(formula, name="wave"):
    return Layer(name, [define(Y[n, o, i], formula)], wrt=(X, W), options=(TAPS, GAPS))


GATED = wave(tanh(SUM) * sigmoid(SUM))


def test_a_slope_is_a_stage_that_both_products_read():
    stages, vjp = staged(gradients(GATED).vjp)
    ((slope,),) = (p.outputs for p in stages)
    assert slope.name == "dy_slope"
    for program in vjp.values():
        (one,) = program.defs
        assert slope in one.reads and not one.expr.has(exp, tanh)


@pytest.mark.parametrize(
    "name", ("conv2d", "dense_cross_entropy", "gelu", "local_response_norm", "lp_pool2d")
)
def test_products_without_functions_and_passes_over_memory_have_none(name):
    stages, _ = staged(gradients(LAYERS[name]).vjp)
    assert not any("slope" in t.name for p in stages for t in p.outputs)


def plain(x, w, gaps):
    taps = w.shape[2]
    rows = [x[:, :, k * gaps : x.shape[2] - (taps - 1 - k) * gaps] for k in range(taps)]
    return sum(np.einsum("oc,nct->not", w[:, :, k], rows[k]) for k in range(taps))


@pytest.mark.parametrize("gaps", (1, 2))
@pytest.mark.parametrize("size", (2, 9))
def test_gradients_that_read_a_slope_are_right(size, gaps):
    rng = np.random.default_rng(size)
    x, w = rng.normal(size=(size, size + 1, 23)), rng.normal(size=(size + 2, size + 1, 3)) / size
    s = plain(x, w, gaps)
    dy, value = rng.normal(size=s.shape), 1 / (1 + np.exp(-s))
    ds = dy * ((1 - np.tanh(s) ** 2) * value + np.tanh(s) * value * (1 - value))
    found = load(GATED).vjp(dy, x, w, taps=3, dilation=gaps)
    for part, other, at in ((found.x, x, 0), (found.w, w, 1)):
        step = rng.normal(size=other.shape)
        moved = plain(step, w, gaps) if at == 0 else plain(x, step, gaps)
        assert np.isclose((part * step).sum(), (ds * moved).sum(), rtol=1e-11)


def test_an_array_whose_extent_has_an_option_is_given_where_the_option_is_one():
    """Kernels in tiles are for a dilation of one: the arrays that they are given have it, too."""
    layer = wave(SUM, "plain")
    program = gradients(layer).vjp[X]
    made, _ = of_one(program, layer)
    read = {a for d in made.defs for a in d.reads}
    assert read <= {*made.inputs, *(d.tensor for d in made.defs)}
    x, w = np.ones((1, 1, 8)), np.ones((1, 1, 3))
    assert load(layer).vjp_x(np.ones((1, 1, 6)), x, w).tolist() == [[[1, 2, 3, 3, 3, 3, 2, 1]]]
