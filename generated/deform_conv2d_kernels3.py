"""The kernels of deform_conv2d; deform_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `deform_conv2d`.  Do not edit.
Run time: e2ba4dc3c459fdc2.
"""

import numpy as np

from .disjoint import njit
from .runtime import carried, cell, plus
from .threads import launch
from .vectors import blocks, colblock, contract, depthblock, either, rowblock, scratch, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_offset_either(first, last, dy, w, doffset_sum2_lines, N, Cg, G, Og, KH, KW, E, OH, OW, Ce, cols,
        deep, high, line_last, rows, wide):
    """doffset_sum2[n, block·Cg+member, u, v, i, j] = Σ_o dy[n, block·Og+o, i, j] · w[block·Og+o, member, u,
        v]
    """
    dtype = dy.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(Og, np.int64)
    right_at = np.empty(Og, np.int64)
    tile = np.empty((high, wide), dtype)
    for task in range(first, last):
        block = task // (N * ((rows - 1) // high + 1) * ((cols - 1) // wide + 1))
        n = task // (((rows - 1) // high + 1) * ((cols - 1) // wide + 1)) % N
        row_part = task // (((cols - 1) // wide + 1)) % ((rows - 1) // high + 1)
        col_part = task % ((cols - 1) // wide + 1)
        # doffset_sum2[n, block·Cg+member, u, v, i, j] = Σ_o dy[n, block·Og+o, i, j] ·
        #     w[block·Og+o, member, u, v]
        for line in range(high * row_part // KW, min((high + high * row_part - 1) // KW + 1, line_last + 1,
                Cg * KH)):
            member = line // KH
            u = line % KH
            for v in range(max(0, high * row_part - (KW * line)), min(KW, rows - (KW * line),
                    high + high * row_part - (KW * line))):
                row_at[U(KW * line + v - (high * row_part))] = (
                    Cg * KH * KW * Og * block + KH * KW * member + KW * u + v
                )
        for o in range(Og):
            left_at[U(o)] = Cg * KH * KW * o
        for o in range(Og):
            right_at[U(o)] = OH * OW * o
        contract(tile, (0, 0), wide, w, row_at, left_at, dy,
                OH * OW * Og * block + col_part * wide + G * OH * OW * Og * n, right_at, min(high,
                rows - (high * row_part)), min(wide, cols - (col_part * wide)), 0, Og, deep)
        for row_line in range(high * row_part // KW, min((high + high * row_part - 1) // KW + 1,
                line_last + 1, Cg * KH)):
            member = row_line // KH
            u = row_line % KH
            for v in range(max(0, high * row_part - (KW * row_line)), min(KW, rows - (KW * row_line),
                    high + high * row_part - (KW * row_line))):
                for run in range(col_part * wide, min(cols, col_part * wide + wide)):
                    doffset_sum2_lines[U(n), U(Cg * block + member), U(u), U(v), U(run)] = tile[U(KW * row_line + v - (high * row_part)), U(run - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_offset_other(first, last, dy, w, doffset_sum2_lines2, N, Cg, G, Og, KH, KW, E, OH, OW, Ce, cols2,
        deep2, high2, line2_last, line2_last2, rows2, wide2):
    """doffset_sum2[n, block·Cg+member, u, v, i, j] = Σ_o dy[n, block·Og+o, i, j] · w[block·Og+o, member, u,
        v]
    """
    dtype = dy.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(Og, np.int64)
    right_at2 = np.empty(Og, np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for task in range(first, last):
        block = task // (((rows2 - 1) // high2 + 1) * ((cols2 - 1) // wide2 + 1))
        row_part2 = task // (((cols2 - 1) // wide2 + 1)) % ((rows2 - 1) // high2 + 1)
        col_part2 = task % ((cols2 - 1) // wide2 + 1)
        # doffset_sum2[n, block·Cg+member, u, v, i, j] = Σ_o dy[n, block·Og+o, i, j] ·
        #     w[block·Og+o, member, u, v]
        for line2 in range(high2 * row_part2 // OW, min((high2 + high2 * row_part2 - 1) // OW + 1,
                line2_last + 1, N * OH)):
            n = line2 // OH
            i = line2 % OH
            for j in range(max(0, high2 * row_part2 - (OW * line2)), min(OW, rows2 - (OW * line2),
                    high2 + high2 * row_part2 - (OW * line2))):
                row_at2[U(j + OW * line2 - (high2 * row_part2))] = (
                    OH * OW * Og * block + OW * i + j + G * OH * OW * Og * n
                )
        for o in range(Og):
            left_at2[U(o)] = OH * OW * o
        for o in range(Og):
            right_at2[U(o)] = Cg * KH * KW * o
        contract(tile2, (0, 0), wide2, dy, row_at2, left_at2, w,
                Cg * KH * KW * Og * block + col_part2 * wide2, right_at2, min(high2,
                rows2 - (high2 * row_part2)), min(wide2, cols2 - (col_part2 * wide2)), 0, Og, deep2)
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                cols2 - (col_part2 * wide2)))
        for line2 in range(high2 * row_part2 // (OH * OW),
                min((high2 + high2 * row_part2 - 1) // (OH * OW) + 1, line2_last2 + 1, N)):
            n = line2
            for col2 in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, cols2)):
                member = col2 // (KH * KW)
                u = col2 // KW % KH
                v = col2 % KW
                for run2 in range(max(0, high2 * row_part2 - (OH * OW * line2)), min(OH * OW,
                        rows2 - (OH * OW * line2), high2 + high2 * row_part2 - (OH * OW * line2))):
                    doffset_sum2_lines2[U(n), U(Cg * block + member), U(u), U(v), U(run2)] = turned2[U(col2 - (col_part2 * wide2)), U(OH * OW * line2 + run2 - (high2 * row_part2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_offset_plain(first, last, dy, w, doffset_sum2, N, Cg, G, Og, KH, KW, E, OH, OW, Ce, o_block_last):
    """doffset_sum2[n, block·Cg+member, u, v, i, j] = Σ_o dy[n, block·Og+o, i, j] · w[block·Og+o, member, u,
        v]
    """
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(OW, dtype)
    part = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (G * Cg * KH * KW * OH)
        block = task // (Cg * KH * KW * OH) % G
        member = task // (KH * KW * OH) % Cg
        u = task // (KW * OH) % KH
        v = task // OH % KW
        i = task % OH
        # doffset_sum2[n, block·Cg+member, u, v, i, j] = Σ_o dy[n, block·Og+o, i, j] ·
        #     w[block·Og+o, member, u, v]
        for j in range(OW):
            doffset_sum2[U(n), U(Cg * block + member), U(u), U(v), U(i), U(j)] = T(0)
        for j in range(OW):
            rest[U(j)] = T(0)
        for o_block in range(o_block_last + 1):
            for j in range(OW):
                part[U(j)] = T(0)
            for o in range(o_block * 1024, min(Og, o_block * 1024 + 1024)):
                w_here = w[U(Og * block + o), U(member), U(u), U(v)]
                for j in range(OW):
                    part[U(j)] += dy[U(n), U(Og * block + o), U(i), U(j)] * w_here
            for j in range(OW):
                doffset_sum2[U(n), U(Cg * block + member), U(u), U(v), U(i), U(j)], rest[U(j)] = carried(doffset_sum2[U(n), U(Cg * block + member), U(u), U(v), U(i), U(j)], rest[U(j)], part[U(j)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_offset_part(first, last, x, offset, mask, doffset, doffset_sum2, N, Cg, G, H, W, KH, KW, E, OH, OW,
        Ce, s_h, s_w, p_t, p_l, d_h, d_w):
    """doffset_sum[j] = Σ_{q,r} G(q, s_h·i + d_h·u − p_t + offset[n, 2·((e·KH+u)·KW+v), i, j]) · G′(r, s_w·j
        + d_w·v − p_l + offset[n, 2·((e·KH+u)·KW+v)+1, i, j]) · Σ_{r′} doffset_sum2[n, e·Ce+r′, u, v, i,
        j] · x[n, e·Ce+r′, q, r]
    doffset_sum3[j] = Σ_{q,r} G′(q, s_h·i + d_h·u − p_t + offset[n, 2·((e·KH+u)·KW+v), i, j]) · G(r, s_w·j
        + d_w·v − p_l + offset[n, 2·((e·KH+u)·KW+v)+1, i, j]) · Σ_{r′} doffset_sum2[n, e·Ce+r′, u, v, i,
        j] · x[n, e·Ce+r′, q, r]
    doffset[n, 2·((e·KH+u)·KW+v)+k, i, j] = doffset_sum3[j] · mask[n, (e·KH+u)·KW+v, i, j] · [k = 0] +
        doffset_sum[j] · mask[n, (e·KH+u)·KW+v, i, j] · [k = 1]
    """
    dtype = x.dtype
    T = dtype.type
    doffset_sum = np.empty(OW, dtype)
    doffset_sum3 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (E * KH * KW * OH)
        e = task // (KH * KW * OH) % E
        u = task // (KW * OH) % KH
        v = task // OH % KW
        i = task % OH
        # doffset_sum[j] = Σ_{q,r} G(q, s_h·i + d_h·u − p_t + offset[n, 2·((e·KH+u)·KW+v), i,
        #     j]) · G′(r, s_w·j + d_w·v − p_l + offset[n, 2·((e·KH+u)·KW+v)+1, i, j]) · Σ_{r′}
        #     doffset_sum2[n, e·Ce+r′, u, v, i, j] · x[n, e·Ce+r′, q, r]
        for j in range(OW):
            acc = T(0)
            acc3 = T(0)
            position = (
                T(i * s_h + d_h * u - p_t) + offset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2), U(i), U(j)]
            )
            position2 = (
                T(j * s_w + d_w * v - p_l)
                + offset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
            )
            below = cell(position)
            below2 = cell(position2)
            if below >= 0 and H >= below + 2 and below2 >= 0 and W >= below2 + 2:
                acc4 = T(0)
                acc5 = T(0)
                acc6 = T(0)
                acc7 = T(0)
                for r_ in range(Ce):
                    acc4 = plus(
                        acc4,
                        doffset_sum2[U(n), U(Ce * e + r_), U(u), U(v), U(i), U(j)]
                        * x[U(n), U(Ce * e + r_), U(below), U(below2)],
                    )
                    acc5 = plus(
                        acc5,
                        doffset_sum2[U(n), U(Ce * e + r_), U(u), U(v), U(i), U(j)]
                        * x[U(n), U(Ce * e + r_), U(below), U(below2 + 1)],
                    )
                    acc6 = plus(
                        acc6,
                        doffset_sum2[U(n), U(Ce * e + r_), U(u), U(v), U(i), U(j)]
                        * x[U(n), U(Ce * e + r_), U(below + 1), U(below2)],
                    )
                    acc7 = plus(
                        acc7,
                        doffset_sum2[U(n), U(Ce * e + r_), U(u), U(v), U(i), U(j)]
                        * x[U(n), U(Ce * e + r_), U(below + 1), U(below2 + 1)],
                    )
                acc = plus(
                    acc,
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
                    * acc4,
                )
                acc = plus(
                    acc,
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
                    * acc5,
                )
                acc = plus(
                    acc,
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
                    * acc6,
                )
                acc = plus(
                    acc,
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
                    * acc7,
                )
                acc3 = plus(
                    acc3,
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
                    * acc4,
                )
                acc3 = plus(
                    acc3,
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
                    * acc5,
                )
                acc3 = plus(
                    acc3,
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
                    * acc6,
                )
                acc3 = plus(
                    acc3,
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
                    * acc7,
                )
            else:
                for q in range(max(0, below), min(H, below + 2)):
                    value_of = max(T(1) - abs(position - T(q)), T(0))
                    value_of2 = (
                        T(-1)
                        if T(q) <= position < T(q + 1)
                        else T(1)
                        if T(q - 1) <= position < T(q)
                        else T(0)
                        if position == position
                        else position
                    )
                    for r in range(max(0, below2), min(W, below2 + 2)):
                        acc2 = T(0)
                        for r_ in range(Ce):
                            acc2 = plus(
                                acc2,
                                doffset_sum2[U(n), U(Ce * e + r_), U(u), U(v), U(i), U(j)]
                                * x[U(n), U(Ce * e + r_), U(q), U(r)],
                            )
                        acc = plus(
                            acc,
                            (
                                T(-1)
                                if T(r) <= position2 < T(r + 1)
                                else T(1)
                                if T(r - 1) <= position2 < T(r)
                                else T(0)
                                if position2 == position2
                                else position2
                            )
                            * acc2
                            * value_of,
                        )
                        acc3 = plus(acc3, max(T(1) - abs(position2 - T(r)), T(0)) * acc2 * value_of2)
            doffset_sum[U(j)] = acc
            doffset_sum3[U(j)] = acc3
        # doffset_sum3[j] = Σ_{q,r} G′(q, s_h·i + d_h·u − p_t + offset[n, 2·((e·KH+u)·KW+v),
        #     i, j]) · G(r, s_w·j + d_w·v − p_l + offset[n, 2·((e·KH+u)·KW+v)+1, i, j]) ·
        #     Σ_{r′} doffset_sum2[n, e·Ce+r′, u, v, i, j] · x[n, e·Ce+r′, q, r]
        # doffset[n, 2·((e·KH+u)·KW+v)+k, i, j] = doffset_sum3[j] · mask[n, (e·KH+u)·KW+v, i,
        #     j] · [k = 0] + doffset_sum[j] · mask[n, (e·KH+u)·KW+v, i, j] · [k = 1]
        for k_ in range(2):
            if k_ == 1:
                for j in range(OW):
                    doffset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2 + k_), U(i), U(j)] = (
                        (
                            doffset_sum3[U(j)] * mask[U(n), U(KH * KW * e + KW * u + v), U(i), U(j)]
                            if k_ == 0
                            else T(0)
                        )
                        + doffset_sum[U(j)] * mask[U(n), U(KH * KW * e + KW * u + v), U(i), U(j)]
                    )
            else:
                for j in range(OW):
                    doffset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2 + k_), U(i), U(j)] = (
                        doffset_sum3[U(j)] * mask[U(n), U(KH * KW * e + KW * u + v), U(i), U(j)]
                        if k_ == 0
                        else T(0)
                    )


