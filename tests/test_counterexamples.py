"""Points at which a claim is false refute it; what is known holds at each of them."""

import itertools
from fractions import Fraction

import pytest
from sympy import S

from codegen.loops.place import known_of
from derive.expr import FloorDiv, Index, Modulo
from derive.layers import LAYERS
from derive.notation import Layer, define, ge, index, integers, sizes, tensor
from derive.proof import Answer, Limits, Range, Ranges
from derive.proof.counterexamples import Point, _power, points
from derive.proof.monomials import quotient

N, K, H = sizes("N K H")
n, j = index("n", N), Index("j")
T = integers("t", n, below=K)


@pytest.mark.parametrize("name", ["max_pool2d", "conv2d", "group_norm"])
def test_at_every_point_all_that_a_layer_says_holds(name):
    facts = known_of(LAYERS[name]).facts
    found = points((), [quotient(f).top for f in facts], frozenset(), 8)
    assert facts == () or found
    for point, fact in itertools.product(found, facts):
        assert point.value(fact) >= 0
        assert all(value >= (1 if size.is_positive else 0) for size, value in point.letters.items())


def test_every_index_of_a_point_lies_in_its_range():
    ranges = (Range(n, (0,), (N - 1,), 2), Range(j, (n, 1), (N + 1, n + 3)))
    found = points(ranges, [], frozenset(), 8)
    assert found
    for point in found:
        at = point.letters
        assert 0 <= at[n] < at[N] and at[n] % 2 == 0
        assert max(at[n], 1) <= at[j] <= min(at[N] + 1, at[n] + 3)


def test_there_are_as_many_points_as_are_wanted():
    for wanted in (0, 1, 8):
        assert len(points((Range(n, (0,), (N - 1,)),), [], frozenset(), wanted)) == wanted


def test_what_no_draw_meets_has_no_points_and_is_still_known():
    (m,) = sizes("M")
    i = index("i", m)
    x, y = tensor("x", i), tensor("y", i)
    layer = Layer("large", [define(y[i], x[i])], wrt=(x,), requires=((ge(m - 1000), "large"),))
    known = known_of(layer)
    assert points((), [quotient(f).top for f in known.facts], frozenset(), 8) == ()
    assert known.nonnegative(m - 1000)


def test_a_false_claim_is_refuted_without_a_search():
    layer = LAYERS["conv2d"]
    known = known_of(layer)
    (h, kh) = (next(s for s in layer.inputs[k].shape if str(s) == name) for k, name in ((0, "H"), (1, "KH")))
    assert known.ask(h - 5, Limits(steps=1)) is Answer.REFUTED
    assert known.ask(kh - 1) is Answer.PROVED


def test_points_refute_and_never_prove():
    """Eight points at which a claim holds say nothing."""
    known = Ranges([(n, S.Zero, N - 1)])
    assert known.ask(1000000 - n) in (Answer.OPEN, Answer.CUT_SHORT)
    for e in (n, N - 1 - n, n - 1, N - 2 - n, n + 100, 7 - Modulo(n, K), FloorDiv(n, K)):
        for tried in (0, 1, 8):
            assert bool(known.ask(e, Limits(points=tried))) == bool(known.ask(e))


def test_the_same_element_has_the_same_value_and_what_is_not_known_has_none():
    point = Point({N: 4, K: 3, n: 2}, frozenset(), 0)
    assert point.value(T[n] - T[2]) == 0 and 0 <= point.value(T[n]) < 3
    assert point.value(tensor("x", n)[n]) is None and point.value(j) is None
    assert point.value(FloorDiv(n, j)) is None and point.value(FloorDiv(n, -K)) is None


def test_points_are_the_same_for_the_same_question():
    ranges = (Range(n, (0,), (N - 1,)),)
    made = [[p.letters for p in points(ranges, [quotient(N - K).top], frozenset(), 8)] for _ in range(2)]
    assert made[0] == made[1]


def test_a_power_with_a_negative_exponent_is_a_fraction():
    assert _power(2, -3) == Fraction(1, 8)
    assert _power(2, 3) == 8
    assert _power(0, -1) is None
