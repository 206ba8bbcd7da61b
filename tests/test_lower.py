"""Formulas to loops: what is inlined, what is named, where guards go, which loop stands innermost."""

from itertools import takewhile

import pytest
from sympy import Symbol

from codegen.loops.nest import bound_of, nest
from codegen.loops.nodes import Accumulate, Alloc, Best, If, Loop, Parallel, Store
from codegen.loops.roles import walk
from codegen.loops.schedule import Assumed, innermost
from codegen.lowering.lower import lower
from codegen.program.fuse_loops import group
from codegen.program.inline_factor import inline, name_sums, prepare
from derive.expr import Acc, FloorDiv, Iverson, Reduce, ge, gt
from derive.gradients import gradients
from derive.layers import LAYERS
from derive.notation import (
    Layer,
    define,
    divides,
    eq,
    exp,
    hat,
    index,
    integers,
    largest,
    largest_at,
    oo,
    option,
    sizes,
    tensor,
    total,
    where,
)  # fmt: skip
from tests.spine import SPINE

BY_NAME = {layer.name: layer for layer in SPINE}
N, M, K = sizes("N M K")
i, j, k = index("i", N), index("j", M), index("k", K)
X, W, Y = tensor("x", i, k), tensor("w", j, k), tensor("y", i, j)


def inner(kernel):
    """The innermost loops."""
    return [
        n
        for n in walk(kernel.body)
        if isinstance(n, Loop) and not any(isinstance(c, Loop) for c in walk(n.body))
    ]


def names(loops):
    return {n.range.index.name for n in loops}


def test_guards_become_bounds_of_the_innermost_loop():
    kernel = lower(BY_NAME["conv2d"].program, BY_NAME["conv2d"])
    assert not any(isinstance(n, If) for n in walk(kernel.body)), "no test in any loop"
    rows = [n for n in inner(kernel) if isinstance(n.body[0], Accumulate)]
    assert names(rows) == {"j"} and len(rows[0].range.lo) == 2 and len(rows[0].range.hi) == 2


@pytest.mark.parametrize("layer", SPINE, ids=lambda layer: layer.name)
def test_no_affine_guard_is_left_in_a_loop(layer):
    g = gradients(layer)
    for program in (g.forward, *g.vjp.values(), g.jvp):
        for node in walk(lower(program, layer).body):
            if isinstance(node, If):
                for c in node.conds:
                    data = c.kind == "eq" or not c.of.is_integer or c.of.has(Acc)
                    assert c.kind in ("divides", "ne") or data, f"{program.name}: {c} stands in a loop"


@pytest.mark.parametrize(
    ("guard", "lo", "hi"),
    [
        (ge(i - 3), [3], []),
        (ge(5 - i), [], [5]),
        (ge(2 * i - M), [-FloorDiv(-M, 2)], []),
        (ge(M - 2 * i), [], [FloorDiv(M, 2)]),
        (eq(i - M), [M], [M]),
    ],
)
def test_bounds_of_a_guard(guard, lo, hi):
    assert bound_of(guard, i) == (lo, hi)


@pytest.mark.parametrize(
    "guard", [ge((M - N) * i), gt(X[i, 0]), ge(X[i, 0] - i), divides(2, i), ge(i**2 - 4)]
)
def test_what_is_no_bound_stays_a_condition(guard):
    assert bound_of(guard, i) is None
    leaf = (Store(Y[0, 0], X[0, 0]),)
    (loop,) = nest([(i, 0 * N, N - 1)], [guard], leaf)
    assert isinstance(loop.body[0], If)


def test_a_condition_stands_as_far_out_as_it_can():
    (outer,) = nest([(i, 0 * N, N - 1), (j, 0 * N, M - 1)], [divides(2, i)], (Store(Y[i, j], X[i, 0]),))
    assert isinstance(outer.body[0], If) and isinstance(outer.body[0].body[0], Loop)


def test_contiguous_reduction_runs_innermost():
    layer = BY_NAME["dense"]
    assumed = Assumed(layer)
    g = gradients(layer)
    x, w, _ = layer.wrt
    assert innermost(layer.forward[0], assumed).inner.name == "k"
    assert innermost(g.vjp[x].defs[-1], assumed).row.name == "k"
    assert innermost(g.vjp[w].defs[-1], assumed).row.name == "k"


def test_windows_do_not_run_innermost():
    layer = BY_NAME["conv2d"]
    assert innermost(layer.forward[0], Assumed(layer)).row.name == "j"
    assert innermost(gradients(layer).vjp[layer.wrt[1]].defs[-1], Assumed(layer)).inner.name == "j"


def test_pointwise_intermediates_are_inlined_and_dead_ones_dropped():
    T, D = tensor("t", i, k), tensor("dead", i)
    y = tensor("y", i)
    forward = [define(T[i, k], 2 * X[i, k]), define(D[i], X[i, 0]), define(y[i], total(T[i, k], over=k))]
    program = Layer("l", forward, wrt=(X,), outputs=(y,)).program
    (only,) = inline(program).defs
    assert only.expr == total(2 * X[i, k], over=k)


