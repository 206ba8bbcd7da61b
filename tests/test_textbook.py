"""The forms that books and papers print are reached by derivation: expressions compared, names apart."""

import pytest
from sympy import S, exp, expand_mul, log, sqrt

from derive.expr import (
    Acc,
    Cond,
    FloorDiv,
    Hat,
    HatSlope,
    Index,
    Iverson,
    Reduce,
    Tensor,
    cell,
    divides,
    eq,
    ge,
)
from derive.gradients import derive_vjp
from derive.layers import (
    avg_pool2d,
    batch_norm,
    conv2d,
    cross_entropy,
    deform_conv2d,
    dense,
    max_pool2d,
    relu,
)
from derive.notation import Layer, define, gt, index, largest, sizes, tensor, total
from derive.proof import Ranges
from derive.simplify.normal_form import Normaliser
from tests.forms import assert_same
from tests.unseen import attention, cumulative_sum, log_sum_exp, normalised_rows, squared_distances

N, Cg, Og, H, W_, KH, KW, OH, OW = sizes("N Cg Og H W KH KW OH OW")
n, o, c = index("n", N), index("o", Og), index("c", Cg)
a, b, u, v = index("a", H), index("b", W_), index("u", KH), index("v", KW)
i, j = index("i", OH), index("j", OW)


def named(layer, name):
    """An input, an output or an inner value by its name, or its cotangent."""
    known = [*layer.inputs, *(d.tensor for d in layer.forward)]
    for t in known:
        if t.name == name:
            return t
        if "d" + t.name == name:
            return t.rename(name, kind="real", sign="", bound=0)
    raise KeyError(name)


def symbol(layer, name):
    return next(s for s in layer.option_symbols if s.name == name)


def fixed(layer, **values):
    """A layer with options set by name; options that are not named keep their symbols."""
    return layer.specialise({symbol(layer, k): v for k, v in values.items()})


def gradient(layer, name, mode="free"):
    return derive_vjp(layer, named(layer, name), mode)


def normal(e, *free):
    """Normal form of what a book says, over indices that run in full."""
    return Normaliser()(e, Ranges([(z, S.Zero, z.extent - 1) for z in free]))


def p(name):
    return symbol(conv2d, name)


def unit_conv(s=1, d=1):
    return fixed(conv2d, s_h=s, s_w=s, d_h=d, d_w=d, G=1)


# -- convolution -------------------------------------------------------------------------------------


def test_conv_dx_is_the_full_correlation_with_the_rotated_filter():
    """Dumoulin & Visin 2016, relation 9: dx = dy, padded with K-1-p zeros, correlated with rot180(w)."""
    layer = unit_conv()
    told = gradient(layer, "x")
    dy, w = named(layer, "dy"), named(layer, "w")
    padded = dy.at(n, o, a + u - (KH - 1 - p("p_t")), b + v - (KW - 1 - p("p_l")), outside=0)
    wanted = total(padded * w[o, c, KH - 1 - u, KW - 1 - v], over=(o, u, v))
    assert_same(told.result.expr, normal(wanted, n, c, a, b))
    (claim,) = told.recognised
    assert claim.says == (
        "dx[n,c] = Σ_o cross-correlation of dy[n,o] with rot180(w[o,c]): "
        "padding (KH − 1 − p_t, KW − 1 − p_l); full where p_t = p_b = p_l = p_r = 0"
    )
    assert all(axis.flipped for axis in claim.shape.axes)
    without = fixed(layer, p_t=0, p_b=0, p_l=0, p_r=0)
    assert "full cross-correlation of dy[n,o] with rot180(w[o,c])" in str(
        gradient(without, "x").recognised[0]
    )


