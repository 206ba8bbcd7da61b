"""Conditions as Python says them: they mean what they say, or are refused with what to write instead."""

import numpy as np
import pytest
import sympy
from sympy import S

from derive.expr import Where, eq, ge, gt, ne, negation
from derive.model import Layer, ModelError
from derive.notation import (
    bracket,
    define,
    divides,
    index,
    larger,
    largest,
    largest_at,
    option,
    product,
    sizes,
    smallest,
    tensor,
    total,
    where,
)
from derive.pretty.document import of_layer
from tests.forms import value

N, K = sizes("N K")
n, k, o = index("n", N), index("k", K), index("o", N)
X, Y, W, V = tensor("x", n), tensor("y", n), tensor("w", n, k), tensor("v", n, o)
x, y = X[n], Y[n]
A, B = np.array([-2.5, -1.0, 0.0, 0.5, 2.0]), np.array([-2.5, 1.0, 0.0, -0.5, 2.0])
I, J = np.arange(5)[:, None], np.arange(5)[None, :]

COMPARISONS = {
    "x > 0": (x > 0, A > 0),
    "x >= 0": (x >= 0, A >= 0),
    "0 < x": (x > 0, A > 0),
    "x < 0.5": (x < 0.5, A < 0.5),
    "x <= y": (x <= y, A <= B),
    "x >= y": (x >= y, A >= B),
    "Eq": (sympy.Eq(x, y), A == B),
    "Ne": (sympy.Ne(x, y), A != B),
    "eq of two": (eq(x, y), A == B),
    "ne of two": (ne(x, y), A != B),
    "ge of two": (ge(x, y), A >= B),
    "gt of two": (gt(x, y), A > B),
    "not": (~(x > 0), ~(A > 0)),
    "not eq": (~eq(x, y), A != B),
    "both": ((x > 0) & (y > 0), (A > 0) & (B > 0)),
    "words and signs": (ge(x) & (y > 0), (A >= 0) & (B > 0)),
    "signs and words": ((y > 0) & ge(x), (A >= 0) & (B > 0)),
    "two words": (ge(x) & gt(y), (A >= 0) & (B > 0)),
    "four": ((ge(x) & gt(y)) & (ne(x, y) & ne(x, 2)), np.zeros(5, bool)),
    "a bracket": (bracket(x > 0, y > 0), (A > 0) & (B > 0)),
    "what always holds": (N > 0, np.full(5, True)),
    "what never holds": (N < 0, np.full(5, False)),
    "what always holds and more": (ge(1) & (x > 0), A > 0),
}


@pytest.mark.parametrize("name", COMPARISONS)
def test_a_comparison_means_what_it_says(name):
    said, holds = COMPARISONS[name]
    for expr in (where(said, 1, 0), bracket(said), total(1, over=(o, 0, 0), when=said)):
        found = value(expr, [(n, S.Zero, N - 1)], {"x": A, "y": B}, N=5)
        assert np.array_equal(found, holds.astype(float))


def test_indices_are_compared():
    free = [(n, S.Zero, N - 1), (o, S.Zero, N - 1)]
    for said, holds in (
        (n <= o, I <= J),
        (eq(n, o), I == J),
        (n < o, I < J),
        ((n > o) & eq(o, 2), (I > J) & (J == 2)),
    ):
        assert np.array_equal(value(where(said, 1, 0), free, N=5), holds.astype(float))


@pytest.mark.parametrize("word", [total, product, largest, smallest, largest_at])
def test_a_reduction_runs_where_the_comparison_holds(word):
    assert word(W[n, k], over=k, when=k <= n).guards == (ge(n - k),)
    assert word(W[n, k], over=k, when=[k <= n, W[n, k] > 0]).guards == (ge(n - k), gt(W[n, k]))


def test_requirements_are_comparisons():
    made = Layer("l", [define(Y[n], x)], wrt=(X,), requires=(((N > 1) & (N <= 9), "one to nine"),))
    assert set(made.requires) == {(ge(N - 2), "one to nine"), (ge(9 - N), "one to nine")}


