"""The told derivation of one cotangent: chain rule, differentiate, contract, reindex."""

from __future__ import annotations

from sympy import Add, Expr, Symbol

from derive.autodiff.reverse import Adjoint, Contribution, Cotangent, Piece
from derive.expr import Acc, Cond, Iverson, Reduce, Tensor, eq, fresh, substitute
from derive.steps import Equation, Partial, Step

CHAIN = "a change of {x} reaches the loss through every value computed from it: sum over its readers"
DIFFERENTIATE = "∂x[f]/∂x[a] = [f = a]: an access differentiates to a Kronecker bracket"
CONTRACT = "Σ_z [z = e] F(z) = F(e): each bracket takes the sum over its index away"
REINDEX = "solve f(z) = a for the indices of the sum; what keeps the solution in range becomes a condition"
SCATTER = "the place f(z) depends on data and has no inverse: add into it instead (scatter)"


def chain_steps(adjoint: Adjoint, found: Cotangent, brief: bool) -> list[Step]:
    """The steps from the chain rule to the gather form; ``brief`` puts an inner value's in one."""
    target = found.definition.lhs if not found.definition.scatter else _plain(found.definition.tensor)
    chain = Equation(
        target, _chain(found, target), found.definition.free if not found.definition.scatter else ()
    )
    results = tuple(Equation.of(d) for d in found.defs)
    law = CHAIN.format(x=found.tensor.name)
    if brief:
        return [Step("chain rule", law, results, before=(chain,))]
    steps = [Step("chain rule", law, (chain,))]
    slopes = tuple(
        Equation(_partial(c[0], found.tensor, target), _bracketed(c, target), c[0].reader.free)
        for c in _by_reader(found)
    )
    steps.append(Step("differentiate", DIFFERENTIATE, slopes))
    solved = tuple(e for p in found.pieces for e in _solutions(p))
    if any(p.inverse is None for p in found.pieces):
        steps.append(Step("scatter", SCATTER, results))
    elif solved:
        steps.append(Step("reindex", REINDEX, tuple(dict.fromkeys(solved)), _congruences(found)))
        steps.append(Step("contract", CONTRACT, results))
    else:
        steps.append(Step("contract", CONTRACT, results))
    return steps


def _plain(tensor: Tensor) -> Acc:
    return Acc(tensor, *tensor.axes)


def _by_reader(found: Cotangent) -> list[list[Contribution]]:
    groups: dict[Tensor, list[Contribution]] = {}
    for piece in found.pieces:
        groups.setdefault(piece.source.reader.tensor, []).append(piece.source)
    return list(groups.values())


def _partial(c: Contribution, tensor: Tensor, target: Acc) -> Expr:
    return Partial(c.reader.lhs, Acc(tensor, *target.index))


def _seed(c: Contribution) -> Expr:
    """The cotangent that multiplies the contribution."""
    return Acc(c.seed, *c.reader.lhs.index)


def _chain(found: Cotangent, target: Acc) -> Expr:
    terms = []
    for group in _by_reader(found):
        c = group[0]
        shared = set(target.free_symbols)
        binders = [b for b in c.reader.free if b[0] not in shared]
        terms.append(Reduce("sum", _seed(c) * _partial(c, found.tensor, target), binders))
    return Add(*terms)


def _bracketed(group: list[Contribution], target: Acc) -> Expr:
    """The derivative with its brackets; binders are primed where the left side carries their letter."""
    terms = []
    for c in group:
        taken = {*target.free_symbols, *c.reader.indices}
        inside = set(target.tensor.inside(*c.index))
        body = c.factor / _seed(c)
        guards = [g for g in c.guards if g not in inside]
        names = {z: fresh(z, {*taken, *body.free_symbols}) for z, _, _ in c.binders if z in taken}
        index = [substitute(f, names) for f in c.index]
        conds = [eq(f - a) for f, a in zip(index, target.index, strict=True)]
        binders = [(names.get(z, z), substitute(lo, names), substitute(hi, names)) for z, lo, hi in c.binders]
        body = substitute(body, names) * Iverson(*conds)
        terms.append(Reduce("sum", body, binders, [substitute(g, names) for g in guards]))
    return Add(*terms)


def _solutions(piece: Piece) -> list[Equation]:
    if piece.inverse is None:
        return []
    renamed = {e for e in piece.inverse.equations if isinstance(e[0], Symbol) and isinstance(e[1], Symbol)}
    return [Equation(a, b) for a, b in piece.inverse.equations if (a, b) not in renamed]


def _congruences(found: Cotangent) -> tuple[Cond, ...]:
    """What must divide what for the solution to be whole."""
    guards = (g for p in found.pieces if p.inverse for g in p.inverse.guards if g.kind == "divides")
    return tuple(dict.fromkeys(guards))
