"""depthwise_conv2d: each channel filtered by itself, M filters (the channel multiplier) per channel.

Made by `chainrule generate`, version 0.1.0, from the forward of `depthwise_conv2d`.  Do not edit.
Run time: 31ac518f422d3877.

    y[n, g·M+o, i, j] = b[g·M+o] + Σ_{c,u,v} w[g·M+o, c, u, v] · x[n, g+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    dx[n,c,a,b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·(KH−1−u), s_w ∣ b+p_l−d_w·(KW−1−v)} dy[n, c·M+o,
        (a+p_t−d_h·(KH−1−u))/s_h, (b+p_l−d_w·(KW−1−v))/s_w] · w[c·M+o, 0, KH−1−u, KW−1−v]
    dw[g·M+o, 0, u, v] = Σ_{n,i,j} dy[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]
    db[g·M+o] = Σ_{n,i,j} dy[n, g·M+o, i, j]
    dx = full cross-correlation of zero-upsampled dy (s_h − 1, s_w − 1 zeros between neighbours) with
        rot180(w): dilation (d_h, d_w), padding (d_h · (KH − 1) − p_t, d_w · (KW − 1) − p_l)
    dw = cross-correlation of x with dy: stride (d_h, d_w), dilation (s_h, s_w), padding (p_t, p_l)
    x = 0 where an index leaves its range
    dy = 0 where an index leaves its range

Source: Chollet 2017, section 1.2; Howard et al. 2017, eq. 3.
"""

from collections import namedtuple

import numpy as np
from numba import njit

