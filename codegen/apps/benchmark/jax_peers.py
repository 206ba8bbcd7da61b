"""Benchmark data: what JAX calls the layers of the catalogue.

Each entry takes jax, the inputs by name and all options by name, and returns the first output; it is
compiled as a whole.  Layers that JAX has no function for are composed of its operations.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from codegen.apps.benchmark.contenders import Forward
from codegen.verification.oracles.torch_windows import per_axis

Values = Mapping[str, Any]
LETTERS = {1: ("NCW", "OIW", "NCW"), 2: ("NCHW", "OIHW", "NCHW"), 3: ("NCDHW", "OIDHW", "NCDHW")}


def _pairs(o: Values, rank: int) -> list[tuple[int, int]]:
    """What stands before and behind each axis."""
    edges = o.get("padding", (0,) * 2 * rank)
    return list(zip(edges[::2], edges[1::2], strict=True))


def _along_channels(b: Any, rank: int) -> Any:
    return b.reshape(1, -1, *[1] * rank)


def convolved(jax: Any, x: Any, w: Any, o: Values, rank: int, groups: int) -> Any:
    return jax.lax.conv_general_dilated(
        x, w, per_axis(o.get("stride", 1), rank), _pairs(o, rank),
        rhs_dilation=per_axis(o.get("dilation", 1), rank), dimension_numbers=LETTERS[rank],
        feature_group_count=groups,
    )  # fmt: skip


def conv(jax: Any, a: Values, o: Values, rank: int) -> Any:
    return convolved(jax, a["x"], a["w"], o, rank, o["groups"]) + _along_channels(a["b"], rank)


def depthwise(jax: Any, a: Values, o: Values) -> Any:
    return convolved(jax, a["x"], a["w"], o, 2, a["x"].shape[1]) + _along_channels(a["b"], 2)


def causal(jax: Any, a: Values, o: Values) -> Any:
    past = {"padding": (o["dilation"] * (a["w"].shape[2] - 1), 0), "dilation": o["dilation"]}
    return convolved(jax, a["x"], a["w"], past, 1, 1) + _along_channels(a["b"], 1)


def transposed(jax: Any, a: Values, o: Values) -> Any:
    """The forward of a convolution over the image with its pixels set apart."""
    (sh, sw), (dh, dw), (eh, ew) = o["stride"], o["dilation"], o["output_padding"]
    w = a["w"][:, :, ::-1, ::-1]
    channels, out, kh, kw = w.shape
    groups = o["groups"]
    w = w.reshape(groups, channels // groups, out, kh, kw).swapaxes(1, 2)
    (top, bottom), (left, right) = _pairs(o, 2)
    rows = (dh * (kh - 1) - top, dh * (kh - 1) - bottom + eh)
    columns = (dw * (kw - 1) - left, dw * (kw - 1) - right + ew)
    y = jax.lax.conv_general_dilated(
        a["x"], w.reshape(groups * out, channels // groups, kh, kw), (1, 1), [rows, columns],
        lhs_dilation=(sh, sw), rhs_dilation=(dh, dw), dimension_numbers=LETTERS[2],
        feature_group_count=groups,
    )  # fmt: skip
    return y + _along_channels(a["b"], 2)


def dense(jax: Any, a: Values, o: Values) -> Any:
    return a["x"] @ a["w"].T + a["b"]


def normed(jax: Any, x: Any, axes: Sequence[int], o: Values) -> Any:
    mean = x.mean(axes, keepdims=True)
    return (x - mean) * jax.lax.rsqrt(x.var(axes, keepdims=True) + o["eps"])


def _scaled(y: Any, a: Values, shape: Sequence[int]) -> Any:
    return y * a["gamma"].reshape(shape) + a["beta"].reshape(shape)


def batch_norm(jax: Any, a: Values, o: Values) -> Any:
    x = a["x"]
    axes = (0, *range(2, x.ndim))
    return _scaled(normed(jax, x, axes, o), a, (-1, *[1] * (x.ndim - 2)))


def batch_norm_inference(jax: Any, a: Values, o: Values) -> Any:
    shape = (-1, *[1] * (a["x"].ndim - 2))
    mean, var = (a[name].reshape(shape) for name in ("running_mean", "running_var"))
    return _scaled((a["x"] - mean) * jax.lax.rsqrt(var + o["eps"]), a, shape)


def layer_norm(jax: Any, a: Values, o: Values) -> Any:
    x = a["x"]
    return normed(jax, x, range(1, x.ndim), o) * a["gamma"] + a["beta"]


def instance_norm(jax: Any, a: Values, o: Values) -> Any:
    return _scaled(normed(jax, a["x"], (2, 3), o), a, (-1, 1, 1))


def group_norm(jax: Any, a: Values, o: Values) -> Any:
    x = a["x"]
    y = normed(jax, x.reshape(x.shape[0], o["groups"], -1), (2,), o)
    return _scaled(y.reshape(x.shape), a, (-1, 1, 1))


def pooled(jax: Any, x: Any, o: Values, start: float, join: Any) -> Any:
    """The windows of two axes joined; JAX's own window reduction."""
    kernel, stride = ((1, 1, *o[name]) for name in ("kernel", "stride"))
    return jax.lax.reduce_window(x, start, join, kernel, stride, [(0, 0), (0, 0), *_pairs(o, 2)])


def max_pool(jax: Any, a: Values, o: Values) -> Any:
    return pooled(jax, a["x"], o, -float("inf"), jax.lax.max)


def sum_pool(jax: Any, a: Values, o: Values) -> Any:
    return pooled(jax, a["x"], o, 0.0, jax.lax.add)


def avg_pool(jax: Any, a: Values, o: Values) -> Any:
    kh, kw = o["kernel"]
    return sum_pool(jax, a, o) / (kh * kw)


