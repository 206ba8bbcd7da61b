"""The kernels of cross_channel_spatial_conv2d; cross_channel_spatial_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `cross_channel_spatial_conv2d`.  Do not edit.
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
def _vjp_x_either(first, last, w_point, dz, dx, N, C, H, W, Cg, G, ab_count, deep, high, o_count, wide):
    """dx[n,c,ab] = Σ_o dz[n,o,ab] · w_point[o,c]"""
    dtype = w_point.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(max(0, o_count), np.int64)
    right_at = np.empty(max(0, o_count), np.int64)
    tile = np.empty((high, wide), dtype)
    for o in range(o_count):
        left_at[U(o)] = C * o
    for o in range(o_count):
        right_at[U(o)] = H * W * o
    for task in range(first, last):
        n = task // (((C - 1) // high + 1) * ((ab_count - 1) // wide + 1))
        row_part = task // (((ab_count - 1) // wide + 1)) % ((C - 1) // high + 1)
        col_part = task % ((ab_count - 1) // wide + 1)
        # dx[n,c,ab] = Σ_o dz[n,o,ab] · w_point[o,c]
        for c in range(high * row_part, min(C, high + high * row_part)):
            row_at[U(c - (high * row_part))] = c
        contract(tile, (0, 0), wide, w_point, row_at, left_at, dz, col_part * wide + Cg * G * H * W * n,
                right_at, min(high, C - (high * row_part)), min(wide, ab_count - (col_part * wide)), 0,
                o_count, deep)
        for c in range(high * row_part, min(C, high + high * row_part)):
            for ab in range(col_part * wide, min(ab_count, col_part * wide + wide)):
                dx[U(n), U(c), U(ab)] = tile[U(c - (high * row_part)), U(ab - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_other(first, last, w_point, dz, dx, N, C, H, W, Cg, G, ab_count2, deep2, high2, line2_last,
        o_count2, rows2, wide2):
    """dx[n,c,ab] = Σ_o dz[n,o,ab] · w_point[o,c]"""
    dtype = w_point.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(max(0, o_count2), np.int64)
    right_at2 = np.empty(max(0, o_count2), np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for o in range(o_count2):
        left_at2[U(o)] = H * W * o
    for o in range(o_count2):
        right_at2[U(o)] = C * o
    for task in range(first, last):
        row_part2 = task // (((C - 1) // wide2 + 1))
        col_part2 = task % ((C - 1) // wide2 + 1)
        # dx[n,c,ab] = Σ_o dz[n,o,ab] · w_point[o,c]
        for line2 in range(high2 * row_part2 // ab_count2,
                min((high2 + high2 * row_part2 - 1) // ab_count2 + 1, line2_last + 1, N)):
            n = line2
            for ab in range(max(0, high2 * row_part2 - (ab_count2 * line2)), min(H * W,
                    rows2 - (ab_count2 * line2), high2 + high2 * row_part2 - (ab_count2 * line2))):
                row_at2[U(ab + ab_count2 * line2 - (high2 * row_part2))] = ab + Cg * G * H * W * n
        contract(tile2, (0, 0), wide2, dz, row_at2, left_at2, w_point, col_part2 * wide2, right_at2,
                min(high2, rows2 - (high2 * row_part2)), min(wide2, C - (col_part2 * wide2)), 0, o_count2,
                deep2)
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                C - (col_part2 * wide2)))
        for line2 in range(high2 * row_part2 // ab_count2,
                min((high2 + high2 * row_part2 - 1) // ab_count2 + 1, line2_last + 1, N)):
            n = line2
            for c in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, C)):
                for ab in range(max(0, high2 * row_part2 - (ab_count2 * line2)), min(H * W,
                        rows2 - (ab_count2 * line2), high2 + high2 * row_part2 - (ab_count2 * line2))):
                    dx[U(n), U(c), U(ab)] = turned2[U(c - (col_part2 * wide2)), U(ab + ab_count2 * line2 - (high2 * row_part2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, w_point, dz, dx, N, C, H, W, Cg, G, o_block_last):
    """dx[n,c,ab] = Σ_o dz[n,o,ab] · w_point[o,c]"""
    dtype = w_point.dtype
    T = dtype.type
    rest = np.empty(H * W, dtype)
    part = np.empty(H * W, dtype)
    for task in range(first, last):
        n = task // C
        c = task % C
        # dx[n,c,ab] = Σ_o dz[n,o,ab] · w_point[o,c]
        for ab in range(H * W):
            dx[U(n), U(c), U(ab)] = T(0)
        for ab in range(H * W):
            rest[U(ab)] = T(0)
        for o_block in range(o_block_last + 1):
            for ab in range(H * W):
                part[U(ab)] = T(0)
            for o in range(o_block * 1024, min(Cg * G, o_block * 1024 + 1024)):
                w_point_here = w_point[U(o), U(c)]
                for ab in range(H * W):
                    part[U(ab)] += dz[U(n), U(o), U(ab)] * w_point_here
            for ab in range(H * W):
                dx[U(n), U(c), U(ab)], rest[U(ab)] = carried(dx[U(n), U(c), U(ab)], rest[U(ab)], part[U(ab)])


def _vjp_x(w_point, dz, dx, N, C, H, W, Cg, G):
    """dz[n, g·Cg+c, a, b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·u, s_w ∣ b+p_l−d_w·v} dy[n, g·Og+o,
        (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w] · w[g·Og+o, c, u, v]
    dx[n,c,a,b] = Σ_o dz[n,o,a,b] · w_point[o,c]

    Operations: Cg·G·H·KH·KW·N·Og·W + C·Cg·G·H·N·W multiplications, Cg·G·H·KH·KW·N·Og·W + (C − 1) · Cg · G
        · H · N · W − C·H·N·W additions, terms that a condition drops counted.
    """
    dz_rows = dz.reshape((N, Cg * G, H * W))
    dx_rows = dx.reshape((N, C, H * W))
    if blocks(H * N * W >= 4 and C >= 4 and Cg * G >= 4):
        if either(H * W >= 128):
            ab_count = H * W
            o_count = Cg * G
            wide = colblock(ab_count)
            deep = depthblock()
            high = rowblock(C, ((ab_count - 1) // wide + 1) * N)
            launch(_vjp_x_either, N * ((C - 1) // high + 1) * ((ab_count - 1) // wide + 1),
                    C * Cg * G * H * N * W // 32, w_point, dz_rows, dx_rows, N, C, H, W, Cg, G, ab_count,
                    deep, high, o_count, wide)
        else:
            ab_count2 = H * W
            o_count2 = Cg * G
            rows2 = N * ab_count2
            wide2 = colblock(C)
            deep2 = depthblock()
            high2 = rowblock(rows2, (C - 1) // wide2 + 1)
            line2_last = (rows2 - 1) // ab_count2
            launch(_vjp_x_other, ((rows2 - 1) // high2 + 1) * ((C - 1) // wide2 + 1),
                    C * Cg * G * H * N * W // 32, w_point, dz_rows, dx_rows, N, C, H, W, Cg, G, ab_count2,
                    deep2, high2, line2_last, o_count2, rows2, wide2)
    else:
        o_block_last = (Cg * G - 1) // 1024
        launch(_vjp_x_plain, N * C, C * Cg * G * H * N * W, w_point, dz_rows, dx_rows, N, C, H, W, Cg, G,
                o_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_point_either(first, last, x, panels_apart, N, C, H, W, ij_count, wide):
    """panels[col_part, ij_count·n+ij, c−col_part·wide] = x[n,c,ij]"""
    for task in range(first, last):
        n = task // (((C - 1) // wide + 1))
        col_part = task % ((C - 1) // wide + 1)
        # panels[col_part, ij_count·n+ij, c−col_part·wide] = x[n,c,ij]
        turn(panels_apart, (col_part, n, 0, 0), wide, x, H * W * col_part * wide + C * H * W * n, H * W, 1,
                min(wide, C - (col_part * wide)), ij_count)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_point_either2(first, last, dz, dw_point, panels, N, C, H, W, Cg, G, deep, depth, high, ij_count,
        k_count, wide):
    """dw_point[k,c] = Σ_{n,ij} dz[n,k,ij] · x[n,c,ij]"""
    dtype = dz.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(max(0, depth), np.int64)
    right_at = np.empty(max(0, depth), np.int64)
    tile = np.empty((high, wide), dtype)
    for n in range(N):
        for ij in range(ij_count):
            left_at[U(ij + ij_count * n)] = ij + Cg * G * H * W * n
    for k_ in range(depth):
        right_at[U(k_)] = k_ * wide
    for task in range(first, last):
        row_part = task // (((C - 1) // wide + 1))
        col_part = task % ((C - 1) // wide + 1)
        # dw_point[k,c] = Σ_{n,ij} dz[n,k,ij] · x[n,c,ij]
        for k in range(high * row_part, min(k_count, high + high * row_part)):
            row_at[U(k - (high * row_part))] = H * W * k
        contract(tile, (0, 0), wide, dz, row_at, left_at, panels, col_part * depth * wide, right_at, min(high,
                k_count - (high * row_part)), min(wide, C - (col_part * wide)), 0, depth, deep)
        for k in range(high * row_part, min(k_count, high + high * row_part)):
            for c in range(col_part * wide, min(C, col_part * wide + wide)):
                dw_point[U(k), U(c)] = tile[U(k - (high * row_part)), U(c - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_point_other(first, last, dz, panels_apart2, N, H, W, Cg, G, ij_count2, k_count2, wide2):
    """panels2[col_part2, ij_count2·n+ij, k−col_part2·wide2] = dz[n,k,ij]"""
    for task in range(first, last):
        n = task // (((k_count2 - 1) // wide2 + 1))
        col_part2 = task % ((k_count2 - 1) // wide2 + 1)
        # panels2[col_part2, ij_count2·n+ij, k−col_part2·wide2] = dz[n,k,ij]
        turn(panels_apart2, (col_part2, n, 0, 0), wide2, dz, H * W * col_part2 * wide2 + Cg * G * H * W * n,
                H * W, 1, min(wide2, k_count2 - (col_part2 * wide2)), ij_count2)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_point_other2(first, last, x, dw_point, panels2, N, C, H, W, Cg, G, deep2, depth2, high2, ij_count2,
        k_count2, wide2):
    """dw_point[k,c] = Σ_{n,ij} dz[n,k,ij] · x[n,c,ij]"""
    dtype = x.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for n in range(N):
        for ij in range(ij_count2):
            left_at2[U(ij + ij_count2 * n)] = ij + C * H * W * n
    for k2 in range(depth2):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        row_part2 = task // (((k_count2 - 1) // wide2 + 1))
        col_part2 = task % ((k_count2 - 1) // wide2 + 1)
        # dw_point[k,c] = Σ_{n,ij} dz[n,k,ij] · x[n,c,ij]
        for c in range(high2 * row_part2, min(C, high2 + high2 * row_part2)):
            row_at2[U(c - (high2 * row_part2))] = H * W * c
        contract(tile2, (0, 0), wide2, x, row_at2, left_at2, panels2, col_part2 * depth2 * wide2, right_at2,
                min(high2, C - (high2 * row_part2)), min(wide2, k_count2 - (col_part2 * wide2)), 0, depth2,
                deep2)
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, C - (high2 * row_part2)), min(wide2,
                k_count2 - (col_part2 * wide2)))
        for k in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, k_count2)):
            for c in range(high2 * row_part2, min(C, high2 + high2 * row_part2)):
                dw_point[U(k), U(c)] = turned2[U(k - (col_part2 * wide2)), U(c - (high2 * row_part2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_point_plain(first, last, x, dz, dw_point, N, C, H, W, Cg, G, ij_block_last):
    """dw_point[k,c] = Σ_{n,ij} dz[n,k,ij] · x[n,c,ij]"""
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        k = task // C
        c = task % C
        # dw_point[k,c] = Σ_{n,ij} dz[n,k,ij] · x[n,c,ij]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for ij_block in range(ij_block_last + 1):
                part = T(0)
                for ij in range(ij_block * 1024, min(H * W, ij_block * 1024 + 1024)):
                    part = plus(part, dz[U(n), U(k), U(ij)] * x[U(n), U(c), U(ij)])
                acc, rest = carried(acc, rest, part)
        dw_point[U(k), U(c)] = acc


def _vjp_w_point(x, dz, dw_point, N, C, H, W, Cg, G):
    """dz[n, g·Cg+c, a, b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·u, s_w ∣ b+p_l−d_w·v} dy[n, g·Og+o,
        (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w] · w[g·Og+o, c, u, v]
    dw_point[k,c] = Σ_{n,i,j} dz[n,k,i,j] · x[n,c,i,j]

    Operations: Cg·G·H·KH·KW·N·Og·W + C·Cg·G·H·N·W multiplications, Cg·G·H·KH·KW·N·Og·W + (C − 1) · Cg · G
        · H · N · W − C·Cg·G additions, terms that a condition drops counted.
    """
    dtype = dw_point.dtype
    x_rows = x.reshape((N, C, H * W))
    dz_rows = dz.reshape((N, Cg * G, H * W))
    if blocks(C >= 4 and Cg * G >= 4 and H * N * W >= 4):
        if either(Cg * G >= C and C >= 8):
            k_count = Cg * G
            ij_count = H * W
            depth = N * ij_count
            wide = colblock(C)
            deep = depthblock()
            high = rowblock(k_count, (C - 1) // wide + 1)
            panels = scratch((max(0, (C - 1) // wide + 1), max(0, depth), wide), dtype)
            panels_apart = panels.reshape(((C - 1) // wide + 1, N, ij_count, wide))
            launch(_vjp_w_point_either, N * ((C - 1) // wide + 1), C * H * N * W, x_rows, panels_apart, N, C,
                    H, W, ij_count, wide)
            launch(_vjp_w_point_either2, ((k_count - 1) // high + 1) * ((C - 1) // wide + 1),
                    C * Cg * G * H * N * W // 32, dz_rows, dw_point, panels, N, C, H, W, Cg, G, deep, depth,
                    high, ij_count, k_count, wide)
        else:
            k_count2 = Cg * G
            ij_count2 = H * W
            depth2 = N * ij_count2
            wide2 = colblock(k_count2)
            deep2 = depthblock()
            high2 = rowblock(C, (k_count2 - 1) // wide2 + 1)
            panels2 = scratch((max(0, (k_count2 - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
            panels_apart2 = panels2.reshape(((k_count2 - 1) // wide2 + 1, N, ij_count2, wide2))
            launch(_vjp_w_point_other, N * ((k_count2 - 1) // wide2 + 1), Cg * G * H * N * W, dz_rows,
                    panels_apart2, N, H, W, Cg, G, ij_count2, k_count2, wide2)
            launch(_vjp_w_point_other2, ((C - 1) // high2 + 1) * ((k_count2 - 1) // wide2 + 1),
                    C * Cg * G * H * N * W // 32, x_rows, dw_point, panels2, N, C, H, W, Cg, G, deep2, depth2,
                    high2, ij_count2, k_count2, wide2)
    else:
        ij_block_last = (H * W - 1) // 1024
        launch(_vjp_w_point_plain, Cg * G * C, C * Cg * G * H * N * W, x_rows, dz_rows, dw_point, N, C, H, W,
                Cg, G, ij_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_point_part(first, last, dz, db_point, N, H, W, Cg, G, ij_block_last):
    """db_point[k] = Σ_{n,ij} dz[n,k,ij]"""
    dtype = dz.dtype
    T = dtype.type
    for k in range(first, last):
        # db_point[k] = Σ_{n,ij} dz[n,k,ij]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for ij_block in range(ij_block_last + 1):
                part = T(0)
                for ij in range(ij_block * 1024, min(H * W, ij_block * 1024 + 1024)):
                    part = plus(part, dz[U(n), U(k), U(ij)])
                acc, rest = carried(acc, rest, part)
        db_point[U(k)] = acc


def _vjp_b_point(dz, db_point, N, H, W, Cg, G):
    """dz[n, g·Cg+c, a, b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·u, s_w ∣ b+p_l−d_w·v} dy[n, g·Og+o,
        (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w] · w[g·Og+o, c, u, v]
    db_point[k] = Σ_{n,i,j} dz[n,k,i,j]

    As compiled:

    db_point[k] = Σ_{n,ij} dz[n,k,ij]

    Operations: Cg·G·H·KH·KW·N·Og·W multiplications, Cg·G·H·KH·KW·N·Og·W − Cg·G additions, terms that a
        condition drops counted.
    """
    dz_rows = dz.reshape((N, Cg * G, H * W))
    ij_block_last = (H * W - 1) // 1024
    launch(_vjp_b_point_part, Cg * G, Cg * G * H * N * W, dz_rows, db_point, N, H, W, Cg, G, ij_block_last)
