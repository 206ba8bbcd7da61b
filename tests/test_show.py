"""Whole pages: every derivation in every format, its steps, its width, and the textbook forms."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from sympy import S

from derive import pretty
from derive.expr import Iverson
from derive.gradients import derive_vjp
from derive.layers import LAYERS
from derive.model.layer import Layer
from derive.notation import define, index, sizes, sqrt, tensor, total
from derive.pretty import document
from derive.pretty.formats.prose import readable
from derive.pretty.formats.text import width
from derive.pretty.lines import apart, lines
from derive.steps import Derivation, Equation
from tests.spine import SPINE


def assert_balanced(latex: str) -> None:
    bare = latex.replace(r"\{", "").replace(r"\}", "")
    depth = 0
    for char in bare:
        depth += {"{": 1, "}": -1}.get(char, 0)
        assert depth >= 0, latex
    assert depth == 0, latex
    assert latex.count(r"\left") == latex.count(r"\right") + latex.count(r"\leftarrow")
    begun, ended = (sorted(re.findall(rf"\\{word}\{{(\w+\*?)\}}", latex)) for word in ("begin", "end"))
    assert begun == ended


CASES = [(layer, t) for layer in SPINE for t in layer.wrt]
IDS = [f"{layer.name}-{t.name}" for layer, t in CASES]


@pytest.fixture(scope="module")
def derived() -> dict[str, Derivation]:
    return {f"{layer.name}-{t.name}": derive_vjp(layer, t) for layer, t in CASES}


@pytest.mark.parametrize("case", IDS)
@pytest.mark.parametrize("columns", [80, 100])
def test_pages_fit_the_terminal(case: str, columns: int, derived: dict[str, Derivation]) -> None:
    page = pretty.derivation(derived[case], "text", steps=True, width=columns)
    wide = [line for line in page.splitlines() if width(line) > columns]
    assert not wide, "\n".join(wide)


@pytest.mark.parametrize("case", IDS)
def test_the_page_names_every_step(case: str, derived: dict[str, Derivation]) -> None:
    page = pretty.derivation(derived[case], "text", steps=True)
    for number, step in enumerate(lines(derived[case]), 1):
        assert f"\n{number}. {step.rule.capitalize()}\n" in page
    assert "Result" in page
    assert page == pretty.derivation(derived[case], "text", steps=True)


@pytest.mark.parametrize("case", IDS)
def test_html_is_one_well_formed_file_without_network(case: str, derived: dict[str, Derivation]) -> None:
    page = pretty.derivation(derived[case], "html", steps=True)
    body = page[page.index("<body") : page.index("</html>")]
    tree = ElementTree.fromstring(body)
    assert len(tree.findall(".//section[@class='step']")) == len(lines(derived[case]))
    assert tree.find(".//section[@class='result']//math") is not None
    assert not re.search(r"https?://|<script|<link|@import|url\(", page)


@pytest.mark.parametrize("case", IDS)
def test_latex_documents_are_balanced(case: str, derived: dict[str, Derivation]) -> None:
    page = pretty.derivation(derived[case], "latex", steps=True)
    assert page.startswith(r"\documentclass")
    assert all(ord(char) < 0x100 for char in page)
    assert "?" not in page
    assert_balanced(page)


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
@pytest.mark.parametrize("case", ["batch_norm-x", "deform_conv2d-offset", "cross_entropy-x"])
def test_latex_documents_compile(case: str, derived: dict[str, Derivation], tmp_path: Path) -> None:
    (tmp_path / "page.tex").write_text(
        pretty.derivation(derived[case], "latex", steps=True), encoding="utf-8"
    )
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "page.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout[-2000:]
    assert "Overfull" not in done.stdout


@pytest.mark.parametrize("case", IDS)
def test_json_holds_the_derivation(case: str, derived: dict[str, Derivation]) -> None:
    data = json.loads(pretty.derivation(derived[case], "json", steps=True))
    assert f"{data['layer']}-{data['wrt']}" == case
    assert [step["rule"].lower() for step in data["steps"]] == [step.rule for step in lines(derived[case])]
    assert data["result"]["text"].startswith("d")
    assert data["result"]["latex"]


@pytest.mark.parametrize("layer", SPINE, ids=[layer.name for layer in SPINE])
@pytest.mark.parametrize("fmt", pretty.FORMATS)
def test_layers_print_in_every_format(layer: Layer, fmt: str) -> None:
    page = pretty.layer(layer, fmt)
    assert layer.name in page.replace(r"\_", "_")


def test_words_take_the_signs_and_names_of_the_formulas() -> None:
    raw = "padding (KH - p_t - 1), 1/sqrt(epsilon + aa[n]*bb[n]) >= 0, gamma and beta"
    said = readable(raw, {"epsilon", "gamma"})
    assert said == "padding (KH − p_t − 1), 1/√(ε + aa[n]·bb[n]) ≥ 0, γ and beta"


def test_an_unknown_format_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"text, latex, html, got 'pdf'"):
        pretty.expression(S.One, "pdf")


def test_styles_are_applied_by_role() -> None:
    marked = pretty.layer(SPINE[0], "text", style=lambda role, text: f"<{role}>{text}</{role}>")
    assert marked.startswith("<title>dense</title>")


def test_printing_needs_no_plotting_or_colour_library() -> None:
    heavy = ("matplotlib", "rich", "numpy", "numba")
    code = f"import sys, derive.pretty; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# --- the textbook forms, as they stand on the page


def result(layer: str, name: str, derived: dict[str, Derivation]) -> str:
    return pretty.equation(derived[f"{layer}-{name}"].result)


def test_cross_entropy_reads_p_minus_t(derived: dict[str, Derivation]) -> None:
    assert result("cross_entropy", "x", derived) == "dx[n,c] = dloss[n] · (p[n,c] − [t[n] = c])"


def test_dense_reads_as_in_the_lectures(derived: dict[str, Derivation]) -> None:
    assert result("dense", "x", derived) == "dx[n,k] = Σ_o dy[n,o] · w[o,k]"


def test_relu_gates_the_cotangent(derived: dict[str, Derivation]) -> None:
    assert result("relu", "x", derived) == "dx[i] = dy[i] · [x[i] > 0]"


def test_words_spell_a_sum_that_got_a_name_as_the_formulas_do() -> None:
    N, C = sizes("N C")
    n, c, j = index("n", N), index("c", C), index("j", 3)
    x, y = tensor("x", n, c), tensor("y", n, c)
    r = tensor("r", n, c, sign="positive")
    root = define(r[n, c], 1 / sqrt(total(x.at(n, c - j) ** 2, over=j) + 1))
    model = Layer("window_rms", [root, define(y[n, c], x[n, c] * r[n, c])], wrt=(x,))
    page = pretty.derivation(derive_vjp(model, x), "text", steps=True)
    assert "S₁[n,c] =" in page and "S1" not in page


def test_batch_norm_is_told_in_the_lines_of_the_homework(derived: dict[str, Derivation]) -> None:
    """∂x̂, ∂r, ∂var, ∂μ, ∂x and its compact form: at most nine steps."""
    told = lines(derived["batch_norm-x"])
    assert [s.rule for s in told] == [
        *["chain rule"] * 5, "differentiate", "contract", "substitute", "collect"
    ]  # fmt: skip
    left = [s.equations[-1].lhs.tensor.name for s in told if s.rule == "chain rule"]
    assert left == ["dxhat", "dr", "dvar", "dmu", "dx"]


def test_an_offset_is_two_formulas(derived: dict[str, Derivation]) -> None:
    page = document.of_derivation(derived["deform_conv2d-offset"], False)
    (result,) = (s for s in page.sections if s.kind == "result")
    assert len(result.formulas) == 2
    rows, columns = apart(Equation.of(derived["deform_conv2d-offset"].result))
    assert rows.lhs.index[1] + 1 == columns.lhs.index[1] and not rows.rhs.has(Iverson)


def test_the_signs_of_the_lectures(derived: dict[str, Derivation]) -> None:
    """δ for what comes from above, ∂L/∂x for what is passed on: in formulas and words, in every format."""
    page = pretty.derivation(derived["conv2d-x"], "text", steps=True, signs="delta")
    assert "δ[n" in page and "∂L" in page and "∂x[n" in page
    assert "∂L/∂x[n, g·Cg+c] = Σ_o cross-correlation of zero-upsampled δ[n, g·Og+o]" in " ".join(page.split())
    assert not re.search(r"(?<![\w∂])d[xyw]\b", page)
    two = pretty.derivation(derived["batch_norm-x"], "text", steps=True, signs="delta")
    assert "∂L" in two and "dy[" not in two and "dvar" not in two and "dx̂" not in two
    latex = pretty.derivation(derived["conv2d-x"], "latex", steps=True, signs="delta")
    assert r"\delta" in latex and r"\partial" in latex
    assert_balanced(latex)
    html = pretty.derivation(derived["conv2d-x"], "html", steps=True, signs="delta")
    assert "δ" in html and ElementTree.fromstring(html[html.index("<body") : html.index("</html>")])
    with pytest.raises(ValueError, match=r"signs: expected one of d, delta, got 'D'"):
        pretty.derivation(derived["conv2d-x"], "text", signs="D")


def test_mathematics_is_shown_without_what_compiles():
    """Numba takes longer to import than a page takes to be made."""
    code = "import sys, codegen.cli.verbs.showing; sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_tangents_with_an_array_below_a_fraction_are_shown():
    """x/s is no product of arrays: no line says it with ⊙."""
    from codegen.cli.verbs.showing import _tangents

    for name in ("log_softmax", "avg_pool1d"):
        for one in _tangents(LAYERS[name]):
            assert "⊙" not in pretty.derivation(one, "text").split("where")[0]
