"""The public interface: what ``import derive`` offers, how it is told, and how it refuses."""

from __future__ import annotations

import doctest
import importlib
import inspect
import os
import pydoc
import re
import subprocess
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sympy

import codegen
import derive
from codegen.module.cache import described, fingerprint
from codegen.verification import GradientReport
from derive.layers import LAYERS
from derive.model.layer import Layer
from derive.notation import define, gt, index, sizes, tensor, total, where

ROOT = Path(__file__).parent.parent
MODEL = """
from derive.notation import Layer, define, index, sizes, tensor
(N,) = sizes("N")
n = index("n", N)
X, Y = tensor("x", n), tensor("y", n)
square = Layer(name="square", forward=[define(Y[n], X[n] ** 2)], wrt=(X,))
"""


def loaded(code: str) -> set[str]:
    """The modules that a fresh interpreter has after running ``code``."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; import sys; print(*sys.modules)"],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    return set(done.stdout.split())


@pytest.mark.parametrize("package", ["derive", "codegen", "chainrule"])
def test_importing_the_interface_loads_nothing_of_weight(package: str) -> None:
    assert not {"sympy", "numpy", "numba", "derive.layers"} & loaded(f"import {package}")


def test_a_gradient_needs_neither_numba_nor_other_families_of_layers() -> None:
    found = loaded("import derive; derive.gradient('dense', 'x')")
    assert (
        not {"numba", "numpy", "hypothesis", "derive.layers.norm", "derive.layers.convolution.conv"} & found
    )


@pytest.mark.parametrize("package", ["derive", "codegen"])
def test_all_names_are_there_and_explained(package: str) -> None:
    module = importlib.import_module(package)
    for name in module.__all__:
        value = getattr(module, name)
        assert name in dir(module)
        assert value.__doc__, name
        if inspect.isfunction(value):
            assert value.__annotations__.keys() >= {"return", *inspect.signature(value).parameters}
            assert name in pydoc.render_doc(module)
    with pytest.raises(AttributeError, match="nothing"):
        _ = module.nothing


def examples() -> list[str]:
    """The modules whose docstrings hold examples."""
    files = [p for folder in ("derive", "codegen") for p in (ROOT / folder).rglob("*.py")]
    kept = (p.relative_to(ROOT) for p in sorted(files) if ">>> " in p.read_text(encoding="utf-8"))
    return [".".join(p.parts[:-1] if p.stem == "__init__" else p.with_suffix("").parts) for p in kept]


@pytest.mark.parametrize("name", examples())
def test_examples_in_docstrings_are_true(name: str) -> None:
    tried = doctest.testmod(importlib.import_module(name))
    assert tried.attempted and not tried.failed


# a layer


def test_a_layer_may_be_itself_a_name_or_a_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text(MODEL)
    dense = LAYERS["dense"]
    assert derive.layer(dense) is dense and derive.layer("dense") is dense
    assert derive.layer(path).name == derive.layer(str(path)).name == "square"
    assert list(derive.load_file(path)) == ["square"]
    assert derive.gradient(path, "x").formula == derive.gradient(derive.layer(path), "x").formula


def test_a_file_with_two_layers_is_not_one_layer(tmp_path: Path) -> None:
    path = tmp_path / "two.py"
    path.write_text(MODEL + MODEL.replace("square", "other").split("X, Y")[1].join(["X, Y", ""]))
    assert list(derive.load_file(path)) == ["square", "other"]
    with pytest.raises(
        derive.ArgumentError, match=r"two\.py defines 2 layers \(square, other\), expected one"
    ):
        derive.layer(path)


def test_one_of_several_layers_of_a_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "two.py"
    path.write_text(MODEL + MODEL.replace("square", "other").split("X, Y")[1].join(["X, Y", ""]))
    assert derive.layer(f"{path}::other").name == "other"
    with pytest.raises(derive.ArgumentError, match=r"expected one: name it, FILE\.py::NAME"):
        derive.layer(path)
    with pytest.raises(
        derive.ArgumentError, match=r"defines no 'othr'; there are: square, other. Did you mean other"
    ):
        derive.layer(f"{path}::othr")


# refusals: the argument, what it may be, what came


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(derive.ArgumentError) as caught:
        call()
    assert str(caught.value) == f"{caught.value.argument}: {caught.value.said}"
    return str(caught.value)


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("conv2", r"layer: no layer is called 'conv2'\. Did you mean .*conv2d.*\?"),
        (5, r"layer: expected a Layer, a name or the path of a \.py file, got int 5"),
        ("nope.py", r"layer: there is no file nope\.py"),
    ],
)
def test_a_wrong_layer_is_refused_with_what_is_near(what: Any, said: str) -> None:
    assert re.fullmatch(said, refused(lambda: derive.layer(what)))
    assert re.fullmatch(said, refused(lambda: derive.gradient(what, "x")))


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"wrt": "z"}, r"wrt: conv2d has no gradient towards 'z'; there are: x, w, b"),
        ({"order": 0}, r"order: expected an integer of at least 1, got 0"),
        ({"mode": "fre"}, r"mode: expected one of free, unit, residue, got 'fre'"),
        ({"set": {"strid": 2}}, r"set: .*'strid'.* Did you mean stride\?"),
        ({"set": {"s": 2.5}}, r"set: s takes an integer, not 2\.5"),
        ({"set": {"s": 0}}, r"set: conv2d: s must be at least 1, not 0"),
    ],
)
def test_a_wrong_argument_is_named_with_what_was_expected_and_what_came(how: Any, said: str) -> None:
    assert re.fullmatch(said, refused(lambda: derive.gradient("conv2d", **{"wrt": "x"} | how)))


# a gradient


def test_the_formula_is_the_one_that_is_shown() -> None:
    found = derive.gradient("dense", "x")
    assert str(found.formula) == "sum(dy[n, o]*w[o, k] for o=0..O - 1)"
    assert found.program.defs[-1] == found.definition and found.definition.expr == found.formula
    assert found.wrt == LAYERS["dense"].wrt[0] and found.steps
    assert str(found) == found.text() and "Chain rule" in str(found)
    assert "Chain rule" not in found.text(steps=False)
    assert max(map(len, found.text(width=60).splitlines())) <= 60


def test_settings_fix_options_and_general_leaves_them() -> None:
    def symbols(**how: Any) -> set[str]:
        return {s.name for s in derive.gradient("conv2d", "x", **how).formula.free_symbols}

    assert not {"s_h", "d_h"} & symbols()
    assert {"s_h", "d_h"} <= symbols(general=True)
    assert "stride = 2" in derive.gradient("conv2d", "x", set={"stride": 2}).layer.summary


def test_a_gradient_is_derived_again() -> None:
    (N,) = sizes("N")
    n = index("n", N)
    X, Y = tensor("x", n), tensor("y", n)
    cube = Layer("cube", [define(Y[n], X[n] ** 3)], wrt=(X,))
    assert str(derive.gradient(cube, X, order=2).formula) == "6*dgrad_x[n]*dy[n]*x[n]"
    assert "6*" in str(derive.gradient(cube, "x", order=3).formula)


# in a notebook


def test_a_cell_shows_the_derivation_and_keeps_its_style_to_itself() -> None:
    found = derive.gradient("dense", "x")
    cell = found._repr_html_()
    assert "Chain rule" in cell and "<math" in cell and "<body" not in cell
    style = re.findall(r"<style>(.*?)</style>", cell, re.DOTALL)[0]
    outside = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL).strip()
    assert outside.startswith(".derivation {") and outside.endswith("}")
    assert found._repr_latex_().startswith("$") and r"\sum" in found._repr_latex_()
    assert found.html().startswith("<!DOCTYPE html>") and r"\begin{document}" in found.latex()


@pytest.mark.parametrize("name", LAYERS.names)
def test_sympy_prints_every_formula_of_the_catalogue(name: str) -> None:
    for one in LAYERS[name].forward:
        for printed in (sympy.latex(one.expr), sympy.latex(one.lhs), sympy.latex(one.tensor)):
            assert printed.count("{") == printed.count("}")
        assert one.expr._repr_latex_().startswith("$") and sympy.pretty(one.expr) and sympy.srepr(one.expr)
        assert sympy.pretty(one.tensor) and sympy.pretty(one.lhs)


def test_latex_brackets_a_sum_among_factors() -> None:
    K, N = sizes("K N")
    k, n = index("k", K), index("n", N)
    X, Y = tensor("x", n, k), tensor("y_a", n)
    summed = total(X[n, k], over=k)
    under = r"\sum_{\substack{0 \le k \le K - 1}} {x}_{n, k}"
    assert sympy.latex(summed) == under
    assert sympy.latex(summed * Y[n]) == rf"{{y_{{a}}}}_{{n}} \left({under}\right)"
    assert r"\begin{cases}" in sympy.latex(where(gt(Y[n]), Y[n], 1))


# kernels


def test_compiled_kernels_are_kept_under_the_content_of_the_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAINRULE_CACHE", str(tmp_path / "cache"))
    path = tmp_path / "mine.py"
    path.write_text(MODEL)
    first = codegen.compile(path)
    assert first.SPEC["gradients"] == {"x": "vjp_x"}
    monkeypatch.setattr("codegen.module.cache.rendered", lambda layer: pytest.fail("derived twice"))
    assert codegen.compile(derive.layer(path)) is first
    path.write_text(MODEL.replace("** 2", "** 3"))
    with pytest.raises(pytest.fail.Exception, match="derived twice"):
        codegen.compile(path)


def test_kernels_that_were_edited_on_the_disk_are_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAINRULE_CACHE", str(tmp_path / "cache"))
    path = tmp_path / "mine.py"
    path.write_text(MODEL.replace("square", "edited"))
    made = Path(str(codegen.compile(path).__file__))
    text = made.read_text(encoding="utf-8")
    made.write_text(text.replace("def vjp_x", "def vjp_y"))
    codegen.compile(path)
    assert made.read_text(encoding="utf-8") == text


def test_other_models_and_other_versions_have_other_names(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len({described(layer) for layer in LAYERS}) == len(LAYERS)
    before = fingerprint(LAYERS["dense"])
    monkeypatch.setattr("codegen.module.cache.versions", lambda: ("another",))
    assert fingerprint(LAYERS["dense"]) != before


def test_a_description_does_not_say_where_the_program_lies():
    """A note of what kernels were made of, made in one checkout, holds in another one."""
    assert not [layer.name for layer in LAYERS if str(ROOT) in described(layer)]


def test_a_description_is_the_same_in_every_process() -> None:
    code = "from codegen.module.cache import described; from derive.layers import LAYERS; "
    code += "print(*(described(layer) for layer in LAYERS), sep='\\n')"
    told = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT,
                       env={**os.environ, "PYTHONHASHSEED": seed}).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert told[0] == told[1] and len(told[0]) > 10_000


# a report


def test_a_report_has_a_verdict_a_table_and_data() -> None:
    report = codegen.verify("dense", cases=2, checks=["forward", "dot_product"])
    assert report.passed and report.verdict == "PASS" and not report.failures
    assert [type(one) for one in report.gradients] == [GradientReport] * 3
    assert report["w"].gradient == "w" and report.to_json()["verdict"] == "PASS"
    text = str(report).splitlines()
    assert text[0] == "dense: PASS" and re.search(r"check +dx +dw +db +cases", text[1])
    assert any(re.match(r"dot product +exact +exact +exact +6", line) for line in text)
    assert "<td>dot product</td><td>exact</td>" in report._repr_html_()
    assert repr(report) == "<Report on dense: dx PASS, dw PASS, db PASS>"


def test_a_report_tells_how_to_repeat_a_failure() -> None:
    kernels = codegen.compile("dense")
    wrong = types.SimpleNamespace(**vars(kernels) | {"vjp_x": lambda *a, **k: 2 * kernels.vjp_x(*a, **k)})
    report = codegen.verify("dense", wrong, cases=2, checks=["dot_product"])
    assert report.verdict == "FAIL" and not report.passed
    assert report["x"].verdict == "FAIL" and report["w"].verdict == "PASS"
    assert "reproduce('dense', 'x', 'dot_product'" in str(report) and report.failures[0] in str(report)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"cases": 0}, "cases: expected an integer of at least 1, got 0"),
        (
            {"checks": ["forwards"]},
            r"checks: no rung and no check is called 'forwards'; .* Did you mean forward.*\?",
        ),
        (
            {"kernels": 3},
            "kernels: expected some of the functions forward, vjp, jvp, vjp_x, vjp_w, vjp_b, got 3",
        ),
        ({"layer": "dens"}, r"layer: no layer is called 'dens'. Did you mean dense\?"),
    ],
)
def test_wrong_arguments_of_verify_are_named(how: dict[str, Any], said: str) -> None:
    what, rest = how.get("layer", "dense"), {k: v for k, v in how.items() if k != "layer"}
    assert re.fullmatch(said, refused(lambda: codegen.verify(what, **rest)))
