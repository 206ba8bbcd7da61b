"""A gradient as an object: its formula for a program, its derivation for a reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sympy import Expr

from derive import pretty
from derive.api.arguments import ArgumentError, at_least, named
from derive.api.lookup import LayerLike, one_layer
from derive.api.settings import chosen, specialised, textbook
from derive.expr import Tensor
from derive.gradients import derive_vjp, derived_layer
from derive.model.layer import Def, Layer, Program
from derive.steps import Choice, Derivation, Step

MODES = ("free", "unit", "residue")


@dataclass(frozen=True, repr=False)
class Gradient:
    """The gradient of a layer with respect to one input, and how it was found.

    In a notebook the object shows its derivation; ``print`` does so in a terminal.
    """

    derivation: Derivation
    wrt: Tensor

    @property
    def layer(self) -> Layer:
        """The layer that was derived; options that were fixed are gone from its formulas."""
        return self.derivation.layer

    @property
    def definition(self) -> Def:
        """The gradient as a definition: left side, ranges of its letters, formula."""
        return self.derivation.result

    @property
    def formula(self) -> Expr:
        """The right side: a SymPy expression over elements of the inputs, of ``dy`` and of saved values."""
        return self.definition.expr

    @property
    def program(self) -> Program:
        """All that computes the gradient: named sums and values that it uses first, the gradient last."""
        return self.derivation.program

    @property
    def steps(self) -> tuple[Step, ...]:
        """The rules in the order in which they fired, each with its law and what it produced."""
        return self.derivation.steps

    @property
    def conditions(self) -> tuple[str, ...]:
        """What the form of the formula assumes, beyond the sizes; empty where it always holds."""
        return tuple(map(str, self.derivation.conditions))

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The forms that were taken where there were others, each with its reason."""
        return self.derivation.choices

    def text(self, steps: bool = True, width: int | None = None) -> str:
        """The derivation for a terminal, ``width`` columns wide; only the result without ``steps``."""
        return pretty.derivation(self.derivation, "text", steps, width)

    def latex(self, steps: bool = True) -> str:
        """The derivation as a LaTeX file that compiles with amsmath alone."""
        return pretty.derivation(self.derivation, "latex", steps)

    def html(self, steps: bool = True) -> str:
        """The derivation as one HTML file with MathML: no script, no network."""
        return pretty.derivation(self.derivation, "html", steps)

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"<Gradient of {self.layer.name} towards {self.wrt.name}: {self.definition}>"

    def _repr_html_(self) -> str:
        return pretty.cell(self.derivation)

    def _repr_latex_(self) -> str:
        sizes = self.layer.size_symbols
        return f"$\\displaystyle {pretty.equation(self.definition, 'latex', sizes)}$"


def gradient(
    layer: LayerLike,
    wrt: str | Tensor,
    order: int = 1,
    settings: Mapping[str, int] | None = None,
    general: bool = False,
    mode: str = "free",
) -> Gradient:
    """Derive it: ``derive.gradient`` says what the arguments mean."""
    if mode not in MODES:
        raise ArgumentError("mode", f"expected one of {', '.join(MODES)}, got {mode!r}")
    model, target = one_layer(layer), wrt
    given = chosen(model, (settings or {}).items())
    model = specialised(model, given, {} if general else textbook(model, given))
    for _ in range(at_least("order", order, 1) - 1):
        model = derived_layer(model, differentiable(model, target))
    tensor = differentiable(model, target)
    return Gradient(derive_vjp(model, tensor, mode), tensor)


def differentiable(layer: Layer, wrt: str | Tensor) -> Tensor:
    """The input of ``layer`` that is called so (a tensor means the input of its name)."""
    name: Any = wrt.name if isinstance(wrt, Tensor) else wrt
    return named("wrt", name, {t.name: t for t in layer.wrt}, f"{layer.name} has no gradient towards")


__all__ = ["MODES", "Gradient", "differentiable", "gradient"]
