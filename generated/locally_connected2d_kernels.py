"""The kernels of locally_connected2d; locally_connected2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `locally_connected2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .disjoint import njit
from .runtime import carried, gcd, inside, plus, residue
from .threads import launch
from .vectors import blocks, colblock, contract, copy, depthblock, finite, padded, rowblock, scratch, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, w, panels, C, O, OH, OW, KH, KW, depth, wide):
    """panels[i, j, col_part, (c·KH+u)·KW+v, o−col_part·wide] = w[o,i,j,c,u,v]"""
    for task in range(first, last):
        i = task // (OW * ((O - 1) // wide + 1))
        j = task // (((O - 1) // wide + 1)) % OW
        col_part = task % ((O - 1) // wide + 1)
        # panels[i, j, col_part, (c·KH+u)·KW+v, o−col_part·wide] = w[o,i,j,c,u,v]
        turn(panels, (i, j, col_part, 0, 0), wide, w,
                C * KH * KW * OH * OW * col_part * wide + C * KH * KW * OW * i + C * KH * KW * j,
                C * KH * KW * OH * OW, 1, min(wide, O - (col_part * wide)), C * KH * KW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks2(first, last, b, y, panels, x_padded, N, C, O, OH, OW, KH, KW, s_h, s_w, d_h, d_w, deep,
        depth, high, quotient_O_wide, wide, x_size2, x_size3):
    """y[n,o,i,j] = b[o,i,j] + Σ_{c,u,v} w[o,i,j,c,u,v] · x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    dtype = b.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(max(0, depth), np.int64)
    right_at = np.empty(max(0, depth), np.int64)
    tile = np.empty((high, wide), dtype)
    for c in range(C):
        for u in range(KH):
            for v in range(KW):
                left_at[U(KH * KW * c + KW * u + v)] = c * x_size2 * x_size3 + d_h * u * x_size3 + d_w * v
    for k in range(depth):
        right_at[U(k)] = k * wide
    for task in range(first, last):
        i = task // (OW * ((N - 1) // high + 1) * ((O - 1) // wide + 1))
        j = task // (((N - 1) // high + 1) * ((O - 1) // wide + 1)) % OW
        row_part = task // (((O - 1) // wide + 1)) % ((N - 1) // high + 1)
        col_part = task % ((O - 1) // wide + 1)
        # y[n,o,i,j] = b[o,i,j] + Σ_{c,u,v} w[o,i,j,c,u,v] · x[n, c, s_h·i+d_h·u−p_t,
        #     s_w·j+d_w·v−p_l]
        for n in range(high * row_part, min(N, high + high * row_part)):
            row_at[U(n - (high * row_part))] = i * s_h * x_size3 + j * s_w + C * n * x_size2 * x_size3
        contract(tile, (0, 0), wide, x_padded, row_at, left_at, panels,
                col_part * depth * wide + OW * depth * i * quotient_O_wide * wide + OW * depth * i * wide + depth * j * quotient_O_wide * wide + depth * j * wide,
                right_at, min(high, N - (high * row_part)), min(wide, O - (col_part * wide)), 0, depth, deep)
        for n in range(high * row_part, min(N, high + high * row_part)):
            for o in range(col_part * wide, min(O, col_part * wide + wide)):
                y[U(n), U(o), U(i), U(j)] = (
                    b[U(o), U(i), U(j)] + tile[U(n - (high * row_part)), U(o - (col_part * wide))]
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w, b, y, N, C, H, W, O, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w,
        c_block_last):
    """y[n,o,i,j] = b[o,i,j] + Σ_{c,u,v} w[o,i,j,c,u,v] · x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (O * OH)
        o = task // OH % O
        i = task % OH
        # y[n,o,i,j] = b[o,i,j] + Σ_{c,u,v} w[o,i,j,c,u,v] · x[n, c, s_h·i+d_h·u−p_t,
        #     s_w·j+d_w·v−p_l]
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for j in range(OW):
            acc = T(0)
            rest = T(0)
            v_first = -((j * s_w - p_l) // d_w)
            v_last = (W + p_l - (j * s_w) - 1) // d_w
            for c_block in range(c_block_last + 1):
                part = T(0)
                for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                    for u in range(max(0, u_first), min(KH, u_last + 1)):
                        for v in range(max(0, v_first), min(KW, v_last + 1)):
                            part = plus(
                                part,
                                w[U(o), U(i), U(j), U(c), U(u), U(v)]
                                * x[U(n), U(c), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)],
                            )
                acc, rest = carried(acc, rest, part)
            y[U(n), U(o), U(i), U(j)] = acc + b[U(o), U(i), U(j)]


def _forward(x, w, b, y, N, C, H, W, O, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w):
    """y[n,o,i,j] = b[o,i,j] + Σ_{c,u,v} w[o,i,j,c,u,v] · x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]

    Operations: C·KH·KW·N·O·OH·OW multiplications, C·KH·KW·N·O·OH·OW additions, terms that a condition
        drops counted.
    """
    dtype = y.dtype
    again = not (
        blocks(
            N >= 4
            and O >= 8
            and C * KH * KW >= 4
            and H * 2 + d_h + s_h + 16 >= KH * d_h + OH * s_h
            and W * 2 + d_w + s_w + 16 >= KW * d_w + OW * s_w
        )
        and finite(w, y)
    )
    if not again:
        depth = C * KH * KW
        x_size2 = max(H, KH * d_h + OH * s_h + 1 - d_h - p_t - s_h) + p_t
        x_size3 = max(KW * d_w + OW * s_w + 1 - d_w - p_l - s_w, W) + p_l
        x_padded = padded(x, (0, 0, -p_t, -p_l), (N, C, x_size2, x_size3))
        wide = colblock(O)
        deep = depthblock()
        high = rowblock(N, ((O - 1) // wide + 1) * OH * OW)
        panels = scratch((OH, OW, max(0, (O - 1) // wide + 1), max(0, depth), wide), dtype)
        launch(_forward_blocks, OH * OW * ((O - 1) // wide + 1), C * KH * KW * O * OH * OW, w, panels, C, O,
                OH, OW, KH, KW, depth, wide)
        quotient_O_wide = (O - 1) // wide
        launch(_forward_blocks2, OH * OW * ((N - 1) // high + 1) * ((O - 1) // wide + 1),
                C * KH * KW * N * O * OH * OW // 32, b, y, panels, x_padded, N, C, O, OH, OW, KH, KW, s_h,
                s_w, d_h, d_w, deep, depth, high, quotient_O_wide, wide, x_size2, x_size3)
        again = not (finite(y, w))
    if again:
        c_block_last = (C - 1) // 1024
        launch(_forward_plain, N * O * OH, C * KH * KW * N * O * OH * OW, x, w, b, y, N, C, H, W, O, OH, OW,
                KH, KW, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks(first, last, w, panels, C, H, W, O, OH, OW, KH, KW, p_t, p_l, d_h, d_w, depth, wide):
    """panels[q, q′, col_part, (o·KH+t)·KW+t′, c−col_part·wide] = w[o, q+p_t−d_h·t, q′+p_l−d_w·t′, c, t, t′]"""
    dtype = w.dtype
    T = dtype.type
    for task in range(first, last):
        q = task // (W * ((C - 1) // wide + 1))
        q_ = task // (((C - 1) // wide + 1)) % W
        col_part = task % ((C - 1) // wide + 1)
        # panels[q, q′, col_part, (o·KH+t)·KW+t′, c−col_part·wide] = w[o, q+p_t−d_h·t,
        #     q′+p_l−d_w·t′, c, t, t′]
        for inner in range(depth):
            for c in range(col_part * wide, min(col_part * wide + wide, C)):
                panels[U(q), U(q_), U(col_part), U(inner), U(c - (col_part * wide))] = T(0)
        for inner in range(depth):
            o = inner // (KH * KW)
            t = inner // KW % KH
            t_ = inner % KW
            if inside(p_t + q - (d_h * t), OH) & inside(p_l + q_ - (d_w * t_), OW):
                c = col_part * wide
                copy(panels, (q, q_, col_part, inner, c - (col_part * wide)), w, (o, p_t + q - (d_h * t),
                        p_l + q_ - (d_w * t_), c, t, t_), KH * KW, min(C, col_part * wide + wide) - c)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks2(first, last, dx, dy_padded, panels, N, C, H, W, O, KH, KW, p_t, p_l, d_h, d_w, deep, depth,
        dy_from2, dy_from3, dy_size2, dy_size3, high, quotient_C_wide, wide):
    """dx[n,c,q,q′] = Σ_{o,t,t′} dy[n, o, q+p_t−d_h·t, q′+p_l−d_w·t′] · w[o, q+p_t−d_h·t, q′+p_l−d_w·t′, c,
        t, t′]
    """
    dtype = dx.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(max(0, depth), np.int64)
    right_at = np.empty(max(0, depth), np.int64)
    tile = np.empty((high, wide), dtype)
    for o in range(O):
        for t in range(KH):
            for t_ in range(KW):
                left_at[U(KH * KW * o + t_ + KW * t)] = (
                    dy_size2 * dy_size3 * o - (d_w * t_) - (d_h * dy_size3 * t)
                )
    for k in range(depth):
        right_at[U(k)] = k * wide
    for task in range(first, last):
        q = task // (W * ((N - 1) // high + 1) * ((C - 1) // wide + 1))
        q_ = task // (((N - 1) // high + 1) * ((C - 1) // wide + 1)) % W
        row_part = task // (((C - 1) // wide + 1)) % ((N - 1) // high + 1)
        col_part = task % ((C - 1) // wide + 1)
        # dx[n,c,q,q′] = Σ_{o,t,t′} dy[n, o, q+p_t−d_h·t, q′+p_l−d_w·t′] · w[o, q+p_t−d_h·t,
        #     q′+p_l−d_w·t′, c, t, t′]
        for n in range(high * row_part, min(N, high + high * row_part)):
            row_at[U(n - (high * row_part))] = (
                dy_size3 * p_t
                + O * dy_size2 * dy_size3 * n
                + p_l
                + q_
                + dy_size3 * q
                - (dy_from2 * dy_size3)
                - dy_from3
            )
        contract(tile, (0, 0), wide, dy_padded, row_at, left_at, panels,
                col_part * depth * wide + depth * q_ * quotient_C_wide * wide + depth * q_ * wide + W * depth * q * quotient_C_wide * wide + W * depth * q * wide,
                right_at, min(high, N - (high * row_part)), min(wide, C - (col_part * wide)), 0, depth, deep)
        for n in range(high * row_part, min(N, high + high * row_part)):
            for c in range(col_part * wide, min(C, col_part * wide + wide)):
                dx[U(n), U(c), U(q), U(q_)] = tile[U(n - (high * row_part)), U(c - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, w, dx, N, C, H, W, O, OH, OW, KH, KW, p_t, p_l, d_h, d_w, o_block_last):
    """dx[n,c,q,q′] = Σ_{o,t,t′} dy[n, o, q+p_t−d_h·t, q′+p_l−d_w·t′] · w[o, q+p_t−d_h·t, q′+p_l−d_w·t′, c,
        t, t′]
    """
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(W, dtype)
    part = np.empty(W, dtype)
    for task in range(first, last):
        n = task // (C * H)
        c = task // H % C
        q = task % H
        # dx[n,c,q,q′] = Σ_{o,t,t′} dy[n, o, q+p_t−d_h·t, q′+p_l−d_w·t′] · w[o, q+p_t−d_h·t,
        #     q′+p_l−d_w·t′, c, t, t′]
        for q_ in range(W):
            dx[U(n), U(c), U(q), U(q_)] = T(0)
        for q_ in range(W):
            rest[U(q_)] = T(0)
        t_first = -((OH - p_t - q - 1) // d_h)
        t_last = (p_t + q) // d_h
        for o_block in range(o_block_last + 1):
            for q_ in range(W):
                part[U(q_)] = T(0)
            for o in range(o_block * 1024, min(O, o_block * 1024 + 1024)):
                for t in range(max(0, t_first), min(KH, t_last + 1)):
                    for t_ in range(KW):
                        for q_ in range(max(0, d_w * t_ - p_l), min(W, OW + d_w * t_ - p_l)):
                            part[U(q_)] += (
                                dy[U(n), U(o), U(p_t + q - (d_h * t)), U(p_l + q_ - (d_w * t_))]
                                * w[U(o), U(p_t + q - (d_h * t)), U(p_l + q_ - (d_w * t_)), U(c), U(t), U(t_)]
                            )
            for q_ in range(W):
                dx[U(n), U(c), U(q), U(q_)], rest[U(q_)] = carried(dx[U(n), U(c), U(q), U(q_)], rest[U(q_)], part[U(q_)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks3(first, last, w, panels, C, H, W, O, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h_by_gcd,
        d_w_by_gcd, depth, q__last, quotient_C_wide, quotient_r, quotient_r_, quotient_r_2, quotient_r2,
        quotient_r3, r, r_, res_r, res_r_, s_h_by_gcd, s_w_by_gcd, t__count, t_count, wide):
    """panels[⌊(r−p_t)/s_h⌋+q, ⌊(r′−p_l)/s_w⌋+q′, col_part, t'_count′·t_count·o+t'_count′·t+t′,
        c−col_part·wide] = w[o, q−t·d_h/gcd(s_h,d_h)−(d_h·res(d_h,r,s_h)−r)/s_h,
        q′−t′·d_w/gcd(s_w,d_w)−(d_w·res(d_w,r′,s_w)−r′)/s_w, c, t·s_h/gcd(s_h,d_h)+res(d_h,r,s_h),
        t′·s_w/gcd(s_w,d_w)+res(d_w,r′,s_w)]
    """
    dtype = w.dtype
    T = dtype.type
    for task in range(first, last):
        q = task // ((q__last + quotient_r_ + 1) * (quotient_C_wide + 1)) + -quotient_r
        q_ = task // ((quotient_C_wide + 1)) % (q__last + quotient_r_ + 1) + -quotient_r_
        col_part = task % (quotient_C_wide + 1)
        # panels[⌊(r−p_t)/s_h⌋+q, ⌊(r′−p_l)/s_w⌋+q′, col_part, t'_count′·t_count·o+t'_count′·t+t′, c−col_part·wide], as written above
        for inner in range(depth):
            for c in range(col_part * wide, min(col_part * wide + wide, C)):
                panels[U(q + quotient_r), U(q_ + quotient_r_), U(col_part), U(inner), U(c - (col_part * wide))] = T(
                    0
                )
        for inner in range(depth):
            o = inner // (t_count * t__count)
            t = inner // t__count % t_count
            t_ = inner % t__count
            if inside(q - quotient_r3 - (d_h_by_gcd * t), OH) & inside(q_ - quotient_r_2 - (d_w_by_gcd * t_),
                    OW):
                c = col_part * wide
                copy(panels, (q + quotient_r, q_ + quotient_r_, col_part, inner, c - (col_part * wide)), w,
                        (o, q - quotient_r3 - (d_h_by_gcd * t), q_ - quotient_r_2 - (d_w_by_gcd * t_), c,
                        res_r + s_h_by_gcd * t, res_r_ + s_w_by_gcd * t_), KH * KW, min(C,
                        col_part * wide + wide) - c)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks4(first, last, dx, dy_padded, panels, N, C, H, W, O, s_h, s_w, p_t, p_l, d_h_by_gcd,
        d_w_by_gcd, deep, depth, dy_from2, dy_from3, dy_size2, dy_size3, gcd_s_h_d_h, gcd_s_w_d_w, high,
        q__last, quotient_C_wide, quotient_r, quotient_r_, quotient_r_2, quotient_r2, quotient_r3, r, r_,
        t__count, t__last, t_count, t_last, wide):
    """dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o,t,t′ : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋,
        0 ≤ t′ ≤ ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} dy[n,
        o, q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · w[o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w), c, res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h),
        res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)]
    """
    dtype = dx.dtype
    T = dtype.type
    row_at = np.empty(high, np.int64)
    left_at = np.empty(max(0, depth), np.int64)
    right_at = np.empty(max(0, depth), np.int64)
    tile = np.empty((high, wide), dtype)
    for task in range(first, last):
        q = (
            task // (
                ((W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1)
                * ((N - 1) // high + 1)
                * (quotient_C_wide + 1)
            )
            + -quotient_r
        )
        q_ = (
            task // (((N - 1) // high + 1) * (quotient_C_wide + 1)) % ((W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1)
            + -((r_ - p_l) // s_w)
        )
        row_part = task // ((quotient_C_wide + 1)) % ((N - 1) // high + 1)
        col_part = task % (quotient_C_wide + 1)
        # dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
        for n in range(high * row_part, min(N, high + high * row_part)):
            row_at[U(n - (high * row_part))] = (
                O * dy_size2 * dy_size3 * n
                + q_
                + dy_size3 * q
                - (dy_from2 * dy_size3)
                - dy_from3
                - (dy_size3 * quotient_r3)
                - quotient_r_2
            )
        for p in range(min(high, N - (high * row_part))):
            for q__2 in range(min(wide, C - (col_part * wide))):
                tile[U(p), U(q__2)] = T(0)
        if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 and t_count >= 1 and t__count >= 1:
            for o in range(O):
                for t in range(t_count):
                    for t_ in range(t__count):
                        left_at[U(o * t__count * t_count + t_ + t * t__count)] = (
                            dy_size2 * dy_size3 * o - (d_w_by_gcd * t_) - (d_h_by_gcd * dy_size3 * t)
                        )
            for k in range(depth):
                right_at[U(k)] = k * wide
            contract(tile, (0, 0), wide, dy_padded, row_at, left_at, panels,
                    col_part * depth * wide + depth * q__last * quotient_C_wide * quotient_r * wide + depth * q__last * quotient_r * wide + depth * quotient_C_wide * quotient_r_ * wide + depth * quotient_C_wide * quotient_r * quotient_r_ * wide + depth * quotient_C_wide * quotient_r * wide + depth * quotient_r_ * wide + depth * quotient_r * quotient_r_ * wide + depth * quotient_r * wide + depth * q_ * quotient_C_wide * wide + depth * q_ * wide + depth * q * q__last * quotient_C_wide * wide + depth * q * q__last * wide + depth * q * quotient_C_wide * quotient_r_ * wide + depth * q * quotient_C_wide * wide + depth * q * quotient_r_ * wide + depth * q * wide,
                    right_at, min(high, N - (high * row_part)), min(wide, C - (col_part * wide)), 0, depth,
                    deep)
        for n in range(high * row_part, min(N, high + high * row_part)):
            for c in range(col_part * wide, min(C, col_part * wide + wide)):
                dx[U(n), U(c), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = tile[U(n - (high * row_part)), U(c - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain2(first, last, dy, w, dx, N, C, H, W, O, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w,
        d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, o_block_last, s_h_by_gcd, s_w_by_gcd):
    """dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o,t,t′ : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋,
        0 ≤ t′ ≤ ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} dy[n,
        o, q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · w[o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w), c, res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h),
        res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)]
    """
    dtype = dy.dtype
    T = dtype.type
    rest2 = np.empty(0, dtype)
    part2 = np.empty(0, dtype)
    for task in range(first, last):
        n = task // (C * s_h * s_w)
        c = task // (s_h * s_w) % C
        r = task // s_w % s_h
        r_ = task % s_w
        q__first = -((r_ - p_l) // s_w)
        q__last = (W + p_l - r_ - 1) // s_w
        quotient_r = (residue(d_h, r, s_h) * d_h - r) // s_h
        quotient_r_ = (residue(d_w, r_, s_w) * d_w - r_) // s_w
        res_r = residue(d_h, r, s_h)
        res_r_ = residue(d_w, r_, s_w)
        for q in range(-((r - p_t) // s_h), (H + p_t - r - 1) // s_h + 1):
            # dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            for q_ in range(q__first, q__last + 1):
                dx[U(n), U(c), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = T(0)
            if rest2.size < max(0, (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1):
                rest2 = np.empty(max(0, (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1), dtype)
            if part2.size < max(0, (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1):
                part2 = np.empty(max(0, (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1), dtype)
            for q_ in range(q__first, q__last + 1):
                rest2[U(q_ - q__first)] = T(0)
            if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0:
                for o_block in range(o_block_last + 1):
                    for q_ in range(q__first, q__last + 1):
                        part2[U(q_ - q__first)] = T(0)
                    t_first = -((OH + quotient_r - q - 1) // d_h_by_gcd)
                    t_last = (KH - res_r - 1) // s_h_by_gcd
                    t_last2 = (q - quotient_r) // d_h_by_gcd
                    for o in range(o_block * 1024, min(O, o_block * 1024 + 1024)):
                        t__last = (KW - res_r_ - 1) // s_w_by_gcd
                        for t in range(max(0, t_first), min(t_last + 1, t_last2 + 1)):
                            for t_ in range(t__last + 1):
                                for q_ in range(max(q__first, quotient_r_ + d_w_by_gcd * t_), min(q__last + 1,
                                        OW + quotient_r_ + d_w_by_gcd * t_)):
                                    part2[U(q_ - q__first)] += (
                                        dy[U(n), U(o), U(q - quotient_r - (d_h_by_gcd * t)),
                                                U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                        * w[U(o), U(q - quotient_r - (d_h_by_gcd * t)),
                                                U(q_ - quotient_r_ - (d_w_by_gcd * t_)), U(c),
                                                U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                                    )
                    for q_ in range(q__first, q__last + 1):
                        dx[U(n), U(c), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)], rest2[U(q_ - q__first)] = carried(dx[U(n), U(c), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)], rest2[U(q_ - q__first)], part2[U(q_ - q__first)])


def _vjp_x(dy, w, dx, N, C, H, W, O, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dx[n,c,a,b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·u, s_w ∣ b+p_l−d_w·v} dy[n, o, (a+p_t−d_h·u)/s_h,
        (b+p_l−d_w·v)/s_w] · w[o, (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w, c, u, v]

    Operations: C·H·KH·KW·N·O·W multiplications, C·H·KH·KW·N·O·W − C·H·N·W additions, terms that a
        condition drops counted.
    """
    dtype = dx.dtype
    if s_h == 1 and s_w == 1:
        again = not (
            blocks(
                N >= 4
                and C >= 8
                and KH * KW * O >= 4
                and OH * 2 + d_h + 17 >= H + KH * d_h
                and OW * 2 + d_w + 17 >= KW * d_w + W
            )
            and finite(w, dx)
            and finite(dy, dx)
        )
        if not again:
            depth = KH * KW * O
            dy_from2 = min(d_h + p_t - (KH * d_h), 0)
            dy_size2 = max(H + p_t, OH) - dy_from2
            dy_from3 = min(d_w + p_l - (KW * d_w), 0)
            dy_size3 = max(OW, W + p_l) - dy_from3
            dy_padded = padded(dy, (0, 0, dy_from2, dy_from3), (N, O, dy_size2, dy_size3))
            wide = colblock(C)
            deep = depthblock()
            high = rowblock(N, ((C - 1) // wide + 1) * H * W)
            panels = scratch((H, W, max(0, (C - 1) // wide + 1), max(0, depth), wide), dtype)
            launch(_vjp_x_blocks, H * W * ((C - 1) // wide + 1), C * H * KH * KW * O * W, w, panels, C, H, W,
                    O, OH, OW, KH, KW, p_t, p_l, d_h, d_w, depth, wide)
            quotient_C_wide = (C - 1) // wide
            launch(_vjp_x_blocks2, H * W * ((N - 1) // high + 1) * ((C - 1) // wide + 1),
                    C * H * KH * KW * N * O * W // 32, dx, dy_padded, panels, N, C, H, W, O, KH, KW, p_t, p_l,
                    d_h, d_w, deep, depth, dy_from2, dy_from3, dy_size2, dy_size3, high, quotient_C_wide,
                    wide)
            again = not (finite(dx, w) and finite(dx, dy))
        if again:
            o_block_last = (O - 1) // 1024
            launch(_vjp_x_plain, N * C * H, C * H * KH * KW * N * O * W, dy, w, dx, N, C, H, W, O, OH, OW, KH,
                    KW, p_t, p_l, d_h, d_w, o_block_last)
    else:
        again = not (
            blocks(
                N >= 4
                and C >= 8
                and OH * 2
                + 16 >= -p_t // s_h
                + (H + p_t - 1) // s_h
                + ((KH - residue(d_h, 0, s_h) - 1) // (s_h // gcd(s_h, d_h))) * (d_h // gcd(s_h, d_h))
                and OW * 2
                + 16 >= -p_l // s_w
                + (W + p_l - 1) // s_w
                + ((KW - residue(d_w, 0, s_w) - 1) // (s_w // gcd(s_w, d_w))) * (d_w // gcd(s_w, d_w))
            )
            and finite(w, dx)
            and finite(dy, dx)
        )
        if not again:
            s_h_by_gcd = s_h // gcd(s_h, d_h)
            s_w_by_gcd = s_w // gcd(s_w, d_w)
            d_h_by_gcd = d_h // gcd(s_h, d_h)
            d_w_by_gcd = d_w // gcd(s_w, d_w)
            wide = colblock(C)
            quotient_C_wide = (C - 1) // wide
            gcd_s_h_d_h = gcd(s_h, d_h)
            gcd_s_w_d_w = gcd(s_w, d_w)
            for r in range(s_h):
                t_count = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd + 1
                dy_from2 = min(
                    -((residue(d_h, r, s_h) * d_h - r) // s_h)
                    - ((r - p_t) // s_h)
                    - (((KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd) * d_h_by_gcd),
                    0,
                )
                dy_size2 = (
                    max((H + p_t - r - 1) // s_h + 1 - ((residue(d_h, r, s_h) * d_h - r) // s_h), OH)
                    - dy_from2
                )
                quotient_r = (r - p_t) // s_h
                quotient_r2 = (H + p_t - r - 1) // s_h
                quotient_r3 = (residue(d_h, r, s_h) * d_h - r) // s_h
                res_r = residue(d_h, r, s_h)
                t_last = (KH - res_r - 1) // s_h_by_gcd
                for r_ in range(s_w):
                    t__count = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd + 1
                    depth = O * t__count * t_count
                    dy_from3 = min(
                        -((residue(d_w, r_, s_w) * d_w - r_) // s_w)
                        - ((r_ - p_l) // s_w)
                        - (((KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd) * d_w_by_gcd),
                        0,
                    )
                    dy_size3 = (
                        max((W + p_l - r_ - 1) // s_w + 1 - ((residue(d_w, r_, s_w) * d_w - r_) // s_w), OW)
                        - dy_from3
                    )
                    dy_padded = padded(dy, (0, 0, dy_from2, dy_from3), (N, O, dy_size2, dy_size3))
                    deep = depthblock()
                    high = rowblock(
                        N,
                        ((W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1)
                        * (quotient_C_wide + 1)
                        * (quotient_r + quotient_r2 + 1),
                    )
                    quotient_r_ = (r_ - p_l) // s_w
                    quotient_r_2 = (residue(d_w, r_, s_w) * d_w - r_) // s_w
                    res_r_ = residue(d_w, r_, s_w)
                    q__last = (W + p_l - r_ - 1) // s_w
                    panels = scratch((max(0, (H + p_t - r - 1) // s_h + (r - p_t) // s_h + 1), max(0,
                            (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1), max(0, (C - 1) // wide + 1),
                            max(0, depth), wide), dtype)
                    if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 and t_count >= 1 and t__count >= 1:
                        launch(_vjp_x_blocks3,
                                (quotient_r + quotient_r2 + 1) * (q__last + quotient_r_ + 1) * (quotient_C_wide + 1),
                                (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                                0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * C * O, w, panels, C, H, W, O, OH,
                                OW, KH, KW, s_h, s_w, p_t, p_l, d_h_by_gcd, d_w_by_gcd, depth, q__last,
                                quotient_C_wide, quotient_r, quotient_r_, quotient_r_2, quotient_r2,
                                quotient_r3, r, r_, res_r, res_r_, s_h_by_gcd, s_w_by_gcd, t__count, t_count,
                                wide)
                    t__last = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd
                    launch(_vjp_x_blocks4,
                            (quotient_r + quotient_r2 + 1) * ((W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1) * ((N - 1) // high + 1) * (quotient_C_wide + 1),
                            (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                            0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                            s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * C * N * O * s_h * s_w // 32, dx,
                            dy_padded, panels, N, C, H, W, O, s_h, s_w, p_t, p_l, d_h_by_gcd, d_w_by_gcd,
                            deep, depth, dy_from2, dy_from3, dy_size2, dy_size3, gcd_s_h_d_h, gcd_s_w_d_w,
                            high, q__last, quotient_C_wide, quotient_r, quotient_r_, quotient_r_2,
                            quotient_r2, quotient_r3, r, r_, t__count, t__last, t_count, t_last, wide)
            again = not (finite(dx, w) and finite(dx, dy))
        if again:
            d_h_by_gcd = d_h // gcd(s_h, d_h)
            d_w_by_gcd = d_w // gcd(s_w, d_w)
            s_h_by_gcd = s_h // gcd(s_h, d_h)
            s_w_by_gcd = s_w // gcd(s_w, d_w)
            o_block_last = (O - 1) // 1024
            gcd_s_h_d_h = gcd(s_h, d_h)
            gcd_s_w_d_w = gcd(s_w, d_w)
            launch(_vjp_x_plain2, N * C * s_h * s_w,
                    (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                    0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                    s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * C * N * O * s_h * s_w, dy, w, dx, N, C, H, W,
                    O, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h,
                    gcd_s_w_d_w, o_block_last, s_h_by_gcd, s_w_by_gcd)
