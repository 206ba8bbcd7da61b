"""Sides of a product that are no plain arrays are laid down once; one copy serves the whole batch."""

import numpy as np
import pytest

from codegen.loops.nodes import Loop, Parallel, Product
from codegen.loops.roles import walk
from codegen.module import load
from codegen.pipeline import compile_plan
from codegen.program.computable import computable
from codegen.source.plan import plan
from derive.expr import Acc, Reduce, Where
from derive.gradients import gradients
from derive.notation import Layer, define, ge, index, larger, size, sizes, tensor, total, where
from generated import num_threads
from generated.threads import smallest_ranges
from generated.vectors import always_blocks, colblock

N, C, L, O, K = sizes("N C L O K")
T = size("T")
n, c, o, u, k = index("n", N), index("c", C), index("o", O), index("u", K), index("k", C + 1)
i, a = index("i", T), index("a", L)
LENGTH = {T: L - K + 1}
X, W, Y = tensor("x", n, c, a), tensor("w", o, k, u), tensor("y", n, o, i)

Z = tensor("z", n, k, a)
PLACED = Layer(
    "placed",
    [
        define(Z[n, k, a], where(ge(C - 1 - k), X[n, k, a], a / larger(L, 1))),
        define(Y[n, o, i], total(W[o, k, u] * Z[n, k, i + u], over=(k, u))),
    ],
    wrt=(X, W),
    sizes=LENGTH,
)
"""A correlation of the data with their positions beside them."""

V, H = tensor("v", o, c, u), tensor("h", n, c, a)
BENT = Layer(
    "bent_first",
    [
        define(H[n, c, a], larger(X[n, c, a], 0)),
        define(Y[n, o, i], total(V[o, c, u] * H[n, c, i + u], over=(c, u))),
    ],
    wrt=(X, V),
    sizes=LENGTH,
)

U = tensor("own", o, i, c, u)
UNSHARED = Layer(
    "unshared",
    [define(Y[n, o, i], total(U[o, i, c, u] * X.at(n, c, i + u - 1, outside=0), over=(c, u)))],
    wrt=(X, U),
    sizes={T: L - K + 3},
)
"""A weight of its own for each place: no two results have the same factors."""

RNG = np.random.default_rng(0)
ODD = [(5, 3, 11, 9, 3), (4, 4, 8, 8, 1), (33, 5, 21, 18, 4), (1, 1, 5, 1, 2)]


def whole(*shape):
    return RNG.integers(-4, 5, shape).astype("f8")


def windows(x, taps):
    """``x[n, c, i + u]`` by n, c, i and u."""
    return np.lib.stride_tricks.sliding_window_view(x, taps, axis=2)


def spread(dy, weights, length):
    """The sum over all windows that a place lies in, ``weights[…, u]`` of each."""
    dx = np.zeros((*weights.shape[:2], length))
    for tap in range(weights.shape[-1]):
        dx[:, :, tap : tap + weights.shape[2]] += weights[..., tap]
    return dx


@pytest.mark.parametrize(
    ("layer", "name"), [(PLACED, "_forward"), (PLACED, "_vjp_w"), (BENT, "_forward"), (BENT, "_vjp_v")]
)
def test_what_a_window_sees_is_an_array(layer, name):
    (side, one) = computable(plan(layer, gradients(layer)).programs[name], layer).defs
    (product,) = one.expr.atoms(Reduce)
    assert side.tensor in one.reads and "side" in side.tensor.name
    assert all(isinstance(f, Acc) for f in product.body.args) and not product.body.has(Where)


def test_what_each_term_reads_once_stays_where_it_is():
    """Without a window nothing is read again: packing asks the condition, once for each element."""
    bent = where(ge(C - 1 - k), X[n, k, 0], 1)
    made = define(tensor("y", n, o)[n, o], total(tensor("v", o, k)[o, k] * bent, over=k))
    dense = Layer("straight", [made], wrt=(X,))
    assert len(computable(plan(dense, gradients(dense)).programs["_forward"], dense).defs) == 1


@pytest.mark.parametrize("size", ODD)
def test_a_side_that_is_laid_down_has_the_same_values(size):
    many, channels, length, outs, taps = size
    x, w = whole(many, channels, length), whole(outs, channels + 1, taps)
    z = np.concatenate([x, np.broadcast_to(np.arange(length) / length, (many, 1, length))], axis=1)
    y = np.einsum("oku,nkiu->noi", w, windows(z, taps))
    dy, made = whole(*y.shape), load(PLACED)
    with always_blocks():
        np.testing.assert_allclose(made.forward(x, w), y, atol=1e-10)
        np.testing.assert_allclose(
            made.vjp_w(dy, x, w), np.einsum("noi,nkiu->oku", dy, windows(z, taps)), atol=1e-10
        )


@pytest.mark.parametrize("size", ODD)
def test_a_bent_side_has_the_same_values_where_a_nan_is_compared_too(size):
    many, channels, length, outs, taps = size
    x, v = whole(many, channels, length), whole(outs, channels, taps)
    made = load(BENT)
    seen = windows(np.maximum(x, 0), taps)
    dy = whole(many, outs, length - taps + 1)
    with always_blocks():
        assert np.array_equal(made.forward(x, v), np.einsum("ocu,nciu->noi", v, seen))
        assert np.array_equal(made.vjp_v(dy, x, v), np.einsum("noi,nciu->ocu", dy, seen))
        x[0, 0, 0] = np.nan
        assert np.isnan(made.forward(x, v)[0, :, 0]).all()


@pytest.mark.parametrize("name", ["_forward", "_vjp_x", "_vjp_own"])
def test_places_with_weights_of_their_own_are_computed_at_once(name):
    """One copy has the margins of all places: the loop over them is one of those that run in parallel."""
    kernel = compile_plan(plan(UNSHARED, gradients(UNSHARED)))[name]
    assert any(isinstance(node, Product) for node in walk(kernel.body))
    serial = [
        n
        for n in walk(kernel.body)
        if isinstance(n, Loop) and any(isinstance(m, Parallel) for m in walk(n.body))
    ]
    assert serial == []


@pytest.mark.parametrize("size", ODD)
def test_weights_of_their_own_give_the_same_for_any_blocks_and_threads(size):
    many, channels, length, outs, taps = size
    places = length - taps + 3
    x, w = whole(many, channels, length), whole(outs, places, channels, taps)
    wide = np.pad(x, ((0, 0), (0, 0), (1, 1)))
    y = np.einsum("oicu,nciu->noi", w, windows(wide, taps))
    dy, made = whole(*y.shape), load(UNSHARED)
    dx = spread(dy, np.einsum("noi,oicu->nciu", dy, w), length + 2)[:, :, 1:-1]
    dw = np.einsum("noi,nciu->oicu", dy, windows(wide, taps))
    for threads in (1, 2, 3, 4):
        for blocks in ({}, {"high": 2, "wide": 3, "deep": 4}):
            with num_threads(threads), smallest_ranges(), always_blocks(**blocks):
                assert np.array_equal(made.forward(x, w), y)
                assert np.array_equal(made.vjp_x(dy, x, w), dx)
                assert np.array_equal(made.vjp_own(dy, x, w), dw)


@pytest.mark.parametrize(("cols", "wide"), [(1, 16), (16, 16), (17, 32), (64, 64), (1000, 64), (0, 1)])
def test_a_panel_is_no_wider_than_its_columns_need(cols, wide):
    assert colblock(cols) == wide
