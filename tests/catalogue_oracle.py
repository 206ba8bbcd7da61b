"""Naive forwards of the catalogue's layers, straight from their definitions in the literature.

Nothing here imports the project: a mistake in its notation cannot hide in both places.  Options come as
the kernels take them: a number per option, or a tuple with one entry per axis (paddings: before, after).
"""

import cmath
import math
from itertools import product

import numpy as np

from tests import beyond_oracle, sampling_oracle


def spread(option, rank):
    """A number or tuple as ``rank`` numbers."""
    flat = [int(v) for v in np.ravel(option)]
    return flat * rank if len(flat) == 1 else flat


def sides(padding):
    """(before, after) per axis."""
    flat = [int(v) for v in np.ravel(padding)]
    return list(zip(flat[::2], flat[1::2], strict=True))


def count(size, kernel, stride, dilation, before, after):
    """How many windows fit, by trying one after the other."""
    fits = 0
    while stride * fits + dilation * (kernel - 1) < size + before + after:
        fits += 1
    return fits


def rounded_up(size, kernel, stride, dilation, before, after):
    """Windows that end outside count, too, if they begin inside the image or the padding before it."""
    fits = 0
    reach = size + before + after + stride - 1
    while stride * fits + dilation * (kernel - 1) < reach and stride * fits < size + before:
        fits += 1
    return fits


def read(x, n, c, at, outside=0.0):
    inside = all(0 <= a < size for a, size in zip(at, x.shape[2:], strict=True))
    return x[(n, c, *at)] if inside else outside


class Slide:
    """The windows of a layer: their number and the pixels under their taps."""

    def __init__(self, x, kernel, stride, padding, dilation=1, ceil_mode=0):
        rank = x.ndim - 2
        self.kernel, self.stride = spread(kernel, rank), spread(stride, rank)
        self.dilation, self.sides = spread(dilation, rank), sides(padding)
        rule = rounded_up if ceil_mode else count
        self.shape = tuple(
            rule(size, k, s, d, p, q)
            for size, k, s, d, (p, q) in zip(
                x.shape[2:], self.kernel, self.stride, self.dilation, self.sides, strict=True
            )
        )

    def taps(self):
        return np.ndindex(*self.kernel)

    def pixel(self, window, tap):
        both = zip(window, tap, self.stride, self.dilation, self.sides, strict=True)
        return tuple(i * s + u * d - p for i, u, s, d, (p, _) in both)


