"""The kernels of grid_sample2d_nearest; grid_sample2d_nearest.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `grid_sample2d_nearest`.  Do not edit.
Run time: 47a62f82b295e183.
"""

import numpy as np

from .disjoint import njit
from .elementary import select
from .runtime import cell
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, grid, y_dot, N, C, H, W, OH, OW, alpha, beta):
    """seen_column[ab] = {{W − 1/2 − α/2 − |2 · (W − α) · ⌊(W − α) · (1 + grid[n,ab,0])/(2 · (2·W − 2·α))⌋ +
        W − α − (W − α)/2 · (1 + grid[n,ab,0])| if W > α; else 0} if β = 2; else (W − α)/2 · (1 +
        grid[n,ab,0]) + α/2 − 1/2}
    column[ab] = {seen_column[ab] if β = 0; 0 if min(W − 1, seen_column[ab]) ≤ 0; W − 1 if 1 +
        seen_column[ab] ≥ W; else seen_column[ab]}
    near_column[ab] = ⌊1/2 + column[ab]⌋ − {{1 if 1/2 + column[ab] = ⌊1/2 + column[ab]⌋; 0 if ⌊1/2 +
        column[ab]⌋ > 1/2 + column[ab]; 0 if 1/2 + column[ab] > ⌊1/2 + column[ab]⌋; else 1/2 + column[ab]
        − ⌊1/2 + column[ab]⌋} if ⌊1/2 + column[ab]⌋ mod 2 = 1; else 0}
    seen_row[ab] = {{H − 1/2 − α/2 − |2 · (H − α) · ⌊(H − α) · (1 + grid[n,ab,1])/(2 · (2·H − 2·α))⌋ + H −
        α − (H − α)/2 · (1 + grid[n,ab,1])| if H > α; else 0} if β = 2; else (H − α)/2 · (1 +
        grid[n,ab,1]) + α/2 − 1/2}
    row[ab] = {seen_row[ab] if β = 0; 0 if min(H − 1, seen_row[ab]) ≤ 0; H − 1 if 1 + seen_row[ab] ≥ H;
        else seen_row[ab]}
    near_row[ab] = ⌊1/2 + row[ab]⌋ − {{1 if 1/2 + row[ab] = ⌊1/2 + row[ab]⌋; 0 if ⌊1/2 + row[ab]⌋ > 1/2 +
        row[ab]; 0 if 1/2 + row[ab] > ⌊1/2 + row[ab]⌋; else 1/2 + row[ab] − ⌊1/2 + row[ab]⌋} if ⌊1/2 +
        row[ab]⌋ mod 2 = 1; else 0}
    ẏ[n,c,ab] = ẋ[n, c, ⌊near_row[ab]⌋, ⌊near_column[ab]⌋]
    """
    dtype = x_dot.dtype
    T = dtype.type
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
        #     if 1 + seen_column[ab] ≥ W; else seen_column[ab]}
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
        # row[ab] = {seen_row[ab] if β = 0; 0 if min(H − 1, seen_row[ab]) ≤ 0; H − 1 if 1 +
        #     seen_row[ab] ≥ H; else seen_row[ab]}
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
        # ẏ[n,c,ab] = ẋ[n, c, ⌊near_row[ab]⌋, ⌊near_column[ab]⌋]
        for c in range(C):
            for ab in range(OH * OW):
                below5 = cell(near_column[U(ab)])
                below6 = cell(near_row[U(ab)])
                y_dot[U(n), U(c), U(ab)] = (
                    x_dot[U(n), U(c), U(below6), U(below5)]
                    if below6 >= 0 and H >= below6 + 1 and below5 >= 0 and W >= below5 + 1
                    else T(0)
                )


