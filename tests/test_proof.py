"""The prover: an answer depends on its question alone, and what is false is not proved."""

import itertools
import random

import pytest
from sympy import Abs, Max, Min, S, Symbol, log, sin

from derive.expr import FloorDiv, Gcd, Index, Iverson, Modulo, Residue, ge
from derive.notation import gt, index, integers, larger, sizes, smaller, tensor, where
from derive.proof import Answer, Limits, Range, Ranges
from derive.proof.inequalities import setting
from derive.simplify.normal_form import Normaliser

N, M, K, C, E, s, d, q = sizes("N M K C E s d q")
p = Symbol("p", integer=True, nonnegative=True)
n, k, i, j, z = index("n", N), index("k", K), Index("i"), Index("j"), Index("z")
whole = Symbol("whole", integer=True)
T = integers("t", n, below=K)
X = tensor("x", n)


def over(letter, lo, hi, step=1):
    return Range(letter, lo if isinstance(lo, tuple) else (lo,), hi if isinstance(hi, tuple) else (hi,), step)


def chain(length):
    """Indices of which each starts at the one before it."""
    letters = [Index(f"z{k}") for k in range(length)]
    starts = [S.Zero, *letters]
    return letters, [over(z, lo, N - 1) for z, lo in zip(letters, starts, strict=False)]


# What an answer depends on


@pytest.mark.parametrize("order", list(itertools.permutations((0, 7, 11, 19))))
def test_answers_do_not_depend_on_what_was_asked_before(order):
    """A claim that one question reached with little left of the search is asked again for itself."""
    letters, ranges = chain(20)
    expected = [bool(Ranges(ranges).ask(letters[k])) for k in range(20)]
    setting.cache_clear()
    known = Ranges(ranges)
    assert {k: bool(known.ask(letters[k])) for k in order} == {k: expected[k] for k in order}
    assert expected[0] and expected[7] and expected[11] and not expected[19]


def test_what_failed_with_few_steps_left_is_tried_again_with_more():
    """z19 leads to z6 when a step is left; z19 - z18 + z6 leads there at once, in the same setting."""
    letters, ranges = chain(20)
    for first in (letters[19], letters[19] - letters[18] + letters[6]):
        setting.cache_clear()
        known = Ranges(ranges)
        known.ask(first)
        assert known.ask(letters[19]) is Answer.CUT_SHORT
        assert known.ask(letters[19] - letters[18] + letters[6]) is Answer.PROVED


def test_a_limit_that_is_reached_is_said():
    letters, ranges = chain(20)
    assert Ranges(ranges).ask(letters[19]) is Answer.CUT_SHORT
    assert Ranges(ranges).ask(letters[19], Limits(steps=30)) is Answer.PROVED
    assert Ranges(ranges).ask(letters[19]) is Answer.CUT_SHORT, "limits are part of the question"
    assert Ranges(ranges).ask(-letters[19] - 1) is Answer.REFUTED
    assert Ranges().ask(X[0]) is Answer.OPEN


def test_facts_that_are_needed_after_one_another_are_limited_by_number():
    """a >= b >= c >= ... : each link is one fact."""
    letters = sizes("A0 A1 A2 A3 A4")
    known = Ranges((), [a - b for a, b in itertools.pairwise(letters)])
    assert known.ask(letters[0] - letters[2]) is Answer.PROVED
    assert known.ask(letters[0] - letters[4]) is Answer.CUT_SHORT
    assert known.ask(letters[0] - letters[4], Limits(facts=4)) is Answer.PROVED


def test_a_range_that_only_a_fact_reaches_is_part_of_the_question():
    """j >= i and i >= 0 say j >= 0; i >= -5 does not, though j and the fact are the same."""
    for start in (0, -5, 0):
        known = Ranges([over(i, start, N - 1), over(j, -N, M)], [j - i])
        assert known.nonnegative(j) == (start == 0)


def test_facts_and_data_that_may_be_none_are_part_of_the_question():
    for facts, proved in (((), False), ((N - K,), True), ((), False)):
        assert Ranges((), facts).nonnegative(N - K) == proved
    for names, proved in ((frozenset(), True), ({"t"}, False), (frozenset(), True)):
        assert Ranges([over(n, 0, N - 1)], (), frozenset(names)).nonnegative(T[n]) == proved


def test_a_normal_form_is_remembered_with_the_facts_that_it_used():
    normal = Normaliser()
    bracket = Iverson(ge(N - K)) * X[0]
    assert normal(bracket, Ranges()) == bracket
    assert normal(bracket, Ranges((), [N - K])) == X[0]
    assert normal(bracket, Ranges()) == bracket


