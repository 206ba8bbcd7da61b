"""What one definition adds to the cotangents of what it reads: the scatter form of its VJP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import singledispatchmethod
from typing import TypeAlias

from sympy import Expr, Mul, S, Symbol

from derive.autodiff.canonicalise import flat_position
from derive.autodiff.inversion.gather import keeps_left_side
from derive.autodiff.partials import partials
from derive.expr import (
    Acc,
    Binder,
    Iverson,
    Reduce,
    Tensor,
    Where,
    bound_indices,
    conjunction,
    eq,
    fresh,
    ne,
    negation,
    rename_binders,
    substitute,
    tensors,
)  # fmt: skip
from derive.model.layer import Def, ModelError

Guards: TypeAlias = tuple[object, ...]


@dataclass(frozen=True)
class Contribution:
    """``target[index] += factor`` for all indices of the reader and ``binders``.

    ``factor`` contains the cotangent ``seed`` of what the reader defines.  ``implied`` are those guards
    that a winner meets because it was chosen among the elements that meet them.
    """

    reader: Def
    seed: Tensor
    index: tuple[Expr, ...]
    binders: tuple[Binder, ...]
    guards: Guards
    factor: Expr
    implied: Guards = ()

    @property
    def space(self) -> tuple[Binder, ...]:
        return self.reader.free + self.binders


def contributions(
    reader: Def, tensor: Tensor, seed: Tensor, letters: set[Symbol], switch: Mapping[Tensor, Tensor]
) -> list[Contribution]:
    """One contribution for each access of ``reader`` to ``tensor``, by the chain rule from the outside in.

    ``letters`` are the names that the left side of the cotangent will use: indices of the reader that
    carry one of them are renamed.  ``switch`` holds the winner of each max and min.
    """
    reader = _avoid(reader, letters)
    pull = _Pull(reader, tensor, seed, {*reader.indices, *letters}, switch)
    pull(reader.expr, Path(Acc(seed, *reader.lhs.index)))
    return pull.found


@dataclass(frozen=True)
class Path:
    """The way from a definition inwards: what multiplies the derivative so far, over what, and when."""

    factor: Expr
    binders: tuple[Binder, ...] = ()
    guards: Guards = ()
    implied: Guards = ()

    def when(self, *conds: object) -> Path:
        return replace(self, guards=(*self.guards, *conds))

    def times(self, slope: Expr) -> Path:
        return replace(self, factor=self.factor * slope)


class _Pull:
    """The chain rule from the outside in, one method for each kind of expression."""

    def __init__(
        self,
        reader: Def,
        tensor: Tensor,
        seed: Tensor,
        avoid: set[Symbol],
        switch: Mapping[Tensor, Tensor],
    ) -> None:
        self.reader, self.tensor, self.seed, self.avoid, self.switch = reader, tensor, seed, avoid, switch
        self.found: list[Contribution] = []

    def __call__(self, e: Expr, path: Path) -> None:
        if self.tensor in tensors(e) and path.factor != 0:
            self._into(e, path)

    @singledispatchmethod
    def _into(self, e: Expr, path: Path) -> None:
        """d f(a) = Σ ∂f/∂a da; a bracket beside the argument says when"""
        brackets = [f for f in Mul.make_args(e) if isinstance(f, Iverson)]
        path = path.when(*(c for f in brackets for c in f.args))
        for argument, slope in partials(e):
            self(argument, path.times(Mul(*(f for f in Mul.make_args(slope) if f not in brackets))))

    @_into.register
    def _(self, e: Acc, path: Path) -> None:
        """∂x[f]/∂x: the place is reached"""
        if e.tensor == self.tensor:
            kept = conjunction(path.guards)
            self.found.append(
                Contribution(self.reader, self.seed, e.index, path.binders, kept, path.factor, path.implied)
            )

    @_into.register
    def _(self, e: Where, path: Path) -> None:
        """Each branch where it holds; the other one where the first condition fails, or the second, ..."""
        self(e.args[1], path.when(*e.conds))
        for k, cond in enumerate(e.conds):
            self(e.args[2], path.when(*e.conds[:k], negation(cond)))

    @_into.register
    def _(self, e: Reduce, path: Path) -> None:
        """A sum, a product or an extreme: its body, by the rule of its kind"""
        e = _fresh_binders(e, self.avoid | {z for z, _, _ in path.binders})
        slope, more = _reduction_rule(e, self.reader, self.switch)
        met = (*path.implied, *e.guards) if e.op in ("max", "min") else path.implied
        path = path.when(*e.guards, *more).times(slope)
        self(e.body, replace(path, binders=path.binders + e.binders, implied=met))


def _reduction_rule(e: Reduce, reader: Def, switch: Mapping[Tensor, Tensor]) -> tuple[Expr, Guards]:
    """What multiplies the derivative of the body, and when: sum, product, extreme."""
    if e.op == "sum":
        return S.One, ()
    if e.op == "prod":
        ((z, _, _),) = single_product(e)
        other = fresh(z, {*e.free_symbols, z, *reader.indices})
        return without_factor(e, z, other), ()
    if e.op in ("max", "min"):
        who = Acc(switch[reader.tensor], *reader.lhs.index)
        return S.One, (eq(who - flat_position(e)),)
    return S.Zero, ()


def single_product(e: Reduce) -> tuple[Binder, ...]:
    """The binder of a product; a product over several indices is refused."""
    if len(e.binders) != 1:
        raise ModelError(f"a product over {len(e.binders)} indices in {e}: nest one product per index")
    return e.binders


def without_factor(e: Reduce, z: Symbol, other: Symbol) -> Expr:
    """Π over ``other`` instead of ``z``, which stays free: the product without its z-th factor."""
    ((_, lo, hi),) = e.binders
    guards = [substitute(g, {z: other}) for g in e.guards]
    return Reduce("prod", substitute(e.body, {z: other}), [(other, lo, hi)], [*guards, ne(z - other)])


def left_side_letters(reader: Def, tensor: Tensor, facts: Sequence[Expr]) -> set[Symbol]:
    """The axis letters that the left side will use: those whose index is no exact mixed radix."""
    letters = set(tensor.axes)
    for access, space in _places(reader.expr, tensor, reader.free):
        for letter, f, extent in zip(tensor.axes, access.index, tensor.shape, strict=True):
            if keeps_left_side(f, extent, space, facts):
                letters.discard(letter)
    return letters


def _avoid(reader: Def, letters: set[Symbol]) -> Def:
    """Rename the reader's own indices that carry a letter of the target's left side."""
    names = {z.name for z in letters}
    mapping: dict[Symbol, Symbol] = {}
    taken = {*reader.indices, *letters, *reader.expr.free_symbols, *bound_indices(reader.expr)}
    for z in reader.indices:
        if z.name in names:
            mapping[z] = fresh(z, {*taken, *mapping.values()})
    if not mapping:
        return reader
    free = tuple(
        (mapping.get(z, z), substitute(lo, mapping), substitute(hi, mapping)) for z, lo, hi in reader.free
    )
    lhs = Acc(reader.tensor, *(substitute(at, mapping) for at in reader.lhs.index))
    return Def(lhs, free, substitute(reader.expr, mapping), reader.scatter)


def _places(expr: Expr, tensor: Tensor, space: tuple[Binder, ...]) -> list[tuple[Acc, tuple[Binder, ...]]]:
    """Every access to ``tensor`` with the indices around it."""
    if isinstance(expr, Acc):
        return [(expr, space)] if expr.tensor == tensor else []
    if isinstance(expr, Reduce):
        return _places(expr.body, tensor, space + expr.binders)
    return [p for a in expr.args if isinstance(a, Expr) for p in _places(a, tensor, space)]


def _fresh_binders(e: Reduce, avoid: set[Symbol]) -> Reduce:
    names: dict[Symbol, Symbol] = {}
    taken = avoid | e.free_symbols | e.bound
    forbidden = {s.name for s in avoid}
    for z in e.bound:
        if z.name in forbidden:
            names[z] = fresh(z, taken | set(names.values()))
    return rename_binders(e, names)
