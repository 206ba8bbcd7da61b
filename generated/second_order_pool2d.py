"""second_order_pool2d: variance of each window.

Made by `chainrule generate`, version 0.1.0, from the forward of `second_order_pool2d`.  Do not edit.
Run time: 885da59e5e9be48a.

    μ[n,c,i,j] = 1/(KH·KW) · Σ_{u,v} x[n, c, s_h·i+d_h·u, s_w·j+d_w·v]
    y[n,c,i,j] = 1/(KH·KW) · Σ_{u,v} (x[n, c, s_h·i+d_h·u, s_w·j+d_w·v] − μ[n,c,i,j])²
    dx[n,c,a,b] = 2/(KH·KW) · Σ_{u,v : s_h ∣ a−d_h·u, s_w ∣ b−d_w·v} dy[n, c, (a−d_h·u)/s_h,
        (b−d_w·v)/s_w] · (x[n,c,a,b] − μ[n, c, (a−d_h·u)/s_h, (b−d_w·v)/s_w])
    dy = 0 where an index leaves its range

Convention: divided by the number of taps (biased).

Source: seed 001, second-order statistics.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 86 places of the kernels. Each of the 4 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .runtime import gcd, plus, residue
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'second_order_pool2d',
    'summary': 'variance of each window',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'mu', 'shape': ['N', 'C', 'OH', 'OW'], 'kind': 'real'},
    ],
    'options': [
        {'name': 'kernel', 'symbols': ['KH', 'KW'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'stride', 'symbols': ['s_h', 's_w'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'dilation', 'symbols': ['d_h', 'd_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {'OH': '(H - ((KH - 1) * d_h) - 1) // s_h + 1', 'OW': '(W - ((KW - 1) * d_w) - 1) // s_w + 1'},
    'gradients': {'x': 'vjp_x'},
    'analytic': True,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'ranges', 'at': 24000, 'of': ['C * KH * KW * N * OH * OW + C * KH * N * OH * W + C * KW * N * OH * OW']},
        {'path': 'vector', 'at': 64, 'of': ['(W - 1) // 2 + 1', '(W - 1) // s_w + 1', 'OW', 'W', 'W // 2']},
    ],
    'proved': {'in bounds': 86, 'iterations apart': 4},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x"])


class Residuals(namedtuple("Residuals", ["mu"]), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "C", "C"),
        runtime.Step("x", 2, "H", "H"),
        runtime.Step("x", 3, "W", "W"),
    ),
    sizes={
        "OH": lambda H, KH, d_h, s_h, **_: (H - ((KH - 1) * d_h) - 1) // s_h + 1,
        "OW": lambda KW, W, d_w, s_w, **_: (W - ((KW - 1) * d_w) - 1) // s_w + 1,
    },
    shapes={
        "x": lambda C, H, N, W, **_: (N, C, H, W),
        "y": lambda C, N, OH, OW, **_: (N, C, OH, OW),
        "mu": lambda C, N, OH, OW, **_: (N, C, OH, OW),
    },
    strides={'kernel': ('KH', 'KW'), 'stride': ('s_h', 's_w'), 'dilation': ('d_h', 'd_w')},
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, y, mu, N, C, H, W, OH, OW, KH, KW, s_h, s_w, d_h, d_w):
    """mu_columns[column] = Σ_u x[nc, s_h·i+d_h·u, column]
    μ[nc,i,j] = 1/(KW·KH) · Σ_v mu_columns[s_w·j+d_w·v]
    y[nc,i,j] = 1/(KH·KW) · Σ_{u,v} (x[nc, s_h·i+d_h·u, s_w·j+d_w·v] − μ[nc,i,j])²
    """
    dtype = x.dtype
    T = dtype.type
    mu_columns = np.empty(W, dtype)
    row = np.empty(OW, dtype)
    row2 = np.empty(OW, dtype)
    for task in range(first, last):
        nc = task // OH
        i = task % OH
        # mu_columns[column] = Σ_u x[nc, s_h·i+d_h·u, column]
        for column in range(W):
            mu_columns[U(column)] = T(0)
        if KH == 2:
            for column in range(W):
                terms2 = mu_columns[U(column)]
                terms2 = plus(terms2, x[U(nc), U(i * s_h), U(column)])
                terms2 = plus(terms2, x[U(nc), U(d_h + i * s_h), U(column)])
                mu_columns[U(column)] = terms2
        elif KH == 3:
            for column in range(W):
                terms = mu_columns[U(column)]
                terms = plus(terms, x[U(nc), U(i * s_h), U(column)])
                terms = plus(terms, x[U(nc), U(d_h + i * s_h), U(column)])
                terms = plus(terms, x[U(nc), U(d_h * 2 + i * s_h), U(column)])
                mu_columns[U(column)] = terms
        else:
            for u in range(KH):
                for column in range(W):
                    mu_columns[U(column)] += x[U(nc), U(i * s_h + d_h * u), U(column)]
        # μ[nc,i,j] = 1/(KW·KH) · Σ_v mu_columns[s_w·j+d_w·v]
        if KW == 1:
            for j in range(OW):
                terms5 = T(0)
                terms5 = plus(terms5, mu_columns[U(j * s_w)])
                mu[U(nc), U(i), U(j)] = terms5 / T(KH * KW)
        elif KW == 2:
            for j in range(OW):
                terms4 = T(0)
                terms4 = plus(terms4, mu_columns[U(j * s_w)])
                terms4 = plus(terms4, mu_columns[U(d_w + j * s_w)])
                mu[U(nc), U(i), U(j)] = terms4 / T(KH * KW)
        elif KW == 3:
            for j in range(OW):
                terms3 = T(0)
                terms3 = plus(terms3, mu_columns[U(j * s_w)])
                terms3 = plus(terms3, mu_columns[U(d_w + j * s_w)])
                terms3 = plus(terms3, mu_columns[U(d_w * 2 + j * s_w)])
                mu[U(nc), U(i), U(j)] = terms3 / T(KH * KW)
        else:
            for j in range(OW):
                row[U(j)] = T(0)
            for v in range(KW):
                for j in range(OW):
                    row[U(j)] += mu_columns[U(j * s_w + d_w * v)]
            for j in range(OW):
                mu[U(nc), U(i), U(j)] = row[U(j)] / T(KH * KW)
        # y[nc,i,j] = 1/(KH·KW) · Σ_{u,v} (x[nc, s_h·i+d_h·u, s_w·j+d_w·v] − μ[nc,i,j])²
        for j in range(OW):
            row2[U(j)] = T(0)
        for u in range(KH):
            for v in range(KW):
                for j in range(OW):
                    row2[U(j)] += (
                        (x[U(nc), U(i * s_h + d_h * u), U(j * s_w + d_w * v)] - mu[U(nc), U(i), U(j)])
                        * (x[U(nc), U(i * s_h + d_h * u), U(j * s_w + d_w * v)] - mu[U(nc), U(i), U(j)])
                    )
        for j in range(OW):
            y[U(nc), U(i), U(j)] = row2[U(j)] / T(KH * KW)


def _forward(x, y, mu, N, C, H, W, OH, OW, KH, KW, s_h, s_w, d_h, d_w):
    """μ[n,c,i,j] = 1/(KH·KW) · Σ_{u,v} x[n, c, s_h·i+d_h·u, s_w·j+d_w·v]
    y[n,c,i,j] = 1/(KH·KW) · Σ_{u,v} (x[n, c, s_h·i+d_h·u, s_w·j+d_w·v] − μ[n,c,i,j])²

    As compiled:

    mu_columns[column] = Σ_u x[nc, s_h·i+d_h·u, column]
    μ[nc,i,j] = 1/(KW·KH) · Σ_v mu_columns[s_w·j+d_w·v]
    y[nc,i,j] = 1/(KH·KW) · Σ_{u,v} (x[nc, s_h·i+d_h·u, s_w·j+d_w·v] − μ[nc,i,j])²

    Operations: C·KH·KW·N·OH·OW multiplications, 3·C·KH·KW·N·OH·OW − 2·C·N·OH·OW additions.
    """
    x_rows = x.reshape((C * N, H, W))
    y_rows = y.reshape((C * N, OH, OW))
    mu_rows = mu.reshape((C * N, OH, OW))
    launch(_forward_part, C * N * OH, C * KH * KW * N * OH * OW + C * KH * N * OH * W + C * KW * N * OH * OW,
            x_rows, y_rows, mu_rows, N, C, H, W, OH, OW, KH, KW, s_h, s_w, d_h, d_w)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_single(first, last, dy, x, mu, dx, N, C, H, W, OH, OW, KH, KW, s_h, s_w, d_h, d_w, gcd_d_w,
        gcd_s_h_d_h, q__from, q__from2, q__to, q__to2, res_d_w, res_d_w2):
    """dx[nc, s_h·q+r, s_w·q′+r′] += 2 · dy[nc, q−(d_h·res(d_h,r,s_h)−r)/s_h,
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w]/(KH·KW) · [res(d_h, r, s_h) < KH, res(d_w, r′, s_w) < KW,
        gcd(s_h, d_h) ∣ r, gcd(s_w, d_w) ∣ r′] · (x[nc, s_h·q+r, s_w·q′+r′] − μ[nc,
        q−(d_h·res(d_h,r,s_h)−r)/s_h, q′−(d_w·res(d_w,r′,s_w)−r′)/s_w])
    """
    dtype = dy.dtype
    T = dtype.type
    for nc in range(first, last):
        for a in range(H):
            for b in range(W):
                dx[U(nc), U(a), U(b)] = T(0)
        # dx[nc, s_h·q+r, s_w·q′+r′] += 2 · dy[nc, q−(d_h·res(d_h,r,s_h)−r)/s_h,
        #     q′−(d_w·res(d_w,r′,s_w)−r′)/s_w]/(KH·KW) · [res(d_h, r, s_h) < KH, res(d_w, r′,
        #     s_w) < KW, gcd(s_h, d_h) ∣ r, gcd(s_w, d_w) ∣ r′] · (x[nc, s_h·q+r, s_w·q′+r′] −
        #     μ[nc, q−(d_h·res(d_h,r,s_h)−r)/s_h, q′−(d_w·res(d_w,r′,s_w)−r′)/s_w])
        for r in range(s_h):
            if KH >= residue(d_h, r, s_h) + 1 and r % gcd_s_h_d_h == 0:
                if s_w == 2 and KW >= res_d_w + 1 and KW >= res_d_w2 + 1 and 1 % gcd_d_w == 0 and q__from == q__from2 and q__to == q__to2:
                    quotient_r = (residue(d_h, r, s_h) * d_h - r) // s_h
                    quotient_d_w = residue(d_w, 0, 2) * d_w // 2
                    quotient_d_w2 = (residue(d_w, 1, 2) * d_w - 1) // 2
                    q__last = (W - 1) // 2
                    W_by_2 = W // 2
                    for q in range(max(0, (residue(d_h, r, s_h) * d_h - r) // s_h),
                            min((H - r - 1) // s_h + 1, (residue(d_h, r, s_h) * d_h - r) // s_h + OH)):
                        for q_ in range(max(0, quotient_d_w, quotient_d_w2), min(q__last + 1,
                                OW + quotient_d_w, W_by_2, OW + quotient_d_w2)):
                            dx[U(nc), U(q * s_h + r), U(q_ * 2)] += (
                                T(2)
                                * (
                                    x[U(nc), U(q * s_h + r), U(q_ * 2)]
                                    - mu[U(nc), U(q - quotient_r), U(q_ - quotient_d_w)]
                                )
                                * dy[U(nc), U(q - quotient_r), U(q_ - quotient_d_w)]
                                / T(KH * KW)
                            )
                            dx[U(nc), U(q * s_h + r), U(q_ * 2 + 1)] += (
                                T(2)
                                * (
                                    x[U(nc), U(q * s_h + r), U(q_ * 2 + 1)]
                                    - mu[U(nc), U(q - quotient_r), U(q_ - quotient_d_w2)]
                                )
                                * dy[U(nc), U(q - quotient_r), U(q_ - quotient_d_w2)]
                                / T(KH * KW)
                            )
                else:
                    quotient_r = (residue(d_h, r, s_h) * d_h - r) // s_h
                    q_last = (H - r - 1) // s_h
                    gcd_s_w_d_w = gcd(s_w, d_w)
                    for r_ in range(s_w):
                        quotient_r_ = (residue(d_w, r_, s_w) * d_w - r_) // s_w
                        q__last = (W - r_ - 1) // s_w
                        if KW >= residue(d_w, r_, s_w) + 1 and r_ % gcd_s_w_d_w == 0:
                            for q in range(max(0, quotient_r), min(q_last + 1, OH + quotient_r)):
                                for q_ in range(max(0, quotient_r_), min(q__last + 1, OW + quotient_r_)):
                                    dx[U(nc), U(q * s_h + r), U(q_ * s_w + r_)] += (
                                        T(2)
                                        * (
                                            x[U(nc), U(q * s_h + r), U(q_ * s_w + r_)]
                                            - mu[U(nc), U(q - quotient_r), U(q_ - quotient_r_)]
                                        )
                                        * dy[U(nc), U(q - quotient_r), U(q_ - quotient_r_)]
                                        / T(KH * KW)
                                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, x, mu, dx, N, C, H, W, OH, OW, KH, KW, s_h, s_w, d_h, d_w, d_h_by_gcd,
        d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd):
    """dx[nc, s_h·q+r, s_w·q′+r′] = 2/(KH·KW) · Σ_{t,t′ : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋,
        0 ≤ t′ ≤ ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} dy[nc,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · (x[nc, s_h·q+r, s_w·q′+r′] − μ[nc,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)])
    """
    dtype = dy.dtype
    T = dtype.type
    row = np.empty(0, dtype)
    for task in range(first, last):
        nc = task // (s_h * s_w)
        r = task // s_w % s_h
        r_ = task % s_w
        if row.size < max(0, (W - r_ - 1) // s_w + 1):
            row = np.empty(max(0, (W - r_ - 1) // s_w + 1), dtype)
        q__last = (W - r_ - 1) // s_w
        quotient_r = (residue(d_h, r, s_h) * d_h - r) // s_h
        quotient_r_ = (residue(d_w, r_, s_w) * d_w - r_) // s_w
        t__last = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd
        t_last = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd
        for q in range((H - r - 1) // s_h + 1):
            # dx[nc, s_h·q+r, s_w·q′+r′], as written above
            for q_ in range(q__last + 1):
                row[U(q_)] = T(0)
            t_first = -((OH + quotient_r - q - 1) // d_h_by_gcd)
            t_last2 = (q - quotient_r) // d_h_by_gcd
            if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0:
                for t in range(min(t_last, t_last2), max(-1, t_first - 1), -1):
                    for t_ in range(t__last, -1, -1):
                        for q_ in range(max(0, quotient_r_ + d_w_by_gcd * t_), min(q__last + 1,
                                OW + quotient_r_ + d_w_by_gcd * t_)):
                            row[U(q_)] += (
                                (
                                    x[U(nc), U(q * s_h + r), U(q_ * s_w + r_)]
                                    - mu[U(nc), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                )
                                * dy[U(nc), U(q - quotient_r - (d_h_by_gcd * t)),
                                        U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                            )
            for q_ in range(q__last + 1):
                dx[U(nc), U(q * s_h + r), U(q_ * s_w + r_)] = T(2) * row[U(q_)] / T(KH * KW)


def _vjp_x(dy, x, mu, dx, N, C, H, W, OH, OW, KH, KW, s_h, s_w, d_h, d_w):
    """dx[n,c,a,b] = 2/(KH·KW) · Σ_{u,v : s_h ∣ a−d_h·u, s_w ∣ b−d_w·v} dy[n, c, (a−d_h·u)/s_h,
        (b−d_w·v)/s_w] · (x[n,c,a,b] − μ[n, c, (a−d_h·u)/s_h, (b−d_w·v)/s_w])

    Operations: C·H·KH·KW·N·W multiplications, 2·C·H·KH·KW·N·W − C·H·N·W additions, terms that a condition
        drops counted.
    """
    dy_rows = dy.reshape((C * N, OH, OW))
    x_rows = x.reshape((C * N, H, W))
    mu_rows = mu.reshape((C * N, OH, OW))
    dx_rows = dx.reshape((C * N, H, W))
    if s_h // gcd(s_h, d_h) >= KH and s_w // gcd(s_w, d_w) >= KW:
        q__from = max(residue(d_w, 0, 2) * d_w // 2, 0)
        q__to = min((W - 1) // 2, residue(d_w, 0, 2) * d_w // 2 + OW - 1)
        q__from2 = max((residue(d_w, 1, 2) * d_w - 1) // 2, 0)
        q__to2 = min(W // 2 - 1, (residue(d_w, 1, 2) * d_w - 1) // 2 + OW - 1)
        res_d_w = residue(d_w, 0, 2)
        res_d_w2 = residue(d_w, 1, 2)
        gcd_d_w = gcd(2, d_w)
        gcd_s_h_d_h = gcd(s_h, d_h)
        launch(_vjp_x_single, C * N,
                C * H * N * W + ((H - 1) // s_h + 1) * ((W - 1) // s_w + 1) * C * N * s_h * s_w, dy_rows,
                x_rows, mu_rows, dx_rows, N, C, H, W, OH, OW, KH, KW, s_h, s_w, d_h, d_w, gcd_d_w,
                gcd_s_h_d_h, q__from, q__from2, q__to, q__to2, res_d_w, res_d_w2)
    else:
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_w_d_w = gcd(s_w, d_w)
        launch(_vjp_x_plain, C * N * s_h * s_w, ((H - 1) // s_h + 1) * ((KH - residue(d_h, 0,
                s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * ((W - 1) // s_w + 1) * C * N * s_h * s_w, dy_rows,
                x_rows, mu_rows, dx_rows, N, C, H, W, OH, OW, KH, KW, s_h, s_w, d_h, d_w, d_h_by_gcd,
                d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, x, mu, y_dot, N, C, H, W, OH, OW, KH, KW, s_h, s_w, d_h, d_w):
    """mu_dot_columns[column] = Σ_u ẋ[nc, s_h·i+d_h·u, column]
    μ̇[j] = 1/(KW·KH) · Σ_v mu_dot_columns[s_w·j+d_w·v]
    ẏ[nc,i,j] = 2/(KH·KW) · Σ_{u,v} (ẋ[nc, s_h·i+d_h·u, s_w·j+d_w·v] − μ̇[j]) · (x[nc, s_h·i+d_h·u,
        s_w·j+d_w·v] − μ[nc,i,j])
    """
    dtype = x_dot.dtype
    T = dtype.type
    mu_dot_columns = np.empty(W, dtype)
    mu_dot = np.empty(OW, dtype)
    row = np.empty(OW, dtype)
    row2 = np.empty(OW, dtype)
    for task in range(first, last):
        nc = task // OH
        i = task % OH
        # mu_dot_columns[column] = Σ_u ẋ[nc, s_h·i+d_h·u, column]
        for column in range(W):
            mu_dot_columns[U(column)] = T(0)
        if KH == 2:
            for column in range(W):
                terms2 = mu_dot_columns[U(column)]
                terms2 = plus(terms2, x_dot[U(nc), U(i * s_h), U(column)])
                terms2 = plus(terms2, x_dot[U(nc), U(d_h + i * s_h), U(column)])
                mu_dot_columns[U(column)] = terms2
        elif KH == 3:
            for column in range(W):
                terms = mu_dot_columns[U(column)]
                terms = plus(terms, x_dot[U(nc), U(i * s_h), U(column)])
                terms = plus(terms, x_dot[U(nc), U(d_h + i * s_h), U(column)])
                terms = plus(terms, x_dot[U(nc), U(d_h * 2 + i * s_h), U(column)])
                mu_dot_columns[U(column)] = terms
        else:
            for u in range(KH):
                for column in range(W):
                    mu_dot_columns[U(column)] += x_dot[U(nc), U(i * s_h + d_h * u), U(column)]
        # μ̇[j] = 1/(KW·KH) · Σ_v mu_dot_columns[s_w·j+d_w·v]
        if KW == 1:
            for j in range(OW):
                terms5 = T(0)
                terms5 = plus(terms5, mu_dot_columns[U(j * s_w)])
                mu_dot[U(j)] = terms5 / T(KH * KW)
        elif KW == 2:
            for j in range(OW):
                terms4 = T(0)
                terms4 = plus(terms4, mu_dot_columns[U(j * s_w)])
                terms4 = plus(terms4, mu_dot_columns[U(d_w + j * s_w)])
                mu_dot[U(j)] = terms4 / T(KH * KW)
        elif KW == 3:
            for j in range(OW):
                terms3 = T(0)
                terms3 = plus(terms3, mu_dot_columns[U(j * s_w)])
                terms3 = plus(terms3, mu_dot_columns[U(d_w + j * s_w)])
                terms3 = plus(terms3, mu_dot_columns[U(d_w * 2 + j * s_w)])
                mu_dot[U(j)] = terms3 / T(KH * KW)
        else:
            for j in range(OW):
                row[U(j)] = T(0)
            for v in range(KW):
                for j in range(OW):
                    row[U(j)] += mu_dot_columns[U(j * s_w + d_w * v)]
            for j in range(OW):
                mu_dot[U(j)] = row[U(j)] / T(KH * KW)
        # ẏ[nc,i,j] = 2/(KH·KW) · Σ_{u,v} (ẋ[nc, s_h·i+d_h·u, s_w·j+d_w·v] − μ̇[j]) · (x[nc,
        #     s_h·i+d_h·u, s_w·j+d_w·v] − μ[nc,i,j])
        for j in range(OW):
            row2[U(j)] = T(0)
        for u in range(KH):
            for v in range(KW):
                for j in range(OW):
                    row2[U(j)] += (
                        (x[U(nc), U(i * s_h + d_h * u), U(j * s_w + d_w * v)] - mu[U(nc), U(i), U(j)])
                        * (x_dot[U(nc), U(i * s_h + d_h * u), U(j * s_w + d_w * v)] - mu_dot[U(j)])
                    )
        for j in range(OW):
            y_dot[U(nc), U(i), U(j)] = T(2) * row2[U(j)] / T(KH * KW)


def _jvp(x_dot, x, mu, y_dot, N, C, H, W, OH, OW, KH, KW, s_h, s_w, d_h, d_w):
    """μ̇[n,c,i,j] = 1/(KH·KW) · Σ_{u,v} ẋ[n, c, s_h·i+d_h·u, s_w·j+d_w·v]
    ẏ[n,c,i,j] = 2/(KH·KW) · Σ_{u,v} (x[n, c, s_h·i+d_h·u, s_w·j+d_w·v] − μ[n,c,i,j]) · (ẋ[n, c,
        s_h·i+d_h·u, s_w·j+d_w·v] − μ̇[n,c,i,j])

    As compiled:

    mu_dot_columns[column] = Σ_u ẋ[nc, s_h·i+d_h·u, column]
    μ̇[j] = 1/(KW·KH) · Σ_v mu_dot_columns[s_w·j+d_w·v]
    ẏ[nc,i,j] = 2/(KH·KW) · Σ_{u,v} (ẋ[nc, s_h·i+d_h·u, s_w·j+d_w·v] − μ̇[j]) · (x[nc, s_h·i+d_h·u,
        s_w·j+d_w·v] − μ[nc,i,j])

    Operations: C·KH·KW·N·OH·OW multiplications, 4·C·KH·KW·N·OH·OW − 2·C·N·OH·OW additions.
    """
    x_dot_rows = x_dot.reshape((C * N, H, W))
    x_rows = x.reshape((C * N, H, W))
    mu_rows = mu.reshape((C * N, OH, OW))
    y_dot_rows = y_dot.reshape((C * N, OH, OW))
    launch(_jvp_part, C * N * OH, C * KH * KW * N * OH * OW + C * KH * N * OH * W + C * KW * N * OH * OW,
            x_dot_rows, x_rows, mu_rows, y_dot_rows, N, C, H, W, OH, OW, KH, KW, s_h, s_w, d_h, d_w)


def forward(x, *, out=None, save=False, kernel=2, stride=2, dilation=1):
    """variance of each window; ``save=True`` also returns what the gradients can use again."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "dilation": dilation})
    call.new_all(("y",), out)
    call.new("mu", "mu")
    call.run(_forward, ("x", "y", "mu"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w", "d_h",
            "d_w"))
    result = call.result("y")
    return (result, call.save(Residuals, ("mu",))) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, kernel=2, stride=2, dilation=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "dilation": dilation})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("mu",))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "x", "mu", "dx"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w",
            "d_h", "d_w"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, kernel=2, stride=2, dilation=1):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "dilation": dilation})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("mu",))
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "x", "mu", "dx"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w",
            "d_h", "d_w"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, kernel=2, stride=2, dilation=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "dilation": dilation})
    call.add("x_dot", "x", x_dot)
    call.recall(residuals, forward, ("mu",))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "x", "mu", "y_dot"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w",
            "d_h", "d_w"))
    return call.result("y_dot")
