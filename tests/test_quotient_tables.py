"""What an inner index is divided to is divided once for a call, and no index leaves its range by it."""

import numpy as np
import pytest

from codegen.loops.nodes import Alloc, Loop, Parallel, Store
from codegen.loops.roles import inside, scalars, walk
from codegen.passes import tabulate_quotients
from codegen.pipeline import compile_program, lowered
from derive.expr import FloorDiv, Modulo, substitute
from derive.gradients import gradients
from derive.layers import LAYERS
from derive.notation import Layer, define, index, sizes, tensor
from generated import adaptive_avg_pool2d, nearest_upsample2d, num_threads
from generated.threads import smallest_ranges

TABLED = ("nearest_upsample2d", "adaptive_avg_pool2d", "adaptive_max_pool2d")


def kernel_of(layer):
    return compile_program(gradients(layer).forward, layer)


def quotients(node):
    """What is divided at run time: by a power of two the bits are shifted."""
    found = (q for n in walk((node,)) for e in (*scalars(n), *inside(n)) for q in e.atoms(FloorDiv, Modulo))
    return {q for q in found if not (q.args[1].is_Integer and int(q.args[1]).bit_count() == 1)}


@pytest.mark.parametrize("name", TABLED)
def test_inner_loops_divide_nothing_that_their_index_decides(name):
    for node in kernel_of(LAYERS[name]).body:
        if isinstance(node, Parallel):
            inner = {n.range.index for n in walk(node.body) if isinstance(n, Loop) and n.range.lo == (0,)}
            assert not [q for q in quotients(node) if q.free_symbols & inner]


@pytest.mark.parametrize("name", TABLED)
@pytest.mark.parametrize("extents", [(1, 1), (5, 3), (3, 5), (7, 7), (16, 5)], ids=str)
def test_what_a_table_holds_lies_in_its_range(name, extents):
    """Proofs take the range for granted."""
    layer = LAYERS[name]
    body = kernel_of(layer).body
    tables = {n.tensor.name: n.tensor for n in body if isinstance(n, Alloc) and n.tensor.bound != 0}
    loops = [n for n in body if isinstance(n, Loop) and isinstance(n.body[0], Store)]
    assert len(loops) == len(tables) > 0
    for loop in loops:
        (store,) = loop.body
        z, made = loop.range.index, store.target.tensor
        names = (store.value.free_symbols | made.shape[0].free_symbols | made.bound.free_symbols) - {z}
        given = {s: extents[k % 2] for k, s in enumerate(sorted(names, key=str))}
        held = [substitute(store.value, {**given, z: k}) for k in range(substitute(made.shape[0], given))]
        assert 0 <= min(held) <= max(held) < substitute(made.bound, given)


def test_what_does_not_rise_and_what_a_number_divides_stays():
    """No table: a place that falls, a square, half of an index."""
    n_, m_, f = sizes("N M F")
    n, i = index("n", n_), index("i", m_)
    x, w, y = tensor("x", n, index("k", m_)), tensor("w", index("g", f)), tensor("y", n, i)
    for at in (FloorDiv(m_ - 1 - i, f), FloorDiv(i * i, f * m_), FloorDiv(i, 2)):
        layer = Layer("halves", [define(y[n, i], x.at(n, at) * w.at(0))], wrt=(x,))
        kernel = lowered(gradients(layer).forward, layer)
        assert tabulate_quotients(kernel, layer) == kernel


@pytest.mark.parametrize("factor", [1, 2, (3, 5), (16, 1)], ids=str)
@pytest.mark.parametrize("shape", [(1, 1, 1, 1), (2, 3, 5, 17), (1, 2, 4, 64)], ids=str)
def test_each_pixel_is_repeated(factor, shape):
    x = np.random.default_rng(0).standard_normal(shape, np.float32)
    a, b = np.broadcast_to(factor, 2)
    for threads in (1, 2, 3):
        with smallest_ranges(), num_threads(threads):
            assert np.array_equal(nearest_upsample2d.forward(x, factor=factor), x.repeat(a, 2).repeat(b, 3))


@pytest.mark.parametrize("bins", [1, 3, (2, 7), (5, 4), (9, 11)], ids=str)
@pytest.mark.parametrize("shape", [(1, 1, 1, 1), (2, 3, 7, 16), (1, 2, 21, 35)], ids=str)
def test_bins_of_a_size_that_does_not_divide_the_picture(bins, shape):
    x = np.random.default_rng(0).standard_normal(shape)
    (h, w), (p, q) = shape[2:], np.broadcast_to(bins, 2)
    want, dx = np.empty((*shape[:2], p, q)), np.zeros(shape)
    dy = np.random.default_rng(1).standard_normal(want.shape)
    for i, j in np.ndindex(p, q):
        rows, columns = (slice(k * e // n, -(-(k + 1) * e // n)) for k, e, n in ((i, h, p), (j, w, q)))
        part = x[:, :, rows, columns]
        want[:, :, i, j] = part.mean((2, 3))
        dx[:, :, rows, columns] += dy[:, :, i : i + 1, j : j + 1] / (part.shape[2] * part.shape[3])
    np.testing.assert_allclose(adaptive_avg_pool2d.forward(x, bins=bins), want, rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(adaptive_avg_pool2d.vjp_x(dy, x, bins=bins), dx, rtol=1e-12, atol=1e-14)
