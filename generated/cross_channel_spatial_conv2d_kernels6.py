"""The kernels of cross_channel_spatial_conv2d; cross_channel_spatial_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `cross_channel_spatial_conv2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

from .cross_channel_spatial_conv2d_kernels import (
    _forward_either, _forward_other, _forward_other2, _forward_plain,
)
from .threads import launch
from .tiles import tiled, tiled_weights
from .vectors import blocks, colblock, depthblock, either, rowblock, scratch


def _forward_winograd(x, w_point, b_point, w, b, y, z, N, C, H, W, Cg, G, Og, KH, KW, OH, OW, p_t, p_l):
    """z[n,o,i,j] = b_point[o] + Σ_c w_point[o,c] · x[n,c,i,j]
    y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · z[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    dtype = y.dtype
    if blocks(H * N * W >= 4 and Cg * G >= 4 and C >= 4):
        if either(H * W >= 128):
            o_count = Cg * G
            cols = H * W
            wide = colblock(cols)
            deep = depthblock()
            high = rowblock(o_count, ((cols - 1) // wide + 1) * N)
            z_lines = z.reshape((N, Cg * G, H * W))
            # z[n,o,i,j] = b_point[o] + Σ_c w_point[o,c] · x[n,c,i,j]
            launch(_forward_either, N * ((o_count - 1) // high + 1) * ((cols - 1) // wide + 1),
                    C * Cg * G * H * N * W // 32, x, w_point, b_point, z_lines, N, C, H, W, Cg, G, cols, deep,
                    high, o_count, wide)
        else:
            o_count2 = Cg * G
            rows2 = H * N * W
            wide2 = colblock(o_count2)
            deep2 = depthblock()
            high2 = rowblock(rows2, (o_count2 - 1) // wide2 + 1)
            panels2 = scratch((max(0, (o_count2 - 1) // wide2 + 1), C, wide2), dtype)
            # panels2[col_part2, c, o−col_part2·wide2] = w_point[o,c]
            launch(_forward_other, (o_count2 - 1) // wide2 + 1, C * Cg * G, w_point, panels2, C, Cg, G,
                    o_count2, wide2)
            z_lines2 = z.reshape((N, Cg * G, H * W))
            line2_last = (rows2 - 1) // W
            line2_last2 = (rows2 - 1) // (H * W)
            # z[n,o,i,j] = b_point[o] + Σ_c w_point[o,c] · x[n,c,i,j]
            launch(_forward_other2, ((rows2 - 1) // high2 + 1) * ((o_count2 - 1) // wide2 + 1),
                    C * Cg * G * H * N * W // 32, x, b_point, panels2, z_lines2, N, C, H, W, Cg, G, deep2,
                    high2, line2_last, line2_last2, o_count2, rows2, wide2)
    else:
        c_block_last = (C - 1) // 1024
        # z[n,o,i,j] = b_point[o] + Σ_c w_point[o,c] · x[n,c,i,j]
        launch(_forward_plain, N * Cg * G * H, C * Cg * G * H * N * W, x, w_point, b_point, z, N, C, H, W, Cg,
                G, c_block_last)
    for g in range(G):
        tiled(y, (0, Og * g, 0, 0), (G * OH * OW * Og, OH * OW, OW, 1), w, (Og * g, 0, 0, 0), (Cg * KH * KW,
                KH * KW, KW, 1), z, (0, Cg * g, 0, 0), (Cg * G * H * W, H * W, W, 1), (N, Og, Cg, OH, OW, KH,
                KW, H, W), (p_t, p_l,), b, (Og * g,), 1)


def _shared_dz_winograd(dy, w, dz, N, H, W, Cg, G, Og, KH, KW, OH, OW, p_t, p_l):
    """dz[n, g·Cg+c, a, b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·u, s_w ∣ b+p_l−d_w·v} dy[n, g·Og+o,
        (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w] · w[g·Og+o, c, u, v]

    As compiled:

    dz[n, g·Cg+c, q−p_t, q′−p_l] = Σ_{o,t,t′} dy[n, g·Og+o, q−t, q′−t′] · w[g·Og+o, c, t, t′]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    for g in range(G):
        tiled(dz, (0, Cg * g, 0, 0), (Cg * G * H * W, H * W, W, 1), w, (Og * g, 0, KH - 1, KW - 1), (KH * KW,
                Cg * KH * KW, -KW, -1), dy, (0, Og * g, 0, 0), (G * OH * OW * Og, OH * OW, OW, 1), (N, Cg, Og,
                H, W, KH, KW, OH, OW), (KH - p_t - 1, KW - p_l - 1,))


def _vjp_w_winograd(dy, z, dw, N, H, W, Cg, G, Og, KH, KW, OH, OW, p_t, p_l):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · z[n, g·Cg+c, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]

    As compiled:

    dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · z[n, g·Cg+c, u+i−p_t, v+j−p_l]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    for g in range(G):
        tiled_weights(dy, (0, Og * g, 0, 0), (G * OH * OW * Og, OH * OW, OW, 1), dw, (Og * g, 0, 0, 0),
                (Cg * KH * KW, KH * KW, KW, 1), z, (0, Cg * g, 0, 0), (Cg * G * H * W, H * W, W, 1), (N, Og,
                Cg, OH, OW, KH, KW, H, W), (p_t, p_l,))
