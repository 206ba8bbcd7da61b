"""Positions that are no place of the array: NaN, infinite, huge.  Kernels and model agree on each element.

The cell of a NaN is 0, infinite and huge positions have their cells far outside; what is outside drops its
term, whatever stands beside it (the docstring of ``Hat``).
"""

import numpy as np
import pytest

from codegen.module.load import load
from codegen.verification.interpreter.evaluate import Evaluator
from codegen.verification.interpreter.numbers import Dual
from derive.gradients import gradients
from derive.layers import LAYERS
from derive.notation import Layer, define, hat, index, sizes, tensor, total

DTYPES = (np.float32, np.float64)
LOST = [np.nan, np.inf, -np.inf, 1e6, -1e6, 3e9, -3e9, 1e16, -1e16, 1e30, -1e30]
PLACES = [*LOST, -1.5, -1.0, -0.25, 0.0, 0.5, 1.0, 2.75, 3.0, 3.5, 4.0, 5.5]

N, L, K = sizes("N L K")
n, i, q = index("n", N), index("i", K), index("q", L)
X, P, G = tensor("x", n, q), tensor("p", n, i), tensor("g", n, i)


def interpolated():
    """A line read at any place, and weighed."""
    read = total(hat(q, P[n, i]) * X[n, q], over=q)
    return Layer("interpolated", [define(tensor("y", n, i)[n, i], G[n, i] * read)], wrt=(X, P, G))


def spread():
    """Weights that no sum takes together: beside data, squared, alone, under another sum."""
    p, y, r = tensor("p", n), tensor("y", n, q), index("r", L)
    h = hat(q, p[n])
    value = h * X[n, q] + h**2 * X[n, q] + h + h * total(X[n, r] ** 2, over=r) + X[n, q]
    return Layer("spread", [define(y[n, q], value)], wrt=(X, p))


def compare(layer, counts, arrays):
    """The forward, every gradient and the tangent, which dual numbers give from the forward alone too."""
    kernels, made = load(layer), gradients(layer)
    (out,) = layer.outputs
    order = [t.name for t in (layer.inputs or layer.wrt)]
    given = [arrays[name] for name in order]
    rng = np.random.default_rng(3)
    exact = {name: a.astype(float) for name, a in arrays.items()}

    def model(program, **more):
        return Evaluator(counts, {**exact, **more}).run(program)

    def same(got, wanted, what):
        np.testing.assert_allclose(got, wanted, rtol=1e-5, atol=1e-5, err_msg=what)

    ran = model(made.forward)
    y = ran[out.name]
    exact |= {t.name: ran[t.name] for t in made.residuals}
    assert np.isnan(y).any() and np.isfinite(y).any()
    same(kernels.forward(*given), y, "forward")
    dtype = given[0].dtype
    dy = rng.integers(1, 5, y.shape).astype(dtype)
    slopes = kernels.vjp(dy, *given)
    for t in layer.wrt:
        one = model(made.vjp[t], **{f"d{out.name}": dy.astype(float)})[f"d{t.name}"]
        same(getattr(slopes, t.name), one, f"d{t.name}")
    dots = {t.name: rng.integers(1, 5, arrays[t.name].shape).astype(dtype) for t in layer.wrt}
    tangent = kernels.jvp(*given, **{f"{name}_dot": a for name, a in dots.items()})
    moved = {name: Dual(exact[name], a.astype(float)[..., None]) for name, a in dots.items()}
    same(tangent, model(made.forward, **moved)[out.name].tangent[..., 0], "the tangent by dual numbers")
    named = {f"{name}_dot": a.astype(float) for name, a in dots.items()}
    same(tangent, model(made.jvp, **named)[f"{out.name}_dot"], "the tangent")


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_line_read_at_lost_places(dtype):
    places = np.array(PLACES, dtype).reshape(-1, 1)
    rng = np.random.default_rng(0)
    x = rng.integers(1, 9, (len(places), 4)).astype(dtype)
    x[-2:, 0] = np.inf, np.nan
    arrays = {"x": x, "p": places, "g": rng.integers(1, 5, places.shape).astype(dtype)}
    compare(interpolated(), {N: len(places), L: 4, K: 1}, arrays)


@pytest.mark.parametrize("dtype", DTYPES)
def test_weights_that_no_sum_takes_together(dtype):
    places = np.array(PLACES, dtype)
    x = np.random.default_rng(1).integers(1, 9, (len(places), 4)).astype(dtype)
    compare(spread(), {N: len(places), L: 4}, {"x": x, "p": places})


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(
    ("channels", "extent"),
    [(1, 4), pytest.param(9, 4, marks=pytest.mark.deep), pytest.param(9, 2, marks=pytest.mark.deep), (2, 1)],
)
def test_deformed_taps_at_lost_places(channels, extent, dtype):
    """Every pair of lost and other places, as the offsets of a row and of a column; plain and in blocks."""
    layer, rng = LAYERS["deform_conv2d"], np.random.default_rng(2)
    pairs = np.array([(a, b) for a in PLACES for b in PLACES], dtype)
    many = len(pairs)
    out = (extent, extent)
    offset = np.zeros((many, 2, *out), dtype)
    offset[:, :, 0, 0] = pairs
    arrays = {
        "x": rng.integers(1, 5, (many, channels, extent, extent)).astype(dtype),
        "w": rng.integers(1, 5, (channels, channels, 1, 1)).astype(dtype),
        "offset": offset,
        "mask": rng.integers(1, 5, (many, 1, *out)).astype(dtype),
        "b": np.ones(channels, dtype),
    }
    values = {"N": many, "Cg": channels, "Og": channels, "H": extent, "W": extent, "KH": 1, "KW": 1, "G": 1}
    values |= {"E": 1, "OH": out[0], "OW": out[1], "Ce": channels, "s_h": 1, "s_w": 1, "d_h": 1, "d_w": 1}
    values |= dict.fromkeys(("p_t", "p_b", "p_l", "p_r"), 0)
    made = gradients(layer)
    letters = {s for d in made.forward.defs for s in (d.expr.free_symbols | d.lhs.free_symbols)}
    letters |= {s for t in made.forward.inputs for e in t.shape for s in e.free_symbols}
    compare(layer, {s: values[s.name] for s in letters if s.name in values}, arrays)
