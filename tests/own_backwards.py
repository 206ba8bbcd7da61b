"""Backwards as a student writes them with NumPy: right ones, and each with one of the usual faults."""

from __future__ import annotations

import numpy as np


def windows(size, taps, stride, padding, dilation):
    return (size + 2 * padding - dilation * (taps - 1) - 1) // stride + 1


def conv_backward(dy, x, w, stride=1, padding=0, dilation=1, fault=""):
    (n, c, h, wd), (_, _, kh, kw), (oh, ow) = x.shape, w.shape, dy.shape[2:]
    room = max(stride, dilation) * (max(oh, ow) + max(kh, kw) + 1) + h + wd
    padded = np.zeros((n, c, h + 2 * padding + room, wd + 2 * padding + room))
    padded[:, :, padding : padding + h, padding : padding + wd] = x
    dpadded, dw = np.zeros_like(padded), np.zeros_like(w)
    read = w[:, :, ::-1, ::-1] if fault == "flip" else w
    s, d = (dilation, stride) if fault == "swap" else (stride, dilation)
    for i in range(oh):
        for j in range(ow):
            at = np.s_[:, :, i * s : i * s + d * (kh - 1) + 1 : d, j * s : j * s + d * (kw - 1) + 1 : d]
            dpadded[at] += np.einsum("no,ocuv->ncuv", dy[:, :, i, j], read)
            dw += np.einsum("no,ncuv->ocuv", dy[:, :, i, j], padded[at])
    dx = dpadded[:, :, padding : padding + h, padding : padding + wd]
    db = dy.mean((0, 2, 3)) if fault == "mean" else dy.sum((0, 2, 3))
    return dx, dw, db


def grouped(dy, x, w, groups=1, fault=""):
    c, o = x.shape[1] // groups, w.shape[0] // groups
    dx, dw = np.zeros_like(x), np.zeros_like(w)
    for g in range(groups):
        inside, outside = slice(g * c, (g + 1) * c), slice(g * o, (g + 1) * o)
        other = (g + 1) % groups if fault == "group" else g
        weights = w[other * o : (other + 1) * o]
        dx[:, inside], dw[outside], _ = conv_backward(dy[:, outside], x[:, inside], weights)
    return dx, dw, dy.sum((0, 2, 3))


def norm_backward(dy, x, gamma, eps, fault=""):
    mu, count = x.mean(1, keepdims=True), x.shape[1]
    var = ((x - mu) ** 2).sum(1, keepdims=True) / (count - 1 if fault == "count" else count)
    r = 1 / np.sqrt(var + (0.0 if fault == "eps" else eps))
    xhat, g = (x - mu) * r, dy * gamma
    through_mean = 0.0 if fault == "mean" else g.mean(1, keepdims=True)
    through_var = 0.0 if fault == "variance" else xhat * (g * xhat).mean(1, keepdims=True)
    return {"x": r * (g - through_mean - through_var), "gamma": (dy * xhat).sum(0), "beta": dy.sum(0)}


def pool_backward(dy, x, kernel, stride, fault=""):
    dx = np.zeros_like(x)
    for i in range(dy.shape[2]):
        for j in range(dy.shape[3]):
            at = np.s_[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
            window = x[at]
            n, c, kh, kw = window.shape
            if fault in ("ties", "share"):
                won = window == window.max((2, 3), keepdims=True)
                won = won / won.sum((2, 3), keepdims=True) if fault == "share" else won
            else:
                flat = window.reshape(n, c, -1)
                won = (np.arange(kh * kw) == flat.argmax(2)[..., None]).reshape(window.shape)
            dx[at] += won * dy[:, :, i : i + 1, j : j + 1]
    return dx


def average_backward(dy, x, kernel, stride, padding, fault=""):
    """Every window is divided by its size, which counts the border."""
    return averaged(dy, x, kernel, stride, padding, fault != "border", fault != "border")


def average_ceil_backward(dy, x, kernel, stride, padding, counts=1, fault=""):
    """Windows may begin in the last row and leave the padded image; what lies there never counts."""
    return averaged(dy, x, kernel, stride, padding, counts or fault != "", fault == "ceil")


def averaged(dy, x, kernel, stride, padding, border, beyond):
    n, c, h, w = x.shape
    room = kernel + stride * max(dy.shape[2:])
    dpadded = np.zeros((n, c, h + 2 * padding + room, w + 2 * padding + room))
    counted = np.full(dpadded.shape[2:], float(beyond))
    counted[: h + 2 * padding, : w + 2 * padding] = border
    counted[padding : padding + h, padding : padding + w] = 1
    for i in range(dy.shape[2]):
        for j in range(dy.shape[3]):
            at = np.s_[..., i * stride : i * stride + kernel, j * stride : j * stride + kernel]
            dpadded[at] += dy[:, :, i : i + 1, j : j + 1] / max(counted[at].sum(), 1)
    return dpadded[:, :, padding : padding + h, padding : padding + w]


def softmax_backward(dy, x, fault=""):
    e = np.exp(x - x.max(1, keepdims=True))
    y = e / e.sum(1, keepdims=True)
    if fault == "diagonal":
        return y * dy
    if fault == "factor":
        return y * dy - (y * dy).sum(1, keepdims=True)
    return y * (dy - (y * dy).sum(1, keepdims=True))
