"""Long columns in blocks of rows: threads share the blocks, each result is as with one thread."""

from dataclasses import replace

import numpy as np
import pytest

from codegen.loops.nodes import Accumulate, Carry, Choose, Parallel
from codegen.loops.roles import rewrite, walk
from codegen.module import load
from codegen.passes import parts_at_once
from codegen.pipeline import compile_program
from derive.gradients import gradients
from derive.layers import LAYERS
from derive.model.layer import Layer
from derive.notation import define, index, sizes, tensor, total
from generated.threads import num_threads, smallest_ranges


@pytest.fixture(scope="module")
def column_sums():
    N, D = sizes("N D")
    n, d = index("n", N), index("d", D)
    x, y = tensor("x", n, d), tensor("y", d)
    return load(Layer("column_sums", [define(y[d], total(x[n, d] * x[n, d], over=n))], wrt=(x,)))


def shared(kernel):
    """What is chosen for many rows, where anything is."""
    found = [n for n in walk(kernel.body) if isinstance(n, Choose)]
    return [n for n in found if any(isinstance(m, Carry) for m in walk(n.then))]


def of(layer):
    made = gradients(layer)
    return [compile_program(p, layer) for p in (made.forward, *made.vjp.values())]


@pytest.mark.parametrize("name", ["layer_norm", "batch_norm_features"])
def test_threads_share_the_blocks_of_long_columns(name):
    choices = [n for kernel in of(LAYERS[name]) for n in shared(kernel)]
    assert choices
    for choice in choices:
        filling = [n for n in choice.then if isinstance(n, Parallel) and "block" in n.ranges[0].index.name]
        assert any(isinstance(n, Accumulate) for box in filling for n in walk(box.body))


def test_what_does_more_than_add_up_stays_in_one_thread():
    (before,) = [n for kernel in of(LAYERS["batch_norm_features"])[:1] for n in shared(kernel)]

    def told_twice(node):
        return (node, node) if isinstance(node, Accumulate) else (node,)

    def not_a_sum(node):
        return (replace(node, op="max"),) if isinstance(node, Accumulate) else (node,)

    kernel = of(LAYERS["batch_norm_features"])[0]
    plain = replace(kernel, body=before.otherwise)
    layer = LAYERS["batch_norm_features"]
    assert shared(parts_at_once(plain, layer))
    assert shared(parts_at_once(replace(plain, body=rewrite(plain.body, told_twice)), layer))
    assert not shared(parts_at_once(replace(plain, body=rewrite(plain.body, not_a_sum)), layer))


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("rows", [1, 1023, 1024, 1025, 2049, 5000])
@pytest.mark.parametrize("columns", [1, 3, 17, 64, 1100])
def test_columns_are_summed_alike_by_every_number_of_threads(column_sums, rows, columns, dtype):
    x = np.random.default_rng(rows).standard_normal((rows, columns)).astype(dtype)
    made = []
    for count in (1, 2, 3, 4):
        with num_threads(count), smallest_ranges():
            made.append(column_sums.forward(x))
    assert len({one.tobytes() for one in made}) == 1
    wide = np.square(x.astype(np.longdouble)).sum(0)
    assert (np.abs(made[0] - wide) <= 16 * np.finfo(dtype).eps * wide).all()


@pytest.mark.parametrize("name", ["layer_norm", "batch_norm_features"])
@pytest.mark.parametrize("rows", [1024, 1025, 3000])
def test_gradients_of_norms_are_alike_on_every_number_of_threads(name, rows):
    r = np.random.default_rng(3)
    x, dy = r.standard_normal((2, rows, 33)).astype("f4")
    scale, shift = r.standard_normal((2, 33)).astype("f4")
    module = load(LAYERS[name])
    made = []
    for count in (1, 2, 4):
        with num_threads(count), smallest_ranges():
            y = module.forward(x, scale, shift)
            made.append((*(y if isinstance(y, tuple) else (y,)), *module.vjp(dy, x, scale, shift)))
    for other in made[1:]:
        assert all(a.tobytes() == b.tobytes() for a, b in zip(made[0], other, strict=True))
    assert (np.abs(made[0][-1] - dy.sum(0, dtype=float)) <= 1e-6 * np.abs(dy).sum(0)).all()
