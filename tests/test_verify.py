"""The verification verified: right kernels pass, wrong ones fail, and what proves nothing is called so."""

import json
import math
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.verification import LADDER, Verdict, attempt, draw, passed, reproduce, rungs, verify
from codegen.verification.callables.kernels import Kernels
from codegen.verification.interpreter.evaluate import Evaluator
from codegen.verification.judgement import compare
from codegen.verification.quick import standing
from codegen.verification.report import CheckReport, GradientReport, Outcome
from codegen.verification.rungs import Subject
from codegen.verification.rungs.conduct.contract import spread
from codegen.verification.rungs.derivatives.complex_step import is_analytic
from codegen.verification.rungs.derivatives.richardson import best, central, weights
from derive.layers import batch_norm, conv2d, dense, max_pool2d, relu
from tests.spine import SPINE
from tests.strategies import STYLES, broken, case_of, cases

ROOT = Path(__file__).parent.parent
KERNEL_RUNGS = rungs("forward", "dot_product", "finite_differences", "float32", "contract")


def written(out, value):
    """The convention of ``out=``."""
    if out is None:
        return value
    out[...] = value
    return out


def dense_module(**wrong):
    """Dense by hand; ``wrong`` replaces functions."""

    def bias(w, b):
        return np.zeros(w.shape[0], w.dtype) if b is None else b

    made = {
        "forward": lambda x, w, b=None, out=None: written(out, x @ w.T + bias(w, b)),
        "vjp_x": lambda dy, x, w, b=None, out=None: written(out, dy @ w),
        "vjp_w": lambda dy, x, w, b=None, out=None: written(out, dy.T @ x),
        "vjp_b": lambda dy, x, w, b=None, out=None: written(out, dy.sum(0)),
        "jvp": lambda x, w, b=None, x_dot=None, w_dot=None, b_dot=None: _dense_jvp(x, w, x_dot, w_dot, b_dot),
    }
    return SimpleNamespace(**(made | wrong))


def _dense_jvp(x, w, x_dot, w_dot, b_dot):
    y = np.zeros((x.shape[0], w.shape[0]))
    y = y if x_dot is None else y + x_dot @ w.T
    y = y if w_dot is None else y + x @ w_dot.T
    return y if b_dot is None else y + b_dot


def relu_module(at_zero=0.0):
    slope = lambda x: np.where(x > 0, 1.0, np.where(x == 0, at_zero, 0.0)).astype(x.dtype)  # noqa: E731
    return SimpleNamespace(
        forward=lambda x, out=None: written(out, np.maximum(x, 0).astype(x.dtype)),
        vjp_x=lambda dy, x, out=None: written(out, dy * slope(x)),
    )


def verdicts(layer, module, *names):
    reports = verify([layer], module_for=lambda _: module, checks=rungs(*names) if names else KERNEL_RUNGS)
    return {(r.gradient, c.check): c for r in reports for c in r.checks}


def test_what_numpy_says_of_an_infinity_is_no_verdict():
    def forward(x, w, b=None, out=None):
        assert np.isinf(np.ones(1) / np.zeros(1))
        return dense_module().forward(x, w, b, out)

    found = verdicts(dense, dense_module(forward=forward), "forward", "dot_product")
    assert {c.verdict for c in found.values()} == {Verdict.PASS}


def test_right_kernels_pass_every_rung():
    found = verdicts(dense, dense_module(), *(c.name for c in LADDER if c.name != "formula"))
    assert {c.verdict for c in found.values()} == {Verdict.PASS}
    checks = {check for _, check in found}
    assert checks >= {
        "forward",
        "dot_product",
        "finite_differences",
        "complex_step",
        "float32",
        "jvp",
        "contract",
    }


WRONG = {
    "sign": lambda dy, x, w, b=None, out=None: written(out, -dy.T @ x),
    "factor": lambda dy, x, w, b=None, out=None: written(out, (1 + 1e-9) * dy.T @ x),
    "lost row": lambda dy, x, w, b=None, out=None: written(out, dy[1:].T @ x[1:]),
    "one element": lambda dy, x, w, b=None, out=None: written(out, _without_last(dy.T @ x)),
    "shape": lambda dy, x, w, b=None, out=None: written(out, x.T @ dy),
    "nan": lambda dy, x, w, b=None, out=None: written(out, dy.T @ x * np.nan),
}


