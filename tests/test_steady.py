"""What two iterations have in common is proved: starts, names and data that move are no digits."""

import pytest
from sympy import S, Symbol

from codegen.loops.legality import Illegal, check, unproved
from codegen.loops.legality.disjoint import determined
from codegen.loops.nodes import (
    Accumulate,
    Alloc,
    Choose,
    If,
    Kernel,
    Let,
    Loop,
    Parallel,
    Range,
    Split,
    Store,
)
from derive.expr import FloorDiv, Index, Modulo, ge
from derive.notation import Layer, define, index, integers, sizes, tensor
from derive.proof import Ranges

N, K = sizes("N K")
i, f = index("i", N), index("f", 64 * N)
p, q, z, flat = map(Index, ("p", "q", "z", "flat"))
X, Y, OWN = tensor("x", i), tensor("y", f), tensor("own", i)
NEAR = integers("near", Index("one", S.One), below=N)
LAYER = Layer("l", [define(tensor("r", i)[i], X[i])], wrt=(X,))
NAME, COUNT = Symbol("name", integer=True, positive=True), Symbol("count", integer=True)
NATURAL = Symbol("natural", integer=True, nonnegative=True)


def span(z, first, last):
    return Range(z, (S(first),), (S(last),))


def loop(z, first, last, *body):
    return Loop(span(z, first, last), body)


def together(*body):
    """Iterations over p, of which 64 p + 63 is inside of y."""
    return Parallel((span(p, 0, N - 1),), body)


def kernel(*body):
    return Kernel("k", (X,), (Y, OWN), (N, K), body)


def legal(*body):
    return bool(check(kernel(*body), LAYER))


def refused(reason, *body):
    with pytest.raises(Illegal, match=reason):
        check(kernel(*body), LAYER)


def one(at):
    return Store(Y[at], S.One)


def test_a_strip_starts_where_only_its_own_index_says():
    """4 p + q … 4 p + q + 3 for q = 0 … 4 is also what q = 4 of the strip before begins with."""
    assert legal(together(loop(z, 4 * p, 4 * p + 3, one(z))))
    assert legal(together(loop(z, 4 * p + K - K, 4 * p + 3, one(z))))
    refused("may write the same", together(loop(q, 0, 4, loop(z, 4 * p + q, 4 * p + q + 3, one(z)))))


def test_a_digit_starts_at_the_same_number_everywhere():
    """4 p + z for z = k … k + 3 is no number of two digits where k hangs on p."""
    there = If((ge(64 * N - 1 - 4 * p - z),), (one(4 * p + z),))
    four = loop(z, NAME, NAME + 3, there)
    assert legal(together(Let(NAME, K), four))
    refused("may write the same", together(Let(NAME, 1 + 4 * Modulo(p, 2)), four))
    data = (Alloc(NEAR), Store(NEAR[0], Modulo(p, 2)))
    inside = If((ge(3 - NEAR[0]),), (loop(z, NEAR[0], NEAR[0] + 3, there),))
    refused("may write the same", together(*data, inside))


def test_digits_of_a_flat_index_count_equally_far():
    """Row 1, column 0 is number 3 where there are three in a row, and number 2 where there are two."""

    def found(width, hidden):
        digits = (span(q, 0, 3), span(z, 0, width - 1))
        known = Ranges([span(p, 0, N - 1), *digits])
        return determined([q, z], [Split(digits, p, ())], known, hidden)

    assert found(K, {}) == found(NAME, {NAME: K + 1}) == {p, q, z}
    assert found(NAME, {NAME: 1 + Modulo(p, 2)}) == found(NAME, {NAME: None}) == {q, z}


def test_a_name_that_hangs_on_what_is_known_is_known():
    high = Let(NAME, FloorDiv(q + K, K))
    rows = loop(
        q, 0, 3, high, loop(z, p * NAME, p * NAME + NAME - 1, If((ge(15 * N - z),), (one(q + 4 * z),)))
    )
    assert legal(together(rows))


def test_a_whole_number_keeps_its_value():
    assert legal(Let(COUNT, N - 1), loop(i, 0, N - 1, one(COUNT)))
    refused(
        "count is changed", Let(COUNT, N - 1), loop(i, 0, N - 1, one(COUNT), Accumulate(COUNT, "sum", S.One))
    )
    again = Let(COUNT, 64 * N)
    refused("count has a value already", Let(COUNT, N - 1), loop(i, 0, N - 1, one(COUNT), again))
    known = If((ge(N - NAME),), (one(NAME - 1),))
    less = Accumulate(NAME, "sum", -S.One)
    assert legal(Let(NAME, S.One), known)
    refused("name is changed", Let(NAME, S.One), loop(i, 0, N - 1, known, less))


def test_a_name_that_is_called_not_negative_is():
    inside = If((ge(N - 1 - NATURAL),), (one(NATURAL),))
    assert legal(Let(NATURAL, N - 1), inside)
    refused("natural is not negative", Let(NATURAL, S.NegativeOne), inside)


def test_a_new_array_is_empty_whatever_way_the_old_one_was_written():
    full = loop(i, 0, N - 1, Store(OWN[i], S.One))
    made, both = Alloc(OWN), Choose("few", (ge(K - 2),), (full,), (full,))
    read = loop(i, 0, N - 1, Store(Y[i], OWN[i]))
    assert unproved(Kernel("k", (X,), (Y,), (N, K), (made, both, read)), LAYER) == ()
    again = Kernel("k", (X,), (Y,), (N, K), (made, both, made, Store(OWN[0], S.One), read))
    assert unproved(again, LAYER) == (OWN[i],)
