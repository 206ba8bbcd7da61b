"""The kernels of grid_sample2d; grid_sample2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `grid_sample2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .disjoint import njit
from .elementary import select
from .runtime import cell, inside, plus
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, grid_dot, x, grid, y_dot, N, C, H, W, OH, OW, alpha, beta):
    """ẏ[n,c,ab] = Σ_{q,r} (G(q, row[ab]) · G(r, column[ab]) · ẋ[n,c,q,r] + G(q, row[ab]) · G′(r, column[ab])
        · column_dot[ab] · x[n,c,q,r] + G′(q, row[ab]) · G(r, column[ab]) · row_dot[ab] · x[n,c,q,r])
    """
    dtype = x_dot.dtype
    T = dtype.type
    below5_table = np.empty(OH * OW, np.int64)
    below6_table = np.empty(OH * OW, np.int64)
    seen_column_dot = np.empty(OH * OW, dtype)
    seen_column = np.empty(OH * OW, dtype)
    column_dot = np.empty(OH * OW, dtype)
    seen_row_dot = np.empty(OH * OW, dtype)
    seen_row = np.empty(OH * OW, dtype)
    row_dot = np.empty(OH * OW, dtype)
    column = np.empty(OH * OW, dtype)
    row = np.empty(OH * OW, dtype)
    for n in range(first, last):
        # seen_column_dot[ab] = {{−(W − α) · grid_dot[n,ab,0] · sign((W − α)/2 · (1 +
        #     grid[n,ab,0]) + α − W − 2 · (W − α) · ⌊(W − α) · (1 + grid[n,ab,0])/(2 · (2·W −
        #     2·α))⌋)/2 if W > α; else 0} if β = 2; else (W − α) · grid_dot[n,ab,0]/2}
        if beta == 2:
            for ab in range(OH * OW):
                position = T(W - alpha) * ((grid[U(n), U(ab), 0] + T(1)) / T(2)) / T(W * 2 - (alpha * 2))
                below = cell(position)
                seen_column_dot[U(ab)] = (
                    -(T(W - alpha) / T(2))
                    * grid_dot[U(n), U(ab), 0]
                    * np.sign(
                        T(W - alpha) * ((grid[U(n), U(ab), 0] + T(1)) / T(2))
                        - T((W - alpha) * below * 2 + W - alpha)
                    )
                    if W >= alpha + 1
                    else T(0)
                )
        else:
            for ab in range(OH * OW):
                seen_column_dot[U(ab)] = (T(W - alpha) / T(2)) * grid_dot[U(n), U(ab), 0]
        # seen_column[ab] = {{W − 1/2 − α/2 − |2 · (W − α) · ⌊(W − α) · (1 + grid[n,ab,0])/(2
        #     · (2·W − 2·α))⌋ + W − α − (W − α)/2 · (1 + grid[n,ab,0])| if W > α; else 0} if β
        #     = 2; else (W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2}
        if beta == 2:
            for ab in range(OH * OW):
                position2 = T(W - alpha) * ((grid[U(n), U(ab), 0] + T(1)) / T(2)) / T(W * 2 - (alpha * 2))
                below2 = cell(position2)
                seen_column[U(ab)] = (
                    T(W)
                    - abs(
                        T((W - alpha) * below2 * 2 + W - alpha)
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
        # column_dot[ab] = {seen_column_dot[ab] if β = 0; 0 if min(W − 1, seen_column[ab]) ≤
        #     0; 0 if seen_column[ab] ≥ W − 1; seen_column_dot[ab] if seen_column[ab] < W − 1;
        #     else 1 + seen_column[ab] − W}
        if beta == 0:
            for ab in range(OH * OW):
                column_dot[U(ab)] = seen_column_dot[U(ab)]
        else:
            for ab in range(OH * OW):
                seen_column_here = seen_column[U(ab)]
                seen_column_dot_here = seen_column_dot[U(ab)]
                column_dot[U(ab)] = select(T(0) >= select(seen_column_here >= T(W - 1), T(W - 1), seen_column_here), T(0),
                        select(seen_column_here >= T(W - 1), T(0), select(T(W - 1) > seen_column_here,
                        seen_column_dot_here, seen_column_here - T(W - 1))))
        # seen_row_dot[ab] = {{−(H − α) · grid_dot[n,ab,1] · sign((H − α)/2 · (1 +
        #     grid[n,ab,1]) + α − H − 2 · (H − α) · ⌊(H − α) · (1 + grid[n,ab,1])/(2 · (2·H −
        #     2·α))⌋)/2 if H > α; else 0} if β = 2; else (H − α) · grid_dot[n,ab,1]/2}
        if beta == 2:
            for ab in range(OH * OW):
                position3 = T(H - alpha) * ((grid[U(n), U(ab), 1] + T(1)) / T(2)) / T(H * 2 - (alpha * 2))
                below3 = cell(position3)
                seen_row_dot[U(ab)] = (
                    -(T(H - alpha) / T(2))
                    * grid_dot[U(n), U(ab), 1]
                    * np.sign(
                        T(H - alpha) * ((grid[U(n), U(ab), 1] + T(1)) / T(2))
                        - T((H - alpha) * below3 * 2 + H - alpha)
                    )
                    if H >= alpha + 1
                    else T(0)
                )
        else:
            for ab in range(OH * OW):
                seen_row_dot[U(ab)] = (T(H - alpha) / T(2)) * grid_dot[U(n), U(ab), 1]
        # seen_row[ab] = {{H − 1/2 − α/2 − |2 · (H − α) · ⌊(H − α) · (1 + grid[n,ab,1])/(2 ·
        #     (2·H − 2·α))⌋ + H − α − (H − α)/2 · (1 + grid[n,ab,1])| if H > α; else 0} if β =
        #     2; else (H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2}
        if beta == 2:
            for ab in range(OH * OW):
                position4 = T(H - alpha) * ((grid[U(n), U(ab), 1] + T(1)) / T(2)) / T(H * 2 - (alpha * 2))
                below4 = cell(position4)
                seen_row[U(ab)] = (
                    T(H)
                    - abs(
                        T((H - alpha) * below4 * 2 + H - alpha)
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
        # row_dot[ab] = {seen_row_dot[ab] if β = 0; 0 if min(H − 1, seen_row[ab]) ≤ 0; 0 if
        #     seen_row[ab] ≥ H − 1; seen_row_dot[ab] if seen_row[ab] < H − 1; else 1 +
        #     seen_row[ab] − H}
        if beta == 0:
            for ab in range(OH * OW):
                row_dot[U(ab)] = seen_row_dot[U(ab)]
        else:
            for ab in range(OH * OW):
                seen_row_here = seen_row[U(ab)]
                seen_row_dot_here = seen_row_dot[U(ab)]
                row_dot[U(ab)] = select(T(0) >= select(seen_row_here >= T(H - 1), T(H - 1), seen_row_here), T(0),
                        select(seen_row_here >= T(H - 1), T(0), select(T(H - 1) > seen_row_here,
                        seen_row_dot_here, seen_row_here - T(H - 1))))
        # column[ab] = {seen_column[ab] if β = 0; 0 if min(W − 1, seen_column[ab]) ≤ 0; W − 1
        #     if seen_column[ab] ≥ W − 1; else seen_column[ab]}
        if beta == 0:
            for ab in range(OH * OW):
                column[U(ab)] = seen_column[U(ab)]
        else:
            for ab in range(OH * OW):
                seen_column_here2 = seen_column[U(ab)]
                column[U(ab)] = select(T(0) >= select(seen_column_here2 >= T(W - 1), T(W - 1), seen_column_here2), T(0), select(seen_column_here2 >= T(W - 1), T(W - 1), seen_column_here2))
        # row[ab] = {seen_row[ab] if β = 0; 0 if min(H − 1, seen_row[ab]) ≤ 0; H − 1 if
        #     seen_row[ab] ≥ H − 1; else seen_row[ab]}
        if beta == 0:
            for ab in range(OH * OW):
                row[U(ab)] = seen_row[U(ab)]
        else:
            for ab in range(OH * OW):
                seen_row_here2 = seen_row[U(ab)]
                row[U(ab)] = select(T(0) >= select(seen_row_here2 >= T(H - 1), T(H - 1), seen_row_here2), T(0), select(seen_row_here2 >= T(H - 1), T(H - 1), seen_row_here2))
        # ẏ[n,c,ab] = Σ_{q,r} (G(q, row[ab]) · G(r, column[ab]) · ẋ[n,c,q,r] + G(q, row[ab]) ·
        #     G′(r, column[ab]) · column_dot[ab] · x[n,c,q,r] + G′(q, row[ab]) · G(r,
        #     column[ab]) · row_dot[ab] · x[n,c,q,r])
        # below5_table[ab] = ⌊column[ab]⌋
        # below6_table[ab] = ⌊row[ab]⌋
        for ab in range(OH * OW):
            below5 = cell(column[U(ab)])
            below6 = cell(row[U(ab)])
            below5_table[U(ab)] = below5
            below6_table[U(ab)] = below6
        for c in range(C):
            for ab in range(OH * OW):
                below5 = below5_table[U(ab)]
                below6 = below6_table[U(ab)]
                acc = T(0)
                if below6 >= 0 and H >= below6 + 2 and below5 >= 0 and W >= below5 + 2:
                    acc = plus(
                        acc,
                        max(T(1) - abs(column[U(ab)] - T(below5)), T(0))
                        * max(T(1) - abs(row[U(ab)] - T(below6)), T(0))
                        * x_dot[U(n), U(c), U(below6), U(below5)]
                        + max(T(1) - abs(column[U(ab)] - T(below5)), T(0))
                        * (
                            T(-1)
                            if T(below6) <= row[U(ab)] < T(below6 + 1)
                            else T(1)
                            if T(below6 - 1) <= row[U(ab)] < T(below6)
                            else T(0)
                            if row[U(ab)] == row[U(ab)]
                            else row[U(ab)]
                        )
                        * row_dot[U(ab)]
                        * x[U(n), U(c), U(below6), U(below5)]
                        + max(T(1) - abs(row[U(ab)] - T(below6)), T(0))
                        * (
                            T(-1)
                            if T(below5) <= column[U(ab)] < T(below5 + 1)
                            else T(1)
                            if T(below5 - 1) <= column[U(ab)] < T(below5)
                            else T(0)
                            if column[U(ab)] == column[U(ab)]
                            else column[U(ab)]
                        )
                        * column_dot[U(ab)]
                        * x[U(n), U(c), U(below6), U(below5)],
                    )
                    acc = plus(
                        acc,
                        max(T(1) - abs(column[U(ab)] - T(below5 + 1)), T(0))
                        * (
                            T(-1)
                            if T(below6) <= row[U(ab)] < T(below6 + 1)
                            else T(1)
                            if T(below6 - 1) <= row[U(ab)] < T(below6)
                            else T(0)
                            if row[U(ab)] == row[U(ab)]
                            else row[U(ab)]
                        )
                        * row_dot[U(ab)]
                        * x[U(n), U(c), U(below6), U(below5 + 1)]
                        + max(T(1) - abs(column[U(ab)] - T(below5 + 1)), T(0))
                        * max(T(1) - abs(row[U(ab)] - T(below6)), T(0))
                        * x_dot[U(n), U(c), U(below6), U(below5 + 1)]
                        + max(T(1) - abs(row[U(ab)] - T(below6)), T(0))
                        * (
                            T(-1)
                            if T(below5 + 1) <= column[U(ab)] < T(below5 + 2)
                            else T(1)
                            if T(below5) <= column[U(ab)] < T(below5 + 1)
                            else T(0)
                            if column[U(ab)] == column[U(ab)]
                            else column[U(ab)]
                        )
                        * column_dot[U(ab)]
                        * x[U(n), U(c), U(below6), U(below5 + 1)],
                    )
                    acc = plus(
                        acc,
                        max(T(1) - abs(column[U(ab)] - T(below5)), T(0))
                        * max(T(1) - abs(row[U(ab)] - T(below6 + 1)), T(0))
                        * x_dot[U(n), U(c), U(below6 + 1), U(below5)]
                        + max(T(1) - abs(column[U(ab)] - T(below5)), T(0))
                        * (
                            T(-1)
                            if T(below6 + 1) <= row[U(ab)] < T(below6 + 2)
                            else T(1)
                            if T(below6) <= row[U(ab)] < T(below6 + 1)
                            else T(0)
                            if row[U(ab)] == row[U(ab)]
                            else row[U(ab)]
                        )
                        * row_dot[U(ab)]
                        * x[U(n), U(c), U(below6 + 1), U(below5)]
                        + max(T(1) - abs(row[U(ab)] - T(below6 + 1)), T(0))
                        * (
                            T(-1)
                            if T(below5) <= column[U(ab)] < T(below5 + 1)
                            else T(1)
                            if T(below5 - 1) <= column[U(ab)] < T(below5)
                            else T(0)
                            if column[U(ab)] == column[U(ab)]
                            else column[U(ab)]
                        )
                        * column_dot[U(ab)]
                        * x[U(n), U(c), U(below6 + 1), U(below5)],
                    )
                    acc = plus(
                        acc,
                        max(T(1) - abs(column[U(ab)] - T(below5 + 1)), T(0))
                        * max(T(1) - abs(row[U(ab)] - T(below6 + 1)), T(0))
                        * x_dot[U(n), U(c), U(below6 + 1), U(below5 + 1)]
                        + max(T(1) - abs(column[U(ab)] - T(below5 + 1)), T(0))
                        * (
                            T(-1)
                            if T(below6 + 1) <= row[U(ab)] < T(below6 + 2)
                            else T(1)
                            if T(below6) <= row[U(ab)] < T(below6 + 1)
                            else T(0)
                            if row[U(ab)] == row[U(ab)]
                            else row[U(ab)]
                        )
                        * row_dot[U(ab)]
                        * x[U(n), U(c), U(below6 + 1), U(below5 + 1)]
                        + max(T(1) - abs(row[U(ab)] - T(below6 + 1)), T(0))
                        * (
                            T(-1)
                            if T(below5 + 1) <= column[U(ab)] < T(below5 + 2)
                            else T(1)
                            if T(below5) <= column[U(ab)] < T(below5 + 1)
                            else T(0)
                            if column[U(ab)] == column[U(ab)]
                            else column[U(ab)]
                        )
                        * column_dot[U(ab)]
                        * x[U(n), U(c), U(below6 + 1), U(below5 + 1)],
                    )
                else:
                    value_of = max(T(1) - abs(column[U(ab)] - T(below5)), T(0))
                    value_of2 = max(T(1) - abs(row[U(ab)] - T(below6)), T(0))
                    column_dot_here = column_dot[U(ab)]
                    value_of3 = (
                        T(-1)
                        if T(below5) <= column[U(ab)] < T(below5 + 1)
                        else T(1)
                        if T(below5 - 1) <= column[U(ab)] < T(below5)
                        else T(0)
                        if column[U(ab)] == column[U(ab)]
                        else column[U(ab)]
                    )
                    row_dot_here = row_dot[U(ab)]
                    value_of4 = (
                        T(-1)
                        if T(below6) <= row[U(ab)] < T(below6 + 1)
                        else T(1)
                        if T(below6 - 1) <= row[U(ab)] < T(below6)
                        else T(0)
                        if row[U(ab)] == row[U(ab)]
                        else row[U(ab)]
                    )
                    value_of5 = max(T(1) - abs(column[U(ab)] - T(below5 + 1)), T(0))
                    value_of6 = (
                        T(-1)
                        if T(below5 + 1) <= column[U(ab)] < T(below5 + 2)
                        else T(1)
                        if T(below5) <= column[U(ab)] < T(below5 + 1)
                        else T(0)
                        if column[U(ab)] == column[U(ab)]
                        else column[U(ab)]
                    )
                    if below6 >= 0 and H >= below6 + 1:
                        if inside(below5, W):
                            acc = plus(
                                acc,
                                column_dot_here * value_of2 * value_of3 * x[U(n), U(c), U(below6), U(below5)]
                                + row_dot_here * value_of * value_of4 * x[U(n), U(c), U(below6), U(below5)]
                                + value_of * value_of2 * x_dot[U(n), U(c), U(below6), U(below5)],
                            )
                        if inside(below5 + 1, W):
                            acc = plus(
                                acc,
                                column_dot_here
                                * value_of2
                                * value_of6
                                * x[U(n), U(c), U(below6), U(below5 + 1)]
                                + row_dot_here
                                * value_of4
                                * value_of5
                                * x[U(n), U(c), U(below6), U(below5 + 1)]
                                + value_of2 * value_of5 * x_dot[U(n), U(c), U(below6), U(below5 + 1)],
                            )
                    value_of7 = max(T(1) - abs(row[U(ab)] - T(below6 + 1)), T(0))
                    value_of8 = (
                        T(-1)
                        if T(below6 + 1) <= row[U(ab)] < T(below6 + 2)
                        else T(1)
                        if T(below6) <= row[U(ab)] < T(below6 + 1)
                        else T(0)
                        if row[U(ab)] == row[U(ab)]
                        else row[U(ab)]
                    )
                    if below6 + 1 >= 0 and H >= below6 + 2:
                        if inside(below5, W):
                            acc = plus(
                                acc,
                                column_dot_here
                                * value_of3
                                * value_of7
                                * x[U(n), U(c), U(below6 + 1), U(below5)]
                                + row_dot_here
                                * value_of
                                * value_of8
                                * x[U(n), U(c), U(below6 + 1), U(below5)]
                                + value_of * value_of7 * x_dot[U(n), U(c), U(below6 + 1), U(below5)],
                            )
                        if inside(below5 + 1, W):
                            acc = plus(
                                acc,
                                column_dot_here
                                * value_of6
                                * value_of7
                                * x[U(n), U(c), U(below6 + 1), U(below5 + 1)]
                                + row_dot_here
                                * value_of5
                                * value_of8
                                * x[U(n), U(c), U(below6 + 1), U(below5 + 1)]
                                + value_of5 * value_of7 * x_dot[U(n), U(c), U(below6 + 1), U(below5 + 1)],
                            )
                y_dot[U(n), U(c), U(ab)] = acc


def _jvp(x_dot, grid_dot, x, grid, y_dot, N, C, H, W, OH, OW, alpha, beta):
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
    free_row_dot[n,a,b] = (H − α) · grid_dot[n,a,b,1]/2
    seen_row_dot[n,a,b] = {{−free_row_dot[n,a,b] · sign(1/2 + free_row[n,a,b] + α/2 − H − 2 · (H − α) ·
        ⌊(1/2 + free_row[n,a,b] − α/2)/(2·H − 2·α)⌋) if H > α; else 0} if β = 2; else free_row_dot[n,a,b]}
    row_dot[n,a,b] = {seen_row_dot[n,a,b] if β = 0; 0 if min(H − 1, seen_row[n,a,b]) ≤ 0; 0 if
        seen_row[n,a,b] ≥ H − 1; else seen_row_dot[n,a,b]}
    free_column_dot[n,a,b] = (W − α) · grid_dot[n,a,b,0]/2
    seen_column_dot[n,a,b] = {{−free_column_dot[n,a,b] · sign(1/2 + free_column[n,a,b] + α/2 − W − 2 · (W
        − α) · ⌊(1/2 + free_column[n,a,b] − α/2)/(2·W − 2·α)⌋) if W > α; else 0} if β = 2; else
        free_column_dot[n,a,b]}
    column_dot[n,a,b] = {seen_column_dot[n,a,b] if β = 0; 0 if min(W − 1, seen_column[n,a,b]) ≤ 0; 0 if
        seen_column[n,a,b] ≥ W − 1; else seen_column_dot[n,a,b]}
    ẏ[n,c,a,b] = Σ_{q,r} (G(q, row[n,a,b]) · G(r, column[n,a,b]) · ẋ[n,c,q,r] + G(q, row[n,a,b]) · G′(r,
        column[n,a,b]) · column_dot[n,a,b] · x[n,c,q,r] + G′(q, row[n,a,b]) · G(r, column[n,a,b]) ·
        row_dot[n,a,b] · x[n,c,q,r])

    As compiled:

    ẏ[n,c,ab] = Σ_{q,r} (G(q, row[ab]) · G(r, column[ab]) · ẋ[n,c,q,r] + G(q, row[ab]) · G′(r, column[ab])
        · column_dot[ab] · x[n,c,q,r] + G′(q, row[ab]) · G(r, column[ab]) · row_dot[ab] · x[n,c,q,r])

    Operations: 8·C·H·N·OH·OW·W + 2·N·OH·OW multiplications, 3·C·H·N·OH·OW·W + 36·N·OH·OW − C·N·OH·OW
        additions, terms that a condition drops counted.
    """
    grid_dot_rows = grid_dot.reshape((N, OH * OW, 2))
    grid_rows = grid.reshape((N, OH * OW, 2))
    y_dot_rows = y_dot.reshape((N, C, OH * OW))
    launch(_jvp_part, N, OH * OW * 2 + N * OH * OW * 8 + C * H * N * OH * OW * W, x_dot, grid_dot_rows, x,
            grid_rows, y_dot_rows, N, C, H, W, OH, OW, alpha, beta)
