"""The kernels of conv_bias_relu; conv_bias_relu.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_bias_relu`.  Do not edit.
Run time: 66027b2757b3d2eb.
"""

import numpy as np
from numba import njit

from .abreast import correlate_abreast, lay_abreast, pad_abreast
from .elementary import select
from .runtime import carried, gcd, residue
from .threads import launch
from .stencils import abreast, correlate, correlations, pad
from .vectors import blocks, colblock, contract, depthblock, padded, parts, rowblock, scratch, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_abreast(first, last, x, w, b, a, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w, block_count, pieces, share, tall, tasks, wide):
    """a[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = x.dtype
    planes = np.empty((Cg, max(0, tall), max(0, wide), 16), dtype)
    weights = np.empty((Og, Cg, KH, KW, 16), dtype)
    raw = np.empty((Cg, H, W, 16), dtype)
    starts = np.empty((Og, 16), dtype)
    tile = np.empty((Og, OH, OW, 16), dtype)
    for part in range(first, last):
        lefts = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            lefts[U(tap)] = KH * KW * c * 16 + KW * u * 16 + v * 16
        rights = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            rights[U(tap)] = c * tall * wide * 16 + d_h * u * wide * 16 + d_w * v * 16
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            block = turn_2 // N
            n = turn_2 % N
            for c in range(Cg):
                pad_abreast(raw, (c, 0, 0, 0), W * 16, 16, x, (n, Cg * block * 16 + c, 0, 0), W, 1,
                        Cg * H * W, H, W, min(16, G - (block * 16)), 0, H, 0, W)
            # a[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c,
            #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            for o in range(Og):
                for lane in range(min(16, G - (block * 16))):
                    starts[U(o), U(lane)] = b[U(Og * block * 16 + Og * lane + o)]
            for o in range(Og):
                for c in range(Cg):
                    pad_abreast(weights, (o, c, 0, 0, 0), KW * 16, 16, w, (Og * block * 16 + o, c, 0, 0), KW,
                            1, Cg * KH * KW * Og, KH, KW, min(16, G - (block * 16)), 0, KH, 0, KW)
            for c in range(Cg):
                pad_abreast(planes, (c, 0, 0, 0), wide * 16, 16, raw, (c, -p_t, -p_l, 0), W * 16, 16, 1, tall,
                        wide, min(16, G - (block * 16)), p_t, H + p_t, p_l, W + p_l)
            correlate_abreast(tile, (0, 0, 0, 0), OH * OW * 16, OW * 16, 16, starts, (0, 0), 16, weights, (0,
                    0, 0, 0, 0), Cg * KH * KW * 16, lefts, planes, (0, 0, 0, 0), s_h * wide * 16, s_w * 16,
                    rights, KH, len(rights), Og, OH, OW, min(16, G - (block * 16)))
            for o in range(Og):
                lay_abreast(a, (n, Og * block * 16 + o, 0, 0), OW, 1, OH * OW * Og, tile, (o, 0, 0, 0),
                        OW * 16, 16, OH, OW, min(16, G - (block * 16)))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_correlations(first, last, x, w, b, a, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l,
        d_h, d_w, high, pieces, share, strips, tall, tasks, wide):
    """a[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = x.dtype
    planes = np.empty((Cg, s_h, s_w, max(0, tall), max(0, wide)), dtype)
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
            rights[U(tap)] = (
                d_w * v // s_w
                + c * s_h * s_w * tall * wide
                + (d_h * u % s_h) * s_w * tall * wide
                + (d_w * v % s_w) * tall * wide
                + (d_h * u // s_h) * wide
            )
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            n = turn_2 // (G * strips)
            g = turn_2 // strips % G
            strip = turn_2 % strips
            # a[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c,
            #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            for o in range(Og):
                starts[U(o)] = b[U(Og * g + o)]
            for c in range(Cg):
                for phase_i in range(s_h):
                    for phase_j in range(s_w):
                        top = -((phase_i - p_t) // s_h) - (high * strip)
                        bottom = (H + p_t - phase_i - 1) // s_h + 1 - (high * strip)
                        fore = -((phase_j - p_l) // s_w)
                        aft = (W + p_l - phase_j - 1) // s_w + 1
                        pad(planes, (c, phase_i, phase_j, 0, 0), wide, x, (n, c + Cg * g,
                                phase_i + high * s_h * strip - p_t, phase_j - p_l), W * s_h, s_w, tall, wide,
                                top, bottom, fore, aft)
            correlate(a, (n, Og * g, high * strip, 0), OH * OW, OW, 1, starts, (0,), 1, w, (Og * g, 0, 0, 0),
                    Cg * KH * KW, lefts, planes, (0, 0, 0, 0, 0), wide, rights, KH, len(rights), Og, min(high,
                    OH - (high * strip)), OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, w, panels2, Cg, G, Og, KH, KW, depth2, wide2):
    """panels2[g, col_part2, (c·KH+u)·KW+v, o−col_part2·wide2] = w[g·Og+o, c, u, v]"""
    for task in range(first, last):
        g = task // (((Og - 1) // wide2 + 1))
        col_part2 = task % ((Og - 1) // wide2 + 1)
        # panels2[g, col_part2, (c·KH+u)·KW+v, o−col_part2·wide2] = w[g·Og+o, c, u, v]
        turn(panels2, (g, col_part2, 0, 0), wide2, w,
                Cg * KH * KW * col_part2 * wide2 + Cg * KH * KW * Og * g, Cg * KH * KW, 1, min(wide2,
                Og - (col_part2 * wide2)), Cg * KH * KW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks2(first, last, b, a_lines2, panels2, x_padded2, N, Cg, G, Og, KH, KW, OH, OW, s_h, s_w,
        d_h, d_w, deep2, depth2, high2, line2_last, line2_last2, quotient_Og_wide2, rows2, wide2, x_size22,
        x_size32):
    """a[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = b.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for task in range(first, last):
        g = task // (((rows2 - 1) // high2 + 1) * ((Og - 1) // wide2 + 1))
        row_part2 = task // (((Og - 1) // wide2 + 1)) % ((rows2 - 1) // high2 + 1)
        col_part2 = task % ((Og - 1) // wide2 + 1)
        # a[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c,
        #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        for line2 in range(high2 * row_part2 // OW, min((high2 + high2 * row_part2 - 1) // OW + 1,
                line2_last + 1, N * OH)):
            n = line2 // OH
            i = line2 % OH
            for j in range(max(0, high2 * row_part2 - (OW * line2)), min(OW, rows2 - (OW * line2),
                    high2 + high2 * row_part2 - (OW * line2))):
                row_at2[U(j + OW * line2 - (high2 * row_part2))] = (
                    Cg * g * x_size22 * x_size32
                    + i * s_h * x_size32
                    + j * s_w
                    + Cg * G * n * x_size22 * x_size32
                )
        for c in range(Cg):
            for u in range(KH):
                for v in range(KW):
                    left_at2[U(KH * KW * c + KW * u + v)] = (
                        c * x_size22 * x_size32 + d_h * u * x_size32 + d_w * v
                    )
        for k2 in range(depth2):
            right_at2[U(k2)] = k2 * wide2
        contract(tile2, (0, 0), wide2, x_padded2, row_at2, left_at2, panels2,
                col_part2 * depth2 * wide2 + depth2 * g * quotient_Og_wide2 * wide2 + depth2 * g * wide2,
                right_at2, min(high2, rows2 - (high2 * row_part2)), min(wide2, Og - (col_part2 * wide2)), 0,
                depth2, deep2)
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                Og - (col_part2 * wide2)))
        line2_first = high2 * row_part2 // (OH * OW)
        line2_last3 = (high2 + high2 * row_part2 - 1) // (OH * OW)
        for o in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, Og)):
            b_here = b[U(Og * g + o)]
            for line2 in range(line2_first, min(line2_last3 + 1, line2_last2 + 1, N)):
                n = line2
                for run2 in range(max(0, high2 * row_part2 - (OH * OW * line2)), min(OH * OW,
                        rows2 - (OH * OW * line2), high2 + high2 * row_part2 - (OH * OW * line2))):
                    a_lines2[U(n), U(Og * g + o), U(run2)] = (
                        b_here
                        + turned2[U(o - (col_part2 * wide2)), U(OH * OW * line2 + run2 - (high2 * row_part2))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w, b, a, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        c_block_last):
    """a[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = x.dtype
    T = dtype.type
    rest = np.empty(OW, dtype)
    part2 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (G * Og * OH)
        g = task // (Og * OH) % G
        o = task // OH % Og
        i = task % OH
        # a[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c,
        #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        b_here = b[U(Og * g + o)]
        for j in range(OW):
            a[U(n), U(Og * g + o), U(i), U(j)] = b_here
        for j in range(OW):
            rest[U(j)] = T(0)
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part2[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_here = w[U(Og * g + o), U(c), U(u), U(v)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                (W + p_l - (d_w * v) - 1) // s_w + 1)):
                            part2[U(j)] += (
                                w_here
                                * x[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                        U(j * s_w + d_w * v - p_l)]
                            )
            for j in range(OW):
                a[U(n), U(Og * g + o), U(i), U(j)], rest[U(j)] = carried(a[U(n), U(Og * g + o), U(i), U(j)], rest[U(j)], part2[U(j)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, y, a, N, G, Og, OH, OW):
    """y[n,o,i,j] = max(0, a[n,o,i,j])"""
    dtype = y.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (G * Og * OH)
        o = task // OH % (G * Og)
        i = task % OH
        # y[n,o,i,j] = max(0, a[n,o,i,j])
        for j in range(OW):
            a_here = a[U(n), U(o), U(i), U(j)]
            y[U(n), U(o), U(i), U(j)] = select(T(0) >= a_here, T(0), a_here)


def _forward(x, w, b, y, a, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """a[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    y[n,o,i,j] = {a[n,o,i,j] if a[n,o,i,j] > 0; else 0}

    Operations: Cg·G·KH·KW·N·OH·OW·Og multiplications, Cg·G·KH·KW·N·OH·OW·Og additions, terms that a
        condition drops counted.
    """
    dtype = y.dtype
    if abreast(G >= 8 and 8192 >= Cg * H * W and 8192 >= OH * OW and 16384 >= Cg * KH * KW * Og and s_w * 16 >= W and 3 >= Cg):
        tall = KH * d_h + OH * s_h + 1 - d_h - s_h
        wide = KW * d_w + OW * s_w + 1 - d_w - s_w
        block_count = (G - 1) // 16 + 1
        pieces = parts(N * block_count)
        tasks = N * block_count
        share = max((tasks - 1) // pieces + 1, 1)
        launch(_forward_abreast, pieces, Cg * G * KH * KW * N * OH * OW * Og // 32, x, w, b, a, N, Cg, G, H,
                W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, block_count, pieces, share, tall, tasks,
                wide)
    elif correlations(OH >= KH and OW >= KW and KH >= s_h and KW >= s_w and W >= 4 and 0 >= min(Cg * KH * KW - 128,
            Og - 32)):
        wide = (KW * d_w - d_w) // s_w + OW
        most = max(32768 // max(Cg * s_h * s_w * wide, 1), 8)
        strips = max((OH - 1) // most + 1, 1)
        high = max((OH - 1) // strips + 1, 1)
        tall = (KH * d_h - d_h) // s_h + high
        pieces = parts(G * N * strips)
        tasks = G * N * strips
        share = max((tasks - 1) // pieces + 1, 1)
        launch(_forward_correlations, pieces, Cg * G * KH * KW * N * OH * OW * Og // 32, x, w, b, a, N, Cg, G,
                H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, high, pieces, share, strips, tall,
                tasks, wide)
    elif blocks(N * OH * OW >= 4 and Og >= 8 and Cg * KH * KW >= 4 and H * 2 + d_h + s_h + 16 >= KH * d_h + OH * s_h and W * 2 + d_w + s_w + 16 >= KW * d_w + OW * s_w):
        rows2 = N * OH * OW
        depth2 = Cg * KH * KW
        x_size22 = max(H, KH * d_h + OH * s_h + 1 - d_h - p_t - s_h) + p_t
        x_size32 = max(KW * d_w + OW * s_w + 1 - d_w - p_l - s_w, W) + p_l
        x_padded2 = padded(x, (0, 0, -p_t, -p_l), (N, Cg * G, x_size22, x_size32))
        wide2 = colblock()
        deep2 = depthblock()
        high2 = rowblock(rows2, ((Og - 1) // wide2 + 1) * G)
        panels2 = scratch((G, max(0, (Og - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
        launch(_forward_blocks, G * ((Og - 1) // wide2 + 1), Cg * G * KH * KW * Og, w, panels2, Cg, G, Og, KH,
                KW, depth2, wide2)
        a_lines2 = a.reshape((N, G * Og, OH * OW))
        line2_last = (rows2 - 1) // OW
        quotient_Og_wide2 = (Og - 1) // wide2
        line2_last2 = (rows2 - 1) // (OH * OW)
        launch(_forward_blocks2, G * ((rows2 - 1) // high2 + 1) * ((Og - 1) // wide2 + 1),
                Cg * G * KH * KW * N * OH * OW * Og // 32, b, a_lines2, panels2, x_padded2, N, Cg, G, Og, KH,
                KW, OH, OW, s_h, s_w, d_h, d_w, deep2, depth2, high2, line2_last, line2_last2,
                quotient_Og_wide2, rows2, wide2, x_size22, x_size32)
    else:
        c_block_last = (Cg - 1) // 1024
        launch(_forward_plain, N * G * Og * OH, Cg * G * KH * KW * N * OH * OW * Og, x, w, b, a, N, Cg, G, H,
                W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last)
    launch(_forward_part, N * G * Og * OH, G * N * OH * OW * Og, y, a, N, G, Og, OH, OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks(first, last, dy, w, a, dx, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, cols,
        d_h_by_gcd, d_w_by_gcd, deep, depth, gcd_s_h_d_h, gcd_s_w_d_w, line_last, q__count, q__last, q_count,
        q_first, q_last, quotient_r, quotient_r_, quotient_r_2, r, r_, res_r, res_r_, s_h_by_gcd, s_w_by_gcd,
        step_last, t__count, t_count, wide):
    """dx[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, 0 ≤
        (d_h·res(d_h,r,s_h)−r)/s_h+t·d_h/gcd(s_h,d_h)+OH−1−q < OH} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋, 0 ≤
        (d_w·res(d_w,r′,s_w)−r′)/s_w+t′·d_w/gcd(s_w,d_w)+OW−1−q′ < OW} w[g·Og+o, c,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)] · {dy[n, g·Og+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] if a[n, g·Og+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] > 0; 0 if a[n, g·Og+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] ≤ 0; else a[n, g·Og+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)]}
    """
    dtype = dy.dtype
    T = dtype.type
    row_at = np.empty(Cg, np.int64)
    left_at = np.empty(max(0, depth), np.int64)
    right_at = np.empty(max(0, depth), np.int64)
    tile = np.empty((Cg, wide), dtype)
    right = np.empty((deep, wide), dtype)
    for task in range(first, last):
        g = task // (((cols - 1) // wide + 1))
        col_part = task % ((cols - 1) // wide + 1)
        # dx[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
        for c in range(Cg):
            row_at[U(c)] = KW * res_r + KH * KW * c + Cg * KH * KW * Og * g + res_r_
        for p in range(Cg):
            for q__2 in range(min(wide, cols - (col_part * wide))):
                tile[U(p), U(q__2)] = T(0)
        line_first = col_part * wide // q__count
        line_last2 = (col_part * wide + wide - 1) // q__count
        t_last = (KH - res_r - 1) // s_h_by_gcd
        t__last = (KW - res_r_ - 1) // s_w_by_gcd
        if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 and t_count >= 1 and t__count >= 1:
            for o in range(Og):
                for t in range(t_count):
                    for t_ in range(t__count):
                        left_at[U(o * t__count * t_count + t_ + t * t__count)] = (
                            Cg * KH * KW * o + s_w_by_gcd * t_ + KW * s_h_by_gcd * t
                        )
            for k in range(depth):
                right_at[U(k)] = k * wide
            for step in range(step_last + 1):
                for inner in range(deep * step, min(deep + deep * step, depth)):
                    for col in range(col_part * wide, min(col_part * wide + wide, cols)):
                        right[U(inner - (deep * step)), U(col - (col_part * wide))] = T(0)
                for inner in range(deep * step, min(deep + deep * step, depth)):
                    o = inner // (t_count * t__count)
                    t = inner // t__count % t_count
                    t_ = inner % t__count
                    for line in range(line_first, min(line_last2 + 1, line_last + 1, N * q_count)):
                        n = line // q_count
                        q = line % q_count + q_first
                        if q >= quotient_r + d_h_by_gcd * t and OH + quotient_r + d_h_by_gcd * t >= q + 1:
                            for q_ in range(max(-quotient_r_2,
                                    col_part * wide - (line * q__count) - quotient_r_2,
                                    quotient_r_ + d_w_by_gcd * t_), min(q__last + 1,
                                    cols - (line * q__count) - quotient_r_2,
                                    col_part * wide + wide - (line * q__count) - quotient_r_2,
                                    OW + quotient_r_ + d_w_by_gcd * t_)):
                                a_here = a[U(n), U(Og * g + o), U(q - quotient_r - (d_h_by_gcd * t)), U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                dy_here = dy[U(n), U(Og * g + o), U(q - quotient_r - (d_h_by_gcd * t)), U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                right[U(inner - (deep * step)), U(line * q__count + q_ + quotient_r_2 - (col_part * wide))] = select(a_here > T(0), dy_here, select(T(0) >= a_here, T(0), a_here))
                contract(tile, (0, 0), wide, w, row_at, left_at, right, -deep * step * wide, right_at, Cg,
                        min(wide, cols - (col_part * wide)), deep * step, min(deep + deep * step, depth),
                        deep)
        for c in range(Cg):
            for line in range(line_first, min(line_last2 + 1, line_last + 1, N * q_count)):
                n = line // q_count
                q = line % q_count + q_first
                for q_ in range(max(-quotient_r_2, col_part * wide - (line * q__count) - quotient_r_2),
                        min(q__last + 1, cols - (line * q__count) - quotient_r_2,
                        col_part * wide + wide - (line * q__count) - quotient_r_2)):
                    dx[U(n), U(c + Cg * g), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = tile[U(c), U(line * q__count + q_ + quotient_r_2 - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, w, a, dx, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd):
    """dx[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, 0 ≤
        (d_h·res(d_h,r,s_h)−r)/s_h+t·d_h/gcd(s_h,d_h)+OH−1−q < OH} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋, 0 ≤
        (d_w·res(d_w,r′,s_w)−r′)/s_w+t′·d_w/gcd(s_w,d_w)+OW−1−q′ < OW} w[g·Og+o, c,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)] · {dy[n, g·Og+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] if a[n, g·Og+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] > 0; 0 if a[n, g·Og+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] ≤ 0; else a[n, g·Og+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)]}
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (G * Cg * s_h * s_w)
        g = task // (Cg * s_h * s_w) % G
        c = task // (s_h * s_w) % Cg
        r = task // s_w % s_h
        r_ = task % s_w
        q__first = -((r_ - p_l) // s_w)
        q__last = (W + p_l - r_ - 1) // s_w
        quotient_r = (residue(d_h, r, s_h) * d_h - r) // s_h
        quotient_r_ = (residue(d_w, r_, s_w) * d_w - r_) // s_w
        res_r = residue(d_h, r, s_h)
        res_r_ = residue(d_w, r_, s_w)
        for q in range(-((r - p_t) // s_h), (H + p_t - r - 1) // s_h + 1):
            # dx[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            for q_ in range(q__first, q__last + 1):
                dx[U(n), U(c + Cg * g), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = T(0)
            if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0:
                t_first = -((OH + quotient_r - q - 1) // d_h_by_gcd)
                t_last = (KH - res_r - 1) // s_h_by_gcd
                t_last2 = (q - quotient_r) // d_h_by_gcd
                for o in range(Og):
                    t__last = (KW - res_r_ - 1) // s_w_by_gcd
                    for t in range(max(0, t_first), min(t_last + 1, t_last2 + 1)):
                        for t_ in range(t__last, -1, -1):
                            w_here = w[U(Og * g + o), U(c), U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            for q_ in range(max(q__first, quotient_r_ + d_w_by_gcd * t_), min(q__last + 1,
                                    OW + quotient_r_ + d_w_by_gcd * t_)):
                                a_here2 = a[U(n), U(Og * g + o), U(q - quotient_r - (d_h_by_gcd * t)), U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                dy_here2 = dy[U(n), U(Og * g + o), U(q - quotient_r - (d_h_by_gcd * t)), U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                dx[U(n), U(c + Cg * g), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                    select(a_here2 > T(0), dy_here2, select(T(0) >= a_here2, T(0), a_here2))
                                    * w_here
                                )


def _vjp_x(dy, w, a, dx, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dx[n, g·Cg+c, a, b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·(KH−1−u), s_w ∣ b+p_l−d_w·(KW−1−v), a[n, g·Og+o,
        (a+p_t−d_h·(KH−1−u))/s_h, (b+p_l−d_w·(KW−1−v))/s_w] > 0} dy[n, g·Og+o, (a+p_t−d_h·(KH−1−u))/s_h,
        (b+p_l−d_w·(KW−1−v))/s_w] · w[g·Og+o, c, KH−1−u, KW−1−v]

    Operations: Cg·G·H·KH·KW·N·Og·W multiplications, Cg·G·H·KH·KW·N·Og·W − Cg·G·H·N·W additions, terms
        that a condition drops counted.
    """
    if blocks(Cg >= 4):
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_w_d_w = gcd(s_w, d_w)
        for r in range(s_h):
            q_count = (H + p_t - r - 1) // s_h + (r - p_t) // s_h + 1
            t_count = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd + 1
            res_r = residue(d_h, r, s_h)
            quotient_r = (d_h * res_r - r) // s_h
            q_first = -((r - p_t) // s_h)
            q_last = (H + p_t - r - 1) // s_h
            for r_ in range(s_w):
                q__count = (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1
                t__count = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd + 1
                cols = N * q__count * q_count
                depth = Og * t__count * t_count
                res_r_ = residue(d_w, r_, s_w)
                quotient_r_ = (d_w * res_r_ - r_) // s_w
                quotient_r_2 = (r_ - p_l) // s_w
                q__last = (W + p_l - r_ - 1) // s_w
                if q_count >= 1 and q__count >= 1:
                    wide = colblock()
                    deep = depthblock()
                    line_last = (cols - 1) // q__count
                    step_last = (depth - 1) // deep
                    launch(_vjp_x_blocks, G * ((cols - 1) // wide + 1),
                            (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                            0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                            s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_h * s_w // 32, dy,
                            w, a, dx, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, cols,
                            d_h_by_gcd, d_w_by_gcd, deep, depth, gcd_s_h_d_h, gcd_s_w_d_w, line_last,
                            q__count, q__last, q_count, q_first, q_last, quotient_r, quotient_r_,
                            quotient_r_2, r, r_, res_r, res_r_, s_h_by_gcd, s_w_by_gcd, step_last, t__count,
                            t_count, wide)
    else:
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_w_d_w = gcd(s_w, d_w)
        launch(_vjp_x_plain, N * G * Cg * s_h * s_w,
                (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_h * s_w, dy, w, a, dx, N, Cg,
                G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd,
                gcd_s_h_d_h, gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd)
