"""unfold2d: every window of the image as a column (im2col).

Made by `chainrule generate`, version 0.1.0, from the forward of `unfold2d`.  Do not edit.
Run time: 885da59e5e9be48a.

    y[n, (c·KH+u)·KW+v, i·OW+j] = x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    dx[n,c,a,b] = Σ_{u,v : s_h ∣ a+p_t−d_h·u, 0 ≤ a+p_t−d_h·u ≤ s_h·(OH−1), s_w ∣ b+p_l−d_w·v, 0 ≤
        b+p_l−d_w·v ≤ s_w·(OW−1)} dy[n, (c·KH+u)·KW+v, OW·(a+p_t−d_h·u)/s_h+(b+p_l−d_w·v)/s_w]
    x = 0 where an index leaves its range

Source: Chellapilla et al. 2006, section 3.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 16 places of the kernels. Each of the 4 parallel loops has no two iterations that write the
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
    'name': 'unfold2d',
    'summary': 'every window of the image as a column (im2col)',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C * KH * KW', 'OH * OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'kernel', 'symbols': ['KH', 'KW'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'stride', 'symbols': ['s_h', 's_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'padding', 'symbols': ['p_t', 'p_b', 'p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
        {'name': 'dilation', 'symbols': ['d_h', 'd_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {'OH': '(H + p_b + p_t - ((KH - 1) * d_h) - 1) // s_h + 1', 'OW': '(W + p_l + p_r - ((KW - 1) * d_w) - 1) // s_w + 1'},
    'gradients': {'x': 'vjp_x'},
    'analytic': True,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'ranges', 'at': 24000, 'of': ['C * KH * KW * N * OH * OW']},
        {'path': 'single', 'at': 1, 'of': ['p_t']},
        {'path': 'vector', 'at': 64, 'of': ['(1 - p_l) // 2 + (W + p_l - 1) // 2 + 1', '(1 - p_l) // 2 + (W + p_l) // 2', '-p_l // 2 + (W + p_l - 1) // 2 + 1', '-p_l // 2 + (W + p_l) // 2', '-p_l // s_w + (W + p_l - 1) // s_w + 1', 'OW', 'W']},
    ],
    'proved': {'in bounds': 16, 'iterations apart': 4},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': []},
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
    ),
    sizes={
        "OH": lambda H, KH, d_h, p_b, p_t, s_h, **_: (H + p_b + p_t - ((KH - 1) * d_h) - 1) // s_h + 1,
        "OW": lambda KW, W, d_w, p_l, p_r, s_w, **_: (W + p_l + p_r - ((KW - 1) * d_w) - 1) // s_w + 1,
    },
    shapes={
        "x": lambda C, H, N, W, **_: (N, C, H, W),
        "y": lambda C, KH, KW, N, OH, OW, **_: (N, C * KH * KW, OH * OW),
    },
    strides={'stride': ('s_h', 's_w'), 'dilation': ('d_h', 'd_w')},
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, y, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w):
    """y[n, (c·KH+u)·KW+v, i·OW+j] = x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (C * KH * KW)
        c = task // (KH * KW) % C
        u = task // KW % KH
        v = task % KW
        # y[n, (c·KH+u)·KW+v, i·OW+j] = x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        for i in range(OH):
            if i * s_h + d_h * u >= p_t:
                for j in range(OW):
                    y[U(n), U(KH * KW * c + KW * u + v), U(OW * i + j)] = (
                        x[U(n), U(c), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                        if H + p_t >= i * s_h + d_h * u + 1
                        and j * s_w + d_w * v >= p_l
                        and W + p_l >= j * s_w + d_w * v + 1
                        else T(0)
                    )
            else:
                for j in range(OW):
                    y[U(n), U(KH * KW * c + KW * u + v), U(OW * i + j)] = T(0)


def _forward(x, y, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w):
    """y[n, (c·KH+u)·KW+v, i·OW+j] = x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    launch(_forward_part, N * C * KH * KW, C * KH * KW * N * OH * OW, x, y, N, C, H, W, OH, OW, KH, KW, s_h,
            s_w, p_t, p_l, d_h, d_w)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_single(first, last, dy, dx, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w, gcd_d_w,
        gcd_s_h_d_h, q____from, q____from2, q____to, q____to2, res_d_w, res_d_w2):
    """dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l] += dy[n, (c·KH+res(d_h,r,s_h))·KW+res(d_w,r′,s_w),
        (q−(d_h·res(d_h,r,s_h)−r)/s_h)·OW+q′−(d_w·res(d_w,r′,s_w)−r′)/s_w] · [res(d_h, r, s_h) < KH,
        res(d_w, r′, s_w) < KW, gcd(s_h, d_h) ∣ r, gcd(s_w, d_w) ∣ r′, 0 ≤ q − (d_h · res(d_h, r, s_h) −
        r)/s_h < OH, 0 ≤ q′ − (d_w · res(d_w, r′, s_w) − r′)/s_w < OW]
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // C
        c = task % C
        for a in range(H):
            for b in range(W):
                dx[U(n), U(c), U(a), U(b)] = T(0)
        # dx[n, c, s_h·q′′+r−p_t, s_w·q′′′+r′−p_l], as written above
        for r in range(s_h):
            if KH >= residue(d_h, r, s_h) + 1 and r % gcd_s_h_d_h == 0:
                if s_w == 2 and KW >= res_d_w + 1 and KW >= res_d_w2 + 1 and 1 % gcd_d_w == 0 and q____from == q____from2 and q____to == q____to2:
                    res_r = residue(d_h, r, s_h)
                    res_d_w3 = residue(d_w, 0, 2)
                    quotient_d_w = d_w * res_d_w3 // 2
                    quotient_r = (d_h * res_r - r) // s_h
                    res_d_w4 = residue(d_w, 1, 2)
                    quotient_d_w2 = (d_w * res_d_w4 - 1) // 2
                    q____first = -(-p_l // 2)
                    q____first2 = -((1 - p_l) // 2)
                    q____last = (W + p_l - 1) // 2
                    quotient_W_p_l = (W + p_l) // 2
                    for q__ in range(max(-((r - p_t) // s_h), (residue(d_h, r, s_h) * d_h - r) // s_h),
                            min((H + p_t - r - 1) // s_h + 1, (residue(d_h, r, s_h) * d_h - r) // s_h + OH)):
                        for q___ in range(max(q____first, quotient_d_w, q____first2, quotient_d_w2),
                                min(q____last + 1, OW + quotient_d_w, quotient_W_p_l, OW + quotient_d_w2)):
                            dx[U(n), U(c), U(q__ * s_h + r - p_t), U(q___ * 2 - p_l)] += dy[U(n), U(KW * res_r + KH * KW * c + res_d_w3), U(q___ + OW * q__ - (OW * quotient_r) - quotient_d_w)]
                            dx[U(n), U(c), U(q__ * s_h + r - p_t), U(q___ * 2 + 1 - p_l)] += dy[U(n), U(KW * res_r + KH * KW * c + res_d_w4), U(q___ + OW * q__ - (OW * quotient_r) - quotient_d_w2)]
                else:
                    res_r = residue(d_h, r, s_h)
                    quotient_r = (d_h * res_r - r) // s_h
                    q___first = -((r - p_t) // s_h)
                    q___last = (H + p_t - r - 1) // s_h
                    gcd_s_w_d_w = gcd(s_w, d_w)
                    for r_ in range(s_w):
                        res_r_ = residue(d_w, r_, s_w)
                        quotient_r_ = (d_w * res_r_ - r_) // s_w
                        q____first = -((r_ - p_l) // s_w)
                        q____last = (W + p_l - r_ - 1) // s_w
                        if KW >= residue(d_w, r_, s_w) + 1 and r_ % gcd_s_w_d_w == 0:
                            for q__ in range(max(q___first, quotient_r), min(q___last + 1, OH + quotient_r)):
                                for q___ in range(max(q____first, quotient_r_), min(q____last + 1,
                                        OW + quotient_r_)):
                                    dx[U(n), U(c), U(q__ * s_h + r - p_t), U(q___ * s_w + r_ - p_l)] += dy[U(n), U(KW * res_r + KH * KW * c + res_r_), U(q___ + OW * q__ - (OW * quotient_r) - quotient_r_)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, dx, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd,
        d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd):
    """dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{t,t′ : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, 0
        ≤ t′ ≤ ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′, 0 ≤
        (d_h·res(d_h,r,s_h)−r)/s_h+t·d_h/gcd(s_h,d_h)+OH−1−q < OH, 0 ≤
        (d_w·res(d_w,r′,s_w)−r′)/s_w+t′·d_w/gcd(s_w,d_w)+OW−1−q′ < OW} dy[n,
        (c·KH+res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h))·KW+res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w), (q−(d_h·res(d_h,r
        ,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h))·OW+q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)]
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (C * s_h * s_w)
        c = task // (s_h * s_w) % C
        r = task // s_w % s_h
        r_ = task % s_w
        q____first = -((r_ - p_l) // s_w)
        q____last = (W + p_l - r_ - 1) // s_w
        res_r = residue(d_h, r, s_h)
        res_r_ = residue(d_w, r_, s_w)
        quotient_r_ = (d_w * res_r_ - r_) // s_w
        quotient_r = (d_h * res_r - r) // s_h
        for q__ in range(-((r - p_t) // s_h), (H + p_t - r - 1) // s_h + 1):
            # dx[n, c, s_h·q′′+r−p_t, s_w·q′′′+r′−p_l], as written above
            for q___ in range(q____first, q____last + 1):
                dx[U(n), U(c), U(q__ * s_h + r - p_t), U(q___ * s_w + r_ - p_l)] = T(0)
            t_first = -((OH + quotient_r - q__ - 1) // d_h_by_gcd)
            t_last = (KH - res_r - 1) // s_h_by_gcd
            t_last2 = (q__ - quotient_r) // d_h_by_gcd
            if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0:
                t__last = (KW - res_r_ - 1) // s_w_by_gcd
                for t in range(max(0, t_first), min(t_last + 1, t_last2 + 1)):
                    for t_ in range(t__last + 1):
                        for q___ in range(max(q____first, quotient_r_ + d_w_by_gcd * t_), min(q____last + 1,
                                OW + quotient_r_ + d_w_by_gcd * t_)):
                            dx[U(n), U(c), U(q__ * s_h + r - p_t), U(q___ * s_w + r_ - p_l)] += dy[U(n),
                                    U(KW * res_r + KH * KW * c + res_r_ + s_w_by_gcd * t_ + KW * s_h_by_gcd * t),
                                    U(q___ + OW * q__ - (OW * quotient_r) - quotient_r_ - (d_w_by_gcd * t_) - (OW * d_h_by_gcd * t))]


def _vjp_x(dy, dx, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dx[n,c,a,b] = Σ_{u,v : s_h ∣ a+p_t−d_h·u, 0 ≤ a+p_t−d_h·u ≤ s_h·(OH−1), s_w ∣ b+p_l−d_w·v, 0 ≤
        b+p_l−d_w·v ≤ s_w·(OW−1)} dy[n, (c·KH+u)·KW+v, OW·(a+p_t−d_h·u)/s_h+(b+p_l−d_w·v)/s_w]

    Operations: C·H·KH·KW·N·W − C·H·N·W additions, terms that a condition drops counted.
    """
    if s_h // gcd(s_h, d_h) >= KH and s_w // gcd(s_w, d_w) >= KW:
        q____from = max(residue(d_w, 0, 2) * d_w // 2, -(-p_l // 2))
        q____to = min((W + p_l - 1) // 2, residue(d_w, 0, 2) * d_w // 2 + OW - 1)
        q____from2 = max((residue(d_w, 1, 2) * d_w - 1) // 2, -((1 - p_l) // 2))
        q____to2 = min((W + p_l) // 2 - 1, (residue(d_w, 1, 2) * d_w - 1) // 2 + OW - 1)
        res_d_w = residue(d_w, 0, 2)
        res_d_w2 = residue(d_w, 1, 2)
        gcd_d_w = gcd(2, d_w)
        gcd_s_h_d_h = gcd(s_h, d_h)
        launch(_vjp_x_single, N * C,
                C * H * N * W + (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * C * N * s_h * s_w,
                dy, dx, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w, gcd_d_w, gcd_s_h_d_h,
                q____from, q____from2, q____to, q____to2, res_d_w, res_d_w2)
    else:
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_w_d_w = gcd(s_w, d_w)
        launch(_vjp_x_plain, N * C * s_h * s_w,
                (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * C * N * s_h * s_w, dy, dx, N, C, H, W, OH, OW, KH,
                KW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w,
                s_h_by_gcd, s_w_by_gcd)


def _jvp(x_dot, y_dot, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w):
    """ẏ[n, (c·KH+u)·KW+v, i·OW+j] = ẋ[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    # ẏ[n, (c·KH+u)·KW+v, i·OW+j] = ẋ[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    launch(_forward_part, N * C * KH * KW, C * KH * KW * N * OH * OW, x_dot, y_dot, N, C, H, W, OH, OW, KH,
            KW, s_h, s_w, p_t, p_l, d_h, d_w)


def forward(x, *, out=None, save=False, kernel=2, stride=1, padding=0, dilation=1):
    """every window of the image as a column (im2col); ``save=True`` also returns what the gradients can use
    again.
    """
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "y"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w", "p_t", "p_l",
            "d_h", "d_w"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, kernel=2, stride=1, padding=0, dilation=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w", "p_t", "p_l",
            "d_h", "d_w"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, kernel=2, stride=1, padding=0, dilation=1):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w", "p_t", "p_l",
            "d_h", "d_w"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, kernel=2, stride=1, padding=0, dilation=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation})
    call.add("x_dot", "x", x_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "y_dot"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w", "p_t",
            "p_l", "d_h", "d_w"))
    return call.result("y_dot")
