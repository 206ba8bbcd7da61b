"""The kernels of conv_transpose2d; conv_transpose2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_transpose2d`.  Do not edit.
Run time: a55c99f0cc7ae4f6.
"""

import numpy as np

from .disjoint import njit
from .runtime import carried, plus
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dy, db, N, G, Og, OH, OW, ab_block_last):
    """db[g·Og+o] = Σ_{n,ab} dy[n, g·Og+o, ab]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // Og
        o = task % Og
        # db[g·Og+o] = Σ_{n,ab} dy[n, g·Og+o, ab]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for ab_block in range(ab_block_last + 1):
                part = T(0)
                for ab in range(ab_block * 1024, min(OH * OW, ab_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(Og * g + o), U(ab)])
                acc, rest = carried(acc, rest, part)
        db[U(Og * g + o)] = acc


def _vjp_b(dy, db, N, G, Og, OH, OW):
    """db[g·Og+o] = Σ_{n,a,b} dy[n, g·Og+o, a, b]

    As compiled:

    db[g·Og+o] = Σ_{n,ab} dy[n, g·Og+o, ab]

    Operations: G·N·OH·OW·Og − G·Og additions.
    """
    dy_rows = dy.reshape((N, G * Og, OH * OW))
    ab_block_last = (OH * OW - 1) // 1024
    launch(_vjp_b_part, G * Og, G * N * OH * OW * Og, dy_rows, db, N, G, Og, OH, OW, ab_block_last)
