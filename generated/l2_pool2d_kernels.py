"""The kernels of l2_pool2d; l2_pool2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `l2_pool2d`.  Do not edit.
Run time: 885da59e5e9be48a.
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
def _forward_part(first, last, x, y, powers, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, j_first,
        j_first2, j_first4, j_first5, j_last, j_last2, j_last4, j_last5):
    """powers_columns[column] = Σ_u x[nc, s_h·i+u−p_t, column]²
    powers[nc,i,j] = Σ_v powers_columns[s_w·j+v−p_l]
    y[nc,i,j] = {0 if powers[nc,i,j] ≤ 0; else √powers[nc,i,j]}
    """
    dtype = x.dtype
    T = dtype.type
    powers_columns = np.empty(W, dtype)
    for task in range(first, last):
        nc = task // OH
        i = task % OH
        # powers_columns[column] = Σ_u x[nc, s_h·i+u−p_t, column]²
        u_first = max(p_t - (i * s_h), 0)
        u_last = min(H + p_t - (i * s_h) - 1, KH - 1)
        for column in range(W):
            powers_columns[U(column)] = T(0)
        if u_first + 1 == u_last:
            for u in range(max(0, p_t - (i * s_h)), min(KH - 1, H + p_t - (i * s_h) - 1), 2):
                for column in range(W):
                    terms2 = powers_columns[U(column)]
                    terms2 = plus(
                        terms2,
                        x[U(nc), U(i * s_h + u - p_t), U(column)] * x[U(nc), U(i * s_h + u - p_t), U(column)],
                    )
                    terms2 = plus(
                        terms2,
                        x[U(nc), U(i * s_h + u + 1 - p_t), U(column)]
                        * x[U(nc), U(i * s_h + u + 1 - p_t), U(column)],
                    )
                    powers_columns[U(column)] = terms2
        elif u_first + 2 == u_last:
            for u in range(max(0, p_t - (i * s_h)), min(KH - 2, H + p_t - (i * s_h) - 2), 3):
                for column in range(W):
                    terms = powers_columns[U(column)]
                    terms = plus(
                        terms,
                        x[U(nc), U(i * s_h + u - p_t), U(column)] * x[U(nc), U(i * s_h + u - p_t), U(column)],
                    )
                    terms = plus(
                        terms,
                        x[U(nc), U(i * s_h + u + 1 - p_t), U(column)]
                        * x[U(nc), U(i * s_h + u + 1 - p_t), U(column)],
                    )
                    terms = plus(
                        terms,
                        x[U(nc), U(i * s_h + u + 2 - p_t), U(column)]
                        * x[U(nc), U(i * s_h + u + 2 - p_t), U(column)],
                    )
                    powers_columns[U(column)] = terms
        else:
            for u in range(max(0, p_t - (i * s_h)), min(KH, H + p_t - (i * s_h))):
                for column in range(W):
                    powers_columns[U(column)] += (
                        x[U(nc), U(i * s_h + u - p_t), U(column)] * x[U(nc), U(i * s_h + u - p_t), U(column)]
                    )
        # powers[nc,i,j] = Σ_v powers_columns[s_w·j+v−p_l]
        for j in range(OW):
            powers[U(nc), U(i), U(j)] = T(0)
        if KW >= 2 and 3 >= KW:
            j_first3 = max(j_first, j_first2, 0)
            j_last3 = min(OW - 1, j_last, j_last2)
            for j in range(min(OW, j_first3)):
                for v in range(max(0, p_l - (j * s_w)), min(KW, W + p_l - (j * s_w))):
                    powers[U(nc), U(i), U(j)] += powers_columns[U(j * s_w + v - p_l)]
            if KW == 3:
                for j in range(max(0, j_first, j_first4, j_first5), min(OW, j_last + 1, j_last4 + 1,
                        j_last5 + 1)):
                    terms3 = powers[U(nc), U(i), U(j)]
                    terms3 = plus(terms3, powers_columns[U(j * s_w - p_l)])
                    terms3 = plus(terms3, powers_columns[U(j * s_w + 1 - p_l)])
                    terms3 = plus(terms3, powers_columns[U(j * s_w + 2 - p_l)])
                    powers[U(nc), U(i), U(j)] = terms3
            if KW == 2:
                for j in range(max(0, j_first, j_first4), min(OW, j_last + 1, j_last4 + 1)):
                    terms4 = powers[U(nc), U(i), U(j)]
                    terms4 = plus(terms4, powers_columns[U(j * s_w - p_l)])
                    terms4 = plus(terms4, powers_columns[U(j * s_w + 1 - p_l)])
                    powers[U(nc), U(i), U(j)] = terms4
            for j in range(max(0, j_last3 + 1, j_first3), OW):
                for v in range(max(0, p_l - (j * s_w)), min(KW, W + p_l - (j * s_w))):
                    powers[U(nc), U(i), U(j)] += powers_columns[U(j * s_w + v - p_l)]
        else:
            for v in range(KW):
                for j in range(max(0, -((v - p_l) // s_w)), min(OW, (W + p_l - v - 1) // s_w + 1)):
                    powers[U(nc), U(i), U(j)] += powers_columns[U(j * s_w + v - p_l)]
        # y[nc,i,j] = {0 if powers[nc,i,j] ≤ 0; else √powers[nc,i,j]}
        for j in range(OW):
            powers_here = powers[U(nc), U(i), U(j)]
            y[U(nc), U(i), U(j)] = select(T(0) >= powers_here, T(0), np.sqrt(powers_here))


def _forward(x, y, powers, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l):
    """powers[n,c,i,j] = Σ_{u,v} x[n, c, s_h·i+u−p_t, s_w·j+v−p_l]²
    y[n,c,i,j] = {√powers[n,c,i,j] if powers[n,c,i,j] > 0; else 0}

    As compiled:

    powers_columns[column] = Σ_u x[nc, s_h·i+u−p_t, column]²
    powers[nc,i,j] = Σ_v powers_columns[s_w·j+v−p_l]
    y[nc,i,j] = {0 if powers[nc,i,j] ≤ 0; else √powers[nc,i,j]}

    Operations: C·KH·KW·N·OH·OW multiplications, C·KH·KW·N·OH·OW − C·N·OH·OW additions, terms that a
        condition drops counted.
    """
    x_rows = x.reshape((C * N, H, W))
    y_rows = y.reshape((C * N, OH, OW))
    powers_rows = powers.reshape((C * N, OH, OW))
    j_first = -(-p_l // s_w)
    j_first2 = -((KW - p_l - 1) // s_w)
    j_last = (W + p_l - 1) // s_w
    j_last2 = (W + p_l - KW) // s_w
    j_first4 = -((1 - p_l) // s_w)
    j_first5 = -((2 - p_l) // s_w)
    j_last4 = (W + p_l - 2) // s_w
    j_last5 = (W + p_l - 3) // s_w
    launch(_forward_part, C * N * OH, C * KH * N * OH * W + C * KW * N * OH * OW + C * N * OH * OW, x_rows,
            y_rows, powers_rows, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, j_first, j_first2, j_first4,
            j_first5, j_last, j_last2, j_last4, j_last5)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_single(first, last, dx_given, dy, powers, N, C, OH, OW):
    """dx_given[nc,q,q′] = {0 if powers[nc,q,q′] ≤ 0; else dy[nc,q,q′]/√powers[nc,q,q′]}"""
    dtype = dx_given.dtype
    T = dtype.type
    for z_block in range(first, last):
        # dx_given[nc,q,q′] = {0 if powers[nc,q,q′] ≤ 0; else dy[nc,q,q′]/√powers[nc,q,q′]}
        for z in range(z_block * 1024, min(C * N * OH * OW, z_block * 1024 + 1024)):
            dy_here = dy[U(z)]
            powers_here = powers[U(z)]
            dx_given[U(z)] = select(T(0) >= powers_here, T(0), dy_here / np.sqrt(powers_here))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_single2(first, last, x, dx, dx_given, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, q__from,
        q__from2, q__to, q__to2, quotient_W_p_l, quotient_W_p_l2, quotient_p_l, quotient_p_l2):
    """dx[nc, s_h·q+r−p_t, s_w·q′+r′−p_l] += dx_given[nc,q,q′] · x[nc, s_h·q+r−p_t, s_w·q′+r′−p_l] · [r < KH,
        r′ < KW]
    """
    dtype = x.dtype
    T = dtype.type
    for nc in range(first, last):
        for a in range(H):
            for b in range(W):
                dx[U(nc), U(a), U(b)] = T(0)
        # dx[nc, s_h·q+r−p_t, s_w·q′+r′−p_l] += dx_given[nc,q,q′] · x[nc, s_h·q+r−p_t,
        #     s_w·q′+r′−p_l] · [r < KH, r′ < KW]
        for r in range(min(s_h, KH)):
            if s_w == 2 and KW >= 2 and q__from == q__from2 and q__to == q__to2:
                q__first3 = -quotient_p_l
                q__first4 = -quotient_p_l2
                for q in range(max(-((r - p_t) // s_h), 0), min((H + p_t - r - 1) // s_h + 1, OH)):
                    for q_ in range(max(q__first3, 0, q__first4), min(quotient_W_p_l + 1, OW,
                            quotient_W_p_l2)):
                        dx[U(nc), U(q * s_h + r - p_t), U(q_ * 2 - p_l)] += (
                            dx_given[U(nc), U(q), U(q_)] * x[U(nc), U(q * s_h + r - p_t), U(q_ * 2 - p_l)]
                        )
                        dx[U(nc), U(q * s_h + r - p_t), U(q_ * 2 + 1 - p_l)] += (
                            dx_given[U(nc), U(q), U(q_)] * x[U(nc), U(q * s_h + r - p_t), U(q_ * 2 + 1 - p_l)]
                        )
            else:
                q_first = -((r - p_t) // s_h)
                q_last = (H + p_t - r - 1) // s_h
                for r_ in range(min(s_w, KW)):
                    q__first3 = -((r_ - p_l) // s_w)
                    q__last3 = (W + p_l - r_ - 1) // s_w
                    for q in range(max(q_first, 0), min(q_last + 1, OH)):
                        for q_ in range(max(q__first3, 0), min(q__last3 + 1, OW)):
                            dx[U(nc), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                dx_given[U(nc), U(q), U(q_)]
                                * x[U(nc), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)]
                            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, x, powers, dx, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l):
    """dx_spread[line, s_w·q+r−p_l] = Σ_{t : 0 ≤ t ≤ ⌊(KW−1−r)/s_w⌋, 0 ≤ q−t < OW} {0 if powers[nc, line,
        q−t] ≤ 0; else dy[nc, line, q−t]/√powers[nc, line, q−t]}
    dx[nc, s_h·q+r−p_t, column] = x[nc, s_h·q+r−p_t, column] · Σ_{t : 0 ≤ t ≤ ⌊(KH−1−r)/s_h⌋}
        dx_spread[q−t, column]
    """
    dtype = dy.dtype
    T = dtype.type
    dx_spread = np.empty((OH, W), dtype)
    row = np.empty(W, dtype)
    for nc in range(first, last):
        # dx_spread[line, s_w·q+r−p_l] = Σ_{t : 0 ≤ t ≤ ⌊(KW−1−r)/s_w⌋, 0 ≤ q−t < OW} {0 if
        #     powers[nc, line, q−t] ≤ 0; else dy[nc, line, q−t]/√powers[nc, line, q−t]}
        for r_ in range(s_w):
            q__first = -((r_ - p_l) // s_w)
            q__last = (W + p_l - r_ - 1) // s_w
            t__last = (KW - r_ - 1) // s_w
            for line in range(OH):
                for q_ in range(q__first, q__last + 1):
                    dx_spread[U(line), U(q_ * s_w + r_ - p_l)] = T(0)
                if t__last >= 1 and 2 >= t__last:
                    q__first2 = max(q__first, t__last, 0)
                    q__last2 = min(OW + t__last - 1, OW - 1, q__last)
                    for q_ in range(q__first, min(q__last + 1, q__first2)):
                        for t_ in range(max(0, q_ + 1 - OW), min(t__last + 1, q_ + 1)):
                            dy_here2 = dy[U(nc), U(line), U(q_ - t_)]
                            powers_here2 = powers[U(nc), U(line), U(q_ - t_)]
                            dx_spread[U(line), U(q_ * s_w + r_ - p_l)] += select(
                                T(0) >= powers_here2,
                                T(0),
                                dy_here2 / np.sqrt(powers_here2),
                            )
                    if t__last == 2:
                        for q_ in range(max(q__first, 2), min(q__last + 1, OW)):
                            terms = dx_spread[U(line), U(q_ * s_w + r_ - p_l)]
                            dy_here3 = dy[U(nc), U(line), U(q_)]
                            powers_here3 = powers[U(nc), U(line), U(q_)]
                            terms = plus(terms, select(T(0) >= powers_here3, T(0), dy_here3 / np.sqrt(powers_here3)))
                            dy_here4 = dy[U(nc), U(line), U(q_ - 1)]
                            powers_here4 = powers[U(nc), U(line), U(q_ - 1)]
                            terms = plus(terms, select(T(0) >= powers_here4, T(0), dy_here4 / np.sqrt(powers_here4)))
                            dy_here5 = dy[U(nc), U(line), U(q_ - 2)]
                            powers_here5 = powers[U(nc), U(line), U(q_ - 2)]
                            terms = plus(terms, select(T(0) >= powers_here5, T(0), dy_here5 / np.sqrt(powers_here5)))
                            dx_spread[U(line), U(q_ * s_w + r_ - p_l)] = terms
                    if t__last == 1:
                        for q_ in range(max(q__first, 1), min(q__last + 1, OW)):
                            terms2 = dx_spread[U(line), U(q_ * s_w + r_ - p_l)]
                            dy_here6 = dy[U(nc), U(line), U(q_)]
                            powers_here6 = powers[U(nc), U(line), U(q_)]
                            terms2 = plus(terms2, select(T(0) >= powers_here6, T(0), dy_here6 / np.sqrt(powers_here6)))
                            dy_here7 = dy[U(nc), U(line), U(q_ - 1)]
                            powers_here7 = powers[U(nc), U(line), U(q_ - 1)]
                            terms2 = plus(terms2, select(T(0) >= powers_here7, T(0), dy_here7 / np.sqrt(powers_here7)))
                            dx_spread[U(line), U(q_ * s_w + r_ - p_l)] = terms2
                    for q_ in range(max(q__first, q__last2 + 1, q__first2), q__last + 1):
                        for t_ in range(max(0, q_ + 1 - OW), min(t__last + 1, q_ + 1)):
                            dy_here8 = dy[U(nc), U(line), U(q_ - t_)]
                            powers_here8 = powers[U(nc), U(line), U(q_ - t_)]
                            dx_spread[U(line), U(q_ * s_w + r_ - p_l)] += select(
                                T(0) >= powers_here8,
                                T(0),
                                dy_here8 / np.sqrt(powers_here8),
                            )
                else:
                    for t_ in range(t__last, -1, -1):
                        for q_ in range(max(q__first, t_), min(q__last + 1, OW + t_)):
                            dy_here9 = dy[U(nc), U(line), U(q_ - t_)]
                            powers_here9 = powers[U(nc), U(line), U(q_ - t_)]
                            dx_spread[U(line), U(q_ * s_w + r_ - p_l)] += select(
                                T(0) >= powers_here9,
                                T(0),
                                dy_here9 / np.sqrt(powers_here9),
                            )
        # dx[nc, s_h·q+r−p_t, column] = x[nc, s_h·q+r−p_t, column] · Σ_{t : 0 ≤ t ≤
        #     ⌊(KH−1−r)/s_h⌋} dx_spread[q−t, column]
        for r in range(s_h):
            t_last = (KH - r - 1) // s_h
            for q in range(-((r - p_t) // s_h), (H + p_t - r - 1) // s_h + 1):
                t_first = max(q + 1 - OH, 0)
                t_last2 = min(q, t_last)
                if t_first == t_last2:
                    for t in range(max(0, q + 1 - OH), min(t_last + 1, q + 1)):
                        for column in range(W):
                            terms5 = T(0)
                            terms5 = plus(terms5, dx_spread[U(q - t), U(column)])
                            dx[U(nc), U(q * s_h + r - p_t), U(column)] = (
                                terms5 * x[U(nc), U(q * s_h + r - p_t), U(column)]
                            )
                elif t_first + 1 == t_last2:
                    for t in range(max(0, q + 1 - OH), min(t_last, q), 2):
                        for column in range(W):
                            terms4 = T(0)
                            terms4 = plus(terms4, dx_spread[U(q - t), U(column)])
                            terms4 = plus(terms4, dx_spread[U(q - t - 1), U(column)])
                            dx[U(nc), U(q * s_h + r - p_t), U(column)] = (
                                terms4 * x[U(nc), U(q * s_h + r - p_t), U(column)]
                            )
                elif t_first + 2 == t_last2:
                    for t in range(max(0, q + 1 - OH), min(t_last - 1, q - 1), 3):
                        for column in range(W):
                            terms3 = T(0)
                            terms3 = plus(terms3, dx_spread[U(q - t), U(column)])
                            terms3 = plus(terms3, dx_spread[U(q - t - 1), U(column)])
                            terms3 = plus(terms3, dx_spread[U(q - t - 2), U(column)])
                            dx[U(nc), U(q * s_h + r - p_t), U(column)] = (
                                terms3 * x[U(nc), U(q * s_h + r - p_t), U(column)]
                            )
                else:
                    for column in range(W):
                        row[U(column)] = T(0)
                    for t in range(min(t_last, q), max(-1, q - OH), -1):
                        for column in range(W):
                            row[U(column)] += dx_spread[U(q - t), U(column)]
                    for column in range(W):
                        dx[U(nc), U(q * s_h + r - p_t), U(column)] = (
                            row[U(column)] * x[U(nc), U(q * s_h + r - p_t), U(column)]
                        )


def _vjp_x(dy, x, powers, dx, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l):
    """dx[n,c,a,b] = x[n,c,a,b] · Σ_{u,v : s_h ∣ a+p_t−u, s_w ∣ b+p_l−v, powers[n, c, (a+p_t−u)/s_h,
        (b+p_l−v)/s_w] > 0} dy[n, c, (a+p_t−u)/s_h, (b+p_l−v)/s_w]/√powers[n, c, (a+p_t−u)/s_h,
        (b+p_l−v)/s_w]

    Operations: C·H·KH·KW·N·W + C·H·N·W multiplications, C·H·KH·KW·N·W − C·H·N·W additions, terms that a
        condition drops counted.
    """
    dtype = dx.dtype
    dy_rows = dy.reshape((C * N, OH, OW))
    x_rows = x.reshape((C * N, H, W))
    powers_rows = powers.reshape((C * N, OH, OW))
    dx_rows = dx.reshape((C * N, H, W))
    if s_w >= KW and s_h >= KH:
        dx_given = scratch((C * N, OH, OW), dtype)
        launch(_vjp_x_single, (C * N * OH * OW - 1) // 1024 + 1, C * N * OH * OW,
                dx_given.reshape(C * N * OH * OW), dy_rows.reshape(C * N * OH * OW),
                powers_rows.reshape(C * N * OH * OW), N, C, OH, OW)
        q__from = max(-(-p_l // 2), 0)
        q__to = min((W + p_l - 1) // 2, OW - 1)
        q__from2 = max(-((1 - p_l) // 2), 0)
        q__to2 = min((W + p_l) // 2 - 1, OW - 1)
        quotient_p_l = -p_l // 2
        quotient_p_l2 = (1 - p_l) // 2
        quotient_W_p_l = (W + p_l - 1) // 2
        quotient_W_p_l2 = (W + p_l) // 2
        launch(_vjp_x_single2, C * N,
                C * H * N * W + (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * C * N * s_h * s_w,
                x_rows, dx_rows, dx_given, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, q__from, q__from2,
                q__to, q__to2, quotient_W_p_l, quotient_W_p_l2, quotient_p_l, quotient_p_l2)
    else:
        launch(_vjp_x_plain, C * N,
                (-p_l // s_w + (W + p_l - 1) // s_w + 1) * ((KW - 1) // s_w + 1) * C * N * OH * s_w + (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - 1) // s_h + 1) * C * N * W * s_h,
                dy_rows, x_rows, powers_rows, dx_rows, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, x, powers, y_dot, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, j_first,
        j_first2, j_first4, j_first5, j_last, j_last2, j_last4, j_last5):
    """powers_dot_columns[column] = Σ_u x[nc, s_h·i+u−p_t, column] · ẋ[nc, s_h·i+u−p_t, column]
    powers_dot[j] = 2 · Σ_v powers_dot_columns[s_w·j+v−p_l]
    ẏ[nc,i,j] = {0 if powers[nc,i,j] ≤ 0; else powers_dot[j]/(2·√powers[nc,i,j])}
    """
    dtype = x_dot.dtype
    T = dtype.type
    powers_dot_columns = np.empty(W, dtype)
    powers_dot = np.empty(OW, dtype)
    row = np.empty(OW, dtype)
    for task in range(first, last):
        nc = task // OH
        i = task % OH
        # powers_dot_columns[column] = Σ_u x[nc, s_h·i+u−p_t, column] · ẋ[nc, s_h·i+u−p_t,
        #     column]
        u_first = max(p_t - (i * s_h), 0)
        u_last = min(H + p_t - (i * s_h) - 1, KH - 1)
        for column in range(W):
            powers_dot_columns[U(column)] = T(0)
        if u_first + 1 == u_last:
            for u in range(max(0, p_t - (i * s_h)), min(KH - 1, H + p_t - (i * s_h) - 1), 2):
                for column in range(W):
                    terms2 = powers_dot_columns[U(column)]
                    terms2 = plus(
                        terms2,
                        x[U(nc), U(i * s_h + u - p_t), U(column)]
                        * x_dot[U(nc), U(i * s_h + u - p_t), U(column)],
                    )
                    terms2 = plus(
                        terms2,
                        x[U(nc), U(i * s_h + u + 1 - p_t), U(column)]
                        * x_dot[U(nc), U(i * s_h + u + 1 - p_t), U(column)],
                    )
                    powers_dot_columns[U(column)] = terms2
        elif u_first + 2 == u_last:
            for u in range(max(0, p_t - (i * s_h)), min(KH - 2, H + p_t - (i * s_h) - 2), 3):
                for column in range(W):
                    terms = powers_dot_columns[U(column)]
                    terms = plus(
                        terms,
                        x[U(nc), U(i * s_h + u - p_t), U(column)]
                        * x_dot[U(nc), U(i * s_h + u - p_t), U(column)],
                    )
                    terms = plus(
                        terms,
                        x[U(nc), U(i * s_h + u + 1 - p_t), U(column)]
                        * x_dot[U(nc), U(i * s_h + u + 1 - p_t), U(column)],
                    )
                    terms = plus(
                        terms,
                        x[U(nc), U(i * s_h + u + 2 - p_t), U(column)]
                        * x_dot[U(nc), U(i * s_h + u + 2 - p_t), U(column)],
                    )
                    powers_dot_columns[U(column)] = terms
        else:
            for u in range(max(0, p_t - (i * s_h)), min(KH, H + p_t - (i * s_h))):
                for column in range(W):
                    powers_dot_columns[U(column)] += (
                        x[U(nc), U(i * s_h + u - p_t), U(column)]
                        * x_dot[U(nc), U(i * s_h + u - p_t), U(column)]
                    )
        # powers_dot[j] = 2 · Σ_v powers_dot_columns[s_w·j+v−p_l]
        if KW >= 2 and 3 >= KW:
            j_first3 = max(j_first, j_first2, 0)
            j_last3 = min(OW - 1, j_last, j_last2)
            for j in range(min(OW, j_first3)):
                row[U(j)] = T(0)
                for v in range(max(0, p_l - (j * s_w)), min(KW, W + p_l - (j * s_w))):
                    row[U(j)] += powers_dot_columns[U(j * s_w + v - p_l)]
                powers_dot[U(j)] = T(2) * row[U(j)]
            if KW == 3:
                for j in range(max(0, j_first, j_first4, j_first5), min(OW, j_last + 1, j_last4 + 1,
                        j_last5 + 1)):
                    terms3 = T(0)
                    terms3 = plus(terms3, powers_dot_columns[U(j * s_w - p_l)])
                    terms3 = plus(terms3, powers_dot_columns[U(j * s_w + 1 - p_l)])
                    terms3 = plus(terms3, powers_dot_columns[U(j * s_w + 2 - p_l)])
                    powers_dot[U(j)] = T(2) * terms3
            if KW == 2:
                for j in range(max(0, j_first, j_first4), min(OW, j_last + 1, j_last4 + 1)):
                    terms4 = T(0)
                    terms4 = plus(terms4, powers_dot_columns[U(j * s_w - p_l)])
                    terms4 = plus(terms4, powers_dot_columns[U(j * s_w + 1 - p_l)])
                    powers_dot[U(j)] = T(2) * terms4
            for j in range(max(0, j_last3 + 1, j_first3), OW):
                row[U(j)] = T(0)
                for v in range(max(0, p_l - (j * s_w)), min(KW, W + p_l - (j * s_w))):
                    row[U(j)] += powers_dot_columns[U(j * s_w + v - p_l)]
                powers_dot[U(j)] = T(2) * row[U(j)]
        else:
            for j in range(OW):
                row[U(j)] = T(0)
            for v in range(KW):
                for j in range(max(0, -((v - p_l) // s_w)), min(OW, (W + p_l - v - 1) // s_w + 1)):
                    row[U(j)] += powers_dot_columns[U(j * s_w + v - p_l)]
            for j in range(OW):
                powers_dot[U(j)] = T(2) * row[U(j)]
        # ẏ[nc,i,j] = {0 if powers[nc,i,j] ≤ 0; else powers_dot[j]/(2·√powers[nc,i,j])}
        for j in range(OW):
            powers_here = powers[U(nc), U(i), U(j)]
            powers_dot_here = powers_dot[U(j)]
            y_dot[U(nc), U(i), U(j)] = select(
                T(0) >= powers_here,
                T(0),
                powers_dot_here / (T(2) * np.sqrt(powers_here)),
            )


def _jvp(x_dot, x, powers, y_dot, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l):
    """powers_dot[n,c,i,j] = 2 · Σ_{u,v} x[n, c, s_h·i+u−p_t, s_w·j+v−p_l] · ẋ[n, c, s_h·i+u−p_t,
        s_w·j+v−p_l]
    ẏ[n,c,i,j] = {powers_dot[n,c,i,j]/(2·√powers[n,c,i,j]) if powers[n,c,i,j] > 0; else 0}

    As compiled:

    powers_dot_columns[column] = Σ_u x[nc, s_h·i+u−p_t, column] · ẋ[nc, s_h·i+u−p_t, column]
    powers_dot[j] = 2 · Σ_v powers_dot_columns[s_w·j+v−p_l]
    ẏ[nc,i,j] = {0 if powers[nc,i,j] ≤ 0; else powers_dot[j]/(2·√powers[nc,i,j])}

    Operations: C·KH·KW·N·OH·OW + C·N·OH·OW multiplications, C·KH·KW·N·OH·OW − C·N·OH·OW additions, terms
        that a condition drops counted.
    """
    x_dot_rows = x_dot.reshape((C * N, H, W))
    x_rows = x.reshape((C * N, H, W))
    powers_rows = powers.reshape((C * N, OH, OW))
    y_dot_rows = y_dot.reshape((C * N, OH, OW))
    j_first = -(-p_l // s_w)
    j_first2 = -((KW - p_l - 1) // s_w)
    j_last = (W + p_l - 1) // s_w
    j_last2 = (W + p_l - KW) // s_w
    j_first4 = -((1 - p_l) // s_w)
    j_first5 = -((2 - p_l) // s_w)
    j_last4 = (W + p_l - 2) // s_w
    j_last5 = (W + p_l - 3) // s_w
    launch(_jvp_part, C * N * OH, C * KH * N * OH * W + C * KW * N * OH * OW + C * N * OH * OW, x_dot_rows,
            x_rows, powers_rows, y_dot_rows, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, j_first,
            j_first2, j_first4, j_first5, j_last, j_last2, j_last4, j_last5)
