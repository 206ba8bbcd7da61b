"""The rungs of the ladder, each alone: names, exact numbers, and functions that chainrule did not make."""

import json
import math
from dataclasses import replace
from fractions import Fraction
from importlib import import_module

import numpy as np
import pytest

import codegen
from codegen.module.load import RUNTIME, import_from, load
from codegen.verification import LADDER, RUNGS, Outcome, Rung, Verdict, draw, rungs, verify
from codegen.verification.callables.uncompiled import uncompiled
from codegen.verification.mistakes.of_formulas import mutants
from codegen.verification.rungs.identities.metamorphic import samples
from codegen.verification.systems import (
    ANALYTIC,
    RATIONAL,
    FieldNumber,
    Unsaid,
    drawn_field,
    numbers,
    text_of,
)
from codegen.verification.systems.residue_atoms import system_of
from derive.api.arguments import ArgumentError
from derive.gradients import gradients
from derive.layers import LAYERS, batch_norm, conv2d, dense, max_pool2d, mse_loss, softmax
from tests.spine import quickly
from tests.test_cli import chainrule


def standing(layer):
    return import_from(RUNTIME, "generated", layer.name)


def verdicts(layer, functions, *names, cases=6):
    found = verify([layer], examples=cases, checks=rungs(*names), module_for=lambda _: functions)
    return {report.gradient: report.verdict for report in found}


# -- the text over other numbers


def test_text_runs_over_fractions():
    """One third stays one third; the same text rounds it in float64."""
    text = text_of(standing(LAYERS["avg_pool1d"]), RATIONAL)
    x = numbers(np.arange(3.0).reshape(1, 1, 3), RATIONAL)
    assert text.forward(x, kernel=3, stride=1).tolist() == [[[1]]]
    dy = numbers(np.ones((1, 1, 1)), RATIONAL)
    assert text.vjp_x(dy, x, kernel=3, stride=1).tolist() == [[[Fraction(1, 3)] * 3]]


def test_what_nobody_wrote_is_no_number():
    module = text_of(standing(dense), RATIONAL)
    x, w = (numbers(np.ones((2, 2)), RATIONAL) for _ in range(2))
    x[0, 0] = None
    with pytest.raises(TypeError):
        module.forward(x, w)


def test_roots_and_exponentials_are_not_fractions():
    x = numbers(np.array([[1.0, 2.0]]), RATIONAL)
    with pytest.raises(Unsaid):
        text_of(standing(softmax), RATIONAL).forward(x)


def test_a_loop_without_a_real_array_computes_in_the_system_too():
    """The places of a resized image depend on sizes and options alone."""
    text = text_of(standing(LAYERS["nearest_resize1d"]), RATIONAL)
    x = numbers(np.arange(4.0).reshape(1, 1, 4), RATIONAL)
    assert text.forward(x, size=3, step=0.0).ravel().tolist() == [0, 1, 2]
    assert text.forward(x, size=3, step=1.5).ravel().tolist() == [0, 1, 3]


def test_atoms_obey_their_laws():
    """√a √a = a also where a is no square; exp(a + b) = exp a · exp b; exp log a = a."""
    field = drawn_field(5)
    apply = system_of(field).apply
    for residue in range(2, 12):
        a = FieldNumber(field, 2.0, residue, up=77, num=1)
        b = FieldNumber(field, 3.0, residue + 1, up=residue, num=1)
        root = a.sqrt() * a.sqrt()
        assert (root.re, root.im) == (a.re, 0)
        assert apply("exp", a + b).re == (apply("exp", a) * apply("exp", b)).re
        assert apply("exp", apply("log", a) - b).re == (a / apply("exp", b)).re
        left, right = (a ** Fraction(3, 4)) ** 4, a**3
        assert (left.re, left.im) == (right.re, right.im)
        assert (apply("tanh", a).re) == ((apply("exp", a * 2) - 1) / (apply("exp", a * 2) + 1)).re
        cos, sin = apply("cos", a), apply("sin", a)
        assert (cos * cos + sin * sin).re == 1


def test_a_field_is_drawn_near_two_to_the_61():
    field = drawn_field(0)
    assert field != drawn_field(1) and 2**60 < field.p < 2**62 and field.p == 2 * field.q + 1
    assert pow(field.g, field.q, field.p) == 1 and field.g != 1


def test_complex_numbers_compare_by_their_real_parts():
    text = text_of(standing(LAYERS["relu"]), ANALYTIC)
    from codegen.verification.systems.analytic import Analytic

    x = numbers(np.array([-1.0, 2.0]), ANALYTIC)
    x[:] = [Analytic(-1.0, 1e-30), Analytic(2.0, 1e-30)]
    assert [v.y for v in text.forward(x)] == [0.0, 1e-30]


