"""Flips and correlations: what is seen, and what must not be."""

import numpy as np
import pytest
from sympy import S, exp

from derive.api.settings import specialised, textbook
from derive.explain.recognise import correlation, recognise
from derive.explain.turned import flip, shift
from derive.expr import Acc, FloorDiv, Index, Reduce, divides, ge, gt
from derive.gradients import derive_vjp, derived_layer
from derive.layers import LAYERS
from derive.model.layer import Def
from derive.notation import Layer, bracket, define, index, modulo, reflect, sizes, tensor, total
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


def windowed(at, weight=None, binders=((z, S.Zero, K - 1),), factor=1, guards=()):
    """Σ a[at] w[z] over the places inside the image."""
    return gather(
        factor * image[n, at] * (filt[z] if weight is None else weight),
        *binders,
        guards=[*image.inside(n, at), *guards],
    )


def said(one):
    return [str(claim) for claim in recognise(one).claims]


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
    assert said(one) == ["o[n] = cross-correlation of w with a[n]: padding (1)"]


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
    one = windowed(s * f + d * z - p)
    assert said(one) == ["o[n] = cross-correlation of a[n] with w: stride (s), dilation (d), padding (p)"]
    (axis,) = correlation(one).axes
    assert (axis.stride, axis.dilation, axis.padding, axis.flipped, axis.zeros) == (s, d, p, False, 1)
    assert (axis.along, axis.tap, axis.image, axis.kernel) == (f, z, 1, 0)


def test_a_rotated_filter_is_not_yet_a_full_correlation():
    """Only a padding of K − 1 on both sides makes it full: with A + K − 1 places in the result."""
    one = windowed(f - z)
    told = recognise(one)
    assert [s.rule for s in told.steps] == ["flip", "recognise"]
    assert said(one) == ["o[n] = cross-correlation of a[n] with rot180(w): padding (K − 1)"]
    (whole,) = recognise(one, sizes={F: A + K - 1}).claims
    assert str(whole) == "o[n] = full cross-correlation of a[n] with rot180(w): padding (K − 1)"


def test_zeros_between_neighbours():
    at = f + 1 - z
    body = image[n, FloorDiv(at, 2)] * filt[z]
    told = recognise(gather(body, *window, guards=[divides(2, at), ge(at), ge(2 * A - 2 - at)]))
    assert "zero-upsampled a[n] (1 zeros between neighbours) with rot180(w)" in str(told.claims[0])
    whole, zeros = told.steps[-1].equations
    wide = whole.rhs.body.atoms(Acc) - {filt[LAST - z]}
    assert {a.index for a in wide} == {(n, f + z - LAST + 1)}
    assert whole.rhs.guards == (ge(f + z - LAST + 1), ge(2 * A - 2 - (f + z - LAST + 1)))
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
    assert told.claims == () and told.definition == one and correlation(one) is None


def test_two_sums_are_no_correlation():
    one = gather(image[n, f + z] * filt[z], *window)
    twice = Def(one.lhs, one.free, one.expr * total(filt[z], over=z))
    assert correlation(twice) is None


def test_a_factor_in_front_does_not_hide_it():
    one = windowed(f + z)
    halved = Def(one.lhs, one.free, one.expr / M)
    assert said(halved) == ["o[n] = 1/M · cross-correlation of a[n] with w: padding (0)"]
    assert_same(recognise(halved).definition.expr, one.expr / M)


def test_a_quotient_that_no_condition_makes_whole_is_no_zero_between_neighbours():
    """a[n, f + z - (K - 1)//2] reads neighbours; half the padding is a number like any other."""
    half = FloorDiv(K - 1, 2)
    one = windowed(f + z - half)
    assert said(one) == ["o[n] = cross-correlation of a[n] with w: padding (⌊(K − 1)/2⌋)"]


def test_channels_of_a_group_are_no_window():
    """o[g, f] = Σ a[g K + z, f + u] w[z, u]: only f is an axis of the result by itself."""
    g, u = index("g", N), index("u", L)
    wide, deep = tensor("a", index("e", N * K), index("i", A)), tensor("w", z, u)
    body = wide[g * K + z, f + u] * deep[z, u]
    over = ((z, S.Zero, K - 1), (u, S.Zero, L - 1))
    lhs = Acc(tensor("o", index("e", N * K), f), g * K, f)
    inside = [ge(A - 1 - f - u)]
    one = Def(lhs, ((g, S.Zero, N - 1), (f, S.Zero, F - 1)), Reduce("sum", body, over, inside))
    assert said(one) == ["o[g·K] = Σ_z cross-correlation of a[g·K+z] with w[z]: padding (0)"]


def test_a_flipped_filter_over_an_image_read_backwards_is_no_flip_at_all():
    """Σ a[f - z] w[K-1-z] = Σ a[f + z - (K-1)] w[z]"""
    one = windowed(f - z, filt[LAST - z])
    assert said(one) == ["o[n] = cross-correlation of a[n] with w: padding (K − 1)"]


def test_a_condition_on_data_masks_the_operand_that_it_stands_at():
    """Σ a[f + z] w[z] over those z with v[z] > 0 correlates with the w that is left."""
    mask, other = tensor("v", z), tensor("b", index("i", A))
    masked = windowed(f + z, guards=[gt(mask[z])])
    assert said(masked) == ["o[n] = cross-correlation of a[n] with w·[v > 0]: padding (0)"]
    assert said(windowed(f + z, guards=[gt(other[2 * z])])) == []


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
    assert [str(claim) for claim in told.recognised] == [slope] and told.result.expr.has(exp)
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


