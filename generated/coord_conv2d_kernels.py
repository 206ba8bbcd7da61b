"""The kernels of coord_conv2d; coord_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `coord_conv2d`.  Do not edit.
Run time: 6037315c02b195bb.
"""

import numpy as np

from .disjoint import njit
from .runtime import carried
from .threads import launch
from .vectors import blocks, colblock, contract, depthblock

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, x, w, b, y_lines, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w, c_count, cols, deep, depth, line_last, line_last2, step_last, wide):
    """y[n,o,i,j] = b[o] + Σ_{c,u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l < W} w[o,c,u,v] · {x[n, c,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] if c < C; 2 · (s_h·i + d_h·u − p_t)/max(H − 1, 1) − 1 if c = C;
        else 2 · (s_w·j + d_w·v − p_l)/max(W − 1, 1) − 1}
    """
    dtype = x.dtype
    T = dtype.type
    row_at = np.empty(O, np.int64)
    left_at = np.empty(max(0, depth), np.int64)
    right_at = np.empty(max(0, depth), np.int64)
    tile = np.empty((O, wide), dtype)
    right = np.empty((deep, wide), dtype)
    for col_part in range(first, last):
        # y[n,o,i,j] = b[o] + Σ_{c,u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l < W}
        #     w[o,c,u,v] · {x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] if c < C; 2 · (s_h·i +
        #     d_h·u − p_t)/max(H − 1, 1) − 1 if c = C; else 2 · (s_w·j + d_w·v − p_l)/max(W −
        #     1, 1) − 1}
        for o in range(O):
            row_at[U(o)] = KH * KW * o * 2 + C * KH * KW * o
        for c in range(c_count):
            for u in range(KH):
                for v in range(KW):
                    left_at[U(KH * KW * c + KW * u + v)] = KH * KW * c + KW * u + v
        for k_ in range(depth):
            right_at[U(k_)] = k_ * wide
        line_first = col_part * wide // OW
        line_last3 = (col_part * wide + wide - 1) // OW
        for step in range(step_last + 1):
            for inner in range(deep * step, min(deep + deep * step, depth)):
                for col in range(col_part * wide, min(col_part * wide + wide, cols)):
                    right[U(inner - (deep * step)), U(col - (col_part * wide))] = T(0)
            for inner in range(deep * step, min(deep + deep * step, depth)):
                c = inner // (KH * KW)
                u = inner // KW % KH
                v = inner % KW
                for line in range(line_first, min(line_last3 + 1, line_last + 1, N * OH)):
                    n = line // OH
                    i = line % OH
                    if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
                        if C >= c + 1:
                            for j in range(max(0, col_part * wide - (OW * line), -((d_w * v - p_l) // s_w)),
                                    min(OW, cols - (OW * line), col_part * wide + wide - (OW * line),
                                    (W + p_l - (d_w * v) - 1) // s_w + 1)):
                                right[U(inner - (deep * step)), U(j + OW * line - (col_part * wide))] = x[U(n), U(c), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                        else:
                            for j in range(max(0, col_part * wide - (OW * line), -((d_w * v - p_l) // s_w)),
                                    min(OW, cols - (OW * line), col_part * wide + wide - (OW * line),
                                    (W + p_l - (d_w * v) - 1) // s_w + 1)):
                                right[U(inner - (deep * step)), U(j + OW * line - (col_part * wide))] = (
                                    T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(max(H - 1, 1)) - T(1)
                                    if c == C
                                    else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(max(W - 1, 1)) - T(1)
                                )
            contract(tile, (0, 0), wide, w, row_at, left_at, right, -deep * step * wide, right_at, O,
                    min(wide, cols - (col_part * wide)), deep * step, min(deep + deep * step, depth), deep)
        line_first2 = col_part * wide // (OH * OW)
        line_last4 = (col_part * wide + wide - 1) // (OH * OW)
        for o in range(O):
            b_here = b[U(o)]
            for line in range(line_first2, min(line_last4 + 1, line_last2 + 1, N)):
                n = line
                for run in range(max(0, col_part * wide - (OH * OW * line)), min(OH * OW,
                        cols - (OH * OW * line), col_part * wide + wide - (OH * OW * line))):
                    y_lines[U(n), U(o), U(run)] = (
                        b_here + tile[U(o), U(OH * OW * line + run - (col_part * wide))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w, b, y, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        c_block_last):
    """y[n,o,i,j] = b[o] + Σ_{c,u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l < W} w[o,c,u,v] · {x[n, c,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] if c < C; 2 · (s_h·i + d_h·u − p_t)/max(H − 1, 1) − 1 if c = C;
        else 2 · (s_w·j + d_w·v − p_l)/max(W − 1, 1) − 1}
    """
    dtype = x.dtype
    T = dtype.type
    rest = np.empty(OW, dtype)
    part = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (O * OH)
        o = task // OH % O
        i = task % OH
        # y[n,o,i,j] = b[o] + Σ_{c,u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l < W}
        #     w[o,c,u,v] · {x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] if c < C; 2 · (s_h·i +
        #     d_h·u − p_t)/max(H − 1, 1) − 1 if c = C; else 2 · (s_w·j + d_w·v − p_l)/max(W −
        #     1, 1) − 1}
        b_here = b[U(o)]
        for j in range(OW):
            y[U(n), U(o), U(i), U(j)] = b_here
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
                        if C >= c + 1:
                            w_here = w[U(o), U(c), U(u), U(v)]
                            for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                    (W + p_l - (d_w * v) - 1) // s_w + 1)):
                                part[U(j)] += (
                                    w_here
                                    * x[U(n), U(c), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                )
                        else:
                            w_here2 = w[U(o), U(c), U(u), U(v)]
                            for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                    (W + p_l - (d_w * v) - 1) // s_w + 1)):
                                part[U(j)] += (
                                    (
                                        T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(max(H - 1, 1)) - T(1)
                                        if c == C
                                        else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(max(W - 1, 1))
                                        - T(1)
                                    )
                                    * w_here2
                                )
            for j in range(OW):
                y[U(n), U(o), U(i), U(j)], rest[U(j)] = carried(y[U(n), U(o), U(i), U(j)], rest[U(j)], part[U(j)])


def _forward(x, w, b, y, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """z[n,k,a,b] = {x[n,k,a,b] if k < C; 2·a/max(H − 1, 1) − 1 if k = C; else 2·b/max(W − 1, 1) − 1}
    y[n,o,i,j] = b[o] + Σ_{c,u,v} w[o,c,u,v] · z[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]

    Operations: 2·KH·KW·N·O·OH·OW + C·KH·KW·N·O·OH·OW multiplications, 2·KH·KW·N·O·OH·OW +
        C·KH·KW·N·O·OH·OW additions, terms that a condition drops counted.
    """
    if blocks(O >= 4 and N * OH * OW >= 8 and KH * KW * 2 + C * KH * KW >= 4):
        c_count = C + 2
        cols = N * OH * OW
        depth = KH * KW * c_count
        wide = colblock()
        deep = depthblock()
        y_lines = y.reshape((N, O, OH * OW))
        line_last = (cols - 1) // OW
        step_last = (depth - 1) // deep
        line_last2 = (cols - 1) // (OH * OW)
        launch(_forward_blocks, (cols - 1) // wide + 1, (C + 2) * KH * KW * N * O * OH * OW // 32, x, w, b,
                y_lines, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_count, cols, deep,
                depth, line_last, line_last2, step_last, wide)
    else:
        c_block_last = (C + 1) // 1024
        launch(_forward_plain, N * O * OH, (C + 2) * KH * KW * N * O * OH * OW, x, w, b, y, N, C, H, W, O, KH,
                KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last)
