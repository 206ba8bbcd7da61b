"""Windows that slide over each other's results are computed one after the other, each in registers."""

import pytest

from codegen.loops.nodes import Correlate
from codegen.loops.roles import walk
from codegen.pipeline import compile_program
from derive.gradients import gradients
from derive.layers import LAYERS
from derive.notation import Layer, define, index, sizes, tensor, total


def correlated(layer):
    body = compile_program(gradients(layer).forward, layer).body
    return {n.target.tensor.name.split("_")[0] for n in walk(body) if isinstance(n, Correlate)}


@pytest.mark.parametrize(("name", "made"), [("spatial_separable_conv2d", "ty"), ("flattened_conv2d", "y")])
def test_each_of_two_windows_has_its_pixels_in_registers(name, made):
    assert correlated(LAYERS[name]) >= set(made)


def test_so_it_is_for_a_layer_that_no_table_knows():
    n_, c_, h_, w_, k_ = sizes("N C H W K")
    n, c, u, v = index("n", n_), index("c", c_), index("u", k_), index("v", k_)
    i, j, a, b = index("i", h_ - k_ + 1), index("j", w_ - k_ + 1), index("a", h_), index("b", w_)
    x, p, q = tensor("x", n, c, a, b), tensor("p", c, u), tensor("q", c, v)
    m, y = tensor("m", n, c, i, b), tensor("y", n, c, i, j)
    down = define(m[n, c, i, b], total(x[n, c, i + u, b] * p[c, u], over=u))
    across = define(y[n, c, i, j], total(m[n, c, i, j + v] * q[c, v], over=v))
    assert correlated(Layer("two_ways", [down, across], wrt=(x, p, q))) >= {"m", "y"}
