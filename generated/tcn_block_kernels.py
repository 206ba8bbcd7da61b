"""The kernels of tcn_block; tcn_block.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `tcn_block`.  Do not edit.
"""

import numpy as np
from numba import njit, prange

from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _forward(x, w1, b1, w2, b2, w3, b3, y, a1, a2, skip, N, C, L, E, K, O, d):
    """a₁[n,o,i] = b₁[o] + Σ_{c,u} w₁[o,c,u] · x[n, c, i−d·(K−1−u)]
    h₁[n,e,a] = {a₁[n,e,a] if a₁[n,e,a] > 0; else 0}
    a₂[n,o,i] = b₂[o] + Σ_{c,u} h₁[n, c, i−d·(K−1−u)] · w₂[o,c,u]
    h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    skip[n,o,i] = b₃[o] + Σ_{c,u} w₃[o,c,u] · x[n, c, i+u]
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    y[n,o,a] = {both[n,o,a] if both[n,o,a] > 0; else 0}

    As compiled:

    a₂[n,o,i] = b₂[o] + Σ_{c,u : i+d·u+d ≥ d·K} w₂[o,c,u] · {a₁[n, c, i−d·(K−1−u)] if a₁[n, c,
        i−d·(K−1−u)] > 0; else 0}
    skip[n,o,i] = b₃[o] + Σ_c w₃[o,c,0] · x[n,c,i]
    y[n,o,a] = {skip[n,o,a] + {a₂[n,o,a] if a₂[n,o,a] > 0; else 0} if skip[n,o,a] + {a₂[n,o,a] if
        a₂[n,o,a] > 0; else 0} > 0; else 0}

    Operations: C·E·K·L·N + E·K·L·N·O + C·L·N·O multiplications, C·E·K·L·N + E·K·L·N·O + C·L·N·O + L·N·O
        additions, terms that a condition drops counted.
    """
    dtype = y.dtype
    T = dtype.type
    for n in prange(N):
        # a₁[n,o,i] = b₁[o] + Σ_{c,u} w₁[o,c,u] · x[n, c, i−d·(K−1−u)]
        for o in range(E):
            b1_here = b1[U(o)]
            for i in range(L):
                acc = T(0)
                i_by_d = i // d
                for c in range(C):
                    for u in range(max(0, K - i_by_d - 1), K):
                        acc += w1[U(o), U(c), U(u)] * x[U(n), U(c), U(d + i + d * u - (K * d))]
                a1[U(n), U(o), U(i)] = acc + b1_here
        # a₂[n,o,i] = b₂[o] + Σ_{c,u : i+d·u+d ≥ d·K} w₂[o,c,u] · {a₁[n, c, i−d·(K−1−u)] if
        #     a₁[n, c, i−d·(K−1−u)] > 0; else 0}
        for o in range(O):
            b2_here = b2[U(o)]
            for i in range(L):
                acc2 = T(0)
                i_by_d2 = i // d
                for c in range(E):
                    for u in range(max(0, K - i_by_d2 - 1), K):
                        acc2 += (
                            (
                                a1[U(n), U(c), U(d + i + d * u - (K * d))]
                                if a1[U(n), U(c), U(d + i + d * u - (K * d))] > T(0)
                                else T(0)
                            )
                            * w2[U(o), U(c), U(u)]
                        )
                a2[U(n), U(o), U(i)] = acc2 + b2_here
    c_first = (C // 8) * 8
    for task in prange(N * O):
        n = np.int64(task) // O
        o = np.int64(task) % O
        # skip[n,o,i] = b₃[o] + Σ_c w₃[o,c,0] · x[n,c,i]
        b3_here = b3[U(o)]
        for i in range(L):
            skip[U(n), U(o), U(i)] = b3_here
        for c in range(0, C - 7, 8):
            w3_here = w3[U(o), U(c + 1), 0]
            w3_here2 = w3[U(o), U(c + 2), 0]
            w3_here3 = w3[U(o), U(c + 3), 0]
            w3_here4 = w3[U(o), U(c + 4), 0]
            w3_here5 = w3[U(o), U(c + 5), 0]
            w3_here6 = w3[U(o), U(c + 6), 0]
            w3_here7 = w3[U(o), U(c + 7), 0]
            w3_here8 = w3[U(o), U(c), 0]
            for i in range(L):
                skip[U(n), U(o), U(i)] += (
                    w3_here * x[U(n), U(c + 1), U(i)]
                    + w3_here2 * x[U(n), U(c + 2), U(i)]
                    + w3_here3 * x[U(n), U(c + 3), U(i)]
                    + w3_here4 * x[U(n), U(c + 4), U(i)]
                    + w3_here5 * x[U(n), U(c + 5), U(i)]
                    + w3_here6 * x[U(n), U(c + 6), U(i)]
                    + w3_here7 * x[U(n), U(c + 7), U(i)]
                    + w3_here8 * x[U(n), U(c), U(i)]
                )
        for c in range(c_first, C):
            w3_here9 = w3[U(o), U(c), 0]
            for i in range(L):
                skip[U(n), U(o), U(i)] += w3_here9 * x[U(n), U(c), U(i)]
        # y[n,o,a] = {skip[n,o,a] + {a₂[n,o,a] if a₂[n,o,a] > 0; else 0} if skip[n,o,a] +
        #     {a₂[n,o,a] if a₂[n,o,a] > 0; else 0} > 0; else 0}
        for a in range(L):
            y[U(n), U(o), U(a)] = (
                (a2[U(n), U(o), U(a)] if a2[U(n), U(o), U(a)] > T(0) else T(0)) + skip[U(n), U(o), U(a)]
                if (a2[U(n), U(o), U(a)] if a2[U(n), U(o), U(a)] > T(0) else T(0))
                + skip[U(n), U(o), U(a)] > T(0)
                else T(0)
            )


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _shared_da1(dy, w2, a1, a2, skip, da1, N, L, E, K, O, d):
    """da₁[n,e,a] = [a₁[n,e,a] > 0] · Σ_{o,u : a₂[n, o, a+d·(K−1−u)] > 0, both[n, o, a+d·(K−1−u)] > 0} dy[n,
        o, a+d·(K−1−u)] · w₂[o,e,u]

    As compiled:

    da₁[n,e,a] = Σ_{o,u : a₁[n,e,a] > 0, a₂[n, o, a+d·(K−1−u)] > 0, skip[n, o, a+d·(K−1−u)]+{a₂[n, o,
        a+d·(K−1−u)] if a₂[n, o, a+d·(K−1−u)] > 0; else 0} > 0} dy[n, o, a+d·(K−1−u)] · w₂[o,e,u]

    Operations: E·K·L·N·O multiplications, E·K·L·N·O − E·L·N additions, terms that a condition drops
        counted.
    """
    dtype = da1.dtype
    T = dtype.type
    for task in prange(N * E):
        n = np.int64(task) // E
        e = np.int64(task) % E
        # da₁[n,e,a] = Σ_{o,u : a₁[n,e,a] > 0, a₂[n, o, a+d·(K−1−u)] > 0, skip[n, o,
        #     a+d·(K−1−u)]+{a₂[n, o, a+d·(K−1−u)] if a₂[n, o, a+d·(K−1−u)] > 0; else 0} > 0}
        #     dy[n, o, a+d·(K−1−u)] · w₂[o,e,u]
        for a in range(L):
            da1[U(n), U(e), U(a)] = T(0)
        for o in range(O):
            for u in range(K):
                w2_here = w2[U(o), U(e), U(u)]
                for a in range(min(L, L + d + d * u - (K * d))):
                    dy_w2 = dy[U(n), U(o), U(K * d + a - d - (d * u))] * w2_here
                    if a1[U(n), U(e), U(a)] > T(0) and a2[U(n), U(o),
                            U(K * d + a - d - (d * u))] > T(0) and (a2[U(n), U(o),
                            U(K * d + a - d - (d * u))] if a2[U(n), U(o),
                            U(K * d + a - d - (d * u))] > T(0) else T(0)) + skip[U(n), U(o),
                            U(K * d + a - d - (d * u))] > T(0):
                        da1[U(n), U(e), U(a)] += dy_w2


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x(dy, w1, w3, a2, skip, da1, dx, N, C, L, E, K, O, d):
    """h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    da₁[n,e,a] = [a₁[n,e,a] > 0] · Σ_{o,u : a₂[n, o, a+d·(K−1−u)] > 0, both[n, o, a+d·(K−1−u)] > 0} dy[n,
        o, a+d·(K−1−u)] · w₂[o,e,u]
    dx[n,c,a] = Σ_{o = 0..O−1 : both[n,o,a] > 0} dy[n,o,a] · w₃[o,c,0] + Σ_{o,u} da₁[n, o, a+d·u] · w₁[o,
        c, K−1−u]

    As compiled:

    dx[n,c,a] = Σ_{o = 0..O−1 : skip[n,o,a]+{a₂[n,o,a] if a₂[n,o,a] > 0; else 0} > 0} dy[n,o,a] ·
        w₃[o,c,0] + Σ_{o,u} da₁[n, o, a+d·(K−1−u)] · w₁[o,c,u]

    Operations: C·E·K·L·N + E·K·L·N·O + C·L·N·O multiplications, C·E·K·L·N + E·K·L·N·O + C·L·N·O + L·N·O −
        C·L·N − E·L·N additions, terms that a condition drops counted.
    """
    dtype = dx.dtype
    T = dtype.type
    o_first = (E // 8) * 8
    for task in prange(N * C):
        n = np.int64(task) // C
        c = np.int64(task) % C
        # dx[n,c,a] = Σ_{o = 0..O−1 : skip[n,o,a]+{a₂[n,o,a] if a₂[n,o,a] > 0; else 0} > 0}
        #     dy[n,o,a] · w₃[o,c,0] + Σ_{o,u} da₁[n, o, a+d·(K−1−u)] · w₁[o,c,u]
        row = np.empty(L, dtype)
        row2 = np.empty(L, dtype)
        for a in range(L):
            row[U(a)] = T(0)
        for o in range(0, E - 7, 8):
            for u in range(K):
                w1_here = w1[U(o + 1), U(c), U(u)]
                w1_here2 = w1[U(o + 2), U(c), U(u)]
                w1_here3 = w1[U(o + 3), U(c), U(u)]
                w1_here4 = w1[U(o + 4), U(c), U(u)]
                w1_here5 = w1[U(o + 5), U(c), U(u)]
                w1_here6 = w1[U(o + 6), U(c), U(u)]
                w1_here7 = w1[U(o + 7), U(c), U(u)]
                w1_here8 = w1[U(o), U(c), U(u)]
                for a in range(min(L, L + d + d * u - (K * d))):
                    row[U(a)] += (
                        da1[U(n), U(o + 1), U(K * d + a - d - (d * u))] * w1_here
                        + da1[U(n), U(o + 2), U(K * d + a - d - (d * u))] * w1_here2
                        + da1[U(n), U(o + 3), U(K * d + a - d - (d * u))] * w1_here3
                        + da1[U(n), U(o + 4), U(K * d + a - d - (d * u))] * w1_here4
                        + da1[U(n), U(o + 5), U(K * d + a - d - (d * u))] * w1_here5
                        + da1[U(n), U(o + 6), U(K * d + a - d - (d * u))] * w1_here6
                        + da1[U(n), U(o + 7), U(K * d + a - d - (d * u))] * w1_here7
                        + da1[U(n), U(o), U(K * d + a - d - (d * u))] * w1_here8
                    )
        for o in range(o_first, E):
            for u in range(K):
                w1_here9 = w1[U(o), U(c), U(u)]
                for a in range(min(L, L + d + d * u - (K * d))):
                    row[U(a)] += da1[U(n), U(o), U(K * d + a - d - (d * u))] * w1_here9
        for a in range(L):
            row2[U(a)] = T(0)
        for o in range(O):
            w3_here = w3[U(o), U(c), 0]
            for a in range(L):
                dy_w3 = dy[U(n), U(o), U(a)] * w3_here
                if (a2[U(n), U(o), U(a)] if a2[U(n), U(o), U(a)] > T(0) else T(0)) + skip[U(n), U(o),
                        U(a)] > T(0):
                    row2[U(a)] += dy_w3
        for a in range(L):
            dx[U(n), U(c), U(a)] = row2[U(a)] + row[U(a)]


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w1(x, da1, dw1, N, C, L, E, K, d):
    """h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    da₁[n,e,a] = [a₁[n,e,a] > 0] · Σ_{o,u : a₂[n, o, a+d·(K−1−u)] > 0, both[n, o, a+d·(K−1−u)] > 0} dy[n,
        o, a+d·(K−1−u)] · w₂[o,e,u]
    dw₁[e,c,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L} da₁[n,e,i] · x[n, c, i−d·(K−1−u)]
    """
    dtype = dw1.dtype
    T = dtype.type
    for task in prange(((E - 1) // 2 + 1) * ((C - 1) // 4 + 1) * K):
        e = 2 * (np.int64(task) // (((C - 1) // 4 + 1) * K))
        c = 4 * (np.int64(task) // K % ((C - 1) // 4 + 1))
        u = np.int64(task) % K
        e1 = min(E - 1, e + 1)
        c1 = min(C - 1, c + 1)
        c2 = min(C - 1, c + 2)
        c3 = min(C - 1, c + 3)
        # dw₁[e,c,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L} da₁[n,e,i] · x[n, c, i−d·(K−1−u)]
        acc = T(0)
        acc_1 = T(0)
        acc_2 = T(0)
        acc_3 = T(0)
        acc_4 = T(0)
        acc_5 = T(0)
        acc_6 = T(0)
        acc_7 = T(0)
        for i in range(K * d - d - (d * u), L):
            for n in range(N):
                acc += da1[U(n), U(e), U(i)] * x[U(n), U(c), U(d + i + d * u - (K * d))]
                acc_1 += da1[U(n), U(e), U(i)] * x[U(n), U(c1), U(d + i + d * u - (K * d))]
                acc_2 += da1[U(n), U(e), U(i)] * x[U(n), U(c2), U(d + i + d * u - (K * d))]
                acc_3 += da1[U(n), U(e), U(i)] * x[U(n), U(c3), U(d + i + d * u - (K * d))]
                acc_4 += da1[U(n), U(e1), U(i)] * x[U(n), U(c), U(d + i + d * u - (K * d))]
                acc_5 += da1[U(n), U(e1), U(i)] * x[U(n), U(c1), U(d + i + d * u - (K * d))]
                acc_6 += da1[U(n), U(e1), U(i)] * x[U(n), U(c2), U(d + i + d * u - (K * d))]
                acc_7 += da1[U(n), U(e1), U(i)] * x[U(n), U(c3), U(d + i + d * u - (K * d))]
        dw1[U(e), U(c), U(u)] = acc
        dw1[U(e), U(c1), U(u)] = acc_1
        dw1[U(e), U(c2), U(u)] = acc_2
        dw1[U(e), U(c3), U(u)] = acc_3
        dw1[U(e1), U(c), U(u)] = acc_4
        dw1[U(e1), U(c1), U(u)] = acc_5
        dw1[U(e1), U(c2), U(u)] = acc_6
        dw1[U(e1), U(c3), U(u)] = acc_7


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b1(da1, db1, N, L, E):
    """h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    da₁[n,e,a] = [a₁[n,e,a] > 0] · Σ_{o,u : a₂[n, o, a+d·(K−1−u)] > 0, both[n, o, a+d·(K−1−u)] > 0} dy[n,
        o, a+d·(K−1−u)] · w₂[o,e,u]
    db₁[e] = Σ_{n,i} da₁[n,e,i]

    Operations: E·K·L·N·O multiplications, E·K·L·N·O + L·N·O − E additions, terms that a condition drops
        counted.
    """
    dtype = db1.dtype
    T = dtype.type
    for e in prange(E):
        # db₁[e] = Σ_{n,i} da₁[n,e,i]
        acc = T(0)
        for n in range(N):
            for i in range(L):
                acc += da1[U(n), U(e), U(i)]
        db1[U(e)] = acc


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w2(dy, a1, a2, skip, dw2, N, L, E, K, O, d):
    """h₁[n,e,a] = {a₁[n,e,a] if a₁[n,e,a] > 0; else 0}
    h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    dw₂[o,e,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L, a₂[n,o,i] > 0, both[n,o,i] > 0} dy[n,o,i] · h₁[n, e,
        i−d·(K−1−u)]

    As compiled:

    dw₂[o,e,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L, a₂[n,o,i] > 0, skip[n,o,i]+{a₂[n,o,i] if a₂[n,o,i] > 0;
        else 0} > 0} dy[n,o,i] · {a₁[n, e, i−d·(K−1−u)] if a₁[n, e, i−d·(K−1−u)] > 0; else 0}
    """
    dtype = dw2.dtype
    T = dtype.type
    for task in prange(O * E * K):
        o = np.int64(task) // (E * K)
        e = np.int64(task) // K % E
        u = np.int64(task) % K
        # dw₂[o,e,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L, a₂[n,o,i] > 0, skip[n,o,i]+{a₂[n,o,i] if
        #     a₂[n,o,i] > 0; else 0} > 0} dy[n,o,i] · {a₁[n, e, i−d·(K−1−u)] if a₁[n, e,
        #     i−d·(K−1−u)] > 0; else 0}
        acc = T(0)
        for i in range(K * d - d - (d * u), L):
            for n in range(N):
                factor = (
                    (
                        a1[U(n), U(e), U(d + i + d * u - (K * d))]
                        if a1[U(n), U(e), U(d + i + d * u - (K * d))] > T(0)
                        else T(0)
                    )
                    * dy[U(n), U(o), U(i)]
                )
                if a2[U(n), U(o), U(i)] > T(0) and (a2[U(n), U(o), U(i)] if a2[U(n), U(o),
                        U(i)] > T(0) else T(0)) + skip[U(n), U(o), U(i)] > T(0):
                    acc += factor
        dw2[U(o), U(e), U(u)] = acc


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b2(dy, a2, skip, db2, N, L, O):
    """h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    db₂[o] = Σ_{n,i : a₂[n,o,i] > 0, both[n,o,i] > 0} dy[n,o,i]

    As compiled:

    db₂[o] = Σ_{n,i : a₂[n,o,i] > 0, skip[n,o,i]+{a₂[n,o,i] if a₂[n,o,i] > 0; else 0} > 0} dy[n,o,i]

    Operations: 2·L·N·O − O additions, terms that a condition drops counted.
    """
    dtype = db2.dtype
    T = dtype.type
    for o in prange(O):
        # db₂[o] = Σ_{n,i : a₂[n,o,i] > 0, skip[n,o,i]+{a₂[n,o,i] if a₂[n,o,i] > 0; else 0} >
        #     0} dy[n,o,i]
        acc = T(0)
        for n in range(N):
            for i in range(L):
                dy_here = dy[U(n), U(o), U(i)]
                if a2[U(n), U(o), U(i)] > T(0) and (a2[U(n), U(o), U(i)] if a2[U(n), U(o),
                        U(i)] > T(0) else T(0)) + skip[U(n), U(o), U(i)] > T(0):
                    acc += dy_here
        db2[U(o)] = acc


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w3_blocks(dy, x, a2, skip, dw3, N, C, L, O):
    """dw₃[o,c,0] = Σ_{n,i : skip[n,o,i]+{a₂[n,o,i] if a₂[n,o,i] > 0; else 0} > 0} dy[n,o,i] · x[n,c,i]"""
    dtype = dy.dtype
    T = dtype.type
    depth = L * N
    pieces = parts(C)
    share = max(((C - 1) // (pieces * 64)) * 64 + 64, 1)
    for task in prange(1 * pieces):
        one = np.int64(task) // pieces
        part = np.int64(task) % pieces
        tile = np.empty((O, 384), dtype)
        left = np.empty((min(O, 96), max(0, min(depth, 256))), dtype)
        right = np.empty((max(0, min(depth, 256)), 384), dtype)
        for cols_from in range(part * share, min(part * share + share, C), 384):
            cols_last = min(C - 1, cols_from + 383, part * share + share - 1)
            # dw₃[o,c,0] = Σ_{n,i : skip[n,o,i]+{a₂[n,o,i] if a₂[n,o,i] > 0; else 0} > 0}
            #     dy[n,o,i] · x[n,c,i]
            for o in range(O):
                for c in range(cols_from, cols_last + 1):
                    tile[U(o), U(c - cols_from)] = T(0)
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    n = inner // L
                    i = inner % L
                    c = cols_from
                    copy(right, (inner - depth_from, c - cols_from), x, (n, c, i), L, cols_last + 1 - c)
                line_first = depth_from // L
                line_last = depth_last // L
                for rows_from in range(0, O, 96):
                    rows_last = min(O - 1, rows_from + 95)
                    for o in range(rows_from, rows_last + 1):
                        for inner in range(depth_from, depth_last + 1):
                            left[U(o - rows_from), U(inner - depth_from)] = T(0)
                    for o in range(rows_from, rows_last + 1):
                        for line in range(line_first, min(line_last + 1, N)):
                            n = line
                            for i in range(max(0, depth_from - (L * line)), min(L,
                                    depth_last + 1 - (L * line))):
                                dy_here = dy[U(n), U(o), U(i)]
                                if (a2[U(n), U(o), U(i)] if a2[U(n), U(o),
                                        U(i)] > T(0) else T(0)) + skip[U(n), U(o), U(i)] > T(0):
                                    left[U(o - rows_from), U(i + L * line - depth_from)] = dy_here
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(depth, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for o in range(O):
                for c in range(cols_from, cols_last + 1):
                    dw3[U(o), U(c), U(one)] = tile[U(o), U(c - cols_from)]


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w3_plain(dy, x, a2, skip, dw3, N, C, L, O):
    """dw_sum = Σ_{n,i : skip[n,o,i]+{a₂[n,o,i] if a₂[n,o,i] > 0; else 0} > 0} dy[n,o,i] · x[n,c,i]
    dw₃[o,c,0] = dw_sum
    """
    dtype = dy.dtype
    T = dtype.type
    for task in prange(O * C):
        o = np.int64(task) // C
        c = np.int64(task) % C
        # dw_sum = Σ_{n,i : skip[n,o,i]+{a₂[n,o,i] if a₂[n,o,i] > 0; else 0} > 0} dy[n,o,i] ·
        #     x[n,c,i]
        acc = T(0)
        for n in range(N):
            for i in range(L):
                dy_x = dy[U(n), U(o), U(i)] * x[U(n), U(c), U(i)]
                if (a2[U(n), U(o), U(i)] if a2[U(n), U(o), U(i)] > T(0) else T(0)) + skip[U(n), U(o),
                        U(i)] > T(0):
                    acc += dy_x
        dw3_sum = acc
        # dw₃[o,c,0] = dw_sum
        for one in range(1):
            dw3[U(o), U(c), U(one)] = dw3_sum


def _vjp_w3(dy, x, a2, skip, dw3, N, C, L, O):
    """h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    dw₃[o,c,0] = Σ_{n,i : both[n,o,i] > 0} dy[n,o,i] · x[n,c,i]

    Operations: C·L·N·O multiplications, C·L·N·O + L·N·O − C·O additions, terms that a condition drops
        counted.
    """
    dtype = dw3.dtype
    T = dtype.type
    if blocks(O >= 4 and C >= 8 and L * N >= 4):
        _vjp_w3_blocks(dy, x, a2, skip, dw3, N, C, L, O)
    else:
        _vjp_w3_plain(dy, x, a2, skip, dw3, N, C, L, O)


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b3(dy, a2, skip, db3, N, L, O):
    """h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    db₃[o] = Σ_{n,i : both[n,o,i] > 0} dy[n,o,i]

    As compiled:

    db₃[o] = Σ_{n,i : skip[n,o,i]+{a₂[n,o,i] if a₂[n,o,i] > 0; else 0} > 0} dy[n,o,i]

    Operations: 2·L·N·O − O additions, terms that a condition drops counted.
    """
    dtype = db3.dtype
    T = dtype.type
    for o in prange(O):
        # db₃[o] = Σ_{n,i : skip[n,o,i]+{a₂[n,o,i] if a₂[n,o,i] > 0; else 0} > 0} dy[n,o,i]
        acc = T(0)
        for n in range(N):
            for i in range(L):
                dy_here = dy[U(n), U(o), U(i)]
                if (a2[U(n), U(o), U(i)] if a2[U(n), U(o), U(i)] > T(0) else T(0)) + skip[U(n), U(o),
                        U(i)] > T(0):
                    acc += dy_here
        db3[U(o)] = acc
