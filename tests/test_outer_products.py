"""A product of two matrices over a single row of each adds nothing up: it is an outer product."""

import numpy as np
import pytest
from sympy import Symbol

from codegen.lowering.singles import single_depths, with_one
from codegen.module import load
from codegen.program.computable import computable
from codegen.source.plan import plan
from derive.expr import Reduce
from derive.gradients import gradients
from derive.layers import LAYERS
from derive.notation import Layer, define, index, sizes, tensor, total
from generated import num_threads
from generated.threads import smallest_ranges

N, K, O = sizes("N K O")
n, k, o = index("n", N), index("k", K), index("o", O)
X, W, Y = tensor("x", n, k), tensor("w", k, o), tensor("y", n, o)
PLAIN = Layer("plain_product", [define(Y[n, o], total(X[n, k] * W[k, o], over=k))], wrt=(X, W))


def ready(layer, name):
    return computable(plan(layer, gradients(layer)).programs[name], layer)


@pytest.mark.parametrize(("name", "size"), [("_forward", "K"), ("_vjp_x", "O"), ("_vjp_w", "N")])
def test_one_term_is_no_sum(name, size):
    made = ready(PLAIN, name)
    (found,) = single_depths(made)
    assert found.name == size
    (one,) = with_one(made, found).defs
    assert not one.expr.has(Reduce) and found not in one.expr.free_symbols


def test_a_sum_beside_something_else_or_over_several_indices_stays():
    assert single_depths(ready(LAYERS["dense"], "_forward")) == ()
    assert single_depths(ready(LAYERS["conv2d"], "_vjp_w")) == ()
    assert [s.name for s in single_depths(ready(LAYERS["dense"], "_vjp_w"))] == ["N"]
    assert Symbol("N") not in single_depths(ready(LAYERS["mse_loss"], "_vjp_x"))


@pytest.mark.parametrize("dtype", ["f4", "f8"])
@pytest.mark.parametrize(
    ("rows", "depth", "cols"), [(1, 1, 1), (1, 17, 33), (2, 1, 19), (5, 67, 1), (1, 65, 1)]
)
def test_values_are_those_of_the_product_for_any_number_of_threads(rows, depth, cols, dtype):
    r, made = np.random.default_rng(0), load(PLAIN)
    x, w, dy = (r.integers(-9, 9, s).astype(dtype) for s in ((rows, depth), (depth, cols), (rows, cols)))
    for threads in (1, 2, 3, 4):
        with num_threads(threads), smallest_ranges():
            assert np.array_equal(made.forward(x, w), x @ w)
            assert np.array_equal(made.vjp_x(dy, x, w), dy @ w.T)
            assert np.array_equal(made.vjp_w(dy, x, w), x.T @ dy)
    dy[0, 0] = np.nan
    assert np.isnan(made.vjp_w(dy, x, w)[:, 0]).all()