FALSE_ONCE = {
    "causal_conv1d": "dx[n,c] = Σ_o cross-correlation of dy[n,o] with rot180(w[o,c]): padding (0)",
    "same_conv2d": "dx[n,c] = Σ_o cross-correlation of dy[n,o] with rot180(w[o,c]): padding (⌊KH/2⌋, ⌊KW/2⌋)",
    "weighted_pool2d": "dx[n,c] = 1/bell_sum · cross-correlation of zero-upsampled dy[n,c] "
    "(s_h − 1, s_w − 1 zeros between neighbours) with rot180(bell): padding (KH − 1 − p_t, KW − 1 − p_l)",
}


@pytest.mark.parametrize("name", FALSE_ONCE)
def test_what_was_said_falsely_is_said_as_it_is(name):
    """No *full* where the padding is none, and no factor in front forgotten."""
    layer = LAYERS[name]
    layer = specialised(layer, {}, textbook(layer, {}))
    assert [str(claim) for claim in derive_vjp(layer, layer.wrt[0]).recognised] == [FALSE_ONCE[name]]


@pytest.mark.parametrize("name", ["conv1d", "conv2d", "same_conv1d", "causal_conv1d"])
@pytest.mark.parametrize("dilation", [1, 2])
def test_full_is_a_padding_of_d_times_k_less_1(name, dilation):
    """At a dilation of 2 a padding of K − 1 is half of that."""
    layer = LAYERS[name]
    taken = {s: dilation for s in layer.option_symbols if s.name.startswith("d")}
    paddings = {s: 0 for s in layer.option_symbols if s.name.startswith("p_")}
    layer = specialised(layer, taken | paddings, textbook(layer, taken | paddings))
    ((claim,),) = [derive_vjp(layer, t).recognised for t in layer.wrt if t.name == "x"]
    assert ("full" in claim.says) == name.startswith("conv")
    if name == "conv1d":
        assert f"padding ({'2·K − 2' if dilation == 2 else 'K − 1'})" in claim.says


def test_a_filter_turned_along_one_axis_is_said_to_be_that():
    u, v, i, j = (index(z, e) for z, e in zip("uvij", sizes("KH KW H W"), strict=True))
    x, w, y = tensor("x", i, j), tensor("w", u, v), tensor("y", i, j)
    body = x.at(i + u, j + v, outside=0) * w[u, v.extent - 1 - v]
    layer = Layer("half_turned", [define(y[i, j], total(body, over=(u, v)))], wrt=(x, w))
    (claim,) = derive_vjp(layer, x).recognised
    assert str(claim) == "dx = cross-correlation of dy with w reversed along u: padding (KH − 1, KW − 1)"
    assert derive_vjp(layer, w).recognised == ()


def test_a_bracket_in_front_is_said():
    i, u = index("i", F), index("u", K)
    x, w, s, y = tensor("x", i), tensor("w", u), tensor("s", i), tensor("y", i)
    inner = bracket(gt(s[i + u])) * x.at(i + u, outside=0)
    layer = Layer("gated", [define(y[i], total(inner * w[u], over=u))], wrt=(x,), inputs=(x, w, s))
    (claim,) = derive_vjp(layer, x).recognised
    assert str(claim) == "dx[i] = [s[i] > 0] · (cross-correlation of dy with rot180(w): padding (K − 1))[i]"


def test_the_jacobian_of_softmax_is_a_matrix():
    (claim,) = derive_vjp(LAYERS["softmax"], LAYERS["softmax"].wrt[0]).recognised
    assert str(claim) == "dx[n] = (diag(y[n]) − y[n] y[n]ᵀ) dy[n]"


def test_the_hessian_of_cross_entropy_is_a_matrix():
    """Σ_j ([i = j] p_i − p_i p_j) v_j = p_i (v_i − Σ_j p_j v_j), in numbers too."""
    again = derived_layer(LAYERS["cross_entropy"], LAYERS["cross_entropy"].wrt[0])
    (x,) = [t for t in again.wrt if t.name == "x"]
    told = derive_vjp(again, x)
    (claim,) = told.recognised
    assert str(claim) == "dx[n] = dloss[n] · (diag(p[n]) − p[n] p[n]ᵀ) dgrad_x[n]"
    rng = np.random.default_rng(1)
    data = {"dloss": rng.normal(size=2), "p": rng.normal(size=(2, 3)), "dgrad_x": rng.normal(size=(2, 3))}
    both = [value(e, told.result.free, data, N=2, C=3) for e in (told.result.expr, claim.equation.rhs)]
    np.testing.assert_allclose(*both, rtol=1e-12)


def test_a_vector_elsewhere_gives_no_such_matrix():
    """y (v − Σ u y) is no product with diag(y) − y yᵀ."""
    n, c, e = index("n", N), index("c", K), index("e", K)
    y, u, w, out = tensor("y", n, c), tensor("u", n, c), tensor("v", n, c), tensor("o", n, c)
    free = ((n, S.Zero, N - 1), (c, S.Zero, K - 1))

    def said_of(inner):
        return recognise(Def(out[n, c], free, y[n, c] * (w[n, c] - inner))).claims

    assert len(said_of(total(w[n, e] * y[n, e], over=e))) == 1
    assert said_of(total(u[n, e] * y[n, e], over=e)) == said_of(total(w[n, e], over=e)) == ()
    assert said_of(total(w[n, e] * y[n, e], over=(e, 0, K - 2))) == ()
