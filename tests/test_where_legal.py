"""A pass that proves what it makes changes nothing where the proof fails, and is proved once."""

from dataclasses import replace

import pytest

from codegen import pipeline
from codegen.loops import legality
from codegen.loops.legality import where_legal
from codegen.loops.nodes import Label, Loop, Range, Store
from codegen.loops.roles import stored, told
from codegen.lowering.lower import lower
from derive.notation import Layer, define, index, sizes, tensor

(N,) = sizes("N")
i = index("i", N)
X, Y = tensor("x", i), tensor("y", i)
LAYER = Layer("doubled", [define(Y[i], 2 * X[i])], wrt=(X,))
KERNEL = lower(LAYER.program, LAYER)


def rowwise(kernel, *body):
    return replace(kernel, body=(Loop(Range(i, (i * 0,), (N - 1,)), body),))


@where_legal
def beyond(kernel, layer):
    """Every store an element further on than the array goes."""
    return rowwise(kernel, Store(Y[i + 1], X[i]))


@where_legal
def tripled(kernel, layer):
    """The same loops with another factor."""
    return rowwise(kernel, Store(Y[i], 3 * X[i]))


def test_what_is_not_proved_is_not_taken():
    assert beyond(KERNEL, LAYER) is KERNEL


def test_what_is_proved_is_taken():
    assert tripled(KERNEL, LAYER).body != KERNEL.body


def test_a_pass_keeps_its_name_and_its_law():
    assert tripled.__name__ == "tripled" and tripled.__doc__ == "The same loops with another factor."


@pytest.mark.parametrize(("change", "times"), [(tripled, 0), (tripled.change, 1)])
def test_the_pipeline_proves_a_kernel_once(monkeypatch, change, times):
    proved = []
    monkeypatch.setattr(pipeline, "PASSES", (change,))
    monkeypatch.setattr(
        pipeline, "check", lambda made, layer: proved.append(made) or legality.check(made, layer)
    )
    monkeypatch.setattr(pipeline, "lowered", lambda program, layer: KERNEL)
    pipeline.compile_program(LAYER.program, LAYER)
    assert len(proved) == times


def test_a_row_that_does_something_else_than_store_is_no_row_of_stores():
    said, store = Label(LAYER.program.defs[0]), Store(Y[i], X[i])
    row = Loop(Range(i, (i * 0,), (N - 1,)), (said, store))
    assert stored(row) == (store,) and told(row.body) == ((said,), (store,))
    assert not stored(replace(row, body=(*row.body, row))) and not stored(replace(row, body=(said,)))
    assert not stored(replace(row, range=replace(row.range, step=2)))
