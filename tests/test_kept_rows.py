"""What a sum over a row computes of each element is kept for a later loop over the row."""

from dataclasses import replace

import numpy as np
import pytest
from sympy import Integer

from codegen.loops.legality import check, unproved
from codegen.loops.nodes import Alloc, Kernel, Store
from codegen.loops.roles import scalars, walk
from codegen.lowering.lower import lower
from codegen.passes.reductions import block_sums, keep_rows
from derive.notation import Layer, define, exp, index, sizes, sqrt, tensor, total
from tests.test_passes import run

N, M = sizes("N M")
i, j = index("i", N), index("j", M)
X, Y, S = tensor("x", i, j), tensor("y", i, j), tensor("s", i)


def made(body, again) -> tuple[Kernel, Layer]:
    defs = [define(S[i], total(body, over=j)), define(Y[i, j], again / S[i])]
    layer = Layer("shares", defs, wrt=(X,))
    return check(keep_rows(lower(layer.program, layer), layer), layer), layer


def calls(kernel):
    """How many statements call the exponential."""
    return sum(e.has(exp) for n in walk(kernel.body) for e in scalars(n))


def rows(kernel):
    return [n.tensor for n in walk(kernel.body) if isinstance(n, Alloc) and n.tensor.name.endswith("_row")]


def test_a_function_of_each_element_is_called_once():
    kernel, layer = made(exp(X[i, j]), exp(X[i, j]))
    (row,) = rows(kernel)
    assert row.shape == (M,) and calls(kernel) == 1
    assert not unproved(check(block_sums(kernel, layer), layer), layer)


def test_what_differs_is_computed_anew():
    kernel, _ = made(exp(X[i, j]), exp(2 * X[i, j]))
    assert not rows(kernel) and calls(kernel) == 2


def test_what_is_cheap_is_computed_anew():
    kernel, _ = made(X[i, j] ** 2, X[i, j] ** 2)
    assert not rows(kernel)


def test_a_value_that_changes_meanwhile_is_computed_anew():
    _, layer = made(exp(X[i, j]), exp(X[i, j]))
    plain = lower(layer.program, layer)
    (around,) = plain.body
    changed = replace(around, body=(*around.body[:-1], Store(X[i, 0], Integer(0)), around.body[-1]))
    assert not rows(keep_rows(replace(plain, body=(changed,)), layer))


@pytest.mark.parametrize("columns", [1, 1023, 1024, 1025, 2050])
def test_the_row_gives_what_the_formula_says(columns):
    kernel, layer = made(sqrt(X[i, j]), sqrt(X[i, j]))
    assert rows(kernel)
    x = np.random.default_rng(columns).random((3, columns)) + 1
    y, s = np.full((3, columns), np.nan), np.full(3, np.nan)
    given = {"x": x, "y": y, "s": s}
    run(check(block_sums(kernel, layer), layer), given, {"N": 3, "M": columns})
    assert np.allclose(y, np.sqrt(x) / np.sqrt(x).sum(1, keepdims=True), rtol=1e-14, atol=0)
