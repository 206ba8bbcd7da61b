"""The kernels of spatial_separable_conv2d; spatial_separable_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `spatial_separable_conv2d`.  Do not edit.
Run time: abf3474d8ee5d9b2.
"""

import numpy as np

from .abreast import correlate_abreast, lay_abreast, pad_abreast
from .disjoint import njit
from .runtime import gcd, residue
from .threads import launch
from .stencils import abreast, correlate, correlations, pad

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


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
    """t[n,g,i,j] = Σ_u w_column[g,0,u,0] · x[n, g, s_h·i+d_h·u−p_t, j]
    y[n,g,i,j] = b[g] + Σ_v t[n, g, i, s_w·j+d_w·v−p_l] · w_row[g,0,0,v]

    Operations: C·KH·N·OH·W + C·KW·N·OH·OW multiplications, C·KH·N·OH·W + C·KW·N·OH·OW − C·N·OH·W
        additions, terms that a condition drops counted.
    """
    launch(_forward_part, N * OH, C * KH * N * OH * W + C * KW * N * OH * OW, x, w_column, w_row, b, y, t, N,
            C, H, W, KH, KW, OW, OH, s_h, s_w, p_t, p_l, d_h, d_w)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dt_abreast(first, last, dy, w_row, dt, N, C, W, KW, OW, OH, s_w, p_l, d_w, block_count,
        d_w_by_gcd, gcd_s_w_d_w, pieces, s_w_by_gcd, share, tasks):
    """dt[n, c, i, s_w·q+r−p_l] = Σ_{t : 0 ≤ t ≤ ⌊(KW−1−res(d_w,r,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_w,d_w) ∣
        r} dy[n, c, i, q−(d_w·res(d_w,r,s_w)−r)/s_w−t·d_w/gcd(s_w,d_w)] · w_row[c, 0, 0,
        res(d_w,r,s_w)+t·s_w/gcd(s_w,d_w)]
    """
    dtype = dy.dtype
    T = dtype.type
    raw = np.empty((share, OH, OW, 16), dtype)
    starts = np.empty((1, 16), dtype)
    tile = np.empty((share, 1, OH, W, 16), dtype)
    for part in range(first, last):
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            block = turn_2 // N
            n = turn_2 % N
            pad_abreast(raw, (turn_2 - (part * share), 0, 0, 0), OW * 16, 16, dy, (n, block * 16, 0, 0), OW,
                    1, OH * OW, OH, OW, min(16, C - (block * 16)), 0, OH, 0, OW)
        for r in range(s_w):
            t_count = (KW - residue(d_w, r, s_w) - 1) // s_w_by_gcd + 1
            q_count = (W + p_l - r - 1) // s_w + (r - p_l) // s_w + 1
            wide = d_w_by_gcd * t_count + q_count - d_w_by_gcd
            lefts = np.empty(max(0, t_count), np.int64)
            for tap in range(t_count):
                t = tap
                lefts[U(tap)] = t * 16
            rights = np.empty(max(0, t_count), np.int64)
            for tap in range(t_count):
                t = tap
                rights[U(tap)] = d_w_by_gcd * t * 16
            planes = np.empty((OH, max(0, wide), 16), dtype)
            weights = np.empty((1, max(0, t_count), 16), dtype)
            res_r = residue(d_w, r, s_w)
            quotient_r = (r - p_l) // s_w
            quotient_r2 = (d_w * res_r - r) // s_w
            q_last = (W + p_l - r - 1) // s_w
            for turn_2 in range(part * share, min(part * share + share, tasks)):
                d_w_by_gcd2 = d_w // gcd_s_w_d_w
                quotient_r3 = (KW - res_r - 1) // (s_w // gcd_s_w_d_w)
                block = turn_2 // N
                n = turn_2 % N
                # dt[n, c, i, s_w·q+r−p_l] = Σ_{t : 0 ≤ t ≤
                #     ⌊(KW−1−res(d_w,r,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_w,d_w) ∣ r} dy[n, c, i,
                #     q−(d_w·res(d_w,r,s_w)−r)/s_w−t·d_w/gcd(s_w,d_w)] · w_row[c, 0, 0,
                #     res(d_w,r,s_w)+t·s_w/gcd(s_w,d_w)]
                for row in range(1):
                    for lane in range(min(16, C - (block * 16))):
                        starts[U(row), U(lane)] = T(0)
                s_w_by_gcd2 = s_w // gcd_s_w_d_w
                quotient_r4 = (KW - res_r - 1) // (s_w // gcd_s_w_d_w)
                for row in range(1):
                    bottom = 1 if r % gcd_s_w_d_w == 0 else 0
                    aft = t_count if r % gcd_s_w_d_w == 0 else 0
                    pad_abreast(weights, (row, 0, 0), 0, 16, w_row, (block * 16, 0, 0,
                            quotient_r4 * s_w_by_gcd2 + res_r), 0, -s_w_by_gcd2, KW, 1, t_count, min(16,
                            C - (block * 16)), 0, bottom, 0, aft)
                pad_abreast(planes, (0, 0, 0), wide * 16, 16, raw, (turn_2 - (part * share), 0,
                        -d_w_by_gcd2 * quotient_r3 - quotient_r - quotient_r2, 0), OW * 16, 16, 1, OH, wide,
                        min(16, C - (block * 16)), 0, OH,
                        d_w_by_gcd2 * quotient_r3 + quotient_r + quotient_r2,
                        OW + d_w_by_gcd2 * quotient_r3 + quotient_r + quotient_r2)
                taps = len(rights) if r % gcd_s_w_d_w == 0 else 0
                correlate_abreast(tile, (turn_2 - (part * share), 0, 0, r - p_l - (quotient_r * s_w), 0),
                        OH * W * 16, W * 16, s_w * 16, starts, (0, 0), 16, weights, (0, 0, 0), t_count * 16,
                        lefts, planes, (0, 0, 0), wide * 16, 16, rights, t_count, taps, 1, OH,
                        q_last + quotient_r + 1, min(16, C - (block * 16)))
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            block = turn_2 // N
            n = turn_2 % N
            # dt[n, c, i, s_w·q+r−p_l] = Σ_{t : 0 ≤ t ≤
            #     ⌊(KW−1−res(d_w,r,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_w,d_w) ∣ r} dy[n, c, i,
            #     q−(d_w·res(d_w,r,s_w)−r)/s_w−t·d_w/gcd(s_w,d_w)] · w_row[c, 0, 0,
            #     res(d_w,r,s_w)+t·s_w/gcd(s_w,d_w)]
            for row in range(1):
                lay_abreast(dt, (n, block * 16, 0, 0), W, 1, OH * W, tile, (turn_2 - (part * share), row, 0,
                        0, 0), W * 16, 16, OH, W, min(16, C - (block * 16)))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dt_correlations(first, last, dy, w_row, dt, N, C, W, KW, OW, OH, s_w, p_l, d_w, d_w_by_gcd,
        gcd_s_w_d_w, pieces, s_w_by_gcd):
    """dt[n, c, i, s_w·q+r−p_l] = Σ_{t : 0 ≤ t ≤ ⌊(KW−1−res(d_w,r,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_w,d_w) ∣
        r} dy[n, c, i, q−(d_w·res(d_w,r,s_w)−r)/s_w−t·d_w/gcd(s_w,d_w)] · w_row[c, 0, 0,
        res(d_w,r,s_w)+t·s_w/gcd(s_w,d_w)]
    """
    dtype = dy.dtype
    T = dtype.type
    starts = np.empty(1, dtype)
    for task in range(first, last):
        part = task // s_w
        r = task % s_w
        q_count = (W + p_l - r - 1) // s_w + (r - p_l) // s_w + 1
        t_count = (KW - residue(d_w, r, s_w) - 1) // s_w_by_gcd + 1
        wide = d_w_by_gcd * t_count + q_count - d_w_by_gcd
        most = max(32768 // max(wide, 1), 8)
        strips = max((OH - 1) // most + 1, 1)
        high = max((OH - 1) // strips + 1, 1)
        tasks = C * N * strips
        share = max((tasks - 1) // pieces + 1, 1)
        lefts = np.empty(max(0, t_count), np.int64)
        for tap in range(t_count):
            t = tap
            lefts[U(tap)] = -s_w_by_gcd * t
        rights = np.empty(max(0, t_count), np.int64)
        for tap in range(t_count):
            t = tap
            rights[U(tap)] = d_w_by_gcd * t
        planes = np.empty((high, max(0, wide)), dtype)
        quotient_r = (r - p_l) // s_w
        quotient_r2 = (residue(d_w, r, s_w) * d_w - r) // s_w
        quotient_r3 = (KW - residue(d_w, r, s_w) - 1) // s_w_by_gcd
        q_last = (W + p_l - r - 1) // s_w
        res_r = residue(d_w, r, s_w)
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            s_w_by_gcd2 = s_w // gcd_s_w_d_w
            n = turn_2 // (C * strips)
            c = turn_2 // strips % C
            strip = turn_2 % strips
            # dt[n, c, i, s_w·q+r−p_l] = Σ_{t : 0 ≤ t ≤
            #     ⌊(KW−1−res(d_w,r,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_w,d_w) ∣ r} dy[n, c, i,
            #     q−(d_w·res(d_w,r,s_w)−r)/s_w−t·d_w/gcd(s_w,d_w)] · w_row[c, 0, 0,
            #     res(d_w,r,s_w)+t·s_w/gcd(s_w,d_w)]
            for row in range(1):
                starts[U(row)] = T(0)
            bottom = OH - (high * strip)
            pad(planes, (0, 0), wide, dy, (n, c, high * strip,
                    -d_w_by_gcd * quotient_r3 - quotient_r - quotient_r2), OW, 1, high, wide, -high * strip,
                    bottom, d_w_by_gcd * quotient_r3 + quotient_r + quotient_r2,
                    OW + d_w_by_gcd * quotient_r3 + quotient_r + quotient_r2)
            taps = len(rights) if r % gcd_s_w_d_w == 0 else 0
            correlate(dt, (n, c, high * strip, r - p_l - (quotient_r * s_w)), 0, W, s_w, starts, (0,), 1,
                    w_row, (c, 0, 0, quotient_r3 * s_w_by_gcd2 + res_r), 0, lefts, planes, (0, 0), wide,
                    rights, t_count, taps, 1, min(high, OH - (high * strip)), q_last + quotient_r + 1)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dt_plain(first, last, dy, w_row, dt, N, C, W, KW, OW, OH, s_w, p_l, d_w, d_w_by_gcd, gcd_s_w_d_w,
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
            for t in range(t_last, -1, -1):
                w_row_here = w_row[U(c), 0, 0, U(res_r + s_w_by_gcd * t)]
                for q in range(max(q_first, quotient_r + d_w_by_gcd * t), min(q_last + 1,
                        OW + quotient_r + d_w_by_gcd * t)):
                    dt[U(n), U(c), U(i), U(q * s_w + r - p_l)] += (
                        dy[U(n), U(c), U(i), U(q - quotient_r - (d_w_by_gcd * t))] * w_row_here
                    )


def _shared_dt(dy, w_row, dt, N, C, W, KW, OW, OH, s_w, p_l, d_w):
    """dt[n,c,i,b] = Σ_{v : s_w ∣ b+p_l−d_w·v} dy[n, c, i, (b+p_l−d_w·v)/s_w] · w_row[c,0,0,v]

    Operations: C·KW·N·OH·W multiplications, C·KW·N·OH·W − C·N·OH·W additions, terms that a condition
        drops counted.
    """
    if abreast(C >= 8 and 8192 >= OH * OW and 8192 >= OH * W and 16 >= OW):
        block_count = (C - 1) // 16 + 1
        some = min(max(32768 // (OH * W * 16), 1), 8)
        pieces = max((N * block_count - 1) // some + 1, 1)
        tasks = N * block_count
        share = max((tasks - 1) // pieces + 1, 1)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        gcd_s_w_d_w = gcd(s_w, d_w)
        launch(_shared_dt_abreast, pieces, (-p_l // s_w + (W + p_l - 1) // s_w + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * C * N * OH * s_w // 32, dy, w_row, dt, N, C, W, KW,
                OW, OH, s_w, p_l, d_w, block_count, d_w_by_gcd, gcd_s_w_d_w, pieces, s_w_by_gcd, share, tasks)
    elif correlations(OW >= 4):
        some = min(max(32768 // (OH * W), 8), 128)
        pieces = max((C * N - 1) // some + 1, 1)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        gcd_s_w_d_w = gcd(s_w, d_w)
        launch(_shared_dt_correlations, pieces * s_w,
                (-p_l // s_w + (W + p_l - 1) // s_w + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * C * N * OH * s_w // 32, dy, w_row, dt, N, C, W, KW,
                OW, OH, s_w, p_l, d_w, d_w_by_gcd, gcd_s_w_d_w, pieces, s_w_by_gcd)
    else:
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        gcd_s_w_d_w = gcd(s_w, d_w)
        launch(_shared_dt_plain, N * C * OH * s_w,
                (-p_l // s_w + (W + p_l - 1) // s_w + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * C * N * OH * s_w, dy, w_row, dt, N, C, W, KW, OW,
                OH, s_w, p_l, d_w, d_w_by_gcd, gcd_s_w_d_w, s_w_by_gcd)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_abreast(first, last, w_column, dt, dx, N, C, H, W, KH, OH, s_h, p_t, d_h, block_count, d_h_by_gcd,
        gcd_s_h_d_h, pieces, s_h_by_gcd, share, tasks):
    """dx[n, c, s_h·q+r−p_t, b] = Σ_{t : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, gcd(s_h,d_h) ∣
        r} dt[n, c, q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h), b] · w_column[c, 0,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), 0]
    """
    dtype = w_column.dtype
    T = dtype.type
    raw = np.empty((share, OH, W, 16), dtype)
    starts = np.empty((1, 16), dtype)
    tile = np.empty((share, 1, H, W, 16), dtype)
    for part in range(first, last):
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            block = turn_2 // N
            n = turn_2 % N
            pad_abreast(raw, (turn_2 - (part * share), 0, 0, 0), W * 16, 16, dt, (n, block * 16, 0, 0), W, 1,
                    OH * W, OH, W, min(16, C - (block * 16)), 0, OH, 0, W)
        for r in range(s_h):
            t_count = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd + 1
            q_count = (H + p_t - r - 1) // s_h + (r - p_t) // s_h + 1
            tall = d_h_by_gcd * t_count + q_count - d_h_by_gcd
            lefts = np.empty(max(0, t_count), np.int64)
            for tap in range(t_count):
                t = tap
                lefts[U(tap)] = t * 16
            rights = np.empty(max(0, t_count), np.int64)
            for tap in range(t_count):
                t = tap
                rights[U(tap)] = W * d_h_by_gcd * t * 16
            planes = np.empty((max(0, tall), W, 16), dtype)
            weights = np.empty((1, max(0, t_count), 16), dtype)
            res_r = residue(d_h, r, s_h)
            quotient_r = (r - p_t) // s_h
            quotient_r2 = (d_h * res_r - r) // s_h
            q_last = (H + p_t - r - 1) // s_h
            for turn_2 in range(part * share, min(part * share + share, tasks)):
                d_h_by_gcd2 = d_h // gcd_s_h_d_h
                quotient_r3 = (KH - res_r - 1) // (s_h // gcd_s_h_d_h)
                block = turn_2 // N
                n = turn_2 % N
                # dx[n, c, s_h·q+r−p_t, b] = Σ_{t : 0 ≤ t ≤
                #     ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, gcd(s_h,d_h) ∣ r} dt[n, c,
                #     q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h), b] · w_column[c, 0,
                #     res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), 0]
                for row in range(1):
                    for lane in range(min(16, C - (block * 16))):
                        starts[U(row), U(lane)] = T(0)
                s_h_by_gcd2 = s_h // gcd_s_h_d_h
                quotient_r4 = (KH - res_r - 1) // (s_h // gcd_s_h_d_h)
                for row in range(1):
                    bottom = 1 if r % gcd_s_h_d_h == 0 else 0
                    aft = t_count if r % gcd_s_h_d_h == 0 else 0
                    pad_abreast(weights, (row, 0, 0), 0, 16, w_column, (block * 16, 0,
                            quotient_r4 * s_h_by_gcd2 + res_r, 0), 0, -s_h_by_gcd2, KH, 1, t_count, min(16,
                            C - (block * 16)), 0, bottom, 0, aft)
                pad_abreast(planes, (0, 0, 0), W * 16, 16, raw, (turn_2 - (part * share),
                        -d_h_by_gcd2 * quotient_r3 - quotient_r - quotient_r2, 0, 0), W * 16, 16, 1, tall, W,
                        min(16, C - (block * 16)), d_h_by_gcd2 * quotient_r3 + quotient_r + quotient_r2,
                        OH + d_h_by_gcd2 * quotient_r3 + quotient_r + quotient_r2, 0, W)
                taps = len(rights) if r % gcd_s_h_d_h == 0 else 0
                correlate_abreast(tile, (turn_2 - (part * share), 0, r - p_t - (quotient_r * s_h), 0, 0),
                        H * W * 16, W * s_h * 16, 16, starts, (0, 0), 16, weights, (0, 0, 0), t_count * 16,
                        lefts, planes, (0, 0, 0), W * 16, 16, rights, t_count, taps, 1,
                        q_last + quotient_r + 1, W, min(16, C - (block * 16)))
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            block = turn_2 // N
            n = turn_2 % N
            # dx[n, c, s_h·q+r−p_t, b] = Σ_{t : 0 ≤ t ≤
            #     ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, gcd(s_h,d_h) ∣ r} dt[n, c,
            #     q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h), b] · w_column[c, 0,
            #     res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), 0]
            for row in range(1):
                lay_abreast(dx, (n, block * 16, 0, 0), W, 1, H * W, tile, (turn_2 - (part * share), row, 0, 0,
                        0), W * 16, 16, H, W, min(16, C - (block * 16)))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_correlations(first, last, w_column, dt, dx, N, C, H, W, KH, OH, s_h, p_t, d_h, d_h_by_gcd,
        gcd_s_h_d_h, most, pieces, s_h_by_gcd):
    """dx[n, c, s_h·q+r−p_t, b] = Σ_{t : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, gcd(s_h,d_h) ∣
        r} dt[n, c, q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h), b] · w_column[c, 0,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), 0]
    """
    dtype = w_column.dtype
    T = dtype.type
    starts = np.empty(1, dtype)
    for task in range(first, last):
        part = task // s_h
        r = task % s_h
        q_count = (H + p_t - r - 1) // s_h + (r - p_t) // s_h + 1
        strips = max((q_count - 1) // most + 1, 1)
        high = max((q_count - 1) // strips + 1, 1)
        t_count = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd + 1
        tall = d_h_by_gcd * t_count + high - d_h_by_gcd
        tasks = C * N * strips
        share = max((tasks - 1) // pieces + 1, 1)
        lefts = np.empty(max(0, t_count), np.int64)
        for tap in range(t_count):
            t = tap
            lefts[U(tap)] = -s_h_by_gcd * t
        rights = np.empty(max(0, t_count), np.int64)
        for tap in range(t_count):
            t = tap
            rights[U(tap)] = W * d_h_by_gcd * t
        planes = np.empty((max(0, tall), W), dtype)
        quotient_r = (r - p_t) // s_h
        quotient_r2 = (residue(d_h, r, s_h) * d_h - r) // s_h
        quotient_r3 = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd
        q_last = (H + p_t - r - 1) // s_h
        res_r = residue(d_h, r, s_h)
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            s_h_by_gcd2 = s_h // gcd_s_h_d_h
            n = turn_2 // (C * strips)
            c = turn_2 // strips % C
            strip = turn_2 % strips
            # dx[n, c, s_h·q+r−p_t, b] = Σ_{t : 0 ≤ t ≤
            #     ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, gcd(s_h,d_h) ∣ r} dt[n, c,
            #     q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h), b] · w_column[c, 0,
            #     res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), 0]
            for row in range(1):
                starts[U(row)] = T(0)
            top = d_h_by_gcd * quotient_r3 + quotient_r + quotient_r2 - (high * strip)
            bottom = OH + d_h_by_gcd * quotient_r3 + quotient_r + quotient_r2 - (high * strip)
            pad(planes, (0, 0), W, dt, (n, c,
                    high * strip - (d_h_by_gcd * quotient_r3) - quotient_r - quotient_r2, 0), W, 1, tall, W,
                    top, bottom, 0, W)
            taps = len(rights) if r % gcd_s_h_d_h == 0 else 0
            correlate(dx, (n, c, r + high * s_h * strip - p_t - (quotient_r * s_h), 0), 0, W * s_h, 1, starts,
                    (0,), 1, w_column, (c, 0, quotient_r3 * s_h_by_gcd2 + res_r, 0), 0, lefts, planes, (0, 0),
                    W, rights, t_count, taps, 1, min(high, q_last + quotient_r + 1 - (high * strip)), W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, w_column, dt, dx, N, C, H, W, KH, OH, s_h, p_t, d_h, d_h_by_gcd, gcd_s_h_d_h,
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
        for q in range(-((r - p_t) // s_h), (H + p_t - r - 1) // s_h + 1):
            # dx[n, c, s_h·q+r−p_t, b] = Σ_{t : 0 ≤ t ≤
            #     ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, gcd(s_h,d_h) ∣ r} dt[n, c,
            #     q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h), b] · w_column[c, 0,
            #     res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), 0]
            for b in range(W):
                dx[U(n), U(c), U(q * s_h + r - p_t), U(b)] = T(0)
            t_first = -((OH + quotient_r - q - 1) // d_h_by_gcd)
            t_last = (KH - res_r - 1) // s_h_by_gcd
            t_last2 = (q - quotient_r) // d_h_by_gcd
            if r % gcd_s_h_d_h == 0:
                for t in range(min(t_last, t_last2), max(-1, t_first - 1), -1):
                    w_column_here = w_column[U(c), 0, U(res_r + s_h_by_gcd * t), 0]
                    for b in range(W):
                        dx[U(n), U(c), U(q * s_h + r - p_t), U(b)] += (
                            dt[U(n), U(c), U(q - quotient_r - (d_h_by_gcd * t)), U(b)] * w_column_here
                        )


def _vjp_x(w_column, dt, dx, N, C, H, W, KH, OH, s_h, p_t, d_h):
    """dt[n,c,i,b] = Σ_{v : s_w ∣ b+p_l−d_w·v} dy[n, c, i, (b+p_l−d_w·v)/s_w] · w_row[c,0,0,v]
    dx[n,c,a,b] = Σ_{u : s_h ∣ a+p_t−d_h·(KH−1−u)} dt[n, c, (a+p_t−d_h·(KH−1−u))/s_h, b] · w_column[c, 0,
        KH−1−u, 0]

    Operations: C·H·KH·N·W + C·KW·N·OH·W multiplications, C·H·KH·N·W + C·KW·N·OH·W − C·H·N·W − C·N·OH·W
        additions, terms that a condition drops counted.
    """
    if abreast(C >= 8 and 8192 >= OH * W and 8192 >= H * W and 16 >= W):
        block_count = (C - 1) // 16 + 1
        some = min(max(32768 // (H * W * 16), 1), 8)
        pieces = max((N * block_count - 1) // some + 1, 1)
        tasks = N * block_count
        share = max((tasks - 1) // pieces + 1, 1)
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        gcd_s_h_d_h = gcd(s_h, d_h)
        launch(_vjp_x_abreast, pieces, (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h, 0,
                s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * C * N * W * s_h // 32, w_column, dt, dx, N, C, H,
                W, KH, OH, s_h, p_t, d_h, block_count, d_h_by_gcd, gcd_s_h_d_h, pieces, s_h_by_gcd, share,
                tasks)
    elif correlations(W >= 4):
        most = max(32768 // W, 8)
        some = min(max(32768 // (H * W), 8), 128)
        pieces = max((C * N - 1) // some + 1, 1)
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        gcd_s_h_d_h = gcd(s_h, d_h)
        launch(_vjp_x_correlations, pieces * s_h,
                (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h, 0,
                s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * C * N * W * s_h // 32, w_column, dt, dx, N, C, H,
                W, KH, OH, s_h, p_t, d_h, d_h_by_gcd, gcd_s_h_d_h, most, pieces, s_h_by_gcd)
    else:
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        gcd_s_h_d_h = gcd(s_h, d_h)
        launch(_vjp_x_plain, N * C * s_h, (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h, 0,
                s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * C * N * W * s_h, w_column, dt, dx, N, C, H, W, KH,
                OH, s_h, p_t, d_h, d_h_by_gcd, gcd_s_h_d_h, s_h_by_gcd)
