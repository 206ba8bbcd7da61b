"""Sums whose range ends before it starts: no term, however many steps are taken at once."""

import numpy as np
import pytest

from codegen.loops.nodes import Loop
from codegen.loops.roles import walk
from codegen.module import load
from codegen.pipeline import compile_program
from derive.notation import Layer, define, exp, index, option, sizes, tensor, total

N, M = sizes("N M")
REACH = option("reach", "K", default=40, minimum=1)
(K,) = REACH.symbols
n, j, c = index("n", N), index("j", M), index("c", K)
Y = tensor("y", n, j)


def layer(first, before):
    a = index("a", K + before)
    x, w = tensor("x", a, j), tensor("w", n, a)
    terms = exp(w[n, c + before] * x[c + before, j])
    one = define(Y[n, j], total(terms, over=(c, first, K - 1)))
    return Layer("l", [one], wrt=(x,), inputs=(x, w), options=(REACH,))


@pytest.mark.parametrize("before", [0, 9])
def test_what_is_left_over_of_no_steps_is_none(before):
    module, rng = load(layer(3, before)), np.random.default_rng(1)
    for reach in (1, 2, 3, 4, 11, 20):
        x, w = rng.standard_normal((reach + before, 5)), rng.standard_normal((4, reach + before))
        terms = np.exp(w[:, before + 3 :, None] * x[before + 3 :])
        assert np.allclose(module.forward(x, w, reach=reach), terms.sum(1))
        wanted = np.zeros_like(x)
        wanted[before + 3 :] = (terms * w[:, before + 3 :, None]).sum(0)
        assert np.allclose(module.vjp_x(np.ones((4, 5)), x, w, reach=reach), wanted)


def test_the_first_step_is_asked_for_only_where_there_may_be_none():
    for first, starts in ((0, 1), (1, 1), (3, 2)):
        one = layer(first, 9)
        left = [n.range for n in walk(compile_program(one.program, one).body) if _steps(n)][-1]
        assert len(left.lo) == starts


def _steps(node):
    return isinstance(node, Loop) and node.range.index == c
