"""The kernels of coord_conv2d; coord_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `coord_conv2d`.  Do not edit.
Run time: a55c99f0cc7ae4f6.
"""

from .coord_conv2d_kernels import (
    _forward_part,
)
from .threads import launch
from .tiles import tiled_weights
from .vectors import scratch


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
