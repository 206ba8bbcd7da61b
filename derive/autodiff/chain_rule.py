"""The rules of reverse mode as a lecture writes them: what each did to a cotangent, in ∂ and brackets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sympy import Add, Expr, S, Symbol

from derive.autodiff.cotangents import Piece
from derive.autodiff.scatter import Contribution
from derive.expr import (
    Acc,
    Binder,
    Cond,
    Index,
    Iverson,
    Reduce,
    Tensor,
    Where,
    accesses,
    eq,
    fresh,
    substitute,
)
from derive.model.layer import Def
from derive.steps import Equation, Law, Partial, Trace

CHAIN = Law(
    "chain rule",
    "a change of {x} reaches the loss through every value computed from it: sum over its readers",
)
DIFFERENTIATE = Law("differentiate", "∂x[f]/∂x[a] = [f = a]: an access differentiates to a Kronecker bracket")
REINDEX = Law(
    "reindex",
    "solve f(z) = a for the indices of the sum; what keeps the solution in range becomes a condition",
)
DIGITS = Law(
    "digits", "W a + b = W a′ + b′ with 0 ≤ b, b′ < W says a = a′ and b = b′: a number has its digits once"
)
CONTRACT = Law("contract", "Σ_z [z = e] F(z) = F(e): each bracket takes the sum over its index away")
SCATTER = Law("scatter", "dx[f(z)] += g(z) for every z: each term is added at the place where x was read")
WINNER = Law(
    "winner",
    "an extreme moves with its first winner alone, the switch says which; where the switch is −1, with none",
)


def record(
    trace: Trace, tensor: Tensor, given: Expr | None, defs: Sequence[Def], pieces: Sequence[Piece]
) -> None:
    """The rules that made ``defs``, the cotangent of ``tensor``, out of what is ``given`` and ``pieces``."""
    last = defs[-1]
    target = Acc(last.tensor, *last.tensor.axes) if last.scatter else last.lhs
    free = () if last.scatter else last.free
    groups = _by_reader(pieces)
    law = Law(CHAIN.name, CHAIN.says.format(x=tensor.name))
    trace.fired(law, [Equation(target, (given or S.Zero) + _chain(groups, tensor, target), free)])
    winners = dict.fromkeys(e for group in groups for c in group for e in _winner(c))
    if winners:
        trace.fired(WINNER, winners)
    trace.fired(DIFFERENTIATE, [_slope(group, tensor, target) for group in groups])
    made = [Equation.of(d) for d in defs]
    if any(p.inverse is None for p in pieces):
        trace.fired(SCATTER, made)
        return
    solved = dict.fromkeys(e for p in pieces for e in _solutions(p))
    if solved:
        trace.fired(REINDEX, solved, conditions=_congruences(pieces))
    digits = dict.fromkeys(e for p in pieces for e in _digits(p.source, target, free))
    if digits:
        trace.fired(DIGITS, digits)
    trace.fired(CONTRACT, made, by=tuple(dict.fromkeys(name for p in pieces for name in p.by)))


def _winner(c: Contribution) -> list[Equation]:
    """``∂ max_u f(u)/∂f(u)`` is 1 where ``u`` is the winner, else 0."""
    e, reader = c.reader.expr, c.reader
    if not isinstance(e, Reduce) or e.op not in ("max", "min"):
        return []
    equal = (g for g in c.guards if isinstance(g, Cond) and g.kind == "eq")
    chosen = [g for g in equal if any(a.tensor.kind == "integer" for a in accesses(g))]
    bound = {own: here for (own, _, _), (here, _, _) in zip(e.binders, c.binders, strict=False)}
    inner = e.body.args[1] if isinstance(e.body, Where) else e.body
    body = substitute(inner, bound)
    cases = Where(tuple(chosen), S.One, S.Zero)
    return [Equation(Partial(reader.lhs, body), cases, c.space)] if chosen else []


def _by_reader(pieces: Sequence[Piece]) -> list[list[Contribution]]:
    groups: dict[Tensor, list[Contribution]] = {}
    for piece in pieces:
        groups.setdefault(piece.source.reader.tensor, []).append(piece.source)
    return list(groups.values())


def _seed(c: Contribution) -> Expr:
    """The cotangent that multiplies the contribution."""
    return Acc(c.seed, *c.reader.lhs.index)


def _partial(c: Contribution, tensor: Tensor, target: Acc) -> Expr:
    return Partial(c.reader.lhs, Acc(tensor, *target.index))


def _chain(groups: Sequence[Sequence[Contribution]], tensor: Tensor, target: Acc) -> Expr:
    """``Σ_y Σ dy ∂y/∂x`` over the readers ``y``."""
    shared = set(target.free_symbols)
    terms = []
    for c, *_ in groups:
        binders = [b for b in c.reader.free if b[0] not in shared]
        terms.append(Reduce("sum", _seed(c) * _partial(c, tensor, target), binders))
    return Add(*terms)


def _slope(group: Sequence[Contribution], tensor: Tensor, target: Acc) -> Equation:
    """``∂y/∂x[a]``, with its brackets."""
    terms = [_bracketed(c, target) for c in group]
    return Equation(_partial(group[0], tensor, target), Add(*terms), group[0].reader.free)


def _bracketed(c: Contribution, target: Acc) -> Expr:
    """``[f = a]`` beside the slope; binders are primed where the left side carries their letter."""
    inside = set(target.tensor.inside(*c.index))
    body, names = c.factor / _seed(c), _primed(c, target)
    index = [substitute(f, names) for f in c.index]
    conds = [eq(f - a) for f, a in zip(index, target.index, strict=True)]
    binders: list[Binder] = [
        (names.get(z, z), substitute(lo, names), substitute(hi, names)) for z, lo, hi in c.binders
    ]
    guards = [substitute(g, names) for g in c.guards if g not in inside]
    return Reduce("sum", substitute(body, names) * Iverson(*conds), binders, guards)


def _primed(c: Contribution, target: Acc) -> dict[Symbol, Symbol]:
    """Binders of the reader under another name where the left side carries their letter."""
    taken = {*target.free_symbols, *c.reader.indices}
    body = c.factor / _seed(c)
    return {z: fresh(z, {*taken, *body.free_symbols}) for z, _, _ in c.binders if z in taken}


def _digits(c: Contribution, target: Acc, free: Sequence[Binder]) -> Iterator[Equation]:
    """A bracket between two numbers of the same radix, as brackets between their digits."""
    names = _primed(c, target)
    ranges = {b[0]: b for b in free} | {names[z]: (names[z], lo, hi) for z, lo, hi in c.binders if z in names}
    for read, written in zip(c.index, target.index, strict=True):
        shared = [z for z in written.free_symbols & names.keys() if read.coeff(z) == written.coeff(z) != 0]
        left = Add(*(z * written.coeff(z) for z in shared))
        low, lowest = written - left, read - left
        if written.is_Symbol or not shared or not (low == lowest == 0 or low.is_Symbol) or lowest.has(Index):
            continue
        at = sorted(shared, key=lambda z: (-len(written.coeff(z).free_symbols), z.name))
        both = Iverson(*(eq(names[z] - z) for z in at), *([eq(low - lowest)] if low.is_Symbol else []))
        bracket = Iverson(eq(substitute(read, names) - written))
        own = [ranges[z] for z in ranges if z in bracket.free_symbols]
        yield Equation(bracket, both, tuple(own))


def _solutions(piece: Piece) -> list[Equation]:
    """The equations that were solved; a mere renaming is none."""
    found = piece.inverse.equations if piece.inverse else ()
    return [Equation(a, b) for a, b in found if not (isinstance(a, Symbol) and isinstance(b, Symbol))]


def _congruences(pieces: Sequence[Piece]) -> tuple[Cond, ...]:
    """What must divide what for the solution to be whole."""
    guards = (g for p in pieces if p.inverse for g in p.inverse.guards if g.kind == "divides")
    return tuple(dict.fromkeys(guards))
