"""Every page of the site as text: what is there, under which name, with which words in the menu."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from codegen.apps.atlas.documents import markdown, notebook
from codegen.apps.atlas.entries import LayerEntry
from codegen.apps.atlas.examples import EXAMPLES
from codegen.version import VERSION
from derive.layers import LAYERS
from derive.pretty.formats.html import STYLE_SHEET

HERE = Path(__file__).parent
DOCUMENTS = Path(__file__).parents[3] / ".github"
"""Where a checkout keeps its pages; an installed package has none."""
WRITTEN = {
    "mutation.html": ("Mutation", "MUTATION.md"),
    "benchmarks.html": ("Benchmarks", "BENCHMARKS.md"),
    "promises.html": ("Promises", "PROMISES.md"),
    "tutorial.html": ("Tutorial", "tutorial.ipynb"),
    "lecture.html": ("Lecture", "lecture.ipynb"),
    "homework.html": ("Homework", "homework.ipynb"),
    "in_pytorch.html": ("In PyTorch", "in_pytorch.ipynb"),
}


@dataclass
class Matter:
    """All that the pages are made of; ``left_out`` says in a line each what could not be had."""

    entries: Sequence[LayerEntry]
    facts: Sequence[Mapping[str, Any]] = ()
    rungs: Sequence[tuple[str, str]] = ()
    tally: str = ""
    machine: str = ""
    assets: Mapping[str, str] = field(default_factory=dict)
    reference: Mapping[str, str] = field(default_factory=dict)
    documents: Path = DOCUMENTS
    run: bool = False
    """Whether notebooks that are kept without outputs are run for them."""
    left_out: list[str] = field(default_factory=list)


def files(matter: Matter) -> dict[str, str | bytes]:
    """The pages, their styles and scripts, pictures, what the playground loads: paths and contents."""
    documents = _documents(matter)
    write = _writer(matter, documents)
    made: dict[str, str | bytes] = {
        "static/derivation.css": STYLE_SHEET.read_text(encoding="utf-8"),
        **{
            f"static/{one.name}": one.read_text(encoding="utf-8")
            for one in sorted((HERE / "static").iterdir())
        },
        **{one.picture: one.drawn for one in matter.entries if one.picture},
        **{f"api/{name}": text for name, text in matter.reference.items()},
        **_playground_files(matter),
    }
    made |= {
        name: write(name, "text.html", title=words, body=body) for name, (words, body) in documents.items()
    }
    made |= dict(_layers(matter, write)) | dict(_single(matter, write))
    made["index.html"] = write(
        "index.html",
        "index.html",
        title="Layers and their gradients",
        families=_families(matter.entries),
        playground=True,
        left_out=matter.left_out,
    )
    return made


def _documents(matter: Matter) -> dict[str, tuple[str, Markup]]:
    """The documents of the checkout that are there; a line for those that are not."""
    there = {page: (words, matter.documents / name) for page, (words, name) in WRITTEN.items()}
    for words, path in there.values():
        if not path.is_file():
            matter.left_out.append(f"{words} is left out: there is no {path.parent.name}/{path.name} here.")
    there = {page: one for page, one in there.items() if one[1].is_file()}
    links = {path.name: page for page, (_, path) in there.items()}
    return {page: (words, Markup(_body(path, links, matter.run))) for page, (words, path) in there.items()}


def _body(path: Path, links: Mapping[str, str], run: bool) -> str:
    if path.suffix == ".ipynb":
        return notebook(path, links, run)
    return markdown(path.read_text(encoding="utf-8"), links)


def _menu(matter: Matter, documents: Mapping[str, tuple[str, Markup]]) -> list[tuple[str, str]]:
    """Where one can go from every page."""
    menu = [("index.html", "Layers"), ("playground.html", "Playground")]
    menu += [("gallery.html", "Gallery")] if any(one.picture for one in matter.entries) else []
    menu += [("facts.html", "Facts")] if matter.facts else []
    menu += [("ladder.html", "Ladder")]
    menu += [(page, words) for page, (words, _) in documents.items()]
    return menu + ([("api/index.html", "API")] if matter.reference else [])


def _writer(matter: Matter, documents: Mapping[str, tuple[str, Markup]]) -> Any:
    """``write(name, template, **values)``: a page, with the way back to the root and the menu."""
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    fixed = {"menu": _menu(matter, documents), "version": VERSION, "entries": matter.entries}
    names = {one.name for one in matter.entries}

    def write(name: str, template: str, **values: Any) -> str:
        root = "../" * name.count("/")
        return environment.get_template(template).render(
            **fixed, names=names, root=root, here=name, **values
        )  # fmt: skip

    return write


def _layers(matter: Matter, write: Any) -> Iterator[tuple[str, str]]:
    for one in matter.entries:
        yield (
            f"layers/{one.name}.html",
            write(
                f"layers/{one.name}.html",
                "layer.html",
                title=one.name,
                one=_marked(one),
                machine=matter.machine,
            ),
        )
        for file in one.kernels:
            yield (
                file.href,
                write(file.href, "code.html", title=file.name, layer=one.name, code=Markup(file.code)),
            )


def _marked(one: LayerEntry) -> Mapping[str, Any]:
    """The entry with its HTML as such."""
    gradients = [
        {"wrt": g.wrt, "at": g.at, "latex": g.latex, "html": Markup(g.html), "general": Markup(g.general)}
        for g in one.gradients
    ]
    plain = {
        "picture": one.picture,
        "forward": Markup(one.forward),
        "code": Markup(one.code),
        "gradients": gradients,
    }
    return vars(one) | plain


def _single(matter: Matter, write: Any) -> Iterator[tuple[str, str]]:
    """The pages of which there is one."""
    if matter.facts:
        yield "facts.html", write("facts.html", "facts.html", title="Facts", facts=matter.facts)
    yield (
        "ladder.html",
        write(
            "ladder.html",
            "ladder.html",
            title="The ladder of verification",
            rungs=matter.rungs,
            tally=matter.tally,
        ),
    )
    if any(one.picture for one in matter.entries):
        yield "gallery.html", write("gallery.html", "gallery.html", title="Gallery")
    yield (
        "playground.html",
        write("playground.html", "playground.html", title="Playground", **_playground(matter)),
    )


def _playground(matter: Matter) -> dict[str, Any]:
    first = next(iter(EXAMPLES.values()))
    size = sum(map(len, matter.assets.values())) / 1e6
    why = next((line for line in matter.left_out if "playground" in line), "")
    return {
        "files": Markup(json.dumps([name.removesuffix(".js") for name in matter.assets]))
        if matter.assets
        else "",
        "examples": list(EXAMPLES),
        "sources": Markup(json.dumps(EXAMPLES).replace("<", "\\u003c")),
        "first": Markup.escape(first),
        "megabytes": f"{size:.0f}",
        "why": why,
    }


def _playground_files(matter: Matter) -> dict[str, str]:
    if not matter.assets:
        return {}
    worker = json.dumps((HERE / "static/worker.js").read_text(encoding="utf-8"))
    held = {f"playground/{name}": text for name, text in matter.assets.items()}
    return {**held, "playground/worker.js": f"self.chainruleWorker = {worker};\n"}


def _families(entries: Sequence[LayerEntry]) -> list[tuple[str, list[LayerEntry]]]:
    """The layers under the headings of the catalogue; a user's own come first."""
    titles = ["", *LAYERS.families]
    found = [(title, [one for one in entries if one.family == title]) for title in titles]
    return [(title or "Your layers", group) for title, group in found if group]


__all__ = ["DOCUMENTS", "Matter", "files"]
