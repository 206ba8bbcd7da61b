"""The atoms: what evaluates by itself, what a condition means, and substitution that captures nothing."""

import itertools
import math
import pickle

import pytest
from sympy import Integer, Rational, S, Symbol, oo

from derive.expr import (
    Acc,
    FloorDiv,
    Gcd,
    Hat,
    HatSlope,
    Index,
    Iverson,
    Modulo,
    Reduce,
    Residue,
    Tensor,
    Where,
    accesses,
    cell,
    conjunction,
    divides,
    eq,
    found_in,
    fresh,
    ge,
    gt,
    ne,
    negation,
    rename_binders,
    replace_in_scope,
    substitute,
    tensors,
)
from derive.notation import index, integers, sizes, tensor, total
from tests.forms import alpha, assert_same

N, K, s = sizes("N K s")
n, k = index("n", N), index("k", K)
i, j, z = Index("i"), Index("j"), Index("z")
X, Y, W = tensor("x", n), tensor("y", n), tensor("w", n, k)
T = integers("t", n, below=K)
SMALL = list(itertools.product(range(-7, 8), (1, 2, 3, 5)))


# -- tensors and accesses ----------------------------------------------------------------------------


def test_an_access_keeps_its_index_expanded():
    assert X[2 * (i + 1)] == X[2 * i + 2]
    assert X[i].tensor == X and X[i].index == (i,)


def test_an_access_knows_kind_and_sign():
    positive = tensor("p", n, sign="positive")
    assert positive[n].is_positive and X[n].is_positive is None and X[n].is_real
    assert T[n].is_integer and T[n].is_nonnegative and X[n].is_integer is None


def test_what_stands_in_an_expression_twice_is_found_once_and_walked_once():
    deep = X[n]
    for _ in range(60):
        deep = (deep + 1) * (deep + 2)  # 2**60 places, 180 parts
    assert found_in(deep, Acc) == (X[n],)
    assert set(found_in(deep, Acc, Index)) == {X[n], n}
    assert found_in(n + 1, Acc) == ()


def test_rank_is_checked():
    with pytest.raises(ValueError, match=r"w has 2 axes \(n, k\), but 1 indices were given"):
        W[n]
    with pytest.raises(ValueError, match="tensor q: 2 extents but 1 axes"):
        Tensor("q", (N, K), (n,))


def test_inside_leaves_out_what_always_holds():
    assert X.inside(n) == ()
    assert X.inside(n + 1) == (ge(n + 1), ge(N - 2 - n))
    assert W.inside(n, k - 1) == (ge(k - 1), ge(K - k))


def test_at_with_and_without_an_outside():
    assert X.at(n) == X[n]
    assert X.at(n + 1) == Iverson(ge(n + 1), ge(N - 2 - n)) * X[n + 1]
    assert X.at(n - 1, outside=-oo) == Where((ge(n - 1), ge(N - n)), X[n - 1], -oo)


def test_rename_keeps_the_rest():
    assert T.rename("u").bound == K and T.rename("u").kind == "integer"
    assert T.rename("u", kind="real", sign="", bound=0) == Tensor("u", (N,), (n,))


def test_indices_of_one_name_and_different_extents_differ():
    assert index("n", N) != index("n", K) and index("n", N) == n
    again = pickle.loads(pickle.dumps(n))
    assert again == n and again.extent == N


# -- conditions --------------------------------------------------------------------------------------


def test_decided_conditions_are_true_or_false():
    assert (ge(0), ge(-1), gt(0), gt(1)) == (S.true, S.false, S.false, S.true)
    assert (eq(0), eq(2), ne(0), ne(2)) == (S.true, S.false, S.false, S.true)
    assert eq(n - n) == S.true and ne(X[n] - X[n]) == S.false


def test_the_sign_of_an_equation_does_not_matter():
    assert eq(i - j) == eq(j - i) and ne(i - j) == ne(j - i)
    assert ge(i - j) != ge(j - i)


def test_strict_comparison_of_integers_is_not_strict():
    assert gt(i) == ge(i - 1)
    assert gt(X[n]).kind == "gt"


def test_divides_drops_multiples():
    assert divides(1, i) == S.true
    assert divides(s, s * i + j) == divides(s, j)
    assert divides(s, s * i) == S.true
    assert divides(2, Integer(6)) == S.true and divides(2, Integer(5)) == S.false
    assert divides(s, i).kind == "divides" and divides(s, i).divisor == s


