"""Sparse factors bound loops, and a size that is one leaves no loop behind."""

import numpy as np
import pytest

from codegen.apps.user_models import USER_MODELS
from codegen.loops.nodes import Choose, Loop, Parallel
from codegen.loops.roles import ranges, walk
from codegen.lowering.lower import lower
from codegen.lowering.singles import single_sizes, with_one
from codegen.module.load import load
from codegen.program.computable import computable
from codegen.program.factorise import sparse
from derive.expr import Acc, Reduce, ge
from derive.notation import Abs, Layer, bracket, define, index, larger, sizes, tensor, total

N, L, M = sizes("N L M")
n, i, j, p, m = index("n", N), index("i", L), index("j", L), index("p", N), index("m", M)
X, AT, Y = tensor("x", i), tensor("at", n), tensor("y", n)
MODELS = {one.layer.name: one.layer for one in USER_MODELS}


def bounded(factor):
    layer = Layer("l", [define(Y[n], total(factor * X[i], over=i))], wrt=(X, AT))
    return sparse(layer.program).defs[0].expr, layer


HATS = {
    "larger": larger(0, 1 - Abs(AT[n] - i)),
    "turned": larger(1 - Abs(i - AT[n]), 0),
    "bracket": bracket(1 - Abs(AT[n] - i) > 0) * (1 - Abs(AT[n] - i)),
    "wide": larger(0, 3 - Abs(AT[n] - i)),
    "narrow": larger(0, 1 - 4 * Abs(AT[n] - i)),
    "square": larger(0, 1 - Abs(AT[n] - i)) ** 2,
}


@pytest.mark.parametrize("name", HATS)
def test_a_hat_bounds_its_letter(name):
    made, _ = bounded(HATS[name])
    assert len(made.guards) == 2 and all(i in g.free_symbols for g in made.guards)


@pytest.mark.parametrize("factor", [larger(AT[n], 0), larger(0, Abs(AT[n] - i) - 1), Abs(AT[n] - i)])
def test_what_is_not_zero_far_away_bounds_nothing(factor):
    made, _ = bounded(factor)
    assert made.guards == ()


@pytest.mark.parametrize("name", HATS)
@pytest.mark.parametrize("at", [0.0, 1.0, 2.25, 4.999, -0.5, -7.0, 30.0, 1e30, -1e30])
def test_the_bounded_sum_is_the_sum(name, at):
    _, layer = bounded(HATS[name])
    x = np.arange(1.0, 8.0)
    d = np.abs(at - np.arange(7))
    if name == "wide":
        weight = np.maximum(0, 3 - d)
    else:
        weight = np.maximum(0, 1 - (4 if name == "narrow" else 1) * d) ** (2 if name == "square" else 1)
    found = load(layer).forward(*(x, np.array([at])) if layer.inputs[0] == X else (np.array([at]), x))
    assert np.allclose(found, [weight @ x])


@pytest.mark.parametrize("name", ["larger", "turned", "wide"])
def test_a_position_that_is_no_number_spoils_the_sum(name):
    _, layer = bounded(HATS[name])
    given = {"x": np.ones(5), "at": np.array([np.nan, 1.0])}
    found = load(layer).forward(*(given[t.name] for t in layer.inputs))
    assert np.isnan(found[0]) and np.isfinite(found[1])


def test_a_band_of_whole_numbers_is_two_bounds():
    matrix = tensor("a", i, j)
    y = tensor("y", i)
    band = total(matrix[i, j], over=j, when=ge(2 - Abs(i - j)))
    layer = Layer("l", [define(y[i], band)], wrt=(matrix,))
    (one,) = sparse(layer.program).defs
    assert set(one.expr.guards) == {ge(2 - i + j), ge(2 + i - j)}


def test_a_result_that_few_terms_reach_is_scattered():
    matrix, y = tensor("a", n, p), tensor("y", i)
    body = total(matrix[n, p] * X[i] * larger(0, 1 - Abs(AT[n] - i)), over=(n, p))
    (one,) = sparse(Layer("l", [define(y[i], body)], wrt=(matrix, X, AT)).program).defs
    assert one.scatter and one.indices[-1] == i and not one.expr.has(Reduce)


def test_a_size_that_weighs_a_digit_may_be_one():
    layer = MODELS["depthwise_nhwc"]
    ready = computable(layer.program, layer)
    (size,) = single_sizes(ready, ())
    assert size.name == "M"
    (one,) = with_one(ready, size).defs
    assert all(
        len(a.index) == len(a.tensor.shape) and size not in a.tensor.free_symbols for a in one.expr.atoms(Acc)
    )


def test_where_it_is_one_no_loop_of_length_one_runs_innermost():
    layer = MODELS["depthwise_nhwc"]
    (choice,) = lower(layer.program, layer, blocks=True).body
    assert isinstance(choice, Choose) and choice.by == ""
    loops = [r for node in walk(choice.then) if isinstance(node, Loop | Parallel) for r in ranges(node)]
    assert loops and all(str(r.index) != "m" for r in loops)


@pytest.mark.parametrize("multiplier", [1, 2, 3])
def test_both_ways_give_the_same(multiplier):
    kernels = load(MODELS["depthwise_nhwc"])
    rng = np.random.default_rng(0)
    x, w = rng.normal(size=(2, 5, 7, 3)), rng.normal(size=(2, 2, 3, multiplier))
    windows = np.lib.stride_tricks.sliding_window_view(x, (2, 2), axis=(1, 2))
    expected = np.einsum("nijcuv,uvcm->nijcm", windows, w).reshape(2, 4, 6, 3 * multiplier)
    assert np.allclose(kernels.forward(x, w), expected)
    dy = rng.normal(size=expected.shape)
    each = dy.reshape(2, 4, 6, 3, multiplier)
    assert np.allclose(kernels.vjp_w(dy, x, w), np.einsum("nijcuv,nijcm->uvcm", windows, each))
    dx = np.zeros_like(x)
    for u in range(2):
        for v in range(2):
            dx[:, u : u + 4, v : v + 6] += np.einsum("nijcm,cm->nijc", each, w[u, v])
    assert np.allclose(kernels.vjp_x(dy, x, w), dx)
