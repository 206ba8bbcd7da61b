"""Cases, conditions and distances as a page says them: equal, number by number, to what is computed."""

from __future__ import annotations

from itertools import product

import pytest
from sympy import Expr, Integer, Symbol

from derive import pretty
from derive.api.settings import specialised, textbook
from derive.expr import Cond, Iverson, Where, clamped, ge, gt, negation, substitute
from derive.gradients import derive_vjp
from derive.layers import LAYERS
from derive.model.kinks import kinks
from derive.model.layer import Layer
from derive.notation import define, index, integers, larger, largest, sizes, smaller, tensor, total
from derive.pretty.read_cases import two_cases
from derive.pretty.read_forms import read_form
from derive.pretty.tree.guards import chains

N, K = sizes("N K")
n, k = index("n", N), index("k", K)
x, t, y = tensor("x", n), tensor("t", n), tensor("y", n)
A, B, C = (Symbol(s, real=True) for s in "abc")
HIGH, LOW = gt(x[n] - 2), gt(x[n] + 2)

SAID: dict[str, tuple[Expr, Expr]] = {
    "a part between": (
        A * Iverson(HIGH) + B * Iverson(negation(HIGH), LOW),
        Where((HIGH,), A, Where((LOW,), B, 0)),
    ),
    "terms of one case": (
        A * Iverson(HIGH) + B * Iverson(negation(HIGH)) + C * Iverson(negation(HIGH)),
        Where((HIGH,), A, B + C),
    ),
}


@pytest.mark.parametrize("why", SAID)
def test_cases_are_said_as_cases(why: str) -> None:
    given, said = SAID[why]
    assert two_cases(given) == said
    for at in range(-4, 5):
        values = {x[n]: Integer(at)}
        assert substitute(given, values).expand() == substitute(said, values).expand()


KEPT = {
    "cases that meet": A * Iverson(HIGH) + B * Iverson(LOW),
    "a term beside them": A * Iverson(HIGH) + B * Iverson(negation(HIGH)) + C,
}


@pytest.mark.parametrize("why", KEPT)
def test_what_may_hold_together_stays_a_sum(why: str) -> None:
    assert two_cases(KEPT[why]) == KEPT[why]


def test_a_condition_is_said_without_what_cancels_in_it() -> None:
    tau = Symbol("tau", positive=True)
    u = t[n] - x[n]
    bracket = Iverson(Cond(*gt(tau * u - (tau - 1) * u).args))
    said = read_form(A * bracket)
    for at, to, share in product(range(-2, 3), range(-2, 3), (1, 2)):
        values = {x[n]: Integer(at), t[n]: Integer(to), tau: Integer(1) / (share + 1)}
        assert substitute(said, values) == substitute(A * bracket, values)
    assert said == A * Iverson(gt(t[n] - x[n]))


eps = Symbol("epsilon", positive=True)
ALONE = {
    "x[n] ≤ 1 - epsilon": ge(1 - x[n] - eps),
    "x[n] < -epsilon": gt(-x[n] - eps),
    "epsilon + x[n] > 0": gt(x[n] + eps),
}


@pytest.mark.parametrize("said", ALONE)
def test_an_element_stands_alone_on_its_side(said: str) -> None:
    ((chain,),) = [chains((ALONE[said],), frozenset())]
    assert f"{chain.parts[0]} {chain.signs[0]} {chain.parts[1]}" == said


def page(layer: Layer | str, wrt: str = "x") -> str:
    if isinstance(layer, str):
        layer = LAYERS[layer]
        layer = specialised(layer, {}, textbook(layer, {}))
    return pretty.derivation(derive_vjp(layer, next(a for a in layer.wrt if a.name == wrt)), "text", True)


def test_gates_over_halves_of_a_row_are_two_formulas() -> None:
    result = page("swiglu").split("Result")[1].split("indices")[0]
    assert "dx[n,d] =" in result and "dx[n, d+D] =" in result and result.count("exp") == 2


def test_a_distance_is_said_in_the_order_of_the_inputs() -> None:
    assert "|x[n,d] − t[n,d]|" in page("l1_loss") and "|t[" not in page("huber_loss_each")
    other = Layer("other", [define(y[n], abs(x[n] - t[n]))], wrt=(t, x))
    assert "|x[n] − t[n]|" in page(other, "x") or "|t[n] − x[n]|" in page(other, "x")


