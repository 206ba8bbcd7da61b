"""Images at another size: nearest neighbour, linear and cubic interpolation (seeds 002, 003).

Places on the old image are spread evenly: the borders of both grids coincide and centres lie at a + ½, or
the centres of the corners coincide.
"""

from __future__ import annotations

from typing import Any

from sympy import Expr, Symbol

from derive.model.layer import Def, Option
from derive.notation import (
    Abs,
    Index,
    Layer,
    Rational,
    define,
    eq,
    floor,
    floor_div,
    gt,
    hat,
    index,
    integers,
    larger,
    option,
    sizes,
    smaller,
    tensor,
    total,
    where,
)  # fmt: skip

N, C, H, W, OH, OW = sizes("N C H W OH OW")
n, c, i, j = index("n", N), index("c", C), index("i", H), index("j", W)
X = tensor("x", n, c, i, j)
HALF = Rational(1, 2)

EXTENTS = {1: ("L", "OL"), 2: ("H W", "OH OW"), 3: ("D H W", "OD OH OW")}
NAMES = {1: "signal", 2: "image", 3: "volume"}
SAID = {1: "samples", 2: "rows and columns", 3: "planes, rows and columns"}
PLACES = ("plane", "row", "column")


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


def size_option(rank: int) -> Option:
    """The extents of the output."""
    return option("size", EXTENTS[rank][1], default=2, minimum=1, summary=f"{SAID[rank]} of the output")


def step_option(rank: int) -> Option:
    """How far apart neighbours of the output lie on the input."""
    names = {1: "s", 2: "s_h s_w", 3: "s_d s_h s_w"}[rank]
    said = "distance of output neighbours in input pixels (1/scale_factor); 0: old over new size"
    return option("step", names, default=0.0, minimum=0.0, real=True, summary=said)


def corners_option() -> Option:
    """Which points of the two grids coincide."""
    said = "1: the centres of the corners coincide, 0: the borders"
    return option("align_corners", "alpha", default=0, minimum=0, maximum=1, summary=said)


def letters(text: str, extents: str) -> tuple[Index, ...]:
    """An index for each extent, lettered from the last one."""
    ends = sizes(extents)
    return tuple(index(z, end) for z, end in zip(text[-len(ends) :], ends, strict=True))


def _aligned(a: Index, old: Expr, new: Expr) -> Expr:
    """The corners of both grids coincide: a (H − 1)/(OH − 1); a single pixel is the first."""
    return a * (old - 1) / larger(new - 1, 1)


def _half_pixel(a: Index, old: Expr, new: Expr, step: Symbol) -> Expr:
    """The borders of both grids coincide, centres lie at a + ½."""
    return (a + HALF) * where(gt(step), step, old / new) - HALF


def inside(place: Any, extent: Any) -> Expr:
    """Outside the border pixel continues."""
    return smaller(larger(place, 0), extent - 1)


def nearest_resize(rank: int) -> Layer:
    """y[a] = x[row[a]] with row[a] = ⌊a H/OH⌋, or the row below the centre ⌊(a + ½) H/OH⌋."""
    size, step = size_option(rank), step_option(rank)
    exact = option(
        "exact", "epsilon", default=0, minimum=0, maximum=1,
        summary="1: what lies below the centre of a pixel, 0: what lies below its corner",
    )  # fmt: skip
    (e,), (old, new) = exact, EXTENTS[rank]
    inner, outer = letters("kij", old), letters("eab", new)
    x, y = tensor("x", n, c, *inner), tensor("y", n, c, *outer)
    tables, defs = [], list[Def]()
    for a, h, s, name in zip(outer, sizes(old), step.symbols, PLACES[-rank:], strict=True):
        table, place = integers(name, a, below=h)[a], tensor(f"place_{name}", a)[a]
        defs.append(define(place, (a + e * HALF) * s))
        by_size = floor_div((2 * a + e) * h, 2 * a.extent)
        defs.append(define(table, where(gt(s), inside(floor(place), h), by_size)))
        tables.append(table)
    return Layer(
        name=f"nearest_resize{rank}d",
        summary=f"the {NAMES[rank]} at another size, each place shows the nearest pixel",
        forward=[*defs, define(y[n, c, *outer], x[n, c, *tables])],
        wrt=(x,),
        options=(size, exact, step),
        conventions=("a place on the border of two pixels lies in the later one",),
        source="seed 003, nearest neighbour, by size",
    )


nearest_resize1d, nearest_resize2d, nearest_resize3d = (nearest_resize(rank) for rank in (1, 2, 3))


