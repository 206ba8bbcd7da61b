"""The kernels of roi_align; roi_align.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `roi_align`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .disjoint import njit
from .elementary import select
from .runtime import cell, inside, plus
from .threads import launch
from .vectors import scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, boxes, width, K, sigma, alpha):
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
                boxes_here = boxes[U(k), 0]
                boxes_here2 = boxes[U(k), 2]
                width[U(k)] = select(
                    T(1) > (boxes_here2 - boxes_here) * sigma,
                    T(1),
                    (boxes_here2 - boxes_here) * sigma,
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part2(first, last, boxes, column, counts_column, width, W, K, OW, S, sigma, alpha):
    """counts_column[k,j,v] = {1 if α/2 − 1 ≤ σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW ≤ W + α/2; 0 if
        1 + σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW < α/2; 0 if σ·boxes[k,0] + ((v + 1/2)/S + j) ·
        width[k]/OW > W + α/2; else σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW − α/2}
    column[k,j,v] = min(W − 1, {0 if σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW < α/2; else
        σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW − α/2})
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
        boxes_here3 = boxes[U(k), 0]
        width_here = width[U(k)]
        for v in range(S):
            counts_column[U(k), U(j), U(v)] = select(
                boxes_here3 * sigma
                + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here / T(OW)
                + T(1) >= T(alpha) / T(2)
                and T(W * 2 + alpha) / T(2) >= boxes_here3 * sigma
                + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here / T(OW),
                T(1),
                select(T(alpha) / T(2) > boxes_here3 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here / T(OW) + T(1),
                        T(0),
                        select(boxes_here3 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here / T(OW) > T(W * 2 + alpha) / T(2),
                        T(0),
                        boxes_here3 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here / T(OW) - (T(alpha) / T(2)))),
            )
        # column[k,j,v] = min(W − 1, {0 if σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW <
        #     α/2; else σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW − α/2})
        for v in range(S):
            column[U(k), U(j), U(v)] = select(
                select(
                    T(alpha) / T(2) > boxes_here3 * sigma
                    + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here / T(OW),
                    T(0),
                    boxes_here3 * sigma
                    + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here / T(OW)
                    - (T(alpha) / T(2)),
                )
                + T(1) >= T(W),
                T(W - 1),
                select(T(alpha) / T(2) > boxes_here3 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here / T(OW),
                        T(0),
                        boxes_here3 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here / T(OW) - (T(alpha) / T(2))),
            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part3(first, last, boxes, height, K, sigma, alpha):
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
                boxes_here5 = boxes[U(k), 1]
                boxes_here6 = boxes[U(k), 3]
                height[U(k)] = select(
                    T(1) > (boxes_here6 - boxes_here5) * sigma,
                    T(1),
                    (boxes_here6 - boxes_here5) * sigma,
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part4(first, last, x, boxes, image, y, column, counts_column, height, N, C, H, W, K, OH, OW, S,
        sigma, alpha):
    """counts_row[u] = {1 if α/2 − 1 ≤ σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH ≤ H + α/2; 0 if 1 +
        σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH < α/2; 0 if σ·boxes[k,1] + ((u + 1/2)/S + i) ·
        height[k]/OH > H + α/2; else σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH − α/2}
    row[u] = min(H − 1, {0 if σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH < α/2; else σ·boxes[k,1] +
        ((u + 1/2)/S + i) · height[k]/OH − α/2})
    y[k,c,i,j] = 1/S² · Σ_{u,v} counts_column[k,j,v] · counts_row[u] · Σ_{q,r} G(q, row[u]) · G(r,
        column[k,j,v]) · x[image[k], c, q, r]
    below_table[u] = ⌊row[u]⌋
    below2_table[j,v] = ⌊column[k,j,v]⌋
    weight_table[j,v] = G(⌊column[k,j,v]⌋, column[k,j,v])
    weight2_table[j,v] = G(⌊column[k,j,v]⌋ + 1, column[k,j,v])
    """
    dtype = x.dtype
    T = dtype.type
    below_table = np.empty(S, np.int64)
    below2_table = np.empty((OW, S), np.int64)
    weight_table = np.empty((OW, S), dtype)
    weight2_table = np.empty((OW, S), dtype)
    counts_row = np.empty(S, dtype)
    row = np.empty(S, dtype)
    for task in range(first, last):
        k = task // OH
        i = task % OH
        # counts_row[u] = {1 if α/2 − 1 ≤ σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH ≤ H
        #     + α/2; 0 if 1 + σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH < α/2; 0 if
        #     σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH > H + α/2; else σ·boxes[k,1] +
        #     ((u + 1/2)/S + i) · height[k]/OH − α/2}
        boxes_here7 = boxes[U(k), 1]
        height_here = height[U(k)]
        for u in range(S):
            counts_row[U(u)] = select(
                boxes_here7 * sigma
                + height_here * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH)
                + T(1) >= T(alpha) / T(2)
                and T(H * 2 + alpha) / T(2) >= boxes_here7 * sigma
                + height_here * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH),
                T(1),
                select(T(alpha) / T(2) > boxes_here7 * sigma + height_here * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH) + T(1),
                        T(0),
                        select(boxes_here7 * sigma + height_here * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH) > T(H * 2 + alpha) / T(2),
                        T(0),
                        boxes_here7 * sigma + height_here * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH) - (T(alpha) / T(2)))),
            )
        # row[u] = min(H − 1, {0 if σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH < α/2;
        #     else σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH − α/2})
        for u in range(S):
            row[U(u)] = select(
                select(
                    T(alpha) / T(2) > boxes_here7 * sigma
                    + height_here * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH),
                    T(0),
                    boxes_here7 * sigma
                    + height_here * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH)
                    - (T(alpha) / T(2)),
                )
                + T(1) >= T(H),
                T(H - 1),
                select(T(alpha) / T(2) > boxes_here7 * sigma + height_here * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH),
                        T(0),
                        boxes_here7 * sigma + height_here * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH) - (T(alpha) / T(2))),
            )
        # y[k,c,i,j] = 1/S² · Σ_{u,v} counts_column[k,j,v] · counts_row[u] · Σ_{q,r} G(q,
        #     row[u]) · G(r, column[k,j,v]) · x[image[k], c, q, r]
        # below_table[u] = ⌊row[u]⌋
        for u in range(S):
            below = cell(row[U(u)])
            below_table[U(u)] = below
        # below2_table[j,v] = ⌊column[k,j,v]⌋
        # weight_table[j,v] = G(⌊column[k,j,v]⌋, column[k,j,v])
        # weight2_table[j,v] = G(⌊column[k,j,v]⌋ + 1, column[k,j,v])
        for j in range(OW):
            for v in range(S):
                below2 = cell(column[U(k), U(j), U(v)])
                weight = max(T(1) - abs(column[U(k), U(j), U(v)] - T(below2)), T(0))
                weight2 = max(T(1) - abs(column[U(k), U(j), U(v)] - T(below2 + 1)), T(0))
                below2_table[U(j), U(v)] = below2
                weight_table[U(j), U(v)] = weight
                weight2_table[U(j), U(v)] = weight2
        image_here = image[U(k)]
        for c in range(C):
            for j in range(OW):
                acc = T(0)
                for u in range(S):
                    below = below_table[U(u)]
                    weight3 = max(T(1) - abs(row[U(u)] - T(below)), T(0))
                    weight4 = max(T(1) - abs(row[U(u)] - T(below + 1)), T(0))
                    counts_row_here = counts_row[U(u)]
                    for v in range(S):
                        below2 = below2_table[U(j), U(v)]
                        weight = weight_table[U(j), U(v)]
                        weight2 = weight2_table[U(j), U(v)]
                        acc2 = T(0)
                        if below >= 0 and H >= below + 2 and below2 >= 0 and W >= below2 + 2:
                            acc2 = plus(acc2, weight * weight3 * x[U(image_here), U(c), U(below), U(below2)])
                            acc2 = plus(
                                acc2,
                                weight2 * weight3 * x[U(image_here), U(c), U(below), U(below2 + 1)],
                            )
                            acc2 = plus(
                                acc2,
                                weight * weight4 * x[U(image_here), U(c), U(below + 1), U(below2)],
                            )
                            acc2 = plus(
                                acc2,
                                weight2 * weight4 * x[U(image_here), U(c), U(below + 1), U(below2 + 1)],
                            )
                        else:
                            if below >= 0 and H >= below + 1:
                                if inside(below2, W):
                                    acc2 = plus(
                                        acc2,
                                        weight * weight3 * x[U(image_here), U(c), U(below), U(below2)],
                                    )
                                if inside(below2 + 1, W):
                                    acc2 = plus(
                                        acc2,
                                        weight2 * weight3 * x[U(image_here), U(c), U(below), U(below2 + 1)],
                                    )
                            if below + 1 >= 0 and H >= below + 2:
                                if inside(below2, W):
                                    acc2 = plus(
                                        acc2,
                                        weight * weight4 * x[U(image_here), U(c), U(below + 1), U(below2)],
                                    )
                                if inside(below2 + 1, W):
                                    acc2 = plus(
                                        acc2,
                                        weight2
                                        * weight4
                                        * x[U(image_here), U(c), U(below + 1), U(below2 + 1)],
                                    )
                        acc = plus(acc, acc2 * counts_column[U(k), U(j), U(v)] * counts_row_here)
                y[U(k), U(c), U(i), U(j)] = acc / T(S**2)


