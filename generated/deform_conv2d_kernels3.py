"""The kernels of deform_conv2d; deform_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `deform_conv2d`.  Do not edit.
Run time: 682dece4f5c1c983.
"""

import numpy as np
from numba import njit

from .runtime import cell, plus
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, w_dot, b_dot, offset_dot, mask_dot, x, w, offset, mask, y_dot, N, Cg, G, H,
        W, Og, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h, d_w):
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
    y_dot_sum = np.empty((OW, Cg, KH, KW), dtype)
    y_dot_sum2 = np.empty((OW, Cg, KH, KW), dtype)
    for task in range(first, last):
        n = task // (G * OH)
        g = task // OH % G
        i = task % OH
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
            for c in range(Cg):
                quotient_c_g3 = (c + Cg * g) // Ce
                for u in range(KH):
                    for v in range(KW):
                        w_here = w[U(Og * g + o), U(c), U(u), U(v)]
                        w_dot_here = w_dot[U(Og * g + o), U(c), U(u), U(v)]
                        for j in range(OW):
                            y_dot[U(n), U(Og * g + o), U(i), U(j)] += (
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
    launch(_jvp_part, N * G * OH,
            Cg * G * H * KH * KW * N * OH * OW * W * 2 + Cg * G * KH * KW * N * OH * OW * Og, x_dot, w_dot,
            b_dot, offset_dot, mask_dot, x, w, offset, mask, y_dot, N, Cg, G, H, W, Og, KH, KW, E, OH, OW, Ce,
            s_h, s_w, p_t, p_l, d_h, d_w)
