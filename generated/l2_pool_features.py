"""l2_pool_features: Euclidean norm over neighbouring features.

Made by `chainrule generate`, version 0.1.0, from the forward of `l2_pool_features`.  Do not edit.
Run time: 885da59e5e9be48a.

    squares[n,o,h,w] = Σ_k x[n, s·o+k, h, w]²
    y[n,o,h,w] = {√squares[n,o,h,w] if squares[n,o,h,w] > 0; else 0}
    dx[n,c,h,w] = x[n,c,h,w] · Σ_{k : s ∣ c−k, squares[n, (c−k)/s, h, w] > 0} dy[n, (c−k)/s, h,
        w]/√squares[n, (c−k)/s, h, w]
    dy = 0 where an index leaves its range

Convention: where all pooled features are 0 the derivative is 0.

Source: seed 003; Le et al. 2012, section 3; Goodfellow et al. 2013 on pooling over features.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 68 places of the kernels. Each of the 4 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .elementary import select
from .runtime import plus
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'l2_pool_features',
    'summary': 'Euclidean norm over neighbouring features',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'O', 'H', 'W'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'squares', 'shape': ['N', 'O', 'H', 'W'], 'kind': 'real'},
    ],
    'options': [
        {'name': 'kernel', 'symbols': ['K'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'stride', 'symbols': ['s'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {'O': '(C - K) // s + 1'},
    'gradients': {'x': 'vjp_x'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'ranges', 'at': 24000, 'of': ['((C - 1) // s + 1) * ((K - 1) // s + 1) * H * N * W * s', 'C * H * N * W + ((C - 1) // s + 1) * H * N * W * s', 'H * K * N * O * W + H * N * O * W']},
        {'path': 'vector', 'at': 64, 'of': ['(C - 1) // s + 1', 'C', 'H * W', 'O']},
    ],
    'proved': {'in bounds': 68, 'iterations apart': 4},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x"])


class Residuals(namedtuple("Residuals", ["squares"]), runtime.Saved):
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
        "O": lambda C, K, s, **_: (C - K) // s + 1,
    },
    shapes={
        "x": lambda C, H, N, W, **_: (N, C, H, W),
        "y": lambda H, N, O, W, **_: (N, O, H, W),
        "squares": lambda H, N, O, W, **_: (N, O, H, W),
    },
    strides={'kernel': ('K',), 'stride': ('s',)},
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, y, squares, N, C, H, W, O, K, s):
    """squares[n,o,hw] = Σ_k x[n, s·o+k, hw]²
    y[n,o,hw] = {0 if squares[n,o,hw] ≤ 0; else √squares[n,o,hw]}
    """
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // O
        o = task % O
        # squares[n,o,hw] = Σ_k x[n, s·o+k, hw]²
        for hw in range(H * W):
            squares[U(n), U(o), U(hw)] = T(0)
        if K == 2:
            for hw in range(H * W):
                terms2 = squares[U(n), U(o), U(hw)]
                terms2 = plus(terms2, x[U(n), U(o * s), U(hw)] * x[U(n), U(o * s), U(hw)])
                terms2 = plus(terms2, x[U(n), U(o * s + 1), U(hw)] * x[U(n), U(o * s + 1), U(hw)])
                squares[U(n), U(o), U(hw)] = terms2
        elif K == 3:
            for hw in range(H * W):
                terms = squares[U(n), U(o), U(hw)]
                terms = plus(terms, x[U(n), U(o * s), U(hw)] * x[U(n), U(o * s), U(hw)])
                terms = plus(terms, x[U(n), U(o * s + 1), U(hw)] * x[U(n), U(o * s + 1), U(hw)])
                terms = plus(terms, x[U(n), U(o * s + 2), U(hw)] * x[U(n), U(o * s + 2), U(hw)])
                squares[U(n), U(o), U(hw)] = terms
        else:
            for k in range(K):
                for hw in range(H * W):
                    squares[U(n), U(o), U(hw)] += x[U(n), U(k + o * s), U(hw)] * x[U(n), U(k + o * s), U(hw)]
        # y[n,o,hw] = {0 if squares[n,o,hw] ≤ 0; else √squares[n,o,hw]}
        for hw in range(H * W):
            squares_here = squares[U(n), U(o), U(hw)]
            y[U(n), U(o), U(hw)] = select(T(0) >= squares_here, T(0), np.sqrt(squares_here))


def _forward(x, y, squares, N, C, H, W, O, K, s):
    """squares[n,o,h,w] = Σ_k x[n, s·o+k, h, w]²
    y[n,o,h,w] = {√squares[n,o,h,w] if squares[n,o,h,w] > 0; else 0}

    As compiled:

    squares[n,o,hw] = Σ_k x[n, s·o+k, hw]²
    y[n,o,hw] = {0 if squares[n,o,hw] ≤ 0; else √squares[n,o,hw]}

    Operations: H·K·N·O·W multiplications, H·K·N·O·W − H·N·O·W additions, terms that a condition drops
        counted.
    """
    x_rows = x.reshape((N, C, H * W))
    y_rows = y.reshape((N, O, H * W))
    squares_rows = squares.reshape((N, O, H * W))
    launch(_forward_part, N * O, H * K * N * O * W + H * N * O * W, x_rows, y_rows, squares_rows, N, C, H, W,
            O, K, s)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_single(first, last, dy, x, squares, dx, N, C, H, W, O, K, s):
    """dx[n, s·q+r, hw] += x[n, s·q+r, hw] · [r < K, q < O] · {0 if squares[n,q,hw] ≤ 0; else
        dy[n,q,hw]/√squares[n,q,hw]}
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (H * W)
        hw = task % (H * W)
        for c in range(C):
            dx[U(n), U(c), U(hw)] = T(0)
        # dx[n, s·q+r, hw] += x[n, s·q+r, hw] · [r < K, q < O] · {0 if squares[n,q,hw] ≤ 0;
        #     else dy[n,q,hw]/√squares[n,q,hw]}
        for r in range(min(s, K)):
            for q in range(min((C - r - 1) // s + 1, O)):
                dy_here = dy[U(n), U(q), U(hw)]
                squares_here = squares[U(n), U(q), U(hw)]
                dx[U(n), U(q * s + r), U(hw)] += (
                    select(T(0) >= squares_here, T(0), dy_here / np.sqrt(squares_here))
                    * x[U(n), U(q * s + r), U(hw)]
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, x, squares, dx, N, C, H, W, O, K, s):
    """dx[n, s·q+r, hw] = x[n, s·q+r, hw] · Σ_{t : 0 ≤ t ≤ ⌊(K−1−r)/s⌋, 0 ≤ q−t < O} {0 if squares[n, q−t,
        hw] ≤ 0; else dy[n, q−t, hw]/√squares[n, q−t, hw]}
    """
    dtype = dy.dtype
    T = dtype.type
    row = np.empty(H * W, dtype)
    for task in range(first, last):
        n = task // s
        r = task % s
        t_last = (K - r - 1) // s
        for q in range((C - r - 1) // s + 1):
            # dx[n, s·q+r, hw] = x[n, s·q+r, hw] · Σ_{t : 0 ≤ t ≤ ⌊(K−1−r)/s⌋, 0 ≤ q−t < O} {0 if
            #     squares[n, q−t, hw] ≤ 0; else dy[n, q−t, hw]/√squares[n, q−t, hw]}
            t_first = max(q + 1 - O, 0)
            t_last2 = min(q, t_last)
            if t_first == t_last2:
                for t in range(max(0, q + 1 - O), min(t_last + 1, q + 1)):
                    for hw in range(H * W):
                        terms3 = T(0)
                        dy_here2 = dy[U(n), U(q - t), U(hw)]
                        squares_here2 = squares[U(n), U(q - t), U(hw)]
                        terms3 = plus(terms3, select(T(0) >= squares_here2, T(0), dy_here2 / np.sqrt(squares_here2)))
                        dx[U(n), U(q * s + r), U(hw)] = terms3 * x[U(n), U(q * s + r), U(hw)]
            elif t_first + 1 == t_last2:
                for t in range(max(0, q + 1 - O), min(t_last, q), 2):
                    for hw in range(H * W):
                        terms2 = T(0)
                        dy_here3 = dy[U(n), U(q - t), U(hw)]
                        squares_here3 = squares[U(n), U(q - t), U(hw)]
                        terms2 = plus(terms2, select(T(0) >= squares_here3, T(0), dy_here3 / np.sqrt(squares_here3)))
                        dy_here4 = dy[U(n), U(q - t - 1), U(hw)]
                        squares_here4 = squares[U(n), U(q - t - 1), U(hw)]
                        terms2 = plus(terms2, select(T(0) >= squares_here4, T(0), dy_here4 / np.sqrt(squares_here4)))
                        dx[U(n), U(q * s + r), U(hw)] = terms2 * x[U(n), U(q * s + r), U(hw)]
            elif t_first + 2 == t_last2:
                for t in range(max(0, q + 1 - O), min(t_last - 1, q - 1), 3):
                    for hw in range(H * W):
                        terms = T(0)
                        dy_here5 = dy[U(n), U(q - t), U(hw)]
                        squares_here5 = squares[U(n), U(q - t), U(hw)]
                        terms = plus(terms, select(T(0) >= squares_here5, T(0), dy_here5 / np.sqrt(squares_here5)))
                        dy_here6 = dy[U(n), U(q - t - 1), U(hw)]
                        squares_here6 = squares[U(n), U(q - t - 1), U(hw)]
                        terms = plus(terms, select(T(0) >= squares_here6, T(0), dy_here6 / np.sqrt(squares_here6)))
                        dy_here7 = dy[U(n), U(q - t - 2), U(hw)]
                        squares_here7 = squares[U(n), U(q - t - 2), U(hw)]
                        terms = plus(terms, select(T(0) >= squares_here7, T(0), dy_here7 / np.sqrt(squares_here7)))
                        dx[U(n), U(q * s + r), U(hw)] = terms * x[U(n), U(q * s + r), U(hw)]
            else:
                for hw in range(H * W):
                    row[U(hw)] = T(0)
                for t in range(min(t_last, q), max(-1, q - O), -1):
                    for hw in range(H * W):
                        dy_here8 = dy[U(n), U(q - t), U(hw)]
                        squares_here8 = squares[U(n), U(q - t), U(hw)]
                        row[U(hw)] += select(T(0) >= squares_here8, T(0), dy_here8 / np.sqrt(squares_here8))
                for hw in range(H * W):
                    dx[U(n), U(q * s + r), U(hw)] = row[U(hw)] * x[U(n), U(q * s + r), U(hw)]


def _vjp_x(dy, x, squares, dx, N, C, H, W, O, K, s):
    """dx[n,c,h,w] = x[n,c,h,w] · Σ_{k : s ∣ c−k, squares[n, (c−k)/s, h, w] > 0} dy[n, (c−k)/s, h,
        w]/√squares[n, (c−k)/s, h, w]

    Operations: C·H·K·N·W + C·H·N·W multiplications, C·H·K·N·W − C·H·N·W additions, terms that a condition
        drops counted.
    """
    dy_rows = dy.reshape((N, O, H * W))
    x_rows = x.reshape((N, C, H * W))
    squares_rows = squares.reshape((N, O, H * W))
    dx_rows = dx.reshape((N, C, H * W))
    if s >= K:
        launch(_vjp_x_single, N * H * W, C * H * N * W + ((C - 1) // s + 1) * H * N * W * s, dy_rows, x_rows,
                squares_rows, dx_rows, N, C, H, W, O, K, s)
    else:
        launch(_vjp_x_plain, N * s, ((C - 1) // s + 1) * ((K - 1) // s + 1) * H * N * W * s, dy_rows, x_rows,
                squares_rows, dx_rows, N, C, H, W, O, K, s)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, x, squares, y_dot, N, C, H, W, O, K, s):
    """squares_dot[hw] = 2 · Σ_k x[n, s·o+k, hw] · ẋ[n, s·o+k, hw]
    ẏ[n,o,hw] = {0 if squares[n,o,hw] ≤ 0; else squares_dot[hw]/(2·√squares[n,o,hw])}
    """
    dtype = x_dot.dtype
    T = dtype.type
    squares_dot = np.empty(H * W, dtype)
    row = np.empty(H * W, dtype)
    for task in range(first, last):
        n = task // O
        o = task % O
        # squares_dot[hw] = 2 · Σ_k x[n, s·o+k, hw] · ẋ[n, s·o+k, hw]
        if K == 1:
            for hw in range(H * W):
                terms3 = T(0)
                terms3 = plus(terms3, x[U(n), U(o * s), U(hw)] * x_dot[U(n), U(o * s), U(hw)])
                squares_dot[U(hw)] = T(2) * terms3
        elif K == 2:
            for hw in range(H * W):
                terms2 = T(0)
                terms2 = plus(terms2, x[U(n), U(o * s), U(hw)] * x_dot[U(n), U(o * s), U(hw)])
                terms2 = plus(terms2, x[U(n), U(o * s + 1), U(hw)] * x_dot[U(n), U(o * s + 1), U(hw)])
                squares_dot[U(hw)] = T(2) * terms2
        elif K == 3:
            for hw in range(H * W):
                terms = T(0)
                terms = plus(terms, x[U(n), U(o * s), U(hw)] * x_dot[U(n), U(o * s), U(hw)])
                terms = plus(terms, x[U(n), U(o * s + 1), U(hw)] * x_dot[U(n), U(o * s + 1), U(hw)])
                terms = plus(terms, x[U(n), U(o * s + 2), U(hw)] * x_dot[U(n), U(o * s + 2), U(hw)])
                squares_dot[U(hw)] = T(2) * terms
        else:
            for hw in range(H * W):
                row[U(hw)] = T(0)
            for k in range(K):
                for hw in range(H * W):
                    row[U(hw)] += x[U(n), U(k + o * s), U(hw)] * x_dot[U(n), U(k + o * s), U(hw)]
            for hw in range(H * W):
                squares_dot[U(hw)] = T(2) * row[U(hw)]
        # ẏ[n,o,hw] = {0 if squares[n,o,hw] ≤ 0; else squares_dot[hw]/(2·√squares[n,o,hw])}
        for hw in range(H * W):
            squares_here = squares[U(n), U(o), U(hw)]
            squares_dot_here = squares_dot[U(hw)]
            y_dot[U(n), U(o), U(hw)] = select(
                T(0) >= squares_here,
                T(0),
                squares_dot_here / (T(2) * np.sqrt(squares_here)),
            )


def _jvp(x_dot, x, squares, y_dot, N, C, H, W, O, K, s):
    """squares_dot[n,o,h,w] = 2 · Σ_k x[n, s·o+k, h, w] · ẋ[n, s·o+k, h, w]
    ẏ[n,o,h,w] = {squares_dot[n,o,h,w]/(2·√squares[n,o,h,w]) if squares[n,o,h,w] > 0; else 0}

    As compiled:

    squares_dot[hw] = 2 · Σ_k x[n, s·o+k, hw] · ẋ[n, s·o+k, hw]
    ẏ[n,o,hw] = {0 if squares[n,o,hw] ≤ 0; else squares_dot[hw]/(2·√squares[n,o,hw])}

    Operations: H·K·N·O·W + H·N·O·W multiplications, H·K·N·O·W − H·N·O·W additions, terms that a condition
        drops counted.
    """
    x_dot_rows = x_dot.reshape((N, C, H * W))
    x_rows = x.reshape((N, C, H * W))
    squares_rows = squares.reshape((N, O, H * W))
    y_dot_rows = y_dot.reshape((N, O, H * W))
    launch(_jvp_part, N * O, H * K * N * O * W + H * N * O * W, x_dot_rows, x_rows, squares_rows, y_dot_rows,
            N, C, H, W, O, K, s)


def forward(x, *, out=None, save=False, kernel=2, stride=2):
    """Euclidean norm over neighbouring features; ``save=True`` also returns what the gradients can use again.
    """
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride})
    call.new_all(("y",), out)
    call.new("squares", "squares")
    call.run(_forward, ("x", "y", "squares"), ("N", "C", "H", "W", "O", "K", "s"))
    result = call.result("y")
    return (result, call.save(Residuals, ("squares",))) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, kernel=2, stride=2):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("squares",))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "x", "squares", "dx"), ("N", "C", "H", "W", "O", "K", "s"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, kernel=2, stride=2):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("squares",))
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "x", "squares", "dx"), ("N", "C", "H", "W", "O", "K", "s"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, kernel=2, stride=2):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride})
    call.add("x_dot", "x", x_dot)
    call.recall(residuals, forward, ("squares",))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "x", "squares", "y_dot"), ("N", "C", "H", "W", "O", "K", "s"))
    return call.result("y_dot")
