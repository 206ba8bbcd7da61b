"""What is said once below the formulas: ranges of letters, what is read outside an array, G and res."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeAlias

from sympy import Basic, Expr, Integer, S, Symbol

from derive.autodiff.cotangents import cotangent_of
from derive.expr import Acc, Binder, Cond, Index, Reduce, Tensor, Where, accesses, found_in, sizes_in
from derive.expr.expansion import expand
from derive.model.layer import Layer, may_be_none
from derive.model.other_forms import other_forms
from derive.pretty.read_cases import Rounding, roundings
from derive.pretty.tree import boxes as b
from derive.pretty.tree.abbreviations import letters
from derive.pretty.tree.boxes import Box, row
from derive.pretty.tree.context import Span
from derive.pretty.tree.identifiers import parse
from derive.pretty.tree.typeset import PrintContext, Remarks, lay, spelled
from derive.proof import Ranges
from derive.steps import Equation

Line: TypeAlias = tuple["str | Box", ...]
"""Running text with formulas in it."""


@dataclass(frozen=True)
class Note:
    """A label with lines of running text: index ranges, readings, conditions, recognised facts."""

    label: str
    lines: tuple[Line, ...]


def scope_for(
    equations: Sequence[Equation], layer: Layer | None = None, sizes: frozenset[Symbol] = frozenset()
) -> PrintContext:
    """The scope of a page: the usual range of each letter, names of cotangents, a free letter for the hat.

    ``sizes``: those that the formulas themselves do not show to be sizes.
    """
    names = {s.name for e in equations for s in _symbols(e)}
    known = (*layer.inputs, *(d.tensor for d in layer.forward)) if layer else ()
    cotangents = frozenset(cotangent_of(t).name for t in known)
    seeds = frozenset(cotangent_of(t).name for t in layer.outputs) if layer else frozenset()
    hat = next(h for h in ("G", "Λ", "hat") if h not in names)
    return PrintContext(
        _legend(equations),
        sizes=_sizes(equations) | sizes | (layer.size_symbols if layer else frozenset()),
        cotangents=cotangents,
        seeds=seeds,
        chosen=frozenset(r.element.tensor.name for r in integer_ranges(equations) if r.always),
        whole=frozenset(e.lhs.tensor.name for e in equations if isinstance(e.lhs, Acc) and _is_whole(e.rhs)),
        first=tuple(t.name for t in layer.inputs) if layer else (),
        hat=hat,
        remarks=Remarks(),
    )


def _is_whole(e: Expr) -> bool:
    """Whether a value is a whole number by what the page says of it."""
    return isinstance(roundings(e), Rounding)


def _sizes(equations: Sequence[Equation]) -> frozenset[Symbol]:
    """What axes run to in the formulas themselves."""
    trees = [t for e in equations for t in (e.lhs, e.rhs) if t is not None]
    return sizes_in(trees, (b for e in equations for b in e.free))


def _symbols(equation: Equation) -> set[Any]:
    out: set[Any] = set(letters(t for t in (equation.lhs, equation.rhs) if t is not None))
    for z, lo, hi in equation.free:
        out |= {z} | lo.free_symbols | hi.free_symbols
    return out


def _legend(equations: Sequence[Equation]) -> dict[str, tuple[Expr, Expr]]:
    """For each letter the range that it most often has, the earliest among equals."""
    seen: dict[str, Counter[tuple[Expr, Expr]]] = {}
    for z, lo, hi in _binders(equations):
        if lo == 0 and not found_in(hi, Acc, Reduce, Index):
            seen.setdefault(z.name, Counter())[lo, hi] += 1
    legend = {name: max(ranges, key=lambda r: ranges[r]) for name, ranges in seen.items()}
    names = {s.name for e in equations for s in _symbols(e)} | legend.keys()
    return {_shortest(name, names): usual for name, usual in legend.items()}


def _shortest(name: str, names: set[str]) -> str:
    """A made-up letter without its primes, where the letter itself occurs nowhere."""
    base = name.rstrip("'")
    return base if name == base + "'" and base not in names else name


def _binders(equations: Sequence[Equation]) -> Iterable[Binder]:
    for equation in equations:
        yield from equation.free
        yield from _declared(equation)
        for tree in (equation.lhs, equation.rhs):
            if tree is not None:
                yield from (r for one in found_in(tree, Reduce) for r in one.binders)


def _declared(equation: Equation) -> Iterable[Binder]:
    """The letters that stand free without a range beside the equation run as they were declared."""
    ranged = {z for z, _, _ in equation.free}
    trees = [t for t in (equation.lhs, equation.rhs) if t is not None]
    free = {z for t in trees for z in t.free_symbols if isinstance(z, Index)} - ranged
    for z in sorted(free, key=lambda z: z.name):
        if z.extent is not None:
            yield z, S.Zero, z.extent - 1


def readings(equations: Sequence[Equation], scope: PrintContext) -> list[Note]:
    """The ranges of the letters, and what the formulas leave unsaid."""
    by_range: dict[tuple[Expr, Expr], list[b.Name]] = {}
    for name, usual in scope.legend.items():
        short = name.rstrip("'") if scope.legend.get(name.rstrip("'"), usual) == usual else name
        shown = replace(parse(short), over=partial(lay, Span(Symbol(short), *usual), scope))
        group = by_range.setdefault(usual, [])
        if shown not in group:
            group.append(shown)
    ranges: list[Box] = []
    for (_, hi), group in by_range.items():
        extent = lay(hi + 1, scope)
        ranges.append(row(b.joined(list(group), b.COMMA), b.Op("<", "rel"), extent))
    notes = [Note("indices", ((*_separated(ranges), "  (from 0)"),))] if ranges else []
    integers = tuple(said.line(scope) for said in integer_ranges(equations))
    return [*notes, Note("integers", integers), Note("reading", tuple(_remarks(scope)))]


def sizes_meant(equations: Sequence[Equation], layer: Layer) -> list[Equation]:
    """What the derived sizes are that stand in the formulas as numbers: ``m = N H W``.

    In an index only those count at which no letter ends, in a range those that are not its end as they are.
    """
    read = set().union(*(_as_numbers(e.rhs) for e in equations))
    places = {at for e in equations for a in accesses(e.rhs) for at in a.index}
    ends = {hi + 1 for _, _, hi in _binders(equations)}
    read |= {s for at in places for s in at.free_symbols} - ends
    sums = [binder for e in equations for r in found_in(e.rhs, Reduce) for binder in r.binders]
    read |= {s for _, lo, hi in sums if not (hi + 1).is_Symbol for end in (lo, hi) for s in end.free_symbols}
    return [Equation(size, value) for size, value in layer.sizes.items() if size in read]


def _as_numbers(tree: Basic) -> set[Any]:
    """The symbols that stand neither in an index nor in a range or a condition."""
    if isinstance(tree, Acc | Cond):
        return set()
    parts = (tree.body,) if isinstance(tree, Reduce) else tree.args
    return {tree} if isinstance(tree, Symbol) else set().union(*map(_as_numbers, parts))


def computed(equations: Sequence[Equation], scope: PrintContext) -> Note:
    """What in the formulas is computed in another form, where, and in which."""
    boxes = (
        (lay(spelled(told), scope), lay(cond, scope), lay(spelled(form), scope))
        for told, cond, form in other_forms([e.rhs for e in equations])
    )
    lines = ((told, " where ", where, " as ", form, ", the same function") for told, where, form in boxes)
    return Note("computed", tuple(lines))


@dataclass(frozen=True)
class IntegerRange:
    """``least ≤ element < below``: what integer data may hold; -1 is no place at all."""

    element: Acc
    least: int
    below: Expr
    exempt: Expr | None = None

    @property
    def always(self) -> bool:
        """Whether it is a place each time."""
        return self.least == 0 and self.exempt is None

    def line(self, scope: PrintContext) -> Line:
        parts = row(
            lay(Integer(self.least), scope),
            b.Op("≤", "rel"),
            lay(self.element, scope),
            b.Op("<", "rel"),
            lay(self.below, scope),
        )
        if self.exempt is not None:
            return (parts, " or ", row(lay(self.element, scope), b.Op("=", "rel"), lay(self.exempt, scope)))
        return (parts, ": −1 where there is nothing to choose from") if self.least < 0 else (parts,)


def integer_ranges(equations: Sequence[Equation]) -> list[IntegerRange]:
    """The ranges of the integer data that the formulas mention, in their order."""
    defined = {e.lhs.tensor: e for e in equations if isinstance(e.lhs, Acc)}
    read = (a for e in equations for t in (e.lhs, e.rhs) if t is not None for a in accesses(t))
    found = dict.fromkeys(a.tensor for a in read if a.tensor.kind == "integer" and a.tensor.bound != 0)
    return [IntegerRange(Acc(t, *t.axes), _least(t, defined.get(t)), t.bound, t.exempt) for t in found]


def _least(tensor: Tensor, one: Equation | None) -> int:
    """-1 where an arg-extreme may have had nothing to choose from."""
    if one is not None and isinstance(one.rhs, Reduce):
        return -1 if may_be_none(one.rhs) and not _always_chooses(one.rhs, one.free) else 0
    return 0 if tensor.sign or tensor.exempt is not None else -1


def _always_chooses(e: Reduce, free: Sequence[Binder]) -> bool:
    """Whether bins are proved to hold an element: ``r − d < d a ≤ r + …`` is so at ``a = ⌊r/d⌋``."""
    ranges, left = Ranges(free), [g for g in e.guards if isinstance(g, Cond)]
    for z, lo, hi in e.binders:
        own = [g for g in left if z in g.of.free_symbols]
        left = [g for g in left if g not in own]
        below = [g.of for g in own if g.kind == "ge" and g.of.coeff(z).is_positive]
        above = [g.of for g in own if g.kind == "ge" and g.of.coeff(z).could_extract_minus_sign()]
        if lo != 0 or not len(below) == len(above) == 1 or len(own) != 2:
            return False
        ((one,), (other,)), step = (below, above), below[0].coeff(z)
        r = expand(step - 1 - one + step * z)
        rest = expand(other + step * z - r)
        met = (r, rest, step * (hi + 1) - 1 - r)
        if rest.has(z) or r.has(z) or not all(ranges.nonnegative(expand(e)) for e in met):
            return False
    return not left and not e.body.has(Where)


def _separated(items: Sequence[Box]) -> list[str | Box]:
    out: list[str | Box] = []
    for item in items:
        out += ["   ", item] if out else [item]
    return out


def _remarks(scope: PrintContext) -> Iterable[Line]:
    by_value: dict[Expr, list[str]] = {}
    for tensor, value in scope.remarks.outside.items():
        by_value.setdefault(value, []).append(tensor.name)
    for value, names in by_value.items():
        yield (
            *_listed([parse(n) for n in names]),
            " = ",
            lay(value, scope),
            " where an index leaves its range",
        )
    if scope.remarks.hats:
        yield from _hat_remarks(scope)
    if scope.remarks.residues:
        text = "res(d, r, m): the least u ≥ 0 with d·u − r divisible by m"
        yield (text,)
    if scope.remarks.roundings:
        yield ("round(p): the whole number nearest to p, of two the even one",)
    if scope.remarks.clamps:
        yield ("clamp(p, l, h): the number nearest to p of those from l to h",)


def _listed(names: Sequence[b.Name]) -> list[str | Box]:
    return [b.joined(list(names), b.COMMA)]


def _hat_remarks(scope: PrintContext) -> Iterable[Line]:
    q, p = b.Name("q"), b.Name("p")
    head = b.call(b.Name(scope.hat), q, p)
    distance = b.Fence("abs", row(p, b.MINUS, q))
    peak = b.call(b.Name("max", upright=True), b.Numeral("0"), row(b.Numeral("1"), b.MINUS, distance))
    yield (
        row(head, b.Op("=", "rel"), peak),
        ": linear interpolation; of the integers q only ⌊p⌋ and ⌊p⌋ + 1 count",
    )
    if scope.remarks.slopes:
        slope = b.call(b.Name(scope.hat, primes=1), q, p)
        yield (
            row(slope, b.Op("=", "rel"), b.Fraction(row(b.Name("∂"), head), row(b.Name("∂"), p))),
            ": −1 at q = ⌊p⌋, +1 at q = ⌊p⌋ + 1, else 0",
        )