def test_the_slope_of_an_absolute_value_at_a_tie_is_the_declared_one():
    from codegen.verification.systems.analytic import Analytic

    assert [abs(Analytic(x, 1e-30)).y for x in (-1.0, 0.0, 2.0)] == [-1e-30, 0.0, 1e-30]


@pytest.mark.parametrize("name", ["l1_loss_each", "huber_loss_each"])
def test_ties_and_letters_fail_no_layer_of_absolute_values(name):
    found = verify([LAYERS[name]], checks=rungs("symbolic", "complex_text"), module_for=standing)
    assert {check.verdict for report in found for check in report.checks} == {Verdict.PASS}


# -- rungs that do not round

EXACT = ["conv2d", "avg_pool2d", "mse_loss", "bilinear_upsample2d", "max_pool2d", "prelu"]


@pytest.mark.parametrize("name", EXACT)
def test_a_rational_layer_has_no_error_at_all(name):
    found = verify([LAYERS[name]], examples=4, checks=rungs("exact"), module_for=standing)
    for report in found:
        (check,) = report.checks
        assert check.verdict is Verdict.PASS and check.worst_error == 0 and check.says == "exact"


FIELD = [
    *EXACT,
    "batch_norm",
    "softmax",
    "cross_entropy",
    "local_response_norm",
    "lp_pool2d",
    "tanh",
    "softplus",
]


@pytest.mark.parametrize("name", FIELD)
def test_residues_agree(name):
    found = verify([LAYERS[name]], examples=4, checks=rungs("finite_field"), module_for=standing)
    for report in found:
        (check,) = report.checks
        assert check.verdict is Verdict.PASS, check.to_json()
        assert 0 < check.bound < 1e-8


@pytest.mark.parametrize("name", ["finite_field", "exact", "complex_text"])
@pytest.mark.parametrize("layer", quickly([dense, mse_loss, conv2d], "conv2d"))
def test_rungs_without_rounding_fail_what_is_wrong(layer, name):
    tensor = layer.wrt[0]
    found = gradients(layer)
    mutant = next(mutants(found.vjp[tensor], ("offset",)))
    changed = replace(found, vjp={**found.vjp, tensor: mutant.program})
    one = replace(layer, wrt=(tensor,))
    assert verdicts(one, load(layer, gradients=changed), name, cases=12) == {tensor.name: Verdict.FAIL}


def test_what_has_no_fractions_says_so():
    (report, *_) = verify([batch_norm], examples=2, checks=rungs("exact"), module_for=standing)
    assert not report.checks and "no fractions" in report.skipped["exact"]
    assert report.verdict is Verdict.INCONCLUSIVE


# -- names


def test_every_rung_has_a_name_a_promise_and_checks():
    assert {check for group in RUNGS.values() for check in group.checks} == set(LADDER)
    assert all(group.promise and group.checks for group in RUNGS.values())
    assert [check.name for check in rungs("complex_step")] == ["complex_step", "complex_text"]
    told = chainrule("verify", "--rung", "list").stdout
    assert [line.split()[0] for line in told.splitlines()] == list(RUNGS)
    help_text = " ".join(chainrule("verify", "--help").stdout.replace("│", " ").split())
    assert all(name in help_text for name in RUNGS)


def test_an_unknown_rung_is_an_error_that_lists_them():
    assert "finite_field" in chainrule("verify", "dense", "--rung", "nope", status=2).stderr
    with pytest.raises(ArgumentError, match="finite_field"):
        codegen.verify("dense", checks=["nope"])


def test_a_rung_alone_says_what_it_found():
    found = json.loads(chainrule("verify", "dense", "--rung", "exact", "--examples", "2", "--json").stdout)
    assert [one["gradient"] for one in found] == ["x", "w", "b"]
    for one in found:
        (check,) = one["checks"]
        assert check["rung"] == "exact" and check["says"] == "exact" and check["worst_error"] == 0
        assert one["said"] == "exact: exact"


# -- foreign functions


def forward(x, w, b):
    return x @ w.T + b


RIGHT = {
    "forward": forward,
    "vjp_x": lambda dy, x, w, b: dy @ w,
    "vjp_w": lambda dy, x, w, b: dy.T @ x,
    "vjp_b": lambda dy, x, w, b: dy.sum(axis=0),
}
WRONG = {
    "a billionth too much": lambda dy, x, w, b: dy.T @ x * (1 + 1e-9),
    "twice too much": lambda dy, x, w, b: dy.T @ x * 2,
    "the first sample left out": lambda dy, x, w, b: dy[1:].T @ x[1:],
    "the mean in place of the sum": lambda dy, x, w, b: dy.T @ x / len(x),
    "the wrong sign": lambda dy, x, w, b: -(dy.T @ x),
    "float32 inside": lambda dy, x, w, b: (dy.astype(np.float32).T @ x.astype(np.float32)).astype(float),
    "another shape": lambda dy, x, w, b: (dy.T @ x).T,
    "an input written": lambda dy, x, w, b: dy.T @ np.multiply(x, 2, out=x) / 2,
}


