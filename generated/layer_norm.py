"""layer_norm: each row normalised by itself.

Made by `chainrule generate`, version 0.1.0, from the forward of `layer_norm`.  Do not edit.
Run time: 885da59e5e9be48a.

    μ[n] = 1/m · Σ_d x[n,d]
    var[n] = 1/m · Σ_d (x[n,d] − μ[n])²
    r[n] = 1/√(var[n] + ε)
    x̂[n,d] = r[n] · (x[n,d] − μ[n])
    y[n,d] = γ[d]·x̂[n,d] + β[d]
    dx[n,d] = r[n]/m · (m·γ[d]·dy[n,d] − Σ_{d′} dy[n,d′] · γ[d′] − x̂[n,d] · Σ_{d′} dy[n,d′] · γ[d′] ·
        x̂[n,d′])
    dγ[d] = Σ_n dy[n,d] · x̂[n,d]
    dβ[d] = Σ_n dy[n,d]

Source: Ba et al. 2016, eq. 4.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 88 places of the kernels. Each of the 11 parallel loops has no two iterations that write the
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
    'name': 'layer_norm',
    'summary': 'each row normalised by itself',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'D'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'gamma', 'shape': ['D'], 'kind': 'real', 'differentiable': True, 'default': 1},
        {'name': 'beta', 'shape': ['D'], 'kind': 'real', 'differentiable': True, 'default': 0},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'D'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'mu', 'shape': ['N'], 'kind': 'real'},
        {'name': 'var', 'shape': ['N'], 'kind': 'real'},
    ],
    'options': [
        {'name': 'eps', 'symbols': ['epsilon'], 'kind': 'float', 'default': 1e-05, 'minimum': 0, 'maximum': None},
    ],
    'sizes': {'m': 'D'},
    'gradients': {'x': 'vjp_x', 'gamma': 'vjp_gamma', 'beta': 'vjp_beta'},
    'analytic': True,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 1024, 'of': ['D', 'N']},
        {'path': 'ranges', 'at': 24000, 'of': ['D * N', 'D * N * 2', 'D * N * 3 + N', 'N', 'N * 2 + D * N * 3']},
        {'path': 'vector', 'at': 64, 'of': ['D', 'N']},
    ],
    'proved': {'in bounds': 88, 'iterations apart': 11},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x", "gamma", "beta"])


class Residuals(namedtuple("Residuals", ["mu", "var"]), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "D", "D"),
        runtime.Step("gamma", 0, "D", "D"),
        runtime.Step("beta", 0, "D", "D"),
    ),
    sizes={
        "m": lambda D, **_: D,
    },
    shapes={
        "x": lambda D, N, **_: (N, D),
        "gamma": lambda D, **_: (D,),
        "beta": lambda D, **_: (D,),
        "y": lambda D, N, **_: (N, D),
        "mu": lambda N, **_: (N,),
        "var": lambda N, **_: (N,),
    },
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, gamma, beta, y, mu, var, N, D, m, epsilon, d_block_last):
    """μ[n] = 1/m · Σ_d x[n,d]
    var[n] = 1/m · Σ_d (x[n,d] − μ[n])²
    r = 1/√(var[n] + ε)
    y[n,d] = r · γ[d] · (x[n,d] − μ[n]) + β[d]
    """
    dtype = x.dtype
    T = dtype.type
    for n in range(first, last):
        # μ[n] = 1/m · Σ_d x[n,d]
        acc = T(0)
        rest = T(0)
        for d_block in range(d_block_last + 1):
            part = T(0)
            for d in range(d_block * 1024, min(D, d_block * 1024 + 1024)):
                part = plus(part, x[U(n), U(d)])
            acc, rest = carried(acc, rest, part)
        mu[U(n)] = acc / T(m)
        # var[n] = 1/m · Σ_d (x[n,d] − μ[n])²
        acc2 = T(0)
        rest2 = T(0)
        minus_mu = -mu[U(n)]
        for d_block in range(d_block_last + 1):
            part2 = T(0)
            for d in range(d_block * 1024, min(D, d_block * 1024 + 1024)):
                part2 = plus(part2, (minus_mu + x[U(n), U(d)]) * (minus_mu + x[U(n), U(d)]))
            acc2, rest2 = carried(acc2, rest2, part2)
        var[U(n)] = acc2 / T(m)
        # r = 1/√(var[n] + ε)
        r = T(1) / np.sqrt(epsilon + var[U(n)])
        # y[n,d] = r · γ[d] · (x[n,d] − μ[n]) + β[d]
        for d in range(D):
            y[U(n), U(d)] = beta[U(d)] + gamma[U(d)] * (minus_mu + x[U(n), U(d)]) * r


def _forward(x, gamma, beta, y, mu, var, N, D, m, epsilon):
    """μ[n] = 1/m · Σ_d x[n,d]
    var[n] = 1/m · Σ_d (x[n,d] − μ[n])²
    r[n] = 1/√(var[n] + ε)
    x̂[n,d] = r[n] · (x[n,d] − μ[n])
    y[n,d] = γ[d]·x̂[n,d] + β[d]

    As compiled:

    r = 1/√(var[n] + ε)
    y[n,d] = r · γ[d] · (x[n,d] − μ[n]) + β[d]

    Operations: 3·D·N multiplications, 5·D·N − N additions.
    """
    d_block_last = (D - 1) // 1024
    launch(_forward_part, N, D * N * 3 + N, x, gamma, beta, y, mu, var, N, D, m, epsilon, d_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, x, gamma, mu, var, dx, N, D, m, epsilon, d__block_last):
    """dx_sum = Σ_d dy[n,d] · γ[d]
    r = 1/√(var[n] + ε)
    dx_sum2 = Σ_d r · dy[n,d] · γ[d] · (x[n,d] − μ[n])
    dx[n,d] = r/m · (m·γ[d]·dy[n,d] − dx_sum − dx_sum2 · r · (x[n,d] − μ[n]))
    """
    dtype = dy.dtype
    T = dtype.type
    for n in range(first, last):
        # dx_sum = Σ_d dy[n,d] · γ[d]
        acc = T(0)
        # r = 1/√(var[n] + ε)
        r = T(1) / np.sqrt(epsilon + var[U(n)])
        # dx_sum2 = Σ_d r · dy[n,d] · γ[d] · (x[n,d] − μ[n])
        acc2 = T(0)
        rest = T(0)
        rest2 = T(0)
        minus_mu = -mu[U(n)]
        for d__block in range(d__block_last + 1):
            part = T(0)
            part2 = T(0)
            for d_ in range(d__block * 1024, min(D, d__block * 1024 + 1024)):
                part = plus(part, dy[U(n), U(d_)] * gamma[U(d_)])
                part2 = plus(part2, dy[U(n), U(d_)] * gamma[U(d_)] * (minus_mu + x[U(n), U(d_)]) * r)
            acc, rest = carried(acc, rest, part)
            acc2, rest2 = carried(acc2, rest2, part2)
        dx_sum = acc
        dx_sum2 = acc2
        # dx[n,d] = r/m · (m·γ[d]·dy[n,d] − dx_sum − dx_sum2 · r · (x[n,d] − μ[n]))
        r_over_m = r / T(m)
        minus_dx_sum = -dx_sum
        minus_dx_sum2_r = -dx_sum2 * r
        for d in range(D):
            dx[U(n), U(d)] = (
                (
                    T(m) * dy[U(n), U(d)] * gamma[U(d)]
                    + minus_dx_sum
                    + minus_dx_sum2_r * (minus_mu + x[U(n), U(d)])
                )
                * r_over_m
            )


def _vjp_x(dy, x, gamma, mu, var, dx, N, D, m, epsilon):
    """r[n] = 1/√(var[n] + ε)
    x̂[n,d] = r[n] · (x[n,d] − μ[n])
    dx[n,d] = r[n]/m · (m·γ[d]·dy[n,d] − Σ_{d′} dy[n,d′] · γ[d′] − x̂[n,d] · Σ_{d′} dy[n,d′] · γ[d′] ·
        x̂[n,d′])

    As compiled:

    dx_sum = Σ_d dy[n,d] · γ[d]
    r = 1/√(var[n] + ε)
    dx_sum2 = Σ_d r · dy[n,d] · γ[d] · (x[n,d] − μ[n])
    dx[n,d] = r/m · (m·γ[d]·dy[n,d] − dx_sum − dx_sum2 · r · (x[n,d] − μ[n]))

    Operations: 7·D·N multiplications, 5·D·N − N additions.
    """
    d__block_last = (D - 1) // 1024
    launch(_vjp_x_part, N, D * N * 3 + N, dy, x, gamma, mu, var, dx, N, D, m, epsilon, d__block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_gamma_part(first, last, var, r, N, epsilon):
    """r[n] = 1/√(var[n] + ε)"""
    dtype = var.dtype
    T = dtype.type
    for n_block in range(first, last):
        # r[n] = 1/√(var[n] + ε)
        for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
            r[U(n)] = T(1) / np.sqrt(epsilon + var[U(n)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_gamma_part2(first, last, dy, x, mu, parts_2, r, N, D):
    """dγ[d] = Σ_n dy[n,d] · r[n] · (x[n,d] − μ[n])"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n_block = task // (((D - 1) // 1024 + 1))
        d_block = task % ((D - 1) // 1024 + 1)
        # dγ[d] = Σ_n dy[n,d] · r[n] · (x[n,d] − μ[n])
        for d in range(d_block * 1024, min(D, d_block * 1024 + 1024)):
            parts_2[U(n_block), U(d)] = T(0)
        for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
            r_here = r[U(n)]
            minus_mu = -mu[U(n)]
            for d in range(d_block * 1024, min(D, d_block * 1024 + 1024)):
                parts_2[U(n_block), U(d)] += dy[U(n), U(d)] * (minus_mu + x[U(n), U(d)]) * r_here


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_gamma_part3(first, last, dgamma, parts_2, N, D, n_block_last):
    """dγ[d] = Σ_n dy[n,d] · r[n] · (x[n,d] − μ[n])"""
    dtype = dgamma.dtype
    T = dtype.type
    rest = np.empty(1024, dtype)
    for d_block in range(first, last):
        # dγ[d] = Σ_n dy[n,d] · r[n] · (x[n,d] − μ[n])
        for d in range(d_block * 1024, min(D, d_block * 1024 + 1024)):
            dgamma[U(d)] = T(0)
        for d in range(d_block * 1024, min(D, d_block * 1024 + 1024)):
            rest[U(d - (d_block * 1024))] = T(0)
        for n_block in range(n_block_last + 1):
            for d in range(d_block * 1024, min(D, d_block * 1024 + 1024)):
                dgamma[U(d)], rest[U(d - (d_block * 1024))] = carried(dgamma[U(d)], rest[U(d - (d_block * 1024))], parts_2[U(n_block), U(d)])


def _vjp_gamma(dy, x, mu, var, dgamma, N, D, epsilon):
    """r[n] = 1/√(var[n] + ε)
    x̂[n,d] = r[n] · (x[n,d] − μ[n])
    dγ[d] = Σ_n dy[n,d] · x̂[n,d]

    Operations: 2·D·N multiplications, 2·D·N + N − D additions.
    """
    dtype = dgamma.dtype
    r = scratch(N, dtype)
    launch(_vjp_gamma_part, (N - 1) // 1024 + 1, N, var, r, N, epsilon)
    parts_2 = scratch((max(0, (N - 1) // 1024 + 1), D), dtype)
    launch(_vjp_gamma_part2, ((N - 1) // 1024 + 1) * ((D - 1) // 1024 + 1), D * N, dy, x, mu, parts_2, r, N,
            D)
    n_block_last = (N - 1) // 1024
    launch(_vjp_gamma_part3, (D - 1) // 1024 + 1, D * N, dgamma, parts_2, N, D, n_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_beta_part(first, last, dy, parts_2, N, D):
    """dβ[d] = Σ_n dy[n,d]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n_block = task // (((D - 1) // 1024 + 1))
        d_block = task % ((D - 1) // 1024 + 1)
        # dβ[d] = Σ_n dy[n,d]
        for d in range(d_block * 1024, min(D, d_block * 1024 + 1024)):
            parts_2[U(n_block), U(d)] = T(0)
        for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
            for d in range(d_block * 1024, min(D, d_block * 1024 + 1024)):
                parts_2[U(n_block), U(d)] += dy[U(n), U(d)]


def _vjp_beta(dy, dbeta, N, D):
    """dβ[d] = Σ_n dy[n,d]

    Operations: D·N − D additions.
    """
    dtype = dbeta.dtype
    parts_2 = scratch((max(0, (N - 1) // 1024 + 1), D), dtype)
    launch(_vjp_beta_part, ((N - 1) // 1024 + 1) * ((D - 1) // 1024 + 1), D * N, dy, parts_2, N, D)
    n_block_last = (N - 1) // 1024
    # dβ[d] = Σ_n dy[n,d]
    launch(_vjp_gamma_part3, (D - 1) // 1024 + 1, D * N, dbeta, parts_2, N, D, n_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_part(first, last, dy, x, gamma, mu, var, dx, r, N, D, m, epsilon, d__block_last):
    """dx_sum = Σ_d dy[n,d] · γ[d]
    r[n] = 1/√(var[n] + ε)
    dx_sum2 = Σ_d r[n] · dy[n,d] · γ[d] · (x[n,d] − μ[n])
    dx[n,d] = r[n]/m · (m·γ[d]·dy[n,d] − dx_sum − dx_sum2 · r[n] · (x[n,d] − μ[n]))
    """
    dtype = dy.dtype
    T = dtype.type
    for n in range(first, last):
        # dx_sum = Σ_d dy[n,d] · γ[d]
        acc = T(0)
        # r[n] = 1/√(var[n] + ε)
        r[U(n)] = T(1) / np.sqrt(epsilon + var[U(n)])
        # dx_sum2 = Σ_d r[n] · dy[n,d] · γ[d] · (x[n,d] − μ[n])
        acc2 = T(0)
        rest = T(0)
        rest2 = T(0)
        r_here = r[U(n)]
        minus_mu = -mu[U(n)]
        for d__block in range(d__block_last + 1):
            part = T(0)
            part2 = T(0)
            for d_ in range(d__block * 1024, min(D, d__block * 1024 + 1024)):
                part = plus(part, dy[U(n), U(d_)] * gamma[U(d_)])
                part2 = plus(part2, dy[U(n), U(d_)] * gamma[U(d_)] * (minus_mu + x[U(n), U(d_)]) * r_here)
            acc, rest = carried(acc, rest, part)
            acc2, rest2 = carried(acc2, rest2, part2)
        dx_sum = acc
        dx_sum2 = acc2
        # dx[n,d] = r[n]/m · (m·γ[d]·dy[n,d] − dx_sum − dx_sum2 · r[n] · (x[n,d] − μ[n]))
        r_over_m = r[U(n)] / T(m)
        minus_dx_sum = -dx_sum
        minus_dx_sum2_r = -dx_sum2 * r[U(n)]
        for d in range(D):
            dx[U(n), U(d)] = (
                (
                    T(m) * dy[U(n), U(d)] * gamma[U(d)]
                    + minus_dx_sum
                    + minus_dx_sum2_r * (minus_mu + x[U(n), U(d)])
                )
                * r_over_m
            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_part2(first, last, dy, x, mu, parts_2, parts2, r, N, D):
    """dγ[d] = Σ_n dy[n,d] · r[n] · (x[n,d] − μ[n])
    dβ[d] = Σ_n dy[n,d]
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n_block = task // (((D - 1) // 1024 + 1))
        d_block = task % ((D - 1) // 1024 + 1)
        # dγ[d] = Σ_n dy[n,d] · r[n] · (x[n,d] − μ[n])
        # dβ[d] = Σ_n dy[n,d]
        for d in range(d_block * 1024, min(D, d_block * 1024 + 1024)):
            parts_2[U(n_block), U(d)] = T(0)
        for d in range(d_block * 1024, min(D, d_block * 1024 + 1024)):
            parts2[U(n_block), U(d)] = T(0)
        for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
            r_here2 = r[U(n)]
            minus_mu2 = -mu[U(n)]
            for d in range(d_block * 1024, min(D, d_block * 1024 + 1024)):
                parts_2[U(n_block), U(d)] += dy[U(n), U(d)] * (minus_mu2 + x[U(n), U(d)]) * r_here2
                parts2[U(n_block), U(d)] += dy[U(n), U(d)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_part3(first, last, dgamma, dbeta, parts_2, parts2, N, D, n_block_last):
    """dγ[d] = Σ_n dy[n,d] · r[n] · (x[n,d] − μ[n])
    dβ[d] = Σ_n dy[n,d]
    """
    dtype = dgamma.dtype
    T = dtype.type
    rest3 = np.empty(1024, dtype)
    rest4 = np.empty(1024, dtype)
    for d_block in range(first, last):
        # dγ[d] = Σ_n dy[n,d] · r[n] · (x[n,d] − μ[n])
        for d in range(d_block * 1024, min(D, d_block * 1024 + 1024)):
            dgamma[U(d)] = T(0)
        # dβ[d] = Σ_n dy[n,d]
        for d in range(d_block * 1024, min(D, d_block * 1024 + 1024)):
            dbeta[U(d)] = T(0)
        for d in range(d_block * 1024, min(D, d_block * 1024 + 1024)):
            rest3[U(d - (d_block * 1024))] = T(0)
        for d in range(d_block * 1024, min(D, d_block * 1024 + 1024)):
            rest4[U(d - (d_block * 1024))] = T(0)
        for n_block in range(n_block_last + 1):
            for d in range(d_block * 1024, min(D, d_block * 1024 + 1024)):
                dgamma[U(d)], rest3[U(d - (d_block * 1024))] = carried(dgamma[U(d)], rest3[U(d - (d_block * 1024))], parts_2[U(n_block), U(d)])
            for d in range(d_block * 1024, min(D, d_block * 1024 + 1024)):
                dbeta[U(d)], rest4[U(d - (d_block * 1024))] = carried(dbeta[U(d)], rest4[U(d - (d_block * 1024))], parts2[U(n_block), U(d)])


def _vjp(dy, x, gamma, mu, var, dx, dgamma, dbeta, N, D, m, epsilon):
    """r[n] = 1/√(var[n] + ε)
    x̂[n,d] = r[n] · (x[n,d] − μ[n])
    dx[n,d] = r[n]/m · (m·γ[d]·dy[n,d] − Σ_{d′} dy[n,d′] · γ[d′] − x̂[n,d] · Σ_{d′} dy[n,d′] · γ[d′] ·
        x̂[n,d′])
    dγ[d] = Σ_n dy[n,d] · x̂[n,d]
    dβ[d] = Σ_n dy[n,d]

    Operations: 8·D·N multiplications, 7·D·N − 2·D − N additions.
    """
    dtype = dx.dtype
    d__block_last = (D - 1) // 1024
    r = scratch(N, dtype)
    launch(_vjp_part, N, D * N * 3 + N, dy, x, gamma, mu, var, dx, r, N, D, m, epsilon, d__block_last)
    parts_2 = scratch((max(0, (N - 1) // 1024 + 1), D), dtype)
    parts2 = scratch((max(0, (N - 1) // 1024 + 1), D), dtype)
    launch(_vjp_part2, ((N - 1) // 1024 + 1) * ((D - 1) // 1024 + 1), D * N * 2, dy, x, mu, parts_2, parts2,
            r, N, D)
    n_block_last = (N - 1) // 1024
    launch(_vjp_part3, (D - 1) // 1024 + 1, D * N * 2, dgamma, dbeta, parts_2, parts2, N, D, n_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, gamma_dot, beta_dot, x, gamma, mu, var, y_dot, N, D, m, epsilon,
        d_block_last):
    """μ̇ = 1/m · Σ_d ẋ[n,d]
    var_dot = 2/m · Σ_d (ẋ[n,d] − μ̇) · (x[n,d] − μ[n])
    ṙ = −var_dot/(2 · (var[n] + ε)^(3/2))
    r = 1/√(var[n] + ε)
    ẏ[n,d] = r · γ̇[d] · (x[n,d] − μ[n]) + γ[d] · (r · (ẋ[n,d] − μ̇) + ṙ · (x[n,d] − μ[n])) + β̇[d]
    """
    dtype = x_dot.dtype
    T = dtype.type
    for n in range(first, last):
        # μ̇ = 1/m · Σ_d ẋ[n,d]
        acc = T(0)
        rest = T(0)
        for d_block in range(d_block_last + 1):
            part = T(0)
            for d in range(d_block * 1024, min(D, d_block * 1024 + 1024)):
                part = plus(part, x_dot[U(n), U(d)])
            acc, rest = carried(acc, rest, part)
        mu_dot = acc / T(m)
        # var_dot = 2/m · Σ_d (ẋ[n,d] − μ̇) · (x[n,d] − μ[n])
        acc2 = T(0)
        rest2 = T(0)
        minus_mu_dot = -mu_dot
        minus_mu = -mu[U(n)]
        for d_block in range(d_block_last + 1):
            part2 = T(0)
            for d in range(d_block * 1024, min(D, d_block * 1024 + 1024)):
                part2 = plus(part2, (minus_mu + x[U(n), U(d)]) * (minus_mu_dot + x_dot[U(n), U(d)]))
            acc2, rest2 = carried(acc2, rest2, part2)
        var_dot = T(2) * acc2 / T(m)
        # ṙ = −var_dot/(2 · (var[n] + ε)^(3/2))
        r_dot = -var_dot / (T(2) * ((epsilon + var[U(n)]) * np.sqrt(epsilon + var[U(n)])))
        # r = 1/√(var[n] + ε)
        r = T(1) / np.sqrt(epsilon + var[U(n)])
        # ẏ[n,d] = r · γ̇[d] · (x[n,d] − μ[n]) + γ[d] · (r · (ẋ[n,d] − μ̇) + ṙ · (x[n,d] −
        #     μ[n])) + β̇[d]
        for d in range(D):
            y_dot[U(n), U(d)] = (
                gamma[U(d)] * ((minus_mu_dot + x_dot[U(n), U(d)]) * r + (minus_mu + x[U(n), U(d)]) * r_dot)
                + beta_dot[U(d)]
                + gamma_dot[U(d)] * (minus_mu + x[U(n), U(d)]) * r
            )


def _jvp(x_dot, gamma_dot, beta_dot, x, gamma, mu, var, y_dot, N, D, m, epsilon):
    """r[n] = 1/√(var[n] + ε)
    x̂[n,d] = r[n] · (x[n,d] − μ[n])
    μ̇[n] = 1/m · Σ_d ẋ[n,d]
    var_dot[n] = 2/m · Σ_d (x[n,d] − μ[n]) · (ẋ[n,d] − μ̇[n])
    ṙ[n] = −var_dot[n]/(2 · (var[n] + ε)^(3/2))
    x̂̇[n,d] = ṙ[n] · (x[n,d] − μ[n]) + r[n] · (ẋ[n,d] − μ̇[n])
    ẏ[n,d] = γ[d]·x̂̇[n,d] + γ̇[d]·x̂[n,d] + β̇[d]

    As compiled:

    μ̇ = 1/m · Σ_d ẋ[n,d]
    var_dot = 2/m · Σ_d (ẋ[n,d] − μ̇) · (x[n,d] − μ[n])
    ṙ = −var_dot/(2 · (var[n] + ε)^(3/2))
    r = 1/√(var[n] + ε)
    ẏ[n,d] = r · γ̇[d] · (x[n,d] − μ[n]) + γ[d] · (r · (ẋ[n,d] − μ̇) + ṙ · (x[n,d] − μ[n])) + β̇[d]

    Operations: 6·D·N + N multiplications, 10·D·N additions.
    """
    d_block_last = (D - 1) // 1024
    launch(_jvp_part, N, N * 2 + D * N * 3, x_dot, gamma_dot, beta_dot, x, gamma, mu, var, y_dot, N, D, m,
            epsilon, d_block_last)


def forward(x, gamma=None, beta=None, *, out=None, save=False, eps=1e-05):
    """each row normalised by itself; ``save=True`` also returns what the gradients can use again."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta}, {"eps": eps})
    call.new_all(("y",), out)
    call.new("mu", "mu")
    call.new("var", "var")
    call.run(_forward, ("x", "gamma", "beta", "y", "mu", "var"), ("N", "D", "m", "epsilon"))
    result = call.result("y")
    return (result, call.save(Residuals, ("mu", "var"))) if call.asked("save", save) else result


def vjp_x(dy, x, gamma=None, beta=None, *, residuals=None, out=None, eps=1e-05):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta}, {"eps": eps})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("mu", "var"))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "x", "gamma", "mu", "var", "dx"), ("N", "D", "m", "epsilon"))
    return call.result("dx")


def vjp_gamma(dy, x, gamma=None, beta=None, *, residuals=None, out=None, eps=1e-05):
    """The gradient of gamma, given dy."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta}, {"eps": eps})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("mu", "var"))
    call.new("dgamma", "gamma", out)
    call.run(_vjp_gamma, ("dy", "x", "mu", "var", "dgamma"), ("N", "D", "epsilon"))
    return call.result("dgamma")


def vjp_beta(dy, x, gamma=None, beta=None, *, residuals=None, out=None, eps=1e-05):
    """The gradient of beta, given dy."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta}, {"eps": eps})
    call.add("dy", "y", dy)
    call.new("dbeta", "beta", out)
    call.run(_vjp_beta, ("dy", "dbeta"), ("N", "D"))
    return call.result("dbeta")


def vjp(dy, x, gamma=None, beta=None, *, residuals=None, eps=1e-05):
    """The gradients of x, gamma, beta."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta}, {"eps": eps})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("mu", "var"))
    call.new("dx", "x")
    call.new("dgamma", "gamma")
    call.new("dbeta", "beta")
    call.run(_vjp, ("dy", "x", "gamma", "mu", "var", "dx", "dgamma", "dbeta"), ("N", "D", "m", "epsilon"))
    return Gradients(*call.results(("dx", "dgamma", "dbeta")))


def jvp(x, gamma=None, beta=None, *, x_dot=None, gamma_dot=None, beta_dot=None, residuals=None, eps=1e-05):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta}, {"eps": eps})
    call.add("x_dot", "x", x_dot)
    call.add("gamma_dot", "gamma", gamma_dot)
    call.add("beta_dot", "beta", beta_dot)
    call.recall(residuals, forward, ("mu", "var"))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "gamma_dot", "beta_dot", "x", "gamma", "mu", "var", "y_dot"), ("N", "D", "m",
            "epsilon"))
    return call.result("y_dot")
