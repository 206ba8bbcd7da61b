"""The three stages of a layer as one: what the notes call detector and non-linearity, derived together.

Goodfellow et al. 2016, figure 9.7; seed 004.
"""

from __future__ import annotations

from derive.layers.activations import relu
from derive.layers.convolution.conv import conv2d, groups
from derive.layers.linear import dense
from derive.layers.losses import cross_entropy
from derive.layers.norm import batch_norm, eps, momentum
from derive.layers.windows import windows
from derive.model.compose import apply
from derive.notation import Layer, index, integers, sizes, tensor

N, Cg, Og, D, K = sizes("N Cg Og D K")
(G,) = groups
at = windows(2)
n, o = index("n", N), index("o", G * Og)
X = tensor("x", n, index("c", G * Cg), *at.pixel)
W, B = tensor("w", o, index("c", Cg), *at.tap), tensor("b", o)
A, Z, Y = tensor("a", n, o, *at.window), tensor("z", n, o, *at.window), tensor("y", n, o, *at.window)
options = (at.stride, at.padding, at.dilation, groups)
shared = {one.name: one for one in options}

conv_bias_relu = Layer(
    name="conv_bias_relu",
    summary="2-D cross-correlation with bias, rectified",
    forward=[apply(conv2d, A, x=X, w=W, b=B, **shared), apply(relu, Y, x=A)],
    wrt=(X, W, B),
    options=options,
    source="seed 004, three stages",
)

Gamma, Beta = tensor("gamma", o), tensor("beta", o)
Mean, Var = tensor("running_mean", o), tensor("running_var", o, sign="nonnegative")
NewMean, NewVar = tensor("new_running_mean", o), tensor("new_running_var", o)
conv_batch_norm_relu = Layer(
    name="conv_batch_norm_relu",
    summary="2-D cross-correlation, batch normalisation (training), rectifier",
    forward=[
        apply(conv2d, A, x=X, w=W, **shared),
        apply(
            batch_norm,
            {"y": Z, "new_running_mean": NewMean, "new_running_var": NewVar},
            x=A, gamma=Gamma, beta=Beta, running_mean=Mean, running_var=Var, eps=eps, momentum=momentum,
        ),
        apply(relu, Y, x=Z),
    ],
    wrt=(X, W, Gamma, Beta),
    aux=(NewMean, NewVar),
    options=(*options, eps, momentum),
    defaults={Mean: 0, Var: 1},
    source="Ioffe & Szegedy 2015, section 3.2",
)  # fmt: skip

d, k = index("d", D), index("k", K)
Rows, Weights, Bias = tensor("x", n, d), tensor("w", k, d), tensor("b", k)
Labels, Scores, Loss = integers("t", n, below=K), tensor("score", n, k), tensor("loss", n)
dense_cross_entropy = Layer(
    name="dense_cross_entropy",
    summary="dense layer, softmax and cross-entropy with integer labels, loss per row",
    forward=[
        apply(dense, Scores, x=Rows, w=Weights, b=Bias),
        apply(cross_entropy, Loss, x=Scores, t=Labels),
    ],
    wrt=(Rows, Weights, Bias),
    inputs=(Rows, Labels, Weights, Bias),
    defaults={Bias: 0},
    source="seed 003",
)
