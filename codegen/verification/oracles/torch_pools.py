"""PyTorch's pooling and unpooling, called as the layers of the catalogue are.

PyTorch pads pooling windows alike on both sides and by at most half of the kernel.  Anything else is
composed here of its own pooling on a padded copy, with its own count of the windows.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from codegen.verification.oracles.torch_windows import Forward, padded, per_axis, ranked, sides

Values = Mapping[str, Any]


def axes(a: Values, o: Values, rank: int) -> list[tuple[int, ...]]:
    """Extent, padding before and behind, kernel, stride and dilation of each axis."""
    windows = (per_axis(o.get(name, 1), rank) for name in ("kernel", "stride", "dilation"))
    return list(zip(a["x"].shape[2:], *sides(o["padding"]), *windows, strict=True))


def takes(a: Values, o: Values, rank: int) -> bool:
    """Whether PyTorch's pooling has this padding; a window that sees padding alone it would read outside."""
    return all(p == q <= k // 2 and sees(n, p, k, s, d) for n, p, q, k, s, d in axes(a, o, rank))


def sees(n: int, p: int, k: int, s: int, d: int) -> bool:
    """Whether every window that begins in the padding before the image has a tap inside."""
    return all(any(0 <= d * u - at < n for u in range(k)) for at in range(p, 0, -s))


def behind(a: Values, o: Values, rank: int) -> list[int]:
    """The padding of a copy in which the windows that count are exactly those that fit.

    Rounded up, the last window begins inside the image or the padding before it (for the padding that PyTorch
    takes that is its own pooling_output_shape).
    """
    made = []
    for n, p, q, k, s, d in axes(a, o, rank):
        room = n + p + q - d * (k - 1) - 1
        count = room // s + 1
        if o.get("ceil_mode", 0):
            count = min(-(-room // s), (n + p - 1) // s) + 1
        made += [p, (count - 1) * s + d * (k - 1) + 1 - n - p]
    return made


def max_pool(torch: Any, a: Values, o: Values, rank: int) -> Any:
    f = getattr(torch.nn.functional, f"max_pool{rank}d")
    window = o["kernel"], o["stride"]
    if takes(a, o, rank):
        return f(a["x"], *window, sides(o["padding"])[0], o["dilation"], bool(o.get("ceil_mode", 0)))
    return f(padded(torch, a["x"], behind(a, o, rank), -float("inf")), *window, 0, o["dilation"])


def holed(x: Any, kernel: Sequence[int], stride: Sequence[int], steps: Sequence[int]) -> Any:
    """What each window reads, along a last axis; PyTorch has no windows with holes but those of a maximum."""
    for axis, (d, k, s) in enumerate(zip(steps, kernel, stride, strict=True), start=2):
        x = x.unfold(axis, d * (k - 1) + 1, s)[..., ::d]
    return x.flatten(2 + len(kernel))


def holed_mean(x: Any, kernel: Sequence[int], stride: Any, steps: Sequence[int]) -> Any:
    return holed(x, kernel, per_axis(stride, len(kernel)), steps).mean(dim=-1)


def avg_pool(torch: Any, a: Values, o: Values, rank: int) -> Any:
    """Composed: sums of the padded image over sums of a picture of what counts.

    Of a window larger than the image PyTorch's avg_pool3d takes nothing, padded or not.
    """
    f = getattr(torch.nn.functional, f"avg_pool{rank}d")
    kernel = per_axis(o["kernel"], rank)
    steps = per_axis(o.get("dilation", 1), rank)
    whole = set(steps) == {1}
    mean = f if whole else partial(holed_mean, steps=steps)
    if divisor := o.get("divisor_override", 0):
        above = mean(padded(torch, a["x"], behind(a, o, rank)), kernel, o["stride"])
        return above * (math.prod(kernel) / divisor)
    ceil, counted = bool(o.get("ceil_mode", 0)), bool(o.get("count_include_pad", 1))
    fits = all(k <= n for k, n in zip(kernel, a["x"].shape[2:], strict=True))
    if whole and takes(a, o, rank) and (rank < 3 or fits):
        return f(a["x"], kernel, o["stride"], sides(o["padding"])[0], ceil, counted)
    counts = torch.ones_like(a["x"].detach()[:1, :1])
    room = behind(a, o, rank)
    rest = room
    if counted:
        counts = padded(torch, counts, o["padding"], 1.0)
        rest = [v - p for v, p in zip(room, o["padding"], strict=True)]
    above = mean(padded(torch, a["x"], room), kernel, o["stride"])
    below = mean(padded(torch, counts, rest), kernel, o["stride"])
    return above / torch.where(below > 0, below, torch.ones_like(below))


def sum_pool(torch: Any, a: Values, o: Values, rank: int) -> Any:
    return avg_pool(torch, a, {**o, "divisor_override": 1}, rank)


def lp_pool(torch: Any, a: Values, o: Values, rank: int, p: float = 2.0) -> Any:
    """PyTorch raises x to the power p as it is, the layer |x|; windows with holes are composed."""
    x, p = padded(torch, a["x"], behind(a, o, rank)).abs(), o.get("p", p)
    steps, kernel, stride = (per_axis(o.get(name, 1), rank) for name in ("dilation", "kernel", "stride"))
    if set(steps) == {1}:
        return getattr(torch.nn.functional, f"lp_pool{rank}d")(x, p, o["kernel"], o["stride"])
    powers = holed(x, kernel, stride, steps).pow(p).sum(dim=-1)
    return torch.where(powers > 0, torch.where(powers > 0, powers, 1.0).pow(1 / p), 0.0)


def l2_pool_features(torch: Any, a: Values, o: Values) -> Any:
    """One-dimensional pooling along the channels."""
    rows = a["x"].movedim(1, -1)
    pooled = torch.nn.functional.lp_pool1d(rows.reshape(-1, 1, rows.shape[-1]), 2.0, o["kernel"], o["stride"])
    return pooled.reshape(*rows.shape[:-1], -1).movedim(-1, 1)


def weighted_pool2d(torch: Any, a: Values, o: Values) -> Any:
    """A depthwise convolution with the bell as its filter."""
    x = a["x"]
    u, v = (torch.arange(k, dtype=x.dtype) - (k - 1) / 2 for k in o["kernel"])
    bell = torch.exp(-(u.view(-1, 1) ** 2 + v**2) / (2 * o["sigma"] ** 2))
    filters = (bell / bell.sum()).expand(x.shape[1], 1, *o["kernel"])
    return torch.nn.functional.conv2d(padded(torch, x, o["padding"]), filters, None, o["stride"],
                                      groups=x.shape[1])  # fmt: skip


def windows(torch: Any, a: Values, o: Values) -> Any:
    """Every window as a row of taps: n, c, i, j, taps."""
    x, (kh, kw) = a["x"], o["kernel"]
    (sh, sw), (dh, dw) = o["stride"], o["dilation"]
    view = x.unfold(2, dh * (kh - 1) + 1, sh).unfold(3, dw * (kw - 1) + 1, sw)
    return view[..., ::dh, ::dw].flatten(4)


def second_order_pool2d(torch: Any, a: Values, o: Values) -> Any:
    return windows(torch, a, o).var(dim=-1, correction=0)


def covariance_pool2d(torch: Any, a: Values, o: Values) -> Any:
    taps = windows(torch, a, o)
    away = taps - taps.mean(dim=-1, keepdim=True)
    return torch.einsum("ncijt,neijt->nceij", away, away) / taps.shape[-1]


def mixed_pool2d(torch: Any, a: Values, o: Values) -> Any:
    most = max_pool(torch, a, {**o, "dilation": (1, 1)}, 2)
    return a["mix"] * most + (1 - a["mix"]) * avg_pool(torch, a, o, 2)


def pyramid(pool: str) -> Forward:
    """Adaptive pooling at the levels 1, 2, 4, one after the other."""

    def forward(torch: Any, a: Values, o: Values) -> Any:
        f = getattr(torch.nn.functional, pool)
        return torch.cat([f(a["x"], (size, size)).flatten(2) for size in (1, 2, 4)], dim=2)

    return forward


def adaptive(pool: str) -> Forward:
    return lambda torch, a, o: getattr(torch.nn.functional, pool)(a["x"], o["bins"])


def spectral_pool2d(torch: Any, a: Values, o: Values) -> Any:
    """The transform, its low frequencies, and back: of the highest of an even number both signs by half."""
    image = torch.fft.fft2(a["x"])
    for axis, (old, new) in enumerate(zip(a["x"].shape[2:], o["size"], strict=True)):
        image = low(torch, image.movedim(2 + axis, -1), old, new).movedim(-1, 2 + axis)
    scale = o["size"][0] * o["size"][1] / (a["x"].shape[2] * a["x"].shape[3])
    return torch.fft.ifft2(image).real * scale


def low(torch: Any, image: Any, old: int, new: int) -> Any:
    """The frequencies -new/2..new/2 of the last axis, cut from ``old`` of them."""
    if new == old:
        return image
    half = (new - 1) // 2
    kept = [image[..., : half + 1], image[..., old - half :] if half else image[..., :0]]
    if new % 2 == 0:
        kept.insert(1, (image[..., new // 2, None] + image[..., old - new // 2, None]) / 2)
    return torch.cat(kept, dim=-1)


def places(torch: Any, switch: Any, o: Values) -> list[Any]:
    """Rows and columns, before cutting, that the switches point at."""
    taps = switch // o["kernel"][1], switch % o["kernel"][1]
    made = []
    for axis, tap in enumerate(taps):
        i = torch.arange(switch.shape[2 + axis]).view((-1, 1) if axis == 0 else (1, -1))
        made.append(o["stride"][axis] * i + o["dilation"][axis] * tap)
    return made


def max_unpool2d(torch: Any, a: Values, o: Values) -> Any:
    """On a canvas that holds all places; padding is cut off it."""
    rows, columns = places(torch, a["switch"], o)
    each = zip(a["x"].shape[2:], o["kernel"], o["stride"], o["dilation"], o["output_padding"], strict=True)
    canvas = [(n - 1) * s + d * (k - 1) + 1 + e for n, k, s, d, e in each]
    y = torch.ops.aten.max_unpool2d(a["x"], rows * canvas[1] + columns, canvas)
    return padded(torch, y, [-p for p in o["padding"]])


def meet(torch: Any, switch: Any, o: Values) -> bool:
    """Whether two values of one channel go to the same place."""
    rows, columns = places(torch, switch, o)
    at = (rows * (int(columns.max()) + 1) + columns).flatten(2).sort(dim=2).values
    return bool((at[..., 1:] == at[..., :-1]).any())


def nearest_upsample2d(torch: Any, a: Values, o: Values) -> Any:
    size = [f * h for f, h in zip(o["factor"], a["x"].shape[2:], strict=True)]
    return torch.nn.functional.interpolate(a["x"], size=size, mode="nearest")


def zero_insert2d(torch: Any, a: Values, o: Values) -> Any:
    """A transposed convolution with one tap of weight 1."""
    x = a["x"]
    one = torch.ones((x.shape[1], 1, 1, 1), dtype=x.dtype)
    return torch.nn.functional.conv_transpose2d(x, one, stride=o["factor"], groups=x.shape[1])


def whole(kind: str, rank: int) -> Forward:
    """One bin."""
    return lambda torch, a, o: getattr(torch.nn.functional, f"adaptive_{kind}_pool{rank}d")(
        a["x"], 1
    ).flatten(1)


def score_head(torch: Any, a: Values, o: Values) -> Any:
    return torch.nn.functional.linear(whole("avg", 2)(torch, a, o), a["w"], a["b"])


POOLS: Mapping[str, Forward] = {
    **ranked(max_pool, "max_pool"),
    **ranked(avg_pool, "avg_pool"),
    "max_pool2d_ceil": lambda torch, a, o: max_pool(torch, a, o, 2),
    "avg_pool2d_ceil": lambda torch, a, o: avg_pool(torch, a, o, 2),
    **ranked(sum_pool, "sum_pool"),
    "weighted_pool2d": weighted_pool2d,
    **ranked(lp_pool, "lp_pool"),
    "lp_pool2d_ceil": lambda torch, a, o: lp_pool(torch, a, o, 2),
    "l2_pool2d": lambda torch, a, o: lp_pool(torch, a, o, 2),
    "l2_pool_features": l2_pool_features,
    "second_order_pool2d": second_order_pool2d,
    "covariance_pool2d": covariance_pool2d,
    "mixed_pool2d": mixed_pool2d,
    **{f"adaptive_max_pool{rank}d": adaptive(f"adaptive_max_pool{rank}d") for rank in (1, 2, 3)},
    **{f"adaptive_avg_pool{rank}d": adaptive(f"adaptive_avg_pool{rank}d") for rank in (1, 2, 3)},
    "spatial_pyramid_pool2d": pyramid("adaptive_max_pool2d"),
    "spatial_pyramid_avg_pool2d": pyramid("adaptive_avg_pool2d"),
    "spectral_pool2d": spectral_pool2d,
    **{f"global_avg_pool{rank}d": whole("avg", rank) for rank in (1, 2, 3)},
    **{f"global_max_pool{rank}d": whole("max", rank) for rank in (1, 2, 3)},
    "global_sum_pool2d": lambda torch, a, o: a["x"].sum(dim=(2, 3)),
    "score_head": score_head,
    "max_unpool2d": max_unpool2d,
    "nearest_upsample2d": nearest_upsample2d,
    "zero_insert2d": zero_insert2d,
}

__all__ = ["POOLS", "meet"]
