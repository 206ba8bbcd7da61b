"""The kernels of layer_norm2d; layer_norm2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `layer_norm2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .disjoint import njit
from .runtime import carried, plus
from .threads import launch
from .vectors import scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, gamma, beta, y, mu, var, N, C, H, W, m, epsilon, chw_block_last):
    """μ[n] = 1/m · Σ_{chw} x[n, chw]
    var[n] = 1/m · Σ_{chw} (x[n, chw] − μ[n])²
    r = 1/√(var[n] + ε)
    y[n, chw] = r · γ[chw] · (x[n, chw] − μ[n]) + β[chw]
    """
    dtype = x.dtype
    T = dtype.type
    for n in range(first, last):
        # μ[n] = 1/m · Σ_{chw} x[n, chw]
        acc = T(0)
        rest = T(0)
        for chw_block in range(chw_block_last + 1):
            part = T(0)
            for chw in range(chw_block * 1024, min(C * H * W, chw_block * 1024 + 1024)):
                part = plus(part, x[U(n), U(chw)])
            acc, rest = carried(acc, rest, part)
        mu[U(n)] = acc / T(m)
        # var[n] = 1/m · Σ_{chw} (x[n, chw] − μ[n])²
        acc2 = T(0)
        rest2 = T(0)
        minus_mu = -mu[U(n)]
        for chw_block in range(chw_block_last + 1):
            part2 = T(0)
            for chw in range(chw_block * 1024, min(C * H * W, chw_block * 1024 + 1024)):
                part2 = plus(part2, (minus_mu + x[U(n), U(chw)]) * (minus_mu + x[U(n), U(chw)]))
            acc2, rest2 = carried(acc2, rest2, part2)
        var[U(n)] = acc2 / T(m)
        # r = 1/√(var[n] + ε)
        r = T(1) / np.sqrt(epsilon + var[U(n)])
        # y[n, chw] = r · γ[chw] · (x[n, chw] − μ[n]) + β[chw]
        for chw in range(C * H * W):
            y[U(n), U(chw)] = beta[U(chw)] + gamma[U(chw)] * (minus_mu + x[U(n), U(chw)]) * r


def _forward(x, gamma, beta, y, mu, var, N, C, H, W, m, epsilon):
    """μ[n] = 1/m · Σ_{c,h,w} x[n,c,h,w]
    var[n] = 1/m · Σ_{c,h,w} (x[n,c,h,w] − μ[n])²
    r[n] = 1/√(var[n] + ε)
    x̂[n,c,h,w] = r[n] · (x[n,c,h,w] − μ[n])
    y[n,c,h,w] = γ[c,h,w]·x̂[n,c,h,w] + β[c,h,w]

    As compiled:

    μ[n] = 1/m · Σ_{chw} x[n, chw]
    var[n] = 1/m · Σ_{chw} (x[n, chw] − μ[n])²
    r = 1/√(var[n] + ε)
    y[n, chw] = r · γ[chw] · (x[n, chw] − μ[n]) + β[chw]

    Operations: 3·C·H·N·W multiplications, 5·C·H·N·W − N additions.
    """
    x_rows = x.reshape((N, C * H * W))
    gamma_rows = gamma.reshape((C * H * W,))
    beta_rows = beta.reshape((C * H * W,))
    y_rows = y.reshape((N, C * H * W))
    chw_block_last = (C * H * W - 1) // 1024
    launch(_forward_part, N, C * H * N * W * 3 + N, x_rows, gamma_rows, beta_rows, y_rows, mu, var, N, C, H,
            W, m, epsilon, chw_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, x, gamma, mu, var, dx, N, C, H, W, m, epsilon, c_h_w__block_last):
    """dx_sum = Σ_{c'h'w′′} dy[n, c'h'w′′] · γ[c'h'w′′]
    r = 1/√(var[n] + ε)
    dx_sum2 = Σ_{c'h'w′′} r · dy[n, c'h'w′′] · γ[c'h'w′′] · (x[n, c'h'w′′] − μ[n])
    dx[n, chw] = r/m · (m · γ[chw] · dy[n, chw] − dx_sum − dx_sum2 · r · (x[n, chw] − μ[n]))
    """
    dtype = dy.dtype
    T = dtype.type
    for n in range(first, last):
        # dx_sum = Σ_{c'h'w′′} dy[n, c'h'w′′] · γ[c'h'w′′]
        acc = T(0)
        # r = 1/√(var[n] + ε)
        r = T(1) / np.sqrt(epsilon + var[U(n)])
        # dx_sum2 = Σ_{c'h'w′′} r · dy[n, c'h'w′′] · γ[c'h'w′′] · (x[n, c'h'w′′] − μ[n])
        acc2 = T(0)
        rest = T(0)
        rest2 = T(0)
        minus_mu = -mu[U(n)]
        for c_h_w__block in range(c_h_w__block_last + 1):
            part = T(0)
            part2 = T(0)
            for c_h_w_ in range(c_h_w__block * 1024, min(C * H * W, c_h_w__block * 1024 + 1024)):
                part = plus(part, dy[U(n), U(c_h_w_)] * gamma[U(c_h_w_)])
                part2 = plus(
                    part2,
                    dy[U(n), U(c_h_w_)] * gamma[U(c_h_w_)] * (minus_mu + x[U(n), U(c_h_w_)]) * r,
                )
            acc, rest = carried(acc, rest, part)
            acc2, rest2 = carried(acc2, rest2, part2)
        dx_sum = acc
        dx_sum2 = acc2
        # dx[n, chw] = r/m · (m · γ[chw] · dy[n, chw] − dx_sum − dx_sum2 · r · (x[n, chw] −
        #     μ[n]))
        r_over_m = r / T(m)
        minus_dx_sum = -dx_sum
        minus_dx_sum2_r = -dx_sum2 * r
        for chw in range(C * H * W):
            dx[U(n), U(chw)] = (
                (
                    T(m) * dy[U(n), U(chw)] * gamma[U(chw)]
                    + minus_dx_sum
                    + minus_dx_sum2_r * (minus_mu + x[U(n), U(chw)])
                )
                * r_over_m
            )


def _vjp_x(dy, x, gamma, mu, var, dx, N, C, H, W, m, epsilon):
    """r[n] = 1/√(var[n] + ε)
    x̂[n,c,h,w] = r[n] · (x[n,c,h,w] − μ[n])
    dx[n,c,h,w] = r[n]/m · (m·γ[c,h,w]·dy[n,c,h,w] − Σ_{c′,h′,w′} dy[n,c′,h′,w′] · γ[c′,h′,w′] −
        x̂[n,c,h,w] · Σ_{c′,h′,w′} dy[n,c′,h′,w′] · γ[c′,h′,w′] · x̂[n,c′,h′,w′])

    As compiled:

    dx_sum = Σ_{c'h'w′′} dy[n, c'h'w′′] · γ[c'h'w′′]
    r = 1/√(var[n] + ε)
    dx_sum2 = Σ_{c'h'w′′} r · dy[n, c'h'w′′] · γ[c'h'w′′] · (x[n, c'h'w′′] − μ[n])
    dx[n, chw] = r/m · (m · γ[chw] · dy[n, chw] − dx_sum − dx_sum2 · r · (x[n, chw] − μ[n]))

    Operations: 7·C·H·N·W multiplications, 5·C·H·N·W − N additions.
    """
    dy_rows = dy.reshape((N, C * H * W))
    x_rows = x.reshape((N, C * H * W))
    gamma_rows = gamma.reshape((C * H * W,))
    dx_rows = dx.reshape((N, C * H * W))
    c_h_w__block_last = (C * H * W - 1) // 1024
    launch(_vjp_x_part, N, C * H * N * W * 3 + N, dy_rows, x_rows, gamma_rows, mu, var, dx_rows, N, C, H, W,
            m, epsilon, c_h_w__block_last)


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
def _vjp_gamma_part2(first, last, dy, x, mu, parts_2, r, N, C, H, W):
    """dγ[chw] = Σ_n dy[n, chw] · r[n] · (x[n, chw] − μ[n])"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n_block = task // (((C * H * W - 1) // 1024 + 1))
        chw_block = task % ((C * H * W - 1) // 1024 + 1)
        # dγ[chw] = Σ_n dy[n, chw] · r[n] · (x[n, chw] − μ[n])
        for chw in range(chw_block * 1024, min(C * H * W, chw_block * 1024 + 1024)):
            parts_2[U(n_block), U(chw)] = T(0)
        for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
            r_here = r[U(n)]
            minus_mu = -mu[U(n)]
            for chw in range(chw_block * 1024, min(C * H * W, chw_block * 1024 + 1024)):
                parts_2[U(n_block), U(chw)] += dy[U(n), U(chw)] * (minus_mu + x[U(n), U(chw)]) * r_here


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_gamma_part3(first, last, dgamma, parts_2, N, C, H, W, n_block_last):
    """dγ[chw] = Σ_n dy[n, chw] · r[n] · (x[n, chw] − μ[n])"""
    dtype = dgamma.dtype
    T = dtype.type
    rest = np.empty(1024, dtype)
    for chw_block in range(first, last):
        # dγ[chw] = Σ_n dy[n, chw] · r[n] · (x[n, chw] − μ[n])
        for chw in range(chw_block * 1024, min(C * H * W, chw_block * 1024 + 1024)):
            dgamma[U(chw)] = T(0)
        for chw in range(chw_block * 1024, min(C * H * W, chw_block * 1024 + 1024)):
            rest[U(chw - (chw_block * 1024))] = T(0)
        for n_block in range(n_block_last + 1):
            for chw in range(chw_block * 1024, min(C * H * W, chw_block * 1024 + 1024)):
                dgamma[U(chw)], rest[U(chw - (chw_block * 1024))] = carried(dgamma[U(chw)], rest[U(chw - (chw_block * 1024))], parts_2[U(n_block), U(chw)])


def _vjp_gamma(dy, x, mu, var, dgamma, N, C, H, W, epsilon):
    """r[n] = 1/√(var[n] + ε)
    x̂[n,c,h,w] = r[n] · (x[n,c,h,w] − μ[n])
    dγ[c,h,w] = Σ_n dy[n,c,h,w] · x̂[n,c,h,w]

    Operations: 2·C·H·N·W multiplications, 2·C·H·N·W + N − C·H·W additions.
    """
    dtype = dgamma.dtype
    dy_rows = dy.reshape((N, C * H * W))
    x_rows = x.reshape((N, C * H * W))
    dgamma_rows = dgamma.reshape((C * H * W,))
    r = scratch(N, dtype)
    launch(_vjp_gamma_part, (N - 1) // 1024 + 1, N, var, r, N, epsilon)
    parts_2 = scratch((max(0, (N - 1) // 1024 + 1), C * H * W), dtype)
    launch(_vjp_gamma_part2, ((N - 1) // 1024 + 1) * ((C * H * W - 1) // 1024 + 1), C * H * N * W, dy_rows,
            x_rows, mu, parts_2, r, N, C, H, W)
    n_block_last = (N - 1) // 1024
    launch(_vjp_gamma_part3, (C * H * W - 1) // 1024 + 1, C * H * N * W, dgamma_rows, parts_2, N, C, H, W,
            n_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_beta_part(first, last, dy, parts_2, N, C, H, W):
    """dβ[chw] = Σ_n dy[n, chw]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n_block = task // (((C * H * W - 1) // 1024 + 1))
        chw_block = task % ((C * H * W - 1) // 1024 + 1)
        # dβ[chw] = Σ_n dy[n, chw]
        for chw in range(chw_block * 1024, min(C * H * W, chw_block * 1024 + 1024)):
            parts_2[U(n_block), U(chw)] = T(0)
        for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
            for chw in range(chw_block * 1024, min(C * H * W, chw_block * 1024 + 1024)):
                parts_2[U(n_block), U(chw)] += dy[U(n), U(chw)]


def _vjp_beta(dy, dbeta, N, C, H, W):
    """dβ[c,h,w] = Σ_n dy[n,c,h,w]

    Operations: C·H·N·W − C·H·W additions.
    """
    dtype = dbeta.dtype
    dy_rows = dy.reshape((N, C * H * W))
    dbeta_rows = dbeta.reshape((C * H * W,))
    parts_2 = scratch((max(0, (N - 1) // 1024 + 1), C * H * W), dtype)
    launch(_vjp_beta_part, ((N - 1) // 1024 + 1) * ((C * H * W - 1) // 1024 + 1), C * H * N * W, dy_rows,
            parts_2, N, C, H, W)
    n_block_last = (N - 1) // 1024
    # dβ[chw] = Σ_n dy[n, chw]
    launch(_vjp_gamma_part3, (C * H * W - 1) // 1024 + 1, C * H * N * W, dbeta_rows, parts_2, N, C, H, W,
            n_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_part(first, last, dy, x, gamma, mu, var, dx, r, N, C, H, W, m, epsilon, c_h_w__block_last):
    """dx_sum = Σ_{c'h'w′′} dy[n, c'h'w′′] · γ[c'h'w′′]
    r[n] = 1/√(var[n] + ε)
    dx_sum2 = Σ_{c'h'w′′} r[n] · dy[n, c'h'w′′] · γ[c'h'w′′] · (x[n, c'h'w′′] − μ[n])
    dx[n, chw] = r[n]/m · (m · γ[chw] · dy[n, chw] − dx_sum − dx_sum2 · r[n] · (x[n, chw] − μ[n]))
    """
    dtype = dy.dtype
    T = dtype.type
    for n in range(first, last):
        # dx_sum = Σ_{c'h'w′′} dy[n, c'h'w′′] · γ[c'h'w′′]
        acc = T(0)
        # r[n] = 1/√(var[n] + ε)
        r[U(n)] = T(1) / np.sqrt(epsilon + var[U(n)])
        # dx_sum2 = Σ_{c'h'w′′} r[n] · dy[n, c'h'w′′] · γ[c'h'w′′] · (x[n, c'h'w′′] − μ[n])
        acc2 = T(0)
        rest = T(0)
        rest2 = T(0)
        r_here = r[U(n)]
        minus_mu = -mu[U(n)]
        for c_h_w__block in range(c_h_w__block_last + 1):
            part = T(0)
            part2 = T(0)
            for c_h_w_ in range(c_h_w__block * 1024, min(C * H * W, c_h_w__block * 1024 + 1024)):
                part = plus(part, dy[U(n), U(c_h_w_)] * gamma[U(c_h_w_)])
                part2 = plus(
                    part2,
                    dy[U(n), U(c_h_w_)] * gamma[U(c_h_w_)] * (minus_mu + x[U(n), U(c_h_w_)]) * r_here,
                )
            acc, rest = carried(acc, rest, part)
            acc2, rest2 = carried(acc2, rest2, part2)
        dx_sum = acc
        dx_sum2 = acc2
        # dx[n, chw] = r[n]/m · (m · γ[chw] · dy[n, chw] − dx_sum − dx_sum2 · r[n] · (x[n,
        #     chw] − μ[n]))
        r_over_m = r[U(n)] / T(m)
        minus_dx_sum = -dx_sum
        minus_dx_sum2_r = -dx_sum2 * r[U(n)]
        for chw in range(C * H * W):
            dx[U(n), U(chw)] = (
                (
                    T(m) * dy[U(n), U(chw)] * gamma[U(chw)]
                    + minus_dx_sum
                    + minus_dx_sum2_r * (minus_mu + x[U(n), U(chw)])
                )
                * r_over_m
            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_part2(first, last, dy, x, mu, parts_2, parts2, r, N, C, H, W):
    """dγ[chw] = Σ_n dy[n, chw] · r[n] · (x[n, chw] − μ[n])
    dβ[chw] = Σ_n dy[n, chw]
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n_block = task // (((C * H * W - 1) // 1024 + 1))
        chw_block = task % ((C * H * W - 1) // 1024 + 1)
        # dγ[chw] = Σ_n dy[n, chw] · r[n] · (x[n, chw] − μ[n])
        # dβ[chw] = Σ_n dy[n, chw]
        for chw in range(chw_block * 1024, min(C * H * W, chw_block * 1024 + 1024)):
            parts_2[U(n_block), U(chw)] = T(0)
        for chw in range(chw_block * 1024, min(C * H * W, chw_block * 1024 + 1024)):
            parts2[U(n_block), U(chw)] = T(0)
        for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
            r_here2 = r[U(n)]
            minus_mu2 = -mu[U(n)]
            for chw in range(chw_block * 1024, min(C * H * W, chw_block * 1024 + 1024)):
                parts_2[U(n_block), U(chw)] += dy[U(n), U(chw)] * (minus_mu2 + x[U(n), U(chw)]) * r_here2
                parts2[U(n_block), U(chw)] += dy[U(n), U(chw)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_part3(first, last, dgamma, dbeta, parts_2, parts2, N, C, H, W, n_block_last):
    """dγ[chw] = Σ_n dy[n, chw] · r[n] · (x[n, chw] − μ[n])
    dβ[chw] = Σ_n dy[n, chw]
    """
    dtype = dgamma.dtype
    T = dtype.type
    rest3 = np.empty(1024, dtype)
    rest4 = np.empty(1024, dtype)
    for chw_block in range(first, last):
        # dγ[chw] = Σ_n dy[n, chw] · r[n] · (x[n, chw] − μ[n])
        for chw in range(chw_block * 1024, min(C * H * W, chw_block * 1024 + 1024)):
            dgamma[U(chw)] = T(0)
        # dβ[chw] = Σ_n dy[n, chw]
        for chw in range(chw_block * 1024, min(C * H * W, chw_block * 1024 + 1024)):
            dbeta[U(chw)] = T(0)
        for chw in range(chw_block * 1024, min(C * H * W, chw_block * 1024 + 1024)):
            rest3[U(chw - (chw_block * 1024))] = T(0)
        for chw in range(chw_block * 1024, min(C * H * W, chw_block * 1024 + 1024)):
            rest4[U(chw - (chw_block * 1024))] = T(0)
        for n_block in range(n_block_last + 1):
            for chw in range(chw_block * 1024, min(C * H * W, chw_block * 1024 + 1024)):
                dgamma[U(chw)], rest3[U(chw - (chw_block * 1024))] = carried(dgamma[U(chw)], rest3[U(chw - (chw_block * 1024))], parts_2[U(n_block), U(chw)])
            for chw in range(chw_block * 1024, min(C * H * W, chw_block * 1024 + 1024)):
                dbeta[U(chw)], rest4[U(chw - (chw_block * 1024))] = carried(dbeta[U(chw)], rest4[U(chw - (chw_block * 1024))], parts2[U(n_block), U(chw)])


def _vjp(dy, x, gamma, mu, var, dx, dgamma, dbeta, N, C, H, W, m, epsilon):
    """r[n] = 1/√(var[n] + ε)
    x̂[n,c,h,w] = r[n] · (x[n,c,h,w] − μ[n])
    dx[n,c,h,w] = r[n]/m · (m·γ[c,h,w]·dy[n,c,h,w] − Σ_{c′,h′,w′} dy[n,c′,h′,w′] · γ[c′,h′,w′] −
        x̂[n,c,h,w] · Σ_{c′,h′,w′} dy[n,c′,h′,w′] · γ[c′,h′,w′] · x̂[n,c′,h′,w′])
    dγ[c,h,w] = Σ_n dy[n,c,h,w] · x̂[n,c,h,w]
    dβ[c,h,w] = Σ_n dy[n,c,h,w]

    Operations: 8·C·H·N·W multiplications, 7·C·H·N·W − 2·C·H·W − N additions.
    """
    dtype = dx.dtype
    dy_rows = dy.reshape((N, C * H * W))
    x_rows = x.reshape((N, C * H * W))
    gamma_rows = gamma.reshape((C * H * W,))
    dx_rows = dx.reshape((N, C * H * W))
    dgamma_rows = dgamma.reshape((C * H * W,))
    dbeta_rows = dbeta.reshape((C * H * W,))
    c_h_w__block_last = (C * H * W - 1) // 1024
    r = scratch(N, dtype)
    launch(_vjp_part, N, C * H * N * W * 3 + N, dy_rows, x_rows, gamma_rows, mu, var, dx_rows, r, N, C, H, W,
            m, epsilon, c_h_w__block_last)
    parts_2 = scratch((max(0, (N - 1) // 1024 + 1), C * H * W), dtype)
    parts2 = scratch((max(0, (N - 1) // 1024 + 1), C * H * W), dtype)
    launch(_vjp_part2, ((N - 1) // 1024 + 1) * ((C * H * W - 1) // 1024 + 1), C * H * N * W * 2, dy_rows,
            x_rows, mu, parts_2, parts2, r, N, C, H, W)
    n_block_last = (N - 1) // 1024
    launch(_vjp_part3, (C * H * W - 1) // 1024 + 1, C * H * N * W * 2, dgamma_rows, dbeta_rows, parts_2,
            parts2, N, C, H, W, n_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, gamma_dot, beta_dot, x, gamma, mu, var, y_dot, N, C, H, W, m, epsilon,
        chw_block_last):
    """μ̇ = 1/m · Σ_{chw} ẋ[n, chw]
    var_dot = 2/m · Σ_{chw} (ẋ[n, chw] − μ̇) · (x[n, chw] − μ[n])
    ṙ = −var_dot/(2 · (var[n] + ε)^(3/2))
    r = 1/√(var[n] + ε)
    ẏ[n, chw] = r · γ̇[chw] · (x[n, chw] − μ[n]) + γ[chw] · (r · (ẋ[n, chw] − μ̇) + ṙ · (x[n, chw] −
        μ[n])) + β̇[chw]
    """
    dtype = x_dot.dtype
    T = dtype.type
    for n in range(first, last):
        # μ̇ = 1/m · Σ_{chw} ẋ[n, chw]
        acc = T(0)
        rest = T(0)
        for chw_block in range(chw_block_last + 1):
            part = T(0)
            for chw in range(chw_block * 1024, min(C * H * W, chw_block * 1024 + 1024)):
                part = plus(part, x_dot[U(n), U(chw)])
            acc, rest = carried(acc, rest, part)
        mu_dot = acc / T(m)
        # var_dot = 2/m · Σ_{chw} (ẋ[n, chw] − μ̇) · (x[n, chw] − μ[n])
        acc2 = T(0)
        rest2 = T(0)
        minus_mu_dot = -mu_dot
        minus_mu = -mu[U(n)]
        for chw_block in range(chw_block_last + 1):
            part2 = T(0)
            for chw in range(chw_block * 1024, min(C * H * W, chw_block * 1024 + 1024)):
                part2 = plus(part2, (minus_mu + x[U(n), U(chw)]) * (minus_mu_dot + x_dot[U(n), U(chw)]))
            acc2, rest2 = carried(acc2, rest2, part2)
        var_dot = T(2) * acc2 / T(m)
        # ṙ = −var_dot/(2 · (var[n] + ε)^(3/2))
        r_dot = -var_dot / (T(2) * ((epsilon + var[U(n)]) * np.sqrt(epsilon + var[U(n)])))
        # r = 1/√(var[n] + ε)
        r = T(1) / np.sqrt(epsilon + var[U(n)])
        # ẏ[n, chw] = r · γ̇[chw] · (x[n, chw] − μ[n]) + γ[chw] · (r · (ẋ[n, chw] − μ̇) + ṙ ·
        #     (x[n, chw] − μ[n])) + β̇[chw]
        for chw in range(C * H * W):
            y_dot[U(n), U(chw)] = (
                gamma[U(chw)]
                * ((minus_mu_dot + x_dot[U(n), U(chw)]) * r + (minus_mu + x[U(n), U(chw)]) * r_dot)
                + beta_dot[U(chw)]
                + gamma_dot[U(chw)] * (minus_mu + x[U(n), U(chw)]) * r
            )


def _jvp(x_dot, gamma_dot, beta_dot, x, gamma, mu, var, y_dot, N, C, H, W, m, epsilon):
    """r[n] = 1/√(var[n] + ε)
    x̂[n,c,h,w] = r[n] · (x[n,c,h,w] − μ[n])
    μ̇[n] = 1/m · Σ_{c,h,w} ẋ[n,c,h,w]
    var_dot[n] = 2/m · Σ_{c,h,w} (x[n,c,h,w] − μ[n]) · (ẋ[n,c,h,w] − μ̇[n])
    ṙ[n] = −var_dot[n]/(2 · (var[n] + ε)^(3/2))
    x̂̇[n,c,h,w] = ṙ[n] · (x[n,c,h,w] − μ[n]) + r[n] · (ẋ[n,c,h,w] − μ̇[n])
    ẏ[n,c,h,w] = γ[c,h,w]·x̂̇[n,c,h,w] + γ̇[c,h,w]·x̂[n,c,h,w] + β̇[c,h,w]

    As compiled:

    μ̇ = 1/m · Σ_{chw} ẋ[n, chw]
    var_dot = 2/m · Σ_{chw} (ẋ[n, chw] − μ̇) · (x[n, chw] − μ[n])
    ṙ = −var_dot/(2 · (var[n] + ε)^(3/2))
    r = 1/√(var[n] + ε)
    ẏ[n, chw] = r · γ̇[chw] · (x[n, chw] − μ[n]) + γ[chw] · (r · (ẋ[n, chw] − μ̇) + ṙ · (x[n, chw] −
        μ[n])) + β̇[chw]

    Operations: 6·C·H·N·W + N multiplications, 10·C·H·N·W additions.
    """
    x_dot_rows = x_dot.reshape((N, C * H * W))
    gamma_dot_rows = gamma_dot.reshape((C * H * W,))
    beta_dot_rows = beta_dot.reshape((C * H * W,))
    x_rows = x.reshape((N, C * H * W))
    gamma_rows = gamma.reshape((C * H * W,))
    y_dot_rows = y_dot.reshape((N, C * H * W))
    chw_block_last = (C * H * W - 1) // 1024
    launch(_jvp_part, N, N * 2 + C * H * N * W * 3, x_dot_rows, gamma_dot_rows, beta_dot_rows, x_rows,
            gamma_rows, mu, var, y_dot_rows, N, C, H, W, m, epsilon, chw_block_last)