def test_right_functions_of_a_stranger_pass_every_rung():
    report = codegen.verify("dense", RIGHT, cases=4)
    assert report.passed, str(report)
    for one in report.gradients:
        ran = {check.check for check in one.checks}
        assert {"exact", "finite_field", "complex_text", "finite_differences", "contract", "float32"} <= ran
        assert one.skipped["jvp"] == "no function jvp was given"
        assert set(one.skipped) | ran == {check.name for check in LADDER}


def rooted(x, gamma, beta, eps=1e-5):
    """A normalisation over rows, by a loop or at once."""
    from_mean = x - x.mean(axis=1, keepdims=True)
    r = 1 / np.sqrt((from_mean**2).mean(axis=1, keepdims=True) + eps)
    return gamma * from_mean * r + beta


def by_rows(x, gamma, beta, eps=1e-5):
    """The same in an array of numbers that it takes to be real."""
    made = np.empty_like(x)
    for n, row in enumerate(x):
        from_mean = row - sum(row) / len(row)
        made[n] = gamma * from_mean / math.sqrt(sum(from_mean**2) / len(row) + eps) + beta
    return made


def rows_pulled(dy, x, gamma, beta, eps=1e-5):
    r = 1 / np.sqrt(((x - x.mean(axis=1, keepdims=True)) ** 2).mean(axis=1, keepdims=True) + eps)
    h, g = (x - x.mean(axis=1, keepdims=True)) * r, dy * gamma
    return r * (g - g.mean(axis=1, keepdims=True) - h * (g * h).mean(axis=1, keepdims=True))


@pytest.mark.parametrize(("function", "asked"), [(rooted, True), (by_rows, False)])
def test_a_stranger_that_takes_roots_is_not_failed_by_the_complex_step(function, asked):
    functions = {"forward": function, "vjp_x": rows_pulled}
    report = codegen.verify("layer_norm", functions, cases=4, checks=["complex_step"])
    assert report.verdict is (Verdict.PASS if asked else Verdict.INCONCLUSIVE)
    assert asked or "complex_step (the function takes no complex numbers" in str(report)


@pytest.mark.parametrize("name", WRONG)
def test_wrong_functions_of_a_stranger_fail(name):
    report = codegen.verify("dense", {"forward": forward, "vjp_w": WRONG[name]}, cases=6)
    assert [one.gradient for one in report.gradients] == ["w"]
    assert report.verdict is Verdict.FAIL


@pytest.mark.parametrize("name", ["twice too much", "the first sample left out", "the wrong sign"])
@pytest.mark.parametrize("rung", ["exact", "finite_field", "dot_product", "complex_text"])
def test_each_rung_alone_fails_a_stranger(name, rung):
    functions = {"forward": forward, "vjp_w": WRONG[name]}
    assert verdicts(dense, functions, rung) == {"w": Verdict.FAIL}


def test_one_function_is_enough():
    report = codegen.verify("dense", {"vjp_b": RIGHT["vjp_b"]}, cases=3)
    assert report.passed and report.gradients[0].skipped["complex_step"] == "no function forward was given"


def test_all_gradients_from_one_function():
    together = lambda dy, x, w, b: (dy @ w, dy.T @ x, dy.sum(axis=0))  # noqa: E731
    assert codegen.verify("dense", {"vjp": together}, cases=3).passed


def test_a_stranger_with_options():
    pool = {"vjp_x": max_pool_backward}
    layer = max_pool2d
    found = verify([layer], examples=6, checks=rungs("dot_product", "exact"), module_for=lambda _: pool)
    assert found[0].verdict is Verdict.PASS, found[0].failures


def max_pool_backward(dy, x, *, kernel, stride, padding, dilation):
    """Written out: the first of the largest in each window takes what comes back."""
    (kh, kw), (sh, sw), (dh, dw) = kernel, stride, dilation
    top, left = np.ravel(padding).reshape(2, -1)[:, 0]
    dx = np.zeros_like(x)
    for n, c, i, j in np.ndindex(dy.shape):
        taps = [(i * sh - top + u * dh, j * sw - left + v * dw) for u in range(kh) for v in range(kw)]
        inside = [(a, b) for a, b in taps if 0 <= a < x.shape[2] and 0 <= b < x.shape[3]]
        if inside:
            a, b = max(inside, key=lambda at: x[n, c, at[0], at[1]])
            dx[n, c, a, b] += dy[n, c, i, j]
    return dx


def test_a_function_that_rounds_has_no_exact_word():
    rounded = {"vjp_b": lambda dy, x, w, b: dy.astype(float).sum(axis=0)}
    report = codegen.verify("dense", rounded, checks=["exact"], cases=3)
    assert report.verdict is Verdict.INCONCLUSIVE
    assert "rounds" in report.gradients[0].skipped["exact"]


