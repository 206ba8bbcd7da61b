"""depthwise_separable_conv2d: a depthwise convolution followed by a pointwise one.

Made by `chainrule generate` from the forward of `depthwise_separable_conv2d`.  Do not edit.

    z[n, g·M+o, i, j] = Σ_{c,u,v} w_depth[g·M+o, c, u, v] · x[n, g+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    y[n,o,i,j] = b[o] + Σ_c w_point[o,c] · z[n,c,i,j]
    dz[n,m,i,j] = Σ_o dy[n,o,i,j] · w_point[o,m]
    dx[n,c,a,b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·(KH−1−u), s_w ∣ b+p_l−d_w·(KW−1−v)} dz[n, c·M+o,
        (a+p_t−d_h·(KH−1−u))/s_h, (b+p_l−d_w·(KW−1−v))/s_w] · w_depth[c·M+o, 0, KH−1−u, KW−1−v]
    dw_depth[g·M+o, 0, u, v] = Σ_{n,i,j} dz[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]
    dw_point[o,m] = Σ_{n,i,j} dy[n,o,i,j] · z[n,m,i,j]
    db[o] = Σ_{n,i,j} dy[n,o,i,j]
    dx = full cross-correlation of zero-upsampled dz (s_h − 1, s_w − 1 zeros between neighbours) with
        rot180(w_depth): dilation (d_h, d_w), padding (d_h · (KH − 1) − p_t, d_w · (KW − 1) − p_l)
    dw_depth = cross-correlation of x with dz: stride (d_h, d_w), dilation (s_h, s_w), padding (p_t, p_l)
    x = 0 where an index leaves its range
    dz = 0 where an index leaves its range

Source: seed 001; Howard et al. 2017, section 3.1.
"""

from collections import namedtuple

import numpy as np
from numba import njit, prange

