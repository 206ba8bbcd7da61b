"""The kernels of conv1d; conv1d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv1d`.  Do not edit.
Run time: a51755a289390ade.
"""

import numpy as np
from numba import njit

from .runtime import carried, gcd, plus, residue
from .threads import launch
from .stencils import correlate, correlations, lagging, lags, pad
from .tiles import tiled
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
def _forward_blocks(first, last, x, w, b, y, N, Cg, G, L, Og, K, OL, s, p_l, d, cols, depth, pieces, share):
    """y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, s·i+d·u−p_l]"""
    dtype = x.dtype
    T = dtype.type
    tile = np.empty((Og, 384), dtype)
    left = np.empty((max(0, min(depth, 256)), min(Og, 96)), dtype)
    right = np.empty((max(0, min(depth, 256)), 384), dtype)
    for task in range(first, last):
        g = task // pieces
        part = task % pieces
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, s·i+d·u−p_l]
            for o in range(Og):
                for col in range(cols_from, cols_last + 1):
                    tile[U(o), U(col - cols_from)] = T(0)
            line_first = cols_from // OL
            line_last = cols_last // OL
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    for col in range(cols_from, cols_last + 1):
                        right[U(inner - depth_from), U(col - cols_from)] = T(0)
                for inner in range(depth_from, depth_last + 1):
                    c = inner // K
                    u = inner % K
                    i_first = -((d * u - p_l) // s)
                    i_last = (L + p_l - (d * u) - 1) // s
                    for line in range(line_first, min(line_last + 1, N)):
                        n = line
                        i = max(0, cols_from - (OL * line), i_first)
                        copy(right, (inner - depth_from, i + OL * line - cols_from), x, (n, c + Cg * g,
                                i * s + d * u - p_l), s, min(OL, cols_last + 1 - (OL * line), i_last + 1) - i)
                for rows_from in range(0, Og, 96):
                    rows_last = min(Og - 1, rows_from + 95)
                    for inner in range(depth_from, depth_last + 1):
                        c = inner // K
                        u = inner % K
                        o = rows_from
                        copy(left, (inner - depth_from, o - rows_from), w, (Og * g + o, c, u), Cg * K,
                                rows_last + 1 - o)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), 1, min(Og, 96), right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for o in range(Og):
                b_here = b[U(Og * g + o)]
                for line in range(line_first, min(line_last + 1, N)):
                    n = line
                    for i in range(max(0, cols_from - (OL * line)), min(OL, cols_last + 1 - (OL * line))):
                        y[U(n), U(Og * g + o), U(i)] = b_here + tile[U(o), U(i + OL * line - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w, b, y, N, Cg, G, L, Og, K, OL, s, p_l, d, c_block_last):
    """y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, s·i+d·u−p_l]"""
    dtype = x.dtype
    T = dtype.type
    rest = np.empty(OL, dtype)
    part2 = np.empty(OL, dtype)
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
                part2[U(i)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(K):
                    w_here = w[U(Og * g + o), U(c), U(u)]
                    for i in range(max(0, -((d * u - p_l) // s)), min(OL, (L + p_l - (d * u) - 1) // s + 1)):
                        part2[U(i)] += w_here * x[U(n), U(c + Cg * g), U(i * s + d * u - p_l)]
            for i in range(OL):
                y[U(n), U(Og * g + o), U(i)], rest[U(i)] = carried(y[U(n), U(Og * g + o), U(i)], rest[U(i)], part2[U(i)])


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
            cols = N * OL
            depth = Cg * K
            pieces = parts(N * OL)
            share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
            launch(_forward_blocks, G * pieces, Cg * G * K * N * OL * Og // 32, x, w, b, y, N, Cg, G, L, Og,
                    K, OL, s, p_l, d, cols, depth, pieces, share)
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
def _vjp_x_blocks(first, last, dy, w, dx, N, Cg, G, L, Og, K, OL, s, p_l, d, d_by_gcd, gcd_s_d, pieces,
        s_by_gcd):
    """dx[n, g·Cg+c, s·q+r−p_l] = Σ_{o : gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤ ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} dy[n,
        g·Og+o, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)] · w[g·Og+o, c, res(d,r,s)+t·s/gcd(s,d)]
    """
    dtype = dy.dtype
    T = dtype.type
    tile = np.empty((Cg, 384), dtype)
    for task in range(first, last):
        g = task // (s * pieces)
        r = task // pieces % s
        part = task % pieces
        q_count = (L + p_l - r - 1) // s + (r - p_l) // s + 1
        t_count = (K - residue(d, r, s) - 1) // s_by_gcd + 1
        cols = N * q_count
        depth = Og * t_count
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        left = np.empty((max(0, min(depth, 256)), min(Cg, 96)), dtype)
        right = np.empty((max(0, min(depth, 256)), 384), dtype)
        q_first = -((r - p_l) // s)
        q_last = (L + p_l - r - 1) // s
        quotient_r = (residue(d, r, s) * d - r) // s
        res_r = residue(d, r, s)
        if q_count >= 1:
            for cols_from in range(part * share, min(part * share + share, cols), 384):
                cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
                # dx[n, g·Cg+c, s·q+r−p_l] = Σ_{o : gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤
                #     ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} dy[n, g·Og+o,
                #     q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)] · w[g·Og+o, c, res(d,r,s)+t·s/gcd(s,d)]
                for c in range(Cg):
                    for col in range(cols_from, cols_last + 1):
                        tile[U(c), U(col - cols_from)] = T(0)
                line_first = cols_from // q_count
                line_last = cols_last // q_count
                if r % gcd_s_d == 0 and t_count >= 1:
                    for depth_from in range(0, depth, 256):
                        depth_last = min(depth - 1, depth_from + 255)
                        for inner in range(depth_from, depth_last + 1):
                            for col in range(cols_from, cols_last + 1):
                                right[U(inner - depth_from), U(col - cols_from)] = T(0)
                        for inner in range(depth_from, depth_last + 1):
                            o = inner // t_count
                            t = inner % t_count
                            for line in range(line_first, min(line_last + 1, N)):
                                n = line
                                q = max(
                                    q_first,
                                    cols_from + q_first - (line * q_count),
                                    quotient_r + d_by_gcd * t,
                                )
                                copy(right, (inner - depth_from, line * q_count + q - cols_from - q_first),
                                        dy, (n, Og * g + o, q - quotient_r - (d_by_gcd * t)), 1,
                                        min(q_last + 1, cols_last + q_first + 1 - (line * q_count),
                                        OL + quotient_r + d_by_gcd * t) - q)
                        for rows_from in range(0, Cg, 96):
                            rows_last = min(Cg - 1, rows_from + 95)
                            for inner in range(depth_from, depth_last + 1):
                                o = inner // t_count
                                t = inner % t_count
                                c = rows_from
                                copy(left, (inner - depth_from, c - rows_from), w, (Og * g + o, c,
                                        res_r + s_by_gcd * t), K, rows_last + 1 - c)
                            multiply(tile, (rows_from, 0), 384, left, (0, 0), 1, min(Cg, 96), right, (0, 0),
                                    384, rows_last + 1 - rows_from, cols_last + 1 - cols_from,
                                    depth_last + 1 - depth_from)
                for c in range(Cg):
                    for line in range(line_first, min(line_last + 1, N)):
                        n = line
                        for q in range(max(q_first, cols_from + q_first - (line * q_count)), min(q_last + 1,
                                cols_last + q_first + 1 - (line * q_count))):
                            dx[U(n), U(c + Cg * g), U(q * s + r - p_l)] = tile[U(c), U(line * q_count + q - cols_from - q_first)]


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
            pieces = parts(N)
            s_by_gcd = s // gcd(s, d)
            d_by_gcd = d // gcd(s, d)
            gcd_s_d = gcd(s, d)
            launch(_vjp_x_blocks, G * s * pieces, (-p_l // s + (L + p_l - 1) // s + 1) * ((K - residue(d, 0,
                    s) - 1) // (s // gcd(s, d)) + 1) * Cg * G * N * Og * s // 32, dy, w, dx, N, Cg, G, L, Og,
                    K, OL, s, p_l, d, d_by_gcd, gcd_s_d, pieces, s_by_gcd)
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
def _vjp_w_blocks(first, last, dy, x, dw, N, Cg, G, L, Og, K, OL, s, p_l, d, depth, pieces, rows, share):
    """dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+s·i−p_l]"""
    dtype = dy.dtype
    T = dtype.type
    right = np.empty((max(0, min(depth, 256)), 384), dtype)
    tile = np.empty((share, 384), dtype)
    left = np.empty((min(share, 96), max(0, min(depth, 256))), dtype)
    for task in range(first, last):
        g = task // pieces
        part = task % pieces
        for cols_from in range(0, Og, 384):
            cols_last = min(Og - 1, cols_from + 383)
            # dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+s·i−p_l]
            for row in range(part * share, min(part * share + share, rows)):
                for o in range(cols_from, cols_last + 1):
                    tile[U(row - (part * share)), U(o - cols_from)] = T(0)
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    n = inner // OL
                    i = inner % OL
                    o = cols_from
                    copy(right, (inner - depth_from, o - cols_from), dy, (n, Og * g + o, i), OL,
                            cols_last + 1 - o)
                line_first = depth_from // OL
                line_last = depth_last // OL
                for rows_from in range(part * share, min(part * share + share, rows), 96):
                    rows_last = min(part * share + share - 1, rows - 1, rows_from + 95)
                    for row in range(rows_from, rows_last + 1):
                        for inner in range(depth_from, depth_last + 1):
                            left[U(row - rows_from), U(inner - depth_from)] = T(0)
                    for row in range(rows_from, rows_last + 1):
                        c = row // K
                        u = row % K
                        i_first = -((d * u - p_l) // s)
                        i_last = (L + p_l - (d * u) - 1) // s
                        for line in range(line_first, min(line_last + 1, N)):
                            n = line
                            i = max(0, depth_from - (OL * line), i_first)
                            copy(left, (row - rows_from, i + OL * line - depth_from), x, (n, c + Cg * g,
                                    i * s + d * u - p_l), s, min(OL, depth_last + 1 - (OL * line),
                                    i_last + 1) - i)
                    multiply(tile, (rows_from - (part * share), 0), 384, left, (0, 0), min(depth, 256), 1,
                            right, (0, 0), 384, rows_last + 1 - rows_from, cols_last + 1 - cols_from,
                            depth_last + 1 - depth_from)
            for row in range(part * share, min(part * share + share, rows)):
                c = row // K
                u = row % K
                for o in range(cols_from, cols_last + 1):
                    dw[U(Og * g + o), U(c), U(u)] = tile[U(row - (part * share)), U(o - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dy, x, dw, N, Cg, G, L, Og, K, OL, s, p_l, d, i_block_last):
    """dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+s·i−p_l]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // (Og * Cg * K)
        o = task // (Cg * K) % Og
        c = task // K % Cg
        u = task % K
        # dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+s·i−p_l]
        acc = T(0)
        rest = T(0)
        i_first = -((d * u - p_l) // s)
        i_last = (L + p_l - (d * u) - 1) // s
        i_block_first = i_first // 1024
        i_block_last2 = i_last // 1024
        for n in range(N):
            for i_block in range(max(0, i_block_first), min(i_block_last + 1, i_block_last2 + 1)):
                part2 = T(0)
                for i in range(max(0, i_first, i_block * 1024), min(OL, i_last + 1, i_block * 1024 + 1024)):
                    part2 = plus(
                        part2,
                        dy[U(n), U(Og * g + o), U(i)] * x[U(n), U(c + Cg * g), U(i * s + d * u - p_l)],
                    )
                acc, rest = carried(acc, rest, part2)
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
            rows = Cg * K
            depth = N * OL
            pieces = parts(Cg * K)
            share = max(((rows - 1) // (pieces * 6)) * 6 + 6, 1)
            launch(_vjp_w_blocks, G * pieces, Cg * G * K * N * OL * Og // 32, dy, x, dw, N, Cg, G, L, Og, K,
                    OL, s, p_l, d, depth, pieces, rows, share)
        else:
            i_block_last = (OL - 1) // 1024
            launch(_vjp_w_plain, G * Og * Cg * K, Cg * G * K * N * OL * Og, dy, x, dw, N, Cg, G, L, Og, K, OL,
                    s, p_l, d, i_block_last)


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


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, L, Og, K, OL, s, p_l, d, c_block_last):
    """ẏ[n, g·Og+o, i] = ḃ[g·Og+o] + Σ_{c,u} (w[g·Og+o, c, u] · ẋ[n, g·Cg+c, s·i+d·u−p_l] + ẇ[g·Og+o, c, u] ·
        x[n, g·Cg+c, s·i+d·u−p_l])
    """
    dtype = x_dot.dtype
    T = dtype.type
    rest = np.empty(OL, dtype)
    part = np.empty(OL, dtype)
    for task in range(first, last):
        n = task // (G * Og)
        g = task // Og % G
        o = task % Og
        # ẏ[n, g·Og+o, i] = ḃ[g·Og+o] + Σ_{c,u} (w[g·Og+o, c, u] · ẋ[n, g·Cg+c, s·i+d·u−p_l] +
        #     ẇ[g·Og+o, c, u] · x[n, g·Cg+c, s·i+d·u−p_l])
        b_dot_here = b_dot[U(Og * g + o)]
        for i in range(OL):
            y_dot[U(n), U(Og * g + o), U(i)] = b_dot_here
        for i in range(OL):
            rest[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(OL):
                part[U(i)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(K):
                    w_here = w[U(Og * g + o), U(c), U(u)]
                    w_dot_here = w_dot[U(Og * g + o), U(c), U(u)]
                    for i in range(max(0, -((d * u - p_l) // s)), min(OL, (L + p_l - (d * u) - 1) // s + 1)):
                        part[U(i)] += (
                            w_dot_here * x[U(n), U(c + Cg * g), U(i * s + d * u - p_l)]
                            + w_here * x_dot[U(n), U(c + Cg * g), U(i * s + d * u - p_l)]
                        )
            for i in range(OL):
                y_dot[U(n), U(Og * g + o), U(i)], rest[U(i)] = carried(y_dot[U(n), U(Og * g + o), U(i)], rest[U(i)], part[U(i)])


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, L, Og, K, OL, s, p_l, d):
    """ẏ[n, g·Og+o, i] = ḃ[g·Og+o] + Σ_{c,u} (w[g·Og+o, c, u] · ẋ[n, g·Cg+c, s·i+d·u−p_l] + ẇ[g·Og+o, c, u] ·
        x[n, g·Cg+c, s·i+d·u−p_l])

    Operations: 2·Cg·G·K·N·OL·Og multiplications, 2·Cg·G·K·N·OL·Og additions, terms that a condition drops
        counted.
    """
    c_block_last = (Cg - 1) // 1024
    launch(_jvp_part, N * G * Og, Cg * G * K * N * OL * Og, x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, L, Og,
            K, OL, s, p_l, d, c_block_last)


def _forward_winograd(x, w, b, y, N, Cg, G, L, Og, K, OL, p_l):
    """y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, s·i+d·u−p_l]

    As compiled:

    y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, i+u−p_l]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    # y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, i+u−p_l]
    for g in range(G):
        tiled(y, (0, Og * g, 0), (G * OL * Og, OL, 1), w, (Og * g, 0, 0), (Cg * K, K, 1), x, (0, Cg * g, 0),
                (Cg * G * L, L, 1), (N, Og, Cg, OL, K, L), (p_l,), b, (Og * g,), 1)
