"""Common sums: what several sums take over the same elements is taken once.

``Σ_{h,w} f[n, c, h, w]`` for each ``n, c`` and ``Σ_{n,h,w} f[n, c, h, w]`` for each ``c`` have the inner sum
in common: it gets a name, the second sums the named values.  So do two sums that are equal, and sums with
other factors that do not hang on the indices of the inner one.  A part that grows faster than every array
there is stays where it is: ``Σ_j Σ_d a[i, d] g[j, d] v[j]`` needs no array over ``i`` and ``j``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from sympy import Expr, Mul, S, Symbol

from codegen.program.factorise.degrees import outgrows
from codegen.program.inline_factor import inline
from codegen.program.name_sums import unused
from derive.expr import Acc, Binder, Index, Reduce, Tensor, accesses, substitute
from derive.expr.alpha import canonical
from derive.model.layer import Def, Program

MOST = 4
"""Of sums over more indices than this, no parts are looked for: there are too many."""


def common(program: Program) -> Program:
    """Each part that two sums of the program have in common as a definition of its own."""
    shared = _shared(program)
    if not shared:
        return program
    taken = {t.name for d in program.defs for t in (d.tensor, *d.reads)}
    defs: list[Def] = []
    named: dict[Expr, Tensor] = {}
    for one in program.defs:
        mapping: dict[Any, Any] = {}
        for part in (p for p in shared if p.one is one):
            if part.key not in named:
                made = part.definition(unused(f"{one.tensor.name}_part", taken))
                defs.insert(_after(made, defs, named.values()), made)
                named[part.key] = made.tensor
            mapping[part.whole] = part.over(named[part.key])
        defs.append(replace(one, expr=substitute(one.expr, mapping)) if mapping else one)
    return inline(replace(program, defs=tuple(defs)))


def _after(made: Def, defs: list[Def], named: Collection[Tensor]) -> int:
    """The first place where all that a part reads is there, behind the parts before it."""
    needed = [k + 1 for k, d in enumerate(defs) if d.tensor in made.reads]
    first = max(needed, default=0)
    return next((k for k in range(first, len(defs)) if defs[k].tensor not in named), len(defs))


@dataclass(frozen=True)
class SumPart:
    """``whole``, a sum in ``one``, is the sum over ``outer`` of ``factor`` times the sum ``inner``."""

    one: Def
    whole: Reduce
    inner: Reduce
    outer: tuple[Binder, ...]
    factor: Expr
    letters: tuple[Binder, ...]

    @property
    def key(self) -> Expr:
        """The inner sum, whatever its indices are called."""
        places = {z: Index(f"_at{k}") for k, (z, _, _) in enumerate(self.letters)}
        return canonical(Reduce("sum", substitute(self.inner.body, places), self.inner.binders))

    def definition(self, name: str) -> Def:
        axes = [z for z, _, _ in self.letters]
        made = Tensor(name, [hi + 1 for _, _, hi in self.letters], axes)
        return Def(Acc(made, *axes), self.letters, self.inner, origin=self.one.origin)

    def over(self, named: Tensor) -> Expr:
        value = self.factor * Acc(named, *(z for z, _, _ in self.letters))
        return Reduce("sum", value, self.outer) if self.outer else value


def _shared(program: Program) -> list[SumPart]:
    """The parts that stand in two sums, of each sum the one over most indices."""
    arrays = {*program.inputs, *program.outputs, *(one.tensor for one in program.defs)}
    parts = (p for one in program.defs if not one.scatter for p in _parts(one))
    every = [p for p in parts if not outgrows((hi + 1 for _, _, hi in p.letters), arrays)]
    sums: dict[Expr, dict[Reduce, None]] = {}
    for p in every:
        sums.setdefault(p.key, {})[p.whole] = None
    found: dict[Reduce, SumPart] = {}
    for p in sorted(every, key=lambda p: -len(p.inner.binders)):
        if len(sums[p.key]) > 1:
            found.setdefault(p.whole, p)
    chosen = list(found.values())
    return [p for p in chosen if sum(p.key == q.key for q in chosen) > 1]


def _parts(one: Def) -> Iterator[SumPart]:
    """Each way to sum first over some of the indices of a sum."""
    for whole in sorted(one.expr.atoms(Reduce), key=str):
        plain = whole.op == "sum" and not whole.guards and not whole.body.has(Reduce)
        if not plain or len(whole.binders) > MOST or not all(map(_boxed, whole.binders)):
            continue
        for count in range(len(whole.binders), 0, -1):
            for binders in combinations(whole.binders, count):
                part = _part(one, whole, binders)
                if part is not None:
                    yield part


def _part(one: Def, whole: Reduce, binders: tuple[Binder, ...]) -> SumPart | None:
    own = {z for z, _, _ in binders}
    factors = Mul.make_args(whole.body)
    mine = [f for f in factors if f.free_symbols & own]
    rest = Mul(*(f for f in factors if f not in mine))
    outer = tuple(b for b in whole.binders if b not in binders)
    scope = {b[0]: b for b in (*one.free, *outer)}
    inner = Reduce("sum", Mul(*mine), binders)
    if {z for z in inner.free_symbols if isinstance(z, Index)} - {*scope}:
        return None  # a letter of what stands around the sum: no array has an axis for it
    places = _places(inner.body, scope)
    if places is None or not own <= inner.body.free_symbols or not all(map(_boxed, places)):
        return None
    return SumPart(one, whole, inner, outer, rest, places)


def _places(body: Expr, scope: Mapping[Symbol, Binder]) -> tuple[Binder, ...] | None:
    """The indices around a sum in the order in which its elements name them; each array is read once."""
    read = sorted(set(accesses(body)), key=lambda a: a.tensor.name)
    if len({a.tensor for a in read}) < len(read):
        return None
    letters = dict.fromkeys(z for a in read for at in a.index for z in _digits(at))
    return tuple(scope[z] for z in letters if z in scope)


def _digits(at: Expr) -> list[Symbol]:
    """The letters of an index, the fastest last."""
    return sorted(at.free_symbols, key=lambda z: (at.coeff(z) == 1, str(z)))


def _boxed(binder: Binder) -> bool:
    """From 0 to an end that is known before any loop."""
    _, lo, hi = binder
    return lo == S.Zero and not any(isinstance(s, Index) for s in hi.free_symbols) and not hi.has(Acc)


__all__ = ["common"]
