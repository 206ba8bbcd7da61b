"""The kernels of adam_step; adam_step.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `adam_step`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .disjoint import njit
from .elementary import expm1, log1p, select
from .threads import launch
from .vectors import scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, w, grad, mean, new_mean, K, rho_1, lamda):
    """new_mean[k] = (1 − ρ₁) · mean[k] + ρ₁ · (grad[k] + λ·w[k])"""
    dtype = w.dtype
    T = dtype.type
    term = T(1) - rho_1
    for k_block in range(first, last):
        # new_mean[k] = (1 − ρ₁) · mean[k] + ρ₁ · (grad[k] + λ·w[k])
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            new_mean[U(k)] = (grad[U(k)] + lamda * w[U(k)]) * rho_1 + mean[U(k)] * term


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part2(first, last, w, grad, square, new_square, K, rho_2, lamda):
    """new_square[k] = (1 − ρ₂) · square[k] + ρ₂ · (grad[k] + λ·w[k])²"""
    dtype = w.dtype
    T = dtype.type
    term2 = T(1) - rho_2
    for k_block in range(first, last):
        # new_square[k] = (1 − ρ₂) · square[k] + ρ₂ · (grad[k] + λ·w[k])²
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            new_square[U(k)] = (
                ((grad[U(k)] + lamda * w[U(k)]) * (grad[U(k)] + lamda * w[U(k)])) * rho_2
                + square[U(k)] * term2
            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part3(first, last, w, grad, mean, square, new_w, K, eta, rho_1, rho_2, t, epsilon, lamda):
    """seen_2 = 1 − (1 − ρ₂)^t
    seen_1 = 1 − (1 − ρ₁)^t
    new_w[k] = w[k] − η/(seen_1 · (({0 if (1 − ρ₂) · square[k] + ρ₂ · (grad[k] + λ·w[k])² ≤ 0; else √((1 −
        ρ₂) · square[k] + ρ₂ · (grad[k] + λ·w[k])²)/√seen_2}) + ε)) · ((1 − ρ₁) · mean[k] + ρ₁ · (grad[k]
        + λ·w[k]))
    """
    dtype = w.dtype
    T = dtype.type
    term = T(1) - rho_1
    seen_2_value = -expm1(T(t) * log1p(-rho_2))
    seen_1_value = -expm1(T(t) * log1p(-rho_1))
    minus_eta_over_seen_1_value = -eta / seen_1_value
    # seen_2 = 1 − (1 − ρ₂)^t
    # seen_1 = 1 − (1 − ρ₁)^t
    for k_block in range(first, last):
        # new_w[k] = w[k] − η/(seen_1 · (({0 if (1 − ρ₂) · square[k] + ρ₂ · (grad[k] +
        #     λ·w[k])² ≤ 0; else √((1 − ρ₂) · square[k] + ρ₂ · (grad[k] + λ·w[k])²)/√seen_2})
        #     + ε)) · ((1 − ρ₁) · mean[k] + ρ₁ · (grad[k] + λ·w[k]))
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            grad_here = grad[U(k)]
            square_here = square[U(k)]
            w_here = w[U(k)]
            new_w[U(k)] = (
                minus_eta_over_seen_1_value
                * ((grad_here + lamda * w_here) * rho_1 + mean[U(k)] * term)
                / (
                    select(
                        T(0) >= ((grad_here + lamda * w_here) * (grad_here + lamda * w_here)) * rho_2
                        + (T(1) - rho_2) * square_here,
                        T(0),
                        np.sqrt(
                            ((grad_here + lamda * w_here) * (grad_here + lamda * w_here)) * rho_2
                            + (T(1) - rho_2) * square_here
                        )
                        / np.sqrt(seen_2_value),
                    )
                    + epsilon
                )
                + w_here
            )


def _forward(w, grad, mean, square, new_w, new_mean, new_square, K, eta, rho_1, rho_2, t, epsilon, lamda):
    """pull[k] = grad[k] + λ·w[k]
    new_mean[k] = ρ₁·pull[k] + (1 − ρ₁) · mean[k]
    new_square[k] = ρ₂·pull[k]² + (1 − ρ₂) · square[k]
    seen_1 = 1 − (1 − ρ₁)^t
    seen_2 = 1 − (1 − ρ₂)^t
    mean_hat[k] = new_mean[k]/seen_1
    root[k] = {√new_square[k]/√seen_2 if new_square[k] > 0; else 0}
    new_w[k] = w[k] − η·mean_hat[k]/(root[k] + ε)

    Operations: 4·K multiplications, 5·K additions, terms that a condition drops counted.
    """
    launch(_forward_part, (K - 1) // 1024 + 1, K, w, grad, mean, new_mean, K, rho_1, lamda)
    launch(_forward_part2, (K - 1) // 1024 + 1, K, w, grad, square, new_square, K, rho_2, lamda)
    launch(_forward_part3, (K - 1) // 1024 + 1, K + 2, w, grad, mean, square, new_w, K, eta, rho_1, rho_2, t,
            epsilon, lamda)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_part(first, last, w, grad, square, root, K, rho_2, t, lamda):
    """seen_1 = 1 − (1 − ρ₁)^t
    seen_2 = 1 − (1 − ρ₂)^t
    root[k] = {0 if (1 − ρ₂) · square[k] + ρ₂ · (grad[k] + λ·w[k])² ≤ 0; else √((1 − ρ₂) · square[k] + ρ₂
        · (grad[k] + λ·w[k])²)/√seen_2}
    """
    dtype = w.dtype
    T = dtype.type
    seen_2_value = -expm1(T(t) * log1p(-rho_2))
    # seen_1 = 1 − (1 − ρ₁)^t
    # seen_2 = 1 − (1 − ρ₂)^t
    for k_block in range(first, last):
        # root[k] = {0 if (1 − ρ₂) · square[k] + ρ₂ · (grad[k] + λ·w[k])² ≤ 0; else √((1 − ρ₂)
        #     · square[k] + ρ₂ · (grad[k] + λ·w[k])²)/√seen_2}
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            grad_here = grad[U(k)]
            square_here = square[U(k)]
            w_here = w[U(k)]
            root[U(k)] = select(
                T(0) >= ((grad_here + lamda * w_here) * (grad_here + lamda * w_here)) * rho_2
                + (T(1) - rho_2) * square_here,
                T(0),
                np.sqrt(
                    ((grad_here + lamda * w_here) * (grad_here + lamda * w_here)) * rho_2
                    + (T(1) - rho_2) * square_here
                )
                / np.sqrt(seen_2_value),
            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_part2(first, last, dnew_w, dnew_mean, dnew_square, w, grad, mean, square, dw, root, K, eta, rho_1,
        rho_2, t, epsilon, lamda):
    """dw[k] = dnew_w[k] + λ · (ρ₁ · (dnew_mean[k] − η·dnew_w[k]/(seen_1 · (root[k] + ε))) + 2 · ρ₂ ·
        (grad[k] + λ·w[k]) · (dnew_square[k] + η/2 · {0 if (1 − ρ₂) · square[k] + ρ₂ · (grad[k] + λ·w[k])²
        ≤ 0; else dnew_w[k]/(seen_1 · √seen_2 · (root[k] + ε)² · √((1 − ρ₂) · square[k] + ρ₂ · (grad[k] +
        λ·w[k])²)) · ((1 − ρ₁) · mean[k] + ρ₁ · (grad[k] + λ·w[k]))}))
    """
    dtype = dnew_w.dtype
    T = dtype.type
    seen_1_value = -expm1(T(t) * log1p(-rho_1))
    seen_2_value = -expm1(T(t) * log1p(-rho_2))
    minus_eta_over_seen_1_value = -eta / seen_1_value
    factor = T(2) * rho_2
    factor2 = eta / T(2)
    for k_block in range(first, last):
        # dw[k], as written above
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            dnew_w_here = dnew_w[U(k)]
            grad_here2 = grad[U(k)]
            mean_here = mean[U(k)]
            root_here = root[U(k)]
            square_here2 = square[U(k)]
            w_here2 = w[U(k)]
            dw[U(k)] = (
                dnew_w_here
                + (
                    factor
                    * (
                        dnew_square[U(k)]
                        + select(
                            T(0) >= ((grad_here2 + lamda * w_here2) * (grad_here2 + lamda * w_here2)) * rho_2
                            + (T(1) - rho_2) * square_here2,
                            T(0),
                            dnew_w_here
                            * ((T(1) - rho_1) * mean_here + (grad_here2 + lamda * w_here2) * rho_1)
                            / (
                                (epsilon + root_here)
                                * seen_1_value
                                * np.sqrt(
                                    ((grad_here2 + lamda * w_here2) * (grad_here2 + lamda * w_here2)) * rho_2
                                    + (T(1) - rho_2) * square_here2
                                )
                                * np.sqrt(seen_2_value)
                            )
                            / (epsilon + root_here),
                        )
                        * factor2
                    )
                    * (grad_here2 + lamda * w_here2)
                    + (dnew_mean[U(k)] + dnew_w_here * minus_eta_over_seen_1_value / (epsilon + root_here))
                    * rho_1
                )
                * lamda
            )


def _vjp_w(dnew_w, dnew_mean, dnew_square, w, grad, mean, square, dw, K, eta, rho_1, rho_2, t, epsilon,
        lamda):
    """pull[k] = grad[k] + λ·w[k]
    new_square[k] = ρ₂·pull[k]² + (1 − ρ₂) · square[k]
    seen_2 = 1 − (1 − ρ₂)^t
    root[k] = {√new_square[k]/√seen_2 if new_square[k] > 0; else 0}
    seen_1 = 1 − (1 − ρ₁)^t
    new_mean[k] = ρ₁·pull[k] + (1 − ρ₁) · mean[k]
    mean_hat[k] = new_mean[k]/seen_1
    dw[k] = dnew_w[k] + λ · (ρ₁ · (dnew_mean[k] − η·dnew_w[k]/(seen_1 · (root[k] + ε))) + 2 · ρ₂ · pull[k]
        · (dnew_square[k] + η·dnew_w[k]·mean_hat[k]/(2 · √seen_2 · √new_square[k] · (root[k] + ε)²) ·
        [new_square[k] > 0]))

    Operations: 10·K multiplications, 9·K additions, terms that a condition drops counted.
    """
    dtype = dw.dtype
    root = scratch(K, dtype)
    launch(_vjp_w_part, (K - 1) // 1024 + 1, K + 2, w, grad, square, root, K, rho_2, t, lamda)
    launch(_vjp_w_part2, (K - 1) // 1024 + 1, K, dnew_w, dnew_mean, dnew_square, w, grad, mean, square, dw,
            root, K, eta, rho_1, rho_2, t, epsilon, lamda)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_grad_part2(first, last, dnew_w, dnew_mean, dnew_square, w, grad, mean, square, dgrad, root, K, eta,
        rho_1, rho_2, t, epsilon, lamda):
    """dgrad[k] = ρ₁ · (dnew_mean[k] − η·dnew_w[k]/(seen_1 · (root[k] + ε))) + 2 · ρ₂ · (grad[k] + λ·w[k]) ·
        (dnew_square[k] + η/2 · {0 if (1 − ρ₂) · square[k] + ρ₂ · (grad[k] + λ·w[k])² ≤ 0; else
        dnew_w[k]/(seen_1 · √seen_2 · (root[k] + ε)² · √((1 − ρ₂) · square[k] + ρ₂ · (grad[k] + λ·w[k])²))
        · ((1 − ρ₁) · mean[k] + ρ₁ · (grad[k] + λ·w[k]))})
    """
    dtype = dnew_w.dtype
    T = dtype.type
    seen_1_value = -expm1(T(t) * log1p(-rho_1))
    seen_2_value = -expm1(T(t) * log1p(-rho_2))
    minus_eta_over_seen_1_value = -eta / seen_1_value
    factor = T(2) * rho_2
    factor2 = eta / T(2)
    for k_block in range(first, last):
        # dgrad[k], as written above
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            dnew_w_here = dnew_w[U(k)]
            grad_here2 = grad[U(k)]
            mean_here = mean[U(k)]
            root_here = root[U(k)]
            square_here2 = square[U(k)]
            w_here2 = w[U(k)]
            dgrad[U(k)] = (
                factor
                * (
                    dnew_square[U(k)]
                    + select(
                        T(0) >= ((grad_here2 + lamda * w_here2) * (grad_here2 + lamda * w_here2)) * rho_2
                        + (T(1) - rho_2) * square_here2,
                        T(0),
                        dnew_w_here
                        * ((T(1) - rho_1) * mean_here + (grad_here2 + lamda * w_here2) * rho_1)
                        / (
                            (epsilon + root_here)
                            * seen_1_value
                            * np.sqrt(
                                ((grad_here2 + lamda * w_here2) * (grad_here2 + lamda * w_here2)) * rho_2
                                + (T(1) - rho_2) * square_here2
                            )
                            * np.sqrt(seen_2_value)
                        )
                        / (epsilon + root_here),
                    )
                    * factor2
                )
                * (grad_here2 + lamda * w_here2)
                + (dnew_mean[U(k)] + dnew_w_here * minus_eta_over_seen_1_value / (epsilon + root_here))
                * rho_1
            )


def _vjp_grad(dnew_w, dnew_mean, dnew_square, w, grad, mean, square, dgrad, K, eta, rho_1, rho_2, t, epsilon,
        lamda):
    """pull[k] = grad[k] + λ·w[k]
    new_square[k] = ρ₂·pull[k]² + (1 − ρ₂) · square[k]
    seen_2 = 1 − (1 − ρ₂)^t
    root[k] = {√new_square[k]/√seen_2 if new_square[k] > 0; else 0}
    seen_1 = 1 − (1 − ρ₁)^t
    new_mean[k] = ρ₁·pull[k] + (1 − ρ₁) · mean[k]
    mean_hat[k] = new_mean[k]/seen_1
    dgrad[k] = ρ₁ · (dnew_mean[k] − η·dnew_w[k]/(seen_1 · (root[k] + ε))) + 2 · ρ₂ · pull[k] ·
        (dnew_square[k] + η·dnew_w[k]·mean_hat[k]/(2 · √seen_2 · √new_square[k] · (root[k] + ε)²) ·
        [new_square[k] > 0])

    Operations: 10·K multiplications, 8·K additions, terms that a condition drops counted.
    """
    dtype = dgrad.dtype
    root = scratch(K, dtype)
    # seen_1 = 1 − (1 − ρ₁)^t
    # seen_2 = 1 − (1 − ρ₂)^t
    # root[k] = {0 if (1 − ρ₂) · square[k] + ρ₂ · (grad[k] + λ·w[k])² ≤ 0; else √((1 − ρ₂)
    #     · square[k] + ρ₂ · (grad[k] + λ·w[k])²)/√seen_2}
    launch(_vjp_w_part, (K - 1) // 1024 + 1, K + 2, w, grad, square, root, K, rho_2, t, lamda)
    launch(_vjp_grad_part2, (K - 1) // 1024 + 1, K, dnew_w, dnew_mean, dnew_square, w, grad, mean, square,
            dgrad, root, K, eta, rho_1, rho_2, t, epsilon, lamda)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_mean_part(first, last, dnew_w, dnew_mean, w, grad, square, dmean, K, eta, rho_1, rho_2, t, epsilon,
        lamda):
    """seen_1 = 1 − (1 − ρ₁)^t
    seen_2 = 1 − (1 − ρ₂)^t
    dmean[k] = (1 − ρ₁) · (dnew_mean[k] − η·dnew_w[k]/(seen_1 · (({0 if (1 − ρ₂) · square[k] + ρ₂ ·
        (grad[k] + λ·w[k])² ≤ 0; else √((1 − ρ₂) · square[k] + ρ₂ · (grad[k] + λ·w[k])²)/√seen_2}) + ε)))
    """
    dtype = dnew_w.dtype
    T = dtype.type
    seen_1_value = -expm1(T(t) * log1p(-rho_1))
    seen_2_value = -expm1(T(t) * log1p(-rho_2))
    term = T(1) - rho_1
    minus_eta_over_seen_1_value = -eta / seen_1_value
    # seen_1 = 1 − (1 − ρ₁)^t
    # seen_2 = 1 − (1 − ρ₂)^t
    for k_block in range(first, last):
        # dmean[k] = (1 − ρ₁) · (dnew_mean[k] − η·dnew_w[k]/(seen_1 · (({0 if (1 − ρ₂) ·
        #     square[k] + ρ₂ · (grad[k] + λ·w[k])² ≤ 0; else √((1 − ρ₂) · square[k] + ρ₂ ·
        #     (grad[k] + λ·w[k])²)/√seen_2}) + ε)))
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            grad_here = grad[U(k)]
            square_here = square[U(k)]
            w_here = w[U(k)]
            dmean[U(k)] = (
                (
                    dnew_mean[U(k)]
                    + dnew_w[U(k)]
                    * minus_eta_over_seen_1_value
                    / (
                        select(
                            T(0) >= ((grad_here + lamda * w_here) * (grad_here + lamda * w_here)) * rho_2
                            + (T(1) - rho_2) * square_here,
                            T(0),
                            np.sqrt(
                                ((grad_here + lamda * w_here) * (grad_here + lamda * w_here)) * rho_2
                                + (T(1) - rho_2) * square_here
                            )
                            / np.sqrt(seen_2_value),
                        )
                        + epsilon
                    )
                )
                * term
            )


def _vjp_mean(dnew_w, dnew_mean, w, grad, square, dmean, K, eta, rho_1, rho_2, t, epsilon, lamda):
    """pull[k] = grad[k] + λ·w[k]
    new_square[k] = ρ₂·pull[k]² + (1 − ρ₂) · square[k]
    seen_2 = 1 − (1 − ρ₂)^t
    root[k] = {√new_square[k]/√seen_2 if new_square[k] > 0; else 0}
    seen_1 = 1 − (1 − ρ₁)^t
    dmean[k] = (1 − ρ₁) · (dnew_mean[k] − η·dnew_w[k]/(seen_1 · (root[k] + ε)))

    As compiled:

    dmean[k] = (1 − ρ₁) · (dnew_mean[k] − η·dnew_w[k]/(seen_1 · (({0 if (1 − ρ₂) · square[k] + ρ₂ ·
        (grad[k] + λ·w[k])² ≤ 0; else √((1 − ρ₂) · square[k] + ρ₂ · (grad[k] + λ·w[k])²)/√seen_2}) + ε)))

    Operations: 4·K multiplications, 4·K additions, terms that a condition drops counted.
    """
    launch(_vjp_mean_part, (K - 1) // 1024 + 1, K + 2, dnew_w, dnew_mean, w, grad, square, dmean, K, eta,
            rho_1, rho_2, t, epsilon, lamda)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_square_part(first, last, dnew_w, dnew_square, w, grad, mean, square, dsquare, K, eta, rho_1, rho_2,
        t, epsilon, lamda):
    """seen_1 = 1 − (1 − ρ₁)^t
    seen_2 = 1 − (1 − ρ₂)^t
    dsquare[k] = (1 − ρ₂) · (dnew_square[k] + η/2 · {0 if (1 − ρ₂) · square[k] + ρ₂ · (grad[k] + λ·w[k])²
        ≤ 0; else dnew_w[k]/(seen_1 · √seen_2 · √((1 − ρ₂) · square[k] + ρ₂ · (grad[k] + λ·w[k])²) · (({0
        if (1 − ρ₂) · square[k] + ρ₂ · (grad[k] + λ·w[k])² ≤ 0; else √((1 − ρ₂) · square[k] + ρ₂ ·
        (grad[k] + λ·w[k])²)/√seen_2}) + ε)²) · ((1 − ρ₁) · mean[k] + ρ₁ · (grad[k] + λ·w[k]))})
    """
    dtype = dnew_w.dtype
    T = dtype.type
    seen_1_value = -expm1(T(t) * log1p(-rho_1))
    seen_2_value = -expm1(T(t) * log1p(-rho_2))
    pow_here = T(1) / np.sqrt(seen_2_value)
    term = T(1) - rho_2
    factor = eta / T(2)
    # seen_1 = 1 − (1 − ρ₁)^t
    # seen_2 = 1 − (1 − ρ₂)^t
    for k_block in range(first, last):
        # dsquare[k], as written above
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            grad_here = grad[U(k)]
            square_here = square[U(k)]
            w_here = w[U(k)]
            dnew_w_here = dnew_w[U(k)]
            mean_here = mean[U(k)]
            dsquare[U(k)] = (
                (
                    dnew_square[U(k)]
                    + select(
                        T(0) >= ((grad_here + lamda * w_here) * (grad_here + lamda * w_here)) * rho_2
                        + (T(1) - rho_2) * square_here,
                        T(0),
                        dnew_w_here
                        * ((T(1) - rho_1) * mean_here + (grad_here + lamda * w_here) * rho_1)
                        * pow_here
                        / (
                            (
                                select(
                                    T(0) >= ((grad_here + lamda * w_here) * (grad_here + lamda * w_here))
                                    * rho_2
                                    + (T(1) - rho_2) * square_here,
                                    T(0),
                                    pow_here
                                    * np.sqrt(((grad_here + lamda * w_here) * (grad_here + lamda * w_here)) * rho_2 + (T(1) - rho_2) * square_here),
                                )
                                + epsilon
                            )
                            * seen_1_value
                            * np.sqrt(
                                ((grad_here + lamda * w_here) * (grad_here + lamda * w_here)) * rho_2
                                + (T(1) - rho_2) * square_here
                            )
                        )
                        / (select(T(0) >= ((grad_here + lamda * w_here) * (grad_here + lamda * w_here)) * rho_2 + (T(1) - rho_2) * square_here,
                                T(0),
                                pow_here * np.sqrt(((grad_here + lamda * w_here) * (grad_here + lamda * w_here)) * rho_2 + (T(1) - rho_2) * square_here)) + epsilon),
                    )
                    * factor
                )
                * term
            )


def _vjp_square(dnew_w, dnew_square, w, grad, mean, square, dsquare, K, eta, rho_1, rho_2, t, epsilon, lamda):
    """pull[k] = grad[k] + λ·w[k]
    new_square[k] = ρ₂·pull[k]² + (1 − ρ₂) · square[k]
    seen_2 = 1 − (1 − ρ₂)^t
    root[k] = {√new_square[k]/√seen_2 if new_square[k] > 0; else 0}
    seen_1 = 1 − (1 − ρ₁)^t
    new_mean[k] = ρ₁·pull[k] + (1 − ρ₁) · mean[k]
    mean_hat[k] = new_mean[k]/seen_1
    dsquare[k] = (1 − ρ₂) · (dnew_square[k] + η·dnew_w[k]·mean_hat[k]/(2 · √seen_2 · √new_square[k] ·
        (root[k] + ε)²) · [new_square[k] > 0])

    As compiled:

    dsquare[k] = (1 − ρ₂) · (dnew_square[k] + η/2 · {0 if (1 − ρ₂) · square[k] + ρ₂ · (grad[k] + λ·w[k])²
        ≤ 0; else dnew_w[k]/(seen_1 · √seen_2 · √((1 − ρ₂) · square[k] + ρ₂ · (grad[k] + λ·w[k])²) · (({0
        if (1 − ρ₂) · square[k] + ρ₂ · (grad[k] + λ·w[k])² ≤ 0; else √((1 − ρ₂) · square[k] + ρ₂ ·
        (grad[k] + λ·w[k])²)/√seen_2}) + ε)²) · ((1 − ρ₁) · mean[k] + ρ₁ · (grad[k] + λ·w[k]))})

    Operations: 7·K multiplications, 5·K additions, terms that a condition drops counted.
    """
    launch(_vjp_square_part, (K - 1) // 1024 + 1, K + 2, dnew_w, dnew_square, w, grad, mean, square, dsquare,
            K, eta, rho_1, rho_2, t, epsilon, lamda)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_part4(first, last, dnew_w, dnew_mean, dmean, root, K, eta, rho_1, t, epsilon):
    """dmean[k] = (1 − ρ₁) · (dnew_mean[k] − η·dnew_w[k]/(seen_1 · (root[k] + ε)))"""
    dtype = dnew_w.dtype
    T = dtype.type
    seen_1_value = -expm1(T(t) * log1p(-rho_1))
    minus_eta_over_seen_1_value = -eta / seen_1_value
    term = T(1) - rho_1
    for k_block in range(first, last):
        # dmean[k] = (1 − ρ₁) · (dnew_mean[k] − η·dnew_w[k]/(seen_1 · (root[k] + ε)))
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            dmean[U(k)] = (
                (dnew_mean[U(k)] + dnew_w[U(k)] * minus_eta_over_seen_1_value / (epsilon + root[U(k)])) * term
            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_part5(first, last, dnew_w, dnew_square, w, grad, mean, square, dsquare, root, K, eta, rho_1, rho_2,
        t, epsilon, lamda):
    """dsquare[k] = (1 − ρ₂) · (dnew_square[k] + η/2 · {0 if (1 − ρ₂) · square[k] + ρ₂ · (grad[k] + λ·w[k])²
        ≤ 0; else dnew_w[k]/(seen_1 · √seen_2 · (root[k] + ε)² · √((1 − ρ₂) · square[k] + ρ₂ · (grad[k] +
        λ·w[k])²)) · ((1 − ρ₁) · mean[k] + ρ₁ · (grad[k] + λ·w[k]))})
    """
    dtype = dnew_w.dtype
    T = dtype.type
    seen_1_value = -expm1(T(t) * log1p(-rho_1))
    seen_2_value = -expm1(T(t) * log1p(-rho_2))
    factor2 = eta / T(2)
    term2 = T(1) - rho_2
    for k_block in range(first, last):
        # dsquare[k] = (1 − ρ₂) · (dnew_square[k] + η/2 · {0 if (1 − ρ₂) · square[k] + ρ₂ ·
        #     (grad[k] + λ·w[k])² ≤ 0; else dnew_w[k]/(seen_1 · √seen_2 · (root[k] + ε)² ·
        #     √((1 − ρ₂) · square[k] + ρ₂ · (grad[k] + λ·w[k])²)) · ((1 − ρ₁) · mean[k] + ρ₁ ·
        #     (grad[k] + λ·w[k]))})
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            dnew_w_here3 = dnew_w[U(k)]
            grad_here4 = grad[U(k)]
            mean_here3 = mean[U(k)]
            root_here3 = root[U(k)]
            square_here4 = square[U(k)]
            w_here4 = w[U(k)]
            dsquare[U(k)] = (
                (
                    dnew_square[U(k)]
                    + select(
                        T(0) >= ((grad_here4 + lamda * w_here4) * (grad_here4 + lamda * w_here4)) * rho_2
                        + (T(1) - rho_2) * square_here4,
                        T(0),
                        dnew_w_here3
                        * ((T(1) - rho_1) * mean_here3 + (grad_here4 + lamda * w_here4) * rho_1)
                        / (
                            (epsilon + root_here3)
                            * seen_1_value
                            * np.sqrt(
                                ((grad_here4 + lamda * w_here4) * (grad_here4 + lamda * w_here4)) * rho_2
                                + (T(1) - rho_2) * square_here4
                            )
                            * np.sqrt(seen_2_value)
                        )
                        / (epsilon + root_here3),
                    )
                    * factor2
                )
                * term2
            )


def _vjp(dnew_w, dnew_mean, dnew_square, w, grad, mean, square, dw, dgrad, dmean, dsquare, K, eta, rho_1,
        rho_2, t, epsilon, lamda):
    """pull[k] = grad[k] + λ·w[k]
    new_square[k] = ρ₂·pull[k]² + (1 − ρ₂) · square[k]
    seen_2 = 1 − (1 − ρ₂)^t
    root[k] = {√new_square[k]/√seen_2 if new_square[k] > 0; else 0}
    seen_1 = 1 − (1 − ρ₁)^t
    new_mean[k] = ρ₁·pull[k] + (1 − ρ₁) · mean[k]
    mean_hat[k] = new_mean[k]/seen_1
    dw[k] = dnew_w[k] + λ · (ρ₁ · (dnew_mean[k] − η·dnew_w[k]/(seen_1 · (root[k] + ε))) + 2 · ρ₂ · pull[k]
        · (dnew_square[k] + η·dnew_w[k]·mean_hat[k]/(2 · √seen_2 · √new_square[k] · (root[k] + ε)²) ·
        [new_square[k] > 0]))
    dgrad[k] = ρ₁ · (dnew_mean[k] − η·dnew_w[k]/(seen_1 · (root[k] + ε))) + 2 · ρ₂ · pull[k] ·
        (dnew_square[k] + η·dnew_w[k]·mean_hat[k]/(2 · √seen_2 · √new_square[k] · (root[k] + ε)²) ·
        [new_square[k] > 0])
    dmean[k] = (1 − ρ₁) · (dnew_mean[k] − η·dnew_w[k]/(seen_1 · (root[k] + ε)))
    dsquare[k] = (1 − ρ₂) · (dnew_square[k] + η·dnew_w[k]·mean_hat[k]/(2 · √seen_2 · √new_square[k] ·
        (root[k] + ε)²) · [new_square[k] > 0])

    Operations: 23·K multiplications, 18·K additions, terms that a condition drops counted.
    """
    dtype = dw.dtype
    root = scratch(K, dtype)
    # seen_1 = 1 − (1 − ρ₁)^t
    # seen_2 = 1 − (1 − ρ₂)^t
    # root[k] = {0 if (1 − ρ₂) · square[k] + ρ₂ · (grad[k] + λ·w[k])² ≤ 0; else √((1 − ρ₂)
    #     · square[k] + ρ₂ · (grad[k] + λ·w[k])²)/√seen_2}
    launch(_vjp_w_part, (K - 1) // 1024 + 1, K + 2, w, grad, square, root, K, rho_2, t, lamda)
    # dw[k], as written above
    launch(_vjp_w_part2, (K - 1) // 1024 + 1, K, dnew_w, dnew_mean, dnew_square, w, grad, mean, square, dw,
            root, K, eta, rho_1, rho_2, t, epsilon, lamda)
    # dgrad[k], as written above
    launch(_vjp_grad_part2, (K - 1) // 1024 + 1, K, dnew_w, dnew_mean, dnew_square, w, grad, mean, square,
            dgrad, root, K, eta, rho_1, rho_2, t, epsilon, lamda)
    launch(_vjp_part4, (K - 1) // 1024 + 1, K, dnew_w, dnew_mean, dmean, root, K, eta, rho_1, t, epsilon)
    launch(_vjp_part5, (K - 1) // 1024 + 1, K, dnew_w, dnew_square, w, grad, mean, square, dsquare, root, K,
            eta, rho_1, rho_2, t, epsilon, lamda)
