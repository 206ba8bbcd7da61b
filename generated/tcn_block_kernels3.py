"""The kernels of tcn_block; tcn_block.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `tcn_block`.  Do not edit.
Run time: edb5d24a3545977e.
"""

import numpy as np
from numba import njit

from .elementary import select
from .runtime import carried, plus
from .threads import launch
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w3_blocks(first, last, dy, x, a2, skip, dw3, N, C, L, O, depth, pieces, share):
    """dw₃[o,c,0] = Σ_{n,i} x[n,c,i] · {dy[n,o,i] if skip[n,o,i] + max(0, a₂[n,o,i]) > 0; 0 if skip[n,o,i] +
        max(0, a₂[n,o,i]) ≤ 0; else skip[n,o,i] + max(0, a₂[n,o,i])}
    """
    dtype = dy.dtype
    T = dtype.type
    tile = np.empty((O, 384), dtype)
    left = np.empty((min(O, 96), max(0, min(depth, 256))), dtype)
    right = np.empty((max(0, min(depth, 256)), 384), dtype)
    for task in range(first, last):
        one = task // pieces
        part = task % pieces
        for cols_from in range(part * share, min(part * share + share, C), 384):
            cols_last = min(C - 1, cols_from + 383, part * share + share - 1)
            # dw₃[o,c,0] = Σ_{n,i} x[n,c,i] · {dy[n,o,i] if skip[n,o,i] + max(0, a₂[n,o,i]) > 0; 0
            #     if skip[n,o,i] + max(0, a₂[n,o,i]) ≤ 0; else skip[n,o,i] + max(0, a₂[n,o,i])}
            for o in range(O):
                for c in range(cols_from, cols_last + 1):
                    tile[U(o), U(c - cols_from)] = T(0)
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    n = inner // L
                    i = inner % L
                    c = cols_from
                    copy(right, (inner - depth_from, c - cols_from), x, (n, c, i), L, cols_last + 1 - c)
                line_first = depth_from // L
                line_last = depth_last // L
                for rows_from in range(0, O, 96):
                    rows_last = min(O - 1, rows_from + 95)
                    for o in range(rows_from, rows_last + 1):
                        for line in range(line_first, min(line_last + 1, N)):
                            n = line
                            for i in range(max(0, depth_from - (L * line)), min(L,
                                    depth_last + 1 - (L * line))):
                                a2_here = a2[U(n), U(o), U(i)]
                                skip_here = skip[U(n), U(o), U(i)]
                                dy_here = dy[U(n), U(o), U(i)]
                                left[U(o - rows_from), U(i + L * line - depth_from)] = select(
                                    select(T(0) >= a2_here, T(0), a2_here) + skip_here > T(0),
                                    dy_here,
                                    select(T(0) >= select(T(0) >= a2_here, T(0), a2_here) + skip_here, T(0),
                                            select(T(0) >= a2_here, T(0), a2_here) + skip_here),
                                )
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(depth, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for o in range(O):
                for c in range(cols_from, cols_last + 1):
                    dw3[U(o), U(c), U(one)] = tile[U(o), U(c - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w3_plain(first, last, dy, x, a2, skip, dw3, N, C, L, O, i_block_last):
    """dw_sum = Σ_{n,i} x[n,c,i] · {dy[n,o,i] if skip[n,o,i] + max(0, a₂[n,o,i]) > 0; 0 if skip[n,o,i] +
        max(0, a₂[n,o,i]) ≤ 0; else skip[n,o,i] + max(0, a₂[n,o,i])}
    dw₃[o,c,0] = dw_sum
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        o = task // C
        c = task % C
        # dw_sum = Σ_{n,i} x[n,c,i] · {dy[n,o,i] if skip[n,o,i] + max(0, a₂[n,o,i]) > 0; 0 if
        #     skip[n,o,i] + max(0, a₂[n,o,i]) ≤ 0; else skip[n,o,i] + max(0, a₂[n,o,i])}
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for i_block in range(i_block_last + 1):
                part2 = T(0)
                for i in range(i_block * 1024, min(L, i_block * 1024 + 1024)):
                    a2_here2 = a2[U(n), U(o), U(i)]
                    skip_here2 = skip[U(n), U(o), U(i)]
                    dy_here2 = dy[U(n), U(o), U(i)]
                    part2 = plus(
                        part2,
                        select(
                            select(T(0) >= a2_here2, T(0), a2_here2) + skip_here2 > T(0),
                            dy_here2,
                            select(T(0) >= select(T(0) >= a2_here2, T(0), a2_here2) + skip_here2, T(0),
                                    select(T(0) >= a2_here2, T(0), a2_here2) + skip_here2),
                        )
                        * x[U(n), U(c), U(i)],
                    )
                acc, rest = carried(acc, rest, part2)
        dw3_sum = acc
        # dw₃[o,c,0] = dw_sum
        for one in range(1):
            dw3[U(o), U(c), U(one)] = dw3_sum


def _vjp_w3(dy, x, a2, skip, dw3, N, C, L, O):
    """h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    dw₃[o,c,0] = Σ_{n,i : both[n,o,i] > 0} dy[n,o,i] · x[n,c,i]

    Operations: C·L·N·O multiplications, C·L·N·O + L·N·O − C·O additions, terms that a condition drops
        counted.
    """
    if blocks(O >= 4 and C >= 8 and L * N >= 4):
        depth = L * N
        pieces = parts(C)
        share = max(((C - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_vjp_w3_blocks, 1 * pieces, C * L * N * O // 32, dy, x, a2, skip, dw3, N, C, L, O, depth,
                pieces, share)
    else:
        i_block_last = (L - 1) // 1024
        launch(_vjp_w3_plain, O * C, C * L * N * O + C * O, dy, x, a2, skip, dw3, N, C, L, O, i_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b3_part(first, last, dy, a2, skip, db3, N, L, O, i_block_last):
    """db₃[o] = Σ_{n,i} {dy[n,o,i] if skip[n,o,i] + max(0, a₂[n,o,i]) > 0; 0 if skip[n,o,i] + max(0,
        a₂[n,o,i]) ≤ 0; else skip[n,o,i] + max(0, a₂[n,o,i])}
    """
    dtype = dy.dtype
    T = dtype.type
    for o in range(first, last):
        # db₃[o] = Σ_{n,i} {dy[n,o,i] if skip[n,o,i] + max(0, a₂[n,o,i]) > 0; 0 if skip[n,o,i]
        #     + max(0, a₂[n,o,i]) ≤ 0; else skip[n,o,i] + max(0, a₂[n,o,i])}
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for i_block in range(i_block_last + 1):
                part = T(0)
                for i in range(i_block * 1024, min(L, i_block * 1024 + 1024)):
                    a2_here = a2[U(n), U(o), U(i)]
                    skip_here = skip[U(n), U(o), U(i)]
                    dy_here = dy[U(n), U(o), U(i)]
                    part = plus(part, select(select(T(0) >= a2_here, T(0), a2_here) + skip_here > T(0), dy_here,
                            select(T(0) >= select(T(0) >= a2_here, T(0), a2_here) + skip_here, T(0),
                            select(T(0) >= a2_here, T(0), a2_here) + skip_here)))
                acc, rest = carried(acc, rest, part)
        db3[U(o)] = acc


def _vjp_b3(dy, a2, skip, db3, N, L, O):
    """h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    db₃[o] = Σ_{n,i : both[n,o,i] > 0} dy[n,o,i]

    As compiled:

    db₃[o] = Σ_{n,i} {dy[n,o,i] if skip[n,o,i] + max(0, a₂[n,o,i]) > 0; 0 if skip[n,o,i] + max(0,
        a₂[n,o,i]) ≤ 0; else skip[n,o,i] + max(0, a₂[n,o,i])}

    Operations: 2·L·N·O − O additions, terms that a condition drops counted.
    """
    i_block_last = (L - 1) // 1024
    launch(_vjp_b3_part, O, L * N * O, dy, a2, skip, db3, N, L, O, i_block_last)
