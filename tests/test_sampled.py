"""Samples at positions that data give: laid down once, their places found once for all that goes there."""

import numpy as np
import pytest
from sympy import Abs, floor, sign

import generated
from codegen.apps.user_models import USER_MODELS
from codegen.loops.nodes import Loop, Parallel
from codegen.loops.roles import reads, walk
from codegen.lowering.lower import lower
from codegen.module.load import load
from codegen.pipeline import compile_program
from codegen.program.computable import computable
from codegen.program.grouping import Grouped
from derive.expr import FloorDiv, Modulo, Reduce
from derive.gradients import gradients
from derive.layers import deform_conv2d
from derive.notation import Layer, define, floor_div, hat, index, sizes, tensor, total

SPATIAL = next(one.layer for one in USER_MODELS if one.layer.name == "spatial_transformer")
DEFORMABLE = gradients(deform_conv2d)
N, A, B, O, L, P, Q = sizes("N A B O L P Q")
n, a, b, o, l, p = index("n", N), index("a", A), index("b", B), index("o", O), index("l", L), index("p", P)
X = tensor("x", n, index("c", A * B), l)
W = tensor("w", o, index("c", A * B))
AT = tensor("at", n, index("a", A), p)
Y = tensor("y", n, o, p)


def line():
    """Samples of lines, the channels of a block at one position, all of them weighed."""
    z = index("z", A * B)
    sample = total(hat(l, AT[n, floor_div(z, B), p]) * X[n, z, l], over=l)
    return Layer("sampled_lines", [define(Y[n, o, p], total(W[o, z] * sample, over=z))], wrt=(X, W, AT))


