"""PyTorch's resizing and sampling, called as the layers are: ``torch.ops.aten`` takes a size and factors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from codegen.verification.oracles.torch_windows import Forward, per_axis

Values = Mapping[str, Any]
MODES = ("zeros", "border", "reflection")


def scales(o: Values, rank: int) -> list[float | None]:
    """PyTorch's factors are those of the output; it has none where the sizes say it."""
    return [1 / s if s > 0 else None for s in per_axis(o.get("step", 0.0), rank)]


def resize(name: str, rank: int) -> Forward:
    """An operation that takes size and factors; ``align_corners`` stands between them where it has it."""

    def forward(torch: Any, a: Values, o: Values) -> Any:
        corners = [bool(o.get("align_corners", 0))] if "nearest" not in name else []
        said = name.replace("upsample_nearest", "_upsample_nearest_exact") if o.get("exact") else name
        f = getattr(torch.ops.aten, said)
        return f(a["x"], per_axis(o["size"], rank), *corners, *scales(o, rank))

    return forward


def rounded_elsewhere(torch: Any, a: Values, o: Values) -> bool:
    """Whether a place computed in single precision lies in another pixel than the exact one."""
    rank = a["x"].ndim - 2
    axes = zip(a["x"].shape[2:], per_axis(o["size"], rank), per_axis(o["step"], rank), strict=True)
    return any(_moved(old, new, step, o["exact"]) for old, new, step in axes)


def _moved(old: int, new: int, step: float, exact: int) -> bool:
    one = np.float32
    near = one(1 / (1 / step)) if step > 0 else one(old) / one(new)
    theirs = np.floor((np.arange(new, dtype=one) + one(exact / 2)) * near)
    places = np.arange(new) + exact / 2
    ours = np.floor(places * step) if step > 0 else (2 * np.arange(new) + exact) * old // (2 * new)
    return bool(np.any(np.minimum(theirs, old - 1) != np.clip(ours, 0, old - 1)))


def taken_from_sizes(torch: Any, a: Values, o: Values) -> bool:
    """Whether PyTorch may forget a factor: along an axis as long as before, or twice as long."""
    rank = a["x"].ndim - 2
    axes = zip(a["x"].shape[2:], per_axis(o["size"], rank), per_axis(o["step"], rank), strict=True)
    forgotten = (step > 0 and new in (old, 2 * old) and step * new != old for old, new, step in axes)
    return not o.get("align_corners") and any(forgotten)


def another_curve(torch: Any, a: Values, o: Values) -> bool:
    """Whether the slope is one that PyTorch does not have."""
    return bool(o["coefficient"] != -0.75)


def aligned(torch: Any, a: Values, o: Values) -> Any:
    size = per_axis(o["size"], 2)
    return torch.nn.functional.interpolate(a["x"], size=size, mode="bilinear", align_corners=True)


def affine_grid(torch: Any, a: Values, o: Values) -> Any:
    size = per_axis(o["size"], a["theta"].shape[1])
    return torch.nn.functional.affine_grid(a["theta"], (len(a["theta"]), 1, *size), bool(o["align_corners"]))


def grid_sample(mode: str) -> Forward:
    return lambda torch, a, o: torch.nn.functional.grid_sample(
        a["x"], a["grid"], mode, MODES[o["padding"]], bool(o["align_corners"])
    )


def _samples(torch: Any, a: Values, o: Values) -> list[Any]:
    """Where the samples of each region lie, by rows and by columns."""
    x, s, size = a["x"], o["sampling_ratio"], per_axis(o["size"], 2)
    corner = a["boxes"] * o["spatial_scale"] - o["aligned"] / 2
    made = []
    for e, count in zip((1, 0), size, strict=True):
        length = corner[:, e + 2] - corner[:, e]
        length = length if o["aligned"] else length.clamp(min=1)
        at = (torch.arange(count * s, dtype=x.dtype) + 0.5) / s
        made.append(corner[:, e, None] + at * (length / count)[:, None])
    return made


def off_a_whole_place(torch: Any, a: Values, o: Values) -> bool:
    """Whether PyTorch takes a sample at a whole number for one beside it, on a side of the kink.

    Its grid may round it there; on the first pixel of several it has the slope from outside, the layer that
    from the right.
    """
    ends = list(zip(_samples(torch, a, o), a["x"].shape[2:], strict=True))
    held = [(place.clamp(0, n - 1), n) for place, n in ends]
    rounded = any(
        bool(((at == at.round()) & ((((2 * at + 1) / n - 1 + 1) * n - 1) / 2 != at)).any()) for at, n in held
    )
    return rounded or any(n > 1 and bool((place == 0).any()) for place, n in ends)


def roi_align(torch: Any, a: Values, o: Values) -> Any:
    """Composed of PyTorch's sampling: the places of all samples as a grid, the mean over those of a bin."""
    x, s = a["x"], o["sampling_ratio"]
    places, inside = [], []
    for place, n in zip(_samples(torch, a, o), x.shape[2:], strict=True):
        inside.append(((place >= -1) & (place <= n)).to(x.dtype))
        places.append((2 * place.clamp(0, n - 1) + 1) / n - 1)
    rows, columns = torch.broadcast_tensors(places[0][:, :, None], places[1][:, None, :])
    grid = torch.stack([columns, rows], dim=-1)
    read = torch.nn.functional.grid_sample(x[a["image"]], grid, "bilinear", "border", False)
    read = read * (inside[0][:, :, None] * inside[1][:, None, :])[:, None]
    return torch.nn.functional.avg_pool2d(read, s)


SAMPLING: Mapping[str, Forward] = {
    **{f"nearest_resize{rank}d": resize(f"upsample_nearest{rank}d", rank) for rank in (1, 2, 3)},
    "linear_upsample1d": resize("upsample_linear1d", 1),
    "bilinear_upsample2d": resize("upsample_bilinear2d", 2),
    "bilinear_upsample2d_aligned": aligned,
    "trilinear_upsample3d": resize("upsample_trilinear3d", 3),
    "bicubic_upsample2d": resize("upsample_bicubic2d", 2),
    **{f"affine_grid{rank}d": affine_grid for rank in (2, 3)},
    **{f"grid_sample{rank}d": grid_sample("bilinear") for rank in (2, 3)},
    **{f"grid_sample{rank}d_nearest": grid_sample("nearest") for rank in (2, 3)},
    "grid_sample2d_bicubic": grid_sample("bicubic"),
    "roi_align": roi_align,
}

__all__ = ["SAMPLING", "another_curve", "off_a_whole_place", "rounded_elsewhere", "taken_from_sizes"]
