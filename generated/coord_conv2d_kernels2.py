"""The kernels of coord_conv2d; coord_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `coord_conv2d`.  Do not edit.
Run time: a51755a289390ade.
"""

import numpy as np
from numba import njit

from .runtime import carried
from .threads import launch
from .tiles import tiled

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, w_dot, b_dot, x, w, y_dot, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t,
        p_l, d_h, d_w, c_block_last):
    """ẏ[n,o,i,j] = ḃ[o] + Σ_{c,u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l < W} (w[o,c,u,v] · ẋ[n, c,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] + ẇ[o,c,u,v] · {x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] if c <
        C; 2 · (s_h·i + d_h·u − p_t)/max(H − 1, 1) − 1 if c = C; else 2 · (s_w·j + d_w·v − p_l)/max(W − 1,
        1) − 1})
    """
    dtype = x_dot.dtype
    T = dtype.type
    rest = np.empty(OW, dtype)
    part = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (O * OH)
        o = task // OH % O
        i = task % OH
        # ẏ[n,o,i,j] = ḃ[o] + Σ_{c,u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l < W}
        #     (w[o,c,u,v] · ẋ[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] + ẇ[o,c,u,v] · {x[n, c,
        #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] if c < C; 2 · (s_h·i + d_h·u − p_t)/max(H − 1,
        #     1) − 1 if c = C; else 2 · (s_w·j + d_w·v − p_l)/max(W − 1, 1) − 1})
        b_dot_here = b_dot[U(o)]
        for j in range(OW):
            y_dot[U(n), U(o), U(i), U(j)] = b_dot_here
        for j in range(OW):
            rest[U(j)] = T(0)
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part[U(j)] = T(0)
            for c in range(c_block * 1024, min(C + 2, c_block * 1024 + 1024)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_here = w[U(o), U(c), U(u), U(v)]
                        w_dot_here = w_dot[U(o), U(c), U(u), U(v)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                (W + p_l - (d_w * v) - 1) // s_w + 1)):
                            part[U(j)] += (
                                (
                                    x[U(n), U(c), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                    if C >= c + 1
                                    else T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(H - 1 if H >= 2 else 1)
                                    - T(1)
                                    if c == C
                                    else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(W - 1 if W >= 2 else 1)
                                    - T(1)
                                )
                                * w_dot_here
                                + (
                                    x_dot[U(n), U(c), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                    if C >= c + 1
                                    else T(0)
                                )
                                * w_here
                            )
            for j in range(OW):
                y_dot[U(n), U(o), U(i), U(j)], rest[U(j)] = carried(y_dot[U(n), U(o), U(i), U(j)], rest[U(j)], part[U(j)])


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """z[n,k,a,b] = {x[n,k,a,b] if k < C; 2·a/max(H − 1, 1) − 1 if k = C; else 2·b/max(W − 1, 1) − 1}
    ż[n,k,a,b] = ẋ[n,k,a,b]
    ẏ[n,o,i,j] = ḃ[o] + Σ_{c,u,v} (w[o,c,u,v] · ż[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] + ẇ[o,c,u,v] ·
        z[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])

    As compiled:

    ẏ[n,o,i,j] = ḃ[o] + Σ_{c,u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l < W} (w[o,c,u,v] · ẋ[n, c,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] + ẇ[o,c,u,v] · {x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] if c <
        C; 2 · (s_h·i + d_h·u − p_t)/max(H − 1, 1) − 1 if c = C; else 2 · (s_w·j + d_w·v − p_l)/max(W − 1,
        1) − 1})

    Operations: 2·C·KH·KW·N·O·OH·OW + 4·KH·KW·N·O·OH·OW multiplications, 2·C·KH·KW·N·O·OH·OW +
        4·KH·KW·N·O·OH·OW additions, terms that a condition drops counted.
    """
    c_block_last = (C + 1) // 1024
    launch(_jvp_part, N * O * OH, (C + 2) * KH * KW * N * O * OH * OW, x_dot, w_dot, b_dot, x, w, y_dot, N, C,
            H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last)


def _vjp_x_winograd(dy, w, dx, N, C, H, W, O, KH, KW, OH, OW, p_t, p_l):
    """dx[n,c,a,b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·(KH−1−u), s_w ∣ b+p_l−d_w·(KW−1−v)} dy[n, o,
        (a+p_t−d_h·(KH−1−u))/s_h, (b+p_l−d_w·(KW−1−v))/s_w] · w[o, c, KH−1−u, KW−1−v]

    As compiled:

    dx[n, c, q−p_t, q′−p_l] = Σ_{o,t,t′} dy[n, o, q−t, q′−t′] · w[o,c,t,t′]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    # dx[n, c, q−p_t, q′−p_l] = Σ_{o,t,t′} dy[n, o, q−t, q′−t′] · w[o,c,t,t′]
    tiled(dx, (0, 0, 0, 0), (C * H * W, H * W, W, 1), w, (0, 0, KH - 1, KW - 1), (KH * KW, (C + 2) * KH * KW,
            -KW, -1), dy, (0, 0, 0, 0), (O * OH * OW, OH * OW, OW, 1), (N, C, O, H, W, KH, KW, OH, OW),
            (KH - p_t - 1, KW - p_l - 1,))