def test_costly_work_is_not_repeated_in_a_further_loop():
    T = tensor("t", i, k)
    layer = Layer(
        "l", [define(T[i, k], exp(X[i, k])), define(Y[i, j], total(T[i, k] * W[j, k], over=k))], wrt=(X, W)
    )
    assert [d.tensor.name for d in prepare(layer.program).defs] == ["t", "y"]


def test_a_sum_that_needs_fewer_indices_gets_a_definition():
    expr = X[i, 0] * total(W[j, k], over=(k,))
    made = name_sums(Layer("l", [define(Y[i, j], expr)], wrt=(X, W)).program)
    assert [d.tensor.name for d in made.defs] == ["y_sum", "y"]
    assert made.defs[0].indices == (j,) and not made.defs[1].expr.has(Reduce)


def test_brackets_become_guards_and_hats_bound_their_sums():
    p = Symbol("p", real=True)
    offset = option("p", real=True)
    y = tensor("y", i)
    layer = Layer("l", [define(y[i], total(hat(k, p + i) * X[i, k], over=k))], wrt=(X,), options=(offset,))
    (only,) = prepare(layer.program).defs
    assert len(only.expr.guards) == 2
    bracket = Layer("l", [define(y[i], total(Iverson(ge(k - i)) * X[i, k], over=k))], wrt=(X,))
    assert prepare(bracket.program).defs[0].expr.guards == (ge(k - i),)
    window = Layer("l", [define(y[i], largest(where(ge(k - i), X[i, k], -oo), over=k))], wrt=(X,))
    assert prepare(window.program).defs[0].expr.guards == (ge(k - i),)


def test_rows_of_one_pass_are_fused_and_their_memory_shrinks():
    layer = BY_NAME["cross_entropy"]
    (first, *_) = group(prepare(layer.program), Assumed(layer))
    assert [d.tensor.name for d in first.defs][:2] == ["m", "s"]
    assert [z.name for z, _, _ in first.shared] == ["n"]


def test_a_full_sum_over_rows_of_columns_is_cut_into_strips():
    bias = gradients(BY_NAME["dense"]).vjp[BY_NAME["dense"].wrt[2]]
    kernel = lower(bias, BY_NAME["dense"])
    (outer,) = [n for n in kernel.body if isinstance(n, Parallel)]
    assert outer.ranges[0].index.name == "o_block"


def test_arg_extremes_keep_value_and_place():
    y, S = tensor("y", i), integers("s", i, below=K)
    forward = [define(S[i], largest_at(X[i, k], over=k)), define(y[i], X[i, 0])]
    layer = Layer("l", forward, wrt=(X,), outputs=(y,), aux=(S,))
    assert any(isinstance(n, Best) for n in walk(lower(layer.program, layer).body))


def test_a_window_is_scanned_once_for_its_extreme_and_the_place():
    layer = LAYERS["max_pool2d"]
    nodes = list(walk(lower(layer.program, layer).body))
    assert sum(isinstance(n, Best) for n in nodes) == 1
    assert not any(isinstance(n, Accumulate) and n.op == "max" for n in nodes)


def test_the_extreme_of_another_window_is_looked_for():
    y, S = tensor("y", i), integers("s", i, below=K)
    forward = [define(S[i], largest_at(X[i, k], over=k)), define(y[i], largest(-X[i, k], over=k))]
    layer = Layer("l", forward, wrt=(X,), outputs=(y,), aux=(S,))
    nodes = list(walk(lower(layer.program, layer).body))
    assert any(isinstance(n, Best) for n in nodes)
    assert any(isinstance(n, Accumulate) and n.op == "max" for n in nodes)


def test_an_array_is_made_before_the_loops_that_use_it_one_after_the_other():
    layer = LAYERS["avg_pool2d"]
    (outer,) = [n for n in lower(gradients(layer).vjp[layer.wrt[0]], layer).body if isinstance(n, Parallel)]
    made = [*takewhile(lambda n: isinstance(n, Alloc), outer.body)]
    assert made and not any(isinstance(n, Alloc) for n in walk(outer.body[len(made) :]))


def test_scatters_start_from_zero_and_stay_apart():
    layer = BY_NAME["deform_conv2d"]
    program = gradients(layer).vjp[layer.wrt[0]]
    *_, zero, scatter = [n for n in lower(program, layer).body if isinstance(n, Parallel)]
    assert any(isinstance(n, Store) and n.value == 0 for n in walk(zero.body))
    assert {r.index.name.rstrip("'") for r in scatter.ranges} == {"n", "block", "member_block"}
    assert any(isinstance(n, Accumulate) for n in walk(scatter.body))


def test_scalars_and_arrays_of_a_kernel_are_those_it_uses():
    layer = BY_NAME["dense"]
    bias = lower(gradients(layer).vjp[layer.wrt[2]], layer)
    assert [t.name for t in bias.arrays] == ["dy"] and {s.name for s in bias.scalars} == {"N", "O"}
    assert not any(isinstance(n, Alloc) for n in walk(bias.body))
