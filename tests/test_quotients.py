"""A bound rounded up is written by a quotient rounded down, and equal quotients are written alike."""

import pytest
from sympy import Integer, Symbol, symbols

from codegen.loops.nodes import Kernel, Let
from codegen.passes import quotients
from derive.expr import FloorDiv
from derive.layers import LAYERS

a, b = symbols("a b", integer=True, nonnegative=True)
d, e = symbols("d e", integer=True, positive=True)
t = Symbol("t", integer=True)


def turned(value):
    kernel = Kernel("k", (), (), (), (Let(t, value),))
    (let,) = quotients(kernel, LAYERS["relu"]).body
    return let.value


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (FloorDiv(-a - 1, d), -1 - FloorDiv(a, d)),
        (FloorDiv(-a * b - 1, d), -1 - FloorDiv(a * b, d)),
        (FloorDiv(FloorDiv(-a - 1, d), e), -1 - FloorDiv(FloorDiv(a, d), e)),
        (FloorDiv(d * (a + 1) - 1, e), FloorDiv(d * a + d - 1, e)),
        (FloorDiv(a - b - 1, d), FloorDiv(a - b - 1, d)),
        (FloorDiv(-a - 1, t), FloorDiv(-a - 1, t)),
    ],
)
def test_the_law_from_left_to_right(value, wanted):
    assert turned(value) == wanted


@pytest.mark.parametrize("value", [FloorDiv(-a - 1, d), FloorDiv(-a * b - 2, d), FloorDiv(-d * a - e, d)])
def test_both_sides_are_equal(value):
    made = turned(value)
    for at in range(4):
        for by in range(1, 5):
            known = {a: Integer(at), b: Integer(2), d: Integer(by), e: Integer(3)}
            assert made.xreplace(known).doit() == value.xreplace(known).doit()
