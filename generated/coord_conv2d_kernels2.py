"""The kernels of coord_conv2d; coord_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `coord_conv2d`.  Do not edit.
Run time: b484c081cfa24eee.
"""

import numpy as np
from numba import njit

from .runtime import carried, plus
from .threads import launch
from .tiles import tiled
from .vectors import blocks, colblock, contract, depthblock

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, dy, x, dw_lines, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        cols, deep, depth, k_count, line_last, step_last, wide):
    """dw[o,k,u,v] = Σ_{n,i,j : 0 ≤ d_h·u+s_h·i−p_t < H, 0 ≤ d_w·v+s_w·j−p_l < W} dy[n,o,i,j] · {x[n, k,
        d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l] if k < C; 2 · (d_h·u + s_h·i − p_t)/max(H − 1, 1) − 1 if k = C;
        else 2 · (d_w·v + s_w·j − p_l)/max(W − 1, 1) − 1}
    """
    dtype = dy.dtype
    T = dtype.type
    row_at = np.empty(O, np.int64)
    left_at = np.empty(max(0, depth), np.int64)
    right_at = np.empty(max(0, depth), np.int64)
    tile = np.empty((O, wide), dtype)
    right = np.empty((deep, wide), dtype)
    for col_part in range(first, last):
        # dw[o,k,u,v] = Σ_{n,i,j : 0 ≤ d_h·u+s_h·i−p_t < H, 0 ≤ d_w·v+s_w·j−p_l < W}
        #     dy[n,o,i,j] · {x[n, k, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l] if k < C; 2 · (d_h·u +
        #     s_h·i − p_t)/max(H − 1, 1) − 1 if k = C; else 2 · (d_w·v + s_w·j − p_l)/max(W −
        #     1, 1) − 1}
        for o in range(O):
            row_at[U(o)] = OH * OW * o
        for n in range(N):
            for i in range(OH):
                for j in range(OW):
                    left_at[U(OW * i + j + OH * OW * n)] = OW * i + j + O * OH * OW * n
        for k_ in range(depth):
            right_at[U(k_)] = k_ * wide
        line_first = col_part * wide // KW
        line_last2 = (col_part * wide + wide - 1) // KW
        for step in range(step_last + 1):
            for inner in range(deep * step, min(deep + deep * step, depth)):
                for col in range(col_part * wide, min(col_part * wide + wide, cols)):
                    right[U(inner - (deep * step)), U(col - (col_part * wide))] = T(0)
            for inner in range(deep * step, min(deep + deep * step, depth)):
                n = inner // (OH * OW)
                i = inner // OW % OH
                j = inner % OW
                v_first = -((j * s_w - p_l) // d_w)
                v_last = (W + p_l - (j * s_w) - 1) // d_w
                for line in range(line_first, min(line_last2 + 1, line_last + 1, KH * k_count)):
                    k = line // KH
                    u = line % KH
                    if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
                        for v in range(max(0, col_part * wide - (KW * line), v_first), min(KW,
                                cols - (KW * line), col_part * wide + wide - (KW * line), v_last + 1)):
                            right[U(inner - (deep * step)), U(KW * line + v - (col_part * wide))] = (
                                x[U(n), U(k), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                if C >= k + 1
                                else T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(H - 1 if H >= 2 else 1)
                                - T(1)
                                if k == C
                                else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(W - 1 if W >= 2 else 1)
                                - T(1)
                            )
            contract(tile, (0, 0), wide, dy, row_at, left_at, right, -deep * step * wide, right_at, O,
                    min(wide, cols - (col_part * wide)), deep * step, min(deep + deep * step, depth), deep)
        for o in range(O):
            for run in range(col_part * wide, min(cols, col_part * wide + wide)):
                dw_lines[U(o), U(run)] = tile[U(o), U(run - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dy, x, dw, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        j_block_last):
    """dw[o,k,u,v] = Σ_{n,i,j : 0 ≤ d_h·u+s_h·i−p_t < H, 0 ≤ d_w·v+s_w·j−p_l < W} dy[n,o,i,j] · {x[n, k,
        d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l] if k < C; 2 · (d_h·u + s_h·i − p_t)/max(H − 1, 1) − 1 if k = C;
        else 2 · (d_w·v + s_w·j − p_l)/max(W − 1, 1) − 1}
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        o = task // ((C + 2) * KH * KW)
        k = task // (KH * KW) % (C + 2)
        u = task // KW % KH
        v = task % KW
        # dw[o,k,u,v] = Σ_{n,i,j : 0 ≤ d_h·u+s_h·i−p_t < H, 0 ≤ d_w·v+s_w·j−p_l < W}
        #     dy[n,o,i,j] · {x[n, k, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l] if k < C; 2 · (d_h·u +
        #     s_h·i − p_t)/max(H − 1, 1) − 1 if k = C; else 2 · (d_w·v + s_w·j − p_l)/max(W −
        #     1, 1) − 1}
        acc = T(0)
        rest = T(0)
        j_first = -((d_w * v - p_l) // s_w)
        j_last = (W + p_l - (d_w * v) - 1) // s_w
        j_block_first = j_first // 1024
        j_block_last2 = j_last // 1024
        i_first = -((d_h * u - p_t) // s_h)
        i_last = (H + p_t - (d_h * u) - 1) // s_h
        for n in range(N):
            for i in range(max(0, i_first), min(OH, i_last + 1)):
                for j_block in range(max(0, j_block_first), min(j_block_last + 1, j_block_last2 + 1)):
                    part = T(0)
                    for j in range(max(0, j_first, j_block * 1024), min(OW, j_last + 1,
                            j_block * 1024 + 1024)):
                        part = plus(
                            part,
                            (
                                x[U(n), U(k), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                if C >= k + 1
                                else T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(H - 1 if H >= 2 else 1)
                                - T(1)
                                if k == C
                                else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(W - 1 if W >= 2 else 1)
                                - T(1)
                            )
                            * dy[U(n), U(o), U(i), U(j)],
                        )
                    acc, rest = carried(acc, rest, part)
        dw[U(o), U(k), U(u), U(v)] = acc


def _vjp_w(dy, x, dw, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """z[n,k,a,b] = {x[n,k,a,b] if k < C; 2·a/max(H − 1, 1) − 1 if k = C; else 2·b/max(W − 1, 1) − 1}
    dw[o,k,u,v] = Σ_{n,i,j} dy[n,o,i,j] · z[n, k, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]

    Operations: 2·KH·KW·N·O·OH·OW + C·KH·KW·N·O·OH·OW multiplications, 2·KH·KW·N·O·OH·OW +
        C·KH·KW·N·O·OH·OW − 2·KH·KW·O − C·KH·KW·O additions, terms that a condition drops counted.
    """
    if blocks(O >= 4 and KH * KW * 2 + C * KH * KW >= 8 and N * OH * OW >= 4):
        k_count = C + 2
        cols = KH * KW * k_count
        depth = N * OH * OW
        wide = colblock()
        deep = depthblock()
        dw_lines = dw.reshape((O, KH * KW * k_count))
        line_last = (cols - 1) // KW
        step_last = (depth - 1) // deep
        launch(_vjp_w_blocks, (cols - 1) // wide + 1, (C + 2) * KH * KW * N * O * OH * OW // 32, dy, x,
                dw_lines, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, cols, deep, depth,
                k_count, line_last, step_last, wide)
    else:
        j_block_last = (OW - 1) // 1024
        launch(_vjp_w_plain, O * (C + 2) * KH * KW, (C + 2) * KH * KW * N * O * OH * OW, dy, x, dw, N, C, H,
                W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, j_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dy, db, N, O, OH, OW, ij_block_last):
    """db[o] = Σ_{n,ij} dy[n,o,ij]"""
    dtype = dy.dtype
    T = dtype.type
    for o in range(first, last):
        # db[o] = Σ_{n,ij} dy[n,o,ij]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for ij_block in range(ij_block_last + 1):
                part = T(0)
                for ij in range(ij_block * 1024, min(OH * OW, ij_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(o), U(ij)])
                acc, rest = carried(acc, rest, part)
        db[U(o)] = acc


def _vjp_b(dy, db, N, O, OH, OW):
    """db[o] = Σ_{n,i,j} dy[n,o,i,j]

    As compiled:

    db[o] = Σ_{n,ij} dy[n,o,ij]

    Operations: N·O·OH·OW − O additions.
    """
    dy_rows = dy.reshape((N, O, OH * OW))
    ij_block_last = (OH * OW - 1) // 1024
    launch(_vjp_b_part, O, N * O * OH * OW, dy_rows, db, N, O, OH, OW, ij_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, w_dot, b_dot, x, w, y_dot, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t,
        p_l, d_h, d_w, c_block_last):
    """ẏ[n,o,i,j] = ḃ[o] + Σ_{c,u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l < W} (w[o,c,u,v] · ẋ[n, c,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] + ẇ[o,c,u,v] · {x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] if c <
        C; 2 · (s_h·i + d_h·u − p_t)/max(H − 1, 1) − 1 if c = C; else 2 · (s_w·j + d_w·v − p_l)/max(W − 1,
        1) − 1})
    """
    dtype = x_dot.dtype
    T = dtype.type
    rest = np.empty(OW, dtype)
    part = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (O * OH)
        o = task // OH % O
        i = task % OH
        # ẏ[n,o,i,j] = ḃ[o] + Σ_{c,u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l < W}
        #     (w[o,c,u,v] · ẋ[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] + ẇ[o,c,u,v] · {x[n, c,
        #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] if c < C; 2 · (s_h·i + d_h·u − p_t)/max(H − 1,
        #     1) − 1 if c = C; else 2 · (s_w·j + d_w·v − p_l)/max(W − 1, 1) − 1})
        b_dot_here = b_dot[U(o)]
        for j in range(OW):
            y_dot[U(n), U(o), U(i), U(j)] = b_dot_here
        for j in range(OW):
            rest[U(j)] = T(0)
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part[U(j)] = T(0)
            for c in range(c_block * 1024, min(C + 2, c_block * 1024 + 1024)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_here = w[U(o), U(c), U(u), U(v)]
                        w_dot_here = w_dot[U(o), U(c), U(u), U(v)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                (W + p_l - (d_w * v) - 1) // s_w + 1)):
                            part[U(j)] += (
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
                                + (
                                    x_dot[U(n), U(c), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                    if C >= c + 1
                                    else T(0)
                                )
                                * w_here
                            )
            for j in range(OW):
                y_dot[U(n), U(o), U(i), U(j)], rest[U(j)] = carried(y_dot[U(n), U(o), U(i), U(j)], rest[U(j)], part[U(j)])


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """z[n,k,a,b] = {x[n,k,a,b] if k < C; 2·a/max(H − 1, 1) − 1 if k = C; else 2·b/max(W − 1, 1) − 1}
    ż[n,k,a,b] = ẋ[n,k,a,b]
    ẏ[n,o,i,j] = ḃ[o] + Σ_{c,u,v} (w[o,c,u,v] · ż[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] + ẇ[o,c,u,v] ·
        z[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])

    As compiled:

    ẏ[n,o,i,j] = ḃ[o] + Σ_{c,u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l < W} (w[o,c,u,v] · ẋ[n, c,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] + ẇ[o,c,u,v] · {x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] if c <
        C; 2 · (s_h·i + d_h·u − p_t)/max(H − 1, 1) − 1 if c = C; else 2 · (s_w·j + d_w·v − p_l)/max(W − 1,
        1) − 1})

    Operations: 2·C·KH·KW·N·O·OH·OW + 4·KH·KW·N·O·OH·OW multiplications, 2·C·KH·KW·N·O·OH·OW +
        4·KH·KW·N·O·OH·OW additions, terms that a condition drops counted.
    """
    c_block_last = (C + 1) // 1024
    launch(_jvp_part, N * O * OH, (C + 2) * KH * KW * N * O * OH * OW, x_dot, w_dot, b_dot, x, w, y_dot, N, C,
            H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last)


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
