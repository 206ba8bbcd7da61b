"""``chainrule check``: right backwards pass, planted faults are found and named."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import chainrule
from codegen.check.answers import named_gradients
from codegen.check.diagnosis import diagnose, same
from codegen.check.foreign import each_of
from codegen.check.parameters import Kind, Meant, Of, roles_of
from codegen.check.suspects.suspect import derived
from codegen.verification.cases import case_of
from derive.api.arguments import ArgumentError
from derive.gradients import gradients
from derive.layers import LAYERS
from tests import own_backwards as own

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")


def conv(fault=""):
    def backward(dy, x, w, b=None, stride=1, padding=0, dilation=1):
        return own.conv_backward(dy, x, w, stride, padding, dilation, fault)

    return backward


def groups(fault=""):
    def backward(dy, x, w, b=None, groups=1):
        return own.grouped(dy, x, w, groups, fault)

    return backward


def norm(fault=""):
    def backward(dout, x, gamma, beta, eps=1e-5):
        return own.norm_backward(dout, x, gamma, eps, fault)

    return backward


def pool(fault=""):
    return lambda dy, x, kernel_size, stride: own.pool_backward(dy, x, kernel_size, stride, fault)


def average(fault=""):
    return lambda dy, x, kernel, stride, pad: own.average_backward(dy, x, kernel, stride, pad, fault)


def average_ceil(fault=""):
    def backward(dy, x, kernel, stride, pad, count_include_pad):
        return own.average_ceil_backward(dy, x, kernel, stride, pad, count_include_pad, fault)

    return backward


def softmax(fault=""):
    return lambda grad_output, x: own.softmax_backward(grad_output, x, fault)


def dense(fault=""):
    def backward(dy, x, w, b):
        rows = len(dy)
        return {
            "twice": (2 * dy @ w, dy.T @ x, dy.sum(0)),
            "transposed": (dy @ w, dy.T @ x, dy.sum(0)[::-1]),
            "sign": (dy @ w, -dy.T @ x, dy.sum(0)),
            "batch": (dy @ w, dy.T @ x / rows, dy.sum(0)),
        }.get(fault, (dy @ w, dy.T @ x, dy.sum(0)))

    return backward


RIGHT = [
    (conv, "conv2d"), (groups, "conv2d"), (norm, "layer_norm"), (pool, "max_pool2d"),
    (average, "avg_pool2d"), (average_ceil, "avg_pool2d_ceil"), (softmax, "softmax"), (dense, "dense"),
]  # fmt: skip

FAULTS = [
    (conv, "conv2d", "flip", "dx", "w reversed along its axes 3, 4"),
    (conv, "conv2d", "swap", "dx", "stride and dilation exchanged"),
    (conv, "conv2d", "mean", "db", "over N·OH·OW"),
    (groups, "conv2d", "group", "dx", "the next g of w read"),
    (norm, "layer_norm", "eps", "dx", "eps left out"),
    (norm, "layer_norm", "count", "dx", "n − 1 for n"),
    (norm, "layer_norm", "mean", "dx", "a term left out"),
    (norm, "layer_norm", "variance", "dx", "a term left out"),
    (pool, "max_pool2d", "ties", "dx", "ties sent to all winners"),
    (pool, "max_pool2d", "share", "dx", "ties sent to all winners, each with an equal share"),
    (average, "avg_pool2d", "border", "dx", "only the taps inside the image"),
    (average_ceil, "avg_pool2d_ceil", "ceil", "dx", "the border counted in the divisor (whole windows"),
    (average_ceil, "avg_pool2d_ceil", "border", "dx", "count_include_pad left out"),
    (softmax, "softmax", "diagonal", "dx", "a term left out"),
    (softmax, "softmax", "factor", "dx", "a factor left out"),
    (dense, "dense", "twice", "dx", "times 2"),
    (dense, "dense", "sign", "dw", "the sign turned"),
    (dense, "dense", "batch", "dw", "over N"),
    (dense, "dense", "transposed", "db", "reversed along its axes"),
]


@pytest.mark.parametrize(("make", "layer"), RIGHT, ids=[layer + make.__name__ for make, layer in RIGHT])
def test_a_right_backward_passes(make, layer):
    found = chainrule.check(make(), layer, cases=12)
    assert found.passed, str(found)


@pytest.mark.parametrize(
    ("make", "layer", "fault", "gradient", "said"), FAULTS, ids=[f"{f[1]}-{f[2]}" for f in FAULTS]
)
def test_a_fault_is_found_and_named(make, layer, fault, gradient, said):
    found = chainrule.check(make(fault), layer)
    failure = found[gradient].failure
    assert failure is not None, str(found)
    assert failure.elements and failure.wrong
    assert any(said in one for one in failure.diagnosis), str(found)
    named = [*zip(failure.diagnosis, failure.computed, strict=True)]
    assert len({*named}) == len(named), "one formula is named once"


def in_torch():
    pytest.importorskip("torch")
    from tests import own_in_torch

    return own_in_torch


TORCH_FAULTS = [
    ("conv", "conv2d", "flip", "dx", "w reversed along its axes 3, 4"),
    ("conv", "conv2d", "swap", "dx", "stride and dilation exchanged"),
    ("conv", "conv2d", "mean", "db", "over N·OH·OW"),
    ("conv", "conv2d", "group", "dx", "the next g of w read"),
    ("norm", "layer_norm", "eps", "dx", "eps left out"),
    ("norm", "layer_norm", "count", "dx", "n − 1 for n"),
    ("norm", "layer_norm", "mean", "dx", "a term left out"),
    ("pool", "max_pool2d", "ties", "dx", "ties sent to all winners"),
    ("average", "avg_pool2d_ceil", "border", "dx", "count_include_pad left out"),
    ("average", "avg_pool2d_ceil", "ceil", "dx", "the border counted in the divisor"),
    ("softmax", "softmax", "diagonal", "dx", "a term left out"),
    ("dense", "dense", "sign", "dw", "the sign turned"),
]
QUICK = [fault for fault in TORCH_FAULTS if fault[2] in ("flip", "eps", "border")]
"""``pytest -m deep`` plants all."""


@pytest.mark.parametrize("make", ["conv", "norm", "pool", "average", "softmax", "dense"])
def test_a_right_function_of_torch_passes(make):
    layer = next(layer for other, layer, *_ in TORCH_FAULTS if other == make)
    found = chainrule.check(getattr(in_torch(), make)(), layer, cases=8)
    assert found.passed, str(found)


@pytest.mark.parametrize(
    ("make", "layer", "fault", "gradient", "said"),
    [pytest.param(*one, marks=() if one in QUICK else pytest.mark.deep) for one in TORCH_FAULTS],
)
def test_a_fault_of_a_function_of_torch_is_found_and_named(make, layer, fault, gradient, said):
    test_a_fault_is_found_and_named(getattr(in_torch(), make), layer, fault, gradient, said)


def test_more_answers_tell_sizes_apart_that_are_alike_in_a_few():
    """A mean over N is none over K, though K = N in the first answers."""
    layer = LAYERS["dense"]
    w = next(t for t in layer.wrt if t.name == "w")

    def answer(seed, **sizes):
        case = case_of(layer, sizes, seed=seed, style="dyadic")
        return case, derived(case, w, gradients(layer, mode="free")) / sizes["N"]

    few = [answer(k, N=3, K=3, O=3) for k in range(4)]
    more = [answer(9, N=2, K=3, O=4)]
    (found,) = diagnose(layer, w, few, more).agreeing
    assert found.named == "over N: a division by N too many"


def test_elements_say_what_was_expected():
    found = chainrule.check(dense("twice"), "dense", wrt=None)
    (element,) = found["dx"].failure.elements
    assert element.found == pytest.approx(2 * element.expected)
    assert found["dw"].failure is None and "dx[0, 0]" in str(found)
    assert json.loads(json.dumps(found.to_json()))["findings"][0]["elements"]


def test_a_forward_is_checked_where_it_is_one():
    found = chainrule.check(lambda x, w, b: x @ w.T + b, "dense")
    assert found.passed and [one.what for one in found.findings] == ["forward"]
    wrong = chainrule.check(lambda x, w, b: x @ w.T - b, "dense")
    assert not wrong.passed and wrong["forward"].failure.detail


def test_what_a_function_overwrites_is_said():
    def backward(dy, x, w, b):
        made = dy @ w, dy.T @ x, dy.sum(0)
        x *= 0
        return made

    found = chainrule.check(backward, "dense", cases=3)
    assert found.passed and found.remarks == ("it writes over its argument x",)


def test_options_that_are_not_taken_are_said():
    found = chainrule.check(
        lambda dy, x, w: own.conv_backward(dy, x, w)[:2], "conv2d", wrt=["x", "w"], cases=4
    )
    assert found.passed
    assert any(said.startswith("stride other than 1") for said in found.skipped)
    assert any(said.startswith("db") for said in found.skipped)


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (lambda q: q, "does not take x, w"),
        (lambda dy, x, w, b, zork: 0, "zork mean nothing"),
        (3, "expected a function"),
    ],
)
def test_what_cannot_be_checked_is_refused(function, said):
    with pytest.raises(ArgumentError, match=said):
        chainrule.check(function, "dense")


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (lambda dy, x, w, b: (dy @ w, dy.T @ x), "returns 2 arrays"),
        (lambda dy, x, w, b: dy @ w, "returns 1 array where"),
        (lambda dy, x, w, b: None, "returns nothing"),
    ],
)
def test_answers_that_nobody_can_name_are_refused(function, said):
    with pytest.raises(ArgumentError, match=f"{said}.*--wrt"):
        chainrule.check(function, "dense", cases=2)


def test_the_name_of_a_function_names_its_gradients():
    def dense_dw(dy, x, w, b):
        return dy.T @ x

    def dense_db_dx(dy, x, w, b):
        return dy @ w, dy.sum(0)

    found = chainrule.check(dense_dw, "dense", cases=3)
    assert found.passed and [one.what for one in found.findings] == ["dw"]
    assert "FAIL   1 case\n" in str(chainrule.check(lambda dy, x, w, b: dy.T, "dense", wrt="x", cases=1))
    assert chainrule.check(dense_db_dx, "dense", cases=3).passed  # in the order of the layer


def test_roles_by_name_and_by_place():
    layer = LAYERS["conv2d"]
    named = roles_of(lambda grad_output, input, weight, pad=0: 0, layer)
    assert named.kind is Kind.backward
    assert named.taken["pad"] == Meant(Of.option, "padding") and named.taken["input"] == Meant(Of.input, "x")
    placed = roles_of(lambda q, r, s: 0, layer)
    assert placed.kind is Kind.forward and placed.names(Of.input) == ("x", "w", "b")
    assert roles_of(lambda q, r: 0, layer).names(Of.input) == ("x", "w")


def test_values_of_options_are_spread_over_their_axes():
    stride, padding = LAYERS["conv2d"].options[:2]
    assert each_of(2, stride) == (2, 2) and each_of((1, 2), padding) == (1, 1, 2, 2)
    with pytest.raises(ArgumentError, match="padding has 4 values, got 3"):
        each_of((1, 2, 3), padding)


def test_answers_by_name_or_in_order():
    one = np.ones(1)
    assert set(named_gradients({"dx": one, "w": one}, [("x", "w")])) == {"x", "w"}
    assert set(named_gradients((one, None), [("x", "w")])) == {"x"}
    assert set(named_gradients(one, [("x",)])) == {"x"}
    assert set(named_gradients((one, one, one), [("x",), ("x", "w", "b")])) == {"x", "w", "b"}
    with pytest.raises(ArgumentError, match="returns nothing where the gradients by x"):
        named_gradients(None, [("x",)])


def test_sameness_allows_rounding_and_nothing_else():
    a = np.array([1.0, 2.0, np.nan])
    assert same(a * (1 + 1e-12), a) and not same(a * (1 + 1e-6), a) and not same(a[:2], a)
    assert not same(np.array([1.0, np.nan]), np.array([1.0, 2.0]))


FILE = """
import numpy as np
from numpy import sum as total

