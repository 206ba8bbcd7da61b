"""The kernels of conv1d; conv1d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv1d`.  Do not edit.
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
def _forward_correlations(first, last, x, w, b, y, N, Cg, G, L, Og, K, OL, s, p_l, d, pieces, share, tasks,
        wide):
    """y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, s·i+d·u−p_l]"""
    dtype = x.dtype
    planes = np.empty((Cg, s, 1, max(0, wide)), dtype)
    starts = np.empty(Og, dtype)
    for part in range(first, last):
        lefts = np.empty(Cg * K, np.int64)
        for tap in range(Cg * K):
            c = tap // K
            u = tap % K
            lefts[U(tap)] = K * c + u
        rights = np.empty(Cg * K, np.int64)
        for tap in range(Cg * K):
            c = tap // K
            u = tap % K
            rights[U(tap)] = d * u // s + c * s * wide + (d * u % s) * wide
        for turn in range(part * share, min(part * share + share, tasks)):
            n = turn // (G * 1)
            g = turn // (1) % G
            strip = turn % 1
            # y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, s·i+d·u−p_l]
            for o in range(Og):
                starts[U(o)] = b[U(Og * g + o)]
            for c in range(Cg):
                for phase_i in range(s):
                    pad(planes, (c, phase_i, 0, 0), 0, x, (n, c + Cg * g, phase_i - p_l), 0, s, 1, wide, 0, 1,
                            -((phase_i - p_l) // s), (L + p_l - phase_i - 1) // s + 1)
            correlate(y, (n, Og * g, 0), OL, 0, 1, starts, (0,), 1, w, (Og * g, 0, 0), Cg * K, lefts, planes,
                    (0, 0, 0, 0), 0, rights, K, len(rights), Og, 1, OL)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, x, w, b, y, N, Cg, G, L, Og, K, OL, s, p_l, d, cols2, depth2, pieces2,
        share2):
    """y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, s·i+d·u−p_l]"""
    dtype = x.dtype
    T = dtype.type
    tile2 = np.empty((Og, 384), dtype)
    left2 = np.empty((max(0, min(depth2, 256)), min(Og, 96)), dtype)
    right2 = np.empty((max(0, min(depth2, 256)), 384), dtype)
    for task in range(first, last):
        g = task // pieces2
        part2 = task % pieces2
        for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, cols2), 384):
            cols_last2 = min(cols2 - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
            # y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, s·i+d·u−p_l]
            for o in range(Og):
                for col2 in range(cols_from2, cols_last2 + 1):
                    tile2[U(o), U(col2 - cols_from2)] = T(0)
            line2_first = cols_from2 // OL
            line2_last = cols_last2 // OL
            for depth_from2 in range(0, depth2, 256):
                depth_last2 = min(depth2 - 1, depth_from2 + 255)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    for col2 in range(cols_from2, cols_last2 + 1):
                        right2[U(inner2 - depth_from2), U(col2 - cols_from2)] = T(0)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    c = inner2 // K
                    u = inner2 % K
                    i_first = -((d * u - p_l) // s)
                    i_last = (L + p_l - (d * u) - 1) // s
                    for line2 in range(line2_first, min(line2_last + 1, N)):
                        n = line2
                        i = max(0, cols_from2 - (OL * line2), i_first)
                        copy(right2, (inner2 - depth_from2, i + OL * line2 - cols_from2), x, (n, c + Cg * g,
                                i * s + d * u - p_l), s, min(OL, cols_last2 + 1 - (OL * line2),
                                i_last + 1) - i)
                for rows_from2 in range(0, Og, 96):
                    rows_last2 = min(Og - 1, rows_from2 + 95)
                    for inner2 in range(depth_from2, depth_last2 + 1):
                        c = inner2 // K
                        u = inner2 % K
                        o = rows_from2
                        copy(left2, (inner2 - depth_from2, o - rows_from2), w, (Og * g + o, c, u), Cg * K,
                                rows_last2 + 1 - o)
                    multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), 1, min(Og, 96), right2, (0, 0), 384,
                            rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for o in range(Og):
                b_here = b[U(Og * g + o)]
                for line2 in range(line2_first, min(line2_last + 1, N)):
                    n = line2
                    for i in range(max(0, cols_from2 - (OL * line2)), min(OL, cols_last2 + 1 - (OL * line2))):
                        y[U(n), U(Og * g + o), U(i)] = b_here + tile2[U(o), U(i + OL * line2 - cols_from2)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w, b, y, N, Cg, G, L, Og, K, OL, s, p_l, d, c_block_last):
    """y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, s·i+d·u−p_l]"""
    dtype = x.dtype
    T = dtype.type
    rest = np.empty(OL, dtype)
    part3 = np.empty(OL, dtype)
    for task in range(first, last):
        n = task // (G * Og)
        g = task // Og % G
        o = task % Og
        # y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, s·i+d·u−p_l]
        b_here = b[U(Og * g + o)]
        for i in range(OL):
            y[U(n), U(Og * g + o), U(i)] = b_here
        for i in range(OL):
            rest[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(OL):
                part3[U(i)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(K):
                    w_here = w[U(Og * g + o), U(c), U(u)]
                    for i in range(max(0, -((d * u - p_l) // s)), min(OL, (L + p_l - (d * u) - 1) // s + 1)):
                        part3[U(i)] += w_here * x[U(n), U(c + Cg * g), U(i * s + d * u - p_l)]
            for i in range(OL):
                y[U(n), U(Og * g + o), U(i)], rest[U(i)] = carried(y[U(n), U(Og * g + o), U(i)], rest[U(i)], part3[U(i)])


def _forward(x, w, b, y, N, Cg, G, L, Og, K, OL, s, p_l, d):
    """y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, s·i+d·u−p_l]

    Operations: Cg·G·K·N·OL·Og multiplications, Cg·G·K·N·OL·Og additions, terms that a condition drops
        counted.
    """
    if correlations(OL >= K and K >= s and L >= 4 and 0 >= min(Cg - 8, Og - 32)):
        wide = (K * d - d) // s + OL
        pieces = parts(G * N)
        tasks = G * N
        share = max((tasks - 1) // pieces + 1, 1)
        launch(_forward_correlations, pieces, Cg * G * K * N * OL * Og // 32, x, w, b, y, N, Cg, G, L, Og, K,
                OL, s, p_l, d, pieces, share, tasks, wide)
    else:
        if blocks(Og >= 4 and N * OL >= 8 and Cg * K >= 4):
            cols2 = N * OL
            depth2 = Cg * K
            pieces2 = parts(N * OL)
            share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
            launch(_forward_blocks, G * pieces2, Cg * G * K * N * OL * Og // 32, x, w, b, y, N, Cg, G, L, Og,
                    K, OL, s, p_l, d, cols2, depth2, pieces2, share2)
        else:
            c_block_last = (Cg - 1) // 1024
            launch(_forward_plain, N * G * Og, Cg * G * K * N * OL * Og, x, w, b, y, N, Cg, G, L, Og, K, OL,
                    s, p_l, d, c_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_correlations(first, last, dy, w, dx, N, Cg, G, L, Og, K, OL, s, p_l, d, d_by_gcd, gcd_s_d, pieces,
        s_by_gcd, s_by_gcd2, share, tasks):
    """dx[n, g·Cg+c, s·q+r−p_l] = Σ_{o : gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤ ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} dy[n,
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
        for turn in range(part * share, min(part * share + share, tasks)):
            n = turn // (G * 1)
            g = turn // (1) % G
            strip = turn % 1
            # dx[n, g·Cg+c, s·q+r−p_l] = Σ_{o : gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤
            #     ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} dy[n, g·Og+o,
            #     q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)] · w[g·Og+o, c, res(d,r,s)+t·s/gcd(s,d)]
            for c in range(Cg):
                starts[U(c)] = T(0)
            for o in range(Og):
                pad(planes, (o, 0, 0), 0, dy, (n, Og * g + o,
                        -d_by_gcd * quotient_r3 - quotient_r - quotient_r2), 0, 1, 1, wide, 0, 1,
                        d_by_gcd * quotient_r3 + quotient_r + quotient_r2,
                        OL + d_by_gcd * quotient_r3 + quotient_r + quotient_r2)
            correlate(dx, (n, Cg * g, r - p_l - (quotient_r * s)), L, 0, s, starts, (0,), 1, w, (Og * g, 0,
                    quotient_r3 * s_by_gcd2 + res_r), K, lefts, planes, (0, 0, 0), 0, rights, t_count,
                    len(rights) if r % gcd_s_d == 0 else 0, Cg, 1, q_last + quotient_r + 1)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks(first, last, dy, w, dx, N, Cg, G, L, Og, K, OL, s, p_l, d, d_by_gcd, gcd_s_d, pieces2,
        s_by_gcd):
    """dx[n, g·Cg+c, s·q+r−p_l] = Σ_{o : gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤ ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} dy[n,
        g·Og+o, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)] · w[g·Og+o, c, res(d,r,s)+t·s/gcd(s,d)]
    """
    dtype = dy.dtype
    T = dtype.type
    tile2 = np.empty((Cg, 384), dtype)
    for task in range(first, last):
        g = task // (s * pieces2)
        r = task // pieces2 % s
        part2 = task % pieces2
        q_count2 = (L + p_l - r - 1) // s + (r - p_l) // s + 1
        t_count2 = (K - residue(d, r, s) - 1) // s_by_gcd + 1
        cols2 = N * q_count2
        depth2 = Og * t_count2
        share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
        left2 = np.empty((max(0, min(depth2, 256)), min(Cg, 96)), dtype)
        right2 = np.empty((max(0, min(depth2, 256)), 384), dtype)
        q_first = -((r - p_l) // s)
        q_last = (L + p_l - r - 1) // s
        quotient_r = (residue(d, r, s) * d - r) // s
        res_r = residue(d, r, s)
        if q_count2 >= 1:
            for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, cols2), 384):
                cols_last2 = min(cols2 - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
                # dx[n, g·Cg+c, s·q+r−p_l] = Σ_{o : gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤
                #     ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} dy[n, g·Og+o,
                #     q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)] · w[g·Og+o, c, res(d,r,s)+t·s/gcd(s,d)]
                for c in range(Cg):
                    for col2 in range(cols_from2, cols_last2 + 1):
                        tile2[U(c), U(col2 - cols_from2)] = T(0)
                line2_first = cols_from2 // q_count2
                line2_last = cols_last2 // q_count2
                if r % gcd_s_d == 0 and t_count2 >= 1:
                    for depth_from2 in range(0, depth2, 256):
                        depth_last2 = min(depth2 - 1, depth_from2 + 255)
                        for inner2 in range(depth_from2, depth_last2 + 1):
                            for col2 in range(cols_from2, cols_last2 + 1):
                                right2[U(inner2 - depth_from2), U(col2 - cols_from2)] = T(0)
                        for inner2 in range(depth_from2, depth_last2 + 1):
                            o = inner2 // t_count2
                            t = inner2 % t_count2
                            for line2 in range(line2_first, min(line2_last + 1, N)):
                                n = line2
                                q = max(
                                    q_first,
                                    cols_from2 + q_first - (line2 * q_count2),
                                    quotient_r + d_by_gcd * t,
                                )
                                copy(right2, (inner2 - depth_from2,
                                        line2 * q_count2 + q - cols_from2 - q_first), dy, (n, Og * g + o,
                                        q - quotient_r - (d_by_gcd * t)), 1, min(q_last + 1,
                                        cols_last2 + q_first + 1 - (line2 * q_count2),
                                        OL + quotient_r + d_by_gcd * t) - q)
                        for rows_from2 in range(0, Cg, 96):
                            rows_last2 = min(Cg - 1, rows_from2 + 95)
                            for inner2 in range(depth_from2, depth_last2 + 1):
                                o = inner2 // t_count2
                                t = inner2 % t_count2
                                c = rows_from2
                                copy(left2, (inner2 - depth_from2, c - rows_from2), w, (Og * g + o, c,
                                        res_r + s_by_gcd * t), K, rows_last2 + 1 - c)
                            multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), 1, min(Cg, 96), right2, (0,
                                    0), 384, rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                                    depth_last2 + 1 - depth_from2)
                for c in range(Cg):
                    for line2 in range(line2_first, min(line2_last + 1, N)):
                        n = line2
                        for q in range(max(q_first, cols_from2 + q_first - (line2 * q_count2)),
                                min(q_last + 1, cols_last2 + q_first + 1 - (line2 * q_count2))):
                            dx[U(n), U(c + Cg * g), U(q * s + r - p_l)] = tile2[U(c), U(line2 * q_count2 + q - cols_from2 - q_first)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, w, dx, N, Cg, G, L, Og, K, OL, s, p_l, d, d_by_gcd, gcd_s_d, s_by_gcd):
    """dx[n, g·Cg+c, s·q+r−p_l] = Σ_{o : gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤ ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} dy[n,
        g·Og+o, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)] · w[g·Og+o, c, res(d,r,s)+t·s/gcd(s,d)]
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (G * Cg * s)
        g = task // (Cg * s) % G
        c = task // s % Cg
        r = task % s
        # dx[n, g·Cg+c, s·q+r−p_l] = Σ_{o : gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤
        #     ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} dy[n, g·Og+o,
        #     q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)] · w[g·Og+o, c, res(d,r,s)+t·s/gcd(s,d)]
        for q in range(-((r - p_l) // s), (L + p_l - r - 1) // s + 1):
            dx[U(n), U(c + Cg * g), U(q * s + r - p_l)] = T(0)
        res_r = residue(d, r, s)
        quotient_r = (d * res_r - r) // s
        q_first = -((r - p_l) // s)
        q_last = (L + p_l - r - 1) // s
        t_last = (K - res_r - 1) // s_by_gcd
        if r % gcd_s_d == 0:
            for o in range(Og):
                for t in range(t_last + 1):
                    w_here = w[U(Og * g + o), U(c), U(res_r + s_by_gcd * t)]
                    for q in range(max(q_first, quotient_r + d_by_gcd * t), min(q_last + 1,
                            OL + quotient_r + d_by_gcd * t)):
                        dx[U(n), U(c + Cg * g), U(q * s + r - p_l)] += (
                            dy[U(n), U(Og * g + o), U(q - quotient_r - (d_by_gcd * t))] * w_here
                        )


def _vjp_x(dy, w, dx, N, Cg, G, L, Og, K, OL, s, p_l, d):
    """dx[n, g·Cg+c, a] = Σ_{o,u : s ∣ a+p_l−d·(K−1−u)} dy[n, g·Og+o, (a+p_l−d·(K−1−u))/s] · w[g·Og+o, c,
        K−1−u]

    Operations: Cg·G·K·L·N·Og multiplications, Cg·G·K·L·N·Og − Cg·G·L·N additions, terms that a condition
        drops counted.
    """
    if correlations(OL >= 4 and 0 >= min(Cg - 32, Og - 8)):
        pieces = max((G * N + 7) // 8, 1)
        tasks = G * N
        share = max((tasks - 1) // pieces + 1, 1)
        s_by_gcd = s // gcd(s, d)
        d_by_gcd = d // gcd(s, d)
        gcd_s_d = gcd(s, d)
        s_by_gcd2 = s // gcd_s_d
        launch(_vjp_x_correlations, pieces * s, (-p_l // s + (L + p_l - 1) // s + 1) * ((K - residue(d, 0,
                s) - 1) // (s // gcd(s, d)) + 1) * Cg * G * N * Og * s // 32, dy, w, dx, N, Cg, G, L, Og, K,
                OL, s, p_l, d, d_by_gcd, gcd_s_d, pieces, s_by_gcd, s_by_gcd2, share, tasks)
    else:
        if blocks(Cg >= 4):
            pieces2 = parts(N)
            s_by_gcd = s // gcd(s, d)
            d_by_gcd = d // gcd(s, d)
            gcd_s_d = gcd(s, d)
            launch(_vjp_x_blocks, G * s * pieces2, (-p_l // s + (L + p_l - 1) // s + 1) * ((K - residue(d, 0,
                    s) - 1) // (s // gcd(s, d)) + 1) * Cg * G * N * Og * s // 32, dy, w, dx, N, Cg, G, L, Og,
                    K, OL, s, p_l, d, d_by_gcd, gcd_s_d, pieces2, s_by_gcd)
        else:
            s_by_gcd = s // gcd(s, d)
            d_by_gcd = d // gcd(s, d)
            gcd_s_d = gcd(s, d)
            launch(_vjp_x_plain, N * G * Cg * s, (-p_l // s + (L + p_l - 1) // s + 1) * ((K - residue(d, 0,
                    s) - 1) // (s // gcd(s, d)) + 1) * Cg * G * N * Og * s, dy, w, dx, N, Cg, G, L, Og, K, OL,
                    s, p_l, d, d_by_gcd, gcd_s_d, s_by_gcd)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_lagging(first, last, dy, x, dw, N, Cg, G, L, Og, K, OL, s, p_l, d, heaps, pieces, share, tasks,
        wide):
    """dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+s·i−p_l]"""
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((Cg, s, 1, max(0, wide)), dtype)
    tile = np.empty((16, Cg, K), dtype)
    for part in range(first, last):
        rights = np.empty(Cg * K, np.int64)
        for tap in range(Cg * K):
            c = tap // K
            u = tap % K
            rights[U(tap)] = d * u // s + c * s * wide + (d * u % s) * wide
        for turn in range(part * share, min(part * share + share, tasks)):
            g = turn // heaps
            heap = turn % heaps
            # dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+s·i−p_l]
            for o in range(heap * 16, min(heap * 16 + 16, Og)):
                for c in range(Cg):
                    for u in range(K):
                        tile[U(o - (heap * 16)), U(c), U(u)] = T(0)
            for n in range(N):
                for strip in range(1):
                    for c in range(Cg):
                        for phase_i in range(s):
                            pad(planes, (c, phase_i, 0, 0), 0, x, (n, c + Cg * g, phase_i - p_l), 0, s, 1,
                                    wide, 0, 1, -((phase_i - p_l) // s), (L + p_l - phase_i - 1) // s + 1)
                    lags(tile, (0, 0, 0), Cg * K, dy, (n, heap * 16 + Og * g, 0), OL, 0, planes, (0, 0, 0, 0),
                            0, rights, K, min(16, Og - (heap * 16)), 1, OL)
            for o in range(heap * 16, min(heap * 16 + 16, Og)):
                for c in range(Cg):
                    for u in range(K):
                        dw[U(Og * g + o), U(c), U(u)] = tile[U(o - (heap * 16)), U(c), U(u)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, dy, x, dw, N, Cg, G, L, Og, K, OL, s, p_l, d, depth2, pieces2, rows2, share2):
    """dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+s·i−p_l]"""
    dtype = dy.dtype
    T = dtype.type
    right2 = np.empty((max(0, min(depth2, 256)), 384), dtype)
    tile2 = np.empty((share2, 384), dtype)
    left2 = np.empty((min(share2, 96), max(0, min(depth2, 256))), dtype)
    for task in range(first, last):
        g = task // pieces2
        part2 = task % pieces2
        for cols_from2 in range(0, Og, 384):
            cols_last2 = min(Og - 1, cols_from2 + 383)
            # dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+s·i−p_l]
            for row2 in range(part2 * share2, min(part2 * share2 + share2, rows2)):
                for o in range(cols_from2, cols_last2 + 1):
                    tile2[U(row2 - (part2 * share2)), U(o - cols_from2)] = T(0)
            for depth_from2 in range(0, depth2, 256):
                depth_last2 = min(depth2 - 1, depth_from2 + 255)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    n = inner2 // OL
                    i = inner2 % OL
                    o = cols_from2
                    copy(right2, (inner2 - depth_from2, o - cols_from2), dy, (n, Og * g + o, i), OL,
                            cols_last2 + 1 - o)
                line2_first = depth_from2 // OL
                line2_last = depth_last2 // OL
                for rows_from2 in range(part2 * share2, min(part2 * share2 + share2, rows2), 96):
                    rows_last2 = min(part2 * share2 + share2 - 1, rows2 - 1, rows_from2 + 95)
                    for row2 in range(rows_from2, rows_last2 + 1):
                        for inner2 in range(depth_from2, depth_last2 + 1):
                            left2[U(row2 - rows_from2), U(inner2 - depth_from2)] = T(0)
                    for row2 in range(rows_from2, rows_last2 + 1):
                        c = row2 // K
                        u = row2 % K
                        i_first = -((d * u - p_l) // s)
                        i_last = (L + p_l - (d * u) - 1) // s
                        for line2 in range(line2_first, min(line2_last + 1, N)):
                            n = line2
                            i = max(0, depth_from2 - (OL * line2), i_first)
                            copy(left2, (row2 - rows_from2, i + OL * line2 - depth_from2), x, (n, c + Cg * g,
                                    i * s + d * u - p_l), s, min(OL, depth_last2 + 1 - (OL * line2),
                                    i_last + 1) - i)
                    multiply(tile2, (rows_from2 - (part2 * share2), 0), 384, left2, (0, 0), min(depth2, 256),
                            1, right2, (0, 0), 384, rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for row2 in range(part2 * share2, min(part2 * share2 + share2, rows2)):
                c = row2 // K
                u = row2 % K
                for o in range(cols_from2, cols_last2 + 1):
                    dw[U(Og * g + o), U(c), U(u)] = tile2[U(row2 - (part2 * share2)), U(o - cols_from2)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dy, x, dw, N, Cg, G, L, Og, K, OL, s, p_l, d, i_block_last):
    """dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+s·i−p_l]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // (Og * Cg)
        o = task // Cg % Og
        c = task % Cg
        # dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+s·i−p_l]
        for u in range(K):
            acc = T(0)
            rest = T(0)
            i_first = -((d * u - p_l) // s)
            i_last = (L + p_l - (d * u) - 1) // s
            i_block_first = i_first // 1024
            i_block_last2 = i_last // 1024
            for n in range(N):
                for i_block in range(max(0, i_block_first), min(i_block_last + 1, i_block_last2 + 1)):
                    part3 = T(0)
                    for i in range(max(0, i_first, i_block * 1024), min(OL, i_last + 1,
                            i_block * 1024 + 1024)):
                        part3 = plus(
                            part3,
                            dy[U(n), U(Og * g + o), U(i)] * x[U(n), U(c + Cg * g), U(i * s + d * u - p_l)],
                        )
                    acc, rest = carried(acc, rest, part3)
            dw[U(Og * g + o), U(c), U(u)] = acc


def _vjp_w(dy, x, dw, N, Cg, G, L, Og, K, OL, s, p_l, d):
    """dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+s·i−p_l]

    Operations: Cg·G·K·N·OL·Og multiplications, Cg·G·K·N·OL·Og − Cg·G·K·Og additions, terms that a
        condition drops counted.
    """
    if lagging(OL >= K and K >= s and L >= 4 and 0 >= min(Cg - 3, Og - 16)):
        wide = (K * d - d) // s + OL
        heaps = (Og + 15) // 16
        pieces = parts(G * heaps)
        tasks = G * heaps
        share = max((tasks - 1) // pieces + 1, 1)
        launch(_vjp_w_lagging, pieces, Cg * G * K * N * OL * Og // 32, dy, x, dw, N, Cg, G, L, Og, K, OL, s,
                p_l, d, heaps, pieces, share, tasks, wide)
    else:
        if blocks(Cg * K >= 4 and Og >= 8 and N * OL >= 4):
            rows2 = Cg * K
            depth2 = N * OL
            pieces2 = parts(Cg * K)
            share2 = max(((rows2 - 1) // (pieces2 * 6)) * 6 + 6, 1)
            launch(_vjp_w_blocks, G * pieces2, Cg * G * K * N * OL * Og // 32, dy, x, dw, N, Cg, G, L, Og, K,
                    OL, s, p_l, d, depth2, pieces2, rows2, share2)
        else:
            i_block_last = (OL - 1) // 1024
            launch(_vjp_w_plain, G * Og * Cg, Cg * G * K * N * OL * Og, dy, x, dw, N, Cg, G, L, Og, K, OL, s,
                    p_l, d, i_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dy, db, N, G, Og, OL, i_block_last):
    """db[g·Og+o] = Σ_{n,i} dy[n, g·Og+o, i]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // Og
        o = task % Og
        # db[g·Og+o] = Σ_{n,i} dy[n, g·Og+o, i]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for i_block in range(i_block_last + 1):
                part = T(0)
                for i in range(i_block * 1024, min(OL, i_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(Og * g + o), U(i)])
                acc, rest = carried(acc, rest, part)
        db[U(Og * g + o)] = acc


def _vjp_b(dy, db, N, G, Og, OL):
    """db[g·Og+o] = Σ_{n,i} dy[n, g·Og+o, i]

    Operations: G·N·OL·Og − G·Og additions.
    """
    i_block_last = (OL - 1) // 1024
    launch(_vjp_b_part, G * Og, G * N * OL * Og, dy, db, N, G, Og, OL, i_block_last)
