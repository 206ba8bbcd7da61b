"""The kernels of coord_conv2d; coord_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `coord_conv2d`.  Do not edit.
Run time: edb5d24a3545977e.
"""

import numpy as np
from numba import njit

from .runtime import carried, gcd, plus, residue
from .threads import launch
from .stencils import correlate, correlations, pad
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, x, w, b, y, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        c_count, cols, depth, pieces, share):
    """y[n,o,i,j] = b[o] + Σ_{c,u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l < W} w[o,c,u,v] · {x[n, c,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] if c < C; 2 · (s_h·i + d_h·u − p_t)/max(H − 1, 1) − 1 if c = C;
        else 2 · (s_w·j + d_w·v − p_l)/max(W − 1, 1) − 1}
    """
    dtype = x.dtype
    T = dtype.type
    tile = np.empty((O, 384), dtype)
    left = np.empty((max(0, min(depth, 256)), min(O, 96)), dtype)
    right = np.empty((max(0, min(depth, 256)), 384), dtype)
    for part in range(first, last):
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # y[n,o,i,j] = b[o] + Σ_{c,u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l < W}
            #     w[o,c,u,v] · {x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] if c < C; 2 · (s_h·i +
            #     d_h·u − p_t)/max(H − 1, 1) − 1 if c = C; else 2 · (s_w·j + d_w·v − p_l)/max(W −
            #     1, 1) − 1}
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
                                    x[U(n), U(c), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                    if C >= c + 1
                                    else T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(H - 1 if H >= 2 else 1)
                                    - T(1)
                                    if c == C
                                    else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(W - 1 if W >= 2 else 1)
                                    - T(1)
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
                b_here = b[U(o)]
                for line in range(line_first, min(line_last + 1, N * OH)):
                    n = line // OH
                    i = line % OH
                    for j in range(max(0, cols_from - (OW * line)), min(OW, cols_last + 1 - (OW * line))):
                        y[U(n), U(o), U(i), U(j)] = b_here + tile[U(o), U(j + OW * line - cols_from)]


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
    part2 = np.empty(OW, dtype)
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
                part2[U(j)] = T(0)
            for c in range(c_block * 1024, min(C + 2, c_block * 1024 + 1024)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_here = w[U(o), U(c), U(u), U(v)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                (W + p_l - (d_w * v) - 1) // s_w + 1)):
                            part2[U(j)] += (
                                (
                                    x[U(n), U(c), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                    if C >= c + 1
                                    else T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(H - 1 if H >= 2 else 1)
                                    - T(1)
                                    if c == C
                                    else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(W - 1 if W >= 2 else 1)
                                    - T(1)
                                )
                                * w_here
                            )
            for j in range(OW):
                y[U(n), U(o), U(i), U(j)], rest[U(j)] = carried(y[U(n), U(o), U(i), U(j)], rest[U(j)], part2[U(j)])


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
        pieces = parts(N * OH * OW)
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_forward_blocks, pieces, (C + 2) * KH * KW * N * O * OH * OW // 32, x, w, b, y, N, C, H, W, O,
                KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_count, cols, depth, pieces, share)
    else:
        c_block_last = (C + 1) // 1024
        launch(_forward_plain, N * O * OH, (C + 2) * KH * KW * N * O * OH * OW, x, w, b, y, N, C, H, W, O, KH,
                KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_correlations(first, last, dy, w, dx, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, pieces, s_h_by_gcd, s_h_by_gcd2, s_w_by_gcd,
        s_w_by_gcd2):
    """dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} dy[n, o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · w[o, c, res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h),
        res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)]
    """
    dtype = dy.dtype
    T = dtype.type
    starts = np.empty(C, dtype)
    for task in range(first, last):
        part = task // (s_h * s_w)
        r = task // s_w % s_h
        r_ = task % s_w
        q__count = (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1
        t__count = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd + 1
        wide = d_w_by_gcd * t__count + q__count - d_w_by_gcd
        q_count = (H + p_t - r - 1) // s_h + (r - p_t) // s_h + 1
        most = max(32768 // max(O * wide, 1), 8)
        strips = max((q_count - 1) // most + 1, 1)
        high = max((q_count - 1) // strips + 1, 1)
        t_count = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd + 1
        tall = d_h_by_gcd * t_count + high - d_h_by_gcd
        tasks = N * strips
        share = max((tasks - 1) // pieces + 1, 1)
        lefts = np.empty(max(0, O * t__count * t_count), np.int64)
        for tap in range(O * t__count * t_count):
            o = tap // (t__count * t_count)
            t_ = tap // t_count % t__count
            t = tap % t_count
            lefts[U(tap)] = KH * KW * o * 2 + C * KH * KW * o - (s_w_by_gcd * t_) - (KW * s_h_by_gcd * t)
        rights = np.empty(max(0, O * t__count * t_count), np.int64)
        for tap in range(O * t__count * t_count):
            o = tap // (t__count * t_count)
            t_ = tap // t_count % t__count
            t = tap % t_count
            rights[U(tap)] = o * tall * wide + d_w_by_gcd * t_ + d_h_by_gcd * t * wide
        planes = np.empty((O, max(0, tall), max(0, wide)), dtype)
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
            n = turn // strips
            strip = turn % strips
            # dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            for c in range(C):
                starts[U(c)] = T(0)
            for o in range(O):
                pad(planes, (o, 0, 0), wide, dy, (n, o,
                        high * strip - (d_h_by_gcd * quotient_r3) - quotient_r - quotient_r2,
                        -d_w_by_gcd * quotient_r_3 - quotient_r_ - quotient_r_2), OW, 1, tall, wide,
                        d_h_by_gcd * quotient_r3 + quotient_r + quotient_r2 - (high * strip),
                        OH + d_h_by_gcd * quotient_r3 + quotient_r + quotient_r2 - (high * strip),
                        d_w_by_gcd * quotient_r_3 + quotient_r_ + quotient_r_2,
                        OW + d_w_by_gcd * quotient_r_3 + quotient_r_ + quotient_r_2)
            correlate(dx, (n, 0, r + high * s_h * strip - p_t - (quotient_r * s_h),
                    r_ - p_l - (quotient_r_ * s_w)), H * W, W * s_h, s_w, starts, (0,), 1, w, (0, 0,
                    quotient_r3 * s_h_by_gcd2 + res_r, quotient_r_3 * s_w_by_gcd2 + res_r_), KH * KW, lefts,
                    planes, (0, 0, 0), wide, rights, t_count,
                    len(rights) if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 else 0, C, min(high,
                    q_last + quotient_r + 1 - (high * strip)), q__last + quotient_r_ + 1)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks(first, last, dy, w, dx, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, pieces2, s_h_by_gcd, s_w_by_gcd):
    """dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} dy[n, o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · w[o, c, res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h),
        res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)]
    """
    dtype = dy.dtype
    T = dtype.type
    tile2 = np.empty((C, 384), dtype)
    for task in range(first, last):
        r = task // (s_w * pieces2)
        r_ = task // pieces2 % s_w
        part2 = task % pieces2
        q_count2 = (H + p_t - r - 1) // s_h + (r - p_t) // s_h + 1
        q__count2 = (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1
        t_count2 = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd + 1
        t__count2 = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd + 1
        cols2 = N * q__count2 * q_count2
        depth2 = O * t__count2 * t_count2
        share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
        left2 = np.empty((max(0, min(depth2, 256)), min(C, 96)), dtype)
        right2 = np.empty((max(0, min(depth2, 256)), 384), dtype)
        q__first = -((r_ - p_l) // s_w)
        q__last = (W + p_l - r_ - 1) // s_w
        quotient_r_ = (residue(d_w, r_, s_w) * d_w - r_) // s_w
        quotient_r = (residue(d_h, r, s_h) * d_h - r) // s_h
        q_first = -((r - p_t) // s_h)
        res_r = residue(d_h, r, s_h)
        res_r_ = residue(d_w, r_, s_w)
        if q_count2 >= 1 and q__count2 >= 1:
            for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, cols2), 384):
                cols_last2 = min(cols2 - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
                # dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
                for c in range(C):
                    for col2 in range(cols_from2, cols_last2 + 1):
                        tile2[U(c), U(col2 - cols_from2)] = T(0)
                line2_first = cols_from2 // q__count2
                line2_last = cols_last2 // q__count2
                if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 and t_count2 >= 1 and t__count2 >= 1:
                    for depth_from2 in range(0, depth2, 256):
                        depth_last2 = min(depth2 - 1, depth_from2 + 255)
                        for inner2 in range(depth_from2, depth_last2 + 1):
                            for col2 in range(cols_from2, cols_last2 + 1):
                                right2[U(inner2 - depth_from2), U(col2 - cols_from2)] = T(0)
                        for inner2 in range(depth_from2, depth_last2 + 1):
                            o = inner2 // (t_count2 * t__count2)
                            t = inner2 // t__count2 % t_count2
                            t_ = inner2 % t__count2
                            for line2 in range(line2_first, min(line2_last + 1, N * q_count2)):
                                n = line2 // q_count2
                                q = line2 % q_count2 + q_first
                                if q >= quotient_r + d_h_by_gcd * t and OH + quotient_r + d_h_by_gcd * t >= q + 1:
                                    q_ = max(
                                        q__first,
                                        cols_from2 + q__first - (line2 * q__count2),
                                        quotient_r_ + d_w_by_gcd * t_,
                                    )
                                    copy(right2, (inner2 - depth_from2,
                                            line2 * q__count2 + q_ - cols_from2 - q__first), dy, (n, o,
                                            q - quotient_r - (d_h_by_gcd * t),
                                            q_ - quotient_r_ - (d_w_by_gcd * t_)), 1, min(q__last + 1,
                                            cols_last2 + q__first + 1 - (line2 * q__count2),
                                            OW + quotient_r_ + d_w_by_gcd * t_) - q_)
                        for rows_from2 in range(0, C, 96):
                            rows_last2 = min(C - 1, rows_from2 + 95)
                            for inner2 in range(depth_from2, depth_last2 + 1):
                                o = inner2 // (t_count2 * t__count2)
                                t = inner2 // t__count2 % t_count2
                                t_ = inner2 % t__count2
                                c = rows_from2
                                copy(left2, (inner2 - depth_from2, c - rows_from2), w, (o, c,
                                        res_r + s_h_by_gcd * t, res_r_ + s_w_by_gcd * t_), KH * KW,
                                        rows_last2 + 1 - c)
                            multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), 1, min(C, 96), right2, (0,
                                    0), 384, rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                                    depth_last2 + 1 - depth_from2)
                for c in range(C):
                    for line2 in range(line2_first, min(line2_last + 1, N * q_count2)):
                        n = line2 // q_count2
                        q = line2 % q_count2 + q_first
                        for q_ in range(max(q__first, cols_from2 + q__first - (line2 * q__count2)),
                                min(q__last + 1, cols_last2 + q__first + 1 - (line2 * q__count2))):
                            dx[U(n), U(c), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = tile2[U(c), U(line2 * q__count2 + q_ - cols_from2 - q__first)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, w, dx, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd):
    """dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} dy[n, o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · w[o, c, res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h),
        res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)]
    """
    dtype = dy.dtype
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
                for o in range(O):
                    for t in range(max(0, t_first), min(t_last + 1, t_last2 + 1)):
                        for t_ in range(t__last + 1):
                            w_here = w[U(o), U(c), U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            for q_ in range(max(q__first, quotient_r_ + d_w_by_gcd * t_), min(q__last + 1,
                                    OW + quotient_r_ + d_w_by_gcd * t_)):
                                dx[U(n), U(c), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                    dy[U(n), U(o), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    * w_here
                                )


def _vjp_x(dy, w, dx, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dx[n,c,a,b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·(KH−1−u), s_w ∣ b+p_l−d_w·(KW−1−v)} dy[n, o,
        (a+p_t−d_h·(KH−1−u))/s_h, (b+p_l−d_w·(KW−1−v))/s_w] · w[o, c, KH−1−u, KW−1−v]

    Operations: C·H·KH·KW·N·O·W multiplications, C·H·KH·KW·N·O·W − C·H·N·W additions, terms that a
        condition drops counted.
    """
    if correlations(OW >= 4 and 0 >= min(C - 32, O - 8)):
        pieces = max((N + 7) // 8, 1)
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
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * C * N * O * s_h * s_w // 32, dy, w, dx, N, C, H, W,
                O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h,
                gcd_s_w_d_w, pieces, s_h_by_gcd, s_h_by_gcd2, s_w_by_gcd, s_w_by_gcd2)
    else:
        if blocks(C >= 4):
            pieces2 = parts(N)
            s_h_by_gcd = s_h // gcd(s_h, d_h)
            s_w_by_gcd = s_w // gcd(s_w, d_w)
            d_w_by_gcd = d_w // gcd(s_w, d_w)
            d_h_by_gcd = d_h // gcd(s_h, d_h)
            gcd_s_h_d_h = gcd(s_h, d_h)
            gcd_s_w_d_w = gcd(s_w, d_w)
            launch(_vjp_x_blocks, s_h * s_w * pieces2,
                    (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                    0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                    s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * C * N * O * s_h * s_w // 32, dy, w, dx, N, C,
                    H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd,
                    gcd_s_h_d_h, gcd_s_w_d_w, pieces2, s_h_by_gcd, s_w_by_gcd)
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
                    s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * C * N * O * s_h * s_w, dy, w, dx, N, C, H, W,
                    O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h,
                    gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, dy, x, dw, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, depth,
        k_count, pieces, rows, share):
    """dw[o,k,u,v] = Σ_{n,i,j : 0 ≤ d_h·u+s_h·i−p_t < H, 0 ≤ d_w·v+s_w·j−p_l < W} dy[n,o,i,j] · {x[n, k,
        d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l] if k < C; 2 · (d_h·u + s_h·i − p_t)/max(H − 1, 1) − 1 if k = C;
        else 2 · (d_w·v + s_w·j − p_l)/max(W − 1, 1) − 1}
    """
    dtype = dy.dtype
    T = dtype.type
    right = np.empty((max(0, min(depth, 256)), 384), dtype)
    tile = np.empty((share, 384), dtype)
    left = np.empty((min(share, 96), max(0, min(depth, 256))), dtype)
    for part in range(first, last):
        for cols_from in range(0, O, 384):
            cols_last = min(O - 1, cols_from + 383)
            # dw[o,k,u,v] = Σ_{n,i,j : 0 ≤ d_h·u+s_h·i−p_t < H, 0 ≤ d_w·v+s_w·j−p_l < W}
            #     dy[n,o,i,j] · {x[n, k, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l] if k < C; 2 · (d_h·u +
            #     s_h·i − p_t)/max(H − 1, 1) − 1 if k = C; else 2 · (d_w·v + s_w·j − p_l)/max(W −
            #     1, 1) − 1}
            for row in range(part * share, min(part * share + share, rows)):
                for o in range(cols_from, cols_last + 1):
                    tile[U(row - (part * share)), U(o - cols_from)] = T(0)
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    n = inner // (OH * OW)
                    i = inner // OW % OH
                    j = inner % OW
                    o = cols_from
                    copy(right, (inner - depth_from, o - cols_from), dy, (n, o, i, j), OH * OW,
                            cols_last + 1 - o)
                line_first = depth_from // OW
                line_last = depth_last // OW
                for rows_from in range(part * share, min(part * share + share, rows), 96):
                    rows_last = min(part * share + share - 1, rows - 1, rows_from + 95)
                    for row in range(rows_from, rows_last + 1):
                        for inner in range(depth_from, depth_last + 1):
                            left[U(row - rows_from), U(inner - depth_from)] = T(0)
                    for row in range(rows_from, rows_last + 1):
                        k = row // (KH * KW)
                        u = row // KW % KH
                        v = row % KW
                        j_first = -((d_w * v - p_l) // s_w)
                        j_last = (W + p_l - (d_w * v) - 1) // s_w
                        for line in range(line_first, min(line_last + 1, N * OH)):
                            n = line // OH
                            i = line % OH
                            if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
                                for j in range(max(0, depth_from - (OW * line), j_first), min(OW,
                                        depth_last + 1 - (OW * line), j_last + 1)):
                                    left[U(row - rows_from), U(j + OW * line - depth_from)] = (
                                        x[U(n), U(k), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                        if C >= k + 1
                                        else T(i * s_h * 2 + d_h * u * 2 - (p_t * 2))
                                        / T(H - 1 if H >= 2 else 1)
                                        - T(1)
                                        if k == C
                                        else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2))
                                        / T(W - 1 if W >= 2 else 1)
                                        - T(1)
                                    )
                    multiply(tile, (rows_from - (part * share), 0), 384, left, (0, 0), min(depth, 256), 1,
                            right, (0, 0), 384, rows_last + 1 - rows_from, cols_last + 1 - cols_from,
                            depth_last + 1 - depth_from)
            for row in range(part * share, min(part * share + share, rows)):
                k = row // (KH * KW)
                u = row // KW % KH
                v = row % KW
                for o in range(cols_from, cols_last + 1):
                    dw[U(o), U(k), U(u), U(v)] = tile[U(row - (part * share)), U(o - cols_from)]


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
        o = task // ((C + 2) * KH)
        k = task // KH % (C + 2)
        u = task % KH
        # dw[o,k,u,v] = Σ_{n,i,j : 0 ≤ d_h·u+s_h·i−p_t < H, 0 ≤ d_w·v+s_w·j−p_l < W}
        #     dy[n,o,i,j] · {x[n, k, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l] if k < C; 2 · (d_h·u +
        #     s_h·i − p_t)/max(H − 1, 1) − 1 if k = C; else 2 · (d_w·v + s_w·j − p_l)/max(W −
        #     1, 1) − 1}
        i_first = -((d_h * u - p_t) // s_h)
        i_last = (H + p_t - (d_h * u) - 1) // s_h
        for v in range(KW):
            acc = T(0)
            rest = T(0)
            j_first = -((d_w * v - p_l) // s_w)
            j_last = (W + p_l - (d_w * v) - 1) // s_w
            j_block_first = j_first // 1024
            j_block_last2 = j_last // 1024
            for n in range(N):
                for i in range(max(0, i_first), min(OH, i_last + 1)):
                    for j_block in range(max(0, j_block_first), min(j_block_last + 1, j_block_last2 + 1)):
                        part2 = T(0)
                        for j in range(max(0, j_first, j_block * 1024), min(OW, j_last + 1,
                                j_block * 1024 + 1024)):
                            part2 = plus(
                                part2,
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
                        acc, rest = carried(acc, rest, part2)
            dw[U(o), U(k), U(u), U(v)] = acc


def _vjp_w(dy, x, dw, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """z[n,k,a,b] = {x[n,k,a,b] if k < C; 2·a/max(H − 1, 1) − 1 if k = C; else 2·b/max(W − 1, 1) − 1}
    dw[o,k,u,v] = Σ_{n,i,j} dy[n,o,i,j] · z[n, k, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]

    Operations: 2·KH·KW·N·O·OH·OW + C·KH·KW·N·O·OH·OW multiplications, 2·KH·KW·N·O·OH·OW +
        C·KH·KW·N·O·OH·OW − 2·KH·KW·O − C·KH·KW·O additions, terms that a condition drops counted.
    """
    if blocks(KH * KW * 2 + C * KH * KW >= 4 and O >= 8 and N * OH * OW >= 4):
        k_count = C + 2
        rows = KH * KW * k_count
        depth = N * OH * OW
        pieces = parts(KH * KW * k_count)
        share = max(((rows - 1) // (pieces * 6)) * 6 + 6, 1)
        launch(_vjp_w_blocks, pieces, (C + 2) * KH * KW * N * O * OH * OW // 32, dy, x, dw, N, C, H, W, O, KH,
                KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, depth, k_count, pieces, rows, share)
    else:
        j_block_last = (OW - 1) // 1024
        launch(_vjp_w_plain, O * (C + 2) * KH, (C + 2) * KH * KW * N * O * OH * OW, dy, x, dw, N, C, H, W, O,
                KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, j_block_last)


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
