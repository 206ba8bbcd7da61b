"""The kernels of grid_sample2d_bicubic; grid_sample2d_bicubic.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `grid_sample2d_bicubic`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .disjoint import njit
from .elementary import select
from .runtime import cell, plus
from .threads import launch
from .vectors import scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, grid, y, tap_column, tap_row, N, C, H, W, OH, OW, alpha, beta, kappa):
    """w_column[v] = {[0 ≤ ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋ + v − 1 < W] if β = 0; else 1} · {1 +
        (α/2 − v + 1/2 + (W − α)/2 · (1 + grid[n,ab,0]) − ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋)² ·
        ((2 + κ) · |α/2 − v + 1/2 + (W − α)/2 · (1 + grid[n,ab,0]) − ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2
        − 1/2⌋| − 3 − κ) if |α/2 − v + 1/2 + (W − α)/2 · (1 + grid[n,ab,0]) − ⌊(W − α)/2 · (1 +
        grid[n,ab,0]) + α/2 − 1/2⌋| ≤ 1; else κ · (|α/2 − v + 1/2 + (W − α)/2 · (1 + grid[n,ab,0]) − ⌊(W −
        α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋| · (8 + |α/2 − v + 1/2 + (W − α)/2 · (1 + grid[n,ab,0]) −
        ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋| · (|α/2 − v + 1/2 + (W − α)/2 · (1 + grid[n,ab,0]) −
        ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋| − 5)) − 4)}
    tap_column[n,ab,v] = clamp({min((⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋ + v − 1) mod max(2·W −
        2·α, 1), max(2·W − 2·α, 1) + α − ((⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋ + v − 1) mod
        max(2·W − 2·α, 1)) − 1) if β = 2; else ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋ + v − 1}, 0, W
        − 1)
    w_row[u] = {[0 ≤ ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋ + u − 1 < H] if β = 0; else 1} · {1 +
        (α/2 − u + 1/2 + (H − α)/2 · (1 + grid[n,ab,1]) − ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋)² ·
        ((2 + κ) · |α/2 − u + 1/2 + (H − α)/2 · (1 + grid[n,ab,1]) − ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2
        − 1/2⌋| − 3 − κ) if |α/2 − u + 1/2 + (H − α)/2 · (1 + grid[n,ab,1]) − ⌊(H − α)/2 · (1 +
        grid[n,ab,1]) + α/2 − 1/2⌋| ≤ 1; else κ · (|α/2 − u + 1/2 + (H − α)/2 · (1 + grid[n,ab,1]) − ⌊(H −
        α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋| · (8 + |α/2 − u + 1/2 + (H − α)/2 · (1 + grid[n,ab,1]) −
        ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋| · (|α/2 − u + 1/2 + (H − α)/2 · (1 + grid[n,ab,1]) −
        ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋| − 5)) − 4)}
    tap_row[n,ab,u] = clamp({min((⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋ + u − 1) mod max(2·H − 2·α,
        1), max(2·H − 2·α, 1) + α − ((⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋ + u − 1) mod max(2·H −
        2·α, 1)) − 1) if β = 2; else ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋ + u − 1}, 0, H − 1)
    y[n,c,ab] = Σ_{u,v} w_column[v] · w_row[u] · x[n, c, tap_row[n,ab,u], tap_column[n,ab,v]]
    """
    dtype = x.dtype
    T = dtype.type
    w_column = np.empty(4, dtype)
    w_row = np.empty(4, dtype)
    for task in range(first, last):
        n = task // (OH * OW)
        ab = task % (OH * OW)
        # w_column[v], as written above
        position = T(W - alpha) * ((grid[U(n), U(ab), 0] + T(1)) / T(2)) + T(alpha) / T(2) - (T(1) / T(2))
        below = cell(position)
        if beta == 0:
            grid_here = grid[U(n), U(ab), 0]
            for v in range(4):
                w_column[U(v)] = (
                    select(
                        T(1) >= abs(T(W - alpha) * ((grid_here + T(1)) / T(2)) + T(alpha) / T(2) + T(1) / T(2) - T(below + v)),
                        (
                            (
                                T(W - alpha) * ((grid_here + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below + v)
                            )
                            * (
                                T(W - alpha) * ((grid_here + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below + v)
                            )
                        )
                        * (
                            abs(
                                T(W - alpha) * ((grid_here + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below + v)
                            )
                            * (kappa + T(2))
                            - kappa
                            - T(3)
                        )
                        + T(1),
                        (
                            (
                                abs(
                                    T(W - alpha) * ((grid_here + T(1)) / T(2))
                                    + T(alpha) / T(2)
                                    + T(1) / T(2)
                                    - T(below + v)
                                )
                                * (
                                    abs(
                                        T(W - alpha) * ((grid_here + T(1)) / T(2))
                                        + T(alpha) / T(2)
                                        + T(1) / T(2)
                                        - T(below + v)
                                    )
                                    - T(5)
                                )
                                + T(8)
                            )
                            * abs(
                                T(W - alpha) * ((grid_here + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below + v)
                            )
                            - T(4)
                        )
                        * kappa,
                    )
                    if below + v >= 1 and W >= below + v
                    else T(0)
                )
        else:
            term = (
                T(W - alpha) * ((grid[U(n), U(ab), 0] + T(1)) / T(2))
                + T(alpha) / T(2)
                + T(1) / T(2)
                - T(below)
            )
            grid_here2 = grid[U(n), U(ab), 0]
            for v in range(4):
                abs_here = abs(T(v) - term)
                w_column[U(v)] = select(
                    T(1) >= abs_here,
                    (
                        (
                            T(W - alpha) * ((grid_here2 + T(1)) / T(2))
                            + T(alpha) / T(2)
                            + T(1) / T(2)
                            - T(below + v)
                        )
                        * (
                            T(W - alpha) * ((grid_here2 + T(1)) / T(2))
                            + T(alpha) / T(2)
                            + T(1) / T(2)
                            - T(below + v)
                        )
                    )
                    * (abs_here * (kappa + T(2)) - kappa - T(3))
                    + T(1),
                    (abs_here * (abs_here * (abs_here - T(5)) + T(8)) - T(4)) * kappa,
                )
        # tap_column[n,ab,v] = clamp({min((⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋ + v −
        #     1) mod max(2·W − 2·α, 1), max(2·W − 2·α, 1) + α − ((⌊(W − α)/2 · (1 +
        #     grid[n,ab,0]) + α/2 − 1/2⌋ + v − 1) mod max(2·W − 2·α, 1)) − 1) if β = 2; else
        #     ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋ + v − 1}, 0, W − 1)
        position2 = T(W - alpha) * ((grid[U(n), U(ab), 0] + T(1)) / T(2)) + T(alpha) / T(2) - (T(1) / T(2))
        below2 = cell(position2)
        if beta == 2:
            for v in range(4):
                tap_column[U(n), U(ab), U(v)] = min(
                    max(min((below2 + v - 1) % max(W * 2 - (alpha * 2), 1), max(W * 2 - (alpha * 2),
                            1) + alpha - ((below2 + v - 1) % max(W * 2 - (alpha * 2), 1)) - 1), 0),
                    W - 1,
                )
        else:
            for v in range(4):
                tap_column[U(n), U(ab), U(v)] = min(max(below2 + v - 1, 0), W - 1)
        # w_row[u], as written above
        position3 = T(H - alpha) * ((grid[U(n), U(ab), 1] + T(1)) / T(2)) + T(alpha) / T(2) - (T(1) / T(2))
        below3 = cell(position3)
        if beta == 0:
            grid_here3 = grid[U(n), U(ab), 1]
            for u in range(4):
                w_row[U(u)] = (
                    select(
                        T(1) >= abs(T(H - alpha) * ((grid_here3 + T(1)) / T(2)) + T(alpha) / T(2) + T(1) / T(2) - T(below3 + u)),
                        (
                            (
                                T(H - alpha) * ((grid_here3 + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below3 + u)
                            )
                            * (
                                T(H - alpha) * ((grid_here3 + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below3 + u)
                            )
                        )
                        * (
                            abs(
                                T(H - alpha) * ((grid_here3 + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below3 + u)
                            )
                            * (kappa + T(2))
                            - kappa
                            - T(3)
                        )
                        + T(1),
                        (
                            (
                                abs(
                                    T(H - alpha) * ((grid_here3 + T(1)) / T(2))
                                    + T(alpha) / T(2)
                                    + T(1) / T(2)
                                    - T(below3 + u)
                                )
                                * (
                                    abs(
                                        T(H - alpha) * ((grid_here3 + T(1)) / T(2))
                                        + T(alpha) / T(2)
                                        + T(1) / T(2)
                                        - T(below3 + u)
                                    )
                                    - T(5)
                                )
                                + T(8)
                            )
                            * abs(
                                T(H - alpha) * ((grid_here3 + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below3 + u)
                            )
                            - T(4)
                        )
                        * kappa,
                    )
                    if below3 + u >= 1 and H >= below3 + u
                    else T(0)
                )
        else:
            term = (
                T(H - alpha) * ((grid[U(n), U(ab), 1] + T(1)) / T(2))
                + T(alpha) / T(2)
                + T(1) / T(2)
                - T(below3)
            )
            grid_here4 = grid[U(n), U(ab), 1]
            for u in range(4):
                abs_here2 = abs(T(u) - term)
                w_row[U(u)] = select(
                    T(1) >= abs_here2,
                    (
                        (
                            T(H - alpha) * ((grid_here4 + T(1)) / T(2))
                            + T(alpha) / T(2)
                            + T(1) / T(2)
                            - T(below3 + u)
                        )
                        * (
                            T(H - alpha) * ((grid_here4 + T(1)) / T(2))
                            + T(alpha) / T(2)
                            + T(1) / T(2)
                            - T(below3 + u)
                        )
                    )
                    * (abs_here2 * (kappa + T(2)) - kappa - T(3))
                    + T(1),
                    (abs_here2 * (abs_here2 * (abs_here2 - T(5)) + T(8)) - T(4)) * kappa,
                )
        # tap_row[n,ab,u] = clamp({min((⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋ + u − 1)
        #     mod max(2·H − 2·α, 1), max(2·H − 2·α, 1) + α − ((⌊(H − α)/2 · (1 + grid[n,ab,1])
        #     + α/2 − 1/2⌋ + u − 1) mod max(2·H − 2·α, 1)) − 1) if β = 2; else ⌊(H − α)/2 · (1
        #     + grid[n,ab,1]) + α/2 − 1/2⌋ + u − 1}, 0, H − 1)
        position4 = T(H - alpha) * ((grid[U(n), U(ab), 1] + T(1)) / T(2)) + T(alpha) / T(2) - (T(1) / T(2))
        below4 = cell(position4)
        if beta == 2:
            for u in range(4):
                tap_row[U(n), U(ab), U(u)] = min(
                    max(min((below4 + u - 1) % max(H * 2 - (alpha * 2), 1), max(H * 2 - (alpha * 2),
                            1) + alpha - ((below4 + u - 1) % max(H * 2 - (alpha * 2), 1)) - 1), 0),
                    H - 1,
                )
        else:
            for u in range(4):
                tap_row[U(n), U(ab), U(u)] = min(max(below4 + u - 1, 0), H - 1)
        # y[n,c,ab] = Σ_{u,v} w_column[v] · w_row[u] · x[n, c, tap_row[n,ab,u],
        #     tap_column[n,ab,v]]
        for c in range(C):
            acc = T(0)
            for u in range(4):
                w_row_here = w_row[U(u)]
                tap_row_here = tap_row[U(n), U(ab), U(u)]
                for v in range(4):
                    acc = plus(
                        acc,
                        w_column[U(v)]
                        * w_row_here
                        * x[U(n), U(c), U(tap_row_here), U(tap_column[U(n), U(ab), U(v)])],
                    )
            y[U(n), U(c), U(ab)] = acc


def _forward(x, grid, y, N, C, H, W, OH, OW, alpha, beta, kappa):
    """row[n,a,b] = (H − α)/2 · (1 + grid[n,a,b,1]) + α/2 − 1/2
    tap_row[n,a,b,u] = clamp({min((⌊row[n,a,b]⌋ + u − 1) mod max(2·H − 2·α, 1), max(2·H − 2·α, 1) + α −
        ((⌊row[n,a,b]⌋ + u − 1) mod max(2·H − 2·α, 1)) − 1) if β = 2; else ⌊row[n,a,b]⌋ + u − 1}, 0, H −
        1)
    away_row[n,a,b,u] = |u − 1 + ⌊row[n,a,b]⌋ − row[n,a,b]|
    w_row[n,a,b,u] = {[0 ≤ ⌊row[n,a,b]⌋ + u − 1 < H] if β = 0; else 1} · {1 + away_row[n,a,b,u]² · ((2 +
        κ) · away_row[n,a,b,u] − 3 − κ) if away_row[n,a,b,u] ≤ 1; else κ · (away_row[n,a,b,u] · (8 +
        away_row[n,a,b,u] · (away_row[n,a,b,u] − 5)) − 4)}
    column[n,a,b] = (W − α)/2 · (1 + grid[n,a,b,0]) + α/2 − 1/2
    tap_column[n,a,b,v] = clamp({min((⌊column[n,a,b]⌋ + v − 1) mod max(2·W − 2·α, 1), max(2·W − 2·α, 1) +
        α − ((⌊column[n,a,b]⌋ + v − 1) mod max(2·W − 2·α, 1)) − 1) if β = 2; else ⌊column[n,a,b]⌋ + v −
        1}, 0, W − 1)
    away_column[n,a,b,v] = |v − 1 + ⌊column[n,a,b]⌋ − column[n,a,b]|
    w_column[n,a,b,v] = {[0 ≤ ⌊column[n,a,b]⌋ + v − 1 < W] if β = 0; else 1} · {1 + away_column[n,a,b,v]²
        · ((2 + κ) · away_column[n,a,b,v] − 3 − κ) if away_column[n,a,b,v] ≤ 1; else κ ·
        (away_column[n,a,b,v] · (8 + away_column[n,a,b,v] · (away_column[n,a,b,v] − 5)) − 4)}
    y[n,c,a,b] = Σ_{u,v} w_column[n,a,b,v] · w_row[n,a,b,u] · x[n, c, tap_row[n,a,b,u],
        tap_column[n,a,b,v]]

    As compiled:

    w_column[v] = {[0 ≤ ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋ + v − 1 < W] if β = 0; else 1} · {1 +
        (α/2 − v + 1/2 + (W − α)/2 · (1 + grid[n,ab,0]) − ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋)² ·
        ((2 + κ) · |α/2 − v + 1/2 + (W − α)/2 · (1 + grid[n,ab,0]) − ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2
        − 1/2⌋| − 3 − κ) if |α/2 − v + 1/2 + (W − α)/2 · (1 + grid[n,ab,0]) − ⌊(W − α)/2 · (1 +
        grid[n,ab,0]) + α/2 − 1/2⌋| ≤ 1; else κ · (|α/2 − v + 1/2 + (W − α)/2 · (1 + grid[n,ab,0]) − ⌊(W −
        α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋| · (8 + |α/2 − v + 1/2 + (W − α)/2 · (1 + grid[n,ab,0]) −
        ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋| · (|α/2 − v + 1/2 + (W − α)/2 · (1 + grid[n,ab,0]) −
        ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋| − 5)) − 4)}
    w_row[u] = {[0 ≤ ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋ + u − 1 < H] if β = 0; else 1} · {1 +
        (α/2 − u + 1/2 + (H − α)/2 · (1 + grid[n,ab,1]) − ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋)² ·
        ((2 + κ) · |α/2 − u + 1/2 + (H − α)/2 · (1 + grid[n,ab,1]) − ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2
        − 1/2⌋| − 3 − κ) if |α/2 − u + 1/2 + (H − α)/2 · (1 + grid[n,ab,1]) − ⌊(H − α)/2 · (1 +
        grid[n,ab,1]) + α/2 − 1/2⌋| ≤ 1; else κ · (|α/2 − u + 1/2 + (H − α)/2 · (1 + grid[n,ab,1]) − ⌊(H −
        α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋| · (8 + |α/2 − u + 1/2 + (H − α)/2 · (1 + grid[n,ab,1]) −
        ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋| · (|α/2 − u + 1/2 + (H − α)/2 · (1 + grid[n,ab,1]) −
        ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋| − 5)) − 4)}
    y[n,c,ab] = Σ_{u,v} w_column[v] · w_row[u] · x[n, c, tap_row[n,ab,u], tap_column[n,ab,v]]

    Operations: 32·C·N·OH·OW + 40·N·OH·OW multiplications, 15·C·N·OH·OW + 150·N·OH·OW additions, terms
        that a condition drops counted.
    """
    grid_rows = grid.reshape((N, OH * OW, 2))
    y_rows = y.reshape((N, C, OH * OW))
    tap_row = scratch((N, OH * OW, 4), np.int64)
    tap_column = scratch((N, OH * OW, 4), np.int64)
    launch(_forward_part, N * OH * OW, N * OH * OW * 4 + C * N * OH * OW, x, grid_rows, y_rows, tap_column,
            tap_row, N, C, H, W, OH, OW, alpha, beta, kappa)