def test_conv_dx_with_a_stride_reads_the_upsampled_cotangent():
    """Dumoulin & Visin 2016, relation 13: s-1 zeros between neighbours, then as above."""
    layer = unit_conv(s=2)
    told = gradient(layer, "x")
    w = named(layer, "w")
    whole, zeros = told.steps[-1].equations
    dy = named(layer, "dy")
    up = Tensor("dy_up", (*dy.shape[:2], 2 * OH - 1, 2 * OW - 1), dy.axes)
    rows, columns = a + u - (KH - 1 - p("p_t")), b + v - (KW - 1 - p("p_l"))
    kernel = w[o, c, KH - 1 - u, KW - 1 - v]
    inside = (ge(rows), ge(2 * OH - 2 - rows), ge(columns), ge(2 * OW - 2 - columns))
    wanted = total(up[n, o, rows, columns] * kernel, over=(o, u, v), when=inside)
    assert_same(whole.rhs, wanted)
    row, column = up.axes[2:]
    spread = named(layer, "dy")[up.axes[0], up.axes[1], FloorDiv(row, 2), FloorDiv(column, 2)]
    assert zeros.rhs == Iverson(divides(2, row), divides(2, column)) * spread
    said = str(told.recognised[0])
    assert "zero-upsampled dy[n,o] (1, 1 zeros between neighbours) with rot180(w[o,c])" in said
    assert "full" not in said


@pytest.mark.parametrize("padding", [0, 1, 2])
def test_a_padding_in_numbers_does_not_hide_the_form(padding):
    layer = fixed(conv2d, s_h=2, s_w=2, d_h=1, d_w=1, G=1, p_t=padding, p_l=padding)
    assert "zero-upsampled dy" in str(gradient(layer, "x").recognised[0])


def test_conv_dx_in_residue_classes_has_no_congruence():
    """a + p = 2 q + r and u = r + 2 t: each class of pixels is a correlation with every second tap."""
    layer = unit_conv(s=2)
    result = gradient(layer, "x", "residue").result
    assert not any(g.kind == "divides" for g in result.expr.atoms(Cond))
    r, q, r2, q2 = result.indices[2:]
    assert result.lhs.index[2:] == (2 * q + r - p("p_t"), 2 * q2 + r2 - p("p_l"))
    assert [hi for z, _, hi in result.free if z in (r, r2)] == [1, 1]
    dy, w = named(layer, "dy"), named(layer, "w")
    t, t2 = Index("t"), Index("t2")
    wanted = Reduce(
        "sum",
        dy[n, o, q - t, q2 - t2] * w[o, c, r + 2 * t, r2 + 2 * t2],
        [(o, 0, Og - 1), (t, 0, FloorDiv(KH - 1 - r, 2)), (t2, 0, FloorDiv(KW - 1 - r2, 2))],
        [ge(q - t), ge(OH - 1 - q + t), ge(q2 - t2), ge(OW - 1 - q2 + t2)],
    )
    assert_same(result.expr, wanted)


@pytest.mark.parametrize("mode", ["free", "unit", "residue"])
def test_symbolic_strides_and_dilations(mode):
    """Residue classes have no congruence inside a loop: gcd(s, d) | r is tested outside."""
    result = gradient(conv2d, "x", mode).result
    inside = [g for r in result.expr.atoms(Reduce) for g in r.guards if g.kind == "divides"]
    assert bool(inside) == (mode != "residue")
    assert not result.scatter


def test_conv_dw_exchanges_stride_and_dilation():
    told = gradient(fixed(conv2d, G=1), "w")
    layer = fixed(conv2d, G=1)
    x, dy = named(layer, "x"), named(layer, "dy")
    tap = x.at(
        n, c, p("s_h") * i + p("d_h") * u - p("p_t"), p("s_w") * j + p("d_w") * v - p("p_l"), outside=0
    )
    assert_same(told.result.expr, normal(total(tap * dy[n, o, i, j], over=(n, i, j)), o, c, u, v))
    assert [str(claim) for claim in told.recognised] == [
        "dw[o,c] = Σ_n cross-correlation of x[n,c] with dy[n,o]: stride (d_h, d_w), dilation (s_h, s_w), "
        "padding (p_t, p_l)"
    ]


def test_conv_db_is_the_sum_of_dy():
    layer = fixed(conv2d, G=1)
    assert_same(gradient(layer, "b").result.expr, total(named(layer, "dy")[n, o, i, j], over=(n, i, j)))


