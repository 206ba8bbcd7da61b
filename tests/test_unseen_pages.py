"""Pages of layers that are not in the catalogue: what an expert would write, form by form."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sympy import Add, Pow, symbols

from codegen.verification.strategies import broken, cases
from derive.api import gradient
from derive.explain.reading.quotients_of_values import quotients_of_values
from derive.model.kinks import kinks
from derive.notation import (
    Layer,
    define,
    exp,
    index,
    larger,
    largest,
    log,
    option,
    sigmoid,
    sizes,
    smaller,
    softmax,
    sqrt,
    tensor,
    total,
    where,
)  # fmt: skip
from derive.pretty import layer as page
from derive.simplify.sum_rules import multiply_out, numbers_outside

N, C, D, H, W, KW = sizes("N C D H W KW")
n, c, d, h, w = index("n", N), index("c", C), index("d", D), index("h", H), index("w", W)


def cost_volume() -> Layer:
    reach = option("R", default=2, minimum=0)
    e = index("e", 2 * reach + 1)
    a, v, y = tensor("a", n, c, w), tensor("v", n, c, w), tensor("y", n, e, w)
    forward = [define(y[n, e, w], total(a[n, c, w] * v.at(n, c, w + e - reach), over=c))]
    return Layer("cost_volume", forward, wrt=(a, v), options=(reach,))


def shares_a_structure() -> Layer:
    """The luminance and the structure of two images, as the structural similarity compares them."""
    x, u, y = tensor("x", n, w), tensor("u", n, w), tensor("y", n)
    mean, other, spread, common = (tensor(name, n) for name in ("m", "o", "p", "r"))
    first, second = (option(f"c{k}", f"C{k}", default=0.01 * k, minimum=0, real=True) for k in (1, 2))
    forward = [
        define(mean[n], total(x[n, w], over=w) / W),
        define(other[n], total(u[n, w], over=w) / W),
        define(spread[n], total((x[n, w] - mean[n]) ** 2 + (u[n, w] - other[n]) ** 2, over=w) / W),
        define(common[n], total((x[n, w] - mean[n]) * (u[n, w] - other[n]), over=w) / W),
        define(
            y[n],
            (2 * mean[n] * other[n] + first)
            * (2 * common[n] + second)
            / ((mean[n] ** 2 + other[n] ** 2 + first) * (spread[n] + second)),
        ),
    ]
    return Layer("shares_a_structure", forward, wrt=(x, u), options=(first, second))


def overlap() -> Layer:
    p, t, y = tensor("p", n, d), tensor("t", n, d), tensor("y", n)
    eps = option("eps", "epsilon", default=1.0, minimum=0, real=True)
    over = 2 * total(p[n, d] * t[n, d], over=d) + eps
    under = total(p[n, d] ** 2, over=d) + total(t[n, d] ** 2, over=d) + eps
    return Layer("overlap", [define(y[n], 1 - over / under)], wrt=(p,), options=(eps,))


def tversky() -> Layer:
    """One less the share of hits, misses weighed (Salehi et al. 2017)."""
    p, t, y = tensor("p", n, d), tensor("t", n, d), tensor("loss", n)
    hit, more, less = tensor("hit", n), tensor("fp", n), tensor("fn", n)
    options = [option(name, default=0.5, minimum=0, real=True) for name in ("alpha", "beta", "sigma")]
    (alpha,), (beta,), (smooth,) = options
    forward = [
        define(hit[n], total(p[n, d] * t[n, d], over=d)),
        define(more[n], total(p[n, d] * (1 - t[n, d]), over=d)),
        define(less[n], total((1 - p[n, d]) * t[n, d], over=d)),
        define(y[n], 1 - (hit[n] + smooth) / (hit[n] + alpha * more[n] + beta * less[n] + smooth)),
    ]
    return Layer("tversky", forward, wrt=(p,), options=options)


def squash() -> Layer:
    """A capsule's length between 0 and 1 (Sabour et al. 2017)."""
    x, q, v = tensor("x", n, c), tensor("q", n, sign="nonnegative"), tensor("v", n, c)
    length = where(q[n] > 0, q[n] / (1 + q[n]) * x[n, c] / sqrt(q[n]), 0)
    return Layer("squash", [define(q[n], total(x[n, c] ** 2, over=c)), define(v[n, c], length)], wrt=(x,))


