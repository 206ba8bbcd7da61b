"""The kernels of flattened_conv2d; flattened_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `flattened_conv2d`.  Do not edit.
Run time: 31ac518f422d3877.
"""

import numpy as np
from numba import njit

from .runtime import carried
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, w_channel_dot, w_column_dot, w_row_dot, b_dot, x, w_channel, w_column,
        w_row, z, y_t, y_dot, N, C, H, W, O, KH, KW, OW, OH, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last):
    """ż[i,j] = Σ_c (w_channel[o,c]·ẋ[n,c,i,j] + w_channel_dot[o,c]·x[n,c,i,j])
    ẏ_t[i,j] = Σ_u (w_column_dot[o,0,u,0] · z[n, o, s_h·i+d_h·u−p_t, j] + w_column[o,0,u,0] ·
        ż[s_h·i+d_h·u−p_t, j])
    ẏ[n,o,i,j] = ḃ[o] + Σ_v (w_row_dot[o,0,0,v] · y_t[n, o, i, s_w·j+d_w·v−p_l] + w_row[o,0,0,v] · ẏ_t[i,
        s_w·j+d_w·v−p_l])
    """
    dtype = x_dot.dtype
    T = dtype.type
    z_dot = np.empty((H, W), dtype)
    y_t_dot = np.empty((OH, W), dtype)
    for task in range(first, last):
        n = task // O
        o = task % O
        # ż[i,j] = Σ_c (w_channel[o,c]·ẋ[n,c,i,j] + w_channel_dot[o,c]·x[n,c,i,j])
        for i in range(H):
            for j in range(W):
                z_dot[U(i), U(j)] = T(0)
            rest = np.empty(W, dtype)
            part = np.empty(W, dtype)
            for j in range(W):
                rest[U(j)] = T(0)
            for c_block in range(c_block_last + 1):
                for j in range(W):
                    part[U(j)] = T(0)
                for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                    w_channel_here = w_channel[U(o), U(c)]
                    w_channel_dot_here = w_channel_dot[U(o), U(c)]
                    for j in range(W):
                        part[U(j)] += (
                            w_channel_dot_here * x[U(n), U(c), U(i), U(j)]
                            + w_channel_here * x_dot[U(n), U(c), U(i), U(j)]
                        )
                for j in range(W):
                    z_dot[U(i), U(j)], rest[U(j)] = carried(z_dot[U(i), U(j)], rest[U(j)], part[U(j)])
        # ẏ_t[i,j] = Σ_u (w_column_dot[o,0,u,0] · z[n, o, s_h·i+d_h·u−p_t, j] +
        #     w_column[o,0,u,0] · ż[s_h·i+d_h·u−p_t, j])
        for i in range(OH):
            for j in range(W):
                y_t_dot[U(i), U(j)] = T(0)
            for u in range(max(0, -((i * s_h - p_t) // d_h)), min(KH, (H + p_t - (i * s_h) - 1) // d_h + 1)):
                w_column_here = w_column[U(o), 0, U(u), 0]
                w_column_dot_here = w_column_dot[U(o), 0, U(u), 0]
                for j in range(W):
                    y_t_dot[U(i), U(j)] += (
                        w_column_dot_here * z[U(n), U(o), U(i * s_h + d_h * u - p_t), U(j)]
                        + w_column_here * z_dot[U(i * s_h + d_h * u - p_t), U(j)]
                    )
        # ẏ[n,o,i,j] = ḃ[o] + Σ_v (w_row_dot[o,0,0,v] · y_t[n, o, i, s_w·j+d_w·v−p_l] +
        #     w_row[o,0,0,v] · ẏ_t[i, s_w·j+d_w·v−p_l])
        b_dot_here = b_dot[U(o)]
        for i in range(OH):
            for j in range(OW):
                y_dot[U(n), U(o), U(i), U(j)] = b_dot_here
            for v in range(KW):
                w_row_here = w_row[U(o), 0, 0, U(v)]
                w_row_dot_here = w_row_dot[U(o), 0, 0, U(v)]
                for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                        (W + p_l - (d_w * v) - 1) // s_w + 1)):
                    y_dot[U(n), U(o), U(i), U(j)] += (
                        w_row_dot_here * y_t[U(n), U(o), U(i), U(j * s_w + d_w * v - p_l)]
                        + w_row_here * y_t_dot[U(i), U(j * s_w + d_w * v - p_l)]
                    )


def _jvp(x_dot, w_channel_dot, w_column_dot, w_row_dot, b_dot, x, w_channel, w_column, w_row, z, y_t, y_dot,
        N, C, H, W, O, KH, KW, OW, OH, s_h, s_w, p_t, p_l, d_h, d_w):
    """ż[n,o,i,j] = Σ_c (w_channel[o,c]·ẋ[n,c,i,j] + w_channel_dot[o,c]·x[n,c,i,j])
    ẏ_t[n,g,i,j] = Σ_u (w_column[g,0,u,0] · ż[n, g, s_h·i+d_h·u−p_t, j] + w_column_dot[g,0,u,0] · z[n, g,
        s_h·i+d_h·u−p_t, j])
    ẏ[n,g,i,j] = ḃ[g] + Σ_v (w_row[g,0,0,v] · ẏ_t[n, g, i, s_w·j+d_w·v−p_l] + w_row_dot[g,0,0,v] · y_t[n,
        g, i, s_w·j+d_w·v−p_l])

    As compiled:

    ż[i,j] = Σ_c (w_channel[o,c]·ẋ[n,c,i,j] + w_channel_dot[o,c]·x[n,c,i,j])
    ẏ_t[i,j] = Σ_u (w_column_dot[o,0,u,0] · z[n, o, s_h·i+d_h·u−p_t, j] + w_column[o,0,u,0] ·
        ż[s_h·i+d_h·u−p_t, j])
    ẏ[n,o,i,j] = ḃ[o] + Σ_v (w_row_dot[o,0,0,v] · y_t[n, o, i, s_w·j+d_w·v−p_l] + w_row[o,0,0,v] · ẏ_t[i,
        s_w·j+d_w·v−p_l])

    Operations: 2·C·H·N·O·W + 2·KH·N·O·OH·W + 2·KW·N·O·OH·OW multiplications, 2·C·H·N·O·W + 2·KH·N·O·OH·W
        + 2·KW·N·O·OH·OW − H·N·O·W − N·O·OH·W additions, terms that a condition drops counted.
    """
    c_block_last = (C - 1) // 1024
    launch(_jvp_part, N * O, C * H * N * O * W + KH * N * O * OH * W + KW * N * O * OH * OW, x_dot,
            w_channel_dot, w_column_dot, w_row_dot, b_dot, x, w_channel, w_column, w_row, z, y_t, y_dot, N, C,
            H, W, O, KH, KW, OW, OH, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last)
