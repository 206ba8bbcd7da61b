"""Tables: the digits of a datum that takes few values are looked up, not divided out for each element.

``switch[n, c, i, j] // KW`` has one value for each tap of a window.  A division costs as much as ten
additions; a table of as many numbers as a window has taps stays in the nearest cache.  What a digit is always
multiplied by, stands in the table with it.  Where a window is as large as a picture, it is divided.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sympy import Expr, Mul, S, Symbol, preorder_traversal

from codegen.loops.legality import Illegal, check
from codegen.loops.nodes import Alloc, Block, Choose, Kernel, Label, Loop, Range, Store
from codegen.loops.place import known_of
from codegen.loops.roles import inside, on_scalars, rewrite, scalars, walk
from codegen.loops.schedule import LARGE, Assumed
from codegen.passes.naming import Fresh
from derive.expr import Acc, FloorDiv, Index, Modulo, Tensor, ge, substitute
from derive.model.layer import Def, Layer

FEW = 256
"""The most values that a table has: those of a window."""


def tabulate(kernel: Kernel, layer: Layer) -> Kernel:
    """A table for each digit of a datum of few values, where that is proved to be legal."""
    tables = _DigitTables(kernel, layer)
    found = [e for e in _digits(kernel.body) if tables.fits(e)]
    if not found:
        return kernel
    names = {e: tables.element(e, _cofactor(e, kernel.body, tables.given)) for e in found}
    body = rewrite(kernel.body, lambda n: (on_scalars(n, lambda e: substitute(e, names)),))
    more = sorted({s for t in tables.made.values() for e in t.shape for s in e.free_symbols}, key=str)
    given = tuple(dict.fromkeys((*kernel.scalars, *more)))
    few = tuple(ge(FEW - bound) for bound in dict.fromkeys(e.args[0].tensor.bound for e in found))
    made = replace(kernel, scalars=given, body=(Choose("few", few, (*tables.filled, *body), kernel.body),))
    try:
        return check(made, layer)
    except Illegal:
        return kernel


class _DigitTables:
    def __init__(self, kernel: Kernel, layer: Layer) -> None:
        self.given = layer.size_symbols | layer.option_symbols.keys()
        self.fresh = Fresh(kernel)
        self.assumed = Assumed(layer, LARGE)
        self.none = known_of(layer).maybe_none
        self.made: dict[Expr, Tensor] = {}
        self.filled: list[Any] = []

    def fits(self, e: Expr) -> bool:
        """Whether ``e`` divides a datum of few values by what is known before any loop."""
        datum, divisor = e.args
        if not isinstance(datum, Acc) or not datum.tensor.bound or not divisor.free_symbols <= self.given:
            return False
        bound = datum.tensor.bound
        return bound.free_symbols <= self.given and self.assumed.number(bound, LARGE) <= FEW

    def element(self, e: Any, cofactor: Expr) -> Expr:
        """``e`` by the element of its table, which has it times what it is always multiplied by."""
        datum, divisor = e.args
        value = Index(datum.tensor.name)
        first = S.NegativeOne if datum.tensor.name in self.none else S.Zero
        digit = cofactor * e.func(value, divisor)
        if digit not in self.made:
            self.made[digit] = self.table(e, digit, value, Range(value, (first,), (datum.tensor.bound - 1,)))
        return Acc(self.made[digit], datum - first) / cofactor

    def table(self, e: Expr, digit: Expr, value: Symbol, values: Range) -> Tensor:
        (first,), (last,) = values.lo, values.hi
        made = Tensor(self.fresh.of(e).name, (last - first + 1,), (value,), "integer")
        place = Acc(made, value - first)
        told = Label(Def(place, ((value, first, last),), digit))
        self.filled += [Alloc(made), told, Loop(values, (Store(place, digit),))]
        return made


def _cofactor(digit: Expr, block: Block, given: Any) -> Expr:
    """The numbers known before any loop by which a digit is multiplied wherever it stands."""
    every = (e for n in walk(block) for e in (*scalars(n), *inside(n)) if e.has(digit))
    found: set[frozenset[Any]] = set()
    for part in (p for e in every for p in preorder_traversal(e) if digit in p.args or e == digit):
        found.add(frozenset(f for f in part.args if f in given) if part.is_Mul else frozenset())
    return Mul(*sorted(next(iter(found)), key=str)) if len(found) == 1 else S.One


def _digits(body: Block) -> list[Expr]:
    """The quotients and remainders of data, each once."""
    every = (e for n in walk(body) for e in (*scalars(n), *inside(n)))
    found = {q for e in every for q in e.atoms(FloorDiv, Modulo) if isinstance(q.args[0], Acc)}
    return sorted(found, key=str)


__all__ = ["tabulate"]
