"""The kernels of cross_channel_spatial_conv2d; cross_channel_spatial_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `cross_channel_spatial_conv2d`.  Do not edit.
Run time: edb5d24a3545977e.
"""

import numpy as np
from numba import njit

from .runtime import carried, gcd, residue
from .threads import launch
from .stencils import correlate, correlations, pad
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, x, w_point, b_point, z, N, C, H, W, Cg, G, cols, o_count, pieces, share):
    """z[n,o,i,j] = b_point[o] + Σ_c w_point[o,c] · x[n,c,i,j]"""
    dtype = x.dtype
    T = dtype.type
    tile = np.empty((max(0, o_count), 384), dtype)
    left = np.empty((max(0, min(o_count, 96)), min(C, 256)), dtype)
    right = np.empty((min(C, 256), 384), dtype)
    for part in range(first, last):
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # z[n,o,i,j] = b_point[o] + Σ_c w_point[o,c] · x[n,c,i,j]
            for o in range(o_count):
                for col in range(cols_from, cols_last + 1):
                    tile[U(o), U(col - cols_from)] = T(0)
            line_first = cols_from // W
            line_last = cols_last // W
            for depth_from in range(0, C, 256):
                depth_last = min(C - 1, depth_from + 255)
                for c in range(depth_from, depth_last + 1):
                    for line in range(line_first, min(line_last + 1, H * N)):
                        n = line // H
                        i = line % H
                        j = max(0, cols_from - (W * line))
                        copy(right, (c - depth_from, j + W * line - cols_from), x, (n, c, i, j), 1, min(W,
                                cols_last + 1 - (W * line)) - j)
                for rows_from in range(0, o_count, 96):
                    rows_last = min(o_count - 1, rows_from + 95)
                    for o in range(rows_from, rows_last + 1):
                        c = depth_from
                        copy(left, (o - rows_from, c - depth_from), w_point, (o, c), 1, depth_last + 1 - c)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(C, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for o in range(o_count):
                b_point_here = b_point[U(o)]
                for line in range(line_first, min(line_last + 1, H * N)):
                    n = line // H
                    i = line % H
                    for j in range(max(0, cols_from - (W * line)), min(W, cols_last + 1 - (W * line))):
                        z[U(n), U(o), U(i), U(j)] = b_point_here + tile[U(o), U(j + W * line - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w_point, b_point, z, N, C, H, W, Cg, G, c_block_last):
    """z[n,o,i,j] = b_point[o] + Σ_c w_point[o,c] · x[n,c,i,j]"""
    dtype = x.dtype
    T = dtype.type
    rest = np.empty(W, dtype)
    part4 = np.empty(W, dtype)
    for task in range(first, last):
        n = task // (Cg * G * H)
        o = task // H % (Cg * G)
        i = task % H
        # z[n,o,i,j] = b_point[o] + Σ_c w_point[o,c] · x[n,c,i,j]
        b_point_here = b_point[U(o)]
        for j in range(W):
            z[U(n), U(o), U(i), U(j)] = b_point_here
        for j in range(W):
            rest[U(j)] = T(0)
        for c_block in range(c_block_last + 1):
            for j in range(W):
                part4[U(j)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                w_point_here = w_point[U(o), U(c)]
                for j in range(W):
                    part4[U(j)] += w_point_here * x[U(n), U(c), U(i), U(j)]
            for j in range(W):
                z[U(n), U(o), U(i), U(j)], rest[U(j)] = carried(z[U(n), U(o), U(i), U(j)], rest[U(j)], part4[U(j)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_correlations(first, last, w, b, y, z, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l,
        d_h, d_w, high2, pieces2, share2, strips2, tall2, tasks2, wide2):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · z[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = w.dtype
    planes2 = np.empty((Cg, s_h, s_w, max(0, tall2), max(0, wide2)), dtype)
    starts2 = np.empty(Og, dtype)
    for part2 in range(first, last):
        lefts2 = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            lefts2[U(tap)] = KH * KW * c + KW * u + v
        rights2 = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            rights2[U(tap)] = (
                d_w * v // s_w
                + c * s_h * s_w * tall2 * wide2
                + (d_h * u % s_h) * s_w * tall2 * wide2
                + (d_w * v % s_w) * tall2 * wide2
                + (d_h * u // s_h) * wide2
            )
        for turn2 in range(part2 * share2, min(part2 * share2 + share2, tasks2)):
            n = turn2 // (G * strips2)
            g = turn2 // strips2 % G
            strip2 = turn2 % strips2
            # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · z[n, g·Cg+c,
            #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            for o in range(Og):
                starts2[U(o)] = b[U(Og * g + o)]
            for c in range(Cg):
                for phase_i2 in range(s_h):
                    for phase_j2 in range(s_w):
                        pad(planes2, (c, phase_i2, phase_j2, 0, 0), wide2, z, (n, c + Cg * g,
                                phase_i2 + high2 * s_h * strip2 - p_t, phase_j2 - p_l), W * s_h, s_w, tall2,
                                wide2, -((phase_i2 - p_t) // s_h) - (high2 * strip2),
                                (H + p_t - phase_i2 - 1) // s_h + 1 - (high2 * strip2),
                                -((phase_j2 - p_l) // s_w), (W + p_l - phase_j2 - 1) // s_w + 1)
            correlate(y, (n, Og * g, high2 * strip2, 0), OH * OW, OW, 1, starts2, (0,), 1, w, (Og * g, 0, 0,
                    0), Cg * KH * KW, lefts2, planes2, (0, 0, 0, 0, 0), wide2, rights2, KH, len(rights2), Og,
                    min(high2, OH - (high2 * strip2)), OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks2(first, last, w, b, y, z, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w, cols3, depth3, pieces3, share3):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · z[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = w.dtype
    T = dtype.type
    tile3 = np.empty((Og, 384), dtype)
    left3 = np.empty((max(0, min(depth3, 256)), min(Og, 96)), dtype)
    right3 = np.empty((max(0, min(depth3, 256)), 384), dtype)
    for task in range(first, last):
        g = task // pieces3
        part3 = task % pieces3
        for cols_from3 in range(part3 * share3, min(part3 * share3 + share3, cols3), 384):
            cols_last3 = min(cols3 - 1, cols_from3 + 383, part3 * share3 + share3 - 1)
            # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · z[n, g·Cg+c,
            #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            for o in range(Og):
                for col3 in range(cols_from3, cols_last3 + 1):
                    tile3[U(o), U(col3 - cols_from3)] = T(0)
            line3_first = cols_from3 // OW
            line3_last = cols_last3 // OW
            for depth_from3 in range(0, depth3, 256):
                depth_last3 = min(depth3 - 1, depth_from3 + 255)
                for inner3 in range(depth_from3, depth_last3 + 1):
                    for col3 in range(cols_from3, cols_last3 + 1):
                        right3[U(inner3 - depth_from3), U(col3 - cols_from3)] = T(0)
                for inner3 in range(depth_from3, depth_last3 + 1):
                    c = inner3 // (KH * KW)
                    u = inner3 // KW % KH
                    v = inner3 % KW
                    j_first = -((d_w * v - p_l) // s_w)
                    j_last = (W + p_l - (d_w * v) - 1) // s_w
                    for line3 in range(line3_first, min(line3_last + 1, N * OH)):
                        n = line3 // OH
                        i = line3 % OH
                        if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
                            j = max(0, cols_from3 - (OW * line3), j_first)
                            copy(right3, (inner3 - depth_from3, j + OW * line3 - cols_from3), z, (n,
                                    c + Cg * g, i * s_h + d_h * u - p_t, j * s_w + d_w * v - p_l), s_w,
                                    min(OW, cols_last3 + 1 - (OW * line3), j_last + 1) - j)
                for rows_from3 in range(0, Og, 96):
                    rows_last3 = min(Og - 1, rows_from3 + 95)
                    for inner3 in range(depth_from3, depth_last3 + 1):
                        c = inner3 // (KH * KW)
                        u = inner3 // KW % KH
                        v = inner3 % KW
                        o = rows_from3
                        copy(left3, (inner3 - depth_from3, o - rows_from3), w, (Og * g + o, c, u, v),
                                Cg * KH * KW, rows_last3 + 1 - o)
                    multiply(tile3, (rows_from3, 0), 384, left3, (0, 0), 1, min(Og, 96), right3, (0, 0), 384,
                            rows_last3 + 1 - rows_from3, cols_last3 + 1 - cols_from3,
                            depth_last3 + 1 - depth_from3)
            for o in range(Og):
                b_here = b[U(Og * g + o)]
                for line3 in range(line3_first, min(line3_last + 1, N * OH)):
                    n = line3 // OH
                    i = line3 % OH
                    for j in range(max(0, cols_from3 - (OW * line3)), min(OW, cols_last3 + 1 - (OW * line3))):
                        y[U(n), U(Og * g + o), U(i), U(j)] = (
                            b_here + tile3[U(o), U(j + OW * line3 - cols_from3)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain2(first, last, w, b, y, z, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        c_block_last):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · z[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = w.dtype
    T = dtype.type
    rest2 = np.empty(OW, dtype)
    part5 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (G * Og * OH)
        g = task // (Og * OH) % G
        o = task // OH % Og
        i = task % OH
        # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · z[n, g·Cg+c,
        #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        b_here = b[U(Og * g + o)]
        for j in range(OW):
            y[U(n), U(Og * g + o), U(i), U(j)] = b_here
        for j in range(OW):
            rest2[U(j)] = T(0)
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part5[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_here = w[U(Og * g + o), U(c), U(u), U(v)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                (W + p_l - (d_w * v) - 1) // s_w + 1)):
                            part5[U(j)] += (
                                w_here
                                * z[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                        U(j * s_w + d_w * v - p_l)]
                            )
            for j in range(OW):
                y[U(n), U(Og * g + o), U(i), U(j)], rest2[U(j)] = carried(y[U(n), U(Og * g + o), U(i), U(j)], rest2[U(j)], part5[U(j)])


def _forward(x, w_point, b_point, w, b, y, z, N, C, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w):
    """z[n,o,i,j] = b_point[o] + Σ_c w_point[o,c] · x[n,c,i,j]
    y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · z[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]

    Operations: Cg·G·KH·KW·N·OH·OW·Og + C·Cg·G·H·N·W multiplications, Cg·G·KH·KW·N·OH·OW·Og + C·Cg·G·H·N·W
        additions, terms that a condition drops counted.
    """
    if blocks(Cg * G >= 4 and H * N * W >= 8 and C >= 4):
        o_count = Cg * G
        cols = H * N * W
        pieces = parts(H * N * W)
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_forward_blocks, pieces, C * Cg * G * H * N * W // 32, x, w_point, b_point, z, N, C, H, W, Cg,
                G, cols, o_count, pieces, share)
    else:
        c_block_last = (C - 1) // 1024
        launch(_forward_plain, N * Cg * G * H, C * Cg * G * H * N * W, x, w_point, b_point, z, N, C, H, W, Cg,
                G, c_block_last)
    if correlations(OH >= KH and OW >= KW and KH >= s_h and KW >= s_w and W >= 4 and 0 >= min(Cg - 8,
            Og - 32)):
        wide2 = (KW * d_w - d_w) // s_w + OW
        most2 = max(32768 // max(Cg * s_h * s_w * wide2, 1), 8)
        strips2 = max((OH - 1) // most2 + 1, 1)
        high2 = max((OH - 1) // strips2 + 1, 1)
        tall2 = (KH * d_h - d_h) // s_h + high2
        pieces2 = parts(G * N * strips2)
        tasks2 = G * N * strips2
        share2 = max((tasks2 - 1) // pieces2 + 1, 1)
        launch(_forward_correlations, pieces2, Cg * G * KH * KW * N * OH * OW * Og // 32, w, b, y, z, N, H, W,
                Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, high2, pieces2, share2, strips2,
                tall2, tasks2, wide2)
    else:
        if blocks(Og >= 4 and N * OH * OW >= 8 and Cg * KH * KW >= 4):
            cols3 = N * OH * OW
            depth3 = Cg * KH * KW
            pieces3 = parts(N * OH * OW)
            share3 = max(((cols3 - 1) // (pieces3 * 64)) * 64 + 64, 1)
            launch(_forward_blocks2, G * pieces3, Cg * G * KH * KW * N * OH * OW * Og // 32, w, b, y, z, N, H,
                    W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, cols3, depth3, pieces3,
                    share3)
        else:
            c_block_last = (Cg - 1) // 1024
            launch(_forward_plain2, N * G * Og * OH, Cg * G * KH * KW * N * OH * OW * Og, w, b, y, z, N, H, W,
                    Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dz_correlations(first, last, dy, w, dz, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l,
        d_h, d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, pieces, s_h_by_gcd, s_h_by_gcd2,
        s_w_by_gcd, s_w_by_gcd2):
    """dz[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} dy[n, g·Og+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · w[g·Og+o, c,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)]
    """
    dtype = dy.dtype
    T = dtype.type
    starts = np.empty(Cg, dtype)
    for task in range(first, last):
        part = task // (s_h * s_w)
        r = task // s_w % s_h
        r_ = task % s_w
        q__count = (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1
        t__count = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd + 1
        wide = d_w_by_gcd * t__count + q__count - d_w_by_gcd
        q_count = (H + p_t - r - 1) // s_h + (r - p_t) // s_h + 1
        most = max(32768 // max(Og * wide, 1), 8)
        strips = max((q_count - 1) // most + 1, 1)
        high = max((q_count - 1) // strips + 1, 1)
        t_count = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd + 1
        tall = d_h_by_gcd * t_count + high - d_h_by_gcd
        tasks = G * N * strips
        share = max((tasks - 1) // pieces + 1, 1)
        lefts = np.empty(max(0, Og * t__count * t_count), np.int64)
        for tap in range(Og * t__count * t_count):
            o = tap // (t__count * t_count)
            t_ = tap // t_count % t__count
            t = tap % t_count
            lefts[U(tap)] = Cg * KH * KW * o - (s_w_by_gcd * t_) - (KW * s_h_by_gcd * t)
        rights = np.empty(max(0, Og * t__count * t_count), np.int64)
        for tap in range(Og * t__count * t_count):
            o = tap // (t__count * t_count)
            t_ = tap // t_count % t__count
            t = tap % t_count
            rights[U(tap)] = o * tall * wide + d_w_by_gcd * t_ + d_h_by_gcd * t * wide
        planes = np.empty((Og, max(0, tall), max(0, wide)), dtype)
        quotient_r = (r - p_t) // s_h
        quotient_r2 = (residue(d_h, r, s_h) * d_h - r) // s_h
        quotient_r3 = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd
        quotient_r_ = (r_ - p_l) // s_w
        quotient_r_2 = (residue(d_w, r_, s_w) * d_w - r_) // s_w
        quotient_r_3 = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd
        q_last = (H + p_t - r - 1) // s_h
        q__last = (W + p_l - r_ - 1) // s_w
        res_r = residue(d_h, r, s_h)
        res_r_ = residue(d_w, r_, s_w)
        for turn in range(part * share, min(part * share + share, tasks)):
            n = turn // (G * strips)
            g = turn // strips % G
            strip = turn % strips
            # dz[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            for c in range(Cg):
                starts[U(c)] = T(0)
            for o in range(Og):
                pad(planes, (o, 0, 0), wide, dy, (n, Og * g + o,
                        high * strip - (d_h_by_gcd * quotient_r3) - quotient_r - quotient_r2,
                        -d_w_by_gcd * quotient_r_3 - quotient_r_ - quotient_r_2), OW, 1, tall, wide,
                        d_h_by_gcd * quotient_r3 + quotient_r + quotient_r2 - (high * strip),
                        OH + d_h_by_gcd * quotient_r3 + quotient_r + quotient_r2 - (high * strip),
                        d_w_by_gcd * quotient_r_3 + quotient_r_ + quotient_r_2,
                        OW + d_w_by_gcd * quotient_r_3 + quotient_r_ + quotient_r_2)
            correlate(dz, (n, Cg * g, r + high * s_h * strip - p_t - (quotient_r * s_h),
                    r_ - p_l - (quotient_r_ * s_w)), H * W, W * s_h, s_w, starts, (0,), 1, w, (Og * g, 0,
                    quotient_r3 * s_h_by_gcd2 + res_r, quotient_r_3 * s_w_by_gcd2 + res_r_), KH * KW, lefts,
                    planes, (0, 0, 0), wide, rights, t_count,
                    len(rights) if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 else 0, Cg, min(high,
                    q_last + quotient_r + 1 - (high * strip)), q__last + quotient_r_ + 1)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dz_blocks(first, last, dy, w, dz, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, pieces2, s_h_by_gcd, s_w_by_gcd):
    """dz[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} dy[n, g·Og+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · w[g·Og+o, c,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)]
    """
    dtype = dy.dtype
    T = dtype.type
    tile2 = np.empty((Cg, 384), dtype)
    for task in range(first, last):
        g = task // (s_h * s_w * pieces2)
        r = task // (s_w * pieces2) % s_h
        r_ = task // pieces2 % s_w
        part2 = task % pieces2
        q_count2 = (H + p_t - r - 1) // s_h + (r - p_t) // s_h + 1
        q__count2 = (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1
        t_count2 = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd + 1
        t__count2 = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd + 1
        cols2 = N * q__count2 * q_count2
        depth2 = Og * t__count2 * t_count2
        share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
        left2 = np.empty((max(0, min(depth2, 256)), min(Cg, 96)), dtype)
        right2 = np.empty((max(0, min(depth2, 256)), 384), dtype)
        q__first = -((r_ - p_l) // s_w)
        q__last = (W + p_l - r_ - 1) // s_w
        quotient_r_ = (residue(d_w, r_, s_w) * d_w - r_) // s_w
        quotient_r = (residue(d_h, r, s_h) * d_h - r) // s_h
        q_first = -((r - p_t) // s_h)
        res_r = residue(d_h, r, s_h)
        res_r_ = residue(d_w, r_, s_w)
        if q_count2 >= 1 and q__count2 >= 1:
            for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, cols2), 384):
                cols_last2 = min(cols2 - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
                # dz[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
                for c in range(Cg):
                    for col2 in range(cols_from2, cols_last2 + 1):
                        tile2[U(c), U(col2 - cols_from2)] = T(0)
                line2_first = cols_from2 // q__count2
                line2_last = cols_last2 // q__count2
                if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 and t_count2 >= 1 and t__count2 >= 1:
                    for depth_from2 in range(0, depth2, 256):
                        depth_last2 = min(depth2 - 1, depth_from2 + 255)
                        for inner2 in range(depth_from2, depth_last2 + 1):
                            for col2 in range(cols_from2, cols_last2 + 1):
                                right2[U(inner2 - depth_from2), U(col2 - cols_from2)] = T(0)
                        for inner2 in range(depth_from2, depth_last2 + 1):
                            o = inner2 // (t_count2 * t__count2)
                            t = inner2 // t__count2 % t_count2
                            t_ = inner2 % t__count2
                            for line2 in range(line2_first, min(line2_last + 1, N * q_count2)):
                                n = line2 // q_count2
                                q = line2 % q_count2 + q_first
                                if q >= quotient_r + d_h_by_gcd * t and OH + quotient_r + d_h_by_gcd * t >= q + 1:
                                    q_ = max(
                                        q__first,
                                        cols_from2 + q__first - (line2 * q__count2),
                                        quotient_r_ + d_w_by_gcd * t_,
                                    )
                                    copy(right2, (inner2 - depth_from2,
                                            line2 * q__count2 + q_ - cols_from2 - q__first), dy, (n,
                                            Og * g + o, q - quotient_r - (d_h_by_gcd * t),
                                            q_ - quotient_r_ - (d_w_by_gcd * t_)), 1, min(q__last + 1,
                                            cols_last2 + q__first + 1 - (line2 * q__count2),
                                            OW + quotient_r_ + d_w_by_gcd * t_) - q_)
                        for rows_from2 in range(0, Cg, 96):
                            rows_last2 = min(Cg - 1, rows_from2 + 95)
                            for inner2 in range(depth_from2, depth_last2 + 1):
                                o = inner2 // (t_count2 * t__count2)
                                t = inner2 // t__count2 % t_count2
                                t_ = inner2 % t__count2
                                c = rows_from2
                                copy(left2, (inner2 - depth_from2, c - rows_from2), w, (Og * g + o, c,
                                        res_r + s_h_by_gcd * t, res_r_ + s_w_by_gcd * t_), KH * KW,
                                        rows_last2 + 1 - c)
                            multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), 1, min(Cg, 96), right2, (0,
                                    0), 384, rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                                    depth_last2 + 1 - depth_from2)
                for c in range(Cg):
                    for line2 in range(line2_first, min(line2_last + 1, N * q_count2)):
                        n = line2 // q_count2
                        q = line2 % q_count2 + q_first
                        for q_ in range(max(q__first, cols_from2 + q__first - (line2 * q__count2)),
                                min(q__last + 1, cols_last2 + q__first + 1 - (line2 * q__count2))):
                            dz[U(n), U(c + Cg * g), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = tile2[U(c), U(line2 * q__count2 + q_ - cols_from2 - q__first)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dz_plain(first, last, dy, w, dz, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd):
    """dz[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} dy[n, g·Og+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · w[g·Og+o, c,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)]
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
        res_r = residue(d_h, r, s_h)
        res_r_ = residue(d_w, r_, s_w)
        quotient_r = (d_h * res_r - r) // s_h
        quotient_r_ = (d_w * res_r_ - r_) // s_w
        t__last = (KW - res_r_ - 1) // s_w_by_gcd
        t_last = (KH - res_r - 1) // s_h_by_gcd
        for q in range(-((r - p_t) // s_h), (H + p_t - r - 1) // s_h + 1):
            # dz[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            for q_ in range(q__first, q__last + 1):
                dz[U(n), U(c + Cg * g), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = T(0)
            t_first = -((OH + quotient_r - q - 1) // d_h_by_gcd)
            t_last2 = (q - quotient_r) // d_h_by_gcd
            if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0:
                for o in range(Og):
                    for t in range(max(0, t_first), min(t_last + 1, t_last2 + 1)):
                        for t_ in range(t__last + 1):
                            w_here = w[U(Og * g + o), U(c), U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            for q_ in range(max(q__first, quotient_r_ + d_w_by_gcd * t_), min(q__last + 1,
                                    OW + quotient_r_ + d_w_by_gcd * t_)):
                                dz[U(n), U(c + Cg * g), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                    dy[U(n), U(Og * g + o), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    * w_here
                                )


def _shared_dz(dy, w, dz, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dz[n, g·Cg+c, a, b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·u, s_w ∣ b+p_l−d_w·v} dy[n, g·Og+o,
        (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w] · w[g·Og+o, c, u, v]

    Operations: Cg·G·H·KH·KW·N·Og·W multiplications, Cg·G·H·KH·KW·N·Og·W − Cg·G·H·N·W additions, terms
        that a condition drops counted.
    """
    if correlations(OW >= 4 and 0 >= min(Cg - 32, Og - 8)):
        pieces = max((G * N + 7) // 8, 1)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_w_d_w = gcd(s_w, d_w)
        s_h_by_gcd2 = s_h // gcd_s_h_d_h
        s_w_by_gcd2 = s_w // gcd_s_w_d_w
        launch(_shared_dz_correlations, pieces * s_h * s_w,
                (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_h * s_w // 32, dy, w, dz, N, H,
                W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd,
                gcd_s_h_d_h, gcd_s_w_d_w, pieces, s_h_by_gcd, s_h_by_gcd2, s_w_by_gcd, s_w_by_gcd2)
    else:
        if blocks(Cg >= 4):
            pieces2 = parts(N)
            s_h_by_gcd = s_h // gcd(s_h, d_h)
            s_w_by_gcd = s_w // gcd(s_w, d_w)
            d_w_by_gcd = d_w // gcd(s_w, d_w)
            d_h_by_gcd = d_h // gcd(s_h, d_h)
            gcd_s_h_d_h = gcd(s_h, d_h)
            gcd_s_w_d_w = gcd(s_w, d_w)
            launch(_shared_dz_blocks, G * s_h * s_w * pieces2,
                    (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                    0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                    s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_h * s_w // 32, dy, w, dz,
                    N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd,
                    gcd_s_h_d_h, gcd_s_w_d_w, pieces2, s_h_by_gcd, s_w_by_gcd)
        else:
            s_h_by_gcd = s_h // gcd(s_h, d_h)
            s_w_by_gcd = s_w // gcd(s_w, d_w)
            d_h_by_gcd = d_h // gcd(s_h, d_h)
            d_w_by_gcd = d_w // gcd(s_w, d_w)
            gcd_s_h_d_h = gcd(s_h, d_h)
            gcd_s_w_d_w = gcd(s_w, d_w)
            launch(_shared_dz_plain, N * G * Cg * s_h * s_w,
                    (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                    0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                    s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_h * s_w, dy, w, dz, N, H,
                    W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd,
                    gcd_s_h_d_h, gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd)
