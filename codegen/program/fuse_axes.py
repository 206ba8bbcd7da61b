"""Neighbouring axes that are always walked together become one: rows of H·W pixels instead of W.

A pair of axes (extents A, B) collapses when every access of the program indexes it by the same two letters,
each over its whole range, and these letters stand nowhere else.  Long contiguous rows vectorise; a row of
56 does not fill the registers of a reduction.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sympy import Basic, Expr, S, Symbol

from codegen.program.inline_factor import rewrite
from derive.expr import Acc, Binder, Index, Reduce, Tensor
from derive.model.layer import Def, Program


def collapse(program: Program) -> Program:
    """Merge pairs of axes until none is left that can be merged."""
    while True:
        pair = next((p for p in _candidates(program) if _Pair(*p).fits(program)), None)
        if pair is None:
            return program
        program = _Pair(*pair).merge(program)


def _candidates(program: Program) -> list[tuple[Expr, Expr]]:
    found: dict[tuple[Expr, Expr], None] = {}
    for t in _tensors(program):
        found.update(dict.fromkeys(zip(t.shape, t.shape[1:], strict=False)))
    return list(found)


def _tensors(program: Program) -> list[Tensor]:
    made = dict.fromkeys([*program.inputs, *program.outputs])
    made.update(dict.fromkeys(a.tensor for d in program.defs for a in _accesses(d)))
    return list(made)


def _accesses(one: Def) -> list[Acc]:
    return [one.lhs, *sorted(one.expr.atoms(Acc), key=str), *sorted(one.lhs.atoms(Acc) - {one.lhs}, key=str)]


@dataclass(frozen=True)
class _Pair:
    first: Expr
    second: Expr

    def axis(self, t: Tensor) -> int | None:
        """Where the pair stands in a tensor: its last occurrence."""
        places = [
            k
            for k, two in enumerate(zip(t.shape, t.shape[1:], strict=False))
            if two == (self.first, self.second)
        ]
        return places[-1] if places else None

    def fits(self, program: Program) -> bool:
        """Whether every access of every definition walks the pair as one."""
        if any(self.axis(t) is not None and t not in _read(program) for t in program.outputs):
            return False
        return all(self._fits(d) for d in program.defs)

    def _fits(self, one: Def) -> bool:
        letters = self.letters(one)
        if letters is None:
            return False
        alone = {a for two in letters for a in two}
        if len(alone) != 2 * len(letters) or _loose([one.lhs, one.expr], alone, self):
            return False
        every = (one.free, *(r.binders for r in one.expr.atoms(Reduce)))
        return all(self._bound(binders, letters) for binders in every)

    def letters(self, one: Def) -> set[tuple[Symbol, Symbol]] | None:
        """The pairs of letters that stand on the pair of axes; ``None`` where something else does."""
        found: set[tuple[Symbol, Symbol]] = set()
        for a in _accesses(one):
            k = self.axis(a.tensor)
            if k is None:
                continue
            p, q = a.index[k : k + 2]
            if not (isinstance(p, Index) and isinstance(q, Index)) or p == q:
                return None
            found.add((p, q))
        return found

    def _bound(self, binders: tuple[Binder, ...], letters: set[tuple[Symbol, Symbol]]) -> bool:
        """Both letters of a pair are bound together, over their whole ranges, or neither is."""
        ranges = {z: (lo, hi) for z, lo, hi in binders}
        for p, q in letters:
            if (p in ranges) != (q in ranges):
                return False
            whole = ((S.Zero, self.first - 1), (S.Zero, self.second - 1))
            if p in ranges and (ranges[p], ranges[q]) != whole:
                return False
        return True

    def merge(self, program: Program) -> Program:
        return replace(
            program,
            inputs=tuple(map(self.tensor, program.inputs)),
            outputs=tuple(map(self.tensor, program.outputs)),
            defs=tuple(map(self.definition, program.defs)),
        )

    def tensor(self, t: Tensor) -> Tensor:
        k = self.axis(t)
        if k is None:
            return t
        shape = [*t.shape[:k], self.first * self.second, *t.shape[k + 2 :]]
        return t.over(shape, [*t.axes[:k], t.axes[k + 1], *t.axes[k + 2 :]])

    def definition(self, one: Def) -> Def:
        letters = self.letters(one) or set()
        gone = {p for p, _ in letters}
        names = {q: Index(f"{p.name}{q.name}") for p, q in letters}
        last = self.first * self.second - 1

        def binders(old: tuple[Binder, ...]) -> tuple[Binder, ...]:
            return tuple(
                (names[z], lo, last) if z in names else (z, lo, hi) for z, lo, hi in old if z not in gone
            )

        def change(e: Any) -> Any:
            if isinstance(e, Acc):
                k = self.axis(e.tensor)
                index = e.index if k is None else (*e.index[:k], names[e.index[k + 1]], *e.index[k + 2 :])
                return Acc(self.tensor(e.tensor), *index)
            return Reduce(e.op, e.body, binders(e.binders), e.guards) if isinstance(e, Reduce) else e

        return replace(
            one, lhs=rewrite(one.lhs, change), free=binders(one.free), expr=rewrite(one.expr, change)
        )


def _read(program: Program) -> set[Tensor]:
    return {a.tensor for d in program.defs for a in _accesses(d)}


def _loose(parts: list[Any], letters: set[Symbol], pair: _Pair) -> bool:
    """Whether a letter stands anywhere but on its axis."""
    return any(e in letters or _loose(_elsewhere(e, pair), letters, pair) for e in parts)


def _elsewhere(e: Any, pair: _Pair) -> list[Any]:
    """The parts of an expression but the indices on the pair's own axes."""
    match e:
        case Tensor():
            return []
        case Acc():
            k = pair.axis(e.tensor)
            return [at for n, at in enumerate(e.index) if k is None or n not in (k, k + 1)]
        case Reduce():
            return [e.body, *e.guards, *(end for _, lo, hi in e.binders for end in (lo, hi))]
        case Basic():
            return list(e.args)
        case _:
            return []
