"""Code over whole arrays of models drawn at random, at sizes shorter than their shifts, too."""

import numpy as np
import pytest

from codegen.array_code import source
from codegen.verification import draw
from derive.notation import (
    Layer,
    define,
    eq,
    gt,
    index,
    product,
    sizes,
    tanh,
    tensor,
    total,
    where,
)
from tests.drawn_models import drawn
from tests.drawn_widely import widely_drawn
from tests.test_array_code import called, data, functions

N, K, M = sizes("N K M")
n, k, m = index("n", N), index("k", K), index("m", M)
x, w, s, y = tensor("x", n), tensor("w", n, k), tensor("s", k), tensor("y", n)


def made(*forward, wrt, inputs=()):
    layer = Layer("drawn_array", list(forward), wrt=wrt, inputs=inputs)
    return functions(source(layer, layer.wrt, forward=True))


def test_an_axis_shorter_than_a_shift_has_no_letters():
    forward = made(define(y[n], total(w.at(n, k + 2, outside=0) ** 2, over=k)), wrt=(w,))[
        "drawn_array_forward"
    ]
    np.testing.assert_array_equal(forward(np.ones((3, 1))), np.zeros(3))
    np.testing.assert_array_equal(forward(np.ones((3, 4))), np.full(3, 2.0))


@pytest.mark.parametrize("count", [1, 2, 5])
def test_a_sum_of_nothing_is_counted_as_nothing(count):
    """Σ_k [k ≥ 2] is no K − 2 where K is 1: it is 0."""
    z = tensor("z", k, n)
    forward = [define(z[k, n], x[n]), define(y[n], total(z.at(k - 2, n, outside=0), over=k))]
    gradient = made(*forward, wrt=(x,), inputs=(x, s))["drawn_array_vjp_x"]
    np.testing.assert_array_equal(gradient(np.ones(3), np.ones(count)), np.full(3, max(count - 2.0, 0)))


def test_branches_that_read_alike_keep_their_condition():
    """Where each branch is an array at the letters of the value, the condition still asks which."""
    a = tensor("a", n)
    forward = made(define(y[n], where(gt(2 - n), x[n], a[n]) ** 2), wrt=(x, a))["drawn_array_forward"]
    np.testing.assert_array_equal(forward(np.full(3, 2.0), np.full(3, 3.0)), [4, 4, 9])


def test_a_place_that_an_axis_may_not_have_is_held_inside():
    z = tensor("z", n, k)
    every = index("j", N)
    forward = define(z[n, k], where(eq(n, 1), total(x[every], over=every), 0))
    gradient = made(forward, wrt=(x,), inputs=(x, s))["drawn_array_vjp_x"]
    np.testing.assert_array_equal(gradient(np.ones((1, 2))), np.zeros(1))


def test_an_extreme_takes_no_name_of_a_function():
    """An array called max would stand before an axis of max(K - 2, 0) letters."""
    layer = widely_drawn(135)
    text = source(layer, layer.wrt, forward=True)
    assert "max(K - 2, 0)" in text
    assert " max = " not in text and " max_ = " in text


@pytest.mark.parametrize("library", ["numpy", "torch", "jax.numpy"])
def test_a_product_of_no_letters_is_one(library):
    """No size of the last axes as one follows from the others where an array has no element."""
    arrays = pytest.importorskip(library)
    factors = product(tanh(x.at(n - 2, outside=0)), over=(m, n, N - 1))
    text = source(Layer("of_none", [define(y[n], factors)], wrt=(x,)), (x,), library.split(".")[0])
    gradient = functions(text)["of_none_vjp_x"]
    np.testing.assert_array_equal(np.asarray(gradient(arrays.ones(2), arrays.ones(2))), np.zeros(2))
    np.testing.assert_allclose(gradient(arrays.ones(3), arrays.ones(3)), [1 - np.tanh(1) ** 2, 0, 0], 1e-6)


@pytest.mark.parametrize("seed", [0, 9, 25])
def test_a_bracket_beside_data_of_pytorch_has_their_type(seed):
    """Numbers of double precision while PyTorch makes new ones in single: einsum takes but one type."""
    torch = pytest.importorskip("torch")
    layer = widely_drawn(seed)
    made, plain = (functions(source(layer, layer.wrt, one)) for one in ("torch", "numpy"))
    case = draw(layer, 2)[-1]
    for name in (f"{layer.name}_vjp_{t.name}" for t in layer.wrt):
        (found,) = called(made[name], case, data(case), lambda a: torch.as_tensor(np.array(a)))
        np.testing.assert_allclose(found, *called(plain[name], case, data(case)), rtol=1e-6, atol=1e-9)


NUMPY = [(drawn, seed) for seed in range(0, 60, 3)] + [(widely_drawn, seed) for seed in (3, 18, 26, 47)]


@pytest.mark.parametrize("drawing, seed", NUMPY)
def test_numpy_of_drawn_models_computes_their_forward(drawing, seed):
    layer = drawing(seed)
    function = functions(source(layer, layer.wrt, forward=True))[f"{layer.name}_forward"]
    for case in draw(layer, 3):
        for found, output in zip(called(function, case, data(case)), layer.outputs, strict=True):
            wanted = np.asarray(getattr(case.forward[output.name], "value", case.forward[output.name]), float)
            np.testing.assert_allclose(found, wanted, rtol=1e-9, atol=1e-9)
