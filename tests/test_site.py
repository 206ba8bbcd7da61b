"""The site as files: well-formed, links lead somewhere, no network, whole or not at all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import html5lib
import nbformat
import pytest
from typer.testing import CliRunner

from codegen.apps.atlas import shipped
from codegen.apps.atlas.documents import markdown, notebook
from codegen.apps.atlas.entries import entry
from codegen.apps.atlas.evidence import NoEvidence, tally, with_timings, with_verdicts
from codegen.apps.atlas.examples import EXAMPLES
from codegen.apps.atlas.highlighting import highlighted
from codegen.apps.atlas.in_browser import answers
from codegen.apps.atlas.pages import Matter, files
from codegen.apps.atlas.publish import MARK, Occupied, publish
from codegen.cli import app
from codegen.source.names import volumes
from derive.api.arguments import ArgumentError
from derive.layers import LAYERS

LAYERS_SHOWN = ("dense", "max_pool1d")
VERDICT = {
    "layer": "dense", "gradient": "x", "verdict": "PASS",
    "checks": [
        {"check": "dot_product", "verdict": "PASS", "worst_error": 1e-16, "bound": 1e-15, "says": "tested"},
    ],
}  # fmt: skip
TIMING = {
    "layer": "dense", "case": "64×64", "direction": "forward", "ours_ms": 1.0,
    "torch_ms": 2.0, "ratio_torch": 2.0,
}  # fmt: skip


@pytest.fixture(scope="module")
def site() -> dict[str, str | bytes]:
    entries = [entry(LAYERS[name]) for name in LAYERS_SHOWN]
    with_verdicts(entries, [VERDICT])
    machine = with_timings(entries, {"machine": "a machine", "rows": [TIMING]})
    rungs = [("exact", "no error at all")]
    assets = shipped.scripts({"python.js": b"python", "library.zip": b"library"})
    return files(Matter(entries, (), rungs, tally(entries), machine, assets))


def pages(site: dict[str, str | bytes]) -> Iterator[tuple[str, str]]:
    yield from (
        (name, text) for name, text in site.items() if name.endswith(".html") and isinstance(text, str)
    )


class Links(HTMLParser):
    """What a page leads to and loads, and the places in it that can be led to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.to: list[str] = []
        self.loaded: list[str] = []
        self.places: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attributes}
        self.places += [said["id"]] if "id" in said else []
        self.to += [said["href"]] if "href" in said and tag == "a" else []
        self.loaded += [said[name] for name in ("src", "href") if name in said and tag != "a"]


def test_every_page_is_well_formed(site: dict[str, str | bytes]) -> None:
    for name, text in pages(site):
        parser = html5lib.HTMLParser()
        parser.parse(text)
        assert not parser.errors, (name, parser.errors[:3])


def test_every_link_leads_somewhere(site: dict[str, str | bytes]) -> None:
    for name, text in pages(site):
        links = Links(text)
        assert len(links.places) == len(set(links.places)), name
        for href in links.to:
            page, _, place = href.partition("#")
            if not page:
                assert place in links.places, (name, href)
            elif not href.startswith("https://"):
                assert (Path("/" + name).parent / page).resolve().as_posix()[1:] in site, (name, href)


def test_nothing_is_loaded_from_elsewhere(site: dict[str, str | bytes]) -> None:
    for name, text in pages(site):
        for source in Links(text).loaded:
            assert source == "data:," or (Path("/" + name).parent / source).resolve().as_posix()[1:] in site
    for name, sheet in site.items():
        if name.endswith(".css"):
            assert not re.search(r"url\(|@import", str(sheet)), name


def test_no_program_stands_inside_a_page(site: dict[str, str | bytes]) -> None:
    """The policy of the pages blocks handlers that are attributes: what they should prevent would happen."""
    for name, text in pages(site):
        assert not re.search(r"<[a-z][^>]*\son[a-z]+\s*=", text), name


def test_a_layer_shows_steps_verdicts_timings_and_kernels(site: dict[str, str | bytes]) -> None:
    page = str(site["layers/dense.html"])
    assert 'id="dw"' in page and "Derived in 3 steps" in page and "<math" in page
    assert '<td class="pass">0.1</td>' in page and "a machine" in page and "2.00" in page
    assert "def dense_vjp_w(dy, x):" in re.sub(r"<[^>]*>", "", page)
    assert "kernels/dense.html" in page and "def vjp_x" in re.sub(
        r"<[^>]*>", "", str(site["kernels/dense.html"])
    )
    assert "chainrule verify max_pool1d" in str(site["layers/max_pool1d.html"])


