"""Formulas written out at small sizes: the lines of the lectures, and every element in numbers."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from sympy import Symbol

from codegen.cli.terminal import Refusal
from codegen.cli.verbs.showing import Wish
from codegen.cli.verbs.unrolling import small, unroll_command
from codegen.verification.interpreter.evaluate import Evaluator
from derive.api.settings import specialised, textbook
from derive.arrays.meetings import meetings
from derive.arrays.unrolled import unrolled
from derive.expr import Acc
from derive.gradients import derive_vjp
from derive.layers import LAYERS
from derive.model.layer import Layer, Program


def page(capsys: Any, name: str, fmt: str = "text", **given: Any) -> str:
    settings = tuple(f"{k}={v}" for k, v in given.items() if k != "wrt")
    unroll_command(name, Wish(wrt=tuple(given.get("wrt", ())), settings=settings), fmt)
    text: str = capsys.readouterr().out
    return text


LINE = {"N": 1, "Cg": 1, "Og": 1, "L": 5, "K": 3}
IMAGE = {"N": 1, "Cg": 1, "Og": 1, "H": 3, "W": 3}
LECTURES = {
    "the gradient of the third input (001)": (
        "conv1d", LINE | {"wrt": ("x",)}, "dx[2] = dy[0]·w[2] + dy[1]·w[1] + dy[2]·w[0]",
    ),
    "the gradient of a weight: a sum over places (001)": (
        "conv1d", LINE | {"wrt": ("w",)}, "dw[1] = dy[0]·x[1] + dy[1]·x[2] + dy[2]·x[3]",
    ),
    "the deltas that slide over the image (004)": (
        "conv2d", IMAGE | {"wrt": ("w",)},
        "dw[0,1] = dy[0,0]·x[0,1] + dy[0,1]·x[0,2] + dy[1,0]·x[1,1] + dy[1,1]·x[1,2]",
    ),
    "a batch of two (002)": ("batch_norm_features", {"N": 2, "C": 1, "wrt": ("beta",)}, "dβ = dy[0] + dy[1]"),
    "a batch of two, scaled (002)": (
        "batch_norm_features", {"N": 2, "C": 1, "wrt": ("gamma",)}, "dγ = dy[0]·x̂[0] + dy[1]·x̂[1]",
    ),
    "the largest of three (001)": (
        "max_pool1d", {"N": 1, "C": 1, "L": 4, "K": 3, "s": 1}, "y[0] = max(x[0], x[1], x[2])",
    ),
}  # fmt: skip


@pytest.mark.parametrize("which", LECTURES)
def test_the_lines_of_the_lectures(which: str, capsys: pytest.CaptureFixture[str]) -> None:
    name, given, line = LECTURES[which]
    assert line in page(capsys, name, **given).splitlines()


def test_latex_has_numbers_below(capsys: pytest.CaptureFixture[str]) -> None:
    text = page(capsys, "conv1d", "latex", **LINE, wrt=("x",))
    assert r"\mathrm{d}x_{4} &= \mathrm{d}y_{2} \, w_{2}" in text and r"\begin{align*}" in text


@pytest.mark.parametrize(
    ("name", "given", "fmt", "said"),
    [
        ("dense", {"N": 90}, "text", "180 elements at these sizes, and 64 fit on a page; fix smaller sizes"),
        ("dense", {"N": 1, "O": 1, "K": 70, "wrt": ("b",)}, "json", "--unroll prints text"),
        ("conv1d", {"L": 1, "K": 3}, "text", "OL would be"),
        ("dense", {"N": 70, "O": 1, "K": 1, "wrt": ("b",)}, "text", "more than 64 terms"),
    ],
)
def test_what_is_too_large_is_refused(name: str, given: dict[str, Any], fmt: str, said: str) -> None:
    settings = tuple(f"{k}={v}" for k, v in given.items() if k != "wrt")
    with pytest.raises(Refusal, match=said):
        unroll_command(name, Wish(wrt=tuple(given.get("wrt", ())), settings=settings), fmt)


def test_it_is_an_option_of_show() -> None:
    command = [sys.executable, "-m", "codegen.cli", "show", "dense", "--wrt", "b", "--unroll", "--set", "O=1"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "db = dy[0] + dy[1]" in done.stdout


def instance(layer: Layer) -> Layer:
    return specialised(layer, {}, textbook(layer, {}))


@pytest.mark.parametrize(
    "name", ["conv1d", "dense", "softmax", "batch_norm_features", "avg_pool1d", "layer_norm"]
)
def test_every_element_is_what_the_interpreter_makes_of_the_formula(name: str) -> None:
    layer = instance(LAYERS[name])
    rng = np.random.default_rng(3)
    for t in layer.wrt:
        one = derive_vjp(layer, t).page[-1]
        values: dict[Symbol, Any] = small(layer)
        values |= {s: 0.5 for o in layer.options if o.kind == "float" for s in o.symbols}
        ev = Evaluator(values, {})
        data = {r.name: rng.uniform(0.5, 1.5, ev.shape(r)) for r in one.reads}
        whole = Evaluator(values, dict(data)).run(Program("one", (), (one,), (one.tensor,)))[one.tensor.name]
        for place, equation in zip(np.ndindex(*whole.shape), unrolled(one, small(layer)), strict=True):
            read = {
                a: float(data[a.tensor.name].squeeze()[tuple(map(int, a.index))])
                for a in equation.rhs.atoms(Acc)
            }
            found = equation.rhs.xreplace(read).xreplace(values)
            assert abs(float(found) - whole[place]) < 1e-9


def test_a_size_that_nobody_fixed_is_large_enough(capsys: pytest.CaptureFixture[str]) -> None:
    """Three taps need a row of three; what the output does not grow with stays small."""
    text = page(capsys, "conv1d", K=3, wrt=("x",))
    assert text.startswith("conv1d where Cg = 2, L = 3, N = 2, OL = 1")
    assert "dx[0,0,2] = " in text
    dilated = page(capsys, "conv1d", K=3, d=2, N=1, Cg=1, Og=1, wrt=("x",))
    assert "L = 5" in dilated and "OL = 1" in dilated


GRIDS = {
    "a correlation (004)": (
        "conv1d", LINE, "y[0]                        y[1]", "w[0] w[1] w[2] ·    ·       ·    w[0]",
    ),
    "its way back": (
        "conv1d", LINE | {"wrt": ("x",)}, "dx[0]             dx[1]", "w[0] ·    ·       w[1] w[0] ·",
    ),
    "δ slides over the image (004)": (
        "conv2d", IMAGE | {"KH": 2, "KW": 2, "wrt": ("w",)}, "dw[0,0]  ",
        "dy[1,0] dy[1,1] ·          ·       dy[1,0] dy[1,1]",
    ),
    "a maximum is read, not multiplied": (
        "max_pool1d", {"N": 1, "C": 1, "L": 4, "K": 2}, "y[0]       y[1]", "• • · ·    · · • •",
    ),
}  # fmt: skip


@pytest.mark.parametrize("which", GRIDS)
def test_who_meets_whom_is_drawn(which: str, capsys: pytest.CaptureFixture[str]) -> None:
    name, given, head, row = GRIDS[which]
    lines = page(capsys, name, **given).splitlines()
    place = next(k for k, line in enumerate(lines) if line.startswith(head))
    assert any(line.startswith(row) for line in lines[place : place + 3])


def test_what_slides_over_nothing_has_no_grids(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("dense", "softmax", "relu", "batch_norm_features"):
        assert "Who meets whom" not in page(capsys, name)
    assert "Who meets whom" not in page(capsys, "conv1d", "latex", **LINE)


@pytest.mark.parametrize("name", ["conv1d", "conv2d", "avg_pool2d", "conv_transpose1d", "true_conv2d"])
def test_factors_times_elements_are_the_formula(name: str) -> None:
    layer = instance(LAYERS[name])
    small_ = {s: 1 if s.name in ("N", "C", "Cg", "Og") else v for s, v in small(layer).items()}
    for one in (layer.forward[-1], *(derive_vjp(layer, t).page[-1] for t in layer.wrt)):
        found = meetings(one, small_)
        if found is None:
            continue
        for equation, meeting in zip(unrolled(one, small_), found.each, strict=True):
            read = {
                tuple(map(int, a.index)): a
                for a in equation.rhs.atoms(Acc)
                if a.tensor.name == found.array.name
            }
            assert read.keys() == meeting.factors.keys()
            total = sum(factor * read[place] for place, factor in meeting.factors.items())
            assert not (equation.rhs - total).expand().has(*read.values())