def test_groups_stay_apart():
    g = index("g", p("G"))
    result = gradient(conv2d, "b").result
    assert result.lhs.index == (g * Og + o,)
    assert_same(result.expr, total(named(conv2d, "dy")[n, g * Og + o, i, j], over=(n, i, j)))


def test_dense():
    x, w, dy = (named(dense, t) for t in ("x", "w", "dy"))
    row, k, out = *x.axes, w.axes[0]
    assert_same(gradient(dense, "x").result.expr, total(dy[row, out] * w[out, k], over=out))
    assert_same(gradient(dense, "w").result.expr, total(dy[row, out] * x[row, k], over=row))


# -- normalisation -----------------------------------------------------------------------------------


def test_batch_norm_has_three_terms():
    """γ r/m (m dy − Σ dy − x̂ Σ dy x̂)."""
    dy, xhat, gamma, r = (named(batch_norm, t) for t in ("dy", "xhat", "gamma", "r"))
    k, ch, h, w = dy.axes
    m = next(s for s in batch_norm.sizes if s.name == "m")
    pixels = (k, h, w)
    here, sums = dy[k, ch, h, w], total(dy[k, ch, h, w], over=pixels)
    dots = total(dy[k, ch, h, w] * xhat[k, ch, h, w], over=pixels)
    wanted = gamma[ch] * r[ch] / m * (m * here - sums - xhat[k, ch, h, w] * dots)
    assert_same(gradient(batch_norm, "x").result.expr, wanted)


def test_batch_norm_gamma_and_beta():
    dy, xhat = named(batch_norm, "dy"), named(batch_norm, "xhat")
    k, ch, h, w = dy.axes
    dots = total(dy[k, ch, h, w] * xhat[k, ch, h, w], over=(k, h, w))
    assert_same(gradient(batch_norm, "gamma").result.expr, dots)
    assert_same(gradient(batch_norm, "beta").result.expr, total(dy[k, ch, h, w], over=(k, h, w)))


@pytest.mark.parametrize("over", ["channels", "groups"])
def test_the_three_terms_of_every_normalisation(over):
    """Layer norm and group norm from their own definitions: nothing in the engine knows batch norm's name."""
    G, C, L, m = sizes("G C L m")
    g, k, e = index("g", G), index("k", C), index("e", L)
    eps = next(iter(batch_norm.option_symbols))
    axes = (n, g, k, e)
    x, y, xhat = tensor("x", *axes), tensor("y", *axes), tensor("xhat", *axes)
    where = (n,) if over == "channels" else (n, g)
    block = tuple(z for z in axes if z not in where)
    mu, var = tensor("mu", *where), tensor("var", *where, sign="nonnegative")
    r = tensor("r", *where, sign="positive")
    size_ = G * C * L if over == "channels" else C * L
    layer = Layer(
        "norm",
        [
            define(mu[where], total(x[axes], over=list(block)) / m),
            define(var[where], total((x[axes] - mu[where]) ** 2, over=list(block)) / m),
            define(r[where], 1 / sqrt(var[where] + eps)),
            define(xhat[axes], (x[axes] - mu[where]) * r[where]),
            define(y[axes], xhat[axes] ** 1),
        ],
        wrt=(x,),
        options=batch_norm.options[:1],
        sizes={m: size_},
    )
    dy = named(layer, "dy")
    sums = total(dy[axes], over=list(block))
    dots = total(dy[axes] * xhat[axes], over=list(block))
    assert_same(gradient(layer, "x").result.expr, r[where] / m * (m * dy[axes] - sums - xhat[axes] * dots))


def test_the_l2_norm_and_rows_of_unit_length():
    """d√Σx² = x dy / y; rows x r with r = 1/√(Σx²+1): r (dy − y Σ dy y)."""
    D = sizes("D")[0]
    d = index("d", D)
    x, y = tensor("x", n, d), tensor("y", n, sign="positive")
    layer = Layer("norm2", [define(y[n], sqrt(total(x[n, d] ** 2, over=d)))], wrt=(x,))
    assert_same(gradient(layer, "x").result.expr, x[n, d] * named(layer, "dy")[n] / y[n])
    rows = normalised_rows()
    dy, out, r = (named(rows, t) for t in ("dy", "y", "r"))
    k, e = dy.axes
    wanted = r[k] * (dy[k, e] - out[k, e] * total(dy[k, e] * out[k, e], over=e))
    assert_same(gradient(rows, "x").result.expr, wanted)


