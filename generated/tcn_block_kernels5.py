"""The kernels of tcn_block; tcn_block.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `tcn_block`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .tcn_block_kernels import (
    _forward_part, _forward_either, _forward_other, _forward_other2, _forward_plain3, _forward_part2,
)
from .tcn_block_kernels2 import (
    _vjp_x_either, _vjp_x_other, _vjp_x_plain,
)
from .disjoint import njit
from .elementary import select
from .threads import launch
from .tiles import tiled, tiled_weights
from .vectors import blocks, colblock, depthblock, either, rowblock, scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


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
    # a2_side[n,e,a] = max(0, a₁[n,e,a])
    launch(_forward_part, N * E, E * L * N, a1, a2_side, N, L, E)
    # a₂[n,o,i] = b₂[o] + Σ_{c,u} a2_side[n, c, i+u−K+1] · w₂[o,c,u]
    tiled(a2, (0, 0, 0), (L * O, L, 1), w2, (0, 0, 0), (E * K, K, 1), a2_side, (0, 0, 0), (E * L, L, 1), (N,
            O, E, L, K, L), (K - 1,), b2, (0,), 1)
    if blocks(L * N >= 4 and O >= 4 and C >= 4):
        if either(L >= 128):
            wide = colblock(L)
            deep = depthblock()
            high = rowblock(O, ((L - 1) // wide + 1) * N)
            # skip[n,o,i] = b₃[o] + Σ_c w₃[o,c,0] · x[n,c,i]
            launch(_forward_either, N * ((O - 1) // high + 1) * ((L - 1) // wide + 1), C * L * N * O // 32, x,
                    w3, b3, skip, N, C, L, O, deep, high, wide)
        else:
            rows2 = L * N
            wide2 = colblock(O)
            deep2 = depthblock()
            high2 = rowblock(rows2, (O - 1) // wide2 + 1)
            panels2 = scratch((max(0, (O - 1) // wide2 + 1), C, wide2), dtype)
            # panels2[col_part2, c, o−col_part2·wide2] = w₃[o,c,0]
            launch(_forward_other, (O - 1) // wide2 + 1, C * O, w3, panels2, C, O, wide2)
            line2_last = (rows2 - 1) // L
            # skip[n,o,i] = b₃[o] + Σ_c w₃[o,c,0] · x[n,c,i]
            launch(_forward_other2, ((rows2 - 1) // high2 + 1) * ((O - 1) // wide2 + 1), C * L * N * O // 32,
                    x, b3, skip, panels2, N, C, L, O, deep2, high2, line2_last, rows2, wide2)
    else:
        c_block_last = (C - 1) // 1024
        # skip[n,o,i] = b₃[o] + Σ_c w₃[o,c,0] · x[n,c,i]
        launch(_forward_plain3, N * O, C * L * N * O, x, w3, b3, skip, N, C, L, O, c_block_last)
    # y[n,o,a] = max(0, skip[n,o,a] + max(0, a₂[n,o,a]))
    launch(_forward_part2, N * O, L * N * O, y, a2, skip, N, L, O)


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
    if blocks(L * N >= 4 and C >= 4 and O >= 4):
        if either(L >= 128):
            wide = colblock(L)
            deep = depthblock()
            high = rowblock(C, ((L - 1) // wide + 1) * N)
            # dx_sum[n,c,a] = Σ_o dy_kept2[n,o,a] · w₃[o,c,0]
            launch(_vjp_x_either, N * ((C - 1) // high + 1) * ((L - 1) // wide + 1), C * L * N * O // 32, w3,
                    dy_kept2, dx_sum, N, C, L, O, deep, high, wide)
        else:
            rows2 = L * N
            wide2 = colblock(C)
            deep2 = depthblock()
            high2 = rowblock(rows2, (C - 1) // wide2 + 1)
            line2_last = (rows2 - 1) // L
            # dx_sum[n,c,a] = Σ_o dy_kept2[n,o,a] · w₃[o,c,0]
            launch(_vjp_x_other, ((rows2 - 1) // high2 + 1) * ((C - 1) // wide2 + 1), C * L * N * O // 32, w3,
                    dy_kept2, dx_sum, N, C, L, O, deep2, high2, line2_last, rows2, wide2)
    else:
        o_block_last = (O - 1) // 1024
        # dx_sum[n,c,a] = Σ_o dy_kept2[n,o,a] · w₃[o,c,0]
        launch(_vjp_x_plain, N * C, C * L * N * O, w3, dy_kept2, dx_sum, N, C, L, O, o_block_last)
    # dx[n,c,a] = dx_sum[n,c,a] + Σ_{o,u} da₁[n, o, a+K−1−u] · w₁[o,c,u]
    tiled(dx, (0, 0, 0), (C * L, L, 1), w1, (0, 0, K - 1), (K, C * K, -1), da1, (0, 0, 0), (E * L, L, 1), (N,
            C, E, L, K, L), (0,))
    launch(_vjp_x_winograd_part, N * C, C * L * N, dx, dx_sum, N, C, L)


def _vjp_w1_winograd(x, da1, dw1, N, C, L, E, K):
    """h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    da₁[n,e,a] = [a₁[n,e,a] > 0] · Σ_{o,u : a₂[n, o, a+d·(K−1−u)] > 0, both[n, o, a+d·(K−1−u)] > 0} dy[n,
        o, a+d·(K−1−u)] · w₂[o,e,u]
    dw₁[e,c,u] = Σ_{n,i : d·(K−1−u) ≤ i < L} da₁[n,e,i] · x[n, c, i−d·(K−1−u)]

    As compiled:

    dw₁[e,c,u] = Σ_{n,i : K−1−u ≤ i < L} da₁[n,e,i] · x[n, c, u+i−K+1]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    # dw₁[e,c,u] = Σ_{n,i : K−1−u ≤ i < L} da₁[n,e,i] · x[n, c, u+i−K+1]
    tiled_weights(da1, (0, 0, 0), (E * L, L, 1), dw1, (0, 0, 0), (C * K, K, 1), x, (0, 0, 0), (C * L, L, 1),
            (N, E, C, L, K, L), (K - 1,))


def _vjp_w2_winograd(a1, dy_kept, dw2, N, L, E, K, O):
    """h₁[n,e,a] = {a₁[n,e,a] if a₁[n,e,a] > 0; else 0}
    h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    dw₂[o,e,u] = Σ_{n,i : d·(K−1−u) ≤ i < L, a₂[n,o,i] > 0, both[n,o,i] > 0} dy[n,o,i] · h₁[n, e,
        i−d·(K−1−u)]

    As compiled:

    dw2_side[n,e,a] = max(0, a₁[n,e,a])
    dw₂[o,e,u] = Σ_{n,i : K−1−u ≤ i < L} dw2_side[n, e, u+i−K+1] · dy_kept[n,o,i]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    dtype = dw2.dtype
    dw2_side = scratch((N, E, L), dtype)
    # dw2_side[n,e,a] = max(0, a₁[n,e,a])
    launch(_forward_part, N * E, E * L * N, a1, dw2_side, N, L, E)
    # dw₂[o,e,u] = Σ_{n,i : K−1−u ≤ i < L} dw2_side[n, e, u+i−K+1] · dy_kept[n,o,i]
    tiled_weights(dy_kept, (0, 0, 0), (L * O, L, 1), dw2, (0, 0, 0), (E * K, K, 1), dw2_side, (0, 0, 0),
            (E * L, L, 1), (N, O, E, L, K, L), (K - 1,))
