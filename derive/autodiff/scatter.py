"""What one definition adds to the cotangents of what it reads: the scatter form of its VJP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sympy import Expr, Mul, S, Symbol

from derive.autodiff.canonicalise import flat_position
from derive.autodiff.partials import partials
from derive.expr import (
    Acc,
    Binder,
    Iverson,
    Reduce,
    Tensor,
    Where,
    conjunction,
    eq,
    fresh,
    ne,
    negation,
    rename_binders,
    substitute,
    tensors,
)  # fmt: skip
from derive.inversion.gather import keeps_left_side
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
    found: list[Contribution] = []
    avoid = {*reader.indices, *letters}

    def pull(
        e: Expr, factor: Expr, binders: tuple[Binder, ...], guards: Guards, implied: Guards = ()
    ) -> None:
        if isinstance(e, Acc):
            if e.tensor == tensor:
                kept = conjunction(guards)
                found.append(Contribution(reader, seed, e.index, binders, kept, factor, implied))
        elif tensor not in tensors(e) or factor == 0:
            return
        elif isinstance(e, Where):
            pull(e.args[1], factor, binders, (*guards, *e.conds), implied)
            for k, cond in enumerate(e.conds):
                pull(e.args[2], factor, binders, (*guards, *e.conds[:k], negation(cond)), implied)
        elif isinstance(e, Reduce):
            e = _fresh_binders(e, avoid | {z for z, _, _ in binders})
            inner, more = _reduction_rule(e, reader, switch)
            more = (*guards, *e.guards, *more)
            met = (*implied, *e.guards) if e.op in ("max", "min") else implied
            pull(e.body, factor * inner, binders + e.binders, more, met)
        else:
            brackets = [f for f in Mul.make_args(e) if isinstance(f, Iverson)]
            conds = [c for f in brackets for c in f.args]
            for argument, slope in partials(e):
                rest = Mul(*(f for f in Mul.make_args(slope) if f not in brackets))
                pull(argument, factor * rest, binders, (*guards, *conds), implied)

    pull(reader.expr, Acc(seed, *reader.lhs.index), (), ())
    return found


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


def bound_indices(expr: Expr) -> set[Symbol]:
    """Every index that a reduction inside ``expr`` binds."""
    return {z for r in expr.atoms(Reduce) for z in r.bound}


def _fresh_binders(e: Reduce, avoid: set[Symbol]) -> Reduce:
    names: dict[Symbol, Symbol] = {}
    taken = avoid | e.free_symbols | e.bound
    forbidden = {s.name for s in avoid}
    for z in e.bound:
        if z.name in forbidden:
            names[z] = fresh(z, taken | set(names.values()))
    return rename_binders(e, names)
