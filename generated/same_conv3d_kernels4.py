"""The kernels of same_conv3d; same_conv3d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `same_conv3d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .same_conv3d_kernels import (
    _forward_abreast, _forward_correlations, _forward_blocks, _forward_blocks2, _forward_plain,
)
from .abreast import correlate_abreast, pad_abreast
from .disjoint import njit
from .runtime import carried
from .skipped_terms import contract_inside
from .threads import launch
from .stencils import abreast, correlate, correlations, pad
from .vectors import blocks, colblock, depthblock, finite, padded, parts, rowblock, scratch, skipping, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_abreast2(first, last, w_dot, x, y_dot, y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w,
        block3_count3, lot3_last, pieces3, quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w, share3, tall3,
        tasks3, wide3):
    """ẏ[n, g·Og+o, k, i, j] = y_dot_part1[n, g·Og+o, k, i, j] + Σ_{c,t,u,v} ẇ[g·Og+o, c, t, u, v] · x[n,
        g·Cg+c, k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
    """
    dtype = w_dot.dtype
    T = dtype.type
    planes3 = np.empty((Cg, KD, max(0, tall3), max(0, wide3), 16), dtype)
    weights3 = np.empty((Og, Cg, KD, KH, KW, 16), dtype)
    starts3 = np.empty((Og, 16), dtype)
    tile3 = np.empty((Og, H, W, 16), dtype)
    for part3 in range(first, last):
        lefts3 = np.empty(Cg * KD * KW * KH, np.int64)
        for tap in range(Cg * KD * KW * KH):
            c = tap // (KD * KW * KH)
            t = tap // (KW * KH) % KD
            v = tap // KH % KW
            u = tap % KH
            lefts3[U(tap)] = KD * KH * KW * c * 16 + KH * KW * t * 16 + KW * u * 16 + v * 16
        rights3 = np.empty(Cg * KD * KW * KH, np.int64)
        for tap in range(Cg * KD * KW * KH):
            c = tap // (KD * KW * KH)
            t = tap // (KW * KH) % KD
            v = tap // KH % KW
            u = tap % KH
            rights3[U(tap)] = (
                KD * c * tall3 * wide3 * 16 + t * tall3 * wide3 * 16 + d_h * u * wide3 * 16 + d_w * v * 16
            )
        for lot3 in range(part3 * share3 // D, min((part3 * share3 + share3 - 1) // D + 1, lot3_last + 1,
                N * block3_count3)):
            block3 = lot3 // N
            n = lot3 % N
            # ẏ[n, g·Og+o, k, i, j] = y_dot_part1[n, g·Og+o, k, i, j] + Σ_{c,t,u,v} ẇ[g·Og+o, c,
            #     t, u, v] · x[n, g·Cg+c, k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋,
            #     j+d_w·v−⌊d_w·(KW−1)/2⌋]
            for o in range(Og):
                for lane3 in range(min(16, G - (block3 * 16))):
                    starts3[U(o), U(lane3)] = T(0)
            for o in range(Og):
                for c in range(Cg):
                    for t in range(KD):
                        pad_abreast(weights3, (o, c, t, 0, 0, 0), KW * 16, 16, w_dot, (Og * block3 * 16 + o,
                                c, t, 0, 0), KW, 1, Cg * KD * KH * KW * Og, KH, KW, min(16,
                                G - (block3 * 16)), 0, KH, 0, KW)
            for k in range(max(0, part3 * share3 - (D * lot3)), min(D, tasks3 - (D * lot3),
                    part3 * share3 + share3 - (D * lot3))):
                for c in range(Cg):
                    for t in range(KD):
                        bottom = (
                            H + quotient_KH_d_h
                            if k + d_d * t >= quotient_KD_d_d and D + quotient_KD_d_d >= k + d_d * t + 1
                            else 0
                        )
                        aft = (
                            W + quotient_KW_d_w
                            if k + d_d * t >= quotient_KD_d_d and D + quotient_KD_d_d >= k + d_d * t + 1
                            else 0
                        )
                        pad_abreast(planes3, (c, t, 0, 0, 0), wide3 * 16, 16, x, (n, Cg * block3 * 16 + c,
                                k + d_d * t - quotient_KD_d_d, -quotient_KH_d_h, -quotient_KW_d_w), W, 1,
                                Cg * D * H * W, tall3, wide3, min(16, G - (block3 * 16)), quotient_KH_d_h,
                                bottom, quotient_KW_d_w, aft)
                correlate_abreast(tile3, (0, 0, 0, 0), H * W * 16, W * 16, 16, starts3, (0, 0), 16, weights3,
                        (0, 0, 0, 0, 0, 0), Cg * KD * KH * KW * 16, lefts3, planes3, (0, 0, 0, 0, 0),
                        wide3 * 16, 16, rights3, KH, len(rights3), Og, H, W, min(16, G - (block3 * 16)))
                for o in range(Og):
                    for i in range(H):
                        for j in range(W):
                            for lane3 in range(min(16, G - (block3 * 16))):
                                y_dot[U(n), U(Og * block3 * 16 + Og * lane3 + o), U(k), U(i), U(j)] = (
                                    tile3[U(o), U(i), U(j), U(lane3)]
                                    + y_dot_part1[U(n), U(Og * block3 * 16 + Og * lane3 + o), U(k), U(i),
                                            U(j)]
                                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_correlations2(first, last, w_dot, x, y_dot, y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h,
        d_w, high3, pieces3, quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w, share3, strips3, tall3,
        tasks3, wide3):
    """ẏ[n, g·Og+o, k, i, j] = y_dot_part1[n, g·Og+o, k, i, j] + Σ_{c,t,u,v} ẇ[g·Og+o, c, t, u, v] · x[n,
        g·Cg+c, k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
    """
    dtype = w_dot.dtype
    T = dtype.type
    planes3 = np.empty((Cg, KD, max(0, tall3), max(0, wide3)), dtype)
    starts3 = np.empty(Og, dtype)
    tile3 = np.empty((Og, high3, W), dtype)
    for part3 in range(first, last):
        lefts3 = np.empty(Cg * KD * KW * KH, np.int64)
        for tap in range(Cg * KD * KW * KH):
            c = tap // (KD * KW * KH)
            t = tap // (KW * KH) % KD
            v = tap // KH % KW
            u = tap % KH
            lefts3[U(tap)] = KD * KH * KW * c + KH * KW * t + KW * u + v
        rights3 = np.empty(Cg * KD * KW * KH, np.int64)
        for tap in range(Cg * KD * KW * KH):
            c = tap // (KD * KW * KH)
            t = tap // (KW * KH) % KD
            v = tap // KH % KW
            u = tap % KH
            rights3[U(tap)] = KD * c * tall3 * wide3 + t * tall3 * wide3 + d_h * u * wide3 + d_w * v
        for turn3 in range(part3 * share3, min(part3 * share3 + share3, tasks3)):
            n = turn3 // (G * D * strips3)
            g = turn3 // (D * strips3) % G
            k = turn3 // strips3 % D
            strip3 = turn3 % strips3
            # ẏ[n, g·Og+o, k, i, j] = y_dot_part1[n, g·Og+o, k, i, j] + Σ_{c,t,u,v} ẇ[g·Og+o, c,
            #     t, u, v] · x[n, g·Cg+c, k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋,
            #     j+d_w·v−⌊d_w·(KW−1)/2⌋]
            for o in range(Og):
                starts3[U(o)] = T(0)
            for c in range(Cg):
                for t in range(KD):
                    top = quotient_KH_d_h - (high3 * strip3)
                    bottom = (
                        H + quotient_KH_d_h - (high3 * strip3)
                        if k + d_d * t >= quotient_KD_d_d and D + quotient_KD_d_d >= k + d_d * t + 1
                        else 0
                    )
                    aft = (
                        W + quotient_KW_d_w
                        if k + d_d * t >= quotient_KD_d_d and D + quotient_KD_d_d >= k + d_d * t + 1
                        else 0
                    )
                    pad(planes3, (c, t, 0, 0), wide3, x, (n, c + Cg * g, k + d_d * t - quotient_KD_d_d,
                            high3 * strip3 - quotient_KH_d_h, -quotient_KW_d_w), W, 1, tall3, wide3, top,
                            bottom, quotient_KW_d_w, aft)
            correlate(tile3, (0, 0, 0), W * high3, W, 1, starts3, (0,), 1, w_dot, (Og * g, 0, 0, 0, 0),
                    Cg * KD * KH * KW, lefts3, planes3, (0, 0, 0, 0), wide3, rights3, KH, len(rights3), Og,
                    min(high3, H - (high3 * strip3)), W)
            for o in range(Og):
                for i in range(high3 * strip3, min(high3 + high3 * strip3, H)):
                    for j in range(W):
                        y_dot[U(n), U(Og * g + o), U(k), U(i), U(j)] = (
                            tile3[U(o), U(i - (high3 * strip3)), U(j)]
                            + y_dot_part1[U(n), U(Og * g + o), U(k), U(i), U(j)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks4(first, last, y_dot, panels4, x_padded4, y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d,
        d_h, d_w, deep4, depth4, high4, line4_last, quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w,
        quotient_Og_wide4, rows4, skipping4, wide4, x_from24, x_from34, x_from44, x_size24, x_size34,
        x_size44):
    """ẏ[n, g·Og+o, k, i, j] = y_dot_part1[n, g·Og+o, k, i, j] + Σ_{c,t,u,v} ẇ[g·Og+o, c, t, u, v] · x[n,
        g·Cg+c, k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
    """
    dtype = y_dot.dtype
    row_at4 = np.empty(high4, np.int64)
    left_at4 = np.empty(max(0, depth4), np.int64)
    right_at4 = np.empty(max(0, depth4), np.int64)
    least4 = np.empty((3, high4), np.int64)
    most4 = np.empty((3, high4), np.int64)
    place4 = np.empty((3, max(0, depth4)), np.int64)
    tile4 = np.empty((high4, wide4), dtype)
    turned4 = np.empty((wide4, high4), dtype)
    for c in range(Cg):
        for t in range(KD):
            for u in range(KH):
                for v in range(KW):
                    left_at4[U(KD * KH * KW * c + KH * KW * t + KW * u + v)] = (
                        c * x_size24 * x_size34 * x_size44
                        + d_d * t * x_size34 * x_size44
                        + d_h * u * x_size44
                        + d_w * v
                    )
                    place4[0, U(KD * KH * KW * c + KH * KW * t + KW * u + v)] = d_d * t
                    place4[1, U(KD * KH * KW * c + KH * KW * t + KW * u + v)] = d_h * u
                    place4[2, U(KD * KH * KW * c + KH * KW * t + KW * u + v)] = d_w * v
    for k4 in range(depth4):
        right_at4[U(k4)] = k4 * wide4
    for task in range(first, last):
        g = task // (((rows4 - 1) // high4 + 1) * ((Og - 1) // wide4 + 1))
        row_part4 = task // (((Og - 1) // wide4 + 1)) % ((rows4 - 1) // high4 + 1)
        col_part4 = task % ((Og - 1) // wide4 + 1)
        # ẏ[n, g·Og+o, k, i, j] = y_dot_part1[n, g·Og+o, k, i, j] + Σ_{c,t,u,v} ẇ[g·Og+o, c,
        #     t, u, v] · x[n, g·Cg+c, k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋,
        #     j+d_w·v−⌊d_w·(KW−1)/2⌋]
        for line4 in range(high4 * row_part4 // W, min((high4 + high4 * row_part4 - 1) // W + 1,
                line4_last + 1, D * H * N)):
            n = line4 // (D * H)
            k = line4 // H % D
            i = line4 % H
            for j in range(max(0, high4 * row_part4 - (W * line4)), min(W, rows4 - (W * line4),
                    high4 + high4 * row_part4 - (W * line4))):
                row_at4[U(j + W * line4 - (high4 * row_part4))] = (
                    Cg * g * x_size24 * x_size34 * x_size44
                    + i * x_size44
                    + j
                    + k * x_size34 * x_size44
                    + Cg * G * n * x_size24 * x_size34 * x_size44
                    - (quotient_KD_d_d * x_size34 * x_size44)
                    - (quotient_KH_d_h * x_size44)
                    - quotient_KW_d_w
                    - (x_from24 * x_size34 * x_size44)
                    - (x_from34 * x_size44)
                    - x_from44
                )
                least4[0, U(j + W * line4 - (high4 * row_part4))] = quotient_KD_d_d - k
                most4[0, U(j + W * line4 - (high4 * row_part4))] = D + quotient_KD_d_d - k - 1
                least4[1, U(j + W * line4 - (high4 * row_part4))] = quotient_KH_d_h - i
                most4[1, U(j + W * line4 - (high4 * row_part4))] = H + quotient_KH_d_h - i - 1
                least4[2, U(j + W * line4 - (high4 * row_part4))] = quotient_KW_d_w - j
                most4[2, U(j + W * line4 - (high4 * row_part4))] = W + quotient_KW_d_w - j - 1
        contract_inside(tile4, (0, 0), wide4, x_padded4, row_at4, left_at4, panels4,
                col_part4 * depth4 * wide4 + depth4 * g * quotient_Og_wide4 * wide4 + depth4 * g * wide4,
                right_at4, min(high4, rows4 - (high4 * row_part4)), min(wide4, Og - (col_part4 * wide4)),
                depth4, deep4, least4, most4, place4, high4, depth4, 3, skipping4,
                np.empty(max(depth4 * 3 + high4 * 4 + 2, 0), np.int64))
        turn(turned4, (0, 0), high4, tile4, 0, wide4, 1, min(high4, rows4 - (high4 * row_part4)), min(wide4,
                Og - (col_part4 * wide4)))
        for line4 in range(high4 * row_part4 // W, min((high4 + high4 * row_part4 - 1) // W + 1,
                line4_last + 1, D * H * N)):
            n = line4 // (D * H)
            k = line4 // H % D
            i = line4 % H
            for o in range(col_part4 * wide4, min(col_part4 * wide4 + wide4, Og)):
                for j in range(max(0, high4 * row_part4 - (W * line4)), min(W, rows4 - (W * line4),
                        high4 + high4 * row_part4 - (W * line4))):
                    y_dot[U(n), U(Og * g + o), U(k), U(i), U(j)] = (
                        turned4[U(o - (col_part4 * wide4)), U(j + W * line4 - (high4 * row_part4))]
                        + y_dot_part1[U(n), U(Og * g + o), U(k), U(i), U(j)]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w_dot, x, y_dot, y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w,
        c_block_last, quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w):
    """ẏ[n, g·Og+o, k, i, j] = y_dot_part1[n, g·Og+o, k, i, j] + Σ_{c,t,u,v} ẇ[g·Og+o, c, t, u, v] · x[n,
        g·Cg+c, k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
    """
    dtype = w_dot.dtype
    T = dtype.type
    rest2 = np.empty(W, dtype)
    part4 = np.empty(W, dtype)
    for task in range(first, last):
        n = task // (G * Og * D * H)
        g = task // (Og * D * H) % G
        o = task // (D * H) % Og
        k = task // H % D
        i = task % H
        # ẏ[n, g·Og+o, k, i, j] = y_dot_part1[n, g·Og+o, k, i, j] + Σ_{c,t,u,v} ẇ[g·Og+o, c,
        #     t, u, v] · x[n, g·Cg+c, k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋,
        #     j+d_w·v−⌊d_w·(KW−1)/2⌋]
        for j in range(W):
            y_dot[U(n), U(Og * g + o), U(k), U(i), U(j)] = y_dot_part1[U(n), U(Og * g + o), U(k), U(i), U(j)]
        for j in range(W):
            rest2[U(j)] = T(0)
        u_first = -((i - quotient_KH_d_h) // d_h)
        u_last = (H + quotient_KH_d_h - i - 1) // d_h
        t_first = -((k - quotient_KD_d_d) // d_d)
        t_last = (D + quotient_KD_d_d - k - 1) // d_d
        for c_block in range(c_block_last + 1):
            for j in range(W):
                part4[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for t in range(max(0, t_first), min(KD, t_last + 1)):
                    for u in range(max(0, u_first), min(KH, u_last + 1)):
                        for v in range(KW):
                            w_dot_here = w_dot[U(Og * g + o), U(c), U(t), U(u), U(v)]
                            for j in range(max(0, quotient_KW_d_w - (d_w * v)), min(W,
                                    W + quotient_KW_d_w - (d_w * v))):
                                part4[U(j)] += (
                                    w_dot_here
                                    * x[U(n), U(c + Cg * g), U(k + d_d * t - quotient_KD_d_d),
                                            U(i + d_h * u - quotient_KH_d_h),
                                            U(j + d_w * v - quotient_KW_d_w)]
                                )
            for j in range(W):
                y_dot[U(n), U(Og * g + o), U(k), U(i), U(j)], rest2[U(j)] = carried(y_dot[U(n), U(Og * g + o), U(k), U(i), U(j)], rest2[U(j)], part4[U(j)])


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w):
    """ẏ[n, g·Og+o, k, i, j] = ḃ[g·Og+o] + Σ_{c,t,u,v} (w[g·Og+o, c, t, u, v] · ẋ[n, g·Cg+c,
        k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋] + ẇ[g·Og+o, c, t, u, v] ·
        x[n, g·Cg+c, k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋])

    Operations: 2·Cg·D·G·H·KD·KH·KW·N·Og·W multiplications, 2·Cg·D·G·H·KD·KH·KW·N·Og·W additions, terms
        that a condition drops counted.
    """
    dtype = y_dot.dtype
    y_dot_part1 = scratch((N, G * Og, D, H, W), dtype)
    again = not (
        abreast(
            G >= 8
            and 16384 >= Cg * KD * KH * KW * Og
            and max(min(8192 - (Cg * H * KD * W), 3 - (Cg * KD), 16 - W), min(32 - max(Cg * KD, Og),
                    32768 - max(Cg * H * KD * W, H * Og * W), G * 9 - (((G - 1) // 16) * 128) - 128,
                    D * N + ((G - 1) // 16) * D * N - 16, max(W % 16 - 1, 16 - W), min(Cg * KD, KH * KW,
                    Og) - 4)) >= 0
        )
        and finite(w, y_dot_part1)
    )
    if not again:
        tall = H + KH * d_h - d_h
        wide = KW * d_w + W - d_w
        block_count = (G - 1) // 16 + 1
        pieces = parts(D * N * block_count)
        tasks = D * N * block_count
        share = max((tasks - 1) // pieces + 1, 1)
        quotient_KH_d_h = (KH * d_h - d_h) // 2
        quotient_KW_d_w = (KW * d_w - d_w) // 2
        quotient_KD_d_d = (KD * d_d - d_d) // 2
        lot_last = (tasks - 1) // D
        # y_dot_part1[n, g·Og+o, k, i, j] = ḃ[g·Og+o] + Σ_{c,t,u,v} w[g·Og+o, c, t, u, v] ·
        #     ẋ[n, g·Cg+c, k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋,
        #     j+d_w·v−⌊d_w·(KW−1)/2⌋]
        launch(_forward_abreast, pieces, Cg * D * G * H * KD * KH * KW * N * Og * W // 32, x_dot, w, b_dot,
                y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, block_count, lot_last, pieces,
                quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w, share, tall, tasks, wide)
        again = not (finite(y_dot_part1, w))
    if again:
        again = not (
            correlations(
                H >= KH
                and W >= KW
                and W >= 4
                and 0 >= min(
                    max(Cg * KD - 16, Cg * KD * KH * KW - 128),
                    max(2 - (KH * KW), min(1 - (Og % 16), Cg * KD * KH * KW - 256), Og - 24),
                    Og - 8,
                )
            )
            and finite(w, y_dot_part1)
        )
        if not again:
            wide = KW * d_w + W - d_w
            most = max(32768 // max(Cg * KD * wide, 1), 8)
            cuts = max((H - 1) // most + 1, 1)
            high = max(min(((H - 1) // (cuts * 4)) * 4 + 4, H), 1)
            strips = max((H - 1) // high + 1, 1)
            tall = KH * d_h + high - d_h
            pieces = parts(D * G * N * strips)
            tasks = D * G * N * strips
            share = max((tasks - 1) // pieces + 1, 1)
            quotient_KH_d_h = (KH * d_h - d_h) // 2
            quotient_KW_d_w = (KW * d_w - d_w) // 2
            quotient_KD_d_d = (KD * d_d - d_d) // 2
            # y_dot_part1[n, g·Og+o, k, i, j] = ḃ[g·Og+o] + Σ_{c,t,u,v} w[g·Og+o, c, t, u, v] ·
            #     ẋ[n, g·Cg+c, k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋,
            #     j+d_w·v−⌊d_w·(KW−1)/2⌋]
            launch(_forward_correlations, pieces, Cg * D * G * H * KD * KH * KW * N * Og * W // 32, x_dot, w,
                    b_dot, y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, high, pieces,
                    quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w, share, strips, tall, tasks, wide)
            again = not (finite(y_dot_part1, w))
        if again:
            again = not (
                blocks(
                    D * H * N * W >= 4
                    and Og >= 8
                    and Cg * KD * KH * KW >= 4
                    and D + d_d + 17 >= KD * d_d
                    and H + d_h + 17 >= KH * d_h
                    and W + d_w + 17 >= KW * d_w
                )
                and finite(w, y_dot_part1)
            )
            if not again:
                rows2 = D * H * N * W
                depth2 = Cg * KD * KH * KW
                x_dot_from22 = min(-((KD * d_d - d_d) // 2), 0)
                x_dot_size22 = max(D, D + KD * d_d - ((KD * d_d - d_d) // 2) - d_d) - x_dot_from22
                x_dot_from32 = min(-((KH * d_h - d_h) // 2), 0)
                x_dot_size32 = max(H, H + KH * d_h - ((KH * d_h - d_h) // 2) - d_h) - x_dot_from32
                x_dot_from42 = min(-((KW * d_w - d_w) // 2), 0)
                x_dot_size42 = max(KW * d_w + W - ((KW * d_w - d_w) // 2) - d_w, W) - x_dot_from42
                x_dot_padded2 = padded(x_dot, (0, 0, x_dot_from22, x_dot_from32, x_dot_from42), (N, Cg * G, x_dot_size22, x_dot_size32, x_dot_size42))
                wide2 = colblock(Og)
                deep2 = depthblock()
                high2 = rowblock(rows2, ((Og - 1) // wide2 + 1) * G)
                skipping2 = skipping(D * H * W, x_dot_size22 * x_dot_size32 * x_dot_size42)
                panels2 = scratch((G, max(0, (Og - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
                # panels2[g, col_part2, ((c·KD+t)·KH+u)·KW+v, o−col_part2·wide2] = w[g·Og+o, c, t, u,
                #     v]
                launch(_forward_blocks, G * ((Og - 1) // wide2 + 1), Cg * G * KD * KH * KW * Og, w, panels2,
                        Cg, G, Og, KD, KH, KW, depth2, wide2)
                y_dot_part1_lines2 = y_dot_part1.reshape((N, G * Og, D * H * W))
                quotient_KW_d_w = (KW * d_w - d_w) // 2
                quotient_KH_d_h = (KH * d_h - d_h) // 2
                quotient_KD_d_d = (KD * d_d - d_d) // 2
                line2_last = (rows2 - 1) // W
                quotient_Og_wide2 = (Og - 1) // wide2
                line2_last2 = (rows2 - 1) // (D * H * W)
                # y_dot_part1[n, g·Og+o, k, i, j] = ḃ[g·Og+o] + Σ_{c,t,u,v} w[g·Og+o, c, t, u, v] ·
                #     ẋ[n, g·Cg+c, k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋,
                #     j+d_w·v−⌊d_w·(KW−1)/2⌋]
                launch(_forward_blocks2, G * ((rows2 - 1) // high2 + 1) * ((Og - 1) // wide2 + 1),
                        Cg * D * G * H * KD * KH * KW * N * Og * W // 32, b_dot, panels2, x_dot_padded2,
                        y_dot_part1_lines2, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, deep2, depth2,
                        high2, line2_last, line2_last2, quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w,
                        quotient_Og_wide2, rows2, skipping2, wide2, x_dot_from22, x_dot_from32, x_dot_from42,
                        x_dot_size22, x_dot_size32, x_dot_size42)
                again = not (finite(y_dot_part1, w))
            if again:
                quotient_KD_d_d = (KD * d_d - d_d) // 2
                quotient_KH_d_h = (KH * d_h - d_h) // 2
                quotient_KW_d_w = (KW * d_w - d_w) // 2
                c_block_last = (Cg - 1) // 1024
                # y_dot_part1[n, g·Og+o, k, i, j] = ḃ[g·Og+o] + Σ_{c,t,u,v} w[g·Og+o, c, t, u, v] ·
                #     ẋ[n, g·Cg+c, k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋,
                #     j+d_w·v−⌊d_w·(KW−1)/2⌋]
                launch(_forward_plain, N * G * Og * D * H, Cg * D * G * H * KD * KH * KW * N * Og * W, x_dot,
                        w, b_dot, y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, c_block_last,
                        quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w)
    again = not (
        abreast(
            G >= 8
            and 16384 >= Cg * KD * KH * KW * Og
            and max(min(8192 - (Cg * H * KD * W), 3 - (Cg * KD), 16 - W), min(32 - max(Cg * KD, Og),
                    32768 - max(Cg * H * KD * W, H * Og * W), G * 9 - (((G - 1) // 16) * 128) - 128,
                    D * N + ((G - 1) // 16) * D * N - 16, max(W % 16 - 1, 16 - W), min(Cg * KD, KH * KW,
                    Og) - 4)) >= 0
        )
        and finite(w_dot, y_dot)
    )
    if not again:
        tall3 = H + KH * d_h - d_h
        wide3 = KW * d_w + W - d_w
        block3_count3 = (G - 1) // 16 + 1
        pieces3 = parts(D * N * block3_count3)
        tasks3 = D * N * block3_count3
        share3 = max((tasks3 - 1) // pieces3 + 1, 1)
        quotient_KH_d_h = (KH * d_h - d_h) // 2
        quotient_KW_d_w = (KW * d_w - d_w) // 2
        quotient_KD_d_d = (KD * d_d - d_d) // 2
        lot3_last = (tasks3 - 1) // D
        launch(_jvp_abreast2, pieces3, Cg * D * G * H * KD * KH * KW * N * Og * W // 32, w_dot, x, y_dot,
                y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, block3_count3, lot3_last,
                pieces3, quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w, share3, tall3, tasks3, wide3)
        again = not (finite(y_dot, w_dot))
    if again:
        again = not (
            correlations(
                H >= KH
                and W >= KW
                and W >= 4
                and 0 >= min(
                    max(Cg * KD - 16, Cg * KD * KH * KW - 128),
                    max(2 - (KH * KW), min(1 - (Og % 16), Cg * KD * KH * KW - 256), Og - 24),
                    Og - 8,
                )
            )
            and finite(w_dot, y_dot)
        )
        if not again:
            wide3 = KW * d_w + W - d_w
            most3 = max(32768 // max(Cg * KD * wide3, 1), 8)
            cuts3 = max((H - 1) // most3 + 1, 1)
            high3 = max(min(((H - 1) // (cuts3 * 4)) * 4 + 4, H), 1)
            strips3 = max((H - 1) // high3 + 1, 1)
            tall3 = KH * d_h + high3 - d_h
            pieces3 = parts(D * G * N * strips3)
            tasks3 = D * G * N * strips3
            share3 = max((tasks3 - 1) // pieces3 + 1, 1)
            quotient_KH_d_h = (KH * d_h - d_h) // 2
            quotient_KW_d_w = (KW * d_w - d_w) // 2
            quotient_KD_d_d = (KD * d_d - d_d) // 2
            launch(_jvp_correlations2, pieces3, Cg * D * G * H * KD * KH * KW * N * Og * W // 32, w_dot, x,
                    y_dot, y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, high3, pieces3,
                    quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w, share3, strips3, tall3, tasks3, wide3)
            again = not (finite(y_dot, w_dot))
        if again:
            again = not (
                blocks(
                    D * H * N * W >= 4
                    and Og >= 8
                    and Cg * KD * KH * KW >= 4
                    and D + d_d + 17 >= KD * d_d
                    and H + d_h + 17 >= KH * d_h
                    and W + d_w + 17 >= KW * d_w
                )
                and finite(w_dot, y_dot)
            )
            if not again:
                rows4 = D * H * N * W
                depth4 = Cg * KD * KH * KW
                x_from24 = min(-((KD * d_d - d_d) // 2), 0)
                x_size24 = max(D, D + KD * d_d - ((KD * d_d - d_d) // 2) - d_d) - x_from24
                x_from34 = min(-((KH * d_h - d_h) // 2), 0)
                x_size34 = max(H, H + KH * d_h - ((KH * d_h - d_h) // 2) - d_h) - x_from34
                x_from44 = min(-((KW * d_w - d_w) // 2), 0)
                x_size44 = max(KW * d_w + W - ((KW * d_w - d_w) // 2) - d_w, W) - x_from44
                x_padded4 = padded(x, (0, 0, x_from24, x_from34, x_from44), (N, Cg * G, x_size24, x_size34, x_size44))
                wide4 = colblock(Og)
                deep4 = depthblock()
                high4 = rowblock(rows4, ((Og - 1) // wide4 + 1) * G)
                skipping4 = skipping(D * H * W, x_size24 * x_size34 * x_size44)
                panels4 = scratch((G, max(0, (Og - 1) // wide4 + 1), max(0, depth4), wide4), dtype)
                # panels4[g, col_part4, ((c·KD+t)·KH+u)·KW+v, o−col_part4·wide4] = ẇ[g·Og+o, c, t, u,
                #     v]
                launch(_forward_blocks, G * ((Og - 1) // wide4 + 1), Cg * G * KD * KH * KW * Og, w_dot,
                        panels4, Cg, G, Og, KD, KH, KW, depth4, wide4)
                quotient_KW_d_w = (KW * d_w - d_w) // 2
                quotient_KH_d_h = (KH * d_h - d_h) // 2
                quotient_KD_d_d = (KD * d_d - d_d) // 2
                line4_last = (rows4 - 1) // W
                quotient_Og_wide4 = (Og - 1) // wide4
                launch(_jvp_blocks4, G * ((rows4 - 1) // high4 + 1) * ((Og - 1) // wide4 + 1),
                        Cg * D * G * H * KD * KH * KW * N * Og * W // 32, y_dot, panels4, x_padded4,
                        y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, deep4, depth4, high4,
                        line4_last, quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w, quotient_Og_wide4,
                        rows4, skipping4, wide4, x_from24, x_from34, x_from44, x_size24, x_size34, x_size44)
                again = not (finite(y_dot, w_dot))
            if again:
                quotient_KD_d_d = (KD * d_d - d_d) // 2
                quotient_KH_d_h = (KH * d_h - d_h) // 2
                quotient_KW_d_w = (KW * d_w - d_w) // 2
                c_block_last = (Cg - 1) // 1024
                launch(_jvp_plain2, N * G * Og * D * H, Cg * D * G * H * KD * KH * KW * N * Og * W, w_dot, x,
                        y_dot, y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, c_block_last,
                        quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w)
