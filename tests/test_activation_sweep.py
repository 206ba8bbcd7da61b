"""Every activation and its slope against 60 digits: from the smallest numbers to the largest, in both types.

``f`` and ``slope`` are the textbook forms, computed by mpmath; ``size`` bounds the terms whose rounding the
form of the kernel cannot avoid (1 + tanh z far left of 0 is a difference).  Finite numbers give finite ones.
"""

from collections.abc import Callable
from dataclasses import dataclass

import mpmath as mp
import numpy as np
import pytest

from codegen.module.load import load
from codegen.verification.quick import standing
from derive.layers import LAYERS

DTYPES = (np.float32, np.float64)
SELU = mp.mpf("1.6732632423543772"), mp.mpf("1.0507009873554805")
POINT = mp.mpf("0.044715")


@dataclass(frozen=True)
class Form:
    f: Callable
    slope: Callable
    size: Callable = abs
    """Of the terms of ``f``, given its value; of the slope the terms are at most 1 + its value."""


def sigmoid(x):
    return 1 / (1 + mp.exp(-x))


def phi(x):
    """mpmath cannot take an erfc of the largest numbers, whose value is not in doubt."""
    return mp.erfc(-x / mp.sqrt(2)) / 2 if abs(x) < 1e6 else mp.mpf(x > 0)


def bent(x):
    return mp.sqrt(2 / mp.pi) * (x + POINT * x**3)


def gelu_tanh_slope(x):
    t = mp.tanh(bent(x))
    return (1 + t) / 2 + x * (1 - t * t) / 2 * mp.sqrt(2 / mp.pi) * (1 + 3 * POINT * x * x)


def mish_slope(x):
    t = mp.tanh(mp.log1p(mp.exp(x)))
    return t + x * (1 - t * t) * sigmoid(x)


def step(x, right, left):
    return right if x > 0 else left


FORMS = {
    "relu": Form(lambda x: max(x, 0), lambda x: step(x, 1, 0)),
    "leaky_relu": Form(lambda x: step(x, x, x * mp.mpf(0.01)), lambda x: step(x, 1, mp.mpf(0.01))),
    "elu": Form(lambda x: step(x, x, mp.expm1(x)), lambda x: step(x, 1, mp.exp(x))),
    "selu": Form(
        lambda x: SELU[1] * step(x, x, SELU[0] * mp.expm1(x)),
        lambda x: SELU[1] * step(x, 1, SELU[0] * mp.exp(x)),
    ),
    "softplus": Form(lambda x: mp.log1p(mp.exp(x)), sigmoid),
    "sigmoid": Form(sigmoid, lambda x: sigmoid(x) * sigmoid(-x)),
    "tanh": Form(mp.tanh, lambda x: mp.sech(x) ** 2),
    "softsign": Form(lambda x: x / (1 + abs(x)), lambda x: 1 / (1 + abs(x)) ** 2),
    "hard_sigmoid": Form(lambda x: min(max((x + 3) / 6, 0), 1), lambda x: mp.mpf(1) / 6 if -3 < x < 3 else 0),
    "hard_swish": Form(
        lambda x: x * min(max((x + 3) / 6, 0), 1),
        lambda x: (2 * x + 3) / 6 if -3 < x < 3 else 1 if x >= 3 else 0,
    ),
    "silu": Form(lambda x: x * sigmoid(x), lambda x: sigmoid(x) * (1 + x * sigmoid(-x))),
    "mish": Form(lambda x: x * mp.tanh(mp.log1p(mp.exp(x))), mish_slope),
    "gelu": Form(
        lambda x: x * phi(x),
        lambda x: phi(x) + x * mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi),
        lambda y, x: abs(x),
    ),
    "gelu_tanh": Form(lambda x: x * (1 + mp.tanh(bent(x))) / 2, gelu_tanh_slope, lambda y, x: abs(x)),
}