def _vjp_offset(dy, x, w, offset, mask, doffset, N, Cg, G, H, W, Og, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t,
        p_l, d_h, d_w):
    """doffset[n, 2·((e·KH+u)·KW+v)+k, i, j] = mask[n, (e·KH+u)·KW+v, i, j] · [k = 0] · Σ_{o,q,r,r′} G′(q,
        s_h·i + d_h·u − p_t + offset[n, 2·((e·KH+u)·KW+v), i, j]) · G(r, s_w·j + d_w·v − p_l + offset[n,
        2·((e·KH+u)·KW+v)+1, i, j]) · dy[n, Og·⌊(e·Ce+r′)/Cg⌋+o, i, j] · w[Og·⌊(e·Ce+r′)/Cg⌋+o, (e·Ce+r′)
        mod Cg, u, v] · x[n, e·Ce+r′, q, r] + mask[n, (e·KH+u)·KW+v, i, j] · [k = 1] · Σ_{o,q,r,r′} G(q,
        s_h·i + d_h·u − p_t + offset[n, 2·((e·KH+u)·KW+v), i, j]) · G′(r, s_w·j + d_w·v − p_l + offset[n,
        2·((e·KH+u)·KW+v)+1, i, j]) · dy[n, Og·⌊(e·Ce+r′)/Cg⌋+o, i, j] · w[Og·⌊(e·Ce+r′)/Cg⌋+o, (e·Ce+r′)
        mod Cg, u, v] · x[n, e·Ce+r′, q, r]

    Operations: 8·E·Ce·H·KH·KW·N·OH·OW·Og·W + 4·E·KH·KW·N·OH·OW multiplications,
        14·E·Ce·H·KH·KW·N·OH·OW·Og·W additions, terms that a condition drops counted.
    """
    dtype = doffset.dtype
    doffset_sum2 = scratch((N, Ce * E, KH, KW, OH, OW), dtype)
    if blocks(N * OH * OW >= 4 and Cg * KH * KW >= 4 and Og >= 4):
        if either(OH * OW >= 128):
            rows = Cg * KH * KW
            cols = OH * OW
            wide = colblock(cols)
            deep = depthblock()
            high = rowblock(rows, ((cols - 1) // wide + 1) * G * N)
            doffset_sum2_lines = doffset_sum2.reshape((N, Ce * E, KH, KW, OH * OW))
            line_last = (rows - 1) // KW
            launch(_vjp_offset_either, G * N * ((rows - 1) // high + 1) * ((cols - 1) // wide + 1),
                    Cg * G * KH * KW * N * OH * OW * Og // 32, dy, w, doffset_sum2_lines, N, Cg, G, Og, KH,
                    KW, E, OH, OW, Ce, cols, deep, high, line_last, rows, wide)
        else:
            rows2 = N * OH * OW
            cols2 = Cg * KH * KW
            wide2 = colblock(cols2)
            deep2 = depthblock()
            high2 = rowblock(rows2, ((cols2 - 1) // wide2 + 1) * G)
            doffset_sum2_lines2 = doffset_sum2.reshape((N, Ce * E, KH, KW, OH * OW))
            line2_last = (rows2 - 1) // OW
            line2_last2 = (rows2 - 1) // (OH * OW)
            launch(_vjp_offset_other, G * ((rows2 - 1) // high2 + 1) * ((cols2 - 1) // wide2 + 1),
                    Cg * G * KH * KW * N * OH * OW * Og // 32, dy, w, doffset_sum2_lines2, N, Cg, G, Og, KH,
                    KW, E, OH, OW, Ce, cols2, deep2, high2, line2_last, line2_last2, rows2, wide2)
    else:
        o_block_last = (Og - 1) // 1024
        launch(_vjp_offset_plain, N * G * Cg * KH * KW * OH, Cg * G * KH * KW * N * OH * OW * Og, dy, w,
                doffset_sum2, N, Cg, G, Og, KH, KW, E, OH, OW, Ce, o_block_last)
    launch(_vjp_offset_part, N * E * KH * KW * OH,
            E * H * KH * KW * N * OH * OW * W * 2 + E * KH * KW * N * OH * OW, x, offset, mask, doffset,
            doffset_sum2, N, Cg, G, H, W, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h, d_w)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_mask_part(first, last, x, offset, dmask_sum, N, Cg, G, H, W, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t,
        p_l, d_h, d_w):
    """dmask_sum[n,e,r′,u,v,i,j] = Σ_{q,r} G(q, s_h·i + d_h·u − p_t + offset[n, 2·((e·KH+u)·KW+v), i, j]) ·
        G(r, s_w·j + d_w·v − p_l + offset[n, 2·((e·KH+u)·KW+v)+1, i, j]) · x[n, e·Ce+r′, q, r]
    """
    dtype = x.dtype
    T = dtype.type
    row = np.empty(Ce, dtype)
    for task in range(first, last):
        n = task // (E * KH * KW * OH)
        e = task // (KH * KW * OH) % E
        u = task // (KW * OH) % KH
        v = task // OH % KW
        i = task % OH
        # dmask_sum[n,e,r′,u,v,i,j] = Σ_{q,r} G(q, s_h·i + d_h·u − p_t + offset[n,
        #     2·((e·KH+u)·KW+v), i, j]) · G(r, s_w·j + d_w·v − p_l + offset[n,
        #     2·((e·KH+u)·KW+v)+1, i, j]) · x[n, e·Ce+r′, q, r]
        for j in range(OW):
            for r_ in range(Ce):
                row[U(r_)] = T(0)
            position = (
                T(i * s_h + d_h * u - p_t) + offset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2), U(i), U(j)]
            )
            position2 = (
                T(j * s_w + d_w * v - p_l)
                + offset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
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
                for r_ in range(Ce):
                    row[U(r_)] += (
                        factor * x[U(n), U(Ce * e + r_), U(below), U(below2)]
                        + factor2 * x[U(n), U(Ce * e + r_), U(below), U(below2 + 1)]
                        + factor3 * x[U(n), U(Ce * e + r_), U(below + 1), U(below2)]
                        + factor4 * x[U(n), U(Ce * e + r_), U(below + 1), U(below2 + 1)]
                    )
            else:
                for q in range(max(0, below), min(H, below + 2)):
                    value_of = max(T(1) - abs(position - T(q)), T(0))
                    for r in range(max(0, below2), min(W, below2 + 2)):
                        factor = max(T(1) - abs(position2 - T(r)), T(0)) * value_of
                        for r_ in range(Ce):
                            row[U(r_)] += factor * x[U(n), U(Ce * e + r_), U(q), U(r)]
            for r_ in range(Ce):
                dmask_sum[U(n), U(e), U(r_), U(u), U(v), U(i), U(j)] = row[U(r_)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_mask_part2(first, last, dmask, dmask_sum, dmask_sum2, N, KH, KW, E, OH, OW, Ce):
    """dmask[n, (e·KH+u)·KW+v, i, j] = Σ_r dmask_sum2[n, e·Ce+r, u, v, i, j] · dmask_sum[n,e,r,u,v,i,j]"""
    dtype = dmask.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (E * KH * KW * OH)
        e = task // (KH * KW * OH) % E
        u = task // (KW * OH) % KH
        v = task // OH % KW
        i = task % OH
        # dmask[n, (e·KH+u)·KW+v, i, j] = Σ_r dmask_sum2[n, e·Ce+r, u, v, i, j] ·
        #     dmask_sum[n,e,r,u,v,i,j]
        for j in range(OW):
            dmask[U(n), U(KH * KW * e + KW * u + v), U(i), U(j)] = T(0)
        for r_ in range(Ce):
            for j in range(OW):
                dmask[U(n), U(KH * KW * e + KW * u + v), U(i), U(j)] += (
                    dmask_sum2[U(n), U(Ce * e + r_), U(u), U(v), U(i), U(j)]
                    * dmask_sum[U(n), U(e), U(r_), U(u), U(v), U(i), U(j)]
                )


def _vjp_mask(dy, x, w, offset, dmask, N, Cg, G, H, W, Og, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h,
        d_w):
    """dmask[n, (e·KH+u)·KW+v, i, j] = Σ_{o,r′} dy[n, Og·⌊(e·Ce+r′)/Cg⌋+o, i, j] · w[Og·⌊(e·Ce+r′)/Cg⌋+o,
        (e·Ce+r′) mod Cg, u, v] · Σ_{q,r} G(q, s_h·i + d_h·u − p_t + offset[n, 2·((e·KH+u)·KW+v), i, j]) ·
        G(r, s_w·j + d_w·v − p_l + offset[n, 2·((e·KH+u)·KW+v)+1, i, j]) · x[n, e·Ce+r′, q, r]

    Operations: 2·E·Ce·H·KH·KW·N·OH·OW·W + 2·E·Ce·KH·KW·N·OH·OW·Og multiplications,
        7·E·Ce·H·KH·KW·N·OH·OW·W + E·Ce·KH·KW·N·OH·OW·Og − E·Ce·KH·KW·N·OH·OW − E·KH·KW·N·OH·OW additions,
        terms that a condition drops counted.
    """
    dtype = dmask.dtype
    dmask_sum = scratch((N, E, Ce, KH, KW, OH, OW), dtype)
    dmask_sum2 = scratch((N, Ce * E, KH, KW, OH, OW), dtype)
    launch(_vjp_mask_part, N * E * KH * KW * OH, Ce * E * H * KH * KW * N * OH * OW * W, x, offset, dmask_sum,
            N, Cg, G, H, W, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h, d_w)
    if blocks(N * OH * OW >= 4 and Cg * KH * KW >= 4 and Og >= 4):
        if either(OH * OW >= 128):
            rows = Cg * KH * KW
            cols = OH * OW
            wide = colblock(cols)
            deep = depthblock()
            high = rowblock(rows, ((cols - 1) // wide + 1) * G * N)
            dmask_sum2_lines = dmask_sum2.reshape((N, Ce * E, KH, KW, OH * OW))
            line_last = (rows - 1) // KW
            # dmask_sum2[n, block·Cg+member, u, v, i, j] = Σ_o dy[n, block·Og+o, i, j] ·
            #     w[block·Og+o, member, u, v]
            launch(_vjp_offset_either, G * N * ((rows - 1) // high + 1) * ((cols - 1) // wide + 1),
                    Cg * G * KH * KW * N * OH * OW * Og // 32, dy, w, dmask_sum2_lines, N, Cg, G, Og, KH, KW,
                    E, OH, OW, Ce, cols, deep, high, line_last, rows, wide)
        else:
            rows2 = N * OH * OW
            cols2 = Cg * KH * KW
            wide2 = colblock(cols2)
            deep2 = depthblock()
            high2 = rowblock(rows2, ((cols2 - 1) // wide2 + 1) * G)
            dmask_sum2_lines2 = dmask_sum2.reshape((N, Ce * E, KH, KW, OH * OW))
            line2_last = (rows2 - 1) // OW
            line2_last2 = (rows2 - 1) // (OH * OW)
            # dmask_sum2[n, block·Cg+member, u, v, i, j] = Σ_o dy[n, block·Og+o, i, j] ·
            #     w[block·Og+o, member, u, v]
            launch(_vjp_offset_other, G * ((rows2 - 1) // high2 + 1) * ((cols2 - 1) // wide2 + 1),
                    Cg * G * KH * KW * N * OH * OW * Og // 32, dy, w, dmask_sum2_lines2, N, Cg, G, Og, KH, KW,
                    E, OH, OW, Ce, cols2, deep2, high2, line2_last, line2_last2, rows2, wide2)
    else:
        o_block_last = (Og - 1) // 1024
        # dmask_sum2[n, block·Cg+member, u, v, i, j] = Σ_o dy[n, block·Og+o, i, j] ·
        #     w[block·Og+o, member, u, v]
        launch(_vjp_offset_plain, N * G * Cg * KH * KW * OH, Cg * G * KH * KW * N * OH * OW * Og, dy, w,
                dmask_sum2, N, Cg, G, Og, KH, KW, E, OH, OW, Ce, o_block_last)
    launch(_vjp_mask_part2, N * E * KH * KW * OH, Ce * E * KH * KW * N * OH * OW, dmask, dmask_sum,
            dmask_sum2, N, KH, KW, E, OH, OW, Ce)
