"""spatial_separable_conv2d: a column filter, then a row filter, per channel: a convolution of rank 1.

Made by `chainrule generate`, version 0.1.0, from the forward of `spatial_separable_conv2d`.  Do not edit.
Run time: 31ac518f422d3877.

    t[n,g,i,j] = Σ_{c,u,v} w_column[g,c,u,v] · x[n, g+c, s_h·i+d_h·u−p_t, j+v]
    y[n,g,i,j] = b[g] + Σ_{c,u,v} t[n, g+c, i+u, s_w·j+d_w·v−p_l] · w_row[g,c,u,v]
    dt[n,c,i,b] = Σ_{v : s_w ∣ b+p_l−d_w·v} dy[n, c, i, (b+p_l−d_w·v)/s_w] · w_row[c,0,0,v]
    dx[n,c,a,b] = Σ_{u : s_h ∣ a+p_t−d_h·(KH−1−u)} dt[n, c, (a+p_t−d_h·(KH−1−u))/s_h, b] · w_column[c, 0,
        KH−1−u, 0]
    dw_column[c,0,u,0] = Σ_{n,i,j} dt[n,c,i,j] · x[n, c, d_h·u+s_h·i−p_t, j]
    dw_row[c,0,0,v] = Σ_{n,i,j} dy[n,c,i,j] · t[n, c, i, d_w·v+s_w·j−p_l]
    db[c] = Σ_{n,i,j} dy[n,c,i,j]
    dx = full cross-correlation of zero-upsampled dt (s_h − 1 zeros between neighbours) with
        rot180(w_column): dilation (d_h), padding (d_h · (KH − 1) − p_t)
    dw_column = cross-correlation of x with dt: stride (d_h), dilation (s_h), padding (p_t)
    dw_row = cross-correlation of t with dy: stride (d_w), dilation (s_w), padding (p_l)
    x = 0 where an index leaves its range
    t = 0 where an index leaves its range
    dy = 0 where an index leaves its range
    dt = 0 where an index leaves its range

Source: seed 001: Sobel = (1 2 1)ᵀ (−1 0 1).
"""

from collections import namedtuple

import numpy as np
from numba import njit

