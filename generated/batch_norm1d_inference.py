"""batch_norm1d_inference: batch normalisation with constant running statistics (inference).

Made by `chainrule generate`, version 0.1.0, from the forward of `batch_norm1d_inference`.  Do not edit.
Run time: 885da59e5e9be48a.

    r[c] = 1/√(running_var[c] + ε)
    x̂[n,c,l] = r[c] · (x[n,c,l] − running_mean[c])
    y[n,c,l] = γ[c]·x̂[n,c,l] + β[c]
    dx[n,c,l] = γ[c]·r[c]·dy[n,c,l]
    dγ[c] = Σ_{n,l} dy[n,c,l] · x̂[n,c,l]
    dβ[c] = Σ_{n,l} dy[n,c,l]

Source: Ioffe & Szegedy 2015, algorithm 2.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 47 places of the kernels. Each of the 12 parallel loops has no two iterations that write the
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
    'name': 'batch_norm1d_inference',
    'summary': 'batch normalisation with constant running statistics (inference)',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'L'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'gamma', 'shape': ['C'], 'kind': 'real', 'differentiable': True, 'default': 1},
        {'name': 'beta', 'shape': ['C'], 'kind': 'real', 'differentiable': True, 'default': 0},
        {'name': 'running_mean', 'shape': ['C'], 'kind': 'real', 'differentiable': False, 'default': 0},
        {'name': 'running_var', 'shape': ['C'], 'kind': 'real', 'differentiable': False, 'default': 1},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'L'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'eps', 'symbols': ['epsilon'], 'kind': 'float', 'default': 1e-05, 'minimum': 0, 'maximum': None},
    ],
    'sizes': {},
    'gradients': {'x': 'vjp_x', 'gamma': 'vjp_gamma', 'beta': 'vjp_beta'},
    'analytic': True,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 1024, 'of': ['C', 'L']},
        {'path': 'ranges', 'at': 24000, 'of': ['C', 'C * L * N', 'C * L * N * 2']},
        {'path': 'vector', 'at': 64, 'of': ['C', 'L']},
    ],
    'proved': {'in bounds': 47, 'iterations apart': 12},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x", "gamma", "beta"])


class Residuals(namedtuple("Residuals", []), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "C", "C"),
        runtime.Step("x", 2, "L", "L"),
        runtime.Step("gamma", 0, "C", "C"),
        runtime.Step("beta", 0, "C", "C"),
        runtime.Step("running_mean", 0, "C", "C"),
        runtime.Step("running_var", 0, "C", "C"),
    ),
    sizes={
    },
    shapes={
        "x": lambda C, L, N, **_: (N, C, L),
        "gamma": lambda C, **_: (C,),
        "beta": lambda C, **_: (C,),
        "running_mean": lambda C, **_: (C,),
        "running_var": lambda C, **_: (C,),
        "y": lambda C, L, N, **_: (N, C, L),
    },
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, running_var, r, C, epsilon):
    """r[c] = 1/√(running_var[c] + ε)"""
    dtype = running_var.dtype
    T = dtype.type
    for c_block in range(first, last):
        # r[c] = 1/√(running_var[c] + ε)
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            r[U(c)] = T(1) / np.sqrt(epsilon + running_var[U(c)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part2(first, last, x, gamma, beta, running_mean, y, r, N, C, L):
    """y[n,c,l] = γ[c] · r[c] · (x[n,c,l] − running_mean[c]) + β[c]"""
    for task in range(first, last):
        n = task // C
        c = task % C
        # y[n,c,l] = γ[c] · r[c] · (x[n,c,l] − running_mean[c]) + β[c]
        beta_here = beta[U(c)]
        gamma_r = gamma[U(c)] * r[U(c)]
        minus_running_mean = -running_mean[U(c)]
        for l in range(L):
            y[U(n), U(c), U(l)] = beta_here + gamma_r * (minus_running_mean + x[U(n), U(c), U(l)])


def _forward(x, gamma, beta, running_mean, running_var, y, N, C, L, epsilon):
    """r[c] = 1/√(running_var[c] + ε)
    x̂[n,c,l] = r[c] · (x[n,c,l] − running_mean[c])
    y[n,c,l] = γ[c]·x̂[n,c,l] + β[c]

    Operations: 2·C·L·N multiplications, 2·C·L·N + C additions.
    """
    dtype = y.dtype
    r = scratch(C, dtype)
    launch(_forward_part, (C - 1) // 1024 + 1, C, running_var, r, C, epsilon)
    launch(_forward_part2, N * C, C * L * N, x, gamma, beta, running_mean, y, r, N, C, L)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part2(first, last, dy, gamma, dx, r, N, C, L):
    """dx[n,c,l] = γ[c]·r[c]·dy[n,c,l]"""
    for task in range(first, last):
        n = task // C
        c = task % C
        # dx[n,c,l] = γ[c]·r[c]·dy[n,c,l]
        gamma_r = gamma[U(c)] * r[U(c)]
        for l in range(L):
            dx[U(n), U(c), U(l)] = dy[U(n), U(c), U(l)] * gamma_r


def _vjp_x(dy, gamma, running_var, dx, N, C, L, epsilon):
    """r[c] = 1/√(running_var[c] + ε)
    dx[n,c,l] = γ[c]·r[c]·dy[n,c,l]

    Operations: 2·C·L·N multiplications, C additions.
    """
    dtype = dx.dtype
    r = scratch(C, dtype)
    # r[c] = 1/√(running_var[c] + ε)
    launch(_forward_part, (C - 1) // 1024 + 1, C, running_var, r, C, epsilon)
    launch(_vjp_x_part2, N * C, C * L * N, dy, gamma, dx, r, N, C, L)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_gamma_part2(first, last, dy, x, running_mean, dgamma, r, N, C, L, l_block_last):
    """dγ[c] = Σ_{n,l} r[c] · dy[n,c,l] · (x[n,c,l] − running_mean[c])"""
    dtype = dy.dtype
    T = dtype.type
    for c in range(first, last):
        # dγ[c] = Σ_{n,l} r[c] · dy[n,c,l] · (x[n,c,l] − running_mean[c])
        acc = T(0)
        rest = T(0)
        r_here = r[U(c)]
        minus_running_mean = -running_mean[U(c)]
        for n in range(N):
            for l_block in range(l_block_last + 1):
                part = T(0)
                for l in range(l_block * 1024, min(L, l_block * 1024 + 1024)):
                    part = plus(
                        part,
                        dy[U(n), U(c), U(l)] * (minus_running_mean + x[U(n), U(c), U(l)]) * r_here,
                    )
                acc, rest = carried(acc, rest, part)
        dgamma[U(c)] = acc


def _vjp_gamma(dy, x, running_mean, running_var, dgamma, N, C, L, epsilon):
    """r[c] = 1/√(running_var[c] + ε)
    x̂[n,c,l] = r[c] · (x[n,c,l] − running_mean[c])
    dγ[c] = Σ_{n,l} dy[n,c,l] · x̂[n,c,l]

    Operations: 2·C·L·N multiplications, 2·C·L·N additions.
    """
    dtype = dgamma.dtype
    r = scratch(C, dtype)
    # r[c] = 1/√(running_var[c] + ε)
    launch(_forward_part, (C - 1) // 1024 + 1, C, running_var, r, C, epsilon)
    l_block_last = (L - 1) // 1024
    launch(_vjp_gamma_part2, C, C * L * N, dy, x, running_mean, dgamma, r, N, C, L, l_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_beta_part(first, last, dy, dbeta, N, C, L, l_block_last):
    """dβ[c] = Σ_{n,l} dy[n,c,l]"""
    dtype = dy.dtype
    T = dtype.type
    for c in range(first, last):
        # dβ[c] = Σ_{n,l} dy[n,c,l]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for l_block in range(l_block_last + 1):
                part = T(0)
                for l in range(l_block * 1024, min(L, l_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(c), U(l)])
                acc, rest = carried(acc, rest, part)
        dbeta[U(c)] = acc


def _vjp_beta(dy, dbeta, N, C, L):
    """dβ[c] = Σ_{n,l} dy[n,c,l]

    Operations: C·L·N − C additions.
    """
    l_block_last = (L - 1) // 1024
    launch(_vjp_beta_part, C, C * L * N, dy, dbeta, N, C, L, l_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_part3(first, last, dy, x, running_mean, dgamma, dbeta, r, N, C, L, l_block_last):
    """dγ[c] = Σ_{n,l} r[c] · dy[n,c,l] · (x[n,c,l] − running_mean[c])
    dβ[c] = Σ_{n,l} dy[n,c,l]
    """
    dtype = dy.dtype
    T = dtype.type
    for c in range(first, last):
        # dγ[c] = Σ_{n,l} r[c] · dy[n,c,l] · (x[n,c,l] − running_mean[c])
        acc = T(0)
        # dβ[c] = Σ_{n,l} dy[n,c,l]
        acc2 = T(0)
        rest = T(0)
        rest2 = T(0)
        r_here = r[U(c)]
        minus_running_mean = -running_mean[U(c)]
        for n in range(N):
            for l_block in range(l_block_last + 1):
                part = T(0)
                part2 = T(0)
                for l in range(l_block * 1024, min(L, l_block * 1024 + 1024)):
                    part = plus(
                        part,
                        dy[U(n), U(c), U(l)] * (minus_running_mean + x[U(n), U(c), U(l)]) * r_here,
                    )
                    part2 = plus(part2, dy[U(n), U(c), U(l)])
                acc, rest = carried(acc, rest, part)
                acc2, rest2 = carried(acc2, rest2, part2)
        dgamma[U(c)] = acc
        dbeta[U(c)] = acc2


def _vjp(dy, x, gamma, running_mean, running_var, dx, dgamma, dbeta, N, C, L, epsilon):
    """r[c] = 1/√(running_var[c] + ε)
    dx[n,c,l] = γ[c]·r[c]·dy[n,c,l]
    x̂[n,c,l] = r[c] · (x[n,c,l] − running_mean[c])
    dγ[c] = Σ_{n,l} dy[n,c,l] · x̂[n,c,l]
    dβ[c] = Σ_{n,l} dy[n,c,l]

    Operations: 4·C·L·N multiplications, 3·C·L·N − C additions.
    """
    dtype = dx.dtype
    r = scratch(C, dtype)
    # r[c] = 1/√(running_var[c] + ε)
    launch(_forward_part, (C - 1) // 1024 + 1, C, running_var, r, C, epsilon)
    # dx[n,c,l] = γ[c]·r[c]·dy[n,c,l]
    launch(_vjp_x_part2, N * C, C * L * N, dy, gamma, dx, r, N, C, L)
    l_block_last = (L - 1) // 1024
    launch(_vjp_part3, C, C * L * N * 2, dy, x, running_mean, dgamma, dbeta, r, N, C, L, l_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part2(first, last, x_dot, gamma_dot, beta_dot, x, gamma, running_mean, y_dot, r, N, C, L):
    """ẏ[n,c,l] = γ[c]·r[c]·ẋ[n,c,l] + γ̇[c] · r[c] · (x[n,c,l] − running_mean[c]) + β̇[c]"""
    for task in range(first, last):
        n = task // C
        c = task % C
        # ẏ[n,c,l] = γ[c]·r[c]·ẋ[n,c,l] + γ̇[c] · r[c] · (x[n,c,l] − running_mean[c]) + β̇[c]
        beta_dot_here = beta_dot[U(c)]
        gamma_dot_r = gamma_dot[U(c)] * r[U(c)]
        minus_running_mean = -running_mean[U(c)]
        gamma_r = gamma[U(c)] * r[U(c)]
        for l in range(L):
            y_dot[U(n), U(c), U(l)] = (
                beta_dot_here
                + gamma_dot_r * (minus_running_mean + x[U(n), U(c), U(l)])
                + gamma_r * x_dot[U(n), U(c), U(l)]
            )


def _jvp(x_dot, gamma_dot, beta_dot, x, gamma, running_mean, running_var, y_dot, N, C, L, epsilon):
    """r[c] = 1/√(running_var[c] + ε)
    x̂[n,c,l] = r[c] · (x[n,c,l] − running_mean[c])
    x̂̇[n,c,l] = r[c]·ẋ[n,c,l]
    ẏ[n,c,l] = γ[c]·x̂̇[n,c,l] + γ̇[c]·x̂[n,c,l] + β̇[c]

    Operations: 4·C·L·N multiplications, 3·C·L·N + C additions.
    """
    dtype = y_dot.dtype
    r = scratch(C, dtype)
    # r[c] = 1/√(running_var[c] + ε)
    launch(_forward_part, (C - 1) // 1024 + 1, C, running_var, r, C, epsilon)
    launch(_jvp_part2, N * C, C * L * N, x_dot, gamma_dot, beta_dot, x, gamma, running_mean, y_dot, r, N, C,
            L)


def forward(x, gamma=None, beta=None, running_mean=None, running_var=None, *, out=None, save=False,
    eps=1e-05):
    """batch normalisation with constant running statistics (inference); ``save=True`` also returns what the
    gradients can use again.
    """
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta, "running_mean": running_mean, "running_var": running_var}, {"eps": eps})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "gamma", "beta", "running_mean", "running_var", "y"), ("N", "C", "L", "epsilon"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, gamma=None, beta=None, running_mean=None, running_var=None, *, residuals=None, out=None,
    eps=1e-05):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta, "running_mean": running_mean, "running_var": running_var}, {"eps": eps})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "gamma", "running_var", "dx"), ("N", "C", "L", "epsilon"))
    return call.result("dx")


def vjp_gamma(dy, x, gamma=None, beta=None, running_mean=None, running_var=None, *, residuals=None, out=None,
    eps=1e-05):
    """The gradient of gamma, given dy."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta, "running_mean": running_mean, "running_var": running_var}, {"eps": eps})
    call.add("dy", "y", dy)
    call.new("dgamma", "gamma", out)
    call.run(_vjp_gamma, ("dy", "x", "running_mean", "running_var", "dgamma"), ("N", "C", "L", "epsilon"))
    return call.result("dgamma")


