"""The kernels of avg_pool3d; avg_pool3d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `avg_pool3d`.  Do not edit.
Run time: badfebcb826fd7a0.
"""

import numpy as np

from .disjoint import njit
from .elementary import select
from .runtime import plus
from .threads import launch
from .vectors import scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_single(count_k, row, D, OD, KD, s_d, p_f, p_k, zeta, k_first, k_first3, k_first4, k_first5,
        k_last, k_last3, k_last4, k_last5):
    """row[k] = 0
    count_k[k] = max(row[k], 1)
    count_k[k] = max(0, 1)
    """
    dtype = count_k.dtype
    T = dtype.type
    for k in range(min(OD, k_first3)):
        row[U(k)] = T(0)
        for t in range(max(0, p_f - (k * s_d) - (p_f * zeta)), min(KD, D + p_f + p_k * zeta - (k * s_d))):
            row[U(k)] += T(1)
        row_here = row[U(k)]
        count_k[U(k)] = select(row_here >= T(1), row_here, T(1))
    if KD == 3:
        for k in range(max(0, k_first, k_first4, k_first5), min(OD, k_last + 1, k_last4 + 1, k_last5 + 1)):
            terms = T(0)
            terms = plus(terms, T(1))
            terms = plus(terms, T(1))
            terms = plus(terms, T(1))
            count_k[U(k)] = select(terms >= T(1), terms, T(1))
    if KD == 2:
        for k in range(max(0, k_first, k_first4), min(OD, k_last + 1, k_last4 + 1)):
            terms2 = T(0)
            terms2 = plus(terms2, T(1))
            terms2 = plus(terms2, T(1))
            count_k[U(k)] = select(terms2 >= T(1), terms2, T(1))
    for k in range(max(0, k_last3 + 1, k_first3), OD):
        row[U(k)] = T(0)
        for t in range(max(0, p_f - (k * s_d) - (p_f * zeta)), min(KD, D + p_f + p_k * zeta - (k * s_d))):
            row[U(k)] += T(1)
        row_here2 = row[U(k)]
        count_k[U(k)] = select(row_here2 >= T(1), row_here2, T(1))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(count_k, row, D, OD, KD, s_d, p_f, p_k, zeta):
    """row[k] = 0
    count_k[k] = max(row[k], 1)
    """
    dtype = count_k.dtype
    T = dtype.type
    for k in range(OD):
        row[U(k)] = T(0)
    for t in range(KD):
        for k in range(max(0, -((p_f * zeta + t - p_f) // s_d)), min(OD,
                (D + p_f + p_k * zeta - t - 1) // s_d + 1)):
            row[U(k)] += T(1)
    for k in range(OD):
        row_here3 = row[U(k)]
        count_k[U(k)] = select(row_here3 >= T(1), row_here3, T(1))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, y, count_k, count_i, count_j, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d,
        s_h, s_w, p_f, p_t, p_l, omega, j_first10, j_first6, j_first7, j_first9, j_last10, j_last6, j_last7,
        j_last9):
    """S1_columns[column] = Σ_{t,u} x[nc, s_d·k+t−p_f, s_h·i+u−p_t, column]
    S₁[j] = Σ_v S1_columns[s_w·j+v−p_l]
    y[nc,k,i,j] = S₁[j]/{ω if ω > 0; else count_i[i]·count_j[j]·count_k[k]}
    """
    dtype = x.dtype
    T = dtype.type
    S1_columns = np.empty(W, dtype)
    S1 = np.empty(OW, dtype)
    for task in range(first, last):
        nc = task // (OD * OH)
        k = task // OH % OD
        i = task % OH
        # S1_columns[column] = Σ_{t,u} x[nc, s_d·k+t−p_f, s_h·i+u−p_t, column]
        for column in range(W):
            S1_columns[U(column)] = T(0)
        for t in range(max(0, p_f - (k * s_d)), min(KD, D + p_f - (k * s_d))):
            for u in range(max(0, p_t - (i * s_h)), min(KH, H + p_t - (i * s_h))):
                for column in range(W):
                    S1_columns[U(column)] += x[U(nc), U(k * s_d + t - p_f), U(i * s_h + u - p_t), U(column)]
        # S₁[j] = Σ_v S1_columns[s_w·j+v−p_l]
        # y[nc,k,i,j] = S₁[j]/{ω if ω > 0; else count_i[i]·count_j[j]·count_k[k]}
        if KW >= 2 and 3 >= KW:
            j_first8 = max(j_first6, j_first7, 0)
            j_last8 = min(OW - 1, j_last6, j_last7)
            for j in range(min(OW, j_first8)):
                S1[U(j)] = T(0)
                for v in range(max(0, p_l - (j * s_w)), min(KW, W + p_l - (j * s_w))):
                    S1[U(j)] += S1_columns[U(j * s_w + v - p_l)]
                y[U(nc), U(k), U(i), U(j)] = (
                    S1[U(j)] / (T(omega) if omega >= 1 else count_i[U(i)] * count_j[U(j)] * count_k[U(k)])
                )
            if KW == 3:
                if omega >= 1:
                    for j in range(max(0, j_first6, j_first9, j_first10), min(OW, j_last6 + 1, j_last9 + 1,
                            j_last10 + 1)):
                        terms7 = T(0)
                        terms7 = plus(terms7, S1_columns[U(j * s_w - p_l)])
                        terms7 = plus(terms7, S1_columns[U(j * s_w + 1 - p_l)])
                        terms7 = plus(terms7, S1_columns[U(j * s_w + 2 - p_l)])
                        y[U(nc), U(k), U(i), U(j)] = terms7 / T(omega)
                else:
                    factor = T(1) / (count_i[U(i)] * count_k[U(k)])
                    for j in range(max(0, j_first6, j_first9, j_first10), min(OW, j_last6 + 1, j_last9 + 1,
                            j_last10 + 1)):
                        terms7 = T(0)
                        terms7 = plus(terms7, S1_columns[U(j * s_w - p_l)])
                        terms7 = plus(terms7, S1_columns[U(j * s_w + 1 - p_l)])
                        terms7 = plus(terms7, S1_columns[U(j * s_w + 2 - p_l)])
                        y[U(nc), U(k), U(i), U(j)] = factor * terms7 / count_j[U(j)]
            if KW == 2:
                if omega >= 1:
                    for j in range(max(0, j_first6, j_first9), min(OW, j_last6 + 1, j_last9 + 1)):
                        terms8 = T(0)
                        terms8 = plus(terms8, S1_columns[U(j * s_w - p_l)])
                        terms8 = plus(terms8, S1_columns[U(j * s_w + 1 - p_l)])
                        y[U(nc), U(k), U(i), U(j)] = terms8 / T(omega)
                else:
                    factor = T(1) / (count_i[U(i)] * count_k[U(k)])
                    for j in range(max(0, j_first6, j_first9), min(OW, j_last6 + 1, j_last9 + 1)):
                        terms8 = T(0)
                        terms8 = plus(terms8, S1_columns[U(j * s_w - p_l)])
                        terms8 = plus(terms8, S1_columns[U(j * s_w + 1 - p_l)])
                        y[U(nc), U(k), U(i), U(j)] = factor * terms8 / count_j[U(j)]
            for j in range(max(0, j_last8 + 1, j_first8), OW):
                S1[U(j)] = T(0)
                for v in range(max(0, p_l - (j * s_w)), min(KW, W + p_l - (j * s_w))):
                    S1[U(j)] += S1_columns[U(j * s_w + v - p_l)]
                y[U(nc), U(k), U(i), U(j)] = (
                    S1[U(j)] / (T(omega) if omega >= 1 else count_i[U(i)] * count_j[U(j)] * count_k[U(k)])
                )
        else:
            for j in range(OW):
                S1[U(j)] = T(0)
            for v in range(KW):
                for j in range(max(0, -((v - p_l) // s_w)), min(OW, (W + p_l - v - 1) // s_w + 1)):
                    S1[U(j)] += S1_columns[U(j * s_w + v - p_l)]
            if omega >= 1:
                for j in range(OW):
                    y[U(nc), U(k), U(i), U(j)] = S1[U(j)] / T(omega)
            else:
                factor = T(1) / (count_i[U(i)] * count_k[U(k)])
                for j in range(OW):
                    y[U(nc), U(k), U(i), U(j)] = S1[U(j)] * factor / count_j[U(j)]


def _forward(x, y, count_k, count_i, count_j, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_k,
        p_t, p_b, p_l, p_r, zeta, omega):
    """count_k[k] = max(Σ_{t : 0 ≤ s_d·k+t+p_f·ζ−p_f < D+p_f·ζ+p_k·ζ} 1, 1)
    count_i[i] = max(Σ_{u : 0 ≤ s_h·i+u+p_t·ζ−p_t < H+p_b·ζ+p_t·ζ} 1, 1)
    count_j[j] = max(Σ_{v : 0 ≤ s_w·j+v+p_l·ζ−p_l < W+p_l·ζ+p_r·ζ} 1, 1)
    y[n,c,k,i,j] = 1/{ω if ω > 0; else count_i[i]·count_j[j]·count_k[k]} · Σ_{t,u,v} x[n, c, s_d·k+t−p_f,
        s_h·i+u−p_t, s_w·j+v−p_l]

    Operations: 3·C·N·OD·OH·OW multiplications, C·KD·KH·KW·N·OD·OH·OW + (KD − 1) · OD + (KH − 1) · OH +
        (KW − 1) · OW − C·N·OD·OH·OW additions, terms that a condition drops counted.
    """
    dtype = y.dtype
    x_rows = x.reshape((C * N, D, H, W))
    y_rows = y.reshape((C * N, OD, OH, OW))
    k_first = -((p_f * zeta - p_f) // s_d)
    k_first2 = -((KD + p_f * zeta - p_f - 1) // s_d)
    k_last = (D + p_f + p_k * zeta - 1) // s_d
    k_last2 = (D + p_f + p_k * zeta - KD) // s_d
    k_first4 = -((p_f * zeta + 1 - p_f) // s_d)
    k_first5 = -((p_f * zeta + 2 - p_f) // s_d)
    k_last4 = (D + p_f + p_k * zeta - 2) // s_d
    k_last5 = (D + p_f + p_k * zeta - 3) // s_d
    row = scratch(OD, dtype)
    if KD >= 2 and 3 >= KD:
        k_first3 = max(k_first, k_first2, 0)
        k_last3 = min(OD - 1, k_last, k_last2)
        _forward_single(count_k, row, D, OD, KD, s_d, p_f, p_k, zeta, k_first, k_first3, k_first4, k_first5,
                k_last, k_last3, k_last4, k_last5)
    else:
        _forward_plain(count_k, row, D, OD, KD, s_d, p_f, p_k, zeta)
    i_first = -((p_t * zeta - p_t) // s_h)
    i_first2 = -((KH + p_t * zeta - p_t - 1) // s_h)
    i_last = (H + p_b * zeta + p_t - 1) // s_h
    i_last2 = (H + p_b * zeta + p_t - KH) // s_h
    i_first4 = -((p_t * zeta + 1 - p_t) // s_h)
    i_first5 = -((p_t * zeta + 2 - p_t) // s_h)
    i_last4 = (H + p_b * zeta + p_t - 2) // s_h
    i_last5 = (H + p_b * zeta + p_t - 3) // s_h
    row2 = scratch(OH, dtype)
    if KH >= 2 and 3 >= KH:
        i_first3 = max(i_first, i_first2, 0)
        i_last3 = min(OH - 1, i_last, i_last2)
        _forward_single(count_i, row2, H, OH, KH, s_h, p_t, p_b, zeta, i_first, i_first3, i_first4, i_first5,
                i_last, i_last3, i_last4, i_last5)
    else:
        _forward_plain(count_i, row2, H, OH, KH, s_h, p_t, p_b, zeta)
    j_first = -((p_l * zeta - p_l) // s_w)
    j_first2 = -((KW + p_l * zeta - p_l - 1) // s_w)
    j_last = (W + p_l + p_r * zeta - 1) // s_w
    j_last2 = (W + p_l + p_r * zeta - KW) // s_w
    j_first4 = -((p_l * zeta + 1 - p_l) // s_w)
    j_first5 = -((p_l * zeta + 2 - p_l) // s_w)
    j_last4 = (W + p_l + p_r * zeta - 2) // s_w
    j_last5 = (W + p_l + p_r * zeta - 3) // s_w
    row3 = scratch(OW, dtype)
    if KW >= 2 and 3 >= KW:
        j_first3 = max(j_first, j_first2, 0)
        j_last3 = min(OW - 1, j_last, j_last2)
        _forward_single(count_j, row3, W, OW, KW, s_w, p_l, p_r, zeta, j_first, j_first3, j_first4, j_first5,
                j_last, j_last3, j_last4, j_last5)
    else:
        _forward_plain(count_j, row3, W, OW, KW, s_w, p_l, p_r, zeta)
    j_first6 = -(-p_l // s_w)
    j_first7 = -((KW - p_l - 1) // s_w)
    j_last6 = (W + p_l - 1) // s_w
    j_last7 = (W + p_l - KW) // s_w
    j_first9 = -((1 - p_l) // s_w)
    j_first10 = -((2 - p_l) // s_w)
    j_last9 = (W + p_l - 2) // s_w
    j_last10 = (W + p_l - 3) // s_w
    launch(_forward_part, C * N * OD * OH,
            C * KD * KH * N * OD * OH * W + C * KW * N * OD * OH * OW + C * N * OD * OH * OW, x_rows, y_rows,
            count_k, count_i, count_j, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_t, p_l,
            omega, j_first10, j_first6, j_first7, j_first9, j_last10, j_last6, j_last7, j_last9)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_single(first, last, dy, count_k, count_i, count_j, dx, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d,
        s_h, s_w, p_f, p_t, p_l, omega):
    """dx[nc, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] += dy[nc, q, q′, q′′]/{ω if ω > 0; else
        count_i[q′]·count_j[q′′]·count_k[q]} · [r < KD, r′ < KH, r′′ < KW]
    """
    dtype = dy.dtype
    T = dtype.type
    for nc in range(first, last):
        for z in range(D):
            for a in range(H):
                for b in range(W):
                    dx[U(nc), U(z), U(a), U(b)] = T(0)
        # dx[nc, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] += dy[nc, q, q′, q′′]/{ω if ω >
        #     0; else count_i[q′]·count_j[q′′]·count_k[q]} · [r < KD, r′ < KH, r′′ < KW]
        for r in range(min(s_d, KD)):
            q_first = -((r - p_f) // s_d)
            q_last = (D + p_f - r - 1) // s_d
            for r_ in range(min(s_h, KH)):
                q__first = -((r_ - p_t) // s_h)
                q__last = (H + p_t - r_ - 1) // s_h
                for r__ in range(min(s_w, KW)):
                    for q in range(max(q_first, 0), min(q_last + 1, OD)):
                        for q_ in range(max(q__first, 0), min(q__last + 1, OH)):
                            if omega >= 1:
                                for q__ in range(max(-((r__ - p_l) // s_w), 0),
                                        min((W + p_l - r__ - 1) // s_w + 1, OW)):
                                    dx[U(nc), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] += (
                                        dy[U(nc), U(q), U(q_), U(q__)] / T(omega)
                                    )
                            else:
                                factor = T(1) / (count_i[U(q_)] * count_k[U(q)])
                                for q__ in range(max(-((r__ - p_l) // s_w), 0),
                                        min((W + p_l - r__ - 1) // s_w + 1, OW)):
                                    dx[U(nc), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] += (
                                        dy[U(nc), U(q), U(q_), U(q__)] * factor / count_j[U(q__)]
                                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, count_k, count_i, count_j, dx, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d,
        s_h, s_w, p_f, p_t, p_l, omega):
    """dx_spread[line, line′, s_w·q+r′′−p_l] = Σ_{t : 0 ≤ t ≤ ⌊(KW−1−r′′)/s_w⌋} dy[nc, line′, line, q−t]/{ω
        if ω > 0; else count_i[line]·count_j[q−t]·count_k[line′]}
    dx[nc, s_d·q+r−p_f, s_h·q′+r′−p_t, column] = Σ_{t : 0 ≤ t ≤ ⌊(KD−1−r)/s_d⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KH−1−r′)/s_h⌋} dx_spread[q′−t′, q−t, column]
    """
    dtype = dy.dtype
    T = dtype.type
    dx_spread = np.empty((OH, OD, W), dtype)
    for nc in range(first, last):
        # dx_spread[line, line′, s_w·q+r′′−p_l] = Σ_{t : 0 ≤ t ≤ ⌊(KW−1−r′′)/s_w⌋} dy[nc,
        #     line′, line, q−t]/{ω if ω > 0; else count_i[line]·count_j[q−t]·count_k[line′]}
        for r__ in range(s_w):
            q___first = -((r__ - p_l) // s_w)
            q___last = (W + p_l - r__ - 1) // s_w
            t____last = (KW - r__ - 1) // s_w
            for line in range(OH):
                for line_ in range(OD):
                    for q__ in range(q___first, q___last + 1):
                        dx_spread[U(line), U(line_), U(q__ * s_w + r__ - p_l)] = T(0)
                    if t____last >= 1 and 2 >= t____last:
                        q___first2 = max(q___first, t____last, 0)
                        q___last2 = min(OW + t____last - 1, OW - 1, q___last)
                        for q__ in range(q___first, min(q___last + 1, q___first2)):
                            if omega >= 1:
                                for t___ in range(max(0, q__ + 1 - OW), min(t____last + 1, q__ + 1)):
                                    dx_spread[U(line), U(line_), U(q__ * s_w + r__ - p_l)] += (
                                        dy[U(nc), U(line_), U(line), U(q__ - t___)] / T(omega)
                                    )
                            else:
                                factor = T(1) / (count_i[U(line)] * count_k[U(line_)])
                                for t___ in range(max(0, q__ + 1 - OW), min(t____last + 1, q__ + 1)):
                                    dx_spread[U(line), U(line_), U(q__ * s_w + r__ - p_l)] += (
                                        dy[U(nc), U(line_), U(line), U(q__ - t___)]
                                        * factor
                                        / count_j[U(q__ - t___)]
                                    )
                        if t____last == 2:
                            if omega >= 1:
                                for q__ in range(max(q___first, 2), min(q___last + 1, OW)):
                                    terms = dx_spread[U(line), U(line_), U(q__ * s_w + r__ - p_l)]
                                    terms = plus(terms, dy[U(nc), U(line_), U(line), U(q__)] / T(omega))
                                    terms = plus(terms, dy[U(nc), U(line_), U(line), U(q__ - 1)] / T(omega))
                                    terms = plus(terms, dy[U(nc), U(line_), U(line), U(q__ - 2)] / T(omega))
                                    dx_spread[U(line), U(line_), U(q__ * s_w + r__ - p_l)] = terms
                            else:
                                factor = T(1) / (count_i[U(line)] * count_k[U(line_)])
                                for q__ in range(max(q___first, 2), min(q___last + 1, OW)):
                                    terms = dx_spread[U(line), U(line_), U(q__ * s_w + r__ - p_l)]
                                    terms = plus(
                                        terms,
                                        dy[U(nc), U(line_), U(line), U(q__)] * factor / count_j[U(q__)],
                                    )
                                    terms = plus(
                                        terms,
                                        dy[U(nc), U(line_), U(line), U(q__ - 1)]
                                        * factor
                                        / count_j[U(q__ - 1)],
                                    )
                                    terms = plus(
                                        terms,
                                        dy[U(nc), U(line_), U(line), U(q__ - 2)]
                                        * factor
                                        / count_j[U(q__ - 2)],
                                    )
                                    dx_spread[U(line), U(line_), U(q__ * s_w + r__ - p_l)] = terms
                        if t____last == 1:
                            if omega >= 1:
                                for q__ in range(max(q___first, 1), min(q___last + 1, OW)):
                                    terms2 = dx_spread[U(line), U(line_), U(q__ * s_w + r__ - p_l)]
                                    terms2 = plus(terms2, dy[U(nc), U(line_), U(line), U(q__)] / T(omega))
                                    terms2 = plus(terms2, dy[U(nc), U(line_), U(line), U(q__ - 1)] / T(omega))
                                    dx_spread[U(line), U(line_), U(q__ * s_w + r__ - p_l)] = terms2
                            else:
                                factor = T(1) / (count_i[U(line)] * count_k[U(line_)])
                                for q__ in range(max(q___first, 1), min(q___last + 1, OW)):
                                    terms2 = dx_spread[U(line), U(line_), U(q__ * s_w + r__ - p_l)]
                                    terms2 = plus(
                                        terms2,
                                        dy[U(nc), U(line_), U(line), U(q__)] * factor / count_j[U(q__)],
                                    )
                                    terms2 = plus(
                                        terms2,
                                        dy[U(nc), U(line_), U(line), U(q__ - 1)]
                                        * factor
                                        / count_j[U(q__ - 1)],
                                    )
                                    dx_spread[U(line), U(line_), U(q__ * s_w + r__ - p_l)] = terms2
                        for q__ in range(max(q___first, q___last2 + 1, q___first2), q___last + 1):
                            if omega >= 1:
                                for t___ in range(max(0, q__ + 1 - OW), min(t____last + 1, q__ + 1)):
                                    dx_spread[U(line), U(line_), U(q__ * s_w + r__ - p_l)] += (
                                        dy[U(nc), U(line_), U(line), U(q__ - t___)] / T(omega)
                                    )
                            else:
                                factor = T(1) / (count_i[U(line)] * count_k[U(line_)])
                                for t___ in range(max(0, q__ + 1 - OW), min(t____last + 1, q__ + 1)):
                                    dx_spread[U(line), U(line_), U(q__ * s_w + r__ - p_l)] += (
                                        dy[U(nc), U(line_), U(line), U(q__ - t___)]
                                        * factor
                                        / count_j[U(q__ - t___)]
                                    )
                    else:
                        for t___ in range(t____last + 1):
                            if omega >= 1:
                                for q__ in range(max(q___first, t___), min(q___last + 1, OW + t___)):
                                    dx_spread[U(line), U(line_), U(q__ * s_w + r__ - p_l)] += (
                                        dy[U(nc), U(line_), U(line), U(q__ - t___)] / T(omega)
                                    )
                            else:
                                factor = T(1) / (count_i[U(line)] * count_k[U(line_)])
                                for q__ in range(max(q___first, t___), min(q___last + 1, OW + t___)):
                                    dx_spread[U(line), U(line_), U(q__ * s_w + r__ - p_l)] += (
                                        dy[U(nc), U(line_), U(line), U(q__ - t___)]
                                        * factor
                                        / count_j[U(q__ - t___)]
                                    )
        # dx[nc, s_d·q+r−p_f, s_h·q′+r′−p_t, column] = Σ_{t : 0 ≤ t ≤ ⌊(KD−1−r)/s_d⌋} Σ_{t′ :
        #     0 ≤ t′ ≤ ⌊(KH−1−r′)/s_h⌋} dx_spread[q′−t′, q−t, column]
        for r in range(s_d):
            t__last = (KD - r - 1) // s_d
            for q in range(-((r - p_f) // s_d), (D + p_f - r - 1) // s_d + 1):
                for r_ in range(s_h):
                    t___last = (KH - r_ - 1) // s_h
                    for q_ in range(-((r_ - p_t) // s_h), (H + p_t - r_ - 1) // s_h + 1):
                        for column in range(W):
                            dx[U(nc), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(column)] = T(0)
                        for t_ in range(min(t__last, q), max(-1, q - OD), -1):
                            for t__ in range(min(t___last, q_), max(-1, q_ - OH), -1):
                                for column in range(W):
                                    dx[U(nc), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(column)] += dx_spread[U(q_ - t__), U(q - t_), U(column)]


def _vjp_x(dy, count_k, count_i, count_j, dx, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_t,
        p_l, omega):
    """dx[n,c,z,a,b] = Σ_{t,u,v : s_d ∣ z+p_f−t, s_h ∣ a+p_t−u, s_w ∣ b+p_l−v} dy[n, c, (z+p_f−t)/s_d,
        (a+p_t−u)/s_h, (b+p_l−v)/s_w]/{ω if ω > 0; else
        count_i[(a+p_t−u)/s_h]·count_j[(b+p_l−v)/s_w]·count_k[(z+p_f−t)/s_d]}

    Operations: 3·C·D·H·KD·KH·KW·N·W multiplications, C·D·H·KD·KH·KW·N·W − C·D·H·N·W additions, terms that
        a condition drops counted.
    """
    dy_rows = dy.reshape((C * N, OD, OH, OW))
    dx_rows = dx.reshape((C * N, D, H, W))
    if s_w >= KW and s_d >= KD and s_h >= KH:
        launch(_vjp_x_single, C * N,
                C * D * H * N * W + (-p_f // s_d + (D + p_f - 1) // s_d + 1) * (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * C * N * s_d * s_h * s_w,
                dy_rows, count_k, count_i, count_j, dx_rows, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h,
                s_w, p_f, p_t, p_l, omega)
    else:
        launch(_vjp_x_plain, C * N,
                (-p_l // s_w + (W + p_l - 1) // s_w + 1) * ((KW - 1) // s_w + 1) * C * N * OD * OH * s_w + (-p_f // s_d + (D + p_f - 1) // s_d + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KD - 1) // s_d + 1) * ((KH - 1) // s_h + 1) * C * N * W * s_d * s_h,
                dy_rows, count_k, count_i, count_j, dx_rows, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h,
                s_w, p_f, p_t, p_l, omega)


def _jvp(x_dot, count_k, count_i, count_j, y_dot, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f,
        p_t, p_l, omega):
    """Ṡ₁[n,c,k,i,j] = Σ_{t,u,v} ẋ[n, c, s_d·k+t−p_f, s_h·i+u−p_t, s_w·j+v−p_l]
    ẏ[n,c,k,i,j] = Ṡ₁[n,c,k,i,j]/{ω if ω > 0; else count_i[i]·count_j[j]·count_k[k]}

    As compiled:

    S1_dot_columns[column] = Σ_{t,u} ẋ[nc, s_d·k+t−p_f, s_h·i+u−p_t, column]
    Ṡ₁[j] = Σ_v S1_dot_columns[s_w·j+v−p_l]
    ẏ[nc,k,i,j] = Ṡ₁[j]/{ω if ω > 0; else count_i[i]·count_j[j]·count_k[k]}

    Operations: 3·C·N·OD·OH·OW multiplications, C·KD·KH·KW·N·OD·OH·OW − C·N·OD·OH·OW additions, terms that
        a condition drops counted.
    """
    x_dot_rows = x_dot.reshape((C * N, D, H, W))
    y_dot_rows = y_dot.reshape((C * N, OD, OH, OW))
    j_first = -(-p_l // s_w)
    j_first2 = -((KW - p_l - 1) // s_w)
    j_last = (W + p_l - 1) // s_w
    j_last2 = (W + p_l - KW) // s_w
    j_first4 = -((1 - p_l) // s_w)
    j_first5 = -((2 - p_l) // s_w)
    j_last4 = (W + p_l - 2) // s_w
    j_last5 = (W + p_l - 3) // s_w
    # S1_dot_columns[column] = Σ_{t,u} ẋ[nc, s_d·k+t−p_f, s_h·i+u−p_t, column]
    # Ṡ₁[j] = Σ_v S1_dot_columns[s_w·j+v−p_l]
    # ẏ[nc,k,i,j] = Ṡ₁[j]/{ω if ω > 0; else count_i[i]·count_j[j]·count_k[k]}
    launch(_forward_part, C * N * OD * OH,
            C * KD * KH * N * OD * OH * W + C * KW * N * OD * OH * OW + C * N * OD * OH * OW, x_dot_rows,
            y_dot_rows, count_k, count_i, count_j, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f,
            p_t, p_l, omega, j_first5, j_first, j_first2, j_first4, j_last5, j_last, j_last2, j_last4)
