"""The form on the page computes what the form for kernels does: sums over brackets of data are scatters."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codegen.verification.strategies import cases
from derive.gradients import gradients
from derive.layers import LAYERS
from tests.forms import backward


def scattered(layer):
    """The inputs of a layer whose gradients, as kernels sum them, are scatters."""
    found = gradients(layer, "free")
    return found, [t for t, program in found.vjp.items() if any(d.scatter for d in program.defs)]


SCATTERING = (
    "deform_conv2d", "bilinear_upsample2d", "cross_entropy_mean", "spatial_pyramid_pool2d", "embedding",
    "reflect_pad2d", "replicate_pad1d", "adaptive_max_pool2d", "nearest_resize2d", "grid_sample2d_nearest",
    "nll_loss", "roi_align",
)  # fmt: skip
"""Places that are samples, bins, labels, mirrors, winners, rows of a table: one layer of each kind."""


@pytest.mark.parametrize("name", SCATTERING)
def test_some_kernels_scatter(name):
    assert scattered(LAYERS[name])[1]


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=() if n in SCATTERING else (pytest.mark.deep,)) for n in LAYERS.names]
)
def test_a_sum_is_its_scatter(name):
    """Whichever layers there are: those that nothing is scattered in are looked for in the deep suite."""
    layer = LAYERS[name]
    found, inputs = scattered(layer)

    @settings(max_examples=6)
    @given(data=st.data())
    def tried(data):
        case = data.draw(cases(layer))
        for t in inputs:
            added = backward(case, found, found.vjp[t])[t.name]
            summed = backward(case, found, found.derivations[t].program)[t.name]
            np.testing.assert_allclose(summed, added, rtol=1e-9, atol=1e-9)

    if inputs:
        tried()
