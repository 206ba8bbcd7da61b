"""Slides, one step a frame; and the tree of expressions in JSON, read back by a reader of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from codegen.cli.verbs.showing import Wish, layer_pages, pages
from derive import pretty
from derive.gradients import derive_vjp
from derive.layers import LAYERS
from derive.pretty.lines import lines


@pytest.mark.parametrize("name", ["dense", "batch_norm", "max_pool2d", "softmax"])
def test_slides_have_a_frame_for_each_step(name: str) -> None:
    derived = derive_vjp(LAYERS[name], LAYERS[name].wrt[0])
    text = pretty.derivation(derived, "beamer", steps=True)
    assert text.startswith(r"\documentclass[10pt,aspectratio=169]{beamer}") and all(
        ord(c) < 0x100 for c in text
    )
    titles = [line for line in text.splitlines() if line.startswith(r"\begin{frame}")]
    assert len(titles) == text.count(r"\end{frame}")
    for number, step in enumerate(lines(derived), 1):
        assert sum(t.endswith(f"{{{number}. {step.rule.capitalize()}}}") for t in titles) == 1
    assert sum(t.endswith("{Result}") for t in titles) == 1


def test_slides_of_a_layer_and_its_gradients_are_one_file() -> None:
    made = pages(layer_pages(LAYERS["dense"], Wish(steps=True), "beamer"), "beamer")
    assert (
        made.count(r"\documentclass") == made.count(r"\begin{document}") == made.count(r"\end{document}") == 1
    )


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
def test_slides_compile(tmp_path: Path) -> None:
    derived = derive_vjp(LAYERS["batch_norm"], LAYERS["batch_norm"].wrt[0])
    (tmp_path / "page.tex").write_text(pretty.derivation(derived, "beamer", steps=True), encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "page.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout[-2000:]


def value(node: Any, arrays: dict[str, Any], known: dict[str, int]) -> Any:
    """What a tree is worth: by its keys alone, as they are documented."""
    if not isinstance(node, dict):
        return node
    lists = {k: v for k, v in node.items() if k in ("sum", "product", "power")}
    below = {k: [value(x, arrays, known) for x in v] for k, v in lists.items()}
    match node:
        case {"symbol": name}:
            return known[name]
        case {"ratio": [p, q]}:
            return p / q
        case {"element": name, "index": index}:
            return arrays[name][tuple(value(x, arrays, known) for x in index)]
        case {"sum": _}:
            return sum(below["sum"])
        case {"product": _}:
            return np.prod(below["product"])
        case {"power": _}:
            return below["power"][0] ** below["power"][1]
        case {"reduce": "sum", "over": over, "where": where, "of": of}:
            return added(over, where, of, arrays, known)
        case {"function": "exp", "args": [inner]}:
            return np.exp(value(inner, arrays, known))
    raise AssertionError(node)


def added(over: Any, where: Any, of: Any, arrays: dict[str, Any], known: dict[str, int]) -> Any:
    if not over:
        return value(of, arrays, known) if all(holds(c, arrays, known) for c in where) else 0
    (first, *rest) = over
    low, high = (value(first[end], arrays, known) for end in ("first", "last"))
    return sum(added(rest, where, of, arrays, known | {first["letter"]: at}) for at in range(low, high + 1))


def holds(cond: Any, arrays: dict[str, Any], known: dict[str, int]) -> bool:
    return bool(value(cond["of"], arrays, known) >= 0) if cond["condition"] == "ge" else False


def test_a_tree_is_worth_what_its_formula_is() -> None:
    rng = np.random.default_rng(1)
    dense = LAYERS["dense"]
    x, w, dy = rng.normal(size=(3, 4)), rng.normal(size=(2, 4)), rng.normal(size=(3, 2))
    arrays = {"x": x, "w": w, "dy": dy, "b": np.zeros(2)}
    sizes = {"N": 3, "K": 4, "O": 2}
    for t, wanted in zip(dense.wrt, (dy @ w, dy.T @ x, dy.sum(0)), strict=True):
        made = json.loads(pretty.derivation(derive_vjp(dense, t), "json"))["result"]["tree"]
        letters = [f["letter"] for f in made["for"]]
        for place in np.ndindex(*wanted.shape):
            found = value(made["right"], arrays, sizes | dict(zip(letters, place, strict=True)))
            assert abs(found - wanted[place]) < 1e-12
        assert made["left"]["element"] == f"d{t.name}"


def test_a_border_is_a_condition_of_the_tree() -> None:
    layer = LAYERS["conv1d"]
    made = json.loads(pretty.derivation(derive_vjp(layer, layer.wrt[1]), "json"))["result"]["tree"]
    assert made["right"]["reduce"] == "sum" and {c["condition"] for c in made["right"]["where"]} == {"ge"}


@pytest.mark.parametrize("name", LAYERS.names)
def test_every_layer_has_its_trees(name: str) -> None:
    data = json.loads(pretty.layer(LAYERS[name], "json"))
    assert len(data["trees"]) == len(LAYERS[name].forward)
    assert all(t["left"]["element"] for t in data["trees"])
