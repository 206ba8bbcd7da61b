"""Elements of tensors, brackets and branches, and the arithmetic of indices."""

from __future__ import annotations

from typing import Any

import numpy as np
from sympy import ceiling, floor

from codegen.verification.interpreter.doubt import torn, unknown
from codegen.verification.interpreter.frame import EvaluationError, Frame, spoilt, whole
from codegen.verification.interpreter.meaning import Interpreter, evaluate
from codegen.verification.interpreter.numbers import CERTAIN, Array, gather, ordered
from derive.expr import Acc, FloorDiv, Gcd, Iverson, Modulo, Residue, Where


@evaluate.register(Acc)
def _(e: Acc, ev: Interpreter, frame: Frame) -> Any:
    found = ev.unless_data(e.index, frame, ("read", e), lambda: _place(e, ev, frame))
    if found is None:
        return np.zeros(1)
    index, moved = found
    return unknown(gather(ev.arrays[e.tensor.name], index), moved)


def _place(e: Acc, ev: Interpreter, frame: Frame) -> tuple[tuple[Array, ...], Array] | None:
    """Which element is read at each point, and where it may be another one; nothing of an empty array."""
    index, moved = [], CERTAIN
    for axis, (at, extent) in enumerate(zip(e.index, ev.shape(e.tensor), strict=True)):
        i, doubtful = ev.integer(at, frame), ev.doubtful(at, frame)
        outside = ((i < 0) | (i >= extent)) & frame.mask & ~doubtful  # in doubt, a bracket keeps both cases
        if outside.any():
            wrong = np.broadcast_to(i, outside.shape)[outside]
            raise EvaluationError(f"{e} reads outside axis {axis} at {wrong[0]} of 0..{extent - 1}")
        if extent == 0:
            return None
        index.append(np.clip(i, 0, extent - 1))
        moved = moved | doubtful
    return tuple(index), moved


@evaluate.register(Iverson)
def _(e: Iverson, ev: Interpreter, frame: Frame) -> Any:
    holds, unsure = ev.holds(e.args, frame).mask.astype(np.int64), ev.unsure(e.args, frame)
    either = torn(holds == 1, unsure, np.ones(1, dtype=np.int64), np.zeros(1, dtype=np.int64))
    return spoilt(either, ev.undecided(e.args, frame))


@evaluate.register(Where)
def _(e: Where, ev: Interpreter, frame: Frame) -> Any:
    chosen, unsure = ev.holds(e.conds, frame).mask, ev.unsure(e.conds, frame)
    a = _branch(e.args[1], ev, frame, chosen, unsure)
    b = _branch(e.args[2], ev, frame, ~chosen, unsure)
    return spoilt(torn(chosen, unsure, a, b), ev.undecided(e.conds, frame))


def _branch(e: Any, ev: Interpreter, frame: Frame, chosen: Any, unsure: Any) -> Any:
    """A branch where it holds, and where rounding may take it; there it may read what only it guards."""
    try:
        return evaluate(e, ev, frame.where(chosen | unsure))
    except EvaluationError:
        return evaluate(e, ev, frame.where(chosen))


@evaluate.register(FloorDiv)
def _(e: FloorDiv, ev: Interpreter, frame: Frame) -> Any:
    return ev.integer(e.args[0], frame) // np.maximum(ev.integer(e.args[1], frame), 1)


@evaluate.register(Modulo)
def _(e: Modulo, ev: Interpreter, frame: Frame) -> Any:
    return ev.integer(e.args[0], frame) % np.maximum(ev.integer(e.args[1], frame), 1)


@evaluate.register(Gcd)
def _(e: Gcd, ev: Interpreter, frame: Frame) -> Any:
    return np.gcd(ev.integer(e.args[0], frame), ev.integer(e.args[1], frame))


@evaluate.register(Residue)
def _(e: Residue, ev: Interpreter, frame: Frame) -> Any:
    d, r, m = np.broadcast_arrays(*(ev.integer(a, frame) for a in e.args))
    made = np.full(d.shape, -1)
    for u in range(int(m.max(initial=1)) - 1, -1, -1):
        made = np.where((u < m) & ((d * u - r) % np.maximum(m, 1) == 0), u, made)
    if np.any((made < 0) & frame.mask):
        raise EvaluationError(f"{e} does not exist at some point where it is needed")
    return made


@evaluate.register(floor)
@evaluate.register(ceiling)
def _(e: Any, ev: Interpreter, frame: Frame) -> Any:
    value = evaluate(e.args[0], ev, frame)
    at = ordered(value)
    if at.dtype.kind in "bi":
        return at
    unsure = ev.watch.compare(value + -np.rint(at.astype(np.float64)), frame.mask)
    found = whole(np.floor if isinstance(e, floor) else np.ceil, at)
    return torn(np.ones(1, dtype=bool), unsure, found, found + 1)
