"""Functions and folded indices that few numbers decide are computed once for these, before the loops.

``cos(π (2 i + 1) k / 2 N)`` under a sum over rows is a table over ``i`` and ``k``; ``x[reflect(i + u - 1)]``
is a longer row that is laid down once, and read at ``i + u`` like any other.

A power whose exponent is no known number costs as much as passing several times over memory.  A sum over a
window takes it for each element as often as windows overlap, and neighbours that stand apart in memory are
not taken at once: an array of powers is made in front, in one pass over neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sympy import Abs, Basic, Expr, Function, Max, Min, Pow, Rational, Symbol, Tuple, cos, erf, exp, sin, tanh
from sympy.core.symbol import Str

from codegen.program.factorise.effective import Argument
from codegen.program.factorise.pieces import in_pieces
from codegen.program.factorise.prelude import Prelude, with_prelude
from codegen.program.inline_factor import costly
from derive.expr import Acc, Binder, Cond, Iverson, Modulo, Reduce, Tensor, Where, accesses, rebuild
from derive.model.layer import Def, Layer, Program

AGAIN = 8
FOLDED = 2
"""How often at least an element of a table is read: of a function, and of an array at a folded index."""
RAISED = 2
"""How often at least an element is read whose power is computed in front."""
COSTLY = 16
"""So many terms take as long as a function: one that leaves the innermost loops by itself needs no table."""
FOLDS = (Abs, Modulo, Min, Max)
"""Index maps that are not linear: neighbours in the loop are no neighbours in the array."""
TOTAL = (cos, erf, exp, sin, tanh)
"""Functions of every real number."""


def tabled(program: Program, layer: Layer) -> Program:
    """Every definition with what few numbers decide in arrays before it."""
    return with_prelude(program, layer, _tabled)


def _tabled(stages: Prelude, one: Def) -> Def:
    return one if one.scatter else replace(one, expr=_Tables(stages).visit(one.expr, one.free, ()))


class _Tables:
    def __init__(self, stages: Prelude) -> None:
        self.stages = stages

    def visit(
        self, e: Any, scope: Sequence[Binder], within: tuple[Cond, ...], doubt: tuple[Cond, ...] = ()
    ) -> Any:
        """``e`` with tables; in ``doubt`` of conditions only of what is a number without them, too."""
        if not isinstance(e, Basic) or isinstance(e, Tensor | Cond | Iverson | Tuple | Str) or not e.args:
            return e
        if isinstance(e, Reduce):
            body = self.visit(e.body, (*scope, *e.binders), (*within, *e.guards), doubt)
            return e if body == e.body else Reduce(e.op, body, e.binders, e.guards)
        doubt = (*doubt, *_conditions(e))
        again = _again(e, {z for z, _, _ in scope}) if not doubt or _total(e) else 0
        made = self.table(e, scope, within, again, doubt) if again else e
        if made != e or isinstance(e, Acc) or (again and e.has(Acc)):
            return made
        args = [self.visit(a, scope, within, doubt) for a in e.args]
        return e if tuple(args) == e.args else rebuild(e, args)

    def table(
        self, e: Expr, scope: Sequence[Binder], within: tuple[Cond, ...], again: int, doubt: tuple[Cond, ...]
    ) -> Expr:
        stages = self.stages
        found = stages.arguments(e, scope, within)
        if not found or any(a.guards for a in found) or not stages.fits(found):
            return e
        if e.has(Acc) and stages.loose(within, found, e, scope):
            return e
        depth = max(k for k, (z, _, _) in enumerate(scope) if z in e.free_symbols) + 1
        times, terms = stages.trips(scope[:depth]), stages.trips(scope)
        told = {z for c in doubt for z in c.free_symbols}
        for k, (z, lo, hi) in enumerate(scope[:depth]):  # of these perhaps one turn comes to the branch
            times //= stages.trips(((z, lo, hi),), scope[:k]) if z in told else 1
        worth = times >= again * stages.values(found) and times * COSTLY >= terms
        if not worth:
            return e
        if again == AGAIN:
            return stages.named(e, _beside(found, e, stages.one), "table")
        before = len(stages.made)
        laid = stages.named(e, found, "laid")
        made = stages.made[before:]
        stages.made[before:] = [piece for one in made for piece in in_pieces(one, stages.known.nonnegative)]
        return laid


def _beside(found: tuple[Argument, ...], e: Expr, one: Def) -> tuple[Argument, ...]:
    """A number that ``e`` reads nothing by behind the letter that it follows in an array of the definition.

    ``w[o, k, p] f(p, x[n, k])`` is a product over ``k`` and ``p`` as one where both have them as neighbours.
    """
    read = {s for a in accesses(e) for s in a.free_symbols}
    made = list(found)
    for a in found if read else ():
        z = a.letters[0]
        ats = (at.index for at in (one.lhs, *accesses(one.expr)) if z in at.index[1:])
        before = {at[at.index(z) - 1] for at in ats} if z not in read and a.place == z else set[Expr]()
        last = next((b for b in found if b.place in before), None)
        if last is not None:
            made.remove(a)
            made.insert(made.index(last) + 1, a)
    return tuple(made)


def _again(e: Expr, letters: set[Any]) -> int:
    """How often a table of ``e`` must be read; 0 for what needs none."""
    if isinstance(e, Acc):
        plain = e.tensor.kind == "real" and not any(at.has(Acc) for at in e.index)
        folds = (f for at in e.index for f in at.atoms(*FOLDS))
        return FOLDED if plain and any(f.free_symbols & letters for f in folds) else 0
    raised = isinstance(e, Pow) and bool(e.exp.free_symbols & letters) and not e.exp.has(Acc)
    if not (costly(e) or raised) or e.has(Reduce) or (e.has(Acc) and any(costly(a) for a in e.args)):
        return 0
    return AGAIN if isinstance(e, Function | Pow) else 0


def _conditions(e: Basic) -> tuple[Cond, ...]:
    """What decides whether the parts of ``e`` are computed."""
    if isinstance(e, Where):
        return e.conds
    return tuple(c for f in e.args if isinstance(f, Iverson) for c in f.args) if e.is_Mul else ()


def _total(e: Expr) -> bool:
    """Whether ``e`` is a number whatever its letters are: it reads nothing and divides by no letters."""
    return (
        not e.has(Acc, Reduce, Where)
        and all(isinstance(f, TOTAL) or not f.free_symbols for f in e.atoms(Function))
        and all(p.base.is_positive or (p.exp.is_Integer and p.exp.is_positive) for p in e.atoms(Pow))
    )


def raised(program: Program, layer: Layer) -> Program:
    """Every definition with powers of elements in arrays before it."""
    return with_prelude(program, layer, _raised)


def _raised(stages: Prelude, one: Def) -> Def:
    return one if one.scatter else replace(one, expr=_with_powers(one.expr, one.free, stages))


def _with_powers(e: Any, scope: Sequence[Binder], stages: Prelude) -> Any:
    if not isinstance(e, Basic) or isinstance(e, Tensor | Str | Acc) or not e.args:
        return e
    if isinstance(e, Reduce):
        body = _with_powers(e.body, (*scope, *e.binders), stages)
        return e if body == e.body else Reduce(e.op, body, e.binders, e.guards)
    if isinstance(e, Pow) and not isinstance(e.exp, Rational) and _pays(e, scope, stages):
        (read, *_) = accesses(e)
        return stages.elements(e, read, "power")
    args = [_with_powers(a, scope, stages) for a in e.args]
    return e if tuple(args) == e.args else rebuild(e, args)


def _pays(e: Pow, scope: Sequence[Binder], stages: Prelude) -> bool:
    """Whether it is of one element, of an array that is read again, or with steps between neighbours."""
    letters = [z for z, _, _ in scope]
    found = {a.index: a.tensor for a in accesses(e)}
    if len(found) != 1 or not e.base.has(Acc) or e.exp.has(Acc, *letters):
        return False
    ((index, tensor),) = found.items()
    mine = [z for z in letters if any(z in at.free_symbols for at in index)]
    rest = e.xreplace({a: Symbol("element") for a in accesses(e)})
    if (
        not mine
        or tensor.kind != "real"
        or rest.free_symbols & set(letters)
        or any(at.has(Acc) for at in index)
    ):
        return False
    depth = max(letters.index(z) for z in mine) + 1
    beside = all(index[-1].coeff(z) in (0, 1, -1) for z in mine)
    return stages.trips(scope[:depth]) >= (RAISED if beside else 1) * stages.size(tensor)


__all__ = ["raised", "tabled"]
