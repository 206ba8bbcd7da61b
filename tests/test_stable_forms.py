"""Values near zero keep their digits: log1p and expm1 from the model to the kernel, and in print."""

from decimal import Decimal, getcontext

import numpy as np
import pytest
from sympy import exp, log

from codegen.module.load import load
from codegen.verification.interpreter import numbers
from codegen.verification.interpreter.evaluate import Evaluator
from derive import pretty
from derive.autodiff.partials import partials
from derive.gradients import gradients
from derive.layers import LAYERS
from derive.notation import expm1, index, log1p, sizes, tensor
from derive.simplify.solve import solve_for

getcontext().prec = 700
(M,) = sizes("M")
i = index("i", M)
X = tensor("x", i)
x = X[i]


def exact_softplus(v):
    return float((1 + Decimal(v).exp()).ln())


def exact_elu(v):
    return float(Decimal(v).exp() - 1) if v <= 0 else v


def exact_slope(v):
    return float(Decimal(v).exp() / (1 + Decimal(v).exp()))


TAILS = [-700.0, -40.0, -30.0, -1e-3, 0.0, 1e-3, 30.0]
NEAR = [-1.0, -1e-3, -1e-9, -1e-15, -1e-300]


def formula(layer, points, towards=None, **options):
    """The forward, or the gradient for a cotangent of 1, as the formulas say."""
    values = {"x": np.array(points)}
    sizes_ = {M: len(points)} | {s: options[s.name] for s in layer.option_symbols}
    made = gradients(layer)
    found = Evaluator(sizes_, dict(values)).run(made.forward)
    if towards is None:
        return found["y"]
    found |= values | {"dy": np.ones(len(points))}
    return Evaluator(sizes_, found).run(made.vjp[towards])[f"d{towards.name}"]


@pytest.mark.parametrize(
    ("name", "options", "points", "exact"),
    [("softplus", {"beta": 1.0}, TAILS, exact_softplus), ("elu", {"alpha": 1.0}, NEAR, exact_elu)],
)
def test_small_values_keep_all_their_digits(name, options, points, exact):
    layer = LAYERS[name]
    wanted = [exact(v) for v in points]
    np.testing.assert_allclose(formula(layer, points, **options), wanted, rtol=4e-16, atol=0)
    option = {layer.options[0].name: next(iter(options.values()))}
    np.testing.assert_allclose(
        load(layer).forward(np.array(points), **option), wanted, rtol=1e-15, atol=0, err_msg="the kernel"
    )


def test_the_slope_keeps_its_digits_too():
    layer = LAYERS["softplus"]
    slope = formula(layer, TAILS, layer.wrt[0], beta=1.0)
    np.testing.assert_allclose(slope, [exact_slope(v) for v in TAILS], rtol=1e-15, atol=0)
    slope = formula(LAYERS["sigmoid"], TAILS, layer.wrt[0])
    wanted = [float(Decimal(v).exp() / (1 + Decimal(v).exp()) ** 2) for v in TAILS]
    np.testing.assert_allclose(slope, wanted, rtol=1e-15, atol=0)


def test_their_derivatives_and_inverses():
    assert partials(log1p(x)) == [(x, 1 / (1 + x))] and partials(expm1(x)) == [(x, exp(x))]
    y = tensor("y", i)[i]
    assert solve_for(expm1(x), x, y) == (log1p(y), ()) and solve_for(log1p(x), x, y) == (expm1(y), ())


@pytest.mark.parametrize("name", ["log1p", "expm1"])
def test_every_number_system_knows_them(name):
    function = getattr(np, name)
    point = np.array([1e-12, 0.3])
    dual = numbers.apply(name, numbers.Dual(point, np.ones(2)))
    slope = {"log1p": 1 / (1 + point), "expm1": np.exp(point)}[name]
    np.testing.assert_allclose(dual.value, function(point))
    np.testing.assert_allclose(dual.tangent, slope)
    assert numbers.apply(name, numbers.bounded(point)).error[0] < 1e-11, "in units of the last place of 1"


@pytest.mark.parametrize(("fmt", "wanted"), [("text", "log(1 + x[i])"), ("latex", r"\log")])
def test_people_read_the_textbook_form(fmt, wanted):
    assert wanted in pretty.expression(log1p(x), fmt) and "1p" not in pretty.expression(log1p(x), fmt)
    assert pretty.expression(2 * x * expm1(x), fmt) == pretty.expression(2 * x * (exp(x) - 1), fmt)
    assert pretty.expression(log1p(exp(-x)), "html") == pretty.expression(log(1 + exp(-x)), "html")


def test_the_kernel_calls_the_accurate_functions():
    from codegen.module.render import module

    assert "log1p(" in module(LAYERS["softplus"]) and "expm1(" in module(LAYERS["elu"])


def test_an_exact_zero_stays_exact_under_an_infinite_slope():
    """√0 has no rounding to carry: 0 times an infinite slope is no NaN."""
    point = numbers.Bounded(np.array([0.0, 4.0]), np.zeros(2))
    with np.errstate(divide="ignore"):
        root = numbers.power(point, 0.5)
    assert np.all(np.isfinite(root.error)) and root.error[0] == 0
