"""Softmax followed by the cross-entropy with integer labels, one loss per row.

The largest score is subtracted first, so that no exponential overflows.
"""

from derive.notation import Layer, define, exp, index, integers, largest, log, sizes, tensor, total

N, C = sizes("N C")
n, c = index("n", N), index("c", C)
X, T, L = tensor("x", n, c), integers("t", n, below=C), tensor("loss", n)
M, S, P = tensor("m", n), tensor("s", n, sign="positive"), tensor("p", n, c, sign="positive")

cross_entropy = Layer(
    name="cross_entropy",
    summary="softmax and cross-entropy with integer labels, loss per row",
    forward=[
        define(M[n], largest(X[n, c], over=c)),
        define(S[n], total(exp(X[n, c] - M[n]), over=c)),
        define(P[n, c], exp(X[n, c] - M[n]) / S[n]),
        define(L[n], log(S[n]) + M[n] - X[n, T[n]]),
    ],
    wrt=(X,),
    source="Bridle 1990",
)
