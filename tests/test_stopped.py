"""Words of the notation that stand for a definition, and the one that has no derivative."""

import numpy as np
import pytest

import derive
from codegen.module.load import rendered
from codegen.module.render import write
from codegen.verification import Verdict, verify
from codegen.verification.callables.uncompiled import uncompiled
from codegen.verification.rungs.derivatives.complex_step import is_analytic
from derive.expr import StopGradient, without_stops
from derive.notation import (
    Layer,
    define,
    index,
    sigmoid,
    sign,
    sizes,
    softmax,
    stop_gradient,
    tensor,
    total,
)

N, K, T = sizes("N K T")
n, k, i, j = index("n", N), index("k", K), index("i", T), index("j", T)
X, P, S, A = tensor("x", n, k), tensor("p", n, k), tensor("s", i, j), tensor("a", i, j)
V, Y = tensor("v", n), tensor("y", n)
SOFT = Layer("soft", [define(P[n, k], softmax(X[n, k], over=k))], wrt=(X,))
CAUSAL = Layer("causal", [define(A[i, j], softmax(S[i, j], over=j, when=j <= i))], wrt=(S,))
GATED = Layer("gated", [define(Y[n], V[n] * stop_gradient(sigmoid(V[n])))], wrt=(V,))
STRAIGHT = Layer("straight", [define(Y[n], V[n] ** 2 + stop_gradient(sign(V[n]) - V[n] ** 2))], wrt=(V,))
CENTRED = Layer("centred", [define(P[n, k], X[n, k] - stop_gradient(total(X[n, k], over=n) / N))], wrt=(X,))


def module(layer, folder):
    write(rendered(layer), folder)
    return uncompiled(layer.name, folder)


def test_softmax_is_derived_as_in_books():
    assert (
        str(derive.gradient(SOFT, "x").formula)
        == "(dp[n, k] - sum(dp[n, k']*p[n, k'] for k'=0..K - 1))*p[n, k]"
    )


@pytest.mark.parametrize("layer", [SOFT, CAUSAL], ids=lambda layer: layer.name)
def test_softmax_of_all_or_some(layer, tmp_path):
    made = module(layer, tmp_path)
    x, dy = np.random.default_rng(0).normal(size=(2, 4, 4))
    x[3] += [900, -900, 0, 900]
    part = np.tril(np.ones((4, 4), bool)) if layer is CAUSAL else np.ones((4, 4), bool)
    e = np.where(part, np.exp(x - np.where(part, x, -np.inf).max(1, keepdims=True)), 0)
    p = e / e.sum(1, keepdims=True)
    assert made.forward(x) == pytest.approx(p)
    dx = p * (dy - (p * dy).sum(1, keepdims=True))
    assert made.vjp(dy, x)[0] == pytest.approx(dx)
    assert (made.jvp(x, **{f"{layer.wrt[0].name}_dot": dy}) * dy).sum() == pytest.approx((dx * dy).sum())


def test_softmax_in_a_larger_model_has_letters_of_its_own():
    inner = total(softmax(X[n, k], over=k) * X[n, k], over=k)
    layer = Layer("l", [define(Y[n], inner)], wrt=(X,))
    assert derive.gradient(layer, "x").formula is not None


# -- stop_gradient


def slopes(name, v):
    s = 1 / (1 + np.exp(-v))
    return {"gated": s, "straight": 2 * v}[name]


@pytest.mark.parametrize("layer", [GATED, STRAIGHT], ids=lambda layer: layer.name)
def test_the_value_passes_and_the_derivative_stops(layer, tmp_path):
    made = module(layer, tmp_path)
    v = np.array([-1.5, 0.25, 2.0])
    values = {"gated": v / (1 + np.exp(-v)), "straight": np.sign(v)}
    assert made.forward(v) == pytest.approx(values[layer.name])
    assert made.vjp(np.ones(3), v)[0] == pytest.approx(slopes(layer.name, v))
    assert made.jvp(v, v_dot=np.ones(3)) == pytest.approx(slopes(layer.name, v))


def test_what_reaches_nothing_else_has_the_gradient_zero(tmp_path):
    made = module(Layer("still", [define(Y[n], stop_gradient(V[n]) ** 2)], wrt=(V,)), tmp_path)
    v = np.array([1.0, -2.0])
    assert made.forward(v).tolist() == [1, 4]
    assert made.vjp(np.ones(2), v)[0].tolist() == made.jvp(v, v_dot=v).tolist() == [0, 0]


def test_a_sum_inside_is_not_looked_into(tmp_path):
    made = module(CENTRED, tmp_path)
    x, dy = np.arange(12.0).reshape(2, 3, 2)
    assert made.vjp(dy, x)[0].tolist() == dy.tolist()


@pytest.mark.parametrize("fmt", ["text", "latex", "html"])
def test_the_page_states_it(fmt):
    page = getattr(derive.gradient(GATED, "v"), fmt)()
    assert "sg" in page and "the gradient stops there" in page


def test_differences_respect_what_stops():
    (report,) = verify([GATED], examples=2)
    assert report.verdict is Verdict.PASS
    assert "finite_differences" in {check.check for check in report.checks} and not is_analytic(GATED)


def test_stops_are_atoms_that_can_be_opened():
    x = V[n]
    assert stop_gradient(3) == 3 and stop_gradient(stop_gradient(x)) == stop_gradient(x)
    assert without_stops(x + stop_gradient(x + stop_gradient(x) ** 2)) == 2 * x + x**2
    assert (
        StopGradient(tensor("q", n, sign="positive")[n]).is_positive and StopGradient(x).is_positive is None
    )
    assert StopGradient(n).is_integer
