"""The kernels of lp_pool2d_ceil; lp_pool2d_ceil.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `lp_pool2d_ceil`.  Do not edit.
Run time: badfebcb826fd7a0.
"""

import numpy as np

from .disjoint import njit
from .elementary import power, select
from .runtime import plus
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, x, powers, y_dot, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w,
        p):
    """powers_dot_columns[column] = Σ_u ẋ[nc, s_h·i+d_h·u−p_t, column] · sign(x[nc, s_h·i+d_h·u−p_t, column])
        · |x[nc, s_h·i+d_h·u−p_t, column]|^(p−1)
    powers_dot[j] = p · Σ_v powers_dot_columns[s_w·j+d_w·v−p_l]
    ẏ[nc,i,j] = {powers_dot[j]/(p·powers[nc,i,j]^(1−1/p)) if powers[nc,i,j] > 0; 0 if powers[nc,i,j] ≤ 0;
        else powers[nc,i,j]}
    """
    dtype = x_dot.dtype
    T = dtype.type
    powers_dot_columns = np.empty(W, dtype)
    powers_dot = np.empty(OW, dtype)
    row = np.empty(OW, dtype)
    for task in range(first, last):
        nc = task // OH
        i = task % OH
        # powers_dot_columns[column] = Σ_u ẋ[nc, s_h·i+d_h·u−p_t, column] · sign(x[nc,
        #     s_h·i+d_h·u−p_t, column]) · |x[nc, s_h·i+d_h·u−p_t, column]|^(p−1)
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        u_first2 = max(u_first, 0)
        u_last2 = min(KH - 1, u_last)
        for column in range(W):
            powers_dot_columns[U(column)] = T(0)
        if u_first2 + 1 == u_last2:
            for u in range(max(0, u_first), min(KH - 1, u_last), 2):
                if p == T(2):
                    for column in range(W):
                        terms2 = powers_dot_columns[U(column)]
                        terms2 = plus(
                            terms2,
                            abs(x[U(nc), U(i * s_h + d_h * u - p_t), U(column)])
                            * np.sign(x[U(nc), U(i * s_h + d_h * u - p_t), U(column)])
                            * x_dot[U(nc), U(i * s_h + d_h * u - p_t), U(column)],
                        )
                        terms2 = plus(
                            terms2,
                            abs(x[U(nc), U(d_h + i * s_h + d_h * u - p_t), U(column)])
                            * np.sign(x[U(nc), U(d_h + i * s_h + d_h * u - p_t), U(column)])
                            * x_dot[U(nc), U(d_h + i * s_h + d_h * u - p_t), U(column)],
                        )
                        powers_dot_columns[U(column)] = terms2
                elif p == T(1):
                    for column in range(W):
                        terms2 = powers_dot_columns[U(column)]
                        terms2 = plus(
                            terms2,
                            np.sign(x[U(nc), U(i * s_h + d_h * u - p_t), U(column)])
                            * x_dot[U(nc), U(i * s_h + d_h * u - p_t), U(column)],
                        )
                        terms2 = plus(
                            terms2,
                            np.sign(x[U(nc), U(d_h + i * s_h + d_h * u - p_t), U(column)])
                            * x_dot[U(nc), U(d_h + i * s_h + d_h * u - p_t), U(column)],
                        )
                        powers_dot_columns[U(column)] = terms2
                elif p == T(3):
                    for column in range(W):
                        terms2 = powers_dot_columns[U(column)]
                        terms2 = plus(
                            terms2,
                            np.sign(x[U(nc), U(i * s_h + d_h * u - p_t), U(column)])
                            * (
                                x[U(nc), U(i * s_h + d_h * u - p_t), U(column)]
                                * x[U(nc), U(i * s_h + d_h * u - p_t), U(column)]
                            )
                            * x_dot[U(nc), U(i * s_h + d_h * u - p_t), U(column)],
                        )
                        terms2 = plus(
                            terms2,
                            np.sign(x[U(nc), U(d_h + i * s_h + d_h * u - p_t), U(column)])
                            * (
                                x[U(nc), U(d_h + i * s_h + d_h * u - p_t), U(column)]
                                * x[U(nc), U(d_h + i * s_h + d_h * u - p_t), U(column)]
                            )
                            * x_dot[U(nc), U(d_h + i * s_h + d_h * u - p_t), U(column)],
                        )
                        powers_dot_columns[U(column)] = terms2
                else:
                    term = p - T(1)
                    for column in range(W):
                        terms2 = powers_dot_columns[U(column)]
                        terms2 = plus(
                            terms2,
                            power(abs(x[U(nc), U(i * s_h + d_h * u - p_t), U(column)]), term)
                            * np.sign(x[U(nc), U(i * s_h + d_h * u - p_t), U(column)])
                            * x_dot[U(nc), U(i * s_h + d_h * u - p_t), U(column)],
                        )
                        terms2 = plus(
                            terms2,
                            power(abs(x[U(nc), U(d_h + i * s_h + d_h * u - p_t), U(column)]), term)
                            * np.sign(x[U(nc), U(d_h + i * s_h + d_h * u - p_t), U(column)])
                            * x_dot[U(nc), U(d_h + i * s_h + d_h * u - p_t), U(column)],
                        )
                        powers_dot_columns[U(column)] = terms2
        elif u_first2 + 2 == u_last2:
            for u in range(max(0, u_first), min(KH - 2, u_last - 1), 3):
                if p == T(2):
                    for column in range(W):
                        terms = powers_dot_columns[U(column)]
                        terms = plus(
                            terms,
                            abs(x[U(nc), U(i * s_h + d_h * u - p_t), U(column)])
                            * np.sign(x[U(nc), U(i * s_h + d_h * u - p_t), U(column)])
                            * x_dot[U(nc), U(i * s_h + d_h * u - p_t), U(column)],
                        )
                        terms = plus(
                            terms,
                            abs(x[U(nc), U(d_h + i * s_h + d_h * u - p_t), U(column)])
                            * np.sign(x[U(nc), U(d_h + i * s_h + d_h * u - p_t), U(column)])
                            * x_dot[U(nc), U(d_h + i * s_h + d_h * u - p_t), U(column)],
                        )
                        terms = plus(
                            terms,
                            abs(x[U(nc), U(d_h * 2 + i * s_h + d_h * u - p_t), U(column)])
                            * np.sign(x[U(nc), U(d_h * 2 + i * s_h + d_h * u - p_t), U(column)])
                            * x_dot[U(nc), U(d_h * 2 + i * s_h + d_h * u - p_t), U(column)],
                        )
                        powers_dot_columns[U(column)] = terms
                elif p == T(1):
                    for column in range(W):
                        terms = powers_dot_columns[U(column)]
                        terms = plus(
                            terms,
                            np.sign(x[U(nc), U(i * s_h + d_h * u - p_t), U(column)])
                            * x_dot[U(nc), U(i * s_h + d_h * u - p_t), U(column)],
                        )
                        terms = plus(
                            terms,
                            np.sign(x[U(nc), U(d_h + i * s_h + d_h * u - p_t), U(column)])
                            * x_dot[U(nc), U(d_h + i * s_h + d_h * u - p_t), U(column)],
                        )
                        terms = plus(
                            terms,
                            np.sign(x[U(nc), U(d_h * 2 + i * s_h + d_h * u - p_t), U(column)])
                            * x_dot[U(nc), U(d_h * 2 + i * s_h + d_h * u - p_t), U(column)],
                        )
                        powers_dot_columns[U(column)] = terms
                elif p == T(3):
                    for column in range(W):
                        terms = powers_dot_columns[U(column)]
                        terms = plus(
                            terms,
                            np.sign(x[U(nc), U(i * s_h + d_h * u - p_t), U(column)])
                            * (
                                x[U(nc), U(i * s_h + d_h * u - p_t), U(column)]
                                * x[U(nc), U(i * s_h + d_h * u - p_t), U(column)]
                            )
                            * x_dot[U(nc), U(i * s_h + d_h * u - p_t), U(column)],
                        )
                        terms = plus(
                            terms,
                            np.sign(x[U(nc), U(d_h + i * s_h + d_h * u - p_t), U(column)])
                            * (
                                x[U(nc), U(d_h + i * s_h + d_h * u - p_t), U(column)]
                                * x[U(nc), U(d_h + i * s_h + d_h * u - p_t), U(column)]
                            )
                            * x_dot[U(nc), U(d_h + i * s_h + d_h * u - p_t), U(column)],
                        )
                        terms = plus(
                            terms,
                            np.sign(x[U(nc), U(d_h * 2 + i * s_h + d_h * u - p_t), U(column)])
                            * (
                                x[U(nc), U(d_h * 2 + i * s_h + d_h * u - p_t), U(column)]
                                * x[U(nc), U(d_h * 2 + i * s_h + d_h * u - p_t), U(column)]
                            )
                            * x_dot[U(nc), U(d_h * 2 + i * s_h + d_h * u - p_t), U(column)],
                        )
                        powers_dot_columns[U(column)] = terms
                else:
                    term = p - T(1)
                    for column in range(W):
                        terms = powers_dot_columns[U(column)]
                        terms = plus(
                            terms,
                            power(abs(x[U(nc), U(i * s_h + d_h * u - p_t), U(column)]), term)
                            * np.sign(x[U(nc), U(i * s_h + d_h * u - p_t), U(column)])
                            * x_dot[U(nc), U(i * s_h + d_h * u - p_t), U(column)],
                        )
                        terms = plus(
                            terms,
                            power(abs(x[U(nc), U(d_h + i * s_h + d_h * u - p_t), U(column)]), term)
                            * np.sign(x[U(nc), U(d_h + i * s_h + d_h * u - p_t), U(column)])
                            * x_dot[U(nc), U(d_h + i * s_h + d_h * u - p_t), U(column)],
                        )
                        terms = plus(
                            terms,
                            power(abs(x[U(nc), U(d_h * 2 + i * s_h + d_h * u - p_t), U(column)]), term)
                            * np.sign(x[U(nc), U(d_h * 2 + i * s_h + d_h * u - p_t), U(column)])
                            * x_dot[U(nc), U(d_h * 2 + i * s_h + d_h * u - p_t), U(column)],
                        )
                        powers_dot_columns[U(column)] = terms
        else:
            for u in range(max(0, u_first), min(KH, u_last + 1)):
                if p == T(2):
                    for column in range(W):
                        powers_dot_columns[U(column)] += (
                            abs(x[U(nc), U(i * s_h + d_h * u - p_t), U(column)])
                            * np.sign(x[U(nc), U(i * s_h + d_h * u - p_t), U(column)])
                            * x_dot[U(nc), U(i * s_h + d_h * u - p_t), U(column)]
                        )
                elif p == T(1):
                    for column in range(W):
                        powers_dot_columns[U(column)] += (
                            np.sign(x[U(nc), U(i * s_h + d_h * u - p_t), U(column)])
                            * x_dot[U(nc), U(i * s_h + d_h * u - p_t), U(column)]
                        )
                elif p == T(3):
                    for column in range(W):
                        powers_dot_columns[U(column)] += (
                            np.sign(x[U(nc), U(i * s_h + d_h * u - p_t), U(column)])
                            * (
                                x[U(nc), U(i * s_h + d_h * u - p_t), U(column)]
                                * x[U(nc), U(i * s_h + d_h * u - p_t), U(column)]
                            )
                            * x_dot[U(nc), U(i * s_h + d_h * u - p_t), U(column)]
                        )
                else:
                    term = p - T(1)
                    for column in range(W):
                        powers_dot_columns[U(column)] += (
                            power(abs(x[U(nc), U(i * s_h + d_h * u - p_t), U(column)]), term)
                            * np.sign(x[U(nc), U(i * s_h + d_h * u - p_t), U(column)])
                            * x_dot[U(nc), U(i * s_h + d_h * u - p_t), U(column)]
                        )
        # powers_dot[j] = p · Σ_v powers_dot_columns[s_w·j+d_w·v−p_l]
        for j in range(OW):
            row[U(j)] = T(0)
        for v in range(KW):
            for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW, (W + p_l - (d_w * v) - 1) // s_w + 1)):
                row[U(j)] += powers_dot_columns[U(j * s_w + d_w * v - p_l)]
        for j in range(OW):
            powers_dot[U(j)] = p * row[U(j)]
        # ẏ[nc,i,j] = {powers_dot[j]/(p·powers[nc,i,j]^(1−1/p)) if powers[nc,i,j] > 0; 0 if
        #     powers[nc,i,j] ≤ 0; else powers[nc,i,j]}
        if p == T(2):
            for j in range(OW):
                powers_here = powers[U(nc), U(i), U(j)]
                powers_dot_here = powers_dot[U(j)]
                y_dot[U(nc), U(i), U(j)] = select(
                    powers_here > T(0),
                    powers_dot_here / (T(2) * np.sqrt(powers_here)),
                    select(T(0) >= powers_here, T(0), powers_here),
                )
        elif p == T(1):
            for j in range(OW):
                powers_here2 = powers[U(nc), U(i), U(j)]
                powers_dot_here2 = powers_dot[U(j)]
                y_dot[U(nc), U(i), U(j)] = select(powers_here2 > T(0), powers_dot_here2, select(T(0) >= powers_here2, T(0), powers_here2))
        else:
            for j in range(OW):
                powers_here3 = powers[U(nc), U(i), U(j)]
                powers_dot_here3 = powers_dot[U(j)]
                y_dot[U(nc), U(i), U(j)] = select(
                    powers_here3 > T(0),
                    powers_dot_here3 * power(powers_here3, T(1) / p - T(1)) / p,
                    select(T(0) >= powers_here3, T(0), powers_here3),
                )


