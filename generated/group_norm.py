"""group_norm: each group of channels of each image normalised by itself.

Made by `chainrule generate`, version 0.1.0, from the forward of `group_norm`.  Do not edit.
Run time: 682dece4f5c1c983.

    μ[n,g] = 1/m · Σ_{c,h,w} x[n, g·Cg+c, h, w]
    var[n,g] = 1/m · Σ_{c,h,w} (x[n, g·Cg+c, h, w] − μ[n,g])²
    r[n,g] = 1/√(var[n,g] + ε)
    x̂[n, g·Cg+c, h, w] = r[n,g] · (x[n, g·Cg+c, h, w] − μ[n,g])
    y[n, g·Cg+c, h, w] = γ[g·Cg+c] · x̂[n, g·Cg+c, h, w] + β[g·Cg+c]
    dx[n, g·Cg+c, h, w] = r[n,g]/m · (m · γ[g·Cg+c] · dy[n, g·Cg+c, h, w] − Σ_{c′,h′,w′} dy[n, g·Cg+c′,
        h′, w′] · γ[g·Cg+c′] − x̂[n, g·Cg+c, h, w] · Σ_{c′,h′,w′} dy[n, g·Cg+c′, h′, w′] · γ[g·Cg+c′] ·
        x̂[n, g·Cg+c′, h′, w′])
    dγ[g·Cg+c] = Σ_{n,h,w} dy[n, g·Cg+c, h, w] · x̂[n, g·Cg+c, h, w]
    dβ[g·Cg+c] = Σ_{n,h,w} dy[n, g·Cg+c, h, w]

Source: Wu & He 2018, eq. 7.
"""

from collections import namedtuple

import numpy as np
from numba import njit

from . import runtime
from .runtime import carried, plus
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'group_norm',
    'summary': 'each group of channels of each image normalised by itself',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'Cg * G', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'gamma', 'shape': ['Cg * G'], 'kind': 'real', 'differentiable': True, 'default': 1},
        {'name': 'beta', 'shape': ['Cg * G'], 'kind': 'real', 'differentiable': True, 'default': 0},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'Cg * G', 'H', 'W'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'mu', 'shape': ['N', 'G'], 'kind': 'real'},
        {'name': 'var', 'shape': ['N', 'G'], 'kind': 'real'},
    ],
    'options': [
        {'name': 'groups', 'symbols': ['G'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'eps', 'symbols': ['epsilon'], 'kind': 'float', 'default': 1e-05, 'minimum': 0, 'maximum': None},
    ],
    'sizes': {'m': 'Cg * H * W'},
    'gradients': {'x': 'vjp_x', 'gamma': 'vjp_gamma', 'beta': 'vjp_beta'},
    'analytic': True,
    'elementwise': False,
    'blocks': False,
}


Gradients = namedtuple("Gradients", ["x", "gamma", "beta"])


