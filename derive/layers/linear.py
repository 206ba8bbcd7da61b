"""y = W x + b for each row of a batch."""

from derive.notation import Layer, define, index, sizes, tensor, total

N, K, O = sizes("N K O")
n, k, o = index("n", N), index("k", K), index("o", O)
X, W, B, Y = tensor("x", n, k), tensor("w", o, k), tensor("b", o), tensor("y", n, o)

dense = Layer(
    name="dense",
    summary="fully connected layer with bias",
    forward=[define(Y[n, o], B[o] + total(X[n, k] * W[o, k], over=k))],
    wrt=(X, W, B),
    defaults={B: 0},
)