def test_a_matrix_stands_where_the_layer_is_linear() -> None:
    found = entry(LAYERS["conv1d"]).matrix
    assert found is not None and found["text"].splitlines()[0].startswith("[ w₀  w₁")
    assert entry(LAYERS["relu"]).matrix is None


def test_what_arrays_do_not_say_has_no_code(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> str:
        raise ArgumentError("format", "no counterpart in arrays")

    monkeypatch.setattr("codegen.apps.atlas.entries.source", refused)
    one = entry(LAYERS["dense"])
    assert one.code == "" and 'id="numpy"' not in str(files(Matter([one]))["layers/dense.html"])


def test_a_layer_of_another_name_has_no_kernels_of_the_catalogue() -> None:
    """A user's own ``dense`` is not the catalogue's, though their names are one."""
    own = replace(LAYERS["dense"], summary="my own")
    assert entry(LAYERS["dense"]).kernels
    assert not entry(own).kernels


def test_the_files_of_a_layer_are_its_own(tmp_path: Path) -> None:
    for name in (
        "conv.py",
        "conv_kernels2.py",
        "conv_kernels.py",
        "conv_kernels_of.py",
        "conv2d.py",
        "conv.txt",
    ):
        (tmp_path / name).touch()
    assert [p.name for p in volumes("conv", tmp_path)] == ["conv.py", "conv_kernels.py", "conv_kernels2.py"]


def test_the_same_layers_make_the_same_bytes() -> None:
    assert entry(LAYERS["conv1d"]) == entry(LAYERS["conv1d"])


def test_a_document_of_another_command_is_refused() -> None:
    for document in ({}, [1], [{"layer": "dense"}], {"rows": [{}]}):
        with pytest.raises(NoEvidence):
            with_verdicts([], document)
    with pytest.raises(NoEvidence):
        with_timings([], {"rows": 3})


def test_what_is_no_site_is_left_alone(tmp_path: Path) -> None:
    place = tmp_path / "place"
    publish({"index.html": "one", "old.html": "old"}, place)
    publish({"index.html": "two"}, place)
    assert sorted(path.name for path in place.iterdir()) == [MARK, "index.html"]
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "work.txt").write_text("mine", encoding="utf-8")
    for taken in (tmp_path / "mine", tmp_path / "mine" / "work.txt"):
        with pytest.raises(Occupied):
            publish({"index.html": "two"}, taken)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine", "place"]


def test_a_site_that_cannot_be_written_leaves_the_earlier_one(tmp_path: Path) -> None:
    publish({"index.html": "one"}, tmp_path / "place")
    with pytest.raises(OSError):
        publish({"index.html": "two", "index.html/below": "no"}, tmp_path / "place")
    assert (tmp_path / "place/index.html").read_text() == "one"
    assert [path.name for path in tmp_path.iterdir()] == ["place"]


def test_the_command_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "work.txt").write_text("mine", encoding="utf-8")
    said = CliRunner().invoke(app, ["site", str(tmp_path), "dense"])
    assert said.exit_code == 2 and "not empty and holds no earlier site" in said.output
    monkeypatch.setattr("codegen.cli.verbs.publishing.NEEDED", ("no_such_package",))
    said = CliRunner().invoke(app, ["site", str(tmp_path / "new"), "dense"])
    assert said.exit_code == 2 and "pip install 'chainrule[site]'" in said.output
    assert not (tmp_path / "new").exists()


def test_a_folder_without_python_for_the_browser_is_named(tmp_path: Path) -> None:
    with pytest.raises(shipped.NoPyodide, match=r"pyodide\.asm\.wasm"):
        shipped.assets(tmp_path)


def test_the_worker_gets_derive_and_its_stub() -> None:
    names = {name for name, _ in shipped._sources()}
    assert {"in_browser.py", "derive/layers/__init__.pyi", "derive/pretty/formats/page.css"} <= names
    assert {"sympy/__init__.py", "mpmath/__init__.py"} <= names and not [n for n in names if "/tests/" in n]


