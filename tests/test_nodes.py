"""The loop language itself: walking, rewriting, what a block changes."""

import dataclasses
import typing

import pytest
from sympy import Symbol

from codegen.loops.nodes import (
    Accumulate,
    Alloc,
    Best,
    Carry,
    Choose,
    Copy,
    Correlate,
    If,
    Label,
    Lags,
    Let,
    Loop,
    Node,
    Offsets,
    Pad,
    Parallel,
    Product,
    Range,
    Split,
    Store,
    Tiling,
)
from codegen.loops.roles import (
    bodies,
    branches,
    children,
    defines,
    inside,
    makes,
    on_scalars,
    reads,
    rewrite,
    scalars,
    walk,
    with_bodies,
    writes,
    written,
)
from codegen.loops.work import work
from derive.expr import Acc, Reduce, ge, substitute
from derive.notation import define, index, sizes, tensor

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


AT = Symbol("at", integer=True)
ROW = Range(j, (0,), (M - 1,))
STORE = Store(Y[i], X[i, 0])
KINDS = {
    # node: what it reads, writes, defines, makes
    Loop(ROW, (STORE,)): ({0, M - 1}, set(), {j}, set()),
    Parallel((ROW,), (STORE,)): ({0, M - 1}, set(), {j}, set()),
    If((ge(i - 1),), (STORE,)): ({ge(i - 1)}, set(), set(), set()),
    Choose("blocks", (ge(N - 4),), (STORE,), ()): ({ge(N - 4)}, set(), set(), set()),
    Let(ACC, X[0, 0]): ({X[0, 0]}, set(), {ACC}, set()),
    Alloc(Y): ({N}, set(), set(), {Y}),
    STORE: ({X[i, 0], i}, {Y[i]}, set(), set()),
    Accumulate(Y[i], "sum", ACC): ({Y[i], ACC}, {Y[i]}, set(), set()),
    Carry(Y[i], ACC, X[i, j]): ({Y[i], ACC, X[i, j]}, {Y[i], ACC}, set(), set()),
    Best("argmax", ACC, AT, X[i, j], j): ({ACC, AT, X[i, j], j}, {ACC, AT}, set(), set()),
    Split((ROW,), i, (STORE,)): ({0, M - 1, i}, set(), {j}, set()),
    Copy(ROW, Y[j], X[i, j]): ({0, M - 1, j, X[i, j]}, {Y[j]}, {j}, set()),
    Product(ROW, ROW, ROW, X[i, j], Y[i], Y[j]): (
        {0, M - 1, X[i, j], Y[i], Y[j]},
        {X[i, j]},
        {j},
        set(),
    ),
    Tiling(Y[i], Y[j], X[i, j], (Y[0],), (), ROW, ROW, (ROW,), (ROW,), (ROW,)): (
        {0, M - 1, i, Y[j], X[i, j], Y[0]},
        {Y[i]},
        {j},
        set(),
    ),
    Offsets(Y, (ROW,), 2 * j): ({0, M - 1, 2 * j, N}, set(), {j}, {Y}),
    Pad(ROW, ROW, X[j, j], Y[j]): ({0, M - 1, j, Y[j]}, {X[j, j]}, {j}, set()),
    Correlate(ROW, (ROW, ROW), (ROW,), X[i, j], Y[0], Y[i], Y[j], Y, Y): (
        {0, M - 1, i, j, Y[0], Y[i], Y[j]},
        {X[i, j]},
        {j},
        set(),
    ),
    Lags(ROW, (ROW, ROW), (ROW,), X[i, j], Y[i], Y[j], Y): (
        {0, M - 1, X[i, j], Y[i], Y[j]},
        {X[i, j]},
        {j},
        set(),
    ),
    Label(define(Y[i], X[i, 0])): (set(), set(), set(), set()),
}


@pytest.mark.parametrize(("node", "roles"), KINDS.items(), ids=lambda x: type(x).__name__)
def test_each_kind_says_what_it_reads_writes_defines_and_makes(node, roles):
    assert tuple(map(set, (reads(node), writes(node), defines(node), makes(node)))) == roles


def test_every_kind_is_in_the_table():
    assert {type(node) for node in KINDS} == set(typing.get_args(Node))


@pytest.mark.parametrize("node", KINDS, ids=lambda x: type(x).__name__)
def test_a_node_is_its_parts(node):
    assert with_bodies(node, bodies(node)) == node == on_scalars(node, lambda e: e)
    assert not inside(node) or not bodies(node)
    assert set(scalars(node)) | set(inside(node)) >= set(reads(node)) - {
        a for e in writes(node) for a in e.args
    }


def test_only_a_condition_and_a_single_no_license_what_stands_under_them():
    yes, no = ge(N - 4), ge(3 - N)
    assert branches(If((yes,), (STORE,))) == (((yes,), (STORE,)),)
    assert branches(Choose("blocks", (yes,), (STORE,), ())) == (((), (STORE,)), ((no,), ()))
    assert branches(Choose("blocks", (yes, ge(M - 4)), (STORE,), ())) == (((), (STORE,)), ((), ()))


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


def test_the_work_of_a_sum_inside_a_sum_is_counted_in_sizes():
    """Where an inner range depends on an index of the outer sum, that one is not known before the loops."""
    inner, k = index("inner", M), index("k", M)
    product = Reduce("prod", X[i, inner], [(inner, 0, k)])
    one = define(Y[i], Reduce("sum", product, [(k, 0, M - 1)]))
    assert work((Label(one),)).free_symbols <= {N, M}
