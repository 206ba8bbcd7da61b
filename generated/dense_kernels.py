"""The kernels of dense; dense.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `dense`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .disjoint import njit
from .runtime import carried, plus
from .threads import launch
from .vectors import blocks, colblock, contract, depthblock, either, rowblock, scratch, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_either(first, last, w, panels, K, O, wide):
    """panels[col_part, k, o−col_part·wide] = w[o,k]"""
    for col_part in range(first, last):
        # panels[col_part, k, o−col_part·wide] = w[o,k]
        turn(panels, (col_part, 0, 0), wide, w, K * col_part * wide, K, 1, min(wide, O - (col_part * wide)),
                K)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_either2(first, last, x, b, y, panels, N, K, O, deep, high, wide):
    """y[n,o] = b[o] + Σ_k w[o,k] · x[n,k]"""
    dtype = x.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(K, np.int64)
    right_at = np.empty(K, np.int64)
    tile = np.empty((high, wide), dtype)
    for k in range(K):
        left_at[U(k)] = k
    for k_ in range(K):
        right_at[U(k_)] = k_ * wide
    for task in range(first, last):
        row_part = task // (((O - 1) // wide + 1))
        col_part = task % ((O - 1) // wide + 1)
        # y[n,o] = b[o] + Σ_k w[o,k] · x[n,k]
        for n in range(high * row_part, min(N, high + high * row_part)):
            row_at[U(n - (high * row_part))] = K * n
        contract(tile, (0, 0), wide, x, row_at, left_at, panels, K * col_part * wide, right_at, min(high,
                N - (high * row_part)), min(wide, O - (col_part * wide)), 0, K, deep)
        for n in range(high * row_part, min(N, high + high * row_part)):
            for o in range(col_part * wide, min(O, col_part * wide + wide)):
                y[U(n), U(o)] = b[U(o)] + tile[U(n - (high * row_part)), U(o - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_other2(first, last, w, b, y, panels2, N, K, O, deep2, high2, wide2):
    """y[n,o] = b[o] + Σ_k w[o,k] · x[n,k]"""
    dtype = w.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(K, np.int64)
    right_at2 = np.empty(K, np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for k in range(K):
        left_at2[U(k)] = k
    for k2 in range(K):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        row_part2 = task // (((N - 1) // wide2 + 1))
        col_part2 = task % ((N - 1) // wide2 + 1)
        # y[n,o] = b[o] + Σ_k w[o,k] · x[n,k]
        for o in range(high2 * row_part2, min(O, high2 + high2 * row_part2)):
            row_at2[U(o - (high2 * row_part2))] = K * o
        contract(tile2, (0, 0), wide2, w, row_at2, left_at2, panels2, K * col_part2 * wide2, right_at2,
                min(high2, O - (high2 * row_part2)), min(wide2, N - (col_part2 * wide2)), 0, K, deep2)
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, O - (high2 * row_part2)), min(wide2,
                N - (col_part2 * wide2)))
        for n in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, N)):
            for o in range(high2 * row_part2, min(O, high2 + high2 * row_part2)):
                y[U(n), U(o)] = b[U(o)] + turned2[U(n - (col_part2 * wide2)), U(o - (high2 * row_part2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w, b, y, N, K, O, k_block_last):
    """y[n,o] = b[o] + Σ_k w[o,k] · x[n,k]"""
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // O
        o = task % O
        # y[n,o] = b[o] + Σ_k w[o,k] · x[n,k]
        acc = T(0)
        rest = T(0)
        for k_block in range(k_block_last + 1):
            part = T(0)
            for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                part = plus(part, w[U(o), U(k)] * x[U(n), U(k)])
            acc, rest = carried(acc, rest, part)
        y[U(n), U(o)] = acc + b[U(o)]


def _forward(x, w, b, y, N, K, O):
    """y[n,o] = b[o] + Σ_k w[o,k] · x[n,k]

    Operations: K·N·O multiplications, K·N·O additions.
    """
    dtype = y.dtype
    if blocks(O >= 4 and N >= 4 and K >= 4):
        if either(N >= O and O >= 8):
            wide = colblock(O)
            deep = depthblock()
            high = rowblock(N, (O - 1) // wide + 1)
            panels = scratch((max(0, (O - 1) // wide + 1), K, wide), dtype)
            launch(_forward_either, (O - 1) // wide + 1, K * O, w, panels, K, O, wide)
            launch(_forward_either2, ((N - 1) // high + 1) * ((O - 1) // wide + 1), K * N * O // 32, x, b, y,
                    panels, N, K, O, deep, high, wide)
        else:
            wide2 = colblock(N)
            deep2 = depthblock()
            high2 = rowblock(O, (N - 1) // wide2 + 1)
            panels2 = scratch((max(0, (N - 1) // wide2 + 1), K, wide2), dtype)
            # panels2[col_part2, k, n−col_part2·wide2] = x[n,k]
            launch(_forward_either, (N - 1) // wide2 + 1, K * N, x, panels2, K, N, wide2)
            launch(_forward_other2, ((O - 1) // high2 + 1) * ((N - 1) // wide2 + 1), K * N * O // 32, w, b, y,
                    panels2, N, K, O, deep2, high2, wide2)
    else:
        k_block_last = (K - 1) // 1024
        launch(_forward_plain, N * O, K * N * O, x, w, b, y, N, K, O, k_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_single(first, last, dx, dy, w, N, K):
    """dx[n,k] = dy[n]·w[k]"""
    for n in range(first, last):
        # dx[n,k] = dy[n]·w[k]
        dy_here = dy[U(n)]
        for k in range(K):
            dx[U(n), U(k)] = dy_here * w[U(k)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks(first, last, dy, w, dx, N, K, O, deep, high, wide):
    """dx[n,k] = Σ_o dy[n,o] · w[o,k]"""
    dtype = dy.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(O, np.int64)
    right_at = np.empty(O, np.int64)
    tile = np.empty((high, wide), dtype)
    for o in range(O):
        left_at[U(o)] = o
    for o in range(O):
        right_at[U(o)] = K * o
    for task in range(first, last):
        row_part = task // (((K - 1) // wide + 1))
        col_part = task % ((K - 1) // wide + 1)
        # dx[n,k] = Σ_o dy[n,o] · w[o,k]
        for n in range(high * row_part, min(N, high + high * row_part)):
            row_at[U(n - (high * row_part))] = O * n
        contract(tile, (0, 0), wide, dy, row_at, left_at, w, col_part * wide, right_at, min(high,
                N - (high * row_part)), min(wide, K - (col_part * wide)), 0, O, deep)
        for n in range(high * row_part, min(N, high + high * row_part)):
            for k in range(col_part * wide, min(K, col_part * wide + wide)):
                dx[U(n), U(k)] = tile[U(n - (high * row_part)), U(k - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, w, dx, N, K, O, o_block_last):
    """dx[n,k] = Σ_o dy[n,o] · w[o,k]"""
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(K, dtype)
    part = np.empty(K, dtype)
    for n in range(first, last):
        # dx[n,k] = Σ_o dy[n,o] · w[o,k]
        for k in range(K):
            dx[U(n), U(k)] = T(0)
        for k in range(K):
            rest[U(k)] = T(0)
        for o_block in range(o_block_last + 1):
            for k in range(K):
                part[U(k)] = T(0)
            for o in range(o_block * 1024, min(O, o_block * 1024 + 1024)):
                dy_here = dy[U(n), U(o)]
                for k in range(K):
                    part[U(k)] += dy_here * w[U(o), U(k)]
            for k in range(K):
                dx[U(n), U(k)], rest[U(k)] = carried(dx[U(n), U(k)], rest[U(k)], part[U(k)])


def _vjp_x(dy, w, dx, N, K, O):
    """dx[n,k] = Σ_o dy[n,o] · w[o,k]

    Operations: K·N·O multiplications, K·N·O − K·N additions.
    """
    if O == 1:
        launch(_vjp_x_single, N, K * N, dx, dy.reshape(N), w.reshape(K), N, K)
    elif blocks(N >= 4 and K >= 8 and O >= 4):
        wide = colblock(K)
        deep = depthblock()
        high = rowblock(N, (K - 1) // wide + 1)
        launch(_vjp_x_blocks, ((N - 1) // high + 1) * ((K - 1) // wide + 1), K * N * O // 32, dy, w, dx, N, K,
                O, deep, high, wide)
    else:
        o_block_last = (O - 1) // 1024
        launch(_vjp_x_plain, N, K * N * O, dy, w, dx, N, K, O, o_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, dy, x, dw, N, K, O, deep, high, wide):
    """dw[o,k] = Σ_n dy[n,o] · x[n,k]"""
    dtype = dy.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(N, np.int64)
    right_at = np.empty(N, np.int64)
    tile = np.empty((high, wide), dtype)
    for n in range(N):
        left_at[U(n)] = O * n
    for n in range(N):
        right_at[U(n)] = K * n
    for task in range(first, last):
        row_part = task // (((K - 1) // wide + 1))
        col_part = task % ((K - 1) // wide + 1)
        # dw[o,k] = Σ_n dy[n,o] · x[n,k]
        for o in range(high * row_part, min(O, high + high * row_part)):
            row_at[U(o - (high * row_part))] = o
        contract(tile, (0, 0), wide, dy, row_at, left_at, x, col_part * wide, right_at, min(high,
                O - (high * row_part)), min(wide, K - (col_part * wide)), 0, N, deep)
        for o in range(high * row_part, min(O, high + high * row_part)):
            for k in range(col_part * wide, min(K, col_part * wide + wide)):
                dw[U(o), U(k)] = tile[U(o - (high * row_part)), U(k - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dy, x, dw, N, K, O, n_block_last):
    """dw[o,k] = Σ_n dy[n,o] · x[n,k]"""
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(K, dtype)
    part = np.empty(K, dtype)
    for o in range(first, last):
        # dw[o,k] = Σ_n dy[n,o] · x[n,k]
        for k in range(K):
            dw[U(o), U(k)] = T(0)
        for k in range(K):
            rest[U(k)] = T(0)
        for n_block in range(n_block_last + 1):
            for k in range(K):
                part[U(k)] = T(0)
            for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
                dy_here = dy[U(n), U(o)]
                for k in range(K):
                    part[U(k)] += dy_here * x[U(n), U(k)]
            for k in range(K):
                dw[U(o), U(k)], rest[U(k)] = carried(dw[U(o), U(k)], rest[U(k)], part[U(k)])


def _vjp_w(dy, x, dw, N, K, O):
    """dw[o,k] = Σ_n dy[n,o] · x[n,k]

    Operations: K·N·O multiplications, K·N·O − K·O additions.
    """
    if N == 1:
        # dw[o,k] = dy[o]·x[k]
        launch(_vjp_x_single, O, K * O, dw, dy.reshape(O), x.reshape(K), O, K)
    elif blocks(O >= 4 and K >= 8 and N >= 4):
        wide = colblock(K)
        deep = depthblock()
        high = rowblock(O, (K - 1) // wide + 1)
        launch(_vjp_w_blocks, ((O - 1) // high + 1) * ((K - 1) // wide + 1), K * N * O // 32, dy, x, dw, N, K,
                O, deep, high, wide)
    else:
        n_block_last = (N - 1) // 1024
        launch(_vjp_w_plain, O, K * N * O, dy, x, dw, N, K, O, n_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dy, parts_2, N, O):
    """db[o] = Σ_n dy[n,o]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n_block = task // (((O - 1) // 1024 + 1))
        o_block = task % ((O - 1) // 1024 + 1)
        # db[o] = Σ_n dy[n,o]
        for o in range(o_block * 1024, min(O, o_block * 1024 + 1024)):
            parts_2[U(n_block), U(o)] = T(0)
        for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
            for o in range(o_block * 1024, min(O, o_block * 1024 + 1024)):
                parts_2[U(n_block), U(o)] += dy[U(n), U(o)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part2(first, last, db, parts_2, N, O, n_block_last):
    """db[o] = Σ_n dy[n,o]"""
    dtype = db.dtype
    T = dtype.type
    rest = np.empty(1024, dtype)
    for o_block in range(first, last):
        # db[o] = Σ_n dy[n,o]
        for o in range(o_block * 1024, min(O, o_block * 1024 + 1024)):
            db[U(o)] = T(0)
        for o in range(o_block * 1024, min(O, o_block * 1024 + 1024)):
            rest[U(o - (o_block * 1024))] = T(0)
        for n_block in range(n_block_last + 1):
            for o in range(o_block * 1024, min(O, o_block * 1024 + 1024)):
                db[U(o)], rest[U(o - (o_block * 1024))] = carried(db[U(o)], rest[U(o - (o_block * 1024))], parts_2[U(n_block), U(o)])


def _vjp_b(dy, db, N, O):
    """db[o] = Σ_n dy[n,o]

    Operations: (N − 1) · O additions.
    """
    dtype = db.dtype
    parts_2 = scratch((max(0, (N - 1) // 1024 + 1), O), dtype)
    launch(_vjp_b_part, ((N - 1) // 1024 + 1) * ((O - 1) // 1024 + 1), N * O, dy, parts_2, N, O)
    n_block_last = (N - 1) // 1024
    launch(_vjp_b_part2, (O - 1) // 1024 + 1, N * O, db, parts_2, N, O, n_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_other2(first, last, b_dot, w, panels2, y_dot_part1, N, K, O, deep2, high2, wide2):
    """y_dot_part1[n,o] = ḃ[o] + Σ_k w[o,k] · ẋ[n,k]"""
    dtype = b_dot.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(K, np.int64)
    right_at2 = np.empty(K, np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for k in range(K):
        left_at2[U(k)] = k
    for k2 in range(K):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        row_part2 = task // (((N - 1) // wide2 + 1))
        col_part2 = task % ((N - 1) // wide2 + 1)
        # y_dot_part1[n,o] = ḃ[o] + Σ_k w[o,k] · ẋ[n,k]
        for o in range(high2 * row_part2, min(O, high2 + high2 * row_part2)):
            row_at2[U(o - (high2 * row_part2))] = K * o
        contract(tile2, (0, 0), wide2, w, row_at2, left_at2, panels2, K * col_part2 * wide2, right_at2,
                min(high2, O - (high2 * row_part2)), min(wide2, N - (col_part2 * wide2)), 0, K, deep2)
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, O - (high2 * row_part2)), min(wide2,
                N - (col_part2 * wide2)))
        for n in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, N)):
            for o in range(high2 * row_part2, min(O, high2 + high2 * row_part2)):
                y_dot_part1[U(n), U(o)] = (
                    b_dot[U(o)] + turned2[U(n - (col_part2 * wide2)), U(o - (high2 * row_part2))]
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_either4(first, last, x, y_dot, panels3, y_dot_part1, N, K, O, deep3, high3, wide3):
    """ẏ[n,o] = y_dot_part1[n,o] + Σ_k ẇ[o,k] · x[n,k]"""
    dtype = x.dtype
    row_at3 = np.empty(high3, np.int64)
    left_at3 = np.empty(K, np.int64)
    right_at3 = np.empty(K, np.int64)
    tile3 = np.empty((high3, wide3), dtype)
    for k in range(K):
        left_at3[U(k)] = k
    for k3 in range(K):
        right_at3[U(k3)] = k3 * wide3
    for task in range(first, last):
        row_part3 = task // (((O - 1) // wide3 + 1))
        col_part3 = task % ((O - 1) // wide3 + 1)
        # ẏ[n,o] = y_dot_part1[n,o] + Σ_k ẇ[o,k] · x[n,k]
        for n in range(high3 * row_part3, min(N, high3 + high3 * row_part3)):
            row_at3[U(n - (high3 * row_part3))] = K * n
        contract(tile3, (0, 0), wide3, x, row_at3, left_at3, panels3, K * col_part3 * wide3, right_at3,
                min(high3, N - (high3 * row_part3)), min(wide3, O - (col_part3 * wide3)), 0, K, deep3)
        for n in range(high3 * row_part3, min(N, high3 + high3 * row_part3)):
            for o in range(col_part3 * wide3, min(O, col_part3 * wide3 + wide3)):
                y_dot[U(n), U(o)] = (
                    tile3[U(n - (high3 * row_part3)), U(o - (col_part3 * wide3))] + y_dot_part1[U(n), U(o)]
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_other4(first, last, w_dot, y_dot, panels4, y_dot_part1, N, K, O, deep4, high4, wide4):
    """ẏ[n,o] = y_dot_part1[n,o] + Σ_k ẇ[o,k] · x[n,k]"""
    dtype = w_dot.dtype
    row_at4 = np.empty(high4, np.int64)
    left_at4 = np.empty(K, np.int64)
    right_at4 = np.empty(K, np.int64)
    tile4 = np.empty((high4, wide4), dtype)
    turned4 = np.empty((wide4, high4), dtype)
    for k in range(K):
        left_at4[U(k)] = k
    for k4 in range(K):
        right_at4[U(k4)] = k4 * wide4
    for task in range(first, last):
        row_part4 = task // (((N - 1) // wide4 + 1))
        col_part4 = task % ((N - 1) // wide4 + 1)
        # ẏ[n,o] = y_dot_part1[n,o] + Σ_k ẇ[o,k] · x[n,k]
        for o in range(high4 * row_part4, min(O, high4 + high4 * row_part4)):
            row_at4[U(o - (high4 * row_part4))] = K * o
        contract(tile4, (0, 0), wide4, w_dot, row_at4, left_at4, panels4, K * col_part4 * wide4, right_at4,
                min(high4, O - (high4 * row_part4)), min(wide4, N - (col_part4 * wide4)), 0, K, deep4)
        turn(turned4, (0, 0), high4, tile4, 0, wide4, 1, min(high4, O - (high4 * row_part4)), min(wide4,
                N - (col_part4 * wide4)))
        for n in range(col_part4 * wide4, min(col_part4 * wide4 + wide4, N)):
            for o in range(high4 * row_part4, min(O, high4 + high4 * row_part4)):
                y_dot[U(n), U(o)] = (
                    turned4[U(n - (col_part4 * wide4)), U(o - (high4 * row_part4))] + y_dot_part1[U(n), U(o)]
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w_dot, x, y_dot, y_dot_part1, N, K, O, k_block_last):
    """ẏ[n,o] = y_dot_part1[n,o] + Σ_k ẇ[o,k] · x[n,k]"""
    dtype = w_dot.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // O
        o = task % O
        # ẏ[n,o] = y_dot_part1[n,o] + Σ_k ẇ[o,k] · x[n,k]
        acc2 = T(0)
        rest2 = T(0)
        for k_block in range(k_block_last + 1):
            part2 = T(0)
            for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                part2 = plus(part2, w_dot[U(o), U(k)] * x[U(n), U(k)])
            acc2, rest2 = carried(acc2, rest2, part2)
        y_dot[U(n), U(o)] = acc2 + y_dot_part1[U(n), U(o)]


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, K, O):
    """ẏ[n,o] = ḃ[o] + Σ_k (w[o,k]·ẋ[n,k] + ẇ[o,k]·x[n,k])

    Operations: 2·K·N·O multiplications, 2·K·N·O additions.
    """
    dtype = y_dot.dtype
    y_dot_part1 = scratch((N, O), dtype)
    if blocks(O >= 4 and N >= 4 and K >= 4):
        if either(N >= O and O >= 8):
            wide = colblock(O)
            deep = depthblock()
            high = rowblock(N, (O - 1) // wide + 1)
            panels = scratch((max(0, (O - 1) // wide + 1), K, wide), dtype)
            # panels[col_part, k, o−col_part·wide] = w[o,k]
            launch(_forward_either, (O - 1) // wide + 1, K * O, w, panels, K, O, wide)
            # y_dot_part1[n,o] = ḃ[o] + Σ_k w[o,k] · ẋ[n,k]
            launch(_forward_either2, ((N - 1) // high + 1) * ((O - 1) // wide + 1), K * N * O // 32, x_dot,
                    b_dot, y_dot_part1, panels, N, K, O, deep, high, wide)
        else:
            wide2 = colblock(N)
            deep2 = depthblock()
            high2 = rowblock(O, (N - 1) // wide2 + 1)
            panels2 = scratch((max(0, (N - 1) // wide2 + 1), K, wide2), dtype)
            # panels2[col_part2, k, n−col_part2·wide2] = ẋ[n,k]
            launch(_forward_either, (N - 1) // wide2 + 1, K * N, x_dot, panels2, K, N, wide2)
            launch(_jvp_other2, ((O - 1) // high2 + 1) * ((N - 1) // wide2 + 1), K * N * O // 32, b_dot, w,
                    panels2, y_dot_part1, N, K, O, deep2, high2, wide2)
    else:
        k_block_last = (K - 1) // 1024
        # y_dot_part1[n,o] = ḃ[o] + Σ_k w[o,k] · ẋ[n,k]
        launch(_forward_plain, N * O, K * N * O, x_dot, w, b_dot, y_dot_part1, N, K, O, k_block_last)
    if blocks(O >= 4 and N >= 4 and K >= 4):
        if either(N >= O and O >= 8):
            wide3 = colblock(O)
            deep3 = depthblock()
            high3 = rowblock(N, (O - 1) // wide3 + 1)
            panels3 = scratch((max(0, (O - 1) // wide3 + 1), K, wide3), dtype)
            # panels3[col_part3, k, o−col_part3·wide3] = ẇ[o,k]
            launch(_forward_either, (O - 1) // wide3 + 1, K * O, w_dot, panels3, K, O, wide3)
            launch(_jvp_either4, ((N - 1) // high3 + 1) * ((O - 1) // wide3 + 1), K * N * O // 32, x, y_dot,
                    panels3, y_dot_part1, N, K, O, deep3, high3, wide3)
        else:
            wide4 = colblock(N)
            deep4 = depthblock()
            high4 = rowblock(O, (N - 1) // wide4 + 1)
            panels4 = scratch((max(0, (N - 1) // wide4 + 1), K, wide4), dtype)
            # panels4[col_part4, k, n−col_part4·wide4] = x[n,k]
            launch(_forward_either, (N - 1) // wide4 + 1, K * N, x, panels4, K, N, wide4)
            launch(_jvp_other4, ((O - 1) // high4 + 1) * ((N - 1) // wide4 + 1), K * N * O // 32, w_dot,
                    y_dot, panels4, y_dot_part1, N, K, O, deep4, high4, wide4)
    else:
        k_block_last = (K - 1) // 1024
        launch(_jvp_plain2, N * O, K * N * O, w_dot, x, y_dot, y_dot_part1, N, K, O, k_block_last)