# the playground's answers, without a browser


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.usefixtures("beside")
def test_every_example_derives(name: str) -> None:
    first, *gradients = answers(EXAMPLES[name])
    assert first["kind"] == "layer" and [one["wrt"] for one in gradients] == first["gradients"]
    assert all("<math" in one["html"] and r"\begin" in one["latex"] for one in gradients)


HEAD = """from derive.notation import *
T, = sizes("T")
t = index("t", T)
X, Y = tensor("x", t), tensor("y", t)
"""


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (HEAD + 'l = Layer("l", [define(Y[t], where(t > 0, X[t] + Y[t - 1], X[t]))], wrt=(X,))\n', 5, "l:"),
        (HEAD + "x = 1 +\n", 5, "SyntaxError"),
        (HEAD + "\n\nfoo(3)\n", 7, "foo"),
        (HEAD, None, "defines no layer"),
        (HEAD + 'l = Layer("l", [define(Y[t], X[t])], wrt=(X,))\nraise SystemExit\n', 6, "SystemExit"),
    ],
)
@pytest.mark.usefixtures("beside")
def test_a_bad_model_is_refused_at_its_line(text: str, line: int | None, words: str) -> None:
    (said,) = answers(text)
    assert said["kind"] == "refused" and said["line"] == line and words in said["said"]


@pytest.mark.usefixtures("beside")
def test_settings_are_read_like_those_of_the_command() -> None:
    strided = EXAMPLES["a convolution with stride"]
    assert "s" in next(answers(strided, general=True))["html"]
    assert "stride = 2" in next(answers(strided, "s=2"))["summary"]
    for wrong in ("s", "s=x", "q=2"):
        assert [one["kind"] for one in answers(strided, wrong)] == ["refused"]


# documents


def test_links_between_documents_follow_or_fall() -> None:
    text = "[a](A.md) [b](B.md#c) [c](https://c.org) ![d](d.png)\n\n| x |\n|---|\n| 1 |"
    made = markdown(text, {"A.md": "a.html"})
    assert '<a href="a.html">a</a> b <a href="https://c.org">c</a>' in made
    assert "<img" not in made and "<td>1</td>" in made


def test_a_notebook_shows_what_it_holds(tmp_path: Path) -> None:
    def cell(kind: str, source: str, **more: Any) -> dict[str, Any]:
        return {"cell_type": kind, "source": source, **more}

    outputs = [{"data": {"text/html": ["<p>seen</p><style>p{}</style>"]}}, {"text": ["1 < 2"]}]
    cells = [cell("markdown", "# One"), cell("markdown", "# Two"), cell("code", "1 < 2", outputs=outputs)]
    path = tmp_path / "book.ipynb"
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    made = notebook(path, {})
    assert made.count("<h1>") == 1 and "<h2>Two</h2>" in made
    assert "<p>seen</p></div>" in made and "<pre>1 &lt; 2</pre>" in made


def test_a_notebook_without_outputs_is_run_for_them(tmp_path: Path) -> None:
    (tmp_path / "books").mkdir()
    path = tmp_path / "books" / "book.ipynb"

    def held(*sources: str) -> str:
        cells = [nbformat.v4.new_code_cell(source) for source in sources]
        nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
        return notebook(path, {}, run=True)

    assert "<pre>42</pre>" in held("6 * 7")
    assert "<pre>" not in held("6 * 7", "1 / 0")


def test_colours_keep_the_text() -> None:
    text = 'def f(a):\n    return "<b>"  # a < b\n'
    made = highlighted(text)
    assert '<span class="k">def</span>' in made and "<b>" not in made


def test_the_layers_of_a_fact_are_links_apart() -> None:
    entries = [entry(LAYERS[name]) for name in LAYERS_SHOWN]
    fact = {"number": 1, "fact": "so", "verdict": "established", "method": "proof", "claims": ()}
    made = files(Matter(entries, ({**fact, "layers": (*LAYERS_SHOWN, "elsewhere")},), (), "", "", {}))
    page = str(made["facts.html"])
    words = re.sub(r"<[^>]+>", "", page.split('class="layers">')[1].split("</p>")[0])
    assert words == "dense · max_pool1d · elsewhere"
