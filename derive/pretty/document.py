"""A derivation or a layer as a document: numbered sections of formulas and remarks, in no format yet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from sympy import Expr, Symbol

from derive.autodiff.canonicalise import spelled_out
from derive.autodiff.cotangents import cotangent_of
from derive.autodiff.forward import tangent_of
from derive.expr import Acc, Cond, Tensor, tensors
from derive.model.kinks import conventions
from derive.model.layer import Layer
from derive.pretty.cost_lines import cost_note
from derive.pretty.formats.prose import readable
from derive.pretty.laid_out import Formula, formula, formulas
from derive.pretty.lines import apart, lines
from derive.pretty.meanings import meanings, option_lines
from derive.pretty.remarks import Line, Note, computed, readings, scope_for, sizes_meant
from derive.pretty.tree import boxes as b
from derive.pretty.tree.guards import chains
from derive.pretty.tree.typeset import PrintContext, lay, lay_chain
from derive.pretty.whole_arrays.array_lines import array_notes
from derive.pretty.whole_arrays.window_lines import window_notes
from derive.steps import Derivation, Equation, Premise, Recognition, Step


@dataclass(frozen=True)
class Section:
    """``kind`` is "forward", "step", "result" or "where"; a step has a number and a law.

    ``findings`` say what it found out, ``conditions`` what it assumed.
    """

    kind: str
    title: str
    formulas: tuple[Formula, ...] = ()
    number: int = 0
    law: str = ""
    before: tuple[Formula, ...] = ()
    conditions: tuple[Line, ...] = ()
    findings: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Document:
    """What a page shows, from top to bottom; ``meanings`` lays out what its names mean."""

    title: str
    subtitle: str
    summary: str
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]
    meanings: Callable[[], Mapping[b.Name, Line]] = field(default=dict, compare=False, repr=False)


def of_derivation(derived: Derivation, steps: bool) -> Document:
    """The page of a derivation: forward and steps if asked for, the result, what it mentions, the remarks."""
    layer, forward = derived.layer, _forward(derived) if steps else []
    where, parts = _mentioned(derived, forward), _parts(derived)
    shown = shown_equations(derived, steps)
    scope, known = scope_for([*parts, *shown], layer), _known(layer) | _named(shown)
    sections = [
        Section("forward", "Forward", formulas(forward, scope)),
        *(_step(number, s, scope, known) for number, s in enumerate(lines(derived) if steps else (), 1)),
        Section("result", "Result", formulas(parts, scope)),
        Section("where", "where", formulas(where, scope)),
    ]
    kept = tuple(s for s in sections if s.formulas or s.kind == "step")
    notes = [
        *readings(shown, scope),
        computed(shown, scope),
        *_said(derived, steps, known),
        *window_notes(derived),
        *array_notes(derived),
        *cost_note(derived.page, scope, derived.unsimplified),
    ]
    said = tuple(n for n in notes if n.lines)
    meant = partial(meanings, layer, (*derived.named, *derived.where), scope)
    return Document(layer.name, _subject(derived), layer.summary, kept, said, meant)


def whole(derived: Derivation) -> Formula:
    """The result in one formula, where the page has it in several."""
    result = Equation.of(derived.page[-1])
    (made,) = formulas([result], scope_for([result], derived.layer))
    return made


def shown_equations(derived: Derivation, steps: bool) -> list[Equation]:
    """Every equation of the page of a derivation, in its order."""
    forward = _forward(derived) if steps else []
    between = [e for s in lines(derived) for e in (*s.before, *s.equations)] if steps else []
    return [*forward, *between, *_parts(derived), *_mentioned(derived, forward)]


def _parts(derived: Derivation) -> list[Equation]:
    """The result, in one formula for each part of an axis that has its own."""
    letters = (binder for d in derived.layer.forward for binder in d.free)
    return apart(Equation.of(derived.page[-1]), letters)


def _forward(derived: Derivation) -> list[Equation]:
    """The forward, with what else the steps mention: switches, and sums that got a name."""
    layer = derived.layer
    equations = [e for s in derived.steps for e in (*s.before, *s.equations)]
    read = {t for e in equations for tree in (e.lhs, e.rhs) if tree is not None for t in tensors(tree)}
    own = [Equation.of(d) for d in spelled_out(layer) if d.tensor not in layer.aux or d.tensor in read]
    return [*own, *(e for e in derived.named if e.lhs not in {one.lhs for one in own})]


def _mentioned(derived: Derivation, forward: Collection[Equation]) -> list[Equation]:
    """What the result mentions and the page has not shown yet, each left side once; cotangents first."""
    values = {e.lhs: e for e in derived.where}
    named = [Equation.of(d) for d in derived.page[:-1]]
    shown = {e.lhs for e in forward}
    cotangents = [e for e in named if e.lhs not in values and e.lhs not in shown]
    wanted = _reached(derived, cotangents, {lhs for lhs in shown if isinstance(lhs, Acc)})
    found = [*cotangents, *(e for lhs, e in values.items() if lhs not in shown and _of(lhs) in wanted)]
    read = [*forward, Equation.of(derived.page[-1]), *found]
    return [*found, *sizes_meant(read, derived.layer)]


def _reached(derived: Derivation, cotangents: Sequence[Equation], shown: Collection[Acc]) -> set[Tensor]:
    """What the result, its cotangents and conditions are read from, as far as the page has not shown it."""
    reads = {_of(e.lhs): tensors(e.rhs) for e in derived.where}
    roots = [e.rhs for e in (Equation.of(derived.page[-1]), *cotangents)]
    roots += [one.cond for one in derived.conditions if isinstance(one, Premise)]
    stack, wanted = [t for root in roots for t in tensors(root)], {a.tensor for a in shown}
    while stack:
        one = stack.pop()
        if one not in wanted:
            wanted.add(one)
            stack += reads.get(one, ())
    return wanted


def _of(left: Expr | None) -> Tensor | None:
    return left.tensor if isinstance(left, Acc) else None


def _said(derived: Derivation, steps: bool, known: Collection[str]) -> list[Note]:
    """What stands below the formulas in words."""
    return [
        Note("provided", _lines(derived.conditions, known, derived.layer.size_symbols)),
        _texts("conventions", derived.conventions, known),
        _texts("recognised", [str(r) for r in derived.recognised if not _is_result(r, derived)], known),
        _texts("choices", [str(c) for c in derived.choices] if steps else (), known),
    ]


def _is_result(claim: Recognition, derived: Derivation) -> bool:
    """Whether the result is written as what it was recognised as, and nothing more is said of it."""
    return isinstance(claim.shape, Equation) and claim.equation == Equation.of(derived.page[-1])


def _subject(derived: Derivation) -> str:
    name, known = derived.target.tensor.name, _tensors(derived.layer)
    told = {tangent_of(t).name: f"tangent of {t.name}" for t in known}
    told |= {cotangent_of(t).name: f"gradient with respect to {t.name}" for t in known}
    return told.get(name, f"derivation of {name}")


def towards(derived: Derivation) -> str:
    """The tensor of the layer that the target is the cotangent of; the target itself where it is none."""
    name = derived.target.tensor.name
    return {cotangent_of(t).name: t.name for t in _tensors(derived.layer)}.get(name, name)


def _tensors(layer: Layer) -> tuple[Tensor, ...]:
    return (*layer.inputs, *(d.tensor for d in layer.forward))


def _lines(
    said: Sequence[Any], known: Collection[str], sizes: frozenset[Symbol] = frozenset()
) -> tuple[Line, ...]:
    """Words with their expressions made readable, conditions of the notation as formulas."""
    plain = PrintContext(sizes=sizes)

    def line(one: Any) -> Line:
        match one:
            case str():
                return (readable(one, known),)
            case Premise():
                return (lay(one.cond, plain), " (declared)") if one.declared else (lay(one.cond, plain),)
            case tuple():
                return tuple(readable(w, known) if isinstance(w, str) else lay(w, plain) for w in one)
        return (lay(one, plain),)

    return tuple(line(one) for one in dict.fromkeys(said))


def _known(layer: Layer) -> set[str]:
    """The identifiers that words about the layer may mention."""
    tensors = _tensors(layer)
    named = {t.name for one in tensors for t in (one, cotangent_of(one), tangent_of(one))}
    return named | {s.name for s in (*layer.option_symbols, *layer.sizes)}


def _named(equations: Iterable[Equation]) -> set[str]:
    """The tensors that the equations define."""
    return {e.lhs.tensor.name for e in equations if isinstance(e.lhs, Acc)}


def _step(number: int, step: Step, scope: PrintContext, known: Collection[str]) -> Section:
    exact = {c for c in step.conditions if isinstance(c, Cond) and c.kind == "divides"}
    scope = replace(scope, exact=scope.exact | exact)
    return Section(
        "step",
        step.rule[:1].upper() + step.rule[1:],
        formulas(step.equations, scope),
        number,
        readable(step.law, known),
        formulas(step.before, scope),
        _lines(step.conditions, known, scope.sizes),
        _lines((*step.notes, *([f"by {', '.join(step.by)}"] if step.by else [])), known),
    )


def of_layer(layer: Layer) -> Document:
    """The page of a layer: forward, sizes, options, conventions."""
    forward = [Equation.of(d) for d in spelled_out(layer)]
    sizes = [Equation(size, value) for size, value in layer.sizes.items()]
    scope = scope_for([*forward, *sizes], layer)
    sections = [Section("forward", "Forward", formulas(forward, scope))]
    if sizes:
        sections.append(Section("where", "Sizes", formulas(sizes, scope)))
    options = [line for _, line in option_lines(layer)]
    defaults: list[Line] = [
        (lay(t[t.axes], scope), f" = {value} if left out") for t, value in layer.defaults.items()
    ]
    required: list[Line] = [
        (lay_chain(chain, scope), f"  ({message})")
        for cond, message in layer.requires
        for chain in chains((cond,), frozenset())
    ]
    notes = [
        *readings(forward, scope),
        computed(forward, scope),
        Note("options", tuple(options)),
        Note("defaults", tuple(defaults)),
        Note("required", tuple(required)),
        _texts("conventions", conventions(layer), _known(layer)),
        *cost_note(layer.forward, scope),
        _texts("source", (layer.source,) if layer.source else ()),
    ]
    said = tuple(n for n in notes if n.lines)
    return Document(layer.name, "", layer.summary, tuple(sections), said, partial(meanings, layer, (), scope))


def _texts(label: str, lines: Sequence[Any], known: Collection[str] = ()) -> Note:
    return Note(label, _lines(lines, known))


def remarks_of(
    equation: Equation, kinds: Collection[str], sizes: frozenset[Symbol] = frozenset()
) -> list[Line]:
    """What a single formula leaves unsaid, and the ranges of its letters that are not as declared."""
    scope = scope_for([equation], sizes=sizes)
    odd = formula(equation, scope).ranges
    notes = [note for note in readings([equation], scope) if note.label in kinds]
    lines = [content for note in notes for content in note.lines]
    return [*lines, *((one,) for one in odd)]


__all__ = [
    "Document",
    "Formula",
    "Line",
    "Note",
    "Section",
    "formula",
    "formulas",
    "of_derivation",
    "of_layer",
    "scope_for",
    "towards",
    "whole",
]
