"""The kernels of true_conv2d; true_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `true_conv2d`.  Do not edit.
Run time: b484c081cfa24eee.
"""

import numpy as np
from numba import njit

from .runtime import carried, gcd, residue
from .threads import launch
from .stencils import correlate, correlations, pad
from .vectors import blocks, colblock, contract, depthblock, padded, parts, rowblock, scratch, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_correlations(first, last, x, w, b, y, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l,
        d_h, d_w, high, pieces, share, strips, tall, tasks, wide):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, KH−1−u, KW−1−v] · x[n, g·Cg+c,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    dtype = x.dtype
    planes = np.empty((Cg, s_h, s_w, max(0, tall), max(0, wide)), dtype)
    starts = np.empty(Og, dtype)
    for part in range(first, last):
        lefts = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            lefts[U(tap)] = KH * KW * c - (KW * u) - v
        rights = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            rights[U(tap)] = (
                d_w * v // s_w
                + c * s_h * s_w * tall * wide
                + (d_h * u % s_h) * s_w * tall * wide
                + (d_w * v % s_w) * tall * wide
                + (d_h * u // s_h) * wide
            )
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            n = turn_2 // (G * strips)
            g = turn_2 // strips % G
            strip = turn_2 % strips
            # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, KH−1−u, KW−1−v] · x[n,
            #     g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            for o in range(Og):
                starts[U(o)] = b[U(Og * g + o)]
            for c in range(Cg):
                for phase_i in range(s_h):
                    for phase_j in range(s_w):
                        pad(planes, (c, phase_i, phase_j, 0, 0), wide, x, (n, c + Cg * g,
                                phase_i + high * s_h * strip - p_t, phase_j - p_l), W * s_h, s_w, tall, wide,
                                -((phase_i - p_t) // s_h) - (high * strip),
                                (H + p_t - phase_i - 1) // s_h + 1 - (high * strip),
                                -((phase_j - p_l) // s_w), (W + p_l - phase_j - 1) // s_w + 1)
            correlate(y, (n, Og * g, high * strip, 0), OH * OW, OW, 1, starts, (0,), 1, w, (Og * g, 0, KH - 1,
                    KW - 1), Cg * KH * KW, lefts, planes, (0, 0, 0, 0, 0), wide, rights, KH, len(rights), Og,
                    min(high, OH - (high * strip)), OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, w, panels, Cg, G, Og, KH, KW, depth, wide):
    """panels[g, col_part, (c·KH+u)·KW+v, o−col_part·wide] = w[g·Og+o, c, KH−1−u, KW−1−v]"""
    for task in range(first, last):
        g = task // (((Og - 1) // wide + 1))
        col_part = task % ((Og - 1) // wide + 1)
        # panels[g, col_part, (c·KH+u)·KW+v, o−col_part·wide] = w[g·Og+o, c, KH−1−u, KW−1−v]
        for c in range(Cg):
            turn(panels, (g, col_part, KH * KW * c, 0), wide, w,
                    KH * KW + KH * KW * c + Cg * KH * KW * col_part * wide + Cg * KH * KW * Og * g - 1,
                    Cg * KH * KW, -1, min(wide, Og - (col_part * wide)), KH * KW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks2(first, last, b, panels, x_padded, y_lines, N, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, d_h,
        d_w, deep, depth, high, line_last, line_last2, quotient_Og_wide, rows, wide, x_size2, x_size3):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, KH−1−u, KW−1−v] · x[n, g·Cg+c,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    dtype = b.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(max(0, depth), np.int64)
    right_at = np.empty(max(0, depth), np.int64)
    tile = np.empty((high, wide), dtype)
    turned = np.empty((wide, high), dtype)
    for task in range(first, last):
        g = task // (((rows - 1) // high + 1) * ((Og - 1) // wide + 1))
        row_part = task // (((Og - 1) // wide + 1)) % ((rows - 1) // high + 1)
        col_part = task % ((Og - 1) // wide + 1)
        # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, KH−1−u, KW−1−v] · x[n,
        #     g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        for line in range(high * row_part // OW, min((high + high * row_part - 1) // OW + 1, line_last + 1,
                N * OH)):
            n = line // OH
            i = line % OH
            for j in range(max(0, high * row_part - (OW * line)), min(OW, rows - (OW * line),
                    high + high * row_part - (OW * line))):
                row_at[U(j + OW * line - (high * row_part))] = (
                    Cg * g * x_size2 * x_size3 + i * s_h * x_size3 + j * s_w + Cg * G * n * x_size2 * x_size3
                )
        for c in range(Cg):
            for u in range(KH):
                for v in range(KW):
                    left_at[U(KH * KW * c + KW * u + v)] = c * x_size2 * x_size3 + d_h * u * x_size3 + d_w * v
        for k in range(depth):
            right_at[U(k)] = k * wide
        contract(tile, (0, 0), wide, x_padded, row_at, left_at, panels,
                col_part * depth * wide + depth * g * quotient_Og_wide * wide + depth * g * wide, right_at,
                min(high, rows - (high * row_part)), min(wide, Og - (col_part * wide)), 0, depth, deep)
        turn(turned, (0, 0), high, tile, 0, wide, 1, min(high, rows - (high * row_part)), min(wide,
                Og - (col_part * wide)))
        line_first = high * row_part // (OH * OW)
        line_last3 = (high + high * row_part - 1) // (OH * OW)
        for o in range(col_part * wide, min(col_part * wide + wide, Og)):
            b_here = b[U(Og * g + o)]
            for line in range(line_first, min(line_last3 + 1, line_last2 + 1, N)):
                n = line
                for run in range(max(0, high * row_part - (OH * OW * line)), min(OH * OW,
                        rows - (OH * OW * line), high + high * row_part - (OH * OW * line))):
                    y_lines[U(n), U(Og * g + o), U(run)] = (
                        b_here + turned[U(o - (col_part * wide)), U(OH * OW * line + run - (high * row_part))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w, b, y, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        c_block_last):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, KH−1−u, KW−1−v] · x[n, g·Cg+c,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    dtype = x.dtype
    T = dtype.type
    rest = np.empty(OW, dtype)
    part2 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (G * Og * OH)
        g = task // (Og * OH) % G
        o = task // OH % Og
        i = task % OH
        # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, KH−1−u, KW−1−v] · x[n,
        #     g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        b_here = b[U(Og * g + o)]
        for j in range(OW):
            y[U(n), U(Og * g + o), U(i), U(j)] = b_here
        for j in range(OW):
            rest[U(j)] = T(0)
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part2[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_here = w[U(Og * g + o), U(c), U(KH - u - 1), U(KW - v - 1)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                (W + p_l - (d_w * v) - 1) // s_w + 1)):
                            part2[U(j)] += (
                                w_here
                                * x[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                        U(j * s_w + d_w * v - p_l)]
                            )
            for j in range(OW):
                y[U(n), U(Og * g + o), U(i), U(j)], rest[U(j)] = carried(y[U(n), U(Og * g + o), U(i), U(j)], rest[U(j)], part2[U(j)])


def _forward(x, w, b, y, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, KH−1−u, KW−1−v] · x[n, g·Cg+c,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]

    Operations: Cg·G·KH·KW·N·OH·OW·Og multiplications, Cg·G·KH·KW·N·OH·OW·Og additions, terms that a
        condition drops counted.
    """
    dtype = y.dtype
    if correlations(OH >= KH and OW >= KW and KH >= s_h and KW >= s_w and W >= 4 and 0 >= min(Cg - 8,
            Og - 32)):
        wide = (KW * d_w - d_w) // s_w + OW
        most = max(32768 // max(Cg * s_h * s_w * wide, 1), 8)
        strips = max((OH - 1) // most + 1, 1)
        high = max((OH - 1) // strips + 1, 1)
        tall = (KH * d_h - d_h) // s_h + high
        pieces = parts(G * N * strips)
        tasks = G * N * strips
        share = max((tasks - 1) // pieces + 1, 1)
        launch(_forward_correlations, pieces, Cg * G * KH * KW * N * OH * OW * Og // 32, x, w, b, y, N, Cg, G,
                H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, high, pieces, share, strips, tall,
                tasks, wide)
    else:
        if blocks(N * OH * OW >= 4 and Og >= 8 and Cg * KH * KW >= 4 and H * 2 + d_h + s_h + 16 >= KH * d_h + OH * s_h and W * 2 + d_w + s_w + 16 >= KW * d_w + OW * s_w):
            rows = N * OH * OW
            depth = Cg * KH * KW
            x_size2 = max(H, KH * d_h + OH * s_h + 1 - d_h - p_t - s_h) + p_t
            x_size3 = max(KW * d_w + OW * s_w + 1 - d_w - p_l - s_w, W) + p_l
            x_padded = padded(x, (0, 0, -p_t, -p_l), (N, Cg * G, x_size2, x_size3))
            wide_2 = colblock()
            deep = depthblock()
            high = rowblock(rows, ((Og - 1) // wide_2 + 1) * G)
            panels = scratch((G, max(0, (Og - 1) // wide_2 + 1), max(0, depth), wide_2), dtype)
            launch(_forward_blocks, G * ((Og - 1) // wide_2 + 1), Cg * G * KH * KW * Og, w, panels, Cg, G, Og,
                    KH, KW, depth, wide_2)
            y_lines = y.reshape((N, G * Og, OH * OW))
            line_last = (rows - 1) // OW
            quotient_Og_wide = (Og - 1) // wide_2
            line_last2 = (rows - 1) // (OH * OW)
            launch(_forward_blocks2, G * ((rows - 1) // high + 1) * ((Og - 1) // wide_2 + 1),
                    Cg * G * KH * KW * N * OH * OW * Og // 32, b, panels, x_padded, y_lines, N, Cg, G, Og, KH,
                    KW, OH, OW, s_h, s_w, d_h, d_w, deep, depth, high, line_last, line_last2,
                    quotient_Og_wide, rows, wide_2, x_size2, x_size3)
        else:
            c_block_last = (Cg - 1) // 1024
            launch(_forward_plain, N * G * Og * OH, Cg * G * KH * KW * N * OH * OW * Og, x, w, b, y, N, Cg, G,
                    H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_correlations(first, last, dy, w, dx, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, pieces, s_h_by_gcd, s_w_by_gcd):
    """dx[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} dy[n, g·Og+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · w[g·Og+o, c,
        KH−1−res(d_h,r,s_h)−t·s_h/gcd(s_h,d_h), KW−1−res(d_w,r′,s_w)−t′·s_w/gcd(s_w,d_w)]
    """
    dtype = dy.dtype
    T = dtype.type
    starts = np.empty(Cg, dtype)
    for task in range(first, last):
        part = task // (s_h * s_w)
        r = task // s_w % s_h
        r_ = task % s_w
        q__count = (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1
        t__count = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd + 1
        wide = d_w_by_gcd * t__count + q__count - d_w_by_gcd
        q_count = (H + p_t - r - 1) // s_h + (r - p_t) // s_h + 1
        most = max(32768 // max(Og * wide, 1), 8)
        strips = max((q_count - 1) // most + 1, 1)
        high = max((q_count - 1) // strips + 1, 1)
        t_count = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd + 1
        tall = d_h_by_gcd * t_count + high - d_h_by_gcd
        tasks = G * N * strips
        share = max((tasks - 1) // pieces + 1, 1)
        lefts = np.empty(max(0, Og * t__count * t_count), np.int64)
        for tap in range(Og * t__count * t_count):
            o = tap // (t__count * t_count)
            t_ = tap // t_count % t__count
            t = tap % t_count
            lefts[U(tap)] = Cg * KH * KW * o + s_w_by_gcd * t_ + KW * s_h_by_gcd * t
        rights = np.empty(max(0, Og * t__count * t_count), np.int64)
        for tap in range(Og * t__count * t_count):
            o = tap // (t__count * t_count)
            t_ = tap // t_count % t__count
            t = tap % t_count
            rights[U(tap)] = o * tall * wide + d_w_by_gcd * t_ + d_h_by_gcd * t * wide
        planes = np.empty((Og, max(0, tall), max(0, wide)), dtype)
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
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            s_h_by_gcd2 = s_h // gcd_s_h_d_h
            s_w_by_gcd2 = s_w // gcd_s_w_d_w
            n = turn_2 // (G * strips)
            g = turn_2 // strips % G
            strip = turn_2 % strips
            # dx[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            for c in range(Cg):
                starts[U(c)] = T(0)
            for o in range(Og):
                pad(planes, (o, 0, 0), wide, dy, (n, Og * g + o,
                        high * strip - (d_h_by_gcd * quotient_r3) - quotient_r - quotient_r2,
                        -d_w_by_gcd * quotient_r_3 - quotient_r_ - quotient_r_2), OW, 1, tall, wide,
                        d_h_by_gcd * quotient_r3 + quotient_r + quotient_r2 - (high * strip),
                        OH + d_h_by_gcd * quotient_r3 + quotient_r + quotient_r2 - (high * strip),
                        d_w_by_gcd * quotient_r_3 + quotient_r_ + quotient_r_2,
                        OW + d_w_by_gcd * quotient_r_3 + quotient_r_ + quotient_r_2)
            correlate(dx, (n, Cg * g, r + high * s_h * strip - p_t - (quotient_r * s_h),
                    r_ - p_l - (quotient_r_ * s_w)), H * W, W * s_h, s_w, starts, (0,), 1, w, (Og * g, 0,
                    KH - (quotient_r3 * s_h_by_gcd2) - res_r - 1,
                    KW - (quotient_r_3 * s_w_by_gcd2) - res_r_ - 1), KH * KW, lefts, planes, (0, 0, 0), wide,
                    rights, t_count, len(rights) if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 else 0, Cg,
                    min(high, q_last + quotient_r + 1 - (high * strip)), q__last + quotient_r_ + 1)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks(first, last, w, panels, Cg, G, Og, KH, KW, col_part_last, depth, res_r, res_r_, s_h_by_gcd,
        s_w_by_gcd, t__count, t__last, t_count, wide):
    """panels[g, col_part, t'_count′·t_count·o+t'_count′·t+t′, c−col_part·wide] = w[g·Og+o, c,
        KH−1−t·s_h/gcd(s_h,d_h)−res(d_h,r,s_h), KW−1−t′·s_w/gcd(s_w,d_w)−res(d_w,r′,s_w)]
    """
    for task in range(first, last):
        g = task // ((col_part_last + 1))
        col_part = task % (col_part_last + 1)
        # panels[g, col_part, t'_count′·t_count·o+t'_count′·t+t′, c−col_part·wide] = w[g·Og+o,
        #     c, KH−1−t·s_h/gcd(s_h,d_h)−res(d_h,r,s_h),
        #     KW−1−t′·s_w/gcd(s_w,d_w)−res(d_w,r′,s_w)]
        t_last2 = (KH - res_r - 1) // s_h_by_gcd
        for o in range(Og):
            for t in range(t_last2 + 1):
                turn(panels, (g, col_part, o * t__count * t_count + t * t__count, 0), wide, w,
                        KH * KW + KH * KW * col_part * wide + Cg * KH * KW * Og * g + Cg * KH * KW * o - (KW * res_r) - res_r_ - (KW * s_h_by_gcd * t) - 1,
                        KH * KW, -s_w_by_gcd, min(wide, Cg - (col_part * wide)), t__count)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks2(first, last, dx, dy_padded, panels, N, Cg, G, H, W, Og, s_h, s_w, p_t, p_l, col_part_last,
        d_h_by_gcd2, d_w_by_gcd2, deep, depth, dy_from2, dy_from3, dy_size2, dy_size3, gcd_s_h_d_h,
        gcd_s_w_d_w, high, line_last, q__count, q__last, q_count, q_first, q_last, quotient_r, quotient_r_,
        quotient_r_2, r, r_, rows, t__count, t__last, t_count, t_last, wide):
    """dx[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} dy[n, g·Og+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · w[g·Og+o, c,
        KH−1−res(d_h,r,s_h)−t·s_h/gcd(s_h,d_h), KW−1−res(d_w,r′,s_w)−t′·s_w/gcd(s_w,d_w)]
    """
    dtype = dx.dtype
    T = dtype.type
    row_at = np.empty(high, np.int64)
    left_at = np.empty(max(0, depth), np.int64)
    right_at = np.empty(max(0, depth), np.int64)
    tile = np.empty((high, wide), dtype)
    turned = np.empty((wide, high), dtype)
    for task in range(first, last):
        g = task // (((rows - 1) // high + 1) * ((Cg - 1) // wide + 1))
        row_part = task // (((Cg - 1) // wide + 1)) % ((rows - 1) // high + 1)
        col_part = task % ((Cg - 1) // wide + 1)
        # dx[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
        for line in range(high * row_part // q__count, min((high + high * row_part - 1) // q__count + 1,
                line_last + 1, N * q_count)):
            n = line // q_count
            q = line % q_count + q_first
            for q_ in range(max(-quotient_r_, high * row_part - (line * q__count) - quotient_r_),
                    min(q__last + 1, rows - (line * q__count) - quotient_r_,
                    high + high * row_part - (line * q__count) - quotient_r_)):
                row_at[U(line * q__count + q_ + quotient_r_ - (high * row_part))] = (
                    Og * dy_size2 * dy_size3 * g
                    + G * Og * dy_size2 * dy_size3 * n
                    + q_
                    + dy_size3 * q
                    - (dy_from2 * dy_size3)
                    - dy_from3
                    - (dy_size3 * quotient_r)
                    - quotient_r_2
                )
        for row in range(high * row_part, min(high + high * row_part, rows)):
            for c in range(col_part * wide, min(col_part * wide + wide, Cg)):
                tile[U(row - (high * row_part)), U(c - (col_part * wide))] = T(0)
        if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 and t_count >= 1 and t__count >= 1:
            for o in range(Og):
                for t in range(t_last + 1):
                    for t_ in range(t__last + 1):
                        left_at[U(o * t__count * t_count + t_ + t * t__count)] = (
                            dy_size2 * dy_size3 * o - (d_w_by_gcd2 * t_) - (d_h_by_gcd2 * dy_size3 * t)
                        )
            for k in range(depth):
                right_at[U(k)] = k * wide
            contract(tile, (0, 0), wide, dy_padded, row_at, left_at, panels,
                    col_part * depth * wide + col_part_last * depth * g * wide + depth * g * wide, right_at,
                    min(high, rows - (high * row_part)), min(wide, Cg - (col_part * wide)), 0, depth, deep)
        turn(turned, (0, 0), high, tile, 0, wide, 1, min(high, rows - (high * row_part)), min(wide,
                Cg - (col_part * wide)))
        line_first = high * row_part // q__count
        line_last2 = (high + high * row_part - 1) // q__count
        for c in range(col_part * wide, min(col_part * wide + wide, Cg)):
            for line in range(line_first, min(line_last2 + 1, line_last + 1, N * q_count)):
                n = line // q_count
                q = line % q_count + q_first
                for q_ in range(max(-quotient_r_, high * row_part - (line * q__count) - quotient_r_),
                        min(q__last + 1, rows - (line * q__count) - quotient_r_,
                        high + high * row_part - (line * q__count) - quotient_r_)):
                    dx[U(n), U(c + Cg * g), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = turned[U(c - (col_part * wide)), U(line * q__count + q_ + quotient_r_ - (high * row_part))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, w, dx, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd):
    """dx[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} dy[n, g·Og+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · w[g·Og+o, c,
        KH−1−res(d_h,r,s_h)−t·s_h/gcd(s_h,d_h), KW−1−res(d_w,r′,s_w)−t′·s_w/gcd(s_w,d_w)]
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (G * Cg * s_h * s_w)
        g = task // (Cg * s_h * s_w) % G
        c = task // (s_h * s_w) % Cg
        r = task // s_w % s_h
        r_ = task % s_w
        q__first = -((r_ - p_l) // s_w)
        q__last = (W + p_l - r_ - 1) // s_w
        res_r = residue(d_h, r, s_h)
        res_r_ = residue(d_w, r_, s_w)
        quotient_r = (d_h * res_r - r) // s_h
        quotient_r_ = (d_w * res_r_ - r_) // s_w
        for q in range(-((r - p_t) // s_h), (H + p_t - r - 1) // s_h + 1):
            # dx[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            for q_ in range(q__first, q__last + 1):
                dx[U(n), U(c + Cg * g), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = T(0)
            if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0:
                t_first = -((OH + quotient_r - q - 1) // d_h_by_gcd)
                t_last = (KH - res_r - 1) // s_h_by_gcd
                t_last2 = (q - quotient_r) // d_h_by_gcd
                for o in range(Og):
                    t__last = (KW - res_r_ - 1) // s_w_by_gcd
                    for t in range(max(0, t_first), min(t_last + 1, t_last2 + 1)):
                        for t_ in range(t__last + 1):
                            w_here = w[U(Og * g + o), U(c), U(KH - res_r - (s_h_by_gcd * t) - 1), U(KW - res_r_ - (s_w_by_gcd * t_) - 1)]
                            for q_ in range(max(q__first, quotient_r_ + d_w_by_gcd * t_), min(q__last + 1,
                                    OW + quotient_r_ + d_w_by_gcd * t_)):
                                dx[U(n), U(c + Cg * g), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                    dy[U(n), U(Og * g + o), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    * w_here
                                )


def _vjp_x(dy, w, dx, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dx[n, g·Cg+c, a, b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·(KH−1−u), s_w ∣ b+p_l−d_w·(KW−1−v)} dy[n, g·Og+o,
        (a+p_t−d_h·(KH−1−u))/s_h, (b+p_l−d_w·(KW−1−v))/s_w] · w[g·Og+o, c, u, v]

    Operations: Cg·G·H·KH·KW·N·Og·W multiplications, Cg·G·H·KH·KW·N·Og·W − Cg·G·H·N·W additions, terms
        that a condition drops counted.
    """
    dtype = dx.dtype
    if correlations(OW >= 4 and 0 >= min(Cg - 32, Og - 8)):
        pieces = max((G * N + 7) // 8, 1)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_w_d_w = gcd(s_w, d_w)
        launch(_vjp_x_correlations, pieces * s_h * s_w,
                (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_h * s_w // 32, dy, w, dx, N,
                Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd,
                gcd_s_h_d_h, gcd_s_w_d_w, pieces, s_h_by_gcd, s_w_by_gcd)
    else:
        if blocks(Cg >= 8 and OH * 2 + 16 >= -p_t // s_h + (H + p_t - 1) // s_h + ((KH - residue(d_h, 0,
                s_h) - 1) // (s_h // gcd(s_h, d_h))) * (d_h // gcd(s_h,
                d_h)) and OW * 2 + 16 >= -p_l // s_w + (W + p_l - 1) // s_w + ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w))) * (d_w // gcd(s_w, d_w))):
            s_h_by_gcd = s_h // gcd(s_h, d_h)
            s_w_by_gcd = s_w // gcd(s_w, d_w)
            d_h_by_gcd = d_h // gcd(s_h, d_h)
            d_w_by_gcd = d_w // gcd(s_w, d_w)
            gcd_s_h_d_h = gcd(s_h, d_h)
            gcd_s_w_d_w = gcd(s_w, d_w)
            for r in range(s_h):
                q_count = (H + p_t - r - 1) // s_h + (r - p_t) // s_h + 1
                t_count = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd + 1
                dy_from2 = min(
                    -((residue(d_h, r, s_h) * d_h - r) // s_h)
                    - ((r - p_t) // s_h)
                    - (((KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd) * d_h_by_gcd),
                    0,
                )
                dy_size2 = (
                    max((H + p_t - r - 1) // s_h + 1 - ((residue(d_h, r, s_h) * d_h - r) // s_h), OH)
                    - dy_from2
                )
                res_r = residue(d_h, r, s_h)
                quotient_r = (d_h * res_r - r) // s_h
                q_first = -((r - p_t) // s_h)
                q_last = (H + p_t - r - 1) // s_h
                for r_ in range(s_w):
                    q__count = (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1
                    t__count = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd + 1
                    rows = N * q__count * q_count
                    depth = Og * t__count * t_count
                    dy_from3 = min(
                        -((residue(d_w, r_, s_w) * d_w - r_) // s_w)
                        - ((r_ - p_l) // s_w)
                        - (((KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd) * d_w_by_gcd),
                        0,
                    )
                    dy_size3 = (
                        max((W + p_l - r_ - 1) // s_w + 1 - ((residue(d_w, r_, s_w) * d_w - r_) // s_w), OW)
                        - dy_from3
                    )
                    t__last = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd
                    res_r_ = residue(d_w, r_, s_w)
                    quotient_r_ = (r_ - p_l) // s_w
                    quotient_r_2 = (d_w * res_r_ - r_) // s_w
                    q__last = (W + p_l - r_ - 1) // s_w
                    d_w_by_gcd2 = d_w // gcd_s_w_d_w
                    d_h_by_gcd2 = d_h // gcd_s_h_d_h
                    t_last = (KH - res_r - 1) // s_h_by_gcd
                    if q_count >= 1 and q__count >= 1:
                        dy_padded = padded(dy, (0, 0, dy_from2, dy_from3), (N, G * Og, dy_size2, dy_size3))
                        wide = colblock()
                        deep = depthblock()
                        high = rowblock(rows, ((Cg - 1) // wide + 1) * G)
                        col_part_last = (Cg - 1) // wide
                        panels = scratch((G, max(0, (Cg - 1) // wide + 1), max(0, depth), wide), dtype)
                        if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 and t_count >= 1 and t__count >= 1:
                            launch(_vjp_x_blocks, G * (col_part_last + 1), ((KH - residue(d_h, 0,
                                    s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                                    s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * Og, w, panels, Cg, G,
                                    Og, KH, KW, col_part_last, depth, res_r, res_r_, s_h_by_gcd, s_w_by_gcd,
                                    t__count, t__last, t_count, wide)
                        line_last = (rows - 1) // q__count
                        launch(_vjp_x_blocks2, G * ((rows - 1) // high + 1) * ((Cg - 1) // wide + 1),
                                (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                                0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_h * s_w // 32,
                                dx, dy_padded, panels, N, Cg, G, H, W, Og, s_h, s_w, p_t, p_l, col_part_last,
                                d_h_by_gcd2, d_w_by_gcd2, deep, depth, dy_from2, dy_from3, dy_size2, dy_size3,
                                gcd_s_h_d_h, gcd_s_w_d_w, high, line_last, q__count, q__last, q_count,
                                q_first, q_last, quotient_r, quotient_r_, quotient_r_2, r, r_, rows, t__count,
                                t__last, t_count, t_last, wide)
        else:
            s_h_by_gcd = s_h // gcd(s_h, d_h)
            s_w_by_gcd = s_w // gcd(s_w, d_w)
            d_h_by_gcd = d_h // gcd(s_h, d_h)
            d_w_by_gcd = d_w // gcd(s_w, d_w)
            gcd_s_h_d_h = gcd(s_h, d_h)
            gcd_s_w_d_w = gcd(s_w, d_w)
            launch(_vjp_x_plain, N * G * Cg * s_h * s_w,
                    (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                    0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                    s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_h * s_w, dy, w, dx, N, Cg,
                    G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd,
                    gcd_s_h_d_h, gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd)