def test_an_inner_index_hides_what_was_said_of_the_outer_one():
    outer = Ranges([over(i, 3, N + 2), over(j, i, N + 9)], [i - 3])
    assert outer.nonnegative(i - 3) and outer.nonnegative(j - 3)
    inner = outer.within([over(i, 0, N - 1)])
    assert not inner.nonnegative(i - 3), "a fact about the outer one"
    assert not inner.nonnegative(j - i), "an end that mentions the outer one"


# What is false is not proved: each line is false for some values, and true if a law were a little stronger

flat, wider = Index("flat"), Index("wider")
DIVIDED = Ranges([over(n, 0, N - 1), over(k, 0, K - 1), over(flat, 0, E * C - 1), over(wider, 0, E * C)])
FALSE = [
    # each size is at least 1, not 2, and an option may be 0
    N - 2, N * K - 2, N * K - N - K, p - 1, N * p - 1,
    # quotients
    FloorDiv(N, s) - 1, FloorDiv(N - 1, s) - 1, FloorDiv(n, s) - 1, FloorDiv(n - 1, s), FloorDiv(n - s, s),
    s * FloorDiv(n, s) - n, s * FloorDiv(n, s) - n + s - 2, n - s * FloorDiv(n, s) - 1,
    s * FloorDiv(n, s) + s - 2 - n, FloorDiv(n, s) * 2 - FloorDiv(2 * n, s),
    N - 1 - FloorDiv(N, s), FloorDiv(N, s) * s - N, K - 2 - FloorDiv(n * K + k, N), -FloorDiv(n, s),
    E - 2 - FloorDiv(n, C), E - 1 - FloorDiv(E * C, C * s) - 1, FloorDiv(s, Gcd(s, d)) - 2,
    -FloorDiv(n - N, K) - 2, K * FloorDiv(n, s) - K, E * K - 2 * K - K * FloorDiv(flat, C),
    E * K - K - K * FloorDiv(wider, C), K * FloorDiv(n + 1, s) - K, s * K - K * FloorDiv(n, d) - K,
    # remainders
    Modulo(n, s) - 1, s - 2 - Modulo(n, s), n - 1 - Modulo(n, s),
    n - k - Modulo(n - k, s), s - Modulo(n, s) * 2,
    s - 2 - Residue(d, n, s), Residue(d, n, s) - 1, Modulo(n, whole), whole - 1 - Modulo(n, whole),
    FloorDiv(n, whole), FloorDiv(n, p),
    # greatest common divisors
    Gcd(s, d) - 2, s - 1 - Gcd(s, d), Gcd(s, d) - s, s - Gcd(s, d) * 2, whole - Gcd(whole, s),
    s - Gcd(s + whole, d),
    # data
    T[n] - 1, K - 2 - T[n], T[n] * T[k] - 1, X[n], X[0], tensor("w", n)[0] * N,
    # extremes
    Abs(n - k) - 1, Max(n, k) - n - 1, n - Max(n, k), Min(n, k) - n, N - 2 - Max(n, k), Abs(n - k) - n,
    n - larger(n, k), smaller(n, k) - n, where(gt(whole), n, k) - n, N - 1 - where(gt(whole), n, k),
    # what is no polynomial in integers
    sin(N), log(N) - 1, sin(n), Symbol("real", real=True), Symbol("eps", positive=True) - 1,
    # no index is positive, and none is what it is not
    n - 1, N - 2 - n, n - k, n * k - n, n * n - n * k, whole, whole * whole - whole * s,
]  # fmt: skip


@pytest.mark.parametrize("e", FALSE, ids=str)
def test_what_is_false_somewhere_is_not_proved(e):
    assert not DIVIDED.nonnegative(e)
    assert not DIVIDED.ask(e, Limits(steps=20, facts=3, points=0)), "not only because a point refutes it"


