"""The kernels of batch_norm_features; batch_norm_features.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `batch_norm_features`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .disjoint import njit
from .runtime import carried
from .threads import launch
from .vectors import scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(rest, row, C):
    """μ[c] = 1/m · Σ_n x[n,c]"""
    dtype = rest.dtype
    T = dtype.type
    # μ[c] = 1/m · Σ_n x[n,c]
    for c in range(C):
        row[U(c)] = T(0)
    for c in range(C):
        rest[U(c)] = T(0)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part2(first, last, x, parts_2, N, C):
    """μ[c] = 1/m · Σ_n x[n,c]"""
    dtype = x.dtype
    T = dtype.type
    for n_block in range(first, last):
        # μ[c] = 1/m · Σ_n x[n,c]
        for c in range(C):
            parts_2[U(n_block), U(c)] = T(0)
        for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
            for c in range(C):
                parts_2[U(n_block), U(c)] += x[U(n), U(c)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part3(mu, parts_2, rest, rest2, row, row2, N, C, m):
    """var[c] = 1/m · Σ_n (x[n,c] − μ[c])²"""
    dtype = mu.dtype
    T = dtype.type
    for n_block in range((N - 1) // 1024 + 1):
        for c in range(C):
            row[U(c)], rest[U(c)] = carried(row[U(c)], rest[U(c)], parts_2[U(n_block), U(c)])
    for c in range(C):
        mu[U(c)] = row[U(c)] / T(m)
    # var[c] = 1/m · Σ_n (x[n,c] − μ[c])²
    for c in range(C):
        row2[U(c)] = T(0)
    for c in range(C):
        rest2[U(c)] = T(0)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part4(first, last, x, mu, parts2, N, C):
    """var[c] = 1/m · Σ_n (x[n,c] − μ[c])²"""
    dtype = x.dtype
    T = dtype.type
    for n_block in range(first, last):
        # var[c] = 1/m · Σ_n (x[n,c] − μ[c])²
        for c in range(C):
            parts2[U(n_block), U(c)] = T(0)
        for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
            for c in range(C):
                parts2[U(n_block), U(c)] += (x[U(n), U(c)] - mu[U(c)]) * (x[U(n), U(c)] - mu[U(c)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part5(var, parts2, rest2, row2, N, C, m):
    """var[c] = row2[c]/m"""
    dtype = var.dtype
    T = dtype.type
    for n_block in range((N - 1) // 1024 + 1):
        for c in range(C):
            row2[U(c)], rest2[U(c)] = carried(row2[U(c)], rest2[U(c)], parts2[U(n_block), U(c)])
    for c in range(C):
        var[U(c)] = row2[U(c)] / T(m)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part6(first, last, var, r, C, epsilon):
    """r[c] = 1/√(var[c] + ε)"""
    dtype = var.dtype
    T = dtype.type
    for c_block in range(first, last):
        # r[c] = 1/√(var[c] + ε)
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            r[U(c)] = T(1) / np.sqrt(epsilon + var[U(c)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part7(first, last, x, gamma, beta, y, mu, r, N, C):
    """y[n,c] = γ[c] · r[c] · (x[n,c] − μ[c]) + β[c]"""
    for n in range(first, last):
        # y[n,c] = γ[c] · r[c] · (x[n,c] − μ[c]) + β[c]
        for c in range(C):
            y[U(n), U(c)] = (x[U(n), U(c)] - mu[U(c)]) * gamma[U(c)] * r[U(c)] + beta[U(c)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part8(first, last, running_mean, new_running_mean, mu, C, rho):
    """new_running_mean[c] = ρ·μ[c] + (1 − ρ) · running_mean[c]"""
    dtype = running_mean.dtype
    T = dtype.type
    term = T(1) - rho
    for c_block in range(first, last):
        # new_running_mean[c] = ρ·μ[c] + (1 − ρ) · running_mean[c]
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            new_running_mean[U(c)] = mu[U(c)] * rho + running_mean[U(c)] * term


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part9(first, last, running_var, new_running_var, var, C, m, rho, kappa):
    """new_running_var[c] = (1 − ρ) · running_var[c] + ρ · var[c] · {m/(m − κ) if m > κ; else 1}"""
    dtype = running_var.dtype
    T = dtype.type
    term = T(1) - rho
    factor = (T(m) / T(m - kappa) if m >= kappa + 1 else T(1)) * rho
    for c_block in range(first, last):
        # new_running_var[c] = (1 − ρ) · running_var[c] + ρ · var[c] · {m/(m − κ) if m > κ;
        #     else 1}
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            new_running_var[U(c)] = factor * var[U(c)] + running_var[U(c)] * term


def _forward(x, gamma, beta, running_mean, running_var, y, new_running_mean, new_running_var, mu, var, N, C,
        m, epsilon, rho, kappa):
    """μ[c] = 1/m · Σ_n x[n,c]
    var[c] = 1/m · Σ_n (x[n,c] − μ[c])²
    r[c] = 1/√(var[c] + ε)
    x̂[n,c] = r[c] · (x[n,c] − μ[c])
    y[n,c] = γ[c]·x̂[n,c] + β[c]
    new_running_mean[c] = ρ·μ[c] + (1 − ρ) · running_mean[c]
    new_running_var[c] = (1 − ρ) · running_var[c] + ρ · var[c] · {m/(m − κ) if m > κ; else 1}

    Operations: 3·C·N multiplications, 5·C·N + C additions, terms that a condition drops counted.
    """
    dtype = y.dtype
    r = scratch(C, dtype)
    row = scratch(C, dtype)
    rest = scratch(C, dtype)
    parts_2 = scratch((max(0, (N - 1) // 1024 + 1), C), dtype)
    _forward_part(rest, row, C)
    launch(_forward_part2, (N - 1) // 1024 + 1, C * N, x, parts_2, N, C)
    row2 = scratch(C, dtype)
    rest2 = scratch(C, dtype)
    parts2 = scratch((max(0, (N - 1) // 1024 + 1), C), dtype)
    _forward_part3(mu, parts_2, rest, rest2, row, row2, N, C, m)
    launch(_forward_part4, (N - 1) // 1024 + 1, C * N, x, mu, parts2, N, C)
    _forward_part5(var, parts2, rest2, row2, N, C, m)
    launch(_forward_part6, (C - 1) // 1024 + 1, C, var, r, C, epsilon)
    launch(_forward_part7, N, C * N, x, gamma, beta, y, mu, r, N, C)
    launch(_forward_part8, (C - 1) // 1024 + 1, C, running_mean, new_running_mean, mu, C, rho)
    launch(_forward_part9, (C - 1) // 1024 + 1, C, running_var, new_running_var, var, C, m, rho, kappa)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part2(first, last, dy, x, mu, parts_2, parts2, r, N, C):
    """dx_sum[c] = Σ_n dy[n,c]
    dx_sum2[c] = Σ_n r[c] · dy[n,c] · (x[n,c] − μ[c])
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n__block = task // (((C - 1) // 1024 + 1))
        c_block = task % ((C - 1) // 1024 + 1)
        # dx_sum[c] = Σ_n dy[n,c]
        # dx_sum2[c] = Σ_n r[c] · dy[n,c] · (x[n,c] − μ[c])
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            parts_2[U(n__block), U(c)] = T(0)
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            parts2[U(n__block), U(c)] = T(0)
        for n_ in range(n__block * 1024, min(N, n__block * 1024 + 1024)):
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                parts_2[U(n__block), U(c)] += dy[U(n_), U(c)]
                parts2[U(n__block), U(c)] += (x[U(n_), U(c)] - mu[U(c)]) * dy[U(n_), U(c)] * r[U(c)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part3(first, last, dx_sum, dx_sum2, parts_2, parts2, N, C, n__block_last):
    """dx_sum[c] = Σ_n dy[n,c]
    dx_sum2[c] = Σ_n r[c] · dy[n,c] · (x[n,c] − μ[c])
    """
    dtype = dx_sum.dtype
    T = dtype.type
    rest = np.empty(1024, dtype)
    rest2 = np.empty(1024, dtype)
    for c_block in range(first, last):
        # dx_sum[c] = Σ_n dy[n,c]
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            dx_sum[U(c)] = T(0)
        # dx_sum2[c] = Σ_n r[c] · dy[n,c] · (x[n,c] − μ[c])
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            dx_sum2[U(c)] = T(0)
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            rest[U(c - (c_block * 1024))] = T(0)
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            rest2[U(c - (c_block * 1024))] = T(0)
        for n__block in range(n__block_last + 1):
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                dx_sum[U(c)], rest[U(c - (c_block * 1024))] = carried(dx_sum[U(c)], rest[U(c - (c_block * 1024))], parts_2[U(n__block), U(c)])
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                dx_sum2[U(c)], rest2[U(c - (c_block * 1024))] = carried(dx_sum2[U(c)], rest2[U(c - (c_block * 1024))], parts2[U(n__block), U(c)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part4(first, last, dy, x, gamma, mu, dx, dx_sum, dx_sum2, r, N, C, m):
    """dx[n,c] = γ[c]·r[c]/m · (m·dy[n,c] − dx_sum[c] − dx_sum2[c] · r[c] · (x[n,c] − μ[c]))"""
    dtype = dy.dtype
    T = dtype.type
    for n in range(first, last):
        # dx[n,c] = γ[c]·r[c]/m · (m·dy[n,c] − dx_sum[c] − dx_sum2[c] · r[c] · (x[n,c] −
        #     μ[c]))
        for c in range(C):
            dx[U(n), U(c)] = (
                gamma[U(c)]
                * (
                    T(m) * dy[U(n), U(c)]
                    - ((x[U(n), U(c)] - mu[U(c)]) * dx_sum2[U(c)] * r[U(c)])
                    - dx_sum[U(c)]
                )
                * r[U(c)]
                / T(m)
            )


def _vjp_x(dy, x, gamma, mu, var, dx, N, C, m, epsilon):
    """r[c] = 1/√(var[c] + ε)
    x̂[n,c] = r[c] · (x[n,c] − μ[c])
    dx[n,c] = γ[c]·r[c]/m · (m·dy[n,c] − Σ_{n′} dy[n′,c] − x̂[n,c] · Σ_{n′} dy[n′,c] · x̂[n′,c])

    Operations: 5·C·N multiplications, 5·C·N − C additions.
    """
    dtype = dx.dtype
    r = scratch(C, dtype)
    dx_sum = scratch(C, dtype)
    dx_sum2 = scratch(C, dtype)
    # r[c] = 1/√(var[c] + ε)
    launch(_forward_part6, (C - 1) // 1024 + 1, C, var, r, C, epsilon)
    parts_2 = scratch((max(0, (N - 1) // 1024 + 1), C), dtype)
    parts2 = scratch((max(0, (N - 1) // 1024 + 1), C), dtype)
    launch(_vjp_x_part2, ((N - 1) // 1024 + 1) * ((C - 1) // 1024 + 1), C * N * 2, dy, x, mu, parts_2, parts2,
            r, N, C)
    n__block_last = (N - 1) // 1024
    launch(_vjp_x_part3, (C - 1) // 1024 + 1, C * N * 2, dx_sum, dx_sum2, parts_2, parts2, N, C,
            n__block_last)
    launch(_vjp_x_part4, N, C * N, dy, x, gamma, mu, dx, dx_sum, dx_sum2, r, N, C, m)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_gamma_part2(first, last, dy, x, mu, parts_2, r, N, C):
    """dγ[c] = Σ_n r[c] · dy[n,c] · (x[n,c] − μ[c])"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n_block = task // (((C - 1) // 1024 + 1))
        c_block = task % ((C - 1) // 1024 + 1)
        # dγ[c] = Σ_n r[c] · dy[n,c] · (x[n,c] − μ[c])
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            parts_2[U(n_block), U(c)] = T(0)
        for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                parts_2[U(n_block), U(c)] += (x[U(n), U(c)] - mu[U(c)]) * dy[U(n), U(c)] * r[U(c)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_gamma_part3(first, last, dgamma, parts_2, N, C, n_block_last):
    """dγ[c] = Σ_n r[c] · dy[n,c] · (x[n,c] − μ[c])"""
    dtype = dgamma.dtype
    T = dtype.type
    rest = np.empty(1024, dtype)
    for c_block in range(first, last):
        # dγ[c] = Σ_n r[c] · dy[n,c] · (x[n,c] − μ[c])
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            dgamma[U(c)] = T(0)
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            rest[U(c - (c_block * 1024))] = T(0)
        for n_block in range(n_block_last + 1):
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                dgamma[U(c)], rest[U(c - (c_block * 1024))] = carried(dgamma[U(c)], rest[U(c - (c_block * 1024))], parts_2[U(n_block), U(c)])


def _vjp_gamma(dy, x, mu, var, dgamma, N, C, epsilon):
    """r[c] = 1/√(var[c] + ε)
    x̂[n,c] = r[c] · (x[n,c] − μ[c])
    dγ[c] = Σ_n dy[n,c] · x̂[n,c]

    Operations: 2·C·N multiplications, 2·C·N additions.
    """
    dtype = dgamma.dtype
    r = scratch(C, dtype)
    # r[c] = 1/√(var[c] + ε)
    launch(_forward_part6, (C - 1) // 1024 + 1, C, var, r, C, epsilon)
    parts_2 = scratch((max(0, (N - 1) // 1024 + 1), C), dtype)
    launch(_vjp_gamma_part2, ((N - 1) // 1024 + 1) * ((C - 1) // 1024 + 1), C * N, dy, x, mu, parts_2, r, N,
            C)
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
def _vjp_part(first, last, dy, x, mu, parts_2, parts2, N, C):
    """dx_sum_part[c] = Σ_n dy[n,c]
    dx_sum2_part[c] = Σ_n dy[n,c] · (x[n,c] − μ[c])
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n__block = task // (((C - 1) // 1024 + 1))
        c_block = task % ((C - 1) // 1024 + 1)
        # dx_sum_part[c] = Σ_n dy[n,c]
        # dx_sum2_part[c] = Σ_n dy[n,c] · (x[n,c] − μ[c])
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            parts_2[U(n__block), U(c)] = T(0)
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            parts2[U(n__block), U(c)] = T(0)
        for n_ in range(n__block * 1024, min(N, n__block * 1024 + 1024)):
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                parts_2[U(n__block), U(c)] += dy[U(n_), U(c)]
                parts2[U(n__block), U(c)] += (x[U(n_), U(c)] - mu[U(c)]) * dy[U(n_), U(c)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_part2(first, last, dx_sum2_part, dx_sum_part, parts_2, parts2, N, C, n__block_last):
    """dx_sum_part[c] = Σ_n dy[n,c]
    dx_sum2_part[c] = Σ_n dy[n,c] · (x[n,c] − μ[c])
    """
    dtype = dx_sum2_part.dtype
    T = dtype.type
    rest = np.empty(1024, dtype)
    rest2 = np.empty(1024, dtype)
    for c_block in range(first, last):
        # dx_sum_part[c] = Σ_n dy[n,c]
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            dx_sum_part[U(c)] = T(0)
        # dx_sum2_part[c] = Σ_n dy[n,c] · (x[n,c] − μ[c])
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            dx_sum2_part[U(c)] = T(0)
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            rest[U(c - (c_block * 1024))] = T(0)
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            rest2[U(c - (c_block * 1024))] = T(0)
        for n__block in range(n__block_last + 1):
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                dx_sum_part[U(c)], rest[U(c - (c_block * 1024))] = carried(dx_sum_part[U(c)], rest[U(c - (c_block * 1024))], parts_2[U(n__block), U(c)])
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                dx_sum2_part[U(c)], rest2[U(c - (c_block * 1024))] = carried(dx_sum2_part[U(c)], rest2[U(c - (c_block * 1024))], parts2[U(n__block), U(c)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_part4(first, last, dy, x, gamma, mu, dx, dx_sum2_part, dx_sum_part, r, N, C, m):
    """dx[n,c] = γ[c]·r[c]/m · (m·dy[n,c] − dx_sum_part[c] − dx_sum2_part[c] · r[c]² · (x[n,c] − μ[c]))"""
    dtype = dy.dtype
    T = dtype.type
    for n in range(first, last):
        # dx[n,c] = γ[c]·r[c]/m · (m·dy[n,c] − dx_sum_part[c] − dx_sum2_part[c] · r[c]² ·
        #     (x[n,c] − μ[c]))
        for c in range(C):
            dx[U(n), U(c)] = (
                gamma[U(c)]
                * (
                    T(m) * dy[U(n), U(c)]
                    - ((x[U(n), U(c)] - mu[U(c)]) * dx_sum2_part[U(c)] * (r[U(c)] * r[U(c)]))
                    - dx_sum_part[U(c)]
                )
                * r[U(c)]
                / T(m)
            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_part5(first, last, dgamma, dx_sum2_part, r, C):
    """dγ[c] = dx_sum2_part[c]·r[c]"""
    for c_block in range(first, last):
        # dγ[c] = dx_sum2_part[c]·r[c]
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            dgamma[U(c)] = dx_sum2_part[U(c)] * r[U(c)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_part6(first, last, dbeta, dx_sum_part, C):
    """dβ[c] = dx_sum_part[c]"""
    for c_block in range(first, last):
        # dβ[c] = dx_sum_part[c]
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            dbeta[U(c)] = dx_sum_part[U(c)]


def _vjp(dy, x, gamma, mu, var, dx, dgamma, dbeta, N, C, m, epsilon):
    """r[c] = 1/√(var[c] + ε)
    x̂[n,c] = r[c] · (x[n,c] − μ[c])
    dx[n,c] = γ[c]·r[c]/m · (m·dy[n,c] − Σ_{n′} dy[n′,c] − x̂[n,c] · Σ_{n′} dy[n′,c] · x̂[n′,c])
    dγ[c] = Σ_n dy[n,c] · x̂[n,c]
    dβ[c] = Σ_n dy[n,c]

    Operations: 6·C·N multiplications, 7·C·N − 3·C additions.
    """
    dtype = dx.dtype
    dx_sum_part = scratch(C, dtype)
    dx_sum2_part = scratch(C, dtype)
    r = scratch(C, dtype)
    parts_2 = scratch((max(0, (N - 1) // 1024 + 1), C), dtype)
    parts2 = scratch((max(0, (N - 1) // 1024 + 1), C), dtype)
    launch(_vjp_part, ((N - 1) // 1024 + 1) * ((C - 1) // 1024 + 1), C * N * 2, dy, x, mu, parts_2, parts2, N,
            C)
    n__block_last = (N - 1) // 1024
    launch(_vjp_part2, (C - 1) // 1024 + 1, C * N * 2, dx_sum2_part, dx_sum_part, parts_2, parts2, N, C,
            n__block_last)
    # r[c] = 1/√(var[c] + ε)
    launch(_forward_part6, (C - 1) // 1024 + 1, C, var, r, C, epsilon)
    launch(_vjp_part4, N, C * N, dy, x, gamma, mu, dx, dx_sum2_part, dx_sum_part, r, N, C, m)
    launch(_vjp_part5, (C - 1) // 1024 + 1, C, dgamma, dx_sum2_part, r, C)
    launch(_vjp_part6, (C - 1) // 1024 + 1, C, dbeta, dx_sum_part, C)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part4(first, last, x_dot, x, mu, mu_dot, parts2, N, C):
    """var_dot[c] = 2/m · Σ_n (x[n,c] − μ[c]) · (ẋ[n,c] − μ̇[c])"""
    dtype = x_dot.dtype
    T = dtype.type
    for n_block in range(first, last):
        # var_dot[c] = 2/m · Σ_n (x[n,c] − μ[c]) · (ẋ[n,c] − μ̇[c])
        for c in range(C):
            parts2[U(n_block), U(c)] = T(0)
        for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
            for c in range(C):
                parts2[U(n_block), U(c)] += (x[U(n), U(c)] - mu[U(c)]) * (x_dot[U(n), U(c)] - mu_dot[U(c)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part5(parts2, rest2, row2, var_dot, N, C, m):
    """var_dot[c] = 2·row2[c]/m"""
    dtype = parts2.dtype
    T = dtype.type
    for n_block in range((N - 1) // 1024 + 1):
        for c in range(C):
            row2[U(c)], rest2[U(c)] = carried(row2[U(c)], rest2[U(c)], parts2[U(n_block), U(c)])
    for c in range(C):
        var_dot[U(c)] = T(2) * row2[U(c)] / T(m)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part6(first, last, var, r_dot, var_dot, C, epsilon):
    """ṙ[c] = −var_dot[c]/(2 · (var[c] + ε)^(3/2))"""
    dtype = var.dtype
    T = dtype.type
    for c_block in range(first, last):
        # ṙ[c] = −var_dot[c]/(2 · (var[c] + ε)^(3/2))
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            r_dot[U(c)] = -var_dot[U(c)] / (T(2) * ((epsilon + var[U(c)]) * np.sqrt(epsilon + var[U(c)])))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part8(first, last, x_dot, gamma_dot, beta_dot, x, gamma, mu, y_dot, mu_dot, r, r_dot, N, C):
    """ẏ[n,c] = γ̇[c] · r[c] · (x[n,c] − μ[c]) + γ[c] · (ṙ[c] · (x[n,c] − μ[c]) + r[c] · (ẋ[n,c] − μ̇[c])) +
        β̇[c]
    """
    for n in range(first, last):
        # ẏ[n,c] = γ̇[c] · r[c] · (x[n,c] − μ[c]) + γ[c] · (ṙ[c] · (x[n,c] − μ[c]) + r[c] ·
        #     (ẋ[n,c] − μ̇[c])) + β̇[c]
        for c in range(C):
            y_dot[U(n), U(c)] = (
                ((x[U(n), U(c)] - mu[U(c)]) * r_dot[U(c)] + (x_dot[U(n), U(c)] - mu_dot[U(c)]) * r[U(c)])
                * gamma[U(c)]
                + (x[U(n), U(c)] - mu[U(c)]) * gamma_dot[U(c)] * r[U(c)]
                + beta_dot[U(c)]
            )


def _jvp(x_dot, gamma_dot, beta_dot, x, gamma, mu, var, y_dot, N, C, m, epsilon):
    """r[c] = 1/√(var[c] + ε)
    x̂[n,c] = r[c] · (x[n,c] − μ[c])
    μ̇[c] = 1/m · Σ_n ẋ[n,c]
    var_dot[c] = 2/m · Σ_n (x[n,c] − μ[c]) · (ẋ[n,c] − μ̇[c])
    ṙ[c] = −var_dot[c]/(2 · (var[c] + ε)^(3/2))
    x̂̇[n,c] = ṙ[c] · (x[n,c] − μ[c]) + r[c] · (ẋ[n,c] − μ̇[c])
    ẏ[n,c] = γ[c]·x̂̇[n,c] + γ̇[c]·x̂[n,c] + β̇[c]

    Operations: 6·C·N + C multiplications, 10·C·N additions.
    """
    dtype = y_dot.dtype
    r = scratch(C, dtype)
    mu_dot = scratch(C, dtype)
    var_dot = scratch(C, dtype)
    r_dot = scratch(C, dtype)
    row = scratch(C, dtype)
    rest = scratch(C, dtype)
    parts_2 = scratch((max(0, (N - 1) // 1024 + 1), C), dtype)
    # μ̇[c] = 1/m · Σ_n ẋ[n,c]
    _forward_part(rest, row, C)
    # μ̇[c] = 1/m · Σ_n ẋ[n,c]
    launch(_forward_part2, (N - 1) // 1024 + 1, C * N, x_dot, parts_2, N, C)
    row2 = scratch(C, dtype)
    rest2 = scratch(C, dtype)
    parts2 = scratch((max(0, (N - 1) // 1024 + 1), C), dtype)
    # var_dot[c] = 2/m · Σ_n (x[n,c] − μ[c]) · (ẋ[n,c] − μ̇[c])
    _forward_part3(mu_dot, parts_2, rest, rest2, row, row2, N, C, m)
    launch(_jvp_part4, (N - 1) // 1024 + 1, C * N, x_dot, x, mu, mu_dot, parts2, N, C)
    _jvp_part5(parts2, rest2, row2, var_dot, N, C, m)
    launch(_jvp_part6, (C - 1) // 1024 + 1, C, var, r_dot, var_dot, C, epsilon)
    # r[c] = 1/√(var[c] + ε)
    launch(_forward_part6, (C - 1) // 1024 + 1, C, var, r, C, epsilon)
    launch(_jvp_part8, N, C * N, x_dot, gamma_dot, beta_dot, x, gamma, mu, y_dot, mu_dot, r, r_dot, N, C)
