"""Choices on data become selects: calls of both arms, common divisors, reads and reciprocals in front."""

import numpy as np
import pytest

from codegen.lowering.lower import lower
from codegen.module.load import load
from codegen.numba.functions import emit
from codegen.passes import cse, if_convert, merge_arms, reciprocals
from derive.layers import LAYERS
from derive.notation import Layer, bracket, define, exp, ge, gt, index, larger, log1p, sizes, tensor, where

(M,) = sizes("M")
i = index("i", M)
X, Z, Y = tensor("x", i), tensor("z", i), tensor("y", i)
x, z = X[i], Z[i]


def pointwise(name, value):
    return Layer(name, [define(Y[i], value)], wrt=(X, Z))


def text(layer, *passes):
    """The body of the loop."""
    kernel = lower(layer.program, layer)
    for change in passes:
        kernel = change(kernel, layer)
    code = emit(kernel, "k").split('"""')[2]
    return code.split("for i in range", 1)[1].split(":\n", 1)[1].split("def k")[0]


SPLIT = pointwise("split", where(ge(x - z), exp(z - x), 1 / (1 + exp(x - z)) + exp(2 * x - 2 * z)) + z)
ANY = pointwise("any", where(gt(x), exp(z), log1p(exp(x * z))))


def test_arms_with_opposite_arguments_share_one_call_of_the_size():
    made = text(SPLIT, merge_arms)
    assert (
        made.count("exp_falling(") == 1
        and "exp(" not in made
        and "abs(" in made
        and "exp_here * exp_here" in made
    )


def test_arms_with_any_arguments_share_one_call_of_what_is_chosen():
    made = text(ANY, merge_arms, if_convert)
    assert made.count(" exp(") == 1 and "select(x" in made.split("exp(")[1]


@pytest.mark.parametrize("layer", [SPLIT, ANY], ids=lambda one: one.name)
def test_what_is_computed_stays(layer):
    rng = np.random.default_rng(0)
    a, b = rng.normal(size=(2, 1000)) * 3
    want = {
        "split": np.where(a >= b, np.exp(b - a), 1 / (1 + np.exp(a - b)) + np.exp(2 * (a - b))) + b,
        "any": np.where(a > 0, np.exp(b), np.log1p(np.exp(a * b))),
    }[layer.name]
    np.testing.assert_allclose(load(layer).forward(a, b), want, rtol=1e-14)


def test_a_divisor_of_both_arms_stands_outside():
    layer = pointwise("quotients", where(gt(z), x / (1 + exp(z)), exp(-z) / (1 + exp(-z))))
    made = text(layer, merge_arms)
    assert made.count("/") == 1 and made.count("exp(") == 1


def test_a_choice_of_quotients_is_a_quotient_of_choices():
    layer = pointwise("either", where(gt(z), x / (2 + exp(z)), 1 / (3 + exp(-z))))
    assert text(layer, merge_arms).count("/") == 1


def test_a_call_of_both_arms_is_made_in_any_case():
    made = text(pointwise("both", where(gt(z), x + exp(x), x - exp(x))), cse)
    assert made.count("exp(") == 1


def test_no_branch_is_left_where_all_may_be_read():
    made = text(LAYERS["relu"], if_convert)
    assert " if " not in made and "select(" in made


def test_what_lies_outside_stays_behind_its_branch():
    """The neighbour of the last element does not exist."""
    layer = Layer("neighbour", [define(Y[i], bracket(ge(M - 2 - i)) * where(gt(x), X[i + 1], x))], wrt=(X,))
    made = text(layer, if_convert)
    assert "if" in made.replace("x_here", "") and load(layer).forward(np.array([1.0, 5.0])).tolist() == [5, 0]


def test_what_divides_twice_is_inverted_once():
    value = x / (1 + exp(z)) + z / (1 + exp(z)) ** 2
    made = text(pointwise("twice", value), cse, reciprocals)
    assert made.count("/") == 1 and "inverse * inverse" in made
    assert text(pointwise("once", x / (1 + exp(z))), cse, reciprocals).count("inverse") == 0


def test_what_may_be_tiny_is_not_inverted():
    """1/d overflows where x/d does not."""
    value = x / (x + z) + z / (x + z) ** 2
    assert "inverse" not in text(pointwise("tiny", value), reciprocals)


def test_by_a_square_near_one_is_divided_once():
    size = exp(-abs(z))
    made = text(pointwise("bump", x * size / (1 + size) ** 2), cse, reciprocals)
    assert made.count("/") == 1 and "/ square" in made


def test_a_square_that_may_overflow_is_not_taken():
    for name, base in (("unbounded", 1 + exp(z)), ("large", 2000 + exp(-abs(z))), ("other", 1 + abs(z))):
        made = text(pointwise(name, x / base**2), cse, reciprocals)
        assert made.count("/") == 2 and "square" not in made


def test_nan_goes_through_a_select():
    layer = pointwise("largest_of_two", larger(x, z) + where(gt(x), 1, exp(z)))
    got = load(layer).forward(np.array([np.nan, 1.0]), np.array([0.0, 2.0]))
    assert np.isnan(got[0]) and got[1] == 3
