"""max_unpool2d: the values at the places that max pooling's switches remember, zero elsewhere.

Made by `chainrule generate`, version 0.1.0, from the forward of `max_unpool2d`.  Do not edit.
Run time: 885da59e5e9be48a.

    y[n,c,a,b] = Σ_{u,v} x[n, c, (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w] · [switch[n, c, (a+p_t−d_h·u)/s_h,
        (b+p_l−d_w·v)/s_w] = u·KW + v, s_h ∣ a + p_t − d_h·u, s_w ∣ b + p_l − d_w·v]
    dx[n,c,i,j] = dy[n, c, d_h·⌊switch[n,c,i,j]/KW⌋+s_h·i−p_t, d_w·(switch[n,c,i,j] mod KW)+s_w·j−p_l]
    x = 0 where an index leaves its range
    dy = 0 where an index leaves its range

Convention: where windows overlap, values that meet at one place are added.

Source: seed 003, max unpooling; Zeiler & Fergus 2014; Noh et al. 2015.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 28 places of the kernels. Each of the 6 parallel loops has no two iterations that write the
same element, and none that reads another's.

Not proved: 0 <= switch < KH * KW (tested in each call).
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .runtime import gcd, residue
from .threads import launch
from .vectors import few, scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'max_unpool2d',
    'summary': "the values at the places that max pooling's switches remember, zero elsewhere",
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'switch', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'integer', 'low': 0, 'below': 'KH * KW', 'differentiable': False, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'kernel', 'symbols': ['KH', 'KW'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'stride', 'symbols': ['s_h', 's_w'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'padding', 'symbols': ['p_t', 'p_b', 'p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
        {'name': 'output_padding', 'symbols': ['e_h', 'e_w'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
        {'name': 'dilation', 'symbols': ['d_h', 'd_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {'OH': '(KH - 1) * d_h + e_h + (H - 1) * s_h + 1 - p_b - p_t', 'OW': '(KW - 1) * d_w + e_w + (W - 1) * s_w + 1 - p_l - p_r'},
    'gradients': {'x': 'vjp_x'},
    'analytic': True,
    'elementwise': False,
    'blocks': True,
    'edges': [
        {'path': 'few', 'at': 257, 'of': ['KH * KW']},
        {'path': 'ranges', 'at': 24000, 'of': ['C * H * N * W']},
        {'path': 'vector', 'at': 64, 'of': ['-p_l // s_w + (OW + p_l - 1) // s_w + 1', 'KH * KW', 'OW', 'W']},
    ],
    'proved': {'in bounds': 28, 'iterations apart': 6},
    'not proved': {'written before read': [], 'integers in range': ['0 <= switch < KH * KW'], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x"])


class Residuals(namedtuple("Residuals", []), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "C", "C"),
        runtime.Step("x", 2, "H", "H"),
        runtime.Step("x", 3, "W", "W"),
        runtime.Step("switch", 0, "N", "N"),
        runtime.Step("switch", 1, "C", "C"),
        runtime.Step("switch", 2, "H", "H"),
        runtime.Step("switch", 3, "W", "W"),
    ),
    sizes={
        "OH": lambda H, KH, d_h, e_h, p_b, p_t, s_h, **_: (KH - 1) * d_h + e_h + (H - 1) * s_h + 1 - p_b - p_t,
        "OW": lambda KW, W, d_w, e_w, p_l, p_r, s_w, **_: (KW - 1) * d_w + e_w + (W - 1) * s_w + 1 - p_l - p_r,
    },
    shapes={
        "x": lambda C, H, N, W, **_: (N, C, H, W),
        "switch": lambda C, H, N, W, **_: (N, C, H, W),
        "y": lambda C, N, OH, OW, **_: (N, C, OH, OW),
    },
    below={"switch": lambda KH, KW, **_: KH * KW},
    strides={'kernel': ('KH', 'KW'), 'stride': ('s_h', 's_w'), 'dilation': ('d_h', 'd_w')},
    requires=(
        (lambda OH, **_: OH >= 1,
                'OH must be at least 1: dy[n, c, i*s_h + d_h*((switch[n, c, i, j]) // KW) - p_t, j*s_w + d_w*((switch[n, c, i, j]) % KW) - p_l] is read'),
        (lambda OW, **_: OW >= 1,
                'OW must be at least 1: dy[n, c, i*s_h + d_h*((switch[n, c, i, j]) // KW) - p_t, j*s_w + d_w*((switch[n, c, i, j]) % KW) - p_l] is read'),
    ),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_single(first, last, x, switch, y, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w,
        gcd_s_h_d_h, gcd_s_w_d_w):
    """y[nc, s_h·q+r−p_t, s_w·q′+r′−p_l] += x[nc, q−(d_h·res(d_h,r,s_h)−r)/s_h,
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w] · [res(d_h, r, s_h) < KH, res(d_w, r′, s_w) < KW, gcd(s_h, d_h) ∣
        r, gcd(s_w, d_w) ∣ r′, switch[nc, q−(d_h·res(d_h,r,s_h)−r)/s_h, q′−(d_w·res(d_w,r′,s_w)−r′)/s_w] =
        KW · res(d_h, r, s_h) + res(d_w, r′, s_w)]
    """
    dtype = x.dtype
    T = dtype.type
    for nc in range(first, last):
        for a in range(OH):
            for b in range(OW):
                y[U(nc), U(a), U(b)] = T(0)
        # y[nc, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
        for r in range(s_h):
            quotient_r = (residue(d_h, r, s_h) * d_h - r) // s_h
            res_r = residue(d_h, r, s_h)
            q_first = -((r - p_t) // s_h)
            q_last = (OH + p_t - r - 1) // s_h
            if KH >= residue(d_h, r, s_h) + 1 and r % gcd_s_h_d_h == 0:
                for r_ in range(s_w):
                    quotient_r_ = (residue(d_w, r_, s_w) * d_w - r_) // s_w
                    res_r_ = residue(d_w, r_, s_w)
                    q__first = -((r_ - p_l) // s_w)
                    q__last = (OW + p_l - r_ - 1) // s_w
                    if KW >= residue(d_w, r_, s_w) + 1 and r_ % gcd_s_w_d_w == 0:
                        for q in range(max(q_first, quotient_r), min(q_last + 1, H + quotient_r)):
                            for q_ in range(max(q__first, quotient_r_), min(q__last + 1, W + quotient_r_)):
                                x_here = x[U(nc), U(q - quotient_r), U(q_ - quotient_r_)]
                                y[U(nc), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                    x_here
                                    if KW * res_r
                                    + res_r_ == switch[U(nc), U(q - quotient_r), U(q_ - quotient_r_)]
                                    else T(0)
                                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, switch, y, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w,
        d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd):
    """y[nc, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{t,t′ : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, 0 ≤
        t′ ≤ ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′, switch[nc,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] =
        (res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h))·KW+res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)} x[nc,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)]
    """
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        nc = task // (s_h * s_w)
        r = task // s_w % s_h
        r_ = task % s_w
        q__first = -((r_ - p_l) // s_w)
        q__last = (OW + p_l - r_ - 1) // s_w
        quotient_r = (residue(d_h, r, s_h) * d_h - r) // s_h
        quotient_r_ = (residue(d_w, r_, s_w) * d_w - r_) // s_w
        res_r = residue(d_h, r, s_h)
        res_r_ = residue(d_w, r_, s_w)
        for q in range(-((r - p_t) // s_h), (OH + p_t - r - 1) // s_h + 1):
            # y[nc, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            for q_ in range(q__first, q__last + 1):
                y[U(nc), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = T(0)
            t_first = -((H + quotient_r - q - 1) // d_h_by_gcd)
            t_last = (KH - res_r - 1) // s_h_by_gcd
            t_last2 = (q - quotient_r) // d_h_by_gcd
            if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0:
                t__last = (KW - res_r_ - 1) // s_w_by_gcd
                for t in range(min(t_last, t_last2), max(-1, t_first - 1), -1):
                    for t_ in range(t__last, -1, -1):
                        for q_ in range(max(q__first, quotient_r_ + d_w_by_gcd * t_), min(q__last + 1,
                                W + quotient_r_ + d_w_by_gcd * t_)):
                            x_here2 = x[U(nc), U(q - quotient_r - (d_h_by_gcd * t)), U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                            if KW * res_r + res_r_ + s_w_by_gcd * t_ + KW * s_h_by_gcd * t == switch[U(nc),
                                    U(q - quotient_r - (d_h_by_gcd * t)),
                                    U(q_ - quotient_r_ - (d_w_by_gcd * t_))]:
                                y[U(nc), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += x_here2


def _forward(x, switch, y, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w):
    """y[n,c,a,b] = Σ_{u,v} x[n, c, (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w] · [switch[n, c, (a+p_t−d_h·u)/s_h,
        (b+p_l−d_w·v)/s_w] = u·KW + v, s_h ∣ a + p_t − d_h·u, s_w ∣ b + p_l − d_w·v]

    Operations: C·KH·KW·N·OH·OW − C·N·OH·OW additions, terms that a condition drops counted.
    """
    x_rows = x.reshape((C * N, H, W))
    switch_rows = switch.reshape((C * N, H, W))
    y_rows = y.reshape((C * N, OH, OW))
    if s_h // gcd(s_h, d_h) >= KH and s_w // gcd(s_w, d_w) >= KW:
        gcd_s_w_d_w = gcd(s_w, d_w)
        gcd_s_h_d_h = gcd(s_h, d_h)
        launch(_forward_single, C * N,
                C * N * OH * OW + (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * C * N * s_h * s_w,
                x_rows, switch_rows, y_rows, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w,
                gcd_s_h_d_h, gcd_s_w_d_w)
    else:
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_w_d_w = gcd(s_w, d_w)
        launch(_forward_plain, C * N * s_h * s_w,
                (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * C * N * s_h * s_w, x_rows, switch_rows, y_rows, N,
                C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h,
                gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_few(switch_by_KW, switch_mod_KW, KW, d_h, d_w, KH):
    """switch_mod_KW[switch] = d_w · (switch mod KW)
    switch_by_KW[switch] = d_h·⌊switch/KW⌋
    """
    # switch_mod_KW[switch] = d_w · (switch mod KW)
    for switch in range(KH * KW):
        switch_mod_KW[U(switch)] = (switch % KW) * d_w
    # switch_by_KW[switch] = d_h·⌊switch/KW⌋
    for switch in range(KH * KW):
        switch_by_KW[U(switch)] = (switch // KW) * d_h


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_few2(first, last, dy, switch, dx, switch_by_KW, switch_mod_KW, N, C, H, W, OH, OW, KW, s_h, s_w,
        p_t, p_l, KH):
    """dx[nc,i,j] = dy[nc, d_h·⌊switch[nc,i,j]/KW⌋+s_h·i−p_t, d_w·(switch[nc,i,j] mod KW)+s_w·j−p_l]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        nc = task // H
        i = task % H
        # dx[nc,i,j] = dy[nc, d_h·⌊switch[nc,i,j]/KW⌋+s_h·i−p_t, d_w·(switch[nc,i,j] mod
        #     KW)+s_w·j−p_l]
        for j in range(W):
            switch_by_KW_here = switch_by_KW[U(switch[U(nc), U(i), U(j)])]
            switch_mod_KW_here = switch_mod_KW[U(switch[U(nc), U(i), U(j)])]
            dx[U(nc), U(i), U(j)] = (
                dy[U(nc), U(i * s_h + switch_by_KW_here - p_t), U(j * s_w + switch_mod_KW_here - p_l)]
                if i * s_h + switch_by_KW_here >= p_t
                and OH + p_t >= i * s_h + switch_by_KW_here + 1
                and j * s_w + switch_mod_KW_here >= p_l
                and OW + p_l >= j * s_w + switch_mod_KW_here + 1
                else T(0)
            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, switch, dx, N, C, H, W, OH, OW, KW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dx[nc,i,j] = dy[nc, d_h·⌊switch[nc,i,j]/KW⌋+s_h·i−p_t, d_w·(switch[nc,i,j] mod KW)+s_w·j−p_l]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        nc = task // H
        i = task % H
        # dx[nc,i,j] = dy[nc, d_h·⌊switch[nc,i,j]/KW⌋+s_h·i−p_t, d_w·(switch[nc,i,j] mod
        #     KW)+s_w·j−p_l]
        for j in range(W):
            switch_mod_KW = switch[U(nc), U(i), U(j)] % KW
            switch_by_KW = switch[U(nc), U(i), U(j)] // KW
            dx[U(nc), U(i), U(j)] = (
                dy[U(nc), U(d_h * switch_by_KW + i * s_h - p_t), U(d_w * switch_mod_KW + j * s_w - p_l)]
                if d_h * switch_by_KW + i * s_h >= p_t
                and OH + p_t >= d_h * switch_by_KW + i * s_h + 1
                and d_w * switch_mod_KW + j * s_w >= p_l
                and OW + p_l >= d_w * switch_mod_KW + j * s_w + 1
                else T(0)
            )


def _vjp_x(dy, switch, dx, N, C, H, W, OH, OW, KW, s_h, s_w, p_t, p_l, d_h, d_w, KH):
    """dx[n,c,i,j] = dy[n, c, d_h·⌊switch[n,c,i,j]/KW⌋+s_h·i−p_t, d_w·(switch[n,c,i,j] mod KW)+s_w·j−p_l]"""
    dy_rows = dy.reshape((C * N, OH, OW))
    switch_rows = switch.reshape((C * N, H, W))
    dx_rows = dx.reshape((C * N, H, W))
    if few(256 >= KH * KW):
        switch_mod_KW = scratch(KH * KW, np.int64)
        switch_by_KW = scratch(KH * KW, np.int64)
        _vjp_x_few(switch_by_KW, switch_mod_KW, KW, d_h, d_w, KH)
        launch(_vjp_x_few2, C * N * H, C * H * N * W, dy_rows, switch_rows, dx_rows, switch_by_KW,
                switch_mod_KW, N, C, H, W, OH, OW, KW, s_h, s_w, p_t, p_l, KH)
    else:
        launch(_vjp_x_plain, C * N * H, C * H * N * W, dy_rows, switch_rows, dx_rows, N, C, H, W, OH, OW, KW,
                s_h, s_w, p_t, p_l, d_h, d_w)


def _jvp(x_dot, switch, y_dot, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w):
    """ẏ[n,c,a,b] = Σ_{u,v : switch[n, c, (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w] = u·KW+v, s_h ∣ a+p_t−d_h·u,
        s_w ∣ b+p_l−d_w·v} ẋ[n, c, (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w]

    Operations: C·KH·KW·N·OH·OW − C·N·OH·OW additions, terms that a condition drops counted.
    """
    x_dot_rows = x_dot.reshape((C * N, H, W))
    switch_rows = switch.reshape((C * N, H, W))
    y_dot_rows = y_dot.reshape((C * N, OH, OW))
    if s_h // gcd(s_h, d_h) >= KH and s_w // gcd(s_w, d_w) >= KW:
        gcd_s_w_d_w = gcd(s_w, d_w)
        gcd_s_h_d_h = gcd(s_h, d_h)
        # ẏ[nc, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
        launch(_forward_single, C * N,
                C * N * OH * OW + (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * C * N * s_h * s_w,
                x_dot_rows, switch_rows, y_dot_rows, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w,
                gcd_s_h_d_h, gcd_s_w_d_w)
    else:
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_w_d_w = gcd(s_w, d_w)
        # ẏ[nc, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
        launch(_forward_plain, C * N * s_h * s_w,
                (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * C * N * s_h * s_w, x_dot_rows, switch_rows,
                y_dot_rows, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd,
                gcd_s_h_d_h, gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd)


def forward(x, switch, *, out=None, save=False, kernel=2, stride=2, padding=0, output_padding=0, dilation=1):
    """the values at the places that max pooling's switches remember, zero elsewhere; ``save=True`` also
    returns what the gradients can use again.
    """
    call = _LAYER.bind({"x": x, "switch": switch}, {"kernel": kernel, "stride": stride, "padding": padding, "output_padding": output_padding, "dilation": dilation})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "switch", "y"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w", "p_t",
            "p_l", "d_h", "d_w"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, switch, *, residuals=None, out=None, kernel=2, stride=2, padding=0, output_padding=0,
    dilation=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "switch": switch}, {"kernel": kernel, "stride": stride, "padding": padding, "output_padding": output_padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "switch", "dx"), ("N", "C", "H", "W", "OH", "OW", "KW", "s_h", "s_w", "p_t",
            "p_l", "d_h", "d_w", "KH"))
    return call.result("dx")


def vjp(dy, x, switch, *, residuals=None, kernel=2, stride=2, padding=0, output_padding=0, dilation=1):
    """The gradients of x."""
    call = _LAYER.bind({"x": x, "switch": switch}, {"kernel": kernel, "stride": stride, "padding": padding, "output_padding": output_padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "switch", "dx"), ("N", "C", "H", "W", "OH", "OW", "KW", "s_h", "s_w", "p_t",
            "p_l", "d_h", "d_w", "KH"))
    return Gradients(*call.results(("dx",)))


def jvp(x, switch, *, x_dot=None, residuals=None, kernel=2, stride=2, padding=0, output_padding=0,
    dilation=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "switch": switch}, {"kernel": kernel, "stride": stride, "padding": padding, "output_padding": output_padding, "dilation": dilation})
    call.add("x_dot", "x", x_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "switch", "y_dot"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w",
            "p_t", "p_l", "d_h", "d_w"))
    return call.result("y_dot")
