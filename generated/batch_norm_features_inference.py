"""batch_norm_features_inference: batch normalisation with constant running statistics (inference).

Made by `chainrule generate`, version 0.1.0, from the forward of `batch_norm_features_inference`.  Do not edit.
Run time: 885da59e5e9be48a.

    r[c] = 1/√(running_var[c] + ε)
    x̂[n,c] = r[c] · (x[n,c] − running_mean[c])
    y[n,c] = γ[c]·x̂[n,c] + β[c]
    dx[n,c] = γ[c]·r[c]·dy[n,c]
    dγ[c] = Σ_n dy[n,c] · x̂[n,c]
    dβ[c] = Σ_n dy[n,c]

Source: Ioffe & Szegedy 2015, algorithm 2.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 70 places of the kernels. Each of the 15 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .runtime import carried
from .threads import launch
from .vectors import scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'batch_norm_features_inference',
    'summary': 'batch normalisation with constant running statistics (inference)',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'gamma', 'shape': ['C'], 'kind': 'real', 'differentiable': True, 'default': 1},
        {'name': 'beta', 'shape': ['C'], 'kind': 'real', 'differentiable': True, 'default': 0},
        {'name': 'running_mean', 'shape': ['C'], 'kind': 'real', 'differentiable': False, 'default': 0},
        {'name': 'running_var', 'shape': ['C'], 'kind': 'real', 'differentiable': False, 'default': 1},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C'], 'kind': 'real'},
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
        {'path': 'parts', 'at': 1024, 'of': ['C', 'N']},
        {'path': 'ranges', 'at': 24000, 'of': ['C', 'C * N', 'C * N * 2']},
        {'path': 'vector', 'at': 64, 'of': ['C']},
    ],
    'proved': {'in bounds': 70, 'iterations apart': 15},
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
        runtime.Step("gamma", 0, "C", "C"),
        runtime.Step("beta", 0, "C", "C"),
        runtime.Step("running_mean", 0, "C", "C"),
        runtime.Step("running_var", 0, "C", "C"),
    ),
    sizes={
    },
    shapes={
        "x": lambda C, N, **_: (N, C),
        "gamma": lambda C, **_: (C,),
        "beta": lambda C, **_: (C,),
        "running_mean": lambda C, **_: (C,),
        "running_var": lambda C, **_: (C,),
        "y": lambda C, N, **_: (N, C),
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
def _forward_part2(first, last, x, gamma, beta, running_mean, y, r, N, C):
    """y[n,c] = γ[c] · r[c] · (x[n,c] − running_mean[c]) + β[c]"""
    for n in range(first, last):
        # y[n,c] = γ[c] · r[c] · (x[n,c] − running_mean[c]) + β[c]
        for c in range(C):
            y[U(n), U(c)] = (x[U(n), U(c)] - running_mean[U(c)]) * gamma[U(c)] * r[U(c)] + beta[U(c)]


def _forward(x, gamma, beta, running_mean, running_var, y, N, C, epsilon):
    """r[c] = 1/√(running_var[c] + ε)
    x̂[n,c] = r[c] · (x[n,c] − running_mean[c])
    y[n,c] = γ[c]·x̂[n,c] + β[c]

    Operations: 2·C·N multiplications, 2·C·N + C additions.
    """
    dtype = y.dtype
    r = scratch(C, dtype)
    launch(_forward_part, (C - 1) // 1024 + 1, C, running_var, r, C, epsilon)
    launch(_forward_part2, N, C * N, x, gamma, beta, running_mean, y, r, N, C)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part2(first, last, dy, gamma, dx, r, N, C):
    """dx[n,c] = γ[c]·r[c]·dy[n,c]"""
    for n in range(first, last):
        # dx[n,c] = γ[c]·r[c]·dy[n,c]
        for c in range(C):
            dx[U(n), U(c)] = dy[U(n), U(c)] * gamma[U(c)] * r[U(c)]


def _vjp_x(dy, gamma, running_var, dx, N, C, epsilon):
    """r[c] = 1/√(running_var[c] + ε)
    dx[n,c] = γ[c]·r[c]·dy[n,c]

    Operations: 2·C·N multiplications, C additions.
    """
    dtype = dx.dtype
    r = scratch(C, dtype)
    # r[c] = 1/√(running_var[c] + ε)
    launch(_forward_part, (C - 1) // 1024 + 1, C, running_var, r, C, epsilon)
    launch(_vjp_x_part2, N, C * N, dy, gamma, dx, r, N, C)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_gamma_part2(first, last, dy, x, running_mean, parts_2, r, N, C):
    """dγ[c] = Σ_n r[c] · dy[n,c] · (x[n,c] − running_mean[c])"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n_block = task // (((C - 1) // 1024 + 1))
        c_block = task % ((C - 1) // 1024 + 1)
        # dγ[c] = Σ_n r[c] · dy[n,c] · (x[n,c] − running_mean[c])
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            parts_2[U(n_block), U(c)] = T(0)
        for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                parts_2[U(n_block), U(c)] += (x[U(n), U(c)] - running_mean[U(c)]) * dy[U(n), U(c)] * r[U(c)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_gamma_part3(first, last, dgamma, parts_2, N, C, n_block_last):
    """dγ[c] = Σ_n r[c] · dy[n,c] · (x[n,c] − running_mean[c])"""
    dtype = dgamma.dtype
    T = dtype.type
    rest = np.empty(1024, dtype)
    for c_block in range(first, last):
        # dγ[c] = Σ_n r[c] · dy[n,c] · (x[n,c] − running_mean[c])
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            dgamma[U(c)] = T(0)
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            rest[U(c - (c_block * 1024))] = T(0)
        for n_block in range(n_block_last + 1):
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                dgamma[U(c)], rest[U(c - (c_block * 1024))] = carried(dgamma[U(c)], rest[U(c - (c_block * 1024))], parts_2[U(n_block), U(c)])


def _vjp_gamma(dy, x, running_mean, running_var, dgamma, N, C, epsilon):
    """r[c] = 1/√(running_var[c] + ε)
    x̂[n,c] = r[c] · (x[n,c] − running_mean[c])
    dγ[c] = Σ_n dy[n,c] · x̂[n,c]

    Operations: 2·C·N multiplications, 2·C·N additions.
    """
    dtype = dgamma.dtype
    r = scratch(C, dtype)
    # r[c] = 1/√(running_var[c] + ε)
    launch(_forward_part, (C - 1) // 1024 + 1, C, running_var, r, C, epsilon)
    parts_2 = scratch((max(0, (N - 1) // 1024 + 1), C), dtype)
    launch(_vjp_gamma_part2, ((N - 1) // 1024 + 1) * ((C - 1) // 1024 + 1), C * N, dy, x, running_mean,
            parts_2, r, N, C)
    n_block_last = (N - 1) // 1024
    launch(_vjp_gamma_part3, (C - 1) // 1024 + 1, C * N, dgamma, parts_2, N, C, n_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_beta_part(first, last, dy, parts_2, N, C):
    """dβ[c] = Σ_n dy[n,c]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n_block = task // (((C - 1) // 1024 + 1))
        c_block = task % ((C - 1) // 1024 + 1)
        # dβ[c] = Σ_n dy[n,c]
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            parts_2[U(n_block), U(c)] = T(0)
        for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                parts_2[U(n_block), U(c)] += dy[U(n), U(c)]


def _vjp_beta(dy, dbeta, N, C):
    """dβ[c] = Σ_n dy[n,c]

    Operations: C·N − C additions.
    """
    dtype = dbeta.dtype
    parts_2 = scratch((max(0, (N - 1) // 1024 + 1), C), dtype)
    launch(_vjp_beta_part, ((N - 1) // 1024 + 1) * ((C - 1) // 1024 + 1), C * N, dy, parts_2, N, C)
    n_block_last = (N - 1) // 1024
    # dβ[c] = Σ_n dy[n,c]
    launch(_vjp_gamma_part3, (C - 1) // 1024 + 1, C * N, dbeta, parts_2, N, C, n_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_part3(first, last, dy, x, running_mean, parts_2, parts2, r, N, C):
    """dγ[c] = Σ_n r[c] · dy[n,c] · (x[n,c] − running_mean[c])
    dβ[c] = Σ_n dy[n,c]
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n_block = task // (((C - 1) // 1024 + 1))
        c_block = task % ((C - 1) // 1024 + 1)
        # dγ[c] = Σ_n r[c] · dy[n,c] · (x[n,c] − running_mean[c])
        # dβ[c] = Σ_n dy[n,c]
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            parts_2[U(n_block), U(c)] = T(0)
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            parts2[U(n_block), U(c)] = T(0)
        for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                parts_2[U(n_block), U(c)] += (x[U(n), U(c)] - running_mean[U(c)]) * dy[U(n), U(c)] * r[U(c)]
                parts2[U(n_block), U(c)] += dy[U(n), U(c)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_part4(first, last, dgamma, dbeta, parts_2, parts2, N, C, n_block_last):
    """dγ[c] = Σ_n r[c] · dy[n,c] · (x[n,c] − running_mean[c])
    dβ[c] = Σ_n dy[n,c]
    """
    dtype = dgamma.dtype
    T = dtype.type
    rest = np.empty(1024, dtype)
    rest2 = np.empty(1024, dtype)
    for c_block in range(first, last):
        # dγ[c] = Σ_n r[c] · dy[n,c] · (x[n,c] − running_mean[c])
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            dgamma[U(c)] = T(0)
        # dβ[c] = Σ_n dy[n,c]
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            dbeta[U(c)] = T(0)
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            rest[U(c - (c_block * 1024))] = T(0)
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            rest2[U(c - (c_block * 1024))] = T(0)
        for n_block in range(n_block_last + 1):
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                dgamma[U(c)], rest[U(c - (c_block * 1024))] = carried(dgamma[U(c)], rest[U(c - (c_block * 1024))], parts_2[U(n_block), U(c)])
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                dbeta[U(c)], rest2[U(c - (c_block * 1024))] = carried(dbeta[U(c)], rest2[U(c - (c_block * 1024))], parts2[U(n_block), U(c)])


def _vjp(dy, x, gamma, running_mean, running_var, dx, dgamma, dbeta, N, C, epsilon):
    """r[c] = 1/√(running_var[c] + ε)
    dx[n,c] = γ[c]·r[c]·dy[n,c]
    x̂[n,c] = r[c] · (x[n,c] − running_mean[c])
    dγ[c] = Σ_n dy[n,c] · x̂[n,c]
    dβ[c] = Σ_n dy[n,c]

    Operations: 4·C·N multiplications, 3·C·N − C additions.
    """
    dtype = dx.dtype
    r = scratch(C, dtype)
    # r[c] = 1/√(running_var[c] + ε)
    launch(_forward_part, (C - 1) // 1024 + 1, C, running_var, r, C, epsilon)
    # dx[n,c] = γ[c]·r[c]·dy[n,c]
    launch(_vjp_x_part2, N, C * N, dy, gamma, dx, r, N, C)
    parts_2 = scratch((max(0, (N - 1) // 1024 + 1), C), dtype)
    parts2 = scratch((max(0, (N - 1) // 1024 + 1), C), dtype)
    launch(_vjp_part3, ((N - 1) // 1024 + 1) * ((C - 1) // 1024 + 1), C * N * 2, dy, x, running_mean, parts_2,
            parts2, r, N, C)
    n_block_last = (N - 1) // 1024
    launch(_vjp_part4, (C - 1) // 1024 + 1, C * N * 2, dgamma, dbeta, parts_2, parts2, N, C, n_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part2(first, last, x_dot, gamma_dot, beta_dot, x, gamma, running_mean, y_dot, r, N, C):
    """ẏ[n,c] = γ[c]·r[c]·ẋ[n,c] + γ̇[c] · r[c] · (x[n,c] − running_mean[c]) + β̇[c]"""
    for n in range(first, last):
        # ẏ[n,c] = γ[c]·r[c]·ẋ[n,c] + γ̇[c] · r[c] · (x[n,c] − running_mean[c]) + β̇[c]
        for c in range(C):
            y_dot[U(n), U(c)] = (
                (x[U(n), U(c)] - running_mean[U(c)]) * gamma_dot[U(c)] * r[U(c)]
                + beta_dot[U(c)]
                + gamma[U(c)] * r[U(c)] * x_dot[U(n), U(c)]
            )


def _jvp(x_dot, gamma_dot, beta_dot, x, gamma, running_mean, running_var, y_dot, N, C, epsilon):
    """r[c] = 1/√(running_var[c] + ε)
    x̂[n,c] = r[c] · (x[n,c] − running_mean[c])
    x̂̇[n,c] = r[c]·ẋ[n,c]
    ẏ[n,c] = γ[c]·x̂̇[n,c] + γ̇[c]·x̂[n,c] + β̇[c]

    Operations: 4·C·N multiplications, 3·C·N + C additions.
    """
    dtype = y_dot.dtype
    r = scratch(C, dtype)
    # r[c] = 1/√(running_var[c] + ε)
    launch(_forward_part, (C - 1) // 1024 + 1, C, running_var, r, C, epsilon)
    launch(_jvp_part2, N, C * N, x_dot, gamma_dot, beta_dot, x, gamma, running_mean, y_dot, r, N, C)


def forward(x, gamma=None, beta=None, running_mean=None, running_var=None, *, out=None, save=False,
    eps=1e-05):
    """batch normalisation with constant running statistics (inference); ``save=True`` also returns what the
    gradients can use again.
    """
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta, "running_mean": running_mean, "running_var": running_var}, {"eps": eps})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "gamma", "beta", "running_mean", "running_var", "y"), ("N", "C", "epsilon"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, gamma=None, beta=None, running_mean=None, running_var=None, *, residuals=None, out=None,
    eps=1e-05):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta, "running_mean": running_mean, "running_var": running_var}, {"eps": eps})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "gamma", "running_var", "dx"), ("N", "C", "epsilon"))
    return call.result("dx")


def vjp_gamma(dy, x, gamma=None, beta=None, running_mean=None, running_var=None, *, residuals=None, out=None,
    eps=1e-05):
    """The gradient of gamma, given dy."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta, "running_mean": running_mean, "running_var": running_var}, {"eps": eps})
    call.add("dy", "y", dy)
    call.new("dgamma", "gamma", out)
    call.run(_vjp_gamma, ("dy", "x", "running_mean", "running_var", "dgamma"), ("N", "C", "epsilon"))
    return call.result("dgamma")


def vjp_beta(dy, x, gamma=None, beta=None, running_mean=None, running_var=None, *, residuals=None, out=None,
    eps=1e-05):
    """The gradient of beta, given dy."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta, "running_mean": running_mean, "running_var": running_var}, {"eps": eps})
    call.add("dy", "y", dy)
    call.new("dbeta", "beta", out)
    call.run(_vjp_beta, ("dy", "dbeta"), ("N", "C"))
    return call.result("dbeta")


def vjp(dy, x, gamma=None, beta=None, running_mean=None, running_var=None, *, residuals=None, eps=1e-05):
    """The gradients of x, gamma, beta."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta, "running_mean": running_mean, "running_var": running_var}, {"eps": eps})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.new("dgamma", "gamma")
    call.new("dbeta", "beta")
    call.run(_vjp, ("dy", "x", "gamma", "running_mean", "running_var", "dx", "dgamma", "dbeta"), ("N", "C",
            "epsilon"))
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
            ("N", "C", "epsilon"))
    return call.result("y_dot")
