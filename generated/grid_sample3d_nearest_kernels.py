"""The kernels of grid_sample3d_nearest; grid_sample3d_nearest.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `grid_sample3d_nearest`.  Do not edit.
Run time: 885da59e5e9be48a.
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
def _forward_part(first, last, x, grid, y, N, C, D, H, W, OD, OH, OW, alpha, beta):
    """y[n, c, eab] = x[n, c, ⌊near_plane[eab]⌋, ⌊near_row[eab]⌋, ⌊near_column[eab]⌋]"""
    dtype = x.dtype
    T = dtype.type
    below7_table = np.empty(OD * OH * OW, np.int64)
    below8_table = np.empty(OD * OH * OW, np.int64)
    below9_table = np.empty(OD * OH * OW, np.int64)
    seen_column = np.empty(OD * OH * OW, dtype)
    column = np.empty(OD * OH * OW, dtype)
    near_column = np.empty(OD * OH * OW, dtype)
    seen_row = np.empty(OD * OH * OW, dtype)
    row = np.empty(OD * OH * OW, dtype)
    near_row = np.empty(OD * OH * OW, dtype)
    seen_plane = np.empty(OD * OH * OW, dtype)
    plane = np.empty(OD * OH * OW, dtype)
    near_plane = np.empty(OD * OH * OW, dtype)
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
        # near_column[eab] = ⌊1/2 + column[eab]⌋ − {{1 if 1/2 + column[eab] = ⌊1/2 +
        #     column[eab]⌋; 0 if ⌊1/2 + column[eab]⌋ > 1/2 + column[eab]; 0 if 1/2 +
        #     column[eab] > ⌊1/2 + column[eab]⌋; else 1/2 + column[eab] − ⌊1/2 + column[eab]⌋}
        #     if ⌊1/2 + column[eab]⌋ mod 2 = 1; else 0}
        for eab in range(OD * OH * OW):
            rest_eab = cell(column[U(eab)] + T(1) / T(2)) % 2
            position2 = column[U(eab)] + T(1) / T(2)
            below2 = cell(position2)
            column_here = column[U(eab)]
            near_column[U(eab)] = (
                T(below2)
                - (
                    select(
                        column_here + T(1) / T(2) == T(below2),
                        T(1),
                        select(T(below2) > column_here + T(1) / T(2), T(0),
                                select(column_here + T(1) / T(2) > T(below2), T(0),
                                column_here + T(1) / T(2) - T(below2))),
                    )
                    if rest_eab == 1
                    else T(0)
                )
            )
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
        # near_row[eab] = ⌊1/2 + row[eab]⌋ − {{1 if 1/2 + row[eab] = ⌊1/2 + row[eab]⌋; 0 if
        #     ⌊1/2 + row[eab]⌋ > 1/2 + row[eab]; 0 if 1/2 + row[eab] > ⌊1/2 + row[eab]⌋; else
        #     1/2 + row[eab] − ⌊1/2 + row[eab]⌋} if ⌊1/2 + row[eab]⌋ mod 2 = 1; else 0}
        for eab in range(OD * OH * OW):
            rest_eab2 = cell(row[U(eab)] + T(1) / T(2)) % 2
            position4 = row[U(eab)] + T(1) / T(2)
            below4 = cell(position4)
            row_here = row[U(eab)]
            near_row[U(eab)] = (
                T(below4)
                - (
                    select(
                        row_here + T(1) / T(2) == T(below4),
                        T(1),
                        select(T(below4) > row_here + T(1) / T(2), T(0),
                                select(row_here + T(1) / T(2) > T(below4), T(0),
                                row_here + T(1) / T(2) - T(below4))),
                    )
                    if rest_eab2 == 1
                    else T(0)
                )
            )
        # seen_plane[eab] = {{D − 1/2 − α/2 − |2 · (D − α) · ⌊(D − α) · (1 + grid[n, eab,
        #     2])/(2 · (2·D − 2·α))⌋ + D − α − (D − α)/2 · (1 + grid[n, eab, 2])| if D > α;
        #     else 0} if β = 2; else (D − α)/2 · (1 + grid[n, eab, 2]) + α/2 − 1/2}
        if beta == 2:
            for eab in range(OD * OH * OW):
                position5 = T(D - alpha) * ((grid[U(n), U(eab), 2] + T(1)) / T(2)) / T(D * 2 - (alpha * 2))
                below5 = cell(position5)
                seen_plane[U(eab)] = (
                    T(D)
                    - abs(
                        T((D - alpha) * below5 * 2 + D - alpha)
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
        # near_plane[eab] = ⌊1/2 + plane[eab]⌋ − {{1 if 1/2 + plane[eab] = ⌊1/2 + plane[eab]⌋;
        #     0 if ⌊1/2 + plane[eab]⌋ > 1/2 + plane[eab]; 0 if 1/2 + plane[eab] > ⌊1/2 +
        #     plane[eab]⌋; else 1/2 + plane[eab] − ⌊1/2 + plane[eab]⌋} if ⌊1/2 + plane[eab]⌋
        #     mod 2 = 1; else 0}
        for eab in range(OD * OH * OW):
            rest_eab3 = cell(plane[U(eab)] + T(1) / T(2)) % 2
            position6 = plane[U(eab)] + T(1) / T(2)
            below6 = cell(position6)
            plane_here = plane[U(eab)]
            near_plane[U(eab)] = (
                T(below6)
                - (
                    select(
                        plane_here + T(1) / T(2) == T(below6),
                        T(1),
                        select(T(below6) > plane_here + T(1) / T(2), T(0),
                                select(plane_here + T(1) / T(2) > T(below6), T(0),
                                plane_here + T(1) / T(2) - T(below6))),
                    )
                    if rest_eab3 == 1
                    else T(0)
                )
            )
        # y[n, c, eab] = x[n, c, ⌊near_plane[eab]⌋, ⌊near_row[eab]⌋, ⌊near_column[eab]⌋]
        # below7_table[eab] = ⌊near_column[eab]⌋
        # below8_table[eab] = ⌊near_plane[eab]⌋
        # below9_table[eab] = ⌊near_row[eab]⌋
        for eab in range(OD * OH * OW):
            below7 = cell(near_column[U(eab)])
            below8 = cell(near_plane[U(eab)])
            below9 = cell(near_row[U(eab)])
            below7_table[U(eab)] = below7
            below8_table[U(eab)] = below8
            below9_table[U(eab)] = below9
        for c in range(C):
            for eab in range(OD * OH * OW):
                below7 = below7_table[U(eab)]
                below8 = below8_table[U(eab)]
                below9 = below9_table[U(eab)]
                y[U(n), U(c), U(eab)] = (
                    x[U(n), U(c), U(below8), U(below9), U(below7)]
                    if below8 >= 0
                    and D >= below8 + 1
                    and below9 >= 0
                    and H >= below9 + 1
                    and below7 >= 0
                    and W >= below7 + 1
                    else T(0)
                )


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
    near_plane[n,e,a,b] = ⌊1/2 + plane[n,e,a,b]⌋ − {1 if 1/2 + plane[n,e,a,b] = ⌊1/2 + plane[n,e,a,b]⌋,
        ⌊1/2 + plane[n,e,a,b]⌋ mod 2 = 1; else 0}
    near_row[n,e,a,b] = ⌊1/2 + row[n,e,a,b]⌋ − {1 if 1/2 + row[n,e,a,b] = ⌊1/2 + row[n,e,a,b]⌋, ⌊1/2 +
        row[n,e,a,b]⌋ mod 2 = 1; else 0}
    near_column[n,e,a,b] = ⌊1/2 + column[n,e,a,b]⌋ − {1 if 1/2 + column[n,e,a,b] = ⌊1/2 +
        column[n,e,a,b]⌋, ⌊1/2 + column[n,e,a,b]⌋ mod 2 = 1; else 0}
    y[n,c,e,a,b] = x[n, c, ⌊near_plane[n,e,a,b]⌋, ⌊near_row[n,e,a,b]⌋, ⌊near_column[n,e,a,b]⌋]

    As compiled:

    y[n, c, eab] = x[n, c, ⌊near_plane[eab]⌋, ⌊near_row[eab]⌋, ⌊near_column[eab]⌋]

    Operations: 42·N·OD·OH·OW additions, terms that a condition drops counted.
    """
    grid_rows = grid.reshape((N, OD * OH * OW, 3))
    y_rows = y.reshape((N, C, OD * OH * OW))
    launch(_forward_part, N, OD * OH * OW * 3 + N * OD * OH * OW * 9 + C * N * OD * OH * OW, x, grid_rows,
            y_rows, N, C, D, H, W, OD, OH, OW, alpha, beta)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, grid, near_column, near_plane, near_row, N, D, H, W, OD, OH, OW, alpha, beta):
    """near_column[n, eab] = ⌊1/2 + column[eab]⌋ − {{1 if 1/2 + column[eab] = ⌊1/2 + column[eab]⌋; 0 if ⌊1/2
        + column[eab]⌋ > 1/2 + column[eab]; 0 if 1/2 + column[eab] > ⌊1/2 + column[eab]⌋; else 1/2 +
        column[eab] − ⌊1/2 + column[eab]⌋} if ⌊1/2 + column[eab]⌋ mod 2 = 1; else 0}
    near_row[n, eab] = ⌊1/2 + row[eab]⌋ − {{1 if 1/2 + row[eab] = ⌊1/2 + row[eab]⌋; 0 if ⌊1/2 + row[eab]⌋
        > 1/2 + row[eab]; 0 if 1/2 + row[eab] > ⌊1/2 + row[eab]⌋; else 1/2 + row[eab] − ⌊1/2 + row[eab]⌋}
        if ⌊1/2 + row[eab]⌋ mod 2 = 1; else 0}
    near_plane[n, eab] = ⌊1/2 + plane[eab]⌋ − {{1 if 1/2 + plane[eab] = ⌊1/2 + plane[eab]⌋; 0 if ⌊1/2 +
        plane[eab]⌋ > 1/2 + plane[eab]; 0 if 1/2 + plane[eab] > ⌊1/2 + plane[eab]⌋; else 1/2 + plane[eab]
        − ⌊1/2 + plane[eab]⌋} if ⌊1/2 + plane[eab]⌋ mod 2 = 1; else 0}
    """
    dtype = grid.dtype
    T = dtype.type
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
        # near_column[n, eab] = ⌊1/2 + column[eab]⌋ − {{1 if 1/2 + column[eab] = ⌊1/2 +
        #     column[eab]⌋; 0 if ⌊1/2 + column[eab]⌋ > 1/2 + column[eab]; 0 if 1/2 +
        #     column[eab] > ⌊1/2 + column[eab]⌋; else 1/2 + column[eab] − ⌊1/2 + column[eab]⌋}
        #     if ⌊1/2 + column[eab]⌋ mod 2 = 1; else 0}
        for eab in range(OD * OH * OW):
            rest_eab = cell(column[U(eab)] + T(1) / T(2)) % 2
            position2 = column[U(eab)] + T(1) / T(2)
            below2 = cell(position2)
            column_here = column[U(eab)]
            near_column[U(n), U(eab)] = (
                T(below2)
                - (
                    select(
                        column_here + T(1) / T(2) == T(below2),
                        T(1),
                        select(T(below2) > column_here + T(1) / T(2), T(0),
                                select(column_here + T(1) / T(2) > T(below2), T(0),
                                column_here + T(1) / T(2) - T(below2))),
                    )
                    if rest_eab == 1
                    else T(0)
                )
            )
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
        # near_row[n, eab] = ⌊1/2 + row[eab]⌋ − {{1 if 1/2 + row[eab] = ⌊1/2 + row[eab]⌋; 0 if
        #     ⌊1/2 + row[eab]⌋ > 1/2 + row[eab]; 0 if 1/2 + row[eab] > ⌊1/2 + row[eab]⌋; else
        #     1/2 + row[eab] − ⌊1/2 + row[eab]⌋} if ⌊1/2 + row[eab]⌋ mod 2 = 1; else 0}
        for eab in range(OD * OH * OW):
            rest_eab2 = cell(row[U(eab)] + T(1) / T(2)) % 2
            position4 = row[U(eab)] + T(1) / T(2)
            below4 = cell(position4)
            row_here = row[U(eab)]
            near_row[U(n), U(eab)] = (
                T(below4)
                - (
                    select(
                        row_here + T(1) / T(2) == T(below4),
                        T(1),
                        select(T(below4) > row_here + T(1) / T(2), T(0),
                                select(row_here + T(1) / T(2) > T(below4), T(0),
                                row_here + T(1) / T(2) - T(below4))),
                    )
                    if rest_eab2 == 1
                    else T(0)
                )
            )
        # seen_plane[eab] = {{D − 1/2 − α/2 − |2 · (D − α) · ⌊(D − α) · (1 + grid[n, eab,
        #     2])/(2 · (2·D − 2·α))⌋ + D − α − (D − α)/2 · (1 + grid[n, eab, 2])| if D > α;
        #     else 0} if β = 2; else (D − α)/2 · (1 + grid[n, eab, 2]) + α/2 − 1/2}
        if beta == 2:
            for eab in range(OD * OH * OW):
                position5 = T(D - alpha) * ((grid[U(n), U(eab), 2] + T(1)) / T(2)) / T(D * 2 - (alpha * 2))
                below5 = cell(position5)
                seen_plane[U(eab)] = (
                    T(D)
                    - abs(
                        T((D - alpha) * below5 * 2 + D - alpha)
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
        # near_plane[n, eab] = ⌊1/2 + plane[eab]⌋ − {{1 if 1/2 + plane[eab] = ⌊1/2 +
        #     plane[eab]⌋; 0 if ⌊1/2 + plane[eab]⌋ > 1/2 + plane[eab]; 0 if 1/2 + plane[eab] >
        #     ⌊1/2 + plane[eab]⌋; else 1/2 + plane[eab] − ⌊1/2 + plane[eab]⌋} if ⌊1/2 +
        #     plane[eab]⌋ mod 2 = 1; else 0}
        for eab in range(OD * OH * OW):
            rest_eab3 = cell(plane[U(eab)] + T(1) / T(2)) % 2
            position6 = plane[U(eab)] + T(1) / T(2)
            below6 = cell(position6)
            plane_here = plane[U(eab)]
            near_plane[U(n), U(eab)] = (
                T(below6)
                - (
                    select(
                        plane_here + T(1) / T(2) == T(below6),
                        T(1),
                        select(T(below6) > plane_here + T(1) / T(2), T(0),
                                select(plane_here + T(1) / T(2) > T(below6), T(0),
                                plane_here + T(1) / T(2) - T(below6))),
                    )
                    if rest_eab3 == 1
                    else T(0)
                )
            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part2(first, last, dx, N, C, D, H, W):
    """dx[n,c,k,i,j] = 0"""
    dtype = dx.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (C * D * H)
        c = task // (D * H) % C
        k = task // H % D
        i = task % H
        for j in range(W):
            dx[U(n), U(c), U(k), U(i), U(j)] = T(0)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part3(first, last, dy, dx, near_column, near_plane, near_row, N, C, D, H, W, OD, OH, OW):
    """dx[n, c, ⌊near_plane[n, eab]⌋, ⌊near_row[n, eab]⌋, ⌊near_column[n, eab]⌋] += dy[n, c, eab] · [0 ≤
        ⌊near_plane[n, eab]⌋ < D, 0 ≤ ⌊near_row[n, eab]⌋ < H, 0 ≤ ⌊near_column[n, eab]⌋ < W]
    below7_table[eab] = ⌊near_column[n′, eab]⌋
    below8_table[eab] = ⌊near_plane[n′, eab]⌋
    below9_table[eab] = ⌊near_row[n′, eab]⌋
    """
    below7_table = np.empty(OD * OH * OW, np.int64)
    below8_table = np.empty(OD * OH * OW, np.int64)
    below9_table = np.empty(OD * OH * OW, np.int64)
    for task in range(first, last):
        n_ = task // (((C - 1) // 32 + 1))
        c__block = task % ((C - 1) // 32 + 1)
        # dx[n, c, ⌊near_plane[n, eab]⌋, ⌊near_row[n, eab]⌋, ⌊near_column[n, eab]⌋] += dy[n,
        #     c, eab] · [0 ≤ ⌊near_plane[n, eab]⌋ < D, 0 ≤ ⌊near_row[n, eab]⌋ < H, 0 ≤
        #     ⌊near_column[n, eab]⌋ < W]
        # below7_table[eab] = ⌊near_column[n′, eab]⌋
        # below8_table[eab] = ⌊near_plane[n′, eab]⌋
        # below9_table[eab] = ⌊near_row[n′, eab]⌋
        for eab in range(OD * OH * OW):
            below7 = cell(near_column[U(n_), U(eab)])
            below8 = cell(near_plane[U(n_), U(eab)])
            below9 = cell(near_row[U(n_), U(eab)])
            below7_table[U(eab)] = below7
            below8_table[U(eab)] = below8
            below9_table[U(eab)] = below9
        for c_ in range(c__block * 32, min(C, c__block * 32 + 32)):
            for eab in range(OD * OH * OW):
                below7 = below7_table[U(eab)]
                below8 = below8_table[U(eab)]
                below9 = below9_table[U(eab)]
                dy_here = dy[U(n_), U(c_), U(eab)]
                if inside(below8, D) & inside(below9, H) & inside(below7, W):
                    dx[U(n_), U(c_), U(below8), U(below9), U(below7)] += dy_here


def _vjp_x(dy, grid, dx, N, C, D, H, W, OD, OH, OW, alpha, beta):
    """free_plane[n,e,a,b] = (D − α)/2 · (1 + grid[n,e,a,b,2]) + α/2 − 1/2
    seen_plane[n,e,a,b] = {{D − 1/2 − α/2 − |1/2 + free_plane[n,e,a,b] + α/2 − D − 2 · (D − α) · ⌊(1/2 +
        free_plane[n,e,a,b] − α/2)/(2·D − 2·α)⌋| if D > α; else 0} if β = 2; else free_plane[n,e,a,b]}
    plane[n,e,a,b] = {seen_plane[n,e,a,b] if β = 0; 0 if min(D − 1, seen_plane[n,e,a,b]) ≤ 0; D − 1 if
        seen_plane[n,e,a,b] ≥ D − 1; else seen_plane[n,e,a,b]}
    near_plane[n,e,a,b] = ⌊1/2 + plane[n,e,a,b]⌋ − {1 if 1/2 + plane[n,e,a,b] = ⌊1/2 + plane[n,e,a,b]⌋,
        ⌊1/2 + plane[n,e,a,b]⌋ mod 2 = 1; else 0}
    free_row[n,e,a,b] = (H − α)/2 · (1 + grid[n,e,a,b,1]) + α/2 − 1/2
    seen_row[n,e,a,b] = {{H − 1/2 − α/2 − |1/2 + free_row[n,e,a,b] + α/2 − H − 2 · (H − α) · ⌊(1/2 +
        free_row[n,e,a,b] − α/2)/(2·H − 2·α)⌋| if H > α; else 0} if β = 2; else free_row[n,e,a,b]}
    row[n,e,a,b] = {seen_row[n,e,a,b] if β = 0; 0 if min(H − 1, seen_row[n,e,a,b]) ≤ 0; H − 1 if
        seen_row[n,e,a,b] ≥ H − 1; else seen_row[n,e,a,b]}
    near_row[n,e,a,b] = ⌊1/2 + row[n,e,a,b]⌋ − {1 if 1/2 + row[n,e,a,b] = ⌊1/2 + row[n,e,a,b]⌋, ⌊1/2 +
        row[n,e,a,b]⌋ mod 2 = 1; else 0}
    free_column[n,e,a,b] = (W − α)/2 · (1 + grid[n,e,a,b,0]) + α/2 − 1/2
    seen_column[n,e,a,b] = {{W − 1/2 − α/2 − |1/2 + free_column[n,e,a,b] + α/2 − W − 2 · (W − α) · ⌊(1/2 +
        free_column[n,e,a,b] − α/2)/(2·W − 2·α)⌋| if W > α; else 0} if β = 2; else free_column[n,e,a,b]}
    column[n,e,a,b] = {seen_column[n,e,a,b] if β = 0; 0 if min(W − 1, seen_column[n,e,a,b]) ≤ 0; W − 1 if
        seen_column[n,e,a,b] ≥ W − 1; else seen_column[n,e,a,b]}
    near_column[n,e,a,b] = ⌊1/2 + column[n,e,a,b]⌋ − {1 if 1/2 + column[n,e,a,b] = ⌊1/2 +
        column[n,e,a,b]⌋, ⌊1/2 + column[n,e,a,b]⌋ mod 2 = 1; else 0}
    dx[n,c,k,i,j] = Σ_{e,a,b : 0 ≤ ⌊near_plane[n,e,a,b]⌋ < D, 0 ≤ ⌊near_row[n,e,a,b]⌋ < H, 0 ≤
        ⌊near_column[n,e,a,b]⌋ < W, ⌊near_plane[n,e,a,b]⌋ = k, ⌊near_row[n,e,a,b]⌋ = i,
        ⌊near_column[n,e,a,b]⌋ = j} dy[n,c,e,a,b]

    Operations: C·D·H·N·OD·OH·OW·W + 42·N·OD·OH·OW − C·D·H·N·W additions, terms that a condition drops
        counted.
    """
    dtype = dx.dtype
    dy_rows = dy.reshape((N, C, OD * OH * OW))
    grid_rows = grid.reshape((N, OD * OH * OW, 3))
    near_plane = scratch((N, OD * OH * OW), dtype)
    near_row = scratch((N, OD * OH * OW), dtype)
    near_column = scratch((N, OD * OH * OW), dtype)
    launch(_vjp_x_part, N, N * OD * OH * OW * 9, grid_rows, near_column, near_plane, near_row, N, D, H, W, OD,
            OH, OW, alpha, beta)
    launch(_vjp_x_part2, N * C * D * H, C * D * H * N * W, dx, N, C, D, H, W)
    launch(_vjp_x_part3, N * ((C - 1) // 32 + 1), OD * OH * OW * 3 + C * D * H * N * W + C * N * OD * OH * OW,
            dy_rows, dx, near_column, near_plane, near_row, N, C, D, H, W, OD, OH, OW)
