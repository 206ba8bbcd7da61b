"""Losses of two arrays, element by element: each as it is and averaged.

What averages, sums or weighs the elements is not the loss: a layer ``…_each`` gives one number per element
of arrays of any shape, its sister the mean over all elements of a batch of rows.  Where e^x would overflow
the branch with the exponential of −|x| is taken, as in ``activations``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy import Abs, Expr

from derive.layers.activations import MEET
from derive.model.layer import Option
from derive.model.spoken import About
from derive.notation import (
    Layer,
    define,
    exp,
    ge,
    gt,
    index,
    larger,
    log,
    log1p,
    option,
    sizes,
    tensor,
    total,
    where,
)  # fmt: skip

M, N, D = sizes("M N D")
i, n, d = index("i", M), index("n", N), index("d", D)
X, T = tensor("x", i), tensor("t", i)


def losses(
    name: str,
    summary: str,
    f: Callable[..., Expr],
    *options: Option,
    kinks: tuple[str, ...] = (),
    source: str = "",
) -> tuple[Layer, Layer]:
    """The mean of f(x, t) over rows, and f(x, t) by itself; ``f`` takes x, t and the options' symbols."""
    symbols = [s for one in options for s in one.symbols]
    x, t = tensor("x", n, d), tensor("t", n, d)
    Mean, Each = tensor("loss"), tensor("loss", i)
    said: dict[str, Any] = {"options": options, "conventions": kinks, "source": source}
    mean = define(Mean[()], total(f(x[n, d], t[n, d], *symbols), over=(n, d)) / (N * D))
    each = define(Each[i], f(X[i], T[i], *symbols))
    return (
        Layer(
            name=name, summary=f"{summary}, averaged over all elements", forward=[mean], wrt=(x, t), **said
        ),
        Layer(name=f"{name}_each", summary=f"{summary}, per element", forward=[each], wrt=(X, T), **said),
    )


def _smooth_l1(x: Expr, t: Expr, beta: Expr) -> Expr:
    far = Abs(x - t)
    return where(gt(beta - far), (x - t) ** 2 / (2 * beta), far - beta / 2)


def _huber(x: Expr, t: Expr, delta: Expr) -> Expr:
    far = Abs(x - t)
    return where(ge(delta - far), (x - t) ** 2 / 2, delta * (far - delta / 2))


def _softplus(x: Expr) -> Expr:
    return where(ge(x), x + log1p(exp(-x)), log1p(exp(x)))


def _bce_with_logits(x: Expr, t: Expr) -> Expr:
    """log(1 + e^x) − t x."""
    return _softplus(x) - t * x


def _bce(x: Expr, t: Expr, eps: Expr) -> Expr:
    return -t * log(larger(x, eps)) - (1 - t) * log(larger(1 - x, eps))


def _kl_div(x: Expr, t: Expr) -> Expr:
    return where(gt(t), t * (log(t) - x), 0)


ZERO = "at x = t the derivative is 0"

l1_loss, l1_loss_each = losses(
    "l1_loss", "absolute error |x − t|", lambda x, t: Abs(x - t), kinks=(ZERO,), source="Laplace 1774"
)
smooth_l1_loss, smooth_l1_loss_each = losses(
    "smooth_l1_loss",
    "squared error near 0, absolute error away from it, with slope 1",
    _smooth_l1,
    option("beta", default=1.0, minimum=0, real=True, summary="where the one becomes the other"),
    kinks=("at |x − t| = beta the two forms agree, with their first derivatives",),
    source="Girshick 2015, eq. 3",
)
huber_loss, huber_loss_each = losses(
    "huber_loss",
    "half the squared error near 0, absolute error away from it, with curvature 1",
    _huber,
    option("delta", default=1.0, minimum=0, real=True, summary="where the one becomes the other"),
    kinks=("at |x − t| = delta the two forms agree, with their first derivatives",),
    source="Huber 1964",
)
bce_loss, bce_loss_each = losses(
    "bce_loss",
    "binary cross-entropy of a probability x, −t log x − (1 − t) log(1 − x)",
    _bce,
    option("eps", default=1e-12, minimum=0, real=True, summary="least number under a logarithm"),
    kinks=("where x or 1 − x is below eps its logarithm is constant",),
    source="Good 1952",
)
bce_with_logits_loss, bce_with_logits_loss_each = losses(
    "bce_with_logits_loss",
    "binary cross-entropy of a score x, log(1 + e^x) − t x",
    _bce_with_logits,
    kinks=(MEET,),
    source="Good 1952, of the logistic function",
)
kl_div_loss, kl_div_loss_each = losses(
    "kl_div_loss",
    "divergence of a probability t from a logarithm x of one, t (log t − x)",
    _kl_div,
    kinks=("where t is 0 or below, loss and derivatives are 0",),
    source="Kullback & Leibler 1951",
)
hinge_loss, hinge_loss_each = losses(
    "hinge_loss",
    "max(0, margin − t x) for targets t of −1 or 1",
    lambda x, t, margin: where(gt(margin - t * x), margin - t * x, 0),
    option("margin", default=1.0, real=True, summary="how far on its side of 0 a score costs nothing"),
    kinks=("at t x = margin the derivative is 0",),
    source="Cortes & Vapnik 1995",
)
soft_margin_loss, soft_margin_loss_each = losses(
    "soft_margin_loss",
    "log(1 + e^(−t x)) for targets t of −1 or 1",
    lambda x, t: _softplus(-t * x),
    kinks=(About("at t x = 0 the two forms agree, with all their derivatives"),),
    source="Friedman et al. 2000",
)
