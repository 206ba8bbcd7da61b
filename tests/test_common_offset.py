"""What all scores of a row have in common is gone before anything is rounded: losses keep their digits.

The references have 11 bits more than float64 and take the scores as they were rounded.  The sum of
exponentials is 1 or more and rounded, so that its logarithm is good to roundings of 1.
"""

import numpy as np
import pytest

from codegen.module.load import load
from codegen.verification.quick import standing
from derive.layers import LAYERS
from derive.notation import Layer, define, exp, index, largest, log, sizes, tensor, total

DTYPES = (np.float32, np.float64)
OFFSETS = (0.0, 1e6, -1e6, 2.0**23)
rng = np.random.default_rng(0)
ROWS, CLASSES = 6, 33
LABELS = rng.integers(0, CLASSES, ROWS)
WEIGHTS = rng.integers(1, 4, CLASSES)


def scores(offset, dtype):
    return (rng.normal(size=(ROWS, CLASSES)) * 3 + offset).astype(dtype)


def exact(x):
    """x − max x, log Σ e^(x − max x) and the probabilities."""
    x = x.astype(np.longdouble)
    away = x - x.max(axis=1, keepdims=True)
    s = np.exp(away).sum(axis=1, keepdims=True)
    return away, np.log(s), np.exp(away) / s


def close(got, wanted, size, dtype, ulps=6):
    room = ulps * np.finfo(dtype).eps * np.broadcast_to(size, got.shape)
    wrong = ~(np.abs(got - wanted) <= room)
    assert not wrong.any(), np.max(np.abs(got - wanted) / room) * ulps


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("offset", OFFSETS)
def test_log_softmax_and_its_slopes_forget_a_common_offset(offset, dtype):
    kernels, x = standing(LAYERS["log_softmax"]), scores(offset, dtype)
    away, log_s, p = exact(x)
    close(kernels.forward(x), away - log_s, np.abs(away) + log_s + 1, dtype)
    dy = np.ones_like(x)
    close(kernels.vjp_x(dy, x), 1 - CLASSES * p, 1 + CLASSES * p, dtype, 24)
    moved = kernels.jvp(x, x_dot=np.full_like(x, 1e6))
    assert np.all(moved == 0), "moving all scores moves nothing"


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("offset", OFFSETS)
def test_cross_entropies_forget_a_common_offset(offset, dtype):
    x, w = scores(offset, dtype), WEIGHTS.astype(dtype)
    away, log_s, p = exact(x)
    rows = np.arange(ROWS)
    at = away[rows, LABELS]
    loss, size = log_s[:, 0] - at, log_s[:, 0] + np.abs(at) + 1
    hot = np.eye(CLASSES)[LABELS]
    kernels = standing(LAYERS["cross_entropy"])
    close(kernels.forward(x, LABELS), loss, size, dtype)
    close(kernels.vjp_x(np.ones(ROWS, dtype), x, LABELS), p - hot, p + hot, dtype, 24)
    weight = w[LABELS].astype(np.longdouble)
    kernels = standing(LAYERS["cross_entropy_weighted"])
    close(kernels.forward(x, LABELS, w), weight * loss, weight * size, dtype)
    dx = kernels.vjp_x(np.ones(ROWS, dtype), x, LABELS, w)
    close(dx, weight[:, None] * (p - hot), weight[:, None] * (p + hot), dtype, 24)
    dw, wanted, room = np.zeros(CLASSES), np.zeros(CLASSES), np.full(CLASSES, np.finfo(dtype).tiny)
    np.add.at(wanted, LABELS, loss.astype(float))
    np.add.at(room, LABELS, size.astype(float))
    dw = kernels.vjp_w(np.ones(ROWS, dtype), x, LABELS, w)
    close(dw, wanted, room, dtype, 12)
    for name, scale in (("cross_entropy_sum", 1), ("cross_entropy_mean", weight.sum())):
        got = standing(LAYERS[name]).forward(x, LABELS, w)
        close(got, (weight * loss).sum() / scale, (weight * size).sum() / scale, dtype, 12)


@pytest.mark.parametrize("dtype", DTYPES)
def test_an_extreme_of_something_computed_is_met_by_the_same_thing(dtype):
    """A layer of one's own: scores are scaled first; the order follows from the model, not from a name."""
    N, C = sizes("N C")
    n, c, d = index("n", N), index("c", C), index("d", C)
    X, A, M, Y = tensor("x", n, c), tensor("a", n), tensor("m", n), tensor("y", n, c)
    layer = Layer(
        "scaled_log_softmax",
        [
            define(M[n], largest(A[n] * X[n, c], over=c)),
            define(Y[n, c], A[n] * X[n, c] - M[n] - log(total(exp(A[n] * X[n, d] - M[n]), over=d))),
        ],
        wrt=(X, A),
    )
    x = scores(2.0**22, dtype)
    away, log_s, _ = exact(2 * x)
    got = load(layer).forward(x, np.full(ROWS, 2, dtype))
    close(got, away - log_s, np.abs(away) + log_s + 1, dtype)


def test_only_the_sum_over_an_index_is_free():
    """No kernel allows its compiler to take sums apart."""
    from codegen.module.render import module

    text = module(LAYERS["log_softmax"])
    assert "reassoc" not in text and "nsz" not in text and "nnan" not in text
    assert "part = plus(part, exp(" in text
