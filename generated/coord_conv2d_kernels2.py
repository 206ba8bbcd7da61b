"""The kernels of coord_conv2d; coord_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `coord_conv2d`.  Do not edit.
Run time: edb5d24a3545977e.
"""

import numpy as np
from numba import njit

from .runtime import carried
from .threads import launch
from .tiles import tiled
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks(first, last, x_dot, w, y_dot_part1, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w, c_count, cols, depth, pieces, share):
    """y_dot_part1[n,o,i,j] = Σ_{c,u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l < W} w[o,c,u,v] · ẋ[n,
        c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    dtype = x_dot.dtype
    T = dtype.type
    tile = np.empty((O, 384), dtype)
    left = np.empty((max(0, min(depth, 256)), min(O, 96)), dtype)
    right = np.empty((max(0, min(depth, 256)), 384), dtype)
    for part in range(first, last):
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # y_dot_part1[n,o,i,j] = Σ_{c,u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l < W}
            #     w[o,c,u,v] · ẋ[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            for o in range(O):
                for col in range(cols_from, cols_last + 1):
                    tile[U(o), U(col - cols_from)] = T(0)
            line_first = cols_from // OW
            line_last = cols_last // OW
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    for col in range(cols_from, cols_last + 1):
                        right[U(inner - depth_from), U(col - cols_from)] = T(0)
                for inner in range(depth_from, depth_last + 1):
                    c = inner // (KH * KW)
                    u = inner // KW % KH
                    v = inner % KW
                    j_first = -((d_w * v - p_l) // s_w)
                    j_last = (W + p_l - (d_w * v) - 1) // s_w
                    for line in range(line_first, min(line_last + 1, N * OH)):
                        n = line // OH
                        i = line % OH
                        if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
                            for j in range(max(0, cols_from - (OW * line), j_first), min(OW,
                                    cols_last + 1 - (OW * line), j_last + 1)):
                                right[U(inner - depth_from), U(j + OW * line - cols_from)] = (
                                    x_dot[U(n), U(c), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                    if C >= c + 1
                                    else T(0)
                                )
                for rows_from in range(0, O, 96):
                    rows_last = min(O - 1, rows_from + 95)
                    for inner in range(depth_from, depth_last + 1):
                        c = inner // (KH * KW)
                        u = inner // KW % KH
                        v = inner % KW
                        o = rows_from
                        copy(left, (inner - depth_from, o - rows_from), w, (o, c, u, v), (C + 2) * KH * KW,
                                rows_last + 1 - o)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), 1, min(O, 96), right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for o in range(O):
                for line in range(line_first, min(line_last + 1, N * OH)):
                    n = line // OH
                    i = line % OH
                    for j in range(max(0, cols_from - (OW * line)), min(OW, cols_last + 1 - (OW * line))):
                        y_dot_part1[U(n), U(o), U(i), U(j)] = tile[U(o), U(j + OW * line - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain(first, last, x_dot, w, y_dot_part1, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w, c_block_last):
    """y_dot_part1[n,o,i,j] = Σ_{c,u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l < W} w[o,c,u,v] · ẋ[n,
        c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    dtype = x_dot.dtype
    T = dtype.type
    rest = np.empty(OW, dtype)
    part3 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (O * OH)
        o = task // OH % O
        i = task % OH
        # y_dot_part1[n,o,i,j] = Σ_{c,u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l < W}
        #     w[o,c,u,v] · ẋ[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        for j in range(OW):
            y_dot_part1[U(n), U(o), U(i), U(j)] = T(0)
        for j in range(OW):
            rest[U(j)] = T(0)
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part3[U(j)] = T(0)
            for c in range(c_block * 1024, min(C + 2, c_block * 1024 + 1024)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_here = w[U(o), U(c), U(u), U(v)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                (W + p_l - (d_w * v) - 1) // s_w + 1)):
                            part3[U(j)] += (
                                (
                                    x_dot[U(n), U(c), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                    if C >= c + 1
                                    else T(0)
                                )
                                * w_here
                            )
            for j in range(OW):
                y_dot_part1[U(n), U(o), U(i), U(j)], rest[U(j)] = carried(y_dot_part1[U(n), U(o), U(i), U(j)], rest[U(j)], part3[U(j)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks2(first, last, w_dot, b_dot, x, y_dot, y_dot_part1, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w,
        p_t, p_l, d_h, d_w, c_count2, cols2, depth2, pieces2, share2):
    """ẏ[n,o,i,j] = y_dot_part1[n,o,i,j] + ḃ[o] + Σ_{c,u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l <
        W} ẇ[o,c,u,v] · {x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] if c < C; 2 · (s_h·i + d_h·u −
        p_t)/max(H − 1, 1) − 1 if c = C; else 2 · (s_w·j + d_w·v − p_l)/max(W − 1, 1) − 1}
    """
    dtype = w_dot.dtype
    T = dtype.type
    tile2 = np.empty((O, 384), dtype)
    left2 = np.empty((max(0, min(depth2, 256)), min(O, 96)), dtype)
    right2 = np.empty((max(0, min(depth2, 256)), 384), dtype)
    for part2 in range(first, last):
        for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, cols2), 384):
            cols_last2 = min(cols2 - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
            # ẏ[n,o,i,j] = y_dot_part1[n,o,i,j] + ḃ[o] + Σ_{c,u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤
            #     s_w·j+d_w·v−p_l < W} ẇ[o,c,u,v] · {x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] if
            #     c < C; 2 · (s_h·i + d_h·u − p_t)/max(H − 1, 1) − 1 if c = C; else 2 · (s_w·j +
            #     d_w·v − p_l)/max(W − 1, 1) − 1}
            for o in range(O):
                for col2 in range(cols_from2, cols_last2 + 1):
                    tile2[U(o), U(col2 - cols_from2)] = T(0)
            line2_first = cols_from2 // OW
            line2_last = cols_last2 // OW
            for depth_from2 in range(0, depth2, 256):
                depth_last2 = min(depth2 - 1, depth_from2 + 255)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    for col2 in range(cols_from2, cols_last2 + 1):
                        right2[U(inner2 - depth_from2), U(col2 - cols_from2)] = T(0)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    c = inner2 // (KH * KW)
                    u = inner2 // KW % KH
                    v = inner2 % KW
                    j_first = -((d_w * v - p_l) // s_w)
                    j_last = (W + p_l - (d_w * v) - 1) // s_w
                    for line2 in range(line2_first, min(line2_last + 1, N * OH)):
                        n = line2 // OH
                        i = line2 % OH
                        if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
                            for j in range(max(0, cols_from2 - (OW * line2), j_first), min(OW,
                                    cols_last2 + 1 - (OW * line2), j_last + 1)):
                                right2[U(inner2 - depth_from2), U(j + OW * line2 - cols_from2)] = (
                                    x[U(n), U(c), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                    if C >= c + 1
                                    else T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(H - 1 if H >= 2 else 1)
                                    - T(1)
                                    if c == C
                                    else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(W - 1 if W >= 2 else 1)
                                    - T(1)
                                )
                for rows_from2 in range(0, O, 96):
                    rows_last2 = min(O - 1, rows_from2 + 95)
                    for inner2 in range(depth_from2, depth_last2 + 1):
                        c = inner2 // (KH * KW)
                        u = inner2 // KW % KH
                        v = inner2 % KW
                        o = rows_from2
                        copy(left2, (inner2 - depth_from2, o - rows_from2), w_dot, (o, c, u, v),
                                (C + 2) * KH * KW, rows_last2 + 1 - o)
                    multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), 1, min(O, 96), right2, (0, 0), 384,
                            rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for o in range(O):
                b_dot_here = b_dot[U(o)]
                for line2 in range(line2_first, min(line2_last + 1, N * OH)):
                    n = line2 // OH
                    i = line2 % OH
                    for j in range(max(0, cols_from2 - (OW * line2)), min(OW, cols_last2 + 1 - (OW * line2))):
                        y_dot[U(n), U(o), U(i), U(j)] = (
                            b_dot_here
                            + tile2[U(o), U(j + OW * line2 - cols_from2)]
                            + y_dot_part1[U(n), U(o), U(i), U(j)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w_dot, b_dot, x, y_dot, y_dot_part1, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w,
        p_t, p_l, d_h, d_w, c_block_last):
    """ẏ[n,o,i,j] = y_dot_part1[n,o,i,j] + ḃ[o] + Σ_{c,u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l <
        W} ẇ[o,c,u,v] · {x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] if c < C; 2 · (s_h·i + d_h·u −
        p_t)/max(H − 1, 1) − 1 if c = C; else 2 · (s_w·j + d_w·v − p_l)/max(W − 1, 1) − 1}
    """
    dtype = w_dot.dtype
    T = dtype.type
    rest2 = np.empty(OW, dtype)
    part4 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (O * OH)
        o = task // OH % O
        i = task % OH
        # ẏ[n,o,i,j] = y_dot_part1[n,o,i,j] + ḃ[o] + Σ_{c,u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤
        #     s_w·j+d_w·v−p_l < W} ẇ[o,c,u,v] · {x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] if
        #     c < C; 2 · (s_h·i + d_h·u − p_t)/max(H − 1, 1) − 1 if c = C; else 2 · (s_w·j +
        #     d_w·v − p_l)/max(W − 1, 1) − 1}
        b_dot_here = b_dot[U(o)]
        for j in range(OW):
            y_dot[U(n), U(o), U(i), U(j)] = b_dot_here + y_dot_part1[U(n), U(o), U(i), U(j)]
        for j in range(OW):
            rest2[U(j)] = T(0)
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part4[U(j)] = T(0)
            for c in range(c_block * 1024, min(C + 2, c_block * 1024 + 1024)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_dot_here = w_dot[U(o), U(c), U(u), U(v)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                (W + p_l - (d_w * v) - 1) // s_w + 1)):
                            part4[U(j)] += (
                                (
                                    x[U(n), U(c), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                    if C >= c + 1
                                    else T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(H - 1 if H >= 2 else 1)
                                    - T(1)
                                    if c == C
                                    else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(W - 1 if W >= 2 else 1)
                                    - T(1)
                                )
                                * w_dot_here
                            )
            for j in range(OW):
                y_dot[U(n), U(o), U(i), U(j)], rest2[U(j)] = carried(y_dot[U(n), U(o), U(i), U(j)], rest2[U(j)], part4[U(j)])


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """z[n,k,a,b] = {x[n,k,a,b] if k < C; 2·a/max(H − 1, 1) − 1 if k = C; else 2·b/max(W − 1, 1) − 1}
    ż[n,k,a,b] = ẋ[n,k,a,b]
    ẏ[n,o,i,j] = ḃ[o] + Σ_{c,u,v} (w[o,c,u,v] · ż[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] + ẇ[o,c,u,v] ·
        z[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])

    Operations: 2·C·KH·KW·N·O·OH·OW + 4·KH·KW·N·O·OH·OW multiplications, 2·C·KH·KW·N·O·OH·OW +
        4·KH·KW·N·O·OH·OW additions, terms that a condition drops counted.
    """
    dtype = y_dot.dtype
    y_dot_part1 = np.empty((N, O, OH, OW), dtype)
    if blocks(O >= 4 and N * OH * OW >= 8 and KH * KW * 2 + C * KH * KW >= 4):
        c_count = C + 2
        cols = N * OH * OW
        depth = KH * KW * c_count
        pieces = parts(N * OH * OW)
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_jvp_blocks, pieces, (C + 2) * KH * KW * N * O * OH * OW // 32, x_dot, w, y_dot_part1, N, C, H,
                W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_count, cols, depth, pieces, share)
    else:
        c_block_last = (C + 1) // 1024
        launch(_jvp_plain, N * O * OH, (C + 2) * KH * KW * N * O * OH * OW, x_dot, w, y_dot_part1, N, C, H, W,
                O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last)
    if blocks(O >= 4 and N * OH * OW >= 8 and KH * KW * 2 + C * KH * KW >= 4):
        c_count2 = C + 2
        cols2 = N * OH * OW
        depth2 = KH * KW * c_count2
        pieces2 = parts(N * OH * OW)
        share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
        launch(_jvp_blocks2, pieces2, (C + 2) * KH * KW * N * O * OH * OW // 32, w_dot, b_dot, x, y_dot,
                y_dot_part1, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_count2, cols2,
                depth2, pieces2, share2)
    else:
        c_block_last = (C + 1) // 1024
        launch(_jvp_plain2, N * O * OH, (C + 2) * KH * KW * N * O * OH * OW, w_dot, b_dot, x, y_dot,
                y_dot_part1, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last)


def _vjp_x_winograd(dy, w, dx, N, C, H, W, O, KH, KW, OH, OW, p_t, p_l):
    """dx[n,c,a,b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·(KH−1−u), s_w ∣ b+p_l−d_w·(KW−1−v)} dy[n, o,
        (a+p_t−d_h·(KH−1−u))/s_h, (b+p_l−d_w·(KW−1−v))/s_w] · w[o, c, KH−1−u, KW−1−v]

    As compiled:

    dx[n, c, q−p_t, q′−p_l] = Σ_{o,t,t′} dy[n, o, q−t, q′−t′] · w[o,c,t,t′]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    # dx[n, c, q−p_t, q′−p_l] = Σ_{o,t,t′} dy[n, o, q−t, q′−t′] · w[o,c,t,t′]
    tiled(dx, (0, 0, 0, 0), (C * H * W, H * W, W, 1), w, (0, 0, KH - 1, KW - 1), (KH * KW, (C + 2) * KH * KW,
            -KW, -1), dy, (0, 0, 0, 0), (O * OH * OW, OH * OW, OW, 1), (N, C, O, H, W, KH, KW, OH, OW),
            (KH - p_t - 1, KW - p_l - 1,))
