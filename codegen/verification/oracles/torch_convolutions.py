"""PyTorch's convolutions and what is built from them, called as the layers of the catalogue are.

Where PyTorch has an option of its own it is used; what it lacks (padding that differs per side, an output
padding beyond the stride) is done to a copy by ``pad``, which crops where an amount is negative.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codegen.verification.oracles.torch_windows import Forward, padded, per_axis, ranked, sides

Values = Mapping[str, Any]


def convolved(torch: Any, x: Any, w: Any, b: Any, o: Values, rank: int, groups: int = 1) -> Any:
    """The convolution itself, with PyTorch's own padding where both sides have the same."""
    f = getattr(torch.nn.functional, f"conv{rank}d")
    before, after = sides(o["padding"])
    if before != after:
        x, before = padded(torch, x, o["padding"]), (0,) * rank
    return f(x, w, b, o["stride"], before, o["dilation"], groups)


def conv(torch: Any, a: Values, o: Values, rank: int) -> Any:
    return convolved(torch, a["x"], a["w"], a["b"], o, rank, o["groups"])


def same_conv(torch: Any, a: Values, o: Values, rank: int) -> Any:
    f = getattr(torch.nn.functional, f"conv{rank}d")
    return f(a["x"], a["w"], a["b"], padding="same", dilation=o["dilation"], groups=o["groups"])


def true_conv2d(torch: Any, a: Values, o: Values) -> Any:
    return convolved(torch, a["x"], a["w"].flip(2, 3), a["b"], o, 2, o["groups"])


def conv_transpose(torch: Any, a: Values, o: Values, rank: int) -> Any:
    """PyTorch's options where it takes them; else padding is a crop of the whole result."""
    f = getattr(torch.nn.functional, f"conv_transpose{rank}d")
    before, after = sides(o["padding"])
    more, stride, dilation = (per_axis(o[k], rank) for k in ("output_padding", "stride", "dilation"))
    small = all(e < max(s, d) for e, s, d in zip(more, stride, dilation, strict=True))
    if before == after and small:
        return f(a["x"], a["w"], a["b"], stride, before, more, o["groups"], dilation)
    y = f(a["x"], a["w"], None, stride, 0, 0, o["groups"], dilation)
    grown = padded(torch, y, [v for e in more for v in (0, e)])
    return padded(torch, grown, [-p for p in o["padding"]]) + a["b"].reshape(1, -1, *[1] * rank)


def at_each_pixel(torch: Any, x: Any, w: Any, b: Any = None, stride: Any = 1, groups: int = 1) -> Any:
    return torch.nn.functional.conv2d(x, w[:, :, None, None], b, stride, groups=groups)


def pointwise_conv2d(torch: Any, a: Values, o: Values) -> Any:
    return at_each_pixel(torch, a["x"], a["w"], a["b"], o["stride"], o["groups"])


def depthwise_conv2d(torch: Any, a: Values, o: Values) -> Any:
    return convolved(torch, a["x"], a["w"], a["b"], o, 2, a["x"].shape[1])


def depthwise_separable_conv2d(torch: Any, a: Values, o: Values) -> Any:
    z = convolved(torch, a["x"], a["w_depth"], None, o, 2, a["x"].shape[1])
    return at_each_pixel(torch, z, a["w_point"], a["b"])


def column_then_row(torch: Any, x: Any, a: Values, o: Values) -> Any:
    """The two one-dimensional filters as one of rank 1: their products are the weights."""
    return convolved(torch, x, a["w_column"] * a["w_row"], a["b"], o, 2, x.shape[1])


def flattened_conv2d(torch: Any, a: Values, o: Values) -> Any:
    return column_then_row(torch, at_each_pixel(torch, a["x"], a["w_channel"]), a, o)


def cross_channel_spatial_conv2d(torch: Any, a: Values, o: Values) -> Any:
    z = at_each_pixel(torch, a["x"], a["w_point"], a["b_point"])
    return convolved(torch, z, a["w"], a["b"], o, 2, o["groups"])


def causal(torch: Any, x: Any, w: Any, b: Any, dilation: int, groups: int = 1) -> Any:
    past = torch.nn.functional.pad(x, (dilation * (w.shape[2] - 1), 0))
    return torch.nn.functional.conv1d(past, w, b, dilation=dilation, groups=groups)


def causal_conv1d(torch: Any, a: Values, o: Values) -> Any:
    return causal(torch, a["x"], a["w"], a["b"], o["dilation"], o["groups"])


def tcn_block(torch: Any, a: Values, o: Values) -> Any:
    hidden = torch.relu(causal(torch, a["x"], a["w1"], a["b1"], o["dilation"]))
    hidden = torch.relu(causal(torch, hidden, a["w2"], a["b2"], o["dilation"]))
    return torch.relu(hidden + torch.nn.functional.conv1d(a["x"], a["w3"], a["b3"]))


