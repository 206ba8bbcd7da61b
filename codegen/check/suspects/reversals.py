"""Arrays that run the other way along axes, and an index that names the next group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np

from codegen.check.suspects.suspect import Suspect, Wrong, derived, run
from codegen.verification import Case
from codegen.verification.interpreter.numbers import Array
from derive.expr import Acc, Index, Modulo, Tensor
from derive.gradients import Gradients
from derive.model.layer import Program

MOST_AXES = 3


def suspects(tensor: Tensor, found: Gradients) -> Iterator[Suspect]:
    """What is read, then what is written, reversed; then each read of the next group."""
    right = found.vjp[tensor]
    read = {a.tensor.name: a.tensor for one in right.defs for a in one.expr.atoms(Acc)}
    for name, one in sorted(read.items()):
        for axes in _some_axes(one):
            yield Suspect(_said(name, axes), _of(tensor, found, turned={name: axes}))
    for axes in _some_axes(tensor):
        yield Suspect(_said(f"d{tensor.name} itself", axes), _flipped(tensor, found, axes))
    for name, index, program in _next_groups(right):
        said = f"with the next {index.name} of {name} read (a group, or a block of channels, one off)"
        yield Suspect(said, _of(tensor, found, backward=program), program=program)


def _some_axes(one: Tensor) -> Iterator[tuple[int, ...]]:
    for count in range(1, min(len(one.shape), MOST_AXES) + 1):
        yield from combinations(range(len(one.shape)), count)


def _said(name: str, axes: tuple[int, ...]) -> str:
    places = ", ".join(str(axis + 1) for axis in axes)
    turned = " (rotated by 180°)" if len(axes) == 2 else ""
    axis = "axis" if len(axes) == 1 else "axes"
    return f"with {name} reversed along its {axis} {places}{turned}: a flip dropped or one too many"


def _of(tensor: Tensor, found: Gradients, **other: Any) -> Wrong:
    """The derived gradient, with something of it otherwise."""
    given: dict[str, Any] = {"forward": found.forward, "backward": found.vjp[tensor], "changed": {}, **other}
    return lambda case: run(case, tensor, **given)


def _flipped(tensor: Tensor, found: Gradients, axes: tuple[int, ...]) -> Wrong:
    def gradient(case: Case) -> Array:
        return np.flip(derived(case, tensor, found), axes)

    return gradient


def _next_groups(program: Program) -> Iterator[tuple[str, Index, Program]]:
    """Each access in which an index counts blocks (``g`` of ``g·O + o``), with the block that follows."""
    for k, one in enumerate(program.defs):
        for access in sorted(one.expr.atoms(Acc), key=str):
            for axis, at in enumerate(access.index):
                for index in sorted((s for s in at.free_symbols if isinstance(s, Index)), key=str):
                    if index.extent is None or at.coeff(index).is_number:
                        continue
                    index_there = list(access.index)
                    index_there[axis] = at.xreplace({index: Modulo(index + 1, index.extent)})
                    moved = one.expr.xreplace({access: Acc(access.tensor, *index_there)})
                    defs = (*program.defs[:k], replace(one, expr=moved), *program.defs[k + 1 :])
                    yield access.tensor.name, index, replace(program, defs=defs)


__all__ = ["suspects"]
