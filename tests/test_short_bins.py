"""A sum over one bin of many carries nothing where no bin can be longer than a block."""

import numpy as np
import pytest

import codegen
from codegen.loops.nodes import Carry, Choose
from codegen.loops.roles import walk
from codegen.pipeline import compile_program
from derive.layers import LAYERS

LAYER = LAYERS["adaptive_avg_pool1d"]


def carries(nodes):
    return any(isinstance(n, Carry) for n in walk(nodes))


@pytest.mark.parametrize("name", ["adaptive_avg_pool1d", "adaptive_avg_pool2d"])
def test_what_stays_in_one_block_carries_nothing(name):
    kernel = compile_program(LAYERS[name].program, LAYERS[name])
    asked = [n for n in walk(kernel.body) if isinstance(n, Choose) and carries(n.otherwise)]
    assert asked and not any(carries(n.then) for n in asked)


def test_a_sum_over_all_elements_has_no_loop_twice():
    layer = LAYERS["global_avg_pool2d"]
    kernel = compile_program(layer.program, layer)
    assert carries(kernel.body) and not any(isinstance(n, Choose) for n in walk(kernel.body))


@pytest.mark.parametrize("length", [7, 1023, 1024, 1025, 3000])
@pytest.mark.parametrize("bins", [1, 2, 5])
def test_bins_on_both_sides_of_a_block_are_means(length, bins):
    x = np.random.default_rng(length).standard_normal((2, 3, length)).astype("float32")
    y = codegen.compile(LAYER).forward(x, bins=bins)
    ends = [(k * length // bins, -(-(k + 1) * length // bins)) for k in range(bins)]
    expected = np.stack([x[:, :, a:b].astype("float64").mean(-1) for a, b in ends], -1)
    np.testing.assert_allclose(y, expected, rtol=1e-5, atol=1e-6)
