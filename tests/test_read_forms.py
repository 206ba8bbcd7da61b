"""What a page says otherwise than a kernel computes it is equal to it, number by number."""

from __future__ import annotations

from itertools import product

import pytest
from sympy import Abs, Expr, Integer, S, Symbol, exp, sign

from derive.api.settings import textbook
from derive.expr import FloorDiv, Iverson, Reduce, Where, eq, ge, gt, ne, negation, substitute
from derive.gradients import derive_vjp
from derive.layers import LAYERS
from derive.notation import define, index, log, sizes, tanh, tensor
from derive.pretty import derivation, equation
from derive.pretty.formats.grid import draw
from derive.pretty.laid_out import formulas
from derive.pretty.read_forms import read_form
from derive.pretty.tree.typeset import PrintContext

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


LAMBDA = Symbol("lambda", positive=True, real=True)
NU = Symbol("nu", integer=True, nonnegative=True)
FAR, BENEATH = gt(X[n] - LAMBDA), gt(-X[n] - LAMBDA)
NEAR = gt(LAMBDA - Abs(X[n]))
A, B = T[n], W[n]
CUT = Where((ge(X[n]),), X[n], S.Zero)
FORMS: dict[str, tuple[Expr, Expr]] = {
    "a choice beside its bracket": (A * Iverson(ge(X[n])) * CUT**2, A * Iverson(ge(X[n])) * X[n] ** 2),
    "a sign in brackets": (A * Iverson(gt(X[n])) - A * Iverson(gt(-X[n])), A * sign(X[n])),
    "a sign squared": (A * sign(X[n]) ** 2, A * Iverson(ne(X[n]))),
    "cases that share a factor": (
        A * B * Iverson(NEAR) + A * X[n] * Iverson(negation(NEAR)),
        A * Where((NEAR,), B, X[n]),
    ),
    "a choice beside what decides it": (
        A * Iverson(ge(X[n]), ge(5 - CUT)),
        A * Iverson(ge(X[n]), ge(5 - X[n])),
    ),
    "such a choice in a sum": (
        Reduce("sum", A, [(n, 0, N - 1)], [ge(X[n]), ge(5 - CUT)]),
        Reduce("sum", A, [(n, 0, N - 1)], [ge(X[n]), ge(5 - X[n])]),
    ),
    "a sign is odd": (-A * sign(X[n] - W[n]), A * sign(W[n] - X[n])),
    "a reciprocal": (A * exp(-X[n]) / (1 + exp(-X[n])), A / (1 + exp(X[n]))),
    "a magnitude": (
        A * Iverson(FAR) + A * Iverson(ge(LAMBDA - X[n]), BENEATH),
        A * Iverson(gt(Abs(X[n]) - LAMBDA)),
    ),
    "two cases": (A * Iverson(NEAR) + B * Iverson(negation(NEAR)), Where((NEAR,), A, B)),
    "a choice of the options": (
        A * (X[n] + B * Iverson(ge(NU - 1))) - B * Iverson(ge(-NU)),
        Where((ge(NU - 1),), A * (X[n] + B), A * X[n] - B),
    ),
}


@pytest.mark.parametrize("why", FORMS)
def test_what_is_said_otherwise_is_equal(why: str) -> None:
    given, said = FORMS[why]
    assert read_form(given) == said
    for x, a, b, far, nu in product((-2, -1, 0, 1, 2), (-1, 3), (2,), (1, S(1) / 2), (0, 1)):
        values = {X[n]: Integer(x), A: Integer(a), B: Integer(b), LAMBDA: S(far), NU: Integer(nu)}
        assert (substitute(given, values) - substitute(said, values)).simplify() == 0


KEPT: dict[str, Expr] = {
    "no sign of a difference": -A * sign(X[n]),
    "another exponential": A * exp(X[n]) / (1 + exp(-X[n])),
    "two values": A * Iverson(FAR) + B * Iverson(BENEATH),
    "a side that counts its border": A * Iverson(ge(X[n] - LAMBDA)) + A * Iverson(BENEATH),
    "a distance that may be negative": A * Iverson(gt(X[n] - W[n])) + A * Iverson(gt(-X[n] - W[n])),
    "conditions that leave something out": A * Iverson(FAR) + B * Iverson(NEAR),
    "three terms": A * Iverson(NEAR) + B * Iverson(negation(NEAR)) + X[n],
    "one bracket of the options": A + B * Iverson(ge(NU - 1)),
}


@pytest.mark.parametrize("why", KEPT)
def test_what_is_no_case_of_a_law_stays(why: str) -> None:
    assert read_form(KEPT[why]) == KEPT[why]


def test_conditions_and_roots_as_people_write_them() -> None:
    pages = {name: derivation(derive_vjp(LAYERS[name], LAYERS[name].wrt[0])) for name in PAGES}
    assert not [name for name, said in PAGES.items() if said not in pages[name]]
    assert "−1)" not in derivation(derive_vjp(LAYERS["hinge_loss_each"], LAYERS["hinge_loss_each"].wrt[0]))


