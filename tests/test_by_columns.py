"""Sums over windows add up whole rows, and take each window along one axis."""

import numpy as np
import pytest

import codegen
from codegen import pipeline
from codegen.loops.nodes import Choose, If
from codegen.loops.roles import walk
from codegen.pipeline import compile_program
from codegen.program.computable import computable
from derive.expr import Reduce
from derive.gradients import gradients
from derive.layers import LAYERS
from generated import num_threads
from generated.threads import smallest_ranges

POOL = LAYERS["sum_pool2d"]


def stages(layer, program=None):
    """The indices of each definition and of the sums in it."""
    defs = computable(program or layer.program, layer).defs
    return [(len(d.free), sorted(len(r.binders) for r in d.expr.atoms(Reduce))) for d in defs]


def test_columns_are_added_up_before_windows_take_them():
    first, last = computable(POOL.program, POOL).defs
    assert first.tensor.shape[-1] == POOL.inputs[0].shape[-1], "all columns, each once"
    assert stages(POOL) == [(3, [1]), (3, [1])] and first.tensor in last.reads


def test_rows_are_spread_before_they_are_added():
    (program,) = gradients(POOL).vjp.values()
    first, last = computable(program, POOL).defs
    (dy,) = (t for t in program.inputs if t.name == "dy")
    assert first.tensor.shape[-2:] == (dy.shape[2], POOL.inputs[0].shape[3]), "each row of dy once"
    assert all(len(r.binders) == 1 for d in (first, last) for r in d.expr.atoms(Reduce))


@pytest.mark.parametrize("name", ["lp_pool2d", "avg_pool1d", "avg_pool2d_ceil", "sum_pool2d"])
def test_every_stage_has_a_reader(name):
    layer = LAYERS[name]
    for program in (layer.program, *gradients(layer).vjp.values()):
        defs = computable(program, layer).defs
        read = {t.name for t in (*program.outputs, *(t for d in defs for t in d.reads))}
        assert {d.tensor.name for d in defs} <= read


def test_rows_are_spread_with_holes_in_the_windows_too():
    layer = LAYERS["avg_pool2d_ceil"]
    (program,) = gradients(layer).vjp.values()
    *_, first, last = computable(program, layer).defs
    assert layer.inputs[0].shape[3] in first.tensor.shape and first.tensor in last.reads


def test_a_factor_of_each_tap_leaves_the_sum_as_it_is():
    layer = LAYERS["weighted_pool2d"]
    (program,) = gradients(layer).vjp.values()
    for some in (layer.program, program):
        assert [2] in [sums for _, sums in stages(layer, some)]


def test_a_window_that_is_taken_whole_beside_it_leaves_a_sum_as_it_is():
    layer = LAYERS["mixed_pool2d"]
    assert stages(layer, gradients(layer).vjp[layer.wrt[0]])[-1][1] == [2, 2]


def test_a_sum_over_one_axis_has_no_columns():
    assert all(
        len(d.expr.atoms(Reduce)) <= 1
        for d in computable(LAYERS["avg_pool1d"].program, LAYERS["avg_pool1d"]).defs
    )


SIZES = [
    ((2, 1, 5, 7), (2, 2), (2, 2)),
    ((1, 2, 9, 33), (3, 3), (2, 2)),
    ((3, 1, 8, 17), (3, 3), (1, 1)),
    ((1, 1, 12, 21), (5, 4), (1, 3)),
    ((2, 1, 11, 40), (1, 3), (4, 5)),
    ((2, 3, 6, 6), (6, 1), (1, 1)),
]


@pytest.mark.parametrize("shape, taps, step", SIZES, ids=str)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_each_window_has_its_pixels_and_each_pixel_its_windows(shape, taps, step, dtype):
    module, rng = codegen.compile(POOL), np.random.default_rng(0)
    x = rng.standard_normal(shape).astype(dtype)
    near = 1e-5 if dtype == "float32" else 1e-13
    seen = np.lib.stride_tricks.sliding_window_view(x, taps, (2, 3))[:, :, :: step[0], :: step[1]]
    y = module.forward(x, kernel=taps, stride=step)
    np.testing.assert_allclose(y, seen.sum((-2, -1)), rtol=near, atol=10 * near)
    dy, back = rng.standard_normal(y.shape).astype(dtype), np.zeros(shape)
    for at in np.ndindex(*y.shape[2:]):
        box = [slice(s * k, s * k + t) for k, s, t in zip(at, step, taps, strict=True)]
        back[:, :, *box] += dy[:, :, *at][..., None, None]
    dx = module.vjp_x(dy, x, kernel=taps, stride=step)
    np.testing.assert_allclose(dx, back, rtol=near, atol=10 * near)
    with smallest_ranges(), num_threads(3):
        assert np.array_equal(module.forward(x, kernel=taps, stride=step), y)
        assert np.array_equal(module.vjp_x(dy, x, kernel=taps, stride=step), dx)


def plain(monkeypatch):
    """The passes without the one over few terms."""
    passes = tuple(p for p in pipeline.PASSES if p.__name__ != "few_terms")
    assert len(passes) == len(pipeline.PASSES) - 1
    monkeypatch.setattr(pipeline, "PASSES", passes)


def choices(layer):
    """Conditions on the number of terms: of a choice between loops, or of loops."""
    kernel = compile_program(layer.program, layer)
    asked = [n.conds for n in walk(kernel.body) if isinstance(n, Choose | If)]
    return sum(any(c.kind == "eq" for c in conds) for conds in asked)


def test_each_number_of_few_terms_has_loops_of_its_own(monkeypatch):
    layer = LAYERS["avg_pool2d"]
    assert choices(layer) == 2 + 2, "columns of 2 and 3, windows of 2 and 3"
    plain(monkeypatch)
    assert not choices(layer)


@pytest.mark.parametrize("taps", [1, 2, 3, 4, 7])
@pytest.mark.parametrize("pad", [0, 1, 3])
def test_few_terms_are_added_in_the_same_order(taps, pad, monkeypatch):
    layer, rng = LAYERS["avg_pool2d"], np.random.default_rng(taps)
    x = rng.standard_normal((3, 2, 13, 37)).astype("float32")
    given = {"kernel": taps, "stride": (2, 1), "padding": pad if 2 * pad <= taps else taps // 2}
    one = codegen.compile(layer)
    y = one.forward(x, **given)
    dy = rng.standard_normal(y.shape).astype("float32")
    dx = one.vjp_x(dy, x, **given)
    plain(monkeypatch)
    other = codegen.compile(layer)
    assert np.array_equal(other.forward(x, **given), y)
    assert np.array_equal(other.vjp_x(dy, x, **given), dx)


def test_a_sum_as_long_as_an_array_has_no_loops_of_its_own(monkeypatch):
    """Each number of terms of ``affine_grid2d``'s dθ had loops: two rows of an image are no few terms."""
    layer = LAYERS["affine_grid2d"]
    (program,) = gradients(layer).vjp.values()
    had = compile_program(program, layer).body
    plain(monkeypatch)
    assert had == compile_program(program, layer).body


@pytest.mark.parametrize("name", ["conv1d", "conv_transpose1d", "group_norm"])
def test_no_stage_is_larger_than_what_it_reads_nor_beside_rows(name):
    """A contraction stays one: spread for each pair of channels it would be that much larger."""
    layer = LAYERS[name]
    for program in gradients(layer).vjp.values():
        names = [d.tensor.name for d in computable(program, layer).defs]
        assert not [word for word in names if "spread" in word or "columns" in word]
