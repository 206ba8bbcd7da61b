"""What a notebook shows: pages and formulas, the printers of SymPy, and three notebooks with outputs."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
import sympy
from IPython.core.formatters import DisplayFormatter
from nbclient import NotebookClient

import derive
from derive import pretty
from derive.gradients import derivations
from derive.layers import LAYERS
from derive.model import shown as shown_of_models
from derive.notation import (
    Layer,
    bracket,
    define,
    floor_div,
    hat,
    index,
    largest_at,
    modulo,
    sizes,
    softmax,
    stop_gradient,
    tensor,
    total,
    where,
)
from derive.pretty import in_cells

ROOT = Path(__file__).parent.parent
BOOKS = {"lecture": (), "homework": (), "in_pytorch": ("torch",)}
"""The notebooks and what each needs besides the project."""


def shown(what: Any) -> dict[str, str]:
    """What IPython displays, by format; a formatter that fails raises here."""
    formats, _ = DisplayFormatter().format(what)
    return formats


def test_models_and_derivations_show_pages() -> None:
    gradient = derive.gradient("softmax", "x")
    for what in (gradient.layer, gradient, gradient.derivation, gradient.steps[0]):
        page = shown(what)["text/html"]
        assert page.startswith('<div class="derivation">') and "<math" in page and "<h2></h2>" not in page
    assert gradient.steps[0].law.split()[0] in shown(gradient.steps[0])["text/html"]


@pytest.mark.parametrize("name", ["batch_norm", "conv_transpose2d", "locally_connected2d", "triplet"])
def test_cells_and_parts_have_the_letters_of_the_page(name: str) -> None:
    """The page renames what would mean two things; nothing else that shows the layer may differ."""
    layer = triplet() if name == "triplet" else LAYERS[name]
    for one in derivations(layer, layer.wrt):
        formulas = displays(pretty.derivation(one, "html", True))
        assert formulas and formulas == displays(in_cells.html(one) or "")
        parts = displays(pretty.part(one))
        assert parts and {*parts} <= {*formulas}
        assert in_cells.latex(one) == pretty.display(one)
        left = pretty.display(one).splitlines()[1].split("&=")[0]
        assert left in pretty.derivation(one, "latex", False)
    formulas = displays(pretty.layer(layer, "html"))
    assert formulas and formulas == displays(in_cells.html(layer) or "") == displays(pretty.part(layer))


def displays(page: str) -> list[str]:
    """The formulas of a page of HTML that stand by themselves, whichever the keyboard stops at."""
    return re.findall(r'<div class="formula">.*?</div>', re.sub(r' tabindex="-?\d"', "", page))


def triplet() -> Layer:
    """A layer whose letters ``w`` and ``a`` name a tensor and an index."""
    N, W = sizes("N W")
    n, w = index("n", N), index("w", W)
    anchor, weight, y = tensor("a", n, w), tensor("w", w), tensor("y", n)
    return Layer("triplet", [define(y[n], total(weight[w] * anchor[n, w], over=w))], (anchor, weight))


def test_formulas_show_formulas() -> None:
    gradient = derive.gradient("softmax", "x")
    for what in (
        gradient.definition, gradient.program, gradient.derivation, gradient.layer, gradient.steps[0],
    ):  # fmt: skip
        assert shown(what)["text/latex"].startswith("\\begin{align*}")
    assert "text/html" not in shown(gradient.definition)
    assert "m_{n} &=" in shown(gradient.derivation)["text/latex"]


def test_every_layer_shows_itself() -> None:
    for layer in LAYERS:
        assert "<math" in (in_cells.html(layer) or "")
        assert all(in_cells.latex(one) for one in layer.forward)
        made = in_cells.latex(layer) or ""
        displays = made.count(r"\begin{align*}")  # a formula that is wider than a page has its own
        assert 1 <= displays == made.count(r"\end{align*}")
        assert displays == 1 or layer.name not in ("conv2d", "batch_norm", "softmax")


def test_sympys_printers_know_the_atoms_and_their_powers() -> None:
    n = index("n", sizes("N")[0])
    x = tensor("x", n)
    atoms = [
        x[n], stop_gradient(x[n]), hat(n, x[n]), total(x[n], over=n), largest_at(x[n], over=n),
        bracket(x[n] > 0), where(x[n] > 0, x[n], 0), floor_div(n, 3), modulo(n, 3), softmax(x[n], over=n),
    ]  # fmt: skip
    for one in atoms:
        for made in (one, one**2, 1 / one, -3 * one, sympy.Matrix([one])):
            assert sympy.latex(made) and sympy.pretty(made) and sympy.sstr(made) and sympy.mathml(made)
            assert shown(made)["text/plain"]
    assert sympy.latex(stop_gradient(x[n]) ** 2) == r"\operatorname{sg}^{2}\left({x}_{n}\right)"


def cells(book: str) -> list[Any]:
    notebook = nbformat.read(ROOT / ".github" / f"{book}.ipynb", as_version=4)
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def plain(cell: Any) -> list[str]:
    """What a cell shows as text, without how objects without a name are told apart."""
    return [str(out.get("text", out.get("data", {}).get("text/plain", ""))) for out in cell.outputs]


@pytest.mark.parametrize("book", BOOKS)
def test_the_notebooks_are_kept_executed(book: str) -> None:
    found = cells(book)
    assert [cell.execution_count for cell in found] == list(range(1, len(found) + 1))
    outputs = [out for cell in found for out in cell.outputs]
    assert outputs and not [out for out in outputs if out.output_type == "error"]
    assert any("<math" in out.get("data", {}).get("text/html", "") for out in outputs)


@pytest.mark.deep
@pytest.mark.parametrize("book", BOOKS)
def test_the_notebooks_run_and_show_what_they_hold(book: str) -> None:
    for needed in BOOKS[book]:
        if importlib.util.find_spec(needed) is None:
            pytest.skip(f"{needed} is not installed")
    notebook = nbformat.read(ROOT / ".github" / f"{book}.ipynb", as_version=4)
    kept = [plain(cell) for cell in cells(book)]
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(ROOT)}}).execute()
    again = [plain(cell) for cell in notebook.cells if cell.cell_type == "code"]
    if not BOOKS[book]:  # what a framework computes hangs on its version
        assert again == kept


def test_models_are_shown_by_the_printers_that_were_named(monkeypatch: pytest.MonkeyPatch) -> None:
    class Plain:
        @staticmethod
        def html(what: object) -> str:
            return f"<b>{type(what).__name__}</b>"

        latex = html

    monkeypatch.setattr(shown_of_models, "_known", [])
    assert LAYERS["relu"]._repr_html_() is None and LAYERS["relu"]._repr_latex_() is None
    shown_of_models.shown_by(Plain)
    assert LAYERS["relu"]._repr_html_() == LAYERS["relu"]._repr_latex_() == "<b>Layer</b>"
