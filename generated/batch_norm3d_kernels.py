"""The kernels of batch_norm3d; batch_norm3d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `batch_norm3d`.  Do not edit.
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
def _forward_part(first, last, x, gamma, beta, running_mean, running_var, y, new_running_mean,
        new_running_var, mu, var, N, C, D, H, W, m, epsilon, rho, kappa, dhw_block_last):
    """μ[c] = 1/m · Σ_{n,dhw} x[n, c, dhw]
    var[c] = 1/m · Σ_{n,dhw} (x[n, c, dhw] − μ[c])²
    r = 1/√(var[c] + ε)
    y[n, c, dhw] = r · γ[c] · (x[n, c, dhw] − μ[c]) + β[c]
    new_running_mean[c] = ρ·μ[c] + (1 − ρ) · running_mean[c]
    new_running_var[c] = (1 − ρ) · running_var[c] + ρ · var[c] · {m/(m − κ) if m > κ; else 1}
    """
    dtype = x.dtype
    T = dtype.type
    term = T(1) - rho
    factor = (T(m) / T(m - kappa) if m >= kappa + 1 else T(1)) * rho
    for c in range(first, last):
        # μ[c] = 1/m · Σ_{n,dhw} x[n, c, dhw]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for dhw_block in range(dhw_block_last + 1):
                part = T(0)
                for dhw in range(dhw_block * 1024, min(D * H * W, dhw_block * 1024 + 1024)):
                    part = plus(part, x[U(n), U(c), U(dhw)])
                acc, rest = carried(acc, rest, part)
        mu[U(c)] = acc / T(m)
        # var[c] = 1/m · Σ_{n,dhw} (x[n, c, dhw] − μ[c])²
        acc2 = T(0)
        rest2 = T(0)
        minus_mu = -mu[U(c)]
        for n in range(N):
            for dhw_block in range(dhw_block_last + 1):
                part2 = T(0)
                for dhw in range(dhw_block * 1024, min(D * H * W, dhw_block * 1024 + 1024)):
                    part2 = plus(
                        part2,
                        (minus_mu + x[U(n), U(c), U(dhw)]) * (minus_mu + x[U(n), U(c), U(dhw)]),
                    )
                acc2, rest2 = carried(acc2, rest2, part2)
        var[U(c)] = acc2 / T(m)
        # r = 1/√(var[c] + ε)
        r = T(1) / np.sqrt(epsilon + var[U(c)])
        # y[n, c, dhw] = r · γ[c] · (x[n, c, dhw] − μ[c]) + β[c]
        beta_here = beta[U(c)]
        gamma_r = gamma[U(c)] * r
        for n in range(N):
            for dhw in range(D * H * W):
                y[U(n), U(c), U(dhw)] = beta_here + gamma_r * (minus_mu + x[U(n), U(c), U(dhw)])
        # new_running_mean[c] = ρ·μ[c] + (1 − ρ) · running_mean[c]
        new_running_mean[U(c)] = mu[U(c)] * rho + running_mean[U(c)] * term
        # new_running_var[c] = (1 − ρ) · running_var[c] + ρ · var[c] · {m/(m − κ) if m > κ;
        #     else 1}
        new_running_var[U(c)] = factor * var[U(c)] + running_var[U(c)] * term


def _forward(x, gamma, beta, running_mean, running_var, y, new_running_mean, new_running_var, mu, var, N, C,
        D, H, W, m, epsilon, rho, kappa):
    """μ[c] = 1/m · Σ_{n,d,h,w} x[n,c,d,h,w]
    var[c] = 1/m · Σ_{n,d,h,w} (x[n,c,d,h,w] − μ[c])²
    r[c] = 1/√(var[c] + ε)
    x̂[n,c,d,h,w] = r[c] · (x[n,c,d,h,w] − μ[c])
    y[n,c,d,h,w] = γ[c]·x̂[n,c,d,h,w] + β[c]
    new_running_mean[c] = ρ·μ[c] + (1 − ρ) · running_mean[c]
    new_running_var[c] = (1 − ρ) · running_var[c] + ρ · var[c] · {m/(m − κ) if m > κ; else 1}

    As compiled:

    μ[c] = 1/m · Σ_{n,dhw} x[n, c, dhw]
    var[c] = 1/m · Σ_{n,dhw} (x[n, c, dhw] − μ[c])²
    r = 1/√(var[c] + ε)
    y[n, c, dhw] = r · γ[c] · (x[n, c, dhw] − μ[c]) + β[c]

    Operations: 3·C·D·H·N·W multiplications, 5·C·D·H·N·W + C additions, terms that a condition drops
        counted.
    """
    x_rows = x.reshape((N, C, D * H * W))
    y_rows = y.reshape((N, C, D * H * W))
    dhw_block_last = (D * H * W - 1) // 1024
    launch(_forward_part, C, C * 3 + C * D * H * N * W * 3, x_rows, gamma, beta, running_mean, running_var,
            y_rows, new_running_mean, new_running_var, mu, var, N, C, D, H, W, m, epsilon, rho, kappa,
            dhw_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, x, gamma, mu, var, dx, N, C, D, H, W, m, epsilon, d_h_w__block_last):
    """dx_sum = Σ_{n,d'h'w′′} dy[n, c, d'h'w′′]
    r = 1/√(var[c] + ε)
    dx_sum2 = Σ_{n,d'h'w′′} r · dy[n, c, d'h'w′′] · (x[n, c, d'h'w′′] − μ[c])
    dx[n, c, dhw] = r·γ[c]/m · (m · dy[n, c, dhw] − dx_sum − dx_sum2 · r · (x[n, c, dhw] − μ[c]))
    """
    dtype = dy.dtype
    T = dtype.type
    for c in range(first, last):
        # dx_sum = Σ_{n,d'h'w′′} dy[n, c, d'h'w′′]
        acc = T(0)
        # r = 1/√(var[c] + ε)
        r = T(1) / np.sqrt(epsilon + var[U(c)])
        # dx_sum2 = Σ_{n,d'h'w′′} r · dy[n, c, d'h'w′′] · (x[n, c, d'h'w′′] − μ[c])
        acc2 = T(0)
        rest = T(0)
        rest2 = T(0)
        minus_mu = -mu[U(c)]
        for n_ in range(N):
            for d_h_w__block in range(d_h_w__block_last + 1):
                part = T(0)
                part2 = T(0)
                for d_h_w_ in range(d_h_w__block * 1024, min(D * H * W, d_h_w__block * 1024 + 1024)):
                    part = plus(part, dy[U(n_), U(c), U(d_h_w_)])
                    part2 = plus(
                        part2,
                        dy[U(n_), U(c), U(d_h_w_)] * (minus_mu + x[U(n_), U(c), U(d_h_w_)]) * r,
                    )
                acc, rest = carried(acc, rest, part)
                acc2, rest2 = carried(acc2, rest2, part2)
        dx_sum = acc
        dx_sum2 = acc2
        # dx[n, c, dhw] = r·γ[c]/m · (m · dy[n, c, dhw] − dx_sum − dx_sum2 · r · (x[n, c, dhw]
        #     − μ[c]))
        gamma_r_over_m = gamma[U(c)] * r / T(m)
        minus_dx_sum = -dx_sum
        minus_dx_sum2_r = -dx_sum2 * r
        for n in range(N):
            for dhw in range(D * H * W):
                dx[U(n), U(c), U(dhw)] = (
                    gamma_r_over_m
                    * (
                        T(m) * dy[U(n), U(c), U(dhw)]
                        + minus_dx_sum
                        + minus_dx_sum2_r * (minus_mu + x[U(n), U(c), U(dhw)])
                    )
                )


def _vjp_x(dy, x, gamma, mu, var, dx, N, C, D, H, W, m, epsilon):
    """r[c] = 1/√(var[c] + ε)
    x̂[n,c,d,h,w] = r[c] · (x[n,c,d,h,w] − μ[c])
    dx[n,c,d,h,w] = γ[c]·r[c]/m · (m·dy[n,c,d,h,w] − Σ_{n′,d′,h′,w′} dy[n′,c,d′,h′,w′] − x̂[n,c,d,h,w] ·
        Σ_{n′,d′,h′,w′} dy[n′,c,d′,h′,w′] · x̂[n′,c,d′,h′,w′])

    As compiled:

    dx_sum = Σ_{n,d'h'w′′} dy[n, c, d'h'w′′]
    r = 1/√(var[c] + ε)
    dx_sum2 = Σ_{n,d'h'w′′} r · dy[n, c, d'h'w′′] · (x[n, c, d'h'w′′] − μ[c])
    dx[n, c, dhw] = r·γ[c]/m · (m · dy[n, c, dhw] − dx_sum − dx_sum2 · r · (x[n, c, dhw] − μ[c]))

    Operations: 5·C·D·H·N·W multiplications, 5·C·D·H·N·W − C additions.
    """
    dy_rows = dy.reshape((N, C, D * H * W))
    x_rows = x.reshape((N, C, D * H * W))
    dx_rows = dx.reshape((N, C, D * H * W))
    d_h_w__block_last = (D * H * W - 1) // 1024
    launch(_vjp_x_part, C, C * D * H * N * W * 3 + C, dy_rows, x_rows, gamma, mu, var, dx_rows, N, C, D, H, W,
            m, epsilon, d_h_w__block_last)


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
def _vjp_gamma_part2(first, last, dy, x, mu, dgamma, r, N, C, D, H, W, dhw_block_last):
    """dγ[c] = Σ_{n,dhw} r[c] · dy[n, c, dhw] · (x[n, c, dhw] − μ[c])"""
    dtype = dy.dtype
    T = dtype.type
    for c in range(first, last):
        # dγ[c] = Σ_{n,dhw} r[c] · dy[n, c, dhw] · (x[n, c, dhw] − μ[c])
        acc = T(0)
        rest = T(0)
        r_here = r[U(c)]
        minus_mu = -mu[U(c)]
        for n in range(N):
            for dhw_block in range(dhw_block_last + 1):
                part = T(0)
                for dhw in range(dhw_block * 1024, min(D * H * W, dhw_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(c), U(dhw)] * (minus_mu + x[U(n), U(c), U(dhw)]) * r_here)
                acc, rest = carried(acc, rest, part)
        dgamma[U(c)] = acc


def _vjp_gamma(dy, x, mu, var, dgamma, N, C, D, H, W, epsilon):
    """r[c] = 1/√(var[c] + ε)
    x̂[n,c,d,h,w] = r[c] · (x[n,c,d,h,w] − μ[c])
    dγ[c] = Σ_{n,d,h,w} dy[n,c,d,h,w] · x̂[n,c,d,h,w]

    Operations: 2·C·D·H·N·W multiplications, 2·C·D·H·N·W additions.
    """
    dtype = dgamma.dtype
    dy_rows = dy.reshape((N, C, D * H * W))
    x_rows = x.reshape((N, C, D * H * W))
    r = scratch(C, dtype)
    launch(_vjp_gamma_part, (C - 1) // 1024 + 1, C, var, r, C, epsilon)
    dhw_block_last = (D * H * W - 1) // 1024
    launch(_vjp_gamma_part2, C, C * D * H * N * W, dy_rows, x_rows, mu, dgamma, r, N, C, D, H, W,
            dhw_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_beta_part(first, last, dy, dbeta, N, C, D, H, W, dhw_block_last):
    """dβ[c] = Σ_{n,dhw} dy[n, c, dhw]"""
    dtype = dy.dtype
    T = dtype.type
    for c in range(first, last):
        # dβ[c] = Σ_{n,dhw} dy[n, c, dhw]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for dhw_block in range(dhw_block_last + 1):
                part = T(0)
                for dhw in range(dhw_block * 1024, min(D * H * W, dhw_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(c), U(dhw)])
                acc, rest = carried(acc, rest, part)
        dbeta[U(c)] = acc


def _vjp_beta(dy, dbeta, N, C, D, H, W):
    """dβ[c] = Σ_{n,d,h,w} dy[n,c,d,h,w]

    As compiled:

    dβ[c] = Σ_{n,dhw} dy[n, c, dhw]

    Operations: C·D·H·N·W − C additions.
    """
    dy_rows = dy.reshape((N, C, D * H * W))
    dhw_block_last = (D * H * W - 1) // 1024
    launch(_vjp_beta_part, C, C * D * H * N * W, dy_rows, dbeta, N, C, D, H, W, dhw_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_part(first, last, dy, x, gamma, mu, var, dx, dgamma, dbeta, N, C, D, H, W, m, epsilon,
        d_h_w__block_last):
    """dx_sum_part = Σ_{n,d'h'w′′} dy[n, c, d'h'w′′]
    dx_sum2_part = Σ_{n,d'h'w′′} dy[n, c, d'h'w′′] · (x[n, c, d'h'w′′] − μ[c])
    r = 1/√(var[c] + ε)
    dx[n, c, dhw] = r·γ[c]/m · (m · dy[n, c, dhw] − dx_sum_part − dx_sum2_part · r² · (x[n, c, dhw] −
        μ[c]))
    dγ[c] = dx_sum2_part·r
    dβ[c] = dx_sum_part
    """
    dtype = dy.dtype
    T = dtype.type
    for c in range(first, last):
        # dx_sum_part = Σ_{n,d'h'w′′} dy[n, c, d'h'w′′]
        acc = T(0)
        # dx_sum2_part = Σ_{n,d'h'w′′} dy[n, c, d'h'w′′] · (x[n, c, d'h'w′′] − μ[c])
        acc2 = T(0)
        rest = T(0)
        rest2 = T(0)
        minus_mu = -mu[U(c)]
        for n_ in range(N):
            for d_h_w__block in range(d_h_w__block_last + 1):
                part = T(0)
                part2 = T(0)
                for d_h_w_ in range(d_h_w__block * 1024, min(D * H * W, d_h_w__block * 1024 + 1024)):
                    part = plus(part, dy[U(n_), U(c), U(d_h_w_)])
                    part2 = plus(part2, dy[U(n_), U(c), U(d_h_w_)] * (minus_mu + x[U(n_), U(c), U(d_h_w_)]))
                acc, rest = carried(acc, rest, part)
                acc2, rest2 = carried(acc2, rest2, part2)
        dx_sum_part = acc
        dx_sum2_part = acc2
        # r = 1/√(var[c] + ε)
        r = T(1) / np.sqrt(epsilon + var[U(c)])
        # dx[n, c, dhw] = r·γ[c]/m · (m · dy[n, c, dhw] − dx_sum_part − dx_sum2_part · r² ·
        #     (x[n, c, dhw] − μ[c]))
        gamma_r_over_m = gamma[U(c)] * r / T(m)
        minus_dx_sum_part = -dx_sum_part
        factor = -dx_sum2_part * (r * r)
        for n in range(N):
            for dhw in range(D * H * W):
                dx[U(n), U(c), U(dhw)] = (
                    (
                        factor * (minus_mu + x[U(n), U(c), U(dhw)])
                        + T(m) * dy[U(n), U(c), U(dhw)]
                        + minus_dx_sum_part
                    )
                    * gamma_r_over_m
                )
        # dγ[c] = dx_sum2_part·r
        dgamma[U(c)] = dx_sum2_part * r
        # dβ[c] = dx_sum_part
        dbeta[U(c)] = dx_sum_part


def _vjp(dy, x, gamma, mu, var, dx, dgamma, dbeta, N, C, D, H, W, m, epsilon):
    """r[c] = 1/√(var[c] + ε)
    x̂[n,c,d,h,w] = r[c] · (x[n,c,d,h,w] − μ[c])
    dx[n,c,d,h,w] = γ[c]·r[c]/m · (m·dy[n,c,d,h,w] − Σ_{n′,d′,h′,w′} dy[n′,c,d′,h′,w′] − x̂[n,c,d,h,w] ·
        Σ_{n′,d′,h′,w′} dy[n′,c,d′,h′,w′] · x̂[n′,c,d′,h′,w′])
    dγ[c] = Σ_{n,d,h,w} dy[n,c,d,h,w] · x̂[n,c,d,h,w]
    dβ[c] = Σ_{n,d,h,w} dy[n,c,d,h,w]

    As compiled:

    dx_sum_part = Σ_{n,d'h'w′′} dy[n, c, d'h'w′′]
    dx_sum2_part = Σ_{n,d'h'w′′} dy[n, c, d'h'w′′] · (x[n, c, d'h'w′′] − μ[c])
    r = 1/√(var[c] + ε)
    dx[n, c, dhw] = r·γ[c]/m · (m · dy[n, c, dhw] − dx_sum_part − dx_sum2_part · r² · (x[n, c, dhw] −
        μ[c]))
    dγ[c] = dx_sum2_part·r
    dβ[c] = dx_sum_part

    Operations: 6·C·D·H·N·W multiplications, 7·C·D·H·N·W − 3·C additions.
    """
    dy_rows = dy.reshape((N, C, D * H * W))
    x_rows = x.reshape((N, C, D * H * W))
    dx_rows = dx.reshape((N, C, D * H * W))
    d_h_w__block_last = (D * H * W - 1) // 1024
    launch(_vjp_part, C, C * 3 + C * D * H * N * W * 3, dy_rows, x_rows, gamma, mu, var, dx_rows, dgamma,
            dbeta, N, C, D, H, W, m, epsilon, d_h_w__block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, gamma_dot, beta_dot, x, gamma, mu, var, y_dot, N, C, D, H, W, m, epsilon,
        dhw_block_last):
    """μ̇ = 1/m · Σ_{n,dhw} ẋ[n, c, dhw]
    var_dot = 2/m · Σ_{n,dhw} (ẋ[n, c, dhw] − μ̇) · (x[n, c, dhw] − μ[c])
    ṙ = −var_dot/(2 · (var[c] + ε)^(3/2))
    r = 1/√(var[c] + ε)
    ẏ[n, c, dhw] = r · γ̇[c] · (x[n, c, dhw] − μ[c]) + γ[c] · (r · (ẋ[n, c, dhw] − μ̇) + ṙ · (x[n, c, dhw]
        − μ[c])) + β̇[c]
    """
    dtype = x_dot.dtype
    T = dtype.type
    for c in range(first, last):
        # μ̇ = 1/m · Σ_{n,dhw} ẋ[n, c, dhw]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for dhw_block in range(dhw_block_last + 1):
                part = T(0)
                for dhw in range(dhw_block * 1024, min(D * H * W, dhw_block * 1024 + 1024)):
                    part = plus(part, x_dot[U(n), U(c), U(dhw)])
                acc, rest = carried(acc, rest, part)
        mu_dot = acc / T(m)
        # var_dot = 2/m · Σ_{n,dhw} (ẋ[n, c, dhw] − μ̇) · (x[n, c, dhw] − μ[c])
        acc2 = T(0)
        rest2 = T(0)
        minus_mu_dot = -mu_dot
        minus_mu = -mu[U(c)]
        for n in range(N):
            for dhw_block in range(dhw_block_last + 1):
                part2 = T(0)
                for dhw in range(dhw_block * 1024, min(D * H * W, dhw_block * 1024 + 1024)):
                    part2 = plus(
                        part2,
                        (minus_mu + x[U(n), U(c), U(dhw)]) * (minus_mu_dot + x_dot[U(n), U(c), U(dhw)]),
                    )
                acc2, rest2 = carried(acc2, rest2, part2)
        var_dot = T(2) * acc2 / T(m)
        # ṙ = −var_dot/(2 · (var[c] + ε)^(3/2))
        r_dot = -var_dot / (T(2) * ((epsilon + var[U(c)]) * np.sqrt(epsilon + var[U(c)])))
        # r = 1/√(var[c] + ε)
        r = T(1) / np.sqrt(epsilon + var[U(c)])
        # ẏ[n, c, dhw] = r · γ̇[c] · (x[n, c, dhw] − μ[c]) + γ[c] · (r · (ẋ[n, c, dhw] − μ̇) +
        #     ṙ · (x[n, c, dhw] − μ[c])) + β̇[c]
        beta_dot_here = beta_dot[U(c)]
        gamma_here = gamma[U(c)]
        gamma_dot_r = gamma_dot[U(c)] * r
        for n in range(N):
            for dhw in range(D * H * W):
                y_dot[U(n), U(c), U(dhw)] = (
                    beta_dot_here
                    + gamma_dot_r * (minus_mu + x[U(n), U(c), U(dhw)])
                    + gamma_here
                    * (
                        (minus_mu_dot + x_dot[U(n), U(c), U(dhw)]) * r
                        + (minus_mu + x[U(n), U(c), U(dhw)]) * r_dot
                    )
                )


def _jvp(x_dot, gamma_dot, beta_dot, x, gamma, mu, var, y_dot, N, C, D, H, W, m, epsilon):
    """r[c] = 1/√(var[c] + ε)
    x̂[n,c,d,h,w] = r[c] · (x[n,c,d,h,w] − μ[c])
    μ̇[c] = 1/m · Σ_{n,d,h,w} ẋ[n,c,d,h,w]
    var_dot[c] = 2/m · Σ_{n,d,h,w} (x[n,c,d,h,w] − μ[c]) · (ẋ[n,c,d,h,w] − μ̇[c])
    ṙ[c] = −var_dot[c]/(2 · (var[c] + ε)^(3/2))
    x̂̇[n,c,d,h,w] = ṙ[c] · (x[n,c,d,h,w] − μ[c]) + r[c] · (ẋ[n,c,d,h,w] − μ̇[c])
    ẏ[n,c,d,h,w] = γ[c]·x̂̇[n,c,d,h,w] + γ̇[c]·x̂[n,c,d,h,w] + β̇[c]

    As compiled:

    μ̇ = 1/m · Σ_{n,dhw} ẋ[n, c, dhw]
    var_dot = 2/m · Σ_{n,dhw} (ẋ[n, c, dhw] − μ̇) · (x[n, c, dhw] − μ[c])
    ṙ = −var_dot/(2 · (var[c] + ε)^(3/2))
    r = 1/√(var[c] + ε)
    ẏ[n, c, dhw] = r · γ̇[c] · (x[n, c, dhw] − μ[c]) + γ[c] · (r · (ẋ[n, c, dhw] − μ̇) + ṙ · (x[n, c, dhw]
        − μ[c])) + β̇[c]

    Operations: 6·C·D·H·N·W + C multiplications, 10·C·D·H·N·W additions.
    """
    x_dot_rows = x_dot.reshape((N, C, D * H * W))
    x_rows = x.reshape((N, C, D * H * W))
    y_dot_rows = y_dot.reshape((N, C, D * H * W))
    dhw_block_last = (D * H * W - 1) // 1024
    launch(_jvp_part, C, C * 2 + C * D * H * N * W * 3, x_dot_rows, gamma_dot, beta_dot, x_rows, gamma, mu,
            var, y_dot_rows, N, C, D, H, W, m, epsilon, dhw_block_last)
