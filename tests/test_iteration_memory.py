"""What an iteration keeps for itself is memory that the next ones use again."""

import numpy as np
import pytest
from sympy import S, Symbol

from codegen.loops.iteration_memory import growing, outside, steady
from codegen.loops.nodes import Alloc, Loop, Parallel, Product, Range, Store
from codegen.loops.roles import walk, written
from codegen.pipeline import compile_program
from derive.expr import Acc, Index, Tensor
from derive.gradients import gradients
from derive.layers import LAYERS
from generated import get_num_threads, lp_pool2d, set_num_threads


def gradient(name):
    layer = LAYERS[name]
    kernel = compile_program(gradients(layer).vjp[layer.wrt[0]], layer)
    return [n for n in walk(kernel.body) if isinstance(n, Parallel)]


def test_rows_whose_lengths_differ_grow():
    rows = [t for loop in gradient("lp_pool2d") for t in growing(loop)]
    assert [t.name for t in rows] == ["row"]
    once = [n.tensor.name for loop in gradient("lp_pool2d") for n in outside(loop)]
    assert once == ["dx_columns_power", "dx_power"]


def test_tables_that_every_iteration_has_are_filled_once():
    """Where terms lie, and columns of a panel, is the same for all parts; where rows lie, is not."""
    product = next(
        loop for loop in gradient("conv2d") if any(isinstance(n, Product) for n in walk(loop.body))
    )
    filled = {t.name.rstrip("0123456789") for t in written(steady(product))}
    assert filled == {"left_at", "right_at", "place"}
    kept = {t.name.rstrip("0123456789") for t in written(product.body)} - filled
    assert {"row_at", "least", "most", "tile"} <= kept


def test_a_table_that_an_iteration_changes_is_filled_by_each():
    z, k, M = Index("z"), Index("k"), Symbol("M", integer=True, positive=True)
    table = Tensor("table", (M,), (Index("a"),), "integer")
    fill = Loop(Range(k, (S.Zero,), (M - 1,)), (Store(Acc(table, k), k),))
    own = Loop(Range(k, (S.Zero,), (M - 1,)), (Store(Acc(table, k), k + z),))
    ends = (Range(z, (S.Zero,), (M - 1,)),)
    assert steady(Parallel(ends, (Alloc(table), fill))) == (fill,)
    assert steady(Parallel(ends, (Alloc(table), own))) == ()
    assert steady(Parallel(ends, (Alloc(table), fill, Store(Acc(table, S.Zero), z)))) == ()


def test_what_is_handed_on_whole_does_not_grow():
    """A product in registers is handed arrays, whose lengths it may read."""
    assert all(growing(loop) == () for loop in gradient("dense"))


def test_what_decides_the_length_of_a_row_stands_outside_of_its_rows():
    (loop,) = (n for n in gradient("lp_pool2d") if growing(n))
    found = [n for n in walk(loop.body) if isinstance(n, Loop) and any(isinstance(m, Alloc) for m in n.body)]
    (around,) = found
    assert around in loop.body


@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize("width, kernel", [(9, 3), (15, 3), (20, 4), (77, 7), (7, 1)])
def test_rows_of_several_lengths_are_right_one_after_the_other(width, kernel, threads):
    """Of a width that the stride does not divide, the rows of the first phases are longer."""
    r = np.random.default_rng(0)
    x = r.standard_normal((3, 2, 2 * kernel, width))
    whole = width // kernel * kernel
    dy = r.standard_normal((3, 2, 2, width // kernel))
    before = get_num_threads()
    set_num_threads(threads)
    try:
        dx = lp_pool2d.vjp_x(dy, x, kernel=kernel, stride=kernel)
    finally:
        set_num_threads(before)
    powers = (x[..., :whole].reshape(3, 2, 2, kernel, -1, kernel) ** 2).sum(axis=(3, 5), keepdims=True)
    slope = dy[:, :, :, None, :, None] / np.sqrt(powers)
    wanted = (x[..., :whole].reshape(3, 2, 2, kernel, -1, kernel) * slope).reshape(3, 2, 2 * kernel, whole)
    np.testing.assert_allclose(dx[..., :whole], wanted, rtol=1e-11)
    assert not dx[..., whole:].any()
