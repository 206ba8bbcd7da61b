"""The kernels of grid_sample2d; grid_sample2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `grid_sample2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .disjoint import njit
from .elementary import select
from .runtime import carried, cell, plus
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_grid_part(first, last, dy, x, grid, dgrid, N, C, H, W, OH, OW, alpha, beta, quotient_C):
    """dgrid[n,ab,t] = (W − α) · dcolumn[ab]/2 · [t = 0] · ([β ≠ 2] − sign((W − α)/2 · (1 + grid[n,ab,0]) + α
        − W − 2 · (W − α) · ⌊(W − α) · (1 + grid[n,ab,0])/(2 · (2·W − 2·α))⌋) · [β = 2, W > α]) · (([β ≠
        0] · {1 if min(W − 1, seen_column[ab]) > 0, seen_column[ab] < W − 1; 0 if min(W − 1,
        seen_column[ab]) ≤ 0; 0 if seen_column[ab] ≥ W − 1; W − 1 if seen_column[ab] ≥ W − 1; else
        seen_column[ab]}) + [β = 0]) + (H − α) · drow[ab]/2 · [t = 1] · ([β ≠ 2] − sign((H − α)/2 · (1 +
        grid[n,ab,1]) + α − H − 2 · (H − α) · ⌊(H − α) · (1 + grid[n,ab,1])/(2 · (2·H − 2·α))⌋) · [β = 2,
        H > α]) · (([β ≠ 0] · {1 if min(H − 1, seen_row[ab]) > 0, seen_row[ab] < H − 1; 0 if min(H − 1,
        seen_row[ab]) ≤ 0; 0 if seen_row[ab] ≥ H − 1; H − 1 if seen_row[ab] ≥ H − 1; else seen_row[ab]}) +
        [β = 0])
    """
    dtype = dy.dtype
    T = dtype.type
    seen_row = np.empty(OH * OW, dtype)
    row = np.empty(OH * OW, dtype)
    seen_column = np.empty(OH * OW, dtype)
    column = np.empty(OH * OW, dtype)
    drow = np.empty(OH * OW, dtype)
    dcolumn = np.empty(OH * OW, dtype)
    for n in range(first, last):
        # seen_row[ab] = {{H − 1/2 − α/2 − |2 · (H − α) · ⌊(H − α) · (1 + grid[n,ab,1])/(2 ·
        #     (2·H − 2·α))⌋ + H − α − (H − α)/2 · (1 + grid[n,ab,1])| if H > α; else 0} if β =
        #     2; else (H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2}
        if beta == 2:
            for ab in range(OH * OW):
                position = T(H - alpha) * ((grid[U(n), U(ab), 1] + T(1)) / T(2)) / T(H * 2 - (alpha * 2))
                below = cell(position)
                seen_row[U(ab)] = (
                    T(H)
                    - abs(
                        T((H - alpha) * below * 2 + H - alpha)
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
        # column[ab] = {seen_column[ab] if β = 0; 0 if min(W − 1, seen_column[ab]) ≤ 0; W − 1
        #     if seen_column[ab] ≥ W − 1; else seen_column[ab]}
        if beta == 0:
            for ab in range(OH * OW):
                column[U(ab)] = seen_column[U(ab)]
        else:
            for ab in range(OH * OW):
                seen_column_here = seen_column[U(ab)]
                column[U(ab)] = select(T(0) >= select(seen_column_here >= T(W - 1), T(W - 1), seen_column_here), T(0), select(seen_column_here >= T(W - 1), T(W - 1), seen_column_here))
        # drow[ab] = Σ_{q,r} G′(q, row[ab]) · G(r, column[ab]) · Σ_c dy[n,c,ab] · x[n,c,q,r]
        for ab in range(OH * OW):
            acc = T(0)
            acc3 = T(0)
            below3 = cell(column[U(ab)])
            below4 = cell(row[U(ab)])
            if below4 >= 0 and H >= below4 + 2 and below3 >= 0 and W >= below3 + 2:
                acc4 = T(0)
                acc5 = T(0)
                acc6 = T(0)
                acc7 = T(0)
                rest2 = T(0)
                rest3 = T(0)
                rest4 = T(0)
                rest5 = T(0)
                for c_block in range(quotient_C + 1):
                    part2 = T(0)
                    part3 = T(0)
                    part4 = T(0)
                    part5 = T(0)
                    for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                        part2 = plus(part2, dy[U(n), U(c), U(ab)] * x[U(n), U(c), U(below4), U(below3)])
                        part3 = plus(part3, dy[U(n), U(c), U(ab)] * x[U(n), U(c), U(below4), U(below3 + 1)])
                        part4 = plus(part4, dy[U(n), U(c), U(ab)] * x[U(n), U(c), U(below4 + 1), U(below3)])
                        part5 = plus(
                            part5,
                            dy[U(n), U(c), U(ab)] * x[U(n), U(c), U(below4 + 1), U(below3 + 1)],
                        )
                    acc4, rest2 = carried(acc4, rest2, part2)
                    acc5, rest3 = carried(acc5, rest3, part3)
                    acc6, rest4 = carried(acc6, rest4, part4)
                    acc7, rest5 = carried(acc7, rest5, part5)
                acc = plus(
                    acc,
                    max(T(1) - abs(column[U(ab)] - T(below3)), T(0))
                    * (
                        T(-1)
                        if T(below4) <= row[U(ab)] < T(below4 + 1)
                        else T(1)
                        if T(below4 - 1) <= row[U(ab)] < T(below4)
                        else T(0)
                        if row[U(ab)] == row[U(ab)]
                        else row[U(ab)]
                    )
                    * acc4,
                )
                acc = plus(
                    acc,
                    max(T(1) - abs(column[U(ab)] - T(below3 + 1)), T(0))
                    * (
                        T(-1)
                        if T(below4) <= row[U(ab)] < T(below4 + 1)
                        else T(1)
                        if T(below4 - 1) <= row[U(ab)] < T(below4)
                        else T(0)
                        if row[U(ab)] == row[U(ab)]
                        else row[U(ab)]
                    )
                    * acc5,
                )
                acc = plus(
                    acc,
                    max(T(1) - abs(column[U(ab)] - T(below3)), T(0))
                    * (
                        T(-1)
                        if T(below4 + 1) <= row[U(ab)] < T(below4 + 2)
                        else T(1)
                        if T(below4) <= row[U(ab)] < T(below4 + 1)
                        else T(0)
                        if row[U(ab)] == row[U(ab)]
                        else row[U(ab)]
                    )
                    * acc6,
                )
                acc = plus(
                    acc,
                    max(T(1) - abs(column[U(ab)] - T(below3 + 1)), T(0))
                    * (
                        T(-1)
                        if T(below4 + 1) <= row[U(ab)] < T(below4 + 2)
                        else T(1)
                        if T(below4) <= row[U(ab)] < T(below4 + 1)
                        else T(0)
                        if row[U(ab)] == row[U(ab)]
                        else row[U(ab)]
                    )
                    * acc7,
                )
                acc3 = plus(
                    acc3,
                    max(T(1) - abs(row[U(ab)] - T(below4)), T(0))
                    * (
                        T(-1)
                        if T(below3) <= column[U(ab)] < T(below3 + 1)
                        else T(1)
                        if T(below3 - 1) <= column[U(ab)] < T(below3)
                        else T(0)
                        if column[U(ab)] == column[U(ab)]
                        else column[U(ab)]
                    )
                    * acc4,
                )
                acc3 = plus(
                    acc3,
                    max(T(1) - abs(row[U(ab)] - T(below4)), T(0))
                    * (
                        T(-1)
                        if T(below3 + 1) <= column[U(ab)] < T(below3 + 2)
                        else T(1)
                        if T(below3) <= column[U(ab)] < T(below3 + 1)
                        else T(0)
                        if column[U(ab)] == column[U(ab)]
                        else column[U(ab)]
                    )
                    * acc5,
                )
                acc3 = plus(
                    acc3,
                    max(T(1) - abs(row[U(ab)] - T(below4 + 1)), T(0))
                    * (
                        T(-1)
                        if T(below3) <= column[U(ab)] < T(below3 + 1)
                        else T(1)
                        if T(below3 - 1) <= column[U(ab)] < T(below3)
                        else T(0)
                        if column[U(ab)] == column[U(ab)]
                        else column[U(ab)]
                    )
                    * acc6,
                )
                acc3 = plus(
                    acc3,
                    max(T(1) - abs(row[U(ab)] - T(below4 + 1)), T(0))
                    * (
                        T(-1)
                        if T(below3 + 1) <= column[U(ab)] < T(below3 + 2)
                        else T(1)
                        if T(below3) <= column[U(ab)] < T(below3 + 1)
                        else T(0)
                        if column[U(ab)] == column[U(ab)]
                        else column[U(ab)]
                    )
                    * acc7,
                )
            else:
                row_here = row[U(ab)]
                column_here = column[U(ab)]
                for q in range(max(0, below4), min(H, below4 + 2)):
                    value_of = (
                        T(-1)
                        if T(q) <= row_here < T(q + 1)
                        else T(1)
                        if T(q - 1) <= row_here < T(q)
                        else T(0)
                        if row_here == row_here
                        else row_here
                    )
                    value_of2 = max(T(1) - abs(row_here - T(q)), T(0))
                    for r in range(max(0, below3), min(W, below3 + 2)):
                        acc2 = T(0)
                        rest = T(0)
                        for c_block in range(quotient_C + 1):
                            part = T(0)
                            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                                part = plus(part, dy[U(n), U(c), U(ab)] * x[U(n), U(c), U(q), U(r)])
                            acc2, rest = carried(acc2, rest, part)
                        acc = plus(acc, max(T(1) - abs(column_here - T(r)), T(0)) * acc2 * value_of)
                        acc3 = plus(
                            acc3,
                            (
                                T(-1)
                                if T(r) <= column_here < T(r + 1)
                                else T(1)
                                if T(r - 1) <= column_here < T(r)
                                else T(0)
                                if column_here == column_here
                                else column_here
                            )
                            * acc2
                            * value_of2,
                        )
            drow[U(ab)] = acc
            dcolumn[U(ab)] = acc3
        # dcolumn[ab] = Σ_{q,r} G(q, row[ab]) · G′(r, column[ab]) · Σ_c dy[n,c,ab] ·
        #     x[n,c,q,r]
        # dgrid[n,ab,t], as written above
        for ab in range(OH * OW):
            position3 = T(H - alpha) * ((grid[U(n), U(ab), 1] + T(1)) / T(2)) / T(H * 2 - (alpha * 2))
            position4 = T(W - alpha) * ((grid[U(n), U(ab), 0] + T(1)) / T(2)) / T(W * 2 - (alpha * 2))
            below5 = cell(position3)
            below6 = cell(position4)
            seen_row_here2 = seen_row[U(ab)]
            seen_column_here2 = seen_column[U(ab)]
            for t in range(2):
                dgrid[U(n), U(ab), U(t)] = (
                    (
                        (T(H - alpha) / T(2))
                        * (
                            (T(1) if beta != 2 else T(0))
                            - (
                                np.sign(
                                    T(H - alpha) * ((grid[U(n), U(ab), 1] + T(1)) / T(2))
                                    - T((H - alpha) * below5 * 2 + H - alpha)
                                )
                                if beta == 2 and H >= alpha + 1
                                else T(0)
                            )
                        )
                        * (
                            (
                                select(
                                    select(seen_row_here2 >= T(H - 1), T(H - 1), seen_row_here2) > T(0)
                                    and T(H - 1) > seen_row_here2,
                                    T(1),
                                    select(T(0) >= select(seen_row_here2 >= T(H - 1), T(H - 1),
                                            seen_row_here2), T(0), select(seen_row_here2 >= T(H - 1), T(0),
                                            select(seen_row_here2 >= T(H - 1), T(H - 1), seen_row_here2))),
                                )
                                if beta != 0
                                else T(0)
                            )
                            + (T(1) if beta == 0 else T(0))
                        )
                        * drow[U(ab)]
                        if t == 1
                        else T(0)
                    )
                    + (
                        (T(W - alpha) / T(2))
                        * (
                            (T(1) if beta != 2 else T(0))
                            - (
                                np.sign(
                                    T(W - alpha) * ((grid[U(n), U(ab), 0] + T(1)) / T(2))
                                    - T((W - alpha) * below6 * 2 + W - alpha)
                                )
                                if beta == 2 and W >= alpha + 1
                                else T(0)
                            )
                        )
                        * (
                            (
                                select(
                                    select(seen_column_here2 >= T(W - 1), T(W - 1), seen_column_here2) > T(0)
                                    and T(W - 1) > seen_column_here2,
                                    T(1),
                                    select(T(0) >= select(seen_column_here2 >= T(W - 1), T(W - 1),
                                            seen_column_here2), T(0), select(seen_column_here2 >= T(W - 1),
                                            T(0), select(seen_column_here2 >= T(W - 1), T(W - 1),
                                            seen_column_here2))),
                                )
                                if beta != 0
                                else T(0)
                            )
                            + (T(1) if beta == 0 else T(0))
                        )
                        * dcolumn[U(ab)]
                        if t == 0
                        else T(0)
                    )
                )


def _vjp_grid(dy, x, grid, dgrid, N, C, H, W, OH, OW, alpha, beta):
    """free_row[n,a,b] = (H − α)/2 · (1 + grid[n,a,b,1]) + α/2 − 1/2
    seen_row[n,a,b] = {{H − 1/2 − α/2 − |1/2 + free_row[n,a,b] + α/2 − H − 2 · (H − α) · ⌊(1/2 +
        free_row[n,a,b] − α/2)/(2·H − 2·α)⌋| if H > α; else 0} if β = 2; else free_row[n,a,b]}
    free_column[n,a,b] = (W − α)/2 · (1 + grid[n,a,b,0]) + α/2 − 1/2
    seen_column[n,a,b] = {{W − 1/2 − α/2 − |1/2 + free_column[n,a,b] + α/2 − W − 2 · (W − α) · ⌊(1/2 +
        free_column[n,a,b] − α/2)/(2·W − 2·α)⌋| if W > α; else 0} if β = 2; else free_column[n,a,b]}
    column[n,a,b] = {seen_column[n,a,b] if β = 0; 0 if min(W − 1, seen_column[n,a,b]) ≤ 0; W − 1 if
        seen_column[n,a,b] ≥ W − 1; else seen_column[n,a,b]}
    row[n,a,b] = {seen_row[n,a,b] if β = 0; 0 if min(H − 1, seen_row[n,a,b]) ≤ 0; H − 1 if seen_row[n,a,b]
        ≥ H − 1; else seen_row[n,a,b]}
    drow[n,a,b] = Σ_{c,q,r} G′(q, row[n,a,b]) · G(r, column[n,a,b]) · dy[n,c,a,b] · x[n,c,q,r]
    dcolumn[n,a,b] = Σ_{c,q,r} G(q, row[n,a,b]) · G′(r, column[n,a,b]) · dy[n,c,a,b] · x[n,c,q,r]
    dgrid[n,a,b,t] = 1/2 · ((W − α) · dcolumn[n,a,b] · [t = 0] · ([β ≠ 0, min(W − 1, seen_column[n,a,b]) >
        0, seen_column[n,a,b] < W − 1] + [β = 0]) · ([β ≠ 2] − sign(1/2 + free_column[n,a,b] + α/2 − W − 2
        · (W − α) · ⌊(1/2 + free_column[n,a,b] − α/2)/(2·W − 2·α)⌋) · [β = 2, W > α]) + (H − α) ·
        drow[n,a,b] · [t = 1] · ([β ≠ 0, min(H − 1, seen_row[n,a,b]) > 0, seen_row[n,a,b] < H − 1] + [β =
        0]) · ([β ≠ 2] − sign(1/2 + free_row[n,a,b] + α/2 − H − 2 · (H − α) · ⌊(1/2 + free_row[n,a,b] −
        α/2)/(2·H − 2·α)⌋) · [β = 2, H > α]))

    As compiled:

    dgrid[n,ab,t] = (W − α) · dcolumn[ab]/2 · [t = 0] · ([β ≠ 2] − sign((W − α)/2 · (1 + grid[n,ab,0]) + α
        − W − 2 · (W − α) · ⌊(W − α) · (1 + grid[n,ab,0])/(2 · (2·W − 2·α))⌋) · [β = 2, W > α]) · (([β ≠
        0] · {1 if min(W − 1, seen_column[ab]) > 0, seen_column[ab] < W − 1; 0 if min(W − 1,
        seen_column[ab]) ≤ 0; 0 if seen_column[ab] ≥ W − 1; W − 1 if seen_column[ab] ≥ W − 1; else
        seen_column[ab]}) + [β = 0]) + (H − α) · drow[ab]/2 · [t = 1] · ([β ≠ 2] − sign((H − α)/2 · (1 +
        grid[n,ab,1]) + α − H − 2 · (H − α) · ⌊(H − α) · (1 + grid[n,ab,1])/(2 · (2·H − 2·α))⌋) · [β = 2,
        H > α]) · (([β ≠ 0] · {1 if min(H − 1, seen_row[ab]) > 0, seen_row[ab] < H − 1; 0 if min(H − 1,
        seen_row[ab]) ≤ 0; 0 if seen_row[ab] ≥ H − 1; H − 1 if seen_row[ab] ≥ H − 1; else seen_row[ab]}) +
        [β = 0])

    Operations: 6·C·H·N·OH·OW·W + 8·N·OH·OW multiplications, 2·C·H·N·OH·OW·W + 56·N·OH·OW additions, terms
        that a condition drops counted.
    """
    dy_rows = dy.reshape((N, C, OH * OW))
    grid_rows = grid.reshape((N, OH * OW, 2))
    dgrid_rows = dgrid.reshape((N, OH * OW, 2))
    quotient_C = (C - 1) // 1024
    launch(_vjp_grid_part, N, H * N * OH * OW * W * 2 + N * OH * OW * 5, dy_rows, x, grid_rows, dgrid_rows, N,
            C, H, W, OH, OW, alpha, beta, quotient_C)