def _without_last(a):
    a = a.copy()
    a.flat[-1:] = 0
    return a


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_gradient_fails(name):
    found = verdicts(dense, dense_module(vjp_w=WRONG[name]), "dot_product")
    assert found["w", "dot_product"].verdict is Verdict.FAIL
    assert found["x", "dot_product"].verdict is Verdict.PASS
    assert found["b", "dot_product"].verdict is Verdict.PASS


@pytest.mark.parametrize("name", ["sign", "lost row", "one element", "nan"])
def test_finite_differences_alone_see_it(name):
    found = verdicts(dense, dense_module(vjp_w=WRONG[name]), "finite_differences")
    assert found["w", "finite_differences"].verdict is Verdict.FAIL


def test_a_failure_is_shrunk_and_can_be_run_again():
    module = dense_module(vjp_w=WRONG["lost row"])
    (line,) = verdicts(dense, module, "dot_product")["w", "dot_product"].failure.splitlines()
    call = line.split("  #")[0]
    assert "sizes=dict(K=1, N=1, O=1)" in call, "the smallest case that fails"
    again = eval(
        call.replace("sizes=", "module=module, sizes="),
        {"reproduce": reproduce, "module": module, "dict": dict},
    )
    assert again.verdict is Verdict.FAIL


def test_a_wrong_forward_fails():
    module = dense_module(forward=lambda x, w, b=None, out=None: x @ w.T + 1e-9)
    assert verdicts(dense, module, "forward")["x", "forward"].verdict is Verdict.FAIL


def test_the_declared_derivative_at_a_kink_is_checked():
    assert verdicts(relu, relu_module(0.0), "dot_product")["x", "dot_product"].verdict is Verdict.PASS
    assert verdicts(relu, relu_module(1.0), "dot_product")["x", "dot_product"].verdict is Verdict.FAIL


def test_differences_keep_away_from_kinks():
    """They say nothing about the value at the kink, so both conventions pass."""
    for at_zero in (0.0, 1.0):
        found = verdicts(relu, relu_module(at_zero), "finite_differences")
        assert found["x", "finite_differences"].verdict is Verdict.PASS


def test_an_exception_is_a_failure():
    def refuses(dy, x, w, b=None, out=None):
        raise ValueError("dense: no")

    found = verdicts(dense, dense_module(vjp_w=refuses), "dot_product")["w", "dot_product"]
    assert found.verdict is Verdict.FAIL
    assert "raised ValueError: dense: no" in found.failure


def _accumulates(dy, x, w, b=None, out=None):
    return dy.T @ x if out is None else np.add(out, dy.T @ x, out=out)


def _scribbles(dy, x, w, b=None, out=None):
    made = dy.T @ x
    x *= 0
    return written(out, made)


CONTRACT = {
    "accumulates into a stale buffer": _accumulates,
    "writes to an input": _scribbles,
    "ignores out": lambda dy, x, w, b=None, out=None: dy.T @ x,
    "reads strided memory as if it were not": lambda dy, x, w, b=None, out=None: written(
        out, dy.T @ _flat(x)
    ),
}


def _flat(x):
    step = np.lib.stride_tricks.as_strided(x, x.shape, (x.shape[1] * x.itemsize, x.itemsize))
    return np.where(np.isfinite(step), step, 0.0)


@pytest.mark.parametrize("name", CONTRACT)
def test_a_broken_contract_fails(name):
    found = verdicts(dense, dense_module(vjp_w=CONTRACT[name]), "contract")
    assert found["w", "contract"].verdict is Verdict.FAIL


