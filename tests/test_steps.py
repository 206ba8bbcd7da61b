"""The told derivation: which rules are named, in which order, and that every step says what is true."""

import itertools
from collections import Counter

import pytest

from derive.api.settings import specialised, textbook
from derive.autodiff import reverse
from derive.autodiff.inversion.residue_classes import phased
from derive.autodiff.reverse import cotangent_of
from derive.explain.reading.reading_rules import RULES as READING_RULES
from derive.expr import Cond, Index, Iverson, Reduce, Where, accesses, substitute
from derive.gradients import derivations, derive_vjp, gradients
from derive.layers import LAYERS, batch_norm, conv2d, cross_entropy, deform_conv2d, dense, relu
from derive.model.layer import Def, Layer, ModelError
from derive.notation import bracket, define, divides, floor_div, ge, index, sizes, tensor, total
from derive.pretty.document import shown_equations
from derive.proof import Ranges
from derive.simplify import search
from derive.simplify.normal_form import Normaliser
from derive.steps import Partial
from tests.forms import alpha
from tests.spine import SPINE
from tests.unseen import UNSEEN

RULES = {
    "chain rule", "differentiate", "reindex", "contract", "scatter", "substitute", "invert", "fold",
    "cancel", "collect", "flip", "recognise", "residue classes", "winner", "digits",
}  # fmt: skip
READING = {law.name for law, _ in READING_RULES} | {"one index"}
"""Rules of the page alone: what is compiled keeps the form from which they start."""


def told(layer, name, mode="free"):
    return derive_vjp(layer, next(t for t in layer.wrt if t.name == name), mode)


def rules(derivation):
    return [s.rule for s in derivation.steps]


def defined(derivation):
    """The names on the left sides, in the order in which they are told."""
    names = [e.lhs.tensor.name for s in derivation.steps for e in s.equations if hasattr(e.lhs, "tensor")]
    return list(dict.fromkeys(names))


def test_conv_dx_is_told_from_the_chain_rule_to_the_rotated_filter():
    one = told(conv2d, "x")
    assert rules(one) == ["chain rule", "differentiate", "reindex", "contract", "flip", "recognise"]
    said = one.recognised[0].says
    assert "with rot180(w[g·Og+o, c])" in said and said in one.steps[-1].notes


def test_conv_dw_needs_no_reindexing():
    assert rules(told(conv2d, "w")) == ["chain rule", "differentiate", "contract", "recognise"]


def test_the_congruences_are_told():
    (step,) = [s for s in told(conv2d, "x").steps if s.rule == "reindex"]
    assert sum("|" in str(line) for line in (*step.notes, *step.conditions)) == 2
    unit = [s for s in told(conv2d, "b").steps if s.rule == "reindex"]
    assert unit == []


def test_batch_norm_dx_folds_and_inverts():
    one = told(batch_norm, "x")
    found = rules(one)
    for rule in ("chain rule", "differentiate", "contract", "substitute", "invert", "fold", "collect"):
        assert rule in found, rule
    assert found.count("chain rule") == 5 and found[-1] == "collect"


def test_batch_norm_shows_every_inner_cotangent_in_the_order_of_the_backward_pass():
    names = [name for name in defined(told(batch_norm, "x")) if name.startswith("d")]
    assert names == ["dxhat", "dr", "dvar", "dmu", "dx"]


def test_what_the_result_mentions_stands_below_it():
    where = [e.lhs.tensor.name for e in told(batch_norm, "x").where]
    assert {"mu", "var", "r", "xhat"} <= set(where)
    assert told(dense, "x").where == ()
    assert "p" in [e.lhs.tensor.name for e in told(cross_entropy, "x").where]


def test_a_scatter_is_called_one():
    one = told(deform_conv2d, "x", "residue")
    assert rules(one) == ["chain rule", "differentiate", "scatter"] and one.result.scatter
    assert one.steps[-1].equations[-1].relation == "+="


def test_on_paper_a_scatter_is_a_sum():
    """dx[a] = Σ [f(z) = a] g(z): a bracket of data is contracted like any other."""
    one = told(deform_conv2d, "x")
    assert rules(one) == ["chain rule", "differentiate", "contract"] and not one.result.scatter
    assert not told(LAYERS["cross_entropy_mean"], "w").result.scatter
    for layer in LAYERS:
        for derived in derivations(layer, layer.wrt):
            assert not any(d.scatter for d in derived.program.defs)