def backward(dy, x, w, b):
    return dy @ w, dy.T @ x, dy.mean(0)

right = lambda dy, x, w, b: (dy @ w, dy.T @ x, dy.sum(0))
"""


def command(*words, cwd):
    made = [sys.executable, "-m", "chainrule", "check", *map(str, words)]
    root = Path(__file__).parent.parent
    import os

    return subprocess.run(
        made, capture_output=True, text=True, cwd=cwd, check=False,
        env={**os.environ, "PYTHONPATH": str(root), "NO_COLOR": "1"},
    )  # fmt: skip


def test_the_command_finds_explains_and_reproduces(tmp_path):
    (tmp_path / "mine.py").write_text(FILE, encoding="utf-8")
    done = command("mine.py::backward", "dense", "--out", "again.py", cwd=tmp_path)
    assert done.returncode == 1 and "a division by N too many" in done.stdout, done.stderr
    repeated = subprocess.run(
        [sys.executable, "again.py"], capture_output=True, text=True, cwd=tmp_path, check=False,
        env={**__import__("os").environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
    )  # fmt: skip
    assert repeated.returncode == 1 and "expected db" in repeated.stdout, repeated.stderr
    assert command("mine.py::right", "dense", "--json", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("mine.py", "dense"), "expected FILE.py::NAME"),
        (("mine.py::zork", "dense"), "nothing called zork; it has: total, backward, right"),
        (("other.py::zork", "dense"), "there is no file"),
        (("broken.py::zork", "dense"), "ZeroDivisionError"),
    ],
)
def test_the_command_says_what_it_expects(tmp_path, words, said):
    from codegen.cli.terminal import Refusal
    from codegen.cli.verbs.checking.strangers import function_at

    (tmp_path / "mine.py").write_text(FILE, encoding="utf-8")
    (tmp_path / "broken.py").write_text("1 / 0", encoding="utf-8")
    with pytest.raises(Refusal, match=said):
        function_at(str(tmp_path / words[0]))


TEST = """
import chainrule, pytest

