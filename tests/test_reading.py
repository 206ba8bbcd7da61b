"""The printed form: cheaper to read by a stated measure, and the same number wherever there is one."""

import numpy as np
import pytest

from codegen.verification.interpreter.evaluate import Evaluator
from derive import pretty
from derive.api.settings import specialised, textbook
from derive.explain.reading.bracketed_values import bracketed_values
from derive.explain.reading.measure import reading_cost
from derive.explain.reading.reader import read
from derive.explain.reading.reading_rules import RULES
from derive.expr import Iverson, Reduce, accesses, tensors
from derive.gradients import derivations
from derive.layers import LAYERS
from derive.model.layer import Def, Program
from derive.notation import (
    Layer,
    bracket,
    define,
    exp,
    ge,
    gt,
    index,
    size,
    sizes,
    sqrt,
    tensor,
    total,
    where,
)
from tests.forms import value
from tests.test_diagonals import contrastive
from tests.test_read_values import leaky_rows
from tests.test_unseen_pages import squash, tversky

N, K = sizes("N K")
n, k = index("n", N), index("k", K)
NUMBERS = {
    "N": 2, "C": 3, "K": 2, "O": 2, "D": 3, "H": 4, "W": 5, "KH": 2, "KW": 2, "OH": 2, "OW": 2, "M": 5,
    "s_h": 2, "s_w": 2, "p_t": 0, "p_b": 0, "p_l": 0, "p_r": 0, "skipped": -1, "beta": 1.5, "E": 3, "L": 3,
}  # fmt: skip


def told(layer, name="x"):
    layer = specialised(layer, {}, textbook(layer, {}))
    return next(derivations(layer, [t for t in layer.wrt if t.name == name]))


def arrays_of(derived, seed):
    """Inputs drawn, the forward computed from them one definition after the other."""
    rng = np.random.default_rng(seed)
    symbols = {str(s): v for s, v in NUMBERS.items()}

    def shape(t):
        return tuple(int(x.subs({s: symbols[s.name] for s in x.free_symbols})) for x in t.shape)

    data = {t.name: rng.normal(size=shape(t)) for t in derived.layer.inputs if t.kind == "real"}
    for t in derived.layer.inputs:
        if t.kind == "integer":
            bound = int(t.bound.subs({s: symbols[s.name] for s in t.bound.free_symbols}))
            data[t.name] = rng.integers(0, bound, size=shape(t))
        if t.sign:
            data[t.name] = abs(data[t.name])
    read_in = {a.tensor for d in (derived.program.defs[-1], derived.page[-1]) for a in accesses(d.expr)}
    for one in (*derived.layer.forward, *derived.where, *derived.named):
        rhs = one.expr if hasattr(one, "expr") else one.rhs
        if one.lhs.tensor.name not in data:
            found = value(rhs, one.free, data, **symbols)
            data[one.lhs.tensor.name] = np.reshape(found, shape(one.lhs.tensor))
    for t in read_in:
        data.setdefault(t.name, rng.normal(size=shape(t)))
    return data, symbols


PRINTED = [
    ("sigmoid", "x"), ("silu", "x"), ("mish", "x"), ("softplus", "x"), ("covariance_pool2d", "x"),
    ("mixed_pool2d", "mix"), ("cross_entropy_mean", "w"), ("spatial_pyramid_avg_pool2d", "x"), ("glu", "x"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "wrt"), PRINTED)
