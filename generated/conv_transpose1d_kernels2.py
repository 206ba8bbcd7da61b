"""The kernels of conv_transpose1d; conv_transpose1d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_transpose1d`.  Do not edit.
Run time: 037d783e5b921b03.
"""

import numpy as np
from numba import njit

from .runtime import gcd, residue
from .threads import launch
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks(first, last, x_dot, w, y_dot_part1, N, Cg, G, L, Og, K, OL, s, p_l, d, d_by_gcd, gcd_s_d,
        pieces, s_by_gcd):
    """y_dot_part1[n, g·Og+o, s·q+r−p_l] = Σ_{c : gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤
        ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} w[g·Cg+c, o, res(d,r,s)+t·s/gcd(s,d)] · ẋ[n, g·Cg+c,
        q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
    """
    dtype = x_dot.dtype
    T = dtype.type
    tile = np.empty((Og, 384), dtype)
    for task in range(first, last):
        g = task // (s * pieces)
        r = task // pieces % s
        part = task % pieces
        q_count = (OL + p_l - r - 1) // s + (r - p_l) // s + 1
        t_count = (K - residue(d, r, s) - 1) // s_by_gcd + 1
        cols = N * q_count
        depth = Cg * t_count
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        left = np.empty((max(0, min(depth, 256)), min(Og, 96)), dtype)
        right = np.empty((max(0, min(depth, 256)), 384), dtype)
        q_first = -((r - p_l) // s)
        q_last = (OL + p_l - r - 1) // s
        quotient_r = (residue(d, r, s) * d - r) // s
        res_r = residue(d, r, s)
        if q_count >= 1:
            for cols_from in range(part * share, min(part * share + share, cols), 384):
                cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
                # y_dot_part1[n, g·Og+o, s·q+r−p_l] = Σ_{c : gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤
                #     ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} w[g·Cg+c, o, res(d,r,s)+t·s/gcd(s,d)] · ẋ[n,
                #     g·Cg+c, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
                for o in range(Og):
                    for col in range(cols_from, cols_last + 1):
                        tile[U(o), U(col - cols_from)] = T(0)
                line_first = cols_from // q_count
                line_last = cols_last // q_count
                if r % gcd_s_d == 0 and t_count >= 1:
                    for depth_from in range(0, depth, 256):
                        depth_last = min(depth - 1, depth_from + 255)
                        for inner in range(depth_from, depth_last + 1):
                            for col in range(cols_from, cols_last + 1):
                                right[U(inner - depth_from), U(col - cols_from)] = T(0)
                        for inner in range(depth_from, depth_last + 1):
                            c = inner // t_count
                            t = inner % t_count
                            for line in range(line_first, min(line_last + 1, N)):
                                n = line
                                q = max(
                                    q_first,
                                    cols_from + q_first - (line * q_count),
                                    quotient_r + d_by_gcd * t,
                                )
                                copy(right, (inner - depth_from, line * q_count + q - cols_from - q_first),
                                        x_dot, (n, c + Cg * g, q - quotient_r - (d_by_gcd * t)), 1,
                                        min(q_last + 1, cols_last + q_first + 1 - (line * q_count),
                                        L + quotient_r + d_by_gcd * t) - q)
                        for rows_from in range(0, Og, 96):
                            rows_last = min(Og - 1, rows_from + 95)
                            for inner in range(depth_from, depth_last + 1):
                                c = inner // t_count
                                t = inner % t_count
                                o = rows_from
                                copy(left, (inner - depth_from, o - rows_from), w, (c + Cg * g, o,
                                        res_r + s_by_gcd * t), K, rows_last + 1 - o)
                            multiply(tile, (rows_from, 0), 384, left, (0, 0), 1, min(Og, 96), right, (0, 0),
                                    384, rows_last + 1 - rows_from, cols_last + 1 - cols_from,
                                    depth_last + 1 - depth_from)
                for o in range(Og):
                    for line in range(line_first, min(line_last + 1, N)):
                        n = line
                        for q in range(max(q_first, cols_from + q_first - (line * q_count)), min(q_last + 1,
                                cols_last + q_first + 1 - (line * q_count))):
                            y_dot_part1[U(n), U(Og * g + o), U(q * s + r - p_l)] = tile[U(o), U(line * q_count + q - cols_from - q_first)]


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
def _jvp_blocks2(first, last, w_dot, b_dot, x, y_dot, y_dot_part1, N, Cg, G, L, Og, K, OL, s, p_l, d,
        d_by_gcd, gcd_s_d, pieces2, s_by_gcd):
    """ẏ[n, g·Og+o, s·q+r−p_l] = y_dot_part1[n, g·Og+o, s·q+r−p_l] + ḃ[g·Og+o] + Σ_{c : gcd(s,d) ∣ r} Σ_{t :
        0 ≤ t ≤ ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} ẇ[g·Cg+c, o, res(d,r,s)+t·s/gcd(s,d)] · x[n, g·Cg+c,
        q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
    """
    dtype = w_dot.dtype
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
                # ẏ[n, g·Og+o, s·q+r−p_l] = y_dot_part1[n, g·Og+o, s·q+r−p_l] + ḃ[g·Og+o] + Σ_{c :
                #     gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤ ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} ẇ[g·Cg+c, o,
                #     res(d,r,s)+t·s/gcd(s,d)] · x[n, g·Cg+c, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
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
                                        line2 * q_count2 + q - cols_from2 - q_first), x, (n, c + Cg * g,
                                        q - quotient_r - (d_by_gcd * t)), 1, min(q_last + 1,
                                        cols_last2 + q_first + 1 - (line2 * q_count2),
                                        L + quotient_r + d_by_gcd * t) - q)
                        for rows_from2 in range(0, Og, 96):
                            rows_last2 = min(Og - 1, rows_from2 + 95)
                            for inner2 in range(depth_from2, depth_last2 + 1):
                                c = inner2 // t_count2
                                t = inner2 % t_count2
                                o = rows_from2
                                copy(left2, (inner2 - depth_from2, o - rows_from2), w_dot, (c + Cg * g, o,
                                        res_r + s_by_gcd * t), K, rows_last2 + 1 - o)
                            multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), 1, min(Og, 96), right2, (0,
                                    0), 384, rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                                    depth_last2 + 1 - depth_from2)
                for o in range(Og):
                    b_dot_here = b_dot[U(Og * g + o)]
                    for line2 in range(line2_first, min(line2_last + 1, N)):
                        n = line2
                        for q in range(max(q_first, cols_from2 + q_first - (line2 * q_count2)),
                                min(q_last + 1, cols_last2 + q_first + 1 - (line2 * q_count2))):
                            y_dot[U(n), U(Og * g + o), U(q * s + r - p_l)] = (
                                b_dot_here
                                + tile2[U(o), U(line2 * q_count2 + q - cols_from2 - q_first)]
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
    if blocks(Og >= 4):
        pieces = parts(N)
        s_by_gcd = s // gcd(s, d)
        d_by_gcd = d // gcd(s, d)
        gcd_s_d = gcd(s, d)
        launch(_jvp_blocks, G * s * pieces, (-p_l // s + (OL + p_l - 1) // s + 1) * ((K - residue(d, 0,
                s) - 1) // (s // gcd(s, d)) + 1) * Cg * G * N * Og * s // 32, x_dot, w, y_dot_part1, N, Cg, G,
                L, Og, K, OL, s, p_l, d, d_by_gcd, gcd_s_d, pieces, s_by_gcd)
    else:
        s_by_gcd = s // gcd(s, d)
        d_by_gcd = d // gcd(s, d)
        gcd_s_d = gcd(s, d)
        launch(_jvp_plain, N * G * Og * s, (-p_l // s + (OL + p_l - 1) // s + 1) * ((K - residue(d, 0,
                s) - 1) // (s // gcd(s, d)) + 1) * Cg * G * N * Og * s, x_dot, w, y_dot_part1, N, Cg, G, L,
                Og, K, OL, s, p_l, d, d_by_gcd, gcd_s_d, s_by_gcd)
    if blocks(Og >= 4):
        pieces2 = parts(N)
        s_by_gcd = s // gcd(s, d)
        d_by_gcd = d // gcd(s, d)
        gcd_s_d = gcd(s, d)
        launch(_jvp_blocks2, G * s * pieces2, (-p_l // s + (OL + p_l - 1) // s + 1) * ((K - residue(d, 0,
                s) - 1) // (s // gcd(s, d)) + 1) * Cg * G * N * Og * s // 32, w_dot, b_dot, x, y_dot,
                y_dot_part1, N, Cg, G, L, Og, K, OL, s, p_l, d, d_by_gcd, gcd_s_d, pieces2, s_by_gcd)
    else:
        s_by_gcd = s // gcd(s, d)
        d_by_gcd = d // gcd(s, d)
        gcd_s_d = gcd(s, d)
        launch(_jvp_plain2, N * G * Og * s, (-p_l // s + (OL + p_l - 1) // s + 1) * ((K - residue(d, 0,
                s) - 1) // (s // gcd(s, d)) + 1) * Cg * G * N * Og * s, w_dot, b_dot, x, y_dot, y_dot_part1,
                N, Cg, G, L, Og, K, OL, s, p_l, d, d_by_gcd, gcd_s_d, s_by_gcd)
