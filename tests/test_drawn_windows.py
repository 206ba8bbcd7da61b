"""What is claimed of a gradient is what its formula computes: user layers with windows, drawn at random."""

import numpy as np
import pytest

from derive.explain.said import fullness
from derive.gradients import derivations
from tests.drawn_windows import arrays_for, correlated, drawn, numbers_for
from tests.forms import value


def tried(seed):
    """How many of the gradients of a drawn layer are called a correlation; each is compared in numbers."""
    layer, _ = drawn(seed)
    named = 0
    for told in derivations(layer, layer.wrt):
        for claim in told.recognised:
            named += 1
            for case in range(2):
                symbols = numbers_for(layer, 7 * seed + case)
                arrays = arrays_for(layer, symbols, seed + case)
                wanted = value(told.result.expr, told.result.free, arrays, **symbols)
                found = correlated(claim.shape, arrays, symbols)
                assert np.array_equal(found, wanted), f"{seed}: {claim} at {symbols}"
                check_fullness(claim.shape, layer, symbols)
    return named


def check_fullness(claim, layer, symbols):
    """*full* is said where both paddings of every axis are d (K − 1), in numbers."""
    full, where = fullness(claim, layer.sizes)
    if full or (where and all(symbols[s.name] == 0 for s in where)):
        for front, behind in claim.lacking({}):
            known = {s: symbols[s.name] for s in front.free_symbols | behind.free_symbols}
            assert front.subs(known) == behind.subs(known) == 0


@pytest.mark.parametrize("start", range(0, 60, 10))
def test_claims_hold_in_numbers(start):
    assert sum(map(tried, range(start, start + 10))) > 3


@pytest.mark.deep
@pytest.mark.parametrize("start", range(60, 2110, 50))
def test_claims_hold_in_numbers_for_many_layers(start):
    assert sum(map(tried, range(start, start + 50))) > 15
