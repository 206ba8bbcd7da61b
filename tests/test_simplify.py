"""The simplifier: each named rule fires, and none of them where it must not."""

import numpy as np
import pytest
from sympy import Abs, S, Symbol, exp, log, sqrt

from derive.autodiff.reverse import cotangent_of
from derive.expr import Iverson, Reduce, eq, ge, gt
from derive.gradients import derive_vjp, gradients
from derive.layers import batch_norm, cross_entropy
from derive.notation import Layer, define, index, option, sizes, tensor, total
from derive.simplify.cost import complexity, cost
from derive.simplify.search import collect, inline
from derive.simplify.solve import solve_for
from tests.forms import assert_adjoint, assert_same, backward
from tests.strategies import case_of

N, K, m = sizes("N K m")
n, k = index("n", N), index("k", K)
X, Y, Z, W = tensor("x", n), tensor("y", n), tensor("z", n), tensor("w", n, k)
P = tensor("p", n, sign="positive")
Q = tensor("q", n, sign="nonnegative")
x, y, z, p, q = X[n], Y[n], Z[n], P[n], Q[n]


def rules(layer, name):
    t = next(t for t in layer.wrt if t.name == name)
    return [s.rule for s in derive_vjp(layer, t).steps]


def result(layer, t):
    return derive_vjp(layer, t).result.expr


# -- solving a definition ----------------------------------------------------------------------------

SOLVED = {
    "a sum": (x + z, y - z),
    "a difference": (z - x, z - y),
    "a number": (3 * x, y / 3),
    "a positive factor": (p * x, y / p),
    "exp": (exp(x), log(y)),
    "log": (log(x), exp(y)),
    "a quotient": (1 / x, 1 / y),
    "nested": (exp(2 * x + z), (log(y) - z) / 2),
}


@pytest.mark.parametrize("name", SOLVED)
def test_a_definition_is_solved(name):
    expr, wanted = SOLVED[name]
    found = solve_for(expr, x, y)
    assert found is not None and (found[0] - wanted).expand() == 0


