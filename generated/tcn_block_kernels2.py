"""The kernels of tcn_block; tcn_block.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `tcn_block`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .disjoint import njit
from .elementary import select
from .runtime import carried
from .skipped_terms import contract_inside
from .threads import launch
from .stencils import correlate, correlations, pad
from .vectors import blocks, colblock, contract, depthblock, either, finite, padded, parts, rowblock, scratch, skipping, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_da1_correlations(first, last, w2, a1, dy_kept, da1, N, L, E, K, O, d, pieces, share, wide):
    """da₁[n,e,a] = {1 if a₁[n,e,a] > 0; 0 if a₁[n,e,a] ≤ 0; else a₁[n,e,a]} · Σ_{o,u} dy_kept[n, o,
        a+d·(K−1−u)] · w₂[o,e,u]
    """
    dtype = w2.dtype
    T = dtype.type
    planes = np.empty((O, 1, max(0, wide)), dtype)
    starts = np.empty(E, dtype)
    tile = np.empty((E, 1, L), dtype)
    for part in range(first, last):
        lefts = np.empty(O * K, np.int64)
        for tap in range(O * K):
            o = tap // K
            u = tap % K
            lefts[U(tap)] = E * K * o - u
        rights = np.empty(O * K, np.int64)
        for tap in range(O * K):
            o = tap // K
            u = tap % K
            rights[U(tap)] = o * wide + d * u
        for turn_2 in range(part * share, min(part * share + share, N)):
            n = turn_2 // (1)
            strip = turn_2 % 1
            # da₁[n,e,a] = {1 if a₁[n,e,a] > 0; 0 if a₁[n,e,a] ≤ 0; else a₁[n,e,a]} · Σ_{o,u}
            #     dy_kept[n, o, a+d·(K−1−u)] · w₂[o,e,u]
            for e in range(E):
                starts[U(e)] = T(0)
            for o in range(O):
                pad(planes, (o, 0, 0), 0, dy_kept, (n, o, 0), 0, 1, 1, wide, 0, 1, 0, L)
            correlate(tile, (0, 0, 0), L, L, 1, starts, (0,), 1, w2, (0, 0, K - 1), K, lefts, planes, (0, 0,
                    0), 0, rights, K, len(rights), E, 1, L)
            for e in range(E):
                for line in range(1):
                    for a in range(L):
                        a1_here = a1[U(n), U(e), U(a)]
                        da1[U(n), U(e), U(a)] = (
                            select(a1_here > T(0), T(1), select(T(0) >= a1_here, T(0), a1_here))
                            * tile[U(e), U(line), U(a)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_da1_blocks(first, last, w2, panels_apart2, E, K, O, wide2):
    """panels2[col_part2, o·K+u, e−col_part2·wide2] = w₂[o,e,u]"""
    for task in range(first, last):
        o = task // (((E - 1) // wide2 + 1))
        col_part2 = task % ((E - 1) // wide2 + 1)
        # panels2[col_part2, o·K+u, e−col_part2·wide2] = w₂[o,e,u]
        turn(panels_apart2, (col_part2, o, 0, 0), wide2, w2, K * col_part2 * wide2 + E * K * o, K, 1,
                min(wide2, E - (col_part2 * wide2)), K)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_da1_blocks2(first, last, a1, da1, dy_kept_padded2, panels2, N, L, E, K, O, d, deep2, depth2,
        dy_kept_size22, high2, line2_last, rows2, skipping2, wide2):
    """da₁[n,e,a] = {1 if a₁[n,e,a] > 0; 0 if a₁[n,e,a] ≤ 0; else a₁[n,e,a]} · Σ_{o,u} dy_kept[n, o,
        a+d·(K−1−u)] · w₂[o,e,u]
    """
    dtype = a1.dtype
    T = dtype.type
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    least2 = np.empty((1, high2), np.int64)
    most2 = np.empty((1, high2), np.int64)
    place2 = np.empty((1, max(0, depth2)), np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for o in range(O):
        for u in range(K):
            left_at2[U(K * o + u)] = dy_kept_size22 * o - (d * u)
            place2[0, U(K * o + u)] = -d * u
    for k2 in range(depth2):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        row_part2 = task // (((E - 1) // wide2 + 1))
        col_part2 = task % ((E - 1) // wide2 + 1)
        # da₁[n,e,a] = {1 if a₁[n,e,a] > 0; 0 if a₁[n,e,a] ≤ 0; else a₁[n,e,a]} · Σ_{o,u}
        #     dy_kept[n, o, a+d·(K−1−u)] · w₂[o,e,u]
        for line2 in range(high2 * row_part2 // L, min((high2 + high2 * row_part2 - 1) // L + 1,
                line2_last + 1, N)):
            n = line2
            for a in range(max(0, high2 * row_part2 - (L * line2)), min(L, rows2 - (L * line2),
                    high2 + high2 * row_part2 - (L * line2))):
                row_at2[U(a + L * line2 - (high2 * row_part2))] = K * d + a + O * dy_kept_size22 * n - d
                least2[0, U(a + L * line2 - (high2 * row_part2))] = d - (K * d) - a
                most2[0, U(a + L * line2 - (high2 * row_part2))] = L + d - (K * d) - a - 1
        contract_inside(tile2, (0, 0), wide2, dy_kept_padded2, row_at2, left_at2, panels2,
                col_part2 * depth2 * wide2, right_at2, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                E - (col_part2 * wide2)), depth2, deep2, least2, most2, place2, high2, depth2, 1, skipping2,
                np.empty(max(depth2 * 3 + high2 * 4 + 2, 0), np.int64))
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                E - (col_part2 * wide2)))
        for line2 in range(high2 * row_part2 // L, min((high2 + high2 * row_part2 - 1) // L + 1,
                line2_last + 1, N)):
            n = line2
            for e in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, E)):
                for a in range(max(0, high2 * row_part2 - (L * line2)), min(L, rows2 - (L * line2),
                        high2 + high2 * row_part2 - (L * line2))):
                    a1_here2 = a1[U(n), U(e), U(a)]
                    da1[U(n), U(e), U(a)] = (
                        select(a1_here2 > T(0), T(1), select(T(0) >= a1_here2, T(0), a1_here2))
                        * turned2[U(e - (col_part2 * wide2)), U(a + L * line2 - (high2 * row_part2))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_da1_plain(first, last, w2, a1, dy_kept, da1, N, L, E, K, O, d, o_block_last):
    """da₁[n,e,a] = {1 if a₁[n,e,a] > 0; 0 if a₁[n,e,a] ≤ 0; else a₁[n,e,a]} · Σ_{o,u} dy_kept[n, o,
        a+d·(K−1−u)] · w₂[o,e,u]
    """
    dtype = w2.dtype
    T = dtype.type
    row = np.empty(L, dtype)
    rest = np.empty(L, dtype)
    part2 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // E
        e = task % E
        # da₁[n,e,a] = {1 if a₁[n,e,a] > 0; 0 if a₁[n,e,a] ≤ 0; else a₁[n,e,a]} · Σ_{o,u}
        #     dy_kept[n, o, a+d·(K−1−u)] · w₂[o,e,u]
        for a in range(L):
            row[U(a)] = T(0)
        for a in range(L):
            rest[U(a)] = T(0)
        for o_block in range(o_block_last + 1):
            for a in range(L):
                part2[U(a)] = T(0)
            for o in range(o_block * 1024, min(O, o_block * 1024 + 1024)):
                for u in range(K - 1, -1, -1):
                    w2_here = w2[U(o), U(e), U(u)]
                    for a in range(min(L, L + d + d * u - (K * d))):
                        part2[U(a)] += dy_kept[U(n), U(o), U(K * d + a - d - (d * u))] * w2_here
            for a in range(L):
                row[U(a)], rest[U(a)] = carried(row[U(a)], rest[U(a)], part2[U(a)])
        for a in range(L):
            a1_here3 = a1[U(n), U(e), U(a)]
            da1[U(n), U(e), U(a)] = (
                select(a1_here3 > T(0), T(1), select(T(0) >= a1_here3, T(0), a1_here3)) * row[U(a)]
            )


def _shared_da1(w2, a1, dy_kept, da1, N, L, E, K, O, d):
    """da₁[n,e,a] = [a₁[n,e,a] > 0] · Σ_{o,u : a₂[n, o, a+d·(K−1−u)] > 0, both[n, o, a+d·(K−1−u)] > 0} dy[n,
        o, a+d·(K−1−u)] · w₂[o,e,u]

    Operations: E·K·L·N·O multiplications, E·K·L·N·O − E·L·N additions, terms that a condition drops
        counted.
    """
    dtype = da1.dtype
    again = not (
        correlations(
            L >= K
            and L >= 4
            and 0 >= min(E - 8, max(2 - K, E - 24, min(1 - (E % 16), K * O - 256)), max(K * O - 128, O - 16))
        )
        and finite(w2, da1)
    )
    if not again:
        wide = K * d + L - d
        pieces = parts(N)
        share = max((N - 1) // pieces + 1, 1)
        launch(_shared_da1_correlations, pieces, E * K * L * N * O // 32, w2, a1, dy_kept, da1, N, L, E, K, O,
                d, pieces, share, wide)
        again = not (finite(da1, w2))
    if again:
        again = not (blocks(L * N >= 4 and E >= 8 and K * O >= 4 and L + d + 17 >= K * d) and finite(w2, da1))
        if not again:
            rows2 = L * N
            depth2 = K * O
            dy_kept_size22 = K * d + L - d
            dy_kept_padded2 = padded(dy_kept, (0, 0, 0), (N, O, dy_kept_size22))
            wide2 = colblock(E)
            deep2 = depthblock()
            high2 = rowblock(rows2, (E - 1) // wide2 + 1)
            skipping2 = skipping(L, dy_kept_size22)
            panels2 = scratch((max(0, (E - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
            panels_apart2 = panels2.reshape(((E - 1) // wide2 + 1, O, K, wide2))
            launch(_shared_da1_blocks, O * ((E - 1) // wide2 + 1), E * K * O, w2, panels_apart2, E, K, O,
                    wide2)
            line2_last = (rows2 - 1) // L
            launch(_shared_da1_blocks2, ((rows2 - 1) // high2 + 1) * ((E - 1) // wide2 + 1),
                    E * K * L * N * O // 32, a1, da1, dy_kept_padded2, panels2, N, L, E, K, O, d, deep2,
                    depth2, dy_kept_size22, high2, line2_last, rows2, skipping2, wide2)
            again = not (finite(da1, w2))
        if again:
            o_block_last = (O - 1) // 1024
            launch(_shared_da1_plain, N * E, E * K * L * N * O, w2, a1, dy_kept, da1, N, L, E, K, O, d,
                    o_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dy_kept2_part(first, last, dy, a2, skip, dy_kept2, N, L, O):
    """dy_kept2[noa] = {dy[noa] if skip[noa] + max(0, a₂[noa]) > 0; 0 if skip[noa] + max(0, a₂[noa]) ≤ 0;
        else skip[noa] + max(0, a₂[noa])}
    """
    dtype = dy.dtype
    T = dtype.type
    for noa_block in range(first, last):
        # dy_kept2[noa] = {dy[noa] if skip[noa] + max(0, a₂[noa]) > 0; 0 if skip[noa] + max(0,
        #     a₂[noa]) ≤ 0; else skip[noa] + max(0, a₂[noa])}
        for noa in range(noa_block * 1024, min(L * N * O, noa_block * 1024 + 1024)):
            a2_here = a2[U(noa)]
            skip_here = skip[U(noa)]
            dy_here = dy[U(noa)]
            dy_kept2[U(noa)] = select(
                select(T(0) >= a2_here, T(0), a2_here) + skip_here > T(0),
                dy_here,
                select(T(0) >= select(T(0) >= a2_here, T(0), a2_here) + skip_here, T(0),
                        select(T(0) >= a2_here, T(0), a2_here) + skip_here),
            )


def _shared_dy_kept2(dy, a2, skip, dy_kept2, N, L, O):
    """h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    dy_kept2[n,o,a] = dy[n,o,a] · [both[n,o,a] > 0]

    As compiled:

    dy_kept2[noa] = {dy[noa] if skip[noa] + max(0, a₂[noa]) > 0; 0 if skip[noa] + max(0, a₂[noa]) ≤ 0;
        else skip[noa] + max(0, a₂[noa])}

    Operations: L·N·O additions, terms that a condition drops counted.
    """
    dy_rows = dy.reshape((L * N * O,))
    a2_rows = a2.reshape((L * N * O,))
    skip_rows = skip.reshape((L * N * O,))
    dy_kept2_rows = dy_kept2.reshape((L * N * O,))
    launch(_shared_dy_kept2_part, (L * N * O - 1) // 1024 + 1, L * N * O, dy_rows, a2_rows, skip_rows,
            dy_kept2_rows, N, L, O)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_either(first, last, w3, dy_kept2, dx_sum, N, C, L, O, deep, high, wide):
    """dx_sum[n,c,a] = Σ_o dy_kept2[n,o,a] · w₃[o,c,0]"""
    dtype = w3.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(O, np.int64)
    right_at = np.empty(O, np.int64)
    tile = np.empty((high, wide), dtype)
    for o in range(O):
        left_at[U(o)] = C * o
    for o in range(O):
        right_at[U(o)] = L * o
    for task in range(first, last):
        n = task // (((C - 1) // high + 1) * ((L - 1) // wide + 1))
        row_part = task // (((L - 1) // wide + 1)) % ((C - 1) // high + 1)
        col_part = task % ((L - 1) // wide + 1)
        # dx_sum[n,c,a] = Σ_o dy_kept2[n,o,a] · w₃[o,c,0]
        for c in range(high * row_part, min(C, high + high * row_part)):
            row_at[U(c - (high * row_part))] = c
        contract(tile, (0, 0), wide, w3, row_at, left_at, dy_kept2, col_part * wide + L * O * n, right_at,
                min(high, C - (high * row_part)), min(wide, L - (col_part * wide)), 0, O, deep)
        for c in range(high * row_part, min(C, high + high * row_part)):
            for a in range(col_part * wide, min(L, col_part * wide + wide)):
                dx_sum[U(n), U(c), U(a)] = tile[U(c - (high * row_part)), U(a - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_other(first, last, w3, dy_kept2, dx_sum, N, C, L, O, deep2, high2, line2_last, rows2, wide2):
    """dx_sum[n,c,a] = Σ_o dy_kept2[n,o,a] · w₃[o,c,0]"""
    dtype = w3.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(O, np.int64)
    right_at2 = np.empty(O, np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for o in range(O):
        left_at2[U(o)] = L * o
    for o in range(O):
        right_at2[U(o)] = C * o
    for task in range(first, last):
        row_part2 = task // (((C - 1) // wide2 + 1))
        col_part2 = task % ((C - 1) // wide2 + 1)
        # dx_sum[n,c,a] = Σ_o dy_kept2[n,o,a] · w₃[o,c,0]
        for line2 in range(high2 * row_part2 // L, min((high2 + high2 * row_part2 - 1) // L + 1,
                line2_last + 1, N)):
            n = line2
            for a in range(max(0, high2 * row_part2 - (L * line2)), min(L, rows2 - (L * line2),
                    high2 + high2 * row_part2 - (L * line2))):
                row_at2[U(a + L * line2 - (high2 * row_part2))] = a + L * O * n
        contract(tile2, (0, 0), wide2, dy_kept2, row_at2, left_at2, w3, col_part2 * wide2, right_at2,
                min(high2, rows2 - (high2 * row_part2)), min(wide2, C - (col_part2 * wide2)), 0, O, deep2)
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                C - (col_part2 * wide2)))
        for line2 in range(high2 * row_part2 // L, min((high2 + high2 * row_part2 - 1) // L + 1,
                line2_last + 1, N)):
            n = line2
            for c in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, C)):
                for a in range(max(0, high2 * row_part2 - (L * line2)), min(L, rows2 - (L * line2),
                        high2 + high2 * row_part2 - (L * line2))):
                    dx_sum[U(n), U(c), U(a)] = turned2[U(c - (col_part2 * wide2)), U(a + L * line2 - (high2 * row_part2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, w3, dy_kept2, dx_sum, N, C, L, O, o_block_last):
    """dx_sum[n,c,a] = Σ_o dy_kept2[n,o,a] · w₃[o,c,0]"""
    dtype = w3.dtype
    T = dtype.type
    rest = np.empty(L, dtype)
    part = np.empty(L, dtype)
    for task in range(first, last):
        n = task // C
        c = task % C
        # dx_sum[n,c,a] = Σ_o dy_kept2[n,o,a] · w₃[o,c,0]
        for a in range(L):
            dx_sum[U(n), U(c), U(a)] = T(0)
        for a in range(L):
            rest[U(a)] = T(0)
        for o_block in range(o_block_last + 1):
            for a in range(L):
                part[U(a)] = T(0)
            for o in range(o_block * 1024, min(O, o_block * 1024 + 1024)):
                w3_here = w3[U(o), U(c), 0]
                for a in range(L):
                    part[U(a)] += dy_kept2[U(n), U(o), U(a)] * w3_here
            for a in range(L):
                dx_sum[U(n), U(c), U(a)], rest[U(a)] = carried(dx_sum[U(n), U(c), U(a)], rest[U(a)], part[U(a)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_correlations(first, last, w1, da1, dx, dx_sum, N, C, L, E, K, d, pieces3, share3, wide3):
    """dx[n,c,a] = dx_sum[n,c,a] + Σ_{o,u} da₁[n, o, a+d·(K−1−u)] · w₁[o,c,u]"""
    dtype = w1.dtype
    T = dtype.type
    planes3 = np.empty((E, 1, max(0, wide3)), dtype)
    starts3 = np.empty(C, dtype)
    tile3 = np.empty((C, 1, L), dtype)
    for part3 in range(first, last):
        lefts3 = np.empty(E * K, np.int64)
        for tap in range(E * K):
            o = tap // K
            u = tap % K
            lefts3[U(tap)] = C * K * o - u
        rights3 = np.empty(E * K, np.int64)
        for tap in range(E * K):
            o = tap // K
            u = tap % K
            rights3[U(tap)] = o * wide3 + d * u
        for turn3 in range(part3 * share3, min(part3 * share3 + share3, N)):
            n = turn3 // (1)
            strip3 = turn3 % 1
            # dx[n,c,a] = dx_sum[n,c,a] + Σ_{o,u} da₁[n, o, a+d·(K−1−u)] · w₁[o,c,u]
            for c in range(C):
                starts3[U(c)] = T(0)
            for o in range(E):
                pad(planes3, (o, 0, 0), 0, da1, (n, o, 0), 0, 1, 1, wide3, 0, 1, 0, L)
            correlate(tile3, (0, 0, 0), L, L, 1, starts3, (0,), 1, w1, (0, 0, K - 1), K, lefts3, planes3, (0,
                    0, 0), 0, rights3, K, len(rights3), C, 1, L)
            for c in range(C):
                for line3 in range(1):
                    for a in range(L):
                        dx[U(n), U(c), U(a)] = dx_sum[U(n), U(c), U(a)] + tile3[U(c), U(line3), U(a)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks2(first, last, dx, da1_padded4, dx_sum, panels4, N, C, L, E, K, d, da1_size24, deep4, depth4,
        high4, line4_last, rows4, skipping4, wide4):
    """dx[n,c,a] = dx_sum[n,c,a] + Σ_{o,u} da₁[n, o, a+d·(K−1−u)] · w₁[o,c,u]"""
    dtype = dx.dtype
    row_at4 = np.empty(high4, np.int64)
    left_at4 = np.empty(max(0, depth4), np.int64)
    right_at4 = np.empty(max(0, depth4), np.int64)
    least4 = np.empty((1, high4), np.int64)
    most4 = np.empty((1, high4), np.int64)
    place4 = np.empty((1, max(0, depth4)), np.int64)
    tile4 = np.empty((high4, wide4), dtype)
    turned4 = np.empty((wide4, high4), dtype)
    for o in range(E):
        for u in range(K):
            left_at4[U(K * o + u)] = da1_size24 * o - (d * u)
            place4[0, U(K * o + u)] = -d * u
    for k4 in range(depth4):
        right_at4[U(k4)] = k4 * wide4
    for task in range(first, last):
        row_part4 = task // (((C - 1) // wide4 + 1))
        col_part4 = task % ((C - 1) // wide4 + 1)
        # dx[n,c,a] = dx_sum[n,c,a] + Σ_{o,u} da₁[n, o, a+d·(K−1−u)] · w₁[o,c,u]
        for line4 in range(high4 * row_part4 // L, min((high4 + high4 * row_part4 - 1) // L + 1,
                line4_last + 1, N)):
            n = line4
            for a in range(max(0, high4 * row_part4 - (L * line4)), min(L, rows4 - (L * line4),
                    high4 + high4 * row_part4 - (L * line4))):
                row_at4[U(a + L * line4 - (high4 * row_part4))] = K * d + a + E * da1_size24 * n - d
                least4[0, U(a + L * line4 - (high4 * row_part4))] = d - (K * d) - a
                most4[0, U(a + L * line4 - (high4 * row_part4))] = L + d - (K * d) - a - 1
        contract_inside(tile4, (0, 0), wide4, da1_padded4, row_at4, left_at4, panels4,
                col_part4 * depth4 * wide4, right_at4, min(high4, rows4 - (high4 * row_part4)), min(wide4,
                C - (col_part4 * wide4)), depth4, deep4, least4, most4, place4, high4, depth4, 1, skipping4,
                np.empty(max(depth4 * 3 + high4 * 4 + 2, 0), np.int64))
        turn(turned4, (0, 0), high4, tile4, 0, wide4, 1, min(high4, rows4 - (high4 * row_part4)), min(wide4,
                C - (col_part4 * wide4)))
        for line4 in range(high4 * row_part4 // L, min((high4 + high4 * row_part4 - 1) // L + 1,
                line4_last + 1, N)):
            n = line4
            for c in range(col_part4 * wide4, min(col_part4 * wide4 + wide4, C)):
                for a in range(max(0, high4 * row_part4 - (L * line4)), min(L, rows4 - (L * line4),
                        high4 + high4 * row_part4 - (L * line4))):
                    dx[U(n), U(c), U(a)] = (
                        dx_sum[U(n), U(c), U(a)]
                        + turned4[U(c - (col_part4 * wide4)), U(a + L * line4 - (high4 * row_part4))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain2(first, last, w1, da1, dx, dx_sum, N, C, L, E, K, d, o_block_last):
    """dx[n,c,a] = dx_sum[n,c,a] + Σ_{o,u} da₁[n, o, a+d·(K−1−u)] · w₁[o,c,u]"""
    dtype = w1.dtype
    T = dtype.type
    rest2 = np.empty(L, dtype)
    part2 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // C
        c = task % C
        # dx[n,c,a] = dx_sum[n,c,a] + Σ_{o,u} da₁[n, o, a+d·(K−1−u)] · w₁[o,c,u]
        for a in range(L):
            dx[U(n), U(c), U(a)] = dx_sum[U(n), U(c), U(a)]
        for a in range(L):
            rest2[U(a)] = T(0)
        for o_block in range(o_block_last + 1):
            for a in range(L):
                part2[U(a)] = T(0)
            for o in range(o_block * 1024, min(E, o_block * 1024 + 1024)):
                for u in range(K - 1, -1, -1):
                    w1_here = w1[U(o), U(c), U(u)]
                    for a in range(min(L, L + d + d * u - (K * d))):
                        part2[U(a)] += da1[U(n), U(o), U(K * d + a - d - (d * u))] * w1_here
            for a in range(L):
                dx[U(n), U(c), U(a)], rest2[U(a)] = carried(dx[U(n), U(c), U(a)], rest2[U(a)], part2[U(a)])


def _vjp_x(w1, w3, da1, dy_kept2, dx, N, C, L, E, K, O, d):
    """h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    da₁[n,e,a] = [a₁[n,e,a] > 0] · Σ_{o,u : a₂[n, o, a+d·(K−1−u)] > 0, both[n, o, a+d·(K−1−u)] > 0} dy[n,
        o, a+d·(K−1−u)] · w₂[o,e,u]
    dx[n,c,a] = Σ_{o = 0..O−1 : both[n,o,a] > 0} dy[n,o,a] · w₃[o,c,0] + Σ_{o,u} da₁[n, o, a+d·(K−1−u)] ·
        w₁[o,c,u]

    Operations: C·E·K·L·N + E·K·L·N·O + C·L·N·O multiplications, C·E·K·L·N + E·K·L·N·O + C·L·N·O + L·N·O −
        C·L·N − E·L·N additions, terms that a condition drops counted.
    """
    dtype = dx.dtype
    dx_sum = scratch((N, C, L), dtype)
    if blocks(L * N >= 4 and C >= 4 and O >= 4):
        if either(L >= 128):
            wide = colblock(L)
            deep = depthblock()
            high = rowblock(C, ((L - 1) // wide + 1) * N)
            launch(_vjp_x_either, N * ((C - 1) // high + 1) * ((L - 1) // wide + 1), C * L * N * O // 32, w3,
                    dy_kept2, dx_sum, N, C, L, O, deep, high, wide)
        else:
            rows2 = L * N
            wide2 = colblock(C)
            deep2 = depthblock()
            high2 = rowblock(rows2, (C - 1) // wide2 + 1)
            line2_last = (rows2 - 1) // L
            launch(_vjp_x_other, ((rows2 - 1) // high2 + 1) * ((C - 1) // wide2 + 1), C * L * N * O // 32, w3,
                    dy_kept2, dx_sum, N, C, L, O, deep2, high2, line2_last, rows2, wide2)
    else:
        o_block_last = (O - 1) // 1024
        launch(_vjp_x_plain, N * C, C * L * N * O, w3, dy_kept2, dx_sum, N, C, L, O, o_block_last)
    again = not (
        correlations(
            L >= K
            and L >= 4
            and 0 >= min(C - 8, max(2 - K, C - 24, min(1 - (C % 16), E * K - 256)), max(E - 16, E * K - 128))
        )
        and finite(w1, dx)
    )
    if not again:
        wide3 = K * d + L - d
        pieces3 = parts(N)
        share3 = max((N - 1) // pieces3 + 1, 1)
        launch(_vjp_x_correlations, pieces3, C * E * K * L * N // 32, w1, da1, dx, dx_sum, N, C, L, E, K, d,
                pieces3, share3, wide3)
        again = not (finite(dx, w1))
    if again:
        again = not (blocks(L * N >= 4 and C >= 8 and E * K >= 4 and L + d + 17 >= K * d) and finite(w1, dx))
        if not again:
            rows4 = L * N
            depth4 = E * K
            da1_size24 = K * d + L - d
            da1_padded4 = padded(da1, (0, 0, 0), (N, E, da1_size24))
            wide4 = colblock(C)
            deep4 = depthblock()
            high4 = rowblock(rows4, (C - 1) // wide4 + 1)
            skipping4 = skipping(L, da1_size24)
            panels4 = scratch((max(0, (C - 1) // wide4 + 1), max(0, depth4), wide4), dtype)
            panels_apart4 = panels4.reshape(((C - 1) // wide4 + 1, E, K, wide4))
            # panels4[col_part4, o·K+u, c−col_part4·wide4] = w₁[o,c,u]
            launch(_shared_da1_blocks, E * ((C - 1) // wide4 + 1), C * E * K, w1, panels_apart4, C, K, E,
                    wide4)
            line4_last = (rows4 - 1) // L
            launch(_vjp_x_blocks2, ((rows4 - 1) // high4 + 1) * ((C - 1) // wide4 + 1),
                    C * E * K * L * N // 32, dx, da1_padded4, dx_sum, panels4, N, C, L, E, K, d, da1_size24,
                    deep4, depth4, high4, line4_last, rows4, skipping4, wide4)
            again = not (finite(dx, w1))
        if again:
            o_block_last = (E - 1) // 1024
            launch(_vjp_x_plain2, N * C, C * E * K * L * N, w1, da1, dx, dx_sum, N, C, L, E, K, d,
                    o_block_last)
