"""The kernels of grid_sample3d; grid_sample3d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `grid_sample3d`.  Do not edit.
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
def _forward_part(first, last, x, grid, y, N, C, D, H, W, OD, OH, OW, alpha, beta):
    """y[n, c, eab] = Σ_{p,q,r} G(p, plane[eab]) · G(q, row[eab]) · G(r, column[eab]) · x[n,c,p,q,r]"""
    dtype = x.dtype
    T = dtype.type
    below4_table = np.empty(OD * OH * OW, np.int64)
    below5_table = np.empty(OD * OH * OW, np.int64)
    below6_table = np.empty(OD * OH * OW, np.int64)
    weight_table = np.empty(OD * OH * OW, dtype)
    weight2_table = np.empty(OD * OH * OW, dtype)
    weight3_table = np.empty(OD * OH * OW, dtype)
    weight4_table = np.empty(OD * OH * OW, dtype)
    weight5_table = np.empty(OD * OH * OW, dtype)
    weight6_table = np.empty(OD * OH * OW, dtype)
    seen_column = np.empty(OD * OH * OW, dtype)
    column = np.empty(OD * OH * OW, dtype)
    seen_row = np.empty(OD * OH * OW, dtype)
    row = np.empty(OD * OH * OW, dtype)
    seen_plane = np.empty(OD * OH * OW, dtype)
    plane = np.empty(OD * OH * OW, dtype)
    for n in range(first, last):
        # seen_column[eab] = {{W − 1/2 − α/2 − |2 · (W − α) · ⌊(W − α) · (1 + grid[n, eab,
        #     0])/(2 · (2·W − 2·α))⌋ + W − α − (W − α)/2 · (1 + grid[n, eab, 0])| if W > α;
        #     else 0} if β = 2; else (W − α)/2 · (1 + grid[n, eab, 0]) + α/2 − 1/2}
        if beta == 2:
            for eab in range(OD * OH * OW):
                position = T(W - alpha) * ((grid[U(n), U(eab), 0] + T(1)) / T(2)) / T(W * 2 - (alpha * 2))
                below = cell(position)
                seen_column[U(eab)] = (
                    T(W)
                    - abs(
                        T((W - alpha) * below * 2 + W - alpha)
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
                position2 = T(H - alpha) * ((grid[U(n), U(eab), 1] + T(1)) / T(2)) / T(H * 2 - (alpha * 2))
                below2 = cell(position2)
                seen_row[U(eab)] = (
                    T(H)
                    - abs(
                        T((H - alpha) * below2 * 2 + H - alpha)
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
        # seen_plane[eab] = {{D − 1/2 − α/2 − |2 · (D − α) · ⌊(D − α) · (1 + grid[n, eab,
        #     2])/(2 · (2·D − 2·α))⌋ + D − α − (D − α)/2 · (1 + grid[n, eab, 2])| if D > α;
        #     else 0} if β = 2; else (D − α)/2 · (1 + grid[n, eab, 2]) + α/2 − 1/2}
        if beta == 2:
            for eab in range(OD * OH * OW):
                position3 = T(D - alpha) * ((grid[U(n), U(eab), 2] + T(1)) / T(2)) / T(D * 2 - (alpha * 2))
                below3 = cell(position3)
                seen_plane[U(eab)] = (
                    T(D)
                    - abs(
                        T((D - alpha) * below3 * 2 + D - alpha)
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
        # y[n, c, eab] = Σ_{p,q,r} G(p, plane[eab]) · G(q, row[eab]) · G(r, column[eab]) ·
        #     x[n,c,p,q,r]
        # below4_table[eab] = ⌊column[eab]⌋
        # below5_table[eab] = ⌊plane[eab]⌋
        # below6_table[eab] = ⌊row[eab]⌋
        # weight_table[eab] = G(⌊column[eab]⌋, column[eab])
        # weight2_table[eab] = G(⌊column[eab]⌋ + 1, column[eab])
        # weight3_table[eab] = G(⌊row[eab]⌋, row[eab])
        # weight4_table[eab] = G(⌊row[eab]⌋ + 1, row[eab])
        # weight5_table[eab] = G(⌊plane[eab]⌋, plane[eab])
        # weight6_table[eab] = G(⌊plane[eab]⌋ + 1, plane[eab])
        for eab in range(OD * OH * OW):
            below4 = cell(column[U(eab)])
            below5 = cell(plane[U(eab)])
            below6 = cell(row[U(eab)])
            weight = max(T(1) - abs(column[U(eab)] - T(below4)), T(0))
            weight2 = max(T(1) - abs(column[U(eab)] - T(below4 + 1)), T(0))
            weight3 = max(T(1) - abs(row[U(eab)] - T(below6)), T(0))
            weight4 = max(T(1) - abs(row[U(eab)] - T(below6 + 1)), T(0))
            weight5 = max(T(1) - abs(plane[U(eab)] - T(below5)), T(0))
            weight6 = max(T(1) - abs(plane[U(eab)] - T(below5 + 1)), T(0))
            below4_table[U(eab)] = below4
            below5_table[U(eab)] = below5
            below6_table[U(eab)] = below6
            weight_table[U(eab)] = weight
            weight2_table[U(eab)] = weight2
            weight3_table[U(eab)] = weight3
            weight4_table[U(eab)] = weight4
            weight5_table[U(eab)] = weight5
            weight6_table[U(eab)] = weight6
        for c in range(C):
            for eab in range(OD * OH * OW):
                below4 = below4_table[U(eab)]
                below5 = below5_table[U(eab)]
                below6 = below6_table[U(eab)]
                weight = weight_table[U(eab)]
                weight2 = weight2_table[U(eab)]
                weight3 = weight3_table[U(eab)]
                weight4 = weight4_table[U(eab)]
                weight5 = weight5_table[U(eab)]
                weight6 = weight6_table[U(eab)]
                acc = T(0)
                if below5 >= 0 and D >= below5 + 2 and below6 >= 0 and H >= below6 + 2 and below4 >= 0 and W >= below4 + 2:
                    acc = plus(
                        acc,
                        weight * weight3 * weight5 * x[U(n), U(c), U(below5), U(below6), U(below4)],
                    )
                    acc = plus(
                        acc,
                        weight2 * weight3 * weight5 * x[U(n), U(c), U(below5), U(below6), U(below4 + 1)],
                    )
                    acc = plus(
                        acc,
                        weight * weight4 * weight5 * x[U(n), U(c), U(below5), U(below6 + 1), U(below4)],
                    )
                    acc = plus(
                        acc,
                        weight2 * weight4 * weight5 * x[U(n), U(c), U(below5), U(below6 + 1), U(below4 + 1)],
                    )
                    acc = plus(
                        acc,
                        weight * weight3 * weight6 * x[U(n), U(c), U(below5 + 1), U(below6), U(below4)],
                    )
                    acc = plus(
                        acc,
                        weight2 * weight3 * weight6 * x[U(n), U(c), U(below5 + 1), U(below6), U(below4 + 1)],
                    )
                    acc = plus(
                        acc,
                        weight * weight4 * weight6 * x[U(n), U(c), U(below5 + 1), U(below6 + 1), U(below4)],
                    )
                    acc = plus(
                        acc,
                        weight2
                        * weight4
                        * weight6
                        * x[U(n), U(c), U(below5 + 1), U(below6 + 1), U(below4 + 1)],
                    )
                else:
                    if below5 >= 0 and D >= below5 + 1:
                        if below6 >= 0 and H >= below6 + 1:
                            if inside(below4, W):
                                acc = plus(
                                    acc,
                                    weight
                                    * weight3
                                    * weight5
                                    * x[U(n), U(c), U(below5), U(below6), U(below4)],
                                )
                            if inside(below4 + 1, W):
                                acc = plus(
                                    acc,
                                    weight2
                                    * weight3
                                    * weight5
                                    * x[U(n), U(c), U(below5), U(below6), U(below4 + 1)],
                                )
                        if below6 + 1 >= 0 and H >= below6 + 2:
                            if inside(below4, W):
                                acc = plus(
                                    acc,
                                    weight
                                    * weight4
                                    * weight5
                                    * x[U(n), U(c), U(below5), U(below6 + 1), U(below4)],
                                )
                            if inside(below4 + 1, W):
                                acc = plus(
                                    acc,
                                    weight2
                                    * weight4
                                    * weight5
                                    * x[U(n), U(c), U(below5), U(below6 + 1), U(below4 + 1)],
                                )
                    if below5 + 1 >= 0 and D >= below5 + 2:
                        if below6 >= 0 and H >= below6 + 1:
                            if inside(below4, W):
                                acc = plus(
                                    acc,
                                    weight
                                    * weight3
                                    * weight6
                                    * x[U(n), U(c), U(below5 + 1), U(below6), U(below4)],
                                )
                            if inside(below4 + 1, W):
                                acc = plus(
                                    acc,
                                    weight2
                                    * weight3
                                    * weight6
                                    * x[U(n), U(c), U(below5 + 1), U(below6), U(below4 + 1)],
                                )
                        if below6 + 1 >= 0 and H >= below6 + 2:
                            if inside(below4, W):
                                acc = plus(
                                    acc,
                                    weight
                                    * weight4
                                    * weight6
                                    * x[U(n), U(c), U(below5 + 1), U(below6 + 1), U(below4)],
                                )
                            if inside(below4 + 1, W):
                                acc = plus(
                                    acc,
                                    weight2
                                    * weight4
                                    * weight6
                                    * x[U(n), U(c), U(below5 + 1), U(below6 + 1), U(below4 + 1)],
                                )
                y[U(n), U(c), U(eab)] = acc


def _forward(x, grid, y, N, C, D, H, W, OD, OH, OW, alpha, beta):
    """free_plane[n,e,a,b] = (D − α)/2 · (1 + grid[n,e,a,b,2]) + α/2 − 1/2
    seen_plane[n,e,a,b] = {{D − 1/2 − α/2 − |1/2 + free_plane[n,e,a,b] + α/2 − D − (2·D − 2·α) · ⌊(1/2 +
        free_plane[n,e,a,b] − α/2)/(2·D − 2·α)⌋| if D > α; else 0} if β = 2; else free_plane[n,e,a,b]}
    plane[n,e,a,b] = {seen_plane[n,e,a,b] if β = 0; 0 if min(D − 1, seen_plane[n,e,a,b]) ≤ 0; D − 1 if
        seen_plane[n,e,a,b] ≥ D − 1; else seen_plane[n,e,a,b]}
    free_row[n,e,a,b] = (H − α)/2 · (1 + grid[n,e,a,b,1]) + α/2 − 1/2
    seen_row[n,e,a,b] = {{H − 1/2 − α/2 − |1/2 + free_row[n,e,a,b] + α/2 − H − (2·H − 2·α) · ⌊(1/2 +
        free_row[n,e,a,b] − α/2)/(2·H − 2·α)⌋| if H > α; else 0} if β = 2; else free_row[n,e,a,b]}
    row[n,e,a,b] = {seen_row[n,e,a,b] if β = 0; 0 if min(H − 1, seen_row[n,e,a,b]) ≤ 0; H − 1 if
        seen_row[n,e,a,b] ≥ H − 1; else seen_row[n,e,a,b]}
    free_column[n,e,a,b] = (W − α)/2 · (1 + grid[n,e,a,b,0]) + α/2 − 1/2
    seen_column[n,e,a,b] = {{W − 1/2 − α/2 − |1/2 + free_column[n,e,a,b] + α/2 − W − (2·W − 2·α) · ⌊(1/2 +
        free_column[n,e,a,b] − α/2)/(2·W − 2·α)⌋| if W > α; else 0} if β = 2; else free_column[n,e,a,b]}
    column[n,e,a,b] = {seen_column[n,e,a,b] if β = 0; 0 if min(W − 1, seen_column[n,e,a,b]) ≤ 0; W − 1 if
        seen_column[n,e,a,b] ≥ W − 1; else seen_column[n,e,a,b]}
    y[n,c,e,a,b] = Σ_{p,q,r} G(p, plane[n,e,a,b]) · G(q, row[n,e,a,b]) · G(r, column[n,e,a,b]) ·
        x[n,c,p,q,r]

    As compiled:

    y[n, c, eab] = Σ_{p,q,r} G(p, plane[eab]) · G(q, row[eab]) · G(r, column[eab]) · x[n,c,p,q,r]

    Operations: 3·C·D·H·N·OD·OH·OW·W multiplications, C·D·H·N·OD·OH·OW·W + 36·N·OD·OH·OW − C·N·OD·OH·OW
        additions, terms that a condition drops counted.
    """
    grid_rows = grid.reshape((N, OD * OH * OW, 3))
    y_rows = y.reshape((N, C, OD * OH * OW))
    launch(_forward_part, N, N * OD * OH * OW * 6 + OD * OH * OW * 9 + C * D * H * N * OD * OH * OW * W, x,
            grid_rows, y_rows, N, C, D, H, W, OD, OH, OW, alpha, beta)