@pytest.fixture
def mine():
    return lambda dy, x, w, b: (dy @ w, dy.T @ x, {bias})

@chainrule.checks("dense", cases=3)
def test_mine(mine):
    return mine
"""


def test_a_test_of_pytest_keeps_what_failed(pytester_like, tmp_path):
    status, said = pytester_like(TEST.format(bias="dy.mean(0)"))
    assert status == 1 and "a division by N too many" in said
    kept = list((tmp_path / ".pytest_cache").rglob("*test_mine"))
    assert kept and json.loads(kept[0].read_text(encoding="utf-8"))["sizes"]["N"] > 1
    assert pytester_like(TEST.format(bias="dy.sum(0)"))[0] == 0
    assert json.loads(kept[0].read_text(encoding="utf-8")) is None


@pytest.fixture
def pytester_like(tmp_path):
    """Runs pytest in a folder with one file of tests."""
    import os

    def run(text):
        (tmp_path / "test_them.py").write_text(text, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "--rootdir", str(tmp_path), "test_them.py"],
            capture_output=True, text=True, cwd=tmp_path, check=False,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), "PYTEST_ADDOPTS": ""},
        )  # fmt: skip
        return done.returncode, done.stdout

    return run


def test_a_reproduction_names_what_the_file_calls_it(tmp_path):
    """A closure is in no file under its name; a lambda and an instance are called what they were found as."""
    wrong = lambda dy, x, w, b: (dy @ w, dy.T @ x, -dy.sum(0))  # noqa: E731
    assert not chainrule.check(wrong, "dense", cases=2)["db"].failure.reproduction
    place = tmp_path / "mine.py", "wrong"
    found = chainrule.check(wrong, "dense", cases=2, wrt=["x", "w", "b"], found_at=place)
    text = found["db"].failure.reproduction
    assert "module.wrong," in text and "wrt=('x', 'w', 'b')" in text and str(place[0]) in text
    compile(text, "again.py", "exec")


def test_what_a_forward_refuses_is_said_and_not_judged():
    """``avg_pool2d`` of PyTorch pads half of the kernel at most; a failure is not traded for a refusal."""
    found = chainrule.check(in_torch().average(), "avg_pool2d_ceil", cases=12)
    assert found.passed and any("its forward refuses (RuntimeError" in said for said in found.skipped)
    wrong = chainrule.check(in_torch().average("ceil"), "avg_pool2d_ceil")["dx"].failure
    assert wrong.elements, wrong.detail


def test_a_factor_is_seen_where_a_case_gives_nothing():
    """With one class a softmax has no gradient but rounding: other cases tell."""
    found = chainrule.check(lambda dy, x: 2 * own.softmax_backward(dy, x), "softmax")
    assert found["dx"].failure.diagnosis == ("times 2",)
    noise = np.array([1e-17, 0.0])
    assert same(noise, -noise)


def test_a_search_that_was_stopped_says_how_far_it_came(monkeypatch):
    from codegen.check import diagnosis

    monkeypatch.setattr(diagnosis, "SECONDS", 0.0)
    found = chainrule.check(norm("mean"), "layer_norm", cases=4)
    assert "not diagnosed: in the time" in str(found) and "wrong formulas, up to" in str(found)


def test_all_gradients_that_come_are_judged_whatever_is_read():
    """The bias is not read, its gradient comes; with ``wrt`` the others are there and not asked for."""
    answers = lambda dy, x, w: (dy @ w, dy.T @ x, dy.sum(0))  # noqa: E731
    found = chainrule.check(answers, "dense", cases=4)
    assert found.passed and [one.what for one in found.findings] == ["dx", "dw", "db"]
    alone = chainrule.check(answers, "dense", wrt="w", cases=4)
    assert alone.passed and [one.what for one in alone.findings] == ["dw"]
    assert "dx, db (not asked for)" in alone.skipped
    by_name = lambda dy, x, w: {"x": dy @ w, "w": dy.T @ x, "b": dy.mean(0)}  # noqa: E731
    assert not chainrule.check(by_name, "dense", cases=4).passed
    least = chainrule.check(lambda dy, w: dy @ w, "dense", wrt="x", cases=4)
    assert least.passed, "a backward need not read what its gradient does not depend on"


@pytest.mark.parametrize("layer", ["softmax", "tanh"])
def test_a_backward_may_read_what_the_forward_gave(layer):
    right = {
        "softmax": lambda dout, y: y * (dout - (y * dout).sum(1, keepdims=True)),
        "tanh": lambda dout, y: dout * (1 - y**2),
    }[layer]
    assert chainrule.check(right, layer, cases=6).passed
    found = chainrule.check(lambda dout, out: 2 * right(dout, out), layer, cases=6)
    assert found["dx"].failure.diagnosis == ("times 2",)


def test_parameters_told_by_their_place_are_said():
    found = chainrule.check(lambda dy, cache: dy, "softmax", cases=2)
    assert found.remarks == ("its parameter cache is taken for x, by its place",)


def test_single_precision_is_judged_as_such():
    def backward(dy, x, w, b, share=1):
        dy, x, w = (one.astype(np.float32) for one in (dy, x, w))
        return dy @ w, dy.T @ x / (len(dy) if share else 1), dy.sum(0)

    right = chainrule.check(lambda dy, x, w, b: backward(dy, x, w, b, 0), "dense", cases=8)
    assert right.passed and "float32" in right.remarks[0]
    assert any("over N" in one for one in chainrule.check(backward, "dense")["dw"].failure.diagnosis)


@pytest.mark.parametrize(
    ("bins", "said"), [((3, 2), "(3, 2)"), (2, "2"), ((None, 2), "(H, 2)"), ((None, None), "(H, W)")]
)
def test_the_size_that_a_module_of_torch_gives_is_an_option_and_is_said(bins, said):
    """Without it the check compares a result of 3 × 2 places with one of a single place."""
    torch = pytest.importorskip("torch")
    found = chainrule.check(torch.nn.AdaptiveAvgPool2d(bins), "adaptive_avg_pool2d", cases=4)
    assert found.passed
    assert f"bins other than {said} (it takes none)" in str(found)


def test_what_keeps_no_length_is_refused():
    torch = pytest.importorskip("torch")
    pool = torch.nn.MaxPool2d(2)
    pool.kernel_size = (None, 2)
    with pytest.raises(ValueError, match="kernel of None: KH is no length that is kept"):
        chainrule.check(pool, "max_pool2d", cases=2)


@pytest.mark.parametrize("framework", ["torch", "jax"])
def test_a_backward_that_is_written_with_tensors_is_called_as_it_is(framework):
    pytest.importorskip(framework)
    right = lambda dy, x, w, b: (dy @ w, dy.T @ x, dy.sum(0))  # noqa: E731
    wrong = lambda dy, x, w, b: {"x": dy @ w, "w": dy.T @ x, "b": -dy.sum(0)}  # noqa: E731
    assert chainrule.check(right, "dense", framework=framework, cases=4).passed
    failed = chainrule.check(wrong, "dense", framework=framework, cases=4)
    assert failed["db"].failure.diagnosis == ("with the sign turned",)


def test_where_a_reproduction_is_not_written_the_command_says_so(tmp_path):
    source = tmp_path / "mine.py"
    source.write_text("def forward(x):\n    return x + 1\n", encoding="utf-8")
    done = command("mine.py::forward", "relu", "--out", "again.py", cwd=tmp_path)
    assert done.returncode == 1 and "np.float64" not in done.stdout
    assert "again.py was not written: only a gradient" in " ".join(done.stderr.split())
    done = command("mine.py::forward", "relu", "--out", "no/again.py", cwd=tmp_path)
    assert "there is no folder no" in done.stderr and not done.stdout
    source.write_text("x = 1\ndef forward(:\n", encoding="utf-8")
    assert "invalid syntax, line 2" in " ".join(
        command("mine.py::forward", "relu", cwd=tmp_path).stderr.split()
    )


def logistic(x):
    return 1 / (1 + np.exp(-x))


def looked_up(dy, t, w):
    dw = np.zeros_like(w)
    dw[t] += dy  # NumPy adds once where an index is there twice
    return dw


def one_window_over_another(dy, x, kernel, stride):
    dx = np.zeros_like(x)
    for i in range(dy.shape[2]):
        for j in range(dy.shape[3]):
            at = np.s_[..., i * stride : i * stride + kernel, j * stride : j * stride + kernel]
            flat = x[at].reshape(*x.shape[:2], -1)
            won = np.arange(kernel * kernel) == flat.argmax(2)[..., None]
            dx[at] = won.reshape(x[at].shape) * dy[:, :, i : i + 1, j : j + 1]
    return dx


def one_tap_over_another_dx(dy, x, w):
    dx = np.zeros_like(x)
    for i in range(dy.shape[2]):
        for j in range(dy.shape[3]):
            at = np.s_[:, :, i : i + w.shape[2], j : j + w.shape[3]]
            dx[at] = np.einsum("no,ocuv->ncuv", dy[:, :, i, j], w)
    return dx


@pytest.mark.parametrize(
    ("function", "layer", "gradient", "said"),
    [
        (lambda dy, x: dy * logistic(x) * (1 + x), "silu", "dx", "g taken for g, not g·(1 − g)"),
        (lambda dy, x: dy * logistic(x), "silu", "dx", "g taken for a constant"),
        (lambda dy, x: dy * logistic(x), "sigmoid", "dx", "y taken for y, not y·(1 − y)"),
        (lambda dy, x: dy * (1 - np.tanh(x)), "tanh", "dx", "y taken for 1 − y, not 1 − y²"),
        (looked_up, "embedding", "dw", "written one over the other (= for +=)"),
        (one_window_over_another, "max_pool2d", "dx", "written one over the other (= for +=)"),
        (one_tap_over_another_dx, "conv2d", "dx", "written one over the other (= for +=)"),
    ],
)
def test_a_link_of_the_chain_rule_and_what_was_not_added_are_named(function, layer, gradient, said):
    failure = chainrule.check(function, layer)[gradient].failure
    assert any(said in one for one in failure.diagnosis), failure.diagnosis