def conv(x, w, b, *, stride, padding, dilation, groups=1, flipped=False):
    slide = Slide(x, w.shape[2:], stride, padding, dilation)
    channels, per_group = w.shape[1], w.shape[0] // groups
    y = np.zeros((x.shape[0], w.shape[0], *slide.shape))
    for n, o, *window in np.ndindex(*y.shape):
        y[(n, o, *window)] = b[o]
        for c, *tap in product(range(channels), *map(range, slide.kernel)):
            weight = w[(o, c, *(k - 1 - u for k, u in zip(slide.kernel, tap, strict=True)))]
            weight = weight if flipped else w[(o, c, *tap)]
            pixel = read(x, n, (o // per_group) * channels + c, slide.pixel(window, tap))
            y[(n, o, *window)] += weight * pixel
    return y


def true_conv2d(x, w, b, **options):
    return conv(x, w, b, flipped=True, **options)


def same_conv(x, w, b, *, dilation, groups):
    rank = x.ndim - 2
    spans = [d * (k - 1) for d, k in zip(spread(dilation, rank), w.shape[2:], strict=True)]
    padding = [side for span in spans for side in (span // 2, span - span // 2)]
    return conv(x, w, b, stride=1, padding=padding, dilation=dilation, groups=groups)


def pointwise_conv2d(x, w, b, *, stride=1, groups=1):
    plain = {"padding": (0, 0, 0, 0), "dilation": 1}
    return conv(x, w[:, :, None, None], b, stride=stride, groups=groups, **plain)


def depthwise_conv2d(x, w, b, **options):
    return conv(x, w, b, groups=x.shape[1], **options)


def depthwise_separable_conv2d(x, w_depth, w_point, b, **options):
    z = depthwise_conv2d(x, w_depth, np.zeros(len(w_depth)), **options)
    return np.einsum("nmij,om->noij", z, w_point) + b[None, :, None, None]


def spatial_separable_conv2d(x, w_column, w_row, b, **options):
    """One convolution with the outer product of column and row."""
    return conv(x, w_column * w_row, b, groups=x.shape[1], **options)


def flattened_conv2d(x, w_channel, w_column, w_row, b, **options):
    """One convolution with the outer product of all three filters."""
    w = w_channel[:, :, None, None] * w_column * w_row
    return conv(x, w, b, **options)


def cross_channel_spatial_conv2d(x, w_point, b_point, w, b, **options):
    z = np.einsum("ncij,oc->noij", x, w_point) + b_point[None, :, None, None]
    return conv(z, w, b, **options)


def conv_transpose(x, w, b, *, stride, padding, output_padding, dilation, groups):
    """Every input element throws its filter onto the output."""
    rank = x.ndim - 2
    stride, dilation, more = spread(stride, rank), spread(dilation, rank), spread(output_padding, rank)
    border = sides(padding)
    shape = [
        (h - 1) * s + d * (k - 1) + 1 - p - q + e
        for h, s, d, k, (p, q), e in zip(
            x.shape[2:], stride, dilation, w.shape[2:], border, more, strict=True
        )
    ]
    per_group = w.shape[1]
    y = np.zeros((x.shape[0], groups * per_group, *shape)) + b.reshape(1, -1, *[1] * rank)
    for n, c, *i in np.ndindex(*x.shape):
        group = c // (x.shape[1] // groups)
        for o, *u in np.ndindex(*w.shape[1:]):
            at = [
                s * a + d * t - p for s, a, d, t, (p, _) in zip(stride, i, dilation, u, border, strict=True)
            ]
            if all(0 <= a < size for a, size in zip(at, shape, strict=True)):
                y[(n, group * per_group + o, *at)] += w[(c, o, *u)] * x[(n, c, *i)]
    return y


def causal_conv1d(x, w, b, *, dilation, groups=1):
    y = np.zeros((x.shape[0], w.shape[0], x.shape[2])) + b[None, :, None]
    for n, o, t, c, u in np.ndindex(*y.shape, *w.shape[1:]):
        past = t - dilation * (w.shape[2] - 1 - u)
        first = o // (w.shape[0] // groups) * w.shape[1]
        if past >= 0:
            y[n, o, t] += w[o, c, u] * x[n, first + c, past]
    return y


def tcn_block(x, w1, b1, w2, b2, w3, b3, *, dilation):
    h = relu(causal_conv1d(x, w1, b1, dilation=dilation))
    h = relu(causal_conv1d(h, w2, b2, dilation=dilation))
    return relu(h + causal_conv1d(x, w3, b3, dilation=1))


def locally_connected2d(x, w, b, *, stride, padding, dilation):
    slide = Slide(x, w.shape[4:], stride, padding, dilation)
    y = np.zeros((x.shape[0], w.shape[0], *slide.shape))
    for n, o, i, j in np.ndindex(*y.shape):
        y[n, o, i, j] = b[o, i, j]
        for c, u, v in np.ndindex(*w.shape[3:]):
            y[n, o, i, j] += w[o, i, j, c, u, v] * read(x, n, c, slide.pixel((i, j), (u, v)))
    return y


def coord_conv2d(x, w, b, **options):
    rows = np.linspace(-1, 1, x.shape[2]) if x.shape[2] > 1 else np.array([-1.0])
    columns = np.linspace(-1, 1, x.shape[3]) if x.shape[3] > 1 else np.array([-1.0])
    grid = np.stack(np.meshgrid(rows, columns, indexing="ij"))
    full = np.concatenate([x, np.broadcast_to(grid, (len(x), *grid.shape))], axis=1)
    return conv(full, w, b, **options)


def max_pool(x, *, kernel, stride, padding, dilation=1, ceil_mode=0):
    slide = Slide(x, kernel, stride, padding, dilation, ceil_mode)
    y, switch = np.full((*x.shape[:2], *slide.shape), -np.inf), None
    switch = np.full(y.shape, -1)
    for at in np.ndindex(*y.shape):
        for number, tap in enumerate(slide.taps()):
            value = read(x, at[0], at[1], slide.pixel(at[2:], tap), outside=None)
            if value is not None and (switch[at] == -1 or value > y[at]):
                y[at], switch[at] = value, number
    return y, switch


def window_values(x, slide, at):
    return [read(x, at[0], at[1], slide.pixel(at[2:], tap)) for tap in slide.taps()]


def over_windows(x, slide, f):
    y = np.zeros((*x.shape[:2], *slide.shape))
    for at in np.ndindex(*y.shape):
        y[at] = f(window_values(x, slide, at))
    return y


def avg_pool2d(x, **options):
    return over_windows(x, Slide(x, **options), lambda values: sum(values) / len(values))


def counted_avg_pool(x, *, kernel, stride, padding, dilation, ceil_mode, count_include_pad, divisor_override):
    slide = Slide(x, kernel, stride, padding, dilation, ceil_mode)
    y = np.zeros((*x.shape[:2], *slide.shape))
    for at in np.ndindex(*y.shape):
        number = 0
        for tap in slide.taps():
            pixel = slide.pixel(at[2:], tap)
            number += all(
                -p * count_include_pad <= a < size + q * count_include_pad
                for a, size, (p, q) in zip(pixel, x.shape[2:], slide.sides, strict=True)
            )
        y[at] = sum(window_values(x, slide, at)) / (divisor_override or max(number, 1))
    return y


def sum_pool2d(x, **options):
    return over_windows(x, Slide(x, **options), sum)


def weighted_pool2d(x, *, kernel, stride, padding, sigma):
    slide = Slide(x, kernel, stride, padding)
    centre = [(k - 1) / 2 for k in slide.kernel]
    distance = [sum((u - c) ** 2 for u, c in zip(tap, centre, strict=True)) for tap in slide.taps()]
    weights = [math.exp(-far / (2 * sigma**2)) for far in distance]
    return over_windows(x, slide, lambda values: float(np.average(values, weights=weights)))


def lp_pool2d(x, *, p=2.0, **options):
    return over_windows(x, Slide(x, **options), lambda values: sum(abs(v) ** p for v in values) ** (1 / p))


def l2_pool_features(x, *, kernel, stride):
    groups = count(x.shape[1], kernel, stride, 1, 0, 0)
    parts = [x[:, o * stride : o * stride + kernel] for o in range(groups)]
    return np.stack([np.sqrt((part**2).sum(1)) for part in parts], axis=1)


def second_order_pool2d(x, *, kernel, stride, dilation):
    return over_windows(x, Slide(x, kernel, stride, (0, 0, 0, 0), dilation), np.var)


def covariance_pool2d(x, *, kernel, stride, dilation):
    slide = Slide(x, kernel, stride, (0, 0, 0, 0), dilation)
    channels = x.shape[1]
    y = np.zeros((x.shape[0], channels, channels, *slide.shape))
    for n, i, j in np.ndindex(x.shape[0], *slide.shape):
        rows = [window_values(x, slide, (n, c, i, j)) for c in range(channels)]
        y[n, :, :, i, j] = np.cov(np.array(rows), bias=True).reshape(channels, channels)
    return y


def mixed_pool2d(x, mix, **options):
    return mix * max_pool(x, **options)[0] + (1 - mix) * avg_pool2d(x, **options)


def adaptive(x, bins, f):
    bh, bw = spread(bins, 2)
    rows, columns = x.shape[2:]
    y = np.zeros((*x.shape[:2], bh, bw))
    for i, j in np.ndindex(bh, bw):
        top, bottom = i * rows // bh, -(-(i + 1) * rows // bh)
        left, right = j * columns // bw, -(-(j + 1) * columns // bw)
        y[:, :, i, j] = f(x[:, :, top:bottom, left:right], axis=(2, 3))
    return y


def pyramid(x, f):
    levels = [adaptive(x, (size, size), f) for size in (1, 2, 4)]
    return np.concatenate([level.reshape(*x.shape[:2], -1) for level in levels], axis=2)


def spectral_axis(size, kept):
    """The matrix of: transform, keep the low frequencies, transform back, one element at a time."""
    matrix = np.zeros((kept, size))
    for a in range(size):
        spectrum = [cmath.exp(-2j * math.pi * k * a / size) / size for k in range(size)]
        for i in range(kept):
            value = 0j
            for k in range(-(kept // 2), kept // 2 + 1):
                half = 0.5 if 2 * abs(k) == kept else 1.0
                value += half * spectrum[k % size] * cmath.exp(2j * math.pi * k * i / kept)
            matrix[i, a] = value.real
    return matrix


def spectral_pool2d(x, *, size):
    rows, columns = spectral_axis(x.shape[2], size[0]), spectral_axis(x.shape[3], size[1])
    return np.einsum("ia,jb,ncab->ncij", rows, columns, x)


def score_head(x, w, b):
    return x.mean((2, 3)) @ w.T + b


def max_unpool2d(x, switch, *, kernel, stride, padding, output_padding, dilation):
    one = np.eye(kernel[0] * kernel[1]).reshape(-1, *kernel)
    y = 0
    for tap, filter_ in enumerate(one):
        options = {"stride": stride, "padding": padding, "dilation": dilation, "groups": x.shape[1]}
        w = np.broadcast_to(filter_, (x.shape[1], 1, *kernel))
        here = np.where(switch == tap, x, 0.0)
        y = y + conv_transpose(here, w, np.zeros(x.shape[1]), output_padding=output_padding, **options)
    return y


def nearest_upsample2d(x, *, factor):
    return x.repeat(factor[0], axis=2).repeat(factor[1], axis=3)


def zero_insert2d(x, *, factor):
    f, g = factor
    y = np.zeros((*x.shape[:2], (x.shape[2] - 1) * f + 1, (x.shape[3] - 1) * g + 1))
    y[:, :, ::f, ::g] = x
    return y


def normalised(x, over, eps):
    return (x - x.mean(over, keepdims=True)) / np.sqrt(x.var(over, keepdims=True) + eps)


def per_channel(p, x):
    return p.reshape(1, -1, *[1] * (x.ndim - 2))


def batch_norm(x, gamma, beta, running_mean, running_var, *, eps, momentum, correction=1):
    over = (0, *range(2, x.ndim))
    y = per_channel(gamma, x) * normalised(x, over, eps) + per_channel(beta, x)
    m = x.size // x.shape[1]
    var = x.var(over) * (m / (m - correction) if m > 1 else 1)
    mean = (1 - momentum) * running_mean + momentum * x.mean(over)
    return y, mean, (1 - momentum) * running_var + momentum * var


def batch_norm_inference(x, gamma, beta, running_mean, running_var, *, eps):
    xhat = (x - per_channel(running_mean, x)) / np.sqrt(per_channel(running_var, x) + eps)
    return per_channel(gamma, x) * xhat + per_channel(beta, x)


def layer_norm(x, gamma, beta, *, eps):
    return gamma * normalised(x, tuple(range(1, x.ndim)), eps) + beta


def instance_norm(x, gamma, beta, *, eps):
    return per_channel(gamma, x) * normalised(x, (2, 3), eps) + per_channel(beta, x)


def group_norm(x, gamma, beta, *, groups, eps):
    split = x.reshape(x.shape[0], groups, -1, *x.shape[2:])
    xhat = normalised(split, (2, 3, 4), eps).reshape(x.shape)
    return per_channel(gamma, x) * xhat + per_channel(beta, x)


def response(x, before, after, alpha, beta, k):
    y = np.zeros_like(x)
    for n, c, h, w in np.ndindex(*x.shape):
        near = range(max(0, c - before), min(x.shape[1] - 1, c + after) + 1)
        y[n, c, h, w] = x[n, c, h, w] / (k + alpha * sum(x[n, j, h, w] ** 2 for j in near)) ** beta
    return y


def local_response_norm(x, *, size, alpha, beta, k):
    return response(x, size // 2, size // 2, alpha, beta, k)


def local_response_norm_mean(x, *, size, alpha, beta, k):
    return response(x, size // 2, size - 1 - size // 2, alpha / size, beta, k)


def relu(x):
    return np.maximum(x, 0.0)


def each(f):
    return lambda x, **options: np.vectorize(lambda v: f(float(v), **options), otypes=[float])(x)


def prelu(x, a):
    return np.where(x > 0, x, per_channel(a, x) * x)


def sigmoid(v):
    return (1 + math.tanh(v / 2)) / 2


def softplus(v, beta=1.0):
    return math.log1p(math.exp(beta * v)) / beta


ELEMENTWISE = {
    "relu": lambda v: max(v, 0.0),
    "leaky_relu": lambda v, slope: v if v > 0 else slope * v,
    "elu": lambda v, alpha: v if v > 0 else alpha * math.expm1(v),
    "selu": lambda v, alpha, gamma: gamma * (v if v > 0 else alpha * math.expm1(v)),
    "gelu": lambda v: v * math.erfc(-v / math.sqrt(2)) / 2,
    "gelu_tanh": lambda v: v / 2 * (1 + math.tanh(math.sqrt(2 / math.pi) * (v + 0.044715 * v**3))),
    "softplus": softplus,
    "silu": lambda v: v * sigmoid(v),
    "mish": lambda v: v * math.tanh(softplus(v)),
    "hard_sigmoid": lambda v, low, high: min(max(v - low, 0.0), high - low) / (high - low),
    "hard_swish": lambda v: v * min(max(v + 3, 0.0), 6.0) / 6,
    "sigmoid": sigmoid,
    "tanh": math.tanh,
    "softsign": lambda v: v / (1 + abs(v)),
}


def log_softmax(x):
    return x - np.log(np.exp(x).sum(1, keepdims=True))


def row_losses(x, t, w, ignore_index):
    there = np.where(t != ignore_index, t, 0)
    counts = w[there] * (t != ignore_index)
    return -log_softmax(x)[np.arange(len(t)), there] * counts, counts


def cross_entropy(x, t):
    return row_losses(x, t, np.ones(x.shape[1]), -1)[0]


def cross_entropy_mean(x, t, w, *, ignore_index):
    losses, counts = row_losses(x, t, w, ignore_index)
    return losses.sum() / counts.sum() if counts.sum() != 0 else 0.0


def sgd_step(w, grad, velocity, *, lr, momentum):
    velocity = momentum * velocity + grad
    return w - lr * velocity, velocity


def conv_batch_norm_relu(x, w, gamma, beta, running_mean, running_var, *, eps, momentum, **options):
    a = conv(x, w, np.zeros(len(w)), **options)
    y, mean, var = batch_norm(a, gamma, beta, running_mean, running_var, eps=eps, momentum=momentum)
    return relu(y), mean, var


FORWARDS = {
    **{f"conv{rank}d": conv for rank in (1, 2, 3)},
    **{f"same_conv{rank}d": same_conv for rank in (1, 2, 3)},
    **{f"conv_transpose{rank}d": conv_transpose for rank in (1, 2, 3)},
    **dict.fromkeys(("max_pool1d", "max_pool2d", "max_pool2d_ceil", "max_pool3d"), max_pool),
    **dict.fromkeys(("avg_pool1d", "avg_pool2d_ceil", "avg_pool3d"), counted_avg_pool),
    **{name: each(f) for name, f in ELEMENTWISE.items()},
    **dict.fromkeys(("batch_norm_features", "batch_norm1d", "batch_norm", "batch_norm3d"), batch_norm),
    **{
        f"{name}_inference": batch_norm_inference
        for name in ("batch_norm_features", "batch_norm1d", "batch_norm", "batch_norm3d")
    },
    "true_conv2d": true_conv2d,
    "pointwise_conv2d": pointwise_conv2d,
    "depthwise_conv2d": depthwise_conv2d,
    "depthwise_separable_conv2d": depthwise_separable_conv2d,
    "spatial_separable_conv2d": spatial_separable_conv2d,
    "flattened_conv2d": flattened_conv2d,
    "cross_channel_spatial_conv2d": cross_channel_spatial_conv2d,
    "causal_conv1d": causal_conv1d,
    "tcn_block": tcn_block,
    "locally_connected2d": locally_connected2d,
    "coord_conv2d": coord_conv2d,
    "dense": lambda x, w, b: x @ w.T + b,
    "flatten": lambda x: x.reshape(len(x), -1),
    "avg_pool2d": avg_pool2d,
    **dict.fromkeys(("sum_pool1d", "sum_pool2d", "sum_pool3d"), sum_pool2d),
    "weighted_pool2d": weighted_pool2d,
    **dict.fromkeys(("lp_pool1d", "lp_pool2d", "lp_pool2d_ceil", "lp_pool3d"), lp_pool2d),
    "l2_pool2d": lp_pool2d,
    "l2_pool_features": l2_pool_features,
    "second_order_pool2d": second_order_pool2d,
    "covariance_pool2d": covariance_pool2d,
    "mixed_pool2d": mixed_pool2d,
    "spatial_pyramid_pool2d": lambda x: pyramid(x, np.max),
    "spatial_pyramid_avg_pool2d": lambda x: pyramid(x, np.mean),
    "adaptive_max_pool2d": lambda x, bins: adaptive(x, bins, np.max),
    "adaptive_avg_pool2d": lambda x, bins: adaptive(x, bins, np.mean),
    "spectral_pool2d": spectral_pool2d,
    "global_avg_pool2d": lambda x: x.mean((2, 3)),
    "global_sum_pool2d": lambda x: x.sum((2, 3)),
    "score_head": score_head,
    "max_unpool2d": max_unpool2d,
    "nearest_upsample2d": nearest_upsample2d,
    "zero_insert2d": zero_insert2d,
    "layer_norm": layer_norm,
    "layer_norm2d": layer_norm,
    "instance_norm": instance_norm,
    "group_norm": group_norm,
    "local_response_norm": local_response_norm,
    "local_response_norm_mean": local_response_norm_mean,
    "prelu": prelu,
    "softmax": lambda x: np.exp(log_softmax(x)),
    "log_softmax": log_softmax,
    "cross_entropy": cross_entropy,
    "cross_entropy_weighted": lambda x, t, w, ignore_index: row_losses(x, t, w, ignore_index)[0],
    "cross_entropy_sum": lambda x, t, w, ignore_index: row_losses(x, t, w, ignore_index)[0].sum(),
    "cross_entropy_mean": cross_entropy_mean,
    "mse_loss": lambda x, t: ((x - t) ** 2).mean(),
    "mse_loss_sum": lambda x, t: ((x - t) ** 2).sum(),
    "squared_error_loss": lambda x, t: (x - t) ** 2,
    "sgd_step": sgd_step,
    "conv_bias_relu": lambda x, w, b, **options: relu(conv(x, w, b, **options)),
    "conv_batch_norm_relu": conv_batch_norm_relu,
    "dense_cross_entropy": lambda x, t, w, b: cross_entropy(x @ w.T + b, t),
    **beyond_oracle.FORWARDS,
    **sampling_oracle.FORWARDS,
}
