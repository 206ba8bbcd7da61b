"""Whole numbers and conditions as a page says them: equal to what is computed, number by number."""

from __future__ import annotations

from itertools import product

import pytest
from sympy import Expr, Integer, Min, S

from derive import pretty
from derive.api.settings import specialised, textbook
from derive.expr import FloorDiv, Iverson, Modulo, Reduce, ge, ne, substitute
from derive.gradients import derive_vjp
from derive.layers import LAYERS
from derive.notation import index, integers, sizes, tensor
from derive.pretty.read_forms import read_form
from derive.pretty.read_places import read_places

N, K, L, s = sizes("N K L s")
n, u, i = index("n", N), index("u", K), index("i", N)
X, T = tensor("x", n), integers("t", n, below=N)
FREE = ((i, S.Zero, N - 1),)


def over(body: Expr, *guards: object) -> Reduce:
    return Reduce("sum", body, [(n, 0, N - 1)], list(guards))


SAID: dict[str, tuple[Expr, Expr]] = {
    "a bracket in a sum": (over(X[n] * Iverson(ne(T[n] - 1))), over(X[n], ne(T[n] - 1))),
    "a minus in a sum": (over(-2 * X[n]), -over(2 * X[n])),
    "a bound that always holds": (over(X[n], ge(s * i + n), ge(L - n)), over(X[n], ge(L - n))),
    "a remainder": (i - 4 * FloorDiv(i - 5, 4) - 5, Modulo(i - 5, 4)),
}
KEPT: dict[str, Expr] = {
    "a bound that may fail": over(X[n], ge(n - 1)),
    "a difference": over(X[n] - T[n]),
    "no remainder": i - 4 * FloorDiv(i - 5, 4) - 4,
}


@pytest.mark.parametrize("why", SAID)
def test_it_is_said_so(why: str) -> None:
    given, said = SAID[why]
    assert read_places(given, FREE) == said


@pytest.mark.parametrize("why", KEPT)
def test_what_is_not_equal_stays(why: str) -> None:
    assert read_places(KEPT[why], FREE) == KEPT[why]


def test_a_remainder_is_the_same_number() -> None:
    given, said = SAID["a remainder"]
    for at in range(-9, 20):
        assert substitute(given, {i: Integer(at)}) == substitute(said, {i: Integer(at)})


def test_places_that_count_are_counted_where_one_bound_always_holds() -> None:
    ones = Reduce("sum", S.One, [(u, 0, K - 1)], [ge(s * i + u), ge(L - 1 - s * i - u)])
    said = read_form(read_places(ones, FREE), FREE)
    assert said.has(Min) and not said.has(Reduce)
    for taps, end, step, at in product(range(1, 4), range(1, 6), range(1, 3), range(5)):
        values = {K: Integer(taps), L: Integer(end), s: Integer(step), i: Integer(at)}
        assert substitute(said, values) == sum(step * at + k < end for k in range(taps))


def page(name: str, wrt: str = "x") -> str:
    layer = LAYERS[name]
    layer = specialised(layer, {}, textbook(layer, {}))
    return pretty.derivation(derive_vjp(layer, next(t for t in layer.wrt if t.name == wrt)), "text", True)


def test_a_slope_keeps_the_brackets_that_its_law_speaks_of() -> None:
    assert "x[n, t[n]] · [t[n] = c]" in page("nll_loss_sum", "w")


PAGES = {
    "avg_pool1d": "count_i[i] = max(1, min(L + p_l + p_r − s·i, K))",
    "lp_pool1d": "powers[n,c,i] = Σ |x[n, c, s·i+u−p_l]|^p\n",
    "spatial_pyramid_pool2d": "(k−5) mod 4",
    "circular_pad1d": "−⌈p_l/L⌉ ≤ k",
    "unfold2d": "(a+p_t−u)·OW+b+p_l−v",
}


@pytest.mark.parametrize("name", PAGES)
def test_pages_read_so(name: str) -> None:
    assert PAGES[name] in page(name)


def test_a_condition_on_what_is_read_outside_stays_where_that_is_no_zero() -> None:
    """Outside the image a maximum reads −∞: the mean beside it says which taps count."""
    assert "0 ≤ s_h·i + u − p_t < H" in page("mixed_pool2d")


def test_a_lower_bound_rounds_up() -> None:
    for p, size in product(range(6), range(1, 5)):
        assert FloorDiv(Integer(-p), Integer(size)) == -((p + size - 1) // size)
