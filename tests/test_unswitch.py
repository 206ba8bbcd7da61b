"""A condition that a loop does not change is asked before it; what is computed stays the same."""

import numpy as np
import pytest

from codegen.loops.legality import check
from codegen.loops.nodes import Choose, If, Let, Loop, Store
from codegen.loops.roles import ranges, scalars, walk
from codegen.lowering.lower import lower
from codegen.passes.invariants import licm, unswitch
from codegen.pipeline import compile_program
from derive.expr import Acc, FloorDiv, Iverson, Where
from derive.gradients import gradients
from derive.layers import LAYERS
from derive.notation import (
    Layer,
    bracket,
    define,
    eq,
    floor_div,
    ge,
    index,
    integers,
    ne,
    option,
    sizes,
    tensor,
    total,
    where,
)  # fmt: skip
from tests.test_passes import run

N, M = sizes("N M")
i, j = index("i", N), index("j", M)
X, Y = tensor("x", i, j), tensor("y", i, j)
T = integers("t", i, below=M)
left_out = option("left_out", "skipped", default=-1, minimum=-1)
(skipped,) = left_out


def kernel_of(layer):
    return check(unswitch(lower(layer.program, layer), layer), layer)


def rows(value, name="rows_left_out"):
    return Layer(name, [define(Y[i, j], value)], wrt=(X,), options=(left_out,), summary="-", source="-")


CASES = {
    "two ways": where(eq(T[i], skipped), 2 * X[i, j], 3 * X[i, j]),
    "a bracket": bracket(ne(T[i], skipped)) * (X[i, j] - bracket(eq(T[i], j))),
}


@pytest.mark.parametrize("value", CASES.values(), ids=CASES)
def test_the_loop_stands_once_for_each_answer(value):
    kernel = kernel_of(rows(value))
    (choice,) = (n for n in walk(kernel.body) if isinstance(n, Choose))
    assert choice.by == "" and all(isinstance(way[-1], Loop) for way in (choice.then, choice.otherwise))
    stored = [n.value for n in walk((choice,)) if isinstance(n, Store)]
    assert len(stored) == 2 and not any(skipped in v.free_symbols for v in stored)


@pytest.mark.parametrize("value", CASES.values(), ids=CASES)
@pytest.mark.parametrize("left", [-1, 0, 2])
def test_both_ways_compute_what_the_formula_says(value, left):
    layer = rows(value)
    rng = np.random.default_rng(left + 1)
    x, t = rng.standard_normal((5, 7)), np.array([0, 2, 6, 2, 1])
    made, plain = np.full((2, 5, 7), np.nan)
    numbers = {"N": 5, "M": 7, "skipped": left}
    run(check(licm(kernel_of(layer), layer), layer), {"x": x, "t": t, "y": made}, numbers)
    run(lower(layer.program, layer), {"x": x, "t": t, "y": plain}, numbers)
    assert (made == plain).all()


def test_a_quotient_leaves_the_branch_and_the_loop_around_it():
    width = option("width", default=3, minimum=1)
    moved = X.at(i, j + floor_div(width.symbols[0], 2), outside=0)
    value = where(eq(T[i], skipped), 2 * X[i, j], moved)
    layer = Layer("shifted_rows", [define(Y[i, j], value)], wrt=(X,), options=(left_out, width))
    kernel = check(licm(kernel_of(layer), layer), layer)
    before = [n for n in kernel.body if isinstance(n, Let)]
    rows = [n for n in walk(kernel.body) if n not in before]
    inner = (e for n in rows for e in (*scalars(n), *(x for r in ranges(n) for x in (*r.lo, *r.hi))))
    assert any(n.value.has(FloorDiv) for n in before)
    assert not any(e.has(FloorDiv) for e in inner)
    x, t = np.arange(35.0).reshape(5, 7), np.array([0, 2, 6, 2, 1])
    made, plain = np.full((2, 5, 7), np.nan)
    numbers = {"N": 5, "M": 7, "skipped": 2, "width": 5}
    run(kernel, {"x": x, "t": t, "y": made}, numbers)
    run(lower(layer.program, layer), {"x": x, "t": t, "y": plain}, numbers)
    assert (made == plain).all()


def test_a_sum_without_terms_is_left_out():
    z = tensor("z", i)
    summed = define(z[i], total(bracket(ne(T[i], skipped)) * X[i, j], over=j))
    layer = Layer("sums_left_out", [summed], wrt=(X,), options=(left_out,), summary="-", source="-")
    kernel = kernel_of(layer)
    assert not any(isinstance(n, Choose) for n in walk(kernel.body))


def test_a_condition_that_changes_with_the_loop_stays():
    kernel = kernel_of(rows(where(ge(j - T[i]), X[i, j], 0)))
    assert not any(isinstance(n, Choose | If) for n in walk(kernel.body))


def test_an_invariant_choice_between_invariants_is_left_to_be_moved_as_a_value():
    w = tensor("w", i)
    kernel = kernel_of(rows(where(eq(T[i], skipped), w[i], 1) * X[i, j]))
    assert not any(isinstance(n, Choose) for n in walk(kernel.body))


@pytest.mark.parametrize("name", ["cross_entropy_mean", "cross_entropy_weighted", "cross_entropy_sum"])
def test_rows_of_a_loss_have_no_branch_in_their_inner_loop(name):
    layer = LAYERS[name]
    program = next(iter(gradients(layer).vjp.values()))
    kernel = compile_program(program, layer)
    inner = [n for n in walk(kernel.body) if isinstance(n, Store) and n.target.tensor.name == "dx"]
    assert len(inner) == 2 and not any(v.value.has(Where) for v in inner)
    (bracket_there,) = (e for v in inner for e in v.value.atoms(Iverson))
    assert not bracket_there.has(Acc), "the label of the row is read before the loop"
