"""The kernels of grid_sample2d_bicubic; grid_sample2d_bicubic.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `grid_sample2d_bicubic`.  Do not edit.
Run time: 47a62f82b295e183.
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
    """tap_column[n,ab,v] = min(max({min((⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋ + v − 1) mod max(2·W −
        2·α, 1), max(2·W − 2·α, 1) + α − ((⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋ + v − 1) mod
        max(2·W − 2·α, 1)) − 1) if β = 2; else ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋ + v − 1}, 0),
        W − 1)
    tap_row[n,ab,u] = min(max({min((⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋ + u − 1) mod max(2·H −
        2·α, 1), max(2·H − 2·α, 1) + α − ((⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋ + u − 1) mod
        max(2·H − 2·α, 1)) − 1) if β = 2; else ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋ + u − 1}, 0),
        H − 1)
    dw_row_part[v,u] = Σ_c dy[n,c,ab] · x[n, c, tap_row[n,ab,u], tap_column[n,ab,v]]
    away_column[v] = |α/2 − v + 1/2 + (W − α)/2 · (1 + grid[n,ab,0]) − ⌊(W − α)/2 · (1 + grid[n,ab,0]) +
        α/2 − 1/2⌋|
    w_column[v] = {1 + away_column[v]² · ((2 + κ) · away_column[v] − 3 − κ) if away_column[v] ≤ 1; else κ
        · (away_column[v] · (8 + away_column[v] · (away_column[v] − 5)) − 4)} · {[0 ≤ ⌊(W − α)/2 · (1 +
        grid[n,ab,0]) + α/2 − 1/2⌋ + v − 1 < W] if β = 0; else 1}
    dw_row[u] = Σ_v dw_row_part[v,u] · w_column[v]
    away_row[u] = |α/2 − u + 1/2 + (H − α)/2 · (1 + grid[n,ab,1]) − ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2
        − 1/2⌋|
    w_row[u] = {1 + away_row[u]² · ((2 + κ) · away_row[u] − 3 − κ) if away_row[u] ≤ 1; else κ ·
        (away_row[u] · (8 + away_row[u] · (away_row[u] − 5)) − 4)} · {[0 ≤ ⌊(H − α)/2 · (1 + grid[n,ab,1])
        + α/2 − 1/2⌋ + u − 1 < H] if β = 0; else 1}
    dw_column[v] = Σ_u dw_row_part[v,u] · w_row[u]
    dgrid[n,ab,t] = −((W − α)/2 · Σ_{v : t = 0} dw_column[v] · sign(v − α/2 − 1/2 + ⌊(W − α)/2 · (1 +
        grid[n,ab,0]) + α/2 − 1/2⌋ − (W − α)/2 · (1 + grid[n,ab,0])) · {κ · (8 + away_column[v]² + 2 ·
        away_column[v] · (away_column[v] − 5)) if away_column[v] > 1; else away_column[v] · (3 · (2 + κ) ·
        away_column[v] − 6 − 2·κ)} · {[1 − ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋ ≤ v ≤ W − ⌊(W −
        α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋] if β = 0; else 1}) − (H − α)/2 · Σ_{u : t = 1} dw_row[u] ·
        sign(u − α/2 − 1/2 + ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋ − (H − α)/2 · (1 +
        grid[n,ab,1])) · {κ · (8 + away_row[u]² + 2 · away_row[u] · (away_row[u] − 5)) if away_row[u] > 1;
        else away_row[u] · (3 · (2 + κ) · away_row[u] − 6 − 2·κ)} · {[1 − ⌊(H − α)/2 · (1 + grid[n,ab,1])
        + α/2 − 1/2⌋ ≤ u ≤ H − ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋] if β = 0; else 1}
    """
    dtype = dy.dtype
    T = dtype.type
    dw_row_part = np.empty((4, 4), dtype)
    away_column = np.empty(4, dtype)
    w_column = np.empty(4, dtype)
    dw_row = np.empty(4, dtype)
    away_row = np.empty(4, dtype)
    w_row = np.empty(4, dtype)
    dw_column = np.empty(4, dtype)
    for task in range(first, last):
        n = task // (OH * OW)
        ab = task % (OH * OW)
        # tap_column[n,ab,v] = min(max({min((⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋ + v
        #     − 1) mod max(2·W − 2·α, 1), max(2·W − 2·α, 1) + α − ((⌊(W − α)/2 · (1 +
        #     grid[n,ab,0]) + α/2 − 1/2⌋ + v − 1) mod max(2·W − 2·α, 1)) − 1) if β = 2; else
        #     ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋ + v − 1}, 0), W − 1)
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
        # tap_row[n,ab,u] = min(max({min((⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋ + u −
        #     1) mod max(2·H − 2·α, 1), max(2·H − 2·α, 1) + α − ((⌊(H − α)/2 · (1 +
        #     grid[n,ab,1]) + α/2 − 1/2⌋ + u − 1) mod max(2·H − 2·α, 1)) − 1) if β = 2; else
        #     ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋ + u − 1}, 0), H − 1)
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
        # away_column[v] = |α/2 − v + 1/2 + (W − α)/2 · (1 + grid[n,ab,0]) − ⌊(W − α)/2 · (1 +
        #     grid[n,ab,0]) + α/2 − 1/2⌋|
        position3 = T(W - alpha) * ((grid[U(n), U(ab), 0] + T(1)) / T(2)) + T(alpha) / T(2) - (T(1) / T(2))
        below3 = cell(position3)
        term = (
            T(W - alpha) * ((grid[U(n), U(ab), 0] + T(1)) / T(2)) + T(alpha) / T(2) + T(1) / T(2) - T(below3)
        )
        for v in range(4):
            away_column[U(v)] = abs(T(v) - term)
        # w_column[v] = {1 + away_column[v]² · ((2 + κ) · away_column[v] − 3 − κ) if
        #     away_column[v] ≤ 1; else κ · (away_column[v] · (8 + away_column[v] ·
        #     (away_column[v] − 5)) − 4)} · {[0 ≤ ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋
        #     + v − 1 < W] if β = 0; else 1}
        position4 = T(W - alpha) * ((grid[U(n), U(ab), 0] + T(1)) / T(2)) + T(alpha) / T(2) - (T(1) / T(2))
        below4 = cell(position4)
        if beta == 0:
            for v in range(4):
                away_column_here = away_column[U(v)]
                w_column[U(v)] = (
                    select(
                        T(1) >= away_column_here,
                        (away_column_here * (kappa + T(2)) - kappa - T(3))
                        * (away_column_here * away_column_here)
                        + T(1),
                        (away_column_here * (away_column_here * (away_column_here - T(5)) + T(8)) - T(4))
                        * kappa,
                    )
                    if below4 + v >= 1 and W >= below4 + v
                    else T(0)
                )
        else:
            for v in range(4):
                away_column_here2 = away_column[U(v)]
                w_column[U(v)] = select(
                    T(1) >= away_column_here2,
                    (away_column_here2 * (kappa + T(2)) - kappa - T(3))
                    * (away_column_here2 * away_column_here2)
                    + T(1),
                    (away_column_here2 * (away_column_here2 * (away_column_here2 - T(5)) + T(8)) - T(4))
                    * kappa,
                )
        # dw_row[u] = Σ_v dw_row_part[v,u] · w_column[v]
        for u in range(4):
            dw_row[U(u)] = T(0)
        for v in range(4):
            w_column_here = w_column[U(v)]
            for u in range(4):
                dw_row[U(u)] += dw_row_part[U(v), U(u)] * w_column_here
        # away_row[u] = |α/2 − u + 1/2 + (H − α)/2 · (1 + grid[n,ab,1]) − ⌊(H − α)/2 · (1 +
        #     grid[n,ab,1]) + α/2 − 1/2⌋|
        position5 = T(H - alpha) * ((grid[U(n), U(ab), 1] + T(1)) / T(2)) + T(alpha) / T(2) - (T(1) / T(2))
        below5 = cell(position5)
        term2 = (
            T(H - alpha) * ((grid[U(n), U(ab), 1] + T(1)) / T(2)) + T(alpha) / T(2) + T(1) / T(2) - T(below5)
        )
        for u in range(4):
            away_row[U(u)] = abs(T(u) - term2)
        # w_row[u] = {1 + away_row[u]² · ((2 + κ) · away_row[u] − 3 − κ) if away_row[u] ≤ 1;
        #     else κ · (away_row[u] · (8 + away_row[u] · (away_row[u] − 5)) − 4)} · {[0 ≤ ⌊(H
        #     − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋ + u − 1 < H] if β = 0; else 1}
        position6 = T(H - alpha) * ((grid[U(n), U(ab), 1] + T(1)) / T(2)) + T(alpha) / T(2) - (T(1) / T(2))
        below6 = cell(position6)
        if beta == 0:
            for u in range(4):
                away_row_here = away_row[U(u)]
                w_row[U(u)] = (
                    select(
                        T(1) >= away_row_here,
                        (away_row_here * (kappa + T(2)) - kappa - T(3)) * (away_row_here * away_row_here)
                        + T(1),
                        (away_row_here * (away_row_here * (away_row_here - T(5)) + T(8)) - T(4)) * kappa,
                    )
                    if below6 + u >= 1 and H >= below6 + u
                    else T(0)
                )
        else:
            for u in range(4):
                away_row_here2 = away_row[U(u)]
                w_row[U(u)] = select(
                    T(1) >= away_row_here2,
                    (away_row_here2 * (kappa + T(2)) - kappa - T(3)) * (away_row_here2 * away_row_here2)
                    + T(1),
                    (away_row_here2 * (away_row_here2 * (away_row_here2 - T(5)) + T(8)) - T(4)) * kappa,
                )
        # dw_column[v] = Σ_u dw_row_part[v,u] · w_row[u]
        for v in range(4):
            acc2 = T(0)
            for u in range(4):
                acc2 = plus(acc2, dw_row_part[U(v), U(u)] * w_row[U(u)])
            dw_column[U(v)] = acc2
        # dgrid[n,ab,t], as written above
        position7 = T(H - alpha) * ((grid[U(n), U(ab), 1] + T(1)) / T(2)) + T(alpha) / T(2) - (T(1) / T(2))
        position8 = T(W - alpha) * ((grid[U(n), U(ab), 0] + T(1)) / T(2)) + T(alpha) / T(2) - (T(1) / T(2))
        below7 = cell(position7)
        below8 = cell(position8)
        for t in range(2):
            acc3 = T(0)
            if t == 1:
                if beta == 0:
                    for u in range(4):
                        away_row_here3 = away_row[U(u)]
                        acc3 = plus(
                            acc3,
                            select(
                                away_row_here3 > T(1),
                                (
                                    T(2) * away_row_here3 * (away_row_here3 - T(5))
                                    + away_row_here3 * away_row_here3
                                    + T(8)
                                )
                                * kappa,
                                (T(3) * away_row_here3 * (kappa + T(2)) - (T(2) * kappa) - T(6))
                                * away_row_here3,
                            )
                            * dw_row[U(u)]
                            * np.sign(
                                T(below7 + u)
                                - (T(H - alpha) * ((grid[U(n), U(ab), 1] + T(1)) / T(2)))
                                - (T(alpha) / T(2))
                                - (T(1) / T(2))
                            )
                            if below7 + u >= 1 and H >= below7 + u
                            else T(0),
                        )
                else:
                    term3 = (
                        T(below7)
                        - (T(H - alpha) * ((grid[U(n), U(ab), 1] + T(1)) / T(2)))
                        - (T(alpha) / T(2))
                        - (T(1) / T(2))
                    )
                    for u in range(4):
                        away_row_here4 = away_row[U(u)]
                        acc3 = plus(
                            acc3,
                            select(
                                away_row_here4 > T(1),
                                (
                                    T(2) * away_row_here4 * (away_row_here4 - T(5))
                                    + away_row_here4 * away_row_here4
                                    + T(8)
                                )
                                * kappa,
                                (T(3) * away_row_here4 * (kappa + T(2)) - (T(2) * kappa) - T(6))
                                * away_row_here4,
                            )
                            * dw_row[U(u)]
                            * np.sign(term3 + T(u)),
                        )
            acc4 = T(0)
            if t == 0:
                if beta == 0:
                    for v in range(4):
                        away_column_here3 = away_column[U(v)]
                        acc4 = plus(
                            acc4,
                            select(
                                away_column_here3 > T(1),
                                (
                                    T(2) * away_column_here3 * (away_column_here3 - T(5))
                                    + away_column_here3 * away_column_here3
                                    + T(8)
                                )
                                * kappa,
                                (T(3) * away_column_here3 * (kappa + T(2)) - (T(2) * kappa) - T(6))
                                * away_column_here3,
                            )
                            * dw_column[U(v)]
                            * np.sign(
                                T(below8 + v)
                                - (T(W - alpha) * ((grid[U(n), U(ab), 0] + T(1)) / T(2)))
                                - (T(alpha) / T(2))
                                - (T(1) / T(2))
                            )
                            if below8 + v >= 1 and W >= below8 + v
                            else T(0),
                        )
                else:
                    term4 = (
                        T(below8)
                        - (T(W - alpha) * ((grid[U(n), U(ab), 0] + T(1)) / T(2)))
                        - (T(alpha) / T(2))
                        - (T(1) / T(2))
                    )
                    for v in range(4):
                        away_column_here4 = away_column[U(v)]
                        acc4 = plus(
                            acc4,
                            select(
                                away_column_here4 > T(1),
                                (
                                    T(2) * away_column_here4 * (away_column_here4 - T(5))
                                    + away_column_here4 * away_column_here4
                                    + T(8)
                                )
                                * kappa,
                                (T(3) * away_column_here4 * (kappa + T(2)) - (T(2) * kappa) - T(6))
                                * away_column_here4,
                            )
                            * dw_column[U(v)]
                            * np.sign(term4 + T(v)),
                        )
            dgrid[U(n), U(ab), U(t)] = -((T(H - alpha) / T(2)) * acc3) - ((T(W - alpha) / T(2)) * acc4)


def _vjp_grid(dy, x, grid, dgrid, N, C, H, W, OH, OW, alpha, beta, kappa):
    """row[n,a,b] = (H − α)/2 · (1 + grid[n,a,b,1]) + α/2 − 1/2
    away_row[n,a,b,u] = |u − 1 + ⌊row[n,a,b]⌋ − row[n,a,b]|
    column[n,a,b] = (W − α)/2 · (1 + grid[n,a,b,0]) + α/2 − 1/2
    away_column[n,a,b,v] = |v − 1 + ⌊column[n,a,b]⌋ − column[n,a,b]|
    w_column[n,a,b,v] = {[0 ≤ ⌊column[n,a,b]⌋ + v − 1 < W] if β = 0; else 1} · {1 + away_column[n,a,b,v]²
        · ((2 + κ) · away_column[n,a,b,v] − 3 − κ) if away_column[n,a,b,v] ≤ 1; else κ ·
        (away_column[n,a,b,v] · (8 + away_column[n,a,b,v] · (away_column[n,a,b,v] − 5)) − 4)}
    tap_row[n,a,b,u] = min(max({min((⌊row[n,a,b]⌋ + u − 1) mod max(2·H − 2·α, 1), max(2·H − 2·α, 1) + α −
        ((⌊row[n,a,b]⌋ + u − 1) mod max(2·H − 2·α, 1)) − 1) if β = 2; else ⌊row[n,a,b]⌋ + u − 1}, 0), H −
        1)
    tap_column[n,a,b,v] = min(max({min((⌊column[n,a,b]⌋ + v − 1) mod max(2·W − 2·α, 1), max(2·W − 2·α, 1)
        + α − ((⌊column[n,a,b]⌋ + v − 1) mod max(2·W − 2·α, 1)) − 1) if β = 2; else ⌊column[n,a,b]⌋ + v −
        1}, 0), W − 1)
    dw_row[n,a,b,u] = Σ_{c,v} dy[n,c,a,b] · w_column[n,a,b,v] · x[n, c, tap_row[n,a,b,u],
        tap_column[n,a,b,v]]
    w_row[n,a,b,u] = {[0 ≤ ⌊row[n,a,b]⌋ + u − 1 < H] if β = 0; else 1} · {1 + away_row[n,a,b,u]² · ((2 +
        κ) · away_row[n,a,b,u] − 3 − κ) if away_row[n,a,b,u] ≤ 1; else κ · (away_row[n,a,b,u] · (8 +
        away_row[n,a,b,u] · (away_row[n,a,b,u] − 5)) − 4)}
    dw_column[n,a,b,v] = Σ_{c,u} dy[n,c,a,b] · w_row[n,a,b,u] · x[n, c, tap_row[n,a,b,u],
        tap_column[n,a,b,v]]
    dgrid[n,a,b,t] = 1/2 · (−((W − α) · [t = 0] · Σ_v dw_column[n,a,b,v] · sign(v − 1 + ⌊column[n,a,b]⌋ −
        column[n,a,b]) · (away_column[n,a,b,v] · [away_column[n,a,b,v] ≤ 1] · (3 · (2 + κ) ·
        away_column[n,a,b,v] − 6 − 2·κ) + κ · [away_column[n,a,b,v] > 1] · (8 + away_column[n,a,b,v]² + 2
        · away_column[n,a,b,v] · (away_column[n,a,b,v] − 5))) · {[1 − ⌊column[n,a,b]⌋ ≤ v ≤ W −
        ⌊column[n,a,b]⌋] if β = 0; else 1}) − (H − α) · [t = 1] · Σ_u dw_row[n,a,b,u] · sign(u − 1 +
        ⌊row[n,a,b]⌋ − row[n,a,b]) · (away_row[n,a,b,u] · [away_row[n,a,b,u] ≤ 1] · (3 · (2 + κ) ·
        away_row[n,a,b,u] − 6 − 2·κ) + κ · [away_row[n,a,b,u] > 1] · (8 + away_row[n,a,b,u]² + 2 ·
        away_row[n,a,b,u] · (away_row[n,a,b,u] − 5))) · {[1 − ⌊row[n,a,b]⌋ ≤ u ≤ H − ⌊row[n,a,b]⌋] if β =
        0; else 1})

    As compiled:

    tap_column[n,ab,v] = min(max({min((⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋ + v − 1) mod max(2·W −
        2·α, 1), max(2·W − 2·α, 1) + α − ((⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋ + v − 1) mod
        max(2·W − 2·α, 1)) − 1) if β = 2; else ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋ + v − 1}, 0),
        W − 1)
    tap_row[n,ab,u] = min(max({min((⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋ + u − 1) mod max(2·H −
        2·α, 1), max(2·H − 2·α, 1) + α − ((⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋ + u − 1) mod
        max(2·H − 2·α, 1)) − 1) if β = 2; else ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋ + u − 1}, 0),
        H − 1)
    dw_row_part[v,u] = Σ_c dy[n,c,ab] · x[n, c, tap_row[n,ab,u], tap_column[n,ab,v]]
    away_column[v] = |α/2 − v + 1/2 + (W − α)/2 · (1 + grid[n,ab,0]) − ⌊(W − α)/2 · (1 + grid[n,ab,0]) +
        α/2 − 1/2⌋|
    w_column[v] = {1 + away_column[v]² · ((2 + κ) · away_column[v] − 3 − κ) if away_column[v] ≤ 1; else κ
        · (away_column[v] · (8 + away_column[v] · (away_column[v] − 5)) − 4)} · {[0 ≤ ⌊(W − α)/2 · (1 +
        grid[n,ab,0]) + α/2 − 1/2⌋ + v − 1 < W] if β = 0; else 1}
    dw_row[u] = Σ_v dw_row_part[v,u] · w_column[v]
    away_row[u] = |α/2 − u + 1/2 + (H − α)/2 · (1 + grid[n,ab,1]) − ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2
        − 1/2⌋|
    w_row[u] = {1 + away_row[u]² · ((2 + κ) · away_row[u] − 3 − κ) if away_row[u] ≤ 1; else κ ·
        (away_row[u] · (8 + away_row[u] · (away_row[u] − 5)) − 4)} · {[0 ≤ ⌊(H − α)/2 · (1 + grid[n,ab,1])
        + α/2 − 1/2⌋ + u − 1 < H] if β = 0; else 1}
    dw_column[v] = Σ_u dw_row_part[v,u] · w_row[u]
    dgrid[n,ab,t] = −((W − α)/2 · Σ_{v : t = 0} dw_column[v] · sign(v − α/2 − 1/2 + ⌊(W − α)/2 · (1 +
        grid[n,ab,0]) + α/2 − 1/2⌋ − (W − α)/2 · (1 + grid[n,ab,0])) · {κ · (8 + away_column[v]² + 2 ·
        away_column[v] · (away_column[v] − 5)) if away_column[v] > 1; else away_column[v] · (3 · (2 + κ) ·
        away_column[v] − 6 − 2·κ)} · {[1 − ⌊(W − α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋ ≤ v ≤ W − ⌊(W −
        α)/2 · (1 + grid[n,ab,0]) + α/2 − 1/2⌋] if β = 0; else 1}) − (H − α)/2 · Σ_{u : t = 1} dw_row[u] ·
        sign(u − α/2 − 1/2 + ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋ − (H − α)/2 · (1 +
        grid[n,ab,1])) · {κ · (8 + away_row[u]² + 2 · away_row[u] · (away_row[u] − 5)) if away_row[u] > 1;
        else away_row[u] · (3 · (2 + κ) · away_row[u] − 6 − 2·κ)} · {[1 − ⌊(H − α)/2 · (1 + grid[n,ab,1])
        + α/2 − 1/2⌋ ≤ u ≤ H − ⌊(H − α)/2 · (1 + grid[n,ab,1]) + α/2 − 1/2⌋] if β = 0; else 1}

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
