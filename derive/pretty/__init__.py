"""Formulas in print: text for a terminal, LaTeX, HTML with MathML, and JSON.

    expression, definition     →  typeset  →  boxes  →  text | grid | latex | html
    derivation, layer          →  document (sections of formulas, notes)  →  page | latex | html | structured

What is ordered, bracketed and left unsaid is decided once, in ``tree``; a format only draws.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from importlib import import_module
from typing import Any

from sympy import Expr, Symbol

from derive.expr import Tensor
from derive.model.layer import Def, Layer
from derive.pretty import document
from derive.pretty.formats import page
from derive.pretty.lecture_signs import SIGNS, with_delta
from derive.pretty.naming.on_page import shown, shown_layer
from derive.pretty.tree.boxes import Box
from derive.steps import Derivation, Equation

FORMATS = ("text", "latex", "html", "json")


def _drawn_by(module: str, name: str) -> Callable[..., str]:
    """What draws a format, imported when that format is asked for: a page of text waits for no other."""

    def draw(*args: Any) -> str:
        made: str = getattr(import_module(f"derive.pretty.formats.{module}"), name)(*args)
        return made

    return draw


_BOX: dict[str, Callable[[Box], str]] = {
    "text": _drawn_by("text", "line"),
    "latex": _drawn_by("latex", "tex"),
    "html": _drawn_by("mathml", "inline"),
}
_SENTENCE: dict[str, Callable[[Any], str]] = {
    "text": page.sentence,
    "latex": _drawn_by("latex", "sentence"),
    "html": _drawn_by("html", "sentence"),
}
_PAGE: dict[str, Callable[[document.Document], str]] = {
    "latex": _drawn_by("latex", "document"),
    "html": _drawn_by("html", "document"),
    "beamer": _drawn_by("beamer", "slides"),
}


def _known(fmt: str, table: dict[str, Any], *more: str) -> None:
    if fmt not in table and fmt not in more:
        raise ValueError(f"format: expected one of {', '.join([*table, *more])}, got {fmt!r}")


def expression(expr: Expr, fmt: str = "text", sizes: frozenset[Symbol] = frozenset()) -> str:
    """One expression: a line of Unicode, LaTeX for math mode, or a ``<math>`` element."""
    return equation(Equation(None, expr), fmt, sizes)


def tensor_name(tensor: Tensor) -> str:
    """The name of an array as formulas write it."""
    return expression(tensor[tensor.axes or ()]).partition("[")[0]


def equation(one: Equation | Def, fmt: str = "text", sizes: frozenset[Symbol] = frozenset()) -> str:
    """``lhs = rhs``: a line of Unicode, LaTeX for math mode, or a ``<math>`` element.

    ``sizes``: symbols that are sizes though no axis in the formula runs to them (``Layer.size_symbols``).
    """
    _known(fmt, _BOX)
    one = Equation.of(one) if isinstance(one, Def) else one
    return _BOX[fmt](document.formula(one, document.scope_for([one], sizes=sizes), abbreviate=False).box)


definition = equation


REMARKS = ("indices", "reading")
"""The kinds of remark: the ranges of the letters; what is read outside an array, G and res."""


def remarks(
    one: Equation | Def,
    fmt: str = "text",
    kinds: Collection[str] = REMARKS,
    sizes: frozenset[Symbol] = frozenset(),
) -> list[str]:
    """What ``equation`` leaves unsaid, of the ``kinds`` that are wanted."""
    _known(fmt, _SENTENCE)
    one = Equation.of(one) if isinstance(one, Def) else one
    return [_SENTENCE[fmt](content) for content in document.remarks_of(one, kinds, sizes)]


def derivation(
    derived: Derivation,
    fmt: str = "text",
    steps: bool = False,
    width: int | None = None,
    style: page.Style = page.plain,
    signs: str = "d",
) -> str:
    """A whole derivation: page for a terminal, complete LaTeX or HTML file, slides ("beamer"), or JSON.

    ``signs``: "d" writes cotangents as dy, dx; "delta" as the lectures do, δ and ∂L/∂x (not in JSON).
    ``steps`` shows the forward and every rule that fired; ``width`` and ``style(role, text)`` serve the
    terminal only.
    """
    _known(fmt, _PAGE, "text", "json")
    derived = shown(derived)
    if fmt == "json":
        from derive.pretty.formats import structured

        return json.dumps(structured.derivation(derived, steps), ensure_ascii=False, indent=2)
    made = document.of_derivation(derived, steps)
    if signs not in SIGNS:
        raise ValueError(f"signs: expected one of {', '.join(SIGNS)}, got {signs!r}")
    made = with_delta(made, derived.layer) if signs == "delta" else made
    return page.page(made, width, style) if fmt == "text" else _PAGE[fmt](made)


def cell(derived: Derivation, steps: bool = True) -> str:
    """A derivation as HTML for a cell of a notebook: a part of a page that brings its own style."""
    return _drawn_by("html", "cell")(document.of_derivation(shown(derived), steps))


def part(what: Derivation | Layer, heading: int = 3) -> str:
    """A derivation with steps that unfold, or a layer, as a part of a web page without a style of its own."""
    if isinstance(what, Layer):
        return _drawn_by("folded", "unfolded")(document.of_layer(shown_layer(what)), heading)
    return _drawn_by("folded", "folded")(document.of_derivation(shown(what), True), heading)


def colours(what: Derivation | Layer, steps: bool = False) -> dict[str, int]:
    """The number of the colour that each index has on the page of HTML, by its name there."""
    from derive.pretty.glossary import Glossary

    if isinstance(what, Layer):
        return Glossary(document.of_layer(shown_layer(what))).colours
    return Glossary(document.of_derivation(shown(what), steps)).colours


def display(derived: Derivation) -> str:
    """The result and what it mentions as a display of LaTeX, to copy into a text with amsmath."""
    page = document.of_derivation(shown(derived), False)
    every = tuple(one for section in page.sections for one in section.formulas)
    return _drawn_by("latex", "displayed")(every)


def layer(model: Layer, fmt: str = "text", width: int | None = None, style: page.Style = page.plain) -> str:
    """A layer: its forward, sizes, options and conventions."""
    _known(fmt, _PAGE, "text", "json")
    model = shown_layer(model)
    if fmt == "json":
        from derive.pretty.formats import structured

        return json.dumps(structured.layer(model), ensure_ascii=False, indent=2)
    made = document.of_layer(model)
    return page.page(made, width, style) if fmt == "text" else _PAGE[fmt](made)


__all__ = [
    "FORMATS", "cell", "colours", "definition", "derivation", "display", "equation", "expression", "layer",
    "part", "remarks", "tensor_name",
]  # fmt: skip
