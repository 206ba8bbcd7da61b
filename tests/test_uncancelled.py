"""Forms that do not cancel are equal to what they stand for, and are taken where a sum would cancel."""

import mpmath as mp
import numpy as np
import pytest
from sympy import Float, erf, sympify, tanh

from codegen.module.load import load
from codegen.module.render import module
from codegen.numba.rounding import stroke
from codegen.program import computable
from codegen.program.stable.uncancelled import FORMS, normal_bell, normal_cdf
from codegen.source import plan
from derive.expr import Where
from derive.gradients import gradients
from derive.layers import LAYERS
from derive.notation import Layer, define, exp, ge, index, log1p, pi, sizes, sqrt, tensor, where

(M,) = sizes("M")
i = index("i", M)
X, Y = tensor("x", i), tensor("y", i)
x = X[i]


def value(e, at):
    """``e`` at a number, its choices taken by their first condition."""
    for choice in sorted(e.atoms(Where), key=lambda w: -w.count_ops()):
        holds = value(choice.conds[0].of, at) >= 0
        e = e.xreplace({choice: choice.args[1] if holds else choice.args[2]})
    return mp.mpf(sympify(e).xreplace({x: Float(at, 50)}).evalf(40))


@pytest.mark.parametrize("key", FORMS, ids=str)
@pytest.mark.parametrize("at", [-9, -2.5, -0.1, 0.3, 7])
def test_each_form_equals_its_sum(key, at):
    function, power, sign = key
    exact = {erf: mp.erf, tanh: mp.tanh}[function]
    with mp.workdps(60):
        want = mp.mpf(1) + sign * exact(mp.mpf(at)) ** power
        assert abs(value(FORMS[key](x), at) / want - 1) < mp.mpf("1e-15")


def pointwise(name, formula):
    return Layer(name, [define(Y[i], formula)], wrt=(X,))


SUMS = {
    "gate": (x * (1 + tanh(x)) / 2, lambda v: v * (1 + mp.tanh(v)) / 2),
    "other_side": (1 - erf(x / 3), lambda v: mp.erfc(v / 3)),
    "bump": (3 - 3 * tanh(2 * x) ** 2, lambda v: 3 * mp.sech(2 * v) ** 2),
    "in_a_sum": (exp(-x * x) + 1 + tanh(x), lambda v: mp.exp(-v * v) + 1 + mp.tanh(v)),
}


@pytest.mark.parametrize("name", SUMS)
def test_a_layer_of_ones_own_keeps_its_digits_in_both_tails(name):
    formula, exact = SUMS[name]
    at = np.concatenate([np.linspace(-30, 30, 301), [0.0]])
    got = load(pointwise(name, formula)).forward(at)
    with mp.workdps(80):
        want = [exact(mp.mpf(v)) for v in at]
        errors = [abs(mp.mpf(float(g)) / w - 1) if w else abs(g) for g, w in zip(got, want, strict=True)]
    assert max(errors) < 1e-13


@pytest.mark.parametrize(("u", "normal"), [(sqrt(2) * x / 2, True), (-3 * x / sqrt(2), True), (x, False)])
def test_a_root_of_two_is_not_rounded(u, normal):
    """1 + erf u is twice the normal law of √2 u."""
    made = FORMS[erf, 1, 1](u)
    assert made.has(normal_cdf) is normal and made.has(sqrt(2)) is False
    if normal:
        assert made == 2 * normal_cdf(sqrt(2) * u)


def test_a_normal_law_and_its_slope_share_an_exponential():
    """Beside Φ(x) in gelu's gradient; an exponential that is alone stays one."""
    (dx,) = computable(
        plan(LAYERS["gelu"], gradients(LAYERS["gelu"])).programs["_vjp_x"], LAYERS["gelu"]
    ).defs
    assert dx.expr.has(normal_bell) and not dx.expr.has(exp)
    alone = module(pointwise("bell", exp(-(x**2) / 2)))
    assert "normal_bell" not in alone


def test_logarithms_inside_tanh_need_neither():
    text = module(LAYERS["mish"])
    code = "".join(text[text.index("@njit") :].split('"""')[::2])
    assert "tanh(" not in code and "log1p(" not in code and code.count("exp_falling(-abs") == 3


def test_a_logarithm_that_may_be_large_stays():
    """(1 + v)² overflows before tanh log(1 + v) is 1."""
    large = pointwise("large", tanh(log1p(exp(x))))
    small = pointwise("small", where(ge(-x), tanh(log1p(exp(x))), 1))
    assert "tanh(" in module(large).split("def _forward_part")[1]
    assert np.isfinite(load(large).forward(np.array([800.0]))).all()
    assert load(small).forward(np.array([-1.0]))[0] == pytest.approx(float(mp.tanh(mp.log1p(mp.exp(-1)))))


def test_irrational_factors_are_one_constant():
    above, below = stroke(sqrt(2) * x / sqrt(pi))
    assert below == [] and len(above) == 2 and float(above[0]) == pytest.approx(0.7978845608028654, rel=1e-16)