def linear_upsample(name: str, rank: int, aligned: bool | None = None) -> Layer:
    """One axis after the other: y = Σ G(q, row[a]) x[q] at places spread evenly.

    ``aligned`` chooses the places once and for all, else an option does.
    """
    size, step, corners = size_option(rank), step_option(rank), corners_option()
    (alpha,), (old, new) = corners, EXTENTS[rank]
    inner, outer, pixels = letters("kij", old), letters("eab", new), letters("pqr", old)
    x, shown = tensor("x", n, c, *inner), list(pixels)
    value, read, defs = x, list[Def](), list[Def]()
    axes = zip(outer, pixels, step.symbols, PLACES[-rank:], strict=True)
    for axis, (a, q, s, place) in enumerate(axes):
        at = tensor(place, a)
        corner, border = _aligned(a, q.extent, a.extent), _half_pixel(a, q.extent, a.extent, s)
        border = inside(border, q.extent)
        both = where(eq(alpha, 1), corner, border)
        read.append(define(at[a], {True: corner, False: border, None: both}[aligned]))
        taken = value[n, c, *shown]
        shown[axis] = a
        value = tensor("y" if axis == rank - 1 else f"{place}s", n, c, *shown)
        defs.append(define(value[n, c, *shown], total(hat(q, at[a]) * taken, over=q)))
    switches = {True: (), False: (step,), None: (corners, step)}[aligned]
    said = {True: ", corners aligned", False: ", pixel borders aligned", None: ""}[aligned]
    return Layer(
        name=name,
        summary=f"{LINEAR[rank]} interpolation{said}",
        forward=[*read, *defs],
        wrt=(x,),
        options=(size, *switches),
        conventions=() if aligned is False else (SINGLE,),
        source="seed 002; Long et al. 2015, section 3.3",
    )


LINEAR = {1: "linear", 2: "bilinear", 3: "trilinear"}
SINGLE = "where corners are aligned, a single output pixel shows the first input pixel"

bilinear_upsample2d = linear_upsample("bilinear_upsample2d", 2, aligned=False)
bilinear_upsample2d_aligned = linear_upsample("bilinear_upsample2d_aligned", 2, aligned=True)
linear_upsample1d = linear_upsample("linear_upsample1d", 1)
trilinear_upsample3d = linear_upsample("trilinear_upsample3d", 3)


def cubic(away: Any, a: Any) -> Expr:
    """The weight of a tap in this distance: two cubics that meet at 1, the second is 0 at 2 (Keys 1981)."""
    near = ((a + 2) * away - (a + 3)) * away**2 + 1
    far = ((away - 5) * away + 8) * away - 4
    return where(away <= 1, near, a * far)


def coefficient_option() -> Option:
    """The one free number of cubic convolution."""
    return option("coefficient", "kappa", default=-0.75, real=True, summary="slope of the weights at 1")


def _bicubic_upsample2d() -> Layer:
    """Four taps along each axis around every place, their weights and their pixels in tables."""
    size, step, corners, coefficient = size_option(2), step_option(2), corners_option(), coefficient_option()
    (alpha,), (kappa,) = corners, coefficient
    a, b, u, v = index("a", OH), index("b", OW), index("u", 4), index("v", 4)
    defs, taps, weights = list[Def](), [], []
    for z, t, q, s, name in zip((a, b), (u, v), (i, j), step.symbols, PLACES[-2:], strict=True):
        place, away = tensor(name, z)[z], tensor(f"away_{name}", z, t, sign="nonnegative")[z, t]
        tap, weight = integers(f"tap_{name}", z, t, below=q.extent)[z, t], tensor(f"w_{name}", z, t)[z, t]
        corner, border = _aligned(z, q.extent, z.extent), _half_pixel(z, q.extent, z.extent, s)
        defs += [
            define(place, where(eq(alpha, 1), corner, border)),
            define(tap, inside(floor(place) + t - 1, q.extent)),
            define(away, Abs(place - floor(place) + 1 - t)),
            define(weight, cubic(away, kappa)),
        ]
        taps.append(tap)
        weights.append(weight)
    Rows, Y = tensor("rows", n, c, a, j), tensor("y", n, c, a, b)
    return Layer(
        name="bicubic_upsample2d",
        summary="interpolation by cubic convolution",
        forward=[
            *defs,
            define(Rows[n, c, a, j], total(weights[0] * X[n, c, taps[0], j], over=u)),
            define(Y[n, c, a, b], total(weights[1] * Rows[n, c, a, taps[1]], over=v)),
        ],
        wrt=(X,),
        options=(size, corners, step, coefficient),
        conventions=("outside the image the border pixel continues", SINGLE),
        source="Keys 1981, eq. 15",
    )


bicubic_upsample2d = _bicubic_upsample2d()
