"""Faults planted in kernels: the ladder must say FAIL to each, and PASS to the kernels without them."""

import functools
import itertools
import re

import numpy as np
import pytest

from codegen.verification import Outcome, Rung, Verdict, draw, rungs, verify
from codegen.verification.cases import case_of
from codegen.verification.quick import standing
from derive.layers import LAYERS
from tests.planted import FAULTS, planted
from tests.planted_calls import CALLS, EVERY
from tests.planted_text import EDITS, edited


@functools.cache
def cases(name, count):
    return draw(LAYERS[name], count, 0)


def reported(module, name, by, count=10):
    return verify(
        [LAYERS[name]],
        checks=rungs(*by),
        module_for=lambda _: module,
        cases_for=lambda _: cases(name, count),
    )


def found(fault):
    """The verdict on the module with the fault: rungs are asked until one of them fails."""
    module = planted(standing(LAYERS[fault.layer]), fault)
    return any(r.verdict is Verdict.FAIL for r in reported(module, fault.layer, fault.by))


def kind(fault):
    """What it says but for the numbers in it."""
    return re.sub(r"\d+", "", fault.kind)


QUICK = [next(group) for _, group in itertools.groupby(sorted(FAULTS, key=kind), kind)]
"""One of each kind; ``pytest -m deep`` plants all."""


@pytest.mark.parametrize("fault", QUICK, ids=str)
def test_a_planted_fault_is_found(fault):
    assert found(fault)


@pytest.mark.deep
@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault not in QUICK], ids=str)
def test_every_planted_fault_is_found(fault):
    assert found(fault)


@pytest.mark.parametrize("fault", CALLS, ids=str)
def test_a_fault_that_shows_in_some_calls_only_is_found(fault):
    module = planted(standing(LAYERS[fault.layer]), fault)
    assert any(r.verdict is Verdict.FAIL for r in reported(module, fault.layer, EVERY))


@pytest.mark.parametrize("name", sorted({fault.layer for fault in CALLS}))
def test_without_faults_no_call_fails(name):
    for report in reported(standing(LAYERS[name]), name, EVERY):
        assert report.verdict is Verdict.PASS, report.failures


@pytest.mark.parametrize("name", sorted({fault.layer for fault in FAULTS}))
def test_without_faults_nothing_fails(name):
    by = {rung for fault in FAULTS if fault.layer == name for rung in fault.by}
    for report in reported(standing(LAYERS[name]), name, sorted(by)):
        assert report.verdict is Verdict.PASS, report.failures


@pytest.mark.deep
@pytest.mark.parametrize("edit", EDITS, ids=str)
def test_a_fault_in_the_text_is_found(edit, tmp_path):
    module = edited(edit, tmp_path)
    assert any(r.verdict is Verdict.FAIL for r in reported(module, edit.layer, edit.by, edit.cases))


def test_faults_are_of_every_kind():
    """Each stands for something that passed once."""
    kinds = " ".join({fault.kind for fault in FAULTS})
    said = "column depth row term remainder threads race scratch float32 complex variance maximum NaN ties"
    said += " unchecked ignored overlaps Fortran labels scribbled"
    more = ["rows over", "sums over", "windows over", "sixteen bits", "vector tail"]
    for word in (*said.split(), *more):
        assert word in kinds


def test_what_fails_now_and_then_has_failed():
    """A smaller case is looked for, and the fault is not always there."""
    times = iter(range(10**6))

    def sometimes(case, subject):
        return Outcome(Verdict.FAIL if next(times) % 3 == 0 else Verdict.PASS)

    module = standing(LAYERS["softmax"])
    (report,) = verify(
        [LAYERS["softmax"]], checks=[Rung("now and then", sometimes)], module_for=lambda _: module
    )
    assert report.verdict is Verdict.FAIL and "reproduce(" in report.failures[0]


def test_positions_of_extremes_are_right_on_large_grids():
    """NumPy takes a flat place of many axes apart wrongly from 8,192 elements on."""
    case = case_of(
        LAYERS["max_pool1d"], {"K": 3, "s": 2, "p_l": 1, "p_r": 1, "d": 3, "C": 33, "L": 33, "N": 33}
    )
    x, found = case.arrays["x"], case.forward["switch"]
    padded = np.pad(x, ((0, 0), (0, 0), (1, 8)), constant_values=-np.inf)
    taps = np.stack([padded[..., 3 * u :][..., : 2 * found.shape[-1] : 2] for u in range(3)])
    assert (found == taps.argmax(axis=0)).all()
