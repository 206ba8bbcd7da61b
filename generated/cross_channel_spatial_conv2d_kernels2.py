"""The kernels of cross_channel_spatial_conv2d; cross_channel_spatial_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `cross_channel_spatial_conv2d`.  Do not edit.
Run time: 254440798558df33.
"""

import numpy as np
from numba import njit

from .runtime import carried, plus
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dy, db, N, G, Og, OH, OW, ij_block_last):
    """db[g·Og+o] = Σ_{n,ij} dy[n, g·Og+o, ij]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // Og
        o = task % Og
        # db[g·Og+o] = Σ_{n,ij} dy[n, g·Og+o, ij]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for ij_block in range(ij_block_last + 1):
                part = T(0)
                for ij in range(ij_block * 1024, min(OH * OW, ij_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(Og * g + o), U(ij)])
                acc, rest = carried(acc, rest, part)
        db[U(Og * g + o)] = acc


def _vjp_b(dy, db, N, G, Og, OH, OW):
    """db[g·Og+o] = Σ_{n,i,j} dy[n, g·Og+o, i, j]

    As compiled:

    db[g·Og+o] = Σ_{n,ij} dy[n, g·Og+o, ij]

    Operations: G·N·OH·OW·Og − G·Og additions.
    """
    dy_rows = dy.reshape((N, G * Og, OH * OW))
    ij_block_last = (OH * OW - 1) // 1024
    launch(_vjp_b_part, G * Og, G * N * OH * OW * Og, dy_rows, db, N, G, Og, OH, OW, ij_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, w_point_dot, b_point_dot, w_dot, b_dot, x, w_point, w, z, y_dot, N, C, H, W,
        Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last, c_block_last2):
    """ż[o,i,j] = b_point_dot[o] + Σ_c (w_point[o,c]·ẋ[n,c,i,j] + w_point_dot[o,c]·x[n,c,i,j])
    ẏ[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} (w[g·Og+o, c, u, v] · ż[g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l] + ẇ[g·Og+o, c, u, v] · z[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])
    """
    dtype = x_dot.dtype
    T = dtype.type
    for n in range(first, last):
        z_dot = np.empty((Cg * G, H, W), dtype)
        # ż[o,i,j] = b_point_dot[o] + Σ_c (w_point[o,c]·ẋ[n,c,i,j] +
        #     w_point_dot[o,c]·x[n,c,i,j])
        for o in range(Cg * G):
            b_point_dot_here = b_point_dot[U(o)]
            for i in range(H):
                for j in range(W):
                    z_dot[U(o), U(i), U(j)] = b_point_dot_here
                rest = np.empty(W, dtype)
                part = np.empty(W, dtype)
                for j in range(W):
                    rest[U(j)] = T(0)
                for c_block in range(c_block_last + 1):
                    for j in range(W):
                        part[U(j)] = T(0)
                    for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                        w_point_here = w_point[U(o), U(c)]
                        w_point_dot_here = w_point_dot[U(o), U(c)]
                        for j in range(W):
                            part[U(j)] += (
                                w_point_dot_here * x[U(n), U(c), U(i), U(j)]
                                + w_point_here * x_dot[U(n), U(c), U(i), U(j)]
                            )
                    for j in range(W):
                        z_dot[U(o), U(i), U(j)], rest[U(j)] = carried(z_dot[U(o), U(i), U(j)], rest[U(j)], part[U(j)])
        # ẏ[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} (w[g·Og+o, c, u, v] · ż[g·Cg+c,
        #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] + ẇ[g·Og+o, c, u, v] · z[n, g·Cg+c,
        #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])
        for g in range(G):
            for o in range(Og):
                b_dot_here = b_dot[U(Og * g + o)]
                for i in range(OH):
                    for j in range(OW):
                        y_dot[U(n), U(Og * g + o), U(i), U(j)] = b_dot_here
                    rest2 = np.empty(OW, dtype)
                    part2 = np.empty(OW, dtype)
                    for j in range(OW):
                        rest2[U(j)] = T(0)
                    u_first = -((i * s_h - p_t) // d_h)
                    u_last = (H + p_t - (i * s_h) - 1) // d_h
                    for c_block in range(c_block_last2 + 1):
                        for j in range(OW):
                            part2[U(j)] = T(0)
                        for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                            for u in range(max(0, u_first), min(KH, u_last + 1)):
                                for v in range(KW):
                                    w_here = w[U(Og * g + o), U(c), U(u), U(v)]
                                    w_dot_here = w_dot[U(Og * g + o), U(c), U(u), U(v)]
                                    for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                            (W + p_l - (d_w * v) - 1) // s_w + 1)):
                                        part2[U(j)] += (
                                            w_dot_here
                                            * z[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                                    U(j * s_w + d_w * v - p_l)]
                                            + w_here
                                            * z_dot[U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                                    U(j * s_w + d_w * v - p_l)]
                                        )
                        for j in range(OW):
                            y_dot[U(n), U(Og * g + o), U(i), U(j)], rest2[U(j)] = carried(y_dot[U(n), U(Og * g + o), U(i), U(j)], rest2[U(j)], part2[U(j)])


def _jvp(x_dot, w_point_dot, b_point_dot, w_dot, b_dot, x, w_point, w, z, y_dot, N, C, H, W, Cg, G, Og, KH,
        KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """ż[n,o,i,j] = b_point_dot[o] + Σ_c (w_point[o,c]·ẋ[n,c,i,j] + w_point_dot[o,c]·x[n,c,i,j])
    ẏ[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} (w[g·Og+o, c, u, v] · ż[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l] + ẇ[g·Og+o, c, u, v] · z[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])

    As compiled:

    ż[o,i,j] = b_point_dot[o] + Σ_c (w_point[o,c]·ẋ[n,c,i,j] + w_point_dot[o,c]·x[n,c,i,j])
    ẏ[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} (w[g·Og+o, c, u, v] · ż[g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l] + ẇ[g·Og+o, c, u, v] · z[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])

    Operations: 2·Cg·G·KH·KW·N·OH·OW·Og + 2·C·Cg·G·H·N·W multiplications, 2·Cg·G·KH·KW·N·OH·OW·Og +
        2·C·Cg·G·H·N·W additions, terms that a condition drops counted.
    """
    c_block_last = (C - 1) // 1024
    c_block_last2 = (Cg - 1) // 1024
    launch(_jvp_part, N, C * Cg * G * H * N * W + Cg * G * KH * KW * N * OH * OW * Og, x_dot, w_point_dot,
            b_point_dot, w_dot, b_dot, x, w_point, w, z, y_dot, N, C, H, W, Cg, G, Og, KH, KW, OH, OW, s_h,
            s_w, p_t, p_l, d_h, d_w, c_block_last, c_block_last2)
