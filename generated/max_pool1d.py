"""max_pool1d: largest value of each window, and which tap it was.

Made by `chainrule generate`, version 0.1.0, from the forward of `max_pool1d`.  Do not edit.
Run time: 885da59e5e9be48a.

    switch[n,c,i] = arg max_u x[n, c, s·i+d·u−p_l]
    y[n,c,i] = max_u x[n, c, s·i+d·u−p_l]
    dx[n,c,a] = Σ_{u : s ∣ a+p_l−d·u, switch[n, c, (a+p_l−d·u)/s] = u} dy[n, c, (a+p_l−d·u)/s]
    x = −∞ where an index leaves its range
    dy = 0 where an index leaves its range

Convention: of equal elements the first in the window (row by row) wins and receives the whole gradient.

Convention: a NaN wins; a window without any pixel gives -oo, switch -1 and no gradient.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 19 places of the kernels. Each of the 3 parallel loops has no two iterations that write the
same element, and none that reads another's.

Not proved: -1 <= switch < K (tested in each call).
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .runtime import inside
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'max_pool1d',
    'summary': 'largest value of each window, and which tap it was',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'L'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OL'], 'kind': 'real'},
    ],
    'aux': [
        {'name': 'switch', 'shape': ['N', 'C', 'OL'], 'kind': 'integer', 'low': -1, 'below': 'K'},
    ],
    'residuals': [
        {'name': 'switch', 'shape': ['N', 'C', 'OL'], 'kind': 'integer', 'low': -1, 'below': 'K'},
    ],
    'options': [
        {'name': 'kernel', 'symbols': ['K'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'stride', 'symbols': ['s'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'padding', 'symbols': ['p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
        {'name': 'dilation', 'symbols': ['d'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'ceil_mode', 'symbols': ['kappa'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': 1},
    ],
    'sizes': {'OL': 'min((L + p_l - 1) // s + 1, (L + d + p_l + p_r - (K * d) - kappa - 1) // s + kappa + 1) if kappa >= 1 else (L + d + p_l + p_r - (K * d) - kappa - 1) // s + kappa + 1'},
    'gradients': {'x': 'vjp_x'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'ranges', 'at': 24000, 'of': ['C * K * N * OL * 2', 'C * L * N + C * N * OL', 'C * N * OL']},
        {'path': 'vector', 'at': 64, 'of': ['(L + p_l - 1) // s + 1', '-p_l // s + (L + p_l - 1) // s + 1', '-p_l // s + OL', 'L', 'OL']},
    ],
    'proved': {'in bounds': 19, 'iterations apart': 3},
    'not proved': {'written before read': [], 'integers in range': ['-1 <= switch < K'], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x"])


class Residuals(namedtuple("Residuals", ["switch"]), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "C", "C"),
        runtime.Step("x", 2, "L", "L"),
    ),
    sizes={
        "OL": lambda K, L, d, kappa, p_l, p_r, s, **_: min((L + p_l - 1) // s + 1, (L + d + p_l + p_r - (K * d) - kappa - 1) // s + kappa + 1) if kappa >= 1 else (L + d + p_l + p_r - (K * d) - kappa - 1) // s + kappa + 1,
    },
    shapes={
        "x": lambda C, L, N, **_: (N, C, L),
        "y": lambda C, N, OL, **_: (N, C, OL),
        "switch": lambda C, N, OL, **_: (N, C, OL),
    },
    below={"switch": lambda K, **_: K},
    strides={'kernel': ('K',), 'stride': ('s',), 'dilation': ('d',)},
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, y, switch, N, C, L, OL, K, s, p_l, d):
    """switch[nc,i] = arg max_{u : 0 ≤ s·i+d·u−p_l < L} x[nc, s·i+d·u−p_l]
    y[nc,i] = max_{u : 0 ≤ s·i+d·u−p_l < L} x[nc, s·i+d·u−p_l]
    """
    dtype = x.dtype
    T = dtype.type
    best = np.empty(OL, dtype)
    at = np.empty(OL, np.int64)
    for nc in range(first, last):
        # switch[nc,i] = arg max_{u : 0 ≤ s·i+d·u−p_l < L} x[nc, s·i+d·u−p_l]
        for i in range(OL):
            best[U(i)] = -T(np.inf)
            at[U(i)] = -1
        for u in range(K):
            for i in range(max(0, -((d * u - p_l) // s)), min(OL, (L + p_l - (d * u) - 1) // s + 1)):
                value = x[U(nc), U(i * s + d * u - p_l)]
                seen = best[U(i)]
                place = at[U(i)]
                better = (place < 0) | (value > seen) | ((value != value) & (seen == seen))
                best[U(i)] = value if better else seen
                at[U(i)] = u if better else place
        for i in range(OL):
            switch[U(nc), U(i)] = at[U(i)]
        # y[nc,i] = max_{u : 0 ≤ s·i+d·u−p_l < L} x[nc, s·i+d·u−p_l]
        for i in range(OL):
            y[U(nc), U(i)] = best[U(i)]


def _forward(x, y, switch, N, C, L, OL, K, s, p_l, d):
    """switch[n,c,i] = arg max_u x[n, c, s·i+d·u−p_l]
    y[n,c,i] = max_u x[n, c, s·i+d·u−p_l]

    As compiled:

    switch[nc,i] = arg max_{u : 0 ≤ s·i+d·u−p_l < L} x[nc, s·i+d·u−p_l]
    y[nc,i] = max_{u : 0 ≤ s·i+d·u−p_l < L} x[nc, s·i+d·u−p_l]
    """
    x_rows = x.reshape((C * N, L))
    y_rows = y.reshape((C * N, OL))
    switch_rows = switch.reshape((C * N, OL))
    launch(_forward_part, C * N, C * K * N * OL * 2, x_rows, y_rows, switch_rows, N, C, L, OL, K, s, p_l, d)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, switch, dx, N, C, L, OL, s, p_l, d):
    """dx[n'c′, d·switch[n'c′, i]+s·i−p_l] += dy[n'c′, i] · [0 ≤ d · switch[n'c′, i] + s·i − p_l < L,
        switch[n'c′, i] ≥ 0]
    """
    dtype = dy.dtype
    T = dtype.type
    for n_c_ in range(first, last):
        for a in range(L):
            dx[U(n_c_), U(a)] = T(0)
        # dx[n'c′, d·switch[n'c′, i]+s·i−p_l] += dy[n'c′, i] · [0 ≤ d · switch[n'c′, i] + s·i
        #     − p_l < L, switch[n'c′, i] ≥ 0]
        for i in range(OL):
            dy_here = dy[U(n_c_), U(i)]
            if (switch[U(n_c_), U(i)] >= 0) & inside(d * switch[U(n_c_), U(i)] + i * s - p_l, L):
                dx[U(n_c_), U(d * switch[U(n_c_), U(i)] + i * s - p_l)] += dy_here


def _vjp_x(dy, switch, dx, N, C, L, OL, s, p_l, d):
    """dx[n,c,a] = Σ_{u : s ∣ a+p_l−d·u, switch[n, c, (a+p_l−d·u)/s] = u} dy[n, c, (a+p_l−d·u)/s]

    As compiled:

    dx[n'c′, d·switch[n'c′, i]+s·i−p_l] += dy[n'c′, i] · [0 ≤ d · switch[n'c′, i] + s·i − p_l < L,
        switch[n'c′, i] ≥ 0]

    Operations: C·K·L·N − C·L·N additions, terms that a condition drops counted.
    """
    dy_rows = dy.reshape((C * N, OL))
    switch_rows = switch.reshape((C * N, OL))
    dx_rows = dx.reshape((C * N, L))
    launch(_vjp_x_part, C * N, C * L * N + C * N * OL, dy_rows, switch_rows, dx_rows, N, C, L, OL, s, p_l, d)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, switch, y_dot, N, C, L, OL, s, p_l, d):
    """ẏ[nc,i] = ẋ[nc, d·switch[nc,i]+s·i−p_l] · [switch[nc,i] ≥ 0]"""
    dtype = x_dot.dtype
    T = dtype.type
    for nc in range(first, last):
        # ẏ[nc,i] = ẋ[nc, d·switch[nc,i]+s·i−p_l] · [switch[nc,i] ≥ 0]
        for i in range(OL):
            y_dot[U(nc), U(i)] = (
                x_dot[U(nc), U(d * switch[U(nc), U(i)] + i * s - p_l)]
                if d * switch[U(nc), U(i)] + i * s >= p_l
                and L + p_l >= d * switch[U(nc), U(i)] + i * s + 1
                and switch[U(nc), U(i)] >= 0
                else T(0)
            )


def _jvp(x_dot, switch, y_dot, N, C, L, OL, s, p_l, d):
    """ẏ[n,c,i] = ẋ[n, c, d·switch[n,c,i]+s·i−p_l] · [switch[n,c,i] ≥ 0]

    As compiled:

    ẏ[nc,i] = ẋ[nc, d·switch[nc,i]+s·i−p_l] · [switch[nc,i] ≥ 0]
    """
    x_dot_rows = x_dot.reshape((C * N, L))
    switch_rows = switch.reshape((C * N, OL))
    y_dot_rows = y_dot.reshape((C * N, OL))
    launch(_jvp_part, C * N, C * N * OL, x_dot_rows, switch_rows, y_dot_rows, N, C, L, OL, s, p_l, d)


def forward(x, *, out=None, save=False, kernel=2, stride=2, padding=0, dilation=1, ceil_mode=0):
    """largest value of each window, and which tap it was; ``save=True`` also returns what the gradients can
    use again, switch as returned among it: leave that unchanged.
    """
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation, "ceil_mode": ceil_mode})
    call.new_all(("y", "switch"), out)
    call.run(_forward, ("x", "y", "switch"), ("N", "C", "L", "OL", "K", "s", "p_l", "d"))
    result = call.result("y", "switch")
    return (result, call.save(Residuals, ("switch",))) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, kernel=2, stride=2, padding=0, dilation=1, ceil_mode=0):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation, "ceil_mode": ceil_mode})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("switch",))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "switch", "dx"), ("N", "C", "L", "OL", "s", "p_l", "d"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, kernel=2, stride=2, padding=0, dilation=1, ceil_mode=0):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation, "ceil_mode": ceil_mode})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("switch",))
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "switch", "dx"), ("N", "C", "L", "OL", "s", "p_l", "d"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, kernel=2, stride=2, padding=0, dilation=1, ceil_mode=0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation, "ceil_mode": ceil_mode})
    call.add("x_dot", "x", x_dot)
    call.recall(residuals, forward, ("switch",))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "switch", "y_dot"), ("N", "C", "L", "OL", "s", "p_l", "d"))
    return call.result("y_dot")
