"""The kernels of conv_transpose1d; conv_transpose1d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_transpose1d`.  Do not edit.
Run time: edb5d24a3545977e.
"""

import numpy as np
from numba import njit

from .runtime import gcd, residue
from .threads import launch
from .stencils import correlate, correlations, pad
from .tiles import tiled, tiled_weights
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_correlations(first, last, x_dot, w, y_dot_part1, N, Cg, G, L, Og, K, OL, s, p_l, d, d_by_gcd,
        gcd_s_d, pieces, s_by_gcd, s_by_gcd2, share, tasks):
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
        for turn in range(part * share, min(part * share + share, tasks)):
            n = turn // (G * 1)
            g = turn // (1) % G
            strip = turn % 1
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
            correlate(y_dot_part1, (n, Og * g, r - p_l - (quotient_r * s)), OL, 0, s, starts, (0,), 1, w,
                    (Cg * g, 0, quotient_r3 * s_by_gcd2 + res_r), K, lefts, planes, (0, 0, 0), 0, rights,
                    t_count, len(rights) if r % gcd_s_d == 0 else 0, Og, 1, q_last + quotient_r + 1)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks(first, last, x_dot, w, y_dot_part1, N, Cg, G, L, Og, K, OL, s, p_l, d, d_by_gcd, gcd_s_d,
        pieces2, s_by_gcd):
    """y_dot_part1[n, g·Og+o, s·q+r−p_l] = Σ_{c : gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤
        ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} w[g·Cg+c, o, res(d,r,s)+t·s/gcd(s,d)] · ẋ[n, g·Cg+c,
        q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
    """
    dtype = x_dot.dtype
    T = dtype.type
    tile2 = np.empty((Og, 384), dtype)
    for task in range(first, last):
        g = task // (s * pieces2)
        r = task // pieces2 % s
        part2 = task % pieces2
        q_count2 = (OL + p_l - r - 1) // s + (r - p_l) // s + 1
        t_count2 = (K - residue(d, r, s) - 1) // s_by_gcd + 1
        cols2 = N * q_count2
        depth2 = Cg * t_count2
        share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
        left2 = np.empty((max(0, min(depth2, 256)), min(Og, 96)), dtype)
        right2 = np.empty((max(0, min(depth2, 256)), 384), dtype)
        q_first = -((r - p_l) // s)
        q_last = (OL + p_l - r - 1) // s
        quotient_r = (residue(d, r, s) * d - r) // s
        res_r = residue(d, r, s)
        if q_count2 >= 1:
            for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, cols2), 384):
                cols_last2 = min(cols2 - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
                # y_dot_part1[n, g·Og+o, s·q+r−p_l] = Σ_{c : gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤
                #     ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} w[g·Cg+c, o, res(d,r,s)+t·s/gcd(s,d)] · ẋ[n,
                #     g·Cg+c, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
                for o in range(Og):
                    for col2 in range(cols_from2, cols_last2 + 1):
                        tile2[U(o), U(col2 - cols_from2)] = T(0)
                line2_first = cols_from2 // q_count2
                line2_last = cols_last2 // q_count2
                if r % gcd_s_d == 0 and t_count2 >= 1:
                    for depth_from2 in range(0, depth2, 256):
                        depth_last2 = min(depth2 - 1, depth_from2 + 255)
                        for inner2 in range(depth_from2, depth_last2 + 1):
                            for col2 in range(cols_from2, cols_last2 + 1):
                                right2[U(inner2 - depth_from2), U(col2 - cols_from2)] = T(0)
                        for inner2 in range(depth_from2, depth_last2 + 1):
                            c = inner2 // t_count2
                            t = inner2 % t_count2
                            for line2 in range(line2_first, min(line2_last + 1, N)):
                                n = line2
                                q = max(
                                    q_first,
                                    cols_from2 + q_first - (line2 * q_count2),
                                    quotient_r + d_by_gcd * t,
                                )
                                copy(right2, (inner2 - depth_from2,
                                        line2 * q_count2 + q - cols_from2 - q_first), x_dot, (n, c + Cg * g,
                                        q - quotient_r - (d_by_gcd * t)), 1, min(q_last + 1,
                                        cols_last2 + q_first + 1 - (line2 * q_count2),
                                        L + quotient_r + d_by_gcd * t) - q)
                        for rows_from2 in range(0, Og, 96):
                            rows_last2 = min(Og - 1, rows_from2 + 95)
                            for inner2 in range(depth_from2, depth_last2 + 1):
                                c = inner2 // t_count2
                                t = inner2 % t_count2
                                o = rows_from2
                                copy(left2, (inner2 - depth_from2, o - rows_from2), w, (c + Cg * g, o,
                                        res_r + s_by_gcd * t), K, rows_last2 + 1 - o)
                            multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), 1, min(Og, 96), right2, (0,
                                    0), 384, rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                                    depth_last2 + 1 - depth_from2)
                for o in range(Og):
                    for line2 in range(line2_first, min(line2_last + 1, N)):
                        n = line2
                        for q in range(max(q_first, cols_from2 + q_first - (line2 * q_count2)),
                                min(q_last + 1, cols_last2 + q_first + 1 - (line2 * q_count2))):
                            y_dot_part1[U(n), U(Og * g + o), U(q * s + r - p_l)] = tile2[U(o), U(line2 * q_count2 + q - cols_from2 - q_first)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain(first, last, x_dot, w, y_dot_part1, N, Cg, G, L, Og, K, OL, s, p_l, d, d_by_gcd, gcd_s_d,
        s_by_gcd):
    """y_dot_part1[n, g·Og+o, s·q+r−p_l] = Σ_{c : gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤
        ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} w[g·Cg+c, o, res(d,r,s)+t·s/gcd(s,d)] · ẋ[n, g·Cg+c,
        q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
    """
    dtype = x_dot.dtype
    T = dtype.type
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
        res_r = residue(d, r, s)
        quotient_r = (d * res_r - r) // s
        q_first = -((r - p_l) // s)
        q_last = (OL + p_l - r - 1) // s
        t_last = (K - res_r - 1) // s_by_gcd
        if r % gcd_s_d == 0:
            for c in range(Cg):
                for t in range(t_last + 1):
                    w_here = w[U(c + Cg * g), U(o), U(res_r + s_by_gcd * t)]
                    for q in range(max(q_first, quotient_r + d_by_gcd * t), min(q_last + 1,
                            L + quotient_r + d_by_gcd * t)):
                        y_dot_part1[U(n), U(Og * g + o), U(q * s + r - p_l)] += (
                            w_here * x_dot[U(n), U(c + Cg * g), U(q - quotient_r - (d_by_gcd * t))]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_correlations2(first, last, w_dot, b_dot, x, y_dot, y_dot_part1, N, Cg, G, L, Og, K, OL, s, p_l, d,
        d_by_gcd, gcd_s_d, pieces3, s_by_gcd, s_by_gcd2, share3, tasks3):
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
            correlate(tile3, (0, 0, 0), q_count3, q_count3, 1, starts3, (0,), 1, w_dot, (Cg * g, 0,
                    quotient_r3 * s_by_gcd2 + res_r), K, lefts3, planes3, (0, 0, 0), 0, rights3, t_count3,
                    len(rights3) if r % gcd_s_d == 0 else 0, Og, 1, q_last + quotient_r + 1)
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
def _jvp_blocks2(first, last, w_dot, b_dot, x, y_dot, y_dot_part1, N, Cg, G, L, Og, K, OL, s, p_l, d,
        d_by_gcd, gcd_s_d, pieces4, s_by_gcd):
    """ẏ[n, g·Og+o, s·q+r−p_l] = y_dot_part1[n, g·Og+o, s·q+r−p_l] + ḃ[g·Og+o] + Σ_{c : gcd(s,d) ∣ r} Σ_{t :
        0 ≤ t ≤ ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} ẇ[g·Cg+c, o, res(d,r,s)+t·s/gcd(s,d)] · x[n, g·Cg+c,
        q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
    """
    dtype = w_dot.dtype
    T = dtype.type
    tile4 = np.empty((Og, 384), dtype)
    for task in range(first, last):
        g = task // (s * pieces4)
        r = task // pieces4 % s
        part4 = task % pieces4
        q_count4 = (OL + p_l - r - 1) // s + (r - p_l) // s + 1
        t_count4 = (K - residue(d, r, s) - 1) // s_by_gcd + 1
        cols4 = N * q_count4
        depth4 = Cg * t_count4
        share4 = max(((cols4 - 1) // (pieces4 * 64)) * 64 + 64, 1)
        left4 = np.empty((max(0, min(depth4, 256)), min(Og, 96)), dtype)
        right4 = np.empty((max(0, min(depth4, 256)), 384), dtype)
        q_first = -((r - p_l) // s)
        q_last = (OL + p_l - r - 1) // s
        quotient_r = (residue(d, r, s) * d - r) // s
        res_r = residue(d, r, s)
        if q_count4 >= 1:
            for cols_from4 in range(part4 * share4, min(part4 * share4 + share4, cols4), 384):
                cols_last4 = min(cols4 - 1, cols_from4 + 383, part4 * share4 + share4 - 1)
                # ẏ[n, g·Og+o, s·q+r−p_l] = y_dot_part1[n, g·Og+o, s·q+r−p_l] + ḃ[g·Og+o] + Σ_{c :
                #     gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤ ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} ẇ[g·Cg+c, o,
                #     res(d,r,s)+t·s/gcd(s,d)] · x[n, g·Cg+c, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
                for o in range(Og):
                    for col4 in range(cols_from4, cols_last4 + 1):
                        tile4[U(o), U(col4 - cols_from4)] = T(0)
                line4_first = cols_from4 // q_count4
                line4_last = cols_last4 // q_count4
                if r % gcd_s_d == 0 and t_count4 >= 1:
                    for depth_from4 in range(0, depth4, 256):
                        depth_last4 = min(depth4 - 1, depth_from4 + 255)
                        for inner4 in range(depth_from4, depth_last4 + 1):
                            for col4 in range(cols_from4, cols_last4 + 1):
                                right4[U(inner4 - depth_from4), U(col4 - cols_from4)] = T(0)
                        for inner4 in range(depth_from4, depth_last4 + 1):
                            c = inner4 // t_count4
                            t = inner4 % t_count4
                            for line4 in range(line4_first, min(line4_last + 1, N)):
                                n = line4
                                q = max(
                                    q_first,
                                    cols_from4 + q_first - (line4 * q_count4),
                                    quotient_r + d_by_gcd * t,
                                )
                                copy(right4, (inner4 - depth_from4,
                                        line4 * q_count4 + q - cols_from4 - q_first), x, (n, c + Cg * g,
                                        q - quotient_r - (d_by_gcd * t)), 1, min(q_last + 1,
                                        cols_last4 + q_first + 1 - (line4 * q_count4),
                                        L + quotient_r + d_by_gcd * t) - q)
                        for rows_from4 in range(0, Og, 96):
                            rows_last4 = min(Og - 1, rows_from4 + 95)
                            for inner4 in range(depth_from4, depth_last4 + 1):
                                c = inner4 // t_count4
                                t = inner4 % t_count4
                                o = rows_from4
                                copy(left4, (inner4 - depth_from4, o - rows_from4), w_dot, (c + Cg * g, o,
                                        res_r + s_by_gcd * t), K, rows_last4 + 1 - o)
                            multiply(tile4, (rows_from4, 0), 384, left4, (0, 0), 1, min(Og, 96), right4, (0,
                                    0), 384, rows_last4 + 1 - rows_from4, cols_last4 + 1 - cols_from4,
                                    depth_last4 + 1 - depth_from4)
                for o in range(Og):
                    b_dot_here = b_dot[U(Og * g + o)]
                    for line4 in range(line4_first, min(line4_last + 1, N)):
                        n = line4
                        for q in range(max(q_first, cols_from4 + q_first - (line4 * q_count4)),
                                min(q_last + 1, cols_last4 + q_first + 1 - (line4 * q_count4))):
                            y_dot[U(n), U(Og * g + o), U(q * s + r - p_l)] = (
                                b_dot_here
                                + tile4[U(o), U(line4 * q_count4 + q - cols_from4 - q_first)]
                                + y_dot_part1[U(n), U(Og * g + o), U(q * s + r - p_l)]
                            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w_dot, b_dot, x, y_dot, y_dot_part1, N, Cg, G, L, Og, K, OL, s, p_l, d, d_by_gcd,
        gcd_s_d, s_by_gcd):
    """ẏ[n, g·Og+o, s·q+r−p_l] = y_dot_part1[n, g·Og+o, s·q+r−p_l] + ḃ[g·Og+o] + Σ_{c : gcd(s,d) ∣ r} Σ_{t :
        0 ≤ t ≤ ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} ẇ[g·Cg+c, o, res(d,r,s)+t·s/gcd(s,d)] · x[n, g·Cg+c,
        q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
    """
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
        res_r = residue(d, r, s)
        quotient_r = (d * res_r - r) // s
        q_first = -((r - p_l) // s)
        q_last = (OL + p_l - r - 1) // s
        t_last = (K - res_r - 1) // s_by_gcd
        if r % gcd_s_d == 0:
            for c in range(Cg):
                for t in range(t_last + 1):
                    w_dot_here = w_dot[U(c + Cg * g), U(o), U(res_r + s_by_gcd * t)]
                    for q in range(max(q_first, quotient_r + d_by_gcd * t), min(q_last + 1,
                            L + quotient_r + d_by_gcd * t)):
                        y_dot[U(n), U(Og * g + o), U(q * s + r - p_l)] += (
                            w_dot_here * x[U(n), U(c + Cg * g), U(q - quotient_r - (d_by_gcd * t))]
                        )


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, L, Og, K, OL, s, p_l, d):
    """ẏ[n, g·Og+o, a] = ḃ[g·Og+o] + Σ_{c,u : s ∣ a+p_l−d·u} (w[g·Cg+c, o, u] · ẋ[n, g·Cg+c, (a+p_l−d·u)/s] +
        ẇ[g·Cg+c, o, u] · x[n, g·Cg+c, (a+p_l−d·u)/s])

    Operations: 2·Cg·G·K·N·OL·Og multiplications, 2·Cg·G·K·N·OL·Og additions, terms that a condition drops
        counted.
    """
    dtype = y_dot.dtype
    y_dot_part1 = np.empty((N, G * Og, OL), dtype)
    if correlations(L >= 4 and 0 >= min(Cg - 8, Og - 32)):
        pieces = max((G * N + 7) // 8, 1)
        tasks = G * N
        share = max((tasks - 1) // pieces + 1, 1)
        s_by_gcd = s // gcd(s, d)
        d_by_gcd = d // gcd(s, d)
        gcd_s_d = gcd(s, d)
        s_by_gcd2 = s // gcd_s_d
        launch(_jvp_correlations, pieces * s, (-p_l // s + (OL + p_l - 1) // s + 1) * ((K - residue(d, 0,
                s) - 1) // (s // gcd(s, d)) + 1) * Cg * G * N * Og * s // 32, x_dot, w, y_dot_part1, N, Cg, G,
                L, Og, K, OL, s, p_l, d, d_by_gcd, gcd_s_d, pieces, s_by_gcd, s_by_gcd2, share, tasks)
    else:
        if blocks(Og >= 4):
            pieces2 = parts(N)
            s_by_gcd = s // gcd(s, d)
            d_by_gcd = d // gcd(s, d)
            gcd_s_d = gcd(s, d)
            launch(_jvp_blocks, G * s * pieces2, (-p_l // s + (OL + p_l - 1) // s + 1) * ((K - residue(d, 0,
                    s) - 1) // (s // gcd(s, d)) + 1) * Cg * G * N * Og * s // 32, x_dot, w, y_dot_part1, N,
                    Cg, G, L, Og, K, OL, s, p_l, d, d_by_gcd, gcd_s_d, pieces2, s_by_gcd)
        else:
            s_by_gcd = s // gcd(s, d)
            d_by_gcd = d // gcd(s, d)
            gcd_s_d = gcd(s, d)
            launch(_jvp_plain, N * G * Og * s, (-p_l // s + (OL + p_l - 1) // s + 1) * ((K - residue(d, 0,
                    s) - 1) // (s // gcd(s, d)) + 1) * Cg * G * N * Og * s, x_dot, w, y_dot_part1, N, Cg, G,
                    L, Og, K, OL, s, p_l, d, d_by_gcd, gcd_s_d, s_by_gcd)
    if correlations(L >= 4 and 0 >= min(Cg - 8, Og - 32)):
        pieces3 = max((G * N + 7) // 8, 1)
        tasks3 = G * N
        share3 = max((tasks3 - 1) // pieces3 + 1, 1)
        s_by_gcd = s // gcd(s, d)
        d_by_gcd = d // gcd(s, d)
        gcd_s_d = gcd(s, d)
        s_by_gcd2 = s // gcd_s_d
        launch(_jvp_correlations2, pieces3 * s, (-p_l // s + (OL + p_l - 1) // s + 1) * ((K - residue(d, 0,
                s) - 1) // (s // gcd(s, d)) + 1) * Cg * G * N * Og * s // 32, w_dot, b_dot, x, y_dot,
                y_dot_part1, N, Cg, G, L, Og, K, OL, s, p_l, d, d_by_gcd, gcd_s_d, pieces3, s_by_gcd,
                s_by_gcd2, share3, tasks3)
    else:
        if blocks(Og >= 4):
            pieces4 = parts(N)
            s_by_gcd = s // gcd(s, d)
            d_by_gcd = d // gcd(s, d)
            gcd_s_d = gcd(s, d)
            launch(_jvp_blocks2, G * s * pieces4, (-p_l // s + (OL + p_l - 1) // s + 1) * ((K - residue(d, 0,
                    s) - 1) // (s // gcd(s, d)) + 1) * Cg * G * N * Og * s // 32, w_dot, b_dot, x, y_dot,
                    y_dot_part1, N, Cg, G, L, Og, K, OL, s, p_l, d, d_by_gcd, gcd_s_d, pieces4, s_by_gcd)
        else:
            s_by_gcd = s // gcd(s, d)
            d_by_gcd = d // gcd(s, d)
            gcd_s_d = gcd(s, d)
            launch(_jvp_plain2, N * G * Og * s, (-p_l // s + (OL + p_l - 1) // s + 1) * ((K - residue(d, 0,
                    s) - 1) // (s // gcd(s, d)) + 1) * Cg * G * N * Og * s, w_dot, b_dot, x, y_dot,
                    y_dot_part1, N, Cg, G, L, Og, K, OL, s, p_l, d, d_by_gcd, gcd_s_d, s_by_gcd)


def _forward_winograd(x, w, b, y, N, Cg, G, L, Og, K, OL, p_l):
    """y[n, g·Og+o, a] = b[g·Og+o] + Σ_{c,u} w[g·Cg+c, o, u] · x[n, g·Cg+c, (a+p_l−d·u)/s] · [s ∣ a + p_l −
        d·u]

    As compiled:

    y[n, g·Og+o, q−p_l] = b[g·Og+o] + Σ_{c,t} w[g·Cg+c, o, t] · x[n, g·Cg+c, q−t]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    # y[n, g·Og+o, q−p_l] = b[g·Og+o] + Σ_{c,t} w[g·Cg+c, o, t] · x[n, g·Cg+c, q−t]
    for g in range(G):
        tiled(y, (0, Og * g, 0), (G * OL * Og, OL, 1), w, (Cg * g, 0, K - 1), (K, K * Og, -1), x, (0, Cg * g,
                0), (Cg * G * L, L, 1), (N, Og, Cg, OL, K, L), (K - p_l - 1,), b, (Og * g,), 1)


def _vjp_x_winograd(dy, w, dx, N, Cg, G, L, Og, K, OL, p_l):
    """dx[n, g·Cg+c, i] = Σ_{o,u} dy[n, g·Og+o, s·i+d·u−p_l] · w[g·Cg+c, o, u]

    As compiled:

    dx[n, g·Cg+c, i] = Σ_{o,u} dy[n, g·Og+o, i+u−p_l] · w[g·Cg+c, o, u]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    # dx[n, g·Cg+c, i] = Σ_{o,u} dy[n, g·Og+o, i+u−p_l] · w[g·Cg+c, o, u]
    for g in range(G):
        tiled(dx, (0, Cg * g, 0), (Cg * G * L, L, 1), w, (Cg * g, 0, 0), (K * Og, K, 1), dy, (0, Og * g, 0),
                (G * OL * Og, OL, 1), (N, Cg, Og, L, K, OL), (p_l,))


def _vjp_w_winograd(dy, x, dw, N, Cg, G, L, Og, K, OL, p_l):
    """dw[g·Cg+c, o, u] = Σ_{n,i} dy[n, g·Og+o, d·u+s·i−p_l] · x[n, g·Cg+c, i]

    As compiled:

    dw[g·Cg+c, o, u] = Σ_{n,i} dy[n, g·Og+o, u+i−p_l] · x[n, g·Cg+c, i]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    # dw[g·Cg+c, o, u] = Σ_{n,i} dy[n, g·Og+o, u+i−p_l] · x[n, g·Cg+c, i]
    for g in range(G):
        tiled_weights(x, (0, Cg * g, 0), (Cg * G * L, L, 1), dw, (Cg * g, 0, 0), (K * Og, K, 1), dy, (0,
                Og * g, 0), (G * OL * Og, OL, 1), (N, Cg, Og, L, K, OL), (p_l,))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_winograd_part(first, last, b_dot, y_dot, y_dot_part1, N, G, Og, OL, p_l):
    for task in range(first, last):
        n = task // (G * Og)
        g = task // Og % G
        o = task % Og
        b_dot_here = b_dot[U(Og * g + o)]
        for q in range(p_l, OL + p_l):
            y_dot[U(n), U(Og * g + o), U(q - p_l)] = (
                b_dot_here
                + y_dot[U(n), U(Og * g + o), U(q - p_l)]
                + y_dot_part1[U(n), U(Og * g + o), U(q - p_l)]
            )


def _jvp_winograd(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, L, Og, K, OL, p_l):
    """ẏ[n, g·Og+o, a] = ḃ[g·Og+o] + Σ_{c,u : s ∣ a+p_l−d·u} (w[g·Cg+c, o, u] · ẋ[n, g·Cg+c, (a+p_l−d·u)/s] +
        ẇ[g·Cg+c, o, u] · x[n, g·Cg+c, (a+p_l−d·u)/s])

    As compiled:

    y_dot_part1[n, g·Og+o, q−p_l] = Σ_{c,t} w[g·Cg+c, o, t] · ẋ[n, g·Cg+c, q−t]
    ẏ[n, g·Og+o, q−p_l] = y_dot_part1[n, g·Og+o, q−p_l] + ḃ[g·Og+o] + Σ_{c,t} ẇ[g·Cg+c, o, t] · x[n,
        g·Cg+c, q−t]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    dtype = y_dot.dtype
    y_dot_part1 = np.empty((N, G * Og, OL), dtype)
    # y_dot_part1[n, g·Og+o, q−p_l] = Σ_{c,t} w[g·Cg+c, o, t] · ẋ[n, g·Cg+c, q−t]
    for g in range(G):
        tiled(y_dot_part1, (0, Og * g, 0), (G * OL * Og, OL, 1), w, (Cg * g, 0, K - 1), (K, K * Og, -1),
                x_dot, (0, Cg * g, 0), (Cg * G * L, L, 1), (N, Og, Cg, OL, K, L), (K - p_l - 1,))
    # ẏ[n, g·Og+o, q−p_l] = y_dot_part1[n, g·Og+o, q−p_l] + ḃ[g·Og+o] + Σ_{c,t} ẇ[g·Cg+c,
    #     o, t] · x[n, g·Cg+c, q−t]
    for g in range(G):
        tiled(y_dot, (0, Og * g, 0), (G * OL * Og, OL, 1), w_dot, (Cg * g, 0, K - 1), (K, K * Og, -1), x, (0,
                Cg * g, 0), (Cg * G * L, L, 1), (N, Og, Cg, OL, K, L), (K - p_l - 1,))
    launch(_jvp_winograd_part, N * G * Og, G * N * OL * Og, b_dot, y_dot, y_dot_part1, N, G, Og, OL, p_l)
