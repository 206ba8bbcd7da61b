"""The kernels of spatial_separable_conv2d; spatial_separable_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `spatial_separable_conv2d`.  Do not edit.
Run time: bcc2f274ed73adc9.
"""

import numpy as np
from numba import njit

from .runtime import carried, gcd, plus, residue
from .threads import launch
from .stencils import correlate, correlations, lagging, lags, pad
from .vectors import parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, w_column, w_row, b, y, t, N, C, H, W, KH, KW, OW, OH, s_h, s_w, p_t, p_l,
        d_h, d_w):
    """t[n,g,i,j] = Σ_u w_column[g,0,u,0] · x[n, g, s_h·i+d_h·u−p_t, j]
    y[n,g,i,j] = b[g] + Σ_v t[n, g, i, s_w·j+d_w·v−p_l] · w_row[g,0,0,v]
    """
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // OH
        i = task % OH
        # t[n,g,i,j] = Σ_u w_column[g,0,u,0] · x[n, g, s_h·i+d_h·u−p_t, j]
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for g in range(C):
            for o in range(1):
                for j in range(W):
                    t[U(n), U(g + o), U(i), U(j)] = T(0)
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    w_column_here = w_column[U(g + o), 0, U(u), 0]
                    for j in range(W):
                        t[U(n), U(g + o), U(i), U(j)] += (
                            w_column_here * x[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j)]
                        )
        # y[n,g,i,j] = b[g] + Σ_v t[n, g, i, s_w·j+d_w·v−p_l] · w_row[g,0,0,v]
        for g in range(C):
            for o in range(1):
                b_here = b[U(g + o)]
                for j in range(OW):
                    y[U(n), U(g + o), U(i), U(j)] = b_here
                for v in range(KW):
                    w_row_here = w_row[U(g + o), 0, 0, U(v)]
                    for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                            (W + p_l - (d_w * v) - 1) // s_w + 1)):
                        y[U(n), U(g + o), U(i), U(j)] += (
                            t[U(n), U(g), U(i), U(j * s_w + d_w * v - p_l)] * w_row_here
                        )


