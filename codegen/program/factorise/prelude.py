"""A part of a formula as a definition of its own, over the numbers through which it depends on its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from math import prod
from typing import Any

from sympy import Expr, Integer, S, Symbol, expand

from codegen.loops.place import known_of
from codegen.loops.schedule import Assumed, top_reduces
from codegen.program.factorise.effective import Argument, arguments
from derive.expr import Acc, Binder, Cond, Iverson, Reduce, Tensor, accesses, fresh, substitute
from derive.model.layer import Def, Layer, Program

LARGER = 1.5
"""An array that is made may be so much larger than every other."""


class Prelude:
    """The definitions that stand before the one at hand, and the names that are taken."""

    def __init__(self, program: Program, layer: Layer) -> None:
        self.assumed, self.known = Assumed(layer), known_of(layer)
        self.taken = {t.name for d in program.defs for t in (d.tensor, *d.reads)}
        self.taken |= {t.name for t in program.inputs} | {s.name for s in layer.size_symbols}
        self.largest = max(map(self.size, (*program.inputs, *program.outputs)), default=1)
        self.extents = {e for t in (*program.inputs, *program.outputs) for e in t.shape}
        self.made: list[Def] = []
        self.seen: dict[Any, Expr] = {}
        self.one = program.defs[0]

    def before(self, one: Def, change: Callable[[Def], Def], known: bool = False) -> tuple[Def, ...]:
        """What ``change`` makes of a definition, behind the stages that it asked for."""
        self.one, self.made, self.seen = one, [], self.seen if known else {}
        last = change(one)
        return (*self.made, last)

    def arguments(
        self, e: Expr, scope: Sequence[Binder], within: Iterable[Cond] = ()
    ) -> tuple[Argument, ...] | None:
        """The arguments of ``e`` where each takes a number of values that is known not to be negative."""
        found = arguments(e, scope, within, self.assumed.number)
        fits = found is not None and all(self._sized(a.extent) for a in found)
        return _in_order(e, found, [z for z, _, _ in scope]) if found is not None and fits else None

    def size(self, t: Tensor) -> int:
        """About how many elements an array has."""
        return prod(max(1, self.assumed.number(extent)) for extent in t.shape)

    def _sized(self, extent: Expr) -> bool:
        return extent in self.extents or self.known.nonnegative(extent)

    def values(self, found: Iterable[Argument]) -> int:
        """About how many values the arguments take together."""
        return prod(max(1, self.assumed.number(a.extent)) for a in found)

    def loose(
        self, conds: Iterable[Cond], found: Iterable[Argument], e: Expr, scope: Sequence[Binder]
    ) -> list[Cond]:
        """Conditions on letters of ``e`` that no range of an argument says: it may not exist elsewhere."""
        letters = {z for z, _, _ in scope}
        joint = [a.place for a in found if len(a.letters) > 1]

        def said(g: Cond) -> bool:
            return any(not expand(g.of + s * a).free_symbols & letters for a in joint for s in (1, -1))

        own = ((g, g.free_symbols & letters) for g in conds)
        return [g for g, mine in own if mine and mine <= e.free_symbols and not said(g)]

    def fits(self, found: Iterable[Argument]) -> bool:
        """Whether an array over the arguments is hardly larger than the largest one there is."""
        return self.values(found) <= LARGER * self.largest

    def trips(self, binders: Sequence[Binder], scope: Sequence[Binder] = ()) -> int:
        """About how many values the indices take together; outer ones stand in the middle of their ranges."""
        middle, counts = dict[Symbol, Expr](), list[int]()
        for z, lo, hi in (*scope, *binders):
            first, last = (self.assumed.number(substitute(e, middle)) for e in (lo, hi))
            middle[z] = Integer((first + last) // 2)
            counts.append(max(1, last - first + 1))
        return prod(counts[len(scope) :])

    def named(self, e: Expr, found: Sequence[Argument], stem: str) -> Expr:
        """``e`` as an element of an array that stands before the definition."""
        at = tuple(expand(a.place - a.first) for a in found)
        key = (e, *found)
        if key not in self.seen:
            letters = [self.letter(a, e) for a in found]
            mapping: dict[Symbol, Expr] = {}
            for a, z in zip(found, letters, strict=True):
                if a.place != z:
                    mapping |= a.mapping(z + a.first)
            self.seen[key] = self.defined(substitute(e, mapping), found, letters, stem).tensor[at]
        guards = [g for a in found for g in a.guards]
        return self.seen[key] * Iverson(*guards) if guards else self.seen[key]

    def defined(self, e: Expr, found: Sequence[Argument], letters: Sequence[Symbol], stem: str) -> Acc:
        """An array of ``e`` for all values of the letters."""
        made = Tensor(self._name(stem), [a.extent for a in found], letters)
        free = tuple((z, S.Zero, expand(a.extent - 1)) for a, z in zip(found, letters, strict=True))
        self.made.append(Def(made[tuple(letters)], free, e, origin=self.one.origin))
        return made[tuple(letters)]

    def laid(
        self,
        stem: str,
        e: Expr,
        free: Sequence[Binder],
        at: Sequence[Expr],
        shape: Sequence[Expr],
        axes: Sequence[Symbol],
    ) -> Acc:
        """An array with ``e`` at the places ``at``, which the free letters go through."""
        made = Tensor(self._name(stem), shape, axes)
        self.made.append(Def(made[tuple(at)], tuple(free), e, origin=self.one.origin))
        return made[tuple(at)]

    def elements(self, e: Expr, read: Acc, stem: str) -> Expr:
        """``e``, a function of one element, for all elements of the array that it reads."""
        taken = {*e.free_symbols, *(Symbol(name) for name in self.taken)}
        letters = [fresh(axis.name, taken) for axis in read.tensor.axes]
        here = substitute(e, {a: a.tensor[tuple(letters)] for a in accesses(e)})
        if here not in self.seen:
            places = [
                Argument(z, (z,), S.Zero, n - 1) for z, n in zip(letters, read.tensor.shape, strict=True)
            ]
            self.seen[here] = self.defined(here, places, letters, stem)
        made: Acc = self.seen[here]
        return made.tensor[tuple(read.index)]

    def letter(self, a: Argument, e: Expr) -> Symbol:
        """The letter itself, or one named after all of them."""
        if a.place.is_Symbol and a.first == 0:
            return a.letters[0]
        bound = {z for r in e.atoms(Reduce) for z in r.bound}
        names = {*e.free_symbols, *bound, *(Symbol(name) for name in self.taken)}
        return fresh("_".join(z.name for z in a.letters), names - {a.place})

    def _name(self, stem: str) -> str:
        name, k = f"{self.one.tensor.name}_{stem}", 1
        while name in self.taken:
            k += 1
            name = f"{self.one.tensor.name}_{stem}{k}"
        self.taken.add(name)
        return name


def _in_order(e: Expr, found: Sequence[Argument], scope: Sequence[Symbol]) -> tuple[Argument, ...]:
    """As in the access that has most of them, its neighbours still neighbours; the others as in the scope."""

    def axis(a: Argument, read: Acc) -> int | None:
        return next((k for k, at in enumerate(read.index) if at.free_symbols & set(a.letters)), None)

    reads = sorted(accesses(e), key=lambda read: -sum(axis(a, read) is not None for a in found))
    main = {a: axis(a, reads[0]) if reads else None for a in found}
    made = sorted((a for a in found if main[a] is not None), key=lambda a: main[a] or 0)
    last = bool(made) and main[made[-1]] == len(reads[0].index) - 1
    for a in (a for a in found if main[a] is None):
        later = [k for k, b in enumerate(made) if scope.index(b.letters[0]) > scope.index(a.letters[0])]
        made.insert(later[0] if later else len(made) - last, a)
    return tuple(made)


def with_prelude(
    program: Program, layer: Layer, change: Callable[[Prelude, Def], Def], shared: bool = False
) -> Program:
    """``change`` applied to every definition, its stages before it: those of all or, ``shared``, new ones."""
    if not program.defs:
        return program
    stages = Prelude(program, layer)
    defs = tuple(d for one in program.defs for d in stages.before(one, lambda d: change(stages, d), shared))
    return replace(program, defs=defs)


def with_sums(program: Program, layer: Layer, change: Callable[[Prelude, Def, Reduce], Expr]) -> Program:
    """``change`` applied to every outermost reduction of a definition that gathers, its stages before it."""

    def each(stages: Prelude, one: Def) -> Def:
        if one.scatter:
            return one
        made = {r: e for r in top_reduces(one.expr) if (e := change(stages, one, r)) != r}
        return replace(one, expr=substitute(one.expr, made))

    return with_prelude(program, layer, each)


__all__ = ["Prelude", "with_prelude", "with_sums"]