def test_a_place_that_is_always_there_is_not_asked_for() -> None:
    a, w, out = tensor("x", n, k), tensor("w", k), tensor("y", n)
    widest = Layer("widest", [define(out[n], largest(w[k] * a[n, k], over=k))], wrt=(a, w))
    assert "reading" not in page(widest, "x") and "y_at[n] ≥ 0" not in page(widest, "w")
    choice = integers("c", n, k, below=N)
    near = Layer("near", [define(out[n], largest(total(x[choice[n, k]], over=()), over=k))], wrt=(x,))
    assert "≥ 0" not in page(near, "x").split("Result")[1]


def test_a_border_that_stands_twice_in_a_formula_is_told_once() -> None:
    capped = Layer("capped", [define(y[n], smaller(larger(x[n] + 3, 0), 6))], wrt=(x,))
    said = [str(one.convention) for one in kinks(capped)]
    assert len(said) == 2 and not any("has the value" in one for one in said)


def test_a_sum_of_minuses_carries_one_minus() -> None:
    assert read_form(A * (-x[n] - t[n])) == -A * (x[n] + t[n])
    assert read_form(A * (-x[n] - t[n]) * (-x[n] - 1)) == A * (x[n] + t[n]) * (x[n] + 1)
    assert read_form(A * (x[n] - t[n])) == A * (x[n] - t[n])
    kept = A * (-B * (1 - x[n]) - t[n])
    assert read_form(kept) == kept


def test_what_a_loss_says_of_its_sum_is_said_in_its_gradient() -> None:
    """``S/A`` is −loss where A is not 0, ``S/A²`` is mean/A: the weights' gradients name the mean."""
    said = page("nll_loss", "w").split("Result")[1].split("indices")[0]
    assert "(x[n, t[n]] + loss)" in said and "S₁" not in said
    said = page("smoothed_cross_entropy", "w").split("Result")[1].split("indices")[0]
    assert "mean_loss · [t[n] = c])" in said and said.count("Σ") == 1 and "S₂" not in said


def test_what_is_kept_between_two_ends_is_clamped() -> None:
    for one in (
        larger(smaller(n - 3, N - 1), 0),
        smaller(larger(n - 3, 0), N - 1),
        smaller(N - 1, larger(0, n - 3)),
    ):
        assert clamped(one) == (n - 3, 0, N - 1)
        for extent, at in product(range(1, 4), range(9)):
            value = substitute(one, {N: Integer(extent), n: Integer(at)})
            assert value == sorted((0, at - 3, extent - 1))[1]


def test_between_ends_of_no_known_order_nothing_is_clamped() -> None:
    assert clamped(larger(smaller(n, N - 2), 0)) is None, "where N is 1 the choices do not commute"
    assert clamped(larger(larger(n, N - 1), 0)) is None and clamped(larger(n, 0)) is None


def test_a_border_gathers_what_the_clamp_sent_there() -> None:
    layer = LAYERS["replicate_pad1d"]
    for fmt, said in (("text", "clamp(i − p_l, 0, L − 1) = a"), ("latex", r"\mathrm{clamp}")):
        shown = "".join(pretty.derivation(derive_vjp(layer, layer.wrt[0]), fmt, False))
        assert said in shown and "nearest to" in shown and "max" not in shown.split("cost")[0]


def test_a_polynomial_computed_from_within_is_read_by_powers() -> None:
    u = x[n]
    inner = {
        1 + u**2 * ((2 + A) * u - 3 - A): (2 + A) * u**3 - (3 + A) * u**2 + 1,
        A * (u * (8 + u * (u - 5)) - 4): A * (u**3 - 5 * u**2 + 8 * u - 4),
    }
    for given, said in inner.items():
        assert given != said == read_form(given)
        for at in range(-3, 4):
            assert substitute(given - said, {u: Integer(at)}).expand() == 0


@pytest.mark.parametrize("kept", [x[n] * (1 - x[n]), 1 + x[n] * (x[n] - 3), 1 + x[n] ** 2 * (t[n] - x[n])])
def test_a_product_that_says_something_stays_one(kept: Expr) -> None:
    assert read_form(kept) == kept
