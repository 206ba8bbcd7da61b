"""The kernels of tcn_block; tcn_block.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `tcn_block`.  Do not edit.
Run time: 47a62f82b295e183.
"""

import numpy as np

from .disjoint import njit
from .elementary import select
from .runtime import carried
from .threads import launch
from .tiles import tiled, tiled_weights
from .vectors import blocks, colblock, contract, depthblock, either, rowblock, scratch, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_winograd_part(first, last, a1, a2_side, N, L, E):
    """a2_side[n,e,a] = max(0, a₁[n,e,a])"""
    dtype = a1.dtype
    T = dtype.type
    for task in range(first, last):
        n_ = task // E
        e = task % E
        # a2_side[n,e,a] = max(0, a₁[n,e,a])
        for a in range(L):
            a1_here = a1[U(n_), U(e), U(a)]
            a2_side[U(n_), U(e), U(a)] = select(T(0) >= a1_here, T(0), a1_here)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_winograd_either(first, last, x, w3, b3, skip, N, C, L, O, deep, high, wide):
    """skip[n,o,i] = b₃[o] + Σ_c w₃[o,c,0] · x[n,c,i]"""
    dtype = x.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(C, np.int64)
    right_at = np.empty(C, np.int64)
    tile = np.empty((high, wide), dtype)
    for task in range(first, last):
        n = task // (((O - 1) // high + 1) * ((L - 1) // wide + 1))
        row_part = task // (((L - 1) // wide + 1)) % ((O - 1) // high + 1)
        col_part = task % ((L - 1) // wide + 1)
        # skip[n,o,i] = b₃[o] + Σ_c w₃[o,c,0] · x[n,c,i]
        for o in range(high * row_part, min(O, high + high * row_part)):
            row_at[U(o - (high * row_part))] = C * o
        for c in range(C):
            left_at[U(c)] = c
        for c in range(C):
            right_at[U(c)] = L * c
        contract(tile, (0, 0), wide, w3, row_at, left_at, x, col_part * wide + C * L * n, right_at, min(high,
                O - (high * row_part)), min(wide, L - (col_part * wide)), 0, C, deep)
        for o in range(high * row_part, min(O, high + high * row_part)):
            b3_here = b3[U(o)]
            for i in range(col_part * wide, min(L, col_part * wide + wide)):
                skip[U(n), U(o), U(i)] = b3_here + tile[U(o - (high * row_part)), U(i - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_winograd_other(first, last, w3, panels2, C, O, wide2):
    """panels2[col_part2, c, o−col_part2·wide2] = w₃[o,c,0]"""
    for col_part2 in range(first, last):
        # panels2[col_part2, c, o−col_part2·wide2] = w₃[o,c,0]
        turn(panels2, (col_part2, 0, 0), wide2, w3, C * col_part2 * wide2, C, 1, min(wide2,
                O - (col_part2 * wide2)), C)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_winograd_other2(first, last, x, b3, skip, panels2, N, C, L, O, deep2, high2, line2_last, rows2,
        wide2):
    """skip[n,o,i] = b₃[o] + Σ_c w₃[o,c,0] · x[n,c,i]"""
    dtype = x.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(C, np.int64)
    right_at2 = np.empty(C, np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for task in range(first, last):
        row_part2 = task // (((O - 1) // wide2 + 1))
        col_part2 = task % ((O - 1) // wide2 + 1)
        # skip[n,o,i] = b₃[o] + Σ_c w₃[o,c,0] · x[n,c,i]
        for line2 in range(high2 * row_part2 // L, min((high2 + high2 * row_part2 - 1) // L + 1,
                line2_last + 1, N)):
            n = line2
            for i in range(max(0, high2 * row_part2 - (L * line2)), min(L, rows2 - (L * line2),
                    high2 + high2 * row_part2 - (L * line2))):
                row_at2[U(i + L * line2 - (high2 * row_part2))] = i + C * L * n
        for c in range(C):
            left_at2[U(c)] = L * c
        for k2 in range(C):
            right_at2[U(k2)] = k2 * wide2
        contract(tile2, (0, 0), wide2, x, row_at2, left_at2, panels2, C * col_part2 * wide2, right_at2,
                min(high2, rows2 - (high2 * row_part2)), min(wide2, O - (col_part2 * wide2)), 0, C, deep2)
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                O - (col_part2 * wide2)))
        for line2 in range(high2 * row_part2 // L, min((high2 + high2 * row_part2 - 1) // L + 1,
                line2_last + 1, N)):
            n = line2
            for o in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, O)):
                b3_here = b3[U(o)]
                for i in range(max(0, high2 * row_part2 - (L * line2)), min(L, rows2 - (L * line2),
                        high2 + high2 * row_part2 - (L * line2))):
                    skip[U(n), U(o), U(i)] = (
                        b3_here + turned2[U(o - (col_part2 * wide2)), U(i + L * line2 - (high2 * row_part2))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_winograd_plain(first, last, x, w3, b3, skip, N, C, L, O, c_block_last):
    """skip[n,o,i] = b₃[o] + Σ_c w₃[o,c,0] · x[n,c,i]"""
    dtype = x.dtype
    T = dtype.type
    rest = np.empty(L, dtype)
    part = np.empty(L, dtype)
    for task in range(first, last):
        n = task // O
        o = task % O
        # skip[n,o,i] = b₃[o] + Σ_c w₃[o,c,0] · x[n,c,i]
        b3_here = b3[U(o)]
        for i in range(L):
            skip[U(n), U(o), U(i)] = b3_here
        for i in range(L):
            rest[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(L):
                part[U(i)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                w3_here = w3[U(o), U(c), 0]
                for i in range(L):
                    part[U(i)] += w3_here * x[U(n), U(c), U(i)]
            for i in range(L):
                skip[U(n), U(o), U(i)], rest[U(i)] = carried(skip[U(n), U(o), U(i)], rest[U(i)], part[U(i)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_winograd_part2(first, last, y, a2, skip, N, L, O):
    """y[n,o,a] = max(0, skip[n,o,a] + max(0, a₂[n,o,a]))"""
    dtype = y.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // O
        o = task % O
        # y[n,o,a] = max(0, skip[n,o,a] + max(0, a₂[n,o,a]))
        for a in range(L):
            a2_here = a2[U(n), U(o), U(a)]
            skip_here = skip[U(n), U(o), U(a)]
            y[U(n), U(o), U(a)] = select(
                T(0) >= select(T(0) >= a2_here, T(0), a2_here) + skip_here,
                T(0),
                select(T(0) >= a2_here, T(0), a2_here) + skip_here,
            )


def _forward_winograd(x, w1, b1, w2, b2, w3, b3, y, a1, a2, skip, N, C, L, E, K, O):
    """a₁[n,o,i] = b₁[o] + Σ_{c,u} w₁[o,c,u] · x[n, c, i−d·(K−1−u)]
    h₁[n,e,a] = {a₁[n,e,a] if a₁[n,e,a] > 0; else 0}
    a₂[n,o,i] = b₂[o] + Σ_{c,u} h₁[n, c, i−d·(K−1−u)] · w₂[o,c,u]
    h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    skip[n,o,i] = b₃[o] + Σ_c w₃[o,c,0] · x[n,c,i]
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    y[n,o,a] = {both[n,o,a] if both[n,o,a] > 0; else 0}

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    dtype = y.dtype
    a2_side = scratch((N, E, L), dtype)
    # a₁[n,o,i] = b₁[o] + Σ_{c,u} w₁[o,c,u] · x[n, c, i+u−K+1]
    tiled(a1, (0, 0, 0), (E * L, L, 1), w1, (0, 0, 0), (C * K, K, 1), x, (0, 0, 0), (C * L, L, 1), (N, E, C,
            L, K, L), (K - 1,), b1, (0,), 1)
    launch(_forward_winograd_part, N * E, E * L * N, a1, a2_side, N, L, E)
    # a₂[n,o,i] = b₂[o] + Σ_{c,u} a2_side[n, c, i+u−K+1] · w₂[o,c,u]
    tiled(a2, (0, 0, 0), (L * O, L, 1), w2, (0, 0, 0), (E * K, K, 1), a2_side, (0, 0, 0), (E * L, L, 1), (N,
            O, E, L, K, L), (K - 1,), b2, (0,), 1)
    if blocks(O >= 4 and L >= 8 and C >= 4):
        if either(L >= 128):
            wide = colblock(L)
            deep = depthblock()
            high = rowblock(O, ((L - 1) // wide + 1) * N)
            launch(_forward_winograd_either, N * ((O - 1) // high + 1) * ((L - 1) // wide + 1),
                    C * L * N * O // 32, x, w3, b3, skip, N, C, L, O, deep, high, wide)
        else:
            rows2 = L * N
            wide2 = colblock(O)
            deep2 = depthblock()
            high2 = rowblock(rows2, (O - 1) // wide2 + 1)
            panels2 = scratch((max(0, (O - 1) // wide2 + 1), C, wide2), dtype)
            launch(_forward_winograd_other, (O - 1) // wide2 + 1, C * O, w3, panels2, C, O, wide2)
            line2_last = (rows2 - 1) // L
            launch(_forward_winograd_other2, ((rows2 - 1) // high2 + 1) * ((O - 1) // wide2 + 1),
                    C * L * N * O // 32, x, b3, skip, panels2, N, C, L, O, deep2, high2, line2_last, rows2,
                    wide2)
    else:
        c_block_last = (C - 1) // 1024
        launch(_forward_winograd_plain, N * O, C * L * N * O, x, w3, b3, skip, N, C, L, O, c_block_last)
    launch(_forward_winograd_part2, N * O, L * N * O, y, a2, skip, N, L, O)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_da1_winograd_part(first, last, a1, da1, N, L, E):
    """da₁[n,e,a] = da₁[n,e,a] · {1 if a₁[n,e,a] > 0; 0 if a₁[n,e,a] ≤ 0; else a₁[n,e,a]}"""
    dtype = a1.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // E
        e = task % E
        for a in range(L):
            a1_here = a1[U(n), U(e), U(a)]
            da1[U(n), U(e), U(a)] = (
                select(a1_here > T(0), T(1), select(T(0) >= a1_here, T(0), a1_here)) * da1[U(n), U(e), U(a)]
            )


def _shared_da1_winograd(w2, a1, dy_kept, da1, N, L, E, K, O):
    """da₁[n,e,a] = [a₁[n,e,a] > 0] · Σ_{o,u : a₂[n, o, a+d·(K−1−u)] > 0, both[n, o, a+d·(K−1−u)] > 0} dy[n,
        o, a+d·(K−1−u)] · w₂[o,e,u]

    As compiled:

    da₁[n,e,a] = {1 if a₁[n,e,a] > 0; 0 if a₁[n,e,a] ≤ 0; else a₁[n,e,a]} · Σ_{o,u} dy_kept[n, o, a+K−1−u]
        · w₂[o,e,u]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    # da₁[n,e,a] = {1 if a₁[n,e,a] > 0; 0 if a₁[n,e,a] ≤ 0; else a₁[n,e,a]} · Σ_{o,u}
    #     dy_kept[n, o, a+K−1−u] · w₂[o,e,u]
    tiled(da1, (0, 0, 0), (E * L, L, 1), w2, (0, 0, K - 1), (K, E * K, -1), dy_kept, (0, 0, 0), (L * O, L, 1),
            (N, E, O, L, K, L), (0,))
    launch(_shared_da1_winograd_part, N * E, E * L * N, a1, da1, N, L, E)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_winograd_either(first, last, w3, dy_kept2, dx_sum, N, C, L, O, deep, high, wide):
    """dx_sum[n,c,a] = Σ_o dy_kept2[n,o,a] · w₃[o,c,0]"""
    dtype = w3.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(O, np.int64)
    right_at = np.empty(O, np.int64)
    tile = np.empty((high, wide), dtype)
    for task in range(first, last):
        n = task // (((C - 1) // high + 1) * ((L - 1) // wide + 1))
        row_part = task // (((L - 1) // wide + 1)) % ((C - 1) // high + 1)
        col_part = task % ((L - 1) // wide + 1)
        # dx_sum[n,c,a] = Σ_o dy_kept2[n,o,a] · w₃[o,c,0]
        for c in range(high * row_part, min(C, high + high * row_part)):
            row_at[U(c - (high * row_part))] = c
        for o in range(O):
            left_at[U(o)] = C * o
        for o in range(O):
            right_at[U(o)] = L * o
        contract(tile, (0, 0), wide, w3, row_at, left_at, dy_kept2, col_part * wide + L * O * n, right_at,
                min(high, C - (high * row_part)), min(wide, L - (col_part * wide)), 0, O, deep)
        for c in range(high * row_part, min(C, high + high * row_part)):
            for a in range(col_part * wide, min(L, col_part * wide + wide)):
                dx_sum[U(n), U(c), U(a)] = tile[U(c - (high * row_part)), U(a - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_winograd_other(first, last, w3, dy_kept2, dx_sum, N, C, L, O, deep2, high2, line2_last, rows2,
        wide2):
    """dx_sum[n,c,a] = Σ_o dy_kept2[n,o,a] · w₃[o,c,0]"""
    dtype = w3.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(O, np.int64)
    right_at2 = np.empty(O, np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
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
        for o in range(O):
            left_at2[U(o)] = L * o
        for o in range(O):
            right_at2[U(o)] = C * o
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
def _vjp_x_winograd_plain(first, last, w3, dy_kept2, dx_sum, N, C, L, O, o_block_last):
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
def _vjp_x_winograd_part(first, last, dx, dx_sum, N, C, L):
    """dx[n,c,a] = dx[n,c,a] + dx_sum[n,c,a]"""
    for task in range(first, last):
        n = task // C
        c = task % C
        for a in range(L):
            dx[U(n), U(c), U(a)] = dx[U(n), U(c), U(a)] + dx_sum[U(n), U(c), U(a)]


def _vjp_x_winograd(w1, w3, da1, dy_kept2, dx, N, C, L, E, K, O):
    """h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    da₁[n,e,a] = [a₁[n,e,a] > 0] · Σ_{o,u : a₂[n, o, a+d·(K−1−u)] > 0, both[n, o, a+d·(K−1−u)] > 0} dy[n,
        o, a+d·(K−1−u)] · w₂[o,e,u]
    dx[n,c,a] = Σ_{o = 0..O−1 : both[n,o,a] > 0} dy[n,o,a] · w₃[o,c,0] + Σ_{o,u} da₁[n, o, a+d·(K−1−u)] ·
        w₁[o,c,u]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    dtype = dx.dtype
    dx_sum = scratch((N, C, L), dtype)
    if blocks(C >= 4 and L >= 8 and O >= 4):
        if either(L >= 128):
            wide = colblock(L)
            deep = depthblock()
            high = rowblock(C, ((L - 1) // wide + 1) * N)
            launch(_vjp_x_winograd_either, N * ((C - 1) // high + 1) * ((L - 1) // wide + 1),
                    C * L * N * O // 32, w3, dy_kept2, dx_sum, N, C, L, O, deep, high, wide)
        else:
            rows2 = L * N
            wide2 = colblock(C)
            deep2 = depthblock()
            high2 = rowblock(rows2, (C - 1) // wide2 + 1)
            line2_last = (rows2 - 1) // L
            launch(_vjp_x_winograd_other, ((rows2 - 1) // high2 + 1) * ((C - 1) // wide2 + 1),
                    C * L * N * O // 32, w3, dy_kept2, dx_sum, N, C, L, O, deep2, high2, line2_last, rows2,
                    wide2)
    else:
        o_block_last = (O - 1) // 1024
        launch(_vjp_x_winograd_plain, N * C, C * L * N * O, w3, dy_kept2, dx_sum, N, C, L, O, o_block_last)
    # dx[n,c,a] = dx_sum[n,c,a] + Σ_{o,u} da₁[n, o, a+K−1−u] · w₁[o,c,u]
    tiled(dx, (0, 0, 0), (C * L, L, 1), w1, (0, 0, K - 1), (K, C * K, -1), da1, (0, 0, 0), (E * L, L, 1), (N,
            C, E, L, K, L), (0,))
    launch(_vjp_x_winograd_part, N * C, C * L * N, dx, dx_sum, N, C, L)


def _vjp_w1_winograd(x, da1, dw1, N, C, L, E, K):
    """h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    da₁[n,e,a] = [a₁[n,e,a] > 0] · Σ_{o,u : a₂[n, o, a+d·(K−1−u)] > 0, both[n, o, a+d·(K−1−u)] > 0} dy[n,
        o, a+d·(K−1−u)] · w₂[o,e,u]
    dw₁[e,c,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L} da₁[n,e,i] · x[n, c, i−d·(K−1−u)]

    As compiled:

    dw₁[e,c,u] = Σ_n Σ_{i : K−1−u ≤ i < L} da₁[n,e,i] · x[n, c, u+i−K+1]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    # dw₁[e,c,u] = Σ_n Σ_{i : K−1−u ≤ i < L} da₁[n,e,i] · x[n, c, u+i−K+1]
    tiled_weights(da1, (0, 0, 0), (E * L, L, 1), dw1, (0, 0, 0), (C * K, K, 1), x, (0, 0, 0), (C * L, L, 1),
            (N, E, C, L, K, L), (K - 1,))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w2_winograd_part(first, last, a1, dw2_side, N, L, E):
    """dw2_side[n,e,a] = max(0, a₁[n,e,a])"""
    dtype = a1.dtype
    T = dtype.type
    for task in range(first, last):
        n_ = task // E
        e_ = task % E
        # dw2_side[n,e,a] = max(0, a₁[n,e,a])
        for a in range(L):
            a1_here = a1[U(n_), U(e_), U(a)]
            dw2_side[U(n_), U(e_), U(a)] = select(T(0) >= a1_here, T(0), a1_here)


def _vjp_w2_winograd(a1, dy_kept, dw2, N, L, E, K, O):
    """h₁[n,e,a] = {a₁[n,e,a] if a₁[n,e,a] > 0; else 0}
    h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    dw₂[o,e,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L, a₂[n,o,i] > 0, both[n,o,i] > 0} dy[n,o,i] · h₁[n, e,
        i−d·(K−1−u)]

    As compiled:

    dw2_side[n,e,a] = max(0, a₁[n,e,a])
    dw₂[o,e,u] = Σ_n Σ_{i : K−1−u ≤ i < L} dw2_side[n, e, u+i−K+1] · dy_kept[n,o,i]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    dtype = dw2.dtype
    dw2_side = scratch((N, E, L), dtype)
    launch(_vjp_w2_winograd_part, N * E, E * L * N, a1, dw2_side, N, L, E)
    # dw₂[o,e,u] = Σ_n Σ_{i : K−1−u ≤ i < L} dw2_side[n, e, u+i−K+1] · dy_kept[n,o,i]
    tiled_weights(dy_kept, (0, 0, 0), (L * O, L, 1), dw2, (0, 0, 0), (E * K, K, 1), dw2_side, (0, 0, 0),
            (E * L, L, 1), (N, O, E, L, K, L), (K - 1,))
