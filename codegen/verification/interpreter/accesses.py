"""Elements of tensors, brackets and branches, and the arithmetic of indices."""

from __future__ import annotations

from typing import Any

import numpy as np
from sympy import ceiling, floor

from codegen.verification.interpreter.frame import EvaluationError, Frame, spoilt
from codegen.verification.interpreter.meaning import Interpreter, evaluate
from codegen.verification.interpreter.numbers import gather, ordered, select, whole
from derive.expr import Acc, FloorDiv, Gcd, Iverson, Modulo, Residue, Where


@evaluate.register(Acc)
def _(e: Acc, ev: Interpreter, frame: Frame) -> Any:
    array = ev.arrays[e.tensor.name]
    index = []
    for axis, (at, extent) in enumerate(zip(e.index, ev.shape(e.tensor), strict=True)):
        i = ev.integer(at, frame)
        outside = ((i < 0) | (i >= extent)) & frame.mask
        if outside.any():
            wrong = np.broadcast_to(i, outside.shape)[outside]
            raise EvaluationError(f"{e} reads outside axis {axis} at {wrong[0]} of 0..{extent - 1}")
        if extent == 0:
            return np.zeros(1)
        index.append(np.clip(i, 0, extent - 1))
    return gather(array, tuple(index))


@evaluate.register(Iverson)
def _(e: Iverson, ev: Interpreter, frame: Frame) -> Any:
    return spoilt(ev.holds(e.args, frame).mask.astype(np.int64), ev.undecided(e.args, frame))


@evaluate.register(Where)
def _(e: Where, ev: Interpreter, frame: Frame) -> Any:
    chosen = ev.holds(e.conds, frame)
    a = evaluate(e.args[1], ev, chosen)
    b = evaluate(e.args[2], ev, frame.where(~chosen.mask))
    return spoilt(select(chosen.mask, a, b), ev.undecided(e.conds, frame))


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
    ev.watch.compare(value + -np.rint(at.astype(np.float64)), frame.mask)
    return whole(np.floor if isinstance(e, floor) else np.ceil, at)
