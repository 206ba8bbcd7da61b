"""lp_normalise: each row divided by its p-norm.

Made by `chainrule generate`, version 0.1.0, from the forward of `lp_normalise`.  Do not edit.
Run time: 885da59e5e9be48a.

    powers[n] = Σ_d |x[n,d]|^p
    length[n] = {powers[n]^(1/p) if powers[n] > 0; else 0}
    y[n,d] = x[n,d]/max(length[n], ε)
    dx[n,d] = 1/max(length[n], ε) · (dy[n,d] − sign(x[n,d])·|x[n,d]|^(p−1)/(powers[n]^(1−1/p) ·
        max(length[n], ε)) · [length[n] ≥ ε, powers[n] > 0] · Σ_{d′} dy[n,d′] · x[n,d′])

Convention: a row shorter than eps is divided by eps; the length of a row of zeros has derivative 0.

Convention: for p = 1 the length has derivative 0 towards an element 0.

Convention: powers are summed as they are: |x|^p must not overflow.

Source: torch.nn.functional.normalize.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 54 places of the kernels. Each of the 3 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .elementary import power, select
from .runtime import carried, plus
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'lp_normalise',
    'summary': 'each row divided by its p-norm',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'D'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'D'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'powers', 'shape': ['N'], 'kind': 'real'},
    ],
    'options': [
        {'name': 'p', 'symbols': ['p'], 'kind': 'float', 'default': 2.0, 'minimum': 1, 'maximum': None},
        {'name': 'eps', 'symbols': ['epsilon'], 'kind': 'float', 'default': 1e-12, 'minimum': 0, 'maximum': None},
    ],
    'sizes': {},
    'gradients': {'x': 'vjp_x'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 1024, 'of': ['D']},
        {'path': 'ranges', 'at': 24000, 'of': ['D * N * 2']},
        {'path': 'vector', 'at': 64, 'of': ['D']},
    ],
    'proved': {'in bounds': 54, 'iterations apart': 3},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x"])


class Residuals(namedtuple("Residuals", ["powers"]), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "D", "D"),
    ),
    sizes={
    },
    shapes={
        "x": lambda D, N, **_: (N, D),
        "y": lambda D, N, **_: (N, D),
        "powers": lambda N, **_: (N,),
    },
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, y, powers, N, D, p, epsilon, d_block_last):
    """powers[n] = Σ_d |x[n,d]|^p
    y[n,d] = x[n,d]/{ε if {powers[n]^(1/p) if powers[n] > 0; 0 if powers[n] ≤ 0; else powers[n]} < ε;
        powers[n]^(1/p) if powers[n] > 0; 0 if powers[n] ≤ 0; else powers[n]}
    """
    dtype = x.dtype
    T = dtype.type
    for n in range(first, last):
        # powers[n] = Σ_d |x[n,d]|^p
        acc = T(0)
        rest = T(0)
        for d_block in range(d_block_last + 1):
            part = T(0)
            if p == T(2):
                for d in range(d_block * 1024, min(D, d_block * 1024 + 1024)):
                    part = plus(part, x[U(n), U(d)] * x[U(n), U(d)])
            elif p == T(1):
                for d in range(d_block * 1024, min(D, d_block * 1024 + 1024)):
                    part = plus(part, abs(x[U(n), U(d)]))
            elif p == T(3):
                for d in range(d_block * 1024, min(D, d_block * 1024 + 1024)):
                    part = plus(part, abs(x[U(n), U(d)]) * (x[U(n), U(d)] * x[U(n), U(d)]))
            else:
                for d in range(d_block * 1024, min(D, d_block * 1024 + 1024)):
                    part = plus(part, power(abs(x[U(n), U(d)]), p))
            acc, rest = carried(acc, rest, part)
        powers[U(n)] = acc
        # y[n,d] = x[n,d]/{ε if {powers[n]^(1/p) if powers[n] > 0; 0 if powers[n] ≤ 0; else
        #     powers[n]} < ε; powers[n]^(1/p) if powers[n] > 0; 0 if powers[n] ≤ 0; else
        #     powers[n]}
        if p == T(2):
            pow_here = np.sqrt(powers[U(n)])
            powers_here = powers[U(n)]
            value_of = (
                T(1)
                / select(epsilon > select(powers_here > T(0), pow_here, select(T(0) >= powers_here, T(0),
                        powers_here)), epsilon, select(powers_here > T(0), pow_here,
                        select(T(0) >= powers_here, T(0), powers_here)))
            )
            for d in range(D):
                y[U(n), U(d)] = value_of * x[U(n), U(d)]
        elif p == T(1):
            powers_here2 = powers[U(n)]
            value_of = (
                T(1)
                / select(epsilon > select(powers_here2 > T(0), powers_here2, select(T(0) >= powers_here2,
                        T(0), powers_here2)), epsilon, select(powers_here2 > T(0), powers_here2,
                        select(T(0) >= powers_here2, T(0), powers_here2)))
            )
            for d in range(D):
                y[U(n), U(d)] = value_of * x[U(n), U(d)]
        else:
            pow_here2 = power(powers[U(n)], T(1) / p)
            powers_here3 = powers[U(n)]
            value_of = (
                T(1)
                / select(epsilon > select(powers_here3 > T(0), pow_here2, select(T(0) >= powers_here3, T(0),
                        powers_here3)), epsilon, select(powers_here3 > T(0), pow_here2,
                        select(T(0) >= powers_here3, T(0), powers_here3)))
            )
            for d in range(D):
                y[U(n), U(d)] = value_of * x[U(n), U(d)]


def _forward(x, y, powers, N, D, p, epsilon):
    """powers[n] = Σ_d |x[n,d]|^p
    length[n] = {powers[n]^(1/p) if powers[n] > 0; else 0}
    y[n,d] = x[n,d]/max(length[n], ε)

    As compiled:

    y[n,d] = x[n,d]/{ε if {powers[n]^(1/p) if powers[n] > 0; 0 if powers[n] ≤ 0; else powers[n]} < ε;
        powers[n]^(1/p) if powers[n] > 0; 0 if powers[n] ≤ 0; else powers[n]}

    Operations: D·N multiplications, (D − 1) · N additions, terms that a condition drops counted.
    """
    d_block_last = (D - 1) // 1024
    launch(_forward_part, N, D * N * 2, x, y, powers, N, D, p, epsilon, d_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, x, powers, dx, N, D, p, epsilon, d__block_last):
    """dx_sum = Σ_d dy[n,d] · x[n,d]
    dx[n,d] = 1/{ε if {powers[n]^(1/p) if powers[n] > 0; 0 if powers[n] ≤ 0; else powers[n]} < ε;
        powers[n]^(1/p) if powers[n] > 0; 0 if powers[n] ≤ 0; else powers[n]} · (dy[n,d] − dx_sum ·
        sign(x[n,d]) · |x[n,d]|^(p−1) · {1/(powers[n]^(1−1/p) · {ε if {powers[n]^(1/p) if powers[n] > 0; 0
        if powers[n] ≤ 0; else powers[n]} < ε; powers[n]^(1/p) if powers[n] > 0; 0 if powers[n] ≤ 0; else
        powers[n]}) if {powers[n]^(1/p) if powers[n] > 0; 0 if powers[n] ≤ 0; else powers[n]} ≥ ε,
        powers[n] > 0; 0 if {powers[n]^(1/p) if powers[n] > 0; 0 if powers[n] ≤ 0; else powers[n]} < ε; 0
        if powers[n] ≤ 0; else powers[n] + ({powers[n]^(1/p) if powers[n] > 0; 0 if powers[n] ≤ 0; else
        powers[n]}) − ε})
    """
    dtype = dy.dtype
    T = dtype.type
    for n in range(first, last):
        # dx_sum = Σ_d dy[n,d] · x[n,d]
        acc = T(0)
        rest = T(0)
        for d__block in range(d__block_last + 1):
            part = T(0)
            for d_ in range(d__block * 1024, min(D, d__block * 1024 + 1024)):
                part = plus(part, dy[U(n), U(d_)] * x[U(n), U(d_)])
            acc, rest = carried(acc, rest, part)
        dx_sum = acc
        # dx[n,d], as written above
        if p == T(2):
            pow_here = np.sqrt(powers[U(n)])
            powers_here = powers[U(n)]
            value_of = (
                T(1)
                / select(epsilon > select(powers_here > T(0), pow_here, select(T(0) >= powers_here, T(0),
                        powers_here)), epsilon, select(powers_here > T(0), pow_here,
                        select(T(0) >= powers_here, T(0), powers_here)))
            )
            factor = (
                -select(
                    select(powers_here > T(0), pow_here, select(T(0) >= powers_here, T(0),
                            powers_here)) >= epsilon
                    and powers_here > T(0),
                    value_of / np.sqrt(powers_here),
                    select(epsilon > select(powers_here > T(0), pow_here, select(T(0) >= powers_here, T(0),
                            powers_here)), T(0), select(T(0) >= powers_here, T(0), select(powers_here > T(0),
                            pow_here, select(T(0) >= powers_here, T(0),
                            powers_here)) + powers_here - epsilon)),
                )
                * dx_sum
            )
            for d in range(D):
                dx[U(n), U(d)] = (
                    (dy[U(n), U(d)] + abs(x[U(n), U(d)]) * factor * np.sign(x[U(n), U(d)])) * value_of
                )
        elif p == T(1):
            powers_here2 = powers[U(n)]
            value_of = (
                T(1)
                / select(epsilon > select(powers_here2 > T(0), powers_here2, select(T(0) >= powers_here2,
                        T(0), powers_here2)), epsilon, select(powers_here2 > T(0), powers_here2,
                        select(T(0) >= powers_here2, T(0), powers_here2)))
            )
            factor = (
                -select(
                    select(powers_here2 > T(0), powers_here2, select(T(0) >= powers_here2, T(0),
                            powers_here2)) >= epsilon
                    and powers_here2 > T(0),
                    value_of,
                    select(epsilon > select(powers_here2 > T(0), powers_here2, select(T(0) >= powers_here2,
                            T(0), powers_here2)), T(0), select(T(0) >= powers_here2, T(0),
                            select(powers_here2 > T(0), powers_here2, select(T(0) >= powers_here2, T(0),
                            powers_here2)) + powers_here2 - epsilon)),
                )
                * dx_sum
            )
            for d in range(D):
                dx[U(n), U(d)] = (dy[U(n), U(d)] + factor * np.sign(x[U(n), U(d)])) * value_of
        else:
            pow_here2 = power(powers[U(n)], T(1) / p)
            powers_here3 = powers[U(n)]
            value_of = (
                T(1)
                / select(epsilon > select(powers_here3 > T(0), pow_here2, select(T(0) >= powers_here3, T(0),
                        powers_here3)), epsilon, select(powers_here3 > T(0), pow_here2,
                        select(T(0) >= powers_here3, T(0), powers_here3)))
            )
            factor = (
                -select(
                    select(powers_here3 > T(0), pow_here2, select(T(0) >= powers_here3, T(0),
                            powers_here3)) >= epsilon
                    and powers_here3 > T(0),
                    power(powers_here3, T(1) / p - T(1)) * value_of,
                    select(epsilon > select(powers_here3 > T(0), pow_here2, select(T(0) >= powers_here3, T(0),
                            powers_here3)), T(0), select(T(0) >= powers_here3, T(0),
                            select(powers_here3 > T(0), pow_here2, select(T(0) >= powers_here3, T(0),
                            powers_here3)) + powers_here3 - epsilon)),
                )
                * dx_sum
            )
            term = p - T(1)
            for d in range(D):
                dx[U(n), U(d)] = (
                    (dy[U(n), U(d)] + power(abs(x[U(n), U(d)]), term) * factor * np.sign(x[U(n), U(d)]))
                    * value_of
                )


def _vjp_x(dy, x, powers, dx, N, D, p, epsilon):
    """length[n] = {powers[n]^(1/p) if powers[n] > 0; else 0}
    dx[n,d] = 1/max(length[n], ε) · (dy[n,d] − sign(x[n,d])·|x[n,d]|^(p−1)/(powers[n]^(1−1/p) ·
        max(length[n], ε)) · [length[n] ≥ ε, powers[n] > 0] · Σ_{d′} dy[n,d′] · x[n,d′])

    As compiled:

    dx_sum = Σ_d dy[n,d] · x[n,d]
    dx[n,d] = 1/{ε if {powers[n]^(1/p) if powers[n] > 0; 0 if powers[n] ≤ 0; else powers[n]} < ε;
        powers[n]^(1/p) if powers[n] > 0; 0 if powers[n] ≤ 0; else powers[n]} · (dy[n,d] − dx_sum ·
        sign(x[n,d]) · |x[n,d]|^(p−1) · {1/(powers[n]^(1−1/p) · {ε if {powers[n]^(1/p) if powers[n] > 0; 0
        if powers[n] ≤ 0; else powers[n]} < ε; powers[n]^(1/p) if powers[n] > 0; 0 if powers[n] ≤ 0; else
        powers[n]}) if {powers[n]^(1/p) if powers[n] > 0; 0 if powers[n] ≤ 0; else powers[n]} ≥ ε,
        powers[n] > 0; 0 if {powers[n]^(1/p) if powers[n] > 0; 0 if powers[n] ≤ 0; else powers[n]} < ε; 0
        if powers[n] ≤ 0; else powers[n] + ({powers[n]^(1/p) if powers[n] > 0; 0 if powers[n] ≤ 0; else
        powers[n]}) − ε})

    Operations: 6·D·N multiplications, 2·D·N − N additions, terms that a condition drops counted.
    """
    d__block_last = (D - 1) // 1024
    launch(_vjp_x_part, N, D * N * 2, dy, x, powers, dx, N, D, p, epsilon, d__block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, x, powers, y_dot, N, D, p, epsilon, d_block_last):
    """powers_dot = p · Σ_d ẋ[n,d] · sign(x[n,d]) · |x[n,d]|^(p−1)
    ẏ[n,d] = ẋ[n,d]/{ε if {powers[n]^(1/p) if powers[n] > 0; 0 if powers[n] ≤ 0; else powers[n]} < ε;
        powers[n]^(1/p) if powers[n] > 0; 0 if powers[n] ≤ 0; else powers[n]} − x[n,d]/({ε if
        {powers[n]^(1/p) if powers[n] > 0; 0 if powers[n] ≤ 0; else powers[n]} < ε; powers[n]^(1/p) if
        powers[n] > 0; 0 if powers[n] ≤ 0; else powers[n]})² · {{powers_dot/(p·powers[n]^(1−1/p)) if
        powers[n] > 0; 0 if powers[n] ≤ 0; else powers[n]} if {powers[n]^(1/p) if powers[n] > 0; 0 if
        powers[n] ≤ 0; else powers[n]} ≥ ε; 0 if {powers[n]^(1/p) if powers[n] > 0; 0 if powers[n] ≤ 0;
        else powers[n]} < ε; else ({powers[n]^(1/p) if powers[n] > 0; 0 if powers[n] ≤ 0; else powers[n]})
        − ε}
    """
    dtype = x_dot.dtype
    T = dtype.type
    for n in range(first, last):
        # powers_dot = p · Σ_d ẋ[n,d] · sign(x[n,d]) · |x[n,d]|^(p−1)
        acc = T(0)
        rest = T(0)
        for d_block in range(d_block_last + 1):
            part = T(0)
            if p == T(2):
                for d in range(d_block * 1024, min(D, d_block * 1024 + 1024)):
                    part = plus(part, abs(x[U(n), U(d)]) * np.sign(x[U(n), U(d)]) * x_dot[U(n), U(d)])
            elif p == T(1):
                for d in range(d_block * 1024, min(D, d_block * 1024 + 1024)):
                    part = plus(part, np.sign(x[U(n), U(d)]) * x_dot[U(n), U(d)])
            elif p == T(3):
                for d in range(d_block * 1024, min(D, d_block * 1024 + 1024)):
                    part = plus(
                        part,
                        np.sign(x[U(n), U(d)]) * (x[U(n), U(d)] * x[U(n), U(d)]) * x_dot[U(n), U(d)],
                    )
            else:
                term = p - T(1)
                for d in range(d_block * 1024, min(D, d_block * 1024 + 1024)):
                    part = plus(
                        part,
                        power(abs(x[U(n), U(d)]), term) * np.sign(x[U(n), U(d)]) * x_dot[U(n), U(d)],
                    )
            acc, rest = carried(acc, rest, part)
        powers_dot = acc * p
        # ẏ[n,d], as written above
        if p == T(2):
            pow_here = np.sqrt(powers[U(n)])
            powers_here = powers[U(n)]
            value_of = (
                T(1)
                / select(epsilon > select(powers_here > T(0), pow_here, select(T(0) >= powers_here, T(0),
                        powers_here)), epsilon, select(powers_here > T(0), pow_here,
                        select(T(0) >= powers_here, T(0), powers_here)))
            )
            factor = (
                -select(select(powers_here > T(0), pow_here, select(T(0) >= powers_here, T(0),
                        powers_here)) >= epsilon, select(powers_here > T(0),
                        powers_dot / (T(2) * np.sqrt(powers_here)), select(T(0) >= powers_here, T(0),
                        powers_here)), select(epsilon > select(powers_here > T(0), pow_here,
                        select(T(0) >= powers_here, T(0), powers_here)), T(0), select(powers_here > T(0),
                        pow_here, select(T(0) >= powers_here, T(0), powers_here)) - epsilon))
                / select(epsilon > select(powers_here > T(0), pow_here, select(T(0) >= powers_here, T(0),
                        powers_here)), epsilon, select(powers_here > T(0), pow_here,
                        select(T(0) >= powers_here, T(0), powers_here)))
                / select(epsilon > select(powers_here > T(0), pow_here, select(T(0) >= powers_here, T(0),
                        powers_here)), epsilon, select(powers_here > T(0), pow_here,
                        select(T(0) >= powers_here, T(0), powers_here)))
            )
            for d in range(D):
                y_dot[U(n), U(d)] = factor * x[U(n), U(d)] + value_of * x_dot[U(n), U(d)]
        elif p == T(1):
            powers_here2 = powers[U(n)]
            value_of = (
                T(1)
                / select(epsilon > select(powers_here2 > T(0), powers_here2, select(T(0) >= powers_here2,
                        T(0), powers_here2)), epsilon, select(powers_here2 > T(0), powers_here2,
                        select(T(0) >= powers_here2, T(0), powers_here2)))
            )
            factor = (
                -select(select(powers_here2 > T(0), powers_here2, select(T(0) >= powers_here2, T(0),
                        powers_here2)) >= epsilon, select(powers_here2 > T(0), powers_dot,
                        select(T(0) >= powers_here2, T(0), powers_here2)),
                        select(epsilon > select(powers_here2 > T(0), powers_here2,
                        select(T(0) >= powers_here2, T(0), powers_here2)), T(0), select(powers_here2 > T(0),
                        powers_here2, select(T(0) >= powers_here2, T(0), powers_here2)) - epsilon))
                / select(epsilon > select(powers_here2 > T(0), powers_here2, select(T(0) >= powers_here2,
                        T(0), powers_here2)), epsilon, select(powers_here2 > T(0), powers_here2,
                        select(T(0) >= powers_here2, T(0), powers_here2)))
                / select(epsilon > select(powers_here2 > T(0), powers_here2, select(T(0) >= powers_here2,
                        T(0), powers_here2)), epsilon, select(powers_here2 > T(0), powers_here2,
                        select(T(0) >= powers_here2, T(0), powers_here2)))
            )
            for d in range(D):
                y_dot[U(n), U(d)] = factor * x[U(n), U(d)] + value_of * x_dot[U(n), U(d)]
        else:
            pow_here2 = power(powers[U(n)], T(1) / p)
            powers_here3 = powers[U(n)]
            value_of = (
                T(1)
                / select(epsilon > select(powers_here3 > T(0), pow_here2, select(T(0) >= powers_here3, T(0),
                        powers_here3)), epsilon, select(powers_here3 > T(0), pow_here2,
                        select(T(0) >= powers_here3, T(0), powers_here3)))
            )
            factor = (
                -select(select(powers_here3 > T(0), pow_here2, select(T(0) >= powers_here3, T(0),
                        powers_here3)) >= epsilon, select(powers_here3 > T(0),
                        powers_dot * power(powers_here3, T(1) / p - T(1)) / p, select(T(0) >= powers_here3,
                        T(0), powers_here3)), select(epsilon > select(powers_here3 > T(0), pow_here2,
                        select(T(0) >= powers_here3, T(0), powers_here3)), T(0), select(powers_here3 > T(0),
                        pow_here2, select(T(0) >= powers_here3, T(0), powers_here3)) - epsilon))
                / select(epsilon > select(powers_here3 > T(0), pow_here2, select(T(0) >= powers_here3, T(0),
                        powers_here3)), epsilon, select(powers_here3 > T(0), pow_here2,
                        select(T(0) >= powers_here3, T(0), powers_here3)))
                / select(epsilon > select(powers_here3 > T(0), pow_here2, select(T(0) >= powers_here3, T(0),
                        powers_here3)), epsilon, select(powers_here3 > T(0), pow_here2,
                        select(T(0) >= powers_here3, T(0), powers_here3)))
            )
            for d in range(D):
                y_dot[U(n), U(d)] = factor * x[U(n), U(d)] + value_of * x_dot[U(n), U(d)]


def _jvp(x_dot, x, powers, y_dot, N, D, p, epsilon):
    """length[n] = {powers[n]^(1/p) if powers[n] > 0; else 0}
    powers_dot[n] = p · Σ_d ẋ[n,d] · sign(x[n,d]) · |x[n,d]|^(p−1)
    length_dot[n] = {powers_dot[n]/(p·powers[n]^(1−1/p)) if powers[n] > 0; else 0}
    ẏ[n,d] = ẋ[n,d]/max(length[n], ε) − x[n,d]/(max(length[n], ε))² · {length_dot[n] if length[n] ≥ ε;
        else 0}

    As compiled:

    powers_dot = p · Σ_d ẋ[n,d] · sign(x[n,d]) · |x[n,d]|^(p−1)
    ẏ[n,d] = ẋ[n,d]/{ε if {powers[n]^(1/p) if powers[n] > 0; 0 if powers[n] ≤ 0; else powers[n]} < ε;
        powers[n]^(1/p) if powers[n] > 0; 0 if powers[n] ≤ 0; else powers[n]} − x[n,d]/({ε if
        {powers[n]^(1/p) if powers[n] > 0; 0 if powers[n] ≤ 0; else powers[n]} < ε; powers[n]^(1/p) if
        powers[n] > 0; 0 if powers[n] ≤ 0; else powers[n]})² · {{powers_dot/(p·powers[n]^(1−1/p)) if
        powers[n] > 0; 0 if powers[n] ≤ 0; else powers[n]} if {powers[n]^(1/p) if powers[n] > 0; 0 if
        powers[n] ≤ 0; else powers[n]} ≥ ε; 0 if {powers[n]^(1/p) if powers[n] > 0; 0 if powers[n] ≤ 0;
        else powers[n]} < ε; else ({powers[n]^(1/p) if powers[n] > 0; 0 if powers[n] ≤ 0; else powers[n]})
        − ε}

    Operations: 5·D·N + N multiplications, 2·D·N − N additions, terms that a condition drops counted.
    """
    d_block_last = (D - 1) // 1024
    launch(_jvp_part, N, D * N * 2, x_dot, x, powers, y_dot, N, D, p, epsilon, d_block_last)


def forward(x, *, out=None, save=False, p=2.0, eps=1e-12):
    """each row divided by its p-norm; ``save=True`` also returns what the gradients can use again."""
    call = _LAYER.bind({"x": x}, {"p": p, "eps": eps})
    call.new_all(("y",), out)
    call.new("powers", "powers")
    call.run(_forward, ("x", "y", "powers"), ("N", "D", "p", "epsilon"))
    result = call.result("y")
    return (result, call.save(Residuals, ("powers",))) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, p=2.0, eps=1e-12):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"p": p, "eps": eps})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("powers",))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "x", "powers", "dx"), ("N", "D", "p", "epsilon"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, p=2.0, eps=1e-12):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"p": p, "eps": eps})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("powers",))
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "x", "powers", "dx"), ("N", "D", "p", "epsilon"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, p=2.0, eps=1e-12):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"p": p, "eps": eps})
    call.add("x_dot", "x", x_dot)
    call.recall(residuals, forward, ("powers",))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "x", "powers", "y_dot"), ("N", "D", "p", "epsilon"))
    return call.result("y_dot")
