"""sum_pool3d: sum of each window.

Made by `chainrule generate`, version 0.1.0, from the forward of `sum_pool3d`.  Do not edit.
Run time: badfebcb826fd7a0.

    y[n,c,k,i,j] = Σ_{t,u,v} x[n, c, s_d·k+t−p_f, s_h·i+u−p_t, s_w·j+v−p_l]
    dx[n,c,z,a,b] = Σ_{t,u,v : s_d ∣ z+p_f−t, s_h ∣ a+p_t−u, s_w ∣ b+p_l−v} dy[n, c, (z+p_f−t)/s_d,
        (a+p_t−u)/s_h, (b+p_l−v)/s_w]
    x = 0 where an index leaves its range
    dy = 0 where an index leaves its range

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 12 places of the kernels. Each of the 4 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'sum_pool3d',
    'summary': 'sum of each window',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'D', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OD', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'kernel', 'symbols': ['KD', 'KH', 'KW'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'stride', 'symbols': ['s_d', 's_h', 's_w'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'padding', 'symbols': ['p_f', 'p_k', 'p_t', 'p_b', 'p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
    ],
    'sizes': {'OD': '(D + p_f + p_k - KD) // s_d + 1', 'OH': '(H + p_b + p_t - KH) // s_h + 1', 'OW': '(W + p_l + p_r - KW) // s_w + 1'},
    'gradients': {'x': 'vjp_x'},
    'analytic': True,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'ranges', 'at': 24000, 'of': ['C * KD * KH * KW * N * OD * OH * OW']},
        {'path': 'vector', 'at': 64, 'of': ['(W + p_l - 1) // s_w + 1', '-p_l // s_w + (W + p_l - 1) // s_w + 1', '-p_l // s_w + OW', 'OW', 'W']},
    ],
    'proved': {'in bounds': 12, 'iterations apart': 4},
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
        runtime.Step("x", 2, "D", "D"),
        runtime.Step("x", 3, "H", "H"),
        runtime.Step("x", 4, "W", "W"),
    ),
    sizes={
        "OD": lambda D, KD, p_f, p_k, s_d, **_: (D + p_f + p_k - KD) // s_d + 1,
        "OH": lambda H, KH, p_b, p_t, s_h, **_: (H + p_b + p_t - KH) // s_h + 1,
        "OW": lambda KW, W, p_l, p_r, s_w, **_: (W + p_l + p_r - KW) // s_w + 1,
    },
    shapes={
        "x": lambda C, D, H, N, W, **_: (N, C, D, H, W),
        "y": lambda C, N, OD, OH, OW, **_: (N, C, OD, OH, OW),
    },
    strides={'kernel': ('KD', 'KH', 'KW'), 'stride': ('s_d', 's_h', 's_w')},
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, y, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_t, p_l):
    """y[nc,k,i,j] = Σ_{t,u,v} x[nc, s_d·k+t−p_f, s_h·i+u−p_t, s_w·j+v−p_l]"""
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        nc = task // (OD * OH)
        k = task // OH % OD
        i = task % OH
        # y[nc,k,i,j] = Σ_{t,u,v} x[nc, s_d·k+t−p_f, s_h·i+u−p_t, s_w·j+v−p_l]
        for j in range(OW):
            y[U(nc), U(k), U(i), U(j)] = T(0)
        for t in range(max(0, p_f - (k * s_d)), min(KD, D + p_f - (k * s_d))):
            for u in range(max(0, p_t - (i * s_h)), min(KH, H + p_t - (i * s_h))):
                for v in range(KW):
                    for j in range(max(0, -((v - p_l) // s_w)), min(OW, (W + p_l - v - 1) // s_w + 1)):
                        y[U(nc), U(k), U(i), U(j)] += x[U(nc), U(k * s_d + t - p_f), U(i * s_h + u - p_t), U(j * s_w + v - p_l)]


def _forward(x, y, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_t, p_l):
    """y[n,c,k,i,j] = Σ_{t,u,v} x[n, c, s_d·k+t−p_f, s_h·i+u−p_t, s_w·j+v−p_l]

    As compiled:

    y[nc,k,i,j] = Σ_{t,u,v} x[nc, s_d·k+t−p_f, s_h·i+u−p_t, s_w·j+v−p_l]

    Operations: C·KD·KH·KW·N·OD·OH·OW − C·N·OD·OH·OW additions, terms that a condition drops counted.
    """
    x_rows = x.reshape((C * N, D, H, W))
    y_rows = y.reshape((C * N, OD, OH, OW))
    launch(_forward_part, C * N * OD * OH, C * KD * KH * KW * N * OD * OH * OW, x_rows, y_rows, N, C, D, H, W,
            OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_t, p_l)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_single(first, last, dy, dx, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_t, p_l):
    """dx[nc, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] += dy[nc, q, q′, q′′] · [r < KD, r′ < KH, r′′ <
        KW]
    """
    dtype = dy.dtype
    T = dtype.type
    for nc in range(first, last):
        for z in range(D):
            for a in range(H):
                for b in range(W):
                    dx[U(nc), U(z), U(a), U(b)] = T(0)
        # dx[nc, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] += dy[nc, q, q′, q′′] · [r < KD,
        #     r′ < KH, r′′ < KW]
        for r in range(min(s_d, KD)):
            q_first = -((r - p_f) // s_d)
            q_last = (D + p_f - r - 1) // s_d
            for r_ in range(min(s_h, KH)):
                q__first = -((r_ - p_t) // s_h)
                q__last = (H + p_t - r_ - 1) // s_h
                for r__ in range(min(s_w, KW)):
                    q___first = -((r__ - p_l) // s_w)
                    q___last = (W + p_l - r__ - 1) // s_w
                    for q in range(max(q_first, 0), min(q_last + 1, OD)):
                        for q_ in range(max(q__first, 0), min(q__last + 1, OH)):
                            for q__ in range(max(q___first, 0), min(q___last + 1, OW)):
                                dx[U(nc), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] += dy[U(nc), U(q), U(q_), U(q__)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, dx, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_t, p_l):
    """dx[nc, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] = Σ_{t : 0 ≤ t ≤ ⌊(KD−1−r)/s_d⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KH−1−r′)/s_h⌋} Σ_{t′′ : 0 ≤ t′′ ≤ ⌊(KW−1−r′′)/s_w⌋} dy[nc, q−t, q′−t′, q′′−t′′]
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        nc = task // (s_d * s_h * s_w)
        r = task // (s_h * s_w) % s_d
        r_ = task // s_w % s_h
        r__ = task % s_w
        q___first = -((r__ - p_l) // s_w)
        q___last = (W + p_l - r__ - 1) // s_w
        t____last = (KW - r__ - 1) // s_w
        t___last = (KH - r_ - 1) // s_h
        t__last = (KD - r - 1) // s_d
        q__first = -((r_ - p_t) // s_h)
        q__last = (H + p_t - r_ - 1) // s_h
        for q in range(-((r - p_f) // s_d), (D + p_f - r - 1) // s_d + 1):
            for q_ in range(q__first, q__last + 1):
                # dx[nc, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] = Σ_{t : 0 ≤ t ≤ ⌊(KD−1−r)/s_d⌋}
                #     Σ_{t′ : 0 ≤ t′ ≤ ⌊(KH−1−r′)/s_h⌋} Σ_{t′′ : 0 ≤ t′′ ≤ ⌊(KW−1−r′′)/s_w⌋} dy[nc,
                #     q−t, q′−t′, q′′−t′′]
                for q__ in range(q___first, q___last + 1):
                    dx[U(nc), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] = T(0)
                for t_ in range(min(t__last, q), max(-1, q - OD), -1):
                    for t__ in range(min(t___last, q_), max(-1, q_ - OH), -1):
                        for t___ in range(t____last, -1, -1):
                            for q__ in range(max(q___first, t___), min(q___last + 1, OW + t___)):
                                dx[U(nc), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] += dy[U(nc), U(q - t_), U(q_ - t__), U(q__ - t___)]


def _vjp_x(dy, dx, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_t, p_l):
    """dx[n,c,z,a,b] = Σ_{t,u,v : s_d ∣ z+p_f−t, s_h ∣ a+p_t−u, s_w ∣ b+p_l−v} dy[n, c, (z+p_f−t)/s_d,
        (a+p_t−u)/s_h, (b+p_l−v)/s_w]

    Operations: C·D·H·KD·KH·KW·N·W − C·D·H·N·W additions, terms that a condition drops counted.
    """
    dy_rows = dy.reshape((C * N, OD, OH, OW))
    dx_rows = dx.reshape((C * N, D, H, W))
    if s_d >= KD and s_h >= KH and s_w >= KW:
        launch(_vjp_x_single, C * N,
                C * D * H * N * W + (-p_f // s_d + (D + p_f - 1) // s_d + 1) * (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * C * N * s_d * s_h * s_w,
                dy_rows, dx_rows, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_t, p_l)
    else:
        launch(_vjp_x_plain, C * N * s_d * s_h * s_w,
                (-p_f // s_d + (D + p_f - 1) // s_d + 1) * (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KD - 1) // s_d + 1) * ((KH - 1) // s_h + 1) * ((KW - 1) // s_w + 1) * C * N * s_d * s_h * s_w,
                dy_rows, dx_rows, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_t, p_l)


def _jvp(x_dot, y_dot, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_t, p_l):
    """ẏ[n,c,k,i,j] = Σ_{t,u,v} ẋ[n, c, s_d·k+t−p_f, s_h·i+u−p_t, s_w·j+v−p_l]

    As compiled:

    ẏ[nc,k,i,j] = Σ_{t,u,v} ẋ[nc, s_d·k+t−p_f, s_h·i+u−p_t, s_w·j+v−p_l]

    Operations: C·KD·KH·KW·N·OD·OH·OW − C·N·OD·OH·OW additions, terms that a condition drops counted.
    """
    x_dot_rows = x_dot.reshape((C * N, D, H, W))
    y_dot_rows = y_dot.reshape((C * N, OD, OH, OW))
    # ẏ[nc,k,i,j] = Σ_{t,u,v} ẋ[nc, s_d·k+t−p_f, s_h·i+u−p_t, s_w·j+v−p_l]
    launch(_forward_part, C * N * OD * OH, C * KD * KH * KW * N * OD * OH * OW, x_dot_rows, y_dot_rows, N, C,
            D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_t, p_l)


def forward(x, *, out=None, save=False, kernel=2, stride=2, padding=0):
    """sum of each window; ``save=True`` also returns what the gradients can use again."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "y"), ("N", "C", "D", "H", "W", "OD", "OH", "OW", "KD", "KH", "KW", "s_d", "s_h",
            "s_w", "p_f", "p_t", "p_l"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, kernel=2, stride=2, padding=0):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "D", "H", "W", "OD", "OH", "OW", "KD", "KH", "KW", "s_d", "s_h",
            "s_w", "p_f", "p_t", "p_l"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, kernel=2, stride=2, padding=0):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "D", "H", "W", "OD", "OH", "OW", "KD", "KH", "KW", "s_d", "s_h",
            "s_w", "p_f", "p_t", "p_l"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, kernel=2, stride=2, padding=0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding})
    call.add("x_dot", "x", x_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "y_dot"), ("N", "C", "D", "H", "W", "OD", "OH", "OW", "KD", "KH", "KW", "s_d",
            "s_h", "s_w", "p_f", "p_t", "p_l"))
    return call.result("y_dot")
