"""The kernels of tcn_block; tcn_block.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `tcn_block`.  Do not edit.
Run time: a51755a289390ade.
"""

import numpy as np
from numba import njit

from .elementary import select
from .runtime import carried, plus
from .threads import launch
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w1_part(first, last, x, da1, dw1, N, C, L, E, K, d):
    """dw₁[e,c,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L} da₁[n,e,i] · x[n, c, i−d·(K−1−u)]"""
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        e = 2 * (task // (((C - 1) // 4 + 1) * K))
        c = 4 * (task // K % ((C - 1) // 4 + 1))
        u = task % K
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
        rest = T(0)
        rest2 = T(0)
        rest3 = T(0)
        rest4 = T(0)
        rest5 = T(0)
        rest6 = T(0)
        rest7 = T(0)
        rest8 = T(0)
        i_block_last = (L + d + d * u - (K * d) - 1) // 1024
        for n in range(N):
            for i_block in range(i_block_last + 1):
                part = T(0)
                part2 = T(0)
                part3 = T(0)
                part4 = T(0)
                part5 = T(0)
                part6 = T(0)
                part7 = T(0)
                part8 = T(0)
                for i in range(i_block * 1024 + K * d - d - (d * u), min(L,
                        i_block * 1024 + K * d + 1024 - d - (d * u))):
                    part = plus(part, da1[U(n), U(e), U(i)] * x[U(n), U(c), U(d + i + d * u - (K * d))])
                    part2 = plus(part2, da1[U(n), U(e), U(i)] * x[U(n), U(c1), U(d + i + d * u - (K * d))])
                    part3 = plus(part3, da1[U(n), U(e), U(i)] * x[U(n), U(c2), U(d + i + d * u - (K * d))])
                    part4 = plus(part4, da1[U(n), U(e), U(i)] * x[U(n), U(c3), U(d + i + d * u - (K * d))])
                    part5 = plus(part5, da1[U(n), U(e1), U(i)] * x[U(n), U(c), U(d + i + d * u - (K * d))])
                    part6 = plus(part6, da1[U(n), U(e1), U(i)] * x[U(n), U(c1), U(d + i + d * u - (K * d))])
                    part7 = plus(part7, da1[U(n), U(e1), U(i)] * x[U(n), U(c2), U(d + i + d * u - (K * d))])
                    part8 = plus(part8, da1[U(n), U(e1), U(i)] * x[U(n), U(c3), U(d + i + d * u - (K * d))])
                acc, rest = carried(acc, rest, part)
                acc_1, rest2 = carried(acc_1, rest2, part2)
                acc_2, rest3 = carried(acc_2, rest3, part3)
                acc_3, rest4 = carried(acc_3, rest4, part4)
                acc_4, rest5 = carried(acc_4, rest5, part5)
                acc_5, rest6 = carried(acc_5, rest6, part6)
                acc_6, rest7 = carried(acc_6, rest7, part7)
                acc_7, rest8 = carried(acc_7, rest8, part8)
        dw1[U(e), U(c), U(u)] = acc
        dw1[U(e), U(c1), U(u)] = acc_1
        dw1[U(e), U(c2), U(u)] = acc_2
        dw1[U(e), U(c3), U(u)] = acc_3
        dw1[U(e1), U(c), U(u)] = acc_4
        dw1[U(e1), U(c1), U(u)] = acc_5
        dw1[U(e1), U(c2), U(u)] = acc_6
        dw1[U(e1), U(c3), U(u)] = acc_7


def _vjp_w1(x, da1, dw1, N, C, L, E, K, d):
    """h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    da₁[n,e,a] = [a₁[n,e,a] > 0] · Σ_{o,u : a₂[n, o, a+d·(K−1−u)] > 0, both[n, o, a+d·(K−1−u)] > 0} dy[n,
        o, a+d·(K−1−u)] · w₂[o,e,u]
    dw₁[e,c,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L} da₁[n,e,i] · x[n, c, i−d·(K−1−u)]
    """
    launch(_vjp_w1_part, ((E - 1) // 2 + 1) * ((C - 1) // 4 + 1) * K, (L + d - (K * d)) * C * E * K * N, x,
            da1, dw1, N, C, L, E, K, d)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b1_part(first, last, da1, db1, N, L, E, i_block_last):
    """db₁[e] = Σ_{n,i} da₁[n,e,i]"""
    dtype = da1.dtype
    T = dtype.type
    for e in range(first, last):
        # db₁[e] = Σ_{n,i} da₁[n,e,i]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for i_block in range(i_block_last + 1):
                part = T(0)
                for i in range(i_block * 1024, min(L, i_block * 1024 + 1024)):
                    part = plus(part, da1[U(n), U(e), U(i)])
                acc, rest = carried(acc, rest, part)
        db1[U(e)] = acc


def _vjp_b1(da1, db1, N, L, E):
    """h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    da₁[n,e,a] = [a₁[n,e,a] > 0] · Σ_{o,u : a₂[n, o, a+d·(K−1−u)] > 0, both[n, o, a+d·(K−1−u)] > 0} dy[n,
        o, a+d·(K−1−u)] · w₂[o,e,u]
    db₁[e] = Σ_{n,i} da₁[n,e,i]

    Operations: E·K·L·N·O multiplications, E·K·L·N·O + L·N·O − E additions, terms that a condition drops
        counted.
    """
    i_block_last = (L - 1) // 1024
    launch(_vjp_b1_part, E, E * L * N, da1, db1, N, L, E, i_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w2_part(first, last, dy, a1, a2, skip, dw2, N, L, E, K, O, d):
    """dw₂[o,e,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L} max(0, a₁[n, e, i−d·(K−1−u)]) · {dy[n,o,i] if a₂[n,o,i] >
        0, skip[n,o,i] + max(0, a₂[n,o,i]) > 0; 0 if a₂[n,o,i] ≤ 0; 0 if skip[n,o,i] + max(0, a₂[n,o,i]) ≤
        0; else a₂[n,o,i] + skip[n,o,i] + max(0, a₂[n,o,i])}
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        o = 2 * (task // (((E - 1) // 4 + 1) * K))
        e = 4 * (task // K % ((E - 1) // 4 + 1))
        u = task % K
        o1 = min(O - 1, o + 1)
        e1 = min(E - 1, e + 1)
        e2 = min(E - 1, e + 2)
        e3 = min(E - 1, e + 3)
        # dw₂[o,e,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L} max(0, a₁[n, e, i−d·(K−1−u)]) ·
        #     {dy[n,o,i] if a₂[n,o,i] > 0, skip[n,o,i] + max(0, a₂[n,o,i]) > 0; 0 if a₂[n,o,i]
        #     ≤ 0; 0 if skip[n,o,i] + max(0, a₂[n,o,i]) ≤ 0; else a₂[n,o,i] + skip[n,o,i] +
        #     max(0, a₂[n,o,i])}
        acc = T(0)
        acc_1 = T(0)
        acc_2 = T(0)
        acc_3 = T(0)
        acc_4 = T(0)
        acc_5 = T(0)
        acc_6 = T(0)
        acc_7 = T(0)
        rest = T(0)
        rest2 = T(0)
        rest3 = T(0)
        rest4 = T(0)
        rest5 = T(0)
        rest6 = T(0)
        rest7 = T(0)
        rest8 = T(0)
        i_block_last = (L + d + d * u - (K * d) - 1) // 1024
        for n in range(N):
            for i_block in range(i_block_last + 1):
                part = T(0)
                part2 = T(0)
                part3 = T(0)
                part4 = T(0)
                part5 = T(0)
                part6 = T(0)
                part7 = T(0)
                part8 = T(0)
                for i in range(i_block * 1024 + K * d - d - (d * u), min(L,
                        i_block * 1024 + K * d + 1024 - d - (d * u))):
                    a1_here = a1[U(n), U(e), U(d + i + d * u - (K * d))]
                    a2_here = a2[U(n), U(o), U(i)]
                    skip_here = skip[U(n), U(o), U(i)]
                    dy_here = dy[U(n), U(o), U(i)]
                    part = plus(
                        part,
                        select(T(0) >= a1_here, T(0), a1_here)
                        * select(a2_here > T(0) and select(T(0) >= a2_here, T(0), a2_here) + skip_here > T(0),
                                dy_here, select(T(0) >= a2_here, T(0), select(T(0) >= select(T(0) >= a2_here,
                                T(0), a2_here) + skip_here, T(0), select(T(0) >= a2_here, T(0),
                                a2_here) + a2_here + skip_here))),
                    )
                    a1_here2 = a1[U(n), U(e1), U(d + i + d * u - (K * d))]
                    a2_here2 = a2[U(n), U(o), U(i)]
                    skip_here2 = skip[U(n), U(o), U(i)]
                    dy_here2 = dy[U(n), U(o), U(i)]
                    part2 = plus(
                        part2,
                        select(T(0) >= a1_here2, T(0), a1_here2)
                        * select(a2_here2 > T(0) and select(T(0) >= a2_here2, T(0),
                                a2_here2) + skip_here2 > T(0), dy_here2, select(T(0) >= a2_here2, T(0),
                                select(T(0) >= select(T(0) >= a2_here2, T(0), a2_here2) + skip_here2, T(0),
                                select(T(0) >= a2_here2, T(0), a2_here2) + a2_here2 + skip_here2))),
                    )
                    a1_here3 = a1[U(n), U(e2), U(d + i + d * u - (K * d))]
                    a2_here3 = a2[U(n), U(o), U(i)]
                    skip_here3 = skip[U(n), U(o), U(i)]
                    dy_here3 = dy[U(n), U(o), U(i)]
                    part3 = plus(
                        part3,
                        select(T(0) >= a1_here3, T(0), a1_here3)
                        * select(a2_here3 > T(0) and select(T(0) >= a2_here3, T(0),
                                a2_here3) + skip_here3 > T(0), dy_here3, select(T(0) >= a2_here3, T(0),
                                select(T(0) >= select(T(0) >= a2_here3, T(0), a2_here3) + skip_here3, T(0),
                                select(T(0) >= a2_here3, T(0), a2_here3) + a2_here3 + skip_here3))),
                    )
                    a1_here4 = a1[U(n), U(e3), U(d + i + d * u - (K * d))]
                    a2_here4 = a2[U(n), U(o), U(i)]
                    skip_here4 = skip[U(n), U(o), U(i)]
                    dy_here4 = dy[U(n), U(o), U(i)]
                    part4 = plus(
                        part4,
                        select(T(0) >= a1_here4, T(0), a1_here4)
                        * select(a2_here4 > T(0) and select(T(0) >= a2_here4, T(0),
                                a2_here4) + skip_here4 > T(0), dy_here4, select(T(0) >= a2_here4, T(0),
                                select(T(0) >= select(T(0) >= a2_here4, T(0), a2_here4) + skip_here4, T(0),
                                select(T(0) >= a2_here4, T(0), a2_here4) + a2_here4 + skip_here4))),
                    )
                    a1_here5 = a1[U(n), U(e), U(d + i + d * u - (K * d))]
                    a2_here5 = a2[U(n), U(o1), U(i)]
                    skip_here5 = skip[U(n), U(o1), U(i)]
                    dy_here5 = dy[U(n), U(o1), U(i)]
                    part5 = plus(
                        part5,
                        select(T(0) >= a1_here5, T(0), a1_here5)
                        * select(a2_here5 > T(0) and select(T(0) >= a2_here5, T(0),
                                a2_here5) + skip_here5 > T(0), dy_here5, select(T(0) >= a2_here5, T(0),
                                select(T(0) >= select(T(0) >= a2_here5, T(0), a2_here5) + skip_here5, T(0),
                                select(T(0) >= a2_here5, T(0), a2_here5) + a2_here5 + skip_here5))),
                    )
                    a1_here6 = a1[U(n), U(e1), U(d + i + d * u - (K * d))]
                    a2_here6 = a2[U(n), U(o1), U(i)]
                    skip_here6 = skip[U(n), U(o1), U(i)]
                    dy_here6 = dy[U(n), U(o1), U(i)]
                    part6 = plus(
                        part6,
                        select(T(0) >= a1_here6, T(0), a1_here6)
                        * select(a2_here6 > T(0) and select(T(0) >= a2_here6, T(0),
                                a2_here6) + skip_here6 > T(0), dy_here6, select(T(0) >= a2_here6, T(0),
                                select(T(0) >= select(T(0) >= a2_here6, T(0), a2_here6) + skip_here6, T(0),
                                select(T(0) >= a2_here6, T(0), a2_here6) + a2_here6 + skip_here6))),
                    )
                    a1_here7 = a1[U(n), U(e2), U(d + i + d * u - (K * d))]
                    a2_here7 = a2[U(n), U(o1), U(i)]
                    skip_here7 = skip[U(n), U(o1), U(i)]
                    dy_here7 = dy[U(n), U(o1), U(i)]
                    part7 = plus(
                        part7,
                        select(T(0) >= a1_here7, T(0), a1_here7)
                        * select(a2_here7 > T(0) and select(T(0) >= a2_here7, T(0),
                                a2_here7) + skip_here7 > T(0), dy_here7, select(T(0) >= a2_here7, T(0),
                                select(T(0) >= select(T(0) >= a2_here7, T(0), a2_here7) + skip_here7, T(0),
                                select(T(0) >= a2_here7, T(0), a2_here7) + a2_here7 + skip_here7))),
                    )
                    a1_here8 = a1[U(n), U(e3), U(d + i + d * u - (K * d))]
                    a2_here8 = a2[U(n), U(o1), U(i)]
                    skip_here8 = skip[U(n), U(o1), U(i)]
                    dy_here8 = dy[U(n), U(o1), U(i)]
                    part8 = plus(
                        part8,
                        select(T(0) >= a1_here8, T(0), a1_here8)
                        * select(a2_here8 > T(0) and select(T(0) >= a2_here8, T(0),
                                a2_here8) + skip_here8 > T(0), dy_here8, select(T(0) >= a2_here8, T(0),
                                select(T(0) >= select(T(0) >= a2_here8, T(0), a2_here8) + skip_here8, T(0),
                                select(T(0) >= a2_here8, T(0), a2_here8) + a2_here8 + skip_here8))),
                    )
                acc, rest = carried(acc, rest, part)
                acc_1, rest2 = carried(acc_1, rest2, part2)
                acc_2, rest3 = carried(acc_2, rest3, part3)
                acc_3, rest4 = carried(acc_3, rest4, part4)
                acc_4, rest5 = carried(acc_4, rest5, part5)
                acc_5, rest6 = carried(acc_5, rest6, part6)
                acc_6, rest7 = carried(acc_6, rest7, part7)
                acc_7, rest8 = carried(acc_7, rest8, part8)
        dw2[U(o), U(e), U(u)] = acc
        dw2[U(o), U(e1), U(u)] = acc_1
        dw2[U(o), U(e2), U(u)] = acc_2
        dw2[U(o), U(e3), U(u)] = acc_3
        dw2[U(o1), U(e), U(u)] = acc_4
        dw2[U(o1), U(e1), U(u)] = acc_5
        dw2[U(o1), U(e2), U(u)] = acc_6
        dw2[U(o1), U(e3), U(u)] = acc_7


def _vjp_w2(dy, a1, a2, skip, dw2, N, L, E, K, O, d):
    """h₁[n,e,a] = {a₁[n,e,a] if a₁[n,e,a] > 0; else 0}
    h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    dw₂[o,e,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L, a₂[n,o,i] > 0, both[n,o,i] > 0} dy[n,o,i] · h₁[n, e,
        i−d·(K−1−u)]

    As compiled:

    dw₂[o,e,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L} max(0, a₁[n, e, i−d·(K−1−u)]) · {dy[n,o,i] if a₂[n,o,i] >
        0, skip[n,o,i] + max(0, a₂[n,o,i]) > 0; 0 if a₂[n,o,i] ≤ 0; 0 if skip[n,o,i] + max(0, a₂[n,o,i]) ≤
        0; else a₂[n,o,i] + skip[n,o,i] + max(0, a₂[n,o,i])}
    """
    launch(_vjp_w2_part, ((O - 1) // 2 + 1) * ((E - 1) // 4 + 1) * K, (L + d - (K * d)) * E * K * N * O, dy,
            a1, a2, skip, dw2, N, L, E, K, O, d)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b2_part(first, last, dy, a2, skip, db2, N, L, O, i_block_last):
    """db₂[o] = Σ_{n,i} {dy[n,o,i] if a₂[n,o,i] > 0, skip[n,o,i] + max(0, a₂[n,o,i]) > 0; 0 if a₂[n,o,i] ≤ 0;
        0 if skip[n,o,i] + max(0, a₂[n,o,i]) ≤ 0; else a₂[n,o,i] + skip[n,o,i] + max(0, a₂[n,o,i])}
    """
    dtype = dy.dtype
    T = dtype.type
    for o in range(first, last):
        # db₂[o] = Σ_{n,i} {dy[n,o,i] if a₂[n,o,i] > 0, skip[n,o,i] + max(0, a₂[n,o,i]) > 0; 0
        #     if a₂[n,o,i] ≤ 0; 0 if skip[n,o,i] + max(0, a₂[n,o,i]) ≤ 0; else a₂[n,o,i] +
        #     skip[n,o,i] + max(0, a₂[n,o,i])}
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for i_block in range(i_block_last + 1):
                part = T(0)
                for i in range(i_block * 1024, min(L, i_block * 1024 + 1024)):
                    a2_here = a2[U(n), U(o), U(i)]
                    skip_here = skip[U(n), U(o), U(i)]
                    dy_here = dy[U(n), U(o), U(i)]
                    part = plus(part, select(a2_here > T(0) and select(T(0) >= a2_here, T(0),
                            a2_here) + skip_here > T(0), dy_here, select(T(0) >= a2_here, T(0),
                            select(T(0) >= select(T(0) >= a2_here, T(0), a2_here) + skip_here, T(0),
                            select(T(0) >= a2_here, T(0), a2_here) + a2_here + skip_here))))
                acc, rest = carried(acc, rest, part)
        db2[U(o)] = acc


def _vjp_b2(dy, a2, skip, db2, N, L, O):
    """h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    db₂[o] = Σ_{n,i : a₂[n,o,i] > 0, both[n,o,i] > 0} dy[n,o,i]

    As compiled:

    db₂[o] = Σ_{n,i} {dy[n,o,i] if a₂[n,o,i] > 0, skip[n,o,i] + max(0, a₂[n,o,i]) > 0; 0 if a₂[n,o,i] ≤ 0;
        0 if skip[n,o,i] + max(0, a₂[n,o,i]) ≤ 0; else a₂[n,o,i] + skip[n,o,i] + max(0, a₂[n,o,i])}

    Operations: 2·L·N·O − O additions, terms that a condition drops counted.
    """
    i_block_last = (L - 1) // 1024
    launch(_vjp_b2_part, O, L * N * O, dy, a2, skip, db2, N, L, O, i_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w3_blocks(first, last, dy, x, a2, skip, dw3, N, C, L, O, depth, pieces, share):
    """dw₃[o,c,0] = Σ_{n,i} x[n,c,i] · {dy[n,o,i] if skip[n,o,i] + max(0, a₂[n,o,i]) > 0; 0 if skip[n,o,i] +
        max(0, a₂[n,o,i]) ≤ 0; else skip[n,o,i] + max(0, a₂[n,o,i])}
    """
    dtype = dy.dtype
    T = dtype.type
    tile = np.empty((O, 384), dtype)
    left = np.empty((min(O, 96), max(0, min(depth, 256))), dtype)
    right = np.empty((max(0, min(depth, 256)), 384), dtype)
    for task in range(first, last):
        one = task // pieces
        part = task % pieces
        for cols_from in range(part * share, min(part * share + share, C), 384):
            cols_last = min(C - 1, cols_from + 383, part * share + share - 1)
            # dw₃[o,c,0] = Σ_{n,i} x[n,c,i] · {dy[n,o,i] if skip[n,o,i] + max(0, a₂[n,o,i]) > 0; 0
            #     if skip[n,o,i] + max(0, a₂[n,o,i]) ≤ 0; else skip[n,o,i] + max(0, a₂[n,o,i])}
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
                        for line in range(line_first, min(line_last + 1, N)):
                            n = line
                            for i in range(max(0, depth_from - (L * line)), min(L,
                                    depth_last + 1 - (L * line))):
                                a2_here = a2[U(n), U(o), U(i)]
                                skip_here = skip[U(n), U(o), U(i)]
                                dy_here = dy[U(n), U(o), U(i)]
                                left[U(o - rows_from), U(i + L * line - depth_from)] = select(
                                    select(T(0) >= a2_here, T(0), a2_here) + skip_here > T(0),
                                    dy_here,
                                    select(T(0) >= select(T(0) >= a2_here, T(0), a2_here) + skip_here, T(0),
                                            select(T(0) >= a2_here, T(0), a2_here) + skip_here),
                                )
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(depth, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for o in range(O):
                for c in range(cols_from, cols_last + 1):
                    dw3[U(o), U(c), U(one)] = tile[U(o), U(c - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w3_plain(first, last, dy, x, a2, skip, dw3, N, C, L, O, i_block_last):
    """dw_sum = Σ_{n,i} x[n,c,i] · {dy[n,o,i] if skip[n,o,i] + max(0, a₂[n,o,i]) > 0; 0 if skip[n,o,i] +
        max(0, a₂[n,o,i]) ≤ 0; else skip[n,o,i] + max(0, a₂[n,o,i])}
    dw₃[o,c,0] = dw_sum
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        o = task // C
        c = task % C
        # dw_sum = Σ_{n,i} x[n,c,i] · {dy[n,o,i] if skip[n,o,i] + max(0, a₂[n,o,i]) > 0; 0 if
        #     skip[n,o,i] + max(0, a₂[n,o,i]) ≤ 0; else skip[n,o,i] + max(0, a₂[n,o,i])}
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for i_block in range(i_block_last + 1):
                part2 = T(0)
                for i in range(i_block * 1024, min(L, i_block * 1024 + 1024)):
                    a2_here2 = a2[U(n), U(o), U(i)]
                    skip_here2 = skip[U(n), U(o), U(i)]
                    dy_here2 = dy[U(n), U(o), U(i)]
                    part2 = plus(
                        part2,
                        select(
                            select(T(0) >= a2_here2, T(0), a2_here2) + skip_here2 > T(0),
                            dy_here2,
                            select(T(0) >= select(T(0) >= a2_here2, T(0), a2_here2) + skip_here2, T(0),
                                    select(T(0) >= a2_here2, T(0), a2_here2) + skip_here2),
                        )
                        * x[U(n), U(c), U(i)],
                    )
                acc, rest = carried(acc, rest, part2)
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
    if blocks(O >= 4 and C >= 8 and L * N >= 4):
        depth = L * N
        pieces = parts(C)
        share = max(((C - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_vjp_w3_blocks, 1 * pieces, C * L * N * O // 32, dy, x, a2, skip, dw3, N, C, L, O, depth,
                pieces, share)
    else:
        i_block_last = (L - 1) // 1024
        launch(_vjp_w3_plain, O * C, C * L * N * O + C * O, dy, x, a2, skip, dw3, N, C, L, O, i_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b3_part(first, last, dy, a2, skip, db3, N, L, O, i_block_last):
    """db₃[o] = Σ_{n,i} {dy[n,o,i] if skip[n,o,i] + max(0, a₂[n,o,i]) > 0; 0 if skip[n,o,i] + max(0,
        a₂[n,o,i]) ≤ 0; else skip[n,o,i] + max(0, a₂[n,o,i])}
    """
    dtype = dy.dtype
    T = dtype.type
    for o in range(first, last):
        # db₃[o] = Σ_{n,i} {dy[n,o,i] if skip[n,o,i] + max(0, a₂[n,o,i]) > 0; 0 if skip[n,o,i]
        #     + max(0, a₂[n,o,i]) ≤ 0; else skip[n,o,i] + max(0, a₂[n,o,i])}
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for i_block in range(i_block_last + 1):
                part = T(0)
                for i in range(i_block * 1024, min(L, i_block * 1024 + 1024)):
                    a2_here = a2[U(n), U(o), U(i)]
                    skip_here = skip[U(n), U(o), U(i)]
                    dy_here = dy[U(n), U(o), U(i)]
                    part = plus(part, select(select(T(0) >= a2_here, T(0), a2_here) + skip_here > T(0), dy_here,
                            select(T(0) >= select(T(0) >= a2_here, T(0), a2_here) + skip_here, T(0),
                            select(T(0) >= a2_here, T(0), a2_here) + skip_here)))
                acc, rest = carried(acc, rest, part)
        db3[U(o)] = acc


def _vjp_b3(dy, a2, skip, db3, N, L, O):
    """h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    db₃[o] = Σ_{n,i : both[n,o,i] > 0} dy[n,o,i]

    As compiled:

    db₃[o] = Σ_{n,i} {dy[n,o,i] if skip[n,o,i] + max(0, a₂[n,o,i]) > 0; 0 if skip[n,o,i] + max(0,
        a₂[n,o,i]) ≤ 0; else skip[n,o,i] + max(0, a₂[n,o,i])}

    Operations: 2·L·N·O − O additions, terms that a condition drops counted.
    """
    i_block_last = (L - 1) // 1024
    launch(_vjp_b3_part, O, L * N * O, dy, a2, skip, db3, N, L, O, i_block_last)
