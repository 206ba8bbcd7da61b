"""The loop language itself: walking, rewriting, what a block changes."""

import dataclasses

import pytest
from sympy import Symbol

from codegen.loops.nodes import (
    Accumulate,
    If,
    Let,
    Loop,
    Parallel,
    Range,
    Store,
)
from codegen.loops.roles import children, on_scalars, rewrite, walk, written
from derive.expr import Acc, ge, substitute
from derive.notation import index, sizes, tensor

N, M = sizes("N M")
i, j = index("i", N), index("j", M)
X, Y = tensor("x", i, j), tensor("y", i)
ACC = Symbol("acc", real=True)

NEST = (
    Parallel(
        (Range(i, (0,), (N - 1,)),),
        (
            Let(ACC, X[0, 0] * 0),
            Loop(Range(j, (0,), (M - 1,)), (If((ge(j - i),), (Accumulate(ACC, "sum", X[i, j]),)),)),
            Store(Y[i], ACC),
        ),
    ),
)


def test_walk_goes_outermost_first_and_in_order():
    assert [type(n).__name__ for n in walk(NEST)] == ["Parallel", "Let", "Loop", "If", "Accumulate", "Store"]


def test_nodes_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        NEST[0].body = ()


def test_only_loops_and_conditions_have_children():
    assert [len(children(n)) for n in walk(NEST)] == [3, 0, 1, 1, 0, 0]


def test_written_names_arrays_and_scalars():
    assert written(NEST) == {ACC, Y}


def test_rewrite_replaces_inside_out_and_may_drop():
    without = rewrite(NEST, lambda n: () if isinstance(n, Accumulate) else (n,))
    assert not any(isinstance(n, Accumulate) for n in walk(without))
    assert len(list(walk(NEST))) == 6, "the original stays as it was"


def test_on_scalars_reaches_bounds_and_conditions():
    changed = [on_scalars(n, lambda e: substitute(e, {i: i + 1})) for n in walk(NEST)]
    shifted = on_scalars(NEST[0], lambda e: e + 1)
    assert (shifted.ranges[0].lo, shifted.ranges[0].hi) == ((1,), (N,))
    assert changed[3].conds[0].of == j - i - 1
    assert changed[5].target == Acc(Y, i + 1)
