"""The printers: what stands on the page, in which order and brackets, and what is never left unsaid."""

from __future__ import annotations

import math
import re
from typing import Any
from xml.etree import ElementTree

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Rational, S, Symbol, exp, floor, log, sqrt

from derive import pretty
from derive.autodiff.canonicalise import canonicalise
from derive.autodiff.forward import forward_mode
from derive.expr import (
    FloorDiv,
    Gcd,
    HatSlope,
    Iverson,
    Modulo,
    Reduce,
    Residue,
    Where,
    divides,
    eq,
    ge,
    gt,
    substitute,
)
from derive.model.layer import Def, Layer
from derive.notation import define, hat, index, integers, larger, product, sizes, smaller, tensor, total
from derive.pretty import remarks
from derive.pretty.formats import structured
from derive.pretty.tree.big_operators import rounded
from derive.pretty.tree.identifiers import parse, plain
from derive.steps import Derivation, Equation, Partial

N, C, H, KH, OH, Cg, m = sizes("N C H KH OH Cg m")
s, d = Symbol("s_h", integer=True, positive=True), Symbol("d_h", integer=True, positive=True)
p = Symbol("p_t", integer=True, nonnegative=True)
n, c, i, a, u, g, k = (
    index(*z) for z in (("n", N), ("c", C), ("i", OH), ("a", H), ("u", KH), ("g", C), ("k", N))
)
X, Y, Mu, R = tensor("x", n, a), tensor("y", n, i), tensor("mu", n), tensor("r", n, sign="positive")
W, DY, Gamma = tensor("w", u), tensor("dy", n, i), tensor("gamma", n)
Xhat, T = tensor("xhat", n, a), integers("t", n, below=H)


@pytest.mark.parametrize(
    ("identifier", "shown"),
    [
        ("gamma", "γ"), ("dgamma", "dγ"), ("xhat", "x̂"), ("dxhat", "dx̂"), ("x_dot", "ẋ"), ("s_h", "s_h"),
        ("dx_dot", "dẋ"), ("xhat_dot", "x̂̇"), ("var_dot", "var_dot"), ("dy_up", "dy_up"), ("Cg", "Cg"),
        ("KH", "KH"), ("u'", "u′"), ("x0", "x₀"), ("mu_1", "μ₁"), ("W_", "W"), ("dloss", "dloss"),
        ("var", "var"), ("running_mean", "running_mean"), ("epsilon", "ε"),
    ],
)  # fmt: skip
def test_names_are_read_as_people_read_them(identifier: str, shown: str) -> None:
    assert plain(parse(identifier)) == shown


EPSILON = Symbol("epsilon", positive=True)