def test_an_extreme_has_a_law_of_its_own_and_its_switch_a_definition():
    one = told(LAYERS["adaptive_max_pool2d"], "x")
    assert rules(one) == ["chain rule", "winner", "differentiate", "contract"]
    (case,) = one.steps[1].equations
    assert isinstance(case.rhs, Where) and case.rhs.args[1:] == (1, 0)
    (named,) = one.named
    assert named.rhs.op == "argmax" and named.lhs.tensor in {a.tensor for a in accesses(case.rhs)}
    shown = {e.lhs.tensor.name for e in shown_equations(told(LAYERS["max_pool2d"], "x"), True)[:2]}
    assert shown == {"switch", "y"}
    assert told(LAYERS["softmax"], "x").conventions == (), "no tie is left in y (dy − Σ dy y)"


def test_conventions_are_told():
    assert "at x = 0 the derivative is 0" in told(relu, "x").conventions


def test_the_chain_rule_sums_over_the_readers():
    first, second = told(dense, "w").steps[:2]
    assert first.rule == "chain rule" and first.equations[0].rhs.atoms(Partial)
    (slope,) = second.equations
    assert isinstance(slope.lhs, Partial) and slope.rhs.atoms(Iverson), "∂y/∂w holds a Kronecker bracket"
    assert all(c.kind == "eq" for c in slope.rhs.atoms(Cond))


ALL = [(layer, t) for layer in (*SPINE, *(make() for make in UNSEEN)) for t in layer.wrt]


@pytest.mark.parametrize(("layer", "t"), ALL, ids=lambda x: x.name)
def test_every_derivation_is_told(layer, t):
    one = derive_vjp(layer, t)
    assert set(rules(one)) <= RULES | READING and rules(one)[:1] == ["chain rule"]
    assert all(s.law and s.equations for s in one.steps), "each step names its law and shows what it made"
    assert one.layer == layer and one.target.tensor in (cotangent_of(t), one.result.tensor)
    last = [e for s in one.steps for e in s.equations if e.lhs == one.result.lhs and s.rule not in READING]
    if not any(s.rule == "recognise" for s in one.steps):
        assert last and alpha(last[-1].rhs) == alpha(one.result.expr), "the last line is the result"
    assert not any(a.args[0] == 0 for e in last for a in e.rhs.atoms(Partial))
    assert not one.result.expr.atoms(Partial)


def test_the_digits_of_a_number_are_a_step():
    """[2 (u′ W + v′) + 1 = 2 (u W + v) + f] says u′ = u, v′ = v and f = 1."""
    layer = LAYERS["deform_conv2d"]
    layer = specialised(layer, {}, textbook(layer, {}))
    (step,) = [s for s in told(layer, "offset").steps if s.rule == "digits"]
    assert len(step.equations) == 2
    for e in step.equations:
        digits = {str(c) for c in e.rhs.args}
        assert len(digits) == 3 and len(e.lhs.args) == 1
        names = sorted((z for z in e.lhs.free_symbols if isinstance(z, Index)), key=str)
        for values in itertools.product(range(2), repeat=len(names)):
            at = dict(zip(names, values, strict=True)) | dict.fromkeys(e.lhs.free_symbols - {*names}, 2)
            assert substitute(e.lhs, at) == substitute(e.rhs, at)
    assert "digits" not in rules(told(conv2d, "x")), "the groups of a channel are read off, not compared"


def test_no_gradient_towards_a_label():
    label = cross_entropy.inputs[1]
    with pytest.raises(ModelError, match="cross_entropy: no gradient towards t; differentiable inputs are x"):
        derive_vjp(cross_entropy, label)


@pytest.mark.parametrize("mode", ["unit", "residue"])
def test_the_other_modes_are_told_as_well(mode):
    one = told(conv2d, "x", mode)
    assert {"chain rule", "differentiate", "reindex", "contract"} <= set(rules(one))
    assert one.result.expr.atoms(Reduce)


def test_an_index_of_one_value_is_shown_as_that_value():
    from derive.layers import depthwise_conv2d
    from derive.pretty import definition

    (w,) = (t for t in depthwise_conv2d.wrt if t.name == "w")
    assert definition(derive_vjp(depthwise_conv2d, w).result).startswith("dw[g·M+o, 0, u, v] = ")


