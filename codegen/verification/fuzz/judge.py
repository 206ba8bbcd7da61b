"""One hostile call and what is to be said of it: ``answered``, ``refused``, or a fault in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import ModuleType
from typing import Any

import numpy as np

from codegen.verification.fuzz.fences import Escaped, Fences
from codegen.verification.fuzz.honest import Question, question
from codegen.verification.fuzz.hostile import spoil
from codegen.verification.interpreter.numbers import Array
from generated import threads

ANSWERED, REFUSED = "answered", "refused"
CLEAR = (TypeError, ValueError, MemoryError)
WILD = (ArithmeticError, AssertionError, AttributeError, LookupError, NameError, OSError, RuntimeError)
"""What is neither an answer nor a refusal."""


def drawn(module: ModuleType, number: int, fences: Fences) -> Question:
    """The call of a number: the same one whenever and wherever it is asked for."""
    return drawn_by(module, np.random.default_rng(number), number, fences)


def drawn_by(module: ModuleType, rng: Any, kind: int, fences: Fences) -> Question:
    """The call that is drawn by ``rng``, in memory of this ``kind``."""
    fences.clear(kind)
    asked = question(module, rng, lambda name, array: _placed(fences, name, array))
    return spoil(asked, rng)


def _placed(fences: Fences, name: str, array: Array) -> Array:
    made = fences.empty(array.shape, array.dtype, name)
    made[...] = array
    return made


def judged(asked: Question, fences: Fences) -> str:
    """Ask; the answer is that of the same call with plain copies of its arguments, or a clear error."""
    copies = plain(asked)  # what a result is written over may have been an input
    for place in fences.used:
        if not _is_out(place.bytes, asked.given.get("out")):
            place.close()
    try:
        answer = _answer(asked, asked.given)
    except CLEAR as error:
        fences.check()
        return REFUSED if clear(asked, str(error)) else f"unclear {type(error).__name__}: {error}"
    except WILD as error:
        return f"{type(error).__name__}: {error}"
    return _faults(asked, answer, copies, fences) or ANSWERED


def _faults(asked: Question, answer: list[Array], copies: dict[str, Any], fences: Fences) -> str:
    """What is wrong with an answer, if anything."""
    try:
        fences.check()
    except Escaped as error:
        return str(error)
    real = {a.dtype for a in answer if a.dtype.kind == "f"}
    if len(real) > 1 or any(type(a) is not np.ndarray for a in answer):
        return f"the results are {', '.join(f'{type(a).__name__} of {a.dtype}' for a in answer)}"
    kept = [a.copy() for a in answer]
    fences.kind += 1
    try:
        again = _answer(asked, copies)
    except CLEAR as error:
        return f"refused with plain arrays only: {error}"
    same = len(kept) == len(again) and all(map(_same, kept, again))
    return "" if same else "another answer with plain copies of the same arrays"


def _answer(asked: Question, given: Mapping[str, Any]) -> list[Array]:
    """The results of the function as a list; compiled code says nothing of what overflows."""
    with np.errstate(all="ignore"), threads.smallest_ranges():
        made = getattr(asked.module, asked.function)(**given)
    if asked.function == "forward" and given.get("save"):
        made = made[0]
    return list(made) if isinstance(made, tuple) else [made]


def plain(asked: Question) -> dict[str, Any]:
    """The same arguments as arrays that nobody could find fault with, and no memory for the results."""
    options = {one["name"] for one in asked.spec["options"]}
    made = dict(asked.given)
    for name in made.keys() - options - OTHERS:
        if isinstance(made[name], np.ndarray) and made[name].size < MOST:
            made[name] = np.array(made[name], order="C")
    return made | ({"out": None} if "out" in made else {})


MOST = 10**6
"""Larger arrays are refused."""
OTHERS = {"residuals", "out", "save", "algorithm", "accuracy"}
GROUPS = ("inputs", "outputs", "residuals", "aux")


def clear(asked: Question, message: str) -> bool:
    """It begins with the layer and names an argument, or a size that comes from one."""
    names = {*asked.given, *asked.sizes, *asked.spec["sizes"], "residuals"}
    arrays = [one["name"] for group in GROUPS for one in asked.spec[group]]
    names.update(arrays, (f"d{name}" for name in arrays), (f"{name}_dot" for name in arrays))
    words = set(re.findall(r"\w+", message))
    return message.startswith(f"{asked.spec['name']}: ") and bool(words & names)


def _is_out(place: Array, out: Any) -> bool:
    outs = out if isinstance(out, tuple | list) else (out,)
    return any(isinstance(o, np.ndarray) and np.may_share_memory(place, o) for o in outs)


def _same(a: Array, b: Array) -> bool:
    return a.shape == b.shape and a.dtype == b.dtype and bool(((a == b) | ((a != a) & (b != b))).all())


def told(asked: Question) -> str:
    """The call in words, with shapes for arrays."""
    given = ", ".join(f"{name}={_short(v)}" for name, v in asked.given.items() if v is not None)
    said = f"  # {'; '.join(asked.said)}" if asked.said else ""
    return f"{asked.spec['name']}.{asked.function}({given}){said}"


def _short(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"{value.dtype}{list(value.shape)}"
    if isinstance(value, tuple) and any(isinstance(v, np.ndarray) for v in value):
        return f"({', '.join(map(_short, value))})"
    text = repr(value)
    return text if len(text) < 60 else text[:57] + "..."


__all__ = ["ANSWERED", "REFUSED", "drawn", "drawn_by", "judged", "told"]
