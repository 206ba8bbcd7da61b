"""The kernels of weighted_pool2d; weighted_pool2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `weighted_pool2d`.  Do not edit.
Run time: a55c99f0cc7ae4f6.
"""

from .weighted_pool2d_kernels import (
    _forward_part, _forward_abreast, _forward_correlations, _forward_plain,
)
from .threads import launch
from .stencils import abreast, correlations
from .vectors import parts, scratch


def _jvp(x_dot, bell_sum, y_dot, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, sigma):
    """bell[u,v] = exp(−((u − KH/2 + 1/2)² + (v − KW/2 + 1/2)²)/(2·σ²))
    Ṡ₁[n,c,i,j] = Σ_{u,v} bell[u,v] · ẋ[n, c, s_h·i+u−p_t, s_w·j+v−p_l]
    ẏ[n,c,i,j] = Ṡ₁[n,c,i,j]/bell_sum

    Operations: C·KH·KW·N·OH·OW + C·N·OH·OW multiplications, C·KH·KW·N·OH·OW − C·N·OH·OW additions, terms
        that a condition drops counted.
    """
    dtype = y_dot.dtype
    x_dot_rows = x_dot.reshape((C * N, H, W))
    y_dot_rows = y_dot.reshape((C * N, OH, OW))
    bell = scratch((KH, KW), dtype)
    # bell[u,v] = exp(−((u − KH/2 + 1/2)² + (v − KW/2 + 1/2)²)/(2·σ²))
    launch(_forward_part, KH, KH * KW, bell, KH, KW, sigma)
    if abreast(C * N >= 8 and 8192 >= H * W and 8192 >= OH * OW and 16384 >= KH * KW and s_w * 16 >= W):
        tall = KH + OH * s_h - s_h
        wide = KW + OW * s_w - s_w
        block_count = (C * N - 1) // 16 + 1
        pieces = parts(block_count)
        share = max((block_count - 1) // pieces + 1, 1)
        # ẏ[nc,i,j] = 1/bell_sum · Σ_{u,v} bell[u,v] · ẋ[nc, s_h·i+u−p_t, s_w·j+v−p_l]
        launch(_forward_abreast, pieces, C * KH * KW * N * OH * OW // 32, x_dot_rows, y_dot_rows, bell_sum,
                bell, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, block_count, pieces, share, tall, wide)
    elif correlations(OH >= KH and OW >= KW and KH >= s_h and KW >= s_w and W >= 4):
        wide = (KW - 1) // s_w + OW
        most = max(32768 // max(s_h * s_w * wide, 1), 8)
        cuts = max((OH - 1) // most + 1, 1)
        high = max(min(((OH - 1) // (cuts * 4)) * 4 + 4, OH), 1)
        strips = max((OH - 1) // high + 1, 1)
        tall = (KH - 1) // s_h + high
        nc_count = C * N
        pieces = parts(nc_count * strips)
        tasks = nc_count * strips
        share = max((tasks - 1) // pieces + 1, 1)
        # ẏ[nc,i,j] = 1/bell_sum · Σ_{u,v} bell[u,v] · ẋ[nc, s_h·i+u−p_t, s_w·j+v−p_l]
        launch(_forward_correlations, pieces, C * KH * KW * N * OH * OW // 32, x_dot_rows, y_dot_rows,
                bell_sum, bell, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, high, nc_count, pieces, share,
                strips, tall, tasks, wide)
    else:
        # Ṡ₁[j] = Σ_{u,v} bell[u,v] · ẋ[nc, s_h·i+u−p_t, s_w·j+v−p_l]
        # ẏ[nc,i,j] = Ṡ₁[j]/bell_sum
        launch(_forward_plain, C * N * OH, C * KH * KW * N * OH * OW + C * N * OH * OW, x_dot_rows,
                y_dot_rows, bell_sum, bell, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l)
