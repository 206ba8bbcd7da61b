"""What several scatters give to one result is added to it, and to the one place that a datum names."""

import numpy as np
import pytest

import codegen
from codegen.program.computable import computable
from derive.gradients import gradients
from derive.notation import Layer, define, index, integers, largest, largest_at, sizes, tensor, total
from generated import num_threads
from generated.threads import smallest_ranges

N, A, B = sizes("N A B")
n, a, b = index("n", N), index("a", A), index("b", B)
X = tensor("x", n, a, b)
TOP, AT_TOP = tensor("top", n), integers("top_at", n, below=A * B)
ROW, AT_ROW = tensor("row", n, a), integers("row_at", n, a, below=B)
COL, AT_COL = tensor("col", n, b), integers("col_at", n, b, below=A)


def extremes(*more):
    """The largest element, those of each row, and those of each column, with where they stand."""
    defs = [
        define(AT_TOP[n], largest_at(X[n, a, b], over=(a, b))),
        define(TOP[n], largest(X[n, a, b], over=(a, b))),
        define(AT_ROW[n, a], largest_at(X[n, a, b], over=b)),
        define(ROW[n, a], largest(X[n, a, b], over=b)),
        define(AT_COL[n, b], largest_at(X[n, a, b], over=a)),
        define(COL[n, b], largest(X[n, a, b], over=a)),
        *more,
    ]
    outputs = (TOP, ROW, COL, *(d.tensor for d in more))
    return Layer("l", defs, outputs=outputs, wrt=(X,), aux=(AT_TOP, AT_ROW, AT_COL))


def backward(layer):
    (program,) = gradients(layer).vjp.values()
    return list(computable(program, layer).defs)


def wanted(x, top, row, col, total=None):
    dx = np.zeros(x.shape)
    for k, one in enumerate(x):
        dx[(k, *np.unravel_index(one.argmax(), one.shape))] += top[k]
        dx[k, np.arange(one.shape[0]), one.argmax(1)] += row[k]
        dx[k, one.argmax(0), np.arange(one.shape[1])] += col[k]
    return dx if total is None else dx + total[:, None, None]


SUM = tensor("sum", n)
MORE = {"extremes": (), "and_a_sum": (define(SUM[n], total(X[n, a, b], over=(a, b))),)}


@pytest.mark.parametrize("more", MORE.values(), ids=MORE)
def test_no_array_stands_between(more):
    assert {d.tensor.name for d in backward(extremes(*more))} == {"dx"}


@pytest.mark.parametrize("more", MORE.values(), ids=MORE)
@pytest.mark.parametrize("shape", [(1, 1, 1), (3, 7, 5), (2, 9, 17), (5, 33, 4)], ids=str)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_each_place_gets_what_all_give(more, shape, dtype):
    module, rng = codegen.compile(extremes(*more)), np.random.default_rng(0)
    x = rng.standard_normal(shape).astype(dtype)
    _, residuals = module.forward(x, save=True)
    given = [shape[:1], shape[:2], (shape[0], shape[2]), *[shape[:1] for _ in more]]
    dys = [rng.standard_normal(s).astype(dtype) for s in given]
    found = module.vjp_x(*dys, x, residuals=residuals)
    near = 1e-6 if dtype == "float32" else 1e-14
    np.testing.assert_allclose(found, wanted(x, *dys), rtol=near, atol=4 * near)
    with smallest_ranges(), num_threads(3):
        assert np.array_equal(module.vjp_x(*dys, x, residuals=residuals), found)
