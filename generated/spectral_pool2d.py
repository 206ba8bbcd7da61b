"""spectral_pool2d: the low frequencies of the image, as a smaller image.

Made by `chainrule generate`, version 0.1.0, from the forward of `spectral_pool2d`.  Do not edit.
Run time: 885da59e5e9be48a.

    p_rows[i,a] = 1/H · Σ_k cos(2 · π · k · (i·H − a·OH)/(OH·H)) · {1 if k = 0; 1 if 2·k = OH; else 2}
    p_columns[j,b] = 1/W · Σ_k cos(2 · π · k · (j·W − b·OW)/(OW·W)) · {1 if k = 0; 1 if 2·k = OW; else 2}
    t[n,c,i,b] = Σ_a p_rows[i,a] · x[n,c,a,b]
    y[n,c,i,j] = Σ_b p_columns[j,b] · t[n,c,i,b]
    dt[n,c,i,b] = Σ_j dy[n,c,i,j] · p_columns[j,b]
    dx[n,c,a,b] = Σ_i dt[n,c,i,b] · p_rows[i,a]

Convention: scaled such that the mean of the image stays (the unitary transform times √(OH OW/(H W))).

Convention: the highest frequency of an even output is kept by its real part, so the result is real.

Source: Rippel et al. 2015, algorithm 1.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 40 places of the kernels. Each of the 5 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .elementary import cos
from .runtime import carried, plus
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'spectral_pool2d',
    'summary': 'the low frequencies of the image, as a smaller image',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'p_rows', 'shape': ['OH', 'H'], 'kind': 'real'},
        {'name': 'p_columns', 'shape': ['OW', 'W'], 'kind': 'real'},
    ],
    'options': [
        {'name': 'size', 'symbols': ['OH', 'OW'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {},
    'gradients': {'x': 'vjp_x'},
    'analytic': True,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 1024, 'of': ['H', 'W']},
        {'path': 'ranges', 'at': 24000, 'of': ['(OH // 2 + 1) * H * OH', '(OW // 2 + 1) * OW * W', 'C * H * N * OH * W + C * N * OH * OW * W']},
        {'path': 'vector', 'at': 64, 'of': ['H', 'W']},
    ],
    'proved': {'in bounds': 40, 'iterations apart': 5},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x"])


class Residuals(namedtuple("Residuals", ["p_rows", "p_columns"]), runtime.Saved):
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
    },
    shapes={
        "x": lambda C, H, N, W, **_: (N, C, H, W),
        "y": lambda C, N, OH, OW, **_: (N, C, OH, OW),
        "p_rows": lambda H, OH, **_: (OH, H),
        "p_columns": lambda OW, W, **_: (OW, W),
    },
    strides={'size': ('OH', 'OW')},
    requires=(
        (lambda H, OH, **_: H >= OH, 'spectral pooling keeps at most as many rows and columns as there are'),
        (lambda OW, W, **_: W >= OW, 'spectral pooling keeps at most as many rows and columns as there are'),
    ),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, p_rows, H, OH, k_last):
    """p_rows[i,a] = 1/H · Σ_k cos(2 · π · k · (i·H − a·OH)/(OH·H)) · {1 if k = 0; 1 if 2·k = OH; else 2}"""
    dtype = p_rows.dtype
    T = dtype.type
    row = np.empty(H, dtype)
    for i in range(first, last):
        # p_rows[i,a] = 1/H · Σ_k cos(2 · π · k · (i·H − a·OH)/(OH·H)) · {1 if k = 0; 1 if 2·k
        #     = OH; else 2}
        for a in range(H):
            row[U(a)] = T(0)
        for k in range(k_last + 1):
            for a in range(H):
                row[U(a)] += (
                    T(1 if k == 0 else 1 if k * 2 == OH else 2)
                    * cos(T((H * i - (OH * a)) * k) * T(6.283185307179586) / T(H * OH))
                )
        for a in range(H):
            p_rows[U(i), U(a)] = row[U(a)] / T(H)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part3(first, last, x, y, p_rows, p_columns, N, C, H, W, OH, OW, a_block_last, b_block_last):
    """t[b] = Σ_a p_rows[i,a] · x[nc,a,b]
    y[nc,i,j] = Σ_b p_columns[j,b] · t[b]
    """
    dtype = x.dtype
    T = dtype.type
    t = np.empty(W, dtype)
    rest = np.empty(W, dtype)
    part = np.empty(W, dtype)
    for task in range(first, last):
        nc = task // OH
        i = task % OH
        # t[b] = Σ_a p_rows[i,a] · x[nc,a,b]
        for b in range(W):
            t[U(b)] = T(0)
        for b in range(W):
            rest[U(b)] = T(0)
        for a_block in range(a_block_last + 1):
            for b in range(W):
                part[U(b)] = T(0)
            for a in range(a_block * 1024, min(H, a_block * 1024 + 1024)):
                p_rows_here = p_rows[U(i), U(a)]
                for b in range(W):
                    part[U(b)] += p_rows_here * x[U(nc), U(a), U(b)]
            for b in range(W):
                t[U(b)], rest[U(b)] = carried(t[U(b)], rest[U(b)], part[U(b)])
        # y[nc,i,j] = Σ_b p_columns[j,b] · t[b]
        for j in range(OW):
            acc = T(0)
            rest2 = T(0)
            for b_block in range(b_block_last + 1):
                part2 = T(0)
                for b in range(b_block * 1024, min(W, b_block * 1024 + 1024)):
                    part2 = plus(part2, p_columns[U(j), U(b)] * t[U(b)])
                acc, rest2 = carried(acc, rest2, part2)
            y[U(nc), U(i), U(j)] = acc


def _forward(x, y, p_rows, p_columns, N, C, H, W, OH, OW):
    """p_rows[i,a] = 1/H · Σ_k cos(2 · π · k · (i·H − a·OH)/(OH·H)) · {1 if k = 0; 1 if 2·k = OH; else 2}
    p_columns[j,b] = 1/W · Σ_k cos(2 · π · k · (j·W − b·OW)/(OW·W)) · {1 if k = 0; 1 if 2·k = OW; else 2}
    t[n,c,i,b] = Σ_a p_rows[i,a] · x[n,c,a,b]
    y[n,c,i,j] = Σ_b p_columns[j,b] · t[n,c,i,b]

    Operations: C·H·N·OH·W + C·N·OH·OW·W multiplications, C·H·N·OH·W + C·N·OH·OW·W + H·OH·⌊OH/2⌋ +
        OW·W·⌊OW/2⌋ − C·N·OH·OW − C·N·OH·W additions, terms that a condition drops counted.
    """
    x_rows = x.reshape((C * N, H, W))
    y_rows = y.reshape((C * N, OH, OW))
    k_last = OH // 2
    launch(_forward_part, OH, (OH // 2 + 1) * H * OH, p_rows, H, OH, k_last)
    k_last2 = OW // 2
    # p_columns[j,b] = 1/W · Σ_k cos(2 · π · k · (j·W − b·OW)/(OW·W)) · {1 if k = 0; 1 if
    #     2·k = OW; else 2}
    launch(_forward_part, OW, (OW // 2 + 1) * OW * W, p_columns, W, OW, k_last2)
    a_block_last = (H - 1) // 1024
    b_block_last = (W - 1) // 1024
    launch(_forward_part3, C * N * OH, C * H * N * OH * W + C * N * OH * OW * W, x_rows, y_rows, p_rows,
            p_columns, N, C, H, W, OH, OW, a_block_last, b_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, p_rows, p_columns, dx, N, C, H, W, OH, OW):
    """dt[i,b] = Σ_j dy[nc,i,j] · p_columns[j,b]
    dx[nc,a,b] = Σ_i dt[i,b] · p_rows[i,a]
    """
    dtype = dy.dtype
    T = dtype.type
    dt = np.empty((OH, W), dtype)
    for nc in range(first, last):
        # dt[i,b] = Σ_j dy[nc,i,j] · p_columns[j,b]
        for i in range(OH):
            for b in range(W):
                dt[U(i), U(b)] = T(0)
            for j in range(OW):
                dy_here = dy[U(nc), U(i), U(j)]
                for b in range(W):
                    dt[U(i), U(b)] += dy_here * p_columns[U(j), U(b)]
        # dx[nc,a,b] = Σ_i dt[i,b] · p_rows[i,a]
        for a in range(H):
            for b in range(W):
                dx[U(nc), U(a), U(b)] = T(0)
            for i in range(OH):
                p_rows_here = p_rows[U(i), U(a)]
                for b in range(W):
                    dx[U(nc), U(a), U(b)] += dt[U(i), U(b)] * p_rows_here


def _vjp_x(dy, p_rows, p_columns, dx, N, C, H, W, OH, OW):
    """dt[n,c,i,b] = Σ_j dy[n,c,i,j] · p_columns[j,b]
    dx[n,c,a,b] = Σ_i dt[n,c,i,b] · p_rows[i,a]

    As compiled:

    dt[i,b] = Σ_j dy[nc,i,j] · p_columns[j,b]
    dx[nc,a,b] = Σ_i dt[i,b] · p_rows[i,a]

    Operations: C·H·N·OH·W + C·N·OH·OW·W multiplications, C·H·N·OH·W + C·N·OH·OW·W − C·H·N·W − C·N·OH·W
        additions.
    """
    dy_rows = dy.reshape((C * N, OH, OW))
    dx_rows = dx.reshape((C * N, H, W))
    launch(_vjp_x_part, C * N, C * H * N * OH * W + C * N * OH * OW * W, dy_rows, p_rows, p_columns, dx_rows,
            N, C, H, W, OH, OW)


def _jvp(x_dot, p_rows, p_columns, y_dot, N, C, H, W, OH, OW):
    """ṫ[n,c,i,b] = Σ_a p_rows[i,a] · ẋ[n,c,a,b]
    ẏ[n,c,i,j] = Σ_b p_columns[j,b] · ṫ[n,c,i,b]

    As compiled:

    ṫ[b] = Σ_a p_rows[i,a] · ẋ[nc,a,b]
    ẏ[nc,i,j] = Σ_b p_columns[j,b] · ṫ[b]

    Operations: C·H·N·OH·W + C·N·OH·OW·W multiplications, C·H·N·OH·W + C·N·OH·OW·W − C·N·OH·OW − C·N·OH·W
        additions.
    """
    x_dot_rows = x_dot.reshape((C * N, H, W))
    y_dot_rows = y_dot.reshape((C * N, OH, OW))
    a_block_last = (H - 1) // 1024
    b_block_last = (W - 1) // 1024
    # ṫ[b] = Σ_a p_rows[i,a] · ẋ[nc,a,b]
    # ẏ[nc,i,j] = Σ_b p_columns[j,b] · ṫ[b]
    launch(_forward_part3, C * N * OH, C * H * N * OH * W + C * N * OH * OW * W, x_dot_rows, y_dot_rows,
            p_rows, p_columns, N, C, H, W, OH, OW, a_block_last, b_block_last)


def forward(x, *, out=None, save=False, size=1):
    """the low frequencies of the image, as a smaller image; ``save=True`` also returns what the gradients can
    use again.
    """
    call = _LAYER.bind({"x": x}, {"size": size})
    call.new_all(("y",), out)
    call.new("p_rows", "p_rows")
    call.new("p_columns", "p_columns")
    call.run(_forward, ("x", "y", "p_rows", "p_columns"), ("N", "C", "H", "W", "OH", "OW"))
    result = call.result("y")
    return (result, call.save(Residuals, ("p_rows", "p_columns"))) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, size=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"size": size})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("p_rows", "p_columns"))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "p_rows", "p_columns", "dx"), ("N", "C", "H", "W", "OH", "OW"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, size=1):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"size": size})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("p_rows", "p_columns"))
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "p_rows", "p_columns", "dx"), ("N", "C", "H", "W", "OH", "OW"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, size=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"size": size})
    call.add("x_dot", "x", x_dot)
    call.recall(residuals, forward, ("p_rows", "p_columns"))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "p_rows", "p_columns", "y_dot"), ("N", "C", "H", "W", "OH", "OW"))
    return call.result("y_dot")