TRUE = [
    N - 1, N * K - N - K + 1, n * K + k, N * K - 1 - n * K - k, FloorDiv(n, s), n - FloorDiv(n, s),
    FloorDiv(n, s) - d * FloorDiv(n, s * d), d * FloorDiv(n, s * d) + d - 1 - FloorDiv(n, s),
    n - s * FloorDiv(n, s), s * FloorDiv(n, s) + s - 1 - n, FloorDiv(n + s, s) - 1,
    N - FloorDiv(N + s - 1, s),
    Modulo(n, s), s - 1 - Modulo(n, s), n - Modulo(n, s),
    Modulo(n - k, s), s - 1 - Residue(d, n, s), Residue(d, n, s),
    Gcd(s, d) - 1, s - Gcd(s, d), d - Gcd(s, d), FloorDiv(s, Gcd(s, d)) - 1, FloorDiv(s + d, Gcd(s, d)),
    T[n], K - 1 - T[n], Abs(n - k), Abs(n - k) - n + k, N - 1 - Min(n, k), Max(n, k) - k, Max(n, k),
    N + K - 2 - Max(n, k), (n + s - 1) / s, n * k, K - 1 - FloorDiv(n * K + k, N), 2 * n + 1,
    FloorDiv(-n, s) + n, smaller(larger(whole, 0), N - 1), N - 1 - larger(smaller(whole, N - 1), 0),
    larger(n, k) - n, n - smaller(n, k), where(gt(whole), n, k), N + K - 2 - where(gt(whole), n, k),
]  # fmt: skip


@pytest.mark.parametrize("e", TRUE, ids=str)
def test_what_the_laws_say_is_proved(e):
    assert DIVIDED.ask(e) is Answer.PROVED


def test_a_quotient_stays_below_the_multiple_that_a_fact_speaks_of():
    """W <= E C: the numbers below W lie in E blocks of C, W itself may be in the next one."""
    inside, beyond = Index("inside"), Index("beyond")
    known = Ranges([over(inside, 0, M - 1), over(beyond, 0, M)], [E * C - M, M - E * C])
    assert known.nonnegative(K * (E - 1) - K * FloorDiv(inside, C))
    assert not known.nonnegative(K * (E - 2) - K * FloorDiv(inside, C))
    assert not known.nonnegative(K * (E - 1) - K * FloorDiv(beyond, C))


def test_integers_are_rounded():
    """2 n >= 1 says n >= 1."""
    known = Ranges([over(n, 0, N - 1)], [2 * n - 1])
    assert known.nonnegative(n - 1) and not known.nonnegative(n - 2)


def test_data_that_may_be_none_are_not_taken_for_naturals_in_a_product():
    """(-1) (K - 1) < 0"""
    known = Ranges([over(n, 0, N - 1), over(k, 0, K - 1)], (), frozenset({"t"}))
    assert not known.nonnegative(T[n] * T[k]) and not known.nonnegative(T[0] * T[1])


def test_letters_that_facts_call_natural_may_stand_beside_a_fact():
    """a >= 1 and b >= 1  ⟹  a b >= 1; a >= -1 says nothing of a product."""
    a, b = Symbol("a", integer=True), Symbol("b", integer=True)
    assert Ranges((), [a - 1, b - 1]).nonnegative(a * b - 1)
    for facts in ([a - 1], [a - 1, b + 1], [a + 1, b + 1], [2 * a - 1, -b]):
        assert not Ranges((), facts).nonnegative(a * b - 1), facts


def test_a_divisor_has_to_be_positive():
    for e in (FloorDiv(N, whole), Modulo(N, whole), whole - 1 - Modulo(N, whole), Residue(s, N, whole)):
        assert not Ranges().nonnegative(e)
        assert Ranges((), [whole - 1]).nonnegative(e)
    assert not Ranges().nonnegative(n / whole) and not DIVIDED.nonnegative(n / p)


def test_any_of_several_ends_is_enough_and_each_is_one():
    known = Ranges([over(i, 0, N - 1), over(j, (0, i - 2), (M - 1, i + 2))])
    for e in (j, M - 1 - j, i + 2 - j, j - i + 2):
        assert known.nonnegative(e)
    for e in (j - 1, M - 2 - j, i + 1 - j, j - i + 1, j - i, N - 1 - j):
        assert not known.nonnegative(e)


def test_an_end_that_is_not_there_bounds_nothing():
    known = Ranges([Range(i, (), (N - 1,)), Range(j, (0,), ())])
    assert not known.nonnegative(i) and known.nonnegative(N - 1 - i)
    assert known.nonnegative(j) and not known.nonnegative(N - j)


def test_the_same_questions_in_any_order_have_the_same_answers():
    rng = random.Random(1)
    asked = [(e, facts) for e in (*TRUE, *FALSE) for facts in ((), (N - K,), (n - 1,))]
    known = {facts: Ranges([over(n, 0, N - 1), over(k, 0, K - 1)], facts) for _, facts in asked}
    first = {(e, facts): known[facts].ask(e) for e, facts in asked}
    for _ in range(3):
        rng.shuffle(asked)
        setting.cache_clear()
        known = {facts: Ranges([over(n, 0, N - 1), over(k, 0, K - 1)], facts) for facts in known}
        assert {(e, facts): known[facts].ask(e) for e, facts in asked} == first
