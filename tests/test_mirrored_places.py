"""Where a letter may stand whose magnitude is asked for: proved for all sizes, tried at small ones."""

from itertools import product

import pytest
from sympy import Abs, Integer

from derive.api import gradient
from derive.layers import LAYERS
from derive.notation import index, reflect, size
from derive.simplify.mirrored_places import mirrored_places

L, P = size("L"), size("P")
a, i = index("a", L), index("i", L + 2 * P)


def test_the_mirrored_places_are_all_places_and_no_others():
    asked = reflect(i - P, L) - a
    places = mirrored_places(asked, i)
    assert len(places) == 2
    for extent, pad in product(range(1, 6), range(5)):
        for at in range(extent):
            here = {L: Integer(extent), P: Integer(pad), a: Integer(at)}
            true = {k for k in range(extent + 2 * pad) if asked.xreplace(here | {i: Integer(k)}) == 0}
            said = {int((c + s * d).xreplace(here)) for c, d in places for s in (1, -1)}
            assert true == said & set(range(extent + 2 * pad)), (extent, pad, at)


@pytest.mark.parametrize(
    "asked",
    [
        Abs(i - P) - a + 1,  # the distance may be −1
        Abs(2 * i - P) - a,  # a place may lie between two whole ones
        Abs(i - P) - a + i,  # the letter stands outside too
        i - P - a,  # no magnitude
    ],
)
def test_what_is_not_proved_is_left(asked):
    assert mirrored_places(asked, i) == ()


@pytest.mark.parametrize("name", ["reflect_pad1d", "reflect_pad2d", "reflect_pad3d"])
def test_the_page_of_a_mirror_says_which_places_meet(name):
    found = gradient(LAYERS[name], "x")
    assert "∈ {p_l ± " in found.text(steps=False) and "||" not in found.text(steps=False).split("Result")[1]
    assert r"\in \{" in found.latex() and "\\pm" in found.latex()
