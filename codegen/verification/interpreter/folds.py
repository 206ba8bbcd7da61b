"""Sums, products and extremes over masked grids."""

from __future__ import annotations

from typing import Any

import numpy as np
from sympy import oo

from codegen.verification.interpreter import numbers
from codegen.verification.interpreter.doubt import torn, unknown
from codegen.verification.interpreter.frame import Frame, spoilt
from codegen.verification.interpreter.meaning import Interpreter, evaluate
from codegen.verification.interpreter.numbers import (
    Array,
    Bounded,
    Dual,
    bounded,
    ordered,
    plain,
    select,
    structural,
)
from codegen.verification.interpreter.precision import now
from derive.expr import Reduce, Where


@evaluate.register(Reduce)
def _(e: Reduce, ev: Interpreter, frame: Frame) -> Any:
    body, guards = e.body, e.guards
    worst = {"max": -oo, "argmax": -oo, "min": oo, "argmin": oo}.get(e.op)
    if isinstance(body, Where) and body.args[2] == worst:  # infinite by definition: takes no part
        guards, body = (*guards, *body.conds), body.args[1]
    around = ev.open(e.binders, frame)
    held, unsure = ev.holds(guards, around), ev.unsure(guards, around)
    holds, inner = held.mask, around.where(held.mask | unsure) if unsure.any() else held
    count = len(e.binders)
    if 0 in inner.extents[-count:] if count else False:
        return _empty(e.op)
    value = evaluate(body, ev, inner)
    lead = inner.grid[:count]
    mask, either = (_stack(around.mask & one, lead, len(inner.grid)) for one in (holds, unsure))
    stacked = structural(lambda a: _stack(a, lead, len(inner.grid)), value)
    if e.op in ("sum", "prod"):
        blank = np.full(1, 0 if e.op == "sum" else 1)
        reduce = numbers.total if e.op == "sum" else numbers.product
        terms = torn(mask, either, stacked, blank)
        undecided = _stack(ev.undecided(guards, around), lead, len(inner.grid))
        return reduce(spoilt(terms, undecided))
    found = _extreme(e, ev, inner, stacked, mask)
    return unknown(found, np.asarray(either.any(axis=0)))


def _empty(op: str) -> Array:
    whole = {"sum": 0, "prod": 1, "argmax": -1, "argmin": -1}
    return np.full(1, whole[op]) if op in whole else np.full(1, -np.inf if op == "max" else np.inf)


def _stack(a: Array, lead: tuple[int, ...], rank: int) -> Array:
    """The axes of the opened indices as one first axis, in the order of the binders."""
    a = a.reshape((1,) * (rank - a.ndim) + a.shape)
    count = len(lead)
    a = np.broadcast_to(a, lead + a.shape[count:])
    order = (*reversed(range(count)), *range(count, a.ndim))
    return a.transpose(order).reshape(-1, *a.shape[count:])


def _extreme(e: Reduce, ev: Interpreter, inner: Frame, stacked: Any, mask: Array) -> Any:
    """max, min and their positions: the first extreme wins, a NaN wins over numbers."""
    at = ordered(stacked)
    upward = e.op in ("max", "argmax")
    worst = -np.inf if upward else np.inf
    shape = np.broadcast_shapes(at.shape, mask.shape)
    at, mask = np.broadcast_to(at, shape), np.broadcast_to(mask, shape)
    kept = np.where(mask, at, worst)
    nan = np.not_equal(kept, kept).astype(bool)
    best = kept.max(axis=0) if upward else kept.min(axis=0)
    first = np.where(nan.any(axis=0), nan, mask & (kept == best)).argmax(axis=0)
    some = np.asarray(mask.any(axis=0))
    winner = pick(stacked, first)
    others = mask & (np.arange(len(mask)).reshape(-1, *(1,) * (mask.ndim - 1)) != first)
    near = ev.watch.compare(winner + -stacked, others)
    if e.op in ("argmax", "argmin"):
        return unknown(np.where(some, _position(e, ev, inner, first), -1), np.asarray(near.any(axis=0)))
    return select(some, _rivalled(winner, stacked, near, kept != worst), np.full(1, worst))


def _rivalled(winner: Any, stacked: Any, near: Array, rivals: Array) -> Any:
    """The winner, as uncertain as any rival; its tangent may be that of another which is near.

    What is left out is no rival, nor is -∞ where the largest is asked: it has no neighbours that might win.
    """
    if isinstance(winner, Bounded):
        errors = np.broadcast_to(stacked.error, rivals.shape)
        return Bounded(winner.value, np.maximum(winner.error, np.where(rivals, errors, 0.0).max(axis=0)))
    if not isinstance(winner, Dual) or not near.any():
        return winner
    tangent = bounded(winner.tangent)
    apart = np.where(near, np.abs(plain(stacked.tangent) - tangent.value), 0.0).max(axis=0) / now().unit
    reached = winner.reached | (near & stacked.reached).any(axis=0)
    value = _rivalled(winner.value, stacked.value, near, rivals)
    return Dual(value, Bounded(tangent.value + 0 * apart, tangent.error + apart), reached)


def _position(e: Reduce, ev: Interpreter, inner: Frame, first: Array) -> Array:
    """The binder (or mixed-radix number of several binders) at a place of the stacked axis."""
    extents = inner.extents[len(inner.extents) - len(e.binders) :]
    if len(e.binders) == 1:
        return first + inner.values[e.binders[0][0]].reshape(-1)[0]
    made, weight = np.zeros_like(first), 1
    for (_, lo, hi), extent in zip(reversed(e.binders), reversed(extents), strict=True):
        first, digit = np.divmod(first, extent)  # unravel_index errs beyond 8192 places (NumPy 2.4)
        made = made + weight * digit
        weight *= ev.scalar(hi) - ev.scalar(lo) + 1
    return made


def pick(x: Any, index: Array) -> Any:
    """``x[index[...], ...]`` along the first axis."""

    def one(a: Array) -> Array:
        rest = np.broadcast_shapes(a.shape[1:], index.shape)
        spread = np.broadcast_to(a, (a.shape[0], *rest))
        return np.take_along_axis(spread, np.broadcast_to(index, rest)[None], axis=0)[0]

    return structural(one, x)