def vjp_beta(dy, x, gamma=None, beta=None, running_mean=None, running_var=None, *, residuals=None, out=None,
    eps=1e-05):
    """The gradient of beta, given dy."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta, "running_mean": running_mean, "running_var": running_var}, {"eps": eps})
    call.add("dy", "y", dy)
    call.new("dbeta", "beta", out)
    call.run(_vjp_beta, ("dy", "dbeta"), ("N", "C", "L"))
    return call.result("dbeta")


def vjp(dy, x, gamma=None, beta=None, running_mean=None, running_var=None, *, residuals=None, eps=1e-05):
    """The gradients of x, gamma, beta."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta, "running_mean": running_mean, "running_var": running_var}, {"eps": eps})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.new("dgamma", "gamma")
    call.new("dbeta", "beta")
    call.run(_vjp, ("dy", "x", "gamma", "running_mean", "running_var", "dx", "dgamma", "dbeta"), ("N", "C",
            "L", "epsilon"))
    return Gradients(*call.results(("dx", "dgamma", "dbeta")))


def jvp(x, gamma=None, beta=None, running_mean=None, running_var=None, *, x_dot=None, gamma_dot=None,
    beta_dot=None, residuals=None, eps=1e-05):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta, "running_mean": running_mean, "running_var": running_var}, {"eps": eps})
    call.add("x_dot", "x", x_dot)
    call.add("gamma_dot", "gamma", gamma_dot)
    call.add("beta_dot", "beta", beta_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "gamma_dot", "beta_dot", "x", "gamma", "running_mean", "running_var", "y_dot"),
            ("N", "C", "L", "epsilon"))
    return call.result("y_dot")
