"""Tables: the digits of a datum that takes few values are looked up, not divided out for each element.

``switch[n, c, i, j] // KW`` has one value for each tap of a window.  A division costs as much as ten
additions; a table of as many numbers as a window has taps stays in the nearest cache.  What a digit is always
multiplied by, stands in the table with it.  Where a window is as large as a picture, it is divided.  A
window of three axes has a middle digit, the remainder of a quotient.

Under a condition that the datum is there, the digits of an index are added up in the table (``B a ⌊s/K⌋ + b
(s mod K)``), whose numbers are then known to lie in 0 … the sum of the largest: ``peel`` makes use of that.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import replace
from typing import Any

from sympy import Basic, Expr, Mul, S, Symbol, cancel, expand, preorder_traversal

from codegen.loops.legality import where_legal
from codegen.loops.nest import positive
from codegen.loops.nodes import Alloc, Block, Choose, If, Kernel, Label, Loop, Node, Range, Store
from codegen.loops.place import known_of
from codegen.loops.roles import inside, on_scalars, rewrite, scalars, walk
from codegen.loops.schedule import LARGE, Assumed
from codegen.passes.naming import Fresh
from derive.expr import Acc, Cond, FloorDiv, Index, Modulo, Tensor, ge, substitute
from derive.model.layer import Def, Layer

FEW = 256
"""The most values that a table has: those of a window."""


@where_legal
def tabulate(kernel: Kernel, layer: Layer) -> Kernel:
    """A table for each digit of a datum of few values, where that is proved to be legal."""
    match kernel.body:
        case (Choose() as choice,) if not _digits(choice.then):
            rest = _tabulated(replace(kernel, body=choice.otherwise), layer)
            return replace(rest, body=(replace(choice, otherwise=rest.body),))
    return _tabulated(kernel, layer)


def _tabulated(kernel: Kernel, layer: Layer) -> Kernel:
    tables = _DigitTables(kernel, layer)
    found = [e for e in _digits(kernel.body) if tables.fits(e)]
    if not found:
        return kernel
    body = rewrite(kernel.body, lambda n: (tables.summed(n),))
    names = {e: tables.element(e, _cofactor(e, body, tables.given)) for e in found if e in _digits(body)}
    body = rewrite(body, lambda n: (on_scalars(n, lambda e: substitute(e, names)),))
    more = sorted({s for t in tables.made.values() for e in t.shape for s in e.free_symbols}, key=str)
    given = tuple(dict.fromkeys((*kernel.scalars, *more)))
    data = dict.fromkeys(d for d in map(_datum, found) if d is not None)
    few = tuple(ge(FEW - bound) for bound in dict.fromkeys(d.tensor.bound for d in data))
    return replace(kernel, scalars=given, body=(Choose("few", few, (*tables.filled, *body), kernel.body),))


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
        datum = _datum(e)
        if datum is None or not datum.tensor.bound:
            return False
        if any(not q.args[1].free_symbols <= self.given for q in (e, *e.args[0].atoms(FloorDiv))):
            return False
        bound = datum.tensor.bound
        return bound.free_symbols <= self.given and self.assumed.number(bound, LARGE) <= FEW

    def element(self, e: Any, cofactor: Expr) -> Expr:
        """``e`` by the element of its table, which has it times what it is always multiplied by."""
        datum = _datum(e)
        assert datum is not None
        value = Index(datum.tensor.name)
        first = S.NegativeOne if datum.tensor.name in self.none else S.Zero
        digit = cofactor * substitute(e, {datum: value})
        if digit not in self.made:
            self.made[digit] = self.table(e, digit, value, Range(value, (first,), (datum.tensor.bound - 1,)))
        return Acc(self.made[digit], datum - first) / cofactor

    def summed(self, node: Node) -> Node:
        """A condition and its statements, with the digits of a datum that is there added up."""
        if not isinstance(node, If):
            return node
        there = {c.of for c in node.conds if c.kind == "ge" and isinstance(c.of, Acc)}
        body = tuple(on_scalars(n, lambda e: self.sums(e, there)) for n in node.body)
        return replace(node, conds=tuple(self.sums(c, there) for c in node.conds), body=body)

    def sums(self, e: Any, there: Set[Any]) -> Any:
        """A condition, or an element, where each whole number has its digits in one table."""
        if isinstance(e, Cond):
            return e if e.kind != "ge" else ge(self.sum(e.of, there))
        return Acc(e.tensor, *(self.sum(at, there) for at in e.index)) if isinstance(e, Acc) else e

    def sum(self, e: Expr, there: Set[Any]) -> Expr:
        """A whole number, with the digits in it added up if they are those of one datum that is there."""
        digits, whole = _digits_of(e), expand(e)
        sign = -1 if digits and positive(-whole.coeff(digits[0])) else 1
        weights = {d: sign * whole.coeff(d) for d in digits}
        rest = expand(whole - sign * sum(weight * d for d, weight in weights.items()))
        data = [d for d in dict.fromkeys(map(_datum, digits)) if d is not None]
        if len(data) != 1 or data[0] not in there or _digits_of(rest) or not self.summed_up(weights):
            return e
        return rest + sign * self.weighted(data[0], weights)

    def summed_up(self, weights: Mapping[Any, Expr]) -> bool:
        """Whether digits of known ranges have weights that are positive and known before any loop."""
        return all(
            self.fits(d)
            and _largest(d) is not None
            and positive(weight)
            and weight.free_symbols <= self.given
            for d, weight in weights.items()
        )

    def weighted(self, datum: Acc, weights: Mapping[Any, Expr]) -> Expr:
        """The element of a table of sums of digits, each with its weight; 0 for a datum that is not there."""
        value = Index(datum.tensor.name)
        digit = sum(weight * substitute(d, {datum: value}) for d, weight in weights.items())
        first = S.NegativeOne if datum.tensor.name in self.none else S.Zero
        if digit not in self.made:
            alone = len(weights) == 1
            name = (
                self.fresh.of(*weights) if alone else self.fresh(f"{datum.tensor.name}_place", integer=True)
            )
            most = sum(weight * (_largest(d) or 0) for d, weight in weights.items())
            last = datum.tensor.bound - 1
            shape, bound = (last - first + 1,), expand(most + 1)
            made = Tensor(name.name, shape, (value,), "integer", "nonnegative", bound)
            place = Acc(made, value - first)
            told = Label(Def(place, ((value, S.Zero, last),), digit))
            none = (Store(Acc(made, S.Zero), S.Zero),) if first else ()
            values = Loop(Range(value, (S.Zero,), (last,)), (Store(place, digit),))
            self.filled += [Alloc(made), told, *none, values]
            self.made[digit] = made
        return Acc(self.made[digit], datum - first)

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


def _largest(digit: Expr) -> Expr | None:
    """The largest value of a digit of a datum from 0 on: the last remainder, or one less than there are."""
    datum, divisor = digit.args
    if isinstance(digit, Modulo):
        return divisor - 1
    if not isinstance(datum, Acc):
        return None
    count = cancel(datum.tensor.bound / divisor)
    return count - 1 if count.is_integer and count.is_polynomial() else None


def _datum(digit: Expr) -> Acc | None:
    """The datum of which an expression is a quotient, a remainder, or the remainder of a quotient."""
    value = digit.args[0]
    if isinstance(digit, Modulo) and isinstance(value, FloorDiv):
        value = value.args[0]
    return value if isinstance(value, Acc) else None


def _digits_of(e: Any) -> list[Expr]:
    """The digits of data in an expression, those of which others are made not among them."""
    if isinstance(e, FloorDiv | Modulo) and _datum(e) is not None:
        return [e]
    found = (d for part in getattr(e, "args", ()) for d in _digits_of(part)) if isinstance(e, Basic) else ()
    return sorted(dict.fromkeys(found), key=str)


def _digits(body: Block) -> list[Expr]:
    """The quotients and remainders of data, each once."""
    every = (e for n in walk(body) for e in (*scalars(n), *inside(n)))
    return sorted({q for e in every for q in _digits_of(e)}, key=str)


__all__ = ["tabulate"]
