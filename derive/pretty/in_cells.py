"""What a notebook shows: a page for what has one, a formula for what is one, nothing for the rest."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch
from typing import Any

from derive import pretty
from derive.model.layer import Def, Layer, Program
from derive.pretty import document
from derive.pretty.formats import html as pages
from derive.pretty.formats import latex as tex
from derive.pretty.formats.prose import readable
from derive.pretty.naming.on_page import shown_layer
from derive.steps import Derivation, Equation, Step


@singledispatch
def html(what: Any) -> str | None:
    """A part of a page that brings its style; None where a formula says all."""
    return None


@html.register
def _(what: Layer) -> str:
    return pages.cell(document.of_layer(shown_layer(what)))


@html.register
def _(what: Derivation) -> str:
    return pretty.cell(what)


@html.register
def _(what: Step) -> str:
    scope = document.scope_for([*what.before, *what.equations])
    shown = document.formulas(what.equations, scope)
    law = readable(what.law, ())
    title = what.rule[:1].upper() + what.rule[1:]
    return pages.cell(document.Document(title, "", law, (document.Section("step", "Gives", shown),), ()))


@singledispatch
def latex(what: Any) -> str | None:
    """A display of LaTeX; None where there is no single one."""
    return None


@latex.register
def _(what: Def | Equation) -> str:
    return _displayed([Equation.of(what) if isinstance(what, Def) else what])


@latex.register
def _(what: Program) -> str:
    return _displayed([Equation.of(one) for one in what.defs])


@latex.register
def _(what: Layer) -> str:
    return _displayed([Equation.of(one) for one in shown_layer(what).forward])


@latex.register
def _(what: Step) -> str | None:
    return _displayed(what.equations) if what.equations else None


@latex.register
def _(what: Derivation) -> str:
    return pretty.display(what)


def _displayed(equations: Sequence[Equation]) -> str:
    return tex.displayed(document.formulas(equations, document.scope_for(equations)))


__all__ = ["html", "latex"]