def test_float32_has_its_own_bound():
    def half_precision(dy, x, w, b=None, out=None):
        kind = np.float16 if x.dtype == np.float32 else np.float64
        return (dy.astype(kind).T @ x.astype(kind)).astype(x.dtype)

    found = verdicts(dense, dense_module(vjp_w=half_precision), "float32", "dot_product")
    assert found["w", "float32"].verdict is Verdict.FAIL
    assert found["w", "dot_product"].verdict is Verdict.PASS


@given(
    st.integers(0, 10**6), st.sampled_from([np.sin, np.exp, np.tanh, lambda t: 1 / (2 + t), lambda t: t**3])
)
def test_differences_stay_within_their_bound(seed, f):
    x = float(np.random.default_rng(seed).uniform(-1, 1))
    exact = {np.sin: np.cos, np.exp: np.exp, np.tanh: lambda t: 1 - np.tanh(t) ** 2}.get(f)
    slope = exact(x) if exact else (-1 / (2 + x) ** 2 if f(1.0) < 0.5 else 3 * x**2)
    # adding t to x rounds: that moves f by as much as its slope says
    measured = best(
        lambda t: float(f(x + t)), 0.5, f_error=2.0**-52 * (abs(float(f(x))) + 2 * abs(slope) + 1)
    )
    assert abs(measured.value - slope) <= measured.bound
    assert measured.bound < 1e-8


def test_differences_know_when_they_prove_nothing():
    noisy = best(lambda t: math.sin(1 + t), 0.25, f_error=1e-3)
    assert noisy.bound > 1e-8
    outcome = compare(np.array([0.0]), np.array([noisy.value]), np.array([noisy.bound + 1]), 1.0, 1e-8)
    assert outcome.verdict is Verdict.INCONCLUSIVE


def test_the_table_is_exact_for_polynomials_of_degree_six():
    assert weights().sum() == pytest.approx(1.0)
    measured = central(lambda t: 3 * t + 5 * t**3 - 2 * t**5 + t**6, 1.0, f_error=0.0)
    assert measured.value == pytest.approx(3.0, abs=1e-13)


def test_cases_on_which_an_oracle_is_silent_do_not_count():
    report = CheckReport("oracle")
    for _ in range(9):
        report.add(Outcome.silence("it refuses"))
    assert report.verdict is Verdict.INCONCLUSIVE, "silence alone proves nothing"
    report.add(Outcome(Verdict.PASS))
    assert report.verdict is Verdict.PASS and report.cases == 1
    assert report.to_json()["silent"] == {"it refuses": 9}


def test_inconclusive_cases_do_not_pass_silently():
    report = CheckReport("finite_differences")
    for _ in range(9):
        report.add(Outcome(Verdict.INCONCLUSIVE))
    report.add(Outcome(Verdict.PASS))
    assert report.verdict is Verdict.INCONCLUSIVE
    assert GradientReport("l", "x", [report]).verdict is Verdict.INCONCLUSIVE
    assert CheckReport("nothing ran").verdict is Verdict.INCONCLUSIVE


def test_what_is_exact_is_nearer_to_nothing_than_what_is_not():
    report = CheckReport("forward")
    for outcome in (Outcome(Verdict.PASS), Outcome(Verdict.PASS, 0.1, 0.4), Outcome(Verdict.PASS, 0.1, 0.5)):
        report.add(outcome)
    assert (report.worst_error, report.bound) == (0.1, 0.4)


def test_comparison():
    two = np.ones(2)
    assert compare(two, two, 0 * two, 1.0, 1e-8).verdict is Verdict.PASS
    assert compare(two, two[:1], 0 * two, 1.0, 1e-8).verdict is Verdict.FAIL
    assert compare(two, np.array([1, np.inf]), two, 1.0, np.inf).verdict is Verdict.FAIL
    assert compare(np.array([np.nan, 1]), two, two, 1.0, np.inf).verdict is Verdict.FAIL
    assert (
        compare(np.array([np.nan, np.inf]), np.array([np.nan, np.inf]), two, 1.0, np.inf).verdict
        is Verdict.PASS
    )
    assert compare(two, two, two, 1.0, 1e-8).verdict is Verdict.INCONCLUSIVE


