"""The kernels of grid_sample3d; grid_sample3d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `grid_sample3d`.  Do not edit.
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
def _vjp_grid_part(first, last, dy, x, grid, dgrid, N, C, D, H, W, OD, OH, OW, alpha, beta, quotient_C):
    """dgrid[n, eab, t] = (W − α) · dcolumn[eab]/2 · [t = 0] · ([β ≠ 2] − sign((W − α)/2 · (1 + grid[n, eab,
        0]) + α − W − 2 · (W − α) · ⌊(W − α) · (1 + grid[n, eab, 0])/(2 · (2·W − 2·α))⌋) · [β = 2, W > α])
        · (([β ≠ 0] · {1 if min(W − 1, seen_column[eab]) > 0, seen_column[eab] < W − 1; 0 if min(W − 1,
        seen_column[eab]) ≤ 0; 0 if seen_column[eab] ≥ W − 1; W − 1 if seen_column[eab] ≥ W − 1; else
        seen_column[eab]}) + [β = 0]) + (D − α) · dplane[eab]/2 · [t = 2] · ([β ≠ 2] − sign((D − α)/2 · (1
        + grid[n, eab, 2]) + α − D − 2 · (D − α) · ⌊(D − α) · (1 + grid[n, eab, 2])/(2 · (2·D − 2·α))⌋) ·
        [β = 2, D > α]) · (([β ≠ 0] · {1 if min(D − 1, seen_plane[eab]) > 0, seen_plane[eab] < D − 1; 0 if
        min(D − 1, seen_plane[eab]) ≤ 0; 0 if seen_plane[eab] ≥ D − 1; D − 1 if seen_plane[eab] ≥ D − 1;
        else seen_plane[eab]}) + [β = 0]) + (H − α) · drow[eab]/2 · [t = 1] · ([β ≠ 2] − sign((H − α)/2 ·
        (1 + grid[n, eab, 1]) + α − H − 2 · (H − α) · ⌊(H − α) · (1 + grid[n, eab, 1])/(2 · (2·H − 2·α))⌋)
        · [β = 2, H > α]) · (([β ≠ 0] · {1 if min(H − 1, seen_row[eab]) > 0, seen_row[eab] < H − 1; 0 if
        min(H − 1, seen_row[eab]) ≤ 0; 0 if seen_row[eab] ≥ H − 1; H − 1 if seen_row[eab] ≥ H − 1; else
        seen_row[eab]}) + [β = 0])
    """
    dtype = dy.dtype
    T = dtype.type
    seen_plane = np.empty(OD * OH * OW, dtype)
    plane = np.empty(OD * OH * OW, dtype)
    seen_column = np.empty(OD * OH * OW, dtype)
    column = np.empty(OD * OH * OW, dtype)
    seen_row = np.empty(OD * OH * OW, dtype)
    row = np.empty(OD * OH * OW, dtype)
    dplane = np.empty(OD * OH * OW, dtype)
    drow = np.empty(OD * OH * OW, dtype)
    dcolumn = np.empty(OD * OH * OW, dtype)
    for n in range(first, last):
        # seen_plane[eab] = {{D − 1/2 − α/2 − |2 · (D − α) · ⌊(D − α) · (1 + grid[n, eab,
        #     2])/(2 · (2·D − 2·α))⌋ + D − α − (D − α)/2 · (1 + grid[n, eab, 2])| if D > α;
        #     else 0} if β = 2; else (D − α)/2 · (1 + grid[n, eab, 2]) + α/2 − 1/2}
        if beta == 2:
            for eab in range(OD * OH * OW):
                position = T(D - alpha) * ((grid[U(n), U(eab), 2] + T(1)) / T(2)) / T(D * 2 - (alpha * 2))
                below = cell(position)
                seen_plane[U(eab)] = (
                    T(D)
                    - abs(
                        T((D - alpha) * below * 2 + D - alpha)
                        - (T(D - alpha) * ((grid[U(n), U(eab), 2] + T(1)) / T(2)))
                    )
                    - (T(alpha) / T(2))
                    - (T(1) / T(2))
                    if D >= alpha + 1
                    else T(0)
                )
        else:
            for eab in range(OD * OH * OW):
                seen_plane[U(eab)] = (
                    T(D - alpha) * ((grid[U(n), U(eab), 2] + T(1)) / T(2)) + T(alpha) / T(2) - (T(1) / T(2))
                )
        # plane[eab] = {seen_plane[eab] if β = 0; 0 if min(D − 1, seen_plane[eab]) ≤ 0; D − 1
        #     if seen_plane[eab] ≥ D − 1; else seen_plane[eab]}
        if beta == 0:
            for eab in range(OD * OH * OW):
                plane[U(eab)] = seen_plane[U(eab)]
        else:
            for eab in range(OD * OH * OW):
                seen_plane_here = seen_plane[U(eab)]
                plane[U(eab)] = select(T(0) >= select(seen_plane_here >= T(D - 1), T(D - 1), seen_plane_here), T(0), select(seen_plane_here >= T(D - 1), T(D - 1), seen_plane_here))
        # seen_column[eab] = {{W − 1/2 − α/2 − |2 · (W − α) · ⌊(W − α) · (1 + grid[n, eab,
        #     0])/(2 · (2·W − 2·α))⌋ + W − α − (W − α)/2 · (1 + grid[n, eab, 0])| if W > α;
        #     else 0} if β = 2; else (W − α)/2 · (1 + grid[n, eab, 0]) + α/2 − 1/2}
        if beta == 2:
            for eab in range(OD * OH * OW):
                position2 = T(W - alpha) * ((grid[U(n), U(eab), 0] + T(1)) / T(2)) / T(W * 2 - (alpha * 2))
                below2 = cell(position2)
                seen_column[U(eab)] = (
                    T(W)
                    - abs(
                        T((W - alpha) * below2 * 2 + W - alpha)
                        - (T(W - alpha) * ((grid[U(n), U(eab), 0] + T(1)) / T(2)))
                    )
                    - (T(alpha) / T(2))
                    - (T(1) / T(2))
                    if W >= alpha + 1
                    else T(0)
                )
        else:
            for eab in range(OD * OH * OW):
                seen_column[U(eab)] = (
                    T(W - alpha) * ((grid[U(n), U(eab), 0] + T(1)) / T(2)) + T(alpha) / T(2) - (T(1) / T(2))
                )
        # column[eab] = {seen_column[eab] if β = 0; 0 if min(W − 1, seen_column[eab]) ≤ 0; W −
        #     1 if seen_column[eab] ≥ W − 1; else seen_column[eab]}
        if beta == 0:
            for eab in range(OD * OH * OW):
                column[U(eab)] = seen_column[U(eab)]
        else:
            for eab in range(OD * OH * OW):
                seen_column_here = seen_column[U(eab)]
                column[U(eab)] = select(T(0) >= select(seen_column_here >= T(W - 1), T(W - 1), seen_column_here), T(0), select(seen_column_here >= T(W - 1), T(W - 1), seen_column_here))
        # seen_row[eab] = {{H − 1/2 − α/2 − |2 · (H − α) · ⌊(H − α) · (1 + grid[n, eab, 1])/(2
        #     · (2·H − 2·α))⌋ + H − α − (H − α)/2 · (1 + grid[n, eab, 1])| if H > α; else 0}
        #     if β = 2; else (H − α)/2 · (1 + grid[n, eab, 1]) + α/2 − 1/2}
        if beta == 2:
            for eab in range(OD * OH * OW):
                position3 = T(H - alpha) * ((grid[U(n), U(eab), 1] + T(1)) / T(2)) / T(H * 2 - (alpha * 2))
                below3 = cell(position3)
                seen_row[U(eab)] = (
                    T(H)
                    - abs(
                        T((H - alpha) * below3 * 2 + H - alpha)
                        - (T(H - alpha) * ((grid[U(n), U(eab), 1] + T(1)) / T(2)))
                    )
                    - (T(alpha) / T(2))
                    - (T(1) / T(2))
                    if H >= alpha + 1
                    else T(0)
                )
        else:
            for eab in range(OD * OH * OW):
                seen_row[U(eab)] = (
                    T(H - alpha) * ((grid[U(n), U(eab), 1] + T(1)) / T(2)) + T(alpha) / T(2) - (T(1) / T(2))
                )
        # row[eab] = {seen_row[eab] if β = 0; 0 if min(H − 1, seen_row[eab]) ≤ 0; H − 1 if
        #     seen_row[eab] ≥ H − 1; else seen_row[eab]}
        if beta == 0:
            for eab in range(OD * OH * OW):
                row[U(eab)] = seen_row[U(eab)]
        else:
            for eab in range(OD * OH * OW):
                seen_row_here = seen_row[U(eab)]
                row[U(eab)] = select(T(0) >= select(seen_row_here >= T(H - 1), T(H - 1), seen_row_here), T(0), select(seen_row_here >= T(H - 1), T(H - 1), seen_row_here))
        # dplane[eab] = Σ_{p,q,r} G′(p, plane[eab]) · G(q, row[eab]) · G(r, column[eab]) · Σ_c
        #     dy[n, c, eab] · x[n,c,p,q,r]
        for eab in range(OD * OH * OW):
            acc = T(0)
            acc3 = T(0)
            acc5 = T(0)
            below4 = cell(column[U(eab)])
            below5 = cell(plane[U(eab)])
            below6 = cell(row[U(eab)])
            if below5 >= 0 and D >= below5 + 2 and below6 >= 0 and H >= below6 + 2 and below4 >= 0 and W >= below4 + 2:
                acc4 = T(0)
                acc6 = T(0)
                acc7 = T(0)
                acc8 = T(0)
                acc9 = T(0)
                acc10 = T(0)
                acc11 = T(0)
                acc12 = T(0)
                rest2 = T(0)
                rest3 = T(0)
                rest4 = T(0)
                rest5 = T(0)
                rest6 = T(0)
                rest7 = T(0)
                rest8 = T(0)
                rest9 = T(0)
                for c_block in range(quotient_C + 1):
                    part2 = T(0)
                    part3 = T(0)
                    part4 = T(0)
                    part5 = T(0)
                    part6 = T(0)
                    part7 = T(0)
                    part8 = T(0)
                    part9 = T(0)
                    for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                        part2 = plus(
                            part2,
                            dy[U(n), U(c), U(eab)] * x[U(n), U(c), U(below5), U(below6), U(below4)],
                        )
                        part3 = plus(
                            part3,
                            dy[U(n), U(c), U(eab)] * x[U(n), U(c), U(below5), U(below6), U(below4 + 1)],
                        )
                        part4 = plus(
                            part4,
                            dy[U(n), U(c), U(eab)] * x[U(n), U(c), U(below5), U(below6 + 1), U(below4)],
                        )
                        part5 = plus(
                            part5,
                            dy[U(n), U(c), U(eab)] * x[U(n), U(c), U(below5), U(below6 + 1), U(below4 + 1)],
                        )
                        part6 = plus(
                            part6,
                            dy[U(n), U(c), U(eab)] * x[U(n), U(c), U(below5 + 1), U(below6), U(below4)],
                        )
                        part7 = plus(
                            part7,
                            dy[U(n), U(c), U(eab)] * x[U(n), U(c), U(below5 + 1), U(below6), U(below4 + 1)],
                        )
                        part8 = plus(
                            part8,
                            dy[U(n), U(c), U(eab)] * x[U(n), U(c), U(below5 + 1), U(below6 + 1), U(below4)],
                        )
                        part9 = plus(
                            part9,
                            dy[U(n), U(c), U(eab)]
                            * x[U(n), U(c), U(below5 + 1), U(below6 + 1), U(below4 + 1)],
                        )
                    acc4, rest2 = carried(acc4, rest2, part2)
                    acc6, rest3 = carried(acc6, rest3, part3)
                    acc7, rest4 = carried(acc7, rest4, part4)
                    acc8, rest5 = carried(acc8, rest5, part5)
                    acc9, rest6 = carried(acc9, rest6, part6)
                    acc10, rest7 = carried(acc10, rest7, part7)
                    acc11, rest8 = carried(acc11, rest8, part8)
                    acc12, rest9 = carried(acc12, rest9, part9)
                weight = (
                    T(-1)
                    if T(below6 + 1) <= row[U(eab)] < T(below6 + 2)
                    else T(1)
                    if T(below6) <= row[U(eab)] < T(below6 + 1)
                    else T(0)
                    if row[U(eab)] == row[U(eab)]
                    else row[U(eab)]
                )
                weight2 = (
                    T(-1)
                    if T(below5 + 1) <= plane[U(eab)] < T(below5 + 2)
                    else T(1)
                    if T(below5) <= plane[U(eab)] < T(below5 + 1)
                    else T(0)
                    if plane[U(eab)] == plane[U(eab)]
                    else plane[U(eab)]
                )
                weight3 = (
                    T(-1)
                    if T(below4 + 1) <= column[U(eab)] < T(below4 + 2)
                    else T(1)
                    if T(below4) <= column[U(eab)] < T(below4 + 1)
                    else T(0)
                    if column[U(eab)] == column[U(eab)]
                    else column[U(eab)]
                )
                weight4 = max(T(1) - abs(row[U(eab)] - T(below6 + 1)), T(0))
                weight5 = max(T(1) - abs(plane[U(eab)] - T(below5 + 1)), T(0))
                weight6 = max(T(1) - abs(column[U(eab)] - T(below4 + 1)), T(0))
                weight7 = (
                    T(-1)
                    if T(below6) <= row[U(eab)] < T(below6 + 1)
                    else T(1)
                    if T(below6 - 1) <= row[U(eab)] < T(below6)
                    else T(0)
                    if row[U(eab)] == row[U(eab)]
                    else row[U(eab)]
                )
                weight8 = (
                    T(-1)
                    if T(below5) <= plane[U(eab)] < T(below5 + 1)
                    else T(1)
                    if T(below5 - 1) <= plane[U(eab)] < T(below5)
                    else T(0)
                    if plane[U(eab)] == plane[U(eab)]
                    else plane[U(eab)]
                )
                weight9 = (
                    T(-1)
                    if T(below4) <= column[U(eab)] < T(below4 + 1)
                    else T(1)
                    if T(below4 - 1) <= column[U(eab)] < T(below4)
                    else T(0)
                    if column[U(eab)] == column[U(eab)]
                    else column[U(eab)]
                )
                weight10 = max(T(1) - abs(row[U(eab)] - T(below6)), T(0))
                weight11 = max(T(1) - abs(plane[U(eab)] - T(below5)), T(0))
                weight12 = max(T(1) - abs(column[U(eab)] - T(below4)), T(0))
                acc = plus(acc, acc4 * weight10 * weight12 * weight8)
                acc = plus(acc, acc6 * weight10 * weight6 * weight8)
                acc = plus(acc, acc7 * weight12 * weight4 * weight8)
                acc = plus(acc, acc8 * weight4 * weight6 * weight8)
                acc = plus(acc, acc9 * weight10 * weight12 * weight2)
                acc = plus(acc, acc10 * weight10 * weight2 * weight6)
                acc = plus(acc, acc11 * weight12 * weight2 * weight4)
                acc = plus(acc, acc12 * weight2 * weight4 * weight6)
                acc3 = plus(acc3, acc4 * weight11 * weight12 * weight7)
                acc3 = plus(acc3, acc6 * weight11 * weight6 * weight7)
                acc3 = plus(acc3, acc7 * weight * weight11 * weight12)
                acc3 = plus(acc3, acc8 * weight * weight11 * weight6)
                acc3 = plus(acc3, acc9 * weight12 * weight5 * weight7)
                acc3 = plus(acc3, acc10 * weight5 * weight6 * weight7)
                acc3 = plus(acc3, acc11 * weight * weight12 * weight5)
                acc3 = plus(acc3, acc12 * weight * weight5 * weight6)
                acc5 = plus(acc5, acc4 * weight10 * weight11 * weight9)
                acc5 = plus(acc5, acc6 * weight10 * weight11 * weight3)
                acc5 = plus(acc5, acc7 * weight11 * weight4 * weight9)
                acc5 = plus(acc5, acc8 * weight11 * weight3 * weight4)
                acc5 = plus(acc5, acc9 * weight10 * weight5 * weight9)
                acc5 = plus(acc5, acc10 * weight10 * weight3 * weight5)
                acc5 = plus(acc5, acc11 * weight4 * weight5 * weight9)
                acc5 = plus(acc5, acc12 * weight3 * weight4 * weight5)
            else:
                plane_here = plane[U(eab)]
                row_here = row[U(eab)]
                column_here = column[U(eab)]
                for p in range(max(0, below5), min(D, below5 + 2)):
                    value_of = (
                        T(-1)
                        if T(p) <= plane_here < T(p + 1)
                        else T(1)
                        if T(p - 1) <= plane_here < T(p)
                        else T(0)
                        if plane_here == plane_here
                        else plane_here
                    )
                    value_of2 = max(T(1) - abs(plane_here - T(p)), T(0))
                    for q in range(max(0, below6), min(H, below6 + 2)):
                        factor = max(T(1) - abs(row_here - T(q)), T(0)) * value_of
                        factor2 = (
                            (
                                T(-1)
                                if T(q) <= row_here < T(q + 1)
                                else T(1)
                                if T(q - 1) <= row_here < T(q)
                                else T(0)
                                if row_here == row_here
                                else row_here
                            )
                            * value_of2
                        )
                        factor3 = max(T(1) - abs(row_here - T(q)), T(0)) * value_of2
                        for r in range(max(0, below4), min(W, below4 + 2)):
                            acc2 = T(0)
                            rest = T(0)
                            for c_block in range(quotient_C + 1):
                                part = T(0)
                                for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                                    part = plus(
                                        part,
                                        dy[U(n), U(c), U(eab)] * x[U(n), U(c), U(p), U(q), U(r)],
                                    )
                                acc2, rest = carried(acc2, rest, part)
                            acc = plus(acc, max(T(1) - abs(column_here - T(r)), T(0)) * acc2 * factor)
                            acc3 = plus(acc3, max(T(1) - abs(column_here - T(r)), T(0)) * acc2 * factor2)
                            acc5 = plus(
                                acc5,
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
                                * factor3,
                            )
            dplane[U(eab)] = acc
            drow[U(eab)] = acc3
            dcolumn[U(eab)] = acc5
        # drow[eab] = Σ_{p,q,r} G(p, plane[eab]) · G′(q, row[eab]) · G(r, column[eab]) · Σ_c
        #     dy[n, c, eab] · x[n,c,p,q,r]
        # dcolumn[eab] = Σ_{p,q,r} G(p, plane[eab]) · G(q, row[eab]) · G′(r, column[eab]) ·
        #     Σ_c dy[n, c, eab] · x[n,c,p,q,r]
        # dgrid[n, eab, t], as written above
        for eab in range(OD * OH * OW):
            position4 = T(D - alpha) * ((grid[U(n), U(eab), 2] + T(1)) / T(2)) / T(D * 2 - (alpha * 2))
            position5 = T(H - alpha) * ((grid[U(n), U(eab), 1] + T(1)) / T(2)) / T(H * 2 - (alpha * 2))
            position6 = T(W - alpha) * ((grid[U(n), U(eab), 0] + T(1)) / T(2)) / T(W * 2 - (alpha * 2))
            below7 = cell(position4)
            below8 = cell(position5)
            below9 = cell(position6)
            seen_plane_here2 = seen_plane[U(eab)]
            seen_row_here2 = seen_row[U(eab)]
            seen_column_here2 = seen_column[U(eab)]
            for t in range(3):
                dgrid[U(n), U(eab), U(t)] = (
                    (
                        (T(D - alpha) / T(2))
                        * (
                            (T(1) if beta != 2 else T(0))
                            - (
                                np.sign(
                                    T(D - alpha) * ((grid[U(n), U(eab), 2] + T(1)) / T(2))
                                    - T((D - alpha) * below7 * 2 + D - alpha)
                                )
                                if beta == 2 and D >= alpha + 1
                                else T(0)
                            )
                        )
                        * (
                            (
                                select(
                                    select(seen_plane_here2 >= T(D - 1), T(D - 1), seen_plane_here2) > T(0)
                                    and T(D - 1) > seen_plane_here2,
                                    T(1),
                                    select(T(0) >= select(seen_plane_here2 >= T(D - 1), T(D - 1),
                                            seen_plane_here2), T(0), select(seen_plane_here2 >= T(D - 1),
                                            T(0), select(seen_plane_here2 >= T(D - 1), T(D - 1),
                                            seen_plane_here2))),
                                )
                                if beta != 0
                                else T(0)
                            )
                            + (T(1) if beta == 0 else T(0))
                        )
                        * dplane[U(eab)]
                        if t == 2
                        else T(0)
                    )
                    + (
                        (T(H - alpha) / T(2))
                        * (
                            (T(1) if beta != 2 else T(0))
                            - (
                                np.sign(
                                    T(H - alpha) * ((grid[U(n), U(eab), 1] + T(1)) / T(2))
                                    - T((H - alpha) * below8 * 2 + H - alpha)
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
                        * drow[U(eab)]
                        if t == 1
                        else T(0)
                    )
                    + (
                        (T(W - alpha) / T(2))
                        * (
                            (T(1) if beta != 2 else T(0))
                            - (
                                np.sign(
                                    T(W - alpha) * ((grid[U(n), U(eab), 0] + T(1)) / T(2))
                                    - T((W - alpha) * below9 * 2 + W - alpha)
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
                        * dcolumn[U(eab)]
                        if t == 0
                        else T(0)
                    )
                )


def _vjp_grid(dy, x, grid, dgrid, N, C, D, H, W, OD, OH, OW, alpha, beta):
    """free_plane[n,e,a,b] = (D − α)/2 · (1 + grid[n,e,a,b,2]) + α/2 − 1/2
    seen_plane[n,e,a,b] = {{D − 1/2 − α/2 − |1/2 + free_plane[n,e,a,b] + α/2 − D − 2 · (D − α) · ⌊(1/2 +
        free_plane[n,e,a,b] − α/2)/(2·D − 2·α)⌋| if D > α; else 0} if β = 2; else free_plane[n,e,a,b]}
    free_row[n,e,a,b] = (H − α)/2 · (1 + grid[n,e,a,b,1]) + α/2 − 1/2
    seen_row[n,e,a,b] = {{H − 1/2 − α/2 − |1/2 + free_row[n,e,a,b] + α/2 − H − 2 · (H − α) · ⌊(1/2 +
        free_row[n,e,a,b] − α/2)/(2·H − 2·α)⌋| if H > α; else 0} if β = 2; else free_row[n,e,a,b]}
    row[n,e,a,b] = {seen_row[n,e,a,b] if β = 0; 0 if min(H − 1, seen_row[n,e,a,b]) ≤ 0; H − 1 if
        seen_row[n,e,a,b] ≥ H − 1; else seen_row[n,e,a,b]}
    free_column[n,e,a,b] = (W − α)/2 · (1 + grid[n,e,a,b,0]) + α/2 − 1/2
    seen_column[n,e,a,b] = {{W − 1/2 − α/2 − |1/2 + free_column[n,e,a,b] + α/2 − W − 2 · (W − α) · ⌊(1/2 +
        free_column[n,e,a,b] − α/2)/(2·W − 2·α)⌋| if W > α; else 0} if β = 2; else free_column[n,e,a,b]}
    column[n,e,a,b] = {seen_column[n,e,a,b] if β = 0; 0 if min(W − 1, seen_column[n,e,a,b]) ≤ 0; W − 1 if
        seen_column[n,e,a,b] ≥ W − 1; else seen_column[n,e,a,b]}
    plane[n,e,a,b] = {seen_plane[n,e,a,b] if β = 0; 0 if min(D − 1, seen_plane[n,e,a,b]) ≤ 0; D − 1 if
        seen_plane[n,e,a,b] ≥ D − 1; else seen_plane[n,e,a,b]}
    dplane[n,e,a,b] = Σ_{c,p,q,r} G′(p, plane[n,e,a,b]) · G(q, row[n,e,a,b]) · G(r, column[n,e,a,b]) ·
        dy[n,c,e,a,b] · x[n,c,p,q,r]
    drow[n,e,a,b] = Σ_{c,p,q,r} G(p, plane[n,e,a,b]) · G′(q, row[n,e,a,b]) · G(r, column[n,e,a,b]) ·
        dy[n,c,e,a,b] · x[n,c,p,q,r]
    dcolumn[n,e,a,b] = Σ_{c,p,q,r} G(p, plane[n,e,a,b]) · G(q, row[n,e,a,b]) · G′(r, column[n,e,a,b]) ·
        dy[n,c,e,a,b] · x[n,c,p,q,r]
    dgrid[n,e,a,b,t] = 1/2 · ((W − α) · dcolumn[n,e,a,b] · [t = 0] · ([β ≠ 0, min(W − 1,
        seen_column[n,e,a,b]) > 0, seen_column[n,e,a,b] < W − 1] + [β = 0]) · ([β ≠ 2] − sign(1/2 +
        free_column[n,e,a,b] + α/2 − W − 2 · (W − α) · ⌊(1/2 + free_column[n,e,a,b] − α/2)/(2·W − 2·α)⌋) ·
        [β = 2, W > α]) + (D − α) · dplane[n,e,a,b] · [t = 2] · ([β ≠ 0, min(D − 1, seen_plane[n,e,a,b]) >
        0, seen_plane[n,e,a,b] < D − 1] + [β = 0]) · ([β ≠ 2] − sign(1/2 + free_plane[n,e,a,b] + α/2 − D −
        2 · (D − α) · ⌊(1/2 + free_plane[n,e,a,b] − α/2)/(2·D − 2·α)⌋) · [β = 2, D > α]) + (H − α) ·
        drow[n,e,a,b] · [t = 1] · ([β ≠ 0, min(H − 1, seen_row[n,e,a,b]) > 0, seen_row[n,e,a,b] < H − 1] +
        [β = 0]) · ([β ≠ 2] − sign(1/2 + free_row[n,e,a,b] + α/2 − H − 2 · (H − α) · ⌊(1/2 +
        free_row[n,e,a,b] − α/2)/(2·H − 2·α)⌋) · [β = 2, H > α]))

    As compiled:

    dgrid[n, eab, t] = (W − α) · dcolumn[eab]/2 · [t = 0] · ([β ≠ 2] − sign((W − α)/2 · (1 + grid[n, eab,
        0]) + α − W − 2 · (W − α) · ⌊(W − α) · (1 + grid[n, eab, 0])/(2 · (2·W − 2·α))⌋) · [β = 2, W > α])
        · (([β ≠ 0] · {1 if min(W − 1, seen_column[eab]) > 0, seen_column[eab] < W − 1; 0 if min(W − 1,
        seen_column[eab]) ≤ 0; 0 if seen_column[eab] ≥ W − 1; W − 1 if seen_column[eab] ≥ W − 1; else
        seen_column[eab]}) + [β = 0]) + (D − α) · dplane[eab]/2 · [t = 2] · ([β ≠ 2] − sign((D − α)/2 · (1
        + grid[n, eab, 2]) + α − D − 2 · (D − α) · ⌊(D − α) · (1 + grid[n, eab, 2])/(2 · (2·D − 2·α))⌋) ·
        [β = 2, D > α]) · (([β ≠ 0] · {1 if min(D − 1, seen_plane[eab]) > 0, seen_plane[eab] < D − 1; 0 if
        min(D − 1, seen_plane[eab]) ≤ 0; 0 if seen_plane[eab] ≥ D − 1; D − 1 if seen_plane[eab] ≥ D − 1;
        else seen_plane[eab]}) + [β = 0]) + (H − α) · drow[eab]/2 · [t = 1] · ([β ≠ 2] − sign((H − α)/2 ·
        (1 + grid[n, eab, 1]) + α − H − 2 · (H − α) · ⌊(H − α) · (1 + grid[n, eab, 1])/(2 · (2·H − 2·α))⌋)
        · [β = 2, H > α]) · (([β ≠ 0] · {1 if min(H − 1, seen_row[eab]) > 0, seen_row[eab] < H − 1; 0 if
        min(H − 1, seen_row[eab]) ≤ 0; 0 if seen_row[eab] ≥ H − 1; H − 1 if seen_row[eab] ≥ H − 1; else
        seen_row[eab]}) + [β = 0])

    Operations: 12·C·D·H·N·OD·OH·OW·W + 18·N·OD·OH·OW multiplications, 3·C·D·H·N·OD·OH·OW·W +
        111·N·OD·OH·OW additions, terms that a condition drops counted.
    """
    dy_rows = dy.reshape((N, C, OD * OH * OW))
    grid_rows = grid.reshape((N, OD * OH * OW, 3))
    dgrid_rows = dgrid.reshape((N, OD * OH * OW, 3))
    quotient_C = (C - 1) // 1024
    launch(_vjp_grid_part, N, D * H * N * OD * OH * OW * W * 3 + N * OD * OH * OW * 7, dy_rows, x, grid_rows,
            dgrid_rows, N, C, D, H, W, OD, OH, OW, alpha, beta, quotient_C)
