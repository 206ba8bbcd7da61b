"""A scatter by data of a known range tests nothing inside; borders of inner loops stand by themselves."""

from dataclasses import replace

import numpy as np
import pytest

from codegen.loops.nodes import Choose, If, Loop
from codegen.loops.roles import walk
from codegen.lowering.lower import lower
from codegen.passes import peel, scalarise, tabulate
from codegen.program.computable import computable
from derive.gradients import gradients
from derive.layers import LAYERS
from generated import max_pool2d, num_threads
from generated.threads import smallest_ranges


def nests(name):
    """The letters of each nest of loops around a test, and how many conditions it has."""
    layer = LAYERS[name]
    (program,) = gradients(layer).vjp.values()
    kernel = lower(program, layer, blocks=True)
    for change in (scalarise, tabulate, peel):
        kernel = change(kernel, layer)
    (small,) = kernel.body  # before it, a table of all places
    assert isinstance(small, Choose) and not small.by
    kernel = replace(kernel, body=small.otherwise)
    inner = {id(n) for loop in walk(kernel.body) if isinstance(loop, Loop) for n in loop.body}
    found = []
    for node in (n for n in walk(kernel.body) if isinstance(n, Loop) and id(n) not in inner):
        letters = []
        while isinstance(node, Loop):
            letters.append(node.range.index.name)
            (node,) = node.body if len(node.body) == 1 else (None,)
        if isinstance(node, If):
            found.append(("".join(letters), len(node.conds)))
    return found


def test_borders_of_columns_stand_outside_of_rows():
    inside, *borders = nests("max_pool2d")
    assert inside == ("ij", 1)
    assert [letters for letters, _ in borders[:4]] == ["ji", "ji", "ij", "ij"]
    assert all(conds > 1 for _, conds in borders)


def test_a_scatter_has_one_axis_for_those_that_are_walked_together():
    layer = LAYERS["max_pool2d"]
    (program,) = gradients(layer).vjp.values()
    (one,) = computable(program, layer).defs
    assert len(one.tensor.shape) == 2 and len(one.free) == 3


WINDOWS = [
    {"kernel": 2, "stride": 2},
    {"kernel": 3, "stride": 2, "padding": 1},
    {"kernel": (2, 3), "stride": (3, 1), "padding": (1, 2)},
    {"kernel": 3, "stride": 1, "padding": 2, "dilation": 2},
    {"kernel": (5, 2), "stride": (1, 4), "padding": (4, 0), "dilation": (1, 3)},
]


@pytest.mark.parametrize("options", WINDOWS, ids=str)
@pytest.mark.parametrize("shape", [(1, 1, 5, 7), (2, 3, 8, 6), (3, 2, 13, 19)], ids=str)
def test_each_pixel_gets_what_the_windows_that_chose_it_give(shape, options):
    rng = np.random.default_rng(0)
    x = rng.standard_normal(shape)
    y, switch = max_pool2d.forward(x, **options)
    dy = rng.standard_normal(y.shape)
    k, s, d, q = (
        np.broadcast_to({"dilation": 1, "padding": 0, **options}[name], 2)
        for name in ("kernel", "stride", "dilation", "padding")
    )
    want = np.zeros(shape)
    for at in np.ndindex(*y.shape):
        u, v = divmod(switch[at], k[1])
        a, b = at[2] * s[0] + u * d[0] - q[0], at[3] * s[1] + v * d[1] - q[1]
        if switch[at] >= 0:
            want[at[0], at[1], a, b] += dy[at]
    found = max_pool2d.vjp_x(dy, x, **options)
    np.testing.assert_allclose(found, want, rtol=1e-14, atol=1e-14)
    with smallest_ranges(), num_threads(3):
        assert np.array_equal(max_pool2d.vjp_x(dy, x, **options), found)
