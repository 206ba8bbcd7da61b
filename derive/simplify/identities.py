"""What the definitions of a forward say, turned round: folds and inversions.

*Fold*: the definition of a statistic, read from right to left (``Σ x = m μ``).
*Invert*: a pointwise definition solved for what it was computed from (``x = μ + x̂/r``), where nothing
that might be zero is divided by.
Neither knows what a mean or a normalised value is: both are read off the forward.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sympy import Abs, Basic, Expr, Mul, Symbol
from sympy.core.function import Function

from derive.expr import Acc, Binder, Reduce, Tensor, accesses, found_in, replace_in_scope, substitute, tensors
from derive.expr.expansion import expand
from derive.expr.order import ordered
from derive.model.divisors import may_be_zero
from derive.model.layer import Def, Layer
from derive.proof import Ranges
from derive.simplify.matching import Span, bind, spans, without
from derive.simplify.normal_form import Normaliser, canonical
from derive.simplify.solve import solve_for
from derive.steps import Equation, Law, Premise, Trace

INVERT = Law("invert", "a pointwise definition of the forward, solved for what it was computed from")
FOLD = Law("fold", "a sum over forward values that a definition of the forward names")


@dataclass(frozen=True)
class Identity:
    """``pattern = value`` for all values of ``letters``, as the definition ``source`` says."""

    pattern: Expr
    value: Expr
    letters: tuple[Symbol, ...]
    source: Def
    conditions: tuple[Premise, ...] = ()

    @property
    def equation(self) -> Equation:
        return Equation(self.pattern, self.value, self.source.free)

    @cached_property
    def reads(self) -> frozenset[Tensor]:
        """The tensors in the pattern."""
        return frozenset(tensors(self.pattern))

    def match(self, e: Expr, around: Mapping[Symbol, Span]) -> Expr | None:
        """What ``e`` equals by this identity, or None where the pattern does not fit.

        ``around``: the ranges of the letters in ``e``.
        """
        if type(e) is not type(self.pattern):
            return None
        own = {z: (lo, hi) for z, lo, hi in self.source.free if z in self.letters}
        for binding in _bindings(self.pattern, e, own, around):
            shifted = substitute(self.pattern, binding)
            sums = isinstance(e, Reduce) and isinstance(shifted, Reduce)
            same = canonical(shifted) == canonical(e) if sums else shifted == e
            if same:
                return substitute(self.value, binding)
        return None


def _bindings(
    pattern: Expr, e: Expr, own: Mapping[Symbol, Span], around: Mapping[Symbol, Span]
) -> Iterable[dict[Symbol, Expr]]:
    """Values for the letters, read from the accesses that the two expressions share."""
    if not own:
        yield {}
        return
    summed = pattern.bound if isinstance(pattern, Reduce) else set()
    bound = e.bound if isinstance(e, Reduce) else set()
    for model in accesses(pattern):
        places = without(model.index, summed)
        if not _covers(places, own):
            continue
        for here in accesses(e):
            if here.tensor == model.tensor:
                binding = bind(places, without(here.index, bound), own, around)
                if binding is not None and not any(v.free_symbols & bound for v in binding.values()):
                    yield binding
        return


def _covers(index: Sequence[Expr], own: Mapping[Symbol, Span]) -> bool:
    """Whether the index tells every letter."""
    return bind(index, index, own, own) is not None


class Identities:
    """All folds and inversions of a forward."""

    def __init__(self, layer: Layer, normal: Normaliser, facts: Sequence[Expr]) -> None:
        self.layer, self.normal, self.facts = layer, normal, tuple(facts)
        self.pointwise: dict[Tensor, Def] = {}
        self.nonnegative = {one.tensor for one in layer.forward if one.expr.is_nonnegative}
        self.honest = may_be_zero(layer.options, layer.requires)
        self.said = {may: own for own, may in self.honest.items()}
        self.folds: list[Identity] = []
        self.inversions: list[Identity] = []
        self._unfolded: dict[Expr, Expr] = {}
        for one in layer.forward:
            if one.expr.has(Reduce):
                if all(at.is_Symbol or at.is_number for at in one.lhs.index):
                    self._learn_folds(one)
            elif _covers(one.lhs.index, _own(one)):
                self.pointwise[one.tensor] = one
                self._learn_inversions(one)

    def _learn_folds(self, one: Def) -> None:
        multiplied = self.fold(self.normal(one.expr, Ranges(one.free, self.facts)), Trace())
        for form in dict.fromkeys((one.expr, multiplied)):
            sums = [r for r in _sums(form) if r.op == "sum"]
            if len(sums) != 1:
                continue
            solved = solve_for(form, sums[0], one.lhs)
            if solved:
                self.folds.append(
                    Identity(sums[0], expand(solved[0]), one.indices, one, self._justified(solved[1]))
                )

    def _learn_inversions(self, one: Def) -> None:
        atoms: list[Expr] = ordered(f for f in found_in(one.expr, Function) if f.is_real)
        atoms += [a for a in accesses(one.expr) if a.tensor.kind == "real"]
        for atom in atoms:
            if not any(_covers(a.index, _own(one)) for a in accesses(atom)):
                continue
            solved = solve_for(one.expr.xreplace(self.honest), atom.xreplace(self.honest), one.lhs)
            if solved:
                back, conds = solved[0].xreplace(self.said), [c.xreplace(self.said) for c in solved[1]]
                self.inversions.append(Identity(atom, back, one.indices, one, self._justified(conds)))

    def _justified(self, conditions: Iterable[Any]) -> tuple[Premise, ...]:
        """Says where a sign is only declared: the definition does not show it."""
        claimed = {
            d.tensor for d in self.layer.forward if d.tensor.sign == "positive" and not d.expr.is_positive
        }
        return tuple(Premise(c, bool(claimed & set(tensors(c)))) for c in conditions)

    # -- application -------------------------------------------------------------------------------

    def fold(self, e: Expr, trace: Trace) -> Expr:
        """Replace every sum that a definition names."""

        def one(reduce: Reduce) -> Expr | None:
            for identity in self.folds:
                found = identity.match(reduce, {})
                if found is not None:
                    trace.fired(FOLD, [Equation(reduce, found)])
                    return found
            inside = self._fold_inside(reduce, trace)
            return self._unfold(reduce, trace) if inside is None else inside

        return _map_sums(e, one)

    def _fold_inside(self, reduce: Reduce, trace: Trace) -> Expr | None:
        """``Σ_{c,u} f(c) x[c,u] = Σ_c f(c) Σ_u x[c,u]``, where a definition names the inner sum."""
        for factor, inner, outer in _inner_sums(reduce):
            summed = Reduce("sum", factor, inner)
            for identity in self.folds:
                found = identity.match(summed, {})
                if found is not None:
                    trace.fired(FOLD, [Equation(summed, found)])
                    rest = Mul(*(f for f in Mul.make_args(reduce.body) if f != factor))
                    return Reduce("sum", rest * found, outer, reduce.guards)
        return None

    def _unfold(self, reduce: Reduce, trace: Trace) -> Expr | None:
        """A sum of forward values may have a closed form: write it in what they were computed from."""
        read = tensors(reduce.body)
        named = [t for t in read if t in self.pointwise]
        known = {d.tensor for d in self.layer.forward} | set(self.layer.inputs)
        if reduce.op != "sum" or not named or not set(read) <= known:
            return None
        key = canonical(reduce)
        if key not in self._unfolded:
            self._unfolded[key] = key
            self._unfolded[key] = next((c for c in self._opened(reduce) if not _sums(c)), key)
        closed = self._unfolded[key]
        if closed == key:
            return None
        trace.fired(FOLD, [Equation(reduce, closed)])
        return closed

    def _opened(self, e: Expr) -> Iterator[Expr]:
        """``e`` in what its values were computed from, one definition further each time, with its folds."""
        while (opened := self._by_definition(e)) != e:
            e = opened
            closed = self.fold(self.normal(e, Ranges((), self.facts)), Trace())
            yield self.normal(closed, Ranges((), self.facts))

    def _by_definition(self, e: Expr) -> Expr:
        """Every pointwise tensor replaced by its definition."""
        mapping: dict[Expr, Expr] = {}
        around = spans((), e)
        for access in accesses(e):
            definition = self.pointwise.get(access.tensor)
            binding = (
                bind(definition.lhs.index, access.index, _own(definition), around) if definition else None
            )
            if definition and binding is not None:
                mapping[access] = substitute(definition.expr, binding)
        return replace_in_scope(e, mapping)

    def invert(self, one: Def, identity: Identity) -> Expr:
        """Apply one inversion everywhere in the expression of ``one``."""
        e, around = one.expr, spans(one.free, one.expr)
        candidates: list[Expr] = ordered(found_in(e, identity.pattern.func))
        mapping = {c: found for c in candidates if (found := identity.match(c, around)) is not None}
        return self._signed(replace_in_scope(e, mapping))

    def _signed(self, e: Expr) -> Expr:
        """``|y|`` as ``y``, where the forward defines ``y`` by what is never negative."""
        found = [a for a in found_in(e, Abs) if isinstance(a.args[0], Acc)]
        plain = {a: a.args[0] for a in found if a.args[0].tensor in self.nonnegative}
        return replace_in_scope(e, plain) if plain else e


def _inner_sums(reduce: Reduce) -> Iterator[tuple[Expr, tuple[Binder, ...], tuple[Binder, ...]]]:
    """Factors with the letters that only they mention, and the other letters."""
    factors = Mul.make_args(reduce.body)
    if reduce.op != "sum" or len(factors) < 2:
        return
    tied = {s for _, lo, hi in reduce.binders for s in lo.free_symbols | hi.free_symbols}
    tied |= {s for g in reduce.guards for s in g.free_symbols}
    for factor in factors:
        others = {s for f in factors if f != factor for s in f.free_symbols} | tied
        inner = tuple(b for b in reduce.binders if b[0] in factor.free_symbols and b[0] not in others)
        outer = tuple(b for b in reduce.binders if b not in inner)
        if inner and outer:
            yield factor, inner, outer


def _own(one: Def) -> dict[Symbol, Span]:
    return {z: (lo, hi) for z, lo, hi in one.free}


def _sums(e: Expr) -> list[Reduce]:
    """The outermost reductions in ``e``, each once."""
    found: dict[Reduce, None] = {}

    def visit(node: Basic) -> None:
        if isinstance(node, Reduce):
            found[node] = None
        elif not isinstance(node, Acc | Tensor):
            for a in node.args:
                visit(a)

    visit(e)
    return list(found)


def _map_sums(e: Expr, change: Callable[[Reduce], Expr | None]) -> Expr:
    """Apply ``change`` to every reduction, outermost first, then inside those that stay."""
    mapping: Mapping[Expr, Expr] = {}
    for reduce in _sums(e):
        found = change(reduce)
        if found is None:
            body = _map_sums(reduce.body, change)
            if body == reduce.body:
                continue
            found = Reduce(reduce.op, body, reduce.binders, reduce.guards)
        mapping = {**mapping, reduce: found}
    return replace_in_scope(e, mapping)
