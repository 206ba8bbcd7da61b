"""The kernels of adamw_step; adamw_step.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `adamw_step`.  Do not edit.
Run time: 47a62f82b295e183.
"""

import numpy as np

from .disjoint import njit
from .elementary import expm1, log1p, select
from .threads import launch
from .vectors import scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, grad_dot, mean_dot, new_mean_dot, K, rho_1):
    """new_mean_dot[k] = ρ₁·grad_dot[k] + (1 − ρ₁) · mean_dot[k]"""
    dtype = grad_dot.dtype
    T = dtype.type
    term = T(1) - rho_1
    for k_block in range(first, last):
        # new_mean_dot[k] = ρ₁·grad_dot[k] + (1 − ρ₁) · mean_dot[k]
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            new_mean_dot[U(k)] = grad_dot[U(k)] * rho_1 + mean_dot[U(k)] * term


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part2(first, last, grad_dot, square_dot, grad, new_square_dot, K, rho_2):
    """new_square_dot[k] = 2·ρ₂·grad[k]·grad_dot[k] + (1 − ρ₂) · square_dot[k]"""
    dtype = grad_dot.dtype
    T = dtype.type
    term2 = T(1) - rho_2
    factor = T(2) * rho_2
    for k_block in range(first, last):
        # new_square_dot[k] = 2·ρ₂·grad[k]·grad_dot[k] + (1 − ρ₂) · square_dot[k]
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            new_square_dot[U(k)] = factor * grad[U(k)] * grad_dot[U(k)] + square_dot[U(k)] * term2


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part3(first, last, grad, square, root, K, rho_2, t):
    """seen_2 = 1 − (1 − ρ₂)^t
    root[k] = {0 if ρ₂·grad[k]² + (1 − ρ₂) · square[k] ≤ 0; else √(ρ₂·grad[k]² + (1 − ρ₂) ·
        square[k])/√seen_2}
    """
    dtype = grad.dtype
    T = dtype.type
    seen_2_value = -expm1(T(t) * log1p(-rho_2))
    # seen_2 = 1 − (1 − ρ₂)^t
    for k_block in range(first, last):
        # root[k] = {0 if ρ₂·grad[k]² + (1 − ρ₂) · square[k] ≤ 0; else √(ρ₂·grad[k]² + (1 −
        #     ρ₂) · square[k])/√seen_2}
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            grad_here = grad[U(k)]
            square_here = square[U(k)]
            root[U(k)] = select(
                T(0) >= (grad_here * grad_here) * rho_2 + (T(1) - rho_2) * square_here,
                T(0),
                np.sqrt((grad_here * grad_here) * rho_2 + (T(1) - rho_2) * square_here)
                / np.sqrt(seen_2_value),
            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part4(first, last, w_dot, grad_dot, mean_dot, square_dot, grad, mean, square, new_w_dot, root, K,
        eta, rho_1, rho_2, t, epsilon, lamda):
    """seen_1 = 1 − (1 − ρ₁)^t
    new_w_dot[k] = (1 − η·λ) · ẇ[k] + (η/(seen_1 · (root[k] + ε)²) · (ρ₁·grad[k] + (1 − ρ₁) · mean[k]) ·
        {0 if ρ₂·grad[k]² + (1 − ρ₂) · square[k] ≤ 0; else (2·ρ₂·grad[k]·grad_dot[k] + (1 − ρ₂) ·
        square_dot[k])/(2 · √seen_2 · √(ρ₂·grad[k]² + (1 − ρ₂) · square[k]))}) − η/(seen_1 · (root[k] +
        ε)) · (ρ₁·grad_dot[k] + (1 − ρ₁) · mean_dot[k])
    """
    dtype = w_dot.dtype
    T = dtype.type
    term = T(1) - rho_1
    seen_2_value = -expm1(T(t) * log1p(-rho_2))
    seen_1_value = -expm1(T(t) * log1p(-rho_1))
    term3 = T(1) - (eta * lamda)
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
            new_w_dot[U(k)] = (
                select(
                    T(0) >= (grad_here2 * grad_here2) * rho_2 + (T(1) - rho_2) * square_here2,
                    T(0),
                    (T(2) * grad_dot_here * grad_here2 * rho_2 + (T(1) - rho_2) * square_dot_here)
                    / (T(2) * np.sqrt((grad_here2 * grad_here2) * rho_2 + (T(1) - rho_2) * square_here2) * np.sqrt(seen_2_value)),
                )
                * eta_over_seen_1_value
                * (grad_here2 * rho_1 + mean[U(k)] * term)
                / ((epsilon + root[U(k)]) * (epsilon + root[U(k)]))
                + (grad_dot_here * rho_1 + mean_dot[U(k)] * term)
                * minus_eta_over_seen_1_value
                / (epsilon + root[U(k)])
                + term3 * w_dot[U(k)]
            )


def _jvp(w_dot, grad_dot, mean_dot, square_dot, grad, mean, square, new_w_dot, new_mean_dot, new_square_dot,
        K, eta, rho_1, rho_2, t, epsilon, lamda):
    """new_mean[k] = ρ₁·grad[k] + (1 − ρ₁) · mean[k]
    new_square[k] = ρ₂·grad[k]² + (1 − ρ₂) · square[k]
    seen_1 = 1 − (1 − ρ₁)^t
    seen_2 = 1 − (1 − ρ₂)^t
    mean_hat[k] = new_mean[k]/seen_1
    root[k] = {√new_square[k]/√seen_2 if new_square[k] > 0; else 0}
    new_mean_dot[k] = ρ₁·grad_dot[k] + (1 − ρ₁) · mean_dot[k]
    new_square_dot[k] = 2·ρ₂·grad[k]·grad_dot[k] + (1 − ρ₂) · square_dot[k]
    mean_hat_dot[k] = new_mean_dot[k]/seen_1
    root_dot[k] = {new_square_dot[k]/(2·√seen_2·√new_square[k]) if new_square[k] > 0; else 0}
    new_w_dot[k] = (1 − η·λ) · ẇ[k] + η·mean_hat[k]·root_dot[k]/(root[k] + ε)² −
        η·mean_hat_dot[k]/(root[k] + ε)

    Operations: 10·K multiplications, 8·K additions, terms that a condition drops counted.
    """
    dtype = new_w_dot.dtype
    root = scratch(K, dtype)
    launch(_jvp_part, (K - 1) // 1024 + 1, K, grad_dot, mean_dot, new_mean_dot, K, rho_1)
    launch(_jvp_part2, (K - 1) // 1024 + 1, K, grad_dot, square_dot, grad, new_square_dot, K, rho_2)
    launch(_jvp_part3, (K - 1) // 1024 + 1, K + 1, grad, square, root, K, rho_2, t)
    launch(_jvp_part4, (K - 1) // 1024 + 1, K + 1, w_dot, grad_dot, mean_dot, square_dot, grad, mean, square,
            new_w_dot, root, K, eta, rho_1, rho_2, t, epsilon, lamda)