class Residuals(namedtuple("Residuals", ["mu", "var"]), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "Cg", "Cg * G", factor=lambda G, **_: G),
        runtime.Step("x", 2, "H", "H"),
        runtime.Step("x", 3, "W", "W"),
        runtime.Step("gamma", 0, "", "Cg * G", rest=lambda Cg, G, **_: Cg * G),
        runtime.Step("beta", 0, "", "Cg * G", rest=lambda Cg, G, **_: Cg * G),
    ),
    sizes={
        "m": lambda Cg, H, W, **_: Cg * H * W,
    },
    shapes={
        "x": lambda Cg, G, H, N, W, **_: (N, Cg * G, H, W),
        "gamma": lambda Cg, G, **_: (Cg * G,),
        "beta": lambda Cg, G, **_: (Cg * G,),
        "y": lambda Cg, G, H, N, W, **_: (N, Cg * G, H, W),
        "mu": lambda G, N, **_: (N, G),
        "var": lambda G, N, **_: (N, G),
    },
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, gamma, beta, y, mu, var, N, Cg, G, H, W, m, epsilon, hw_block_last):
    """μ[n,g] = 1/m · Σ_{c,hw} x[n, g·Cg+c, hw]
    var[n,g] = 1/m · Σ_{c,hw} (x[n, g·Cg+c, hw] − μ[n,g])²
    r[g] = 1/√(var[n,g] + ε)
    x̂[g·Cg+c, hw] = r[g] · (x[n, g·Cg+c, hw] − μ[n,g])
    y[n, g·Cg+c, hw] = γ[g·Cg+c] · x̂[g·Cg+c, hw] + β[g·Cg+c]
    """
    dtype = x.dtype
    T = dtype.type
    r = np.empty(G, dtype)
    xhat = np.empty((Cg * G, H * W), dtype)
    for n in range(first, last):
        # μ[n,g] = 1/m · Σ_{c,hw} x[n, g·Cg+c, hw]
        for g in range(G):
            acc = T(0)
            rest = T(0)
            for c in range(Cg):
                for hw_block in range(hw_block_last + 1):
                    part = T(0)
                    for hw in range(hw_block * 1024, min(H * W, hw_block * 1024 + 1024)):
                        part = plus(part, x[U(n), U(c + Cg * g), U(hw)])
                    acc, rest = carried(acc, rest, part)
            mu[U(n), U(g)] = acc / T(m)
        # var[n,g] = 1/m · Σ_{c,hw} (x[n, g·Cg+c, hw] − μ[n,g])²
        for g in range(G):
            acc2 = T(0)
            rest2 = T(0)
            minus_mu = -mu[U(n), U(g)]
            for c in range(Cg):
                for hw_block in range(hw_block_last + 1):
                    part2 = T(0)
                    for hw in range(hw_block * 1024, min(H * W, hw_block * 1024 + 1024)):
                        part2 = plus(
                            part2,
                            (minus_mu + x[U(n), U(c + Cg * g), U(hw)])
                            * (minus_mu + x[U(n), U(c + Cg * g), U(hw)]),
                        )
                    acc2, rest2 = carried(acc2, rest2, part2)
            var[U(n), U(g)] = acc2 / T(m)
        # r[g] = 1/√(var[n,g] + ε)
        for g in range(G):
            r[U(g)] = T(1) / np.sqrt(epsilon + var[U(n), U(g)])
        # x̂[g·Cg+c, hw] = r[g] · (x[n, g·Cg+c, hw] − μ[n,g])
        for g in range(G):
            r_here = r[U(g)]
            minus_mu2 = -mu[U(n), U(g)]
            for c in range(Cg):
                for hw in range(H * W):
                    xhat[U(c + Cg * g), U(hw)] = (minus_mu2 + x[U(n), U(c + Cg * g), U(hw)]) * r_here
        # y[n, g·Cg+c, hw] = γ[g·Cg+c] · x̂[g·Cg+c, hw] + β[g·Cg+c]
        for g in range(G):
            for c in range(Cg):
                beta_here = beta[U(c + Cg * g)]
                gamma_here = gamma[U(c + Cg * g)]
                for hw in range(H * W):
                    y[U(n), U(c + Cg * g), U(hw)] = beta_here + gamma_here * xhat[U(c + Cg * g), U(hw)]


