"""What a formula takes: counted in symbols, checked against loops that count."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from sympy import Expr, Integer, S, Symbol, sqrt

from derive import pretty
from derive.api.settings import specialised, textbook
from derive.arrays.work_counts import work_count
from derive.expr import Acc, Hat, Reduce
from derive.gradients import derive_vjp
from derive.layers import LAYERS
from derive.notation import define, gt, index, sizes, tensor, total, where
from derive.pretty.cost_lines import factor
from derive.steps import Derivation

N, K, O = sizes("N K O")
n, k, o = index("n", N), index("k", K), index("o", O)
x, w, y, r = tensor("x", n, k), tensor("w", o, k), tensor("y", n, o), tensor("r", n)


def derived(name: str, wrt: str) -> Derivation:
    layer = specialised(LAYERS[name], {}, textbook(LAYERS[name], {}))
    return derive_vjp(layer, next(t for t in layer.wrt if t.name == wrt))


def numbers(expr: Expr) -> int:
    sizes_ = {s: {"N": 3, "K": 4, "O": 5}.get(s.name, 2) for s in expr.free_symbols if isinstance(s, Symbol)}
    return int(expr.xreplace(sizes_))


def test_a_product_of_matrices_is_counted_as_its_loops_count() -> None:
    count = work_count([define(y[n, o], total(w[o, k] * x[n, k], over=(k,)))])
    assert count is not None
    times = plus = 0
    for _ in product(range(3), range(5)):
        for place in range(4):
            times += 1
            plus += place > 0
    assert numbers(count.operations["multiplications"]) == times
    assert numbers(count.operations["additions"]) == plus
    assert numbers(count.numbers) == 3 * 5 + 5 * 4 + 3 * 4
    assert set(count.operations) == {"multiplications", "additions"} and not count.guarded


def test_a_sum_is_paid_once_for_the_letters_that_it_hangs_on() -> None:
    row = total(x[n, k], over=(k,))
    count = work_count([define(y[n, o], row * row / (2 + row))])
    assert count is not None
    assert numbers(count.operations["additions"]) == 3 * (4 - 1) + 3 * 5
    assert numbers(count.operations["multiplications"]) == 3 * 5
    assert numbers(count.operations["divisions"]) == 3 * 5


@pytest.mark.parametrize(
    ("formula", "functions"),
    [(1 / r[n], 0), (1 / sqrt(2 + r[n]), 1), (where(gt(r[n], 0), 1 / (1 + r[n]), 0), 0), (3 + 1 / r[n], 0)],
    ids=str,
)
def test_an_inverse_is_a_division_wherever_it_stands(formula: Expr, functions: int) -> None:
    count = work_count([define(y[n, o], formula)])
    assert count is not None
    assert numbers(count.operations["divisions"]) == 3 * 5
    assert numbers(count.operations.get("functions", Integer(0))) == functions * 3 * 5


def test_a_product_pays_each_inverse_once() -> None:
    count = work_count([define(y[n, o], x[n, 0] / (N * r[n]))])
    assert count is not None
    assert numbers(count.operations["divisions"]) == 2 * 3 * 5


def test_a_range_that_hangs_on_a_letter_is_not_counted() -> None:
    ragged = Reduce("sum", x[n, k], [(k, n, K - 1)])
    assert work_count([define(r[n], ragged)]) is None


def test_what_conditions_drop_is_said_to_be_at_most() -> None:
    for name, wrt, guarded in (("conv2d", "w", True), ("dense", "x", False)):
        one = derived(name, wrt)
        count, page = work_count(one.page), pretty.derivation(one, "text")
        assert count is not None and count.guarded == guarded
        assert "multiplications" in page and ("cost          at most" in page) == guarded


@pytest.mark.parametrize(("name", "least"), [("softmax", 3.0), ("batch_norm", 1.1)])
def test_simplifying_has_saved_operations(name: str, least: float) -> None:
    one = derived(name, "x")
    after = work_count(one.page)
    assert after is not None and factor(work_count(one.unsimplified), after) > least
    assert "times fewer operations" in pretty.derivation(one, "text")


def test_sizes_at_which_nothing_is_left_are_not_divided_by() -> None:
    """With an output of 16 no padding of 16 fits: what simplifying has saved there is not said."""
    one = derived("circular_pad2d", "x")
    after = work_count(one.page)
    assert after is not None and after.at(16) <= 0 and factor(work_count(one.unsimplified), after) == 1.0


@pytest.mark.parametrize("fmt", ["text", "latex", "html", "json"])
def test_the_forward_and_the_gradient_have_their_cost_in_every_format(fmt: str) -> None:
    assert "multiplications" in pretty.layer(LAYERS["dense"], fmt)
    assert "multiplications" in pretty.derivation(derived("dense", "x"), fmt)


def test_every_count_of_the_catalogue_is_a_number_of_operations() -> None:
    for layer in LAYERS:
        count = work_count(layer.forward)
        if count is not None:
            assert all(count.at(4) >= 0 for _ in count.operations)
            assert not any(e.atoms(Acc) for e in (*count.operations.values(), count.numbers))


def test_of_what_is_interpolated_two_neighbours_are_counted() -> None:
    """Σ_q G(q, p[n]) x[q] reads two elements, and so does each p[n] of Σ_n G(q, p[n]) y[n] in all."""
    q = index("q", K)
    place, signal, made = tensor("p", n), tensor("s", q), tensor("z", n)
    forward = work_count([define(made[n], total(Hat(q, place[n]) * signal[q], over=q))])
    back = work_count([define(signal[q], total(Hat(q, place[n]) * made[n], over=n))])
    assert forward is not None and back is not None and forward.guarded and back.guarded
    assert numbers(forward.operations["multiplications"]) == numbers(back.operations["multiplications"]) == 6
    assert numbers(forward.operations["additions"]) == 3 * (1 + 2 * 2)
    assert numbers(back.operations["additions"]) == 3 * 2 * (1 + 2)
    spread = define(signal[q], Hat(q, place[n]) * made[n])
    spread = work_count([replace(spread, free=((n, S.Zero, N - 1), *spread.free), scatter=True)])
    assert spread is not None and spread.operations == back.operations, "the same, added where it belongs"
