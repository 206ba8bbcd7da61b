"""embedding: for each number of a row that row of a table.

Made by `chainrule generate`, version 0.1.0, from the forward of `embedding`.  Do not edit.
Run time: 885da59e5e9be48a.

    y[n,l,d] = w[t[n,l], d]
    dw[v,d] = Σ_{n,l : t[n,l] = v} dy[n,l,d]

Source: Bengio et al. 2003, section 2.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 10 places of the kernels. Each of the 3 parallel loops has no two iterations that write the
same element, and none that reads another's.

Not proved: 0 <= t < V (tested in each call).
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'embedding',
    'summary': 'for each number of a row that row of a table',
    'inputs': [
        {'name': 't', 'shape': ['N', 'L'], 'kind': 'integer', 'low': 0, 'below': 'V', 'differentiable': False, 'default': None},
        {'name': 'w', 'shape': ['V', 'D'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'L', 'D'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [],
    'sizes': {},
    'gradients': {'w': 'vjp_w'},
    'analytic': True,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'ranges', 'at': 24000, 'of': ['D * L * N', 'D * L * N + D * V']},
        {'path': 'vector', 'at': 64, 'of': ['D', 'L * N', 'V']},
    ],
    'proved': {'in bounds': 10, 'iterations apart': 3},
    'not proved': {'written before read': [], 'integers in range': ['0 <= t < V'], 'routines': []},
}


Gradients = namedtuple("Gradients", ["w"])


class Residuals(namedtuple("Residuals", []), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("t", 0, "N", "N"),
        runtime.Step("t", 1, "L", "L"),
        runtime.Step("w", 0, "V", "V"),
        runtime.Step("w", 1, "D", "D"),
    ),
    sizes={
    },
    shapes={
        "t": lambda L, N, **_: (N, L),
        "w": lambda D, V, **_: (V, D),
        "y": lambda D, L, N, **_: (N, L, D),
    },
    below={"t": lambda V, **_: V},
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, t, w, y, N, L, V, D):
    """y[nl,d] = w[t[nl], d]"""
    for nl in range(first, last):
        # y[nl,d] = w[t[nl], d]
        t_here = t[U(nl)]
        for d in range(D):
            y[U(nl), U(d)] = w[U(t_here), U(d)]


def _forward(t, w, y, N, L, V, D):
    """y[n,l,d] = w[t[n,l], d]

    As compiled:

    y[nl,d] = w[t[nl], d]
    """
    t_rows = t.reshape((L * N,))
    y_rows = y.reshape((L * N, D))
    launch(_forward_part, L * N, D * L * N, t_rows, w, y_rows, N, L, V, D)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_part(first, last, dy, t, dw, N, L, V, D):
    """dw[t[nl], d] += dy[nl,d]"""
    dtype = dy.dtype
    T = dtype.type
    for d_ in range(first, last):
        for v in range(V):
            dw[U(v), U(d_)] = T(0)
        # dw[t[nl], d] += dy[nl,d]
        for nl in range(L * N):
            dw[U(t[U(nl)]), U(d_)] += dy[U(nl), U(d_)]


def _vjp_w(dy, t, dw, N, L, V, D):
    """dw[v,d] = Σ_{n,l : t[n,l] = v} dy[n,l,d]

    As compiled:

    dw[t[nl], d] += dy[nl,d]

    Operations: D·L·N·V − D·V additions, terms that a condition drops counted.
    """
    dy_rows = dy.reshape((L * N, D))
    t_rows = t.reshape((L * N,))
    launch(_vjp_w_part, D, D * L * N + D * V, dy_rows, t_rows, dw, N, L, V, D)


def _jvp(w_dot, t, y_dot, N, L, V, D):
    """ẏ[n,l,d] = ẇ[t[n,l], d]

    As compiled:

    ẏ[nl,d] = ẇ[t[nl], d]
    """
    t_rows = t.reshape((L * N,))
    y_dot_rows = y_dot.reshape((L * N, D))
    # ẏ[nl,d] = ẇ[t[nl], d]
    launch(_forward_part, L * N, D * L * N, t_rows, w_dot, y_dot_rows, N, L, V, D)


def forward(t, w, *, out=None, save=False):
    """for each number of a row that row of a table; ``save=True`` also returns what the gradients can use
    again.
    """
    call = _LAYER.bind({"t": t, "w": w}, {})
    call.new_all(("y",), out)
    call.run(_forward, ("t", "w", "y"), ("N", "L", "V", "D"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_w(dy, t, w, *, residuals=None, out=None):
    """The gradient of w, given dy."""
    call = _LAYER.bind({"t": t, "w": w}, {})
    call.add("dy", "y", dy)
    call.new("dw", "w", out)
    call.run(_vjp_w, ("dy", "t", "dw"), ("N", "L", "V", "D"))
    return call.result("dw")


def vjp(dy, t, w, *, residuals=None):
    """The gradients of w."""
    call = _LAYER.bind({"t": t, "w": w}, {})
    call.add("dy", "y", dy)
    call.new("dw", "w")
    call.run(_vjp_w, ("dy", "t", "dw"), ("N", "L", "V", "D"))
    return Gradients(*call.results(("dw",)))


def jvp(t, w, *, w_dot=None, residuals=None):
    """The tangent of the outputs."""
    call = _LAYER.bind({"t": t, "w": w}, {})
    call.add("w_dot", "w", w_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("w_dot", "t", "y_dot"), ("N", "L", "V", "D"))
    return call.result("y_dot")
