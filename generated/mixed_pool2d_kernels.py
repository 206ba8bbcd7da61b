"""The kernels of mixed_pool2d; mixed_pool2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `mixed_pool2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .disjoint import njit
from .runtime import carried, plus
from .threads import launch
from .vectors import few, scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, mix, y, switch, most, mean, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l,
        j_first, j_first2, j_first4, j_first5, j_last, j_last2, j_last4, j_last5):
    """switch[nc,i,j] = arg max_{u,v : 0 ≤ s_h·i+u−p_t < H, 0 ≤ s_w·j+v−p_l < W} x[nc, s_h·i+u−p_t,
        s_w·j+v−p_l]
    most[nc,i,j] = max_{u,v : 0 ≤ s_h·i+u−p_t < H, 0 ≤ s_w·j+v−p_l < W} x[nc, s_h·i+u−p_t, s_w·j+v−p_l]
    mean_columns[column] = Σ_u x[nc, s_h·i+u−p_t, column]
    mean[nc,i,j] = 1/(KW·KH) · Σ_v mean_columns[s_w·j+v−p_l]
    y[nc,i,j] = mix·most[nc,i,j] + mean[nc,i,j] · (1 − mix)
    """
    dtype = x.dtype
    T = dtype.type
    mix_value = mix[()]
    term = T(1) - mix_value
    mean_columns = np.empty(W, dtype)
    best = np.empty(OW, dtype)
    at = np.empty(OW, np.int64)
    row = np.empty(OW, dtype)
    for task in range(first, last):
        nc = task // OH
        i = task % OH
        # switch[nc,i,j] = arg max_{u,v : 0 ≤ s_h·i+u−p_t < H, 0 ≤ s_w·j+v−p_l < W} x[nc,
        #     s_h·i+u−p_t, s_w·j+v−p_l]
        for j in range(OW):
            best[U(j)] = -T(np.inf)
            at[U(j)] = -1
        for u in range(max(0, p_t - (i * s_h)), min(KH, H + p_t - (i * s_h))):
            for v in range(KW):
                for j in range(max(0, -((v - p_l) // s_w)), min(OW, (W + p_l - v - 1) // s_w + 1)):
                    value = x[U(nc), U(i * s_h + u - p_t), U(j * s_w + v - p_l)]
                    seen = best[U(j)]
                    place = at[U(j)]
                    better = (place < 0) | (value > seen) | ((value != value) & (seen == seen))
                    best[U(j)] = value if better else seen
                    at[U(j)] = KW * u + v if better else place
        for j in range(OW):
            switch[U(nc), U(i), U(j)] = at[U(j)]
        # most[nc,i,j] = max_{u,v : 0 ≤ s_h·i+u−p_t < H, 0 ≤ s_w·j+v−p_l < W} x[nc,
        #     s_h·i+u−p_t, s_w·j+v−p_l]
        for j in range(OW):
            most[U(nc), U(i), U(j)] = best[U(j)]
        # mean_columns[column] = Σ_u x[nc, s_h·i+u−p_t, column]
        u_first = max(p_t - (i * s_h), 0)
        u_last = min(H + p_t - (i * s_h) - 1, KH - 1)
        for column in range(W):
            mean_columns[U(column)] = T(0)
        if u_first + 1 == u_last:
            for u in range(max(0, p_t - (i * s_h)), min(KH - 1, H + p_t - (i * s_h) - 1), 2):
                for column in range(W):
                    terms2 = mean_columns[U(column)]
                    terms2 = plus(terms2, x[U(nc), U(i * s_h + u - p_t), U(column)])
                    terms2 = plus(terms2, x[U(nc), U(i * s_h + u + 1 - p_t), U(column)])
                    mean_columns[U(column)] = terms2
        elif u_first + 2 == u_last:
            for u in range(max(0, p_t - (i * s_h)), min(KH - 2, H + p_t - (i * s_h) - 2), 3):
                for column in range(W):
                    terms = mean_columns[U(column)]
                    terms = plus(terms, x[U(nc), U(i * s_h + u - p_t), U(column)])
                    terms = plus(terms, x[U(nc), U(i * s_h + u + 1 - p_t), U(column)])
                    terms = plus(terms, x[U(nc), U(i * s_h + u + 2 - p_t), U(column)])
                    mean_columns[U(column)] = terms
        else:
            for u in range(max(0, p_t - (i * s_h)), min(KH, H + p_t - (i * s_h))):
                for column in range(W):
                    mean_columns[U(column)] += x[U(nc), U(i * s_h + u - p_t), U(column)]
        # mean[nc,i,j] = 1/(KW·KH) · Σ_v mean_columns[s_w·j+v−p_l]
        if KW >= 2 and 3 >= KW:
            j_first3 = max(j_first, j_first2, 0)
            j_last3 = min(OW - 1, j_last, j_last2)
            for j in range(min(OW, j_first3)):
                row[U(j)] = T(0)
                for v in range(max(0, p_l - (j * s_w)), min(KW, W + p_l - (j * s_w))):
                    row[U(j)] += mean_columns[U(j * s_w + v - p_l)]
                mean[U(nc), U(i), U(j)] = row[U(j)] / T(KH * KW)
            if KW == 3:
                for j in range(max(0, j_first, j_first4, j_first5), min(OW, j_last + 1, j_last4 + 1,
                        j_last5 + 1)):
                    terms3 = T(0)
                    terms3 = plus(terms3, mean_columns[U(j * s_w - p_l)])
                    terms3 = plus(terms3, mean_columns[U(j * s_w + 1 - p_l)])
                    terms3 = plus(terms3, mean_columns[U(j * s_w + 2 - p_l)])
                    mean[U(nc), U(i), U(j)] = terms3 / T(KH * KW)
            if KW == 2:
                for j in range(max(0, j_first, j_first4), min(OW, j_last + 1, j_last4 + 1)):
                    terms4 = T(0)
                    terms4 = plus(terms4, mean_columns[U(j * s_w - p_l)])
                    terms4 = plus(terms4, mean_columns[U(j * s_w + 1 - p_l)])
                    mean[U(nc), U(i), U(j)] = terms4 / T(KH * KW)
            for j in range(max(0, j_last3 + 1, j_first3), OW):
                row[U(j)] = T(0)
                for v in range(max(0, p_l - (j * s_w)), min(KW, W + p_l - (j * s_w))):
                    row[U(j)] += mean_columns[U(j * s_w + v - p_l)]
                mean[U(nc), U(i), U(j)] = row[U(j)] / T(KH * KW)
        else:
            for j in range(OW):
                row[U(j)] = T(0)
            for v in range(KW):
                for j in range(max(0, -((v - p_l) // s_w)), min(OW, (W + p_l - v - 1) // s_w + 1)):
                    row[U(j)] += mean_columns[U(j * s_w + v - p_l)]
            for j in range(OW):
                mean[U(nc), U(i), U(j)] = row[U(j)] / T(KH * KW)
        # y[nc,i,j] = mix·most[nc,i,j] + mean[nc,i,j] · (1 − mix)
        for j in range(OW):
            y[U(nc), U(i), U(j)] = mix_value * most[U(nc), U(i), U(j)] + mean[U(nc), U(i), U(j)] * term


def _forward(x, mix, y, switch, most, mean, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l):
    """switch[n,c,i,j] = arg max_{u,v} x[n, c, s_h·i+u−p_t, s_w·j+v−p_l]
    most[n,c,i,j] = max_{u,v} x[n, c, s_h·i+u−p_t, s_w·j+v−p_l]
    mean[n,c,i,j] = 1/(KH·KW) · Σ_{u,v} x[n, c, s_h·i+u−p_t, s_w·j+v−p_l]
    y[n,c,i,j] = mix·most[n,c,i,j] + mean[n,c,i,j] · (1 − mix)

    As compiled:

    switch[nc,i,j] = arg max_{u,v : 0 ≤ s_h·i+u−p_t < H, 0 ≤ s_w·j+v−p_l < W} x[nc, s_h·i+u−p_t,
        s_w·j+v−p_l]
    most[nc,i,j] = max_{u,v : 0 ≤ s_h·i+u−p_t < H, 0 ≤ s_w·j+v−p_l < W} x[nc, s_h·i+u−p_t, s_w·j+v−p_l]
    mean_columns[column] = Σ_u x[nc, s_h·i+u−p_t, column]
    mean[nc,i,j] = 1/(KW·KH) · Σ_v mean_columns[s_w·j+v−p_l]
    y[nc,i,j] = mix·most[nc,i,j] + mean[nc,i,j] · (1 − mix)

    Operations: 2·C·N·OH·OW multiplications, C·KH·KW·N·OH·OW + C·N·OH·OW additions, terms that a condition
        drops counted.
    """
    x_rows = x.reshape((C * N, H, W))
    y_rows = y.reshape((C * N, OH, OW))
    switch_rows = switch.reshape((C * N, OH, OW))
    most_rows = most.reshape((C * N, OH, OW))
    mean_rows = mean.reshape((C * N, OH, OW))
    j_first = -(-p_l // s_w)
    j_first2 = -((KW - p_l - 1) // s_w)
    j_last = (W + p_l - 1) // s_w
    j_last2 = (W + p_l - KW) // s_w
    j_first4 = -((1 - p_l) // s_w)
    j_first5 = -((2 - p_l) // s_w)
    j_last4 = (W + p_l - 2) // s_w
    j_last5 = (W + p_l - 3) // s_w
    launch(_forward_part, C * N * OH,
            C * KH * KW * N * OH * OW * 2 + C * KH * N * OH * W + C * KW * N * OH * OW + C * N * OH * OW,
            x_rows, mix, y_rows, switch_rows, most_rows, mean_rows, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t,
            p_l, j_first, j_first2, j_first4, j_first5, j_last, j_last2, j_last4, j_last5)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_single(first, last, dx, N, C, H, W):
    """dx[c,a,b] = 0"""
    dtype = dx.dtype
    T = dtype.type
    for task in range(first, last):
        c = task // H
        a = task % H
        for b in range(W):
            dx[U(c), U(a), U(b)] = T(0)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_single2(first, last, dy, mix, switch, dx, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l):
    """dx[nc, s_h·q+r−p_t, s_w·q′+r′−p_l] += dy[nc,q,q′]/(KH·KW) · [r < KH, r′ < KW] · (1 − mix) + mix ·
        dy[nc,q,q′] · [r < KH, r′ < KW, switch[nc,q,q′] = r·KW + r′]
    """
    dtype = dy.dtype
    T = dtype.type
    mix_value = mix[()]
    for task in range(first, last):
        nc = task // (s_h * s_w)
        r = task // s_w % s_h
        r_ = task % s_w
        q__first = -((r_ - p_l) // s_w)
        q__last = (W + p_l - r_ - 1) // s_w
        for q in range(-((r - p_t) // s_h), (H + p_t - r - 1) // s_h + 1):
            if KH >= r + 1:
                for q_ in range(q__first, q__last + 1):
                    # dx[nc, s_h·q+r−p_t, s_w·q′+r′−p_l] += dy[nc,q,q′]/(KH·KW) · [r < KH, r′ < KW] · (1 −
                    #     mix) + mix · dy[nc,q,q′] · [r < KH, r′ < KW, switch[nc,q,q′] = r·KW + r′]
                    dx[U(nc), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                        (
                            (T(1) - mix_value) * dy[U(nc), U(q), U(q_)] / T(KH * KW)
                            if KW >= r_ + 1 and q >= 0 and OH >= q + 1 and q_ >= 0 and OW >= q_ + 1
                            else T(0)
                        )
                        + (
                            dy[U(nc), U(q), U(q_)] * mix_value
                            if KW >= r_ + 1
                            and q >= 0
                            and OH >= q + 1
                            and q_ >= 0
                            and OW >= q_ + 1
                            and r_ + KW * r == switch[U(nc), U(q), U(q_)]
                            else T(0)
                        )
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, mix, switch, dx, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l):
    """dx[nc, s_h·q+r−p_t, s_w·q′+r′−p_l] = 1/(KH·KW) · (1 − mix) · Σ_{t,t′ : 0 ≤ t ≤ ⌊(KH−1−r)/s_h⌋, 0 ≤ t′
        ≤ ⌊(KW−1−r′)/s_w⌋} dy[nc, q−t, q′−t′] + mix · Σ_{t,t′ : 0 ≤ t ≤ ⌊(KH−1−r)/s_h⌋, 0 ≤ t′ ≤
        ⌊(KW−1−r′)/s_w⌋, switch[nc, q−t, q′−t′] = (r+s_h·t)·KW+r′+s_w·t′} dy[nc, q−t, q′−t′]
    """
    dtype = dy.dtype
    T = dtype.type
    mix_value = mix[()]
    factor = (T(1) - mix_value) / T(KH * KW)
    row = np.empty(0, dtype)
    row2 = np.empty(0, dtype)
    for task in range(first, last):
        nc = task // (s_h * s_w)
        r = task // s_w % s_h
        r_ = task % s_w
        if row.size < max(0, (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1):
            row = np.empty(max(0, (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1), dtype)
        if row2.size < max(0, (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1):
            row2 = np.empty(max(0, (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1), dtype)
        quotient_r_ = (r_ - p_l) // s_w
        q__last = (W + p_l - r_ - 1) // s_w
        t__last = (KW - r_ - 1) // s_w
        t_last = (KH - r - 1) // s_h
        for q in range(-((r - p_t) // s_h), (H + p_t - r - 1) // s_h + 1):
            # dx[nc, s_h·q+r−p_t, s_w·q′+r′−p_l] = 1/(KH·KW) · (1 − mix) · Σ_{t,t′ : 0 ≤ t ≤
            #     ⌊(KH−1−r)/s_h⌋, 0 ≤ t′ ≤ ⌊(KW−1−r′)/s_w⌋} dy[nc, q−t, q′−t′] + mix · Σ_{t,t′ : 0
            #     ≤ t ≤ ⌊(KH−1−r)/s_h⌋, 0 ≤ t′ ≤ ⌊(KW−1−r′)/s_w⌋, switch[nc, q−t, q′−t′] =
            #     (r+s_h·t)·KW+r′+s_w·t′} dy[nc, q−t, q′−t′]
            for q_ in range(-quotient_r_, q__last + 1):
                row[U(q_ + quotient_r_)] = T(0)
            for t in range(min(t_last, q), max(-1, q - OH), -1):
                for t_ in range(t__last, -1, -1):
                    for q_ in range(max(-quotient_r_, t_), min(q__last + 1, OW + t_)):
                        dy_here = dy[U(nc), U(q - t), U(q_ - t_)]
                        row[U(q_ + quotient_r_)] += (
                            dy_here
                            if r_ + KW * r + s_w * t_ + KW * s_h * t == switch[U(nc), U(q - t), U(q_ - t_)]
                            else T(0)
                        )
            for q_ in range(-quotient_r_, q__last + 1):
                row2[U(q_ + quotient_r_)] = T(0)
            for t in range(min(t_last, q), max(-1, q - OH), -1):
                for t_ in range(t__last, -1, -1):
                    for q_ in range(max(-quotient_r_, t_), min(q__last + 1, OW + t_)):
                        row2[U(q_ + quotient_r_)] += dy[U(nc), U(q - t), U(q_ - t_)]
            for q_ in range(-quotient_r_, q__last + 1):
                dx[U(nc), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = (
                    factor * row2[U(q_ + quotient_r_)] + mix_value * row[U(q_ + quotient_r_)]
                )


def _vjp_x(dy, mix, switch, dx, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l):
    """dx[n,c,a,b] = 1/(KH·KW) · (1 − mix) · Σ_{u,v : s_h ∣ a+p_t−u, s_w ∣ b+p_l−v} dy[n, c, (a+p_t−u)/s_h,
        (b+p_l−v)/s_w] + mix · Σ_{u,v : s_h ∣ a+p_t−u, s_w ∣ b+p_l−v, switch[n, c, (a+p_t−u)/s_h,
        (b+p_l−v)/s_w] = u·KW+v} dy[n, c, (a+p_t−u)/s_h, (b+p_l−v)/s_w]

    Operations: 2·C·H·N·W multiplications, 2·C·H·KH·KW·N·W additions, terms that a condition drops
        counted.
    """
    dy_rows = dy.reshape((C * N, OH, OW))
    switch_rows = switch.reshape((C * N, OH, OW))
    dx_rows = dx.reshape((C * N, H, W))
    if s_h >= KH and s_w >= KW:
        launch(_vjp_x_single, C * N * H, C * H * N * W, dx_rows, N, C, H, W)
        launch(_vjp_x_single2, C * N * s_h * s_w,
                C * H * N * W + (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * C * N * s_h * s_w,
                dy_rows, mix, switch_rows, dx_rows, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l)
    else:
        launch(_vjp_x_plain, C * N * s_h * s_w,
                (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - 1) // s_h + 1) * ((KW - 1) // s_w + 1) * C * N * s_h * s_w,
                dy_rows, mix, switch_rows, dx_rows, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_mix(dy, most, mean, dmix, N, C, OH, OW):
    """dmix = Σ_{n,c,i,j} dy[n,c,i,j] · most[n,c,i,j] − Σ_{n,c,i,j} dy[n,c,i,j] · mean[n,c,i,j]

    As compiled:

    dmix = Σ_{ncij} dy[ncij] · most[ncij] − Σ_{ncij} dy[ncij] · mean[ncij]

    Operations: 2·C·N·OH·OW multiplications, 2·C·N·OH·OW − 1 additions.
    """
    dtype = dmix.dtype
    T = dtype.type
    dy_rows = dy.reshape((C * N * OH * OW,))
    most_rows = most.reshape((C * N * OH * OW,))
    mean_rows = mean.reshape((C * N * OH * OW,))
    # dmix = Σ_{ncij} dy[ncij] · most[ncij] − Σ_{ncij} dy[ncij] · mean[ncij]
    acc = T(0)
    acc2 = T(0)
    rest = T(0)
    rest2 = T(0)
    for ncij_block in range((C * N * OH * OW - 1) // 1024 + 1):
        part = T(0)
        part2 = T(0)
        for ncij in range(ncij_block * 1024, min(C * N * OH * OW, ncij_block * 1024 + 1024)):
            part = plus(part, dy_rows[U(ncij)] * mean_rows[U(ncij)])
            part2 = plus(part2, dy_rows[U(ncij)] * most_rows[U(ncij)])
        acc, rest = carried(acc, rest, part)
        acc2, rest2 = carried(acc2, rest2, part2)
    dmix[()] = acc2 - acc


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_few(switch_by_KW, switch_mod_KW, KH, KW):
    """switch_mod_KW[switch+1] = switch mod KW
    switch_by_KW[switch+1] = ⌊switch/KW⌋
    """
    # switch_mod_KW[switch+1] = switch mod KW
    for switch in range(-1, KH * KW):
        switch_mod_KW[U(switch + 1)] = switch % KW
    # switch_by_KW[switch+1] = ⌊switch/KW⌋
    for switch in range(-1, KH * KW):
        switch_by_KW[U(switch + 1)] = switch // KW


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_few2(first, last, x_dot, mix_dot, mix, switch, most, mean, y_dot, switch_by_KW, switch_mod_KW, N, C,
        H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, j_first, j_first2, j_first4, j_first5, j_last, j_last2,
        j_last4, j_last5):
    """mean_dot_columns[column] = Σ_u ẋ[nc, s_h·i+u−p_t, column]
    mean_dot[j] = 1/(KW·KH) · Σ_v mean_dot_columns[s_w·j+v−p_l]
    ẏ[nc,i,j] = mix_dot·most[nc,i,j] + mix · ẋ[nc, s_h·i+⌊switch[nc,i,j]/KW⌋−p_t, s_w·j+(switch[nc,i,j]
        mod KW)−p_l] · [switch[nc,i,j] ≥ 0] + mean_dot[j] · (1 − mix) − mix_dot·mean[nc,i,j]
    """
    dtype = x_dot.dtype
    T = dtype.type
    mix_dot_value = mix_dot[()]
    mix_value = mix[()]
    term = T(1) - mix_value
    minus_mix_dot_value = -mix_dot_value
    mean_dot_columns = np.empty(W, dtype)
    mean_dot = np.empty(OW, dtype)
    row = np.empty(OW, dtype)
    for task in range(first, last):
        nc = task // OH
        i = task % OH
        # mean_dot_columns[column] = Σ_u ẋ[nc, s_h·i+u−p_t, column]
        u_first = max(p_t - (i * s_h), 0)
        u_last = min(H + p_t - (i * s_h) - 1, KH - 1)
        for column in range(W):
            mean_dot_columns[U(column)] = T(0)
        if u_first + 1 == u_last:
            for u in range(max(0, p_t - (i * s_h)), min(KH - 1, H + p_t - (i * s_h) - 1), 2):
                for column in range(W):
                    terms2 = mean_dot_columns[U(column)]
                    terms2 = plus(terms2, x_dot[U(nc), U(i * s_h + u - p_t), U(column)])
                    terms2 = plus(terms2, x_dot[U(nc), U(i * s_h + u + 1 - p_t), U(column)])
                    mean_dot_columns[U(column)] = terms2
        elif u_first + 2 == u_last:
            for u in range(max(0, p_t - (i * s_h)), min(KH - 2, H + p_t - (i * s_h) - 2), 3):
                for column in range(W):
                    terms = mean_dot_columns[U(column)]
                    terms = plus(terms, x_dot[U(nc), U(i * s_h + u - p_t), U(column)])
                    terms = plus(terms, x_dot[U(nc), U(i * s_h + u + 1 - p_t), U(column)])
                    terms = plus(terms, x_dot[U(nc), U(i * s_h + u + 2 - p_t), U(column)])
                    mean_dot_columns[U(column)] = terms
        else:
            for u in range(max(0, p_t - (i * s_h)), min(KH, H + p_t - (i * s_h))):
                for column in range(W):
                    mean_dot_columns[U(column)] += x_dot[U(nc), U(i * s_h + u - p_t), U(column)]
        # mean_dot[j] = 1/(KW·KH) · Σ_v mean_dot_columns[s_w·j+v−p_l]
        for j in range(OW):
            row[U(j)] = T(0)
        if KW >= 2 and 3 >= KW:
            j_first3 = max(j_first, j_first2, 0)
            j_last3 = min(OW - 1, j_last, j_last2)
            for j in range(min(OW, j_first3)):
                for v in range(max(0, p_l - (j * s_w)), min(KW, W + p_l - (j * s_w))):
                    row[U(j)] += mean_dot_columns[U(j * s_w + v - p_l)]
            if KW == 3:
                for j in range(max(0, j_first, j_first4, j_first5), min(OW, j_last + 1, j_last4 + 1,
                        j_last5 + 1)):
                    terms3 = row[U(j)]
                    terms3 = plus(terms3, mean_dot_columns[U(j * s_w - p_l)])
                    terms3 = plus(terms3, mean_dot_columns[U(j * s_w + 1 - p_l)])
                    terms3 = plus(terms3, mean_dot_columns[U(j * s_w + 2 - p_l)])
                    row[U(j)] = terms3
            if KW == 2:
                for j in range(max(0, j_first, j_first4), min(OW, j_last + 1, j_last4 + 1)):
                    terms4 = row[U(j)]
                    terms4 = plus(terms4, mean_dot_columns[U(j * s_w - p_l)])
                    terms4 = plus(terms4, mean_dot_columns[U(j * s_w + 1 - p_l)])
                    row[U(j)] = terms4
            for j in range(max(0, j_last3 + 1, j_first3), OW):
                for v in range(max(0, p_l - (j * s_w)), min(KW, W + p_l - (j * s_w))):
                    row[U(j)] += mean_dot_columns[U(j * s_w + v - p_l)]
        else:
            for v in range(KW):
                for j in range(max(0, -((v - p_l) // s_w)), min(OW, (W + p_l - v - 1) // s_w + 1)):
                    row[U(j)] += mean_dot_columns[U(j * s_w + v - p_l)]
        for j in range(OW):
            mean_dot[U(j)] = row[U(j)] / T(KH * KW)
        # ẏ[nc,i,j] = mix_dot·most[nc,i,j] + mix · ẋ[nc, s_h·i+⌊switch[nc,i,j]/KW⌋−p_t,
        #     s_w·j+(switch[nc,i,j] mod KW)−p_l] · [switch[nc,i,j] ≥ 0] + mean_dot[j] · (1 −
        #     mix) − mix_dot·mean[nc,i,j]
        for j in range(OW):
            switch_by_KW_here = switch_by_KW[U(switch[U(nc), U(i), U(j)] + 1)]
            switch_mod_KW_here = switch_mod_KW[U(switch[U(nc), U(i), U(j)] + 1)]
            y_dot[U(nc), U(i), U(j)] = (
                mean[U(nc), U(i), U(j)] * minus_mix_dot_value
                + mix_dot_value * most[U(nc), U(i), U(j)]
                + (
                    mix_value
                    * x_dot[U(nc), U(i * s_h + switch_by_KW_here - p_t),
                            U(j * s_w + switch_mod_KW_here - p_l)]
                    if i * s_h + switch_by_KW_here >= p_t
                    and H + p_t >= i * s_h + switch_by_KW_here + 1
                    and j * s_w + switch_mod_KW_here >= p_l
                    and W + p_l >= j * s_w + switch_mod_KW_here + 1
                    and switch[U(nc), U(i), U(j)] >= 0
                    else T(0)
                )
                + mean_dot[U(j)] * term
            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain(first, last, x_dot, mix_dot, mix, switch, most, mean, y_dot, N, C, H, W, OH, OW, KH, KW, s_h,
        s_w, p_t, p_l, j_first10, j_first6, j_first7, j_first9, j_last10, j_last6, j_last7, j_last9):
    """mean_dot_columns[column] = Σ_u ẋ[nc, s_h·i+u−p_t, column]
    mean_dot[j] = 1/(KW·KH) · Σ_v mean_dot_columns[s_w·j+v−p_l]
    ẏ[nc,i,j] = mix_dot·most[nc,i,j] + mix · ẋ[nc, s_h·i+⌊switch[nc,i,j]/KW⌋−p_t, s_w·j+(switch[nc,i,j]
        mod KW)−p_l] · [switch[nc,i,j] ≥ 0] + mean_dot[j] · (1 − mix) − mix_dot·mean[nc,i,j]
    """
    dtype = x_dot.dtype
    T = dtype.type
    mix_dot_value = mix_dot[()]
    mix_value = mix[()]
    term = T(1) - mix_value
    minus_mix_dot_value = -mix_dot_value
    mean_dot_columns = np.empty(W, dtype)
    mean_dot = np.empty(OW, dtype)
    row = np.empty(OW, dtype)
    for task in range(first, last):
        nc = task // OH
        i = task % OH
        # mean_dot_columns[column] = Σ_u ẋ[nc, s_h·i+u−p_t, column]
        u_first2 = max(p_t - (i * s_h), 0)
        u_last2 = min(H + p_t - (i * s_h) - 1, KH - 1)
        for column in range(W):
            mean_dot_columns[U(column)] = T(0)
        if u_first2 + 1 == u_last2:
            for u in range(max(0, p_t - (i * s_h)), min(KH - 1, H + p_t - (i * s_h) - 1), 2):
                for column in range(W):
                    terms6 = mean_dot_columns[U(column)]
                    terms6 = plus(terms6, x_dot[U(nc), U(i * s_h + u - p_t), U(column)])
                    terms6 = plus(terms6, x_dot[U(nc), U(i * s_h + u + 1 - p_t), U(column)])
                    mean_dot_columns[U(column)] = terms6
        elif u_first2 + 2 == u_last2:
            for u in range(max(0, p_t - (i * s_h)), min(KH - 2, H + p_t - (i * s_h) - 2), 3):
                for column in range(W):
                    terms5 = mean_dot_columns[U(column)]
                    terms5 = plus(terms5, x_dot[U(nc), U(i * s_h + u - p_t), U(column)])
                    terms5 = plus(terms5, x_dot[U(nc), U(i * s_h + u + 1 - p_t), U(column)])
                    terms5 = plus(terms5, x_dot[U(nc), U(i * s_h + u + 2 - p_t), U(column)])
                    mean_dot_columns[U(column)] = terms5
        else:
            for u in range(max(0, p_t - (i * s_h)), min(KH, H + p_t - (i * s_h))):
                for column in range(W):
                    mean_dot_columns[U(column)] += x_dot[U(nc), U(i * s_h + u - p_t), U(column)]
        # mean_dot[j] = 1/(KW·KH) · Σ_v mean_dot_columns[s_w·j+v−p_l]
        for j in range(OW):
            row[U(j)] = T(0)
        if KW >= 2 and 3 >= KW:
            j_first8 = max(j_first6, j_first7, 0)
            j_last8 = min(OW - 1, j_last6, j_last7)
            for j in range(min(OW, j_first8)):
                for v in range(max(0, p_l - (j * s_w)), min(KW, W + p_l - (j * s_w))):
                    row[U(j)] += mean_dot_columns[U(j * s_w + v - p_l)]
            if KW == 3:
                for j in range(max(0, j_first6, j_first9, j_first10), min(OW, j_last6 + 1, j_last9 + 1,
                        j_last10 + 1)):
                    terms7 = row[U(j)]
                    terms7 = plus(terms7, mean_dot_columns[U(j * s_w - p_l)])
                    terms7 = plus(terms7, mean_dot_columns[U(j * s_w + 1 - p_l)])
                    terms7 = plus(terms7, mean_dot_columns[U(j * s_w + 2 - p_l)])
                    row[U(j)] = terms7
            if KW == 2:
                for j in range(max(0, j_first6, j_first9), min(OW, j_last6 + 1, j_last9 + 1)):
                    terms8 = row[U(j)]
                    terms8 = plus(terms8, mean_dot_columns[U(j * s_w - p_l)])
                    terms8 = plus(terms8, mean_dot_columns[U(j * s_w + 1 - p_l)])
                    row[U(j)] = terms8
            for j in range(max(0, j_last8 + 1, j_first8), OW):
                for v in range(max(0, p_l - (j * s_w)), min(KW, W + p_l - (j * s_w))):
                    row[U(j)] += mean_dot_columns[U(j * s_w + v - p_l)]
        else:
            for v in range(KW):
                for j in range(max(0, -((v - p_l) // s_w)), min(OW, (W + p_l - v - 1) // s_w + 1)):
                    row[U(j)] += mean_dot_columns[U(j * s_w + v - p_l)]
        for j in range(OW):
            mean_dot[U(j)] = row[U(j)] / T(KH * KW)
        # ẏ[nc,i,j] = mix_dot·most[nc,i,j] + mix · ẋ[nc, s_h·i+⌊switch[nc,i,j]/KW⌋−p_t,
        #     s_w·j+(switch[nc,i,j] mod KW)−p_l] · [switch[nc,i,j] ≥ 0] + mean_dot[j] · (1 −
        #     mix) − mix_dot·mean[nc,i,j]
        for j in range(OW):
            switch_mod_KW = switch[U(nc), U(i), U(j)] % KW
            switch_by_KW = switch[U(nc), U(i), U(j)] // KW
            y_dot[U(nc), U(i), U(j)] = (
                mean[U(nc), U(i), U(j)] * minus_mix_dot_value
                + mix_dot_value * most[U(nc), U(i), U(j)]
                + (
                    mix_value
                    * x_dot[U(nc), U(i * s_h + switch_by_KW - p_t), U(j * s_w + switch_mod_KW - p_l)]
                    if i * s_h + switch_by_KW >= p_t
                    and H + p_t >= i * s_h + switch_by_KW + 1
                    and j * s_w + switch_mod_KW >= p_l
                    and W + p_l >= j * s_w + switch_mod_KW + 1
                    and switch[U(nc), U(i), U(j)] >= 0
                    else T(0)
                )
                + mean_dot[U(j)] * term
            )


def _jvp(x_dot, mix_dot, mix, switch, most, mean, y_dot, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l):
    """most_dot[n,c,i,j] = ẋ[n, c, s_h·i+⌊switch[n,c,i,j]/KW⌋−p_t, s_w·j+(switch[n,c,i,j] mod KW)−p_l] ·
        [switch[n,c,i,j] ≥ 0]
    mean_dot[n,c,i,j] = 1/(KH·KW) · Σ_{u,v} ẋ[n, c, s_h·i+u−p_t, s_w·j+v−p_l]
    ẏ[n,c,i,j] = mix·most_dot[n,c,i,j] + mix_dot·most[n,c,i,j] + mean_dot[n,c,i,j] · (1 − mix) −
        mix_dot·mean[n,c,i,j]

    Operations: 4·C·N·OH·OW multiplications, C·KH·KW·N·OH·OW + 3·C·N·OH·OW additions, terms that a
        condition drops counted.
    """
    x_dot_rows = x_dot.reshape((C * N, H, W))
    switch_rows = switch.reshape((C * N, OH, OW))
    most_rows = most.reshape((C * N, OH, OW))
    mean_rows = mean.reshape((C * N, OH, OW))
    y_dot_rows = y_dot.reshape((C * N, OH, OW))
    if few(256 >= KH * KW):
        j_first = -(-p_l // s_w)
        j_first2 = -((KW - p_l - 1) // s_w)
        j_last = (W + p_l - 1) // s_w
        j_last2 = (W + p_l - KW) // s_w
        j_first4 = -((1 - p_l) // s_w)
        j_first5 = -((2 - p_l) // s_w)
        j_last4 = (W + p_l - 2) // s_w
        j_last5 = (W + p_l - 3) // s_w
        switch_mod_KW = scratch(KH * KW + 1, np.int64)
        switch_by_KW = scratch(KH * KW + 1, np.int64)
        _jvp_few(switch_by_KW, switch_mod_KW, KH, KW)
        launch(_jvp_few2, C * N * OH, C * KH * N * OH * W + C * KW * N * OH * OW + C * N * OH * OW,
                x_dot_rows, mix_dot, mix, switch_rows, most_rows, mean_rows, y_dot_rows, switch_by_KW,
                switch_mod_KW, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, j_first, j_first2, j_first4,
                j_first5, j_last, j_last2, j_last4, j_last5)
    else:
        j_first6 = -(-p_l // s_w)
        j_first7 = -((KW - p_l - 1) // s_w)
        j_last6 = (W + p_l - 1) // s_w
        j_last7 = (W + p_l - KW) // s_w
        j_first9 = -((1 - p_l) // s_w)
        j_first10 = -((2 - p_l) // s_w)
        j_last9 = (W + p_l - 2) // s_w
        j_last10 = (W + p_l - 3) // s_w
        launch(_jvp_plain, C * N * OH, C * KH * N * OH * W + C * KW * N * OH * OW + C * N * OH * OW,
                x_dot_rows, mix_dot, mix, switch_rows, most_rows, mean_rows, y_dot_rows, N, C, H, W, OH, OW,
                KH, KW, s_h, s_w, p_t, p_l, j_first10, j_first6, j_first7, j_first9, j_last10, j_last6,
                j_last7, j_last9)