def solved_overlap() -> Layer:
    """A loss whose gradient is written in the loss, the sum below its line solved for."""
    alpha = option("alpha", default=0.7, minimum=0.1, real=True)
    x, p, t = tensor("x", n, c), tensor("p", n, c), tensor("t", n, c, sign="nonnegative")
    h, y = tensor("h", n, sign="nonnegative"), tensor("loss", n)
    under = 1 + h[n] + alpha * total(p[n, c] * (1 + t[n, c]), over=c)
    forward = [
        define(p[n, c], sigmoid(x[n, c])),
        define(h[n], total(p[n, c] * t[n, c], over=c)),
        define(y[n], 1 - (1 + h[n]) / under),
    ]
    return Layer("solved_overlap", forward, wrt=(x,), options=(alpha,))


def wing() -> Layer:
    """Logarithmic near 0, absolute far from it (Feng et al. 2018)."""
    w_, bend = (option(name, default=2, minimum=1, real=True) for name in ("omega", "epsilon"))
    x, y = tensor("x", n), tensor("loss", n)
    near = w_ * log(1 + abs(x[n]) / bend)
    far = abs(x[n]) - w_ + w_ * log(1 + w_ / bend)
    return Layer("wing", [define(y[n], where(abs(x[n]) < w_, near, far))], wrt=(x,), options=(w_, bend))


def routed() -> Layer:
    """Experts weighed by a softmax of scores that have no name (Shazeer et al. 2017)."""
    x, v, u = tensor("x", n, c), tensor("v", h, c), tensor("u", h, d, c)
    gate, y = tensor("gate", n, h), tensor("y", n, d)
    scores = total(v[h, c] * x[n, c], over=c)
    said = total(u[h, d, c] * x[n, c], over=c)
    forward = [
        define(gate[n, h], softmax(scores, over=h)),
        define(y[n, d], total(gate[n, h] * said, over=h)),
    ]
    return Layer("routed", forward, wrt=(x, v, u))


def gated() -> Layer:
    x, weight = tensor("x", n, c, w), tensor("B", c, d)
    e, g, y = tensor("e", n, d), tensor("g", n, c), tensor("y", n, c, w)
    forward = [
        define(g[n, c], sigmoid(total(weight[c, d] * e[n, d], over=d))),
        define(y[n, c, w], x[n, c, w] * g[n, c]),
    ]
    return Layer("gated", forward, inputs=(x, weight, e), wrt=(x, weight, e))


def test_of_two_indices_of_the_output_the_one_along_the_axis_goes():
    shown = gradient(cost_volume(), "v").text(steps=False)
    assert "Σ  dy[n, e, w+R−e] · a[n, c, w+R−e]" in shown.replace("Σ dy", "Σ  dy"), shown


def test_what_stands_below_a_line_is_not_multiplied_out():
    a, b, x, y = symbols("a b x y")
    made = multiply_out((a + b) / ((x + y) * (x + 1)))
    assert isinstance(made, Add) and {t.as_numer_denom()[1] for t in made.args} == {(x + y) * (x + 1)}
    assert multiply_out(Pow(x + y, -2) * a * (b + 1)) == Pow(x + y, -2) * a * b + Pow(x + y, -2) * a


@pytest.mark.parametrize("wrt", ["x", "u"])
def test_a_sum_that_vanishes_does_not_multiply_out_what_stands_around_it(wrt):
    shown = gradient(shares_a_structure(), wrt).text(steps=False)
    result = shown.split("Result")[1].split("where")[0]
    assert "⁴" not in result and max(map(len, result.splitlines())) < 110, result


def test_a_sign_that_all_terms_share_leaves_the_sum():
    a, b, z = symbols("a b z")
    assert numbers_outside(z * (-a - b)).args[0] == -1
    assert numbers_outside(z * (a - b)) == z * (a - b)


def test_a_quotient_of_sums_is_one_fraction_and_no_minus_comes_first():
    assert "1 − ────" in page(overlap(), "text")
    assert "(p[n,d] · (1 − y[n]) − t[n,d])" in gradient(overlap(), "p").text(steps=False)


def test_a_quotient_that_a_value_is_made_of_stands_as_that_value():
    shown = gradient(tversky(), "p").text(steps=True)
    result = shown.split("Result")[1].split("indices")[0]
    assert "((1 − loss[n]) · (α · (1 − t[n,d]) − β·t[n,d]) − loss[n]·t[n,d])" in result, result
    assert result.count("hit[n]") == 1 and "Named quotient" in shown


