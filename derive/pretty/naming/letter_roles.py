"""What an index stands for: its letter with the range that it runs over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from sympy import Basic, Expr, S, Symbol

from derive.expr import Acc, Binder, Index, Reduce, Tensor, found_in
from derive.model.layer import Layer
from derive.steps import Equation


class LetterRole(NamedTuple):
    """A letter without primes and the last value that it takes, from 0 on; ``None``: not known."""

    letter: str
    last: Expr | None


@dataclass
class LetterRoles:
    """The roles of a layer with how often each occurs, and which of them meet in one formula."""

    seen: Counter[LetterRole] = field(default_factory=Counter)
    public: set[LetterRole] = field(default_factory=set)
    """Those of the axes of inputs and outputs."""
    rows: list[tuple[LetterRole, ...]] = field(default_factory=list)
    """The roles that are met together: on the axes of a tensor, as free letters, as bound ones."""

    @staticmethod
    def of(layer: Layer) -> LetterRoles:
        found = LetterRoles()
        for tensor in dict.fromkeys((*layer.inputs, *(d.tensor for d in layer.forward))):
            found.add_axes(tensor, tensor in (*layer.inputs, *layer.outputs))
        for one in layer.forward:
            found.add_row(one.free)
            for reduce in reductions(one.expr):
                found.add_row(reduce.binders)
        return found

    def add_axes(self, tensor: Tensor, public: bool) -> None:
        axes = zip(tensor.axes, tensor.shape, strict=True)
        row = self.add_row((z, S.Zero, extent - 1) for z, extent in axes if isinstance(z, Symbol))
        self.public |= {*row} if public else set()

    def add_row(self, binders: Iterable[Binder]) -> tuple[LetterRole, ...]:
        row = tuple(self.role(b) for b in binders)
        self.seen.update(row)
        self.rows.append(row)
        return row

    def role(self, binder: Binder) -> LetterRole:
        """The role of a letter; one with bounds of its own has that in which it was declared."""
        z, lo, hi = binder
        base = z.name.rstrip("'")
        if lo == 0 and is_plain(hi):
            return LetterRole(base, hi)
        declared = z.extent - 1 if isinstance(z, Index) and z.extent is not None else None
        known = [r for r in self.seen if r.letter == base]
        if declared is not None and (not known or LetterRole(base, declared) in known):
            return LetterRole(base, declared)
        return known[0] if known else LetterRole(base, None)

    def meet(self, one: LetterRole, other: LetterRole) -> bool:
        """Whether both stand beside one another somewhere."""
        return any(one in row and other in row for row in self.rows)


def is_plain(end: Expr) -> bool:
    """Whether the end of a range is made of sizes and numbers alone."""
    return not found_in(end, Acc, Reduce, Index)


def equation_roles(roles: LetterRoles, equations: Iterable[Equation]) -> LetterRoles:
    """The roles with those that more equations add."""
    made = LetterRoles(Counter(roles.seen), set(roles.public), list(roles.rows))
    for one in equations:
        made.add_row(one.free)
        for tree in (one.lhs, one.rhs):
            for reduce in reductions(tree) if tree is not None else ():
                made.add_row(reduce.binders)
    return made


def reductions(tree: Basic) -> Iterator[Reduce]:
    """Every reduction, outermost first."""
    if isinstance(tree, Reduce):
        yield tree
    for arg in tree.args if not isinstance(tree, Tensor) else ():
        if isinstance(arg, Basic):
            yield from reductions(arg)
