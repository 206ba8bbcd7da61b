"""A forward made ready for differentiation: guards for brackets, names for what is read again, switches."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sympy import Add, Expr, Mul, S, Symbol

from derive.autodiff.whole_sums import whole_sum, written_out
from derive.expr import Acc, Binder, Index, Reduce, Tensor, Where, found_in, replace_in_scope, substitute
from derive.expr.alpha import canonical
from derive.expr.expansion import expand
from derive.model.layer import Def, Layer, ModelError, may_be_none
from derive.proof import Ranges, exact_division_facts, size_facts
from derive.simplify.matching import Span, spans
from derive.simplify.normal_form import Normaliser
from derive.simplify.safety import existing


def layer_facts(layer: Layer) -> list[Expr]:
    """What is known to be non-negative from the sizes and requirements of a layer."""
    return size_facts(layer.sizes) + exact_division_facts([c for c, _ in layer.requires], layer.sizes)


@dataclass(frozen=True)
class Canonical:
    """A layer as differentiation reads it.

    ``layer``   the same forward in canonical form, switches included
    ``switch``  for each max or min the integer tensor that says who won
    ``facts``   what is known to be non-negative of its sizes
    ``counts``  the products of extents that have a name
    """

    source: Layer
    layer: Layer
    switch: Mapping[Tensor, Tensor]
    facts: tuple[Expr, ...]
    counts: Mapping[Expr, Symbol]


def canonicalise(layer: Layer) -> Canonical:
    """Brackets become guards, what a backward reads again gets a name, each max and min its switch."""
    facts = tuple(layer_facts(layer))
    made, switch = _with_switches(_with_names(layer, facts))
    counts = {expand(value): name for name, value in layer.sizes.items()}
    return Canonical(layer, made, switch, facts, counts)


def _with_names(layer: Layer, facts: tuple[Expr, ...]) -> Layer:
    """The forward in normal form, and definitions for what a backward reads again.

    A max or min inside an expression gets a name, so that its switch can have one; so does a sum inside
    a function or beside another factor, because the derivative of what surrounds it needs its value.
    """
    normal = Normaliser()
    defs: list[Def] = []
    taken = {t.name for t in (*layer.inputs, *(d.tensor for d in layer.forward))}
    taken |= {s.name for s in (*layer.sizes, *layer.option_symbols)}
    taken |= {s.name for t in layer.inputs for s in t.free_symbols}
    for one in layer.forward:
        expr = normal(one.expr, Ranges(one.free, facts))
        own = {r for r, _ in _reduces(expr, one.free) if _wants_name(r, expr, one)}
        expr = existing(expr, Ranges(one.free, facts), own)
        spelled, expr = _lift_written(replace(one, expr=expr), taken, facts)
        lifted, expr = _lift(replace(one, expr=expr), taken)
        lifted = [*spelled, *lifted]
        defs += _named_everywhere([*lifted, replace(one, expr=expr)])
    return replace(layer, forward=tuple(defs))


def _lift(one: Def, taken: set[str]) -> tuple[list[Def], Expr]:
    """``y = f(Σ ...)`` becomes ``s = Σ ...; y = f(s)``."""
    expr = _alike(one)
    lifted: list[Def] = []
    while True:
        inner = [(r, outer) for r, outer in _reduces(expr, one.free) if _wants_name(r, expr, one)]
        if not inner:
            return lifted, expr
        reduce, outer = inner[-1]
        whole = whole_sum(expr, reduce, {r for r, _ in inner}, one.indices) if outer == one.free else None
        access = _named(reduce, outer, one, taken) if whole is None else _named(whole, outer, one, taken)
        free = tuple(b for b in outer if b[0] in access.index)
        lifted.append(Def(access, free, reduce if whole is None else whole, origin=one.origin))
        if whole is not None:
            expr = replace_in_scope(expr, {whole: access, -whole: -access})
            continue
        same = {r for r, _ in inner if canonical(r) == canonical(reduce)}
        expr = replace_in_scope(expr, dict.fromkeys(same, access))


def spelled_out(layer: Layer) -> tuple[Def, ...]:
    """The forward as it is read: sums that are written out inside of a function stand before it, by name."""
    facts = tuple(layer_facts(layer))
    if not any(written_out(d.expr, d.free, Ranges((), facts)) for d in layer.forward):
        return tuple(layer.forward)
    named = {d.tensor: d for d in _with_names(layer, facts).forward}
    sums = {t: d for t, d in named.items() if isinstance(d.expr, Add) and not d.expr.has(Reduce)}
    made: list[Def] = []
    for d in layer.forward:
        read = [sums[t] for t in named[d.tensor].reads if t in sums]
        known = {e: at for s in read for e, at in ((s.expr, s.lhs), (-s.expr, -s.lhs))}
        made += [*read, replace(d, expr=replace_in_scope(d.expr, known))]
    return tuple(made)


def _lift_written(one: Def, taken: set[str], facts: tuple[Expr, ...]) -> tuple[list[Def], Expr]:
    """``y = f(x[i] + x[i+1] + x[i+2])`` becomes ``s[i] = x[i] + x[i+1] + x[i+2]; y = f(s[i])``."""
    expr = one.expr
    lifted: list[Def] = []
    while (found := written_out(expr, one.free, Ranges((), facts))) is not None:
        value, outer = found
        access = _named(value, outer, one, taken)
        lifted.append(Def(access, tuple(b for b in outer if b[0] in access.index), value, origin=one.origin))
        expr = replace_in_scope(expr, {value: access, -value: -access})
    return lifted, expr


def _alike(one: Def) -> Expr:
    """The formula, in which the same sum has the same letters wherever it stands by itself."""
    first: dict[Expr, Reduce] = {}
    every = [r for r, outer in _reduces(one.expr, one.free) if outer == one.free]
    known = {r: f for r in every if (f := first.setdefault(canonical(r), r)) != r}
    return replace_in_scope(one.expr, known) if known else one.expr


def _named_everywhere(group: Sequence[Def]) -> Sequence[Def]:
    """``m = max_k Σ_c F[k, c]; s[k] = Σ_c F[k, c]`` as ``s[k] = Σ_c F[k, c]; m = max_k s[k]``.

    What a definition reads by name anywhere, it reads by that name under its sums and extremes too.
    """
    own = {d.tensor for d in group}
    for one in [d for d in group[:-1] if isinstance(d.expr, Reduce) and own.isdisjoint(d.reads)]:
        made = {d.tensor: _by_name(d, one) for d in group if d.tensor != one.tensor}
        if any(made[d.tensor] != d for d in group if d.tensor != one.tensor):
            group = [one, *made.values()]
    return group


def _by_name(one: Def, named: Def) -> Def:
    around = spans(one.free, one.expr)
    known = {r: at for r in found_in(one.expr, Reduce) if (at := _element(r, named, around)) is not None}
    return replace(one, expr=replace_in_scope(one.expr, known)) if known else one


def _element(r: Reduce, named: Def, around: Mapping[Symbol, Span]) -> Expr | None:
    """The element of ``named`` that ``r`` is: its letters stand for letters with the same range."""
    if r.op != named.expr.op or len(r.binders) != len(named.expr.binders):
        return None
    letters = sorted(r.free_symbols & around.keys(), key=str)
    own = [[at for at in letters if around[at] == (lo, hi)] for _, lo, hi in named.free]
    for places in itertools.product(*own):
        binding = dict(zip(named.indices, places, strict=True))
        if canonical(substitute(named.expr, binding)) == canonical(r):
            return substitute(named.lhs, binding)
    return None


def _wants_name(reduce: Reduce, expr: Expr, one: Def) -> bool:
    if reduce == expr:
        return False
    if reduce.op in ("max", "min", "argmax", "argmin"):
        return True
    outer_indices = set(one.indices)
    if reduce.op not in ("sum", "prod") or any(
        z not in outer_indices for z in reduce.free_symbols if isinstance(z, Index)
    ):
        return False
    return not _linear_in(expr, reduce) and bool(reduce.atoms(Acc))


def _linear_in(expr: Expr, reduce: Reduce) -> bool:
    """Whether ``expr`` is a sum of terms of which those with ``reduce`` are constant multiples of it."""
    for term in Add.make_args(expr):
        if term.has(reduce) and (term / reduce).atoms(Acc, Reduce, Where):
            return False
    return True


def _named(value: Expr, outer: tuple[Binder, ...], one: Def, taken: set[str]) -> Acc:
    used = [b for b in outer if b[0] in value.free_symbols]
    op = value.op if isinstance(value, Reduce) else "sum"
    letters = tuple(b[0] for b in used)
    extents = tuple(expand(hi + 1) for _, _, hi in used)
    if any(lo != 0 or e.atoms(Index) for (_, lo, _), e in zip(used, extents, strict=True)):
        raise ModelError(
            f"{one.tensor.name}: the {op} inside a sum with index-dependent bounds needs a "
            f"definition of its own{one.place}"
        )
    name = next(n for n in _names(op, one) if n not in taken)
    taken.add(name)
    if isinstance(value, Reduce) and op in ("argmax", "argmin"):
        return Acc(_places(name, extents, letters, value), *letters)
    sign = "positive" if value.is_positive else ("nonnegative" if value.is_nonnegative else "")
    return Acc(Tensor(name, extents, letters, sign=sign), *letters)


def _names(op: str, one: Def) -> Iterator[str]:
    """``y_max``, ``y_max2``, ... for an extreme in y; ``S1``, ... for sums, ``P1``, ... for products."""
    if op not in ("sum", "prod"):
        stem = f"{one.tensor.name}_{op}"
        return itertools.chain([stem], (f"{stem}{k}" for k in itertools.count(2)))
    return (f"{'S' if op == 'sum' else 'P'}{k}" for k in itertools.count(1))


def _reduces(expr: Expr, outer: tuple[Binder, ...]) -> list[tuple[Reduce, tuple[Binder, ...]]]:
    """All reductions with the binders around them, outermost first."""
    found: list[tuple[Reduce, tuple[Binder, ...]]] = []
    if isinstance(expr, Reduce):
        found.append((expr, outer))
        found += _reduces(expr.body, outer + expr.binders)
    elif isinstance(expr, Expr):
        for arg in expr.index if isinstance(expr, Acc) else expr.args:
            found += _reduces(arg, outer) if isinstance(arg, Expr) else []
    return found


def flat_position(reduce: Reduce) -> Expr:
    """The number that an arg-max over these binders returns for the element at the binders' values."""
    if len(reduce.binders) == 1:
        return reduce.binders[0][0]
    place, stride = S.Zero, S.One
    for z, lo, hi in reversed(reduce.binders):
        if lo != 0 or hi.free_symbols & reduce.bound:
            raise ModelError(
                f"an arg-max over several indices needs ranges from 0, got {z} from {lo} to {hi}"
            )
        place, stride = place + z * stride, expand(stride * (hi + 1))
    return place


