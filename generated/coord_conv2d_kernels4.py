"""The kernels of coord_conv2d; coord_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `coord_conv2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

from .coord_conv2d_kernels import (
    _forward_part,
)
from .threads import launch
from .tiles import tiled, tiled_weights
from .vectors import scratch


def _forward_winograd(x, w, b, y, N, C, H, W, O, KH, KW, OH, OW, p_t, p_l):
    """z[n,k,a,b] = {x[n,k,a,b] if k < C; 2·a/max(H − 1, 1) − 1 if k = C; else 2·b/max(W − 1, 1) − 1}
    y[n,o,i,j] = b[o] + Σ_{c,u,v} w[o,c,u,v] · z[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]

    As compiled:

    y_side[n, c, i_u, j_v] = {x[n, c, i_u, j_v] if c < C; 2·i_u/max(H − 1, 1) − 1 if c = C; else
        2·j_v/max(W − 1, 1) − 1}
    y[n,o,i,j] = b[o] + Σ_{c,u,v} w[o,c,u,v] · y_side[n, c, i+u−p_t, j+v−p_l]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    dtype = y.dtype
    y_side = scratch((N, C + 2, H, W), dtype)
    # y_side[n, c, i_u, j_v] = {x[n, c, i_u, j_v] if c < C; 2·i_u/max(H − 1, 1) − 1 if c =
    #     C; else 2·j_v/max(W − 1, 1) − 1}
    launch(_forward_part, N * (C + 2) * H, (C + 2) * H * N * W, x, y_side, N, C, H, W)
    # y[n,o,i,j] = b[o] + Σ_{c,u,v} w[o,c,u,v] · y_side[n, c, i+u−p_t, j+v−p_l]
    tiled(y, (0, 0, 0, 0), (O * OH * OW, OH * OW, OW, 1), w, (0, 0, 0, 0), ((C + 2) * KH * KW, KH * KW, KW,
            1), y_side, (0, 0, 0, 0), ((C + 2) * H * W, H * W, W, 1), (N, O, C + 2, OH, OW, KH, KW, H, W),
            (p_t, p_l,), b, (0,), 1)


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


def _vjp_w_winograd(dy, x, dw, N, C, H, W, O, KH, KW, OH, OW, p_t, p_l):
    """z[n,k,a,b] = {x[n,k,a,b] if k < C; 2·a/max(H − 1, 1) − 1 if k = C; else 2·b/max(W − 1, 1) − 1}
    dw[o,k,u,v] = Σ_{n,i,j} dy[n,o,i,j] · z[n, k, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]

    As compiled:

    dw_side[n, k, u_i, v_j] = {x[n, k, u_i, v_j] if k < C; 2·u_i/max(H − 1, 1) − 1 if k = C; else
        2·v_j/max(W − 1, 1) − 1}
    dw[o,k,u,v] = Σ_{n,i,j} dy[n,o,i,j] · dw_side[n, k, u+i−p_t, v+j−p_l]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    dtype = dw.dtype
    dw_side = scratch((N, C + 2, H, W), dtype)
    # dw_side[n, k, u_i, v_j] = {x[n, k, u_i, v_j] if k < C; 2·u_i/max(H − 1, 1) − 1 if k
    #     = C; else 2·v_j/max(W − 1, 1) − 1}
    launch(_forward_part, N * (C + 2) * H, (C + 2) * H * N * W, x, dw_side, N, C, H, W)
    # dw[o,k,u,v] = Σ_{n,i,j} dy[n,o,i,j] · dw_side[n, k, u+i−p_t, v+j−p_l]
    tiled_weights(dy, (0, 0, 0, 0), (O * OH * OW, OH * OW, OW, 1), dw, (0, 0, 0, 0), ((C + 2) * KH * KW,
            KH * KW, KW, 1), dw_side, (0, 0, 0, 0), ((C + 2) * H * W, H * W, W, 1), (N, O, C + 2, OH, OW, KH,
            KW, H, W), (p_t, p_l,))
