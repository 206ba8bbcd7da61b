"""From the chain rule to the form an expert would write.

Each cotangent, in the order of the backward pass, goes through named rules, and each rule that changes
something records what it did:

``substitute``  put earlier cotangents in where that repeats no work
``distribute``  multiply out, so that sums over known quantities appear
``invert``      write values in terms of what the forward computed from them (``x = μ + x̂/r``)
``fold``        sums that a definition names become that name (``Σ x = m μ``, ``Σ x̂ = 0``)
``collect``     take the common factor out

Two forms are compared by what they cost: the plain one, never multiplied out, and the best one that
folds and inversions reach.  Multiplying out alone never wins: it trades accuracy for nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sympy import Add, Expr, Mul, Pow, Symbol

from derive.expr import (
    Acc,
    Binder,
    Index,
    Reduce,
    Tensor,
    accesses,
    replace_in_scope,
    substitute,
)
from derive.model.layer import Def, Layer
from derive.proof import Ranges
from derive.simplify.cost import complexity, cost
from derive.simplify.factor import collect
from derive.simplify.identities import Identities, Identity
from derive.simplify.matching import bind, spans
from derive.simplify.normal_form import Normaliser
from derive.steps import Equation, Step

COLLECT = "take the common factor out"


@dataclass(frozen=True)
class Simplified:
    """A definition in its best form, how it got there, and what that form assumes."""

    definition: Def
    steps: tuple[Step, ...] = ()
    conditions: tuple[str, ...] = ()


class Simplifier:
    """The rules, for the cotangents of one layer."""

    def __init__(self, layer: Layer, facts: Sequence[Expr], counts: Mapping[Expr, Symbol]) -> None:
        self.facts = tuple(facts)
        self.plain = Normaliser(counts)
        self.multiply = Normaliser(counts, distribute=True)
        self.identities = Identities(layer, self.multiply, facts)

    def __call__(self, one: Def, known: Mapping[Tensor, Def], single: Collection[Tensor] = ()) -> Simplified:
        """The best form of ``one``; ``known``: cotangents already simplified, ``single``: those read once."""
        careful = self._best(one, inline(one, known, single))
        eager = inline(one, known, known)
        if one.scatter or eager == inline(one, known, single):
            return careful
        bold = self._best(one, eager)
        return bold if _better(bold.definition, careful.definition) else careful

    def _best(self, one: Def, inlined: Expr) -> Simplified:
        ranges = Ranges(one.free, self.facts)
        inlined = self.plain(inlined, ranges)
        plain = replace(one, expr=collect(inlined))
        if one.scatter:
            return Simplified(replace(one, expr=inlined), self._substituted(one, inlined))
        best, used, notes = self._search(replace(one, expr=inlined), ranges)
        if not (used or notes) or not _better(best, plain):
            taken_out = (Step("collect", COLLECT, (Equation.of(plain),)),) if plain.expr != inlined else ()
            return Simplified(plain, (*self._substituted(one, inlined), *taken_out))
        steps = [*self._substituted(one, inlined), *self._told(used, notes)]
        result = Equation.of(best)
        if any(isinstance(f, Add) for f in Mul.make_args(best.expr)):
            steps.append(Step("collect", COLLECT, (result,)))
        else:
            steps[-1] = replace(steps[-1], equations=(*steps[-1].equations, result))
        return Simplified(best, tuple(steps), _conditions(used))

    def _substituted(self, one: Def, inlined: Expr) -> tuple[Step, ...]:
        if inlined == one.expr:
            return ()
        law = "put the earlier cotangents in; a factor that does not depend on a sum's index leaves it"
        return (
            Step("substitute", law, (Equation.of(replace(one, expr=inlined)),), before=(Equation.of(one),)),
        )

    def _search(self, one: Def, ranges: Ranges) -> tuple[Def, list[Identity], list[tuple[Expr, Expr, Def]]]:
        """Greedy: the inversion that helps most, until none helps."""
        used: list[Identity] = []
        best, notes = self._closed(one, ranges)
        if not notes:
            best = replace(one, expr=collect(one.expr))
        if not one.expr.has(Reduce) and not self.identities.pointwise:
            return best, used, notes
        read = {a.tensor for a in accesses(one.expr)}
        while True:
            trials = []
            for identity in self.identities.inversions:
                if identity in used or not {a.tensor for a in accesses(identity.pattern)} & read:
                    continue
                changed = self.identities.invert(one, identity)
                if changed != one.expr:
                    plain = replace(one, expr=collect(self.plain(changed, ranges)))
                    form, said = self._closed(replace(one, expr=changed), ranges)
                    safe = not _sums_differences(plain.expr)
                    best_form = form if said or (safe and _better(form, plain)) else plain
                    trials.append((best_form, identity, changed, said))
            trials = [t for t in trials if _better(t[0], best)]
            if not trials:
                return best, used, notes
            best, identity, changed, notes = min(trials, key=lambda t: (cost(t[0]), complexity(t[0].expr)))
            used.append(identity)
            one = replace(one, expr=changed)
            read |= {a.tensor for a in accesses(changed)}

    def _closed(self, one: Def, ranges: Ranges) -> tuple[Def, list[tuple[Expr, Expr, Def]]]:
        """Multiply out and fold until nothing changes, then collect."""
        notes: list[tuple[Expr, Expr, Def]] = []
        expr = self.multiply(one.expr, ranges)
        for _ in range(4):
            folded = self.multiply(self.identities.fold(expr, notes.append), ranges)
            if folded == expr:
                break
            expr = folded
        return replace(one, expr=collect(expr)), notes

    def _told(self, used: list[Identity], notes: list[tuple[Expr, Expr, Def]]) -> list[Step]:
        steps = []
        if used:
            equations = tuple(Equation(i.pattern, i.value, i.source.free) for i in used)
            law = "a pointwise definition of the forward, solved for what it was computed from"
            steps.append(Step("invert", law, equations, _conditions(used)))
        if notes:
            seen: dict[tuple[Expr, Expr], None] = {(s, v): None for s, v, _ in notes}
            equations = tuple(Equation(s, v) for s, v in seen)
            steps.append(
                Step("fold", "a sum over forward values that a definition of the forward names", equations)
            )
        return steps


def _better(a: Def, b: Def) -> bool:
    return (cost(a), complexity(a.expr)) < (cost(b), complexity(b.expr))


def _sums_differences(e: Expr) -> bool:
    """Whether a sum runs over differences of values: multiplied out, it would cancel."""
    factors = (f for r in e.atoms(Reduce) for f in Mul.make_args(r.body))
    bases = (f.base if isinstance(f, Pow) else f for f in factors)
    return any(isinstance(b, Add) and b.has(Acc) for b in bases)


def _conditions(used: Sequence[Identity]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(c for i in used for c in i.conditions))


def inline(one: Def, known: Mapping[Tensor, Def], single: Collection[Tensor] = ()) -> Expr:
    """``one`` with earlier cotangents put in wherever no work is repeated by it; ``single`` are read once."""
    mapping: dict[Expr, Expr] = {}
    around = spans(one.free, one.expr)
    for access, binders in _accesses_in_context(one.expr, ()):
        definition = known.get(access.tensor)
        if definition is None or definition.scatter:
            continue
        own = {z: (lo, hi) for z, lo, hi in definition.free}
        binding = bind(definition.lhs.index, access.index, own, around)
        if binding is None:
            continue
        if definition.expr == 0 or _worth(definition, binders, one, access.tensor in single):
            mapping[access] = substitute(definition.expr, binding)
    return replace_in_scope(one.expr, mapping)


def _worth(definition: Def, binders: tuple[Binder, ...], one: Def, single: bool) -> bool:
    """Whether putting the definition in repeats no work."""
    if _pointwise(definition):
        space = set(one.indices) | {z for z, _, _ in binders}
        small = isinstance(definition.expr, Mul | Acc) and not definition.expr.has(Reduce)
        return small or len(space) <= len(definition.free)
    if binders:
        return False
    return len(definition.free) < len(one.free) or (single and len(definition.free) == len(one.free))


def _pointwise(one: Def) -> bool:
    """No sum, or only sums that are the same for many elements."""
    own = {z for z, lo, hi in one.free if lo != hi}
    return all(
        len(r.free_symbols & own) < len(own)
        for r in one.expr.atoms(Reduce)
        if not r.free_symbols - own - _sizes(r)
    )


def _sizes(r: Reduce) -> set[Symbol]:
    return {s for s in r.free_symbols if not isinstance(s, Index)}


def _accesses_in_context(e: Expr, binders: tuple[Binder, ...]) -> list[tuple[Acc, tuple[Binder, ...]]]:
    if isinstance(e, Acc):
        return [(e, binders)]
    if isinstance(e, Reduce):
        return _accesses_in_context(e.body, binders + e.binders)
    return [found for a in e.args if isinstance(a, Expr) for found in _accesses_in_context(a, binders)]
