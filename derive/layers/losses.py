"""Softmax and losses, in the forms that do not overflow: the largest score is subtracted first.

With m = max x and s = Σ e^(x−m), every exponent is ≤ 0 and s ≥ 1; log-softmax is x − m − log s, never
the logarithm of a rounded probability.
"""

from __future__ import annotations

from typing import Any

from derive.model.layer import Def
from derive.notation import (
    Layer,
    bracket,
    define,
    eq,
    exp,
    index,
    integers,
    largest,
    log,
    ne,
    option,
    sizes,
    tensor,
    total,
    where,
)  # fmt: skip

N, C, D = sizes("N C D")
n, c, d = index("n", N), index("c", C), index("d", D)
X, Y, T, L = tensor("x", n, c), tensor("y", n, c), integers("t", n, below=C), tensor("loss", n)
M, S = tensor("m", n), tensor("s", n, sign="positive")


def probabilities(name: str) -> list[Def]:
    """p = e^(x − m)/s with m the largest score of the row and s the sum."""
    P = tensor(name, n, c, sign="positive")
    return [
        define(M[n], largest(X[n, c], over=c)),
        define(S[n], total(exp(X[n, c] - M[n]), over=c)),
        define(P[n, c], exp(X[n, c] - M[n]) / S[n]),
    ]


softmax = Layer(
    name="softmax",
    summary="e^x / Σ e^x over each row",
    forward=probabilities("y"),
    wrt=(X,),
    source="Bridle 1990; seed 003",
)

log_softmax = Layer(
    name="log_softmax",
    summary="x − log Σ e^x over each row",
    forward=[*probabilities("p"), define(Y[n, c], X[n, c] - M[n] - log(S[n]))],
    wrt=(X,),
    outputs=(Y,),
    source="Bridle 1990",
)

cross_entropy = Layer(
    name="cross_entropy",
    summary="softmax and cross-entropy with integer labels, loss per row",
    forward=[*probabilities("p"), define(L[n], log(S[n]) + M[n] - X[n, T[n]])],
    wrt=(X,),
    outputs=(L,),
    source="Bridle 1990",
)


IGNORED = option("ignore_index", "skipped", default=-100, summary="label that does not count")
(skipped,) = IGNORED
labels = integers("t", n, below=C, exempt=skipped)
SAID = (
    "rows with the ignored label have loss 0 and no gradient; it need not be a class",
    "the mean divides by the weights of the rows that count; where these sum to 0 it is 0",
)


def weighted_cross_entropy(name: str, said: str, reduction: str) -> Layer:
    """w[t] (log Σ e^x − x[t]) where the label t is not the ignored one; summed, averaged or per row."""
    W, All = tensor("w", c, sign="nonnegative"), tensor("all_weights")
    counts = bracket(ne(labels[n] - skipped)) * W[labels[n]]
    row = define(L[n], counts * (log(S[n]) + M[n] - X[n, labels[n]]))
    defs, out = [*probabilities("p"), row], L
    if reduction != "none":
        out = tensor("mean_loss" if reduction == "mean" else "total_loss")
        summed: Any = total(L[n], over=n)
        if reduction == "mean":
            defs.append(define(All[()], total(counts, over=n)))
            summed = where(ne(All[()]), summed / All[()], 0)
        defs.append(define(out[()], summed))
    return Layer(
        name=name,
        summary=f"softmax and cross-entropy with integer labels and weights per class, {said}",
        forward=defs,
        wrt=(X, W),
        inputs=(X, labels, W),
        outputs=(out,),
        options=(IGNORED,),
        defaults={W: 1},
        conventions=SAID if reduction == "mean" else SAID[:1],
        source="Bridle 1990",
    )


cross_entropy_weighted = weighted_cross_entropy("cross_entropy_weighted", "loss per row", "none")
cross_entropy_sum = weighted_cross_entropy("cross_entropy_sum", "summed over the rows", "sum")
cross_entropy_mean = weighted_cross_entropy("cross_entropy_mean", "averaged by weight", "mean")