# -- softmax and its friends -------------------------------------------------------------------------


def test_cross_entropy_is_p_minus_t():
    dl, prob, label = (named(cross_entropy, t) for t in ("dloss", "p", "t"))
    k, e = prob.axes
    wanted = dl[k] * (prob[k, e] - Iverson(eq(e - label[k])))
    assert_same(gradient(cross_entropy, "x").result.expr, wanted)


def test_softmax():
    """dx = y (dy − Σ dy y), with the largest score subtracted or not."""
    C = sizes("C")[0]
    e = index("e", C)
    x, y, top = tensor("x", n, e), tensor("y", n, e, sign="positive"), tensor("top", n)
    z = tensor("z", n, sign="positive")
    for shift in (0, top[n]):
        first = [define(top[n], largest(x[n, e], over=e))] if shift != 0 else []
        layer = Layer(
            "softmax",
            [
                *first,
                define(z[n], total(exp(x[n, e] - shift), over=e)),
                define(y[n, e], exp(x[n, e] - shift) / z[n]),
            ],
            wrt=(x,),
        )
        dy = named(layer, "dy")
        wanted = y[n, e] * (dy[n, e] - total(dy[n, e] * y[n, e], over=e))
        assert_same(gradient(layer, "x").result.expr, wanted)


def test_log_softmax():
    """dx = dy − exp(y) Σ dy."""
    C = sizes("C")[0]
    e = index("e", C)
    x, y, z = tensor("x", n, e), tensor("y", n, e), tensor("z", n, sign="positive")
    layer = Layer(
        "log_softmax",
        [define(z[n], total(exp(x[n, e]), over=e)), define(y[n, e], x[n, e] - log(z[n]))],
        wrt=(x,),
    )
    dy = named(layer, "dy")
    wanted = dy[n, e] - exp(y[n, e]) * total(dy[n, e], over=e)
    assert_same(gradient(layer, "x").result.expr, wanted)


def test_log_sum_exp_is_a_softmax():
    layer = log_sum_exp()
    x, y, dy = (named(layer, t) for t in ("x", "y", "dy"))
    k, e = x.axes
    assert_same(gradient(layer, "x").result.expr, dy[k] * exp(x[k, e] - y[k]))


def test_attention_scores():
    """ds = p (dp − Σ dp p) with dp = dy vᵀ."""
    layer = attention()
    program = gradient(layer, "q").program
    p_, v_, dy, keys = (named(layer, t) for t in ("p", "v", "dy", "keys"))
    dp, ds = named(layer, "dp"), named(layer, "ds")
    k, e = p_.axes
    f, d = v_.axes[1], keys.axes[1]
    D = d.extent
    assert_same(program.definition(dp).expr, total(dy[k, f] * v_[e, f], over=f))
    wanted = p_[k, e] * (dp[k, e] - total(dp[k, e] * p_[k, e], over=e))
    assert_same(program.definition(ds).expr, wanted)
    assert_same(program.defs[-1].expr, total(ds[k, e] * keys[e, d], over=e) / sqrt(D))


# -- pooling, kinks, sampling ------------------------------------------------------------------------


def test_max_pool_routes_through_the_switch():
    """dx[a] = Σ over the windows that hold a, of those whose winner a is."""
    layer = fixed(max_pool2d, s_h=1, s_w=1, d_h=1, d_w=1, p_t=0, p_l=0)
    result = gradient(layer, "x").result
    dy, switch = named(layer, "dy"), named(layer, "switch")
    k, ch, row, column = result.indices
    at = (k, ch, row - u, column - v)
    wanted = total(dy[at], over=(u, v), when=[*dy.inside(*at), eq(u * KW + v - switch[at])])
    assert_same(result.expr, normal(wanted, row, column))


