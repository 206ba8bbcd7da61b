"""The kernels of grid_sample2d_nearest; grid_sample2d_nearest.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `grid_sample2d_nearest`.  Do not edit.
Run time: badfebcb826fd7a0.
"""

import numpy as np

from .disjoint import njit
from .elementary import select
from .runtime import cell, inside
from .threads import launch
from .vectors import scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, grid, y, N, C, H, W, OH, OW, alpha, beta):
    """seen_column[ab] = {{W − 1/2 − α/2 − |2 · (W − α) · ⌊(W − α) · (1 + grid[n,ab,0])/(2 · (2·W − 2·α))⌋ +
        W − α − (W − α)/2 · (1 + grid[n,ab,0])| if W > α; else 0} if β = 2; else (W − α)/2 · (1 +
        grid[n,ab,0]) + α/2 − 1/2}
    column[ab] = {seen_column[ab] if β = 0; 0 if min(W − 1, seen_column[ab]) ≤ 0; W − 1 if seen_column[ab]
        ≥ W − 1; else seen_column[ab]}
    near_column[ab] = ⌊1/2 + column[ab]⌋ − {{1 if 1/2 + column[ab] = ⌊1/2 + column[ab]⌋; 0 if ⌊1/2 +
        column[ab]⌋ > 1/2 + column[ab]; 0 if 1/2 + column[ab] > ⌊1/2 + column[ab]⌋; else 1/2 + column[ab]
        − ⌊1/2 + column[ab]⌋} if ⌊1/2 + column[ab]⌋ mod 2 = 1; else 0}
    seen_row[ab] = {{H − 1/2 − α/2 − |2 · (H − α) · ⌊(H − α) · (1 + grid[n,ab,1])/(2 · (2·H − 2·α))⌋ + H −
        α − (H − α)/2 · (1 + grid[n,ab,1])| if H > α; else 0} if β = 2; else (H − α)/2 · (1 +
        grid[n,ab,1]) + α/2 − 1/2}
    row[ab] = {seen_row[ab] if β = 0; 0 if min(H − 1, seen_row[ab]) ≤ 0; H − 1 if seen_row[ab] ≥ H − 1;
        else seen_row[ab]}
    near_row[ab] = ⌊1/2 + row[ab]⌋ − {{1 if 1/2 + row[ab] = ⌊1/2 + row[ab]⌋; 0 if ⌊1/2 + row[ab]⌋ > 1/2 +
        row[ab]; 0 if 1/2 + row[ab] > ⌊1/2 + row[ab]⌋; else 1/2 + row[ab] − ⌊1/2 + row[ab]⌋} if ⌊1/2 +
        row[ab]⌋ mod 2 = 1; else 0}
    y[n,c,ab] = x[n, c, ⌊near_row[ab]⌋, ⌊near_column[ab]⌋]
    below5_table[ab] = ⌊near_column[ab]⌋
    below6_table[ab] = ⌊near_row[ab]⌋
    """
    dtype = x.dtype
    T = dtype.type
    below5_table = np.empty(OH * OW, np.int64)
    below6_table = np.empty(OH * OW, np.int64)
    seen_column = np.empty(OH * OW, dtype)
    column = np.empty(OH * OW, dtype)
    near_column = np.empty(OH * OW, dtype)
    seen_row = np.empty(OH * OW, dtype)
    row = np.empty(OH * OW, dtype)
    near_row = np.empty(OH * OW, dtype)
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
        # near_column[ab] = ⌊1/2 + column[ab]⌋ − {{1 if 1/2 + column[ab] = ⌊1/2 + column[ab]⌋;
        #     0 if ⌊1/2 + column[ab]⌋ > 1/2 + column[ab]; 0 if 1/2 + column[ab] > ⌊1/2 +
        #     column[ab]⌋; else 1/2 + column[ab] − ⌊1/2 + column[ab]⌋} if ⌊1/2 + column[ab]⌋
        #     mod 2 = 1; else 0}
        for ab in range(OH * OW):
            rest_ab = cell(column[U(ab)] + T(1) / T(2)) % 2
            position2 = column[U(ab)] + T(1) / T(2)
            below2 = cell(position2)
            column_here = column[U(ab)]
            near_column[U(ab)] = (
                T(below2)
                - (
                    select(
                        column_here + T(1) / T(2) == T(below2),
                        T(1),
                        select(T(below2) > column_here + T(1) / T(2), T(0),
                                select(column_here + T(1) / T(2) > T(below2), T(0),
                                column_here + T(1) / T(2) - T(below2))),
                    )
                    if rest_ab == 1
                    else T(0)
                )
            )
        # seen_row[ab] = {{H − 1/2 − α/2 − |2 · (H − α) · ⌊(H − α) · (1 + grid[n,ab,1])/(2 ·
        #     (2·H − 2·α))⌋ + H − α − (H − α)/2 · (1 + grid[n,ab,1])| if H > α; else 0} if β =
        #     2; else (H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2}
        if beta == 2:
            for ab in range(OH * OW):
                position3 = T(H - alpha) * ((grid[U(n), U(ab), 1] + T(1)) / T(2)) / T(H * 2 - (alpha * 2))
                below3 = cell(position3)
                seen_row[U(ab)] = (
                    T(H)
                    - abs(
                        T((H - alpha) * below3 * 2 + H - alpha)
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
        # near_row[ab] = ⌊1/2 + row[ab]⌋ − {{1 if 1/2 + row[ab] = ⌊1/2 + row[ab]⌋; 0 if ⌊1/2 +
        #     row[ab]⌋ > 1/2 + row[ab]; 0 if 1/2 + row[ab] > ⌊1/2 + row[ab]⌋; else 1/2 +
        #     row[ab] − ⌊1/2 + row[ab]⌋} if ⌊1/2 + row[ab]⌋ mod 2 = 1; else 0}
        for ab in range(OH * OW):
            rest_ab2 = cell(row[U(ab)] + T(1) / T(2)) % 2
            position4 = row[U(ab)] + T(1) / T(2)
            below4 = cell(position4)
            row_here = row[U(ab)]
            near_row[U(ab)] = (
                T(below4)
                - (
                    select(
                        row_here + T(1) / T(2) == T(below4),
                        T(1),
                        select(T(below4) > row_here + T(1) / T(2), T(0),
                                select(row_here + T(1) / T(2) > T(below4), T(0),
                                row_here + T(1) / T(2) - T(below4))),
                    )
                    if rest_ab2 == 1
                    else T(0)
                )
            )
        # y[n,c,ab] = x[n, c, ⌊near_row[ab]⌋, ⌊near_column[ab]⌋]
        # below5_table[ab] = ⌊near_column[ab]⌋
        # below6_table[ab] = ⌊near_row[ab]⌋
        for ab in range(OH * OW):
            below5 = cell(near_column[U(ab)])
            below6 = cell(near_row[U(ab)])
            below5_table[U(ab)] = below5
            below6_table[U(ab)] = below6
        for c in range(C):
            for ab in range(OH * OW):
                below5 = below5_table[U(ab)]
                below6 = below6_table[U(ab)]
                y[U(n), U(c), U(ab)] = (
                    x[U(n), U(c), U(below6), U(below5)]
                    if below6 >= 0 and H >= below6 + 1 and below5 >= 0 and W >= below5 + 1
                    else T(0)
                )


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
    near_row[n,a,b] = ⌊1/2 + row[n,a,b]⌋ − {1 if 1/2 + row[n,a,b] = ⌊1/2 + row[n,a,b]⌋, ⌊1/2 + row[n,a,b]⌋
        mod 2 = 1; else 0}
    near_column[n,a,b] = ⌊1/2 + column[n,a,b]⌋ − {1 if 1/2 + column[n,a,b] = ⌊1/2 + column[n,a,b]⌋, ⌊1/2 +
        column[n,a,b]⌋ mod 2 = 1; else 0}
    y[n,c,a,b] = x[n, c, ⌊near_row[n,a,b]⌋, ⌊near_column[n,a,b]⌋]

    As compiled:

    seen_column[ab] = {{W − 1/2 − α/2 − |2 · (W − α) · ⌊(W − α) · (1 + grid[n,ab,0])/(2 · (2·W − 2·α))⌋ +
        W − α − (W − α)/2 · (1 + grid[n,ab,0])| if W > α; else 0} if β = 2; else (W − α)/2 · (1 +
        grid[n,ab,0]) + α/2 − 1/2}
    column[ab] = {seen_column[ab] if β = 0; 0 if min(W − 1, seen_column[ab]) ≤ 0; W − 1 if seen_column[ab]
        ≥ W − 1; else seen_column[ab]}
    near_column[ab] = ⌊1/2 + column[ab]⌋ − {{1 if 1/2 + column[ab] = ⌊1/2 + column[ab]⌋; 0 if ⌊1/2 +
        column[ab]⌋ > 1/2 + column[ab]; 0 if 1/2 + column[ab] > ⌊1/2 + column[ab]⌋; else 1/2 + column[ab]
        − ⌊1/2 + column[ab]⌋} if ⌊1/2 + column[ab]⌋ mod 2 = 1; else 0}
    seen_row[ab] = {{H − 1/2 − α/2 − |2 · (H − α) · ⌊(H − α) · (1 + grid[n,ab,1])/(2 · (2·H − 2·α))⌋ + H −
        α − (H − α)/2 · (1 + grid[n,ab,1])| if H > α; else 0} if β = 2; else (H − α)/2 · (1 +
        grid[n,ab,1]) + α/2 − 1/2}
    row[ab] = {seen_row[ab] if β = 0; 0 if min(H − 1, seen_row[ab]) ≤ 0; H − 1 if seen_row[ab] ≥ H − 1;
        else seen_row[ab]}
    near_row[ab] = ⌊1/2 + row[ab]⌋ − {{1 if 1/2 + row[ab] = ⌊1/2 + row[ab]⌋; 0 if ⌊1/2 + row[ab]⌋ > 1/2 +
        row[ab]; 0 if 1/2 + row[ab] > ⌊1/2 + row[ab]⌋; else 1/2 + row[ab] − ⌊1/2 + row[ab]⌋} if ⌊1/2 +
        row[ab]⌋ mod 2 = 1; else 0}
    y[n,c,ab] = x[n, c, ⌊near_row[ab]⌋, ⌊near_column[ab]⌋]
    below5_table[ab] = ⌊near_column[ab]⌋
    below6_table[ab] = ⌊near_row[ab]⌋

    Operations: 28·N·OH·OW additions, terms that a condition drops counted.
    """
    grid_rows = grid.reshape((N, OH * OW, 2))
    y_rows = y.reshape((N, C, OH * OW))
    launch(_forward_part, N, OH * OW * 2 + N * OH * OW * 6 + C * N * OH * OW, x, grid_rows, y_rows, N, C, H,
            W, OH, OW, alpha, beta)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, grid, near_column, near_row, N, H, W, OH, OW, alpha, beta):
    """seen_column[ab] = {{W − 1/2 − α/2 − |2 · (W − α) · ⌊(W − α) · (1 + grid[n,ab,0])/(2 · (2·W − 2·α))⌋ +
        W − α − (W − α)/2 · (1 + grid[n,ab,0])| if W > α; else 0} if β = 2; else (W − α)/2 · (1 +
        grid[n,ab,0]) + α/2 − 1/2}
    column[ab] = {seen_column[ab] if β = 0; 0 if min(W − 1, seen_column[ab]) ≤ 0; W − 1 if seen_column[ab]
        ≥ W − 1; else seen_column[ab]}
    near_column[n,ab] = ⌊1/2 + column[ab]⌋ − {{1 if 1/2 + column[ab] = ⌊1/2 + column[ab]⌋; 0 if ⌊1/2 +
        column[ab]⌋ > 1/2 + column[ab]; 0 if 1/2 + column[ab] > ⌊1/2 + column[ab]⌋; else 1/2 + column[ab]
        − ⌊1/2 + column[ab]⌋} if ⌊1/2 + column[ab]⌋ mod 2 = 1; else 0}
    seen_row[ab] = {{H − 1/2 − α/2 − |2 · (H − α) · ⌊(H − α) · (1 + grid[n,ab,1])/(2 · (2·H − 2·α))⌋ + H −
        α − (H − α)/2 · (1 + grid[n,ab,1])| if H > α; else 0} if β = 2; else (H − α)/2 · (1 +
        grid[n,ab,1]) + α/2 − 1/2}
    row[ab] = {seen_row[ab] if β = 0; 0 if min(H − 1, seen_row[ab]) ≤ 0; H − 1 if seen_row[ab] ≥ H − 1;
        else seen_row[ab]}
    near_row[n,ab] = ⌊1/2 + row[ab]⌋ − {{1 if 1/2 + row[ab] = ⌊1/2 + row[ab]⌋; 0 if ⌊1/2 + row[ab]⌋ > 1/2
        + row[ab]; 0 if 1/2 + row[ab] > ⌊1/2 + row[ab]⌋; else 1/2 + row[ab] − ⌊1/2 + row[ab]⌋} if ⌊1/2 +
        row[ab]⌋ mod 2 = 1; else 0}
    """
    dtype = grid.dtype
    T = dtype.type
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
        # near_column[n,ab] = ⌊1/2 + column[ab]⌋ − {{1 if 1/2 + column[ab] = ⌊1/2 +
        #     column[ab]⌋; 0 if ⌊1/2 + column[ab]⌋ > 1/2 + column[ab]; 0 if 1/2 + column[ab] >
        #     ⌊1/2 + column[ab]⌋; else 1/2 + column[ab] − ⌊1/2 + column[ab]⌋} if ⌊1/2 +
        #     column[ab]⌋ mod 2 = 1; else 0}
        for ab in range(OH * OW):
            rest_ab = cell(column[U(ab)] + T(1) / T(2)) % 2
            position2 = column[U(ab)] + T(1) / T(2)
            below2 = cell(position2)
            column_here = column[U(ab)]
            near_column[U(n), U(ab)] = (
                T(below2)
                - (
                    select(
                        column_here + T(1) / T(2) == T(below2),
                        T(1),
                        select(T(below2) > column_here + T(1) / T(2), T(0),
                                select(column_here + T(1) / T(2) > T(below2), T(0),
                                column_here + T(1) / T(2) - T(below2))),
                    )
                    if rest_ab == 1
                    else T(0)
                )
            )
        # seen_row[ab] = {{H − 1/2 − α/2 − |2 · (H − α) · ⌊(H − α) · (1 + grid[n,ab,1])/(2 ·
        #     (2·H − 2·α))⌋ + H − α − (H − α)/2 · (1 + grid[n,ab,1])| if H > α; else 0} if β =
        #     2; else (H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2}
        if beta == 2:
            for ab in range(OH * OW):
                position3 = T(H - alpha) * ((grid[U(n), U(ab), 1] + T(1)) / T(2)) / T(H * 2 - (alpha * 2))
                below3 = cell(position3)
                seen_row[U(ab)] = (
                    T(H)
                    - abs(
                        T((H - alpha) * below3 * 2 + H - alpha)
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
        # near_row[n,ab] = ⌊1/2 + row[ab]⌋ − {{1 if 1/2 + row[ab] = ⌊1/2 + row[ab]⌋; 0 if ⌊1/2
        #     + row[ab]⌋ > 1/2 + row[ab]; 0 if 1/2 + row[ab] > ⌊1/2 + row[ab]⌋; else 1/2 +
        #     row[ab] − ⌊1/2 + row[ab]⌋} if ⌊1/2 + row[ab]⌋ mod 2 = 1; else 0}
        for ab in range(OH * OW):
            rest_ab2 = cell(row[U(ab)] + T(1) / T(2)) % 2
            position4 = row[U(ab)] + T(1) / T(2)
            below4 = cell(position4)
            row_here = row[U(ab)]
            near_row[U(n), U(ab)] = (
                T(below4)
                - (
                    select(
                        row_here + T(1) / T(2) == T(below4),
                        T(1),
                        select(T(below4) > row_here + T(1) / T(2), T(0),
                                select(row_here + T(1) / T(2) > T(below4), T(0),
                                row_here + T(1) / T(2) - T(below4))),
                    )
                    if rest_ab2 == 1
                    else T(0)
                )
            )


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
def _vjp_x_part3(first, last, dy, dx, near_column, near_row, N, C, H, W, OH, OW):
    """dx[n, c, ⌊near_row[n,ab]⌋, ⌊near_column[n,ab]⌋] += dy[n,c,ab] · [0 ≤ ⌊near_row[n,ab]⌋ < H, 0 ≤
        ⌊near_column[n,ab]⌋ < W]
    below5_table[ab] = ⌊near_column[n′,ab]⌋
    below6_table[ab] = ⌊near_row[n′,ab]⌋
    """
    below5_table = np.empty(OH * OW, np.int64)
    below6_table = np.empty(OH * OW, np.int64)
    for task in range(first, last):
        n_ = task // (((C - 1) // 32 + 1))
        c__block = task % ((C - 1) // 32 + 1)
        # dx[n, c, ⌊near_row[n,ab]⌋, ⌊near_column[n,ab]⌋] += dy[n,c,ab] · [0 ≤
        #     ⌊near_row[n,ab]⌋ < H, 0 ≤ ⌊near_column[n,ab]⌋ < W]
        # below5_table[ab] = ⌊near_column[n′,ab]⌋
        # below6_table[ab] = ⌊near_row[n′,ab]⌋
        for ab in range(OH * OW):
            below5 = cell(near_column[U(n_), U(ab)])
            below6 = cell(near_row[U(n_), U(ab)])
            below5_table[U(ab)] = below5
            below6_table[U(ab)] = below6
        for c_ in range(c__block * 32, min(C, c__block * 32 + 32)):
            for ab in range(OH * OW):
                below5 = below5_table[U(ab)]
                below6 = below6_table[U(ab)]
                dy_here = dy[U(n_), U(c_), U(ab)]
                if inside(below6, H) & inside(below5, W):
                    dx[U(n_), U(c_), U(below6), U(below5)] += dy_here


def _vjp_x(dy, grid, dx, N, C, H, W, OH, OW, alpha, beta):
    """free_row[n,a,b] = (H − α)/2 · (1 + grid[n,a,b,1]) + α/2 − 1/2
    seen_row[n,a,b] = {{H − 1/2 − α/2 − |1/2 + free_row[n,a,b] + α/2 − H − 2 · (H − α) · ⌊(1/2 +
        free_row[n,a,b] − α/2)/(2·H − 2·α)⌋| if H > α; else 0} if β = 2; else free_row[n,a,b]}
    row[n,a,b] = {seen_row[n,a,b] if β = 0; 0 if min(H − 1, seen_row[n,a,b]) ≤ 0; H − 1 if seen_row[n,a,b]
        ≥ H − 1; else seen_row[n,a,b]}
    near_row[n,a,b] = ⌊1/2 + row[n,a,b]⌋ − {1 if 1/2 + row[n,a,b] = ⌊1/2 + row[n,a,b]⌋, ⌊1/2 + row[n,a,b]⌋
        mod 2 = 1; else 0}
    free_column[n,a,b] = (W − α)/2 · (1 + grid[n,a,b,0]) + α/2 − 1/2
    seen_column[n,a,b] = {{W − 1/2 − α/2 − |1/2 + free_column[n,a,b] + α/2 − W − 2 · (W − α) · ⌊(1/2 +
        free_column[n,a,b] − α/2)/(2·W − 2·α)⌋| if W > α; else 0} if β = 2; else free_column[n,a,b]}
    column[n,a,b] = {seen_column[n,a,b] if β = 0; 0 if min(W − 1, seen_column[n,a,b]) ≤ 0; W − 1 if
        seen_column[n,a,b] ≥ W − 1; else seen_column[n,a,b]}
    near_column[n,a,b] = ⌊1/2 + column[n,a,b]⌋ − {1 if 1/2 + column[n,a,b] = ⌊1/2 + column[n,a,b]⌋, ⌊1/2 +
        column[n,a,b]⌋ mod 2 = 1; else 0}
    dx[n,c,i,j] = Σ_{a,b : 0 ≤ ⌊near_row[n,a,b]⌋ < H, 0 ≤ ⌊near_column[n,a,b]⌋ < W, ⌊near_row[n,a,b]⌋ = i,
        ⌊near_column[n,a,b]⌋ = j} dy[n,c,a,b]

    Operations: C·H·N·OH·OW·W + 28·N·OH·OW − C·H·N·W additions, terms that a condition drops counted.
    """
    dtype = dx.dtype
    dy_rows = dy.reshape((N, C, OH * OW))
    grid_rows = grid.reshape((N, OH * OW, 2))
    near_row = scratch((N, OH * OW), dtype)
    near_column = scratch((N, OH * OW), dtype)
    launch(_vjp_x_part, N, N * OH * OW * 6, grid_rows, near_column, near_row, N, H, W, OH, OW, alpha, beta)
    launch(_vjp_x_part2, N * C * H, C * H * N * W, dx, N, C, H, W)
    launch(_vjp_x_part3, N * ((C - 1) // 32 + 1), OH * OW * 2 + C * H * N * W + C * N * OH * OW, dy_rows, dx,
            near_column, near_row, N, C, H, W, OH, OW)


def _jvp(x_dot, grid, y_dot, N, C, H, W, OH, OW, alpha, beta):
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
    near_row[n,a,b] = ⌊1/2 + row[n,a,b]⌋ − {1 if 1/2 + row[n,a,b] = ⌊1/2 + row[n,a,b]⌋, ⌊1/2 + row[n,a,b]⌋
        mod 2 = 1; else 0}
    near_column[n,a,b] = ⌊1/2 + column[n,a,b]⌋ − {1 if 1/2 + column[n,a,b] = ⌊1/2 + column[n,a,b]⌋, ⌊1/2 +
        column[n,a,b]⌋ mod 2 = 1; else 0}
    ẏ[n,c,a,b] = ẋ[n, c, ⌊near_row[n,a,b]⌋, ⌊near_column[n,a,b]⌋]

    As compiled:

    seen_column[ab] = {{W − 1/2 − α/2 − |2 · (W − α) · ⌊(W − α) · (1 + grid[n,ab,0])/(2 · (2·W − 2·α))⌋ +
        W − α − (W − α)/2 · (1 + grid[n,ab,0])| if W > α; else 0} if β = 2; else (W − α)/2 · (1 +
        grid[n,ab,0]) + α/2 − 1/2}
    column[ab] = {seen_column[ab] if β = 0; 0 if min(W − 1, seen_column[ab]) ≤ 0; W − 1 if seen_column[ab]
        ≥ W − 1; else seen_column[ab]}
    near_column[ab] = ⌊1/2 + column[ab]⌋ − {{1 if 1/2 + column[ab] = ⌊1/2 + column[ab]⌋; 0 if ⌊1/2 +
        column[ab]⌋ > 1/2 + column[ab]; 0 if 1/2 + column[ab] > ⌊1/2 + column[ab]⌋; else 1/2 + column[ab]
        − ⌊1/2 + column[ab]⌋} if ⌊1/2 + column[ab]⌋ mod 2 = 1; else 0}
    seen_row[ab] = {{H − 1/2 − α/2 − |2 · (H − α) · ⌊(H − α) · (1 + grid[n,ab,1])/(2 · (2·H − 2·α))⌋ + H −
        α − (H − α)/2 · (1 + grid[n,ab,1])| if H > α; else 0} if β = 2; else (H − α)/2 · (1 +
        grid[n,ab,1]) + α/2 − 1/2}
    row[ab] = {seen_row[ab] if β = 0; 0 if min(H − 1, seen_row[ab]) ≤ 0; H − 1 if seen_row[ab] ≥ H − 1;
        else seen_row[ab]}
    near_row[ab] = ⌊1/2 + row[ab]⌋ − {{1 if 1/2 + row[ab] = ⌊1/2 + row[ab]⌋; 0 if ⌊1/2 + row[ab]⌋ > 1/2 +
        row[ab]; 0 if 1/2 + row[ab] > ⌊1/2 + row[ab]⌋; else 1/2 + row[ab] − ⌊1/2 + row[ab]⌋} if ⌊1/2 +
        row[ab]⌋ mod 2 = 1; else 0}
    ẏ[n,c,ab] = ẋ[n, c, ⌊near_row[ab]⌋, ⌊near_column[ab]⌋]
    below5_table[ab] = ⌊near_column[ab]⌋
    below6_table[ab] = ⌊near_row[ab]⌋

    Operations: 28·N·OH·OW additions, terms that a condition drops counted.
    """
    grid_rows = grid.reshape((N, OH * OW, 2))
    y_dot_rows = y_dot.reshape((N, C, OH * OW))
    # seen_column[ab] = {{W − 1/2 − α/2 − |2 · (W − α) · ⌊(W − α) · (1 + grid[n,ab,0])/(2
    #     · (2·W − 2·α))⌋ + W − α − (W − α)/2 · (1 + grid[n,ab,0])| if W > α; else 0} if β
    #     = 2; else (W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2}
    # column[ab] = {seen_column[ab] if β = 0; 0 if min(W − 1, seen_column[ab]) ≤ 0; W − 1
    #     if seen_column[ab] ≥ W − 1; else seen_column[ab]}
    # near_column[ab] = ⌊1/2 + column[ab]⌋ − {{1 if 1/2 + column[ab] = ⌊1/2 + column[ab]⌋;
    #     0 if ⌊1/2 + column[ab]⌋ > 1/2 + column[ab]; 0 if 1/2 + column[ab] > ⌊1/2 +
    #     column[ab]⌋; else 1/2 + column[ab] − ⌊1/2 + column[ab]⌋} if ⌊1/2 + column[ab]⌋
    #     mod 2 = 1; else 0}
    # seen_row[ab] = {{H − 1/2 − α/2 − |2 · (H − α) · ⌊(H − α) · (1 + grid[n,ab,1])/(2 ·
    #     (2·H − 2·α))⌋ + H − α − (H − α)/2 · (1 + grid[n,ab,1])| if H > α; else 0} if β =
    #     2; else (H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2}
    # row[ab] = {seen_row[ab] if β = 0; 0 if min(H − 1, seen_row[ab]) ≤ 0; H − 1 if
    #     seen_row[ab] ≥ H − 1; else seen_row[ab]}
    # near_row[ab] = ⌊1/2 + row[ab]⌋ − {{1 if 1/2 + row[ab] = ⌊1/2 + row[ab]⌋; 0 if ⌊1/2 +
    #     row[ab]⌋ > 1/2 + row[ab]; 0 if 1/2 + row[ab] > ⌊1/2 + row[ab]⌋; else 1/2 +
    #     row[ab] − ⌊1/2 + row[ab]⌋} if ⌊1/2 + row[ab]⌋ mod 2 = 1; else 0}
    # ẏ[n,c,ab] = ẋ[n, c, ⌊near_row[ab]⌋, ⌊near_column[ab]⌋]
    # below5_table[ab] = ⌊near_column[ab]⌋
    # below6_table[ab] = ⌊near_row[ab]⌋
    launch(_forward_part, N, OH * OW * 2 + N * OH * OW * 6 + C * N * OH * OW, x_dot, grid_rows, y_dot_rows, N,
            C, H, W, OH, OW, alpha, beta)
