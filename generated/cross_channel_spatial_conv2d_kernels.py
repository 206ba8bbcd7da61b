"""The kernels of cross_channel_spatial_conv2d; cross_channel_spatial_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `cross_channel_spatial_conv2d`.  Do not edit.
Run time: 894fd0b39b54e850.
"""

import numpy as np
from numba import njit

from .runtime import carried, gcd, residue
from .threads import launch
from .vectors import blocks, colblock, depthblock, either, multiply, padded, rowblock, scratch, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_either(first, last, x, w_point, b_point, z_lines, N, C, H, W, Cg, G, cols, deep, high, o_count,
        wide):
    """z[n,o,i,j] = b_point[o] + Σ_c w_point[o,c] · x[n,c,i,j]"""
    dtype = x.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(C, np.int64)
    right_at = np.empty(C, np.int64)
    tile = np.empty((high, wide), dtype)
    for task in range(first, last):
        n = task // (((o_count - 1) // high + 1) * ((cols - 1) // wide + 1))
        row_part = task // (((cols - 1) // wide + 1)) % ((o_count - 1) // high + 1)
        col_part = task % ((cols - 1) // wide + 1)
        # z[n,o,i,j] = b_point[o] + Σ_c w_point[o,c] · x[n,c,i,j]
        for o in range(high * row_part, min(o_count, high + high * row_part)):
            row_at[U(o - (high * row_part))] = C * o
        for c in range(C):
            left_at[U(c)] = c
        for c in range(C):
            right_at[U(c)] = H * W * c
        multiply(tile, (0, 0), wide, w_point, row_at, left_at, x, col_part * wide + C * H * W * n, right_at,
                min(high, o_count - (high * row_part)), min(wide, cols - (col_part * wide)), 0, C, deep)
        for o in range(high * row_part, min(high + high * row_part, o_count)):
            b_point_here = b_point[U(o)]
            for run in range(col_part * wide, min(cols, col_part * wide + wide)):
                z_lines[U(n), U(o), U(run)] = (
                    b_point_here + tile[U(o - (high * row_part)), U(run - (col_part * wide))]
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_other(first, last, w_point, panels2, C, Cg, G, o_count2, wide2):
    """panels2[col_part2, c, o−col_part2·wide2] = w_point[o,c]"""
    for col_part2 in range(first, last):
        # panels2[col_part2, c, o−col_part2·wide2] = w_point[o,c]
        turn(panels2, (col_part2, 0, 0), wide2, w_point, C * col_part2 * wide2, C, 1, min(wide2,
                o_count2 - (col_part2 * wide2)), C)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_other2(first, last, x, b_point, panels2, z_lines2, N, C, H, W, Cg, G, deep2, high2, line2_last,
        line2_last2, o_count2, rows2, wide2):
    """z[n,o,i,j] = b_point[o] + Σ_c w_point[o,c] · x[n,c,i,j]"""
    dtype = x.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(C, np.int64)
    right_at2 = np.empty(C, np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for task in range(first, last):
        row_part2 = task // (((o_count2 - 1) // wide2 + 1))
        col_part2 = task % ((o_count2 - 1) // wide2 + 1)
        # z[n,o,i,j] = b_point[o] + Σ_c w_point[o,c] · x[n,c,i,j]
        for line2 in range(high2 * row_part2 // W, min((high2 + high2 * row_part2 - 1) // W + 1,
                line2_last + 1, H * N)):
            n = line2 // H
            i = line2 % H
            for j in range(max(0, high2 * row_part2 - (W * line2)), min(W, rows2 - (W * line2),
                    high2 + high2 * row_part2 - (W * line2))):
                row_at2[U(j + W * line2 - (high2 * row_part2))] = W * i + j + C * H * W * n
        for c in range(C):
            left_at2[U(c)] = H * W * c
        for k2 in range(C):
            right_at2[U(k2)] = k2 * wide2
        multiply(tile2, (0, 0), wide2, x, row_at2, left_at2, panels2, C * col_part2 * wide2, right_at2,
                min(high2, rows2 - (high2 * row_part2)), min(wide2, o_count2 - (col_part2 * wide2)), 0, C,
                deep2)
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                o_count2 - (col_part2 * wide2)))
        line2_first = high2 * row_part2 // (H * W)
        line2_last3 = (high2 + high2 * row_part2 - 1) // (H * W)
        for o in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, o_count2)):
            b_point_here = b_point[U(o)]
            for line2 in range(line2_first, min(line2_last3 + 1, line2_last2 + 1, N)):
                n = line2
                for run2 in range(max(0, high2 * row_part2 - (H * W * line2)), min(H * W,
                        rows2 - (H * W * line2), high2 + high2 * row_part2 - (H * W * line2))):
                    z_lines2[U(n), U(o), U(run2)] = (
                        b_point_here
                        + turned2[U(o - (col_part2 * wide2)), U(H * W * line2 + run2 - (high2 * row_part2))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w_point, b_point, z, N, C, H, W, Cg, G, c_block_last):
    """z[n,o,i,j] = b_point[o] + Σ_c w_point[o,c] · x[n,c,i,j]"""
    dtype = x.dtype
    T = dtype.type
    rest = np.empty(W, dtype)
    part = np.empty(W, dtype)
    for task in range(first, last):
        n = task // (Cg * G * H)
        o = task // H % (Cg * G)
        i = task % H
        # z[n,o,i,j] = b_point[o] + Σ_c w_point[o,c] · x[n,c,i,j]
        b_point_here = b_point[U(o)]
        for j in range(W):
            z[U(n), U(o), U(i), U(j)] = b_point_here
        for j in range(W):
            rest[U(j)] = T(0)
        for c_block in range(c_block_last + 1):
            for j in range(W):
                part[U(j)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                w_point_here = w_point[U(o), U(c)]
                for j in range(W):
                    part[U(j)] += w_point_here * x[U(n), U(c), U(i), U(j)]
            for j in range(W):
                z[U(n), U(o), U(i), U(j)], rest[U(j)] = carried(z[U(n), U(o), U(i), U(j)], rest[U(j)], part[U(j)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, w, panels3, Cg, G, Og, KH, KW, depth3, wide3):
    """panels3[g, col_part3, (c·KH+u)·KW+v, o−col_part3·wide3] = w[g·Og+o, c, u, v]"""
    for task in range(first, last):
        g = task // (((Og - 1) // wide3 + 1))
        col_part3 = task % ((Og - 1) // wide3 + 1)
        # panels3[g, col_part3, (c·KH+u)·KW+v, o−col_part3·wide3] = w[g·Og+o, c, u, v]
        turn(panels3, (g, col_part3, 0, 0), wide3, w,
                Cg * KH * KW * col_part3 * wide3 + Cg * KH * KW * Og * g, Cg * KH * KW, 1, min(wide3,
                Og - (col_part3 * wide3)), Cg * KH * KW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks2(first, last, b, panels3, y_lines3, z_padded3, N, Cg, G, Og, KH, KW, OH, OW, s_h, s_w,
        d_h, d_w, deep3, depth3, high3, line3_last, line3_last2, quotient_Og_wide3, rows3, wide3, z_size23,
        z_size33):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · z[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = b.dtype
    row_at3 = np.empty(high3, np.int64)
    left_at3 = np.empty(depth3, np.int64)
    right_at3 = np.empty(depth3, np.int64)
    tile3 = np.empty((high3, wide3), dtype)
    turned3 = np.empty((wide3, high3), dtype)
    for task in range(first, last):
        g = task // (((rows3 - 1) // high3 + 1) * ((Og - 1) // wide3 + 1))
        row_part3 = task // (((Og - 1) // wide3 + 1)) % ((rows3 - 1) // high3 + 1)
        col_part3 = task % ((Og - 1) // wide3 + 1)
        # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · z[n, g·Cg+c,
        #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        for line3 in range(high3 * row_part3 // OW, min((high3 + high3 * row_part3 - 1) // OW + 1,
                line3_last + 1, N * OH)):
            n = line3 // OH
            i = line3 % OH
            for j in range(max(0, high3 * row_part3 - (OW * line3)), min(OW, rows3 - (OW * line3),
                    high3 + high3 * row_part3 - (OW * line3))):
                row_at3[U(j + OW * line3 - (high3 * row_part3))] = (
                    Cg * g * z_size23 * z_size33
                    + i * s_h * z_size33
                    + j * s_w
                    + Cg * G * n * z_size23 * z_size33
                )
        for c in range(Cg):
            for u in range(KH):
                for v in range(KW):
                    left_at3[U(KH * KW * c + KW * u + v)] = (
                        c * z_size23 * z_size33 + d_h * u * z_size33 + d_w * v
                    )
        for k3 in range(depth3):
            right_at3[U(k3)] = k3 * wide3
        multiply(tile3, (0, 0), wide3, z_padded3, row_at3, left_at3, panels3,
                col_part3 * depth3 * wide3 + depth3 * g * quotient_Og_wide3 * wide3 + depth3 * g * wide3,
                right_at3, min(high3, rows3 - (high3 * row_part3)), min(wide3, Og - (col_part3 * wide3)), 0,
                depth3, deep3)
        turn(turned3, (0, 0), high3, tile3, 0, wide3, 1, min(high3, rows3 - (high3 * row_part3)), min(wide3,
                Og - (col_part3 * wide3)))
        line3_first = high3 * row_part3 // (OH * OW)
        line3_last3 = (high3 + high3 * row_part3 - 1) // (OH * OW)
        for o in range(col_part3 * wide3, min(col_part3 * wide3 + wide3, Og)):
            b_here = b[U(Og * g + o)]
            for line3 in range(line3_first, min(line3_last3 + 1, line3_last2 + 1, N)):
                n = line3
                for run3 in range(max(0, high3 * row_part3 - (OH * OW * line3)), min(OH * OW,
                        rows3 - (OH * OW * line3), high3 + high3 * row_part3 - (OH * OW * line3))):
                    y_lines3[U(n), U(Og * g + o), U(run3)] = (
                        b_here
                        + turned3[U(o - (col_part3 * wide3)), U(OH * OW * line3 + run3 - (high3 * row_part3))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain2(first, last, w, b, y, z, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        c_block_last):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · z[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = w.dtype
    T = dtype.type
    rest2 = np.empty(OW, dtype)
    part2 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (G * Og * OH)
        g = task // (Og * OH) % G
        o = task // OH % Og
        i = task % OH
        # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · z[n, g·Cg+c,
        #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        b_here = b[U(Og * g + o)]
        for j in range(OW):
            y[U(n), U(Og * g + o), U(i), U(j)] = b_here
        for j in range(OW):
            rest2[U(j)] = T(0)
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part2[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_here = w[U(Og * g + o), U(c), U(u), U(v)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                (W + p_l - (d_w * v) - 1) // s_w + 1)):
                            part2[U(j)] += (
                                w_here
                                * z[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                        U(j * s_w + d_w * v - p_l)]
                            )
            for j in range(OW):
                y[U(n), U(Og * g + o), U(i), U(j)], rest2[U(j)] = carried(y[U(n), U(Og * g + o), U(i), U(j)], rest2[U(j)], part2[U(j)])


def _forward(x, w_point, b_point, w, b, y, z, N, C, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w):
    """z[n,o,i,j] = b_point[o] + Σ_c w_point[o,c] · x[n,c,i,j]
    y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · z[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]

    Operations: Cg·G·KH·KW·N·OH·OW·Og + C·Cg·G·H·N·W multiplications, Cg·G·KH·KW·N·OH·OW·Og + C·Cg·G·H·N·W
        additions, terms that a condition drops counted.
    """
    dtype = y.dtype
    if blocks(Cg * G >= 4 and H * W >= 8 and C >= 4):
        if either(H * W >= 128):
            o_count = Cg * G
            cols = H * W
            wide = colblock()
            deep = depthblock()
            high = rowblock(o_count, ((cols - 1) // wide + 1) * N)
            z_lines = z.reshape((N, Cg * G, H * W))
            launch(_forward_either, N * ((o_count - 1) // high + 1) * ((cols - 1) // wide + 1),
                    C * Cg * G * H * N * W // 32, x, w_point, b_point, z_lines, N, C, H, W, Cg, G, cols, deep,
                    high, o_count, wide)
        else:
            o_count2 = Cg * G
            rows2 = H * N * W
            wide2 = colblock()
            deep2 = depthblock()
            high2 = rowblock(rows2, (o_count2 - 1) // wide2 + 1)
            panels2 = scratch((max(0, (o_count2 - 1) // wide2 + 1), C, wide2), dtype)
            launch(_forward_other, (o_count2 - 1) // wide2 + 1, C * Cg * G, w_point, panels2, C, Cg, G,
                    o_count2, wide2)
            z_lines2 = z.reshape((N, Cg * G, H * W))
            line2_last = (rows2 - 1) // W
            line2_last2 = (rows2 - 1) // (H * W)
            launch(_forward_other2, ((rows2 - 1) // high2 + 1) * ((o_count2 - 1) // wide2 + 1),
                    C * Cg * G * H * N * W // 32, x, b_point, panels2, z_lines2, N, C, H, W, Cg, G, deep2,
                    high2, line2_last, line2_last2, o_count2, rows2, wide2)
    else:
        c_block_last = (C - 1) // 1024
        launch(_forward_plain, N * Cg * G * H, C * Cg * G * H * N * W, x, w_point, b_point, z, N, C, H, W, Cg,
                G, c_block_last)
    if blocks(N * OH * OW >= 4 and Og >= 8 and Cg * KH * KW >= 4):
        rows3 = N * OH * OW
        depth3 = Cg * KH * KW
        z_size23 = max(H, KH * d_h + OH * s_h + 1 - d_h - p_t - s_h) + p_t
        z_size33 = max(KW * d_w + OW * s_w + 1 - d_w - p_l - s_w, W) + p_l
        z_padded3 = padded(z, (0, 0, -p_t, -p_l), (N, Cg * G, z_size23, z_size33))
        wide3 = colblock()
        deep3 = depthblock()
        high3 = rowblock(rows3, ((Og - 1) // wide3 + 1) * G)
        panels3 = scratch((G, max(0, (Og - 1) // wide3 + 1), depth3, wide3), dtype)
        launch(_forward_blocks, G * ((Og - 1) // wide3 + 1), Cg * G * KH * KW * Og, w, panels3, Cg, G, Og, KH,
                KW, depth3, wide3)
        y_lines3 = y.reshape((N, G * Og, OH * OW))
        line3_last = (rows3 - 1) // OW
        quotient_Og_wide3 = (Og - 1) // wide3
        line3_last2 = (rows3 - 1) // (OH * OW)
        launch(_forward_blocks2, G * ((rows3 - 1) // high3 + 1) * ((Og - 1) // wide3 + 1),
                Cg * G * KH * KW * N * OH * OW * Og // 32, b, panels3, y_lines3, z_padded3, N, Cg, G, Og, KH,
                KW, OH, OW, s_h, s_w, d_h, d_w, deep3, depth3, high3, line3_last, line3_last2,
                quotient_Og_wide3, rows3, wide3, z_size23, z_size33)
    else:
        c_block_last = (Cg - 1) // 1024
        launch(_forward_plain2, N * G * Og * OH, Cg * G * KH * KW * N * OH * OW * Og, w, b, y, z, N, H, W, Cg,
                G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dz_blocks(first, last, w, panels, Cg, G, Og, KH, KW, col_part_last, depth, res_r, res_r_,
        s_h_by_gcd, s_w_by_gcd, t__count, t__last, t_count, t_last, wide):
    """panels[g, col_part, t'_count′·t_count·o+t'_count′·t+t′, c−col_part·wide] = w[g·Og+o, c,
        t·s_h/gcd(s_h,d_h)+res(d_h,r,s_h), t′·s_w/gcd(s_w,d_w)+res(d_w,r′,s_w)]
    """
    for task in range(first, last):
        g = task // ((col_part_last + 1))
        col_part = task % (col_part_last + 1)
        # panels[g, col_part, t'_count′·t_count·o+t'_count′·t+t′, c−col_part·wide] = w[g·Og+o,
        #     c, t·s_h/gcd(s_h,d_h)+res(d_h,r,s_h), t′·s_w/gcd(s_w,d_w)+res(d_w,r′,s_w)]
        for o in range(Og):
            for t in range(t_last + 1):
                turn(panels, (g, col_part, o * t__count * t_count + t * t__count, 0), wide, w,
                        KW * res_r + KH * KW * col_part * wide + Cg * KH * KW * Og * g + Cg * KH * KW * o + res_r_ + KW * s_h_by_gcd * t,
                        KH * KW, s_w_by_gcd, min(wide, Cg - (col_part * wide)), t__count)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dz_blocks2(first, last, dz, dy_padded, panels, N, H, W, Cg, G, Og, s_h, s_w, p_t, p_l,
        col_part_last, d_h_by_gcd2, d_w_by_gcd2, deep, depth, dy_from2, dy_from3, dy_size2, dy_size3,
        gcd_s_h_d_h, gcd_s_w_d_w, high, line_last, q__count, q__last, q_count, q_first, q_last, quotient_r,
        quotient_r_, quotient_r_2, r, r_, rows, t__count, t__last, t_count, t_last, wide):
    """dz[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} dy[n, g·Og+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · w[g·Og+o, c,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)]
    """
    dtype = dz.dtype
    T = dtype.type
    row_at = np.empty(high, np.int64)
    left_at = np.empty(depth, np.int64)
    right_at = np.empty(depth, np.int64)
    tile = np.empty((high, wide), dtype)
    turned = np.empty((wide, high), dtype)
    for task in range(first, last):
        g = task // (((rows - 1) // high + 1) * ((Cg - 1) // wide + 1))
        row_part = task // (((Cg - 1) // wide + 1)) % ((rows - 1) // high + 1)
        col_part = task % ((Cg - 1) // wide + 1)
        # dz[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
        for line in range(high * row_part // q__count, min((high + high * row_part - 1) // q__count + 1,
                line_last + 1, N * q_count)):
            n = line // q_count
            q = line % q_count + q_first
            for q_ in range(max(-quotient_r_, high * row_part - (line * q__count) - quotient_r_),
                    min(q__last + 1, rows - (line * q__count) - quotient_r_,
                    high + high * row_part - (line * q__count) - quotient_r_)):
                row_at[U(line * q__count + q_ + quotient_r_ - (high * row_part))] = (
                    Og * dy_size2 * dy_size3 * g
                    + G * Og * dy_size2 * dy_size3 * n
                    + q_
                    + dy_size3 * q
                    - (dy_from2 * dy_size3)
                    - dy_from3
                    - (dy_size3 * quotient_r)
                    - quotient_r_2
                )
        for row in range(high * row_part, min(high + high * row_part, rows)):
            for c in range(col_part * wide, min(col_part * wide + wide, Cg)):
                tile[U(row - (high * row_part)), U(c - (col_part * wide))] = T(0)
        if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 and t_count >= 1 and t__count >= 1:
            for o in range(Og):
                for t in range(t_last + 1):
                    for t_ in range(t__last + 1):
                        left_at[U(o * t__count * t_count + t_ + t * t__count)] = (
                            dy_size2 * dy_size3 * o - (d_w_by_gcd2 * t_) - (d_h_by_gcd2 * dy_size3 * t)
                        )
            for k in range(depth):
                right_at[U(k)] = k * wide
            multiply(tile, (0, 0), wide, dy_padded, row_at, left_at, panels,
                    col_part * depth * wide + col_part_last * depth * g * wide + depth * g * wide, right_at,
                    min(high, rows - (high * row_part)), min(wide, Cg - (col_part * wide)), 0, depth, deep)
        turn(turned, (0, 0), high, tile, 0, wide, 1, min(high, rows - (high * row_part)), min(wide,
                Cg - (col_part * wide)))
        line_first = high * row_part // q__count
        line_last2 = (high + high * row_part - 1) // q__count
        for c in range(col_part * wide, min(col_part * wide + wide, Cg)):
            for line in range(line_first, min(line_last2 + 1, line_last + 1, N * q_count)):
                n = line // q_count
                q = line % q_count + q_first
                for q_ in range(max(-quotient_r_, high * row_part - (line * q__count) - quotient_r_),
                        min(q__last + 1, rows - (line * q__count) - quotient_r_,
                        high + high * row_part - (line * q__count) - quotient_r_)):
                    dz[U(n), U(c + Cg * g), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = turned[U(c - (col_part * wide)), U(line * q__count + q_ + quotient_r_ - (high * row_part))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dz_plain(first, last, dy, w, dz, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd):
    """dz[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} dy[n, g·Og+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · w[g·Og+o, c,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)]
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (G * Cg * s_h * s_w)
        g = task // (Cg * s_h * s_w) % G
        c = task // (s_h * s_w) % Cg
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
            # dz[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            for q_ in range(q__first, q__last + 1):
                dz[U(n), U(c + Cg * g), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = T(0)
            t_first = -((OH + quotient_r - q - 1) // d_h_by_gcd)
            t_last2 = (q - quotient_r) // d_h_by_gcd
            if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0:
                for o in range(Og):
                    for t in range(max(0, t_first), min(t_last + 1, t_last2 + 1)):
                        for t_ in range(t__last + 1):
                            w_here = w[U(Og * g + o), U(c), U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            for q_ in range(max(q__first, quotient_r_ + d_w_by_gcd * t_), min(q__last + 1,
                                    OW + quotient_r_ + d_w_by_gcd * t_)):
                                dz[U(n), U(c + Cg * g), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                    dy[U(n), U(Og * g + o), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    * w_here
                                )


def _shared_dz(dy, w, dz, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dz[n, g·Cg+c, a, b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·u, s_w ∣ b+p_l−d_w·v} dy[n, g·Og+o,
        (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w] · w[g·Og+o, c, u, v]

    Operations: Cg·G·H·KH·KW·N·Og·W multiplications, Cg·G·H·KH·KW·N·Og·W − Cg·G·H·N·W additions, terms
        that a condition drops counted.
    """
    dtype = dz.dtype
    if blocks(Cg >= 8):
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_w_d_w = gcd(s_w, d_w)
        d_w_by_gcd2 = d_w // gcd_s_w_d_w
        d_h_by_gcd2 = d_h // gcd_s_h_d_h
        for r in range(s_h):
            q_count = (H + p_t - r - 1) // s_h + (r - p_t) // s_h + 1
            t_count = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd + 1
            dy_from2 = min(
                -((residue(d_h, r, s_h) * d_h - r) // s_h)
                - ((r - p_t) // s_h)
                - (((KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd) * d_h_by_gcd),
                0,
            )
            dy_size2 = (
                max((H + p_t - r - 1) // s_h + 1 - ((residue(d_h, r, s_h) * d_h - r) // s_h), OH) - dy_from2
            )
            res_r = residue(d_h, r, s_h)
            t_last = (KH - res_r - 1) // s_h_by_gcd
            quotient_r = (d_h * res_r - r) // s_h
            q_first = -((r - p_t) // s_h)
            q_last = (H + p_t - r - 1) // s_h
            for r_ in range(s_w):
                q__count = (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1
                t__count = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd + 1
                rows = N * q__count * q_count
                depth = Og * t__count * t_count
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
                t__last = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd
                res_r_ = residue(d_w, r_, s_w)
                quotient_r_ = (r_ - p_l) // s_w
                quotient_r_2 = (d_w * res_r_ - r_) // s_w
                q__last = (W + p_l - r_ - 1) // s_w
                line_last = (rows - 1) // q__count
                if q_count >= 1 and q__count >= 1:
                    dy_padded = padded(dy, (0, 0, dy_from2, dy_from3), (N, G * Og, dy_size2, dy_size3))
                    wide = colblock()
                    deep = depthblock()
                    high = rowblock(rows, ((Cg - 1) // wide + 1) * G)
                    col_part_last = (Cg - 1) // wide
                    panels = scratch((G, max(0, (Cg - 1) // wide + 1), depth, wide), dtype)
                    if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 and t_count >= 1 and t__count >= 1:
                        launch(_shared_dz_blocks, G * (col_part_last + 1), ((KH - residue(d_h, r,
                                s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, r_,
                                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * Og, w, panels, Cg, G, Og,
                                KH, KW, col_part_last, depth, res_r, res_r_, s_h_by_gcd, s_w_by_gcd, t__count,
                                t__last, t_count, t_last, wide)
                    launch(_shared_dz_blocks2, G * ((rows - 1) // high + 1) * ((Cg - 1) // wide + 1),
                            (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                            0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                            s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_h * s_w // 32, dz,
                            dy_padded, panels, N, H, W, Cg, G, Og, s_h, s_w, p_t, p_l, col_part_last,
                            d_h_by_gcd2, d_w_by_gcd2, deep, depth, dy_from2, dy_from3, dy_size2, dy_size3,
                            gcd_s_h_d_h, gcd_s_w_d_w, high, line_last, q__count, q__last, q_count, q_first,
                            q_last, quotient_r, quotient_r_, quotient_r_2, r, r_, rows, t__count, t__last,
                            t_count, t_last, wide)
    else:
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_w_d_w = gcd(s_w, d_w)
        launch(_shared_dz_plain, N * G * Cg * s_h * s_w,
                (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_h * s_w, dy, w, dz, N, H, W,
                Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h,
                gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd)
