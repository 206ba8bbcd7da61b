"""Cotangents in which several ways meet have names where a gradient is long, and it is the same gradient."""

from __future__ import annotations

import numpy as np
import pytest

from codegen.verification.interpreter.evaluate import Evaluator
from derive.api.settings import specialised, textbook
from derive.explain.reading.measure import reading_cost
from derive.expr import Acc, tensors
from derive.gradients import derivations
from derive.layers import LAYERS
from derive.model.layer import Def, Program
from derive.notation import Layer, define, exp, gt, index, sizes, sqrt, tensor, total, where
from derive.steps import Derivation, Equation

K = sizes("K")[0]
k = index("k", K)
NUMBERS = {"K": 5, "eta": 0.1, "rho_1": 0.3, "rho_2": 0.2, "t": 2, "epsilon": 0.5, "lamda": 0.7}
OPTIMISERS = [(name, wrt) for name in ("adam_step", "adamw_step") for wrt in ("w", "grad", "mean", "square")]


def told(layer: Layer, name: str) -> Derivation:
    layer = specialised(layer, {}, textbook(layer, {}))
    return next(derivations(layer, [t for t in layer.wrt if t.name == name]))


def names(derived: Derivation) -> list[str]:
    return [d.tensor.name for d in derived.page if d.tensor not in {e.lhs.tensor for e in derived.where}]


def both(derived: Derivation, seed: int = 1) -> list[np.ndarray]:
    """The gradient of the page and the one that the chain rule leaves, in numbers."""
    rng = np.random.default_rng(seed)
    layer = derived.layer
    values = {s: NUMBERS[s.name] for s in (*layer.size_symbols, *layer.option_symbols)}
    given = {t.name: abs(rng.normal(size=NUMBERS["K"])) for t in layer.inputs}
    given |= {f"d{t.name}": rng.normal(size=NUMBERS["K"]) for t in layer.outputs}
    whole = {e.lhs.tensor: Def(e.lhs, e.free, e.rhs) for e in derived.where}
    whole |= {d.tensor: d for d in layer.forward}
    found = []
    for defs in (derived.page, derived.unsimplified):
        order = (*whole.values(), *(d for d in defs if d.tensor not in whole))
        program = Program("one", (), order, (defs[-1].tensor,))
        found.append(Evaluator(values, dict(given)).run(program)[defs[-1].tensor.name])
    return found


@pytest.mark.parametrize(("name", "wrt"), OPTIMISERS)
def test_what_is_written_over_names_is_the_gradient(name: str, wrt: str) -> None:
    np.testing.assert_allclose(*both(told(LAYERS[name], wrt)), rtol=1e-12)


def test_a_step_of_adam_is_written_in_short_lines() -> None:
    page = told(LAYERS["adam_step"], "w")
    assert names(page) == ["dnew_mean_total", "dnew_square_total", "dpull", "dw"]
    assert max(reading_cost(d.expr) for d in page.page) <= 30
    assert "dpull" not in names(told(LAYERS["adam_step"], "grad")), "dgrad = dpull says nothing"


def test_a_short_gradient_needs_no_names() -> None:
    assert names(told(LAYERS["adam_step"], "mean")) == ["dmean"]
    assert names(told(LAYERS["sgd_step"], "grad")) == ["dgrad"]


def test_the_ways_of_a_layer_of_ones_own_meet_by_name() -> None:
    """h and g are outputs, read on in one result; x is in both."""
    x, a, h, g, y = (tensor(name, k) for name in ("x", "a", "h", "g", "y"))
    forward = [
        define(h[k], a[k] * x[k]),
        define(g[k], a[k] * x[k] ** 2),
        define(y[k], exp(h[k]) / (1 + a[k] ** 2 + g[k] ** 2)),
    ]
    layer = Layer("crossing", forward, wrt=(x, a), outputs=(y, h, g))
    page = told(layer, "x")
    assert names(page) == ["dg_total", "dh_total", "dx"]
    np.testing.assert_allclose(*both(page), rtol=1e-12)


def test_a_root_below_a_line_stands_as_the_value_that_it_makes() -> None:
    s, r, x, y = (tensor(name, k) for name in ("s", "r", "x", "y"))
    forward = [
        define(r[k], where(gt(s[k]), sqrt(s[k]), 0)),
        define(y[k], x[k] / (1 + r[k])),
    ]
    (page,) = told(Layer("rooted", forward, wrt=(s,), inputs=(s, x)), "s").page[-1:]
    assert r in tensors(page.expr) and not page.expr.has(sqrt(s[k]))
    outside = Layer("bare", [forward[0], define(y[k], r[k] + x[k] / sqrt(s[k]))], wrt=(x,), inputs=(s, x))
    assert told(outside, "x").page[-1].expr.has(Acc(s, k)), (
        "nothing says that the root is of a positive value"
    )


def test_what_several_read_is_named_where_no_value_of_the_forward_is_found_in_it() -> None:
    """Of a ratio of sums: its cotangent is read by each of them; a norm keeps the form of the books."""
    n = index("n", K)
    p, g, a, b, c, loss = (
        tensor("p", n),
        tensor("g", n),
        tensor("a"),
        tensor("b"),
        tensor("c"),
        tensor("loss"),
    )
    forward = [
        define(a[()], total(p[n] * g[n], over=n)),
        define(b[()], total(p[n] * (1 - g[n]), over=n)),
        define(c[()], (1 + a[()]) / (1 + a[()] + b[()] ** 2)),
        define(loss[()], (1 + exp(c[()])) ** 3),
    ]
    ratio = told(Layer("ratio", forward, wrt=(p,), inputs=(p, g)), "p")
    assert names(ratio) == ["dc", "dp"]
    assert names(told(LAYERS["layer_norm"], "x")) == ["dx"]


def test_sums_stand_where_they_were_written() -> None:
    """A root of a sum is one line, as the forward has it; what the gradient itself reads keeps its name."""
    n = index("n", K)
    x, y, r = tensor("x", k, n), tensor("y", k, n), tensor("r", k, sign="positive")
    forward = [
        define(r[k], sqrt(1 + total(x[k, n] ** 2, over=n))),
        define(y[k, n], x[k, n] / r[k]),
    ]
    derived = told(Layer("unit", forward, wrt=(x,)), "x")
    assert Equation.of(derived.layer.forward[0]) in derived.where
    gate = [define(r[k], exp(total(x[k, n], over=n))), define(y[k, n], x[k, n] * r[k])]
    assert told(Layer("gate", gate, wrt=(x,)), "x").where
