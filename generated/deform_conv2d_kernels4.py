"""The kernels of deform_conv2d; deform_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `deform_conv2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .disjoint import njit
from .runtime import cell
from .threads import launch
from .vectors import blocks, colblock, contract, depthblock, rowblock, scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, offset_dot, x, offset, y_dot_sum, y_dot_sum2, N, Cg, G, H, W, KH, KW, E, OH,
        OW, Ce, s_h, s_w, p_t, p_l, d_h, d_w):
    """y_dot_sum[n, block·Ce+member, u, v, i, j] = Σ_{q,r} (G(q, s_h·i + d_h·u − p_t + offset[n,
        2·((block·KH+u)·KW+v), i, j]) · G(r, s_w·j + d_w·v − p_l + offset[n, 2·((block·KH+u)·KW+v)+1, i,
        j]) · ẋ[n, block·Ce+member, q, r] + G′(q, s_h·i + d_h·u − p_t + offset[n, 2·((block·KH+u)·KW+v),
        i, j]) · G(r, s_w·j + d_w·v − p_l + offset[n, 2·((block·KH+u)·KW+v)+1, i, j]) · offset_dot[n,
        2·((block·KH+u)·KW+v), i, j] · x[n, block·Ce+member, q, r] + G(q, s_h·i + d_h·u − p_t + offset[n,
        2·((block·KH+u)·KW+v), i, j]) · G′(r, s_w·j + d_w·v − p_l + offset[n, 2·((block·KH+u)·KW+v)+1, i,
        j]) · offset_dot[n, 2·((block·KH+u)·KW+v)+1, i, j] · x[n, block·Ce+member, q, r])
    y_dot_sum2[n, block·Ce+member, u, v, i, j] = Σ_{q,r} G(q, s_h·i + d_h·u − p_t + offset[n,
        2·((block·KH+u)·KW+v), i, j]) · G(r, s_w·j + d_w·v − p_l + offset[n, 2·((block·KH+u)·KW+v)+1, i,
        j]) · x[n, block·Ce+member, q, r]
    """
    dtype = x_dot.dtype
    T = dtype.type
    row = np.empty(Ce, dtype)
    row2 = np.empty(Ce, dtype)
    for task in range(first, last):
        n = task // (E * KH * KW * OH)
        block = task // (KH * KW * OH) % E
        u = task // (KW * OH) % KH
        v = task // OH % KW
        i = task % OH
        # y_dot_sum[n, Ce·block+member, u, v, i, j], as written above
        for j in range(OW):
            for member in range(Ce):
                row[U(member)] = T(0)
            position = (
                T(i * s_h + d_h * u - p_t)
                + offset[U(n), U(KH * KW * block * 2 + KW * u * 2 + v * 2), U(i), U(j)]
            )
            position2 = (
                T(j * s_w + d_w * v - p_l)
                + offset[U(n), U(KH * KW * block * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
            )
            below = cell(position)
            below2 = cell(position2)
            if below >= 0 and H >= below + 2 and below2 >= 0 and W >= below2 + 2:
                factor = (
                    max(T(1) - abs(position - T(below)), T(0)) * max(T(1) - abs(position2 - T(below2)), T(0))
                )
                factor2 = (
                    max(T(1) - abs(position - T(below)), T(0))
                    * max(T(1) - abs(position2 - T(below2 + 1)), T(0))
                )
                factor3 = (
                    max(T(1) - abs(position - T(below + 1)), T(0))
                    * max(T(1) - abs(position2 - T(below2)), T(0))
                )
                factor4 = (
                    max(T(1) - abs(position - T(below + 1)), T(0))
                    * max(T(1) - abs(position2 - T(below2 + 1)), T(0))
                )
                factor5 = (
                    max(T(1) - abs(position2 - T(below2)), T(0))
                    * (
                        T(-1)
                        if T(below) <= position < T(below + 1)
                        else T(1)
                        if T(below - 1) <= position < T(below)
                        else T(0)
                        if position == position
                        else position
                    )
                    * offset_dot[U(n), U(KH * KW * block * 2 + KW * u * 2 + v * 2), U(i), U(j)]
                )
                factor6 = (
                    max(T(1) - abs(position2 - T(below2 + 1)), T(0))
                    * (
                        T(-1)
                        if T(below) <= position < T(below + 1)
                        else T(1)
                        if T(below - 1) <= position < T(below)
                        else T(0)
                        if position == position
                        else position
                    )
                    * offset_dot[U(n), U(KH * KW * block * 2 + KW * u * 2 + v * 2), U(i), U(j)]
                )
                factor7 = (
                    max(T(1) - abs(position2 - T(below2)), T(0))
                    * (
                        T(-1)
                        if T(below + 1) <= position < T(below + 2)
                        else T(1)
                        if T(below) <= position < T(below + 1)
                        else T(0)
                        if position == position
                        else position
                    )
                    * offset_dot[U(n), U(KH * KW * block * 2 + KW * u * 2 + v * 2), U(i), U(j)]
                )
                factor8 = (
                    max(T(1) - abs(position2 - T(below2 + 1)), T(0))
                    * (
                        T(-1)
                        if T(below + 1) <= position < T(below + 2)
                        else T(1)
                        if T(below) <= position < T(below + 1)
                        else T(0)
                        if position == position
                        else position
                    )
                    * offset_dot[U(n), U(KH * KW * block * 2 + KW * u * 2 + v * 2), U(i), U(j)]
                )
                factor9 = (
                    max(T(1) - abs(position - T(below)), T(0))
                    * (
                        T(-1)
                        if T(below2) <= position2 < T(below2 + 1)
                        else T(1)
                        if T(below2 - 1) <= position2 < T(below2)
                        else T(0)
                        if position2 == position2
                        else position2
                    )
                    * offset_dot[U(n), U(KH * KW * block * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
                )
                factor10 = (
                    max(T(1) - abs(position - T(below)), T(0))
                    * (
                        T(-1)
                        if T(below2 + 1) <= position2 < T(below2 + 2)
                        else T(1)
                        if T(below2) <= position2 < T(below2 + 1)
                        else T(0)
                        if position2 == position2
                        else position2
                    )
                    * offset_dot[U(n), U(KH * KW * block * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
                )
                factor11 = (
                    max(T(1) - abs(position - T(below + 1)), T(0))
                    * (
                        T(-1)
                        if T(below2) <= position2 < T(below2 + 1)
                        else T(1)
                        if T(below2 - 1) <= position2 < T(below2)
                        else T(0)
                        if position2 == position2
                        else position2
                    )
                    * offset_dot[U(n), U(KH * KW * block * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
                )
                factor12 = (
                    max(T(1) - abs(position - T(below + 1)), T(0))
                    * (
                        T(-1)
                        if T(below2 + 1) <= position2 < T(below2 + 2)
                        else T(1)
                        if T(below2) <= position2 < T(below2 + 1)
                        else T(0)
                        if position2 == position2
                        else position2
                    )
                    * offset_dot[U(n), U(KH * KW * block * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
                )
                for member in range(Ce):
                    row[U(member)] += (
                        factor * x_dot[U(n), U(Ce * block + member), U(below), U(below2)]
                        + factor10 * x[U(n), U(Ce * block + member), U(below), U(below2 + 1)]
                        + factor11 * x[U(n), U(Ce * block + member), U(below + 1), U(below2)]
                        + factor12 * x[U(n), U(Ce * block + member), U(below + 1), U(below2 + 1)]
                        + factor2 * x_dot[U(n), U(Ce * block + member), U(below), U(below2 + 1)]
                        + factor3 * x_dot[U(n), U(Ce * block + member), U(below + 1), U(below2)]
                        + factor4 * x_dot[U(n), U(Ce * block + member), U(below + 1), U(below2 + 1)]
                        + factor5 * x[U(n), U(Ce * block + member), U(below), U(below2)]
                        + factor6 * x[U(n), U(Ce * block + member), U(below), U(below2 + 1)]
                        + factor7 * x[U(n), U(Ce * block + member), U(below + 1), U(below2)]
                        + factor8 * x[U(n), U(Ce * block + member), U(below + 1), U(below2 + 1)]
                        + factor9 * x[U(n), U(Ce * block + member), U(below), U(below2)]
                    )
            else:
                offset_dot_here = offset_dot[U(n), U(KH * KW * block * 2 + KW * u * 2 + v * 2), U(i), U(j)]
                offset_dot_here2 = offset_dot[U(n), U(KH * KW * block * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
                for q in range(max(0, below), min(H, below + 2)):
                    value_of = max(T(1) - abs(position - T(q)), T(0))
                    factor = (
                        (
                            T(-1)
                            if T(q) <= position < T(q + 1)
                            else T(1)
                            if T(q - 1) <= position < T(q)
                            else T(0)
                            if position == position
                            else position
                        )
                        * offset_dot_here
                    )
                    factor2 = offset_dot_here2 * value_of
                    for r in range(max(0, below2), min(W, below2 + 2)):
                        factor3 = max(T(1) - abs(position2 - T(r)), T(0)) * value_of
                        factor4 = max(T(1) - abs(position2 - T(r)), T(0)) * factor
                        factor5 = (
                            (
                                T(-1)
                                if T(r) <= position2 < T(r + 1)
                                else T(1)
                                if T(r - 1) <= position2 < T(r)
                                else T(0)
                                if position2 == position2
                                else position2
                            )
                            * factor2
                        )
                        for member in range(Ce):
                            row[U(member)] += (
                                factor3 * x_dot[U(n), U(Ce * block + member), U(q), U(r)]
                                + factor4 * x[U(n), U(Ce * block + member), U(q), U(r)]
                                + factor5 * x[U(n), U(Ce * block + member), U(q), U(r)]
                            )
            for member in range(Ce):
                y_dot_sum[U(n), U(Ce * block + member), U(u), U(v), U(i), U(j)] = row[U(member)]
        # y_dot_sum2[n, block·Ce+member, u, v, i, j] = Σ_{q,r} G(q, s_h·i + d_h·u − p_t +
        #     offset[n, 2·((block·KH+u)·KW+v), i, j]) · G(r, s_w·j + d_w·v − p_l + offset[n,
        #     2·((block·KH+u)·KW+v)+1, i, j]) · x[n, block·Ce+member, q, r]
        for j in range(OW):
            for member in range(Ce):
                row2[U(member)] = T(0)
            position3 = (
                T(i * s_h + d_h * u - p_t)
                + offset[U(n), U(KH * KW * block * 2 + KW * u * 2 + v * 2), U(i), U(j)]
            )
            position4 = (
                T(j * s_w + d_w * v - p_l)
                + offset[U(n), U(KH * KW * block * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
            )
            below3 = cell(position3)
            below4 = cell(position4)
            if below3 >= 0 and H >= below3 + 2 and below4 >= 0 and W >= below4 + 2:
                factor = (
                    max(T(1) - abs(position3 - T(below3)), T(0))
                    * max(T(1) - abs(position4 - T(below4)), T(0))
                )
                factor2 = (
                    max(T(1) - abs(position3 - T(below3)), T(0))
                    * max(T(1) - abs(position4 - T(below4 + 1)), T(0))
                )
                factor3 = (
                    max(T(1) - abs(position3 - T(below3 + 1)), T(0))
                    * max(T(1) - abs(position4 - T(below4)), T(0))
                )
                factor4 = (
                    max(T(1) - abs(position3 - T(below3 + 1)), T(0))
                    * max(T(1) - abs(position4 - T(below4 + 1)), T(0))
                )
                for member in range(Ce):
                    row2[U(member)] += (
                        factor * x[U(n), U(Ce * block + member), U(below3), U(below4)]
                        + factor2 * x[U(n), U(Ce * block + member), U(below3), U(below4 + 1)]
                        + factor3 * x[U(n), U(Ce * block + member), U(below3 + 1), U(below4)]
                        + factor4 * x[U(n), U(Ce * block + member), U(below3 + 1), U(below4 + 1)]
                    )
            else:
                for q in range(max(0, below3), min(H, below3 + 2)):
                    value_of = max(T(1) - abs(position3 - T(q)), T(0))
                    for r in range(max(0, below4), min(W, below4 + 2)):
                        factor = max(T(1) - abs(position4 - T(r)), T(0)) * value_of
                        for member in range(Ce):
                            row2[U(member)] += factor * x[U(n), U(Ce * block + member), U(q), U(r)]
            for member in range(Ce):
                y_dot_sum2[U(n), U(Ce * block + member), U(u), U(v), U(i), U(j)] = row2[U(member)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks(first, last, mask, panels, y_dot_sum, N, Cg, G, KH, KW, E, OH, OW, Ce, cols, depth, line_last,
        wide):
    """panels[g, col_part, (c·KH+u)·KW+v, (n·OH+i)·OW+j−col_part·wide] = mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v,
        i, j] · y_dot_sum[n, g·Cg+c, u, v, i, j]
    """
    for task in range(first, last):
        g = task // (((cols - 1) // wide + 1))
        col_part = task % ((cols - 1) // wide + 1)
        # panels[g, col_part, (c·KH+u)·KW+v, (n·OH+i)·OW+j−col_part·wide] = mask[n,
        #     (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · y_dot_sum[n, g·Cg+c, u, v, i, j]
        line_first = col_part * wide // OW
        line_last2 = (col_part * wide + wide - 1) // OW
        for inner in range(depth):
            c = inner // (KH * KW)
            u = inner // KW % KH
            v = inner % KW
            quotient_c_g = (c + Cg * g) // Ce
            for line in range(line_first, min(line_last2 + 1, line_last + 1, N * OH)):
                n = line // OH
                i = line % OH
                for j in range(max(0, col_part * wide - (OW * line)), min(OW, cols - (OW * line),
                        col_part * wide + wide - (OW * line))):
                    panels[U(g), U(col_part), U(inner), U(j + OW * line - (col_part * wide))] = (
                        mask[U(n), U(KH * KW * quotient_c_g + KW * u + v), U(i), U(j)]
                        * y_dot_sum[U(n), U(c + Cg * g), U(u), U(v), U(i), U(j)]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks2(first, last, b_dot, w, panels, y_dot_part1_lines, N, Cg, G, Og, KH, KW, OH, OW, cols, deep,
        depth, high, line_last3, quotient_cols_wide, wide):
    """y_dot_part1[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] ·
        w[g·Og+o, c, u, v] · y_dot_sum[n, g·Cg+c, u, v, i, j]
    """
    dtype = b_dot.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(max(0, depth), np.int64)
    right_at = np.empty(max(0, depth), np.int64)
    tile = np.empty((high, wide), dtype)
    for c in range(Cg):
        for u in range(KH):
            for v in range(KW):
                left_at[U(KH * KW * c + KW * u + v)] = KH * KW * c + KW * u + v
    for k_ in range(depth):
        right_at[U(k_)] = k_ * wide
    for task in range(first, last):
        g = task // (((Og - 1) // high + 1) * ((cols - 1) // wide + 1))
        row_part = task // (((cols - 1) // wide + 1)) % ((Og - 1) // high + 1)
        col_part = task % ((cols - 1) // wide + 1)
        # y_dot_part1[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} mask[n,
        #     (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · w[g·Og+o, c, u, v] · y_dot_sum[n, g·Cg+c, u,
        #     v, i, j]
        for o in range(high * row_part, min(Og, high + high * row_part)):
            row_at[U(o - (high * row_part))] = Cg * KH * KW * Og * g + Cg * KH * KW * o
        contract(tile, (0, 0), wide, w, row_at, left_at, panels,
                col_part * depth * wide + depth * g * quotient_cols_wide * wide + depth * g * wide, right_at,
                min(high, Og - (high * row_part)), min(wide, cols - (col_part * wide)), 0, depth, deep)
        line_first2 = col_part * wide // (OH * OW)
        line_last4 = (col_part * wide + wide - 1) // (OH * OW)
        for o in range(high * row_part, min(Og, high + high * row_part)):
            b_dot_here = b_dot[U(Og * g + o)]
            for line in range(line_first2, min(line_last4 + 1, line_last3 + 1, N)):
                n = line
                for run in range(max(0, col_part * wide - (OH * OW * line)), min(OH * OW,
                        cols - (OH * OW * line), col_part * wide + wide - (OH * OW * line))):
                    y_dot_part1_lines[U(n), U(Og * g + o), U(run)] = (
                        b_dot_here
                        + tile[U(o - (high * row_part)), U(OH * OW * line + run - (col_part * wide))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain(first, last, b_dot, w, mask, y_dot_part1, y_dot_sum, N, Cg, G, Og, KH, KW, E, OH, OW, Ce):
    """y_dot_part1[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] ·
        w[g·Og+o, c, u, v] · y_dot_sum[n, g·Cg+c, u, v, i, j]
    """
    for task in range(first, last):
        n = task // (G * Og * OH)
        g = task // (Og * OH) % G
        o = task // OH % Og
        i = task % OH
        # y_dot_part1[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} mask[n,
        #     (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · w[g·Og+o, c, u, v] · y_dot_sum[n, g·Cg+c, u,
        #     v, i, j]
        b_dot_here = b_dot[U(Og * g + o)]
        for j in range(OW):
            y_dot_part1[U(n), U(Og * g + o), U(i), U(j)] = b_dot_here
        for c in range(Cg):
            quotient_c_g = (c + Cg * g) // Ce
            for u in range(KH):
                for v in range(KW):
                    w_here = w[U(Og * g + o), U(c), U(u), U(v)]
                    for j in range(OW):
                        y_dot_part1[U(n), U(Og * g + o), U(i), U(j)] += (
                            mask[U(n), U(KH * KW * quotient_c_g + KW * u + v), U(i), U(j)]
                            * w_here
                            * y_dot_sum[U(n), U(c + Cg * g), U(u), U(v), U(i), U(j)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks4(first, last, w_dot, panels2, y_dot_part2_lines2, N, Cg, G, Og, KH, KW, OH, OW, cols2, deep2,
        depth2, high2, line2_last3, quotient_cols2_wide2, wide2):
    """y_dot_part2[n, g·Og+o, i, j] = Σ_{c,u,v} mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · ẇ[g·Og+o, c, u, v]
        · y_dot_sum2[n, g·Cg+c, u, v, i, j]
    """
    dtype = w_dot.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    for c in range(Cg):
        for u in range(KH):
            for v in range(KW):
                left_at2[U(KH * KW * c + KW * u + v)] = KH * KW * c + KW * u + v
    for k2 in range(depth2):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        g = task // (((Og - 1) // high2 + 1) * ((cols2 - 1) // wide2 + 1))
        row_part2 = task // (((cols2 - 1) // wide2 + 1)) % ((Og - 1) // high2 + 1)
        col_part2 = task % ((cols2 - 1) // wide2 + 1)
        # y_dot_part2[n, g·Og+o, i, j] = Σ_{c,u,v} mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] ·
        #     ẇ[g·Og+o, c, u, v] · y_dot_sum2[n, g·Cg+c, u, v, i, j]
        for o in range(high2 * row_part2, min(Og, high2 + high2 * row_part2)):
            row_at2[U(o - (high2 * row_part2))] = Cg * KH * KW * Og * g + Cg * KH * KW * o
        contract(tile2, (0, 0), wide2, w_dot, row_at2, left_at2, panels2,
                col_part2 * depth2 * wide2 + depth2 * g * quotient_cols2_wide2 * wide2 + depth2 * g * wide2,
                right_at2, min(high2, Og - (high2 * row_part2)), min(wide2, cols2 - (col_part2 * wide2)), 0,
                depth2, deep2)
        line2_first2 = col_part2 * wide2 // (OH * OW)
        line2_last4 = (col_part2 * wide2 + wide2 - 1) // (OH * OW)
        for o in range(high2 * row_part2, min(Og, high2 + high2 * row_part2)):
            for line2 in range(line2_first2, min(line2_last4 + 1, line2_last3 + 1, N)):
                n = line2
                for run2 in range(max(0, col_part2 * wide2 - (OH * OW * line2)), min(OH * OW,
                        cols2 - (OH * OW * line2), col_part2 * wide2 + wide2 - (OH * OW * line2))):
                    y_dot_part2_lines2[U(n), U(Og * g + o), U(run2)] = tile2[U(o - (high2 * row_part2)), U(OH * OW * line2 + run2 - (col_part2 * wide2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w_dot, mask, y_dot_part2, y_dot_sum2, N, Cg, G, Og, KH, KW, E, OH, OW, Ce):
    """y_dot_part2[n, g·Og+o, i, j] = Σ_{c,u,v} mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · ẇ[g·Og+o, c, u, v]
        · y_dot_sum2[n, g·Cg+c, u, v, i, j]
    """
    dtype = w_dot.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (G * Og * OH)
        g = task // (Og * OH) % G
        o = task // OH % Og
        i = task % OH
        # y_dot_part2[n, g·Og+o, i, j] = Σ_{c,u,v} mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] ·
        #     ẇ[g·Og+o, c, u, v] · y_dot_sum2[n, g·Cg+c, u, v, i, j]
        for j in range(OW):
            y_dot_part2[U(n), U(Og * g + o), U(i), U(j)] = T(0)
        for c in range(Cg):
            quotient_c_g = (c + Cg * g) // Ce
            for u in range(KH):
                for v in range(KW):
                    w_dot_here = w_dot[U(Og * g + o), U(c), U(u), U(v)]
                    for j in range(OW):
                        y_dot_part2[U(n), U(Og * g + o), U(i), U(j)] += (
                            mask[U(n), U(KH * KW * quotient_c_g + KW * u + v), U(i), U(j)]
                            * w_dot_here
                            * y_dot_sum2[U(n), U(c + Cg * g), U(u), U(v), U(i), U(j)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks6(first, last, w, y_dot, panels3, y_dot_part1, y_dot_part2, N, Cg, G, Og, KH, KW, OH, OW,
        cols3, deep3, depth3, high3, line3_last, quotient_cols3_wide3, wide3):
    """ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + y_dot_part2[n, g·Og+o, i, j] + Σ_{c,u,v}
        mask_dot[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · w[g·Og+o, c, u, v] · y_dot_sum2[n, g·Cg+c, u, v, i,
        j]
    """
    dtype = w.dtype
    row_at3 = np.empty(high3, np.int64)
    left_at3 = np.empty(max(0, depth3), np.int64)
    right_at3 = np.empty(max(0, depth3), np.int64)
    tile3 = np.empty((high3, wide3), dtype)
    for c in range(Cg):
        for u in range(KH):
            for v in range(KW):
                left_at3[U(KH * KW * c + KW * u + v)] = KH * KW * c + KW * u + v
    for k3 in range(depth3):
        right_at3[U(k3)] = k3 * wide3
    for task in range(first, last):
        g = task // (((Og - 1) // high3 + 1) * ((cols3 - 1) // wide3 + 1))
        row_part3 = task // (((cols3 - 1) // wide3 + 1)) % ((Og - 1) // high3 + 1)
        col_part3 = task % ((cols3 - 1) // wide3 + 1)
        # ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + y_dot_part2[n, g·Og+o, i, j] +
        #     Σ_{c,u,v} mask_dot[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · w[g·Og+o, c, u, v] ·
        #     y_dot_sum2[n, g·Cg+c, u, v, i, j]
        for o in range(high3 * row_part3, min(Og, high3 + high3 * row_part3)):
            row_at3[U(o - (high3 * row_part3))] = Cg * KH * KW * Og * g + Cg * KH * KW * o
        contract(tile3, (0, 0), wide3, w, row_at3, left_at3, panels3,
                col_part3 * depth3 * wide3 + depth3 * g * quotient_cols3_wide3 * wide3 + depth3 * g * wide3,
                right_at3, min(high3, Og - (high3 * row_part3)), min(wide3, cols3 - (col_part3 * wide3)), 0,
                depth3, deep3)
        line3_first2 = col_part3 * wide3 // OW
        line3_last3 = (col_part3 * wide3 + wide3 - 1) // OW
        for o in range(high3 * row_part3, min(Og, high3 + high3 * row_part3)):
            for line3 in range(line3_first2, min(line3_last3 + 1, line3_last + 1, N * OH)):
                n = line3 // OH
                i = line3 % OH
                for j in range(max(0, col_part3 * wide3 - (OW * line3)), min(OW, cols3 - (OW * line3),
                        col_part3 * wide3 + wide3 - (OW * line3))):
                    y_dot[U(n), U(Og * g + o), U(i), U(j)] = (
                        tile3[U(o - (high3 * row_part3)), U(j + OW * line3 - (col_part3 * wide3))]
                        + y_dot_part1[U(n), U(Og * g + o), U(i), U(j)]
                        + y_dot_part2[U(n), U(Og * g + o), U(i), U(j)]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain3(first, last, mask_dot, w, y_dot, y_dot_part1, y_dot_part2, y_dot_sum2, N, Cg, G, Og, KH, KW,
        E, OH, OW, Ce):
    """ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + y_dot_part2[n, g·Og+o, i, j] + Σ_{c,u,v}
        mask_dot[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · w[g·Og+o, c, u, v] · y_dot_sum2[n, g·Cg+c, u, v, i,
        j]
    """
    for task in range(first, last):
        n = task // (G * Og * OH)
        g = task // (Og * OH) % G
        o = task // OH % Og
        i = task % OH
        # ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + y_dot_part2[n, g·Og+o, i, j] +
        #     Σ_{c,u,v} mask_dot[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · w[g·Og+o, c, u, v] ·
        #     y_dot_sum2[n, g·Cg+c, u, v, i, j]
        for j in range(OW):
            y_dot[U(n), U(Og * g + o), U(i), U(j)] = (
                y_dot_part1[U(n), U(Og * g + o), U(i), U(j)] + y_dot_part2[U(n), U(Og * g + o), U(i), U(j)]
            )
        for c in range(Cg):
            quotient_c_g = (c + Cg * g) // Ce
            for u in range(KH):
                for v in range(KW):
                    w_here = w[U(Og * g + o), U(c), U(u), U(v)]
                    for j in range(OW):
                        y_dot[U(n), U(Og * g + o), U(i), U(j)] += (
                            mask_dot[U(n), U(KH * KW * quotient_c_g + KW * u + v), U(i), U(j)]
                            * w_here
                            * y_dot_sum2[U(n), U(c + Cg * g), U(u), U(v), U(i), U(j)]
                        )


def _jvp(x_dot, w_dot, b_dot, offset_dot, mask_dot, x, w, offset, mask, y_dot, N, Cg, G, H, W, Og, KH, KW, E,
        OH, OW, Ce, s_h, s_w, p_t, p_l, d_h, d_w):
    """ẏ[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} (mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · ẇ[g·Og+o, c, u,
        v] · Σ_{q,r} Λ(q, s_h·i + d_h·u − p_t + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r,
        s_w·j + d_w·v − p_l + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c, q, r] +
        mask_dot[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · w[g·Og+o, c, u, v] · Σ_{q,r} Λ(q, s_h·i + d_h·u −
        p_t + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, s_w·j + d_w·v − p_l + offset[n,
        2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c, q, r] + mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v,
        i, j] · w[g·Og+o, c, u, v] · Σ_{q,r} (Λ(q, s_h·i + d_h·u − p_t + offset[n,
        2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, s_w·j + d_w·v − p_l + offset[n,
        2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · ẋ[n, g·Cg+c, q, r] + Λ′(q, s_h·i + d_h·u − p_t +
        offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, s_w·j + d_w·v − p_l + offset[n,
        2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · offset_dot[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j] ·
        x[n, g·Cg+c, q, r] + Λ(q, s_h·i + d_h·u − p_t + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) ·
        Λ′(r, s_w·j + d_w·v − p_l + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · offset_dot[n,
        2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j] · x[n, g·Cg+c, q, r]))

    Operations: 12·Cg·G·H·KH·KW·N·OH·OW·W + 6·Cg·G·KH·KW·N·OH·OW·Og multiplications,
        35·Cg·G·H·KH·KW·N·OH·OW·W + 3·Cg·G·KH·KW·N·OH·OW·Og − 3·Cg·G·KH·KW·N·OH·OW additions, terms that a
        condition drops counted.
    """
    dtype = y_dot.dtype
    y_dot_sum = scratch((N, Cg * G, KH, KW, OH, OW), dtype)
    y_dot_sum2 = scratch((N, Cg * G, KH, KW, OH, OW), dtype)
    y_dot_part1 = scratch((N, G * Og, OH, OW), dtype)
    y_dot_part2 = scratch((N, G * Og, OH, OW), dtype)
    launch(_jvp_part, N * E * KH * KW * OH, Ce * E * H * KH * KW * N * OH * OW * W * 2, x_dot, offset_dot, x,
            offset, y_dot_sum, y_dot_sum2, N, Cg, G, H, W, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h,
            d_w)
    if blocks(Og >= 4 and N * OH * OW >= 8 and Cg * KH * KW >= 4):
        cols = N * OH * OW
        depth = Cg * KH * KW
        wide = colblock(cols)
        deep = depthblock()
        high = rowblock(Og, ((cols - 1) // wide + 1) * G)
        line_last = (cols - 1) // OW
        panels = scratch((G, max(0, (cols - 1) // wide + 1), max(0, depth), wide), dtype)
        launch(_jvp_blocks, G * ((cols - 1) // wide + 1), Cg * G * KH * KW * N * OH * OW, mask, panels,
                y_dot_sum, N, Cg, G, KH, KW, E, OH, OW, Ce, cols, depth, line_last, wide)
        y_dot_part1_lines = y_dot_part1.reshape((N, G * Og, OH * OW))
        quotient_cols_wide = (cols - 1) // wide
        line_last3 = (cols - 1) // (OH * OW)
        launch(_jvp_blocks2, G * ((Og - 1) // high + 1) * ((cols - 1) // wide + 1),
                Cg * G * KH * KW * N * OH * OW * Og // 32, b_dot, w, panels, y_dot_part1_lines, N, Cg, G, Og,
                KH, KW, OH, OW, cols, deep, depth, high, line_last3, quotient_cols_wide, wide)
    else:
        launch(_jvp_plain, N * G * Og * OH, Cg * G * KH * KW * N * OH * OW * Og, b_dot, w, mask, y_dot_part1,
                y_dot_sum, N, Cg, G, Og, KH, KW, E, OH, OW, Ce)
    if blocks(Og >= 4 and N * OH * OW >= 8 and Cg * KH * KW >= 4):
        cols2 = N * OH * OW
        depth2 = Cg * KH * KW
        wide2 = colblock(cols2)
        deep2 = depthblock()
        high2 = rowblock(Og, ((cols2 - 1) // wide2 + 1) * G)
        line2_last = (cols2 - 1) // OW
        panels2 = scratch((G, max(0, (cols2 - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
        # panels2[g, col_part2, (c·KH+u)·KW+v, (n·OH+i)·OW+j−col_part2·wide2] = mask[n,
        #     (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · y_dot_sum2[n, g·Cg+c, u, v, i, j]
        launch(_jvp_blocks, G * ((cols2 - 1) // wide2 + 1), Cg * G * KH * KW * N * OH * OW, mask, panels2,
                y_dot_sum2, N, Cg, G, KH, KW, E, OH, OW, Ce, cols2, depth2, line2_last, wide2)
        y_dot_part2_lines2 = y_dot_part2.reshape((N, G * Og, OH * OW))
        quotient_cols2_wide2 = (cols2 - 1) // wide2
        line2_last3 = (cols2 - 1) // (OH * OW)
        launch(_jvp_blocks4, G * ((Og - 1) // high2 + 1) * ((cols2 - 1) // wide2 + 1),
                Cg * G * KH * KW * N * OH * OW * Og // 32, w_dot, panels2, y_dot_part2_lines2, N, Cg, G, Og,
                KH, KW, OH, OW, cols2, deep2, depth2, high2, line2_last3, quotient_cols2_wide2, wide2)
    else:
        launch(_jvp_plain2, N * G * Og * OH, Cg * G * KH * KW * N * OH * OW * Og, w_dot, mask, y_dot_part2,
                y_dot_sum2, N, Cg, G, Og, KH, KW, E, OH, OW, Ce)
    if blocks(Og >= 4 and N * OH * OW >= 8 and Cg * KH * KW >= 4):
        cols3 = N * OH * OW
        depth3 = Cg * KH * KW
        wide3 = colblock(cols3)
        deep3 = depthblock()
        high3 = rowblock(Og, ((cols3 - 1) // wide3 + 1) * G)
        line3_last = (cols3 - 1) // OW
        panels3 = scratch((G, max(0, (cols3 - 1) // wide3 + 1), max(0, depth3), wide3), dtype)
        # panels3[g, col_part3, (c·KH+u)·KW+v, (n·OH+i)·OW+j−col_part3·wide3] = mask_dot[n,
        #     (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · y_dot_sum2[n, g·Cg+c, u, v, i, j]
        launch(_jvp_blocks, G * ((cols3 - 1) // wide3 + 1), Cg * G * KH * KW * N * OH * OW, mask_dot, panels3,
                y_dot_sum2, N, Cg, G, KH, KW, E, OH, OW, Ce, cols3, depth3, line3_last, wide3)
        quotient_cols3_wide3 = (cols3 - 1) // wide3
        launch(_jvp_blocks6, G * ((Og - 1) // high3 + 1) * ((cols3 - 1) // wide3 + 1),
                Cg * G * KH * KW * N * OH * OW * Og // 32, w, y_dot, panels3, y_dot_part1, y_dot_part2, N, Cg,
                G, Og, KH, KW, OH, OW, cols3, deep3, depth3, high3, line3_last, quotient_cols3_wide3, wide3)
    else:
        launch(_jvp_plain3, N * G * Og * OH, Cg * G * KH * KW * N * OH * OW * Og, mask_dot, w, y_dot,
                y_dot_part1, y_dot_part2, y_dot_sum2, N, Cg, G, Og, KH, KW, E, OH, OW, Ce)
