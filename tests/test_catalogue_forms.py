"""The forms that the gradients of the catalogue take: what a reader of lecture notes would expect to see."""

import pytest

from codegen.render import module
from derive.expr import Acc, accesses
from derive.gradients import gradients
from derive.layers.pool_statistics import covariance_pool2d, second_order_pool2d


def residue(layer, name):
    """The definition that computes a gradient in the form for kernels."""
    (tensor,) = (t for t in layer.wrt if t.name == name)
    return gradients(layer).vjp[tensor].defs[-1]


@pytest.mark.parametrize("layer", [second_order_pool2d, covariance_pool2d], ids=lambda layer: layer.name)
def test_the_element_that_is_differentiated_is_read_by_the_left_side(layer):
    """x[s i + d u] in dx[a] is x[a], also where i and u were solved for one after the other."""
    one = residue(layer, "x")
    read = [a for a in accesses(one.expr) if isinstance(a, Acc) and a.tensor.name == "x"]
    assert read and all(a.index[2:] == one.lhs.index[2:] for a in read)


@pytest.mark.parametrize("layer", [second_order_pool2d, covariance_pool2d], ids=lambda layer: layer.name)
def test_a_row_of_several_sums_is_cut_into_phases(layer):
    """Each phase of a strided row has its own length, and a buffer for each sum."""
    assert "def vjp_x" in module(layer)
