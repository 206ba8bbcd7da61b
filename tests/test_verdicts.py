"""Each element has its own verdict: what the model leaves open at one hides nothing at another."""

from types import SimpleNamespace

import numpy as np
import pytest

from codegen.check import check
from codegen.verification import Verdict, attempt, case_of, draw, rungs, verify
from codegen.verification.callables.kernels import Kernels
from codegen.verification.judgement import compare
from codegen.verification.reach import at_edges
from codegen.verification.reach.moved import Moved
from codegen.verification.report import CheckReport, GradientReport
from codegen.verification.rungs import Subject
from codegen.verification.summary import reported, said
from derive.notation import Layer, define, index, largest, sizes, sqrt, tensor

N, K = sizes("N K")
n, k = index("n", N), index("k", K)
X, Y = tensor("x", n, sign="nonnegative"), tensor("y", n)
ROOT = Layer("root", [define(Y[n], sqrt(X[n]))], wrt=(X,))
"""Its slope is infinite at 0 and a number everywhere else."""

AT = case_of(ROOT, {"N": 5}, seed=1, style="integers")
SINGULAR = AT.arrays["x"] == 0


def slope(x, at_zero):
    with np.errstate(divide="ignore"):
        return np.where(x == 0, at_zero, 0.5 / np.sqrt(x)).astype(x.dtype)


def spoiled(a, x, value):
    """``a`` with another value at one place where the model is regular."""
    a = a.copy()
    a[np.flatnonzero(x.real != 0)[0]] = value
    return a


def written(out, value):
    if out is None:
        return value
    out[...] = value
    return out


def module(at_zero=np.inf, change=lambda a, x: a, changed=("vjp_x", "vjp", "jvp")):
    """Kernels of the square root; ``change`` spoils what the functions named in ``changed`` give."""

    def said(name, a, x):
        return change(a, x) if name in changed else a

    return SimpleNamespace(
        forward=lambda x, out=None: written(out, said("forward", np.sqrt(x), x)),
        vjp_x=lambda dy, x, out=None: written(out, said("vjp_x", dy * slope(x, at_zero), x)),
        vjp=lambda dy, x: SimpleNamespace(x=said("vjp", dy * slope(x, at_zero), x)),
        jvp=lambda x, x_dot: said("jvp", product(x_dot, slope(x, at_zero)), x),
    )


def product(a, b):
    with np.errstate(invalid="ignore"):  # 0 · ∞
        return a * b


def seven(a, x):
    return spoiled(a, x, 7.0)


def hole(a, x):
    return spoiled(a, x, np.nan)


DERIVATIVES = ("dot_product", "finite_differences", "complex_step", "float32")


def outcome(rung, kernels, case=AT):
    return attempt(rungs(rung)[0], case, Subject(Kernels(kernels, ROOT), X))


def test_the_case_has_both_kinds_of_elements():
    assert SINGULAR.any() and not SINGULAR.all()


@pytest.mark.parametrize("rung", [*DERIVATIVES, "jvp", "contract"])
@pytest.mark.parametrize("at_zero", [np.inf, np.nan, 0.0])
def test_a_right_gradient_is_not_failed_for_what_it_says_at_a_singularity(rung, at_zero):
    found = outcome(rung, module(at_zero))
    assert found.verdict is Verdict.PASS, found


@pytest.mark.parametrize("rung", [*DERIVATIVES, "jvp"])
@pytest.mark.parametrize("at_zero", [np.inf, np.nan])
@pytest.mark.parametrize("change", [seven, hole])
def test_a_wrong_element_beside_a_singularity_fails(rung, at_zero, change):
    found = outcome(rung, module(at_zero, change))
    assert found.verdict is Verdict.FAIL, found


@pytest.mark.parametrize("change", [seven, hole])
def test_the_common_call_fails_as_the_single_one_does(change):
    assert outcome("contract", module(np.nan, change, ("vjp",))).verdict is Verdict.FAIL


@pytest.mark.parametrize("rung", ["forward", "float32"])
def test_a_nan_of_the_forward_fails_where_the_model_has_a_number(rung):
    assert outcome(rung, module(changed=("forward",), change=hole)).verdict is Verdict.FAIL


def test_without_a_gradient_nothing_passes():
    for given in ({"forward": lambda x: 0 * x}, {"jvp": lambda x, x_dot: 0 * x}):
        report = reported(ROOT, given, 2, 0, None)
        assert report.verdict is Verdict.INCONCLUSIVE and not report.passed
        assert "no function gives a gradient" in str(report) and "gives a gradient" in report._repr_html_()


@pytest.mark.parametrize("error", [AssertionError, NotImplementedError, OSError])
def test_an_error_of_a_function_is_its_failure(error):
    def careful(dy, x):
        if x.size > 1:
            raise error("one element only")
        return dy * slope(x, np.inf)

    said = f"raised {error.__name__}: one element only"
    assert said in outcome("dot_product", SimpleNamespace(vjp_x=careful)).detail
    assert said in str(check(careful, ROOT, cases=4))


def test_a_gradient_of_another_precision_fails():
    kernels = module()
    kernels.SPEC = {"gradients": {"x": "vjp_x"}}
    assert outcome("float32", kernels).verdict is Verdict.PASS
    kernels.vjp_x = lambda dy, x: (dy * slope(x, np.inf)).astype(np.float64)
    found = outcome("float32", kernels)
    assert found.verdict is Verdict.FAIL and "dx is float64, not float32" in found.detail


