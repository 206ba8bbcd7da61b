"""Sums over residue classes run over their quotients; definitions that test congruences fall into phases."""

from dataclasses import replace

import numpy as np
import pytest
from sympy import S

from codegen.verification.interpreter.evaluate import Evaluator
from derive.autodiff.inversion.quotients import Terms, over_quotients
from derive.autodiff.inversion.residue_classes import phased
from derive.expr import Iverson, Reduce, divides, eq, ge
from derive.model.layer import Program
from derive.notation import bracket, define, floor_div, index, integers, modulo, sizes, tensor, total
from derive.proof import Ranges
from derive.simplify.normal_form import Normaliser

A, K, L, s, d = sizes("A K L s d")
a, u, i = index("a", A), index("u", K), index("i", L)
X, Y, W = tensor("x", i), tensor("y", a), tensor("w", u)


def test_an_index_takes_the_congruence_up():
    """Σ_a [s | a - u] dy[a] x[(a - u)/s] = Σ_i dy[s i + u] x[i], with the letter of x's axis."""
    e = a - u
    guards = (divides(s, e), ge(e), ge(s * (L - 1) - e))
    terms = Terms((u,), ((a, S.Zero, A - 1), (u, S.Zero, K - 1)), guards, Y[a] * X[floor_div(e, s)])
    made = over_quotients(terms, {a})
    assert [z.name for z, _, _ in made.space] == ["i", "u"] and made.space[0][1:] == (0, L - 1)
    z = made.space[0][0]
    assert made.factor == Y[s * z + u] * X[z] and made.renamed == ((a, s * z + u),)
    assert set(made.guards) == {ge(s * z + u), ge(A - 1 - s * z - u)}


def test_without_known_ends_the_range_comes_from_the_old_one():
    terms = Terms((a,), ((a, S.Zero, A - 1),), (divides(s, a + 1),), Y[a])
    made = over_quotients(terms, {a}, {a})
    ((q, lo, hi),) = made.space
    for extent, step in [(1, 1), (5, 2), (6, 3), (2, 3)]:
        at = {A: extent, s: step}
        found = range(int(lo.subs(at)), int(hi.subs(at)) + 1)
        places = [int((s * q - 1).subs({**at, q: k})) for k in found]
        assert places == [k for k in range(extent) if (k + 1) % step == 0]


def test_a_congruence_without_an_index_of_slope_one_stays():
    terms = Terms((a,), ((a, S.Zero, A - 1),), (divides(s, d * a),), Y[a])
    assert over_quotients(terms, {a}) == terms


def normal(one):
    """Brackets as guards, as every forward has them when it is differentiated."""
    return replace(one, expr=Normaliser()(one.expr, Ranges(one.free)))


def spread():
    """y[a] = z[a] + Σ_u [s | a - d u] w[u] x[(a - d u)/s]"""
    e = a - d * u
    there = bracket(divides(s, e), ge(e), ge(s * (L - 1) - e))
    return normal(define(Y[a], total(there * W[u] * X[floor_div(e, s)], over=u) + Y.rename("z")[a]))


@pytest.mark.parametrize("sizes_", [(7, 3, 3, 2, 1), (9, 2, 4, 3, 3), (8, 3, 3, 2, 4), (5, 4, 2, 1, 2)])
def test_phases_compute_what_the_definition_says(sizes_):
    values = dict(zip((A, K, L, s, d), sizes_, strict=True))
    one = spread()
    made = phased(one, ()).definition
    assert made != one
    assert not any(g.kind == "divides" for r in made.expr.atoms(Reduce) for g in r.guards)
    data = {n: np.random.default_rng(1).standard_normal(m) for n, m in (("x", values[L]), ("w", values[K]))}
    data["z"] = np.random.default_rng(2).standard_normal(values[A])
    found = [
        Evaluator(values, dict(data)).run(Program("p", (), (form,), (form.tensor,)))["y"]
        for form in (one, made)
    ]
    np.testing.assert_allclose(*found, rtol=1e-14, atol=1e-14)


def test_what_tests_no_congruence_stays():
    plain = normal(define(Y[a], total(bracket(ge(a - u)) * W[u] * X[a - u], over=u)))
    picked = normal(define(Y[a], total(bracket(eq(a - u)) * W[u], over=u)))
    assert phased(plain, ()).definition == plain and phased(picked, ()).definition == picked


def test_a_number_equal_to_a_mixed_radix_gives_its_digits():
    """Σ_{u,v} [t = u A + v] w[u] y[v] = w[t // A] y[t mod A], for t below K A."""
    t = integers("t", i, below=K * A)
    v = index("v", A)
    picked = total(bracket(eq(t[i] - u * A - v)) * W[u] * Y[v], over=(u, v))
    one = normal(define(X.rename("r")[i], picked))
    assert one.expr == W[floor_div(t[i], A)] * Y[modulo(t[i], A)]
    wide = integers("t", i, below=L)
    there = normal(define(X.rename("r")[i], picked.subs(t, wide)))
    assert there.expr == Iverson(ge(K * A - 1 - wide[i])) * W[floor_div(wide[i], A)] * Y[modulo(wide[i], A)]


def test_digits_that_may_run_over_or_that_the_number_hangs_on_are_searched_for():
    t, v = integers("t", i, below=K * A), index("v", A)
    over = total(bracket(eq(t[i] - u * (A - 1) - v)) * W[u] * Y[v], over=(u, v))
    inner = total(bracket(eq(t[i] - u * A - v)) * W[u] * Y[v], over=(i, u, v))
    for form in (define(X.rename("r")[i], over), define(tensor("r")[()], inner)):
        assert normal(form).expr.has(Reduce)