def test_max_pool_without_overlap_looks_its_window_up():
    layer = fixed(max_pool2d, KH=2, KW=2, s_h=2, s_w=2, d_h=1, d_w=1, p_t=0, p_l=0)
    result = gradient(layer, "x").result
    assert not result.expr.has(Reduce) and len(result.expr.atoms(Acc)) == 2
    assert not any(g.kind == "divides" for g in result.expr.atoms(Cond))


def test_average_pooling_spreads_evenly():
    layer = fixed(avg_pool2d, s_h=1, s_w=1, p_t=0, p_l=0)
    dy = named(layer, "dy")
    result = gradient(layer, "x").result
    k, ch, row, column = result.indices
    wanted = total(dy.at(k, ch, row - u, column - v, outside=0), over=(u, v)) / (KH * KW)
    assert_same(result.expr, normal(wanted, row, column))


def test_the_rectifier():
    x, dy = named(relu, "x"), named(relu, "dy")
    (k,) = x.axes
    assert_same(gradient(relu, "x").result.expr, dy[k] * Iverson(gt(x[k])))


def test_the_squared_distance_and_the_running_sum():
    layer = squared_distances()
    x, z, dy = (named(layer, t) for t in ("x", "z", "dy"))
    k, d = x.axes
    e = z.axes[0]
    assert_same(gradient(layer, "x").result.expr, 2 * total(dy[k, e] * (x[k, d] - z[e, d]), over=e))
    layer = cumulative_sum()
    dy = named(layer, "dy")
    k, late = dy.axes
    early = named(layer, "x").axes[1]
    assert_same(gradient(layer, "x").result.expr, total(dy[k, late], over=(late, early, late.extent - 1)))


@pytest.fixture(scope="module")
def offsets():
    layer = fixed(deform_conv2d, s_h=1, s_w=1, d_h=1, d_w=1, p_t=0, p_l=0, G=1, E=1)
    return layer, gradient(layer, "offset").result


def test_deformable_offsets_are_a_gather_of_two_by_two_taps(offsets):
    """Dai et al. 2017, eq. 7: Σ w · ∂G(q, p0 + pn + Δpn)/∂Δpn · x(q), over four neighbours."""
    _, result = offsets
    assert not result.scatter
    sums = [r for r in result.expr.atoms(Reduce) if r.body.has(HatSlope)]
    assert len(sums) == 2, "one for the vertical offsets, one for the horizontal ones"
    for reduce in sums:
        (slope,) = reduce.body.atoms(HatSlope)
        (hat,) = reduce.body.atoms(Hat)
        for q, position in (slope.args, hat.args):
            assert {ge(q - cell(position)), ge(cell(position) + 1 - q)} <= set(reduce.guards), (
                "⌊·⌋ and ⌊·⌋+1 alone"
            )


def test_the_vertical_offsets_differentiate_the_vertical_hat(offsets):
    layer, result = offsets
    x, w, dy, offset, mask = (named(layer, t) for t in ("x", "w", "dy", "offset", "mask"))
    low = [g for g in result.expr.atoms(Cond) if g.kind == "eq"]
    (k,) = set().union(*(g.free_symbols for g in low))
    assert set(low) == {eq(k), eq(k - 1)}, "even channels are vertical, odd ones horizontal"
    tap = u * KW + v
    q, r = Index("q"), Index("r")
    ch = Index("ch")
    row, column = i + u + offset[n, 2 * tap, i, j], j + v + offset[n, 2 * tap + 1, i, j]
    vertical = HatSlope(q, row) * Hat(r, column)
    horizontal = Hat(q, row) * HatSlope(r, column)
    rest, here = dy[n, o, i, j] * w[o, ch, u, v] * x[n, ch, q, r], mask[n, tap, i, j]
    last = x.shape[1] - 1
    over = [(o, 0, Og - 1), (q, 0, H - 1), (r, 0, W_ - 1), (ch, 0, last)]
    wanted = Iverson(eq(k)) * total(rest * vertical, over=over) + Iverson(eq(k - 1)) * total(
        rest * horizontal, over=over
    )
    assert_same(normal(result.expr), normal(expand_mul(here * wanted)))
