"""The kernels of group_norm; group_norm.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `group_norm`.  Do not edit.
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
def _forward_part(first, last, x, gamma, beta, y, mu, var, N, Cg, G, H, W, m, epsilon, hw_block_last):
    """μ[n,g] = 1/m · Σ_{c,hw} x[n, g·Cg+c, hw]
    var[n,g] = 1/m · Σ_{c,hw} (x[n, g·Cg+c, hw] − μ[n,g])²
    r = 1/√(var[n,g] + ε)
    y[n, g·Cg+c, hw] = r · γ[g·Cg+c] · (x[n, g·Cg+c, hw] − μ[n,g]) + β[g·Cg+c]
    """
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // G
        g = task % G
        # μ[n,g] = 1/m · Σ_{c,hw} x[n, g·Cg+c, hw]
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
        # r = 1/√(var[n,g] + ε)
        r = T(1) / np.sqrt(epsilon + var[U(n), U(g)])
        # y[n, g·Cg+c, hw] = r · γ[g·Cg+c] · (x[n, g·Cg+c, hw] − μ[n,g]) + β[g·Cg+c]
        for c in range(Cg):
            beta_here = beta[U(c + Cg * g)]
            gamma_r = gamma[U(c + Cg * g)] * r
            for hw in range(H * W):
                y[U(n), U(c + Cg * g), U(hw)] = (
                    beta_here + gamma_r * (minus_mu + x[U(n), U(c + Cg * g), U(hw)])
                )


def _forward(x, gamma, beta, y, mu, var, N, Cg, G, H, W, m, epsilon):
    """μ[n,g] = 1/m · Σ_{c,h,w} x[n, g·Cg+c, h, w]
    var[n,g] = 1/m · Σ_{c,h,w} (x[n, g·Cg+c, h, w] − μ[n,g])²
    r[n,g] = 1/√(var[n,g] + ε)
    x̂[n, g·Cg+c, h, w] = r[n,g] · (x[n, g·Cg+c, h, w] − μ[n,g])
    y[n, g·Cg+c, h, w] = γ[g·Cg+c] · x̂[n, g·Cg+c, h, w] + β[g·Cg+c]

    As compiled:

    μ[n,g] = 1/m · Σ_{c,hw} x[n, g·Cg+c, hw]
    var[n,g] = 1/m · Σ_{c,hw} (x[n, g·Cg+c, hw] − μ[n,g])²
    r = 1/√(var[n,g] + ε)
    y[n, g·Cg+c, hw] = r · γ[g·Cg+c] · (x[n, g·Cg+c, hw] − μ[n,g]) + β[g·Cg+c]

    Operations: 3·Cg·G·H·N·W multiplications, 5·Cg·G·H·N·W − G·N additions.
    """
    x_rows = x.reshape((N, Cg * G, H * W))
    y_rows = y.reshape((N, Cg * G, H * W))
    hw_block_last = (H * W - 1) // 1024
    launch(_forward_part, N * G, Cg * G * H * N * W * 3 + G * N, x_rows, gamma, beta, y_rows, mu, var, N, Cg,
            G, H, W, m, epsilon, hw_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, x, gamma, mu, var, dx, N, Cg, G, H, W, m, epsilon, h_w__block_last):
    """dx_sum = Σ_{c,h'w′} dy[n, g·Cg+c, h'w′] · γ[g·Cg+c]
    r = 1/√(var[n,g] + ε)
    dx_sum2 = Σ_{c,h'w′} r · dy[n, g·Cg+c, h'w′] · γ[g·Cg+c] · (x[n, g·Cg+c, h'w′] − μ[n,g])
    dx[n, g·Cg+c, hw] = r/m · (m · γ[g·Cg+c] · dy[n, g·Cg+c, hw] − dx_sum − dx_sum2 · r · (x[n, g·Cg+c,
        hw] − μ[n,g]))
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // G
        g = task % G
        # dx_sum = Σ_{c,h'w′} dy[n, g·Cg+c, h'w′] · γ[g·Cg+c]
        acc = T(0)
        # r = 1/√(var[n,g] + ε)
        r = T(1) / np.sqrt(epsilon + var[U(n), U(g)])
        # dx_sum2 = Σ_{c,h'w′} r · dy[n, g·Cg+c, h'w′] · γ[g·Cg+c] · (x[n, g·Cg+c, h'w′] −
        #     μ[n,g])
        acc2 = T(0)
        rest = T(0)
        rest2 = T(0)
        minus_mu = -mu[U(n), U(g)]
        for c_ in range(Cg):
            gamma_here = gamma[U(c_ + Cg * g)]
            gamma_r = gamma_here * r
            for h_w__block in range(h_w__block_last + 1):
                part = T(0)
                part2 = T(0)
                for h_w_ in range(h_w__block * 1024, min(H * W, h_w__block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(c_ + Cg * g), U(h_w_)] * gamma_here)
                    part2 = plus(
                        part2,
                        dy[U(n), U(c_ + Cg * g), U(h_w_)]
                        * gamma_r
                        * (minus_mu + x[U(n), U(c_ + Cg * g), U(h_w_)]),
                    )
                acc, rest = carried(acc, rest, part)
                acc2, rest2 = carried(acc2, rest2, part2)
        dx_sum = acc
        dx_sum2 = acc2
        # dx[n, g·Cg+c, hw] = r/m · (m · γ[g·Cg+c] · dy[n, g·Cg+c, hw] − dx_sum − dx_sum2 · r
        #     · (x[n, g·Cg+c, hw] − μ[n,g]))
        r_over_m = r / T(m)
        minus_dx_sum = -dx_sum
        minus_dx_sum2_r = -dx_sum2 * r
        for c in range(Cg):
            gamma_m = T(m) * gamma[U(c + Cg * g)]
            for hw in range(H * W):
                dx[U(n), U(c + Cg * g), U(hw)] = (
                    (
                        dy[U(n), U(c + Cg * g), U(hw)] * gamma_m
                        + minus_dx_sum
                        + minus_dx_sum2_r * (minus_mu + x[U(n), U(c + Cg * g), U(hw)])
                    )
                    * r_over_m
                )


def _vjp_x(dy, x, gamma, mu, var, dx, N, Cg, G, H, W, m, epsilon):
    """r[n,g] = 1/√(var[n,g] + ε)
    x̂[n, g·Cg+c, h, w] = r[n,g] · (x[n, g·Cg+c, h, w] − μ[n,g])
    dx[n, g·Cg+c, h, w] = r[n,g]/m · (m · γ[g·Cg+c] · dy[n, g·Cg+c, h, w] − Σ_{c′,h′,w′} dy[n, g·Cg+c′,
        h′, w′] · γ[g·Cg+c′] − x̂[n, g·Cg+c, h, w] · Σ_{c′,h′,w′} dy[n, g·Cg+c′, h′, w′] · γ[g·Cg+c′] ·
        x̂[n, g·Cg+c′, h′, w′])

    As compiled:

    dx_sum = Σ_{c,h'w′} dy[n, g·Cg+c, h'w′] · γ[g·Cg+c]
    r = 1/√(var[n,g] + ε)
    dx_sum2 = Σ_{c,h'w′} r · dy[n, g·Cg+c, h'w′] · γ[g·Cg+c] · (x[n, g·Cg+c, h'w′] − μ[n,g])
    dx[n, g·Cg+c, hw] = r/m · (m · γ[g·Cg+c] · dy[n, g·Cg+c, hw] − dx_sum − dx_sum2 · r · (x[n, g·Cg+c,
        hw] − μ[n,g]))

    Operations: 7·Cg·G·H·N·W multiplications, 5·Cg·G·H·N·W − G·N additions.
    """
    dy_rows = dy.reshape((N, Cg * G, H * W))
    x_rows = x.reshape((N, Cg * G, H * W))
    dx_rows = dx.reshape((N, Cg * G, H * W))
    h_w__block_last = (H * W - 1) // 1024
    launch(_vjp_x_part, N * G, Cg * G * H * N * W * 3 + G * N, dy_rows, x_rows, gamma, mu, var, dx_rows, N,
            Cg, G, H, W, m, epsilon, h_w__block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_gamma_part(first, last, r, var, N, G, epsilon):
    """r[n,g] = 1/√(var[n,g] + ε)"""
    dtype = r.dtype
    T = dtype.type
    for z_block in range(first, last):
        # r[n,g] = 1/√(var[n,g] + ε)
        for z in range(z_block * 1024, min(G * N, z_block * 1024 + 1024)):
            r[U(z)] = T(1) / np.sqrt(epsilon + var[U(z)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_gamma_part2(first, last, dy, x, mu, dgamma, r, N, Cg, G, H, W, hw_block_last):
    """dγ[g·Cg+c] = Σ_{n,hw} dy[n, g·Cg+c, hw] · r[n,g] · (x[n, g·Cg+c, hw] − μ[n,g])"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // Cg
        c = task % Cg
        # dγ[g·Cg+c] = Σ_{n,hw} dy[n, g·Cg+c, hw] · r[n,g] · (x[n, g·Cg+c, hw] − μ[n,g])
        acc = T(0)
        rest = T(0)
        for n in range(N):
            r_here = r[U(n), U(g)]
            minus_mu = -mu[U(n), U(g)]
            for hw_block in range(hw_block_last + 1):
                part = T(0)
                for hw in range(hw_block * 1024, min(H * W, hw_block * 1024 + 1024)):
                    part = plus(
                        part,
                        dy[U(n), U(c + Cg * g), U(hw)] * (minus_mu + x[U(n), U(c + Cg * g), U(hw)]) * r_here,
                    )
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
    r = scratch((N, G), dtype)
    launch(_vjp_gamma_part, (G * N - 1) // 1024 + 1, G * N, r.reshape(G * N), var.reshape(G * N), N, G,
            epsilon)
    hw_block_last = (H * W - 1) // 1024
    launch(_vjp_gamma_part2, G * Cg, Cg * G * H * N * W, dy_rows, x_rows, mu, dgamma, r, N, Cg, G, H, W,
            hw_block_last)


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
def _vjp_part(first, last, dy, x, gamma, mu, var, dx, dx_sum2_part, dx_sum_part, r, N, Cg, G, H, W, m,
        epsilon, c__block_last, h_w__block_last):
    """dx_sum_part[n,g,c] = Σ_{h'w′} dy[n, g·Cg+c, h'w′]
    dx_sum2_part[n,g,c] = Σ_{h'w′} dy[n, g·Cg+c, h'w′] · (x[n, g·Cg+c, h'w′] − μ[n,g])
    dx_sum = Σ_c dx_sum_part[n,g,c] · γ[g·Cg+c]
    r[n,g] = 1/√(var[n,g] + ε)
    dx_sum2 = Σ_c r[n,g] · dx_sum2_part[n,g,c] · γ[g·Cg+c]
    dx[n, g·Cg+c, hw] = r[n,g]/m · (m · γ[g·Cg+c] · dy[n, g·Cg+c, hw] − dx_sum − dx_sum2 · r[n,g] · (x[n,
        g·Cg+c, hw] − μ[n,g]))
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // G
        g = task % G
        # dx_sum_part[n,g,c] = Σ_{h'w′} dy[n, g·Cg+c, h'w′]
        minus_mu = -mu[U(n), U(g)]
        for c_ in range(Cg):
            acc = T(0)
            acc2 = T(0)
            rest = T(0)
            rest2 = T(0)
            for h_w__block in range(h_w__block_last + 1):
                part = T(0)
                part2 = T(0)
                for h_w_ in range(h_w__block * 1024, min(H * W, h_w__block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(c_ + Cg * g), U(h_w_)])
                    part2 = plus(
                        part2,
                        dy[U(n), U(c_ + Cg * g), U(h_w_)] * (minus_mu + x[U(n), U(c_ + Cg * g), U(h_w_)]),
                    )
                acc, rest = carried(acc, rest, part)
                acc2, rest2 = carried(acc2, rest2, part2)
            dx_sum_part[U(n), U(g), U(c_)] = acc
            dx_sum2_part[U(n), U(g), U(c_)] = acc2
        # dx_sum2_part[n,g,c] = Σ_{h'w′} dy[n, g·Cg+c, h'w′] · (x[n, g·Cg+c, h'w′] − μ[n,g])
        # dx_sum = Σ_c dx_sum_part[n,g,c] · γ[g·Cg+c]
        acc3 = T(0)
        # r[n,g] = 1/√(var[n,g] + ε)
        r[U(n), U(g)] = T(1) / np.sqrt(epsilon + var[U(n), U(g)])
        # dx_sum2 = Σ_c r[n,g] · dx_sum2_part[n,g,c] · γ[g·Cg+c]
        acc4 = T(0)
        rest3 = T(0)
        rest4 = T(0)
        r_here = r[U(n), U(g)]
        for c__block in range(c__block_last + 1):
            part3 = T(0)
            part4 = T(0)
            for c_ in range(c__block * 1024, min(Cg, c__block * 1024 + 1024)):
                part3 = plus(part3, dx_sum_part[U(n), U(g), U(c_)] * gamma[U(c_ + Cg * g)])
                part4 = plus(part4, dx_sum2_part[U(n), U(g), U(c_)] * gamma[U(c_ + Cg * g)] * r_here)
            acc3, rest3 = carried(acc3, rest3, part3)
            acc4, rest4 = carried(acc4, rest4, part4)
        dx_sum = acc3
        dx_sum2 = acc4
        # dx[n, g·Cg+c, hw] = r[n,g]/m · (m · γ[g·Cg+c] · dy[n, g·Cg+c, hw] − dx_sum − dx_sum2
        #     · r[n,g] · (x[n, g·Cg+c, hw] − μ[n,g]))
        r_over_m = r[U(n), U(g)] / T(m)
        minus_dx_sum = -dx_sum
        minus_dx_sum2_r = -dx_sum2 * r[U(n), U(g)]
        for c in range(Cg):
            gamma_m = T(m) * gamma[U(c + Cg * g)]
            for hw in range(H * W):
                dx[U(n), U(c + Cg * g), U(hw)] = (
                    (
                        dy[U(n), U(c + Cg * g), U(hw)] * gamma_m
                        + minus_dx_sum
                        + minus_dx_sum2_r * (minus_mu + x[U(n), U(c + Cg * g), U(hw)])
                    )
                    * r_over_m
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_part2(first, last, dgamma, dbeta, dx_sum2_part, dx_sum_part, r, N, Cg, G, n_block_last):
    """dγ[g·Cg+c] = Σ_n dx_sum2_part[n,g,c] · r[n,g]
    dβ[g·Cg+c] = Σ_n dx_sum_part[n,g,c]
    """
    dtype = dgamma.dtype
    T = dtype.type
    rest5 = np.empty(Cg, dtype)
    part5 = np.empty(Cg, dtype)
    rest6 = np.empty(Cg, dtype)
    part6 = np.empty(Cg, dtype)
    for g in range(first, last):
        # dγ[g·Cg+c] = Σ_n dx_sum2_part[n,g,c] · r[n,g]
        for c in range(Cg):
            dgamma[U(c + Cg * g)] = T(0)
        for c in range(Cg):
            rest5[U(c)] = T(0)
        for n_block in range(n_block_last + 1):
            for c in range(Cg):
                part5[U(c)] = T(0)
            for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
                r_here2 = r[U(n), U(g)]
                for c in range(Cg):
                    part5[U(c)] += dx_sum2_part[U(n), U(g), U(c)] * r_here2
            for c in range(Cg):
                dgamma[U(c + Cg * g)], rest5[U(c)] = carried(dgamma[U(c + Cg * g)], rest5[U(c)], part5[U(c)])
        # dβ[g·Cg+c] = Σ_n dx_sum_part[n,g,c]
        for c in range(Cg):
            dbeta[U(c + Cg * g)] = T(0)
        for c in range(Cg):
            rest6[U(c)] = T(0)
        for n_block in range(n_block_last + 1):
            for c in range(Cg):
                part6[U(c)] = T(0)
            for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
                for c in range(Cg):
                    part6[U(c)] += dx_sum_part[U(n), U(g), U(c)]
            for c in range(Cg):
                dbeta[U(c + Cg * g)], rest6[U(c)] = carried(dbeta[U(c + Cg * g)], rest6[U(c)], part6[U(c)])


def _vjp(dy, x, gamma, mu, var, dx, dgamma, dbeta, N, Cg, G, H, W, m, epsilon):
    """r[n,g] = 1/√(var[n,g] + ε)
    x̂[n, g·Cg+c, h, w] = r[n,g] · (x[n, g·Cg+c, h, w] − μ[n,g])
    dx[n, g·Cg+c, h, w] = r[n,g]/m · (m · γ[g·Cg+c] · dy[n, g·Cg+c, h, w] − Σ_{c′,h′,w′} dy[n, g·Cg+c′,
        h′, w′] · γ[g·Cg+c′] − x̂[n, g·Cg+c, h, w] · Σ_{c′,h′,w′} dy[n, g·Cg+c′, h′, w′] · γ[g·Cg+c′] ·
        x̂[n, g·Cg+c′, h′, w′])
    dγ[g·Cg+c] = Σ_{n,h,w} dy[n, g·Cg+c, h, w] · x̂[n, g·Cg+c, h, w]
    dβ[g·Cg+c] = Σ_{n,h,w} dy[n, g·Cg+c, h, w]

    Operations: 8·Cg·G·H·N·W multiplications, 7·Cg·G·H·N·W − 2·Cg·G − G·N additions.
    """
    dtype = dx.dtype
    dy_rows = dy.reshape((N, Cg * G, H * W))
    x_rows = x.reshape((N, Cg * G, H * W))
    dx_rows = dx.reshape((N, Cg * G, H * W))
    h_w__block_last = (H * W - 1) // 1024
    c__block_last = (Cg - 1) // 1024
    dx_sum_part = scratch((N, G, Cg), dtype)
    dx_sum2_part = scratch((N, G, Cg), dtype)
    r = scratch((N, G), dtype)
    launch(_vjp_part, N * G, Cg * G * N * 2 + Cg * G * H * N * W * 3 + G * N, dy_rows, x_rows, gamma, mu, var,
            dx_rows, dx_sum2_part, dx_sum_part, r, N, Cg, G, H, W, m, epsilon, c__block_last, h_w__block_last)
    n_block_last = (N - 1) // 1024
    launch(_vjp_part2, G, Cg * G * N * 2, dgamma, dbeta, dx_sum2_part, dx_sum_part, r, N, Cg, G, n_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, gamma_dot, beta_dot, x, gamma, mu, var, y_dot, N, Cg, G, H, W, m, epsilon,
        hw_block_last):
    """μ̇ = 1/m · Σ_{c,hw} ẋ[n, g·Cg+c, hw]
    var_dot = 2/m · Σ_{c,hw} (ẋ[n, g·Cg+c, hw] − μ̇) · (x[n, g·Cg+c, hw] − μ[n,g])
    ṙ = −var_dot/(2 · (var[n,g] + ε)^(3/2))
    r = 1/√(var[n,g] + ε)
    ẏ[n, g·Cg+c, hw] = r · γ̇[g·Cg+c] · (x[n, g·Cg+c, hw] − μ[n,g]) + γ[g·Cg+c] · (r · (ẋ[n, g·Cg+c, hw] −
        μ̇) + ṙ · (x[n, g·Cg+c, hw] − μ[n,g])) + β̇[g·Cg+c]
    """
    dtype = x_dot.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // G
        g = task % G
        # μ̇ = 1/m · Σ_{c,hw} ẋ[n, g·Cg+c, hw]
        acc = T(0)
        rest = T(0)
        for c in range(Cg):
            for hw_block in range(hw_block_last + 1):
                part = T(0)
                for hw in range(hw_block * 1024, min(H * W, hw_block * 1024 + 1024)):
                    part = plus(part, x_dot[U(n), U(c + Cg * g), U(hw)])
                acc, rest = carried(acc, rest, part)
        mu_dot = acc / T(m)
        # var_dot = 2/m · Σ_{c,hw} (ẋ[n, g·Cg+c, hw] − μ̇) · (x[n, g·Cg+c, hw] − μ[n,g])
        acc2 = T(0)
        rest2 = T(0)
        minus_mu_dot = -mu_dot
        minus_mu = -mu[U(n), U(g)]
        for c in range(Cg):
            for hw_block in range(hw_block_last + 1):
                part2 = T(0)
                for hw in range(hw_block * 1024, min(H * W, hw_block * 1024 + 1024)):
                    part2 = plus(
                        part2,
                        (minus_mu + x[U(n), U(c + Cg * g), U(hw)])
                        * (minus_mu_dot + x_dot[U(n), U(c + Cg * g), U(hw)]),
                    )
                acc2, rest2 = carried(acc2, rest2, part2)
        var_dot = T(2) * acc2 / T(m)
        # ṙ = −var_dot/(2 · (var[n,g] + ε)^(3/2))
        r_dot = -var_dot / (T(2) * ((epsilon + var[U(n), U(g)]) * np.sqrt(epsilon + var[U(n), U(g)])))
        # r = 1/√(var[n,g] + ε)
        r = T(1) / np.sqrt(epsilon + var[U(n), U(g)])
        # ẏ[n, g·Cg+c, hw] = r · γ̇[g·Cg+c] · (x[n, g·Cg+c, hw] − μ[n,g]) + γ[g·Cg+c] · (r ·
        #     (ẋ[n, g·Cg+c, hw] − μ̇) + ṙ · (x[n, g·Cg+c, hw] − μ[n,g])) + β̇[g·Cg+c]
        for c in range(Cg):
            beta_dot_here = beta_dot[U(c + Cg * g)]
            gamma_here = gamma[U(c + Cg * g)]
            gamma_dot_r = gamma_dot[U(c + Cg * g)] * r
            for hw in range(H * W):
                y_dot[U(n), U(c + Cg * g), U(hw)] = (
                    beta_dot_here
                    + gamma_dot_r * (minus_mu + x[U(n), U(c + Cg * g), U(hw)])
                    + gamma_here
                    * (
                        (minus_mu_dot + x_dot[U(n), U(c + Cg * g), U(hw)]) * r
                        + (minus_mu + x[U(n), U(c + Cg * g), U(hw)]) * r_dot
                    )
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

    As compiled:

    μ̇ = 1/m · Σ_{c,hw} ẋ[n, g·Cg+c, hw]
    var_dot = 2/m · Σ_{c,hw} (ẋ[n, g·Cg+c, hw] − μ̇) · (x[n, g·Cg+c, hw] − μ[n,g])
    ṙ = −var_dot/(2 · (var[n,g] + ε)^(3/2))
    r = 1/√(var[n,g] + ε)
    ẏ[n, g·Cg+c, hw] = r · γ̇[g·Cg+c] · (x[n, g·Cg+c, hw] − μ[n,g]) + γ[g·Cg+c] · (r · (ẋ[n, g·Cg+c, hw] −
        μ̇) + ṙ · (x[n, g·Cg+c, hw] − μ[n,g])) + β̇[g·Cg+c]

    Operations: 6·Cg·G·H·N·W + G·N multiplications, 10·Cg·G·H·N·W additions.
    """
    x_dot_rows = x_dot.reshape((N, Cg * G, H * W))
    x_rows = x.reshape((N, Cg * G, H * W))
    y_dot_rows = y_dot.reshape((N, Cg * G, H * W))
    hw_block_last = (H * W - 1) // 1024
    launch(_jvp_part, N * G, G * N * 2 + Cg * G * H * N * W * 3, x_dot_rows, gamma_dot, beta_dot, x_rows,
            gamma, mu, var, y_dot_rows, N, Cg, G, H, W, m, epsilon, hw_block_last)