def _forward(x, w_column, w_row, b, y, t, N, C, H, W, KH, KW, OW, OH, s_h, s_w, p_t, p_l, d_h, d_w):
    """t[n,g,i,j] = Σ_{c,u,v} w_column[g,c,u,v] · x[n, g+c, s_h·i+d_h·u−p_t, j+v]
    y[n,g,i,j] = b[g] + Σ_{c,u,v} t[n, g+c, i+u, s_w·j+d_w·v−p_l] · w_row[g,c,u,v]

    As compiled:

    t[n,g,i,j] = Σ_u w_column[g,0,u,0] · x[n, g, s_h·i+d_h·u−p_t, j]
    y[n,g,i,j] = b[g] + Σ_v t[n, g, i, s_w·j+d_w·v−p_l] · w_row[g,0,0,v]

    Operations: C·KH·N·OH·W + C·KW·N·OH·OW multiplications, C·KH·N·OH·W + C·KW·N·OH·OW − C·N·OH·W
        additions, terms that a condition drops counted.
    """
    launch(_forward_part, N * OH, C * KH * N * OH * W + C * KW * N * OH * OW, x, w_column, w_row, b, y, t, N,
            C, H, W, KH, KW, OW, OH, s_h, s_w, p_t, p_l, d_h, d_w)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dt_correlations(first, last, dy, w_row, dt, N, C, W, KW, OW, OH, s_w, p_l, d_w, d_w_by_gcd,
        gcd_s_w_d_w, pieces, s_w_by_gcd):
    """dt[n, c, i, s_w·q+r−p_l] = Σ_{t : 0 ≤ t ≤ ⌊(KW−1−res(d_w,r,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_w,d_w) ∣
        r} dy[n, c, i, q−(d_w·res(d_w,r,s_w)−r)/s_w−t·d_w/gcd(s_w,d_w)] · w_row[c, 0, 0,
        res(d_w,r,s_w)+t·s_w/gcd(s_w,d_w)]
    """
    dtype = dy.dtype
    T = dtype.type
    starts = np.empty(1, dtype)
    for task in range(first, last):
        part = task // s_w
        r = task % s_w
        q_count = (W + p_l - r - 1) // s_w + (r - p_l) // s_w + 1
        t_count = (KW - residue(d_w, r, s_w) - 1) // s_w_by_gcd + 1
        wide = d_w_by_gcd * t_count + q_count - d_w_by_gcd
        most = max(32768 // max(wide, 1), 8)
        strips = max((OH - 1) // most + 1, 1)
        high = max((OH - 1) // strips + 1, 1)
        tasks = C * N * strips
        share = max((tasks - 1) // pieces + 1, 1)
        lefts = np.empty(max(0, t_count), np.int64)
        for tap in range(t_count):
            t = tap
            lefts[U(tap)] = -s_w_by_gcd * t
        rights = np.empty(max(0, t_count), np.int64)
        for tap in range(t_count):
            t = tap
            rights[U(tap)] = d_w_by_gcd * t
        planes = np.empty((high, max(0, wide)), dtype)
        quotient_r = (r - p_l) // s_w
        quotient_r2 = (residue(d_w, r, s_w) * d_w - r) // s_w
        quotient_r3 = (KW - residue(d_w, r, s_w) - 1) // s_w_by_gcd
        q_last = (W + p_l - r - 1) // s_w
        res_r = residue(d_w, r, s_w)
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            s_w_by_gcd2 = s_w // gcd_s_w_d_w
            n = turn_2 // (C * strips)
            c = turn_2 // strips % C
            strip = turn_2 % strips
            # dt[n, c, i, s_w·q+r−p_l] = Σ_{t : 0 ≤ t ≤
            #     ⌊(KW−1−res(d_w,r,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_w,d_w) ∣ r} dy[n, c, i,
            #     q−(d_w·res(d_w,r,s_w)−r)/s_w−t·d_w/gcd(s_w,d_w)] · w_row[c, 0, 0,
            #     res(d_w,r,s_w)+t·s_w/gcd(s_w,d_w)]
            for row in range(1):
                starts[U(row)] = T(0)
            pad(planes, (0, 0), wide, dy, (n, c, high * strip,
                    -d_w_by_gcd * quotient_r3 - quotient_r - quotient_r2), OW, 1, high, wide, -high * strip,
                    OH - (high * strip), d_w_by_gcd * quotient_r3 + quotient_r + quotient_r2,
                    OW + d_w_by_gcd * quotient_r3 + quotient_r + quotient_r2)
            correlate(dt, (n, c, high * strip, r - p_l - (quotient_r * s_w)), 0, W, s_w, starts, (0,), 1,
                    w_row, (c, 0, 0, quotient_r3 * s_w_by_gcd2 + res_r), 0, lefts, planes, (0, 0), wide,
                    rights, t_count, len(rights) if r % gcd_s_w_d_w == 0 else 0, 1, min(high,
                    OH - (high * strip)), q_last + quotient_r + 1)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dt_plain(first, last, dy, w_row, dt, N, C, W, KW, OW, OH, s_w, p_l, d_w, d_w_by_gcd, gcd_s_w_d_w,
        s_w_by_gcd):
    """dt[n, c, i, s_w·q+r−p_l] = Σ_{t : 0 ≤ t ≤ ⌊(KW−1−res(d_w,r,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_w,d_w) ∣
        r} dy[n, c, i, q−(d_w·res(d_w,r,s_w)−r)/s_w−t·d_w/gcd(s_w,d_w)] · w_row[c, 0, 0,
        res(d_w,r,s_w)+t·s_w/gcd(s_w,d_w)]
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (C * OH * s_w)
        c = task // (OH * s_w) % C
        i = task // s_w % OH
        r = task % s_w
        # dt[n, c, i, s_w·q+r−p_l] = Σ_{t : 0 ≤ t ≤
        #     ⌊(KW−1−res(d_w,r,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_w,d_w) ∣ r} dy[n, c, i,
        #     q−(d_w·res(d_w,r,s_w)−r)/s_w−t·d_w/gcd(s_w,d_w)] · w_row[c, 0, 0,
        #     res(d_w,r,s_w)+t·s_w/gcd(s_w,d_w)]
        for q in range(-((r - p_l) // s_w), (W + p_l - r - 1) // s_w + 1):
            dt[U(n), U(c), U(i), U(q * s_w + r - p_l)] = T(0)
        res_r = residue(d_w, r, s_w)
        quotient_r = (d_w * res_r - r) // s_w
        q_first = -((r - p_l) // s_w)
        q_last = (W + p_l - r - 1) // s_w
        t_last = (KW - res_r - 1) // s_w_by_gcd
        if r % gcd_s_w_d_w == 0:
            for t in range(t_last, -1, -1):
                w_row_here = w_row[U(c), 0, 0, U(res_r + s_w_by_gcd * t)]
                for q in range(max(q_first, quotient_r + d_w_by_gcd * t), min(q_last + 1,
                        OW + quotient_r + d_w_by_gcd * t)):
                    dt[U(n), U(c), U(i), U(q * s_w + r - p_l)] += (
                        dy[U(n), U(c), U(i), U(q - quotient_r - (d_w_by_gcd * t))] * w_row_here
                    )


def _shared_dt(dy, w_row, dt, N, C, W, KW, OW, OH, s_w, p_l, d_w):
    """dt[n,c,i,b] = Σ_{v : s_w ∣ b+p_l−d_w·v} dy[n, c, i, (b+p_l−d_w·v)/s_w] · w_row[c,0,0,v]

    Operations: C·KW·N·OH·W multiplications, C·KW·N·OH·W − C·N·OH·W additions, terms that a condition
        drops counted.
    """
    if correlations(OW >= 4):
        pieces = max((C * N + 7) // 8, 1)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        gcd_s_w_d_w = gcd(s_w, d_w)
        launch(_shared_dt_correlations, pieces * s_w,
                (-p_l // s_w + (W + p_l - 1) // s_w + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * C * N * OH * s_w // 32, dy, w_row, dt, N, C, W, KW,
                OW, OH, s_w, p_l, d_w, d_w_by_gcd, gcd_s_w_d_w, pieces, s_w_by_gcd)
    else:
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        gcd_s_w_d_w = gcd(s_w, d_w)
        launch(_shared_dt_plain, N * C * OH * s_w,
                (-p_l // s_w + (W + p_l - 1) // s_w + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * C * N * OH * s_w, dy, w_row, dt, N, C, W, KW, OW,
                OH, s_w, p_l, d_w, d_w_by_gcd, gcd_s_w_d_w, s_w_by_gcd)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_correlations(first, last, w_column, dt, dx, N, C, H, W, KH, OH, s_h, p_t, d_h, d_h_by_gcd,
        gcd_s_h_d_h, most, pieces, s_h_by_gcd):
    """dx[n, c, s_h·q+r−p_t, b] = Σ_{t : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, gcd(s_h,d_h) ∣
        r} dt[n, c, q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h), b] · w_column[c, 0,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), 0]
    """
    dtype = w_column.dtype
    T = dtype.type
    starts = np.empty(1, dtype)
    for task in range(first, last):
        part = task // s_h
        r = task % s_h
        q_count = (H + p_t - r - 1) // s_h + (r - p_t) // s_h + 1
        strips = max((q_count - 1) // most + 1, 1)
        high = max((q_count - 1) // strips + 1, 1)
        t_count = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd + 1
        tall = d_h_by_gcd * t_count + high - d_h_by_gcd
        tasks = C * N * strips
        share = max((tasks - 1) // pieces + 1, 1)
        lefts = np.empty(max(0, t_count), np.int64)
        for tap in range(t_count):
            t = tap
            lefts[U(tap)] = -s_h_by_gcd * t
        rights = np.empty(max(0, t_count), np.int64)
        for tap in range(t_count):
            t = tap
            rights[U(tap)] = W * d_h_by_gcd * t
        planes = np.empty((max(0, tall), W), dtype)
        quotient_r = (r - p_t) // s_h
        quotient_r2 = (residue(d_h, r, s_h) * d_h - r) // s_h
        quotient_r3 = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd
        q_last = (H + p_t - r - 1) // s_h
        res_r = residue(d_h, r, s_h)
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            s_h_by_gcd2 = s_h // gcd_s_h_d_h
            n = turn_2 // (C * strips)
            c = turn_2 // strips % C
            strip = turn_2 % strips
            # dx[n, c, s_h·q+r−p_t, b] = Σ_{t : 0 ≤ t ≤
            #     ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, gcd(s_h,d_h) ∣ r} dt[n, c,
            #     q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h), b] · w_column[c, 0,
            #     res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), 0]
            for row in range(1):
                starts[U(row)] = T(0)
            pad(planes, (0, 0), W, dt, (n, c,
                    high * strip - (d_h_by_gcd * quotient_r3) - quotient_r - quotient_r2, 0), W, 1, tall, W,
                    d_h_by_gcd * quotient_r3 + quotient_r + quotient_r2 - (high * strip),
                    OH + d_h_by_gcd * quotient_r3 + quotient_r + quotient_r2 - (high * strip), 0, W)
            correlate(dx, (n, c, r + high * s_h * strip - p_t - (quotient_r * s_h), 0), 0, W * s_h, 1, starts,
                    (0,), 1, w_column, (c, 0, quotient_r3 * s_h_by_gcd2 + res_r, 0), 0, lefts, planes, (0, 0),
                    W, rights, t_count, len(rights) if r % gcd_s_h_d_h == 0 else 0, 1, min(high,
                    q_last + quotient_r + 1 - (high * strip)), W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, w_column, dt, dx, N, C, H, W, KH, OH, s_h, p_t, d_h, d_h_by_gcd, gcd_s_h_d_h,
        s_h_by_gcd):
    """dx[n, c, s_h·q+r−p_t, b] = Σ_{t : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, gcd(s_h,d_h) ∣
        r} dt[n, c, q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h), b] · w_column[c, 0,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), 0]
    """
    dtype = w_column.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (C * s_h)
        c = task // s_h % C
        r = task % s_h
        res_r = residue(d_h, r, s_h)
        quotient_r = (d_h * res_r - r) // s_h
        for q in range(-((r - p_t) // s_h), (H + p_t - r - 1) // s_h + 1):
            # dx[n, c, s_h·q+r−p_t, b] = Σ_{t : 0 ≤ t ≤
            #     ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, gcd(s_h,d_h) ∣ r} dt[n, c,
            #     q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h), b] · w_column[c, 0,
            #     res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), 0]
            for b in range(W):
                dx[U(n), U(c), U(q * s_h + r - p_t), U(b)] = T(0)
            t_first = -((OH + quotient_r - q - 1) // d_h_by_gcd)
            t_last = (KH - res_r - 1) // s_h_by_gcd
            t_last2 = (q - quotient_r) // d_h_by_gcd
            if r % gcd_s_h_d_h == 0:
                for t in range(min(t_last, t_last2), max(-1, t_first - 1), -1):
                    w_column_here = w_column[U(c), 0, U(res_r + s_h_by_gcd * t), 0]
                    for b in range(W):
                        dx[U(n), U(c), U(q * s_h + r - p_t), U(b)] += (
                            dt[U(n), U(c), U(q - quotient_r - (d_h_by_gcd * t)), U(b)] * w_column_here
                        )


def _vjp_x(w_column, dt, dx, N, C, H, W, KH, OH, s_h, p_t, d_h):
    """dt[n,c,i,b] = Σ_{v : s_w ∣ b+p_l−d_w·v} dy[n, c, i, (b+p_l−d_w·v)/s_w] · w_row[c,0,0,v]
    dx[n,c,a,b] = Σ_{u : s_h ∣ a+p_t−d_h·(KH−1−u)} dt[n, c, (a+p_t−d_h·(KH−1−u))/s_h, b] · w_column[c, 0,
        KH−1−u, 0]

    Operations: C·H·KH·N·W + C·KW·N·OH·W multiplications, C·H·KH·N·W + C·KW·N·OH·W − C·H·N·W − C·N·OH·W
        additions, terms that a condition drops counted.
    """
    if correlations(W >= 4):
        most = max(32768 // W, 8)
        pieces = max((C * N + 7) // 8, 1)
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        gcd_s_h_d_h = gcd(s_h, d_h)
        launch(_vjp_x_correlations, pieces * s_h,
                (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h, 0,
                s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * C * N * W * s_h // 32, w_column, dt, dx, N, C, H,
                W, KH, OH, s_h, p_t, d_h, d_h_by_gcd, gcd_s_h_d_h, most, pieces, s_h_by_gcd)
    else:
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        gcd_s_h_d_h = gcd(s_h, d_h)
        launch(_vjp_x_plain, N * C * s_h, (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h, 0,
                s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * C * N * W * s_h, w_column, dt, dx, N, C, H, W, KH,
                OH, s_h, p_t, d_h, d_h_by_gcd, gcd_s_h_d_h, s_h_by_gcd)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_column_lagging(first, last, x, dt, dw_column, N, C, H, W, KH, OH, s_h, p_t, d_h, high, pieces,
        share, strips, tall):
    """dw_column[c,0,u,0] = Σ_{n,i,j} dt[n,c,i,j] · x[n, c, d_h·u+s_h·i−p_t, j]"""
    dtype = x.dtype
    T = dtype.type
    planes = np.empty((1, 1, s_h, max(0, tall), W), dtype)
    tile = np.empty((16, 1, 1, KH), dtype)
    for part in range(first, last):
        rights = np.empty(1 * 1 * KH, np.int64)
        for tap in range(1 * 1 * KH):
            one = tap // (1 * KH)
            one_ = tap // KH % 1
            u = tap % KH
            rights[U(tap)] = (
                (d_h * u // s_h) * W
                + (d_h * u % s_h) * W * tall
                + W * one_ * s_h * tall
                + W * one * s_h * tall
            )
        for turn_2 in range(part * share, min(part * share + share, C)):
            c = turn_2 // (1)
            heap = turn_2 % 1
            # dw_column[c,0,u,0] = Σ_{n,i,j} dt[n,c,i,j] · x[n, c, d_h·u+s_h·i−p_t, j]
            for row in range(heap * 16, min(heap * 16 + 16, 1)):
                for one in range(1):
                    for one_ in range(1):
                        for u in range(KH):
                            tile[U(row - (heap * 16)), U(one), U(one_), U(u)] = T(0)
            for n in range(N):
                for strip in range(strips):
                    for one in range(1):
                        for one_ in range(1):
                            for phase_i in range(s_h):
                                pad(planes, (one, one_, phase_i, 0, 0), W, x, (n, c,
                                        phase_i + high * s_h * strip - p_t, 0), W * s_h, 1, tall, W,
                                        -((phase_i - p_t) // s_h) - (high * strip),
                                        (H + p_t - phase_i - 1) // s_h + 1 - (high * strip), 0, W)
                    lags(tile, (0, 0, 0, 0), KH, dt, (n, c, high * strip, 0), 0, W, planes, (0, 0, 0, 0, 0),
                            W, rights, KH, min(16, 1 - (heap * 16)), min(high, OH - (high * strip)), W)
            for row in range(heap * 16, min(heap * 16 + 16, 1)):
                for one in range(1):
                    for one_ in range(1):
                        for u in range(KH):
                            dw_column[U(c), U(one), U(u), U(one_)] = tile[U(row - (heap * 16)), U(one), U(one_), U(u)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_column_plain(first, last, x, dt, dw_column, N, C, H, W, KH, OH, s_h, p_t, d_h, j_block_last):
    """dw_column_sum = Σ_{n,i,j} dt[n,c,i,j] · x[n, c, d_h·u+s_h·i−p_t, j]
    dw_column[c,0,u,0] = dw_column_sum
    """
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        c = task // KH
        u = task % KH
        # dw_column_sum = Σ_{n,i,j} dt[n,c,i,j] · x[n, c, d_h·u+s_h·i−p_t, j]
        acc = T(0)
        rest = T(0)
        i_first = -((d_h * u - p_t) // s_h)
        i_last = (H + p_t - (d_h * u) - 1) // s_h
        for n in range(N):
            for i in range(max(0, i_first), min(OH, i_last + 1)):
                for j_block in range(j_block_last + 1):
                    part2 = T(0)
                    for j in range(j_block * 1024, min(W, j_block * 1024 + 1024)):
                        part2 = plus(
                            part2,
                            dt[U(n), U(c), U(i), U(j)] * x[U(n), U(c), U(i * s_h + d_h * u - p_t), U(j)],
                        )
                    acc, rest = carried(acc, rest, part2)
        dw_column_sum = acc
        # dw_column[c,0,u,0] = dw_column_sum
        for one in range(1):
            for one_ in range(1):
                dw_column[U(c), U(one), U(u), U(one_)] = dw_column_sum


def _vjp_w_column(x, dt, dw_column, N, C, H, W, KH, OH, s_h, p_t, d_h):
    """dt[n,c,i,b] = Σ_{v : s_w ∣ b+p_l−d_w·v} dy[n, c, i, (b+p_l−d_w·v)/s_w] · w_row[c,0,0,v]
    dw_column[c,0,u,0] = Σ_{n,i,j} dt[n,c,i,j] · x[n, c, d_h·u+s_h·i−p_t, j]

    Operations: C·KH·N·OH·W + C·KW·N·OH·W multiplications, C·KH·N·OH·W + C·KW·N·OH·W − C·N·OH·W − C·KH
        additions, terms that a condition drops counted.
    """
    if lagging(OH >= KH and KH >= s_h and W >= 4):
        most = max(min(32768 // (W * s_h), 8192 // max(W, 1)), 8)
        strips = max((OH - 1) // most + 1, 1)
        high = max((OH - 1) // strips + 1, 1)
        tall = (KH * d_h - d_h) // s_h + high
        pieces = parts(C)
        share = max((C - 1) // pieces + 1, 1)
        launch(_vjp_w_column_lagging, pieces, C * KH * N * OH * W // 32, x, dt, dw_column, N, C, H, W, KH, OH,
                s_h, p_t, d_h, high, pieces, share, strips, tall)
    else:
        j_block_last = (W - 1) // 1024
        launch(_vjp_w_column_plain, C * KH, C * KH + C * KH * N * OH * W, x, dt, dw_column, N, C, H, W, KH,
                OH, s_h, p_t, d_h, j_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_row_lagging(first, last, dy, t, dw_row, N, C, W, KW, OW, OH, s_w, p_l, d_w, high, pieces, share,
        strips, wide):
    """dw_row[c,0,v] = Σ_{n,i,j} dy[n,c,i,j] · t[n, c, i, d_w·v+s_w·j−p_l]"""
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((1, s_w, high, max(0, wide)), dtype)
    tile = np.empty((16, 1, KW), dtype)
    for part in range(first, last):
        rights = np.empty(1 * KW, np.int64)
        for tap in range(1 * KW):
            oneone_ = tap // KW
            v = tap % KW
            rights[U(tap)] = d_w * v // s_w + (d_w * v % s_w) * high * wide + high * oneone_ * s_w * wide
        for turn_2 in range(part * share, min(part * share + share, C)):
            c = turn_2 // (1)
            heap = turn_2 % 1
            # dw_row[c,0,v] = Σ_{n,i,j} dy[n,c,i,j] · t[n, c, i, d_w·v+s_w·j−p_l]
            for row in range(heap * 16, min(heap * 16 + 16, 1)):
                for oneone_ in range(1):
                    for v in range(KW):
                        tile[U(row - (heap * 16)), U(oneone_), U(v)] = T(0)
            for n in range(N):
                for strip in range(strips):
                    for oneone_ in range(1):
                        for phase_j in range(s_w):
                            pad(planes, (oneone_, phase_j, 0, 0), wide, t, (n, c, high * strip,
                                    phase_j - p_l), W, s_w, high, wide, -high * strip, OH - (high * strip),
                                    -((phase_j - p_l) // s_w), (W + p_l - phase_j - 1) // s_w + 1)
                    lags(tile, (0, 0, 0), KW, dy, (n, c, high * strip, 0), 0, OW, planes, (0, 0, 0, 0), wide,
                            rights, KW, min(16, 1 - (heap * 16)), min(high, OH - (high * strip)), OW)
            for row in range(heap * 16, min(heap * 16 + 16, 1)):
                for oneone_ in range(1):
                    for v in range(KW):
                        dw_row[U(c), U(oneone_), U(v)] = tile[U(row - (heap * 16)), U(oneone_), U(v)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_row_plain(first, last, dy, t, dw_row, N, C, W, KW, OW, OH, s_w, p_l, d_w, j_block_last):
    """dw_row_sum[v] = Σ_{n,i,j} dy[n,c,i,j] · t[n, c, i, d_w·v+s_w·j−p_l]
    dw_row[c,0,v] = dw_row_sum[v]
    """
    dtype = dy.dtype
    T = dtype.type
    dw_row_sum = np.empty(KW, dtype)
    for c in range(first, last):
        # dw_row_sum[v] = Σ_{n,i,j} dy[n,c,i,j] · t[n, c, i, d_w·v+s_w·j−p_l]
        for v in range(KW):
            acc = T(0)
            rest = T(0)
            j_first = -((d_w * v - p_l) // s_w)
            j_last = (W + p_l - (d_w * v) - 1) // s_w
            j_block_first = j_first // 1024
            j_block_last2 = j_last // 1024
            for n in range(N):
                for i in range(OH):
                    for j_block in range(max(0, j_block_first), min(j_block_last + 1, j_block_last2 + 1)):
                        part2 = T(0)
                        for j in range(max(0, j_first, j_block * 1024), min(OW, j_last + 1,
                                j_block * 1024 + 1024)):
                            part2 = plus(
                                part2,
                                dy[U(n), U(c), U(i), U(j)] * t[U(n), U(c), U(i), U(j * s_w + d_w * v - p_l)],
                            )
                        acc, rest = carried(acc, rest, part2)
            dw_row_sum[U(v)] = acc
        # dw_row[c,0,v] = dw_row_sum[v]
        for oneone_ in range(1):
            for v in range(KW):
                dw_row[U(c), U(oneone_), U(v)] = dw_row_sum[U(v)]


def _vjp_w_row(dy, t, dw_row, N, C, W, KW, OW, OH, s_w, p_l, d_w):
    """dw_row[c,0,0,v] = Σ_{n,i,j} dy[n,c,i,j] · t[n, c, i, d_w·v+s_w·j−p_l]

    Operations: C·KW·N·OH·OW multiplications, C·KW·N·OH·OW − C·KW additions, terms that a condition drops
        counted.
    """
    dw_row_rows = dw_row.reshape((C, 1, KW))
    if lagging(OW >= KW and KW >= s_w and W >= 4):
        wide = (KW * d_w - d_w) // s_w + OW
        most = max(min(32768 // max(s_w * wide, 1), 8192 // max(OW, 1)), 8)
        strips = max((OH - 1) // most + 1, 1)
        high = max((OH - 1) // strips + 1, 1)
        pieces = parts(C)
        share = max((C - 1) // pieces + 1, 1)
        launch(_vjp_w_row_lagging, pieces, C * KW * N * OH * OW // 32, dy, t, dw_row_rows, N, C, W, KW, OW,
                OH, s_w, p_l, d_w, high, pieces, share, strips, wide)
    else:
        j_block_last = (OW - 1) // 1024
        launch(_vjp_w_row_plain, C, C * KW + C * KW * N * OH * OW, dy, t, dw_row_rows, N, C, W, KW, OW, OH,
                s_w, p_l, d_w, j_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dy, db, N, C, OW, OH, ij_block_last):
    """db[c] = Σ_{n,ij} dy[n,c,ij]"""
    dtype = dy.dtype
    T = dtype.type
    for c in range(first, last):
        # db[c] = Σ_{n,ij} dy[n,c,ij]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for ij_block in range(ij_block_last + 1):
                part = T(0)
                for ij in range(ij_block * 1024, min(OH * OW, ij_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(c), U(ij)])
                acc, rest = carried(acc, rest, part)
        db[U(c)] = acc


def _vjp_b(dy, db, N, C, OW, OH):
    """db[c] = Σ_{n,i,j} dy[n,c,i,j]

    As compiled:

    db[c] = Σ_{n,ij} dy[n,c,ij]

    Operations: C·N·OH·OW − C additions.
    """
    dy_rows = dy.reshape((N, C, OH * OW))
    ij_block_last = (OH * OW - 1) // 1024
    launch(_vjp_b_part, C, C * N * OH * OW, dy_rows, db, N, C, OW, OH, ij_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, w_column_dot, w_row_dot, b_dot, x, w_column, w_row, t, y_dot, N, C, H, W,
        KH, KW, OW, OH, s_h, s_w, p_t, p_l, d_h, d_w):
    """ṫ[g,j] = Σ_u (w_column[g,0,u,0] · ẋ[n, g, s_h·i+d_h·u−p_t, j] + w_column_dot[g,0,u,0] · x[n, g,
        s_h·i+d_h·u−p_t, j])
    ẏ[n,g,i,j] = ḃ[g] + Σ_v (t[n, g, i, s_w·j+d_w·v−p_l] · w_row_dot[g,0,0,v] + ṫ[g, s_w·j+d_w·v−p_l] ·
        w_row[g,0,0,v])
    """
    dtype = x_dot.dtype
    T = dtype.type
    t_dot = np.empty((C, W), dtype)
    for task in range(first, last):
        n = task // OH
        i = task % OH
        # ṫ[g,j] = Σ_u (w_column[g,0,u,0] · ẋ[n, g, s_h·i+d_h·u−p_t, j] +
        #     w_column_dot[g,0,u,0] · x[n, g, s_h·i+d_h·u−p_t, j])
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for g in range(C):
            for o in range(1):
                for j in range(W):
                    t_dot[U(g + o), U(j)] = T(0)
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    w_column_here = w_column[U(g + o), 0, U(u), 0]
                    w_column_dot_here = w_column_dot[U(g + o), 0, U(u), 0]
                    for j in range(W):
                        t_dot[U(g + o), U(j)] += (
                            w_column_dot_here * x[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j)]
                            + w_column_here * x_dot[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j)]
                        )
        # ẏ[n,g,i,j] = ḃ[g] + Σ_v (t[n, g, i, s_w·j+d_w·v−p_l] · w_row_dot[g,0,0,v] + ṫ[g,
        #     s_w·j+d_w·v−p_l] · w_row[g,0,0,v])
        for g in range(C):
            for o in range(1):
                b_dot_here = b_dot[U(g + o)]
                for j in range(OW):
                    y_dot[U(n), U(g + o), U(i), U(j)] = b_dot_here
                for v in range(KW):
                    w_row_here = w_row[U(g + o), 0, 0, U(v)]
                    w_row_dot_here = w_row_dot[U(g + o), 0, 0, U(v)]
                    for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                            (W + p_l - (d_w * v) - 1) // s_w + 1)):
                        y_dot[U(n), U(g + o), U(i), U(j)] += (
                            t[U(n), U(g), U(i), U(j * s_w + d_w * v - p_l)] * w_row_dot_here
                            + t_dot[U(g), U(j * s_w + d_w * v - p_l)] * w_row_here
                        )


def _jvp(x_dot, w_column_dot, w_row_dot, b_dot, x, w_column, w_row, t, y_dot, N, C, H, W, KH, KW, OW, OH, s_h,
        s_w, p_t, p_l, d_h, d_w):
    """ṫ[n,g,i,j] = Σ_u (w_column[g,0,u,0] · ẋ[n, g, s_h·i+d_h·u−p_t, j] + w_column_dot[g,0,u,0] · x[n, g,
        s_h·i+d_h·u−p_t, j])
    ẏ[n,g,i,j] = ḃ[g] + Σ_v (t[n, g, i, s_w·j+d_w·v−p_l] · w_row_dot[g,0,0,v] + ṫ[n, g, i,
        s_w·j+d_w·v−p_l] · w_row[g,0,0,v])

    As compiled:

    ṫ[g,j] = Σ_u (w_column[g,0,u,0] · ẋ[n, g, s_h·i+d_h·u−p_t, j] + w_column_dot[g,0,u,0] · x[n, g,
        s_h·i+d_h·u−p_t, j])
    ẏ[n,g,i,j] = ḃ[g] + Σ_v (t[n, g, i, s_w·j+d_w·v−p_l] · w_row_dot[g,0,0,v] + ṫ[g, s_w·j+d_w·v−p_l] ·
        w_row[g,0,0,v])

    Operations: 2·C·KH·N·OH·W + 2·C·KW·N·OH·OW multiplications, 2·C·KH·N·OH·W + 2·C·KW·N·OH·OW − C·N·OH·W
        additions, terms that a condition drops counted.
    """
    launch(_jvp_part, N * OH, C * KH * N * OH * W + C * KW * N * OH * OW, x_dot, w_column_dot, w_row_dot,
            b_dot, x, w_column, w_row, t, y_dot, N, C, H, W, KH, KW, OW, OH, s_h, s_w, p_t, p_l, d_h, d_w)
