"""The kernels of deform_conv2d; deform_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `deform_conv2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .disjoint import njit
from .runtime import cell, plus
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_mask_part(first, last, x, offset, dx_sum, dmask, N, Cg, G, H, W, KH, KW, E, OH, OW, Ce, s_h, s_w,
        p_t, p_l, d_h, d_w):
    """dmask_sum[r′,j] = Σ_{q,r} G(q, s_h·i + d_h·u − p_t + offset[n, 2·((e·KH+u)·KW+v), i, j]) · G(r, s_w·j
        + d_w·v − p_l + offset[n, 2·((e·KH+u)·KW+v)+1, i, j]) · x[n, e·Ce+r′, q, r]
    dmask[n, (e·KH+u)·KW+v, i, j] = Σ_r dx_sum[n, e·Ce+r, u, v, i, j] · dmask_sum[r,j]
    """
    dtype = x.dtype
    T = dtype.type
    dmask_sum = np.empty((Ce, OW), dtype)
    row = np.empty(Ce, dtype)
    for task in range(first, last):
        n = task // (E * KH * KW * OH)
        e = task // (KH * KW * OH) % E
        u = task // (KW * OH) % KH
        v = task // OH % KW
        i = task % OH
        # dmask_sum[r′,j] = Σ_{q,r} G(q, s_h·i + d_h·u − p_t + offset[n, 2·((e·KH+u)·KW+v), i,
        #     j]) · G(r, s_w·j + d_w·v − p_l + offset[n, 2·((e·KH+u)·KW+v)+1, i, j]) · x[n,
        #     e·Ce+r′, q, r]
        for j in range(OW):
            for r_ in range(Ce):
                row[U(r_)] = T(0)
            position = (
                T(i * s_h + d_h * u - p_t) + offset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2), U(i), U(j)]
            )
            position2 = (
                T(j * s_w + d_w * v - p_l)
                + offset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
            )
            below = cell(position)
            below2 = cell(position2)
            if below >= 0 and H >= below + 2 and below2 >= 0 and W >= below2 + 2:
                factor = (
                    max(T(1) - abs(position - T(below)), T(0)) * max(T(1) - abs(position2 - T(below2)), T(0))
                )
                factor2 = (
                    max(T(1) - abs(position - T(below)), T(0))
                    * max(T(1) - abs(position2 - T(below2 + 1)), T(0))
                )
                factor3 = (
                    max(T(1) - abs(position - T(below + 1)), T(0))
                    * max(T(1) - abs(position2 - T(below2)), T(0))
                )
                factor4 = (
                    max(T(1) - abs(position - T(below + 1)), T(0))
                    * max(T(1) - abs(position2 - T(below2 + 1)), T(0))
                )
                for r_ in range(Ce):
                    row[U(r_)] += (
                        factor * x[U(n), U(Ce * e + r_), U(below), U(below2)]
                        + factor2 * x[U(n), U(Ce * e + r_), U(below), U(below2 + 1)]
                        + factor3 * x[U(n), U(Ce * e + r_), U(below + 1), U(below2)]
                        + factor4 * x[U(n), U(Ce * e + r_), U(below + 1), U(below2 + 1)]
                    )
            else:
                for q in range(max(0, below), min(H, below + 2)):
                    value_of = max(T(1) - abs(position - T(q)), T(0))
                    for r in range(max(0, below2), min(W, below2 + 2)):
                        factor = max(T(1) - abs(position2 - T(r)), T(0)) * value_of
                        for r_ in range(Ce):
                            row[U(r_)] += factor * x[U(n), U(Ce * e + r_), U(q), U(r)]
            for r_ in range(Ce):
                dmask_sum[U(r_), U(j)] = row[U(r_)]
        # dmask[n, (e·KH+u)·KW+v, i, j] = Σ_r dx_sum[n, e·Ce+r, u, v, i, j] · dmask_sum[r,j]
        for j in range(OW):
            dmask[U(n), U(KH * KW * e + KW * u + v), U(i), U(j)] = T(0)
        if Ce == 2:
            for j in range(OW):
                terms2 = dmask[U(n), U(KH * KW * e + KW * u + v), U(i), U(j)]
                terms2 = plus(terms2, dmask_sum[0, U(j)] * dx_sum[U(n), U(Ce * e), U(u), U(v), U(i), U(j)])
                terms2 = plus(
                    terms2,
                    dmask_sum[1, U(j)] * dx_sum[U(n), U(Ce * e + 1), U(u), U(v), U(i), U(j)],
                )
                dmask[U(n), U(KH * KW * e + KW * u + v), U(i), U(j)] = terms2
        elif Ce == 3:
            for j in range(OW):
                terms = dmask[U(n), U(KH * KW * e + KW * u + v), U(i), U(j)]
                terms = plus(terms, dmask_sum[0, U(j)] * dx_sum[U(n), U(Ce * e), U(u), U(v), U(i), U(j)])
                terms = plus(terms, dmask_sum[1, U(j)] * dx_sum[U(n), U(Ce * e + 1), U(u), U(v), U(i), U(j)])
                terms = plus(terms, dmask_sum[2, U(j)] * dx_sum[U(n), U(Ce * e + 2), U(u), U(v), U(i), U(j)])
                dmask[U(n), U(KH * KW * e + KW * u + v), U(i), U(j)] = terms
        else:
            for r_ in range(Ce):
                for j in range(OW):
                    dmask[U(n), U(KH * KW * e + KW * u + v), U(i), U(j)] += (
                        dmask_sum[U(r_), U(j)] * dx_sum[U(n), U(Ce * e + r_), U(u), U(v), U(i), U(j)]
                    )


def _vjp_mask(x, offset, dx_sum, dmask, N, Cg, G, H, W, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h, d_w):
    """dmask[n, (e·KH+u)·KW+v, i, j] = Σ_{o,r′} dy[n, Og·⌊(e·Ce+r′)/Cg⌋+o, i, j] · w[Og·⌊(e·Ce+r′)/Cg⌋+o,
        (e·Ce+r′) mod Cg, u, v] · Σ_{q,r} G(q, s_h·i + d_h·u − p_t + offset[n, 2·((e·KH+u)·KW+v), i, j]) ·
        G(r, s_w·j + d_w·v − p_l + offset[n, 2·((e·KH+u)·KW+v)+1, i, j]) · x[n, e·Ce+r′, q, r]

    As compiled:

    dmask_sum[r′,j] = Σ_{q,r} G(q, s_h·i + d_h·u − p_t + offset[n, 2·((e·KH+u)·KW+v), i, j]) · G(r, s_w·j
        + d_w·v − p_l + offset[n, 2·((e·KH+u)·KW+v)+1, i, j]) · x[n, e·Ce+r′, q, r]
    dmask[n, (e·KH+u)·KW+v, i, j] = Σ_r dx_sum[n, e·Ce+r, u, v, i, j] · dmask_sum[r,j]

    Operations: 2·E·Ce·H·KH·KW·N·OH·OW·W + 2·E·Ce·KH·KW·N·OH·OW·Og multiplications,
        7·E·Ce·H·KH·KW·N·OH·OW·W + E·Ce·KH·KW·N·OH·OW·Og − E·Ce·KH·KW·N·OH·OW − E·KH·KW·N·OH·OW additions,
        terms that a condition drops counted.
    """
    launch(_vjp_mask_part, N * E * KH * KW * OH,
            Ce * E * H * KH * KW * N * OH * OW * W + Ce * E * KH * KW * N * OH * OW, x, offset, dx_sum, dmask,
            N, Cg, G, H, W, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h, d_w)
