"""The kernels of deform_conv2d; deform_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `deform_conv2d`.  Do not edit.
Run time: 254440798558df33.
"""

import numpy as np
from numba import njit

from .runtime import carried, cell, plus
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_offset_part(first, last, dy, x, w, offset, mask, doffset, N, Cg, G, H, W, Og, KH, KW, E, OH, OW, Ce,
        s_h, s_w, p_t, p_l, d_h, d_w, o_block_last):
    """doffset_sum[r] = Σ_o dy[n, Og·⌊(e·Ce+r)/Cg⌋+o, i, j] · w[Og·⌊(e·Ce+r)/Cg⌋+o, (e·Ce+r) mod Cg, u, v]
    doffset[n, 2·((e·KH+u)·KW+v)+k, i, j] = mask[n, (e·KH+u)·KW+v, i, j] · [k = 0] · Σ_{r′,q,r : k = 0}
        G′(q, s_h·i + d_h·u − p_t + offset[n, 2·((e·KH+u)·KW+v), i, j]) · G(r, s_w·j + d_w·v − p_l +
        offset[n, 2·((e·KH+u)·KW+v)+1, i, j]) · doffset_sum[r′] · x[n, e·Ce+r′, q, r] + mask[n,
        (e·KH+u)·KW+v, i, j] · [k = 1] · Σ_{r′,q,r : k = 1} G(q, s_h·i + d_h·u − p_t + offset[n,
        2·((e·KH+u)·KW+v), i, j]) · G′(r, s_w·j + d_w·v − p_l + offset[n, 2·((e·KH+u)·KW+v)+1, i, j]) ·
        doffset_sum[r′] · x[n, e·Ce+r′, q, r]
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (E * KH * KW * OH * OW)
        e = task // (KH * KW * OH * OW) % E
        u = task // (KW * OH * OW) % KH
        v = task // (OH * OW) % KW
        i = task // OW % OH
        j = task % OW
        doffset_sum = np.empty(Ce, dtype)
        # doffset_sum[r] = Σ_o dy[n, Og·⌊(e·Ce+r)/Cg⌋+o, i, j] · w[Og·⌊(e·Ce+r)/Cg⌋+o,
        #     (e·Ce+r) mod Cg, u, v]
        for r_ in range(Ce):
            doffset_sum[U(r_)] = T(0)
        rest = np.empty(Ce, dtype)
        part = np.empty(Ce, dtype)
        for r_ in range(Ce):
            rest[U(r_)] = T(0)
        for o_block in range(o_block_last + 1):
            for r_ in range(Ce):
                part[U(r_)] = T(0)
            for o in range(o_block * 1024, min(Og, o_block * 1024 + 1024)):
                for r_ in range(Ce):
                    part[U(r_)] += (
                        dy[U(n), U(((Ce * e + r_) // Cg) * Og + o), U(i), U(j)]
                        * w[U(((Ce * e + r_) // Cg) * Og + o), U((Ce * e + r_) % Cg), U(u), U(v)]
                    )
            for r_ in range(Ce):
                doffset_sum[U(r_)], rest[U(r_)] = carried(doffset_sum[U(r_)], rest[U(r_)], part[U(r_)])
        # doffset[n, 2·((e·KH+u)·KW+v)+k′, i, j], as written above
        position = (
            T(i * s_h + d_h * u - p_t) + offset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2), U(i), U(j)]
        )
        position2 = (
            T(j * s_w + d_w * v - p_l) + offset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
        )
        below = cell(position)
        below2 = cell(position2)
        for k_ in range(2):
            acc = T(0)
            if k_ == 1:
                for r_ in range(Ce):
                    doffset_sum_here = doffset_sum[U(r_)]
                    for q in range(max(0, below), min(H, below + 2)):
                        factor = max(T(1) - abs(position - T(q)), T(0)) * doffset_sum_here
                        for r in range(max(0, below2), min(W, below2 + 2)):
                            acc = plus(
                                acc,
                                (
                                    T(-1)
                                    if T(r) <= position2 < T(r + 1)
                                    else T(1)
                                    if T(r - 1) <= position2 < T(r)
                                    else T(0)
                                    if position2 == position2
                                    else position2
                                )
                                * factor
                                * x[U(n), U(Ce * e + r_), U(q), U(r)],
                            )
            acc2 = T(0)
            if k_ == 0:
                for r_ in range(Ce):
                    doffset_sum_here2 = doffset_sum[U(r_)]
                    for q in range(max(0, below), min(H, below + 2)):
                        factor2 = (
                            (
                                T(-1)
                                if T(q) <= position < T(q + 1)
                                else T(1)
                                if T(q - 1) <= position < T(q)
                                else T(0)
                                if position == position
                                else position
                            )
                            * doffset_sum_here2
                        )
                        for r in range(max(0, below2), min(W, below2 + 2)):
                            acc2 = plus(
                                acc2,
                                max(T(1) - abs(position2 - T(r)), T(0))
                                * factor2
                                * x[U(n), U(Ce * e + r_), U(q), U(r)],
                            )
            doffset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2 + k_), U(i), U(j)] = (
                (acc * mask[U(n), U(KH * KW * e + KW * u + v), U(i), U(j)] if k_ == 1 else T(0))
                + (acc2 * mask[U(n), U(KH * KW * e + KW * u + v), U(i), U(j)] if k_ == 0 else T(0))
            )


def _vjp_offset(dy, x, w, offset, mask, doffset, N, Cg, G, H, W, Og, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t,
        p_l, d_h, d_w):
    """doffset[n, 2·((e·KH+u)·KW+v)+k, i, j] = mask[n, (e·KH+u)·KW+v, i, j] · [k = 0] · Σ_{o,q,r,r′} G′(q,
        s_h·i + d_h·u − p_t + offset[n, 2·((e·KH+u)·KW+v), i, j]) · G(r, s_w·j + d_w·v − p_l + offset[n,
        2·((e·KH+u)·KW+v)+1, i, j]) · dy[n, Og·⌊(e·Ce+r′)/Cg⌋+o, i, j] · w[Og·⌊(e·Ce+r′)/Cg⌋+o, (e·Ce+r′)
        mod Cg, u, v] · x[n, e·Ce+r′, q, r] + mask[n, (e·KH+u)·KW+v, i, j] · [k = 1] · Σ_{o,q,r,r′} G(q,
        s_h·i + d_h·u − p_t + offset[n, 2·((e·KH+u)·KW+v), i, j]) · G′(r, s_w·j + d_w·v − p_l + offset[n,
        2·((e·KH+u)·KW+v)+1, i, j]) · dy[n, Og·⌊(e·Ce+r′)/Cg⌋+o, i, j] · w[Og·⌊(e·Ce+r′)/Cg⌋+o, (e·Ce+r′)
        mod Cg, u, v] · x[n, e·Ce+r′, q, r]

    As compiled:

    doffset_sum[r] = Σ_o dy[n, Og·⌊(e·Ce+r)/Cg⌋+o, i, j] · w[Og·⌊(e·Ce+r)/Cg⌋+o, (e·Ce+r) mod Cg, u, v]
    doffset[n, 2·((e·KH+u)·KW+v)+k, i, j] = mask[n, (e·KH+u)·KW+v, i, j] · [k = 0] · Σ_{r′,q,r : k = 0}
        G′(q, s_h·i + d_h·u − p_t + offset[n, 2·((e·KH+u)·KW+v), i, j]) · G(r, s_w·j + d_w·v − p_l +
        offset[n, 2·((e·KH+u)·KW+v)+1, i, j]) · doffset_sum[r′] · x[n, e·Ce+r′, q, r] + mask[n,
        (e·KH+u)·KW+v, i, j] · [k = 1] · Σ_{r′,q,r : k = 1} G(q, s_h·i + d_h·u − p_t + offset[n,
        2·((e·KH+u)·KW+v), i, j]) · G′(r, s_w·j + d_w·v − p_l + offset[n, 2·((e·KH+u)·KW+v)+1, i, j]) ·
        doffset_sum[r′] · x[n, e·Ce+r′, q, r]

    Operations: 8·E·Ce·H·KH·KW·N·OH·OW·Og·W + 4·E·KH·KW·N·OH·OW multiplications,
        14·E·Ce·H·KH·KW·N·OH·OW·Og·W additions, terms that a condition drops counted.
    """
    o_block_last = (Og - 1) // 1024
    launch(_vjp_offset_part, N * E * KH * KW * OH * OW,
            Ce * E * H * KH * KW * N * OH * OW * W + Ce * E * KH * KW * N * OH * OW * Og, dy, x, w, offset,
            mask, doffset, N, Cg, G, H, W, Og, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h, d_w,
            o_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_mask_part(first, last, dy, x, w, offset, dmask, N, Cg, G, H, W, Og, KH, KW, E, OH, OW, Ce, s_h, s_w,
        p_t, p_l, d_h, d_w, r__block_last):
    """dmask_sum[j,r′] = Σ_{q,r} G(q, s_h·i + d_h·u − p_t + offset[n, 2·((e·KH+u)·KW+v), i, j]) · G(r, s_w·j
        + d_w·v − p_l + offset[n, 2·((e·KH+u)·KW+v)+1, i, j]) · x[n, e·Ce+r′, q, r]
    dmask[n, (e·KH+u)·KW+v, i, j] = Σ_{o,r} dy[n, Og·⌊(e·Ce+r)/Cg⌋+o, i, j] · dmask_sum[j,r] ·
        w[Og·⌊(e·Ce+r)/Cg⌋+o, (e·Ce+r) mod Cg, u, v]
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (E * KH * KW * OH)
        e = task // (KH * KW * OH) % E
        u = task // (KW * OH) % KH
        v = task // OH % KW
        i = task % OH
        dmask_sum = np.empty((OW, Ce), dtype)
        # dmask_sum[j,r′] = Σ_{q,r} G(q, s_h·i + d_h·u − p_t + offset[n, 2·((e·KH+u)·KW+v), i,
        #     j]) · G(r, s_w·j + d_w·v − p_l + offset[n, 2·((e·KH+u)·KW+v)+1, i, j]) · x[n,
        #     e·Ce+r′, q, r]
        for j in range(OW):
            position = (
                T(i * s_h + d_h * u - p_t) + offset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2), U(i), U(j)]
            )
            position2 = (
                T(j * s_w + d_w * v - p_l)
                + offset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
            )
            below = cell(position)
            below2 = cell(position2)
            for r_ in range(Ce):
                acc = T(0)
                for q in range(max(0, below), min(H, below + 2)):
                    value_of = max(T(1) - abs(position - T(q)), T(0))
                    for r in range(max(0, below2), min(W, below2 + 2)):
                        acc = plus(
                            acc,
                            max(T(1) - abs(position2 - T(r)), T(0))
                            * value_of
                            * x[U(n), U(Ce * e + r_), U(q), U(r)],
                        )
                dmask_sum[U(j), U(r_)] = acc
        # dmask[n, (e·KH+u)·KW+v, i, j] = Σ_{o,r} dy[n, Og·⌊(e·Ce+r)/Cg⌋+o, i, j] ·
        #     dmask_sum[j,r] · w[Og·⌊(e·Ce+r)/Cg⌋+o, (e·Ce+r) mod Cg, u, v]
        for j in range(OW):
            dmask[U(n), U(KH * KW * e + KW * u + v), U(i), U(j)] = T(0)
        rest = np.empty(OW, dtype)
        part = np.empty(OW, dtype)
        for j in range(OW):
            rest[U(j)] = T(0)
        for o in range(Og):
            for r__block in range(r__block_last + 1):
                for j in range(OW):
                    part[U(j)] = T(0)
                for r_ in range(r__block * 1024, min(Ce, r__block * 1024 + 1024)):
                    w_here = w[U(((Ce * e + r_) // Cg) * Og + o), U((Ce * e + r_) % Cg), U(u), U(v)]
                    quotient_e_r_ = (Ce * e + r_) // Cg
                    for j in range(OW):
                        part[U(j)] += (
                            dmask_sum[U(j), U(r_)] * dy[U(n), U(Og * quotient_e_r_ + o), U(i), U(j)] * w_here
                        )
                for j in range(OW):
                    dmask[U(n), U(KH * KW * e + KW * u + v), U(i), U(j)], rest[U(j)] = carried(dmask[U(n), U(KH * KW * e + KW * u + v), U(i), U(j)], rest[U(j)], part[U(j)])


def _vjp_mask(dy, x, w, offset, dmask, N, Cg, G, H, W, Og, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h,
        d_w):
    """dmask[n, (e·KH+u)·KW+v, i, j] = Σ_{o,r′} dy[n, Og·⌊(e·Ce+r′)/Cg⌋+o, i, j] · w[Og·⌊(e·Ce+r′)/Cg⌋+o,
        (e·Ce+r′) mod Cg, u, v] · Σ_{q,r} G(q, s_h·i + d_h·u − p_t + offset[n, 2·((e·KH+u)·KW+v), i, j]) ·
        G(r, s_w·j + d_w·v − p_l + offset[n, 2·((e·KH+u)·KW+v)+1, i, j]) · x[n, e·Ce+r′, q, r]

    As compiled:

    dmask_sum[j,r′] = Σ_{q,r} G(q, s_h·i + d_h·u − p_t + offset[n, 2·((e·KH+u)·KW+v), i, j]) · G(r, s_w·j
        + d_w·v − p_l + offset[n, 2·((e·KH+u)·KW+v)+1, i, j]) · x[n, e·Ce+r′, q, r]
    dmask[n, (e·KH+u)·KW+v, i, j] = Σ_{o,r} dy[n, Og·⌊(e·Ce+r)/Cg⌋+o, i, j] · dmask_sum[j,r] ·
        w[Og·⌊(e·Ce+r)/Cg⌋+o, (e·Ce+r) mod Cg, u, v]

    Operations: 2·E·Ce·H·KH·KW·N·OH·OW·W + 2·E·Ce·KH·KW·N·OH·OW·Og multiplications,
        7·E·Ce·H·KH·KW·N·OH·OW·W + E·Ce·KH·KW·N·OH·OW·Og − E·Ce·KH·KW·N·OH·OW − E·KH·KW·N·OH·OW additions,
        terms that a condition drops counted.
    """
    r__block_last = (Ce - 1) // 1024
    launch(_vjp_mask_part, N * E * KH * KW * OH,
            Ce * E * H * KH * KW * N * OH * OW * W + Ce * E * KH * KW * N * OH * OW * Og, dy, x, w, offset,
            dmask, N, Cg, G, H, W, Og, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h, d_w, r__block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, w_dot, b_dot, offset_dot, mask_dot, x, w, offset, mask, y_dot, N, Cg, G, H,
        W, Og, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last):
    """y_dot_sum[j,c,u,v] = Σ_{q,r} (Λ(q, s_h·i + d_h·u − p_t + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i,
        j]) · Λ(r, s_w·j + d_w·v − p_l + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · ẋ[n, g·Cg+c,
        q, r] + Λ′(q, s_h·i + d_h·u − p_t + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, s_w·j +
        d_w·v − p_l + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · offset_dot[n,
        2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j] · x[n, g·Cg+c, q, r] + Λ(q, s_h·i + d_h·u − p_t + offset[n,
        2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ′(r, s_w·j + d_w·v − p_l + offset[n,
        2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · offset_dot[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j] ·
        x[n, g·Cg+c, q, r])
    y_dot_sum2[j,c,u,v] = Σ_{q,r} Λ(q, s_h·i + d_h·u − p_t + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i,
        j]) · Λ(r, s_w·j + d_w·v − p_l + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c,
        q, r]
    ẏ[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} (mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · w[g·Og+o, c, u,
        v] · y_dot_sum[j,c,u,v] + mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · ẇ[g·Og+o, c, u, v] ·
        y_dot_sum2[j,c,u,v] + mask_dot[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · w[g·Og+o, c, u, v] ·
        y_dot_sum2[j,c,u,v])
    """
    dtype = x_dot.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (G * OH)
        g = task // OH % G
        i = task % OH
        y_dot_sum = np.empty((OW, Cg, KH, KW), dtype)
        y_dot_sum2 = np.empty((OW, Cg, KH, KW), dtype)
        # y_dot_sum[j,c,u,v], as written above
        for j in range(OW):
            for c in range(Cg):
                quotient_c_g = (c + Cg * g) // Ce
                for u in range(KH):
                    for v in range(KW):
                        acc = T(0)
                        position = (
                            T(i * s_h + d_h * u - p_t)
                            + offset[U(n), U(KH * KW * quotient_c_g * 2 + KW * u * 2 + v * 2), U(i), U(j)]
                        )
                        position2 = (
                            T(j * s_w + d_w * v - p_l)
                            + offset[U(n), U(KH * KW * quotient_c_g * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
                        )
                        below = cell(position)
                        below2 = cell(position2)
                        offset_dot_here = offset_dot[U(n), U(KH * KW * quotient_c_g * 2 + KW * u * 2 + v * 2), U(i), U(j)]
                        offset_dot_here2 = offset_dot[U(n), U(KH * KW * quotient_c_g * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
                        for q in range(max(0, below), min(H, below + 2)):
                            value_of = max(T(1) - abs(position - T(q)), T(0))
                            factor = (
                                (
                                    T(-1)
                                    if T(q) <= position < T(q + 1)
                                    else T(1)
                                    if T(q - 1) <= position < T(q)
                                    else T(0)
                                    if position == position
                                    else position
                                )
                                * offset_dot_here
                            )
                            factor2 = offset_dot_here2 * value_of
                            for r in range(max(0, below2), min(W, below2 + 2)):
                                acc = plus(
                                    acc,
                                    max(T(1) - abs(position2 - T(r)), T(0))
                                    * factor
                                    * x[U(n), U(c + Cg * g), U(q), U(r)]
                                    + (
                                        T(-1)
                                        if T(r) <= position2 < T(r + 1)
                                        else T(1)
                                        if T(r - 1) <= position2 < T(r)
                                        else T(0)
                                        if position2 == position2
                                        else position2
                                    )
                                    * factor2
                                    * x[U(n), U(c + Cg * g), U(q), U(r)]
                                    + max(T(1) - abs(position2 - T(r)), T(0))
                                    * value_of
                                    * x_dot[U(n), U(c + Cg * g), U(q), U(r)],
                                )
                        y_dot_sum[U(j), U(c), U(u), U(v)] = acc
        # y_dot_sum2[j,c,u,v] = Σ_{q,r} Λ(q, s_h·i + d_h·u − p_t + offset[n,
        #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, s_w·j + d_w·v − p_l + offset[n,
        #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c, q, r]
        for j in range(OW):
            for c in range(Cg):
                quotient_c_g2 = (c + Cg * g) // Ce
                for u in range(KH):
                    for v in range(KW):
                        acc2 = T(0)
                        position3 = (
                            T(i * s_h + d_h * u - p_t)
                            + offset[U(n), U(KH * KW * quotient_c_g2 * 2 + KW * u * 2 + v * 2), U(i), U(j)]
                        )
                        position4 = (
                            T(j * s_w + d_w * v - p_l)
                            + offset[U(n), U(KH * KW * quotient_c_g2 * 2 + KW * u * 2 + v * 2 + 1), U(i),
                                    U(j)]
                        )
                        below3 = cell(position3)
                        below4 = cell(position4)
                        for q in range(max(0, below3), min(H, below3 + 2)):
                            value_of2 = max(T(1) - abs(position3 - T(q)), T(0))
                            for r in range(max(0, below4), min(W, below4 + 2)):
                                acc2 = plus(
                                    acc2,
                                    max(T(1) - abs(position4 - T(r)), T(0))
                                    * value_of2
                                    * x[U(n), U(c + Cg * g), U(q), U(r)],
                                )
                        y_dot_sum2[U(j), U(c), U(u), U(v)] = acc2
        # ẏ[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} (mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j]
        #     · w[g·Og+o, c, u, v] · y_dot_sum[j,c,u,v] + mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v,
        #     i, j] · ẇ[g·Og+o, c, u, v] · y_dot_sum2[j,c,u,v] + mask_dot[n,
        #     (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · w[g·Og+o, c, u, v] · y_dot_sum2[j,c,u,v])
        for o in range(Og):
            b_dot_here = b_dot[U(Og * g + o)]
            for j in range(OW):
                y_dot[U(n), U(Og * g + o), U(i), U(j)] = b_dot_here
            rest = np.empty(OW, dtype)
            part = np.empty(OW, dtype)
            for j in range(OW):
                rest[U(j)] = T(0)
            for c_block in range(c_block_last + 1):
                for j in range(OW):
                    part[U(j)] = T(0)
                for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                    quotient_c_g3 = (c + Cg * g) // Ce
                    for u in range(KH):
                        for v in range(KW):
                            w_here = w[U(Og * g + o), U(c), U(u), U(v)]
                            w_dot_here = w_dot[U(Og * g + o), U(c), U(u), U(v)]
                            for j in range(OW):
                                part[U(j)] += (
                                    mask[U(n), U(KH * KW * quotient_c_g3 + KW * u + v), U(i), U(j)]
                                    * w_dot_here
                                    * y_dot_sum2[U(j), U(c), U(u), U(v)]
                                    + mask[U(n), U(KH * KW * quotient_c_g3 + KW * u + v), U(i), U(j)]
                                    * w_here
                                    * y_dot_sum[U(j), U(c), U(u), U(v)]
                                    + mask_dot[U(n), U(KH * KW * quotient_c_g3 + KW * u + v), U(i), U(j)]
                                    * w_here
                                    * y_dot_sum2[U(j), U(c), U(u), U(v)]
                                )
                for j in range(OW):
                    y_dot[U(n), U(Og * g + o), U(i), U(j)], rest[U(j)] = carried(y_dot[U(n), U(Og * g + o), U(i), U(j)], rest[U(j)], part[U(j)])


def _jvp(x_dot, w_dot, b_dot, offset_dot, mask_dot, x, w, offset, mask, y_dot, N, Cg, G, H, W, Og, KH, KW, E,
        OH, OW, Ce, s_h, s_w, p_t, p_l, d_h, d_w):
    """ẏ[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} (mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · ẇ[g·Og+o, c, u,
        v] · Σ_{q,r} Λ(q, s_h·i + d_h·u − p_t + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r,
        s_w·j + d_w·v − p_l + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c, q, r] +
        mask_dot[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · w[g·Og+o, c, u, v] · Σ_{q,r} Λ(q, s_h·i + d_h·u −
        p_t + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, s_w·j + d_w·v − p_l + offset[n,
        2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c, q, r] + mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v,
        i, j] · w[g·Og+o, c, u, v] · Σ_{q,r} (Λ(q, s_h·i + d_h·u − p_t + offset[n,
        2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, s_w·j + d_w·v − p_l + offset[n,
        2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · ẋ[n, g·Cg+c, q, r] + Λ′(q, s_h·i + d_h·u − p_t +
        offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, s_w·j + d_w·v − p_l + offset[n,
        2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · offset_dot[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j] ·
        x[n, g·Cg+c, q, r] + Λ(q, s_h·i + d_h·u − p_t + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) ·
        Λ′(r, s_w·j + d_w·v − p_l + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · offset_dot[n,
        2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j] · x[n, g·Cg+c, q, r]))

    As compiled:

    y_dot_sum[j,c,u,v] = Σ_{q,r} (Λ(q, s_h·i + d_h·u − p_t + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i,
        j]) · Λ(r, s_w·j + d_w·v − p_l + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · ẋ[n, g·Cg+c,
        q, r] + Λ′(q, s_h·i + d_h·u − p_t + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, s_w·j +
        d_w·v − p_l + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · offset_dot[n,
        2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j] · x[n, g·Cg+c, q, r] + Λ(q, s_h·i + d_h·u − p_t + offset[n,
        2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ′(r, s_w·j + d_w·v − p_l + offset[n,
        2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · offset_dot[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j] ·
        x[n, g·Cg+c, q, r])
    y_dot_sum2[j,c,u,v] = Σ_{q,r} Λ(q, s_h·i + d_h·u − p_t + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i,
        j]) · Λ(r, s_w·j + d_w·v − p_l + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c,
        q, r]
    ẏ[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} (mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · w[g·Og+o, c, u,
        v] · y_dot_sum[j,c,u,v] + mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · ẇ[g·Og+o, c, u, v] ·
        y_dot_sum2[j,c,u,v] + mask_dot[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · w[g·Og+o, c, u, v] ·
        y_dot_sum2[j,c,u,v])

    Operations: 12·Cg·G·H·KH·KW·N·OH·OW·W + 6·Cg·G·KH·KW·N·OH·OW·Og multiplications,
        35·Cg·G·H·KH·KW·N·OH·OW·W + 3·Cg·G·KH·KW·N·OH·OW·Og − 3·Cg·G·KH·KW·N·OH·OW additions, terms that a
        condition drops counted.
    """
    c_block_last = (Cg - 1) // 1024
    launch(_jvp_part, N * G * OH,
            Cg * G * H * KH * KW * N * OH * OW * W * 2 + Cg * G * KH * KW * N * OH * OW * Og, x_dot, w_dot,
            b_dot, offset_dot, mask_dot, x, w, offset, mask, y_dot, N, Cg, G, H, W, Og, KH, KW, E, OH, OW, Ce,
            s_h, s_w, p_t, p_l, d_h, d_w, c_block_last)
