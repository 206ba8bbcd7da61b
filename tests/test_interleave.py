"""The two classes of places of a row at every second place are filled in one pass."""

from dataclasses import replace

import numpy as np
import pytest
from sympy import Symbol

from codegen.loops.nodes import Accumulate, Choose, Loop
from codegen.loops.roles import rewrite, walk
from codegen.module.load import load
from codegen.passes import interleave
from codegen.pipeline import PASSES, compile_program, lowered
from derive.expr import eq
from derive.gradients import gradients
from derive.layers import LAYERS


def program_of(name):
    derived = gradients(LAYERS[name])
    return derived.vjp[derived.layer.wrt[0]]


def before(name):
    """The kernel that the pass is given."""
    layer, kernel = LAYERS[name], lowered(program_of(name), LAYERS[name])
    for change in PASSES[: PASSES.index(interleave)]:
        kernel = change(kernel, layer)
    return kernel


def twos(kernel):
    """The choices by whether a step is 2, with the loops in them that do two things."""
    steps = [eq(Symbol(s, integer=True, positive=True), 2) for s in ("s_w", "s_l")]
    for node in walk(kernel.body):
        if isinstance(node, Choose) and {c for c in node.conds if c.kind == "eq"} & {*steps}:
            inner = [n for n in walk(node.then) if isinstance(n, Loop)]
            yield node, [n for n in inner if len([a for a in n.body if isinstance(a, Accumulate)]) == 2]


@pytest.mark.parametrize("name", ["avg_pool2d", "sum_pool2d", "l2_pool2d", "lp_pool2d"])
def test_windows_apart_fill_both_classes_in_one_loop(name):
    ((node, both),) = twos(interleave(before(name), LAYERS[name]))
    assert len(both) == 1 and node.otherwise
    first, second = both[0].body
    assert first.target.index[-1] + 1 == second.target.index[-1]
    assert first.target.index[-1].coeff(both[0].range.index) == 2


def test_what_reads_the_row_that_it_writes_stays():
    kernel, layer = before("avg_pool2d"), LAYERS["avg_pool2d"]

    def reads(node):
        return (replace(node, value=node.value + node.target) if isinstance(node, Accumulate) else node,)

    assert [*twos(interleave(kernel, layer))]
    changed = replace(kernel, body=rewrite(kernel.body, reads))
    assert interleave.change(changed, layer).body == changed.body


def test_a_step_that_no_option_sets_stays():
    """A size is seldom 2."""
    kernel = before("avg_pool2d")
    assert interleave.change(kernel, LAYERS["dense"]).body == kernel.body


@pytest.mark.parametrize("name", ["conv2d", "max_pool2d", "softmax", "dense"])
def test_other_loops_are_left_alone(name):
    assert not [*twos(compile_program(program_of(name), LAYERS[name]))]


ENDS = [(w, p, k) for w in (1, 2, 3, 4, 7, 8, 33, 34) for p in (0, 1, 2, 3) for k in (1, 2) if w + 2 * p >= k]


def test_the_ends_of_a_row_have_what_a_class_alone_has_there():
    """Of every parity of the margin and of the length, and rows that are nothing but an end."""
    module = load(LAYERS["avg_pool2d"])
    rng = np.random.default_rng(0)
    for width, padding, kernel in ENDS:
        options = {"kernel": (1, kernel), "stride": (1, 2), "padding": (0, padding)}
        x = rng.standard_normal((2, 3, 5, width)).astype("float32")
        dy = rng.standard_normal(module.forward(x, **options).shape).astype("float32")
        want = np.zeros((2, 3, 5, width + 2 * padding + 2), "float32")
        for j in range(dy.shape[-1]):
            want[..., 2 * j : 2 * j + kernel] = dy[..., j : j + 1] / np.float32(kernel)
        found = module.vjp_x(dy, x, **options)
        np.testing.assert_array_equal(found, want[..., padding : padding + width])
