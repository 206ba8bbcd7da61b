"""Samples at places that data give: found once for all channels, tested once where all taps exist."""

from dataclasses import replace

import numpy as np
import pytest
from sympy import Symbol, floor

from codegen.apps.user_models.sampled import SAMPLED
from codegen.loops.nodes import Accumulate, Choose, If, Kernel, Let, Loop, Parallel
from codegen.loops.roles import walk
from codegen.module.load import load
from codegen.passes import all_taps, same_sums, same_weights, steady_places, taps_abreast
from codegen.pipeline import PASSES, compile_program, lowered
from derive.expr import Hat, HatSlope
from derive.gradients import gradients
from derive.layers import grid_sample2d, grid_sample3d, linear_upsample1d
from derive.notation import Layer, define, hat, index, sizes, tensor, total
from generated import threads

N, C, H, W, P = sizes("N C H W P")
n, c, i, j, p = index("n", N), index("c", C), index("i", H), index("j", W), index("p", P)
X, AT, Y = tensor("x", n, c, i, j), tensor("at", n, p, index("t", 2)), tensor("y", n, c, p)


def own():
    """A sampler as a user writes it: places in pixels, no conventions."""
    near = hat(i, AT[n, p, 0]) * hat(j, AT[n, p, 1])
    return Layer("own", [define(Y[n, c, p], total(near * X[n, c, i, j], over=(i, j)))], wrt=(X, AT))


def program_of(layer, gradient=""):
    derived = gradients(layer)
    return next(q for t, q in derived.vjp.items() if t.name == gradient) if gradient else derived.forward


def before(program, layer, last):
    """A kernel as a pass finds it."""
    kernel = lowered(program, layer)
    for change in PASSES[: PASSES.index(last)]:
        kernel = change(kernel, layer)
    return kernel


def choices(kernel):
    return [node for node in walk(kernel.body) if isinstance(node, Choose) and not node.by]


def untested(node):
    return not any(isinstance(inner, If | Choose) for inner in walk(node.then))


@pytest.mark.parametrize(("layer", "taps"), [(grid_sample2d, 4), (grid_sample3d, 8)])
def test_one_test_stands_before_all_taps(layer, taps):
    kernel = before(program_of(layer), layer, all_taps)
    made = all_taps(kernel, layer)
    (every,) = [node for node in choices(made) if node not in choices(kernel)]
    assert untested(every) and sum(isinstance(inner, Accumulate) for inner in every.then) == taps
    assert len(every.conds) == 2 * (taps.bit_length() - 1)


@pytest.mark.parametrize("layer", [grid_sample2d, own()], ids=lambda one: one.name)
@pytest.mark.parametrize("gradient", ["", "x"])
def test_all_channels_have_the_same_places(layer, gradient):
    kernel = compile_program(program_of(layer, gradient), layer)
    channels = [node for node in walk(kernel.body) if isinstance(node, Loop) and "c" in node.range.index.name]
    placed = [
        inner for node in channels for inner in walk(node.body)
        if isinstance(inner, Let) and inner.value.has(floor)
    ]  # fmt: skip
    assert channels and not placed


def test_nothing_that_a_loop_changes_leaves_it():
    kernel = before(program_of(grid_sample2d), grid_sample2d, steady_places)
    made = steady_places(kernel, grid_sample2d)
    assert made != kernel and steady_places(made, grid_sample2d) == made


@pytest.mark.parametrize("layer", [grid_sample2d, SAMPLED[1].layer], ids=lambda one: one.name)
def test_loops_of_all_taps_are_run_through_once(layer):
    name = layer.wrt[1].name
    kernel = before(program_of(layer, name), layer, taps_abreast)
    made = taps_abreast(kernel, layer)
    (every,) = [node for node in choices(made) if node not in choices(kernel)]
    (loop,) = [node for node in every.then if isinstance(node, Loop)]
    assert untested(every) and sum(isinstance(inner, Accumulate) for inner in walk((loop,))) == 4


def in_space():
    """The same with three places each: a corner of a sample has three weights and three slopes."""
    k, at = index("k", P + 1), tensor("at", n, p, index("t", 3))
    solid = tensor("x", n, c, i, j, k)
    near = hat(i, at[n, p, 0]) * hat(j, at[n, p, 1]) * hat(k, at[n, p, 2])
    return Layer("solid", [define(Y[n, c, p], total(near * solid[n, c, i, j, k], over=(i, j, k)))], wrt=(at,))


