"""Flips and correlations: what is seen, and what must not be."""

import numpy as np
import pytest
from sympy import S, exp

from derive.explain.recognise import correlation, flip, recognise, shift
from derive.expr import Acc, FloorDiv, Index, Reduce, divides, ge, gt
from derive.gradients import derive_vjp
from derive.layers import LAYERS
from derive.model.layer import Def
from derive.notation import index, modulo, reflect, sizes, tensor, total
from tests.forms import assert_same, value

A, F, K, L, N, M = sizes("A F K L N M")
f, z, n, v = index("f", F), index("z", K), index("n", N), index("v", L)
image = tensor("a", n, index("i", A))
filt = tensor("w", z)
out = tensor("o", n, f)
LAST = K - 1


def gather(body, *binders, guards=()):
    over = binders or ((n, S.Zero, N - 1), (z, S.Zero, K - 1))
    return Def(Acc(out, n, f), ((n, S.Zero, N - 1), (f, S.Zero, F - 1)), Reduce("sum", body, over, guards))


window = ((z, S.Zero, K - 1),)


def test_a_sum_that_runs_backwards_is_turned_round():
    one = gather(image[n, f - z + 3] * filt[z], *window)
    made = flip(one)
    assert made.expr == gather(image[n, f + z - LAST + 3] * filt[LAST - z], *window).expr
    values = {"F": 3, "K": 2, "N": 1, "A": 9}
    arrays = {"a": 2.0 ** np.arange(9)[None], "w": np.array([3.0, 5.0])}
    both = [value(d.expr, d.free, arrays, **values) for d in (one, made)]
    assert (both[0] == both[1]).all()


def test_a_sum_starts_where_the_other_operand_does():
    """Σ_z a[z - f + 1] w[z] = Σ_i a[i] w[f + i - 1]"""
    at = z - f + 1
    one = gather(image[n, at] * filt[z], *window, guards=[ge(at), ge(A - 1 - at)])
    made = shift(one)
    i = made.expr.binders[0][0]
    assert made.expr.body == image[n, i] * filt[f + i - 1] and made.expr.binders == ((i, 0, A - 1),)
    values = {"F": 4, "K": 3, "N": 1, "A": 5}
    arrays = {"a": 2.0 ** np.arange(5)[None], "w": np.array([3.0, 5.0, 7.0])}
    both = [value(d.expr, d.free, arrays, **values) for d in (one, made)]
    assert (both[0] == both[1]).all()
    assert recognise(one).names == ("o = cross-correlation of w with a: padding (1)",)


def test_a_sum_under_another_condition_is_not_shifted():
    one = gather(image[n, z - f] * filt[z], *window, guards=[ge(z - 2)])
    assert shift(one) == one
    along = gather(image[n, f + z] * filt[z], *window)
    assert shift(along) == along


def test_the_guards_are_turned_round_too():
    one = gather(image[n, f - z] * filt[z], *window, guards=[ge(f - z)])
    assert flip(one).expr.guards == (ge(f + z - LAST),)


@pytest.mark.parametrize(
    ("body", "binders"),
    [
        (image[n, f + z] * filt[z], window),
        (image[n, f - z] ** 2, window),
        (image[n, f - z] * filt[z], ((z, S.One, K - 1),)),
    ],
    ids=["forwards", "no plain access", "not from zero"],
)
def test_what_is_not_turned_round(body, binders):
    one = gather(body, *binders)
    assert flip(one) == one


def test_an_index_on_which_another_range_hangs_is_not_turned_round():
    """Σ_{t<=z} would have to run to K-1-z as well."""
    t = Index("t")
    pair = tensor("w", z, index("t", K))
    one = gather(image[n, f - z] * pair[z, t], (z, S.Zero, K - 1), (t, S.Zero, z))
    assert flip(one) == one


def test_stride_dilation_and_padding_are_read_off():
    s, d, p = sizes("s d p")
    told = recognise(gather(image[n, s * f + d * z - p] * filt[z], *window))
    assert told.names == ("o = cross-correlation of a with w: stride (s), dilation (d), padding (p)",)
    (axis,) = correlation(told.definition)[2]
    assert (axis.stride, axis.dilation, axis.padding, axis.flipped, axis.zeros) == (s, d, p, False, 1)


def test_a_rotated_filter_is_a_full_correlation():
    told = recognise(gather(image[n, f - z] * filt[z], *window))
    assert told.names == ("o = full cross-correlation of a with rot180(w): padding (K − 1)",)
    assert [s.rule for s in told.steps] == ["flip", "recognise"]


def test_zeros_between_neighbours():
    at = f + 1 - z
    body = image[n, FloorDiv(at, 2)] * filt[z]
    told = recognise(gather(body, *window, guards=[divides(2, at), ge(at)]))
    assert "zero-upsampled a (1 zeros between neighbours) with rot180(w)" in told.names[0]
    whole, zeros = told.steps[-1].equations
    wide = whole.rhs.body.atoms(Acc) - {filt[LAST - z]}
    assert {a.index for a in wide} == {(n, f + z - LAST + 1)}
    assert whole.rhs.guards == (ge(f + z - LAST + 1),)
    i = image.axes[1]
    assert zeros.rhs.has(divides(2, i)) and image[n, FloorDiv(i, 2)] in zeros.rhs.atoms(Acc)


