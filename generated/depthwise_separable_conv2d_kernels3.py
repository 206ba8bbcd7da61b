"""The kernels of depthwise_separable_conv2d; depthwise_separable_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `depthwise_separable_conv2d`.  Do not edit.
Run time: ccb652ac688db0c1.
"""

import numpy as np

from .disjoint import njit
from .runtime import carried, plus
from .threads import launch
from .vectors import blocks, colblock, contract, depthblock, either, rowblock, scratch, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_point_either(first, last, dy, panels_apart, N, O, OH, OW, ij_count, wide):
    """panels[col_part, ij_count·n+ij, o−col_part·wide] = dy[n,o,ij]"""
    for task in range(first, last):
        n = task // (((O - 1) // wide + 1))
        col_part = task % ((O - 1) // wide + 1)
        # panels[col_part, ij_count·n+ij, o−col_part·wide] = dy[n,o,ij]
        turn(panels_apart, (col_part, n, 0, 0), wide, dy, OH * OW * col_part * wide + O * OH * OW * n,
                OH * OW, 1, min(wide, O - (col_part * wide)), ij_count)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_point_either2(first, last, z, dw_point, panels, N, C, M, O, OH, OW, deep, depth, high, ij_count,
        m_count, wide):
    """dw_point[o,m] = Σ_{n,ij} dy[n,o,ij] · z[n,m,ij]"""
    dtype = z.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(max(0, depth), np.int64)
    right_at = np.empty(max(0, depth), np.int64)
    tile = np.empty((high, wide), dtype)
    turned = np.empty((wide, high), dtype)
    for task in range(first, last):
        row_part = task // (((O - 1) // wide + 1))
        col_part = task % ((O - 1) // wide + 1)
        # dw_point[o,m] = Σ_{n,ij} dy[n,o,ij] · z[n,m,ij]
        for m in range(high * row_part, min(m_count, high + high * row_part)):
            row_at[U(m - (high * row_part))] = OH * OW * m
        for n in range(N):
            for ij in range(ij_count):
                left_at[U(ij + ij_count * n)] = ij + C * M * OH * OW * n
        for k in range(depth):
            right_at[U(k)] = k * wide
        contract(tile, (0, 0), wide, z, row_at, left_at, panels, col_part * depth * wide, right_at, min(high,
                m_count - (high * row_part)), min(wide, O - (col_part * wide)), 0, depth, deep)
        turn(turned, (0, 0), high, tile, 0, wide, 1, min(high, m_count - (high * row_part)), min(wide,
                O - (col_part * wide)))
        for o in range(col_part * wide, min(col_part * wide + wide, O)):
            for m in range(high * row_part, min(m_count, high + high * row_part)):
                dw_point[U(o), U(m)] = turned[U(o - (col_part * wide)), U(m - (high * row_part))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_point_other(first, last, z, panels_apart2, N, C, M, OH, OW, ij_count2, m_count2, wide2):
    """panels2[col_part2, ij_count2·n+ij, m−col_part2·wide2] = z[n,m,ij]"""
    for task in range(first, last):
        n = task // (((m_count2 - 1) // wide2 + 1))
        col_part2 = task % ((m_count2 - 1) // wide2 + 1)
        # panels2[col_part2, ij_count2·n+ij, m−col_part2·wide2] = z[n,m,ij]
        turn(panels_apart2, (col_part2, n, 0, 0), wide2, z, OH * OW * col_part2 * wide2 + C * M * OH * OW * n,
                OH * OW, 1, min(wide2, m_count2 - (col_part2 * wide2)), ij_count2)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_point_other2(first, last, dy, dw_point, panels2, N, C, M, O, OH, OW, deep2, depth2, high2,
        ij_count2, m_count2, wide2):
    """dw_point[o,m] = Σ_{n,ij} dy[n,o,ij] · z[n,m,ij]"""
    dtype = dy.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    for task in range(first, last):
        row_part2 = task // (((m_count2 - 1) // wide2 + 1))
        col_part2 = task % ((m_count2 - 1) // wide2 + 1)
        # dw_point[o,m] = Σ_{n,ij} dy[n,o,ij] · z[n,m,ij]
        for o in range(high2 * row_part2, min(O, high2 + high2 * row_part2)):
            row_at2[U(o - (high2 * row_part2))] = OH * OW * o
        for n in range(N):
            for ij in range(ij_count2):
                left_at2[U(ij + ij_count2 * n)] = ij + O * OH * OW * n
        for k2 in range(depth2):
            right_at2[U(k2)] = k2 * wide2
        contract(tile2, (0, 0), wide2, dy, row_at2, left_at2, panels2, col_part2 * depth2 * wide2, right_at2,
                min(high2, O - (high2 * row_part2)), min(wide2, m_count2 - (col_part2 * wide2)), 0, depth2,
                deep2)
        for o in range(high2 * row_part2, min(O, high2 + high2 * row_part2)):
            for m in range(col_part2 * wide2, min(m_count2, col_part2 * wide2 + wide2)):
                dw_point[U(o), U(m)] = tile2[U(o - (high2 * row_part2)), U(m - (col_part2 * wide2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_point_plain(first, last, dy, z, dw_point, N, C, M, O, OH, OW, ij_block_last):
    """dw_point[o,m] = Σ_{n,ij} dy[n,o,ij] · z[n,m,ij]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        o = task // (C * M)
        m = task % (C * M)
        # dw_point[o,m] = Σ_{n,ij} dy[n,o,ij] · z[n,m,ij]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for ij_block in range(ij_block_last + 1):
                part = T(0)
                for ij in range(ij_block * 1024, min(OH * OW, ij_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(o), U(ij)] * z[U(n), U(m), U(ij)])
                acc, rest = carried(acc, rest, part)
        dw_point[U(o), U(m)] = acc


def _vjp_w_point(dy, z, dw_point, N, C, M, O, OH, OW):
    """dw_point[o,m] = Σ_{n,i,j} dy[n,o,i,j] · z[n,m,i,j]

    Operations: C·M·N·O·OH·OW multiplications, C·M·N·O·OH·OW − C·M·O additions.
    """
    dtype = dw_point.dtype
    dy_rows = dy.reshape((N, O, OH * OW))
    z_rows = z.reshape((N, C * M, OH * OW))
    if blocks(C * M >= 4 and O >= 8 and N * OH * OW >= 4):
        if either(C * M >= O):
            m_count = C * M
            ij_count = OH * OW
            depth = N * ij_count
            wide = colblock()
            deep = depthblock()
            high = rowblock(m_count, (O - 1) // wide + 1)
            panels = scratch((max(0, (O - 1) // wide + 1), max(0, depth), wide), dtype)
            panels_apart = panels.reshape(((O - 1) // wide + 1, N, ij_count, wide))
            launch(_vjp_w_point_either, N * ((O - 1) // wide + 1), N * O * OH * OW, dy_rows, panels_apart, N,
                    O, OH, OW, ij_count, wide)
            launch(_vjp_w_point_either2, ((m_count - 1) // high + 1) * ((O - 1) // wide + 1),
                    C * M * N * O * OH * OW // 32, z_rows, dw_point, panels, N, C, M, O, OH, OW, deep, depth,
                    high, ij_count, m_count, wide)
        else:
            m_count2 = C * M
            ij_count2 = OH * OW
            depth2 = N * ij_count2
            wide2 = colblock()
            deep2 = depthblock()
            high2 = rowblock(O, (m_count2 - 1) // wide2 + 1)
            panels2 = scratch((max(0, (m_count2 - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
            panels_apart2 = panels2.reshape(((m_count2 - 1) // wide2 + 1, N, ij_count2, wide2))
            launch(_vjp_w_point_other, N * ((m_count2 - 1) // wide2 + 1), C * M * N * OH * OW, z_rows,
                    panels_apart2, N, C, M, OH, OW, ij_count2, m_count2, wide2)
            launch(_vjp_w_point_other2, ((O - 1) // high2 + 1) * ((m_count2 - 1) // wide2 + 1),
                    C * M * N * O * OH * OW // 32, dy_rows, dw_point, panels2, N, C, M, O, OH, OW, deep2,
                    depth2, high2, ij_count2, m_count2, wide2)
    else:
        ij_block_last = (OH * OW - 1) // 1024
        launch(_vjp_w_point_plain, O * C * M, C * M * N * O * OH * OW, dy_rows, z_rows, dw_point, N, C, M, O,
                OH, OW, ij_block_last)


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
