"""Sums over bins along several axes add up, or spread, whole rows first."""

import numpy as np
import pytest

import codegen
from codegen.program.computable import computable
from derive.expr import Reduce
from derive.gradients import gradients
from derive.layers import LAYERS
from derive.notation import Layer, define, ge, index, option, sizes, tensor, total
from generated import num_threads
from generated.threads import smallest_ranges

N, H, W, D = sizes("N H W D")
bins = option("bins", "B_h B_w", minimum=1)
BH, BW = bins
n, a, b = index("n", N), index("a", H), index("b", W)
i, j = index("i", BH), index("j", BW)
X, Y = tensor("x", n, a, b), tensor("y", n, i, j)


def into(z, size, k, count):
    """Whether place ``z`` of ``size`` lies in bin ``k`` of ``count``, which touch their neighbours."""
    return ge(count * z + count - 1 - k * size), ge(size * (k + 1) - 1 - count * z)


def binned(body=X[n, a, b]):
    when = (*into(a, H, i, BH), *into(b, W, j, BW))
    return Layer("l", [define(Y[n, i, j], total(body, over=(a, b), when=when))], wrt=(X,), options=(bins,))


def stages(layer, program=None):
    return [d for d in computable(program or layer.program, layer).defs if "_rows" in d.tensor.name]


def before(layer, program=None):
    """What is summed before the result, by whichever law."""
    return computable(program or layer.program, layer).defs[:-1]


def letters(one):
    return [z.name for z in one.lhs.index], [z.name for r in one.expr.atoms(Reduce) for z in r.bound]


def test_rows_of_pixels_are_added_up_before_bins_divide_them():
    (rows,) = before(binned())
    assert letters(rows) == (["n", "i", "b"], ["a"])


def test_rows_of_bins_are_spread_before_they_are_added():
    layer = binned()
    (program,) = gradients(layer).vjp.values()
    (rows,) = before(layer, program)
    assert [len(some) for some in letters(rows)] == [3, 1], "one axis of bins at a time"


def test_a_factor_of_a_bin_leaves_the_sum_as_it_is():
    assert not stages(binned(X[n, a, b] * tensor("g", i, j)[i, j]))


@pytest.mark.parametrize("name", ["avg_pool2d", "sum_pool3d", "lp_pool2d_ceil"])
def test_windows_that_slide_are_no_bins(name):
    assert not stages(LAYERS[name])


def wanted(x, counts):
    """Bin by bin."""
    y = np.zeros((x.shape[0], *counts))
    for at in np.ndindex(*counts):
        box = [
            slice(k * s // c, -(-(k + 1) * s // c)) for k, s, c in zip(at, x.shape[1:], counts, strict=True)
        ]
        y[:, *at] = x[:, *box].sum(tuple(range(1, x.ndim)))
    return y


SHAPES = [
    ((1, 1, 1), (1, 1)),
    ((2, 7, 5), (3, 2)),
    ((3, 13, 33), (4, 7)),
    ((1, 3, 4), (7, 9)),
    ((2, 5, 1100), (2, 1)),
]


@pytest.mark.parametrize("shape, counts", SHAPES, ids=str)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_each_bin_has_its_pixels_and_each_pixel_its_bins(shape, counts, dtype):
    module, rng = codegen.compile(binned()), np.random.default_rng(0)
    x = rng.standard_normal(shape).astype(dtype)
    dy = rng.standard_normal((shape[0], *counts)).astype(dtype)
    near = 1e-5 if dtype == "float32" else 1e-13
    y, dx = module.forward(x, bins=counts), module.vjp_x(dy, x, bins=counts)
    np.testing.assert_allclose(y, wanted(x, counts), rtol=near, atol=10 * near)
    back = np.zeros(shape)
    for at in np.ndindex(*counts):
        box = [slice(k * s // c, -(-(k + 1) * s // c)) for k, s, c in zip(at, shape[1:], counts, strict=True)]
        back[:, *box] += dy[:, *at].reshape(-1, 1, 1)
    np.testing.assert_allclose(dx, back, rtol=near, atol=10 * near)
    with smallest_ranges(), num_threads(3):
        assert np.array_equal(module.forward(x, bins=counts), y)
        assert np.array_equal(module.vjp_x(dy, x, bins=counts), dx)
