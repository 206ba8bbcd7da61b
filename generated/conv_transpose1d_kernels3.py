"""The kernels of conv_transpose1d; conv_transpose1d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_transpose1d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .conv_transpose1d_kernels import (
    _forward_correlations, _forward_blocks, _forward_blocks2, _forward_plain, _forward_correlations2,
    _forward_blocks3, _forward_blocks4, _forward_plain2,
)
from .disjoint import njit
from .runtime import carried, gcd, residue
from .skipped_terms import contract_inside
from .threads import launch
from .stencils import correlate, correlations, pad
from .vectors import blocks, colblock, depthblock, finite, padded, parts, rowblock, scratch, skipping, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_correlations2(first, last, w_dot, x, y_dot, y_dot_part2, N, Cg, G, L, Og, K, OL, p_l, d, pieces3,
        share3, tasks3, wide3):
    """ẏ[n, g·Og+o, q] = y_dot_part2[n, g·Og+o, q] + Σ_{c,t} ẇ[g·Cg+c, o, t] · x[n, g·Cg+c, q+p_l−d·t]"""
    dtype = w_dot.dtype
    T = dtype.type
    planes3 = np.empty((Cg, 1, max(0, wide3)), dtype)
    starts3 = np.empty(Og, dtype)
    tile3 = np.empty((Og, 1, OL), dtype)
    for part3 in range(first, last):
        lefts3 = np.empty(Cg * K, np.int64)
        for tap in range(Cg * K):
            c = tap // K
            t = tap % K
            lefts3[U(tap)] = K * Og * c - t
        rights3 = np.empty(Cg * K, np.int64)
        for tap in range(Cg * K):
            c = tap // K
            t = tap % K
            rights3[U(tap)] = c * wide3 + d * t
        for turn3 in range(part3 * share3, min(part3 * share3 + share3, tasks3)):
            n = turn3 // (G * 1)
            g = turn3 // (1) % G
            strip3 = turn3 % 1
            # ẏ[n, g·Og+o, q] = y_dot_part2[n, g·Og+o, q] + Σ_{c,t} ẇ[g·Cg+c, o, t] · x[n, g·Cg+c,
            #     q+p_l−d·t]
            for o in range(Og):
                starts3[U(o)] = T(0)
            for c in range(Cg):
                pad(planes3, (c, 0, 0), 0, x, (n, c + Cg * g, d + p_l - (K * d)), 0, 1, 1, wide3, 0, 1,
                        K * d - d - p_l, K * d + L - d - p_l)
            correlate(tile3, (0, 0, 0), OL, OL, 1, starts3, (0,), 1, w_dot, (Cg * g, 0, K - 1), K, lefts3,
                    planes3, (0, 0, 0), 0, rights3, K, len(rights3), Og, 1, OL)
            for o in range(Og):
                for line3 in range(1):
                    for q in range(OL):
                        y_dot[U(n), U(Og * g + o), U(q)] = (
                            tile3[U(o), U(line3), U(q)] + y_dot_part2[U(n), U(Og * g + o), U(q)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks4(first, last, y_dot, panels4, x_padded4, y_dot_part2, N, Cg, G, L, Og, K, OL, p_l, d, deep4,
        depth4, high4, line4_last, quotient_Og_wide4, rows4, skipping4, wide4, x_from24, x_size24):
    """ẏ[n, g·Og+o, q] = y_dot_part2[n, g·Og+o, q] + Σ_{c,t} ẇ[g·Cg+c, o, t] · x[n, g·Cg+c, q+p_l−d·t]"""
    dtype = y_dot.dtype
    row_at4 = np.empty(high4, np.int64)
    left_at4 = np.empty(max(0, depth4), np.int64)
    right_at4 = np.empty(max(0, depth4), np.int64)
    least4 = np.empty((1, high4), np.int64)
    most4 = np.empty((1, high4), np.int64)
    place4 = np.empty((1, max(0, depth4)), np.int64)
    tile4 = np.empty((high4, wide4), dtype)
    turned4 = np.empty((wide4, high4), dtype)
    for c in range(Cg):
        for t in range(K):
            left_at4[U(K * c + t)] = c * x_size24 - (d * t)
            place4[0, U(K * c + t)] = -d * t
    for k4 in range(depth4):
        right_at4[U(k4)] = k4 * wide4
    for task in range(first, last):
        g = task // (((rows4 - 1) // high4 + 1) * ((Og - 1) // wide4 + 1))
        row_part4 = task // (((Og - 1) // wide4 + 1)) % ((rows4 - 1) // high4 + 1)
        col_part4 = task % ((Og - 1) // wide4 + 1)
        # ẏ[n, g·Og+o, q] = y_dot_part2[n, g·Og+o, q] + Σ_{c,t} ẇ[g·Cg+c, o, t] · x[n, g·Cg+c,
        #     q+p_l−d·t]
        for line4 in range(high4 * row_part4 // OL, min((high4 + high4 * row_part4 - 1) // OL + 1,
                line4_last + 1, N)):
            n = line4
            for q in range(max(0, high4 * row_part4 - (OL * line4)), min(OL, rows4 - (OL * line4),
                    high4 + high4 * row_part4 - (OL * line4))):
                row_at4[U(OL * line4 + q - (high4 * row_part4))] = (
                    Cg * g * x_size24 + Cg * G * n * x_size24 + p_l + q - x_from24
                )
                least4[0, U(OL * line4 + q - (high4 * row_part4))] = -p_l - q
                most4[0, U(OL * line4 + q - (high4 * row_part4))] = L - p_l - q - 1
        contract_inside(tile4, (0, 0), wide4, x_padded4, row_at4, left_at4, panels4,
                col_part4 * depth4 * wide4 + depth4 * g * quotient_Og_wide4 * wide4 + depth4 * g * wide4,
                right_at4, min(high4, rows4 - (high4 * row_part4)), min(wide4, Og - (col_part4 * wide4)),
                depth4, deep4, least4, most4, place4, high4, depth4, 1, skipping4,
                np.empty(max(depth4 * 3 + high4 * 4 + 2, 0), np.int64))
        turn(turned4, (0, 0), high4, tile4, 0, wide4, 1, min(high4, rows4 - (high4 * row_part4)), min(wide4,
                Og - (col_part4 * wide4)))
        for line4 in range(high4 * row_part4 // OL, min((high4 + high4 * row_part4 - 1) // OL + 1,
                line4_last + 1, N)):
            n = line4
            for o in range(col_part4 * wide4, min(col_part4 * wide4 + wide4, Og)):
                for q in range(max(0, high4 * row_part4 - (OL * line4)), min(OL, rows4 - (OL * line4),
                        high4 + high4 * row_part4 - (OL * line4))):
                    y_dot[U(n), U(Og * g + o), U(q)] = (
                        turned4[U(o - (col_part4 * wide4)), U(OL * line4 + q - (high4 * row_part4))]
                        + y_dot_part2[U(n), U(Og * g + o), U(q)]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w_dot, x, y_dot, y_dot_part2, N, Cg, G, L, Og, K, OL, p_l, d, c_block_last):
    """ẏ[n, g·Og+o, q] = y_dot_part2[n, g·Og+o, q] + Σ_{c,t} ẇ[g·Cg+c, o, t] · x[n, g·Cg+c, q+p_l−d·t]"""
    dtype = w_dot.dtype
    T = dtype.type
    rest2 = np.empty(OL, dtype)
    part4 = np.empty(OL, dtype)
    for task in range(first, last):
        n = task // (G * Og)
        g = task // Og % G
        o = task % Og
        # ẏ[n, g·Og+o, q] = y_dot_part2[n, g·Og+o, q] + Σ_{c,t} ẇ[g·Cg+c, o, t] · x[n, g·Cg+c,
        #     q+p_l−d·t]
        for q in range(OL):
            y_dot[U(n), U(Og * g + o), U(q)] = y_dot_part2[U(n), U(Og * g + o), U(q)]
        for q in range(OL):
            rest2[U(q)] = T(0)
        for c_block in range(c_block_last + 1):
            for q in range(OL):
                part4[U(q)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for t in range(K - 1, -1, -1):
                    w_dot_here = w_dot[U(c + Cg * g), U(o), U(t)]
                    for q in range(max(0, d * t - p_l), min(OL, L + d * t - p_l)):
                        part4[U(q)] += w_dot_here * x[U(n), U(c + Cg * g), U(p_l + q - (d * t))]
            for q in range(OL):
                y_dot[U(n), U(Og * g + o), U(q)], rest2[U(q)] = carried(y_dot[U(n), U(Og * g + o), U(q)], rest2[U(q)], part4[U(q)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_correlations4(first, last, w_dot, x, y_dot, y_dot_part1, N, Cg, G, L, Og, K, OL, s, p_l, d, d_by_gcd,
        gcd_s_d, pieces3, s_by_gcd, share3, tasks3):
    """ẏ[n, g·Og+o, s·q+r−p_l] = y_dot_part1[n, g·Og+o, s·q+r−p_l] + Σ_{c,t : 0 ≤ t ≤
        ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋, gcd(s,d) ∣ r} ẇ[g·Cg+c, o, res(d,r,s)+t·s/gcd(s,d)] · x[n,
        g·Cg+c, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
    """
    dtype = w_dot.dtype
    T = dtype.type
    starts3 = np.empty(Og, dtype)
    for task in range(first, last):
        part3 = task // s
        r = task % s
        q_count3 = (OL + p_l - r - 1) // s + (r - p_l) // s + 1
        t_count3 = (K - residue(d, r, s) - 1) // s_by_gcd + 1
        wide3 = d_by_gcd * t_count3 + q_count3 - d_by_gcd
        lefts3 = np.empty(max(0, Cg * t_count3), np.int64)
        for tap in range(Cg * t_count3):
            c = tap // t_count3
            t = tap % t_count3
            lefts3[U(tap)] = K * Og * c - (s_by_gcd * t)
        rights3 = np.empty(max(0, Cg * t_count3), np.int64)
        for tap in range(Cg * t_count3):
            c = tap // t_count3
            t = tap % t_count3
            rights3[U(tap)] = c * wide3 + d_by_gcd * t
        planes3 = np.empty((Cg, 1, max(0, wide3)), dtype)
        tile3 = np.empty((Og, 1, max(0, q_count3)), dtype)
        quotient_r = (r - p_l) // s
        quotient_r2 = (residue(d, r, s) * d - r) // s
        quotient_r3 = (K - residue(d, r, s) - 1) // s_by_gcd
        q_last = (OL + p_l - r - 1) // s
        res_r = residue(d, r, s)
        for turn3 in range(part3 * share3, min(part3 * share3 + share3, tasks3)):
            s_by_gcd2 = s // gcd_s_d
            n = turn3 // (G * 1)
            g = turn3 // (1) % G
            strip3 = turn3 % 1
            # ẏ[n, g·Og+o, s·q+r−p_l] = y_dot_part1[n, g·Og+o, s·q+r−p_l] + Σ_{c,t : 0 ≤ t ≤
            #     ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋, gcd(s,d) ∣ r} ẇ[g·Cg+c, o,
            #     res(d,r,s)+t·s/gcd(s,d)] · x[n, g·Cg+c, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
            for o in range(Og):
                starts3[U(o)] = T(0)
            for c in range(Cg):
                pad(planes3, (c, 0, 0), 0, x, (n, c + Cg * g,
                        -d_by_gcd * quotient_r3 - quotient_r - quotient_r2), 0, 1, 1, wide3, 0, 1,
                        d_by_gcd * quotient_r3 + quotient_r + quotient_r2,
                        L + d_by_gcd * quotient_r3 + quotient_r + quotient_r2)
            taps = len(rights3) if r % gcd_s_d == 0 else 0
            correlate(tile3, (0, 0, 0), q_count3, q_count3, 1, starts3, (0,), 1, w_dot, (Cg * g, 0,
                    quotient_r3 * s_by_gcd2 + res_r), K, lefts3, planes3, (0, 0, 0), 0, rights3, t_count3,
                    taps, Og, 1, q_last + quotient_r + 1)
            for o in range(Og):
                for line3 in range(1):
                    for q in range(-quotient_r, q_last + 1):
                        y_dot[U(n), U(Og * g + o), U(q * s + r - p_l)] = (
                            tile3[U(o), U(line3), U(q + quotient_r)]
                            + y_dot_part1[U(n), U(Og * g + o), U(q * s + r - p_l)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks8(first, last, y_dot, panels4, x_padded4, y_dot_part1, N, Cg, G, L, Og, OL, s, p_l, d_by_gcd2,
        deep4, depth4, gcd_s_d, high4, line4_last, q_count4, q_last, quotient_Og_wide4, quotient_r,
        quotient_r2, r, row_part4_last, rows4, skipping4, t_count4, t_last, wide4, x_from24, x_size24):
    """ẏ[n, g·Og+o, s·q+r−p_l] = y_dot_part1[n, g·Og+o, s·q+r−p_l] + Σ_{c,t : 0 ≤ t ≤
        ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋, gcd(s,d) ∣ r} ẇ[g·Cg+c, o, res(d,r,s)+t·s/gcd(s,d)] · x[n,
        g·Cg+c, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
    """
    dtype = y_dot.dtype
    T = dtype.type
    row_at4 = np.empty(high4, np.int64)
    left_at4 = np.empty(max(0, depth4), np.int64)
    right_at4 = np.empty(max(0, depth4), np.int64)
    least4 = np.empty((1, high4), np.int64)
    most4 = np.empty((1, high4), np.int64)
    place4 = np.empty((1, max(0, depth4)), np.int64)
    tile4 = np.empty((high4, wide4), dtype)
    turned4 = np.empty((wide4, high4), dtype)
    for task in range(first, last):
        g = task // ((row_part4_last + 1) * (quotient_Og_wide4 + 1))
        row_part4 = task // ((quotient_Og_wide4 + 1)) % (row_part4_last + 1)
        col_part4 = task % (quotient_Og_wide4 + 1)
        # ẏ[n, g·Og+o, s·q+r−p_l] = y_dot_part1[n, g·Og+o, s·q+r−p_l] + Σ_{c,t : 0 ≤ t ≤
        #     ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋, gcd(s,d) ∣ r} ẇ[g·Cg+c, o,
        #     res(d,r,s)+t·s/gcd(s,d)] · x[n, g·Cg+c, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
        for line4 in range(high4 * row_part4 // q_count4, min((high4 + high4 * row_part4 - 1) // q_count4 + 1,
                line4_last + 1, N)):
            n = line4
            for q in range(max(-quotient_r, high4 * row_part4 - (line4 * q_count4) - quotient_r),
                    min(q_last + 1, rows4 - (line4 * q_count4) - quotient_r,
                    high4 + high4 * row_part4 - (line4 * q_count4) - quotient_r)):
                row_at4[U(line4 * q_count4 + q + quotient_r - (high4 * row_part4))] = (
                    Cg * g * x_size24 + Cg * G * n * x_size24 + q - quotient_r2 - x_from24
                )
                least4[0, U(line4 * q_count4 + q + quotient_r - (high4 * row_part4))] = quotient_r2 - q
                most4[0, U(line4 * q_count4 + q + quotient_r - (high4 * row_part4))] = L + quotient_r2 - q - 1
        for p4 in range(min(high4, rows4 - (high4 * row_part4))):
            for q4 in range(min(wide4, Og - (col_part4 * wide4))):
                tile4[U(p4), U(q4)] = T(0)
        if r % gcd_s_d == 0 and t_count4 >= 1:
            for c in range(Cg):
                for t in range(t_count4):
                    left_at4[U(c * t_count4 + t)] = c * x_size24 - (d_by_gcd2 * t)
                    place4[0, U(c * t_count4 + t)] = -d_by_gcd2 * t
            for k4 in range(depth4):
                right_at4[U(k4)] = k4 * wide4
            contract_inside(tile4, (0, 0), wide4, x_padded4, row_at4, left_at4, panels4,
                    col_part4 * depth4 * wide4 + depth4 * g * quotient_Og_wide4 * wide4 + depth4 * g * wide4,
                    right_at4, min(high4, rows4 - (high4 * row_part4)), min(wide4, Og - (col_part4 * wide4)),
                    depth4, deep4, least4, most4, place4, high4, depth4, 1, skipping4,
                    np.empty(max(depth4 * 3 + high4 * 4 + 2, 0), np.int64))
        turn(turned4, (0, 0), high4, tile4, 0, wide4, 1, min(high4, rows4 - (high4 * row_part4)), min(wide4,
                Og - (col_part4 * wide4)))
        for line4 in range(high4 * row_part4 // q_count4, min((high4 + high4 * row_part4 - 1) // q_count4 + 1,
                line4_last + 1, N)):
            n = line4
            for o in range(col_part4 * wide4, min(col_part4 * wide4 + wide4, Og)):
                for q in range(max(-quotient_r, high4 * row_part4 - (line4 * q_count4) - quotient_r),
                        min(q_last + 1, rows4 - (line4 * q_count4) - quotient_r,
                        high4 + high4 * row_part4 - (line4 * q_count4) - quotient_r)):
                    y_dot[U(n), U(Og * g + o), U(q * s + r - p_l)] = (
                        turned4[U(o - (col_part4 * wide4)),
                                U(line4 * q_count4 + q + quotient_r - (high4 * row_part4))]
                        + y_dot_part1[U(n), U(Og * g + o), U(q * s + r - p_l)]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain4(first, last, w_dot, x, y_dot, y_dot_part1, N, Cg, G, L, Og, K, OL, s, p_l, d, c_block_last,
        d_by_gcd, gcd_s_d, s_by_gcd):
    """ẏ[n, g·Og+o, s·q+r−p_l] = y_dot_part1[n, g·Og+o, s·q+r−p_l] + Σ_{c,t : 0 ≤ t ≤
        ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋, gcd(s,d) ∣ r} ẇ[g·Cg+c, o, res(d,r,s)+t·s/gcd(s,d)] · x[n,
        g·Cg+c, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
    """
    dtype = w_dot.dtype
    T = dtype.type
    rest4 = np.empty(0, dtype)
    part6 = np.empty(0, dtype)
    for task in range(first, last):
        n = task // (G * Og * s)
        g = task // (Og * s) % G
        o = task // s % Og
        r = task % s
        # ẏ[n, g·Og+o, s·q+r−p_l] = y_dot_part1[n, g·Og+o, s·q+r−p_l] + Σ_{c,t : 0 ≤ t ≤
        #     ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋, gcd(s,d) ∣ r} ẇ[g·Cg+c, o,
        #     res(d,r,s)+t·s/gcd(s,d)] · x[n, g·Cg+c, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
        for q in range(-((r - p_l) // s), (OL + p_l - r - 1) // s + 1):
            y_dot[U(n), U(Og * g + o), U(q * s + r - p_l)] = y_dot_part1[U(n), U(Og * g + o), U(q * s + r - p_l)]
        if rest4.size < max(0, (OL + p_l - r - 1) // s + (r - p_l) // s + 1):
            rest4 = np.empty(max(0, (OL + p_l - r - 1) // s + (r - p_l) // s + 1), dtype)
        if part6.size < max(0, (OL + p_l - r - 1) // s + (r - p_l) // s + 1):
            part6 = np.empty(max(0, (OL + p_l - r - 1) // s + (r - p_l) // s + 1), dtype)
        quotient_r = (r - p_l) // s
        for q in range(-((r - p_l) // s), (OL + p_l - r - 1) // s + 1):
            rest4[U(q + quotient_r)] = T(0)
        q_last = (OL + p_l - r - 1) // s
        res_r = residue(d, r, s)
        quotient_r2 = (d * res_r - r) // s
        if r % gcd_s_d == 0:
            for c_block in range(c_block_last + 1):
                for q in range(-quotient_r, q_last + 1):
                    part6[U(q + quotient_r)] = T(0)
                t_last = (K - res_r - 1) // s_by_gcd
                for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                    for t in range(t_last, -1, -1):
                        w_dot_here = w_dot[U(c + Cg * g), U(o), U(res_r + s_by_gcd * t)]
                        for q in range(max(-quotient_r, quotient_r2 + d_by_gcd * t), min(q_last + 1,
                                L + quotient_r2 + d_by_gcd * t)):
                            part6[U(q + quotient_r)] += (
                                w_dot_here * x[U(n), U(c + Cg * g), U(q - quotient_r2 - (d_by_gcd * t))]
                            )
                for q in range(-quotient_r, q_last + 1):
                    y_dot[U(n), U(Og * g + o), U(q * s + r - p_l)], rest4[U(q + quotient_r)] = carried(y_dot[U(n), U(Og * g + o), U(q * s + r - p_l)], rest4[U(q + quotient_r)], part6[U(q + quotient_r)])


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, L, Og, K, OL, s, p_l, d):
    """ẏ[n, g·Og+o, a] = ḃ[g·Og+o] + Σ_{c,u : s ∣ a+p_l−d·u} (w[g·Cg+c, o, u] · ẋ[n, g·Cg+c, (a+p_l−d·u)/s] +
        ẇ[g·Cg+c, o, u] · x[n, g·Cg+c, (a+p_l−d·u)/s])

    Operations: 2·Cg·G·K·N·OL·Og multiplications, 2·Cg·G·K·N·OL·Og additions, terms that a condition drops
        counted.
    """
    dtype = y_dot.dtype
    if s == 1:
        y_dot_part2 = scratch((N, G * Og, OL), dtype)
        again = not (
            correlations(
                OL >= K
                and L >= 4
                and 0 >= min(
                    max(2 - K, min(1 - (Og % 16), Cg * K - 256), Og - 24),
                    max(Cg - 16, Cg * K - 128),
                    Og - 8,
                )
            )
            and finite(w, y_dot_part2)
        )
        if not again:
            wide = K * d + OL - d
            pieces = parts(G * N)
            tasks = G * N
            share = max((tasks - 1) // pieces + 1, 1)
            # y_dot_part2[n, g·Og+o, q] = ḃ[g·Og+o] + Σ_{c,t} w[g·Cg+c, o, t] · ẋ[n, g·Cg+c,
            #     q+p_l−d·t]
            launch(_forward_correlations, pieces, Cg * G * K * N * OL * Og // 32, x_dot, w, b_dot,
                    y_dot_part2, N, Cg, G, L, Og, K, OL, p_l, d, pieces, share, tasks, wide)
            again = not (finite(y_dot_part2, w))
        if again:
            again = not (
                blocks(N * OL >= 4 and Og >= 8 and Cg * K >= 4 and L * 2 + d + 17 >= K * d + OL)
                and finite(w, y_dot_part2)
            )
            if not again:
                rows2 = N * OL
                depth2 = Cg * K
                x_dot_from22 = min(d + p_l - (K * d), 0)
                x_dot_size22 = max(L, OL + p_l) - x_dot_from22
                x_dot_padded2 = padded(x_dot, (0, 0, x_dot_from22), (N, Cg * G, x_dot_size22))
                wide2 = colblock(Og)
                deep2 = depthblock()
                high2 = rowblock(rows2, ((Og - 1) // wide2 + 1) * G)
                skipping2 = skipping(L, x_dot_size22)
                panels2 = scratch((G, max(0, (Og - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
                panels_apart2 = panels2.reshape((G, (Og - 1) // wide2 + 1, Cg, K, wide2))
                # panels2[g, col_part2, c·K+t, o−col_part2·wide2] = w[g·Cg+c, o, t]
                launch(_forward_blocks, G * Cg * ((Og - 1) // wide2 + 1), Cg * G * K * Og, w, panels_apart2,
                        Cg, G, Og, K, wide2)
                line2_last = (rows2 - 1) // OL
                quotient_Og_wide2 = (Og - 1) // wide2
                # y_dot_part2[n, g·Og+o, q] = ḃ[g·Og+o] + Σ_{c,t} w[g·Cg+c, o, t] · ẋ[n, g·Cg+c,
                #     q+p_l−d·t]
                launch(_forward_blocks2, G * ((rows2 - 1) // high2 + 1) * ((Og - 1) // wide2 + 1),
                        Cg * G * K * N * OL * Og // 32, b_dot, y_dot_part2, panels2, x_dot_padded2, N, Cg, G,
                        L, Og, K, OL, p_l, d, deep2, depth2, high2, line2_last, quotient_Og_wide2, rows2,
                        skipping2, wide2, x_dot_from22, x_dot_size22)
                again = not (finite(y_dot_part2, w))
            if again:
                c_block_last = (Cg - 1) // 1024
                # y_dot_part2[n, g·Og+o, q] = ḃ[g·Og+o] + Σ_{c,t} w[g·Cg+c, o, t] · ẋ[n, g·Cg+c,
                #     q+p_l−d·t]
                launch(_forward_plain, N * G * Og, Cg * G * K * N * OL * Og, x_dot, w, b_dot, y_dot_part2, N,
                        Cg, G, L, Og, K, OL, p_l, d, c_block_last)
        again = not (
            correlations(
                OL >= K
                and L >= 4
                and 0 >= min(
                    max(2 - K, min(1 - (Og % 16), Cg * K - 256), Og - 24),
                    max(Cg - 16, Cg * K - 128),
                    Og - 8,
                )
            )
            and finite(w_dot, y_dot)
        )
        if not again:
            wide3 = K * d + OL - d
            pieces3 = parts(G * N)
            tasks3 = G * N
            share3 = max((tasks3 - 1) // pieces3 + 1, 1)
            launch(_jvp_correlations2, pieces3, Cg * G * K * N * OL * Og // 32, w_dot, x, y_dot, y_dot_part2,
                    N, Cg, G, L, Og, K, OL, p_l, d, pieces3, share3, tasks3, wide3)
            again = not (finite(y_dot, w_dot))
        if again:
            again = not (
                blocks(N * OL >= 4 and Og >= 8 and Cg * K >= 4 and L * 2 + d + 17 >= K * d + OL)
                and finite(w_dot, y_dot)
            )
            if not again:
                rows4 = N * OL
                depth4 = Cg * K
                x_from24 = min(d + p_l - (K * d), 0)
                x_size24 = max(L, OL + p_l) - x_from24
                x_padded4 = padded(x, (0, 0, x_from24), (N, Cg * G, x_size24))
                wide4 = colblock(Og)
                deep4 = depthblock()
                high4 = rowblock(rows4, ((Og - 1) // wide4 + 1) * G)
                skipping4 = skipping(L, x_size24)
                panels4 = scratch((G, max(0, (Og - 1) // wide4 + 1), max(0, depth4), wide4), dtype)
                panels_apart4 = panels4.reshape((G, (Og - 1) // wide4 + 1, Cg, K, wide4))
                # panels4[g, col_part4, c·K+t, o−col_part4·wide4] = ẇ[g·Cg+c, o, t]
                launch(_forward_blocks, G * Cg * ((Og - 1) // wide4 + 1), Cg * G * K * Og, w_dot,
                        panels_apart4, Cg, G, Og, K, wide4)
                line4_last = (rows4 - 1) // OL
                quotient_Og_wide4 = (Og - 1) // wide4
                launch(_jvp_blocks4, G * ((rows4 - 1) // high4 + 1) * ((Og - 1) // wide4 + 1),
                        Cg * G * K * N * OL * Og // 32, y_dot, panels4, x_padded4, y_dot_part2, N, Cg, G, L,
                        Og, K, OL, p_l, d, deep4, depth4, high4, line4_last, quotient_Og_wide4, rows4,
                        skipping4, wide4, x_from24, x_size24)
                again = not (finite(y_dot, w_dot))
            if again:
                c_block_last = (Cg - 1) // 1024
                launch(_jvp_plain2, N * G * Og, Cg * G * K * N * OL * Og, w_dot, x, y_dot, y_dot_part2, N, Cg,
                        G, L, Og, K, OL, p_l, d, c_block_last)
    else:
        y_dot_part1 = scratch((N, G * Og, OL), dtype)
        again = not (correlations(L >= 4 and 0 >= min(Cg - 24, Og - 24)) and finite(w, y_dot_part1))
        if not again:
            some = min(max(32768 // OL, 8), 128)
            pieces = max((G * N - 1) // some + 1, 1)
            tasks = G * N
            share = max((tasks - 1) // pieces + 1, 1)
            s_by_gcd = s // gcd(s, d)
            d_by_gcd = d // gcd(s, d)
            gcd_s_d = gcd(s, d)
            # y_dot_part1[n, g·Og+o, s·q+r−p_l] = ḃ[g·Og+o] + Σ_{c,t : 0 ≤ t ≤
            #     ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋, gcd(s,d) ∣ r} w[g·Cg+c, o,
            #     res(d,r,s)+t·s/gcd(s,d)] · ẋ[n, g·Cg+c, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
            launch(_forward_correlations2, pieces * s,
                    (-p_l // s + (OL + p_l - 1) // s + 1) * ((K - residue(d, 0, s) - 1) // (s // gcd(s,
                    d)) + 1) * Cg * G * N * Og * s // 32, x_dot, w, b_dot, y_dot_part1, N, Cg, G, L, Og, K,
                    OL, s, p_l, d, d_by_gcd, gcd_s_d, pieces, s_by_gcd, share, tasks)
            again = not (finite(y_dot_part1, w))
        if again:
            again = not (
                blocks(
                    Og >= 8
                    and L * 2
                    + 16 >= -p_l // s
                    + (OL + p_l - 1) // s
                    + ((K - residue(d, 0, s) - 1) // (s // gcd(s, d))) * (d // gcd(s, d))
                )
                and finite(w, y_dot_part1)
            )
            if not again:
                s_by_gcd = s // gcd(s, d)
                d_by_gcd = d // gcd(s, d)
                wide2 = colblock(Og)
                quotient_Og_wide2 = (Og - 1) // wide2
                gcd_s_d = gcd(s, d)
                for r in range(s):
                    q_count2 = (OL + p_l - r - 1) // s + (r - p_l) // s + 1
                    t_count2 = (K - residue(d, r, s) - 1) // s_by_gcd + 1
                    rows2 = N * q_count2
                    depth2 = Cg * t_count2
                    x_dot_from22 = min(
                        -((residue(d, r, s) * d - r) // s)
                        - ((r - p_l) // s)
                        - (((K - residue(d, r, s) - 1) // s_by_gcd) * d_by_gcd),
                        0,
                    )
                    x_dot_size22 = (
                        max((OL + p_l - r - 1) // s + 1 - ((residue(d, r, s) * d - r) // s), L) - x_dot_from22
                    )
                    high2 = rowblock(rows2, G * (quotient_Og_wide2 + 1))
                    skipping2 = skipping(L, x_dot_size22)
                    t_last = (K - residue(d, r, s) - 1) // s_by_gcd
                    res_r = residue(d, r, s)
                    quotient_r = (r - p_l) // s
                    quotient_r2 = (d * res_r - r) // s
                    q_last = (OL + p_l - r - 1) // s
                    d_by_gcd2 = d // gcd_s_d
                    row_part2_last = (rows2 - 1) // high2
                    if q_count2 >= 1:
                        x_dot_padded2 = padded(x_dot, (0, 0, x_dot_from22), (N, Cg * G, x_dot_size22))
                        deep2 = depthblock()
                        panels2 = scratch((G, max(0, (Og - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
                        if r % gcd_s_d == 0 and t_count2 >= 1:
                            panels_apart2 = panels2.reshape((G, (Og - 1) // wide2 + 1, Cg, t_count2, wide2))
                            # panels2[g, col_part2, t_count2·c+t, o−col_part2·wide2] = w[g·Cg+c, o,
                            #     t·s/gcd(s,d)+res(d,r,s)]
                            launch(_forward_blocks3, G * Cg * (quotient_Og_wide2 + 1), ((K - residue(d, 0,
                                    s) - 1) // (s // gcd(s, d)) + 1) * Cg * G * Og, w, panels_apart2, Cg, G,
                                    Og, K, quotient_Og_wide2, res_r, s_by_gcd, t_count2, t_last, wide2)
                        line2_last = (rows2 - 1) // q_count2
                        # y_dot_part1[n, g·Og+o, s·q+r−p_l] = ḃ[g·Og+o] + Σ_{c,t : 0 ≤ t ≤
                        #     ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋, gcd(s,d) ∣ r} w[g·Cg+c, o,
                        #     res(d,r,s)+t·s/gcd(s,d)] · ẋ[n, g·Cg+c, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
                        launch(_forward_blocks4, G * (row_part2_last + 1) * (quotient_Og_wide2 + 1),
                                (-p_l // s + (OL + p_l - 1) // s + 1) * ((K - residue(d, 0,
                                s) - 1) // (s // gcd(s, d)) + 1) * Cg * G * N * Og * s // 32, b_dot,
                                y_dot_part1, panels2, x_dot_padded2, N, Cg, G, L, Og, OL, s, p_l, d_by_gcd2,
                                deep2, depth2, gcd_s_d, high2, line2_last, q_count2, q_last,
                                quotient_Og_wide2, quotient_r, quotient_r2, r, row_part2_last, rows2,
                                skipping2, t_count2, t_last, wide2, x_dot_from22, x_dot_size22)
                again = not (finite(y_dot_part1, w))
            if again:
                s_by_gcd = s // gcd(s, d)
                d_by_gcd = d // gcd(s, d)
                c_block_last = (Cg - 1) // 1024
                gcd_s_d = gcd(s, d)
                # y_dot_part1[n, g·Og+o, s·q+r−p_l] = ḃ[g·Og+o] + Σ_{c,t : 0 ≤ t ≤
                #     ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋, gcd(s,d) ∣ r} w[g·Cg+c, o,
                #     res(d,r,s)+t·s/gcd(s,d)] · ẋ[n, g·Cg+c, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
                launch(_forward_plain2, N * G * Og * s,
                        (-p_l // s + (OL + p_l - 1) // s + 1) * ((K - residue(d, 0, s) - 1) // (s // gcd(s,
                        d)) + 1) * Cg * G * N * Og * s, x_dot, w, b_dot, y_dot_part1, N, Cg, G, L, Og, K, OL,
                        s, p_l, d, c_block_last, d_by_gcd, gcd_s_d, s_by_gcd)
        again = not (correlations(L >= 4 and 0 >= min(Cg - 24, Og - 24)) and finite(w_dot, y_dot))
        if not again:
            some3 = min(max(32768 // OL, 8), 128)
            pieces3 = max((G * N - 1) // some3 + 1, 1)
            tasks3 = G * N
            share3 = max((tasks3 - 1) // pieces3 + 1, 1)
            s_by_gcd = s // gcd(s, d)
            d_by_gcd = d // gcd(s, d)
            gcd_s_d = gcd(s, d)
            launch(_jvp_correlations4, pieces3 * s, (-p_l // s + (OL + p_l - 1) // s + 1) * ((K - residue(d,
                    0, s) - 1) // (s // gcd(s, d)) + 1) * Cg * G * N * Og * s // 32, w_dot, x, y_dot,
                    y_dot_part1, N, Cg, G, L, Og, K, OL, s, p_l, d, d_by_gcd, gcd_s_d, pieces3, s_by_gcd,
                    share3, tasks3)
            again = not (finite(y_dot, w_dot))
        if again:
            again = not (
                blocks(
                    Og >= 8
                    and L * 2
                    + 16 >= -p_l // s
                    + (OL + p_l - 1) // s
                    + ((K - residue(d, 0, s) - 1) // (s // gcd(s, d))) * (d // gcd(s, d))
                )
                and finite(w_dot, y_dot)
            )
            if not again:
                s_by_gcd = s // gcd(s, d)
                d_by_gcd = d // gcd(s, d)
                wide4 = colblock(Og)
                quotient_Og_wide4 = (Og - 1) // wide4
                gcd_s_d = gcd(s, d)
                for r in range(s):
                    q_count4 = (OL + p_l - r - 1) // s + (r - p_l) // s + 1
                    t_count4 = (K - residue(d, r, s) - 1) // s_by_gcd + 1
                    rows4 = N * q_count4
                    depth4 = Cg * t_count4
                    x_from24 = min(
                        -((residue(d, r, s) * d - r) // s)
                        - ((r - p_l) // s)
                        - (((K - residue(d, r, s) - 1) // s_by_gcd) * d_by_gcd),
                        0,
                    )
                    x_size24 = (
                        max((OL + p_l - r - 1) // s + 1 - ((residue(d, r, s) * d - r) // s), L) - x_from24
                    )
                    high4 = rowblock(rows4, G * (quotient_Og_wide4 + 1))
                    skipping4 = skipping(L, x_size24)
                    t_last = (K - residue(d, r, s) - 1) // s_by_gcd
                    res_r = residue(d, r, s)
                    quotient_r = (r - p_l) // s
                    quotient_r2 = (d * res_r - r) // s
                    q_last = (OL + p_l - r - 1) // s
                    d_by_gcd2 = d // gcd_s_d
                    row_part4_last = (rows4 - 1) // high4
                    if q_count4 >= 1:
                        x_padded4 = padded(x, (0, 0, x_from24), (N, Cg * G, x_size24))
                        deep4 = depthblock()
                        panels4 = scratch((G, max(0, (Og - 1) // wide4 + 1), max(0, depth4), wide4), dtype)
                        if r % gcd_s_d == 0 and t_count4 >= 1:
                            panels_apart4 = panels4.reshape((G, (Og - 1) // wide4 + 1, Cg, t_count4, wide4))
                            # panels4[g, col_part4, t_count4·c+t, o−col_part4·wide4] = ẇ[g·Cg+c, o,
                            #     t·s/gcd(s,d)+res(d,r,s)]
                            launch(_forward_blocks3, G * Cg * (quotient_Og_wide4 + 1), ((K - residue(d, 0,
                                    s) - 1) // (s // gcd(s, d)) + 1) * Cg * G * Og, w_dot, panels_apart4, Cg,
                                    G, Og, K, quotient_Og_wide4, res_r, s_by_gcd, t_count4, t_last, wide4)
                        line4_last = (rows4 - 1) // q_count4
                        launch(_jvp_blocks8, G * (row_part4_last + 1) * (quotient_Og_wide4 + 1),
                                (-p_l // s + (OL + p_l - 1) // s + 1) * ((K - residue(d, 0,
                                s) - 1) // (s // gcd(s, d)) + 1) * Cg * G * N * Og * s // 32, y_dot, panels4,
                                x_padded4, y_dot_part1, N, Cg, G, L, Og, OL, s, p_l, d_by_gcd2, deep4, depth4,
                                gcd_s_d, high4, line4_last, q_count4, q_last, quotient_Og_wide4, quotient_r,
                                quotient_r2, r, row_part4_last, rows4, skipping4, t_count4, t_last, wide4,
                                x_from24, x_size24)
                again = not (finite(y_dot, w_dot))
            if again:
                s_by_gcd = s // gcd(s, d)
                d_by_gcd = d // gcd(s, d)
                c_block_last = (Cg - 1) // 1024
                gcd_s_d = gcd(s, d)
                launch(_jvp_plain4, N * G * Og * s, (-p_l // s + (OL + p_l - 1) // s + 1) * ((K - residue(d,
                        0, s) - 1) // (s // gcd(s, d)) + 1) * Cg * G * N * Og * s, w_dot, x, y_dot,
                        y_dot_part1, N, Cg, G, L, Og, K, OL, s, p_l, d, c_block_last, d_by_gcd, gcd_s_d,
                        s_by_gcd)
