"""Long columns in blocks of rows: threads share the blocks, each result is as with one thread."""

from dataclasses import replace

import numpy as np
import pytest
from sympy import Symbol

from codegen.loops.nodes import Accumulate, Carry, Loop, Parallel
from codegen.loops.roles import rewrite, walk
from codegen.module import load
from codegen.passes import parts_at_once
from codegen.pipeline import PASSES, lowered
from codegen.verification.quick import standing
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


def of(layer, passes=PASSES):
    made = gradients(layer)
    for program in (made.forward, *made.vjp.values()):
        kernel = lowered(program, layer)
        for change in passes:
            kernel = change(kernel, layer)
        yield kernel


def blocks(kernel):
    """Loops over blocks of rows in which sums are formed: those of all threads, and those of one."""
    found = [n for n in walk(kernel.body) if isinstance(n, Parallel | Loop) and _blocks(n)]
    adding = [n for n in found if any(isinstance(m, Accumulate) for m in walk(n.body))]
    return [[n for n in adding if isinstance(n, kind)] for kind in (Parallel, Loop)]


def _blocks(node):
    first = node.ranges[0] if isinstance(node, Parallel) else node.range
    return first.index.name.startswith("n") and first.index.name.endswith("_block")


@pytest.mark.parametrize("name", ["layer_norm", "batch_norm_features", "dense"])
def test_threads_share_the_blocks_of_long_columns(name):
    found = [blocks(kernel) for kernel in of(LAYERS[name])]
    assert any(at_once for at_once, _ in found)
    for at_once, _ in found:
        assert not any(isinstance(n, Carry) for n in walk(tuple(at_once)))


@pytest.mark.parametrize("change", [{"op": "max"}, {"value": Symbol("unknown", real=True)}])
def test_what_does_more_than_add_up_what_is_there_stays_in_one_thread(change):
    def changed(node):
        return (replace(node, **change) if isinstance(node, Accumulate) else node,)

    layer = LAYERS["batch_norm_features"]
    before = next(of(layer, PASSES[: PASSES.index(parts_at_once)]))
    at_once, in_turn = blocks(parts_at_once(before, layer))
    assert len(at_once) == 2 and not in_turn
    at_once, in_turn = blocks(parts_at_once(replace(before, body=rewrite(before.body, changed)), layer))
    assert not at_once and len(in_turn) == 2


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
    module = standing(LAYERS[name])
    made = []
    for count in (1, 2, 4):
        with num_threads(count), smallest_ranges():
            y = module.forward(x, scale, shift)
            made.append((*(y if isinstance(y, tuple) else (y,)), *module.vjp(dy, x, scale, shift)))
    for other in made[1:]:
        assert all(a.tobytes() == b.tobytes() for a, b in zip(made[0], other, strict=True))
    assert (np.abs(made[0][-1] - dy.sum(0, dtype=float)) <= 1e-6 * np.abs(dy).sum(0)).all()