@given(st.lists(st.floats(0.1, 3), min_size=5, max_size=5), st.sampled_from([(1, -1), (0, 2), (-3, 1)]))
def test_the_same_number_comes_of_a_named_quotient(numbers, line):
    """``y = a + b P/Q`` put into what has ``P/Q``, ``P/Q²`` and ``P/Q³``, in numbers."""
    x, u, y, g = tensor("x", n), tensor("u", n), tensor("y", n), tensor("g", n)
    above, below = x[n] + 1, u[n] + x[n] + 2
    value = define(y[n], line[0] + line[1] * (above / below))
    body = g[n] * (above / below - 1) + 3 * above / below**2 - x[n] * above / below**3 + 1 / below
    made = list(quotients_of_values(define(tensor("dx", n)[n], body), [value]))
    assert made and all(e.has(type(y[n])) and y[n] in e.atoms(type(y[n])) for e in made)
    at = dict(zip((x[n], u[n], g[n]), numbers, strict=False))
    at[y[n]] = value.expr.xreplace(at)
    for e in made:
        assert float(e.xreplace(at)) == pytest.approx(float(body.xreplace(at)), rel=1e-12)


def test_the_slope_of_a_gate_inside_is_written_in_the_gate():
    shown = gradient(gated(), "e").text(steps=False)
    assert "g[n,c] · (1 − g[n,c])" in shown and "exp(−S₁[n,c]))²" not in shown, shown


def scored(score) -> Layer:
    """A choice among keys by scores that are no sum: softmax of a definition that reads others."""
    u, v, e = tensor("u", n), tensor("v", c), tensor("e", n, c)
    value, a, y = tensor("h", c, d), tensor("a", n, c), tensor("y", n, d)
    forward = [
        define(e[n, c], score(u[n] + v[c])),
        define(a[n, c], softmax(e[n, c], over=c)),
        define(y[n, d], total(a[n, c] * value[c, d], over=c)),
    ]
    return Layer("scored", forward, wrt=(u, v, value))


def test_shares_add_up_to_one_however_their_scores_are_made():
    shown = gradient(scored(lambda z: z**2), "u").text(steps=False)
    assert "max_at" not in shown and "− 1⎞" not in shown, shown


def test_a_root_is_no_magnitude():
    x, y = tensor("x", n, d), tensor("y", n)
    norm = Layer("norm", [define(y[n], sqrt(total(x[n, d] ** 2, over=d) + 1))], wrt=(x,))
    assert "|" not in gradient(norm, "x").text(steps=False)


def test_a_long_cotangent_that_is_read_twice_has_a_name():
    shown = gradient(scored(lambda z: larger(z, z / 5)), "u").text(steps=False)
    result = shown.split("Result")[1].split("where")[0]
    assert result.count("de[n,c]") == 1 and "da[" not in result, shown
    assert "if u[n] + v[c] ≥ 0" in result and "at u[n] + v[c] = 0" in shown, shown


def test_no_step_repeats_the_line_before_it():
    for model, wrt in ((gated(), "e"), (overlap(), "p")):
        shown = [s for s in gradient(model, wrt).text(steps=True).split("\n\n") if "=" in s]
        assert all(a != b for a, b in pairwise(shown))
    assert "Collect" not in gradient("sigmoid", "x").text(steps=True)


def test_of_two_cases_at_one_border_the_inner_one_is_named():
    q, y = tensor("q", d), tensor("y", d)
    rule = where(q[d] > 0, q[d] + 1, exp(smaller(q[d], 0)))
    first, second = kinks(Layer("feature", [define(y[d], rule)], wrt=(q,)))
    assert first.convention[2] == " = 0 value and derivative are those of "
    assert second.convention[4] == " has the value and the derivative of "
    (alone,) = kinks(Layer("hinge", [define(y[d], larger(q[d], 0))], wrt=(q,)))
    assert len(alone.convention) == 4


def dilation() -> Layer:
    u, at = index("u", KW), index("o", W - KW + 1)
    x, g, y = tensor("x", w), tensor("g", u), tensor("y", at)
    return Layer("dilation", [define(y[at], largest(x[at + u] + g[u], over=u))], wrt=(x, g))