def test_json():
    reports = verify([relu], module_for=lambda _: relu_module(), checks=KERNEL_RUNGS, examples=5)
    data = json.loads(json.dumps([r.to_json() for r in reports]))
    assert data[0]["layer"] == "relu" and data[0]["gradient"] == "x" and data[0]["verdict"] == "PASS"
    assert {"check", "cases", "worst_error", "bound", "verdict"} <= data[0]["checks"][0].keys()
    assert passed(reports)
    wrong = verify([relu], module_for=lambda _: relu_module(1.0), checks=rungs("dot_product"))
    assert not passed(wrong) and wrong[0].failures
    assert wrong[0].to_json()["checks"][0]["failure"] == wrong[0].failures[0]
    assert not any("failure" in check for check in data[0]["checks"])


def test_progress_is_told():
    heard = []
    verify(
        [dense], module_for=lambda _: dense_module(), checks=rungs("forward", "dot_product"), examples=2,
        progress=lambda text, done, total: heard.append((text, done, total)),
    )  # fmt: skip
    assert heard[0] == ("verify dense dx forward", 0, 6) and heard[-1][1:] == (5, 6)


def test_cases_repeat_themselves():
    assert draw(conv2d, 10) == draw(conv2d, 10)
    assert draw(conv2d, 10, seed=1) != draw(conv2d, 10, seed=2)
    case = draw(conv2d, 10)[-1]
    again = case_of(conv2d, dict(case.chosen), seed=case.seed, style=case.style, omitted=case.omitted)
    assert again == case and all(np.array_equal(again.arrays[k], v) for k, v in case.arrays.items())


@pytest.mark.parametrize("layer", SPINE, ids=lambda layer: layer.name)
@given(data=st.data())
def test_every_case_is_one_that_the_model_admits(layer, data):
    case = data.draw(cases(layer))
    values = {s: v for s, v in case.symbols.items() if s not in layer.sizes}
    assert not broken(layer, values)
    for tensor in layer.inputs:
        array = case.arrays[tensor.name]
        assert array.shape == case.shape(tensor)
        if tensor.kind == "integer":
            below = Evaluator(case.symbols, {}).scalar(tensor.bound)
            assert array.size == 0 or (array.min() >= 0 and array.max() < below)
        elif tensor.sign:
            assert np.all(array > 0 if tensor.sign == "positive" else array >= 0)


def window(v, h="h"):
    """The numbers of one axis of a window layer."""
    pads = ("p_t", "p_b", "H", "KH") if h == "h" else ("p_l", "p_r", "W", "KW")
    before, after, size, kernel = (v[k] for k in pads)
    return v[f"s_{h}"], v[f"d_{h}"], before, after, size, kernel


AWKWARD = {
    "stride does not divide": lambda s, d, p, q, n, k: (n + p + q - d * (k - 1) - 1) % s != 0,
    "stride larger than the kernel": lambda s, d, p, q, n, k: s > d * (k - 1) + 1,
    "stride and dilation share a factor": lambda s, d, p, q, n, k: math.gcd(s, d) > 1 and k > 1,
    "padding reaches the kernel": lambda s, d, p, q, n, k: max(p, q) >= k,
    "asymmetric padding": lambda s, d, p, q, n, k: p != q,
    "kernel larger than the input": lambda s, d, p, q, n, k: d * (k - 1) + 1 > n,
    "even kernel": lambda s, d, p, q, n, k: k % 2 == 0,
    "a single pixel": lambda s, d, p, q, n, k: n == 1,
}


@pytest.mark.parametrize("layer", [conv2d, max_pool2d], ids=lambda layer: layer.name)
def test_awkward_cases_are_sought(layer):
    drawn = [dict(case.chosen) for case in draw(layer, 150)]
    for name, holds in AWKWARD.items():
        assert sum(holds(*window(v)) or holds(*window(v, "w")) for v in drawn) >= 5, name


