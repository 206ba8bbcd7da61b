"""The kernels of deform_conv2d; deform_conv2d.py has its formulas and its functions.

Made by `chainrule generate` from the forward of `deform_conv2d`.  Do not edit.
"""

import numpy as np
from numba import njit, prange

from .runtime import cell

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _forward(x, w, offset, mask, b, y, N, Cg, G, H, W, Og, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h,
        d_w):
    dtype = y.dtype
    T = dtype.type
    quotient7 = Cg // 4
    for t in prange(N * G * OH):
        n = np.int64(t) // (G * OH)
        g = np.int64(t) // OH % G
        i = np.int64(t) % OH
        y_sum = np.empty((OW, Cg, KH, KW), dtype)
        # y_sum[j,c,u,v] = Σ_{q,r} Λ(q, s_h·i + d_h·u − p_t + offset[n,
        #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, s_w·j + d_w·v − p_l + offset[n,
        #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c, q, r]
        for j in range(OW):
            for c in range(Cg):
                quotient = (c + Cg * g) // Ce
                for u in range(KH):
                    for v in range(KW):
                        acc = T(0)
                        term2 = (
                            T(i * s_h)
                            + offset[U(n), U(KH * KW * quotient * 2 + KW * u * 2 + v * 2), U(i), U(j)]
                            + T(d_h * u)
                            - T(p_t)
                        )
                        term = (
                            T(j * s_w)
                            + offset[U(n), U(KH * KW * quotient * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
                            + T(d_w * v)
                            - T(p_l)
                        )
                        below = cell(
                            offset[U(n), U(KH * KW * quotient * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
                        )
                        for q in range(max(0, cell(offset[U(n),
                                U(KH * KW * quotient * 2 + KW * u * 2 + v * 2), U(i),
                                U(j)]) + i * s_h + d_h * u - p_t), min(H, cell(offset[U(n),
                                U(KH * KW * quotient * 2 + KW * u * 2 + v * 2), U(i),
                                U(j)]) + i * s_h + d_h * u + 2 - p_t)):
                            value_of = max(T(0), T(1) - abs(term2 - T(q)))
                            for r in range(max(0, below + j * s_w + d_w * v - p_l), min(W,
                                    below + j * s_w + d_w * v + 2 - p_l)):
                                acc += (
                                    max(T(0), T(1) - abs(term - T(r)))
                                    * value_of
                                    * x[U(n), U(c + Cg * g), U(q), U(r)]
                                )
                        y_sum[U(j), U(c), U(u), U(v)] = acc
        # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j]
        #     · w[g·Og+o, c, u, v] · y_sum[j,c,u,v]
        for o in range(Og):
            b_here = b[U(Og * g + o)]
            for j in range(OW):
                y[U(n), U(Og * g + o), U(i), U(j)] = b_here
            for c in range(0, Cg - 3, 4):
                quotient2 = (c + Cg * g) // Ce
                quotient3 = (c + Cg * g + 1) // Ce
                quotient4 = (c + Cg * g + 2) // Ce
                quotient5 = (c + Cg * g + 3) // Ce
                for u in range(KH):
                    for v in range(KW):
                        w_here = w[U(Og * g + o), U(c), U(u), U(v)]
                        w_here2 = w[U(Og * g + o), U(c + 1), U(u), U(v)]
                        w_here3 = w[U(Og * g + o), U(c + 2), U(u), U(v)]
                        w_here4 = w[U(Og * g + o), U(c + 3), U(u), U(v)]
                        for j in range(OW):
                            y[U(n), U(Og * g + o), U(i), U(j)] += (
                                mask[U(n), U(KH * KW * quotient2 + KW * u + v), U(i), U(j)]
                                * w_here
                                * y_sum[U(j), U(c), U(u), U(v)]
                                + mask[U(n), U(KH * KW * quotient3 + KW * u + v), U(i), U(j)]
                                * w_here2
                                * y_sum[U(j), U(c + 1), U(u), U(v)]
                                + mask[U(n), U(KH * KW * quotient4 + KW * u + v), U(i), U(j)]
                                * w_here3
                                * y_sum[U(j), U(c + 2), U(u), U(v)]
                                + mask[U(n), U(KH * KW * quotient5 + KW * u + v), U(i), U(j)]
                                * w_here4
                                * y_sum[U(j), U(c + 3), U(u), U(v)]
                            )
            for c in range(quotient7 * 4, Cg):
                quotient6 = (c + Cg * g) // Ce
                for u in range(KH):
                    for v in range(KW):
                        w_here5 = w[U(Og * g + o), U(c), U(u), U(v)]
                        for j in range(OW):
                            y[U(n), U(Og * g + o), U(i), U(j)] += (
                                mask[U(n), U(KH * KW * quotient6 + KW * u + v), U(i), U(j)]
                                * w_here5
                                * y_sum[U(j), U(c), U(u), U(v)]
                            )


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x(dy, w, offset, mask, dx, N, Cg, G, H, W, Og, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h, d_w):
    dtype = dx.dtype
    T = dtype.type
    for t in prange(N * Cg * G * H):
        z0 = np.int64(t) // (Cg * G * H)
        z1 = np.int64(t) // H % (Cg * G)
        z2 = np.int64(t) % H
        for z3 in range(W):
            dx[U(z0), U(z1), U(z2), U(z3)] = T(0)
    for t_2 in prange(N * G * Cg):
        n_ = np.int64(t_2) // (G * Cg)
        g = np.int64(t_2) // Cg % G
        c = np.int64(t_2) % Cg
        # dx[n, g·Cg+c, q, r] += Λ(q, s_h·i + d_h·u − p_t + offset[n,
        #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, s_w·j + d_w·v − p_l + offset[n,
        #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i,
        #     j] · Σ_o dy[n, g·Og+o, i, j] · w[g·Og+o, c, u, v]
        quotient = (c + Cg * g) // Ce
        for i in range(OH):
            for j in range(OW):
                for u in range(KH):
                    for v in range(KW):
                        acc = T(0)
                        for o in range(Og):
                            acc += dy[U(n_), U(Og * g + o), U(i), U(j)] * w[U(Og * g + o), U(c), U(u), U(v)]
                        factor2 = acc * mask[U(n_), U(KH * KW * quotient + KW * u + v), U(i), U(j)]
                        term2 = (
                            T(i * s_h)
                            + offset[U(n_), U(KH * KW * quotient * 2 + KW * u * 2 + v * 2), U(i), U(j)]
                            + T(d_h * u)
                            - T(p_t)
                        )
                        term = (
                            T(j * s_w)
                            + offset[U(n_), U(KH * KW * quotient * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
                            + T(d_w * v)
                            - T(p_l)
                        )
                        below = cell(
                            offset[U(n_), U(KH * KW * quotient * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
                        )
                        for q in range(max(0, cell(offset[U(n_),
                                U(KH * KW * quotient * 2 + KW * u * 2 + v * 2), U(i),
                                U(j)]) + i * s_h + d_h * u - p_t), min(H, cell(offset[U(n_),
                                U(KH * KW * quotient * 2 + KW * u * 2 + v * 2), U(i),
                                U(j)]) + i * s_h + d_h * u + 2 - p_t)):
                            factor = max(T(0), T(1) - abs(term2 - T(q))) * factor2
                            for r in range(max(0, below + j * s_w + d_w * v - p_l), min(W,
                                    below + j * s_w + d_w * v + 2 - p_l)):
                                dx[U(n_), U(c + Cg * g), U(q), U(r)] += (
                                    max(T(0), T(1) - abs(term - T(r))) * factor
                                )


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w(dy, x, offset, mask, dw, N, Cg, G, H, W, Og, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h, d_w):
    dtype = dw.dtype
    T = dtype.type
    for t in prange(G * Cg * KH * KW):
        g = np.int64(t) // (Cg * KH * KW)
        c = np.int64(t) // (KH * KW) % Cg
        u = np.int64(t) // KW % KH
        v = np.int64(t) % KW
        dw_sum = np.empty((N, OH, OW), dtype)
        # dw_sum[n,i,j] = Σ_{q,r} Λ(q, s_h·i + d_h·u − p_t + offset[n,
        #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, s_w·j + d_w·v − p_l + offset[n,
        #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c, q, r]
        quotient = (c + Cg * g) // Ce
        for n in range(N):
            for i in range(OH):
                for j in range(OW):
                    acc = T(0)
                    term2 = (
                        T(i * s_h)
                        + offset[U(n), U(KH * KW * quotient * 2 + KW * u * 2 + v * 2), U(i), U(j)]
                        + T(d_h * u)
                        - T(p_t)
                    )
                    term = (
                        T(j * s_w)
                        + offset[U(n), U(KH * KW * quotient * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
                        + T(d_w * v)
                        - T(p_l)
                    )
                    below = cell(offset[U(n), U(KH * KW * quotient * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)])
                    for q in range(max(0, cell(offset[U(n), U(KH * KW * quotient * 2 + KW * u * 2 + v * 2),
                            U(i), U(j)]) + i * s_h + d_h * u - p_t), min(H, cell(offset[U(n),
                            U(KH * KW * quotient * 2 + KW * u * 2 + v * 2), U(i),
                            U(j)]) + i * s_h + d_h * u + 2 - p_t)):
                        value_of = max(T(0), T(1) - abs(term2 - T(q)))
                        for r in range(max(0, below + j * s_w + d_w * v - p_l), min(W,
                                below + j * s_w + d_w * v + 2 - p_l)):
                            acc += (
                                max(T(0), T(1) - abs(term - T(r)))
                                * value_of
                                * x[U(n), U(c + Cg * g), U(q), U(r)]
                            )
                    dw_sum[U(n), U(i), U(j)] = acc
        # dw[g·Og+o, c, u, v] = Σ_{n,i,j} dw_sum[n,i,j] · dy[n, g·Og+o, i, j] · mask[n,
        #     (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j]
        quotient2 = (c + Cg * g) // Ce
        for o in range(Og):
            acc2 = T(0)
            for n in range(N):
                for i in range(OH):
                    for j in range(OW):
                        acc2 += (
                            dw_sum[U(n), U(i), U(j)]
                            * dy[U(n), U(Og * g + o), U(i), U(j)]
                            * mask[U(n), U(KH * KW * quotient2 + KW * u + v), U(i), U(j)]
                        )
            dw[U(Og * g + o), U(c), U(u), U(v)] = acc2


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b(dy, db, N, G, Og, OH, OW):
    dtype = db.dtype
    T = dtype.type
    dy_rows = dy.reshape((N, G * Og, OH * OW))
    for t in prange(G * Og):
        g = np.int64(t) // Og
        o = np.int64(t) % Og
        # db[g·Og+o] = Σ_{n,ij} dy[n, g·Og+o, ij]
        acc = T(0)
        for n in range(N):
            for ij in range(OH * OW):
                acc += dy_rows[U(n), U(Og * g + o), U(ij)]
        db[U(Og * g + o)] = acc


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_offset(dy, x, w, offset, mask, doffset, N, Cg, G, H, W, Og, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t,
        p_l, d_h, d_w):
    dtype = doffset.dtype
    T = dtype.type
    quotient = Og // 4
    for t in prange(N * E * KH * KW * OH * OW):
        n = np.int64(t) // (E * KH * KW * OH * OW)
        e = np.int64(t) // (KH * KW * OH * OW) % E
        u = np.int64(t) // (KW * OH * OW) % KH
        v = np.int64(t) // (OH * OW) % KW
        i = np.int64(t) // OW % OH
        j = np.int64(t) % OW
        doffset_sum = np.empty(Ce, dtype)
        # doffset_sum[r] = Σ_o dy[n, Og·⌊(e·Ce+r)/Cg⌋+o, i, j] · w[Og·⌊(e·Ce+r)/Cg⌋+o,
        #     (e·Ce+r) mod Cg, u, v]
        for r_ in range(Ce):
            doffset_sum[U(r_)] = T(0)
        for o in range(0, Og - 3, 4):
            for r_ in range(Ce):
                doffset_sum[U(r_)] += (
                    dy[U(n), U(((Ce * e + r_) // Cg) * Og + o + 1), U(i), U(j)]
                    * w[U(((Ce * e + r_) // Cg) * Og + o + 1), U((Ce * e + r_) % Cg), U(u), U(v)]
                    + dy[U(n), U(((Ce * e + r_) // Cg) * Og + o + 2), U(i), U(j)]
                    * w[U(((Ce * e + r_) // Cg) * Og + o + 2), U((Ce * e + r_) % Cg), U(u), U(v)]
                    + dy[U(n), U(((Ce * e + r_) // Cg) * Og + o + 3), U(i), U(j)]
                    * w[U(((Ce * e + r_) // Cg) * Og + o + 3), U((Ce * e + r_) % Cg), U(u), U(v)]
                    + dy[U(n), U(((Ce * e + r_) // Cg) * Og + o), U(i), U(j)]
                    * w[U(((Ce * e + r_) // Cg) * Og + o), U((Ce * e + r_) % Cg), U(u), U(v)]
                )
        for o in range(quotient * 4, Og):
            for r_ in range(Ce):
                doffset_sum[U(r_)] += (
                    dy[U(n), U(((Ce * e + r_) // Cg) * Og + o), U(i), U(j)]
                    * w[U(((Ce * e + r_) // Cg) * Og + o), U((Ce * e + r_) % Cg), U(u), U(v)]
                )
        # doffset[n, 2·((e·KH+u)·KW+v)+k, i, j] = mask[n, (e·KH+u)·KW+v, i, j] · [k = 0] ·
        #     Σ_{r′,q,r : k = 0} G′(q, s_h·i + d_h·u − p_t + offset[n, 2·((e·KH+u)·KW+v), i,
        #     j]) · G(r, s_w·j + d_w·v − p_l + offset[n, 2·((e·KH+u)·KW+v)+1, i, j]) ·
        #     …
        term2 = (
            T(i * s_h)
            + offset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2), U(i), U(j)]
            + T(d_h * u)
            - T(p_t)
        )
        term = (
            T(j * s_w)
            + offset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
            + T(d_w * v)
            - T(p_l)
        )
        below = cell(offset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)])
        below2 = cell(offset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2), U(i), U(j)])
        for k_ in range(2):
            acc = T(0)
            if k_ == 1:
                for r_ in range(Ce):
                    doffset_sum_here = doffset_sum[U(r_)]
                    for q in range(max(0, below2 + i * s_h + d_h * u - p_t), min(H,
                            below2 + i * s_h + d_h * u + 2 - p_t)):
                        factor = max(T(0), T(1) - abs(term2 - T(q))) * doffset_sum_here
                        for r in range(max(0, below + j * s_w + d_w * v - p_l), min(W,
                                below + j * s_w + d_w * v + 2 - p_l)):
                            acc += (
                                (
                                    T(-1)
                                    if T(0) <= term - T(r) < T(1)
                                    else T(1)
                                    if T(-1) <= term - T(r) < T(0)
                                    else T(0)
                                )
                                * factor
                                * x[U(n), U(Ce * e + r_), U(q), U(r)]
                            )
            acc2 = T(0)
            if k_ == 0:
                for r_ in range(Ce):
                    doffset_sum_here2 = doffset_sum[U(r_)]
                    for q in range(max(0, below2 + i * s_h + d_h * u - p_t), min(H,
                            below2 + i * s_h + d_h * u + 2 - p_t)):
                        factor2 = (
                            (
                                T(-1)
                                if T(0) <= term2 - T(q) < T(1)
                                else T(1)
                                if T(-1) <= term2 - T(q) < T(0)
                                else T(0)
                            )
                            * doffset_sum_here2
                        )
                        for r in range(max(0, below + j * s_w + d_w * v - p_l), min(W,
                                below + j * s_w + d_w * v + 2 - p_l)):
                            acc2 += (
                                max(T(0), T(1) - abs(term - T(r)))
                                * factor2
                                * x[U(n), U(Ce * e + r_), U(q), U(r)]
                            )
            doffset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2 + k_), U(i), U(j)] = (
                (acc * mask[U(n), U(KH * KW * e + KW * u + v), U(i), U(j)] if k_ == 1 else T(0))
                + (acc2 * mask[U(n), U(KH * KW * e + KW * u + v), U(i), U(j)] if k_ == 0 else T(0))
            )


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_mask(dy, x, w, offset, dmask, N, Cg, G, H, W, Og, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h,
        d_w):
    dtype = dmask.dtype
    T = dtype.type
    quotient3 = Og // 4
    for t in prange(N * E * KH * KW * OH):
        n = np.int64(t) // (E * KH * KW * OH)
        e = np.int64(t) // (KH * KW * OH) % E
        u = np.int64(t) // (KW * OH) % KH
        v = np.int64(t) // OH % KW
        i = np.int64(t) % OH
        dmask_sum = np.empty((OW, Ce), dtype)
        # dmask_sum[j,r′] = Σ_{q,r} G(q, s_h·i + d_h·u − p_t + offset[n, 2·((e·KH+u)·KW+v), i,
        #     j]) · G(r, s_w·j + d_w·v − p_l + offset[n, 2·((e·KH+u)·KW+v)+1, i, j]) · x[n,
        #     e·Ce+r′, q, r]
        for j in range(OW):
            term2 = (
                T(i * s_h)
                + offset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2), U(i), U(j)]
                + T(d_h * u)
                - T(p_t)
            )
            term = (
                T(j * s_w)
                + offset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
                + T(d_w * v)
                - T(p_l)
            )
            below = cell(offset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)])
            below2 = cell(offset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2), U(i), U(j)])
            for r_ in range(Ce):
                acc = T(0)
                for q in range(max(0, below2 + i * s_h + d_h * u - p_t), min(H,
                        below2 + i * s_h + d_h * u + 2 - p_t)):
                    value_of = max(T(0), T(1) - abs(term2 - T(q)))
                    for r in range(max(0, below + j * s_w + d_w * v - p_l), min(W,
                            below + j * s_w + d_w * v + 2 - p_l)):
                        acc += (
                            max(T(0), T(1) - abs(term - T(r)))
                            * value_of
                            * x[U(n), U(Ce * e + r_), U(q), U(r)]
                        )
                dmask_sum[U(j), U(r_)] = acc
        # dmask[n, (e·KH+u)·KW+v, i, j] = Σ_{o,r} dy[n, Og·⌊(e·Ce+r)/Cg⌋+o, i, j] ·
        #     dmask_sum[j,r] · w[Og·⌊(e·Ce+r)/Cg⌋+o, (e·Ce+r) mod Cg, u, v]
        for j in range(OW):
            dmask[U(n), U(KH * KW * e + KW * u + v), U(i), U(j)] = T(0)
        for o in range(0, Og - 3, 4):
            for r_ in range(Ce):
                w_here = w[U(((Ce * e + r_) // Cg) * Og + o), U((Ce * e + r_) % Cg), U(u), U(v)]
                quotient = (Ce * e + r_) // Cg
                w_here2 = w[U(Og * quotient + o + 1), U((Ce * e + r_) % Cg), U(u), U(v)]
                w_here3 = w[U(Og * quotient + o + 2), U((Ce * e + r_) % Cg), U(u), U(v)]
                w_here4 = w[U(Og * quotient + o + 3), U((Ce * e + r_) % Cg), U(u), U(v)]
                for j in range(OW):
                    dmask[U(n), U(KH * KW * e + KW * u + v), U(i), U(j)] += (
                        dmask_sum[U(j), U(r_)] * dy[U(n), U(Og * quotient + o), U(i), U(j)] * w_here
                        + dmask_sum[U(j), U(r_)] * dy[U(n), U(Og * quotient + o + 1), U(i), U(j)] * w_here2
                        + dmask_sum[U(j), U(r_)] * dy[U(n), U(Og * quotient + o + 2), U(i), U(j)] * w_here3
                        + dmask_sum[U(j), U(r_)] * dy[U(n), U(Og * quotient + o + 3), U(i), U(j)] * w_here4
                    )
        for o in range(quotient3 * 4, Og):
            for r_ in range(Ce):
                w_here5 = w[U(((Ce * e + r_) // Cg) * Og + o), U((Ce * e + r_) % Cg), U(u), U(v)]
                quotient2 = (Ce * e + r_) // Cg
                for j in range(OW):
                    dmask[U(n), U(KH * KW * e + KW * u + v), U(i), U(j)] += (
                        dmask_sum[U(j), U(r_)] * dy[U(n), U(Og * quotient2 + o), U(i), U(j)] * w_here5
                    )


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _jvp(x_dot, w_dot, b_dot, offset_dot, mask_dot, x, w, offset, mask, y_dot, N, Cg, G, H, W, Og, KH, KW, E,
        OH, OW, Ce, s_h, s_w, p_t, p_l, d_h, d_w):
    dtype = y_dot.dtype
    T = dtype.type
    quotient6 = Cg // 2
    for t in prange(N * G * OH):
        n = np.int64(t) // (G * OH)
        g = np.int64(t) // OH % G
        i = np.int64(t) % OH
        y_dot_sum = np.empty((OW, Cg, KH, KW), dtype)
        y_dot_sum2 = np.empty((OW, Cg, KH, KW), dtype)
        # y_dot_sum[j,c,u,v] = Σ_{q,r} (Λ(q, s_h·i + d_h·u − p_t + offset[n,
        #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, s_w·j + d_w·v − p_l + offset[n,
        #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · ẋ[n, g·Cg+c, q, r] + Λ′(q, s_h·i +
        #     …
        for j in range(OW):
            for c in range(Cg):
                quotient = (c + Cg * g) // Ce
                for u in range(KH):
                    for v in range(KW):
                        acc = T(0)
                        term2 = (
                            T(i * s_h)
                            + offset[U(n), U(KH * KW * quotient * 2 + KW * u * 2 + v * 2), U(i), U(j)]
                            + T(d_h * u)
                            - T(p_t)
                        )
                        term = (
                            T(j * s_w)
                            + offset[U(n), U(KH * KW * quotient * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
                            + T(d_w * v)
                            - T(p_l)
                        )
                        offset_dot_here = offset_dot[U(n), U(KH * KW * quotient * 2 + KW * u * 2 + v * 2), U(i), U(j)]
                        offset_dot_here2 = offset_dot[U(n), U(KH * KW * quotient * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
                        below = cell(
                            offset[U(n), U(KH * KW * quotient * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
                        )
                        for q in range(max(0, cell(offset[U(n),
                                U(KH * KW * quotient * 2 + KW * u * 2 + v * 2), U(i),
                                U(j)]) + i * s_h + d_h * u - p_t), min(H, cell(offset[U(n),
                                U(KH * KW * quotient * 2 + KW * u * 2 + v * 2), U(i),
                                U(j)]) + i * s_h + d_h * u + 2 - p_t)):
                            value_of = max(T(0), T(1) - abs(term2 - T(q)))
                            factor = (
                                (
                                    T(-1)
                                    if T(0) <= term2 - T(q) < T(1)
                                    else T(1)
                                    if T(-1) <= term2 - T(q) < T(0)
                                    else T(0)
                                )
                                * offset_dot_here
                            )
                            factor2 = offset_dot_here2 * value_of
                            for r in range(max(0, below + j * s_w + d_w * v - p_l), min(W,
                                    below + j * s_w + d_w * v + 2 - p_l)):
                                acc += (
                                    max(T(0), T(1) - abs(term - T(r)))
                                    * factor
                                    * x[U(n), U(c + Cg * g), U(q), U(r)]
                                    + (
                                        T(-1)
                                        if T(0) <= term - T(r) < T(1)
                                        else T(1)
                                        if T(-1) <= term - T(r) < T(0)
                                        else T(0)
                                    )
                                    * factor2
                                    * x[U(n), U(c + Cg * g), U(q), U(r)]
                                    + max(T(0), T(1) - abs(term - T(r)))
                                    * value_of
                                    * x_dot[U(n), U(c + Cg * g), U(q), U(r)]
                                )
                        y_dot_sum[U(j), U(c), U(u), U(v)] = acc
        # y_dot_sum2[j,c,u,v] = Σ_{q,r} Λ(q, s_h·i + d_h·u − p_t + offset[n,
        #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, s_w·j + d_w·v − p_l + offset[n,
        #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c, q, r]
        for j in range(OW):
            for c in range(Cg):
                quotient2 = (c + Cg * g) // Ce
                for u in range(KH):
                    for v in range(KW):
                        acc2 = T(0)
                        term4 = (
                            T(i * s_h)
                            + offset[U(n), U(KH * KW * quotient2 * 2 + KW * u * 2 + v * 2), U(i), U(j)]
                            + T(d_h * u)
                            - T(p_t)
                        )
                        term3 = (
                            T(j * s_w)
                            + offset[U(n), U(KH * KW * quotient2 * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
                            + T(d_w * v)
                            - T(p_l)
                        )
                        below2 = cell(
                            offset[U(n), U(KH * KW * quotient2 * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
                        )
                        for q in range(max(0, cell(offset[U(n),
                                U(KH * KW * quotient2 * 2 + KW * u * 2 + v * 2), U(i),
                                U(j)]) + i * s_h + d_h * u - p_t), min(H, cell(offset[U(n),
                                U(KH * KW * quotient2 * 2 + KW * u * 2 + v * 2), U(i),
                                U(j)]) + i * s_h + d_h * u + 2 - p_t)):
                            value_of2 = max(T(0), T(1) - abs(term4 - T(q)))
                            for r in range(max(0, below2 + j * s_w + d_w * v - p_l), min(W,
                                    below2 + j * s_w + d_w * v + 2 - p_l)):
                                acc2 += (
                                    max(T(0), T(1) - abs(term3 - T(r)))
                                    * value_of2
                                    * x[U(n), U(c + Cg * g), U(q), U(r)]
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
            for c in range(0, Cg - 1, 2):
                quotient3 = (c + Cg * g) // Ce
                quotient4 = (c + Cg * g + 1) // Ce
                for u in range(KH):
                    for v in range(KW):
                        w_here = w[U(Og * g + o), U(c), U(u), U(v)]
                        w_dot_here = w_dot[U(Og * g + o), U(c), U(u), U(v)]
                        w_here2 = w[U(Og * g + o), U(c + 1), U(u), U(v)]
                        w_dot_here2 = w_dot[U(Og * g + o), U(c + 1), U(u), U(v)]
                        for j in range(OW):
                            y_dot[U(n), U(Og * g + o), U(i), U(j)] += (
                                mask[U(n), U(KH * KW * quotient3 + KW * u + v), U(i), U(j)]
                                * w_dot_here
                                * y_dot_sum2[U(j), U(c), U(u), U(v)]
                                + mask[U(n), U(KH * KW * quotient4 + KW * u + v), U(i), U(j)]
                                * w_dot_here2
                                * y_dot_sum2[U(j), U(c + 1), U(u), U(v)]
                                + mask[U(n), U(KH * KW * quotient3 + KW * u + v), U(i), U(j)]
                                * w_here
                                * y_dot_sum[U(j), U(c), U(u), U(v)]
                                + mask_dot[U(n), U(KH * KW * quotient3 + KW * u + v), U(i), U(j)]
                                * w_here
                                * y_dot_sum2[U(j), U(c), U(u), U(v)]
                                + mask[U(n), U(KH * KW * quotient4 + KW * u + v), U(i), U(j)]
                                * w_here2
                                * y_dot_sum[U(j), U(c + 1), U(u), U(v)]
                                + mask_dot[U(n), U(KH * KW * quotient4 + KW * u + v), U(i), U(j)]
                                * w_here2
                                * y_dot_sum2[U(j), U(c + 1), U(u), U(v)]
                            )
            for c in range(quotient6 * 2, Cg):
                quotient5 = (c + Cg * g) // Ce
                for u in range(KH):
                    for v in range(KW):
                        w_here3 = w[U(Og * g + o), U(c), U(u), U(v)]
                        w_dot_here3 = w_dot[U(Og * g + o), U(c), U(u), U(v)]
                        for j in range(OW):
                            y_dot[U(n), U(Og * g + o), U(i), U(j)] += (
                                mask[U(n), U(KH * KW * quotient5 + KW * u + v), U(i), U(j)]
                                * w_dot_here3
                                * y_dot_sum2[U(j), U(c), U(u), U(v)]
                                + mask[U(n), U(KH * KW * quotient5 + KW * u + v), U(i), U(j)]
                                * w_here3
                                * y_dot_sum[U(j), U(c), U(u), U(v)]
                                + mask_dot[U(n), U(KH * KW * quotient5 + KW * u + v), U(i), U(j)]
                                * w_here3
                                * y_dot_sum2[U(j), U(c), U(u), U(v)]
                            )
