"""What holds at every f-th element of a row only is a loop over these."""

import numpy as np
import pytest

from codegen.loops.nodes import If, Loop
from codegen.loops.roles import walk
from codegen.module.load import load
from codegen.pipeline import compile_program
from derive.expr import Iverson
from derive.layers import LAYERS
from derive.notation import Layer, bracket, define, divides, floor_div, index, sizes, tensor

N, W = sizes("N W")
n, j, b = index("n", N), index("j", W), index("b", 3 * W)
X, Z = tensor("x", n, j), tensor("z", n, b)
Y = tensor("y", n, b)


def spread(shift):
    """x at every third place, from ``shift`` on; z weighs it."""
    value = bracket(divides(3, b + shift), b + shift < 3 * W) * X[n, floor_div(b + shift, 3)] * Z[n, b]
    return Layer("spread", [define(Y[n, b], value)], wrt=(X, Z))


def ranges(layer):
    kernel = compile_program(layer.program, layer)
    return [node.range for node in walk(kernel.body) if isinstance(node, Loop)]


def test_a_row_of_zeros_and_a_loop_over_what_is_there():
    layer = LAYERS["zero_insert2d"]
    zeros, some = (r for r in ranges(layer) if r.index.name in "bq")
    assert zeros.index.name == "b" and some.index.name == "q" and zeros.hi != some.hi


@pytest.mark.parametrize("shift", [0, 1, 2])
@pytest.mark.parametrize("width", [1, 2, 7])
def test_what_is_computed_stays(shift, width):
    rng = np.random.default_rng(0)
    x, z = rng.normal(size=(3, width)), rng.normal(size=(3, 3 * width))
    want = np.zeros_like(z)
    for at in range(3 * width):
        if (at + shift) % 3 == 0 and at + shift < 3 * width:
            want[:, at] = x[:, (at + shift) // 3] * z[:, at]
    np.testing.assert_array_equal(load(spread(shift)).forward(x, z), want)


def test_a_choice_that_does_not_change_along_the_row_stays():
    value = bracket(divides(3, n)) * X[n, j]
    layer = Layer("rows", [define(tensor("y", n, j)[n, j], value)], wrt=(X,))
    assert [r.index.name for r in ranges(layer)].count("q") == 0


def test_a_row_without_any_keeps_its_zeros_and_is_not_gone_through_again():
    """Of zero insertion: rows between those of x are zeros alone."""
    layer = LAYERS["zero_insert2d"]
    kernel = compile_program(layer.program, layer)
    (asked,) = [node for node in walk(kernel.body) if isinstance(node, If)]
    (inside,) = asked.body
    assert inside.range.index.name == "q" and [c.kind for c in asked.conds] == ["divides"]
    (store,) = inside.body
    assert not store.value.has(Iverson)
    x = np.arange(24.0).reshape(1, 2, 3, 4) + 1
    made = load(layer).forward(x, factor=(3, 2))
    assert made.shape == (1, 2, 7, 7) and (made[:, :, ::3, ::2] == x).all() and made.sum() == x.sum()