def _jvp(x_dot, grid, y_dot, N, C, H, W, OH, OW, alpha, beta):
    """free_row[n,a,b] = (H − α)/2 · (1 + grid[n,a,b,1]) + α/2 − 1/2
    seen_row[n,a,b] = {{H − 1/2 − α/2 − |1/2 + free_row[n,a,b] + α/2 − H − 2 · (H − α) · ⌊(1/2 +
        free_row[n,a,b] − α/2)/(2·H − 2·α)⌋| if H > α; else 0} if β = 2; else free_row[n,a,b]}
    row[n,a,b] = {seen_row[n,a,b] if β = 0; 0 if min(H − 1, seen_row[n,a,b]) ≤ 0; H − 1 if 1 +
        seen_row[n,a,b] ≥ H; else seen_row[n,a,b]}
    free_column[n,a,b] = (W − α)/2 · (1 + grid[n,a,b,0]) + α/2 − 1/2
    seen_column[n,a,b] = {{W − 1/2 − α/2 − |1/2 + free_column[n,a,b] + α/2 − W − 2 · (W − α) · ⌊(1/2 +
        free_column[n,a,b] − α/2)/(2·W − 2·α)⌋| if W > α; else 0} if β = 2; else free_column[n,a,b]}
    column[n,a,b] = {seen_column[n,a,b] if β = 0; 0 if min(W − 1, seen_column[n,a,b]) ≤ 0; W − 1 if 1 +
        seen_column[n,a,b] ≥ W; else seen_column[n,a,b]}
    near_row[n,a,b] = ⌊1/2 + row[n,a,b]⌋ − {1 if 1/2 + row[n,a,b] = ⌊1/2 + row[n,a,b]⌋, ⌊1/2 + row[n,a,b]⌋
        mod 2 = 1; else 0}
    near_column[n,a,b] = ⌊1/2 + column[n,a,b]⌋ − {1 if 1/2 + column[n,a,b] = ⌊1/2 + column[n,a,b]⌋, ⌊1/2 +
        column[n,a,b]⌋ mod 2 = 1; else 0}
    ẏ[n,c,a,b] = ẋ[n, c, ⌊near_row[n,a,b]⌋, ⌊near_column[n,a,b]⌋]

    As compiled:

    seen_column[ab] = {{W − 1/2 − α/2 − |2 · (W − α) · ⌊(W − α) · (1 + grid[n,ab,0])/(2 · (2·W − 2·α))⌋ +
        W − α − (W − α)/2 · (1 + grid[n,ab,0])| if W > α; else 0} if β = 2; else (W − α)/2 · (1 +
        grid[n,ab,0]) + α/2 − 1/2}
    column[ab] = {seen_column[ab] if β = 0; 0 if min(W − 1, seen_column[ab]) ≤ 0; W − 1 if 1 +
        seen_column[ab] ≥ W; else seen_column[ab]}
    near_column[ab] = ⌊1/2 + column[ab]⌋ − {{1 if 1/2 + column[ab] = ⌊1/2 + column[ab]⌋; 0 if ⌊1/2 +
        column[ab]⌋ > 1/2 + column[ab]; 0 if 1/2 + column[ab] > ⌊1/2 + column[ab]⌋; else 1/2 + column[ab]
        − ⌊1/2 + column[ab]⌋} if ⌊1/2 + column[ab]⌋ mod 2 = 1; else 0}
    seen_row[ab] = {{H − 1/2 − α/2 − |2 · (H − α) · ⌊(H − α) · (1 + grid[n,ab,1])/(2 · (2·H − 2·α))⌋ + H −
        α − (H − α)/2 · (1 + grid[n,ab,1])| if H > α; else 0} if β = 2; else (H − α)/2 · (1 +
        grid[n,ab,1]) + α/2 − 1/2}
    row[ab] = {seen_row[ab] if β = 0; 0 if min(H − 1, seen_row[ab]) ≤ 0; H − 1 if 1 + seen_row[ab] ≥ H;
        else seen_row[ab]}
    near_row[ab] = ⌊1/2 + row[ab]⌋ − {{1 if 1/2 + row[ab] = ⌊1/2 + row[ab]⌋; 0 if ⌊1/2 + row[ab]⌋ > 1/2 +
        row[ab]; 0 if 1/2 + row[ab] > ⌊1/2 + row[ab]⌋; else 1/2 + row[ab] − ⌊1/2 + row[ab]⌋} if ⌊1/2 +
        row[ab]⌋ mod 2 = 1; else 0}
    ẏ[n,c,ab] = ẋ[n, c, ⌊near_row[ab]⌋, ⌊near_column[ab]⌋]

    Operations: 28·N·OH·OW additions, terms that a condition drops counted.
    """
    grid_rows = grid.reshape((N, OH * OW, 2))
    y_dot_rows = y_dot.reshape((N, C, OH * OW))
    launch(_jvp_part, N, N * OH * OW * 6 + C * N * OH * OW, x_dot, grid_rows, y_dot_rows, N, C, H, W, OH, OW,
            alpha, beta)
