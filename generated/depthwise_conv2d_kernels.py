"""The kernels of depthwise_conv2d; depthwise_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `depthwise_conv2d`.  Do not edit.
Run time: 35a78b500b6da056.
"""

import numpy as np

from .abreast import correlate_abreast, lay_abreast, pad_abreast
from .disjoint import njit
from .runtime import carried, gcd, inside, residue
from .threads import launch
from .stencils import abreast, correlate, correlations, pad
from .vectors import blocks, colblock, contract, copy, depthblock, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_abreast(first, last, x, w, b, y, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        block_count, pieces, share, tall, tasks, wide):
    """y[n, g·M+o, i, j] = b[g·M+o] + Σ_{u,v} w[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    dtype = x.dtype
    planes = np.empty((max(0, tall), max(0, wide), 16), dtype)
    weights = np.empty((M, KH, KW, 16), dtype)
    raw = np.empty((H, W, 16), dtype)
    starts = np.empty((M, 16), dtype)
    tile = np.empty((M, OH, OW, 16), dtype)
    for part in range(first, last):
        lefts = np.empty(KW * KH, np.int64)
        for tap in range(KW * KH):
            v = tap // KH
            u = tap % KH
            lefts[U(tap)] = KW * u * 16 + v * 16
        rights = np.empty(KW * KH, np.int64)
        for tap in range(KW * KH):
            v = tap // KH
            u = tap % KH
            rights[U(tap)] = d_h * u * wide * 16 + d_w * v * 16
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            block = turn_2 // N
            n = turn_2 % N
            pad_abreast(raw, (0, 0, 0), W * 16, 16, x, (n, block * 16, 0, 0), W, 1, H * W, H, W, min(16,
                    C - (block * 16)), 0, H, 0, W)
            # y[n, g·M+o, i, j] = b[g·M+o] + Σ_{u,v} w[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t,
            #     s_w·j+d_w·v−p_l]
            for o in range(M):
                for lane in range(min(16, C - (block * 16))):
                    starts[U(o), U(lane)] = b[U(M * block * 16 + M * lane + o)]
            for o in range(M):
                pad_abreast(weights, (o, 0, 0, 0), KW * 16, 16, w, (M * block * 16 + o, 0, 0, 0), KW, 1,
                        KH * KW * M, KH, KW, min(16, C - (block * 16)), 0, KH, 0, KW)
            pad_abreast(planes, (0, 0, 0), wide * 16, 16, raw, (-p_t, -p_l, 0), W * 16, 16, 1, tall, wide,
                    min(16, C - (block * 16)), p_t, H + p_t, p_l, W + p_l)
            correlate_abreast(tile, (0, 0, 0, 0), OH * OW * 16, OW * 16, 16, starts, (0, 0), 16, weights, (0,
                    0, 0, 0), KH * KW * 16, lefts, planes, (0, 0, 0), s_h * wide * 16, s_w * 16, rights, KH,
                    len(rights), M, OH, OW, min(16, C - (block * 16)))
            for o in range(M):
                lay_abreast(y, (n, M * block * 16 + o, 0, 0), OW, 1, M * OH * OW, tile, (o, 0, 0, 0), OW * 16,
                        16, OH, OW, min(16, C - (block * 16)))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_correlations(first, last, x, w, b, y, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w, high, pieces, share, strips, tall, tasks, wide):
    """y[n, g·M+o, i, j] = b[g·M+o] + Σ_{u,v} w[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    dtype = x.dtype
    planes = np.empty((s_h, s_w, max(0, tall), max(0, wide)), dtype)
    starts = np.empty(M, dtype)
    for part in range(first, last):
        lefts = np.empty(KW * KH, np.int64)
        for tap in range(KW * KH):
            v = tap // KH
            u = tap % KH
            lefts[U(tap)] = KW * u + v
        rights = np.empty(KW * KH, np.int64)
        for tap in range(KW * KH):
            v = tap // KH
            u = tap % KH
            rights[U(tap)] = (
                d_w * v // s_w
                + (d_h * u % s_h) * s_w * tall * wide
                + (d_w * v % s_w) * tall * wide
                + (d_h * u // s_h) * wide
            )
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            n = turn_2 // (C * strips)
            g = turn_2 // strips % C
            strip = turn_2 % strips
            # y[n, g·M+o, i, j] = b[g·M+o] + Σ_{u,v} w[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t,
            #     s_w·j+d_w·v−p_l]
            for o in range(M):
                starts[U(o)] = b[U(M * g + o)]
            for phase_i in range(s_h):
                for phase_j in range(s_w):
                    top = -((phase_i - p_t) // s_h) - (high * strip)
                    bottom = (H + p_t - phase_i - 1) // s_h + 1 - (high * strip)
                    fore = -((phase_j - p_l) // s_w)
                    aft = (W + p_l - phase_j - 1) // s_w + 1
                    pad(planes, (phase_i, phase_j, 0, 0), wide, x, (n, g, phase_i + high * s_h * strip - p_t,
                            phase_j - p_l), W * s_h, s_w, tall, wide, top, bottom, fore, aft)
            correlate(y, (n, M * g, high * strip, 0), OH * OW, OW, 1, starts, (0,), 1, w, (M * g, 0, 0, 0),
                    KH * KW, lefts, planes, (0, 0, 0, 0), wide, rights, KH, len(rights), M, min(high,
                    OH - (high * strip)), OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, x, w, b, y_lines2, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w, cols2, deep2, depth2, line2_last, line2_last2, step2_last, wide2):
    """y[n, g·M+o, i, j] = b[g·M+o] + Σ_{u,v} w[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    dtype = x.dtype
    T = dtype.type
    row_at2 = np.empty(M, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    tile2 = np.empty((M, wide2), dtype)
    right2 = np.empty((deep2, wide2), dtype)
    for task in range(first, last):
        g = task // (((cols2 - 1) // wide2 + 1))
        col_part2 = task % ((cols2 - 1) // wide2 + 1)
        # y[n, g·M+o, i, j] = b[g·M+o] + Σ_{u,v} w[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t,
        #     s_w·j+d_w·v−p_l]
        for o in range(M):
            row_at2[U(o)] = KH * KW * M * g + KH * KW * o
        for u in range(KH):
            for v in range(KW):
                left_at2[U(KW * u + v)] = KW * u + v
        for k2 in range(depth2):
            right_at2[U(k2)] = k2 * wide2
        line2_first = col_part2 * wide2 // OW
        line2_last3 = (col_part2 * wide2 + wide2 - 1) // OW
        for step2 in range(step2_last + 1):
            for inner2 in range(deep2 * step2, min(deep2 + deep2 * step2, depth2)):
                for col2 in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, cols2)):
                    right2[U(inner2 - (deep2 * step2)), U(col2 - (col_part2 * wide2))] = T(0)
            for inner2 in range(deep2 * step2, min(deep2 + deep2 * step2, depth2)):
                u = inner2 // KW
                v = inner2 % KW
                j_first = -((d_w * v - p_l) // s_w)
                j_last = (W + p_l - (d_w * v) - 1) // s_w
                for line2 in range(line2_first, min(line2_last3 + 1, line2_last + 1, N * OH)):
                    n = line2 // OH
                    i = line2 % OH
                    if inside(i * s_h + d_h * u - p_t, H):
                        j = max(0, col_part2 * wide2 - (OW * line2), j_first)
                        copy(right2, (inner2 - (deep2 * step2), j + OW * line2 - (col_part2 * wide2)), x, (n,
                                g, i * s_h + d_h * u - p_t, j * s_w + d_w * v - p_l), s_w, min(OW,
                                cols2 - (OW * line2), col_part2 * wide2 + wide2 - (OW * line2),
                                j_last + 1) - j)
            contract(tile2, (0, 0), wide2, w, row_at2, left_at2, right2, -deep2 * step2 * wide2, right_at2, M,
                    min(wide2, cols2 - (col_part2 * wide2)), deep2 * step2, min(deep2 + deep2 * step2,
                    depth2), deep2)
        line2_first2 = col_part2 * wide2 // (OH * OW)
        line2_last4 = (col_part2 * wide2 + wide2 - 1) // (OH * OW)
        for o in range(M):
            b_here = b[U(M * g + o)]
            for line2 in range(line2_first2, min(line2_last4 + 1, line2_last2 + 1, N)):
                n = line2
                for run2 in range(max(0, col_part2 * wide2 - (OH * OW * line2)), min(OH * OW,
                        cols2 - (OH * OW * line2), col_part2 * wide2 + wide2 - (OH * OW * line2))):
                    y_lines2[U(n), U(M * g + o), U(run2)] = (
                        b_here + tile2[U(o), U(OH * OW * line2 + run2 - (col_part2 * wide2))]
                    )


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
    """y[n, g·M+o, i, j] = b[g·M+o] + Σ_{u,v} w[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]

    Operations: C·KH·KW·M·N·OH·OW multiplications, C·KH·KW·M·N·OH·OW additions, terms that a condition
        drops counted.
    """
    if abreast(C >= 8 and 8192 >= H * W and 8192 >= OH * OW and 16384 >= KH * KW * M and s_w * 16 >= W):
        tall = KH * d_h + OH * s_h + 1 - d_h - s_h
        wide = KW * d_w + OW * s_w + 1 - d_w - s_w
        block_count = (C - 1) // 16 + 1
        pieces = parts(N * block_count)
        tasks = N * block_count
        share = max((tasks - 1) // pieces + 1, 1)
        launch(_forward_abreast, pieces, C * KH * KW * M * N * OH * OW // 32, x, w, b, y, N, C, H, W, M, KH,
                KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, block_count, pieces, share, tall, tasks, wide)
    elif correlations(OH >= KH and OW >= KW and KH >= s_h and KW >= s_w and W >= 4 and 0 >= min(M - 8,
            max(KH * KW - 128, -15), max(2 - (KH * KW), M - 24))):
        wide = (KW * d_w - d_w) // s_w + OW
        most = max(32768 // max(s_h * s_w * wide, 1), 8)
        cuts = max((OH - 1) // most + 1, 1)
        high = max(min(((OH - 1) // (cuts * 4)) * 4 + 4, OH), 1)
        strips = max((OH - 1) // high + 1, 1)
        tall = (KH * d_h - d_h) // s_h + high
        pieces = parts(C * N * strips)
        tasks = C * N * strips
        share = max((tasks - 1) // pieces + 1, 1)
        launch(_forward_correlations, pieces, C * KH * KW * M * N * OH * OW // 32, x, w, b, y, N, C, H, W, M,
                KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, high, pieces, share, strips, tall, tasks, wide)
    elif blocks(M >= 4 and N * OH * OW >= 8 and KH * KW >= 4):
        cols2 = N * OH * OW
        depth2 = KH * KW
        wide2 = colblock(cols2)
        deep2 = depthblock()
        y_lines2 = y.reshape((N, C * M, OH * OW))
        line2_last = (cols2 - 1) // OW
        step2_last = (depth2 - 1) // deep2
        line2_last2 = (cols2 - 1) // (OH * OW)
        launch(_forward_blocks, C * ((cols2 - 1) // wide2 + 1), C * KH * KW * M * N * OH * OW // 32, x, w, b,
                y_lines2, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, cols2, deep2, depth2,
                line2_last, line2_last2, step2_last, wide2)
    else:
        launch(_forward_plain, N * C * M * OH, C * KH * KW * M * N * OH * OW, x, w, b, y, N, C, H, W, M, KH,
                KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_abreast(first, last, dy, w, dx, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        block_count, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, pieces, s_h_by_gcd, s_w_by_gcd, share,
        tasks):
    """dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} dy[n, c·M+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · w[c·M+o, 0,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)]
    """
    dtype = dy.dtype
    T = dtype.type
    raw = np.empty((share, M, OH, OW, 16), dtype)
    starts = np.empty((1, 16), dtype)
    tile = np.empty((share, 1, H, W, 16), dtype)
    for part in range(first, last):
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            block = turn_2 // N
            n = turn_2 % N
            for o in range(M):
                pad_abreast(raw, (turn_2 - (part * share), o, 0, 0, 0), OW * 16, 16, dy, (n,
                        M * block * 16 + o, 0, 0), OW, 1, M * OH * OW, OH, OW, min(16, C - (block * 16)), 0,
                        OH, 0, OW)
        for r in range(s_h):
            t_count = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd + 1
            q_count = (H + p_t - r - 1) // s_h + (r - p_t) // s_h + 1
            tall = d_h_by_gcd * t_count + q_count - d_h_by_gcd
            res_r = residue(d_h, r, s_h)
            quotient_r = (r - p_t) // s_h
            quotient_r2 = (d_h * res_r - r) // s_h
            q_last = (H + p_t - r - 1) // s_h
            for r_ in range(s_w):
                t__count = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd + 1
                q__count = (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1
                wide = d_w_by_gcd * t__count + q__count - d_w_by_gcd
                lefts = np.empty(max(0, M * t__count * t_count), np.int64)
                for tap in range(M * t__count * t_count):
                    o = tap // (t__count * t_count)
                    t_ = tap // t_count % t__count
                    t = tap % t_count
                    lefts[U(tap)] = o * t__count * t_count * 16 + t_ * 16 + t * t__count * 16
                rights = np.empty(max(0, M * t__count * t_count), np.int64)
                for tap in range(M * t__count * t_count):
                    o = tap // (t__count * t_count)
                    t_ = tap // t_count % t__count
                    t = tap % t_count
                    rights[U(tap)] = o * tall * wide * 16 + d_w_by_gcd * t_ * 16 + d_h_by_gcd * t * wide * 16
                planes = np.empty((M, max(0, tall), max(0, wide), 16), dtype)
                weights = np.empty((1, M, max(0, t_count), max(0, t__count), 16), dtype)
                res_r_ = residue(d_w, r_, s_w)
                quotient_r_ = (r_ - p_l) // s_w
                quotient_r_2 = (d_w * res_r_ - r_) // s_w
                q__last = (W + p_l - r_ - 1) // s_w
                for turn_2 in range(part * share, min(part * share + share, tasks)):
                    d_h_by_gcd2 = d_h // gcd_s_h_d_h
                    quotient_r3 = (KH - res_r - 1) // (s_h // gcd_s_h_d_h)
                    d_w_by_gcd2 = d_w // gcd_s_w_d_w
                    quotient_r_3 = (KW - res_r_ - 1) // (s_w // gcd_s_w_d_w)
                    block = turn_2 // N
                    n = turn_2 % N
                    # dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
                    for row in range(1):
                        for lane in range(min(16, C - (block * 16))):
                            starts[U(row), U(lane)] = T(0)
                    for row in range(1):
                        s_h_by_gcd2 = s_h // gcd_s_h_d_h
                        quotient_r4 = (KH - res_r - 1) // (s_h // gcd_s_h_d_h)
                        s_w_by_gcd2 = s_w // gcd_s_w_d_w
                        quotient_r_4 = (KW - res_r_ - 1) // (s_w // gcd_s_w_d_w)
                        for o in range(M):
                            bottom = t_count if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 else 0
                            aft = t__count if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 else 0
                            pad_abreast(weights, (row, o, 0, 0, 0), t__count * 16, 16, w, (M * block * 16 + o,
                                    0, quotient_r4 * s_h_by_gcd2 + res_r,
                                    quotient_r_4 * s_w_by_gcd2 + res_r_), -KW * s_h_by_gcd2, -s_w_by_gcd2,
                                    KH * KW * M, t_count, t__count, min(16, C - (block * 16)), 0, bottom, 0,
                                    aft)
                    for o in range(M):
                        pad_abreast(planes, (o, 0, 0, 0), wide * 16, 16, raw, (turn_2 - (part * share), o,
                                -d_h_by_gcd2 * quotient_r3 - quotient_r - quotient_r2,
                                -d_w_by_gcd2 * quotient_r_3 - quotient_r_ - quotient_r_2, 0), OW * 16, 16, 1,
                                tall, wide, min(16, C - (block * 16)),
                                d_h_by_gcd2 * quotient_r3 + quotient_r + quotient_r2,
                                OH + d_h_by_gcd2 * quotient_r3 + quotient_r + quotient_r2,
                                d_w_by_gcd2 * quotient_r_3 + quotient_r_ + quotient_r_2,
                                OW + d_w_by_gcd2 * quotient_r_3 + quotient_r_ + quotient_r_2)
                    taps = len(rights) if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 else 0
                    correlate_abreast(tile, (turn_2 - (part * share), 0, r - p_t - (quotient_r * s_h),
                            r_ - p_l - (quotient_r_ * s_w), 0), H * W * 16, W * s_h * 16, s_w * 16, starts,
                            (0, 0), 16, weights, (0, 0, 0, 0, 0), M * t__count * t_count * 16, lefts, planes,
                            (0, 0, 0, 0), wide * 16, 16, rights, t_count, taps, 1, q_last + quotient_r + 1,
                            q__last + quotient_r_ + 1, min(16, C - (block * 16)))
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            block = turn_2 // N
            n = turn_2 % N
            # dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            for row in range(1):
                lay_abreast(dx, (n, block * 16, 0, 0), W, 1, H * W, tile, (turn_2 - (part * share), row, 0, 0,
                        0), W * 16, 16, H, W, min(16, C - (block * 16)))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_correlations(first, last, dy, w, dx, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, pieces, s_h_by_gcd, s_w_by_gcd):
    """dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} dy[n, c·M+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · w[c·M+o, 0,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)]
    """
    dtype = dy.dtype
    T = dtype.type
    starts = np.empty(1, dtype)
    for task in range(first, last):
        part = task // (s_h * s_w)
        r = task // s_w % s_h
        r_ = task % s_w
        q__count = (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1
        t__count = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd + 1
        wide = d_w_by_gcd * t__count + q__count - d_w_by_gcd
        q_count = (H + p_t - r - 1) // s_h + (r - p_t) // s_h + 1
        most = max(32768 // max(M * wide, 1), 8)
        cuts = max((q_count - 1) // most + 1, 1)
        high = max(min(((q_count - 1) // (cuts * 4)) * 4 + 4, q_count), 1)
        strips = max((q_count - 1) // high + 1, 1)
        t_count = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd + 1
        tall = d_h_by_gcd * t_count + high - d_h_by_gcd
        tasks = C * N * strips
        share = max((tasks - 1) // pieces + 1, 1)
        lefts = np.empty(max(0, M * t__count * t_count), np.int64)
        for tap in range(M * t__count * t_count):
            o = tap // (t__count * t_count)
            t_ = tap // t_count % t__count
            t = tap % t_count
            lefts[U(tap)] = KH * KW * o - (s_w_by_gcd * t_) - (KW * s_h_by_gcd * t)
        rights = np.empty(max(0, M * t__count * t_count), np.int64)
        for tap in range(M * t__count * t_count):
            o = tap // (t__count * t_count)
            t_ = tap // t_count % t__count
            t = tap % t_count
            rights[U(tap)] = o * tall * wide + d_w_by_gcd * t_ + d_h_by_gcd * t * wide
        planes = np.empty((M, max(0, tall), max(0, wide)), dtype)
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
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            s_h_by_gcd2 = s_h // gcd_s_h_d_h
            s_w_by_gcd2 = s_w // gcd_s_w_d_w
            n = turn_2 // (C * strips)
            c = turn_2 // strips % C
            strip = turn_2 % strips
            # dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            for row in range(1):
                starts[U(row)] = T(0)
            for o in range(M):
                top = d_h_by_gcd * quotient_r3 + quotient_r + quotient_r2 - (high * strip)
                bottom = OH + d_h_by_gcd * quotient_r3 + quotient_r + quotient_r2 - (high * strip)
                pad(planes, (o, 0, 0), wide, dy, (n, M * c + o,
                        high * strip - (d_h_by_gcd * quotient_r3) - quotient_r - quotient_r2,
                        -d_w_by_gcd * quotient_r_3 - quotient_r_ - quotient_r_2), OW, 1, tall, wide, top,
                        bottom, d_w_by_gcd * quotient_r_3 + quotient_r_ + quotient_r_2,
                        OW + d_w_by_gcd * quotient_r_3 + quotient_r_ + quotient_r_2)
            taps = len(rights) if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 else 0
            correlate(dx, (n, c, r + high * s_h * strip - p_t - (quotient_r * s_h),
                    r_ - p_l - (quotient_r_ * s_w)), 0, W * s_h, s_w, starts, (0,), 1, w, (M * c, 0,
                    quotient_r3 * s_h_by_gcd2 + res_r, quotient_r_3 * s_w_by_gcd2 + res_r_), 0, lefts, planes,
                    (0, 0, 0), wide, rights, t_count, taps, 1, min(high,
                    q_last + quotient_r + 1 - (high * strip)), q__last + quotient_r_ + 1)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, w, dx, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, o_block_last, s_h_by_gcd, s_w_by_gcd):
    """dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} dy[n, c·M+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · w[c·M+o, 0,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)]
    """
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(0, dtype)
    part2 = np.empty(0, dtype)
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
        for q in range(-((r - p_t) // s_h), (H + p_t - r - 1) // s_h + 1):
            # dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            for q_ in range(q__first, q__last + 1):
                dx[U(n), U(c), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = T(0)
            if rest.size < max(0, (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1):
                rest = np.empty(max(0, (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1), dtype)
            if part2.size < max(0, (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1):
                part2 = np.empty(max(0, (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1), dtype)
            for q_ in range(q__first, q__last + 1):
                rest[U(q_ - q__first)] = T(0)
            if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0:
                for o_block in range(o_block_last + 1):
                    for q_ in range(q__first, q__last + 1):
                        part2[U(q_ - q__first)] = T(0)
                    t_first = -((OH + quotient_r - q - 1) // d_h_by_gcd)
                    t_last = (KH - res_r - 1) // s_h_by_gcd
                    t_last2 = (q - quotient_r) // d_h_by_gcd
                    for o in range(o_block * 1024, min(M, o_block * 1024 + 1024)):
                        t__last = (KW - res_r_ - 1) // s_w_by_gcd
                        for t in range(max(0, t_first), min(t_last + 1, t_last2 + 1)):
                            for t_ in range(t__last, -1, -1):
                                w_here = w[U(M * c + o), 0, U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                                for q_ in range(max(q__first, quotient_r_ + d_w_by_gcd * t_), min(q__last + 1,
                                        OW + quotient_r_ + d_w_by_gcd * t_)):
                                    part2[U(q_ - q__first)] += (
                                        dy[U(n), U(M * c + o), U(q - quotient_r - (d_h_by_gcd * t)),
                                                U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                        * w_here
                                    )
                    for q_ in range(q__first, q__last + 1):
                        dx[U(n), U(c), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)], rest[U(q_ - q__first)] = carried(dx[U(n), U(c), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)], rest[U(q_ - q__first)], part2[U(q_ - q__first)])


def _vjp_x(dy, w, dx, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dx[n,c,a,b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·(KH−1−u), s_w ∣ b+p_l−d_w·(KW−1−v)} dy[n, c·M+o,
        (a+p_t−d_h·(KH−1−u))/s_h, (b+p_l−d_w·(KW−1−v))/s_w] · w[c·M+o, 0, KH−1−u, KW−1−v]

    Operations: C·H·KH·KW·M·N·W multiplications, C·H·KH·KW·M·N·W − C·H·N·W additions, terms that a
        condition drops counted.
    """
    if abreast(C >= 8 and 8192 >= M * OH * OW and 8192 >= H * W and 16 >= OW and 3 >= M):
        block_count = (C - 1) // 16 + 1
        some = min(max(32768 // (H * W * 16), 1), 8)
        pieces = max((N * block_count - 1) // some + 1, 1)
        tasks = N * block_count
        share = max((tasks - 1) // pieces + 1, 1)
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_w_d_w = gcd(s_w, d_w)
        launch(_vjp_x_abreast, pieces,
                (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * C * M * N * s_h * s_w // 32, dy, w, dx, N, C, H, W,
                M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, block_count, d_h_by_gcd, d_w_by_gcd,
                gcd_s_h_d_h, gcd_s_w_d_w, pieces, s_h_by_gcd, s_w_by_gcd, share, tasks)
    elif correlations(OW >= 4):
        some = min(max(32768 // (H * W), 8), 128)
        pieces = max((C * N - 1) // some + 1, 1)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_w_d_w = gcd(s_w, d_w)
        launch(_vjp_x_correlations, pieces * s_h * s_w,
                (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * C * M * N * s_h * s_w // 32, dy, w, dx, N, C, H, W,
                M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h,
                gcd_s_w_d_w, pieces, s_h_by_gcd, s_w_by_gcd)
    else:
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        o_block_last = (M - 1) // 1024
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_w_d_w = gcd(s_w, d_w)
        launch(_vjp_x_plain, N * C * s_h * s_w,
                (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * C * M * N * s_h * s_w, dy, w, dx, N, C, H, W, M,
                KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h,
                gcd_s_w_d_w, o_block_last, s_h_by_gcd, s_w_by_gcd)