def _forward(x, gamma, beta, y, mu, var, N, Cg, G, H, W, m, epsilon):
    """μ[n,g] = 1/m · Σ_{c,h,w} x[n, g·Cg+c, h, w]
    var[n,g] = 1/m · Σ_{c,h,w} (x[n, g·Cg+c, h, w] − μ[n,g])²
    r[n,g] = 1/√(var[n,g] + ε)
    x̂[n, g·Cg+c, h, w] = r[n,g] · (x[n, g·Cg+c, h, w] − μ[n,g])
    y[n, g·Cg+c, h, w] = γ[g·Cg+c] · x̂[n, g·Cg+c, h, w] + β[g·Cg+c]

    As compiled:

    μ[n,g] = 1/m · Σ_{c,hw} x[n, g·Cg+c, hw]
    var[n,g] = 1/m · Σ_{c,hw} (x[n, g·Cg+c, hw] − μ[n,g])²
    r[g] = 1/√(var[n,g] + ε)
    x̂[g·Cg+c, hw] = r[g] · (x[n, g·Cg+c, hw] − μ[n,g])
    y[n, g·Cg+c, hw] = γ[g·Cg+c] · x̂[g·Cg+c, hw] + β[g·Cg+c]

    Operations: 3·Cg·G·H·N·W multiplications, 5·Cg·G·H·N·W − G·N additions.
    """
    x_rows = x.reshape((N, Cg * G, H * W))
    y_rows = y.reshape((N, Cg * G, H * W))
    hw_block_last = (H * W - 1) // 1024
    launch(_forward_part, N, Cg * G * H * N * W * 4 + G * N, x_rows, gamma, beta, y_rows, mu, var, N, Cg, G,
            H, W, m, epsilon, hw_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, x, mu, var, r, xhat, N, Cg, G, H, W, epsilon):
    """r[n,g] = 1/√(var[n,g] + ε)
    x̂[n, g·Cg+c, hw] = r[n,g] · (x[n, g·Cg+c, hw] − μ[n,g])
    """
    dtype = x.dtype
    T = dtype.type
    for n in range(first, last):
        # r[n,g] = 1/√(var[n,g] + ε)
        for g in range(G):
            r[U(n), U(g)] = T(1) / np.sqrt(epsilon + var[U(n), U(g)])
        # x̂[n, g·Cg+c, hw] = r[n,g] · (x[n, g·Cg+c, hw] − μ[n,g])
        for g in range(G):
            r_here = r[U(n), U(g)]
            minus_mu = -mu[U(n), U(g)]
            for c in range(Cg):
                for hw in range(H * W):
                    xhat[U(n), U(c + Cg * g), U(hw)] = (minus_mu + x[U(n), U(c + Cg * g), U(hw)]) * r_here


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part2(first, last, dy, gamma, dx, r, xhat, N, Cg, G, H, W, m, h_w__block_last):
    """dx_sum = Σ_{c,h'w′} dy[n, g·Cg+c, h'w′] · γ[g·Cg+c]
    dx_sum2 = Σ_{c,h'w′} dy[n, g·Cg+c, h'w′] · γ[g·Cg+c] · x̂[n, g·Cg+c, h'w′]
    dx[n, g·Cg+c, hw] = r[n,g]/m · (m · γ[g·Cg+c] · dy[n, g·Cg+c, hw] − dx_sum − dx_sum2 · x̂[n, g·Cg+c,
        hw])
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // G
        g = task % G
        # dx_sum = Σ_{c,h'w′} dy[n, g·Cg+c, h'w′] · γ[g·Cg+c]
        acc = T(0)
        rest = T(0)
        for c_ in range(Cg):
            gamma_here = gamma[U(c_ + Cg * g)]
            for h_w__block in range(h_w__block_last + 1):
                part = T(0)
                for h_w_ in range(h_w__block * 1024, min(H * W, h_w__block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(c_ + Cg * g), U(h_w_)] * gamma_here)
                acc, rest = carried(acc, rest, part)
        dx_sum = acc
        # dx_sum2 = Σ_{c,h'w′} dy[n, g·Cg+c, h'w′] · γ[g·Cg+c] · x̂[n, g·Cg+c, h'w′]
        acc2 = T(0)
        rest2 = T(0)
        for c_ in range(Cg):
            gamma_here2 = gamma[U(c_ + Cg * g)]
            for h_w__block in range(h_w__block_last + 1):
                part2 = T(0)
                for h_w_ in range(h_w__block * 1024, min(H * W, h_w__block * 1024 + 1024)):
                    part2 = plus(
                        part2,
                        dy[U(n), U(c_ + Cg * g), U(h_w_)] * gamma_here2 * xhat[U(n), U(c_ + Cg * g), U(h_w_)],
                    )
                acc2, rest2 = carried(acc2, rest2, part2)
        dx_sum2 = acc2
        # dx[n, g·Cg+c, hw] = r[n,g]/m · (m · γ[g·Cg+c] · dy[n, g·Cg+c, hw] − dx_sum − dx_sum2
        #     · x̂[n, g·Cg+c, hw])
        r_over_m = r[U(n), U(g)] / T(m)
        minus_dx_sum = -dx_sum
        minus_dx_sum2 = -dx_sum2
        for c in range(Cg):
            gamma_m = T(m) * gamma[U(c + Cg * g)]
            for hw in range(H * W):
                dx[U(n), U(c + Cg * g), U(hw)] = (
                    (
                        dy[U(n), U(c + Cg * g), U(hw)] * gamma_m
                        + minus_dx_sum
                        + minus_dx_sum2 * xhat[U(n), U(c + Cg * g), U(hw)]
                    )
                    * r_over_m
                )


def _vjp_x(dy, x, gamma, mu, var, dx, N, Cg, G, H, W, m, epsilon):
    """r[n,g] = 1/√(var[n,g] + ε)
    x̂[n, g·Cg+c, h, w] = r[n,g] · (x[n, g·Cg+c, h, w] − μ[n,g])
    dx[n, g·Cg+c, h, w] = r[n,g]/m · (m · γ[g·Cg+c] · dy[n, g·Cg+c, h, w] − Σ_{c′,h′,w′} dy[n, g·Cg+c′,
        h′, w′] · γ[g·Cg+c′] − x̂[n, g·Cg+c, h, w] · Σ_{c′,h′,w′} dy[n, g·Cg+c′, h′, w′] · γ[g·Cg+c′] ·
        x̂[n, g·Cg+c′, h′, w′])

    Operations: 7·Cg·G·H·N·W multiplications, 5·Cg·G·H·N·W − G·N additions.
    """
    dtype = dx.dtype
    dy_rows = dy.reshape((N, Cg * G, H * W))
    x_rows = x.reshape((N, Cg * G, H * W))
    dx_rows = dx.reshape((N, Cg * G, H * W))
    r = np.empty((N, G), dtype)
    xhat = np.empty((N, Cg * G, H * W), dtype)
    launch(_vjp_x_part, N, Cg * G * H * N * W + G * N, x_rows, mu, var, r, xhat, N, Cg, G, H, W, epsilon)
    h_w__block_last = (H * W - 1) // 1024
    launch(_vjp_x_part2, N * G, Cg * G * H * N * W * 3, dy_rows, gamma, dx_rows, r, xhat, N, Cg, G, H, W, m,
            h_w__block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_gamma_part(first, last, x, mu, var, xhat, N, Cg, G, H, W, epsilon):
    """r[g] = 1/√(var[n,g] + ε)
    x̂[n, g·Cg+c, hw] = r[g] · (x[n, g·Cg+c, hw] − μ[n,g])
    """
    dtype = x.dtype
    T = dtype.type
    r = np.empty(G, dtype)
    for n in range(first, last):
        # r[g] = 1/√(var[n,g] + ε)
        for g in range(G):
            r[U(g)] = T(1) / np.sqrt(epsilon + var[U(n), U(g)])
        # x̂[n, g·Cg+c, hw] = r[g] · (x[n, g·Cg+c, hw] − μ[n,g])
        for g in range(G):
            r_here = r[U(g)]
            minus_mu = -mu[U(n), U(g)]
            for c in range(Cg):
                for hw in range(H * W):
                    xhat[U(n), U(c + Cg * g), U(hw)] = (minus_mu + x[U(n), U(c + Cg * g), U(hw)]) * r_here


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_gamma_part2(first, last, dy, dgamma, xhat, N, Cg, G, H, W, hw_block_last):
    """dγ[g·Cg+c] = Σ_{n,hw} dy[n, g·Cg+c, hw] · x̂[n, g·Cg+c, hw]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // Cg
        c = task % Cg
        # dγ[g·Cg+c] = Σ_{n,hw} dy[n, g·Cg+c, hw] · x̂[n, g·Cg+c, hw]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for hw_block in range(hw_block_last + 1):
                part = T(0)
                for hw in range(hw_block * 1024, min(H * W, hw_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(c + Cg * g), U(hw)] * xhat[U(n), U(c + Cg * g), U(hw)])
                acc, rest = carried(acc, rest, part)
        dgamma[U(c + Cg * g)] = acc


