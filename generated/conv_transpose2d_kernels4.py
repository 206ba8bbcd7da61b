"""The kernels of conv_transpose2d; conv_transpose2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_transpose2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .conv_transpose2d_kernels import (
    _forward_abreast, _forward_correlations, _forward_blocks, _forward_blocks2, _forward_plain,
    _forward_abreast2, _forward_correlations2, _forward_blocks3, _forward_blocks4, _forward_plain2,
)
from .abreast import correlate_abreast, pad_abreast
from .disjoint import njit
from .runtime import carried, gcd, residue
from .skipped_terms import contract_inside
from .threads import launch
from .stencils import abreast, correlate, correlations, pad
from .vectors import blocks, colblock, depthblock, finite, padded, parts, rowblock, scratch, skipping, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_abreast2(first, last, w_dot, x, y_dot, y_dot_part2, N, Cg, G, H, W, Og, KH, KW, OH, OW, p_t, p_l,
        d_h, d_w, block3_count3, lot3_last, pieces3, share3, tall3, tasks3, wide3):
    """ẏ[n, g·Og+o, q, q′] = y_dot_part2[n, g·Og+o, q, q′] + Σ_{c,t,t′} ẇ[g·Cg+c, o, t, t′] · x[n, g·Cg+c,
        q+p_t−d_h·t, q′+p_l−d_w·t′]
    """
    dtype = w_dot.dtype
    T = dtype.type
    planes3 = np.empty((Cg, max(0, tall3), max(0, wide3), 16), dtype)
    weights3 = np.empty((Og, Cg, KH, KW, 16), dtype)
    starts3 = np.empty((Og, 16), dtype)
    tile3 = np.empty((Og, OH, OW, 16), dtype)
    for part3 in range(first, last):
        lefts3 = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            t_ = tap // KH % KW
            t = tap % KH
            lefts3[U(tap)] = KH * KW * c * 16 + t_ * 16 + KW * t * 16
        rights3 = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            t_ = tap // KH % KW
            t = tap % KH
            rights3[U(tap)] = c * tall3 * wide3 * 16 + d_w * t_ * 16 + d_h * t * wide3 * 16
        for lot3 in range(part3 * share3 // N, min((part3 * share3 + share3 - 1) // N + 1, lot3_last + 1,
                block3_count3)):
            block3 = lot3
            # ẏ[n, g·Og+o, q, q′] = y_dot_part2[n, g·Og+o, q, q′] + Σ_{c,t,t′} ẇ[g·Cg+c, o, t, t′]
            #     · x[n, g·Cg+c, q+p_t−d_h·t, q′+p_l−d_w·t′]
            for o in range(Og):
                for lane3 in range(min(16, G - (block3 * 16))):
                    starts3[U(o), U(lane3)] = T(0)
            for o in range(Og):
                for c in range(Cg):
                    pad_abreast(weights3, (o, c, 0, 0, 0), KW * 16, 16, w_dot, (Cg * block3 * 16 + c, o,
                            KH - 1, KW - 1), -KW, -1, Cg * KH * KW * Og, KH, KW, min(16, G - (block3 * 16)),
                            0, KH, 0, KW)
            for n in range(max(0, part3 * share3 - (N * lot3)), min(N, tasks3 - (N * lot3),
                    part3 * share3 + share3 - (N * lot3))):
                for c in range(Cg):
                    pad_abreast(planes3, (c, 0, 0, 0), wide3 * 16, 16, x, (n, Cg * block3 * 16 + c,
                            d_h + p_t - (KH * d_h), d_w + p_l - (KW * d_w)), W, 1, Cg * H * W, tall3, wide3,
                            min(16, G - (block3 * 16)), KH * d_h - d_h - p_t, H + KH * d_h - d_h - p_t,
                            KW * d_w - d_w - p_l, KW * d_w + W - d_w - p_l)
                correlate_abreast(tile3, (0, 0, 0, 0), OH * OW * 16, OW * 16, 16, starts3, (0, 0), 16,
                        weights3, (0, 0, 0, 0, 0), Cg * KH * KW * 16, lefts3, planes3, (0, 0, 0, 0),
                        wide3 * 16, 16, rights3, KH, len(rights3), Og, OH, OW, min(16, G - (block3 * 16)))
                for o in range(Og):
                    for q in range(OH):
                        for q_ in range(OW):
                            for lane3 in range(min(16, G - (block3 * 16))):
                                y_dot[U(n), U(Og * block3 * 16 + Og * lane3 + o), U(q), U(q_)] = (
                                    tile3[U(o), U(q), U(q_), U(lane3)]
                                    + y_dot_part2[U(n), U(Og * block3 * 16 + Og * lane3 + o), U(q), U(q_)]
                                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_correlations2(first, last, w_dot, x, y_dot, y_dot_part2, N, Cg, G, H, W, Og, KH, KW, OH, OW, p_t,
        p_l, d_h, d_w, high3, pieces3, share3, strips3, tall3, tasks3, wide3):
    """ẏ[n, g·Og+o, q, q′] = y_dot_part2[n, g·Og+o, q, q′] + Σ_{c,t,t′} ẇ[g·Cg+c, o, t, t′] · x[n, g·Cg+c,
        q+p_t−d_h·t, q′+p_l−d_w·t′]
    """
    dtype = w_dot.dtype
    T = dtype.type
    planes3 = np.empty((Cg, max(0, tall3), max(0, wide3)), dtype)
    starts3 = np.empty(Og, dtype)
    tile3 = np.empty((Og, high3, OW), dtype)
    for part3 in range(first, last):
        lefts3 = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            t_ = tap // KH % KW
            t = tap % KH
            lefts3[U(tap)] = KH * KW * Og * c - t_ - (KW * t)
        rights3 = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            t_ = tap // KH % KW
            t = tap % KH
            rights3[U(tap)] = c * tall3 * wide3 + d_w * t_ + d_h * t * wide3
        for turn3 in range(part3 * share3, min(part3 * share3 + share3, tasks3)):
            n = turn3 // (G * strips3)
            g = turn3 // strips3 % G
            strip3 = turn3 % strips3
            # ẏ[n, g·Og+o, q, q′] = y_dot_part2[n, g·Og+o, q, q′] + Σ_{c,t,t′} ẇ[g·Cg+c, o, t, t′]
            #     · x[n, g·Cg+c, q+p_t−d_h·t, q′+p_l−d_w·t′]
            for o in range(Og):
                starts3[U(o)] = T(0)
            for c in range(Cg):
                top = KH * d_h - d_h - p_t - (high3 * strip3)
                bottom = H + KH * d_h - d_h - p_t - (high3 * strip3)
                pad(planes3, (c, 0, 0), wide3, x, (n, c + Cg * g, d_h + p_t + high3 * strip3 - (KH * d_h),
                        d_w + p_l - (KW * d_w)), W, 1, tall3, wide3, top, bottom, KW * d_w - d_w - p_l,
                        KW * d_w + W - d_w - p_l)
            correlate(tile3, (0, 0, 0), OW * high3, OW, 1, starts3, (0,), 1, w_dot, (Cg * g, 0, KH - 1,
                    KW - 1), KH * KW, lefts3, planes3, (0, 0, 0), wide3, rights3, KH, len(rights3), Og,
                    min(high3, OH - (high3 * strip3)), OW)
            for o in range(Og):
                for q in range(high3 * strip3, min(high3 + high3 * strip3, OH)):
                    for q_ in range(OW):
                        y_dot[U(n), U(Og * g + o), U(q), U(q_)] = (
                            tile3[U(o), U(q - (high3 * strip3)), U(q_)]
                            + y_dot_part2[U(n), U(Og * g + o), U(q), U(q_)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks4(first, last, y_dot, panels4, x_padded4, y_dot_part2, N, Cg, G, H, W, Og, KH, KW, OH, OW, p_t,
        p_l, d_h, d_w, deep4, depth4, high4, line4_last, quotient_Og_wide4, rows4, skipping4, wide4, x_from24,
        x_from34, x_size24, x_size34):
    """ẏ[n, g·Og+o, q, q′] = y_dot_part2[n, g·Og+o, q, q′] + Σ_{c,t,t′} ẇ[g·Cg+c, o, t, t′] · x[n, g·Cg+c,
        q+p_t−d_h·t, q′+p_l−d_w·t′]
    """
    dtype = y_dot.dtype
    row_at4 = np.empty(high4, np.int64)
    left_at4 = np.empty(max(0, depth4), np.int64)
    right_at4 = np.empty(max(0, depth4), np.int64)
    least4 = np.empty((2, high4), np.int64)
    most4 = np.empty((2, high4), np.int64)
    place4 = np.empty((2, max(0, depth4)), np.int64)
    tile4 = np.empty((high4, wide4), dtype)
    turned4 = np.empty((wide4, high4), dtype)
    for c in range(Cg):
        for t in range(KH):
            for t_ in range(KW):
                left_at4[U(KH * KW * c + t_ + KW * t)] = (
                    c * x_size24 * x_size34 - (d_w * t_) - (d_h * t * x_size34)
                )
                place4[0, U(KH * KW * c + t_ + KW * t)] = -d_h * t
                place4[1, U(KH * KW * c + t_ + KW * t)] = -d_w * t_
    for k4 in range(depth4):
        right_at4[U(k4)] = k4 * wide4
    for task in range(first, last):
        g = task // (((rows4 - 1) // high4 + 1) * ((Og - 1) // wide4 + 1))
        row_part4 = task // (((Og - 1) // wide4 + 1)) % ((rows4 - 1) // high4 + 1)
        col_part4 = task % ((Og - 1) // wide4 + 1)
        # ẏ[n, g·Og+o, q, q′] = y_dot_part2[n, g·Og+o, q, q′] + Σ_{c,t,t′} ẇ[g·Cg+c, o, t, t′]
        #     · x[n, g·Cg+c, q+p_t−d_h·t, q′+p_l−d_w·t′]
        for line4 in range(high4 * row_part4 // OW, min((high4 + high4 * row_part4 - 1) // OW + 1,
                line4_last + 1, N * OH)):
            n = line4 // OH
            q = line4 % OH
            for q_ in range(max(0, high4 * row_part4 - (OW * line4)), min(OW, rows4 - (OW * line4),
                    high4 + high4 * row_part4 - (OW * line4))):
                row_at4[U(OW * line4 + q_ - (high4 * row_part4))] = (
                    Cg * g * x_size24 * x_size34
                    + Cg * G * n * x_size24 * x_size34
                    + p_l
                    + p_t * x_size34
                    + q_
                    + q * x_size34
                    - (x_from24 * x_size34)
                    - x_from34
                )
                least4[0, U(OW * line4 + q_ - (high4 * row_part4))] = -p_t - q
                most4[0, U(OW * line4 + q_ - (high4 * row_part4))] = H - p_t - q - 1
                least4[1, U(OW * line4 + q_ - (high4 * row_part4))] = -p_l - q_
                most4[1, U(OW * line4 + q_ - (high4 * row_part4))] = W - p_l - q_ - 1
        contract_inside(tile4, (0, 0), wide4, x_padded4, row_at4, left_at4, panels4,
                col_part4 * depth4 * wide4 + depth4 * g * quotient_Og_wide4 * wide4 + depth4 * g * wide4,
                right_at4, min(high4, rows4 - (high4 * row_part4)), min(wide4, Og - (col_part4 * wide4)),
                depth4, deep4, least4, most4, place4, high4, depth4, 2, skipping4,
                np.empty(max(depth4 * 3 + high4 * 4 + 2, 0), np.int64))
        turn(turned4, (0, 0), high4, tile4, 0, wide4, 1, min(high4, rows4 - (high4 * row_part4)), min(wide4,
                Og - (col_part4 * wide4)))
        for line4 in range(high4 * row_part4 // OW, min((high4 + high4 * row_part4 - 1) // OW + 1,
                line4_last + 1, N * OH)):
            n = line4 // OH
            q = line4 % OH
            for o in range(col_part4 * wide4, min(col_part4 * wide4 + wide4, Og)):
                for q_ in range(max(0, high4 * row_part4 - (OW * line4)), min(OW, rows4 - (OW * line4),
                        high4 + high4 * row_part4 - (OW * line4))):
                    y_dot[U(n), U(Og * g + o), U(q), U(q_)] = (
                        turned4[U(o - (col_part4 * wide4)), U(OW * line4 + q_ - (high4 * row_part4))]
                        + y_dot_part2[U(n), U(Og * g + o), U(q), U(q_)]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w_dot, x, y_dot, y_dot_part2, N, Cg, G, H, W, Og, KH, KW, OH, OW, p_t, p_l, d_h,
        d_w, c_block_last):
    """ẏ[n, g·Og+o, q, q′] = y_dot_part2[n, g·Og+o, q, q′] + Σ_{c,t,t′} ẇ[g·Cg+c, o, t, t′] · x[n, g·Cg+c,
        q+p_t−d_h·t, q′+p_l−d_w·t′]
    """
    dtype = w_dot.dtype
    T = dtype.type
    rest2 = np.empty(OW, dtype)
    part4 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (G * Og * OH)
        g = task // (Og * OH) % G
        o = task // OH % Og
        q = task % OH
        # ẏ[n, g·Og+o, q, q′] = y_dot_part2[n, g·Og+o, q, q′] + Σ_{c,t,t′} ẇ[g·Cg+c, o, t, t′]
        #     · x[n, g·Cg+c, q+p_t−d_h·t, q′+p_l−d_w·t′]
        for q_ in range(OW):
            y_dot[U(n), U(Og * g + o), U(q), U(q_)] = y_dot_part2[U(n), U(Og * g + o), U(q), U(q_)]
        for q_ in range(OW):
            rest2[U(q_)] = T(0)
        t_first = -((H - p_t - q - 1) // d_h)
        t_last = (p_t + q) // d_h
        for c_block in range(c_block_last + 1):
            for q_ in range(OW):
                part4[U(q_)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for t in range(max(0, t_first), min(KH, t_last + 1)):
                    for t_ in range(KW - 1, -1, -1):
                        w_dot_here = w_dot[U(c + Cg * g), U(o), U(t), U(t_)]
                        for q_ in range(max(0, d_w * t_ - p_l), min(OW, W + d_w * t_ - p_l)):
                            part4[U(q_)] += (
                                w_dot_here
                                * x[U(n), U(c + Cg * g), U(p_t + q - (d_h * t)), U(p_l + q_ - (d_w * t_))]
                            )
            for q_ in range(OW):
                y_dot[U(n), U(Og * g + o), U(q), U(q_)], rest2[U(q_)] = carried(y_dot[U(n), U(Og * g + o), U(q), U(q_)], rest2[U(q_)], part4[U(q_)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_correlations4(first, last, w_dot, x, y_dot, y_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h,
        s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, pieces3, s_h_by_gcd,
        s_w_by_gcd):
    """ẏ[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l] = y_dot_part1[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l] +
        Σ_{c,t,t′ : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} ẇ[g·Cg+c, o,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)] · x[n, g·Cg+c,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)]
    """
    dtype = w_dot.dtype
    T = dtype.type
    starts3 = np.empty(Og, dtype)
    for task in range(first, last):
        part3 = task // (s_h * s_w)
        r = task // s_w % s_h
        r_ = task % s_w
        q__count3 = (OW + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1
        t__count3 = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd + 1
        wide3 = d_w_by_gcd * t__count3 + q__count3 - d_w_by_gcd
        q_count3 = (OH + p_t - r - 1) // s_h + (r - p_t) // s_h + 1
        most3 = max(32768 // max(Cg * wide3, 1), 8)
        cuts3 = max((q_count3 - 1) // most3 + 1, 1)
        high3 = max(min(((q_count3 - 1) // (cuts3 * 4)) * 4 + 4, q_count3), 1)
        strips3 = max((q_count3 - 1) // high3 + 1, 1)
        t_count3 = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd + 1
        tall3 = d_h_by_gcd * t_count3 + high3 - d_h_by_gcd
        tasks3 = G * N * strips3
        share3 = max((tasks3 - 1) // pieces3 + 1, 1)
        lefts3 = np.empty(max(0, Cg * t__count3 * t_count3), np.int64)
        for tap in range(Cg * t__count3 * t_count3):
            c = tap // (t__count3 * t_count3)
            t_ = tap // t_count3 % t__count3
            t = tap % t_count3
            lefts3[U(tap)] = KH * KW * Og * c - (s_w_by_gcd * t_) - (KW * s_h_by_gcd * t)
        rights3 = np.empty(max(0, Cg * t__count3 * t_count3), np.int64)
        for tap in range(Cg * t__count3 * t_count3):
            c = tap // (t__count3 * t_count3)
            t_ = tap // t_count3 % t__count3
            t = tap % t_count3
            rights3[U(tap)] = c * tall3 * wide3 + d_w_by_gcd * t_ + d_h_by_gcd * t * wide3
        planes3 = np.empty((Cg, max(0, tall3), max(0, wide3)), dtype)
        tile3 = np.empty((Og, high3, max(0, q__count3)), dtype)
        quotient_r = (r - p_t) // s_h
        quotient_r2 = (residue(d_h, r, s_h) * d_h - r) // s_h
        quotient_r3 = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd
        quotient_r_ = (r_ - p_l) // s_w
        quotient_r_2 = (residue(d_w, r_, s_w) * d_w - r_) // s_w
        quotient_r_3 = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd
        q_last = (OH + p_t - r - 1) // s_h
        q__last = (OW + p_l - r_ - 1) // s_w
        res_r = residue(d_h, r, s_h)
        res_r_ = residue(d_w, r_, s_w)
        for turn3 in range(part3 * share3, min(part3 * share3 + share3, tasks3)):
            s_h_by_gcd2 = s_h // gcd_s_h_d_h
            s_w_by_gcd2 = s_w // gcd_s_w_d_w
            n = turn3 // (G * strips3)
            g = turn3 // strips3 % G
            strip3 = turn3 % strips3
            # ẏ[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            for o in range(Og):
                starts3[U(o)] = T(0)
            for c in range(Cg):
                top = d_h_by_gcd * quotient_r3 + quotient_r + quotient_r2 - (high3 * strip3)
                bottom = H + d_h_by_gcd * quotient_r3 + quotient_r + quotient_r2 - (high3 * strip3)
                pad(planes3, (c, 0, 0), wide3, x, (n, c + Cg * g,
                        high3 * strip3 - (d_h_by_gcd * quotient_r3) - quotient_r - quotient_r2,
                        -d_w_by_gcd * quotient_r_3 - quotient_r_ - quotient_r_2), W, 1, tall3, wide3, top,
                        bottom, d_w_by_gcd * quotient_r_3 + quotient_r_ + quotient_r_2,
                        W + d_w_by_gcd * quotient_r_3 + quotient_r_ + quotient_r_2)
            taps = len(rights3) if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 else 0
            correlate(tile3, (0, 0, 0), high3 * q__count3, q__count3, 1, starts3, (0,), 1, w_dot, (Cg * g, 0,
                    quotient_r3 * s_h_by_gcd2 + res_r, quotient_r_3 * s_w_by_gcd2 + res_r_), KH * KW, lefts3,
                    planes3, (0, 0, 0), wide3, rights3, t_count3, taps, Og, min(high3,
                    q_last + quotient_r + 1 - (high3 * strip3)), q__last + quotient_r_ + 1)
            for o in range(Og):
                for q in range(high3 * strip3 - quotient_r, min(high3 + high3 * strip3 - quotient_r,
                        q_last + 1)):
                    for q_ in range(-quotient_r_, q__last + 1):
                        y_dot[U(n), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = (
                            tile3[U(o), U(q + quotient_r - (high3 * strip3)), U(q_ + quotient_r_)]
                            + y_dot_part1[U(n), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks8(first, last, y_dot, panels4, x_padded4, y_dot_part1, N, Cg, G, H, W, Og, OH, OW, s_h, s_w,
        p_t, p_l, d_h_by_gcd2, d_w_by_gcd2, deep4, depth4, gcd_s_h_d_h, gcd_s_w_d_w, high4, line4_last,
        q__count4, q__last, q_count4, q_first, q_last, quotient_Og_wide4, quotient_r, quotient_r_,
        quotient_r_2, r, r_, row_part4_last, rows4, skipping4, t__count4, t__last, t_count4, t_last, wide4,
        x_from24, x_from34, x_size24, x_size34):
    """ẏ[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l] = y_dot_part1[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l] +
        Σ_{c,t,t′ : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} ẇ[g·Cg+c, o,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)] · x[n, g·Cg+c,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)]
    """
    dtype = y_dot.dtype
    T = dtype.type
    row_at4 = np.empty(high4, np.int64)
    left_at4 = np.empty(max(0, depth4), np.int64)
    right_at4 = np.empty(max(0, depth4), np.int64)
    least4 = np.empty((2, high4), np.int64)
    most4 = np.empty((2, high4), np.int64)
    place4 = np.empty((2, max(0, depth4)), np.int64)
    tile4 = np.empty((high4, wide4), dtype)
    turned4 = np.empty((wide4, high4), dtype)
    for task in range(first, last):
        g = task // ((row_part4_last + 1) * (quotient_Og_wide4 + 1))
        row_part4 = task // ((quotient_Og_wide4 + 1)) % (row_part4_last + 1)
        col_part4 = task % (quotient_Og_wide4 + 1)
        # ẏ[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
        for line4 in range(high4 * row_part4 // q__count4,
                min((high4 + high4 * row_part4 - 1) // q__count4 + 1, line4_last + 1, N * q_count4)):
            n = line4 // q_count4
            q = line4 % q_count4 + q_first
            for q_ in range(max(-quotient_r_, high4 * row_part4 - (line4 * q__count4) - quotient_r_),
                    min(q__last + 1, rows4 - (line4 * q__count4) - quotient_r_,
                    high4 + high4 * row_part4 - (line4 * q__count4) - quotient_r_)):
                row_at4[U(line4 * q__count4 + q_ + quotient_r_ - (high4 * row_part4))] = (
                    Cg * g * x_size24 * x_size34
                    + Cg * G * n * x_size24 * x_size34
                    + q_
                    + q * x_size34
                    - quotient_r_2
                    - (quotient_r * x_size34)
                    - (x_from24 * x_size34)
                    - x_from34
                )
                least4[0, U(line4 * q__count4 + q_ + quotient_r_ - (high4 * row_part4))] = quotient_r - q
                most4[0, U(line4 * q__count4 + q_ + quotient_r_ - (high4 * row_part4))] = (
                    H + quotient_r - q - 1
                )
                least4[1, U(line4 * q__count4 + q_ + quotient_r_ - (high4 * row_part4))] = quotient_r_2 - q_
                most4[1, U(line4 * q__count4 + q_ + quotient_r_ - (high4 * row_part4))] = (
                    W + quotient_r_2 - q_ - 1
                )
        for p4 in range(min(high4, rows4 - (high4 * row_part4))):
            for q4 in range(min(wide4, Og - (col_part4 * wide4))):
                tile4[U(p4), U(q4)] = T(0)
        if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 and t_count4 >= 1 and t__count4 >= 1:
            for c in range(Cg):
                for t in range(t_count4):
                    for t_ in range(t__count4):
                        left_at4[U(c * t__count4 * t_count4 + t_ + t * t__count4)] = (
                            c * x_size24 * x_size34 - (d_w_by_gcd2 * t_) - (d_h_by_gcd2 * t * x_size34)
                        )
                        place4[0, U(c * t__count4 * t_count4 + t_ + t * t__count4)] = -d_h_by_gcd2 * t
                        place4[1, U(c * t__count4 * t_count4 + t_ + t * t__count4)] = -d_w_by_gcd2 * t_
            for k4 in range(depth4):
                right_at4[U(k4)] = k4 * wide4
            contract_inside(tile4, (0, 0), wide4, x_padded4, row_at4, left_at4, panels4,
                    col_part4 * depth4 * wide4 + depth4 * g * quotient_Og_wide4 * wide4 + depth4 * g * wide4,
                    right_at4, min(high4, rows4 - (high4 * row_part4)), min(wide4, Og - (col_part4 * wide4)),
                    depth4, deep4, least4, most4, place4, high4, depth4, 2, skipping4,
                    np.empty(max(depth4 * 3 + high4 * 4 + 2, 0), np.int64))
        turn(turned4, (0, 0), high4, tile4, 0, wide4, 1, min(high4, rows4 - (high4 * row_part4)), min(wide4,
                Og - (col_part4 * wide4)))
        for line4 in range(high4 * row_part4 // q__count4,
                min((high4 + high4 * row_part4 - 1) // q__count4 + 1, line4_last + 1, N * q_count4)):
            n = line4 // q_count4
            q = line4 % q_count4 + q_first
            for o in range(col_part4 * wide4, min(col_part4 * wide4 + wide4, Og)):
                for q_ in range(max(-quotient_r_, high4 * row_part4 - (line4 * q__count4) - quotient_r_),
                        min(q__last + 1, rows4 - (line4 * q__count4) - quotient_r_,
                        high4 + high4 * row_part4 - (line4 * q__count4) - quotient_r_)):
                    y_dot[U(n), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = (
                        turned4[U(o - (col_part4 * wide4)),
                                U(line4 * q__count4 + q_ + quotient_r_ - (high4 * row_part4))]
                        + y_dot_part1[U(n), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain4(first, last, w_dot, x, y_dot, y_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t,
        p_l, d_h, d_w, c_block_last, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, s_h_by_gcd,
        s_w_by_gcd):
    """ẏ[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l] = y_dot_part1[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l] +
        Σ_{c,t,t′ : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} ẇ[g·Cg+c, o,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)] · x[n, g·Cg+c,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)]
    """
    dtype = w_dot.dtype
    T = dtype.type
    rest4 = np.empty(0, dtype)
    part6 = np.empty(0, dtype)
    for task in range(first, last):
        n = task // (G * Og * s_h * s_w)
        g = task // (Og * s_h * s_w) % G
        o = task // (s_h * s_w) % Og
        r = task // s_w % s_h
        r_ = task % s_w
        q__first = -((r_ - p_l) // s_w)
        q__last = (OW + p_l - r_ - 1) // s_w
        res_r = residue(d_h, r, s_h)
        res_r_ = residue(d_w, r_, s_w)
        quotient_r = (d_h * res_r - r) // s_h
        quotient_r_ = (d_w * res_r_ - r_) // s_w
        for q in range(-((r - p_t) // s_h), (OH + p_t - r - 1) // s_h + 1):
            # ẏ[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            for q_ in range(q__first, q__last + 1):
                y_dot[U(n), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = y_dot_part1[U(n), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)]
            if rest4.size < max(0, (OW + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1):
                rest4 = np.empty(max(0, (OW + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1), dtype)
            if part6.size < max(0, (OW + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1):
                part6 = np.empty(max(0, (OW + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1), dtype)
            for q_ in range(q__first, q__last + 1):
                rest4[U(q_ - q__first)] = T(0)
            if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0:
                for c_block in range(c_block_last + 1):
                    for q_ in range(q__first, q__last + 1):
                        part6[U(q_ - q__first)] = T(0)
                    t_first = -((H + quotient_r - q - 1) // d_h_by_gcd)
                    t_last = (KH - res_r - 1) // s_h_by_gcd
                    t_last2 = (q - quotient_r) // d_h_by_gcd
                    for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                        t__last = (KW - res_r_ - 1) // s_w_by_gcd
                        for t in range(max(0, t_first), min(t_last + 1, t_last2 + 1)):
                            for t_ in range(t__last, -1, -1):
                                w_dot_here = w_dot[U(c + Cg * g), U(o), U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                                for q_ in range(max(q__first, quotient_r_ + d_w_by_gcd * t_), min(q__last + 1,
                                        W + quotient_r_ + d_w_by_gcd * t_)):
                                    part6[U(q_ - q__first)] += (
                                        w_dot_here
                                        * x[U(n), U(c + Cg * g), U(q - quotient_r - (d_h_by_gcd * t)),
                                                U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    )
                    for q_ in range(q__first, q__last + 1):
                        y_dot[U(n), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)], rest4[U(q_ - q__first)] = carried(y_dot[U(n), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)], rest4[U(q_ - q__first)], part6[U(q_ - q__first)])


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """ẏ[n, g·Og+o, a, b] = ḃ[g·Og+o] + Σ_{c,u,v : s_h ∣ a+p_t−d_h·u, s_w ∣ b+p_l−d_w·v} (w[g·Cg+c, o, u, v]
        · ẋ[n, g·Cg+c, (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w] + ẇ[g·Cg+c, o, u, v] · x[n, g·Cg+c,
        (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w])

    Operations: 2·Cg·G·KH·KW·N·OH·OW·Og multiplications, 2·Cg·G·KH·KW·N·OH·OW·Og additions, terms that a
        condition drops counted.
    """
    dtype = y_dot.dtype
    if s_h == 1 and s_w == 1:
        y_dot_part2 = scratch((N, G * Og, OH, OW), dtype)
        again = not (
            abreast(
                G >= 8
                and 16384 >= Cg * KH * KW * Og
                and max(min(8192 - (Cg * H * W), 8192 - (OH * OW), 16 - W, 3 - Cg), min(32 - max(Cg, Og),
                        32768 - max(Cg * H * W, OH * OW * Og), G * 9 - (((G - 1) // 16) * 128) - 128,
                        max(OW % 16 - 1, 16 - W), min(Cg, KH * KW, Og) - 4,
                        N + ((G - 1) // 16) * N - 16)) >= 0
            )
            and finite(w, y_dot_part2)
        )
        if not again:
            tall = KH * d_h + OH - d_h
            wide = KW * d_w + OW - d_w
            block_count = (G - 1) // 16 + 1
            pieces = parts(N * block_count)
            tasks = N * block_count
            share = max((tasks - 1) // pieces + 1, 1)
            lot_last = (tasks - 1) // N
            # y_dot_part2[n, g·Og+o, q, q′] = ḃ[g·Og+o] + Σ_{c,t,t′} w[g·Cg+c, o, t, t′] · ẋ[n,
            #     g·Cg+c, q+p_t−d_h·t, q′+p_l−d_w·t′]
            launch(_forward_abreast, pieces, Cg * G * KH * KW * N * OH * OW * Og // 32, x_dot, w, b_dot,
                    y_dot_part2, N, Cg, G, H, W, Og, KH, KW, OH, OW, p_t, p_l, d_h, d_w, block_count,
                    lot_last, pieces, share, tall, tasks, wide)
            again = not (finite(y_dot_part2, w))
        if again:
            again = not (
                correlations(
                    OH >= KH
                    and OW >= KW
                    and W >= 4
                    and 0 >= min(
                        max(Cg - 16, Cg * KH * KW - 128),
                        max(2 - (KH * KW), min(1 - (Og % 16), Cg * KH * KW - 256), Og - 24),
                        Og - 8,
                    )
                )
                and finite(w, y_dot_part2)
            )
            if not again:
                wide = KW * d_w + OW - d_w
                most = max(32768 // max(Cg * wide, 1), 8)
                cuts = max((OH - 1) // most + 1, 1)
                high = max(min(((OH - 1) // (cuts * 4)) * 4 + 4, OH), 1)
                strips = max((OH - 1) // high + 1, 1)
                tall = KH * d_h + high - d_h
                pieces = parts(G * N * strips)
                tasks = G * N * strips
                share = max((tasks - 1) // pieces + 1, 1)
                # y_dot_part2[n, g·Og+o, q, q′] = ḃ[g·Og+o] + Σ_{c,t,t′} w[g·Cg+c, o, t, t′] · ẋ[n,
                #     g·Cg+c, q+p_t−d_h·t, q′+p_l−d_w·t′]
                launch(_forward_correlations, pieces, Cg * G * KH * KW * N * OH * OW * Og // 32, x_dot, w,
                        b_dot, y_dot_part2, N, Cg, G, H, W, Og, KH, KW, OH, OW, p_t, p_l, d_h, d_w, high,
                        pieces, share, strips, tall, tasks, wide)
                again = not (finite(y_dot_part2, w))
            if again:
                again = not (
                    blocks(
                        N * OH * OW >= 4
                        and Og >= 8
                        and Cg * KH * KW >= 4
                        and H * 2 + d_h + 17 >= KH * d_h + OH
                        and W * 2 + d_w + 17 >= KW * d_w + OW
                    )
                    and finite(w, y_dot_part2)
                )
                if not again:
                    rows2 = N * OH * OW
                    depth2 = Cg * KH * KW
                    x_dot_from22 = min(d_h + p_t - (KH * d_h), 0)
                    x_dot_size22 = max(H, OH + p_t) - x_dot_from22
                    x_dot_from32 = min(d_w + p_l - (KW * d_w), 0)
                    x_dot_size32 = max(OW + p_l, W) - x_dot_from32
                    x_dot_padded2 = padded(x_dot, (0, 0, x_dot_from22, x_dot_from32), (N, Cg * G, x_dot_size22, x_dot_size32))
                    wide2 = colblock(Og)
                    deep2 = depthblock()
                    high2 = rowblock(rows2, ((Og - 1) // wide2 + 1) * G)
                    skipping2 = skipping(H * W, x_dot_size22 * x_dot_size32)
                    panels2 = scratch((G, max(0, (Og - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
                    panels_apart2 = panels2.reshape((G, (Og - 1) // wide2 + 1, Cg, KH * KW, wide2))
                    # panels2[g, col_part2, (c·KH+t)·KW+t′, o−col_part2·wide2] = w[g·Cg+c, o, t, t′]
                    launch(_forward_blocks, G * Cg * ((Og - 1) // wide2 + 1), Cg * G * KH * KW * Og, w,
                            panels_apart2, Cg, G, Og, KH, KW, wide2)
                    y_dot_part2_lines2 = y_dot_part2.reshape((N, G * Og, OH * OW))
                    line2_last = (rows2 - 1) // OW
                    quotient_Og_wide2 = (Og - 1) // wide2
                    line2_last2 = (rows2 - 1) // (OH * OW)
                    # y_dot_part2[n, g·Og+o, q, q′] = ḃ[g·Og+o] + Σ_{c,t,t′} w[g·Cg+c, o, t, t′] · ẋ[n,
                    #     g·Cg+c, q+p_t−d_h·t, q′+p_l−d_w·t′]
                    launch(_forward_blocks2, G * ((rows2 - 1) // high2 + 1) * ((Og - 1) // wide2 + 1),
                            Cg * G * KH * KW * N * OH * OW * Og // 32, b_dot, panels2, x_dot_padded2,
                            y_dot_part2_lines2, N, Cg, G, H, W, Og, KH, KW, OH, OW, p_t, p_l, d_h, d_w, deep2,
                            depth2, high2, line2_last, line2_last2, quotient_Og_wide2, rows2, skipping2,
                            wide2, x_dot_from22, x_dot_from32, x_dot_size22, x_dot_size32)
                    again = not (finite(y_dot_part2, w))
                if again:
                    c_block_last = (Cg - 1) // 1024
                    # y_dot_part2[n, g·Og+o, q, q′] = ḃ[g·Og+o] + Σ_{c,t,t′} w[g·Cg+c, o, t, t′] · ẋ[n,
                    #     g·Cg+c, q+p_t−d_h·t, q′+p_l−d_w·t′]
                    launch(_forward_plain, N * G * Og * OH, Cg * G * KH * KW * N * OH * OW * Og, x_dot, w,
                            b_dot, y_dot_part2, N, Cg, G, H, W, Og, KH, KW, OH, OW, p_t, p_l, d_h, d_w,
                            c_block_last)
        again = not (
            abreast(
                G >= 8
                and 16384 >= Cg * KH * KW * Og
                and max(min(8192 - (Cg * H * W), 8192 - (OH * OW), 16 - W, 3 - Cg), min(32 - max(Cg, Og),
                        32768 - max(Cg * H * W, OH * OW * Og), G * 9 - (((G - 1) // 16) * 128) - 128,
                        max(OW % 16 - 1, 16 - W), min(Cg, KH * KW, Og) - 4,
                        N + ((G - 1) // 16) * N - 16)) >= 0
            )
            and finite(w_dot, y_dot)
        )
        if not again:
            tall3 = KH * d_h + OH - d_h
            wide3 = KW * d_w + OW - d_w
            block3_count3 = (G - 1) // 16 + 1
            pieces3 = parts(N * block3_count3)
            tasks3 = N * block3_count3
            share3 = max((tasks3 - 1) // pieces3 + 1, 1)
            lot3_last = (tasks3 - 1) // N
            launch(_jvp_abreast2, pieces3, Cg * G * KH * KW * N * OH * OW * Og // 32, w_dot, x, y_dot,
                    y_dot_part2, N, Cg, G, H, W, Og, KH, KW, OH, OW, p_t, p_l, d_h, d_w, block3_count3,
                    lot3_last, pieces3, share3, tall3, tasks3, wide3)
            again = not (finite(y_dot, w_dot))
        if again:
            again = not (
                correlations(
                    OH >= KH
                    and OW >= KW
                    and W >= 4
                    and 0 >= min(
                        max(Cg - 16, Cg * KH * KW - 128),
                        max(2 - (KH * KW), min(1 - (Og % 16), Cg * KH * KW - 256), Og - 24),
                        Og - 8,
                    )
                )
                and finite(w_dot, y_dot)
            )
            if not again:
                wide3 = KW * d_w + OW - d_w
                most3 = max(32768 // max(Cg * wide3, 1), 8)
                cuts3 = max((OH - 1) // most3 + 1, 1)
                high3 = max(min(((OH - 1) // (cuts3 * 4)) * 4 + 4, OH), 1)
                strips3 = max((OH - 1) // high3 + 1, 1)
                tall3 = KH * d_h + high3 - d_h
                pieces3 = parts(G * N * strips3)
                tasks3 = G * N * strips3
                share3 = max((tasks3 - 1) // pieces3 + 1, 1)
                launch(_jvp_correlations2, pieces3, Cg * G * KH * KW * N * OH * OW * Og // 32, w_dot, x,
                        y_dot, y_dot_part2, N, Cg, G, H, W, Og, KH, KW, OH, OW, p_t, p_l, d_h, d_w, high3,
                        pieces3, share3, strips3, tall3, tasks3, wide3)
                again = not (finite(y_dot, w_dot))
            if again:
                again = not (
                    blocks(
                        N * OH * OW >= 4
                        and Og >= 8
                        and Cg * KH * KW >= 4
                        and H * 2 + d_h + 17 >= KH * d_h + OH
                        and W * 2 + d_w + 17 >= KW * d_w + OW
                    )
                    and finite(w_dot, y_dot)
                )
                if not again:
                    rows4 = N * OH * OW
                    depth4 = Cg * KH * KW
                    x_from24 = min(d_h + p_t - (KH * d_h), 0)
                    x_size24 = max(H, OH + p_t) - x_from24
                    x_from34 = min(d_w + p_l - (KW * d_w), 0)
                    x_size34 = max(OW + p_l, W) - x_from34
                    x_padded4 = padded(x, (0, 0, x_from24, x_from34), (N, Cg * G, x_size24, x_size34))
                    wide4 = colblock(Og)
                    deep4 = depthblock()
                    high4 = rowblock(rows4, ((Og - 1) // wide4 + 1) * G)
                    skipping4 = skipping(H * W, x_size24 * x_size34)
                    panels4 = scratch((G, max(0, (Og - 1) // wide4 + 1), max(0, depth4), wide4), dtype)
                    panels_apart4 = panels4.reshape((G, (Og - 1) // wide4 + 1, Cg, KH * KW, wide4))
                    # panels4[g, col_part4, (c·KH+t)·KW+t′, o−col_part4·wide4] = ẇ[g·Cg+c, o, t, t′]
                    launch(_forward_blocks, G * Cg * ((Og - 1) // wide4 + 1), Cg * G * KH * KW * Og, w_dot,
                            panels_apart4, Cg, G, Og, KH, KW, wide4)
                    line4_last = (rows4 - 1) // OW
                    quotient_Og_wide4 = (Og - 1) // wide4
                    launch(_jvp_blocks4, G * ((rows4 - 1) // high4 + 1) * ((Og - 1) // wide4 + 1),
                            Cg * G * KH * KW * N * OH * OW * Og // 32, y_dot, panels4, x_padded4, y_dot_part2,
                            N, Cg, G, H, W, Og, KH, KW, OH, OW, p_t, p_l, d_h, d_w, deep4, depth4, high4,
                            line4_last, quotient_Og_wide4, rows4, skipping4, wide4, x_from24, x_from34,
                            x_size24, x_size34)
                    again = not (finite(y_dot, w_dot))
                if again:
                    c_block_last = (Cg - 1) // 1024
                    launch(_jvp_plain2, N * G * Og * OH, Cg * G * KH * KW * N * OH * OW * Og, w_dot, x, y_dot,
                            y_dot_part2, N, Cg, G, H, W, Og, KH, KW, OH, OW, p_t, p_l, d_h, d_w, c_block_last)
    else:
        y_dot_part1 = scratch((N, G * Og, OH, OW), dtype)
        again = not (
            abreast(G >= 8 and 8192 >= Cg * H * W and 8192 >= OH * OW and 16 >= W and 3 >= Cg)
            and finite(w, y_dot_part1)
        )
        if not again:
            block_count = (G - 1) // 16 + 1
            some = min(max(32768 // (OH * OW * 16), 1), 8)
            pieces = max((N * block_count - 1) // some + 1, 1)
            tasks = N * block_count
            share = max((tasks - 1) // pieces + 1, 1)
            s_h_by_gcd = s_h // gcd(s_h, d_h)
            d_h_by_gcd = d_h // gcd(s_h, d_h)
            s_w_by_gcd = s_w // gcd(s_w, d_w)
            d_w_by_gcd = d_w // gcd(s_w, d_w)
            gcd_s_h_d_h = gcd(s_h, d_h)
            gcd_s_w_d_w = gcd(s_w, d_w)
            # y_dot_part1[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            launch(_forward_abreast2, pieces,
                    (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                    0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                    s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_h * s_w // 32, x_dot, w,
                    b_dot, y_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
                    block_count, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, pieces, s_h_by_gcd,
                    s_w_by_gcd, share, tasks)
            again = not (finite(y_dot_part1, w))
        if again:
            again = not (correlations(W >= 4 and 0 >= min(Cg - 24, Og - 24)) and finite(w, y_dot_part1))
            if not again:
                some = min(max(32768 // (OH * OW), 8), 128)
                pieces = max((G * N - 1) // some + 1, 1)
                s_w_by_gcd = s_w // gcd(s_w, d_w)
                d_w_by_gcd = d_w // gcd(s_w, d_w)
                s_h_by_gcd = s_h // gcd(s_h, d_h)
                d_h_by_gcd = d_h // gcd(s_h, d_h)
                gcd_s_h_d_h = gcd(s_h, d_h)
                gcd_s_w_d_w = gcd(s_w, d_w)
                # y_dot_part1[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
                launch(_forward_correlations2, pieces * s_h * s_w,
                        (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                        0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                        s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_h * s_w // 32, x_dot,
                        w, b_dot, y_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
                        d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, pieces, s_h_by_gcd, s_w_by_gcd)
                again = not (finite(y_dot_part1, w))
            if again:
                again = not (
                    blocks(
                        Og >= 8
                        and H * 2
                        + 16 >= -p_t // s_h
                        + (OH + p_t - 1) // s_h
                        + ((KH - residue(d_h, 0, s_h) - 1) // (s_h // gcd(s_h, d_h))) * (d_h // gcd(s_h, d_h))
                        and W * 2
                        + 16 >= -p_l // s_w
                        + (OW + p_l - 1) // s_w
                        + ((KW - residue(d_w, 0, s_w) - 1) // (s_w // gcd(s_w, d_w))) * (d_w // gcd(s_w, d_w))
                    )
                    and finite(w, y_dot_part1)
                )
                if not again:
                    s_h_by_gcd = s_h // gcd(s_h, d_h)
                    s_w_by_gcd = s_w // gcd(s_w, d_w)
                    d_h_by_gcd = d_h // gcd(s_h, d_h)
                    d_w_by_gcd = d_w // gcd(s_w, d_w)
                    wide2 = colblock(Og)
                    quotient_Og_wide2 = (Og - 1) // wide2
                    gcd_s_h_d_h = gcd(s_h, d_h)
                    gcd_s_w_d_w = gcd(s_w, d_w)
                    for r in range(s_h):
                        q_count2 = (OH + p_t - r - 1) // s_h + (r - p_t) // s_h + 1
                        t_count2 = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd + 1
                        x_dot_from22 = min(
                            -((residue(d_h, r, s_h) * d_h - r) // s_h)
                            - ((r - p_t) // s_h)
                            - (((KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd) * d_h_by_gcd),
                            0,
                        )
                        x_dot_size22 = (
                            max((OH + p_t - r - 1) // s_h + 1 - ((residue(d_h, r, s_h) * d_h - r) // s_h), H)
                            - x_dot_from22
                        )
                        res_r = residue(d_h, r, s_h)
                        quotient_r = (d_h * res_r - r) // s_h
                        q_first = -((r - p_t) // s_h)
                        q_last = (OH + p_t - r - 1) // s_h
                        for r_ in range(s_w):
                            q__count2 = (OW + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1
                            t__count2 = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd + 1
                            rows2 = N * q__count2 * q_count2
                            depth2 = Cg * t__count2 * t_count2
                            x_dot_from32 = min(
                                -((residue(d_w, r_, s_w) * d_w - r_) // s_w)
                                - ((r_ - p_l) // s_w)
                                - (((KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd) * d_w_by_gcd),
                                0,
                            )
                            x_dot_size32 = (
                                max(
                                    (OW + p_l - r_ - 1) // s_w
                                    + 1
                                    - ((residue(d_w, r_, s_w) * d_w - r_) // s_w),
                                    W,
                                )
                                - x_dot_from32
                            )
                            high2 = rowblock(rows2, G * (quotient_Og_wide2 + 1))
                            skipping2 = skipping(H * W, x_dot_size22 * x_dot_size32)
                            t__last = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd
                            res_r_ = residue(d_w, r_, s_w)
                            quotient_r_ = (r_ - p_l) // s_w
                            quotient_r_2 = (d_w * res_r_ - r_) // s_w
                            q__last = (OW + p_l - r_ - 1) // s_w
                            d_w_by_gcd2 = d_w // gcd_s_w_d_w
                            d_h_by_gcd2 = d_h // gcd_s_h_d_h
                            t_last = (KH - res_r - 1) // s_h_by_gcd
                            row_part2_last = (rows2 - 1) // high2
                            if q_count2 >= 1 and q__count2 >= 1:
                                x_dot_padded2 = padded(x_dot, (0, 0, x_dot_from22, x_dot_from32), (N, Cg * G, x_dot_size22, x_dot_size32))
                                deep2 = depthblock()
                                panels2 = scratch((G, max(0, (Og - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
                                if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 and t_count2 >= 1 and t__count2 >= 1:
                                    panels_apart2 = panels2.reshape(
                                        (G, (Og - 1) // wide2 + 1, Cg, t__count2 * t_count2, wide2)
                                    )
                                    t_last2 = (KH - res_r - 1) // s_h_by_gcd
                                    # panels2[g, col_part2, t'_count2′·t_count2·c+t'_count2′·t+t′, o−col_part2·wide2] =
                                    #     w[g·Cg+c, o, t·s_h/gcd(s_h,d_h)+res(d_h,r,s_h),
                                    #     t′·s_w/gcd(s_w,d_w)+res(d_w,r′,s_w)]
                                    launch(_forward_blocks3, G * Cg * (quotient_Og_wide2 + 1),
                                            ((KH - residue(d_h, 0, s_h) - 1) // (s_h // gcd(s_h,
                                            d_h)) + 1) * ((KW - residue(d_w, 0, s_w) - 1) // (s_w // gcd(s_w,
                                            d_w)) + 1) * Cg * G * Og, w, panels_apart2, Cg, G, Og, KH, KW,
                                            quotient_Og_wide2, res_r, res_r_, s_h_by_gcd, s_w_by_gcd,
                                            t__count2, t__last, t_count2, t_last2, wide2)
                                line2_last = (rows2 - 1) // q__count2
                                # y_dot_part1[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
                                launch(_forward_blocks4, G * (row_part2_last + 1) * (quotient_Og_wide2 + 1),
                                        (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                                        0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                                        s_w) - 1) // (s_w // gcd(s_w,
                                        d_w)) + 1) * Cg * G * N * Og * s_h * s_w // 32, b_dot, y_dot_part1,
                                        panels2, x_dot_padded2, N, Cg, G, H, W, Og, OH, OW, s_h, s_w, p_t,
                                        p_l, d_h_by_gcd2, d_w_by_gcd2, deep2, depth2, gcd_s_h_d_h,
                                        gcd_s_w_d_w, high2, line2_last, q__count2, q__last, q_count2, q_first,
                                        q_last, quotient_Og_wide2, quotient_r, quotient_r_, quotient_r_2, r,
                                        r_, row_part2_last, rows2, skipping2, t__count2, t__last, t_count2,
                                        t_last, wide2, x_dot_from22, x_dot_from32, x_dot_size22, x_dot_size32)
                    again = not (finite(y_dot_part1, w))
                if again:
                    s_h_by_gcd = s_h // gcd(s_h, d_h)
                    s_w_by_gcd = s_w // gcd(s_w, d_w)
                    d_h_by_gcd = d_h // gcd(s_h, d_h)
                    d_w_by_gcd = d_w // gcd(s_w, d_w)
                    c_block_last = (Cg - 1) // 1024
                    gcd_s_h_d_h = gcd(s_h, d_h)
                    gcd_s_w_d_w = gcd(s_w, d_w)
                    # y_dot_part1[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
                    launch(_forward_plain2, N * G * Og * s_h * s_w,
                            (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                            0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                            s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_h * s_w, x_dot, w,
                            b_dot, y_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
                            d_w, c_block_last, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, s_h_by_gcd,
                            s_w_by_gcd)
        again = not (correlations(W >= 4 and 0 >= min(Cg - 24, Og - 24)) and finite(w_dot, y_dot))
        if not again:
            some3 = min(max(32768 // (OH * OW), 8), 128)
            pieces3 = max((G * N - 1) // some3 + 1, 1)
            s_w_by_gcd = s_w // gcd(s_w, d_w)
            d_w_by_gcd = d_w // gcd(s_w, d_w)
            s_h_by_gcd = s_h // gcd(s_h, d_h)
            d_h_by_gcd = d_h // gcd(s_h, d_h)
            gcd_s_h_d_h = gcd(s_h, d_h)
            gcd_s_w_d_w = gcd(s_w, d_w)
            launch(_jvp_correlations4, pieces3 * s_h * s_w,
                    (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                    0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                    s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_h * s_w // 32, w_dot, x,
                    y_dot, y_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
                    d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, pieces3, s_h_by_gcd, s_w_by_gcd)
            again = not (finite(y_dot, w_dot))
        if again:
            again = not (
                blocks(
                    Og >= 8
                    and H * 2
                    + 16 >= -p_t // s_h
                    + (OH + p_t - 1) // s_h
                    + ((KH - residue(d_h, 0, s_h) - 1) // (s_h // gcd(s_h, d_h))) * (d_h // gcd(s_h, d_h))
                    and W * 2
                    + 16 >= -p_l // s_w
                    + (OW + p_l - 1) // s_w
                    + ((KW - residue(d_w, 0, s_w) - 1) // (s_w // gcd(s_w, d_w))) * (d_w // gcd(s_w, d_w))
                )
                and finite(w_dot, y_dot)
            )
            if not again:
                s_h_by_gcd = s_h // gcd(s_h, d_h)
                s_w_by_gcd = s_w // gcd(s_w, d_w)
                d_h_by_gcd = d_h // gcd(s_h, d_h)
                d_w_by_gcd = d_w // gcd(s_w, d_w)
                wide4 = colblock(Og)
                quotient_Og_wide4 = (Og - 1) // wide4
                gcd_s_h_d_h = gcd(s_h, d_h)
                gcd_s_w_d_w = gcd(s_w, d_w)
                for r in range(s_h):
                    q_count4 = (OH + p_t - r - 1) // s_h + (r - p_t) // s_h + 1
                    t_count4 = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd + 1
                    x_from24 = min(
                        -((residue(d_h, r, s_h) * d_h - r) // s_h)
                        - ((r - p_t) // s_h)
                        - (((KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd) * d_h_by_gcd),
                        0,
                    )
                    x_size24 = (
                        max((OH + p_t - r - 1) // s_h + 1 - ((residue(d_h, r, s_h) * d_h - r) // s_h), H)
                        - x_from24
                    )
                    res_r = residue(d_h, r, s_h)
                    quotient_r = (d_h * res_r - r) // s_h
                    q_first = -((r - p_t) // s_h)
                    q_last = (OH + p_t - r - 1) // s_h
                    for r_ in range(s_w):
                        q__count4 = (OW + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1
                        t__count4 = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd + 1
                        rows4 = N * q__count4 * q_count4
                        depth4 = Cg * t__count4 * t_count4
                        x_from34 = min(
                            -((residue(d_w, r_, s_w) * d_w - r_) // s_w)
                            - ((r_ - p_l) // s_w)
                            - (((KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd) * d_w_by_gcd),
                            0,
                        )
                        x_size34 = (
                            max(
                                (OW + p_l - r_ - 1) // s_w + 1 - ((residue(d_w, r_, s_w) * d_w - r_) // s_w),
                                W,
                            )
                            - x_from34
                        )
                        high4 = rowblock(rows4, G * (quotient_Og_wide4 + 1))
                        skipping4 = skipping(H * W, x_size24 * x_size34)
                        t__last = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd
                        res_r_ = residue(d_w, r_, s_w)
                        quotient_r_ = (r_ - p_l) // s_w
                        quotient_r_2 = (d_w * res_r_ - r_) // s_w
                        q__last = (OW + p_l - r_ - 1) // s_w
                        d_w_by_gcd2 = d_w // gcd_s_w_d_w
                        d_h_by_gcd2 = d_h // gcd_s_h_d_h
                        t_last = (KH - res_r - 1) // s_h_by_gcd
                        row_part4_last = (rows4 - 1) // high4
                        if q_count4 >= 1 and q__count4 >= 1:
                            x_padded4 = padded(x, (0, 0, x_from24, x_from34), (N, Cg * G, x_size24, x_size34))
                            deep4 = depthblock()
                            panels4 = scratch((G, max(0, (Og - 1) // wide4 + 1), max(0, depth4), wide4), dtype)
                            if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 and t_count4 >= 1 and t__count4 >= 1:
                                panels_apart4 = panels4.reshape(
                                    (G, (Og - 1) // wide4 + 1, Cg, t__count4 * t_count4, wide4)
                                )
                                t_last2 = (KH - res_r - 1) // s_h_by_gcd
                                # panels4[g, col_part4, t'_count4′·t_count4·c+t'_count4′·t+t′, o−col_part4·wide4] =
                                #     ẇ[g·Cg+c, o, t·s_h/gcd(s_h,d_h)+res(d_h,r,s_h),
                                #     t′·s_w/gcd(s_w,d_w)+res(d_w,r′,s_w)]
                                launch(_forward_blocks3, G * Cg * (quotient_Og_wide4 + 1), ((KH - residue(d_h,
                                        0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                                        s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * Og, w_dot,
                                        panels_apart4, Cg, G, Og, KH, KW, quotient_Og_wide4, res_r, res_r_,
                                        s_h_by_gcd, s_w_by_gcd, t__count4, t__last, t_count4, t_last2, wide4)
                            line4_last = (rows4 - 1) // q__count4
                            launch(_jvp_blocks8, G * (row_part4_last + 1) * (quotient_Og_wide4 + 1),
                                    (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                                    0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                                    s_w) - 1) // (s_w // gcd(s_w,
                                    d_w)) + 1) * Cg * G * N * Og * s_h * s_w // 32, y_dot, panels4, x_padded4,
                                    y_dot_part1, N, Cg, G, H, W, Og, OH, OW, s_h, s_w, p_t, p_l, d_h_by_gcd2,
                                    d_w_by_gcd2, deep4, depth4, gcd_s_h_d_h, gcd_s_w_d_w, high4, line4_last,
                                    q__count4, q__last, q_count4, q_first, q_last, quotient_Og_wide4,
                                    quotient_r, quotient_r_, quotient_r_2, r, r_, row_part4_last, rows4,
                                    skipping4, t__count4, t__last, t_count4, t_last, wide4, x_from24,
                                    x_from34, x_size24, x_size34)
                again = not (finite(y_dot, w_dot))
            if again:
                s_h_by_gcd = s_h // gcd(s_h, d_h)
                s_w_by_gcd = s_w // gcd(s_w, d_w)
                d_h_by_gcd = d_h // gcd(s_h, d_h)
                d_w_by_gcd = d_w // gcd(s_w, d_w)
                c_block_last = (Cg - 1) // 1024
                gcd_s_h_d_h = gcd(s_h, d_h)
                gcd_s_w_d_w = gcd(s_w, d_w)
                launch(_jvp_plain4, N * G * Og * s_h * s_w,
                        (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                        0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                        s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_h * s_w, w_dot, x,
                        y_dot, y_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
                        c_block_last, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, s_h_by_gcd,
                        s_w_by_gcd)
