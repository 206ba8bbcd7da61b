"""Naive forwards of resizing and sampling, one output element at a time, from PyTorch's and ONNX's manuals.

Nothing here imports the project, as in ``catalogue_oracle``.
"""

import math
from fractions import Fraction
from itertools import product

import numpy as np


def spread(option, rank):
    """A number or tuple as ``rank`` numbers."""
    flat = list(np.ravel(option).tolist())
    return flat * rank if len(flat) == 1 else flat


def axes(x, size, step):
    rank = x.ndim - 2
    return list(zip(x.shape[2:], spread(size, rank), spread(step, rank), strict=True))


def cut(v, n):
    return min(max(v, 0), n - 1)


def nearest(x, *, size, exact, step):
    for axis, (old, new, s) in enumerate(axes(x, size, step), start=2):
        each = Fraction(s) if s > 0 else Fraction(old, new)
        middle = Fraction(exact, 2)
        at = [
            cut(math.floor((a + float(middle)) * s) if s > 0 else math.floor((a + middle) * each), old)
            for a in range(new)
        ]
        x = np.take(x, at, axis=axis)
    return x


def place(a, old, new, step, aligned):
    """Where output ``a`` lies on an axis of ``old`` pixels."""
    if aligned:
        return a * (old - 1) / (new - 1) if new > 1 else 0.0
    return (a + 0.5) * (step if step > 0 else old / new) - 0.5


def triangle(t):
    return max(0.0, 1 - abs(t))


def keys(a):
    """Cubic convolution with slope ``a``."""

    def weight(t):
        t = abs(t)
        if t <= 1:
            return (a + 2) * t**3 - (a + 3) * t**2 + 1
        return a * t**3 - 5 * a * t**2 + 8 * a * t - 4 * a if t < 2 else 0.0

    return weight


def resized(x, places, weight, reach):
    """Axis after axis: sums of taps that are cut to the image."""
    for axis, at in enumerate(places, start=2):
        rows = np.moveaxis(x, axis, 0)
        made = [
            sum(
                weight(p - k) * rows[cut(k, len(rows))]
                for k in range(math.floor(p) - reach + 1, math.floor(p) + reach + 1)
            )
            for p in at
        ]
        x = np.moveaxis(np.array(made), 0, axis)
    return x


def linear(x, *, size, step=0.0, align_corners=0):
    places = [
        [min(max(place(a, old, new, s, align_corners), 0.0), old - 1.0) for a in range(new)]
        for old, new, s in axes(x, size, step)
    ]
    return resized(x, places, triangle, 1)


def bicubic(x, *, size, step, align_corners, coefficient):
    places = [
        [place(a, old, new, s, align_corners) for a in range(new)] for old, new, s in axes(x, size, step)
    ]
    return resized(x, places, keys(coefficient), 2)


def affine_grid(theta, *, size, align_corners):
    size = spread(size, theta.shape[1])
    grid = np.zeros((len(theta), *size, len(size)))
    for at in np.ndindex(*size):
        ends = [n - 1 if align_corners else n for n in size]
        point = [
            (2 * a - (n - 1)) / m if m else 0.0
            for a, n, m in zip(at[::-1], size[::-1], ends[::-1], strict=True)
        ]
        grid[(slice(None), *at)] = theta @ np.array([*point, 1.0])
    return grid


def mirrored(v, low, high):
    """Back and forth between two mirrors."""
    span = high - low
    if span <= 0:
        return 0.0
    turns, rest = divmod(v - low, span)
    return high - rest if turns % 2 else low + rest


def pixel_of(g, n, aligned):
    return (g + 1) / 2 * (n - 1) if aligned else ((g + 1) * n - 1) / 2


def padded(v, n, padding, aligned):
    if padding == 2:
        v = mirrored(v, 0, n - 1) if aligned else mirrored(v, -0.5, n - 0.5)
    return v if padding == 0 else min(max(v, 0), n - 1)


def read(x, n, at):
    """All channels of one pixel, zeros outside."""
    inside = all(0 <= k < m for k, m in zip(at, x.shape[2:], strict=True))
    return x[(n, slice(None), *at)] if inside else np.zeros(x.shape[1])


def sampled(taps):
    """``taps(places)`` gives pixels and weights of one place; ``places`` are pixels along each axis."""

    def forward(x, grid, *, align_corners, padding, **more):
        y = np.zeros((*x.shape[:2], *grid.shape[1:-1]))
        for n, *at in np.ndindex(*grid.shape[:-1]):
            coordinates = grid[(n, *at)][::-1]
            free = [pixel_of(g, m, align_corners) for g, m in zip(coordinates, x.shape[2:], strict=True)]
            for pixel, weight in taps(free, x.shape[2:], padding, align_corners, **more):
                y[(n, slice(None), *at)] += weight * read(x, n, pixel)
        return y

    return forward


def between(free, extents, padding, aligned):
    places = [padded(v, n, padding, aligned) for v, n in zip(free, extents, strict=True)]
    low = [math.floor(p) for p in places]
    for step in product((0, 1), repeat=len(low)):
        pixel = [k + d for k, d in zip(low, step, strict=True)]
        yield pixel, math.prod(triangle(p - k) for p, k in zip(places, pixel, strict=True))


def next_to(free, extents, padding, aligned):
    places = [padded(v, n, padding, aligned) for v, n in zip(free, extents, strict=True)]
    yield [round(p) for p in places], 1.0


def around(free, extents, padding, aligned, coefficient):
    low, weight = [math.floor(p) for p in free], keys(coefficient)
    for step in product((-1, 0, 1, 2), repeat=len(low)):
        wanted = [k + d for k, d in zip(low, step, strict=True)]
        pixel = [int(padded(k, n, padding, aligned)) for k, n in zip(wanted, extents, strict=True)]
        yield pixel, math.prod(weight(p - k) for p, k in zip(free, wanted, strict=True))


def roi_align(x, boxes, image, *, size, sampling_ratio, spatial_scale, aligned):
    size, s = spread(size, 2), sampling_ratio
    y = np.zeros((len(boxes), x.shape[1], *size))
    for k, c, i, j in np.ndindex(*y.shape):
        left, top, right, bottom = boxes[k] * spatial_scale - aligned / 2
        across, down = right - left, bottom - top
        if not aligned:
            across, down = max(across, 1.0), max(down, 1.0)
        for u, v in np.ndindex(s, s):
            row = top + (i + (u + 0.5) / s) * down / size[0]
            column = left + (j + (v + 0.5) / s) * across / size[1]
            if -1 <= row <= x.shape[2] and -1 <= column <= x.shape[3]:
                taps = between((row, column), x.shape[2:], 1, 0)
                y[k, c, i, j] += sum(w * read(x, image[k], pixel)[c] for pixel, w in taps) / s**2
    return y


FORWARDS = {
    **{f"nearest_resize{rank}d": nearest for rank in (1, 2, 3)},
    "linear_upsample1d": linear,
    "bilinear_upsample2d": linear,
    "bilinear_upsample2d_aligned": lambda x, size: linear(x, size=size, align_corners=1),
    "trilinear_upsample3d": linear,
    "bicubic_upsample2d": bicubic,
    **{f"affine_grid{rank}d": affine_grid for rank in (2, 3)},
    **{f"grid_sample{rank}d": sampled(between) for rank in (2, 3)},
    **{f"grid_sample{rank}d_nearest": sampled(next_to) for rank in (2, 3)},
    "grid_sample2d_bicubic": sampled(around),
    "roi_align": roi_align,
}
