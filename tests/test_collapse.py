"""Neighbouring axes that are walked together become one, and only those."""

import numpy as np
import pytest

from codegen.module.load import load
from codegen.program.fuse_axes import collapse
from derive.notation import Layer, define, eq, index, sizes, tensor, total, where
from tests.spine import SPINE

BY_NAME = {layer.name: layer for layer in SPINE}
N, H, W = sizes("N H W")
n, h, w = index("n", N), index("h", H), index("w", W)
X, Y, S = tensor("x", n, h, w), tensor("y", n, h, w), tensor("s", n)


def ranks(*forward):
    made = collapse(Layer("l", list(forward), wrt=(X,)).program)
    return [len(t.shape) for t in (*made.inputs, *made.outputs)]


def test_pixels_become_one_axis():
    made = collapse(BY_NAME["batch_norm"].program)
    x = made.inputs[0]
    assert [str(e) for e in x.shape] == ["N", "C", "H*W"]
    assert [str(z) for z in made.defs[0].expr.atoms(type(made.defs[0].lhs)).pop().index] == ["n", "c", "hw"]


def test_a_pointwise_layer_becomes_flat():
    assert ranks(define(Y[n, h, w], 2 * X[n, h, w])) == [1, 1]


def test_a_sum_over_both_axes_collapses():
    assert ranks(define(S[n], total(X[n, h, w], over=(h, w)))) == [2, 1]


@pytest.mark.parametrize(
    "one",
    [
        define(S[n], total(X[n, h, w] * tensor("a", w)[w], over=(h, w))),
        define(S[n], total(X[n, h, w], over=(h, (w, 1, W - 1)))),
        define(S[n], total(X[n, h, w], over=(h, (w, 0, h)))),
        define(S[n], total(where(eq(h - 1), X[n, h, w], 0), over=(h, w))),
        define(tensor("y", n, w, h)[n, w, h], X[n, h, w]),
    ],
    ids=["one axis alone", "part of a range", "triangle", "condition", "transposed"],
)
def test_what_is_not_walked_as_one_stays(one):
    assert ranks(one)[0] == 3


def test_the_convolution_keeps_its_axes():
    program = BY_NAME["conv2d"].program
    assert collapse(program) == program


def test_a_collapsed_kernel_computes_the_same():
    layer = Layer(
        "centred", [define(Y[n, h, w], X[n, h, w] - total(X[n, h, w], over=(h, w)) / (H * W))], wrt=(X,)
    )
    x = np.random.default_rng(0).standard_normal((3, 4, 5))
    module = load(layer)
    assert np.allclose(module.forward(x), x - x.mean((1, 2), keepdims=True))
    assert np.allclose(module.vjp_x(x, x), x - x.mean((1, 2), keepdims=True))