from . import runtime
from .runtime import gcd, residue

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'depthwise_separable_conv2d',
    'summary': 'a depthwise convolution followed by a pointwise one',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None, 'below': None},
        {'name': 'w_depth', 'shape': ['C * M', '1', 'KH', 'KW'], 'kind': 'real', 'differentiable': True, 'default': None, 'below': None},
        {'name': 'w_point', 'shape': ['O', 'C * M'], 'kind': 'real', 'differentiable': True, 'default': None, 'below': None},
        {'name': 'b', 'shape': ['O'], 'kind': 'real', 'differentiable': True, 'default': 0, 'below': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'O', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'z', 'shape': ['N', 'C * M', 'OH', 'OW'], 'kind': 'real'},
    ],
    'options': [
        {'name': 'stride', 'symbols': ['s_h', 's_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'padding', 'symbols': ['p_t', 'p_b', 'p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
        {'name': 'dilation', 'symbols': ['d_h', 'd_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {'OH': '(H + p_b + p_t - ((KH - 1) * d_h) - 1) // s_h + 1', 'OW': '(W + p_l + p_r - ((KW - 1) * d_w) - 1) // s_w + 1'},
    'gradients': {'x': 'vjp_x', 'w_depth': 'vjp_w_depth', 'w_point': 'vjp_w_point', 'b': 'vjp_b'},
    'analytic': True,
    'elementwise': False,
}


Residuals = namedtuple("Residuals", ["z"])
Gradients = namedtuple("Gradients", ["x", "w_depth", "w_point", "b"])


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "C", "C"),
        runtime.Step("x", 2, "H", "H"),
        runtime.Step("x", 3, "W", "W"),
        runtime.Step("w_depth", 0, "M", "C * M", factor=lambda C, **_: C),
        runtime.Step("w_depth", 1, "", "1", rest=lambda **_: 1),
        runtime.Step("w_depth", 2, "KH", "KH"),
        runtime.Step("w_depth", 3, "KW", "KW"),
        runtime.Step("w_point", 0, "O", "O"),
        runtime.Step("w_point", 1, "", "C * M", rest=lambda C, M, **_: C * M),
        runtime.Step("b", 0, "O", "O"),
    ),
    sizes={
        "OH": lambda H, KH, d_h, p_b, p_t, s_h, **_: (H + p_b + p_t - ((KH - 1) * d_h) - 1) // s_h + 1,
        "OW": lambda KW, W, d_w, p_l, p_r, s_w, **_: (W + p_l + p_r - ((KW - 1) * d_w) - 1) // s_w + 1,
    },
    shapes={
        "x": lambda C, H, N, W, **_: (N, C, H, W),
        "w_depth": lambda C, KH, KW, M, **_: (C * M, 1, KH, KW),
        "w_point": lambda C, M, O, **_: (O, C * M),
        "b": lambda O, **_: (O,),
        "y": lambda N, O, OH, OW, **_: (N, O, OH, OW),
        "z": lambda C, M, N, OH, OW, **_: (N, C * M, OH, OW),
        "dz": lambda C, M, N, OH, OW, **_: (N, C * M, OH, OW),
    },
    requires=(),
    checks=(),
)


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _forward(x, w_depth, w_point, b, y, z, N, C, H, W, M, KH, KW, O, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    dtype = y.dtype
    T = dtype.type
    quotient3 = C * M // 8
    for t in prange(N * OH):
        n = np.int64(t) // OH
        i = np.int64(t) % OH
        # z[n, g·M+o, i, j] = Σ_{u,v} w_depth[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t,
        #     s_w·j+d_w·v−p_l]
        quotient = (i * s_h - p_t) // d_h
        quotient2 = (H + p_t - (i * s_h) - 1) // d_h
        for g in range(C):
            for o in range(M):
                for j in range(OW):
                    z[U(n), U(M * g + o), U(i), U(j)] = T(0)
                for u in range(max(0, -quotient), min(KH, quotient2 + 1)):
                    for v in range(KW):
                        w_depth_here = w_depth[U(M * g + o), 0, U(u), U(v)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                (W + p_l - (d_w * v) - 1) // s_w + 1)):
                            z[U(n), U(M * g + o), U(i), U(j)] += (
                                w_depth_here
                                * x[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                            )
        # y[n,o,i,j] = b[o] + Σ_c w_point[o,c] · z[n,c,i,j]
        for o in range(O):
            b_here = b[U(o)]
            for j in range(OW):
                y[U(n), U(o), U(i), U(j)] = b_here
            for c in range(0, C * M - 7, 8):
                w_point_here = w_point[U(o), U(c + 1)]
                w_point_here2 = w_point[U(o), U(c + 2)]
                w_point_here3 = w_point[U(o), U(c + 3)]
                w_point_here4 = w_point[U(o), U(c + 4)]
                w_point_here5 = w_point[U(o), U(c + 5)]
                w_point_here6 = w_point[U(o), U(c + 6)]
                w_point_here7 = w_point[U(o), U(c + 7)]
                w_point_here8 = w_point[U(o), U(c)]
                for j in range(OW):
                    y[U(n), U(o), U(i), U(j)] += (
                        w_point_here * z[U(n), U(c + 1), U(i), U(j)]
                        + w_point_here2 * z[U(n), U(c + 2), U(i), U(j)]
                        + w_point_here3 * z[U(n), U(c + 3), U(i), U(j)]
                        + w_point_here4 * z[U(n), U(c + 4), U(i), U(j)]
                        + w_point_here5 * z[U(n), U(c + 5), U(i), U(j)]
                        + w_point_here6 * z[U(n), U(c + 6), U(i), U(j)]
                        + w_point_here7 * z[U(n), U(c + 7), U(i), U(j)]
                        + w_point_here8 * z[U(n), U(c), U(i), U(j)]
                    )
            for c in range(quotient3 * 8, C * M):
                w_point_here9 = w_point[U(o), U(c)]
                for j in range(OW):
                    y[U(n), U(o), U(i), U(j)] += w_point_here9 * z[U(n), U(c), U(i), U(j)]


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _shared_dz(dy, w_point, dz, N, C, M, O, OH, OW):
    dtype = dz.dtype
    T = dtype.type
    dy_rows = dy.reshape((N, O, OH * OW))
    dz_rows = dz.reshape((N, C * M, OH * OW))
    quotient = O // 8
    for t in prange(N * C * M):
        n = np.int64(t) // (C * M)
        m = np.int64(t) % (C * M)
        # dz[n,m,ij] = Σ_o dy[n,o,ij] · w_point[o,m]
        for ij in range(OH * OW):
            dz_rows[U(n), U(m), U(ij)] = T(0)
        for o in range(0, O - 7, 8):
            w_point_here = w_point[U(o + 1), U(m)]
            w_point_here2 = w_point[U(o + 2), U(m)]
            w_point_here3 = w_point[U(o + 3), U(m)]
            w_point_here4 = w_point[U(o + 4), U(m)]
            w_point_here5 = w_point[U(o + 5), U(m)]
            w_point_here6 = w_point[U(o + 6), U(m)]
            w_point_here7 = w_point[U(o + 7), U(m)]
            w_point_here8 = w_point[U(o), U(m)]
            for ij in range(OH * OW):
                dz_rows[U(n), U(m), U(ij)] += (
                    dy_rows[U(n), U(o + 1), U(ij)] * w_point_here
                    + dy_rows[U(n), U(o + 2), U(ij)] * w_point_here2
                    + dy_rows[U(n), U(o + 3), U(ij)] * w_point_here3
                    + dy_rows[U(n), U(o + 4), U(ij)] * w_point_here4
                    + dy_rows[U(n), U(o + 5), U(ij)] * w_point_here5
                    + dy_rows[U(n), U(o + 6), U(ij)] * w_point_here6
                    + dy_rows[U(n), U(o + 7), U(ij)] * w_point_here7
                    + dy_rows[U(n), U(o), U(ij)] * w_point_here8
                )
        for o in range(quotient * 8, O):
            w_point_here9 = w_point[U(o), U(m)]
            for ij in range(OH * OW):
                dz_rows[U(n), U(m), U(ij)] += dy_rows[U(n), U(o), U(ij)] * w_point_here9


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x(w_depth, dz, dx, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    dtype = dx.dtype
    T = dtype.type
    quotient5 = s_h // gcd(s_h, d_h)
    quotient6 = s_w // gcd(s_w, d_w)
    quotient2 = d_h // gcd(s_h, d_h)
    quotient4 = d_w // gcd(s_w, d_w)
    quotient25 = M // 8
    step = gcd(s_h, d_h)
    step2 = gcd(s_w, d_w)
    for t in prange(N * C * s_h * s_w):
        n = np.int64(t) // (C * s_h * s_w)
        c = np.int64(t) // (s_h * s_w) % C
        r = np.int64(t) // s_w % s_h
        r_ = np.int64(t) % s_w
        quotient26 = (r_ - p_l) // s_w
        quotient27 = (W + p_l - r_ - 1) // s_w
        first = residue(d_h, r, s_h)
        first2 = residue(d_w, r_, s_w)
        quotient = (d_h * first - r) // s_h
        quotient3 = (d_w * first2 - r_) // s_w
        quotient9 = (KW - first2 - 1) // quotient6
        quotient11 = (KH - first - 1) // quotient5
        for q in range(-((r - p_t) // s_h), (H + p_t - r - 1) // s_h + 1):
            # dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′}
            #     Σ_{t : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
            #     ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} dz[n, c·M+o,
            #     …
            for q_ in range(-quotient26, quotient27 + 1):
                dx[U(n), U(c), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = T(0)
            quotient10 = (OH + quotient - q - 1) // quotient2
            quotient12 = (q - quotient) // quotient2
            quotient22 = (OH + quotient - q - 1) // quotient2
            quotient24 = (q - quotient) // quotient2
            if r % step == 0 and r_ % step2 == 0:
                for o in range(0, M - 7, 8):
                    for t_2 in range(max(0, -quotient10), min(quotient11 + 1, quotient12 + 1)):
                        for t_ in range(quotient9 + 1):
                            w_depth_here = w_depth[U(M * c + o), 0, U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            w_depth_here2 = w_depth[U(M * c + o + 1), 0, U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            w_depth_here3 = w_depth[U(M * c + o + 2), 0, U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            w_depth_here4 = w_depth[U(M * c + o + 3), 0, U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            w_depth_here5 = w_depth[U(M * c + o + 4), 0, U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            w_depth_here6 = w_depth[U(M * c + o + 5), 0, U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            w_depth_here7 = w_depth[U(M * c + o + 6), 0, U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            w_depth_here8 = w_depth[U(M * c + o + 7), 0, U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            for q_ in range(max(-quotient26, quotient3 + quotient4 * t_), min(quotient27 + 1,
                                    OW + quotient3 + quotient4 * t_)):
                                dx[U(n), U(c), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                    dz[U(n), U(M * c + o), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    * w_depth_here
                                    + dz[U(n), U(M * c + o + 1), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    * w_depth_here2
                                    + dz[U(n), U(M * c + o + 2), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    * w_depth_here3
                                    + dz[U(n), U(M * c + o + 3), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    * w_depth_here4
                                    + dz[U(n), U(M * c + o + 4), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    * w_depth_here5
                                    + dz[U(n), U(M * c + o + 5), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    * w_depth_here6
                                    + dz[U(n), U(M * c + o + 6), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    * w_depth_here7
                                    + dz[U(n), U(M * c + o + 7), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    * w_depth_here8
                                )
                for o in range(quotient25 * 8, M):
                    for t_2 in range(max(0, -quotient22), min(quotient11 + 1, quotient24 + 1)):
                        for t_ in range(quotient9 + 1):
                            w_depth_here9 = w_depth[U(M * c + o), 0, U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            for q_ in range(max(-quotient26, quotient3 + quotient4 * t_), min(quotient27 + 1,
                                    OW + quotient3 + quotient4 * t_)):
                                dx[U(n), U(c), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                    dz[U(n), U(M * c + o), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    * w_depth_here9
                                )


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_depth(x, dz, dw_depth, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    dtype = dw_depth.dtype
    T = dtype.type
    for t in prange(C * M * KH):
        g = np.int64(t) // (M * KH)
        o = np.int64(t) // KH % M
        u = np.int64(t) % KH
        dw_depth_sum = np.empty(KW, dtype)
        # dw_depth_sum[v] = Σ_{n,i,j} dz[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t,
        #     d_w·v+s_w·j−p_l]
        quotient3 = (d_h * u - p_t) // s_h
        quotient4 = (H + p_t - (d_h * u) - 1) // s_h
        for v in range(KW):
            acc = T(0)
            quotient = (d_w * v - p_l) // s_w
            quotient2 = (W + p_l - (d_w * v) - 1) // s_w
            for n in range(N):
                for i in range(max(0, -quotient3), min(OH, quotient4 + 1)):
                    for j in range(max(0, -quotient), min(OW, quotient2 + 1)):
                        acc += (
                            dz[U(n), U(M * g + o), U(i), U(j)]
                            * x[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                        )
            dw_depth_sum[U(v)] = acc
        # dw_depth[g·M+o, 0, u, v] = dw_depth_sum[v]
        for one in range(1):
            for v in range(KW):
                dw_depth[U(M * g + o), U(one), U(u), U(v)] = dw_depth_sum[U(v)]


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_point(dy, z, dw_point, N, C, M, O, OH, OW):
    dtype = dw_point.dtype
    T = dtype.type
    dy_rows = dy.reshape((N, O, OH * OW))
    z_rows = z.reshape((N, C * M, OH * OW))
    for t in prange(((O - 1) // 2 + 1) * ((C * M - 1) // 4 + 1)):
        o = 2 * (np.int64(t) // (((C * M - 1) // 4 + 1)))
        m = 4 * (np.int64(t) % ((C * M - 1) // 4 + 1))
        o1 = min(O - 1, o + 1)
        m1 = min(C * M - 1, m + 1)
        m2 = min(C * M - 1, m + 2)
        m3 = min(C * M - 1, m + 3)
        # dw_point[o,m] = Σ_{n,ij} dy[n,o,ij] · z[n,m,ij]
        acc = T(0)
        acc_1 = T(0)
        acc_2 = T(0)
        acc_3 = T(0)
        acc_4 = T(0)
        acc_5 = T(0)
        acc_6 = T(0)
        acc_7 = T(0)
        for n in range(N):
            for ij in range(OH * OW):
                acc += dy_rows[U(n), U(o), U(ij)] * z_rows[U(n), U(m), U(ij)]
                acc_1 += dy_rows[U(n), U(o), U(ij)] * z_rows[U(n), U(m1), U(ij)]
                acc_2 += dy_rows[U(n), U(o), U(ij)] * z_rows[U(n), U(m2), U(ij)]
                acc_3 += dy_rows[U(n), U(o), U(ij)] * z_rows[U(n), U(m3), U(ij)]
                acc_4 += dy_rows[U(n), U(o1), U(ij)] * z_rows[U(n), U(m), U(ij)]
                acc_5 += dy_rows[U(n), U(o1), U(ij)] * z_rows[U(n), U(m1), U(ij)]
                acc_6 += dy_rows[U(n), U(o1), U(ij)] * z_rows[U(n), U(m2), U(ij)]
                acc_7 += dy_rows[U(n), U(o1), U(ij)] * z_rows[U(n), U(m3), U(ij)]
        dw_point[U(o), U(m)] = acc
        dw_point[U(o), U(m1)] = acc_1
        dw_point[U(o), U(m2)] = acc_2
        dw_point[U(o), U(m3)] = acc_3
        dw_point[U(o1), U(m)] = acc_4
        dw_point[U(o1), U(m1)] = acc_5
        dw_point[U(o1), U(m2)] = acc_6
        dw_point[U(o1), U(m3)] = acc_7


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b(dy, db, N, O, OH, OW):
    dtype = db.dtype
    T = dtype.type
    dy_rows = dy.reshape((N, O, OH * OW))
    for o in prange(O):
        # db[o] = Σ_{n,ij} dy[n,o,ij]
        acc = T(0)
        for n in range(N):
            for ij in range(OH * OW):
                acc += dy_rows[U(n), U(o), U(ij)]
        db[U(o)] = acc


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _jvp(x_dot, w_depth_dot, w_point_dot, b_dot, x, w_depth, w_point, z, y_dot, N, C, H, W, M, KH, KW, O, OH,
        OW, s_h, s_w, p_t, p_l, d_h, d_w):
    dtype = y_dot.dtype
    T = dtype.type
    quotient3 = C * M // 4
    for t in prange(N * OH):
        n = np.int64(t) // OH
        i = np.int64(t) % OH
        z_dot = np.empty((max(0, C * M), OW), dtype)
        # ż[g·M+o, j] = Σ_{u,v} (w_depth[g·M+o, 0, u, v] · ẋ[n, g, s_h·i+d_h·u−p_t,
        #     s_w·j+d_w·v−p_l] + w_depth_dot[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t,
        #     s_w·j+d_w·v−p_l])
        quotient = (i * s_h - p_t) // d_h
        quotient2 = (H + p_t - (i * s_h) - 1) // d_h
        for g in range(C):
            for o in range(M):
                for j in range(OW):
                    z_dot[U(M * g + o), U(j)] = T(0)
                for u in range(max(0, -quotient), min(KH, quotient2 + 1)):
                    for v in range(KW):
                        w_depth_here = w_depth[U(M * g + o), 0, U(u), U(v)]
                        w_depth_dot_here = w_depth_dot[U(M * g + o), 0, U(u), U(v)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                (W + p_l - (d_w * v) - 1) // s_w + 1)):
                            z_dot[U(M * g + o), U(j)] += (
                                w_depth_dot_here
                                * x[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                + w_depth_here
                                * x_dot[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                            )
        # ẏ[n,o,i,j] = ḃ[o] + Σ_c (w_point_dot[o,c]·z[n,c,i,j] + w_point[o,c]·ż[c,j])
        for o in range(O):
            b_dot_here = b_dot[U(o)]
            for j in range(OW):
                y_dot[U(n), U(o), U(i), U(j)] = b_dot_here
            for c in range(0, C * M - 3, 4):
                w_point_here = w_point[U(o), U(c + 1)]
                w_point_here2 = w_point[U(o), U(c + 2)]
                w_point_here3 = w_point[U(o), U(c + 3)]
                w_point_here4 = w_point[U(o), U(c)]
                w_point_dot_here = w_point_dot[U(o), U(c + 1)]
                w_point_dot_here2 = w_point_dot[U(o), U(c + 2)]
                w_point_dot_here3 = w_point_dot[U(o), U(c + 3)]
                w_point_dot_here4 = w_point_dot[U(o), U(c)]
                for j in range(OW):
                    y_dot[U(n), U(o), U(i), U(j)] += (
                        w_point_dot_here * z[U(n), U(c + 1), U(i), U(j)]
                        + w_point_dot_here2 * z[U(n), U(c + 2), U(i), U(j)]
                        + w_point_dot_here3 * z[U(n), U(c + 3), U(i), U(j)]
                        + w_point_dot_here4 * z[U(n), U(c), U(i), U(j)]
                        + w_point_here * z_dot[U(c + 1), U(j)]
                        + w_point_here2 * z_dot[U(c + 2), U(j)]
                        + w_point_here3 * z_dot[U(c + 3), U(j)]
                        + w_point_here4 * z_dot[U(c), U(j)]
                    )
            for c in range(quotient3 * 4, C * M):
                w_point_here5 = w_point[U(o), U(c)]
                w_point_dot_here5 = w_point_dot[U(o), U(c)]
                for j in range(OW):
                    y_dot[U(n), U(o), U(i), U(j)] += (
                        w_point_dot_here5 * z[U(n), U(c), U(i), U(j)] + w_point_here5 * z_dot[U(c), U(j)]
                    )


def forward(x, w_depth, w_point, b=None, *, out=None, save=False, stride=1, padding=0, dilation=1):
    """a depthwise convolution followed by a pointwise one; ``save=True`` also returns what the gradients can
    use again.
    """
    call = _LAYER.bind({"x": x, "w_depth": w_depth, "w_point": w_point, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.new_all(("y",), out)
    call.new("z", "z")
    call.run(_forward, ("x", "w_depth", "w_point", "b", "y", "z"), ("N", "C", "H", "W", "M", "KH", "KW", "O",
            "OH", "OW", "s_h", "s_w", "p_t", "p_l", "d_h", "d_w"))
    result = call.result(*("y",))
    return (result, Residuals(*call.results(("z",)))) if save else result


def vjp_x(dy, x, w_depth, w_point, b=None, *, residuals=None, out=None, stride=1, padding=0, dilation=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "w_depth": w_depth, "w_point": w_point, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.new("dz", "dz")
    call.run(_shared_dz, ("dy", "w_point", "dz"), ("N", "C", "M", "O", "OH", "OW"))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("w_depth", "dz", "dx"), ("N", "C", "H", "W", "M", "KH", "KW", "OH", "OW", "s_h", "s_w",
            "p_t", "p_l", "d_h", "d_w"))
    return call.result("dx")


def vjp_w_depth(dy, x, w_depth, w_point, b=None, *, residuals=None, out=None, stride=1, padding=0,
    dilation=1):
    """The gradient of w_depth, given dy."""
    call = _LAYER.bind({"x": x, "w_depth": w_depth, "w_point": w_point, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.new("dz", "dz")
    call.run(_shared_dz, ("dy", "w_point", "dz"), ("N", "C", "M", "O", "OH", "OW"))
    call.new("dw_depth", "w_depth", out)
    call.run(_vjp_w_depth, ("x", "dz", "dw_depth"), ("N", "C", "H", "W", "M", "KH", "KW", "OH", "OW", "s_h",
            "s_w", "p_t", "p_l", "d_h", "d_w"))
    return call.result("dw_depth")


def vjp_w_point(dy, x, w_depth, w_point, b=None, *, residuals=None, out=None, stride=1, padding=0,
    dilation=1):
    """The gradient of w_point, given dy."""
    call = _LAYER.bind({"x": x, "w_depth": w_depth, "w_point": w_point, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("z",))
    call.new("dw_point", "w_point", out)
    call.run(_vjp_w_point, ("dy", "z", "dw_point"), ("N", "C", "M", "O", "OH", "OW"))
    return call.result("dw_point")


def vjp_b(dy, x, w_depth, w_point, b=None, *, residuals=None, out=None, stride=1, padding=0, dilation=1):
    """The gradient of b, given dy."""
    call = _LAYER.bind({"x": x, "w_depth": w_depth, "w_point": w_point, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.new("db", "b", out)
    call.run(_vjp_b, ("dy", "db"), ("N", "O", "OH", "OW"))
    return call.result("db")


def vjp(dy, x, w_depth, w_point, b=None, *, residuals=None, stride=1, padding=0, dilation=1):
    """The gradients of x, w_depth, w_point, b."""
    call = _LAYER.bind({"x": x, "w_depth": w_depth, "w_point": w_point, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("z",))
    call.new("dz", "dz")
    call.run(_shared_dz, ("dy", "w_point", "dz"), ("N", "C", "M", "O", "OH", "OW"))
    call.new("dx", "x")
    call.new("dw_depth", "w_depth")
    call.new("dw_point", "w_point")
    call.new("db", "b")
    call.run(_vjp_x, ("w_depth", "dz", "dx"), ("N", "C", "H", "W", "M", "KH", "KW", "OH", "OW", "s_h", "s_w",
            "p_t", "p_l", "d_h", "d_w"))
    call.run(_vjp_w_depth, ("x", "dz", "dw_depth"), ("N", "C", "H", "W", "M", "KH", "KW", "OH", "OW", "s_h",
            "s_w", "p_t", "p_l", "d_h", "d_w"))
    call.run(_vjp_w_point, ("dy", "z", "dw_point"), ("N", "C", "M", "O", "OH", "OW"))
    call.run(_vjp_b, ("dy", "db"), ("N", "O", "OH", "OW"))
    return Gradients(*call.results(("dx", "dw_depth", "dw_point", "db")))


def jvp(x, w_depth, w_point, b=None, *, x_dot=None, w_depth_dot=None, w_point_dot=None, b_dot=None,
    residuals=None, stride=1, padding=0, dilation=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "w_depth": w_depth, "w_point": w_point, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("x_dot", "x", x_dot)
    call.add("w_depth_dot", "w_depth", w_depth_dot)
    call.add("w_point_dot", "w_point", w_point_dot)
    call.add("b_dot", "b", b_dot)
    call.recall(residuals, forward, ("z",))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "w_depth_dot", "w_point_dot", "b_dot", "x", "w_depth", "w_point", "z", "y_dot"),
            ("N", "C", "H", "W", "M", "KH", "KW", "O", "OH", "OW", "s_h", "s_w", "p_t", "p_l", "d_h", "d_w"))
    return call.result(*("y_dot",))
