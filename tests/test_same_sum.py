"""Two sums are the same where their terms and their places are: proved for all sizes."""

from sympy import S

from derive.expr import FloorDiv, Index, Reduce, ge
from derive.notation import index, sizes, tensor
from derive.proof.same_sum import same_sum

(N,) = sizes("N")
i, j = index("i", N), Index("j")
X = tensor("x", i)


def over(read, *guards, first=S.Zero, last=N - 1):
    return Reduce("sum", X[read], [(j, first, last)], guards)


def same(one, other):
    return same_sum(one, other, ((i, S.Zero, N - 1),), ())


def test_a_number_beside_the_letters_may_leave_a_quotient():
    three, one = FloorDiv(i + j + 3, S(2)), FloorDiv(i + j + 1, S(2))
    assert same(over(three), over(one + 1))
    assert not same(over(three), over(one + 2))
    assert not same(over(three), over(one))


def test_a_bound_may_stand_as_a_condition():
    assert same(over(j, ge(j - 2)), over(j, first=S(2)))
    assert not same(over(j, ge(j - 2)), over(j, first=S(3)))
    assert not same(over(j, ge(j - 2)), over(j))


def test_products_and_extremes_are_no_sums():
    assert not same(Reduce("max", X[j], [(j, S.Zero, N - 1)]), over(j))
    assert not same(Reduce("max", X[j], [(j, S.Zero, N - 1)]), Reduce("max", X[j], [(j, S.Zero, N - 1)]))
