"""A value does not say what was added to it: not where that cancels, nor by dividing by what may be 0."""

import numpy as np
import pytest

from derive.api import gradient
from derive.explain.reading.differences_of_values import differences_of_values
from derive.expr import tensors
from derive.layers import LAYERS
from derive.model import Layer
from derive.notation import define, index, option, sizes, tanh, tensor
from tests.forms import value

(N,) = sizes("N")
n = index("n", N)
x, g, y, m = tensor("x", n), tensor("g", n), tensor("y", n), tensor("m", n)


def damped(least: float) -> Layer:
    """y = x − η m, m = g² x: what η is divided by is 0 at ``least`` = 0."""
    rate = option("lr", "eta", default=0.5, minimum=least, real=True, summary="rate")
    (eta,) = rate.symbols
    made = [define(m[n], g[n] ** 2 * x[n]), define(y[n], x[n] - eta * m[n] / (1 + g[n] ** 2))]
    return Layer("damped", made, wrt=(x, g), options=(rate,))


@pytest.mark.parametrize("name", ["adam_step", "adamw_step"])
@pytest.mark.parametrize("wrt", ["grad", "square"])
def test_a_step_is_not_said_as_the_difference_of_the_weights(name: str, wrt: str) -> None:
    """η mean_hat/(root + ε)², for w − new_w has lost the digits of a small step; and η is not divided by."""
    derived = gradient(name, wrt).derivation
    assert not any(t.name == "new_w" for d in derived.page for t in tensors(d.expr))
    assert "invert" not in {s.rule for s in derived.steps}
    assert "1/η" not in gradient(name, wrt).text()


def test_what_may_be_zero_is_not_divided_by() -> None:
    """The same layer, its rate above 0: there the definition may be solved for what it reads."""
    steps = {least: {s.rule for s in gradient(damped(least), "g").steps} for least in (0, 0.01)}
    assert "invert" not in steps[0]


def test_the_form_is_the_same_number() -> None:
    """x − tanh(x) = y: (x − y)² is tanh²(x), and y need not be looked up."""
    layer = Layer("shrunk", [define(y[n], x[n] - tanh(x[n]))], wrt=(x,))
    derived = gradient(layer, "x").derivation
    one = derived.result
    made = list(differences_of_values(one, layer.forward))
    rng = np.random.default_rng(1)
    data = {"x": rng.normal(size=5), "dy": rng.normal(size=5)}
    data["y"] = data["x"] - np.tanh(data["x"])
    wanted = value(one.expr, one.free, data, N=5)
    assert made and all(y not in tensors(e) for e in made)
    for e in made:
        assert np.allclose(value(e, one.free, data, N=5), wanted, rtol=1e-12)
    assert "tanh(x[n])²" in gradient(layer, "x").text(steps=False)
    assert "tanh(x[i])²" in gradient(LAYERS["tanh_shrink"], "x").text(steps=False)


@pytest.mark.parametrize("name", ["batch_norm", "layer_norm"])
def test_a_condition_is_said_once(name: str) -> None:
    """The option that may be 0 is the same option in every condition."""
    assert len(gradient(name, "x").conditions) == 1
