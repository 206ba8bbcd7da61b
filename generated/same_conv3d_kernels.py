"""The kernels of same_conv3d; same_conv3d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `same_conv3d`.  Do not edit.
Run time: b484c081cfa24eee.
"""

import numpy as np
from numba import njit

from .runtime import carried
from .threads import launch
from .stencils import correlate, correlations, pad
from .vectors import blocks, colblock, contract, depthblock, padded, parts, rowblock, scratch, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_correlations(first, last, x, w, b, y, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, high,
        pieces, quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w, share, strips, tall, tasks, wide):
    """y[n, g·Og+o, k, i, j] = b[g·Og+o] + Σ_{c,t,u,v} w[g·Og+o, c, t, u, v] · x[n, g·Cg+c,
        k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
    """
    dtype = x.dtype
    planes = np.empty((Cg, KD, max(0, tall), max(0, wide)), dtype)
    starts = np.empty(Og, dtype)
    for part in range(first, last):
        lefts = np.empty(Cg * KD * KW * KH, np.int64)
        for tap in range(Cg * KD * KW * KH):
            c = tap // (KD * KW * KH)
            t = tap // (KW * KH) % KD
            v = tap // KH % KW
            u = tap % KH
            lefts[U(tap)] = KD * KH * KW * c + KH * KW * t + KW * u + v
        rights = np.empty(Cg * KD * KW * KH, np.int64)
        for tap in range(Cg * KD * KW * KH):
            c = tap // (KD * KW * KH)
            t = tap // (KW * KH) % KD
            v = tap // KH % KW
            u = tap % KH
            rights[U(tap)] = KD * c * tall * wide + t * tall * wide + d_h * u * wide + d_w * v
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            n = turn_2 // (G * D * strips)
            g = turn_2 // (D * strips) % G
            k = turn_2 // strips % D
            strip = turn_2 % strips
            # y[n, g·Og+o, k, i, j] = b[g·Og+o] + Σ_{c,t,u,v} w[g·Og+o, c, t, u, v] · x[n, g·Cg+c,
            #     k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
            for o in range(Og):
                starts[U(o)] = b[U(Og * g + o)]
            for c in range(Cg):
                for t in range(KD):
                    pad(planes, (c, t, 0, 0), wide, x, (n, c + Cg * g, k + d_d * t - quotient_KD_d_d,
                            high * strip - quotient_KH_d_h, -quotient_KW_d_w), W, 1, tall, wide,
                            quotient_KH_d_h - (high * strip),
                            H + quotient_KH_d_h - (high * strip) if k + d_d * t >= quotient_KD_d_d and D + quotient_KD_d_d >= k + d_d * t + 1 else 0,
                            quotient_KW_d_w,
                            W + quotient_KW_d_w if k + d_d * t >= quotient_KD_d_d and D + quotient_KD_d_d >= k + d_d * t + 1 else 0)
            correlate(y, (n, Og * g, k, high * strip, 0), D * H * W, W, 1, starts, (0,), 1, w, (Og * g, 0, 0,
                    0, 0), Cg * KD * KH * KW, lefts, planes, (0, 0, 0, 0), wide, rights, KH, len(rights), Og,
                    min(high, H - (high * strip)), W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, w, panels, Cg, G, Og, KD, KH, KW, depth, wide):
    """panels[g, col_part, ((c·KD+t)·KH+u)·KW+v, o−col_part·wide] = w[g·Og+o, c, t, u, v]"""
    for task in range(first, last):
        g = task // (((Og - 1) // wide + 1))
        col_part = task % ((Og - 1) // wide + 1)
        # panels[g, col_part, ((c·KD+t)·KH+u)·KW+v, o−col_part·wide] = w[g·Og+o, c, t, u, v]
        turn(panels, (g, col_part, 0, 0), wide, w,
                Cg * KD * KH * KW * col_part * wide + Cg * KD * KH * KW * Og * g, Cg * KD * KH * KW, 1,
                min(wide, Og - (col_part * wide)), Cg * KD * KH * KW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks2(first, last, b, panels, x_padded, y_lines, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h,
        d_w, deep, depth, high, line_last, line_last2, quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w,
        quotient_Og_wide, rows, wide, x_from2, x_from3, x_from4, x_size2, x_size3, x_size4):
    """y[n, g·Og+o, k, i, j] = b[g·Og+o] + Σ_{c,t,u,v} w[g·Og+o, c, t, u, v] · x[n, g·Cg+c,
        k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
    """
    dtype = b.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(max(0, depth), np.int64)
    right_at = np.empty(max(0, depth), np.int64)
    tile = np.empty((high, wide), dtype)
    turned = np.empty((wide, high), dtype)
    for task in range(first, last):
        g = task // (((rows - 1) // high + 1) * ((Og - 1) // wide + 1))
        row_part = task // (((Og - 1) // wide + 1)) % ((rows - 1) // high + 1)
        col_part = task % ((Og - 1) // wide + 1)
        # y[n, g·Og+o, k, i, j] = b[g·Og+o] + Σ_{c,t,u,v} w[g·Og+o, c, t, u, v] · x[n, g·Cg+c,
        #     k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
        for line in range(high * row_part // W, min((high + high * row_part - 1) // W + 1, line_last + 1,
                D * H * N)):
            n = line // (D * H)
            k = line // H % D
            i = line % H
            for j in range(max(0, high * row_part - (W * line)), min(W, rows - (W * line),
                    high + high * row_part - (W * line))):
                row_at[U(j + W * line - (high * row_part))] = (
                    Cg * g * x_size2 * x_size3 * x_size4
                    + i * x_size4
                    + j
                    + k * x_size3 * x_size4
                    + Cg * G * n * x_size2 * x_size3 * x_size4
                    - (quotient_KD_d_d * x_size3 * x_size4)
                    - (quotient_KH_d_h * x_size4)
                    - quotient_KW_d_w
                    - (x_from2 * x_size3 * x_size4)
                    - (x_from3 * x_size4)
                    - x_from4
                )
        for c in range(Cg):
            for t in range(KD):
                for u in range(KH):
                    for v in range(KW):
                        left_at[U(KD * KH * KW * c + KH * KW * t + KW * u + v)] = (
                            c * x_size2 * x_size3 * x_size4
                            + d_d * t * x_size3 * x_size4
                            + d_h * u * x_size4
                            + d_w * v
                        )
        for k_ in range(depth):
            right_at[U(k_)] = k_ * wide
        contract(tile, (0, 0), wide, x_padded, row_at, left_at, panels,
                col_part * depth * wide + depth * g * quotient_Og_wide * wide + depth * g * wide, right_at,
                min(high, rows - (high * row_part)), min(wide, Og - (col_part * wide)), 0, depth, deep)
        turn(turned, (0, 0), high, tile, 0, wide, 1, min(high, rows - (high * row_part)), min(wide,
                Og - (col_part * wide)))
        line_first = high * row_part // (D * H * W)
        line_last3 = (high + high * row_part - 1) // (D * H * W)
        for o in range(col_part * wide, min(col_part * wide + wide, Og)):
            b_here = b[U(Og * g + o)]
            for line in range(line_first, min(line_last3 + 1, line_last2 + 1, N)):
                n = line
                for run in range(max(0, high * row_part - (D * H * W * line)), min(D * H * W,
                        rows - (D * H * W * line), high + high * row_part - (D * H * W * line))):
                    y_lines[U(n), U(Og * g + o), U(run)] = (
                        b_here
                        + turned[U(o - (col_part * wide)), U(D * H * W * line + run - (high * row_part))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w, b, y, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, c_block_last,
        quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w):
    """y[n, g·Og+o, k, i, j] = b[g·Og+o] + Σ_{c,t,u,v} w[g·Og+o, c, t, u, v] · x[n, g·Cg+c,
        k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
    """
    dtype = x.dtype
    T = dtype.type
    rest = np.empty(W, dtype)
    part2 = np.empty(W, dtype)
    for task in range(first, last):
        n = task // (G * Og * D * H)
        g = task // (Og * D * H) % G
        o = task // (D * H) % Og
        k = task // H % D
        i = task % H
        # y[n, g·Og+o, k, i, j] = b[g·Og+o] + Σ_{c,t,u,v} w[g·Og+o, c, t, u, v] · x[n, g·Cg+c,
        #     k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
        b_here = b[U(Og * g + o)]
        for j in range(W):
            y[U(n), U(Og * g + o), U(k), U(i), U(j)] = b_here
        for j in range(W):
            rest[U(j)] = T(0)
        u_first = -((i - quotient_KH_d_h) // d_h)
        u_last = (H + quotient_KH_d_h - i - 1) // d_h
        t_first = -((k - quotient_KD_d_d) // d_d)
        t_last = (D + quotient_KD_d_d - k - 1) // d_d
        for c_block in range(c_block_last + 1):
            for j in range(W):
                part2[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for t in range(max(0, t_first), min(KD, t_last + 1)):
                    for u in range(max(0, u_first), min(KH, u_last + 1)):
                        for v in range(KW):
                            w_here = w[U(Og * g + o), U(c), U(t), U(u), U(v)]
                            for j in range(max(0, quotient_KW_d_w - (d_w * v)), min(W,
                                    W + quotient_KW_d_w - (d_w * v))):
                                part2[U(j)] += (
                                    w_here
                                    * x[U(n), U(c + Cg * g), U(k + d_d * t - quotient_KD_d_d),
                                            U(i + d_h * u - quotient_KH_d_h),
                                            U(j + d_w * v - quotient_KW_d_w)]
                                )
            for j in range(W):
                y[U(n), U(Og * g + o), U(k), U(i), U(j)], rest[U(j)] = carried(y[U(n), U(Og * g + o), U(k), U(i), U(j)], rest[U(j)], part2[U(j)])


def _forward(x, w, b, y, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w):
    """y[n, g·Og+o, k, i, j] = b[g·Og+o] + Σ_{c,t,u,v} w[g·Og+o, c, t, u, v] · x[n, g·Cg+c,
        k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]

    Operations: Cg·D·G·H·KD·KH·KW·N·Og·W multiplications, Cg·D·G·H·KD·KH·KW·N·Og·W additions, terms that a
        condition drops counted.
    """
    dtype = y.dtype
    if correlations(H >= KH and W >= KW and W >= 4 and 0 >= min(Cg * KD - 8, Og - 32)):
        wide = KW * d_w + W - d_w
        most = max(32768 // max(Cg * KD * wide, 1), 8)
        strips = max((H - 1) // most + 1, 1)
        high = max((H - 1) // strips + 1, 1)
        tall = KH * d_h + high - d_h
        pieces = parts(D * G * N * strips)
        tasks = D * G * N * strips
        share = max((tasks - 1) // pieces + 1, 1)
        quotient_KH_d_h = (KH * d_h - d_h) // 2
        quotient_KW_d_w = (KW * d_w - d_w) // 2
        quotient_KD_d_d = (KD * d_d - d_d) // 2
        launch(_forward_correlations, pieces, Cg * D * G * H * KD * KH * KW * N * Og * W // 32, x, w, b, y, N,
                Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, high, pieces, quotient_KD_d_d, quotient_KH_d_h,
                quotient_KW_d_w, share, strips, tall, tasks, wide)
    else:
        if blocks(D * H * N * W >= 4 and Og >= 8 and Cg * KD * KH * KW >= 4 and D + d_d + 17 >= KD * d_d and H + d_h + 17 >= KH * d_h and W + d_w + 17 >= KW * d_w):
            rows = D * H * N * W
            depth = Cg * KD * KH * KW
            x_from2 = min(-((KD * d_d - d_d) // 2), 0)
            x_size2 = max(D, D + KD * d_d - ((KD * d_d - d_d) // 2) - d_d) - x_from2
            x_from3 = min(-((KH * d_h - d_h) // 2), 0)
            x_size3 = max(H, H + KH * d_h - ((KH * d_h - d_h) // 2) - d_h) - x_from3
            x_from4 = min(-((KW * d_w - d_w) // 2), 0)
            x_size4 = max(KW * d_w + W - ((KW * d_w - d_w) // 2) - d_w, W) - x_from4
            x_padded = padded(x, (0, 0, x_from2, x_from3, x_from4), (N, Cg * G, x_size2, x_size3, x_size4))
            wide_2 = colblock()
            deep = depthblock()
            high = rowblock(rows, ((Og - 1) // wide_2 + 1) * G)
            panels = scratch((G, max(0, (Og - 1) // wide_2 + 1), max(0, depth), wide_2), dtype)
            launch(_forward_blocks, G * ((Og - 1) // wide_2 + 1), Cg * G * KD * KH * KW * Og, w, panels, Cg,
                    G, Og, KD, KH, KW, depth, wide_2)
            y_lines = y.reshape((N, G * Og, D * H * W))
            quotient_KW_d_w = (KW * d_w - d_w) // 2
            quotient_KH_d_h = (KH * d_h - d_h) // 2
            quotient_KD_d_d = (KD * d_d - d_d) // 2
            line_last = (rows - 1) // W
            quotient_Og_wide = (Og - 1) // wide_2
            line_last2 = (rows - 1) // (D * H * W)
            launch(_forward_blocks2, G * ((rows - 1) // high + 1) * ((Og - 1) // wide_2 + 1),
                    Cg * D * G * H * KD * KH * KW * N * Og * W // 32, b, panels, x_padded, y_lines, N, Cg, G,
                    D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, deep, depth, high, line_last, line_last2,
                    quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w, quotient_Og_wide, rows, wide_2,
                    x_from2, x_from3, x_from4, x_size2, x_size3, x_size4)
        else:
            quotient_KD_d_d = (KD * d_d - d_d) // 2
            quotient_KH_d_h = (KH * d_h - d_h) // 2
            quotient_KW_d_w = (KW * d_w - d_w) // 2
            c_block_last = (Cg - 1) // 1024
            launch(_forward_plain, N * G * Og * D * H, Cg * D * G * H * KD * KH * KW * N * Og * W, x, w, b, y,
                    N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, c_block_last, quotient_KD_d_d,
                    quotient_KH_d_h, quotient_KW_d_w)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_correlations(first, last, dy, w, dx, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, high,
        pieces, quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w, share, strips, tall, tasks, wide):
    """dx[n, g·Cg+c, z, a, b] = Σ_{o,t,u,v} dy[n, g·Og+o, z+⌊d_d·(KD−1)/2⌋−d_d·t, a+⌊d_h·(KH−1)/2⌋−d_h·u,
        b+⌊d_w·(KW−1)/2⌋−d_w·v] · w[g·Og+o, c, t, u, v]
    """
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((Og, KD, max(0, tall), max(0, wide)), dtype)
    starts = np.empty(Cg, dtype)
    for part in range(first, last):
        lefts = np.empty(Og * KD * KW * KH, np.int64)
        for tap in range(Og * KD * KW * KH):
            o = tap // (KD * KW * KH)
            t = tap // (KW * KH) % KD
            v = tap // KH % KW
            u = tap % KH
            lefts[U(tap)] = Cg * KD * KH * KW * o + KH * KW * t - (KW * u) - v
        rights = np.empty(Og * KD * KW * KH, np.int64)
        for tap in range(Og * KD * KW * KH):
            o = tap // (KD * KW * KH)
            t = tap // (KW * KH) % KD
            v = tap // KH % KW
            u = tap % KH
            rights[U(tap)] = KD * o * tall * wide + t * tall * wide + d_h * u * wide + d_w * v
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            n = turn_2 // (G * D * strips)
            g = turn_2 // (D * strips) % G
            z = turn_2 // strips % D
            strip = turn_2 % strips
            # dx[n, g·Cg+c, z, a, b] = Σ_{o,t,u,v} dy[n, g·Og+o, z+⌊d_d·(KD−1)/2⌋−d_d·t,
            #     a+⌊d_h·(KH−1)/2⌋−d_h·u, b+⌊d_w·(KW−1)/2⌋−d_w·v] · w[g·Og+o, c, t, u, v]
            for c in range(Cg):
                starts[U(c)] = T(0)
            for o in range(Og):
                for t in range(KD):
                    pad(planes, (o, t, 0, 0), wide, dy, (n, Og * g + o, quotient_KD_d_d + z - (d_d * t),
                            d_h + quotient_KH_d_h + high * strip - (KH * d_h),
                            d_w + quotient_KW_d_w - (KW * d_w)), W, 1, tall, wide,
                            KH * d_h - d_h - quotient_KH_d_h - (high * strip),
                            H + KH * d_h - d_h - quotient_KH_d_h - (high * strip) if quotient_KD_d_d + z >= d_d * t and D + d_d * t >= quotient_KD_d_d + z + 1 else 0,
                            KW * d_w - d_w - quotient_KW_d_w,
                            KW * d_w + W - d_w - quotient_KW_d_w if quotient_KD_d_d + z >= d_d * t and D + d_d * t >= quotient_KD_d_d + z + 1 else 0)
            correlate(dx, (n, Cg * g, z, high * strip, 0), D * H * W, W, 1, starts, (0,), 1, w, (Og * g, 0, 0,
                    KH - 1, KW - 1), KD * KH * KW, lefts, planes, (0, 0, 0, 0), wide, rights, KH, len(rights),
                    Cg, min(high, H - (high * strip)), W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks(first, last, w, panels, Cg, G, Og, KD, KH, KW, depth, wide):
    """panels[g, col_part, ((o·KD+t)·KH+u)·KW+v, c−col_part·wide] = w[g·Og+o, c, t, u, v]"""
    for task in range(first, last):
        g = task // (((Cg - 1) // wide + 1))
        col_part = task % ((Cg - 1) // wide + 1)
        # panels[g, col_part, ((o·KD+t)·KH+u)·KW+v, c−col_part·wide] = w[g·Og+o, c, t, u, v]
        for o in range(Og):
            turn(panels, (g, col_part, KD * KH * KW * o, 0), wide, w,
                    KD * KH * KW * col_part * wide + Cg * KD * KH * KW * Og * g + Cg * KD * KH * KW * o,
                    KD * KH * KW, 1, min(wide, Cg - (col_part * wide)), KD * KH * KW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks2(first, last, dx_lines, dy_padded, panels, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w,
        deep, depth, dy_from2, dy_from3, dy_from4, dy_size2, dy_size3, dy_size4, high, line_last, line_last2,
        quotient_Cg_wide, quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w, rows, wide):
    """dx[n, g·Cg+c, z, a, b] = Σ_{o,t,u,v} dy[n, g·Og+o, z+⌊d_d·(KD−1)/2⌋−d_d·t, a+⌊d_h·(KH−1)/2⌋−d_h·u,
        b+⌊d_w·(KW−1)/2⌋−d_w·v] · w[g·Og+o, c, t, u, v]
    """
    dtype = dx_lines.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(max(0, depth), np.int64)
    right_at = np.empty(max(0, depth), np.int64)
    tile = np.empty((high, wide), dtype)
    turned = np.empty((wide, high), dtype)
    for task in range(first, last):
        g = task // (((rows - 1) // high + 1) * ((Cg - 1) // wide + 1))
        row_part = task // (((Cg - 1) // wide + 1)) % ((rows - 1) // high + 1)
        col_part = task % ((Cg - 1) // wide + 1)
        # dx[n, g·Cg+c, z, a, b] = Σ_{o,t,u,v} dy[n, g·Og+o, z+⌊d_d·(KD−1)/2⌋−d_d·t,
        #     a+⌊d_h·(KH−1)/2⌋−d_h·u, b+⌊d_w·(KW−1)/2⌋−d_w·v] · w[g·Og+o, c, t, u, v]
        for line in range(high * row_part // W, min((high + high * row_part - 1) // W + 1, line_last + 1,
                D * H * N)):
            n = line // (D * H)
            z = line // H % D
            a = line % H
            for b in range(max(0, high * row_part - (W * line)), min(W, rows - (W * line),
                    high + high * row_part - (W * line))):
                row_at[U(b + W * line - (high * row_part))] = (
                    a * dy_size4
                    + b
                    + dy_size3 * dy_size4 * quotient_KD_d_d
                    + dy_size4 * quotient_KH_d_h
                    + Og * dy_size2 * dy_size3 * dy_size4 * g
                    + G * Og * dy_size2 * dy_size3 * dy_size4 * n
                    + quotient_KW_d_w
                    + dy_size3 * dy_size4 * z
                    - (dy_from2 * dy_size3 * dy_size4)
                    - (dy_from3 * dy_size4)
                    - dy_from4
                )
        for o in range(Og):
            for t in range(KD):
                for u in range(KH):
                    for v in range(KW):
                        left_at[U(KD * KH * KW * o + KH * KW * t + KW * u + v)] = (
                            dy_size2 * dy_size3 * dy_size4 * o
                            - (d_d * dy_size3 * dy_size4 * t)
                            - (d_h * dy_size4 * u)
                            - (d_w * v)
                        )
        for k in range(depth):
            right_at[U(k)] = k * wide
        contract(tile, (0, 0), wide, dy_padded, row_at, left_at, panels,
                col_part * depth * wide + depth * g * quotient_Cg_wide * wide + depth * g * wide, right_at,
                min(high, rows - (high * row_part)), min(wide, Cg - (col_part * wide)), 0, depth, deep)
        turn(turned, (0, 0), high, tile, 0, wide, 1, min(high, rows - (high * row_part)), min(wide,
                Cg - (col_part * wide)))
        line_first = high * row_part // (D * H * W)
        line_last3 = (high + high * row_part - 1) // (D * H * W)
        for c in range(col_part * wide, min(col_part * wide + wide, Cg)):
            for line in range(line_first, min(line_last3 + 1, line_last2 + 1, N)):
                n = line
                for run in range(max(0, high * row_part - (D * H * W * line)), min(D * H * W,
                        rows - (D * H * W * line), high + high * row_part - (D * H * W * line))):
                    dx_lines[U(n), U(c + Cg * g), U(run)] = turned[U(c - (col_part * wide)), U(D * H * W * line + run - (high * row_part))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, w, dx, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, o_block_last,
        quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w):
    """dx[n, g·Cg+c, z, a, b] = Σ_{o,t,u,v} dy[n, g·Og+o, z+⌊d_d·(KD−1)/2⌋−d_d·t, a+⌊d_h·(KH−1)/2⌋−d_h·u,
        b+⌊d_w·(KW−1)/2⌋−d_w·v] · w[g·Og+o, c, t, u, v]
    """
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(W, dtype)
    part2 = np.empty(W, dtype)
    for task in range(first, last):
        n = task // (G * Cg * D * H)
        g = task // (Cg * D * H) % G
        c = task // (D * H) % Cg
        z = task // H % D
        a = task % H
        # dx[n, g·Cg+c, z, a, b] = Σ_{o,t,u,v} dy[n, g·Og+o, z+⌊d_d·(KD−1)/2⌋−d_d·t,
        #     a+⌊d_h·(KH−1)/2⌋−d_h·u, b+⌊d_w·(KW−1)/2⌋−d_w·v] · w[g·Og+o, c, t, u, v]
        for b in range(W):
            dx[U(n), U(c + Cg * g), U(z), U(a), U(b)] = T(0)
        for b in range(W):
            rest[U(b)] = T(0)
        u_first = -((H - a - quotient_KH_d_h - 1) // d_h)
        u_last = (a + quotient_KH_d_h) // d_h
        t_first = -((D - quotient_KD_d_d - z - 1) // d_d)
        t_last = (quotient_KD_d_d + z) // d_d
        for o_block in range(o_block_last + 1):
            for b in range(W):
                part2[U(b)] = T(0)
            for o in range(o_block * 1024, min(Og, o_block * 1024 + 1024)):
                for t in range(max(0, t_first), min(KD, t_last + 1)):
                    for u in range(max(0, u_first), min(KH, u_last + 1)):
                        for v in range(KW):
                            w_here = w[U(Og * g + o), U(c), U(t), U(u), U(v)]
                            for b in range(max(0, d_w * v - quotient_KW_d_w), min(W,
                                    W + d_w * v - quotient_KW_d_w)):
                                part2[U(b)] += (
                                    dy[U(n), U(Og * g + o), U(quotient_KD_d_d + z - (d_d * t)),
                                            U(a + quotient_KH_d_h - (d_h * u)),
                                            U(b + quotient_KW_d_w - (d_w * v))]
                                    * w_here
                                )
            for b in range(W):
                dx[U(n), U(c + Cg * g), U(z), U(a), U(b)], rest[U(b)] = carried(dx[U(n), U(c + Cg * g), U(z), U(a), U(b)], rest[U(b)], part2[U(b)])


def _vjp_x(dy, w, dx, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w):
    """dx[n, g·Cg+c, z, a, b] = Σ_{o,t,u,v} dy[n, g·Og+o, z+⌊d_d·(KD−1)/2⌋−d_d·(KD−1−t),
        a+⌊d_h·(KH−1)/2⌋−d_h·(KH−1−u), b+⌊d_w·(KW−1)/2⌋−d_w·(KW−1−v)] · w[g·Og+o, c, KD−1−t, KH−1−u,
        KW−1−v]

    Operations: Cg·D·G·H·KD·KH·KW·N·Og·W multiplications, Cg·D·G·H·KD·KH·KW·N·Og·W − Cg·D·G·H·N·W
        additions, terms that a condition drops counted.
    """
    dtype = dx.dtype
    if correlations(H >= KH and W >= KW and W >= 4 and 0 >= min(Cg - 32, KD * Og - 8)):
        wide = KW * d_w + W - d_w
        most = max(32768 // max(KD * Og * wide, 1), 8)
        strips = max((H - 1) // most + 1, 1)
        high = max((H - 1) // strips + 1, 1)
        tall = KH * d_h + high - d_h
        pieces = parts(D * G * N * strips)
        tasks = D * G * N * strips
        share = max((tasks - 1) // pieces + 1, 1)
        quotient_KH_d_h = (KH * d_h - d_h) // 2
        quotient_KW_d_w = (KW * d_w - d_w) // 2
        quotient_KD_d_d = (KD * d_d - d_d) // 2
        launch(_vjp_x_correlations, pieces, Cg * D * G * H * KD * KH * KW * N * Og * W // 32, dy, w, dx, N,
                Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, high, pieces, quotient_KD_d_d, quotient_KH_d_h,
                quotient_KW_d_w, share, strips, tall, tasks, wide)
    else:
        if blocks(D * H * N * W >= 4 and Cg >= 8 and KD * KH * KW * Og >= 4 and D + d_d + 17 >= KD * d_d and H + d_h + 17 >= KH * d_h and W + d_w + 17 >= KW * d_w):
            rows = D * H * N * W
            depth = KD * KH * KW * Og
            dy_from2 = min((KD * d_d - d_d) // 2 + d_d - (KD * d_d), 0)
            dy_size2 = max(D, (KD * d_d - d_d) // 2 + D) - dy_from2
            dy_from3 = min((KH * d_h - d_h) // 2 + d_h - (KH * d_h), 0)
            dy_size3 = max(H, (KH * d_h - d_h) // 2 + H) - dy_from3
            dy_from4 = min((KW * d_w - d_w) // 2 + d_w - (KW * d_w), 0)
            dy_size4 = max(W, (KW * d_w - d_w) // 2 + W) - dy_from4
            dy_padded = padded(dy, (0, 0, dy_from2, dy_from3, dy_from4), (N, G * Og, dy_size2, dy_size3, dy_size4))
            wide_2 = colblock()
            deep = depthblock()
            high = rowblock(rows, ((Cg - 1) // wide_2 + 1) * G)
            panels = scratch((G, max(0, (Cg - 1) // wide_2 + 1), max(0, depth), wide_2), dtype)
            launch(_vjp_x_blocks, G * ((Cg - 1) // wide_2 + 1), Cg * G * KD * KH * KW * Og, w, panels, Cg, G,
                    Og, KD, KH, KW, depth, wide_2)
            dx_lines = dx.reshape((N, Cg * G, D * H * W))
            quotient_KH_d_h = (KH * d_h - d_h) // 2
            quotient_KD_d_d = (KD * d_d - d_d) // 2
            quotient_KW_d_w = (KW * d_w - d_w) // 2
            line_last = (rows - 1) // W
            quotient_Cg_wide = (Cg - 1) // wide_2
            line_last2 = (rows - 1) // (D * H * W)
            launch(_vjp_x_blocks2, G * ((rows - 1) // high + 1) * ((Cg - 1) // wide_2 + 1),
                    Cg * D * G * H * KD * KH * KW * N * Og * W // 32, dx_lines, dy_padded, panels, N, Cg, G,
                    D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, deep, depth, dy_from2, dy_from3, dy_from4,
                    dy_size2, dy_size3, dy_size4, high, line_last, line_last2, quotient_Cg_wide,
                    quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w, rows, wide_2)
        else:
            quotient_KD_d_d = (KD * d_d - d_d) // 2
            quotient_KH_d_h = (KH * d_h - d_h) // 2
            quotient_KW_d_w = (KW * d_w - d_w) // 2
            o_block_last = (Og - 1) // 1024
            launch(_vjp_x_plain, N * G * Cg * D * H, Cg * D * G * H * KD * KH * KW * N * Og * W, dy, w, dx, N,
                    Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, o_block_last, quotient_KD_d_d,
                    quotient_KH_d_h, quotient_KW_d_w)