PAGES = {
    "hardtanh": "[low < x[i] < high]",
    "reflect_pad1d": "i ∈ {p_l ± a, p_l ± (2·L − 2 − a)}",
    "gelu_tanh": "√(2/π)",
    "pixel_shuffle": "c·r²+a·r+b",
    "soft_shrink": "[|x[i]| > λ]",
    "hinge_loss_each": "dx = −dloss ⊙ t",
}


def test_two_quotients_in_one_index_are_two() -> None:
    model = LAYERS["unfold2d"]
    assert "OW·(a+p_t−d_h·u)/s_h+(b+p_l−d_w·v)/s_w" in derivation(derive_vjp(model, model.wrt[0]))


def test_a_page_does_not_hide_what_the_layer_does() -> None:
    assert textbook(LAYERS["channel_shuffle"], {}) == {} and textbook(LAYERS["conv2d"], {})


def test_a_size_below_what_is_compared_with_zero_is_not_said() -> None:
    given = A * Iverson(gt(X[n] / K)) + Reduce("sum", W[u], [(u, 0, K - 1)], [ge(X[u] * K)])
    assert read_form(given) == A * Iverson(gt(X[n])) + Reduce("sum", W[u], [(u, 0, K - 1)], [ge(X[u])])
    kept = A * Iverson(gt(X[n] * LAMBDA))
    assert read_form(kept) == kept, "an option may be 0"


def test_a_sign_in_a_sum_is_odd_too() -> None:
    given = -A * Reduce("sum", W[u] * sign(u - X[n]), [(u, 0, K - 1)])
    said = read_form(given)
    assert said == A * Reduce("sum", W[u] * sign(X[n] - u), [(u, 0, K - 1)])
    for x in range(-1, 4):
        given_at, said_at = (
            [substitute(r.body, {X[n]: Integer(x), u: Integer(k)}) for k in range(3)]
            for r in (*given.atoms(Reduce), *said.atoms(Reduce))
        )
        assert given_at == [-one for one in said_at]


def test_a_number_above_and_below_is_in_neither() -> None:
    given, said = FloorDiv(2 * n * K, 2 * N), FloorDiv(n * K, N)
    assert read_form(given) == said
    for at, extent, size in product(range(4), (1, 3, 5), (1, 2, 7)):
        assert (2 * at * extent) // (2 * size) == (at * extent) // size
        values = {n: Integer(at), K: Integer(extent), N: Integer(size)}
        assert substitute(given, values) == substitute(said, values)


def test_a_choice_stays_where_nothing_beside_it_decides_it() -> None:
    alone = A * Iverson(ge(5 - CUT))
    other = A * Iverson(ge(W[n]), ge(5 - CUT))
    uneven = FloorDiv(2 * n * K + 1, 2 * N)
    assert [read_form(e) for e in (alone, other, uneven)] == [alone, other, uneven]


def test_a_long_value_that_stands_twice_has_a_letter() -> None:
    """What is only inside of the repeated value has none; what a page repeats shortly is written out."""
    inner = tanh(log(1 + exp(LAMBDA * X[n])) / LAMBDA)
    given = [define(T[n], W[n] * inner + X[n] * inner**2), define(T[n], exp(X[n]) + X[n] * exp(X[n]))]
    long, short = formulas(given, PrintContext())
    assert len(long.definitions) == 1 and not short.definitions


def test_a_number_that_all_terms_below_a_line_share_stands_above_it() -> None:
    assert equation(define(T[n], W[n] / (X[n] / 2 + W[n] / 2))) == "t[n] = 2·w[n]/(w[n] + x[n])"


def test_a_polynomial_in_one_element_falls_in_degree() -> None:
    def said(e: Expr) -> str:
        return equation(define(T[n], e)).removeprefix("t[n] = ")

    assert said(8 - 10 * X[n] + 3 * X[n] ** 2) == "3·x[n]² − 10·x[n] + 8"
    assert said(X[n] + X[n] ** 3) == "x[n] + x[n]³", "two terms are no polynomial that one looks up"
    assert said(1 + X[n] - X[n] ** 2).startswith("1"), "never a minus first"


def test_a_half_is_one_sign_on_a_page() -> None:
    (shown,) = formulas([define(T[n], (X[n] + S.Half) * W[n])], PrintContext())
    assert draw(shown.box).lines == ("t[n] = w[n] · (½ + x[n])",)


def test_a_bound_that_an_equation_implies_is_not_said() -> None:
    here = [eq(X[u] - i), ge(X[u]), ge(N - 1 - X[u])]
    given = Reduce("sum", W[u], [(u, 0, K - 1)], here)
    assert read_form(given, [(i, S.Zero, N - 1)]) == Reduce("sum", W[u], [(u, 0, K - 1)], here[:1])
    assert read_form(given, [(i, S.Zero, N)]) == Reduce("sum", W[u], [(u, 0, K - 1)], [here[0], here[2]])
    assert read_form(given) == given, "nothing is known of the letter"