from . import runtime
from .runtime import carried, gcd, plus, residue
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'spatial_separable_conv2d',
    'summary': 'a column filter, then a row filter, per channel: a convolution of rank 1',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'w_column', 'shape': ['C', '1', 'KH', '1'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'w_row', 'shape': ['C', '1', '1', 'KW'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'b', 'shape': ['C'], 'kind': 'real', 'differentiable': True, 'default': 0},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 't', 'shape': ['N', 'C', 'OH', 'W'], 'kind': 'real'},
    ],
    'options': [
        {'name': 'stride', 'symbols': ['s_h', 's_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'padding', 'symbols': ['p_t', 'p_b', 'p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
        {'name': 'dilation', 'symbols': ['d_h', 'd_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {'OW': '(W + p_l + p_r - ((KW - 1) * d_w) - 1) // s_w + 1', 'OH': '(H + p_b + p_t - ((KH - 1) * d_h) - 1) // s_h + 1'},
    'gradients': {'x': 'vjp_x', 'w_column': 'vjp_w_column', 'w_row': 'vjp_w_row', 'b': 'vjp_b'},
    'analytic': True,
    'elementwise': False,
    'blocks': False,
}


Gradients = namedtuple("Gradients", ["x", "w_column", "w_row", "b"])


class Residuals(namedtuple("Residuals", ["t"]), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "C", "C"),
        runtime.Step("x", 2, "H", "H"),
        runtime.Step("x", 3, "W", "W"),
        runtime.Step("w_column", 0, "C", "C"),
        runtime.Step("w_column", 1, "", "1", rest=lambda **_: 1),
        runtime.Step("w_column", 2, "KH", "KH"),
        runtime.Step("w_column", 3, "", "1", rest=lambda **_: 1),
        runtime.Step("w_row", 0, "C", "C"),
        runtime.Step("w_row", 1, "", "1", rest=lambda **_: 1),
        runtime.Step("w_row", 2, "", "1", rest=lambda **_: 1),
        runtime.Step("w_row", 3, "KW", "KW"),
        runtime.Step("b", 0, "C", "C"),
    ),
    sizes={
        "OW": lambda KW, W, d_w, p_l, p_r, s_w, **_: (W + p_l + p_r - ((KW - 1) * d_w) - 1) // s_w + 1,
        "OH": lambda H, KH, d_h, p_b, p_t, s_h, **_: (H + p_b + p_t - ((KH - 1) * d_h) - 1) // s_h + 1,
    },
    shapes={
        "x": lambda C, H, N, W, **_: (N, C, H, W),
        "w_column": lambda C, KH, **_: (C, 1, KH, 1),
        "w_row": lambda C, KW, **_: (C, 1, 1, KW),
        "b": lambda C, **_: (C,),
        "y": lambda C, N, OH, OW, **_: (N, C, OH, OW),
        "t": lambda C, N, OH, W, **_: (N, C, OH, W),
        "dt": lambda C, N, OH, W, **_: (N, C, OH, W),
    },
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, w_column, w_row, b, y, t, N, C, H, W, KH, KW, OW, OH, s_h, s_w, p_t, p_l,
        d_h, d_w):
    """t[n,g,i,j] = Σ_u w_column[g,0,u,0] · x[n, g, s_h·i+d_h·u−p_t, j]
    y[n,g,i,j] = b[g] + Σ_v t[n, g, i, s_w·j+d_w·v−p_l] · w_row[g,0,0,v]
    """
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // OH
        i = task % OH
        # t[n,g,i,j] = Σ_u w_column[g,0,u,0] · x[n, g, s_h·i+d_h·u−p_t, j]
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for g in range(C):
            for o in range(1):
                for j in range(W):
                    t[U(n), U(g + o), U(i), U(j)] = T(0)
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    w_column_here = w_column[U(g + o), 0, U(u), 0]
                    for j in range(W):
                        t[U(n), U(g + o), U(i), U(j)] += (
                            w_column_here * x[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j)]
                        )
        # y[n,g,i,j] = b[g] + Σ_v t[n, g, i, s_w·j+d_w·v−p_l] · w_row[g,0,0,v]
        for g in range(C):
            for o in range(1):
                b_here = b[U(g + o)]
                for j in range(OW):
                    y[U(n), U(g + o), U(i), U(j)] = b_here
                for v in range(KW):
                    w_row_here = w_row[U(g + o), 0, 0, U(v)]
                    for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                            (W + p_l - (d_w * v) - 1) // s_w + 1)):
                        y[U(n), U(g + o), U(i), U(j)] += (
                            t[U(n), U(g), U(i), U(j * s_w + d_w * v - p_l)] * w_row_here
                        )


def _forward(x, w_column, w_row, b, y, t, N, C, H, W, KH, KW, OW, OH, s_h, s_w, p_t, p_l, d_h, d_w):
    """t[n,g,i,j] = Σ_{c,u,v} w_column[g,c,u,v] · x[n, g+c, s_h·i+d_h·u−p_t, j+v]
    y[n,g,i,j] = b[g] + Σ_{c,u,v} t[n, g+c, i+u, s_w·j+d_w·v−p_l] · w_row[g,c,u,v]

    As compiled:

    t[n,g,i,j] = Σ_u w_column[g,0,u,0] · x[n, g, s_h·i+d_h·u−p_t, j]
    y[n,g,i,j] = b[g] + Σ_v t[n, g, i, s_w·j+d_w·v−p_l] · w_row[g,0,0,v]

    Operations: C·KH·N·OH·W + C·KW·N·OH·OW multiplications, C·KH·N·OH·W + C·KW·N·OH·OW − C·N·OH·W
        additions, terms that a condition drops counted.
    """
    launch(_forward_part, N * OH, C * KH * N * OH * W + C * KW * N * OH * OW, x, w_column, w_row, b, y, t, N,
            C, H, W, KH, KW, OW, OH, s_h, s_w, p_t, p_l, d_h, d_w)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dt_part(first, last, dy, w_row, dt, N, C, W, KW, OW, OH, s_w, p_l, d_w, d_w_by_gcd, gcd_s_w_d_w,
        s_w_by_gcd):
    """dt[n, c, i, s_w·q+r−p_l] = Σ_{t : 0 ≤ t ≤ ⌊(KW−1−res(d_w,r,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_w,d_w) ∣
        r} dy[n, c, i, q−(d_w·res(d_w,r,s_w)−r)/s_w−t·d_w/gcd(s_w,d_w)] · w_row[c, 0, 0,
        res(d_w,r,s_w)+t·s_w/gcd(s_w,d_w)]
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (C * OH * s_w)
        c = task // (OH * s_w) % C
        i = task // s_w % OH
        r = task % s_w
        # dt[n, c, i, s_w·q+r−p_l] = Σ_{t : 0 ≤ t ≤
        #     ⌊(KW−1−res(d_w,r,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_w,d_w) ∣ r} dy[n, c, i,
        #     q−(d_w·res(d_w,r,s_w)−r)/s_w−t·d_w/gcd(s_w,d_w)] · w_row[c, 0, 0,
        #     res(d_w,r,s_w)+t·s_w/gcd(s_w,d_w)]
        for q in range(-((r - p_l) // s_w), (W + p_l - r - 1) // s_w + 1):
            dt[U(n), U(c), U(i), U(q * s_w + r - p_l)] = T(0)
        res_r = residue(d_w, r, s_w)
        quotient_r = (d_w * res_r - r) // s_w
        q_first = -((r - p_l) // s_w)
        q_last = (W + p_l - r - 1) // s_w
        t_last = (KW - res_r - 1) // s_w_by_gcd
        if r % gcd_s_w_d_w == 0:
            for t in range(t_last + 1):
                w_row_here = w_row[U(c), 0, 0, U(res_r + s_w_by_gcd * t)]
                for q in range(max(q_first, quotient_r + d_w_by_gcd * t), min(q_last + 1,
                        OW + quotient_r + d_w_by_gcd * t)):
                    dt[U(n), U(c), U(i), U(q * s_w + r - p_l)] += (
                        dy[U(n), U(c), U(i), U(q - quotient_r - (d_w_by_gcd * t))] * w_row_here
                    )


def _shared_dt(dy, w_row, dt, N, C, W, KW, OW, OH, s_w, p_l, d_w):
    """dt[n,c,i,b] = Σ_{v : s_w ∣ b+p_l−d_w·v} dy[n, c, i, (b+p_l−d_w·v)/s_w] · w_row[c,0,0,v]

    As compiled:

    dt[n, c, i, s_w·q+r−p_l] = Σ_{t : 0 ≤ t ≤ ⌊(KW−1−res(d_w,r,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_w,d_w) ∣
        r} dy[n, c, i, q−(d_w·res(d_w,r,s_w)−r)/s_w−t·d_w/gcd(s_w,d_w)] · w_row[c, 0, 0,
        res(d_w,r,s_w)+t·s_w/gcd(s_w,d_w)]

    Operations: C·KW·N·OH·W multiplications, C·KW·N·OH·W − C·N·OH·W additions, terms that a condition
        drops counted.
    """
    s_w_by_gcd = s_w // gcd(s_w, d_w)
    d_w_by_gcd = d_w // gcd(s_w, d_w)
    gcd_s_w_d_w = gcd(s_w, d_w)
    launch(_shared_dt_part, N * C * OH * s_w, (-p_l // s_w + (W + p_l - 1) // s_w + 1) * ((KW - residue(d_w,
            0, s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * C * N * OH * s_w, dy, w_row, dt, N, C, W, KW, OW,
            OH, s_w, p_l, d_w, d_w_by_gcd, gcd_s_w_d_w, s_w_by_gcd)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, w_column, dt, dx, N, C, H, W, KH, OH, s_h, p_t, d_h, d_h_by_gcd, gcd_s_h_d_h,
        s_h_by_gcd):
    """dx[n, c, s_h·q+r−p_t, b] = Σ_{t : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, gcd(s_h,d_h) ∣
        r} dt[n, c, q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h), b] · w_column[c, 0,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), 0]
    """
    dtype = w_column.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (C * s_h)
        c = task // s_h % C
        r = task % s_h
        res_r = residue(d_h, r, s_h)
        quotient_r = (d_h * res_r - r) // s_h
        t_last = (KH - res_r - 1) // s_h_by_gcd
        for q in range(-((r - p_t) // s_h), (H + p_t - r - 1) // s_h + 1):
            # dx[n, c, s_h·q+r−p_t, b] = Σ_{t : 0 ≤ t ≤
            #     ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, gcd(s_h,d_h) ∣ r} dt[n, c,
            #     q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h), b] · w_column[c, 0,
            #     res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), 0]
            for b in range(W):
                dx[U(n), U(c), U(q * s_h + r - p_t), U(b)] = T(0)
            t_first = -((OH + quotient_r - q - 1) // d_h_by_gcd)
            t_last2 = (q - quotient_r) // d_h_by_gcd
            if r % gcd_s_h_d_h == 0:
                for t in range(max(0, t_first), min(t_last + 1, t_last2 + 1)):
                    w_column_here = w_column[U(c), 0, U(res_r + s_h_by_gcd * t), 0]
                    for b in range(W):
                        dx[U(n), U(c), U(q * s_h + r - p_t), U(b)] += (
                            dt[U(n), U(c), U(q - quotient_r - (d_h_by_gcd * t)), U(b)] * w_column_here
                        )


def _vjp_x(w_column, dt, dx, N, C, H, W, KH, OH, s_h, p_t, d_h):
    """dt[n,c,i,b] = Σ_{v : s_w ∣ b+p_l−d_w·v} dy[n, c, i, (b+p_l−d_w·v)/s_w] · w_row[c,0,0,v]
    dx[n,c,a,b] = Σ_{u : s_h ∣ a+p_t−d_h·(KH−1−u)} dt[n, c, (a+p_t−d_h·(KH−1−u))/s_h, b] · w_column[c, 0,
        KH−1−u, 0]

    As compiled:

    dx[n, c, s_h·q+r−p_t, b] = Σ_{t : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, gcd(s_h,d_h) ∣
        r} dt[n, c, q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h), b] · w_column[c, 0,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), 0]

    Operations: C·H·KH·N·W + C·KW·N·OH·W multiplications, C·H·KH·N·W + C·KW·N·OH·W − C·H·N·W − C·N·OH·W
        additions, terms that a condition drops counted.
    """
    s_h_by_gcd = s_h // gcd(s_h, d_h)
    d_h_by_gcd = d_h // gcd(s_h, d_h)
    gcd_s_h_d_h = gcd(s_h, d_h)
    launch(_vjp_x_part, N * C * s_h, (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h, 0,
            s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * C * N * W * s_h, w_column, dt, dx, N, C, H, W, KH, OH,
            s_h, p_t, d_h, d_h_by_gcd, gcd_s_h_d_h, s_h_by_gcd)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_column_part(first, last, x, dt, dw_column, N, C, H, W, KH, OH, s_h, p_t, d_h, j_block_last):
    """dw_column_sum = Σ_{n,i,j} dt[n,c,i,j] · x[n, c, d_h·u+s_h·i−p_t, j]
    dw_column[c,0,u,0] = dw_column_sum
    """
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        c = task // KH
        u = task % KH
        # dw_column_sum = Σ_{n,i,j} dt[n,c,i,j] · x[n, c, d_h·u+s_h·i−p_t, j]
        acc = T(0)
        rest = T(0)
        i_first = -((d_h * u - p_t) // s_h)
        i_last = (H + p_t - (d_h * u) - 1) // s_h
        for n in range(N):
            for i in range(max(0, i_first), min(OH, i_last + 1)):
                for j_block in range(j_block_last + 1):
                    part = T(0)
                    for j in range(j_block * 1024, min(W, j_block * 1024 + 1024)):
                        part = plus(
                            part,
                            dt[U(n), U(c), U(i), U(j)] * x[U(n), U(c), U(i * s_h + d_h * u - p_t), U(j)],
                        )
                    acc, rest = carried(acc, rest, part)
        dw_column_sum = acc
        # dw_column[c,0,u,0] = dw_column_sum
        for one in range(1):
            for one_ in range(1):
                dw_column[U(c), U(one), U(u), U(one_)] = dw_column_sum


def _vjp_w_column(x, dt, dw_column, N, C, H, W, KH, OH, s_h, p_t, d_h):
    """dt[n,c,i,b] = Σ_{v : s_w ∣ b+p_l−d_w·v} dy[n, c, i, (b+p_l−d_w·v)/s_w] · w_row[c,0,0,v]
    dw_column[c,0,u,0] = Σ_{n,i,j} dt[n,c,i,j] · x[n, c, d_h·u+s_h·i−p_t, j]

    As compiled:

    dw_column_sum = Σ_{n,i,j} dt[n,c,i,j] · x[n, c, d_h·u+s_h·i−p_t, j]
    dw_column[c,0,u,0] = dw_column_sum

    Operations: C·KH·N·OH·W + C·KW·N·OH·W multiplications, C·KH·N·OH·W + C·KW·N·OH·W − C·N·OH·W − C·KH
        additions, terms that a condition drops counted.
    """
    j_block_last = (W - 1) // 1024
    launch(_vjp_w_column_part, C * KH, C * KH + C * KH * N * OH * W, x, dt, dw_column, N, C, H, W, KH, OH,
            s_h, p_t, d_h, j_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_row_part(first, last, dy, t, dw_row, N, C, W, KW, OW, OH, s_w, p_l, d_w, j_block_last):
    """dw_row_sum[v] = Σ_{n,i,j} dy[n,c,i,j] · t[n, c, i, d_w·v+s_w·j−p_l]
    dw_row[c,0,v] = dw_row_sum[v]
    """
    dtype = dy.dtype
    T = dtype.type
    dw_row_sum = np.empty(KW, dtype)
    for c in range(first, last):
        # dw_row_sum[v] = Σ_{n,i,j} dy[n,c,i,j] · t[n, c, i, d_w·v+s_w·j−p_l]
        for v in range(KW):
            acc = T(0)
            rest = T(0)
            j_first = -((d_w * v - p_l) // s_w)
            j_last = (W + p_l - (d_w * v) - 1) // s_w
            j_block_first = j_first // 1024
            j_block_last2 = j_last // 1024
            for n in range(N):
                for i in range(OH):
                    for j_block in range(max(0, j_block_first), min(j_block_last + 1, j_block_last2 + 1)):
                        part = T(0)
                        for j in range(max(0, j_first, j_block * 1024), min(OW, j_last + 1,
                                j_block * 1024 + 1024)):
                            part = plus(
                                part,
                                dy[U(n), U(c), U(i), U(j)] * t[U(n), U(c), U(i), U(j * s_w + d_w * v - p_l)],
                            )
                        acc, rest = carried(acc, rest, part)
            dw_row_sum[U(v)] = acc
        # dw_row[c,0,v] = dw_row_sum[v]
        for oneone_ in range(1):
            for v in range(KW):
                dw_row[U(c), U(oneone_), U(v)] = dw_row_sum[U(v)]


def _vjp_w_row(dy, t, dw_row, N, C, W, KW, OW, OH, s_w, p_l, d_w):
    """dw_row[c,0,0,v] = Σ_{n,i,j} dy[n,c,i,j] · t[n, c, i, d_w·v+s_w·j−p_l]

    As compiled:

    dw_row_sum[v] = Σ_{n,i,j} dy[n,c,i,j] · t[n, c, i, d_w·v+s_w·j−p_l]
    dw_row[c,0,v] = dw_row_sum[v]

    Operations: C·KW·N·OH·OW multiplications, C·KW·N·OH·OW − C·KW additions, terms that a condition drops
        counted.
    """
    dw_row_rows = dw_row.reshape((C, 1, KW))
    j_block_last = (OW - 1) // 1024
    launch(_vjp_w_row_part, C, C * KW + C * KW * N * OH * OW, dy, t, dw_row_rows, N, C, W, KW, OW, OH, s_w,
            p_l, d_w, j_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dy, db, N, C, OW, OH, ij_block_last):
    """db[c] = Σ_{n,ij} dy[n,c,ij]"""
    dtype = dy.dtype
    T = dtype.type
    for c in range(first, last):
        # db[c] = Σ_{n,ij} dy[n,c,ij]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for ij_block in range(ij_block_last + 1):
                part = T(0)
                for ij in range(ij_block * 1024, min(OH * OW, ij_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(c), U(ij)])
                acc, rest = carried(acc, rest, part)
        db[U(c)] = acc


def _vjp_b(dy, db, N, C, OW, OH):
    """db[c] = Σ_{n,i,j} dy[n,c,i,j]

    As compiled:

    db[c] = Σ_{n,ij} dy[n,c,ij]

    Operations: C·N·OH·OW − C additions.
    """
    dy_rows = dy.reshape((N, C, OH * OW))
    ij_block_last = (OH * OW - 1) // 1024
    launch(_vjp_b_part, C, C * N * OH * OW, dy_rows, db, N, C, OW, OH, ij_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, w_column_dot, w_row_dot, b_dot, x, w_column, w_row, t, y_dot, N, C, H, W,
        KH, KW, OW, OH, s_h, s_w, p_t, p_l, d_h, d_w):
    """ṫ[g,j] = Σ_u (w_column[g,0,u,0] · ẋ[n, g, s_h·i+d_h·u−p_t, j] + w_column_dot[g,0,u,0] · x[n, g,
        s_h·i+d_h·u−p_t, j])
    ẏ[n,g,i,j] = ḃ[g] + Σ_v (t[n, g, i, s_w·j+d_w·v−p_l] · w_row_dot[g,0,0,v] + ṫ[g, s_w·j+d_w·v−p_l] ·
        w_row[g,0,0,v])
    """
    dtype = x_dot.dtype
    T = dtype.type
    t_dot = np.empty((C, W), dtype)
    for task in range(first, last):
        n = task // OH
        i = task % OH
        # ṫ[g,j] = Σ_u (w_column[g,0,u,0] · ẋ[n, g, s_h·i+d_h·u−p_t, j] +
        #     w_column_dot[g,0,u,0] · x[n, g, s_h·i+d_h·u−p_t, j])
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for g in range(C):
            for o in range(1):
                for j in range(W):
                    t_dot[U(g + o), U(j)] = T(0)
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    w_column_here = w_column[U(g + o), 0, U(u), 0]
                    w_column_dot_here = w_column_dot[U(g + o), 0, U(u), 0]
                    for j in range(W):
                        t_dot[U(g + o), U(j)] += (
                            w_column_dot_here * x[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j)]
                            + w_column_here * x_dot[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j)]
                        )
        # ẏ[n,g,i,j] = ḃ[g] + Σ_v (t[n, g, i, s_w·j+d_w·v−p_l] · w_row_dot[g,0,0,v] + ṫ[g,
        #     s_w·j+d_w·v−p_l] · w_row[g,0,0,v])
        for g in range(C):
            for o in range(1):
                b_dot_here = b_dot[U(g + o)]
                for j in range(OW):
                    y_dot[U(n), U(g + o), U(i), U(j)] = b_dot_here
                for v in range(KW):
                    w_row_here = w_row[U(g + o), 0, 0, U(v)]
                    w_row_dot_here = w_row_dot[U(g + o), 0, 0, U(v)]
                    for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                            (W + p_l - (d_w * v) - 1) // s_w + 1)):
                        y_dot[U(n), U(g + o), U(i), U(j)] += (
                            t[U(n), U(g), U(i), U(j * s_w + d_w * v - p_l)] * w_row_dot_here
                            + t_dot[U(g), U(j * s_w + d_w * v - p_l)] * w_row_here
                        )


def _jvp(x_dot, w_column_dot, w_row_dot, b_dot, x, w_column, w_row, t, y_dot, N, C, H, W, KH, KW, OW, OH, s_h,
        s_w, p_t, p_l, d_h, d_w):
    """ṫ[n,g,i,j] = Σ_u (w_column[g,0,u,0] · ẋ[n, g, s_h·i+d_h·u−p_t, j] + w_column_dot[g,0,u,0] · x[n, g,
        s_h·i+d_h·u−p_t, j])
    ẏ[n,g,i,j] = ḃ[g] + Σ_v (t[n, g, i, s_w·j+d_w·v−p_l] · w_row_dot[g,0,0,v] + ṫ[n, g, i,
        s_w·j+d_w·v−p_l] · w_row[g,0,0,v])

    As compiled:

    ṫ[g,j] = Σ_u (w_column[g,0,u,0] · ẋ[n, g, s_h·i+d_h·u−p_t, j] + w_column_dot[g,0,u,0] · x[n, g,
        s_h·i+d_h·u−p_t, j])
    ẏ[n,g,i,j] = ḃ[g] + Σ_v (t[n, g, i, s_w·j+d_w·v−p_l] · w_row_dot[g,0,0,v] + ṫ[g, s_w·j+d_w·v−p_l] ·
        w_row[g,0,0,v])

    Operations: 2·C·KH·N·OH·W + 2·C·KW·N·OH·OW multiplications, 2·C·KH·N·OH·W + 2·C·KW·N·OH·OW − C·N·OH·W
        additions, terms that a condition drops counted.
    """
    launch(_jvp_part, N * OH, C * KH * N * OH * W + C * KW * N * OH * OW, x_dot, w_column_dot, w_row_dot,
            b_dot, x, w_column, w_row, t, y_dot, N, C, H, W, KH, KW, OW, OH, s_h, s_w, p_t, p_l, d_h, d_w)


def forward(x, w_column, w_row, b=None, *, out=None, save=False, stride=1, padding=0, dilation=1):
    """a column filter, then a row filter, per channel: a convolution of rank 1; ``save=True`` also returns
    what the gradients can use again.
    """
    call = _LAYER.bind({"x": x, "w_column": w_column, "w_row": w_row, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.new_all(("y",), out)
    call.new("t", "t")
    call.run(_forward, ("x", "w_column", "w_row", "b", "y", "t"), ("N", "C", "H", "W", "KH", "KW", "OW", "OH",
            "s_h", "s_w", "p_t", "p_l", "d_h", "d_w"))
    result = call.result(*("y",))
    return (result, call.save(Residuals, ("t",))) if save else result


def vjp_x(dy, x, w_column, w_row, b=None, *, residuals=None, out=None, stride=1, padding=0, dilation=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "w_column": w_column, "w_row": w_row, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.new("dt", "dt")
    call.run(_shared_dt, ("dy", "w_row", "dt"), ("N", "C", "W", "KW", "OW", "OH", "s_w", "p_l", "d_w"))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("w_column", "dt", "dx"), ("N", "C", "H", "W", "KH", "OH", "s_h", "p_t", "d_h"))
    return call.result("dx")


def vjp_w_column(dy, x, w_column, w_row, b=None, *, residuals=None, out=None, stride=1, padding=0,
    dilation=1):
    """The gradient of w_column, given dy."""
    call = _LAYER.bind({"x": x, "w_column": w_column, "w_row": w_row, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.new("dt", "dt")
    call.run(_shared_dt, ("dy", "w_row", "dt"), ("N", "C", "W", "KW", "OW", "OH", "s_w", "p_l", "d_w"))
    call.new("dw_column", "w_column", out)
    call.run(_vjp_w_column, ("x", "dt", "dw_column"), ("N", "C", "H", "W", "KH", "OH", "s_h", "p_t", "d_h"))
    return call.result("dw_column")


def vjp_w_row(dy, x, w_column, w_row, b=None, *, residuals=None, out=None, stride=1, padding=0, dilation=1):
    """The gradient of w_row, given dy."""
    call = _LAYER.bind({"x": x, "w_column": w_column, "w_row": w_row, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("t",))
    call.new("dw_row", "w_row", out)
    call.run(_vjp_w_row, ("dy", "t", "dw_row"), ("N", "C", "W", "KW", "OW", "OH", "s_w", "p_l", "d_w"))
    return call.result("dw_row")


def vjp_b(dy, x, w_column, w_row, b=None, *, residuals=None, out=None, stride=1, padding=0, dilation=1):
    """The gradient of b, given dy."""
    call = _LAYER.bind({"x": x, "w_column": w_column, "w_row": w_row, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.new("db", "b", out)
    call.run(_vjp_b, ("dy", "db"), ("N", "C", "OW", "OH"))
    return call.result("db")


def vjp(dy, x, w_column, w_row, b=None, *, residuals=None, stride=1, padding=0, dilation=1):
    """The gradients of x, w_column, w_row, b."""
    call = _LAYER.bind({"x": x, "w_column": w_column, "w_row": w_row, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("t",))
    call.new("dt", "dt")
    call.run(_shared_dt, ("dy", "w_row", "dt"), ("N", "C", "W", "KW", "OW", "OH", "s_w", "p_l", "d_w"))
    call.new("dx", "x")
    call.new("dw_column", "w_column")
    call.new("dw_row", "w_row")
    call.new("db", "b")
    call.run(_vjp_x, ("w_column", "dt", "dx"), ("N", "C", "H", "W", "KH", "OH", "s_h", "p_t", "d_h"))
    call.run(_vjp_w_column, ("x", "dt", "dw_column"), ("N", "C", "H", "W", "KH", "OH", "s_h", "p_t", "d_h"))
    call.run(_vjp_w_row, ("dy", "t", "dw_row"), ("N", "C", "W", "KW", "OW", "OH", "s_w", "p_l", "d_w"))
    call.run(_vjp_b, ("dy", "db"), ("N", "C", "OW", "OH"))
    return Gradients(*call.results(("dx", "dw_column", "dw_row", "db")))


def jvp(x, w_column, w_row, b=None, *, x_dot=None, w_column_dot=None, w_row_dot=None, b_dot=None,
    residuals=None, stride=1, padding=0, dilation=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "w_column": w_column, "w_row": w_row, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("x_dot", "x", x_dot)
    call.add("w_column_dot", "w_column", w_column_dot)
    call.add("w_row_dot", "w_row", w_row_dot)
    call.add("b_dot", "b", b_dot)
    call.recall(residuals, forward, ("t",))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "w_column_dot", "w_row_dot", "b_dot", "x", "w_column", "w_row", "t", "y_dot"),
            ("N", "C", "H", "W", "KH", "KW", "OW", "OH", "s_h", "s_w", "p_t", "p_l", "d_h", "d_w"))
    return call.result(*("y_dot",))
