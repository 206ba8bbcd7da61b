"""instance_norm: each channel of each image normalised by itself.

Made by `chainrule generate`, version 0.1.0, from the forward of `instance_norm`.  Do not edit.
Run time: 885da59e5e9be48a.

    μ[n,c] = 1/m · Σ_{h,w} x[n,c,h,w]
    var[n,c] = 1/m · Σ_{h,w} (x[n,c,h,w] − μ[n,c])²
    r[n,c] = 1/√(var[n,c] + ε)
    x̂[n,c,h,w] = r[n,c] · (x[n,c,h,w] − μ[n,c])
    y[n,c,h,w] = γ[c]·x̂[n,c,h,w] + β[c]
    dx[n,c,h,w] = γ[c]·r[n,c]/m · (m·dy[n,c,h,w] − Σ_{h′,w′} dy[n,c,h′,w′] − x̂[n,c,h,w] · Σ_{h′,w′}
        dy[n,c,h′,w′] · x̂[n,c,h′,w′])
    dγ[c] = Σ_{n,h,w} dy[n,c,h,w] · x̂[n,c,h,w]
    dβ[c] = Σ_{n,h,w} dy[n,c,h,w]

Source: Ulyanov et al. 2016, eq. 7.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 73 places of the kernels. Each of the 11 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .runtime import carried, plus
from .threads import launch
from .vectors import scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'instance_norm',
    'summary': 'each channel of each image normalised by itself',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'gamma', 'shape': ['C'], 'kind': 'real', 'differentiable': True, 'default': 1},
        {'name': 'beta', 'shape': ['C'], 'kind': 'real', 'differentiable': True, 'default': 0},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'mu', 'shape': ['N', 'C'], 'kind': 'real'},
        {'name': 'var', 'shape': ['N', 'C'], 'kind': 'real'},
    ],
    'options': [
        {'name': 'eps', 'symbols': ['epsilon'], 'kind': 'float', 'default': 1e-05, 'minimum': 0, 'maximum': None},
    ],
    'sizes': {'m': 'H * W'},
    'gradients': {'x': 'vjp_x', 'gamma': 'vjp_gamma', 'beta': 'vjp_beta'},
    'analytic': True,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 1024, 'of': ['C', 'C * N', 'H * W', 'N']},
        {'path': 'ranges', 'at': 24000, 'of': ['C * H * N * W', 'C * H * N * W * 3 + C * N', 'C * N', 'C * N * 2 + C * H * N * W * 3']},
        {'path': 'vector', 'at': 64, 'of': ['C', 'C * N', 'H * W']},
    ],
    'proved': {'in bounds': 73, 'iterations apart': 11},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x", "gamma", "beta"])


class Residuals(namedtuple("Residuals", ["mu", "var"]), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "C", "C"),
        runtime.Step("x", 2, "H", "H"),
        runtime.Step("x", 3, "W", "W"),
        runtime.Step("gamma", 0, "C", "C"),
        runtime.Step("beta", 0, "C", "C"),
    ),
    sizes={
        "m": lambda H, W, **_: H * W,
    },
    shapes={
        "x": lambda C, H, N, W, **_: (N, C, H, W),
        "gamma": lambda C, **_: (C,),
        "beta": lambda C, **_: (C,),
        "y": lambda C, H, N, W, **_: (N, C, H, W),
        "mu": lambda C, N, **_: (N, C),
        "var": lambda C, N, **_: (N, C),
    },
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, gamma, beta, y, mu, var, N, C, H, W, m, epsilon, hw_block_last):
    """μ[n,c] = 1/m · Σ_{hw} x[n,c,hw]
    var[n,c] = 1/m · Σ_{hw} (x[n,c,hw] − μ[n,c])²
    r = 1/√(var[n,c] + ε)
    y[n,c,hw] = r · γ[c] · (x[n,c,hw] − μ[n,c]) + β[c]
    """
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // C
        c = task % C
        # μ[n,c] = 1/m · Σ_{hw} x[n,c,hw]
        acc = T(0)
        rest = T(0)
        for hw_block in range(hw_block_last + 1):
            part = T(0)
            for hw in range(hw_block * 1024, min(H * W, hw_block * 1024 + 1024)):
                part = plus(part, x[U(n), U(c), U(hw)])
            acc, rest = carried(acc, rest, part)
        mu[U(n), U(c)] = acc / T(m)
        # var[n,c] = 1/m · Σ_{hw} (x[n,c,hw] − μ[n,c])²
        acc2 = T(0)
        rest2 = T(0)
        minus_mu = -mu[U(n), U(c)]
        for hw_block in range(hw_block_last + 1):
            part2 = T(0)
            for hw in range(hw_block * 1024, min(H * W, hw_block * 1024 + 1024)):
                part2 = plus(part2, (minus_mu + x[U(n), U(c), U(hw)]) * (minus_mu + x[U(n), U(c), U(hw)]))
            acc2, rest2 = carried(acc2, rest2, part2)
        var[U(n), U(c)] = acc2 / T(m)
        # r = 1/√(var[n,c] + ε)
        r = T(1) / np.sqrt(epsilon + var[U(n), U(c)])
        # y[n,c,hw] = r · γ[c] · (x[n,c,hw] − μ[n,c]) + β[c]
        beta_here = beta[U(c)]
        gamma_r = gamma[U(c)] * r
        for hw in range(H * W):
            y[U(n), U(c), U(hw)] = beta_here + gamma_r * (minus_mu + x[U(n), U(c), U(hw)])


def _forward(x, gamma, beta, y, mu, var, N, C, H, W, m, epsilon):
    """μ[n,c] = 1/m · Σ_{h,w} x[n,c,h,w]
    var[n,c] = 1/m · Σ_{h,w} (x[n,c,h,w] − μ[n,c])²
    r[n,c] = 1/√(var[n,c] + ε)
    x̂[n,c,h,w] = r[n,c] · (x[n,c,h,w] − μ[n,c])
    y[n,c,h,w] = γ[c]·x̂[n,c,h,w] + β[c]

    As compiled:

    μ[n,c] = 1/m · Σ_{hw} x[n,c,hw]
    var[n,c] = 1/m · Σ_{hw} (x[n,c,hw] − μ[n,c])²
    r = 1/√(var[n,c] + ε)
    y[n,c,hw] = r · γ[c] · (x[n,c,hw] − μ[n,c]) + β[c]

    Operations: 3·C·H·N·W multiplications, 5·C·H·N·W − C·N additions.
    """
    x_rows = x.reshape((N, C, H * W))
    y_rows = y.reshape((N, C, H * W))
    hw_block_last = (H * W - 1) // 1024
    launch(_forward_part, N * C, C * H * N * W * 3 + C * N, x_rows, gamma, beta, y_rows, mu, var, N, C, H, W,
            m, epsilon, hw_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, x, gamma, mu, var, dx, N, C, H, W, m, epsilon, h_w__block_last):
    """dx_sum = Σ_{h'w′} dy[n, c, h'w′]
    r = 1/√(var[n,c] + ε)
    dx_sum2 = Σ_{h'w′} r · dy[n, c, h'w′] · (x[n, c, h'w′] − μ[n,c])
    dx[n,c,hw] = r·γ[c]/m · (m·dy[n,c,hw] − dx_sum − dx_sum2 · r · (x[n,c,hw] − μ[n,c]))
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // C
        c = task % C
        # dx_sum = Σ_{h'w′} dy[n, c, h'w′]
        acc = T(0)
        # r = 1/√(var[n,c] + ε)
        r = T(1) / np.sqrt(epsilon + var[U(n), U(c)])
        # dx_sum2 = Σ_{h'w′} r · dy[n, c, h'w′] · (x[n, c, h'w′] − μ[n,c])
        acc2 = T(0)
        rest = T(0)
        rest2 = T(0)
        minus_mu = -mu[U(n), U(c)]
        for h_w__block in range(h_w__block_last + 1):
            part = T(0)
            part2 = T(0)
            for h_w_ in range(h_w__block * 1024, min(H * W, h_w__block * 1024 + 1024)):
                part = plus(part, dy[U(n), U(c), U(h_w_)])
                part2 = plus(part2, dy[U(n), U(c), U(h_w_)] * (minus_mu + x[U(n), U(c), U(h_w_)]) * r)
            acc, rest = carried(acc, rest, part)
            acc2, rest2 = carried(acc2, rest2, part2)
        dx_sum = acc
        dx_sum2 = acc2
        # dx[n,c,hw] = r·γ[c]/m · (m·dy[n,c,hw] − dx_sum − dx_sum2 · r · (x[n,c,hw] − μ[n,c]))
        gamma_r_over_m = gamma[U(c)] * r / T(m)
        minus_dx_sum = -dx_sum
        minus_dx_sum2_r = -dx_sum2 * r
        for hw in range(H * W):
            dx[U(n), U(c), U(hw)] = (
                gamma_r_over_m
                * (
                    T(m) * dy[U(n), U(c), U(hw)]
                    + minus_dx_sum
                    + minus_dx_sum2_r * (minus_mu + x[U(n), U(c), U(hw)])
                )
            )


def _vjp_x(dy, x, gamma, mu, var, dx, N, C, H, W, m, epsilon):
    """r[n,c] = 1/√(var[n,c] + ε)
    x̂[n,c,h,w] = r[n,c] · (x[n,c,h,w] − μ[n,c])
    dx[n,c,h,w] = γ[c]·r[n,c]/m · (m·dy[n,c,h,w] − Σ_{h′,w′} dy[n,c,h′,w′] − x̂[n,c,h,w] · Σ_{h′,w′}
        dy[n,c,h′,w′] · x̂[n,c,h′,w′])

    As compiled:

    dx_sum = Σ_{h'w′} dy[n, c, h'w′]
    r = 1/√(var[n,c] + ε)
    dx_sum2 = Σ_{h'w′} r · dy[n, c, h'w′] · (x[n, c, h'w′] − μ[n,c])
    dx[n,c,hw] = r·γ[c]/m · (m·dy[n,c,hw] − dx_sum − dx_sum2 · r · (x[n,c,hw] − μ[n,c]))

    Operations: 5·C·H·N·W multiplications, 5·C·H·N·W − C·N additions.
    """
    dy_rows = dy.reshape((N, C, H * W))
    x_rows = x.reshape((N, C, H * W))
    dx_rows = dx.reshape((N, C, H * W))
    h_w__block_last = (H * W - 1) // 1024
    launch(_vjp_x_part, N * C, C * H * N * W * 3 + C * N, dy_rows, x_rows, gamma, mu, var, dx_rows, N, C, H,
            W, m, epsilon, h_w__block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_gamma_part(first, last, r, var, N, C, epsilon):
    """r[n,c] = 1/√(var[n,c] + ε)"""
    dtype = r.dtype
    T = dtype.type
    for z_block in range(first, last):
        # r[n,c] = 1/√(var[n,c] + ε)
        for z in range(z_block * 1024, min(C * N, z_block * 1024 + 1024)):
            r[U(z)] = T(1) / np.sqrt(epsilon + var[U(z)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_gamma_part2(first, last, dy, x, mu, dgamma, r, N, C, H, W, hw_block_last):
    """dγ[c] = Σ_{n,hw} dy[n,c,hw] · r[n,c] · (x[n,c,hw] − μ[n,c])"""
    dtype = dy.dtype
    T = dtype.type
    for c in range(first, last):
        # dγ[c] = Σ_{n,hw} dy[n,c,hw] · r[n,c] · (x[n,c,hw] − μ[n,c])
        acc = T(0)
        rest = T(0)
        for n in range(N):
            r_here = r[U(n), U(c)]
            minus_mu = -mu[U(n), U(c)]
            for hw_block in range(hw_block_last + 1):
                part = T(0)
                for hw in range(hw_block * 1024, min(H * W, hw_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(c), U(hw)] * (minus_mu + x[U(n), U(c), U(hw)]) * r_here)
                acc, rest = carried(acc, rest, part)
        dgamma[U(c)] = acc


def _vjp_gamma(dy, x, mu, var, dgamma, N, C, H, W, epsilon):
    """r[n,c] = 1/√(var[n,c] + ε)
    x̂[n,c,h,w] = r[n,c] · (x[n,c,h,w] − μ[n,c])
    dγ[c] = Σ_{n,h,w} dy[n,c,h,w] · x̂[n,c,h,w]

    Operations: 2·C·H·N·W multiplications, 2·C·H·N·W + C·N − C additions.
    """
    dtype = dgamma.dtype
    dy_rows = dy.reshape((N, C, H * W))
    x_rows = x.reshape((N, C, H * W))
    r = scratch((N, C), dtype)
    launch(_vjp_gamma_part, (C * N - 1) // 1024 + 1, C * N, r.reshape(C * N), var.reshape(C * N), N, C,
            epsilon)
    hw_block_last = (H * W - 1) // 1024
    launch(_vjp_gamma_part2, C, C * H * N * W, dy_rows, x_rows, mu, dgamma, r, N, C, H, W, hw_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_beta_part(first, last, dy, dbeta, N, C, H, W, hw_block_last):
    """dβ[c] = Σ_{n,hw} dy[n,c,hw]"""
    dtype = dy.dtype
    T = dtype.type
    for c in range(first, last):
        # dβ[c] = Σ_{n,hw} dy[n,c,hw]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for hw_block in range(hw_block_last + 1):
                part = T(0)
                for hw in range(hw_block * 1024, min(H * W, hw_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(c), U(hw)])
                acc, rest = carried(acc, rest, part)
        dbeta[U(c)] = acc


def _vjp_beta(dy, dbeta, N, C, H, W):
    """dβ[c] = Σ_{n,h,w} dy[n,c,h,w]

    As compiled:

    dβ[c] = Σ_{n,hw} dy[n,c,hw]

    Operations: C·H·N·W − C additions.
    """
    dy_rows = dy.reshape((N, C, H * W))
    hw_block_last = (H * W - 1) // 1024
    launch(_vjp_beta_part, C, C * H * N * W, dy_rows, dbeta, N, C, H, W, hw_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_part(first, last, dy, x, gamma, mu, var, dx, dx_sum2_part, dx_sum_part, r, N, C, H, W, m, epsilon,
        h_w__block_last):
    """dx_sum_part[n,c] = Σ_{h'w′} dy[n, c, h'w′]
    dx_sum2_part[n,c] = Σ_{h'w′} dy[n, c, h'w′] · (x[n, c, h'w′] − μ[n,c])
    r[n,c] = 1/√(var[n,c] + ε)
    dx[n,c,hw] = γ[c]·r[n,c]/m · (m·dy[n,c,hw] − dx_sum_part[n,c] − dx_sum2_part[n,c] · r[n,c]² ·
        (x[n,c,hw] − μ[n,c]))
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // C
        c = task % C
        # dx_sum_part[n,c] = Σ_{h'w′} dy[n, c, h'w′]
        acc = T(0)
        # dx_sum2_part[n,c] = Σ_{h'w′} dy[n, c, h'w′] · (x[n, c, h'w′] − μ[n,c])
        acc2 = T(0)
        rest = T(0)
        rest2 = T(0)
        minus_mu = -mu[U(n), U(c)]
        for h_w__block in range(h_w__block_last + 1):
            part = T(0)
            part2 = T(0)
            for h_w_ in range(h_w__block * 1024, min(H * W, h_w__block * 1024 + 1024)):
                part = plus(part, dy[U(n), U(c), U(h_w_)])
                part2 = plus(part2, dy[U(n), U(c), U(h_w_)] * (minus_mu + x[U(n), U(c), U(h_w_)]))
            acc, rest = carried(acc, rest, part)
            acc2, rest2 = carried(acc2, rest2, part2)
        dx_sum_part[U(n), U(c)] = acc
        dx_sum2_part[U(n), U(c)] = acc2
        # r[n,c] = 1/√(var[n,c] + ε)
        r[U(n), U(c)] = T(1) / np.sqrt(epsilon + var[U(n), U(c)])
        # dx[n,c,hw] = γ[c]·r[n,c]/m · (m·dy[n,c,hw] − dx_sum_part[n,c] − dx_sum2_part[n,c] ·
        #     r[n,c]² · (x[n,c,hw] − μ[n,c]))
        gamma_r_over_m = gamma[U(c)] * r[U(n), U(c)] / T(m)
        minus_dx_sum_part = -dx_sum_part[U(n), U(c)]
        factor = -dx_sum2_part[U(n), U(c)] * (r[U(n), U(c)] * r[U(n), U(c)])
        for hw in range(H * W):
            dx[U(n), U(c), U(hw)] = (
                (
                    factor * (minus_mu + x[U(n), U(c), U(hw)])
                    + T(m) * dy[U(n), U(c), U(hw)]
                    + minus_dx_sum_part
                )
                * gamma_r_over_m
            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_part2(first, last, dx_sum2_part, parts_2, r, N, C):
    """dγ[c] = Σ_n dx_sum2_part[n,c] · r[n,c]"""
    dtype = dx_sum2_part.dtype
    T = dtype.type
    for task in range(first, last):
        n_block = task // (((C - 1) // 1024 + 1))
        c_block = task % ((C - 1) // 1024 + 1)
        # dγ[c] = Σ_n dx_sum2_part[n,c] · r[n,c]
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            parts_2[U(n_block), U(c)] = T(0)
        for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                parts_2[U(n_block), U(c)] += dx_sum2_part[U(n), U(c)] * r[U(n), U(c)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_part3(first, last, dgamma, parts_2, N, C, n_block_last):
    """dγ[c] = Σ_n dx_sum2_part[n,c] · r[n,c]"""
    dtype = dgamma.dtype
    T = dtype.type
    rest3 = np.empty(1024, dtype)
    for c_block in range(first, last):
        # dγ[c] = Σ_n dx_sum2_part[n,c] · r[n,c]
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            dgamma[U(c)] = T(0)
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            rest3[U(c - (c_block * 1024))] = T(0)
        for n_block in range(n_block_last + 1):
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                dgamma[U(c)], rest3[U(c - (c_block * 1024))] = carried(dgamma[U(c)], rest3[U(c - (c_block * 1024))], parts_2[U(n_block), U(c)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_part4(first, last, dx_sum_part, parts2, N, C):
    """dβ[c] = Σ_n dx_sum_part[n,c]"""
    dtype = dx_sum_part.dtype
    T = dtype.type
    for task in range(first, last):
        n_block = task // (((C - 1) // 1024 + 1))
        c_block = task % ((C - 1) // 1024 + 1)
        # dβ[c] = Σ_n dx_sum_part[n,c]
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            parts2[U(n_block), U(c)] = T(0)
        for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                parts2[U(n_block), U(c)] += dx_sum_part[U(n), U(c)]


def _vjp(dy, x, gamma, mu, var, dx, dgamma, dbeta, N, C, H, W, m, epsilon):
    """r[n,c] = 1/√(var[n,c] + ε)
    x̂[n,c,h,w] = r[n,c] · (x[n,c,h,w] − μ[n,c])
    dx[n,c,h,w] = γ[c]·r[n,c]/m · (m·dy[n,c,h,w] − Σ_{h′,w′} dy[n,c,h′,w′] − x̂[n,c,h,w] · Σ_{h′,w′}
        dy[n,c,h′,w′] · x̂[n,c,h′,w′])
    dγ[c] = Σ_{n,h,w} dy[n,c,h,w] · x̂[n,c,h,w]
    dβ[c] = Σ_{n,h,w} dy[n,c,h,w]

    Operations: 6·C·H·N·W multiplications, 7·C·H·N·W − 2·C − C·N additions.
    """
    dtype = dx.dtype
    dy_rows = dy.reshape((N, C, H * W))
    x_rows = x.reshape((N, C, H * W))
    dx_rows = dx.reshape((N, C, H * W))
    h_w__block_last = (H * W - 1) // 1024
    dx_sum_part = scratch((N, C), dtype)
    dx_sum2_part = scratch((N, C), dtype)
    r = scratch((N, C), dtype)
    launch(_vjp_part, N * C, C * H * N * W * 3 + C * N, dy_rows, x_rows, gamma, mu, var, dx_rows,
            dx_sum2_part, dx_sum_part, r, N, C, H, W, m, epsilon, h_w__block_last)
    parts_2 = scratch((max(0, (N - 1) // 1024 + 1), C), dtype)
    launch(_vjp_part2, ((N - 1) // 1024 + 1) * ((C - 1) // 1024 + 1), C * N, dx_sum2_part, parts_2, r, N, C)
    n_block_last = (N - 1) // 1024
    launch(_vjp_part3, (C - 1) // 1024 + 1, C * N, dgamma, parts_2, N, C, n_block_last)
    parts2 = scratch((max(0, (N - 1) // 1024 + 1), C), dtype)
    launch(_vjp_part4, ((N - 1) // 1024 + 1) * ((C - 1) // 1024 + 1), C * N, dx_sum_part, parts2, N, C)
    # dβ[c] = Σ_n dx_sum_part[n,c]
    launch(_vjp_part3, (C - 1) // 1024 + 1, C * N, dbeta, parts2, N, C, n_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, gamma_dot, beta_dot, x, gamma, mu, var, y_dot, N, C, H, W, m, epsilon,
        hw_block_last):
    """μ̇ = 1/m · Σ_{hw} ẋ[n,c,hw]
    var_dot = 2/m · Σ_{hw} (ẋ[n,c,hw] − μ̇) · (x[n,c,hw] − μ[n,c])
    ṙ = −var_dot/(2 · (var[n,c] + ε)^(3/2))
    r = 1/√(var[n,c] + ε)
    ẏ[n,c,hw] = r · γ̇[c] · (x[n,c,hw] − μ[n,c]) + γ[c] · (r · (ẋ[n,c,hw] − μ̇) + ṙ · (x[n,c,hw] −
        μ[n,c])) + β̇[c]
    """
    dtype = x_dot.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // C
        c = task % C
        # μ̇ = 1/m · Σ_{hw} ẋ[n,c,hw]
        acc = T(0)
        rest = T(0)
        for hw_block in range(hw_block_last + 1):
            part = T(0)
            for hw in range(hw_block * 1024, min(H * W, hw_block * 1024 + 1024)):
                part = plus(part, x_dot[U(n), U(c), U(hw)])
            acc, rest = carried(acc, rest, part)
        mu_dot = acc / T(m)
        # var_dot = 2/m · Σ_{hw} (ẋ[n,c,hw] − μ̇) · (x[n,c,hw] − μ[n,c])
        acc2 = T(0)
        rest2 = T(0)
        minus_mu_dot = -mu_dot
        minus_mu = -mu[U(n), U(c)]
        for hw_block in range(hw_block_last + 1):
            part2 = T(0)
            for hw in range(hw_block * 1024, min(H * W, hw_block * 1024 + 1024)):
                part2 = plus(
                    part2,
                    (minus_mu + x[U(n), U(c), U(hw)]) * (minus_mu_dot + x_dot[U(n), U(c), U(hw)]),
                )
            acc2, rest2 = carried(acc2, rest2, part2)
        var_dot = T(2) * acc2 / T(m)
        # ṙ = −var_dot/(2 · (var[n,c] + ε)^(3/2))
        r_dot = -var_dot / (T(2) * ((epsilon + var[U(n), U(c)]) * np.sqrt(epsilon + var[U(n), U(c)])))
        # r = 1/√(var[n,c] + ε)
        r = T(1) / np.sqrt(epsilon + var[U(n), U(c)])
        # ẏ[n,c,hw] = r · γ̇[c] · (x[n,c,hw] − μ[n,c]) + γ[c] · (r · (ẋ[n,c,hw] − μ̇) + ṙ ·
        #     (x[n,c,hw] − μ[n,c])) + β̇[c]
        beta_dot_here = beta_dot[U(c)]
        gamma_here = gamma[U(c)]
        gamma_dot_r = gamma_dot[U(c)] * r
        for hw in range(H * W):
            y_dot[U(n), U(c), U(hw)] = (
                beta_dot_here
                + gamma_dot_r * (minus_mu + x[U(n), U(c), U(hw)])
                + gamma_here
                * ((minus_mu_dot + x_dot[U(n), U(c), U(hw)]) * r + (minus_mu + x[U(n), U(c), U(hw)]) * r_dot)
            )


def _jvp(x_dot, gamma_dot, beta_dot, x, gamma, mu, var, y_dot, N, C, H, W, m, epsilon):
    """r[n,c] = 1/√(var[n,c] + ε)
    x̂[n,c,h,w] = r[n,c] · (x[n,c,h,w] − μ[n,c])
    μ̇[n,c] = 1/m · Σ_{h,w} ẋ[n,c,h,w]
    var_dot[n,c] = 2/m · Σ_{h,w} (x[n,c,h,w] − μ[n,c]) · (ẋ[n,c,h,w] − μ̇[n,c])
    ṙ[n,c] = −var_dot[n,c]/(2 · (var[n,c] + ε)^(3/2))
    x̂̇[n,c,h,w] = ṙ[n,c] · (x[n,c,h,w] − μ[n,c]) + r[n,c] · (ẋ[n,c,h,w] − μ̇[n,c])
    ẏ[n,c,h,w] = γ[c]·x̂̇[n,c,h,w] + γ̇[c]·x̂[n,c,h,w] + β̇[c]

    As compiled:

    μ̇ = 1/m · Σ_{hw} ẋ[n,c,hw]
    var_dot = 2/m · Σ_{hw} (ẋ[n,c,hw] − μ̇) · (x[n,c,hw] − μ[n,c])
    ṙ = −var_dot/(2 · (var[n,c] + ε)^(3/2))
    r = 1/√(var[n,c] + ε)
    ẏ[n,c,hw] = r · γ̇[c] · (x[n,c,hw] − μ[n,c]) + γ[c] · (r · (ẋ[n,c,hw] − μ̇) + ṙ · (x[n,c,hw] −
        μ[n,c])) + β̇[c]

    Operations: 6·C·H·N·W + C·N multiplications, 10·C·H·N·W additions.
    """
    x_dot_rows = x_dot.reshape((N, C, H * W))
    x_rows = x.reshape((N, C, H * W))
    y_dot_rows = y_dot.reshape((N, C, H * W))
    hw_block_last = (H * W - 1) // 1024
    launch(_jvp_part, N * C, C * N * 2 + C * H * N * W * 3, x_dot_rows, gamma_dot, beta_dot, x_rows, gamma,
            mu, var, y_dot_rows, N, C, H, W, m, epsilon, hw_block_last)


def forward(x, gamma=None, beta=None, *, out=None, save=False, eps=1e-05):
    """each channel of each image normalised by itself; ``save=True`` also returns what the gradients can use
    again.
    """
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta}, {"eps": eps})
    call.new_all(("y",), out)
    call.new("mu", "mu")
    call.new("var", "var")
    call.run(_forward, ("x", "gamma", "beta", "y", "mu", "var"), ("N", "C", "H", "W", "m", "epsilon"))
    result = call.result("y")
    return (result, call.save(Residuals, ("mu", "var"))) if call.asked("save", save) else result


def vjp_x(dy, x, gamma=None, beta=None, *, residuals=None, out=None, eps=1e-05):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta}, {"eps": eps})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("mu", "var"))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "x", "gamma", "mu", "var", "dx"), ("N", "C", "H", "W", "m", "epsilon"))
    return call.result("dx")


def vjp_gamma(dy, x, gamma=None, beta=None, *, residuals=None, out=None, eps=1e-05):
    """The gradient of gamma, given dy."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta}, {"eps": eps})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("mu", "var"))
    call.new("dgamma", "gamma", out)
    call.run(_vjp_gamma, ("dy", "x", "mu", "var", "dgamma"), ("N", "C", "H", "W", "epsilon"))
    return call.result("dgamma")


def vjp_beta(dy, x, gamma=None, beta=None, *, residuals=None, out=None, eps=1e-05):
    """The gradient of beta, given dy."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta}, {"eps": eps})
    call.add("dy", "y", dy)
    call.new("dbeta", "beta", out)
    call.run(_vjp_beta, ("dy", "dbeta"), ("N", "C", "H", "W"))
    return call.result("dbeta")


def vjp(dy, x, gamma=None, beta=None, *, residuals=None, eps=1e-05):
    """The gradients of x, gamma, beta."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta}, {"eps": eps})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("mu", "var"))
    call.new("dx", "x")
    call.new("dgamma", "gamma")
    call.new("dbeta", "beta")
    call.run(_vjp, ("dy", "x", "gamma", "mu", "var", "dx", "dgamma", "dbeta"), ("N", "C", "H", "W", "m",
            "epsilon"))
    return Gradients(*call.results(("dx", "dgamma", "dbeta")))


def jvp(x, gamma=None, beta=None, *, x_dot=None, gamma_dot=None, beta_dot=None, residuals=None, eps=1e-05):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta}, {"eps": eps})
    call.add("x_dot", "x", x_dot)
    call.add("gamma_dot", "gamma", gamma_dot)
    call.add("beta_dot", "beta", beta_dot)
    call.recall(residuals, forward, ("mu", "var"))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "gamma_dot", "beta_dot", "x", "gamma", "mu", "var", "y_dot"), ("N", "C", "H",
            "W", "m", "epsilon"))
    return call.result("y_dot")
