"""Images sampled where a grid of coordinates says, and the grids of affine maps (Jaderberg et al. 2015).

Coordinates run from −1 to 1, columns first: those are the centres of the corners where they are aligned,
else the borders of the image.
"""

from __future__ import annotations

from typing import Any

from sympy import Expr

from derive.layers.sampling.resize import (
    EXTENTS,
    HALF,
    PLACES,
    coefficient_option,
    corners_option,
    cubic,
    inside,
    letters,
    size_option,
)
from derive.model.layer import Def
from derive.model.spoken import About
from derive.notation import (
    Abs,
    Layer,
    bracket,
    define,
    eq,
    floor,
    ge,
    gt,
    hat,
    index,
    integers,
    larger,
    modulo,
    option,
    sizes,
    smaller,
    tensor,
    total,
    where,
)  # fmt: skip

N, C, OH, OW = sizes("N C OH OW")
n, c = index("n", N), index("c", C)
SOURCE = "Jaderberg et al. 2015, eq. "
corners = corners_option()
(alpha,) = corners


def affine_grid(rank: int) -> Layer:
    """grid[n, a, b] = θ[n] (u[b], v[a], 1) with u, v spread evenly from −1 to 1."""
    size = size_option(rank)
    outer = letters("eab", EXTENTS[rank][1])
    axis, s = index("r", rank), index("s", rank + 1)
    theta, grid = tensor("theta", n, axis, s), tensor("grid", n, *outer, axis)
    defs, moved = list[Def](), theta[n, axis, rank]
    for k, (a, name) in enumerate(zip(reversed(outer), reversed(PLACES[-rank:]), strict=True)):
        at = tensor(name, a)[a]
        corner = where(gt(a.extent - 1), 2 * a / larger(a.extent - 1, 1) - 1, 0)
        defs.append(define(at, where(eq(alpha, 1), corner, (2 * a + 1) / a.extent - 1)))
        moved = moved + theta[n, axis, k] * at
    return Layer(
        name=f"affine_grid{rank}d",
        summary="the grid of coordinates of an affine map",
        forward=[*defs, define(grid[n, *outer, axis], moved)],
        wrt=(theta,),
        options=(size, corners),
        conventions=("of a single row or column the coordinate is 0",),
        source=f"{SOURCE}1",
    )


affine_grid2d, affine_grid3d = affine_grid(2), affine_grid(3)

padding = option(
    "padding", "beta", default=0, minimum=0, maximum=2,
    summary="outside the image: 0 zeros, 1 its border continued, 2 its mirror images",
)  # fmt: skip
(beta,) = padding
ZEROS = "outside the image the signal is zero where padding is 0, with interpolation across the border"

FROM_THE_RIGHT = "at a whole position the derivative towards the grid is the one from the right"


def pixels_at(coordinate: Any, extent: Any) -> Expr:
    """From −1 .. 1 to numbers of pixels."""
    return (coordinate + 1) * (extent - alpha) / 2 - (1 - alpha) * HALF


def mirrored(place: Any, extent: Any) -> Expr:
    """A triangle wave between the mirrors, which stand at the outer pixels or half a pixel outside."""
    first, span = (alpha - 1) * HALF, extent - alpha
    away = place - first
    wave = first + span - Abs(span - (away - 2 * span * floor(away / (2 * span))))
    return where(gt(span), wave, 0)


class Sampled:
    """The letters of an image, a grid and what is read, of one rank."""

    def __init__(self, rank: int) -> None:
        old, new = EXTENTS[rank]
        self.rank, self.extents, self.names = rank, sizes(old), PLACES[-rank:]
        self.pixels, self.outer = letters("pqr", old), letters("eab", new)
        self.x = tensor("x", n, c, *letters("kij", old))
        self.grid = tensor("grid", n, *self.outer, index("t", rank))
        self.y = tensor("y", n, c, *self.outer)

    def coordinates(self) -> list[Any]:
        """The coordinate along each axis; the grid has the last axis first."""
        return [self.grid[n, *self.outer, k] for k in reversed(range(self.rank))]

    def named(self, name: str) -> Any:
        """A number for each place of the grid."""
        return tensor(name, n, *self.outer)[n, *self.outer]

    def places(self) -> tuple[list[Def], list[Any]]:
        """Where to read along each axis: as the grid says, mirrored, cut to the image."""
        defs, found = list[Def](), []
        for g, h, name in zip(self.coordinates(), self.extents, self.names, strict=True):
            free, seen, place = map(self.named, (f"free_{name}", f"seen_{name}", name))
            defs += [
                define(free, pixels_at(g, h)),
                define(seen, where(eq(beta, 2), mirrored(free, h), free)),
                define(place, where(eq(beta, 0), seen, larger(0, smaller(h - 1, seen)))),
            ]
            found.append(place)
        return defs, found


