"""Facts 5 and 16: the convolution matrix, and the worked convolution of seed 004."""

from __future__ import annotations

from dataclasses import replace

from derive.exact.sides import Side
from derive.expr import ge
from derive.facts.establish import Claim, Fact, Numbers, Same
from derive.facts.lectures.common import (
    OH,
    OW,
    SMALL,
    STRIDED,
    Cg,
    H,
    K,
    W,
    X,
    Y,
    a,
    b,
    c,
    dX,
    dY,
    fixed,
    forward,
    gradient,
    i,
    j,
    model,
    n,
    o,
    plain,
    reading,
    the,
    u,
    v,
)  # fmt: skip
from derive.facts.lectures.of_convolution import COLUMN, ROW, grouped
from derive.model.layer import Layer
from derive.notation import bracket, define, eq, index, option, tensor, total

Matrix = tensor("C", o, i, j, c, a, b)
_matrix = define(
    Matrix[o, i, j, c, a, b],
    total(K[o, c, u, v] * bracket(eq(ROW - a), eq(COLUMN - b)), over=(u, v)),
)


PLACE = option("place", "P_c P_a P_b", minimum=0)
P_c, P_a, P_b = PLACE


def column(layer: Layer, down: int = 0, right: int = 0) -> Side:
    """What the layer makes of an image that is one at (P_c, P_a + down, P_b + right) and else zero."""
    hot = X.rename("one_hot")
    lit = bracket(eq(c - P_c), eq(a - P_a - down), eq(b - P_b - right))
    side = reading(plain(layer), "x", hot, define(hot[n, c, a, b], lit))
    inside = (ge(Cg - 1 - P_c), ge(H - 1 - P_a - down), ge(W - 1 - P_b - right))
    return replace(side, requires=(*side.requires, *inside))


def moved(down: int, right: int) -> tuple[Side, Side]:
    """The layer's column of a pixel further on, one window further on, and the column of the pixel itself."""
    layer = fixed("conv2d", stride=1, groups=1)
    row, place = index("i", OH - down), index("j", OW - right)
    out = tensor("window", n, o, row, place)
    far, near = column(layer, down, right), column(layer)
    near = replace(near, requires=far.requires)
    further, here = far.output[n, o, row + down, place + right], near.output[n, o, row, place]
    return far.then(define(out[n, o, row, place], further)), near.then(define(out[n, o, row, place], here))


def column_of_matrix() -> Side:
    return model(_matrix, define(Y[n, o, i, j], Matrix[o, i, j, P_c, P_a, P_b]), sizes=grouped().sizes)


PIXELS = {"P_c": (0,), "P_a": (0, 1), "P_b": (0, 1)}
matrix: tuple[Claim, ...] = (
    Same(
        "y = C x with C[oij, cab] = Σ_uv w[o, c, u, v] [a = s i + d u − p] [b = s j + d v − p]",
        ("conv2d",),
        lambda: (
            grouped(),
            model(
                _matrix,
                define(Y[n, o, i, j], total(Matrix[o, i, j, c, a, b] * X[n, c, a, b], over=(a, b, c))),
            ),
        ),
        STRIDED,
    ),
    Same(
        "its columns are what the layer makes of images with a single one: C[·, P] = conv2d(1 at P)",
        ("conv2d",),
        lambda: (column(fixed("conv2d", groups=1)), column_of_matrix()),
        {**STRIDED, **PIXELS},
    ),
    Same(
        "∂x = Cᵀ δ",
        ("conv2d",),
        lambda: (
            gradient(fixed("conv2d", groups=1), "x"),
            model(
                _matrix,
                define(dX[n, c, a, b], total(Matrix[o, i, j, c, a, b] * dY[n, o, i, j], over=(i, j, o))),
            ),
        ),
        STRIDED,
    ),
    Same(
        "doubly blocked Toeplitz (s = 1): C[i+1, j; a+1, b] = C[i, j; a, b], the columns being the layer's",
        ("conv2d",),
        lambda: moved(1, 0),
        {**SMALL, **PIXELS},
    ),
    Same(
        "Toeplitz within the blocks (s = 1): C[i, j+1; a, b+1] = C[i, j; a, b], likewise",
        ("conv2d",),
        lambda: moved(0, 1),
        {**SMALL, **PIXELS},
    ),
)

worked: tuple[Claim, ...] = (
    Numbers(
        "x of 5×5×3, two filters of 3×3×3, stride 2, padding 1",
        ("conv2d",),
        lambda: forward(the("conv2d")),
        {
            "x": [[
                [[2, 0, 0, 0, 0], [2, 2, 2, 1, 0], [2, 1, 1, 2, 2], [1, 1, 1, 2, 2], [0, 0, 1, 0, 0]],
                [[1, 1, 1, 2, 1], [1, 2, 1, 0, 0], [1, 2, 0, 2, 1], [2, 0, 1, 1, 1], [1, 1, 1, 2, 2]],
                [[0, 0, 0, 2, 0], [2, 1, 1, 1, 2], [1, 1, 2, 0, 2], [1, 2, 1, 2, 0], [0, 0, 0, 2, 1]],
            ]],
            "w": [
                [
                    [[1, -1, 0], [1, 1, 1], [0, 1, 1]],
                    [[1, 1, 0], [-1, -1, 1], [1, -1, -1]],
                    [[1, -1, 1], [-1, 0, 1], [1, 1, 1]],
                ],
                [
                    [[-1, 1, 0], [1, -1, -1], [0, 1, 1]],
                    [[0, -1, -1], [0, -1, 0], [0, 1, 1]],
                    [[0, -1, -1], [0, 0, 0], [-1, 1, 0]],
                ],
            ],
            "b": [1, 0],
        },
        [[[[7, 10, -1], [7, 14, 6], [3, 8, -1]], [[6, 3, 0], [-3, -1, -3], [-5, -7, -3]]]],
        {"s_h": 2, "s_w": 2, "p_t": 1, "p_b": 1, "p_l": 1, "p_r": 1, "Cg": 3, "Og": 2},
    ),
)  # fmt: skip

MATRIX = Fact(
    5, "a convolution is a matrix: Toeplitz in 1-D, doubly blocked in 2-D; its transpose goes back", matrix
)
WORKED = Fact(16, "the worked convolution of seed 004 (stride 2, padding 1)", worked)
__all__ = ["MATRIX", "WORKED"]