from . import runtime
from .runtime import carried, gcd, plus, residue
from .threads import launch
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'depthwise_conv2d',
    'summary': 'each channel filtered by itself, M filters (the channel multiplier) per channel',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'w', 'shape': ['C * M', '1', 'KH', 'KW'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'b', 'shape': ['C * M'], 'kind': 'real', 'differentiable': True, 'default': 0},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C * M', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'stride', 'symbols': ['s_h', 's_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'padding', 'symbols': ['p_t', 'p_b', 'p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
        {'name': 'dilation', 'symbols': ['d_h', 'd_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {'OH': '(H + p_b + p_t - ((KH - 1) * d_h) - 1) // s_h + 1', 'OW': '(W + p_l + p_r - ((KW - 1) * d_w) - 1) // s_w + 1'},
    'gradients': {'x': 'vjp_x', 'w': 'vjp_w', 'b': 'vjp_b'},
    'analytic': True,
    'elementwise': False,
    'blocks': True,
}


Gradients = namedtuple("Gradients", ["x", "w", "b"])


class Residuals(namedtuple("Residuals", []), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "C", "C"),
        runtime.Step("x", 2, "H", "H"),
        runtime.Step("x", 3, "W", "W"),
        runtime.Step("w", 0, "M", "C * M", factor=lambda C, **_: C),
        runtime.Step("w", 1, "", "1", rest=lambda **_: 1),
        runtime.Step("w", 2, "KH", "KH"),
        runtime.Step("w", 3, "KW", "KW"),
        runtime.Step("b", 0, "", "C * M", rest=lambda C, M, **_: C * M),
    ),
    sizes={
        "OH": lambda H, KH, d_h, p_b, p_t, s_h, **_: (H + p_b + p_t - ((KH - 1) * d_h) - 1) // s_h + 1,
        "OW": lambda KW, W, d_w, p_l, p_r, s_w, **_: (W + p_l + p_r - ((KW - 1) * d_w) - 1) // s_w + 1,
    },
    shapes={
        "x": lambda C, H, N, W, **_: (N, C, H, W),
        "w": lambda C, KH, KW, M, **_: (C * M, 1, KH, KW),
        "b": lambda C, M, **_: (C * M,),
        "y": lambda C, M, N, OH, OW, **_: (N, C * M, OH, OW),
    },
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, x, w, b, y, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        cols, depth, pieces, share):
    """y[n, g·M+o, i, j] = b[g·M+o] + Σ_{u,v} w[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    dtype = x.dtype
    T = dtype.type
    tile = np.empty((M, 384), dtype)
    left = np.empty((max(0, min(depth, 256)), min(M, 96)), dtype)
    right = np.empty((max(0, min(depth, 256)), 384), dtype)
    for task in range(first, last):
        g = task // pieces
        part = task % pieces
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # y[n, g·M+o, i, j] = b[g·M+o] + Σ_{u,v} w[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t,
            #     s_w·j+d_w·v−p_l]
            for o in range(M):
                for col in range(cols_from, cols_last + 1):
                    tile[U(o), U(col - cols_from)] = T(0)
            line_first = cols_from // OW
            line_last = cols_last // OW
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    for col in range(cols_from, cols_last + 1):
                        right[U(inner - depth_from), U(col - cols_from)] = T(0)
                for inner in range(depth_from, depth_last + 1):
                    u = inner // KW
                    v = inner % KW
                    j_first = -((d_w * v - p_l) // s_w)
                    j_last = (W + p_l - (d_w * v) - 1) // s_w
                    for line in range(line_first, min(line_last + 1, N * OH)):
                        n = line // OH
                        i = line % OH
                        if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
                            j = max(0, cols_from - (OW * line), j_first)
                            copy(right, (inner - depth_from, j + OW * line - cols_from), x, (n, g,
                                    i * s_h + d_h * u - p_t, j * s_w + d_w * v - p_l), s_w, min(OW,
                                    cols_last + 1 - (OW * line), j_last + 1) - j)
                for rows_from in range(0, M, 96):
                    rows_last = min(M - 1, rows_from + 95)
                    for inner in range(depth_from, depth_last + 1):
                        u = inner // KW
                        v = inner % KW
                        o = rows_from
                        copy(left, (inner - depth_from, o - rows_from), w, (M * g + o, 0, u, v), KH * KW,
                                rows_last + 1 - o)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), 1, min(M, 96), right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for o in range(M):
                b_here = b[U(M * g + o)]
                for line in range(line_first, min(line_last + 1, N * OH)):
                    n = line // OH
                    i = line % OH
                    for j in range(max(0, cols_from - (OW * line)), min(OW, cols_last + 1 - (OW * line))):
                        y[U(n), U(M * g + o), U(i), U(j)] = b_here + tile[U(o), U(j + OW * line - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w, b, y, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """y[n, g·M+o, i, j] = b[g·M+o] + Σ_{u,v} w[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    for task in range(first, last):
        n = task // (C * M * OH)
        g = task // (M * OH) % C
        o = task // OH % M
        i = task % OH
        # y[n, g·M+o, i, j] = b[g·M+o] + Σ_{u,v} w[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t,
        #     s_w·j+d_w·v−p_l]
        b_here = b[U(M * g + o)]
        for j in range(OW):
            y[U(n), U(M * g + o), U(i), U(j)] = b_here
        for u in range(max(0, -((i * s_h - p_t) // d_h)), min(KH, (H + p_t - (i * s_h) - 1) // d_h + 1)):
            for v in range(KW):
                w_here = w[U(M * g + o), 0, U(u), U(v)]
                for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                        (W + p_l - (d_w * v) - 1) // s_w + 1)):
                    y[U(n), U(M * g + o), U(i), U(j)] += (
                        w_here * x[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                    )


def _forward(x, w, b, y, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """y[n, g·M+o, i, j] = b[g·M+o] + Σ_{c,u,v} w[g·M+o, c, u, v] · x[n, g+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]

    Operations: C·KH·KW·M·N·OH·OW multiplications, C·KH·KW·M·N·OH·OW additions, terms that a condition
        drops counted.
    """
    if blocks(M >= 4 and N * OH * OW >= 8 and KH * KW >= 4):
        cols = N * OH * OW
        depth = KH * KW
        pieces = parts(N * OH * OW)
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_forward_blocks, C * pieces, C * KH * KW * M * N * OH * OW // 32, x, w, b, y, N, C, H, W, M,
                KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, cols, depth, pieces, share)
    else:
        launch(_forward_plain, N * C * M * OH, C * KH * KW * M * N * OH * OW, x, w, b, y, N, C, H, W, M, KH,
                KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, w, dx, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, o_first, s_h_by_gcd, s_w_by_gcd):
    """dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} dy[n, c·M+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · w[c·M+o, 0,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)]
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (C * s_h * s_w)
        c = task // (s_h * s_w) % C
        r = task // s_w % s_h
        r_ = task % s_w
        q__first = -((r_ - p_l) // s_w)
        q__last = (W + p_l - r_ - 1) // s_w
        res_r = residue(d_h, r, s_h)
        res_r_ = residue(d_w, r_, s_w)
        quotient_r = (d_h * res_r - r) // s_h
        quotient_r_ = (d_w * res_r_ - r_) // s_w
        t__last = (KW - res_r_ - 1) // s_w_by_gcd
        t_last = (KH - res_r - 1) // s_h_by_gcd
        for q in range(-((r - p_t) // s_h), (H + p_t - r - 1) // s_h + 1):
            # dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            for q_ in range(q__first, q__last + 1):
                dx[U(n), U(c), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = T(0)
            t_first = -((OH + quotient_r - q - 1) // d_h_by_gcd)
            t_last2 = (q - quotient_r) // d_h_by_gcd
            if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0:
                for o in range(0, M - 7, 8):
                    for t in range(max(0, t_first), min(t_last + 1, t_last2 + 1)):
                        for t_ in range(t__last + 1):
                            w_here = w[U(M * c + o), 0, U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            w_here2 = w[U(M * c + o + 1), 0, U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            w_here3 = w[U(M * c + o + 2), 0, U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            w_here4 = w[U(M * c + o + 3), 0, U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            w_here5 = w[U(M * c + o + 4), 0, U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            w_here6 = w[U(M * c + o + 5), 0, U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            w_here7 = w[U(M * c + o + 6), 0, U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            w_here8 = w[U(M * c + o + 7), 0, U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            for q_ in range(max(q__first, quotient_r_ + d_w_by_gcd * t_), min(q__last + 1,
                                    OW + quotient_r_ + d_w_by_gcd * t_)):
                                dx[U(n), U(c), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                    dy[U(n), U(M * c + o), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    * w_here
                                    + dy[U(n), U(M * c + o + 1), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    * w_here2
                                    + dy[U(n), U(M * c + o + 2), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    * w_here3
                                    + dy[U(n), U(M * c + o + 3), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    * w_here4
                                    + dy[U(n), U(M * c + o + 4), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    * w_here5
                                    + dy[U(n), U(M * c + o + 5), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    * w_here6
                                    + dy[U(n), U(M * c + o + 6), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    * w_here7
                                    + dy[U(n), U(M * c + o + 7), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    * w_here8
                                )
                for o in range(o_first, M):
                    for t in range(max(0, t_first), min(t_last + 1, t_last2 + 1)):
                        for t_ in range(t__last + 1):
                            w_here9 = w[U(M * c + o), 0, U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            for q_ in range(max(q__first, quotient_r_ + d_w_by_gcd * t_), min(q__last + 1,
                                    OW + quotient_r_ + d_w_by_gcd * t_)):
                                dx[U(n), U(c), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                    dy[U(n), U(M * c + o), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    * w_here9
                                )


def _vjp_x(dy, w, dx, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dx[n,c,a,b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·(KH−1−u), s_w ∣ b+p_l−d_w·(KW−1−v)} dy[n, c·M+o,
        (a+p_t−d_h·(KH−1−u))/s_h, (b+p_l−d_w·(KW−1−v))/s_w] · w[c·M+o, 0, KH−1−u, KW−1−v]

    As compiled:

    dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} dy[n, c·M+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · w[c·M+o, 0,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)]

    Operations: C·H·KH·KW·M·N·W multiplications, C·H·KH·KW·M·N·W − C·H·N·W additions, terms that a
        condition drops counted.
    """
    s_h_by_gcd = s_h // gcd(s_h, d_h)
    s_w_by_gcd = s_w // gcd(s_w, d_w)
    d_h_by_gcd = d_h // gcd(s_h, d_h)
    d_w_by_gcd = d_w // gcd(s_w, d_w)
    o_first = (M // 8) * 8
    gcd_s_h_d_h = gcd(s_h, d_h)
    gcd_s_w_d_w = gcd(s_w, d_w)
    launch(_vjp_x_part, N * C * s_h * s_w,
            (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
            0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0, s_w) - 1) // (s_w // gcd(s_w,
            d_w)) + 1) * C * M * N * s_h * s_w, dy, w, dx, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l,
            d_h, d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, o_first, s_h_by_gcd, s_w_by_gcd)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, dy, x, dw, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, depth,
        pieces, rows, share):
    """dw[g·M+o, 0, u, v] = Σ_{n,i,j} dy[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]"""
    dtype = dy.dtype
    T = dtype.type
    tile = np.empty((rows, 384), dtype)
    left = np.empty((max(0, min(rows, 96)), max(0, min(depth, 256))), dtype)
    right = np.empty((max(0, min(depth, 256)), 384), dtype)
    for task in range(first, last):
        g = task // (1 * pieces)
        one = task // pieces % 1
        part = task % pieces
        for cols_from in range(part * share, min(part * share + share, M), 384):
            cols_last = min(M - 1, cols_from + 383, part * share + share - 1)
            # dw[g·M+o, 0, u, v] = Σ_{n,i,j} dy[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t,
            #     d_w·v+s_w·j−p_l]
            for row in range(rows):
                for o in range(cols_from, cols_last + 1):
                    tile[U(row), U(o - cols_from)] = T(0)
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    n = inner // (OH * OW)
                    i = inner // OW % OH
                    j = inner % OW
                    o = cols_from
                    copy(right, (inner - depth_from, o - cols_from), dy, (n, M * g + o, i, j), OH * OW,
                            cols_last + 1 - o)
                line_first = depth_from // OW
                line_last = depth_last // OW
                for rows_from in range(0, rows, 96):
                    rows_last = min(rows - 1, rows_from + 95)
                    for row in range(rows_from, rows_last + 1):
                        for inner in range(depth_from, depth_last + 1):
                            left[U(row - rows_from), U(inner - depth_from)] = T(0)
                    for row in range(rows_from, rows_last + 1):
                        u = row // KW
                        v = row % KW
                        j_first = -((d_w * v - p_l) // s_w)
                        j_last = (W + p_l - (d_w * v) - 1) // s_w
                        for line in range(line_first, min(line_last + 1, N * OH)):
                            n = line // OH
                            i = line % OH
                            if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
                                j = max(0, depth_from - (OW * line), j_first)
                                copy(left, (row - rows_from, j + OW * line - depth_from), x, (n, g,
                                        i * s_h + d_h * u - p_t, j * s_w + d_w * v - p_l), s_w, min(OW,
                                        depth_last + 1 - (OW * line), j_last + 1) - j)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(depth, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for row in range(rows):
                u = row // KW
                v = row % KW
                for o in range(cols_from, cols_last + 1):
                    dw[U(M * g + o), U(one), U(u), U(v)] = tile[U(row), U(o - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dy, x, dw, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        j_block_last):
    """dw_sum[v] = Σ_{n,i,j} dy[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]
    dw[g·M+o, 0, u, v] = dw_sum[v]
    """
    dtype = dy.dtype
    T = dtype.type
    dw_sum = np.empty(KW, dtype)
    for task in range(first, last):
        g = task // (M * KH)
        o = task // KH % M
        u = task % KH
        # dw_sum[v] = Σ_{n,i,j} dy[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]
        i_first = -((d_h * u - p_t) // s_h)
        i_last = (H + p_t - (d_h * u) - 1) // s_h
        for v in range(KW):
            acc = T(0)
            rest = T(0)
            j_first = -((d_w * v - p_l) // s_w)
            j_last = (W + p_l - (d_w * v) - 1) // s_w
            j_block_first = j_first // 1024
            j_block_last2 = j_last // 1024
            for n in range(N):
                for i in range(max(0, i_first), min(OH, i_last + 1)):
                    for j_block in range(max(0, j_block_first), min(j_block_last + 1, j_block_last2 + 1)):
                        part2 = T(0)
                        for j in range(max(0, j_first, j_block * 1024), min(OW, j_last + 1,
                                j_block * 1024 + 1024)):
                            part2 = plus(
                                part2,
                                dy[U(n), U(M * g + o), U(i), U(j)]
                                * x[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)],
                            )
                        acc, rest = carried(acc, rest, part2)
            dw_sum[U(v)] = acc
        # dw[g·M+o, 0, u, v] = dw_sum[v]
        for one in range(1):
            for v in range(KW):
                dw[U(M * g + o), U(one), U(u), U(v)] = dw_sum[U(v)]


def _vjp_w(dy, x, dw, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dw[g·M+o, 0, u, v] = Σ_{n,i,j} dy[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]

    Operations: C·KH·KW·M·N·OH·OW multiplications, C·KH·KW·M·N·OH·OW − C·KH·KW·M additions, terms that a
        condition drops counted.
    """
    if blocks(KH * KW >= 4 and M >= 8 and N * OH * OW >= 4):
        rows = KH * KW
        depth = N * OH * OW
        pieces = parts(M)
        share = max(((M - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_vjp_w_blocks, C * 1 * pieces, C * KH * KW * M * N * OH * OW // 32, dy, x, dw, N, C, H, W, M,
                KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, depth, pieces, rows, share)
    else:
        j_block_last = (OW - 1) // 1024
        launch(_vjp_w_plain, C * M * KH, C * KH * KW * M + C * KH * KW * M * N * OH * OW, dy, x, dw, N, C, H,
                W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, j_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dy, db, N, C, M, OH, OW, ij_block_last):
    """db[g·M+o] = Σ_{n,ij} dy[n, g·M+o, ij]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // M
        o = task % M
        # db[g·M+o] = Σ_{n,ij} dy[n, g·M+o, ij]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for ij_block in range(ij_block_last + 1):
                part = T(0)
                for ij in range(ij_block * 1024, min(OH * OW, ij_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(M * g + o), U(ij)])
                acc, rest = carried(acc, rest, part)
        db[U(M * g + o)] = acc


def _vjp_b(dy, db, N, C, M, OH, OW):
    """db[g·M+o] = Σ_{n,i,j} dy[n, g·M+o, i, j]

    As compiled:

    db[g·M+o] = Σ_{n,ij} dy[n, g·M+o, ij]

    Operations: C·M·N·OH·OW − C·M additions.
    """
    dy_rows = dy.reshape((N, C * M, OH * OW))
    ij_block_last = (OH * OW - 1) // 1024
    launch(_vjp_b_part, C * M, C * M * N * OH * OW, dy_rows, db, N, C, M, OH, OW, ij_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, w_dot, b_dot, x, w, y_dot, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t,
        p_l, d_h, d_w):
    """ẏ[n, g·M+o, i, j] = ḃ[g·M+o] + Σ_{u,v} (w[g·M+o, 0, u, v] · ẋ[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        + ẇ[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])
    """
    for task in range(first, last):
        n = task // (C * M * OH)
        g = task // (M * OH) % C
        o = task // OH % M
        i = task % OH
        # ẏ[n, g·M+o, i, j] = ḃ[g·M+o] + Σ_{u,v} (w[g·M+o, 0, u, v] · ẋ[n, g, s_h·i+d_h·u−p_t,
        #     s_w·j+d_w·v−p_l] + ẇ[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t,
        #     s_w·j+d_w·v−p_l])
        b_dot_here = b_dot[U(M * g + o)]
        for j in range(OW):
            y_dot[U(n), U(M * g + o), U(i), U(j)] = b_dot_here
        for u in range(max(0, -((i * s_h - p_t) // d_h)), min(KH, (H + p_t - (i * s_h) - 1) // d_h + 1)):
            for v in range(KW):
                w_here = w[U(M * g + o), 0, U(u), U(v)]
                w_dot_here = w_dot[U(M * g + o), 0, U(u), U(v)]
                for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                        (W + p_l - (d_w * v) - 1) // s_w + 1)):
                    y_dot[U(n), U(M * g + o), U(i), U(j)] += (
                        w_dot_here * x[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                        + w_here * x_dot[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                    )


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """ẏ[n, g·M+o, i, j] = ḃ[g·M+o] + Σ_{u,v} (w[g·M+o, 0, u, v] · ẋ[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        + ẇ[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])

    Operations: 2·C·KH·KW·M·N·OH·OW multiplications, 2·C·KH·KW·M·N·OH·OW additions, terms that a condition
        drops counted.
    """
    launch(_jvp_part, N * C * M * OH, C * KH * KW * M * N * OH * OW, x_dot, w_dot, b_dot, x, w, y_dot, N, C,
            H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w)


def forward(x, w, b=None, *, out=None, save=False, stride=1, padding=0, dilation=1):
    """each channel filtered by itself, M filters (the channel multiplier) per channel; ``save=True`` also
    returns what the gradients can use again.
    """
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "w", "b", "y"), ("N", "C", "H", "W", "M", "KH", "KW", "OH", "OW", "s_h", "s_w",
            "p_t", "p_l", "d_h", "d_w"))
    result = call.result(*("y",))
    return (result, call.save(Residuals, ())) if save else result


def vjp_x(dy, x, w, b=None, *, residuals=None, out=None, stride=1, padding=0, dilation=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "w", "dx"), ("N", "C", "H", "W", "M", "KH", "KW", "OH", "OW", "s_h", "s_w", "p_t",
            "p_l", "d_h", "d_w"))
    return call.result("dx")


def vjp_w(dy, x, w, b=None, *, residuals=None, out=None, stride=1, padding=0, dilation=1):
    """The gradient of w, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.new("dw", "w", out)
    call.run(_vjp_w, ("dy", "x", "dw"), ("N", "C", "H", "W", "M", "KH", "KW", "OH", "OW", "s_h", "s_w", "p_t",
            "p_l", "d_h", "d_w"))
    return call.result("dw")


def vjp_b(dy, x, w, b=None, *, residuals=None, out=None, stride=1, padding=0, dilation=1):
    """The gradient of b, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.new("db", "b", out)
    call.run(_vjp_b, ("dy", "db"), ("N", "C", "M", "OH", "OW"))
    return call.result("db")


def vjp(dy, x, w, b=None, *, residuals=None, stride=1, padding=0, dilation=1):
    """The gradients of x, w, b."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.new("dw", "w")
    call.new("db", "b")
    call.run(_vjp_x, ("dy", "w", "dx"), ("N", "C", "H", "W", "M", "KH", "KW", "OH", "OW", "s_h", "s_w", "p_t",
            "p_l", "d_h", "d_w"))
    call.run(_vjp_w, ("dy", "x", "dw"), ("N", "C", "H", "W", "M", "KH", "KW", "OH", "OW", "s_h", "s_w", "p_t",
            "p_l", "d_h", "d_w"))
    call.run(_vjp_b, ("dy", "db"), ("N", "C", "M", "OH", "OW"))
    return Gradients(*call.results(("dx", "dw", "db")))


def jvp(x, w, b=None, *, x_dot=None, w_dot=None, b_dot=None, residuals=None, stride=1, padding=0, dilation=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("x_dot", "x", x_dot)
    call.add("w_dot", "w", w_dot)
    call.add("b_dot", "b", b_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "w_dot", "b_dot", "x", "w", "y_dot"), ("N", "C", "H", "W", "M", "KH", "KW", "OH",
            "OW", "s_h", "s_w", "p_t", "p_l", "d_h", "d_w"))
    return call.result(*("y_dot",))
