"""The kernels of grid_sample2d_bicubic; grid_sample2d_bicubic.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `grid_sample2d_bicubic`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .disjoint import njit
from .elementary import select
from .runtime import carried, cell, plus
from .threads import launch
from .vectors import scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_grid_part(first, last, dy, x, grid, dgrid, tap_column, tap_row, N, C, H, W, OH, OW, alpha, beta,
        kappa, c_block_last):
    """tap_column[n,ab,v] = clamp({min((⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋ + v − 1) mod max(2·W −
        2·α, 1), max(2·W − 2·α, 1) + α − ((⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋ + v − 1) mod
        max(2·W − 2·α, 1)) − 1) if β = 2; else ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋ + v − 1}, 0, W
        − 1)
    tap_row[n,ab,u] = clamp({min((⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋ + u − 1) mod max(2·H − 2·α,
        1), max(2·H − 2·α, 1) + α − ((⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋ + u − 1) mod max(2·H −
        2·α, 1)) − 1) if β = 2; else ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋ + u − 1}, 0, H − 1)
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
    dgrid_sum = Σ_u dw_row[u] · sign(u − α/2 − 1/2 + ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋ − (H −
        α)/2 · (1 + grid[n,ab,1])) · {[1 − ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋ ≤ u ≤ H − ⌊(H −
        α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋] if β = 0; else 1} · {κ · (8 + (α/2 − u + 1/2 + (H − α)/2 ·
        (1 + grid[n,ab,1]) − ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋)² + 2 · |α/2 − u + 1/2 + (H −
        α)/2 · (1 + grid[n,ab,1]) − ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋| · (|α/2 − u + 1/2 + (H −
        α)/2 · (1 + grid[n,ab,1]) − ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋| − 5)) if |α/2 − u + 1/2
        + (H − α)/2 · (1 + grid[n,ab,1]) − ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋| > 1; else |α/2 −
        u + 1/2 + (H − α)/2 · (1 + grid[n,ab,1]) − ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋| · (3 · (2
        + κ) · |α/2 − u + 1/2 + (H − α)/2 · (1 + grid[n,ab,1]) − ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 −
        1/2⌋| − 6 − 2·κ)}
    dgrid_sum2 = Σ_v dw_column[v] · sign(v − α/2 − 1/2 + ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋ − (W
        − α)/2 · (1 + grid[n,ab,0])) · {[1 − ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋ ≤ v ≤ W − ⌊(W −
        α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋] if β = 0; else 1} · {κ · (8 + (α/2 − v + 1/2 + (W − α)/2 ·
        (1 + grid[n,ab,0]) − ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋)² + 2 · |α/2 − v + 1/2 + (W −
        α)/2 · (1 + grid[n,ab,0]) − ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋| · (|α/2 − v + 1/2 + (W −
        α)/2 · (1 + grid[n,ab,0]) − ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋| − 5)) if |α/2 − v + 1/2
        + (W − α)/2 · (1 + grid[n,ab,0]) − ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋| > 1; else |α/2 −
        v + 1/2 + (W − α)/2 · (1 + grid[n,ab,0]) − ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋| · (3 · (2
        + κ) · |α/2 − v + 1/2 + (W − α)/2 · (1 + grid[n,ab,0]) − ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 −
        1/2⌋| − 6 − 2·κ)}
    dgrid[n,ab,t] = −(W − α) · dgrid_sum2/2 · [t = 0] − (H − α) · dgrid_sum/2 · [t = 1]
    """
    dtype = dy.dtype
    T = dtype.type
    dw_row_part = np.empty((4, 4), dtype)
    w_column = np.empty(4, dtype)
    dw_row = np.empty(4, dtype)
    w_row = np.empty(4, dtype)
    dw_column = np.empty(4, dtype)
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
        # dw_row_part[v,u] = Σ_c dy[n,c,ab] · x[n, c, tap_row[n,ab,u], tap_column[n,ab,v]]
        for v in range(4):
            tap_column_here = tap_column[U(n), U(ab), U(v)]
            for u in range(4):
                acc = T(0)
                rest = T(0)
                tap_row_here = tap_row[U(n), U(ab), U(u)]
                for c_block in range(c_block_last + 1):
                    part = T(0)
                    for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                        part = plus(
                            part,
                            dy[U(n), U(c), U(ab)] * x[U(n), U(c), U(tap_row_here), U(tap_column_here)],
                        )
                    acc, rest = carried(acc, rest, part)
                dw_row_part[U(v), U(u)] = acc
        # w_column[v], as written above
        position3 = T(W - alpha) * ((grid[U(n), U(ab), 0] + T(1)) / T(2)) + T(alpha) / T(2) - (T(1) / T(2))
        below3 = cell(position3)
        if beta == 0:
            grid_here = grid[U(n), U(ab), 0]
            for v in range(4):
                w_column[U(v)] = (
                    select(
                        T(1) >= abs(T(W - alpha) * ((grid_here + T(1)) / T(2)) + T(alpha) / T(2) + T(1) / T(2) - T(below3 + v)),
                        (
                            (
                                T(W - alpha) * ((grid_here + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below3 + v)
                            )
                            * (
                                T(W - alpha) * ((grid_here + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below3 + v)
                            )
                        )
                        * (
                            abs(
                                T(W - alpha) * ((grid_here + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below3 + v)
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
                                    - T(below3 + v)
                                )
                                * (
                                    abs(
                                        T(W - alpha) * ((grid_here + T(1)) / T(2))
                                        + T(alpha) / T(2)
                                        + T(1) / T(2)
                                        - T(below3 + v)
                                    )
                                    - T(5)
                                )
                                + T(8)
                            )
                            * abs(
                                T(W - alpha) * ((grid_here + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below3 + v)
                            )
                            - T(4)
                        )
                        * kappa,
                    )
                    if below3 + v >= 1 and W >= below3 + v
                    else T(0)
                )
        else:
            term = (
                T(W - alpha) * ((grid[U(n), U(ab), 0] + T(1)) / T(2))
                + T(alpha) / T(2)
                + T(1) / T(2)
                - T(below3)
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
                            - T(below3 + v)
                        )
                        * (
                            T(W - alpha) * ((grid_here2 + T(1)) / T(2))
                            + T(alpha) / T(2)
                            + T(1) / T(2)
                            - T(below3 + v)
                        )
                    )
                    * (abs_here * (kappa + T(2)) - kappa - T(3))
                    + T(1),
                    (abs_here * (abs_here * (abs_here - T(5)) + T(8)) - T(4)) * kappa,
                )
        # dw_row[u] = Σ_v dw_row_part[v,u] · w_column[v]
        for u in range(4):
            dw_row[U(u)] = T(0)
        for v in range(4):
            w_column_here = w_column[U(v)]
            for u in range(4):
                dw_row[U(u)] += dw_row_part[U(v), U(u)] * w_column_here
        # w_row[u], as written above
        position4 = T(H - alpha) * ((grid[U(n), U(ab), 1] + T(1)) / T(2)) + T(alpha) / T(2) - (T(1) / T(2))
        below4 = cell(position4)
        if beta == 0:
            grid_here3 = grid[U(n), U(ab), 1]
            for u in range(4):
                w_row[U(u)] = (
                    select(
                        T(1) >= abs(T(H - alpha) * ((grid_here3 + T(1)) / T(2)) + T(alpha) / T(2) + T(1) / T(2) - T(below4 + u)),
                        (
                            (
                                T(H - alpha) * ((grid_here3 + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below4 + u)
                            )
                            * (
                                T(H - alpha) * ((grid_here3 + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below4 + u)
                            )
                        )
                        * (
                            abs(
                                T(H - alpha) * ((grid_here3 + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below4 + u)
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
                                    - T(below4 + u)
                                )
                                * (
                                    abs(
                                        T(H - alpha) * ((grid_here3 + T(1)) / T(2))
                                        + T(alpha) / T(2)
                                        + T(1) / T(2)
                                        - T(below4 + u)
                                    )
                                    - T(5)
                                )
                                + T(8)
                            )
                            * abs(
                                T(H - alpha) * ((grid_here3 + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below4 + u)
                            )
                            - T(4)
                        )
                        * kappa,
                    )
                    if below4 + u >= 1 and H >= below4 + u
                    else T(0)
                )
        else:
            term = (
                T(H - alpha) * ((grid[U(n), U(ab), 1] + T(1)) / T(2))
                + T(alpha) / T(2)
                + T(1) / T(2)
                - T(below4)
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
                            - T(below4 + u)
                        )
                        * (
                            T(H - alpha) * ((grid_here4 + T(1)) / T(2))
                            + T(alpha) / T(2)
                            + T(1) / T(2)
                            - T(below4 + u)
                        )
                    )
                    * (abs_here2 * (kappa + T(2)) - kappa - T(3))
                    + T(1),
                    (abs_here2 * (abs_here2 * (abs_here2 - T(5)) + T(8)) - T(4)) * kappa,
                )
        # dw_column[v] = Σ_u dw_row_part[v,u] · w_row[u]
        for v in range(4):
            acc2 = T(0)
            for u in range(4):
                acc2 = plus(acc2, dw_row_part[U(v), U(u)] * w_row[U(u)])
            dw_column[U(v)] = acc2
        # dgrid_sum, as written above
        acc3 = T(0)
        position5 = T(H - alpha) * ((grid[U(n), U(ab), 1] + T(1)) / T(2)) + T(alpha) / T(2) - (T(1) / T(2))
        below5 = cell(position5)
        if beta == 0:
            grid_here5 = grid[U(n), U(ab), 1]
            for u in range(4):
                acc3 = plus(
                    acc3,
                    select(
                        abs(T(H - alpha) * ((grid_here5 + T(1)) / T(2)) + T(alpha) / T(2) + T(1) / T(2) - T(below5 + u)) > T(1),
                        (
                            (
                                T(H - alpha) * ((grid_here5 + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below5 + u)
                            )
                            * (
                                T(H - alpha) * ((grid_here5 + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below5 + u)
                            )
                            + T(2)
                            * abs(
                                T(H - alpha) * ((grid_here5 + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below5 + u)
                            )
                            * (
                                abs(
                                    T(H - alpha) * ((grid_here5 + T(1)) / T(2))
                                    + T(alpha) / T(2)
                                    + T(1) / T(2)
                                    - T(below5 + u)
                                )
                                - T(5)
                            )
                            + T(8)
                        )
                        * kappa,
                        (
                            T(3)
                            * abs(
                                T(H - alpha) * ((grid_here5 + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below5 + u)
                            )
                            * (kappa + T(2))
                            - (T(2) * kappa)
                            - T(6)
                        )
                        * abs(T(H - alpha) * ((grid_here5 + T(1)) / T(2)) + T(alpha) / T(2) + T(1) / T(2) - T(below5 + u)),
                    )
                    * dw_row[U(u)]
                    * np.sign(
                        T(below5 + u)
                        - (T(H - alpha) * ((grid_here5 + T(1)) / T(2)))
                        - (T(alpha) / T(2))
                        - (T(1) / T(2))
                    )
                    if below5 + u >= 1 and H >= below5 + u
                    else T(0),
                )
        else:
            term = (
                T(H - alpha) * ((grid[U(n), U(ab), 1] + T(1)) / T(2))
                + T(alpha) / T(2)
                + T(1) / T(2)
                - T(below5)
            )
            grid_here6 = grid[U(n), U(ab), 1]
            term2 = (
                T(below5) - (T(H - alpha) * ((grid_here6 + T(1)) / T(2))) - (T(alpha) / T(2)) - (T(1) / T(2))
            )
            for u in range(4):
                abs_here3 = abs(T(u) - term)
                acc3 = plus(
                    acc3,
                    select(
                        abs_here3 > T(1),
                        (
                            (
                                T(H - alpha) * ((grid_here6 + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below5 + u)
                            )
                            * (
                                T(H - alpha) * ((grid_here6 + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below5 + u)
                            )
                            + T(2) * abs_here3 * (abs_here3 - T(5))
                            + T(8)
                        )
                        * kappa,
                        (T(3) * abs_here3 * (kappa + T(2)) - (T(2) * kappa) - T(6)) * abs_here3,
                    )
                    * dw_row[U(u)]
                    * np.sign(term2 + T(u)),
                )
        dgrid_sum = acc3
        # dgrid_sum2, as written above
        acc4 = T(0)
        position6 = T(W - alpha) * ((grid[U(n), U(ab), 0] + T(1)) / T(2)) + T(alpha) / T(2) - (T(1) / T(2))
        below6 = cell(position6)
        if beta == 0:
            grid_here7 = grid[U(n), U(ab), 0]
            for v in range(4):
                acc4 = plus(
                    acc4,
                    select(
                        abs(T(W - alpha) * ((grid_here7 + T(1)) / T(2)) + T(alpha) / T(2) + T(1) / T(2) - T(below6 + v)) > T(1),
                        (
                            (
                                T(W - alpha) * ((grid_here7 + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below6 + v)
                            )
                            * (
                                T(W - alpha) * ((grid_here7 + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below6 + v)
                            )
                            + T(2)
                            * abs(
                                T(W - alpha) * ((grid_here7 + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below6 + v)
                            )
                            * (
                                abs(
                                    T(W - alpha) * ((grid_here7 + T(1)) / T(2))
                                    + T(alpha) / T(2)
                                    + T(1) / T(2)
                                    - T(below6 + v)
                                )
                                - T(5)
                            )
                            + T(8)
                        )
                        * kappa,
                        (
                            T(3)
                            * abs(
                                T(W - alpha) * ((grid_here7 + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below6 + v)
                            )
                            * (kappa + T(2))
                            - (T(2) * kappa)
                            - T(6)
                        )
                        * abs(T(W - alpha) * ((grid_here7 + T(1)) / T(2)) + T(alpha) / T(2) + T(1) / T(2) - T(below6 + v)),
                    )
                    * dw_column[U(v)]
                    * np.sign(
                        T(below6 + v)
                        - (T(W - alpha) * ((grid_here7 + T(1)) / T(2)))
                        - (T(alpha) / T(2))
                        - (T(1) / T(2))
                    )
                    if below6 + v >= 1 and W >= below6 + v
                    else T(0),
                )
        else:
            term = (
                T(W - alpha) * ((grid[U(n), U(ab), 0] + T(1)) / T(2))
                + T(alpha) / T(2)
                + T(1) / T(2)
                - T(below6)
            )
            grid_here8 = grid[U(n), U(ab), 0]
            term2 = (
                T(below6) - (T(W - alpha) * ((grid_here8 + T(1)) / T(2))) - (T(alpha) / T(2)) - (T(1) / T(2))
            )
            for v in range(4):
                abs_here4 = abs(T(v) - term)
                acc4 = plus(
                    acc4,
                    select(
                        abs_here4 > T(1),
                        (
                            (
                                T(W - alpha) * ((grid_here8 + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below6 + v)
                            )
                            * (
                                T(W - alpha) * ((grid_here8 + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below6 + v)
                            )
                            + T(2) * abs_here4 * (abs_here4 - T(5))
                            + T(8)
                        )
                        * kappa,
                        (T(3) * abs_here4 * (kappa + T(2)) - (T(2) * kappa) - T(6)) * abs_here4,
                    )
                    * dw_column[U(v)]
                    * np.sign(term2 + T(v)),
                )
        dgrid_sum2 = acc4
        # dgrid[n,ab,t] = −(W − α) · dgrid_sum2/2 · [t = 0] − (H − α) · dgrid_sum/2 · [t = 1]
        for t in range(2):
            dgrid[U(n), U(ab), U(t)] = (
                -((T(H - alpha) / T(2)) * dgrid_sum if t == 1 else T(0))
                - ((T(W - alpha) / T(2)) * dgrid_sum2 if t == 0 else T(0))
            )


def _vjp_grid(dy, x, grid, dgrid, N, C, H, W, OH, OW, alpha, beta, kappa):
    """row[n,a,b] = (H − α)/2 · (1 + grid[n,a,b,1]) + α/2 − 1/2
    away_row[n,a,b,u] = |u − 1 + ⌊row[n,a,b]⌋ − row[n,a,b]|
    column[n,a,b] = (W − α)/2 · (1 + grid[n,a,b,0]) + α/2 − 1/2
    away_column[n,a,b,v] = |v − 1 + ⌊column[n,a,b]⌋ − column[n,a,b]|
    w_column[n,a,b,v] = {[0 ≤ ⌊column[n,a,b]⌋ + v − 1 < W] if β = 0; else 1} · {1 + away_column[n,a,b,v]²
        · ((2 + κ) · away_column[n,a,b,v] − 3 − κ) if away_column[n,a,b,v] ≤ 1; else κ ·
        (away_column[n,a,b,v] · (8 + away_column[n,a,b,v] · (away_column[n,a,b,v] − 5)) − 4)}
    tap_row[n,a,b,u] = clamp({min((⌊row[n,a,b]⌋ + u − 1) mod max(2·H − 2·α, 1), max(2·H − 2·α, 1) + α −
        ((⌊row[n,a,b]⌋ + u − 1) mod max(2·H − 2·α, 1)) − 1) if β = 2; else ⌊row[n,a,b]⌋ + u − 1}, 0, H −
        1)
    tap_column[n,a,b,v] = clamp({min((⌊column[n,a,b]⌋ + v − 1) mod max(2·W − 2·α, 1), max(2·W − 2·α, 1) +
        α − ((⌊column[n,a,b]⌋ + v − 1) mod max(2·W − 2·α, 1)) − 1) if β = 2; else ⌊column[n,a,b]⌋ + v −
        1}, 0, W − 1)
    dw_row[n,a,b,u] = Σ_{c,v} dy[n,c,a,b] · w_column[n,a,b,v] · x[n, c, tap_row[n,a,b,u],
        tap_column[n,a,b,v]]
    w_row[n,a,b,u] = {[0 ≤ ⌊row[n,a,b]⌋ + u − 1 < H] if β = 0; else 1} · {1 + away_row[n,a,b,u]² · ((2 +
        κ) · away_row[n,a,b,u] − 3 − κ) if away_row[n,a,b,u] ≤ 1; else κ · (away_row[n,a,b,u] · (8 +
        away_row[n,a,b,u] · (away_row[n,a,b,u] − 5)) − 4)}
    dw_column[n,a,b,v] = Σ_{c,u} dy[n,c,a,b] · w_row[n,a,b,u] · x[n, c, tap_row[n,a,b,u],
        tap_column[n,a,b,v]]
    dgrid[n,a,b,t] = 1/2 · (−((W − α) · [t = 0] · Σ_v dw_column[n,a,b,v] · sign(v − 1 + ⌊column[n,a,b]⌋ −
        column[n,a,b]) · (away_column[n,a,b,v] · [away_column[n,a,b,v] ≤ 1] · (3 · (2 + κ) ·
        away_column[n,a,b,v] − 6 − 2·κ) + κ · [away_column[n,a,b,v] > 1] · (away_column[n,a,b,v]² + 2 ·
        away_column[n,a,b,v] · (away_column[n,a,b,v] − 5) + 8)) · {[1 − ⌊column[n,a,b]⌋ ≤ v ≤ W −
        ⌊column[n,a,b]⌋] if β = 0; else 1}) − (H − α) · [t = 1] · Σ_u dw_row[n,a,b,u] · sign(u − 1 +
        ⌊row[n,a,b]⌋ − row[n,a,b]) · (away_row[n,a,b,u] · [away_row[n,a,b,u] ≤ 1] · (3 · (2 + κ) ·
        away_row[n,a,b,u] − 6 − 2·κ) + κ · [away_row[n,a,b,u] > 1] · (away_row[n,a,b,u]² + 2 ·
        away_row[n,a,b,u] · (away_row[n,a,b,u] − 5) + 8)) · {[1 − ⌊row[n,a,b]⌋ ≤ u ≤ H − ⌊row[n,a,b]⌋] if
        β = 0; else 1})

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
    dgrid_sum = Σ_u dw_row[u] · sign(u − α/2 − 1/2 + ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋ − (H −
        α)/2 · (1 + grid[n,ab,1])) · {[1 − ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋ ≤ u ≤ H − ⌊(H −
        α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋] if β = 0; else 1} · {κ · (8 + (α/2 − u + 1/2 + (H − α)/2 ·
        (1 + grid[n,ab,1]) − ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋)² + 2 · |α/2 − u + 1/2 + (H −
        α)/2 · (1 + grid[n,ab,1]) − ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋| · (|α/2 − u + 1/2 + (H −
        α)/2 · (1 + grid[n,ab,1]) − ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋| − 5)) if |α/2 − u + 1/2
        + (H − α)/2 · (1 + grid[n,ab,1]) − ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋| > 1; else |α/2 −
        u + 1/2 + (H − α)/2 · (1 + grid[n,ab,1]) − ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋| · (3 · (2
        + κ) · |α/2 − u + 1/2 + (H − α)/2 · (1 + grid[n,ab,1]) − ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 −
        1/2⌋| − 6 − 2·κ)}
    dgrid_sum2 = Σ_v dw_column[v] · sign(v − α/2 − 1/2 + ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋ − (W
        − α)/2 · (1 + grid[n,ab,0])) · {[1 − ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋ ≤ v ≤ W − ⌊(W −
        α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋] if β = 0; else 1} · {κ · (8 + (α/2 − v + 1/2 + (W − α)/2 ·
        (1 + grid[n,ab,0]) − ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋)² + 2 · |α/2 − v + 1/2 + (W −
        α)/2 · (1 + grid[n,ab,0]) − ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋| · (|α/2 − v + 1/2 + (W −
        α)/2 · (1 + grid[n,ab,0]) − ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋| − 5)) if |α/2 − v + 1/2
        + (W − α)/2 · (1 + grid[n,ab,0]) − ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋| > 1; else |α/2 −
        v + 1/2 + (W − α)/2 · (1 + grid[n,ab,0]) − ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋| · (3 · (2
        + κ) · |α/2 − v + 1/2 + (W − α)/2 · (1 + grid[n,ab,0]) − ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 −
        1/2⌋| − 6 − 2·κ)}
    dgrid[n,ab,t] = −(W − α) · dgrid_sum2/2 · [t = 0] − (H − α) · dgrid_sum/2 · [t = 1]

    Operations: 64·C·N·OH·OW + 88·N·OH·OW multiplications, 32·C·N·OH·OW + 222·N·OH·OW additions, terms
        that a condition drops counted.
    """
    dy_rows = dy.reshape((N, C, OH * OW))
    grid_rows = grid.reshape((N, OH * OW, 2))
    dgrid_rows = dgrid.reshape((N, OH * OW, 2))
    c_block_last = (C - 1) // 1024
    tap_row = scratch((N, OH * OW, 4), np.int64)
    tap_column = scratch((N, OH * OW, 4), np.int64)
    launch(_vjp_grid_part, N * OH * OW, N * OH * OW * 9 + C * N * OH * OW, dy_rows, x, grid_rows, dgrid_rows,
            tap_column, tap_row, N, C, H, W, OH, OW, alpha, beta, kappa, c_block_last)
