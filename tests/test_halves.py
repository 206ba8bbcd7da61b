"""A gradient that differs from one part of an axis to the next is a formula for each part."""

import numpy as np
import pytest

from derive.api import gradient
from derive.expr import Iverson
from derive.layers import LAYERS
from derive.model import Layer
from derive.notation import bracket, define, ge, index, sizes, tensor
from derive.pretty.lines import apart
from derive.steps import Equation
from tests.forms import value

N, D = sizes("N D")
n, d, k = index("n", N), index("d", D), index("k", 2 * D)


def parts(layer: Layer, name: str) -> tuple[Equation, list[Equation]]:
    """The gradient in one formula, and in those of the page."""
    one = Equation.of(gradient(layer, name).derivation.page[-1])
    return one, apart(one, [b for each in layer.forward for b in each.free])


def mixed() -> Layer:
    """Three gates in one row, each met by another function."""
    x, y = tensor("x", n, index("k", 3 * D)), tensor("y", n, d)
    return Layer("mixed", [define(y[n, d], x[n, d] * x[n, d + D] + x[n, d + 2 * D] ** 2)], wrt=(x,))


@pytest.mark.parametrize(
    "layer", [LAYERS["glu"], LAYERS["geglu"], LAYERS["swiglu"], mixed()], ids=lambda a: a.name
)
def test_parts_are_the_whole(layer: Layer) -> None:
    """In numbers, part by part; no condition on the place is left."""
    whole, made = parts(layer, "x")
    rng, sizes_at = np.random.default_rng(3), {"N": 2, "D": 3}
    (x,) = layer.inputs
    width = int(x.shape[-1].subs(D, 3))
    arrays = {
        "x": rng.normal(size=(2, width)),
        "dy": rng.normal(size=(2, 3)),
        "gate": rng.normal(size=(2, 3)),
    }
    wanted = value(whole.rhs, whole.free, arrays, **sizes_at)
    found = [value(one.rhs, one.free, arrays, **sizes_at) for one in made]
    assert len(made) == width // 3 and not any(
        one.rhs.has(Iverson) and k in one.rhs.free_symbols for one in made
    )
    assert np.allclose(np.concatenate(found, axis=1), wanted, rtol=1e-12)


def test_the_letter_is_the_one_of_the_forward() -> None:
    """dx[n,d] and dx[n, D+d], not dx[n,k] over 2 D."""
    text = gradient(LAYERS["geglu"], "x").text(steps=False)
    assert "dx[n, d+D] = dy[n,d]·gate[n,d]" in text and "if k" not in text


def test_what_stays_open_stays_whole() -> None:
    """A condition that no half decides is left in one formula."""
    x, y = tensor("x", n, k), tensor("y", n, k)
    layer = Layer("odd", [define(y[n, k], x[n, k] * bracket(ge(3 * k - 2 * D)))], wrt=(x,))
    whole, made = parts(layer, "x")
    assert made == [whole]


def test_what_is_computed_otherwise_is_named() -> None:
    """Of x/(1 + e^−x) the factor 1/(1 + e^−x) has another form, not the whole."""
    (line,) = [
        one
        for one in str(gradient(LAYERS["swiglu"], "x").text(steps=False)).splitlines()
        if "computed" in one
    ]
    assert line.split(None, 1)[1].startswith("1/(1 + exp(")
