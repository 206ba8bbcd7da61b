"""A derivation or a layer as a document: numbered sections of formulas and remarks, in no format yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from sympy import Basic, Expr, Symbol
from sympy.core.function import Function

from derive.expr import Acc, Binder, Index, Reduce
from derive.layer import Def, Layer
from derive.pretty import boxes as b
from derive.pretty.boxes import Box, row
from derive.pretty.conditions import chains
from derive.pretty.layout import Remarks, Scope, lay, lay_chain, lay_range
from derive.pretty.names import parse
from derive.steps import Derivation, Equation, Step

Line: TypeAlias = tuple["str | Box", ...]
"""Running text with formulas in it."""


@dataclass(frozen=True)
class Formula:
    """``left relation right``, and the ranges of free letters that are not the usual ones."""

    left: Box | None
    relation: str
    right: Box
    ranges: tuple[Box, ...] = ()

    @property
    def box(self) -> Box:
        """All of it as one box."""
        if self.left is None:
            return self.right
        return row(self.left, b.Op(self.relation, "rel"), self.right)


@dataclass(frozen=True)
class Section:
    """``kind`` is "forward", "step", "result" or "where"; a step has a number and a law."""

    kind: str
    title: str
    formulas: tuple[Formula, ...] = ()
    number: int = 0
    law: str = ""
    before: tuple[Formula, ...] = ()
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Note:
    """A label with lines of running text: index ranges, readings, conditions, recognised facts."""

    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Document:
    """What a page shows, from top to bottom."""

    title: str
    subtitle: str
    summary: str
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]


def of_derivation(derived: Derivation, steps: bool) -> Document:
    """The page of a derivation: forward and steps if asked for, the result, what it mentions, the remarks."""
    layer, program = derived.layer, derived.program
    forward = [Equation.of(d) for d in layer.forward if d.tensor not in layer.aux] if steps else []
    named = [Equation.of(d) for d in program.defs[:-1]]
    result = Equation.of(derived.result)
    where = [e for e in (*named, *derived.where) if e not in forward or not steps]
    shown = [*forward, *(e for s in derived.steps for e in (*s.before, *s.equations)), result, *where]
    shown = shown if steps else [result, *where]
    scope = scope_for([result, *shown], layer)
    sections: list[Section] = []
    if steps:
        sections.append(Section("forward", "Forward", formulas(forward, scope)))
        sections += [_step(number, s, scope) for number, s in enumerate(derived.steps, 1)]
    sections.append(Section("result", "Result", formulas([result], scope)))
    if where:
        sections.append(Section("where", "where", formulas(where, scope)))
    notes = [
        *_readings(shown, scope),
        _texts("provided", derived.conditions),
        _texts("conventions", layer.conventions),
        _texts("recognised", derived.recognised),
    ]
    return Document(layer.name, _subject(derived), layer.summary, tuple(sections), tuple(n for n in notes if n.lines))


def _subject(derived: Derivation) -> str:
    name = derived.target.tensor.name
    known = {t.name for t in (*derived.layer.inputs, *(d.tensor for d in derived.layer.forward))}
    if name[:1] == "d" and name[1:] in known:
        return f"gradient with respect to {name[1:]}"
    if name.endswith("_dot"):
        return f"tangent of {name.removesuffix('_dot')}"
    return f"derivation of {name}"


def _step(number: int, step: Step, scope: Scope) -> Section:
    return Section(
        "step",
        step.rule[:1].upper() + step.rule[1:],
        formulas(step.equations, scope),
        number,
        step.law,
        formulas(step.before, scope),
        step.conditions,
    )


def of_layer(layer: Layer) -> Document:
    """The page of a layer: forward, sizes, options, conventions."""
    forward = [Equation.of(d) for d in layer.forward]
    sizes = [Equation(size, value) for size, value in layer.sizes.items()]
    scope = scope_for([*forward, *sizes], layer)
    sections = [Section("forward", "Forward", formulas(forward, scope))]
    if sizes:
        sections.append(Section("where", "Sizes", formulas(sizes, scope)))
    options = [_option(o) for o in layer.options]
    defaults: list[Line] = [(lay(t[t.axes], scope), f" = {value} if left out") for t, value in layer.defaults.items()]
    required: list[Line] = [
        (lay_chain(chain, scope), f"  ({message})") for cond, message in layer.requires for chain in chains((cond,), frozenset())
    ]
    notes = [
        *_readings(forward, scope),
        Note("options", tuple(options)),
        Note("defaults", tuple(defaults)),
        Note("required", tuple(required)),
        _texts("conventions", layer.conventions),
        _texts("source", (layer.source,) if layer.source else ()),
    ]
    return Document(layer.name, "", layer.summary, tuple(sections), tuple(n for n in notes if n.lines))


def _option(option: Any) -> Line:
    letters = b.joined([parse(s.name) for s in option.symbols], b.COMMA)
    default = "required" if option.default is None else f"default {option.default:g}"
    limits = "" if option.minimum is None else f", at least {option.minimum:g}"
    limits += "" if option.maximum is None else f", at most {option.maximum:g}"
    head: Line = (f"{option.name} ", letters) if str(option.symbols[0]) != option.name else (letters,)
    return (*head, f": {option.summary or 'hyper-parameter'} ({default}{limits})")


def _texts(label: str, lines: Sequence[str]) -> Note:
    return Note(label, tuple((line,) for line in dict.fromkeys(lines)))


def formulas(equations: Iterable[Equation | Def], scope: Scope) -> tuple[Formula, ...]:
    """Each equation laid out."""
    return tuple(formula(e, scope) for e in equations)


def formula(equation: Equation | Def, scope: Scope) -> Formula:
    """``lhs = rhs`` with the ranges of those free letters that do not run as usual."""
    if isinstance(equation, Def):
        equation = Equation.of(equation)
    taken = {z.name for z, _, _ in equation.free}
    if equation.lhs is not None:
        taken |= {s.name for s in equation.lhs.free_symbols if isinstance(s, Symbol)}
    scope = replace(scope, taken=frozenset(taken))
    left = None if equation.lhs is None else lay(equation.lhs, scope)
    odd = tuple(lay_range(r, scope) for r in equation.free if not scope.is_usual(r))
    relation = {"+=": "+=", "=": "="}.get(equation.relation, equation.relation)
    return Formula(left, relation, lay(equation.rhs, scope), odd)


def scope_for(equations: Sequence[Equation], layer: Layer | None = None) -> Scope:
    """The scope of a page: the usual range of each letter, the names of cotangents, a free letter for the hat."""
    names = {s.name for e in equations for s in _symbols(e)}
    cotangents: set[str] = set()
    if layer is not None:
        cotangents = {"d" + t.name for t in (*layer.inputs, *(d.tensor for d in layer.forward))}
    hat = next(h for h in ("G", "Λ", "hat") if h not in names)
    return Scope(_legend(equations), cotangents=frozenset(cotangents), hat=hat, remarks=Remarks())


def _symbols(equation: Equation) -> set[Any]:
    out: set[Any] = set(equation.rhs.atoms(Symbol))
    for z, lo, hi in equation.free:
        out |= {z} | lo.free_symbols | hi.free_symbols
    return out


def _legend(equations: Sequence[Equation]) -> dict[str, tuple[Expr, Expr]]:
    """For each letter the range that it most often has, the earliest among equals."""
    seen: dict[str, Counter[tuple[Expr, Expr]]] = {}
    for z, lo, hi in _binders(equations):
        if lo == 0 and not hi.atoms(Acc, Reduce, Function, Index):
            seen.setdefault(z.name, Counter())[lo, hi] += 1
    return {name: max(ranges, key=lambda r: (ranges[r],)) for name, ranges in seen.items()}


def _binders(equations: Sequence[Equation]) -> Iterable[Binder]:
    for equation in equations:
        yield from equation.free
        for tree in (equation.lhs, equation.rhs):
            yield from _binders_in(tree)


def _binders_in(tree: Basic | None) -> Iterable[Binder]:
    if tree is None:
        return
    if isinstance(tree, Reduce):
        yield from tree.binders
    for arg in tree.args:
        if isinstance(arg, Basic):
            yield from _binders_in(arg)


def _readings(equations: Sequence[Equation], scope: Scope) -> list[Note]:
    """The ranges of the letters, and what the formulas leave unsaid."""
    by_range: dict[tuple[Expr, Expr], list[b.Name]] = {}
    for name, usual in scope.legend.items():
        shown = parse(name.rstrip("'") if scope.legend.get(name.rstrip("'"), usual) == usual else name)
        letters = by_range.setdefault(usual, [])
        if shown not in letters:
            letters.append(shown)
    ranges: list[Box] = []
    for (_, hi), letters in by_range.items():
        extent = lay(hi + 1, scope)
        ranges.append(row(b.joined(list(letters), b.COMMA), b.Op("<", "rel"), extent))
    notes = [Note("indices", ((*_separated(ranges), "  (from 0)"),))] if ranges else []
    return [*notes, Note("reading", tuple(_remarks(scope)))]


def remarks_of(equation: Equation) -> list[Line]:
    """What a single formula leaves unsaid: the ranges of its letters, what is read outside, G and res."""
    scope = scope_for([equation])
    odd = formula(equation, scope).ranges
    lines = [content for note in _readings([equation], scope) for content in note.lines]
    return [*lines, *((one,) for one in odd)]


def _separated(items: Sequence[Box]) -> list[str | Box]:
    out: list[str | Box] = []
    for item in items:
        out += ["   ", item] if out else [item]
    return out


def _remarks(scope: Scope) -> Iterable[Line]:
    by_value: dict[Expr, list[str]] = {}
    for tensor, value in scope.remarks.outside.items():
        by_value.setdefault(value, []).append(tensor.name)
    for value, names in by_value.items():
        yield (*_listed([parse(n) for n in names]), " = ", lay(value, scope), " where an index leaves its range")
    if scope.remarks.hats:
        yield from _hat_remarks(scope)
    if scope.remarks.residues:
        text = "res(d, r, m): the least u ≥ 0 with d·u − r divisible by m"
        yield (text,)


def _listed(names: Sequence[b.Name]) -> list[str | Box]:
    return [b.joined(list(names), b.COMMA)]


def _hat_remarks(scope: Scope) -> Iterable[Line]:
    q, p = b.Name("q"), b.Name("p")
    head = b.call(b.Name(scope.hat), q, p)
    distance = b.Fence("abs", row(p, b.MINUS, q))
    peak = b.call(b.Name("max", upright=True), b.Number("0"), row(b.Number("1"), b.MINUS, distance))
    yield (row(head, b.Op("=", "rel"), peak), ": linear interpolation; of the integers q only ⌊p⌋ and ⌊p⌋ + 1 count")
    if scope.remarks.slopes:
        slope = b.call(b.Name(scope.hat, primes=1), q, p)
        yield (
            row(slope, b.Op("=", "rel"), b.Fraction(row(b.Name("∂"), head), row(b.Name("∂"), p))),
            ": −1 at q = ⌊p⌋, +1 at q = ⌊p⌋ + 1, else 0",
        )


__all__ = ["Document", "Formula", "Line", "Note", "Section", "formula", "formulas", "of_derivation", "of_layer", "scope_for"]
