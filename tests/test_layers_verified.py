"""Every layer of the catalogue climbs the ladder with its generated kernels."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.verification import Verdict, rungs, verify
from codegen.verification.callables.kernels import Kernels
from codegen.verification.quick import standing
from derive.layers import conv2d, deform_conv2d, max_pool2d
from tests.oracle import FORWARDS
from tests.spine import SPINE, quickly
from tests.strategies import case_of, cases
from tests.test_evaluate import assert_within_rounding, lecture_convolution

ALWAYS = ("forward", "formula", "dot_product", "finite_differences")


@pytest.mark.parametrize("layer", quickly(SPINE, "conv2d", "deform_conv2d", "batch_norm"))
def test_the_ladder(layer):
    for report in verify([layer], module_for=standing):
        assert report.verdict is Verdict.PASS, "\n".join(
            [f"{c.check}: {c.verdict} ({c.inconclusive} of {c.cases} inconclusive)" for c in report.checks]
            + report.failures
        )
        assert {c.check for c in report.checks} | {*report.skipped} >= {c.name for c in rungs(*ALWAYS)}


@pytest.fixture(scope="module", params=SPINE, ids=lambda layer: layer.name)
def kernels(request):
    return Kernels(standing(request.param), request.param)


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
    assert np.array_equal(standing(conv2d).forward(x, w, b, stride=2, padding=1)[0], wanted)


def test_the_pooling_worked_out_in_the_lectures():
    x = np.array([[[[1, 2, 6, 3], [3, 5, 2, 1], [1, 2, 2, 1], [7, 3, 4, 8]]]], float)
    y, switch = standing(max_pool2d).forward(x)
    assert y.tolist() == [[[[5, 6], [7, 8]]]]
    assert switch.tolist() == [[[[3, 0], [2, 3]]]]
    dx = standing(max_pool2d).vjp_x(np.array([[[[1.0, 2.0], [3.0, 4.0]]]]), x)
    assert dx.tolist() == [[[[0, 0, 2, 0], [0, 1, 0, 0], [0, 0, 0, 0], [3, 0, 0, 4]]]]


def test_a_nan_in_a_window_comes_out():
    x = np.arange(16.0).reshape(1, 1, 4, 4)
    x[0, 0, 0, 0] = np.nan
    y, switch = standing(max_pool2d).forward(x)
    assert np.isnan(y[0, 0, 0, 0]) and switch[0, 0, 0, 0] == 0
    assert not np.isnan(y).reshape(-1)[1:].any()


def test_a_window_in_the_padding():
    case = case_of(max_pool2d, dict.fromkeys(("N", "C", "H", "W", "KH", "KW", "p_t", "s_h", "s_w"), 1))
    made = Kernels(standing(max_pool2d), max_pool2d).forward(case)
    assert made["y"][0, 0, 0, 0] == -np.inf and made["switch"][0, 0, 0, 0] == -1
    dx = Kernels(standing(max_pool2d), max_pool2d).vjp(case, max_pool2d.wrt[0])
    assert dx.item() == case.cotangents()["y"][0, 0, 1, 0]


def test_a_window_of_minus_infinities_has_a_winner():
    x = np.full((1, 1, 2, 2), -np.inf)
    y, switch = standing(max_pool2d).forward(x)
    assert y.item() == -np.inf and switch.item() == 0
    assert standing(max_pool2d).vjp_x(np.ones((1, 1, 1, 1)), x).ravel().tolist() == [1, 0, 0, 0]


@pytest.mark.parametrize("offset", [1e9, -1e9, 1e300, np.inf, -np.inf])
def test_offsets_that_lead_far_away_read_nothing(offset):
    """Positions past every integer type: the tap counts as zero, no byte outside is touched."""
    module, rng = standing(deform_conv2d), np.random.default_rng(0)
    x, w, offsets = rng.normal(size=(1, 1, 3, 3)), rng.normal(size=(1, 1, 1, 1)), np.zeros((1, 2, 3, 3))
    offsets[0, 0, 1, 1] = offset
    y = module.forward(x, w, offsets)
    wanted = x * w.item()
    wanted[0, 0, 1, 1] = 0
    assert np.allclose(y, wanted)
    assert module.vjp_x(np.ones_like(y), x, w, offsets)[0, 0, 1, 1] == 0


def test_large_scores_do_not_overflow():
    softmax_loss = next(layer for layer in SPINE if layer.name == "cross_entropy")
    x, t = np.array([[1000.0, 0.0, -1000.0], [-np.inf, 0.0, 0.0]]), np.array([0, 1])
    assert np.allclose(standing(softmax_loss).forward(x, t), [0.0, np.log(2)])
    dx = standing(softmax_loss).vjp_x(np.ones(2), x, t)
    assert np.allclose(dx, [[0.0, 0.0, 0.0], [0.0, -0.5, 0.5]])


def test_a_window_without_any_pixel_has_no_tangent():
    """Its switch is -1: read as a place, it would name a pixel of another window."""
    made = standing(max_pool2d).jvp(
        np.ones((1, 1, 1, 1)), x_dot=np.full((1, 1, 1, 1), 3.0), kernel=1, stride=1, padding=(0, 1, 0, 0)
    )
    assert made.ravel().tolist() == [3.0, 0.0]
