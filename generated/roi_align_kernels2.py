"""The kernels of roi_align; roi_align.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `roi_align`.  Do not edit.
Run time: 47a62f82b295e183.
"""

import numpy as np

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
        for c in range(C):
            left_at[U(c)] = OH * OW * c
        for c in range(C):
            right_at[U(c)] = H * W * c
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
def _vjp_boxes_part(first, last, boxes, height, K, sigma, alpha):
    """height[k] = {σ · (boxes[k,3] − boxes[k,1]) if α = 1; 1 if σ · (boxes[k,3] − boxes[k,1]) < 1; else σ ·
        (boxes[k,3] − boxes[k,1])}
    """
    dtype = boxes.dtype
    T = dtype.type
    for k_block in range(first, last):
        # height[k] = {σ · (boxes[k,3] − boxes[k,1]) if α = 1; 1 if σ · (boxes[k,3] −
        #     boxes[k,1]) < 1; else σ · (boxes[k,3] − boxes[k,1])}
        if alpha == 1:
            for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                height[U(k)] = (boxes[U(k), 3] - boxes[U(k), 1]) * sigma
        else:
            for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                boxes_here = boxes[U(k), 1]
                boxes_here2 = boxes[U(k), 3]
                height[U(k)] = select(
                    T(1) > (boxes_here2 - boxes_here) * sigma,
                    T(1),
                    (boxes_here2 - boxes_here) * sigma,
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_boxes_part2(first, last, boxes, height, row, H, K, OH, S, sigma, alpha):
    """row[k,i,u] = {H − 1 if 1 + {0 if σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH < α/2; else
        σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH − α/2} > H; 0 if σ·boxes[k,1] + ((u + 1/2)/S + i)
        · height[k]/OH < α/2; else σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH − α/2}
    """
    dtype = boxes.dtype
    T = dtype.type
    for task in range(first, last):
        k = task // OH
        i = task % OH
        # row[k,i,u] = {H − 1 if 1 + {0 if σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH <
        #     α/2; else σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH − α/2} > H; 0 if
        #     σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH < α/2; else σ·boxes[k,1] + ((u +
        #     1/2)/S + i) · height[k]/OH − α/2}
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
                + T(1) > T(H),
                T(H - 1),
                select(T(alpha) / T(2) > boxes_here3 * sigma + height_here * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH),
                        T(0),
                        boxes_here3 * sigma + height_here * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH) - (T(alpha) / T(2))),
            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_boxes_part3(first, last, boxes, width, K, sigma, alpha):
    """width[k] = {σ · (boxes[k,2] − boxes[k,0]) if α = 1; 1 if σ · (boxes[k,2] − boxes[k,0]) < 1; else σ ·
        (boxes[k,2] − boxes[k,0])}
    """
    dtype = boxes.dtype
    T = dtype.type
    for k_block in range(first, last):
        # width[k] = {σ · (boxes[k,2] − boxes[k,0]) if α = 1; 1 if σ · (boxes[k,2] −
        #     boxes[k,0]) < 1; else σ · (boxes[k,2] − boxes[k,0])}
        if alpha == 1:
            for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                width[U(k)] = (boxes[U(k), 2] - boxes[U(k), 0]) * sigma
        else:
            for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                boxes_here4 = boxes[U(k), 0]
                boxes_here5 = boxes[U(k), 2]
                width[U(k)] = select(
                    T(1) > (boxes_here5 - boxes_here4) * sigma,
                    T(1),
                    (boxes_here5 - boxes_here4) * sigma,
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_boxes_part4(first, last, boxes, column, width, W, K, OW, S, sigma, alpha):
    """column[k,j,v] = {W − 1 if 1 + {0 if σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW < α/2; else
        σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW − α/2} > W; 0 if σ·boxes[k,0] + ((v + 1/2)/S + j) ·
        width[k]/OW < α/2; else σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW − α/2}
    """
    dtype = boxes.dtype
    T = dtype.type
    for task in range(first, last):
        k = task // OW
        j = task % OW
        # column[k,j,v] = {W − 1 if 1 + {0 if σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW <
        #     α/2; else σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW − α/2} > W; 0 if
        #     σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW < α/2; else σ·boxes[k,0] + ((v +
        #     1/2)/S + j) · width[k]/OW − α/2}
        boxes_here6 = boxes[U(k), 0]
        width_here = width[U(k)]
        for v in range(S):
            column[U(k), U(j), U(v)] = select(
                select(
                    T(alpha) / T(2) > boxes_here6 * sigma
                    + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here / T(OW),
                    T(0),
                    boxes_here6 * sigma
                    + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here / T(OW)
                    - (T(alpha) / T(2)),
                )
                + T(1) > T(W),
                T(W - 1),
                select(T(alpha) / T(2) > boxes_here6 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here / T(OW),
                        T(0),
                        boxes_here6 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here / T(OW) - (T(alpha) / T(2))),
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
def _vjp_boxes_part6(first, last, boxes, counts_column, width, W, K, OW, S, sigma, alpha):
    """counts_column[k,j,v] = {1 if α/2 − 1 ≤ σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW ≤ W + α/2; 0 if
        1 + σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW < α/2; 0 if σ·boxes[k,0] + ((v + 1/2)/S + j) ·
        width[k]/OW > W + α/2; else σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW − α/2}
    """
    dtype = boxes.dtype
    T = dtype.type
    for task in range(first, last):
        k = task // OW
        j = task % OW
        # counts_column[k,j,v] = {1 if α/2 − 1 ≤ σ·boxes[k,0] + ((v + 1/2)/S + j) ·
        #     width[k]/OW ≤ W + α/2; 0 if 1 + σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW <
        #     α/2; 0 if σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW > W + α/2; else
        #     σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW − α/2}
        boxes_here8 = boxes[U(k), 0]
        width_here2 = width[U(k)]
        for v in range(S):
            counts_column[U(k), U(j), U(v)] = select(
                boxes_here8 * sigma
                + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here2 / T(OW)
                + T(1) >= T(alpha) / T(2)
                and T(W * 2 + alpha) / T(2) >= boxes_here8 * sigma
                + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here2 / T(OW),
                T(1),
                select(T(alpha) / T(2) > boxes_here8 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here2 / T(OW) + T(1),
                        T(0),
                        select(boxes_here8 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here2 / T(OW) > T(W * 2 + alpha) / T(2),
                        T(0),
                        boxes_here8 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here2 / T(OW) - (T(alpha) / T(2)))),
            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_boxes_part7(first, last, column, counts_column, counts_row, drow, drow_sum, row, H, W, K, OH, OW, S):
    """drow[k,i,u] += G′(q, row[k,i,u]) · G(r, column[k,j,v]) · counts_column[k,j,v] · counts_row[k,i,u] ·
        drow_sum[k,q,r,i,j]/S²
    """
    dtype = column.dtype
    T = dtype.type
    for task in range(first, last):
        k_ = task // OH
        i_ = task % OH
        # drow[k,i,u] += G′(q, row[k,i,u]) · G(r, column[k,j,v]) · counts_column[k,j,v] ·
        #     counts_row[k,i,u] · drow_sum[k,q,r,i,j]/S²
        for u_ in range(S):
            drow[U(k_), U(i_), U(u_)] = T(0)
            below = cell(row[U(k_), U(i_), U(u_)])
            counts_row_here = counts_row[U(k_), U(i_), U(u_)]
            row_here = row[U(k_), U(i_), U(u_)]
            for j in range(OW):
                for v in range(S):
                    below2 = cell(column[U(k_), U(j), U(v)])
                    counts_column_here = counts_column[U(k_), U(j), U(v)]
                    value_of = max(T(1) - abs(column[U(k_), U(j), U(v)] - T(below2)), T(0))
                    value_of2 = max(T(1) - abs(column[U(k_), U(j), U(v)] - T(below2 + 1)), T(0))
                    for q in range(max(0, below), min(H, below + 2)):
                        value_of3 = (
                            T(-1)
                            if T(q) <= row_here < T(q + 1)
                            else T(1)
                            if T(q - 1) <= row_here < T(q)
                            else T(0)
                            if row_here == row_here
                            else row_here
                        )
                        if inside(below2, W):
                            drow[U(k_), U(i_), U(u_)] += (
                                counts_column_here
                                * counts_row_here
                                * drow_sum[U(k_), U(q), U(below2), U(i_), U(j)]
                                * value_of
                                * value_of3
                                / T(S**2)
                            )
                        if inside(below2 + 1, W):
                            drow[U(k_), U(i_), U(u_)] += (
                                counts_column_here
                                * counts_row_here
                                * drow_sum[U(k_), U(q), U(below2 + 1), U(i_), U(j)]
                                * value_of2
                                * value_of3
                                / T(S**2)
                            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_boxes_part8(first, last, boxes, dheight, drow, height, H, K, OH, S, sigma, alpha):
    """dheight[k] = 1/OH · Σ_{i,u} ((u + 1/2)/S + i) · {drow[k,i,u] if 1 + {0 if σ·boxes[k,1] + ((u + 1/2)/S
        + i) · height[k]/OH < α/2; else σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH − α/2} ≤ H,
        σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH ≥ α/2; 0 if 1 + {0 if σ·boxes[k,1] + ((u + 1/2)/S
        + i) · height[k]/OH < α/2; else σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH − α/2} > H; 0 if
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
                        T(H) >= select(T(alpha) / T(2) > boxes_here9 * sigma + height_here3 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH),
                                T(0),
                                boxes_here9 * sigma + height_here3 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH) - (T(alpha) / T(2)))
                        + T(1)
                        and boxes_here9 * sigma
                        + height_here3 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH) >= T(alpha) / T(2),
                        drow_here,
                        select(select(T(alpha) / T(2) > boxes_here9 * sigma + height_here3 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH),
                                T(0),
                                boxes_here9 * sigma + height_here3 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH) - (T(alpha) / T(2))) + T(1) > T(H),
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
def _vjp_boxes_blocks2(first, last, dy, x, image, dcolumn_sum_lines2, N, C, H, W, K, OH, OW, cols2, deep2,
        high2, line2_last, rows2, wide2):
    """dcolumn_sum[k,q,r,i,j] = Σ_c dy[k,c,i,j] · x[image[k], c, q, r]"""
    dtype = dy.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(C, np.int64)
    right_at2 = np.empty(C, np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for task in range(first, last):
        k_ = task // (((rows2 - 1) // high2 + 1) * ((cols2 - 1) // wide2 + 1))
        row_part2 = task // (((cols2 - 1) // wide2 + 1)) % ((rows2 - 1) // high2 + 1)
        col_part2 = task % ((cols2 - 1) // wide2 + 1)
        # dcolumn_sum[k,q,r,i,j] = Σ_c dy[k,c,i,j] · x[image[k], c, q, r]
        for line2 in range(high2 * row_part2 // OW, min((high2 + high2 * row_part2 - 1) // OW + 1,
                line2_last + 1, OH)):
            i = line2
            for j_ in range(max(0, high2 * row_part2 - (OW * line2)), min(OW, rows2 - (OW * line2),
                    high2 + high2 * row_part2 - (OW * line2))):
                row_at2[U(j_ + OW * line2 - (high2 * row_part2))] = OW * i + j_ + C * OH * OW * k_
        for c in range(C):
            left_at2[U(c)] = OH * OW * c
        for c in range(C):
            right_at2[U(c)] = H * W * c
        contract(tile2, (0, 0), wide2, dy, row_at2, left_at2, x, C * H * W * image[U(k_)] + col_part2 * wide2,
                right_at2, min(high2, rows2 - (high2 * row_part2)), min(wide2, cols2 - (col_part2 * wide2)),
                0, C, deep2)
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                cols2 - (col_part2 * wide2)))
        for col2 in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, cols2)):
            q = col2 // W
            r = col2 % W
            for run2 in range(high2 * row_part2, min(rows2, high2 + high2 * row_part2)):
                dcolumn_sum_lines2[U(k_), U(q), U(r), U(run2)] = turned2[U(col2 - (col_part2 * wide2)), U(run2 - (high2 * row_part2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_boxes_plain2(first, last, dy, x, image, dcolumn_sum, N, C, H, W, K, OH, OW, c_block_last):
    """dcolumn_sum[k,q,r,i,j] = Σ_c dy[k,c,i,j] · x[image[k], c, q, r]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        k_ = task // (H * W * OH)
        q = task // (W * OH) % H
        r = task // OH % W
        i = task % OH
        # dcolumn_sum[k,q,r,i,j] = Σ_c dy[k,c,i,j] · x[image[k], c, q, r]
        image_here = image[U(k_)]
        for j_ in range(OW):
            acc3 = T(0)
            rest2 = T(0)
            for c_block in range(c_block_last + 1):
                part2 = T(0)
                for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                    part2 = plus(part2, dy[U(k_), U(c), U(i), U(j_)] * x[U(image_here), U(c), U(q), U(r)])
                acc3, rest2 = carried(acc3, rest2, part2)
            dcolumn_sum[U(k_), U(q), U(r), U(i), U(j_)] = acc3


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_boxes_part9(first, last, column, counts_column, counts_row, dcolumn, dcolumn_sum, row, H, W, K, OH,
        OW, S):
    """dcolumn[k,j,v] += G(q, row[k,i,u]) · G′(r, column[k,j,v]) · counts_column[k,j,v] · counts_row[k,i,u] ·
        dcolumn_sum[k,q,r,i,j]/S²
    """
    dtype = column.dtype
    T = dtype.type
    for task in range(first, last):
        k_ = task // OW
        j_ = task % OW
        # dcolumn[k,j,v] += G(q, row[k,i,u]) · G′(r, column[k,j,v]) · counts_column[k,j,v] ·
        #     counts_row[k,i,u] · dcolumn_sum[k,q,r,i,j]/S²
        for v_ in range(S):
            dcolumn[U(k_), U(j_), U(v_)] = T(0)
            below3 = cell(column[U(k_), U(j_), U(v_)])
            counts_column_here2 = counts_column[U(k_), U(j_), U(v_)]
            value_of4 = (
                T(-1)
                if T(below3) <= column[U(k_), U(j_), U(v_)] < T(below3 + 1)
                else T(1)
                if T(below3 - 1) <= column[U(k_), U(j_), U(v_)] < T(below3)
                else T(0)
                if column[U(k_), U(j_), U(v_)] == column[U(k_), U(j_), U(v_)]
                else column[U(k_), U(j_), U(v_)]
            )
            value_of5 = (
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
                    below4 = cell(row[U(k_), U(i), U(u)])
                    counts_row_here2 = counts_row[U(k_), U(i), U(u)]
                    row_here2 = row[U(k_), U(i), U(u)]
                    for q in range(max(0, below4), min(H, below4 + 2)):
                        value_of6 = max(T(1) - abs(row_here2 - T(q)), T(0))
                        if inside(below3, W):
                            dcolumn[U(k_), U(j_), U(v_)] += (
                                counts_column_here2
                                * counts_row_here2
                                * dcolumn_sum[U(k_), U(q), U(below3), U(i), U(j_)]
                                * value_of4
                                * value_of6
                                / T(S**2)
                            )
                        if inside(below3 + 1, W):
                            dcolumn[U(k_), U(j_), U(v_)] += (
                                counts_column_here2
                                * counts_row_here2
                                * dcolumn_sum[U(k_), U(q), U(below3 + 1), U(i), U(j_)]
                                * value_of5
                                * value_of6
                                / T(S**2)
                            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_boxes_part10(first, last, boxes, dboxes, dcolumn, dheight, drow, height, width, H, W, K, OH, OW, S,
        sigma, alpha):
    """dwidth = 1/OW · Σ_{j,v} ((v + 1/2)/S + j) · {dcolumn[k,j,v] if 1 + {0 if σ·boxes[k,0] + ((v + 1/2)/S +
        j) · width[k]/OW < α/2; else σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW − α/2} ≤ W,
        σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW ≥ α/2; 0 if 1 + {0 if σ·boxes[k,0] + ((v + 1/2)/S +
        j) · width[k]/OW < α/2; else σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW − α/2} > W; 0 if
        σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW < α/2; else W − 1 − {0 if σ·boxes[k,0] + ((v +
        1/2)/S + j) · width[k]/OW < α/2; else σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW − α/2}}
    dboxes[k,e] = σ · (dheight[k] · [e = 3, α = 1] + ([e = 2, α ≠ 1] · {dwidth if σ · (boxes[k,2] −
        boxes[k,0]) ≥ 1; 0 if σ · (boxes[k,2] − boxes[k,0]) < 1; else σ · (boxes[k,2] − boxes[k,0]) − 1})
        + ([e = 3, α ≠ 1] · {dheight[k] if σ · (boxes[k,3] − boxes[k,1]) ≥ 1; 0 if σ · (boxes[k,3] −
        boxes[k,1]) < 1; else σ · (boxes[k,3] − boxes[k,1]) − 1}) + dwidth · [e = 2, α = 1] + (Σ_{j,v : e
        = 0} {dcolumn[k,j,v] if 1 + {0 if σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW < α/2; else
        σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW − α/2} ≤ W, σ·boxes[k,0] + ((v + 1/2)/S + j) ·
        width[k]/OW ≥ α/2; 0 if 1 + {0 if σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW < α/2; else
        σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW − α/2} > W; 0 if σ·boxes[k,0] + ((v + 1/2)/S + j) ·
        width[k]/OW < α/2; else W − 1 − {0 if σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW < α/2; else
        σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW − α/2}}) + (Σ_{i,u : e = 1} {drow[k,i,u] if 1 + {0
        if σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH < α/2; else σ·boxes[k,1] + ((u + 1/2)/S + i) ·
        height[k]/OH − α/2} ≤ H, σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH ≥ α/2; 0 if 1 + {0 if
        σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH < α/2; else σ·boxes[k,1] + ((u + 1/2)/S + i) ·
        height[k]/OH − α/2} > H; 0 if σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH < α/2; else H − 1 −
        {0 if σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH < α/2; else σ·boxes[k,1] + ((u + 1/2)/S + i)
        · height[k]/OH − α/2}}) − dwidth · [e = 0, α = 1] − dheight[k] · [e = 1, α = 1] − ([e = 0, α ≠ 1]
        · {dwidth if σ · (boxes[k,2] − boxes[k,0]) ≥ 1; 0 if σ · (boxes[k,2] − boxes[k,0]) < 1; else σ ·
        (boxes[k,2] − boxes[k,0]) − 1}) − [e = 1, α ≠ 1] · {dheight[k] if σ · (boxes[k,3] − boxes[k,1]) ≥
        1; 0 if σ · (boxes[k,3] − boxes[k,1]) < 1; else σ · (boxes[k,3] − boxes[k,1]) − 1})
    """
    dtype = boxes.dtype
    T = dtype.type
    row2 = np.empty(4, dtype)
    row3 = np.empty(4, dtype)
    for k in range(first, last):
        # dwidth, as written above
        acc4 = T(0)
        boxes_here10 = boxes[U(k), 0]
        width_here3 = width[U(k)]
        for j in range(OW):
            for v in range(S):
                dcolumn_here = dcolumn[U(k), U(j), U(v)]
                acc4 = plus(
                    acc4,
                    select(
                        T(W) >= select(T(alpha) / T(2) > boxes_here10 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here3 / T(OW),
                                T(0),
                                boxes_here10 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here3 / T(OW) - (T(alpha) / T(2)))
                        + T(1)
                        and boxes_here10 * sigma
                        + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here3 / T(OW) >= T(alpha) / T(2),
                        dcolumn_here,
                        select(select(T(alpha) / T(2) > boxes_here10 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here3 / T(OW),
                                T(0),
                                boxes_here10 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here3 / T(OW) - (T(alpha) / T(2))) + T(1) > T(W),
                                T(0),
                                select(T(alpha) / T(2) > boxes_here10 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here3 / T(OW),
                                T(0),
                                T(W - 1) - select(T(alpha) / T(2) > boxes_here10 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here3 / T(OW),
                                T(0),
                                boxes_here10 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here3 / T(OW) - (T(alpha) / T(2))))),
                    )
                    * (T(S * j * 2 + v * 2 + 1) / T(S * 2)),
                )
        dwidth = acc4 / T(OW)
        # dboxes[k,e], as written above
        for e in range(4):
            row2[U(e)] = T(0)
        boxes_here11 = boxes[U(k), 1]
        height_here4 = height[U(k)]
        for i in range(OH):
            for u in range(S):
                drow_here2 = drow[U(k), U(i), U(u)]
                value_of7 = select(
                    T(H) >= select(T(alpha) / T(2) > boxes_here11 * sigma + height_here4 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH),
                            T(0),
                            boxes_here11 * sigma + height_here4 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH) - (T(alpha) / T(2)))
                    + T(1)
                    and boxes_here11 * sigma
                    + height_here4 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH) >= T(alpha) / T(2),
                    drow_here2,
                    select(select(T(alpha) / T(2) > boxes_here11 * sigma + height_here4 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH),
                            T(0),
                            boxes_here11 * sigma + height_here4 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH) - (T(alpha) / T(2))) + T(1) > T(H),
                            T(0),
                            select(T(alpha) / T(2) > boxes_here11 * sigma + height_here4 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH),
                            T(0),
                            T(H - 1) - select(T(alpha) / T(2) > boxes_here11 * sigma + height_here4 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH),
                            T(0),
                            boxes_here11 * sigma + height_here4 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH) - (T(alpha) / T(2))))),
                )
                for e in range(max(0, 1), min(4, 2)):
                    row2[U(e)] += value_of7
        for e in range(4):
            row3[U(e)] = T(0)
        for j in range(OW):
            for v in range(S):
                dcolumn_here2 = dcolumn[U(k), U(j), U(v)]
                value_of8 = select(
                    T(W) >= select(T(alpha) / T(2) > boxes_here10 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here3 / T(OW),
                            T(0),
                            boxes_here10 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here3 / T(OW) - (T(alpha) / T(2)))
                    + T(1)
                    and boxes_here10 * sigma
                    + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here3 / T(OW) >= T(alpha) / T(2),
                    dcolumn_here2,
                    select(select(T(alpha) / T(2) > boxes_here10 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here3 / T(OW),
                            T(0),
                            boxes_here10 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here3 / T(OW) - (T(alpha) / T(2))) + T(1) > T(W),
                            T(0),
                            select(T(alpha) / T(2) > boxes_here10 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here3 / T(OW),
                            T(0),
                            T(W - 1) - select(T(alpha) / T(2) > boxes_here10 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here3 / T(OW),
                            T(0),
                            boxes_here10 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here3 / T(OW) - (T(alpha) / T(2))))),
                )
                for e in range(min(4, 1)):
                    row3[U(e)] += value_of8
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
                            (boxes_here14 - boxes_here11) * sigma >= T(1),
                            dheight_here,
                            select(T(1) > (boxes_here14 - boxes_here11) * sigma, T(0),
                                    (boxes_here14 - boxes_here11) * sigma - T(1)),
                        )
                        if e == 3 and alpha != 1
                        else T(0)
                    )
                    + row2[U(e)]
                    + row3[U(e)]
                    - (
                        select(
                            (boxes_here14 - boxes_here11) * sigma >= T(1),
                            dheight_here,
                            select(T(1) > (boxes_here14 - boxes_here11) * sigma, T(0),
                                    (boxes_here14 - boxes_here11) * sigma - T(1)),
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
    column[k,j,v] = min(max(free_column[k,j,v], 0), W − 1)
    row[k,i,u] = min(max(free_row[k,i,u], 0), H − 1)
    drow[k,i,u] = counts_row[k,i,u]/S² · Σ_{c,j,v,q,r} G′(q, row[k,i,u]) · G(r, column[k,j,v]) ·
        dy[k,c,i,j] · counts_column[k,j,v] · x[image[k], c, q, r]
    dheight[k] = 1/OH · Σ_{i,u : 1+max(free_row[k,i,u],0) ≤ H, free_row[k,i,u] ≥ 0} ((u + 1/2)/S + i) ·
        drow[k,i,u]
    dcolumn[k,j,v] = counts_column[k,j,v]/S² · Σ_{c,i,u,q,r} G(q, row[k,i,u]) · G′(r, column[k,j,v]) ·
        dy[k,c,i,j] · counts_row[k,i,u] · x[image[k], c, q, r]
    dwidth[k] = 1/OW · Σ_{j,v : 1+max(free_column[k,j,v],0) ≤ W, free_column[k,j,v] ≥ 0} ((v + 1/2)/S + j)
        · dcolumn[k,j,v]
    dboxes[k,e] = σ · (dheight[k] · [e = 3, α = 1] + dwidth[k] · [e = 2, α = 1] + dheight[k] · [e = 3, α ≠
        1, σ · (boxes[k,3] − boxes[k,1]) ≥ 1] + dwidth[k] · [e = 2, α ≠ 1, σ · (boxes[k,2] − boxes[k,0]) ≥
        1] + [e = 0] · Σ_{j,v : 1+max(free_column[k,j,v],0) ≤ W, free_column[k,j,v] ≥ 0} dcolumn[k,j,v] +
        [e = 1] · Σ_{i,u : 1+max(free_row[k,i,u],0) ≤ H, free_row[k,i,u] ≥ 0} drow[k,i,u] − dwidth[k] · [e
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
    launch(_vjp_boxes_part, (K - 1) // 1024 + 1, K, boxes, height, K, sigma, alpha)
    launch(_vjp_boxes_part2, K * OH, K * OH * S, boxes, height, row, H, K, OH, S, sigma, alpha)
    launch(_vjp_boxes_part3, (K - 1) // 1024 + 1, K, boxes, width, K, sigma, alpha)
    launch(_vjp_boxes_part4, K * OW, K * OW * S, boxes, column, width, W, K, OW, S, sigma, alpha)
    launch(_vjp_boxes_part5, K * OH, K * OH * S, boxes, counts_row, height, H, K, OH, S, sigma, alpha)
    launch(_vjp_boxes_part6, K * OW, K * OW * S, boxes, counts_column, width, W, K, OW, S, sigma, alpha)
    launch(_vjp_boxes_part7, K * OH, H * K * OH * OW * S**2 * W + K * OH * S, column, counts_column,
            counts_row, drow, drow_sum, row, H, W, K, OH, OW, S)
    launch(_vjp_boxes_part8, K, K * OH * S, boxes, dheight, drow, height, H, K, OH, S, sigma, alpha)
    if blocks(OH * OW >= 4 and H * W >= 8 and C >= 4):
        rows2 = OH * OW
        cols2 = H * W
        wide2 = colblock(cols2)
        deep2 = depthblock()
        high2 = rowblock(rows2, ((cols2 - 1) // wide2 + 1) * K)
        dcolumn_sum_lines2 = dcolumn_sum.reshape((K, H, W, OH * OW))
        line2_last = (rows2 - 1) // OW
        launch(_vjp_boxes_blocks2, K * ((rows2 - 1) // high2 + 1) * ((cols2 - 1) // wide2 + 1),
                C * H * K * OH * OW * W // 32, dy, x, image, dcolumn_sum_lines2, N, C, H, W, K, OH, OW, cols2,
                deep2, high2, line2_last, rows2, wide2)
    else:
        c_block_last = (C - 1) // 1024
        launch(_vjp_boxes_plain2, K * H * W * OH, C * H * K * OH * OW * W, dy, x, image, dcolumn_sum, N, C, H,
                W, K, OH, OW, c_block_last)
    launch(_vjp_boxes_part9, K * OW, H * K * OH * OW * S**2 * W + K * OW * S, column, counts_column,
            counts_row, dcolumn, dcolumn_sum, row, H, W, K, OH, OW, S)
    launch(_vjp_boxes_part10, K, K * OW * S * 2, boxes, dboxes, dcolumn, dheight, drow, height, width, H, W,
            K, OH, OW, S, sigma, alpha)
