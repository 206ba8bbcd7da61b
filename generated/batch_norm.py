"""batch_norm: batch normalisation over N, H, W with the statistics of the batch (training).

Made by `chainrule generate`, version 0.1.0, from the forward of `batch_norm`.  Do not edit.
Run time: 885da59e5e9be48a.

    μ[c] = 1/m · Σ_{n,h,w} x[n,c,h,w]
    var[c] = 1/m · Σ_{n,h,w} (x[n,c,h,w] − μ[c])²
    r[c] = 1/√(var[c] + ε)
    x̂[n,c,h,w] = r[c] · (x[n,c,h,w] − μ[c])
    y[n,c,h,w] = γ[c]·x̂[n,c,h,w] + β[c]
    new_running_mean[c] = ρ·μ[c] + (1 − ρ) · running_mean[c]
    new_running_var[c] = (1 − ρ) · running_var[c] + ρ · var[c] · {m/(m − κ) if m > κ; else 1}
    dx[n,c,h,w] = γ[c]·r[c]/m · (m·dy[n,c,h,w] − Σ_{n′,h′,w′} dy[n′,c,h′,w′] − x̂[n,c,h,w] · Σ_{n′,h′,w′}
        dy[n′,c,h′,w′] · x̂[n′,c,h′,w′])
    dγ[c] = Σ_{n,h,w} dy[n,c,h,w] · x̂[n,c,h,w]
    dβ[c] = Σ_{n,h,w} dy[n,c,h,w]

Convention: running variance is updated with the unbiased estimate m/(m-1) var, with correction 0 by var.

Source: Ioffe & Szegedy 2015, algorithm 1.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 57 places of the kernels. Each of the 7 parallel loops has no two iterations that write the
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
    'name': 'batch_norm',
    'summary': 'batch normalisation over N, H, W with the statistics of the batch (training)',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'gamma', 'shape': ['C'], 'kind': 'real', 'differentiable': True, 'default': 1},
        {'name': 'beta', 'shape': ['C'], 'kind': 'real', 'differentiable': True, 'default': 0},
        {'name': 'running_mean', 'shape': ['C'], 'kind': 'real', 'differentiable': False, 'default': 0},
        {'name': 'running_var', 'shape': ['C'], 'kind': 'real', 'differentiable': False, 'default': 1},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real'},
    ],
    'aux': [
        {'name': 'new_running_mean', 'shape': ['C'], 'kind': 'real'},
        {'name': 'new_running_var', 'shape': ['C'], 'kind': 'real'},
    ],
    'residuals': [
        {'name': 'mu', 'shape': ['C'], 'kind': 'real'},
        {'name': 'var', 'shape': ['C'], 'kind': 'real'},
    ],
    'options': [
        {'name': 'eps', 'symbols': ['epsilon'], 'kind': 'float', 'default': 1e-05, 'minimum': 0, 'maximum': None},
        {'name': 'momentum', 'symbols': ['rho'], 'kind': 'float', 'default': 0.1, 'minimum': 0, 'maximum': None},
        {'name': 'correction', 'symbols': ['kappa'], 'kind': 'int', 'default': 1, 'minimum': 0, 'maximum': 1},
    ],
    'sizes': {'m': 'H * N * W'},
    'gradients': {'x': 'vjp_x', 'gamma': 'vjp_gamma', 'beta': 'vjp_beta'},
    'analytic': True,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 1024, 'of': ['C', 'H * W']},
        {'path': 'ranges', 'at': 24000, 'of': ['C', 'C * 2 + C * H * N * W * 3', 'C * 3 + C * H * N * W * 3', 'C * H * N * W', 'C * H * N * W * 3 + C']},
        {'path': 'vector', 'at': 64, 'of': ['C', 'H * W']},
    ],
    'proved': {'in bounds': 57, 'iterations apart': 7},
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
        runtime.Step("running_mean", 0, "C", "C"),
        runtime.Step("running_var", 0, "C", "C"),
    ),
    sizes={
        "m": lambda H, N, W, **_: H * N * W,
    },
    shapes={
        "x": lambda C, H, N, W, **_: (N, C, H, W),
        "gamma": lambda C, **_: (C,),
        "beta": lambda C, **_: (C,),
        "running_mean": lambda C, **_: (C,),
        "running_var": lambda C, **_: (C,),
        "y": lambda C, H, N, W, **_: (N, C, H, W),
        "new_running_mean": lambda C, **_: (C,),
        "new_running_var": lambda C, **_: (C,),
        "mu": lambda C, **_: (C,),
        "var": lambda C, **_: (C,),
    },
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, gamma, beta, running_mean, running_var, y, new_running_mean,
        new_running_var, mu, var, N, C, H, W, m, epsilon, rho, kappa, hw_block_last):
    """μ[c] = 1/m · Σ_{n,hw} x[n,c,hw]
    var[c] = 1/m · Σ_{n,hw} (x[n,c,hw] − μ[c])²
    r = 1/√(var[c] + ε)
    y[n,c,hw] = r · γ[c] · (x[n,c,hw] − μ[c]) + β[c]
    new_running_mean[c] = ρ·μ[c] + (1 − ρ) · running_mean[c]
    new_running_var[c] = (1 − ρ) · running_var[c] + ρ · var[c] · {m/(m − κ) if m > κ; else 1}
    """
    dtype = x.dtype
    T = dtype.type
    term = T(1) - rho
    factor = (T(m) / T(m - kappa) if m >= kappa + 1 else T(1)) * rho
    for c in range(first, last):
        # μ[c] = 1/m · Σ_{n,hw} x[n,c,hw]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for hw_block in range(hw_block_last + 1):
                part = T(0)
                for hw in range(hw_block * 1024, min(H * W, hw_block * 1024 + 1024)):
                    part = plus(part, x[U(n), U(c), U(hw)])
                acc, rest = carried(acc, rest, part)
        mu[U(c)] = acc / T(m)
        # var[c] = 1/m · Σ_{n,hw} (x[n,c,hw] − μ[c])²
        acc2 = T(0)
        rest2 = T(0)
        minus_mu = -mu[U(c)]
        for n in range(N):
            for hw_block in range(hw_block_last + 1):
                part2 = T(0)
                for hw in range(hw_block * 1024, min(H * W, hw_block * 1024 + 1024)):
                    part2 = plus(part2, (minus_mu + x[U(n), U(c), U(hw)]) * (minus_mu + x[U(n), U(c), U(hw)]))
                acc2, rest2 = carried(acc2, rest2, part2)
        var[U(c)] = acc2 / T(m)
        # r = 1/√(var[c] + ε)
        r = T(1) / np.sqrt(epsilon + var[U(c)])
        # y[n,c,hw] = r · γ[c] · (x[n,c,hw] − μ[c]) + β[c]
        beta_here = beta[U(c)]
        gamma_r = gamma[U(c)] * r
        for n in range(N):
            for hw in range(H * W):
                y[U(n), U(c), U(hw)] = beta_here + gamma_r * (minus_mu + x[U(n), U(c), U(hw)])
        # new_running_mean[c] = ρ·μ[c] + (1 − ρ) · running_mean[c]
        new_running_mean[U(c)] = mu[U(c)] * rho + running_mean[U(c)] * term
        # new_running_var[c] = (1 − ρ) · running_var[c] + ρ · var[c] · {m/(m − κ) if m > κ;
        #     else 1}
        new_running_var[U(c)] = factor * var[U(c)] + running_var[U(c)] * term


def _forward(x, gamma, beta, running_mean, running_var, y, new_running_mean, new_running_var, mu, var, N, C,
        H, W, m, epsilon, rho, kappa):
    """μ[c] = 1/m · Σ_{n,h,w} x[n,c,h,w]
    var[c] = 1/m · Σ_{n,h,w} (x[n,c,h,w] − μ[c])²
    r[c] = 1/√(var[c] + ε)
    x̂[n,c,h,w] = r[c] · (x[n,c,h,w] − μ[c])
    y[n,c,h,w] = γ[c]·x̂[n,c,h,w] + β[c]
    new_running_mean[c] = ρ·μ[c] + (1 − ρ) · running_mean[c]
    new_running_var[c] = (1 − ρ) · running_var[c] + ρ · var[c] · {m/(m − κ) if m > κ; else 1}

    As compiled:

    μ[c] = 1/m · Σ_{n,hw} x[n,c,hw]
    var[c] = 1/m · Σ_{n,hw} (x[n,c,hw] − μ[c])²
    r = 1/√(var[c] + ε)
    y[n,c,hw] = r · γ[c] · (x[n,c,hw] − μ[c]) + β[c]

    Operations: 3·C·H·N·W multiplications, 5·C·H·N·W + C additions, terms that a condition drops counted.
    """
    x_rows = x.reshape((N, C, H * W))
    y_rows = y.reshape((N, C, H * W))
    hw_block_last = (H * W - 1) // 1024
    launch(_forward_part, C, C * 3 + C * H * N * W * 3, x_rows, gamma, beta, running_mean, running_var,
            y_rows, new_running_mean, new_running_var, mu, var, N, C, H, W, m, epsilon, rho, kappa,
            hw_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, x, gamma, mu, var, dx, N, C, H, W, m, epsilon, h_w__block_last):
    """dx_sum = Σ_{n,h'w′} dy[n, c, h'w′]
    r = 1/√(var[c] + ε)
    dx_sum2 = Σ_{n,h'w′} r · dy[n, c, h'w′] · (x[n, c, h'w′] − μ[c])
    dx[n,c,hw] = r·γ[c]/m · (m·dy[n,c,hw] − dx_sum − dx_sum2 · r · (x[n,c,hw] − μ[c]))
    """
    dtype = dy.dtype
    T = dtype.type
    for c in range(first, last):
        # dx_sum = Σ_{n,h'w′} dy[n, c, h'w′]
        acc = T(0)
        # r = 1/√(var[c] + ε)
        r = T(1) / np.sqrt(epsilon + var[U(c)])
        # dx_sum2 = Σ_{n,h'w′} r · dy[n, c, h'w′] · (x[n, c, h'w′] − μ[c])
        acc2 = T(0)
        rest = T(0)
        rest2 = T(0)
        minus_mu = -mu[U(c)]
        for n_ in range(N):
            for h_w__block in range(h_w__block_last + 1):
                part = T(0)
                part2 = T(0)
                for h_w_ in range(h_w__block * 1024, min(H * W, h_w__block * 1024 + 1024)):
                    part = plus(part, dy[U(n_), U(c), U(h_w_)])
                    part2 = plus(part2, dy[U(n_), U(c), U(h_w_)] * (minus_mu + x[U(n_), U(c), U(h_w_)]) * r)
                acc, rest = carried(acc, rest, part)
                acc2, rest2 = carried(acc2, rest2, part2)
        dx_sum = acc
        dx_sum2 = acc2
        # dx[n,c,hw] = r·γ[c]/m · (m·dy[n,c,hw] − dx_sum − dx_sum2 · r · (x[n,c,hw] − μ[c]))
        gamma_r_over_m = gamma[U(c)] * r / T(m)
        minus_dx_sum = -dx_sum
        minus_dx_sum2_r = -dx_sum2 * r
        for n in range(N):
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
    """r[c] = 1/√(var[c] + ε)
    x̂[n,c,h,w] = r[c] · (x[n,c,h,w] − μ[c])
    dx[n,c,h,w] = γ[c]·r[c]/m · (m·dy[n,c,h,w] − Σ_{n′,h′,w′} dy[n′,c,h′,w′] − x̂[n,c,h,w] · Σ_{n′,h′,w′}
        dy[n′,c,h′,w′] · x̂[n′,c,h′,w′])

    As compiled:

    dx_sum = Σ_{n,h'w′} dy[n, c, h'w′]
    r = 1/√(var[c] + ε)
    dx_sum2 = Σ_{n,h'w′} r · dy[n, c, h'w′] · (x[n, c, h'w′] − μ[c])
    dx[n,c,hw] = r·γ[c]/m · (m·dy[n,c,hw] − dx_sum − dx_sum2 · r · (x[n,c,hw] − μ[c]))

    Operations: 5·C·H·N·W multiplications, 5·C·H·N·W − C additions.
    """
    dy_rows = dy.reshape((N, C, H * W))
    x_rows = x.reshape((N, C, H * W))
    dx_rows = dx.reshape((N, C, H * W))
    h_w__block_last = (H * W - 1) // 1024
    launch(_vjp_x_part, C, C * H * N * W * 3 + C, dy_rows, x_rows, gamma, mu, var, dx_rows, N, C, H, W, m,
            epsilon, h_w__block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_gamma_part(first, last, var, r, C, epsilon):
    """r[c] = 1/√(var[c] + ε)"""
    dtype = var.dtype
    T = dtype.type
    for c_block in range(first, last):
        # r[c] = 1/√(var[c] + ε)
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            r[U(c)] = T(1) / np.sqrt(epsilon + var[U(c)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_gamma_part2(first, last, dy, x, mu, dgamma, r, N, C, H, W, hw_block_last):
    """dγ[c] = Σ_{n,hw} r[c] · dy[n,c,hw] · (x[n,c,hw] − μ[c])"""
    dtype = dy.dtype
    T = dtype.type
    for c in range(first, last):
        # dγ[c] = Σ_{n,hw} r[c] · dy[n,c,hw] · (x[n,c,hw] − μ[c])
        acc = T(0)
        rest = T(0)
        r_here = r[U(c)]
        minus_mu = -mu[U(c)]
        for n in range(N):
            for hw_block in range(hw_block_last + 1):
                part = T(0)
                for hw in range(hw_block * 1024, min(H * W, hw_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(c), U(hw)] * (minus_mu + x[U(n), U(c), U(hw)]) * r_here)
                acc, rest = carried(acc, rest, part)
        dgamma[U(c)] = acc


def _vjp_gamma(dy, x, mu, var, dgamma, N, C, H, W, epsilon):
    """r[c] = 1/√(var[c] + ε)
    x̂[n,c,h,w] = r[c] · (x[n,c,h,w] − μ[c])
    dγ[c] = Σ_{n,h,w} dy[n,c,h,w] · x̂[n,c,h,w]

    Operations: 2·C·H·N·W multiplications, 2·C·H·N·W additions.
    """
    dtype = dgamma.dtype
    dy_rows = dy.reshape((N, C, H * W))
    x_rows = x.reshape((N, C, H * W))
    r = scratch(C, dtype)
    launch(_vjp_gamma_part, (C - 1) // 1024 + 1, C, var, r, C, epsilon)
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
def _vjp_part(first, last, dy, x, gamma, mu, var, dx, dgamma, dbeta, N, C, H, W, m, epsilon, h_w__block_last):
    """dx_sum_part = Σ_{n,h'w′} dy[n, c, h'w′]
    dx_sum2_part = Σ_{n,h'w′} dy[n, c, h'w′] · (x[n, c, h'w′] − μ[c])
    r = 1/√(var[c] + ε)
    dx[n,c,hw] = r·γ[c]/m · (m·dy[n,c,hw] − dx_sum_part − dx_sum2_part · r² · (x[n,c,hw] − μ[c]))
    dγ[c] = dx_sum2_part·r
    dβ[c] = dx_sum_part
    """
    dtype = dy.dtype
    T = dtype.type
    for c in range(first, last):
        # dx_sum_part = Σ_{n,h'w′} dy[n, c, h'w′]
        acc = T(0)
        # dx_sum2_part = Σ_{n,h'w′} dy[n, c, h'w′] · (x[n, c, h'w′] − μ[c])
        acc2 = T(0)
        rest = T(0)
        rest2 = T(0)
        minus_mu = -mu[U(c)]
        for n_ in range(N):
            for h_w__block in range(h_w__block_last + 1):
                part = T(0)
                part2 = T(0)
                for h_w_ in range(h_w__block * 1024, min(H * W, h_w__block * 1024 + 1024)):
                    part = plus(part, dy[U(n_), U(c), U(h_w_)])
                    part2 = plus(part2, dy[U(n_), U(c), U(h_w_)] * (minus_mu + x[U(n_), U(c), U(h_w_)]))
                acc, rest = carried(acc, rest, part)
                acc2, rest2 = carried(acc2, rest2, part2)
        dx_sum_part = acc
        dx_sum2_part = acc2
        # r = 1/√(var[c] + ε)
        r = T(1) / np.sqrt(epsilon + var[U(c)])
        # dx[n,c,hw] = r·γ[c]/m · (m·dy[n,c,hw] − dx_sum_part − dx_sum2_part · r² · (x[n,c,hw]
        #     − μ[c]))
        gamma_r_over_m = gamma[U(c)] * r / T(m)
        minus_dx_sum_part = -dx_sum_part
        factor = -dx_sum2_part * (r * r)
        for n in range(N):
            for hw in range(H * W):
                dx[U(n), U(c), U(hw)] = (
                    (
                        factor * (minus_mu + x[U(n), U(c), U(hw)])
                        + T(m) * dy[U(n), U(c), U(hw)]
                        + minus_dx_sum_part
                    )
                    * gamma_r_over_m
                )
        # dγ[c] = dx_sum2_part·r
        dgamma[U(c)] = dx_sum2_part * r
        # dβ[c] = dx_sum_part
        dbeta[U(c)] = dx_sum_part


def _vjp(dy, x, gamma, mu, var, dx, dgamma, dbeta, N, C, H, W, m, epsilon):
    """r[c] = 1/√(var[c] + ε)
    x̂[n,c,h,w] = r[c] · (x[n,c,h,w] − μ[c])
    dx[n,c,h,w] = γ[c]·r[c]/m · (m·dy[n,c,h,w] − Σ_{n′,h′,w′} dy[n′,c,h′,w′] − x̂[n,c,h,w] · Σ_{n′,h′,w′}
        dy[n′,c,h′,w′] · x̂[n′,c,h′,w′])
    dγ[c] = Σ_{n,h,w} dy[n,c,h,w] · x̂[n,c,h,w]
    dβ[c] = Σ_{n,h,w} dy[n,c,h,w]

    As compiled:

    dx_sum_part = Σ_{n,h'w′} dy[n, c, h'w′]
    dx_sum2_part = Σ_{n,h'w′} dy[n, c, h'w′] · (x[n, c, h'w′] − μ[c])
    r = 1/√(var[c] + ε)
    dx[n,c,hw] = r·γ[c]/m · (m·dy[n,c,hw] − dx_sum_part − dx_sum2_part · r² · (x[n,c,hw] − μ[c]))
    dγ[c] = dx_sum2_part·r
    dβ[c] = dx_sum_part

    Operations: 6·C·H·N·W multiplications, 7·C·H·N·W − 3·C additions.
    """
    dy_rows = dy.reshape((N, C, H * W))
    x_rows = x.reshape((N, C, H * W))
    dx_rows = dx.reshape((N, C, H * W))
    h_w__block_last = (H * W - 1) // 1024
    launch(_vjp_part, C, C * 3 + C * H * N * W * 3, dy_rows, x_rows, gamma, mu, var, dx_rows, dgamma, dbeta,
            N, C, H, W, m, epsilon, h_w__block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, gamma_dot, beta_dot, x, gamma, mu, var, y_dot, N, C, H, W, m, epsilon,
        hw_block_last):
    """μ̇ = 1/m · Σ_{n,hw} ẋ[n,c,hw]
    var_dot = 2/m · Σ_{n,hw} (ẋ[n,c,hw] − μ̇) · (x[n,c,hw] − μ[c])
    ṙ = −var_dot/(2 · (var[c] + ε)^(3/2))
    r = 1/√(var[c] + ε)
    ẏ[n,c,hw] = r · γ̇[c] · (x[n,c,hw] − μ[c]) + γ[c] · (r · (ẋ[n,c,hw] − μ̇) + ṙ · (x[n,c,hw] − μ[c])) +
        β̇[c]
    """
    dtype = x_dot.dtype
    T = dtype.type
    for c in range(first, last):
        # μ̇ = 1/m · Σ_{n,hw} ẋ[n,c,hw]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for hw_block in range(hw_block_last + 1):
                part = T(0)
                for hw in range(hw_block * 1024, min(H * W, hw_block * 1024 + 1024)):
                    part = plus(part, x_dot[U(n), U(c), U(hw)])
                acc, rest = carried(acc, rest, part)
        mu_dot = acc / T(m)
        # var_dot = 2/m · Σ_{n,hw} (ẋ[n,c,hw] − μ̇) · (x[n,c,hw] − μ[c])
        acc2 = T(0)
        rest2 = T(0)
        minus_mu_dot = -mu_dot
        minus_mu = -mu[U(c)]
        for n in range(N):
            for hw_block in range(hw_block_last + 1):
                part2 = T(0)
                for hw in range(hw_block * 1024, min(H * W, hw_block * 1024 + 1024)):
                    part2 = plus(
                        part2,
                        (minus_mu + x[U(n), U(c), U(hw)]) * (minus_mu_dot + x_dot[U(n), U(c), U(hw)]),
                    )
                acc2, rest2 = carried(acc2, rest2, part2)
        var_dot = T(2) * acc2 / T(m)
        # ṙ = −var_dot/(2 · (var[c] + ε)^(3/2))
        r_dot = -var_dot / (T(2) * ((epsilon + var[U(c)]) * np.sqrt(epsilon + var[U(c)])))
        # r = 1/√(var[c] + ε)
        r = T(1) / np.sqrt(epsilon + var[U(c)])
        # ẏ[n,c,hw] = r · γ̇[c] · (x[n,c,hw] − μ[c]) + γ[c] · (r · (ẋ[n,c,hw] − μ̇) + ṙ ·
        #     (x[n,c,hw] − μ[c])) + β̇[c]
        beta_dot_here = beta_dot[U(c)]
        gamma_here = gamma[U(c)]
        gamma_dot_r = gamma_dot[U(c)] * r
        for n in range(N):
            for hw in range(H * W):
                y_dot[U(n), U(c), U(hw)] = (
                    beta_dot_here
                    + gamma_dot_r * (minus_mu + x[U(n), U(c), U(hw)])
                    + gamma_here
                    * (
                        (minus_mu_dot + x_dot[U(n), U(c), U(hw)]) * r
                        + (minus_mu + x[U(n), U(c), U(hw)]) * r_dot
                    )
                )


def _jvp(x_dot, gamma_dot, beta_dot, x, gamma, mu, var, y_dot, N, C, H, W, m, epsilon):
    """r[c] = 1/√(var[c] + ε)
    x̂[n,c,h,w] = r[c] · (x[n,c,h,w] − μ[c])
    μ̇[c] = 1/m · Σ_{n,h,w} ẋ[n,c,h,w]
    var_dot[c] = 2/m · Σ_{n,h,w} (x[n,c,h,w] − μ[c]) · (ẋ[n,c,h,w] − μ̇[c])
    ṙ[c] = −var_dot[c]/(2 · (var[c] + ε)^(3/2))
    x̂̇[n,c,h,w] = ṙ[c] · (x[n,c,h,w] − μ[c]) + r[c] · (ẋ[n,c,h,w] − μ̇[c])
    ẏ[n,c,h,w] = γ[c]·x̂̇[n,c,h,w] + γ̇[c]·x̂[n,c,h,w] + β̇[c]

    As compiled:

    μ̇ = 1/m · Σ_{n,hw} ẋ[n,c,hw]
    var_dot = 2/m · Σ_{n,hw} (ẋ[n,c,hw] − μ̇) · (x[n,c,hw] − μ[c])
    ṙ = −var_dot/(2 · (var[c] + ε)^(3/2))
    r = 1/√(var[c] + ε)
    ẏ[n,c,hw] = r · γ̇[c] · (x[n,c,hw] − μ[c]) + γ[c] · (r · (ẋ[n,c,hw] − μ̇) + ṙ · (x[n,c,hw] − μ[c])) +
        β̇[c]

    Operations: 6·C·H·N·W + C multiplications, 10·C·H·N·W additions.
    """
    x_dot_rows = x_dot.reshape((N, C, H * W))
    x_rows = x.reshape((N, C, H * W))
    y_dot_rows = y_dot.reshape((N, C, H * W))
    hw_block_last = (H * W - 1) // 1024
    launch(_jvp_part, C, C * 2 + C * H * N * W * 3, x_dot_rows, gamma_dot, beta_dot, x_rows, gamma, mu, var,
            y_dot_rows, N, C, H, W, m, epsilon, hw_block_last)


def forward(x, gamma=None, beta=None, running_mean=None, running_var=None, *, out=None, save=False, eps=1e-05,
    momentum=0.1, correction=1):
    """batch normalisation over N, H, W with the statistics of the batch (training); ``save=True`` also
    returns what the gradients can use again.
    """
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta, "running_mean": running_mean, "running_var": running_var}, {"eps": eps, "momentum": momentum, "correction": correction})
    call.new_all(("y", "new_running_mean", "new_running_var"), out)
    call.new("mu", "mu")
    call.new("var", "var")
    call.run(_forward, ("x", "gamma", "beta", "running_mean", "running_var", "y", "new_running_mean",
            "new_running_var", "mu", "var"), ("N", "C", "H", "W", "m", "epsilon", "rho", "kappa"))
    result = call.result("y", "new_running_mean", "new_running_var")
    return (result, call.save(Residuals, ("mu", "var"))) if call.asked("save", save) else result


def vjp_x(dy, x, gamma=None, beta=None, running_mean=None, running_var=None, *, residuals=None, out=None,
    eps=1e-05, momentum=0.1, correction=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta, "running_mean": running_mean, "running_var": running_var}, {"eps": eps, "momentum": momentum, "correction": correction})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("mu", "var"))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "x", "gamma", "mu", "var", "dx"), ("N", "C", "H", "W", "m", "epsilon"))
    return call.result("dx")


def vjp_gamma(dy, x, gamma=None, beta=None, running_mean=None, running_var=None, *, residuals=None, out=None,
    eps=1e-05, momentum=0.1, correction=1):
    """The gradient of gamma, given dy."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta, "running_mean": running_mean, "running_var": running_var}, {"eps": eps, "momentum": momentum, "correction": correction})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("mu", "var"))
    call.new("dgamma", "gamma", out)
    call.run(_vjp_gamma, ("dy", "x", "mu", "var", "dgamma"), ("N", "C", "H", "W", "epsilon"))
    return call.result("dgamma")


def vjp_beta(dy, x, gamma=None, beta=None, running_mean=None, running_var=None, *, residuals=None, out=None,
    eps=1e-05, momentum=0.1, correction=1):
    """The gradient of beta, given dy."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta, "running_mean": running_mean, "running_var": running_var}, {"eps": eps, "momentum": momentum, "correction": correction})
    call.add("dy", "y", dy)
    call.new("dbeta", "beta", out)
    call.run(_vjp_beta, ("dy", "dbeta"), ("N", "C", "H", "W"))
    return call.result("dbeta")


def vjp(dy, x, gamma=None, beta=None, running_mean=None, running_var=None, *, residuals=None, eps=1e-05,
    momentum=0.1, correction=1):
    """The gradients of x, gamma, beta."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta, "running_mean": running_mean, "running_var": running_var}, {"eps": eps, "momentum": momentum, "correction": correction})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("mu", "var"))
    call.new("dx", "x")
    call.new("dgamma", "gamma")
    call.new("dbeta", "beta")
    call.run(_vjp, ("dy", "x", "gamma", "mu", "var", "dx", "dgamma", "dbeta"), ("N", "C", "H", "W", "m",
            "epsilon"))
    return Gradients(*call.results(("dx", "dgamma", "dbeta")))


def jvp(x, gamma=None, beta=None, running_mean=None, running_var=None, *, x_dot=None, gamma_dot=None,
    beta_dot=None, residuals=None, eps=1e-05, momentum=0.1, correction=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta, "running_mean": running_mean, "running_var": running_var}, {"eps": eps, "momentum": momentum, "correction": correction})
    call.add("x_dot", "x", x_dot)
    call.add("gamma_dot", "gamma", gamma_dot)
    call.add("beta_dot", "beta", beta_dot)
    call.recall(residuals, forward, ("mu", "var"))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "gamma_dot", "beta_dot", "x", "gamma", "mu", "var", "y_dot"), ("N", "C", "H",
            "W", "m", "epsilon"))
    return call.result("y_dot")
