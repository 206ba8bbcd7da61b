"""A call with an empty axis reads nothing that is not there: it is refused, or no loop over the axis runs."""

import numpy as np
import pytest
from sympy import S

from codegen.loops.legality import nonempty
from codegen.module import load
from derive.expr import FloorDiv, Modulo, Where, ge
from derive.notation import Layer, define, index, larger, sizes, smaller, tensor, total

N, M = sizes("N M")
i, j = index("i", N), index("j", M)
X, Y, W, B = tensor("x", i, j), tensor("y", i), tensor("w", j), tensor("b", i)


def layer(e):
    return Layer("l", [define(Y[i], e)], wrt=(X,), inputs=(X, *(t for t in (W, B) if e.has(t))))


def flagged(e):
    one = layer(e)
    return list(nonempty(one.forward, one))


READ = {
    "first": X[i, 0], "last": X[i, M - 1], "clamped": X[i, smaller(i, M - 1)], "around": X[i, Modulo(i, M)],
    "quotient": X[i, FloorDiv(i, N)], "of a condition": Where((ge(X[i, 0]),), 1, 2),
    "where data say so": Where((ge(B[i]),), X[i, 0], S.Zero),
    "behind one on data": Where((ge(X[Modulo(i + 1, N), 0]),), X[i, 0], X[i, 0]),
    "not of the loop": total(X[i, j] * W[0], over=j),
}  # fmt: skip


@pytest.mark.parametrize("e", READ.values(), ids=READ)
def test_what_no_loop_over_the_axis_guards_needs_an_element(e):
    assert flagged(e) == [M]


GUARDED = {
    "its own loop": total(X[i, j], over=j), "turned": total(X[i, M - 1 - j], over=j),
    "a condition": Where((ge(M - 2),), X[i, 0], S.Zero),
    "around in its loop": total(X[i, Modulo(j + i, M)], over=j),
    "a guard": total(X[i, j], over=j, when=ge(i - j)), "outside": X.at(i, i),
    "below in its loop": total(X[i, larger(j - 1, 0)], over=j),
}  # fmt: skip


@pytest.mark.parametrize("e", GUARDED.values(), ids=GUARDED)
def test_what_an_empty_loop_skips_needs_none(e):
    assert flagged(e) == []


def test_a_call_without_the_element_is_refused():
    module = load(layer(2 * X[i, 0]))
    assert module.forward(np.ones((3, 2))).tolist() == [2, 2, 2]
    assert module.forward(np.ones((0, 2))).shape == (0,)
    for call in (lambda x: module.forward(x), lambda x: module.vjp(np.ones(3), x)):
        with pytest.raises(ValueError, match=r"l: M must be at least 1: x\[i, 0\] is read; got M = 0"):
            call(np.ones((3, 0)))


def test_an_empty_sum_is_none_the_less_zero():
    assert load(layer(total(X[i, j], over=j))).forward(np.ones((3, 0))).tolist() == [0, 0, 0]
