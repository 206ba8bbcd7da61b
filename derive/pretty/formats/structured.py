"""A derivation as plain data, for JSON: equations as text and as LaTeX, results as trees too."""

from __future__ import annotations

from typing import Any

from derive.model.layer import Layer
from derive.pretty.document import (
    Document,
    Formula,
    Line,
    Note,
    Section,
    of_derivation,
    of_layer,
    towards,
    whole,
)
from derive.pretty.formats.expression_tree import equation_tree
from derive.pretty.formats.latex import displayed
from derive.pretty.formats.latex import sentence as latex_sentence
from derive.pretty.formats.page import sentence
from derive.pretty.formats.text import line
from derive.steps import Derivation, Equation

SAID = ("indices", "integers", "reading", "conventions")
"""The notes that have no field of their own."""
ARRAYS = ("matrices", "einsum")
"""The notes that say the result over whole arrays."""


def derivation(derived: Derivation, steps: bool) -> dict[str, Any]:
    """``layer, wrt, steps, result, where, …``; what ``tree`` of the result holds: ``expression_tree``."""
    page = of_derivation(derived, steps)
    name = derived.target.tensor.name
    out: dict[str, Any] = {"layer": derived.layer.name, "wrt": towards(derived), "target": name}
    out["summary"] = page.summary
    if steps:
        out["forward"] = _formulas(page, "forward")
        out["steps"] = [_step(s) for s in page.sections if s.kind == "step"]
        out["choices"] = [sentence(c) for n in page.notes if n.label == "choices" for c in n.lines]
    out["result"] = formula(whole(derived)) | {"tree": equation_tree(Equation.of(derived.page[-1]))}
    out["where"] = _formulas(page, "where")
    out["conditions"] = [sentence(c) for n in page.notes if n.label == "provided" for c in n.lines]
    out["recognised"] = list(map(str, derived.recognised))
    out["cost"] = [sentence(c) for n in page.notes if n.label == "cost" for c in n.lines]
    out["arrays"] = [_array(n) for n in page.notes if n.label in ARRAYS]
    out["notes"] = [_note(n) for n in page.notes if n.label in SAID]
    return out


def layer(model: Layer) -> dict[str, Any]:
    """``layer, summary, forward, sizes, notes``"""
    page = of_layer(model)
    trees = [equation_tree(Equation.of(d)) for d in model.forward]
    return {
        "layer": model.name,
        "summary": model.summary,
        "forward": _formulas(page, "forward"),
        "trees": trees,
        "sizes": _formulas(page, "where"),
        "notes": [_note(n) for n in page.notes],
    }


def formula(one: Formula) -> dict[str, Any]:
    """An equation as text and as LaTeX, with the ranges of letters that do not run as usual."""
    return {
        "text": line(one.box),
        "latex": displayed((one,)),
        "ranges": [line(r) for r in one.ranges],
        "with": [line(d) for d in one.definitions],
    }


def _formulas(page: Document, kind: str) -> list[dict[str, Any]]:
    return [formula(f) for s in page.sections if s.kind == kind for f in s.formulas]


def _step(section: Section) -> dict[str, Any]:
    return {
        "rule": section.title,
        "law": section.law,
        "equations": [formula(f) for f in section.formulas],
        "conditions": [sentence(c) for c in section.conditions],
        "notes": [sentence(c) for c in section.findings],
    }


def _line(content: Line) -> dict[str, str]:
    return {"text": sentence(content), "latex": latex_sentence(content)}


def _array(note: Note) -> dict[str, Any]:
    """The line, and what it says only for itself."""
    line, *more = note.lines
    where = {"where": [_line(one) for one in more]} if more else {}
    return {"kind": note.label} | _line(line) | where


def _note(note: Note) -> dict[str, Any]:
    return {
        "label": note.label,
        "text": [sentence(x) for x in note.lines],
        "latex": [latex_sentence(x) for x in note.lines],
    }
