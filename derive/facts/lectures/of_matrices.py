"""Facts 5 and 16: the convolution matrix, and the worked convolution of seed 004."""

from __future__ import annotations

from derive.exact.sides import Side
from derive.facts.establish import Claim, Fact, Numbers, Same
from derive.facts.lectures.common import (
    SMALL,
    STRIDED,
    K,
    X,
    Y,
    a,
    b,
    c,
    d_h,
    d_w,
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
    p_l,
    p_t,
    s_h,
    s_w,
    the,
    u,
    v,
)  # fmt: skip
from derive.facts.lectures.of_convolution import COLUMN, ROW, grouped
from derive.notation import bracket, define, eq, tensor, total

Matrix = tensor("C", o, i, j, c, a, b)
_matrix = define(
    Matrix[o, i, j, c, a, b],
    total(K[o, c, u, v] * bracket(eq(ROW - a), eq(COLUMN - b)), over=(u, v)),
)


def moved(down: int, right: int) -> tuple[Side, Side]:
    """The matrix, and the matrix one window and one pixel further on."""
    shifted = Matrix.rename("shifted")
    further = total(
        K[o, c, u, v]
        * bracket(eq(i + down + d_h * u - p_t - a - down), eq(j + right + d_w * v - p_l - b - right)),
        over=(u, v),
    )
    unit = {s_h: 1, s_w: 1}
    sizes_ = fixed("conv2d", stride=1, groups=1).sizes
    return (
        model(_matrix.substitute(unit), sizes=sizes_),
        model(define(shifted[o, i, j, c, a, b], further), sizes=sizes_),
    )


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
        "doubly blocked Toeplitz (s = 1): C[i+1, j; a+1, b] = C[i, j; a, b]",
        ("conv2d",),
        lambda: moved(1, 0),
        SMALL,
    ),
    Same(
        "Toeplitz within the blocks (s = 1): C[i, j+1; a, b+1] = C[i, j; a, b]",
        ("conv2d",),
        lambda: moved(0, 1),
        SMALL,
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
