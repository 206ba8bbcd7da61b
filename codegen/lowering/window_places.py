"""Where a datum sends what a window gives is looked up, for each window and each value of the datum.

    dx[n, W (s i − p + ⌊t[n,i,j]/K⌋) + s j − p + t[n,i,j] mod K] += dy[n,i,j]    where the place is inside

For small pictures a table has all places, one higher than they are, and 0 for what goes nowhere:
``dx[n, at[i, j, t[n,i,j]] − 1] += dy[n,i,j]`` where it is above 0.  Neither digits nor borders are left, and
``i`` and ``j`` are walked as one.  Many rows ``n`` read the same table, which stays in the nearest cache.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sympy import Expr, Mul, S, expand

from codegen.program.fuse_axes import collapse
from codegen.program.name_sums import unused
from derive.expr import (
    Acc,
    Binder,
    Cond,
    FloorDiv,
    Index,
    Iverson,
    Modulo,
    Tensor,
    Where,
    brackets_apart,
    ge,
    substitute,
)
from derive.model.layer import Def, Program

LARGEST = 2048
"""The most numbers of a table: 16 KiB, half of the nearest cache, beside what is read and written."""
AGAIN = 4
"""How often at least each number of a table is read."""


def with_places(program: Program, maybe_none: frozenset[str]) -> tuple[tuple[Cond, ...], Program] | None:
    """When a table of places is worth it, and the program that has it; ``maybe_none`` data may hold -1."""
    taken = {t.name for d in program.defs for t in (d.tensor, *d.reads)} | {t.name for t in program.inputs}
    found = [(d, _Sent.of(d, maybe_none)) for d in program.defs]
    tables = {d: sent.table(unused(f"{d.tensor.name}_at", taken)) for d, sent in found if sent}
    if not tables:
        return None
    defs = tuple(sent.by(tables[d]) if sent else d for d, sent in found)
    made = collapse(replace(program, inputs=(*program.inputs, *tables.values()), defs=defs))
    count = len(program.inputs)
    filled = [
        sent.filled(t)
        for (_, sent), t in zip([f for f in found if f[1]], made.inputs[count:], strict=True)
        if sent
    ]
    conds = dict.fromkeys(c for _, sent in found if sent for c in sent.worth())
    return tuple(conds), replace(made, inputs=made.inputs[:count], defs=(*filled, *made.defs))


@dataclass(frozen=True)
class _Sent:
    """A scatter along one axis, by the digits of one datum and the letters of its window."""

    one: Def
    axis: int
    datum: Acc
    letters: tuple[Binder, ...]
    first: int
    """The least value of the datum: -1 where there may be nothing to choose from."""

    @staticmethod
    def of(one: Def, maybe_none: frozenset[str]) -> _Sent | None:
        digits = {q for e in (one.lhs, one.expr) for q in e.atoms(FloorDiv, Modulo) if q.has(Acc)}
        if not one.scatter or not digits:
            return None
        conds, _ = brackets_apart(one.expr)
        data = {a for e in (*one.lhs.index, *conds) for a in e.atoms(Acc)}
        axes = [k for k, e in enumerate(one.lhs.index) if e.has(Acc)]
        if len(data) != 1 or len(axes) != 1:
            return None
        (datum,) = data
        if datum.tensor.kind != "integer" or datum.tensor.bound == 0 or datum.tensor.exempt is not None:
            return None
        value = Index("value")
        said = {
            z for e in (one.lhs.index[axes[0]], *conds) for z in substitute(e, {datum: value}).free_symbols
        }
        letters = tuple(b for b in one.free if b[0] in said)
        found = _Sent(one, axes[0], datum, letters, -1 if datum.tensor.name in maybe_none else 0)
        return found if found.alone(conds) else None

    def alone(self, conds: list[Cond]) -> bool:
        """Whether its letters stand in a box, name no other axis, and conditions keep its place inside."""
        own = {z for z, _, _ in self.letters}
        others = {z for z, _, _ in self.one.free} - own
        ends = {s for _, lo, hi in self.letters for s in (lo, hi)}
        fixed = all(lo == 0 for _, lo, _ in self.letters) and not any(
            e.free_symbols & (own | others) for e in ends
        )
        apart = not any(e.free_symbols & own for k, e in enumerate(self.one.lhs.index) if k != self.axis)
        at = self.one.lhs.index[self.axis]
        inside = {expand(at), expand(self.extent - 1 - at)} <= {expand(c.of) for c in conds if c.kind == "ge"}
        return bool(own) and bool(others) and fixed and apart and inside

    @property
    def extent(self) -> Expr:
        return self.one.tensor.shape[self.axis]

    @property
    def values(self) -> Expr:
        return expand(self.datum.tensor.bound - self.first)

    def worth(self) -> tuple[Cond, ...]:
        own = {z for z, _, _ in self.letters}
        windows = Mul(*(hi + 1 for _, _, hi in self.letters))
        rows = Mul(*(hi - lo + 1 for z, lo, hi in self.one.free if z not in own))
        made = ge(LARGEST - expand(windows * self.values)), ge(expand(rows - AGAIN * self.values))
        return tuple(c for c in made if isinstance(c, Cond))

    def table(self, name: str) -> Tensor:
        """For each window and each value of the datum one more than the place, 0 for none."""
        shape = (*(expand(hi + 1) for _, _, hi in self.letters), self.values)
        axes = (*(Index(z.name) for z, _, _ in self.letters), Index("value"))
        return Tensor(name, shape, axes, "integer", "nonnegative", expand(self.extent + 1))

    def by(self, table: Tensor) -> Def:
        """The scatter that looks its place up."""
        at = Acc(table, *(z for z, _, _ in self.letters), self.datum - self.first)
        index = (*self.one.lhs.index[: self.axis], at - 1, *self.one.lhs.index[self.axis + 1 :])
        _, factors = brackets_apart(self.one.expr)
        return replace(self.one, lhs=Acc(self.one.tensor, *index), expr=Mul(*factors) * Iverson(ge(at - 1)))

    def filled(self, table: Tensor) -> Def:
        """The table, of which some axes of windows may be walked as one."""
        conds, _ = brackets_apart(self.one.expr)
        place, value = self.one.lhs.index[self.axis], Index("value")
        windows, digits = self.walked(table)
        here = {self.datum: value + self.first} | digits
        inside = Where([substitute(c, here) for c in conds], substitute(place, here) + 1, 0)
        free = tuple((z, S.Zero, expand(n - 1)) for z, n in zip((*windows, value), table.shape, strict=True))
        return Def(Acc(table, *windows, value), free, inside, origin=self.one.origin)

    def walked(self, table: Tensor) -> tuple[list[Index], dict[Any, Expr]]:
        """The letters of the table, and those of the windows by them: digits of what became one."""
        windows: list[Index] = []
        digits: dict[Any, Expr] = {}
        left = list(self.letters)
        for n in table.shape[:-1]:
            mine = [left.pop(0)]
            while expand(Mul(*(hi + 1 for _, _, hi in mine)) - n) != 0:
                mine.append(left.pop(0))
            windows.append(Index("".join(z.name for z, _, _ in mine)))
            step: Expr = S.One
            for k, (z, _, hi) in reversed([*enumerate(mine)]):
                above = FloorDiv(windows[-1], step)
                digits[z] = Modulo(above, hi + 1) if k else above
                step = expand(step * (hi + 1))
        return windows, digits


__all__ = ["with_places"]
