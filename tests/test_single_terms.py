"""Windows that do not overlap: nothing is added up, and places between them get nothing."""

import numpy as np
import pytest

from codegen.loops.nodes import Choose
from codegen.loops.roles import ranges, walk
from codegen.lowering.lower import lower
from codegen.lowering.single_terms import apart
from codegen.program.computable import computable
from derive.expr import ge
from derive.gradients import gradients
from derive.layers import LAYERS
from generated import avg_pool2d, num_threads
from generated.threads import smallest_ranges


def vjp_of(layer):
    derived = gradients(layer)
    return derived.vjp[derived.layer.wrt[0]]


@pytest.mark.parametrize("name", ["avg_pool2d", "sum_pool2d", "l2_pool2d"])
def test_windows_lie_apart_where_no_stride_is_shorter(name):
    layer = LAYERS[name]
    ready = computable(vjp_of(layer), layer)
    s = {z.name: z for c in apart(ready) for z in c.free_symbols}
    assert set(apart(ready)) == {ge(s["s_h"] - s["KH"]), ge(s["s_w"] - s["KW"])}
    (choice,) = [n for n in lower(vjp_of(layer), layer, blocks=True).body if isinstance(n, Choose)]
    letters = [
        {r.index.name for n in walk(body) for r in ranges(n)} for body in (choice.then, choice.otherwise)
    ]
    assert letters[1] - letters[0] >= {"t", "t'"}


@pytest.mark.parametrize("name", ["conv2d", "dense", "softmax", "conv_transpose2d", "depthwise_conv2d"])
def test_sums_over_channels_and_windows_in_registers_are_left_alone(name):
    layer = LAYERS[name]
    for program in gradients(layer).vjp.values():
        conds = {*apart(computable(program, layer))}
        choices = [n for n in lower(program, layer, blocks=True).body if isinstance(n, Choose)]
        assert not any(conds & {*n.conds} for n in choices)


SHAPES = [(1, 1, 7, 7), (2, 3, 9, 16), (1, 2, 21, 35)]
WINDOWS = [
    {"kernel": 2, "stride": 2},
    {"kernel": 2, "stride": 3, "padding": 1},
    {"kernel": (1, 2), "stride": (2, 5)},
    {"kernel": (3, 2), "stride": (3, 2), "padding": (2, 1)},
    {"kernel": (3, 2), "stride": (2, 2)},
    {"kernel": (2, 3), "stride": (2, 2), "padding": 1},
]


@pytest.mark.parametrize("options", WINDOWS, ids=str)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_each_place_gets_what_the_windows_around_it_give(shape, options, dtype):
    """Added up window by window, as the definition says, on one thread and on several alike."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal(shape).astype(dtype)
    dy = rng.standard_normal(avg_pool2d.forward(x, **options).shape).astype(dtype)
    both = {"padding": 0, **options}.items()
    kernel, stride, padding = (
        np.broadcast_to(v, 2) for _, v in sorted(both, key=lambda o: "ksp".index(o[0][0]))
    )
    wide = np.zeros((*shape[:2], *(shape[2:] + 2 * padding + kernel + stride)))
    for i, j in np.ndindex(*dy.shape[2:]):
        a, b = i * stride[0], j * stride[1]
        wide[:, :, a : a + kernel[0], b : b + kernel[1]] += dy[:, :, i : i + 1, j : j + 1] / np.prod(kernel)
    want = wide[:, :, padding[0] : padding[0] + shape[2], padding[1] : padding[1] + shape[3]]
    found = avg_pool2d.vjp_x(dy, x, **options)
    near = 1e-6 if dtype == "float32" else 1e-14
    np.testing.assert_allclose(found, want, rtol=near, atol=near)
    for threads in (2, 3):
        with smallest_ranges(), num_threads(threads):
            assert np.array_equal(avg_pool2d.vjp_x(dy, x, **options), found)
