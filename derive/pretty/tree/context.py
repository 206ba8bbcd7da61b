"""Where an expression stands when it is laid out, and the dispatch on its kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import partial, singledispatch
from typing import Any, NamedTuple

from sympy import Expr, S, Symbol

from derive.expr import Binder, Index, Tensor
from derive.pretty.tree import boxes as b
from derive.pretty.tree.abbreviations import Abbreviations
from derive.pretty.tree.boxes import Box
from derive.pretty.tree.identifiers import parse


@dataclass
class Remarks:
    """What a formula leaves to be said once, below it."""

    outside: dict[Tensor, Expr] = field(default_factory=dict)
    hats: bool = False
    slopes: bool = False
    residues: bool = False
    roundings: bool = False
    clamps: bool = False

    def agrees(self, tensor: Tensor, value: Expr) -> bool:
        """Notes that ``tensor`` reads as ``value`` outside; false where something else was said before."""
        return bool(self.outside.setdefault(tensor, value) == value)


class Span(NamedTuple):
    """``first ≤ letter ≤ last``"""

    letter: Symbol
    first: Expr
    last: Expr


@dataclass(frozen=True)
class PrintContext:
    """What holds where an expression stands.

    ``legend``  the range that each letter has unless its sum says otherwise
    ``bound``   binders in force; ``taken`` names that a bound letter must not take
    ``exact``   congruences in force, which license a fraction as an index
    ``sizes``   the symbols that axes run to, which stand elsewhere than options do
    ``ranges``  what each letter in force runs over
    ``chosen``  arrays of places in their range that the page says, by name
    ``whole``   arrays of whole numbers by their definition, by name
    ``first``   the inputs of the layer, by name: of a distance the earlier one stands first
    """

    legend: dict[str, tuple[Expr, Expr]] = field(default_factory=dict)
    bound: frozenset[Symbol] = frozenset()
    taken: frozenset[str] = frozenset()
    aliases: dict[Symbol, str] = field(default_factory=dict)
    exact: frozenset[Any] = frozenset()
    sizes: frozenset[Symbol] = frozenset()
    cotangents: frozenset[str] = frozenset()
    seeds: frozenset[str] = frozenset()
    chosen: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()
    first: tuple[str, ...] = ()
    hat: str = "G"
    ranges: dict[Symbol, Span] = field(default_factory=dict)
    short: Abbreviations = field(default_factory=Abbreviations)
    remarks: Remarks = field(default_factory=Remarks)

    def name(self, symbol: Symbol) -> b.Name:
        name = parse(self.aliases.get(symbol, symbol.name))
        span = self.ranges.get(symbol)
        return name if span is None else replace(name, over=partial(lay, span, self))

    def within(self, binders: Iterable[Binder]) -> dict[Symbol, Span]:
        """The ranges in force where these letters are bound as well."""
        return {**self.ranges, **{z: Span(z, lo, hi) for z, lo, hi in binders}}

    def is_usual(self, binder: Binder) -> bool:
        """Whether the letter, as it is shown, runs over the range that the legend gives that letter."""
        z, lo, hi = binder
        return self.says(self.aliases.get(z, z.name), binder) or self._declared(z) == (lo, hi)

    def says(self, shown: str, binder: Binder) -> bool:
        """Whether a reader of the legend gives the letter ``shown`` the range of ``binder``."""
        return bool(self._legend(shown) == binder[1:])

    def _legend(self, shown: str) -> tuple[Expr, Expr] | None:
        return self.legend.get(shown, self.legend.get(shown.rstrip("'")))

    def _declared(self, z: Symbol) -> tuple[Expr, Expr] | None:
        """The range of the letter's own declaration, for a letter that no legend explains."""
        if self._legend(self.aliases.get(z, z.name)) is not None or not isinstance(z, Index):
            return None
        return None if z.extent is None else (S.Zero, z.extent - 1)

    def rename(self, binder: Binder, busy: set[str]) -> str:
        """The name to show: few primes, none of ``busy``, in agreement with the legend if possible."""
        base: str = binder[0].name.rstrip("'")
        names = [base + "'" * primes for primes in range(len(busy) + 1)]
        free = [name for name in names if name not in busy]
        return next((name for name in free[:4] if self.says(name, binder)), free[0])


@singledispatch
def lay(expr: Any, scope: PrintContext) -> Box:
    """The presentation tree of an expression."""
    raise TypeError(f"no rule to print {type(expr).__name__}: {expr}")
