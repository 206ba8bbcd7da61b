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

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sympy import Add, Expr, Mul, Pow, Symbol

from derive.expr import (
    Acc,
    Binder,
    Index,
    Reduce,
    Tensor,
    replace_in_scope,
    substitute,
    tensors,
)
from derive.expr.order import ordered
from derive.model.layer import Def, Layer
from derive.proof import Ranges
from derive.simplify.cost import complexity, cost
from derive.simplify.factor import collect
from derive.simplify.identities import INVERT, Identities, Identity
from derive.simplify.matching import bind, spans
from derive.simplify.normal_form import Normaliser
from derive.steps import Equation, Law, Trace

SUBSTITUTE = Law(
    "substitute",
    "put the earlier cotangents in; a factor that does not depend on a sum's index leaves it",
)
COLLECT = Law("collect", "take the common factor out")

LONG = 12
"""Nodes of a formula that has a name of its own where it would be written twice."""
FOLD_ROUNDS = 4
"""A fold may bring the next sum into reach: a mean inside a variance inside a root inside a normalised value,
the longest chain of statistics that a forward has, takes three rounds and one that changes nothing."""


@dataclass(frozen=True)
class Simplified:
    """A definition in its best form, and how it got there."""

    definition: Def
    trace: Trace = field(default_factory=Trace, compare=False)


class Simplifier:
    """The rules, for the cotangents of one layer."""

    def __init__(self, layer: Layer, facts: Sequence[Expr], counts: Mapping[Expr, Symbol]) -> None:
        self.facts = tuple(facts)
        self.plain = Normaliser(counts)
        self.multiply = Normaliser(counts, distribute=True)
        self.identities = Identities(layer, self.multiply, facts)

    def __call__(self, one: Def, known: Mapping[Tensor, Def], single: Collection[Tensor] = ()) -> Simplified:
        """The best form of ``one``; ``known``: cotangents already simplified, ``single``: those read once."""
        sparing = inline(one, known, single)
        careful = self._best(one, sparing)
        eager = inline(one, known, known)
        if one.scatter or eager == sparing:
            return careful
        bold = self._best(one, eager)
        if not _better(bold.definition, careful.definition):
            return careful
        bold.trace.chose(f"cotangents read by {one.tensor.name}", "put in, all of them", CHEAPER)
        return bold

    def _best(self, one: Def, inlined: Expr) -> Simplified:
        """The plain form, or what folds and inversions reach where that is cheaper."""
        ranges, trace = Ranges(one.free, self.facts), Trace()
        start = replace(one, expr=self.plain(inlined, ranges))
        if start.expr != one.expr:
            fired = self.plain.rules(inlined, ranges)
            trace.fired(SUBSTITUTE, [Equation.of(start)], before=(Equation.of(one),), by=fired)
        if one.scatter:
            return Simplified(start, trace)
        plain = replace(one, expr=collect(start.expr))
        best, found = self._search(start, ranges)
        gentle, within = self._sums_folded(start, ranges)
        if within.steps and not _better(best, gentle):
            best, found = gentle, within
        trace.choices += found.choices
        if not found.steps or not _better(best, plain):
            if found.steps:
                trace.chose(f"form of {one.tensor.name}", PLAIN, NOT_CHEAPER)
            if plain.expr != start.expr:
                trace.fired(COLLECT, [Equation.of(plain)])
            return Simplified(plain, trace)
        trace.then(found)
        law = COLLECT if any(isinstance(f, Add) for f in Mul.make_args(best.expr)) else None
        trace.concluded(Equation.of(best), law)
        return Simplified(best, trace)

    def _search(self, one: Def, ranges: Ranges) -> tuple[Def, Trace]:
        """Greedy: the inversion that helps most, until none helps; each inversion is used once."""
        inverted, used = Trace(), set[Identity]()
        best, folded = self._closed(one, ranges)
        if not folded.steps:
            best = replace(one, expr=collect(one.expr))
        while trials := [t for t in self._trials(one, used, ranges) if _better(t.form, best)]:
            trial = min(trials, key=lambda t: (cost(t.form), complexity(t.form.expr)))
            used.add(trial.identity)
            inverted.fired(INVERT, [trial.identity.equation], conditions=trial.identity.conditions)
            one, best, folded = trial.inverted, trial.form, trial.folded
        inverted.then(folded)
        return best, inverted

    def _trials(self, one: Def, used: Collection[Identity], ranges: Ranges) -> Iterator[_Trial]:
        """What each inversion that fits makes of the definition."""
        read = set(tensors(one.expr))
        for identity in self.identities.inversions:
            if identity in used or read.isdisjoint(identity.reads):
                continue
            changed = replace(one, expr=self.identities.invert(one, identity))
            if changed.expr != one.expr:
                plain = replace(one, expr=collect(self.plain(changed.expr, ranges)))
                form, folded = self._closed(changed, ranges)
                safe = not _sums_differences(plain.expr)
                multiplied = bool(folded.steps) or (safe and _better(form, plain))
                yield _Trial(form if multiplied else plain, identity, changed, folded)

    def _sums_folded(self, one: Def, ranges: Ranges) -> tuple[Def, Trace]:
        """Each sum multiplied out and folded where it gets simpler so; the rest is left as it is."""
        made, trace = dict[Expr, Expr](), Trace()
        for each in ordered(_outermost(one.expr)):
            closed, found = self._closed(replace(one, expr=each), ranges)
            if found.steps and complexity(closed.expr) < complexity(each):
                made[each] = closed.expr
                trace.then(found)
        return replace(one, expr=collect(self.plain(one.expr.xreplace(made), ranges))), trace

    def _closed(self, one: Def, ranges: Ranges) -> tuple[Def, Trace]:
        """Multiply out and fold until nothing changes, then collect."""
        trace = Trace()
        expr = self.multiply(one.expr, ranges)
        for _ in range(FOLD_ROUNDS):
            folded = self.multiply(self.identities.fold(expr, trace), ranges)
            if folded == expr:
                break
            expr = folded
        else:
            trace.chose(f"folds in {one.tensor.name}", f"those of {FOLD_ROUNDS} rounds", LIMIT)
        return replace(one, expr=collect(expr)), trace


