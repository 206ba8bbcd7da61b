"""fold2d: columns added up to the image whose windows they are (col2im).

Made by `chainrule generate`, version 0.1.0, from the forward of `fold2d`.  Do not edit.
Run time: 885da59e5e9be48a.

    z[n,c,u,v,i,j] = x[n, (c·KH+u)·KW+v, i·W+j]
    y[n,c,a,b] = Σ_{u,v} z[n, c, u, v, (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w] · [s_h ∣ a + p_t − d_h·u, s_w
        ∣ b + p_l − d_w·v]
    dx[n, (c·KH+u)·KW+v, i·W+j] = dy[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    z = 0 where an index leaves its range
    dy = 0 where an index leaves its range

Convention: where windows overlap, what they hold of one pixel is added.

Source: Chellapilla et al. 2006, section 3, read backwards.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 23 places of the kernels. Each of the 5 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .runtime import gcd, residue
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'fold2d',
    'summary': 'columns added up to the image whose windows they are (col2im)',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C * KH * KW', 'H * W'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'size', 'symbols': ['OH', 'OW'], 'kind': 'int', 'default': None, 'minimum': 1, 'maximum': None},
        {'name': 'kernel', 'symbols': ['KH', 'KW'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'stride', 'symbols': ['s_h', 's_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'padding', 'symbols': ['p_t', 'p_b', 'p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
        {'name': 'dilation', 'symbols': ['d_h', 'd_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {'H': '(OH + p_b + p_t - ((KH - 1) * d_h) - 1) // s_h + 1', 'W': '(OW + p_l + p_r - ((KW - 1) * d_w) - 1) // s_w + 1'},
    'gradients': {'x': 'vjp_x'},
    'analytic': True,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'ranges', 'at': 24000, 'of': ['C * H * KH * KW * N * W']},
        {'path': 'single', 'at': 1, 'of': ['p_t']},
        {'path': 'vector', 'at': 64, 'of': ['(1 - p_l) // 2 + (OW + p_l - 1) // 2 + 1', '(1 - p_l) // 2 + (OW + p_l) // 2', '-p_l // 2 + (OW + p_l - 1) // 2 + 1', '-p_l // 2 + (OW + p_l) // 2', '-p_l // s_w + (OW + p_l - 1) // s_w + 1', 'OW', 'W']},
    ],
    'proved': {'in bounds': 23, 'iterations apart': 5},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x"])


class Residuals(namedtuple("Residuals", []), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "C", "C * KH * KW", factor=lambda KH, KW, **_: KH * KW),
    ),
    sizes={
        "H": lambda KH, OH, d_h, p_b, p_t, s_h, **_: (OH + p_b + p_t - ((KH - 1) * d_h) - 1) // s_h + 1,
        "W": lambda KW, OW, d_w, p_l, p_r, s_w, **_: (OW + p_l + p_r - ((KW - 1) * d_w) - 1) // s_w + 1,
    },
    shapes={
        "x": lambda C, H, KH, KW, N, W, **_: (N, C * KH * KW, H * W),
        "y": lambda C, N, OH, OW, **_: (N, C, OH, OW),
    },
    strides={'kernel': ('KH', 'KW'), 'stride': ('s_h', 's_w'), 'dilation': ('d_h', 'd_w')},
    requires=(),
    checks=(
        runtime.Step("x", 2, "", "H * W", rest=lambda H, W, **_: H * W),
    ),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_single(first, last, x, y, N, C, KH, KW, H, W, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, gcd_d_w,
        gcd_s_h_d_h, q__from, q__from2, q__to, q__to2, res_d_w, res_d_w2):
    """y[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l] += x[n, (c·KH+res(d_h,r,s_h))·KW+res(d_w,r′,s_w),
        (q−(d_h·res(d_h,r,s_h)−r)/s_h)·W+q′−(d_w·res(d_w,r′,s_w)−r′)/s_w] · [res(d_h, r, s_h) < KH,
        res(d_w, r′, s_w) < KW, gcd(s_h, d_h) ∣ r, gcd(s_w, d_w) ∣ r′, 0 ≤ q − (d_h · res(d_h, r, s_h) −
        r)/s_h < H, 0 ≤ q′ − (d_w · res(d_w, r′, s_w) − r′)/s_w < W]
    """
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // C
        c = task % C
        for a in range(OH):
            for b in range(OW):
                y[U(n), U(c), U(a), U(b)] = T(0)
        # y[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
        for r in range(s_h):
            if KH >= residue(d_h, r, s_h) + 1 and r % gcd_s_h_d_h == 0:
                if s_w == 2 and KW >= res_d_w + 1 and KW >= res_d_w2 + 1 and 1 % gcd_d_w == 0 and q__from == q__from2 and q__to == q__to2:
                    res_r = residue(d_h, r, s_h)
                    res_d_w3 = residue(d_w, 0, 2)
                    quotient_d_w = d_w * res_d_w3 // 2
                    quotient_r = (d_h * res_r - r) // s_h
                    res_d_w4 = residue(d_w, 1, 2)
                    quotient_d_w2 = (d_w * res_d_w4 - 1) // 2
                    q__first = -(-p_l // 2)
                    q__first2 = -((1 - p_l) // 2)
                    q__last = (OW + p_l - 1) // 2
                    quotient_OW_p_l = (OW + p_l) // 2
                    for q in range(max(-((r - p_t) // s_h), (residue(d_h, r, s_h) * d_h - r) // s_h),
                            min((OH + p_t - r - 1) // s_h + 1, (residue(d_h, r, s_h) * d_h - r) // s_h + H)):
                        for q_ in range(max(q__first, quotient_d_w, q__first2, quotient_d_w2),
                                min(q__last + 1, W + quotient_d_w, quotient_OW_p_l, W + quotient_d_w2)):
                            y[U(n), U(c), U(q * s_h + r - p_t), U(q_ * 2 - p_l)] += x[U(n), U(KW * res_r + KH * KW * c + res_d_w3), U(q_ + W * q - (W * quotient_r) - quotient_d_w)]
                            y[U(n), U(c), U(q * s_h + r - p_t), U(q_ * 2 + 1 - p_l)] += x[U(n), U(KW * res_r + KH * KW * c + res_d_w4), U(q_ + W * q - (W * quotient_r) - quotient_d_w2)]
                else:
                    res_r = residue(d_h, r, s_h)
                    quotient_r = (d_h * res_r - r) // s_h
                    q_first = -((r - p_t) // s_h)
                    q_last = (OH + p_t - r - 1) // s_h
                    gcd_s_w_d_w = gcd(s_w, d_w)
                    for r_ in range(s_w):
                        res_r_ = residue(d_w, r_, s_w)
                        quotient_r_ = (d_w * res_r_ - r_) // s_w
                        q__first = -((r_ - p_l) // s_w)
                        q__last = (OW + p_l - r_ - 1) // s_w
                        if KW >= residue(d_w, r_, s_w) + 1 and r_ % gcd_s_w_d_w == 0:
                            for q in range(max(q_first, quotient_r), min(q_last + 1, H + quotient_r)):
                                for q_ in range(max(q__first, quotient_r_), min(q__last + 1,
                                        W + quotient_r_)):
                                    y[U(n), U(c), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += x[U(n), U(KW * res_r + KH * KW * c + res_r_), U(q_ + W * q - (W * quotient_r) - quotient_r_)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, y, N, C, KH, KW, H, W, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd,
        d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd):
    """y[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{t,t′ : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, 0
        ≤ t′ ≤ ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′, 0 ≤
        (d_h·res(d_h,r,s_h)−r)/s_h+t·d_h/gcd(s_h,d_h)+H−1−q < H, 0 ≤
        (d_w·res(d_w,r′,s_w)−r′)/s_w+t′·d_w/gcd(s_w,d_w)+W−1−q′ < W} x[n,
        (c·KH+res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h))·KW+res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w), (q−(d_h·res(d_h,r
        ,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h))·W+q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)]
    """
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (C * s_h * s_w)
        c = task // (s_h * s_w) % C
        r = task // s_w % s_h
        r_ = task % s_w
        q__first = -((r_ - p_l) // s_w)
        q__last = (OW + p_l - r_ - 1) // s_w
        res_r = residue(d_h, r, s_h)
        res_r_ = residue(d_w, r_, s_w)
        quotient_r_ = (d_w * res_r_ - r_) // s_w
        quotient_r = (d_h * res_r - r) // s_h
        for q in range(-((r - p_t) // s_h), (OH + p_t - r - 1) // s_h + 1):
            # y[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            for q_ in range(q__first, q__last + 1):
                y[U(n), U(c), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = T(0)
            t_first = -((H + quotient_r - q - 1) // d_h_by_gcd)
            t_last = (KH - res_r - 1) // s_h_by_gcd
            t_last2 = (q - quotient_r) // d_h_by_gcd
            if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0:
                t__last = (KW - res_r_ - 1) // s_w_by_gcd
                for t in range(max(0, t_first), min(t_last + 1, t_last2 + 1)):
                    for t_ in range(t__last + 1):
                        for q_ in range(max(q__first, quotient_r_ + d_w_by_gcd * t_), min(q__last + 1,
                                W + quotient_r_ + d_w_by_gcd * t_)):
                            y[U(n), U(c), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += x[U(n),
                                    U(KW * res_r + KH * KW * c + res_r_ + s_w_by_gcd * t_ + KW * s_h_by_gcd * t),
                                    U(q_ + W * q - (W * quotient_r) - quotient_r_ - (d_w_by_gcd * t_) - (W * d_h_by_gcd * t))]


def _forward(x, y, N, C, KH, KW, H, W, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """z[n,c,u,v,i,j] = x[n, (c·KH+u)·KW+v, i·W+j]
    y[n,c,a,b] = Σ_{u,v} z[n, c, u, v, (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w] · [s_h ∣ a + p_t − d_h·u, s_w
        ∣ b + p_l − d_w·v]

    Operations: C·KH·KW·N·OH·OW − C·N·OH·OW additions, terms that a condition drops counted.
    """
    if s_h // gcd(s_h, d_h) >= KH and s_w // gcd(s_w, d_w) >= KW:
        q__from = max(residue(d_w, 0, 2) * d_w // 2, -(-p_l // 2))
        q__to = min((OW + p_l - 1) // 2, residue(d_w, 0, 2) * d_w // 2 + W - 1)
        q__from2 = max((residue(d_w, 1, 2) * d_w - 1) // 2, -((1 - p_l) // 2))
        q__to2 = min((OW + p_l) // 2 - 1, (residue(d_w, 1, 2) * d_w - 1) // 2 + W - 1)
        res_d_w = residue(d_w, 0, 2)
        res_d_w2 = residue(d_w, 1, 2)
        gcd_d_w = gcd(2, d_w)
        gcd_s_h_d_h = gcd(s_h, d_h)
        launch(_forward_single, N * C,
                C * N * OH * OW + (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * C * N * s_h * s_w,
                x, y, N, C, KH, KW, H, W, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, gcd_d_w, gcd_s_h_d_h, q__from,
                q__from2, q__to, q__to2, res_d_w, res_d_w2)
    else:
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_w_d_w = gcd(s_w, d_w)
        launch(_forward_plain, N * C * s_h * s_w,
                (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * C * N * s_h * s_w, x, y, N, C, KH, KW, H, W, OH,
                OW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w,
                s_h_by_gcd, s_w_by_gcd)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, dx, N, C, KH, KW, H, W, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dx[n, (c·KH+u)·KW+v, i·W+j] = dy[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (C * KH * KW)
        c = task // (KH * KW) % C
        u = task // KW % KH
        v = task % KW
        # dx[n, (c·KH+u)·KW+v, i·W+j] = dy[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        for i in range(H):
            if i * s_h + d_h * u >= p_t:
                for j in range(W):
                    dx[U(n), U(KH * KW * c + KW * u + v), U(W * i + j)] = (
                        dy[U(n), U(c), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                        if OH + p_t >= i * s_h + d_h * u + 1
                        and j * s_w + d_w * v >= p_l
                        and OW + p_l >= j * s_w + d_w * v + 1
                        else T(0)
                    )
            else:
                for j in range(W):
                    dx[U(n), U(KH * KW * c + KW * u + v), U(W * i + j)] = T(0)


def _vjp_x(dy, dx, N, C, KH, KW, H, W, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dx[n, (c·KH+u)·KW+v, i·W+j] = dy[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    launch(_vjp_x_part, N * C * KH * KW, C * H * KH * KW * N * W, dy, dx, N, C, KH, KW, H, W, OH, OW, s_h,
            s_w, p_t, p_l, d_h, d_w)


def _jvp(x_dot, y_dot, N, C, KH, KW, H, W, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """ż[n,c,u,v,i,j] = ẋ[n, (c·KH+u)·KW+v, i·W+j]
    ẏ[n,c,a,b] = Σ_{u,v : s_h ∣ a+p_t−d_h·u, s_w ∣ b+p_l−d_w·v} ż[n, c, u, v, (a+p_t−d_h·u)/s_h,
        (b+p_l−d_w·v)/s_w]

    Operations: C·KH·KW·N·OH·OW − C·N·OH·OW additions, terms that a condition drops counted.
    """
    if s_h // gcd(s_h, d_h) >= KH and s_w // gcd(s_w, d_w) >= KW:
        q__from = max(residue(d_w, 0, 2) * d_w // 2, -(-p_l // 2))
        q__to = min((OW + p_l - 1) // 2, residue(d_w, 0, 2) * d_w // 2 + W - 1)
        q__from2 = max((residue(d_w, 1, 2) * d_w - 1) // 2, -((1 - p_l) // 2))
        q__to2 = min((OW + p_l) // 2 - 1, (residue(d_w, 1, 2) * d_w - 1) // 2 + W - 1)
        res_d_w = residue(d_w, 0, 2)
        res_d_w2 = residue(d_w, 1, 2)
        gcd_d_w = gcd(2, d_w)
        gcd_s_h_d_h = gcd(s_h, d_h)
        # ẏ[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
        launch(_forward_single, N * C,
                C * N * OH * OW + (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * C * N * s_h * s_w,
                x_dot, y_dot, N, C, KH, KW, H, W, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, gcd_d_w, gcd_s_h_d_h,
                q__from, q__from2, q__to, q__to2, res_d_w, res_d_w2)
    else:
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_w_d_w = gcd(s_w, d_w)
        # ẏ[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
        launch(_forward_plain, N * C * s_h * s_w,
                (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * C * N * s_h * s_w, x_dot, y_dot, N, C, KH, KW, H,
                W, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w,
                s_h_by_gcd, s_w_by_gcd)


def forward(x, *, out=None, save=False, size=None, kernel=2, stride=1, padding=0, dilation=1):
    """columns added up to the image whose windows they are (col2im); ``save=True`` also returns what the
    gradients can use again.
    """
    call = _LAYER.bind({"x": x}, {"size": size, "kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "y"), ("N", "C", "KH", "KW", "H", "W", "OH", "OW", "s_h", "s_w", "p_t", "p_l",
            "d_h", "d_w"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, size=None, kernel=2, stride=1, padding=0, dilation=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"size": size, "kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "KH", "KW", "H", "W", "OH", "OW", "s_h", "s_w", "p_t", "p_l",
            "d_h", "d_w"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, size=None, kernel=2, stride=1, padding=0, dilation=1):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"size": size, "kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "KH", "KW", "H", "W", "OH", "OW", "s_h", "s_w", "p_t", "p_l",
            "d_h", "d_w"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, size=None, kernel=2, stride=1, padding=0, dilation=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"size": size, "kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation})
    call.add("x_dot", "x", x_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "y_dot"), ("N", "C", "KH", "KW", "H", "W", "OH", "OW", "s_h", "s_w", "p_t",
            "p_l", "d_h", "d_w"))
    return call.result("y_dot")
