"""The kernels of roi_align; roi_align.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `roi_align`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .roi_align_kernels import (
    _forward_part, _forward_part3, _vjp_x_part2, _vjp_x_part5,
)
from .disjoint import njit
from .elementary import select
from .runtime import carried, cell, inside, plus
from .threads import launch
from .vectors import blocks, colblock, contract, depthblock, rowblock, scratch, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_boxes_blocks(first, last, dy, x, image, drow_sum_lines, N, C, H, W, K, OH, OW, cols, deep, high,
        line_last, rows, wide):
    """drow_sum[k,q,r,i,j] = Σ_c dy[k,c,i,j] · x[image[k], c, q, r]"""
    dtype = dy.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(C, np.int64)
    right_at = np.empty(C, np.int64)
    tile = np.empty((high, wide), dtype)
    turned = np.empty((wide, high), dtype)
    for c in range(C):
        left_at[U(c)] = OH * OW * c
    for c in range(C):
        right_at[U(c)] = H * W * c
    for task in range(first, last):
        k_ = task // (((rows - 1) // high + 1) * ((cols - 1) // wide + 1))
        row_part = task // (((cols - 1) // wide + 1)) % ((rows - 1) // high + 1)
        col_part = task % ((cols - 1) // wide + 1)
        # drow_sum[k,q,r,i,j] = Σ_c dy[k,c,i,j] · x[image[k], c, q, r]
        for line in range(high * row_part // OW, min((high + high * row_part - 1) // OW + 1, line_last + 1,
                OH)):
            i_ = line
            for j in range(max(0, high * row_part - (OW * line)), min(OW, rows - (OW * line),
                    high + high * row_part - (OW * line))):
                row_at[U(j + OW * line - (high * row_part))] = OW * i_ + j + C * OH * OW * k_
        contract(tile, (0, 0), wide, dy, row_at, left_at, x, C * H * W * image[U(k_)] + col_part * wide,
                right_at, min(high, rows - (high * row_part)), min(wide, cols - (col_part * wide)), 0, C,
                deep)
        turn(turned, (0, 0), high, tile, 0, wide, 1, min(high, rows - (high * row_part)), min(wide,
                cols - (col_part * wide)))
        for col in range(col_part * wide, min(col_part * wide + wide, cols)):
            q = col // W
            r = col % W
            for run in range(high * row_part, min(rows, high + high * row_part)):
                drow_sum_lines[U(k_), U(q), U(r), U(run)] = turned[U(col - (col_part * wide)), U(run - (high * row_part))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_boxes_plain(first, last, dy, x, image, drow_sum, N, C, H, W, K, OH, OW, c_block_last):
    """drow_sum[k,q,r,i,j] = Σ_c dy[k,c,i,j] · x[image[k], c, q, r]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        k_ = task // (H * W * OH)
        q = task // (W * OH) % H
        r = task // OH % W
        i_ = task % OH
        # drow_sum[k,q,r,i,j] = Σ_c dy[k,c,i,j] · x[image[k], c, q, r]
        image_here = image[U(k_)]
        for j in range(OW):
            acc = T(0)
            rest = T(0)
            for c_block in range(c_block_last + 1):
                part = T(0)
                for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                    part = plus(part, dy[U(k_), U(c), U(i_), U(j)] * x[U(image_here), U(c), U(q), U(r)])
                acc, rest = carried(acc, rest, part)
            drow_sum[U(k_), U(q), U(r), U(i_), U(j)] = acc


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_boxes_part2(first, last, boxes, height, row, H, K, OH, S, sigma, alpha):
    """row[k,i,u] = min(H − 1, {0 if σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH < α/2; else σ·boxes[k,1]
        + ((u + 1/2)/S + i) · height[k]/OH − α/2})
    """
    dtype = boxes.dtype
    T = dtype.type
    for task in range(first, last):
        k = task // OH
        i = task % OH
        # row[k,i,u] = min(H − 1, {0 if σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH < α/2;
        #     else σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH − α/2})
        boxes_here3 = boxes[U(k), 1]
        height_here = height[U(k)]
        for u in range(S):
            row[U(k), U(i), U(u)] = select(
                select(
                    T(alpha) / T(2) > boxes_here3 * sigma
                    + height_here * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH),
                    T(0),
                    boxes_here3 * sigma
                    + height_here * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH)
                    - (T(alpha) / T(2)),
                )
                + T(1) >= T(H),
                T(H - 1),
                select(T(alpha) / T(2) > boxes_here3 * sigma + height_here * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH),
                        T(0),
                        boxes_here3 * sigma + height_here * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH) - (T(alpha) / T(2))),
            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_boxes_part5(first, last, boxes, counts_row, height, H, K, OH, S, sigma, alpha):
    """counts_row[k,i,u] = {1 if α/2 − 1 ≤ σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH ≤ H + α/2; 0 if 1
        + σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH < α/2; 0 if σ·boxes[k,1] + ((u + 1/2)/S + i) ·
        height[k]/OH > H + α/2; else σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH − α/2}
    """
    dtype = boxes.dtype
    T = dtype.type
    for task in range(first, last):
        k = task // OH
        i = task % OH
        # counts_row[k,i,u] = {1 if α/2 − 1 ≤ σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH
        #     ≤ H + α/2; 0 if 1 + σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH < α/2; 0 if
        #     σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH > H + α/2; else σ·boxes[k,1] +
        #     ((u + 1/2)/S + i) · height[k]/OH − α/2}
        boxes_here7 = boxes[U(k), 1]
        height_here2 = height[U(k)]
        for u in range(S):
            counts_row[U(k), U(i), U(u)] = select(
                boxes_here7 * sigma
                + height_here2 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH)
                + T(1) >= T(alpha) / T(2)
                and T(H * 2 + alpha) / T(2) >= boxes_here7 * sigma
                + height_here2 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH),
                T(1),
                select(T(alpha) / T(2) > boxes_here7 * sigma + height_here2 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH) + T(1),
                        T(0),
                        select(boxes_here7 * sigma + height_here2 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH) > T(H * 2 + alpha) / T(2),
                        T(0),
                        boxes_here7 * sigma + height_here2 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH) - (T(alpha) / T(2)))),
            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_boxes_part7(first, last, column, counts_column, counts_row, drow, drow_sum, row, H, W, K, OH, OW, S):
    """drow[k,i,u] += G′(q, row[k,i,u]) · G(r, column[k,j,v]) · counts_column[k,j,v] · counts_row[k,i,u] ·
        drow_sum[k,q,r,i,j]/S²
    below2_table[j,v] = ⌊column[k′,j,v]⌋
    weight_table[j,v] = G(⌊column[k′,j,v]⌋, column[k′,j,v])
    weight2_table[j,v] = G(⌊column[k′,j,v]⌋ + 1, column[k′,j,v])
    """
    dtype = column.dtype
    T = dtype.type
    below2_table = np.empty((OW, S), np.int64)
    weight_table = np.empty((OW, S), dtype)
    weight2_table = np.empty((OW, S), dtype)
    for task in range(first, last):
        k_ = task // OH
        i_ = task % OH
        # drow[k,i,u] += G′(q, row[k,i,u]) · G(r, column[k,j,v]) · counts_column[k,j,v] ·
        #     counts_row[k,i,u] · drow_sum[k,q,r,i,j]/S²
        # below2_table[j,v] = ⌊column[k′,j,v]⌋
        # weight_table[j,v] = G(⌊column[k′,j,v]⌋, column[k′,j,v])
        # weight2_table[j,v] = G(⌊column[k′,j,v]⌋ + 1, column[k′,j,v])
        for j in range(OW):
            for v in range(S):
                below2 = cell(column[U(k_), U(j), U(v)])
                weight = max(T(1) - abs(column[U(k_), U(j), U(v)] - T(below2)), T(0))
                weight2 = max(T(1) - abs(column[U(k_), U(j), U(v)] - T(below2 + 1)), T(0))
                below2_table[U(j), U(v)] = below2
                weight_table[U(j), U(v)] = weight
                weight2_table[U(j), U(v)] = weight2
        for u_ in range(S):
            drow[U(k_), U(i_), U(u_)] = T(0)
            below = cell(row[U(k_), U(i_), U(u_)])
            weight3 = (
                T(-1)
                if T(below) <= row[U(k_), U(i_), U(u_)] < T(below + 1)
                else T(1)
                if T(below - 1) <= row[U(k_), U(i_), U(u_)] < T(below)
                else T(0)
                if row[U(k_), U(i_), U(u_)] == row[U(k_), U(i_), U(u_)]
                else row[U(k_), U(i_), U(u_)]
            )
            weight4 = (
                T(-1)
                if T(below + 1) <= row[U(k_), U(i_), U(u_)] < T(below + 2)
                else T(1)
                if T(below) <= row[U(k_), U(i_), U(u_)] < T(below + 1)
                else T(0)
                if row[U(k_), U(i_), U(u_)] == row[U(k_), U(i_), U(u_)]
                else row[U(k_), U(i_), U(u_)]
            )
            for j in range(OW):
                for v in range(S):
                    below2 = below2_table[U(j), U(v)]
                    weight = weight_table[U(j), U(v)]
                    weight2 = weight2_table[U(j), U(v)]
                    if below >= 0 and H >= below + 2 and below2 >= 0 and W >= below2 + 2:
                        drow[U(k_), U(i_), U(u_)] += (
                            counts_column[U(k_), U(j), U(v)]
                            * counts_row[U(k_), U(i_), U(u_)]
                            * drow_sum[U(k_), U(below), U(below2), U(i_), U(j)]
                            * weight
                            * weight3
                            / T(S**2)
                        )
                        drow[U(k_), U(i_), U(u_)] += (
                            counts_column[U(k_), U(j), U(v)]
                            * counts_row[U(k_), U(i_), U(u_)]
                            * drow_sum[U(k_), U(below), U(below2 + 1), U(i_), U(j)]
                            * weight2
                            * weight3
                            / T(S**2)
                        )
                        drow[U(k_), U(i_), U(u_)] += (
                            counts_column[U(k_), U(j), U(v)]
                            * counts_row[U(k_), U(i_), U(u_)]
                            * drow_sum[U(k_), U(below + 1), U(below2), U(i_), U(j)]
                            * weight
                            * weight4
                            / T(S**2)
                        )
                        drow[U(k_), U(i_), U(u_)] += (
                            counts_column[U(k_), U(j), U(v)]
                            * counts_row[U(k_), U(i_), U(u_)]
                            * drow_sum[U(k_), U(below + 1), U(below2 + 1), U(i_), U(j)]
                            * weight2
                            * weight4
                            / T(S**2)
                        )
                    else:
                        counts_column_here = counts_column[U(k_), U(j), U(v)]
                        counts_row_here = counts_row[U(k_), U(i_), U(u_)]
                        if below >= 0 and H >= below + 1:
                            if inside(below2, W):
                                drow[U(k_), U(i_), U(u_)] += (
                                    counts_column_here
                                    * counts_row_here
                                    * drow_sum[U(k_), U(below), U(below2), U(i_), U(j)]
                                    * weight
                                    * weight3
                                    / T(S**2)
                                )
                            if inside(below2 + 1, W):
                                drow[U(k_), U(i_), U(u_)] += (
                                    counts_column_here
                                    * counts_row_here
                                    * drow_sum[U(k_), U(below), U(below2 + 1), U(i_), U(j)]
                                    * weight2
                                    * weight3
                                    / T(S**2)
                                )
                        if below + 1 >= 0 and H >= below + 2:
                            if inside(below2, W):
                                drow[U(k_), U(i_), U(u_)] += (
                                    counts_column_here
                                    * counts_row_here
                                    * drow_sum[U(k_), U(below + 1), U(below2), U(i_), U(j)]
                                    * weight
                                    * weight4
                                    / T(S**2)
                                )
                            if inside(below2 + 1, W):
                                drow[U(k_), U(i_), U(u_)] += (
                                    counts_column_here
                                    * counts_row_here
                                    * drow_sum[U(k_), U(below + 1), U(below2 + 1), U(i_), U(j)]
                                    * weight2
                                    * weight4
                                    / T(S**2)
                                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_boxes_part8(first, last, boxes, dheight, drow, height, H, K, OH, S, sigma, alpha):
    """dheight[k] = 1/OH · Σ_{i,u} ((u + 1/2)/S + i) · {drow[k,i,u] if 1 + {0 if σ·boxes[k,1] + ((u + 1/2)/S
        + i) · height[k]/OH < α/2; else σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH − α/2} < H,
        σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH ≥ α/2; 0 if 1 + {0 if σ·boxes[k,1] + ((u + 1/2)/S
        + i) · height[k]/OH < α/2; else σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH − α/2} ≥ H; 0 if
        σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH < α/2; else H − 1 − {0 if σ·boxes[k,1] + ((u +
        1/2)/S + i) · height[k]/OH < α/2; else σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH − α/2}}
    """
    dtype = boxes.dtype
    T = dtype.type
    for k in range(first, last):
        # dheight[k], as written above
        acc2 = T(0)
        boxes_here9 = boxes[U(k), 1]
        height_here3 = height[U(k)]
        for i in range(OH):
            for u in range(S):
                drow_here = drow[U(k), U(i), U(u)]
                acc2 = plus(
                    acc2,
                    select(
                        T(H) > select(T(alpha) / T(2) > boxes_here9 * sigma + height_here3 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH),
                                T(0),
                                boxes_here9 * sigma + height_here3 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH) - (T(alpha) / T(2)))
                        + T(1)
                        and boxes_here9 * sigma
                        + height_here3 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH) >= T(alpha) / T(2),
                        drow_here,
                        select(select(T(alpha) / T(2) > boxes_here9 * sigma + height_here3 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH),
                                T(0),
                                boxes_here9 * sigma + height_here3 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH) - (T(alpha) / T(2))) + T(1) >= T(H),
                                T(0),
                                select(T(alpha) / T(2) > boxes_here9 * sigma + height_here3 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH),
                                T(0),
                                T(H - 1) - select(T(alpha) / T(2) > boxes_here9 * sigma + height_here3 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH),
                                T(0),
                                boxes_here9 * sigma + height_here3 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH) - (T(alpha) / T(2))))),
                    )
                    * (T(S * i * 2 + u * 2 + 1) / T(S * 2)),
                )
        dheight[U(k)] = acc2 / T(OH)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_boxes_part9(first, last, column, counts_column, counts_row, dcolumn, dcolumn_sum, row, H, W, K, OH,
        OW, S):
    """dcolumn[k,j,v] += G(q, row[k,i,u]) · G′(r, column[k,j,v]) · counts_column[k,j,v] · counts_row[k,i,u] ·
        dcolumn_sum[k,q,r,i,j]/S²
    below4_table[i,u] = ⌊row[k′,i,u]⌋
    weight7_table[i,u] = G(⌊row[k′,i,u]⌋, row[k′,i,u])
    weight8_table[i,u] = G(⌊row[k′,i,u]⌋ + 1, row[k′,i,u])
    """
    dtype = column.dtype
    T = dtype.type
    below4_table = np.empty((OH, S), np.int64)
    weight7_table = np.empty((OH, S), dtype)
    weight8_table = np.empty((OH, S), dtype)
    for task in range(first, last):
        k_ = task // OW
        j_ = task % OW
        # dcolumn[k,j,v] += G(q, row[k,i,u]) · G′(r, column[k,j,v]) · counts_column[k,j,v] ·
        #     counts_row[k,i,u] · dcolumn_sum[k,q,r,i,j]/S²
        # below4_table[i,u] = ⌊row[k′,i,u]⌋
        # weight7_table[i,u] = G(⌊row[k′,i,u]⌋, row[k′,i,u])
        # weight8_table[i,u] = G(⌊row[k′,i,u]⌋ + 1, row[k′,i,u])
        for i in range(OH):
            for u in range(S):
                below4 = cell(row[U(k_), U(i), U(u)])
                weight7 = max(T(1) - abs(row[U(k_), U(i), U(u)] - T(below4)), T(0))
                weight8 = max(T(1) - abs(row[U(k_), U(i), U(u)] - T(below4 + 1)), T(0))
                below4_table[U(i), U(u)] = below4
                weight7_table[U(i), U(u)] = weight7
                weight8_table[U(i), U(u)] = weight8
        for v_ in range(S):
            dcolumn[U(k_), U(j_), U(v_)] = T(0)
            below3 = cell(column[U(k_), U(j_), U(v_)])
            weight5 = (
                T(-1)
                if T(below3) <= column[U(k_), U(j_), U(v_)] < T(below3 + 1)
                else T(1)
                if T(below3 - 1) <= column[U(k_), U(j_), U(v_)] < T(below3)
                else T(0)
                if column[U(k_), U(j_), U(v_)] == column[U(k_), U(j_), U(v_)]
                else column[U(k_), U(j_), U(v_)]
            )
            weight6 = (
                T(-1)
                if T(below3 + 1) <= column[U(k_), U(j_), U(v_)] < T(below3 + 2)
                else T(1)
                if T(below3) <= column[U(k_), U(j_), U(v_)] < T(below3 + 1)
                else T(0)
                if column[U(k_), U(j_), U(v_)] == column[U(k_), U(j_), U(v_)]
                else column[U(k_), U(j_), U(v_)]
            )
            for i in range(OH):
                for u in range(S):
                    below4 = below4_table[U(i), U(u)]
                    weight7 = weight7_table[U(i), U(u)]
                    weight8 = weight8_table[U(i), U(u)]
                    if below4 >= 0 and H >= below4 + 2 and below3 >= 0 and W >= below3 + 2:
                        dcolumn[U(k_), U(j_), U(v_)] += (
                            counts_column[U(k_), U(j_), U(v_)]
                            * counts_row[U(k_), U(i), U(u)]
                            * dcolumn_sum[U(k_), U(below4), U(below3), U(i), U(j_)]
                            * weight5
                            * weight7
                            / T(S**2)
                        )
                        dcolumn[U(k_), U(j_), U(v_)] += (
                            counts_column[U(k_), U(j_), U(v_)]
                            * counts_row[U(k_), U(i), U(u)]
                            * dcolumn_sum[U(k_), U(below4), U(below3 + 1), U(i), U(j_)]
                            * weight6
                            * weight7
                            / T(S**2)
                        )
                        dcolumn[U(k_), U(j_), U(v_)] += (
                            counts_column[U(k_), U(j_), U(v_)]
                            * counts_row[U(k_), U(i), U(u)]
                            * dcolumn_sum[U(k_), U(below4 + 1), U(below3), U(i), U(j_)]
                            * weight5
                            * weight8
                            / T(S**2)
                        )
                        dcolumn[U(k_), U(j_), U(v_)] += (
                            counts_column[U(k_), U(j_), U(v_)]
                            * counts_row[U(k_), U(i), U(u)]
                            * dcolumn_sum[U(k_), U(below4 + 1), U(below3 + 1), U(i), U(j_)]
                            * weight6
                            * weight8
                            / T(S**2)
                        )
                    else:
                        counts_column_here = counts_column[U(k_), U(j_), U(v_)]
                        counts_row_here = counts_row[U(k_), U(i), U(u)]
                        if below4 >= 0 and H >= below4 + 1:
                            if inside(below3, W):
                                dcolumn[U(k_), U(j_), U(v_)] += (
                                    counts_column_here
                                    * counts_row_here
                                    * dcolumn_sum[U(k_), U(below4), U(below3), U(i), U(j_)]
                                    * weight5
                                    * weight7
                                    / T(S**2)
                                )
                            if inside(below3 + 1, W):
                                dcolumn[U(k_), U(j_), U(v_)] += (
                                    counts_column_here
                                    * counts_row_here
                                    * dcolumn_sum[U(k_), U(below4), U(below3 + 1), U(i), U(j_)]
                                    * weight6
                                    * weight7
                                    / T(S**2)
                                )
                        if below4 + 1 >= 0 and H >= below4 + 2:
                            if inside(below3, W):
                                dcolumn[U(k_), U(j_), U(v_)] += (
                                    counts_column_here
                                    * counts_row_here
                                    * dcolumn_sum[U(k_), U(below4 + 1), U(below3), U(i), U(j_)]
                                    * weight5
                                    * weight8
                                    / T(S**2)
                                )
                            if inside(below3 + 1, W):
                                dcolumn[U(k_), U(j_), U(v_)] += (
                                    counts_column_here
                                    * counts_row_here
                                    * dcolumn_sum[U(k_), U(below4 + 1), U(below3 + 1), U(i), U(j_)]
                                    * weight6
                                    * weight8
                                    / T(S**2)
                                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_boxes_part10(first, last, boxes, dboxes, dcolumn, dheight, drow, height, width, H, W, K, OH, OW, S,
        sigma, alpha):
    """dwidth = 1/OW · Σ_{j,v} ((v + 1/2)/S + j) · {dcolumn[k,j,v] if 1 + {0 if σ·boxes[k,0] + ((v + 1/2)/S +
        j) · width[k]/OW < α/2; else σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW − α/2} < W,
        σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW ≥ α/2; 0 if 1 + {0 if σ·boxes[k,0] + ((v + 1/2)/S +
        j) · width[k]/OW < α/2; else σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW − α/2} ≥ W; 0 if
        σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW < α/2; else W − 1 − {0 if σ·boxes[k,0] + ((v +
        1/2)/S + j) · width[k]/OW < α/2; else σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW − α/2}}
    dboxes_sum2 = Σ_{j,v} {dcolumn[k,j,v] if 1 + {0 if σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW <
        α/2; else σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW − α/2} < W, σ·boxes[k,0] + ((v + 1/2)/S +
        j) · width[k]/OW ≥ α/2; 0 if 1 + {0 if σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW < α/2; else
        σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW − α/2} ≥ W; 0 if σ·boxes[k,0] + ((v + 1/2)/S + j) ·
        width[k]/OW < α/2; else W − 1 − {0 if σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW < α/2; else
        σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW − α/2}}
    dboxes_sum = Σ_{i,u} {drow[k,i,u] if 1 + {0 if σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH < α/2;
        else σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH − α/2} < H, σ·boxes[k,1] + ((u + 1/2)/S + i)
        · height[k]/OH ≥ α/2; 0 if 1 + {0 if σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH < α/2; else
        σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH − α/2} ≥ H; 0 if σ·boxes[k,1] + ((u + 1/2)/S + i)
        · height[k]/OH < α/2; else H − 1 − {0 if σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH < α/2;
        else σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH − α/2}}
    dboxes[k,e] = σ · (dheight[k] · [e = 3, α = 1] + ([e = 2, α ≠ 1] · {dwidth if σ · (boxes[k,2] −
        boxes[k,0]) ≥ 1; 0 if σ · (boxes[k,2] − boxes[k,0]) < 1; else σ · (boxes[k,2] − boxes[k,0]) − 1})
        + ([e = 3, α ≠ 1] · {dheight[k] if σ · (boxes[k,3] − boxes[k,1]) ≥ 1; 0 if σ · (boxes[k,3] −
        boxes[k,1]) < 1; else σ · (boxes[k,3] − boxes[k,1]) − 1}) + dboxes_sum2 · [e = 0] + dboxes_sum ·
        [e = 1] + dwidth · [e = 2, α = 1] − dwidth · [e = 0, α = 1] − dheight[k] · [e = 1, α = 1] − ([e =
        0, α ≠ 1] · {dwidth if σ · (boxes[k,2] − boxes[k,0]) ≥ 1; 0 if σ · (boxes[k,2] − boxes[k,0]) < 1;
        else σ · (boxes[k,2] − boxes[k,0]) − 1}) − [e = 1, α ≠ 1] · {dheight[k] if σ · (boxes[k,3] −
        boxes[k,1]) ≥ 1; 0 if σ · (boxes[k,3] − boxes[k,1]) < 1; else σ · (boxes[k,3] − boxes[k,1]) − 1})
    """
    dtype = boxes.dtype
    T = dtype.type
    for k in range(first, last):
        # dwidth, as written above
        acc4 = T(0)
        # dboxes_sum2, as written above
        acc6 = T(0)
        boxes_here10 = boxes[U(k), 0]
        width_here3 = width[U(k)]
        for j in range(OW):
            for v in range(S):
                dcolumn_here = dcolumn[U(k), U(j), U(v)]
                acc4 = plus(
                    acc4,
                    select(
                        T(W) > select(T(alpha) / T(2) > boxes_here10 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here3 / T(OW),
                                T(0),
                                boxes_here10 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here3 / T(OW) - (T(alpha) / T(2)))
                        + T(1)
                        and boxes_here10 * sigma
                        + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here3 / T(OW) >= T(alpha) / T(2),
                        dcolumn_here,
                        select(select(T(alpha) / T(2) > boxes_here10 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here3 / T(OW),
                                T(0),
                                boxes_here10 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here3 / T(OW) - (T(alpha) / T(2))) + T(1) >= T(W),
                                T(0),
                                select(T(alpha) / T(2) > boxes_here10 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here3 / T(OW),
                                T(0),
                                T(W - 1) - select(T(alpha) / T(2) > boxes_here10 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here3 / T(OW),
                                T(0),
                                boxes_here10 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here3 / T(OW) - (T(alpha) / T(2))))),
                    )
                    * (T(S * j * 2 + v * 2 + 1) / T(S * 2)),
                )
                dcolumn_here2 = dcolumn[U(k), U(j), U(v)]
                acc6 = plus(acc6,
                        select(T(W) > select(T(alpha) / T(2) > boxes_here10 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here3 / T(OW),
                        T(0),
                        boxes_here10 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here3 / T(OW) - (T(alpha) / T(2))) + T(1) and boxes_here10 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here3 / T(OW) >= T(alpha) / T(2),
                        dcolumn_here2,
                        select(select(T(alpha) / T(2) > boxes_here10 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here3 / T(OW),
                        T(0),
                        boxes_here10 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here3 / T(OW) - (T(alpha) / T(2))) + T(1) >= T(W),
                        T(0),
                        select(T(alpha) / T(2) > boxes_here10 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here3 / T(OW),
                        T(0),
                        T(W - 1) - select(T(alpha) / T(2) > boxes_here10 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here3 / T(OW),
                        T(0),
                        boxes_here10 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here3 / T(OW) - (T(alpha) / T(2)))))))
        dwidth = acc4 / T(OW)
        # dboxes_sum, as written above
        acc5 = T(0)
        boxes_here12 = boxes[U(k), 1]
        height_here4 = height[U(k)]
        for i in range(OH):
            for u in range(S):
                drow_here2 = drow[U(k), U(i), U(u)]
                acc5 = plus(acc5,
                        select(T(H) > select(T(alpha) / T(2) > boxes_here12 * sigma + height_here4 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH),
                        T(0),
                        boxes_here12 * sigma + height_here4 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH) - (T(alpha) / T(2))) + T(1) and boxes_here12 * sigma + height_here4 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH) >= T(alpha) / T(2),
                        drow_here2,
                        select(select(T(alpha) / T(2) > boxes_here12 * sigma + height_here4 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH),
                        T(0),
                        boxes_here12 * sigma + height_here4 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH) - (T(alpha) / T(2))) + T(1) >= T(H),
                        T(0),
                        select(T(alpha) / T(2) > boxes_here12 * sigma + height_here4 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH),
                        T(0),
                        T(H - 1) - select(T(alpha) / T(2) > boxes_here12 * sigma + height_here4 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH),
                        T(0),
                        boxes_here12 * sigma + height_here4 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH) - (T(alpha) / T(2)))))))
        dboxes_sum = acc5
        dboxes_sum2 = acc6
        # dboxes[k,e], as written above
        boxes_here14 = boxes[U(k), 3]
        dheight_here = dheight[U(k)]
        boxes_here16 = boxes[U(k), 2]
        for e in range(4):
            dboxes[U(k), U(e)] = (
                (
                    (
                        (dwidth if e == 2 and alpha == 1 else T(0))
                        - (dwidth if e == 0 and alpha == 1 else T(0))
                    )
                    + (
                        (dheight_here if e == 3 and alpha == 1 else T(0))
                        - (dheight_here if e == 1 and alpha == 1 else T(0))
                    )
                    + (
                        select(
                            (boxes_here16 - boxes_here10) * sigma >= T(1),
                            dwidth,
                            select(T(1) > (boxes_here16 - boxes_here10) * sigma, T(0),
                                    (boxes_here16 - boxes_here10) * sigma - T(1)),
                        )
                        if e == 2 and alpha != 1
                        else T(0)
                    )
                    + (
                        select(
                            (boxes_here14 - boxes_here12) * sigma >= T(1),
                            dheight_here,
                            select(T(1) > (boxes_here14 - boxes_here12) * sigma, T(0),
                                    (boxes_here14 - boxes_here12) * sigma - T(1)),
                        )
                        if e == 3 and alpha != 1
                        else T(0)
                    )
                    + (dboxes_sum if e == 1 else T(0))
                    + (dboxes_sum2 if e == 0 else T(0))
                    - (
                        select(
                            (boxes_here14 - boxes_here12) * sigma >= T(1),
                            dheight_here,
                            select(T(1) > (boxes_here14 - boxes_here12) * sigma, T(0),
                                    (boxes_here14 - boxes_here12) * sigma - T(1)),
                        )
                        if e == 1 and alpha != 1
                        else T(0)
                    )
                    - (
                        select(
                            (boxes_here16 - boxes_here10) * sigma >= T(1),
                            dwidth,
                            select(T(1) > (boxes_here16 - boxes_here10) * sigma, T(0),
                                    (boxes_here16 - boxes_here10) * sigma - T(1)),
                        )
                        if e == 0 and alpha != 1
                        else T(0)
                    )
                )
                * sigma
            )


