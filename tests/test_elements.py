"""Which element of a definition an access reads, digit by digit."""

from sympy import S, Symbol

from derive.expr import Index
from derive.notation import index, sizes, tensor, total
from derive.simplify.matching import bind, spans

G, Cg, N = sizes("G Cg N")
n, g, c = index("n", N), index("g", G), index("c", Cg)
OWN = {n: (S.Zero, N - 1), g: (S.Zero, G - 1), c: (S.Zero, Cg - 1)}
k, wide = Index("k"), Index("wide")
AROUND = {k: (S.Zero, Cg - 1), wide: (S.Zero, 2 * Cg - 1)}
MODEL = (n, g * Cg + c)


def test_letters_and_digits_are_read():
    j = Symbol("j", integer=True)
    assert bind(MODEL, (j, g * Cg + k), OWN, AROUND) == {n: j, g: g, c: k}
    assert bind(MODEL, (n, (g + 1) * Cg + k), OWN, AROUND) == {n: n, g: g + 1, c: k}
    assert bind((n, n), (j, j), {n: OWN[n]}, {}) == {n: j}


def test_a_lower_digit_must_not_run_over():
    """x[n, g Cg + wide] with wide up to 2 Cg - 1 belongs to two groups."""
    assert bind(MODEL, (n, g * Cg + wide), OWN, AROUND) is None
    assert bind(MODEL, (n, g * Cg + k + 1), OWN, AROUND) is None
    assert bind(MODEL, (n, Index("o")), OWN, AROUND) is None


def test_what_does_not_tell_every_letter_or_tells_two_things_binds_nothing():
    assert bind((n,), (n,), OWN, AROUND) is None and bind((n,), (n, g), {n: OWN[n]}, {}) is None
    assert bind((n, n), (n, g), {n: OWN[n]}, {}) is None


def test_a_letter_of_one_value_need_not_stand_in_the_index():
    assert bind((n,), (g,), {n: OWN[n], k: (S.Zero, S.Zero)}, {}) == {n: g, k: 0}


def test_ranges_that_a_name_has_twice_are_no_range():
    x = tensor("x", n)
    e = total(x[n], over=n)
    assert spans([(g, S.Zero, G - 1)], e) == {g: (0, G - 1), n: (0, N - 1)}
    assert spans([(n, S.One, N - 1)], e) == {}
