"""The tutorial runs from top to bottom, and each cell shows what the text beside it says."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).parent.parent
TUTORIAL = ROOT / ".github/tutorial.ipynb"


@cache
def executed() -> list[Any]:
    """The code cells after a run in a fresh kernel, from the folder of the repository."""
    notebook = nbformat.read(TUTORIAL, as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(ROOT)}}).execute()
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def shown(source: str, kind: str) -> str:
    """What the cell that contains ``source`` shows, in one format."""
    cell = next(cell for cell in executed() if source in cell.source)
    data = (out.get("data", {"text/plain": out.get("text", "")}) for out in cell.outputs)
    return "\n".join(one[kind] for one in data if kind in one)


def test_the_tutorial_is_kept_without_outputs() -> None:
    cells = [cell for cell in nbformat.read(TUTORIAL, as_version=4).cells if cell.cell_type == "code"]
    assert cells and not any(cell.outputs or cell.execution_count for cell in cells)


def test_a_cell_shows_the_derivation() -> None:
    for source in ('derive.gradient("dense", "w")', "set={", "unit_rows = Layer"):
        page = shown(source, "text/html")
        assert "<math" in page and "Chain rule" in page and 'class="result"' in page
    assert shown('derive.gradient("dense", "w")', "text/latex").startswith("$")
    assert "stride = 2" in shown("set={", "text/html")


def test_the_tutorial_computes_and_verifies() -> None:
    assert re.search(r"sum\(dy\[n, o\]\*w\[o, k\] for o", shown("step.rule", "text/plain"))
    assert shown('codegen.compile("dense")', "text/plain").startswith("array(")
    for source in ('codegen.verify("dense"', "codegen.verify(unit_rows"):
        table = shown(source, "text/html")
        assert "PASS" in table and "FAIL" not in re.sub(r"above 1: FAIL", "", table)
    assert "Did you mean" in shown("except derive.ArgumentError", "text/plain")
