"""Facts 1 to 4: convolution and correlation, and their gradients."""

from __future__ import annotations

from derive.exact.sides import Side
from derive.facts.establish import Claim, Differs, Fact, Numbers, Same
from derive.facts.lectures.common import (
    KH,
    KW,
    OH,
    OW,
    PADDING,
    ROTATED,
    SMALL,
    STRIDED,
    C,
    Cg,
    K,
    O,
    Og,
    R,
    X,
    Y,
    a,
    b,
    c,
    correlation,
    d_h,
    d_w,
    dB,
    dK,
    dX,
    dY,
    fixed,
    gradient,
    i,
    j,
    model,
    n,
    o,
    p_l,
    p_t,
    plain,
    reading,
    s_h,
    s_w,
    the,
    u,
    v,
)  # fmt: skip
from derive.model.compose import apply
from derive.notation import define, index, sizes, tanh, tensor, total

# Where tap (u, v) of window (i, j) lies, and that tap.
ROW, COLUMN = s_h * i + d_h * u - p_t, s_w * j + d_w * v - p_l
TAP = X.at(n, c, ROW, COLUMN)


def grouped() -> Side:
    return plain(fixed("conv2d", groups=1))


_flipped = X.at(n, c, s_h * i + d_h * (KH - 1 - u) - p_t, s_w * j + d_w * (KW - 1 - v) - p_l)

rotation: tuple[Claim, ...] = (
    Same(
        "Σ_cuv x[n, c, s i + d(K−1−u) − p] w[o, c, u, v] = conv2d(x, rot180(w))",
        ("conv2d",),
        lambda: (
            model(
                define(Y[n, o, i, j], total(_flipped * K[o, c, u, v], over=(c, u, v))), sizes=grouped().sizes
            ),
            reading(grouped(), "w", R, ROTATED),
        ),
        STRIDED,
    ),
    Same(
        "true_conv2d(x, w) = conv2d(x, rot180(w))",
        ("true_conv2d", "conv2d"),
        lambda: (plain(fixed("true_conv2d", groups=1)), reading(grouped(), "w", R, ROTATED)),
        STRIDED,
    ),
    Numbers(
        "Sobel on 1…9: [[−13, −20, −17], [−18, −24, −18], [13, 20, 17]]",
        ("true_conv2d",),
        lambda: plain(the("true_conv2d")),
        {"x": [[1, 2, 3], [4, 5, 6], [7, 8, 9]], "w": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]]},
        [[[[-13, -20, -17], [-18, -24, -18], [13, 20, 17]]]],
        {"p_t": 1, "p_b": 1, "p_l": 1, "p_r": 1},
    ),
)


def transposed_roles() -> Side:
    """The correlation of x with δ: batch and channels change places, stride and dilation too."""
    ZH, ZW = sizes("ZH ZW")
    x, dy = tensor("x_t", c, n, a, b), tensor("dy_t", o, n, i, j)
    z = tensor("z", c, o, index("u", ZH), index("v", ZW))
    shared = {"stride": (d_h, d_w), "dilation": (s_h, s_w), "padding": PADDING}
    return model(
        define(x[c, n, a, b], X[n, c, a, b]),
        define(dy[o, n, i, j], dY[n, o, i, j]),
        apply(the("conv2d"), z, x=x, w=dy, **shared),
        define(dK[o, c, u, v], z[c, o, u, v]),
    )


_backwards = X.at(n, c, OH - 1 - i + u - p_t, OW - 1 - j + v - p_l)

weights: tuple[Claim, ...] = (
    Same(
        "∂E/∂w[o, c, u, v] = Σ_nij δ[n, o, i, j] x[n, c, s i + d u − p]",
        ("conv2d",),
        lambda: (
            gradient(fixed("conv2d", groups=1), "w"),
            model(define(dK[o, c, u, v], total(dY[n, o, i, j] * TAP, over=(n, i, j)))),
        ),
        STRIDED,
    ),
    Same(
        "∂E/∂w = conv2d(xᵀ, δᵀ), stride and dilation exchanged",
        ("conv2d",),
        lambda: (gradient(fixed("conv2d", groups=1), "w"), transposed_roles()),
        STRIDED,
    ),
    Same(
        "∂E/∂w = Σ_nij δ′[n, o, i, j] x[OH−1−i+u−p, OW−1−j+v−p], δ′ = δ flipped (s = d = 1)",
        ("conv2d",),
        lambda: (
            gradient(correlation(), "w"),
            model(
                define(
                    dK[o, c, u, v],
                    total(dY[n, o, OH - 1 - i, OW - 1 - j] * _backwards, over=(n, i, j)),
                )
            ),
        ),
        SMALL,
    ),
)


def full_correlation() -> Side:
    """δ in a border of K−1−p zeros, correlated with the rotated filter."""
    under = dY.at(n, o, a + p_t - (KH - 1) + u, b + p_l - (KW - 1) + v)
    return model(ROTATED, define(dX[n, c, a, b], total(under * R[o, c, u, v], over=(o, u, v))))


