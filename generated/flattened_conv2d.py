"""flattened_conv2d: one filter over the channels, one down the columns, one along the rows.

Made by `chainrule generate` from the forward of `flattened_conv2d`.  Do not edit.

    z[n,o,i,j] = Σ_c w_channel[o,c] · x[n,c,i,j]
    y_t[n,g,i,j] = Σ_{c,u,v} w_column[g,c,u,v] · z[n, g+c, s_h·i+d_h·u−p_t, j+v]
    y[n,g,i,j] = b[g] + Σ_{c,u,v} w_row[g,c,u,v] · y_t[n, g+c, i+u, s_w·j+d_w·v−p_l]
    dy_t[n,c,i,b] = Σ_{v : s_w ∣ b+p_l−d_w·v} dy[n, c, i, (b+p_l−d_w·v)/s_w] · w_row[c,0,0,v]
    dz[n,o,a,b] = Σ_{u : s_h ∣ a+p_t−d_h·u} dy_t[n, o, (a+p_t−d_h·u)/s_h, b] · w_column[o,0,u,0]
    dx[n,c,a,b] = Σ_o dz[n,o,a,b] · w_channel[o,c]
    dw_channel[o,c] = Σ_{n,i,j} dz[n,o,i,j] · x[n,c,i,j]
    dw_column[o,0,u,0] = Σ_{n,i,j} dy_t[n,o,i,j] · z[n, o, d_h·u+s_h·i−p_t, j]
    dw_row[o,0,0,v] = Σ_{n,i,j} dy[n,o,i,j] · y_t[n, o, i, d_w·v+s_w·j−p_l]
    db[o] = Σ_{n,i,j} dy[n,o,i,j]
    dw_column = cross-correlation of z with dy_t: stride (d_h), dilation (s_h), padding (p_t)
    dw_row = cross-correlation of y_t with dy: stride (d_w), dilation (s_w), padding (p_l)
    z = 0 where an index leaves its range
    y_t = 0 where an index leaves its range
    dy = 0 where an index leaves its range
    dy_t = 0 where an index leaves its range

Source: Jin et al. 2015, eq. 2.
"""

from collections import namedtuple

import numpy as np
from numba import njit, prange

