"""The kernels of conv_transpose1d; conv_transpose1d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_transpose1d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .disjoint import njit
from .runtime import carried, gcd, residue
from .skipped_terms import contract_inside
from .threads import launch
from .stencils import correlate, correlations, pad
from .vectors import blocks, colblock, depthblock, finite, padded, parts, rowblock, scratch, skipping, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_correlations(first, last, x, w, b, y, N, Cg, G, L, Og, K, OL, p_l, d, pieces, share, tasks,
        wide):
    """y[n, g·Og+o, q] = b[g·Og+o] + Σ_{c,t} w[g·Cg+c, o, t] · x[n, g·Cg+c, q+p_l−d·t]"""
    dtype = x.dtype
    planes = np.empty((Cg, 1, max(0, wide)), dtype)
    starts = np.empty(Og, dtype)
    for part in range(first, last):
        lefts = np.empty(Cg * K, np.int64)
        for tap in range(Cg * K):
            c = tap // K
            t = tap % K
            lefts[U(tap)] = K * Og * c - t
        rights = np.empty(Cg * K, np.int64)
        for tap in range(Cg * K):
            c = tap // K
            t = tap % K
            rights[U(tap)] = c * wide + d * t
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            n = turn_2 // (G * 1)
            g = turn_2 // (1) % G
            strip = turn_2 % 1
            # y[n, g·Og+o, q] = b[g·Og+o] + Σ_{c,t} w[g·Cg+c, o, t] · x[n, g·Cg+c, q+p_l−d·t]
            for o in range(Og):
                starts[U(o)] = b[U(Og * g + o)]
            for c in range(Cg):
                pad(planes, (c, 0, 0), 0, x, (n, c + Cg * g, d + p_l - (K * d)), 0, 1, 1, wide, 0, 1,
                        K * d - d - p_l, K * d + L - d - p_l)
            correlate(y, (n, Og * g, 0), OL, 0, 1, starts, (0,), 1, w, (Cg * g, 0, K - 1), K, lefts, planes,
                    (0, 0, 0), 0, rights, K, len(rights), Og, 1, OL)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, w, panels_apart2, Cg, G, Og, K, wide2):
    """panels2[g, col_part2, c·K+t, o−col_part2·wide2] = w[g·Cg+c, o, t]"""
    for task in range(first, last):
        g = task // (Cg * ((Og - 1) // wide2 + 1))
        c = task // (((Og - 1) // wide2 + 1)) % Cg
        col_part2 = task % ((Og - 1) // wide2 + 1)
        # panels2[g, col_part2, c·K+t, o−col_part2·wide2] = w[g·Cg+c, o, t]
        turn(panels_apart2, (g, col_part2, c, 0, 0), wide2, w,
                K * Og * c + K * col_part2 * wide2 + Cg * K * Og * g, K, 1, min(wide2,
                Og - (col_part2 * wide2)), K)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks2(first, last, b, y, panels2, x_padded2, N, Cg, G, L, Og, K, OL, p_l, d, deep2, depth2,
        high2, line2_last, quotient_Og_wide2, rows2, skipping2, wide2, x_from22, x_size22):
    """y[n, g·Og+o, q] = b[g·Og+o] + Σ_{c,t} w[g·Cg+c, o, t] · x[n, g·Cg+c, q+p_l−d·t]"""
    dtype = b.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    least2 = np.empty((1, high2), np.int64)
    most2 = np.empty((1, high2), np.int64)
    place2 = np.empty((1, max(0, depth2)), np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for c in range(Cg):
        for t in range(K):
            left_at2[U(K * c + t)] = c * x_size22 - (d * t)
            place2[0, U(K * c + t)] = -d * t
    for k2 in range(depth2):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        g = task // (((rows2 - 1) // high2 + 1) * ((Og - 1) // wide2 + 1))
        row_part2 = task // (((Og - 1) // wide2 + 1)) % ((rows2 - 1) // high2 + 1)
        col_part2 = task % ((Og - 1) // wide2 + 1)
        # y[n, g·Og+o, q] = b[g·Og+o] + Σ_{c,t} w[g·Cg+c, o, t] · x[n, g·Cg+c, q+p_l−d·t]
        for line2 in range(high2 * row_part2 // OL, min((high2 + high2 * row_part2 - 1) // OL + 1,
                line2_last + 1, N)):
            n = line2
            for q in range(max(0, high2 * row_part2 - (OL * line2)), min(OL, rows2 - (OL * line2),
                    high2 + high2 * row_part2 - (OL * line2))):
                row_at2[U(OL * line2 + q - (high2 * row_part2))] = (
                    Cg * g * x_size22 + Cg * G * n * x_size22 + p_l + q - x_from22
                )
                least2[0, U(OL * line2 + q - (high2 * row_part2))] = -p_l - q
                most2[0, U(OL * line2 + q - (high2 * row_part2))] = L - p_l - q - 1
        contract_inside(tile2, (0, 0), wide2, x_padded2, row_at2, left_at2, panels2,
                col_part2 * depth2 * wide2 + depth2 * g * quotient_Og_wide2 * wide2 + depth2 * g * wide2,
                right_at2, min(high2, rows2 - (high2 * row_part2)), min(wide2, Og - (col_part2 * wide2)),
                depth2, deep2, least2, most2, place2, high2, depth2, 1, skipping2,
                np.empty(max(depth2 * 3 + high2 * 4 + 2, 0), np.int64))
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                Og - (col_part2 * wide2)))
        for line2 in range(high2 * row_part2 // OL, min((high2 + high2 * row_part2 - 1) // OL + 1,
                line2_last + 1, N)):
            n = line2
            for o in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, Og)):
                b_here = b[U(Og * g + o)]
                for q in range(max(0, high2 * row_part2 - (OL * line2)), min(OL, rows2 - (OL * line2),
                        high2 + high2 * row_part2 - (OL * line2))):
                    y[U(n), U(Og * g + o), U(q)] = (
                        b_here + turned2[U(o - (col_part2 * wide2)), U(OL * line2 + q - (high2 * row_part2))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w, b, y, N, Cg, G, L, Og, K, OL, p_l, d, c_block_last):
    """y[n, g·Og+o, q] = b[g·Og+o] + Σ_{c,t} w[g·Cg+c, o, t] · x[n, g·Cg+c, q+p_l−d·t]"""
    dtype = x.dtype
    T = dtype.type
    rest = np.empty(OL, dtype)
    part2 = np.empty(OL, dtype)
    for task in range(first, last):
        n = task // (G * Og)
        g = task // Og % G
        o = task % Og
        # y[n, g·Og+o, q] = b[g·Og+o] + Σ_{c,t} w[g·Cg+c, o, t] · x[n, g·Cg+c, q+p_l−d·t]
        b_here = b[U(Og * g + o)]
        for q in range(OL):
            y[U(n), U(Og * g + o), U(q)] = b_here
        for q in range(OL):
            rest[U(q)] = T(0)
        for c_block in range(c_block_last + 1):
            for q in range(OL):
                part2[U(q)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for t in range(K - 1, -1, -1):
                    w_here = w[U(c + Cg * g), U(o), U(t)]
                    for q in range(max(0, d * t - p_l), min(OL, L + d * t - p_l)):
                        part2[U(q)] += w_here * x[U(n), U(c + Cg * g), U(p_l + q - (d * t))]
            for q in range(OL):
                y[U(n), U(Og * g + o), U(q)], rest[U(q)] = carried(y[U(n), U(Og * g + o), U(q)], rest[U(q)], part2[U(q)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_correlations2(first, last, x, w, b, y, N, Cg, G, L, Og, K, OL, s, p_l, d, d_by_gcd, gcd_s_d,
        pieces, s_by_gcd, share, tasks):
    """y[n, g·Og+o, s·q+r−p_l] = b[g·Og+o] + Σ_{c,t : 0 ≤ t ≤ ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋, gcd(s,d) ∣ r}
        w[g·Cg+c, o, res(d,r,s)+t·s/gcd(s,d)] · x[n, g·Cg+c, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
    """
    dtype = x.dtype
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
            # y[n, g·Og+o, s·q+r−p_l] = b[g·Og+o] + Σ_{c,t : 0 ≤ t ≤
            #     ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋, gcd(s,d) ∣ r} w[g·Cg+c, o,
            #     res(d,r,s)+t·s/gcd(s,d)] · x[n, g·Cg+c, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
            for o in range(Og):
                starts[U(o)] = b[U(Og * g + o)]
            for c in range(Cg):
                pad(planes, (c, 0, 0), 0, x, (n, c + Cg * g,
                        -d_by_gcd * quotient_r3 - quotient_r - quotient_r2), 0, 1, 1, wide, 0, 1,
                        d_by_gcd * quotient_r3 + quotient_r + quotient_r2,
                        L + d_by_gcd * quotient_r3 + quotient_r + quotient_r2)
            taps = len(rights) if r % gcd_s_d == 0 else 0
            correlate(y, (n, Og * g, r - p_l - (quotient_r * s)), OL, 0, s, starts, (0,), 1, w, (Cg * g, 0,
                    quotient_r3 * s_by_gcd2 + res_r), K, lefts, planes, (0, 0, 0), 0, rights, t_count, taps,
                    Og, 1, q_last + quotient_r + 1)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks3(first, last, w, panels_apart2, Cg, G, Og, K, quotient_Og_wide2, res_r, s_by_gcd,
        t_count2, t_last, wide2):
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
def _forward_blocks4(first, last, b, y, panels2, x_padded2, N, Cg, G, L, Og, OL, s, p_l, d_by_gcd2, deep2,
        depth2, gcd_s_d, high2, line2_last, q_count2, q_last, quotient_Og_wide2, quotient_r, quotient_r2, r,
        row_part2_last, rows2, skipping2, t_count2, t_last, wide2, x_from22, x_size22):
    """y[n, g·Og+o, s·q+r−p_l] = b[g·Og+o] + Σ_{c,t : 0 ≤ t ≤ ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋, gcd(s,d) ∣ r}
        w[g·Cg+c, o, res(d,r,s)+t·s/gcd(s,d)] · x[n, g·Cg+c, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
    """
    dtype = b.dtype
    T = dtype.type
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    least2 = np.empty((1, high2), np.int64)
    most2 = np.empty((1, high2), np.int64)
    place2 = np.empty((1, max(0, depth2)), np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for task in range(first, last):
        g = task // ((row_part2_last + 1) * (quotient_Og_wide2 + 1))
        row_part2 = task // ((quotient_Og_wide2 + 1)) % (row_part2_last + 1)
        col_part2 = task % (quotient_Og_wide2 + 1)
        # y[n, g·Og+o, s·q+r−p_l] = b[g·Og+o] + Σ_{c,t : 0 ≤ t ≤
        #     ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋, gcd(s,d) ∣ r} w[g·Cg+c, o,
        #     res(d,r,s)+t·s/gcd(s,d)] · x[n, g·Cg+c, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
        for line2 in range(high2 * row_part2 // q_count2, min((high2 + high2 * row_part2 - 1) // q_count2 + 1,
                line2_last + 1, N)):
            n = line2
            for q in range(max(-quotient_r, high2 * row_part2 - (line2 * q_count2) - quotient_r),
                    min(q_last + 1, rows2 - (line2 * q_count2) - quotient_r,
                    high2 + high2 * row_part2 - (line2 * q_count2) - quotient_r)):
                row_at2[U(line2 * q_count2 + q + quotient_r - (high2 * row_part2))] = (
                    Cg * g * x_size22 + Cg * G * n * x_size22 + q - quotient_r2 - x_from22
                )
                least2[0, U(line2 * q_count2 + q + quotient_r - (high2 * row_part2))] = quotient_r2 - q
                most2[0, U(line2 * q_count2 + q + quotient_r - (high2 * row_part2))] = L + quotient_r2 - q - 1
        for p2 in range(min(high2, rows2 - (high2 * row_part2))):
            for q2 in range(min(wide2, Og - (col_part2 * wide2))):
                tile2[U(p2), U(q2)] = T(0)
        if r % gcd_s_d == 0 and t_count2 >= 1:
            for c in range(Cg):
                for t in range(t_count2):
                    left_at2[U(c * t_count2 + t)] = c * x_size22 - (d_by_gcd2 * t)
                    place2[0, U(c * t_count2 + t)] = -d_by_gcd2 * t
            for k2 in range(depth2):
                right_at2[U(k2)] = k2 * wide2
            contract_inside(tile2, (0, 0), wide2, x_padded2, row_at2, left_at2, panels2,
                    col_part2 * depth2 * wide2 + depth2 * g * quotient_Og_wide2 * wide2 + depth2 * g * wide2,
                    right_at2, min(high2, rows2 - (high2 * row_part2)), min(wide2, Og - (col_part2 * wide2)),
                    depth2, deep2, least2, most2, place2, high2, depth2, 1, skipping2,
                    np.empty(max(depth2 * 3 + high2 * 4 + 2, 0), np.int64))
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                Og - (col_part2 * wide2)))
        for line2 in range(high2 * row_part2 // q_count2, min((high2 + high2 * row_part2 - 1) // q_count2 + 1,
                line2_last + 1, N)):
            n = line2
            for o in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, Og)):
                b_here = b[U(Og * g + o)]
                for q in range(max(-quotient_r, high2 * row_part2 - (line2 * q_count2) - quotient_r),
                        min(q_last + 1, rows2 - (line2 * q_count2) - quotient_r,
                        high2 + high2 * row_part2 - (line2 * q_count2) - quotient_r)):
                    y[U(n), U(Og * g + o), U(q * s + r - p_l)] = (
                        b_here
                        + turned2[U(o - (col_part2 * wide2)),
                                U(line2 * q_count2 + q + quotient_r - (high2 * row_part2))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain2(first, last, x, w, b, y, N, Cg, G, L, Og, K, OL, s, p_l, d, c_block_last, d_by_gcd,
        gcd_s_d, s_by_gcd):
    """y[n, g·Og+o, s·q+r−p_l] = b[g·Og+o] + Σ_{c,t : 0 ≤ t ≤ ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋, gcd(s,d) ∣ r}
        w[g·Cg+c, o, res(d,r,s)+t·s/gcd(s,d)] · x[n, g·Cg+c, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
    """
    dtype = x.dtype
    T = dtype.type
    rest2 = np.empty(0, dtype)
    part3 = np.empty(0, dtype)
    for task in range(first, last):
        n = task // (G * Og * s)
        g = task // (Og * s) % G
        o = task // s % Og
        r = task % s
        # y[n, g·Og+o, s·q+r−p_l] = b[g·Og+o] + Σ_{c,t : 0 ≤ t ≤
        #     ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋, gcd(s,d) ∣ r} w[g·Cg+c, o,
        #     res(d,r,s)+t·s/gcd(s,d)] · x[n, g·Cg+c, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
        b_here = b[U(Og * g + o)]
        for q in range(-((r - p_l) // s), (OL + p_l - r - 1) // s + 1):
            y[U(n), U(Og * g + o), U(q * s + r - p_l)] = b_here
        if rest2.size < max(0, (OL + p_l - r - 1) // s + (r - p_l) // s + 1):
            rest2 = np.empty(max(0, (OL + p_l - r - 1) // s + (r - p_l) // s + 1), dtype)
        if part3.size < max(0, (OL + p_l - r - 1) // s + (r - p_l) // s + 1):
            part3 = np.empty(max(0, (OL + p_l - r - 1) // s + (r - p_l) // s + 1), dtype)
        quotient_r = (r - p_l) // s
        for q in range(-((r - p_l) // s), (OL + p_l - r - 1) // s + 1):
            rest2[U(q + quotient_r)] = T(0)
        q_last = (OL + p_l - r - 1) // s
        res_r = residue(d, r, s)
        quotient_r2 = (d * res_r - r) // s
        if r % gcd_s_d == 0:
            for c_block in range(c_block_last + 1):
                for q in range(-quotient_r, q_last + 1):
                    part3[U(q + quotient_r)] = T(0)
                t_last = (K - res_r - 1) // s_by_gcd
                for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                    for t in range(t_last, -1, -1):
                        w_here = w[U(c + Cg * g), U(o), U(res_r + s_by_gcd * t)]
                        for q in range(max(-quotient_r, quotient_r2 + d_by_gcd * t), min(q_last + 1,
                                L + quotient_r2 + d_by_gcd * t)):
                            part3[U(q + quotient_r)] += (
                                w_here * x[U(n), U(c + Cg * g), U(q - quotient_r2 - (d_by_gcd * t))]
                            )
                for q in range(-quotient_r, q_last + 1):
                    y[U(n), U(Og * g + o), U(q * s + r - p_l)], rest2[U(q + quotient_r)] = carried(y[U(n), U(Og * g + o), U(q * s + r - p_l)], rest2[U(q + quotient_r)], part3[U(q + quotient_r)])


def _forward(x, w, b, y, N, Cg, G, L, Og, K, OL, s, p_l, d):
    """y[n, g·Og+o, a] = b[g·Og+o] + Σ_{c,u} w[g·Cg+c, o, u] · x[n, g·Cg+c, (a+p_l−d·u)/s] · [s ∣ a + p_l −
        d·u]

    Operations: Cg·G·K·N·OL·Og multiplications, Cg·G·K·N·OL·Og additions, terms that a condition drops
        counted.
    """
    dtype = y.dtype
    if s == 1:
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
            and finite(w, y)
        )
        if not again:
            wide = K * d + OL - d
            pieces = parts(G * N)
            tasks = G * N
            share = max((tasks - 1) // pieces + 1, 1)
            launch(_forward_correlations, pieces, Cg * G * K * N * OL * Og // 32, x, w, b, y, N, Cg, G, L, Og,
                    K, OL, p_l, d, pieces, share, tasks, wide)
            again = not (finite(y, w))
        if again:
            again = not (
                blocks(N * OL >= 4 and Og >= 8 and Cg * K >= 4 and L * 2 + d + 17 >= K * d + OL)
                and finite(w, y)
            )
            if not again:
                rows2 = N * OL
                depth2 = Cg * K
                x_from22 = min(d + p_l - (K * d), 0)
                x_size22 = max(L, OL + p_l) - x_from22
                x_padded2 = padded(x, (0, 0, x_from22), (N, Cg * G, x_size22))
                wide2 = colblock(Og)
                deep2 = depthblock()
                high2 = rowblock(rows2, ((Og - 1) // wide2 + 1) * G)
                skipping2 = skipping(L, x_size22)
                panels2 = scratch((G, max(0, (Og - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
                panels_apart2 = panels2.reshape((G, (Og - 1) // wide2 + 1, Cg, K, wide2))
                launch(_forward_blocks, G * Cg * ((Og - 1) // wide2 + 1), Cg * G * K * Og, w, panels_apart2,
                        Cg, G, Og, K, wide2)
                line2_last = (rows2 - 1) // OL
                quotient_Og_wide2 = (Og - 1) // wide2
                launch(_forward_blocks2, G * ((rows2 - 1) // high2 + 1) * ((Og - 1) // wide2 + 1),
                        Cg * G * K * N * OL * Og // 32, b, y, panels2, x_padded2, N, Cg, G, L, Og, K, OL, p_l,
                        d, deep2, depth2, high2, line2_last, quotient_Og_wide2, rows2, skipping2, wide2,
                        x_from22, x_size22)
                again = not (finite(y, w))
            if again:
                c_block_last = (Cg - 1) // 1024
                launch(_forward_plain, N * G * Og, Cg * G * K * N * OL * Og, x, w, b, y, N, Cg, G, L, Og, K,
                        OL, p_l, d, c_block_last)
    else:
        again = not (correlations(L >= 4 and 0 >= min(Cg - 24, Og - 24)) and finite(w, y))
        if not again:
            some = min(max(32768 // OL, 8), 128)
            pieces = max((G * N - 1) // some + 1, 1)
            tasks = G * N
            share = max((tasks - 1) // pieces + 1, 1)
            s_by_gcd = s // gcd(s, d)
            d_by_gcd = d // gcd(s, d)
            gcd_s_d = gcd(s, d)
            launch(_forward_correlations2, pieces * s,
                    (-p_l // s + (OL + p_l - 1) // s + 1) * ((K - residue(d, 0, s) - 1) // (s // gcd(s,
                    d)) + 1) * Cg * G * N * Og * s // 32, x, w, b, y, N, Cg, G, L, Og, K, OL, s, p_l, d,
                    d_by_gcd, gcd_s_d, pieces, s_by_gcd, share, tasks)
            again = not (finite(y, w))
        if again:
            again = not (
                blocks(
                    Og >= 8
                    and L * 2
                    + 16 >= -p_l // s
                    + (OL + p_l - 1) // s
                    + ((K - residue(d, 0, s) - 1) // (s // gcd(s, d))) * (d // gcd(s, d))
                )
                and finite(w, y)
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
                    x_from22 = min(
                        -((residue(d, r, s) * d - r) // s)
                        - ((r - p_l) // s)
                        - (((K - residue(d, r, s) - 1) // s_by_gcd) * d_by_gcd),
                        0,
                    )
                    x_size22 = (
                        max((OL + p_l - r - 1) // s + 1 - ((residue(d, r, s) * d - r) // s), L) - x_from22
                    )
                    high2 = rowblock(rows2, G * (quotient_Og_wide2 + 1))
                    skipping2 = skipping(L, x_size22)
                    t_last = (K - residue(d, r, s) - 1) // s_by_gcd
                    res_r = residue(d, r, s)
                    quotient_r = (r - p_l) // s
                    quotient_r2 = (d * res_r - r) // s
                    q_last = (OL + p_l - r - 1) // s
                    d_by_gcd2 = d // gcd_s_d
                    row_part2_last = (rows2 - 1) // high2
                    if q_count2 >= 1:
                        x_padded2 = padded(x, (0, 0, x_from22), (N, Cg * G, x_size22))
                        deep2 = depthblock()
                        panels2 = scratch((G, max(0, (Og - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
                        if r % gcd_s_d == 0 and t_count2 >= 1:
                            panels_apart2 = panels2.reshape((G, (Og - 1) // wide2 + 1, Cg, t_count2, wide2))
                            launch(_forward_blocks3, G * Cg * (quotient_Og_wide2 + 1), ((K - residue(d, 0,
                                    s) - 1) // (s // gcd(s, d)) + 1) * Cg * G * Og, w, panels_apart2, Cg, G,
                                    Og, K, quotient_Og_wide2, res_r, s_by_gcd, t_count2, t_last, wide2)
                        line2_last = (rows2 - 1) // q_count2
                        launch(_forward_blocks4, G * (row_part2_last + 1) * (quotient_Og_wide2 + 1),
                                (-p_l // s + (OL + p_l - 1) // s + 1) * ((K - residue(d, 0,
                                s) - 1) // (s // gcd(s, d)) + 1) * Cg * G * N * Og * s // 32, b, y, panels2,
                                x_padded2, N, Cg, G, L, Og, OL, s, p_l, d_by_gcd2, deep2, depth2, gcd_s_d,
                                high2, line2_last, q_count2, q_last, quotient_Og_wide2, quotient_r,
                                quotient_r2, r, row_part2_last, rows2, skipping2, t_count2, t_last, wide2,
                                x_from22, x_size22)
                again = not (finite(y, w))
            if again:
                s_by_gcd = s // gcd(s, d)
                d_by_gcd = d // gcd(s, d)
                c_block_last = (Cg - 1) // 1024
                gcd_s_d = gcd(s, d)
                launch(_forward_plain2, N * G * Og * s,
                        (-p_l // s + (OL + p_l - 1) // s + 1) * ((K - residue(d, 0, s) - 1) // (s // gcd(s,
                        d)) + 1) * Cg * G * N * Og * s, x, w, b, y, N, Cg, G, L, Og, K, OL, s, p_l, d,
                        c_block_last, d_by_gcd, gcd_s_d, s_by_gcd)