def by_hand(x, w, at):
    """The samples and their weighted sums in whole arrays."""
    blocks = at.shape[1]
    each = np.repeat(at, x.shape[1] // blocks, axis=1)
    places = np.arange(x.shape[2])
    weight = np.maximum(0, 1 - np.abs(each[..., None] - places))
    return np.einsum("oc,ncpl,ncl->nop", w, weight, x), weight


def given(channels, block, seed=0):
    rng = np.random.default_rng(seed)
    x, w = rng.standard_normal((2, channels, 7)), rng.standard_normal((5, channels))
    at = rng.uniform(-2, 9, (2, channels // block, 11))
    at[0, 0, :4] = [-1e30, 1e30, 0.0, 6.0]
    return {"x": x, "w": w, "at": at}


def called(layer, values):
    return [values[t.name] for t in layer.inputs]


def of(gradient, letter):
    return computable(DEFORMABLE.vjp[next(t for t in DEFORMABLE.vjp if t.name == gradient)], deform_conv2d)


@pytest.mark.parametrize(("channels", "block"), [(3, 1), (8, 8), (37, 37), (66, 33), (70, 2)])
def test_samples_and_their_gradients(channels, block):
    layer, values = line(), given(channels, block)
    y, weight = by_hand(**values)
    module = load(layer)
    assert np.allclose(module.forward(*called(layer, values)), y)
    dy = np.random.default_rng(1).standard_normal(y.shape)
    dx = np.einsum("oc,ncpl,nop->ncl", values["w"], weight, dy)
    assert np.allclose(module.vjp_x(dy, *called(layer, values)), dx)
    dw = np.einsum("nop,ncpl,ncl->oc", dy, weight, values["x"])
    assert np.allclose(module.vjp_w(dy, *called(layer, values)), dw)
    step = 1e-6
    moved = {**values, "at": values["at"] + step}
    for sample in np.ndindex(2, channels // block):
        at = np.array(values["at"])
        at[sample] = moved["at"][sample]
        slope = (by_hand(values["x"], values["w"], at)[0] - y) / step
        found = module.vjp_at(dy, *called(layer, values))[sample]
        assert np.allclose(found[4:], (slope * dy).sum((0, 1))[4:], atol=1e-4)


@pytest.mark.parametrize("channels", [31, 32, 33, 65])
def test_threads_add_to_planes_of_their_own(channels):
    layer, values = line(), given(channels, channels)
    dy = np.random.default_rng(1).standard_normal((2, 5, 11))
    module, made = load(layer), []
    for threads in (1, 2, 3):
        generated.set_num_threads(threads)
        made.append(module.vjp_x(dy, *called(layer, values)))
    generated.set_num_threads(1)
    assert all(np.array_equal(made[0], other) for other in made[1:])


def test_a_position_that_is_no_number_spoils_what_it_reads():
    layer, values = line(), given(6, 3)
    values["at"][1, 1, 5] = np.nan
    y = load(layer).forward(*called(layer, values))
    assert np.isnan(y[1, :, 5]).all() and np.isnan(y).sum() == 5


@pytest.mark.parametrize("program", ["forward", "w"])
def test_samples_are_an_array_before_the_product(program):
    made = computable(DEFORMABLE.forward, deform_conv2d) if program == "forward" else of("w", None)
    samples, product = made.defs
    assert len(samples.tensor.shape) == 6 and not product.expr.atoms(Reduce) & samples.expr.atoms(Reduce)
    assert samples.tensor in product.reads and {t.name for t in samples.reads} == {"x", "offset", "mask"}


@pytest.mark.parametrize("gradient", ["x", "offset", "mask"])
def test_what_is_pulled_back_through_the_product_is_a_product(gradient):
    made = of(gradient, None)
    (pulled,) = (d for d in made.defs if {"dy", "w"} <= {t.name for t in d.reads})
    assert isinstance(pulled.expr, Reduce) and not pulled.expr.has(FloorDiv, Modulo)
    assert [str(e) for e in pulled.tensor.shape][2:] == ["KH", "KW", "OH", "OW"]


def test_a_position_of_a_block_is_found_once_for_its_channels():
    kernel = lower(of("x", None), deform_conv2d, blocks=True)
    (scatter,) = [one for one in kernel.body if isinstance(one, Parallel)][-1:]
    assert [str(r.index) for r in scatter.ranges] == ["n'", "block", "member_block"]
    compiled = compile_program(of("x", None), deform_conv2d)
    found = [(one.range.index.name, rounds(one)) for one in walk(compiled.body) if isinstance(one, Loop)]
    assert ("member", False) in found and ("member", True) not in found and ("j", True) in found


def rounds(loop):
    """Whether a position is rounded in a loop."""
    return any(e.has(floor) for one in walk(loop.body) for e in reads(one))


def test_threads_keep_two_indices_of_what_is_sampled():
    x, at = tensor("x", n, a, l), tensor("at", n, p)
    y = tensor("y", n, a, p)
    layer = Layer("s", [define(y[n, a, p], total(hat(l, at[n, p]) * x[n, a, l], over=l))], wrt=(x, at))
    (box,) = [one for one in lower(layer.program, layer).body if isinstance(one, Parallel)]
    assert [r.index for r in box.ranges] == [n, p]
    assert [one.range.index for one in walk(box.body) if isinstance(one, Loop)].count(a) == 3


def test_channels_at_one_place_are_summed_before_they_are_weighed():
    made = of("offset", None)
    sums = [r for one in made.defs for r in one.expr.atoms(Reduce) if r.guards]
    assert sums and all(len(r.binders) == 2 and r.body.has(Reduce) for r in sums)


def test_no_array_has_all_positions_and_all_pixels():
    program = next(q for t, q in gradients(SPATIAL).vjp.items() if t.name == "theta")
    assert all(len(d.tensor.shape) <= 4 for d in computable(program, SPATIAL).defs)


@pytest.mark.parametrize("gradient", ["forward", "x", "theta"])
def test_places_weights_and_slopes_read_one_number(gradient):
    derived = gradients(SPATIAL)
    programs = {"forward": derived.forward, **{t.name: q for t, q in derived.vjp.items()}}
    made = computable(programs[gradient], SPATIAL)
    apart = {e for d in made.defs for e in d.expr.atoms(Abs, sign)}
    assert apart and all(e.has(Grouped) for e in apart)
