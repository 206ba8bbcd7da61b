"""The kernels of adamw_step; adamw_step.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `adamw_step`.  Do not edit.
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
def _forward_part(first, last, grad, mean, new_mean, K, rho_1):
    """new_mean[k] = ρ₁·grad[k] + (1 − ρ₁) · mean[k]"""
    dtype = grad.dtype
    T = dtype.type
    term = T(1) - rho_1
    for k_block in range(first, last):
        # new_mean[k] = ρ₁·grad[k] + (1 − ρ₁) · mean[k]
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            new_mean[U(k)] = grad[U(k)] * rho_1 + mean[U(k)] * term


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part2(first, last, grad, square, new_square, K, rho_2):
    """new_square[k] = ρ₂·grad[k]² + (1 − ρ₂) · square[k]"""
    dtype = grad.dtype
    T = dtype.type
    term2 = T(1) - rho_2
    for k_block in range(first, last):
        # new_square[k] = ρ₂·grad[k]² + (1 − ρ₂) · square[k]
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            new_square[U(k)] = (grad[U(k)] * grad[U(k)]) * rho_2 + square[U(k)] * term2


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part3(first, last, w, grad, mean, square, new_w, K, eta, rho_1, rho_2, t, epsilon, lamda):
    """seen_2 = 1 − (1 − ρ₂)^t
    seen_1 = 1 − (1 − ρ₁)^t
    new_w[k] = (1 − η·λ) · w[k] − η/(seen_1 · (({0 if ρ₂·grad[k]² + (1 − ρ₂) · square[k] ≤ 0; else
        √(ρ₂·grad[k]² + (1 − ρ₂) · square[k])/√seen_2}) + ε)) · (ρ₁·grad[k] + (1 − ρ₁) · mean[k])
    """
    dtype = w.dtype
    T = dtype.type
    term = T(1) - rho_1
    seen_2_value = -expm1(T(t) * log1p(-rho_2))
    seen_1_value = -expm1(T(t) * log1p(-rho_1))
    term3 = T(1) - (eta * lamda)
    minus_eta_over_seen_1_value = -eta / seen_1_value
    # seen_2 = 1 − (1 − ρ₂)^t
    # seen_1 = 1 − (1 − ρ₁)^t
    for k_block in range(first, last):
        # new_w[k] = (1 − η·λ) · w[k] − η/(seen_1 · (({0 if ρ₂·grad[k]² + (1 − ρ₂) · square[k]
        #     ≤ 0; else √(ρ₂·grad[k]² + (1 − ρ₂) · square[k])/√seen_2}) + ε)) · (ρ₁·grad[k] +
        #     (1 − ρ₁) · mean[k])
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            grad_here = grad[U(k)]
            square_here = square[U(k)]
            new_w[U(k)] = (
                (grad_here * rho_1 + mean[U(k)] * term)
                * minus_eta_over_seen_1_value
                / (
                    select(
                        T(0) >= (grad_here * grad_here) * rho_2 + (T(1) - rho_2) * square_here,
                        T(0),
                        np.sqrt((grad_here * grad_here) * rho_2 + (T(1) - rho_2) * square_here)
                        / np.sqrt(seen_2_value),
                    )
                    + epsilon
                )
                + term3 * w[U(k)]
            )


def _forward(w, grad, mean, square, new_w, new_mean, new_square, K, eta, rho_1, rho_2, t, epsilon, lamda):
    """new_mean[k] = ρ₁·grad[k] + (1 − ρ₁) · mean[k]
    new_square[k] = ρ₂·grad[k]² + (1 − ρ₂) · square[k]
    seen_1 = 1 − (1 − ρ₁)^t
    seen_2 = 1 − (1 − ρ₂)^t
    mean_hat[k] = new_mean[k]/seen_1
    root[k] = {√new_square[k]/√seen_2 if new_square[k] > 0; else 0}
    new_w[k] = (1 − η·λ) · w[k] − η·mean_hat[k]/(root[k] + ε)

    Operations: 4·K multiplications, 4·K additions, terms that a condition drops counted.
    """
    launch(_forward_part, (K - 1) // 1024 + 1, K, grad, mean, new_mean, K, rho_1)
    launch(_forward_part2, (K - 1) // 1024 + 1, K, grad, square, new_square, K, rho_2)
    launch(_forward_part3, (K - 1) // 1024 + 1, K + 2, w, grad, mean, square, new_w, K, eta, rho_1, rho_2, t,
            epsilon, lamda)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_part(first, last, dnew_w, dw, K, eta, lamda):
    """dw[k] = (1 − η·λ) · dnew_w[k]"""
    dtype = dnew_w.dtype
    T = dtype.type
    term = T(1) - (eta * lamda)
    for k_block in range(first, last):
        # dw[k] = (1 − η·λ) · dnew_w[k]
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            dw[U(k)] = dnew_w[U(k)] * term


def _vjp_w(dnew_w, dw, K, eta, lamda):
    """dw[k] = (1 − η·λ) · dnew_w[k]"""
    launch(_vjp_w_part, (K - 1) // 1024 + 1, K, dnew_w, dw, K, eta, lamda)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_grad_part(first, last, grad, square, root, K, rho_2, t):
    """seen_1 = 1 − (1 − ρ₁)^t
    seen_2 = 1 − (1 − ρ₂)^t
    root[k] = {0 if ρ₂·grad[k]² + (1 − ρ₂) · square[k] ≤ 0; else √(ρ₂·grad[k]² + (1 − ρ₂) ·
        square[k])/√seen_2}
    """
    dtype = grad.dtype
    T = dtype.type
    seen_2_value = -expm1(T(t) * log1p(-rho_2))
    # seen_1 = 1 − (1 − ρ₁)^t
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
def _vjp_grad_part2(first, last, dnew_w, dnew_mean, dnew_square, grad, mean, square, dgrad, root, K, eta,
        rho_1, rho_2, t, epsilon):
    """dgrad[k] = ρ₁ · (dnew_mean[k] − η·dnew_w[k]/(seen_1 · (root[k] + ε))) + 2 · ρ₂ · grad[k] ·
        (dnew_square[k] + η/2 · {0 if ρ₂·grad[k]² + (1 − ρ₂) · square[k] ≤ 0; else dnew_w[k]/(seen_1 ·
        √seen_2 · (root[k] + ε)² · √(ρ₂·grad[k]² + (1 − ρ₂) · square[k])) · (ρ₁·grad[k] + (1 − ρ₁) ·
        mean[k])})
    """
    dtype = dnew_w.dtype
    T = dtype.type
    seen_1_value = -expm1(T(t) * log1p(-rho_1))
    seen_2_value = -expm1(T(t) * log1p(-rho_2))
    minus_eta_over_seen_1_value = -eta / seen_1_value
    factor = T(2) * rho_2
    factor2 = eta / T(2)
    for k_block in range(first, last):
        # dgrad[k] = ρ₁ · (dnew_mean[k] − η·dnew_w[k]/(seen_1 · (root[k] + ε))) + 2 · ρ₂ ·
        #     grad[k] · (dnew_square[k] + η/2 · {0 if ρ₂·grad[k]² + (1 − ρ₂) · square[k] ≤ 0;
        #     else dnew_w[k]/(seen_1 · √seen_2 · (root[k] + ε)² · √(ρ₂·grad[k]² + (1 − ρ₂) ·
        #     square[k])) · (ρ₁·grad[k] + (1 − ρ₁) · mean[k])})
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            dnew_w_here = dnew_w[U(k)]
            grad_here2 = grad[U(k)]
            mean_here = mean[U(k)]
            root_here = root[U(k)]
            square_here2 = square[U(k)]
            dgrad[U(k)] = (
                factor
                * (
                    dnew_square[U(k)]
                    + select(
                        T(0) >= (grad_here2 * grad_here2) * rho_2 + (T(1) - rho_2) * square_here2,
                        T(0),
                        dnew_w_here
                        * (grad_here2 * rho_1 + (T(1) - rho_1) * mean_here)
                        / (
                            (epsilon + root_here)
                            * seen_1_value
                            * np.sqrt((grad_here2 * grad_here2) * rho_2 + (T(1) - rho_2) * square_here2)
                            * np.sqrt(seen_2_value)
                        )
                        / (epsilon + root_here),
                    )
                    * factor2
                )
                * grad_here2
                + (dnew_mean[U(k)] + dnew_w_here * minus_eta_over_seen_1_value / (epsilon + root_here))
                * rho_1
            )


def _vjp_grad(dnew_w, dnew_mean, dnew_square, grad, mean, square, dgrad, K, eta, rho_1, rho_2, t, epsilon):
    """new_square[k] = ρ₂·grad[k]² + (1 − ρ₂) · square[k]
    seen_2 = 1 − (1 − ρ₂)^t
    root[k] = {√new_square[k]/√seen_2 if new_square[k] > 0; else 0}
    seen_1 = 1 − (1 − ρ₁)^t
    new_mean[k] = ρ₁·grad[k] + (1 − ρ₁) · mean[k]
    mean_hat[k] = new_mean[k]/seen_1
    dgrad[k] = ρ₁ · (dnew_mean[k] − η·dnew_w[k]/(seen_1 · (root[k] + ε))) + 2 · ρ₂ · grad[k] ·
        (dnew_square[k] + η·dnew_w[k]·mean_hat[k]/(2 · √seen_2 · √new_square[k] · (root[k] + ε)²) ·
        [new_square[k] > 0])

    Operations: 10·K multiplications, 7·K additions, terms that a condition drops counted.
    """
    dtype = dgrad.dtype
    root = scratch(K, dtype)
    launch(_vjp_grad_part, (K - 1) // 1024 + 1, K + 2, grad, square, root, K, rho_2, t)
    launch(_vjp_grad_part2, (K - 1) // 1024 + 1, K, dnew_w, dnew_mean, dnew_square, grad, mean, square, dgrad,
            root, K, eta, rho_1, rho_2, t, epsilon)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_mean_part(first, last, dnew_w, dnew_mean, grad, square, dmean, K, eta, rho_1, rho_2, t, epsilon):
    """seen_1 = 1 − (1 − ρ₁)^t
    seen_2 = 1 − (1 − ρ₂)^t
    dmean[k] = (1 − ρ₁) · (dnew_mean[k] − η·dnew_w[k]/(seen_1 · (({0 if ρ₂·grad[k]² + (1 − ρ₂) · square[k]
        ≤ 0; else √(ρ₂·grad[k]² + (1 − ρ₂) · square[k])/√seen_2}) + ε)))
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
        # dmean[k] = (1 − ρ₁) · (dnew_mean[k] − η·dnew_w[k]/(seen_1 · (({0 if ρ₂·grad[k]² + (1
        #     − ρ₂) · square[k] ≤ 0; else √(ρ₂·grad[k]² + (1 − ρ₂) · square[k])/√seen_2}) +
        #     ε)))
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            grad_here = grad[U(k)]
            square_here = square[U(k)]
            dmean[U(k)] = (
                (
                    dnew_mean[U(k)]
                    + dnew_w[U(k)]
                    * minus_eta_over_seen_1_value
                    / (
                        select(
                            T(0) >= (grad_here * grad_here) * rho_2 + (T(1) - rho_2) * square_here,
                            T(0),
                            np.sqrt((grad_here * grad_here) * rho_2 + (T(1) - rho_2) * square_here)
                            / np.sqrt(seen_2_value),
                        )
                        + epsilon
                    )
                )
                * term
            )


