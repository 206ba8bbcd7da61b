"""The kernels of batch_norm_features; batch_norm_features.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `batch_norm_features`.  Do not edit.
Run time: 47a62f82b295e183.
"""

import numpy as np

from .disjoint import njit
from .runtime import carried
from .threads import launch
from .vectors import scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(rest, row, C):
    """μ̇[c] = 1/m · Σ_n ẋ[n,c]"""
    dtype = rest.dtype
    T = dtype.type
    # μ̇[c] = 1/m · Σ_n ẋ[n,c]
    for c in range(C):
        row[U(c)] = T(0)
    for c in range(C):
        rest[U(c)] = T(0)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part2(first, last, x_dot, parts_2, N, C):
    """μ̇[c] = 1/m · Σ_n ẋ[n,c]"""
    dtype = x_dot.dtype
    T = dtype.type
    for n_block in range(first, last):
        # μ̇[c] = 1/m · Σ_n ẋ[n,c]
        for c in range(C):
            parts_2[U(n_block), U(c)] = T(0)
        for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
            for c in range(C):
                parts_2[U(n_block), U(c)] += x_dot[U(n), U(c)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part3(mu_dot, parts_2, rest, rest2, row, row2, N, C, m):
    """var_dot[c] = 2/m · Σ_n (x[n,c] − μ[c]) · (ẋ[n,c] − μ̇[c])"""
    dtype = mu_dot.dtype
    T = dtype.type
    for n_block in range((N - 1) // 1024 + 1):
        for c in range(C):
            row[U(c)], rest[U(c)] = carried(row[U(c)], rest[U(c)], parts_2[U(n_block), U(c)])
    for c in range(C):
        mu_dot[U(c)] = row[U(c)] / T(m)
    # var_dot[c] = 2/m · Σ_n (x[n,c] − μ[c]) · (ẋ[n,c] − μ̇[c])
    for c in range(C):
        row2[U(c)] = T(0)
    for c in range(C):
        rest2[U(c)] = T(0)


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
def _jvp_part7(first, last, var, r, C, epsilon):
    """r[c] = 1/√(var[c] + ε)"""
    dtype = var.dtype
    T = dtype.type
    for c_block in range(first, last):
        # r[c] = 1/√(var[c] + ε)
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            r[U(c)] = T(1) / np.sqrt(epsilon + var[U(c)])


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
    _jvp_part(rest, row, C)
    launch(_jvp_part2, (N - 1) // 1024 + 1, C * N, x_dot, parts_2, N, C)
    row2 = scratch(C, dtype)
    rest2 = scratch(C, dtype)
    parts2 = scratch((max(0, (N - 1) // 1024 + 1), C), dtype)
    _jvp_part3(mu_dot, parts_2, rest, rest2, row, row2, N, C, m)
    launch(_jvp_part4, (N - 1) // 1024 + 1, C * N, x_dot, x, mu, mu_dot, parts2, N, C)
    _jvp_part5(parts2, rest2, row2, var_dot, N, C, m)
    launch(_jvp_part6, (C - 1) // 1024 + 1, C, var, r_dot, var_dot, C, epsilon)
    launch(_jvp_part7, (C - 1) // 1024 + 1, C, var, r, C, epsilon)
    launch(_jvp_part8, N, C * N, x_dot, gamma_dot, beta_dot, x, gamma, mu, y_dot, mu_dot, r, r_dot, N, C)