TEXTS: list[tuple[Any, str]] = [
    (X[n, s * i + d * u - p], "x[n, s_h·i+d_h·u−p_t]"),
    (X[n, -u + a + p], "x[n, a+p_t−u]"),
    (W[KH - 1 - u], "w[KH−1−u]"),
    (total(X[n, a - s * (KH - 1) + s * u], over=u), "Σ_u x[n, a−s_h·(KH−1−u)]"),
    (W[g * Cg + c], "w[g·Cg+c]"),
    (W[FloorDiv(a + p, s)], "w[⌊(a+p_t)/s_h⌋]"),
    (W[Modulo(a + p, KH)], "w[(a+p_t) mod KH]"),
    (W[i + Modulo(a, KH) - 1], "w[(a mod KH)+i−1]"),
    (-Mu[n] + X[n, a], "x[n,a] − μ[n]"),
    (W[FloorDiv(a - 1, s) + 1], "w[⌈a/s_h⌉]"),
    (W[i + FloorDiv(KH - 1, 2) - KH + 1], "w[i−⌊KH/2⌋]"),
    (W[FloorDiv(KH - 1, 2) + FloorDiv(KH, 2) - i], "w[KH−1−i]"),
    (sqrt(2) * X[n, a] / (2 * sqrt(sympy.pi)), "x[n,a]/√(2·π)"),
    (X[n, a] / sqrt(2), "x[n,a]/√2"),
    (X[n, a] * R[n] ** (1 / m - 1), "x[n,a]/r[n]^(1−1/m)"),
    (R[n] ** (m - 1), "r[n]^(m−1)"),
    (R[n] ** (1 / m), "r[n]^(1/m)"),
    (3 * sqrt(2) * X[n, a], "3·√2·x[n,a]"),
    (Iverson(gt(X[n, a] + 3), gt(3 - X[n, a])), "[−3 < x[n,a] < 3]"),
    (Iverson(gt(X[n, a] + 3)), "[x[n,a] > −3]"),
    (Iverson(ge(X[n, a] + 1), gt(2 - X[n, a])), "[−1 ≤ x[n,a] < 2]"),
    ((X[n, a] - Mu[n]) * R[n], "r[n] · (x[n,a] − μ[n])"),
    (Gamma[n] * R[n] / m * (m * DY[n, i] - X[n, a]), "γ[n]·r[n]/m · (m·dy[n,i] − x[n,a])"),
    (1 / sqrt(Mu[n] + 1), "1/√(1 + μ[n])"),
    (X[n, a] ** 2 / 2, "x[n,a]²/2"),
    (Mu[n] ** Rational(3, 2), "μ[n]^(3/2)"),
    (-X[n, a] / (2 * R[n]), "−x[n,a]/(2·r[n])"),
    (DY[n, i] * Iverson(gt(X[n, a])), "dy[n,i] · [x[n,a] > 0]"),
    (Iverson(eq(T[n] - a)), "[t[n] = a]"),
    (exp(X[n, a] - Mu[n]), "exp(x[n,a] − μ[n])"),
    (Where((gt(X[n, a]),), X[n, a], 0), "{x[n,a] if x[n,a] > 0; else 0}"),
    (Where((gt(X[n, a]),), X[n, a], 0) + EPSILON, "({x[n,a] if x[n,a] > 0; else 0}) + ε"),
    (larger(X[n, a], Mu[n]), "max(x[n,a], μ[n])"),
    (smaller(a - 1, p), "min(a − 1, p_t)"),
    (X[n, a] * R[n] ** (-1 - Symbol("beta", real=True)), "x[n,a]/r[n]^(1+β)"),
    (sqrt(2) * X[n, a] * sympy.pi, "√2·π·x[n,a]"),
    (tensor("loss")[()], "loss"),
    (total(X[n, a], over=a), "Σ_a x[n,a]"),
    (total(X[n, a] + Mu[n], over=(n, a)), "Σ_{n,a} (x[n,a] + μ[n])"),
    (total(X[n, a], over=(a, 0, i)), "Σ_{a = 0..i} x[n,a]"),
    (product(X[n, a], over=a), "Π_a x[n,a]"),
    (total(X[n, a], over=a, when=(ge(i - a),)), "Σ_{a : a ≤ i} x[n,a]"),
    (Reduce("argmax", X[n, a], [(a, 0, H - 1)]), "arg max_a x[n,a]"),
    (total(X[n, a], over=a) * total(W[u], over=u), "(Σ_u w[u]) · Σ_a x[n,a]"),
    (2 * X[n, a] - 2 * Mu[n], "2·x[n,a] − 2·μ[n]"),
    (R[n] * (2 * X[n, a] - 2 * Mu[n]), "2 · r[n] · (x[n,a] − μ[n])"),
    (hat(a, X[n, i]), "G(a, x[n,i])"),
    (HatSlope(a, X[n, i]), "G′(a, x[n,i])"),
    (Residue(d, i, s), "res(d_h, i, s_h)"),
    (Partial(Y[n, i], X[n, a]), "∂y[n,i]/∂x[n,a]"),
    (S.NegativeInfinity, "−∞"),
    (sympy.Float("1e-5"), "10^(−5)"),
    (log(R[n]) + Mu[n] - X[n, T[n]], "μ[n] + log(r[n]) − x[n, t[n]]"),
]  # fmt: skip