def test_what_is_printed_is_what_is_computed(name, wrt):
    derived = told(LAYERS[name], wrt)
    assert derived.printed and reading_cost(derived.page[-1].expr) < reading_cost(derived.result.expr)
    data, symbols = arrays_of(derived, 3)
    both = [value(d.expr, d.free, data, **symbols) for d in (derived.result, derived.page[-1])]
    np.testing.assert_allclose(*both, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize(
    ("name", "wrt", "line"),
    [
        ("sigmoid", "x", "dx[i] = dy[i] · y[i] · (1 − y[i])"),
        ("mixed_pool2d", "mix", "dmix = Σ_{n,c,i,j} dy[n,c,i,j] · (most[n,c,i,j] − mean[n,c,i,j])"),
        ("softplus", "x", "dx[i] = dy[i]/(1 + exp(−β·x[i]))"),
    ],
)
def test_the_form_of_an_expert(name, wrt, line):
    assert pretty.equation(told(LAYERS[name], wrt).page[-1]) == line


def test_the_covariance_is_one_sum():
    (one,) = told(LAYERS["covariance_pool2d"]).page[-1].expr.atoms(Reduce)
    assert sum(a.tensor.name == "dy" for a in accesses(one.body)) == 2


def layer_of(body, *tensors, over=n):
    y = tensor("y", over)
    return Layer("drawn", [define(y[over], body)], wrt=tensors)


def printed(layer, name):
    derived = told(layer, name)
    return derived.page[-1], derived


def test_sums_with_a_weight_of_each_element_stay_apart():
    """Σ dy − x̂ Σ dy x̂ is two sums: one for all, one weighed anew for each element."""
    assert not told(LAYERS["batch_norm_features"]).printed


def test_sums_under_different_conditions_stay_apart():
    assert not told(LAYERS["mixed_pool2d"]).printed


def test_cases_that_differ_stay_cases():
    x = tensor("x", n)
    body = where(ge(x[n]), exp(-x[n]), exp(x[n]))
    assert not told(layer_of(body, x)).printed
    half = where(ge(x[n]), 1 / (1 + exp(-x[n])), exp(x[n]) / (2 + exp(x[n])))
    assert "one" not in {s.rule for s in told(layer_of(half, x)).steps if s.rule == "cases agree"}


def test_one_case_of_three_does_not_speak_for_the_others():
    x = tensor("x", n)
    body = bracket(gt(x[n] - 1)) * x[n] + bracket(gt(-x[n])) * x[n]
    assert not told(layer_of(body, x)).printed


def test_a_value_is_known_only_where_its_branch_holds():
    """s/m stands as q where m ≠ 0 is a condition of the whole; without it, it does not."""
    layer = LAYERS["cross_entropy_mean"]
    page = told(layer, "w").page[-1]
    assert "mean_loss" in {t.name for t in page.reads}
    (value_def,) = [d for d in layer.forward if d.tensor.name == "mean_loss"]
    held = {c for f in page.expr.args for c in getattr(f, "args", ()) if c in value_def.expr.conds}
    assert held == {*value_def.expr.conds}


def regression():
    """Kernel regression: its weights have a name, which its slopes are made of."""
    m = index("m", size("M"))
    q, x, k, y = tensor("q", n), tensor("x", m), tensor("k", n, m), tensor("y", n)
    forward = [define(k[n, m], exp(-((q[n] - x[m]) ** 2))), define(y[n], total(k[n, m], over=m))]
    return Layer("regression", forward, wrt=(q, x))


def test_what_has_a_name_is_called_by_it():
    for wrt in ("q", "x"):
        (named,) = {a for a in told(regression(), wrt).page[-1].reads if a.name == "k"}
        assert named.kind == "real" and not told(regression(), wrt).page[-1].expr.has(exp)


def test_every_rule_fires_somewhere():
    inside = ("causal_attention", "q")
    fired = {s.rule for name, wrt in (*PRINTED, inside) for s in told(LAYERS[name], wrt).steps}
    fired |= {
        s.rule for layer, wrt in ((regression(), "q"), (leaky_rows(), "a")) for s in told(layer, wrt).steps
    }
    fired |= {
        s.rule
        for one, to in (
            *((LAYERS[n], "x") for n in ("l2_pool2d", "tanh_shrink")),
            (tversky(), "p"),
            (squash(), "x"),
            (contrastive(), "f"),
            (LAYERS["smoothed_cross_entropy"], "w"),
        )
        for s in told(one, to).steps
    }
    assert {law.name for law, _ in RULES} <= fired


def test_reading_ends_where_nothing_is_gained():
    for name, wrt in PRINTED:
        derived = told(LAYERS[name], wrt)
        assert read(derived.page[-1], derived.layer.forward) == (derived.page[-1], ())


def test_the_measure_counts_what_the_eye_takes_in():
    x, y = tensor("x", n), tensor("y", n)
    assert reading_cost(x[n]) < reading_cost(x[n] + y[n]) < reading_cost(x[n] + y[n] + total(x[k], over=k))
    assert reading_cost(x[n]) < reading_cost(x[2 * n + 1]) and reading_cost(x[n]) < reading_cost(sqrt(x[n]))
    assert reading_cost(bracket(gt(x[n])) * x[n]) > reading_cost(x[n])


def test_a_layer_of_ones_own_is_read_so_too():
    """Twice one input beside two others, summed: the common factor stands outside of one sum."""
    x, a, b, y, z = tensor("x", n), tensor("a", k), tensor("b", k), tensor("y", n, k), tensor("z", n, k)
    s = tensor("s")
    forward = [
        define(y[n, k], x[n] * s[()] * a[k]),
        define(z[n, k], x[n] * s[()] * b[k]),
    ]
    layer = Layer("heads", forward, wrt=(s,), inputs=(x, s, a, b), outputs=(y, z))
    derived = told(layer, "s")
    assert pretty.equation(derived.page[-1]) == "ds = Σ_{n,k} x[n] · (dy[n,k]·a[k] + dz[n,k]·b[k])"


def test_a_bracketed_value_stands_for_what_it_was_computed_from():
    """``p = [c] E/S``: under the same bracket, and in a sum that runs where c holds."""
    (da,) = [d for d in told(LAYERS["causal_attention"], "q").page if d.tensor.name == "da"]
    assert not da.expr.has(exp, Iverson) and {t.name for t in tensors(da.expr)} == {"p", "dp"}
    _the_page_is_the_program(told(LAYERS["causal_attention"], "q"))
    i = index("i", N)
    x, p, z = tensor("x", n, i), tensor("p", n, i), tensor("z", n)
    inside = define(p[n, i], exp(x[n, i]) * bracket(i <= n))
    body = exp(x[n, i]) * x[n, i]
    (made,) = bracketed_values(define(z[n], Reduce("sum", body, [(i, 0, n)])), [inside])
    assert made == Reduce("sum", p[n, i] * x[n, i], [(i, 0, n)])
    everywhere = define(z[n], Reduce("sum", body, [(i, 0, N - 1)]))
    assert not [*bracketed_values(inside, [inside])], "a value is not said by itself"
    bare = define(p[n, i], exp(x[n, i]))
    assert not [*bracketed_values(everywhere, [inside]), *bracketed_values(bare, [inside])]


def _the_page_is_the_program(derived):
    """In numbers: the definitions of the page, and those that they were read from."""
    rng = np.random.default_rng(1)
    values = {s: NUMBERS[s.name] for s in derived.layer.size_symbols}
    reader = Evaluator(values, {})
    given = {t.name: rng.normal(size=reader.shape(t)) for t in derived.layer.inputs}
    given["dy"] = rng.normal(size=reader.shape(derived.layer.outputs[0]))
    whole = {one.lhs.tensor: Def(one.lhs, one.free, one.rhs) for one in derived.where}
    found = []
    for defs in (derived.page, derived.program.defs):
        order = [*whole.values(), *(d for d in defs if d.tensor not in whole)]
        program = Program("one", (), tuple(order), (defs[-1].tensor,))
        found.append(Evaluator(values, dict(given)).run(program)[defs[-1].tensor.name])
    np.testing.assert_allclose(*found, rtol=1e-12)
