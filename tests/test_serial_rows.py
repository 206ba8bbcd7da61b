"""Results that are neighbours in memory are one task."""

from sympy import Symbol, sign

from codegen.loops.nodes import Loop, Parallel
from codegen.loops.roles import walk
from codegen.lowering.lower import lower
from codegen.passes import serial_rows
from codegen.program.whole_numbers import is_integer
from derive.layers import LAYERS
from derive.notation import Abs, Layer, define, index, larger, sizes, tensor, total

N, M, L = sizes("N M L")
n, m, p, i = index("n", N), index("m", M), index("p", L), index("i", L)


def kernel(*axes):
    x, at, by, y = tensor("x", n, m, i), tensor("at", n, p), tensor("by", m, p), tensor("y", *axes)
    hat = larger(0, 1 - Abs(at[n, p] + by[m, p] - i))
    layer = Layer("l", [define(y[axes], total(x[n, m, i] * hat, over=i))], wrt=(x, at, by))
    return serial_rows(lower(layer.program, layer), layer)


def test_the_last_index_is_a_loop_in_the_task():
    (node,) = (node for node in walk(kernel(n, m, p).body) if isinstance(node, Parallel))
    assert [r.index for r in node.ranges] == [n, m]
    assert any(isinstance(one, Loop) and one.range.index == p for one in node.body)


def test_threads_keep_two_indices():
    x, at, y = tensor("x", n, i), tensor("at", n, p), tensor("y", n, p)
    body = total(x[n, i] * larger(0, 1 - Abs(at[n, p] - i)), over=i)
    layer = Layer("l", [define(y[n, p], body)], wrt=(x, at))
    (node,) = (
        a for a in walk(serial_rows(lower(layer.program, layer), layer).body) if isinstance(a, Parallel)
    )
    assert [r.index for r in node.ranges] == [n, p]


def test_results_that_lie_apart_stay_tasks():
    (node,) = (node for node in walk(kernel(p, n, m).body) if isinstance(node, Parallel))
    assert node.ranges[-1].index == m or len(node.ranges) == 2


def test_few_results_side_by_side_are_part_of_a_row():
    """``y[…, w r + b]`` for all ``b``: the row over ``w`` and ``b`` is one task."""
    layer = LAYERS["pixel_shuffle"]
    made = serial_rows(lower(layer.program, layer), layer)
    (node,) = (a for a in walk(made.body) if isinstance(a, Parallel))
    assert "w" not in {r.index.name for r in node.ranges}
    assert [a.range.index.name for a in walk(node.body) if isinstance(a, Loop)] == ["w", "b"]


def test_the_sign_of_a_real_number_is_one():
    assert not is_integer(sign(Symbol("x", real=True))) and is_integer(sign(n - m))
