"""The kernels of flattened_conv2d; flattened_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `flattened_conv2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .abreast import correlate_abreast, lay_abreast, pad_abreast
from .disjoint import njit
from .runtime import carried, gcd, residue
from .threads import launch
from .stencils import abreast, correlate, correlations, pad
from .vectors import blocks, colblock, contract, depthblock, either, finite, parts, rowblock, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dz_abreast(first, last, w_column, dy_t, dz, N, H, W, O, KH, OH, p_t, d_h, block_count, lot_last,
        pieces, share, tall, tasks):
    """dz[n,o,q,b] = Σ_t dy_t[n, o, q+p_t−d_h·t, b] · w_column[o,0,t,0]"""
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
            # dz[n,o,q,b] = Σ_t dy_t[n, o, q+p_t−d_h·t, b] · w_column[o,0,t,0]
            for row in range(1):
                for lane in range(min(16, O - (block * 16))):
                    starts[U(row), U(lane)] = T(0)
            for row in range(1):
                pad_abreast(weights, (row, 0, 0), 0, 16, w_column, (block * 16, 0, KH - 1, 0), 0, -1, KH, 1,
                        KH, min(16, O - (block * 16)), 0, 1, 0, KH)
            for n in range(max(0, part * share - (N * lot)), min(N, tasks - (N * lot),
                    part * share + share - (N * lot))):
                pad_abreast(planes, (0, 0, 0), W * 16, 16, dy_t, (n, block * 16, d_h + p_t - (KH * d_h), 0),
                        W, 1, OH * W, tall, W, min(16, O - (block * 16)), KH * d_h - d_h - p_t,
                        KH * d_h + OH - d_h - p_t, 0, W)
                correlate_abreast(tile, (0, 0, 0, 0), H * W * 16, W * 16, 16, starts, (0, 0), 16, weights, (0,
                        0, 0), KH * 16, lefts, planes, (0, 0, 0), W * 16, 16, rights, KH, len(rights), 1, H,
                        W, min(16, O - (block * 16)))
                for row in range(1):
                    lay_abreast(dz, (n, block * 16, 0, 0), W, 1, H * W, tile, (row, 0, 0, 0), W * 16, 16, H,
                            W, min(16, O - (block * 16)))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dz_correlations(first, last, w_column, dy_t, dz, N, H, W, O, KH, OH, p_t, d_h, high, pieces,
        share, strips, tall, tasks):
    """dz[n,o,q,b] = Σ_t dy_t[n, o, q+p_t−d_h·t, b] · w_column[o,0,t,0]"""
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
            n = turn_2 // (O * strips)
            o = turn_2 // strips % O
            strip = turn_2 % strips
            # dz[n,o,q,b] = Σ_t dy_t[n, o, q+p_t−d_h·t, b] · w_column[o,0,t,0]
            for row in range(1):
                starts[U(row)] = T(0)
            top = KH * d_h - d_h - p_t - (high * strip)
            bottom = KH * d_h + OH - d_h - p_t - (high * strip)
            pad(planes, (0, 0), W, dy_t, (n, o, d_h + p_t + high * strip - (KH * d_h), 0), W, 1, tall, W, top,
                    bottom, 0, W)
            correlate(dz, (n, o, high * strip, 0), 0, W, 1, starts, (0,), 1, w_column, (o, 0, KH - 1, 0), 0,
                    lefts, planes, (0, 0), W, rights, KH, len(rights), 1, min(high, H - (high * strip)), W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dz_plain(first, last, w_column, dy_t, dz, N, H, W, O, KH, OH, p_t, d_h):
    """dz[n,o,q,b] = Σ_t dy_t[n, o, q+p_t−d_h·t, b] · w_column[o,0,t,0]"""
    dtype = w_column.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (O * H)
        o = task // H % O
        q = task % H
        # dz[n,o,q,b] = Σ_t dy_t[n, o, q+p_t−d_h·t, b] · w_column[o,0,t,0]
        for b in range(W):
            dz[U(n), U(o), U(q), U(b)] = T(0)
        for t in range(min(KH - 1, (p_t + q) // d_h), max(-1, -((OH - p_t - q - 1) // d_h) - 1), -1):
            w_column_here = w_column[U(o), 0, U(t), 0]
            for b in range(W):
                dz[U(n), U(o), U(q), U(b)] += dy_t[U(n), U(o), U(p_t + q - (d_h * t)), U(b)] * w_column_here


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dz_abreast2(first, last, w_column, dy_t, dz, N, H, W, O, KH, OH, s_h, p_t, d_h, block_count,
        d_h_by_gcd, gcd_s_h_d_h, pieces, s_h_by_gcd, share, tasks):
    """dz[n, o, s_h·q+r−p_t, b] = Σ_{t : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, gcd(s_h,d_h) ∣
        r} dy_t[n, o, q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h), b] · w_column[o, 0,
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
            pad_abreast(raw, (turn_2 - (part * share), 0, 0, 0), W * 16, 16, dy_t, (n, block * 16, 0, 0), W,
                    1, OH * W, OH, W, min(16, O - (block * 16)), 0, OH, 0, W)
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
                # dz[n, o, s_h·q+r−p_t, b] = Σ_{t : 0 ≤ t ≤
                #     ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, gcd(s_h,d_h) ∣ r} dy_t[n, o,
                #     q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h), b] · w_column[o, 0,
                #     res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), 0]
                for row in range(1):
                    for lane in range(min(16, O - (block * 16))):
                        starts[U(row), U(lane)] = T(0)
                s_h_by_gcd2 = s_h // gcd_s_h_d_h
                quotient_r4 = (KH - res_r - 1) // (s_h // gcd_s_h_d_h)
                for row in range(1):
                    bottom = 1 if r % gcd_s_h_d_h == 0 else 0
                    aft = t_count if r % gcd_s_h_d_h == 0 else 0
                    pad_abreast(weights, (row, 0, 0), 0, 16, w_column, (block * 16, 0,
                            quotient_r4 * s_h_by_gcd2 + res_r, 0), 0, -s_h_by_gcd2, KH, 1, t_count, min(16,
                            O - (block * 16)), 0, bottom, 0, aft)
                pad_abreast(planes, (0, 0, 0), W * 16, 16, raw, (turn_2 - (part * share),
                        -d_h_by_gcd2 * quotient_r3 - quotient_r - quotient_r2, 0, 0), W * 16, 16, 1, tall, W,
                        min(16, O - (block * 16)), d_h_by_gcd2 * quotient_r3 + quotient_r + quotient_r2,
                        OH + d_h_by_gcd2 * quotient_r3 + quotient_r + quotient_r2, 0, W)
                taps = len(rights) if r % gcd_s_h_d_h == 0 else 0
                correlate_abreast(tile, (turn_2 - (part * share), 0, r - p_t - (quotient_r * s_h), 0, 0),
                        H * W * 16, W * s_h * 16, 16, starts, (0, 0), 16, weights, (0, 0, 0), t_count * 16,
                        lefts, planes, (0, 0, 0), W * 16, 16, rights, t_count, taps, 1,
                        q_last + quotient_r + 1, W, min(16, O - (block * 16)))
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            block = turn_2 // N
            n = turn_2 % N
            # dz[n, o, s_h·q+r−p_t, b] = Σ_{t : 0 ≤ t ≤
            #     ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, gcd(s_h,d_h) ∣ r} dy_t[n, o,
            #     q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h), b] · w_column[o, 0,
            #     res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), 0]
            for row in range(1):
                lay_abreast(dz, (n, block * 16, 0, 0), W, 1, H * W, tile, (turn_2 - (part * share), row, 0, 0,
                        0), W * 16, 16, H, W, min(16, O - (block * 16)))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dz_correlations2(first, last, w_column, dy_t, dz, N, H, W, O, KH, OH, s_h, p_t, d_h, d_h_by_gcd,
        gcd_s_h_d_h, most, pieces, s_h_by_gcd):
    """dz[n, o, s_h·q+r−p_t, b] = Σ_{t : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, gcd(s_h,d_h) ∣
        r} dy_t[n, o, q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h), b] · w_column[o, 0,
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
        tasks = N * O * strips
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
            n = turn_2 // (O * strips)
            o = turn_2 // strips % O
            strip = turn_2 % strips
            # dz[n, o, s_h·q+r−p_t, b] = Σ_{t : 0 ≤ t ≤
            #     ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, gcd(s_h,d_h) ∣ r} dy_t[n, o,
            #     q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h), b] · w_column[o, 0,
            #     res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), 0]
            for row in range(1):
                starts[U(row)] = T(0)
            top = d_h_by_gcd * quotient_r3 + quotient_r + quotient_r2 - (high * strip)
            bottom = OH + d_h_by_gcd * quotient_r3 + quotient_r + quotient_r2 - (high * strip)
            pad(planes, (0, 0), W, dy_t, (n, o,
                    high * strip - (d_h_by_gcd * quotient_r3) - quotient_r - quotient_r2, 0), W, 1, tall, W,
                    top, bottom, 0, W)
            taps = len(rights) if r % gcd_s_h_d_h == 0 else 0
            correlate(dz, (n, o, r + high * s_h * strip - p_t - (quotient_r * s_h), 0), 0, W * s_h, 1, starts,
                    (0,), 1, w_column, (o, 0, quotient_r3 * s_h_by_gcd2 + res_r, 0), 0, lefts, planes, (0, 0),
                    W, rights, t_count, taps, 1, min(high, q_last + quotient_r + 1 - (high * strip)), W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dz_plain2(first, last, w_column, dy_t, dz, N, H, W, O, KH, OH, s_h, p_t, d_h, d_h_by_gcd,
        gcd_s_h_d_h, s_h_by_gcd):
    """dz[n, o, s_h·q+r−p_t, b] = Σ_{t : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, gcd(s_h,d_h) ∣
        r} dy_t[n, o, q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h), b] · w_column[o, 0,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), 0]
    """
    dtype = w_column.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (O * s_h)
        o = task // s_h % O
        r = task % s_h
        res_r = residue(d_h, r, s_h)
        quotient_r = (d_h * res_r - r) // s_h
        for q in range(-((r - p_t) // s_h), (H + p_t - r - 1) // s_h + 1):
            # dz[n, o, s_h·q+r−p_t, b] = Σ_{t : 0 ≤ t ≤
            #     ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, gcd(s_h,d_h) ∣ r} dy_t[n, o,
            #     q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h), b] · w_column[o, 0,
            #     res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), 0]
            for b in range(W):
                dz[U(n), U(o), U(q * s_h + r - p_t), U(b)] = T(0)
            t_first = -((OH + quotient_r - q - 1) // d_h_by_gcd)
            t_last = (KH - res_r - 1) // s_h_by_gcd
            t_last2 = (q - quotient_r) // d_h_by_gcd
            if r % gcd_s_h_d_h == 0:
                for t in range(min(t_last, t_last2), max(-1, t_first - 1), -1):
                    w_column_here = w_column[U(o), 0, U(res_r + s_h_by_gcd * t), 0]
                    for b in range(W):
                        dz[U(n), U(o), U(q * s_h + r - p_t), U(b)] += (
                            dy_t[U(n), U(o), U(q - quotient_r - (d_h_by_gcd * t)), U(b)] * w_column_here
                        )


def _shared_dz(w_column, dy_t, dz, N, H, W, O, KH, OH, s_h, p_t, d_h):
    """dz[n,o,a,b] = Σ_{u : s_h ∣ a+p_t−d_h·u} dy_t[n, o, (a+p_t−d_h·u)/s_h, b] · w_column[o,0,u,0]

    Operations: H·KH·N·O·W multiplications, H·KH·N·O·W − H·N·O·W additions, terms that a condition drops
        counted.
    """
    if s_h == 1:
        again = not (
            abreast(O >= 8 and 8192 >= OH * W and 8192 >= H * W and 16384 >= KH and 16 >= W)
            and finite(w_column, dz)
        )
        if not again:
            tall = H + KH * d_h - d_h
            block_count = (O - 1) // 16 + 1
            pieces = parts(N * block_count)
            tasks = N * block_count
            share = max((tasks - 1) // pieces + 1, 1)
            lot_last = (tasks - 1) // N
            launch(_shared_dz_abreast, pieces, H * KH * N * O * W // 32, w_column, dy_t, dz, N, H, W, O, KH,
                    OH, p_t, d_h, block_count, lot_last, pieces, share, tall, tasks)
            again = not (finite(dz, w_column))
        if again:
            again = not (correlations(H >= KH and W >= 4) and finite(w_column, dz))
            if not again:
                most = max(32768 // W, 8)
                cuts = max((H - 1) // most + 1, 1)
                high = max(min(((H - 1) // (cuts * 4)) * 4 + 4, H), 1)
                strips = max((H - 1) // high + 1, 1)
                tall = KH * d_h + high - d_h
                pieces = parts(N * O * strips)
                tasks = N * O * strips
                share = max((tasks - 1) // pieces + 1, 1)
                launch(_shared_dz_correlations, pieces, H * KH * N * O * W // 32, w_column, dy_t, dz, N, H, W,
                        O, KH, OH, p_t, d_h, high, pieces, share, strips, tall, tasks)
                again = not (finite(dz, w_column))
            if again:
                launch(_shared_dz_plain, N * O * H, H * KH * N * O * W, w_column, dy_t, dz, N, H, W, O, KH,
                        OH, p_t, d_h)
    else:
        again = not (
            abreast(O >= 8 and 8192 >= OH * W and 8192 >= H * W and 16 >= W) and finite(w_column, dz)
        )
        if not again:
            block_count = (O - 1) // 16 + 1
            some = min(max(32768 // (H * W * 16), 1), 8)
            pieces = max((N * block_count - 1) // some + 1, 1)
            tasks = N * block_count
            share = max((tasks - 1) // pieces + 1, 1)
            s_h_by_gcd = s_h // gcd(s_h, d_h)
            d_h_by_gcd = d_h // gcd(s_h, d_h)
            gcd_s_h_d_h = gcd(s_h, d_h)
            launch(_shared_dz_abreast2, pieces, (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                    0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * N * O * W * s_h // 32, w_column, dy_t, dz,
                    N, H, W, O, KH, OH, s_h, p_t, d_h, block_count, d_h_by_gcd, gcd_s_h_d_h, pieces,
                    s_h_by_gcd, share, tasks)
            again = not (finite(dz, w_column))
        if again:
            again = not (correlations(W >= 4) and finite(w_column, dz))
            if not again:
                most = max(32768 // W, 8)
                some = min(max(32768 // (H * W), 8), 128)
                pieces = max((N * O - 1) // some + 1, 1)
                s_h_by_gcd = s_h // gcd(s_h, d_h)
                d_h_by_gcd = d_h // gcd(s_h, d_h)
                gcd_s_h_d_h = gcd(s_h, d_h)
                launch(_shared_dz_correlations2, pieces * s_h,
                        (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h, 0,
                        s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * N * O * W * s_h // 32, w_column, dy_t, dz,
                        N, H, W, O, KH, OH, s_h, p_t, d_h, d_h_by_gcd, gcd_s_h_d_h, most, pieces, s_h_by_gcd)
                again = not (finite(dz, w_column))
            if again:
                s_h_by_gcd = s_h // gcd(s_h, d_h)
                d_h_by_gcd = d_h // gcd(s_h, d_h)
                gcd_s_h_d_h = gcd(s_h, d_h)
                launch(_shared_dz_plain2, N * O * s_h,
                        (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h, 0,
                        s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * N * O * W * s_h, w_column, dy_t, dz, N, H,
                        W, O, KH, OH, s_h, p_t, d_h, d_h_by_gcd, gcd_s_h_d_h, s_h_by_gcd)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_single(first, last, dx, dz, w_channel, N, C, H, W):
    """dx[n,c,ab] = dz[n,ab]·w_channel[c]"""
    for task in range(first, last):
        n = task // C
        c = task % C
        # dx[n,c,ab] = dz[n,ab]·w_channel[c]
        w_channel_here = w_channel[U(c)]
        for ab in range(H * W):
            dx[U(n), U(c), U(ab)] = dz[U(n), U(ab)] * w_channel_here


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_either(first, last, w_channel, dz, dx, N, C, H, W, O, ab_count, deep, high, wide):
    """dx[n,c,ab] = Σ_o dz[n,o,ab] · w_channel[o,c]"""
    dtype = w_channel.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(O, np.int64)
    right_at = np.empty(O, np.int64)
    tile = np.empty((high, wide), dtype)
    for o in range(O):
        left_at[U(o)] = C * o
    for o in range(O):
        right_at[U(o)] = H * W * o
    for task in range(first, last):
        n = task // (((C - 1) // high + 1) * ((ab_count - 1) // wide + 1))
        row_part = task // (((ab_count - 1) // wide + 1)) % ((C - 1) // high + 1)
        col_part = task % ((ab_count - 1) // wide + 1)
        # dx[n,c,ab] = Σ_o dz[n,o,ab] · w_channel[o,c]
        for c in range(high * row_part, min(C, high + high * row_part)):
            row_at[U(c - (high * row_part))] = c
        contract(tile, (0, 0), wide, w_channel, row_at, left_at, dz, col_part * wide + H * O * W * n,
                right_at, min(high, C - (high * row_part)), min(wide, ab_count - (col_part * wide)), 0, O,
                deep)
        for c in range(high * row_part, min(C, high + high * row_part)):
            for ab in range(col_part * wide, min(ab_count, col_part * wide + wide)):
                dx[U(n), U(c), U(ab)] = tile[U(c - (high * row_part)), U(ab - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_other(first, last, w_channel, dz, dx, N, C, H, W, O, ab_count2, deep2, high2, line2_last, rows2,
        wide2):
    """dx[n,c,ab] = Σ_o dz[n,o,ab] · w_channel[o,c]"""
    dtype = w_channel.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(O, np.int64)
    right_at2 = np.empty(O, np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for o in range(O):
        left_at2[U(o)] = H * W * o
    for o in range(O):
        right_at2[U(o)] = C * o
    for task in range(first, last):
        row_part2 = task // (((C - 1) // wide2 + 1))
        col_part2 = task % ((C - 1) // wide2 + 1)
        # dx[n,c,ab] = Σ_o dz[n,o,ab] · w_channel[o,c]
        for line2 in range(high2 * row_part2 // ab_count2,
                min((high2 + high2 * row_part2 - 1) // ab_count2 + 1, line2_last + 1, N)):
            n = line2
            for ab in range(max(0, high2 * row_part2 - (ab_count2 * line2)), min(H * W,
                    rows2 - (ab_count2 * line2), high2 + high2 * row_part2 - (ab_count2 * line2))):
                row_at2[U(ab + ab_count2 * line2 - (high2 * row_part2))] = ab + H * O * W * n
        contract(tile2, (0, 0), wide2, dz, row_at2, left_at2, w_channel, col_part2 * wide2, right_at2,
                min(high2, rows2 - (high2 * row_part2)), min(wide2, C - (col_part2 * wide2)), 0, O, deep2)
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                C - (col_part2 * wide2)))
        for line2 in range(high2 * row_part2 // ab_count2,
                min((high2 + high2 * row_part2 - 1) // ab_count2 + 1, line2_last + 1, N)):
            n = line2
            for c in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, C)):
                for ab in range(max(0, high2 * row_part2 - (ab_count2 * line2)), min(H * W,
                        rows2 - (ab_count2 * line2), high2 + high2 * row_part2 - (ab_count2 * line2))):
                    dx[U(n), U(c), U(ab)] = turned2[U(c - (col_part2 * wide2)), U(ab + ab_count2 * line2 - (high2 * row_part2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, w_channel, dz, dx, N, C, H, W, O, o_block_last):
    """dx[n,c,ab] = Σ_o dz[n,o,ab] · w_channel[o,c]"""
    dtype = w_channel.dtype
    T = dtype.type
    rest = np.empty(H * W, dtype)
    part = np.empty(H * W, dtype)
    for task in range(first, last):
        n = task // C
        c = task % C
        # dx[n,c,ab] = Σ_o dz[n,o,ab] · w_channel[o,c]
        for ab in range(H * W):
            dx[U(n), U(c), U(ab)] = T(0)
        for ab in range(H * W):
            rest[U(ab)] = T(0)
        for o_block in range(o_block_last + 1):
            for ab in range(H * W):
                part[U(ab)] = T(0)
            for o in range(o_block * 1024, min(O, o_block * 1024 + 1024)):
                w_channel_here = w_channel[U(o), U(c)]
                for ab in range(H * W):
                    part[U(ab)] += dz[U(n), U(o), U(ab)] * w_channel_here
            for ab in range(H * W):
                dx[U(n), U(c), U(ab)], rest[U(ab)] = carried(dx[U(n), U(c), U(ab)], rest[U(ab)], part[U(ab)])


def _vjp_x(w_channel, dz, dx, N, C, H, W, O):
    """dy_t[n,c,i,b] = Σ_{v : s_w ∣ b+p_l−d_w·v} dy[n, c, i, (b+p_l−d_w·v)/s_w] · w_row[c,0,0,v]
    dz[n,o,a,b] = Σ_{u : s_h ∣ a+p_t−d_h·u} dy_t[n, o, (a+p_t−d_h·u)/s_h, b] · w_column[o,0,u,0]
    dx[n,c,a,b] = Σ_o dz[n,o,a,b] · w_channel[o,c]

    Operations: C·H·N·O·W + H·KH·N·O·W + KW·N·O·OH·W multiplications, H·KH·N·O·W + (C − 1) · H · N · O · W
        + (KW − 1) · N · O · OH · W − C·H·N·W additions, terms that a condition drops counted.
    """
    dz_rows = dz.reshape((N, O, H * W))
    dx_rows = dx.reshape((N, C, H * W))
    if O == 1:
        launch(_vjp_x_single, N * C, C * H * N * W, dx_rows, dz_rows.reshape(N, H * W), w_channel.reshape(C),
                N, C, H, W)
    elif blocks(H * N * W >= 4 and C >= 4 and O >= 4):
        if either(H * W >= 128):
            ab_count = H * W
            wide = colblock(ab_count)
            deep = depthblock()
            high = rowblock(C, ((ab_count - 1) // wide + 1) * N)
            launch(_vjp_x_either, N * ((C - 1) // high + 1) * ((ab_count - 1) // wide + 1),
                    C * H * N * O * W // 32, w_channel, dz_rows, dx_rows, N, C, H, W, O, ab_count, deep, high,
                    wide)
        else:
            ab_count2 = H * W
            rows2 = N * ab_count2
            wide2 = colblock(C)
            deep2 = depthblock()
            high2 = rowblock(rows2, (C - 1) // wide2 + 1)
            line2_last = (rows2 - 1) // ab_count2
            launch(_vjp_x_other, ((rows2 - 1) // high2 + 1) * ((C - 1) // wide2 + 1), C * H * N * O * W // 32,
                    w_channel, dz_rows, dx_rows, N, C, H, W, O, ab_count2, deep2, high2, line2_last, rows2,
                    wide2)
    else:
        o_block_last = (O - 1) // 1024
        launch(_vjp_x_plain, N * C, C * H * N * O * W, w_channel, dz_rows, dx_rows, N, C, H, W, O,
                o_block_last)
