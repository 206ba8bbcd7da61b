"""Batch normalisation of images, in training and in inference.

Ioffe & Szegedy, "Batch Normalization", 2015, algorithms 1 and 2.
"""

from derive.notation import Layer, define, gt, index, option, sizes, sqrt, tensor, total, where

N, C, H, W, m = sizes("N C H W m")

eps = option("eps", "epsilon", default=1e-5, minimum=0, real=True, summary="added to the variance")
momentum = option(
    "momentum", "rho", default=0.1, minimum=0, real=True, summary="weight of the new statistics"
)
(epsilon,), (rho,) = eps, momentum

n, c, h, w = index("n", N), index("c", C), index("h", H), index("w", W)
X, Y, Xhat = tensor("x", n, c, h, w), tensor("y", n, c, h, w), tensor("xhat", n, c, h, w)
Gamma, Beta = tensor("gamma", c), tensor("beta", c)
Mu, Var, R = tensor("mu", c), tensor("var", c, sign="nonnegative"), tensor("r", c, sign="positive")
RunMean, RunVar = tensor("running_mean", c), tensor("running_var", c, sign="nonnegative")
NewMean, NewVar = tensor("new_running_mean", c), tensor("new_running_var", c)

pixels = (n, h, w)

batch_norm = Layer(
    name="batch_norm",
    summary="batch normalisation over N, H, W with the statistics of the batch (training)",
    forward=[
        define(Mu[c], total(X[n, c, h, w], over=pixels) / m),
        define(Var[c], total((X[n, c, h, w] - Mu[c]) ** 2, over=pixels) / m),
        define(R[c], 1 / sqrt(Var[c] + epsilon)),
        define(Xhat[n, c, h, w], (X[n, c, h, w] - Mu[c]) * R[c]),
        define(Y[n, c, h, w], Gamma[c] * Xhat[n, c, h, w] + Beta[c]),
        define(NewMean[c], (1 - rho) * RunMean[c] + rho * Mu[c]),
        define(NewVar[c], (1 - rho) * RunVar[c] + rho * where(gt(m - 1), m / (m - 1), 1) * Var[c]),
    ],
    wrt=(X, Gamma, Beta),
    outputs=(Y,),
    aux=(NewMean, NewVar),
    options=(eps, momentum),
    sizes={m: N * H * W},
    defaults={RunMean: 0, RunVar: 1},
    conventions=("running variance is updated with the unbiased estimate m/(m-1) var",),
    source="Ioffe & Szegedy 2015, algorithm 1",
)

batch_norm_inference = Layer(
    name="batch_norm_inference",
    summary="batch normalisation with constant running statistics (inference)",
    forward=[
        define(R[c], 1 / sqrt(RunVar[c] + epsilon)),
        define(Xhat[n, c, h, w], (X[n, c, h, w] - RunMean[c]) * R[c]),
        define(Y[n, c, h, w], Gamma[c] * Xhat[n, c, h, w] + Beta[c]),
    ],
    wrt=(X, Gamma, Beta),
    inputs=(X, Gamma, Beta, RunMean, RunVar),
    options=(eps,),
    source="Ioffe & Szegedy 2015, algorithm 2",
)
