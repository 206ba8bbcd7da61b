"""Rectangles of an image at a size of their own (He et al. 2017)."""

from __future__ import annotations

from typing import Any

from derive.layers.sampling.resize import HALF, size_option
from derive.model.spoken import About
from derive.notation import (
    Layer,
    define,
    eq,
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

N, C, H, W, K, OH, OW = sizes("N C H W K OH OW")


def _roi_align() -> Layer:
    """The mean of S × S samples of each bin, each sample interpolated between four pixels."""
    size = size_option(2)
    samples = option("sampling_ratio", "S", default=2, minimum=1, summary="samples of a bin along each axis")
    scale = option(
        "spatial_scale", "sigma", default=1.0, minimum=0.0, real=True, summary="pixels per unit of the boxes"
    )
    aligned = option(
        "aligned", "alpha", default=0, minimum=0, maximum=1,
        summary="1: half a pixel is taken off, 0: boxes are a pixel wide at least",
    )  # fmt: skip
    (S,), (sigma,), (alpha,) = samples, scale, aligned
    n, c, k = index("n", N), index("c", C), index("k", K)
    bins, taps, pixels = (
        (index("i", OH), index("j", OW)),
        (index("u", S), index("v", S)),
        (index("q", H), index("r", W)),
    )
    x, boxes = tensor("x", n, c, *pixels), tensor("boxes", k, index("e", 4))
    image, y = integers("image", k, below=N), tensor("y", k, c, *bins)
    defs, counts, value = [], list[Any](), x[image[k], c, *pixels]
    axes = zip(
        bins, taps, pixels, ("top", "left"), ("height", "width"), ("row", "column"), (1, 0), strict=True
    )
    for i, u, q, begin, length, name, e in axes:
        first, long = tensor(begin, k)[k], tensor(length, k)[k]
        free, place = (tensor(said, k, i, u)[k, i, u] for said in (f"free_{name}", name))
        across: Any = (boxes[k, e + 2] - boxes[k, e]) * sigma
        defs += [
            define(first, boxes[k, e] * sigma - alpha * HALF),
            define(long, where(eq(alpha, 1), across, larger(across, 1))),
            define(free, first + (i + (u + HALF) / S) * long / i.extent),
            define(place, smaller(q.extent - 1, larger(free, 0))),  # at the last pixel, too, from the right
        ]
        counted = tensor(f"counts_{name}", k, i, u)[k, i, u]
        defs.append(define(counted, where((free >= -1) & (free <= q.extent), 1, 0)))
        counts.append(counted)
        value = hat(q, place) * value
    sampled = counts[0] * counts[1] * total(value, over=pixels)
    return Layer(
        name="roi_align",
        summary="the mean of samples in the bins of each box",
        forward=[*defs, define(y[k, c, *bins], total(sampled, over=taps) / S**2)],
        wrt=(x, boxes),
        inputs=(x, boxes, image),
        options=(size, samples, scale, aligned),
        conventions=(
            "a sample counts nothing where it lies more than a pixel outside; nearer, the border continues",
            "a box is (x1, y1, x2, y2); image has the number of its image",
            About("at a whole position the derivative towards a box is the one from the right", boxes),
        ),
        source="He et al. 2017, section 3, RoIAlign",
    )


roi_align = _roi_align()