def test_rounding_in_a_comparison_excuses_no_argument_that_is_written_to(monkeypatch):
    def careless(dy, x):
        made = dy * slope(x, np.inf)
        x[0] = 5
        return made

    moved = Moved.of(AT, False)
    monkeypatch.setattr(Moved, "unstable", True)
    monkeypatch.setattr(at_edges, "settled", lambda known: moved)
    kernels = module()
    assert outcome("edges", kernels).verdict is not Verdict.FAIL
    kernels.vjp_x = careless
    found = outcome("edges", kernels)
    assert found.verdict is Verdict.FAIL and "an argument was written to" in found.detail


def test_what_is_open_is_named_with_its_reason():
    found = outcome("dot_product", module())
    at = int(np.flatnonzero(SINGULAR)[0])
    assert f"dx[{at}]" in " ".join(map(str, found.open)) and "not finite" in found.open[0].reason
    assert sum(one.count for one in found.open) == SINGULAR.sum()
    nothing = case_of(ROOT, {"N": 3}, seed=next(s for s in range(99) if not zeros(s).any()), style="constant")
    for rung in DERIVATIVES:
        found = outcome(rung, module(), nothing)
        assert found.verdict is Verdict.INCONCLUSIVE and "dx[0]" in found.detail, rung
        assert "not finite" in found.detail


def zeros(seed):
    return case_of(ROOT, {"N": 3}, seed=seed, style="constant").arrays["x"]


def test_the_report_counts_what_was_left_open():
    report = CheckReport("dot_product")
    report.add(outcome("dot_product", module()))
    assert report.verdict is Verdict.PASS
    assert sum(report.open.values()) == SINGULAR.sum() == sum(report.to_json()["open"].values())
    assert report.to_json()["first"].keys() == report.open.keys()
    assert all(name.startswith("dx[") for name in report.first.values())


def test_what_is_undecided_is_said_with_an_element_and_a_reason():
    nothing = case_of(ROOT, {"N": 3}, seed=next(s for s in range(99) if not zeros(s).any()), style="constant")
    check, report = CheckReport("dot_product"), GradientReport("root", "x")
    check.add(outcome("dot_product", module(), nothing))
    report.checks.append(check)
    assert "undecided: dot_product (dx[0]: the derivative of the model is not finite there)" in said(report)


def test_far_elements_are_judged_too():
    """More elements than there are single directions: one wrong beside a singularity is found."""
    big = next(
        case
        for seed in range(99)
        if (case := case_of(ROOT, {"N": 200}, seed=seed, style="integers")).arrays["x"].any()
    )
    for place in np.flatnonzero(big.arrays["x"] != 0)[::40]:

        def wrong(a, x, place=place):
            a = a.copy()
            a[place] *= 7
            return a

        for rung in ("dot_product", "float32"):
            assert outcome(rung, module(np.nan, wrong), big).verdict is Verdict.FAIL, (rung, place)


def test_comparison_judges_each_element():
    wanted, wide = np.array([1.0, 2.0, 3.0]), np.array([0.0, 5.0, 0.0])
    mixed = compare(wanted, wanted, wide, 1.0, 1e-8, "y")
    assert mixed.verdict is Verdict.PASS and [str(one.first) for one in mixed.open] == ["y[1]"]
    wrong = compare(np.array([1.0, 2.0, 4.0]), wanted, wide, 1.0, 1e-8, "y")
    assert wrong.verdict is Verdict.FAIL and "y[2]" in wrong.detail
    near = compare(wanted + np.array([0.1, 0.0, 0.3]), wanted, np.array([0.125, 0.25, 0.5]), 2.0, 1.0, "y")
    assert (near.error, near.bound) == pytest.approx((0.05, 0.0625)), "the nearest to its bound"
    none = compare(wanted, wanted, np.full(3, np.nan), 1.0, 1e-8, "y")
    assert none.verdict is Verdict.INCONCLUSIVE and "y[0]" in none.detail


def test_the_emitted_kernels_of_such_a_layer_pass():
    (report,) = verify([ROOT], examples=12)
    assert {c.check: c.verdict for c in report.checks if c.verdict is not Verdict.PASS} == {}
    assert all(c.open for c in report.checks if c.check in (*DERIVATIVES, "formula", "jvp"))


BIGGEST = Layer("biggest", [define(Y[n], largest(tensor("z", n, k)[n, k], over=k))], wrt=(tensor("z", n, k),))


def test_ties_are_no_excuse_and_no_fault():
    """At a tie the derivative that is declared is asked for; dividing it among the winners is wrong."""
    (z,) = BIGGEST.wrt

    def first(dy, z, out=None):
        hit = np.arange(z.shape[1]) == z.argmax(1)[:, None]
        return written(out, np.where(hit, dy[:, None], 0.0).astype(z.dtype))

    def shared(dy, z, out=None):
        hit = z == z.max(1, keepdims=True)
        return written(out, (hit * dy[:, None] / hit.sum(1, keepdims=True)).astype(z.dtype))

    def judged(gradient, case):
        made = SimpleNamespace(forward=lambda z, out=None: written(out, z.max(1)), vjp_z=gradient)
        return attempt(rungs("dot_product")[0], case, Subject(Kernels(made, BIGGEST), z)).verdict

    cases = draw(BIGGEST, 40)
    assert {judged(first, case) for case in cases} == {Verdict.PASS}
    tied = [c for c in cases if c.style == "constant" and dict(c.chosen)["K"] > 1]
    assert tied and {judged(shared, case) for case in tied} == {Verdict.FAIL}
