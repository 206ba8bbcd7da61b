"""The kernels of conv_transpose1d; conv_transpose1d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_transpose1d`.  Do not edit.
Run time: a51755a289390ade.
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
def _forward_blocks(first, last, x, w, b, y, N, Cg, G, L, Og, K, OL, s, p_l, d, d_by_gcd, gcd_s_d, pieces,
        s_by_gcd):
    """y[n, g·Og+o, s·q+r−p_l] = b[g·Og+o] + Σ_{c : gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤
        ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} w[g·Cg+c, o, res(d,r,s)+t·s/gcd(s,d)] · x[n, g·Cg+c,
        q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
    """
    dtype = x.dtype
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
                # y[n, g·Og+o, s·q+r−p_l] = b[g·Og+o] + Σ_{c : gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤
                #     ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} w[g·Cg+c, o, res(d,r,s)+t·s/gcd(s,d)] · x[n,
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
                                copy(right, (inner - depth_from, line * q_count + q - cols_from - q_first), x,
                                        (n, c + Cg * g, q - quotient_r - (d_by_gcd * t)), 1, min(q_last + 1,
                                        cols_last + q_first + 1 - (line * q_count),
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
                    b_here = b[U(Og * g + o)]
                    for line in range(line_first, min(line_last + 1, N)):
                        n = line
                        for q in range(max(q_first, cols_from + q_first - (line * q_count)), min(q_last + 1,
                                cols_last + q_first + 1 - (line * q_count))):
                            y[U(n), U(Og * g + o), U(q * s + r - p_l)] = (
                                b_here + tile[U(o), U(line * q_count + q - cols_from - q_first)]
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
            pieces = parts(N)
            s_by_gcd = s // gcd(s, d)
            d_by_gcd = d // gcd(s, d)
            gcd_s_d = gcd(s, d)
            launch(_forward_blocks, G * s * pieces, (-p_l // s + (OL + p_l - 1) // s + 1) * ((K - residue(d,
                    0, s) - 1) // (s // gcd(s, d)) + 1) * Cg * G * N * Og * s // 32, x, w, b, y, N, Cg, G, L,
                    Og, K, OL, s, p_l, d, d_by_gcd, gcd_s_d, pieces, s_by_gcd)
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
def _vjp_x_blocks(first, last, dy, w, dx, N, Cg, G, L, Og, K, OL, s, p_l, d, cols, depth, pieces, share):
    """dx[n, g·Cg+c, i] = Σ_{o,u} dy[n, g·Og+o, s·i+d·u−p_l] · w[g·Cg+c, o, u]"""
    dtype = dy.dtype
    T = dtype.type
    tile = np.empty((Cg, 384), dtype)
    left = np.empty((max(0, min(depth, 256)), min(Cg, 96)), dtype)
    right = np.empty((max(0, min(depth, 256)), 384), dtype)
    for task in range(first, last):
        g = task // pieces
        part = task % pieces
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # dx[n, g·Cg+c, i] = Σ_{o,u} dy[n, g·Og+o, s·i+d·u−p_l] · w[g·Cg+c, o, u]
            for c in range(Cg):
                for col in range(cols_from, cols_last + 1):
                    tile[U(c), U(col - cols_from)] = T(0)
            line_first = cols_from // L
            line_last = cols_last // L
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    for col in range(cols_from, cols_last + 1):
                        right[U(inner - depth_from), U(col - cols_from)] = T(0)
                for inner in range(depth_from, depth_last + 1):
                    o = inner // K
                    u = inner % K
                    i_first = -((d * u - p_l) // s)
                    i_last = (OL + p_l - (d * u) - 1) // s
                    for line in range(line_first, min(line_last + 1, N)):
                        n = line
                        i = max(0, cols_from - (L * line), i_first)
                        copy(right, (inner - depth_from, i + L * line - cols_from), dy, (n, Og * g + o,
                                i * s + d * u - p_l), s, min(L, cols_last + 1 - (L * line), i_last + 1) - i)
                for rows_from in range(0, Cg, 96):
                    rows_last = min(Cg - 1, rows_from + 95)
                    for inner in range(depth_from, depth_last + 1):
                        o = inner // K
                        u = inner % K
                        c = rows_from
                        copy(left, (inner - depth_from, c - rows_from), w, (c + Cg * g, o, u), K * Og,
                                rows_last + 1 - c)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), 1, min(Cg, 96), right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for c in range(Cg):
                for line in range(line_first, min(line_last + 1, N)):
                    n = line
                    for i in range(max(0, cols_from - (L * line)), min(L, cols_last + 1 - (L * line))):
                        dx[U(n), U(c + Cg * g), U(i)] = tile[U(c), U(i + L * line - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, w, dx, N, Cg, G, L, Og, K, OL, s, p_l, d, o_block_last):
    """dx[n, g·Cg+c, i] = Σ_{o,u} dy[n, g·Og+o, s·i+d·u−p_l] · w[g·Cg+c, o, u]"""
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(L, dtype)
    part2 = np.empty(L, dtype)
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
                part2[U(i)] = T(0)
            for o in range(o_block * 1024, min(Og, o_block * 1024 + 1024)):
                for u in range(K):
                    w_here = w[U(c + Cg * g), U(o), U(u)]
                    for i in range(max(0, -((d * u - p_l) // s)), min(L, (OL + p_l - (d * u) - 1) // s + 1)):
                        part2[U(i)] += dy[U(n), U(Og * g + o), U(i * s + d * u - p_l)] * w_here
            for i in range(L):
                dx[U(n), U(c + Cg * g), U(i)], rest[U(i)] = carried(dx[U(n), U(c + Cg * g), U(i)], rest[U(i)], part2[U(i)])


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
            cols = L * N
            depth = K * Og
            pieces = parts(L * N)
            share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
            launch(_vjp_x_blocks, G * pieces, Cg * G * K * L * N * Og // 32, dy, w, dx, N, Cg, G, L, Og, K,
                    OL, s, p_l, d, cols, depth, pieces, share)
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
def _vjp_w_blocks(first, last, dy, x, dw, N, Cg, G, L, Og, K, OL, s, p_l, d, depth, pieces, rows, share):
    """dw[g·Cg+c, o, u] = Σ_{n,i} dy[n, g·Og+o, d·u+s·i−p_l] · x[n, g·Cg+c, i]"""
    dtype = dy.dtype
    T = dtype.type
    right = np.empty((max(0, min(depth, 256)), 384), dtype)
    tile = np.empty((share, 384), dtype)
    left = np.empty((min(share, 96), max(0, min(depth, 256))), dtype)
    for task in range(first, last):
        g = task // pieces
        part = task % pieces
        for cols_from in range(0, Cg, 384):
            cols_last = min(Cg - 1, cols_from + 383)
            # dw[g·Cg+c, o, u] = Σ_{n,i} dy[n, g·Og+o, d·u+s·i−p_l] · x[n, g·Cg+c, i]
            for row in range(part * share, min(part * share + share, rows)):
                for c in range(cols_from, cols_last + 1):
                    tile[U(row - (part * share)), U(c - cols_from)] = T(0)
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    n = inner // L
                    i = inner % L
                    c = cols_from
                    copy(right, (inner - depth_from, c - cols_from), x, (n, c + Cg * g, i), L,
                            cols_last + 1 - c)
                line_first = depth_from // L
                line_last = depth_last // L
                for rows_from in range(part * share, min(part * share + share, rows), 96):
                    rows_last = min(part * share + share - 1, rows - 1, rows_from + 95)
                    for row in range(rows_from, rows_last + 1):
                        for inner in range(depth_from, depth_last + 1):
                            left[U(row - rows_from), U(inner - depth_from)] = T(0)
                    for row in range(rows_from, rows_last + 1):
                        o = row // K
                        u = row % K
                        i_first = -((d * u - p_l) // s)
                        i_last = (OL + p_l - (d * u) - 1) // s
                        for line in range(line_first, min(line_last + 1, N)):
                            n = line
                            i = max(0, depth_from - (L * line), i_first)
                            copy(left, (row - rows_from, i + L * line - depth_from), dy, (n, Og * g + o,
                                    i * s + d * u - p_l), s, min(L, depth_last + 1 - (L * line),
                                    i_last + 1) - i)
                    multiply(tile, (rows_from - (part * share), 0), 384, left, (0, 0), min(depth, 256), 1,
                            right, (0, 0), 384, rows_last + 1 - rows_from, cols_last + 1 - cols_from,
                            depth_last + 1 - depth_from)
            for row in range(part * share, min(part * share + share, rows)):
                o = row // K
                u = row % K
                for c in range(cols_from, cols_last + 1):
                    dw[U(c + Cg * g), U(o), U(u)] = tile[U(row - (part * share)), U(c - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dy, x, dw, N, Cg, G, L, Og, K, OL, s, p_l, d, i_block_last):
    """dw[g·Cg+c, o, u] = Σ_{n,i} dy[n, g·Og+o, d·u+s·i−p_l] · x[n, g·Cg+c, i]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // (Cg * Og * K)
        c = task // (Og * K) % Cg
        o = task // K % Og
        u = task % K
        # dw[g·Cg+c, o, u] = Σ_{n,i} dy[n, g·Og+o, d·u+s·i−p_l] · x[n, g·Cg+c, i]
        acc = T(0)
        rest = T(0)
        i_first = -((d * u - p_l) // s)
        i_last = (OL + p_l - (d * u) - 1) // s
        i_block_first = i_first // 1024
        i_block_last2 = i_last // 1024
        for n in range(N):
            for i_block in range(max(0, i_block_first), min(i_block_last + 1, i_block_last2 + 1)):
                part2 = T(0)
                for i in range(max(0, i_first, i_block * 1024), min(L, i_last + 1, i_block * 1024 + 1024)):
                    part2 = plus(
                        part2,
                        dy[U(n), U(Og * g + o), U(i * s + d * u - p_l)] * x[U(n), U(c + Cg * g), U(i)],
                    )
                acc, rest = carried(acc, rest, part2)
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
            rows = K * Og
            depth = L * N
            pieces = parts(K * Og)
            share = max(((rows - 1) // (pieces * 6)) * 6 + 6, 1)
            launch(_vjp_w_blocks, G * pieces, Cg * G * K * L * N * Og // 32, dy, x, dw, N, Cg, G, L, Og, K,
                    OL, s, p_l, d, depth, pieces, rows, share)
        else:
            i_block_last = (L - 1) // 1024
            launch(_vjp_w_plain, G * Cg * Og * K, Cg * G * K * L * N * Og, dy, x, dw, N, Cg, G, L, Og, K, OL,
                    s, p_l, d, i_block_last)


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
