"""The kernels of coord_conv2d; coord_conv2d.py has its formulas and its functions.

Made by `chainrule generate` from the forward of `coord_conv2d`.  Do not edit.
"""

import numpy as np
from numba import njit, prange

from .runtime import gcd, residue

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _forward(x, w, b, y, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    dtype = y.dtype
    T = dtype.type
    quotient5 = (C + 2) // 8
    for t in prange(N * O * OH):
        n = np.int64(t) // (O * OH)
        o = np.int64(t) // OH % O
        i = np.int64(t) % OH
        # y[n,o,i,j] = b[o] + Σ_{c,u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l < W}
        #     w[o,c,u,v] · {x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] if c < C; 2 · (s_h·i +
        #     d_h·u − p_t)/max(H − 1, 1) − 1 if c = C; else 2 · (s_w·j + d_w·v − p_l)/max(W −
        #     1, 1) − 1}
        b_here = b[U(o)]
        for j in range(OW):
            y[U(n), U(o), U(i), U(j)] = b_here
        quotient = (i * s_h - p_t) // d_h
        quotient2 = (H + p_t - (i * s_h) - 1) // d_h
        for c in range(0, C - 5, 8):
            for u in range(max(0, -quotient), min(KH, quotient2 + 1)):
                for v in range(KW):
                    w_here = w[U(o), U(c + 1), U(u), U(v)]
                    w_here2 = w[U(o), U(c + 2), U(u), U(v)]
                    w_here3 = w[U(o), U(c + 3), U(u), U(v)]
                    w_here4 = w[U(o), U(c + 4), U(u), U(v)]
                    w_here5 = w[U(o), U(c + 5), U(u), U(v)]
                    w_here6 = w[U(o), U(c + 6), U(u), U(v)]
                    w_here7 = w[U(o), U(c + 7), U(u), U(v)]
                    w_here8 = w[U(o), U(c), U(u), U(v)]
                    for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                            (W + p_l - (d_w * v) - 1) // s_w + 1)):
                        y[U(n), U(o), U(i), U(j)] += (
                            (
                                x[U(n), U(c + 1), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                if C >= c + 2
                                else T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(H - 1 if H >= 2 else 1)
                                - T(1)
                                if c + 1 == C
                                else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(W - 1 if W >= 2 else 1)
                                - T(1)
                            )
                            * w_here
                            + (
                                x[U(n), U(c + 2), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                if C >= c + 3
                                else T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(H - 1 if H >= 2 else 1)
                                - T(1)
                                if c + 2 == C
                                else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(W - 1 if W >= 2 else 1)
                                - T(1)
                            )
                            * w_here2
                            + (
                                x[U(n), U(c + 3), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                if C >= c + 4
                                else T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(H - 1 if H >= 2 else 1)
                                - T(1)
                                if c + 3 == C
                                else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(W - 1 if W >= 2 else 1)
                                - T(1)
                            )
                            * w_here3
                            + (
                                x[U(n), U(c + 4), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                if C >= c + 5
                                else T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(H - 1 if H >= 2 else 1)
                                - T(1)
                                if c + 4 == C
                                else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(W - 1 if W >= 2 else 1)
                                - T(1)
                            )
                            * w_here4
                            + (
                                x[U(n), U(c + 5), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                if C >= c + 6
                                else T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(H - 1 if H >= 2 else 1)
                                - T(1)
                                if c + 5 == C
                                else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(W - 1 if W >= 2 else 1)
                                - T(1)
                            )
                            * w_here5
                            + (
                                x[U(n), U(c + 6), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                if C >= c + 7
                                else T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(H - 1 if H >= 2 else 1)
                                - T(1)
                                if c + 6 == C
                                else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(W - 1 if W >= 2 else 1)
                                - T(1)
                            )
                            * w_here6
                            + (
                                x[U(n), U(c + 7), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                if C >= c + 8
                                else T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(H - 1 if H >= 2 else 1)
                                - T(1)
                                if c + 7 == C
                                else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(W - 1 if W >= 2 else 1)
                                - T(1)
                            )
                            * w_here7
                            + (
                                x[U(n), U(c), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                if C >= c + 1
                                else T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(H - 1 if H >= 2 else 1)
                                - T(1)
                                if c == C
                                else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(W - 1 if W >= 2 else 1)
                                - T(1)
                            )
                            * w_here8
                        )
        quotient3 = (i * s_h - p_t) // d_h
        quotient4 = (H + p_t - (i * s_h) - 1) // d_h
        for c in range(quotient5 * 8, C + 2):
            for u in range(max(0, -quotient3), min(KH, quotient4 + 1)):
                for v in range(KW):
                    w_here9 = w[U(o), U(c), U(u), U(v)]
                    for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                            (W + p_l - (d_w * v) - 1) // s_w + 1)):
                        y[U(n), U(o), U(i), U(j)] += (
                            (
                                x[U(n), U(c), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                if C >= c + 1
                                else T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(H - 1 if H >= 2 else 1)
                                - T(1)
                                if c == C
                                else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(W - 1 if W >= 2 else 1)
                                - T(1)
                            )
                            * w_here9
                        )


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x(dy, w, dx, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    dtype = dx.dtype
    T = dtype.type
    quotient5 = s_h // gcd(s_h, d_h)
    quotient6 = s_w // gcd(s_w, d_w)
    quotient2 = d_h // gcd(s_h, d_h)
    quotient4 = d_w // gcd(s_w, d_w)
    quotient25 = O // 8
    step = gcd(s_h, d_h)
    step2 = gcd(s_w, d_w)
    for n in prange(N):
        dz = np.empty((max(0, C + 2), H, W), dtype)
        # dz[k, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t
        #     : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        #     ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} dy[n, o,
        #     …
        for k in range(C + 2):
            for r in range(s_h):
                first = residue(d_h, r, s_h)
                quotient = (d_h * first - r) // s_h
                quotient11 = (KH - first - 1) // quotient5
                for q in range(-((r - p_t) // s_h), (H + p_t - r - 1) // s_h + 1):
                    quotient10 = (OH + quotient - q - 1) // quotient2
                    quotient12 = (q - quotient) // quotient2
                    for r_ in range(s_w):
                        for q_ in range(-((r_ - p_l) // s_w), (W + p_l - r_ - 1) // s_w + 1):
                            dz[U(k), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = T(0)
                        first2 = residue(d_w, r_, s_w)
                        quotient3 = (d_w * first2 - r_) // s_w
                        quotient7 = (r_ - p_l) // s_w
                        quotient8 = (W + p_l - r_ - 1) // s_w
                        quotient9 = (KW - first2 - 1) // quotient6
                        quotient15 = quotient3
                        quotient21 = quotient9
                        if r % step == 0 and r_ % step2 == 0:
                            for o in range(0, O - 7, 8):
                                for t in range(max(0, -quotient10), min(quotient11 + 1, quotient12 + 1)):
                                    for t_ in range(quotient9 + 1):
                                        w_here = w[U(o + 1), U(k), U(first + quotient5 * t), U(first2 + quotient6 * t_)]
                                        w_here2 = w[U(o + 2), U(k), U(first + quotient5 * t), U(first2 + quotient6 * t_)]
                                        w_here3 = w[U(o + 3), U(k), U(first + quotient5 * t), U(first2 + quotient6 * t_)]
                                        w_here4 = w[U(o + 4), U(k), U(first + quotient5 * t), U(first2 + quotient6 * t_)]
                                        w_here5 = w[U(o + 5), U(k), U(first + quotient5 * t), U(first2 + quotient6 * t_)]
                                        w_here6 = w[U(o + 6), U(k), U(first + quotient5 * t), U(first2 + quotient6 * t_)]
                                        w_here7 = w[U(o + 7), U(k), U(first + quotient5 * t), U(first2 + quotient6 * t_)]
                                        w_here8 = w[U(o), U(k), U(first + quotient5 * t), U(first2 + quotient6 * t_)]
                                        for q_ in range(max(-quotient7, quotient3 + quotient4 * t_),
                                                min(quotient8 + 1, OW + quotient3 + quotient4 * t_)):
                                            dz[U(k), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                                dy[U(n), U(o + 1), U(q - quotient - (quotient2 * t)),
                                                        U(q_ - quotient3 - (quotient4 * t_))]
                                                * w_here
                                                + dy[U(n), U(o + 2), U(q - quotient - (quotient2 * t)),
                                                        U(q_ - quotient3 - (quotient4 * t_))]
                                                * w_here2
                                                + dy[U(n), U(o + 3), U(q - quotient - (quotient2 * t)),
                                                        U(q_ - quotient3 - (quotient4 * t_))]
                                                * w_here3
                                                + dy[U(n), U(o + 4), U(q - quotient - (quotient2 * t)),
                                                        U(q_ - quotient3 - (quotient4 * t_))]
                                                * w_here4
                                                + dy[U(n), U(o + 5), U(q - quotient - (quotient2 * t)),
                                                        U(q_ - quotient3 - (quotient4 * t_))]
                                                * w_here5
                                                + dy[U(n), U(o + 6), U(q - quotient - (quotient2 * t)),
                                                        U(q_ - quotient3 - (quotient4 * t_))]
                                                * w_here6
                                                + dy[U(n), U(o + 7), U(q - quotient - (quotient2 * t)),
                                                        U(q_ - quotient3 - (quotient4 * t_))]
                                                * w_here7
                                                + dy[U(n), U(o), U(q - quotient - (quotient2 * t)),
                                                        U(q_ - quotient3 - (quotient4 * t_))]
                                                * w_here8
                                            )
                            for o in range(quotient25 * 8, O):
                                for t in range(max(0, -quotient10), min(quotient11 + 1, quotient12 + 1)):
                                    for t_ in range(quotient21 + 1):
                                        w_here9 = w[U(o), U(k), U(first + quotient5 * t), U(first2 + quotient6 * t_)]
                                        for q_ in range(max(-quotient7, quotient15 + quotient4 * t_),
                                                min(quotient8 + 1, OW + quotient15 + quotient4 * t_)):
                                            dz[U(k), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                                dy[U(n), U(o), U(q - quotient - (quotient2 * t)),
                                                        U(q_ - quotient15 - (quotient4 * t_))]
                                                * w_here9
                                            )
        # dx[n,c,a,b] = dz[c,a,b]
        for c in range(C):
            for a in range(H):
                for b in range(W):
                    dx[U(n), U(c), U(a), U(b)] = dz[U(c), U(a), U(b)]


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w(dy, x, dw, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    dtype = dw.dtype
    T = dtype.type
    for t in prange(((O - 1) // 2 + 1) * ((C + 1) // 4 + 1) * KH * KW):
        o = 2 * (np.int64(t) // (((C + 1) // 4 + 1) * KH * KW))
        k = 4 * (np.int64(t) // (KH * KW) % ((C + 1) // 4 + 1))
        u = np.int64(t) // KW % KH
        v = np.int64(t) % KW
        o1 = min(O - 1, o + 1)
        k1 = min(C + 1, k + 1)
        k2 = min(C + 1, k + 2)
        k3 = min(C + 1, k + 3)
        # dw[o,k,u,v] = Σ_{n,i,j : 0 ≤ d_h·u+s_h·i−p_t < H, 0 ≤ d_w·v+s_w·j−p_l < W}
        #     dy[n,o,i,j] · {x[n, k, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l] if k < C; 2 · (d_h·u +
        #     s_h·i − p_t)/max(H − 1, 1) − 1 if k = C; else 2 · (d_w·v + s_w·j − p_l)/max(W −
        #     1, 1) − 1}
        acc = T(0)
        acc_1 = T(0)
        acc_2 = T(0)
        acc_3 = T(0)
        acc_4 = T(0)
        acc_5 = T(0)
        acc_6 = T(0)
        acc_7 = T(0)
        quotient = (d_w * v - p_l) // s_w
        quotient2 = (W + p_l - (d_w * v) - 1) // s_w
        quotient3 = (d_h * u - p_t) // s_h
        quotient4 = (H + p_t - (d_h * u) - 1) // s_h
        for n in range(N):
            for i in range(max(0, -quotient3), min(OH, quotient4 + 1)):
                for j in range(max(0, -quotient), min(OW, quotient2 + 1)):
                    acc += (
                        (
                            x[U(n), U(k), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                            if C >= k + 1
                            else T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(H - 1 if H >= 2 else 1) - T(1)
                            if k == C
                            else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(W - 1 if W >= 2 else 1) - T(1)
                        )
                        * dy[U(n), U(o), U(i), U(j)]
                    )
                    acc_1 += (
                        (
                            x[U(n), U(k1), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                            if C >= k1 + 1
                            else T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(H - 1 if H >= 2 else 1) - T(1)
                            if C == k1
                            else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(W - 1 if W >= 2 else 1) - T(1)
                        )
                        * dy[U(n), U(o), U(i), U(j)]
                    )
                    acc_2 += (
                        (
                            x[U(n), U(k2), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                            if C >= k2 + 1
                            else T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(H - 1 if H >= 2 else 1) - T(1)
                            if C == k2
                            else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(W - 1 if W >= 2 else 1) - T(1)
                        )
                        * dy[U(n), U(o), U(i), U(j)]
                    )
                    acc_3 += (
                        (
                            x[U(n), U(k3), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                            if C >= k3 + 1
                            else T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(H - 1 if H >= 2 else 1) - T(1)
                            if C == k3
                            else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(W - 1 if W >= 2 else 1) - T(1)
                        )
                        * dy[U(n), U(o), U(i), U(j)]
                    )
                    acc_4 += (
                        (
                            x[U(n), U(k), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                            if C >= k + 1
                            else T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(H - 1 if H >= 2 else 1) - T(1)
                            if k == C
                            else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(W - 1 if W >= 2 else 1) - T(1)
                        )
                        * dy[U(n), U(o1), U(i), U(j)]
                    )
                    acc_5 += (
                        (
                            x[U(n), U(k1), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                            if C >= k1 + 1
                            else T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(H - 1 if H >= 2 else 1) - T(1)
                            if C == k1
                            else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(W - 1 if W >= 2 else 1) - T(1)
                        )
                        * dy[U(n), U(o1), U(i), U(j)]
                    )
                    acc_6 += (
                        (
                            x[U(n), U(k2), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                            if C >= k2 + 1
                            else T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(H - 1 if H >= 2 else 1) - T(1)
                            if C == k2
                            else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(W - 1 if W >= 2 else 1) - T(1)
                        )
                        * dy[U(n), U(o1), U(i), U(j)]
                    )
                    acc_7 += (
                        (
                            x[U(n), U(k3), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                            if C >= k3 + 1
                            else T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(H - 1 if H >= 2 else 1) - T(1)
                            if C == k3
                            else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(W - 1 if W >= 2 else 1) - T(1)
                        )
                        * dy[U(n), U(o1), U(i), U(j)]
                    )
        dw[U(o), U(k), U(u), U(v)] = acc
        dw[U(o), U(k1), U(u), U(v)] = acc_1
        dw[U(o), U(k2), U(u), U(v)] = acc_2
        dw[U(o), U(k3), U(u), U(v)] = acc_3
        dw[U(o1), U(k), U(u), U(v)] = acc_4
        dw[U(o1), U(k1), U(u), U(v)] = acc_5
        dw[U(o1), U(k2), U(u), U(v)] = acc_6
        dw[U(o1), U(k3), U(u), U(v)] = acc_7


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
def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    dtype = y_dot.dtype
    T = dtype.type
    quotient5 = (C + 2) // 4
    for t in prange(N * O * OH):
        n = np.int64(t) // (O * OH)
        o = np.int64(t) // OH % O
        i = np.int64(t) % OH
        # ẏ[n,o,i,j] = ḃ[o] + Σ_{c,u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l < W}
        #     (w[o,c,u,v] · ẋ[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] + ẇ[o,c,u,v] · {x[n, c,
        #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] if c < C; 2 · (s_h·i + d_h·u − p_t)/max(H − 1,
        #     1) − 1 if c = C; else 2 · (s_w·j + d_w·v − p_l)/max(W − 1, 1) − 1})
        b_dot_here = b_dot[U(o)]
        for j in range(OW):
            y_dot[U(n), U(o), U(i), U(j)] = b_dot_here
        quotient = (i * s_h - p_t) // d_h
        quotient2 = (H + p_t - (i * s_h) - 1) // d_h
        for c in range(0, C - 1, 4):
            for u in range(max(0, -quotient), min(KH, quotient2 + 1)):
                for v in range(KW):
                    w_here = w[U(o), U(c + 1), U(u), U(v)]
                    w_here2 = w[U(o), U(c + 2), U(u), U(v)]
                    w_here3 = w[U(o), U(c + 3), U(u), U(v)]
                    w_here4 = w[U(o), U(c), U(u), U(v)]
                    w_dot_here = w_dot[U(o), U(c + 1), U(u), U(v)]
                    w_dot_here2 = w_dot[U(o), U(c + 2), U(u), U(v)]
                    w_dot_here3 = w_dot[U(o), U(c + 3), U(u), U(v)]
                    w_dot_here4 = w_dot[U(o), U(c), U(u), U(v)]
                    for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                            (W + p_l - (d_w * v) - 1) // s_w + 1)):
                        y_dot[U(n), U(o), U(i), U(j)] += (
                            (
                                x[U(n), U(c + 1), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                if C >= c + 2
                                else T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(H - 1 if H >= 2 else 1)
                                - T(1)
                                if c + 1 == C
                                else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(W - 1 if W >= 2 else 1)
                                - T(1)
                            )
                            * w_dot_here
                            + (
                                x[U(n), U(c + 2), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                if C >= c + 3
                                else T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(H - 1 if H >= 2 else 1)
                                - T(1)
                                if c + 2 == C
                                else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(W - 1 if W >= 2 else 1)
                                - T(1)
                            )
                            * w_dot_here2
                            + (
                                x[U(n), U(c + 3), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                if C >= c + 4
                                else T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(H - 1 if H >= 2 else 1)
                                - T(1)
                                if c + 3 == C
                                else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(W - 1 if W >= 2 else 1)
                                - T(1)
                            )
                            * w_dot_here3
                            + (
                                x[U(n), U(c), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                if C >= c + 1
                                else T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(H - 1 if H >= 2 else 1)
                                - T(1)
                                if c == C
                                else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(W - 1 if W >= 2 else 1)
                                - T(1)
                            )
                            * w_dot_here4
                            + (
                                x_dot[U(n), U(c + 1), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                if C >= c + 2
                                else T(0)
                            )
                            * w_here
                            + (
                                x_dot[U(n), U(c + 2), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                if C >= c + 3
                                else T(0)
                            )
                            * w_here2
                            + (
                                x_dot[U(n), U(c + 3), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                if C >= c + 4
                                else T(0)
                            )
                            * w_here3
                            + (
                                x_dot[U(n), U(c), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                if C >= c + 1
                                else T(0)
                            )
                            * w_here4
                        )
        quotient3 = (i * s_h - p_t) // d_h
        quotient4 = (H + p_t - (i * s_h) - 1) // d_h
        for c in range(quotient5 * 4, C + 2):
            for u in range(max(0, -quotient3), min(KH, quotient4 + 1)):
                for v in range(KW):
                    w_here5 = w[U(o), U(c), U(u), U(v)]
                    w_dot_here5 = w_dot[U(o), U(c), U(u), U(v)]
                    for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                            (W + p_l - (d_w * v) - 1) // s_w + 1)):
                        y_dot[U(n), U(o), U(i), U(j)] += (
                            (
                                x[U(n), U(c), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                if C >= c + 1
                                else T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(H - 1 if H >= 2 else 1)
                                - T(1)
                                if c == C
                                else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(W - 1 if W >= 2 else 1)
                                - T(1)
                            )
                            * w_dot_here5
                            + (
                                x_dot[U(n), U(c), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                if C >= c + 1
                                else T(0)
                            )
                            * w_here5
                        )
