"""What the forward gives a name stands as that name, in sums and beside several conditions as well."""

from __future__ import annotations

import numpy as np
import pytest
from sympy import S, Symbol, exp, sqrt

from codegen.verification.interpreter.evaluate import Evaluator
from derive.explain.reading.bracketed_values import bracketed_values
from derive.explain.reading.measure import reading_cost
from derive.explain.reading.powers_of_values import powers_of_values
from derive.explain.reading.reader import read
from derive.explain.reading.reading_rules import cases_of_a_sum, counts_in_a_sum
from derive.expr import Acc, Reduce, ge, gt
from derive.gradients import derive_vjp
from derive.model.layer import Def, Layer, Program
from derive.notation import bracket, define, index, sigmoid, sizes, softmax, tensor, total, where
from derive.pretty import derivation

N, K, D = sizes("N K D")
n, k, d, e = index("n", N), index("k", K), index("d", D), index("e", D)
x, s, y, z = tensor("x", n, k), tensor("s", n, k), tensor("y", n), tensor("z", n)
c = tensor("c", n, k)


def gated() -> Layer:
    """A gate whose argument is a sum and a bias: the slope of each case is t (1 − t)."""
    v, w, b = tensor("v", d, e), tensor("w", d), tensor("b", d)
    X, t, out = tensor("x", n, e), tensor("t", n, d), tensor("y", n, d)
    gate = sigmoid(total(v[d, e] * X[n, e], over=e) + b[d])
    return Layer("gated", [define(t[n, d], gate), define(out[n, d], t[n, d] * w[d])], wrt=(X, v, b))


def windowed() -> Layer:
    """softmax over those that two conditions admit, times values."""
    i, j = index("i", D), index("j", D)
    a, v, p, out = tensor("a", i, j), tensor("v", j, k), tensor("p", i, j), tensor("y", i, k)
    seen = softmax(a[i, j], over=j, when=(j <= i) & (j > i - 2))
    made = [define(p[i, j], seen), define(out[i, k], total(p[i, j] * v[j, k], over=j))]
    return Layer("windowed", made, wrt=(a,))


def chosen() -> Layer:
    """The same, where data says which."""
    i, j = index("i", N), index("j", D)
    a, m, v = tensor("a", i, j), tensor("m", i, j), tensor("v", j, k)
    p, out = tensor("p", i, j), tensor("y", i, k)
    seen = softmax(a[i, j], over=j, when=m[i, j] > 0)
    made = [define(p[i, j], seen), define(out[i, k], total(p[i, j] * v[j, k], over=j))]
    return Layer("chosen", made, wrt=(a,))


def leaky_rows() -> Layer:
    """A sum on both sides of a condition is one sum of cases."""
    a, b = tensor("a", n), tensor("b", k)
    out = tensor("y", n, k)
    u = a[n] + b[k]
    return Layer("leaky_rows", [define(out[n, k], where(gt(u), u, u / 5))], wrt=(a,))


PAGES = {
    (gated, "v"): ["dv[d,e] = w[d] · Σ dy[n,d] · t[n,d] · x[n,e] · (1 − t[n,d])"],
    (gated, "b"): ["db[d] = w[d] · Σ dy[n,d] · t[n,d] · (1 − t[n,d])"],
    (windowed, "a"): ["p[i,j] · ⎜dp[i,j] −   Σ    dp[i,j′] · p[i,j′]⎟"],
    (chosen, "a"): ["p[i,j] · ⎛dp[i,j] − Σ  dp[i,j′] · p[i,j′]⎞"],
    (leaky_rows, "a"): ["da[n] = Σ dy[n,k] · ⎨ 1"],
}


@pytest.mark.parametrize(("layer", "wrt"), PAGES, ids=lambda one: getattr(one, "__name__", one))
def test_the_page_says_the_value_and_is_the_program(layer: object, wrt: str) -> None:
    model = layer()  # type: ignore[operator]
    derived = derive_vjp(model, next(t for t in model.wrt if t.name == wrt))
    result = derivation(derived, "text", True).split("Result")[1]
    for said in PAGES[layer, wrt]:  # type: ignore[index]
        assert said in result
    rng, values = np.random.default_rng(3), {N: 3, K: 4, D: 5}
    ev = Evaluator(values, {})
    given = {t.name: rng.normal(size=ev.shape(t)) for t in model.inputs}
    given["dy"] = rng.normal(size=ev.shape(model.outputs[0]))
    whole = [Def(one.lhs, one.free, one.rhs) for one in derived.where if isinstance(one.lhs, Acc)]
    found = []
    for defs in (derived.page, derived.program.defs):
        told = {d.tensor for d in whole}
        order = (*whole, *(d for d in defs if d.tensor not in told))
        program = Program("one", (), order, (defs[-1].tensor,))
        found.append(Evaluator(values, dict(given)).run(program)[defs[-1].tensor.name])
    np.testing.assert_allclose(*found, rtol=1e-12)