from . import runtime
from .runtime import gcd, residue

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'flattened_conv2d',
    'summary': 'one filter over the channels, one down the columns, one along the rows',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None, 'below': None},
        {'name': 'w_channel', 'shape': ['O', 'C'], 'kind': 'real', 'differentiable': True, 'default': None, 'below': None},
        {'name': 'w_column', 'shape': ['O', '1', 'KH', '1'], 'kind': 'real', 'differentiable': True, 'default': None, 'below': None},
        {'name': 'w_row', 'shape': ['O', '1', '1', 'KW'], 'kind': 'real', 'differentiable': True, 'default': None, 'below': None},
        {'name': 'b', 'shape': ['O'], 'kind': 'real', 'differentiable': True, 'default': 0, 'below': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'O', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'z', 'shape': ['N', 'O', 'H', 'W'], 'kind': 'real'},
        {'name': 'y_t', 'shape': ['N', 'O', 'OH', 'W'], 'kind': 'real'},
    ],
    'options': [
        {'name': 'stride', 'symbols': ['s_h', 's_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'padding', 'symbols': ['p_t', 'p_b', 'p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
        {'name': 'dilation', 'symbols': ['d_h', 'd_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {'OW': '(W + p_l + p_r - ((KW - 1) * d_w) - 1) // s_w + 1', 'OH': '(H + p_b + p_t - ((KH - 1) * d_h) - 1) // s_h + 1'},
    'gradients': {'x': 'vjp_x', 'w_channel': 'vjp_w_channel', 'w_column': 'vjp_w_column', 'w_row': 'vjp_w_row', 'b': 'vjp_b'},
    'analytic': True,
    'elementwise': False,
}


Residuals = namedtuple("Residuals", ["z", "y_t"])
Gradients = namedtuple("Gradients", ["x", "w_channel", "w_column", "w_row", "b"])


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "C", "C"),
        runtime.Step("x", 2, "H", "H"),
        runtime.Step("x", 3, "W", "W"),
        runtime.Step("w_channel", 0, "O", "O"),
        runtime.Step("w_channel", 1, "C", "C"),
        runtime.Step("w_column", 0, "O", "O"),
        runtime.Step("w_column", 1, "", "1", rest=lambda **_: 1),
        runtime.Step("w_column", 2, "KH", "KH"),
        runtime.Step("w_column", 3, "", "1", rest=lambda **_: 1),
        runtime.Step("w_row", 0, "O", "O"),
        runtime.Step("w_row", 1, "", "1", rest=lambda **_: 1),
        runtime.Step("w_row", 2, "", "1", rest=lambda **_: 1),
        runtime.Step("w_row", 3, "KW", "KW"),
        runtime.Step("b", 0, "O", "O"),
    ),
    sizes={
        "OW": lambda KW, W, d_w, p_l, p_r, s_w, **_: (W + p_l + p_r - ((KW - 1) * d_w) - 1) // s_w + 1,
        "OH": lambda H, KH, d_h, p_b, p_t, s_h, **_: (H + p_b + p_t - ((KH - 1) * d_h) - 1) // s_h + 1,
    },
    shapes={
        "x": lambda C, H, N, W, **_: (N, C, H, W),
        "w_channel": lambda C, O, **_: (O, C),
        "w_column": lambda KH, O, **_: (O, 1, KH, 1),
        "w_row": lambda KW, O, **_: (O, 1, 1, KW),
        "b": lambda O, **_: (O,),
        "y": lambda N, O, OH, OW, **_: (N, O, OH, OW),
        "z": lambda H, N, O, W, **_: (N, O, H, W),
        "y_t": lambda N, O, OH, W, **_: (N, O, OH, W),
        "dy_t": lambda N, O, OH, W, **_: (N, O, OH, W),
        "dz": lambda H, N, O, W, **_: (N, O, H, W),
    },
    requires=(),
    checks=(),
)


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _forward(x, w_channel, w_column, w_row, b, y, z, y_t, N, C, H, W, O, KH, KW, OW, OH, s_h, s_w, p_t, p_l,
        d_h, d_w):
    dtype = y.dtype
    T = dtype.type
    quotient = C // 8
    for t in prange(N * O):
        n = np.int64(t) // O
        o = np.int64(t) % O
        # z[n,o,i,j] = Σ_c w_channel[o,c] · x[n,c,i,j]
        for i in range(H):
            for j in range(W):
                z[U(n), U(o), U(i), U(j)] = T(0)
            for c in range(0, C - 7, 8):
                w_channel_here = w_channel[U(o), U(c + 1)]
                w_channel_here2 = w_channel[U(o), U(c + 2)]
                w_channel_here3 = w_channel[U(o), U(c + 3)]
                w_channel_here4 = w_channel[U(o), U(c + 4)]
                w_channel_here5 = w_channel[U(o), U(c + 5)]
                w_channel_here6 = w_channel[U(o), U(c + 6)]
                w_channel_here7 = w_channel[U(o), U(c + 7)]
                w_channel_here8 = w_channel[U(o), U(c)]
                for j in range(W):
                    z[U(n), U(o), U(i), U(j)] += (
                        w_channel_here * x[U(n), U(c + 1), U(i), U(j)]
                        + w_channel_here2 * x[U(n), U(c + 2), U(i), U(j)]
                        + w_channel_here3 * x[U(n), U(c + 3), U(i), U(j)]
                        + w_channel_here4 * x[U(n), U(c + 4), U(i), U(j)]
                        + w_channel_here5 * x[U(n), U(c + 5), U(i), U(j)]
                        + w_channel_here6 * x[U(n), U(c + 6), U(i), U(j)]
                        + w_channel_here7 * x[U(n), U(c + 7), U(i), U(j)]
                        + w_channel_here8 * x[U(n), U(c), U(i), U(j)]
                    )
            for c in range(quotient * 8, C):
                w_channel_here9 = w_channel[U(o), U(c)]
                for j in range(W):
                    z[U(n), U(o), U(i), U(j)] += w_channel_here9 * x[U(n), U(c), U(i), U(j)]
        # y_t[n,o,i,j] = Σ_u w_column[o,0,u,0] · z[n, o, s_h·i+d_h·u−p_t, j]
        for i in range(OH):
            for j in range(W):
                y_t[U(n), U(o), U(i), U(j)] = T(0)
            for u in range(max(0, -((i * s_h - p_t) // d_h)), min(KH, (H + p_t - (i * s_h) - 1) // d_h + 1)):
                w_column_here = w_column[U(o), 0, U(u), 0]
                for j in range(W):
                    y_t[U(n), U(o), U(i), U(j)] += (
                        w_column_here * z[U(n), U(o), U(i * s_h + d_h * u - p_t), U(j)]
                    )
        # y[n,o,i,j] = b[o] + Σ_v w_row[o,0,0,v] · y_t[n, o, i, s_w·j+d_w·v−p_l]
        b_here = b[U(o)]
        for i in range(OH):
            for j in range(OW):
                y[U(n), U(o), U(i), U(j)] = b_here
            for v in range(KW):
                w_row_here = w_row[U(o), 0, 0, U(v)]
                for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                        (W + p_l - (d_w * v) - 1) // s_w + 1)):
                    y[U(n), U(o), U(i), U(j)] += (
                        w_row_here * y_t[U(n), U(o), U(i), U(j * s_w + d_w * v - p_l)]
                    )


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _shared_dy_t(dy, w_row, dy_t, N, W, O, KW, OW, OH, s_w, p_l, d_w):
    dtype = dy_t.dtype
    T = dtype.type
    quotient3 = s_w // gcd(s_w, d_w)
    quotient2 = d_w // gcd(s_w, d_w)
    step = gcd(s_w, d_w)
    for t in prange(N * O * OH * s_w):
        n = np.int64(t) // (O * OH * s_w)
        c = np.int64(t) // (OH * s_w) % O
        i = np.int64(t) // s_w % OH
        r = np.int64(t) % s_w
        # dy_t[n, c, i, s_w·q+r−p_l] = Σ_{t : 0 ≤ t ≤
        #     ⌊(KW−1−res(d_w,r,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_w,d_w) ∣ r} dy[n, c, i,
        #     q−(d_w·res(d_w,r,s_w)−r)/s_w−t·d_w/gcd(s_w,d_w)] · w_row[c, 0, 0,
        #     res(d_w,r,s_w)+t·s_w/gcd(s_w,d_w)]
        for q in range(-((r - p_l) // s_w), (W + p_l - r - 1) // s_w + 1):
            dy_t[U(n), U(c), U(i), U(q * s_w + r - p_l)] = T(0)
        first = residue(d_w, r, s_w)
        quotient = (d_w * first - r) // s_w
        quotient4 = (r - p_l) // s_w
        quotient5 = (W + p_l - r - 1) // s_w
        quotient6 = (KW - first - 1) // quotient3
        if r % step == 0:
            for t_2 in range(quotient6 + 1):
                w_row_here = w_row[U(c), 0, 0, U(first + quotient3 * t_2)]
                for q in range(max(-quotient4, quotient + quotient2 * t_2), min(quotient5 + 1,
                        OW + quotient + quotient2 * t_2)):
                    dy_t[U(n), U(c), U(i), U(q * s_w + r - p_l)] += (
                        dy[U(n), U(c), U(i), U(q - quotient - (quotient2 * t_2))] * w_row_here
                    )


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _shared_dz(w_column, dy_t, dz, N, H, W, O, KH, OH, s_h, p_t, d_h):
    dtype = dz.dtype
    T = dtype.type
    quotient3 = s_h // gcd(s_h, d_h)
    quotient2 = d_h // gcd(s_h, d_h)
    step = gcd(s_h, d_h)
    for t in prange(N * O * s_h):
        n = np.int64(t) // (O * s_h)
        o = np.int64(t) // s_h % O
        r = np.int64(t) % s_h
        first = residue(d_h, r, s_h)
        quotient = (d_h * first - r) // s_h
        quotient5 = (KH - first - 1) // quotient3
        for q in range(-((r - p_t) // s_h), (H + p_t - r - 1) // s_h + 1):
            # dz[n, o, s_h·q+r−p_t, b] = Σ_{t : 0 ≤ t ≤
            #     ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, gcd(s_h,d_h) ∣ r} dy_t[n, o,
            #     q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h), b] · w_column[o, 0,
            #     res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), 0]
            for b in range(W):
                dz[U(n), U(o), U(q * s_h + r - p_t), U(b)] = T(0)
            quotient4 = (OH + quotient - q - 1) // quotient2
            quotient6 = (q - quotient) // quotient2
            if r % step == 0:
                for t_2 in range(max(0, -quotient4), min(quotient5 + 1, quotient6 + 1)):
                    w_column_here = w_column[U(o), 0, U(first + quotient3 * t_2), 0]
                    for b in range(W):
                        dz[U(n), U(o), U(q * s_h + r - p_t), U(b)] += (
                            dy_t[U(n), U(o), U(q - quotient - (quotient2 * t_2)), U(b)] * w_column_here
                        )


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x(w_channel, dz, dx, N, C, H, W, O):
    dtype = dx.dtype
    T = dtype.type
    dz_rows = dz.reshape((N, O, H * W))
    dx_rows = dx.reshape((N, C, H * W))
    quotient = O // 8
    for t in prange(N * C):
        n = np.int64(t) // C
        c = np.int64(t) % C
        # dx[n,c,ab] = Σ_o dz[n,o,ab] · w_channel[o,c]
        for ab in range(H * W):
            dx_rows[U(n), U(c), U(ab)] = T(0)
        for o in range(0, O - 7, 8):
            w_channel_here = w_channel[U(o + 1), U(c)]
            w_channel_here2 = w_channel[U(o + 2), U(c)]
            w_channel_here3 = w_channel[U(o + 3), U(c)]
            w_channel_here4 = w_channel[U(o + 4), U(c)]
            w_channel_here5 = w_channel[U(o + 5), U(c)]
            w_channel_here6 = w_channel[U(o + 6), U(c)]
            w_channel_here7 = w_channel[U(o + 7), U(c)]
            w_channel_here8 = w_channel[U(o), U(c)]
            for ab in range(H * W):
                dx_rows[U(n), U(c), U(ab)] += (
                    dz_rows[U(n), U(o + 1), U(ab)] * w_channel_here
                    + dz_rows[U(n), U(o + 2), U(ab)] * w_channel_here2
                    + dz_rows[U(n), U(o + 3), U(ab)] * w_channel_here3
                    + dz_rows[U(n), U(o + 4), U(ab)] * w_channel_here4
                    + dz_rows[U(n), U(o + 5), U(ab)] * w_channel_here5
                    + dz_rows[U(n), U(o + 6), U(ab)] * w_channel_here6
                    + dz_rows[U(n), U(o + 7), U(ab)] * w_channel_here7
                    + dz_rows[U(n), U(o), U(ab)] * w_channel_here8
                )
        for o in range(quotient * 8, O):
            w_channel_here9 = w_channel[U(o), U(c)]
            for ab in range(H * W):
                dx_rows[U(n), U(c), U(ab)] += dz_rows[U(n), U(o), U(ab)] * w_channel_here9


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_channel(x, dz, dw_channel, N, C, H, W, O):
    dtype = dw_channel.dtype
    T = dtype.type
    x_rows = x.reshape((N, C, H * W))
    dz_rows = dz.reshape((N, O, H * W))
    for t in prange(((O - 1) // 2 + 1) * ((C - 1) // 4 + 1)):
        o = 2 * (np.int64(t) // (((C - 1) // 4 + 1)))
        c = 4 * (np.int64(t) % ((C - 1) // 4 + 1))
        o1 = min(O - 1, o + 1)
        c1 = min(C - 1, c + 1)
        c2 = min(C - 1, c + 2)
        c3 = min(C - 1, c + 3)
        # dw_channel[o,c] = Σ_{n,ij} dz[n,o,ij] · x[n,c,ij]
        acc = T(0)
        acc_1 = T(0)
        acc_2 = T(0)
        acc_3 = T(0)
        acc_4 = T(0)
        acc_5 = T(0)
        acc_6 = T(0)
        acc_7 = T(0)
        for n in range(N):
            for ij in range(H * W):
                acc += dz_rows[U(n), U(o), U(ij)] * x_rows[U(n), U(c), U(ij)]
                acc_1 += dz_rows[U(n), U(o), U(ij)] * x_rows[U(n), U(c1), U(ij)]
                acc_2 += dz_rows[U(n), U(o), U(ij)] * x_rows[U(n), U(c2), U(ij)]
                acc_3 += dz_rows[U(n), U(o), U(ij)] * x_rows[U(n), U(c3), U(ij)]
                acc_4 += dz_rows[U(n), U(o1), U(ij)] * x_rows[U(n), U(c), U(ij)]
                acc_5 += dz_rows[U(n), U(o1), U(ij)] * x_rows[U(n), U(c1), U(ij)]
                acc_6 += dz_rows[U(n), U(o1), U(ij)] * x_rows[U(n), U(c2), U(ij)]
                acc_7 += dz_rows[U(n), U(o1), U(ij)] * x_rows[U(n), U(c3), U(ij)]
        dw_channel[U(o), U(c)] = acc
        dw_channel[U(o), U(c1)] = acc_1
        dw_channel[U(o), U(c2)] = acc_2
        dw_channel[U(o), U(c3)] = acc_3
        dw_channel[U(o1), U(c)] = acc_4
        dw_channel[U(o1), U(c1)] = acc_5
        dw_channel[U(o1), U(c2)] = acc_6
        dw_channel[U(o1), U(c3)] = acc_7


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_column(z, dy_t, dw_column, N, H, W, O, KH, OH, s_h, p_t, d_h):
    dtype = dw_column.dtype
    T = dtype.type
    for t in prange(O * KH):
        o = np.int64(t) // KH
        u = np.int64(t) % KH
        # dw_column_sum = Σ_{n,i,j} dy_t[n,o,i,j] · z[n, o, d_h·u+s_h·i−p_t, j]
        acc = T(0)
        quotient = (d_h * u - p_t) // s_h
        quotient2 = (H + p_t - (d_h * u) - 1) // s_h
        for n in range(N):
            for i in range(max(0, -quotient), min(OH, quotient2 + 1)):
                for j in range(W):
                    acc += dy_t[U(n), U(o), U(i), U(j)] * z[U(n), U(o), U(i * s_h + d_h * u - p_t), U(j)]
        dw_column_sum = acc
        # dw_column[o,0,u,0] = dw_column_sum
        for one in range(1):
            for one_ in range(1):
                dw_column[U(o), U(one), U(u), U(one_)] = dw_column_sum


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_row(dy, y_t, dw_row, N, W, O, KW, OW, OH, s_w, p_l, d_w):
    dtype = dw_row.dtype
    T = dtype.type
    dw_row_rows = dw_row.reshape((O, 1, KW))
    for o in prange(O):
        dw_row_sum = np.empty(KW, dtype)
        # dw_row_sum[v] = Σ_{n,i,j} dy[n,o,i,j] · y_t[n, o, i, d_w·v+s_w·j−p_l]
        for v in range(KW):
            acc = T(0)
            quotient = (d_w * v - p_l) // s_w
            quotient2 = (W + p_l - (d_w * v) - 1) // s_w
            for n in range(N):
                for i in range(OH):
                    for j in range(max(0, -quotient), min(OW, quotient2 + 1)):
                        acc += dy[U(n), U(o), U(i), U(j)] * y_t[U(n), U(o), U(i), U(j * s_w + d_w * v - p_l)]
            dw_row_sum[U(v)] = acc
        # dw_row[o,0,v] = dw_row_sum[v]
        for oneone_ in range(1):
            for v in range(KW):
                dw_row_rows[U(o), U(oneone_), U(v)] = dw_row_sum[U(v)]


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b(dy, db, N, O, OW, OH):
    dtype = db.dtype
    T = dtype.type
    dy_rows = dy.reshape((N, O, OH * OW))
    for o in prange(O):
        # db[o] = Σ_{n,ij} dy[n,o,ij]
        acc = T(0)
        for n in range(N):
            for ij in range(OH * OW):
                acc += dy_rows[U(n), U(o), U(ij)]
        db[U(o)] = acc


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _jvp(x_dot, w_channel_dot, w_column_dot, w_row_dot, b_dot, x, w_channel, w_column, w_row, z, y_t, y_dot,
        N, C, H, W, O, KH, KW, OW, OH, s_h, s_w, p_t, p_l, d_h, d_w):
    dtype = y_dot.dtype
    T = dtype.type
    quotient = C // 4
    for t in prange(N * O):
        n = np.int64(t) // O
        o = np.int64(t) % O
        z_dot = np.empty((H, W), dtype)
        y_t_dot = np.empty((OH, W), dtype)
        # ż[i,j] = Σ_c (w_channel[o,c]·ẋ[n,c,i,j] + w_channel_dot[o,c]·x[n,c,i,j])
        for i in range(H):
            for j in range(W):
                z_dot[U(i), U(j)] = T(0)
            for c in range(0, C - 3, 4):
                w_channel_here = w_channel[U(o), U(c + 1)]
                w_channel_here2 = w_channel[U(o), U(c + 2)]
                w_channel_here3 = w_channel[U(o), U(c + 3)]
                w_channel_here4 = w_channel[U(o), U(c)]
                w_channel_dot_here = w_channel_dot[U(o), U(c + 1)]
                w_channel_dot_here2 = w_channel_dot[U(o), U(c + 2)]
                w_channel_dot_here3 = w_channel_dot[U(o), U(c + 3)]
                w_channel_dot_here4 = w_channel_dot[U(o), U(c)]
                for j in range(W):
                    z_dot[U(i), U(j)] += (
                        w_channel_dot_here * x[U(n), U(c + 1), U(i), U(j)]
                        + w_channel_dot_here2 * x[U(n), U(c + 2), U(i), U(j)]
                        + w_channel_dot_here3 * x[U(n), U(c + 3), U(i), U(j)]
                        + w_channel_dot_here4 * x[U(n), U(c), U(i), U(j)]
                        + w_channel_here * x_dot[U(n), U(c + 1), U(i), U(j)]
                        + w_channel_here2 * x_dot[U(n), U(c + 2), U(i), U(j)]
                        + w_channel_here3 * x_dot[U(n), U(c + 3), U(i), U(j)]
                        + w_channel_here4 * x_dot[U(n), U(c), U(i), U(j)]
                    )
            for c in range(quotient * 4, C):
                w_channel_here5 = w_channel[U(o), U(c)]
                w_channel_dot_here5 = w_channel_dot[U(o), U(c)]
                for j in range(W):
                    z_dot[U(i), U(j)] += (
                        w_channel_dot_here5 * x[U(n), U(c), U(i), U(j)]
                        + w_channel_here5 * x_dot[U(n), U(c), U(i), U(j)]
                    )
        # ẏ_t[i,j] = Σ_u (w_column_dot[o,0,u,0] · z[n, o, s_h·i+d_h·u−p_t, j] +
        #     w_column[o,0,u,0] · ż[s_h·i+d_h·u−p_t, j])
        for i in range(OH):
            for j in range(W):
                y_t_dot[U(i), U(j)] = T(0)
            for u in range(max(0, -((i * s_h - p_t) // d_h)), min(KH, (H + p_t - (i * s_h) - 1) // d_h + 1)):
                w_column_here = w_column[U(o), 0, U(u), 0]
                w_column_dot_here = w_column_dot[U(o), 0, U(u), 0]
                for j in range(W):
                    y_t_dot[U(i), U(j)] += (
                        w_column_dot_here * z[U(n), U(o), U(i * s_h + d_h * u - p_t), U(j)]
                        + w_column_here * z_dot[U(i * s_h + d_h * u - p_t), U(j)]
                    )
        # ẏ[n,o,i,j] = ḃ[o] + Σ_v (w_row_dot[o,0,0,v] · y_t[n, o, i, s_w·j+d_w·v−p_l] +
        #     w_row[o,0,0,v] · ẏ_t[i, s_w·j+d_w·v−p_l])
        b_dot_here = b_dot[U(o)]
        for i in range(OH):
            for j in range(OW):
                y_dot[U(n), U(o), U(i), U(j)] = b_dot_here
            for v in range(KW):
                w_row_here = w_row[U(o), 0, 0, U(v)]
                w_row_dot_here = w_row_dot[U(o), 0, 0, U(v)]
                for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                        (W + p_l - (d_w * v) - 1) // s_w + 1)):
                    y_dot[U(n), U(o), U(i), U(j)] += (
                        w_row_dot_here * y_t[U(n), U(o), U(i), U(j * s_w + d_w * v - p_l)]
                        + w_row_here * y_t_dot[U(i), U(j * s_w + d_w * v - p_l)]
                    )


def forward(x, w_channel, w_column, w_row, b=None, *, out=None, save=False, stride=1, padding=0, dilation=1):
    """one filter over the channels, one down the columns, one along the rows; ``save=True`` also returns what
    the gradients can use again.
    """
    call = _LAYER.bind({"x": x, "w_channel": w_channel, "w_column": w_column, "w_row": w_row, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.new_all(("y",), out)
    call.new("z", "z")
    call.new("y_t", "y_t")
    call.run(_forward, ("x", "w_channel", "w_column", "w_row", "b", "y", "z", "y_t"), ("N", "C", "H", "W",
            "O", "KH", "KW", "OW", "OH", "s_h", "s_w", "p_t", "p_l", "d_h", "d_w"))
    result = call.result(*("y",))
    return (result, Residuals(*call.results(("z", "y_t")))) if save else result


def vjp_x(dy, x, w_channel, w_column, w_row, b=None, *, residuals=None, out=None, stride=1, padding=0,
    dilation=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "w_channel": w_channel, "w_column": w_column, "w_row": w_row, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.new("dy_t", "dy_t")
    call.run(_shared_dy_t, ("dy", "w_row", "dy_t"), ("N", "W", "O", "KW", "OW", "OH", "s_w", "p_l", "d_w"))
    call.new("dz", "dz")
    call.run(_shared_dz, ("w_column", "dy_t", "dz"), ("N", "H", "W", "O", "KH", "OH", "s_h", "p_t", "d_h"))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("w_channel", "dz", "dx"), ("N", "C", "H", "W", "O"))
    return call.result("dx")


def vjp_w_channel(dy, x, w_channel, w_column, w_row, b=None, *, residuals=None, out=None, stride=1, padding=0,
    dilation=1):
    """The gradient of w_channel, given dy."""
    call = _LAYER.bind({"x": x, "w_channel": w_channel, "w_column": w_column, "w_row": w_row, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.new("dy_t", "dy_t")
    call.run(_shared_dy_t, ("dy", "w_row", "dy_t"), ("N", "W", "O", "KW", "OW", "OH", "s_w", "p_l", "d_w"))
    call.new("dz", "dz")
    call.run(_shared_dz, ("w_column", "dy_t", "dz"), ("N", "H", "W", "O", "KH", "OH", "s_h", "p_t", "d_h"))
    call.new("dw_channel", "w_channel", out)
    call.run(_vjp_w_channel, ("x", "dz", "dw_channel"), ("N", "C", "H", "W", "O"))
    return call.result("dw_channel")


def vjp_w_column(dy, x, w_channel, w_column, w_row, b=None, *, residuals=None, out=None, stride=1, padding=0,
    dilation=1):
    """The gradient of w_column, given dy."""
    call = _LAYER.bind({"x": x, "w_channel": w_channel, "w_column": w_column, "w_row": w_row, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("z",))
    call.new("dy_t", "dy_t")
    call.run(_shared_dy_t, ("dy", "w_row", "dy_t"), ("N", "W", "O", "KW", "OW", "OH", "s_w", "p_l", "d_w"))
    call.new("dw_column", "w_column", out)
    call.run(_vjp_w_column, ("z", "dy_t", "dw_column"), ("N", "H", "W", "O", "KH", "OH", "s_h", "p_t", "d_h"))
    return call.result("dw_column")


def vjp_w_row(dy, x, w_channel, w_column, w_row, b=None, *, residuals=None, out=None, stride=1, padding=0,
    dilation=1):
    """The gradient of w_row, given dy."""
    call = _LAYER.bind({"x": x, "w_channel": w_channel, "w_column": w_column, "w_row": w_row, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("y_t",))
    call.new("dw_row", "w_row", out)
    call.run(_vjp_w_row, ("dy", "y_t", "dw_row"), ("N", "W", "O", "KW", "OW", "OH", "s_w", "p_l", "d_w"))
    return call.result("dw_row")


def vjp_b(dy, x, w_channel, w_column, w_row, b=None, *, residuals=None, out=None, stride=1, padding=0,
    dilation=1):
    """The gradient of b, given dy."""
    call = _LAYER.bind({"x": x, "w_channel": w_channel, "w_column": w_column, "w_row": w_row, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.new("db", "b", out)
    call.run(_vjp_b, ("dy", "db"), ("N", "O", "OW", "OH"))
    return call.result("db")


def vjp(dy, x, w_channel, w_column, w_row, b=None, *, residuals=None, stride=1, padding=0, dilation=1):
    """The gradients of x, w_channel, w_column, w_row, b."""
    call = _LAYER.bind({"x": x, "w_channel": w_channel, "w_column": w_column, "w_row": w_row, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("z", "y_t"))
    call.new("dy_t", "dy_t")
    call.run(_shared_dy_t, ("dy", "w_row", "dy_t"), ("N", "W", "O", "KW", "OW", "OH", "s_w", "p_l", "d_w"))
    call.new("dz", "dz")
    call.run(_shared_dz, ("w_column", "dy_t", "dz"), ("N", "H", "W", "O", "KH", "OH", "s_h", "p_t", "d_h"))
    call.new("dx", "x")
    call.new("dw_channel", "w_channel")
    call.new("dw_column", "w_column")
    call.new("dw_row", "w_row")
    call.new("db", "b")
    call.run(_vjp_x, ("w_channel", "dz", "dx"), ("N", "C", "H", "W", "O"))
    call.run(_vjp_w_channel, ("x", "dz", "dw_channel"), ("N", "C", "H", "W", "O"))
    call.run(_vjp_w_column, ("z", "dy_t", "dw_column"), ("N", "H", "W", "O", "KH", "OH", "s_h", "p_t", "d_h"))
    call.run(_vjp_w_row, ("dy", "y_t", "dw_row"), ("N", "W", "O", "KW", "OW", "OH", "s_w", "p_l", "d_w"))
    call.run(_vjp_b, ("dy", "db"), ("N", "O", "OW", "OH"))
    return Gradients(*call.results(("dx", "dw_channel", "dw_column", "dw_row", "db")))


def jvp(x, w_channel, w_column, w_row, b=None, *, x_dot=None, w_channel_dot=None, w_column_dot=None,
    w_row_dot=None, b_dot=None, residuals=None, stride=1, padding=0, dilation=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "w_channel": w_channel, "w_column": w_column, "w_row": w_row, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("x_dot", "x", x_dot)
    call.add("w_channel_dot", "w_channel", w_channel_dot)
    call.add("w_column_dot", "w_column", w_column_dot)
    call.add("w_row_dot", "w_row", w_row_dot)
    call.add("b_dot", "b", b_dot)
    call.recall(residuals, forward, ("z", "y_t"))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "w_channel_dot", "w_column_dot", "w_row_dot", "b_dot", "x", "w_channel",
            "w_column", "w_row", "z", "y_t", "y_dot"), ("N", "C", "H", "W", "O", "KH", "KW", "OW", "OH",
            "s_h", "s_w", "p_t", "p_l", "d_h", "d_w"))
    return call.result(*("y_dot",))