@pytest.mark.parametrize(("expr", "shown"), TEXTS, ids=[t for _, t in TEXTS])
def test_text(expr: Any, shown: str) -> None:
    """No axis of these runs to Cg: that it is a size is said."""
    assert pretty.expression(expr, sizes=frozenset({Cg})) == shown


@pytest.mark.parametrize("expr", [e for e, _ in TEXTS], ids=[t for _, t in TEXTS])
def test_latex_is_balanced_and_mathml_is_well_formed(expr: Any) -> None:
    latex = pretty.expression(expr, "latex")
    assert latex.isascii()
    assert_balanced(latex)
    tree = ElementTree.fromstring(pretty.expression(expr, "html"))
    assert tree.tag == "math"
    assert "".join(tree.itertext()).strip()


def assert_balanced(latex: str) -> None:
    bare = latex.replace(r"\{", "").replace(r"\}", "")
    depth = 0
    for char in bare:
        depth += {"{": 1, "}": -1}.get(char, 0)
        assert depth >= 0, latex
    assert depth == 0, latex
    assert latex.count(r"\left") == latex.count(r"\right") + latex.count(r"\leftarrow")
    assert re.findall(r"\\begin\{(\w+\*?)\}", latex).sort() == re.findall(r"\\end\{(\w+\*?)\}", latex).sort()


@pytest.mark.parametrize(
    ("expr", "latex"),
    [
        (X[n, s * i + d * u - p], r"x_{n,\, s_{h} \, i + d_{h} \, u - p_{t}}"),
        (1 / sqrt(Mu[n] + 1), r"\frac{1}{\sqrt{1 + \mu_{n}}}"),
        (total(Xhat[n, a] ** 2, over=a), r"\sum_{a} \hat{x}_{n, a}^{2}"),
        (Gamma.rename("dgamma")[n], r"\mathrm{d}\gamma_{n}"),
        (KH * X[n, a], r"\mathrm{KH} \, x_{n, a}"),
    ],
)
def test_latex(expr: Any, latex: str) -> None:
    assert pretty.expression(expr, "latex") == latex


# --- what is left out is said


def conv(exact: bool = True) -> Def:
    """dx of a strided convolution in one dimension, in gather form."""
    e = a + p - d * u
    guards = ([divides(s, e)] if exact else []) + [ge(e), ge(s * (OH - 1) - e)]
    body = DY[n, FloorDiv(e, s)] * W[u]
    return define(X.rename("dx")[n, a], Reduce("sum", body, [(u, 0, KH - 1)], guards))


def test_a_congruence_licenses_a_fraction_as_an_index() -> None:
    assert pretty.equation(conv()) == "dx[n,a] = Σ_{u : s_h ∣ a+p_t−d_h·u} dy[n, (a+p_t−d_h·u)/s_h] · w[u]"
    assert "⌊(a+p_t−d_h·u)/s_h⌋" in pretty.equation(conv(exact=False))


def test_quotients_that_are_whole_by_definition_need_no_rounding() -> None:
    common, least = Gcd(s, d), Residue(d, a, s)
    assert pretty.expression(W[FloorDiv(s, common)]) == "w[s_h/gcd(s_h,d_h)]"
    assert pretty.expression(W[FloorDiv(d * least - a, s)]) == "w[(d_h·res(d_h,a,s_h)−a)/s_h]"
    assert "⌊" in pretty.expression(W[FloorDiv(d * least - a + 1, s)])


def test_guards_that_keep_an_access_inside_become_a_remark() -> None:
    assert "dy = 0 where an index leaves its range" in remarks(conv())


