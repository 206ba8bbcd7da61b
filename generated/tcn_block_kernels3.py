"""The kernels of tcn_block; tcn_block.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `tcn_block`.  Do not edit.
Run time: 31ac518f422d3877.
"""

import numpy as np
from numba import njit

from .elementary import select
from .runtime import carried
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, w1_dot, b1_dot, w2_dot, b2_dot, x, w1, w2, a1, a2_dot, N, C, L, E, K, O, d,
        c_block_last, c_block_last2):
    """ȧ₁[o,i] = ḃ₁[o] + Σ_{c,u} (w₁[o,c,u] · ẋ[n, c, i−d·(K−1−u)] + ẇ₁[o,c,u] · x[n, c, i−d·(K−1−u)])
    ȧ₂[n,o,i] = ḃ₂[o] + Σ_{c,u : i+d·u+d ≥ d·K} (ẇ₂[o,c,u] · max(0, a₁[n, c, i−d·(K−1−u)]) + w₂[o,c,u] ·
        {ȧ₁[c, i−d·(K−1−u)] if a₁[n, c, i−d·(K−1−u)] > 0; 0 if a₁[n, c, i−d·(K−1−u)] ≤ 0; else a₁[n, c,
        i−d·(K−1−u)]})
    """
    dtype = x_dot.dtype
    T = dtype.type
    a1_dot = np.empty((E, L), dtype)
    for n in range(first, last):
        # ȧ₁[o,i] = ḃ₁[o] + Σ_{c,u} (w₁[o,c,u] · ẋ[n, c, i−d·(K−1−u)] + ẇ₁[o,c,u] · x[n, c,
        #     i−d·(K−1−u)])
        for o in range(E):
            b1_dot_here = b1_dot[U(o)]
            for i in range(L):
                a1_dot[U(o), U(i)] = b1_dot_here
            rest = np.empty(L, dtype)
            part = np.empty(L, dtype)
            for i in range(L):
                rest[U(i)] = T(0)
            for c_block in range(c_block_last + 1):
                for i in range(L):
                    part[U(i)] = T(0)
                for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                    for u in range(K):
                        w1_here = w1[U(o), U(c), U(u)]
                        w1_dot_here = w1_dot[U(o), U(c), U(u)]
                        for i in range(max(0, K * d - d - (d * u)), L):
                            part[U(i)] += (
                                w1_dot_here * x[U(n), U(c), U(d + i + d * u - (K * d))]
                                + w1_here * x_dot[U(n), U(c), U(d + i + d * u - (K * d))]
                            )
                for i in range(L):
                    a1_dot[U(o), U(i)], rest[U(i)] = carried(a1_dot[U(o), U(i)], rest[U(i)], part[U(i)])
        # ȧ₂[n,o,i] = ḃ₂[o] + Σ_{c,u : i+d·u+d ≥ d·K} (ẇ₂[o,c,u] · max(0, a₁[n, c,
        #     i−d·(K−1−u)]) + w₂[o,c,u] · {ȧ₁[c, i−d·(K−1−u)] if a₁[n, c, i−d·(K−1−u)] > 0; 0
        #     if a₁[n, c, i−d·(K−1−u)] ≤ 0; else a₁[n, c, i−d·(K−1−u)]})
        for o in range(O):
            b2_dot_here = b2_dot[U(o)]
            for i in range(L):
                a2_dot[U(n), U(o), U(i)] = b2_dot_here
            rest2 = np.empty(L, dtype)
            part2 = np.empty(L, dtype)
            for i in range(L):
                rest2[U(i)] = T(0)
            for c_block in range(c_block_last2 + 1):
                for i in range(L):
                    part2[U(i)] = T(0)
                for c in range(c_block * 1024, min(E, c_block * 1024 + 1024)):
                    for u in range(K):
                        w2_here = w2[U(o), U(c), U(u)]
                        w2_dot_here = w2_dot[U(o), U(c), U(u)]
                        for i in range(max(0, K * d - d - (d * u)), L):
                            a1_here = a1[U(n), U(c), U(d + i + d * u - (K * d))]
                            a1_dot_here = a1_dot[U(c), U(d + i + d * u - (K * d))]
                            part2[U(i)] += (
                                select(T(0) >= a1_here, T(0), a1_here) * w2_dot_here
                                + select(a1_here > T(0), a1_dot_here, select(T(0) >= a1_here, T(0), a1_here))
                                * w2_here
                            )
                for i in range(L):
                    a2_dot[U(n), U(o), U(i)], rest2[U(i)] = carried(a2_dot[U(n), U(o), U(i)], rest2[U(i)], part2[U(i)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part2(first, last, x_dot, w3_dot, b3_dot, x, w3, a2, skip, y_dot, a2_dot, N, C, L, O, c_block_last):
    """skip_dot[i] = ḃ₃[o] + Σ_c (w₃[o,c,0]·ẋ[n,c,i] + ẇ₃[o,c,0]·x[n,c,i])
    ẏ[n,o,a] = {{ȧ₂[n,o,a] if a₂[n,o,a] > 0; 0 if a₂[n,o,a] ≤ 0; else a₂[n,o,a]} + skip_dot[a] if
        skip[n,o,a] + max(0, a₂[n,o,a]) > 0; 0 if skip[n,o,a] + max(0, a₂[n,o,a]) ≤ 0; else skip[n,o,a] +
        max(0, a₂[n,o,a])}
    """
    dtype = x_dot.dtype
    T = dtype.type
    skip_dot = np.empty(L, dtype)
    rest3 = np.empty(L, dtype)
    part3 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // O
        o = task % O
        # skip_dot[i] = ḃ₃[o] + Σ_c (w₃[o,c,0]·ẋ[n,c,i] + ẇ₃[o,c,0]·x[n,c,i])
        b3_dot_here = b3_dot[U(o)]
        for i in range(L):
            skip_dot[U(i)] = b3_dot_here
        for i in range(L):
            rest3[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(L):
                part3[U(i)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                w3_here = w3[U(o), U(c), 0]
                w3_dot_here = w3_dot[U(o), U(c), 0]
                for i in range(L):
                    part3[U(i)] += w3_dot_here * x[U(n), U(c), U(i)] + w3_here * x_dot[U(n), U(c), U(i)]
            for i in range(L):
                skip_dot[U(i)], rest3[U(i)] = carried(skip_dot[U(i)], rest3[U(i)], part3[U(i)])
        # ẏ[n,o,a] = {{ȧ₂[n,o,a] if a₂[n,o,a] > 0; 0 if a₂[n,o,a] ≤ 0; else a₂[n,o,a]} +
        #     skip_dot[a] if skip[n,o,a] + max(0, a₂[n,o,a]) > 0; 0 if skip[n,o,a] + max(0,
        #     a₂[n,o,a]) ≤ 0; else skip[n,o,a] + max(0, a₂[n,o,a])}
        for a in range(L):
            a2_here = a2[U(n), U(o), U(a)]
            a2_dot_here = a2_dot[U(n), U(o), U(a)]
            skip_here = skip[U(n), U(o), U(a)]
            skip_dot_here = skip_dot[U(a)]
            y_dot[U(n), U(o), U(a)] = select(
                select(T(0) >= a2_here, T(0), a2_here) + skip_here > T(0),
                select(a2_here > T(0), a2_dot_here, select(T(0) >= a2_here, T(0), a2_here)) + skip_dot_here,
                select(T(0) >= select(T(0) >= a2_here, T(0), a2_here) + skip_here, T(0),
                        select(T(0) >= a2_here, T(0), a2_here) + skip_here),
            )


def _jvp(x_dot, w1_dot, b1_dot, w2_dot, b2_dot, w3_dot, b3_dot, x, w1, w2, w3, a1, a2, skip, y_dot, N, C, L,
        E, K, O, d):
    """h₁[n,e,a] = {a₁[n,e,a] if a₁[n,e,a] > 0; else 0}
    h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    ȧ₁[n,o,i] = ḃ₁[o] + Σ_{c,u} (w₁[o,c,u] · ẋ[n, c, i−d·(K−1−u)] + ẇ₁[o,c,u] · x[n, c, i−d·(K−1−u)])
    ḣ₁[n,e,a] = {ȧ₁[n,e,a] if a₁[n,e,a] > 0; else 0}
    ȧ₂[n,o,i] = ḃ₂[o] + Σ_{c,u} (h₁[n, c, i−d·(K−1−u)] · ẇ₂[o,c,u] + ḣ₁[n, c, i−d·(K−1−u)] · w₂[o,c,u])
    ḣ₂[n,o,a] = {ȧ₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    skip_dot[n,o,i] = ḃ₃[o] + Σ_c (w₃[o,c,0]·ẋ[n,c,i] + ẇ₃[o,c,0]·x[n,c,i])
    both_dot[n,o,a] = ḣ₂[n,o,a] + skip_dot[n,o,a]
    ẏ[n,o,a] = {both_dot[n,o,a] if both[n,o,a] > 0; else 0}

    Operations: 2·C·E·K·L·N + 2·E·K·L·N·O + 2·C·L·N·O multiplications, 2·C·E·K·L·N + 2·E·K·L·N·O +
        2·C·L·N·O + 2·L·N·O additions, terms that a condition drops counted.
    """
    dtype = y_dot.dtype
    c_block_last = (C - 1) // 1024
    c_block_last2 = (E - 1) // 1024
    a2_dot = np.empty((N, O, L), dtype)
    launch(_jvp_part, N, C * E * K * L * N + E * K * L * N * O, x_dot, w1_dot, b1_dot, w2_dot, b2_dot, x, w1,
            w2, a1, a2_dot, N, C, L, E, K, O, d, c_block_last, c_block_last2)
    launch(_jvp_part2, N * O, C * L * N * O + L * N * O, x_dot, w3_dot, b3_dot, x, w3, a2, skip, y_dot,
            a2_dot, N, C, L, O, c_block_last)
