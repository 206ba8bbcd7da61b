"""Where a winner's gradient goes, looked up for each window and each place in it."""

import numpy as np
import pytest

from codegen.loops.nodes import Choose, Kernel
from codegen.loops.place import known_of
from codegen.loops.roles import inside, scalars, walk
from codegen.lowering.window_places import AGAIN, LARGEST, with_places
from codegen.pipeline import lowered
from codegen.program.computable import computable
from codegen.source import plan
from derive.expr import FloorDiv, Modulo
from derive.gradients import gradients
from derive.layers import LAYERS
from generated import max_pool2d


def program(name: str):
    layer = LAYERS[name]
    return layer, plan(layer, gradients(layer)).programs["_vjp_x"]


def kernel(name: str) -> Kernel:
    layer, one = program(name)
    return lowered(one, layer)


def test_neither_digits_nor_borders_are_left_where_a_table_has_all_places():
    (choice,) = kernel("max_pool2d").body
    assert isinstance(choice, Choose)
    filled, *scatter = choice.then[-2:]
    read = [e for n in walk(tuple(scatter)) for e in (*scalars(n), *inside(n))]
    assert not any(e.has(FloorDiv, Modulo) for e in read)
    assert any(e.has(FloorDiv, Modulo) for n in walk((filled,)) for e in (*scalars(n), *inside(n)))
    assert any(e.has(FloorDiv) for n in walk(choice.otherwise) for e in (*scalars(n), *inside(n)))


def test_windows_are_walked_as_one():
    layer, one = program("max_pool2d")
    conds, made = with_places(computable(one, layer), known_of(layer).maybe_none)
    table, scatter = made.defs
    assert len(table.tensor.shape) == 2 and len(scatter.free) == 2
    worth = [c.of for c in conds]
    sizes = {s: 1 for c in worth for s in c.free_symbols}
    assert [c.subs(sizes) for c in worth] == [LARGEST - 2, 1 - 2 * AGAIN]


def test_a_table_starts_at_the_least_value():
    """Where each window has a winner, no value stands for none."""
    layer, one = program("max_pool2d")
    _, made = with_places(computable(one, layer), frozenset())
    _, with_none = with_places(computable(one, layer), frozenset({"switch"}))
    assert with_none.defs[0].tensor.shape[-1] - made.defs[0].tensor.shape[-1] == 1


def test_other_programs_have_no_such_tables():
    for name in ("max_unpool2d", "conv2d", "embedding"):
        layer, one = program(name) if name != "embedding" else (LAYERS[name], None)
        one = one or plan(layer, gradients(layer)).programs["_vjp_w"]
        assert with_places(computable(one, layer), known_of(layer).maybe_none) is None


def scattered(dy, switch, shape, kernel, stride, padding, dilation):
    """Each gradient at its winner, one by one; what lies outside is dropped."""
    dx = np.zeros(shape, dy.dtype)
    for n, c, i, j in np.ndindex(dy.shape):
        u, v = divmod(int(switch[n, c, i, j]), kernel)
        a, b = i * stride + dilation * u - padding, j * stride + dilation * v - padding
        if switch[n, c, i, j] >= 0 and 0 <= a < shape[2] and 0 <= b < shape[3]:
            dx[n, c, a, b] += dy[n, c, i, j]
    return dx


@pytest.mark.parametrize("dtype", (np.float32, np.float64))
@pytest.mark.parametrize("channels", (1, 5, 60))
@pytest.mark.parametrize("options", ((2, 2, 0, 1), (3, 2, 1, 1), (3, 1, 1, 2), (2, 3, 0, 1)))
def test_each_place_is_the_one_that_the_formula_names(options, channels, dtype):
    """With any switches, also those that no forward gives: in the padding, and -1."""
    rng = np.random.default_rng(channels)
    window = dict(zip(("kernel", "stride", "padding", "dilation"), options, strict=True))
    x = rng.standard_normal((2, channels, 9, 11)).astype(dtype)
    (y, switch), saved = max_pool2d.forward(x, save=True, **window)
    dy = rng.integers(-9, 9, y.shape).astype(dtype)
    drawn = rng.integers(-1, options[0] ** 2, switch.shape)
    for one in (switch, drawn):
        dx = max_pool2d.vjp_x(dy, x, residuals=type(saved)(one), **window)
        assert np.array_equal(dx, scattered(dy, one, x.shape, *options))