def test_guards_that_say_more_stay() -> None:
    tighter = total(W[u] * DY[n, i - u], over=u, when=(ge(i - u - 1), ge(OH - 1 - i + u)))
    assert pretty.expression(tighter) == "Σ_{u : u < i} dy[n, i−u] · w[u]"


def test_guards_beside_a_sum_stay_unless_every_term_says_them() -> None:
    guards = (ge(i - u), ge(OH - 1 - i + u))
    both = total(DY[n, i - u] + DY[n, i - u] ** 2, over=u, when=guards)
    one = total(DY[n, i - u] + 1, over=u, when=guards)
    assert "0" not in pretty.expression(both)
    assert "0 ≤ i−u < OH" in pretty.expression(one)


def test_a_padding_other_than_zero_is_said_and_two_paddings_are_not_confused() -> None:
    below = X.at(n, a - 1, outside=S.NegativeInfinity)
    assert "x = −∞ where an index leaves its range" in remarks(Equation(None, below))
    mixed = below + X.at(n, a - 1, outside=0)
    assert "0 ≤ a − 1 < H" in pretty.expression(mixed)


def test_max_keeps_its_guards() -> None:
    inside = (ge(i - u), ge(OH - 1 - i + u))
    assert "0 ≤ i−u < OH" in pretty.expression(Reduce("max", DY[n, i - u], [(u, 0, KH - 1)], inside))


def test_the_support_of_a_hat_is_a_remark() -> None:
    position = X[n, i]
    guards = (ge(a - floor(position)), ge(floor(position) + 1 - a))
    sampled = Equation(None, total(hat(a, position) * X[n, a], over=a, when=guards))
    assert pretty.equation(sampled) == "Σ_a G(a, x[n,i])·x[n,a]".replace("G(a, x[n,i])·", "G(a, x[n,i]) · ")
    assert any("G(q, p) = max(0, 1 − |p − q|)" in line for line in remarks(sampled))


def test_the_number_that_sympy_makes_of_exp_one_is_printed() -> None:
    assert pretty.expression(exp(1) * Mu[n]) == "exp(1)·μ[n]"


def test_the_hat_takes_another_letter_where_g_is_taken() -> None:
    groups = Symbol("G", integer=True, positive=True)
    assert pretty.expression(groups * hat(a, X[n, i])) == "G · Λ(a, x[n,i])"


def windowed(*names: str) -> tuple[Def, Def]:
    """Nested digits over sizes, and taps that run backwards beside an option."""
    rows, high, wide, every = sizes(" ".join(names))
    i_, u_, v_ = index("i", rows), index("u", high), index("v", wide)
    image, out = tensor("x", index("z", every)), tensor("y", i_, u_, v_)
    digits = define(out[i_, u_, v_], image[i_ * high * wide + u_ * wide + v_])
    return digits, define(tensor("t", u_)[u_], total(image[u_ + wide + p - 1 - v_], over=v_))


def test_a_size_is_what_an_axis_runs_to_however_it_is_spelt() -> None:
    for one, other in zip(windowed("E", "F", "L", "M"), windowed("e", "f", "l", "m"), strict=True):
        swapped = pretty.equation(one).translate(str.maketrans("EFLM", "eflm"))
        assert pretty.equation(other) == swapped
    assert pretty.equation(windowed("e", "f", "l", "m")[0]) == "y[i,u,v] = x[(i·f+u)·l+v]"


def test_the_name_of_a_cotangent_is_taken_from_what_it_belongs_to() -> None:
    """``depth_dot`` begins with a d and is the cotangent of nothing."""
    depth = tensor("depth", n)
    model = Layer("twice", [define(depth[n], 2 * Mu[n])], wrt=(Mu,))
    told = Derivation(model, depth.rename("depth_dot")[n], (), forward_mode(canonicalise(model)))
    assert structured.derivation(told, False)["wrt"] == "depth_dot"
    assert "tangent of depth" in pretty.derivation(told)


