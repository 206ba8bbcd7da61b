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
def _jvp_part(first, last, x_dot, grid_dot, x, grid, y_dot, tap_column, tap_row, N, C, H, W, OH, OW, alpha,
        beta, kappa):
    """w_column_dot[v] = {[0 ≤ ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋ + v − 1 < W] if β = 0; else 1} ·
        {−(W − α) · (2 + κ) · grid_dot[n,ab,0] · sign(v − α/2 − 1/2 + ⌊(W − α)/2 · (1 + grid[n,ab,0]) +
        α/2 − 1/2⌋ − (W − α)/2 · (1 + grid[n,ab,0])) · (α/2 − v + 1/2 + (W − α)/2 · (1 + grid[n,ab,0]) −
        ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋)²/2 − (W − α) · grid_dot[n,ab,0] · sign(v − α/2 − 1/2
        + ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋ − (W − α)/2 · (1 + grid[n,ab,0])) · |α/2 − v + 1/2
        + (W − α)/2 · (1 + grid[n,ab,0]) − ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋| · ((2 + κ) · |α/2
        − v + 1/2 + (W − α)/2 · (1 + grid[n,ab,0]) − ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋| − 3 −
        κ) if |α/2 − v + 1/2 + (W − α)/2 · (1 + grid[n,ab,0]) − ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 −
        1/2⌋| ≤ 1; else κ · (|α/2 − v + 1/2 + (W − α)/2 · (1 + grid[n,ab,0]) − ⌊(W − α)/2 · (1 +
        grid[n,ab,0]) + α/2 − 1/2⌋|/2 · ((W − α) · grid_dot[n,ab,0] · sign(v − α/2 − 1/2 + ⌊(W − α)/2 · (1
        + grid[n,ab,0]) + α/2 − 1/2⌋ − (W − α)/2 · (1 + grid[n,ab,0])) · (5 − |α/2 − v + 1/2 + (W − α)/2 ·
        (1 + grid[n,ab,0]) − ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋|) − (W − α) · grid_dot[n,ab,0] ·
        sign(v − α/2 − 1/2 + ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋ − (W − α)/2 · (1 +
        grid[n,ab,0])) · |α/2 − v + 1/2 + (W − α)/2 · (1 + grid[n,ab,0]) − ⌊(W − α)/2 · (1 + grid[n,ab,0])
        + α/2 − 1/2⌋|) − (W − α) · grid_dot[n,ab,0] · sign(v − α/2 − 1/2 + ⌊(W − α)/2 · (1 + grid[n,ab,0])
        + α/2 − 1/2⌋ − (W − α)/2 · (1 + grid[n,ab,0]))/2 · (8 + |α/2 − v + 1/2 + (W − α)/2 · (1 +
        grid[n,ab,0]) − ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋| · (|α/2 − v + 1/2 + (W − α)/2 · (1 +
        grid[n,ab,0]) − ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋| − 5)))}
    w_row_dot[u] = {[0 ≤ ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋ + u − 1 < H] if β = 0; else 1} ·
        {−(H − α) · (2 + κ) · grid_dot[n,ab,1] · sign(u − α/2 − 1/2 + ⌊(H − α)/2 · (1 + grid[n,ab,1]) +
        α/2 − 1/2⌋ − (H − α)/2 · (1 + grid[n,ab,1])) · (α/2 − u + 1/2 + (H − α)/2 · (1 + grid[n,ab,1]) −
        ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋)²/2 − (H − α) · grid_dot[n,ab,1] · sign(u − α/2 − 1/2
        + ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋ − (H − α)/2 · (1 + grid[n,ab,1])) · |α/2 − u + 1/2
        + (H − α)/2 · (1 + grid[n,ab,1]) − ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋| · ((2 + κ) · |α/2
        − u + 1/2 + (H − α)/2 · (1 + grid[n,ab,1]) − ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋| − 3 −
        κ) if |α/2 − u + 1/2 + (H − α)/2 · (1 + grid[n,ab,1]) − ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 −
        1/2⌋| ≤ 1; else κ · (|α/2 − u + 1/2 + (H − α)/2 · (1 + grid[n,ab,1]) − ⌊(H − α)/2 · (1 +
        grid[n,ab,1]) + α/2 − 1/2⌋|/2 · ((H − α) · grid_dot[n,ab,1] · sign(u − α/2 − 1/2 + ⌊(H − α)/2 · (1
        + grid[n,ab,1]) + α/2 − 1/2⌋ − (H − α)/2 · (1 + grid[n,ab,1])) · (5 − |α/2 − u + 1/2 + (H − α)/2 ·
        (1 + grid[n,ab,1]) − ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋|) − (H − α) · grid_dot[n,ab,1] ·
        sign(u − α/2 − 1/2 + ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋ − (H − α)/2 · (1 +
        grid[n,ab,1])) · |α/2 − u + 1/2 + (H − α)/2 · (1 + grid[n,ab,1]) − ⌊(H − α)/2 · (1 + grid[n,ab,1])
        + α/2 − 1/2⌋|) − (H − α) · grid_dot[n,ab,1] · sign(u − α/2 − 1/2 + ⌊(H − α)/2 · (1 + grid[n,ab,1])
        + α/2 − 1/2⌋ − (H − α)/2 · (1 + grid[n,ab,1]))/2 · (8 + |α/2 − u + 1/2 + (H − α)/2 · (1 +
        grid[n,ab,1]) − ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋| · (|α/2 − u + 1/2 + (H − α)/2 · (1 +
        grid[n,ab,1]) − ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋| − 5)))}
    w_column[v] = {[0 ≤ ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋ + v − 1 < W] if β = 0; else 1} · {1 +
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
    ẏ[n,c,ab] = Σ_{u,v} (w_column[v] · w_row[u] · ẋ[n, c, tap_row[n,ab,u], tap_column[n,ab,v]] +
        w_column[v] · w_row_dot[u] · x[n, c, tap_row[n,ab,u], tap_column[n,ab,v]] + w_column_dot[v] ·
        w_row[u] · x[n, c, tap_row[n,ab,u], tap_column[n,ab,v]])
    """
    dtype = x_dot.dtype
    T = dtype.type
    w_column_dot = np.empty(4, dtype)
    w_row_dot = np.empty(4, dtype)
    w_column = np.empty(4, dtype)
    w_row = np.empty(4, dtype)
    for task in range(first, last):
        n = task // (OH * OW)
        ab = task % (OH * OW)
        # w_column_dot[v], as written above
        position = T(W - alpha) * ((grid[U(n), U(ab), 0] + T(1)) / T(2)) + T(alpha) / T(2) - (T(1) / T(2))
        below = cell(position)
        if beta == 0:
            grid_here = grid[U(n), U(ab), 0]
            grid_dot_here = grid_dot[U(n), U(ab), 0]
            for v in range(4):
                w_column_dot[U(v)] = (
                    select(
                        T(1) >= abs(T(W - alpha) * ((grid_here + T(1)) / T(2)) + T(alpha) / T(2) + T(1) / T(2) - T(below + v)),
                        -T(W - alpha)
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
                        * abs(
                            T(W - alpha) * ((grid_here + T(1)) / T(2))
                            + T(alpha) / T(2)
                            + T(1) / T(2)
                            - T(below + v)
                        )
                        * grid_dot_here
                        * np.sign(
                            T(below + v)
                            - (T(W - alpha) * ((grid_here + T(1)) / T(2)))
                            - (T(alpha) / T(2))
                            - (T(1) / T(2))
                        )
                        - (T(W - alpha) * ((T(W - alpha) * ((grid_here + T(1)) / T(2)) + T(alpha) / T(2) + T(1) / T(2) - T(below + v)) * (T(W - alpha) * ((grid_here + T(1)) / T(2)) + T(alpha) / T(2) + T(1) / T(2) - T(below + v))) * ((kappa + T(2)) / T(2)) * grid_dot_here * np.sign(T(below + v) - (T(W - alpha) * ((grid_here + T(1)) / T(2))) - (T(alpha) / T(2)) - (T(1) / T(2)))),
                        (
                            (
                                -(
                                    T(W - alpha)
                                    * (
                                        (
                                            abs(
                                                T(W - alpha) * ((grid_here + T(1)) / T(2))
                                                + T(alpha) / T(2)
                                                + T(1) / T(2)
                                                - T(below + v)
                                            )
                                            - T(5)
                                        )
                                        / T(2)
                                    )
                                    * grid_dot_here
                                    * np.sign(
                                        T(below + v)
                                        - (T(W - alpha) * ((grid_here + T(1)) / T(2)))
                                        - (T(alpha) / T(2))
                                        - (T(1) / T(2))
                                    )
                                )
                                - (
                                    (T(W - alpha) / T(2))
                                    * abs(
                                        T(W - alpha) * ((grid_here + T(1)) / T(2))
                                        + T(alpha) / T(2)
                                        + T(1) / T(2)
                                        - T(below + v)
                                    )
                                    * grid_dot_here
                                    * np.sign(
                                        T(below + v)
                                        - (T(W - alpha) * ((grid_here + T(1)) / T(2)))
                                        - (T(alpha) / T(2))
                                        - (T(1) / T(2))
                                    )
                                )
                            )
                            * abs(
                                T(W - alpha) * ((grid_here + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below + v)
                            )
                            - (
                                T(W - alpha)
                                * (
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
                                    / T(2)
                                )
                                * grid_dot_here
                                * np.sign(
                                    T(below + v)
                                    - (T(W - alpha) * ((grid_here + T(1)) / T(2)))
                                    - (T(alpha) / T(2))
                                    - (T(1) / T(2))
                                )
                            )
                        )
                        * kappa,
                    )
                    if below + v >= 1 and W >= below + v
                    else T(0)
                )
        else:
            term = (
                T(below)
                - (T(W - alpha) * ((grid[U(n), U(ab), 0] + T(1)) / T(2)))
                - (T(alpha) / T(2))
                - (T(1) / T(2))
            )
            term2 = (
                T(W - alpha) * ((grid[U(n), U(ab), 0] + T(1)) / T(2))
                + T(alpha) / T(2)
                + T(1) / T(2)
                - T(below)
            )
            grid_here2 = grid[U(n), U(ab), 0]
            grid_dot_here2 = grid_dot[U(n), U(ab), 0]
            for v in range(4):
                sign_here = np.sign(term + T(v))
                abs_here = abs(T(v) - term2)
                w_column_dot[U(v)] = select(
                    T(1) >= abs_here,
                    -T(W - alpha)
                    * abs_here
                    * (abs_here * (kappa + T(2)) - kappa - T(3))
                    * grid_dot_here2
                    * sign_here
                    - (T(W - alpha) * ((T(W - alpha) * ((grid_here2 + T(1)) / T(2)) + T(alpha) / T(2) + T(1) / T(2) - T(below + v)) * (T(W - alpha) * ((grid_here2 + T(1)) / T(2)) + T(alpha) / T(2) + T(1) / T(2) - T(below + v))) * ((kappa + T(2)) / T(2)) * grid_dot_here2 * sign_here),
                    (
                        (
                            -((T(W - alpha) / T(2)) * abs_here * grid_dot_here2 * sign_here)
                            - (T(W - alpha) * ((abs_here - T(5)) / T(2)) * grid_dot_here2 * sign_here)
                        )
                        * abs_here
                        - (
                            T(W - alpha)
                            * ((abs_here * (abs_here - T(5)) + T(8)) / T(2))
                            * grid_dot_here2
                            * sign_here
                        )
                    )
                    * kappa,
                )
        # w_row_dot[u], as written above
        position2 = T(H - alpha) * ((grid[U(n), U(ab), 1] + T(1)) / T(2)) + T(alpha) / T(2) - (T(1) / T(2))
        below2 = cell(position2)
        if beta == 0:
            grid_here3 = grid[U(n), U(ab), 1]
            grid_dot_here3 = grid_dot[U(n), U(ab), 1]
            for u in range(4):
                w_row_dot[U(u)] = (
                    select(
                        T(1) >= abs(T(H - alpha) * ((grid_here3 + T(1)) / T(2)) + T(alpha) / T(2) + T(1) / T(2) - T(below2 + u)),
                        -T(H - alpha)
                        * (
                            abs(
                                T(H - alpha) * ((grid_here3 + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below2 + u)
                            )
                            * (kappa + T(2))
                            - kappa
                            - T(3)
                        )
                        * abs(
                            T(H - alpha) * ((grid_here3 + T(1)) / T(2))
                            + T(alpha) / T(2)
                            + T(1) / T(2)
                            - T(below2 + u)
                        )
                        * grid_dot_here3
                        * np.sign(
                            T(below2 + u)
                            - (T(H - alpha) * ((grid_here3 + T(1)) / T(2)))
                            - (T(alpha) / T(2))
                            - (T(1) / T(2))
                        )
                        - (T(H - alpha) * ((T(H - alpha) * ((grid_here3 + T(1)) / T(2)) + T(alpha) / T(2) + T(1) / T(2) - T(below2 + u)) * (T(H - alpha) * ((grid_here3 + T(1)) / T(2)) + T(alpha) / T(2) + T(1) / T(2) - T(below2 + u))) * ((kappa + T(2)) / T(2)) * grid_dot_here3 * np.sign(T(below2 + u) - (T(H - alpha) * ((grid_here3 + T(1)) / T(2))) - (T(alpha) / T(2)) - (T(1) / T(2)))),
                        (
                            (
                                -(
                                    T(H - alpha)
                                    * (
                                        (
                                            abs(
                                                T(H - alpha) * ((grid_here3 + T(1)) / T(2))
                                                + T(alpha) / T(2)
                                                + T(1) / T(2)
                                                - T(below2 + u)
                                            )
                                            - T(5)
                                        )
                                        / T(2)
                                    )
                                    * grid_dot_here3
                                    * np.sign(
                                        T(below2 + u)
                                        - (T(H - alpha) * ((grid_here3 + T(1)) / T(2)))
                                        - (T(alpha) / T(2))
                                        - (T(1) / T(2))
                                    )
                                )
                                - (
                                    (T(H - alpha) / T(2))
                                    * abs(
                                        T(H - alpha) * ((grid_here3 + T(1)) / T(2))
                                        + T(alpha) / T(2)
                                        + T(1) / T(2)
                                        - T(below2 + u)
                                    )
                                    * grid_dot_here3
                                    * np.sign(
                                        T(below2 + u)
                                        - (T(H - alpha) * ((grid_here3 + T(1)) / T(2)))
                                        - (T(alpha) / T(2))
                                        - (T(1) / T(2))
                                    )
                                )
                            )
                            * abs(
                                T(H - alpha) * ((grid_here3 + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below2 + u)
                            )
                            - (
                                T(H - alpha)
                                * (
                                    (
                                        abs(
                                            T(H - alpha) * ((grid_here3 + T(1)) / T(2))
                                            + T(alpha) / T(2)
                                            + T(1) / T(2)
                                            - T(below2 + u)
                                        )
                                        * (
                                            abs(
                                                T(H - alpha) * ((grid_here3 + T(1)) / T(2))
                                                + T(alpha) / T(2)
                                                + T(1) / T(2)
                                                - T(below2 + u)
                                            )
                                            - T(5)
                                        )
                                        + T(8)
                                    )
                                    / T(2)
                                )
                                * grid_dot_here3
                                * np.sign(
                                    T(below2 + u)
                                    - (T(H - alpha) * ((grid_here3 + T(1)) / T(2)))
                                    - (T(alpha) / T(2))
                                    - (T(1) / T(2))
                                )
                            )
                        )
                        * kappa,
                    )
                    if below2 + u >= 1 and H >= below2 + u
                    else T(0)
                )
        else:
            term = (
                T(below2)
                - (T(H - alpha) * ((grid[U(n), U(ab), 1] + T(1)) / T(2)))
                - (T(alpha) / T(2))
                - (T(1) / T(2))
            )
            term2 = (
                T(H - alpha) * ((grid[U(n), U(ab), 1] + T(1)) / T(2))
                + T(alpha) / T(2)
                + T(1) / T(2)
                - T(below2)
            )
            grid_here4 = grid[U(n), U(ab), 1]
            grid_dot_here4 = grid_dot[U(n), U(ab), 1]
            for u in range(4):
                sign_here2 = np.sign(term + T(u))
                abs_here2 = abs(T(u) - term2)
                w_row_dot[U(u)] = select(
                    T(1) >= abs_here2,
                    -T(H - alpha)
                    * abs_here2
                    * (abs_here2 * (kappa + T(2)) - kappa - T(3))
                    * grid_dot_here4
                    * sign_here2
                    - (T(H - alpha) * ((T(H - alpha) * ((grid_here4 + T(1)) / T(2)) + T(alpha) / T(2) + T(1) / T(2) - T(below2 + u)) * (T(H - alpha) * ((grid_here4 + T(1)) / T(2)) + T(alpha) / T(2) + T(1) / T(2) - T(below2 + u))) * ((kappa + T(2)) / T(2)) * grid_dot_here4 * sign_here2),
                    (
                        (
                            -((T(H - alpha) / T(2)) * abs_here2 * grid_dot_here4 * sign_here2)
                            - (T(H - alpha) * ((abs_here2 - T(5)) / T(2)) * grid_dot_here4 * sign_here2)
                        )
                        * abs_here2
                        - (
                            T(H - alpha)
                            * ((abs_here2 * (abs_here2 - T(5)) + T(8)) / T(2))
                            * grid_dot_here4
                            * sign_here2
                        )
                    )
                    * kappa,
                )
        # w_column[v], as written above
        position3 = T(W - alpha) * ((grid[U(n), U(ab), 0] + T(1)) / T(2)) + T(alpha) / T(2) - (T(1) / T(2))
        below3 = cell(position3)
        if beta == 0:
            grid_here5 = grid[U(n), U(ab), 0]
            for v in range(4):
                w_column[U(v)] = (
                    select(
                        T(1) >= abs(T(W - alpha) * ((grid_here5 + T(1)) / T(2)) + T(alpha) / T(2) + T(1) / T(2) - T(below3 + v)),
                        (
                            (
                                T(W - alpha) * ((grid_here5 + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below3 + v)
                            )
                            * (
                                T(W - alpha) * ((grid_here5 + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below3 + v)
                            )
                        )
                        * (
                            abs(
                                T(W - alpha) * ((grid_here5 + T(1)) / T(2))
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
                                    T(W - alpha) * ((grid_here5 + T(1)) / T(2))
                                    + T(alpha) / T(2)
                                    + T(1) / T(2)
                                    - T(below3 + v)
                                )
                                * (
                                    abs(
                                        T(W - alpha) * ((grid_here5 + T(1)) / T(2))
                                        + T(alpha) / T(2)
                                        + T(1) / T(2)
                                        - T(below3 + v)
                                    )
                                    - T(5)
                                )
                                + T(8)
                            )
                            * abs(
                                T(W - alpha) * ((grid_here5 + T(1)) / T(2))
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
            grid_here6 = grid[U(n), U(ab), 0]
            for v in range(4):
                abs_here3 = abs(T(v) - term)
                w_column[U(v)] = select(
                    T(1) >= abs_here3,
                    (
                        (
                            T(W - alpha) * ((grid_here6 + T(1)) / T(2))
                            + T(alpha) / T(2)
                            + T(1) / T(2)
                            - T(below3 + v)
                        )
                        * (
                            T(W - alpha) * ((grid_here6 + T(1)) / T(2))
                            + T(alpha) / T(2)
                            + T(1) / T(2)
                            - T(below3 + v)
                        )
                    )
                    * (abs_here3 * (kappa + T(2)) - kappa - T(3))
                    + T(1),
                    (abs_here3 * (abs_here3 * (abs_here3 - T(5)) + T(8)) - T(4)) * kappa,
                )
        # tap_column[n,ab,v] = clamp({min((⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋ + v −
        #     1) mod max(2·W − 2·α, 1), max(2·W − 2·α, 1) + α − ((⌊(W − α)/2 · (1 +
        #     grid[n,ab,0]) + α/2 − 1/2⌋ + v − 1) mod max(2·W − 2·α, 1)) − 1) if β = 2; else
        #     ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋ + v − 1}, 0, W − 1)
        position4 = T(W - alpha) * ((grid[U(n), U(ab), 0] + T(1)) / T(2)) + T(alpha) / T(2) - (T(1) / T(2))
        below4 = cell(position4)
        if beta == 2:
            for v in range(4):
                tap_column[U(n), U(ab), U(v)] = min(
                    max(min((below4 + v - 1) % max(W * 2 - (alpha * 2), 1), max(W * 2 - (alpha * 2),
                            1) + alpha - ((below4 + v - 1) % max(W * 2 - (alpha * 2), 1)) - 1), 0),
                    W - 1,
                )
        else:
            for v in range(4):
                tap_column[U(n), U(ab), U(v)] = min(max(below4 + v - 1, 0), W - 1)
        # w_row[u], as written above
        position5 = T(H - alpha) * ((grid[U(n), U(ab), 1] + T(1)) / T(2)) + T(alpha) / T(2) - (T(1) / T(2))
        below5 = cell(position5)
        if beta == 0:
            grid_here7 = grid[U(n), U(ab), 1]
            for u in range(4):
                w_row[U(u)] = (
                    select(
                        T(1) >= abs(T(H - alpha) * ((grid_here7 + T(1)) / T(2)) + T(alpha) / T(2) + T(1) / T(2) - T(below5 + u)),
                        (
                            (
                                T(H - alpha) * ((grid_here7 + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below5 + u)
                            )
                            * (
                                T(H - alpha) * ((grid_here7 + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below5 + u)
                            )
                        )
                        * (
                            abs(
                                T(H - alpha) * ((grid_here7 + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below5 + u)
                            )
                            * (kappa + T(2))
                            - kappa
                            - T(3)
                        )
                        + T(1),
                        (
                            (
                                abs(
                                    T(H - alpha) * ((grid_here7 + T(1)) / T(2))
                                    + T(alpha) / T(2)
                                    + T(1) / T(2)
                                    - T(below5 + u)
                                )
                                * (
                                    abs(
                                        T(H - alpha) * ((grid_here7 + T(1)) / T(2))
                                        + T(alpha) / T(2)
                                        + T(1) / T(2)
                                        - T(below5 + u)
                                    )
                                    - T(5)
                                )
                                + T(8)
                            )
                            * abs(
                                T(H - alpha) * ((grid_here7 + T(1)) / T(2))
                                + T(alpha) / T(2)
                                + T(1) / T(2)
                                - T(below5 + u)
                            )
                            - T(4)
                        )
                        * kappa,
                    )
                    if below5 + u >= 1 and H >= below5 + u
                    else T(0)
                )
        else:
            term = (
                T(H - alpha) * ((grid[U(n), U(ab), 1] + T(1)) / T(2))
                + T(alpha) / T(2)
                + T(1) / T(2)
                - T(below5)
            )
            grid_here8 = grid[U(n), U(ab), 1]
            for u in range(4):
                abs_here4 = abs(T(u) - term)
                w_row[U(u)] = select(
                    T(1) >= abs_here4,
                    (
                        (
                            T(H - alpha) * ((grid_here8 + T(1)) / T(2))
                            + T(alpha) / T(2)
                            + T(1) / T(2)
                            - T(below5 + u)
                        )
                        * (
                            T(H - alpha) * ((grid_here8 + T(1)) / T(2))
                            + T(alpha) / T(2)
                            + T(1) / T(2)
                            - T(below5 + u)
                        )
                    )
                    * (abs_here4 * (kappa + T(2)) - kappa - T(3))
                    + T(1),
                    (abs_here4 * (abs_here4 * (abs_here4 - T(5)) + T(8)) - T(4)) * kappa,
                )
        # tap_row[n,ab,u] = clamp({min((⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋ + u − 1)
        #     mod max(2·H − 2·α, 1), max(2·H − 2·α, 1) + α − ((⌊(H − α)/2 · (1 + grid[n,ab,1])
        #     + α/2 − 1/2⌋ + u − 1) mod max(2·H − 2·α, 1)) − 1) if β = 2; else ⌊(H − α)/2 · (1
        #     + grid[n,ab,1]) + α/2 − 1/2⌋ + u − 1}, 0, H − 1)
        position6 = T(H - alpha) * ((grid[U(n), U(ab), 1] + T(1)) / T(2)) + T(alpha) / T(2) - (T(1) / T(2))
        below6 = cell(position6)
        if beta == 2:
            for u in range(4):
                tap_row[U(n), U(ab), U(u)] = min(
                    max(min((below6 + u - 1) % max(H * 2 - (alpha * 2), 1), max(H * 2 - (alpha * 2),
                            1) + alpha - ((below6 + u - 1) % max(H * 2 - (alpha * 2), 1)) - 1), 0),
                    H - 1,
                )
        else:
            for u in range(4):
                tap_row[U(n), U(ab), U(u)] = min(max(below6 + u - 1, 0), H - 1)
        # ẏ[n,c,ab] = Σ_{u,v} (w_column[v] · w_row[u] · ẋ[n, c, tap_row[n,ab,u],
        #     tap_column[n,ab,v]] + w_column[v] · w_row_dot[u] · x[n, c, tap_row[n,ab,u],
        #     tap_column[n,ab,v]] + w_column_dot[v] · w_row[u] · x[n, c, tap_row[n,ab,u],
        #     tap_column[n,ab,v]])
        for c in range(C):
            acc = T(0)
            for u in range(4):
                w_row_here = w_row[U(u)]
                tap_row_here = tap_row[U(n), U(ab), U(u)]
                w_row_dot_here = w_row_dot[U(u)]
                for v in range(4):
                    acc = plus(
                        acc,
                        w_column[U(v)]
                        * w_row_dot_here
                        * x[U(n), U(c), U(tap_row_here), U(tap_column[U(n), U(ab), U(v)])]
                        + w_column[U(v)]
                        * w_row_here
                        * x_dot[U(n), U(c), U(tap_row_here), U(tap_column[U(n), U(ab), U(v)])]
                        + w_column_dot[U(v)]
                        * w_row_here
                        * x[U(n), U(c), U(tap_row_here), U(tap_column[U(n), U(ab), U(v)])],
                    )
            y_dot[U(n), U(c), U(ab)] = acc


def _jvp(x_dot, grid_dot, x, grid, y_dot, N, C, H, W, OH, OW, alpha, beta, kappa):
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
    row_dot[n,a,b] = (H − α) · grid_dot[n,a,b,1]/2
    away_row_dot[n,a,b,u] = −row_dot[n,a,b] · sign(u − 1 + ⌊row[n,a,b]⌋ − row[n,a,b])
    w_row_dot[n,a,b,u] = {[0 ≤ ⌊row[n,a,b]⌋ + u − 1 < H] if β = 0; else 1} · {(2 + κ) · away_row[n,a,b,u]²
        · away_row_dot[n,a,b,u] + 2 · away_row[n,a,b,u] · away_row_dot[n,a,b,u] · ((2 + κ) ·
        away_row[n,a,b,u] − 3 − κ) if away_row[n,a,b,u] ≤ 1; else κ · (away_row_dot[n,a,b,u] · (8 +
        away_row[n,a,b,u] · (away_row[n,a,b,u] − 5)) + away_row[n,a,b,u] ·
        (away_row[n,a,b,u]·away_row_dot[n,a,b,u] + away_row_dot[n,a,b,u] · (away_row[n,a,b,u] − 5)))}
    column_dot[n,a,b] = (W − α) · grid_dot[n,a,b,0]/2
    away_column_dot[n,a,b,v] = −column_dot[n,a,b] · sign(v − 1 + ⌊column[n,a,b]⌋ − column[n,a,b])
    w_column_dot[n,a,b,v] = {[0 ≤ ⌊column[n,a,b]⌋ + v − 1 < W] if β = 0; else 1} · {(2 + κ) ·
        away_column[n,a,b,v]² · away_column_dot[n,a,b,v] + 2 · away_column[n,a,b,v] ·
        away_column_dot[n,a,b,v] · ((2 + κ) · away_column[n,a,b,v] − 3 − κ) if away_column[n,a,b,v] ≤ 1;
        else κ · (away_column_dot[n,a,b,v] · (8 + away_column[n,a,b,v] · (away_column[n,a,b,v] − 5)) +
        away_column[n,a,b,v] · (away_column[n,a,b,v]·away_column_dot[n,a,b,v] + away_column_dot[n,a,b,v] ·
        (away_column[n,a,b,v] − 5)))}
    ẏ[n,c,a,b] = Σ_{u,v} (w_column[n,a,b,v] · w_row[n,a,b,u] · ẋ[n, c, tap_row[n,a,b,u],
        tap_column[n,a,b,v]] + w_column[n,a,b,v] · w_row_dot[n,a,b,u] · x[n, c, tap_row[n,a,b,u],
        tap_column[n,a,b,v]] + w_column_dot[n,a,b,v] · w_row[n,a,b,u] · x[n, c, tap_row[n,a,b,u],
        tap_column[n,a,b,v]])

    As compiled:

    w_column_dot[v] = {[0 ≤ ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋ + v − 1 < W] if β = 0; else 1} ·
        {−(W − α) · (2 + κ) · grid_dot[n,ab,0] · sign(v − α/2 − 1/2 + ⌊(W − α)/2 · (1 + grid[n,ab,0]) +
        α/2 − 1/2⌋ − (W − α)/2 · (1 + grid[n,ab,0])) · (α/2 − v + 1/2 + (W − α)/2 · (1 + grid[n,ab,0]) −
        ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋)²/2 − (W − α) · grid_dot[n,ab,0] · sign(v − α/2 − 1/2
        + ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋ − (W − α)/2 · (1 + grid[n,ab,0])) · |α/2 − v + 1/2
        + (W − α)/2 · (1 + grid[n,ab,0]) − ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋| · ((2 + κ) · |α/2
        − v + 1/2 + (W − α)/2 · (1 + grid[n,ab,0]) − ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋| − 3 −
        κ) if |α/2 − v + 1/2 + (W − α)/2 · (1 + grid[n,ab,0]) − ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 −
        1/2⌋| ≤ 1; else κ · (|α/2 − v + 1/2 + (W − α)/2 · (1 + grid[n,ab,0]) − ⌊(W − α)/2 · (1 +
        grid[n,ab,0]) + α/2 − 1/2⌋|/2 · ((W − α) · grid_dot[n,ab,0] · sign(v − α/2 − 1/2 + ⌊(W − α)/2 · (1
        + grid[n,ab,0]) + α/2 − 1/2⌋ − (W − α)/2 · (1 + grid[n,ab,0])) · (5 − |α/2 − v + 1/2 + (W − α)/2 ·
        (1 + grid[n,ab,0]) − ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋|) − (W − α) · grid_dot[n,ab,0] ·
        sign(v − α/2 − 1/2 + ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋ − (W − α)/2 · (1 +
        grid[n,ab,0])) · |α/2 − v + 1/2 + (W − α)/2 · (1 + grid[n,ab,0]) − ⌊(W − α)/2 · (1 + grid[n,ab,0])
        + α/2 − 1/2⌋|) − (W − α) · grid_dot[n,ab,0] · sign(v − α/2 − 1/2 + ⌊(W − α)/2 · (1 + grid[n,ab,0])
        + α/2 − 1/2⌋ − (W − α)/2 · (1 + grid[n,ab,0]))/2 · (8 + |α/2 − v + 1/2 + (W − α)/2 · (1 +
        grid[n,ab,0]) − ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋| · (|α/2 − v + 1/2 + (W − α)/2 · (1 +
        grid[n,ab,0]) − ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋| − 5)))}
    w_row_dot[u] = {[0 ≤ ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋ + u − 1 < H] if β = 0; else 1} ·
        {−(H − α) · (2 + κ) · grid_dot[n,ab,1] · sign(u − α/2 − 1/2 + ⌊(H − α)/2 · (1 + grid[n,ab,1]) +
        α/2 − 1/2⌋ − (H − α)/2 · (1 + grid[n,ab,1])) · (α/2 − u + 1/2 + (H − α)/2 · (1 + grid[n,ab,1]) −
        ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋)²/2 − (H − α) · grid_dot[n,ab,1] · sign(u − α/2 − 1/2
        + ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋ − (H − α)/2 · (1 + grid[n,ab,1])) · |α/2 − u + 1/2
        + (H − α)/2 · (1 + grid[n,ab,1]) − ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋| · ((2 + κ) · |α/2
        − u + 1/2 + (H − α)/2 · (1 + grid[n,ab,1]) − ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋| − 3 −
        κ) if |α/2 − u + 1/2 + (H − α)/2 · (1 + grid[n,ab,1]) − ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 −
        1/2⌋| ≤ 1; else κ · (|α/2 − u + 1/2 + (H − α)/2 · (1 + grid[n,ab,1]) − ⌊(H − α)/2 · (1 +
        grid[n,ab,1]) + α/2 − 1/2⌋|/2 · ((H − α) · grid_dot[n,ab,1] · sign(u − α/2 − 1/2 + ⌊(H − α)/2 · (1
        + grid[n,ab,1]) + α/2 − 1/2⌋ − (H − α)/2 · (1 + grid[n,ab,1])) · (5 − |α/2 − u + 1/2 + (H − α)/2 ·
        (1 + grid[n,ab,1]) − ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋|) − (H − α) · grid_dot[n,ab,1] ·
        sign(u − α/2 − 1/2 + ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋ − (H − α)/2 · (1 +
        grid[n,ab,1])) · |α/2 − u + 1/2 + (H − α)/2 · (1 + grid[n,ab,1]) − ⌊(H − α)/2 · (1 + grid[n,ab,1])
        + α/2 − 1/2⌋|) − (H − α) · grid_dot[n,ab,1] · sign(u − α/2 − 1/2 + ⌊(H − α)/2 · (1 + grid[n,ab,1])
        + α/2 − 1/2⌋ − (H − α)/2 · (1 + grid[n,ab,1]))/2 · (8 + |α/2 − u + 1/2 + (H − α)/2 · (1 +
        grid[n,ab,1]) − ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋| · (|α/2 − u + 1/2 + (H − α)/2 · (1 +
        grid[n,ab,1]) − ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋| − 5)))}
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
    ẏ[n,c,ab] = Σ_{u,v} (w_column[v] · w_row[u] · ẋ[n, c, tap_row[n,ab,u], tap_column[n,ab,v]] +
        w_column[v] · w_row_dot[u] · x[n, c, tap_row[n,ab,u], tap_column[n,ab,v]] + w_column_dot[v] ·
        w_row[u] · x[n, c, tap_row[n,ab,u], tap_column[n,ab,v]])

    Operations: 96·C·N·OH·OW + 128·N·OH·OW multiplications, 47·C·N·OH·OW + 238·N·OH·OW additions, terms
        that a condition drops counted.
    """
    grid_dot_rows = grid_dot.reshape((N, OH * OW, 2))
    grid_rows = grid.reshape((N, OH * OW, 2))
    y_dot_rows = y_dot.reshape((N, C, OH * OW))
    tap_row = scratch((N, OH * OW, 4), np.int64)
    tap_column = scratch((N, OH * OW, 4), np.int64)
    launch(_jvp_part, N * OH * OW, N * OH * OW * 6 + C * N * OH * OW, x_dot, grid_dot_rows, x, grid_rows,
            y_dot_rows, tap_column, tap_row, N, C, H, W, OH, OW, alpha, beta, kappa)
