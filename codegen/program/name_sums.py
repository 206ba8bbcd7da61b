"""A reduction that depends on fewer indices than its user gets a definition of its own, and one that runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from sympy import Basic, Expr, Mul, Pow, S
from sympy.core.symbol import Str

from codegen.loops.recurrence import running
from derive.expr import Acc, Binder, Cond, Index, Reduce, Tensor, rebuild, substitute
from derive.model.layer import Def, Program


def name_sums(program: Program) -> Program:
    """Give every reduction that depends on fewer indices than its surroundings a definition of its own.

    So does a running sum that is a part of a formula: its results are stored on the way, one term more each.
    """
    defs: list[Def] = []
    taken = {t.name for d in program.defs for t in (d.tensor, *d.reads)} | {t.name for t in program.inputs}
    for one in program.defs:
        if one.scatter:
            defs.append(one)
            continue
        namer = _Namer(one, taken)
        expr = namer.visit(one.expr, one.free, top=True)
        defs += [*namer.made, replace(one, expr=expr)]
    return replace(program, defs=tuple(defs))


class _Namer:
    def __init__(self, one: Def, taken: set[str]) -> None:
        self.one, self.taken, self.made = one, taken, list[Def]()
        self.seen: dict[Any, Tensor] = {}

    def visit(
        self, expr: Any, scope: tuple[Binder, ...], top: bool = False, within: tuple[Cond, ...] = ()
    ) -> Any:
        if not isinstance(expr, Basic) or isinstance(expr, Tensor | Str) or not expr.args:
            return expr
        if isinstance(expr, Reduce):
            return self.reduce(expr, scope, within)
        args = [self.visit(a, scope, top and expr.is_Add, within) for a in expr.args]
        return expr if tuple(args) == expr.args else rebuild(expr, args)

    def reduce(self, expr: Reduce, scope: tuple[Binder, ...], within: tuple[Cond, ...]) -> Any:
        deps = tuple(b for b in scope if b[0] in expr.free_symbols)
        runs = expr != self.one.expr and not within and running(expr, deps) is not None
        if (len(deps) < len(scope) or runs) and _boxed(deps, scope):
            return self.named(expr, deps, within)
        return self.inside(expr, scope, within, expr.guards)

    def inside(
        self, expr: Reduce, scope: tuple[Binder, ...], within: tuple[Cond, ...], guards: tuple[Cond, ...]
    ) -> Reduce:
        """The same under these guards; what is summed in them, and in its body, may have names."""
        scope, made = (*scope, *expr.binders), list[Cond]()
        for g in guards:
            made.append(self.known_before(g, scope, (*within, *made)))
        return Reduce(expr.op, self.visit(expr.body, scope, within=(*within, *made)), expr.binders, made)

    def known_before(self, expr: Any, scope: tuple[Binder, ...], within: tuple[Cond, ...]) -> Any:
        """A condition bounds loops: nothing is summed in it, its sums are elements of an array."""
        if isinstance(expr, Reduce):
            deps = tuple(b for b in scope if b[0] in expr.free_symbols)
            return self.named(expr, deps, within) if _boxed(deps, scope) else expr
        if not isinstance(expr, Basic) or isinstance(expr, Tensor | Str) or not expr.has(Reduce):
            return expr
        args = [self.known_before(a, scope, within) for a in expr.args]
        return expr if tuple(args) == expr.args else rebuild(expr, args)

    def named(self, expr: Reduce, deps: tuple[Binder, ...], within: tuple[Cond, ...]) -> Acc:
        """What the conditions around it say of its indices holds for its elements, too: others are empty."""
        names = {z for z, _, _ in deps}
        known = [g for g in within if g.free_symbols & names and _speaks_of(g, names)]
        axes = [z for z, _, _ in deps]
        key = _unlettered(expr, known, deps)
        if key not in self.seen:
            name = unused(f"{self.one.tensor.name}_{expr.op}", self.taken)
            guards = (*expr.guards, *known)
            made = Tensor(name, [hi + 1 for _, _, hi in deps], axes, *_values(expr, guards))
            named = self.inside(expr, deps, (), guards)
            self.made.append(Def(made[tuple(axes)], deps, named, origin=self.one.origin))
            self.seen[key] = made
        return self.seen[key][tuple(axes)]


def _unlettered(expr: Reduce, known: Sequence[Cond], deps: tuple[Binder, ...]) -> Any:
    """What a sum is whatever its letters are called: of i and j the same as of i and k in as many.

    (b − a)² is (a − b)².
    """
    places = {z: Index(f"#{k}") for k, (z, _, _) in enumerate(deps)}
    conds = (substitute(g, places) for g in known)
    return _signless(substitute(expr, places)), *conds, *(hi for _, _, hi in deps)


def _signless(e: Any) -> Any:
    if not isinstance(e, Basic) or isinstance(e, Tensor | Str) or not e.args:
        return e
    args = tuple(map(_signless, e.args))
    made = e if args == e.args else rebuild(e, args)
    negated = isinstance(made, Pow) and made.exp.is_even and made.base.could_extract_minus_sign()
    return Pow(-made.base, made.exp) if negated else made


def _values(e: Reduce, guards: tuple[Cond, ...]) -> tuple[str, str, Expr]:
    """Kind, sign and bound: an arg-max names one of its candidates, none only where conditions leave none."""
    if not e.op.startswith("arg"):
        return "real", "", S.Zero
    number = Mul(*(hi + 1 for _, _, hi in e.binders))
    boxed = all(lo == 0 for _, lo, _ in e.binders) and not number.atoms(Index, Acc)
    return "integer", "nonnegative" if boxed and not guards else "", number if boxed else S.Zero


def _speaks_of(g: Cond, names: set[Any]) -> bool:
    return all(z in names for z in g.free_symbols if isinstance(z, Index))


def _boxed(deps: tuple[Binder, ...], scope: tuple[Binder, ...]) -> bool:
    """Whether an array over these letters has extents that are known: no range hangs on any letter here."""
    names = {z for z, _, _ in scope}
    return all(lo == 0 and not (hi.free_symbols & names) and not hi.atoms(Acc) for _, lo, hi in deps)


def unused(stem: str, taken: set[str]) -> str:
    """The stem, or the stem with the least number that makes it new; from now on it is taken."""
    name = next(name for k in count(1) if (name := stem if k == 1 else f"{stem}{k}") not in taken)
    taken.add(name)
    return name


__all__ = ["name_sums", "unused"]
