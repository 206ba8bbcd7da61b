"""The gradient as a layer of its own, derived once more."""

import pytest

from codegen.verification import Verdict, rungs, verify
from derive.gradients import derived_layer
from derive.layers import LAYERS, batch_norm, conv2d
from derive.layers import cross_entropy as softmax_cross_entropy
from derive.model import Layer
from derive.notation import define, exp, index, option, sizes, tensor, total
from tests.spine import SPINE
from tests.unseen import UNSEEN

EVERY = (*SPINE, *(make() for make in UNSEEN))


@pytest.mark.parametrize("layer", EVERY, ids=lambda layer: layer.name)
def test_the_formulas(layer):
    """Towards the first input, then towards everything: many cases, no compilation."""
    second = derived_layer(layer, layer.wrt[0])
    for report in verify([second], examples=20, checks=rungs("formula"), module_for=lambda _: None):
        assert report.verdict is not Verdict.FAIL, "\n".join(report.failures)


@pytest.mark.parametrize("layer", [conv2d, batch_norm, softmax_cross_entropy], ids=lambda layer: layer.name)
def test_the_kernels(layer):
    second = derived_layer(layer, layer.wrt[0])
    checks = rungs("forward", "dot_product", "finite_differences")
    for report in verify([second], examples=15, checks=checks):
        assert report.verdict is Verdict.PASS, "\n".join(
            [f"{c.check}: {c.verdict} ({c.inconclusive} of {c.cases})" for c in report.checks]
            + report.failures
        )


def test_every_gradient_of_the_catalogue_is_a_layer():
    for layer in (LAYERS[name] for name in LAYERS.names):
        assert derived_layer(layer, layer.wrt[0]).wrt


def test_what_a_saved_value_is_made_of_stands_before_it():
    """A weight is read by its total, which is saved, and by the gradient: it is defined once, first."""
    (N, K), scale = sizes("N K"), option("scale", "a b", default=1, minimum=0, real=True)
    a, b = scale
    n, k = index("n", N), index("k", K)
    x, y, bell, whole = tensor("x", n, k), tensor("y", n), tensor("bell", k), tensor("whole")
    weighted = Layer(
        "weighted",
        [
            define(bell[k], exp(-a * k**2)),
            define(whole[()], total(bell[k], over=k)),
            define(y[n], total(bell[k] * x[n, k], over=k) / whole[()] + b),
        ],
        wrt=(x,),
        options=(scale,),
    )
    second = derived_layer(weighted, x)
    assert [d.tensor.name for d in second.forward] == ["bell", "whole", "grad_x"]
    for report in verify([second], examples=10, checks=rungs("formula"), module_for=lambda _: None):
        assert report.verdict is not Verdict.FAIL, "\n".join(report.failures)
