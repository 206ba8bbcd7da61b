"""Naive forwards of the layers beyond the notes, straight from their definitions in the literature.

Nothing here imports the project, as in ``catalogue_oracle``.
"""

import math

import numpy as np


def each(f):
    """A function of numbers over arrays of any shape; options by name."""

    def over(x, t=None, **options):
        arrays = [one for one in (x, t) if one is not None]
        return np.vectorize(lambda *v: f(*map(float, v), **options), otypes=[float])(*arrays)

    return over


def logistic(v):
    return (1 + math.tanh(v / 2)) / 2


def halves(x):
    middle = x.shape[1] // 2
    return x[:, :middle], x[:, middle:]


def gated(gate, swapped):
    def forward(x):
        value, opened = halves(x)[::-1] if swapped else halves(x)
        return value * each(gate)(opened)

    return forward


def bce(x, t, eps):
    return -t * math.log(max(x, eps)) - (1 - t) * math.log(max(1 - x, eps))


ACTIVATIONS = {
    "hardtanh": lambda v, low, high: high if v >= high else max(low, v),
    "relu6": lambda v: min(max(v, 0.0), 6.0),
    "threshold": lambda v, threshold, value: v if v > threshold else value,
    "hard_shrink": lambda v, lambd: 0.0 if -lambd <= v <= lambd else v,
    "soft_shrink": lambda v, lambd: math.copysign(max(abs(v) - lambd, 0.0), v),
    "tanh_shrink": lambda v: v - math.tanh(v),
    "celu": lambda v, alpha: max(v, 0.0) + min(0.0, alpha * math.expm1(v / alpha)),
    "log_sigmoid": lambda v: -np.logaddexp(0.0, -v),
    "softplus_linear": lambda v, beta, threshold: (
        v if beta * v > threshold else np.logaddexp(0, beta * v) / beta
    ),
}

LOSSES = {
    "l1_loss": lambda x, t: max(x - t, t - x),
    "smooth_l1_loss": lambda x, t, beta: (
        (x - t) ** 2 / (2 * beta) if abs(x - t) < beta else abs(x - t) - beta / 2
    ),
    "huber_loss": lambda x, t, delta: (
        (x - t) ** 2 / 2 if abs(x - t) < delta else delta * (abs(x - t) - delta / 2)
    ),
    "bce_loss": bce,
    "bce_with_logits_loss": lambda x, t: t * np.logaddexp(0, -x) + (1 - t) * np.logaddexp(0, x),
    "kl_div_loss": lambda x, t: t * (math.log(t) - x) if t > 0 else 0.0,
    "hinge_loss": lambda x, t, margin: max(0.0, margin - t * x),
    "soft_margin_loss": lambda x, t: np.logaddexp(0, -t * x),
}


def pad(mode):
    """NumPy's own; a negative amount cuts after all cells have been added."""

    def forward(x, *, padding, value=0.0):
        flat = [int(v) for v in np.ravel(padding)]
        sides = [(0, 0), (0, 0), *zip(flat[::2], flat[1::2], strict=True)]
        more = {"constant_values": value} if mode == "constant" else {}
        grown = np.pad(x, [(max(p, 0), max(q, 0)) for p, q in sides], mode, **more)
        return grown[
            tuple(slice(max(-p, 0), n - max(-q, 0)) for n, (p, q) in zip(grown.shape, sides, strict=True))
        ]

    return forward


