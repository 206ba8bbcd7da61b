"""The normal form: one test for each rule, and that no rule changes a value."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sympy import Mul, Pow, S, Symbol, floor, oo

from derive.expr import FloorDiv, Hat, HatSlope, Index, Iverson, Modulo, Reduce, Where, divides, eq, ge, ne
from derive.notation import gt, index, integers, largest_at, sizes, tensor, total
from derive.proof import Ranges
from derive.simplify.normal_form import Normaliser, canonical, merge_equal_sums
from derive.simplify.safety import safe_outside
from derive.simplify.sum_rules import (
    absorb,
    components,
    kronecker,
    merge_nested,
    narrow_division,
    prune,
    recombine,
    single_value,
    support,
    tighten,
    use_congruences,
)
from tests.forms import assert_same, value

N, K, L, m, s = sizes("N K L m s")
n, k, l = index("n", N), index("k", K), index("l", L)
i, j, t, z = Index("i"), Index("j"), Index("t"), Index("z")
X, Y, W, V = tensor("x", n), tensor("y", n), tensor("w", n, k), tensor("v", k)
P = tensor("p", n, sign="positive")
T = integers("t", n, below=K)
OUT = Ranges([(n, S.Zero, N - 1)])

plain, multiply = Normaliser(), Normaliser(distribute=True)


def over(letter):
    return (letter, S.Zero, letter.extent - 1)


# -- one rule, one test ------------------------------------------------------------------------------


def test_brackets_become_guards_of_the_sum():
    assert absorb("sum", Iverson(ge(k - n)) * V[k], [ge(k - 1)]) == (V[k], (ge(k - 1), ge(k - n)))
    body = Where(ge(k - n), V[k], 0) * X[n]
    assert absorb("sum", body, []) == (V[k] * X[n], (ge(k - n),))
    assert plain(total(Iverson(ne(k - n)) * V[k], over=k), OUT).guards == (ne(k - n),)


@pytest.mark.parametrize(
    ("op", "empty"), [("max", -oo), ("min", oo), ("argmax", -oo), ("argmin", oo), ("prod", 1)]
)
def test_the_empty_branch_of_a_case_becomes_a_guard(op, empty):
    assert absorb(op, Where(ge(k - n), V[k], empty), []) == (V[k], (ge(k - n),))
    kept = Where(ge(k - n), V[k], 7)
    assert absorb(op, kept, []) == (kept, ())


def test_a_bracket_inside_a_maximum_is_no_guard():
    """max(0 · ..., ...) has a zero to win; without the element it has not."""
    body = Iverson(ge(k - n)) * V[k]
    assert absorb("max", body, []) == (body, ())


def test_a_hat_is_zero_but_at_two_cells():
    p = Symbol("p", real=True)
    two = [ge(k - floor(p)), ge(floor(p) + 1 - k)]
    assert support(Hat(k, p) * V[k], {k}) == two
    assert support(HatSlope(k, p) ** 2, {k}) == two
    assert support(Hat(n, p) * V[k], {k}) == [], "the position of another index narrows nothing here"
    made = plain(total(Hat(k, Y[n]) * V[k], over=k), OUT)
    assert set(made.guards) == {ge(k - floor(Y[n])), ge(floor(Y[n]) + 1 - k)}


def test_a_sum_in_a_sum_is_one_sum():
    inner = Reduce("sum", W[i, j], [(j, S.Zero, i)], [ge(j - 1)])
    body, binders, guards = merge_nested(inner, ((i, S.Zero, N - 1),), (ge(i - 2),))
    assert body == W[i, j] and [b[0] for b in binders] == [i, j] and guards == (ge(i - 2), ge(j - 1))


def test_an_equation_eliminates_an_index():
    """Kronecker: Σ_k [k = n] F(k) = F(n), where n is in the range of k."""
    mapping, rest, guards = kronecker((over(k),), [eq(k - n - 1)])
    assert mapping == {k: n + 1} and rest == () and set(guards) == {ge(n + 1), ge(K - 2 - n)}
    made = plain(total(Iverson(eq(k - n - 1)) * V[k], over=k), OUT)
    assert made == Iverson(ge(K - 2 - n)) * V[n + 1], "n + 1 >= 0 is proved, the other end is not"


def test_a_range_of_one_value_eliminates_its_index():
    assert single_value(((i, n, n), over(k)), []) == ({i: n}, (over(k),), [])
    assert plain(Reduce("sum", X[i], [(i, n, n)]), OUT) == X[n]


def test_an_equation_between_two_summed_indices_stays():
    assert kronecker((over(n), over(k)), [eq(n - k)]) is None
    assert kronecker((over(k),), [eq(2 * k - n)]) is None, "2 k = n has no solution for odd n"


def test_an_index_on_which_a_range_hangs_is_not_replaced_by_an_inner_one():
    assert kronecker(((i, S.Zero, N - 1), (j, S.Zero, i)), [eq(i - j)]) is None


def test_proved_guards_disappear_and_false_ones_empty_the_sum():
    inner = OUT.within([over(k)])
    assert prune([ge(k), ge(n + k), ge(k - n)], inner) == (ge(k - n),)
    assert prune([ge(k - n), ge(-k - 1)], inner) == (S.false,)
    assert plain(total(V[k], over=k, when=[ge(-k - 1)]), OUT) == 0
    assert plain(total(V[k], over=k, when=[ne(k + 1)]), OUT) == total(V[k], over=k)


def test_a_guard_that_is_an_end_becomes_the_end():
    binders, left = tighten((over(n),), (ge(n - 2), ge(N - 4 - n)), Ranges())
    assert binders == ((n, 2, N - 4),) and left == ()
    made = plain(Reduce("sum", X[i], [(i, S.Zero, N - 1)], [ge(i - n)]), OUT)
    assert made == Reduce("sum", X[i], [(i, n, N - 1)])


def test_a_range_leaves_out_its_end():
    """Σ_{k ≠ 0} k x^(k−1) is a sum from 1; what is left out in the middle is a condition still."""
    z, lo, hi = over(n)
    binders, left = tighten(((z, lo, hi),), (ne(z - lo), ne(z - hi), ne(z - 2)), Ranges())
    assert binders == ((z, lo + 1, hi - 1),) and left == (ne(z - 2),)


def test_a_guard_that_may_lie_outside_the_range_stays():
    """max(0, n-3) is no end that can be written as one formula."""
    binders, left = tighten((over(k),), (ge(k - n + 3),), OUT)
    assert binders == (over(k),) and left == (ge(k - n + 3),)


def test_a_guard_on_an_inner_index_is_no_end_of_an_outer_one():
    outer, inner = (i, S.Zero, N - 1), (j, S.Zero, N - 1)
    binders, left = tighten((outer, inner), (ge(i - j),), Ranges())
    assert binders == (outer, (j, S.Zero, i)) and left == ()


def test_divisions_that_stay_below_their_divisor():
    inner = OUT.within([over(k)])
    assert narrow_division(FloorDiv(k, K), inner) == 0 and narrow_division(Modulo(k, K), inner) == k
    assert narrow_division(FloorDiv(n, K), inner) == FloorDiv(n, K)
    assert narrow_division(Modulo(k - 1, K), inner) == Modulo(k - 1, K)
    assert (
        narrow_division(Modulo(-N, N + K), inner) == K and narrow_division(FloorDiv(-N, N + K), inner) == -1
    )
    assert narrow_division(Modulo(-N - K, N), inner) == Modulo(-N - K, N), "more than one turn below"
    assert plain(X[FloorDiv(n * K + k, K)], inner) == X[n]
    assert plain(V[Modulo(n * K + k, K)], inner) == V[k]


def test_a_number_is_its_quotient_and_remainder():
    assert recombine(K * FloorDiv(n, K) + Modulo(n, K) + 1) == n + 1
    assert recombine(2 * K * FloorDiv(n, K) + 2 * Modulo(n, K)) == 2 * n
    apart = K * FloorDiv(n, K) + 2 * Modulo(n, K)
    assert recombine(apart) == apart
    assert plain(X[s * FloorDiv(n, s) + Modulo(n, s)], OUT) == X[n]


def test_a_congruence_makes_a_division_exact():
    body, guards = use_congruences(X[s * FloorDiv(n, s) + 1], [divides(s, n)])
    assert body == X[n + 1] and guards == [divides(s, n)]
    assert use_congruences(X[s * FloorDiv(n, s)], [divides(s, n + 1)])[0] == X[s * FloorDiv(n, s)]
    assert use_congruences(X[FloorDiv(n, s)], [divides(s, n)])[0] == X[FloorDiv(n, s)]
    assert use_congruences(X[s * FloorDiv(n, s)] + 1, [divides(s, n)])[0] == X[n] + 1
    made = plain(total(W[s * FloorDiv(n + k, s), k], over=k, when=[divides(s, n + k)]), OUT)
    assert made.body == W[n + k, k]


def test_what_does_not_depend_on_the_index_leaves_the_sum():
    assert plain(total(3 * X[n] * V[k], over=k), OUT) == 3 * X[n] * total(V[k], over=k)


def test_what_a_guard_protects_stays_inside():
    """x[n - k0] may lie outside the array wherever the guard fails."""
    u = Index("u")
    nothing, known = Ranges(), Ranges([(n, S.One, N - 1)])
    assert not safe_outside(X[n - 1], {n}, nothing) and safe_outside(X[n], {n}, nothing)
    assert safe_outside(X[u - 1], {n}, nothing) and safe_outside(X[n - 1], set(), nothing)
    assert safe_outside(X[n - 1], {n}, known) and not safe_outside(X[n + 1], {n}, known)
    made = plain(total(X[n - 1] * V[k], over=k, when=[ge(n - 1 - k)]), OUT)
    assert made.body == X[n - 1] * V[k]


def test_no_quotient_leaves_a_guard():
    """Σ_k [x_n > v_k] / x_n: with x_n = 0 and no such k it is 0, and 0/0 outside."""
    guard = gt(X[n] - V[k])
    body = W[n, k] / X[n]
    made = plain(Reduce("sum", body, [over(k)], [guard]), OUT)
    assert isinstance(made, Reduce) and made.body == body
    good = plain(Reduce("sum", W[n, k] / P[n], [over(k)], [guard]), OUT)
    assert good == Reduce("sum", W[n, k], [over(k)], [guard]) / P[n], "of what is positive it may"


def test_independent_sums_separate():
    made = plain(total(X[i] * V[k], over=[(i, 0, N - 1), over(k)]), Ranges())
    assert made == Reduce("sum", X[i], [(i, S.Zero, N - 1)]) * total(V[k], over=k)


def test_sums_tied_by_a_guard_or_a_range_stay_together():
    guard = [ge(i - k)]
    made = plain(total(X[i] * V[k], over=[(i, 0, N - 1), over(k)], when=guard), Ranges())
    assert isinstance(made, Reduce) and len(made.binders) == 2
    groups = components([X[i], V[j]], ((i, S.Zero, N - 1), (j, S.Zero, i)), ())
    assert len(groups) == 1 and len(groups[0][0]) == 2


def test_an_index_that_nothing_mentions_counts():
    assert plain(total(X[n], over=k), OUT) == K * X[n]
    assert plain(total(1, over=(n, k)), Ranges()) == N * K
    assert plain(total(V[k], over=[over(k), over(l)]), OUT) == L * total(V[k], over=k)


def test_a_range_that_may_be_empty_is_not_counted():
    """Σ_{i=n..K-1} 1 is max(0, K-n), not K-n."""
    open_ = Reduce("sum", S.One, [(i, n, K - 1)])
    assert plain(open_, OUT) == open_
    backwards = Reduce("sum", S.One, [(i, K, S.Zero)])
    assert plain(backwards, OUT) == backwards
    assert plain(Reduce("sum", S.One, [(i, S.Zero, n)], [ge(i - 1)]), OUT) != n + 1


def test_a_count_has_its_name():
    named = Normaliser({N * K: m})
    assert named(total(X[z], over=[over(n), over(k)]), Ranges([(z, S.Zero, N - 1)])) == m * X[z]
    assert named(total(X[z], over=n), Ranges([(z, S.Zero, N - 1)])) == N * X[z]


def test_equal_sums_get_one_name():
    a, b = Reduce("sum", V[i], [(i, S.Zero, K - 1)]), Reduce("sum", V[j], [(j, S.Zero, K - 1)])
    assert merge_equal_sums(a - b) == 0
    assert plain(X[n] * a - X[n] * b, OUT) == 0
    other = Reduce("sum", V[j], [(j, S.One, K - 1)])
    assert merge_equal_sums(a - other) == a - other


def test_numbers_come_out_of_products():
    assert plain((2 * X[n] - 2 * Y[n]) * P[n], OUT) == Mul(2, P[n], X[n] - Y[n])


def test_multiplying_out_is_a_mode():
    square = total((X[n] - V[k]) ** 2, over=k)
    assert plain(square, OUT) == square, "Σ(x-v)² is no difference of large numbers"
    made = multiply(square, OUT)
    wanted = K * X[n] ** 2 - 2 * X[n] * total(V[k], over=k) + total(V[k] ** 2, over=k)
    assert_same(made, wanted)
    assert multiply((X[n] + 1) * Y[n], OUT) == X[n] * Y[n] + Y[n] and plain((X[n] + 1) * Y[n], OUT).is_Mul


def test_bound_letters_that_stand_outside_too_are_renamed():
    made = plain(
        Reduce("sum", X[n] * Y[z], [(n, S.Zero, N - 1)]), Ranges([(n, S.Zero, N - 1), (z, S.Zero, N - 1)])
    )
    (reduce,) = made.atoms(Reduce)
    assert reduce.bound != {n}
    assert_same(made, Y[z] * Reduce("sum", X[i], [(i, S.Zero, N - 1)]))


# -- the canonical form of a sum ---------------------------------------------------------------------


def test_names_and_order_of_binders_do_not_matter():
    a = Reduce("sum", W[i, j] * X[i], [(i, S.Zero, N - 1), (j, S.Zero, K - 1)], [ge(i - j), ge(j - 1)])
    b = Reduce("sum", W[z, t] * X[z], [(t, S.Zero, K - 1), (z, S.Zero, N - 1)], [ge(t - 1), ge(z - t)])
    assert canonical(a) == canonical(b) and a != b


def test_inner_sums_are_canonical_too():
    def nest(p, q):
        inner = Reduce("sum", W[p, q] ** 2, [(q, S.Zero, K - 1)])
        return Reduce("sum", X[p] * inner, [(p, S.Zero, N - 1)])

    assert canonical(nest(i, j)) == canonical(nest(z, t)) == canonical(nest(j, i))


@pytest.mark.parametrize(
    "other",
    [
        Reduce("sum", W[j, i], [(i, S.Zero, N - 1), (j, S.Zero, N - 1)], [ge(i - j)]),
        Reduce("sum", W[i, j], [(i, S.Zero, N - 1), (j, S.One, N - 1)], [ge(i - j)]),
        Reduce("sum", W[i, j], [(i, S.Zero, N - 1), (j, S.Zero, N - 1)]),
        Reduce("prod", W[i, j], [(i, S.Zero, N - 1), (j, S.Zero, N - 1)], [ge(i - j)]),
        Reduce("sum", W[i, n], [(i, S.Zero, N - 1), (j, S.Zero, N - 1)], [ge(i - j)]),
    ],
    ids=["body", "range", "guard", "op", "free index"],
)
def test_different_sums_differ(other):
    one = Reduce("sum", W[i, j], [(i, S.Zero, N - 1), (j, S.Zero, N - 1)], [ge(i - j)])
    assert canonical(one) != canonical(other)


def test_the_number_of_an_arg_max_depends_on_the_order():
    """u K + v or v L + u: two arg-maxes over the same elements are two values."""
    a, b = (
        largest_at(W[i, j], over=[(i, 0, N - 1), (j, 0, K - 1)]),
        largest_at(W[i, j], over=[(j, 0, K - 1), (i, 0, N - 1)]),
    )
    assert canonical(a) != canonical(b) and merge_equal_sums(a - b) != 0


# -- no rule changes a value -------------------------------------------------------------------------

FACTORS = [X[n], V[k], W[n, k], 2 * V[k] + X[n], S(3), Iverson(ge(k - n)), Iverson(ne(k - n)), Hat(k, Y[n])]
FACTORS += [Iverson(eq(k - n)), Iverson(divides(2, k + n)), Where(gt(V[k]), V[k], 0), V[Modulo(k + n, K)]]
FACTORS += [
    Pow(W[n, k] - V[k], 2),
    V[FloorDiv(k, 2)],
    total(V[l], over=(l, 0, k)),
    Iverson(gt(X[n] - V[k])),
]
CONDS = [ge(k - n), ge(n - k), ge(k - 1), eq(k - T[n]), ne(k - 1), divides(2, k), gt(V[k])]


@given(
    st.lists(st.sampled_from(FACTORS), min_size=1, max_size=4),
    st.lists(st.sampled_from(CONDS), max_size=3),
    st.lists(st.sampled_from([over(k), (j, S.Zero, k), (i, S.Zero, N - 1)]), max_size=2, unique=True),
    st.sampled_from([(1, 1), (2, 3), (3, 2), (4, 4)]),
    st.integers(0, 5),
)
def test_the_normal_form_has_the_same_value(factors, guards, inner, extents, seed):
    first = [b for b in inner if b[0] != k]
    expr = Reduce("sum", Mul(*factors), [over(k), *first], guards)
    rng = np.random.default_rng(seed)
    arrays = {
        "x": rng.integers(-3, 4, extents[0]).astype(float), "y": rng.uniform(-1, 4, extents[0]),
        "v": rng.integers(-3, 4, extents[1]).astype(float), "w": rng.integers(-3, 4, extents).astype(float),
        "t": rng.integers(0, extents[1], extents[0]),
    }  # fmt: skip
    known = {"N": extents[0], "K": extents[1]}
    free = [(n, S.Zero, N - 1)]
    wanted = value(expr, free, arrays, **known)
    for normaliser in (Normaliser({N * K: m}), Normaliser(distribute=True)):
        made = normaliser(expr, OUT)
        found = value(made, free, arrays, **known, m=extents[0] * extents[1])
        assert np.allclose(found, wanted, rtol=1e-12, atol=1e-12), f"{expr}\n{made}\n{arrays}"


# -- a claim that is false by one --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "narrow"), [(K - 1, True), (K, False), (2 * K - 1, False)], ids=["below", "equal", "beyond"]
)
def test_a_quotient_vanishes_only_below_its_divisor(last, narrow):
    """⌊n/d⌋ = 0 and n mod d = n for n < d; at n = d the one is 1 and the other 0."""
    known = Ranges([(z, S.Zero, last)])
    for made, instead in ((FloorDiv(z, K), S.Zero), (Modulo(z, K), z)):
        assert (plain(X[made], known) == X[instead]) == narrow
    below = Ranges([(z, S.Zero, K - 1)])
    assert plain(X[FloorDiv(z - 1, K)], below) != X[S.Zero], "z - 1 may be negative"
