"""Naive forwards, one loop per index, straight from the definitions in the literature.

Nothing here imports the project: a mistake in its notation cannot hide in both places.
Options come as the kernels take them, paddings as (top, bottom, left, right).
"""

import math

import numpy as np


def dense(x, w, b):
    y = np.zeros((x.shape[0], w.shape[0]))
    for n in range(x.shape[0]):
        for o in range(w.shape[0]):
            y[n, o] = b[o]
            for k in range(x.shape[1]):
                y[n, o] += x[n, k] * w[o, k]
    return y


def pixel(x, n, c, a, b):
    """x[n, c, a, b], zero outside."""
    inside = 0 <= a < x.shape[2] and 0 <= b < x.shape[3]
    return x[n, c, a, b] if inside else 0.0


def extent(size, kernel, stride, dilation, before, after):
    """How many windows fit, by counting them."""
    count = 0
    while stride * count + dilation * (kernel - 1) < size + before + after:
        count += 1
    return count


def outputs(x, kernel, stride, padding, dilation):
    (kh, kw), (sh, sw), (pt, pb, pl, pr), (dh, dw) = kernel, stride, padding, dilation
    return extent(x.shape[2], kh, sh, dh, pt, pb), extent(x.shape[3], kw, sw, dw, pl, pr)


def conv2d(x, w, b, *, stride, padding, dilation, groups):
    channels_out, channels, kh, kw = w.shape
    oh, ow = outputs(x, (kh, kw), stride, padding, dilation)
    per_group = channels_out // groups
    y = np.zeros((x.shape[0], channels_out, oh, ow))
    for n, o, i, j in np.ndindex(*y.shape):
        first = (o // per_group) * channels
        y[n, o, i, j] = b[o]
        for c, u, v in np.ndindex(channels, kh, kw):
            row = i * stride[0] + u * dilation[0] - padding[0]
            column = j * stride[1] + v * dilation[1] - padding[2]
            y[n, o, i, j] += w[o, c, u, v] * pixel(x, n, first + c, row, column)
    return y


def relu(x):
    y = np.zeros_like(x)
    for at in np.ndindex(*x.shape):
        if x[at] > 0:
            y[at] = x[at]
    return y


def max_pool2d(x, *, kernel, stride, padding, dilation):
    oh, ow = outputs(x, kernel, stride, padding, dilation)
    y = np.full((*x.shape[:2], oh, ow), -np.inf)
    switch = np.full(y.shape, -1)
    for n, c, i, j in np.ndindex(*y.shape):
        for u, v in np.ndindex(*kernel):
            row = i * stride[0] + u * dilation[0] - padding[0]
            column = j * stride[1] + v * dilation[1] - padding[2]
            if not (0 <= row < x.shape[2] and 0 <= column < x.shape[3]):
                continue
            value = x[n, c, row, column]
            if switch[n, c, i, j] == -1 or value > y[n, c, i, j]:
                y[n, c, i, j], switch[n, c, i, j] = value, u * kernel[1] + v
    return y, switch


def avg_pool2d(x, *, kernel, stride, padding):
    oh, ow = outputs(x, kernel, stride, padding, (1, 1))
    y = np.zeros((*x.shape[:2], oh, ow))
    for n, c, i, j in np.ndindex(*y.shape):
        for u, v in np.ndindex(*kernel):
            y[n, c, i, j] += pixel(x, n, c, i * stride[0] + u - padding[0], j * stride[1] + v - padding[2])
        y[n, c, i, j] /= kernel[0] * kernel[1]
    return y


def batch_norm(x, gamma, beta, running_mean, running_var, *, eps, momentum, correction=1):
    y = np.zeros_like(x)
    mean, var = running_mean.copy(), running_var.copy()
    for c in range(x.shape[1]):
        values = [float(x[n, c, h, w]) for n, h, w in np.ndindex(x.shape[0], *x.shape[2:])]
        m = len(values)
        mu = math.fsum(values) / m
        sigma2 = math.fsum((v - mu) ** 2 for v in values) / m
        for n, h, w in np.ndindex(x.shape[0], *x.shape[2:]):
            y[n, c, h, w] = gamma[c] * (x[n, c, h, w] - mu) / math.sqrt(sigma2 + eps) + beta[c]
        mean[c] = (1 - momentum) * mean[c] + momentum * mu
        var[c] = (1 - momentum) * var[c] + momentum * (sigma2 * m / (m - correction) if m > 1 else sigma2)
    return y, mean, var


def batch_norm_inference(x, gamma, beta, running_mean, running_var, *, eps):
    y = np.zeros_like(x)
    for n, c, h, w in np.ndindex(*x.shape):
        y[n, c, h, w] = (x[n, c, h, w] - running_mean[c]) / math.sqrt(running_var[c] + eps) * gamma[c] + beta[
            c
        ]
    return y


def cross_entropy(x, t):
    loss = np.zeros(x.shape[0])
    for n in range(x.shape[0]):
        loss[n] = math.log(sum(math.exp(x[n, c] - x[n, t[n]]) for c in range(x.shape[1])))
    return loss


def bilinear(x, n, c, y, z):
    """The image at a fractional position; zero outside, linear across the border."""
    top, left = math.floor(y), math.floor(z)
    value = 0.0
    for a, b in np.ndindex(2, 2):
        weight = (1 - abs(y - (top + a))) * (1 - abs(z - (left + b)))
        value += weight * pixel(x, n, c, top + a, left + b)
    return value


def deform_conv2d(x, w, offset, mask, b, *, stride, padding, dilation, groups, offset_groups):
    channels_out, channels, kh, kw = w.shape
    oh, ow = outputs(x, (kh, kw), stride, padding, dilation)
    block = x.shape[1] // offset_groups
    y = np.zeros((x.shape[0], channels_out, oh, ow))
    for n, o, i, j in np.ndindex(*y.shape):
        y[n, o, i, j] = b[o]
        for c, u, v in np.ndindex(channels, kh, kw):
            channel = (o // (channels_out // groups)) * channels + c
            tap = ((channel // block) * kh + u) * kw + v
            row = i * stride[0] + u * dilation[0] - padding[0] + offset[n, 2 * tap, i, j]
            column = j * stride[1] + v * dilation[1] - padding[2] + offset[n, 2 * tap + 1, i, j]
            y[n, o, i, j] += w[o, c, u, v] * mask[n, tap, i, j] * bilinear(x, n, channel, row, column)
    return y


FORWARDS = {
    "dense": dense,
    "conv2d": conv2d,
    "relu": relu,
    "max_pool2d": max_pool2d,
    "avg_pool2d": avg_pool2d,
    "batch_norm": batch_norm,
    "batch_norm_inference": batch_norm_inference,
    "cross_entropy": cross_entropy,
    "deform_conv2d": deform_conv2d,
}
