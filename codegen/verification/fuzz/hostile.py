"""What a hostile caller does to an honest argument, as tables."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from codegen.verification.fuzz.honest import VALUES, Question, Random, question, saved
from codegen.verification.interpreter.numbers import Array

FAR = (
    -1, 0, 2, 7, 255, 2**31 - 2, 2**31 - 1, 2**31, 2**32, 2**62, 2**63 - 1, 2**63, 2**64 + 1, -(2**63),
    10**30,
)  # fmt: skip
ODD: tuple[Any, ...] = (
    True, None, 1.5, "1", b"1", [], (), [1], [[1, [2]]], [1] * 7, math.nan, math.inf, -math.inf, 1e308,
    1e-320, 1 + 2j, {}, object(), np.int8(1), np.uint64(2**63), np.float16(1), np.array(1), np.array([1, 2]),
    np.array([]),
)  # fmt: skip


class Plain(np.ndarray[Any, Any]):
    """A class of arrays of somebody else."""


Change = Callable[[Array, Random], Any]


def _longer(a: Array, rng: Random) -> Any:
    whole = a if a.ndim and a.shape[-1] else np.zeros((*a.shape, 1), a.dtype)
    return np.concatenate([whole, whole[..., :1]], axis=-1)


def _sparse(a: Array, rng: Random) -> Any:
    """Every second element of a larger array along every axis."""
    made = np.zeros(tuple(2 * n for n in a.shape), a.dtype)[(slice(None, None, 2),) * a.ndim + (...,)]
    made[...] = a
    return made


def _backwards(a: Array, rng: Random) -> Any:
    return np.ascontiguousarray(np.flip(a)).reshape(a.shape)[(slice(None, None, -1),) * a.ndim + (...,)]


def _odd_place(a: Array, rng: Random) -> Any:
    """One byte behind where such numbers begin."""
    made = np.empty(a.nbytes + 1, np.uint8)[1:].view(a.dtype).reshape(a.shape)
    made[...] = a
    return made


def _locked(a: Array, rng: Random) -> Any:
    made = a.copy()
    made.flags.writeable = False
    return made


def _repeated(a: Array, rng: Random) -> Any:
    return np.broadcast_to(a.reshape(-1)[:1].reshape((1,) * a.ndim), a.shape) if a.size else a


def _endless(a: Array, rng: Random) -> Any:
    """More than 2^31 elements in the memory of one."""
    shape = list(a.shape) or [1]
    shape[int(rng.integers(len(shape)))] = int(rng.choice([2**31, 2**31 + 1, 2**40, 2**58]))
    try:
        return np.broadcast_to(np.zeros((), a.dtype), shape)
    except ValueError:
        return a


def _axis(size: int) -> Change:
    def change(a: Array, rng: Random) -> Any:
        if not a.ndim:
            return np.zeros(size, a.dtype)
        shape = list(a.shape)
        shape[int(rng.integers(a.ndim))] = size
        return np.zeros(shape, a.dtype)

    return change


def _holding(a: Array, rng: Random) -> Any:
    """One element, or all, is a value that nobody expects."""
    made = a.copy()
    values = VALUES if a.dtype.kind == "f" else (-2, -1, 10**6, 2**31, 2**62, 2**63 - 1, -(2**63), 0)
    chosen = rng.choice(np.array(values, a.dtype if a.dtype.kind == "f" else np.int64))
    if a.size:
        made.flat[slice(None) if rng.random() < 0.5 else int(rng.integers(a.size))] = chosen
    return made


def _as(kind: Any) -> Change:
    return lambda a, rng: a.astype(kind)


SAME: dict[str, Change] = {
    "in Fortran order": lambda a, rng: np.asfortranarray(a),
    "with strides": _sparse, "backwards": _backwards, "read-only": _locked, "unaligned": _odd_place,
    "repeated": _repeated, "a list": lambda a, rng: a.tolist(), "of a class": lambda a, rng: a.view(Plain),
    "holding the unexpected": _holding,
}  # fmt: skip
"""What leaves the numbers, or their type and shape, as they are."""

KINDS = (
    "float16", "longdouble", "complex64", "complex128", "int32", "uint64", "bool", "object", "str", "S3",
    "M8[s]",
)  # fmt: skip

OTHER: dict[str, Change] = {
    "longer": _longer, "with one axis more": lambda a, rng: a[None], "flat": lambda a, rng: a.reshape(-1),
    "with an axis less": lambda a, rng: a[0] if a.ndim and len(a) else a.reshape(-1), "endless": _endless,
    "empty along an axis": _axis(0), "one along an axis": _axis(1), "odd along an axis": _axis(11),
    "byte-swapped": lambda a, rng: a.astype(a.dtype.newbyteorder("S")), "a string": lambda a, rng: "x",
    "masked": lambda a, rng: np.ma.masked_array(a, mask=np.zeros(a.shape, bool)), "None": lambda a, rng: None,
    "a ragged list": lambda a, rng: [[1.0], [1.0, 2.0]], "a number": lambda a, rng: 1.0,
    "an object": lambda a, rng: object(), "a set": lambda a, rng: {1.0},
    "of other floats": lambda a, rng: a.astype("f4" if a.dtype == np.dtype("f8") else "f8"),
    "of records": lambda a, rng: np.zeros(a.shape, [("a", "f8"), ("b", "i4")]),
    **{f"of {kind}": _as(kind) for kind in KINDS},
}  # fmt: skip
"""What makes another array of it, or none."""


def spoil(asked: Question, rng: Random) -> Question:
    """The question with none to three of its arguments changed."""
    names = list(asked.given)
    for _ in range(int(rng.choice([0, 1, 1, 1, 2, 3]))):
        name = str(rng.choice(names))
        change = _by_role(asked, name, rng)
        if change is not None:
            what, asked.given[name] = change
            asked.said.append(f"{name} {what}")
    return asked


def _by_role(asked: Question, name: str, rng: Random) -> tuple[str, Any] | None:
    given = asked.given[name]
    option = next((o for o in asked.spec["options"] if o["name"] == name), None)
    if option is not None:
        return _option(option, given, rng)
    if name == "residuals":
        return _residuals(asked, rng)
    if name == "out":
        return _out(asked, rng)
    if name in ("save", "algorithm", "accuracy"):
        return "odd", _one(ODD[:8], rng)
    return _changed(given, rng) if isinstance(given, np.ndarray) and given.size < 10**6 else None


def _one(values: Any, rng: Random) -> Any:
    return values[int(rng.integers(len(values)))]


def _changed(array: Array, rng: Random) -> tuple[str, Any]:
    table = SAME if rng.random() < 0.5 else OTHER
    what = _one(list(table), rng)
    try:
        with np.errstate(all="ignore"):
            return what, table[what](array, rng)
    except (ArithmeticError, RuntimeError, TypeError, ValueError):  # of what an earlier change has left
        return what, None


def _option(option: Any, given: Any, rng: Random) -> tuple[str, Any]:
    """All of its numbers, or one of several, far away or of another kind."""
    odd = _one(FAR if rng.random() < 0.7 else ODD, rng)
    if isinstance(given, tuple) and given and rng.random() < 0.6:
        k = int(rng.integers(len(given)))
        odd = (*given[:k], odd, *given[k + 1 :])
    return f"= {odd!r}", odd


def _residuals(asked: Question, rng: Random) -> tuple[str, Any]:
    """What another call saved, or what nobody saved."""
    own = saved(asked)
    if own is None or not len(own) or rng.random() < 0.2:
        return "odd", _one((*ODD[:8], (np.zeros(3),), asked.given), rng)
    if rng.random() < 0.3:
        return "of another call", saved(question(asked.module, rng, asked.place)) or ()
    k = int(rng.integers(len(own)))
    what, array = _changed(own[k], rng)
    parts = (*own[:k], array, *own[k + 1 :])
    same = own._replace(**{own._fields[k]: array}) if rng.random() < 0.5 else parts
    return f"{own._fields[k]} {what}", same if rng.random() < 0.9 else parts[:-1]


def _out(asked: Question, rng: Random) -> tuple[str, Any]:
    """Memory that is too small, of another kind, or somebody's."""
    shapes = [asked.shape(name) or () for name in asked.results()]
    made: list[Any] = [np.empty(shape, asked.dtype) for shape in shapes]
    k, draw = int(rng.integers(len(made))), rng.random()
    arrays = [a for a in asked.given.values() if isinstance(a, np.ndarray)]
    if draw < 0.4 and arrays:
        what, made[k] = "of an input", _overlapping(_one(arrays, rng), shapes[k], rng)
    elif draw < 0.9:
        what, made[k] = _changed(made[k], rng)
    else:
        what, made = "odd", [_one(ODD, rng)]
    return what, made[0] if len(made) == 1 else tuple(made)


def _overlapping(array: Array, shape: tuple[int, ...], rng: Random) -> Any:
    """The input itself, or a view of its last elements in the shape of the result."""
    flat, size = array.reshape(-1), math.prod(shape)
    return flat[flat.size - size :].reshape(shape) if 0 < size <= flat.size else array


__all__ = ["spoil"]