def pixel_shuffle(x, *, factor):
    y = np.zeros((x.shape[0], x.shape[1] // factor**2, x.shape[2] * factor, x.shape[3] * factor))
    for n, k, h, w in np.ndindex(*x.shape):
        c, a, b = np.unravel_index(k, (y.shape[1], factor, factor))
        y[n, c, h * factor + a, w * factor + b] = x[n, k, h, w]
    return y


def pixel_unshuffle(x, *, factor):
    blocks = [x[:, :, a::factor, b::factor] for a in range(factor) for b in range(factor)]
    stacked = np.stack(blocks, axis=2)
    return stacked.reshape(x.shape[0], -1, *stacked.shape[3:])


def channel_shuffle(x, *, groups):
    return np.stack(np.split(x, groups, axis=1), axis=2).reshape(x.shape)


def windows(shape, kernel, stride, padding, dilation):
    """For every window its number, and of each tap its number and its pixel in the padded image."""
    kh, kw = kernel
    top, bottom, left, right = padding
    first = range(0, shape[0] + top + bottom - dilation[0] * (kh - 1), stride[0])
    second = range(0, shape[1] + left + right - dilation[1] * (kw - 1), stride[1])
    for window, (i, j) in enumerate((i, j) for i in first for j in second):
        for tap, (u, v) in enumerate(np.ndindex(kh, kw)):
            yield window, tap, i + u * dilation[0] - top, j + v * dilation[1] - left


def unfold2d(x, **options):
    places = list(windows(x.shape[2:], **options))
    taps = math.prod(options["kernel"])
    y = np.zeros((x.shape[0], x.shape[1], taps, 1 + max(window for window, *_ in places)))
    for window, tap, row, column in places:
        if 0 <= row < x.shape[2] and 0 <= column < x.shape[3]:
            y[:, :, tap, window] = x[:, :, row, column]
    return y.reshape(x.shape[0], -1, y.shape[3])


def fold2d(x, *, size, **options):
    columns = x.reshape(x.shape[0], -1, math.prod(options["kernel"]), x.shape[2])
    y = np.zeros((*columns.shape[:2], *size))
    for window, tap, row, column in windows(size, **options):
        if 0 <= row < size[0] and 0 <= column < size[1]:
            y[:, :, row, column] += columns[:, :, tap, window]
    return y


PADS = {"constant": "constant", "reflect": "reflect", "replicate": "edge", "circular": "wrap"}


def adaptive(x, bins, f):
    """Bins along any number of axes, each from the floor of its beginning to the ceiling of its end."""
    rank = x.ndim - 2
    bins = [int(v) for v in np.ravel(bins)]
    bins = bins * rank if len(bins) == 1 else bins
    y = np.zeros((*x.shape[:2], *bins))
    for at in np.ndindex(*bins):
        cut = [slice(i * n // b, -(-(i + 1) * n // b)) for i, n, b in zip(at, x.shape[2:], bins, strict=True)]
        y[(slice(None), slice(None), *at)] = f(
            x[(slice(None), slice(None), *cut)], axis=tuple(range(2, x.ndim))
        )
    return y


def over_all(f):
    return lambda x: f(x, axis=tuple(range(2, x.ndim)))


def rms_normalise(x, gamma, *, eps):
    return gamma * x / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)


def lp_normalise(x, *, p, eps):
    return np.array([row / max(sum(abs(v) ** p for v in row) ** (1 / p), eps) for row in x])


def nll_rows(x, t, w, ignore_index):
    there = np.where(t != ignore_index, t, 0)
    counts = w[there] * (t != ignore_index)
    return -x[np.arange(len(t)), there] * counts, counts


def nll_mean(x, t, w, *, ignore_index):
    losses, counts = nll_rows(x, t, w, ignore_index)
    return losses.sum() / counts.sum() if counts.sum() else 0.0


def attention(q, k, v, mask):
    y = np.zeros((*q.shape[:2], v.shape[2]))
    for n, i in np.ndindex(*y.shape[:2]):
        shares = np.exp(k[n] @ q[n, i] / math.sqrt(q.shape[2]) + mask[i])
        y[n, i] = shares @ v[n] / shares.sum()
    return y


def causal_attention(q, k, v):
    later = np.triu(np.full((q.shape[1], q.shape[1]), -np.inf), 1)
    return attention(q, k, v, later)


def momentum_step(w, grad, velocity, *, lr, momentum, dampening, weight_decay, nesterov):
    pull = grad + weight_decay * w
    velocity = momentum * velocity + (1 - dampening) * pull
    return w - lr * (pull + momentum * velocity if nesterov else velocity), velocity


def adam(w, grad, mean, square, lr, beta1, beta2, step, eps):
    mean, square = beta1 * mean + (1 - beta1) * grad, beta2 * square + (1 - beta2) * grad**2
    root = np.sqrt(square / (1 - beta2**step))
    return w - lr * mean / (1 - beta1**step) / (root + eps), mean, square


def adam_step(w, grad, mean, square, *, lr, rho1, rho2, step, eps, weight_decay):
    return adam(w, grad + weight_decay * w, mean, square, lr, 1 - rho1, 1 - rho2, step, eps)


def adamw_step(w, grad, mean, square, *, lr, rho1, rho2, step, eps, weight_decay):
    new, *rest = adam(w, grad, mean, square, lr, 1 - rho1, 1 - rho2, step, eps)
    return (new - lr * weight_decay * w, *rest)


def soft_rows(x, t, w, label_smoothing):
    losses = np.logaddexp.reduce(x, axis=1, keepdims=True) - x
    return (w * ((1 - label_smoothing) * t + label_smoothing / x.shape[1]) * losses).sum(axis=1)


def smoothed_rows(x, t, w, ignore_index, label_smoothing):
    there = t != ignore_index
    labels = np.where(there, t, 0)
    return there * soft_rows(x, np.eye(x.shape[1])[labels], w, label_smoothing), there * w[labels]


def smoothed_mean(x, t, w, **options):
    losses, counts = smoothed_rows(x, t, w, **options)
    return losses.sum() / counts.sum() if counts.sum() else 0.0


def mean(f):
    return lambda x, t, **options: each(f)(x, t, **options).mean()


FORWARDS = {
    **{name: each(f) for name, f in ACTIVATIONS.items()},
    **{f"{name}_each": each(f) for name, f in LOSSES.items()},
    **{name: mean(f) for name, f in LOSSES.items()},
    "glu": gated(logistic, swapped=False),
    "swiglu": gated(lambda v: v * logistic(v), swapped=True),
    "geglu": gated(lambda v: v * math.erfc(-v / math.sqrt(2)) / 2, swapped=True),
    **{
        f"{kind}_pad{rank}d": pad(mode)
        for kind, mode in (
            ("constant", "constant"),
            ("reflect", "reflect"),
            ("replicate", "edge"),
            ("circular", "wrap"),
        )
        for rank in (1, 2, 3)
    },
    "pixel_shuffle": pixel_shuffle,
    "pixel_unshuffle": pixel_unshuffle,
    "channel_shuffle": channel_shuffle,
    "unfold2d": unfold2d,
    "fold2d": fold2d,
    "embedding": lambda t, w: w[t],
    **{f"adaptive_max_pool{rank}d": lambda x, bins: adaptive(x, bins, np.max) for rank in (1, 3)},
    **{f"adaptive_avg_pool{rank}d": lambda x, bins: adaptive(x, bins, np.mean) for rank in (1, 3)},
    **{f"global_avg_pool{rank}d": over_all(np.mean) for rank in (1, 3)},
    **{f"global_max_pool{rank}d": over_all(np.max) for rank in (1, 2, 3)},
    "rms_normalise": rms_normalise,
    "lp_normalise": lp_normalise,
    "nll_loss": nll_mean,
    "nll_loss_sum": lambda x, t, w, ignore_index: nll_rows(x, t, w, ignore_index)[0].sum(),
    "nll_loss_each": lambda x, t, w, ignore_index: nll_rows(x, t, w, ignore_index)[0],
    "attention": attention,
    "causal_attention": causal_attention,
    "momentum_step": momentum_step,
    "adam_step": adam_step,
    "adamw_step": adamw_step,
    "prelu_shared": lambda x, a: np.maximum(x, 0) + a * np.minimum(x, 0),
    "soft_cross_entropy": lambda x, t, w, **options: soft_rows(x, t, w, **options).mean(),
    "soft_cross_entropy_each": soft_rows,
    "smoothed_cross_entropy": smoothed_mean,
    "smoothed_cross_entropy_each": lambda x, t, w, **options: smoothed_rows(x, t, w, **options)[0],
}
