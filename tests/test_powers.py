"""Powers of elements in front of the sums that read them, and sums of rows whose addresses rise."""

import numpy as np
import pytest

import codegen
from codegen.loops.nodes import Loop
from codegen.loops.roles import walk
from codegen.loops.strides import falls
from codegen.pipeline import compile_program
from codegen.program.computable import computable
from derive.gradients import gradients
from derive.notation import Layer, bracket, define, floor_div, index, largest_at, option, sizes, tensor, total

N, L, K, H = sizes("N L K H")
n, i, h, u = index("n", N), index("i", L), index("h", H), index("u", K)
out, apart = index("o", L - K + 1), index("q", floor_div(L - K, 3) + 1)
exponent = option("p", "p", default=2.5, real=True)
(P,) = exponent
WINDOW = tensor("window", u)


def mean(letter, place):
    """Σ_u w[u] x[place + u]^p."""
    x, y = tensor("x", n, i, sign="positive"), tensor("y", n, letter)
    body = WINDOW[u] * x[n, place + u] ** P
    return Layer("l", [define(y[n, letter], total(body, over=u))], wrt=(x,), options=(exponent,))


def made(layer):
    return [d.tensor.name for d in computable(layer.program, layer).defs]


@pytest.mark.parametrize("place", [out, 3 * apart], ids=["again", "apart"])
def test_powers_are_computed_in_front(place):
    assert made(mean(next(iter(place.free_symbols)), place)) == ["y_power", "y"]


def test_a_power_of_neighbours_that_is_read_once_stays():
    x, y = tensor("x", n, i, sign="positive"), tensor("y", n, i)
    assert made(Layer("l", [define(y[n, i], x[n, i] ** P)], wrt=(x,), options=(exponent,))) == ["y"]


@pytest.mark.parametrize("p", [2.5, -0.75, 2.0])
def test_they_are_the_powers(p):
    rng = np.random.default_rng(0)
    x, w = rng.uniform(0.1, 3, (3, 41)), rng.standard_normal(4)
    module = codegen.compile(mean(apart, 3 * apart))
    wanted = np.lib.stride_tricks.sliding_window_view(x**p, 4, axis=1)[:, ::3] @ w
    np.testing.assert_allclose(module.forward(x, window=w, p=p), wanted, rtol=1e-13)


def channels(value, sign):
    """A row of ``h`` for each ``i``, from rows ``i ± u``."""
    x, y = tensor("x", n, i, h), tensor("y", n, i, h)
    j = i + sign * u
    body = bracket(*x.inside(n, j, h)) * WINDOW[u] * x[n, j, h]
    return Layer("l", [define(y[n, i, h], value(body, over=u))], wrt=(x,))


def sums(layer):
    """The loops around rows in the forward."""
    kernel = compile_program(layer.program, layer)
    loops = [x for x in walk(kernel.body) if isinstance(x, Loop) and x.range.index == u]
    return [x for x in loops if any(isinstance(y, Loop) for y in walk(x.body))]


@pytest.mark.parametrize(("sign", "down"), [(1, False), (-1, True)])
def test_addresses_rise_along_a_sum_of_rows(sign, down):
    assert [falls(x) for x in sums(channels(total, sign))] == [down]


def test_the_first_of_several_extremes_is_sought_forwards():
    assert not any(map(falls, sums(channels(largest_at, -1))))


def test_a_sum_that_falls_has_all_its_terms():
    """Windows at both borders, also such that hold no element."""
    layer = channels(total, -1)
    rng = np.random.default_rng(1)
    x, w = rng.standard_normal((2, 5, 7)), rng.standard_normal(9)
    module = codegen.compile(layer)
    wanted = sum(w[k] * np.pad(x, ((0, 0), (k, 0), (0, 0)))[:, :5] for k in range(9))
    np.testing.assert_allclose(module.forward(x, window=w), wanted, atol=1e-13)
    dy = rng.standard_normal(x.shape)
    back = sum(w[k] * np.pad(dy, ((0, 0), (0, k), (0, 0)))[:, k:] for k in range(9))
    np.testing.assert_allclose(module.vjp_x(dy, x, window=w), back, atol=1e-13)
    assert gradients(layer)
