"""PyTorch agrees, where it is installed; where it does not, the difference is a stated convention."""

import numpy as np
import pytest

from codegen.verify import Verdict, draw, rungs, verify
from codegen.verify.torch_oracle import ORACLES, disagreement
from derive.layers import LAYERS, deform_conv2d
from tests.oracle import FORWARDS

torch = pytest.importorskip("torch")


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)
def test_torch_agrees(layer):
    for report in verify([layer], checks=rungs("torch")):
        assert [c.check for c in report.checks] == ["torch"], "every layer of the catalogue has its oracle"
        assert report.verdict is Verdict.PASS, report.failures


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)
def test_the_oracle_computes_what_the_naive_loops_compute(layer):
    for case in draw(layer, 20):
        if disagreement(case):
            continue
        given = {k: torch.tensor(v) for k, v in case.arrays.items()}
        found = ORACLES[layer.name](torch, given, case.options).numpy()
        wanted = FORWARDS[layer.name](**case.arrays, **case.options)
        wanted = wanted[0] if isinstance(wanted, tuple) else wanted
        assert np.allclose(found, wanted, rtol=1e-12, atol=1e-12)


def test_most_cases_can_be_compared():
    assert sum(not disagreement(case) for case in draw(deform_conv2d, 60)) >= 15
