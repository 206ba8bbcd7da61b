"""The kernels of depthwise_separable_conv2d; depthwise_separable_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `depthwise_separable_conv2d`.  Do not edit.
Run time: dcf7a11facb33ddd.
"""

import numpy as np
from numba import njit

from .runtime import carried, gcd, plus, residue
from .threads import launch
from .vectors import blocks, colblock, depthblock, either, multiply, padded, rowblock, turn

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
def _shared_dz_either(first, last, dy, w_point, dz, N, C, M, O, OH, OW, deep, high, ij_count, m_count, wide):
    """dz[n,m,ij] = Σ_o dy[n,o,ij] · w_point[o,m]"""
    dtype = dy.dtype
    for task in range(first, last):
        n = task // (((m_count - 1) // high + 1) * ((ij_count - 1) // wide + 1))
        row_part = task // (((ij_count - 1) // wide + 1)) % ((m_count - 1) // high + 1)
        col_part = task % ((ij_count - 1) // wide + 1)
        row_at = np.empty(high, np.int64)
        left_at = np.empty(O, np.int64)
        right_at = np.empty(O, np.int64)
        tile = np.empty((high, wide), dtype)
        # dz[n,m,ij] = Σ_o dy[n,o,ij] · w_point[o,m]
        for m in range(high * row_part, min(m_count, high + high * row_part)):
            row_at[U(m - (high * row_part))] = m
        for o in range(O):
            left_at[U(o)] = C * M * o
        for o in range(O):
            right_at[U(o)] = OH * OW * o
        multiply(tile, (0, 0), wide, w_point, row_at, left_at, dy, col_part * wide + O * OH * OW * n,
                right_at, min(high, m_count - (high * row_part)), min(wide, ij_count - (col_part * wide)), 0,
                O, deep)
        for m in range(high * row_part, min(high + high * row_part, m_count)):
            for ij in range(col_part * wide, min(ij_count, col_part * wide + wide)):
                dz[U(n), U(m), U(ij)] = tile[U(m - (high * row_part)), U(ij - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dz_other(first, last, dy, w_point, dz, N, C, M, O, OH, OW, deep2, high2, ij_count2, line2_last,
        m_count2, rows2, wide2):
    """dz[n,m,ij] = Σ_o dy[n,o,ij] · w_point[o,m]"""
    dtype = dy.dtype
    for task in range(first, last):
        row_part2 = task // (((m_count2 - 1) // wide2 + 1))
        col_part2 = task % ((m_count2 - 1) // wide2 + 1)
        row_at2 = np.empty(high2, np.int64)
        left_at2 = np.empty(O, np.int64)
        right_at2 = np.empty(O, np.int64)
        tile2 = np.empty((high2, wide2), dtype)
        turned2 = np.empty((wide2, high2), dtype)
        # dz[n,m,ij] = Σ_o dy[n,o,ij] · w_point[o,m]
        for line2 in range(high2 * row_part2 // ij_count2,
                min((high2 + high2 * row_part2 - 1) // ij_count2 + 1, line2_last + 1, N)):
            n = line2
            for ij in range(max(0, high2 * row_part2 - (ij_count2 * line2)), min(OH * OW,
                    rows2 - (ij_count2 * line2), high2 + high2 * row_part2 - (ij_count2 * line2))):
                row_at2[U(ij + ij_count2 * line2 - (high2 * row_part2))] = ij + O * OH * OW * n
        for o in range(O):
            left_at2[U(o)] = OH * OW * o
        for o in range(O):
            right_at2[U(o)] = C * M * o
        multiply(tile2, (0, 0), wide2, dy, row_at2, left_at2, w_point, col_part2 * wide2, right_at2,
                min(high2, rows2 - (high2 * row_part2)), min(wide2, m_count2 - (col_part2 * wide2)), 0, O,
                deep2)
        turn(turned2, (0, 0), high2, tile2, 0, wide2, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                m_count2 - (col_part2 * wide2)))
        line2_first = high2 * row_part2 // ij_count2
        line2_last2 = (high2 + high2 * row_part2 - 1) // ij_count2
        for m in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, m_count2)):
            for line2 in range(line2_first, min(line2_last2 + 1, line2_last + 1, N)):
                n = line2
                for ij in range(max(0, high2 * row_part2 - (ij_count2 * line2)), min(OH * OW,
                        rows2 - (ij_count2 * line2), high2 + high2 * row_part2 - (ij_count2 * line2))):
                    dz[U(n), U(m), U(ij)] = turned2[U(m - (col_part2 * wide2)), U(ij + ij_count2 * line2 - (high2 * row_part2))]


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
        part = np.empty(OH * OW, dtype)
        for ij in range(OH * OW):
            rest[U(ij)] = T(0)
        for o_block in range(o_block_last + 1):
            for ij in range(OH * OW):
                part[U(ij)] = T(0)
            for o in range(o_block * 1024, min(O, o_block * 1024 + 1024)):
                w_point_here = w_point[U(o), U(m)]
                for ij in range(OH * OW):
                    part[U(ij)] += dy[U(n), U(o), U(ij)] * w_point_here
            for ij in range(OH * OW):
                dz[U(n), U(m), U(ij)], rest[U(ij)] = carried(dz[U(n), U(m), U(ij)], rest[U(ij)], part[U(ij)])


def _shared_dz(dy, w_point, dz, N, C, M, O, OH, OW):
    """dz[n,m,i,j] = Σ_o dy[n,o,i,j] · w_point[o,m]

    Operations: C·M·N·O·OH·OW multiplications, C·M·N·O·OH·OW − C·M·N·OH·OW additions.
    """
    dy_rows = dy.reshape((N, O, OH * OW))
    dz_rows = dz.reshape((N, C * M, OH * OW))
    if blocks(C * M >= 4 and OH * OW >= 8 and O >= 4):
        if either(OH * OW >= 128):
            m_count = C * M
            ij_count = OH * OW
            wide = colblock()
            deep = depthblock()
            high = rowblock(m_count, ((ij_count - 1) // wide + 1) * N)
            launch(_shared_dz_either, N * ((m_count - 1) // high + 1) * ((ij_count - 1) // wide + 1),
                    C * M * N * O * OH * OW // 32, dy_rows, w_point, dz_rows, N, C, M, O, OH, OW, deep, high,
                    ij_count, m_count, wide)
        else:
            ij_count2 = OH * OW
            m_count2 = C * M
            rows2 = N * ij_count2
            wide2 = colblock()
            deep2 = depthblock()
            high2 = rowblock(rows2, (m_count2 - 1) // wide2 + 1)
            line2_last = (rows2 - 1) // ij_count2
            launch(_shared_dz_other, ((rows2 - 1) // high2 + 1) * ((m_count2 - 1) // wide2 + 1),
                    C * M * N * O * OH * OW // 32, dy_rows, w_point, dz_rows, N, C, M, O, OH, OW, deep2,
                    high2, ij_count2, line2_last, m_count2, rows2, wide2)
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
def _vjp_w_depth_blocks(first, last, dz, panels, N, C, M, OH, OW, depth, wide):
    """panels[g, col_part, (n·OH+i)·OW+j, o−col_part·wide] = dz[n, g·M+o, i, j]"""
    for task in range(first, last):
        g = task // (((M - 1) // wide + 1))
        col_part = task % ((M - 1) // wide + 1)
        # panels[g, col_part, (n·OH+i)·OW+j, o−col_part·wide] = dz[n, g·M+o, i, j]
        for n in range(N):
            turn(panels, (g, col_part, OH * OW * n, 0), wide, dz,
                    OH * OW * col_part * wide + M * OH * OW * g + C * M * OH * OW * n, OH * OW, min(wide,
                    M - (col_part * wide)), OH * OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_depth_blocks2(first, last, dw_depth, panels, x_padded, N, C, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l,
        d_h, d_w, deep, depth, high, line_last, quotient_M_wide, rows, wide, x_from2, x_from3, x_size2,
        x_size3):
    """dw_depth[g·M+o, 0, u, v] = Σ_{n,i,j} dz[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]"""
    dtype = dw_depth.dtype
    for task in range(first, last):
        g = task // (1 * ((rows - 1) // high + 1) * ((M - 1) // wide + 1))
        one = task // (((rows - 1) // high + 1) * ((M - 1) // wide + 1)) % 1
        row_part = task // (((M - 1) // wide + 1)) % ((rows - 1) // high + 1)
        col_part = task % ((M - 1) // wide + 1)
        row_at = np.empty(high, np.int64)
        left_at = np.empty(depth, np.int64)
        right_at = np.empty(depth, np.int64)
        tile = np.empty((high, wide), dtype)
        turned = np.empty((wide, high), dtype)
        # dw_depth[g·M+o, 0, u, v] = Σ_{n,i,j} dz[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t,
        #     d_w·v+s_w·j−p_l]
        for line in range(high * row_part // KW, min((high + high * row_part - 1) // KW + 1, line_last + 1,
                KH)):
            u = line
            for v in range(max(0, high * row_part - (KW * line)), min(KW, rows - (KW * line),
                    high + high * row_part - (KW * line))):
                row_at[U(KW * line + v - (high * row_part))] = (
                    g * x_size2 * x_size3
                    + d_h * u * x_size3
                    + d_w * v
                    - p_l
                    - (p_t * x_size3)
                    - (x_from2 * x_size3)
                    - x_from3
                )
        for n in range(N):
            for i in range(OH):
                for j in range(OW):
                    left_at[U(OW * i + j + OH * OW * n)] = (
                        i * s_h * x_size3 + j * s_w + C * n * x_size2 * x_size3
                    )
        for k in range(depth):
            right_at[U(k)] = k * wide
        multiply(tile, (0, 0), wide, x_padded, row_at, left_at, panels,
                col_part * depth * wide + depth * g * quotient_M_wide * wide + depth * g * wide, right_at,
                min(high, rows - (high * row_part)), min(wide, M - (col_part * wide)), 0, depth, deep)
        turn(turned, (0, 0), high, tile, 0, wide, min(high, rows - (high * row_part)), min(wide,
                M - (col_part * wide)))
        line_first = high * row_part // KW
        line_last2 = (high + high * row_part - 1) // KW
        for o in range(col_part * wide, min(col_part * wide + wide, M)):
            for line in range(line_first, min(line_last2 + 1, line_last + 1, KH)):
                u = line
                for v in range(max(0, high * row_part - (KW * line)), min(KW, rows - (KW * line),
                        high + high * row_part - (KW * line))):
                    dw_depth[U(M * g + o), U(one), U(u), U(v)] = turned[U(o - (col_part * wide)), U(KW * line + v - (high * row_part))]


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
                        part = T(0)
                        for j in range(max(0, j_first, j_block * 1024), min(OW, j_last + 1,
                                j_block * 1024 + 1024)):
                            part = plus(
                                part,
                                dz[U(n), U(M * g + o), U(i), U(j)]
                                * x[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)],
                            )
                        acc, rest = carried(acc, rest, part)
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
    dtype = dw_depth.dtype
    if blocks(KH * KW >= 4 and M >= 8 and N * OH * OW >= 4):
        rows = KH * KW
        depth = N * OH * OW
        x_from2 = -p_t
        x_size2 = max(H, KH * d_h + OH * s_h + 1 - d_h - p_t - s_h) - x_from2
        x_from3 = -p_l
        x_size3 = max(KW * d_w + OW * s_w + 1 - d_w - p_l - s_w, W) - x_from3
        x_padded = padded(x, (0, 0, x_from2, x_from3), (N, C, x_size2, x_size3))
        wide = colblock()
        deep = depthblock()
        high = rowblock(rows, ((M - 1) // wide + 1) * C)
        panels = np.empty((C, max(0, (M - 1) // wide + 1), depth, wide), dtype)
        launch(_vjp_w_depth_blocks, C * ((M - 1) // wide + 1), C * M * N * OH * OW, dz, panels, N, C, M, OH,
                OW, depth, wide)
        line_last = (rows - 1) // KW
        quotient_M_wide = (M - 1) // wide
        launch(_vjp_w_depth_blocks2, C * 1 * ((rows - 1) // high + 1) * ((M - 1) // wide + 1),
                C * KH * KW * M * N * OH * OW // 32, dw_depth, panels, x_padded, N, C, M, KH, KW, OH, OW, s_h,
                s_w, p_t, p_l, d_h, d_w, deep, depth, high, line_last, quotient_M_wide, rows, wide, x_from2,
                x_from3, x_size2, x_size3)
    else:
        j_block_last = (OW - 1) // 1024
        launch(_vjp_w_depth_plain, C * M * KH, C * KH * KW * M + C * KH * KW * M * N * OH * OW, x, dz,
                dw_depth, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, j_block_last)
