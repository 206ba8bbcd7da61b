"""Every page of the catalogue, with its steps, as LaTeX that fits its paper and as HTML without an error."""

import re
import shutil
import subprocess
from pathlib import Path

import html5lib
import pytest

from codegen.cli.verbs.showing import Wish, layer_pages, pages
from derive.layers import LAYERS

COMMAND = ("pdflatex", "-interaction=nonstopmode", "-halt-on-error", "page.tex")
OVERFULL = re.compile(r"Overfull \\hbox \(([\d.]+)pt too wide\)")
WIDEST = ("grid_sample2d_bicubic", "circular_pad3d")
NAMES = [pytest.param(n, marks=() if n in WIDEST else (pytest.mark.deep,)) for n in LAYERS.names]


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
@pytest.mark.parametrize("name", NAMES)
def test_latex_compiles_and_fits(name: str, tmp_path: Path) -> None:
    """The layer and each gradient with its steps, one document; no line is wider than the page."""
    text = pages(layer_pages(LAYERS[name], Wish(steps=True), "latex"), "latex")
    (tmp_path / "page.tex").write_text(text, encoding="utf-8")
    done = subprocess.run(
        COMMAND, cwd=tmp_path, capture_output=True, text=True, timeout=120, errors="replace"
    )
    assert done.returncode == 0, done.stdout[-2000:]
    assert [f"{wide} pt" for wide in OVERFULL.findall(done.stdout)] == []


@pytest.mark.parametrize("name", NAMES)
def test_html_is_valid(name: str) -> None:
    """One document of HTML 5, as a parser reads it that forgives nothing."""
    parser = html5lib.HTMLParser()
    parser.parse(pages(layer_pages(LAYERS[name], Wish(steps=True), "html"), "html"))
    assert parser.errors == []
