"""Forward mode: the derived tangent of every layer equals the dual-number tangent of the interpreter."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sympy import S, exp, log

from codegen.module.cache import compiled
from codegen.verification.interpreter.evaluate import Evaluator
from derive.autodiff.forward import push, tangent_of
from derive.expr import Iverson, Reduce, eq, ne
from derive.gradients import derive_jvp, gradients
from derive.layers import dense
from derive.model.layer import ModelError
from derive.notation import (
    Layer,
    define,
    floor,
    gt,
    hat,
    index,
    integers,
    largest,
    product,
    sizes,
    tensor,
    total,
    where,
)
from tests.forms import assert_same, completed
from tests.spine import SPINE
from tests.strategies import cases
from tests.unseen import UNSEEN

N, K = sizes("N K")
n, k, j = index("n", N), index("k", K), index("j", K)
X, Y, W = tensor("x", n), tensor("y", n), tensor("w", n, k)
T = integers("t", n, below=N)
x, x_dot, w, w_dot = X[n], tangent_of(X)[n], W[n, k], tangent_of(W)[n, k]
MOVING = {X: tangent_of(X), W: tangent_of(W)}

RULES = {
    "an access": (x, x_dot),
    "a look-up": (X[T[n]], tangent_of(X)[T[n]]),
    "what does not move": (Y[n] ** 2, S.Zero),
    "a product": (x * w, x_dot * w + x * w_dot),
    "a function": (exp(x), exp(x) * x_dot),
    "a sum": (total(w * x, over=k), total(w_dot * x + w * x_dot, over=k)),
    "a case": (where(gt(x), log(x), 3 * x), where(gt(x), x_dot / x, 3 * x_dot)),
    "a rounded number": (floor(x) * w, floor(x) * w_dot),
    "a product of many": (
        product(w, over=k),
        total(w_dot * Reduce("prod", W[n, j], [(j, 0, K - 1)], [ne(k - j)]), over=k),
    ),
}


@pytest.mark.parametrize("name", RULES)
def test_the_rules(name):
    expr, tangent = RULES[name]
    assert_same(push(expr, MOVING), tangent)


def test_a_maximum_moves_with_its_winner():
    who = integers("who", n, below=K)
    made = push(largest(w, over=k), MOVING, who[n])
    assert_same(made, Reduce("sum", w_dot, [(k, 0, K - 1)], [eq(who[n] - k)]))


def test_a_position_moves_a_hat():
    made = push(hat(k, x), MOVING)
    assert made.has(x_dot) and not made.has(Iverson)


def test_dense_reads_like_the_product_rule():
    program = derive_jvp(dense)
    assert [t.name for t in program.inputs] == ["x_dot", "w_dot", "b_dot", "x", "w", "b"]
    (one,) = program.defs
    a, b, _c = dense.wrt
    row, inner, out = *a.axes, b.axes[0]
    da, db, dc = (tangent_of(t) for t in dense.wrt)
    wanted = dc[out] + total(da[row, inner] * b[out, inner] + a[row, inner] * db[out, inner], over=inner)
    assert one.lhs.tensor == tangent_of(dense.outputs[0])
    assert_same(one.expr, wanted)


def test_a_product_over_several_indices_is_refused():
    box = tensor("b", n, k, j)
    layer = Layer("p", [define(Y[n], product(box[n, k, j], over=(k, j)))], wrt=(box,))
    with pytest.raises(ModelError, match="a product over"):
        derive_jvp(layer)


ALL = {layer.name: layer for layer in (*SPINE, *(make() for make in UNSEEN))}
_FOUND = {}


def derived(name):
    if name not in _FOUND:
        _FOUND[name] = gradients(ALL[name])
    return _FOUND[name]


@pytest.mark.parametrize("name", ALL)
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_tangent_of_every_layer(name, data):
    """<u, Jv> summed over the outputs, v along each input in turn, against dual numbers."""
    layer, found = ALL[name], derived(name)
    case = data.draw(cases(layer))
    if case.unstable:
        return
    have = completed(case, found)
    cotangents = case.cotangents()
    for moved in layer.wrt:
        columns = case.directions(moved, coordinates=2, random=2)
        wanted = case.pulled(moved, columns)
        for column in range(columns.shape[1]):
            inputs = {t.name: have[t.name] for t in found.jvp.inputs if t.name in have}
            inputs |= {tangent_of(t).name: np.zeros(case.shape(t)) for t in layer.wrt}
            inputs[tangent_of(moved).name] = columns[:, column].reshape(case.shape(moved))
            made = Evaluator(case.symbols, inputs).run(found.jvp)
            total_ = 0.0
            for out in layer.outputs:
                tangent = np.asarray(made.get(tangent_of(out).name, np.zeros(case.shape(out))), float)
                finite = np.isfinite(np.asarray(have[out.name], float))
                total_ += float(np.sum(np.where(finite, tangent, 0) * cotangents[out.name]))
            bound = 2.0**-53 * 64 * (wanted.error + wanted.size)[column] + 1e-300
            off = abs(total_ - wanted.value[column])
            assert off <= bound, f"{moved.name} of {case}: off by {off}, bound {bound}"


def test_an_output_that_nothing_moves_has_the_tangent_zero():
    """Every output has its tangent, in its order; a module of nothing but constants can be written."""
    still, moved = tensor("still", n), tensor("moved", n)
    both = Layer(
        "both", [define(still[n], 2 * n), define(moved[n], 3 * X[n])], wrt=(X,), outputs=(still, moved)
    )
    made = derive_jvp(both)
    assert [t.name for t in made.outputs] == ["still_dot", "moved_dot"] and made.defs[0].expr == 0
    kernels = compiled(Layer("constant", [define(still[n], 2 * n)], wrt=(X,), inputs=(X,)))
    assert kernels.jvp(np.ones(3), x_dot=np.ones(3)).tolist() == [0, 0, 0]
    assert kernels.forward(np.ones(3)).tolist() == [0, 2, 4]
