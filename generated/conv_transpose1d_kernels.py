"""The kernels of conv_transpose1d; conv_transpose1d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_transpose1d`.  Do not edit.
Run time: edb5d24a3545977e.
"""

import numpy as np
from numba import njit

from .runtime import carried, gcd, plus, residue
from .threads import launch
from .stencils import correlate, correlations, lagging, lags, pad
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_correlations(first, last, x, w, b, y, N, Cg, G, L, Og, K, OL, s, p_l, d, d_by_gcd, gcd_s_d,
        pieces, s_by_gcd, s_by_gcd2, share, tasks):
    """y[n, g·Og+o, s·q+r−p_l] = b[g·Og+o] + Σ_{c : gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤
        ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} w[g·Cg+c, o, res(d,r,s)+t·s/gcd(s,d)] · x[n, g·Cg+c,
        q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
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
        for turn in range(part * share, min(part * share + share, tasks)):
            n = turn // (G * 1)
            g = turn // (1) % G
            strip = turn % 1
            # y[n, g·Og+o, s·q+r−p_l] = b[g·Og+o] + Σ_{c : gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤
            #     ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} w[g·Cg+c, o, res(d,r,s)+t·s/gcd(s,d)] · x[n,
            #     g·Cg+c, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
            for o in range(Og):
                starts[U(o)] = b[U(Og * g + o)]
            for c in range(Cg):
                pad(planes, (c, 0, 0), 0, x, (n, c + Cg * g,
                        -d_by_gcd * quotient_r3 - quotient_r - quotient_r2), 0, 1, 1, wide, 0, 1,
                        d_by_gcd * quotient_r3 + quotient_r + quotient_r2,
                        L + d_by_gcd * quotient_r3 + quotient_r + quotient_r2)
            correlate(y, (n, Og * g, r - p_l - (quotient_r * s)), OL, 0, s, starts, (0,), 1, w, (Cg * g, 0,
                    quotient_r3 * s_by_gcd2 + res_r), K, lefts, planes, (0, 0, 0), 0, rights, t_count,
                    len(rights) if r % gcd_s_d == 0 else 0, Og, 1, q_last + quotient_r + 1)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, x, w, b, y, N, Cg, G, L, Og, K, OL, s, p_l, d, d_by_gcd, gcd_s_d, pieces2,
        s_by_gcd):
    """y[n, g·Og+o, s·q+r−p_l] = b[g·Og+o] + Σ_{c : gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤
        ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} w[g·Cg+c, o, res(d,r,s)+t·s/gcd(s,d)] · x[n, g·Cg+c,
        q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
    """
    dtype = x.dtype
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
                # y[n, g·Og+o, s·q+r−p_l] = b[g·Og+o] + Σ_{c : gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤
                #     ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} w[g·Cg+c, o, res(d,r,s)+t·s/gcd(s,d)] · x[n,
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
                                copy(left2, (inner2 - depth_from2, o - rows_from2), w, (c + Cg * g, o,
                                        res_r + s_by_gcd * t), K, rows_last2 + 1 - o)
                            multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), 1, min(Og, 96), right2, (0,
                                    0), 384, rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                                    depth_last2 + 1 - depth_from2)
                for o in range(Og):
                    b_here = b[U(Og * g + o)]
                    for line2 in range(line2_first, min(line2_last + 1, N)):
                        n = line2
                        for q in range(max(q_first, cols_from2 + q_first - (line2 * q_count2)),
                                min(q_last + 1, cols_last2 + q_first + 1 - (line2 * q_count2))):
                            y[U(n), U(Og * g + o), U(q * s + r - p_l)] = (
                                b_here + tile2[U(o), U(line2 * q_count2 + q - cols_from2 - q_first)]
                            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w, b, y, N, Cg, G, L, Og, K, OL, s, p_l, d, d_by_gcd, gcd_s_d, s_by_gcd):
    """y[n, g·Og+o, s·q+r−p_l] = b[g·Og+o] + Σ_{c : gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤
        ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} w[g·Cg+c, o, res(d,r,s)+t·s/gcd(s,d)] · x[n, g·Cg+c,
        q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
    """
    for task in range(first, last):
        n = task // (G * Og * s)
        g = task // (Og * s) % G
        o = task // s % Og
        r = task % s
        # y[n, g·Og+o, s·q+r−p_l] = b[g·Og+o] + Σ_{c : gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤
        #     ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} w[g·Cg+c, o, res(d,r,s)+t·s/gcd(s,d)] · x[n,
        #     g·Cg+c, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
        b_here = b[U(Og * g + o)]
        for q in range(-((r - p_l) // s), (OL + p_l - r - 1) // s + 1):
            y[U(n), U(Og * g + o), U(q * s + r - p_l)] = b_here
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
                        y[U(n), U(Og * g + o), U(q * s + r - p_l)] += (
                            w_here * x[U(n), U(c + Cg * g), U(q - quotient_r - (d_by_gcd * t))]
                        )


def _forward(x, w, b, y, N, Cg, G, L, Og, K, OL, s, p_l, d):
    """y[n, g·Og+o, a] = b[g·Og+o] + Σ_{c,u} w[g·Cg+c, o, u] · x[n, g·Cg+c, (a+p_l−d·u)/s] · [s ∣ a + p_l −
        d·u]

    Operations: Cg·G·K·N·OL·Og multiplications, Cg·G·K·N·OL·Og additions, terms that a condition drops
        counted.
    """
    if correlations(L >= 4 and 0 >= min(Cg - 8, Og - 32)):
        pieces = max((G * N + 7) // 8, 1)
        tasks = G * N
        share = max((tasks - 1) // pieces + 1, 1)
        s_by_gcd = s // gcd(s, d)
        d_by_gcd = d // gcd(s, d)
        gcd_s_d = gcd(s, d)
        s_by_gcd2 = s // gcd_s_d
        launch(_forward_correlations, pieces * s, (-p_l // s + (OL + p_l - 1) // s + 1) * ((K - residue(d, 0,
                s) - 1) // (s // gcd(s, d)) + 1) * Cg * G * N * Og * s // 32, x, w, b, y, N, Cg, G, L, Og, K,
                OL, s, p_l, d, d_by_gcd, gcd_s_d, pieces, s_by_gcd, s_by_gcd2, share, tasks)
    else:
        if blocks(Og >= 4):
            pieces2 = parts(N)
            s_by_gcd = s // gcd(s, d)
            d_by_gcd = d // gcd(s, d)
            gcd_s_d = gcd(s, d)
            launch(_forward_blocks, G * s * pieces2, (-p_l // s + (OL + p_l - 1) // s + 1) * ((K - residue(d,
                    0, s) - 1) // (s // gcd(s, d)) + 1) * Cg * G * N * Og * s // 32, x, w, b, y, N, Cg, G, L,
                    Og, K, OL, s, p_l, d, d_by_gcd, gcd_s_d, pieces2, s_by_gcd)
        else:
            s_by_gcd = s // gcd(s, d)
            d_by_gcd = d // gcd(s, d)
            gcd_s_d = gcd(s, d)
            launch(_forward_plain, N * G * Og * s, (-p_l // s + (OL + p_l - 1) // s + 1) * ((K - residue(d, 0,
                    s) - 1) // (s // gcd(s, d)) + 1) * Cg * G * N * Og * s, x, w, b, y, N, Cg, G, L, Og, K,
                    OL, s, p_l, d, d_by_gcd, gcd_s_d, s_by_gcd)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_correlations(first, last, dy, w, dx, N, Cg, G, L, Og, K, OL, s, p_l, d, pieces, share, tasks,
        wide):
    """dx[n, g·Cg+c, i] = Σ_{o,u} dy[n, g·Og+o, s·i+d·u−p_l] · w[g·Cg+c, o, u]"""
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((Og, s, 1, max(0, wide)), dtype)
    starts = np.empty(Cg, dtype)
    for part in range(first, last):
        lefts = np.empty(Og * K, np.int64)
        for tap in range(Og * K):
            o = tap // K
            u = tap % K
            lefts[U(tap)] = K * o + u
        rights = np.empty(Og * K, np.int64)
        for tap in range(Og * K):
            o = tap // K
            u = tap % K
            rights[U(tap)] = d * u // s + o * s * wide + (d * u % s) * wide
        for turn in range(part * share, min(part * share + share, tasks)):
            n = turn // (G * 1)
            g = turn // (1) % G
            strip = turn % 1
            # dx[n, g·Cg+c, i] = Σ_{o,u} dy[n, g·Og+o, s·i+d·u−p_l] · w[g·Cg+c, o, u]
            for c in range(Cg):
                starts[U(c)] = T(0)
            for o in range(Og):
                for phase_i in range(s):
                    pad(planes, (o, phase_i, 0, 0), 0, dy, (n, Og * g + o, phase_i - p_l), 0, s, 1, wide, 0,
                            1, -((phase_i - p_l) // s), (OL + p_l - phase_i - 1) // s + 1)
            correlate(dx, (n, Cg * g, 0), L, 0, 1, starts, (0,), 1, w, (Cg * g, 0, 0), K * Og, lefts, planes,
                    (0, 0, 0, 0), 0, rights, K, len(rights), Cg, 1, L)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks(first, last, dy, w, dx, N, Cg, G, L, Og, K, OL, s, p_l, d, cols2, depth2, pieces2, share2):
    """dx[n, g·Cg+c, i] = Σ_{o,u} dy[n, g·Og+o, s·i+d·u−p_l] · w[g·Cg+c, o, u]"""
    dtype = dy.dtype
    T = dtype.type
    tile2 = np.empty((Cg, 384), dtype)
    left2 = np.empty((max(0, min(depth2, 256)), min(Cg, 96)), dtype)
    right2 = np.empty((max(0, min(depth2, 256)), 384), dtype)
    for task in range(first, last):
        g = task // pieces2
        part2 = task % pieces2
        for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, cols2), 384):
            cols_last2 = min(cols2 - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
            # dx[n, g·Cg+c, i] = Σ_{o,u} dy[n, g·Og+o, s·i+d·u−p_l] · w[g·Cg+c, o, u]
            for c in range(Cg):
                for col2 in range(cols_from2, cols_last2 + 1):
                    tile2[U(c), U(col2 - cols_from2)] = T(0)
            line2_first = cols_from2 // L
            line2_last = cols_last2 // L
            for depth_from2 in range(0, depth2, 256):
                depth_last2 = min(depth2 - 1, depth_from2 + 255)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    for col2 in range(cols_from2, cols_last2 + 1):
                        right2[U(inner2 - depth_from2), U(col2 - cols_from2)] = T(0)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    o = inner2 // K
                    u = inner2 % K
                    i_first = -((d * u - p_l) // s)
                    i_last = (OL + p_l - (d * u) - 1) // s
                    for line2 in range(line2_first, min(line2_last + 1, N)):
                        n = line2
                        i = max(0, cols_from2 - (L * line2), i_first)
                        copy(right2, (inner2 - depth_from2, i + L * line2 - cols_from2), dy, (n, Og * g + o,
                                i * s + d * u - p_l), s, min(L, cols_last2 + 1 - (L * line2), i_last + 1) - i)
                for rows_from2 in range(0, Cg, 96):
                    rows_last2 = min(Cg - 1, rows_from2 + 95)
                    for inner2 in range(depth_from2, depth_last2 + 1):
                        o = inner2 // K
                        u = inner2 % K
                        c = rows_from2
                        copy(left2, (inner2 - depth_from2, c - rows_from2), w, (c + Cg * g, o, u), K * Og,
                                rows_last2 + 1 - c)
                    multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), 1, min(Cg, 96), right2, (0, 0), 384,
                            rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for c in range(Cg):
                for line2 in range(line2_first, min(line2_last + 1, N)):
                    n = line2
                    for i in range(max(0, cols_from2 - (L * line2)), min(L, cols_last2 + 1 - (L * line2))):
                        dx[U(n), U(c + Cg * g), U(i)] = tile2[U(c), U(i + L * line2 - cols_from2)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, w, dx, N, Cg, G, L, Og, K, OL, s, p_l, d, o_block_last):
    """dx[n, g·Cg+c, i] = Σ_{o,u} dy[n, g·Og+o, s·i+d·u−p_l] · w[g·Cg+c, o, u]"""
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(L, dtype)
    part3 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // (G * Cg)
        g = task // Cg % G
        c = task % Cg
        # dx[n, g·Cg+c, i] = Σ_{o,u} dy[n, g·Og+o, s·i+d·u−p_l] · w[g·Cg+c, o, u]
        for i in range(L):
            dx[U(n), U(c + Cg * g), U(i)] = T(0)
        for i in range(L):
            rest[U(i)] = T(0)
        for o_block in range(o_block_last + 1):
            for i in range(L):
                part3[U(i)] = T(0)
            for o in range(o_block * 1024, min(Og, o_block * 1024 + 1024)):
                for u in range(K):
                    w_here = w[U(c + Cg * g), U(o), U(u)]
                    for i in range(max(0, -((d * u - p_l) // s)), min(L, (OL + p_l - (d * u) - 1) // s + 1)):
                        part3[U(i)] += dy[U(n), U(Og * g + o), U(i * s + d * u - p_l)] * w_here
            for i in range(L):
                dx[U(n), U(c + Cg * g), U(i)], rest[U(i)] = carried(dx[U(n), U(c + Cg * g), U(i)], rest[U(i)], part3[U(i)])


def _vjp_x(dy, w, dx, N, Cg, G, L, Og, K, OL, s, p_l, d):
    """dx[n, g·Cg+c, i] = Σ_{o,u} dy[n, g·Og+o, s·i+d·u−p_l] · w[g·Cg+c, o, u]

    Operations: Cg·G·K·L·N·Og multiplications, Cg·G·K·L·N·Og − Cg·G·L·N additions, terms that a condition
        drops counted.
    """
    if correlations(L >= K and K >= s and OL >= 4 and 0 >= min(Cg - 32, Og - 8)):
        wide = (K * d - d) // s + L
        pieces = parts(G * N)
        tasks = G * N
        share = max((tasks - 1) // pieces + 1, 1)
        launch(_vjp_x_correlations, pieces, Cg * G * K * L * N * Og // 32, dy, w, dx, N, Cg, G, L, Og, K, OL,
                s, p_l, d, pieces, share, tasks, wide)
    else:
        if blocks(Cg >= 4 and L * N >= 8 and K * Og >= 4):
            cols2 = L * N
            depth2 = K * Og
            pieces2 = parts(L * N)
            share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
            launch(_vjp_x_blocks, G * pieces2, Cg * G * K * L * N * Og // 32, dy, w, dx, N, Cg, G, L, Og, K,
                    OL, s, p_l, d, cols2, depth2, pieces2, share2)
        else:
            o_block_last = (Og - 1) // 1024
            launch(_vjp_x_plain, N * G * Cg, Cg * G * K * L * N * Og, dy, w, dx, N, Cg, G, L, Og, K, OL, s,
                    p_l, d, o_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_lagging(first, last, dy, x, dw, N, Cg, G, L, Og, K, OL, s, p_l, d, heaps, pieces, share, tasks,
        wide):
    """dw[g·Cg+c, o, u] = Σ_{n,i} dy[n, g·Og+o, d·u+s·i−p_l] · x[n, g·Cg+c, i]"""
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((Og, s, 1, max(0, wide)), dtype)
    tile = np.empty((16, Og, K), dtype)
    for part in range(first, last):
        rights = np.empty(Og * K, np.int64)
        for tap in range(Og * K):
            o = tap // K
            u = tap % K
            rights[U(tap)] = d * u // s + o * s * wide + (d * u % s) * wide
        for turn in range(part * share, min(part * share + share, tasks)):
            g = turn // heaps
            heap = turn % heaps
            # dw[g·Cg+c, o, u] = Σ_{n,i} dy[n, g·Og+o, d·u+s·i−p_l] · x[n, g·Cg+c, i]
            for c in range(heap * 16, min(heap * 16 + 16, Cg)):
                for o in range(Og):
                    for u in range(K):
                        tile[U(c - (heap * 16)), U(o), U(u)] = T(0)
            for n in range(N):
                for strip in range(1):
                    for o in range(Og):
                        for phase_i in range(s):
                            pad(planes, (o, phase_i, 0, 0), 0, dy, (n, Og * g + o, phase_i - p_l), 0, s, 1,
                                    wide, 0, 1, -((phase_i - p_l) // s), (OL + p_l - phase_i - 1) // s + 1)
                    lags(tile, (0, 0, 0), K * Og, x, (n, heap * 16 + Cg * g, 0), L, 0, planes, (0, 0, 0, 0),
                            0, rights, K, min(16, Cg - (heap * 16)), 1, L)
            for c in range(heap * 16, min(heap * 16 + 16, Cg)):
                for o in range(Og):
                    for u in range(K):
                        dw[U(c + Cg * g), U(o), U(u)] = tile[U(c - (heap * 16)), U(o), U(u)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, dy, x, dw, N, Cg, G, L, Og, K, OL, s, p_l, d, depth2, pieces2, rows2, share2):
    """dw[g·Cg+c, o, u] = Σ_{n,i} dy[n, g·Og+o, d·u+s·i−p_l] · x[n, g·Cg+c, i]"""
    dtype = dy.dtype
    T = dtype.type
    right2 = np.empty((max(0, min(depth2, 256)), 384), dtype)
    tile2 = np.empty((share2, 384), dtype)
    left2 = np.empty((min(share2, 96), max(0, min(depth2, 256))), dtype)
    for task in range(first, last):
        g = task // pieces2
        part2 = task % pieces2
        for cols_from2 in range(0, Cg, 384):
            cols_last2 = min(Cg - 1, cols_from2 + 383)
            # dw[g·Cg+c, o, u] = Σ_{n,i} dy[n, g·Og+o, d·u+s·i−p_l] · x[n, g·Cg+c, i]
            for row2 in range(part2 * share2, min(part2 * share2 + share2, rows2)):
                for c in range(cols_from2, cols_last2 + 1):
                    tile2[U(row2 - (part2 * share2)), U(c - cols_from2)] = T(0)
            for depth_from2 in range(0, depth2, 256):
                depth_last2 = min(depth2 - 1, depth_from2 + 255)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    n = inner2 // L
                    i = inner2 % L
                    c = cols_from2
                    copy(right2, (inner2 - depth_from2, c - cols_from2), x, (n, c + Cg * g, i), L,
                            cols_last2 + 1 - c)
                line2_first = depth_from2 // L
                line2_last = depth_last2 // L
                for rows_from2 in range(part2 * share2, min(part2 * share2 + share2, rows2), 96):
                    rows_last2 = min(part2 * share2 + share2 - 1, rows2 - 1, rows_from2 + 95)
                    for row2 in range(rows_from2, rows_last2 + 1):
                        for inner2 in range(depth_from2, depth_last2 + 1):
                            left2[U(row2 - rows_from2), U(inner2 - depth_from2)] = T(0)
                    for row2 in range(rows_from2, rows_last2 + 1):
                        o = row2 // K
                        u = row2 % K
                        i_first = -((d * u - p_l) // s)
                        i_last = (OL + p_l - (d * u) - 1) // s
                        for line2 in range(line2_first, min(line2_last + 1, N)):
                            n = line2
                            i = max(0, depth_from2 - (L * line2), i_first)
                            copy(left2, (row2 - rows_from2, i + L * line2 - depth_from2), dy, (n, Og * g + o,
                                    i * s + d * u - p_l), s, min(L, depth_last2 + 1 - (L * line2),
                                    i_last + 1) - i)
                    multiply(tile2, (rows_from2 - (part2 * share2), 0), 384, left2, (0, 0), min(depth2, 256),
                            1, right2, (0, 0), 384, rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for row2 in range(part2 * share2, min(part2 * share2 + share2, rows2)):
                o = row2 // K
                u = row2 % K
                for c in range(cols_from2, cols_last2 + 1):
                    dw[U(c + Cg * g), U(o), U(u)] = tile2[U(row2 - (part2 * share2)), U(c - cols_from2)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dy, x, dw, N, Cg, G, L, Og, K, OL, s, p_l, d, i_block_last):
    """dw[g·Cg+c, o, u] = Σ_{n,i} dy[n, g·Og+o, d·u+s·i−p_l] · x[n, g·Cg+c, i]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // (Cg * Og)
        c = task // Og % Cg
        o = task % Og
        # dw[g·Cg+c, o, u] = Σ_{n,i} dy[n, g·Og+o, d·u+s·i−p_l] · x[n, g·Cg+c, i]
        for u in range(K):
            acc = T(0)
            rest = T(0)
            i_first = -((d * u - p_l) // s)
            i_last = (OL + p_l - (d * u) - 1) // s
            i_block_first = i_first // 1024
            i_block_last2 = i_last // 1024
            for n in range(N):
                for i_block in range(max(0, i_block_first), min(i_block_last + 1, i_block_last2 + 1)):
                    part3 = T(0)
                    for i in range(max(0, i_first, i_block * 1024), min(L, i_last + 1,
                            i_block * 1024 + 1024)):
                        part3 = plus(
                            part3,
                            dy[U(n), U(Og * g + o), U(i * s + d * u - p_l)] * x[U(n), U(c + Cg * g), U(i)],
                        )
                    acc, rest = carried(acc, rest, part3)
            dw[U(c + Cg * g), U(o), U(u)] = acc


def _vjp_w(dy, x, dw, N, Cg, G, L, Og, K, OL, s, p_l, d):
    """dw[g·Cg+c, o, u] = Σ_{n,i} dy[n, g·Og+o, d·u+s·i−p_l] · x[n, g·Cg+c, i]

    Operations: Cg·G·K·L·N·Og multiplications, Cg·G·K·L·N·Og − Cg·G·K·Og additions, terms that a condition
        drops counted.
    """
    if lagging(L >= K and K >= s and OL >= 4 and 0 >= min(Cg - 16, Og - 3)):
        wide = (K * d - d) // s + L
        heaps = (Cg + 15) // 16
        pieces = parts(G * heaps)
        tasks = G * heaps
        share = max((tasks - 1) // pieces + 1, 1)
        launch(_vjp_w_lagging, pieces, Cg * G * K * L * N * Og // 32, dy, x, dw, N, Cg, G, L, Og, K, OL, s,
                p_l, d, heaps, pieces, share, tasks, wide)
    else:
        if blocks(K * Og >= 4 and Cg >= 8 and L * N >= 4):
            rows2 = K * Og
            depth2 = L * N
            pieces2 = parts(K * Og)
            share2 = max(((rows2 - 1) // (pieces2 * 6)) * 6 + 6, 1)
            launch(_vjp_w_blocks, G * pieces2, Cg * G * K * L * N * Og // 32, dy, x, dw, N, Cg, G, L, Og, K,
                    OL, s, p_l, d, depth2, pieces2, rows2, share2)
        else:
            i_block_last = (L - 1) // 1024
            launch(_vjp_w_plain, G * Cg * Og, Cg * G * K * L * N * Og, dy, x, dw, N, Cg, G, L, Og, K, OL, s,
                    p_l, d, i_block_last)


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