@given(st.data())
def test_no_case_has_an_output_without_elements(data):
    case = data.draw(cases(dilation()))
    values = dict(case.chosen)
    assert values["KW"] <= values["W"]


def test_an_output_without_elements_is_told():
    assert broken(dilation(), {W: 2, KW: 3}) and not broken(dilation(), {W: 3, KW: 3})


def test_fractions_stand_over_one_line_where_that_is_shorter():
    capsule = gradient(squash(), "x").text(steps=False)
    assert "√q[n] · (1 + q[n])²" in capsule and "(1 − q[n])" in capsule, capsule
    shown = gradient(wing(), "x").text(steps=False)
    assert "|x[n]| + ε" in shown and "/ε" not in shown.split("Result")[1].split("indices")[0], shown


def test_what_stands_above_and_below_a_line_cancels():
    """Of a sum and its opposite one is said, and once."""
    shown = gradient(solved_overlap(), "x").text(steps=False)
    result = shown.split("where")[1].split("p[n,c] = ")[1]
    assert result.count("h[n]") == 1 and "−1 − h" not in result, shown


@pytest.mark.parametrize(("layer", "wrt"), [(squash, "x"), (solved_overlap, "x"), (wing, "x"), (routed, "v")])
def test_what_is_said_shorter_is_the_same_number(layer, wrt, monkeypatch):
    from tests.test_reading import NUMBERS, arrays_of, told, value

    derived = told(layer(), wrt)
    for s in derived.layer.option_symbols:
        monkeypatch.setitem(NUMBERS, s.name, 1.7)
    data, symbols = arrays_of(derived, 5)
    said = {one.tensor: one for one in derived.page}
    changed = [one for one in derived.program.defs if said.get(one.tensor, one) != one]
    for one in changed:
        for t in [t for t in one.reads if t.name not in data]:
            data[t.name] = np.array([1.5, -0.7])[: NUMBERS["N"]]  # a cotangent of the losses
        both = [value(d.expr, d.free, data, **symbols) for d in (one, said[one.tensor])]
        np.testing.assert_allclose(*both, rtol=1e-9)
    assert changed or layer is routed


def test_a_sum_that_a_softmax_reads_three_times_has_one_name():
    shown = gradient(routed(), "v").text(steps=False)
    assert "dv[h,c] = Σ dS₁[n,h] · x[n,c]" in shown, shown
    assert "gate_max[n] = max S₁[n,h]" in shown and shown.count("Σ v[h,c] · x[n,c]") == 1, shown


@pytest.mark.parametrize("shared", [True, False])
def test_a_root_of_a_mean_is_written_in_the_root(shared, monkeypatch):
    """``y = (S/W)^(1/p)``: the slope is ``x^(p−1)/(W y^(p−1))``, also of a sum."""
    from tests.test_reading import NUMBERS, arrays_of, told, value

    power = option("p", default=3, minimum=1, real=True)
    x, y = tensor("x", n, w, sign="positive"), tensor("y", n)
    inside = total(x[n, w] ** power, over=w) / (W if shared else 1)
    layer = Layer("gem", [define(y[n], inside ** (1 / power))], wrt=(x,), options=(power,))
    derived = told(layer)
    monkeypatch.setitem(NUMBERS, "p", 2.5)
    data, symbols = arrays_of(derived, 7)
    both = [value(d.expr, d.free, data, **symbols) for d in (derived.result, derived.page[-1])]
    np.testing.assert_allclose(*both, rtol=1e-9)
    shown = gradient(layer, "x").text(steps=False).split("Result")[1].split("where")[0]
    assert "y[n]^(p−1)" in shown and "S₁" not in shown, shown


def test_the_line_over_whole_arrays_says_conditions_as_the_formula_does():
    q = option("q", default=0.9, minimum=0, maximum=1, real=True)
    x, t, y = tensor("x", n, c), tensor("t", n, c), tensor("loss", n, c)
    lost = larger(q * (t[n, c] - x[n, c]), (q - 1) * (t[n, c] - x[n, c]))
    layer = Layer("quantile", [define(y[n, c], lost)], wrt=(x,), options=(q,))
    shown = gradient(layer, "x").text(steps=False)
    assert "dx = dloss ⊙ ((1 − q) [x > t] − q [t ≥ x])" in " ".join(shown.split()), shown
