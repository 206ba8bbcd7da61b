"""The kernels of grid_sample3d_nearest; grid_sample3d_nearest.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `grid_sample3d_nearest`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

from .grid_sample3d_nearest_kernels import (
    _forward_part,
)
from .threads import launch


def _jvp(x_dot, grid, y_dot, N, C, D, H, W, OD, OH, OW, alpha, beta):
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
    near_plane[n,e,a,b] = ⌊1/2 + plane[n,e,a,b]⌋ − {1 if 1/2 + plane[n,e,a,b] = ⌊1/2 + plane[n,e,a,b]⌋,
        ⌊1/2 + plane[n,e,a,b]⌋ mod 2 = 1; else 0}
    near_row[n,e,a,b] = ⌊1/2 + row[n,e,a,b]⌋ − {1 if 1/2 + row[n,e,a,b] = ⌊1/2 + row[n,e,a,b]⌋, ⌊1/2 +
        row[n,e,a,b]⌋ mod 2 = 1; else 0}
    near_column[n,e,a,b] = ⌊1/2 + column[n,e,a,b]⌋ − {1 if 1/2 + column[n,e,a,b] = ⌊1/2 +
        column[n,e,a,b]⌋, ⌊1/2 + column[n,e,a,b]⌋ mod 2 = 1; else 0}
    ẏ[n,c,e,a,b] = ẋ[n, c, ⌊near_plane[n,e,a,b]⌋, ⌊near_row[n,e,a,b]⌋, ⌊near_column[n,e,a,b]⌋]

    As compiled:

    ẏ[n, c, eab] = ẋ[n, c, ⌊near_plane[eab]⌋, ⌊near_row[eab]⌋, ⌊near_column[eab]⌋]

    Operations: 42·N·OD·OH·OW additions, terms that a condition drops counted.
    """
    grid_rows = grid.reshape((N, OD * OH * OW, 3))
    y_dot_rows = y_dot.reshape((N, C, OD * OH * OW))
    # seen_column[eab] = {{W − 1/2 − α/2 − |2 · (W − α) · ⌊(W − α) · (1 + grid[n, eab,
    #     0])/(2 · (2·W − 2·α))⌋ + W − α − (W − α)/2 · (1 + grid[n, eab, 0])| if W > α;
    #     else 0} if β = 2; else (W − α)/2 · (1 + grid[n, eab, 0]) + α/2 − 1/2}
    # column[eab] = {seen_column[eab] if β = 0; 0 if min(W − 1, seen_column[eab]) ≤ 0; W −
    #     1 if seen_column[eab] ≥ W − 1; else seen_column[eab]}
    # near_column[eab] = ⌊1/2 + column[eab]⌋ − {{1 if 1/2 + column[eab] = ⌊1/2 +
    #     column[eab]⌋; 0 if ⌊1/2 + column[eab]⌋ > 1/2 + column[eab]; 0 if 1/2 +
    #     column[eab] > ⌊1/2 + column[eab]⌋; else 1/2 + column[eab] − ⌊1/2 + column[eab]⌋}
    #     if ⌊1/2 + column[eab]⌋ mod 2 = 1; else 0}
    # seen_row[eab] = {{H − 1/2 − α/2 − |2 · (H − α) · ⌊(H − α) · (1 + grid[n, eab, 1])/(2
    #     · (2·H − 2·α))⌋ + H − α − (H − α)/2 · (1 + grid[n, eab, 1])| if H > α; else 0}
    #     if β = 2; else (H − α)/2 · (1 + grid[n, eab, 1]) + α/2 − 1/2}
    # row[eab] = {seen_row[eab] if β = 0; 0 if min(H − 1, seen_row[eab]) ≤ 0; H − 1 if
    #     seen_row[eab] ≥ H − 1; else seen_row[eab]}
    # near_row[eab] = ⌊1/2 + row[eab]⌋ − {{1 if 1/2 + row[eab] = ⌊1/2 + row[eab]⌋; 0 if
    #     ⌊1/2 + row[eab]⌋ > 1/2 + row[eab]; 0 if 1/2 + row[eab] > ⌊1/2 + row[eab]⌋; else
    #     1/2 + row[eab] − ⌊1/2 + row[eab]⌋} if ⌊1/2 + row[eab]⌋ mod 2 = 1; else 0}
    # seen_plane[eab] = {{D − 1/2 − α/2 − |2 · (D − α) · ⌊(D − α) · (1 + grid[n, eab,
    #     2])/(2 · (2·D − 2·α))⌋ + D − α − (D − α)/2 · (1 + grid[n, eab, 2])| if D > α;
    #     else 0} if β = 2; else (D − α)/2 · (1 + grid[n, eab, 2]) + α/2 − 1/2}
    # plane[eab] = {seen_plane[eab] if β = 0; 0 if min(D − 1, seen_plane[eab]) ≤ 0; D − 1
    #     if seen_plane[eab] ≥ D − 1; else seen_plane[eab]}
    # near_plane[eab] = ⌊1/2 + plane[eab]⌋ − {{1 if 1/2 + plane[eab] = ⌊1/2 + plane[eab]⌋;
    #     0 if ⌊1/2 + plane[eab]⌋ > 1/2 + plane[eab]; 0 if 1/2 + plane[eab] > ⌊1/2 +
    #     plane[eab]⌋; else 1/2 + plane[eab] − ⌊1/2 + plane[eab]⌋} if ⌊1/2 + plane[eab]⌋
    #     mod 2 = 1; else 0}
    # ẏ[n, c, eab] = ẋ[n, c, ⌊near_plane[eab]⌋, ⌊near_row[eab]⌋, ⌊near_column[eab]⌋]
    # below7_table[eab] = ⌊near_column[eab]⌋
    # below8_table[eab] = ⌊near_plane[eab]⌋
    # below9_table[eab] = ⌊near_row[eab]⌋
    launch(_forward_part, N, OD * OH * OW * 3 + N * OD * OH * OW * 9 + C * N * OD * OH * OW, x_dot, grid_rows,
            y_dot_rows, N, C, D, H, W, OD, OH, OW, alpha, beta)
