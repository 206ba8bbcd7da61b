"""The kernels of spatial_separable_conv2d; spatial_separable_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `spatial_separable_conv2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .abreast import correlate_abreast, lags_abreast, lay_abreast, pad_abreast
from .disjoint import njit
from .runtime import carried, gcd, plus, residue
from .threads import launch
from .stencils import abreast, correlate, correlations, lagging, lags, pad
from .vectors import finite, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_abreast(first, last, w_column, dt, dx, N, C, H, W, KH, OH, p_t, d_h, block_count, lot_last, pieces,
        share, tall, tasks):
    """dx[n,c,q,b] = Σ_t dt[n, c, q+p_t−d_h·t, b] · w_column[c,0,t,0]"""
    dtype = w_column.dtype
    T = dtype.type
    planes = np.empty((max(0, tall), W, 16), dtype)
    weights = np.empty((1, KH, 16), dtype)
    starts = np.empty((1, 16), dtype)
    tile = np.empty((1, H, W, 16), dtype)
    for part in range(first, last):
        lefts = np.empty(KH, np.int64)
        for tap in range(KH):
            t = tap
            lefts[U(tap)] = t * 16
        rights = np.empty(KH, np.int64)
        for tap in range(KH):
            t = tap
            rights[U(tap)] = W * d_h * t * 16
        for lot in range(part * share // N, min((part * share + share - 1) // N + 1, lot_last + 1,
                block_count)):
            block = lot
            # dx[n,c,q,b] = Σ_t dt[n, c, q+p_t−d_h·t, b] · w_column[c,0,t,0]
            for row in range(1):
                for lane in range(min(16, C - (block * 16))):
                    starts[U(row), U(lane)] = T(0)
            for row in range(1):
                pad_abreast(weights, (row, 0, 0), 0, 16, w_column, (block * 16, 0, KH - 1, 0), 0, -1, KH, 1,
                        KH, min(16, C - (block * 16)), 0, 1, 0, KH)
            for n in range(max(0, part * share - (N * lot)), min(N, tasks - (N * lot),
                    part * share + share - (N * lot))):
                pad_abreast(planes, (0, 0, 0), W * 16, 16, dt, (n, block * 16, d_h + p_t - (KH * d_h), 0), W,
                        1, OH * W, tall, W, min(16, C - (block * 16)), KH * d_h - d_h - p_t,
                        KH * d_h + OH - d_h - p_t, 0, W)
                correlate_abreast(tile, (0, 0, 0, 0), H * W * 16, W * 16, 16, starts, (0, 0), 16, weights, (0,
                        0, 0), KH * 16, lefts, planes, (0, 0, 0), W * 16, 16, rights, KH, len(rights), 1, H,
                        W, min(16, C - (block * 16)))
                for row in range(1):
                    lay_abreast(dx, (n, block * 16, 0, 0), W, 1, H * W, tile, (row, 0, 0, 0), W * 16, 16, H,
                            W, min(16, C - (block * 16)))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_correlations(first, last, w_column, dt, dx, N, C, H, W, KH, OH, p_t, d_h, high, pieces, share,
        strips, tall, tasks):
    """dx[n,c,q,b] = Σ_t dt[n, c, q+p_t−d_h·t, b] · w_column[c,0,t,0]"""
    dtype = w_column.dtype
    T = dtype.type
    planes = np.empty((max(0, tall), W), dtype)
    starts = np.empty(1, dtype)
    for part in range(first, last):
        lefts = np.empty(KH, np.int64)
        for tap in range(KH):
            t = tap
            lefts[U(tap)] = -t
        rights = np.empty(KH, np.int64)
        for tap in range(KH):
            t = tap
            rights[U(tap)] = W * d_h * t
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            n = turn_2 // (C * strips)
            c = turn_2 // strips % C
            strip = turn_2 % strips
            # dx[n,c,q,b] = Σ_t dt[n, c, q+p_t−d_h·t, b] · w_column[c,0,t,0]
            for row in range(1):
                starts[U(row)] = T(0)
            top = KH * d_h - d_h - p_t - (high * strip)
            bottom = KH * d_h + OH - d_h - p_t - (high * strip)
            pad(planes, (0, 0), W, dt, (n, c, d_h + p_t + high * strip - (KH * d_h), 0), W, 1, tall, W, top,
                    bottom, 0, W)
            correlate(dx, (n, c, high * strip, 0), 0, W, 1, starts, (0,), 1, w_column, (c, 0, KH - 1, 0), 0,
                    lefts, planes, (0, 0), W, rights, KH, len(rights), 1, min(high, H - (high * strip)), W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, w_column, dt, dx, N, C, H, W, KH, OH, p_t, d_h):
    """dx[n,c,q,b] = Σ_t dt[n, c, q+p_t−d_h·t, b] · w_column[c,0,t,0]"""
    dtype = w_column.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (C * H)
        c = task // H % C
        q = task % H
        # dx[n,c,q,b] = Σ_t dt[n, c, q+p_t−d_h·t, b] · w_column[c,0,t,0]
        for b in range(W):
            dx[U(n), U(c), U(q), U(b)] = T(0)
        for t in range(min(KH - 1, (p_t + q) // d_h), max(-1, -((OH - p_t - q - 1) // d_h) - 1), -1):
            w_column_here = w_column[U(c), 0, U(t), 0]
            for b in range(W):
                dx[U(n), U(c), U(q), U(b)] += dt[U(n), U(c), U(p_t + q - (d_h * t)), U(b)] * w_column_here


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_abreast2(first, last, w_column, dt, dx, N, C, H, W, KH, OH, s_h, p_t, d_h, block_count, d_h_by_gcd,
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
def _vjp_x_correlations2(first, last, w_column, dt, dx, N, C, H, W, KH, OH, s_h, p_t, d_h, d_h_by_gcd,
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
        cuts = max((q_count - 1) // most + 1, 1)
        high = max(min(((q_count - 1) // (cuts * 4)) * 4 + 4, q_count), 1)
        strips = max((q_count - 1) // high + 1, 1)
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
def _vjp_x_plain2(first, last, w_column, dt, dx, N, C, H, W, KH, OH, s_h, p_t, d_h, d_h_by_gcd, gcd_s_h_d_h,
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
    if s_h == 1:
        again = not (
            abreast(C >= 8 and 8192 >= OH * W and 8192 >= H * W and 16384 >= KH and 16 >= W)
            and finite(w_column, dx)
        )
        if not again:
            tall = H + KH * d_h - d_h
            block_count = (C - 1) // 16 + 1
            pieces = parts(N * block_count)
            tasks = N * block_count
            share = max((tasks - 1) // pieces + 1, 1)
            lot_last = (tasks - 1) // N
            launch(_vjp_x_abreast, pieces, C * H * KH * N * W // 32, w_column, dt, dx, N, C, H, W, KH, OH,
                    p_t, d_h, block_count, lot_last, pieces, share, tall, tasks)
            again = not (finite(dx, w_column))
        if again:
            again = not (correlations(H >= KH and W >= 4) and finite(w_column, dx))
            if not again:
                most = max(32768 // W, 8)
                cuts = max((H - 1) // most + 1, 1)
                high = max(min(((H - 1) // (cuts * 4)) * 4 + 4, H), 1)
                strips = max((H - 1) // high + 1, 1)
                tall = KH * d_h + high - d_h
                pieces = parts(C * N * strips)
                tasks = C * N * strips
                share = max((tasks - 1) // pieces + 1, 1)
                launch(_vjp_x_correlations, pieces, C * H * KH * N * W // 32, w_column, dt, dx, N, C, H, W,
                        KH, OH, p_t, d_h, high, pieces, share, strips, tall, tasks)
                again = not (finite(dx, w_column))
            if again:
                launch(_vjp_x_plain, N * C * H, C * H * KH * N * W, w_column, dt, dx, N, C, H, W, KH, OH, p_t,
                        d_h)
    else:
        again = not (
            abreast(C >= 8 and 8192 >= OH * W and 8192 >= H * W and 16 >= W) and finite(w_column, dx)
        )
        if not again:
            block_count = (C - 1) // 16 + 1
            some = min(max(32768 // (H * W * 16), 1), 8)
            pieces = max((N * block_count - 1) // some + 1, 1)
            tasks = N * block_count
            share = max((tasks - 1) // pieces + 1, 1)
            s_h_by_gcd = s_h // gcd(s_h, d_h)
            d_h_by_gcd = d_h // gcd(s_h, d_h)
            gcd_s_h_d_h = gcd(s_h, d_h)
            launch(_vjp_x_abreast2, pieces, (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h, 0,
                    s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * C * N * W * s_h // 32, w_column, dt, dx, N, C,
                    H, W, KH, OH, s_h, p_t, d_h, block_count, d_h_by_gcd, gcd_s_h_d_h, pieces, s_h_by_gcd,
                    share, tasks)
            again = not (finite(dx, w_column))
        if again:
            again = not (correlations(W >= 4) and finite(w_column, dx))
            if not again:
                most = max(32768 // W, 8)
                some = min(max(32768 // (H * W), 8), 128)
                pieces = max((C * N - 1) // some + 1, 1)
                s_h_by_gcd = s_h // gcd(s_h, d_h)
                d_h_by_gcd = d_h // gcd(s_h, d_h)
                gcd_s_h_d_h = gcd(s_h, d_h)
                launch(_vjp_x_correlations2, pieces * s_h,
                        (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h, 0,
                        s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * C * N * W * s_h // 32, w_column, dt, dx, N,
                        C, H, W, KH, OH, s_h, p_t, d_h, d_h_by_gcd, gcd_s_h_d_h, most, pieces, s_h_by_gcd)
                again = not (finite(dx, w_column))
            if again:
                s_h_by_gcd = s_h // gcd(s_h, d_h)
                d_h_by_gcd = d_h // gcd(s_h, d_h)
                gcd_s_h_d_h = gcd(s_h, d_h)
                launch(_vjp_x_plain2, N * C * s_h,
                        (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h, 0,
                        s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * C * N * W * s_h, w_column, dt, dx, N, C, H,
                        W, KH, OH, s_h, p_t, d_h, d_h_by_gcd, gcd_s_h_d_h, s_h_by_gcd)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_column_abreast(first, last, x, dt, dw_column, N, C, H, W, KH, OH, s_h, p_t, d_h, block_count,
        n_block_last, pieces, share, tall):
    """dw_column[c,0,u,0] = Σ_{n,i,j} dt[n,c,i,j] · x[n, c, d_h·u+s_h·i−p_t, j]"""
    dtype = x.dtype
    T = dtype.type
    planes = np.empty((1, 1, max(0, tall), W, 16), dtype)
    given = np.empty((1, OH, W, 16), dtype)
    tile = np.empty((1, 1, 1, KH, 16), dtype)
    total = np.empty((1, 1, 1, KH, 16), dtype)
    rest = np.empty((1, 1, 1, KH, 16), dtype)
    for part in range(first, last):
        rights = np.empty(1 * 1 * KH, np.int64)
        for tap in range(1 * 1 * KH):
            one = tap // (1 * KH)
            one_ = tap // KH % 1
            u = tap % KH
            rights[U(tap)] = W * one_ * tall * 16 + W * one * tall * 16 + W * d_h * u * 16
        for block in range(part * share, min(part * share + share, block_count)):
            # dw_column[c,0,u,0] = Σ_{n,i,j} dt[n,c,i,j] · x[n, c, d_h·u+s_h·i−p_t, j]
            for row in range(1):
                for one in range(1):
                    for one_ in range(1):
                        for u in range(KH):
                            for lane in range(min(16, C - (block * 16))):
                                total[U(row), U(one), U(one_), U(u), U(lane)] = T(0)
                                rest[U(row), U(one), U(one_), U(u), U(lane)] = T(0)
            for n_block in range(n_block_last + 1):
                for row in range(1):
                    for one in range(1):
                        for one_ in range(1):
                            for u in range(KH):
                                for lane in range(min(16, C - (block * 16))):
                                    tile[U(row), U(one), U(one_), U(u), U(lane)] = T(0)
                for n in range(n_block * 256, min(N, n_block * 256 + 256)):
                    for row in range(1):
                        pad_abreast(given, (row, 0, 0, 0), W * 16, 16, dt, (n, block * 16, 0, 0), W, 1,
                                OH * W, OH, W, min(16, C - (block * 16)), 0, OH, 0, W)
                    for one in range(1):
                        for one_ in range(1):
                            pad_abreast(planes, (one, one_, 0, 0, 0), W * 16, 16, x, (n, block * 16, -p_t, 0),
                                    W, 1, H * W, tall, W, min(16, C - (block * 16)), p_t, H + p_t, 0, W)
                    lags_abreast(tile, (0, 0, 0, 0, 0), KH * 16, 16, given, (0, 0, 0, 0), OH * W * 16, W * 16,
                            16, planes, (0, 0, 0, 0, 0), W * s_h * 16, 16, rights, 1, OH, W, min(16,
                            C - (block * 16)))
                for row in range(1):
                    for one in range(1):
                        for one_ in range(1):
                            for u in range(KH):
                                for lane in range(min(16, C - (block * 16))):
                                    total[U(row), U(one), U(one_), U(u), U(lane)], rest[U(row), U(one), U(one_), U(u), U(lane)] = carried(total[U(row), U(one), U(one_), U(u), U(lane)], rest[U(row),
                                            U(one), U(one_), U(u), U(lane)], tile[U(row), U(one), U(one_),
                                            U(u), U(lane)])
            for row in range(1):
                for one in range(1):
                    for one_ in range(1):
                        for u in range(KH):
                            for lane in range(min(16, C - (block * 16))):
                                dw_column[U(block * 16 + lane), U(one), U(u), U(one_)] = total[U(row), U(one), U(one_), U(u), U(lane)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_column_lagging(first, last, x, dt, dw_column, N, C, H, W, KH, OH, s_h, p_t, d_h, high,
        n_block_last, pieces, share, strips, tall):
    """dw_column[c,0,u,0] = Σ_{n,i,j} dt[n,c,i,j] · x[n, c, d_h·u+s_h·i−p_t, j]"""
    dtype = x.dtype
    T = dtype.type
    planes = np.empty((1, 1, s_h, max(0, tall), W), dtype)
    tile = np.empty((16, 1, 1, KH), dtype)
    total = np.empty((16, 1, 1, KH), dtype)
    rest = np.empty((16, 1, 1, KH), dtype)
    for part in range(first, last):
        rights = np.empty(1 * 1 * KH, np.int64)
        for tap in range(1 * 1 * KH):
            one = tap // (1 * KH)
            one_ = tap // KH % 1
            u = tap % KH
            rights[U(tap)] = (
                (d_h * u // s_h) * W
                + (d_h * u % s_h) * W * tall
                + W * one_ * s_h * tall
                + W * one * s_h * tall
            )
        for turn_2 in range(part * share, min(part * share + share, C)):
            c = turn_2 // (1)
            heap = turn_2 % 1
            # dw_column[c,0,u,0] = Σ_{n,i,j} dt[n,c,i,j] · x[n, c, d_h·u+s_h·i−p_t, j]
            for row in range(heap * 16, min(heap * 16 + 16, 1)):
                for one in range(1):
                    for one_ in range(1):
                        for u in range(KH):
                            total[U(row - (heap * 16)), U(one), U(one_), U(u)] = T(0)
                            rest[U(row - (heap * 16)), U(one), U(one_), U(u)] = T(0)
            for n_block in range(n_block_last + 1):
                for row in range(heap * 16, min(heap * 16 + 16, 1)):
                    for one in range(1):
                        for one_ in range(1):
                            for u in range(KH):
                                tile[U(row - (heap * 16)), U(one), U(one_), U(u)] = T(0)
                for n in range(n_block * 256, min(N, n_block * 256 + 256)):
                    for strip in range(strips):
                        for one in range(1):
                            for one_ in range(1):
                                for phase_i in range(s_h):
                                    top = -((phase_i - p_t) // s_h) - (high * strip)
                                    bottom = (H + p_t - phase_i - 1) // s_h + 1 - (high * strip)
                                    pad(planes, (one, one_, phase_i, 0, 0), W, x, (n, c,
                                            phase_i + high * s_h * strip - p_t, 0), W * s_h, 1, tall, W, top,
                                            bottom, 0, W)
                        lags(tile, (0, 0, 0, 0), KH, dt, (n, c, high * strip, 0), 0, W, planes, (0, 0, 0, 0,
                                0), W, rights, KH, min(16, 1 - (heap * 16)), min(high, OH - (high * strip)),
                                W)
                for row in range(heap * 16, min(heap * 16 + 16, 1)):
                    for one in range(1):
                        for one_ in range(1):
                            for u in range(KH):
                                total[U(row - (heap * 16)), U(one), U(one_), U(u)], rest[U(row - (heap * 16)), U(one), U(one_), U(u)] = carried(total[U(row - (heap * 16)), U(one), U(one_), U(u)],
                                        rest[U(row - (heap * 16)), U(one), U(one_), U(u)],
                                        tile[U(row - (heap * 16)), U(one), U(one_), U(u)])
            for row in range(heap * 16, min(heap * 16 + 16, 1)):
                for one in range(1):
                    for one_ in range(1):
                        for u in range(KH):
                            dw_column[U(c), U(one), U(u), U(one_)] = total[U(row - (heap * 16)), U(one), U(one_), U(u)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_column_plain(first, last, x, dt, dw_column, N, C, H, W, KH, OH, s_h, p_t, d_h, j_block_last):
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
                    part2 = T(0)
                    for j in range(j_block * 1024, min(W, j_block * 1024 + 1024)):
                        part2 = plus(
                            part2,
                            dt[U(n), U(c), U(i), U(j)] * x[U(n), U(c), U(i * s_h + d_h * u - p_t), U(j)],
                        )
                    acc, rest = carried(acc, rest, part2)
        dw_column_sum = acc
        # dw_column[c,0,u,0] = dw_column_sum
        for one in range(1):
            for one_ in range(1):
                dw_column[U(c), U(one), U(u), U(one_)] = dw_column_sum


def _vjp_w_column(x, dt, dw_column, N, C, H, W, KH, OH, s_h, p_t, d_h):
    """dt[n,c,i,b] = Σ_{v : s_w ∣ b+p_l−d_w·v} dy[n, c, i, (b+p_l−d_w·v)/s_w] · w_row[c,0,0,v]
    dw_column[c,0,u,0] = Σ_{n,i,j} dt[n,c,i,j] · x[n, c, d_h·u+s_h·i−p_t, j]

    Operations: C·KH·N·OH·W + C·KW·N·OH·W multiplications, C·KH·N·OH·W + C·KW·N·OH·W − C·N·OH·W − C·KH
        additions, terms that a condition drops counted.
    """
    again = not (
        abreast(
            C >= 8
            and 8192 >= H * W
            and 8192 >= OH * W
            and 16384 >= KH
            and max(8 - W, min(24 - W, C * 4 - (((C - 1) // 16) * 48) - 48), -3) >= 0
        )
        and finite(dt, dw_column)
    )
    if not again:
        tall = KH * d_h + OH * s_h + 1 - d_h - s_h
        block_count = (C - 1) // 16 + 1
        pieces = parts(block_count)
        share = max((block_count - 1) // pieces + 1, 1)
        n_block_last = (N - 1) // 256
        launch(_vjp_w_column_abreast, pieces, C * KH * N * OH * W // 32, x, dt, dw_column, N, C, H, W, KH, OH,
                s_h, p_t, d_h, block_count, n_block_last, pieces, share, tall)
        again = not (finite(dw_column, dt))
    if again:
        again = not (lagging(OH >= KH and KH >= s_h and W >= 4) and finite(dt, dw_column))
        if not again:
            most = max(min(32768 // (W * s_h), 8192 // max(W, 1)), 8)
            cuts = max((OH - 1) // most + 1, 1)
            high = max(min(((OH - 1) // (cuts * 4)) * 4 + 4, OH), 1)
            strips = max((OH - 1) // high + 1, 1)
            tall = (KH * d_h - d_h) // s_h + high
            pieces = parts(C)
            share = max((C - 1) // pieces + 1, 1)
            n_block_last = (N - 1) // 256
            launch(_vjp_w_column_lagging, pieces, C * KH * N * OH * W // 32, x, dt, dw_column, N, C, H, W, KH,
                    OH, s_h, p_t, d_h, high, n_block_last, pieces, share, strips, tall)
            again = not (finite(dw_column, dt))
        if again:
            j_block_last = (W - 1) // 1024
            launch(_vjp_w_column_plain, C * KH, C * KH + C * KH * N * OH * W, x, dt, dw_column, N, C, H, W,
                    KH, OH, s_h, p_t, d_h, j_block_last)
