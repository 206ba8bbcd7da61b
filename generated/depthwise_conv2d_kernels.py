"""The kernels of depthwise_conv2d; depthwise_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `depthwise_conv2d`.  Do not edit.
Run time: edb5d24a3545977e.
"""

import numpy as np
from numba import njit

from .runtime import carried, gcd, plus, residue
from .threads import launch
from .stencils import correlate, correlations, lagging, lags, pad
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


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
        for turn in range(part * share, min(part * share + share, tasks)):
            n = turn // (C * strips)
            g = turn // strips % C
            strip = turn % strips
            # y[n, g·M+o, i, j] = b[g·M+o] + Σ_{u,v} w[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t,
            #     s_w·j+d_w·v−p_l]
            for o in range(M):
                starts[U(o)] = b[U(M * g + o)]
            for phase_i in range(s_h):
                for phase_j in range(s_w):
                    pad(planes, (phase_i, phase_j, 0, 0), wide, x, (n, g, phase_i + high * s_h * strip - p_t,
                            phase_j - p_l), W * s_h, s_w, tall, wide,
                            -((phase_i - p_t) // s_h) - (high * strip),
                            (H + p_t - phase_i - 1) // s_h + 1 - (high * strip), -((phase_j - p_l) // s_w),
                            (W + p_l - phase_j - 1) // s_w + 1)
            correlate(y, (n, M * g, high * strip, 0), OH * OW, OW, 1, starts, (0,), 1, w, (M * g, 0, 0, 0),
                    KH * KW, lefts, planes, (0, 0, 0, 0), wide, rights, KH, len(rights), M, min(high,
                    OH - (high * strip)), OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, x, w, b, y, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        cols2, depth2, pieces2, share2):
    """y[n, g·M+o, i, j] = b[g·M+o] + Σ_{u,v} w[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    dtype = x.dtype
    T = dtype.type
    tile2 = np.empty((M, 384), dtype)
    left2 = np.empty((max(0, min(depth2, 256)), min(M, 96)), dtype)
    right2 = np.empty((max(0, min(depth2, 256)), 384), dtype)
    for task in range(first, last):
        g = task // pieces2
        part2 = task % pieces2
        for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, cols2), 384):
            cols_last2 = min(cols2 - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
            # y[n, g·M+o, i, j] = b[g·M+o] + Σ_{u,v} w[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t,
            #     s_w·j+d_w·v−p_l]
            for o in range(M):
                for col2 in range(cols_from2, cols_last2 + 1):
                    tile2[U(o), U(col2 - cols_from2)] = T(0)
            line2_first = cols_from2 // OW
            line2_last = cols_last2 // OW
            for depth_from2 in range(0, depth2, 256):
                depth_last2 = min(depth2 - 1, depth_from2 + 255)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    for col2 in range(cols_from2, cols_last2 + 1):
                        right2[U(inner2 - depth_from2), U(col2 - cols_from2)] = T(0)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    u = inner2 // KW
                    v = inner2 % KW
                    j_first = -((d_w * v - p_l) // s_w)
                    j_last = (W + p_l - (d_w * v) - 1) // s_w
                    for line2 in range(line2_first, min(line2_last + 1, N * OH)):
                        n = line2 // OH
                        i = line2 % OH
                        if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
                            j = max(0, cols_from2 - (OW * line2), j_first)
                            copy(right2, (inner2 - depth_from2, j + OW * line2 - cols_from2), x, (n, g,
                                    i * s_h + d_h * u - p_t, j * s_w + d_w * v - p_l), s_w, min(OW,
                                    cols_last2 + 1 - (OW * line2), j_last + 1) - j)
                for rows_from2 in range(0, M, 96):
                    rows_last2 = min(M - 1, rows_from2 + 95)
                    for inner2 in range(depth_from2, depth_last2 + 1):
                        u = inner2 // KW
                        v = inner2 % KW
                        o = rows_from2
                        copy(left2, (inner2 - depth_from2, o - rows_from2), w, (M * g + o, 0, u, v), KH * KW,
                                rows_last2 + 1 - o)
                    multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), 1, min(M, 96), right2, (0, 0), 384,
                            rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for o in range(M):
                b_here = b[U(M * g + o)]
                for line2 in range(line2_first, min(line2_last + 1, N * OH)):
                    n = line2 // OH
                    i = line2 % OH
                    for j in range(max(0, cols_from2 - (OW * line2)), min(OW, cols_last2 + 1 - (OW * line2))):
                        y[U(n), U(M * g + o), U(i), U(j)] = (
                            b_here + tile2[U(o), U(j + OW * line2 - cols_from2)]
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
    """y[n, g·M+o, i, j] = b[g·M+o] + Σ_{c,u,v} w[g·M+o, c, u, v] · x[n, g+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]

    Operations: C·KH·KW·M·N·OH·OW multiplications, C·KH·KW·M·N·OH·OW additions, terms that a condition
        drops counted.
    """
    if correlations(OH >= KH and OW >= KW and KH >= s_h and KW >= s_w and W >= 4):
        wide = (KW * d_w - d_w) // s_w + OW
        most = max(32768 // max(s_h * s_w * wide, 1), 8)
        strips = max((OH - 1) // most + 1, 1)
        high = max((OH - 1) // strips + 1, 1)
        tall = (KH * d_h - d_h) // s_h + high
        pieces = parts(C * N * strips)
        tasks = C * N * strips
        share = max((tasks - 1) // pieces + 1, 1)
        launch(_forward_correlations, pieces, C * KH * KW * M * N * OH * OW // 32, x, w, b, y, N, C, H, W, M,
                KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, high, pieces, share, strips, tall, tasks, wide)
    else:
        if blocks(M >= 4 and N * OH * OW >= 8 and KH * KW >= 4):
            cols2 = N * OH * OW
            depth2 = KH * KW
            pieces2 = parts(N * OH * OW)
            share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
            launch(_forward_blocks, C * pieces2, C * KH * KW * M * N * OH * OW // 32, x, w, b, y, N, C, H, W,
                    M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, cols2, depth2, pieces2, share2)
        else:
            launch(_forward_plain, N * C * M * OH, C * KH * KW * M * N * OH * OW, x, w, b, y, N, C, H, W, M,
                    KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_correlations(first, last, dy, w, dx, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, pieces, s_h_by_gcd, s_h_by_gcd2, s_w_by_gcd,
        s_w_by_gcd2):
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
        strips = max((q_count - 1) // most + 1, 1)
        high = max((q_count - 1) // strips + 1, 1)
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
        for turn in range(part * share, min(part * share + share, tasks)):
            n = turn // (C * strips)
            c = turn // strips % C
            strip = turn % strips
            # dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            for row in range(1):
                starts[U(row)] = T(0)
            for o in range(M):
                pad(planes, (o, 0, 0), wide, dy, (n, M * c + o,
                        high * strip - (d_h_by_gcd * quotient_r3) - quotient_r - quotient_r2,
                        -d_w_by_gcd * quotient_r_3 - quotient_r_ - quotient_r_2), OW, 1, tall, wide,
                        d_h_by_gcd * quotient_r3 + quotient_r + quotient_r2 - (high * strip),
                        OH + d_h_by_gcd * quotient_r3 + quotient_r + quotient_r2 - (high * strip),
                        d_w_by_gcd * quotient_r_3 + quotient_r_ + quotient_r_2,
                        OW + d_w_by_gcd * quotient_r_3 + quotient_r_ + quotient_r_2)
            correlate(dx, (n, c, r + high * s_h * strip - p_t - (quotient_r * s_h),
                    r_ - p_l - (quotient_r_ * s_w)), 0, W * s_h, s_w, starts, (0,), 1, w, (M * c, 0,
                    quotient_r3 * s_h_by_gcd2 + res_r, quotient_r_3 * s_w_by_gcd2 + res_r_), 0, lefts, planes,
                    (0, 0, 0), wide, rights, t_count,
                    len(rights) if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 else 0, 1, min(high,
                    q_last + quotient_r + 1 - (high * strip)), q__last + quotient_r_ + 1)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, w, dx, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd):
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
                for o in range(M):
                    for t in range(max(0, t_first), min(t_last + 1, t_last2 + 1)):
                        for t_ in range(t__last + 1):
                            w_here = w[U(M * c + o), 0, U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            for q_ in range(max(q__first, quotient_r_ + d_w_by_gcd * t_), min(q__last + 1,
                                    OW + quotient_r_ + d_w_by_gcd * t_)):
                                dx[U(n), U(c), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                    dy[U(n), U(M * c + o), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    * w_here
                                )


def _vjp_x(dy, w, dx, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dx[n,c,a,b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·(KH−1−u), s_w ∣ b+p_l−d_w·(KW−1−v)} dy[n, c·M+o,
        (a+p_t−d_h·(KH−1−u))/s_h, (b+p_l−d_w·(KW−1−v))/s_w] · w[c·M+o, 0, KH−1−u, KW−1−v]

    Operations: C·H·KH·KW·M·N·W multiplications, C·H·KH·KW·M·N·W − C·H·N·W additions, terms that a
        condition drops counted.
    """
    if correlations(OW >= 4):
        pieces = max((C * N + 7) // 8, 1)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_w_d_w = gcd(s_w, d_w)
        s_h_by_gcd2 = s_h // gcd_s_h_d_h
        s_w_by_gcd2 = s_w // gcd_s_w_d_w
        launch(_vjp_x_correlations, pieces * s_h * s_w,
                (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * C * M * N * s_h * s_w // 32, dy, w, dx, N, C, H, W,
                M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h,
                gcd_s_w_d_w, pieces, s_h_by_gcd, s_h_by_gcd2, s_w_by_gcd, s_w_by_gcd2)
    else:
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_w_d_w = gcd(s_w, d_w)
        launch(_vjp_x_plain, N * C * s_h * s_w,
                (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * C * M * N * s_h * s_w, dy, w, dx, N, C, H, W, M,
                KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h,
                gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_lagging(first, last, dy, x, dw, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, heaps,
        high, pieces, share, strips, tall, tasks, wide):
    """dw[g·M+o, 0, u, v] = Σ_{n,i,j} dy[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]"""
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((1, s_h, s_w, max(0, tall), max(0, wide)), dtype)
    tile = np.empty((16, 1, KW, KH), dtype)
    for part in range(first, last):
        rights = np.empty(1 * KW * KH, np.int64)
        for tap in range(1 * KW * KH):
            one = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            rights[U(tap)] = (
                d_w * v // s_w
                + one * s_h * s_w * tall * wide
                + (d_h * u % s_h) * s_w * tall * wide
                + (d_w * v % s_w) * tall * wide
                + (d_h * u // s_h) * wide
            )
        for turn in range(part * share, min(part * share + share, tasks)):
            g = turn // heaps
            heap = turn % heaps
            # dw[g·M+o, 0, u, v] = Σ_{n,i,j} dy[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t,
            #     d_w·v+s_w·j−p_l]
            for o in range(heap * 16, min(heap * 16 + 16, M)):
                for one in range(1):
                    for v in range(KW):
                        for u in range(KH):
                            tile[U(o - (heap * 16)), U(one), U(v), U(u)] = T(0)
            for n in range(N):
                for strip in range(strips):
                    for one in range(1):
                        for phase_i in range(s_h):
                            for phase_j in range(s_w):
                                pad(planes, (one, phase_i, phase_j, 0, 0), wide, x, (n, g,
                                        phase_i + high * s_h * strip - p_t, phase_j - p_l), W * s_h, s_w,
                                        tall, wide, -((phase_i - p_t) // s_h) - (high * strip),
                                        (H + p_t - phase_i - 1) // s_h + 1 - (high * strip),
                                        -((phase_j - p_l) // s_w), (W + p_l - phase_j - 1) // s_w + 1)
                    lags(tile, (0, 0, 0, 0), KH * KW, dy, (n, heap * 16 + M * g, high * strip, 0), OH * OW,
                            OW, planes, (0, 0, 0, 0, 0), wide, rights, KH, min(16, M - (heap * 16)), min(high,
                            OH - (high * strip)), OW)
            for o in range(heap * 16, min(heap * 16 + 16, M)):
                for one in range(1):
                    for v in range(KW):
                        for u in range(KH):
                            dw[U(M * g + o), U(one), U(u), U(v)] = tile[U(o - (heap * 16)), U(one), U(v), U(u)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, dy, x, dw, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, depth2,
        pieces2, rows2, share2):
    """dw[g·M+o, 0, u, v] = Σ_{n,i,j} dy[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]"""
    dtype = dy.dtype
    T = dtype.type
    tile2 = np.empty((max(0, rows2), 384), dtype)
    left2 = np.empty((max(0, min(rows2, 96)), max(0, min(depth2, 256))), dtype)
    right2 = np.empty((max(0, min(depth2, 256)), 384), dtype)
    for task in range(first, last):
        g = task // (1 * pieces2)
        one = task // pieces2 % 1
        part2 = task % pieces2
        for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, M), 384):
            cols_last2 = min(M - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
            # dw[g·M+o, 0, u, v] = Σ_{n,i,j} dy[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t,
            #     d_w·v+s_w·j−p_l]
            for row2 in range(rows2):
                for o in range(cols_from2, cols_last2 + 1):
                    tile2[U(row2), U(o - cols_from2)] = T(0)
            for depth_from2 in range(0, depth2, 256):
                depth_last2 = min(depth2 - 1, depth_from2 + 255)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    n = inner2 // (OH * OW)
                    i = inner2 // OW % OH
                    j = inner2 % OW
                    o = cols_from2
                    copy(right2, (inner2 - depth_from2, o - cols_from2), dy, (n, M * g + o, i, j), OH * OW,
                            cols_last2 + 1 - o)
                line2_first = depth_from2 // OW
                line2_last = depth_last2 // OW
                for rows_from2 in range(0, rows2, 96):
                    rows_last2 = min(rows2 - 1, rows_from2 + 95)
                    for row2 in range(rows_from2, rows_last2 + 1):
                        for inner2 in range(depth_from2, depth_last2 + 1):
                            left2[U(row2 - rows_from2), U(inner2 - depth_from2)] = T(0)
                    for row2 in range(rows_from2, rows_last2 + 1):
                        u = row2 // KW
                        v = row2 % KW
                        j_first = -((d_w * v - p_l) // s_w)
                        j_last = (W + p_l - (d_w * v) - 1) // s_w
                        for line2 in range(line2_first, min(line2_last + 1, N * OH)):
                            n = line2 // OH
                            i = line2 % OH
                            if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
                                j = max(0, depth_from2 - (OW * line2), j_first)
                                copy(left2, (row2 - rows_from2, j + OW * line2 - depth_from2), x, (n, g,
                                        i * s_h + d_h * u - p_t, j * s_w + d_w * v - p_l), s_w, min(OW,
                                        depth_last2 + 1 - (OW * line2), j_last + 1) - j)
                    multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), min(depth2, 256), 1, right2, (0, 0),
                            384, rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for row2 in range(rows2):
                u = row2 // KW
                v = row2 % KW
                for o in range(cols_from2, cols_last2 + 1):
                    dw[U(M * g + o), U(one), U(u), U(v)] = tile2[U(row2), U(o - cols_from2)]


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
                        part3 = T(0)
                        for j in range(max(0, j_first, j_block * 1024), min(OW, j_last + 1,
                                j_block * 1024 + 1024)):
                            part3 = plus(
                                part3,
                                dy[U(n), U(M * g + o), U(i), U(j)]
                                * x[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)],
                            )
                        acc, rest = carried(acc, rest, part3)
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
    if lagging(OH >= KH and OW >= KW and KH >= s_h and KW >= s_w and W >= 4):
        wide = (KW * d_w - d_w) // s_w + OW
        most = max(min(32768 // max(s_h * s_w * wide, 1), 8192 // (min(M, 4) * OW)), 8)
        strips = max((OH - 1) // most + 1, 1)
        high = max((OH - 1) // strips + 1, 1)
        tall = (KH * d_h - d_h) // s_h + high
        heaps = (M + 15) // 16
        pieces = parts(C * heaps)
        tasks = C * heaps
        share = max((tasks - 1) // pieces + 1, 1)
        launch(_vjp_w_lagging, pieces, C * KH * KW * M * N * OH * OW // 32, dy, x, dw, N, C, H, W, M, KH, KW,
                OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, heaps, high, pieces, share, strips, tall, tasks, wide)
    else:
        if blocks(KH * KW >= 4 and M >= 8 and N * OH * OW >= 4):
            rows2 = KH * KW
            depth2 = N * OH * OW
            pieces2 = parts(M)
            share2 = max(((M - 1) // (pieces2 * 64)) * 64 + 64, 1)
            launch(_vjp_w_blocks, C * 1 * pieces2, C * KH * KW * M * N * OH * OW // 32, dy, x, dw, N, C, H, W,
                    M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, depth2, pieces2, rows2, share2)
        else:
            j_block_last = (OW - 1) // 1024
            launch(_vjp_w_plain, C * M * KH, C * KH * KW * M + C * KH * KW * M * N * OH * OW, dy, x, dw, N, C,
                    H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, j_block_last)


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
