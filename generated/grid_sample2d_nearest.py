"""grid_sample2d_nearest: the nearest pixel at the places of a grid.

Made by `chainrule generate`, version 0.1.0, from the forward of `grid_sample2d_nearest`.  Do not edit.
Run time: 885da59e5e9be48a.

    free_row[n,a,b] = (H − α)/2 · (1 + grid[n,a,b,1]) + α/2 − 1/2
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
    dx[n,c,i,j] = Σ_{a,b : 0 ≤ ⌊near_row[n,a,b]⌋ < H, 0 ≤ ⌊near_column[n,a,b]⌋ < W, ⌊near_row[n,a,b]⌋ = i,
        ⌊near_column[n,a,b]⌋ = j} dy[n,c,a,b]
    x = 0 where an index leaves its range

Convention: half way between two pixels the even one is read.

Source: Jaderberg et al. 2015, eq. 4.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 103 places of the kernels. Each of the 5 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .elementary import select
from .runtime import cell, inside
from .threads import launch
from .vectors import scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'grid_sample2d_nearest',
    'summary': 'the nearest pixel at the places of a grid',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'grid', 'shape': ['N', 'OH', 'OW', '2'], 'kind': 'real', 'differentiable': False, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'align_corners', 'symbols': ['alpha'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': 1},
        {'name': 'padding', 'symbols': ['beta'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': 2},
    ],
    'sizes': {},
    'gradients': {'x': 'vjp_x'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 32, 'of': ['C']},
        {'path': 'ranges', 'at': 24000, 'of': ['C * H * N * W', 'N * OH * OW * 6', 'OH * OW * 2 + C * H * N * W + C * N * OH * OW', 'OH * OW * 2 + N * OH * OW * 6 + C * N * OH * OW']},
        {'path': 'vector', 'at': 64, 'of': ['OH * OW', 'W']},
    ],
    'proved': {'in bounds': 103, 'iterations apart': 5},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x"])


class Residuals(namedtuple("Residuals", []), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "C", "C"),
        runtime.Step("x", 2, "H", "H"),
        runtime.Step("x", 3, "W", "W"),
        runtime.Step("grid", 0, "N", "N"),
        runtime.Step("grid", 1, "OH", "OH"),
        runtime.Step("grid", 2, "OW", "OW"),
        runtime.Step("grid", 3, "", "2", rest=lambda **_: 2),
    ),
    sizes={
    },
    shapes={
        "x": lambda C, H, N, W, **_: (N, C, H, W),
        "grid": lambda N, OH, OW, **_: (N, OH, OW, 2),
        "y": lambda C, N, OH, OW, **_: (N, C, OH, OW),
    },
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, grid, y, N, C, H, W, OH, OW, alpha, beta):
    """y[n,c,ab] = x[n, c, ⌊near_row[ab]⌋, ⌊near_column[ab]⌋]"""
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

    y[n,c,ab] = x[n, c, ⌊near_row[ab]⌋, ⌊near_column[ab]⌋]

    Operations: 28·N·OH·OW additions, terms that a condition drops counted.
    """
    grid_rows = grid.reshape((N, OH * OW, 2))
    y_rows = y.reshape((N, C, OH * OW))
    launch(_forward_part, N, OH * OW * 2 + N * OH * OW * 6 + C * N * OH * OW, x, grid_rows, y_rows, N, C, H,
            W, OH, OW, alpha, beta)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, grid, near_column, near_row, N, H, W, OH, OW, alpha, beta):
    """near_column[n,ab] = ⌊1/2 + column[ab]⌋ − {{1 if 1/2 + column[ab] = ⌊1/2 + column[ab]⌋; 0 if ⌊1/2 +
        column[ab]⌋ > 1/2 + column[ab]; 0 if 1/2 + column[ab] > ⌊1/2 + column[ab]⌋; else 1/2 + column[ab]
        − ⌊1/2 + column[ab]⌋} if ⌊1/2 + column[ab]⌋ mod 2 = 1; else 0}
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

    ẏ[n,c,ab] = ẋ[n, c, ⌊near_row[ab]⌋, ⌊near_column[ab]⌋]

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


def forward(x, grid, *, out=None, save=False, align_corners=0, padding=0):
    """the nearest pixel at the places of a grid; ``save=True`` also returns what the gradients can use again.
    """
    call = _LAYER.bind({"x": x, "grid": grid}, {"align_corners": align_corners, "padding": padding})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "grid", "y"), ("N", "C", "H", "W", "OH", "OW", "alpha", "beta"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, grid, *, residuals=None, out=None, align_corners=0, padding=0):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "grid": grid}, {"align_corners": align_corners, "padding": padding})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "grid", "dx"), ("N", "C", "H", "W", "OH", "OW", "alpha", "beta"))
    return call.result("dx")


def vjp(dy, x, grid, *, residuals=None, align_corners=0, padding=0):
    """The gradients of x."""
    call = _LAYER.bind({"x": x, "grid": grid}, {"align_corners": align_corners, "padding": padding})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "grid", "dx"), ("N", "C", "H", "W", "OH", "OW", "alpha", "beta"))
    return Gradients(*call.results(("dx",)))


def jvp(x, grid, *, x_dot=None, residuals=None, align_corners=0, padding=0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "grid": grid}, {"align_corners": align_corners, "padding": padding})
    call.add("x_dot", "x", x_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "grid", "y_dot"), ("N", "C", "H", "W", "OH", "OW", "alpha", "beta"))
    return call.result("y_dot")