NOT = {
    "circular": image[n, modulo(f - z, A)] * filt[z],
    "reflected": image[n, reflect(f + z - 1, A)] * filt[z],
    "elementwise": image[n, z] * filt[z],
    "three factors": image[n, f + z] * filt[z] * filt[z + 1],
    "squared": (image[n, f + z] - filt[z]) ** 2,
    "the filter elsewhere": image[n, f + z] * filt[2 * z],
}


@pytest.mark.parametrize("name", NOT)
def test_what_is_no_correlation(name):
    one = gather(NOT[name], *window)
    told = recognise(one)
    assert told.names == () and correlation(told.definition) is None


def test_two_sums_are_no_correlation():
    one = gather(image[n, f + z] * filt[z], *window)
    twice = Def(one.lhs, one.free, one.expr * total(filt[z], over=z))
    assert correlation(twice) is None


def test_a_factor_in_front_does_not_hide_it():
    one = gather(image[n, f + z] * filt[z], *window)
    assert correlation(Def(one.lhs, one.free, one.expr / M)) is not None
    assert_same(recognise(Def(one.lhs, one.free, one.expr / M)).definition.expr, one.expr / M)


def test_a_quotient_that_no_condition_makes_whole_is_no_zero_between_neighbours():
    """a[n, f + z - (K - 1)//2] reads neighbours; half the padding is a number like any other."""
    half = FloorDiv(K - 1, 2)
    told = recognise(gather(image[n, f + z - half] * filt[z], *window))
    assert told.names == ("o = cross-correlation of a with w: padding (⌊(K − 1)/2⌋)",)


def test_channels_of_a_group_are_no_window():
    """o[g, f] = Σ a[g K + z, f + u] w[z, u]: only f is an axis of the result by itself."""
    g, u = index("g", N), index("u", L)
    wide, deep = tensor("a", index("e", N * K), index("i", A)), tensor("w", z, u)
    body = wide[g * K + z, f + u] * deep[z, u]
    over = ((z, S.Zero, K - 1), (u, S.Zero, L - 1))
    lhs = Acc(tensor("o", index("e", N * K), f), g * K, f)
    one = Def(lhs, ((g, S.Zero, N - 1), (f, S.Zero, F - 1)), Reduce("sum", body, over))
    assert recognise(one).names == ("o = cross-correlation of a with w",)


def test_a_flipped_filter_over_an_image_read_backwards_is_no_flip_at_all():
    """Σ a[f - z] w[K-1-z] = Σ a[f + z - (K-1)] w[z]"""
    told = recognise(gather(image[n, f - z] * filt[LAST - z], *window))
    assert told.names == ("o = cross-correlation of a with w: padding (K − 1)",)


def test_a_condition_on_data_masks_the_operand_that_it_stands_at():
    """Σ a[f + z] w[z] over those z with v[z] > 0 correlates with the w that is left."""
    mask, other = tensor("v", z), tensor("b", index("i", A))
    told = recognise(gather(image[n, f + z] * filt[z], *window, guards=[gt(mask[z])]))
    assert told.names == ("o = cross-correlation of a with w masked by v",)
    assert recognise(gather(image[n, f + z] * filt[z], *window, guards=[gt(other[2 * z])])).names == ()


@pytest.mark.parametrize(
    ("name", "slope"),
    [
        ("sigmoid", "dx[i] = dy[i] · y[i] · (1 − y[i])"),
        ("silu", "dx[i] = dy[i] · g[i] · (1 + x[i] · (1 − g[i]))"),
    ],
)
def test_a_logistic_slope_is_written_in_the_value(name, slope):
    """Said beside the result, which keeps the digits that 1 - y loses."""
    layer = LAYERS[name]
    told = derive_vjp(layer, layer.wrt[0])
    assert told.recognised == (slope,) and told.result.expr.has(exp)
    x = np.array([-3.0, -0.5, 0.0, 0.7, 2.0])
    y = value(layer.forward[0].expr, layer.forward[0].free, {"x": x}, M=5)
    data = {"x": x, "dy": x + 1, "y": y, "g": y}
    both = [
        value(e, layer.forward[0].free, data, M=5)
        for e in (told.result.expr, told.steps[-1].equations[0].rhs)
    ]
    np.testing.assert_allclose(*both, rtol=1e-12)


@pytest.mark.parametrize("name", ["softplus", "elu", "relu", "prelu", "hard_swish"])
def test_what_is_no_function_of_the_value_is_not_said_to_be_one(name):
    layer = LAYERS[name]
    assert derive_vjp(layer, layer.wrt[0]).recognised == ()
