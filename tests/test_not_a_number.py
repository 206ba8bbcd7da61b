"""NaN goes through: a case distinction that compares a NaN has no value, forward and backward.

For the gradients PyTorch and JAX differ among themselves (relu at NaN: the cotangent, and 0); here the
derivative of what has no value has none.
"""

import functools

import numpy as np
import pytest
from numba import njit

from codegen.module.load import load
from codegen.verification import Verdict, reproduce, rungs, verify
from codegen.verification.interpreter import numbers
from codegen.verification.interpreter.evaluate import Evaluator
from codegen.verification.quick import standing
from codegen.verification.rungs.conduct import not_a_number as rung
from derive.gradients import gradients
from derive.layers import LAYERS
from derive.notation import (
    Layer,
    define,
    eq,
    exp,
    ge,
    gt,
    index,
    larger,
    largest,
    log,
    ne,
    sizes,
    smaller,
    sqrt,
    tanh,
    tensor,
    total,
    where,
)  # fmt: skip
from generated import scalars

DTYPES = (np.float32, np.float64)
(M,) = sizes("M")
i = index("i", M)
X, Z, Y = tensor("x", i), tensor("z", i), tensor("y", i)
x, z = X[i], Z[i]
nan = np.nan

ONES = [
    "elu", "gelu", "gelu_tanh", "hard_sigmoid", "hard_swish", "leaky_relu", "mish", "relu", "selu", "sigmoid",
    "silu", "softplus", "softsign", "tanh",
]  # fmt: skip


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", ONES)
def test_activations_and_their_slopes_pass_a_nan_on(name, dtype):
    kernels, ones = standing(LAYERS[name]), np.ones(3, dtype)
    at = np.array([1, nan, -1], dtype)
    for got in (kernels.forward(at), kernels.vjp_x(ones, at), kernels.jvp(at, x_dot=ones)):
        np.testing.assert_array_equal(np.isnan(got), [False, True, False])


def test_learnt_slopes_and_their_sums_pass_a_nan_on():
    kernels = standing(LAYERS["prelu"])
    at = np.array([[[[1.0, -1.0]], [[nan, -1.0]]]])
    a, dy = np.full(2, 0.25), np.ones_like(at)
    wrong = np.isnan(at)
    np.testing.assert_array_equal(np.isnan(kernels.forward(at, a)), wrong)
    np.testing.assert_array_equal(np.isnan(kernels.vjp_x(dy, at, a)), wrong)
    np.testing.assert_array_equal(np.isnan(kernels.vjp_a(dy, at, a)), [False, True])


@pytest.mark.parametrize(
    "name", ["conv_bias_relu", pytest.param("conv_batch_norm_relu", marks=pytest.mark.deep)]
)
def test_a_rectified_convolution_passes_a_nan_on(name):
    kernels, rng = standing(LAYERS[name]), np.random.default_rng(0)
    image, w = rng.normal(size=(2, 1, 4, 4)), rng.normal(size=(2, 1, 3, 3))
    image[0, 0, 0, 0] = nan
    rest = (np.zeros(2),) if name == "conv_bias_relu" else (np.ones(2), np.zeros(2))
    y = kernels.forward(image, w, *rest)
    y = y[0] if isinstance(y, tuple) else y
    assert np.isnan(y[0, :, 0, 0]).all()
    if name == "conv_bias_relu":
        assert np.isfinite(y[1]).all()
        b = kernels.vjp_b(np.ones_like(y), image, w, *rest)
        assert np.isnan(b).all() and not np.isnan(kernels.vjp_x(np.ones_like(y), image, w, *rest)[1]).any()


def pointwise(name, value):
    return Layer(name, [define(Y[i], value)], wrt=(X, Z))


KINDS = {
    "both": where((ge(x), gt(z)), x + z, x - z),
    "equal": where(eq(x - 1), z, x * 3),
    "unequal": where(ne(x - 1), z, 3),
    "unequal_and": where((ne(x), gt(z)), 2, z),
    "larger": larger(x, z),
    "smaller": smaller(x, z),
    "constants": where(gt(x - z), 1, 2) * x,
    "nested": where(gt(x), where(gt(z), 1, x), where(ge(z - x), 0, 4)) + x,
}
POINTS = [nan, -np.inf, -2.0, -0.0, 0.0, 1.0, 2.0, np.inf]


