"""The rectifier."""

from derive.notation import Layer, define, gt, index, sizes, tensor, where

(M,) = sizes("M")
i = index("i", M)
X, Y = tensor("x", i), tensor("y", i)

relu = Layer(
    name="relu",
    summary="rectified linear unit max(x, 0), elementwise on a flat array",
    forward=[define(Y[i], where(gt(X[i]), X[i], 0))],
    wrt=(X,),
    conventions=("at x = 0 the derivative is 0",),
    source="Nair & Hinton 2010",
)
