"""max_pool2d: largest value of each window, and which tap it was.

Made by `chainrule generate`, version 0.1.0, from the forward of `max_pool2d`.  Do not edit.
Run time: 037d783e5b921b03.

    switch[n,c,i,j] = arg max_{u,v} x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    y[n,c,i,j] = max_{u,v} x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    dx[n,c,a,b] = Σ_{u,v : s_h ∣ a+p_t−d_h·u, s_w ∣ b+p_l−d_w·v, switch[n, c, (a+p_t−d_h·u)/s_h,
        (b+p_l−d_w·v)/s_w] = u·KW+v} dy[n, c, (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w]
    x = −∞ where an index leaves its range
    dy = 0 where an index leaves its range

Convention: of equal elements the first in the window (row by row) wins and receives the whole gradient.

Convention: a NaN wins; a window without any pixel gives -oo, switch -1 and no gradient.
"""

from collections import namedtuple

import numpy as np
from numba import njit

from . import runtime
from .runtime import gcd, residue
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'max_pool2d',
    'summary': 'largest value of each window, and which tap it was',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [
        {'name': 'switch', 'shape': ['N', 'C', 'OH', 'OW'], 'kind': 'integer', 'low': -1, 'below': 'KH * KW'},
    ],
    'residuals': [
        {'name': 'switch', 'shape': ['N', 'C', 'OH', 'OW'], 'kind': 'integer', 'low': -1, 'below': 'KH * KW'},
    ],
    'options': [
        {'name': 'kernel', 'symbols': ['KH', 'KW'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'stride', 'symbols': ['s_h', 's_w'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'padding', 'symbols': ['p_t', 'p_b', 'p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
        {'name': 'dilation', 'symbols': ['d_h', 'd_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {'OH': '(H + p_b + p_t - ((KH - 1) * d_h) - 1) // s_h + 1', 'OW': '(W + p_l + p_r - ((KW - 1) * d_w) - 1) // s_w + 1'},
    'gradients': {'x': 'vjp_x'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
}


Gradients = namedtuple("Gradients", ["x"])


class Residuals(namedtuple("Residuals", ["switch"]), runtime.Saved):
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
        "y": lambda C, N, OH, OW, **_: (N, C, OH, OW),
        "switch": lambda C, N, OH, OW, **_: (N, C, OH, OW),
    },
    below={"switch": lambda KH, KW, **_: KH * KW},
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, y, switch, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w):
    """switch[nc,i,j] = arg max_{u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l < W} x[nc,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    y[nc,i,j] = max_{u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l < W} x[nc, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = x.dtype
    T = dtype.type
    best = np.empty(OW, dtype)
    at = np.empty(OW, np.int64)
    for task in range(first, last):
        nc = task // OH
        i = task % OH
        # switch[nc,i,j] = arg max_{u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l < W}
        #     x[nc, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        for j in range(OW):
            best[U(j)] = -T(np.inf)
            at[U(j)] = -1
        for u in range(max(0, -((i * s_h - p_t) // d_h)), min(KH, (H + p_t - (i * s_h) - 1) // d_h + 1)):
            for v in range(KW):
                for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                        (W + p_l - (d_w * v) - 1) // s_w + 1)):
                    value = x[U(nc), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                    seen = best[U(j)]
                    place = at[U(j)]
                    better = (place < 0) | (value > seen) | ((value != value) & (seen == seen))
                    best[U(j)] = value if better else seen
                    at[U(j)] = KW * u + v if better else place
        for j in range(OW):
            switch[U(nc), U(i), U(j)] = at[U(j)]
        # y[nc,i,j] = max_{u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l < W} x[nc,
        #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        for j in range(OW):
            y[U(nc), U(i), U(j)] = best[U(j)]


def _forward(x, y, switch, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w):
    """switch[n,c,i,j] = arg max_{u,v} x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    y[n,c,i,j] = max_{u,v} x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]

    As compiled:

    switch[nc,i,j] = arg max_{u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l < W} x[nc,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    y[nc,i,j] = max_{u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l < W} x[nc, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    x_rows = x.reshape((C * N, H, W))
    y_rows = y.reshape((C * N, OH, OW))
    switch_rows = switch.reshape((C * N, OH, OW))
    launch(_forward_part, C * N * OH, C * KH * KW * N * OH * OW * 2, x_rows, y_rows, switch_rows, N, C, H, W,
            OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, switch, dx, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w,
        d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd):
    """dx[nc, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{t : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋,
        gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t′ : 0 ≤ t′ ≤ ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋,
        switch[nc, q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] =
        res(d_w,r′,s_w)+(res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h))·KW+t′·s_w/gcd(s_w,d_w)} dy[nc,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)]
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        nc = task // (s_h * s_w)
        r = task // s_w % s_h
        r_ = task % s_w
        q__first = -((r_ - p_l) // s_w)
        q__last = (W + p_l - r_ - 1) // s_w
        quotient_r = (residue(d_h, r, s_h) * d_h - r) // s_h
        quotient_r_ = (residue(d_w, r_, s_w) * d_w - r_) // s_w
        res_r = residue(d_h, r, s_h)
        res_r_ = residue(d_w, r_, s_w)
        t__last = (KW - res_r_ - 1) // s_w_by_gcd
        t_last = (KH - res_r - 1) // s_h_by_gcd
        for q in range(-((r - p_t) // s_h), (H + p_t - r - 1) // s_h + 1):
            # dx[nc, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            for q_ in range(q__first, q__last + 1):
                dx[U(nc), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = T(0)
            t_first = -((OH + quotient_r - q - 1) // d_h_by_gcd)
            t_last2 = (q - quotient_r) // d_h_by_gcd
            if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0:
                for t in range(max(0, t_first), min(t_last + 1, t_last2 + 1)):
                    for t_ in range(t__last + 1):
                        for q_ in range(max(q__first, quotient_r_ + d_w_by_gcd * t_), min(q__last + 1,
                                OW + quotient_r_ + d_w_by_gcd * t_)):
                            dy_here = dy[U(nc), U(q - quotient_r - (d_h_by_gcd * t)), U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                            if KW * res_r + res_r_ + s_w_by_gcd * t_ + KW * s_h_by_gcd * t == switch[U(nc),
                                    U(q - quotient_r - (d_h_by_gcd * t)),
                                    U(q_ - quotient_r_ - (d_w_by_gcd * t_))]:
                                dx[U(nc), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += dy_here


def _vjp_x(dy, switch, dx, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dx[n,c,a,b] = Σ_{u,v : s_h ∣ a+p_t−d_h·u, s_w ∣ b+p_l−d_w·v, switch[n, c, (a+p_t−d_h·u)/s_h,
        (b+p_l−d_w·v)/s_w] = u·KW+v} dy[n, c, (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w]

    As compiled:

    dx[nc, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{t : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋,
        gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t′ : 0 ≤ t′ ≤ ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋,
        switch[nc, q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] =
        res(d_w,r′,s_w)+(res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h))·KW+t′·s_w/gcd(s_w,d_w)} dy[nc,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)]

    Operations: C·H·KH·KW·N·W − C·H·N·W additions, terms that a condition drops counted.
    """
    dy_rows = dy.reshape((C * N, OH, OW))
    switch_rows = switch.reshape((C * N, OH, OW))
    dx_rows = dx.reshape((C * N, H, W))
    d_h_by_gcd = d_h // gcd(s_h, d_h)
    d_w_by_gcd = d_w // gcd(s_w, d_w)
    s_w_by_gcd = s_w // gcd(s_w, d_w)
    s_h_by_gcd = s_h // gcd(s_h, d_h)
    gcd_s_h_d_h = gcd(s_h, d_h)
    gcd_s_w_d_w = gcd(s_w, d_w)
    launch(_vjp_x_part, C * N * s_h * s_w,
            (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
            0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0, s_w) - 1) // (s_w // gcd(s_w,
            d_w)) + 1) * C * N * s_h * s_w, dy_rows, switch_rows, dx_rows, N, C, H, W, OH, OW, KH, KW, s_h,
            s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, switch, y_dot, N, C, H, W, OH, OW, KW, s_h, s_w, p_t, p_l, d_h, d_w):
    """ẏ[nc,i,j] = ẋ[nc, d_h·⌊switch[nc,i,j]/KW⌋+s_h·i−p_t, d_w·(switch[nc,i,j] mod KW)+s_w·j−p_l] ·
        [switch[nc,i,j] ≥ 0]
    """
    dtype = x_dot.dtype
    T = dtype.type
    for task in range(first, last):
        nc = task // OH
        i = task % OH
        # ẏ[nc,i,j] = ẋ[nc, d_h·⌊switch[nc,i,j]/KW⌋+s_h·i−p_t, d_w·(switch[nc,i,j] mod
        #     KW)+s_w·j−p_l] · [switch[nc,i,j] ≥ 0]
        for j in range(OW):
            y_dot[U(nc), U(i), U(j)] = (
                x_dot[U(nc), U((switch[U(nc), U(i), U(j)] // KW) * d_h + i * s_h - p_t), U((switch[U(nc),
                        U(i), U(j)] % KW) * d_w + j * s_w - p_l)]
                if (switch[U(nc), U(i), U(j)] // KW) * d_h + i * s_h >= p_t
                and H + p_t >= (switch[U(nc), U(i), U(j)] // KW) * d_h + i * s_h + 1
                and (switch[U(nc), U(i), U(j)] % KW) * d_w + j * s_w >= p_l
                and W + p_l >= (switch[U(nc), U(i), U(j)] % KW) * d_w + j * s_w + 1
                and switch[U(nc), U(i), U(j)] >= 0
                else T(0)
            )


def _jvp(x_dot, switch, y_dot, N, C, H, W, OH, OW, KW, s_h, s_w, p_t, p_l, d_h, d_w):
    """ẏ[n,c,i,j] = ẋ[n, c, d_h·⌊switch[n,c,i,j]/KW⌋+s_h·i−p_t, d_w·(switch[n,c,i,j] mod KW)+s_w·j−p_l] ·
        [switch[n,c,i,j] ≥ 0]

    As compiled:

    ẏ[nc,i,j] = ẋ[nc, d_h·⌊switch[nc,i,j]/KW⌋+s_h·i−p_t, d_w·(switch[nc,i,j] mod KW)+s_w·j−p_l] ·
        [switch[nc,i,j] ≥ 0]
    """
    x_dot_rows = x_dot.reshape((C * N, H, W))
    switch_rows = switch.reshape((C * N, OH, OW))
    y_dot_rows = y_dot.reshape((C * N, OH, OW))
    launch(_jvp_part, C * N * OH, C * N * OH * OW, x_dot_rows, switch_rows, y_dot_rows, N, C, H, W, OH, OW,
            KW, s_h, s_w, p_t, p_l, d_h, d_w)


def forward(x, *, out=None, save=False, kernel=2, stride=2, padding=0, dilation=1):
    """largest value of each window, and which tap it was; ``save=True`` also returns what the gradients can
    use again.
    """
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation})
    call.new_all(("y", "switch"), out)
    call.run(_forward, ("x", "y", "switch"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w", "p_t",
            "p_l", "d_h", "d_w"))
    result = call.result(*("y", "switch"))
    return (result, call.save(Residuals, ("switch",))) if save else result


def vjp_x(dy, x, *, residuals=None, out=None, kernel=2, stride=2, padding=0, dilation=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("switch",))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "switch", "dx"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w", "p_t",
            "p_l", "d_h", "d_w"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, kernel=2, stride=2, padding=0, dilation=1):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("switch",))
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "switch", "dx"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w", "p_t",
            "p_l", "d_h", "d_w"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, kernel=2, stride=2, padding=0, dilation=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation})
    call.add("x_dot", "x", x_dot)
    call.recall(residuals, forward, ("switch",))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "switch", "y_dot"), ("N", "C", "H", "W", "OH", "OW", "KW", "s_h", "s_w", "p_t",
            "p_l", "d_h", "d_w"))
    return call.result(*("y_dot",))