def test_nothing_to_verify_is_an_error():
    with pytest.raises(ArgumentError, match="vjp_w"):
        codegen.verify("dense", {"backward": forward})


# -- letters, laws, mutants


@pytest.mark.parametrize("name", ["dense", "conv2d", "avg_pool2d", "mse_loss", "bilinear_upsample2d"])
def test_a_polynomial_layer_is_proved_for_all_data(name):
    for report in verify([LAYERS[name]], checks=rungs("symbolic"), module_for=standing):
        (check,) = report.checks
        assert check.verdict is Verdict.PASS and check.says == "proved" and check.cases > 1
        assert check.proof == "for all data at the sizes of each case"


@pytest.mark.parametrize("layer", [dense, mse_loss, conv2d], ids=lambda layer: layer.name)
def test_letters_refute_what_is_wrong(layer):
    tensor, found = layer.wrt[0], gradients(layer)
    mutant = next(mutants(found.vjp[tensor], ("sign",)))
    changed = replace(found, vjp={**found.vjp, tensor: mutant.program})
    one = replace(layer, wrt=(tensor,))
    assert verdicts(one, load(layer, gradients=changed), "symbolic", cases=12) == {tensor.name: Verdict.FAIL}


@pytest.mark.parametrize("name", ["relu", "softsign"])
def test_letters_have_no_order(name):
    (report,) = verify([LAYERS[name]], checks=rungs("symbolic"), module_for=standing)
    assert report.skipped["symbolic"] == "letters have no order" and not report.checks


def test_letters_for_a_stranger():
    assert verdicts(dense, RIGHT, "symbolic", cases=20) == dict.fromkeys("xwb", Verdict.PASS)
    twice = {"vjp_w": WRONG["twice too much"]}
    assert verdicts(dense, twice, "symbolic", cases=20) == {"w": Verdict.FAIL}


UNLAWFUL = {
    "not linear": lambda dy, x, w, b: dy.T @ x + 1e-6 * (dy**2).T @ x,
    "not without a constant": lambda dy, x, w, b: dy.T @ x + 1e-9,
    "not apart": lambda dy, x, w, b: dy.T @ (x + 1e-6 * x.mean(axis=0)),
}


@pytest.mark.parametrize("name", UNLAWFUL)
def test_a_gradient_that_breaks_a_law_fails(name):
    assert verdicts(dense, {"vjp_w": UNLAWFUL[name]}, "metamorphic", cases=20) == {"w": Verdict.FAIL}


def test_laws_are_read_from_the_structure():
    assert {layer.name: str(samples(layer)) for layer in (dense, conv2d, softmax, max_pool2d)} == {
        "dense": "N", "conv2d": "N", "softmax": "N", "max_pool2d": "N",
    }  # fmt: skip
    assert samples(batch_norm) is None and samples(mse_loss) is None


@pytest.mark.parametrize("name", ["dense", "batch_norm", "softmax", "conv2d", "max_pool2d", "cross_entropy"])
def test_kernels_obey_the_laws(name):
    found = verify([LAYERS[name]], examples=8, checks=rungs("metamorphic"), module_for=uncompiled_of)
    assert {report.verdict for report in found} == {Verdict.PASS}, [r.failures for r in found]


def uncompiled_of(layer):
    return uncompiled(layer.name, RUNTIME)


def test_the_rung_of_mutation_says_what_is_not_told_apart(monkeypatch):
    (report, *_) = verify([mse_loss], checks=rungs("mutation"), module_for=standing)
    assert report.verdict is Verdict.PASS and not report.checks[0].open
    room = import_module("codegen.verification.rungs.identities.wrong_formulas")
    monkeypatch.setattr(room, "paired", lambda *_: Outcome(Verdict.PASS))
    (report, *_) = verify([mse_loss], checks=rungs("mutation"), module_for=standing)
    assert report.verdict is Verdict.INCONCLUSIVE
    assert "a wrong formula" in str(report.checks[0].open)


def test_few_cases_of_every_style_are_spread_from_the_smallest_to_the_largest():
    tried = []
    few = Rung("few", lambda case, subject: tried.append(case) or Outcome(Verdict.PASS), some=8)
    drawn = draw(dense, 20, 0)
    (report, *_) = verify([dense], checks=[few], module_for=lambda _: RIGHT, cases_for=lambda _: drawn)
    assert 8 <= report.checks[0].cases <= 11
    seen = tried[: report.checks[0].cases]
    for style in {case.style for case in drawn}:
        own, there = (sorted(c.size for c in cases if c.style == style) for cases in (seen, drawn))
        assert own[-1] == there[-1] and (len(there) < 3 or own[0] == there[0])
