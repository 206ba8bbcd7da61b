"""What the model leaves out of a sum is no term of it: an infinity there changes nothing."""

from contextlib import nullcontext

import numpy as np
import pytest

from codegen.module.load import load, rendered
from codegen.module.render import write
from codegen.verification.callables.uncompiled import counted, uncompiled
from codegen.verification.quick import standing
from codegen.verification.rungs.derivatives.dot_product import forced
from derive.layers import LAYERS
from derive.notation import Layer, define, index, ne, sizes, tensor, total
from generated.vectors import LOOKED, finite

N, D = sizes("N D")
n, d, e = index("n", N), index("d", D), index("e", D)
X, W, Y = tensor("x", n, d), tensor("w", d, e), tensor("y", n, d)
OTHERS = Layer("others", [define(Y[n, d], total(W[d, e] * X[n, e], over=e, when=ne(d - e)))], wrt=(X, W))
WAYS = ("", "blocks", "correlations")
"""As sizes decide; in blocks, with one side's elements as rows and with the other's."""


def drawn(rows, cols, dtype):
    rng = np.random.default_rng(0)
    x, dy = rng.normal(size=(2, rows, cols)).astype(dtype)
    return x, rng.normal(size=(cols, cols)).astype(dtype), dy


def both(kernels, way, x, w, dy):
    with forced(kernels, way) if way else nullcontext(), np.errstate(invalid="ignore"):
        return np.array([kernels.forward(x, w), kernels.vjp_x(dy, x, w)])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("number", [np.inf, -np.inf, np.nan])
@pytest.mark.parametrize(("rows", "cols"), [(2, 3), (5, 9), (40, 33)])
@pytest.mark.parametrize("way", WAYS)
def test_the_diagonal_of_a_sum_over_the_others_is_not_read(rows, cols, number, dtype, way):
    kernels, (x, w, dy) = standing(OTHERS), drawn(rows, cols, dtype)
    off = w - np.diag(np.diag(w))
    wanted = np.array([x @ off.T, dy @ off])
    x[0, 0] = dy[1, 1] = w[0, 0] = number
    reads = np.zeros(wanted.shape, bool)
    reads[0, 0, 1:] = reads[1, 1] = True
    reads[1, 1, 1] = False
    found = both(kernels, way, x, w, dy)
    assert not np.isfinite(found[reads]).any()
    scale = 100 * np.finfo(dtype).eps * np.sqrt(cols)
    np.testing.assert_allclose(found[~reads], wanted[~reads], rtol=scale, atol=scale)


@pytest.mark.parametrize(("number", "ways"), [(1.0, {"_either2"}), (np.inf, {"_plain"})])
def test_products_in_blocks_are_taken_where_what_meets_the_zeros_is_finite(number, ways, tmp_path):
    write(rendered(OTHERS), tmp_path)
    module = uncompiled(OTHERS.name, tmp_path)
    seen, (x, w, _) = counted(module), drawn(9, 9, np.float64)
    x[3, 3] = number
    module.forward(x, w)
    taken = {name.removeprefix("_forward") for name, times in seen.items() if times}
    assert taken & {"_either2", "_plain"} == ways


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.complex128])
def test_one_element_that_is_not_finite_is_found_wherever_it_is(dtype):
    for size in (1, 5, LOOKED - 1, LOOKED, LOOKED + 1, 2 * LOOKED + 3):
        more = np.empty(size)
        for number in (np.inf, -np.inf, np.nan):
            for at in {0, size // 2, size - 1}:
                x = np.zeros(size, dtype)
                assert finite(x, more)
                x[at] = number
                assert not finite(x, more)
                assert finite(x, more[1:])
    assert finite(np.zeros((0, 3), dtype), more) and finite(np.array([[object()]]), more)


PADDED = {
    "conv1d": ((2, 8, 12), (8, 8, 3), (1,)),
    "conv2d": ((2, 8, 6, 6), (8, 8, 3, 3), (1, 1)),
    "depthwise_conv2d": ((2, 8, 6, 6), (8, 1, 3, 3), (1, 1)),
}


@pytest.mark.parametrize("way", ["", "blocks", "correlations", "abreast", "lagging"])
@pytest.mark.parametrize("name", PADDED)
def test_a_tap_in_the_margin_is_no_term(name, way):
    """The first tap of a filter, the first pixel of a cotangent: what they reach is not finite, no more."""
    image, filters, padding = PADDED[name]
    kernels, rng = load(LAYERS[name]), np.random.default_rng(0)
    x, w, dy = (rng.normal(size=shape) for shape in (image, filters, image))
    options = {"padding": padding}
    with forced(kernels, way) if way else nullcontext(), np.errstate(invalid="ignore"):
        sound = kernels.forward(x, w, **options), *kernels.vjp(dy, x, w, **options)
        w[0, 0].flat[0] = np.inf
        y, dx = kernels.forward(x, w, **options), kernels.vjp_x(dy, x, w, **options)
        w[0, 0].flat[0], dy[0, 0].flat[0] = 1, np.inf
        dw = kernels.vjp_w(dy, x, w, **options)
    edge = np.zeros(image, bool)
    for axis in range(len(padding)):
        edge[(slice(None),) * (2 + axis) + (0,)] = True
    wanted = np.ones(image, bool)
    wanted[:, 0] = edge[:, 0]
    np.testing.assert_array_equal(np.isfinite(y), wanted)
    np.testing.assert_allclose(y[wanted], sound[0][wanted])
    last = np.flip(edge, tuple(range(2, 2 + len(padding))))
    wanted[:, 0] = last[:, 0]
    np.testing.assert_array_equal(np.isfinite(dx), wanted)
    np.testing.assert_allclose(dx[wanted], sound[1][wanted])
    reached = np.zeros(filters, bool)
    reached[0][..., *(slice(1, None),) * len(padding)] = True
    np.testing.assert_array_equal(np.isfinite(dw), ~reached)
    np.testing.assert_allclose(dw[~reached], sound[2][~reached])


def test_a_million_elements_are_looked_at_in_few_steps():
    """One by one they would take a second."""
    assert LOOKED >= 1 << 16
