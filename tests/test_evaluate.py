"""The evaluator against naive loops, numbers printed in the lectures, and its own refusals."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.verification.interpreter.evaluate import EvaluationError, Evaluator
from codegen.verification.interpreter.numbers import ELEMENTARY, Bounded, Dual, apply, bounded
from derive.expr import Acc, FloorDiv, HatSlope, Iverson, Modulo, Residue
from derive.layers import conv2d, max_pool2d
from derive.model.layer import Def, Program
from derive.notation import (
    Abs,
    Layer,
    Rational,
    bracket,
    define,
    eq,
    erf,
    exp,
    floor,
    ge,
    gt,
    hat,
    index,
    integers,
    largest,
    largest_at,
    log,
    modulo,
    ne,
    oo,
    pi,
    product,
    sizes,
    smallest,
    smallest_at,
    sqrt,
    tanh,
    tensor,
    total,
    where,
)  # fmt: skip
from tests.oracle import FORWARDS
from tests.spine import SPINE
from tests.strategies import case_of, cases

N, K = sizes("N K")
n, k, j = index("n", N), index("k", K), index("j", N)
X, Y, Z = tensor("x", n), tensor("y", n), tensor("z", n, k)
T = integers("t", n, below=N)

X0 = np.array([1.5, -2.0, 0.25, 3.0])


def value(expr, dtype=np.float64, **arrays):
    """y[n] = expr for N = 4, K = 3."""
    ev = Evaluator({N: 4, K: 3}, {"x": X0} | arrays, dtype)
    inputs = (X, T) if "t" in arrays else (X,)
    return ev.run(Program("p", inputs, (define(Y[n], expr),), (Y,)))["y"]


@pytest.mark.parametrize("layer", SPINE, ids=lambda layer: layer.name)
@given(data=st.data())
def test_the_forward_of_every_layer_equals_naive_loops(layer, data):
    case = data.draw(cases(layer))
    wanted = FORWARDS[layer.name](**case.arrays, **case.options)
    wanted = wanted if isinstance(wanted, tuple) else (wanted,)
    for tensor_, array in zip((*layer.outputs, *layer.aux), wanted, strict=True):
        found = case.forward[tensor_.name]
        if tensor_.kind == "integer":
            assert np.array_equal(found, array)
        else:
            assert_within_rounding(bounded(found), array)


def assert_within_rounding(found, wanted):
    regular = np.isfinite(wanted)
    assert np.array_equal(found.value[~regular], wanted[~regular])
    allowed = 2.0**-53 * 8 * (found.error + np.max(found.error, initial=1.0))[regular]
    assert np.all(np.abs(found.value[regular] - wanted[regular]) <= allowed)


def test_the_convolution_worked_out_in_the_lectures():
    x, w, b, wanted = lecture_convolution()
    sizes_ = {"N": 1, "Cg": 3, "Og": 2, "H": 5, "W": 5, "KH": 3, "KW": 3, "s_h": 2, "s_w": 2}
    sizes_ |= dict.fromkeys(("p_t", "p_b", "p_l", "p_r"), 1)
    case = case_of(conv2d, sizes_)
    found = Evaluator(case.symbols, {"x": x, "w": w, "b": b}).run(conv2d.program)["y"]
    assert np.array_equal(found[0], wanted)


def lecture_convolution():
    """Stride 2, padding 1, three channels, two filters (seed 004)."""
    x = [
        [[2, 0, 0, 0, 0], [2, 2, 2, 1, 0], [2, 1, 1, 2, 2], [1, 1, 1, 2, 2], [0, 0, 1, 0, 0]],
        [[1, 1, 1, 2, 1], [1, 2, 1, 0, 0], [1, 2, 0, 2, 1], [2, 0, 1, 1, 1], [1, 1, 1, 2, 2]],
        [[0, 0, 0, 2, 0], [2, 1, 1, 1, 2], [1, 1, 2, 0, 2], [1, 2, 1, 2, 0], [0, 0, 0, 2, 1]],
    ]
    w0 = [
        [[1, -1, 0], [1, 1, 1], [0, 1, 1]],
        [[1, 1, 0], [-1, -1, 1], [1, -1, -1]],
        [[1, -1, 1], [-1, 0, 1], [1, 1, 1]],
    ]
    w1 = [
        [[-1, 1, 0], [1, -1, -1], [0, 1, 1]],
        [[0, -1, -1], [0, -1, 0], [0, 1, 1]],
        [[0, -1, -1], [0, 0, 0], [-1, 1, 0]],
    ]
    wanted = [[[7, 10, -1], [7, 14, 6], [3, 8, -1]], [[6, 3, 0], [-3, -1, -3], [-5, -7, -3]]]
    return np.array([x], float), np.array([w0, w1], float), np.array([1.0, 0.0]), np.array(wanted, float)


def test_the_pooling_worked_out_in_the_lectures():
    x = np.array([[[[1, 2, 6, 3], [3, 5, 2, 1], [1, 2, 2, 1], [7, 3, 4, 8]]]], float)
    case = case_of(max_pool2d, {"N": 1, "C": 1, "H": 4, "W": 4})
    made = Evaluator(case.symbols, {"x": x}).run(max_pool2d.program)
    assert made["y"].tolist() == [[[[5, 6], [7, 8]]]]
    assert made["switch"].tolist() == [[[[3, 0], [2, 3]]]]


def test_scalar_functions():
    assert np.allclose(value(exp(X[n]) + tanh(X[n]) * Abs(X[n])), np.exp(X0) + np.tanh(X0) * np.abs(X0))
    assert np.allclose(value(sqrt(X[n] ** 2) - 1 / X[n]), np.abs(X0) - 1 / X0)
    assert np.allclose(value(erf(log(Abs(X[n])))), [0.4336, 0.6731, -0.9501, 0.8797], atol=1e-4)
    assert np.allclose(value(pi * n + X[n] / 3), np.pi * np.arange(4) + X0 / 3)


def test_sums_and_products_and_extremes():
    assert np.allclose(value(total(X[j], over=(j, 0, n))), np.cumsum(X0))
    assert np.allclose(value(product(X[j], over=(j, 0, n))), np.cumprod(X0))
    assert np.allclose(value(largest(X[j], over=(j, 0, n))), np.maximum.accumulate(X0))
    assert np.allclose(value(smallest(X[j], over=[(j, n, N - 1)])), np.minimum.accumulate(X0[::-1])[::-1])
    assert value(largest_at(X[j], over=(j, 1, 2))).tolist() == [2, 2, 2, 2]
    assert value(smallest_at(X[j], over=j)).tolist() == [1, 1, 1, 1]


def test_empty_reductions():
    never = (j, 1, 0)
    assert value(total(X[j], over=never) + product(X[j], over=never)).tolist() == [1.0] * 4
    assert value(largest(X[j], over=never)).tolist() == [-np.inf] * 4
    assert value(smallest(X[j], over=never)).tolist() == [np.inf] * 4
    assert value(largest_at(X[j], over=never)).tolist() == [-1] * 4
    assert value(total(X[j], over=j, when=gt(X[j] - 10))).tolist() == [0.0] * 4


def test_first_extreme_wins_and_nan_wins():
    ties = np.array([2.0, 5.0, 5.0, 1.0])
    assert value(largest_at(X[j], over=j), x=ties)[0] == 1
    spoiled = np.array([2.0, np.nan, 5.0, np.nan])
    assert value(largest_at(X[j], over=j), x=spoiled)[0] == 1
    assert np.isnan(value(largest(X[j], over=j), x=spoiled)).all()
    assert np.isnan(value(smallest(X[j], over=j), x=spoiled)).all()


def test_conditions_and_strong_zeros():
    assert value(where(gt(X[n]), X[n], 0)).tolist() == [1.5, 0.0, 0.25, 3.0]
    assert value(X.at(n - 1, outside=0)).tolist() == [0.0, 1.5, -2.0, 0.25]
    assert value(X.at(n + 1, outside=-oo)).tolist() == [-2.0, 0.25, 3.0, -np.inf]
    assert value(bracket(eq(n - 2)) / (n - 2 + bracket(eq(n - 2)))).tolist() == [0, 0, 1, 0]
    assert value(Iverson(ge(n - 1)) * log(X.at(n - 1) ** 2)).tolist() == [0.0, *np.log(X0[:3] ** 2)]
    assert value(bracket(ne(n), gt(X[n]))).tolist() == [0, 0, 1, 1]


def test_integer_arithmetic():
    assert value(FloorDiv(n - 2, 2)).tolist() == [-1, -1, 0, 0]
    assert value(Modulo(n - 2, 3)).tolist() == [1, 2, 0, 1]
    assert value(X[modulo(n + 1, N)]).tolist() == np.roll(X0, -1).tolist()
    assert value(Residue(2, n, 5)).tolist() == [0, 3, 1, 4]
    assert value(X[T[n]], t=np.array([3, 0, 0, 2])).tolist() == [3.0, 1.5, 1.5, 0.25]
    assert value(floor(X[n])).tolist() == [1, -2, 0, 3]


def test_linear_interpolation():
    between = total(hat(j, n + 0.25) * X[j], over=j)
    assert np.allclose(value(between), 0.75 * X0 + 0.25 * np.append(X0[1:], 0))
    slope = value(total(HatSlope(j, n) * X[j], over=j))
    assert np.allclose(slope, np.append(X0[1:], 0) - X0), "from the right at integer positions"


def test_reading_outside_is_refused():
    with pytest.raises(EvaluationError, match=r"outside axis 0 at 4 of 0\.\.3"):
        value(X[n + 1])


def test_a_fraction_is_no_index():
    with pytest.raises(EvaluationError, match="not an integer"):
        value(X[n / 2])
    assert value(bracket(eq(modulo(n, 2))) * X[n / 2]).tolist() == [1.5, 0.0, -2.0, 0.0]


def test_writing_twice_or_outside_is_refused():
    once = Def(Acc(Y, FloorDiv(n, 2)), ((n, 0, N - 1),), X[n])
    with pytest.raises(EvaluationError, match="twice"):
        Evaluator({N: 4}, {"x": X0}).run(Program("p", (X,), (once,), (Y,)))
    beyond = Def(Acc(Y, n + 1), ((n, 0, N - 1),), X[n])
    with pytest.raises(EvaluationError, match="writes outside"):
        Evaluator({N: 4}, {"x": X0}).run(Program("p", (X,), (beyond,), (Y,)))


def test_a_scatter_adds():
    add = Def(Acc(Y, Acc(T, n)), ((n, 0, N - 1),), X[n], scatter=True)
    made = Evaluator({N: 4}, {"x": X0, "t": np.array([1, 1, 3, 1])}).run(Program("p", (X, T), (add,), (Y,)))
    assert made["y"].tolist() == [0.0, 2.5, 0.0, 0.25]


def test_a_false_bracket_skips_a_scatter():
    add = Def(Acc(Y, T[n] + 1), ((n, 0, N - 1),), X[n] * bracket(ge(N - 2 - T[n])), scatter=True)
    made = Evaluator({N: 4}, {"x": X0, "t": np.array([1, 3, 1, 0])}).run(Program("p", (X, T), (add,), (Y,)))
    assert made["y"].tolist() == [0.0, 3.0, 1.75, 0.0]


def test_an_element_that_nothing_writes_is_nan():
    part = Def(Acc(Y, 2 * n), ((n, 0, 1),), X[n])
    made = Evaluator({N: 4}, {"x": X0}).run(Program("p", (X,), (part,), (Y,)))["y"]
    assert np.array_equal(made, [1.5, np.nan, -2.0, np.nan], equal_nan=True)


def test_a_wrong_shape_is_refused():
    with pytest.raises(EvaluationError, match=r"x has shape \(3,\), the model says \(4,\)"):
        value(X[n], x=np.zeros(3))


def test_exact_fractions():
    halves = np.array([Fraction(i, 3) for i in range(4)], dtype=object)
    made = value(total(X[j] / K, over=j) * X[n] ** 2 - 1 / (X[n] + 1), object, x=halves)
    total_ = sum(halves) / 3
    assert made.tolist() == [total_ * h**2 - 1 / (h + 1) for h in halves]


@pytest.mark.parametrize("dtype", [np.longdouble, np.complex128])
def test_other_precisions(dtype):
    x = X0.astype(dtype)
    made = value(exp(X[n]) / 3 + where(gt(X[n]), X[n], 0) + largest(X[j], over=j) * pi, dtype, x=x)
    assert made.dtype == dtype
    assert np.allclose(made, np.exp(X0) / 3 + np.maximum(X0, 0) + 3 * np.pi)


SMOOTH = [
    X[n] ** 3 / (1 + X[n] ** 2),
    exp(-X[n]) * tanh(X[n]) + erf(X[n]),
    sqrt(1 + X[n] ** 2) * log(2 + total(X[j] ** 2, over=(j, 0, n))),
    product(1 + X[j] ** 2 / 4, over=j) * X[n],
    Abs(X[n]) + largest(X[j] * X[n], over=j),
    where(gt(X[n] - 1), X[n] ** 2, 2 * X[n] - 1),
    total(hat(j, X[n] + Rational(1, 8)) * X[j], over=j),
    (2 + X[n] ** 2) ** X[n],
]


@pytest.mark.parametrize("expr", SMOOTH, ids=str)
def test_dual_numbers_agree_with_the_complex_step_and_differences(expr):
    v = np.array([0.5, -0.25, 1.0, 0.75])
    dual = value(expr, x=Dual(X0, v[:, None]))
    assert np.allclose(dual.value, value(expr))
    h = 1e-6
    slope = (value(expr, x=X0 + h * v) - value(expr, x=X0 - h * v)) / (2 * h)
    assert np.allclose(dual.tangent[:, 0], slope, atol=1e-8)


POINTS, FRACTIONS = np.array([0.3, 0.75, 1.25]), np.array([-0.5, 0.3, 0.75])


@pytest.mark.parametrize("name", [name for name in ELEMENTARY if name not in ("Abs", "sign")])
def test_the_slope_of_every_function_is_that_of_its_values(name):
    x = {"asin": FRACTIONS, "acos": FRACTIONS, "atanh": FRACTIONS, "acosh": 1 + POINTS}.get(name, POINTS)
    h = 1e-5
    made = apply(name, Dual(x[:, None], np.ones((3, 1))))
    slope = (apply(name, x + h) - apply(name, x - h)) / (2 * h)
    assert np.allclose(made.tangent[:, 0], slope, rtol=1e-8)


def test_kinks_along_a_direction_are_measured():
    ev = Evaluator({N: 4}, {"x": Dual(X0, np.array([[1.0], [-4.0], [0.0], [2.0]]))})
    ev.run(Program("p", (X,), (define(Y[n], where(gt(X[n]), X[n], 0)),), (Y,)))
    assert ev.watch.distance.tolist() == [0.5]


@given(st.integers(0, 10**6))
def test_the_rounding_bound_holds(seed):
    x = np.random.default_rng(seed).normal(size=4)
    expr = exp(X[n]) / 3 - total(X[j] ** 3, over=j) * tanh(X[n]) / sqrt(1 + X[n] ** 2)
    made = value(expr, x=Bounded(x, np.zeros(4)))
    precise = value(expr, np.longdouble, x=x.astype(np.longdouble))
    assert np.all(np.abs(made.value - precise) <= 2.0**-53 * made.error)


def test_layers_are_not_needed_for_an_unknown_function():
    from sympy import gamma

    with pytest.raises(EvaluationError, match="gamma"):
        value(gamma(X[n]))


def test_several_definitions_and_aux():
    mean, centred = tensor("mean", n), tensor("centred", n, k)
    layer = Layer(
        "c", [define(mean[n], total(Z[n, k], over=k) / K), define(centred[n, k], Z[n, k] - mean[n])], wrt=(Z,)
    )
    z = np.arange(12.0).reshape(4, 3)
    made = Evaluator({N: 4, K: 3}, {"z": z}).run(layer.program)
    assert np.allclose(made["centred"], z - z.mean(1, keepdims=True))
    assert np.allclose(made["mean"], z.mean(1)) and set(made) == {"z", "mean", "centred"}


@pytest.mark.parametrize("name", ["tanh", "erf", "atan"])
def test_what_an_infinity_tends_to_is_exact(name):
    """Its own rounding error, infinite times 0, says nothing."""
    made = apply(name, Bounded(np.array([np.inf, -np.inf, 30.0]), np.array([np.inf, np.inf, 1.0])))
    assert np.isfinite(made.error).all() and made.error[0] <= 4 * abs(made.value[0])


def test_what_overflows_on_the_way_is_still_unknown():
    with np.errstate(all="ignore"):
        made = apply("tanh", Bounded(np.array([1e39]), np.array([np.inf])))
    assert not np.isfinite(made.error).any()
