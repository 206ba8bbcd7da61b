"""The kernels of conv_transpose1d; conv_transpose1d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_transpose1d`.  Do not edit.
Run time: 35a78b500b6da056.
"""

import numpy as np

from .disjoint import njit
from .runtime import carried, gcd, plus, residue
from .threads import launch
from .stencils import correlate, correlations, pad
from .tiles import tiled, tiled_weights
from .vectors import blocks, colblock, contract, depthblock, padded, rowblock, scratch, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dy, db, N, G, Og, OL, a_block_last):
    """db[g·Og+o] = Σ_{n,a} dy[n, g·Og+o, a]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // Og
        o = task % Og
        # db[g·Og+o] = Σ_{n,a} dy[n, g·Og+o, a]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for a_block in range(a_block_last + 1):
                part = T(0)
                for a in range(a_block * 1024, min(OL, a_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(Og * g + o), U(a)])
                acc, rest = carried(acc, rest, part)
        db[U(Og * g + o)] = acc


def _vjp_b(dy, db, N, G, Og, OL):
    """db[g·Og+o] = Σ_{n,a} dy[n, g·Og+o, a]

    Operations: G·N·OL·Og − G·Og additions.
    """
    a_block_last = (OL - 1) // 1024
    launch(_vjp_b_part, G * Og, G * N * OL * Og, dy, db, N, G, Og, OL, a_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_correlations(first, last, x_dot, w, y_dot_part1, N, Cg, G, L, Og, K, OL, s, p_l, d, d_by_gcd,
        gcd_s_d, pieces, s_by_gcd, share, tasks):
    """y_dot_part1[n, g·Og+o, s·q+r−p_l] = Σ_{c : gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤
        ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} w[g·Cg+c, o, res(d,r,s)+t·s/gcd(s,d)] · ẋ[n, g·Cg+c,
        q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
    """
    dtype = x_dot.dtype
    T = dtype.type
    starts = np.empty(Og, dtype)
    for task in range(first, last):
        part = task // s
        r = task % s
        q_count = (OL + p_l - r - 1) // s + (r - p_l) // s + 1
        t_count = (K - residue(d, r, s) - 1) // s_by_gcd + 1
        wide = d_by_gcd * t_count + q_count - d_by_gcd
        lefts = np.empty(max(0, Cg * t_count), np.int64)
        for tap in range(Cg * t_count):
            c = tap // t_count
            t = tap % t_count
            lefts[U(tap)] = K * Og * c - (s_by_gcd * t)
        rights = np.empty(max(0, Cg * t_count), np.int64)
        for tap in range(Cg * t_count):
            c = tap // t_count
            t = tap % t_count
            rights[U(tap)] = c * wide + d_by_gcd * t
        planes = np.empty((Cg, 1, max(0, wide)), dtype)
        quotient_r = (r - p_l) // s
        quotient_r2 = (residue(d, r, s) * d - r) // s
        quotient_r3 = (K - residue(d, r, s) - 1) // s_by_gcd
        q_last = (OL + p_l - r - 1) // s
        res_r = residue(d, r, s)
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            s_by_gcd2 = s // gcd_s_d
            n = turn_2 // (G * 1)
            g = turn_2 // (1) % G
            strip = turn_2 % 1
            # y_dot_part1[n, g·Og+o, s·q+r−p_l] = Σ_{c : gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤
            #     ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} w[g·Cg+c, o, res(d,r,s)+t·s/gcd(s,d)] · ẋ[n,
            #     g·Cg+c, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
            for o in range(Og):
                starts[U(o)] = T(0)
            for c in range(Cg):
                pad(planes, (c, 0, 0), 0, x_dot, (n, c + Cg * g,
                        -d_by_gcd * quotient_r3 - quotient_r - quotient_r2), 0, 1, 1, wide, 0, 1,
                        d_by_gcd * quotient_r3 + quotient_r + quotient_r2,
                        L + d_by_gcd * quotient_r3 + quotient_r + quotient_r2)
            taps = len(rights) if r % gcd_s_d == 0 else 0
            correlate(y_dot_part1, (n, Og * g, r - p_l - (quotient_r * s)), OL, 0, s, starts, (0,), 1, w,
                    (Cg * g, 0, quotient_r3 * s_by_gcd2 + res_r), K, lefts, planes, (0, 0, 0), 0, rights,
                    t_count, taps, Og, 1, q_last + quotient_r + 1)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks(first, last, w, panels_apart2, Cg, G, Og, K, quotient_Og_wide2, res_r, s_by_gcd, t_count2,
        t_last, wide2):
    """panels2[g, col_part2, t_count2·c+t, o−col_part2·wide2] = w[g·Cg+c, o, t·s/gcd(s,d)+res(d,r,s)]"""
    for task in range(first, last):
        g = task // (Cg * (quotient_Og_wide2 + 1))
        c = task // ((quotient_Og_wide2 + 1)) % Cg
        col_part2 = task % (quotient_Og_wide2 + 1)
        # panels2[g, col_part2, t_count2·c+t, o−col_part2·wide2] = w[g·Cg+c, o,
        #     t·s/gcd(s,d)+res(d,r,s)]
        turn(panels_apart2, (g, col_part2, c, 0, 0), wide2, w,
                K * Og * c + K * col_part2 * wide2 + Cg * K * Og * g + res_r, K, s_by_gcd, min(wide2,
                Og - (col_part2 * wide2)), t_count2)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks2(first, last, panels2, x_dot_padded2, y_dot_part1, N, Cg, G, Og, OL, s, p_l, d_by_gcd2, deep2,
        depth2, gcd_s_d, high2, line2_last, q_count2, q_last, quotient_Og_wide2, quotient_r, quotient_r2, r,
        row_part2_last, rows2, t_count2, t_last, wide2, x_dot_from22, x_dot_size22):
    """y_dot_part1[n, g·Og+o, s·q+r−p_l] = Σ_{c : gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤
        ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} w[g·Cg+c, o, res(d,r,s)+t·s/gcd(s,d)] · ẋ[n, g·Cg+c,
        q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
    """
    dtype = panels2.dtype
    T = dtype.type
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for task in range(first, last):
        g = task // ((row_part2_last + 1) * (quotient_Og_wide2 + 1))
        row_part2 = task // ((quotient_Og_wide2 + 1)) % (row_part2_last + 1)
        col_part2 = task % (quotient_Og_wide2 + 1)
        # y_dot_part1[n, g·Og+o, s·q+r−p_l] = Σ_{c : gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤
        #     ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} w[g·Cg+c, o, res(d,r,s)+t·s/gcd(s,d)] · ẋ[n,
        #     g·Cg+c, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
        for line2 in range(high2 * row_part2 // q_count2, min((high2 + high2 * row_part2 - 1) // q_count2 + 1,
                line2_last + 1, N)):
            n = line2
            for q in range(max(-quotient_r, high2 * row_part2 - (line2 * q_count2) - quotient_r),
                    min(q_last + 1, rows2 - (line2 * q_count2) - quotient_r,
                    high2 + high2 * row_part2 - (line2 * q_count2) - quotient_r)):
                row_at2[U(line2 * q_count2 + q + quotient_r - (high2 * row_part2))] = (
                    Cg * g * x_dot_size22 + Cg * G * n * x_dot_size22 + q - quotient_r2 - x_dot_from22
                )
        for p2 in range(min(high2, rows2 - (high2 * row_part2))):
            for q2 in range(min(wide2, Og - (col_part2 * wide2))):
                tile2[U(p2), U(q2)] = T(0)
        if r % gcd_s_d == 0 and t_count2 >= 1:
            for c in range(Cg):
                for t in range(t_count2):
                    left_at2[U(c * t_count2 + t)] = c * x_dot_size22 - (d_by_gcd2 * t)
            for k2 in range(depth2):
                right_at2[U(k2)] = k2 * wide2
            contract(tile2, (0, 0), wide2, x_dot_padded2, row_at2, left_at2, panels2,
                    col_part2 * depth2 * wide2 + depth2 * g * quotient_Og_wide2 * wide2 + depth2 * g * wide2,
                    right_at2, min(high2, rows2 - (high2 * row_part2)), min(wide2, Og - (col_part2 * wide2)),
                    0, depth2, deep2)
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                Og - (col_part2 * wide2)))
        line2_first = high2 * row_part2 // q_count2
        line2_last2 = (high2 + high2 * row_part2 - 1) // q_count2
        for o in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, Og)):
            for line2 in range(line2_first, min(line2_last2 + 1, line2_last + 1, N)):
                n = line2
                for q in range(max(-quotient_r, high2 * row_part2 - (line2 * q_count2) - quotient_r),
                        min(q_last + 1, rows2 - (line2 * q_count2) - quotient_r,
                        high2 + high2 * row_part2 - (line2 * q_count2) - quotient_r)):
                    y_dot_part1[U(n), U(Og * g + o), U(q * s + r - p_l)] = turned2[U(o - (col_part2 * wide2)), U(line2 * q_count2 + q + quotient_r - (high2 * row_part2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain(first, last, x_dot, w, y_dot_part1, N, Cg, G, L, Og, K, OL, s, p_l, d, c_block_last, d_by_gcd,
        gcd_s_d, s_by_gcd):
    """y_dot_part1[n, g·Og+o, s·q+r−p_l] = Σ_{c : gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤
        ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} w[g·Cg+c, o, res(d,r,s)+t·s/gcd(s,d)] · ẋ[n, g·Cg+c,
        q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
    """
    dtype = x_dot.dtype
    T = dtype.type
    rest = np.empty(0, dtype)
    part2 = np.empty(0, dtype)
    for task in range(first, last):
        n = task // (G * Og * s)
        g = task // (Og * s) % G
        o = task // s % Og
        r = task % s
        # y_dot_part1[n, g·Og+o, s·q+r−p_l] = Σ_{c : gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤
        #     ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} w[g·Cg+c, o, res(d,r,s)+t·s/gcd(s,d)] · ẋ[n,
        #     g·Cg+c, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
        for q in range(-((r - p_l) // s), (OL + p_l - r - 1) // s + 1):
            y_dot_part1[U(n), U(Og * g + o), U(q * s + r - p_l)] = T(0)
        if rest.size < max(0, (OL + p_l - r - 1) // s + (r - p_l) // s + 1):
            rest = np.empty(max(0, (OL + p_l - r - 1) // s + (r - p_l) // s + 1), dtype)
        if part2.size < max(0, (OL + p_l - r - 1) // s + (r - p_l) // s + 1):
            part2 = np.empty(max(0, (OL + p_l - r - 1) // s + (r - p_l) // s + 1), dtype)
        quotient_r = (r - p_l) // s
        for q in range(-((r - p_l) // s), (OL + p_l - r - 1) // s + 1):
            rest[U(q + quotient_r)] = T(0)
        q_last = (OL + p_l - r - 1) // s
        res_r = residue(d, r, s)
        quotient_r2 = (d * res_r - r) // s
        if r % gcd_s_d == 0:
            for c_block in range(c_block_last + 1):
                for q in range(-quotient_r, q_last + 1):
                    part2[U(q + quotient_r)] = T(0)
                t_last = (K - res_r - 1) // s_by_gcd
                for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                    for t in range(t_last, -1, -1):
                        w_here = w[U(c + Cg * g), U(o), U(res_r + s_by_gcd * t)]
                        for q in range(max(-quotient_r, quotient_r2 + d_by_gcd * t), min(q_last + 1,
                                L + quotient_r2 + d_by_gcd * t)):
                            part2[U(q + quotient_r)] += (
                                w_here * x_dot[U(n), U(c + Cg * g), U(q - quotient_r2 - (d_by_gcd * t))]
                            )
                for q in range(-quotient_r, q_last + 1):
                    y_dot_part1[U(n), U(Og * g + o), U(q * s + r - p_l)], rest[U(q + quotient_r)] = carried(y_dot_part1[U(n), U(Og * g + o), U(q * s + r - p_l)], rest[U(q + quotient_r)], part2[U(q + quotient_r)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_correlations2(first, last, w_dot, b_dot, x, y_dot, y_dot_part1, N, Cg, G, L, Og, K, OL, s, p_l, d,
        d_by_gcd, gcd_s_d, pieces3, s_by_gcd, share3, tasks3):
    """ẏ[n, g·Og+o, s·q+r−p_l] = y_dot_part1[n, g·Og+o, s·q+r−p_l] + ḃ[g·Og+o] + Σ_{c : gcd(s,d) ∣ r} Σ_{t :
        0 ≤ t ≤ ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} ẇ[g·Cg+c, o, res(d,r,s)+t·s/gcd(s,d)] · x[n, g·Cg+c,
        q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
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
            # ẏ[n, g·Og+o, s·q+r−p_l] = y_dot_part1[n, g·Og+o, s·q+r−p_l] + ḃ[g·Og+o] + Σ_{c :
            #     gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤ ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} ẇ[g·Cg+c, o,
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
                b_dot_here = b_dot[U(Og * g + o)]
                for line3 in range(1):
                    for q in range(-quotient_r, q_last + 1):
                        y_dot[U(n), U(Og * g + o), U(q * s + r - p_l)] = (
                            b_dot_here
                            + tile3[U(o), U(line3), U(q + quotient_r)]
                            + y_dot_part1[U(n), U(Og * g + o), U(q * s + r - p_l)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks3(first, last, w_dot, panels_apart4, Cg, G, Og, K, quotient_Og_wide4, res_r, s_by_gcd,
        t_count4, t_last, wide4):
    """panels4[g, col_part4, t_count4·c+t, o−col_part4·wide4] = ẇ[g·Cg+c, o, t·s/gcd(s,d)+res(d,r,s)]"""
    for task in range(first, last):
        g = task // (Cg * (quotient_Og_wide4 + 1))
        c = task // ((quotient_Og_wide4 + 1)) % Cg
        col_part4 = task % (quotient_Og_wide4 + 1)
        # panels4[g, col_part4, t_count4·c+t, o−col_part4·wide4] = ẇ[g·Cg+c, o,
        #     t·s/gcd(s,d)+res(d,r,s)]
        turn(panels_apart4, (g, col_part4, c, 0, 0), wide4, w_dot,
                K * Og * c + K * col_part4 * wide4 + Cg * K * Og * g + res_r, K, s_by_gcd, min(wide4,
                Og - (col_part4 * wide4)), t_count4)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks4(first, last, b_dot, y_dot, panels4, x_padded4, y_dot_part1, N, Cg, G, Og, OL, s, p_l,
        d_by_gcd2, deep4, depth4, gcd_s_d, high4, line4_last, q_count4, q_last, quotient_Og_wide4, quotient_r,
        quotient_r2, r, row_part4_last, rows4, t_count4, t_last, wide4, x_from24, x_size24):
    """ẏ[n, g·Og+o, s·q+r−p_l] = y_dot_part1[n, g·Og+o, s·q+r−p_l] + ḃ[g·Og+o] + Σ_{c : gcd(s,d) ∣ r} Σ_{t :
        0 ≤ t ≤ ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} ẇ[g·Cg+c, o, res(d,r,s)+t·s/gcd(s,d)] · x[n, g·Cg+c,
        q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
    """
    dtype = b_dot.dtype
    T = dtype.type
    row_at4 = np.empty(high4, np.int64)
    left_at4 = np.empty(max(0, depth4), np.int64)
    right_at4 = np.empty(max(0, depth4), np.int64)
    tile4 = np.empty((high4, wide4), dtype)
    turned4 = np.empty((wide4, high4), dtype)
    for task in range(first, last):
        g = task // ((row_part4_last + 1) * (quotient_Og_wide4 + 1))
        row_part4 = task // ((quotient_Og_wide4 + 1)) % (row_part4_last + 1)
        col_part4 = task % (quotient_Og_wide4 + 1)
        # ẏ[n, g·Og+o, s·q+r−p_l] = y_dot_part1[n, g·Og+o, s·q+r−p_l] + ḃ[g·Og+o] + Σ_{c :
        #     gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤ ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} ẇ[g·Cg+c, o,
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
        for p4 in range(min(high4, rows4 - (high4 * row_part4))):
            for q4 in range(min(wide4, Og - (col_part4 * wide4))):
                tile4[U(p4), U(q4)] = T(0)
        if r % gcd_s_d == 0 and t_count4 >= 1:
            for c in range(Cg):
                for t in range(t_count4):
                    left_at4[U(c * t_count4 + t)] = c * x_size24 - (d_by_gcd2 * t)
            for k4 in range(depth4):
                right_at4[U(k4)] = k4 * wide4
            contract(tile4, (0, 0), wide4, x_padded4, row_at4, left_at4, panels4,
                    col_part4 * depth4 * wide4 + depth4 * g * quotient_Og_wide4 * wide4 + depth4 * g * wide4,
                    right_at4, min(high4, rows4 - (high4 * row_part4)), min(wide4, Og - (col_part4 * wide4)),
                    0, depth4, deep4)
        turn(turned4, (0, 0), high4, tile4, 0, wide4, 1, min(high4, rows4 - (high4 * row_part4)), min(wide4,
                Og - (col_part4 * wide4)))
        line4_first = high4 * row_part4 // q_count4
        line4_last2 = (high4 + high4 * row_part4 - 1) // q_count4
        for o in range(col_part4 * wide4, min(col_part4 * wide4 + wide4, Og)):
            b_dot_here = b_dot[U(Og * g + o)]
            for line4 in range(line4_first, min(line4_last2 + 1, line4_last + 1, N)):
                n = line4
                for q in range(max(-quotient_r, high4 * row_part4 - (line4 * q_count4) - quotient_r),
                        min(q_last + 1, rows4 - (line4 * q_count4) - quotient_r,
                        high4 + high4 * row_part4 - (line4 * q_count4) - quotient_r)):
                    y_dot[U(n), U(Og * g + o), U(q * s + r - p_l)] = (
                        b_dot_here
                        + turned4[U(o - (col_part4 * wide4)),
                                U(line4 * q_count4 + q + quotient_r - (high4 * row_part4))]
                        + y_dot_part1[U(n), U(Og * g + o), U(q * s + r - p_l)]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w_dot, b_dot, x, y_dot, y_dot_part1, N, Cg, G, L, Og, K, OL, s, p_l, d,
        c_block_last, d_by_gcd, gcd_s_d, s_by_gcd):
    """ẏ[n, g·Og+o, s·q+r−p_l] = y_dot_part1[n, g·Og+o, s·q+r−p_l] + ḃ[g·Og+o] + Σ_{c : gcd(s,d) ∣ r} Σ_{t :
        0 ≤ t ≤ ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} ẇ[g·Cg+c, o, res(d,r,s)+t·s/gcd(s,d)] · x[n, g·Cg+c,
        q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
    """
    dtype = w_dot.dtype
    T = dtype.type
    rest2 = np.empty(0, dtype)
    part4 = np.empty(0, dtype)
    for task in range(first, last):
        n = task // (G * Og * s)
        g = task // (Og * s) % G
        o = task // s % Og
        r = task % s
        # ẏ[n, g·Og+o, s·q+r−p_l] = y_dot_part1[n, g·Og+o, s·q+r−p_l] + ḃ[g·Og+o] + Σ_{c :
        #     gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤ ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} ẇ[g·Cg+c, o,
        #     res(d,r,s)+t·s/gcd(s,d)] · x[n, g·Cg+c, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
        b_dot_here = b_dot[U(Og * g + o)]
        for q in range(-((r - p_l) // s), (OL + p_l - r - 1) // s + 1):
            y_dot[U(n), U(Og * g + o), U(q * s + r - p_l)] = (
                b_dot_here + y_dot_part1[U(n), U(Og * g + o), U(q * s + r - p_l)]
            )
        if rest2.size < max(0, (OL + p_l - r - 1) // s + (r - p_l) // s + 1):
            rest2 = np.empty(max(0, (OL + p_l - r - 1) // s + (r - p_l) // s + 1), dtype)
        if part4.size < max(0, (OL + p_l - r - 1) // s + (r - p_l) // s + 1):
            part4 = np.empty(max(0, (OL + p_l - r - 1) // s + (r - p_l) // s + 1), dtype)
        quotient_r = (r - p_l) // s
        for q in range(-((r - p_l) // s), (OL + p_l - r - 1) // s + 1):
            rest2[U(q + quotient_r)] = T(0)
        q_last = (OL + p_l - r - 1) // s
        res_r = residue(d, r, s)
        quotient_r2 = (d * res_r - r) // s
        if r % gcd_s_d == 0:
            for c_block in range(c_block_last + 1):
                for q in range(-quotient_r, q_last + 1):
                    part4[U(q + quotient_r)] = T(0)
                t_last = (K - res_r - 1) // s_by_gcd
                for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                    for t in range(t_last, -1, -1):
                        w_dot_here = w_dot[U(c + Cg * g), U(o), U(res_r + s_by_gcd * t)]
                        for q in range(max(-quotient_r, quotient_r2 + d_by_gcd * t), min(q_last + 1,
                                L + quotient_r2 + d_by_gcd * t)):
                            part4[U(q + quotient_r)] += (
                                w_dot_here * x[U(n), U(c + Cg * g), U(q - quotient_r2 - (d_by_gcd * t))]
                            )
                for q in range(-quotient_r, q_last + 1):
                    y_dot[U(n), U(Og * g + o), U(q * s + r - p_l)], rest2[U(q + quotient_r)] = carried(y_dot[U(n), U(Og * g + o), U(q * s + r - p_l)], rest2[U(q + quotient_r)], part4[U(q + quotient_r)])


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, L, Og, K, OL, s, p_l, d):
    """ẏ[n, g·Og+o, a] = ḃ[g·Og+o] + Σ_{c,u : s ∣ a+p_l−d·u} (w[g·Cg+c, o, u] · ẋ[n, g·Cg+c, (a+p_l−d·u)/s] +
        ẇ[g·Cg+c, o, u] · x[n, g·Cg+c, (a+p_l−d·u)/s])

    Operations: 2·Cg·G·K·N·OL·Og multiplications, 2·Cg·G·K·N·OL·Og additions, terms that a condition drops
        counted.
    """
    dtype = y_dot.dtype
    y_dot_part1 = scratch((N, G * Og, OL), dtype)
    if correlations(L >= 4 and 0 >= min(Cg - 24, Og - 24)):
        some = min(max(32768 // OL, 8), 128)
        pieces = max((G * N - 1) // some + 1, 1)
        tasks = G * N
        share = max((tasks - 1) // pieces + 1, 1)
        s_by_gcd = s // gcd(s, d)
        d_by_gcd = d // gcd(s, d)
        gcd_s_d = gcd(s, d)
        launch(_jvp_correlations, pieces * s, (-p_l // s + (OL + p_l - 1) // s + 1) * ((K - residue(d, 0,
                s) - 1) // (s // gcd(s, d)) + 1) * Cg * G * N * Og * s // 32, x_dot, w, y_dot_part1, N, Cg, G,
                L, Og, K, OL, s, p_l, d, d_by_gcd, gcd_s_d, pieces, s_by_gcd, share, tasks)
    elif blocks(Og >= 8 and L * 2 + 16 >= -p_l // s + (OL + p_l - 1) // s + ((K - residue(d, 0,
            s) - 1) // (s // gcd(s, d))) * (d // gcd(s, d))):
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
                    launch(_jvp_blocks, G * Cg * (quotient_Og_wide2 + 1), ((K - residue(d, 0,
                            s) - 1) // (s // gcd(s, d)) + 1) * Cg * G * Og, w, panels_apart2, Cg, G, Og, K,
                            quotient_Og_wide2, res_r, s_by_gcd, t_count2, t_last, wide2)
                line2_last = (rows2 - 1) // q_count2
                launch(_jvp_blocks2, G * (row_part2_last + 1) * (quotient_Og_wide2 + 1),
                        (-p_l // s + (OL + p_l - 1) // s + 1) * ((K - residue(d, 0, s) - 1) // (s // gcd(s,
                        d)) + 1) * Cg * G * N * Og * s // 32, panels2, x_dot_padded2, y_dot_part1, N, Cg, G,
                        Og, OL, s, p_l, d_by_gcd2, deep2, depth2, gcd_s_d, high2, line2_last, q_count2,
                        q_last, quotient_Og_wide2, quotient_r, quotient_r2, r, row_part2_last, rows2,
                        t_count2, t_last, wide2, x_dot_from22, x_dot_size22)
    else:
        s_by_gcd = s // gcd(s, d)
        d_by_gcd = d // gcd(s, d)
        c_block_last = (Cg - 1) // 1024
        gcd_s_d = gcd(s, d)
        launch(_jvp_plain, N * G * Og * s, (-p_l // s + (OL + p_l - 1) // s + 1) * ((K - residue(d, 0,
                s) - 1) // (s // gcd(s, d)) + 1) * Cg * G * N * Og * s, x_dot, w, y_dot_part1, N, Cg, G, L,
                Og, K, OL, s, p_l, d, c_block_last, d_by_gcd, gcd_s_d, s_by_gcd)
    if correlations(L >= 4 and 0 >= min(Cg - 24, Og - 24)):
        some3 = min(max(32768 // OL, 8), 128)
        pieces3 = max((G * N - 1) // some3 + 1, 1)
        tasks3 = G * N
        share3 = max((tasks3 - 1) // pieces3 + 1, 1)
        s_by_gcd = s // gcd(s, d)
        d_by_gcd = d // gcd(s, d)
        gcd_s_d = gcd(s, d)
        launch(_jvp_correlations2, pieces3 * s, (-p_l // s + (OL + p_l - 1) // s + 1) * ((K - residue(d, 0,
                s) - 1) // (s // gcd(s, d)) + 1) * Cg * G * N * Og * s // 32, w_dot, b_dot, x, y_dot,
                y_dot_part1, N, Cg, G, L, Og, K, OL, s, p_l, d, d_by_gcd, gcd_s_d, pieces3, s_by_gcd, share3,
                tasks3)
    elif blocks(Og >= 8 and L * 2 + 16 >= -p_l // s + (OL + p_l - 1) // s + ((K - residue(d, 0,
            s) - 1) // (s // gcd(s, d))) * (d // gcd(s, d))):
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
            x_size24 = max((OL + p_l - r - 1) // s + 1 - ((residue(d, r, s) * d - r) // s), L) - x_from24
            high4 = rowblock(rows4, G * (quotient_Og_wide4 + 1))
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
                    launch(_jvp_blocks3, G * Cg * (quotient_Og_wide4 + 1), ((K - residue(d, 0,
                            s) - 1) // (s // gcd(s, d)) + 1) * Cg * G * Og, w_dot, panels_apart4, Cg, G, Og,
                            K, quotient_Og_wide4, res_r, s_by_gcd, t_count4, t_last, wide4)
                line4_last = (rows4 - 1) // q_count4
                launch(_jvp_blocks4, G * (row_part4_last + 1) * (quotient_Og_wide4 + 1),
                        (-p_l // s + (OL + p_l - 1) // s + 1) * ((K - residue(d, 0, s) - 1) // (s // gcd(s,
                        d)) + 1) * Cg * G * N * Og * s // 32, b_dot, y_dot, panels4, x_padded4, y_dot_part1,
                        N, Cg, G, Og, OL, s, p_l, d_by_gcd2, deep4, depth4, gcd_s_d, high4, line4_last,
                        q_count4, q_last, quotient_Og_wide4, quotient_r, quotient_r2, r, row_part4_last,
                        rows4, t_count4, t_last, wide4, x_from24, x_size24)
    else:
        s_by_gcd = s // gcd(s, d)
        d_by_gcd = d // gcd(s, d)
        c_block_last = (Cg - 1) // 1024
        gcd_s_d = gcd(s, d)
        launch(_jvp_plain2, N * G * Og * s, (-p_l // s + (OL + p_l - 1) // s + 1) * ((K - residue(d, 0,
                s) - 1) // (s // gcd(s, d)) + 1) * Cg * G * N * Og * s, w_dot, b_dot, x, y_dot, y_dot_part1,
                N, Cg, G, L, Og, K, OL, s, p_l, d, c_block_last, d_by_gcd, gcd_s_d, s_by_gcd)


def _forward_winograd(x, w, b, y, N, Cg, G, L, Og, K, OL, p_l):
    """y[n, g·Og+o, a] = b[g·Og+o] + Σ_{c,u} w[g·Cg+c, o, u] · x[n, g·Cg+c, (a+p_l−d·u)/s] · [s ∣ a + p_l −
        d·u]

    As compiled:

    y[n, g·Og+o, q−p_l] = b[g·Og+o] + Σ_{c,t} w[g·Cg+c, o, t] · x[n, g·Cg+c, q−t]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    for g in range(G):
        tiled(y, (0, Og * g, 0), (G * OL * Og, OL, 1), w, (Cg * g, 0, K - 1), (K, K * Og, -1), x, (0, Cg * g,
                0), (Cg * G * L, L, 1), (N, Og, Cg, OL, K, L), (K - p_l - 1,), b, (Og * g,), 1)


def _vjp_x_winograd(dy, w, dx, N, Cg, G, L, Og, K, OL, p_l):
    """dx[n, g·Cg+c, i] = Σ_{o,u} dy[n, g·Og+o, s·i+d·u−p_l] · w[g·Cg+c, o, u]

    As compiled:

    dx[n, g·Cg+c, i] = Σ_{o,u} dy[n, g·Og+o, i+u−p_l] · w[g·Cg+c, o, u]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    for g in range(G):
        tiled(dx, (0, Cg * g, 0), (Cg * G * L, L, 1), w, (Cg * g, 0, 0), (K * Og, K, 1), dy, (0, Og * g, 0),
                (G * OL * Og, OL, 1), (N, Cg, Og, L, K, OL), (p_l,))


def _vjp_w_winograd(dy, x, dw, N, Cg, G, L, Og, K, OL, p_l):
    """dw[g·Cg+c, o, u] = Σ_{n,i} dy[n, g·Og+o, d·u+s·i−p_l] · x[n, g·Cg+c, i]

    As compiled:

    dw[g·Cg+c, o, u] = Σ_{n,i} dy[n, g·Og+o, u+i−p_l] · x[n, g·Cg+c, i]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    for g in range(G):
        tiled_weights(x, (0, Cg * g, 0), (Cg * G * L, L, 1), dw, (Cg * g, 0, 0), (K * Og, K, 1), dy, (0,
                Og * g, 0), (G * OL * Og, OL, 1), (N, Cg, Og, L, K, OL), (p_l,))
