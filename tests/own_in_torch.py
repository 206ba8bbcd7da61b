"""Backwards as somebody writes them for PyTorch: right `autograd.Function`s, and each with a usual fault."""

from __future__ import annotations

import torch
from torch.autograd import Function
from torch.nn import functional


def windows(dy, kernel, stride):
    """The place of each output, and its window."""
    for i in range(dy.shape[2]):
        for j in range(dy.shape[3]):
            rows, columns = (slice(q * stride, q * stride + kernel) for q in (i, j))
            yield i, j, (..., rows, columns)


def padded(x, padding, more, value=0.0):
    return functional.pad(x, (padding, padding + more, padding, padding + more), value=value)


def inside(d, x, padding):
    h, w = x.shape[2:]
    return d[:, :, padding : padding + h, padding : padding + w]


def conv(fault=""):
    class Conv(Function):
        @staticmethod
        def forward(ctx, x, w, b, stride=1, padding=0, dilation=1, groups=1):
            ctx.save_for_backward(x, w)
            ctx.options = stride, padding, dilation, groups
            return functional.conv2d(x, w, b, stride, padding, dilation, groups)

        @staticmethod
        def backward(ctx, dy):
            (x, w), (stride, padding, dilation, groups) = ctx.saved_tensors, ctx.options
            parts = []
            for g in range(groups):
                read = (g + 1) % groups if fault == "group" else g
                xs, ws, dys = (t.chunk(groups, axis)[g] for t, axis in ((x, 1), (w, 0), (dy, 1)))
                dx, _ = one_group(dys, xs, w.chunk(groups)[read], stride, padding, dilation)
                parts.append((dx, one_group(dys, xs, ws, stride, padding, dilation)[1]))
            db = dy.mean((0, 2, 3)) if fault == "mean" else dy.sum((0, 2, 3))
            dx, dw = torch.cat([p[0] for p in parts], 1), torch.cat([p[1] for p in parts], 0)
            return dx, dw, db, None, None, None, None

    def one_group(dy, x, w, stride, padding, dilation):
        kh, kw = w.shape[2:]
        s, d = (dilation, stride) if fault == "swap" else (stride, dilation)
        room = max(stride, dilation) * (max(dy.shape[2:]) + max(kh, kw) + 1)
        read = w.flip(2, 3) if fault == "flip" else w
        wide = padded(x, padding, room)
        dwide, dw = torch.zeros_like(wide), torch.zeros_like(w)
        for i in range(dy.shape[2]):
            for j in range(dy.shape[3]):
                rows = slice(i * s, i * s + d * (kh - 1) + 1, d)
                columns = slice(j * s, j * s + d * (kw - 1) + 1, d)
                up = dy[:, :, i, j]
                dwide[:, :, rows, columns] += torch.einsum("no,ocuv->ncuv", up, read)
                dw += torch.einsum("no,ncuv->ocuv", up, wide[:, :, rows, columns])
        return inside(dwide, x, padding), dw

    return Conv


def norm(fault=""):
    class Norm(Function):
        @staticmethod
        def forward(ctx, x, gamma, beta, eps=1e-5):
            ctx.save_for_backward(x, gamma)
            ctx.eps = eps
            return functional.layer_norm(x, x.shape[1:], gamma, beta, eps)

        @staticmethod
        def backward(ctx, dy):
            x, gamma = ctx.saved_tensors
            centred, count = x - x.mean(1, keepdim=True), x.shape[1]
            variance = (centred**2).sum(1, keepdim=True) / (count - 1 if fault == "count" else count)
            r = 1 / torch.sqrt(variance + (0 if fault == "eps" else ctx.eps))
            xhat, g = centred * r, dy * gamma
            mean = 0 if fault == "mean" else g.mean(1, keepdim=True)
            dx = r * (g - mean - xhat * (g * xhat).mean(1, keepdim=True))
            return dx, (dy * xhat).sum(0), dy.sum(0), None

    return Norm


def pool(fault=""):
    class Pool(Function):
        @staticmethod
        def forward(ctx, x, kernel_size, stride):
            ctx.save_for_backward(x)
            ctx.options = kernel_size, stride
            return functional.max_pool2d(x, kernel_size, stride)

        @staticmethod
        def backward(ctx, dy):
            ((x,), (kernel, stride)) = ctx.saved_tensors, ctx.options
            dx = torch.zeros_like(x)
            for i, j, at in windows(dy, kernel, stride):
                window = x[at]
                if fault == "ties":
                    won = window == window.amax((2, 3), keepdim=True)
                else:
                    first = window.flatten(2).argmax(2)
                    won = functional.one_hot(first, kernel * kernel).reshape(window.shape)
                dx[at] += won * dy[:, :, i : i + 1, j : j + 1]
            return dx, None, None

    return Pool


def average(fault=""):
    """``ceil_mode=True``; ``zeros`` of the border count: both are set by whoever checks it."""

    class Average(Function):
        @staticmethod
        def forward(ctx, x, kernel_size, stride, padding, count_include_pad):
            ctx.save_for_backward(x)
            ctx.options = kernel_size, stride, padding, count_include_pad
            counts = bool(count_include_pad)
            return functional.avg_pool2d(x, kernel_size, stride, padding, True, counts)

        @staticmethod
        def backward(ctx, dy):
            ((x,), (kernel, stride, padding, counts)) = ctx.saved_tensors, ctx.options
            counts = counts or fault == "border"
            room = kernel + stride * max(dy.shape[2:])
            ones = padded(padded(torch.ones_like(x[:1, :1]), padding, 0, float(counts)), 0, room)
            dwide = torch.zeros_like(padded(x, padding, room))
            for i, j, at in windows(dy, kernel, stride):
                count = kernel * kernel if fault == "ceil" else ones[at].sum().clamp(min=1)
                dwide[at] += dy[:, :, i : i + 1, j : j + 1] / count
            return inside(dwide, x, padding), None, None, None, None

    return Average


def softmax(fault=""):
    class Softmax(Function):
        @staticmethod
        def forward(ctx, x):
            y = torch.softmax(x, 1)
            ctx.save_for_backward(y)
            return y

        @staticmethod
        def backward(ctx, dy):
            (y,) = ctx.saved_tensors
            mean = 0 if fault == "diagonal" else (y * dy).sum(1, keepdim=True)
            return y * (dy - mean)

    return Softmax


def dense(fault=""):
    class Dense(Function):
        @staticmethod
        def forward(ctx, x, w, b):
            ctx.save_for_backward(x, w)
            return x @ w.T + b

        @staticmethod
        def backward(ctx, dy):
            x, w = ctx.saved_tensors
            return dy @ w, (-dy if fault == "sign" else dy).T @ x, dy.sum(0)

    return Dense