@pytest.mark.parametrize("make", [ge, gt, eq, ne], ids=lambda f: f.__name__)
@pytest.mark.parametrize("kind", ["integer", "real"])
def test_exactly_one_of_a_condition_and_its_negation_holds(make, kind):
    e = Symbol("e", **{kind: True})
    cond = make(e)
    for number in (-2, -1, 0, 1, 2, *([] if kind == "integer" else [Rational(1, 2), Rational(-1, 2)])):
        both = {substitute(c, {e: S(number)}) for c in (cond, negation(cond))}
        assert both == {S.true, S.false}, number


def test_negation_of_decided_conditions_and_congruences():
    assert negation(S.true) == S.false and negation(S.false) == S.true
    with pytest.raises(ValueError, match="cannot be negated"):
        negation(divides(s, i))


def test_conjunction_is_flat():
    a, b = ge(i), ge(j)
    assert conjunction([a, S.true, b, a]) == (a, b)
    assert conjunction([a, S.false]) == (S.false,)


def test_brackets_and_cases():
    a = ge(i)
    assert Iverson() == 1 and Iverson(S.false) == 0 and Iverson(a) ** 2 == Iverson(a)
    assert Where((), X[n], 0) == X[n] and Where(S.false, X[n], 7) == 7 and Where(a, X[n], X[n]) == X[n]
    assert Where(a, X[n], -oo).args[2] == -oo


# -- reductions --------------------------------------------------------------------------------------


def test_empty_reductions():
    never = [ge(-1)]
    values = {
        op: Reduce(op, X[i], [(i, 0, N - 1)], never)
        for op in ("sum", "prod", "max", "min", "argmax", "argmin")
    }
    assert values == {"sum": 0, "prod": 1, "max": -oo, "min": oo, "argmax": -1, "argmin": -1}
    assert Reduce("sum", S.Zero, [(i, 0, N - 1)]) == 0
    assert Reduce("prod", S.Zero, [(i, 0, N - 1)]) != 0


def test_a_reduction_without_binders_is_its_body():
    assert Reduce("sum", X[j], [], [ge(j)]) == Iverson(ge(j)) * X[j]
    assert Reduce("max", X[j], [], [ge(j)]) == Where(ge(j), X[j], -oo)
    assert Reduce("prod", X[j], []) == X[j]


def test_a_bound_index_is_not_free():
    e = Reduce("sum", X[i] * X[j], [(i, 0, j)], [ge(i - z)])
    assert e.bound == {i} and i not in e.free_symbols and {j, z} <= e.free_symbols


def test_what_a_reduction_knows_of_its_sign():
    p = tensor("p", n, sign="positive")
    assert total(p[n], over=n).is_positive
    assert Reduce("sum", p[i], [(i, j, N - 1)]).is_positive is None, "it may be empty"
    assert total(X[n] ** 2, over=n).is_nonnegative
    assert Reduce("argmax", X[n], [(n, 0, N - 1)]).is_integer


# -- integer functions -------------------------------------------------------------------------------


@pytest.mark.parametrize(("a", "b"), SMALL)
def test_division_and_remainder_are_pythons(a, b):
    assert FloorDiv(S(a), S(b)) == a // b and Modulo(S(a), S(b)) == a % b


@pytest.mark.parametrize(("a", "b"), SMALL)
def test_multiples_leave_a_division(a, b):
    """⌊(b i + c)/b⌋ = i + ⌊c/b⌋, whatever the numbers."""
    divided, rest = FloorDiv(b * i + a, S(b)), Modulo(b * i + a, S(b))
    assert divided == i + a // b and rest == a % b


def test_symbolic_multiples_leave_a_division():
    assert FloorDiv(s * i + j, s) == i + FloorDiv(j, s) and FloorDiv(s * i, s) == i
    assert Modulo(s * i + j, s) == Modulo(j, s) and Modulo(s * i, s) == 0
    assert FloorDiv(i, 1) == i and Modulo(i, 1) == 0


@pytest.mark.parametrize("d", [s, S(3)], ids=str)
def test_a_remainder_of_nothing(d):
    assert Modulo(S.Zero, d) == 0 and Modulo(2 * d, d) == 0 and FloorDiv(S.Zero, d) == 0


@pytest.mark.parametrize(("d", "m"), list(itertools.product((1, 2, 3, 4, 6), (1, 2, 3, 4, 6, 9))))
def test_residue_is_the_least_solution(d, m):
    for r in range(m):
        wanted = next((u for u in range(m) if (d * u - r) % m == 0), -1)
        assert Residue(S(d), S(r), S(m)) == wanted
        assert (wanted == -1) == (r % math.gcd(d, m) != 0)


