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
def _jvp_part(first, last, x_dot, grid_dot, x, grid, y_dot, N, C, D, H, W, OD, OH, OW, alpha, beta):
    """ẏ[n, c, eab] = Σ_{p,q,r} (G(p, plane[eab]) · G(q, row[eab]) · G(r, column[eab]) · ẋ[n,c,p,q,r] + G(p,
        plane[eab]) · G(q, row[eab]) · G′(r, column[eab]) · column_dot[eab] · x[n,c,p,q,r] + G(p,
        plane[eab]) · G′(q, row[eab]) · G(r, column[eab]) · row_dot[eab] · x[n,c,p,q,r] + G′(p,
        plane[eab]) · G(q, row[eab]) · G(r, column[eab]) · plane_dot[eab] · x[n,c,p,q,r])
    """
    dtype = x_dot.dtype
    T = dtype.type
    below7_table = np.empty(OD * OH * OW, np.int64)
    below8_table = np.empty(OD * OH * OW, np.int64)
    below9_table = np.empty(OD * OH * OW, np.int64)
    seen_column_dot = np.empty(OD * OH * OW, dtype)
    seen_column = np.empty(OD * OH * OW, dtype)
    column_dot = np.empty(OD * OH * OW, dtype)
    seen_row_dot = np.empty(OD * OH * OW, dtype)
    seen_row = np.empty(OD * OH * OW, dtype)
    row_dot = np.empty(OD * OH * OW, dtype)
    seen_plane_dot = np.empty(OD * OH * OW, dtype)
    seen_plane = np.empty(OD * OH * OW, dtype)
    plane_dot = np.empty(OD * OH * OW, dtype)
    column = np.empty(OD * OH * OW, dtype)
    row = np.empty(OD * OH * OW, dtype)
    plane = np.empty(OD * OH * OW, dtype)
    for n in range(first, last):
        # seen_column_dot[eab] = {{−(W − α) · grid_dot[n, eab, 0] · sign((W − α)/2 · (1 +
        #     grid[n, eab, 0]) + α − W − 2 · (W − α) · ⌊(W − α) · (1 + grid[n, eab, 0])/(2 ·
        #     (2·W − 2·α))⌋)/2 if W > α; else 0} if β = 2; else (W − α) · grid_dot[n, eab,
        #     0]/2}
        if beta == 2:
            for eab in range(OD * OH * OW):
                position = T(W - alpha) * ((grid[U(n), U(eab), 0] + T(1)) / T(2)) / T(W * 2 - (alpha * 2))
                below = cell(position)
                seen_column_dot[U(eab)] = (
                    -(T(W - alpha) / T(2))
                    * grid_dot[U(n), U(eab), 0]
                    * np.sign(
                        T(W - alpha) * ((grid[U(n), U(eab), 0] + T(1)) / T(2))
                        - T((W - alpha) * below * 2 + W - alpha)
                    )
                    if W >= alpha + 1
                    else T(0)
                )
        else:
            for eab in range(OD * OH * OW):
                seen_column_dot[U(eab)] = (T(W - alpha) / T(2)) * grid_dot[U(n), U(eab), 0]
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
        # column_dot[eab] = {seen_column_dot[eab] if β = 0; 0 if min(W − 1, seen_column[eab])
        #     ≤ 0; 0 if seen_column[eab] ≥ W − 1; seen_column_dot[eab] if seen_column[eab] < W
        #     − 1; else 1 + seen_column[eab] − W}
        if beta == 0:
            for eab in range(OD * OH * OW):
                column_dot[U(eab)] = seen_column_dot[U(eab)]
        else:
            for eab in range(OD * OH * OW):
                seen_column_here = seen_column[U(eab)]
                seen_column_dot_here = seen_column_dot[U(eab)]
                column_dot[U(eab)] = select(T(0) >= select(seen_column_here >= T(W - 1), T(W - 1), seen_column_here), T(0),
                        select(seen_column_here >= T(W - 1), T(0), select(T(W - 1) > seen_column_here,
                        seen_column_dot_here, seen_column_here - T(W - 1))))
        # seen_row_dot[eab] = {{−(H − α) · grid_dot[n, eab, 1] · sign((H − α)/2 · (1 + grid[n,
        #     eab, 1]) + α − H − 2 · (H − α) · ⌊(H − α) · (1 + grid[n, eab, 1])/(2 · (2·H −
        #     2·α))⌋)/2 if H > α; else 0} if β = 2; else (H − α) · grid_dot[n, eab, 1]/2}
        if beta == 2:
            for eab in range(OD * OH * OW):
                position3 = T(H - alpha) * ((grid[U(n), U(eab), 1] + T(1)) / T(2)) / T(H * 2 - (alpha * 2))
                below3 = cell(position3)
                seen_row_dot[U(eab)] = (
                    -(T(H - alpha) / T(2))
                    * grid_dot[U(n), U(eab), 1]
                    * np.sign(
                        T(H - alpha) * ((grid[U(n), U(eab), 1] + T(1)) / T(2))
                        - T((H - alpha) * below3 * 2 + H - alpha)
                    )
                    if H >= alpha + 1
                    else T(0)
                )
        else:
            for eab in range(OD * OH * OW):
                seen_row_dot[U(eab)] = (T(H - alpha) / T(2)) * grid_dot[U(n), U(eab), 1]
        # seen_row[eab] = {{H − 1/2 − α/2 − |2 · (H − α) · ⌊(H − α) · (1 + grid[n, eab, 1])/(2
        #     · (2·H − 2·α))⌋ + H − α − (H − α)/2 · (1 + grid[n, eab, 1])| if H > α; else 0}
        #     if β = 2; else (H − α)/2 · (1 + grid[n, eab, 1]) + α/2 − 1/2}
        if beta == 2:
            for eab in range(OD * OH * OW):
                position4 = T(H - alpha) * ((grid[U(n), U(eab), 1] + T(1)) / T(2)) / T(H * 2 - (alpha * 2))
                below4 = cell(position4)
                seen_row[U(eab)] = (
                    T(H)
                    - abs(
                        T((H - alpha) * below4 * 2 + H - alpha)
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
        # row_dot[eab] = {seen_row_dot[eab] if β = 0; 0 if min(H − 1, seen_row[eab]) ≤ 0; 0 if
        #     seen_row[eab] ≥ H − 1; seen_row_dot[eab] if seen_row[eab] < H − 1; else 1 +
        #     seen_row[eab] − H}
        if beta == 0:
            for eab in range(OD * OH * OW):
                row_dot[U(eab)] = seen_row_dot[U(eab)]
        else:
            for eab in range(OD * OH * OW):
                seen_row_here = seen_row[U(eab)]
                seen_row_dot_here = seen_row_dot[U(eab)]
                row_dot[U(eab)] = select(T(0) >= select(seen_row_here >= T(H - 1), T(H - 1), seen_row_here), T(0),
                        select(seen_row_here >= T(H - 1), T(0), select(T(H - 1) > seen_row_here,
                        seen_row_dot_here, seen_row_here - T(H - 1))))
        # seen_plane_dot[eab] = {{−(D − α) · grid_dot[n, eab, 2] · sign((D − α)/2 · (1 +
        #     grid[n, eab, 2]) + α − D − 2 · (D − α) · ⌊(D − α) · (1 + grid[n, eab, 2])/(2 ·
        #     (2·D − 2·α))⌋)/2 if D > α; else 0} if β = 2; else (D − α) · grid_dot[n, eab,
        #     2]/2}
        if beta == 2:
            for eab in range(OD * OH * OW):
                position5 = T(D - alpha) * ((grid[U(n), U(eab), 2] + T(1)) / T(2)) / T(D * 2 - (alpha * 2))
                below5 = cell(position5)
                seen_plane_dot[U(eab)] = (
                    -(T(D - alpha) / T(2))
                    * grid_dot[U(n), U(eab), 2]
                    * np.sign(
                        T(D - alpha) * ((grid[U(n), U(eab), 2] + T(1)) / T(2))
                        - T((D - alpha) * below5 * 2 + D - alpha)
                    )
                    if D >= alpha + 1
                    else T(0)
                )
        else:
            for eab in range(OD * OH * OW):
                seen_plane_dot[U(eab)] = (T(D - alpha) / T(2)) * grid_dot[U(n), U(eab), 2]
        # seen_plane[eab] = {{D − 1/2 − α/2 − |2 · (D − α) · ⌊(D − α) · (1 + grid[n, eab,
        #     2])/(2 · (2·D − 2·α))⌋ + D − α − (D − α)/2 · (1 + grid[n, eab, 2])| if D > α;
        #     else 0} if β = 2; else (D − α)/2 · (1 + grid[n, eab, 2]) + α/2 − 1/2}
        if beta == 2:
            for eab in range(OD * OH * OW):
                position6 = T(D - alpha) * ((grid[U(n), U(eab), 2] + T(1)) / T(2)) / T(D * 2 - (alpha * 2))
                below6 = cell(position6)
                seen_plane[U(eab)] = (
                    T(D)
                    - abs(
                        T((D - alpha) * below6 * 2 + D - alpha)
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
        # plane_dot[eab] = {seen_plane_dot[eab] if β = 0; 0 if min(D − 1, seen_plane[eab]) ≤
        #     0; 0 if seen_plane[eab] ≥ D − 1; seen_plane_dot[eab] if seen_plane[eab] < D − 1;
        #     else 1 + seen_plane[eab] − D}
        if beta == 0:
            for eab in range(OD * OH * OW):
                plane_dot[U(eab)] = seen_plane_dot[U(eab)]
        else:
            for eab in range(OD * OH * OW):
                seen_plane_here = seen_plane[U(eab)]
                seen_plane_dot_here = seen_plane_dot[U(eab)]
                plane_dot[U(eab)] = select(T(0) >= select(seen_plane_here >= T(D - 1), T(D - 1), seen_plane_here), T(0),
                        select(seen_plane_here >= T(D - 1), T(0), select(T(D - 1) > seen_plane_here,
                        seen_plane_dot_here, seen_plane_here - T(D - 1))))
        # column[eab] = {seen_column[eab] if β = 0; 0 if min(W − 1, seen_column[eab]) ≤ 0; W −
        #     1 if seen_column[eab] ≥ W − 1; else seen_column[eab]}
        if beta == 0:
            for eab in range(OD * OH * OW):
                column[U(eab)] = seen_column[U(eab)]
        else:
            for eab in range(OD * OH * OW):
                seen_column_here2 = seen_column[U(eab)]
                column[U(eab)] = select(T(0) >= select(seen_column_here2 >= T(W - 1), T(W - 1), seen_column_here2), T(0), select(seen_column_here2 >= T(W - 1), T(W - 1), seen_column_here2))
        # row[eab] = {seen_row[eab] if β = 0; 0 if min(H − 1, seen_row[eab]) ≤ 0; H − 1 if
        #     seen_row[eab] ≥ H − 1; else seen_row[eab]}
        if beta == 0:
            for eab in range(OD * OH * OW):
                row[U(eab)] = seen_row[U(eab)]
        else:
            for eab in range(OD * OH * OW):
                seen_row_here2 = seen_row[U(eab)]
                row[U(eab)] = select(T(0) >= select(seen_row_here2 >= T(H - 1), T(H - 1), seen_row_here2), T(0), select(seen_row_here2 >= T(H - 1), T(H - 1), seen_row_here2))
        # plane[eab] = {seen_plane[eab] if β = 0; 0 if min(D − 1, seen_plane[eab]) ≤ 0; D − 1
        #     if seen_plane[eab] ≥ D − 1; else seen_plane[eab]}
        if beta == 0:
            for eab in range(OD * OH * OW):
                plane[U(eab)] = seen_plane[U(eab)]
        else:
            for eab in range(OD * OH * OW):
                seen_plane_here2 = seen_plane[U(eab)]
                plane[U(eab)] = select(T(0) >= select(seen_plane_here2 >= T(D - 1), T(D - 1), seen_plane_here2), T(0), select(seen_plane_here2 >= T(D - 1), T(D - 1), seen_plane_here2))
        # ẏ[n, c, eab], as written above
        # below7_table[eab] = ⌊column[eab]⌋
        # below8_table[eab] = ⌊plane[eab]⌋
        # below9_table[eab] = ⌊row[eab]⌋
        for eab in range(OD * OH * OW):
            below7 = cell(column[U(eab)])
            below8 = cell(plane[U(eab)])
            below9 = cell(row[U(eab)])
            below7_table[U(eab)] = below7
            below8_table[U(eab)] = below8
            below9_table[U(eab)] = below9
        for c in range(C):
            for eab in range(OD * OH * OW):
                below7 = below7_table[U(eab)]
                below8 = below8_table[U(eab)]
                below9 = below9_table[U(eab)]
                acc = T(0)
                if below8 >= 0 and D >= below8 + 2 and below9 >= 0 and H >= below9 + 2 and below7 >= 0 and W >= below7 + 2:
                    weight = (
                        T(-1)
                        if T(below9 + 1) <= row[U(eab)] < T(below9 + 2)
                        else T(1)
                        if T(below9) <= row[U(eab)] < T(below9 + 1)
                        else T(0)
                        if row[U(eab)] == row[U(eab)]
                        else row[U(eab)]
                    )
                    weight2 = (
                        T(-1)
                        if T(below8 + 1) <= plane[U(eab)] < T(below8 + 2)
                        else T(1)
                        if T(below8) <= plane[U(eab)] < T(below8 + 1)
                        else T(0)
                        if plane[U(eab)] == plane[U(eab)]
                        else plane[U(eab)]
                    )
                    weight3 = (
                        T(-1)
                        if T(below7 + 1) <= column[U(eab)] < T(below7 + 2)
                        else T(1)
                        if T(below7) <= column[U(eab)] < T(below7 + 1)
                        else T(0)
                        if column[U(eab)] == column[U(eab)]
                        else column[U(eab)]
                    )
                    weight4 = max(T(1) - abs(row[U(eab)] - T(below9 + 1)), T(0))
                    weight5 = max(T(1) - abs(plane[U(eab)] - T(below8 + 1)), T(0))
                    weight6 = max(T(1) - abs(column[U(eab)] - T(below7 + 1)), T(0))
                    weight7 = (
                        T(-1)
                        if T(below9) <= row[U(eab)] < T(below9 + 1)
                        else T(1)
                        if T(below9 - 1) <= row[U(eab)] < T(below9)
                        else T(0)
                        if row[U(eab)] == row[U(eab)]
                        else row[U(eab)]
                    )
                    weight8 = (
                        T(-1)
                        if T(below8) <= plane[U(eab)] < T(below8 + 1)
                        else T(1)
                        if T(below8 - 1) <= plane[U(eab)] < T(below8)
                        else T(0)
                        if plane[U(eab)] == plane[U(eab)]
                        else plane[U(eab)]
                    )
                    weight9 = (
                        T(-1)
                        if T(below7) <= column[U(eab)] < T(below7 + 1)
                        else T(1)
                        if T(below7 - 1) <= column[U(eab)] < T(below7)
                        else T(0)
                        if column[U(eab)] == column[U(eab)]
                        else column[U(eab)]
                    )
                    weight10 = max(T(1) - abs(row[U(eab)] - T(below9)), T(0))
                    weight11 = max(T(1) - abs(plane[U(eab)] - T(below8)), T(0))
                    weight12 = max(T(1) - abs(column[U(eab)] - T(below7)), T(0))
                    acc = plus(
                        acc,
                        weight10 * weight11 * weight12 * x_dot[U(n), U(c), U(below8), U(below9), U(below7)]
                        + column_dot[U(eab)]
                        * weight10
                        * weight11
                        * weight9
                        * x[U(n), U(c), U(below8), U(below9), U(below7)]
                        + plane_dot[U(eab)]
                        * weight10
                        * weight12
                        * weight8
                        * x[U(n), U(c), U(below8), U(below9), U(below7)]
                        + row_dot[U(eab)]
                        * weight11
                        * weight12
                        * weight7
                        * x[U(n), U(c), U(below8), U(below9), U(below7)],
                    )
                    acc = plus(
                        acc,
                        column_dot[U(eab)]
                        * weight10
                        * weight11
                        * weight3
                        * x[U(n), U(c), U(below8), U(below9), U(below7 + 1)]
                        + weight10
                        * weight11
                        * weight6
                        * x_dot[U(n), U(c), U(below8), U(below9), U(below7 + 1)]
                        + plane_dot[U(eab)]
                        * weight10
                        * weight6
                        * weight8
                        * x[U(n), U(c), U(below8), U(below9), U(below7 + 1)]
                        + row_dot[U(eab)]
                        * weight11
                        * weight6
                        * weight7
                        * x[U(n), U(c), U(below8), U(below9), U(below7 + 1)],
                    )
                    acc = plus(
                        acc,
                        row_dot[U(eab)]
                        * weight
                        * weight11
                        * weight12
                        * x[U(n), U(c), U(below8), U(below9 + 1), U(below7)]
                        + weight11
                        * weight12
                        * weight4
                        * x_dot[U(n), U(c), U(below8), U(below9 + 1), U(below7)]
                        + column_dot[U(eab)]
                        * weight11
                        * weight4
                        * weight9
                        * x[U(n), U(c), U(below8), U(below9 + 1), U(below7)]
                        + plane_dot[U(eab)]
                        * weight12
                        * weight4
                        * weight8
                        * x[U(n), U(c), U(below8), U(below9 + 1), U(below7)],
                    )
                    acc = plus(
                        acc,
                        row_dot[U(eab)]
                        * weight
                        * weight11
                        * weight6
                        * x[U(n), U(c), U(below8), U(below9 + 1), U(below7 + 1)]
                        + column_dot[U(eab)]
                        * weight11
                        * weight3
                        * weight4
                        * x[U(n), U(c), U(below8), U(below9 + 1), U(below7 + 1)]
                        + weight11
                        * weight4
                        * weight6
                        * x_dot[U(n), U(c), U(below8), U(below9 + 1), U(below7 + 1)]
                        + plane_dot[U(eab)]
                        * weight4
                        * weight6
                        * weight8
                        * x[U(n), U(c), U(below8), U(below9 + 1), U(below7 + 1)],
                    )
                    acc = plus(
                        acc,
                        plane_dot[U(eab)]
                        * weight10
                        * weight12
                        * weight2
                        * x[U(n), U(c), U(below8 + 1), U(below9), U(below7)]
                        + weight10
                        * weight12
                        * weight5
                        * x_dot[U(n), U(c), U(below8 + 1), U(below9), U(below7)]
                        + column_dot[U(eab)]
                        * weight10
                        * weight5
                        * weight9
                        * x[U(n), U(c), U(below8 + 1), U(below9), U(below7)]
                        + row_dot[U(eab)]
                        * weight12
                        * weight5
                        * weight7
                        * x[U(n), U(c), U(below8 + 1), U(below9), U(below7)],
                    )
                    acc = plus(
                        acc,
                        plane_dot[U(eab)]
                        * weight10
                        * weight2
                        * weight6
                        * x[U(n), U(c), U(below8 + 1), U(below9), U(below7 + 1)]
                        + column_dot[U(eab)]
                        * weight10
                        * weight3
                        * weight5
                        * x[U(n), U(c), U(below8 + 1), U(below9), U(below7 + 1)]
                        + weight10
                        * weight5
                        * weight6
                        * x_dot[U(n), U(c), U(below8 + 1), U(below9), U(below7 + 1)]
                        + row_dot[U(eab)]
                        * weight5
                        * weight6
                        * weight7
                        * x[U(n), U(c), U(below8 + 1), U(below9), U(below7 + 1)],
                    )
                    acc = plus(
                        acc,
                        row_dot[U(eab)]
                        * weight
                        * weight12
                        * weight5
                        * x[U(n), U(c), U(below8 + 1), U(below9 + 1), U(below7)]
                        + plane_dot[U(eab)]
                        * weight12
                        * weight2
                        * weight4
                        * x[U(n), U(c), U(below8 + 1), U(below9 + 1), U(below7)]
                        + weight12
                        * weight4
                        * weight5
                        * x_dot[U(n), U(c), U(below8 + 1), U(below9 + 1), U(below7)]
                        + column_dot[U(eab)]
                        * weight4
                        * weight5
                        * weight9
                        * x[U(n), U(c), U(below8 + 1), U(below9 + 1), U(below7)],
                    )
                    acc = plus(
                        acc,
                        row_dot[U(eab)]
                        * weight
                        * weight5
                        * weight6
                        * x[U(n), U(c), U(below8 + 1), U(below9 + 1), U(below7 + 1)]
                        + plane_dot[U(eab)]
                        * weight2
                        * weight4
                        * weight6
                        * x[U(n), U(c), U(below8 + 1), U(below9 + 1), U(below7 + 1)]
                        + column_dot[U(eab)]
                        * weight3
                        * weight4
                        * weight5
                        * x[U(n), U(c), U(below8 + 1), U(below9 + 1), U(below7 + 1)]
                        + weight4
                        * weight5
                        * weight6
                        * x_dot[U(n), U(c), U(below8 + 1), U(below9 + 1), U(below7 + 1)],
                    )
                else:
                    value_of = max(T(1) - abs(column[U(eab)] - T(below7)), T(0))
                    value_of2 = max(T(1) - abs(plane[U(eab)] - T(below8)), T(0))
                    value_of3 = max(T(1) - abs(row[U(eab)] - T(below9)), T(0))
                    column_dot_here = column_dot[U(eab)]
                    value_of4 = (
                        T(-1)
                        if T(below7) <= column[U(eab)] < T(below7 + 1)
                        else T(1)
                        if T(below7 - 1) <= column[U(eab)] < T(below7)
                        else T(0)
                        if column[U(eab)] == column[U(eab)]
                        else column[U(eab)]
                    )
                    plane_dot_here = plane_dot[U(eab)]
                    value_of5 = (
                        T(-1)
                        if T(below8) <= plane[U(eab)] < T(below8 + 1)
                        else T(1)
                        if T(below8 - 1) <= plane[U(eab)] < T(below8)
                        else T(0)
                        if plane[U(eab)] == plane[U(eab)]
                        else plane[U(eab)]
                    )
                    row_dot_here = row_dot[U(eab)]
                    value_of6 = (
                        T(-1)
                        if T(below9) <= row[U(eab)] < T(below9 + 1)
                        else T(1)
                        if T(below9 - 1) <= row[U(eab)] < T(below9)
                        else T(0)
                        if row[U(eab)] == row[U(eab)]
                        else row[U(eab)]
                    )
                    value_of7 = max(T(1) - abs(column[U(eab)] - T(below7 + 1)), T(0))
                    value_of8 = (
                        T(-1)
                        if T(below7 + 1) <= column[U(eab)] < T(below7 + 2)
                        else T(1)
                        if T(below7) <= column[U(eab)] < T(below7 + 1)
                        else T(0)
                        if column[U(eab)] == column[U(eab)]
                        else column[U(eab)]
                    )
                    value_of9 = max(T(1) - abs(row[U(eab)] - T(below9 + 1)), T(0))
                    value_of10 = (
                        T(-1)
                        if T(below9 + 1) <= row[U(eab)] < T(below9 + 2)
                        else T(1)
                        if T(below9) <= row[U(eab)] < T(below9 + 1)
                        else T(0)
                        if row[U(eab)] == row[U(eab)]
                        else row[U(eab)]
                    )
                    if below8 >= 0 and D >= below8 + 1:
                        if below9 >= 0 and H >= below9 + 1:
                            if inside(below7, W):
                                acc = plus(
                                    acc,
                                    column_dot_here
                                    * value_of2
                                    * value_of3
                                    * value_of4
                                    * x[U(n), U(c), U(below8), U(below9), U(below7)]
                                    + plane_dot_here
                                    * value_of
                                    * value_of3
                                    * value_of5
                                    * x[U(n), U(c), U(below8), U(below9), U(below7)]
                                    + row_dot_here
                                    * value_of
                                    * value_of2
                                    * value_of6
                                    * x[U(n), U(c), U(below8), U(below9), U(below7)]
                                    + value_of
                                    * value_of2
                                    * value_of3
                                    * x_dot[U(n), U(c), U(below8), U(below9), U(below7)],
                                )
                            if inside(below7 + 1, W):
                                acc = plus(
                                    acc,
                                    column_dot_here
                                    * value_of2
                                    * value_of3
                                    * value_of8
                                    * x[U(n), U(c), U(below8), U(below9), U(below7 + 1)]
                                    + plane_dot_here
                                    * value_of3
                                    * value_of5
                                    * value_of7
                                    * x[U(n), U(c), U(below8), U(below9), U(below7 + 1)]
                                    + row_dot_here
                                    * value_of2
                                    * value_of6
                                    * value_of7
                                    * x[U(n), U(c), U(below8), U(below9), U(below7 + 1)]
                                    + value_of2
                                    * value_of3
                                    * value_of7
                                    * x_dot[U(n), U(c), U(below8), U(below9), U(below7 + 1)],
                                )
                        if below9 + 1 >= 0 and H >= below9 + 2:
                            if inside(below7, W):
                                acc = plus(
                                    acc,
                                    column_dot_here
                                    * value_of2
                                    * value_of4
                                    * value_of9
                                    * x[U(n), U(c), U(below8), U(below9 + 1), U(below7)]
                                    + plane_dot_here
                                    * value_of
                                    * value_of5
                                    * value_of9
                                    * x[U(n), U(c), U(below8), U(below9 + 1), U(below7)]
                                    + row_dot_here
                                    * value_of
                                    * value_of10
                                    * value_of2
                                    * x[U(n), U(c), U(below8), U(below9 + 1), U(below7)]
                                    + value_of
                                    * value_of2
                                    * value_of9
                                    * x_dot[U(n), U(c), U(below8), U(below9 + 1), U(below7)],
                                )
                            if inside(below7 + 1, W):
                                acc = plus(
                                    acc,
                                    column_dot_here
                                    * value_of2
                                    * value_of8
                                    * value_of9
                                    * x[U(n), U(c), U(below8), U(below9 + 1), U(below7 + 1)]
                                    + plane_dot_here
                                    * value_of5
                                    * value_of7
                                    * value_of9
                                    * x[U(n), U(c), U(below8), U(below9 + 1), U(below7 + 1)]
                                    + row_dot_here
                                    * value_of10
                                    * value_of2
                                    * value_of7
                                    * x[U(n), U(c), U(below8), U(below9 + 1), U(below7 + 1)]
                                    + value_of2
                                    * value_of7
                                    * value_of9
                                    * x_dot[U(n), U(c), U(below8), U(below9 + 1), U(below7 + 1)],
                                )
                    value_of11 = max(T(1) - abs(plane[U(eab)] - T(below8 + 1)), T(0))
                    value_of12 = (
                        T(-1)
                        if T(below8 + 1) <= plane[U(eab)] < T(below8 + 2)
                        else T(1)
                        if T(below8) <= plane[U(eab)] < T(below8 + 1)
                        else T(0)
                        if plane[U(eab)] == plane[U(eab)]
                        else plane[U(eab)]
                    )
                    if below8 + 1 >= 0 and D >= below8 + 2:
                        if below9 >= 0 and H >= below9 + 1:
                            if inside(below7, W):
                                acc = plus(
                                    acc,
                                    column_dot_here
                                    * value_of11
                                    * value_of3
                                    * value_of4
                                    * x[U(n), U(c), U(below8 + 1), U(below9), U(below7)]
                                    + plane_dot_here
                                    * value_of
                                    * value_of12
                                    * value_of3
                                    * x[U(n), U(c), U(below8 + 1), U(below9), U(below7)]
                                    + row_dot_here
                                    * value_of
                                    * value_of11
                                    * value_of6
                                    * x[U(n), U(c), U(below8 + 1), U(below9), U(below7)]
                                    + value_of
                                    * value_of11
                                    * value_of3
                                    * x_dot[U(n), U(c), U(below8 + 1), U(below9), U(below7)],
                                )
                            if inside(below7 + 1, W):
                                acc = plus(
                                    acc,
                                    column_dot_here
                                    * value_of11
                                    * value_of3
                                    * value_of8
                                    * x[U(n), U(c), U(below8 + 1), U(below9), U(below7 + 1)]
                                    + plane_dot_here
                                    * value_of12
                                    * value_of3
                                    * value_of7
                                    * x[U(n), U(c), U(below8 + 1), U(below9), U(below7 + 1)]
                                    + row_dot_here
                                    * value_of11
                                    * value_of6
                                    * value_of7
                                    * x[U(n), U(c), U(below8 + 1), U(below9), U(below7 + 1)]
                                    + value_of11
                                    * value_of3
                                    * value_of7
                                    * x_dot[U(n), U(c), U(below8 + 1), U(below9), U(below7 + 1)],
                                )
                        if below9 + 1 >= 0 and H >= below9 + 2:
                            if inside(below7, W):
                                acc = plus(
                                    acc,
                                    column_dot_here
                                    * value_of11
                                    * value_of4
                                    * value_of9
                                    * x[U(n), U(c), U(below8 + 1), U(below9 + 1), U(below7)]
                                    + plane_dot_here
                                    * value_of
                                    * value_of12
                                    * value_of9
                                    * x[U(n), U(c), U(below8 + 1), U(below9 + 1), U(below7)]
                                    + row_dot_here
                                    * value_of
                                    * value_of10
                                    * value_of11
                                    * x[U(n), U(c), U(below8 + 1), U(below9 + 1), U(below7)]
                                    + value_of
                                    * value_of11
                                    * value_of9
                                    * x_dot[U(n), U(c), U(below8 + 1), U(below9 + 1), U(below7)],
                                )
                            if inside(below7 + 1, W):
                                acc = plus(
                                    acc,
                                    column_dot_here
                                    * value_of11
                                    * value_of8
                                    * value_of9
                                    * x[U(n), U(c), U(below8 + 1), U(below9 + 1), U(below7 + 1)]
                                    + plane_dot_here
                                    * value_of12
                                    * value_of7
                                    * value_of9
                                    * x[U(n), U(c), U(below8 + 1), U(below9 + 1), U(below7 + 1)]
                                    + row_dot_here
                                    * value_of10
                                    * value_of11
                                    * value_of7
                                    * x[U(n), U(c), U(below8 + 1), U(below9 + 1), U(below7 + 1)]
                                    + value_of11
                                    * value_of7
                                    * value_of9
                                    * x_dot[U(n), U(c), U(below8 + 1), U(below9 + 1), U(below7 + 1)],
                                )
                y_dot[U(n), U(c), U(eab)] = acc


def _jvp(x_dot, grid_dot, x, grid, y_dot, N, C, D, H, W, OD, OH, OW, alpha, beta):
    """free_plane[n,e,a,b] = (D − α)/2 · (1 + grid[n,e,a,b,2]) + α/2 − 1/2
    seen_plane[n,e,a,b] = {{D − 1/2 − α/2 − |1/2 + free_plane[n,e,a,b] + α/2 − D − 2 · (D − α) · ⌊(1/2 +
        free_plane[n,e,a,b] − α/2)/(2·D − 2·α)⌋| if D > α; else 0} if β = 2; else free_plane[n,e,a,b]}
    plane[n,e,a,b] = {seen_plane[n,e,a,b] if β = 0; 0 if min(D − 1, seen_plane[n,e,a,b]) ≤ 0; D − 1 if
        seen_plane[n,e,a,b] ≥ D − 1; else seen_plane[n,e,a,b]}
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
    free_plane_dot[n,e,a,b] = (D − α) · grid_dot[n,e,a,b,2]/2
    seen_plane_dot[n,e,a,b] = {{−free_plane_dot[n,e,a,b] · sign(1/2 + free_plane[n,e,a,b] + α/2 − D − 2 ·
        (D − α) · ⌊(1/2 + free_plane[n,e,a,b] − α/2)/(2·D − 2·α)⌋) if D > α; else 0} if β = 2; else
        free_plane_dot[n,e,a,b]}
    plane_dot[n,e,a,b] = {seen_plane_dot[n,e,a,b] if β = 0; 0 if min(D − 1, seen_plane[n,e,a,b]) ≤ 0; 0 if
        seen_plane[n,e,a,b] ≥ D − 1; else seen_plane_dot[n,e,a,b]}
    free_row_dot[n,e,a,b] = (H − α) · grid_dot[n,e,a,b,1]/2
    seen_row_dot[n,e,a,b] = {{−free_row_dot[n,e,a,b] · sign(1/2 + free_row[n,e,a,b] + α/2 − H − 2 · (H −
        α) · ⌊(1/2 + free_row[n,e,a,b] − α/2)/(2·H − 2·α)⌋) if H > α; else 0} if β = 2; else
        free_row_dot[n,e,a,b]}
    row_dot[n,e,a,b] = {seen_row_dot[n,e,a,b] if β = 0; 0 if min(H − 1, seen_row[n,e,a,b]) ≤ 0; 0 if
        seen_row[n,e,a,b] ≥ H − 1; else seen_row_dot[n,e,a,b]}
    free_column_dot[n,e,a,b] = (W − α) · grid_dot[n,e,a,b,0]/2
    seen_column_dot[n,e,a,b] = {{−free_column_dot[n,e,a,b] · sign(1/2 + free_column[n,e,a,b] + α/2 − W − 2
        · (W − α) · ⌊(1/2 + free_column[n,e,a,b] − α/2)/(2·W − 2·α)⌋) if W > α; else 0} if β = 2; else
        free_column_dot[n,e,a,b]}
    column_dot[n,e,a,b] = {seen_column_dot[n,e,a,b] if β = 0; 0 if min(W − 1, seen_column[n,e,a,b]) ≤ 0; 0
        if seen_column[n,e,a,b] ≥ W − 1; else seen_column_dot[n,e,a,b]}
    ẏ[n,c,e,a,b] = Σ_{p,q,r} (G(p, plane[n,e,a,b]) · G(q, row[n,e,a,b]) · G(r, column[n,e,a,b]) ·
        ẋ[n,c,p,q,r] + G(p, plane[n,e,a,b]) · G(q, row[n,e,a,b]) · G′(r, column[n,e,a,b]) ·
        column_dot[n,e,a,b] · x[n,c,p,q,r] + G(p, plane[n,e,a,b]) · G′(q, row[n,e,a,b]) · G(r,
        column[n,e,a,b]) · row_dot[n,e,a,b] · x[n,c,p,q,r] + G′(p, plane[n,e,a,b]) · G(q, row[n,e,a,b]) ·
        G(r, column[n,e,a,b]) · plane_dot[n,e,a,b] · x[n,c,p,q,r])

    As compiled:

    ẏ[n, c, eab] = Σ_{p,q,r} (G(p, plane[eab]) · G(q, row[eab]) · G(r, column[eab]) · ẋ[n,c,p,q,r] + G(p,
        plane[eab]) · G(q, row[eab]) · G′(r, column[eab]) · column_dot[eab] · x[n,c,p,q,r] + G(p,
        plane[eab]) · G′(q, row[eab]) · G(r, column[eab]) · row_dot[eab] · x[n,c,p,q,r] + G′(p,
        plane[eab]) · G(q, row[eab]) · G(r, column[eab]) · plane_dot[eab] · x[n,c,p,q,r])

    Operations: 15·C·D·H·N·OD·OH·OW·W + 3·N·OD·OH·OW multiplications, 4·C·D·H·N·OD·OH·OW·W + 54·N·OD·OH·OW
        − C·N·OD·OH·OW additions, terms that a condition drops counted.
    """
    grid_dot_rows = grid_dot.reshape((N, OD * OH * OW, 3))
    grid_rows = grid.reshape((N, OD * OH * OW, 3))
    y_dot_rows = y_dot.reshape((N, C, OD * OH * OW))
    launch(_jvp_part, N, N * OD * OH * OW * 12 + OD * OH * OW * 3 + C * D * H * N * OD * OH * OW * W, x_dot,
            grid_dot_rows, x, grid_rows, y_dot_rows, N, C, D, H, W, OD, OH, OW, alpha, beta)
