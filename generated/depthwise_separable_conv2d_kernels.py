"""The kernels of depthwise_separable_conv2d; depthwise_separable_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `depthwise_separable_conv2d`.  Do not edit.
Run time: 254440798558df33.
"""

import numpy as np
from numba import njit

from .runtime import carried, gcd, plus, residue
from .threads import launch
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, w_depth, w_point, b, y, z, N, C, H, W, M, KH, KW, O, OH, OW, s_h, s_w, p_t,
        p_l, d_h, d_w, c_block_last):
    """z[n, g·M+o, i, j] = Σ_{u,v} w_depth[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    y[n,o,i,j] = b[o] + Σ_c w_point[o,c] · z[n,c,i,j]
    """
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // OH
        i = task % OH
        # z[n, g·M+o, i, j] = Σ_{u,v} w_depth[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t,
        #     s_w·j+d_w·v−p_l]
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for g in range(C):
            for o in range(M):
                for j in range(OW):
                    z[U(n), U(M * g + o), U(i), U(j)] = T(0)
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_depth_here = w_depth[U(M * g + o), 0, U(u), U(v)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                (W + p_l - (d_w * v) - 1) // s_w + 1)):
                            z[U(n), U(M * g + o), U(i), U(j)] += (
                                w_depth_here
                                * x[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                            )
        # y[n,o,i,j] = b[o] + Σ_c w_point[o,c] · z[n,c,i,j]
        for o in range(O):
            b_here = b[U(o)]
            for j in range(OW):
                y[U(n), U(o), U(i), U(j)] = b_here
            rest = np.empty(OW, dtype)
            part = np.empty(OW, dtype)
            for j in range(OW):
                rest[U(j)] = T(0)
            for c_block in range(c_block_last + 1):
                for j in range(OW):
                    part[U(j)] = T(0)
                for c in range(c_block * 1024, min(C * M, c_block * 1024 + 1024)):
                    w_point_here = w_point[U(o), U(c)]
                    for j in range(OW):
                        part[U(j)] += w_point_here * z[U(n), U(c), U(i), U(j)]
                for j in range(OW):
                    y[U(n), U(o), U(i), U(j)], rest[U(j)] = carried(y[U(n), U(o), U(i), U(j)], rest[U(j)], part[U(j)])


def _forward(x, w_depth, w_point, b, y, z, N, C, H, W, M, KH, KW, O, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """z[n, g·M+o, i, j] = Σ_{c,u,v} w_depth[g·M+o, c, u, v] · x[n, g+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    y[n,o,i,j] = b[o] + Σ_c w_point[o,c] · z[n,c,i,j]

    As compiled:

    z[n, g·M+o, i, j] = Σ_{u,v} w_depth[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]

    Operations: C·KH·KW·M·N·OH·OW + C·M·N·O·OH·OW multiplications, C·KH·KW·M·N·OH·OW + C·M·N·O·OH·OW −
        C·M·N·OH·OW additions, terms that a condition drops counted.
    """
    c_block_last = (C * M - 1) // 1024
    launch(_forward_part, N * OH, C * KH * KW * M * N * OH * OW + C * M * N * O * OH * OW, x, w_depth,
            w_point, b, y, z, N, C, H, W, M, KH, KW, O, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dz_blocks(first, last, dy, w_point, dz, N, C, M, O, OH, OW, cols, ij_count, m_count, pieces,
        share):
    """dz[n,m,ij] = Σ_o dy[n,o,ij] · w_point[o,m]"""
    dtype = dy.dtype
    T = dtype.type
    for part in range(first, last):
        tile = np.empty((m_count, 384), dtype)
        left = np.empty((min(O, 256), max(0, min(m_count, 96))), dtype)
        right = np.empty((min(O, 256), 384), dtype)
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # dz[n,m,ij] = Σ_o dy[n,o,ij] · w_point[o,m]
            for m in range(m_count):
                for col in range(cols_from, cols_last + 1):
                    tile[U(m), U(col - cols_from)] = T(0)
            line_first = cols_from // ij_count
            line_last = cols_last // ij_count
            for depth_from in range(0, O, 256):
                depth_last = min(O - 1, depth_from + 255)
                for o in range(depth_from, depth_last + 1):
                    for line in range(line_first, min(line_last + 1, N)):
                        n = line
                        ij = max(0, cols_from - (ij_count * line))
                        copy(right, (o - depth_from, ij + ij_count * line - cols_from), dy, (n, o, ij), 1,
                                min(OH * OW, cols_last + 1 - (ij_count * line)) - ij)
                for rows_from in range(0, m_count, 96):
                    rows_last = min(m_count - 1, rows_from + 95)
                    for o in range(depth_from, depth_last + 1):
                        m = rows_from
                        copy(left, (o - depth_from, m - rows_from), w_point, (o, m), 1, rows_last + 1 - m)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), 1, min(m_count, 96), right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for m in range(m_count):
                for line in range(line_first, min(line_last + 1, N)):
                    n = line
                    for ij in range(max(0, cols_from - (ij_count * line)), min(OH * OW,
                            cols_last + 1 - (ij_count * line))):
                        dz[U(n), U(m), U(ij)] = tile[U(m), U(ij + ij_count * line - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dz_plain(first, last, dy, w_point, dz, N, C, M, O, OH, OW, o_block_last):
    """dz[n,m,ij] = Σ_o dy[n,o,ij] · w_point[o,m]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (C * M)
        m = task % (C * M)
        # dz[n,m,ij] = Σ_o dy[n,o,ij] · w_point[o,m]
        for ij in range(OH * OW):
            dz[U(n), U(m), U(ij)] = T(0)
        rest = np.empty(OH * OW, dtype)
        part2 = np.empty(OH * OW, dtype)
        for ij in range(OH * OW):
            rest[U(ij)] = T(0)
        for o_block in range(o_block_last + 1):
            for ij in range(OH * OW):
                part2[U(ij)] = T(0)
            for o in range(o_block * 1024, min(O, o_block * 1024 + 1024)):
                w_point_here = w_point[U(o), U(m)]
                for ij in range(OH * OW):
                    part2[U(ij)] += dy[U(n), U(o), U(ij)] * w_point_here
            for ij in range(OH * OW):
                dz[U(n), U(m), U(ij)], rest[U(ij)] = carried(dz[U(n), U(m), U(ij)], rest[U(ij)], part2[U(ij)])


def _shared_dz(dy, w_point, dz, N, C, M, O, OH, OW):
    """dz[n,m,i,j] = Σ_o dy[n,o,i,j] · w_point[o,m]

    Operations: C·M·N·O·OH·OW multiplications, C·M·N·O·OH·OW − C·M·N·OH·OW additions.
    """
    dy_rows = dy.reshape((N, O, OH * OW))
    dz_rows = dz.reshape((N, C * M, OH * OW))
    if blocks(C * M >= 4 and N * OH * OW >= 8 and O >= 4):
        m_count = C * M
        ij_count = OH * OW
        cols = N * ij_count
        pieces = parts(N * ij_count)
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_shared_dz_blocks, pieces, C * M * N * O * OH * OW // 32, dy_rows, w_point, dz_rows, N, C, M,
                O, OH, OW, cols, ij_count, m_count, pieces, share)
    else:
        o_block_last = (O - 1) // 1024
        launch(_shared_dz_plain, N * C * M, C * M * N * O * OH * OW, dy_rows, w_point, dz_rows, N, C, M, O,
                OH, OW, o_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, w_depth, dz, dx, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, o_first, s_h_by_gcd, s_w_by_gcd):
    """dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} dz[n, c·M+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · w_depth[c·M+o, 0,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)]
    """
    dtype = w_depth.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (C * s_h * s_w)
        c = task // (s_h * s_w) % C
        r = task // s_w % s_h
        r_ = task % s_w
        q__first = -((r_ - p_l) // s_w)
        q__last = (W + p_l - r_ - 1) // s_w
        res_r = residue(d_h, r, s_h)
        res_r_ = residue(d_w, r_, s_w)
        quotient_r = (d_h * res_r - r) // s_h
        quotient_r_ = (d_w * res_r_ - r_) // s_w
        t__last = (KW - res_r_ - 1) // s_w_by_gcd
        t_last = (KH - res_r - 1) // s_h_by_gcd
        for q in range(-((r - p_t) // s_h), (H + p_t - r - 1) // s_h + 1):
            # dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            for q_ in range(q__first, q__last + 1):
                dx[U(n), U(c), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = T(0)
            t_first = -((OH + quotient_r - q - 1) // d_h_by_gcd)
            t_last2 = (q - quotient_r) // d_h_by_gcd
            if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0:
                for o in range(0, M - 7, 8):
                    for t in range(max(0, t_first), min(t_last + 1, t_last2 + 1)):
                        for t_ in range(t__last + 1):
                            w_depth_here = w_depth[U(M * c + o), 0, U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            w_depth_here2 = w_depth[U(M * c + o + 1), 0, U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            w_depth_here3 = w_depth[U(M * c + o + 2), 0, U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            w_depth_here4 = w_depth[U(M * c + o + 3), 0, U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            w_depth_here5 = w_depth[U(M * c + o + 4), 0, U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            w_depth_here6 = w_depth[U(M * c + o + 5), 0, U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            w_depth_here7 = w_depth[U(M * c + o + 6), 0, U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            w_depth_here8 = w_depth[U(M * c + o + 7), 0, U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            for q_ in range(max(q__first, quotient_r_ + d_w_by_gcd * t_), min(q__last + 1,
                                    OW + quotient_r_ + d_w_by_gcd * t_)):
                                dx[U(n), U(c), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                    dz[U(n), U(M * c + o), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    * w_depth_here
                                    + dz[U(n), U(M * c + o + 1), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    * w_depth_here2
                                    + dz[U(n), U(M * c + o + 2), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    * w_depth_here3
                                    + dz[U(n), U(M * c + o + 3), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    * w_depth_here4
                                    + dz[U(n), U(M * c + o + 4), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    * w_depth_here5
                                    + dz[U(n), U(M * c + o + 5), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    * w_depth_here6
                                    + dz[U(n), U(M * c + o + 6), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    * w_depth_here7
                                    + dz[U(n), U(M * c + o + 7), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    * w_depth_here8
                                )
                for o in range(o_first, M):
                    for t in range(max(0, t_first), min(t_last + 1, t_last2 + 1)):
                        for t_ in range(t__last + 1):
                            w_depth_here9 = w_depth[U(M * c + o), 0, U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            for q_ in range(max(q__first, quotient_r_ + d_w_by_gcd * t_), min(q__last + 1,
                                    OW + quotient_r_ + d_w_by_gcd * t_)):
                                dx[U(n), U(c), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                    dz[U(n), U(M * c + o), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    * w_depth_here9
                                )


def _vjp_x(w_depth, dz, dx, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dz[n,m,i,j] = Σ_o dy[n,o,i,j] · w_point[o,m]
    dx[n,c,a,b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·(KH−1−u), s_w ∣ b+p_l−d_w·(KW−1−v)} dz[n, c·M+o,
        (a+p_t−d_h·(KH−1−u))/s_h, (b+p_l−d_w·(KW−1−v))/s_w] · w_depth[c·M+o, 0, KH−1−u, KW−1−v]

    As compiled:

    dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} dz[n, c·M+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · w_depth[c·M+o, 0,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)]

    Operations: C·H·KH·KW·M·N·W + C·M·N·O·OH·OW multiplications, C·H·KH·KW·M·N·W + C·M·N·O·OH·OW −
        C·M·N·OH·OW − C·H·N·W additions, terms that a condition drops counted.
    """
    s_h_by_gcd = s_h // gcd(s_h, d_h)
    s_w_by_gcd = s_w // gcd(s_w, d_w)
    d_h_by_gcd = d_h // gcd(s_h, d_h)
    d_w_by_gcd = d_w // gcd(s_w, d_w)
    o_first = (M // 8) * 8
    gcd_s_h_d_h = gcd(s_h, d_h)
    gcd_s_w_d_w = gcd(s_w, d_w)
    launch(_vjp_x_part, N * C * s_h * s_w,
            (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
            0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0, s_w) - 1) // (s_w // gcd(s_w,
            d_w)) + 1) * C * M * N * s_h * s_w, w_depth, dz, dx, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t,
            p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, o_first, s_h_by_gcd, s_w_by_gcd)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_depth_blocks(first, last, x, dz, dw_depth, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w, depth, pieces, rows, share):
    """dw_depth[g·M+o, 0, u, v] = Σ_{n,i,j} dz[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]"""
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // (1 * pieces)
        one = task // pieces % 1
        part = task % pieces
        tile = np.empty((rows, 384), dtype)
        left = np.empty((max(0, min(rows, 96)), max(0, min(depth, 256))), dtype)
        right = np.empty((max(0, min(depth, 256)), 384), dtype)
        for cols_from in range(part * share, min(part * share + share, M), 384):
            cols_last = min(M - 1, cols_from + 383, part * share + share - 1)
            # dw_depth[g·M+o, 0, u, v] = Σ_{n,i,j} dz[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t,
            #     d_w·v+s_w·j−p_l]
            for row in range(rows):
                for o in range(cols_from, cols_last + 1):
                    tile[U(row), U(o - cols_from)] = T(0)
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    n = inner // (OH * OW)
                    i = inner // OW % OH
                    j = inner % OW
                    o = cols_from
                    copy(right, (inner - depth_from, o - cols_from), dz, (n, M * g + o, i, j), OH * OW,
                            cols_last + 1 - o)
                line_first = depth_from // OW
                line_last = depth_last // OW
                for rows_from in range(0, rows, 96):
                    rows_last = min(rows - 1, rows_from + 95)
                    for row in range(rows_from, rows_last + 1):
                        for inner in range(depth_from, depth_last + 1):
                            left[U(row - rows_from), U(inner - depth_from)] = T(0)
                    for row in range(rows_from, rows_last + 1):
                        u = row // KW
                        v = row % KW
                        j_first = -((d_w * v - p_l) // s_w)
                        j_last = (W + p_l - (d_w * v) - 1) // s_w
                        for line in range(line_first, min(line_last + 1, N * OH)):
                            n = line // OH
                            i = line % OH
                            if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
                                j = max(0, depth_from - (OW * line), j_first)
                                copy(left, (row - rows_from, j + OW * line - depth_from), x, (n, g,
                                        i * s_h + d_h * u - p_t, j * s_w + d_w * v - p_l), s_w, min(OW,
                                        depth_last + 1 - (OW * line), j_last + 1) - j)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(depth, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for row in range(rows):
                u = row // KW
                v = row % KW
                for o in range(cols_from, cols_last + 1):
                    dw_depth[U(M * g + o), U(one), U(u), U(v)] = tile[U(row), U(o - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_depth_plain(first, last, x, dz, dw_depth, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w, j_block_last):
    """dw_depth_sum[v] = Σ_{n,i,j} dz[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]
    dw_depth[g·M+o, 0, u, v] = dw_depth_sum[v]
    """
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // (M * KH)
        o = task // KH % M
        u = task % KH
        dw_depth_sum = np.empty(KW, dtype)
        # dw_depth_sum[v] = Σ_{n,i,j} dz[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t,
        #     d_w·v+s_w·j−p_l]
        i_first = -((d_h * u - p_t) // s_h)
        i_last = (H + p_t - (d_h * u) - 1) // s_h
        for v in range(KW):
            acc = T(0)
            rest = T(0)
            j_first = -((d_w * v - p_l) // s_w)
            j_last = (W + p_l - (d_w * v) - 1) // s_w
            j_block_first = j_first // 1024
            j_block_last2 = j_last // 1024
            for n in range(N):
                for i in range(max(0, i_first), min(OH, i_last + 1)):
                    for j_block in range(max(0, j_block_first), min(j_block_last + 1, j_block_last2 + 1)):
                        part2 = T(0)
                        for j in range(max(0, j_first, j_block * 1024), min(OW, j_last + 1,
                                j_block * 1024 + 1024)):
                            part2 = plus(
                                part2,
                                dz[U(n), U(M * g + o), U(i), U(j)]
                                * x[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)],
                            )
                        acc, rest = carried(acc, rest, part2)
            dw_depth_sum[U(v)] = acc
        # dw_depth[g·M+o, 0, u, v] = dw_depth_sum[v]
        for one in range(1):
            for v in range(KW):
                dw_depth[U(M * g + o), U(one), U(u), U(v)] = dw_depth_sum[U(v)]


def _vjp_w_depth(x, dz, dw_depth, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dz[n,m,i,j] = Σ_o dy[n,o,i,j] · w_point[o,m]
    dw_depth[g·M+o, 0, u, v] = Σ_{n,i,j} dz[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]

    Operations: C·KH·KW·M·N·OH·OW + C·M·N·O·OH·OW multiplications, C·KH·KW·M·N·OH·OW + C·M·N·O·OH·OW −
        C·M·N·OH·OW − C·KH·KW·M additions, terms that a condition drops counted.
    """
    if blocks(KH * KW >= 4 and M >= 8 and N * OH * OW >= 4):
        rows = KH * KW
        depth = N * OH * OW
        pieces = parts(M)
        share = max(((M - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_vjp_w_depth_blocks, C * 1 * pieces, C * KH * KW * M * N * OH * OW // 32, x, dz, dw_depth, N,
                C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, depth, pieces, rows, share)
    else:
        j_block_last = (OW - 1) // 1024
        launch(_vjp_w_depth_plain, C * M * KH, C * KH * KW * M + C * KH * KW * M * N * OH * OW, x, dz,
                dw_depth, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, j_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_point_blocks(first, last, dy, z, dw_point, N, C, M, O, OH, OW, depth, ij_count, m_count, pieces,
        share):
    """dw_point[o,m] = Σ_{n,ij} dy[n,o,ij] · z[n,m,ij]"""
    dtype = dy.dtype
    T = dtype.type
    for part in range(first, last):
        tile = np.empty((share, 384), dtype)
        left = np.empty((min(share, 96), max(0, min(depth, 256))), dtype)
        right = np.empty((max(0, min(depth, 256)), 384), dtype)
        for cols_from in range(0, O, 384):
            cols_last = min(O - 1, cols_from + 383)
            # dw_point[o,m] = Σ_{n,ij} dy[n,o,ij] · z[n,m,ij]
            for m in range(part * share, min(part * share + share, m_count)):
                for o in range(cols_from, cols_last + 1):
                    tile[U(m - (part * share)), U(o - cols_from)] = T(0)
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    n = inner // ij_count
                    ij = inner % ij_count
                    o = cols_from
                    copy(right, (inner - depth_from, o - cols_from), dy, (n, o, ij), OH * OW,
                            cols_last + 1 - o)
                line_first = depth_from // ij_count
                line_last = depth_last // ij_count
                for rows_from in range(part * share, min(part * share + share, m_count), 96):
                    rows_last = min(m_count - 1, part * share + share - 1, rows_from + 95)
                    for m in range(rows_from, rows_last + 1):
                        for line in range(line_first, min(line_last + 1, N)):
                            n = line
                            ij = max(0, depth_from - (ij_count * line))
                            copy(left, (m - rows_from, ij + ij_count * line - depth_from), z, (n, m, ij), 1,
                                    min(OH * OW, depth_last + 1 - (ij_count * line)) - ij)
                    multiply(tile, (rows_from - (part * share), 0), 384, left, (0, 0), min(depth, 256), 1,
                            right, (0, 0), 384, rows_last + 1 - rows_from, cols_last + 1 - cols_from,
                            depth_last + 1 - depth_from)
            for m in range(part * share, min(part * share + share, m_count)):
                for o in range(cols_from, cols_last + 1):
                    dw_point[U(o), U(m)] = tile[U(m - (part * share)), U(o - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_point_plain(first, last, dy, z, dw_point, N, C, M, O, OH, OW, ij_block_last):
    """dw_point[o,m] = Σ_{n,ij} dy[n,o,ij] · z[n,m,ij]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        o = task // (C * M)
        m = task % (C * M)
        # dw_point[o,m] = Σ_{n,ij} dy[n,o,ij] · z[n,m,ij]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for ij_block in range(ij_block_last + 1):
                part2 = T(0)
                for ij in range(ij_block * 1024, min(OH * OW, ij_block * 1024 + 1024)):
                    part2 = plus(part2, dy[U(n), U(o), U(ij)] * z[U(n), U(m), U(ij)])
                acc, rest = carried(acc, rest, part2)
        dw_point[U(o), U(m)] = acc


def _vjp_w_point(dy, z, dw_point, N, C, M, O, OH, OW):
    """dw_point[o,m] = Σ_{n,i,j} dy[n,o,i,j] · z[n,m,i,j]

    Operations: C·M·N·O·OH·OW multiplications, C·M·N·O·OH·OW − C·M·O additions.
    """
    dy_rows = dy.reshape((N, O, OH * OW))
    z_rows = z.reshape((N, C * M, OH * OW))
    if blocks(C * M >= 4 and O >= 8 and N * OH * OW >= 4):
        m_count = C * M
        ij_count = OH * OW
        depth = N * ij_count
        pieces = parts(m_count)
        share = max(((m_count - 1) // (pieces * 6)) * 6 + 6, 1)
        launch(_vjp_w_point_blocks, pieces, C * M * N * O * OH * OW // 32, dy_rows, z_rows, dw_point, N, C, M,
                O, OH, OW, depth, ij_count, m_count, pieces, share)
    else:
        ij_block_last = (OH * OW - 1) // 1024
        launch(_vjp_w_point_plain, O * C * M, C * M * N * O * OH * OW, dy_rows, z_rows, dw_point, N, C, M, O,
                OH, OW, ij_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dy, db, N, O, OH, OW, ij_block_last):
    """db[o] = Σ_{n,ij} dy[n,o,ij]"""
    dtype = dy.dtype
    T = dtype.type
    for o in range(first, last):
        # db[o] = Σ_{n,ij} dy[n,o,ij]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for ij_block in range(ij_block_last + 1):
                part = T(0)
                for ij in range(ij_block * 1024, min(OH * OW, ij_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(o), U(ij)])
                acc, rest = carried(acc, rest, part)
        db[U(o)] = acc


def _vjp_b(dy, db, N, O, OH, OW):
    """db[o] = Σ_{n,i,j} dy[n,o,i,j]

    As compiled:

    db[o] = Σ_{n,ij} dy[n,o,ij]

    Operations: N·O·OH·OW − O additions.
    """
    dy_rows = dy.reshape((N, O, OH * OW))
    ij_block_last = (OH * OW - 1) // 1024
    launch(_vjp_b_part, O, N * O * OH * OW, dy_rows, db, N, O, OH, OW, ij_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, w_depth_dot, w_point_dot, b_dot, x, w_depth, w_point, z, y_dot, N, C, H, W,
        M, KH, KW, O, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last):
    """ż[g·M+o, j] = Σ_{u,v} (w_depth[g·M+o, 0, u, v] · ẋ[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] +
        w_depth_dot[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])
    ẏ[n,o,i,j] = ḃ[o] + Σ_c (w_point_dot[o,c]·z[n,c,i,j] + w_point[o,c]·ż[c,j])
    """
    dtype = x_dot.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // OH
        i = task % OH
        z_dot = np.empty((C * M, OW), dtype)
        # ż[g·M+o, j] = Σ_{u,v} (w_depth[g·M+o, 0, u, v] · ẋ[n, g, s_h·i+d_h·u−p_t,
        #     s_w·j+d_w·v−p_l] + w_depth_dot[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t,
        #     s_w·j+d_w·v−p_l])
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for g in range(C):
            for o in range(M):
                for j in range(OW):
                    z_dot[U(M * g + o), U(j)] = T(0)
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_depth_here = w_depth[U(M * g + o), 0, U(u), U(v)]
                        w_depth_dot_here = w_depth_dot[U(M * g + o), 0, U(u), U(v)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                (W + p_l - (d_w * v) - 1) // s_w + 1)):
                            z_dot[U(M * g + o), U(j)] += (
                                w_depth_dot_here
                                * x[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                + w_depth_here
                                * x_dot[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                            )
        # ẏ[n,o,i,j] = ḃ[o] + Σ_c (w_point_dot[o,c]·z[n,c,i,j] + w_point[o,c]·ż[c,j])
        for o in range(O):
            b_dot_here = b_dot[U(o)]
            for j in range(OW):
                y_dot[U(n), U(o), U(i), U(j)] = b_dot_here
            rest = np.empty(OW, dtype)
            part = np.empty(OW, dtype)
            for j in range(OW):
                rest[U(j)] = T(0)
            for c_block in range(c_block_last + 1):
                for j in range(OW):
                    part[U(j)] = T(0)
                for c in range(c_block * 1024, min(C * M, c_block * 1024 + 1024)):
                    w_point_here = w_point[U(o), U(c)]
                    w_point_dot_here = w_point_dot[U(o), U(c)]
                    for j in range(OW):
                        part[U(j)] += (
                            w_point_dot_here * z[U(n), U(c), U(i), U(j)] + w_point_here * z_dot[U(c), U(j)]
                        )
                for j in range(OW):
                    y_dot[U(n), U(o), U(i), U(j)], rest[U(j)] = carried(y_dot[U(n), U(o), U(i), U(j)], rest[U(j)], part[U(j)])


def _jvp(x_dot, w_depth_dot, w_point_dot, b_dot, x, w_depth, w_point, z, y_dot, N, C, H, W, M, KH, KW, O, OH,
        OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """ż[n, g·M+o, i, j] = Σ_{u,v} (w_depth[g·M+o, 0, u, v] · ẋ[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] +
        w_depth_dot[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])
    ẏ[n,o,i,j] = ḃ[o] + Σ_c (w_point[o,c]·ż[n,c,i,j] + w_point_dot[o,c]·z[n,c,i,j])

    As compiled:

    ż[g·M+o, j] = Σ_{u,v} (w_depth[g·M+o, 0, u, v] · ẋ[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] +
        w_depth_dot[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])
    ẏ[n,o,i,j] = ḃ[o] + Σ_c (w_point_dot[o,c]·z[n,c,i,j] + w_point[o,c]·ż[c,j])

    Operations: 2·C·KH·KW·M·N·OH·OW + 2·C·M·N·O·OH·OW multiplications, 2·C·KH·KW·M·N·OH·OW +
        2·C·M·N·O·OH·OW − C·M·N·OH·OW additions, terms that a condition drops counted.
    """
    c_block_last = (C * M - 1) // 1024
    launch(_jvp_part, N * OH, C * KH * KW * M * N * OH * OW + C * M * N * O * OH * OW, x_dot, w_depth_dot,
            w_point_dot, b_dot, x, w_depth, w_point, z, y_dot, N, C, H, W, M, KH, KW, O, OH, OW, s_h, s_w,
            p_t, p_l, d_h, d_w, c_block_last)
