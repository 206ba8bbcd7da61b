"""The kernels of conv1d; conv1d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv1d`.  Do not edit.
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
def _vjp_x_correlations(first, last, dy, w, dx, N, Cg, G, L, Og, K, OL, p_l, d, pieces, share, tasks, wide):
    """dx[n, g·Cg+c, q] = Σ_{o,t} dy[n, g·Og+o, q+p_l−d·t] · w[g·Og+o, c, t]"""
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((Og, 1, max(0, wide)), dtype)
    starts = np.empty(Cg, dtype)
    for part in range(first, last):
        lefts = np.empty(Og * K, np.int64)
        for tap in range(Og * K):
            o = tap // K
            t = tap % K
            lefts[U(tap)] = Cg * K * o - t
        rights = np.empty(Og * K, np.int64)
        for tap in range(Og * K):
            o = tap // K
            t = tap % K
            rights[U(tap)] = o * wide + d * t
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            n = turn_2 // (G * 1)
            g = turn_2 // (1) % G
            strip = turn_2 % 1
            # dx[n, g·Cg+c, q] = Σ_{o,t} dy[n, g·Og+o, q+p_l−d·t] · w[g·Og+o, c, t]
            for c in range(Cg):
                starts[U(c)] = T(0)
            for o in range(Og):
                pad(planes, (o, 0, 0), 0, dy, (n, Og * g + o, d + p_l - (K * d)), 0, 1, 1, wide, 0, 1,
                        K * d - d - p_l, K * d + OL - d - p_l)
            correlate(dx, (n, Cg * g, 0), L, 0, 1, starts, (0,), 1, w, (Og * g, 0, K - 1), K, lefts, planes,
                    (0, 0, 0), 0, rights, K, len(rights), Cg, 1, L)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks(first, last, w, panels_apart2, Cg, G, Og, K, wide2):
    """panels2[g, col_part2, o·K+t, c−col_part2·wide2] = w[g·Og+o, c, t]"""
    for task in range(first, last):
        g = task // (Og * ((Cg - 1) // wide2 + 1))
        o = task // (((Cg - 1) // wide2 + 1)) % Og
        col_part2 = task % ((Cg - 1) // wide2 + 1)
        # panels2[g, col_part2, o·K+t, c−col_part2·wide2] = w[g·Og+o, c, t]
        turn(panels_apart2, (g, col_part2, o, 0, 0), wide2, w,
                K * col_part2 * wide2 + Cg * K * Og * g + Cg * K * o, K, 1, min(wide2,
                Cg - (col_part2 * wide2)), K)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks2(first, last, dx, dy_padded2, panels2, N, Cg, G, L, Og, K, OL, p_l, d, deep2, depth2,
        dy_from22, dy_size22, high2, line2_last, quotient_Cg_wide2, rows2, skipping2, wide2):
    """dx[n, g·Cg+c, q] = Σ_{o,t} dy[n, g·Og+o, q+p_l−d·t] · w[g·Og+o, c, t]"""
    dtype = dx.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    least2 = np.empty((1, high2), np.int64)
    most2 = np.empty((1, high2), np.int64)
    place2 = np.empty((1, max(0, depth2)), np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for o in range(Og):
        for t in range(K):
            left_at2[U(K * o + t)] = dy_size22 * o - (d * t)
            place2[0, U(K * o + t)] = -d * t
    for k2 in range(depth2):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        g = task // (((rows2 - 1) // high2 + 1) * ((Cg - 1) // wide2 + 1))
        row_part2 = task // (((Cg - 1) // wide2 + 1)) % ((rows2 - 1) // high2 + 1)
        col_part2 = task % ((Cg - 1) // wide2 + 1)
        # dx[n, g·Cg+c, q] = Σ_{o,t} dy[n, g·Og+o, q+p_l−d·t] · w[g·Og+o, c, t]
        for line2 in range(high2 * row_part2 // L, min((high2 + high2 * row_part2 - 1) // L + 1,
                line2_last + 1, N)):
            n = line2
            for q in range(max(0, high2 * row_part2 - (L * line2)), min(L, rows2 - (L * line2),
                    high2 + high2 * row_part2 - (L * line2))):
                row_at2[U(L * line2 + q - (high2 * row_part2))] = (
                    Og * dy_size22 * g + G * Og * dy_size22 * n + p_l + q - dy_from22
                )
                least2[0, U(L * line2 + q - (high2 * row_part2))] = -p_l - q
                most2[0, U(L * line2 + q - (high2 * row_part2))] = OL - p_l - q - 1
        contract_inside(tile2, (0, 0), wide2, dy_padded2, row_at2, left_at2, panels2,
                col_part2 * depth2 * wide2 + depth2 * g * quotient_Cg_wide2 * wide2 + depth2 * g * wide2,
                right_at2, min(high2, rows2 - (high2 * row_part2)), min(wide2, Cg - (col_part2 * wide2)),
                depth2, deep2, least2, most2, place2, high2, depth2, 1, skipping2,
                np.empty(max(depth2 * 3 + high2 * 4 + 2, 0), np.int64))
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                Cg - (col_part2 * wide2)))
        for line2 in range(high2 * row_part2 // L, min((high2 + high2 * row_part2 - 1) // L + 1,
                line2_last + 1, N)):
            n = line2
            for c in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, Cg)):
                for q in range(max(0, high2 * row_part2 - (L * line2)), min(L, rows2 - (L * line2),
                        high2 + high2 * row_part2 - (L * line2))):
                    dx[U(n), U(c + Cg * g), U(q)] = turned2[U(c - (col_part2 * wide2)), U(L * line2 + q - (high2 * row_part2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, w, dx, N, Cg, G, L, Og, K, OL, p_l, d, o_block_last):
    """dx[n, g·Cg+c, q] = Σ_{o,t} dy[n, g·Og+o, q+p_l−d·t] · w[g·Og+o, c, t]"""
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(L, dtype)
    part2 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // (G * Cg)
        g = task // Cg % G
        c = task % Cg
        # dx[n, g·Cg+c, q] = Σ_{o,t} dy[n, g·Og+o, q+p_l−d·t] · w[g·Og+o, c, t]
        for q in range(L):
            dx[U(n), U(c + Cg * g), U(q)] = T(0)
        for q in range(L):
            rest[U(q)] = T(0)
        for o_block in range(o_block_last + 1):
            for q in range(L):
                part2[U(q)] = T(0)
            for o in range(o_block * 1024, min(Og, o_block * 1024 + 1024)):
                for t in range(K - 1, -1, -1):
                    w_here = w[U(Og * g + o), U(c), U(t)]
                    for q in range(max(0, d * t - p_l), min(L, OL + d * t - p_l)):
                        part2[U(q)] += dy[U(n), U(Og * g + o), U(p_l + q - (d * t))] * w_here
            for q in range(L):
                dx[U(n), U(c + Cg * g), U(q)], rest[U(q)] = carried(dx[U(n), U(c + Cg * g), U(q)], rest[U(q)], part2[U(q)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_correlations2(first, last, dy, w, dx, N, Cg, G, L, Og, K, OL, s, p_l, d, d_by_gcd, gcd_s_d, pieces,
        s_by_gcd, share, tasks):
    """dx[n, g·Cg+c, s·q+r−p_l] = Σ_{o,t : 0 ≤ t ≤ ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋, gcd(s,d) ∣ r} dy[n,
        g·Og+o, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)] · w[g·Og+o, c, res(d,r,s)+t·s/gcd(s,d)]
    """
    dtype = dy.dtype
    T = dtype.type
    starts = np.empty(Cg, dtype)
    for task in range(first, last):
        part = task // s
        r = task % s
        q_count = (L + p_l - r - 1) // s + (r - p_l) // s + 1
        t_count = (K - residue(d, r, s) - 1) // s_by_gcd + 1
        wide = d_by_gcd * t_count + q_count - d_by_gcd
        lefts = np.empty(max(0, Og * t_count), np.int64)
        for tap in range(Og * t_count):
            o = tap // t_count
            t = tap % t_count
            lefts[U(tap)] = Cg * K * o - (s_by_gcd * t)
        rights = np.empty(max(0, Og * t_count), np.int64)
        for tap in range(Og * t_count):
            o = tap // t_count
            t = tap % t_count
            rights[U(tap)] = o * wide + d_by_gcd * t
        planes = np.empty((Og, 1, max(0, wide)), dtype)
        quotient_r = (r - p_l) // s
        quotient_r2 = (residue(d, r, s) * d - r) // s
        quotient_r3 = (K - residue(d, r, s) - 1) // s_by_gcd
        q_last = (L + p_l - r - 1) // s
        res_r = residue(d, r, s)
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            s_by_gcd2 = s // gcd_s_d
            n = turn_2 // (G * 1)
            g = turn_2 // (1) % G
            strip = turn_2 % 1
            # dx[n, g·Cg+c, s·q+r−p_l] = Σ_{o,t : 0 ≤ t ≤ ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋,
            #     gcd(s,d) ∣ r} dy[n, g·Og+o, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)] · w[g·Og+o, c,
            #     res(d,r,s)+t·s/gcd(s,d)]
            for c in range(Cg):
                starts[U(c)] = T(0)
            for o in range(Og):
                pad(planes, (o, 0, 0), 0, dy, (n, Og * g + o,
                        -d_by_gcd * quotient_r3 - quotient_r - quotient_r2), 0, 1, 1, wide, 0, 1,
                        d_by_gcd * quotient_r3 + quotient_r + quotient_r2,
                        OL + d_by_gcd * quotient_r3 + quotient_r + quotient_r2)
            taps = len(rights) if r % gcd_s_d == 0 else 0
            correlate(dx, (n, Cg * g, r - p_l - (quotient_r * s)), L, 0, s, starts, (0,), 1, w, (Og * g, 0,
                    quotient_r3 * s_by_gcd2 + res_r), K, lefts, planes, (0, 0, 0), 0, rights, t_count, taps,
                    Cg, 1, q_last + quotient_r + 1)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks3(first, last, w, panels_apart2, Cg, G, Og, K, quotient_Cg_wide2, res_r, s_by_gcd, t_count2,
        t_last, wide2):
    """panels2[g, col_part2, t_count2·o+t, c−col_part2·wide2] = w[g·Og+o, c, t·s/gcd(s,d)+res(d,r,s)]"""
    for task in range(first, last):
        g = task // (Og * (quotient_Cg_wide2 + 1))
        o = task // ((quotient_Cg_wide2 + 1)) % Og
        col_part2 = task % (quotient_Cg_wide2 + 1)
        # panels2[g, col_part2, t_count2·o+t, c−col_part2·wide2] = w[g·Og+o, c,
        #     t·s/gcd(s,d)+res(d,r,s)]
        turn(panels_apart2, (g, col_part2, o, 0, 0), wide2, w,
                K * col_part2 * wide2 + Cg * K * Og * g + Cg * K * o + res_r, K, s_by_gcd, min(wide2,
                Cg - (col_part2 * wide2)), t_count2)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks4(first, last, dx, dy_padded2, panels2, N, Cg, G, L, Og, OL, s, p_l, d_by_gcd2, deep2,
        depth2, dy_from22, dy_size22, gcd_s_d, high2, line2_last, q_count2, q_last, quotient_Cg_wide2,
        quotient_r, quotient_r2, r, row_part2_last, rows2, skipping2, t_count2, t_last, wide2):
    """dx[n, g·Cg+c, s·q+r−p_l] = Σ_{o,t : 0 ≤ t ≤ ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋, gcd(s,d) ∣ r} dy[n,
        g·Og+o, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)] · w[g·Og+o, c, res(d,r,s)+t·s/gcd(s,d)]
    """
    dtype = dx.dtype
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
        g = task // ((row_part2_last + 1) * (quotient_Cg_wide2 + 1))
        row_part2 = task // ((quotient_Cg_wide2 + 1)) % (row_part2_last + 1)
        col_part2 = task % (quotient_Cg_wide2 + 1)
        # dx[n, g·Cg+c, s·q+r−p_l] = Σ_{o,t : 0 ≤ t ≤ ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋,
        #     gcd(s,d) ∣ r} dy[n, g·Og+o, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)] · w[g·Og+o, c,
        #     res(d,r,s)+t·s/gcd(s,d)]
        for line2 in range(high2 * row_part2 // q_count2, min((high2 + high2 * row_part2 - 1) // q_count2 + 1,
                line2_last + 1, N)):
            n = line2
            for q in range(max(-quotient_r, high2 * row_part2 - (line2 * q_count2) - quotient_r),
                    min(q_last + 1, rows2 - (line2 * q_count2) - quotient_r,
                    high2 + high2 * row_part2 - (line2 * q_count2) - quotient_r)):
                row_at2[U(line2 * q_count2 + q + quotient_r - (high2 * row_part2))] = (
                    Og * dy_size22 * g + G * Og * dy_size22 * n + q - dy_from22 - quotient_r2
                )
                least2[0, U(line2 * q_count2 + q + quotient_r - (high2 * row_part2))] = quotient_r2 - q
                most2[0, U(line2 * q_count2 + q + quotient_r - (high2 * row_part2))] = (
                    OL + quotient_r2 - q - 1
                )
        for p2 in range(min(high2, rows2 - (high2 * row_part2))):
            for q2 in range(min(wide2, Cg - (col_part2 * wide2))):
                tile2[U(p2), U(q2)] = T(0)
        if r % gcd_s_d == 0 and t_count2 >= 1:
            for o in range(Og):
                for t in range(t_count2):
                    left_at2[U(o * t_count2 + t)] = dy_size22 * o - (d_by_gcd2 * t)
                    place2[0, U(o * t_count2 + t)] = -d_by_gcd2 * t
            for k2 in range(depth2):
                right_at2[U(k2)] = k2 * wide2
            contract_inside(tile2, (0, 0), wide2, dy_padded2, row_at2, left_at2, panels2,
                    col_part2 * depth2 * wide2 + depth2 * g * quotient_Cg_wide2 * wide2 + depth2 * g * wide2,
                    right_at2, min(high2, rows2 - (high2 * row_part2)), min(wide2, Cg - (col_part2 * wide2)),
                    depth2, deep2, least2, most2, place2, high2, depth2, 1, skipping2,
                    np.empty(max(depth2 * 3 + high2 * 4 + 2, 0), np.int64))
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                Cg - (col_part2 * wide2)))
        for line2 in range(high2 * row_part2 // q_count2, min((high2 + high2 * row_part2 - 1) // q_count2 + 1,
                line2_last + 1, N)):
            n = line2
            for c in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, Cg)):
                for q in range(max(-quotient_r, high2 * row_part2 - (line2 * q_count2) - quotient_r),
                        min(q_last + 1, rows2 - (line2 * q_count2) - quotient_r,
                        high2 + high2 * row_part2 - (line2 * q_count2) - quotient_r)):
                    dx[U(n), U(c + Cg * g), U(q * s + r - p_l)] = turned2[U(c - (col_part2 * wide2)), U(line2 * q_count2 + q + quotient_r - (high2 * row_part2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain2(first, last, dy, w, dx, N, Cg, G, L, Og, K, OL, s, p_l, d, d_by_gcd, gcd_s_d, o_block_last,
        s_by_gcd):
    """dx[n, g·Cg+c, s·q+r−p_l] = Σ_{o,t : 0 ≤ t ≤ ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋, gcd(s,d) ∣ r} dy[n,
        g·Og+o, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)] · w[g·Og+o, c, res(d,r,s)+t·s/gcd(s,d)]
    """
    dtype = dy.dtype
    T = dtype.type
    rest2 = np.empty(0, dtype)
    part3 = np.empty(0, dtype)
    for task in range(first, last):
        n = task // (G * Cg * s)
        g = task // (Cg * s) % G
        c = task // s % Cg
        r = task % s
        # dx[n, g·Cg+c, s·q+r−p_l] = Σ_{o,t : 0 ≤ t ≤ ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋,
        #     gcd(s,d) ∣ r} dy[n, g·Og+o, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)] · w[g·Og+o, c,
        #     res(d,r,s)+t·s/gcd(s,d)]
        for q in range(-((r - p_l) // s), (L + p_l - r - 1) // s + 1):
            dx[U(n), U(c + Cg * g), U(q * s + r - p_l)] = T(0)
        if rest2.size < max(0, (L + p_l - r - 1) // s + (r - p_l) // s + 1):
            rest2 = np.empty(max(0, (L + p_l - r - 1) // s + (r - p_l) // s + 1), dtype)
        if part3.size < max(0, (L + p_l - r - 1) // s + (r - p_l) // s + 1):
            part3 = np.empty(max(0, (L + p_l - r - 1) // s + (r - p_l) // s + 1), dtype)
        quotient_r = (r - p_l) // s
        for q in range(-((r - p_l) // s), (L + p_l - r - 1) // s + 1):
            rest2[U(q + quotient_r)] = T(0)
        q_last = (L + p_l - r - 1) // s
        res_r = residue(d, r, s)
        quotient_r2 = (d * res_r - r) // s
        if r % gcd_s_d == 0:
            for o_block in range(o_block_last + 1):
                for q in range(-quotient_r, q_last + 1):
                    part3[U(q + quotient_r)] = T(0)
                t_last = (K - res_r - 1) // s_by_gcd
                for o in range(o_block * 1024, min(Og, o_block * 1024 + 1024)):
                    for t in range(t_last, -1, -1):
                        w_here = w[U(Og * g + o), U(c), U(res_r + s_by_gcd * t)]
                        for q in range(max(-quotient_r, quotient_r2 + d_by_gcd * t), min(q_last + 1,
                                OL + quotient_r2 + d_by_gcd * t)):
                            part3[U(q + quotient_r)] += (
                                dy[U(n), U(Og * g + o), U(q - quotient_r2 - (d_by_gcd * t))] * w_here
                            )
                for q in range(-quotient_r, q_last + 1):
                    dx[U(n), U(c + Cg * g), U(q * s + r - p_l)], rest2[U(q + quotient_r)] = carried(dx[U(n), U(c + Cg * g), U(q * s + r - p_l)], rest2[U(q + quotient_r)], part3[U(q + quotient_r)])


def _vjp_x(dy, w, dx, N, Cg, G, L, Og, K, OL, s, p_l, d):
    """dx[n, g·Cg+c, a] = Σ_{o,u : s ∣ a+p_l−d·(K−1−u)} dy[n, g·Og+o, (a+p_l−d·(K−1−u))/s] · w[g·Og+o, c,
        K−1−u]

    Operations: Cg·G·K·L·N·Og multiplications, Cg·G·K·L·N·Og − Cg·G·L·N additions, terms that a condition
        drops counted.
    """
    dtype = dx.dtype
    if s == 1:
        again = not (
            correlations(
                L >= K
                and OL >= 4
                and 0 >= min(
                    Cg - 8,
                    max(2 - K, Cg - 24, min(1 - (Cg % 16), K * Og - 256)),
                    max(K * Og - 128, Og - 16),
                )
            )
            and finite(w, dx)
        )
        if not again:
            wide = K * d + L - d
            pieces = parts(G * N)
            tasks = G * N
            share = max((tasks - 1) // pieces + 1, 1)
            launch(_vjp_x_correlations, pieces, Cg * G * K * L * N * Og // 32, dy, w, dx, N, Cg, G, L, Og, K,
                    OL, p_l, d, pieces, share, tasks, wide)
            again = not (finite(dx, w))
        if again:
            again = not (
                blocks(L * N >= 4 and Cg >= 8 and K * Og >= 4 and OL * 2 + d + 17 >= K * d + L)
                and finite(w, dx)
            )
            if not again:
                rows2 = L * N
                depth2 = K * Og
                dy_from22 = min(d + p_l - (K * d), 0)
                dy_size22 = max(L + p_l, OL) - dy_from22
                dy_padded2 = padded(dy, (0, 0, dy_from22), (N, G * Og, dy_size22))
                wide2 = colblock(Cg)
                deep2 = depthblock()
                high2 = rowblock(rows2, ((Cg - 1) // wide2 + 1) * G)
                skipping2 = skipping(OL, dy_size22)
                panels2 = scratch((G, max(0, (Cg - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
                panels_apart2 = panels2.reshape((G, (Cg - 1) // wide2 + 1, Og, K, wide2))
                launch(_vjp_x_blocks, G * Og * ((Cg - 1) // wide2 + 1), Cg * G * K * Og, w, panels_apart2, Cg,
                        G, Og, K, wide2)
                line2_last = (rows2 - 1) // L
                quotient_Cg_wide2 = (Cg - 1) // wide2
                launch(_vjp_x_blocks2, G * ((rows2 - 1) // high2 + 1) * ((Cg - 1) // wide2 + 1),
                        Cg * G * K * L * N * Og // 32, dx, dy_padded2, panels2, N, Cg, G, L, Og, K, OL, p_l,
                        d, deep2, depth2, dy_from22, dy_size22, high2, line2_last, quotient_Cg_wide2, rows2,
                        skipping2, wide2)
                again = not (finite(dx, w))
            if again:
                o_block_last = (Og - 1) // 1024
                launch(_vjp_x_plain, N * G * Cg, Cg * G * K * L * N * Og, dy, w, dx, N, Cg, G, L, Og, K, OL,
                        p_l, d, o_block_last)
    else:
        again = not (correlations(OL >= 4 and 0 >= min(Cg - 24, Og - 24)) and finite(w, dx))
        if not again:
            some = min(max(32768 // L, 8), 128)
            pieces = max((G * N - 1) // some + 1, 1)
            tasks = G * N
            share = max((tasks - 1) // pieces + 1, 1)
            s_by_gcd = s // gcd(s, d)
            d_by_gcd = d // gcd(s, d)
            gcd_s_d = gcd(s, d)
            launch(_vjp_x_correlations2, pieces * s, (-p_l // s + (L + p_l - 1) // s + 1) * ((K - residue(d,
                    0, s) - 1) // (s // gcd(s, d)) + 1) * Cg * G * N * Og * s // 32, dy, w, dx, N, Cg, G, L,
                    Og, K, OL, s, p_l, d, d_by_gcd, gcd_s_d, pieces, s_by_gcd, share, tasks)
            again = not (finite(dx, w))
        if again:
            again = not (
                blocks(
                    Cg >= 8
                    and OL * 2
                    + 16 >= -p_l // s
                    + (L + p_l - 1) // s
                    + ((K - residue(d, 0, s) - 1) // (s // gcd(s, d))) * (d // gcd(s, d))
                )
                and finite(w, dx)
            )
            if not again:
                s_by_gcd = s // gcd(s, d)
                d_by_gcd = d // gcd(s, d)
                wide2 = colblock(Cg)
                quotient_Cg_wide2 = (Cg - 1) // wide2
                gcd_s_d = gcd(s, d)
                for r in range(s):
                    q_count2 = (L + p_l - r - 1) // s + (r - p_l) // s + 1
                    t_count2 = (K - residue(d, r, s) - 1) // s_by_gcd + 1
                    rows2 = N * q_count2
                    depth2 = Og * t_count2
                    dy_from22 = min(
                        -((residue(d, r, s) * d - r) // s)
                        - ((r - p_l) // s)
                        - (((K - residue(d, r, s) - 1) // s_by_gcd) * d_by_gcd),
                        0,
                    )
                    dy_size22 = (
                        max((L + p_l - r - 1) // s + 1 - ((residue(d, r, s) * d - r) // s), OL) - dy_from22
                    )
                    high2 = rowblock(rows2, G * (quotient_Cg_wide2 + 1))
                    skipping2 = skipping(OL, dy_size22)
                    t_last = (K - residue(d, r, s) - 1) // s_by_gcd
                    res_r = residue(d, r, s)
                    quotient_r = (r - p_l) // s
                    quotient_r2 = (d * res_r - r) // s
                    q_last = (L + p_l - r - 1) // s
                    d_by_gcd2 = d // gcd_s_d
                    row_part2_last = (rows2 - 1) // high2
                    if q_count2 >= 1:
                        dy_padded2 = padded(dy, (0, 0, dy_from22), (N, G * Og, dy_size22))
                        deep2 = depthblock()
                        panels2 = scratch((G, max(0, (Cg - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
                        if r % gcd_s_d == 0 and t_count2 >= 1:
                            panels_apart2 = panels2.reshape((G, (Cg - 1) // wide2 + 1, Og, t_count2, wide2))
                            launch(_vjp_x_blocks3, G * Og * (quotient_Cg_wide2 + 1), ((K - residue(d, 0,
                                    s) - 1) // (s // gcd(s, d)) + 1) * Cg * G * Og, w, panels_apart2, Cg, G,
                                    Og, K, quotient_Cg_wide2, res_r, s_by_gcd, t_count2, t_last, wide2)
                        line2_last = (rows2 - 1) // q_count2
                        launch(_vjp_x_blocks4, G * (row_part2_last + 1) * (quotient_Cg_wide2 + 1),
                                (-p_l // s + (L + p_l - 1) // s + 1) * ((K - residue(d, 0,
                                s) - 1) // (s // gcd(s, d)) + 1) * Cg * G * N * Og * s // 32, dx, dy_padded2,
                                panels2, N, Cg, G, L, Og, OL, s, p_l, d_by_gcd2, deep2, depth2, dy_from22,
                                dy_size22, gcd_s_d, high2, line2_last, q_count2, q_last, quotient_Cg_wide2,
                                quotient_r, quotient_r2, r, row_part2_last, rows2, skipping2, t_count2,
                                t_last, wide2)
                again = not (finite(dx, w))
            if again:
                s_by_gcd = s // gcd(s, d)
                d_by_gcd = d // gcd(s, d)
                o_block_last = (Og - 1) // 1024
                gcd_s_d = gcd(s, d)
                launch(_vjp_x_plain2, N * G * Cg * s, (-p_l // s + (L + p_l - 1) // s + 1) * ((K - residue(d,
                        0, s) - 1) // (s // gcd(s, d)) + 1) * Cg * G * N * Og * s, dy, w, dx, N, Cg, G, L, Og,
                        K, OL, s, p_l, d, d_by_gcd, gcd_s_d, o_block_last, s_by_gcd)
