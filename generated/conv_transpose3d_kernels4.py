"""The kernels of conv_transpose3d; conv_transpose3d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_transpose3d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .conv_transpose3d_kernels import (
    _forward_abreast, _forward_correlations, _forward_blocks, _forward_blocks2, _forward_plain,
    _forward_correlations2, _forward_blocks3, _forward_blocks4, _forward_plain2,
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
def _jvp_abreast2(first, last, w_dot, x, y_dot, y_dot_part2, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW,
        p_f, p_t, p_l, d_d, d_h, d_w, block3_count3, lot3_last, pieces3, share3, tall3, tasks3, wide3):
    """ẏ[n, g·Og+o, q, q′, q′′] = y_dot_part2[n, g·Og+o, q, q′, q′′] + Σ_{c,t,t′′,t′′′} ẇ[g·Cg+c, o, t, t′′,
        t′′′] · x[n, g·Cg+c, q+p_f−d_d·t, q′+p_t−d_h·t′′, q′′+p_l−d_w·t′′′]
    """
    dtype = w_dot.dtype
    T = dtype.type
    planes3 = np.empty((Cg, KD, max(0, tall3), max(0, wide3), 16), dtype)
    weights3 = np.empty((Og, Cg, KD, KH, KW, 16), dtype)
    starts3 = np.empty((Og, 16), dtype)
    tile3 = np.empty((Og, OH, OW, 16), dtype)
    for part3 in range(first, last):
        lefts3 = np.empty(Cg * KD * KW * KH, np.int64)
        for tap in range(Cg * KD * KW * KH):
            c = tap // (KD * KW * KH)
            t_ = tap // (KW * KH) % KD
            t___ = tap // KH % KW
            t__ = tap % KH
            lefts3[U(tap)] = KD * KH * KW * c * 16 + t___ * 16 + KW * t__ * 16 + KH * KW * t_ * 16
        rights3 = np.empty(Cg * KD * KW * KH, np.int64)
        for tap in range(Cg * KD * KW * KH):
            c = tap // (KD * KW * KH)
            t_ = tap // (KW * KH) % KD
            t___ = tap // KH % KW
            t__ = tap % KH
            rights3[U(tap)] = (
                KD * c * tall3 * wide3 * 16
                + d_w * t___ * 16
                + d_h * t__ * wide3 * 16
                + t_ * tall3 * wide3 * 16
            )
        for lot3 in range(part3 * share3 // OD, min((part3 * share3 + share3 - 1) // OD + 1, lot3_last + 1,
                N * block3_count3)):
            block3 = lot3 // N
            n = lot3 % N
            # ẏ[n, g·Og+o, q, q′, q′′] = y_dot_part2[n, g·Og+o, q, q′, q′′] + Σ_{c,t,t′′,t′′′}
            #     ẇ[g·Cg+c, o, t, t′′, t′′′] · x[n, g·Cg+c, q+p_f−d_d·t, q′+p_t−d_h·t′′,
            #     q′′+p_l−d_w·t′′′]
            for o in range(Og):
                for lane3 in range(min(16, G - (block3 * 16))):
                    starts3[U(o), U(lane3)] = T(0)
            for o in range(Og):
                for c in range(Cg):
                    for t_ in range(KD):
                        pad_abreast(weights3, (o, c, t_, 0, 0, 0), KW * 16, 16, w_dot, (Cg * block3 * 16 + c,
                                o, t_, KH - 1, KW - 1), -KW, -1, Cg * KD * KH * KW * Og, KH, KW, min(16,
                                G - (block3 * 16)), 0, KH, 0, KW)
            for q in range(max(0, part3 * share3 - (OD * lot3)), min(OD, tasks3 - (OD * lot3),
                    part3 * share3 + share3 - (OD * lot3))):
                for c in range(Cg):
                    for t_ in range(KD):
                        bottom = (
                            H + KH * d_h - d_h - p_t
                            if p_f + q >= d_d * t_ and D + d_d * t_ >= p_f + q + 1
                            else 0
                        )
                        aft = (
                            KW * d_w + W - d_w - p_l
                            if p_f + q >= d_d * t_ and D + d_d * t_ >= p_f + q + 1
                            else 0
                        )
                        pad_abreast(planes3, (c, t_, 0, 0, 0), wide3 * 16, 16, x, (n, Cg * block3 * 16 + c,
                                p_f + q - (d_d * t_), d_h + p_t - (KH * d_h), d_w + p_l - (KW * d_w)), W, 1,
                                Cg * D * H * W, tall3, wide3, min(16, G - (block3 * 16)),
                                KH * d_h - d_h - p_t, bottom, KW * d_w - d_w - p_l, aft)
                correlate_abreast(tile3, (0, 0, 0, 0), OH * OW * 16, OW * 16, 16, starts3, (0, 0), 16,
                        weights3, (0, 0, 0, 0, 0, 0), Cg * KD * KH * KW * 16, lefts3, planes3, (0, 0, 0, 0,
                        0), wide3 * 16, 16, rights3, KH, len(rights3), Og, OH, OW, min(16, G - (block3 * 16)))
                for o in range(Og):
                    for q_ in range(OH):
                        for q__ in range(OW):
                            for lane3 in range(min(16, G - (block3 * 16))):
                                y_dot[U(n), U(Og * block3 * 16 + Og * lane3 + o), U(q), U(q_), U(q__)] = (
                                    tile3[U(o), U(q_), U(q__), U(lane3)]
                                    + y_dot_part2[U(n), U(Og * block3 * 16 + Og * lane3 + o), U(q), U(q_),
                                            U(q__)]
                                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_correlations2(first, last, w_dot, x, y_dot, y_dot_part2, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH,
        OW, p_f, p_t, p_l, d_d, d_h, d_w, high3, pieces3, share3, strips3, tall3, tasks3, wide3):
    """ẏ[n, g·Og+o, q, q′, q′′] = y_dot_part2[n, g·Og+o, q, q′, q′′] + Σ_{c,t,t′′,t′′′} ẇ[g·Cg+c, o, t, t′′,
        t′′′] · x[n, g·Cg+c, q+p_f−d_d·t, q′+p_t−d_h·t′′, q′′+p_l−d_w·t′′′]
    """
    dtype = w_dot.dtype
    T = dtype.type
    planes3 = np.empty((Cg, KD, max(0, tall3), max(0, wide3)), dtype)
    starts3 = np.empty(Og, dtype)
    tile3 = np.empty((Og, high3, OW), dtype)
    for part3 in range(first, last):
        lefts3 = np.empty(Cg * KD * KW * KH, np.int64)
        for tap in range(Cg * KD * KW * KH):
            c = tap // (KD * KW * KH)
            t_ = tap // (KW * KH) % KD
            t___ = tap // KH % KW
            t__ = tap % KH
            lefts3[U(tap)] = KD * KH * KW * Og * c + KH * KW * t_ - t___ - (KW * t__)
        rights3 = np.empty(Cg * KD * KW * KH, np.int64)
        for tap in range(Cg * KD * KW * KH):
            c = tap // (KD * KW * KH)
            t_ = tap // (KW * KH) % KD
            t___ = tap // KH % KW
            t__ = tap % KH
            rights3[U(tap)] = KD * c * tall3 * wide3 + d_w * t___ + d_h * t__ * wide3 + t_ * tall3 * wide3
        for turn3 in range(part3 * share3, min(part3 * share3 + share3, tasks3)):
            n = turn3 // (G * OD * strips3)
            g = turn3 // (OD * strips3) % G
            q = turn3 // strips3 % OD
            strip3 = turn3 % strips3
            # ẏ[n, g·Og+o, q, q′, q′′] = y_dot_part2[n, g·Og+o, q, q′, q′′] + Σ_{c,t,t′′,t′′′}
            #     ẇ[g·Cg+c, o, t, t′′, t′′′] · x[n, g·Cg+c, q+p_f−d_d·t, q′+p_t−d_h·t′′,
            #     q′′+p_l−d_w·t′′′]
            for o in range(Og):
                starts3[U(o)] = T(0)
            for c in range(Cg):
                for t_ in range(KD):
                    top = KH * d_h - d_h - p_t - (high3 * strip3)
                    bottom = (
                        H + KH * d_h - d_h - p_t - (high3 * strip3)
                        if p_f + q >= d_d * t_ and D + d_d * t_ >= p_f + q + 1
                        else 0
                    )
                    aft = (
                        KW * d_w + W - d_w - p_l if p_f + q >= d_d * t_ and D + d_d * t_ >= p_f + q + 1 else 0
                    )
                    pad(planes3, (c, t_, 0, 0), wide3, x, (n, c + Cg * g, p_f + q - (d_d * t_),
                            d_h + p_t + high3 * strip3 - (KH * d_h), d_w + p_l - (KW * d_w)), W, 1, tall3,
                            wide3, top, bottom, KW * d_w - d_w - p_l, aft)
            correlate(tile3, (0, 0, 0), OW * high3, OW, 1, starts3, (0,), 1, w_dot, (Cg * g, 0, 0, KH - 1,
                    KW - 1), KD * KH * KW, lefts3, planes3, (0, 0, 0, 0), wide3, rights3, KH, len(rights3),
                    Og, min(high3, OH - (high3 * strip3)), OW)
            for o in range(Og):
                for q_ in range(high3 * strip3, min(high3 + high3 * strip3, OH)):
                    for q__ in range(OW):
                        y_dot[U(n), U(Og * g + o), U(q), U(q_), U(q__)] = (
                            tile3[U(o), U(q_ - (high3 * strip3)), U(q__)]
                            + y_dot_part2[U(n), U(Og * g + o), U(q), U(q_), U(q__)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks4(first, last, y_dot, panels4, x_padded4, y_dot_part2, N, Cg, G, D, H, W, Og, KD, KH, KW, OD,
        OH, OW, p_f, p_t, p_l, d_d, d_h, d_w, deep4, depth4, high4, line4_last, quotient_Og_wide4, rows4,
        skipping4, wide4, x_from24, x_from34, x_from44, x_size24, x_size34, x_size44):
    """ẏ[n, g·Og+o, q, q′, q′′] = y_dot_part2[n, g·Og+o, q, q′, q′′] + Σ_{c,t,t′′,t′′′} ẇ[g·Cg+c, o, t, t′′,
        t′′′] · x[n, g·Cg+c, q+p_f−d_d·t, q′+p_t−d_h·t′′, q′′+p_l−d_w·t′′′]
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
        for t_ in range(KD):
            for t__ in range(KH):
                for t___ in range(KW):
                    left_at4[U(KD * KH * KW * c + t___ + KW * t__ + KH * KW * t_)] = (
                        c * x_size24 * x_size34 * x_size44
                        - (d_w * t___)
                        - (d_h * t__ * x_size44)
                        - (d_d * t_ * x_size34 * x_size44)
                    )
                    place4[0, U(KD * KH * KW * c + t___ + KW * t__ + KH * KW * t_)] = -d_d * t_
                    place4[1, U(KD * KH * KW * c + t___ + KW * t__ + KH * KW * t_)] = -d_h * t__
                    place4[2, U(KD * KH * KW * c + t___ + KW * t__ + KH * KW * t_)] = -d_w * t___
    for k4 in range(depth4):
        right_at4[U(k4)] = k4 * wide4
    for task in range(first, last):
        g = task // (((rows4 - 1) // high4 + 1) * ((Og - 1) // wide4 + 1))
        row_part4 = task // (((Og - 1) // wide4 + 1)) % ((rows4 - 1) // high4 + 1)
        col_part4 = task % ((Og - 1) // wide4 + 1)
        # ẏ[n, g·Og+o, q, q′, q′′] = y_dot_part2[n, g·Og+o, q, q′, q′′] + Σ_{c,t,t′′,t′′′}
        #     ẇ[g·Cg+c, o, t, t′′, t′′′] · x[n, g·Cg+c, q+p_f−d_d·t, q′+p_t−d_h·t′′,
        #     q′′+p_l−d_w·t′′′]
        for line4 in range(high4 * row_part4 // OW, min((high4 + high4 * row_part4 - 1) // OW + 1,
                line4_last + 1, N * OD * OH)):
            n = line4 // (OD * OH)
            q = line4 // OH % OD
            q_ = line4 % OH
            for q__ in range(max(0, high4 * row_part4 - (OW * line4)), min(OW, rows4 - (OW * line4),
                    high4 + high4 * row_part4 - (OW * line4))):
                row_at4[U(OW * line4 + q__ - (high4 * row_part4))] = (
                    Cg * g * x_size24 * x_size34 * x_size44
                    + Cg * G * n * x_size24 * x_size34 * x_size44
                    + p_f * x_size34 * x_size44
                    + p_l
                    + p_t * x_size44
                    + q__
                    + q_ * x_size44
                    + q * x_size34 * x_size44
                    - (x_from24 * x_size34 * x_size44)
                    - (x_from34 * x_size44)
                    - x_from44
                )
                least4[0, U(OW * line4 + q__ - (high4 * row_part4))] = -p_f - q
                most4[0, U(OW * line4 + q__ - (high4 * row_part4))] = D - p_f - q - 1
                least4[1, U(OW * line4 + q__ - (high4 * row_part4))] = -p_t - q_
                most4[1, U(OW * line4 + q__ - (high4 * row_part4))] = H - p_t - q_ - 1
                least4[2, U(OW * line4 + q__ - (high4 * row_part4))] = -p_l - q__
                most4[2, U(OW * line4 + q__ - (high4 * row_part4))] = W - p_l - q__ - 1
        contract_inside(tile4, (0, 0), wide4, x_padded4, row_at4, left_at4, panels4,
                col_part4 * depth4 * wide4 + depth4 * g * quotient_Og_wide4 * wide4 + depth4 * g * wide4,
                right_at4, min(high4, rows4 - (high4 * row_part4)), min(wide4, Og - (col_part4 * wide4)),
                depth4, deep4, least4, most4, place4, high4, depth4, 3, skipping4,
                np.empty(max(depth4 * 3 + high4 * 4 + 2, 0), np.int64))
        turn(turned4, (0, 0), high4, tile4, 0, wide4, 1, min(high4, rows4 - (high4 * row_part4)), min(wide4,
                Og - (col_part4 * wide4)))
        for line4 in range(high4 * row_part4 // OW, min((high4 + high4 * row_part4 - 1) // OW + 1,
                line4_last + 1, N * OD * OH)):
            n = line4 // (OD * OH)
            q = line4 // OH % OD
            q_ = line4 % OH
            for o in range(col_part4 * wide4, min(col_part4 * wide4 + wide4, Og)):
                for q__ in range(max(0, high4 * row_part4 - (OW * line4)), min(OW, rows4 - (OW * line4),
                        high4 + high4 * row_part4 - (OW * line4))):
                    y_dot[U(n), U(Og * g + o), U(q), U(q_), U(q__)] = (
                        turned4[U(o - (col_part4 * wide4)), U(OW * line4 + q__ - (high4 * row_part4))]
                        + y_dot_part2[U(n), U(Og * g + o), U(q), U(q_), U(q__)]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w_dot, x, y_dot, y_dot_part2, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, p_f,
        p_t, p_l, d_d, d_h, d_w, c_block_last):
    """ẏ[n, g·Og+o, q, q′, q′′] = y_dot_part2[n, g·Og+o, q, q′, q′′] + Σ_{c,t,t′′,t′′′} ẇ[g·Cg+c, o, t, t′′,
        t′′′] · x[n, g·Cg+c, q+p_f−d_d·t, q′+p_t−d_h·t′′, q′′+p_l−d_w·t′′′]
    """
    dtype = w_dot.dtype
    T = dtype.type
    rest2 = np.empty(OW, dtype)
    part4 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (G * Og * OD * OH)
        g = task // (Og * OD * OH) % G
        o = task // (OD * OH) % Og
        q = task // OH % OD
        q_ = task % OH
        # ẏ[n, g·Og+o, q, q′, q′′] = y_dot_part2[n, g·Og+o, q, q′, q′′] + Σ_{c,t,t′′,t′′′}
        #     ẇ[g·Cg+c, o, t, t′′, t′′′] · x[n, g·Cg+c, q+p_f−d_d·t, q′+p_t−d_h·t′′,
        #     q′′+p_l−d_w·t′′′]
        for q__ in range(OW):
            y_dot[U(n), U(Og * g + o), U(q), U(q_), U(q__)] = y_dot_part2[U(n), U(Og * g + o), U(q), U(q_), U(q__)]
        for q__ in range(OW):
            rest2[U(q__)] = T(0)
        t___first = -((H - p_t - q_ - 1) // d_h)
        t___last = (p_t + q_) // d_h
        t__first = -((D - p_f - q - 1) // d_d)
        t__last = (p_f + q) // d_d
        for c_block in range(c_block_last + 1):
            for q__ in range(OW):
                part4[U(q__)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for t_ in range(max(0, t__first), min(KD, t__last + 1)):
                    for t__ in range(max(0, t___first), min(KH, t___last + 1)):
                        for t___ in range(KW - 1, -1, -1):
                            w_dot_here = w_dot[U(c + Cg * g), U(o), U(t_), U(t__), U(t___)]
                            for q__ in range(max(0, d_w * t___ - p_l), min(OW, W + d_w * t___ - p_l)):
                                part4[U(q__)] += (
                                    w_dot_here
                                    * x[U(n), U(c + Cg * g), U(p_f + q - (d_d * t_)),
                                            U(p_t + q_ - (d_h * t__)), U(p_l + q__ - (d_w * t___))]
                                )
            for q__ in range(OW):
                y_dot[U(n), U(Og * g + o), U(q), U(q_), U(q__)], rest2[U(q__)] = carried(y_dot[U(n), U(Og * g + o), U(q), U(q_), U(q__)], rest2[U(q__)], part4[U(q__)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_correlations4(first, last, w_dot, x, y_dot, y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH,
        OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h, d_w, d_d_by_gcd, d_h_by_gcd, d_w_by_gcd, gcd_s_d_d_d,
        gcd_s_h_d_h, gcd_s_w_d_w, pieces3, s_d_by_gcd, s_h_by_gcd, s_w_by_gcd):
    """ẏ[n, g·Og+o, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] = y_dot_part1[n, g·Og+o, s_d·q+r−p_f,
        s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] + Σ_{c,t,t′,t′′ : 0 ≤ t ≤
        ⌊(KD−1−res(d_d,r,s_d))/(s_d/gcd(s_d,d_d))⌋, 0 ≤ t′ ≤ ⌊(KH−1−res(d_h,r′,s_h))/(s_h/gcd(s_h,d_h))⌋,
        0 ≤ t′′ ≤ ⌊(KW−1−res(d_w,r′′,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_d,d_d) ∣ r, gcd(s_h,d_h) ∣ r′,
        gcd(s_w,d_w) ∣ r′′} ẇ[g·Cg+c, o, res(d_d,r,s_d)+t·s_d/gcd(s_d,d_d),
        res(d_h,r′,s_h)+t′·s_h/gcd(s_h,d_h), res(d_w,r′′,s_w)+t′′·s_w/gcd(s_w,d_w)] · x[n, g·Cg+c,
        q−(d_d·res(d_d,r,s_d)−r)/s_d−t·d_d/gcd(s_d,d_d),
        q′−(d_h·res(d_h,r′,s_h)−r′)/s_h−t′·d_h/gcd(s_h,d_h),
        q′′−(d_w·res(d_w,r′′,s_w)−r′′)/s_w−t′′·d_w/gcd(s_w,d_w)]
    """
    dtype = w_dot.dtype
    T = dtype.type
    starts3 = np.empty(Og, dtype)
    for task in range(first, last):
        part3 = task // (s_d * s_h * s_w)
        r = task // (s_h * s_w) % s_d
        r_ = task // s_w % s_h
        r__ = task % s_w
        q___count3 = (OW + p_l - r__ - 1) // s_w + (r__ - p_l) // s_w + 1
        t____count3 = (KW - residue(d_w, r__, s_w) - 1) // s_w_by_gcd + 1
        wide3 = d_w_by_gcd * t____count3 + q___count3 - d_w_by_gcd
        t__count3 = (KD - residue(d_d, r, s_d) - 1) // s_d_by_gcd + 1
        q__count3 = (OH + p_t - r_ - 1) // s_h + (r_ - p_t) // s_h + 1
        most3 = max(32768 // max(Cg * t__count3 * wide3, 1), 8)
        cuts3 = max((q__count3 - 1) // most3 + 1, 1)
        high3 = max(min(((q__count3 - 1) // (cuts3 * 4)) * 4 + 4, q__count3), 1)
        strips3 = max((q__count3 - 1) // high3 + 1, 1)
        t___count3 = (KH - residue(d_h, r_, s_h) - 1) // s_h_by_gcd + 1
        tall3 = d_h_by_gcd * t___count3 + high3 - d_h_by_gcd
        q_count3 = (OD + p_f - r - 1) // s_d + (r - p_f) // s_d + 1
        tasks3 = G * N * q_count3 * strips3
        share3 = max((tasks3 - 1) // pieces3 + 1, 1)
        lefts3 = np.empty(max(0, Cg * t__count3 * t____count3 * t___count3), np.int64)
        for tap in range(Cg * t__count3 * t____count3 * t___count3):
            c = tap // (t__count3 * t____count3 * t___count3)
            t_ = tap // (t____count3 * t___count3) % t__count3
            t___ = tap // t___count3 % t____count3
            t__ = tap % t___count3
            lefts3[U(tap)] = (
                KD * KH * KW * Og * c
                + KH * KW * s_d_by_gcd * t_
                - (s_w_by_gcd * t___)
                - (KW * s_h_by_gcd * t__)
            )
        rights3 = np.empty(max(0, Cg * t__count3 * t____count3 * t___count3), np.int64)
        for tap in range(Cg * t__count3 * t____count3 * t___count3):
            c = tap // (t__count3 * t____count3 * t___count3)
            t_ = tap // (t____count3 * t___count3) % t__count3
            t___ = tap // t___count3 % t____count3
            t__ = tap % t___count3
            rights3[U(tap)] = (
                c * t__count3 * tall3 * wide3
                + d_w_by_gcd * t___
                + d_h_by_gcd * t__ * wide3
                + t_ * tall3 * wide3
            )
        planes3 = np.empty((Cg, max(0, t__count3), max(0, tall3), max(0, wide3)), dtype)
        tile3 = np.empty((Og, high3, max(0, q___count3)), dtype)
        quotient_r_ = (r_ - p_t) // s_h
        quotient_r_2 = (residue(d_h, r_, s_h) * d_h - r_) // s_h
        quotient_r_3 = (KH - residue(d_h, r_, s_h) - 1) // s_h_by_gcd
        quotient_r__ = (r__ - p_l) // s_w
        quotient_r__2 = (residue(d_w, r__, s_w) * d_w - r__) // s_w
        quotient_r__3 = (KW - residue(d_w, r__, s_w) - 1) // s_w_by_gcd
        quotient_r = (residue(d_d, r, s_d) * d_d - r) // s_d
        q__last = (OH + p_t - r_ - 1) // s_h
        q___last = (OW + p_l - r__ - 1) // s_w
        res_r = residue(d_d, r, s_d)
        res_r_ = residue(d_h, r_, s_h)
        res_r__ = residue(d_w, r__, s_w)
        q_first = -((r - p_f) // s_d)
        if q_count3 >= 1:
            for turn3 in range(part3 * share3, min(part3 * share3 + share3, tasks3)):
                s_d_by_gcd2 = s_d // gcd_s_d_d_d
                s_h_by_gcd2 = s_h // gcd_s_h_d_h
                s_w_by_gcd2 = s_w // gcd_s_w_d_w
                n = turn3 // (G * q_count3 * strips3)
                g = turn3 // (q_count3 * strips3) % G
                q = turn3 // strips3 % q_count3 + q_first
                strip3 = turn3 % strips3
                # ẏ[n, g·Og+o, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l], as written above
                for o in range(Og):
                    starts3[U(o)] = T(0)
                for c in range(Cg):
                    for t_ in range(t__count3):
                        top = d_h_by_gcd * quotient_r_3 + quotient_r_ + quotient_r_2 - (high3 * strip3)
                        bottom = (
                            H + d_h_by_gcd * quotient_r_3 + quotient_r_ + quotient_r_2 - (high3 * strip3)
                            if q >= quotient_r + d_d_by_gcd * t_ and D + quotient_r + d_d_by_gcd * t_ >= q + 1
                            else 0
                        )
                        aft = (
                            W + d_w_by_gcd * quotient_r__3 + quotient_r__ + quotient_r__2
                            if q >= quotient_r + d_d_by_gcd * t_ and D + quotient_r + d_d_by_gcd * t_ >= q + 1
                            else 0
                        )
                        pad(planes3, (c, t_, 0, 0), wide3, x, (n, c + Cg * g,
                                q - quotient_r - (d_d_by_gcd * t_),
                                high3 * strip3 - (d_h_by_gcd * quotient_r_3) - quotient_r_ - quotient_r_2,
                                -d_w_by_gcd * quotient_r__3 - quotient_r__ - quotient_r__2), W, 1, tall3,
                                wide3, top, bottom, d_w_by_gcd * quotient_r__3 + quotient_r__ + quotient_r__2,
                                aft)
                taps = (
                    len(rights3)
                    if r % gcd_s_d_d_d == 0 and r_ % gcd_s_h_d_h == 0 and r__ % gcd_s_w_d_w == 0
                    else 0
                )
                correlate(tile3, (0, 0, 0), high3 * q___count3, q___count3, 1, starts3, (0,), 1, w_dot,
                        (Cg * g, 0, res_r, quotient_r_3 * s_h_by_gcd2 + res_r_,
                        quotient_r__3 * s_w_by_gcd2 + res_r__), KD * KH * KW, lefts3, planes3, (0, 0, 0, 0),
                        wide3, rights3, t___count3, taps, Og, min(high3,
                        q__last + quotient_r_ + 1 - (high3 * strip3)), q___last + quotient_r__ + 1)
                for o in range(Og):
                    for q_ in range(high3 * strip3 - quotient_r_, min(high3 + high3 * strip3 - quotient_r_,
                            q__last + 1)):
                        for q__ in range(-quotient_r__, q___last + 1):
                            y_dot[U(n), U(Og * g + o), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] = (
                                tile3[U(o), U(q_ + quotient_r_ - (high3 * strip3)), U(q__ + quotient_r__)]
                                + y_dot_part1[U(n), U(Og * g + o), U(q * s_d + r - p_f),
                                        U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)]
                            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks8(first, last, y_dot, panels4, x_padded4, y_dot_part1, N, Cg, G, D, H, W, Og, OD, OH, OW, s_d,
        s_h, s_w, p_f, p_t, p_l, d_d_by_gcd2, d_h_by_gcd2, d_w_by_gcd2, deep4, depth4, gcd_s_d_d_d,
        gcd_s_h_d_h, gcd_s_w_d_w, high4, line4_last, q___count4, q___last, q__count4, q__first, q__last,
        q_count4, q_first, q_last, quotient_Og_wide4, quotient_r, quotient_r_, quotient_r__, quotient_r__2, r,
        r_, r__, row_part4_last, rows4, skipping4, t____count4, t____last, t___count4, t___last, t__count4,
        t__last, wide4, x_from24, x_from34, x_from44, x_size24, x_size34, x_size44):
    """ẏ[n, g·Og+o, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] = y_dot_part1[n, g·Og+o, s_d·q+r−p_f,
        s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] + Σ_{c,t,t′,t′′ : 0 ≤ t ≤
        ⌊(KD−1−res(d_d,r,s_d))/(s_d/gcd(s_d,d_d))⌋, 0 ≤ t′ ≤ ⌊(KH−1−res(d_h,r′,s_h))/(s_h/gcd(s_h,d_h))⌋,
        0 ≤ t′′ ≤ ⌊(KW−1−res(d_w,r′′,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_d,d_d) ∣ r, gcd(s_h,d_h) ∣ r′,
        gcd(s_w,d_w) ∣ r′′} ẇ[g·Cg+c, o, res(d_d,r,s_d)+t·s_d/gcd(s_d,d_d),
        res(d_h,r′,s_h)+t′·s_h/gcd(s_h,d_h), res(d_w,r′′,s_w)+t′′·s_w/gcd(s_w,d_w)] · x[n, g·Cg+c,
        q−(d_d·res(d_d,r,s_d)−r)/s_d−t·d_d/gcd(s_d,d_d),
        q′−(d_h·res(d_h,r′,s_h)−r′)/s_h−t′·d_h/gcd(s_h,d_h),
        q′′−(d_w·res(d_w,r′′,s_w)−r′′)/s_w−t′′·d_w/gcd(s_w,d_w)]
    """
    dtype = y_dot.dtype
    T = dtype.type
    row_at4 = np.empty(high4, np.int64)
    left_at4 = np.empty(max(0, depth4), np.int64)
    right_at4 = np.empty(max(0, depth4), np.int64)
    least4 = np.empty((3, high4), np.int64)
    most4 = np.empty((3, high4), np.int64)
    place4 = np.empty((3, max(0, depth4)), np.int64)
    tile4 = np.empty((high4, wide4), dtype)
    turned4 = np.empty((wide4, high4), dtype)
    for task in range(first, last):
        g = task // ((row_part4_last + 1) * (quotient_Og_wide4 + 1))
        row_part4 = task // ((quotient_Og_wide4 + 1)) % (row_part4_last + 1)
        col_part4 = task % (quotient_Og_wide4 + 1)
        # ẏ[n, g·Og+o, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l], as written above
        for line4 in range(high4 * row_part4 // q___count4,
                min((high4 + high4 * row_part4 - 1) // q___count4 + 1, line4_last + 1,
                N * q__count4 * q_count4)):
            n = line4 // (q_count4 * q__count4)
            q = line4 // q__count4 % q_count4 + q_first
            q_ = line4 % q__count4 + q__first
            for q__ in range(max(-quotient_r__, high4 * row_part4 - (line4 * q___count4) - quotient_r__),
                    min(q___last + 1, rows4 - (line4 * q___count4) - quotient_r__,
                    high4 + high4 * row_part4 - (line4 * q___count4) - quotient_r__)):
                row_at4[U(line4 * q___count4 + q__ + quotient_r__ - (high4 * row_part4))] = (
                    Cg * g * x_size24 * x_size34 * x_size44
                    + Cg * G * n * x_size24 * x_size34 * x_size44
                    + q__
                    + q_ * x_size44
                    + q * x_size34 * x_size44
                    - quotient_r__2
                    - (quotient_r_ * x_size44)
                    - (quotient_r * x_size34 * x_size44)
                    - (x_from24 * x_size34 * x_size44)
                    - (x_from34 * x_size44)
                    - x_from44
                )
                least4[0, U(line4 * q___count4 + q__ + quotient_r__ - (high4 * row_part4))] = quotient_r - q
                most4[0, U(line4 * q___count4 + q__ + quotient_r__ - (high4 * row_part4))] = (
                    D + quotient_r - q - 1
                )
                least4[1, U(line4 * q___count4 + q__ + quotient_r__ - (high4 * row_part4))] = quotient_r_ - q_
                most4[1, U(line4 * q___count4 + q__ + quotient_r__ - (high4 * row_part4))] = (
                    H + quotient_r_ - q_ - 1
                )
                least4[2, U(line4 * q___count4 + q__ + quotient_r__ - (high4 * row_part4))] = (
                    quotient_r__2 - q__
                )
                most4[2, U(line4 * q___count4 + q__ + quotient_r__ - (high4 * row_part4))] = (
                    W + quotient_r__2 - q__ - 1
                )
        for p4 in range(min(high4, rows4 - (high4 * row_part4))):
            for q4 in range(min(wide4, Og - (col_part4 * wide4))):
                tile4[U(p4), U(q4)] = T(0)
        if r % gcd_s_d_d_d == 0 and r_ % gcd_s_h_d_h == 0 and r__ % gcd_s_w_d_w == 0 and t__count4 >= 1 and t___count4 >= 1 and t____count4 >= 1:
            for c in range(Cg):
                for t_ in range(t__count4):
                    for t__ in range(t___count4):
                        for t___ in range(t____count4):
                            left_at4[U(c * t____count4 * t___count4 * t__count4 + t___ + t__ * t____count4 + t_ * t____count4 * t___count4)] = (
                                c * x_size24 * x_size34 * x_size44
                                - (d_w_by_gcd2 * t___)
                                - (d_h_by_gcd2 * t__ * x_size44)
                                - (d_d_by_gcd2 * t_ * x_size34 * x_size44)
                            )
                            place4[0, U(c * t____count4 * t___count4 * t__count4 + t___ + t__ * t____count4 + t_ * t____count4 * t___count4)] = (
                                -d_d_by_gcd2 * t_
                            )
                            place4[1, U(c * t____count4 * t___count4 * t__count4 + t___ + t__ * t____count4 + t_ * t____count4 * t___count4)] = (
                                -d_h_by_gcd2 * t__
                            )
                            place4[2, U(c * t____count4 * t___count4 * t__count4 + t___ + t__ * t____count4 + t_ * t____count4 * t___count4)] = (
                                -d_w_by_gcd2 * t___
                            )
            for k4 in range(depth4):
                right_at4[U(k4)] = k4 * wide4
            contract_inside(tile4, (0, 0), wide4, x_padded4, row_at4, left_at4, panels4,
                    col_part4 * depth4 * wide4 + depth4 * g * quotient_Og_wide4 * wide4 + depth4 * g * wide4,
                    right_at4, min(high4, rows4 - (high4 * row_part4)), min(wide4, Og - (col_part4 * wide4)),
                    depth4, deep4, least4, most4, place4, high4, depth4, 3, skipping4,
                    np.empty(max(depth4 * 3 + high4 * 4 + 2, 0), np.int64))
        turn(turned4, (0, 0), high4, tile4, 0, wide4, 1, min(high4, rows4 - (high4 * row_part4)), min(wide4,
                Og - (col_part4 * wide4)))
        for line4 in range(high4 * row_part4 // q___count4,
                min((high4 + high4 * row_part4 - 1) // q___count4 + 1, line4_last + 1,
                N * q__count4 * q_count4)):
            n = line4 // (q_count4 * q__count4)
            q = line4 // q__count4 % q_count4 + q_first
            q_ = line4 % q__count4 + q__first
            for o in range(col_part4 * wide4, min(col_part4 * wide4 + wide4, Og)):
                for q__ in range(max(-quotient_r__, high4 * row_part4 - (line4 * q___count4) - quotient_r__),
                        min(q___last + 1, rows4 - (line4 * q___count4) - quotient_r__,
                        high4 + high4 * row_part4 - (line4 * q___count4) - quotient_r__)):
                    y_dot[U(n), U(Og * g + o), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] = (
                        turned4[U(o - (col_part4 * wide4)),
                                U(line4 * q___count4 + q__ + quotient_r__ - (high4 * row_part4))]
                        + y_dot_part1[U(n), U(Og * g + o), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t),
                                U(q__ * s_w + r__ - p_l)]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain4(first, last, w_dot, x, y_dot, y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d,
        s_h, s_w, p_f, p_t, p_l, d_d, d_h, d_w, c_block_last, d_d_by_gcd, d_h_by_gcd, d_w_by_gcd, gcd_s_d_d_d,
        gcd_s_h_d_h, gcd_s_w_d_w, s_d_by_gcd, s_h_by_gcd, s_w_by_gcd):
    """ẏ[n, g·Og+o, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] = y_dot_part1[n, g·Og+o, s_d·q+r−p_f,
        s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] + Σ_{c,t,t′,t′′ : 0 ≤ t ≤
        ⌊(KD−1−res(d_d,r,s_d))/(s_d/gcd(s_d,d_d))⌋, 0 ≤ t′ ≤ ⌊(KH−1−res(d_h,r′,s_h))/(s_h/gcd(s_h,d_h))⌋,
        0 ≤ t′′ ≤ ⌊(KW−1−res(d_w,r′′,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_d,d_d) ∣ r, gcd(s_h,d_h) ∣ r′,
        gcd(s_w,d_w) ∣ r′′} ẇ[g·Cg+c, o, res(d_d,r,s_d)+t·s_d/gcd(s_d,d_d),
        res(d_h,r′,s_h)+t′·s_h/gcd(s_h,d_h), res(d_w,r′′,s_w)+t′′·s_w/gcd(s_w,d_w)] · x[n, g·Cg+c,
        q−(d_d·res(d_d,r,s_d)−r)/s_d−t·d_d/gcd(s_d,d_d),
        q′−(d_h·res(d_h,r′,s_h)−r′)/s_h−t′·d_h/gcd(s_h,d_h),
        q′′−(d_w·res(d_w,r′′,s_w)−r′′)/s_w−t′′·d_w/gcd(s_w,d_w)]
    """
    dtype = w_dot.dtype
    T = dtype.type
    rest4 = np.empty(0, dtype)
    part6 = np.empty(0, dtype)
    for task in range(first, last):
        n = task // (G * Og * s_d * s_h * s_w)
        g = task // (Og * s_d * s_h * s_w) % G
        o = task // (s_d * s_h * s_w) % Og
        r = task // (s_h * s_w) % s_d
        r_ = task // s_w % s_h
        r__ = task % s_w
        q___first = -((r__ - p_l) // s_w)
        q___last = (OW + p_l - r__ - 1) // s_w
        res_r = residue(d_d, r, s_d)
        res_r_ = residue(d_h, r_, s_h)
        res_r__ = residue(d_w, r__, s_w)
        quotient_r = (d_d * res_r - r) // s_d
        quotient_r_ = (d_h * res_r_ - r_) // s_h
        quotient_r__ = (d_w * res_r__ - r__) // s_w
        q__first = -((r_ - p_t) // s_h)
        q__last = (OH + p_t - r_ - 1) // s_h
        for q in range(-((r - p_f) // s_d), (OD + p_f - r - 1) // s_d + 1):
            for q_ in range(q__first, q__last + 1):
                # ẏ[n, g·Og+o, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l], as written above
                for q__ in range(q___first, q___last + 1):
                    y_dot[U(n), U(Og * g + o), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] = y_dot_part1[U(n), U(Og * g + o), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)]
                if rest4.size < max(0, (OW + p_l - r__ - 1) // s_w + (r__ - p_l) // s_w + 1):
                    rest4 = np.empty(max(0, (OW + p_l - r__ - 1) // s_w + (r__ - p_l) // s_w + 1), dtype)
                if part6.size < max(0, (OW + p_l - r__ - 1) // s_w + (r__ - p_l) // s_w + 1):
                    part6 = np.empty(max(0, (OW + p_l - r__ - 1) // s_w + (r__ - p_l) // s_w + 1), dtype)
                for q__ in range(q___first, q___last + 1):
                    rest4[U(q__ - q___first)] = T(0)
                if r % gcd_s_d_d_d == 0 and r_ % gcd_s_h_d_h == 0 and r__ % gcd_s_w_d_w == 0:
                    for c_block in range(c_block_last + 1):
                        for q__ in range(q___first, q___last + 1):
                            part6[U(q__ - q___first)] = T(0)
                        t__first = -((D + quotient_r - q - 1) // d_d_by_gcd)
                        t__last = (KD - res_r - 1) // s_d_by_gcd
                        t__last2 = (q - quotient_r) // d_d_by_gcd
                        for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                            t___first = -((H + quotient_r_ - q_ - 1) // d_h_by_gcd)
                            t___last = (KH - res_r_ - 1) // s_h_by_gcd
                            t___last2 = (q_ - quotient_r_) // d_h_by_gcd
                            for t_ in range(max(0, t__first), min(t__last + 1, t__last2 + 1)):
                                t____last = (KW - res_r__ - 1) // s_w_by_gcd
                                for t__ in range(max(0, t___first), min(t___last + 1, t___last2 + 1)):
                                    for t___ in range(t____last, -1, -1):
                                        w_dot_here = w_dot[U(c + Cg * g), U(o), U(res_r + s_d_by_gcd * t_), U(res_r_ + s_h_by_gcd * t__), U(res_r__ + s_w_by_gcd * t___)]
                                        for q__ in range(max(q___first, quotient_r__ + d_w_by_gcd * t___),
                                                min(q___last + 1, W + quotient_r__ + d_w_by_gcd * t___)):
                                            part6[U(q__ - q___first)] += (
                                                w_dot_here
                                                * x[U(n), U(c + Cg * g),
                                                        U(q - quotient_r - (d_d_by_gcd * t_)),
                                                        U(q_ - quotient_r_ - (d_h_by_gcd * t__)),
                                                        U(q__ - quotient_r__ - (d_w_by_gcd * t___))]
                                            )
                        for q__ in range(q___first, q___last + 1):
                            y_dot[U(n), U(Og * g + o), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)], rest4[U(q__ - q___first)] = carried(y_dot[U(n), U(Og * g + o), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t),
                                    U(q__ * s_w + r__ - p_l)], rest4[U(q__ - q___first)],
                                    part6[U(q__ - q___first)])


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f,
        p_t, p_l, d_d, d_h, d_w):
    """ẏ[n, g·Og+o, z, a, b] = ḃ[g·Og+o] + Σ_{c,t,u,v : s_d ∣ z+p_f−d_d·t, s_h ∣ a+p_t−d_h·u, s_w ∣
        b+p_l−d_w·v} (w[g·Cg+c, o, t, u, v] · ẋ[n, g·Cg+c, (z+p_f−d_d·t)/s_d, (a+p_t−d_h·u)/s_h,
        (b+p_l−d_w·v)/s_w] + ẇ[g·Cg+c, o, t, u, v] · x[n, g·Cg+c, (z+p_f−d_d·t)/s_d, (a+p_t−d_h·u)/s_h,
        (b+p_l−d_w·v)/s_w])

    Operations: 2·Cg·G·KD·KH·KW·N·OD·OH·OW·Og multiplications, 2·Cg·G·KD·KH·KW·N·OD·OH·OW·Og additions,
        terms that a condition drops counted.
    """
    dtype = y_dot.dtype
    if s_d == 1 and s_h == 1 and s_w == 1:
        y_dot_part2 = scratch((N, G * Og, OD, OH, OW), dtype)
        again = not (
            abreast(
                G >= 8
                and 16384 >= Cg * KD * KH * KW * Og
                and max(min(8192 - (Cg * H * KD * W), 3 - (Cg * KD), 8192 - (OH * OW), 16 - W),
                        min(32 - max(Cg * KD, Og), 32768 - max(Cg * H * KD * W, OH * OW * Og),
                        G * 9 - (((G - 1) // 16) * 128) - 128, max(OW % 16 - 1, 16 - W), min(Cg * KD, KH * KW,
                        Og) - 4, N * OD + ((G - 1) // 16) * N * OD - 16)) >= 0
            )
            and finite(w, y_dot_part2)
        )
        if not again:
            tall = KH * d_h + OH - d_h
            wide = KW * d_w + OW - d_w
            block_count = (G - 1) // 16 + 1
            pieces = parts(N * OD * block_count)
            tasks = N * OD * block_count
            share = max((tasks - 1) // pieces + 1, 1)
            lot_last = (tasks - 1) // OD
            # y_dot_part2[n, g·Og+o, q, q′, q′′] = ḃ[g·Og+o] + Σ_{c,t,t′′,t′′′} w[g·Cg+c, o, t,
            #     t′′, t′′′] · ẋ[n, g·Cg+c, q+p_f−d_d·t, q′+p_t−d_h·t′′, q′′+p_l−d_w·t′′′]
            launch(_forward_abreast, pieces, Cg * G * KD * KH * KW * N * OD * OH * OW * Og // 32, x_dot, w,
                    b_dot, y_dot_part2, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, p_f, p_t, p_l, d_d,
                    d_h, d_w, block_count, lot_last, pieces, share, tall, tasks, wide)
            again = not (finite(y_dot_part2, w))
        if again:
            again = not (
                correlations(
                    OH >= KH
                    and OW >= KW
                    and W >= 4
                    and 0 >= min(
                        max(Cg * KD - 16, Cg * KD * KH * KW - 128),
                        max(2 - (KH * KW), min(1 - (Og % 16), Cg * KD * KH * KW - 256), Og - 24),
                        Og - 8,
                    )
                )
                and finite(w, y_dot_part2)
            )
            if not again:
                wide = KW * d_w + OW - d_w
                most = max(32768 // max(Cg * KD * wide, 1), 8)
                cuts = max((OH - 1) // most + 1, 1)
                high = max(min(((OH - 1) // (cuts * 4)) * 4 + 4, OH), 1)
                strips = max((OH - 1) // high + 1, 1)
                tall = KH * d_h + high - d_h
                pieces = parts(G * N * OD * strips)
                tasks = G * N * OD * strips
                share = max((tasks - 1) // pieces + 1, 1)
                # y_dot_part2[n, g·Og+o, q, q′, q′′] = ḃ[g·Og+o] + Σ_{c,t,t′′,t′′′} w[g·Cg+c, o, t,
                #     t′′, t′′′] · ẋ[n, g·Cg+c, q+p_f−d_d·t, q′+p_t−d_h·t′′, q′′+p_l−d_w·t′′′]
                launch(_forward_correlations, pieces, Cg * G * KD * KH * KW * N * OD * OH * OW * Og // 32,
                        x_dot, w, b_dot, y_dot_part2, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, p_f, p_t,
                        p_l, d_d, d_h, d_w, high, pieces, share, strips, tall, tasks, wide)
                again = not (finite(y_dot_part2, w))
            if again:
                again = not (
                    blocks(
                        N * OD * OH * OW >= 4
                        and Og >= 8
                        and Cg * KD * KH * KW >= 4
                        and D * 2 + d_d + 17 >= KD * d_d + OD
                        and H * 2 + d_h + 17 >= KH * d_h + OH
                        and W * 2 + d_w + 17 >= KW * d_w + OW
                    )
                    and finite(w, y_dot_part2)
                )
                if not again:
                    rows2 = N * OD * OH * OW
                    depth2 = Cg * KD * KH * KW
                    x_dot_from22 = min(d_d + p_f - (KD * d_d), 0)
                    x_dot_size22 = max(D, OD + p_f) - x_dot_from22
                    x_dot_from32 = min(d_h + p_t - (KH * d_h), 0)
                    x_dot_size32 = max(H, OH + p_t) - x_dot_from32
                    x_dot_from42 = min(d_w + p_l - (KW * d_w), 0)
                    x_dot_size42 = max(OW + p_l, W) - x_dot_from42
                    x_dot_padded2 = padded(x_dot, (0, 0, x_dot_from22, x_dot_from32, x_dot_from42), (N, Cg * G, x_dot_size22, x_dot_size32, x_dot_size42))
                    wide2 = colblock(Og)
                    deep2 = depthblock()
                    high2 = rowblock(rows2, ((Og - 1) // wide2 + 1) * G)
                    skipping2 = skipping(D * H * W, x_dot_size22 * x_dot_size32 * x_dot_size42)
                    panels2 = scratch((G, max(0, (Og - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
                    panels_apart2 = panels2.reshape((G, (Og - 1) // wide2 + 1, Cg, KD * KH * KW, wide2))
                    # panels2[g, col_part2, ((c·KD+t)·KH+t′′)·KW+t′′′, o−col_part2·wide2] = w[g·Cg+c, o,
                    #     t, t′′, t′′′]
                    launch(_forward_blocks, G * Cg * ((Og - 1) // wide2 + 1), Cg * G * KD * KH * KW * Og, w,
                            panels_apart2, Cg, G, Og, KD, KH, KW, wide2)
                    y_dot_part2_lines2 = y_dot_part2.reshape((N, G * Og, OD * OH * OW))
                    line2_last = (rows2 - 1) // OW
                    quotient_Og_wide2 = (Og - 1) // wide2
                    line2_last2 = (rows2 - 1) // (OD * OH * OW)
                    # y_dot_part2[n, g·Og+o, q, q′, q′′] = ḃ[g·Og+o] + Σ_{c,t,t′′,t′′′} w[g·Cg+c, o, t,
                    #     t′′, t′′′] · ẋ[n, g·Cg+c, q+p_f−d_d·t, q′+p_t−d_h·t′′, q′′+p_l−d_w·t′′′]
                    launch(_forward_blocks2, G * ((rows2 - 1) // high2 + 1) * ((Og - 1) // wide2 + 1),
                            Cg * G * KD * KH * KW * N * OD * OH * OW * Og // 32, b_dot, panels2,
                            x_dot_padded2, y_dot_part2_lines2, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW,
                            p_f, p_t, p_l, d_d, d_h, d_w, deep2, depth2, high2, line2_last, line2_last2,
                            quotient_Og_wide2, rows2, skipping2, wide2, x_dot_from22, x_dot_from32,
                            x_dot_from42, x_dot_size22, x_dot_size32, x_dot_size42)
                    again = not (finite(y_dot_part2, w))
                if again:
                    c_block_last = (Cg - 1) // 1024
                    # y_dot_part2[n, g·Og+o, q, q′, q′′] = ḃ[g·Og+o] + Σ_{c,t,t′′,t′′′} w[g·Cg+c, o, t,
                    #     t′′, t′′′] · ẋ[n, g·Cg+c, q+p_f−d_d·t, q′+p_t−d_h·t′′, q′′+p_l−d_w·t′′′]
                    launch(_forward_plain, N * G * Og * OD * OH,
                            Cg * G * KD * KH * KW * N * OD * OH * OW * Og, x_dot, w, b_dot, y_dot_part2, N,
                            Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, p_f, p_t, p_l, d_d, d_h, d_w,
                            c_block_last)
        again = not (
            abreast(
                G >= 8
                and 16384 >= Cg * KD * KH * KW * Og
                and max(min(8192 - (Cg * H * KD * W), 3 - (Cg * KD), 8192 - (OH * OW), 16 - W),
                        min(32 - max(Cg * KD, Og), 32768 - max(Cg * H * KD * W, OH * OW * Og),
                        G * 9 - (((G - 1) // 16) * 128) - 128, max(OW % 16 - 1, 16 - W), min(Cg * KD, KH * KW,
                        Og) - 4, N * OD + ((G - 1) // 16) * N * OD - 16)) >= 0
            )
            and finite(w_dot, y_dot)
        )
        if not again:
            tall3 = KH * d_h + OH - d_h
            wide3 = KW * d_w + OW - d_w
            block3_count3 = (G - 1) // 16 + 1
            pieces3 = parts(N * OD * block3_count3)
            tasks3 = N * OD * block3_count3
            share3 = max((tasks3 - 1) // pieces3 + 1, 1)
            lot3_last = (tasks3 - 1) // OD
            launch(_jvp_abreast2, pieces3, Cg * G * KD * KH * KW * N * OD * OH * OW * Og // 32, w_dot, x,
                    y_dot, y_dot_part2, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, p_f, p_t, p_l, d_d,
                    d_h, d_w, block3_count3, lot3_last, pieces3, share3, tall3, tasks3, wide3)
            again = not (finite(y_dot, w_dot))
        if again:
            again = not (
                correlations(
                    OH >= KH
                    and OW >= KW
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
                wide3 = KW * d_w + OW - d_w
                most3 = max(32768 // max(Cg * KD * wide3, 1), 8)
                cuts3 = max((OH - 1) // most3 + 1, 1)
                high3 = max(min(((OH - 1) // (cuts3 * 4)) * 4 + 4, OH), 1)
                strips3 = max((OH - 1) // high3 + 1, 1)
                tall3 = KH * d_h + high3 - d_h
                pieces3 = parts(G * N * OD * strips3)
                tasks3 = G * N * OD * strips3
                share3 = max((tasks3 - 1) // pieces3 + 1, 1)
                launch(_jvp_correlations2, pieces3, Cg * G * KD * KH * KW * N * OD * OH * OW * Og // 32,
                        w_dot, x, y_dot, y_dot_part2, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, p_f, p_t,
                        p_l, d_d, d_h, d_w, high3, pieces3, share3, strips3, tall3, tasks3, wide3)
                again = not (finite(y_dot, w_dot))
            if again:
                again = not (
                    blocks(
                        N * OD * OH * OW >= 4
                        and Og >= 8
                        and Cg * KD * KH * KW >= 4
                        and D * 2 + d_d + 17 >= KD * d_d + OD
                        and H * 2 + d_h + 17 >= KH * d_h + OH
                        and W * 2 + d_w + 17 >= KW * d_w + OW
                    )
                    and finite(w_dot, y_dot)
                )
                if not again:
                    rows4 = N * OD * OH * OW
                    depth4 = Cg * KD * KH * KW
                    x_from24 = min(d_d + p_f - (KD * d_d), 0)
                    x_size24 = max(D, OD + p_f) - x_from24
                    x_from34 = min(d_h + p_t - (KH * d_h), 0)
                    x_size34 = max(H, OH + p_t) - x_from34
                    x_from44 = min(d_w + p_l - (KW * d_w), 0)
                    x_size44 = max(OW + p_l, W) - x_from44
                    x_padded4 = padded(x, (0, 0, x_from24, x_from34, x_from44), (N, Cg * G, x_size24, x_size34, x_size44))
                    wide4 = colblock(Og)
                    deep4 = depthblock()
                    high4 = rowblock(rows4, ((Og - 1) // wide4 + 1) * G)
                    skipping4 = skipping(D * H * W, x_size24 * x_size34 * x_size44)
                    panels4 = scratch((G, max(0, (Og - 1) // wide4 + 1), max(0, depth4), wide4), dtype)
                    panels_apart4 = panels4.reshape((G, (Og - 1) // wide4 + 1, Cg, KD * KH * KW, wide4))
                    # panels4[g, col_part4, ((c·KD+t)·KH+t′′)·KW+t′′′, o−col_part4·wide4] = ẇ[g·Cg+c, o,
                    #     t, t′′, t′′′]
                    launch(_forward_blocks, G * Cg * ((Og - 1) // wide4 + 1), Cg * G * KD * KH * KW * Og,
                            w_dot, panels_apart4, Cg, G, Og, KD, KH, KW, wide4)
                    line4_last = (rows4 - 1) // OW
                    quotient_Og_wide4 = (Og - 1) // wide4
                    launch(_jvp_blocks4, G * ((rows4 - 1) // high4 + 1) * ((Og - 1) // wide4 + 1),
                            Cg * G * KD * KH * KW * N * OD * OH * OW * Og // 32, y_dot, panels4, x_padded4,
                            y_dot_part2, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, p_f, p_t, p_l, d_d,
                            d_h, d_w, deep4, depth4, high4, line4_last, quotient_Og_wide4, rows4, skipping4,
                            wide4, x_from24, x_from34, x_from44, x_size24, x_size34, x_size44)
                    again = not (finite(y_dot, w_dot))
                if again:
                    c_block_last = (Cg - 1) // 1024
                    launch(_jvp_plain2, N * G * Og * OD * OH, Cg * G * KD * KH * KW * N * OD * OH * OW * Og,
                            w_dot, x, y_dot, y_dot_part2, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, p_f,
                            p_t, p_l, d_d, d_h, d_w, c_block_last)
    else:
        y_dot_part1 = scratch((N, G * Og, OD, OH, OW), dtype)
        again = not (correlations(W >= 4) and finite(w, y_dot_part1))
        if not again:
            some = min(max(32768 // (OH * OW), 8), 128)
            pieces = max((G * N - 1) // some + 1, 1)
            s_w_by_gcd = s_w // gcd(s_w, d_w)
            d_w_by_gcd = d_w // gcd(s_w, d_w)
            s_d_by_gcd = s_d // gcd(s_d, d_d)
            s_h_by_gcd = s_h // gcd(s_h, d_h)
            d_h_by_gcd = d_h // gcd(s_h, d_h)
            d_d_by_gcd = d_d // gcd(s_d, d_d)
            gcd_s_d_d_d = gcd(s_d, d_d)
            gcd_s_h_d_h = gcd(s_h, d_h)
            gcd_s_w_d_w = gcd(s_w, d_w)
            # y_dot_part1[n, g·Og+o, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l], as written above
            launch(_forward_correlations2, pieces * s_d * s_h * s_w,
                    (-p_f // s_d + (OD + p_f - 1) // s_d + 1) * (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KD - residue(d_d,
                    0, s_d) - 1) // (s_d // gcd(s_d, d_d)) + 1) * ((KH - residue(d_h, 0,
                    s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                    s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_d * s_h * s_w // 32, x_dot,
                    w, b_dot, y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f,
                    p_t, p_l, d_d, d_h, d_w, d_d_by_gcd, d_h_by_gcd, d_w_by_gcd, gcd_s_d_d_d, gcd_s_h_d_h,
                    gcd_s_w_d_w, pieces, s_d_by_gcd, s_h_by_gcd, s_w_by_gcd)
            again = not (finite(y_dot_part1, w))
        if again:
            again = not (
                blocks(
                    Og >= 8
                    and D * 2
                    + 16 >= -p_f // s_d
                    + (OD + p_f - 1) // s_d
                    + ((KD - residue(d_d, 0, s_d) - 1) // (s_d // gcd(s_d, d_d))) * (d_d // gcd(s_d, d_d))
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
                s_d_by_gcd = s_d // gcd(s_d, d_d)
                s_h_by_gcd = s_h // gcd(s_h, d_h)
                s_w_by_gcd = s_w // gcd(s_w, d_w)
                d_d_by_gcd = d_d // gcd(s_d, d_d)
                d_h_by_gcd = d_h // gcd(s_h, d_h)
                d_w_by_gcd = d_w // gcd(s_w, d_w)
                wide2 = colblock(Og)
                quotient_Og_wide2 = (Og - 1) // wide2
                gcd_s_d_d_d = gcd(s_d, d_d)
                gcd_s_h_d_h = gcd(s_h, d_h)
                gcd_s_w_d_w = gcd(s_w, d_w)
                for r in range(s_d):
                    q_count2 = (OD + p_f - r - 1) // s_d + (r - p_f) // s_d + 1
                    t__count2 = (KD - residue(d_d, r, s_d) - 1) // s_d_by_gcd + 1
                    x_dot_from22 = min(
                        -((residue(d_d, r, s_d) * d_d - r) // s_d)
                        - ((r - p_f) // s_d)
                        - (((KD - residue(d_d, r, s_d) - 1) // s_d_by_gcd) * d_d_by_gcd),
                        0,
                    )
                    x_dot_size22 = (
                        max((OD + p_f - r - 1) // s_d + 1 - ((residue(d_d, r, s_d) * d_d - r) // s_d), D)
                        - x_dot_from22
                    )
                    res_r = residue(d_d, r, s_d)
                    quotient_r = (d_d * res_r - r) // s_d
                    q_first = -((r - p_f) // s_d)
                    q_last = (OD + p_f - r - 1) // s_d
                    for r_ in range(s_h):
                        q__count2 = (OH + p_t - r_ - 1) // s_h + (r_ - p_t) // s_h + 1
                        t___count2 = (KH - residue(d_h, r_, s_h) - 1) // s_h_by_gcd + 1
                        x_dot_from32 = min(
                            -((residue(d_h, r_, s_h) * d_h - r_) // s_h)
                            - ((r_ - p_t) // s_h)
                            - (((KH - residue(d_h, r_, s_h) - 1) // s_h_by_gcd) * d_h_by_gcd),
                            0,
                        )
                        x_dot_size32 = (
                            max(
                                (OH + p_t - r_ - 1) // s_h + 1 - ((residue(d_h, r_, s_h) * d_h - r_) // s_h),
                                H,
                            )
                            - x_dot_from32
                        )
                        res_r_ = residue(d_h, r_, s_h)
                        quotient_r_ = (d_h * res_r_ - r_) // s_h
                        q__first = -((r_ - p_t) // s_h)
                        q__last = (OH + p_t - r_ - 1) // s_h
                        for r__ in range(s_w):
                            q___count2 = (OW + p_l - r__ - 1) // s_w + (r__ - p_l) // s_w + 1
                            t____count2 = (KW - residue(d_w, r__, s_w) - 1) // s_w_by_gcd + 1
                            rows2 = N * q___count2 * q__count2 * q_count2
                            depth2 = Cg * t____count2 * t___count2 * t__count2
                            x_dot_from42 = min(
                                -((residue(d_w, r__, s_w) * d_w - r__) // s_w)
                                - ((r__ - p_l) // s_w)
                                - (((KW - residue(d_w, r__, s_w) - 1) // s_w_by_gcd) * d_w_by_gcd),
                                0,
                            )
                            x_dot_size42 = (
                                max(
                                    (OW + p_l - r__ - 1) // s_w
                                    + 1
                                    - ((residue(d_w, r__, s_w) * d_w - r__) // s_w),
                                    W,
                                )
                                - x_dot_from42
                            )
                            high2 = rowblock(rows2, G * (quotient_Og_wide2 + 1))
                            skipping2 = skipping(D * H * W, x_dot_size22 * x_dot_size32 * x_dot_size42)
                            t____last = (KW - residue(d_w, r__, s_w) - 1) // s_w_by_gcd
                            res_r__ = residue(d_w, r__, s_w)
                            quotient_r__ = (r__ - p_l) // s_w
                            quotient_r__2 = (d_w * res_r__ - r__) // s_w
                            q___last = (OW + p_l - r__ - 1) // s_w
                            d_w_by_gcd2 = d_w // gcd_s_w_d_w
                            d_h_by_gcd2 = d_h // gcd_s_h_d_h
                            d_d_by_gcd2 = d_d // gcd_s_d_d_d
                            t__last = (KD - res_r - 1) // s_d_by_gcd
                            t___last = (KH - res_r_ - 1) // s_h_by_gcd
                            row_part2_last = (rows2 - 1) // high2
                            if q_count2 >= 1 and q__count2 >= 1 and q___count2 >= 1:
                                x_dot_padded2 = padded(x_dot, (0, 0, x_dot_from22, x_dot_from32, x_dot_from42), (N, Cg * G, x_dot_size22, x_dot_size32, x_dot_size42))
                                deep2 = depthblock()
                                panels2 = scratch((G, max(0, (Og - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
                                if r % gcd_s_d_d_d == 0 and r_ % gcd_s_h_d_h == 0 and r__ % gcd_s_w_d_w == 0 and t__count2 >= 1 and t___count2 >= 1 and t____count2 >= 1:
                                    panels_apart2 = panels2.reshape(
                                        (
                                            G,
                                            (Og - 1) // wide2 + 1,
                                            Cg,
                                            t____count2 * t___count2 * t__count2,
                                            wide2,
                                        )
                                    )
                                    t__last2 = (KD - res_r - 1) // s_d_by_gcd
                                    # panels2[g, col_part2, t'''_count2′′′·t''_count2′′·t'_count2′·c+t'''_count2′′′·t''_co
                                    #     unt2′′·t+t'''_count2′′′·t′+t′′, o−col_part2·wide2] = w[g·Cg+c, o,
                                    #     t·s_d/gcd(s_d,d_d)+res(d_d,r,s_d), t′·s_h/gcd(s_h,d_h)+res(d_h,r′,s_h),
                                    #     t′′·s_w/gcd(s_w,d_w)+res(d_w,r′′,s_w)]
                                    launch(_forward_blocks3, G * Cg * (quotient_Og_wide2 + 1),
                                            ((KD - residue(d_d, 0, s_d) - 1) // (s_d // gcd(s_d,
                                            d_d)) + 1) * ((KH - residue(d_h, 0, s_h) - 1) // (s_h // gcd(s_h,
                                            d_h)) + 1) * ((KW - residue(d_w, 0, s_w) - 1) // (s_w // gcd(s_w,
                                            d_w)) + 1) * Cg * G * Og, w, panels_apart2, Cg, G, Og, KD, KH, KW,
                                            quotient_Og_wide2, res_r, res_r_, res_r__, s_d_by_gcd, s_h_by_gcd,
                                            s_w_by_gcd, t____count2, t____last, t___count2, t__count2,
                                            t__last2, wide2)
                                line2_last = (rows2 - 1) // q___count2
                                # y_dot_part1[n, g·Og+o, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l], as written above
                                launch(_forward_blocks4, G * (row_part2_last + 1) * (quotient_Og_wide2 + 1),
                                        (-p_f // s_d + (OD + p_f - 1) // s_d + 1) * (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KD - residue(d_d,
                                        0, s_d) - 1) // (s_d // gcd(s_d, d_d)) + 1) * ((KH - residue(d_h, 0,
                                        s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                                        s_w) - 1) // (s_w // gcd(s_w,
                                        d_w)) + 1) * Cg * G * N * Og * s_d * s_h * s_w // 32, b_dot,
                                        y_dot_part1, panels2, x_dot_padded2, N, Cg, G, D, H, W, Og, OD, OH,
                                        OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d_by_gcd2, d_h_by_gcd2,
                                        d_w_by_gcd2, deep2, depth2, gcd_s_d_d_d, gcd_s_h_d_h, gcd_s_w_d_w,
                                        high2, line2_last, q___count2, q___last, q__count2, q__first, q__last,
                                        q_count2, q_first, q_last, quotient_Og_wide2, quotient_r, quotient_r_,
                                        quotient_r__, quotient_r__2, r, r_, r__, row_part2_last, rows2,
                                        skipping2, t____count2, t____last, t___count2, t___last, t__count2,
                                        t__last, wide2, x_dot_from22, x_dot_from32, x_dot_from42,
                                        x_dot_size22, x_dot_size32, x_dot_size42)
                again = not (finite(y_dot_part1, w))
            if again:
                s_d_by_gcd = s_d // gcd(s_d, d_d)
                s_h_by_gcd = s_h // gcd(s_h, d_h)
                s_w_by_gcd = s_w // gcd(s_w, d_w)
                d_d_by_gcd = d_d // gcd(s_d, d_d)
                d_h_by_gcd = d_h // gcd(s_h, d_h)
                d_w_by_gcd = d_w // gcd(s_w, d_w)
                c_block_last = (Cg - 1) // 1024
                gcd_s_d_d_d = gcd(s_d, d_d)
                gcd_s_h_d_h = gcd(s_h, d_h)
                gcd_s_w_d_w = gcd(s_w, d_w)
                # y_dot_part1[n, g·Og+o, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l], as written above
                launch(_forward_plain2, N * G * Og * s_d * s_h * s_w,
                        (-p_f // s_d + (OD + p_f - 1) // s_d + 1) * (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KD - residue(d_d,
                        0, s_d) - 1) // (s_d // gcd(s_d, d_d)) + 1) * ((KH - residue(d_h, 0,
                        s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                        s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_d * s_h * s_w, x_dot,
                        w, b_dot, y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w,
                        p_f, p_t, p_l, d_d, d_h, d_w, c_block_last, d_d_by_gcd, d_h_by_gcd, d_w_by_gcd,
                        gcd_s_d_d_d, gcd_s_h_d_h, gcd_s_w_d_w, s_d_by_gcd, s_h_by_gcd, s_w_by_gcd)
        again = not (correlations(W >= 4) and finite(w_dot, y_dot))
        if not again:
            some3 = min(max(32768 // (OH * OW), 8), 128)
            pieces3 = max((G * N - 1) // some3 + 1, 1)
            s_w_by_gcd = s_w // gcd(s_w, d_w)
            d_w_by_gcd = d_w // gcd(s_w, d_w)
            s_d_by_gcd = s_d // gcd(s_d, d_d)
            s_h_by_gcd = s_h // gcd(s_h, d_h)
            d_h_by_gcd = d_h // gcd(s_h, d_h)
            d_d_by_gcd = d_d // gcd(s_d, d_d)
            gcd_s_d_d_d = gcd(s_d, d_d)
            gcd_s_h_d_h = gcd(s_h, d_h)
            gcd_s_w_d_w = gcd(s_w, d_w)
            launch(_jvp_correlations4, pieces3 * s_d * s_h * s_w,
                    (-p_f // s_d + (OD + p_f - 1) // s_d + 1) * (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KD - residue(d_d,
                    0, s_d) - 1) // (s_d // gcd(s_d, d_d)) + 1) * ((KH - residue(d_h, 0,
                    s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                    s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_d * s_h * s_w // 32, w_dot,
                    x, y_dot, y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f,
                    p_t, p_l, d_d, d_h, d_w, d_d_by_gcd, d_h_by_gcd, d_w_by_gcd, gcd_s_d_d_d, gcd_s_h_d_h,
                    gcd_s_w_d_w, pieces3, s_d_by_gcd, s_h_by_gcd, s_w_by_gcd)
            again = not (finite(y_dot, w_dot))
        if again:
            again = not (
                blocks(
                    Og >= 8
                    and D * 2
                    + 16 >= -p_f // s_d
                    + (OD + p_f - 1) // s_d
                    + ((KD - residue(d_d, 0, s_d) - 1) // (s_d // gcd(s_d, d_d))) * (d_d // gcd(s_d, d_d))
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
                s_d_by_gcd = s_d // gcd(s_d, d_d)
                s_h_by_gcd = s_h // gcd(s_h, d_h)
                s_w_by_gcd = s_w // gcd(s_w, d_w)
                d_d_by_gcd = d_d // gcd(s_d, d_d)
                d_h_by_gcd = d_h // gcd(s_h, d_h)
                d_w_by_gcd = d_w // gcd(s_w, d_w)
                wide4 = colblock(Og)
                quotient_Og_wide4 = (Og - 1) // wide4
                gcd_s_d_d_d = gcd(s_d, d_d)
                gcd_s_h_d_h = gcd(s_h, d_h)
                gcd_s_w_d_w = gcd(s_w, d_w)
                for r in range(s_d):
                    q_count4 = (OD + p_f - r - 1) // s_d + (r - p_f) // s_d + 1
                    t__count4 = (KD - residue(d_d, r, s_d) - 1) // s_d_by_gcd + 1
                    x_from24 = min(
                        -((residue(d_d, r, s_d) * d_d - r) // s_d)
                        - ((r - p_f) // s_d)
                        - (((KD - residue(d_d, r, s_d) - 1) // s_d_by_gcd) * d_d_by_gcd),
                        0,
                    )
                    x_size24 = (
                        max((OD + p_f - r - 1) // s_d + 1 - ((residue(d_d, r, s_d) * d_d - r) // s_d), D)
                        - x_from24
                    )
                    res_r = residue(d_d, r, s_d)
                    quotient_r = (d_d * res_r - r) // s_d
                    q_first = -((r - p_f) // s_d)
                    q_last = (OD + p_f - r - 1) // s_d
                    for r_ in range(s_h):
                        q__count4 = (OH + p_t - r_ - 1) // s_h + (r_ - p_t) // s_h + 1
                        t___count4 = (KH - residue(d_h, r_, s_h) - 1) // s_h_by_gcd + 1
                        x_from34 = min(
                            -((residue(d_h, r_, s_h) * d_h - r_) // s_h)
                            - ((r_ - p_t) // s_h)
                            - (((KH - residue(d_h, r_, s_h) - 1) // s_h_by_gcd) * d_h_by_gcd),
                            0,
                        )
                        x_size34 = (
                            max(
                                (OH + p_t - r_ - 1) // s_h + 1 - ((residue(d_h, r_, s_h) * d_h - r_) // s_h),
                                H,
                            )
                            - x_from34
                        )
                        res_r_ = residue(d_h, r_, s_h)
                        quotient_r_ = (d_h * res_r_ - r_) // s_h
                        q__first = -((r_ - p_t) // s_h)
                        q__last = (OH + p_t - r_ - 1) // s_h
                        for r__ in range(s_w):
                            q___count4 = (OW + p_l - r__ - 1) // s_w + (r__ - p_l) // s_w + 1
                            t____count4 = (KW - residue(d_w, r__, s_w) - 1) // s_w_by_gcd + 1
                            rows4 = N * q___count4 * q__count4 * q_count4
                            depth4 = Cg * t____count4 * t___count4 * t__count4
                            x_from44 = min(
                                -((residue(d_w, r__, s_w) * d_w - r__) // s_w)
                                - ((r__ - p_l) // s_w)
                                - (((KW - residue(d_w, r__, s_w) - 1) // s_w_by_gcd) * d_w_by_gcd),
                                0,
                            )
                            x_size44 = (
                                max(
                                    (OW + p_l - r__ - 1) // s_w
                                    + 1
                                    - ((residue(d_w, r__, s_w) * d_w - r__) // s_w),
                                    W,
                                )
                                - x_from44
                            )
                            high4 = rowblock(rows4, G * (quotient_Og_wide4 + 1))
                            skipping4 = skipping(D * H * W, x_size24 * x_size34 * x_size44)
                            t____last = (KW - residue(d_w, r__, s_w) - 1) // s_w_by_gcd
                            res_r__ = residue(d_w, r__, s_w)
                            quotient_r__ = (r__ - p_l) // s_w
                            quotient_r__2 = (d_w * res_r__ - r__) // s_w
                            q___last = (OW + p_l - r__ - 1) // s_w
                            d_w_by_gcd2 = d_w // gcd_s_w_d_w
                            d_h_by_gcd2 = d_h // gcd_s_h_d_h
                            d_d_by_gcd2 = d_d // gcd_s_d_d_d
                            t__last = (KD - res_r - 1) // s_d_by_gcd
                            t___last = (KH - res_r_ - 1) // s_h_by_gcd
                            row_part4_last = (rows4 - 1) // high4
                            if q_count4 >= 1 and q__count4 >= 1 and q___count4 >= 1:
                                x_padded4 = padded(x, (0, 0, x_from24, x_from34, x_from44), (N, Cg * G, x_size24, x_size34, x_size44))
                                deep4 = depthblock()
                                panels4 = scratch((G, max(0, (Og - 1) // wide4 + 1), max(0, depth4), wide4), dtype)
                                if r % gcd_s_d_d_d == 0 and r_ % gcd_s_h_d_h == 0 and r__ % gcd_s_w_d_w == 0 and t__count4 >= 1 and t___count4 >= 1 and t____count4 >= 1:
                                    panels_apart4 = panels4.reshape(
                                        (
                                            G,
                                            (Og - 1) // wide4 + 1,
                                            Cg,
                                            t____count4 * t___count4 * t__count4,
                                            wide4,
                                        )
                                    )
                                    t__last2 = (KD - res_r - 1) // s_d_by_gcd
                                    # panels4[g, col_part4, t'''_count4′′′·t''_count4′′·t'_count4′·c+t'''_count4′′′·t''_co
                                    #     unt4′′·t+t'''_count4′′′·t′+t′′, o−col_part4·wide4] = ẇ[g·Cg+c, o,
                                    #     t·s_d/gcd(s_d,d_d)+res(d_d,r,s_d), t′·s_h/gcd(s_h,d_h)+res(d_h,r′,s_h),
                                    #     t′′·s_w/gcd(s_w,d_w)+res(d_w,r′′,s_w)]
                                    launch(_forward_blocks3, G * Cg * (quotient_Og_wide4 + 1),
                                            ((KD - residue(d_d, 0, s_d) - 1) // (s_d // gcd(s_d,
                                            d_d)) + 1) * ((KH - residue(d_h, 0, s_h) - 1) // (s_h // gcd(s_h,
                                            d_h)) + 1) * ((KW - residue(d_w, 0, s_w) - 1) // (s_w // gcd(s_w,
                                            d_w)) + 1) * Cg * G * Og, w_dot, panels_apart4, Cg, G, Og, KD, KH,
                                            KW, quotient_Og_wide4, res_r, res_r_, res_r__, s_d_by_gcd,
                                            s_h_by_gcd, s_w_by_gcd, t____count4, t____last, t___count4,
                                            t__count4, t__last2, wide4)
                                line4_last = (rows4 - 1) // q___count4
                                launch(_jvp_blocks8, G * (row_part4_last + 1) * (quotient_Og_wide4 + 1),
                                        (-p_f // s_d + (OD + p_f - 1) // s_d + 1) * (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KD - residue(d_d,
                                        0, s_d) - 1) // (s_d // gcd(s_d, d_d)) + 1) * ((KH - residue(d_h, 0,
                                        s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                                        s_w) - 1) // (s_w // gcd(s_w,
                                        d_w)) + 1) * Cg * G * N * Og * s_d * s_h * s_w // 32, y_dot, panels4,
                                        x_padded4, y_dot_part1, N, Cg, G, D, H, W, Og, OD, OH, OW, s_d, s_h,
                                        s_w, p_f, p_t, p_l, d_d_by_gcd2, d_h_by_gcd2, d_w_by_gcd2, deep4,
                                        depth4, gcd_s_d_d_d, gcd_s_h_d_h, gcd_s_w_d_w, high4, line4_last,
                                        q___count4, q___last, q__count4, q__first, q__last, q_count4, q_first,
                                        q_last, quotient_Og_wide4, quotient_r, quotient_r_, quotient_r__,
                                        quotient_r__2, r, r_, r__, row_part4_last, rows4, skipping4,
                                        t____count4, t____last, t___count4, t___last, t__count4, t__last,
                                        wide4, x_from24, x_from34, x_from44, x_size24, x_size34, x_size44)
                again = not (finite(y_dot, w_dot))
            if again:
                s_d_by_gcd = s_d // gcd(s_d, d_d)
                s_h_by_gcd = s_h // gcd(s_h, d_h)
                s_w_by_gcd = s_w // gcd(s_w, d_w)
                d_d_by_gcd = d_d // gcd(s_d, d_d)
                d_h_by_gcd = d_h // gcd(s_h, d_h)
                d_w_by_gcd = d_w // gcd(s_w, d_w)
                c_block_last = (Cg - 1) // 1024
                gcd_s_d_d_d = gcd(s_d, d_d)
                gcd_s_h_d_h = gcd(s_h, d_h)
                gcd_s_w_d_w = gcd(s_w, d_w)
                launch(_jvp_plain4, N * G * Og * s_d * s_h * s_w,
                        (-p_f // s_d + (OD + p_f - 1) // s_d + 1) * (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KD - residue(d_d,
                        0, s_d) - 1) // (s_d // gcd(s_d, d_d)) + 1) * ((KH - residue(d_h, 0,
                        s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                        s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_d * s_h * s_w, w_dot,
                        x, y_dot, y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w,
                        p_f, p_t, p_l, d_d, d_h, d_w, c_block_last, d_d_by_gcd, d_h_by_gcd, d_w_by_gcd,
                        gcd_s_d_d_d, gcd_s_h_d_h, gcd_s_w_d_w, s_d_by_gcd, s_h_by_gcd, s_w_by_gcd)
