"""lp_pool1d: p-norm of each window; p = 2 is the notes' L2 pooling.

Made by `chainrule generate`, version 0.1.0, from the forward of `lp_pool1d`.  Do not edit.
Run time: 885da59e5e9be48a.

    powers[n,c,i] = Σ_u |x[n, c, s·i+d·u−p_l]|^p
    y[n,c,i] = {powers[n,c,i]^(1/p) if powers[n,c,i] > 0; else 0}
    dx[n,c,a] = sign(x[n,c,a]) · |x[n,c,a]|^(p−1) · Σ_{u : s ∣ a+p_l−d·u, powers[n, c, (a+p_l−d·u)/s] > 0}
        dy[n, c, (a+p_l−d·u)/s]/powers[n, c, (a+p_l−d·u)/s]^(1−1/p)
    x = 0 where an index leaves its range
    dy = 0 where an index leaves its range

Convention: a window of zeros has derivative 0; for p = 1 an element 0 has derivative 0.

Convention: powers are summed as they are: |x|^p must not overflow.

Source: Sermanet et al. 2012, eq. 1.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 92 places of the kernels. Each of the 6 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .elementary import power, select
from .runtime import gcd, residue
from .threads import launch
from .vectors import scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'lp_pool1d',
    'summary': "p-norm of each window; p = 2 is the notes' L2 pooling",
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'L'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OL'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'powers', 'shape': ['N', 'C', 'OL'], 'kind': 'real'},
    ],
    'options': [
        {'name': 'kernel', 'symbols': ['K'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'stride', 'symbols': ['s'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'padding', 'symbols': ['p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
        {'name': 'dilation', 'symbols': ['d'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'ceil_mode', 'symbols': ['kappa'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': 1},
        {'name': 'p', 'symbols': ['p'], 'kind': 'float', 'default': 2.0, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {'OL': 'min((L + p_l - 1) // s + 1, (L + d + p_l + p_r - (K * d) - kappa - 1) // s + kappa + 1) if kappa >= 1 else (L + d + p_l + p_r - (K * d) - kappa - 1) // s + kappa + 1'},
    'gradients': {'x': 'vjp_x'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 1024, 'of': ['C * N * OL']},
        {'path': 'ranges', 'at': 24000, 'of': ['C * K * N * OL + C * L * N', 'C * K * N * OL + C * L * N + C * N * OL', 'C * L * N + (-p_l // s + (L + p_l - 1) // s + 1) * C * N * s', 'C * L * N + C * N * OL', 'C * N * OL']},
        {'path': 'vector', 'at': 64, 'of': ['(1 - p_l) // 2 + (L + p_l - 1) // 2 + 1', '(1 - p_l) // 2 + (L + p_l) // 2', '(L + p_l - 1) // s + 1', '-p_l // 2 + (L + p_l - 1) // 2 + 1', '-p_l // 2 + (L + p_l) // 2', '-p_l // s + (L + p_l - 1) // s + 1', '-p_l // s + OL', 'C * N * OL', 'L', 'OL']},
    ],
    'proved': {'in bounds': 92, 'iterations apart': 6},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x"])


class Residuals(namedtuple("Residuals", ["powers"]), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "C", "C"),
        runtime.Step("x", 2, "L", "L"),
    ),
    sizes={
        "OL": lambda K, L, d, kappa, p_l, p_r, s, **_: min((L + p_l - 1) // s + 1, (L + d + p_l + p_r - (K * d) - kappa - 1) // s + kappa + 1) if kappa >= 1 else (L + d + p_l + p_r - (K * d) - kappa - 1) // s + kappa + 1,
    },
    shapes={
        "x": lambda C, L, N, **_: (N, C, L),
        "y": lambda C, N, OL, **_: (N, C, OL),
        "powers": lambda C, N, OL, **_: (N, C, OL),
    },
    strides={'kernel': ('K',), 'stride': ('s',), 'dilation': ('d',)},
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, powers, N, C, L, OL, K, s, p_l, d, p):
    """powers_power[a] = |x[n'c′, a]|^p
    powers[n'c′, i] = Σ_u powers_power[s·i+d·u−p_l]
    """
    dtype = x.dtype
    T = dtype.type
    powers_power = np.empty(L, dtype)
    for n_c_ in range(first, last):
        # powers_power[a] = |x[n'c′, a]|^p
        if p == T(2):
            for a in range(L):
                powers_power[U(a)] = x[U(n_c_), U(a)] * x[U(n_c_), U(a)]
        elif p == T(1):
            for a in range(L):
                powers_power[U(a)] = abs(x[U(n_c_), U(a)])
        elif p == T(3):
            for a in range(L):
                powers_power[U(a)] = abs(x[U(n_c_), U(a)]) * (x[U(n_c_), U(a)] * x[U(n_c_), U(a)])
        else:
            for a in range(L):
                powers_power[U(a)] = power(abs(x[U(n_c_), U(a)]), p)
        # powers[n'c′, i] = Σ_u powers_power[s·i+d·u−p_l]
        for i in range(OL):
            powers[U(n_c_), U(i)] = T(0)
        for u in range(K):
            for i in range(max(0, -((d * u - p_l) // s)), min(OL, (L + p_l - (d * u) - 1) // s + 1)):
                powers[U(n_c_), U(i)] += powers_power[U(i * s + d * u - p_l)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part2(first, last, powers, y, N, C, OL, p):
    """y[nc,i] = {powers[nc,i]^(1/p) if powers[nc,i] > 0; 0 if powers[nc,i] ≤ 0; else powers[nc,i]}"""
    dtype = powers.dtype
    T = dtype.type
    for z_block in range(first, last):
        # y[nc,i] = {powers[nc,i]^(1/p) if powers[nc,i] > 0; 0 if powers[nc,i] ≤ 0; else
        #     powers[nc,i]}
        if p == T(2):
            for z in range(z_block * 1024, min(C * N * OL, z_block * 1024 + 1024)):
                powers_here = powers[U(z)]
                y[U(z)] = select(powers_here > T(0), np.sqrt(powers_here), select(T(0) >= powers_here, T(0), powers_here))
        elif p == T(1):
            for z in range(z_block * 1024, min(C * N * OL, z_block * 1024 + 1024)):
                powers_here2 = powers[U(z)]
                y[U(z)] = select(powers_here2 > T(0), powers_here2, select(T(0) >= powers_here2, T(0), powers_here2))
        else:
            for z in range(z_block * 1024, min(C * N * OL, z_block * 1024 + 1024)):
                powers_here3 = powers[U(z)]
                y[U(z)] = select(powers_here3 > T(0), power(powers_here3, T(1) / p), select(T(0) >= powers_here3, T(0), powers_here3))


def _forward(x, y, powers, N, C, L, OL, K, s, p_l, d, p):
    """powers[n,c,i] = Σ_u |x[n, c, s·i+d·u−p_l]|^p
    y[n,c,i] = {powers[n,c,i]^(1/p) if powers[n,c,i] > 0; else 0}

    Operations: C·K·N·OL − C·N·OL additions, terms that a condition drops counted.
    """
    x_rows = x.reshape((C * N, L))
    y_rows = y.reshape((C * N, OL))
    powers_rows = powers.reshape((C * N, OL))
    launch(_forward_part, C * N, C * K * N * OL + C * L * N, x_rows, powers_rows, N, C, L, OL, K, s, p_l, d,
            p)
    launch(_forward_part2, (C * N * OL - 1) // 1024 + 1, C * N * OL, powers_rows.reshape(C * N * OL),
            y_rows.reshape(C * N * OL), N, C, OL, p)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_single(first, last, x, powers, dx_power, dx_power2, N, C, L, OL, p):
    """dx_power2[n'c′, i] = 1/powers[n'c′, i]^(1−1/p)
    dx_power[n'c′, a] = |x[n'c′, a]|^(p−1)
    """
    dtype = x.dtype
    T = dtype.type
    for n_c_ in range(first, last):
        # dx_power2[n'c′, i] = 1/powers[n'c′, i]^(1−1/p)
        if p == T(2):
            for i in range(OL):
                dx_power2[U(n_c_), U(i)] = T(1) / np.sqrt(powers[U(n_c_), U(i)])
        elif p == T(1):
            for i in range(OL):
                dx_power2[U(n_c_), U(i)] = T(1)
        else:
            term = T(1) / p - T(1)
            for i in range(OL):
                dx_power2[U(n_c_), U(i)] = power(powers[U(n_c_), U(i)], term)
        # dx_power[n'c′, a] = |x[n'c′, a]|^(p−1)
        if p == T(2):
            for a in range(L):
                dx_power[U(n_c_), U(a)] = abs(x[U(n_c_), U(a)])
        elif p == T(1):
            for a in range(L):
                dx_power[U(n_c_), U(a)] = T(1)
        elif p == T(3):
            for a in range(L):
                dx_power[U(n_c_), U(a)] = x[U(n_c_), U(a)] * x[U(n_c_), U(a)]
        else:
            term = p - T(1)
            for a in range(L):
                dx_power[U(n_c_), U(a)] = power(abs(x[U(n_c_), U(a)]), term)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_single2(first, last, dy, x, powers, dx, dx_power, dx_power2, N, C, L, OL, K, s, p_l, d, gcd_d,
        gcd_s_d, q_from, q_from2, q_to, q_to2, quotient_L_p_l, quotient_L_p_l2, quotient_d, quotient_d2,
        quotient_p_l, quotient_p_l2, res_d, res_d2):
    """dx[nc, s·q+r−p_l] += dx_power[nc, s·q+r−p_l] · sign(x[nc, s·q+r−p_l]) · [gcd(s, d) ∣ r, res(d, r, s) <
        K, gcd(s, d) ∣ r, 0 ≤ q − (d · res(d, r, s) − r)/s < OL] · {dy[nc, q−(d·res(d,r,s)−r)/s] ·
        dx_power2[nc, q−(d·res(d,r,s)−r)/s] if powers[nc, q−(d·res(d,r,s)−r)/s] > 0; 0 if powers[nc,
        q−(d·res(d,r,s)−r)/s] ≤ 0; else powers[nc, q−(d·res(d,r,s)−r)/s]}
    """
    dtype = dy.dtype
    T = dtype.type
    for nc in range(first, last):
        for a in range(L):
            dx[U(nc), U(a)] = T(0)
        # dx[nc, s·q+r−p_l], as written above
        if s == 2 and 1 % gcd_d == 0 and K >= res_d + 1 and K >= res_d2 + 1 and q_from == q_from2 and q_to == q_to2:
            for q in range(max(-quotient_p_l, quotient_d, -quotient_p_l2, quotient_d2),
                    min(quotient_L_p_l + 1, OL + quotient_d, quotient_L_p_l2, OL + quotient_d2)):
                powers_here = powers[U(nc), U(q - quotient_d)]
                dx_power2_here = dx_power2[U(nc), U(q - quotient_d)]
                dy_here = dy[U(nc), U(q - quotient_d)]
                dx[U(nc), U(q * 2 - p_l)] += (
                    select(
                        powers_here > T(0),
                        dx_power2_here * dy_here,
                        select(T(0) >= powers_here, T(0), powers_here),
                    )
                    * dx_power[U(nc), U(q * 2 - p_l)]
                    * np.sign(x[U(nc), U(q * 2 - p_l)])
                )
                powers_here2 = powers[U(nc), U(q - quotient_d2)]
                dx_power2_here2 = dx_power2[U(nc), U(q - quotient_d2)]
                dy_here2 = dy[U(nc), U(q - quotient_d2)]
                dx[U(nc), U(q * 2 + 1 - p_l)] += (
                    select(
                        powers_here2 > T(0),
                        dx_power2_here2 * dy_here2,
                        select(T(0) >= powers_here2, T(0), powers_here2),
                    )
                    * dx_power[U(nc), U(q * 2 + 1 - p_l)]
                    * np.sign(x[U(nc), U(q * 2 + 1 - p_l)])
                )
        else:
            for r in range(s):
                quotient_r = (residue(d, r, s) * d - r) // s
                q_first = -((r - p_l) // s)
                q_last = (L + p_l - r - 1) // s
                if r % gcd_s_d == 0 and K >= residue(d, r, s) + 1 and r % gcd_s_d == 0:
                    for q in range(max(q_first, quotient_r), min(q_last + 1, OL + quotient_r)):
                        powers_here3 = powers[U(nc), U(q - quotient_r)]
                        dx_power2_here3 = dx_power2[U(nc), U(q - quotient_r)]
                        dy_here3 = dy[U(nc), U(q - quotient_r)]
                        dx[U(nc), U(q * s + r - p_l)] += (
                            select(
                                powers_here3 > T(0),
                                dx_power2_here3 * dy_here3,
                                select(T(0) >= powers_here3, T(0), powers_here3),
                            )
                            * dx_power[U(nc), U(q * s + r - p_l)]
                            * np.sign(x[U(nc), U(q * s + r - p_l)])
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, x, powers, dx, N, C, L, OL, K, s, p_l, d, p, d_by_gcd, gcd_s_d, s_by_gcd):
    """dx_power2[i] = 1/powers[n'c′, i]^(1−1/p)
    dx_power[a] = |x[n'c′, a]|^(p−1)
    dx[n'c′, s·q+r−p_l] = dx_power[s·q+r−p_l] · sign(x[n'c′, s·q+r−p_l]) · [gcd(s, d) ∣ r] · Σ_{t : 0 ≤ t
        ≤ ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋, gcd(s,d) ∣ r, 0 ≤ (d·res(d,r,s)−r)/s+t·d/gcd(s,d)+OL−1−q < OL}
        {dy[n'c′, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)] · dx_power2[q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)] if
        powers[n'c′, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)] > 0; 0 if powers[n'c′,
        q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)] ≤ 0; else powers[n'c′, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]}
    """
    dtype = dy.dtype
    T = dtype.type
    dx_power2 = np.empty(OL, dtype)
    dx_power = np.empty(L, dtype)
    row = np.empty(0, dtype)
    for n_c_ in range(first, last):
        # dx_power2[i] = 1/powers[n'c′, i]^(1−1/p)
        if p == T(2):
            for i in range(OL):
                dx_power2[U(i)] = T(1) / np.sqrt(powers[U(n_c_), U(i)])
        elif p == T(1):
            for i in range(OL):
                dx_power2[U(i)] = T(1)
        else:
            term = T(1) / p - T(1)
            for i in range(OL):
                dx_power2[U(i)] = power(powers[U(n_c_), U(i)], term)
        # dx_power[a] = |x[n'c′, a]|^(p−1)
        if p == T(2):
            for a in range(L):
                dx_power[U(a)] = abs(x[U(n_c_), U(a)])
        elif p == T(1):
            for a in range(L):
                dx_power[U(a)] = T(1)
        elif p == T(3):
            for a in range(L):
                dx_power[U(a)] = x[U(n_c_), U(a)] * x[U(n_c_), U(a)]
        else:
            term = p - T(1)
            for a in range(L):
                dx_power[U(a)] = power(abs(x[U(n_c_), U(a)]), term)
        # dx[n'c′′, s·q+r−p_l], as written above
        for r in range(s):
            if row.size < max(0, (L + p_l - r - 1) // s + (r - p_l) // s + 1):
                row = np.empty(max(0, (L + p_l - r - 1) // s + (r - p_l) // s + 1), dtype)
            quotient_r = (r - p_l) // s
            for q in range(-((r - p_l) // s), (L + p_l - r - 1) // s + 1):
                row[U(q + quotient_r)] = T(0)
            quotient_r2 = (residue(d, r, s) * d - r) // s
            q_last = (L + p_l - r - 1) // s
            t_last = (K - residue(d, r, s) - 1) // s_by_gcd
            if r % gcd_s_d == 0:
                for t in range(t_last, -1, -1):
                    for q in range(max(-quotient_r, quotient_r2 + d_by_gcd * t), min(q_last + 1,
                            OL + quotient_r2 + d_by_gcd * t)):
                        powers_here4 = powers[U(n_c_), U(q - quotient_r2 - (d_by_gcd * t))]
                        dx_power2_here4 = dx_power2[U(q - quotient_r2 - (d_by_gcd * t))]
                        dy_here4 = dy[U(n_c_), U(q - quotient_r2 - (d_by_gcd * t))]
                        row[U(q + quotient_r)] += select(
                            powers_here4 > T(0),
                            dx_power2_here4 * dy_here4,
                            select(T(0) >= powers_here4, T(0), powers_here4),
                        )
            for q in range(-((r - p_l) // s), (L + p_l - r - 1) // s + 1):
                dx[U(n_c_), U(q * s + r - p_l)] = (
                    dx_power[U(q * s + r - p_l)]
                    * row[U(q + quotient_r)]
                    * np.sign(x[U(n_c_), U(q * s + r - p_l)])
                    if r % gcd_s_d == 0
                    else T(0)
                )


def _vjp_x(dy, x, powers, dx, N, C, L, OL, K, s, p_l, d, p):
    """dx[n,c,a] = sign(x[n,c,a]) · |x[n,c,a]|^(p−1) · Σ_{u : s ∣ a+p_l−d·u, powers[n, c, (a+p_l−d·u)/s] > 0}
        dy[n, c, (a+p_l−d·u)/s]/powers[n, c, (a+p_l−d·u)/s]^(1−1/p)

    Operations: 2·C·L·N + C·K·L·N multiplications, C·K·L·N − C·L·N additions, terms that a condition drops
        counted.
    """
    dtype = dx.dtype
    dy_rows = dy.reshape((C * N, OL))
    x_rows = x.reshape((C * N, L))
    powers_rows = powers.reshape((C * N, OL))
    dx_rows = dx.reshape((C * N, L))
    if s // gcd(s, d) >= K:
        dx_power = scratch((C * N, L), dtype)
        dx_power2 = scratch((C * N, OL), dtype)
        launch(_vjp_x_single, C * N, C * L * N + C * N * OL, x_rows, powers_rows, dx_power, dx_power2, N, C,
                L, OL, p)
        q_from = max(residue(d, 0, 2) * d // 2, -(-p_l // 2))
        q_to = min((L + p_l - 1) // 2, residue(d, 0, 2) * d // 2 + OL - 1)
        q_from2 = max((residue(d, 1, 2) * d - 1) // 2, -((1 - p_l) // 2))
        q_to2 = min((L + p_l) // 2 - 1, (residue(d, 1, 2) * d - 1) // 2 + OL - 1)
        gcd_d = gcd(2, d)
        res_d = residue(d, 0, 2)
        res_d2 = residue(d, 1, 2)
        quotient_d = d * res_d // 2
        quotient_d2 = (d * res_d2 - 1) // 2
        quotient_p_l = -p_l // 2
        quotient_p_l2 = (1 - p_l) // 2
        quotient_L_p_l = (L + p_l - 1) // 2
        quotient_L_p_l2 = (L + p_l) // 2
        gcd_s_d = gcd(s, d)
        launch(_vjp_x_single2, C * N, C * L * N + (-p_l // s + (L + p_l - 1) // s + 1) * C * N * s, dy_rows,
                x_rows, powers_rows, dx_rows, dx_power, dx_power2, N, C, L, OL, K, s, p_l, d, gcd_d, gcd_s_d,
                q_from, q_from2, q_to, q_to2, quotient_L_p_l, quotient_L_p_l2, quotient_d, quotient_d2,
                quotient_p_l, quotient_p_l2, res_d, res_d2)
    else:
        d_by_gcd = d // gcd(s, d)
        s_by_gcd = s // gcd(s, d)
        gcd_s_d = gcd(s, d)
        launch(_vjp_x_plain, C * N,
                C * L * N + C * N * OL + (-p_l // s + (L + p_l - 1) // s + 1) * ((K - residue(d, 0,
                s) - 1) // (s // gcd(s, d)) + 1) * C * N * s, dy_rows, x_rows, powers_rows, dx_rows, N, C, L,
                OL, K, s, p_l, d, p, d_by_gcd, gcd_s_d, s_by_gcd)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, x, powers, y_dot, N, C, L, OL, K, s, p_l, d, p):
    """powers_dot_power[a] = |x[n'c′, a]|^(p−1)
    powers_dot[i] = p · Σ_u powers_dot_power[s·i+d·u−p_l] · ẋ[n'c′, s·i+d·u−p_l] · sign(x[n'c′,
        s·i+d·u−p_l])
    ẏ[n'c′, i] = {powers_dot[i]/(p · powers[n'c′, i]^(1−1/p)) if powers[n'c′, i] > 0; 0 if powers[n'c′, i]
        ≤ 0; else powers[n'c′, i]}
    """
    dtype = x_dot.dtype
    T = dtype.type
    powers_dot_power = np.empty(L, dtype)
    powers_dot = np.empty(OL, dtype)
    row = np.empty(OL, dtype)
    for n_c_ in range(first, last):
        # powers_dot_power[a] = |x[n'c′, a]|^(p−1)
        if p == T(2):
            for a in range(L):
                powers_dot_power[U(a)] = abs(x[U(n_c_), U(a)])
        elif p == T(1):
            for a in range(L):
                powers_dot_power[U(a)] = T(1)
        elif p == T(3):
            for a in range(L):
                powers_dot_power[U(a)] = x[U(n_c_), U(a)] * x[U(n_c_), U(a)]
        else:
            term = p - T(1)
            for a in range(L):
                powers_dot_power[U(a)] = power(abs(x[U(n_c_), U(a)]), term)
        # powers_dot[i] = p · Σ_u powers_dot_power[s·i+d·u−p_l] · ẋ[n'c′, s·i+d·u−p_l] ·
        #     sign(x[n'c′, s·i+d·u−p_l])
        for i in range(OL):
            row[U(i)] = T(0)
        for u in range(K):
            for i in range(max(0, -((d * u - p_l) // s)), min(OL, (L + p_l - (d * u) - 1) // s + 1)):
                row[U(i)] += (
                    powers_dot_power[U(i * s + d * u - p_l)]
                    * np.sign(x[U(n_c_), U(i * s + d * u - p_l)])
                    * x_dot[U(n_c_), U(i * s + d * u - p_l)]
                )
        for i in range(OL):
            powers_dot[U(i)] = p * row[U(i)]
        # ẏ[n'c′, i] = {powers_dot[i]/(p · powers[n'c′, i]^(1−1/p)) if powers[n'c′, i] > 0; 0
        #     if powers[n'c′, i] ≤ 0; else powers[n'c′, i]}
        if p == T(2):
            for i in range(OL):
                powers_here = powers[U(n_c_), U(i)]
                powers_dot_here = powers_dot[U(i)]
                y_dot[U(n_c_), U(i)] = select(
                    powers_here > T(0),
                    powers_dot_here / (T(2) * np.sqrt(powers_here)),
                    select(T(0) >= powers_here, T(0), powers_here),
                )
        elif p == T(1):
            for i in range(OL):
                powers_here2 = powers[U(n_c_), U(i)]
                powers_dot_here2 = powers_dot[U(i)]
                y_dot[U(n_c_), U(i)] = select(powers_here2 > T(0), powers_dot_here2, select(T(0) >= powers_here2, T(0), powers_here2))
        else:
            for i in range(OL):
                powers_here3 = powers[U(n_c_), U(i)]
                powers_dot_here3 = powers_dot[U(i)]
                y_dot[U(n_c_), U(i)] = select(
                    powers_here3 > T(0),
                    powers_dot_here3 * power(powers_here3, T(1) / p - T(1)) / p,
                    select(T(0) >= powers_here3, T(0), powers_here3),
                )


def _jvp(x_dot, x, powers, y_dot, N, C, L, OL, K, s, p_l, d, p):
    """powers_dot[n,c,i] = p · Σ_u ẋ[n, c, s·i+d·u−p_l] · sign(x[n, c, s·i+d·u−p_l]) · |x[n, c,
        s·i+d·u−p_l]|^(p−1)
    ẏ[n,c,i] = {powers_dot[n,c,i]/(p·powers[n,c,i]^(1−1/p)) if powers[n,c,i] > 0; else 0}

    As compiled:

    powers_dot_power[a] = |x[n'c′, a]|^(p−1)
    powers_dot[i] = p · Σ_u powers_dot_power[s·i+d·u−p_l] · ẋ[n'c′, s·i+d·u−p_l] · sign(x[n'c′,
        s·i+d·u−p_l])
    ẏ[n'c′, i] = {powers_dot[i]/(p · powers[n'c′, i]^(1−1/p)) if powers[n'c′, i] > 0; 0 if powers[n'c′, i]
        ≤ 0; else powers[n'c′, i]}

    Operations: 2·C·K·N·OL + C·N·OL multiplications, C·K·N·OL − C·N·OL additions, terms that a condition
        drops counted.
    """
    x_dot_rows = x_dot.reshape((C * N, L))
    x_rows = x.reshape((C * N, L))
    powers_rows = powers.reshape((C * N, OL))
    y_dot_rows = y_dot.reshape((C * N, OL))
    launch(_jvp_part, C * N, C * K * N * OL + C * L * N + C * N * OL, x_dot_rows, x_rows, powers_rows,
            y_dot_rows, N, C, L, OL, K, s, p_l, d, p)


def forward(x, *, out=None, save=False, kernel=2, stride=2, padding=0, dilation=1, ceil_mode=0, p=2.0):
    """p-norm of each window; p = 2 is the notes' L2 pooling; ``save=True`` also returns what the gradients
    can use again.
    """
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation, "ceil_mode": ceil_mode, "p": p})
    call.new_all(("y",), out)
    call.new("powers", "powers")
    call.run(_forward, ("x", "y", "powers"), ("N", "C", "L", "OL", "K", "s", "p_l", "d", "p"))
    result = call.result("y")
    return (result, call.save(Residuals, ("powers",))) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, kernel=2, stride=2, padding=0, dilation=1, ceil_mode=0, p=2.0):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation, "ceil_mode": ceil_mode, "p": p})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("powers",))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "x", "powers", "dx"), ("N", "C", "L", "OL", "K", "s", "p_l", "d", "p"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, kernel=2, stride=2, padding=0, dilation=1, ceil_mode=0, p=2.0):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation, "ceil_mode": ceil_mode, "p": p})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("powers",))
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "x", "powers", "dx"), ("N", "C", "L", "OL", "K", "s", "p_l", "d", "p"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, kernel=2, stride=2, padding=0, dilation=1, ceil_mode=0, p=2.0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation, "ceil_mode": ceil_mode, "p": p})
    call.add("x_dot", "x", x_dot)
    call.recall(residuals, forward, ("powers",))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "x", "powers", "y_dot"), ("N", "C", "L", "OL", "K", "s", "p_l", "d", "p"))
    return call.result("y_dot")