REFUSED = {
    "a factor that may be zero": z * x,
    "a quotient by what may be zero": x / z,
    "an even power of any sign": x**2,
    "an odd power of any sign": x**3,
    "two occurrences": x + exp(x),
    "a sum over it": Reduce("sum", W[n, k] + x, [(k, 0, K - 1)]),
    "a function without an inverse here": Iverson(gt(x)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_solved_safely_is_not(name):
    assert solve_for(REFUSED[name], x, y) is None


def test_powers_of_what_is_not_negative_are_solved():
    assert solve_for(q**2, q, y) == (sqrt(y), ())
    value, conditions = solve_for(1 / sqrt(q + 1), q, y)
    assert (value - (y**-2 - 1)).expand() == 0 and conditions == (gt(q + 1),)
    assert solve_for(sqrt(q + 1), q, y)[1] == (ge(q + 1),)


def test_a_division_tells_what_it_rests_on():
    assert solve_for(p * x, x, y)[1] == (gt(p),)


def test_a_weight_that_may_be_zero_is_never_divided_by():
    """loss = w S: dw is S, not loss / w — and S is kept."""
    weight, loss = tensor("weight", n), tensor("loss", n)
    layer = Layer("weighted", [define(loss[n], weight[n] * total(W[n, k] ** 2, over=k))], wrt=(weight, W))
    found = gradients(layer)
    made = found.vjp[weight].defs[-1].expr
    assert not any(f.is_Pow and f.exp.is_negative for f in made.atoms(type(1 / x)))
    case = case_of(layer, {"N": 3, "K": 2}, seed=1)
    case.arrays["weight"][:] = 0.0
    assert np.isfinite(backward(case, found, found.vjp[weight])["weight"]).all()
    assert_adjoint(case, weight, backward(case, found, found.vjp[weight])["weight"])


def test_with_a_positive_factor_it_is_divided():
    layer = Layer("l", [define(Z[n], p * exp(x)), define(Y[n], Z[n] ** 2)], wrt=(X,))
    assert_same(result(layer, X), 2 * cotangent_of(Y)[n] * z**2)


# -- each rule fires ---------------------------------------------------------------------------------


def test_substitute():
    layer = Layer("l", [define(Z[n], 3 * x), define(Y[n], 5 * z)], wrt=(X,))
    assert "substitute" in rules(layer, "x")
    assert_same(result(layer, X), 15 * cotangent_of(Y)[n])


def test_invert():
    layer = Layer("l", [define(Y[n], exp(x))], wrt=(X,))
    assert rules(layer, "x")[-1] == "invert"
    assert_same(result(layer, X), cotangent_of(Y)[n] * y)


def test_fold():
    """Σ x = m μ: the mean of what is centred disappears."""
    mu, c = tensor("mu"), tensor("c", n)
    layer = Layer(
        "l",
        [
            define(mu[()], total(X[n], over=n) / N),
            define(c[n], X[n] - mu[()]),
            define(tensor("s")[()], total(c[n] ** 2, over=n)),
        ],
        wrt=(X,),
    )
    told = derive_vjp(layer, X)
    assert "fold" in [s.rule for s in told.steps]
    ds = cotangent_of(layer.outputs[0])
    assert_same(told.result.expr, 2 * ds[()] * c[n]), "no second term with Σ c"


def test_collect():
    assert rules(batch_norm, "x")[-1] == "collect"
    assert rules(cross_entropy, "x")[-1] == "collect"


def test_a_fold_names_its_sum_and_an_inversion_its_definition():
    told = derive_vjp(batch_norm, batch_norm.wrt[0])
    folds = [e for s in told.steps if s.rule == "fold" for e in s.equations if e.lhs.has(Reduce)]
    mean = next(d.tensor for d in batch_norm.forward if d.tensor.name == "mu")
    (count,) = [s for s in batch_norm.sizes if s.name == "m"]
    assert any(e.rhs == count * mean[mean.axes] for e in folds)
    inversions = [e for s in told.steps if s.rule == "invert" for e in s.equations]
    assert {"x", "var"} <= {e.lhs.tensor.name for e in inversions if hasattr(e.lhs, "tensor")}


# -- and does not where it must not ------------------------------------------------------------------


def test_multiplying_out_alone_never_wins():
    """Σ (x − z)² dy stays as it is: Σx² − 2zΣx + Kz² costs accuracy."""
    layer = Layer("l", [define(Y[n], total((W[n, k] - x) ** 2, over=k) ** 2)], wrt=(X, W))
    for t in layer.wrt:
        made = result(layer, t)
        assert not any(r.body.is_Add and r.body.has(W[n, k] ** 2) for r in made.atoms(Reduce))
        assert (W[n, k] - x) in made.atoms(type(x + y)) or (x - W[n, k]) in made.atoms(type(x + y))


def test_a_matrix_product_is_not_put_into_a_matrix_product():
    """dx = (dy Bᵀ) Aᵀ in two steps costs n³; in one sum n⁴."""
    A, B = tensor("a", index("i", N), index("j", K)), tensor("b", index("j", K), index("l", m))
    i, j, l = *A.axes, B.axes[1]
    V, H, O = tensor("v", n, i), tensor("h", n, j), tensor("o", n, l)
    layer = Layer(
        "chain",
        [
            define(H[n, j], total(V[n, i] * A[i, j], over=i)),
            define(O[n, l], total(H[n, j] * B[j, l], over=j)),
        ],
        wrt=(V,),
    )
    program = derive_vjp(layer, V).program
    assert [d.tensor.name for d in program.defs] == ["dh", "dv"]


def test_inlining_keeps_sums_that_would_be_repeated():
    dz = cotangent_of(Z)
    heavy = define(dz[n], total(W[n, k], over=k))
    cheap = define(dz[n], 2 * x)
    use = define(tensor("u", n, k)[n, k], dz[n] * W[n, k])
    assert inline(use, {dz: cheap}) == 2 * x * W[n, k]
    inside = define(tensor("s")[()], total(dz[n] * x, over=n))
    assert inline(inside, {dz: heavy}) == inside.expr


def test_zero_is_always_put_in():
    dz = cotangent_of(Z)
    assert inline(define(Y[n], dz[n] + x), {dz: define(dz[n], S.Zero)}) == x


# -- common factors ----------------------------------------------------------------------------------


def test_what_all_terms_share_is_taken_out():
    s = Reduce("sum", X[k], [(k, 0, K - 1)])
    assert collect(p * x - p * s / m) == p * (x - s / m)
    g = Symbol("g", real=True)
    power = (1 - p) ** (g - 1)
    assert collect(power * x + power * y) == power * (x + y), "SymPy leaves u^(g - 1) u^(1 - g)"
    assert collect(p * x - p * s / m - y * p * s / m) == p / m * (m * x - s - y * s)
    assert collect(2 * x + 2 * y) == 2 * (x + y) or collect(2 * x + 2 * y).args == (2, x + y)
    assert collect(x + y) == x + y and collect(x * y) == x * y


def test_a_value_is_no_common_denominator():
    assert collect(x / p + y) == x / p + y
    assert collect(x / N + y) == x / N + y
    assert collect(x / N + y / N + z) == (x + y + N * z) / N
    assert collect(x / p + y / p) == (x + y) / p


def test_what_some_terms_share_is_taken_out_of_those():
    assert collect(p + (1 - z**2) * x + (1 - z**2) * y) == p + (1 - z**2) * (x + y)
    assert collect(p + z * x + z * y) == p + z * x + z * y


def test_a_product_with_its_own_sign_is_the_absolute_value():
    result = derive_vjp(Layer("one", [define(Y[n], x / (1 + Abs(x)))], wrt=(X,)), X).result
    assert result.expr == cotangent_of(Y)[n] / (1 + Abs(x)) ** 2


def test_beside_a_bracket_nothing_leaves_that_it_guards():
    at_edge, behind = Iverson(eq(n - 1)), Iverson(eq(n - 2))
    assert collect(at_edge * x / z + behind * y / z) == at_edge * x / z + behind * y / z
    apart = at_edge * x * X[n + 1] + behind * y * X[n + 1]
    assert collect(apart) == apart
    assert collect(at_edge * x / p + y / p) == (at_edge * x + y) / p


def test_what_a_term_without_bracket_needs_anyway_may_leave():
    at_edge = Iverson(eq(n - 1))
    assert collect(at_edge * x / z + y / z) == (at_edge * x + y) / z
    assert collect(at_edge * x * X[n + 1] + y * X[n + 1]) == (at_edge * x + y) * X[n + 1]


def test_a_bracket_is_a_common_factor_too():
    at_edge, both = Iverson(eq(n - 1)), Iverson(eq(n - 1), eq(k - 1))
    assert collect(at_edge * x - both * y) == at_edge * (x - Iverson(eq(k - 1)) * y)
    assert collect(at_edge * (x + 3) / 6 + at_edge * x / 6 + y) == at_edge * (x / 3 + S.Half) + y


def test_one_denominator_where_the_numerator_cancels():
    for safe in (exp(x), exp(-x)):
        assert collect(1 - safe / (1 + safe)) == 1 / (1 + safe)
    assert collect(x / (1 + p) + y / (1 + z * z)) == x / (1 + p) + y / (1 + z * z)


# -- the measure -------------------------------------------------------------------------------------


def test_a_sum_is_paid_once_for_each_value_of_what_it_depends_on():
    whole = define(W[n, k], X[n] * total(Z[n], over=n))
    again = define(W[n, k], X[n] * Reduce("sum", Z[n], [(n, 0, N - 1)]) ** 2)
    inner = define(W[n, k], X[n] * Reduce("sum", Z[index("j", N)] * W[n, k], [(index("j", N), 0, N - 1)]))
    assert cost(whole) < cost(inner)
    assert cost(again) < cost(whole) * 2


def test_a_size_costs_what_it_runs_over_however_it_is_spelt():
    small, large = (index("i", *sizes(name)) for name in ("rows", "ROWS"))
    assert cost(define(tensor("y", small)[small], x)) == cost(define(tensor("y", large)[large], x))


def test_functions_cost_more_than_products():
    assert cost(define(Y[n], x * z)) < cost(define(Y[n], exp(x)))
    assert cost(define(Y[n], x**2)) < cost(define(Y[n], x ** Symbol("a", real=True)))
    assert complexity(x + z) < complexity(x + z + y * p)


def test_options_that_may_be_zero_are_not_divided_by():
    alpha = option("alpha", default=0.5, real=True)
    (a,) = alpha
    layer = Layer("l", [define(Z[n], a * x), define(Y[n], z**2)], wrt=(X,), options=(alpha,))
    assert solve_for(a * x, x, z) is None
    assert_same(result(layer, X), 2 * a * cotangent_of(Y)[n] * z)
