"""The kernels of same_conv2d; same_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `same_conv2d`.  Do not edit.
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
def _forward_correlations(first, last, x, w, b, y, N, Cg, G, H, W, Og, KH, KW, d_h, d_w, high, pieces,
        quotient_KH_d_h, quotient_KW_d_w, share, strips, tall, tasks, wide):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, i+d_h·u−⌊d_h·(KH−1)/2⌋,
        j+d_w·v−⌊d_w·(KW−1)/2⌋]
    """
    dtype = x.dtype
    planes = np.empty((Cg, max(0, tall), max(0, wide)), dtype)
    starts = np.empty(Og, dtype)
    for part in range(first, last):
        lefts = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            lefts[U(tap)] = KH * KW * c + KW * u + v
        rights = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            rights[U(tap)] = c * tall * wide + d_h * u * wide + d_w * v
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            n = turn_2 // (G * strips)
            g = turn_2 // strips % G
            strip = turn_2 % strips
            # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c,
            #     i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
            for o in range(Og):
                starts[U(o)] = b[U(Og * g + o)]
            for c in range(Cg):
                pad(planes, (c, 0, 0), wide, x, (n, c + Cg * g, high * strip - quotient_KH_d_h,
                        -quotient_KW_d_w), W, 1, tall, wide, quotient_KH_d_h - (high * strip),
                        H + quotient_KH_d_h - (high * strip), quotient_KW_d_w, W + quotient_KW_d_w)
            correlate(y, (n, Og * g, high * strip, 0), H * W, W, 1, starts, (0,), 1, w, (Og * g, 0, 0, 0),
                    Cg * KH * KW, lefts, planes, (0, 0, 0), wide, rights, KH, len(rights), Og, min(high,
                    H - (high * strip)), W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, w, panels, Cg, G, Og, KH, KW, depth, wide):
    """panels[g, col_part, (c·KH+u)·KW+v, o−col_part·wide] = w[g·Og+o, c, u, v]"""
    for task in range(first, last):
        g = task // (((Og - 1) // wide + 1))
        col_part = task % ((Og - 1) // wide + 1)
        # panels[g, col_part, (c·KH+u)·KW+v, o−col_part·wide] = w[g·Og+o, c, u, v]
        turn(panels, (g, col_part, 0, 0), wide, w, Cg * KH * KW * col_part * wide + Cg * KH * KW * Og * g,
                Cg * KH * KW, 1, min(wide, Og - (col_part * wide)), Cg * KH * KW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks2(first, last, b, panels, x_padded, y_lines, N, Cg, G, H, W, Og, KH, KW, d_h, d_w, deep,
        depth, high, line_last, line_last2, quotient_KH_d_h, quotient_KW_d_w, quotient_Og_wide, rows, wide,
        x_from2, x_from3, x_size2, x_size3):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, i+d_h·u−⌊d_h·(KH−1)/2⌋,
        j+d_w·v−⌊d_w·(KW−1)/2⌋]
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
        # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c,
        #     i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
        for line in range(high * row_part // W, min((high + high * row_part - 1) // W + 1, line_last + 1,
                H * N)):
            n = line // H
            i = line % H
            for j in range(max(0, high * row_part - (W * line)), min(W, rows - (W * line),
                    high + high * row_part - (W * line))):
                row_at[U(j + W * line - (high * row_part))] = (
                    Cg * g * x_size2 * x_size3
                    + i * x_size3
                    + j
                    + Cg * G * n * x_size2 * x_size3
                    - (quotient_KH_d_h * x_size3)
                    - quotient_KW_d_w
                    - (x_from2 * x_size3)
                    - x_from3
                )
        for c in range(Cg):
            for u in range(KH):
                for v in range(KW):
                    left_at[U(KH * KW * c + KW * u + v)] = c * x_size2 * x_size3 + d_h * u * x_size3 + d_w * v
        for k in range(depth):
            right_at[U(k)] = k * wide
        contract(tile, (0, 0), wide, x_padded, row_at, left_at, panels,
                col_part * depth * wide + depth * g * quotient_Og_wide * wide + depth * g * wide, right_at,
                min(high, rows - (high * row_part)), min(wide, Og - (col_part * wide)), 0, depth, deep)
        turn(turned, (0, 0), high, tile, 0, wide, 1, min(high, rows - (high * row_part)), min(wide,
                Og - (col_part * wide)))
        line_first = high * row_part // (H * W)
        line_last3 = (high + high * row_part - 1) // (H * W)
        for o in range(col_part * wide, min(col_part * wide + wide, Og)):
            b_here = b[U(Og * g + o)]
            for line in range(line_first, min(line_last3 + 1, line_last2 + 1, N)):
                n = line
                for run in range(max(0, high * row_part - (H * W * line)), min(H * W, rows - (H * W * line),
                        high + high * row_part - (H * W * line))):
                    y_lines[U(n), U(Og * g + o), U(run)] = (
                        b_here + turned[U(o - (col_part * wide)), U(H * W * line + run - (high * row_part))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w, b, y, N, Cg, G, H, W, Og, KH, KW, d_h, d_w, c_block_last,
        quotient_KH_d_h, quotient_KW_d_w):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, i+d_h·u−⌊d_h·(KH−1)/2⌋,
        j+d_w·v−⌊d_w·(KW−1)/2⌋]
    """
    dtype = x.dtype
    T = dtype.type
    rest = np.empty(W, dtype)
    part2 = np.empty(W, dtype)
    for task in range(first, last):
        n = task // (G * Og * H)
        g = task // (Og * H) % G
        o = task // H % Og
        i = task % H
        # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c,
        #     i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
        b_here = b[U(Og * g + o)]
        for j in range(W):
            y[U(n), U(Og * g + o), U(i), U(j)] = b_here
        for j in range(W):
            rest[U(j)] = T(0)
        u_first = -((i - quotient_KH_d_h) // d_h)
        u_last = (H + quotient_KH_d_h - i - 1) // d_h
        for c_block in range(c_block_last + 1):
            for j in range(W):
                part2[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_here = w[U(Og * g + o), U(c), U(u), U(v)]
                        for j in range(max(0, quotient_KW_d_w - (d_w * v)), min(W,
                                W + quotient_KW_d_w - (d_w * v))):
                            part2[U(j)] += (
                                w_here
                                * x[U(n), U(c + Cg * g), U(i + d_h * u - quotient_KH_d_h),
                                        U(j + d_w * v - quotient_KW_d_w)]
                            )
            for j in range(W):
                y[U(n), U(Og * g + o), U(i), U(j)], rest[U(j)] = carried(y[U(n), U(Og * g + o), U(i), U(j)], rest[U(j)], part2[U(j)])


def _forward(x, w, b, y, N, Cg, G, H, W, Og, KH, KW, d_h, d_w):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, i+d_h·u−⌊d_h·(KH−1)/2⌋,
        j+d_w·v−⌊d_w·(KW−1)/2⌋]

    Operations: Cg·G·H·KH·KW·N·Og·W multiplications, Cg·G·H·KH·KW·N·Og·W additions, terms that a condition
        drops counted.
    """
    dtype = y.dtype
    if correlations(H >= KH and W >= KW and W >= 4 and 0 >= min(Cg - 8, Og - 32)):
        wide = KW * d_w + W - d_w
        most = max(32768 // max(Cg * wide, 1), 8)
        strips = max((H - 1) // most + 1, 1)
        high = max((H - 1) // strips + 1, 1)
        tall = KH * d_h + high - d_h
        pieces = parts(G * N * strips)
        tasks = G * N * strips
        share = max((tasks - 1) // pieces + 1, 1)
        quotient_KH_d_h = (KH * d_h - d_h) // 2
        quotient_KW_d_w = (KW * d_w - d_w) // 2
        launch(_forward_correlations, pieces, Cg * G * H * KH * KW * N * Og * W // 32, x, w, b, y, N, Cg, G,
                H, W, Og, KH, KW, d_h, d_w, high, pieces, quotient_KH_d_h, quotient_KW_d_w, share, strips,
                tall, tasks, wide)
    else:
        if blocks(H * N * W >= 4 and Og >= 8 and Cg * KH * KW >= 4 and H + d_h + 17 >= KH * d_h and W + d_w + 17 >= KW * d_w):
            rows = H * N * W
            depth = Cg * KH * KW
            x_from2 = min(-((KH * d_h - d_h) // 2), 0)
            x_size2 = max(H, H + KH * d_h - ((KH * d_h - d_h) // 2) - d_h) - x_from2
            x_from3 = min(-((KW * d_w - d_w) // 2), 0)
            x_size3 = max(KW * d_w + W - ((KW * d_w - d_w) // 2) - d_w, W) - x_from3
            x_padded = padded(x, (0, 0, x_from2, x_from3), (N, Cg * G, x_size2, x_size3))
            wide_2 = colblock()
            deep = depthblock()
            high = rowblock(rows, ((Og - 1) // wide_2 + 1) * G)
            panels = scratch((G, max(0, (Og - 1) // wide_2 + 1), max(0, depth), wide_2), dtype)
            launch(_forward_blocks, G * ((Og - 1) // wide_2 + 1), Cg * G * KH * KW * Og, w, panels, Cg, G, Og,
                    KH, KW, depth, wide_2)
            y_lines = y.reshape((N, G * Og, H * W))
            quotient_KW_d_w = (KW * d_w - d_w) // 2
            quotient_KH_d_h = (KH * d_h - d_h) // 2
            line_last = (rows - 1) // W
            quotient_Og_wide = (Og - 1) // wide_2
            line_last2 = (rows - 1) // (H * W)
            launch(_forward_blocks2, G * ((rows - 1) // high + 1) * ((Og - 1) // wide_2 + 1),
                    Cg * G * H * KH * KW * N * Og * W // 32, b, panels, x_padded, y_lines, N, Cg, G, H, W, Og,
                    KH, KW, d_h, d_w, deep, depth, high, line_last, line_last2, quotient_KH_d_h,
                    quotient_KW_d_w, quotient_Og_wide, rows, wide_2, x_from2, x_from3, x_size2, x_size3)
        else:
            quotient_KH_d_h = (KH * d_h - d_h) // 2
            quotient_KW_d_w = (KW * d_w - d_w) // 2
            c_block_last = (Cg - 1) // 1024
            launch(_forward_plain, N * G * Og * H, Cg * G * H * KH * KW * N * Og * W, x, w, b, y, N, Cg, G, H,
                    W, Og, KH, KW, d_h, d_w, c_block_last, quotient_KH_d_h, quotient_KW_d_w)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_correlations(first, last, dy, w, dx, N, Cg, G, H, W, Og, KH, KW, d_h, d_w, high, pieces,
        quotient_KH_d_h, quotient_KW_d_w, share, strips, tall, tasks, wide):
    """dx[n, g·Cg+c, a, b] = Σ_{o,u,v} dy[n, g·Og+o, a+⌊d_h·(KH−1)/2⌋−d_h·u, b+⌊d_w·(KW−1)/2⌋−d_w·v] ·
        w[g·Og+o, c, u, v]
    """
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((Og, max(0, tall), max(0, wide)), dtype)
    starts = np.empty(Cg, dtype)
    for part in range(first, last):
        lefts = np.empty(Og * KW * KH, np.int64)
        for tap in range(Og * KW * KH):
            o = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            lefts[U(tap)] = Cg * KH * KW * o - (KW * u) - v
        rights = np.empty(Og * KW * KH, np.int64)
        for tap in range(Og * KW * KH):
            o = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            rights[U(tap)] = o * tall * wide + d_h * u * wide + d_w * v
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            n = turn_2 // (G * strips)
            g = turn_2 // strips % G
            strip = turn_2 % strips
            # dx[n, g·Cg+c, a, b] = Σ_{o,u,v} dy[n, g·Og+o, a+⌊d_h·(KH−1)/2⌋−d_h·u,
            #     b+⌊d_w·(KW−1)/2⌋−d_w·v] · w[g·Og+o, c, u, v]
            for c in range(Cg):
                starts[U(c)] = T(0)
            for o in range(Og):
                pad(planes, (o, 0, 0), wide, dy, (n, Og * g + o,
                        d_h + quotient_KH_d_h + high * strip - (KH * d_h),
                        d_w + quotient_KW_d_w - (KW * d_w)), W, 1, tall, wide,
                        KH * d_h - d_h - quotient_KH_d_h - (high * strip),
                        H + KH * d_h - d_h - quotient_KH_d_h - (high * strip),
                        KW * d_w - d_w - quotient_KW_d_w, KW * d_w + W - d_w - quotient_KW_d_w)
            correlate(dx, (n, Cg * g, high * strip, 0), H * W, W, 1, starts, (0,), 1, w, (Og * g, 0, KH - 1,
                    KW - 1), KH * KW, lefts, planes, (0, 0, 0), wide, rights, KH, len(rights), Cg, min(high,
                    H - (high * strip)), W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks(first, last, w, panels, Cg, G, Og, KH, KW, depth, wide):
    """panels[g, col_part, (o·KH+u)·KW+v, c−col_part·wide] = w[g·Og+o, c, u, v]"""
    for task in range(first, last):
        g = task // (((Cg - 1) // wide + 1))
        col_part = task % ((Cg - 1) // wide + 1)
        # panels[g, col_part, (o·KH+u)·KW+v, c−col_part·wide] = w[g·Og+o, c, u, v]
        for o in range(Og):
            turn(panels, (g, col_part, KH * KW * o, 0), wide, w,
                    KH * KW * col_part * wide + Cg * KH * KW * Og * g + Cg * KH * KW * o, KH * KW, 1,
                    min(wide, Cg - (col_part * wide)), KH * KW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks2(first, last, dx_lines, dy_padded, panels, N, Cg, G, H, W, Og, KH, KW, d_h, d_w, deep,
        depth, dy_from2, dy_from3, dy_size2, dy_size3, high, line_last, line_last2, quotient_Cg_wide,
        quotient_KH_d_h, quotient_KW_d_w, rows, wide):
    """dx[n, g·Cg+c, a, b] = Σ_{o,u,v} dy[n, g·Og+o, a+⌊d_h·(KH−1)/2⌋−d_h·u, b+⌊d_w·(KW−1)/2⌋−d_w·v] ·
        w[g·Og+o, c, u, v]
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
        # dx[n, g·Cg+c, a, b] = Σ_{o,u,v} dy[n, g·Og+o, a+⌊d_h·(KH−1)/2⌋−d_h·u,
        #     b+⌊d_w·(KW−1)/2⌋−d_w·v] · w[g·Og+o, c, u, v]
        for line in range(high * row_part // W, min((high + high * row_part - 1) // W + 1, line_last + 1,
                H * N)):
            n = line // H
            a = line % H
            for b in range(max(0, high * row_part - (W * line)), min(W, rows - (W * line),
                    high + high * row_part - (W * line))):
                row_at[U(b + W * line - (high * row_part))] = (
                    a * dy_size3
                    + b
                    + dy_size3 * quotient_KH_d_h
                    + Og * dy_size2 * dy_size3 * g
                    + G * Og * dy_size2 * dy_size3 * n
                    + quotient_KW_d_w
                    - (dy_from2 * dy_size3)
                    - dy_from3
                )
        for o in range(Og):
            for u in range(KH):
                for v in range(KW):
                    left_at[U(KH * KW * o + KW * u + v)] = (
                        dy_size2 * dy_size3 * o - (d_h * dy_size3 * u) - (d_w * v)
                    )
        for k in range(depth):
            right_at[U(k)] = k * wide
        contract(tile, (0, 0), wide, dy_padded, row_at, left_at, panels,
                col_part * depth * wide + depth * g * quotient_Cg_wide * wide + depth * g * wide, right_at,
                min(high, rows - (high * row_part)), min(wide, Cg - (col_part * wide)), 0, depth, deep)
        turn(turned, (0, 0), high, tile, 0, wide, 1, min(high, rows - (high * row_part)), min(wide,
                Cg - (col_part * wide)))
        line_first = high * row_part // (H * W)
        line_last3 = (high + high * row_part - 1) // (H * W)
        for c in range(col_part * wide, min(col_part * wide + wide, Cg)):
            for line in range(line_first, min(line_last3 + 1, line_last2 + 1, N)):
                n = line
                for run in range(max(0, high * row_part - (H * W * line)), min(H * W, rows - (H * W * line),
                        high + high * row_part - (H * W * line))):
                    dx_lines[U(n), U(c + Cg * g), U(run)] = turned[U(c - (col_part * wide)), U(H * W * line + run - (high * row_part))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, w, dx, N, Cg, G, H, W, Og, KH, KW, d_h, d_w, o_block_last, quotient_KH_d_h,
        quotient_KW_d_w):
    """dx[n, g·Cg+c, a, b] = Σ_{o,u,v} dy[n, g·Og+o, a+⌊d_h·(KH−1)/2⌋−d_h·u, b+⌊d_w·(KW−1)/2⌋−d_w·v] ·
        w[g·Og+o, c, u, v]
    """
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(W, dtype)
    part2 = np.empty(W, dtype)
    for task in range(first, last):
        n = task // (G * Cg * H)
        g = task // (Cg * H) % G
        c = task // H % Cg
        a = task % H
        # dx[n, g·Cg+c, a, b] = Σ_{o,u,v} dy[n, g·Og+o, a+⌊d_h·(KH−1)/2⌋−d_h·u,
        #     b+⌊d_w·(KW−1)/2⌋−d_w·v] · w[g·Og+o, c, u, v]
        for b in range(W):
            dx[U(n), U(c + Cg * g), U(a), U(b)] = T(0)
        for b in range(W):
            rest[U(b)] = T(0)
        u_first = -((H - a - quotient_KH_d_h - 1) // d_h)
        u_last = (a + quotient_KH_d_h) // d_h
        for o_block in range(o_block_last + 1):
            for b in range(W):
                part2[U(b)] = T(0)
            for o in range(o_block * 1024, min(Og, o_block * 1024 + 1024)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_here = w[U(Og * g + o), U(c), U(u), U(v)]
                        for b in range(max(0, d_w * v - quotient_KW_d_w), min(W,
                                W + d_w * v - quotient_KW_d_w)):
                            part2[U(b)] += (
                                dy[U(n), U(Og * g + o), U(a + quotient_KH_d_h - (d_h * u)),
                                        U(b + quotient_KW_d_w - (d_w * v))]
                                * w_here
                            )
            for b in range(W):
                dx[U(n), U(c + Cg * g), U(a), U(b)], rest[U(b)] = carried(dx[U(n), U(c + Cg * g), U(a), U(b)], rest[U(b)], part2[U(b)])


def _vjp_x(dy, w, dx, N, Cg, G, H, W, Og, KH, KW, d_h, d_w):
    """dx[n, g·Cg+c, a, b] = Σ_{o,u,v} dy[n, g·Og+o, a+⌊d_h·(KH−1)/2⌋−d_h·(KH−1−u),
        b+⌊d_w·(KW−1)/2⌋−d_w·(KW−1−v)] · w[g·Og+o, c, KH−1−u, KW−1−v]

    Operations: Cg·G·H·KH·KW·N·Og·W multiplications, Cg·G·H·KH·KW·N·Og·W − Cg·G·H·N·W additions, terms
        that a condition drops counted.
    """
    dtype = dx.dtype
    if correlations(H >= KH and W >= KW and W >= 4 and 0 >= min(Cg - 32, Og - 8)):
        wide = KW * d_w + W - d_w
        most = max(32768 // max(Og * wide, 1), 8)
        strips = max((H - 1) // most + 1, 1)
        high = max((H - 1) // strips + 1, 1)
        tall = KH * d_h + high - d_h
        pieces = parts(G * N * strips)
        tasks = G * N * strips
        share = max((tasks - 1) // pieces + 1, 1)
        quotient_KH_d_h = (KH * d_h - d_h) // 2
        quotient_KW_d_w = (KW * d_w - d_w) // 2
        launch(_vjp_x_correlations, pieces, Cg * G * H * KH * KW * N * Og * W // 32, dy, w, dx, N, Cg, G, H,
                W, Og, KH, KW, d_h, d_w, high, pieces, quotient_KH_d_h, quotient_KW_d_w, share, strips, tall,
                tasks, wide)
    else:
        if blocks(H * N * W >= 4 and Cg >= 8 and KH * KW * Og >= 4 and H + d_h + 17 >= KH * d_h and W + d_w + 17 >= KW * d_w):
            rows = H * N * W
            depth = KH * KW * Og
            dy_from2 = min((KH * d_h - d_h) // 2 + d_h - (KH * d_h), 0)
            dy_size2 = max(H, (KH * d_h - d_h) // 2 + H) - dy_from2
            dy_from3 = min((KW * d_w - d_w) // 2 + d_w - (KW * d_w), 0)
            dy_size3 = max(W, (KW * d_w - d_w) // 2 + W) - dy_from3
            dy_padded = padded(dy, (0, 0, dy_from2, dy_from3), (N, G * Og, dy_size2, dy_size3))
            wide_2 = colblock()
            deep = depthblock()
            high = rowblock(rows, ((Cg - 1) // wide_2 + 1) * G)
            panels = scratch((G, max(0, (Cg - 1) // wide_2 + 1), max(0, depth), wide_2), dtype)
            launch(_vjp_x_blocks, G * ((Cg - 1) // wide_2 + 1), Cg * G * KH * KW * Og, w, panels, Cg, G, Og,
                    KH, KW, depth, wide_2)
            dx_lines = dx.reshape((N, Cg * G, H * W))
            quotient_KH_d_h = (KH * d_h - d_h) // 2
            quotient_KW_d_w = (KW * d_w - d_w) // 2
            line_last = (rows - 1) // W
            quotient_Cg_wide = (Cg - 1) // wide_2
            line_last2 = (rows - 1) // (H * W)
            launch(_vjp_x_blocks2, G * ((rows - 1) // high + 1) * ((Cg - 1) // wide_2 + 1),
                    Cg * G * H * KH * KW * N * Og * W // 32, dx_lines, dy_padded, panels, N, Cg, G, H, W, Og,
                    KH, KW, d_h, d_w, deep, depth, dy_from2, dy_from3, dy_size2, dy_size3, high, line_last,
                    line_last2, quotient_Cg_wide, quotient_KH_d_h, quotient_KW_d_w, rows, wide_2)
        else:
            quotient_KH_d_h = (KH * d_h - d_h) // 2
            quotient_KW_d_w = (KW * d_w - d_w) // 2
            o_block_last = (Og - 1) // 1024
            launch(_vjp_x_plain, N * G * Cg * H, Cg * G * H * KH * KW * N * Og * W, dy, w, dx, N, Cg, G, H, W,
                    Og, KH, KW, d_h, d_w, o_block_last, quotient_KH_d_h, quotient_KW_d_w)
