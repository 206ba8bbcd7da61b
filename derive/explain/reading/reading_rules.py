"""The rules of reading: each gives another form of an expression, or itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, permutations
from typing import Any

from sympy import Add, Expr, Mul, Pow, Symbol

from derive.explain.inner_slopes import inner_slopes
from derive.explain.logistic import in_values
from derive.explain.reading.bracketed_values import bracketed_values, settled
from derive.explain.reading.diagonals import diagonals
from derive.explain.reading.differences_of_values import differences_of_values
from derive.explain.reading.fractions_of_values import fractions_of_values
from derive.explain.reading.powers_of_values import powers_of_values
from derive.explain.reading.quotients_of_values import quotients_of_values
from derive.explain.reading.sums_of_cases import sum_with_counts, sums_of_cases
from derive.expr import Acc, Iverson, Reduce, Where, accesses, replace_in_scope, substitute
from derive.model.layer import Def
from derive.model.one_function import paired
from derive.simplify.factor import collect
from derive.simplify.matching import bind, spans
from derive.steps import Law

Rewriting = Callable[[Def, Sequence[Def]], Iterator[Expr]]
"""Other forms of a definition beside the forward."""


def one_sum(one: Def, forward: Sequence[Def]) -> Iterator[Expr]:
    """``Σ_z a F + Σ_z b G`` as ``Σ_z (a F + b G)``, where a and b are the same for all elements."""
    for around in _sums_of_sums(one.expr):
        for first, second in combinations(_weighed(around), 2):
            (a, f, term), (b, g, other) = first, second
            there = _same_letters(f, g)
            if there is None or {substitute(c, there) for c in g.guards} != {*f.guards}:
                continue
            body = collect(_divided(a * f.body + b * substitute(g.body, there)))
            front, inside = _in_front(body, f)
            joined = front * Reduce("sum", inside, f.binders, f.guards)
            rest = (t for t in around.args if t not in (term, other))
            yield replace_in_scope(one.expr, {around: Add(joined, *rest)})


def cases_of_a_sum(one: Def, forward: Sequence[Def]) -> Iterator[Expr]:
    """``a Σ_{z : c} F + b Σ_{z : not c} G`` as ``Σ_z ([c] a F + [not c] b G)``."""
    for around in _sums_of_sums(one.expr):
        for (a, f, term), (b, g, other) in combinations(_weighed(around), 2):
            there = _same_letters(f, g)
            joined = None if there is None else sums_of_cases(a, f, b, g, there)
            if joined is not None:
                rest = (t for t in around.args if t not in (term, other))
                yield replace_in_scope(one.expr, {around: Add(joined, *rest)})


def counts_in_a_sum(one: Def, forward: Sequence[Def]) -> Iterator[Expr]:
    """``a Σ_z F − b Σ_{z : c} 1`` as ``Σ_z (a F − [c] b)``: no sum of ones beside another sum."""
    for around in _sums_of_sums(one.expr):
        for (a, f, term), (b, g, other) in permutations(_weighed(around), 2):
            there = _same_letters(f, g)
            joined = None if there is None else sum_with_counts(a, f, b, g, there)
            if joined is not None:
                rest = (t for t in around.args if t not in (term, other))
                yield replace_in_scope(one.expr, {around: Add(joined, *rest)})


def _sums_of_sums(e: Expr) -> list[Add]:
    """The sums of terms outside of all Σ, innermost last."""
    if isinstance(e, Reduce | Acc) or not e.args:
        return []
    inner = [a for arg in e.args if isinstance(arg, Expr) for a in _sums_of_sums(arg)]
    return [e, *inner] if isinstance(e, Add) else inner


def _weighed(around: Add) -> list[tuple[Expr, Reduce, Expr]]:
    """Terms that are a number, a size or a single value times one sum over more than it is free in."""
    found = []
    for term in around.args:
        sums = [f for f in Mul.make_args(term) if isinstance(f, Reduce) and f.op == "sum"]
        if len(sums) == 1:
            weight = term / sums[0]
            if not any(a.index for a in accesses(weight)) and not weight.has(Reduce, Iverson):
                found.append((weight, sums[0], term))
    return found


def _same_letters(f: Reduce, g: Reduce) -> dict[Symbol, Symbol] | None:
    """How ``g`` is spelled in the letters of ``f``; None where they run over different elements."""
    if len(f.binders) != len(g.binders):
        return None
    there: dict[Symbol, Symbol] = {}
    left = list(f.binders)
    for z, lo, hi in g.binders:
        same = next((b for b in left if b[0] == z and b[1:] == (lo, hi)), None)
        same = same or next((b for b in left if b[1:] == (lo, hi) and b[0] not in g.bound), None)
        if same is None:
            return None
        left.remove(same)
        there[z] = same[0]
    return there


def _divided(e: Expr) -> Expr:
    """A number, a size or a single value that divides some term, before all: ``a/W − S/W² = (a − S/W)/W``."""
    terms = Add.make_args(e)
    below = [{f for f in Mul.make_args(t) if isinstance(f, Pow) and _is_single(f)} for t in terms]
    bases = [{f.base for f in own if f.exp.is_negative} for own in below]
    shared = set.intersection(*bases) if bases else set()
    for base in sorted(shared, key=str):
        e = Mul(1 / base, Add(*(t * base for t in Add.make_args(e))), evaluate=False)
    return e


def _is_single(f: Pow) -> bool:
    return all(not a.index for a in accesses(f)) and not f.has(Reduce)


def _in_front(body: Expr, around: Reduce) -> tuple[Expr, Expr]:
    """What no bound letter is in, and the rest."""
    factors = Mul.make_args(body)
    outside = [f for f in factors if not f.free_symbols & around.bound]
    return Mul(*outside), Mul(*(f for f in factors if f not in outside))


def agreeing_cases(one: Def, forward: Sequence[Def]) -> Iterator[Expr]:
    """``[c] A + [not c] B`` as ``A`` where both are the same function of the exponentials in them."""
    for around in _sums_of_sums(one.expr):
        made = paired(around)
        if made != around:
            yield replace_in_scope(one.expr, {around: made})


def known_branch(one: Def, forward: Sequence[Def]) -> Iterator[Expr]:
    """``[c] F(v)`` as ``[c] F(y)``, where the forward says ``y = v`` if c holds; also below a line."""
    outer = _held(one.expr)
    for value in forward:
        if not isinstance(value.expr, Where):
            continue
        own = {z: (lo, hi) for z, lo, hi in value.free}
        binding = bind(value.lhs.index, value.lhs.index, own, spans(one.free)) if value.free else {}
        if binding is None:
            continue
        conds, known = {*value.expr.conds}, value.expr.args[1]
        terms = [t for t in _terms_within(one.expr) if conds <= outer | _held(t)]
        above = {t: t / known * value.lhs for t in terms if _holds(t, known) or _holds(-t, known)}
        below = {t: t * known / value.lhs for t in terms if t not in above and _divided_by_root(t, known)}
        for mapping in (above, below):
            if mapping:
                made = replace_in_scope(one.expr, mapping)
                yield from dict.fromkeys((made, settled(made, {})))


def _held(term: Expr) -> set[Any]:
    """What the brackets of a product say."""
    return {c for f in Mul.make_args(term) if isinstance(f, Iverson) for c in f.args}


def _terms_within(one: Expr) -> Iterator[Expr]:
    """The whole, and every product that stands as a term of a sum in it."""
    yield one
    for around in one.atoms(Add):
        yield from around.args


def _holds(term: Expr, known: Expr) -> bool:
    """Whether every factor of ``known`` is one of ``term``, and nothing of it is left."""
    factors = Mul.make_args(known)
    return len(factors) > 1 and all(_is_in(f, Mul.make_args(term)) for f in factors)


def _is_in(f: Expr, factors: Sequence[Expr]) -> bool:
    """Whether it is one of them; of what is divided by, one of its powers."""
    if f in factors or not isinstance(f, Pow):
        return f in factors
    below = (g for g in factors if isinstance(g, Pow) and g.base == f.base)
    return any(bool(f.exp.is_negative and (f.exp - g.exp).is_nonnegative) for g in below)


def _divided_by_root(term: Expr, known: Expr) -> bool:
    """``F/√v`` where the known value is ``√v`` times something."""
    roots = (f for f in Mul.make_args(known) if isinstance(f, Pow) and f.exp.is_Rational and f.exp.q > 1)
    return any(1 / f in Mul.make_args(term) for f in roots if accesses(f))


def in_value(one: Def, forward: Sequence[Def]) -> Iterator[Expr]:
    """A slope in the value itself: ``y (1 − y)``."""
    found = in_values(one, forward)
    if found is not None:
        yield found.rhs


def named_value(one: Def, forward: Sequence[Def]) -> Iterator[Expr]:
    """``exp(−(q − x)²)`` as ``k``, where the forward defines ``k`` so."""
    around = spans(one.free, one.expr)
    for value in forward:
        read = sorted(accesses(value.expr), key=str)
        if not read or value.tensor == one.tensor or value.expr.has(Reduce, Where):
            continue
        own, named = {z: (lo, hi) for z, lo, hi in value.free}, dict[Expr, Expr]()
        for node in one.expr.atoms(type(value.expr)):
            here, (number, size) = sorted(accesses(node), key=str), node.as_coeff_Mul()
            if [a.tensor for a in here] == [a.tensor for a in read]:
                model, at = ([e for a in side for e in a.index] for side in (read, here))
                binding = bind(model, at, own, around) if model else {}
                if binding is not None and substitute(value.expr, binding) in (node, size):
                    given = substitute(value.expr, binding)
                    named[node] = substitute(value.lhs, binding) * (1 if given == node else number)
        if named:
            yield replace_in_scope(one.expr, named)


def named_size(one: Def, forward: Sequence[Def]) -> Iterator[Expr]:
    """A value that is a size or a number by its definition, as that."""
    plain = {
        d.tensor: d for d in forward if (d.expr.is_Symbol and d.expr not in d.indices) or d.expr.is_number
    }
    found = {a: plain[a.tensor].expr for a in accesses(one.expr) if a.tensor in plain}
    if found:
        yield replace_in_scope(one.expr, found)


RULES: tuple[tuple[Law, Rewriting], ...] = (
    (Law("known size", "a value that is a size by its definition stands as that size"), named_size),
    (
        Law(
            "recognise", "the cases of a value, solved for their exponentials: the slope in the value itself"
        ),
        in_value,
    ),
    (
        Law("slope in the value", "the two cases of a value have one slope, written in the value"),
        inner_slopes,
    ),
    (Law("one sum", "Σ_z F + Σ_z G = Σ_z (F + G)"), one_sum),
    (Law("cases of a sum", "Σ_{z : c} F + Σ_{z : not c} G = Σ_z (F where c holds, else G)"), cases_of_a_sum),
    (Law("named value", "what the forward gives a name stands as that name"), named_value),
    (Law("named quotient", "y = a + b P/Q says P/Q = (y − a)/b"), quotients_of_values),
    (
        Law("at the diagonal", "[m = n] F(m) = [m = n] F(n): what stands above and below a line cancels"),
        diagonals,
    ),
    (Law("written out", "y = w − a says w − y = a"), differences_of_values),
    (
        Law("one fraction", "a + b/c = (a c + b)/c, and what stands above and below a line cancels"),
        fractions_of_values,
    ),
    (Law("power of a value", "y = u^r says u^q = y^(q/r), where u > 0"), powers_of_values),
    (Law("known value", "where c holds, the forward says y = v: v stands as y"), known_branch),
    (Law("bracketed value", "y = [c] v: where c holds, v stands as y"), bracketed_values),
    (Law("cases agree", "[c] F + [not c] F = F"), agreeing_cases),
    (Law("counts in a sum", "Σ_z F + b Σ_{z : c} 1 = Σ_z (F + [c] b)"), counts_in_a_sum),
)


__all__ = ["RULES"]
