"""A gradient is a layer, and deriving it again gives what nested differentiation gives: numbers and forms."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codegen.verification.interpreter.evaluate import Evaluator
from derive.autodiff.reverse import cotangent_of
from derive.gradients import derive_vjp, derived_layer, gradients
from derive.layers import batch_norm, conv2d, cross_entropy, relu
from derive.model.layer import Program
from derive.notation import Layer, define, exp, index, sizes, tensor, total
from tests.forms import assert_adjoint, assert_same, backward
from tests.strategies import case_of, cases

TWICE = [(layer, t) for layer in (conv2d, batch_norm, cross_entropy) for t in layer.wrt]
_MADE = {}


def derived(layer, t):
    """The gradient as a layer, and what is derived from that; each once."""
    if (layer.name, t.name) not in _MADE:
        again = derived_layer(layer, t)
        _MADE[layer.name, t.name] = again, gradients(again)
    return _MADE[layer.name, t.name]


def named_sizes(layer):
    return {
        "conv2d": {
            "N": 2,
            "Cg": 2,
            "Og": 1,
            "G": 2,
            "H": 4,
            "W": 5,
            "KH": 2,
            "KW": 3,
            "s_h": 2,
            "p_t": 1,
            "p_r": 2,
            "d_w": 2,
        },
        "batch_norm": {"N": 2, "C": 2, "H": 2, "W": 3},
        "cross_entropy": {"N": 3, "C": 4},
    }[layer.name]


@pytest.mark.parametrize(("layer", "t"), TWICE, ids=lambda x: x.name)
def test_the_gradient_as_a_layer(layer, t):
    again, _ = derived(layer, t)
    assert again.name == f"{layer.name}_vjp_{t.name}"
    assert [o.name for o in again.outputs] == [f"grad_{t.name}"]
    assert again.wrt == (*(cotangent_of(o) for o in layer.outputs), *layer.wrt)
    assert again.options == layer.options and again.defaults == layer.defaults


@pytest.mark.parametrize(("layer", "t"), TWICE, ids=lambda x: x.name)
def test_its_value_is_the_gradient(layer, t):
    again, _ = derived(layer, t)
    found = gradients(layer)
    for case in [case_of(layer, named_sizes(layer), seed=seed) for seed in range(2)]:
        wanted = backward(case, found, found.vjp[t])[t.name]
        inputs = dict(case.arrays) | {f"d{name}": u for name, u in case.cotangents().items()}
        program = Program("again", again.inputs, tuple(again.forward), again.outputs)
        made = Evaluator(case.symbols, inputs).run(program)[f"grad_{t.name}"]
        assert np.allclose(made, wanted, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(("layer", "t"), TWICE, ids=lambda x: x.name)
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_derivative_of_the_derivative(layer, t, data):
    """Every gradient of the derived layer, against dual numbers through the derived layer's own forward."""
    again, found = derived(layer, t)
    case = data.draw(cases(again))
    if case.unstable:
        return
    for moved in again.wrt:
        made = backward(case, found, found.vjp[moved])[moved.name]
        assert_adjoint(case, moved, made, f"d{moved.name} of {again.name}")


def test_second_derivatives_are_symmetric():
    """∂²L/∂x² of Σ u · batch_norm(x): a Hessian, row by row."""
    again, found = derived(batch_norm, batch_norm.wrt[0])
    case = case_of(again, {"N": 2, "C": 1, "H": 1, "W": 3}, seed=4)
    layer = found.backward.layer
    program = found.vjp[batch_norm.wrt[0]]
    arrays = Evaluator(case.symbols, dict(case.arrays)).run(
        Program("f", layer.inputs, tuple(layer.forward), layer.outputs)
    )
    hessian = np.zeros((6, 6))
    for k, unit in enumerate(np.eye(6)):
        given_ = arrays | {"dgrad_x": unit.reshape(2, 1, 1, 3)}
        inputs = {one.name: given_[one.name] for one in program.inputs}
        hessian[k] = np.asarray(Evaluator(case.symbols, inputs).run(program)["dx"], float).ravel()
    assert np.abs(hessian).max() > 1e-3
    assert np.allclose(hessian, hessian.T, rtol=0, atol=1e-12 * np.abs(hessian).max())


def test_the_curvature_of_cross_entropy_reads_as_in_the_books():
    """d/dx of dl (p − t) against u: dl p (u − Σ u p)."""
    again, _ = derived(cross_entropy, cross_entropy.wrt[0])
    told = derive_vjp(again, cross_entropy.wrt[0])
    prob = next(d.tensor for d in cross_entropy.forward if d.tensor.name == "p")
    row, c = prob.axes
    u = cotangent_of(again.outputs[0])
    dl = cotangent_of(cross_entropy.outputs[0])
    wanted = dl[row] * prob[row, c] * (u[row, c] - total(u[row, c] * prob[row, c], over=c))
    assert_same(told.result.expr, wanted)


def test_the_gradient_of_a_convolution_is_linear_in_both():
    """∂(dx)/∂(dy) is the convolution again, ∂(dx)/∂w a correlation of the two cotangents."""
    layer = conv2d.specialise({s: 1 for s in conv2d.option_symbols if s.name[0] in "sdG"})
    again = derived_layer(layer, layer.wrt[0])
    dy, _, w, _ = again.wrt
    u = cotangent_of(again.outputs[0])
    towards_dy, towards_w = derive_vjp(again, dy).result.expr, derive_vjp(again, w).result.expr
    assert {a.tensor for a in towards_dy.atoms(type(u[u.axes]))} == {u, w}
    assert {a.tensor for a in towards_w.atoms(type(u[u.axes]))} == {u, dy}
    assert all(derive_vjp(again, t).result.expr == 0 for t in (layer.wrt[0], layer.wrt[2]))


def test_three_times():
    """(exp 2x)''' = 8 exp 2x, by deriving the derived derived layer."""
    (N,) = sizes("N")
    n = index("n", N)
    x, y = tensor("x", n), tensor("y", n)
    layer = Layer("e", [define(y[n], exp(2 * x[n]))], wrt=(x,))
    for name in ("grad_x", "grad_grad_x"):
        layer = derived_layer(layer, x)
        assert [o.name for o in layer.outputs] == [name]
    case = case_of(layer, {"N": 3}, seed=1)
    found = gradients(layer)
    made = backward(case, found, found.vjp[x])["x"]
    chain = np.prod([v for k, v in case.arrays.items() if k != "x"], axis=0)
    wanted = 8 * np.exp(2 * case.arrays["x"]) * chain * case.cotangents()[layer.outputs[0].name]
    assert np.allclose(made, wanted, rtol=1e-12)


def test_beyond_a_kink_the_second_derivative_is_zero():
    again = derived_layer(relu, relu.wrt[0])
    assert derive_vjp(again, relu.wrt[0]).result.expr == 0
