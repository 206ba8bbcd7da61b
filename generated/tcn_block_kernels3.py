"""The kernels of tcn_block; tcn_block.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `tcn_block`.  Do not edit.
Run time: 66027b2757b3d2eb.
"""

import numpy as np
from numba import njit

from .elementary import select
from .runtime import carried, plus
from .threads import launch
from .vectors import blocks, colblock, contract, depthblock, rowblock, scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b2_part(first, last, dy, a2, skip, db2, N, L, O, i_block_last):
    """db₂[o] = Σ_{n,i} {dy[n,o,i] if a₂[n,o,i] > 0, skip[n,o,i] + max(0, a₂[n,o,i]) > 0; 0 if a₂[n,o,i] ≤ 0;
        0 if skip[n,o,i] + max(0, a₂[n,o,i]) ≤ 0; else a₂[n,o,i] + skip[n,o,i] + max(0, a₂[n,o,i])}
    """
    dtype = dy.dtype
    T = dtype.type
    for o in range(first, last):
        # db₂[o] = Σ_{n,i} {dy[n,o,i] if a₂[n,o,i] > 0, skip[n,o,i] + max(0, a₂[n,o,i]) > 0; 0
        #     if a₂[n,o,i] ≤ 0; 0 if skip[n,o,i] + max(0, a₂[n,o,i]) ≤ 0; else a₂[n,o,i] +
        #     skip[n,o,i] + max(0, a₂[n,o,i])}
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for i_block in range(i_block_last + 1):
                part = T(0)
                for i in range(i_block * 1024, min(L, i_block * 1024 + 1024)):
                    a2_here = a2[U(n), U(o), U(i)]
                    skip_here = skip[U(n), U(o), U(i)]
                    dy_here = dy[U(n), U(o), U(i)]
                    part = plus(part, select(a2_here > T(0) and select(T(0) >= a2_here, T(0),
                            a2_here) + skip_here > T(0), dy_here, select(T(0) >= a2_here, T(0),
                            select(T(0) >= select(T(0) >= a2_here, T(0), a2_here) + skip_here, T(0),
                            select(T(0) >= a2_here, T(0), a2_here) + a2_here + skip_here))))
                acc, rest = carried(acc, rest, part)
        db2[U(o)] = acc