def _vjp_mean(dnew_w, dnew_mean, grad, square, dmean, K, eta, rho_1, rho_2, t, epsilon):
    """new_square[k] = ρ₂·grad[k]² + (1 − ρ₂) · square[k]
    seen_2 = 1 − (1 − ρ₂)^t
    root[k] = {√new_square[k]/√seen_2 if new_square[k] > 0; else 0}
    seen_1 = 1 − (1 − ρ₁)^t
    dmean[k] = (1 − ρ₁) · (dnew_mean[k] − η·dnew_w[k]/(seen_1 · (root[k] + ε)))

    As compiled:

    dmean[k] = (1 − ρ₁) · (dnew_mean[k] − η·dnew_w[k]/(seen_1 · (({0 if ρ₂·grad[k]² + (1 − ρ₂) · square[k]
        ≤ 0; else √(ρ₂·grad[k]² + (1 − ρ₂) · square[k])/√seen_2}) + ε)))

    Operations: 4·K multiplications, 3·K additions, terms that a condition drops counted.
    """
    launch(_vjp_mean_part, (K - 1) // 1024 + 1, K + 2, dnew_w, dnew_mean, grad, square, dmean, K, eta, rho_1,
            rho_2, t, epsilon)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_square_part(first, last, dnew_w, dnew_square, grad, mean, square, dsquare, K, eta, rho_1, rho_2, t,
        epsilon):
    """seen_1 = 1 − (1 − ρ₁)^t
    seen_2 = 1 − (1 − ρ₂)^t
    dsquare[k] = (1 − ρ₂) · (dnew_square[k] + η/2 · {0 if ρ₂·grad[k]² + (1 − ρ₂) · square[k] ≤ 0; else
        dnew_w[k]/(seen_1 · √seen_2 · √(ρ₂·grad[k]² + (1 − ρ₂) · square[k]) · (({0 if ρ₂·grad[k]² + (1 −
        ρ₂) · square[k] ≤ 0; else √(ρ₂·grad[k]² + (1 − ρ₂) · square[k])/√seen_2}) + ε)²) · (ρ₁·grad[k] +
        (1 − ρ₁) · mean[k])})
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
        # dsquare[k] = (1 − ρ₂) · (dnew_square[k] + η/2 · {0 if ρ₂·grad[k]² + (1 − ρ₂) ·
        #     square[k] ≤ 0; else dnew_w[k]/(seen_1 · √seen_2 · √(ρ₂·grad[k]² + (1 − ρ₂) ·
        #     square[k]) · (({0 if ρ₂·grad[k]² + (1 − ρ₂) · square[k] ≤ 0; else √(ρ₂·grad[k]²
        #     + (1 − ρ₂) · square[k])/√seen_2}) + ε)²) · (ρ₁·grad[k] + (1 − ρ₁) · mean[k])})
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            grad_here = grad[U(k)]
            square_here = square[U(k)]
            dnew_w_here = dnew_w[U(k)]
            mean_here = mean[U(k)]
            dsquare[U(k)] = (
                (
                    dnew_square[U(k)]
                    + select(
                        T(0) >= (grad_here * grad_here) * rho_2 + (T(1) - rho_2) * square_here,
                        T(0),
                        dnew_w_here
                        * (grad_here * rho_1 + (T(1) - rho_1) * mean_here)
                        * pow_here
                        / (
                            (
                                select(
                                    T(0) >= (grad_here * grad_here) * rho_2 + (T(1) - rho_2) * square_here,
                                    T(0),
                                    pow_here
                                    * np.sqrt((grad_here * grad_here) * rho_2 + (T(1) - rho_2) * square_here),
                                )
                                + epsilon
                            )
                            * seen_1_value
                            * np.sqrt((grad_here * grad_here) * rho_2 + (T(1) - rho_2) * square_here)
                        )
                        / (select(T(0) >= (grad_here * grad_here) * rho_2 + (T(1) - rho_2) * square_here,
                                T(0),
                                pow_here * np.sqrt((grad_here * grad_here) * rho_2 + (T(1) - rho_2) * square_here)) + epsilon),
                    )
                    * factor
                )
                * term
            )


def _vjp_square(dnew_w, dnew_square, grad, mean, square, dsquare, K, eta, rho_1, rho_2, t, epsilon):
    """new_square[k] = ρ₂·grad[k]² + (1 − ρ₂) · square[k]
    seen_2 = 1 − (1 − ρ₂)^t
    root[k] = {√new_square[k]/√seen_2 if new_square[k] > 0; else 0}
    seen_1 = 1 − (1 − ρ₁)^t
    new_mean[k] = ρ₁·grad[k] + (1 − ρ₁) · mean[k]
    mean_hat[k] = new_mean[k]/seen_1
    dsquare[k] = (1 − ρ₂) · (dnew_square[k] + η·dnew_w[k]·mean_hat[k]/(2 · √seen_2 · √new_square[k] ·
        (root[k] + ε)²) · [new_square[k] > 0])

    As compiled:

    dsquare[k] = (1 − ρ₂) · (dnew_square[k] + η/2 · {0 if ρ₂·grad[k]² + (1 − ρ₂) · square[k] ≤ 0; else
        dnew_w[k]/(seen_1 · √seen_2 · √(ρ₂·grad[k]² + (1 − ρ₂) · square[k]) · (({0 if ρ₂·grad[k]² + (1 −
        ρ₂) · square[k] ≤ 0; else √(ρ₂·grad[k]² + (1 − ρ₂) · square[k])/√seen_2}) + ε)²) · (ρ₁·grad[k] +
        (1 − ρ₁) · mean[k])})

    Operations: 7·K multiplications, 4·K additions, terms that a condition drops counted.
    """
    launch(_vjp_square_part, (K - 1) // 1024 + 1, K + 2, dnew_w, dnew_square, grad, mean, square, dsquare, K,
            eta, rho_1, rho_2, t, epsilon)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_part4(first, last, dnew_w, dnew_mean, dmean, root, K, eta, rho_1, t, epsilon):
    """dmean[k] = (1 − ρ₁) · (dnew_mean[k] − η·dnew_w[k]/(seen_1 · (root[k] + ε)))"""
    dtype = dnew_w.dtype
    T = dtype.type
    seen_1_value = -expm1(T(t) * log1p(-rho_1))
    minus_eta_over_seen_1_value = -eta / seen_1_value
    term2 = T(1) - rho_1
    for k_block in range(first, last):
        # dmean[k] = (1 − ρ₁) · (dnew_mean[k] − η·dnew_w[k]/(seen_1 · (root[k] + ε)))
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            dmean[U(k)] = (
                (dnew_mean[U(k)] + dnew_w[U(k)] * minus_eta_over_seen_1_value / (epsilon + root[U(k)]))
                * term2
            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_part5(first, last, dnew_w, dnew_square, grad, mean, square, dsquare, root, K, eta, rho_1, rho_2, t,
        epsilon):
    """dsquare[k] = (1 − ρ₂) · (dnew_square[k] + η/2 · {0 if ρ₂·grad[k]² + (1 − ρ₂) · square[k] ≤ 0; else
        dnew_w[k]/(seen_1 · √seen_2 · (root[k] + ε)² · √(ρ₂·grad[k]² + (1 − ρ₂) · square[k])) ·
        (ρ₁·grad[k] + (1 − ρ₁) · mean[k])})
    """
    dtype = dnew_w.dtype
    T = dtype.type
    seen_1_value = -expm1(T(t) * log1p(-rho_1))
    seen_2_value = -expm1(T(t) * log1p(-rho_2))
    factor2 = eta / T(2)
    term3 = T(1) - rho_2
    for k_block in range(first, last):
        # dsquare[k] = (1 − ρ₂) · (dnew_square[k] + η/2 · {0 if ρ₂·grad[k]² + (1 − ρ₂) ·
        #     square[k] ≤ 0; else dnew_w[k]/(seen_1 · √seen_2 · (root[k] + ε)² · √(ρ₂·grad[k]²
        #     + (1 − ρ₂) · square[k])) · (ρ₁·grad[k] + (1 − ρ₁) · mean[k])})
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            dnew_w_here2 = dnew_w[U(k)]
            grad_here3 = grad[U(k)]
            mean_here2 = mean[U(k)]
            root_here2 = root[U(k)]
            square_here3 = square[U(k)]
            dsquare[U(k)] = (
                (
                    dnew_square[U(k)]
                    + select(
                        T(0) >= (grad_here3 * grad_here3) * rho_2 + (T(1) - rho_2) * square_here3,
                        T(0),
                        dnew_w_here2
                        * (grad_here3 * rho_1 + (T(1) - rho_1) * mean_here2)
                        / (
                            (epsilon + root_here2)
                            * seen_1_value
                            * np.sqrt((grad_here3 * grad_here3) * rho_2 + (T(1) - rho_2) * square_here3)
                            * np.sqrt(seen_2_value)
                        )
                        / (epsilon + root_here2),
                    )
                    * factor2
                )
                * term3
            )


def _vjp(dnew_w, dnew_mean, dnew_square, grad, mean, square, dw, dgrad, dmean, dsquare, K, eta, rho_1, rho_2,
        t, epsilon, lamda):
    """dw[k] = (1 − η·λ) · dnew_w[k]
    new_square[k] = ρ₂·grad[k]² + (1 − ρ₂) · square[k]
    seen_2 = 1 − (1 − ρ₂)^t
    root[k] = {√new_square[k]/√seen_2 if new_square[k] > 0; else 0}
    seen_1 = 1 − (1 − ρ₁)^t
    new_mean[k] = ρ₁·grad[k] + (1 − ρ₁) · mean[k]
    mean_hat[k] = new_mean[k]/seen_1
    dgrad[k] = ρ₁ · (dnew_mean[k] − η·dnew_w[k]/(seen_1 · (root[k] + ε))) + 2 · ρ₂ · grad[k] ·
        (dnew_square[k] + η·dnew_w[k]·mean_hat[k]/(2 · √seen_2 · √new_square[k] · (root[k] + ε)²) ·
        [new_square[k] > 0])
    dmean[k] = (1 − ρ₁) · (dnew_mean[k] − η·dnew_w[k]/(seen_1 · (root[k] + ε)))
    dsquare[k] = (1 − ρ₂) · (dnew_square[k] + η·dnew_w[k]·mean_hat[k]/(2 · √seen_2 · √new_square[k] ·
        (root[k] + ε)²) · [new_square[k] > 0])

    Operations: 16·K multiplications, 11·K additions, terms that a condition drops counted.
    """
    dtype = dw.dtype
    root = scratch(K, dtype)
    # dw[k] = (1 − η·λ) · dnew_w[k]
    launch(_vjp_w_part, (K - 1) // 1024 + 1, K, dnew_w, dw, K, eta, lamda)
    # seen_1 = 1 − (1 − ρ₁)^t
    # seen_2 = 1 − (1 − ρ₂)^t
    # root[k] = {0 if ρ₂·grad[k]² + (1 − ρ₂) · square[k] ≤ 0; else √(ρ₂·grad[k]² + (1 −
    #     ρ₂) · square[k])/√seen_2}
    launch(_vjp_grad_part, (K - 1) // 1024 + 1, K + 2, grad, square, root, K, rho_2, t)
    # dgrad[k] = ρ₁ · (dnew_mean[k] − η·dnew_w[k]/(seen_1 · (root[k] + ε))) + 2 · ρ₂ ·
    #     grad[k] · (dnew_square[k] + η/2 · {0 if ρ₂·grad[k]² + (1 − ρ₂) · square[k] ≤ 0;
    #     else dnew_w[k]/(seen_1 · √seen_2 · (root[k] + ε)² · √(ρ₂·grad[k]² + (1 − ρ₂) ·
    #     square[k])) · (ρ₁·grad[k] + (1 − ρ₁) · mean[k])})
    launch(_vjp_grad_part2, (K - 1) // 1024 + 1, K, dnew_w, dnew_mean, dnew_square, grad, mean, square, dgrad,
            root, K, eta, rho_1, rho_2, t, epsilon)
    launch(_vjp_part4, (K - 1) // 1024 + 1, K, dnew_w, dnew_mean, dmean, root, K, eta, rho_1, t, epsilon)
    launch(_vjp_part5, (K - 1) // 1024 + 1, K, dnew_w, dnew_square, grad, mean, square, dsquare, root, K, eta,
            rho_1, rho_2, t, epsilon)


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
                / (epsilon + root[U(k)])
                / (epsilon + root[U(k)])
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
    # new_mean_dot[k] = ρ₁·grad_dot[k] + (1 − ρ₁) · mean_dot[k]
    launch(_forward_part, (K - 1) // 1024 + 1, K, grad_dot, mean_dot, new_mean_dot, K, rho_1)
    launch(_jvp_part2, (K - 1) // 1024 + 1, K, grad_dot, square_dot, grad, new_square_dot, K, rho_2)
    # seen_2 = 1 − (1 − ρ₂)^t
    # root[k] = {0 if ρ₂·grad[k]² + (1 − ρ₂) · square[k] ≤ 0; else √(ρ₂·grad[k]² + (1 −
    #     ρ₂) · square[k])/√seen_2}
    launch(_vjp_grad_part, (K - 1) // 1024 + 1, K + 1, grad, square, root, K, rho_2, t)
    launch(_jvp_part4, (K - 1) // 1024 + 1, K + 1, w_dot, grad_dot, mean_dot, square_dot, grad, mean, square,
            new_w_dot, root, K, eta, rho_1, rho_2, t, epsilon, lamda)