REFUSED = {
    "==": (lambda: where(k == o, 1, 0), r"where: the condition is Python's False.*eq\(a, b\)"),
    "== of elements": (lambda: where(x == 0, 1, 0), r"Python's False.*eq\(a, b\)"),
    "!=": (lambda: largest(x, over=k, when=k != o), r"when: the condition is Python's True.*ne\(a, b\)"),
    "not": (lambda: where(not gt(x, 0), 1, 0), r"x\[n\] > 0 has no truth value.*~condition"),
    "and": (lambda: bracket(ge(x) and gt(y)), r"has no truth value.*a & b"),
    "a chain": (lambda: bracket(eq(0, k) == True), r"Python's False"),  # noqa: E712
    "not of a bracket": (lambda: where(not bracket(x > 0), 1, 0), r"Python.s False"),
    "or": (lambda: where((x > 0) | (y > 0), 1, 0), r"where\(a, x, where\(b, x, y\)\)"),
    "or of words": (lambda: where(ge(x) | gt(y), 1, 0), r"where\(a, x, where\(b, x, y\)\)"),
    "not both": (lambda: where(~((x > 0) & (y > 0)), 1, 0), r"where\(a, x, where\(b, x, y\)\)"),
    "not both words": (lambda: where(~(ge(x) & gt(y)), 1, 0), r"where\(a, x, where\(b, x, y\)\)"),
    "a number": (lambda: where(x, 1, 0), r"where: x\[n\] is no condition.*ne\(x\[n\]\)"),
    "a number in a bracket": (lambda: bracket(n - k), r"bracket: -k \+ n is no condition"),
    "a letter": (lambda: where(k, 1, 0), r"where: k is no condition; write ne\(k\)"),
    "a text": (lambda: where("x > 0", 1, 0), r"'x > 0' is no condition"),
    "a comparison of arrays": (lambda: where(X == Y, 1, 0), "Python's False"),
    "a congruence negated": (lambda: where(~divides(2, k), 1, 0), "cannot be negated"),
    "a requirement": (
        lambda: Layer("l", [define(Y[n], x)], wrt=(X,), requires=((N == 3, "three"),)),
        r"l: requires: the condition is Python's False.*eq\(a, b\)",
    ),
    "one index twice": (lambda: total(x, over=(k, k)), "the index k is bound twice"),
    "a default below the minimum": (
        lambda: option("stride", default=0, minimum=1),
        "option stride: the default 0 is below the minimum 1",
    ),
    "a default above the maximum": (
        lambda: option("p", default=2.0, maximum=1, real=True),
        "option p: the default 2.0 is above the maximum 1",
    ),
    "half a step": (lambda: option("stride", default=1.5), "option stride: the default 1.5 is no integer"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_python_takes_away_is_refused(name):
    make, message = REFUSED[name]
    with pytest.raises(ModelError, match=message):
        make()


def test_a_negation_holds_where_the_condition_does_not():
    assert ~ge(x) == negation(ge(x)) and ~eq(n, o) == ne(n, o) and ~~gt(x) == gt(x)


def test_a_letter_and_a_size_are_numbers():
    """SymPy takes every symbol for a truth value, too."""
    assert where(ge(x), n, N).args[1:] == (n, N)


def test_a_border_of_data_stands_as_it_was_written() -> None:
    """Expanded, (p − q)² − (p − r)² cancels digits, and the slope's border is another than the value's."""
    N, D = sizes("N D")
    n, d = index("n", N), index("d", D)
    p, q, r, y = tensor("p", n, d), tensor("q", n, d), tensor("r", n, d), tensor("y", n)
    distance = total((p[n, d] - q[n, d]) ** 2 - (p[n, d] - r[n, d]) ** 2, over=d)
    triplet = Layer("triplet", [define(y[n], larger(0, distance + 1))], wrt=(p,))
    (border,) = (c.of for w in triplet.forward[0].expr.atoms(Where) for c in w.conds)
    assert border == -distance - 1
    (page,) = [n for n in of_layer(triplet).notes if n.label == "conventions"]
    assert "−2" not in str(page)
