"""The kernels of depthwise_separable_conv2d; depthwise_separable_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `depthwise_separable_conv2d`.  Do not edit.
Run time: edb5d24a3545977e.
"""

import numpy as np
from numba import njit

from .runtime import carried, gcd, residue
from .threads import launch
from .stencils import correlate, correlations, pad
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_correlations(first, last, x, w_depth, z, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w, high, pieces, share, strips, tall, tasks, wide):
    """z[n, g·M+o, i, j] = Σ_{u,v} w_depth[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    dtype = x.dtype
    T = dtype.type
    planes = np.empty((s_h, s_w, max(0, tall), max(0, wide)), dtype)
    starts = np.empty(M, dtype)
    for part in range(first, last):
        lefts = np.empty(KW * KH, np.int64)
        for tap in range(KW * KH):
            v = tap // KH
            u = tap % KH
            lefts[U(tap)] = KW * u + v
        rights = np.empty(KW * KH, np.int64)
        for tap in range(KW * KH):
            v = tap // KH
            u = tap % KH
            rights[U(tap)] = (
                d_w * v // s_w
                + (d_h * u % s_h) * s_w * tall * wide
                + (d_w * v % s_w) * tall * wide
                + (d_h * u // s_h) * wide
            )
        for turn in range(part * share, min(part * share + share, tasks)):
            n = turn // (C * strips)
            g = turn // strips % C
            strip = turn % strips
            # z[n, g·M+o, i, j] = Σ_{u,v} w_depth[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t,
            #     s_w·j+d_w·v−p_l]
            for o in range(M):
                starts[U(o)] = T(0)
            for phase_i in range(s_h):
                for phase_j in range(s_w):
                    pad(planes, (phase_i, phase_j, 0, 0), wide, x, (n, g, phase_i + high * s_h * strip - p_t,
                            phase_j - p_l), W * s_h, s_w, tall, wide,
                            -((phase_i - p_t) // s_h) - (high * strip),
                            (H + p_t - phase_i - 1) // s_h + 1 - (high * strip), -((phase_j - p_l) // s_w),
                            (W + p_l - phase_j - 1) // s_w + 1)
            correlate(z, (n, M * g, high * strip, 0), OH * OW, OW, 1, starts, (0,), 1, w_depth, (M * g, 0, 0,
                    0), KH * KW, lefts, planes, (0, 0, 0, 0), wide, rights, KH, len(rights), M, min(high,
                    OH - (high * strip)), OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, x, w_depth, z, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        cols2, depth2, pieces2, share2):
    """z[n, g·M+o, i, j] = Σ_{u,v} w_depth[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    dtype = x.dtype
    T = dtype.type
    tile2 = np.empty((M, 384), dtype)
    left2 = np.empty((max(0, min(depth2, 256)), min(M, 96)), dtype)
    right2 = np.empty((max(0, min(depth2, 256)), 384), dtype)
    for task in range(first, last):
        g = task // pieces2
        part2 = task % pieces2
        for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, cols2), 384):
            cols_last2 = min(cols2 - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
            # z[n, g·M+o, i, j] = Σ_{u,v} w_depth[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t,
            #     s_w·j+d_w·v−p_l]
            for o in range(M):
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
                    u = inner2 // KW
                    v = inner2 % KW
                    j_first = -((d_w * v - p_l) // s_w)
                    j_last = (W + p_l - (d_w * v) - 1) // s_w
                    for line2 in range(line2_first, min(line2_last + 1, N * OH)):
                        n = line2 // OH
                        i = line2 % OH
                        if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
                            j = max(0, cols_from2 - (OW * line2), j_first)
                            copy(right2, (inner2 - depth_from2, j + OW * line2 - cols_from2), x, (n, g,
                                    i * s_h + d_h * u - p_t, j * s_w + d_w * v - p_l), s_w, min(OW,
                                    cols_last2 + 1 - (OW * line2), j_last + 1) - j)
                for rows_from2 in range(0, M, 96):
                    rows_last2 = min(M - 1, rows_from2 + 95)
                    for inner2 in range(depth_from2, depth_last2 + 1):
                        u = inner2 // KW
                        v = inner2 % KW
                        o = rows_from2
                        copy(left2, (inner2 - depth_from2, o - rows_from2), w_depth, (M * g + o, 0, u, v),
                                KH * KW, rows_last2 + 1 - o)
                    multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), 1, min(M, 96), right2, (0, 0), 384,
                            rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for o in range(M):
                for line2 in range(line2_first, min(line2_last + 1, N * OH)):
                    n = line2 // OH
                    i = line2 % OH
                    for j in range(max(0, cols_from2 - (OW * line2)), min(OW, cols_last2 + 1 - (OW * line2))):
                        z[U(n), U(M * g + o), U(i), U(j)] = tile2[U(o), U(j + OW * line2 - cols_from2)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w_depth, z, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """z[n, g·M+o, i, j] = Σ_{u,v} w_depth[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (C * M * OH)
        g = task // (M * OH) % C
        o = task // OH % M
        i = task % OH
        # z[n, g·M+o, i, j] = Σ_{u,v} w_depth[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t,
        #     s_w·j+d_w·v−p_l]
        for j in range(OW):
            z[U(n), U(M * g + o), U(i), U(j)] = T(0)
        for u in range(max(0, -((i * s_h - p_t) // d_h)), min(KH, (H + p_t - (i * s_h) - 1) // d_h + 1)):
            for v in range(KW):
                w_depth_here = w_depth[U(M * g + o), 0, U(u), U(v)]
                for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                        (W + p_l - (d_w * v) - 1) // s_w + 1)):
                    z[U(n), U(M * g + o), U(i), U(j)] += (
                        w_depth_here * x[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks2(first, last, w_point, b, y, z, N, C, M, O, OH, OW, c_count3, cols3, pieces3, share3):
    """y[n,o,i,j] = b[o] + Σ_c w_point[o,c] · z[n,c,i,j]"""
    dtype = w_point.dtype
    T = dtype.type
    tile3 = np.empty((O, 384), dtype)
    left3 = np.empty((min(O, 96), max(0, min(c_count3, 256))), dtype)
    right3 = np.empty((max(0, min(c_count3, 256)), 384), dtype)
    for part3 in range(first, last):
        for cols_from3 in range(part3 * share3, min(part3 * share3 + share3, cols3), 384):
            cols_last3 = min(cols3 - 1, cols_from3 + 383, part3 * share3 + share3 - 1)
            # y[n,o,i,j] = b[o] + Σ_c w_point[o,c] · z[n,c,i,j]
            for o in range(O):
                for col3 in range(cols_from3, cols_last3 + 1):
                    tile3[U(o), U(col3 - cols_from3)] = T(0)
            line3_first = cols_from3 // OW
            line3_last = cols_last3 // OW
            for depth_from3 in range(0, c_count3, 256):
                depth_last3 = min(c_count3 - 1, depth_from3 + 255)
                for c in range(depth_from3, depth_last3 + 1):
                    for line3 in range(line3_first, min(line3_last + 1, N * OH)):
                        n = line3 // OH
                        i = line3 % OH
                        j = max(0, cols_from3 - (OW * line3))
                        copy(right3, (c - depth_from3, j + OW * line3 - cols_from3), z, (n, c, i, j), 1,
                                min(OW, cols_last3 + 1 - (OW * line3)) - j)
                for rows_from3 in range(0, O, 96):
                    rows_last3 = min(O - 1, rows_from3 + 95)
                    for o in range(rows_from3, rows_last3 + 1):
                        c = depth_from3
                        copy(left3, (o - rows_from3, c - depth_from3), w_point, (o, c), 1,
                                depth_last3 + 1 - c)
                    multiply(tile3, (rows_from3, 0), 384, left3, (0, 0), min(c_count3, 256), 1, right3, (0,
                            0), 384, rows_last3 + 1 - rows_from3, cols_last3 + 1 - cols_from3,
                            depth_last3 + 1 - depth_from3)
            for o in range(O):
                b_here = b[U(o)]
                for line3 in range(line3_first, min(line3_last + 1, N * OH)):
                    n = line3 // OH
                    i = line3 % OH
                    for j in range(max(0, cols_from3 - (OW * line3)), min(OW, cols_last3 + 1 - (OW * line3))):
                        y[U(n), U(o), U(i), U(j)] = b_here + tile3[U(o), U(j + OW * line3 - cols_from3)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain2(first, last, w_point, b, y, z, N, C, M, O, OH, OW, c_block_last):
    """y[n,o,i,j] = b[o] + Σ_c w_point[o,c] · z[n,c,i,j]"""
    dtype = w_point.dtype
    T = dtype.type
    rest = np.empty(OW, dtype)
    part4 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (O * OH)
        o = task // OH % O
        i = task % OH
        # y[n,o,i,j] = b[o] + Σ_c w_point[o,c] · z[n,c,i,j]
        b_here = b[U(o)]
        for j in range(OW):
            y[U(n), U(o), U(i), U(j)] = b_here
        for j in range(OW):
            rest[U(j)] = T(0)
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part4[U(j)] = T(0)
            for c in range(c_block * 1024, min(C * M, c_block * 1024 + 1024)):
                w_point_here = w_point[U(o), U(c)]
                for j in range(OW):
                    part4[U(j)] += w_point_here * z[U(n), U(c), U(i), U(j)]
            for j in range(OW):
                y[U(n), U(o), U(i), U(j)], rest[U(j)] = carried(y[U(n), U(o), U(i), U(j)], rest[U(j)], part4[U(j)])


def _forward(x, w_depth, w_point, b, y, z, N, C, H, W, M, KH, KW, O, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """z[n, g·M+o, i, j] = Σ_{c,u,v} w_depth[g·M+o, c, u, v] · x[n, g+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    y[n,o,i,j] = b[o] + Σ_c w_point[o,c] · z[n,c,i,j]

    Operations: C·KH·KW·M·N·OH·OW + C·M·N·O·OH·OW multiplications, C·KH·KW·M·N·OH·OW + C·M·N·O·OH·OW −
        C·M·N·OH·OW additions, terms that a condition drops counted.
    """
    if correlations(OH >= KH and OW >= KW and KH >= s_h and KW >= s_w and W >= 4):
        wide = (KW * d_w - d_w) // s_w + OW
        most = max(32768 // max(s_h * s_w * wide, 1), 8)
        strips = max((OH - 1) // most + 1, 1)
        high = max((OH - 1) // strips + 1, 1)
        tall = (KH * d_h - d_h) // s_h + high
        pieces = parts(C * N * strips)
        tasks = C * N * strips
        share = max((tasks - 1) // pieces + 1, 1)
        launch(_forward_correlations, pieces, C * KH * KW * M * N * OH * OW // 32, x, w_depth, z, N, C, H, W,
                M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, high, pieces, share, strips, tall, tasks,
                wide)
    else:
        if blocks(M >= 4 and N * OH * OW >= 8 and KH * KW >= 4):
            cols2 = N * OH * OW
            depth2 = KH * KW
            pieces2 = parts(N * OH * OW)
            share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
            launch(_forward_blocks, C * pieces2, C * KH * KW * M * N * OH * OW // 32, x, w_depth, z, N, C, H,
                    W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, cols2, depth2, pieces2, share2)
        else:
            launch(_forward_plain, N * C * M * OH, C * KH * KW * M * N * OH * OW, x, w_depth, z, N, C, H, W,
                    M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w)
    if blocks(O >= 4 and N * OH * OW >= 8 and C * M >= 4):
        c_count3 = C * M
        cols3 = N * OH * OW
        pieces3 = parts(N * OH * OW)
        share3 = max(((cols3 - 1) // (pieces3 * 64)) * 64 + 64, 1)
        launch(_forward_blocks2, pieces3, C * M * N * O * OH * OW // 32, w_point, b, y, z, N, C, M, O, OH, OW,
                c_count3, cols3, pieces3, share3)
    else:
        c_block_last = (C * M - 1) // 1024
        launch(_forward_plain2, N * O * OH, C * M * N * O * OH * OW, w_point, b, y, z, N, C, M, O, OH, OW,
                c_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dz_blocks(first, last, dy, w_point, dz, N, C, M, O, OH, OW, cols, ij_count, m_count, pieces,
        share):
    """dz[n,m,ij] = Σ_o dy[n,o,ij] · w_point[o,m]"""
    dtype = dy.dtype
    T = dtype.type
    tile = np.empty((max(0, m_count), 384), dtype)
    left = np.empty((min(O, 256), max(0, min(m_count, 96))), dtype)
    right = np.empty((min(O, 256), 384), dtype)
    for part in range(first, last):
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # dz[n,m,ij] = Σ_o dy[n,o,ij] · w_point[o,m]
            for m in range(m_count):
                for col in range(cols_from, cols_last + 1):
                    tile[U(m), U(col - cols_from)] = T(0)
            line_first = cols_from // ij_count
            line_last = cols_last // ij_count
            for depth_from in range(0, O, 256):
                depth_last = min(O - 1, depth_from + 255)
                for o in range(depth_from, depth_last + 1):
                    for line in range(line_first, min(line_last + 1, N)):
                        n = line
                        ij = max(0, cols_from - (ij_count * line))
                        copy(right, (o - depth_from, ij + ij_count * line - cols_from), dy, (n, o, ij), 1,
                                min(OH * OW, cols_last + 1 - (ij_count * line)) - ij)
                for rows_from in range(0, m_count, 96):
                    rows_last = min(m_count - 1, rows_from + 95)
                    for o in range(depth_from, depth_last + 1):
                        m = rows_from
                        copy(left, (o - depth_from, m - rows_from), w_point, (o, m), 1, rows_last + 1 - m)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), 1, min(m_count, 96), right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for m in range(m_count):
                for line in range(line_first, min(line_last + 1, N)):
                    n = line
                    for ij in range(max(0, cols_from - (ij_count * line)), min(OH * OW,
                            cols_last + 1 - (ij_count * line))):
                        dz[U(n), U(m), U(ij)] = tile[U(m), U(ij + ij_count * line - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dz_plain(first, last, dy, w_point, dz, N, C, M, O, OH, OW, o_block_last):
    """dz[n,m,ij] = Σ_o dy[n,o,ij] · w_point[o,m]"""
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(OH * OW, dtype)
    part2 = np.empty(OH * OW, dtype)
    for task in range(first, last):
        n = task // (C * M)
        m = task % (C * M)
        # dz[n,m,ij] = Σ_o dy[n,o,ij] · w_point[o,m]
        for ij in range(OH * OW):
            dz[U(n), U(m), U(ij)] = T(0)
        for ij in range(OH * OW):
            rest[U(ij)] = T(0)
        for o_block in range(o_block_last + 1):
            for ij in range(OH * OW):
                part2[U(ij)] = T(0)
            for o in range(o_block * 1024, min(O, o_block * 1024 + 1024)):
                w_point_here = w_point[U(o), U(m)]
                for ij in range(OH * OW):
                    part2[U(ij)] += dy[U(n), U(o), U(ij)] * w_point_here
            for ij in range(OH * OW):
                dz[U(n), U(m), U(ij)], rest[U(ij)] = carried(dz[U(n), U(m), U(ij)], rest[U(ij)], part2[U(ij)])


def _shared_dz(dy, w_point, dz, N, C, M, O, OH, OW):
    """dz[n,m,i,j] = Σ_o dy[n,o,i,j] · w_point[o,m]

    Operations: C·M·N·O·OH·OW multiplications, C·M·N·O·OH·OW − C·M·N·OH·OW additions.
    """
    dy_rows = dy.reshape((N, O, OH * OW))
    dz_rows = dz.reshape((N, C * M, OH * OW))
    if blocks(C * M >= 4 and N * OH * OW >= 8 and O >= 4):
        m_count = C * M
        ij_count = OH * OW
        cols = N * ij_count
        pieces = parts(N * ij_count)
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_shared_dz_blocks, pieces, C * M * N * O * OH * OW // 32, dy_rows, w_point, dz_rows, N, C, M,
                O, OH, OW, cols, ij_count, m_count, pieces, share)
    else:
        o_block_last = (O - 1) // 1024
        launch(_shared_dz_plain, N * C * M, C * M * N * O * OH * OW, dy_rows, w_point, dz_rows, N, C, M, O,
                OH, OW, o_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_correlations(first, last, w_depth, dz, dx, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, pieces, s_h_by_gcd, s_h_by_gcd2, s_w_by_gcd,
        s_w_by_gcd2):
    """dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} dz[n, c·M+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · w_depth[c·M+o, 0,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)]
    """
    dtype = w_depth.dtype
    T = dtype.type
    starts = np.empty(1, dtype)
    for task in range(first, last):
        part = task // (s_h * s_w)
        r = task // s_w % s_h
        r_ = task % s_w
        q__count = (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1
        t__count = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd + 1
        wide = d_w_by_gcd * t__count + q__count - d_w_by_gcd
        q_count = (H + p_t - r - 1) // s_h + (r - p_t) // s_h + 1
        most = max(32768 // max(M * wide, 1), 8)
        strips = max((q_count - 1) // most + 1, 1)
        high = max((q_count - 1) // strips + 1, 1)
        t_count = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd + 1
        tall = d_h_by_gcd * t_count + high - d_h_by_gcd
        tasks = C * N * strips
        share = max((tasks - 1) // pieces + 1, 1)
        lefts = np.empty(max(0, M * t__count * t_count), np.int64)
        for tap in range(M * t__count * t_count):
            o = tap // (t__count * t_count)
            t_ = tap // t_count % t__count
            t = tap % t_count
            lefts[U(tap)] = KH * KW * o - (s_w_by_gcd * t_) - (KW * s_h_by_gcd * t)
        rights = np.empty(max(0, M * t__count * t_count), np.int64)
        for tap in range(M * t__count * t_count):
            o = tap // (t__count * t_count)
            t_ = tap // t_count % t__count
            t = tap % t_count
            rights[U(tap)] = o * tall * wide + d_w_by_gcd * t_ + d_h_by_gcd * t * wide
        planes = np.empty((M, max(0, tall), max(0, wide)), dtype)
        quotient_r = (r - p_t) // s_h
        quotient_r2 = (residue(d_h, r, s_h) * d_h - r) // s_h
        quotient_r3 = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd
        quotient_r_ = (r_ - p_l) // s_w
        quotient_r_2 = (residue(d_w, r_, s_w) * d_w - r_) // s_w
        quotient_r_3 = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd
        q_last = (H + p_t - r - 1) // s_h
        q__last = (W + p_l - r_ - 1) // s_w
        res_r = residue(d_h, r, s_h)
        res_r_ = residue(d_w, r_, s_w)
        for turn in range(part * share, min(part * share + share, tasks)):
            n = turn // (C * strips)
            c = turn // strips % C
            strip = turn % strips
            # dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            for row in range(1):
                starts[U(row)] = T(0)
            for o in range(M):
                pad(planes, (o, 0, 0), wide, dz, (n, M * c + o,
                        high * strip - (d_h_by_gcd * quotient_r3) - quotient_r - quotient_r2,
                        -d_w_by_gcd * quotient_r_3 - quotient_r_ - quotient_r_2), OW, 1, tall, wide,
                        d_h_by_gcd * quotient_r3 + quotient_r + quotient_r2 - (high * strip),
                        OH + d_h_by_gcd * quotient_r3 + quotient_r + quotient_r2 - (high * strip),
                        d_w_by_gcd * quotient_r_3 + quotient_r_ + quotient_r_2,
                        OW + d_w_by_gcd * quotient_r_3 + quotient_r_ + quotient_r_2)
            correlate(dx, (n, c, r + high * s_h * strip - p_t - (quotient_r * s_h),
                    r_ - p_l - (quotient_r_ * s_w)), 0, W * s_h, s_w, starts, (0,), 1, w_depth, (M * c, 0,
                    quotient_r3 * s_h_by_gcd2 + res_r, quotient_r_3 * s_w_by_gcd2 + res_r_), 0, lefts, planes,
                    (0, 0, 0), wide, rights, t_count,
                    len(rights) if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 else 0, 1, min(high,
                    q_last + quotient_r + 1 - (high * strip)), q__last + quotient_r_ + 1)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, w_depth, dz, dx, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd):
    """dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} dz[n, c·M+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · w_depth[c·M+o, 0,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)]
    """
    dtype = w_depth.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (C * s_h * s_w)
        c = task // (s_h * s_w) % C
        r = task // s_w % s_h
        r_ = task % s_w
        q__first = -((r_ - p_l) // s_w)
        q__last = (W + p_l - r_ - 1) // s_w
        res_r = residue(d_h, r, s_h)
        res_r_ = residue(d_w, r_, s_w)
        quotient_r = (d_h * res_r - r) // s_h
        quotient_r_ = (d_w * res_r_ - r_) // s_w
        t__last = (KW - res_r_ - 1) // s_w_by_gcd
        t_last = (KH - res_r - 1) // s_h_by_gcd
        for q in range(-((r - p_t) // s_h), (H + p_t - r - 1) // s_h + 1):
            # dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            for q_ in range(q__first, q__last + 1):
                dx[U(n), U(c), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = T(0)
            t_first = -((OH + quotient_r - q - 1) // d_h_by_gcd)
            t_last2 = (q - quotient_r) // d_h_by_gcd
            if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0:
                for o in range(M):
                    for t in range(max(0, t_first), min(t_last + 1, t_last2 + 1)):
                        for t_ in range(t__last + 1):
                            w_depth_here = w_depth[U(M * c + o), 0, U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            for q_ in range(max(q__first, quotient_r_ + d_w_by_gcd * t_), min(q__last + 1,
                                    OW + quotient_r_ + d_w_by_gcd * t_)):
                                dx[U(n), U(c), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                    dz[U(n), U(M * c + o), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    * w_depth_here
                                )


def _vjp_x(w_depth, dz, dx, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dz[n,m,i,j] = Σ_o dy[n,o,i,j] · w_point[o,m]
    dx[n,c,a,b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·(KH−1−u), s_w ∣ b+p_l−d_w·(KW−1−v)} dz[n, c·M+o,
        (a+p_t−d_h·(KH−1−u))/s_h, (b+p_l−d_w·(KW−1−v))/s_w] · w_depth[c·M+o, 0, KH−1−u, KW−1−v]

    Operations: C·H·KH·KW·M·N·W + C·M·N·O·OH·OW multiplications, C·H·KH·KW·M·N·W + C·M·N·O·OH·OW −
        C·M·N·OH·OW − C·H·N·W additions, terms that a condition drops counted.
    """
    if correlations(OW >= 4):
        pieces = max((C * N + 7) // 8, 1)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_w_d_w = gcd(s_w, d_w)
        s_h_by_gcd2 = s_h // gcd_s_h_d_h
        s_w_by_gcd2 = s_w // gcd_s_w_d_w
        launch(_vjp_x_correlations, pieces * s_h * s_w,
                (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * C * M * N * s_h * s_w // 32, w_depth, dz, dx, N, C,
                H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h,
                gcd_s_w_d_w, pieces, s_h_by_gcd, s_h_by_gcd2, s_w_by_gcd, s_w_by_gcd2)
    else:
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_w_d_w = gcd(s_w, d_w)
        launch(_vjp_x_plain, N * C * s_h * s_w,
                (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * C * M * N * s_h * s_w, w_depth, dz, dx, N, C, H, W,
                M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h,
                gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd)