def activated() -> Side:
    """The gradient towards the activations that a convolution of tanh reads."""
    A, Z = X.rename("x"), X.rename("z")
    layer = correlation()
    from derive.model.layer import Layer

    block = Layer(
        name="tanh_then_correlation",
        forward=[
            define(Z[n, c, a, b], tanh(A[n, c, a, b])),
            apply(the("conv2d"), Y, x=Z, w=K, padding=PADDING),
        ],
        wrt=(A, K),
        options=layer.options,
    )
    return gradient(block, "x")


def one_dimensional() -> tuple[Side, Side]:
    """The 1-D chain of seed 001, counted from 0: ``conv1d`` at stride 1 without a border."""
    layer = fixed("conv1d", stride=1, padding=0, dilation=1, groups=1)
    side = gradient(layer, "x")
    filt = next(t for t in layer.inputs if t.name == "w")
    (seed,) = (t.rename("dy") for t in layer.outputs)
    dx, (batch, channel, place), (out, _, tap) = side.output, side.output.axes, filt.axes
    read = seed.at(batch, out, place - tap) * filt[out, channel, tap]
    return side, model(define(dx[dx.axes], total(read, over=(out, tap))), sizes=layer.sizes)


deltas: tuple[Claim, ...] = (
    Same(
        "∂E/∂x = δ full-correlated with rot180(w): Σ_ouv δ[a+p−(K−1)+u, …] rot180(w)[o, c, u, v]",
        ("conv2d",),
        lambda: (gradient(correlation(), "x"), full_correlation()),
        SMALL,
    ),
    Same(
        "δˡ = f′(a) · (δˡ⁺¹ full-correlated with rot180(w)), f = tanh",
        ("conv2d",),
        lambda: (
            activated(),
            full_correlation().then(
                define(dX.rename("dx_all")[n, c, a, b], (1 - tanh(X[n, c, a, b]) ** 2) * dX[n, c, a, b])
            ),
        ),
        SMALL,
    ),
    Same(
        "1-D, conv1d: ∂L/∂a_i = Σ_j ∂L/∂t_{i−j+1} w_j",
        ("conv1d",),
        one_dimensional,
        {"L": (3, 4, 5), "K": (1, 2, 3)},
    ),
)


def uses_added(weight: int) -> Side:
    """The gradients of unshared weights, added up over the positions (or averaged)."""
    layer = fixed("locally_connected2d")
    own = gradient(layer, "w").set({C: Cg, O: Og})
    each = own.output
    sum_ = total(each[o, i, j, c, u, v], over=(i, j))
    return own.then(define(dK[o, c, u, v], sum_ if weight else sum_ / (OH * OW)))


def shared_out() -> Side:
    """∂E/∂w over the number of positions that a weight is used at."""
    side = gradient(fixed("conv2d", groups=1), "w")
    return side.then(define(dK.rename("dw_mean")[o, c, u, v], side.output[o, c, u, v] / (OH * OW)))


uses: tuple[Claim, ...] = (
    Same(
        "∂E/∂b[o] = Σ_nij δ[n, o, i, j]",
        ("conv2d",),
        lambda: (
            gradient(fixed("conv2d", groups=1), "b"),
            model(define(dB[o], total(dY[n, o, i, j], over=(n, i, j)))),
        ),
        SMALL,
    ),
    Same(
        "a shared weight's gradient is the sum over its uses: ∂E/∂w = Σ_ij ∂E/∂w_ij of unshared weights",
        ("conv2d", "locally_connected2d"),
        lambda: (gradient(fixed("conv2d", groups=1), "w"), uses_added(1)),
        STRIDED,
    ),
    Same(
        "the mean over the uses (000) is ∂E/∂w divided by their number: (1/(OH OW)) Σ_ij ∂E/∂w_ij",
        ("conv2d", "locally_connected2d"),
        lambda: (shared_out(), uses_added(0)),
        STRIDED,
    ),
    Differs(
        "so the mean over the uses (000) is not the gradient, where a weight is used more than once",
        ("conv2d", "locally_connected2d"),
        lambda: (gradient(fixed("conv2d", groups=1), "w"), uses_added(0)),
        {"x": [[1, 2, 3], [4, 5, 6], [7, 8, 9]], "dy": [[1, 1], [1, 1]]},
        {"KH": 2, "KW": 2},
    ),
)

CONVOLUTION: tuple[Fact, ...] = (
    Fact(1, "convolution is cross-correlation with the filter rotated by 180°", rotation),
    Fact(2, "∂E/∂w is the cross-correlation of δ with the input", weights),
    Fact(3, "δ goes back through the full correlation with the rotated filter", deltas),
    Fact(4, "∂E/∂b = Σ δ, and a shared weight's gradient is the sum over its uses", uses),
)
__all__ = ["COLUMN", "CONVOLUTION", "ROW", "grouped"]
