"""The kernels of roi_align; roi_align.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `roi_align`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .roi_align_kernels import (
    _forward_part, _forward_part2, _forward_part3,
)
from .disjoint import njit
from .elementary import select
from .runtime import cell, inside, plus
from .threads import launch
from .vectors import scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, boxes_dot, boxes, width_dot, K, sigma, alpha):
    """width_dot[k] = {σ · (boxes_dot[k,2] − boxes_dot[k,0]) if α = 1; σ · (boxes_dot[k,2] − boxes_dot[k,0])
        if σ · (boxes[k,2] − boxes[k,0]) ≥ 1; 0 if σ · (boxes[k,2] − boxes[k,0]) < 1; else σ · (boxes[k,2]
        − boxes[k,0]) − 1}
    """
    dtype = boxes_dot.dtype
    T = dtype.type
    for k_block in range(first, last):
        # width_dot[k] = {σ · (boxes_dot[k,2] − boxes_dot[k,0]) if α = 1; σ · (boxes_dot[k,2]
        #     − boxes_dot[k,0]) if σ · (boxes[k,2] − boxes[k,0]) ≥ 1; 0 if σ · (boxes[k,2] −
        #     boxes[k,0]) < 1; else σ · (boxes[k,2] − boxes[k,0]) − 1}
        if alpha == 1:
            for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                width_dot[U(k)] = (boxes_dot[U(k), 2] - boxes_dot[U(k), 0]) * sigma
        else:
            for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                boxes_here = boxes[U(k), 0]
                boxes_here2 = boxes[U(k), 2]
                boxes_dot_here = boxes_dot[U(k), 0]
                boxes_dot_here2 = boxes_dot[U(k), 2]
                width_dot[U(k)] = select(
                    (boxes_here2 - boxes_here) * sigma >= T(1),
                    (boxes_dot_here2 - boxes_dot_here) * sigma,
                    select(T(1) > (boxes_here2 - boxes_here) * sigma, T(0),
                            (boxes_here2 - boxes_here) * sigma - T(1)),
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part3(first, last, boxes_dot, boxes, column_dot, width, width_dot, W, K, OW, S, sigma, alpha):
    """column_dot[k,j,v] = {0 if 1 + {0 if σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW < α/2; else
        σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW − α/2} ≥ W; σ·boxes_dot[k,0] + ((v + 1/2)/S + j) ·
        width_dot[k]/OW if σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW ≥ α/2; 0 if σ·boxes[k,0] + ((v +
        1/2)/S + j) · width[k]/OW < α/2; else σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW − α/2}
    """
    dtype = boxes_dot.dtype
    T = dtype.type
    for task in range(first, last):
        k = task // OW
        j = task % OW
        # column_dot[k,j,v], as written above
        boxes_here5 = boxes[U(k), 0]
        width_here = width[U(k)]
        boxes_dot_here3 = boxes_dot[U(k), 0]
        width_dot_here = width_dot[U(k)]
        for v in range(S):
            column_dot[U(k), U(j), U(v)] = select(
                select(
                    T(alpha) / T(2) > boxes_here5 * sigma
                    + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here / T(OW),
                    T(0),
                    boxes_here5 * sigma
                    + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here / T(OW)
                    - (T(alpha) / T(2)),
                )
                + T(1) >= T(W),
                T(0),
                select(boxes_here5 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here / T(OW) >= T(alpha) / T(2),
                        boxes_dot_here3 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_dot_here / T(OW),
                        select(T(alpha) / T(2) > boxes_here5 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here / T(OW),
                        T(0),
                        boxes_here5 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here / T(OW) - (T(alpha) / T(2)))),
            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part4(first, last, boxes_dot, boxes, height_dot, K, sigma, alpha):
    """height_dot[k] = {σ · (boxes_dot[k,3] − boxes_dot[k,1]) if α = 1; σ · (boxes_dot[k,3] − boxes_dot[k,1])
        if σ · (boxes[k,3] − boxes[k,1]) ≥ 1; 0 if σ · (boxes[k,3] − boxes[k,1]) < 1; else σ · (boxes[k,3]
        − boxes[k,1]) − 1}
    """
    dtype = boxes_dot.dtype
    T = dtype.type
    for k_block in range(first, last):
        # height_dot[k] = {σ · (boxes_dot[k,3] − boxes_dot[k,1]) if α = 1; σ · (boxes_dot[k,3]
        #     − boxes_dot[k,1]) if σ · (boxes[k,3] − boxes[k,1]) ≥ 1; 0 if σ · (boxes[k,3] −
        #     boxes[k,1]) < 1; else σ · (boxes[k,3] − boxes[k,1]) − 1}
        if alpha == 1:
            for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                height_dot[U(k)] = (boxes_dot[U(k), 3] - boxes_dot[U(k), 1]) * sigma
        else:
            for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                boxes_here6 = boxes[U(k), 1]
                boxes_here7 = boxes[U(k), 3]
                boxes_dot_here4 = boxes_dot[U(k), 1]
                boxes_dot_here5 = boxes_dot[U(k), 3]
                height_dot[U(k)] = select(
                    (boxes_here7 - boxes_here6) * sigma >= T(1),
                    (boxes_dot_here5 - boxes_dot_here4) * sigma,
                    select(T(1) > (boxes_here7 - boxes_here6) * sigma, T(0),
                            (boxes_here7 - boxes_here6) * sigma - T(1)),
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part6(first, last, boxes_dot, boxes, height, height_dot, row_dot, H, K, OH, S, sigma, alpha):
    """row_dot[k,i,u] = {0 if 1 + {0 if σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH < α/2; else
        σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH − α/2} ≥ H; σ·boxes_dot[k,1] + ((u + 1/2)/S + i) ·
        height_dot[k]/OH if σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH ≥ α/2; 0 if σ·boxes[k,1] + ((u
        + 1/2)/S + i) · height[k]/OH < α/2; else σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH − α/2}
    """
    dtype = boxes_dot.dtype
    T = dtype.type
    for task in range(first, last):
        k = task // OH
        i = task % OH
        # row_dot[k,i,u], as written above
        boxes_here10 = boxes[U(k), 1]
        height_here = height[U(k)]
        boxes_dot_here6 = boxes_dot[U(k), 1]
        height_dot_here = height_dot[U(k)]
        for u in range(S):
            row_dot[U(k), U(i), U(u)] = select(
                select(
                    T(alpha) / T(2) > boxes_here10 * sigma
                    + height_here * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH),
                    T(0),
                    boxes_here10 * sigma
                    + height_here * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH)
                    - (T(alpha) / T(2)),
                )
                + T(1) >= T(H),
                T(0),
                select(boxes_here10 * sigma + height_here * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH) >= T(alpha) / T(2),
                        boxes_dot_here6 * sigma + height_dot_here * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH),
                        select(T(alpha) / T(2) > boxes_here10 * sigma + height_here * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH),
                        T(0),
                        boxes_here10 * sigma + height_here * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH) - (T(alpha) / T(2)))),
            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part8(first, last, x_dot, x, boxes, image, y_dot, column, column_dot, counts_column, height, row_dot,
        N, C, H, W, K, OH, OW, S, sigma, alpha):
    """counts_row[u] = {1 if α/2 − 1 ≤ σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH ≤ H + α/2; 0 if 1 +
        σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH < α/2; 0 if σ·boxes[k,1] + ((u + 1/2)/S + i) ·
        height[k]/OH > H + α/2; else σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH − α/2}
    row[u] = min(H − 1, {0 if σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH < α/2; else σ·boxes[k,1] +
        ((u + 1/2)/S + i) · height[k]/OH − α/2})
    ẏ[k,c,i,j] = 1/S² · Σ_{u,v} counts_column[k,j,v] · counts_row[u] · Σ_{q,r} (G(q, row[u]) · G(r,
        column[k,j,v]) · ẋ[image[k], c, q, r] + G(q, row[u]) · G′(r, column[k,j,v]) · column_dot[k,j,v] ·
        x[image[k], c, q, r] + G′(q, row[u]) · G(r, column[k,j,v]) · row_dot[k,i,u] · x[image[k], c, q,
        r])
    below_table[u] = ⌊row[u]⌋
    below2_table[j,v] = ⌊column[k,j,v]⌋
    """
    dtype = x_dot.dtype
    T = dtype.type
    below_table = np.empty(S, np.int64)
    below2_table = np.empty((OW, S), np.int64)
    counts_row = np.empty(S, dtype)
    row = np.empty(S, dtype)
    for task in range(first, last):
        k = task // OH
        i = task % OH
        # counts_row[u] = {1 if α/2 − 1 ≤ σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH ≤ H
        #     + α/2; 0 if 1 + σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH < α/2; 0 if
        #     σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH > H + α/2; else σ·boxes[k,1] +
        #     ((u + 1/2)/S + i) · height[k]/OH − α/2}
        boxes_here13 = boxes[U(k), 1]
        height_here2 = height[U(k)]
        for u in range(S):
            counts_row[U(u)] = select(
                boxes_here13 * sigma
                + height_here2 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH)
                + T(1) >= T(alpha) / T(2)
                and T(H * 2 + alpha) / T(2) >= boxes_here13 * sigma
                + height_here2 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH),
                T(1),
                select(T(alpha) / T(2) > boxes_here13 * sigma + height_here2 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH) + T(1),
                        T(0),
                        select(boxes_here13 * sigma + height_here2 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH) > T(H * 2 + alpha) / T(2),
                        T(0),
                        boxes_here13 * sigma + height_here2 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH) - (T(alpha) / T(2)))),
            )
        # row[u] = min(H − 1, {0 if σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH < α/2;
        #     else σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH − α/2})
        for u in range(S):
            row[U(u)] = select(
                select(
                    T(alpha) / T(2) > boxes_here13 * sigma
                    + height_here2 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH),
                    T(0),
                    boxes_here13 * sigma
                    + height_here2 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH)
                    - (T(alpha) / T(2)),
                )
                + T(1) >= T(H),
                T(H - 1),
                select(T(alpha) / T(2) > boxes_here13 * sigma + height_here2 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH),
                        T(0),
                        boxes_here13 * sigma + height_here2 * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH) - (T(alpha) / T(2))),
            )
        # ẏ[k,c,i,j] = 1/S² · Σ_{u,v} counts_column[k,j,v] · counts_row[u] · Σ_{q,r} (G(q,
        #     row[u]) · G(r, column[k,j,v]) · ẋ[image[k], c, q, r] + G(q, row[u]) · G′(r,
        #     column[k,j,v]) · column_dot[k,j,v] · x[image[k], c, q, r] + G′(q, row[u]) · G(r,
        #     column[k,j,v]) · row_dot[k,i,u] · x[image[k], c, q, r])
        # below_table[u] = ⌊row[u]⌋
        for u in range(S):
            below = cell(row[U(u)])
            below_table[U(u)] = below
        # below2_table[j,v] = ⌊column[k,j,v]⌋
        for j in range(OW):
            for v in range(S):
                below2 = cell(column[U(k), U(j), U(v)])
                below2_table[U(j), U(v)] = below2
        image_here = image[U(k)]
        for c in range(C):
            for j in range(OW):
                acc = T(0)
                for u in range(S):
                    below = below_table[U(u)]
                    counts_row_here = counts_row[U(u)]
                    for v in range(S):
                        below2 = below2_table[U(j), U(v)]
                        acc2 = T(0)
                        if below >= 0 and H >= below + 2 and below2 >= 0 and W >= below2 + 2:
                            acc2 = plus(
                                acc2,
                                max(T(1) - abs(row[U(u)] - T(below)), T(0))
                                * max(T(1) - abs(column[U(k), U(j), U(v)] - T(below2)), T(0))
                                * x_dot[U(image_here), U(c), U(below), U(below2)]
                                + max(T(1) - abs(row[U(u)] - T(below)), T(0))
                                * (
                                    T(-1)
                                    if T(below2) <= column[U(k), U(j), U(v)] < T(below2 + 1)
                                    else T(1)
                                    if T(below2 - 1) <= column[U(k), U(j), U(v)] < T(below2)
                                    else T(0)
                                    if column[U(k), U(j), U(v)] == column[U(k), U(j), U(v)]
                                    else column[U(k), U(j), U(v)]
                                )
                                * column_dot[U(k), U(j), U(v)]
                                * x[U(image_here), U(c), U(below), U(below2)]
                                + max(T(1) - abs(column[U(k), U(j), U(v)] - T(below2)), T(0))
                                * (
                                    T(-1)
                                    if T(below) <= row[U(u)] < T(below + 1)
                                    else T(1)
                                    if T(below - 1) <= row[U(u)] < T(below)
                                    else T(0)
                                    if row[U(u)] == row[U(u)]
                                    else row[U(u)]
                                )
                                * row_dot[U(k), U(i), U(u)]
                                * x[U(image_here), U(c), U(below), U(below2)],
                            )
                            acc2 = plus(
                                acc2,
                                max(T(1) - abs(row[U(u)] - T(below)), T(0))
                                * max(T(1) - abs(column[U(k), U(j), U(v)] - T(below2 + 1)), T(0))
                                * x_dot[U(image_here), U(c), U(below), U(below2 + 1)]
                                + max(T(1) - abs(row[U(u)] - T(below)), T(0))
                                * (
                                    T(-1)
                                    if T(below2 + 1) <= column[U(k), U(j), U(v)] < T(below2 + 2)
                                    else T(1)
                                    if T(below2) <= column[U(k), U(j), U(v)] < T(below2 + 1)
                                    else T(0)
                                    if column[U(k), U(j), U(v)] == column[U(k), U(j), U(v)]
                                    else column[U(k), U(j), U(v)]
                                )
                                * column_dot[U(k), U(j), U(v)]
                                * x[U(image_here), U(c), U(below), U(below2 + 1)]
                                + max(T(1) - abs(column[U(k), U(j), U(v)] - T(below2 + 1)), T(0))
                                * (
                                    T(-1)
                                    if T(below) <= row[U(u)] < T(below + 1)
                                    else T(1)
                                    if T(below - 1) <= row[U(u)] < T(below)
                                    else T(0)
                                    if row[U(u)] == row[U(u)]
                                    else row[U(u)]
                                )
                                * row_dot[U(k), U(i), U(u)]
                                * x[U(image_here), U(c), U(below), U(below2 + 1)],
                            )
                            acc2 = plus(
                                acc2,
                                max(T(1) - abs(row[U(u)] - T(below + 1)), T(0))
                                * (
                                    T(-1)
                                    if T(below2) <= column[U(k), U(j), U(v)] < T(below2 + 1)
                                    else T(1)
                                    if T(below2 - 1) <= column[U(k), U(j), U(v)] < T(below2)
                                    else T(0)
                                    if column[U(k), U(j), U(v)] == column[U(k), U(j), U(v)]
                                    else column[U(k), U(j), U(v)]
                                )
                                * column_dot[U(k), U(j), U(v)]
                                * x[U(image_here), U(c), U(below + 1), U(below2)]
                                + max(T(1) - abs(row[U(u)] - T(below + 1)), T(0))
                                * max(T(1) - abs(column[U(k), U(j), U(v)] - T(below2)), T(0))
                                * x_dot[U(image_here), U(c), U(below + 1), U(below2)]
                                + max(T(1) - abs(column[U(k), U(j), U(v)] - T(below2)), T(0))
                                * (
                                    T(-1)
                                    if T(below + 1) <= row[U(u)] < T(below + 2)
                                    else T(1)
                                    if T(below) <= row[U(u)] < T(below + 1)
                                    else T(0)
                                    if row[U(u)] == row[U(u)]
                                    else row[U(u)]
                                )
                                * row_dot[U(k), U(i), U(u)]
                                * x[U(image_here), U(c), U(below + 1), U(below2)],
                            )
                            acc2 = plus(
                                acc2,
                                max(T(1) - abs(row[U(u)] - T(below + 1)), T(0))
                                * max(T(1) - abs(column[U(k), U(j), U(v)] - T(below2 + 1)), T(0))
                                * x_dot[U(image_here), U(c), U(below + 1), U(below2 + 1)]
                                + max(T(1) - abs(row[U(u)] - T(below + 1)), T(0))
                                * (
                                    T(-1)
                                    if T(below2 + 1) <= column[U(k), U(j), U(v)] < T(below2 + 2)
                                    else T(1)
                                    if T(below2) <= column[U(k), U(j), U(v)] < T(below2 + 1)
                                    else T(0)
                                    if column[U(k), U(j), U(v)] == column[U(k), U(j), U(v)]
                                    else column[U(k), U(j), U(v)]
                                )
                                * column_dot[U(k), U(j), U(v)]
                                * x[U(image_here), U(c), U(below + 1), U(below2 + 1)]
                                + max(T(1) - abs(column[U(k), U(j), U(v)] - T(below2 + 1)), T(0))
                                * (
                                    T(-1)
                                    if T(below + 1) <= row[U(u)] < T(below + 2)
                                    else T(1)
                                    if T(below) <= row[U(u)] < T(below + 1)
                                    else T(0)
                                    if row[U(u)] == row[U(u)]
                                    else row[U(u)]
                                )
                                * row_dot[U(k), U(i), U(u)]
                                * x[U(image_here), U(c), U(below + 1), U(below2 + 1)],
                            )
                        else:
                            value_of = max(T(1) - abs(row[U(u)] - T(below)), T(0))
                            value_of2 = max(T(1) - abs(column[U(k), U(j), U(v)] - T(below2)), T(0))
                            column_dot_here = column_dot[U(k), U(j), U(v)]
                            value_of3 = (
                                T(-1)
                                if T(below2) <= column[U(k), U(j), U(v)] < T(below2 + 1)
                                else T(1)
                                if T(below2 - 1) <= column[U(k), U(j), U(v)] < T(below2)
                                else T(0)
                                if column[U(k), U(j), U(v)] == column[U(k), U(j), U(v)]
                                else column[U(k), U(j), U(v)]
                            )
                            row_dot_here = row_dot[U(k), U(i), U(u)]
                            value_of4 = (
                                T(-1)
                                if T(below) <= row[U(u)] < T(below + 1)
                                else T(1)
                                if T(below - 1) <= row[U(u)] < T(below)
                                else T(0)
                                if row[U(u)] == row[U(u)]
                                else row[U(u)]
                            )
                            value_of5 = max(T(1) - abs(column[U(k), U(j), U(v)] - T(below2 + 1)), T(0))
                            value_of6 = (
                                T(-1)
                                if T(below2 + 1) <= column[U(k), U(j), U(v)] < T(below2 + 2)
                                else T(1)
                                if T(below2) <= column[U(k), U(j), U(v)] < T(below2 + 1)
                                else T(0)
                                if column[U(k), U(j), U(v)] == column[U(k), U(j), U(v)]
                                else column[U(k), U(j), U(v)]
                            )
                            if below >= 0 and H >= below + 1:
                                if inside(below2, W):
                                    acc2 = plus(
                                        acc2,
                                        column_dot_here
                                        * value_of
                                        * value_of3
                                        * x[U(image_here), U(c), U(below), U(below2)]
                                        + row_dot_here
                                        * value_of2
                                        * value_of4
                                        * x[U(image_here), U(c), U(below), U(below2)]
                                        + value_of
                                        * value_of2
                                        * x_dot[U(image_here), U(c), U(below), U(below2)],
                                    )
                                if inside(below2 + 1, W):
                                    acc2 = plus(
                                        acc2,
                                        column_dot_here
                                        * value_of
                                        * value_of6
                                        * x[U(image_here), U(c), U(below), U(below2 + 1)]
                                        + row_dot_here
                                        * value_of4
                                        * value_of5
                                        * x[U(image_here), U(c), U(below), U(below2 + 1)]
                                        + value_of
                                        * value_of5
                                        * x_dot[U(image_here), U(c), U(below), U(below2 + 1)],
                                    )
                            value_of7 = max(T(1) - abs(row[U(u)] - T(below + 1)), T(0))
                            value_of8 = (
                                T(-1)
                                if T(below + 1) <= row[U(u)] < T(below + 2)
                                else T(1)
                                if T(below) <= row[U(u)] < T(below + 1)
                                else T(0)
                                if row[U(u)] == row[U(u)]
                                else row[U(u)]
                            )
                            if below + 1 >= 0 and H >= below + 2:
                                if inside(below2, W):
                                    acc2 = plus(
                                        acc2,
                                        column_dot_here
                                        * value_of3
                                        * value_of7
                                        * x[U(image_here), U(c), U(below + 1), U(below2)]
                                        + row_dot_here
                                        * value_of2
                                        * value_of8
                                        * x[U(image_here), U(c), U(below + 1), U(below2)]
                                        + value_of2
                                        * value_of7
                                        * x_dot[U(image_here), U(c), U(below + 1), U(below2)],
                                    )
                                if inside(below2 + 1, W):
                                    acc2 = plus(
                                        acc2,
                                        column_dot_here
                                        * value_of6
                                        * value_of7
                                        * x[U(image_here), U(c), U(below + 1), U(below2 + 1)]
                                        + row_dot_here
                                        * value_of5
                                        * value_of8
                                        * x[U(image_here), U(c), U(below + 1), U(below2 + 1)]
                                        + value_of5
                                        * value_of7
                                        * x_dot[U(image_here), U(c), U(below + 1), U(below2 + 1)],
                                    )
                        acc = plus(acc, acc2 * counts_column[U(k), U(j), U(v)] * counts_row_here)
                y_dot[U(k), U(c), U(i), U(j)] = acc / T(S**2)


def _jvp(x_dot, boxes_dot, x, boxes, image, y_dot, N, C, H, W, K, OH, OW, S, sigma, alpha):
    """top[k] = σ·boxes[k,1] − α/2
    height[k] = {σ · (boxes[k,3] − boxes[k,1]) if α = 1; σ · (boxes[k,3] − boxes[k,1]) if σ · (boxes[k,3]
        − boxes[k,1]) ≥ 1; else 1}
    free_row[k,i,u] = top[k] + ((u + 1/2)/S + i) · height[k]/OH
    row[k,i,u] = clamp(free_row[k,i,u], 0, H − 1)
    counts_row[k,i,u] = {1 if −1 ≤ free_row[k,i,u] ≤ H; else 0}
    left[k] = σ·boxes[k,0] − α/2
    width[k] = {σ · (boxes[k,2] − boxes[k,0]) if α = 1; σ · (boxes[k,2] − boxes[k,0]) if σ · (boxes[k,2] −
        boxes[k,0]) ≥ 1; else 1}
    free_column[k,j,v] = left[k] + ((v + 1/2)/S + j) · width[k]/OW
    column[k,j,v] = clamp(free_column[k,j,v], 0, W − 1)
    counts_column[k,j,v] = {1 if −1 ≤ free_column[k,j,v] ≤ W; else 0}
    top_dot[k] = σ·boxes_dot[k,1]
    height_dot[k] = {σ · (boxes_dot[k,3] − boxes_dot[k,1]) if α = 1; σ · (boxes_dot[k,3] − boxes_dot[k,1])
        if σ · (boxes[k,3] − boxes[k,1]) ≥ 1; else 0}
    free_row_dot[k,i,u] = top_dot[k] + ((u + 1/2)/S + i) · height_dot[k]/OH
    row_dot[k,i,u] = {0 if 1 + max(free_row[k,i,u], 0) ≥ H; free_row_dot[k,i,u] if free_row[k,i,u] ≥ 0;
        else 0}
    counts_row_dot[k,i,u] = 0
    left_dot[k] = σ·boxes_dot[k,0]
    width_dot[k] = {σ · (boxes_dot[k,2] − boxes_dot[k,0]) if α = 1; σ · (boxes_dot[k,2] − boxes_dot[k,0])
        if σ · (boxes[k,2] − boxes[k,0]) ≥ 1; else 0}
    free_column_dot[k,j,v] = left_dot[k] + ((v + 1/2)/S + j) · width_dot[k]/OW
    column_dot[k,j,v] = {0 if 1 + max(free_column[k,j,v], 0) ≥ W; free_column_dot[k,j,v] if
        free_column[k,j,v] ≥ 0; else 0}
    counts_column_dot[k,j,v] = 0
    ẏ[k,c,i,j] = 1/S² · Σ_{u,v} (counts_column[k,j,v] · counts_row_dot[k,i,u] · Σ_{q,r} G(q, row[k,i,u]) ·
        G(r, column[k,j,v]) · x[image[k], c, q, r] + counts_column_dot[k,j,v] · counts_row[k,i,u] ·
        Σ_{q,r} G(q, row[k,i,u]) · G(r, column[k,j,v]) · x[image[k], c, q, r] + counts_column[k,j,v] ·
        counts_row[k,i,u] · Σ_{q,r} (G(q, row[k,i,u]) · G(r, column[k,j,v]) · ẋ[image[k], c, q, r] + G(q,
        row[k,i,u]) · G′(r, column[k,j,v]) · column_dot[k,j,v] · x[image[k], c, q, r] + G′(q, row[k,i,u])
        · G(r, column[k,j,v]) · row_dot[k,i,u] · x[image[k], c, q, r]))

    Operations: 12·C·H·K·OH·OW·S²·W + 6·C·K·OH·OW·S² multiplications, 5·C·H·K·OH·OW·S²·W + 2·K·OH·S +
        2·K·OW·S + 10·K − C·K·OH·OW additions, terms that a condition drops counted.
    """
    dtype = y_dot.dtype
    height = scratch(K, dtype)
    width = scratch(K, dtype)
    column = scratch((K, OW, S), dtype)
    counts_column = scratch((K, OW, S), dtype)
    height_dot = scratch(K, dtype)
    row_dot = scratch((K, OH, S), dtype)
    width_dot = scratch(K, dtype)
    column_dot = scratch((K, OW, S), dtype)
    launch(_jvp_part, (K - 1) // 1024 + 1, K, boxes_dot, boxes, width_dot, K, sigma, alpha)
    # width[k] = {σ · (boxes[k,2] − boxes[k,0]) if α = 1; 1 if σ · (boxes[k,2] −
    #     boxes[k,0]) < 1; else σ · (boxes[k,2] − boxes[k,0])}
    launch(_forward_part, (K - 1) // 1024 + 1, K, boxes, width, K, sigma, alpha)
    launch(_jvp_part3, K * OW, K * OW * S, boxes_dot, boxes, column_dot, width, width_dot, W, K, OW, S, sigma,
            alpha)
    launch(_jvp_part4, (K - 1) // 1024 + 1, K, boxes_dot, boxes, height_dot, K, sigma, alpha)
    # height[k] = {σ · (boxes[k,3] − boxes[k,1]) if α = 1; 1 if σ · (boxes[k,3] −
    #     boxes[k,1]) < 1; else σ · (boxes[k,3] − boxes[k,1])}
    launch(_forward_part3, (K - 1) // 1024 + 1, K, boxes, height, K, sigma, alpha)
    launch(_jvp_part6, K * OH, K * OH * S, boxes_dot, boxes, height, height_dot, row_dot, H, K, OH, S, sigma,
            alpha)
    # counts_column[k,j,v] = {1 if α/2 − 1 ≤ σ·boxes[k,0] + ((v + 1/2)/S + j) ·
    #     width[k]/OW ≤ W + α/2; 0 if 1 + σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW <
    #     α/2; 0 if σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW > W + α/2; else
    #     σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW − α/2}
    # column[k,j,v] = min(W − 1, {0 if σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW <
    #     α/2; else σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW − α/2})
    launch(_forward_part2, K * OW, K * OW * S * 2, boxes, column, counts_column, width, W, K, OW, S, sigma,
            alpha)
    launch(_jvp_part8, K * OH, K * OH * S * 2 + C * H * K * OH * OW * W + OW * S + S, x_dot, x, boxes, image,
            y_dot, column, column_dot, counts_column, height, row_dot, N, C, H, W, K, OH, OW, S, sigma, alpha)
