"""Sums that a bracket beside them does not decide, and rows of a result whose extent is an option."""

import numpy as np
import pytest

from codegen.loops.nodes import Accumulate, Loop
from codegen.loops.roles import walk
from codegen.loops.schedule import Assumed, innermost, row_index
from codegen.module.load import load
from codegen.pipeline import compile_program
from codegen.program.computable import computable
from derive.expr import Iverson, Reduce
from derive.gradients import gradients
from derive.layers import affine_grid2d, fold2d
from derive.notation import Layer, define, eq, index, option, sizes, tensor, total, where

N, M = sizes("N M")
n, m, k = index("n", N), index("m", M), index("k", 3)
X, Y = tensor("x", n, m), tensor("y", n, k)


def moments():
    """Three sums over one row, each where it belongs."""
    powers = (total(X[n, m] ** p, over=m) for p in (1, 2, 3))
    terms = [where(eq(k, p), value, 0) for p, value in enumerate(powers)]
    return Layer("moments", [define(Y[n, k], terms[0] + terms[1] + terms[2])], wrt=(X,))


def guarded(program, layer):
    """The sums of a program that a condition on letters of the result bounds."""
    ready = computable(program, layer)
    return [
        r for d in ready.defs for r in d.expr.atoms(Reduce)
        if any(g.free_symbols & {z for z, _, _ in d.free} for g in r.guards)
    ]  # fmt: skip


@pytest.mark.parametrize("layer", [affine_grid2d, moments()], ids=lambda one: one.name)
def test_a_sum_does_not_run_for_each_letter_of_a_bracket(layer):
    derived = gradients(layer)
    program = derived.forward if layer.name == "moments" else next(iter(derived.vjp.values()))
    ready = computable(program, layer)
    assert not guarded(program, layer)
    assert all(not d.expr.has(Iverson) or len(d.free) > 1 for d in ready.defs)


def test_sums_beside_brackets_have_their_values():
    x = np.random.default_rng(0).standard_normal((4, 37))
    want = np.stack([(x**p).sum(1) for p in (1, 2, 3)], axis=1)
    dy = np.random.default_rng(1).standard_normal(want.shape)
    module = load(moments())
    assert np.allclose(module.forward(x), want)
    slope = sum((p + 1) * x**p * dy[:, p, None] for p in range(3))
    assert np.allclose(module.vjp_x(dy, x), slope)


def test_the_extent_of_a_result_is_no_small_option():
    count = option("count", "P", minimum=1, summary="how many")
    p = index("p", count.symbols[0])
    made = Layer("spread", [define(tensor("y", n, p)[n, p], X[n, 0] * p)], wrt=(X,), options=(count,))
    assumed = Assumed(made)
    assert assumed.values[count.symbols[0]] == assumed.values[N]


def test_overlapping_columns_are_added_along_rows():
    one = computable(gradients(fold2d).forward, fold2d).defs[-1]
    assert innermost(one, Assumed(fold2d)).row == row_index(one)
    kernel = compile_program(gradients(fold2d).forward, fold2d)
    loops = [node for node in walk(kernel.body) if isinstance(node, Loop)]
    added = [(r.range.index, a) for r in loops for a in r.body if isinstance(a, Accumulate)]
    assert added and all(z in a.target.index[-1].free_symbols for z, a in added)
