"""Rows split where the place decides a case: no element is asked, and each is written once."""

import numpy as np
import pytest
from sympy import Abs

from codegen.loops.nodes import Loop, Store
from codegen.loops.roles import walk
from codegen.pipeline import compile_program
from derive.expr import Cond, Where, accesses
from derive.gradients import gradients
from derive.layers import LAYERS
from generated import constant_pad1d, glu, reflect_pad1d, replicate_pad1d


def stores(name, gradient):
    layer = LAYERS[name]
    g = gradients(layer)
    kernel = compile_program(g.vjp[layer.wrt[0]] if gradient else g.forward, layer)
    for loop in (n for n in walk(kernel.body) if isinstance(n, Loop)):
        yield from ((loop.range.index, n) for n in loop.body if isinstance(n, Store))


def asks(z, store):
    """The tests and magnitudes of a row that hang on its index and on no datum."""
    tests = [c for e in (store.value, store.target) for w in e.atoms(Where) for c in w.conds]
    folds = [a for e in (store.value, store.target) for a in e.atoms(Abs) if a.args[0].is_integer]
    return [c for c in (*tests, *folds) if z in c.free_symbols and not (isinstance(c, Cond) and accesses(c))]


@pytest.mark.parametrize(
    ("name", "gradient"), [("glu", True), ("reflect_pad1d", False), ("constant_pad1d", False)]
)
def test_no_element_is_asked_where_it_stands(name, gradient):
    found = list(stores(name, gradient))
    assert found and not [asks(z, one) for z, one in found if asks(z, one)]


@pytest.mark.parametrize("length", [2, 3, 7, 33])
@pytest.mark.parametrize("padding", [(0, 0), (1, 0), (0, 1), (1, 1)])
def test_borders_are_right_at_every_split(length, padding):
    x = np.arange(1.0, 2 * length + 1).reshape(1, 2, length)
    for module, mode in ((reflect_pad1d, "reflect"), (replicate_pad1d, "edge"), (constant_pad1d, "constant")):
        wanted = np.pad(x, ((0, 0), (0, 0), padding), mode=mode)
        np.testing.assert_array_equal(module.forward(x, padding=padding), wanted)


@pytest.mark.parametrize("half", [1, 2, 5, 16, 17])
def test_both_halves_of_a_gate_get_their_gradient(half):
    rng = np.random.default_rng(half)
    x, dy = rng.standard_normal((3, 2 * half)), rng.standard_normal((3, half))
    gate = 1 / (1 + np.exp(-x[:, half:]))
    wanted = np.concatenate([dy * gate, dy * x[:, :half] * gate * (1 - gate)], axis=1)
    np.testing.assert_allclose(glu.vjp_x(dy, x), wanted, rtol=1e-12)
