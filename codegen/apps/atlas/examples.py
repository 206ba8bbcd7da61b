"""Models to begin with in the playground: each runs as it stands, and is a file of `chainrule show` too."""

from __future__ import annotations

_WORDS = "from derive.notation import *\n\n"

EXAMPLES = {
    "rows times a matrix": _WORDS
    + """N, K, O = sizes("N K O")
n, k, o = index("n", N), index("k", K), index("o", O)
X, W, Y = tensor("x", n, k), tensor("w", o, k), tensor("y", n, o)

product_of_rows = Layer(
    "product_of_rows",
    [define(Y[n, o], total(X[n, k] * W[o, k], over=k))],
    wrt=(X, W),
)
""",
    "a convolution with stride": _WORDS
    + """N, C, O, W, K = sizes("N C O W K")
stride = option("stride", "s", default=1, minimum=1)
(s,) = stride.symbols
n, c, o, k = index("n", N), index("c", C), index("o", O), index("k", K)
j, i = index("j", W), index("i", window_count(W, K, s))
X, F, Y = tensor("x", n, c, j), tensor("w", o, c, k), tensor("y", n, o, i)

strided = Layer(
    "strided",
    [define(Y[n, o, i], total(X[n, c, s*i + k] * F[o, c, k], over=(c, k)))],
    wrt=(X, F),
    options=(stride,),
)
""",
    "rows of length one": _WORDS
    + """N, C = sizes("N C")
n, c = index("n", N), index("c", C)
eps = option("eps", "epsilon", default=1e-12, minimum=0, real=True)
(epsilon,) = eps.symbols
X, G, Y = tensor("x", n, c), tensor("g", c), tensor("y", n, c)
R = tensor("r", n, sign="positive")

unit_rows = Layer(
    "unit_rows",
    [
        define(R[n], 1 / sqrt(total(X[n, c]**2, over=c) + epsilon)),
        define(Y[n, c], G[c] * X[n, c] * R[n]),
    ],
    wrt=(X, G),
    options=(eps,),
)
""",
    "attention of one head": _WORDS
    + """T, S, D, E = sizes("T S D E")
t, s, d, e = index("t", T), index("s", S), index("d", D), index("e", E)
Q, K, V = tensor("q", t, d), tensor("k", s, d), tensor("v", s, e)
A, P, Y = tensor("a", t, s), tensor("p", t, s), tensor("y", t, e)

attention = Layer(
    "attention",
    [
        define(A[t, s], total(Q[t, d] * K[s, d], over=d)),
        define(P[t, s], softmax(A[t, s], over=s)),
        define(Y[t, e], total(P[t, s] * V[s, e], over=s)),
    ],
    wrt=(Q, K, V),
)
""",
}

__all__ = ["EXAMPLES"]