def _with_switches(layer: Layer) -> tuple[Layer, dict[Tensor, Tensor]]:
    """Add, for each max or min, the integer tensor that says who won, unless the model already has it."""
    defs: list[Def] = []
    switch: dict[Tensor, Tensor] = {}
    named: dict[tuple[Expr, tuple[Expr, ...]], Tensor] = {}
    for one in layer.forward:
        if isinstance(one.expr, Reduce) and one.expr.op in ("argmax", "argmin"):
            named[canonical(one.expr), one.lhs.index] = one.tensor
        if isinstance(one.expr, Reduce) and one.expr.op in ("max", "min"):
            who = Reduce("arg" + one.expr.op, one.expr.body, one.expr.binders, one.expr.guards)
            known = named.get((canonical(who), one.lhs.index))
            switch[one.tensor] = known or _switch(one, who)
            if known is None:
                place = Acc(switch[one.tensor], *one.lhs.index)
                defs.append(Def(place, one.free, who, origin=one.origin))
        defs.append(one)
    return replace(layer, forward=tuple(defs)), switch


def _switch(one: Def, who: Reduce) -> Tensor:
    """The tensor of winners."""
    bound = _candidates(who, one.indices)
    return one.tensor.rename(one.tensor.name + "_at", kind="integer", sign=_sign(who, bound), bound=bound)


def _sign(who: Reduce, bound: Expr) -> str:
    """What is known of a winner's place: -1 is nobody's, where there may be nothing to choose from."""
    return "" if may_be_none(who) or bound == 0 else "nonnegative"


def _places(name: str, extents: Sequence[Expr], letters: Sequence[Symbol], reduce: Reduce) -> Tensor:
    """The places that an arg-max in a formula gives; one over a whole box always has a winner."""
    bound = _candidates(reduce, letters)
    return Tensor(name, extents, letters, kind="integer", sign=_sign(reduce, bound), bound=bound)


def _candidates(extreme: Reduce, letters: Iterable[Symbol]) -> Expr:
    """The number of candidates, where that is one number."""
    number = Mul(*(hi + 1 for _, _, hi in extreme.binders))
    return S.Zero if number.free_symbols & {*letters} else expand(number)
