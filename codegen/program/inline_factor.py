"""Formula to formula, before any loop stands: dead work goes, cheap work is inlined, shared work is named.

``guard``      a strong zero (or ``-oo``) around a reduction's body becomes a guard of the reduction
``live``       definitions that no output needs are dropped
``inline``     pointwise intermediates are put into their users
``factor``     a factor is summed before the indices that it does not depend on
``name_sums``  a reduction that depends on fewer indices than its user gets a definition of its own
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import Any

from sympy import Add, Basic, Expr, Function, Mul, Rational, S, Symbol, expand, floor, preorder_traversal
from sympy.core.symbol import Str

from codegen.program.name_sums import name_sums
from derive.expr import (
    Acc,
    Binder,
    FloorDiv,
    Hat,
    HatSlope,
    Index,
    Iverson,
    Modulo,
    Reduce,
    Residue,
    Tensor,
    Where,
    accesses,
    brackets_apart,
    ge,
    rebuild,
    substitute,
    tensors,
)  # fmt: skip
from derive.model.layer import Def, Program

HANDFUL = 6
CHEAP = (FloorDiv, Modulo, Residue, Hat, HatSlope)
IDENTITY = {"sum": S.Zero, "prod": S.One, "max": S.NegativeInfinity, "min": S.Infinity}
IDENTITY |= {"argmax": S.NegativeInfinity, "argmin": S.Infinity}


def prepare(program: Program) -> Program:
    """All of them, in order."""
    return guard(name_sums(factor(inline(live(guard(program))))))


def factor(program: Program) -> Program:
    """Σ_q Σ_o f(q) g(o) = Σ_q f(q) Σ_o g(o): what a factor does not depend on is summed first."""
    return replace(program, defs=tuple(replace(d, expr=rewrite(d.expr, _factored)) for d in program.defs))


def _factored(expr: Any) -> Any:
    """An index of the sum that not all factors need is summed in front of the others.

    Of several the one whose sum depends on the fewest letters: it is a stage that all its users read.
    """
    if not isinstance(expr, Reduce) or expr.op != "sum" or len(expr.binders) < 2:
        return expr
    ends = {s for _, lo, hi in expr.binders for s in lo.free_symbols | hi.free_symbols}
    fixed = ends | {s for g in expr.guards for s in g.free_symbols}
    found = [(of, e) for b in expr.binders if b[0] not in fixed for of, e in _taken_out(expr, b)]
    return min(found, key=itemgetter(0), default=(0, expr))[1]


def _taken_out(expr: Reduce, binder: Binder) -> Iterator[tuple[int, Reduce]]:
    """The sum over one index inside that over the others, where some data does not depend on it.

    With it, on how many letters the inner sum depends.
    """
    z, lo, _ = binder
    factors = Mul.make_args(expr.body)
    mine = [f for f in factors if z in f.free_symbols]
    rest = Mul(*(f for f in factors if f not in mine))
    others = expr.bound - {z}
    needed = others & {s for f in mine for s in f.free_symbols}
    if not mine or needed == others or lo.free_symbols & others or not rest.has(Acc):
        return
    outer = [b for b in expr.binders if b[0] != z]
    order = sorted(outer, key=lambda b: b[0] not in needed)
    letters = {s for f in mine for s in f.free_symbols if isinstance(s, Index)} - {z}
    yield len(letters), Reduce("sum", rest * Reduce("sum", Mul(*mine), [binder]), order, expr.guards)


def rewrite(expr: Any, change: Callable[[Any], Any]) -> Any:
    """``change`` applied to every subexpression, innermost first; tensors and names stay."""
    if not isinstance(expr, Basic) or isinstance(expr, Tensor | Str) or not expr.args:
        return change(expr) if isinstance(expr, Basic) and not isinstance(expr, Tensor | Str) else expr
    args = [rewrite(a, change) for a in expr.args]
    return change(expr if tuple(args) == expr.args else rebuild(expr, args))


def guard(program: Program) -> Program:
    """Σ [c]·e = Σ_{c} e, and max (e if c else -oo) = max_{c} e: conditions become guards."""
    return replace(program, defs=tuple(map(_guard, program.defs)))


def _guard(one: Def) -> Def:
    if not one.scatter:
        return replace(one, expr=rewrite(one.expr, _guarded))
    factors = [f if isinstance(f, Iverson) else rewrite(f, _guarded) for f in Mul.make_args(one.expr)]
    return replace(one, expr=Mul(*factors))


def _guarded(expr: Any) -> Any:
    if expr.is_Mul and any(isinstance(f, Iverson) for f in expr.args):
        return _distribute(expr)
    if not isinstance(expr, Reduce):
        return expr
    body, conds = expr.body, list(expr.guards)
    if expr.op == "sum":
        brackets, others = brackets_apart(body)
        conds += [*brackets, *_support(expr)]
        body = Mul(*others)
    if isinstance(body, Where) and body.args[2] == IDENTITY[expr.op]:
        conds += body.conds
        body = body.args[1]
    made = _shorter(Reduce(expr.op, body, expr.binders, conds))
    return expr if made == expr else _guarded(made)


def _shorter(expr: Any) -> Any:
    """Σ over ``k ≠ 0`` from 0 is one from 1: a range leaves out its end, a condition asks each term."""
    if not isinstance(expr, Reduce):
        return expr
    for g in (g for g in expr.guards if g.kind == "ne"):
        for k, (z, lo, hi) in enumerate(expr.binders):
            ends = {z - lo: (lo + 1, hi), z - hi: (lo, hi - 1)}
            end = next((e for of, e in ends.items() if g.of in (of, -of)), None)
            if end is not None:
                binders = [*expr.binders[:k], (z, *end), *expr.binders[k + 1 :]]
                return Reduce(expr.op, expr.body, binders, [h for h in expr.guards if h != g])
    return expr


def _distribute(expr: Any) -> Any:
    """[c]·Σ e = Σ_{c} e: the sum itself must not run where the bracket is false.

    A sum of which the bracket's letters decide nothing stays beside it: it is the same for all of them.
    """
    conds, others = brackets_apart(expr)
    letters = {z for c in conds for z in c.free_symbols if isinstance(z, Index)}
    others = [_within(f, conds) if f.is_Add else f for f in others]
    sums = [f for f in others if isinstance(f, Reduce) and f.op == "sum"]
    if letters and all(not letters & f.free_symbols for f in sums):
        sums = []
    if not sums:
        return Mul(*others, Iverson(*conds))
    inner = [Reduce("sum", f.body, f.binders, [*conds, *f.guards]) for f in sums]
    rest = [f for f in others if f not in sums]
    safe = not any(f.has(Acc) or f.has(Reduce) for f in rest)
    return Mul(*inner, *rest, *([] if safe else [f for f in expr.args if isinstance(f, Iverson)]))


def _within(e: Any, conds: Sequence[Any]) -> Any:
    """The terms of ``e`` where the conditions hold: a sum among them reads nothing elsewhere."""
    inside = [
        Reduce("sum", t.body, t.binders, [*conds, *t.guards])
        if isinstance(t, Reduce)
        and t.op == "sum"
        and not {s for c in conds for s in c.free_symbols} & t.bound
        else t
        for t in e.args
    ]
    return e if inside == list(e.args) else e.func(*inside)


def _support(expr: Reduce) -> list[Any]:
    """Hat(q, p) is zero but at ⌊p⌋ and ⌊p⌋+1."""
    conds: list[Any] = []
    for f in Mul.make_args(expr.body):
        if (
            isinstance(f, Hat | HatSlope)
            and f.args[0] in expr.bound
            and f.args[0] not in f.args[1].free_symbols
        ):
            q, cell = f.args[0], floor(f.args[1])
            conds += [ge(q - cell), ge(cell + 1 - q)]
    return conds


def live(program: Program) -> Program:
    """Keep what an output needs, directly or through other definitions."""
    needed = set(program.outputs)
    kept: list[Def] = []
    for one in reversed(program.defs):
        if one.tensor in needed:
            kept.insert(0, one)
            needed |= set(one.reads)
    return replace(program, defs=tuple(kept))


def inline(program: Program) -> Program:
    """Put pointwise intermediates into their users, unless that would repeat costly work in a loop."""
    known: dict[Tensor, Def] = {}
    kept: list[Def] = []
    for one in program.defs:
        place = (_expand(at, known) for at in one.lhs.index)
        one = replace(one, lhs=Acc(one.tensor, *place), expr=_expand(one.expr, known))
        if _pointwise(one) and _placed(one, program) and not _costly_use(one, program):
            known[one.tensor] = one
        if one.tensor in program.outputs or one.tensor not in known:
            kept.append(one)
    return live(replace(program, defs=tuple(kept)))


def _pointwise(one: Def) -> bool:
    return not one.scatter and not one.expr.has(Reduce) and one.tensor.kind == "real"


def _placed(one: Def, program: Program) -> bool:
    """Whether every element that is read says at which letters of the definition it stands."""
    read = {a for d in program.defs for a in (*accesses(d.expr), *accesses(d.lhs)) if a.tensor == one.tensor}
    return all(letters_at(one.lhs, a) is not None for a in read)


def letters_at(lhs: Acc, read: Acc) -> dict[Symbol, Expr] | None:
    """The letters of ``lhs`` for which it is ``read``, the digits of a mixed-radix index by their weights."""
    found: dict[Symbol, Expr] = {}
    for at, wanted in zip(lhs.index, read.index, strict=True):
        for z in at.free_symbols:
            if isinstance(z, Index):
                digit = wanted if at == z else _digit(wanted, at.coeff(z), z)
                if digit is None or found.setdefault(z, digit) != digit:
                    return None
        if expand(at.xreplace(found) - wanted) != 0:
            return None
    return found


def _digit(number: Expr, weight: Expr, z: Index) -> Expr | None:
    """The letter of that weight in a sum of letters, if it has the range of ``z``."""
    same = (y for y in number.free_symbols if isinstance(y, Index) and number.coeff(y) == weight)
    return next((y for y in same if y.extent is not None and y.extent == z.extent), None)


def _costly_use(one: Def, program: Program) -> bool:
    """Whether a user stands in more loops than ``one`` has, and evaluating ``one`` is costly."""
    if not (costly(one.expr) or long(one.expr)):
        return False
    users = [d for d in program.defs if one.tensor in d.reads]
    own = len(one.free)
    if long(one.expr) and any(_mentions(one.tensor, d.expr) > 1 for d in users):
        return True
    inner = [(d, r) for d in users for r in d.expr.atoms(Reduce) if one.tensor in tensors(r)]
    return any(len(d.free) > own for d in users) or any(len(d.free) + len(r.binders) > own for d, r in inner)


def costly(expr: Any) -> bool:
    """Whether ``expr`` needs more than a handful of arithmetic: functions, roots."""
    if any(not isinstance(f, CHEAP) for f in expr.atoms(Function)):
        return True
    return any(not p.exp.is_Integer for p in expr.atoms(Basic) if p.is_Pow and isinstance(p.exp, Rational))


def long(expr: Expr) -> bool:
    """Whether ``expr`` compares data and is more than a handful of operations."""
    compared = any(c.of.has(Acc) and not c.of.is_integer for w in expr.atoms(Where) for c in w.conds)
    return (compared or (expr.has(Where) and costly(expr))) and sum(
        _operations(e) for e in preorder_traversal(expr)
    ) > HANDFUL


def _operations(e: Basic) -> int:
    """How many a node is by itself."""
    return len(e.args) - 1 if isinstance(e, Add | Mul) else int(isinstance(e, Where))


def _mentions(tensor: Tensor, expr: Expr) -> int:
    """How often a formula names the tensor."""
    return sum(isinstance(e, Acc) and e.tensor == tensor for e in preorder_traversal(expr))


def _expand(expr: Any, known: dict[Tensor, Def]) -> Any:
    def change(e: Any) -> Any:
        if not isinstance(e, Acc) or e.tensor not in known:
            return e
        one = known[e.tensor]
        letters = letters_at(one.lhs, e)
        assert letters is not None
        return substitute(one.expr, letters)

    return rewrite(expr, change)
