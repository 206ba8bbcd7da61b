"""Strides of one: one residue class has every place, and results lie side by side."""

import itertools

import numpy as np
import pytest

from codegen.loops.nodes import Choose
from codegen.loops.roles import ranges, walk
from codegen.lowering.lower import lower
from codegen.lowering.unit_strides import strides, with_unit_strides
from codegen.program.computable import computable
from derive.expr import eq
from derive.gradients import gradients
from derive.layers import LAYERS
from generated import conv2d, num_threads, vectors
from generated.stencils import slide
from generated.threads import _ranges, smallest_ranges
from generated.vectors import always_blocks, rowblock, scratch


def program_of(name):
    layer, derived = LAYERS[name], gradients(LAYERS[name])
    program = derived.forward if "transpose" in name else derived.vjp[layer.wrt[0]]
    return computable(program, layer), layer


@pytest.mark.parametrize("name", ["conv2d", "conv3d", "conv_transpose2d", "depthwise_conv2d"])
def test_where_strides_are_one_no_class_of_residues_is_left(name):
    program, layer = program_of(name)
    found = strides(program, layer.option_symbols)
    assert found and set(found) <= set(layer.option_symbols)
    (one,) = with_unit_strides(program, found).defs
    assert all(lo == 0 for _, lo, _ in one.free)
    assert not {*found} & {*one.expr.free_symbols, *one.lhs.free_symbols}
    block = lower(program, layer, blocks=True).body
    (choice,) = [n for n in block if isinstance(n, Choose) and not n.by]
    assert {*choice.conds} == {eq(s - 1) for s in found}
    letters = [
        {r.index.name for n in walk(body) for r in ranges(n)} for body in (choice.then, choice.otherwise)
    ]
    assert "r" in letters[1] and "r" not in letters[0]


@pytest.mark.parametrize("name", ["avg_pool2d", "dense", "softmax"])
def test_what_is_no_contraction_over_classes_is_left_alone(name):
    layer = LAYERS[name]
    for program in gradients(layer).vjp.values():
        found = {eq(s - 1) for s in strides(computable(program, layer), layer.option_symbols)}
        choices = [n for n in walk(lower(program, layer, blocks=True).body) if isinstance(n, Choose)]
        assert not any(found & {*n.conds} for n in choices)


def scattered(dy, w, shape, stride, padding, dilation, groups):
    """What each product of the forward gives back, place by place."""
    many, outs = dy.shape[:2]
    wide = np.zeros((many, shape[1], *(n + 2 * p for n, p in zip(shape[2:], padding, strict=True))))
    each, of = outs // groups, shape[1] // groups
    for g, (u, v) in itertools.product(range(groups), np.ndindex(*w.shape[2:])):
        mine = slice(g * each, g * each + each)
        given = np.einsum("noij,oc->ncij", dy[:, mine], w[mine, :, u, v])
        down, across = (
            slice(t * d, t * d + n * s, s)
            for t, d, n, s in zip((u, v), dilation, dy.shape[2:], stride, strict=True)
        )
        wide[:, g * of : g * of + of, down, across] += given
    return wide[:, :, padding[0] : padding[0] + shape[2], padding[1] : padding[1] + shape[3]]


CASES = [  # x, rows of w, taps, options
    ((2, 3, 9, 7), 5, (3, 2), {"padding": (1, 0)}),
    ((1, 17, 5, 19), 9, (3, 3), {"padding": (1, 2), "dilation": (2, 1)}),
    ((3, 4, 6, 5), 6, (1, 1), {"groups": 2}),
    ((1, 2, 11, 18), 4, (5, 3), {"padding": (4, 3), "groups": 2}),
]


@pytest.mark.parametrize("case", CASES, ids=str)
@pytest.mark.parametrize("stride", [(1, 1), (1, 2), (2, 1)])
@pytest.mark.parametrize("kind", ["blocks", "correlations", "abreast", "plain"])
def test_every_path_gives_the_same_with_unit_strides_and_others(case, stride, kind):
    shape, outs, taps, options = case
    full = {"padding": (0, 0), "dilation": (1, 1), "groups": 1, **options}
    rng = np.random.default_rng(3)
    x, w = (
        rng.integers(-3, 4, s).astype(np.float32) for s in (shape, (outs, shape[1] // full["groups"], *taps))
    )
    dy = rng.integers(-3, 4, conv2d.forward(x, w, stride=stride, **options).shape).astype(np.float32)
    wanted = scattered(dy, w, shape, stride, **full)
    for threads, blocks in itertools.product((1, 3), ({}, {"high": 7, "wide": 5, "deep": 4})):
        with num_threads(threads), smallest_ranges(), slide(kind):
            if kind == "blocks":
                with always_blocks(**blocks):
                    found = conv2d.vjp_x(dy, x, w, stride=stride, **options)
            else:
                found = conv2d.vjp_x(dy, x, w, stride=stride, **options)
        assert np.array_equal(found, wanted)


def test_parts_of_the_rows_are_of_one_height():
    """No last part is left with a few rows: it would read all columns for them."""
    for rows in range(1, 2000, 13):
        high = rowblock(rows, 50)
        assert rows <= high or -(-rows // high) * high - rows < high - vectors.STEP or high <= vectors.LEAST
        assert -(-rows // high) == -(-rows // vectors.HIGH)


@pytest.mark.parametrize("count", [513, 1000, 100_000])
def test_scratch_memory_starts_where_a_line_of_the_cache_does(count):
    assert scratch((count,), np.float32).ctypes.data % vectors.LINE == 0


def test_few_large_iterations_are_handed_out_one_by_one():
    with num_threads(2):
        assert _ranges(12, 10**6) == 12
        assert _ranges(12, 100) < 12 and _ranges(10**6, 10**7) == 8