def test_weights_and_slopes_of_all_taps_are_made_once():
    layer = in_space()
    kernel = before(program_of(layer, "at"), layer, same_weights)

    def of(one, kind):
        (arm,) = [node.then for node in choices(one)]
        found = [node.value for node in walk(arm) if isinstance(node, kind)]
        return sum(value.count(Hat) + value.count(HatSlope) for value in found)

    made = same_weights(kernel, layer)
    assert of(kernel, Accumulate) == 3 * 8 * 3 and of(kernel, Let) == 0
    assert of(made, Accumulate) == 0 and of(made, Let) == 2 * 3 * 2  # of each axis and tap one of both


def test_a_weight_of_what_is_summed_is_made_anew_each_time():
    s, z = Symbol("s", real=True), Symbol("z", real=True)

    def adding(value):
        added = [Accumulate(s, "sum", number * value) for number in range(1, 5)]
        return Kernel("k", (), (), (N, s, z), tuple(added))

    free, bound, few = adding(Hat(N, z)), adding(Hat(N, s)), adding(Hat(N, z))
    few = replace(few, body=few.body[1:])
    assert [type(node) for node in same_weights(free, own()).body] == [Let, *[Accumulate] * 4]
    assert same_weights(bound, own()) == bound and same_weights(few, own()) == few


def test_what_two_slopes_sum_alike_is_summed_once():
    program = program_of(grid_sample2d, "grid")
    kernel = before(program, grid_sample2d, same_sums)

    def sums(one: Kernel):
        return [
            n for n in walk(one.body) if isinstance(n, Accumulate) and n.value.has(*grid_sample2d.inputs[:1])
        ]

    assert len(sums(kernel)) == 2 and len(sums(same_sums(kernel, grid_sample2d))) == 1


def test_a_row_looks_its_places_up():
    kernel = compile_program(program_of(linear_upsample1d), linear_upsample1d)
    (rows,) = [node for node in kernel.body if isinstance(node, Parallel)]
    assert not any(isinstance(inner, Let) and inner.value.has(floor) for inner in walk(rows.body))


def sampled(x, at):
    """By the definition, pixel by pixel."""
    weights = [
        np.maximum(0, 1 - np.abs(at[..., t, None] - np.arange(extent)))
        for t, extent in enumerate(x.shape[2:])
    ]
    return weights, np.einsum("npi,npj,ncij->ncp", *weights, x)


@pytest.mark.parametrize("shape", [(1, 1, 1, 1, 1), (2, 3, 4, 5, 37), (1, 35, 2, 7, 19), (3, 33, 9, 1, 70)])
def test_places_inside_beside_and_at_the_border(shape):
    batch, channels, height, width, places = shape
    rng = np.random.default_rng(0)
    module, x = load(own()), rng.standard_normal((batch, channels, height, width))
    at = rng.uniform(-2, max(height, width) + 1, (batch, places, 2))
    at[:, ::3] = np.round(at[:, ::3])
    dy = rng.standard_normal((batch, channels, places))
    (rows, columns), want = sampled(x, at)
    assert np.allclose(module.forward(x, at), want)
    dx = np.einsum("npi,npj,ncp->ncij", rows, columns, dy)
    assert np.allclose(module.vjp_x(dy, x, at), dx)
    step = np.zeros_like(at)
    step[..., 0] = 1e-6
    inner = np.abs(at - np.round(at)).min(-1) > 1e-3
    slope = np.einsum("ncp,ncp->np", dy, (sampled(x, at + step)[1] - want)) / 1e-6
    assert np.allclose(module.vjp_at(dy, x, at)[..., 0][inner], slope[inner], atol=1e-4)


def test_threads_change_nothing():
    rng = np.random.default_rng(1)
    module, x = load(own()), rng.standard_normal((2, 70, 12, 13))
    at, dy = rng.uniform(-1, 13, (2, 500, 2)), rng.standard_normal((2, 70, 500))
    known = threads.get_num_threads()
    try:
        made = []
        for count in (1, 4):
            threads.set_num_threads(count)
            made.append((module.forward(x, at), *module.vjp(dy, x, at)))
    finally:
        threads.set_num_threads(known)
    assert all(np.array_equal(a, b) for a, b in zip(*made, strict=True))
