"""Forward mode: the tangent of every definition, by the same table of partial derivatives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sympy import Add, Expr, Mul, S

from derive.autodiff.canonicalise import Canonical, flat_position
from derive.autodiff.partials import partials
from derive.autodiff.scatter import single_product, without_factor
from derive.expr import Acc, Iverson, Reduce, Tensor, Where, eq, fresh, tensors
from derive.model.layer import Def, Program
from derive.proof import Ranges
from derive.simplify.normal_form import Normaliser


def tangent_of(tensor: Tensor) -> Tensor:
    """``x_dot`` of ``x``."""
    return tensor.rename(tensor.name + "_dot", kind="real", sign="", bound=0)


def forward_mode(model: Canonical) -> Program:
    """The JVP of a layer: tangents of the outputs from tangents of the inputs; that of a constant is 0."""
    layer = model.layer
    moving: dict[Tensor, Tensor] = {t: tangent_of(t) for t in layer.wrt}
    normal = Normaliser(model.counts)
    defs: list[Def] = []
    for one in layer.forward:
        moves = any(t in moving for t in tensors(one.expr)) or one.tensor in layer.outputs
        if one.tensor.kind != "real" or not moves:
            continue
        who = model.switch.get(one.tensor)
        seen = Acc(who, *one.lhs.index) if who is not None else None
        when, what = _skipped(one)
        expr = normal(when * push(what, moving, seen), Ranges(one.free, model.facts))
        moving[one.tensor] = tangent_of(one.tensor)
        defs.append(replace(one, lhs=Acc(moving[one.tensor], *one.lhs.index), expr=expr))
    outputs = tuple(moving[t] for t in layer.outputs if t in moving)
    return Program("jvp", (*(moving[t] for t in layer.wrt), *layer.inputs), tuple(defs), outputs)


def _skipped(one: Def) -> tuple[Expr, Expr]:
    """The brackets that skip a scatter, which its tangent keeps, and what is added where they hold."""
    if not one.scatter:
        return S.One, one.expr
    factors = Mul.make_args(one.expr)
    brackets = [f for f in factors if isinstance(f, Iverson)]
    return Mul(*brackets), Mul(*(f for f in factors if f not in brackets))


def push(e: Expr, moving: Mapping[Tensor, Tensor], winner: Expr | None = None) -> Expr:
    """d e, in the tangents of ``moving``; ``winner`` holds the switch where ``e`` is a max or min."""
    if isinstance(e, Acc):
        tangent = moving.get(e.tensor)
        return Acc(tangent, *e.index) if tangent is not None else S.Zero
    if not any(t in moving for t in tensors(e)):
        return S.Zero
    if isinstance(e, Where):
        return Where(e.conds, push(e.args[1], moving), push(e.args[2], moving))
    if isinstance(e, Reduce):
        return _push_reduce(e, moving, winner)
    return sum((slope * push(argument, moving) for argument, slope in partials(e)), S.Zero)


def _standing(e: Expr, tangents: set[Tensor]) -> Expr:
    """Terms in which a branch does not move are left out, as backward does: 0 times a NaN would be none."""

    def bracket(factor: Expr) -> Expr:
        if isinstance(factor, Where) and factor.args[2] == 0 and tangents & {*tensors(factor.args[1])}:
            return Iverson(*factor.conds) * factor.args[1]
        return factor

    return Add(*(Mul(*map(bracket, Mul.make_args(term))) for term in Add.make_args(e)))


def _push_reduce(e: Reduce, moving: Mapping[Tensor, Tensor], winner: Expr | None) -> Expr:
    body = push(e.body, moving)
    if e.op == "sum":
        return Reduce("sum", _standing(body, {*moving.values()}), e.binders, e.guards)
    if e.op == "prod":
        ((z, _, _),) = single_product(e)
        other = fresh(z, {*e.free_symbols, z})
        return Reduce("sum", body * without_factor(e, z, other), e.binders, e.guards)
    if e.op in ("max", "min") and winner is not None:
        return Reduce("sum", body, e.binders, [*e.guards, eq(winner - flat_position(e))])
    return S.Zero