def of_shares(name: str, said: str, target: Any, among: tuple[Any, ...], average: bool) -> Layer:
    """Σ w q (log Σ e^x − x) with shares q of the classes: the target's, smoothed; averaged or per row."""
    of_labels = among[0].kind == "integer"
    smoothing = option(
        "label_smoothing", "epsilon", default=0.1 if of_labels else 0.0, minimum=0, maximum=1, real=True,
        summary="share that is spread over all classes",
    )  # fmt: skip
    (eps,) = smoothing
    W, Q = tensor("w", c, sign="nonnegative"), tensor("q", n, c)
    there: Any = bracket(ne(labels[n] - skipped)) if of_labels else 1
    rest = log(S[n]) + M[n] - X[n, c]
    defs = [
        *probabilities("p"),
        define(Q[n, c], (1 - eps) * target + eps / C),
        define(L[n], there * total(W[c] * Q[n, c] * rest, over=c)),
    ]
    if average:
        defs += _averaged(there * W[labels[n]]) if of_labels else [define(Mean[()], total(L[n], over=n) / N)]
    return Layer(
        name=name,
        summary=f"softmax and cross-entropy with {said}, {'averaged' if average else 'loss per row'}",
        forward=defs,
        wrt=(X, W) if of_labels else (X, *among, W),
        inputs=(X, *among, W),
        outputs=(Mean if average else L,),
        options=(IGNORED, smoothing) if of_labels else (smoothing,),
        defaults={W: 1},
        conventions=SAID[: 1 + average] if of_labels else (),
        source="Bridle 1990; Szegedy et al. 2016, section 7",
    )


def _averaged(counts: Any) -> list[Def]:
    """The losses of the rows over the weights that count."""
    All = tensor("all_weights")
    mean = where(ne(All[()]), total(L[n], over=n) / All[()], 0)
    return [define(All[()], total(counts, over=n)), define(Mean[()], mean)]


Mean, Shares = tensor("mean_loss"), tensor("t", n, c, sign="nonnegative")
smoothed_cross_entropy, smoothed_cross_entropy_each = (
    of_shares(name, "integer labels, smoothed", bracket(eq(labels[n] - c)), (labels,), average)
    for name, average in (("smoothed_cross_entropy", True), ("smoothed_cross_entropy_each", False))
)
soft_cross_entropy, soft_cross_entropy_each = (
    of_shares(name, "shares of the classes as target", Shares[n, c], (Shares,), average)
    for name, average in (("soft_cross_entropy", True), ("soft_cross_entropy_each", False))
)


def squared_error(name: str, said: str, reduction: str) -> Layer:
    """(x − t)², as it is, summed or averaged."""
    x, t = tensor("x", n, d), tensor("t", n, d)
    square = (x[n, d] - t[n, d]) ** 2
    loss = tensor("loss", n, d) if reduction == "none" else tensor("loss")
    if reduction == "none":
        defs = [define(loss[n, d], square)]
    else:
        defs = [define(loss[()], total(square, over=(n, d)) / (N * D if reduction == "mean" else 1))]
    return Layer(name=name, summary=f"squared error, {said}", forward=defs, wrt=(x, t), source="seed 003")


mse_loss = squared_error("mse_loss", "averaged over all elements", "mean")
mse_loss_sum = squared_error("mse_loss_sum", "summed over all elements", "sum")
squared_error_loss = squared_error("squared_error_loss", "per element", "none")


def negative_log_likelihood(name: str, said: str, reduction: str) -> Layer:
    """−w[t] x[t] for logarithms x of probabilities; averaged by weight, summed or per row."""
    W, All = tensor("w", c, sign="nonnegative"), tensor("all_weights")
    counts = bracket(ne(labels[n] - skipped)) * W[labels[n]]
    loss: Any = -counts * X[n, labels[n]]
    out, defs = L, [define(L[n], loss)]
    if reduction != "none":
        out = tensor("loss")
        defs = [define(out[()], total(loss, over=n))]
    if reduction == "mean":
        summed = total(loss, over=n) / All[()]
        defs = [define(All[()], total(counts, over=n)), define(out[()], where(ne(All[()]), summed, 0))]
    return Layer(
        name=name,
        summary=f"negative log-likelihood of integer labels with weights per class, {said}",
        forward=defs,
        wrt=(X, W),
        inputs=(X, labels, W),
        outputs=(out,),
        options=(IGNORED,),
        defaults={W: 1},
        conventions=SAID if reduction == "mean" else SAID[:1],
        source="Bridle 1990",
    )


nll_loss = negative_log_likelihood("nll_loss", "averaged by weight", "mean")
nll_loss_sum = negative_log_likelihood("nll_loss_sum", "summed over the rows", "sum")
nll_loss_each = negative_log_likelihood("nll_loss_each", "per row", "none")
