"""A page says nothing that it does not need: values that no formula of it reads, choices that were none."""

from __future__ import annotations

from derive import pretty
from derive.gradients import derive_vjp
from derive.layers import LAYERS
from derive.notation import Layer, define, index, sizes, tensor

N, M = sizes("N M")
n = index("n", N)
X, A, Y = tensor("x", n), tensor("a", n), tensor("y", n)


def page(name: str, wrt: str, steps: bool = True) -> str:
    layer = LAYERS[name]
    one = next(t for t in layer.wrt if t.name == wrt)
    return pretty.derivation(derive_vjp(layer, one), "text", steps)


def test_what_the_shown_forward_hides_stays_hidden() -> None:
    """The forward on the page says what p is; the maximum and the sum in it have no name there."""
    assert "p_max" not in page("attention", "v")
    assert "where" not in page("attention", "v").split("Result")[1].split("cost")[0]


def test_what_the_result_is_read_from_is_said() -> None:
    assert "p[n,i,j] =" in page("attention", "v", steps=False)
    assert "dp[n,i,j] =" in page("attention", "q").split("Result")[1]


def test_a_left_side_that_has_the_letters_of_its_axes_anyway_is_no_choice() -> None:
    both = Layer("both", [define(A[n], 2 * X[n]), define(Y[n], A[n] ** 2)], wrt=(X,), outputs=(A, Y))
    assert derive_vjp(both, X).choices == ()


def test_a_left_side_that_is_rewritten_is_a_choice() -> None:
    k = index("k", M)
    x, a, y = tensor("x", index("i", 2 * M)), tensor("a", k), tensor("y", index("j", 2 * M))
    i = index("i", 2 * M)
    halves = Layer("halves", [define(a[k], x[2 * k] ** 2), define(y[i], x[i] ** 3)], wrt=(x,), outputs=(a, y))
    assert [c.taken for c in derive_vjp(halves, x).choices] == ["the letters of its axes"]
