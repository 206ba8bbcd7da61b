"""The kernels of adam_step; adam_step.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `adam_step`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .adam_step_kernels import (
    _forward_part, _vjp_w_part,
)
from .disjoint import njit
from .elementary import expm1, log1p, select
from .threads import launch
from .vectors import scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part2(first, last, w_dot, grad_dot, square_dot, w, grad, new_square_dot, K, rho_2, lamda):
    """new_square_dot[k] = (1 − ρ₂) · square_dot[k] + 2 · ρ₂ · (grad[k] + λ·w[k]) · (grad_dot[k] + λ·ẇ[k])"""
    dtype = w_dot.dtype
    T = dtype.type
    term2 = T(1) - rho_2
    factor = T(2) * rho_2
    for k_block in range(first, last):
        # new_square_dot[k] = (1 − ρ₂) · square_dot[k] + 2 · ρ₂ · (grad[k] + λ·w[k]) ·
        #     (grad_dot[k] + λ·ẇ[k])
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            new_square_dot[U(k)] = (
                factor * (grad[U(k)] + lamda * w[U(k)]) * (grad_dot[U(k)] + lamda * w_dot[U(k)])
                + square_dot[U(k)] * term2
            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part4(first, last, w_dot, grad_dot, mean_dot, square_dot, w, grad, mean, square, new_w_dot, root, K,
        eta, rho_1, rho_2, t, epsilon, lamda):
    """seen_1 = 1 − (1 − ρ₁)^t
    new_w_dot[k] = ẇ[k] + (η/(seen_1 · (root[k] + ε)²) · ((1 − ρ₁) · mean[k] + ρ₁ · (grad[k] + λ·w[k])) ·
        {0 if (1 − ρ₂) · square[k] + ρ₂ · (grad[k] + λ·w[k])² ≤ 0; else ((1 − ρ₂) · square_dot[k] + 2 · ρ₂
        · (grad[k] + λ·w[k]) · (grad_dot[k] + λ·ẇ[k]))/(2 · √seen_2 · √((1 − ρ₂) · square[k] + ρ₂ ·
        (grad[k] + λ·w[k])²))}) − η/(seen_1 · (root[k] + ε)) · ((1 − ρ₁) · mean_dot[k] + ρ₁ · (grad_dot[k]
        + λ·ẇ[k]))
    """
    dtype = w_dot.dtype
    T = dtype.type
    term = T(1) - rho_1
    seen_2_value = -expm1(T(t) * log1p(-rho_2))
    seen_1_value = -expm1(T(t) * log1p(-rho_1))
    minus_eta_over_seen_1_value = -eta / seen_1_value
    eta_over_seen_1_value = eta / seen_1_value
    # seen_1 = 1 − (1 − ρ₁)^t
    for k_block in range(first, last):
        # new_w_dot[k], as written above
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            grad_here2 = grad[U(k)]
            grad_dot_here = grad_dot[U(k)]
            square_here2 = square[U(k)]
            square_dot_here = square_dot[U(k)]
            w_here2 = w[U(k)]
            w_dot_here = w_dot[U(k)]
            new_w_dot[U(k)] = (
                select(
                    T(0) >= ((grad_here2 + lamda * w_here2) * (grad_here2 + lamda * w_here2)) * rho_2
                    + (T(1) - rho_2) * square_here2,
                    T(0),
                    (
                        T(2) * (grad_dot_here + lamda * w_dot_here) * (grad_here2 + lamda * w_here2) * rho_2
                        + (T(1) - rho_2) * square_dot_here
                    )
                    / (T(2) * np.sqrt(((grad_here2 + lamda * w_here2) * (grad_here2 + lamda * w_here2)) * rho_2 + (T(1) - rho_2) * square_here2) * np.sqrt(seen_2_value)),
                )
                * eta_over_seen_1_value
                * ((grad_here2 + lamda * w_here2) * rho_1 + mean[U(k)] * term)
                / (epsilon + root[U(k)])
                / (epsilon + root[U(k)])
                + minus_eta_over_seen_1_value
                * ((grad_dot_here + lamda * w_dot_here) * rho_1 + mean_dot[U(k)] * term)
                / (epsilon + root[U(k)])
                + w_dot_here
            )


def _jvp(w_dot, grad_dot, mean_dot, square_dot, w, grad, mean, square, new_w_dot, new_mean_dot,
        new_square_dot, K, eta, rho_1, rho_2, t, epsilon, lamda):
    """pull[k] = grad[k] + λ·w[k]
    new_mean[k] = ρ₁·pull[k] + (1 − ρ₁) · mean[k]
    new_square[k] = ρ₂·pull[k]² + (1 − ρ₂) · square[k]
    seen_1 = 1 − (1 − ρ₁)^t
    seen_2 = 1 − (1 − ρ₂)^t
    mean_hat[k] = new_mean[k]/seen_1
    root[k] = {√new_square[k]/√seen_2 if new_square[k] > 0; else 0}
    pull_dot[k] = grad_dot[k] + λ·ẇ[k]
    new_mean_dot[k] = ρ₁·pull_dot[k] + (1 − ρ₁) · mean_dot[k]
    new_square_dot[k] = 2·ρ₂·pull[k]·pull_dot[k] + (1 − ρ₂) · square_dot[k]
    mean_hat_dot[k] = new_mean_dot[k]/seen_1
    root_dot[k] = {new_square_dot[k]/(2·√seen_2·√new_square[k]) if new_square[k] > 0; else 0}
    new_w_dot[k] = ẇ[k] + η·mean_hat[k]·root_dot[k]/(root[k] + ε)² − η·mean_hat_dot[k]/(root[k] + ε)

    Operations: 10·K multiplications, 10·K additions, terms that a condition drops counted.
    """
    dtype = new_w_dot.dtype
    root = scratch(K, dtype)
    # new_mean_dot[k] = (1 − ρ₁) · mean_dot[k] + ρ₁ · (grad_dot[k] + λ·ẇ[k])
    launch(_forward_part, (K - 1) // 1024 + 1, K, w_dot, grad_dot, mean_dot, new_mean_dot, K, rho_1, lamda)
    launch(_jvp_part2, (K - 1) // 1024 + 1, K, w_dot, grad_dot, square_dot, w, grad, new_square_dot, K, rho_2,
            lamda)
    # seen_2 = 1 − (1 − ρ₂)^t
    # root[k] = {0 if (1 − ρ₂) · square[k] + ρ₂ · (grad[k] + λ·w[k])² ≤ 0; else √((1 − ρ₂)
    #     · square[k] + ρ₂ · (grad[k] + λ·w[k])²)/√seen_2}
    launch(_vjp_w_part, (K - 1) // 1024 + 1, K + 1, w, grad, square, root, K, rho_2, t, lamda)
    launch(_jvp_part4, (K - 1) // 1024 + 1, K + 1, w_dot, grad_dot, mean_dot, square_dot, w, grad, mean,
            square, new_w_dot, root, K, eta, rho_1, rho_2, t, epsilon, lamda)
