"""Every layer of the catalogue climbs the ladder with its generated kernels."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.load import load
from codegen.verify import LADDER, Verdict, verify
from codegen.verify.kernels import Kernels
from derive.layers import LAYERS, conv2d, max_pool2d
from tests.oracle import FORWARDS
from tests.strategies import case_of, cases
from tests.test_evaluate import assert_within_rounding, lecture_convolution


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)
def test_the_ladder(layer):
    for report in verify([layer]):
        assert report.verdict is Verdict.PASS, "\n".join(
            [f"{c.check}: {c.verdict} ({c.inconclusive} of {c.cases} inconclusive)" for c in report.checks]
            + report.failures
        )
        assert {c.check for c in report.checks} >= {c.name for c in LADDER[:4]}


@pytest.fixture(scope="module", params=LAYERS, ids=lambda layer: layer.name)
def kernels(request):
    return Kernels(load(request.param), request.param)


@given(data=st.data())
def test_the_kernel_equals_naive_loops(kernels, data):
    layer = kernels.layer
    case = data.draw(cases(layer))
    found = kernels.forward(case)
    wanted = FORWARDS[layer.name](**case.arrays, **case.options)
    wanted = wanted if isinstance(wanted, tuple) else (wanted,)
    for tensor, array in zip((*layer.outputs, *layer.aux), wanted, strict=True):
        if tensor.kind == "integer":
            assert np.array_equal(found[tensor.name], array)
        else:
            rounding = case.forward[tensor.name]
            assert_within_rounding(type(rounding)(found[tensor.name], rounding.error), array)


def test_the_convolution_worked_out_in_the_lectures():
    x, w, b, wanted = lecture_convolution()
    assert np.array_equal(load(conv2d).forward(x, w, b, stride=2, padding=1)[0], wanted)


def test_the_pooling_worked_out_in_the_lectures():
    x = np.array([[[[1, 2, 6, 3], [3, 5, 2, 1], [1, 2, 2, 1], [7, 3, 4, 8]]]], float)
    y, switch = load(max_pool2d).forward(x)
    assert y.tolist() == [[[[5, 6], [7, 8]]]]
    assert switch.tolist() == [[[[3, 0], [2, 3]]]]
    dx = load(max_pool2d).vjp_x(np.array([[[[1.0, 2.0], [3.0, 4.0]]]]), x)
    assert dx.tolist() == [[[[0, 0, 2, 0], [0, 1, 0, 0], [0, 0, 0, 0], [3, 0, 0, 4]]]]


def test_a_nan_in_a_window_comes_out():
    x = np.arange(16.0).reshape(1, 1, 4, 4)
    x[0, 0, 0, 0] = np.nan
    y, switch = load(max_pool2d).forward(x)
    assert np.isnan(y[0, 0, 0, 0]) and switch[0, 0, 0, 0] == 0
    assert not np.isnan(y).reshape(-1)[1:].any()


def test_a_window_in_the_padding():
    case = case_of(max_pool2d, dict.fromkeys(("N", "C", "H", "W", "KH", "KW", "p_t", "s_h", "s_w"), 1))
    made = Kernels(load(max_pool2d), max_pool2d).forward(case)
    assert made["y"][0, 0, 0, 0] == -np.inf and made["switch"][0, 0, 0, 0] == -1
    dx = Kernels(load(max_pool2d), max_pool2d).vjp(case, max_pool2d.wrt[0])
    assert dx.item() == case.cotangents()["y"][0, 0, 1, 0]
