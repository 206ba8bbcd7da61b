"""Letters and names put in, in whatever holds formulas: a derivation, a layer, what they are made of."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import fields, is_dataclass, replace
from functools import cached_property
from typing import Any

from sympy import Basic, S, Symbol, Tuple
from sympy.core.symbol import Str

from derive.expr import Acc, Binder, Index, Reduce, Tensor, accesses
from derive.expr.substitution import rebuild
from derive.model.layer import Def, Layer
from derive.pretty.naming.letter_roles import LetterRole, LetterRoles, equation_roles, reductions
from derive.pretty.naming.part_names import public_names, renamed, spoken
from derive.pretty.naming.preferences import chosen
from derive.pretty.tree.identifiers import parse
from derive.steps import Derivation, Equation, Recognition

View = Mapping[Symbol, Symbol]


def shown(derived: Derivation) -> Derivation:
    """The derivation with the letters and names of its page."""
    layer = derived.layer
    found = list(_equations(derived))
    letters = Lettering(layer, [e for e in found if e not in layer.forward])
    if letters.is_plain:
        return derived
    said = {r.says: letters.put(r).says for r in derived.recognised}
    made: Derivation = letters.put(derived, said)
    return made


def shown_layer(layer: Layer) -> Layer:
    """The layer with the letters and names of its page."""
    letters = Lettering(layer)
    made: Layer = layer if letters.is_plain else letters.put(layer)
    return made


def _equations(derived: Derivation) -> Iterator[Equation]:
    """Every equation that a page of the derivation may show."""
    for step in derived.steps:
        yield from (*step.before, *step.equations)
    yield from map(Equation.of, derived.page)
    yield from (*derived.where, *derived.named)


class Lettering:
    """The letters of a layer, and of more equations beside it; ``put`` writes them."""

    def __init__(self, layer: Layer, more: Iterable[Equation] = ()) -> None:
        self.layer, self.names = layer, renamed(layer)
        self.words = spoken(layer, self.names)
        self.public = public_names(layer)
        roles = LetterRoles.of(layer)
        taken = self._taken(layer)
        own = chosen(roles, taken)
        self.roles = equation_roles(roles, more)
        self.letters = chosen(self.roles, taken, own)
        self._tensors: dict[Tensor, Tensor] = {}

    def _taken(self, layer: Layer) -> set[str]:
        """The letters that are something else on the pages of the layer."""
        values = (*layer.inputs, *(d.tensor for d in layer.forward))
        names = {self.names.get(t.name, t.name) for t in values}
        names |= {s.name for s in (*layer.option_symbols, *layer.size_symbols)}
        return {parse(n).base for n in names} | {n.partition("_")[0] for n in names}

    @cached_property
    def is_plain(self) -> bool:
        """Whether everything stays as it is."""
        dead = any(d.tensor.name not in self.public and 1 in d.tensor.shape for d in self.layer.forward)
        return not (self.names or dead) and all(r.letter == z for r, z in self.letters.items())

    def put(self, one: Any, words: Mapping[str, str] | None = None) -> Any:
        """``one`` with everything inside rewritten; ``words``: whole texts that are said otherwise."""
        match one:
            case str():
                return (words or {}).get(one) or self._said(one)
            case Equation() | Def():
                return self._formula(one)
            case Recognition():
                return self._recognised(one)
            case Layer():
                return self._layer(one)
            case Basic():
                return self.expression(one, self._entered(_loose([one], set()), {}))
            case tuple() if hasattr(one, "_fields"):
                return type(one)(*(self.put(x, words) for x in one))
            case tuple() | list():
                return type(one)(self.put(x, words) for x in one)
            case dict():
                return {self.put(k, words): self.put(v, words) for k, v in one.items()}
            case _ if is_dataclass(one) and not isinstance(one, type):
                inside: Any = one
                return replace(inside, **{f.name: self.put(getattr(one, f.name), words) for f in fields(one)})
        return one

    def _said(self, text: str) -> str:
        """Running text: values that have another name on the page."""
        for old, new in self.words.items():
            text = re.sub(rf"(?<![\w.-]){old}(?!\w)", new, text)
        return text

    def _layer(self, layer: Layer) -> Layer:
        """Not checked again: only letters and names are others."""
        made = copy(layer)
        for name in ("forward", "wrt", "inputs", "outputs", "aux", "defaults", "conventions", "requires"):
            object.__setattr__(made, name, self.put(getattr(layer, name)))
        return made

    def _formula(self, one: Any) -> Any:
        trees = [t for t in _sides(one) if t is not None]
        ranged = {z for z, _, _ in one.free}
        letters = sorted([*one.free, *_loose(trees, ranged)], key=lambda b: b[0].name.count("'"))
        view = self._entered(letters, {})
        free = tuple(
            (view[z], self.expression(lo, view), self.expression(hi, view)) for z, lo, hi in one.free
        )
        sides: list[Any] = [self.expression(t, view) if t is not None else None for t in _sides(one)]
        if isinstance(one, Def):
            return replace(one, lhs=sides[0], expr=sides[1], free=free)
        return replace(one, lhs=sides[0], rhs=sides[1], free=free)

    def _recognised(self, one: Recognition) -> Recognition:
        """What is said is said anew, of the shape in these letters."""
        equation = self._formula(one.equation)
        if one.shape is None or one.spell is None:
            return replace(one, says=self._said(one.says), equation=equation)
        bound = [b for r in reductions(one.equation.rhs) for b in r.binders]
        view = self._entered([*one.equation.free, *bound], {})
        shape = _mapped(one.shape, lambda e: self.expression(e, view))
        return replace(one, says=one.spell(shape), equation=equation, shape=shape)

    def _entered(self, binders: Iterable[Binder], view: View) -> dict[Symbol, Symbol]:
        """The view inside the binders: a letter that is in use has primes."""
        made = dict(view)
        for binder in binders:
            if binder[0] in made and binder[0] not in view:
                continue
            made.pop(binder[0], None)
            made[binder[0]] = self._letter(binder, {s.name for s in made.values()})
        return made

    def _letter(self, binder: Binder, used: set[str]) -> Index:
        role = self.roles.role(binder)
        name = self.letters.get(role, role.letter)
        while name in used:
            name += "'"
        declared = getattr(binder[0], "extent", None) is not None
        return Index(name, role.last + 1 if declared and role.last is not None else None)

    def expression(self, e: Any, view: View) -> Any:
        """``e`` where the letters of ``view`` stand for those around it."""
        if isinstance(e, Symbol):
            return view.get(e, e)
        if isinstance(e, Tensor):
            return self.tensor(e)
        if not isinstance(e, Basic) or not e.args or isinstance(e, Str):
            return e
        if isinstance(e, Reduce):
            return self._reduction(e, view)
        if isinstance(e, Acc):
            living = self._living(e.tensor)
            return Acc(self.tensor(e.tensor), *(self.expression(e.index[k], view) for k in living))
        args = [self.expression(a, view) for a in e.args]
        return e if args == list(e.args) else rebuild(e, args)

    def _reduction(self, e: Reduce, view: View) -> Any:
        inner = self._entered(e.binders, {k: v for k, v in view.items() if k not in e.bound})
        binders = [
            (inner[z], self.expression(lo, inner), self.expression(hi, inner)) for z, lo, hi in e.binders
        ]
        guards = [self.expression(g, inner) for g in e.guards]
        return Reduce(e.op, self.expression(e.body, inner), binders, guards)

    def tensor(self, one: Tensor) -> Tensor:
        """The tensor under its name, its axes spoken of by the letters of their roles."""
        if one not in self._tensors:
            living = self._living(one)
            shape = [one.shape[k] for k in living]
            binders = [(one.axes[k], 0, one.shape[k] - 1) for k in living]
            axes = [self._axis(b) if isinstance(b[0], Symbol) else b[0] for b in binders]
            name = self.names.get(one.name, one.name)
            self._tensors[one] = one.over(shape, axes, name)
        return self._tensors[one]

    def _living(self, one: Tensor) -> list[int]:
        """The axes of a tensor; of a value inside the layer only those that have more than one element."""
        return [k for k, extent in enumerate(one.shape) if extent != 1 or one.name in self.public]

    def _axis(self, binder: Any) -> Index:
        primes = "'" * binder[0].name.count("'")
        return Index(self._letter(binder, set()).name + primes, binder[2] + 1)


def _loose(trees: Sequence[Basic], ranged: Collection[Symbol]) -> list[Binder]:
    """Letters that stand free without a range: they run over the axis they stand on, or as declared."""
    free = {z for t in trees for z in t.free_symbols if isinstance(z, Index)} - {*ranged}
    ends = {z: z.extent - 1 for z in free if z.extent is not None}
    for a in (a for t in trees for a in accesses(t)):
        on = zip(a.index, a.tensor.shape, strict=True)
        ends |= {at: extent - 1 for at, extent in on if at in free and extent - 1 != ends.get(at)}
    return [(z, S.Zero, ends[z]) for z in sorted(ends, key=str)]


def _sides(one: Any) -> tuple[Any, Any]:
    return (one.lhs, one.expr) if isinstance(one, Def) else (one.lhs, one.rhs)


def _mapped(one: Any, change: Any) -> Any:
    """Every expression inside ``one`` changed."""
    if isinstance(one, Basic) and not isinstance(one, Tuple):
        return change(one)
    if isinstance(one, tuple):
        return tuple(_mapped(x, change) for x in one)
    if is_dataclass(one) and not isinstance(one, type):
        inside: Any = one
        return replace(inside, **{f.name: _mapped(getattr(one, f.name), change) for f in fields(one)})
    return one


__all__ = ["LetterRole", "Lettering", "shown", "shown_layer"]