@pytest.mark.parametrize("kind", KINDS)
def test_kernels_and_model_agree_on_every_pair_of_special_values(kind):
    """The interpreter reads the model by itself; both give NaN exactly where none fails and one is open."""
    layer = pointwise(kind, KINDS[kind])
    kernels, made = load(layer), gradients(layer)
    a, b = (v.reshape(-1) for v in np.meshgrid(POINTS, POINTS))
    dy = np.full_like(a, 3)
    given = {"x": a, "z": b, "dy": dy}
    count = {M: len(a)}
    wanted = Evaluator(count, dict(given)).run(made.forward)["y"]
    np.testing.assert_array_equal(kernels.forward(a, b), wanted)
    for tensor_ in layer.wrt:
        if tensor_ in made.vjp:
            slope = Evaluator(count, dict(given)).run(made.vjp[tensor_])[f"d{tensor_.name}"]
            got = getattr(kernels, f"vjp_{tensor_.name}")(dy, a, b)
            np.testing.assert_array_equal(got, slope, err_msg=tensor_.name)


def test_a_sum_under_a_condition_on_data_has_a_term_that_is_none():
    (n,) = (index("n", M),)
    layer = Layer(
        "positive_sum", [define(tensor("s")[()], total(X[n] * Z[n], over=n, when=gt(X[n])))], wrt=(X, Z)
    )
    kernels = load(layer)
    ones = np.ones(3)
    assert kernels.forward(np.array([1.0, -1.0, 2.0]), ones) == 3
    assert np.isnan(kernels.forward(np.array([1.0, nan, 2.0]), ones))
    got = kernels.vjp_z(np.array(1.0), np.array([1.0, nan, -2.0]), ones)
    np.testing.assert_array_equal(got, [1, nan, 0])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("word", ["larger", "smaller"])
@pytest.mark.parametrize("knows", [True, False])
def test_an_extreme_is_that_of_numpy_and_keeps_a_nan_wherever_it_is(word, dtype, knows, monkeypatch):
    """Compiled loops of all lengths around the width of a vector; LLVM's own word, and comparisons."""
    monkeypatch.setattr(scalars, "KNOWS_EXTREMES", knows and scalars.KNOWS_EXTREMES)
    step = getattr(scalars, word)

    @njit(error_model="numpy")
    def extreme(x):
        best = x[0]
        for value in x[1:]:
            best = step(best, value)
        return best

    wanted = {"larger": np.max, "smaller": np.min}[word]
    rng = np.random.default_rng(0)
    for n in range(1, 70):
        x = rng.normal(size=n).astype(dtype)
        assert extreme(x) == wanted(x) == functools.reduce(step, x)
        x[rng.integers(n)] = {"larger": np.inf, "smaller": -np.inf}[word]
        assert extreme(x) == wanted(x)
        x[rng.integers(n)] = np.nan
        assert np.isnan(extreme(x)) and np.isnan(functools.reduce(step, x))


def test_a_quotient_by_a_subnormal_weight_is_right_where_the_model_overflows():
    """One over a sum of weights is infinite there, the mean is not; a wrong mean of numbers still fails."""
    case = {"seed": 0, "style": "dyadic", "sizes": {"skipped": 0, "C": 4, "N": 2}}
    found = reproduce("nll_loss", "x", "not_a_number", **case)
    assert found.verdict is Verdict.PASS
    infinite, number = np.array([np.inf, 1.0]), np.array([2.0, 3.0])
    assert rung._free(infinite, number, "least number").tolist() == [True, False]
    assert rung._free(infinite, number, "infinity").tolist() == [False, False]


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_bracket_keeps_a_quotient_that_stands_in_a_sum_beside_it(dtype):
    """[s ≠ 0] · Σ f/s is 0 where s is 0, and not 0 · ∞."""
    kernels = load(LAYERS["smoothed_cross_entropy"])
    x, t = np.array([[1.0, 2.0, 3.0], [0.5, 0.0, 1.0]], dtype), np.array([0, 1])
    made = kernels.vjp(np.ones((), dtype), x, t, np.zeros(3, dtype))
    assert all(np.array_equal(one, np.zeros_like(one)) for one in made)


