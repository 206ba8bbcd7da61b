"""The kernels of flattened_conv2d; flattened_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `flattened_conv2d`.  Do not edit.
Run time: 26e344414a8c30da.
"""

import numpy as np
from numba import njit

from .runtime import plus
from .threads import launch
from .stencils import lagging, lags, pad
from .vectors import parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_row_lagging(first, last, dy, y_t, dw_row, N, W, O, KW, OW, OH, s_w, p_l, d_w, high, pieces, share,
        strips, wide):
    """dw_row[o,0,v] = Σ_{n,i,j} dy[n,o,i,j] · y_t[n, o, i, d_w·v+s_w·j−p_l]"""
    dtype = dy.dtype
    T = dtype.type
    for part in range(first, last):
        rights = np.empty(1 * KW, np.int64)
        for tap in range(1 * KW):
            oneone_ = tap // KW
            v = tap % KW
            rights[U(tap)] = d_w * v // s_w + (d_w * v % s_w) * high * wide + high * oneone_ * s_w * wide
        planes = np.empty((1, s_w, high, max(0, wide)), dtype)
        tile = np.empty((16, 1, KW), dtype)
        for turn in range(part * share, min(part * share + share, O)):
            o = turn // (1)
            heap = turn % 1
            # dw_row[o,0,v] = Σ_{n,i,j} dy[n,o,i,j] · y_t[n, o, i, d_w·v+s_w·j−p_l]
            for row in range(heap * 16, min(heap * 16 + 16, 1)):
                for oneone_ in range(1):
                    for v in range(KW):
                        tile[U(row - (heap * 16)), U(oneone_), U(v)] = T(0)
            for n in range(N):
                for strip in range(strips):
                    for oneone_ in range(1):
                        for phase_j in range(s_w):
                            pad(planes, (oneone_, phase_j, 0, 0), wide, y_t, (n, o, high * strip,
                                    phase_j - p_l), W, s_w, high, wide, -high * strip, OH - (high * strip),
                                    -((phase_j - p_l) // s_w), (W + p_l - phase_j - 1) // s_w + 1)
                    lags(tile, (0, 0, 0), KW, dy, (n, o, high * strip, 0), 0, OW, planes, (0, 0, 0, 0), wide,
                            rights, min(16, 1 - (heap * 16)), min(high, OH - (high * strip)), OW)
            for row in range(heap * 16, min(heap * 16 + 16, 1)):
                for oneone_ in range(1):
                    for v in range(KW):
                        dw_row[U(o), U(oneone_), U(v)] = tile[U(row - (heap * 16)), U(oneone_), U(v)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_row_plain(first, last, dy, y_t, dw_row, N, W, O, KW, OW, OH, s_w, p_l, d_w):
    """dw_row_sum[v] = Σ_{n,i,j} dy[n,o,i,j] · y_t[n, o, i, d_w·v+s_w·j−p_l]
    dw_row[o,0,v] = dw_row_sum[v]
    """
    dtype = dy.dtype
    T = dtype.type
    for o in range(first, last):
        dw_row_sum = np.empty(KW, dtype)
        # dw_row_sum[v] = Σ_{n,i,j} dy[n,o,i,j] · y_t[n, o, i, d_w·v+s_w·j−p_l]
        for v in range(KW):
            acc = T(0)
            j_first = -((d_w * v - p_l) // s_w)
            j_last = (W + p_l - (d_w * v) - 1) // s_w
            for n in range(N):
                for i in range(OH):
                    for j in range(max(0, j_first), min(OW, j_last + 1)):
                        acc = plus(
                            acc,
                            dy[U(n), U(o), U(i), U(j)] * y_t[U(n), U(o), U(i), U(j * s_w + d_w * v - p_l)],
                        )
            dw_row_sum[U(v)] = acc
        # dw_row[o,0,v] = dw_row_sum[v]
        for oneone_ in range(1):
            for v in range(KW):
                dw_row[U(o), U(oneone_), U(v)] = dw_row_sum[U(v)]


def _vjp_w_row(dy, y_t, dw_row, N, W, O, KW, OW, OH, s_w, p_l, d_w):
    """dw_row[o,0,0,v] = Σ_{n,i,j} dy[n,o,i,j] · y_t[n, o, i, d_w·v+s_w·j−p_l]

    Operations: KW·N·O·OH·OW multiplications, KW·N·O·OH·OW − KW·O additions, terms that a condition drops
        counted.
    """
    dw_row_rows = dw_row.reshape((O, 1, KW))
    if lagging(OW >= KW and W >= 4):
        wide = (KW * d_w - d_w) // s_w + OW
        most = max(32768 // max(s_w * wide, 1), 8)
        strips = max((OH - 1) // most + 1, 1)
        high = max((OH - 1) // strips + 1, 1)
        pieces = parts(O)
        share = max((O - 1) // pieces + 1, 1)
        launch(_vjp_w_row_lagging, pieces, KW * N * O * OH * OW // 32, dy, y_t, dw_row_rows, N, W, O, KW, OW,
                OH, s_w, p_l, d_w, high, pieces, share, strips, wide)
    else:
        launch(_vjp_w_row_plain, O, KW * N * O * OH * OW + KW * O, dy, y_t, dw_row_rows, N, W, O, KW, OW, OH,
                s_w, p_l, d_w)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dy, db, N, O, OW, OH):
    """db[o] = Σ_{n,ij} dy[n,o,ij]"""
    dtype = dy.dtype
    T = dtype.type
    for o in range(first, last):
        # db[o] = Σ_{n,ij} dy[n,o,ij]
        acc = T(0)
        for n in range(N):
            for ij in range(OH * OW):
                acc = plus(acc, dy[U(n), U(o), U(ij)])
        db[U(o)] = acc


def _vjp_b(dy, db, N, O, OW, OH):
    """db[o] = Σ_{n,i,j} dy[n,o,i,j]

    As compiled:

    db[o] = Σ_{n,ij} dy[n,o,ij]

    Operations: N·O·OH·OW − O additions.
    """
    dy_rows = dy.reshape((N, O, OH * OW))
    launch(_vjp_b_part, O, N * O * OH * OW, dy_rows, db, N, O, OW, OH)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, w_channel_dot, w_column_dot, w_row_dot, b_dot, x, w_channel, w_column,
        w_row, z, y_t, y_dot, N, C, H, W, O, KH, KW, OW, OH, s_h, s_w, p_t, p_l, d_h, d_w, c_first):
    """ż[i,j] = Σ_c (w_channel[o,c]·ẋ[n,c,i,j] + w_channel_dot[o,c]·x[n,c,i,j])
    ẏ_t[i,j] = Σ_u (w_column_dot[o,0,u,0] · z[n, o, s_h·i+d_h·u−p_t, j] + w_column[o,0,u,0] ·
        ż[s_h·i+d_h·u−p_t, j])
    ẏ[n,o,i,j] = ḃ[o] + Σ_v (w_row_dot[o,0,0,v] · y_t[n, o, i, s_w·j+d_w·v−p_l] + w_row[o,0,0,v] · ẏ_t[i,
        s_w·j+d_w·v−p_l])
    """
    dtype = x_dot.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // O
        o = task % O
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
            for c in range(c_first, C):
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


def _jvp(x_dot, w_channel_dot, w_column_dot, w_row_dot, b_dot, x, w_channel, w_column, w_row, z, y_t, y_dot,
        N, C, H, W, O, KH, KW, OW, OH, s_h, s_w, p_t, p_l, d_h, d_w):
    """ż[n,o,i,j] = Σ_c (w_channel[o,c]·ẋ[n,c,i,j] + w_channel_dot[o,c]·x[n,c,i,j])
    ẏ_t[n,g,i,j] = Σ_u (w_column[g,0,u,0] · ż[n, g, s_h·i+d_h·u−p_t, j] + w_column_dot[g,0,u,0] · z[n, g,
        s_h·i+d_h·u−p_t, j])
    ẏ[n,g,i,j] = ḃ[g] + Σ_v (w_row[g,0,0,v] · ẏ_t[n, g, i, s_w·j+d_w·v−p_l] + w_row_dot[g,0,0,v] · y_t[n,
        g, i, s_w·j+d_w·v−p_l])

    As compiled:

    ż[i,j] = Σ_c (w_channel[o,c]·ẋ[n,c,i,j] + w_channel_dot[o,c]·x[n,c,i,j])
    ẏ_t[i,j] = Σ_u (w_column_dot[o,0,u,0] · z[n, o, s_h·i+d_h·u−p_t, j] + w_column[o,0,u,0] ·
        ż[s_h·i+d_h·u−p_t, j])
    ẏ[n,o,i,j] = ḃ[o] + Σ_v (w_row_dot[o,0,0,v] · y_t[n, o, i, s_w·j+d_w·v−p_l] + w_row[o,0,0,v] · ẏ_t[i,
        s_w·j+d_w·v−p_l])

    Operations: 2·C·H·N·O·W + 2·KH·N·O·OH·W + 2·KW·N·O·OH·OW multiplications, 2·C·H·N·O·W + 2·KH·N·O·OH·W
        + 2·KW·N·O·OH·OW − H·N·O·W − N·O·OH·W additions, terms that a condition drops counted.
    """
    c_first = (C // 4) * 4
    launch(_jvp_part, N * O, C * H * N * O * W + KH * N * O * OH * W + KW * N * O * OH * OW, x_dot,
            w_channel_dot, w_column_dot, w_row_dot, b_dot, x, w_channel, w_column, w_row, z, y_t, y_dot, N, C,
            H, W, O, KH, KW, OW, OH, s_h, s_w, p_t, p_l, d_h, d_w, c_first)
