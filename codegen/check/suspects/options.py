"""Two options that took each other's place; an option that is not taken into account."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from codegen.check.suspects.suspect import Suspect, Wrong, derived, run
from codegen.verification import Case
from codegen.verification.interpreter.numbers import Array
from derive.expr import Acc, Tensor
from derive.gradients import Gradients
from derive.model.layer import Layer, Option


def suspects(layer: Layer, tensor: Tensor, found: Gradients) -> Iterator[Suspect]:
    """In the backward alone, then in what it reads of the forward too."""
    whole = [option for option in layer.options if option.kind == "int"]
    for a, b in combinations(whole, 2):
        if len(a.symbols) == len(b.symbols):
            yield Suspect(f"with {a.name} and {b.name} exchanged", _exchanged(tensor, found, a, b))
    for option in layer.options:
        for value in _neutral(option):
            said = "left out" if value in (0, 1) else f"taken as {value:g}"
            for both in (False, True) if _reads_the_forward(tensor, found) else (False,):
                named = f"with {option.name} {said} ({value:g})"
                yield Suspect(named, _fixed(tensor, found, option, value, both))


def _neutral(option: Option) -> list[float]:
    """Values at which an option does nothing, and its default."""
    known = [] if option.default is None else [option.default]
    return list(dict.fromkeys(float(v) if option.kind != "int" else int(v) for v in (*known, 0, 1)))


def _reads_the_forward(tensor: Tensor, found: Gradients) -> bool:
    """Whether the backward reads what the forward computes."""
    made = {one.tensor for one in found.forward.defs}
    return any(a.tensor in made for one in found.vjp[tensor].defs for a in one.expr.atoms(Acc))


def _exchanged(tensor: Tensor, found: Gradients, a: Option, b: Option) -> Wrong:
    def gradient(case: Case) -> Array:
        both = (*a.symbols, *b.symbols)
        values = dict(zip(both, (case.symbols[s] for s in (*b.symbols, *a.symbols)), strict=True))
        return derived(case, tensor, found, values)

    return gradient


def _fixed(tensor: Tensor, found: Gradients, option: Option, value: float, both: bool) -> Wrong:
    values = dict.fromkeys(option.symbols, value)
    before = values if both else {}
    return lambda case: run(case, tensor, found.forward, found.vjp[tensor], values, before)


__all__ = ["suspects"]
