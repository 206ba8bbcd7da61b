"""Sums over the same elements are taken in one pass over memory: of rows, of strips, of two gradients."""

import numpy as np
import pytest

from codegen.loops.legality import check
from codegen.loops.nodes import Accumulate, Loop, Parallel
from codegen.loops.roles import walk
from codegen.lowering.lower import lower
from codegen.passes.reductions import block_sums, fuse
from codegen.source.plan import plan
from derive.gradients import gradients
from derive.layers import LAYERS
from derive.notation import Layer, define, index, sizes, tensor, total
from tests.test_passes import run

N, M = sizes("N M")
i, j = index("i", N), index("j", M)
X, Y, Z = tensor("x", i, j), tensor("y", j), tensor("z", j)


def made(*defs):
    layer = Layer("sums_of_rows", list(defs), wrt=(X,), outputs=tuple(d.tensor for d in defs))
    return check(fuse(lower(layer.program, layer), layer), layer), layer


def over_rows(kernel):
    return sum(isinstance(n, Loop) and n.range.index == i for n in walk(kernel.body))


def test_rows_over_the_same_strips_are_read_once():
    kernel, _ = made(define(Y[j], total(X[i, j], over=i)), define(Z[j], total(X[i, j] ** 2, over=i)))
    (loop,) = (n for n in kernel.body if isinstance(n, Parallel))
    assert over_rows(kernel) == 1 and sum(isinstance(n, Accumulate) for n in walk(loop.body)) == 2


@pytest.mark.parametrize("shape", [(1, 1), (3, 1025), (1030, 5), (2050, 3)])
def test_rows_that_are_read_once_give_both_sums(shape):
    kernel, layer = made(define(Y[j], total(X[i, j], over=i)), define(Z[j], total(X[i, j] ** 2, over=i)))
    x = np.random.default_rng(shape[0]).integers(-9, 9, shape) * 1.0
    arrays = {"x": x, "y": np.full(shape[1], np.nan), "z": np.full(shape[1], np.nan)}
    run(check(block_sums(kernel, layer), layer), arrays, {"N": shape[0], "M": shape[1]})
    assert (arrays["y"] == x.sum(0)).all() and (arrays["z"] == (x**2).sum(0)).all()


def test_a_sum_that_needs_the_other_one_stays_apart():
    kernel, _ = made(define(Y[j], total(X[i, j], over=i)), define(Z[j], total((X[i, j] - Y[j]) ** 2, over=i)))
    assert over_rows(kernel) == 2


def test_what_a_sum_needs_is_computed_before_the_sum_that_it_joins():
    """The root between two sums over the same row goes before both: the row is read for them once."""
    layer = LAYERS["layer_norm"]
    kernel = lower(gradients(layer).vjp[layer.wrt[0]], layer)
    fused = check(fuse(kernel, layer), layer)
    before, after = (sum(isinstance(n, Loop) for n in walk(k.body)) for k in (kernel, fused))
    assert (before, after) == (3, 2)


@pytest.mark.parametrize("name", ["layer_norm", "batch_norm_inference"])
def test_gradients_that_are_sums_over_the_same_elements_are_one_function(name):
    layer = LAYERS[name]
    assert plan(layer, gradients(layer)).vjp_all is not None


def test_gradients_that_share_no_pass_stay_functions_of_their_own():
    layer = LAYERS["dense"]
    assert plan(layer, gradients(layer)).vjp_all is None
