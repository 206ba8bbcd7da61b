"""The kernels of pointwise_conv2d; pointwise_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `pointwise_conv2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .pointwise_conv2d_kernels import (
    _forward_either, _forward_either2, _forward_other, _forward_plain,
)
from .disjoint import njit
from .runtime import carried
from .threads import launch
from .vectors import blocks, colblock, contract, depthblock, either, rowblock, scratch, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_other2(first, last, b_dot, w, panels2, y_dot_part1_lines2, N, Cg, G, Og, OH, OW, cols2, deep2, high2,
        line2_last3, quotient_cols2_wide2, wide2):
    """y_dot_part1[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_c w[g·Og+o, c] · ẋ[n, g·Cg+c, s_h·i, s_w·j]"""
    dtype = b_dot.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(Cg, np.int64)
    right_at2 = np.empty(Cg, np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    for c in range(Cg):
        left_at2[U(c)] = c
    for k2 in range(Cg):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        g = task // (((Og - 1) // high2 + 1) * ((cols2 - 1) // wide2 + 1))
        row_part2 = task // (((cols2 - 1) // wide2 + 1)) % ((Og - 1) // high2 + 1)
        col_part2 = task % ((cols2 - 1) // wide2 + 1)
        # y_dot_part1[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_c w[g·Og+o, c] · ẋ[n, g·Cg+c, s_h·i,
        #     s_w·j]
        for o in range(high2 * row_part2, min(Og, high2 + high2 * row_part2)):
            row_at2[U(o - (high2 * row_part2))] = Cg * Og * g + Cg * o
        contract(tile2, (0, 0), wide2, w, row_at2, left_at2, panels2,
                Cg * col_part2 * wide2 + Cg * g * quotient_cols2_wide2 * wide2 + Cg * g * wide2, right_at2,
                min(high2, Og - (high2 * row_part2)), min(wide2, cols2 - (col_part2 * wide2)), 0, Cg, deep2)
        line2_first2 = col_part2 * wide2 // (OH * OW)
        line2_last4 = (col_part2 * wide2 + wide2 - 1) // (OH * OW)
        for o in range(high2 * row_part2, min(Og, high2 + high2 * row_part2)):
            b_dot_here = b_dot[U(Og * g + o)]
            for line2 in range(line2_first2, min(line2_last4 + 1, line2_last3 + 1, N)):
                n = line2
                for run2 in range(max(0, col_part2 * wide2 - (OH * OW * line2)), min(OH * OW,
                        cols2 - (OH * OW * line2), col_part2 * wide2 + wide2 - (OH * OW * line2))):
                    y_dot_part1_lines2[U(n), U(Og * g + o), U(run2)] = (
                        b_dot_here
                        + tile2[U(o - (high2 * row_part2)), U(OH * OW * line2 + run2 - (col_part2 * wide2))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_either4(first, last, x, y_dot, panels3, y_dot_part1, N, Cg, G, H, W, Og, OH, OW, s_h, s_w, deep3,
        high3, line3_last, quotient_Og_wide3, rows3, wide3):
    """ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + Σ_c ẇ[g·Og+o, c] · x[n, g·Cg+c, s_h·i, s_w·j]"""
    dtype = x.dtype
    row_at3 = np.empty(high3, np.int64)
    left_at3 = np.empty(Cg, np.int64)
    right_at3 = np.empty(Cg, np.int64)
    tile3 = np.empty((high3, wide3), dtype)
    turned3 = np.empty((wide3, high3), dtype)
    for c in range(Cg):
        left_at3[U(c)] = H * W * c
    for k3 in range(Cg):
        right_at3[U(k3)] = k3 * wide3
    for task in range(first, last):
        g = task // (((rows3 - 1) // high3 + 1) * ((Og - 1) // wide3 + 1))
        row_part3 = task // (((Og - 1) // wide3 + 1)) % ((rows3 - 1) // high3 + 1)
        col_part3 = task % ((Og - 1) // wide3 + 1)
        # ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + Σ_c ẇ[g·Og+o, c] · x[n, g·Cg+c,
        #     s_h·i, s_w·j]
        for line3 in range(high3 * row_part3 // OW, min((high3 + high3 * row_part3 - 1) // OW + 1,
                line3_last + 1, N * OH)):
            n = line3 // OH
            i = line3 % OH
            for j in range(max(0, high3 * row_part3 - (OW * line3)), min(OW, rows3 - (OW * line3),
                    high3 + high3 * row_part3 - (OW * line3))):
                row_at3[U(j + OW * line3 - (high3 * row_part3))] = (
                    Cg * H * W * g + W * i * s_h + j * s_w + Cg * G * H * W * n
                )
        contract(tile3, (0, 0), wide3, x, row_at3, left_at3, panels3,
                Cg * col_part3 * wide3 + Cg * g * quotient_Og_wide3 * wide3 + Cg * g * wide3, right_at3,
                min(high3, rows3 - (high3 * row_part3)), min(wide3, Og - (col_part3 * wide3)), 0, Cg, deep3)
        turn(turned3, (0, 0), high3, tile3, 0, wide3, 1, min(high3, rows3 - (high3 * row_part3)), min(wide3,
                Og - (col_part3 * wide3)))
        for line3 in range(high3 * row_part3 // OW, min((high3 + high3 * row_part3 - 1) // OW + 1,
                line3_last + 1, N * OH)):
            n = line3 // OH
            i = line3 % OH
            for o in range(col_part3 * wide3, min(col_part3 * wide3 + wide3, Og)):
                for j in range(max(0, high3 * row_part3 - (OW * line3)), min(OW, rows3 - (OW * line3),
                        high3 + high3 * row_part3 - (OW * line3))):
                    y_dot[U(n), U(Og * g + o), U(i), U(j)] = (
                        turned3[U(o - (col_part3 * wide3)), U(j + OW * line3 - (high3 * row_part3))]
                        + y_dot_part1[U(n), U(Og * g + o), U(i), U(j)]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_other4(first, last, w_dot, y_dot, panels4, y_dot_part1, N, Cg, G, Og, OH, OW, cols4, deep4, high4,
        line4_last, quotient_cols4_wide4, wide4):
    """ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + Σ_c ẇ[g·Og+o, c] · x[n, g·Cg+c, s_h·i, s_w·j]"""
    dtype = w_dot.dtype
    row_at4 = np.empty(high4, np.int64)
    left_at4 = np.empty(Cg, np.int64)
    right_at4 = np.empty(Cg, np.int64)
    tile4 = np.empty((high4, wide4), dtype)
    for c in range(Cg):
        left_at4[U(c)] = c
    for k4 in range(Cg):
        right_at4[U(k4)] = k4 * wide4
    for task in range(first, last):
        g = task // (((Og - 1) // high4 + 1) * ((cols4 - 1) // wide4 + 1))
        row_part4 = task // (((cols4 - 1) // wide4 + 1)) % ((Og - 1) // high4 + 1)
        col_part4 = task % ((cols4 - 1) // wide4 + 1)
        # ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + Σ_c ẇ[g·Og+o, c] · x[n, g·Cg+c,
        #     s_h·i, s_w·j]
        for o in range(high4 * row_part4, min(Og, high4 + high4 * row_part4)):
            row_at4[U(o - (high4 * row_part4))] = Cg * Og * g + Cg * o
        contract(tile4, (0, 0), wide4, w_dot, row_at4, left_at4, panels4,
                Cg * col_part4 * wide4 + Cg * g * quotient_cols4_wide4 * wide4 + Cg * g * wide4, right_at4,
                min(high4, Og - (high4 * row_part4)), min(wide4, cols4 - (col_part4 * wide4)), 0, Cg, deep4)
        line4_first2 = col_part4 * wide4 // OW
        line4_last3 = (col_part4 * wide4 + wide4 - 1) // OW
        for o in range(high4 * row_part4, min(Og, high4 + high4 * row_part4)):
            for line4 in range(line4_first2, min(line4_last3 + 1, line4_last + 1, N * OH)):
                n = line4 // OH
                i = line4 % OH
                for j in range(max(0, col_part4 * wide4 - (OW * line4)), min(OW, cols4 - (OW * line4),
                        col_part4 * wide4 + wide4 - (OW * line4))):
                    y_dot[U(n), U(Og * g + o), U(i), U(j)] = (
                        tile4[U(o - (high4 * row_part4)), U(j + OW * line4 - (col_part4 * wide4))]
                        + y_dot_part1[U(n), U(Og * g + o), U(i), U(j)]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w_dot, x, y_dot, y_dot_part1, N, Cg, G, H, W, Og, OH, OW, s_h, s_w,
        c_block_last):
    """ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + Σ_c ẇ[g·Og+o, c] · x[n, g·Cg+c, s_h·i, s_w·j]"""
    dtype = w_dot.dtype
    T = dtype.type
    rest2 = np.empty(OW, dtype)
    part2 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (G * Og * OH)
        g = task // (Og * OH) % G
        o = task // OH % Og
        i = task % OH
        # ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + Σ_c ẇ[g·Og+o, c] · x[n, g·Cg+c,
        #     s_h·i, s_w·j]
        for j in range(OW):
            y_dot[U(n), U(Og * g + o), U(i), U(j)] = y_dot_part1[U(n), U(Og * g + o), U(i), U(j)]
        for j in range(OW):
            rest2[U(j)] = T(0)
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part2[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                w_dot_here = w_dot[U(Og * g + o), U(c)]
                for j in range(OW):
                    part2[U(j)] += w_dot_here * x[U(n), U(c + Cg * g), U(i * s_h), U(j * s_w)]
            for j in range(OW):
                y_dot[U(n), U(Og * g + o), U(i), U(j)], rest2[U(j)] = carried(y_dot[U(n), U(Og * g + o), U(i), U(j)], rest2[U(j)], part2[U(j)])


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, H, W, Og, OH, OW, s_h, s_w):
    """ẏ[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_c (w[g·Og+o, c] · ẋ[n, g·Cg+c, s_h·i, s_w·j] + ẇ[g·Og+o, c] · x[n,
        g·Cg+c, s_h·i, s_w·j])

    Operations: 2·Cg·G·N·OH·OW·Og multiplications, 2·Cg·G·N·OH·OW·Og additions.
    """
    dtype = y_dot.dtype
    y_dot_part1 = scratch((N, G * Og, OH, OW), dtype)
    if blocks(Og >= 4 and N * OH * OW >= 4 and Cg >= 4):
        if either(N * OH * OW >= Og and Og >= 8):
            rows = N * OH * OW
            wide = colblock(Og)
            deep = depthblock()
            high = rowblock(rows, ((Og - 1) // wide + 1) * G)
            panels = scratch((G, max(0, (Og - 1) // wide + 1), Cg, wide), dtype)
            # panels[g, col_part, c, o−col_part·wide] = w[g·Og+o, c]
            launch(_forward_either, G * ((Og - 1) // wide + 1), Cg * G * Og, w, panels, Cg, G, Og, wide)
            y_dot_part1_lines = y_dot_part1.reshape((N, G * Og, OH * OW))
            line_last = (rows - 1) // OW
            quotient_Og_wide = (Og - 1) // wide
            line_last2 = (rows - 1) // (OH * OW)
            # y_dot_part1[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_c w[g·Og+o, c] · ẋ[n, g·Cg+c, s_h·i,
            #     s_w·j]
            launch(_forward_either2, G * ((rows - 1) // high + 1) * ((Og - 1) // wide + 1),
                    Cg * G * N * OH * OW * Og // 32, x_dot, b_dot, panels, y_dot_part1_lines, N, Cg, G, H, W,
                    Og, OH, OW, s_h, s_w, deep, high, line_last, line_last2, quotient_Og_wide, rows, wide)
        else:
            cols2 = N * OH * OW
            wide2 = colblock(cols2)
            deep2 = depthblock()
            high2 = rowblock(Og, ((cols2 - 1) // wide2 + 1) * G)
            line2_last = (cols2 - 1) // OW
            panels2 = scratch((G, max(0, (cols2 - 1) // wide2 + 1), Cg, wide2), dtype)
            # panels2[g, col_part2, c, (n·OH+i)·OW+j−col_part2·wide2] = ẋ[n, g·Cg+c, s_h·i, s_w·j]
            launch(_forward_other, G * ((cols2 - 1) // wide2 + 1), Cg * G * N * OH * OW, x_dot, panels2, N,
                    Cg, G, H, W, OH, OW, s_h, s_w, cols2, line2_last, wide2)
            y_dot_part1_lines2 = y_dot_part1.reshape((N, G * Og, OH * OW))
            quotient_cols2_wide2 = (cols2 - 1) // wide2
            line2_last3 = (cols2 - 1) // (OH * OW)
            launch(_jvp_other2, G * ((Og - 1) // high2 + 1) * ((cols2 - 1) // wide2 + 1),
                    Cg * G * N * OH * OW * Og // 32, b_dot, w, panels2, y_dot_part1_lines2, N, Cg, G, Og, OH,
                    OW, cols2, deep2, high2, line2_last3, quotient_cols2_wide2, wide2)
    else:
        c_block_last = (Cg - 1) // 1024
        # y_dot_part1[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_c w[g·Og+o, c] · ẋ[n, g·Cg+c, s_h·i,
        #     s_w·j]
        launch(_forward_plain, N * G * Og * OH, Cg * G * N * OH * OW * Og, x_dot, w, b_dot, y_dot_part1, N,
                Cg, G, H, W, Og, OH, OW, s_h, s_w, c_block_last)
    if blocks(Og >= 4 and N * OH * OW >= 4 and Cg >= 4):
        if either(N * OH * OW >= Og and Og >= 8):
            rows3 = N * OH * OW
            wide3 = colblock(Og)
            deep3 = depthblock()
            high3 = rowblock(rows3, ((Og - 1) // wide3 + 1) * G)
            panels3 = scratch((G, max(0, (Og - 1) // wide3 + 1), Cg, wide3), dtype)
            # panels3[g, col_part3, c, o−col_part3·wide3] = ẇ[g·Og+o, c]
            launch(_forward_either, G * ((Og - 1) // wide3 + 1), Cg * G * Og, w_dot, panels3, Cg, G, Og,
                    wide3)
            line3_last = (rows3 - 1) // OW
            quotient_Og_wide3 = (Og - 1) // wide3
            launch(_jvp_either4, G * ((rows3 - 1) // high3 + 1) * ((Og - 1) // wide3 + 1),
                    Cg * G * N * OH * OW * Og // 32, x, y_dot, panels3, y_dot_part1, N, Cg, G, H, W, Og, OH,
                    OW, s_h, s_w, deep3, high3, line3_last, quotient_Og_wide3, rows3, wide3)
        else:
            cols4 = N * OH * OW
            wide4 = colblock(cols4)
            deep4 = depthblock()
            high4 = rowblock(Og, ((cols4 - 1) // wide4 + 1) * G)
            line4_last = (cols4 - 1) // OW
            panels4 = scratch((G, max(0, (cols4 - 1) // wide4 + 1), Cg, wide4), dtype)
            # panels4[g, col_part4, c, (n·OH+i)·OW+j−col_part4·wide4] = x[n, g·Cg+c, s_h·i, s_w·j]
            launch(_forward_other, G * ((cols4 - 1) // wide4 + 1), Cg * G * N * OH * OW, x, panels4, N, Cg, G,
                    H, W, OH, OW, s_h, s_w, cols4, line4_last, wide4)
            quotient_cols4_wide4 = (cols4 - 1) // wide4
            launch(_jvp_other4, G * ((Og - 1) // high4 + 1) * ((cols4 - 1) // wide4 + 1),
                    Cg * G * N * OH * OW * Og // 32, w_dot, y_dot, panels4, y_dot_part1, N, Cg, G, Og, OH, OW,
                    cols4, deep4, high4, line4_last, quotient_cols4_wide4, wide4)
    else:
        c_block_last = (Cg - 1) // 1024
        launch(_jvp_plain2, N * G * Og * OH, Cg * G * N * OH * OW * Og, w_dot, x, y_dot, y_dot_part1, N, Cg,
                G, H, W, Og, OH, OW, s_h, s_w, c_block_last)