def _forward(x, boxes, image, y, N, C, H, W, K, OH, OW, S, sigma, alpha):
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
    y[k,c,i,j] = 1/S² · Σ_{u,v} counts_column[k,j,v] · counts_row[k,i,u] · Σ_{q,r} G(q, row[k,i,u]) · G(r,
        column[k,j,v]) · x[image[k], c, q, r]

    Operations: 2·C·H·K·OH·OW·S²·W + 2·C·K·OH·OW·S² multiplications, C·H·K·OH·OW·S²·W + K·OH·S + K·OW·S +
        6·K − C·K·OH·OW additions, terms that a condition drops counted.
    """
    dtype = y.dtype
    height = scratch(K, dtype)
    width = scratch(K, dtype)
    column = scratch((K, OW, S), dtype)
    counts_column = scratch((K, OW, S), dtype)
    launch(_forward_part, (K - 1) // 1024 + 1, K, boxes, width, K, sigma, alpha)
    launch(_forward_part2, K * OW, K * OW * S * 2, boxes, column, counts_column, width, W, K, OW, S, sigma,
            alpha)
    launch(_forward_part3, (K - 1) // 1024 + 1, K, boxes, height, K, sigma, alpha)
    launch(_forward_part4, K * OH, K * OH * S * 2 + OW * S * 3 + C * H * K * OH * OW * W + S, x, boxes, image,
            y, column, counts_column, height, N, C, H, W, K, OH, OW, S, sigma, alpha)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part2(first, last, boxes, column, width, W, K, OW, S, sigma, alpha):
    """column[k,j,v] = min(W − 1, {0 if σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW < α/2; else
        σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW − α/2})
    """
    dtype = boxes.dtype
    T = dtype.type
    for task in range(first, last):
        k = task // OW
        j = task % OW
        # column[k,j,v] = min(W − 1, {0 if σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW <
        #     α/2; else σ·boxes[k,0] + ((v + 1/2)/S + j) · width[k]/OW − α/2})
        boxes_here3 = boxes[U(k), 0]
        width_here = width[U(k)]
        for v in range(S):
            column[U(k), U(j), U(v)] = select(
                select(
                    T(alpha) / T(2) > boxes_here3 * sigma
                    + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here / T(OW),
                    T(0),
                    boxes_here3 * sigma
                    + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here / T(OW)
                    - (T(alpha) / T(2)),
                )
                + T(1) >= T(W),
                T(W - 1),
                select(T(alpha) / T(2) > boxes_here3 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here / T(OW),
                        T(0),
                        boxes_here3 * sigma + (T(S * j * 2 + v * 2 + 1) / T(S * 2)) * width_here / T(OW) - (T(alpha) / T(2))),
            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part4(first, last, boxes, counts_row, height, row, H, K, OH, S, sigma, alpha):
    """row[k,i,u] = min(H − 1, {0 if σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH < α/2; else σ·boxes[k,1]
        + ((u + 1/2)/S + i) · height[k]/OH − α/2})
    counts_row[k,i,u] = {1 if α/2 − 1 ≤ σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH ≤ H + α/2; 0 if 1
        + σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH < α/2; 0 if σ·boxes[k,1] + ((u + 1/2)/S + i) ·
        height[k]/OH > H + α/2; else σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH − α/2}
    """
    dtype = boxes.dtype
    T = dtype.type
    for task in range(first, last):
        k = task // OH
        i = task % OH
        # row[k,i,u] = min(H − 1, {0 if σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH < α/2;
        #     else σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH − α/2})
        boxes_here6 = boxes[U(k), 1]
        height_here = height[U(k)]
        for u in range(S):
            row[U(k), U(i), U(u)] = select(
                select(
                    T(alpha) / T(2) > boxes_here6 * sigma
                    + height_here * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH),
                    T(0),
                    boxes_here6 * sigma
                    + height_here * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH)
                    - (T(alpha) / T(2)),
                )
                + T(1) >= T(H),
                T(H - 1),
                select(T(alpha) / T(2) > boxes_here6 * sigma + height_here * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH),
                        T(0),
                        boxes_here6 * sigma + height_here * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH) - (T(alpha) / T(2))),
            )
        # counts_row[k,i,u] = {1 if α/2 − 1 ≤ σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH
        #     ≤ H + α/2; 0 if 1 + σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH < α/2; 0 if
        #     σ·boxes[k,1] + ((u + 1/2)/S + i) · height[k]/OH > H + α/2; else σ·boxes[k,1] +
        #     ((u + 1/2)/S + i) · height[k]/OH − α/2}
        for u in range(S):
            counts_row[U(k), U(i), U(u)] = select(
                boxes_here6 * sigma
                + height_here * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH)
                + T(1) >= T(alpha) / T(2)
                and T(H * 2 + alpha) / T(2) >= boxes_here6 * sigma
                + height_here * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH),
                T(1),
                select(T(alpha) / T(2) > boxes_here6 * sigma + height_here * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH) + T(1),
                        T(0),
                        select(boxes_here6 * sigma + height_here * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH) > T(H * 2 + alpha) / T(2),
                        T(0),
                        boxes_here6 * sigma + height_here * (T(S * i * 2 + u * 2 + 1) / T(S * 2)) / T(OH) - (T(alpha) / T(2)))),
            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part5(first, last, boxes, counts_column, width, W, K, OW, S, sigma, alpha):
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
def _vjp_x_part6(first, last, dx, N, C, H, W):
    """dx[n,c,q,r] = 0"""
    dtype = dx.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (C * H)
        c = task // H % C
        q = task % H
        for r in range(W):
            dx[U(n), U(c), U(q), U(r)] = T(0)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part7(first, last, dy, image, dx, column, counts_column, counts_row, row, N, C, H, W, K, OH, OW,
        S):
    """dx[image[k], c, q, r] += G(q, row[k,i,u]) · G(r, column[k,j,v]) · dy[k,c,i,j] · counts_column[k,j,v] ·
        counts_row[k,i,u]/S²
    below_table[k,i,u] = ⌊row[k,i,u]⌋
    below2_table[k,j,v] = ⌊column[k,j,v]⌋
    weight_table[k,j,v] = G(⌊column[k,j,v]⌋, column[k,j,v])
    weight2_table[k,j,v] = G(⌊column[k,j,v]⌋ + 1, column[k,j,v])
    """
    dtype = dy.dtype
    T = dtype.type
    below_table = np.empty((K, OH, S), np.int64)
    below2_table = np.empty((K, OW, S), np.int64)
    weight_table = np.empty((K, OW, S), dtype)
    weight2_table = np.empty((K, OW, S), dtype)
    for c__block in range(first, last):
        # dx[image[k], c, q, r] += G(q, row[k,i,u]) · G(r, column[k,j,v]) · dy[k,c,i,j] ·
        #     counts_column[k,j,v] · counts_row[k,i,u]/S²
        # below_table[k,i,u] = ⌊row[k,i,u]⌋
        for k in range(K):
            for i in range(OH):
                for u in range(S):
                    below = cell(row[U(k), U(i), U(u)])
                    below_table[U(k), U(i), U(u)] = below
        # below2_table[k,j,v] = ⌊column[k,j,v]⌋
        # weight_table[k,j,v] = G(⌊column[k,j,v]⌋, column[k,j,v])
        # weight2_table[k,j,v] = G(⌊column[k,j,v]⌋ + 1, column[k,j,v])
        for k in range(K):
            for j in range(OW):
                for v in range(S):
                    below2 = cell(column[U(k), U(j), U(v)])
                    weight = max(T(1) - abs(column[U(k), U(j), U(v)] - T(below2)), T(0))
                    weight2 = max(T(1) - abs(column[U(k), U(j), U(v)] - T(below2 + 1)), T(0))
                    below2_table[U(k), U(j), U(v)] = below2
                    weight_table[U(k), U(j), U(v)] = weight
                    weight2_table[U(k), U(j), U(v)] = weight2
        for c_ in range(c__block * 32, min(C, c__block * 32 + 32)):
            for k in range(K):
                image_here = image[U(k)]
                for i in range(OH):
                    for j in range(OW):
                        for u in range(S):
                            below = below_table[U(k), U(i), U(u)]
                            weight3 = max(T(1) - abs(row[U(k), U(i), U(u)] - T(below)), T(0))
                            weight4 = max(T(1) - abs(row[U(k), U(i), U(u)] - T(below + 1)), T(0))
                            for v in range(S):
                                below2 = below2_table[U(k), U(j), U(v)]
                                weight = weight_table[U(k), U(j), U(v)]
                                weight2 = weight2_table[U(k), U(j), U(v)]
                                if below >= 0 and H >= below + 2 and below2 >= 0 and W >= below2 + 2:
                                    dx[U(image_here), U(c_), U(below), U(below2)] += (
                                        counts_column[U(k), U(j), U(v)]
                                        * counts_row[U(k), U(i), U(u)]
                                        * dy[U(k), U(c_), U(i), U(j)]
                                        * weight
                                        * weight3
                                        / T(S**2)
                                    )
                                    dx[U(image_here), U(c_), U(below), U(below2 + 1)] += (
                                        counts_column[U(k), U(j), U(v)]
                                        * counts_row[U(k), U(i), U(u)]
                                        * dy[U(k), U(c_), U(i), U(j)]
                                        * weight2
                                        * weight3
                                        / T(S**2)
                                    )
                                    dx[U(image_here), U(c_), U(below + 1), U(below2)] += (
                                        counts_column[U(k), U(j), U(v)]
                                        * counts_row[U(k), U(i), U(u)]
                                        * dy[U(k), U(c_), U(i), U(j)]
                                        * weight
                                        * weight4
                                        / T(S**2)
                                    )
                                    dx[U(image_here), U(c_), U(below + 1), U(below2 + 1)] += (
                                        counts_column[U(k), U(j), U(v)]
                                        * counts_row[U(k), U(i), U(u)]
                                        * dy[U(k), U(c_), U(i), U(j)]
                                        * weight2
                                        * weight4
                                        / T(S**2)
                                    )
                                else:
                                    factor = (
                                        counts_column[U(k), U(j), U(v)]
                                        * counts_row[U(k), U(i), U(u)]
                                        * dy[U(k), U(c_), U(i), U(j)]
                                        * weight
                                        * weight3
                                        / T(S**2)
                                    )
                                    factor2 = (
                                        counts_column[U(k), U(j), U(v)]
                                        * counts_row[U(k), U(i), U(u)]
                                        * dy[U(k), U(c_), U(i), U(j)]
                                        * weight2
                                        * weight3
                                        / T(S**2)
                                    )
                                    if below >= 0 and H >= below + 1:
                                        if inside(below2, W):
                                            dx[U(image_here), U(c_), U(below), U(below2)] += factor
                                        if inside(below2 + 1, W):
                                            dx[U(image_here), U(c_), U(below), U(below2 + 1)] += factor2
                                    factor3 = (
                                        counts_column[U(k), U(j), U(v)]
                                        * counts_row[U(k), U(i), U(u)]
                                        * dy[U(k), U(c_), U(i), U(j)]
                                        * weight
                                        * weight4
                                        / T(S**2)
                                    )
                                    factor4 = (
                                        counts_column[U(k), U(j), U(v)]
                                        * counts_row[U(k), U(i), U(u)]
                                        * dy[U(k), U(c_), U(i), U(j)]
                                        * weight2
                                        * weight4
                                        / T(S**2)
                                    )
                                    if below + 1 >= 0 and H >= below + 2:
                                        if inside(below2, W):
                                            dx[U(image_here), U(c_), U(below + 1), U(below2)] += factor3
                                        if inside(below2 + 1, W):
                                            dx[U(image_here), U(c_), U(below + 1), U(below2 + 1)] += factor4


def _vjp_x(dy, boxes, image, dx, N, C, H, W, K, OH, OW, S, sigma, alpha):
    """width[k] = {σ · (boxes[k,2] − boxes[k,0]) if α = 1; σ · (boxes[k,2] − boxes[k,0]) if σ · (boxes[k,2] −
        boxes[k,0]) ≥ 1; else 1}
    left[k] = σ·boxes[k,0] − α/2
    free_column[k,j,v] = left[k] + ((v + 1/2)/S + j) · width[k]/OW
    counts_column[k,j,v] = {1 if −1 ≤ free_column[k,j,v] ≤ W; else 0}
    height[k] = {σ · (boxes[k,3] − boxes[k,1]) if α = 1; σ · (boxes[k,3] − boxes[k,1]) if σ · (boxes[k,3]
        − boxes[k,1]) ≥ 1; else 1}
    top[k] = σ·boxes[k,1] − α/2
    free_row[k,i,u] = top[k] + ((u + 1/2)/S + i) · height[k]/OH
    counts_row[k,i,u] = {1 if −1 ≤ free_row[k,i,u] ≤ H; else 0}
    row[k,i,u] = clamp(free_row[k,i,u], 0, H − 1)
    column[k,j,v] = clamp(free_column[k,j,v], 0, W − 1)
    dx[n,c,q,r] = 1/S² · Σ_{k,i,j,u,v : image[k] = n} G(q, row[k,i,u]) · G(r, column[k,j,v]) · dy[k,c,i,j]
        · counts_column[k,j,v] · counts_row[k,i,u]

    Operations: 4·C·H·K·N·OH·OW·S²·W multiplications, C·H·K·N·OH·OW·S²·W + K·OH·S + K·OW·S + 6·K − C·H·N·W
        additions, terms that a condition drops counted.
    """
    dtype = dx.dtype
    width = scratch(K, dtype)
    counts_column = scratch((K, OW, S), dtype)
    height = scratch(K, dtype)
    counts_row = scratch((K, OH, S), dtype)
    row = scratch((K, OH, S), dtype)
    column = scratch((K, OW, S), dtype)
    # width[k] = {σ · (boxes[k,2] − boxes[k,0]) if α = 1; 1 if σ · (boxes[k,2] −
    #     boxes[k,0]) < 1; else σ · (boxes[k,2] − boxes[k,0])}
    launch(_forward_part, (K - 1) // 1024 + 1, K, boxes, width, K, sigma, alpha)
    launch(_vjp_x_part2, K * OW, K * OW * S, boxes, column, width, W, K, OW, S, sigma, alpha)
    # height[k] = {σ · (boxes[k,3] − boxes[k,1]) if α = 1; 1 if σ · (boxes[k,3] −
    #     boxes[k,1]) < 1; else σ · (boxes[k,3] − boxes[k,1])}
    launch(_forward_part3, (K - 1) // 1024 + 1, K, boxes, height, K, sigma, alpha)
    launch(_vjp_x_part4, K * OH, K * OH * S * 2, boxes, counts_row, height, row, H, K, OH, S, sigma, alpha)
    launch(_vjp_x_part5, K * OW, K * OW * S, boxes, counts_column, width, W, K, OW, S, sigma, alpha)
    launch(_vjp_x_part6, N * C * H, C * H * N * W, dx, N, C, H, W)
    launch(_vjp_x_part7, (C - 1) // 32 + 1,
            K * OW * S * 3 + C * H * K * OH * OW * S**2 * W + C * H * N * W + K * OH * S, dy, image, dx,
            column, counts_column, counts_row, row, N, C, H, W, K, OH, OW, S)