def test_a_sum_that_the_value_restricts_needs_no_condition_of_its_own() -> None:
    p = tensor("p", n, k)
    inside = define(p[n, k], exp(x[n, k]) / s[n, k] * bracket(c[n, k] > 0))
    body = Reduce("sum", exp(x[n, k]) / s[n, k], [(k, 0, K - 1)], [gt(c[n, k])])
    (made,) = bracketed_values(define(z[n], body), [inside])
    assert made == Reduce("sum", p[n, k], [(k, 0, K - 1)])


def test_a_value_is_not_said_where_its_condition_is_not_known() -> None:
    p = tensor("p", n, k)
    inside = define(p[n, k], exp(x[n, k]) / s[n, k] * bracket(c[n, k] > 0))
    everywhere = define(z[n], Reduce("sum", exp(x[n, k]), [(k, 0, K - 1)]))
    assert not [*bracketed_values(everywhere, [inside])]


def test_a_quotient_says_what_stands_above_it_and_a_product_does_not() -> None:
    top, q = tensor("top", n), tensor("q", n)
    one = define(z[n], top[n] / q[n] ** 2)
    assert [*bracketed_values(one, [define(y[n], top[n] / q[n])])] == [y[n] / q[n]]
    assert not [*bracketed_values(one, [define(y[n], top[n] * q[n])])], "q may be 0"


u = tensor("u", n)
ROOT = define(y[n], where(u[n] > 0, sqrt(u[n]), 0))


def test_a_power_of_what_a_value_is_the_root_of_is_a_power_of_the_value() -> None:
    terms = Reduce("sum", u[n] ** -S.Half, [(n, 0, N - 1)], [gt(u[n])])
    (made,) = powers_of_values(define(tensor("t")[()], terms), [ROOT])
    assert made == Reduce("sum", 1 / y[n], [(n, 0, N - 1)], [gt(y[n])])
    p = Symbol("p", positive=True)
    norm = define(y[n], where(u[n] > 0, u[n] ** (1 / p), 0))
    (made,) = powers_of_values(define(z[n], u[n] ** (1 / p - 1) * bracket(u[n] > 0)), [norm])
    assert made == y[n] ** (1 - p) * bracket(y[n] > 0)


def test_no_power_is_said_where_the_root_may_be_another() -> None:
    free = Reduce("sum", u[n] ** -S.Half, [(n, 0, N - 1)], [ge(u[n])])
    assert not [*powers_of_values(define(tensor("t")[()], free), [ROOT])]
    signed = define(y[n], sqrt(u[n]))
    assert not [*powers_of_values(define(z[n], u[n] ** S(2)), [signed])]


def test_sums_of_other_elements_stay_apart() -> None:
    a, b = (Reduce("sum", x[n, k], [(k, 0, K - 1)], [g]) for g in (gt(c[n, k]), gt(-c[n, k])))
    assert not [*cases_of_a_sum(define(z[n], a + b), [])]
    a, b = (Reduce("sum", x[n, k], [(k, 0, K - 1)], [g]) for g in (gt(c[n, k]), ge(-c[n, k])))
    assert [*cases_of_a_sum(define(z[n], a + 2 * b), [])]


def test_a_fraction_in_an_exponent_is_dearer_than_a_difference() -> None:
    p = Symbol("p", positive=True)
    assert reading_cost(u[n] ** (1 / p - 1)) > reading_cost(u[n] ** (1 - p))


def test_a_count_beside_a_sum_stands_in_it() -> None:
    def over(body, *guards):
        return Reduce("sum", body, [(k, 0, K - 1)], guards)

    some, fewer, mean = gt(c[n, k]), gt(x[n, k] - 1), tensor("mean")[()]
    one = define(z[n], over(x[n, k], some) - mean * over(S.One, some, fewer))
    assert [*counts_in_a_sum(one, [])] == [over(x[n, k] - mean * bracket(x[n, k] > 1), some)]
    assert not [*counts_in_a_sum(define(z[n], over(x[n, k], some) - mean * over(S.One, fewer)), [])]
    assert not [*counts_in_a_sum(define(z[n], over(x[n, k]) - mean * over(x[n, k], fewer)), [])], "no count"
    said, _ = read(one, [])
    assert said.expr == over(x[n, k] - mean * bracket(x[n, k] > 1), some)