def grid_sample(rank: int) -> Layer:
    """y[a, b] = Σ G(q, row[a, b]) G(r, column[a, b]) x[q, r]."""
    at = Sampled(rank)
    defs, places = at.places()
    value: Any = at.x[n, c, *at.pixels]
    for q, place in zip(at.pixels, places, strict=True):
        value = hat(q, place) * value
    return Layer(
        name=f"grid_sample{rank}d",
        summary=f"{LINEAR[rank]} interpolation at the places of a grid",
        forward=[*defs, define(at.y[n, c, *at.outer], total(value, over=at.pixels))],
        wrt=(at.x, at.grid),
        options=(corners, padding),
        conventions=(ZEROS, About(FROM_THE_RIGHT, at.grid)),
        source=f"{SOURCE}3, 5",
    )


LINEAR = {2: "bilinear", 3: "trilinear"}
grid_sample2d, grid_sample3d = grid_sample(2), grid_sample(3)


def rounded(place: Any) -> Expr:
    """The nearest whole number, of two the even one."""
    up = floor(place + HALF)
    return up - where(eq(up - place, HALF) & eq(modulo(up, 2), 1), 1, 0)


def grid_sample_nearest(rank: int) -> Layer:
    """y[a, b] = x at the nearest pixel."""
    at = Sampled(rank)
    defs, places = at.places()
    near = [at.named(f"near_{name}") for name in at.names]
    defs += [define(there, rounded(place)) for there, place in zip(near, places, strict=True)]
    return Layer(
        name=f"grid_sample{rank}d_nearest",
        summary="the nearest pixel at the places of a grid",
        forward=[*defs, define(at.y[n, c, *at.outer], at.x.at(n, c, *map(floor, near), outside=0))],
        wrt=(at.x,),
        inputs=(at.x, at.grid),
        options=(corners, padding),
        conventions=("half way between two pixels the even one is read",),
        source=f"{SOURCE}4",
    )


grid_sample2d_nearest, grid_sample3d_nearest = grid_sample_nearest(2), grid_sample_nearest(3)


def counted_on(k: Any, extent: Any) -> Expr:
    """The pixel that stands for the whole number ``k``: itself, the border, or its mirror image."""
    period = larger(2 * (extent - alpha), 1)
    turned = modulo(k, period)
    image = smaller(turned, period - 1 + alpha - turned)
    return inside(where(eq(beta, 2), image, k), extent)


def _grid_sample2d_bicubic() -> Layer:
    """Four taps along each axis; what lies outside is decided for each tap."""
    at, coefficient = Sampled(2), coefficient_option()
    (kappa,) = coefficient
    u, v = index("u", 4), index("v", 4)
    defs, taps, weights = list[Def](), [], []
    for g, h, name, t in zip(at.coordinates(), at.extents, at.names, (u, v), strict=True):
        letters_ = (n, *at.outer, t)
        place, away = at.named(name), tensor(f"away_{name}", *letters_, sign="nonnegative")[letters_]
        tap, weight = (
            integers(f"tap_{name}", *letters_, below=h)[letters_],
            tensor(f"w_{name}", *letters_)[letters_],
        )
        k = floor(place) + t - 1
        exists = where(eq(beta, 0), bracket(ge(k), ge(h - 1 - k)), 1)
        defs += [
            define(place, pixels_at(g, h)),
            define(tap, counted_on(k, h)),
            define(away, Abs(place - floor(place) + 1 - t)),
            define(weight, exists * cubic(away, kappa)),
        ]
        taps.append(tap)
        weights.append(weight)
    value = weights[0] * weights[1] * at.x[n, c, *taps]
    return Layer(
        name="grid_sample2d_bicubic",
        summary="interpolation by cubic convolution at the places of a grid",
        forward=[*defs, define(at.y[n, c, *at.outer], total(value, over=(u, v)))],
        wrt=(at.x, at.grid),
        options=(corners, padding, coefficient),
        conventions=(
            "a tap outside the image has weight 0 where padding is 0",
            About(FROM_THE_RIGHT, at.grid),
        ),
        source=f"{SOURCE}3; Keys 1981, eq. 15",
    )


grid_sample2d_bicubic = _grid_sample2d_bicubic()