def points(dtype):
    """Both signs of every magnitude, the range where curves bend, and ulps around the kinks."""
    kind = np.finfo(dtype)
    powers = np.logspace(np.log10(float(kind.tiny)), np.log10(float(kind.max)) - 1e-6, 90)
    wide = np.concatenate([powers, [kind.smallest_subnormal, kind.max, 1e13, 1.5e13, 1.8e19, 2.4e38]])
    near = [np.nextafter(dtype(v), dtype(way)) for v in (-3, 3, -1, 1) for way in (-np.inf, v, np.inf)]
    ulps = [-3 + k * 3 * float(kind.eps) for k in range(-4, 5)]
    made = np.concatenate([wide, -wide, np.linspace(-20, 20, 301), near, ulps, [0.0, -0.0]])
    return np.unique(made.astype(dtype))


def worst(got, exact, size, dtype):
    """The largest error in units of the last place of the size; gradual underflow is one unit."""
    kind = np.finfo(dtype)
    errors = []
    for g, e, s in zip(got.ravel(), exact, size, strict=True):
        unit = max(mp.mpf(float(kind.eps)) * s, mp.mpf(float(kind.tiny)))
        right = np.isinf(g) and abs(e) > float(kind.max)
        errors.append(0 if right else abs(mp.mpf(float(g)) - e) / unit if np.isfinite(g) else mp.inf)
    error = max(errors)
    return error, errors.index(error)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", FORMS)
def test_values_and_slopes_are_good_to_a_few_roundings_everywhere(name, dtype):
    form, kernels, x = FORMS[name], standing(LAYERS[name]), points(dtype)
    with mp.workdps(60):
        at = [mp.mpf(float(v)) for v in x]
        value, slope = [mp.mpf(form.f(v)) for v in at], [mp.mpf(form.slope(v)) for v in at]
        size = [abs(v) if form.size is abs else form.size(v, a) for v, a in zip(value, at, strict=True)]
        error, k = worst(kernels.forward(x), value, size, dtype)
        assert error <= 16, f"{name}({x[k]}): {mp.nstr(error, 3)} units"
        error, k = worst(kernels.vjp_x(np.ones_like(x), x), slope, [1 + abs(v) for v in slope], dtype)
        assert error <= 64, f"the slope of {name} at {x[k]}: {mp.nstr(error, 3)} units"


@pytest.mark.parametrize("name", FORMS)
def test_at_infinity_there_is_the_limit_or_no_number(name):
    """∞·0 may stay what it is; a wrong number may not."""
    form, kernels, x = FORMS[name], standing(LAYERS[name]), np.array([-np.inf, np.inf])
    with mp.workdps(30):
        limits = [float(form.f(mp.mpf(v))) for v in (-1e9, 1e9)]
        slopes = [float(form.slope(mp.mpf(v))) for v in (-1e9, 1e9)]
    for got, limit in zip(kernels.forward(x), limits, strict=True):
        far = np.sign(limit) * np.inf if abs(limit) > 1e6 else limit
        assert np.isnan(got) or np.isclose(got, far, atol=1e-6)
    for got, limit in zip(kernels.vjp_x(np.ones(2), x), slopes, strict=True):
        assert np.isnan(got) or np.isclose(got, limit, atol=1e-6)


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_decaying_exponential_outlives_any_polynomial(dtype):
    """Layers of one's own: ∞·0 is the limit wherever the exponential decides."""
    from derive.notation import Layer, define, exp, index, sizes, tensor

    (count,) = sizes("M")
    i = index("i", count)
    X, Y = tensor("x", i), tensor("y", i)
    bell = exp(-(X[i] ** 2) / 2)
    kernels = load(Layer("ricker", [define(Y[i], (1 - X[i] ** 2) * bell)], wrt=(X,)))
    large = np.array([20, 1e5, 1e10, np.finfo(dtype).max, -np.finfo(dtype).max, np.inf], dtype)
    for got in (kernels.forward(large), kernels.vjp_x(np.ones_like(large), large)):
        assert np.all(np.abs(got.astype(float)) < 1e-80)
