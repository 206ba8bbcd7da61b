"""Where an expression stands when it is laid out, and the dispatch on its kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import singledispatch
from typing import Any

from sympy import Expr, S, Symbol

from derive.expr import Binder, Index, Tensor
from derive.pretty import boxes as b
from derive.pretty.abbreviations import Abbreviations
from derive.pretty.boxes import Box
from derive.pretty.names import parse


@dataclass
class Remarks:
    """What a formula leaves to be said once, below it."""

    outside: dict[Tensor, Expr] = field(default_factory=dict)
    hats: bool = False
    slopes: bool = False
    residues: bool = False

    def agrees(self, tensor: Tensor, value: Expr) -> bool:
        """Notes that ``tensor`` reads as ``value`` outside; false where something else was said before."""
        return bool(self.outside.setdefault(tensor, value) == value)


@dataclass(frozen=True)
class Scope:
    """What holds where an expression stands.

    ``legend``  the range that each letter has unless its sum says otherwise
    ``bound``   binders in force; ``taken`` names that a bound letter must not take
    ``exact``   congruences in force, which license a fraction as an index
    """

    legend: dict[str, tuple[Expr, Expr]] = field(default_factory=dict)
    bound: frozenset[Symbol] = frozenset()
    taken: frozenset[str] = frozenset()
    aliases: dict[Symbol, str] = field(default_factory=dict)
    exact: frozenset[Any] = frozenset()
    cotangents: frozenset[str] = frozenset()
    hat: str = "G"
    short: Abbreviations = field(default_factory=Abbreviations)
    remarks: Remarks = field(default_factory=Remarks)

    def name(self, symbol: Symbol) -> b.Name:
        return parse(self.aliases.get(symbol, symbol.name))

    def is_usual(self, binder: Binder) -> bool:
        """Whether the letter runs over the range that the legend (or its own declaration) gives it."""
        z, lo, hi = binder
        usual = self.legend.get(z.name)
        if usual is None and isinstance(z, Index) and z.extent is not None:
            usual = (S.Zero, z.extent - 1)
        return bool(usual == (lo, hi))


@singledispatch
def lay(expr: Any, scope: Scope) -> Box:
    """The presentation tree of an expression."""
    raise TypeError(f"no rule to print {type(expr).__name__}: {expr}")