def test_residue_and_gcd_of_one():
    assert Residue(S.One, i, s) == Modulo(i, s) and Residue(s, i, S.One) == 0
    assert Gcd(S(12), S(18)) == 6 and Gcd(S.One, s) == 1 and Gcd(s, s) == s and Gcd(s, K).is_positive


# -- the hat -----------------------------------------------------------------------------------------


def test_the_derivative_of_the_hat():
    p = Symbol("p", real=True)
    assert Hat(i, p).fdiff(2) == HatSlope(i, p) and Hat(i, p).fdiff(1) == -HatSlope(i, p)
    assert HatSlope(i, p).fdiff(2) == 0
    assert cell(S(5) / 2) == 2 and cell(S(-1) / 2) == -1


# -- substitution ------------------------------------------------------------------------------------


def test_substitution_is_simultaneous():
    assert substitute(X[i] + Y[j], {i: j, j: i}) == X[j] + Y[i]


def test_a_bound_index_stays():
    e = Reduce("sum", X[i] * Y[j], [(i, 0, K - 1)])
    assert substitute(e, {i: j}) == e


def test_what_arrives_is_not_captured():
    """Σ_i x[i] y[j] with j := i is not Σ_i x[i] y[i]."""
    e = Reduce("sum", X[i] * Y[j], [(i, 0, K - 1)])
    made = substitute(e, {j: i})
    assert i in made.free_symbols and made.binders[0][0] != i
    assert_same(made, Reduce("sum", X[z] * Y[i], [(z, 0, K - 1)]))


def test_capture_is_avoided_in_ranges_and_guards_and_inner_sums():
    inner = Reduce("sum", W[i, j], [(j, 0, i)], [ge(z - j)])
    e = Reduce("sum", inner * X[i], [(i, 0, z)], [ge(i - z + 3)])
    made = substitute(e, {z: i + j})
    assert_same(
        made,
        Reduce(
            "sum",
            Reduce("sum", W[Index("a"), Index("b")], [(Index("b"), 0, Index("a"))], [ge(i + j - Index("b"))])
            * X[Index("a")],
            [(Index("a"), 0, i + j)],
            [ge(Index("a") - i - j + 3)],
        ),
    )


def test_the_first_range_is_outside_of_its_own_binder():
    """In Σ_{i=0..i} the upper end is another i: it is free there and is replaced."""
    e = Reduce("sum", X[i], [(i, 0, j)])
    made = substitute(e, {j: i + 1})
    ((bound, _, hi),) = made.binders
    assert hi == i + 1 and bound != i and made.body == X[bound]


def test_whole_accesses_are_replaced():
    assert substitute(X[n] * Y[n], {X[n]: Y[n] + 1}) == (Y[n] + 1) * Y[n]
    assert substitute(X[n + 1], {X[n]: S.Zero}) == X[n + 1]


def test_a_value_may_mention_the_indices_around_its_key():
    """``substitute`` would rename the binder; ``replace_in_scope`` writes under it."""
    e = Reduce("sum", X[i] * Y[j], [(i, 0, K - 1)])
    assert replace_in_scope(e, {X[i]: W[i, 0]}) == Reduce("sum", W[i, 0] * Y[j], [(i, 0, K - 1)])


def test_sizes_inside_tensors_are_replaced():
    made = substitute(T[n], {N: Integer(4), K: Integer(2)})
    assert made.tensor.shape == (4,) and made.tensor.bound == 2 and made.tensor.kind == "integer"


def test_conditions_decide_themselves_after_substitution():
    assert substitute(Iverson(ge(i - 3)), {i: Integer(2)}) == 0
    assert substitute(Where(ge(i), X[n], 5), {i: Integer(0)}) == X[n]
    assert substitute(Reduce("sum", X[j], [(j, 0, K - 1)], [divides(2, i)]), {i: Integer(3)}) == 0


def test_renaming_binders_changes_nothing_but_names():
    e = Reduce("sum", W[i, j], [(i, 0, N - 1), (j, 0, i)], [ge(j - 1)])
    made = rename_binders(e, {i: z})
    assert [b[0] for b in made.binders] == [z, j] and made.binders[1][2] == z and made.body == W[z, j]
    assert alpha(made) == alpha(e)


def test_fresh_primes_until_it_differs():
    assert fresh("i", [i, Index("i'")]).name == "i''" and fresh(i, []).name == "i"


def test_accesses_and_tensors_in_order():
    e = X[T[n]] + Reduce("sum", W[i, j] * X[i], [(i, 0, N - 1)])
    assert set(accesses(e)) == {X[T[n]], T[n], W[i, j], X[i]}
    assert set(tensors(e)) == {X, T, W} and len(tensors(e)) == 3
    assert Acc(X, n) in accesses(X[n])
