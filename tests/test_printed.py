"""The form on the page computes what the form for kernels does: sums over brackets of data are scatters."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codegen.verification.strategies import cases
from derive.gradients import gradients
from derive.layers import LAYERS
from tests.forms import backward

SCATTERED = [
    (layer, t)
    for layer in LAYERS
    for t, program in gradients(layer, "free").vjp.items()
    if any(d.scatter for d in program.defs)
]


def test_some_kernels_scatter():
    assert {"deform_conv2d", "bilinear_upsample2d", "cross_entropy_mean", "spatial_pyramid_pool2d"} <= {
        layer.name for layer, _ in SCATTERED
    }


@pytest.mark.parametrize(("layer", "t"), SCATTERED, ids=lambda x: x.name)
@settings(max_examples=6)
@given(data=st.data())
def test_a_sum_is_its_scatter(layer, t, data):
    found = gradients(layer, "free")
    case = data.draw(cases(layer))
    added = backward(case, found, found.vjp[t])[t.name]
    summed = backward(case, found, found.derivations[t].program)[t.name]
    np.testing.assert_allclose(summed, added, rtol=1e-9, atol=1e-9)