def _vjp_b2(dy, a2, skip, db2, N, L, O):
    """h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    db₂[o] = Σ_{n,i : a₂[n,o,i] > 0, both[n,o,i] > 0} dy[n,o,i]

    As compiled:

    db₂[o] = Σ_{n,i} {dy[n,o,i] if a₂[n,o,i] > 0, skip[n,o,i] + max(0, a₂[n,o,i]) > 0; 0 if a₂[n,o,i] ≤ 0;
        0 if skip[n,o,i] + max(0, a₂[n,o,i]) ≤ 0; else a₂[n,o,i] + skip[n,o,i] + max(0, a₂[n,o,i])}

    Operations: 2·L·N·O − O additions, terms that a condition drops counted.
    """
    i_block_last = (L - 1) // 1024
    launch(_vjp_b2_part, O, L * N * O, dy, a2, skip, db2, N, L, O, i_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w3_blocks(first, last, dy, a2, skip, panels, N, L, O, depth, wide):
    """panels[col_part, n·L+i, o−col_part·wide] = {dy[n,o,i] if skip[n,o,i] + max(0, a₂[n,o,i]) > 0; 0 if
        skip[n,o,i] + max(0, a₂[n,o,i]) ≤ 0; else skip[n,o,i] + max(0, a₂[n,o,i])}
    """
    dtype = dy.dtype
    T = dtype.type
    for col_part in range(first, last):
        # panels[col_part, n·L+i, o−col_part·wide] = {dy[n,o,i] if skip[n,o,i] + max(0,
        #     a₂[n,o,i]) > 0; 0 if skip[n,o,i] + max(0, a₂[n,o,i]) ≤ 0; else skip[n,o,i] +
        #     max(0, a₂[n,o,i])}
        for inner in range(depth):
            n = inner // L
            i = inner % L
            for o in range(col_part * wide, min(O, col_part * wide + wide)):
                a2_here = a2[U(n), U(o), U(i)]
                skip_here = skip[U(n), U(o), U(i)]
                dy_here = dy[U(n), U(o), U(i)]
                panels[U(col_part), U(inner), U(o - (col_part * wide))] = select(
                    select(T(0) >= a2_here, T(0), a2_here) + skip_here > T(0),
                    dy_here,
                    select(T(0) >= select(T(0) >= a2_here, T(0), a2_here) + skip_here, T(0),
                            select(T(0) >= a2_here, T(0), a2_here) + skip_here),
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w3_blocks2(first, last, x, dw3, panels, N, C, L, O, deep, depth, high, wide):
    """dw₃[o,c,0] = Σ_{n,i} x[n,c,i] · {dy[n,o,i] if skip[n,o,i] + max(0, a₂[n,o,i]) > 0; 0 if skip[n,o,i] +
        max(0, a₂[n,o,i]) ≤ 0; else skip[n,o,i] + max(0, a₂[n,o,i])}
    """
    dtype = x.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(max(0, depth), np.int64)
    right_at = np.empty(max(0, depth), np.int64)
    tile = np.empty((high, wide), dtype)
    for task in range(first, last):
        one = task // (((C - 1) // high + 1) * ((O - 1) // wide + 1))
        row_part = task // (((O - 1) // wide + 1)) % ((C - 1) // high + 1)
        col_part = task % ((O - 1) // wide + 1)
        # dw₃[o,c,0] = Σ_{n,i} x[n,c,i] · {dy[n,o,i] if skip[n,o,i] + max(0, a₂[n,o,i]) > 0; 0
        #     if skip[n,o,i] + max(0, a₂[n,o,i]) ≤ 0; else skip[n,o,i] + max(0, a₂[n,o,i])}
        for c in range(high * row_part, min(C, high + high * row_part)):
            row_at[U(c - (high * row_part))] = L * c
        for n in range(N):
            for i in range(L):
                left_at[U(i + L * n)] = i + C * L * n
        for k in range(depth):
            right_at[U(k)] = k * wide
        contract(tile, (0, 0), wide, x, row_at, left_at, panels, col_part * depth * wide, right_at, min(high,
                C - (high * row_part)), min(wide, O - (col_part * wide)), 0, depth, deep)
        for c in range(high * row_part, min(C, high + high * row_part)):
            for o in range(col_part * wide, min(O, col_part * wide + wide)):
                dw3[U(o), U(c), U(one)] = tile[U(c - (high * row_part)), U(o - (col_part * wide))]


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
                part = T(0)
                for i in range(i_block * 1024, min(L, i_block * 1024 + 1024)):
                    a2_here2 = a2[U(n), U(o), U(i)]
                    skip_here2 = skip[U(n), U(o), U(i)]
                    dy_here2 = dy[U(n), U(o), U(i)]
                    part = plus(
                        part,
                        select(
                            select(T(0) >= a2_here2, T(0), a2_here2) + skip_here2 > T(0),
                            dy_here2,
                            select(T(0) >= select(T(0) >= a2_here2, T(0), a2_here2) + skip_here2, T(0),
                                    select(T(0) >= a2_here2, T(0), a2_here2) + skip_here2),
                        )
                        * x[U(n), U(c), U(i)],
                    )
                acc, rest = carried(acc, rest, part)
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
    dtype = dw3.dtype
    if blocks(C >= 4 and O >= 8 and L * N >= 4):
        depth = L * N
        wide = colblock()
        deep = depthblock()
        high = rowblock(C, (O - 1) // wide + 1)
        panels = scratch((max(0, (O - 1) // wide + 1), max(0, depth), wide), dtype)
        launch(_vjp_w3_blocks, (O - 1) // wide + 1, L * N * O, dy, a2, skip, panels, N, L, O, depth, wide)
        launch(_vjp_w3_blocks2, 1 * ((C - 1) // high + 1) * ((O - 1) // wide + 1), C * L * N * O // 32, x,
                dw3, panels, N, C, L, O, deep, depth, high, wide)
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
