"""An equation laid out: ``left relation right``, and what has to be said beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sympy import Expr, S, Symbol

from derive.expr import Binder, Index
from derive.model.layer import Def
from derive.model.one_function import told_once
from derive.pretty.read_cases import roundings
from derive.pretty.read_forms import read_form
from derive.pretty.read_places import read_places
from derive.pretty.tree import boxes as b
from derive.pretty.tree.abbreviations import Abbreviations, abbreviations, letters
from derive.pretty.tree.big_operators import said_by_ranges, without_said
from derive.pretty.tree.boxes import Box, row
from derive.pretty.tree.typeset import PrintContext, lay, lay_range, spelled
from derive.steps import Equation, Partial


@dataclass(frozen=True)
class Formula:
    """``left relation right``, ranges of free letters that are not the usual ones, names used only here."""

    left: Box | None
    relation: str
    right: Box
    ranges: tuple[Box, ...] = ()
    definitions: tuple[Box, ...] = ()

    @property
    def box(self) -> Box:
        """All of it as one box."""
        if self.left is None:
            return self.right
        return row(self.left, b.Op(self.relation, "rel"), self.right)


def formulas(equations: Iterable[Equation | Def], scope: PrintContext) -> tuple[Formula, ...]:
    """Each equation laid out as it is read, cases that are one function as one."""
    given = (Equation.of(e) if isinstance(e, Def) else e for e in equations)
    return tuple(formula(replace(e, rhs=read(e)), scope) for e in given)


def read(one: Equation) -> Expr:
    """The right side as a page says it; a slope keeps its Kronecker brackets, which its law speaks of."""
    told = roundings(told_once(one.rhs))
    placed = told if isinstance(one.lhs, Partial) else read_places(told, one.free)
    return read_form(placed, one.free)


def formula(equation: Equation | Def, scope: PrintContext, abbreviate: bool = True) -> Formula:
    """``lhs = rhs`` with the ranges of those free letters that do not run as usual."""
    if isinstance(equation, Def):
        equation = Equation.of(equation)
    trees = [t for t in (equation.lhs, equation.rhs) if t is not None]
    free = {s for t in trees for s in t.free_symbols if isinstance(s, Symbol)}
    names = {s.name for s in letters(trees)}
    aliases = _shown(equation.free, free, scope)
    taken = frozenset(aliases.get(s, s.name) for s in free)
    short = (
        abbreviations([spelled(t) for t in trees], names | {n.rstrip("'") for n in names})
        if abbreviate
        else Abbreviations()
    )
    ranges = scope.within((*_declared(free), *equation.free))
    scope = replace(scope, taken=taken, aliases=aliases, short=short, ranges=ranges)
    left = None if equation.lhs is None else lay(equation.lhs, scope)
    odd = tuple(lay_range(r, scope) for r in equation.free if not scope.is_usual(r))
    right = lay(spelled(without_said(equation.rhs, said_by_ranges(equation.free))), scope)
    definitions = tuple(row(name, b.Op("=", "rel"), box) for name, box in short.used.items())
    return Formula(left, equation.relation, right, odd, definitions)


def _declared(free: set[Symbol]) -> Iterator[Binder]:
    """The letters that run as they were declared."""
    return ((z, S.Zero, z.extent - 1) for z in free if isinstance(z, Index) and z.extent is not None)


def _shown(letters: Sequence[Binder], free: set[Symbol], scope: PrintContext) -> dict[Symbol, str]:
    """The names of the free letters: without primes where no other free symbol has that name."""
    aliases: dict[Symbol, str] = {}
    for binder in letters:
        z = binder[0]
        aliases[z] = scope.rename(binder, {aliases.get(s, s.name) for s in free if s != z})
    return aliases


__all__ = ["Formula", "formula", "formulas"]
