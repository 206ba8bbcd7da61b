"""The kernels of grid_sample2d_bicubic; grid_sample2d_bicubic.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `grid_sample2d_bicubic`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .disjoint import njit
from .elementary import select
from .runtime import cell
from .threads import launch
from .vectors import scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, grid, tap_column, tap_row, w_column, w_row, N, H, W, OH, OW, alpha, beta, kappa):
    """tap_column[n,ab,v] = clamp({min((⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋ + v − 1) mod max(2·W −
        2·α, 1), max(2·W − 2·α, 1) + α − ((⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋ + v − 1) mod
        max(2·W − 2·α, 1)) − 1) if β = 2; else ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋ + v − 1}, 0, W
        − 1)
    tap_row[n,ab,u] = clamp({min((⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋ + u − 1) mod max(2·H − 2·α,
        1), max(2·H − 2·α, 1) + α − ((⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋ + u − 1) mod max(2·H −
        2·α, 1)) − 1) if β = 2; else ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋ + u − 1}, 0, H − 1)
    w_row[n,ab,u] = {[0 ≤ ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋ + u − 1 < H] if β = 0; else 1} · {1
        + (α/2 − u + 1/2 + (H − α)/2 · (1 + grid[n,ab,1]) − ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋)²
        · ((2 + κ) · |α/2 − u + 1/2 + (H − α)/2 · (1 + grid[n,ab,1]) − ⌊(H − α)/2 · (1 + grid[n,ab,1]) +
        α/2 − 1/2⌋| − 3 − κ) if |α/2 − u + 1/2 + (H − α)/2 · (1 + grid[n,ab,1]) − ⌊(H − α)/2 · (1 +
        grid[n,ab,1]) + α/2 − 1/2⌋| ≤ 1; else κ · (|α/2 − u + 1/2 + (H − α)/2 · (1 + grid[n,ab,1]) − ⌊(H −
        α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋| · (8 + |α/2 − u + 1/2 + (H − α)/2 · (1 + grid[n,ab,1]) −
        ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋| · (|α/2 − u + 1/2 + (H − α)/2 · (1 + grid[n,ab,1]) −
        ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋| − 5)) − 4)}
    w_column[n,ab,v] = {[0 ≤ ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋ + v − 1 < W] if β = 0; else 1} ·
        {1 + (α/2 − v + 1/2 + (W − α)/2 · (1 + grid[n,ab,0]) − ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 −
        1/2⌋)² · ((2 + κ) · |α/2 − v + 1/2 + (W − α)/2 · (1 + grid[n,ab,0]) − ⌊(W − α)/2 · (1 +
        grid[n,ab,0]) + α/2 − 1/2⌋| − 3 − κ) if |α/2 − v + 1/2 + (W − α)/2 · (1 + grid[n,ab,0]) − ⌊(W −
        α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋| ≤ 1; else κ · (|α/2 − v + 1/2 + (W − α)/2 · (1 +
        grid[n,ab,0]) − ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋| · (8 + |α/2 − v + 1/2 + (W − α)/2 ·
        (1 + grid[n,ab,0]) − ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋| · (|α/2 − v + 1/2 + (W − α)/2 ·
        (1 + grid[n,ab,0]) − ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋| − 5)) − 4)}
    """
    dtype = grid.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (OH * OW)
        ab = task % (OH * OW)
        # tap_column[n,ab,v] = clamp({min((⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋ + v −
        #     1) mod max(2·W − 2·α, 1), max(2·W − 2·α, 1) + α − ((⌊(W − α)/2 · (1 +
        #     grid[n,ab,0]) + α/2 − 1/2⌋ + v − 1) mod max(2·W − 2·α, 1)) − 1) if β = 2; else
        #     ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋ + v − 1}, 0, W − 1)
        position = T(W - alpha) * ((grid[U(n), U(ab), 0] + T(1)) / T(2)) + T(alpha) / T(2) - (T(1) / T(2))
        below = cell(position)
        if beta == 2:
            for v in range(4):
                tap_column[U(n), U(ab), U(v)] = min(
                    max(min((below + v - 1) % max(W * 2 - (alpha * 2), 1), max(W * 2 - (alpha * 2),
                            1) + alpha - ((below + v - 1) % max(W * 2 - (alpha * 2), 1)) - 1), 0),
                    W - 1,
                )
        else:
            for v in range(4):
                tap_column[U(n), U(ab), U(v)] = min(max(below + v - 1, 0), W - 1)
        # tap_row[n,ab,u] = clamp({min((⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋ + u − 1)
        #     mod max(2·H − 2·α, 1), max(2·H − 2·α, 1) + α − ((⌊(H − α)/2 · (1 + grid[n,ab,1])
        #     + α/2 − 1/2⌋ + u − 1) mod max(2·H − 2·α, 1)) − 1) if β = 2; else ⌊(H − α)/2 · (1
        #     + grid[n,ab,1]) + α/2 − 1/2⌋ + u − 1}, 0, H − 1)
        position2 = T(H - alpha) * ((grid[U(n), U(ab), 1] + T(1)) / T(2)) + T(alpha) / T(2) - (T(1) / T(2))
        below2 = cell(position2)
        if beta == 2:
            for u in range(4):
                tap_row[U(n), U(ab), U(u)] = min(
                    max(min((below2 + u - 1) % max(H * 2 - (alpha * 2), 1), max(H * 2 - (alpha * 2),
                            1) + alpha - ((below2 + u - 1) % max(H * 2 - (alpha * 2), 1)) - 1), 0),
                    H - 1,
                )
        else:
            for u in range(4):
                tap_row[U(n), U(ab), U(u)] = min(max(below2 + u - 1, 0), H - 1)
        # w_row[n,ab,u], as written above
        position3 = T(H - alpha) * ((grid[U(n), U(ab), 1] + T(1)) / T(2)) + T(alpha) / T(2) - (T(1) / T(2))
        below3 = cell(position3)
        if beta == 0:
            grid_here = grid[U(n), U(ab), 1]
            for u in range(4):
                w_row[U(n), U(ab), U(u)] = (
                    select(
                        T(1) >= abs(T(H - alpha) * ((grid_here + T(1)) / T(2)) + T(alpha) / T(2) + T(1) / T(2) - T(below3 + u)),
                        (
                            (
                                T(H - alpha) * ((grid_here + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below3 + u)
                            )
                            * (
                                T(H - alpha) * ((grid_here + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below3 + u)
                            )
                        )
                        * (
                            abs(
                                T(H - alpha) * ((grid_here + T(1)) / T(2))
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
                                    T(H - alpha) * ((grid_here + T(1)) / T(2))
                                    + T(alpha) / T(2)
                                    + T(1) / T(2)
                                    - T(below3 + u)
                                )
                                * (
                                    abs(
                                        T(H - alpha) * ((grid_here + T(1)) / T(2))
                                        + T(alpha) / T(2)
                                        + T(1) / T(2)
                                        - T(below3 + u)
                                    )
                                    - T(5)
                                )
                                + T(8)
                            )
                            * abs(
                                T(H - alpha) * ((grid_here + T(1)) / T(2))
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
            grid_here2 = grid[U(n), U(ab), 1]
            for u in range(4):
                abs_here = abs(T(u) - term)
                w_row[U(n), U(ab), U(u)] = select(
                    T(1) >= abs_here,
                    (
                        (
                            T(H - alpha) * ((grid_here2 + T(1)) / T(2))
                            + T(alpha) / T(2)
                            + T(1) / T(2)
                            - T(below3 + u)
                        )
                        * (
                            T(H - alpha) * ((grid_here2 + T(1)) / T(2))
                            + T(alpha) / T(2)
                            + T(1) / T(2)
                            - T(below3 + u)
                        )
                    )
                    * (abs_here * (kappa + T(2)) - kappa - T(3))
                    + T(1),
                    (abs_here * (abs_here * (abs_here - T(5)) + T(8)) - T(4)) * kappa,
                )
        # w_column[n,ab,v], as written above
        position4 = T(W - alpha) * ((grid[U(n), U(ab), 0] + T(1)) / T(2)) + T(alpha) / T(2) - (T(1) / T(2))
        below4 = cell(position4)
        if beta == 0:
            grid_here3 = grid[U(n), U(ab), 0]
            for v in range(4):
                w_column[U(n), U(ab), U(v)] = (
                    select(
                        T(1) >= abs(T(W - alpha) * ((grid_here3 + T(1)) / T(2)) + T(alpha) / T(2) + T(1) / T(2) - T(below4 + v)),
                        (
                            (
                                T(W - alpha) * ((grid_here3 + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below4 + v)
                            )
                            * (
                                T(W - alpha) * ((grid_here3 + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below4 + v)
                            )
                        )
                        * (
                            abs(
                                T(W - alpha) * ((grid_here3 + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below4 + v)
                            )
                            * (kappa + T(2))
                            - kappa
                            - T(3)
                        )
                        + T(1),
                        (
                            (
                                abs(
                                    T(W - alpha) * ((grid_here3 + T(1)) / T(2))
                                    + T(alpha) / T(2)
                                    + T(1) / T(2)
                                    - T(below4 + v)
                                )
                                * (
                                    abs(
                                        T(W - alpha) * ((grid_here3 + T(1)) / T(2))
                                        + T(alpha) / T(2)
                                        + T(1) / T(2)
                                        - T(below4 + v)
                                    )
                                    - T(5)
                                )
                                + T(8)
                            )
                            * abs(
                                T(W - alpha) * ((grid_here3 + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below4 + v)
                            )
                            - T(4)
                        )
                        * kappa,
                    )
                    if below4 + v >= 1 and W >= below4 + v
                    else T(0)
                )
        else:
            term = (
                T(W - alpha) * ((grid[U(n), U(ab), 0] + T(1)) / T(2))
                + T(alpha) / T(2)
                + T(1) / T(2)
                - T(below4)
            )
            grid_here4 = grid[U(n), U(ab), 0]
            for v in range(4):
                abs_here2 = abs(T(v) - term)
                w_column[U(n), U(ab), U(v)] = select(
                    T(1) >= abs_here2,
                    (
                        (
                            T(W - alpha) * ((grid_here4 + T(1)) / T(2))
                            + T(alpha) / T(2)
                            + T(1) / T(2)
                            - T(below4 + v)
                        )
                        * (
                            T(W - alpha) * ((grid_here4 + T(1)) / T(2))
                            + T(alpha) / T(2)
                            + T(1) / T(2)
                            - T(below4 + v)
                        )
                    )
                    * (abs_here2 * (kappa + T(2)) - kappa - T(3))
                    + T(1),
                    (abs_here2 * (abs_here2 * (abs_here2 - T(5)) + T(8)) - T(4)) * kappa,
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part2(first, last, dy, dx, tap_column, tap_row, w_column, w_row, N, C, H, W, OH, OW):
    """dx[n, c, tap_row[n,ab,u], tap_column[n,ab,v]] += dy[n,c,ab]·w_column[n,ab,v]·w_row[n,ab,u]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n_ = task // C
        c_ = task % C
        for i in range(H):
            for j in range(W):
                dx[U(n_), U(c_), U(i), U(j)] = T(0)
        # dx[n, c, tap_row[n,ab,u], tap_column[n,ab,v]] +=
        #     dy[n,c,ab]·w_column[n,ab,v]·w_row[n,ab,u]
        for ab in range(OH * OW):
            dy_here = dy[U(n_), U(c_), U(ab)]
            for u in range(4):
                tap_row_here = tap_row[U(n_), U(ab), U(u)]
                dy_w_row = dy_here * w_row[U(n_), U(ab), U(u)]
                for v in range(4):
                    dx[U(n_), U(c_), U(tap_row_here), U(tap_column[U(n_), U(ab), U(v)])] += (
                        dy_w_row * w_column[U(n_), U(ab), U(v)]
                    )


def _vjp_x(dy, grid, dx, N, C, H, W, OH, OW, alpha, beta, kappa):
    """column[n,a,b] = (W − α)/2 · (1 + grid[n,a,b,0]) + α/2 − 1/2
    away_column[n,a,b,v] = |v − 1 + ⌊column[n,a,b]⌋ − column[n,a,b]|
    w_column[n,a,b,v] = {[0 ≤ ⌊column[n,a,b]⌋ + v − 1 < W] if β = 0; else 1} · {1 + away_column[n,a,b,v]²
        · ((2 + κ) · away_column[n,a,b,v] − 3 − κ) if away_column[n,a,b,v] ≤ 1; else κ ·
        (away_column[n,a,b,v] · (8 + away_column[n,a,b,v] · (away_column[n,a,b,v] − 5)) − 4)}
    row[n,a,b] = (H − α)/2 · (1 + grid[n,a,b,1]) + α/2 − 1/2
    away_row[n,a,b,u] = |u − 1 + ⌊row[n,a,b]⌋ − row[n,a,b]|
    w_row[n,a,b,u] = {[0 ≤ ⌊row[n,a,b]⌋ + u − 1 < H] if β = 0; else 1} · {1 + away_row[n,a,b,u]² · ((2 +
        κ) · away_row[n,a,b,u] − 3 − κ) if away_row[n,a,b,u] ≤ 1; else κ · (away_row[n,a,b,u] · (8 +
        away_row[n,a,b,u] · (away_row[n,a,b,u] − 5)) − 4)}
    tap_row[n,a,b,u] = clamp({min((⌊row[n,a,b]⌋ + u − 1) mod max(2·H − 2·α, 1), max(2·H − 2·α, 1) + α −
        ((⌊row[n,a,b]⌋ + u − 1) mod max(2·H − 2·α, 1)) − 1) if β = 2; else ⌊row[n,a,b]⌋ + u − 1}, 0, H −
        1)
    tap_column[n,a,b,v] = clamp({min((⌊column[n,a,b]⌋ + v − 1) mod max(2·W − 2·α, 1), max(2·W − 2·α, 1) +
        α − ((⌊column[n,a,b]⌋ + v − 1) mod max(2·W − 2·α, 1)) − 1) if β = 2; else ⌊column[n,a,b]⌋ + v −
        1}, 0, W − 1)
    dx[n,c,i,j] = Σ_{a,b,u,v : tap_row[n,a,b,u] = i, tap_column[n,a,b,v] = j} dy[n,c,a,b] ·
        w_column[n,a,b,v] · w_row[n,a,b,u]

    Operations: 32·C·H·N·OH·OW·W + 40·N·OH·OW multiplications, 16·C·H·N·OH·OW·W + 150·N·OH·OW − C·H·N·W
        additions, terms that a condition drops counted.
    """
    dtype = dx.dtype
    dy_rows = dy.reshape((N, C, OH * OW))
    grid_rows = grid.reshape((N, OH * OW, 2))
    w_column = scratch((N, OH * OW, 4), dtype)
    w_row = scratch((N, OH * OW, 4), dtype)
    tap_row = scratch((N, OH * OW, 4), np.int64)
    tap_column = scratch((N, OH * OW, 4), np.int64)
    launch(_vjp_x_part, N * OH * OW, N * OH * OW * 4, grid_rows, tap_column, tap_row, w_column, w_row, N, H,
            W, OH, OW, alpha, beta, kappa)
    launch(_vjp_x_part2, N * C, C * H * N * W + C * N * OH * OW, dy_rows, dx, tap_column, tap_row, w_column,
            w_row, N, C, H, W, OH, OW)