def test_ranges_that_are_not_the_usual_ones_are_shown() -> None:
    r, q = index("r", s), index("q")
    tensor_ = X.rename("dx")
    one = Def(
        tensor_[n, s * q + r - p],
        ((n, S.Zero, N - 1), (r, S.Zero, s - 1), (q, FloorDiv(p - 1 - r, s) + 1, H)),
        W[0],
    )
    said = remarks(one)
    assert "⌈(p_t − r)/s_h⌉ ≤ q ≤ H" in said
    assert any("n < N" in line and "r < s_h" in line for line in said)


def test_two_letters_of_one_name_are_kept_apart() -> None:
    inner, outer = index("c", KH), index("c", C)
    expr = total(W[inner], over=inner) * tensor("v", outer)[outer]
    assert pretty.expression(expr) == "v[c] · Σ_{c′ = 0..KH−1} w[c′]"


def test_made_up_primes_are_dropped_where_nothing_is_confused() -> None:
    prime = index("u'", KH)
    assert pretty.expression(total(W[prime], over=prime)) == "Σ_u w[u]"
    assert pretty.expression(W[u] * total(W[prime], over=prime)) == "w[u] · Σ_{u′} w[u′]"


# --- brackets never change the value

SCALARS = [Symbol(letter, positive=True) for letter in "abc"]


def scalars() -> st.SearchStrategy[sympy.Expr]:
    leaf = st.sampled_from([*SCALARS, sympy.Integer(2), sympy.Integer(-3), Rational(1, 2), Rational(-2, 3)])
    return st.recursive(
        leaf,
        lambda e: st.one_of(
            st.tuples(e, e).map(lambda t: t[0] + t[1]),
            st.tuples(e, e).map(lambda t: t[0] - t[1]),
            st.tuples(e, e).map(lambda t: t[0] * t[1]),
            st.tuples(e, e).map(lambda t: t[0] / t[1] if t[1] != 0 else t[0]),
            e.map(lambda x: x**2),
            e.map(lambda x: sqrt(1 + x**2)),
            e.map(lambda x: exp(-(x**2))),
            e.map(lambda x: (1 + x**2) ** Rational(-3, 2)),
        ),
        max_leaves=8,
    )


def as_python(text: str) -> str:
    for sign, plain_sign in (("·", "*"), ("−", "-"), ("√", "sqrt"), ("^", "**")):
        text = text.replace(sign, plain_sign)
    text = re.sub(
        r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+",
        lambda found: "**" + found[0].translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")),
        text,
    )
    return re.sub(r"sqrt(\d+|[a-z])", r"sqrt(\1)", text)


@settings(max_examples=200, deadline=None)
@given(scalars())
def test_text_read_as_arithmetic_has_the_value_of_the_expression(expr: sympy.Expr) -> None:
    values = {"a": 1.3, "b": 0.7, "c": 2.1}
    expected = complex(expr.subs({x: values[x.name] for x in SCALARS}).evalf())
    if not math.isfinite(abs(expected)) or abs(expected) > 1e6:
        return
    text = pretty.expression(expr)
    found = eval(as_python(text), {"sqrt": math.sqrt, "exp": math.exp, **values})
    assert abs(found - expected) <= 1e-9 * max(1.0, abs(expected)), text


def test_rounding_is_written_as_it_was_computed() -> None:
    """⌊(n − 1)/d⌋ + 1 = ⌈n/d⌉ and its relatives, for all small whole numbers."""
    made = sympy.Symbol("q", integer=True)
    halves = FloorDiv(made - 1, 2), FloorDiv(made, 2)
    forms = [
        FloorDiv(made - 1, 3) + 1,
        made - FloorDiv(made - 1, 2) - 1,
        sum(halves),
        halves[0] - made + 1 + n,
    ]
    for form in forms:
        shown = rounded(form)
        assert shown != form
        for value in range(-7, 8):
            at = {made: value, n: 5}
            assert substitute(form, at).doit() == substitute(shown, at).doit()