@dataclass(frozen=True)
class _Trial:
    """One inversion tried: the form it leads to, the definition inverted, the folds on the way."""

    form: Def
    identity: Identity
    inverted: Def
    folded: Trace


PLAIN = "as it came, not multiplied out and folded"
CHEAPER = "the whole costs less so, counted in operations"
NOT_CHEAPER = "what folds and inversions reach costs no less, counted in operations"
LIMIT = "the search limit was reached; a further round may change the form, not its value"


def _better(a: Def, b: Def) -> bool:
    return (cost(a), complexity(a.expr)) < (cost(b), complexity(b.expr))


def _outermost(e: Expr) -> set[Expr]:
    """The sums that stand in no other."""
    if isinstance(e, Reduce):
        return {e} if e.op == "sum" else set()
    return {r for a in e.args if isinstance(a, Expr) for r in _outermost(a)}


def _sums_differences(e: Expr) -> bool:
    """Whether a sum runs over differences of values: multiplied out, it would cancel."""
    factors = (f for r in e.atoms(Reduce) for f in Mul.make_args(r.body))
    bases = (f.base if isinstance(f, Pow) else f for f in factors)
    return any(isinstance(b, Add) and b.has(Acc) for b in bases)


def inline(one: Def, known: Mapping[Tensor, Def], single: Collection[Tensor] = ()) -> Expr:
    """``one`` with earlier cotangents put in wherever no work is repeated by it; ``single`` are read once."""
    mapping: dict[Expr, Expr] = {}
    around = spans(one.free, one.expr)
    found = _accesses_in_context(one.expr, ())
    often = {t for t, times in Counter(access.tensor for access, _ in found).items() if times > 1}
    for access, binders in found:
        definition = known.get(access.tensor)
        if definition is None or definition.scatter:
            continue
        if access.tensor in often and complexity(definition.expr) > LONG:
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
