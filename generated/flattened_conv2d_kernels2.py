"""The kernels of flattened_conv2d; flattened_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `flattened_conv2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .abreast import correlate_abreast, lay_abreast, pad_abreast
from .disjoint import njit
from .runtime import gcd, residue
from .threads import launch
from .stencils import abreast, correlate, correlations, pad
from .vectors import finite, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dy_t_abreast(first, last, dy, w_row, dy_t, N, W, O, KW, OW, OH, p_l, d_w, block_count, lot_last,
        pieces, share, tasks, wide):
    """dy_t[n,c,i,q] = Σ_t dy[n, c, i, q+p_l−d_w·t] · w_row[c,0,0,t]"""
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((OH, max(0, wide), 16), dtype)
    weights = np.empty((1, KW, 16), dtype)
    starts = np.empty((1, 16), dtype)
    tile = np.empty((1, OH, W, 16), dtype)
    for part in range(first, last):
        lefts = np.empty(KW, np.int64)
        for tap in range(KW):
            t = tap
            lefts[U(tap)] = t * 16
        rights = np.empty(KW, np.int64)
        for tap in range(KW):
            t = tap
            rights[U(tap)] = d_w * t * 16
        for lot in range(part * share // N, min((part * share + share - 1) // N + 1, lot_last + 1,
                block_count)):
            block = lot
            # dy_t[n,c,i,q] = Σ_t dy[n, c, i, q+p_l−d_w·t] · w_row[c,0,0,t]
            for row in range(1):
                for lane in range(min(16, O - (block * 16))):
                    starts[U(row), U(lane)] = T(0)
            for row in range(1):
                pad_abreast(weights, (row, 0, 0), 0, 16, w_row, (block * 16, 0, 0, KW - 1), 0, -1, KW, 1, KW,
                        min(16, O - (block * 16)), 0, 1, 0, KW)
            for n in range(max(0, part * share - (N * lot)), min(N, tasks - (N * lot),
                    part * share + share - (N * lot))):
                pad_abreast(planes, (0, 0, 0), wide * 16, 16, dy, (n, block * 16, 0, d_w + p_l - (KW * d_w)),
                        OW, 1, OH * OW, OH, wide, min(16, O - (block * 16)), 0, OH, KW * d_w - d_w - p_l,
                        KW * d_w + OW - d_w - p_l)
                correlate_abreast(tile, (0, 0, 0, 0), OH * W * 16, W * 16, 16, starts, (0, 0), 16, weights,
                        (0, 0, 0), KW * 16, lefts, planes, (0, 0, 0), wide * 16, 16, rights, KW, len(rights),
                        1, OH, W, min(16, O - (block * 16)))
                for row in range(1):
                    lay_abreast(dy_t, (n, block * 16, 0, 0), W, 1, OH * W, tile, (row, 0, 0, 0), W * 16, 16,
                            OH, W, min(16, O - (block * 16)))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dy_t_correlations(first, last, dy, w_row, dy_t, N, W, O, KW, OW, OH, p_l, d_w, high, pieces,
        share, strips, tasks, wide):
    """dy_t[n,c,i,q] = Σ_t dy[n, c, i, q+p_l−d_w·t] · w_row[c,0,0,t]"""
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((high, max(0, wide)), dtype)
    starts = np.empty(1, dtype)
    for part in range(first, last):
        lefts = np.empty(KW, np.int64)
        for tap in range(KW):
            t = tap
            lefts[U(tap)] = -t
        rights = np.empty(KW, np.int64)
        for tap in range(KW):
            t = tap
            rights[U(tap)] = d_w * t
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            n = turn_2 // (O * strips)
            c = turn_2 // strips % O
            strip = turn_2 % strips
            # dy_t[n,c,i,q] = Σ_t dy[n, c, i, q+p_l−d_w·t] · w_row[c,0,0,t]
            for row in range(1):
                starts[U(row)] = T(0)
            bottom = OH - (high * strip)
            pad(planes, (0, 0), wide, dy, (n, c, high * strip, d_w + p_l - (KW * d_w)), OW, 1, high, wide,
                    -high * strip, bottom, KW * d_w - d_w - p_l, KW * d_w + OW - d_w - p_l)
            correlate(dy_t, (n, c, high * strip, 0), 0, W, 1, starts, (0,), 1, w_row, (c, 0, 0, KW - 1), 0,
                    lefts, planes, (0, 0), wide, rights, KW, len(rights), 1, min(high, OH - (high * strip)),
                    W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dy_t_plain(first, last, dy, w_row, dy_t, N, W, O, KW, OW, OH, p_l, d_w):
    """dy_t[n,c,i,q] = Σ_t dy[n, c, i, q+p_l−d_w·t] · w_row[c,0,0,t]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (O * OH)
        c = task // OH % O
        i = task % OH
        # dy_t[n,c,i,q] = Σ_t dy[n, c, i, q+p_l−d_w·t] · w_row[c,0,0,t]
        for q in range(W):
            dy_t[U(n), U(c), U(i), U(q)] = T(0)
        for t in range(KW - 1, -1, -1):
            w_row_here = w_row[U(c), 0, 0, U(t)]
            for q in range(max(0, d_w * t - p_l), min(W, OW + d_w * t - p_l)):
                dy_t[U(n), U(c), U(i), U(q)] += dy[U(n), U(c), U(i), U(p_l + q - (d_w * t))] * w_row_here


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dy_t_abreast2(first, last, dy, w_row, dy_t, N, W, O, KW, OW, OH, s_w, p_l, d_w, block_count,
        d_w_by_gcd, gcd_s_w_d_w, pieces, s_w_by_gcd, share, tasks):
    """dy_t[n, c, i, s_w·q+r−p_l] = Σ_{t : 0 ≤ t ≤ ⌊(KW−1−res(d_w,r,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_w,d_w) ∣
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
                    1, OH * OW, OH, OW, min(16, O - (block * 16)), 0, OH, 0, OW)
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
                # dy_t[n, c, i, s_w·q+r−p_l] = Σ_{t : 0 ≤ t ≤
                #     ⌊(KW−1−res(d_w,r,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_w,d_w) ∣ r} dy[n, c, i,
                #     q−(d_w·res(d_w,r,s_w)−r)/s_w−t·d_w/gcd(s_w,d_w)] · w_row[c, 0, 0,
                #     res(d_w,r,s_w)+t·s_w/gcd(s_w,d_w)]
                for row in range(1):
                    for lane in range(min(16, O - (block * 16))):
                        starts[U(row), U(lane)] = T(0)
                s_w_by_gcd2 = s_w // gcd_s_w_d_w
                quotient_r4 = (KW - res_r - 1) // (s_w // gcd_s_w_d_w)
                for row in range(1):
                    bottom = 1 if r % gcd_s_w_d_w == 0 else 0
                    aft = t_count if r % gcd_s_w_d_w == 0 else 0
                    pad_abreast(weights, (row, 0, 0), 0, 16, w_row, (block * 16, 0, 0,
                            quotient_r4 * s_w_by_gcd2 + res_r), 0, -s_w_by_gcd2, KW, 1, t_count, min(16,
                            O - (block * 16)), 0, bottom, 0, aft)
                pad_abreast(planes, (0, 0, 0), wide * 16, 16, raw, (turn_2 - (part * share), 0,
                        -d_w_by_gcd2 * quotient_r3 - quotient_r - quotient_r2, 0), OW * 16, 16, 1, OH, wide,
                        min(16, O - (block * 16)), 0, OH,
                        d_w_by_gcd2 * quotient_r3 + quotient_r + quotient_r2,
                        OW + d_w_by_gcd2 * quotient_r3 + quotient_r + quotient_r2)
                taps = len(rights) if r % gcd_s_w_d_w == 0 else 0
                correlate_abreast(tile, (turn_2 - (part * share), 0, 0, r - p_l - (quotient_r * s_w), 0),
                        OH * W * 16, W * 16, s_w * 16, starts, (0, 0), 16, weights, (0, 0, 0), t_count * 16,
                        lefts, planes, (0, 0, 0), wide * 16, 16, rights, t_count, taps, 1, OH,
                        q_last + quotient_r + 1, min(16, O - (block * 16)))
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            block = turn_2 // N
            n = turn_2 % N
            # dy_t[n, c, i, s_w·q+r−p_l] = Σ_{t : 0 ≤ t ≤
            #     ⌊(KW−1−res(d_w,r,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_w,d_w) ∣ r} dy[n, c, i,
            #     q−(d_w·res(d_w,r,s_w)−r)/s_w−t·d_w/gcd(s_w,d_w)] · w_row[c, 0, 0,
            #     res(d_w,r,s_w)+t·s_w/gcd(s_w,d_w)]
            for row in range(1):
                lay_abreast(dy_t, (n, block * 16, 0, 0), W, 1, OH * W, tile, (turn_2 - (part * share), row, 0,
                        0, 0), W * 16, 16, OH, W, min(16, O - (block * 16)))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dy_t_correlations2(first, last, dy, w_row, dy_t, N, W, O, KW, OW, OH, s_w, p_l, d_w, d_w_by_gcd,
        gcd_s_w_d_w, pieces, s_w_by_gcd):
    """dy_t[n, c, i, s_w·q+r−p_l] = Σ_{t : 0 ≤ t ≤ ⌊(KW−1−res(d_w,r,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_w,d_w) ∣
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
        cuts = max((OH - 1) // most + 1, 1)
        high = max(min(((OH - 1) // (cuts * 4)) * 4 + 4, OH), 1)
        strips = max((OH - 1) // high + 1, 1)
        tasks = N * O * strips
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
            n = turn_2 // (O * strips)
            c = turn_2 // strips % O
            strip = turn_2 % strips
            # dy_t[n, c, i, s_w·q+r−p_l] = Σ_{t : 0 ≤ t ≤
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
            correlate(dy_t, (n, c, high * strip, r - p_l - (quotient_r * s_w)), 0, W, s_w, starts, (0,), 1,
                    w_row, (c, 0, 0, quotient_r3 * s_w_by_gcd2 + res_r), 0, lefts, planes, (0, 0), wide,
                    rights, t_count, taps, 1, min(high, OH - (high * strip)), q_last + quotient_r + 1)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dy_t_plain2(first, last, dy, w_row, dy_t, N, W, O, KW, OW, OH, s_w, p_l, d_w, d_w_by_gcd,
        gcd_s_w_d_w, s_w_by_gcd):
    """dy_t[n, c, i, s_w·q+r−p_l] = Σ_{t : 0 ≤ t ≤ ⌊(KW−1−res(d_w,r,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_w,d_w) ∣
        r} dy[n, c, i, q−(d_w·res(d_w,r,s_w)−r)/s_w−t·d_w/gcd(s_w,d_w)] · w_row[c, 0, 0,
        res(d_w,r,s_w)+t·s_w/gcd(s_w,d_w)]
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (O * OH * s_w)
        c = task // (OH * s_w) % O
        i = task // s_w % OH
        r = task % s_w
        # dy_t[n, c, i, s_w·q+r−p_l] = Σ_{t : 0 ≤ t ≤
        #     ⌊(KW−1−res(d_w,r,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_w,d_w) ∣ r} dy[n, c, i,
        #     q−(d_w·res(d_w,r,s_w)−r)/s_w−t·d_w/gcd(s_w,d_w)] · w_row[c, 0, 0,
        #     res(d_w,r,s_w)+t·s_w/gcd(s_w,d_w)]
        for q in range(-((r - p_l) // s_w), (W + p_l - r - 1) // s_w + 1):
            dy_t[U(n), U(c), U(i), U(q * s_w + r - p_l)] = T(0)
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
                    dy_t[U(n), U(c), U(i), U(q * s_w + r - p_l)] += (
                        dy[U(n), U(c), U(i), U(q - quotient_r - (d_w_by_gcd * t))] * w_row_here
                    )


def _shared_dy_t(dy, w_row, dy_t, N, W, O, KW, OW, OH, s_w, p_l, d_w):
    """dy_t[n,c,i,b] = Σ_{v : s_w ∣ b+p_l−d_w·v} dy[n, c, i, (b+p_l−d_w·v)/s_w] · w_row[c,0,0,v]

    Operations: KW·N·O·OH·W multiplications, (KW − 1) · N · O · OH · W additions, terms that a condition
        drops counted.
    """
    if s_w == 1:
        again = not (
            abreast(O >= 8 and 8192 >= OH * OW and 8192 >= OH * W and 16384 >= KW and 16 >= OW)
            and finite(w_row, dy_t)
        )
        if not again:
            wide = KW * d_w + W - d_w
            block_count = (O - 1) // 16 + 1
            pieces = parts(N * block_count)
            tasks = N * block_count
            share = max((tasks - 1) // pieces + 1, 1)
            lot_last = (tasks - 1) // N
            launch(_shared_dy_t_abreast, pieces, KW * N * O * OH * W // 32, dy, w_row, dy_t, N, W, O, KW, OW,
                    OH, p_l, d_w, block_count, lot_last, pieces, share, tasks, wide)
            again = not (finite(dy_t, w_row))
        if again:
            again = not (correlations(W >= KW and OW >= 4) and finite(w_row, dy_t))
            if not again:
                wide = KW * d_w + W - d_w
                most = max(32768 // max(wide, 1), 8)
                cuts = max((OH - 1) // most + 1, 1)
                high = max(min(((OH - 1) // (cuts * 4)) * 4 + 4, OH), 1)
                strips = max((OH - 1) // high + 1, 1)
                pieces = parts(N * O * strips)
                tasks = N * O * strips
                share = max((tasks - 1) // pieces + 1, 1)
                launch(_shared_dy_t_correlations, pieces, KW * N * O * OH * W // 32, dy, w_row, dy_t, N, W, O,
                        KW, OW, OH, p_l, d_w, high, pieces, share, strips, tasks, wide)
                again = not (finite(dy_t, w_row))
            if again:
                launch(_shared_dy_t_plain, N * O * OH, KW * N * O * OH * W, dy, w_row, dy_t, N, W, O, KW, OW,
                        OH, p_l, d_w)
    else:
        again = not (
            abreast(O >= 8 and 8192 >= OH * OW and 8192 >= OH * W and 16 >= OW) and finite(w_row, dy_t)
        )
        if not again:
            block_count = (O - 1) // 16 + 1
            some = min(max(32768 // (OH * W * 16), 1), 8)
            pieces = max((N * block_count - 1) // some + 1, 1)
            tasks = N * block_count
            share = max((tasks - 1) // pieces + 1, 1)
            s_w_by_gcd = s_w // gcd(s_w, d_w)
            d_w_by_gcd = d_w // gcd(s_w, d_w)
            gcd_s_w_d_w = gcd(s_w, d_w)
            launch(_shared_dy_t_abreast2, pieces,
                    (-p_l // s_w + (W + p_l - 1) // s_w + 1) * ((KW - residue(d_w, 0,
                    s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * N * O * OH * s_w // 32, dy, w_row, dy_t, N, W,
                    O, KW, OW, OH, s_w, p_l, d_w, block_count, d_w_by_gcd, gcd_s_w_d_w, pieces, s_w_by_gcd,
                    share, tasks)
            again = not (finite(dy_t, w_row))
        if again:
            again = not (correlations(OW >= 4) and finite(w_row, dy_t))
            if not again:
                some = min(max(32768 // (OH * W), 8), 128)
                pieces = max((N * O - 1) // some + 1, 1)
                s_w_by_gcd = s_w // gcd(s_w, d_w)
                d_w_by_gcd = d_w // gcd(s_w, d_w)
                gcd_s_w_d_w = gcd(s_w, d_w)
                launch(_shared_dy_t_correlations2, pieces * s_w,
                        (-p_l // s_w + (W + p_l - 1) // s_w + 1) * ((KW - residue(d_w, 0,
                        s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * N * O * OH * s_w // 32, dy, w_row, dy_t, N,
                        W, O, KW, OW, OH, s_w, p_l, d_w, d_w_by_gcd, gcd_s_w_d_w, pieces, s_w_by_gcd)
                again = not (finite(dy_t, w_row))
            if again:
                s_w_by_gcd = s_w // gcd(s_w, d_w)
                d_w_by_gcd = d_w // gcd(s_w, d_w)
                gcd_s_w_d_w = gcd(s_w, d_w)
                launch(_shared_dy_t_plain2, N * O * OH * s_w,
                        (-p_l // s_w + (W + p_l - 1) // s_w + 1) * ((KW - residue(d_w, 0,
                        s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * N * O * OH * s_w, dy, w_row, dy_t, N, W, O,
                        KW, OW, OH, s_w, p_l, d_w, d_w_by_gcd, gcd_s_w_d_w, s_w_by_gcd)