def _jvp(x_dot, x, powers, y_dot, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w, p):
    """powers_dot[n,c,i,j] = p · Σ_{u,v} ẋ[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] · sign(x[n, c,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]) · |x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]|^(p−1)
    ẏ[n,c,i,j] = {powers_dot[n,c,i,j]/(p·powers[n,c,i,j]^(1−1/p)) if powers[n,c,i,j] > 0; else 0}

    As compiled:

    powers_dot_columns[column] = Σ_u ẋ[nc, s_h·i+d_h·u−p_t, column] · sign(x[nc, s_h·i+d_h·u−p_t, column])
        · |x[nc, s_h·i+d_h·u−p_t, column]|^(p−1)
    powers_dot[j] = p · Σ_v powers_dot_columns[s_w·j+d_w·v−p_l]
    ẏ[nc,i,j] = {powers_dot[j]/(p·powers[nc,i,j]^(1−1/p)) if powers[nc,i,j] > 0; 0 if powers[nc,i,j] ≤ 0;
        else powers[nc,i,j]}

    Operations: 2·C·KH·KW·N·OH·OW + C·N·OH·OW multiplications, C·KH·KW·N·OH·OW − C·N·OH·OW additions,
        terms that a condition drops counted.
    """
    x_dot_rows = x_dot.reshape((C * N, H, W))
    x_rows = x.reshape((C * N, H, W))
    powers_rows = powers.reshape((C * N, OH, OW))
    y_dot_rows = y_dot.reshape((C * N, OH, OW))
    launch(_jvp_part, C * N * OH, C * KH * N * OH * W + C * KW * N * OH * OW + C * N * OH * OW, x_dot_rows,
            x_rows, powers_rows, y_dot_rows, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w, p)
