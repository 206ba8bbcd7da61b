"""The kernels of grid_sample3d; grid_sample3d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `grid_sample3d`.  Do not edit.
Run time: 47a62f82b295e183.
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
def _forward_part(first, last, x, grid, y, N, C, D, H, W, OD, OH, OW, alpha, beta):
    """seen_column[eab] = {{W − 1/2 − α/2 − |2 · (W − α) · ⌊(W − α) · (1 + grid[n, eab, 0])/(2 · (2·W −
        2·α))⌋ + W − α − (W − α)/2 · (1 + grid[n, eab, 0])| if W > α; else 0} if β = 2; else (W − α)/2 ·
        (1 + grid[n, eab, 0]) + α/2 − 1/2}
    column[eab] = {seen_column[eab] if β = 0; 0 if min(W − 1, seen_column[eab]) ≤ 0; W − 1 if 1 +
        seen_column[eab] ≥ W; else seen_column[eab]}
    seen_row[eab] = {{H − 1/2 − α/2 − |2 · (H − α) · ⌊(H − α) · (1 + grid[n, eab, 1])/(2 · (2·H − 2·α))⌋ +
        H − α − (H − α)/2 · (1 + grid[n, eab, 1])| if H > α; else 0} if β = 2; else (H − α)/2 · (1 +
        grid[n, eab, 1]) + α/2 − 1/2}
    row[eab] = {seen_row[eab] if β = 0; 0 if min(H − 1, seen_row[eab]) ≤ 0; H − 1 if 1 + seen_row[eab] ≥
        H; else seen_row[eab]}
    seen_plane[eab] = {{D − 1/2 − α/2 − |2 · (D − α) · ⌊(D − α) · (1 + grid[n, eab, 2])/(2 · (2·D − 2·α))⌋
        + D − α − (D − α)/2 · (1 + grid[n, eab, 2])| if D > α; else 0} if β = 2; else (D − α)/2 · (1 +
        grid[n, eab, 2]) + α/2 − 1/2}
    plane[eab] = {seen_plane[eab] if β = 0; 0 if min(D − 1, seen_plane[eab]) ≤ 0; D − 1 if 1 +
        seen_plane[eab] ≥ D; else seen_plane[eab]}
    y[n, c, eab] = Σ_{p,q,r} G(p, plane[eab]) · G(q, row[eab]) · G(r, column[eab]) · x[n,c,p,q,r]
    """
    dtype = x.dtype
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
        #     1 if 1 + seen_column[eab] ≥ W; else seen_column[eab]}
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
        # row[eab] = {seen_row[eab] if β = 0; 0 if min(H − 1, seen_row[eab]) ≤ 0; H − 1 if 1 +
        #     seen_row[eab] ≥ H; else seen_row[eab]}
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
        #     if 1 + seen_plane[eab] ≥ D; else seen_plane[eab]}
        if beta == 0:
            for eab in range(OD * OH * OW):
                plane[U(eab)] = seen_plane[U(eab)]
        else:
            for eab in range(OD * OH * OW):
                seen_plane_here = seen_plane[U(eab)]
                plane[U(eab)] = select(T(0) >= select(seen_plane_here >= T(D - 1), T(D - 1), seen_plane_here), T(0), select(seen_plane_here >= T(D - 1), T(D - 1), seen_plane_here))
        # y[n, c, eab] = Σ_{p,q,r} G(p, plane[eab]) · G(q, row[eab]) · G(r, column[eab]) ·
        #     x[n,c,p,q,r]
        for c in range(C):
            for eab in range(OD * OH * OW):
                acc = T(0)
                below4 = cell(column[U(eab)])
                below5 = cell(plane[U(eab)])
                below6 = cell(row[U(eab)])
                value_of = max(T(1) - abs(column[U(eab)] - T(below4)), T(0))
                plane_here = plane[U(eab)]
                row_here = row[U(eab)]
                value_of2 = max(T(1) - abs(column[U(eab)] - T(below4 + 1)), T(0))
                for p in range(max(0, below5), min(D, below5 + 2)):
                    value_of3 = max(T(1) - abs(plane_here - T(p)), T(0))
                    for q in range(max(0, below6), min(H, below6 + 2)):
                        value_of4 = max(T(1) - abs(row_here - T(q)), T(0))
                        if inside(below4, W):
                            acc = plus(
                                acc,
                                value_of * value_of3 * value_of4 * x[U(n), U(c), U(p), U(q), U(below4)],
                            )
                        if inside(below4 + 1, W):
                            acc = plus(
                                acc,
                                value_of2 * value_of3 * value_of4 * x[U(n), U(c), U(p), U(q), U(below4 + 1)],
                            )
                y[U(n), U(c), U(eab)] = acc


def _forward(x, grid, y, N, C, D, H, W, OD, OH, OW, alpha, beta):
    """free_plane[n,e,a,b] = (D − α)/2 · (1 + grid[n,e,a,b,2]) + α/2 − 1/2
    seen_plane[n,e,a,b] = {{D − 1/2 − α/2 − |1/2 + free_plane[n,e,a,b] + α/2 − D − (2·D − 2·α) · ⌊(1/2 +
        free_plane[n,e,a,b] − α/2)/(2·D − 2·α)⌋| if D > α; else 0} if β = 2; else free_plane[n,e,a,b]}
    plane[n,e,a,b] = {seen_plane[n,e,a,b] if β = 0; 0 if min(D − 1, seen_plane[n,e,a,b]) ≤ 0; D − 1 if 1 +
        seen_plane[n,e,a,b] ≥ D; else seen_plane[n,e,a,b]}
    free_row[n,e,a,b] = (H − α)/2 · (1 + grid[n,e,a,b,1]) + α/2 − 1/2
    seen_row[n,e,a,b] = {{H − 1/2 − α/2 − |1/2 + free_row[n,e,a,b] + α/2 − H − (2·H − 2·α) · ⌊(1/2 +
        free_row[n,e,a,b] − α/2)/(2·H − 2·α)⌋| if H > α; else 0} if β = 2; else free_row[n,e,a,b]}
    row[n,e,a,b] = {seen_row[n,e,a,b] if β = 0; 0 if min(H − 1, seen_row[n,e,a,b]) ≤ 0; H − 1 if 1 +
        seen_row[n,e,a,b] ≥ H; else seen_row[n,e,a,b]}
    free_column[n,e,a,b] = (W − α)/2 · (1 + grid[n,e,a,b,0]) + α/2 − 1/2
    seen_column[n,e,a,b] = {{W − 1/2 − α/2 − |1/2 + free_column[n,e,a,b] + α/2 − W − (2·W − 2·α) · ⌊(1/2 +
        free_column[n,e,a,b] − α/2)/(2·W − 2·α)⌋| if W > α; else 0} if β = 2; else free_column[n,e,a,b]}
    column[n,e,a,b] = {seen_column[n,e,a,b] if β = 0; 0 if min(W − 1, seen_column[n,e,a,b]) ≤ 0; W − 1 if
        1 + seen_column[n,e,a,b] ≥ W; else seen_column[n,e,a,b]}
    y[n,c,e,a,b] = Σ_{p,q,r} G(p, plane[n,e,a,b]) · G(q, row[n,e,a,b]) · G(r, column[n,e,a,b]) ·
        x[n,c,p,q,r]

    As compiled:

    seen_column[eab] = {{W − 1/2 − α/2 − |2 · (W − α) · ⌊(W − α) · (1 + grid[n, eab, 0])/(2 · (2·W −
        2·α))⌋ + W − α − (W − α)/2 · (1 + grid[n, eab, 0])| if W > α; else 0} if β = 2; else (W − α)/2 ·
        (1 + grid[n, eab, 0]) + α/2 − 1/2}
    column[eab] = {seen_column[eab] if β = 0; 0 if min(W − 1, seen_column[eab]) ≤ 0; W − 1 if 1 +
        seen_column[eab] ≥ W; else seen_column[eab]}
    seen_row[eab] = {{H − 1/2 − α/2 − |2 · (H − α) · ⌊(H − α) · (1 + grid[n, eab, 1])/(2 · (2·H − 2·α))⌋ +
        H − α − (H − α)/2 · (1 + grid[n, eab, 1])| if H > α; else 0} if β = 2; else (H − α)/2 · (1 +
        grid[n, eab, 1]) + α/2 − 1/2}
    row[eab] = {seen_row[eab] if β = 0; 0 if min(H − 1, seen_row[eab]) ≤ 0; H − 1 if 1 + seen_row[eab] ≥
        H; else seen_row[eab]}
    seen_plane[eab] = {{D − 1/2 − α/2 − |2 · (D − α) · ⌊(D − α) · (1 + grid[n, eab, 2])/(2 · (2·D − 2·α))⌋
        + D − α − (D − α)/2 · (1 + grid[n, eab, 2])| if D > α; else 0} if β = 2; else (D − α)/2 · (1 +
        grid[n, eab, 2]) + α/2 − 1/2}
    plane[eab] = {seen_plane[eab] if β = 0; 0 if min(D − 1, seen_plane[eab]) ≤ 0; D − 1 if 1 +
        seen_plane[eab] ≥ D; else seen_plane[eab]}
    y[n, c, eab] = Σ_{p,q,r} G(p, plane[eab]) · G(q, row[eab]) · G(r, column[eab]) · x[n,c,p,q,r]

    Operations: 3·C·D·H·N·OD·OH·OW·W multiplications, C·D·H·N·OD·OH·OW·W + 36·N·OD·OH·OW − C·N·OD·OH·OW
        additions, terms that a condition drops counted.
    """
    grid_rows = grid.reshape((N, OD * OH * OW, 3))
    y_rows = y.reshape((N, C, OD * OH * OW))
    launch(_forward_part, N, N * OD * OH * OW * 6 + C * D * H * N * OD * OH * OW * W, x, grid_rows, y_rows, N,
            C, D, H, W, OD, OH, OW, alpha, beta)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, grid, column, plane, row, N, D, H, W, OD, OH, OW, alpha, beta):
    """seen_column[eab] = {{W − 1/2 − α/2 − |2 · (W − α) · ⌊(W − α) · (1 + grid[n, eab, 0])/(2 · (2·W −
        2·α))⌋ + W − α − (W − α)/2 · (1 + grid[n, eab, 0])| if W > α; else 0} if β = 2; else (W − α)/2 ·
        (1 + grid[n, eab, 0]) + α/2 − 1/2}
    column[n, eab] = {seen_column[eab] if β = 0; 0 if min(W − 1, seen_column[eab]) ≤ 0; W − 1 if 1 +
        seen_column[eab] ≥ W; else seen_column[eab]}
    seen_row[eab] = {{H − 1/2 − α/2 − |2 · (H − α) · ⌊(H − α) · (1 + grid[n, eab, 1])/(2 · (2·H − 2·α))⌋ +
        H − α − (H − α)/2 · (1 + grid[n, eab, 1])| if H > α; else 0} if β = 2; else (H − α)/2 · (1 +
        grid[n, eab, 1]) + α/2 − 1/2}
    row[n, eab] = {seen_row[eab] if β = 0; 0 if min(H − 1, seen_row[eab]) ≤ 0; H − 1 if 1 + seen_row[eab]
        ≥ H; else seen_row[eab]}
    seen_plane[eab] = {{D − 1/2 − α/2 − |2 · (D − α) · ⌊(D − α) · (1 + grid[n, eab, 2])/(2 · (2·D − 2·α))⌋
        + D − α − (D − α)/2 · (1 + grid[n, eab, 2])| if D > α; else 0} if β = 2; else (D − α)/2 · (1 +
        grid[n, eab, 2]) + α/2 − 1/2}
    plane[n, eab] = {seen_plane[eab] if β = 0; 0 if min(D − 1, seen_plane[eab]) ≤ 0; D − 1 if 1 +
        seen_plane[eab] ≥ D; else seen_plane[eab]}
    """
    dtype = grid.dtype
    T = dtype.type
    seen_column = np.empty(OD * OH * OW, dtype)
    seen_row = np.empty(OD * OH * OW, dtype)
    seen_plane = np.empty(OD * OH * OW, dtype)
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
        # column[n, eab] = {seen_column[eab] if β = 0; 0 if min(W − 1, seen_column[eab]) ≤ 0;
        #     W − 1 if 1 + seen_column[eab] ≥ W; else seen_column[eab]}
        if beta == 0:
            for eab in range(OD * OH * OW):
                column[U(n), U(eab)] = seen_column[U(eab)]
        else:
            for eab in range(OD * OH * OW):
                seen_column_here = seen_column[U(eab)]
                column[U(n), U(eab)] = select(T(0) >= select(seen_column_here >= T(W - 1), T(W - 1), seen_column_here), T(0), select(seen_column_here >= T(W - 1), T(W - 1), seen_column_here))
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
        # row[n, eab] = {seen_row[eab] if β = 0; 0 if min(H − 1, seen_row[eab]) ≤ 0; H − 1 if
        #     1 + seen_row[eab] ≥ H; else seen_row[eab]}
        if beta == 0:
            for eab in range(OD * OH * OW):
                row[U(n), U(eab)] = seen_row[U(eab)]
        else:
            for eab in range(OD * OH * OW):
                seen_row_here = seen_row[U(eab)]
                row[U(n), U(eab)] = select(T(0) >= select(seen_row_here >= T(H - 1), T(H - 1), seen_row_here), T(0), select(seen_row_here >= T(H - 1), T(H - 1), seen_row_here))
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
        # plane[n, eab] = {seen_plane[eab] if β = 0; 0 if min(D − 1, seen_plane[eab]) ≤ 0; D −
        #     1 if 1 + seen_plane[eab] ≥ D; else seen_plane[eab]}
        if beta == 0:
            for eab in range(OD * OH * OW):
                plane[U(n), U(eab)] = seen_plane[U(eab)]
        else:
            for eab in range(OD * OH * OW):
                seen_plane_here = seen_plane[U(eab)]
                plane[U(n), U(eab)] = select(T(0) >= select(seen_plane_here >= T(D - 1), T(D - 1), seen_plane_here), T(0), select(seen_plane_here >= T(D - 1), T(D - 1), seen_plane_here))


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
def _vjp_x_part3(first, last, dy, dx, column, plane, row, N, C, D, H, W, OD, OH, OW):
    """dx[n,c,p,q,r] += G(p, plane[n, eab]) · G(q, row[n, eab]) · G(r, column[n, eab]) · dy[n, c, eab]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n_ = task // (((C - 1) // 32 + 1))
        c__block = task % ((C - 1) // 32 + 1)
        # dx[n,c,p,q,r] += G(p, plane[n, eab]) · G(q, row[n, eab]) · G(r, column[n, eab]) ·
        #     dy[n, c, eab]
        for eab in range(OD * OH * OW):
            below4 = cell(column[U(n_), U(eab)])
            below5 = cell(plane[U(n_), U(eab)])
            below6 = cell(row[U(n_), U(eab)])
            plane_here = plane[U(n_), U(eab)]
            row_here = row[U(n_), U(eab)]
            column_here = column[U(n_), U(eab)]
            for p in range(max(0, below5), min(D, below5 + 2)):
                value_of = max(T(1) - abs(plane_here - T(p)), T(0))
                for q in range(max(0, below6), min(H, below6 + 2)):
                    factor = max(T(1) - abs(row_here - T(q)), T(0)) * value_of
                    for r in range(max(0, below4), min(W, below4 + 2)):
                        factor2 = max(T(1) - abs(column_here - T(r)), T(0)) * factor
                        for c_ in range(c__block * 32, min(C, c__block * 32 + 32)):
                            dx[U(n_), U(c_), U(p), U(q), U(r)] += dy[U(n_), U(c_), U(eab)] * factor2


def _vjp_x(dy, grid, dx, N, C, D, H, W, OD, OH, OW, alpha, beta):
    """free_row[n,e,a,b] = (H − α)/2 · (1 + grid[n,e,a,b,1]) + α/2 − 1/2
    seen_row[n,e,a,b] = {{H − 1/2 − α/2 − |1/2 + free_row[n,e,a,b] + α/2 − H − 2 · (H − α) · ⌊(1/2 +
        free_row[n,e,a,b] − α/2)/(2·H − 2·α)⌋| if H > α; else 0} if β = 2; else free_row[n,e,a,b]}
    row[n,e,a,b] = {seen_row[n,e,a,b] if β = 0; 0 if min(H − 1, seen_row[n,e,a,b]) ≤ 0; H − 1 if 1 +
        seen_row[n,e,a,b] ≥ H; else seen_row[n,e,a,b]}
    free_column[n,e,a,b] = (W − α)/2 · (1 + grid[n,e,a,b,0]) + α/2 − 1/2
    seen_column[n,e,a,b] = {{W − 1/2 − α/2 − |1/2 + free_column[n,e,a,b] + α/2 − W − 2 · (W − α) · ⌊(1/2 +
        free_column[n,e,a,b] − α/2)/(2·W − 2·α)⌋| if W > α; else 0} if β = 2; else free_column[n,e,a,b]}
    column[n,e,a,b] = {seen_column[n,e,a,b] if β = 0; 0 if min(W − 1, seen_column[n,e,a,b]) ≤ 0; W − 1 if
        1 + seen_column[n,e,a,b] ≥ W; else seen_column[n,e,a,b]}
    free_plane[n,e,a,b] = (D − α)/2 · (1 + grid[n,e,a,b,2]) + α/2 − 1/2
    seen_plane[n,e,a,b] = {{D − 1/2 − α/2 − |1/2 + free_plane[n,e,a,b] + α/2 − D − 2 · (D − α) · ⌊(1/2 +
        free_plane[n,e,a,b] − α/2)/(2·D − 2·α)⌋| if D > α; else 0} if β = 2; else free_plane[n,e,a,b]}
    plane[n,e,a,b] = {seen_plane[n,e,a,b] if β = 0; 0 if min(D − 1, seen_plane[n,e,a,b]) ≤ 0; D − 1 if 1 +
        seen_plane[n,e,a,b] ≥ D; else seen_plane[n,e,a,b]}
    dx[n,c,k,i,j] = Σ_{e,a,b} G(i, row[n,e,a,b]) · G(j, column[n,e,a,b]) · G(k, plane[n,e,a,b]) ·
        dy[n,c,e,a,b]

    Operations: 3·C·D·H·N·OD·OH·OW·W multiplications, C·D·H·N·OD·OH·OW·W + 36·N·OD·OH·OW − C·D·H·N·W
        additions, terms that a condition drops counted.
    """
    dtype = dx.dtype
    dy_rows = dy.reshape((N, C, OD * OH * OW))
    grid_rows = grid.reshape((N, OD * OH * OW, 3))
    plane = scratch((N, OD * OH * OW), dtype)
    row = scratch((N, OD * OH * OW), dtype)
    column = scratch((N, OD * OH * OW), dtype)
    launch(_vjp_x_part, N, N * OD * OH * OW * 6, grid_rows, column, plane, row, N, D, H, W, OD, OH, OW, alpha,
            beta)
    launch(_vjp_x_part2, N * C * D * H, C * D * H * N * W, dx, N, C, D, H, W)
    launch(_vjp_x_part3, N * ((C - 1) // 32 + 1), C * D * H * N * OD * OH * OW * W + C * D * H * N * W,
            dy_rows, dx, column, plane, row, N, C, D, H, W, OD, OH, OW)
