"""No stage grows faster with a size than the arrays of the layer, where there is a way without it."""

import numpy as np
import pytest
from sympy import Symbol

import codegen
from codegen.program.computable import computable
from codegen.program.factorise.degrees import degrees, outgrows
from codegen.source.plan import plan
from derive.expr import Reduce, Tensor
from derive.gradients import gradients
from derive.notation import Layer, define, index, sizes, tensor, total

N, L, D, C = sizes("N L D C")
n, i, j, d, c = index("n", N), index("i", L), index("j", L), index("d", D), index("c", C)
Q, K, V, Y = tensor("q", n, i, d), tensor("k", n, j, d), tensor("v", n, j, c), tensor("y", n, i, c)
Z = tensor("z", n, i)

LINEAR = Layer(
    "linear_attention",
    [
        define(Z[n, i], total(Q[n, i, d] * K[n, j, d], over=(j, d))),
        define(Y[n, i, c], total(Q[n, i, d] * K[n, j, d] * V[n, j, c], over=(j, d)) / Z[n, i]),
    ],
    wrt=(Q, K, V),
)
"""Attention without a softmax: linear in the length, if its sums are taken in the right order."""


def test_degrees_count_an_extent_once_for_each_index():
    a, b = Symbol("a"), Symbol("b")
    assert degrees([a, a + 1, b]) == {a: 2, b: 1}
    plain, square = Tensor("p", [a, b], [i, j]), Tensor("s", [a, a], [i, j])
    assert outgrows([a, a], [plain]) and not outgrows([a, a], [square]) and not outgrows([a, b], [])


@pytest.mark.parametrize("program", ["forward", "vjp_q", "vjp_k", "vjp_v", "jvp"])
def test_attention_without_softmax_is_linear_in_the_length(program):
    planned = plan(LINEAR, gradients(LINEAR))
    made = computable(planned.programs[f"_{program}"], LINEAR)
    for one in made.defs:
        assert degrees(one.tensor.shape)[L] < 2, one
        for r in one.expr.atoms(Reduce):
            assert degrees(hi - lo + 1 for _, lo, hi in (*one.free, *r.binders))[L] < 2, one


def test_its_kernels_agree_with_the_other_order():
    rng = np.random.default_rng(0)
    q, k = rng.uniform(0.5, 1.5, (2, 2, 13, 9))
    v, dy = rng.standard_normal((2, 2, 13, 11))
    module = codegen.compile(LINEAR)
    p = q @ k.transpose(0, 2, 1)
    p /= p.sum(2, keepdims=True)
    y = p @ v
    np.testing.assert_allclose(module.forward(q, k, v), y, rtol=1e-12)
    dp = (dy @ v.transpose(0, 2, 1) - (dy * y).sum(2, keepdims=True)) / (q @ k.sum(1)[..., None])
    dq, dk, dv = module.vjp(dy, q, k, v)
    np.testing.assert_allclose(dq, dp @ k, rtol=1e-9)
    np.testing.assert_allclose(dk, dp.transpose(0, 2, 1) @ q, rtol=1e-9)
    np.testing.assert_allclose(dv, p.transpose(0, 2, 1) @ dy, rtol=1e-9)
    dot = rng.standard_normal(q.shape)
    change = module.jvp(q, k, v, q_dot=dot)
    np.testing.assert_allclose((change * dy).sum(), (dot * dq).sum(), rtol=1e-9)
