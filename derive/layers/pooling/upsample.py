"""Upsampling without parameters: nearest neighbour and bilinear interpolation (seeds 002, 003)."""

from __future__ import annotations

from sympy import Expr

from derive.notation import (
    Index,
    Layer,
    Rational,
    define,
    floor_div,
    hat,
    index,
    larger,
    option,
    sizes,
    smaller,
    tensor,
    total,
)  # fmt: skip

N, C, H, W, OH, OW = sizes("N C H W OH OW")
n, c, i, j = index("n", N), index("c", C), index("i", H), index("j", W)
X = tensor("x", n, c, i, j)


def _nearest_upsample2d() -> Layer:
    """Each pixel becomes a block of f × f equal ones."""
    factor = option("factor", "f_h f_w", default=2, minimum=1, summary="rows and columns per pixel")
    f_h, f_w = factor
    a, b = index("a", f_h * H), index("b", f_w * W)
    Y = tensor("y", n, c, a, b)
    return Layer(
        name="nearest_upsample2d",
        summary="each pixel repeated as a block",
        forward=[define(Y[n, c, a, b], X[n, c, floor_div(a, f_h), floor_div(b, f_w)])],
        wrt=(X,),
        options=(factor,),
        source="seed 003, nearest neighbour unpooling",
    )


nearest_upsample2d = _nearest_upsample2d()


def _aligned(a: Index, old: Expr, new: Expr) -> Expr:
    """The corners of both grids coincide: a (H − 1)/(OH − 1); a single pixel is the first."""
    return a * (old - 1) / larger(new - 1, 1)


def _half_pixel(a: Index, old: Expr, new: Expr) -> Expr:
    """The borders of both grids coincide, centres lie at a + ½; outside the border pixel continues."""
    middle = (a + Rational(1, 2)) * old / new - Rational(1, 2)
    return smaller(larger(middle, 0), old - 1)


def bilinear_upsample(name: str, aligned: bool) -> Layer:
    """y = Σ hat(q, row) hat(r, Column[b]) x[q, r] at positions spread evenly over the image."""
    size = option("size", "OH OW", default=2, minimum=1, summary="rows and columns of the output")
    place = _aligned if aligned else _half_pixel
    a, b, q, r = index("a", OH), index("b", OW), index("q", H), index("r", W)
    Y, Rows = tensor("y", n, c, a, b), tensor("rows", n, c, a, r)
    Row, Column = tensor("row", a), tensor("column", b)
    return Layer(
        name=name,
        summary="bilinear interpolation, " + ("corners aligned" if aligned else "pixel borders aligned"),
        forward=[
            define(Row[a], place(a, H, OH)),
            define(Column[b], place(b, W, OW)),
            define(Rows[n, c, a, r], total(hat(q, Row[a]) * X[n, c, q, r], over=q)),
            define(Y[n, c, a, b], total(hat(r, Column[b]) * Rows[n, c, a, r], over=r)),
        ],
        wrt=(X,),
        options=(size,),
        conventions=("a single output pixel shows the first input pixel",) if aligned else (),
        source="seed 002; Long et al. 2015, section 3.3",
    )


bilinear_upsample2d = bilinear_upsample("bilinear_upsample2d", aligned=False)
bilinear_upsample2d_aligned = bilinear_upsample("bilinear_upsample2d_aligned", aligned=True)
