"""The kernels of conv_transpose1d; conv_transpose1d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_transpose1d`.  Do not edit.
Run time: 26e344414a8c30da.
"""

import numpy as np
from numba import njit

from .runtime import gcd, plus, residue
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
    for task in range(first, last):
        r = task // pieces
        part = task % pieces
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
        starts = np.empty(Og, dtype)
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
    for task in range(first, last):
        g = task // (s * pieces)
        r = task // pieces % s
        part = task % pieces
        q_count = (OL + p_l - r - 1) // s + (r - p_l) // s + 1
        t_count = (K - residue(d, r, s) - 1) // s_by_gcd + 1
        cols = N * q_count
        depth = Cg * t_count
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        tile = np.empty((Og, 384), dtype)
        left = np.empty((min(Og, 96), max(0, min(depth, 256))), dtype)
        right = np.empty((max(0, min(depth, 256)), 384), dtype)
        q_first = -((r - p_l) // s)
        q_last = (OL + p_l - r - 1) // s
        quotient_r = (residue(d, r, s) * d - r) // s
        t_last = (K - residue(d, r, s) - 1) // s_by_gcd
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
                        line_first2 = depth_from // t_count
                        line_last2 = depth_last // t_count
                        for rows_from in range(0, Og, 96):
                            rows_last = min(Og - 1, rows_from + 95)
                            for o in range(rows_from, rows_last + 1):
                                for line in range(line_first2, min(line_last2 + 1, Cg)):
                                    c = line
                                    t = max(0, depth_from - (line * t_count))
                                    copy(left, (o - rows_from, line * t_count + t - depth_from), w,
                                            (c + Cg * g, o, res_r + s_by_gcd * t), s_by_gcd,
                                            min(depth_last + 1 - (line * t_count), t_last + 1) - t)
                            multiply(tile, (rows_from, 0), 384, left, (0, 0), min(depth, 256), 1, right, (0,
                                    0), 384, rows_last + 1 - rows_from, cols_last + 1 - cols_from,
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
    if correlations(L >= 4 and 64 >= min(Cg, Og)):
        pieces = parts(G * N)
        tasks = G * N
        share = max((tasks - 1) // pieces + 1, 1)
        s_by_gcd = s // gcd(s, d)
        d_by_gcd = d // gcd(s, d)
        gcd_s_d = gcd(s, d)
        s_by_gcd2 = s // gcd_s_d
        launch(_forward_correlations, s * pieces, (-p_l // s + (OL + p_l - 1) // s + 1) * ((K - residue(d, 0,
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
        planes = np.empty((Og, s, 1, max(0, wide)), dtype)
        starts = np.empty(Cg, dtype)
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
def _vjp_x_lagging(first, last, dy, w, dx, N, Cg, G, L, Og, K, OL, s, p_l, d, heaps, high, pieces, share,
        strips, tasks, wide):
    """dx[n, g·Cg+c, i] = Σ_{o,u} dy[n, g·Og+o, s·i+d·u−p_l] · w[g·Cg+c, o, u]"""
    dtype = dy.dtype
    T = dtype.type
    for part in range(first, last):
        rights = np.empty(N * L, np.int64)
        for tap in range(N * L):
            n = tap // L
            i = tap % L
            rights[U(tap)] = i * s // d + (i * s % d) * high * wide + d * high * n * wide
        planes = np.empty((N, d, high, max(0, wide)), dtype)
        tile = np.empty((16, N, L), dtype)
        for turn in range(part * share, min(part * share + share, tasks)):
            g = turn // heaps
            heap = turn % heaps
            # dx[n, g·Cg+c, i] = Σ_{o,u} dy[n, g·Og+o, s·i+d·u−p_l] · w[g·Cg+c, o, u]
            for c in range(heap * 16, min(heap * 16 + 16, Cg)):
                for n in range(N):
                    for i in range(L):
                        tile[U(c - (heap * 16)), U(n), U(i)] = T(0)
            for strip in range(strips):
                for n in range(N):
                    for phase_u in range(d):
                        pad(planes, (n, phase_u, 0, 0), wide, dy, (n, Og * g + high * strip, phase_u - p_l),
                                OL, d, high, wide, -Og * g - (high * strip),
                                G * Og - (Og * g) - (high * strip), -((phase_u - p_l) // d),
                                (OL + p_l - phase_u - 1) // d + 1)
                lags(tile, (0, 0, 0), L * N, w, (heap * 16 + Cg * g, high * strip, 0), K * Og, K, planes, (0,
                        0, 0, 0), wide, rights, min(16, Cg - (heap * 16)), min(high, Og - (high * strip)), K)
            for c in range(heap * 16, min(heap * 16 + 16, Cg)):
                for n in range(N):
                    for i in range(L):
                        dx[U(n), U(c + Cg * g), U(i)] = tile[U(c - (heap * 16)), U(n), U(i)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks(first, last, dy, w, dx, N, Cg, G, L, Og, K, OL, s, p_l, d, cols, depth, pieces, share):
    """dx[n, g·Cg+c, i] = Σ_{o,u} dy[n, g·Og+o, s·i+d·u−p_l] · w[g·Cg+c, o, u]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // pieces
        part = task % pieces
        tile = np.empty((Cg, 384), dtype)
        left = np.empty((min(Cg, 96), max(0, min(depth, 256))), dtype)
        right = np.empty((max(0, min(depth, 256)), 384), dtype)
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
                line_first2 = depth_from // K
                line_last2 = depth_last // K
                for rows_from in range(0, Cg, 96):
                    rows_last = min(Cg - 1, rows_from + 95)
                    for c in range(rows_from, rows_last + 1):
                        for line in range(line_first2, min(line_last2 + 1, Og)):
                            o = line
                            u = max(0, depth_from - (K * line))
                            copy(left, (c - rows_from, K * line + u - depth_from), w, (c + Cg * g, o, u), 1,
                                    min(K, depth_last + 1 - (K * line)) - u)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(depth, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for c in range(Cg):
                for line in range(line_first, min(line_last + 1, N)):
                    n = line
                    for i in range(max(0, cols_from - (L * line)), min(L, cols_last + 1 - (L * line))):
                        dx[U(n), U(c + Cg * g), U(i)] = tile[U(c), U(i + L * line - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, w, dx, N, Cg, G, L, Og, K, OL, s, p_l, d):
    """dx[n, g·Cg+c, i] = Σ_{o,u} dy[n, g·Og+o, s·i+d·u−p_l] · w[g·Cg+c, o, u]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (G * Cg * L)
        g = task // (Cg * L) % G
        c = task // L % Cg
        i = task % L
        # dx[n, g·Cg+c, i] = Σ_{o,u} dy[n, g·Og+o, s·i+d·u−p_l] · w[g·Cg+c, o, u]
        acc = T(0)
        u_first = -((i * s - p_l) // d)
        u_last = (OL + p_l - (i * s) - 1) // d
        for o in range(Og):
            for u in range(max(0, u_first), min(K, u_last + 1)):
                acc = plus(
                    acc,
                    dy[U(n), U(Og * g + o), U(i * s + d * u - p_l)] * w[U(c + Cg * g), U(o), U(u)],
                )
        dx[U(n), U(c + Cg * g), U(i)] = acc


def _vjp_x(dy, w, dx, N, Cg, G, L, Og, K, OL, s, p_l, d):
    """dx[n, g·Cg+c, i] = Σ_{o,u} dy[n, g·Og+o, s·i+d·u−p_l] · w[g·Cg+c, o, u]

    Operations: Cg·G·K·L·N·Og multiplications, Cg·G·K·L·N·Og − Cg·G·L·N additions, terms that a condition
        drops counted.
    """
    if correlations(L >= K and OL >= 4 and 64 >= min(Cg, Og)):
        wide = (K * d - d) // s + L
        pieces = parts(G * N)
        tasks = G * N
        share = max((tasks - 1) // pieces + 1, 1)
        launch(_vjp_x_correlations, pieces, Cg * G * K * L * N * Og // 32, dy, w, dx, N, Cg, G, L, Og, K, OL,
                s, p_l, d, pieces, share, tasks, wide)
    else:
        if lagging(K >= L and OL >= 4 and 64 >= min(Cg, N)):
            wide = (L * s - s) // d + K
            most = max(32768 // max(N * d * wide, 1), 8)
            strips = max((Og - 1) // most + 1, 1)
            high = max((Og - 1) // strips + 1, 1)
            heaps = (Cg + 15) // 16
            pieces = parts(G * heaps)
            tasks = G * heaps
            share = max((tasks - 1) // pieces + 1, 1)
            launch(_vjp_x_lagging, pieces, Cg * G * K * L * N * Og // 32, dy, w, dx, N, Cg, G, L, Og, K, OL,
                    s, p_l, d, heaps, high, pieces, share, strips, tasks, wide)
        else:
            if blocks(Cg >= 4 and L * N >= 8 and K * Og >= 4):
                cols = L * N
                depth = K * Og
                pieces = parts(L * N)
                share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
                launch(_vjp_x_blocks, G * pieces, Cg * G * K * L * N * Og // 32, dy, w, dx, N, Cg, G, L, Og,
                        K, OL, s, p_l, d, cols, depth, pieces, share)
            else:
                launch(_vjp_x_plain, N * G * Cg * L, Cg * G * K * L * N * Og, dy, w, dx, N, Cg, G, L, Og, K,
                        OL, s, p_l, d)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_correlations(first, last, dy, x, dw, N, Cg, G, L, Og, K, OL, s, p_l, d, pieces, share, tasks,
        wide):
    """dw[g·Cg+c, o, u] = Σ_{n,i} dy[n, g·Og+o, d·u+s·i−p_l] · x[n, g·Cg+c, i]"""
    dtype = dy.dtype
    T = dtype.type
    for part in range(first, last):
        lefts = np.empty(N * L, np.int64)
        for tap in range(N * L):
            n = tap // L
            i = tap % L
            lefts[U(tap)] = i + Cg * G * L * n
        rights = np.empty(N * L, np.int64)
        for tap in range(N * L):
            n = tap // L
            i = tap % L
            rights[U(tap)] = i * s // d + d * n * wide + (i * s % d) * wide
        planes = np.empty((N, d, 1, max(0, wide)), dtype)
        starts = np.empty(Cg, dtype)
        for turn in range(part * share, min(part * share + share, tasks)):
            g = turn // (Og * 1)
            o = turn // (1) % Og
            strip = turn % 1
            # dw[g·Cg+c, o, u] = Σ_{n,i} dy[n, g·Og+o, d·u+s·i−p_l] · x[n, g·Cg+c, i]
            for c in range(Cg):
                starts[U(c)] = T(0)
            for n in range(N):
                for phase_u in range(d):
                    pad(planes, (n, phase_u, 0, 0), 0, dy, (n, Og * g + o, phase_u - p_l), 0, d, 1, wide, 0,
                            1, -((phase_u - p_l) // d), (OL + p_l - phase_u - 1) // d + 1)
            correlate(dw, (Cg * g, o, 0), K * Og, 0, 1, starts, (0,), 1, x, (0, Cg * g, 0), L, lefts, planes,
                    (0, 0, 0, 0), 0, rights, L, len(rights), Cg, 1, K)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_lagging(first, last, dy, x, dw, N, Cg, G, L, Og, K, OL, s, p_l, d, heaps, pieces, share, tasks,
        wide):
    """dw[g·Cg+c, o, u] = Σ_{n,i} dy[n, g·Og+o, d·u+s·i−p_l] · x[n, g·Cg+c, i]"""
    dtype = dy.dtype
    T = dtype.type
    for part in range(first, last):
        rights = np.empty(Og * K, np.int64)
        for tap in range(Og * K):
            o = tap // K
            u = tap % K
            rights[U(tap)] = d * u // s + o * s * wide + (d * u % s) * wide
        planes = np.empty((Og, s, 1, max(0, wide)), dtype)
        tile = np.empty((16, Og, K), dtype)
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
                            0, rights, min(16, Cg - (heap * 16)), 1, L)
            for c in range(heap * 16, min(heap * 16 + 16, Cg)):
                for o in range(Og):
                    for u in range(K):
                        dw[U(c + Cg * g), U(o), U(u)] = tile[U(c - (heap * 16)), U(o), U(u)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, dy, x, dw, N, Cg, G, L, Og, K, OL, s, p_l, d, cols, depth, pieces, share):
    """dw[g·Cg+c, o, u] = Σ_{n,i} dy[n, g·Og+o, d·u+s·i−p_l] · x[n, g·Cg+c, i]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // pieces
        part = task % pieces
        tile = np.empty((Cg, 384), dtype)
        left = np.empty((min(Cg, 96), max(0, min(depth, 256))), dtype)
        right = np.empty((max(0, min(depth, 256)), 384), dtype)
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # dw[g·Cg+c, o, u] = Σ_{n,i} dy[n, g·Og+o, d·u+s·i−p_l] · x[n, g·Cg+c, i]
            for c in range(Cg):
                for col in range(cols_from, cols_last + 1):
                    tile[U(c), U(col - cols_from)] = T(0)
            line_first = cols_from // K
            line_last = cols_last // K
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    for col in range(cols_from, cols_last + 1):
                        right[U(inner - depth_from), U(col - cols_from)] = T(0)
                for inner in range(depth_from, depth_last + 1):
                    n = inner // L
                    i = inner % L
                    u_first = -((i * s - p_l) // d)
                    u_last = (OL + p_l - (i * s) - 1) // d
                    for line in range(line_first, min(line_last + 1, Og)):
                        o = line
                        u = max(0, cols_from - (K * line), u_first)
                        copy(right, (inner - depth_from, K * line + u - cols_from), dy, (n, Og * g + o,
                                i * s + d * u - p_l), d, min(K, cols_last + 1 - (K * line), u_last + 1) - u)
                line_first2 = depth_from // L
                line_last2 = depth_last // L
                for rows_from in range(0, Cg, 96):
                    rows_last = min(Cg - 1, rows_from + 95)
                    for c in range(rows_from, rows_last + 1):
                        for line in range(line_first2, min(line_last2 + 1, N)):
                            n = line
                            i = max(0, depth_from - (L * line))
                            copy(left, (c - rows_from, i + L * line - depth_from), x, (n, c + Cg * g, i), 1,
                                    min(L, depth_last + 1 - (L * line)) - i)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(depth, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for c in range(Cg):
                for line in range(line_first, min(line_last + 1, Og)):
                    o = line
                    for u in range(max(0, cols_from - (K * line)), min(K, cols_last + 1 - (K * line))):
                        dw[U(c + Cg * g), U(o), U(u)] = tile[U(c), U(K * line + u - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dy, x, dw, N, Cg, G, L, Og, K, OL, s, p_l, d):
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
        i_first = -((d * u - p_l) // s)
        i_last = (OL + p_l - (d * u) - 1) // s
        for n in range(N):
            for i in range(max(0, i_first), min(L, i_last + 1)):
                acc = plus(
                    acc,
                    dy[U(n), U(Og * g + o), U(i * s + d * u - p_l)] * x[U(n), U(c + Cg * g), U(i)],
                )
        dw[U(c + Cg * g), U(o), U(u)] = acc


def _vjp_w(dy, x, dw, N, Cg, G, L, Og, K, OL, s, p_l, d):
    """dw[g·Cg+c, o, u] = Σ_{n,i} dy[n, g·Og+o, d·u+s·i−p_l] · x[n, g·Cg+c, i]

    Operations: Cg·G·K·L·N·Og multiplications, Cg·G·K·L·N·Og − Cg·G·K·Og additions, terms that a condition
        drops counted.
    """
    if correlations(K >= L and OL >= 4 and 64 >= min(Cg, N)):
        wide = (L * s - s) // d + K
        pieces = parts(G * Og)
        tasks = G * Og
        share = max((tasks - 1) // pieces + 1, 1)
        launch(_vjp_w_correlations, pieces, Cg * G * K * L * N * Og // 32, dy, x, dw, N, Cg, G, L, Og, K, OL,
                s, p_l, d, pieces, share, tasks, wide)
    else:
        if lagging(L >= K and OL >= 4 and 64 >= min(Cg, Og)):
            wide = (K * d - d) // s + L
            heaps = (Cg + 15) // 16
            pieces = parts(G * heaps)
            tasks = G * heaps
            share = max((tasks - 1) // pieces + 1, 1)
            launch(_vjp_w_lagging, pieces, Cg * G * K * L * N * Og // 32, dy, x, dw, N, Cg, G, L, Og, K, OL,
                    s, p_l, d, heaps, pieces, share, tasks, wide)
        else:
            if blocks(Cg >= 4 and K * Og >= 8 and L * N >= 4):
                cols = K * Og
                depth = L * N
                pieces = parts(K * Og)
                share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
                launch(_vjp_w_blocks, G * pieces, Cg * G * K * L * N * Og // 32, dy, x, dw, N, Cg, G, L, Og,
                        K, OL, s, p_l, d, cols, depth, pieces, share)
            else:
                launch(_vjp_w_plain, G * Cg * Og * K, Cg * G * K * L * N * Og, dy, x, dw, N, Cg, G, L, Og, K,
                        OL, s, p_l, d)
