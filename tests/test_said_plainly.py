"""What a model writes for a machine, as a page says it: roundings, places in a row, made-up names."""

import numpy as np
import pytest
from sympy import Rational, S, floor

from derive.api import gradient
from derive.api.settings import specialised, textbook
from derive.expr import Where, eq, found_in
from derive.layers import LAYERS
from derive.layers.sampling.grids import rounded
from derive.notation import index, modulo, sizes, tensor
from derive.pretty.read_cases import Rounding, roundings
from tests.forms import value

(N,) = sizes("N")
n = index("n", N)
x = tensor("x", n)


def page(name: str, wrt: str = "x") -> str:
    layer = LAYERS[name]
    return gradient(specialised(layer, {}, textbook(layer, {})), wrt).text(steps=False)


def test_a_rounding_is_said_as_one() -> None:
    """Half way goes to the even one, as NumPy's rint has it; the recognised place is the argument."""
    e = rounded(x[n] * 3 - 1)
    assert roundings(e) == Rounding(x[n] * 3 - 1)
    data = np.array([0.5, 1.5, -0.5, 0.2, 7 / 6, 5 / 6])
    found = value(e, ((n, S.Zero, N - 1),), {"x": data}, N=6)
    assert np.array_equal(found, np.rint(data * 3 - 1))


UP = floor(x[n] + Rational(1, 2))
HALF, ODD = eq(UP - x[n] - Rational(1, 2)), eq(modulo(UP, 2) - 1)


@pytest.mark.parametrize(
    "e",
    [
        UP,
        UP - Where((ODD,), 1, 0),
        UP - Where((HALF,), 1, 0),
        UP - Where((HALF, eq(modulo(UP, 2))), 1, 0),
        UP + Where((HALF, ODD), 1, 0),
        UP - Where((HALF, ODD), 2, 0),
        floor(x[n] + Rational(1, 3)) - Where((HALF, ODD), 1, 0),
    ],
)
def test_another_one_is_not(e) -> None:
    """What goes up half way, or to the odd one, or steps by more, is no such rounding."""
    assert not found_in(roundings(e), Rounding)
    assert roundings(UP - Where((HALF, ODD), 1, 0)) == Rounding(x[n])


@pytest.mark.parametrize("name", ["grid_sample2d_nearest", "grid_sample3d_nearest"])
def test_the_nearest_pixel(name: str) -> None:
    """The place is whole, so that it needs no floor; what round means stands below."""
    text = page(name)
    assert "near_row[" in text and "= round(row[" in text and "⌊near" not in text and "mod 2" not in text
    assert "round(p): the whole number nearest to p, of two the even one" in text


def test_rows_stand_before_the_place_in_a_row() -> None:
    """(a + p_t − u)·OW + b + p_l − v, as one counts pixels."""
    assert "(a+p_t−u)·OW+b+p_l−v]" in page("unfold2d")


def test_a_condition_is_said_in_the_words_of_the_forward() -> None:
    """No name that a derivation made up, where the forward says it without."""
    text = page("rms_normalise")
    assert "S₁" not in text and "provided      ε + 1/D · Σ_d x[n,d]² > 0" in text


@pytest.mark.parametrize(
    ("name", "wrt", "said"),
    [
        ("lp_normalise", "x", ["max(length[n], ε) > 0"]),
        ("adam_step", "square", ["root[k] + ε > 0"]),
        ("bce_loss_each", "x", ["max(1 − x[i], ε) > 0", "max(x[i], ε) > 0"]),
        ("cross_entropy_mean", "x", []),
        ("softplus", "x", []),
    ],
)
def test_what_an_option_keeps_from_zero_is_a_condition_where_it_may_be_zero(name, wrt, said) -> None:
    """An ε may be 0: then the data alone decide; a bracket, or a range that excludes 0, needs no word."""
    text = page(name, wrt)
    assert ("provided" in text) == bool(said) and all(one in text for one in said), text
