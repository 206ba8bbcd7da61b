"""A power that an option sets is products and roots where the option has a usual value."""

import numpy as np
import pytest
from sympy import Abs, Integer, Pow, Rational

from codegen.loops.legality import check
from codegen.loops.nodes import Choose, Store
from codegen.loops.roles import scalars, walk
from codegen.lowering.lower import lower
from codegen.numba.line_wrap import else_if
from codegen.passes.invariants import specialise
from codegen.pipeline import compile_program
from derive.layers import LAYERS
from derive.notation import Layer, define, index, option, sizes, tensor
from generated import lp_pool2d

N, M = sizes("N M")
i, j = index("i", N), index("j", M)
X, Y = tensor("x", i, j), tensor("y", i, j)
strength = option("strength", "s", default=2.0, minimum=0, real=True)
degree = option("degree", "k", default=2, minimum=1)
decay = option("decay", "d", default=0.75, real=True)
(s,), (k,), (d,) = strength, degree, decay


def stored(exponent):
    layer = Layer(
        "raised",
        [define(Y[i, j], Abs(X[i, j]) ** exponent)],
        wrt=(X,),
        options=(strength, degree, decay),
        summary="-",
        source="-",
    )
    kernel = check(specialise(lower(layer.program, layer), layer), layer)
    choices = [n for n in walk(kernel.body) if isinstance(n, Choose)]
    return choices, [n.value for n in walk(kernel.body) if isinstance(n, Store)]


def test_each_usual_value_has_its_own_loop():
    choices, values = stored(s)
    assert len(choices) == 3 and len(values) == 4
    assert values[0].exp == 2 and isinstance(values[1], Abs) and values[3].exp.name == s.name


def test_a_whole_number_is_an_exponent_too():
    choices, values = stored(k)
    assert len(choices) == 3 and values[0].exp == 2


def test_an_option_that_is_seldom_a_usual_value_has_one_loop():
    assert stored(d)[0] == []


def test_a_root_is_taken_where_there_is_one():
    choices, values = stored(1 / s)
    assert len(choices) == 2 and values[0].exp == Rational(1, 2)


def test_a_number_is_no_option():
    assert stored(Integer(5) / 3)[0] == []


def test_a_choice_in_else_stands_beside_the_one_before():
    assert else_if(["    if a:", "        b", "    else:", "        c"]) == [
        "elif a:",
        "    b",
        "else:",
        "    c",
    ]


def pooled(x, p, dy):
    """The norm of each 2×2 window and its gradient, by definition."""
    windows = x.reshape(*x.shape[:2], x.shape[2] // 2, 2, x.shape[3] // 2, 2)
    powers = (np.abs(windows) ** p).sum(axis=(3, 5), keepdims=True)
    slope = np.where(powers > 0, np.where(powers > 0, powers, 1) ** (1 / p - 1), 0)
    dx = np.sign(windows) * np.abs(windows) ** (p - 1) * slope * dy[:, :, :, None, :, None]
    return (powers ** (1 / p))[:, :, :, 0, :, 0], dx.reshape(x.shape)


@pytest.mark.parametrize("p", [1.0, 2.0, 3.0, 1.5, 2.5])
@pytest.mark.parametrize("width", [2, 14, 34])
def test_every_value_of_the_exponent_gives_the_norm(p, width):
    r = np.random.default_rng(0)
    x = r.standard_normal((2, 3, 4, width))
    x[0, 0, :2] = 0  # windows of zeros
    dy = r.standard_normal((2, 3, 2, width // 2))
    y, dx = pooled(x, p, dy)
    x_dot = r.standard_normal(x.shape)
    np.testing.assert_allclose(lp_pool2d.forward(x, p=p), y, rtol=1e-12)
    np.testing.assert_allclose(lp_pool2d.vjp_x(dy, x, p=p), dx, rtol=1e-11)
    tangent = lp_pool2d.jvp(x, x_dot=x_dot, p=p)
    np.testing.assert_allclose((tangent * dy).sum(), (dx * x_dot).sum(), rtol=1e-10)


@pytest.mark.parametrize("p", [2.0, 3.0])
def test_usual_values_and_their_neighbours_agree_in_single_precision(p):
    x = np.random.default_rng(1).standard_normal((1, 2, 14, 14)).astype(np.float32)
    near = np.nextafter(np.float32(p), np.float32(9)).item()
    np.testing.assert_allclose(lp_pool2d.forward(x, p=p), lp_pool2d.forward(x, p=near), rtol=3e-6)


def test_a_choice_between_loops_is_specialised_as_a_whole():
    """The first call of ``lp_pool2d`` compiled four loops for two terms, and four for three."""
    forward = compile_program(LAYERS["lp_pool2d"].program, LAYERS["lp_pool2d"])
    asked = [n for n in walk(forward.body) if isinstance(n, Choose) and n.conds[0].of.has(_p())]
    of_sums = [n for n in asked if any(isinstance(m, Choose) for m in walk(n.then))]
    assert len(of_sums) == 1 and of_sums[0].conds[0].of in (_p() - 2, 2 - _p()), "of the default, all loops"
    general = [a for n in walk(of_sums[-1].otherwise) for a in scalars(n) if a.atoms(Pow)]
    assert len([e for e in general if any(p.exp.has(_p()) for p in e.atoms(Pow))]) == 1


def _p():
    return next(iter(LAYERS["lp_pool2d"].options[-1].symbols))


@pytest.mark.parametrize("p", [1.0, 2.0, 3.0, 2.5])
def test_a_power_in_general_has_the_sums_of_its_usual_values(p):
    rng = np.random.default_rng(3)
    x = rng.standard_normal((2, 3, 9, 17))
    for taps in (1, 2, 3, 4):
        seen = np.lib.stride_tricks.sliding_window_view(x, (taps, taps), (2, 3))[:, :, ::2, ::2]
        y = lp_pool2d.forward(x, kernel=taps, stride=2, p=p)
        np.testing.assert_allclose(y, (abs(seen) ** p).sum((-2, -1)) ** (1 / p), rtol=1e-12)
