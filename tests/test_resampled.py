"""Images at another size: places in tables, two taps as two statements, scatters along rows of memory."""

import numpy as np
import pytest
from sympy import floor

from codegen.loops.nodes import Accumulate, Alloc, If, Let, Loop, Parallel
from codegen.loops.roles import walk
from codegen.module.load import load
from codegen.pipeline import compile_program
from derive.gradients import gradients
from derive.layers import bilinear_upsample2d, deform_conv2d
from derive.notation import Layer, define, hat, index, option, sizes, tensor, total

N, L, P = sizes("N L P")
count = option("count", "P", default=5, minimum=1, summary="samples of a row")
n, l, p = index("n", N), index("l", L), index("p", P)
X, Y = tensor("x", n, l), tensor("y", n, p)
DERIVED = gradients(bilinear_upsample2d)
PROGRAMS = {"forward": DERIVED.forward, **{t.name: q for t, q in DERIVED.vjp.items()}, "jvp": DERIVED.jvp}


def stretched():
    """Samples of every row at places that sizes give, some of them beside it."""
    samples = total(hat(l, 3 * p / P - 1) * X[n, l], over=l)
    return Layer("stretched", [define(Y[n, p], samples)], wrt=(X,), options=(count,))


@pytest.mark.parametrize("length", [1, 2, 3, 7])
@pytest.mark.parametrize("number", [1, 2, 5, 17])
def test_samples_beside_the_row_count_nothing(length, number):
    module, rng = load(stretched()), np.random.default_rng(0)
    x, dy = rng.standard_normal((3, length)), rng.standard_normal((3, number))
    places = 3 * np.arange(number)[:, None] / number - 1
    weights = np.maximum(0, 1 - np.abs(places - np.arange(length)))
    assert np.allclose(module.forward(x, count=number), x @ weights.T)
    assert np.allclose(module.vjp_x(dy, x, count=number), dy @ weights)
    assert np.allclose(module.jvp(x, x_dot=x, count=number), x @ weights.T)


@pytest.mark.parametrize("program", PROGRAMS)
def test_no_position_is_computed_where_the_pixels_are(program):
    kernel = compile_program(PROGRAMS[program], bilinear_upsample2d)
    tables = [node for node in kernel.body if isinstance(node, Alloc)]
    assert any(t.tensor.name.startswith("below") for t in tables)
    for box in (node for node in kernel.body if isinstance(node, Parallel)):
        within = [node for loop in walk(box.body) if isinstance(loop, Loop) for node in walk(loop.body)]
        assert not any(isinstance(node, Let) and node.value.has(floor) for node in within)


@pytest.mark.parametrize("program", ["forward", "x"])
def test_two_taps_are_two_statements_where_each_exists(program):
    kernel = compile_program(PROGRAMS[program], bilinear_upsample2d)
    taps = [node for node in walk(kernel.body) if isinstance(node, If)]
    assert len(taps) == 2 and all(isinstance(node.body[0], Accumulate) for node in taps)
    assert all(len(node.conds) == 2 for node in taps)


def test_rows_of_memory_go_to_one_place():
    kernel = compile_program(PROGRAMS["x"], bilinear_upsample2d)
    *_, scatter = [node for node in kernel.body if isinstance(node, Parallel)]
    innermost = [node for node in walk(scatter.body) if isinstance(node, Loop)][-1]
    (step,) = innermost.body
    assert isinstance(step, Accumulate) and step.target.index[-1] == innermost.range.index


def test_positions_of_data_stand_in_no_table():
    kernel = compile_program(gradients(deform_conv2d).forward, deform_conv2d)
    assert not any("_table" in node.tensor.name for node in walk(kernel.body) if isinstance(node, Alloc))


@pytest.mark.parametrize("size", [1, 2, 3])
@pytest.mark.parametrize("shape", [(1, 1), (1, 5), (3, 2), (9, 17)])
def test_images_and_their_gradients(shape, size):
    torch = pytest.importorskip("torch")
    import generated.bilinear_upsample2d as module

    x = np.random.default_rng(1).standard_normal((2, 3, *shape))
    given = torch.tensor(x, requires_grad=True)
    size = (size * shape[0] + 1, size * shape[1])
    want = torch.nn.functional.interpolate(given, size=size, mode="bilinear", align_corners=False)
    y = module.forward(x, size=size)
    assert np.allclose(y, want.detach().numpy())
    dy = np.random.default_rng(2).standard_normal(y.shape)
    want.backward(torch.tensor(dy))
    assert np.allclose(module.vjp_x(dy, x, size=size), given.grad.numpy())