def locally_connected2d(torch: Any, a: Values, o: Values) -> Any:
    """Every window as a column (im2col), then one contraction per position."""
    w = a["w"]
    x = padded(torch, a["x"], o["padding"])
    columns = torch.nn.functional.unfold(x, w.shape[4:], o["dilation"], 0, o["stride"])
    taps = columns.view(x.shape[0], *w.shape[3:], *w.shape[1:3])
    return torch.einsum("ncuvij,oijcuv->noij", taps, w) + a["b"]


def coord_conv2d(torch: Any, a: Values, o: Values) -> Any:
    x = a["x"]
    n, _, h, w = x.shape
    row, column = (torch.linspace(-1, 1, size, dtype=x.dtype) for size in (h, w))
    added = torch.stack([row.view(h, 1).expand(h, w), column.view(1, w).expand(h, w)])
    z = torch.cat([x, added.expand(n, 2, h, w)], dim=1)
    return convolved(torch, z, a["w"], a["b"], o, 2)


def deform_conv2d(torch: Any, a: Values, o: Values) -> Any:
    """Bilinear sampling by four look-ups, then one contraction; autograd knows nothing of closed forms."""
    w, offset = a["w"], a["offset"]
    (kh, kw), (oh, ow), n = w.shape[2:], offset.shape[2:], offset.shape[0]
    shifts = offset.view(n, o["offset_groups"], kh, kw, 2, oh, ow)
    rows = _grid(torch, o, 0, kh, oh) + shifts[:, :, :, :, 0]
    columns = _grid(torch, o, 1, kw, ow).permute(1, 0, 3, 2) + shifts[:, :, :, :, 1]
    taps = sampled(torch, a["x"], rows, columns)
    taps = taps * a["mask"].view(n, o["offset_groups"], 1, kh, kw, oh, ow)
    taps = taps.reshape(n, o["groups"], -1, kh, kw, oh, ow)
    filters = w.view(o["groups"], -1, *w.shape[1:])
    made = torch.einsum("ngcuvij,gocuv->ngoij", taps, filters)
    return made.reshape(n, -1, oh, ow) + a["b"].view(1, -1, 1, 1)


def _grid(torch: Any, o: Values, axis: int, taps: int, windows: int) -> Any:
    """Tap u of window i without its offset, as u, 1, i, 1."""
    i, u = torch.arange(windows).view(1, 1, -1, 1), torch.arange(taps).view(-1, 1, 1, 1)
    return o["stride"][axis] * i + o["dilation"][axis] * u - o["padding"][2 * axis]


def sampled(torch: Any, x: Any, y: Any, z: Any) -> Any:
    """x at fractional rows y and columns z, both (n, e, u, v, i, j); at a whole number from the right."""
    n, e = y.shape[:2]
    rows, columns = x.shape[2:]
    image = x.view(n, e, -1, rows * columns)
    top, left = torch.floor(y.detach()), torch.floor(z.detach())
    down, right = y - top, z - left
    found = torch.zeros(())
    for r, vertical in ((top, 1 - down), (top + 1, down)):
        for c, horizontal in ((left, 1 - right), (left + 1, right)):
            inside = (r >= 0) & (r < rows) & (c >= 0) & (c < columns)
            at = (r.clamp(0, rows - 1) * columns + c.clamp(0, columns - 1)).long().view(n, e, 1, -1)
            value = torch.gather(image, 3, at.expand(-1, -1, image.shape[2], -1))
            weight = vertical * horizontal * inside
            found = found + value.view(n, e, image.shape[2], *y.shape[2:]) * weight[:, :, None]
    return found


def conv_bias_relu(torch: Any, a: Values, o: Values) -> Any:
    return torch.relu(conv(torch, a, o, 2))


CONVOLUTIONS: Mapping[str, Forward] = {
    **ranked(conv, "conv"),
    **ranked(same_conv, "same_conv"),
    **ranked(conv_transpose, "conv_transpose"),
    "true_conv2d": true_conv2d,
    "pointwise_conv2d": pointwise_conv2d,
    "depthwise_conv2d": depthwise_conv2d,
    "depthwise_separable_conv2d": depthwise_separable_conv2d,
    "spatial_separable_conv2d": lambda torch, a, o: column_then_row(torch, a["x"], a, o),
    "flattened_conv2d": flattened_conv2d,
    "cross_channel_spatial_conv2d": cross_channel_spatial_conv2d,
    "causal_conv1d": causal_conv1d,
    "tcn_block": tcn_block,
    "locally_connected2d": locally_connected2d,
    "coord_conv2d": coord_conv2d,
    "deform_conv2d": deform_conv2d,
    "conv_bias_relu": conv_bias_relu,
}

__all__ = ["CONVOLUTIONS", "convolved"]