(N,) = sizes("N")
n = index("n", N)
E, F, S = tensor("e", n, i), tensor("f", n, i), tensor("s", n)


def test_what_data_make_zero_leaves_a_nan_beside_it_in_a_sum():
    """Σ max(e, 0) f: the 0 is a number, and 0 times a NaN is none; what does not move stays 0."""
    layer = Layer("gated", [define(S[n], total(larger(E[n, i], 0) * F[n, i], over=i))], wrt=(E, F))
    kernels, one = standing(layer), np.ones((1, 2))
    e, f = np.array([[-1.0, 2.0]]), np.array([[nan, 3.0]])
    assert np.isnan(kernels.forward(e, f)).all()
    np.testing.assert_array_equal(kernels.vjp_e(np.ones(1), e, f), [[0.0, 3.0]])
    np.testing.assert_array_equal(kernels.jvp(e, f, e_dot=one), [3.0])
    np.testing.assert_array_equal(kernels.vjp_f(np.ones(1), e, f), [[0.0, 2.0]])
    np.testing.assert_array_equal(kernels.jvp(e, f, f_dot=one), [2.0])
    reports = verify([layer], examples=8, checks=rungs("not_a_number", "jvp"), module_for=standing)
    assert [c.failure for r in reports for c in r.checks] == [""] * 4


def test_where_places_decide_there_is_no_term():
    """A border that a condition on indices writes is one: a NaN beside it is not read."""
    body = where(ge(i, 1), E[n, i], 0) * F[n, i]
    layer = Layer("bordered", [define(S[n], total(body, over=i))], wrt=(E, F))
    found = standing(layer).forward(np.ones((1, 3)), np.array([[nan, 1.0, 2.0]]))
    np.testing.assert_array_equal(found, [3.0])
    reports = verify([layer], examples=8, checks=rungs("not_a_number"), module_for=standing)
    assert [c.failure for r in reports for c in r.checks] == ["", ""]


def test_a_quotient_by_an_infinity_is_certain():
    made = numbers.power(numbers.Bounded(np.array([np.inf, 2.0]), np.array([np.inf, np.inf])), -1)
    np.testing.assert_array_equal(made.value, [0, 0.5])
    np.testing.assert_array_equal(made.error, [0, np.inf])


def test_beside_a_rival_that_is_infinite_or_left_out_an_extreme_is_judged():
    """A mixture: one centre far away takes no weight, and what the others have is compared."""
    far = (E[n, i] - F[n, i]) ** 2
    (k,) = (index("k", M),)
    best = largest(-((E[n, k] - F[n, k]) ** 2), over=k)
    layer = Layer("mixture", [define(S[n], log(total(exp(-far - best), over=i)) + best)], wrt=(E, F))
    assert judged_beside(layer, "infinity") == {}


def test_a_norm_that_is_infinite_leaves_the_other_rows_judged():
    """Elements over the norm of their row, capped by tanh: 1/∞ is 0, and no neighbour of it is not."""
    norm = sqrt(1 + total(F[n, i] ** 2, over=i))
    layer = Layer("capped", [define(S[n], total(tanh(E[n, i]) / norm, over=i))], wrt=(E, F))
    assert judged_beside(layer, "infinity") == {}


def judged_beside(layer, kind):
    """What of the forward cannot be judged where some elements of an input are of one kind, by reason."""
    asked = [check for check in rungs("contract") if check.name == "not_a_number"]
    reports = verify([layer], examples=8, checks=asked, module_for=standing)
    found = [check for report in reports for check in report.checks]
    assert all(check.verdict is Verdict.PASS for check in found)
    return {reason: first for check in found for reason, first in check.first.items() if kind in first}
