"""Reading round the end of an axis: one solution for each place, and rows without a remainder."""

import numpy as np
import pytest

import codegen
from codegen.loops.nodes import Store
from codegen.loops.roles import walk
from codegen.pipeline import compile_plan
from codegen.source.plan import plan
from codegen.verification.cases import Case
from codegen.verification.rungs.conduct.not_a_number import _given
from derive.api import gradient
from derive.expr import Modulo, Reduce
from derive.gradients import gradients
from derive.notation import Layer, define, index, integers, largest_at, modulo, option, sizes, tensor, total

N, L, K, C = sizes("N L K C")
n, i, u, k, c = index("n", N), index("i", L), index("u", K), index("k", K), index("c", C)
X, Y, S, W = tensor("x", n, i), tensor("y", n, i), integers("s", n, below=L), tensor("w", u)
BACK = option("back", default=1, minimum=0)

ROLLED = Layer("rolled", [define(Y[n, i], X[n, modulo(i + S[n], L)])], wrt=(X,), inputs=(X, S))
REVERSED = Layer("reversed", [define(Y[n, i], X[n, modulo(S[n] - i, L)])], wrt=(X,), inputs=(X, S))
CIRCULAR = Layer(
    "circular",
    [define(Y[n, i], total(W[u] * X[n, modulo(i + u - BACK, L)], over=u))],
    wrt=(X, W),
    options=(BACK,),
)


@pytest.mark.parametrize("layer", [ROLLED, REVERSED])
def test_a_full_turn_has_one_solution(layer):
    shown = gradient(layer, "x").text(steps=False)
    assert "Σ" not in shown and "mod L" in shown


def test_a_circular_window_is_read_backwards_round_the_end():
    assert "dy[n, (i−u+1) mod L]" in gradient(CIRCULAR, "x").text(steps=False)


def test_less_than_a_turn_keeps_its_sum():
    j = index("j", L - 1)
    part = Layer("part", [define(tensor("y", n, j)[n, j], X[n, modulo(j + 3, L)])], wrt=(X,))
    assert "Σ" in gradient(part, "x").text(steps=False)


@pytest.mark.parametrize("layer", [ROLLED, REVERSED])
@pytest.mark.parametrize("name", ["_forward", "_vjp_x"])
def test_no_element_is_divided_for(layer, name):
    kernel = compile_plan(plan(layer, gradients(layer)))[name]
    stores = [s for s in walk(kernel.body) if isinstance(s, Store)]
    assert stores and not any(e.has(Modulo) for s in stores for e in (s.target, s.value))


@pytest.mark.parametrize("length", [1, 2, 7, 33])
def test_rolled_rows_are_right_at_every_shift(length):
    x = np.random.default_rng(length).standard_normal((length, length))
    s = np.arange(length)
    at = (np.arange(length)[None] + s[:, None]) % length
    back = (s[:, None] - np.arange(length)[None]) % length
    for layer, where in ((ROLLED, at), (REVERSED, back)):
        module = codegen.compile(layer)
        np.testing.assert_array_equal(module.forward(x, s), np.take_along_axis(x, where, 1))
        wanted = np.zeros_like(x)
        np.put_along_axis(wanted, where, x, 1)
        np.testing.assert_array_equal(module.vjp_x(x, x, s), wanted)


@pytest.mark.parametrize(("length", "taps", "back"), [(1, 3, 1), (5, 3, 4), (4, 9, 2), (16, 3, 40)])
def test_circular_gradients_are_adjoint(length, taps, back):
    rng = np.random.default_rng(0)
    x, w, dy = rng.standard_normal((2, length)), rng.standard_normal(taps), rng.standard_normal((2, length))
    module = codegen.compile(CIRCULAR)
    y = sum(w[t] * np.roll(x, back - t, axis=1) for t in range(taps))
    np.testing.assert_allclose(module.forward(x, w, back=back), y, atol=1e-12)
    dx, dw = module.vjp(dy, x, w, back=back)
    np.testing.assert_allclose((dx * x).sum(), (dy * y).sum(), atol=1e-10)
    np.testing.assert_allclose((dw * w).sum(), (dy * y).sum(), atol=1e-10)


TABLE = tensor("E", k, c)
SCORES = tensor("x", n, k)
CHOSEN = Layer(
    "chosen",
    [define(tensor("y", n, c)[n, c], TABLE[largest_at(SCORES[n, k], over=k), c])],
    wrt=(TABLE,),
    inputs=(SCORES, TABLE),
)


def test_the_place_of_a_maximum_is_an_index():
    table = np.arange(6.0).reshape(3, 2)
    bad = [[1, 3, 2.0], [-np.inf] * 3, [np.nan] * 3, [-np.inf, np.nan, 1]]
    module = codegen.compile(CHOSEN)
    np.testing.assert_array_equal(module.forward(np.array(bad), table), table[[1, 0, 0, 1]])
    ones = np.ones((4, 2))
    np.testing.assert_array_equal(module.vjp_E(ones, np.array(bad), table), [[2, 2], [2, 2], [0, 0]])
    assert all(not isinstance(at, Reduce) for d in gradients(CHOSEN).vjp[TABLE].defs for at in d.lhs.index)


def test_unusual_numbers_are_given_in_the_precision_that_is_asked():
    case = Case(CHOSEN, (("C", 1), ("K", 2), ("N", 1)), seed=0)
    array = np.array([[0.0, 1e-310]])
    assert _given(case, SCORES, array, np.float32).arrays["x"][0, 1] == 0
    assert _given(case, SCORES, array, np.float64).arrays["x"][0, 1] == 1e-310
