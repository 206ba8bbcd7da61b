"""nearest_resize3d: the volume at another size, each place shows the nearest pixel.

Made by `chainrule generate`, version 0.1.0, from the forward of `nearest_resize3d`.  Do not edit.
Run time: 885da59e5e9be48a.

    place_plane[e] = s_d · (e + ε/2)
    plane[e] = {clamp(⌊place_plane[e]⌋, 0, D − 1) if s_d > 0; else ⌊(2·e + ε) · D/(2·OD)⌋}
    place_row[a] = s_h · (a + ε/2)
    row[a] = {clamp(⌊place_row[a]⌋, 0, H − 1) if s_h > 0; else ⌊(2·a + ε) · H/(2·OH)⌋}
    place_column[b] = s_w · (b + ε/2)
    column[b] = {clamp(⌊place_column[b]⌋, 0, W − 1) if s_w > 0; else ⌊(2·b + ε) · W/(2·OW)⌋}
    y[n,c,e,a,b] = x[n, c, plane[e], row[a], column[b]]
    dx[n,c,k,i,j] = Σ_{e,a,b : plane[e] = k, row[a] = i, column[b] = j} dy[n,c,e,a,b]
    clamp(p, l, h): the number nearest to p of those from l to h

Convention: a place on the border of two pixels lies in the later one.

Source: seed 003, nearest neighbour, by size.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 25 places of the kernels. Each of the 12 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .runtime import cell
from .threads import launch
from .vectors import scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'nearest_resize3d',
    'summary': 'the volume at another size, each place shows the nearest pixel',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'D', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OD', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'size', 'symbols': ['OD', 'OH', 'OW'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'exact', 'symbols': ['epsilon'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': 1},
        {'name': 'step', 'symbols': ['s_d', 's_h', 's_w'], 'kind': 'float', 'default': 0.0, 'minimum': 0.0, 'maximum': None},
    ],
    'sizes': {},
    'gradients': {'x': 'vjp_x'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 1024, 'of': ['OD', 'OH', 'OW']},
        {'path': 'ranges', 'at': 24000, 'of': ['C * D * H * N * W + C * N * OD * OH * OW', 'C * N * OD * OH * OW', 'OD', 'OH', 'OW']},
        {'path': 'vector', 'at': 64, 'of': ['OD', 'OH', 'OW', 'W']},
    ],
    'proved': {'in bounds': 25, 'iterations apart': 12},
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
    },
    shapes={
        "x": lambda C, D, H, N, W, **_: (N, C, D, H, W),
        "y": lambda C, N, OD, OH, OW, **_: (N, C, OD, OH, OW),
        "plane": lambda OD, **_: (OD,),
        "row": lambda OH, **_: (OH,),
        "column": lambda OW, **_: (OW,),
    },
    below={"plane": lambda D, **_: D, "row": lambda H, **_: H, "column": lambda W, **_: W},
    places=("plane", "row", "column"),
    strides={'size': ('OD', 'OH', 'OW')},
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, column, W, OW, epsilon, s_w):
    """column[b] = {clamp(⌊s_w · (b + ε/2)⌋, 0, W − 1) if s_w > 0; else ⌊(2·b + ε) · W/(2·OW)⌋}"""
    dtype = np.dtype(np.float64)
    T = dtype.type
    for b_block in range(first, last):
        # column[b] = {clamp(⌊s_w · (b + ε/2)⌋, 0, W − 1) if s_w > 0; else ⌊(2·b + ε) ·
        #     W/(2·OW)⌋}
        for b in range(b_block * 1024, min(OW, b_block * 1024 + 1024)):
            column[U(b)] = (
                min(max(cell((T(b * 2 + epsilon) / T(2)) * s_w), 0), W - 1)
                if s_w > T(0)
                else (W * b * 2 + W * epsilon) // (OW * 2)
            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part4(first, last, x, y, column, plane, row, N, C, D, H, W, OD, OH, OW):
    """y[nc,e,a,b] = x[nc, plane[e], row[a], column[b]]"""
    for task in range(first, last):
        nc = task // (OD * OH)
        e = task // OH % OD
        a = task % OH
        # y[nc,e,a,b] = x[nc, plane[e], row[a], column[b]]
        plane_here = plane[U(e)]
        row_here = row[U(a)]
        for b in range(OW):
            y[U(nc), U(e), U(a), U(b)] = x[U(nc), U(plane_here), U(row_here), U(column[U(b)])]


def _forward(x, y, N, C, D, H, W, OD, OH, OW, epsilon, s_d, s_h, s_w):
    """place_plane[e] = s_d · (e + ε/2)
    plane[e] = {clamp(⌊place_plane[e]⌋, 0, D − 1) if s_d > 0; else ⌊(2·e + ε) · D/(2·OD)⌋}
    place_row[a] = s_h · (a + ε/2)
    row[a] = {clamp(⌊place_row[a]⌋, 0, H − 1) if s_h > 0; else ⌊(2·a + ε) · H/(2·OH)⌋}
    place_column[b] = s_w · (b + ε/2)
    column[b] = {clamp(⌊place_column[b]⌋, 0, W − 1) if s_w > 0; else ⌊(2·b + ε) · W/(2·OW)⌋}
    y[n,c,e,a,b] = x[n, c, plane[e], row[a], column[b]]
    """
    x_rows = x.reshape((C * N, D, H, W))
    y_rows = y.reshape((C * N, OD, OH, OW))
    plane = scratch(OD, np.int64)
    row = scratch(OH, np.int64)
    column = scratch(OW, np.int64)
    launch(_forward_part, (OW - 1) // 1024 + 1, OW, column, W, OW, epsilon, s_w)
    # row[a] = {clamp(⌊s_h · (a + ε/2)⌋, 0, H − 1) if s_h > 0; else ⌊(2·a + ε) ·
    #     H/(2·OH)⌋}
    launch(_forward_part, (OH - 1) // 1024 + 1, OH, row, H, OH, epsilon, s_h)
    # plane[e] = {clamp(⌊s_d · (e + ε/2)⌋, 0, D − 1) if s_d > 0; else ⌊(2·e + ε) ·
    #     D/(2·OD)⌋}
    launch(_forward_part, (OD - 1) // 1024 + 1, OD, plane, D, OD, epsilon, s_d)
    launch(_forward_part4, C * N * OD * OH, C * N * OD * OH * OW, x_rows, y_rows, column, plane, row, N, C, D,
            H, W, OD, OH, OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part4(first, last, dy, dx, column, plane, row, N, C, D, H, W, OD, OH, OW):
    """dx[n'c′, plane[e], row[a], column[b]] += dy[n'c′, e, a, b]"""
    dtype = dy.dtype
    T = dtype.type
    for n_c_ in range(first, last):
        for k in range(D):
            for i in range(H):
                for j in range(W):
                    dx[U(n_c_), U(k), U(i), U(j)] = T(0)
        # dx[n'c′, plane[e], row[a], column[b]] += dy[n'c′, e, a, b]
        for e in range(OD):
            plane_here = plane[U(e)]
            for a in range(OH):
                row_here = row[U(a)]
                for b in range(OW):
                    dx[U(n_c_), U(plane_here), U(row_here), U(column[U(b)])] += dy[U(n_c_), U(e), U(a), U(b)]


def _vjp_x(dy, dx, N, C, D, H, W, OD, OH, OW, epsilon, s_d, s_h, s_w):
    """place_plane[e] = s_d · (e + ε/2)
    plane[e] = {clamp(⌊place_plane[e]⌋, 0, D − 1) if s_d > 0; else ⌊(2·e + ε) · D/(2·OD)⌋}
    place_row[a] = s_h · (a + ε/2)
    row[a] = {clamp(⌊place_row[a]⌋, 0, H − 1) if s_h > 0; else ⌊(2·a + ε) · H/(2·OH)⌋}
    place_column[b] = s_w · (b + ε/2)
    column[b] = {clamp(⌊place_column[b]⌋, 0, W − 1) if s_w > 0; else ⌊(2·b + ε) · W/(2·OW)⌋}
    dx[n,c,k,i,j] = Σ_{e,a,b : plane[e] = k, row[a] = i, column[b] = j} dy[n,c,e,a,b]

    Operations: C·D·H·N·OD·OH·OW·W − C·D·H·N·W additions, terms that a condition drops counted.
    """
    dy_rows = dy.reshape((C * N, OD, OH, OW))
    dx_rows = dx.reshape((C * N, D, H, W))
    plane = scratch(OD, np.int64)
    row = scratch(OH, np.int64)
    column = scratch(OW, np.int64)
    # column[b] = {clamp(⌊s_w · (b + ε/2)⌋, 0, W − 1) if s_w > 0; else ⌊(2·b + ε) ·
    #     W/(2·OW)⌋}
    launch(_forward_part, (OW - 1) // 1024 + 1, OW, column, W, OW, epsilon, s_w)
    # row[a] = {clamp(⌊s_h · (a + ε/2)⌋, 0, H − 1) if s_h > 0; else ⌊(2·a + ε) ·
    #     H/(2·OH)⌋}
    launch(_forward_part, (OH - 1) // 1024 + 1, OH, row, H, OH, epsilon, s_h)
    # plane[e] = {clamp(⌊s_d · (e + ε/2)⌋, 0, D − 1) if s_d > 0; else ⌊(2·e + ε) ·
    #     D/(2·OD)⌋}
    launch(_forward_part, (OD - 1) // 1024 + 1, OD, plane, D, OD, epsilon, s_d)
    launch(_vjp_x_part4, C * N, C * D * H * N * W + C * N * OD * OH * OW, dy_rows, dx_rows, column, plane,
            row, N, C, D, H, W, OD, OH, OW)


def _jvp(x_dot, y_dot, N, C, D, H, W, OD, OH, OW, epsilon, s_d, s_h, s_w):
    """place_plane[e] = s_d · (e + ε/2)
    plane[e] = {clamp(⌊place_plane[e]⌋, 0, D − 1) if s_d > 0; else ⌊(2·e + ε) · D/(2·OD)⌋}
    place_row[a] = s_h · (a + ε/2)
    row[a] = {clamp(⌊place_row[a]⌋, 0, H − 1) if s_h > 0; else ⌊(2·a + ε) · H/(2·OH)⌋}
    place_column[b] = s_w · (b + ε/2)
    column[b] = {clamp(⌊place_column[b]⌋, 0, W − 1) if s_w > 0; else ⌊(2·b + ε) · W/(2·OW)⌋}
    ẏ[n,c,e,a,b] = ẋ[n, c, plane[e], row[a], column[b]]
    """
    x_dot_rows = x_dot.reshape((C * N, D, H, W))
    y_dot_rows = y_dot.reshape((C * N, OD, OH, OW))
    plane = scratch(OD, np.int64)
    row = scratch(OH, np.int64)
    column = scratch(OW, np.int64)
    # column[b] = {clamp(⌊s_w · (b + ε/2)⌋, 0, W − 1) if s_w > 0; else ⌊(2·b + ε) ·
    #     W/(2·OW)⌋}
    launch(_forward_part, (OW - 1) // 1024 + 1, OW, column, W, OW, epsilon, s_w)
    # row[a] = {clamp(⌊s_h · (a + ε/2)⌋, 0, H − 1) if s_h > 0; else ⌊(2·a + ε) ·
    #     H/(2·OH)⌋}
    launch(_forward_part, (OH - 1) // 1024 + 1, OH, row, H, OH, epsilon, s_h)
    # plane[e] = {clamp(⌊s_d · (e + ε/2)⌋, 0, D − 1) if s_d > 0; else ⌊(2·e + ε) ·
    #     D/(2·OD)⌋}
    launch(_forward_part, (OD - 1) // 1024 + 1, OD, plane, D, OD, epsilon, s_d)
    # ẏ[nc,e,a,b] = ẋ[nc, plane[e], row[a], column[b]]
    launch(_forward_part4, C * N * OD * OH, C * N * OD * OH * OW, x_dot_rows, y_dot_rows, column, plane, row,
            N, C, D, H, W, OD, OH, OW)


def forward(x, *, out=None, save=False, size=2, exact=0, step=0.0):
    """the volume at another size, each place shows the nearest pixel; ``save=True`` also returns what the
    gradients can use again.
    """
    call = _LAYER.bind({"x": x}, {"size": size, "exact": exact, "step": step})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "y"), ("N", "C", "D", "H", "W", "OD", "OH", "OW", "epsilon", "s_d", "s_h",
            "s_w"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, size=2, exact=0, step=0.0):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"size": size, "exact": exact, "step": step})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "D", "H", "W", "OD", "OH", "OW", "epsilon", "s_d", "s_h",
            "s_w"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, size=2, exact=0, step=0.0):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"size": size, "exact": exact, "step": step})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "D", "H", "W", "OD", "OH", "OW", "epsilon", "s_d", "s_h",
            "s_w"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, size=2, exact=0, step=0.0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"size": size, "exact": exact, "step": step})
    call.add("x_dot", "x", x_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "y_dot"), ("N", "C", "D", "H", "W", "OD", "OH", "OW", "epsilon", "s_d", "s_h",
            "s_w"))
    return call.result("y_dot")