def _vjp_boxes(dy, x, boxes, image, dboxes, N, C, H, W, K, OH, OW, S, sigma, alpha):
    """height[k] = {σ · (boxes[k,3] − boxes[k,1]) if α = 1; σ · (boxes[k,3] − boxes[k,1]) if σ · (boxes[k,3]
        − boxes[k,1]) ≥ 1; else 1}
    top[k] = σ·boxes[k,1] − α/2
    free_row[k,i,u] = top[k] + ((u + 1/2)/S + i) · height[k]/OH
    counts_row[k,i,u] = {1 if −1 ≤ free_row[k,i,u] ≤ H; else 0}
    width[k] = {σ · (boxes[k,2] − boxes[k,0]) if α = 1; σ · (boxes[k,2] − boxes[k,0]) if σ · (boxes[k,2] −
        boxes[k,0]) ≥ 1; else 1}
    left[k] = σ·boxes[k,0] − α/2
    free_column[k,j,v] = left[k] + ((v + 1/2)/S + j) · width[k]/OW
    counts_column[k,j,v] = {1 if −1 ≤ free_column[k,j,v] ≤ W; else 0}
    column[k,j,v] = clamp(free_column[k,j,v], 0, W − 1)
    row[k,i,u] = clamp(free_row[k,i,u], 0, H − 1)
    drow[k,i,u] = counts_row[k,i,u]/S² · Σ_{c,j,v,q,r} G′(q, row[k,i,u]) · G(r, column[k,j,v]) ·
        dy[k,c,i,j] · counts_column[k,j,v] · x[image[k], c, q, r]
    dheight[k] = 1/OH · Σ_{i,u : 1+max(free_row[k,i,u],0) < H, free_row[k,i,u] ≥ 0} ((u + 1/2)/S + i) ·
        drow[k,i,u]
    dcolumn[k,j,v] = counts_column[k,j,v]/S² · Σ_{c,i,u,q,r} G(q, row[k,i,u]) · G′(r, column[k,j,v]) ·
        dy[k,c,i,j] · counts_row[k,i,u] · x[image[k], c, q, r]
    dwidth[k] = 1/OW · Σ_{j,v : 1+max(free_column[k,j,v],0) < W, free_column[k,j,v] ≥ 0} ((v + 1/2)/S + j)
        · dcolumn[k,j,v]
    dboxes[k,e] = σ · (dheight[k] · [e = 3, α = 1] + dwidth[k] · [e = 2, α = 1] + dheight[k] · [e = 3, α ≠
        1, σ · (boxes[k,3] − boxes[k,1]) ≥ 1] + dwidth[k] · [e = 2, α ≠ 1, σ · (boxes[k,2] − boxes[k,0]) ≥
        1] + [e = 0] · Σ_{j,v : 1+max(free_column[k,j,v],0) < W, free_column[k,j,v] ≥ 0} dcolumn[k,j,v] +
        [e = 1] · Σ_{i,u : 1+max(free_row[k,i,u],0) < H, free_row[k,i,u] ≥ 0} drow[k,i,u] − dwidth[k] · [e
        = 0, α = 1] − dheight[k] · [e = 1, α = 1] − dwidth[k] · [e = 0, α ≠ 1, σ · (boxes[k,2] −
        boxes[k,0]) ≥ 1] − dheight[k] · [e = 1, α ≠ 1, σ · (boxes[k,3] − boxes[k,1]) ≥ 1])

    Operations: 8·C·H·K·OH·OW·S²·W + K·OH·S + K·OW·S multiplications, 2·C·H·K·OH·OW·S²·W + 2·K·OH·S +
        2·K·OW·S + 38·K additions, terms that a condition drops counted.
    """
    dtype = dboxes.dtype
    width = scratch(K, dtype)
    counts_column = scratch((K, OW, S), dtype)
    height = scratch(K, dtype)
    counts_row = scratch((K, OH, S), dtype)
    column = scratch((K, OW, S), dtype)
    row = scratch((K, OH, S), dtype)
    drow_sum = scratch((K, H, W, OH, OW), dtype)
    drow = scratch((K, OH, S), dtype)
    dheight = scratch(K, dtype)
    dcolumn_sum = scratch((K, H, W, OH, OW), dtype)
    dcolumn = scratch((K, OW, S), dtype)
    if blocks(OH * OW >= 4 and H * W >= 8 and C >= 4):
        rows = OH * OW
        cols = H * W
        wide = colblock(cols)
        deep = depthblock()
        high = rowblock(rows, ((cols - 1) // wide + 1) * K)
        drow_sum_lines = drow_sum.reshape((K, H, W, OH * OW))
        line_last = (rows - 1) // OW
        launch(_vjp_boxes_blocks, K * ((rows - 1) // high + 1) * ((cols - 1) // wide + 1),
                C * H * K * OH * OW * W // 32, dy, x, image, drow_sum_lines, N, C, H, W, K, OH, OW, cols,
                deep, high, line_last, rows, wide)
    else:
        c_block_last = (C - 1) // 1024
        launch(_vjp_boxes_plain, K * H * W * OH, C * H * K * OH * OW * W, dy, x, image, drow_sum, N, C, H, W,
                K, OH, OW, c_block_last)
    # height[k] = {σ · (boxes[k,3] − boxes[k,1]) if α = 1; 1 if σ · (boxes[k,3] −
    #     boxes[k,1]) < 1; else σ · (boxes[k,3] − boxes[k,1])}
    launch(_forward_part3, (K - 1) // 1024 + 1, K, boxes, height, K, sigma, alpha)
    launch(_vjp_boxes_part2, K * OH, K * OH * S, boxes, height, row, H, K, OH, S, sigma, alpha)
    # width[k] = {σ · (boxes[k,2] − boxes[k,0]) if α = 1; 1 if σ · (boxes[k,2] −
    #     boxes[k,0]) < 1; else σ · (boxes[k,2] − boxes[k,0])}
    launch(_forward_part, (K - 1) // 1024 + 1, K, boxes, width, K, sigma, alpha)
    # column[k,j,v] = min(W − 1, {0 if σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW <
    #     α/2; else σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW − α/2})
    launch(_vjp_x_part2, K * OW, K * OW * S, boxes, column, width, W, K, OW, S, sigma, alpha)
    launch(_vjp_boxes_part5, K * OH, K * OH * S, boxes, counts_row, height, H, K, OH, S, sigma, alpha)
    # counts_column[k,j,v] = {1 if α/2 − 1 ≤ σ·boxes[k,0] + ((v + 1/2)/S + j) ·
    #     width[k]/OW ≤ W + α/2; 0 if 1 + σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW <
    #     α/2; 0 if σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW > W + α/2; else
    #     σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW − α/2}
    launch(_vjp_x_part5, K * OW, K * OW * S, boxes, counts_column, width, W, K, OW, S, sigma, alpha)
    launch(_vjp_boxes_part7, K * OH, OW * S * 3 + H * K * OH * OW * S**2 * W + K * OH * S, column,
            counts_column, counts_row, drow, drow_sum, row, H, W, K, OH, OW, S)
    launch(_vjp_boxes_part8, K, K * OH * S, boxes, dheight, drow, height, H, K, OH, S, sigma, alpha)
    if blocks(OH * OW >= 4 and H * W >= 8 and C >= 4):
        rows2 = OH * OW
        cols2 = H * W
        wide2 = colblock(cols2)
        deep2 = depthblock()
        high2 = rowblock(rows2, ((cols2 - 1) // wide2 + 1) * K)
        dcolumn_sum_lines2 = dcolumn_sum.reshape((K, H, W, OH * OW))
        line2_last = (rows2 - 1) // OW
        # dcolumn_sum[k,q,r,i,j] = Σ_c dy[k,c,i,j] · x[image[k], c, q, r]
        launch(_vjp_boxes_blocks, K * ((rows2 - 1) // high2 + 1) * ((cols2 - 1) // wide2 + 1),
                C * H * K * OH * OW * W // 32, dy, x, image, dcolumn_sum_lines2, N, C, H, W, K, OH, OW, cols2,
                deep2, high2, line2_last, rows2, wide2)
    else:
        c_block_last = (C - 1) // 1024
        # dcolumn_sum[k,q,r,i,j] = Σ_c dy[k,c,i,j] · x[image[k], c, q, r]
        launch(_vjp_boxes_plain, K * H * W * OH, C * H * K * OH * OW * W, dy, x, image, dcolumn_sum, N, C, H,
                W, K, OH, OW, c_block_last)
    launch(_vjp_boxes_part9, K * OW, OH * S * 3 + H * K * OH * OW * S**2 * W + K * OW * S, column,
            counts_column, counts_row, dcolumn, dcolumn_sum, row, H, W, K, OH, OW, S)
    launch(_vjp_boxes_part10, K, K * OW * S * 2 + K + K * OH * S, boxes, dboxes, dcolumn, dheight, drow,
            height, width, H, W, K, OH, OW, S, sigma, alpha)