def _vjp_gamma(dy, x, mu, var, dgamma, N, Cg, G, H, W, epsilon):
    """r[n,g] = 1/√(var[n,g] + ε)
    x̂[n, g·Cg+c, h, w] = r[n,g] · (x[n, g·Cg+c, h, w] − μ[n,g])
    dγ[g·Cg+c] = Σ_{n,h,w} dy[n, g·Cg+c, h, w] · x̂[n, g·Cg+c, h, w]

    Operations: 2·Cg·G·H·N·W multiplications, 2·Cg·G·H·N·W + G·N − Cg·G additions.
    """
    dtype = dgamma.dtype
    dy_rows = dy.reshape((N, Cg * G, H * W))
    x_rows = x.reshape((N, Cg * G, H * W))
    xhat = np.empty((N, Cg * G, H * W), dtype)
    launch(_vjp_gamma_part, N, Cg * G * H * N * W + G * N, x_rows, mu, var, xhat, N, Cg, G, H, W, epsilon)
    hw_block_last = (H * W - 1) // 1024
    launch(_vjp_gamma_part2, G * Cg, Cg * G * H * N * W, dy_rows, dgamma, xhat, N, Cg, G, H, W, hw_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_beta_part(first, last, dy, dbeta, N, Cg, G, H, W, hw_block_last):
    """dβ[g·Cg+c] = Σ_{n,hw} dy[n, g·Cg+c, hw]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // Cg
        c = task % Cg
        # dβ[g·Cg+c] = Σ_{n,hw} dy[n, g·Cg+c, hw]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for hw_block in range(hw_block_last + 1):
                part = T(0)
                for hw in range(hw_block * 1024, min(H * W, hw_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(c + Cg * g), U(hw)])
                acc, rest = carried(acc, rest, part)
        dbeta[U(c + Cg * g)] = acc


def _vjp_beta(dy, dbeta, N, Cg, G, H, W):
    """dβ[g·Cg+c] = Σ_{n,h,w} dy[n, g·Cg+c, h, w]

    As compiled:

    dβ[g·Cg+c] = Σ_{n,hw} dy[n, g·Cg+c, hw]

    Operations: Cg·G·H·N·W − Cg·G additions.
    """
    dy_rows = dy.reshape((N, Cg * G, H * W))
    hw_block_last = (H * W - 1) // 1024
    launch(_vjp_beta_part, G * Cg, Cg * G * H * N * W, dy_rows, dbeta, N, Cg, G, H, W, hw_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x, mu, var, r, xhat, N, Cg, G, H, W, epsilon):
    """r[n,g] = 1/√(var[n,g] + ε)
    x̂[n, g·Cg+c, hw] = r[n,g] · (x[n, g·Cg+c, hw] − μ[n,g])
    """
    dtype = x.dtype
    T = dtype.type
    for n in range(first, last):
        # r[n,g] = 1/√(var[n,g] + ε)
        for g in range(G):
            r[U(n), U(g)] = T(1) / np.sqrt(epsilon + var[U(n), U(g)])
        # x̂[n, g·Cg+c, hw] = r[n,g] · (x[n, g·Cg+c, hw] − μ[n,g])
        for g in range(G):
            r_here = r[U(n), U(g)]
            minus_mu = -mu[U(n), U(g)]
            for c in range(Cg):
                for hw in range(H * W):
                    xhat[U(n), U(c + Cg * g), U(hw)] = (minus_mu + x[U(n), U(c + Cg * g), U(hw)]) * r_here


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part2(first, last, x_dot, gamma_dot, beta_dot, x, gamma, mu, var, y_dot, r, xhat, N, Cg, G, H, W, m,
        epsilon, hw_block_last):
    """μ̇[g] = 1/m · Σ_{c,hw} ẋ[n, g·Cg+c, hw]
    var_dot[g] = 2/m · Σ_{c,hw} (ẋ[n, g·Cg+c, hw] − μ̇[g]) · (x[n, g·Cg+c, hw] − μ[n,g])
    ṙ[g] = −var_dot[g]/(2 · (var[n,g] + ε)^(3/2))
    x̂̇[g·Cg+c, hw] = ṙ[g] · (x[n, g·Cg+c, hw] − μ[n,g]) + r[n,g] · (ẋ[n, g·Cg+c, hw] − μ̇[g])
    ẏ[n, g·Cg+c, hw] = γ̇[g·Cg+c] · x̂[n, g·Cg+c, hw] + γ[g·Cg+c] · x̂̇[g·Cg+c, hw] + β̇[g·Cg+c]
    """
    dtype = x_dot.dtype
    T = dtype.type
    mu_dot = np.empty(G, dtype)
    var_dot = np.empty(G, dtype)
    r_dot = np.empty(G, dtype)
    xhat_dot = np.empty((Cg * G, H * W), dtype)
    for n in range(first, last):
        # μ̇[g] = 1/m · Σ_{c,hw} ẋ[n, g·Cg+c, hw]
        for g in range(G):
            acc = T(0)
            rest = T(0)
            for c in range(Cg):
                for hw_block in range(hw_block_last + 1):
                    part = T(0)
                    for hw in range(hw_block * 1024, min(H * W, hw_block * 1024 + 1024)):
                        part = plus(part, x_dot[U(n), U(c + Cg * g), U(hw)])
                    acc, rest = carried(acc, rest, part)
            mu_dot[U(g)] = acc / T(m)
        # var_dot[g] = 2/m · Σ_{c,hw} (ẋ[n, g·Cg+c, hw] − μ̇[g]) · (x[n, g·Cg+c, hw] − μ[n,g])
        for g in range(G):
            acc2 = T(0)
            rest2 = T(0)
            minus_mu_dot = -mu_dot[U(g)]
            minus_mu2 = -mu[U(n), U(g)]
            for c in range(Cg):
                for hw_block in range(hw_block_last + 1):
                    part2 = T(0)
                    for hw in range(hw_block * 1024, min(H * W, hw_block * 1024 + 1024)):
                        part2 = plus(
                            part2,
                            (minus_mu2 + x[U(n), U(c + Cg * g), U(hw)])
                            * (minus_mu_dot + x_dot[U(n), U(c + Cg * g), U(hw)]),
                        )
                    acc2, rest2 = carried(acc2, rest2, part2)
            var_dot[U(g)] = T(2) * acc2 / T(m)
        # ṙ[g] = −var_dot[g]/(2 · (var[n,g] + ε)^(3/2))
        for g in range(G):
            r_dot[U(g)] = (
                -var_dot[U(g)] / (T(2) * ((epsilon + var[U(n), U(g)]) * np.sqrt(epsilon + var[U(n), U(g)])))
            )
        # x̂̇[g·Cg+c, hw] = ṙ[g] · (x[n, g·Cg+c, hw] − μ[n,g]) + r[n,g] · (ẋ[n, g·Cg+c, hw] −
        #     μ̇[g])
        for g in range(G):
            r_here2 = r[U(n), U(g)]
            minus_mu_dot2 = -mu_dot[U(g)]
            r_dot_here = r_dot[U(g)]
            minus_mu3 = -mu[U(n), U(g)]
            for c in range(Cg):
                for hw in range(H * W):
                    xhat_dot[U(c + Cg * g), U(hw)] = (
                        (minus_mu3 + x[U(n), U(c + Cg * g), U(hw)]) * r_dot_here
                        + (minus_mu_dot2 + x_dot[U(n), U(c + Cg * g), U(hw)]) * r_here2
                    )
        # ẏ[n, g·Cg+c, hw] = γ̇[g·Cg+c] · x̂[n, g·Cg+c, hw] + γ[g·Cg+c] · x̂̇[g·Cg+c, hw] +
        #     β̇[g·Cg+c]
        for g in range(G):
            for c in range(Cg):
                beta_dot_here = beta_dot[U(c + Cg * g)]
                gamma_here = gamma[U(c + Cg * g)]
                gamma_dot_here = gamma_dot[U(c + Cg * g)]
                for hw in range(H * W):
                    y_dot[U(n), U(c + Cg * g), U(hw)] = (
                        beta_dot_here
                        + gamma_dot_here * xhat[U(n), U(c + Cg * g), U(hw)]
                        + gamma_here * xhat_dot[U(c + Cg * g), U(hw)]
                    )


def _jvp(x_dot, gamma_dot, beta_dot, x, gamma, mu, var, y_dot, N, Cg, G, H, W, m, epsilon):
    """r[n,g] = 1/√(var[n,g] + ε)
    x̂[n, g·Cg+c, h, w] = r[n,g] · (x[n, g·Cg+c, h, w] − μ[n,g])
    μ̇[n,g] = 1/m · Σ_{c,h,w} ẋ[n, g·Cg+c, h, w]
    var_dot[n,g] = 2/m · Σ_{c,h,w} (x[n, g·Cg+c, h, w] − μ[n,g]) · (ẋ[n, g·Cg+c, h, w] − μ̇[n,g])
    ṙ[n,g] = −var_dot[n,g]/(2 · (var[n,g] + ε)^(3/2))
    x̂̇[n, g·Cg+c, h, w] = ṙ[n,g] · (x[n, g·Cg+c, h, w] − μ[n,g]) + r[n,g] · (ẋ[n, g·Cg+c, h, w] −
        μ̇[n,g])
    ẏ[n, g·Cg+c, h, w] = γ[g·Cg+c] · x̂̇[n, g·Cg+c, h, w] + γ̇[g·Cg+c] · x̂[n, g·Cg+c, h, w] + β̇[g·Cg+c]

    Operations: 6·Cg·G·H·N·W + G·N multiplications, 10·Cg·G·H·N·W additions.
    """
    dtype = y_dot.dtype
    x_dot_rows = x_dot.reshape((N, Cg * G, H * W))
    x_rows = x.reshape((N, Cg * G, H * W))
    y_dot_rows = y_dot.reshape((N, Cg * G, H * W))
    r = np.empty((N, G), dtype)
    xhat = np.empty((N, Cg * G, H * W), dtype)
    launch(_jvp_part, N, Cg * G * H * N * W + G * N, x_rows, mu, var, r, xhat, N, Cg, G, H, W, epsilon)
    hw_block_last = (H * W - 1) // 1024
    launch(_jvp_part2, N, Cg * G * H * N * W * 4 + G * N, x_dot_rows, gamma_dot, beta_dot, x_rows, gamma, mu,
            var, y_dot_rows, r, xhat, N, Cg, G, H, W, m, epsilon, hw_block_last)


def forward(x, gamma=None, beta=None, *, out=None, save=False, groups=1, eps=1e-05):
    """each group of channels of each image normalised by itself; ``save=True`` also returns what the
    gradients can use again.
    """
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta}, {"groups": groups, "eps": eps})
    call.new_all(("y",), out)
    call.new("mu", "mu")
    call.new("var", "var")
    call.run(_forward, ("x", "gamma", "beta", "y", "mu", "var"), ("N", "Cg", "G", "H", "W", "m", "epsilon"))
    result = call.result(*("y",))
    return (result, call.save(Residuals, ("mu", "var"))) if save else result


def vjp_x(dy, x, gamma=None, beta=None, *, residuals=None, out=None, groups=1, eps=1e-05):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta}, {"groups": groups, "eps": eps})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("mu", "var"))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "x", "gamma", "mu", "var", "dx"), ("N", "Cg", "G", "H", "W", "m", "epsilon"))
    return call.result("dx")


def vjp_gamma(dy, x, gamma=None, beta=None, *, residuals=None, out=None, groups=1, eps=1e-05):
    """The gradient of gamma, given dy."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta}, {"groups": groups, "eps": eps})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("mu", "var"))
    call.new("dgamma", "gamma", out)
    call.run(_vjp_gamma, ("dy", "x", "mu", "var", "dgamma"), ("N", "Cg", "G", "H", "W", "epsilon"))
    return call.result("dgamma")


def vjp_beta(dy, x, gamma=None, beta=None, *, residuals=None, out=None, groups=1, eps=1e-05):
    """The gradient of beta, given dy."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta}, {"groups": groups, "eps": eps})
    call.add("dy", "y", dy)
    call.new("dbeta", "beta", out)
    call.run(_vjp_beta, ("dy", "dbeta"), ("N", "Cg", "G", "H", "W"))
    return call.result("dbeta")


def vjp(dy, x, gamma=None, beta=None, *, residuals=None, groups=1, eps=1e-05):
    """The gradients of x, gamma, beta."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta}, {"groups": groups, "eps": eps})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("mu", "var"))
    call.new("dx", "x")
    call.new("dgamma", "gamma")
    call.new("dbeta", "beta")
    call.run(_vjp_x, ("dy", "x", "gamma", "mu", "var", "dx"), ("N", "Cg", "G", "H", "W", "m", "epsilon"))
    call.run(_vjp_gamma, ("dy", "x", "mu", "var", "dgamma"), ("N", "Cg", "G", "H", "W", "epsilon"))
    call.run(_vjp_beta, ("dy", "dbeta"), ("N", "Cg", "G", "H", "W"))
    return Gradients(*call.results(("dx", "dgamma", "dbeta")))


def jvp(x, gamma=None, beta=None, *, x_dot=None, gamma_dot=None, beta_dot=None, residuals=None, groups=1,
    eps=1e-05):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta}, {"groups": groups, "eps": eps})
    call.add("x_dot", "x", x_dot)
    call.add("gamma_dot", "gamma", gamma_dot)
    call.add("beta_dot", "beta", beta_dot)
    call.recall(residuals, forward, ("mu", "var"))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "gamma_dot", "beta_dot", "x", "gamma", "mu", "var", "y_dot"), ("N", "Cg", "G",
            "H", "W", "m", "epsilon"))
    return call.result(*("y_dot",))
