"""The kernels of grid_sample2d; grid_sample2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `grid_sample2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .disjoint import njit
from .elementary import select
from .runtime import cell, inside, plus
from .threads import launch
from .vectors import scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, grid, y, N, C, H, W, OH, OW, alpha, beta):
    """y[n,c,ab] = Σ_{q,r} G(q, row[ab]) · G(r, column[ab]) · x[n,c,q,r]"""
    dtype = x.dtype
    T = dtype.type
    below3_table = np.empty(OH * OW, np.int64)
    below4_table = np.empty(OH * OW, np.int64)
    weight_table = np.empty(OH * OW, dtype)
    weight2_table = np.empty(OH * OW, dtype)
    weight3_table = np.empty(OH * OW, dtype)
    weight4_table = np.empty(OH * OW, dtype)
    seen_column = np.empty(OH * OW, dtype)
    column = np.empty(OH * OW, dtype)
    seen_row = np.empty(OH * OW, dtype)
    row = np.empty(OH * OW, dtype)
    for n in range(first, last):
        # seen_column[ab] = {{W − 1/2 − α/2 − |2 · (W − α) · ⌊(W − α) · (1 + grid[n,ab,0])/(2
        #     · (2·W − 2·α))⌋ + W − α − (W − α)/2 · (1 + grid[n,ab,0])| if W > α; else 0} if β
        #     = 2; else (W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2}
        if beta == 2:
            for ab in range(OH * OW):
                position = T(W - alpha) * ((grid[U(n), U(ab), 0] + T(1)) / T(2)) / T(W * 2 - (alpha * 2))
                below = cell(position)
                seen_column[U(ab)] = (
                    T(W)
                    - abs(
                        T((W - alpha) * below * 2 + W - alpha)
                        - (T(W - alpha) * ((grid[U(n), U(ab), 0] + T(1)) / T(2)))
                    )
                    - (T(alpha) / T(2))
                    - (T(1) / T(2))
                    if W >= alpha + 1
                    else T(0)
                )
        else:
            for ab in range(OH * OW):
                seen_column[U(ab)] = (
                    T(W - alpha) * ((grid[U(n), U(ab), 0] + T(1)) / T(2)) + T(alpha) / T(2) - (T(1) / T(2))
                )
        # column[ab] = {seen_column[ab] if β = 0; 0 if min(W − 1, seen_column[ab]) ≤ 0; W − 1
        #     if seen_column[ab] ≥ W − 1; else seen_column[ab]}
        if beta == 0:
            for ab in range(OH * OW):
                column[U(ab)] = seen_column[U(ab)]
        else:
            for ab in range(OH * OW):
                seen_column_here = seen_column[U(ab)]
                column[U(ab)] = select(T(0) >= select(seen_column_here >= T(W - 1), T(W - 1), seen_column_here), T(0), select(seen_column_here >= T(W - 1), T(W - 1), seen_column_here))
        # seen_row[ab] = {{H − 1/2 − α/2 − |2 · (H − α) · ⌊(H − α) · (1 + grid[n,ab,1])/(2 ·
        #     (2·H − 2·α))⌋ + H − α − (H − α)/2 · (1 + grid[n,ab,1])| if H > α; else 0} if β =
        #     2; else (H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2}
        if beta == 2:
            for ab in range(OH * OW):
                position2 = T(H - alpha) * ((grid[U(n), U(ab), 1] + T(1)) / T(2)) / T(H * 2 - (alpha * 2))
                below2 = cell(position2)
                seen_row[U(ab)] = (
                    T(H)
                    - abs(
                        T((H - alpha) * below2 * 2 + H - alpha)
                        - (T(H - alpha) * ((grid[U(n), U(ab), 1] + T(1)) / T(2)))
                    )
                    - (T(alpha) / T(2))
                    - (T(1) / T(2))
                    if H >= alpha + 1
                    else T(0)
                )
        else:
            for ab in range(OH * OW):
                seen_row[U(ab)] = (
                    T(H - alpha) * ((grid[U(n), U(ab), 1] + T(1)) / T(2)) + T(alpha) / T(2) - (T(1) / T(2))
                )
        # row[ab] = {seen_row[ab] if β = 0; 0 if min(H − 1, seen_row[ab]) ≤ 0; H − 1 if
        #     seen_row[ab] ≥ H − 1; else seen_row[ab]}
        if beta == 0:
            for ab in range(OH * OW):
                row[U(ab)] = seen_row[U(ab)]
        else:
            for ab in range(OH * OW):
                seen_row_here = seen_row[U(ab)]
                row[U(ab)] = select(T(0) >= select(seen_row_here >= T(H - 1), T(H - 1), seen_row_here), T(0), select(seen_row_here >= T(H - 1), T(H - 1), seen_row_here))
        # y[n,c,ab] = Σ_{q,r} G(q, row[ab]) · G(r, column[ab]) · x[n,c,q,r]
        # below3_table[ab] = ⌊column[ab]⌋
        # below4_table[ab] = ⌊row[ab]⌋
        # weight_table[ab] = G(⌊column[ab]⌋, column[ab])
        # weight2_table[ab] = G(⌊column[ab]⌋ + 1, column[ab])
        # weight3_table[ab] = G(⌊row[ab]⌋, row[ab])
        # weight4_table[ab] = G(⌊row[ab]⌋ + 1, row[ab])
        for ab in range(OH * OW):
            below3 = cell(column[U(ab)])
            below4 = cell(row[U(ab)])
            weight = max(T(1) - abs(column[U(ab)] - T(below3)), T(0))
            weight2 = max(T(1) - abs(column[U(ab)] - T(below3 + 1)), T(0))
            weight3 = max(T(1) - abs(row[U(ab)] - T(below4)), T(0))
            weight4 = max(T(1) - abs(row[U(ab)] - T(below4 + 1)), T(0))
            below3_table[U(ab)] = below3
            below4_table[U(ab)] = below4
            weight_table[U(ab)] = weight
            weight2_table[U(ab)] = weight2
            weight3_table[U(ab)] = weight3
            weight4_table[U(ab)] = weight4
        for c in range(C):
            for ab in range(OH * OW):
                below3 = below3_table[U(ab)]
                below4 = below4_table[U(ab)]
                weight = weight_table[U(ab)]
                weight2 = weight2_table[U(ab)]
                weight3 = weight3_table[U(ab)]
                weight4 = weight4_table[U(ab)]
                acc = T(0)
                if below4 >= 0 and H >= below4 + 2 and below3 >= 0 and W >= below3 + 2:
                    acc = plus(acc, weight * weight3 * x[U(n), U(c), U(below4), U(below3)])
                    acc = plus(acc, weight2 * weight3 * x[U(n), U(c), U(below4), U(below3 + 1)])
                    acc = plus(acc, weight * weight4 * x[U(n), U(c), U(below4 + 1), U(below3)])
                    acc = plus(acc, weight2 * weight4 * x[U(n), U(c), U(below4 + 1), U(below3 + 1)])
                else:
                    if below4 >= 0 and H >= below4 + 1:
                        if inside(below3, W):
                            acc = plus(acc, weight * weight3 * x[U(n), U(c), U(below4), U(below3)])
                        if inside(below3 + 1, W):
                            acc = plus(acc, weight2 * weight3 * x[U(n), U(c), U(below4), U(below3 + 1)])
                    if below4 + 1 >= 0 and H >= below4 + 2:
                        if inside(below3, W):
                            acc = plus(acc, weight * weight4 * x[U(n), U(c), U(below4 + 1), U(below3)])
                        if inside(below3 + 1, W):
                            acc = plus(acc, weight2 * weight4 * x[U(n), U(c), U(below4 + 1), U(below3 + 1)])
                y[U(n), U(c), U(ab)] = acc


def _forward(x, grid, y, N, C, H, W, OH, OW, alpha, beta):
    """free_row[n,a,b] = (H − α)/2 · (1 + grid[n,a,b,1]) + α/2 − 1/2
    seen_row[n,a,b] = {{H − 1/2 − α/2 − |1/2 + free_row[n,a,b] + α/2 − H − (2·H − 2·α) · ⌊(1/2 +
        free_row[n,a,b] − α/2)/(2·H − 2·α)⌋| if H > α; else 0} if β = 2; else free_row[n,a,b]}
    row[n,a,b] = {seen_row[n,a,b] if β = 0; 0 if min(H − 1, seen_row[n,a,b]) ≤ 0; H − 1 if seen_row[n,a,b]
        ≥ H − 1; else seen_row[n,a,b]}
    free_column[n,a,b] = (W − α)/2 · (1 + grid[n,a,b,0]) + α/2 − 1/2
    seen_column[n,a,b] = {{W − 1/2 − α/2 − |1/2 + free_column[n,a,b] + α/2 − W − (2·W − 2·α) · ⌊(1/2 +
        free_column[n,a,b] − α/2)/(2·W − 2·α)⌋| if W > α; else 0} if β = 2; else free_column[n,a,b]}
    column[n,a,b] = {seen_column[n,a,b] if β = 0; 0 if min(W − 1, seen_column[n,a,b]) ≤ 0; W − 1 if
        seen_column[n,a,b] ≥ W − 1; else seen_column[n,a,b]}
    y[n,c,a,b] = Σ_{q,r} G(q, row[n,a,b]) · G(r, column[n,a,b]) · x[n,c,q,r]

    As compiled:

    y[n,c,ab] = Σ_{q,r} G(q, row[ab]) · G(r, column[ab]) · x[n,c,q,r]

    Operations: 2·C·H·N·OH·OW·W multiplications, C·H·N·OH·OW·W + 24·N·OH·OW − C·N·OH·OW additions, terms
        that a condition drops counted.
    """
    grid_rows = grid.reshape((N, OH * OW, 2))
    y_rows = y.reshape((N, C, OH * OW))
    launch(_forward_part, N, N * OH * OW * 4 + OH * OW * 6 + C * H * N * OH * OW * W, x, grid_rows, y_rows, N,
            C, H, W, OH, OW, alpha, beta)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, grid, column, row, N, H, W, OH, OW, alpha, beta):
    """seen_column[ab] = {{W − 1/2 − α/2 − |2 · (W − α) · ⌊(W − α) · (1 + grid[n,ab,0])/(2 · (2·W − 2·α))⌋ +
        W − α − (W − α)/2 · (1 + grid[n,ab,0])| if W > α; else 0} if β = 2; else (W − α)/2 · (1 +
        grid[n,ab,0]) + α/2 − 1/2}
    column[n,ab] = {seen_column[ab] if β = 0; 0 if min(W − 1, seen_column[ab]) ≤ 0; W − 1 if
        seen_column[ab] ≥ W − 1; else seen_column[ab]}
    seen_row[ab] = {{H − 1/2 − α/2 − |2 · (H − α) · ⌊(H − α) · (1 + grid[n,ab,1])/(2 · (2·H − 2·α))⌋ + H −
        α − (H − α)/2 · (1 + grid[n,ab,1])| if H > α; else 0} if β = 2; else (H − α)/2 · (1 +
        grid[n,ab,1]) + α/2 − 1/2}
    row[n,ab] = {seen_row[ab] if β = 0; 0 if min(H − 1, seen_row[ab]) ≤ 0; H − 1 if seen_row[ab] ≥ H − 1;
        else seen_row[ab]}
    """
    dtype = grid.dtype
    T = dtype.type
    seen_column = np.empty(OH * OW, dtype)
    seen_row = np.empty(OH * OW, dtype)
    for n in range(first, last):
        # seen_column[ab] = {{W − 1/2 − α/2 − |2 · (W − α) · ⌊(W − α) · (1 + grid[n,ab,0])/(2
        #     · (2·W − 2·α))⌋ + W − α − (W − α)/2 · (1 + grid[n,ab,0])| if W > α; else 0} if β
        #     = 2; else (W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2}
        if beta == 2:
            for ab in range(OH * OW):
                position = T(W - alpha) * ((grid[U(n), U(ab), 0] + T(1)) / T(2)) / T(W * 2 - (alpha * 2))
                below = cell(position)
                seen_column[U(ab)] = (
                    T(W)
                    - abs(
                        T((W - alpha) * below * 2 + W - alpha)
                        - (T(W - alpha) * ((grid[U(n), U(ab), 0] + T(1)) / T(2)))
                    )
                    - (T(alpha) / T(2))
                    - (T(1) / T(2))
                    if W >= alpha + 1
                    else T(0)
                )
        else:
            for ab in range(OH * OW):
                seen_column[U(ab)] = (
                    T(W - alpha) * ((grid[U(n), U(ab), 0] + T(1)) / T(2)) + T(alpha) / T(2) - (T(1) / T(2))
                )
        # column[n,ab] = {seen_column[ab] if β = 0; 0 if min(W − 1, seen_column[ab]) ≤ 0; W −
        #     1 if seen_column[ab] ≥ W − 1; else seen_column[ab]}
        if beta == 0:
            for ab in range(OH * OW):
                column[U(n), U(ab)] = seen_column[U(ab)]
        else:
            for ab in range(OH * OW):
                seen_column_here = seen_column[U(ab)]
                column[U(n), U(ab)] = select(T(0) >= select(seen_column_here >= T(W - 1), T(W - 1), seen_column_here), T(0), select(seen_column_here >= T(W - 1), T(W - 1), seen_column_here))
        # seen_row[ab] = {{H − 1/2 − α/2 − |2 · (H − α) · ⌊(H − α) · (1 + grid[n,ab,1])/(2 ·
        #     (2·H − 2·α))⌋ + H − α − (H − α)/2 · (1 + grid[n,ab,1])| if H > α; else 0} if β =
        #     2; else (H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2}
        if beta == 2:
            for ab in range(OH * OW):
                position2 = T(H - alpha) * ((grid[U(n), U(ab), 1] + T(1)) / T(2)) / T(H * 2 - (alpha * 2))
                below2 = cell(position2)
                seen_row[U(ab)] = (
                    T(H)
                    - abs(
                        T((H - alpha) * below2 * 2 + H - alpha)
                        - (T(H - alpha) * ((grid[U(n), U(ab), 1] + T(1)) / T(2)))
                    )
                    - (T(alpha) / T(2))
                    - (T(1) / T(2))
                    if H >= alpha + 1
                    else T(0)
                )
        else:
            for ab in range(OH * OW):
                seen_row[U(ab)] = (
                    T(H - alpha) * ((grid[U(n), U(ab), 1] + T(1)) / T(2)) + T(alpha) / T(2) - (T(1) / T(2))
                )
        # row[n,ab] = {seen_row[ab] if β = 0; 0 if min(H − 1, seen_row[ab]) ≤ 0; H − 1 if
        #     seen_row[ab] ≥ H − 1; else seen_row[ab]}
        if beta == 0:
            for ab in range(OH * OW):
                row[U(n), U(ab)] = seen_row[U(ab)]
        else:
            for ab in range(OH * OW):
                seen_row_here = seen_row[U(ab)]
                row[U(n), U(ab)] = select(T(0) >= select(seen_row_here >= T(H - 1), T(H - 1), seen_row_here), T(0), select(seen_row_here >= T(H - 1), T(H - 1), seen_row_here))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part2(first, last, dx, N, C, H, W):
    """dx[n,c,i,j] = 0"""
    dtype = dx.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (C * H)
        c = task // H % C
        i = task % H
        for j in range(W):
            dx[U(n), U(c), U(i), U(j)] = T(0)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part3(first, last, dy, dx, column, row, N, C, H, W, OH, OW):
    """dx[n,c,q,r] += G(q, row[n,ab]) · G(r, column[n,ab]) · dy[n,c,ab]
    below3_table[ab] = ⌊column[n′,ab]⌋
    below4_table[ab] = ⌊row[n′,ab]⌋
    weight_table[ab] = G(⌊column[n′,ab]⌋, column[n′,ab])
    weight2_table[ab] = G(⌊column[n′,ab]⌋ + 1, column[n′,ab])
    weight3_table[ab] = G(⌊row[n′,ab]⌋, row[n′,ab])
    weight4_table[ab] = G(⌊row[n′,ab]⌋ + 1, row[n′,ab])
    """
    dtype = dy.dtype
    T = dtype.type
    below3_table = np.empty(OH * OW, np.int64)
    below4_table = np.empty(OH * OW, np.int64)
    weight_table = np.empty(OH * OW, dtype)
    weight2_table = np.empty(OH * OW, dtype)
    weight3_table = np.empty(OH * OW, dtype)
    weight4_table = np.empty(OH * OW, dtype)
    for task in range(first, last):
        n_ = task // (((C - 1) // 32 + 1))
        c__block = task % ((C - 1) // 32 + 1)
        # dx[n,c,q,r] += G(q, row[n,ab]) · G(r, column[n,ab]) · dy[n,c,ab]
        # below3_table[ab] = ⌊column[n′,ab]⌋
        # below4_table[ab] = ⌊row[n′,ab]⌋
        # weight_table[ab] = G(⌊column[n′,ab]⌋, column[n′,ab])
        # weight2_table[ab] = G(⌊column[n′,ab]⌋ + 1, column[n′,ab])
        # weight3_table[ab] = G(⌊row[n′,ab]⌋, row[n′,ab])
        # weight4_table[ab] = G(⌊row[n′,ab]⌋ + 1, row[n′,ab])
        for ab in range(OH * OW):
            below3 = cell(column[U(n_), U(ab)])
            below4 = cell(row[U(n_), U(ab)])
            weight = max(T(1) - abs(column[U(n_), U(ab)] - T(below3)), T(0))
            weight2 = max(T(1) - abs(column[U(n_), U(ab)] - T(below3 + 1)), T(0))
            weight3 = max(T(1) - abs(row[U(n_), U(ab)] - T(below4)), T(0))
            weight4 = max(T(1) - abs(row[U(n_), U(ab)] - T(below4 + 1)), T(0))
            below3_table[U(ab)] = below3
            below4_table[U(ab)] = below4
            weight_table[U(ab)] = weight
            weight2_table[U(ab)] = weight2
            weight3_table[U(ab)] = weight3
            weight4_table[U(ab)] = weight4
        for c_ in range(c__block * 32, min(C, c__block * 32 + 32)):
            for ab in range(OH * OW):
                below3 = below3_table[U(ab)]
                below4 = below4_table[U(ab)]
                weight = weight_table[U(ab)]
                weight2 = weight2_table[U(ab)]
                weight3 = weight3_table[U(ab)]
                weight4 = weight4_table[U(ab)]
                if below4 >= 0 and H >= below4 + 2 and below3 >= 0 and W >= below3 + 2:
                    dx[U(n_), U(c_), U(below4), U(below3)] += dy[U(n_), U(c_), U(ab)] * weight * weight3
                    dx[U(n_), U(c_), U(below4), U(below3 + 1)] += dy[U(n_), U(c_), U(ab)] * weight2 * weight3
                    dx[U(n_), U(c_), U(below4 + 1), U(below3)] += dy[U(n_), U(c_), U(ab)] * weight * weight4
                    dx[U(n_), U(c_), U(below4 + 1), U(below3 + 1)] += (
                        dy[U(n_), U(c_), U(ab)] * weight2 * weight4
                    )
                else:
                    dy_weight_weight3 = dy[U(n_), U(c_), U(ab)] * weight * weight3
                    dy_weight2_weight3 = dy[U(n_), U(c_), U(ab)] * weight2 * weight3
                    if below4 >= 0 and H >= below4 + 1:
                        if inside(below3, W):
                            dx[U(n_), U(c_), U(below4), U(below3)] += dy_weight_weight3
                        if inside(below3 + 1, W):
                            dx[U(n_), U(c_), U(below4), U(below3 + 1)] += dy_weight2_weight3
                    dy_weight_weight4 = dy[U(n_), U(c_), U(ab)] * weight * weight4
                    dy_weight2_weight4 = dy[U(n_), U(c_), U(ab)] * weight2 * weight4
                    if below4 + 1 >= 0 and H >= below4 + 2:
                        if inside(below3, W):
                            dx[U(n_), U(c_), U(below4 + 1), U(below3)] += dy_weight_weight4
                        if inside(below3 + 1, W):
                            dx[U(n_), U(c_), U(below4 + 1), U(below3 + 1)] += dy_weight2_weight4


def _vjp_x(dy, grid, dx, N, C, H, W, OH, OW, alpha, beta):
    """free_row[n,a,b] = (H − α)/2 · (1 + grid[n,a,b,1]) + α/2 − 1/2
    seen_row[n,a,b] = {{H − 1/2 − α/2 − |1/2 + free_row[n,a,b] + α/2 − H − 2 · (H − α) · ⌊(1/2 +
        free_row[n,a,b] − α/2)/(2·H − 2·α)⌋| if H > α; else 0} if β = 2; else free_row[n,a,b]}
    row[n,a,b] = {seen_row[n,a,b] if β = 0; 0 if min(H − 1, seen_row[n,a,b]) ≤ 0; H − 1 if seen_row[n,a,b]
        ≥ H − 1; else seen_row[n,a,b]}
    free_column[n,a,b] = (W − α)/2 · (1 + grid[n,a,b,0]) + α/2 − 1/2
    seen_column[n,a,b] = {{W − 1/2 − α/2 − |1/2 + free_column[n,a,b] + α/2 − W − 2 · (W − α) · ⌊(1/2 +
        free_column[n,a,b] − α/2)/(2·W − 2·α)⌋| if W > α; else 0} if β = 2; else free_column[n,a,b]}
    column[n,a,b] = {seen_column[n,a,b] if β = 0; 0 if min(W − 1, seen_column[n,a,b]) ≤ 0; W − 1 if
        seen_column[n,a,b] ≥ W − 1; else seen_column[n,a,b]}
    dx[n,c,i,j] = Σ_{a,b} G(i, row[n,a,b]) · G(j, column[n,a,b]) · dy[n,c,a,b]

    Operations: 2·C·H·N·OH·OW·W multiplications, C·H·N·OH·OW·W + 24·N·OH·OW − C·H·N·W additions, terms
        that a condition drops counted.
    """
    dtype = dx.dtype
    dy_rows = dy.reshape((N, C, OH * OW))
    grid_rows = grid.reshape((N, OH * OW, 2))
    row = scratch((N, OH * OW), dtype)
    column = scratch((N, OH * OW), dtype)
    launch(_vjp_x_part, N, N * OH * OW * 4, grid_rows, column, row, N, H, W, OH, OW, alpha, beta)
    launch(_vjp_x_part2, N * C * H, C * H * N * W, dx, N, C, H, W)
    launch(_vjp_x_part3, N * ((C - 1) // 32 + 1), OH * OW * 6 + C * H * N * OH * OW * W + C * H * N * W,
            dy_rows, dx, column, row, N, C, H, W, OH, OW)
