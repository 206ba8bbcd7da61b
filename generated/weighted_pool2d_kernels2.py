"""The kernels of weighted_pool2d; weighted_pool2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `weighted_pool2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .weighted_pool2d_kernels import (
    _forward_part, _forward_abreast, _forward_correlations, _forward_plain,
)
from .abreast import correlate_abreast, lay_abreast, pad_abreast
from .disjoint import njit
from .threads import launch
from .stencils import abreast, correlate, correlations, pad
from .vectors import finite, parts, scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_abreast(first, last, dy, bell_sum, dx, bell, N, C, H, W, OH, OW, KH, KW, p_t, p_l, block_count,
        pieces, share, tall, wide):
    """dx[nc,q,q′] = 1/bell_sum · Σ_{t,t′} dy[nc, q+p_t−t, q′+p_l−t′] · bell[t,t′]"""
    dtype = dy.dtype
    T = dtype.type
    bell_sum_value = bell_sum[()]
    value_of = T(1) / bell_sum_value
    planes = np.empty((max(0, tall), max(0, wide), 16), dtype)
    weights = np.empty((1, KH, KW, 16), dtype)
    starts = np.empty((1, 16), dtype)
    tile = np.empty((1, H, W, 16), dtype)
    for part in range(first, last):
        lefts = np.empty(KW * KH, np.int64)
        for tap in range(KW * KH):
            t_ = tap // KH
            t = tap % KH
            lefts[U(tap)] = t_ * 16 + KW * t * 16
        rights = np.empty(KW * KH, np.int64)
        for tap in range(KW * KH):
            t_ = tap // KH
            t = tap % KH
            rights[U(tap)] = t_ * 16 + t * wide * 16
        for block in range(part * share, min(part * share + share, block_count)):
            # dx[nc,q,q′] = 1/bell_sum · Σ_{t,t′} dy[nc, q+p_t−t, q′+p_l−t′] · bell[t,t′]
            for row in range(1):
                for lane in range(min(16, C * N - (block * 16))):
                    starts[U(row), U(lane)] = T(0)
            for row in range(1):
                pad_abreast(weights, (row, 0, 0, 0), KW * 16, 16, bell, (KH - 1, KW - 1), -KW, -1, 0, KH, KW,
                        min(16, C * N - (block * 16)), 0, KH, 0, KW)
            pad_abreast(planes, (0, 0, 0), wide * 16, 16, dy, (block * 16, p_t + 1 - KH, p_l + 1 - KW), OW, 1,
                    OH * OW, tall, wide, min(16, C * N - (block * 16)), KH - p_t - 1, KH + OH - p_t - 1,
                    KW - p_l - 1, KW + OW - p_l - 1)
            correlate_abreast(tile, (0, 0, 0, 0), H * W * 16, W * 16, 16, starts, (0, 0), 16, weights, (0, 0,
                    0, 0), KH * KW * 16, lefts, planes, (0, 0, 0), wide * 16, 16, rights, KH, len(rights), 1,
                    H, W, min(16, C * N - (block * 16)))
            for row in range(1):
                for q in range(H):
                    for q_ in range(W):
                        for lane in range(min(16, C * N - (block * 16))):
                            dx[U(block * 16 + lane), U(q), U(q_)] = (
                                tile[U(row), U(q), U(q_), U(lane)] * value_of
                            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_correlations(first, last, dy, bell_sum, dx, bell, N, C, H, W, OH, OW, KH, KW, p_t, p_l, high,
        nc_count, pieces, share, strips, tall, tasks, wide):
    """dx[nc,q,q′] = 1/bell_sum · Σ_{t,t′} dy[nc, q+p_t−t, q′+p_l−t′] · bell[t,t′]"""
    dtype = dy.dtype
    T = dtype.type
    bell_sum_value = bell_sum[()]
    value_of = T(1) / bell_sum_value
    planes = np.empty((max(0, tall), max(0, wide)), dtype)
    starts = np.empty(1, dtype)
    tile = np.empty((1, high, W), dtype)
    for part in range(first, last):
        lefts = np.empty(KW * KH, np.int64)
        for tap in range(KW * KH):
            t_ = tap // KH
            t = tap % KH
            lefts[U(tap)] = -t_ - (KW * t)
        rights = np.empty(KW * KH, np.int64)
        for tap in range(KW * KH):
            t_ = tap // KH
            t = tap % KH
            rights[U(tap)] = t_ + t * wide
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            nc = turn_2 // strips
            strip = turn_2 % strips
            # dx[nc,q,q′] = 1/bell_sum · Σ_{t,t′} dy[nc, q+p_t−t, q′+p_l−t′] · bell[t,t′]
            for row in range(1):
                starts[U(row)] = T(0)
            top = KH - p_t - (high * strip) - 1
            bottom = KH + OH - p_t - (high * strip) - 1
            pad(planes, (0, 0), wide, dy, (nc, p_t + high * strip + 1 - KH, p_l + 1 - KW), OW, 1, tall, wide,
                    top, bottom, KW - p_l - 1, KW + OW - p_l - 1)
            correlate(tile, (0, 0, 0), W * high, W, 1, starts, (0,), 1, bell, (KH - 1, KW - 1), 0, lefts,
                    planes, (0, 0), wide, rights, KH, len(rights), 1, min(high, H - (high * strip)), W)
            for row in range(1):
                for q in range(high * strip, min(high + high * strip, H)):
                    for q_ in range(W):
                        dx[U(nc), U(q), U(q_)] = tile[U(row), U(q - (high * strip)), U(q_)] * value_of


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, bell_sum, dx, bell, N, C, H, W, OH, OW, KH, KW, p_t, p_l):
    """dx[nc,q,q′] = 1/bell_sum · Σ_{t,t′} dy[nc, q+p_t−t, q′+p_l−t′] · bell[t,t′]"""
    dtype = dy.dtype
    T = dtype.type
    bell_sum_value = bell_sum[()]
    value_of = T(1) / bell_sum_value
    row = np.empty(W, dtype)
    for task in range(first, last):
        nc = task // H
        q = task % H
        # dx[nc,q,q′] = 1/bell_sum · Σ_{t,t′} dy[nc, q+p_t−t, q′+p_l−t′] · bell[t,t′]
        for q_ in range(W):
            row[U(q_)] = T(0)
        for t in range(max(0, p_t + q + 1 - OH), min(KH, p_t + q + 1)):
            for t_ in range(KW - 1, -1, -1):
                bell_here = bell[U(t), U(t_)]
                for q_ in range(max(0, t_ - p_l), min(W, OW + t_ - p_l)):
                    row[U(q_)] += bell_here * dy[U(nc), U(p_t + q - t), U(p_l + q_ - t_)]
        for q_ in range(W):
            dx[U(nc), U(q), U(q_)] = row[U(q_)] * value_of


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_abreast2(first, last, dy, bell_sum, dx, bell, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l,
        block_count, pieces, share):
    """dx[nc, s_h·q+r−p_t, s_w·q′+r′−p_l] = 1/bell_sum · Σ_{t,t′ : 0 ≤ t ≤ ⌊(KH−1−r)/s_h⌋, 0 ≤ t′ ≤
        ⌊(KW−1−r′)/s_w⌋} dy[nc, q−t, q′−t′] · bell[r+s_h·t, r′+s_w·t′]
    """
    dtype = dy.dtype
    T = dtype.type
    bell_sum_value = bell_sum[()]
    value_of = T(1) / bell_sum_value
    raw = np.empty((share, OH, OW, 16), dtype)
    starts = np.empty((1, 16), dtype)
    tile = np.empty((share, 1, H, W, 16), dtype)
    for part in range(first, last):
        for block in range(part * share, min(part * share + share, block_count)):
            pad_abreast(raw, (block - (part * share), 0, 0, 0), OW * 16, 16, dy, (block * 16, 0, 0), OW, 1,
                    OH * OW, OH, OW, min(16, C * N - (block * 16)), 0, OH, 0, OW)
        for r in range(s_h):
            t_count = (KH - r - 1) // s_h + 1
            q_count = (H + p_t - r - 1) // s_h + (r - p_t) // s_h + 1
            tall = q_count + t_count - 1
            quotient_r = (KH - r - 1) // s_h
            quotient_r2 = (r - p_t) // s_h
            q_last = (H + p_t - r - 1) // s_h
            for r_ in range(s_w):
                t__count = (KW - r_ - 1) // s_w + 1
                q__count = (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1
                wide = q__count + t__count - 1
                lefts = np.empty(max(0, t__count * t_count), np.int64)
                for tap in range(t__count * t_count):
                    t_ = tap // t_count
                    t = tap % t_count
                    lefts[U(tap)] = t_ * 16 + t * t__count * 16
                rights = np.empty(max(0, t__count * t_count), np.int64)
                for tap in range(t__count * t_count):
                    t_ = tap // t_count
                    t = tap % t_count
                    rights[U(tap)] = t_ * 16 + t * wide * 16
                planes = np.empty((max(0, tall), max(0, wide), 16), dtype)
                weights = np.empty((1, max(0, t_count), max(0, t__count), 16), dtype)
                quotient_r_ = (KW - r_ - 1) // s_w
                quotient_r_2 = (r_ - p_l) // s_w
                q__last = (W + p_l - r_ - 1) // s_w
                for block in range(part * share, min(part * share + share, block_count)):
                    # dx[nc, s_h·q+r−p_t, s_w·q′+r′−p_l] = 1/bell_sum · Σ_{t,t′ : 0 ≤ t ≤ ⌊(KH−1−r)/s_h⌋,
                    #     0 ≤ t′ ≤ ⌊(KW−1−r′)/s_w⌋} dy[nc, q−t, q′−t′] · bell[r+s_h·t, r′+s_w·t′]
                    for row in range(1):
                        for lane in range(min(16, C * N - (block * 16))):
                            starts[U(row), U(lane)] = T(0)
                    for row in range(1):
                        pad_abreast(weights, (row, 0, 0, 0), t__count * 16, 16, bell, (quotient_r * s_h + r,
                                quotient_r_ * s_w + r_), -KW * s_h, -s_w, 0, t_count, t__count, min(16,
                                C * N - (block * 16)), 0, t_count, 0, t__count)
                    pad_abreast(planes, (0, 0, 0), wide * 16, 16, raw, (block - (part * share),
                            -quotient_r - quotient_r2, -quotient_r_ - quotient_r_2, 0), OW * 16, 16, 1, tall,
                            wide, min(16, C * N - (block * 16)), quotient_r + quotient_r2,
                            OH + quotient_r + quotient_r2, quotient_r_ + quotient_r_2,
                            OW + quotient_r_ + quotient_r_2)
                    correlate_abreast(tile, (block - (part * share), 0, r - p_t - (quotient_r2 * s_h),
                            r_ - p_l - (quotient_r_2 * s_w), 0), H * W * 16, W * s_h * 16, s_w * 16, starts,
                            (0, 0), 16, weights, (0, 0, 0, 0), t__count * t_count * 16, lefts, planes, (0, 0,
                            0), wide * 16, 16, rights, t_count, len(rights), 1, q_last + quotient_r2 + 1,
                            q__last + quotient_r_2 + 1, min(16, C * N - (block * 16)))
        for block in range(part * share, min(part * share + share, block_count)):
            # dx[nc, s_h·q+r−p_t, s_w·q′+r′−p_l] = 1/bell_sum · Σ_{t,t′ : 0 ≤ t ≤ ⌊(KH−1−r)/s_h⌋,
            #     0 ≤ t′ ≤ ⌊(KW−1−r′)/s_w⌋} dy[nc, q−t, q′−t′] · bell[r+s_h·t, r′+s_w·t′]
            for row in range(1):
                for a in range(H):
                    for b in range(W):
                        for lane in range(min(16, C * N - (block * 16))):
                            tile[U(block - (part * share)), U(row), U(a), U(b), U(lane)] = (
                                tile[U(block - (part * share)), U(row), U(a), U(b), U(lane)] * value_of
                            )
            for row in range(1):
                lay_abreast(dx, (block * 16, 0, 0), W, 1, H * W, tile, (block - (part * share), row, 0, 0, 0),
                        W * 16, 16, H, W, min(16, C * N - (block * 16)))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_correlations2(first, last, dy, bell_sum, dx, bell, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l,
        nc_count, pieces):
    """dx[nc, s_h·q+r−p_t, s_w·q′+r′−p_l] = 1/bell_sum · Σ_{t,t′ : 0 ≤ t ≤ ⌊(KH−1−r)/s_h⌋, 0 ≤ t′ ≤
        ⌊(KW−1−r′)/s_w⌋} dy[nc, q−t, q′−t′] · bell[r+s_h·t, r′+s_w·t′]
    """
    dtype = dy.dtype
    T = dtype.type
    bell_sum_value = bell_sum[()]
    value_of = T(1) / bell_sum_value
    starts = np.empty(1, dtype)
    for task in range(first, last):
        part = task // (s_h * s_w)
        r = task // s_w % s_h
        r_ = task % s_w
        q__count = (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1
        t__count = (KW - r_ - 1) // s_w + 1
        wide = q__count + t__count - 1
        q_count = (H + p_t - r - 1) // s_h + (r - p_t) // s_h + 1
        most = max(32768 // max(wide, 1), 8)
        cuts = max((q_count - 1) // most + 1, 1)
        high = max(min(((q_count - 1) // (cuts * 4)) * 4 + 4, q_count), 1)
        strips = max((q_count - 1) // high + 1, 1)
        t_count = (KH - r - 1) // s_h + 1
        tall = high + t_count - 1
        tasks = nc_count * strips
        share = max((tasks - 1) // pieces + 1, 1)
        lefts = np.empty(max(0, t__count * t_count), np.int64)
        for tap in range(t__count * t_count):
            t_ = tap // t_count
            t = tap % t_count
            lefts[U(tap)] = -s_w * t_ - (KW * s_h * t)
        rights = np.empty(max(0, t__count * t_count), np.int64)
        for tap in range(t__count * t_count):
            t_ = tap // t_count
            t = tap % t_count
            rights[U(tap)] = t_ + t * wide
        planes = np.empty((max(0, tall), max(0, wide)), dtype)
        tile = np.empty((1, high, max(0, q__count)), dtype)
        quotient_r = (r - p_t) // s_h
        quotient_r2 = (KH - r - 1) // s_h
        quotient_r_ = (r_ - p_l) // s_w
        quotient_r_2 = (KW - r_ - 1) // s_w
        q_last = (H + p_t - r - 1) // s_h
        q__last = (W + p_l - r_ - 1) // s_w
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            nc = turn_2 // strips
            strip = turn_2 % strips
            # dx[nc, s_h·q+r−p_t, s_w·q′+r′−p_l] = 1/bell_sum · Σ_{t,t′ : 0 ≤ t ≤ ⌊(KH−1−r)/s_h⌋,
            #     0 ≤ t′ ≤ ⌊(KW−1−r′)/s_w⌋} dy[nc, q−t, q′−t′] · bell[r+s_h·t, r′+s_w·t′]
            for row in range(1):
                starts[U(row)] = T(0)
            top = quotient_r + quotient_r2 - (high * strip)
            bottom = OH + quotient_r + quotient_r2 - (high * strip)
            pad(planes, (0, 0), wide, dy, (nc, high * strip - quotient_r - quotient_r2,
                    -quotient_r_ - quotient_r_2), OW, 1, tall, wide, top, bottom, quotient_r_ + quotient_r_2,
                    OW + quotient_r_ + quotient_r_2)
            correlate(tile, (0, 0, 0), high * q__count, q__count, 1, starts, (0,), 1, bell,
                    (quotient_r2 * s_h + r, quotient_r_2 * s_w + r_), 0, lefts, planes, (0, 0), wide, rights,
                    t_count, len(rights), 1, min(high, q_last + quotient_r + 1 - (high * strip)),
                    q__last + quotient_r_ + 1)
            for row in range(1):
                for q in range(high * strip - quotient_r, min(high + high * strip - quotient_r, q_last + 1)):
                    for q_ in range(-quotient_r_, q__last + 1):
                        dx[U(nc), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = (
                            tile[U(row), U(q + quotient_r - (high * strip)), U(q_ + quotient_r_)] * value_of
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain3(first, last, dy, bell_sum, dx, bell, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l):
    """dx[nc, s_h·q+r−p_t, s_w·q′+r′−p_l] = 1/bell_sum · Σ_{t,t′ : 0 ≤ t ≤ ⌊(KH−1−r)/s_h⌋, 0 ≤ t′ ≤
        ⌊(KW−1−r′)/s_w⌋} dy[nc, q−t, q′−t′] · bell[r+s_h·t, r′+s_w·t′]
    """
    dtype = dy.dtype
    T = dtype.type
    bell_sum_value = bell_sum[()]
    value_of = T(1) / bell_sum_value
    row = np.empty(0, dtype)
    for task in range(first, last):
        nc = task // (s_h * s_w)
        r = task // s_w % s_h
        r_ = task % s_w
        if row.size < max(0, (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1):
            row = np.empty(max(0, (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1), dtype)
        quotient_r_ = (r_ - p_l) // s_w
        q__last = (W + p_l - r_ - 1) // s_w
        t__last = (KW - r_ - 1) // s_w
        t_last = (KH - r - 1) // s_h
        for q in range(-((r - p_t) // s_h), (H + p_t - r - 1) // s_h + 1):
            # dx[nc, s_h·q+r−p_t, s_w·q′+r′−p_l] = 1/bell_sum · Σ_{t,t′ : 0 ≤ t ≤ ⌊(KH−1−r)/s_h⌋,
            #     0 ≤ t′ ≤ ⌊(KW−1−r′)/s_w⌋} dy[nc, q−t, q′−t′] · bell[r+s_h·t, r′+s_w·t′]
            for q_ in range(-quotient_r_, q__last + 1):
                row[U(q_ + quotient_r_)] = T(0)
            for t in range(max(0, q + 1 - OH), min(t_last + 1, q + 1)):
                for t_ in range(t__last, -1, -1):
                    bell_here = bell[U(r + s_h * t), U(r_ + s_w * t_)]
                    for q_ in range(max(-quotient_r_, t_), min(q__last + 1, OW + t_)):
                        row[U(q_ + quotient_r_)] += bell_here * dy[U(nc), U(q - t), U(q_ - t_)]
            for q_ in range(-quotient_r_, q__last + 1):
                dx[U(nc), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = row[U(q_ + quotient_r_)] * value_of


def _vjp_x(dy, bell_sum, dx, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, sigma):
    """bell[u,v] = exp(−((u − KH/2 + 1/2)² + (v − KW/2 + 1/2)²)/(2·σ²))
    dx[n,c,a,b] = 1/bell_sum · Σ_{u,v : s_h ∣ a+u+p_t−KH+1, s_w ∣ b+v+p_l−KW+1} dy[n, c,
        (a+u+p_t−KH+1)/s_h, (b+v+p_l−KW+1)/s_w] · bell[KH−1−u, KW−1−v]

    Operations: C·H·KH·KW·N·W + C·H·N·W multiplications, C·H·KH·KW·N·W − C·H·N·W additions, terms that a
        condition drops counted.
    """
    dtype = dx.dtype
    dy_rows = dy.reshape((C * N, OH, OW))
    dx_rows = dx.reshape((C * N, H, W))
    if s_h == 1 and s_w == 1:
        bell = scratch((KH, KW), dtype)
        # bell[u,v] = exp(−((u − KH/2 + 1/2)² + (v − KW/2 + 1/2)²)/(2·σ²))
        launch(_forward_part, KH, KH * KW, bell, KH, KW, sigma)
        again = not (
            abreast(C * N >= 8 and 8192 >= OH * OW and 8192 >= H * W and 16384 >= KH * KW and 16 >= OW)
            and finite(bell, dx_rows)
        )
        if not again:
            tall = H + KH - 1
            wide = KW + W - 1
            block_count = (C * N - 1) // 16 + 1
            pieces = parts(block_count)
            share = max((block_count - 1) // pieces + 1, 1)
            launch(_vjp_x_abreast, pieces, C * H * KH * KW * N * W // 32, dy_rows, bell_sum, dx_rows, bell, N,
                    C, H, W, OH, OW, KH, KW, p_t, p_l, block_count, pieces, share, tall, wide)
            again = not (finite(dx_rows, bell))
        if again:
            again = not (correlations(H >= KH and W >= KW and OW >= 4) and finite(bell, dx_rows))
            if not again:
                wide = KW + W - 1
                most = max(32768 // max(wide, 1), 8)
                cuts = max((H - 1) // most + 1, 1)
                high = max(min(((H - 1) // (cuts * 4)) * 4 + 4, H), 1)
                strips = max((H - 1) // high + 1, 1)
                tall = KH + high - 1
                nc_count = C * N
                pieces = parts(nc_count * strips)
                tasks = nc_count * strips
                share = max((tasks - 1) // pieces + 1, 1)
                launch(_vjp_x_correlations, pieces, C * H * KH * KW * N * W // 32, dy_rows, bell_sum, dx_rows,
                        bell, N, C, H, W, OH, OW, KH, KW, p_t, p_l, high, nc_count, pieces, share, strips,
                        tall, tasks, wide)
                again = not (finite(dx_rows, bell))
            if again:
                launch(_vjp_x_plain, C * N * H, C * H * KH * KW * N * W, dy_rows, bell_sum, dx_rows, bell, N,
                        C, H, W, OH, OW, KH, KW, p_t, p_l)
    else:
        bell = scratch((KH, KW), dtype)
        # bell[u,v] = exp(−((u − KH/2 + 1/2)² + (v − KW/2 + 1/2)²)/(2·σ²))
        launch(_forward_part, KH, KH * KW, bell, KH, KW, sigma)
        again = not (
            abreast(C * N >= 8 and 8192 >= OH * OW and 8192 >= H * W and 16 >= OW) and finite(bell, dx_rows)
        )
        if not again:
            block_count = (C * N - 1) // 16 + 1
            some = min(max(32768 // (H * W * 16), 1), 8)
            pieces = max((block_count - 1) // some + 1, 1)
            share = max((block_count - 1) // pieces + 1, 1)
            launch(_vjp_x_abreast2, pieces,
                    (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - 1) // s_h + 1) * ((KW - 1) // s_w + 1) * C * N * s_h * s_w // 32,
                    dy_rows, bell_sum, dx_rows, bell, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l,
                    block_count, pieces, share)
            again = not (finite(dx_rows, bell))
        if again:
            again = not (correlations(OW >= 4) and finite(bell, dx_rows))
            if not again:
                nc_count = C * N
                some = min(max(32768 // (H * W), 8), 128)
                pieces = max((nc_count - 1) // some + 1, 1)
                launch(_vjp_x_correlations2, pieces * s_h * s_w,
                        (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - 1) // s_h + 1) * ((KW - 1) // s_w + 1) * C * N * s_h * s_w // 32,
                        dy_rows, bell_sum, dx_rows, bell, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l,
                        nc_count, pieces)
                again = not (finite(dx_rows, bell))
            if again:
                launch(_vjp_x_plain3, C * N * s_h * s_w,
                        (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - 1) // s_h + 1) * ((KW - 1) // s_w + 1) * C * N * s_h * s_w,
                        dy_rows, bell_sum, dx_rows, bell, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l)


def _jvp(x_dot, bell_sum, y_dot, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, sigma):
    """bell[u,v] = exp(−((u − KH/2 + 1/2)² + (v − KW/2 + 1/2)²)/(2·σ²))
    Ṡ₁[n,c,i,j] = Σ_{u,v} bell[u,v] · ẋ[n, c, s_h·i+u−p_t, s_w·j+v−p_l]
    ẏ[n,c,i,j] = Ṡ₁[n,c,i,j]/bell_sum

    Operations: C·KH·KW·N·OH·OW + C·N·OH·OW multiplications, C·KH·KW·N·OH·OW − C·N·OH·OW additions, terms
        that a condition drops counted.
    """
    dtype = y_dot.dtype
    x_dot_rows = x_dot.reshape((C * N, H, W))
    y_dot_rows = y_dot.reshape((C * N, OH, OW))
    bell = scratch((KH, KW), dtype)
    # bell[u,v] = exp(−((u − KH/2 + 1/2)² + (v − KW/2 + 1/2)²)/(2·σ²))
    launch(_forward_part, KH, KH * KW, bell, KH, KW, sigma)
    again = not (
        abreast(C * N >= 8 and 8192 >= H * W and 8192 >= OH * OW and 16384 >= KH * KW and s_w * 16 >= W)
        and finite(bell, y_dot_rows)
    )
    if not again:
        tall = KH + OH * s_h - s_h
        wide = KW + OW * s_w - s_w
        block_count = (C * N - 1) // 16 + 1
        pieces = parts(block_count)
        share = max((block_count - 1) // pieces + 1, 1)
        # ẏ[nc,i,j] = 1/bell_sum · Σ_{u,v} bell[u,v] · ẋ[nc, s_h·i+u−p_t, s_w·j+v−p_l]
        launch(_forward_abreast, pieces, C * KH * KW * N * OH * OW // 32, x_dot_rows, y_dot_rows, bell_sum,
                bell, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, block_count, pieces, share, tall, wide)
        again = not (finite(y_dot_rows, bell))
    if again:
        again = not (
            correlations(OH >= KH and OW >= KW and KH >= s_h and KW >= s_w and W >= 4)
            and finite(bell, y_dot_rows)
        )
        if not again:
            wide = (KW - 1) // s_w + OW
            most = max(32768 // max(s_h * s_w * wide, 1), 8)
            cuts = max((OH - 1) // most + 1, 1)
            high = max(min(((OH - 1) // (cuts * 4)) * 4 + 4, OH), 1)
            strips = max((OH - 1) // high + 1, 1)
            tall = (KH - 1) // s_h + high
            nc_count = C * N
            pieces = parts(nc_count * strips)
            tasks = nc_count * strips
            share = max((tasks - 1) // pieces + 1, 1)
            # ẏ[nc,i,j] = 1/bell_sum · Σ_{u,v} bell[u,v] · ẋ[nc, s_h·i+u−p_t, s_w·j+v−p_l]
            launch(_forward_correlations, pieces, C * KH * KW * N * OH * OW // 32, x_dot_rows, y_dot_rows,
                    bell_sum, bell, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, high, nc_count, pieces,
                    share, strips, tall, tasks, wide)
            again = not (finite(y_dot_rows, bell))
        if again:
            # Ṡ₁[j] = Σ_{u,v} bell[u,v] · ẋ[nc, s_h·i+u−p_t, s_w·j+v−p_l]
            # ẏ[nc,i,j] = Ṡ₁[j]/bell_sum
            launch(_forward_plain, C * N * OH, C * KH * KW * N * OH * OW + C * N * OH * OW, x_dot_rows,
                    y_dot_rows, bell_sum, bell, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l)
