"""The kernels of deform_conv2d; deform_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `deform_conv2d`.  Do not edit.
Run time: e337fa25a51747d5.
"""

import numpy as np
from numba import njit

from .runtime import carried, cell, plus
from .threads import launch
from .vectors import blocks, colblock, contract, depthblock, rowblock, scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_offset_part(first, last, w, doffset_sum_laid, Cg, G, Og, KH, KW, E, Ce):
    """doffset_sum_laid[e_r, o, u, v] = w[Og·⌊e_r/Cg⌋+o, e_r mod Cg, u, v]"""
    for task in range(first, last):
        e_r_ = task // (Og * KH)
        o = task // KH % Og
        u = task % KH
        # doffset_sum_laid[e_r, o, u, v] = w[Og·⌊e_r/Cg⌋+o, e_r mod Cg, u, v]
        e_r__by_Cg = e_r_ // Cg
        e_r__mod_Cg = e_r_ % Cg
        for v in range(KW):
            doffset_sum_laid[U(e_r_), U(o), U(u), U(v)] = w[U(Og * e_r__by_Cg + o), U(e_r__mod_Cg), U(u), U(v)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_offset_blocks(first, last, dy, doffset_sum, doffset_sum_laid, N, Cg, G, Og, KH, KW, E, OH, OW, Ce,
        cols, deep, high, line_last, line_last2, rows, wide):
    """doffset_sum[n,e,u,v,i,j,r] = Σ_o dy[n, Og·⌊(e·Ce+r)/Cg⌋+o, i, j] · doffset_sum_laid[e·Ce+r, o, u, v]"""
    dtype = dy.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(Og, np.int64)
    right_at = np.empty(Og, np.int64)
    tile = np.empty((high, wide), dtype)
    for task in range(first, last):
        e = task // (Ce * N * ((rows - 1) // high + 1) * ((cols - 1) // wide + 1))
        r_ = task // (N * ((rows - 1) // high + 1) * ((cols - 1) // wide + 1)) % Ce
        n = task // (((rows - 1) // high + 1) * ((cols - 1) // wide + 1)) % N
        row_part = task // (((cols - 1) // wide + 1)) % ((rows - 1) // high + 1)
        col_part = task % ((cols - 1) // wide + 1)
        # doffset_sum[n,e,u,v,i,j,r] = Σ_o dy[n, Og·⌊(e·Ce+r)/Cg⌋+o, i, j] ·
        #     doffset_sum_laid[e·Ce+r, o, u, v]
        for line in range(high * row_part // KW, min((high + high * row_part - 1) // KW + 1, line_last + 1,
                KH)):
            u = line
            for v in range(max(0, high * row_part - (KW * line)), min(KW, rows - (KW * line),
                    high + high * row_part - (KW * line))):
                row_at[U(KW * line + v - (high * row_part))] = (
                    Ce * KH * KW * Og * e + KH * KW * Og * r_ + KW * u + v
                )
        for o in range(Og):
            left_at[U(o)] = KH * KW * o
        for o in range(Og):
            right_at[U(o)] = OH * OW * o
        contract(tile, (0, 0), wide, doffset_sum_laid, row_at, left_at, dy,
                ((Ce * e + r_) // Cg) * OH * OW * Og + col_part * wide + G * OH * OW * Og * n, right_at,
                min(high, rows - (high * row_part)), min(wide, cols - (col_part * wide)), 0, Og, deep)
        line_first = col_part * wide // OW
        line_last3 = (col_part * wide + wide - 1) // OW
        for row in range(high * row_part, min(high + high * row_part, rows)):
            u = row // KW
            v = row % KW
            for line in range(line_first, min(line_last3 + 1, line_last2 + 1, OH)):
                i = line
                for j in range(max(0, col_part * wide - (OW * line)), min(OW, cols - (OW * line),
                        col_part * wide + wide - (OW * line))):
                    doffset_sum[U(n), U(e), U(u), U(v), U(i), U(j), U(r_)] = tile[U(row - (high * row_part)), U(j + OW * line - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_offset_plain(first, last, dy, doffset_sum, doffset_sum_laid, N, Cg, G, Og, KH, KW, E, OH, OW, Ce,
        o_block_last):
    """doffset_sum[n,e,u,v,i,j,r] = Σ_o dy[n, Og·⌊(e·Ce+r)/Cg⌋+o, i, j] · doffset_sum_laid[e·Ce+r, o, u, v]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (E * KH * KW * OH * OW)
        e = task // (KH * KW * OH * OW) % E
        u = task // (KW * OH * OW) % KH
        v = task // (OH * OW) % KW
        i = task // OW % OH
        j = task % OW
        # doffset_sum[n,e,u,v,i,j,r] = Σ_o dy[n, Og·⌊(e·Ce+r)/Cg⌋+o, i, j] ·
        #     doffset_sum_laid[e·Ce+r, o, u, v]
        for r_ in range(Ce):
            acc = T(0)
            rest = T(0)
            quotient_e_r_ = (Ce * e + r_) // Cg
            for o_block in range(o_block_last + 1):
                part = T(0)
                for o in range(o_block * 1024, min(Og, o_block * 1024 + 1024)):
                    part = plus(
                        part,
                        doffset_sum_laid[U(Ce * e + r_), U(o), U(u), U(v)]
                        * dy[U(n), U(Og * quotient_e_r_ + o), U(i), U(j)],
                    )
                acc, rest = carried(acc, rest, part)
            doffset_sum[U(n), U(e), U(u), U(v), U(i), U(j), U(r_)] = acc


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_offset_part2(first, last, x, offset, mask, doffset, doffset_sum, N, Cg, G, H, W, KH, KW, E, OH, OW,
        Ce, s_h, s_w, p_t, p_l, d_h, d_w):
    """doffset[n, 2·((e·KH+u)·KW+v)+k, i, j] = mask[n, (e·KH+u)·KW+v, i, j] · [k = 0] · Σ_{r′,q,r : k = 0}
        G′(q, s_h·i + d_h·u − p_t + offset[n, 2·((e·KH+u)·KW+v), i, j]) · G(r, s_w·j + d_w·v − p_l +
        offset[n, 2·((e·KH+u)·KW+v)+1, i, j]) · doffset_sum[n,e,u,v,i,j,r′] · x[n, e·Ce+r′, q, r] +
        mask[n, (e·KH+u)·KW+v, i, j] · [k = 1] · Σ_{r′,q,r : k = 1} G(q, s_h·i + d_h·u − p_t + offset[n,
        2·((e·KH+u)·KW+v), i, j]) · G′(r, s_w·j + d_w·v − p_l + offset[n, 2·((e·KH+u)·KW+v)+1, i, j]) ·
        doffset_sum[n,e,u,v,i,j,r′] · x[n, e·Ce+r′, q, r]
    """
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (E * KH * KW * 2 * OH)
        e = task // (KH * KW * 2 * OH) % E
        u = task // (KW * 2 * OH) % KH
        v = task // (2 * OH) % KW
        k_ = task // OH % 2
        i = task % OH
        # doffset[n, 2·((e·KH+u)·KW+v)+k′, i, j], as written above
        for j in range(OW):
            acc2 = T(0)
            position = (
                T(i * s_h + d_h * u - p_t) + offset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2), U(i), U(j)]
            )
            position2 = (
                T(j * s_w + d_w * v - p_l)
                + offset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
            )
            below = cell(position)
            below2 = cell(position2)
            if k_ == 1:
                for r_ in range(Ce):
                    doffset_sum_here = doffset_sum[U(n), U(e), U(u), U(v), U(i), U(j), U(r_)]
                    for q in range(max(0, below), min(H, below + 2)):
                        factor = max(T(1) - abs(position - T(q)), T(0)) * doffset_sum_here
                        for r in range(max(0, below2), min(W, below2 + 2)):
                            acc2 = plus(
                                acc2,
                                (
                                    T(-1)
                                    if T(r) <= position2 < T(r + 1)
                                    else T(1)
                                    if T(r - 1) <= position2 < T(r)
                                    else T(0)
                                    if position2 == position2
                                    else position2
                                )
                                * factor
                                * x[U(n), U(Ce * e + r_), U(q), U(r)],
                            )
            acc3 = T(0)
            position3 = (
                T(i * s_h + d_h * u - p_t) + offset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2), U(i), U(j)]
            )
            position4 = (
                T(j * s_w + d_w * v - p_l)
                + offset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
            )
            below3 = cell(position3)
            below4 = cell(position4)
            if k_ == 0:
                for r_ in range(Ce):
                    doffset_sum_here2 = doffset_sum[U(n), U(e), U(u), U(v), U(i), U(j), U(r_)]
                    for q in range(max(0, below3), min(H, below3 + 2)):
                        factor2 = (
                            (
                                T(-1)
                                if T(q) <= position3 < T(q + 1)
                                else T(1)
                                if T(q - 1) <= position3 < T(q)
                                else T(0)
                                if position3 == position3
                                else position3
                            )
                            * doffset_sum_here2
                        )
                        for r in range(max(0, below4), min(W, below4 + 2)):
                            acc3 = plus(
                                acc3,
                                max(T(1) - abs(position4 - T(r)), T(0))
                                * factor2
                                * x[U(n), U(Ce * e + r_), U(q), U(r)],
                            )
            doffset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2 + k_), U(i), U(j)] = (
                (acc2 * mask[U(n), U(KH * KW * e + KW * u + v), U(i), U(j)] if k_ == 1 else T(0))
                + (acc3 * mask[U(n), U(KH * KW * e + KW * u + v), U(i), U(j)] if k_ == 0 else T(0))
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
    doffset_sum_laid = scratch((Ce * E, Og, KH, KW), dtype)
    doffset_sum = scratch((N, E, KH, KW, OH, OW, Ce), dtype)
    launch(_vjp_offset_part, Ce * E * Og * KH, Ce * E * KH * KW * Og, w, doffset_sum_laid, Cg, G, Og, KH, KW,
            E, Ce)
    if blocks(KH * KW >= 4 and OH * OW >= 8 and Og >= 4):
        rows = KH * KW
        cols = OH * OW
        wide = colblock()
        deep = depthblock()
        high = rowblock(rows, ((cols - 1) // wide + 1) * Ce * E * N)
        line_last = (rows - 1) // KW
        line_last2 = (cols - 1) // OW
        launch(_vjp_offset_blocks, E * Ce * N * ((rows - 1) // high + 1) * ((cols - 1) // wide + 1),
                Ce * E * KH * KW * N * OH * OW * Og // 32, dy, doffset_sum, doffset_sum_laid, N, Cg, G, Og,
                KH, KW, E, OH, OW, Ce, cols, deep, high, line_last, line_last2, rows, wide)
    else:
        o_block_last = (Og - 1) // 1024
        launch(_vjp_offset_plain, N * E * KH * KW * OH * OW, Ce * E * KH * KW * N * OH * OW * Og, dy,
                doffset_sum, doffset_sum_laid, N, Cg, G, Og, KH, KW, E, OH, OW, Ce, o_block_last)
    launch(_vjp_offset_part2, N * E * KH * KW * 2 * OH, Ce * E * H * KH * KW * N * OH * OW * W, x, offset,
            mask, doffset, doffset_sum, N, Cg, G, H, W, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h, d_w)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_mask_part(first, last, x, offset, dmask_sum, N, Cg, G, H, W, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t,
        p_l, d_h, d_w):
    """dmask_sum[n,e,u,v,i,j,r′] = Σ_{q,r} G(q, s_h·i + d_h·u − p_t + offset[n, 2·((e·KH+u)·KW+v), i, j]) ·
        G(r, s_w·j + d_w·v − p_l + offset[n, 2·((e·KH+u)·KW+v)+1, i, j]) · x[n, e·Ce+r′, q, r]
    """
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (E * KH * KW * OH * OW)
        e = task // (KH * KW * OH * OW) % E
        u = task // (KW * OH * OW) % KH
        v = task // (OH * OW) % KW
        i = task // OW % OH
        j = task % OW
        # dmask_sum[n,e,u,v,i,j,r′] = Σ_{q,r} G(q, s_h·i + d_h·u − p_t + offset[n,
        #     2·((e·KH+u)·KW+v), i, j]) · G(r, s_w·j + d_w·v − p_l + offset[n,
        #     2·((e·KH+u)·KW+v)+1, i, j]) · x[n, e·Ce+r′, q, r]
        position = (
            T(i * s_h + d_h * u - p_t) + offset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2), U(i), U(j)]
        )
        position2 = (
            T(j * s_w + d_w * v - p_l) + offset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
        )
        below = cell(position)
        below2 = cell(position2)
        for r_ in range(Ce):
            acc = T(0)
            for q in range(max(0, below), min(H, below + 2)):
                value_of = max(T(1) - abs(position - T(q)), T(0))
                for r in range(max(0, below2), min(W, below2 + 2)):
                    acc = plus(
                        acc,
                        max(T(1) - abs(position2 - T(r)), T(0))
                        * value_of
                        * x[U(n), U(Ce * e + r_), U(q), U(r)],
                    )
            dmask_sum[U(n), U(e), U(u), U(v), U(i), U(j), U(r_)] = acc


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_mask_part2(first, last, w, dmask_sum2_laid, Cg, G, Og, KH, KW, E, Ce):
    """dmask_sum2_laid[e_r, o, u, v] = w[Og·⌊e_r/Cg⌋+o, e_r mod Cg, u, v]"""
    for task in range(first, last):
        e_r_ = task // (Og * KH)
        o = task // KH % Og
        u = task % KH
        # dmask_sum2_laid[e_r, o, u, v] = w[Og·⌊e_r/Cg⌋+o, e_r mod Cg, u, v]
        e_r__by_Cg = e_r_ // Cg
        e_r__mod_Cg = e_r_ % Cg
        for v in range(KW):
            dmask_sum2_laid[U(e_r_), U(o), U(u), U(v)] = w[U(Og * e_r__by_Cg + o), U(e_r__mod_Cg), U(u), U(v)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_mask_blocks(first, last, dy, dmask_sum2_laid, dmask_sum2_lines, N, Cg, G, Og, KH, KW, E, OH, OW, Ce,
        cols, deep, high, line_last, rows, wide):
    """dmask_sum2[n, e_r, u, v, i, j] = Σ_o dy[n, Og·⌊e_r/Cg⌋+o, i, j] · dmask_sum2_laid[e_r, o, u, v]"""
    dtype = dy.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(Og, np.int64)
    right_at = np.empty(Og, np.int64)
    tile = np.empty((high, wide), dtype)
    for task in range(first, last):
        e_r_ = task // (N * ((rows - 1) // high + 1) * ((cols - 1) // wide + 1))
        n = task // (((rows - 1) // high + 1) * ((cols - 1) // wide + 1)) % N
        row_part = task // (((cols - 1) // wide + 1)) % ((rows - 1) // high + 1)
        col_part = task % ((cols - 1) // wide + 1)
        # dmask_sum2[n, e_r, u, v, i, j] = Σ_o dy[n, Og·⌊e_r/Cg⌋+o, i, j] ·
        #     dmask_sum2_laid[e_r, o, u, v]
        for line in range(high * row_part // KW, min((high + high * row_part - 1) // KW + 1, line_last + 1,
                KH)):
            u = line
            for v in range(max(0, high * row_part - (KW * line)), min(KW, rows - (KW * line),
                    high + high * row_part - (KW * line))):
                row_at[U(KW * line + v - (high * row_part))] = KH * KW * Og * e_r_ + KW * u + v
        for o in range(Og):
            left_at[U(o)] = KH * KW * o
        for o in range(Og):
            right_at[U(o)] = OH * OW * o
        contract(tile, (0, 0), wide, dmask_sum2_laid, row_at, left_at, dy,
                (e_r_ // Cg) * OH * OW * Og + col_part * wide + G * OH * OW * Og * n, right_at, min(high,
                rows - (high * row_part)), min(wide, cols - (col_part * wide)), 0, Og, deep)
        for row in range(high * row_part, min(high + high * row_part, rows)):
            u = row // KW
            v = row % KW
            for run in range(col_part * wide, min(cols, col_part * wide + wide)):
                dmask_sum2_lines[U(n), U(e_r_), U(u), U(v), U(run)] = tile[U(row - (high * row_part)), U(run - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_mask_plain(first, last, dy, dmask_sum2, dmask_sum2_laid, N, Cg, G, Og, KH, KW, E, OH, OW, Ce,
        o_block_last):
    """dmask_sum2[n, e_r, u, v, i, j] = Σ_o dy[n, Og·⌊e_r/Cg⌋+o, i, j] · dmask_sum2_laid[e_r, o, u, v]"""
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(OW, dtype)
    part = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (Ce * E * KH * KW * OH)
        e_r_ = task // (KH * KW * OH) % (Ce * E)
        u = task // (KW * OH) % KH
        v = task // OH % KW
        i = task % OH
        # dmask_sum2[n, e_r, u, v, i, j] = Σ_o dy[n, Og·⌊e_r/Cg⌋+o, i, j] ·
        #     dmask_sum2_laid[e_r, o, u, v]
        for j in range(OW):
            dmask_sum2[U(n), U(e_r_), U(u), U(v), U(i), U(j)] = T(0)
        for j in range(OW):
            rest[U(j)] = T(0)
        e_r__by_Cg2 = e_r_ // Cg
        for o_block in range(o_block_last + 1):
            for j in range(OW):
                part[U(j)] = T(0)
            for o in range(o_block * 1024, min(Og, o_block * 1024 + 1024)):
                dmask_sum2_laid_here = dmask_sum2_laid[U(e_r_), U(o), U(u), U(v)]
                for j in range(OW):
                    part[U(j)] += dmask_sum2_laid_here * dy[U(n), U(Og * e_r__by_Cg2 + o), U(i), U(j)]
            for j in range(OW):
                dmask_sum2[U(n), U(e_r_), U(u), U(v), U(i), U(j)], rest[U(j)] = carried(dmask_sum2[U(n), U(e_r_), U(u), U(v), U(i), U(j)], rest[U(j)], part[U(j)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_mask_part3(first, last, dmask, dmask_sum, dmask_sum2, N, KH, KW, E, OH, OW, Ce):
    """dmask[n, (e·KH+u)·KW+v, i, j] = Σ_r dmask_sum2[n, e·Ce+r, u, v, i, j] · dmask_sum[n,e,u,v,i,j,r]"""
    dtype = dmask.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (E * KH * KW * OH)
        e = task // (KH * KW * OH) % E
        u = task // (KW * OH) % KH
        v = task // OH % KW
        i = task % OH
        # dmask[n, (e·KH+u)·KW+v, i, j] = Σ_r dmask_sum2[n, e·Ce+r, u, v, i, j] ·
        #     dmask_sum[n,e,u,v,i,j,r]
        for j in range(OW):
            dmask[U(n), U(KH * KW * e + KW * u + v), U(i), U(j)] = T(0)
        for r_ in range(Ce):
            for j in range(OW):
                dmask[U(n), U(KH * KW * e + KW * u + v), U(i), U(j)] += (
                    dmask_sum2[U(n), U(Ce * e + r_), U(u), U(v), U(i), U(j)]
                    * dmask_sum[U(n), U(e), U(u), U(v), U(i), U(j), U(r_)]
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
    dmask_sum = scratch((N, E, KH, KW, OH, OW, Ce), dtype)
    dmask_sum2_laid = scratch((Ce * E, Og, KH, KW), dtype)
    dmask_sum2 = scratch((N, Ce * E, KH, KW, OH, OW), dtype)
    launch(_vjp_mask_part, N * E * KH * KW * OH * OW, Ce * E * H * KH * KW * N * OH * OW * W, x, offset,
            dmask_sum, N, Cg, G, H, W, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h, d_w)
    launch(_vjp_mask_part2, Ce * E * Og * KH, Ce * E * KH * KW * Og, w, dmask_sum2_laid, Cg, G, Og, KH, KW, E,
            Ce)
    if blocks(KH * KW >= 4 and OH * OW >= 8 and Og >= 4):
        rows = KH * KW
        cols = OH * OW
        wide = colblock()
        deep = depthblock()
        high = rowblock(rows, ((cols - 1) // wide + 1) * Ce * E * N)
        dmask_sum2_lines = dmask_sum2.reshape((N, Ce * E, KH, KW, OH * OW))
        line_last = (rows - 1) // KW
        launch(_vjp_mask_blocks, Ce * E * N * ((rows - 1) // high + 1) * ((cols - 1) // wide + 1),
                Ce * E * KH * KW * N * OH * OW * Og // 32, dy, dmask_sum2_laid, dmask_sum2_lines, N, Cg, G,
                Og, KH, KW, E, OH, OW, Ce, cols, deep, high, line_last, rows, wide)
    else:
        o_block_last = (Og - 1) // 1024
        launch(_vjp_mask_plain, N * Ce * E * KH * KW * OH, Ce * E * KH * KW * N * OH * OW * Og, dy,
                dmask_sum2, dmask_sum2_laid, N, Cg, G, Og, KH, KW, E, OH, OW, Ce, o_block_last)
    launch(_vjp_mask_part3, N * E * KH * KW * OH, Ce * E * KH * KW * N * OH * OW, dmask, dmask_sum,
            dmask_sum2, N, KH, KW, E, OH, OW, Ce)