def test_awkward_groups_and_data_are_sought():
    drawn = draw(conv2d, 150)
    values = [dict(case.chosen) for case in drawn]
    assert sum(v["G"] > 1 and v["Cg"] == 1 for v in values) >= 5, "groups equal to the channels"
    assert sum(v["G"] > 1 and v["Cg"] > 1 for v in values) >= 5
    assert {case.style for case in drawn} == set(STYLES)
    assert any(case.omitted for case in drawn)
    assert any(
        dict(c.chosen)["N"] * dict(c.chosen)["H"] * dict(c.chosen)["W"] == 1 for c in draw(batch_norm, 150)
    )


def test_ties_are_made_on_purpose():
    tied = 0
    for case in draw(max_pool2d, 60):
        x = case.arrays["x"]
        tied += len(np.unique(x)) < x.size
    assert tied >= 15


def test_what_is_analytic():
    kinked = {layer.name for layer in SPINE if not is_analytic(layer)}
    assert kinked == {"relu", "max_pool2d", "cross_entropy", "deform_conv2d"}


def test_strided_copies_are_really_strided():
    a = np.arange(12.0).reshape(3, 4)
    assert (
        np.array_equal(spread(a), a) and not spread(a).flags.c_contiguous and not spread(a).flags.f_contiguous
    )


def test_a_rung_can_be_run_on_one_case():
    subject = Subject(Kernels(dense_module(), dense), dense.wrt[0])
    outcome = attempt(rungs("dot_product")[0], case_of(dense, {"N": 2, "K": 3, "O": 4}, seed=5), subject)
    assert outcome.verdict is Verdict.PASS and outcome.bound < 1e-12
    with pytest.raises(KeyError):
        rungs("no such rung")


def test_blocks_are_tried_on_small_arrays():
    """Only large arrays reach the blocks by themselves; the rung sends the small cases through them."""
    subject = Subject(Kernels(standing(dense), dense), dense.wrt[0])
    (rung,) = rungs("in_blocks")
    assert rung.applies(subject) and not rung.applies(Subject(Kernels(standing(relu), relu), relu.wrt[0]))
    case = draw(dense, 1)[0]
    assert rung.run(case, subject).verdict is Verdict.PASS
    home = sys.modules[subject.kernels.module._forward.__module__]
    ran = []
    with pytest.MonkeyPatch.context() as patch:
        for name in ("_forward_either2", "_forward_other2"):
            patch.setattr(home, name, lambda *a: ran.append(a))
        assert rung.run(case, subject).verdict is Verdict.FAIL and ran


def test_a_kernel_that_knows_its_range_fails():
    """One thread against several, bit for bit; kernels that are not launched are not asked."""
    subject = Subject(Kernels(standing(relu), relu), relu.wrt[0])
    (rung,) = rungs("threads")
    assert rung.applies(subject) and not rung.applies(Subject(Kernels(relu_module(), relu), relu.wrt[0]))
    case = case_of(relu, {"M": 5000}, seed=5)
    assert rung.run(case, subject).verdict is Verdict.PASS
    right = subject.kernels.module._vjp_x_part

    def wrong(first, last, dy, x, dx, size):
        right(first, last, dy, x, dx, size)
        dx[-1] += first  # whoever has the last range adds where it starts

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(subject.kernels.module, "_vjp_x_part", wrong)
        outcome = rung.run(case, subject)
    assert outcome.verdict is Verdict.FAIL and "not the same bits with 2 threads, float32" in outcome.detail


ALONE = """
from types import SimpleNamespace
import numpy as np
from codegen.verification import Verdict, rungs, verify
from derive.layers import relu
made = SimpleNamespace(
    forward=lambda x, out=None: np.where(x > 0, x, 0), vjp_x=lambda dy, x, out=None: dy * (x >= 0)
)
(report,) = verify([relu], module_for=lambda _: made, checks=rungs("forward", "dot_product"))
assert report.verdict is Verdict.FAIL
"""


def test_a_search_leaves_nothing_where_the_user_stands(tmp_path):
    """Cases are drawn and a failure is shrunk; no folder appears, and nothing warns."""
    command = [sys.executable, "-W", "error", "-c", ALONE]
    subprocess.run(command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True)
    assert list(tmp_path.iterdir()) == []
