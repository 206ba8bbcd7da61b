"""ONNX's Resize, GridSample, AffineGrid and RoiAlign, written in layers; see ``onnx_adapters``."""

from __future__ import annotations

import math
from fractions import Fraction

from tests.opinfo_adapters import f
from tests.suite_table import refuse

LAYERS = {b"linear": "bilinear_upsample2d", b"cubic": "bicubic_upsample2d", b"nearest": "nearest_resize2d"}
SAMPLED = {"linear": "", "bilinear": "", "nearest": "_nearest", "cubic": "_bicubic", "bicubic": "_bicubic"}
PADDED = (b"zeros", b"border", b"reflection")


def whole(values, axes, rank, default):
    """One number for each axis of the image, the others as they are."""
    by_axis = dict(zip(axes, values.tolist(), strict=True))
    refuse(
        any(by_axis.get(k, default[k]) != default[k] for k in range(2)), "an axis beside those of the image"
    )
    return [by_axis.get(k, default[k]) for k in range(2, rank)]


def kept_aspect(policy, old, new):
    """One factor for all axes, and the sizes that follow."""
    choose = {b"not_larger": min, b"not_smaller": max}[policy]
    scale = choose(Fraction(int(o), n) for o, n in zip(new, old, strict=True))
    return [math.floor(scale * n + Fraction(1, 2)) for n in old], [1 / float(scale)] * len(old)


def extents(a, x, scales, sizes):
    """New sizes, and the distance of their pixels on the old image where the sizes do not say it."""
    axes = [k % x.ndim for k in a.get("axes", range(x.ndim))]
    old = x.shape[2:]
    if scales is not None and scales.numel():
        factors = whole(scales, axes, x.ndim, [1.0] * x.ndim)
        return [math.floor(n * s) for n, s in zip(old, factors, strict=True)], [1 / s for s in factors]
    new = [int(n) for n in whole(sizes, axes, x.ndim, list(x.shape))]
    policy = a.get("keep_aspect_ratio_policy", b"stretch")
    return (new, None) if policy == b"stretch" else kept_aspect(policy, old, new)


def ties(old, new, step):
    """Whether the centre of a new pixel lies on the border of two old ones."""
    steps = step or [n / m for n, m in zip(old, new, strict=True)]
    return any(((a + 0.5) * s).is_integer() for m, s in zip(new, steps, strict=True) for a in range(m))


def resize(a, x, roi=None, scales=None, sizes=None):
    refuse(a.get("antialias", 0), "antialiasing")
    refuse(a.get("exclude_outside", 0), "weights of the taps inside alone")
    refuse(x.ndim != 4, "an image of other than two axes")
    mode, places = a.get("mode", b"nearest"), a.get("coordinate_transformation_mode", b"half_pixel")
    new, step = extents(a, x, scales, sizes)
    options = {"size": tuple(new)} | ({"step": tuple(step)} if step else {})
    if mode == b"nearest":
        rounding = a.get("nearest_mode", b"round_prefer_floor")
        middle = (places, rounding) == (b"half_pixel", b"round_prefer_floor")
        refuse(not middle and (places, rounding) != (b"asymmetric", b"floor"), "other roundings of places")
        refuse(middle and ties(x.shape[2:], new, step), "of two pixels as near the former")
        return f(LAYERS[mode])(x, **options, exact=int(middle))
    aligned = places == b"align_corners"
    half = places == b"half_pixel" or (places == b"pytorch_half_pixel" and min(new) > 1)
    refuse(not half and not aligned, f"places {places.decode()}")
    if aligned:
        fractions = step and any((n / s) % 1 for n, s in zip(x.shape[2:], step, strict=True))
        refuse(fractions, "corners aligned at a size that is no whole number")
        options.pop("step", None)
    if mode == b"linear":
        return f(LAYERS[mode] + ("_aligned" if aligned else ""))(x, **options)
    return f(LAYERS[mode])(
        x, **options, align_corners=int(aligned), coefficient=float(a.get("cubic_coeff_a", -0.75))
    )


def upsample(a, x, scales):
    places = {"coordinate_transformation_mode": b"asymmetric", "nearest_mode": b"floor"}
    return resize({"mode": a.get("mode", b"nearest"), **places}, x, None, scales)


def grid_sample(a, x, grid):
    name = f"grid_sample{x.ndim - 2}d{SAMPLED[a.get('mode', b'linear').decode()]}"
    padding = PADDED.index(a.get("padding_mode", b"zeros"))
    return f(name)(x, grid, padding=padding, align_corners=a.get("align_corners", 0))


def affine_grid(a, theta, size):
    extent = tuple(size.tolist()[2:])
    return f(f"affine_grid{len(extent)}d")(theta, size=extent, align_corners=a.get("align_corners", 0))


def roi_align(a, x, boxes, image):
    refuse(a.get("mode", b"avg") != b"avg", "the largest weighted tap of each bin")
    refuse(a.get("sampling_ratio", 0) == 0, "as many samples as a box has pixels")
    return f("roi_align")(
        x, boxes, image, size=(a.get("output_height", 1), a.get("output_width", 1)),
        sampling_ratio=a["sampling_ratio"], spatial_scale=float(a.get("spatial_scale", 1.0)),
        aligned=int(a.get("coordinate_transformation_mode", b"half_pixel") == b"half_pixel"),
    )  # fmt: skip


SAMPLING = {
    "Resize": resize,
    "Upsample": upsample,
    "GridSample": grid_sample,
    "AffineGrid": affine_grid,
    "RoiAlign": roi_align,
}
