"""The kernels of locally_connected2d; locally_connected2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `locally_connected2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .locally_connected2d_kernels import (
    _forward_blocks, _forward_blocks2,
)
from .disjoint import njit
from .runtime import carried, plus
from .threads import launch
from .vectors import blocks, colblock, contract, depthblock, finite, padded, rowblock, scratch, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, dy, panels, N, O, OH, OW, wide):
    """panels[i, j, col_part, n, o−col_part·wide] = dy[n,o,i,j]"""
    for task in range(first, last):
        i = task // (OW * ((O - 1) // wide + 1))
        j = task // (((O - 1) // wide + 1)) % OW
        col_part = task % ((O - 1) // wide + 1)
        # panels[i, j, col_part, n, o−col_part·wide] = dy[n,o,i,j]
        turn(panels, (i, j, col_part, 0, 0), wide, dy, OH * OW * col_part * wide + OW * i + j, OH * OW,
                O * OH * OW, min(wide, O - (col_part * wide)), N)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks2(first, last, dw_lines, panels, x_padded, N, C, O, OH, OW, KH, KW, s_h, s_w, d_h, d_w, deep,
        high, line_last, quotient_O_wide, rows, wide, x_size2, x_size3):
    """dw[o,i,j,c,u,v] = Σ_n dy[n,o,i,j] · x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    dtype = dw_lines.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(N, np.int64)
    right_at = np.empty(N, np.int64)
    tile = np.empty((high, wide), dtype)
    turned = np.empty((wide, high), dtype)
    for n in range(N):
        left_at[U(n)] = C * n * x_size2 * x_size3
    for k in range(N):
        right_at[U(k)] = k * wide
    for task in range(first, last):
        i = task // (OW * ((rows - 1) // high + 1) * ((O - 1) // wide + 1))
        j = task // (((rows - 1) // high + 1) * ((O - 1) // wide + 1)) % OW
        row_part = task // (((O - 1) // wide + 1)) % ((rows - 1) // high + 1)
        col_part = task % ((O - 1) // wide + 1)
        # dw[o,i,j,c,u,v] = Σ_n dy[n,o,i,j] · x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        for line in range(high * row_part // KW, min((high + high * row_part - 1) // KW + 1, line_last + 1,
                C * KH)):
            c = line // KH
            u = line % KH
            for v in range(max(0, high * row_part - (KW * line)), min(KW, rows - (KW * line),
                    high + high * row_part - (KW * line))):
                row_at[U(KW * line + v - (high * row_part))] = (
                    c * x_size2 * x_size3 + i * s_h * x_size3 + j * s_w + d_h * u * x_size3 + d_w * v
                )
        contract(tile, (0, 0), wide, x_padded, row_at, left_at, panels,
                N * col_part * wide + N * OW * i * quotient_O_wide * wide + N * OW * i * wide + N * j * quotient_O_wide * wide + N * j * wide,
                right_at, min(high, rows - (high * row_part)), min(wide, O - (col_part * wide)), 0, N, deep)
        turn(turned, (0, 0), high, tile, 0, wide, 1, min(high, rows - (high * row_part)), min(wide,
                O - (col_part * wide)))
        for o in range(col_part * wide, min(col_part * wide + wide, O)):
            for run in range(high * row_part, min(rows, high + high * row_part)):
                dw_lines[U(o), U(i), U(j), U(run)] = turned[U(o - (col_part * wide)), U(run - (high * row_part))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dy, x, dw, N, C, H, W, O, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w,
        n_block_last):
    """dw[o,i,j,c,u,v] = Σ_n dy[n,o,i,j] · x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(KW, dtype)
    part = np.empty(KW, dtype)
    for task in range(first, last):
        o = task // (OH * OW * C * KH)
        i = task // (OW * C * KH) % OH
        j = task // (C * KH) % OW
        c = task // KH % C
        u = task % KH
        # dw[o,i,j,c,u,v] = Σ_n dy[n,o,i,j] · x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        for v in range(KW):
            dw[U(o), U(i), U(j), U(c), U(u), U(v)] = T(0)
        for v in range(KW):
            rest[U(v)] = T(0)
        v_first = -((j * s_w - p_l) // d_w)
        v_last = (W + p_l - (j * s_w) - 1) // d_w
        if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
            for n_block in range(n_block_last + 1):
                for v in range(KW):
                    part[U(v)] = T(0)
                for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
                    dy_here = dy[U(n), U(o), U(i), U(j)]
                    for v in range(max(0, v_first), min(KW, v_last + 1)):
                        part[U(v)] += (
                            dy_here * x[U(n), U(c), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                        )
                for v in range(KW):
                    dw[U(o), U(i), U(j), U(c), U(u), U(v)], rest[U(v)] = carried(dw[U(o), U(i), U(j), U(c), U(u), U(v)], rest[U(v)], part[U(v)])


def _vjp_w(dy, x, dw, N, C, H, W, O, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dw[o,i,j,c,u,v] = Σ_n dy[n,o,i,j] · x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]

    Operations: C·KH·KW·N·O·OH·OW multiplications, C·KH·KW·N·O·OH·OW − C·KH·KW·O·OH·OW additions, terms
        that a condition drops counted.
    """
    dtype = dw.dtype
    again = not (
        blocks(
            C * KH * KW >= 4
            and O >= 8
            and N >= 4
            and H * 2 + d_h + s_h + 16 >= KH * d_h + OH * s_h
            and W * 2 + d_w + s_w + 16 >= KW * d_w + OW * s_w
        )
        and finite(dy, dw)
    )
    if not again:
        rows = C * KH * KW
        x_size2 = max(H, KH * d_h + OH * s_h + 1 - d_h - p_t - s_h) + p_t
        x_size3 = max(KW * d_w + OW * s_w + 1 - d_w - p_l - s_w, W) + p_l
        x_padded = padded(x, (0, 0, -p_t, -p_l), (N, C, x_size2, x_size3))
        wide = colblock(O)
        deep = depthblock()
        high = rowblock(rows, ((O - 1) // wide + 1) * OH * OW)
        panels = scratch((OH, OW, max(0, (O - 1) // wide + 1), N, wide), dtype)
        launch(_vjp_w_blocks, OH * OW * ((O - 1) // wide + 1), N * O * OH * OW, dy, panels, N, O, OH, OW,
                wide)
        dw_lines = dw.reshape((O, OH, OW, C * KH * KW))
        line_last = (rows - 1) // KW
        quotient_O_wide = (O - 1) // wide
        launch(_vjp_w_blocks2, OH * OW * ((rows - 1) // high + 1) * ((O - 1) // wide + 1),
                C * KH * KW * N * O * OH * OW // 32, dw_lines, panels, x_padded, N, C, O, OH, OW, KH, KW, s_h,
                s_w, d_h, d_w, deep, high, line_last, quotient_O_wide, rows, wide, x_size2, x_size3)
        again = not (finite(dw, dy))
    if again:
        n_block_last = (N - 1) // 1024
        launch(_vjp_w_plain, O * OH * OW * C * KH, C * KH * KW * N * O * OH * OW, dy, x, dw, N, C, H, W, O,
                OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w, n_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dy, parts_2, N, O, OH, OW):
    """db[oij] = Σ_n dy[n, oij]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n_block = task // (((O * OH * OW - 1) // 1024 + 1))
        oij_block = task % ((O * OH * OW - 1) // 1024 + 1)
        # db[oij] = Σ_n dy[n, oij]
        for oij in range(oij_block * 1024, min(O * OH * OW, oij_block * 1024 + 1024)):
            parts_2[U(n_block), U(oij)] = T(0)
        for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
            for oij in range(oij_block * 1024, min(O * OH * OW, oij_block * 1024 + 1024)):
                parts_2[U(n_block), U(oij)] += dy[U(n), U(oij)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part2(first, last, db, parts_2, N, O, OH, OW, n_block_last):
    """db[oij] = Σ_n dy[n, oij]"""
    dtype = db.dtype
    T = dtype.type
    rest = np.empty(1024, dtype)
    for oij_block in range(first, last):
        # db[oij] = Σ_n dy[n, oij]
        for oij in range(oij_block * 1024, min(O * OH * OW, oij_block * 1024 + 1024)):
            db[U(oij)] = T(0)
        for oij in range(oij_block * 1024, min(O * OH * OW, oij_block * 1024 + 1024)):
            rest[U(oij - (oij_block * 1024))] = T(0)
        for n_block in range(n_block_last + 1):
            for oij in range(oij_block * 1024, min(O * OH * OW, oij_block * 1024 + 1024)):
                db[U(oij)], rest[U(oij - (oij_block * 1024))] = carried(db[U(oij)], rest[U(oij - (oij_block * 1024))], parts_2[U(n_block), U(oij)])


def _vjp_b(dy, db, N, O, OH, OW):
    """db[o,i,j] = Σ_n dy[n,o,i,j]

    Operations: (N − 1) · O · OH · OW additions.
    """
    dtype = db.dtype
    dy_rows = dy.reshape((N, O * OH * OW))
    db_rows = db.reshape((O * OH * OW,))
    parts_2 = scratch((max(0, (N - 1) // 1024 + 1), O * OH * OW), dtype)
    launch(_vjp_b_part, ((N - 1) // 1024 + 1) * ((O * OH * OW - 1) // 1024 + 1), N * O * OH * OW, dy_rows,
            parts_2, N, O, OH, OW)
    n_block_last = (N - 1) // 1024
    launch(_vjp_b_part2, (O * OH * OW - 1) // 1024 + 1, N * O * OH * OW, db_rows, parts_2, N, O, OH, OW,
            n_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain(first, last, w_dot, b_dot, x, y_dot_part1, N, C, H, W, O, OH, OW, KH, KW, s_h, s_w, p_t, p_l,
        d_h, d_w, c_block_last):
    """y_dot_part1[n,o,i,j] = ḃ[o,i,j] + Σ_{c,u,v} ẇ[o,i,j,c,u,v] · x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    dtype = w_dot.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (O * OH)
        o = task // OH % O
        i = task % OH
        # y_dot_part1[n,o,i,j] = ḃ[o,i,j] + Σ_{c,u,v} ẇ[o,i,j,c,u,v] · x[n, c,
        #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for j in range(OW):
            acc = T(0)
            rest = T(0)
            v_first = -((j * s_w - p_l) // d_w)
            v_last = (W + p_l - (j * s_w) - 1) // d_w
            for c_block in range(c_block_last + 1):
                part = T(0)
                for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                    for u in range(max(0, u_first), min(KH, u_last + 1)):
                        for v in range(max(0, v_first), min(KW, v_last + 1)):
                            part = plus(
                                part,
                                w_dot[U(o), U(i), U(j), U(c), U(u), U(v)]
                                * x[U(n), U(c), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)],
                            )
                acc, rest = carried(acc, rest, part)
            y_dot_part1[U(n), U(o), U(i), U(j)] = acc + b_dot[U(o), U(i), U(j)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks4(first, last, y_dot, panels2, x_dot_padded2, y_dot_part1, N, C, O, OH, OW, KH, KW, s_h, s_w,
        d_h, d_w, deep2, depth2, high2, quotient_O_wide2, wide2, x_dot_size22, x_dot_size32):
    """ẏ[n,o,i,j] = y_dot_part1[n,o,i,j] + Σ_{c,u,v} w[o,i,j,c,u,v] · ẋ[n, c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = y_dot.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    for c in range(C):
        for u in range(KH):
            for v in range(KW):
                left_at2[U(KH * KW * c + KW * u + v)] = (
                    c * x_dot_size22 * x_dot_size32 + d_h * u * x_dot_size32 + d_w * v
                )
    for k2 in range(depth2):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        i = task // (OW * ((N - 1) // high2 + 1) * ((O - 1) // wide2 + 1))
        j = task // (((N - 1) // high2 + 1) * ((O - 1) // wide2 + 1)) % OW
        row_part2 = task // (((O - 1) // wide2 + 1)) % ((N - 1) // high2 + 1)
        col_part2 = task % ((O - 1) // wide2 + 1)
        # ẏ[n,o,i,j] = y_dot_part1[n,o,i,j] + Σ_{c,u,v} w[o,i,j,c,u,v] · ẋ[n, c,
        #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        for n in range(high2 * row_part2, min(N, high2 + high2 * row_part2)):
            row_at2[U(n - (high2 * row_part2))] = (
                i * s_h * x_dot_size32 + j * s_w + C * n * x_dot_size22 * x_dot_size32
            )
        contract(tile2, (0, 0), wide2, x_dot_padded2, row_at2, left_at2, panels2,
                col_part2 * depth2 * wide2 + OW * depth2 * i * quotient_O_wide2 * wide2 + OW * depth2 * i * wide2 + depth2 * j * quotient_O_wide2 * wide2 + depth2 * j * wide2,
                right_at2, min(high2, N - (high2 * row_part2)), min(wide2, O - (col_part2 * wide2)), 0,
                depth2, deep2)
        for n in range(high2 * row_part2, min(N, high2 + high2 * row_part2)):
            for o in range(col_part2 * wide2, min(O, col_part2 * wide2 + wide2)):
                y_dot[U(n), U(o), U(i), U(j)] = (
                    tile2[U(n - (high2 * row_part2)), U(o - (col_part2 * wide2))]
                    + y_dot_part1[U(n), U(o), U(i), U(j)]
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, x_dot, w, y_dot, y_dot_part1, N, C, H, W, O, OH, OW, KH, KW, s_h, s_w, p_t, p_l,
        d_h, d_w, c_block_last):
    """ẏ[n,o,i,j] = y_dot_part1[n,o,i,j] + Σ_{c,u,v} w[o,i,j,c,u,v] · ẋ[n, c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = x_dot.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (O * OH)
        o = task // OH % O
        i = task % OH
        # ẏ[n,o,i,j] = y_dot_part1[n,o,i,j] + Σ_{c,u,v} w[o,i,j,c,u,v] · ẋ[n, c,
        #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for j in range(OW):
            acc2 = T(0)
            rest2 = T(0)
            v_first = -((j * s_w - p_l) // d_w)
            v_last = (W + p_l - (j * s_w) - 1) // d_w
            for c_block in range(c_block_last + 1):
                part2 = T(0)
                for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                    for u in range(max(0, u_first), min(KH, u_last + 1)):
                        for v in range(max(0, v_first), min(KW, v_last + 1)):
                            part2 = plus(
                                part2,
                                w[U(o), U(i), U(j), U(c), U(u), U(v)]
                                * x_dot[U(n), U(c), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)],
                            )
                acc2, rest2 = carried(acc2, rest2, part2)
            y_dot[U(n), U(o), U(i), U(j)] = acc2 + y_dot_part1[U(n), U(o), U(i), U(j)]


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, C, H, W, O, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w):
    """ẏ[n,o,i,j] = ḃ[o,i,j] + Σ_{c,u,v} (ẇ[o,i,j,c,u,v] · x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] +
        w[o,i,j,c,u,v] · ẋ[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])

    Operations: 2·C·KH·KW·N·O·OH·OW multiplications, 2·C·KH·KW·N·O·OH·OW additions, terms that a condition
        drops counted.
    """
    dtype = y_dot.dtype
    y_dot_part1 = scratch((N, O, OH, OW), dtype)
    again = not (
        blocks(
            N >= 4
            and O >= 8
            and C * KH * KW >= 4
            and H * 2 + d_h + s_h + 16 >= KH * d_h + OH * s_h
            and W * 2 + d_w + s_w + 16 >= KW * d_w + OW * s_w
        )
        and finite(w_dot, y_dot_part1)
    )
    if not again:
        depth = C * KH * KW
        x_size2 = max(H, KH * d_h + OH * s_h + 1 - d_h - p_t - s_h) + p_t
        x_size3 = max(KW * d_w + OW * s_w + 1 - d_w - p_l - s_w, W) + p_l
        x_padded = padded(x, (0, 0, -p_t, -p_l), (N, C, x_size2, x_size3))
        wide = colblock(O)
        deep = depthblock()
        high = rowblock(N, ((O - 1) // wide + 1) * OH * OW)
        panels = scratch((OH, OW, max(0, (O - 1) // wide + 1), max(0, depth), wide), dtype)
        # panels[i, j, col_part, (c·KH+u)·KW+v, o−col_part·wide] = ẇ[o,i,j,c,u,v]
        launch(_forward_blocks, OH * OW * ((O - 1) // wide + 1), C * KH * KW * O * OH * OW, w_dot, panels, C,
                O, OH, OW, KH, KW, depth, wide)
        quotient_O_wide = (O - 1) // wide
        # y_dot_part1[n,o,i,j] = ḃ[o,i,j] + Σ_{c,u,v} ẇ[o,i,j,c,u,v] · x[n, c,
        #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        launch(_forward_blocks2, OH * OW * ((N - 1) // high + 1) * ((O - 1) // wide + 1),
                C * KH * KW * N * O * OH * OW // 32, b_dot, y_dot_part1, panels, x_padded, N, C, O, OH, OW,
                KH, KW, s_h, s_w, d_h, d_w, deep, depth, high, quotient_O_wide, wide, x_size2, x_size3)
        again = not (finite(y_dot_part1, w_dot))
    if again:
        c_block_last = (C - 1) // 1024
        launch(_jvp_plain, N * O * OH, C * KH * KW * N * O * OH * OW, w_dot, b_dot, x, y_dot_part1, N, C, H,
                W, O, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last)
    again = not (
        blocks(
            N >= 4
            and O >= 8
            and C * KH * KW >= 4
            and H * 2 + d_h + s_h + 16 >= KH * d_h + OH * s_h
            and W * 2 + d_w + s_w + 16 >= KW * d_w + OW * s_w
        )
        and finite(w, y_dot)
    )
    if not again:
        depth2 = C * KH * KW
        x_dot_size22 = max(H, KH * d_h + OH * s_h + 1 - d_h - p_t - s_h) + p_t
        x_dot_size32 = max(KW * d_w + OW * s_w + 1 - d_w - p_l - s_w, W) + p_l
        x_dot_padded2 = padded(x_dot, (0, 0, -p_t, -p_l), (N, C, x_dot_size22, x_dot_size32))
        wide2 = colblock(O)
        deep2 = depthblock()
        high2 = rowblock(N, ((O - 1) // wide2 + 1) * OH * OW)
        panels2 = scratch((OH, OW, max(0, (O - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
        # panels2[i, j, col_part2, (c·KH+u)·KW+v, o−col_part2·wide2] = w[o,i,j,c,u,v]
        launch(_forward_blocks, OH * OW * ((O - 1) // wide2 + 1), C * KH * KW * O * OH * OW, w, panels2, C, O,
                OH, OW, KH, KW, depth2, wide2)
        quotient_O_wide2 = (O - 1) // wide2
        launch(_jvp_blocks4, OH * OW * ((N - 1) // high2 + 1) * ((O - 1) // wide2 + 1),
                C * KH * KW * N * O * OH * OW // 32, y_dot, panels2, x_dot_padded2, y_dot_part1, N, C, O, OH,
                OW, KH, KW, s_h, s_w, d_h, d_w, deep2, depth2, high2, quotient_O_wide2, wide2, x_dot_size22,
                x_dot_size32)
        again = not (finite(y_dot, w))
    if again:
        c_block_last = (C - 1) // 1024
        launch(_jvp_plain2, N * O * OH, C * KH * KW * N * O * OH * OW, x_dot, w, y_dot, y_dot_part1, N, C, H,
                W, O, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last)
