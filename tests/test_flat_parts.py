"""What is computed element by element of whole arrays runs through their memory."""

from dataclasses import replace

import numpy as np
import pytest
from sympy import Symbol, sqrt

from codegen.loops.flat_parts import flat_loop, flattened
from codegen.loops.nodes import Let, Loop, Parallel, Range, Store
from codegen.loops.outline import outline
from codegen.loops.roles import walk
from codegen.module.load import load
from codegen.pipeline import compile_program
from derive.expr import Acc
from derive.gradients import gradients
from derive.layers import LAYERS
from derive.notation import Layer, define, index, sizes, tensor, total
from generated import num_threads
from generated.threads import smallest_ranges

N, H, W, K = sizes("N H W K")
n, i, j = index("n", N), index("i", H), index("j", W)
u, v = index("u", K), index("v", K)
a, b = index("a", H + K - 1), index("b", W + K - 1)
X, M, Y = tensor("x", n, a, b), tensor("m", n, i, j), tensor("y", n, i, j)


def loop(target, value, hi=(H - 1, W - 1)):
    rows = (Range(n, (0,), (N - 1,)), Range(i, (0,), (hi[0],)))
    return Parallel(rows, (Loop(Range(j, (0,), (hi[1],)), (Store(target, sqrt(value)),)),))


def test_rows_behind_each_other_are_one_row():
    (box,) = flat_loop(loop(Y[n, i, j], M[n, i, j])).ranges
    (store,) = [
        node for node in walk(flat_loop(loop(Y[n, i, j], M[n, i, j])).body) if isinstance(node, Store)
    ]
    assert store.target.tensor.shape == (N * H * W,)
    assert store.value == sqrt(Acc(store.value.base.tensor, *store.target.index))
    assert store.value.base.tensor.name == "m" and box.index not in store.target.index


@pytest.mark.parametrize(
    ("target", "value", "hi"),
    [
        (Y[n, i, j], M[n, i, j + 1], (H - 1, W - 2)),  # another place is read
        (Y[n, i, j], M[n, i, j], (H - 1, W - 2)),  # a part of a row
        (Y[n, i, j], M[n, i, j], (H - 2, W - 1)),  # a part of the rows
        (Y[n, i, j], X[n, i, j], (H - 1, W - 1)),  # another array is larger
        (Y[n, i, j], M[n, i, j] * j, (H - 1, W - 1)),  # the place itself is a value
        (tensor("t", i, n, j)[i, n, j], M[n, i, j], (H - 1, W - 1)),  # in another order
    ],
)
def test_what_is_not_at_its_own_place_keeps_its_rows(target, value, hi):
    rows = loop(target, value, hi)
    assert flat_loop(rows) == rows


@pytest.mark.parametrize("value", [M[n, i, j], M[n, i, j] ** 2, 1 / M[n, i, j]])
def test_what_is_cheap_keeps_its_rows(value):
    rows = loop(Y[n, i, j], value**2)
    cheap = replace(rows, body=(replace(rows.body[0], body=(Store(Y[n, i, j], value),)),))
    assert flat_loop(cheap) == cheap


def test_two_arrays_of_rows_of_different_length_keep_them():
    rows = loop(Y[n, i, j], M[n, i, j])
    other = Loop(
        Range(b, (0,), (W + K - 2,)), (Store(tensor("z", n, i, b)[n, i, b], tensor("t", n, i, b)[n, i, b]),)
    )
    assert flat_loop(both := replace(rows, body=(*rows.body, other))) == both


def test_what_is_read_before_the_loop_keeps_the_shape_of_its_array():
    rows = loop(Y[n, i, j], M[n, i, j])
    assert flattened((rows,)) == (flat_loop(rows),) != (rows,)
    first = Let(Symbol("first", real=True), M[0, 0, 0])
    assert flattened((first, rows)) == (first, rows)


def flat(layer, program):
    """The arrays that each part sees as one row."""
    parts = outline(compile_program(program, layer)).parts
    return [{t.name for t in p.arrays} for p in parts if {len(t.shape) for t in p.arrays} == {1}]


def gradient(name):
    derived = gradients(LAYERS[name])
    return flat(LAYERS[name], derived.vjp[derived.layer.wrt[0]])


def test_powers_of_windows_are_taken_of_all_memory():
    layer = LAYERS["lp_pool2d"]
    assert flat(layer, gradients(layer).forward) == [{"powers", "y"}]
    assert gradient("lp_pool2d") == [{"dx_power2", "powers"}, {"dx_power", "x"}]
    assert gradient("l2_pool2d") == [{"dx_given", "dy", "powers"}]


@pytest.mark.parametrize("name", ["local_response_norm", "conv2d", "avg_pool2d", "softmax"])
def test_what_a_row_computes_while_it_has_it_stays(name):
    """A pass through memory is worth it where a power is: of rows that windows cut short."""
    assert not flat(LAYERS[name], gradients(LAYERS[name]).forward)


def test_so_it_is_for_a_layer_that_no_table_knows():
    """But where the windows' sums are no result: then a pass would need memory for them."""
    given, p = LAYERS["lp_pool2d"], LAYERS["lp_pool2d"].options[-1]
    m = define(M[n, i, j], total(abs(X[n, i + u, j + v]), over=(u, v)))
    y = define(Y[n, i, j], M[n, i, j] ** (1 / p.symbols[0]))
    options = (replace(given.options[0], symbols=(K,)), p)
    kept = Layer("kept", [m, y], wrt=(X,), options=options, outputs=(M, Y))
    spared = Layer("spared", [m, y], wrt=(X,), options=options)
    assert flat(kept, kept.program) == [{"m", "y"}] and flat(spared, spared.program) == []


@pytest.mark.parametrize("shape", [(1, 1, 2, 2), (2, 3, 5, 7), (3, 5, 14, 14), (2, 2, 67, 69)])
def test_what_is_computed_stays(shape):
    module, rng = load(LAYERS["lp_pool2d"]), np.random.default_rng(0)
    x = rng.standard_normal(shape)
    n_, c_, h, w = shape
    cells = x[:, :, : h // 2 * 2, : w // 2 * 2].reshape(n_, c_, h // 2, 2, w // 2, 2)
    want = (abs(cells) ** 3).sum((3, 5)) ** (1 / 3)
    found = module.forward(x, p=3)
    np.testing.assert_allclose(found, want, rtol=1e-13)
    with smallest_ranges(), num_threads(3):
        assert np.array_equal(module.forward(x, p=3), found)