def lp_pool(jax: Any, a: Values, o: Values) -> Any:
    p = o.get("p", 2.0)
    return sum_pool(jax, {"x": abs(a["x"]) ** p}, o) ** (1 / p)


def response_norm(jax: Any, a: Values, o: Values) -> Any:
    half = o["size"] // 2
    sums = jax.lax.reduce_window(
        a["x"] ** 2,
        0.0,
        jax.lax.add,
        (1, 2 * half + 1, 1, 1),
        (1,) * 4,
        [(0, 0), (half, half), (0, 0), (0, 0)],
    )
    return a["x"] * (o["k"] + o["alpha"] * sums) ** -o["beta"]


def cross_entropy(jax: Any, a: Values, o: Values) -> Any:
    scores = jax.nn.log_softmax(a["x"], axis=1)
    return -jax.numpy.take_along_axis(scores, a["t"][:, None], axis=1)[:, 0]


def resized(jax: Any, a: Values, o: Values) -> Any:
    return jax.image.resize(a["x"], (*a["x"].shape[:2], *o["size"]), "bilinear")


def nearest(jax: Any, a: Values, o: Values) -> Any:
    rows, columns = o["factor"]
    return a["x"].repeat(rows, 2).repeat(columns, 3)


def deformable(jax: Any, a: Values, o: Values) -> Any:
    """Sampling of every channel by JAX's ``map_coordinates``, then one contraction; without groups."""
    (kh, kw), (oh, ow) = a["w"].shape[2:], a["offset"].shape[2:]
    n = a["x"].shape[0]
    shift = a["offset"].reshape(n, kh, kw, 2, oh, ow)

    def places(axis: int, taps: int, windows: int) -> Any:
        i, u = jax.numpy.arange(windows), jax.numpy.arange(taps)
        return o["stride"][axis] * i[None] + o["dilation"][axis] * u[:, None] - o["padding"][2 * axis]

    rows = places(0, kh, oh)[:, None, :, None] + shift[:, :, :, 0]
    columns = places(1, kw, ow)[None, :, None, :] + shift[:, :, :, 1]
    sample = partial(jax.scipy.ndimage.map_coordinates, order=1, mode="constant")
    one_image = jax.vmap(lambda channel, at: sample(channel, at), (0, None))
    taps = jax.vmap(lambda image, r, c: one_image(image, [r, c]))(a["x"], rows, columns)
    taps = taps * a["mask"].reshape(n, 1, kh, kw, oh, ow)
    return jax.numpy.einsum("ncuvij,ocuv->noij", taps, a["w"]) + _along_channels(a["b"], 2)


def squared_error(jax: Any, a: Values, o: Values, reduce: Callable[[Any], Any]) -> Any:
    return reduce((a["x"] - a["t"]) ** 2)


def of_x(name: str, **fixed: Any) -> Forward:
    """A function of ``jax.nn`` that takes x alone."""
    return lambda jax, a, o: getattr(jax.nn, name)(a["x"], **fixed)


ACTIVATIONS: Mapping[str, Forward] = {
    **{name: of_x(name) for name in ("relu", "selu", "silu", "hard_sigmoid", "sigmoid", "mish")},
    "leaky_relu": lambda jax, a, o: jax.nn.leaky_relu(a["x"], o["slope"]),
    "prelu": lambda jax, a, o: jax.numpy.where(a["x"] > 0, a["x"], _along_channels(a["a"], 2) * a["x"]),
    "elu": lambda jax, a, o: jax.nn.elu(a["x"], o["alpha"]),
    "gelu": of_x("gelu", approximate=False),
    "gelu_tanh": of_x("gelu", approximate=True),
    "softplus": lambda jax, a, o: jax.nn.softplus(o["beta"] * a["x"]) / o["beta"],
    "hard_swish": of_x("hard_swish"),
    "tanh": lambda jax, a, o: jax.numpy.tanh(a["x"]),
    "softsign": of_x("soft_sign"),
    "softmax": of_x("softmax", axis=1),
    "log_softmax": of_x("log_softmax", axis=1),
}

JAX_PEERS: Mapping[str, Forward] = {
    **{f"conv{rank}d": partial(conv, rank=rank) for rank in LETTERS},
    "depthwise_conv2d": depthwise,
    "causal_conv1d": causal,
    "conv_transpose2d": transposed,
    "deform_conv2d": deformable,
    "dense": dense,
    **dict.fromkeys(("batch_norm_features", "batch_norm1d", "batch_norm", "batch_norm3d"), batch_norm),
    "batch_norm_inference": batch_norm_inference,
    "layer_norm": layer_norm,
    "layer_norm2d": layer_norm,
    "instance_norm": instance_norm,
    "group_norm": group_norm,
    "local_response_norm": response_norm,
    "max_pool2d": max_pool,
    "sum_pool2d": sum_pool,
    "avg_pool2d": avg_pool,
    "lp_pool2d": lp_pool,
    "l2_pool2d": lp_pool,
    "global_avg_pool2d": lambda jax, a, o: a["x"].mean((2, 3)),
    "nearest_upsample2d": nearest,
    "bilinear_upsample2d": resized,
    "cross_entropy": cross_entropy,
    "cross_entropy_sum": lambda jax, a, o: (cross_entropy(jax, a, o) * a["w"][a["t"]]).sum(),
    "mse_loss": partial(squared_error, reduce=lambda e: e.mean()),
    "mse_loss_sum": partial(squared_error, reduce=lambda e: e.sum()),
    "squared_error_loss": partial(squared_error, reduce=lambda e: e),
    "conv_bias_relu": lambda jax, a, o: jax.nn.relu(conv(jax, a, o, 2)),
    **ACTIVATIONS,
}

__all__ = ["JAX_PEERS"]
