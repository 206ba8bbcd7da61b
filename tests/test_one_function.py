"""Cases that agree everywhere are one formula on a page; others stay cases."""

import pytest
from sympy import Expr, exp, log
from sympy.codegen.cfunctions import log1p

from derive.api import gradient
from derive.expr import Where, ge
from derive.layers import LAYERS
from derive.model import Layer
from derive.model.kinks import kinks
from derive.model.one_function import one_function, other_cases, told_once
from derive.notation import define, index, larger, sigmoid, sizes, tensor
from derive.pretty.document import of_layer

(N,) = sizes("N")
n = index("n", N)
X, P, Y = tensor("x", n), tensor("p", n), tensor("y", n)
x, p = X[n], P[n]

ALIKE: list[tuple[Expr, Expr]] = [
    (1 / (1 + exp(-x)), exp(x) / (1 + exp(x))),
    (exp(-x) / (1 + exp(-x)) ** 2, exp(x) / (1 + exp(x)) - exp(2 * x) / (1 + exp(x)) ** 2),
    (p + x + log1p(exp(-x)), p + log1p(exp(x))),
    (3 * x + 3 * log(1 + exp(-x)), 3 * log(1 + exp(x))),
]
OTHERS: list[tuple[Expr, Expr]] = [
    (1 / (1 + exp(-x)), exp(x) / (1 + exp(2 * x))),
    (1 / (1 + exp(-x)), exp(p) / (1 + exp(p))),
    (x + log1p(exp(-x)), 2 * log1p(exp(x))),
    (exp(x) - 1, x * exp(x)),
    (x, -x),
]


@pytest.mark.parametrize(("a", "b"), ALIKE)
def test_alike(a: Expr, b: Expr) -> None:
    """Either order, under a common factor too."""
    assert one_function(a, b) and one_function(b, a) and one_function(p * a, p * b)
    assert told_once(Where(ge(x), a, b)) in (a, b)


@pytest.mark.parametrize(("a", "b"), OTHERS)
def test_not_alike(a: Expr, b: Expr) -> None:
    """What is not proved stays a case distinction."""
    assert not one_function(a, b)
    assert told_once(Where(ge(x), a, b)) == Where(ge(x), a, b)


def test_a_page_says_how_it_is_computed() -> None:
    """The form of the other case stands below, and a smooth function has no kink."""
    gate = Layer("gate", [define(Y[n], P[n] * sigmoid(X[n]))], wrt=(X, P))
    ((told, cond, form),) = other_cases(gate.forward[0].expr)
    assert told == 1 / (1 + exp(-x))
    assert form == exp(x) / (1 + exp(x)) and cond.kind == "gt"
    assert kinks(gate) == ()
    assert [note.label for note in of_layer(gate).notes if note.lines].count("computed") == 1
    assert "[" not in gradient(gate, "x").text().partition("Result")[2].partition("indices")[0].replace(
        "[n]", ""
    )


@pytest.mark.parametrize("name", ["relu", "elu", "selu", "leaky_relu", "hard_swish"])
def test_kinks_stay(name: str) -> None:
    """Cases that differ are told as cases."""
    assert kinks(LAYERS[name])
    assert all(told_once(d.expr) == d.expr for d in LAYERS[name].forward)


def test_what_a_kernel_shares_is_counted_once() -> None:
    """The exponential that a gradient needs twice is no reason to write it in the loss."""
    loss = larger(x, 0) - x * p + log(1 + exp(-abs(x)))
    result = gradient(Layer("bce", [define(Y[n], loss)], wrt=(X,)), "x").derivation.result.expr
    assert not any(a.tensor == Y for a in result.atoms(type(x)))
    assert result.has(exp(-abs(x)))
