"""What a page says otherwise than a kernel computes it is equal to it, number by number."""

from __future__ import annotations

from itertools import product

import pytest
from sympy import Integer, S

from derive.expr import Reduce, ge, substitute
from derive.gradients import derive_vjp
from derive.layers import LAYERS
from derive.notation import index, sizes, tensor
from derive.pretty import derivation, equation
from derive.pretty.read_forms import read_form

N, K, L, s = sizes("N K L s")
n, u, i = index("n", N), index("u", K), index("i", N)
X, T, W = tensor("x", n), tensor("t", n), tensor("w", n)


def test_a_minus_before_a_difference_turns_it_round() -> None:
    assert read_form(-2 * W[n] * (X[n] - T[n])) == 2 * W[n] * (T[n] - X[n])


DIFFERENCE = X[n] - T[n]


@pytest.mark.parametrize(
    "kept",
    [2 * W[n] * DIFFERENCE, -W[n] * (1 - X[n]), -W[n] * (X[n] + T[n]), -DIFFERENCE * (T[n] - W[n])],
)
def test_other_products_stay(kept: object) -> None:
    assert read_form(kept) == kept  # type: ignore[arg-type]


def test_a_sum_of_ones_below_a_bound_is_a_number_of_places() -> None:
    ones = Reduce("sum", S.One, [(u, 0, K - 1)], [ge(L - s * i - u)])
    said = read_form(ones)
    assert not said.has(Reduce)
    for taps, end, step, at in product(range(1, 4), range(1, 6), range(1, 3), range(5)):
        values = {K: Integer(taps), L: Integer(end), s: Integer(step), i: Integer(at)}
        assert substitute(said, values) == sum(end - step * at - k >= 0 for k in range(taps))


def test_a_sum_of_more_than_ones_stays() -> None:
    two = Reduce("sum", S.One, [(u, 0, K - 1)], [ge(L - 2 * u)])
    weighed = Reduce("sum", W[u], [(u, 0, K - 1)], [ge(L - u)])
    assert read_form(two) == two and read_form(weighed) == weighed


def test_pages_read_so_and_kernels_do_not() -> None:
    one = derive_vjp(LAYERS["squared_error_loss"], LAYERS["squared_error_loss"].wrt[-1])
    assert "2 · dloss[n,d] · (t[n,d] − x[n,d])" in derivation(one, "text")
    assert "−2 · dloss[n,d] · (x[n,d] − t[n,d])" in equation(one.result)
    pool = derive_vjp(LAYERS["avg_pool1d"], LAYERS["avg_pool1d"].wrt[0])
    assert "count_i[i] = max(Σ" not in derivation(pool, "text")