# -- one chain, derived once ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["conv2d", "avg_pool2d", "covariance_pool2d", "conv_batch_norm_relu"])
def test_the_compiled_form_follows_from_the_textbook_form_by_a_step(name):
    found = gradients(LAYERS[name])
    for t in found.layer.wrt:
        textbook, compiled = found.derivations[t], found.compilations[t]
        before = [s for s in textbook.steps if s.rule not in {"flip", "shift", "recognise"} | READING]
        assert list(compiled.steps[: len(before)]) == before, "the same chain up to the textbook form"
        assert compiled.program == found.vjp[t], "what is told is what is compiled"
    split = [s for s in compiled_steps(found, "x") if s.rule == "residue classes"]
    assert split and not congruences(split[-1].equations[-1].rhs)
    assert split[-1].equations[-1].lhs == found.vjp[found.layer.wrt[0]].defs[-1].lhs
    assert congruences(split[-1].before[0].rhs)


def congruences(e):
    """The congruences that sums test."""
    return [g for r in e.atoms(Reduce) for g in r.guards if g.kind == "divides"]


def compiled_steps(found, name):
    return next(d.steps for t, d in found.compilations.items() if t.name == name)


def test_each_gradient_is_derived_once(monkeypatch):
    """Programs, the told derivations and the compiled ones read one backward pass."""
    seen = Counter()
    plain = reverse.Adjoint._derive

    def counted(self, tensor):
        seen[tensor.name] += 1
        return plain(self, tensor)

    monkeypatch.setattr(reverse.Adjoint, "_derive", counted)
    found = gradients(LAYERS["conv_batch_norm_relu"])
    assert found.derivations and found.compilations
    assert set(seen) > {"x", "w"} and set(seen.values()) == {1}


# -- choices -------------------------------------------------------------------------------------------


def test_a_scatter_is_a_choice_with_a_reason():
    (choice,) = told(deform_conv2d, "x", "residue").choices
    assert "scatter" in choice.taken and "testing all" in choice.reason


def test_what_has_no_split_into_classes_says_so():
    """Two sums that test different congruences: they stay, and the derivation says why."""
    one = phased(two_strides(), ())
    assert one.definition == two_strides()
    assert [str(c) for c in one.trace.choices] == [
        "congruences of y: tested in the sum, because its terms have no common split into residue classes"
    ]


def test_residue_classes_are_a_choice_with_its_reason():
    """Which congruences, which classes, and why: beside the step, where choices are read."""
    one = gradients(conv2d).compilations[conv2d.wrt[0]]
    (choice,) = [c for c in one.choices if "classes" in c.taken]
    assert choice.of == "s_h | a - u*d_h + p_t, s_w | b - v*d_w + p_l in dx"
    assert choice.taken == "residue classes a = q*s_h + r - p_t, b = q'*s_w + r' - p_l"
    assert "no loop tests it" in choice.reason
    assert not any("classes" in c.taken for c in told(conv2d, "x").choices)


def two_strides():
    n, k, m = sizes("N K M")
    a, u, v = index("a", n), index("u", k), index("v", k)
    x, w = tensor("x", index("i", m)), tensor("w", u)
    first = bracket(divides(2, a - u), ge(a - u), ge(2 * m - 2 - a + u)) * w[u] * x[floor_div(a - u, 2)]
    second = bracket(divides(3, a - v), ge(a - v), ge(3 * m - 3 - a + v)) * w[v] * x[floor_div(a - v, 3)]
    made = define(tensor("y", a)[a], total(first, over=u) + total(second, over=v))
    return Def(made.lhs, made.free, Normaliser()(made.expr, Ranges(made.free)))


def test_a_search_limit_that_is_reached_is_recorded(monkeypatch):
    assert not any("limit" in c.reason for c in told(batch_norm, "x").choices)
    monkeypatch.setattr(search, "FOLD_ROUNDS", 1)
    assert any("search limit was reached" in c.reason for c in told(batch_norm, "x").choices)


def test_a_total_tells_what_was_given():
    """An output that another output reads: what came in stands beside what its readers add."""
    n = index("n", *sizes("N"))
    x, r, y = tensor("x", n), tensor("r", n), tensor("y", n)
    layer = Layer("two", [define(r[n], x[n] ** 2), define(y[n], 3 * r[n])], wrt=(x,), outputs=(r, y))
    first = derive_vjp(layer, x).steps[0]
    assert first.before[0].rhs.has(cotangent_of(r)[n])
