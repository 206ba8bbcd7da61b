"""Laws between calls of one kernel: which of them hold is read from the structure of the model.

A gradient is linear in the cotangents, always.  Where a leading axis is never summed over, samples do not
see each other: a gradient with that axis consists of those of single samples, one without it is their sum.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from sympy import Symbol

from codegen.verification.cases import Case, free_symbols
from codegen.verification.interpreter import Array
from codegen.verification.judgement import LIMIT, compare, tolerance, worst
from codegen.verification.report import Outcome
from codegen.verification.rungs.conditioning import conditioning
from codegen.verification.rungs.pairing import along, called, shaped, with_open
from codegen.verification.rungs.subject import Subject
from derive.expr import Acc, Reduce, Tensor
from derive.model.layer import Def, Layer


def metamorphic(case: Case, subject: Subject) -> Outcome:
    """Every law that applies, within the rounding of the sums that it compares."""
    whole = _gradient(case, subject, case.cotangents(), case.arrays)
    wrong = shaped(whole, case, subject.tensor)
    if wrong:
        return wrong
    laws = [doubled(case, subject, whole), parts_add_up(case, subject, whole)]
    batch = samples(subject.layer)
    if batch is not None:
        laws.append(samples_apart(case, subject, whole, batch))
    return with_open(case, subject.tensor, worst(laws))


def _gradient(
    case: Case, subject: Subject, cotangents: Mapping[str, Array], arrays: Mapping[str, Array]
) -> Array:
    layer, function = subject.layer, subject.kernels.gradient_function(subject.tensor)
    given = [cotangents[t.name] for t in layer.outputs] + [arrays[t.name] for t in layer.inputs]
    return np.array(function(*given, **case.options))


def doubled(case: Case, subject: Subject, whole: Array) -> Outcome:
    """Twice the cotangents are twice the gradient, bit for bit: a factor of 2 rounds nothing."""
    twice = _gradient(case, subject, {k: 2 * u for k, u in case.cotangents().items()}, case.arrays)
    names = f"d{subject.tensor.name} for twice the cotangents "
    return compare(twice, 2 * whole, np.zeros(whole.shape), 1.0, np.inf, names)


def parts_add_up(case: Case, subject: Subject, whole: Array) -> Outcome:
    """The gradient for some elements of the cotangents and that for the others add up."""
    rng = np.random.default_rng([case.seed, 83])
    kept = {k: rng.integers(0, 2, u.shape).astype(float) for k, u in case.cotangents().items()}
    some = {k: u * kept[k] for k, u in case.cotangents().items()}
    others = {k: u * (1 - kept[k]) for k, u in case.cotangents().items()}
    parts = [_gradient(case, subject, u, case.arrays) for u in (some, others)]
    return _sum(case, subject, whole, parts, " by two parts of the cotangents")


def samples_apart(case: Case, subject: Subject, whole: Array, batch: Symbol) -> Outcome:
    """The gradient of a batch and those of its samples, each alone."""
    layer, tensor = subject.layer, subject.tensor
    alone = replace(case, chosen=tuple((k, 1 if k == batch.name else v) for k, v in case.chosen))
    parts = []
    for k in range(int(case.symbols[batch])):
        arrays = {t.name: _of(case.arrays[t.name], t, batch, k) for t in layer.inputs}
        cotangents = {t.name: _of(case.cotangents()[t.name], t, batch, k) for t in layer.outputs}
        parts.append(_gradient(alone, subject, cotangents, arrays))
    if _has(tensor, batch):
        parts = [np.concatenate(parts)]
    return _sum(case, subject, whole, parts, " by samples")


def _of(array: Array, tensor: Tensor, batch: Symbol, k: int) -> Array:
    return array[k : k + 1] if _has(tensor, batch) else array


def _has(tensor: Tensor, batch: Symbol) -> bool:
    return bool(tensor.shape) and tensor.shape[0] == batch


def _sum(case: Case, subject: Subject, whole: Array, parts: list[Array], by: str) -> Outcome:
    """A gradient against the sum of others whose terms are some of its own."""
    columns = case.directions(subject.tensor)
    side = case.pulled(subject.tensor, columns)
    found, error = along(whole, columns)
    pairs = [along(part, columns) for part in parts]
    wanted = np.sum([one for one, _ in pairs], axis=0)
    rounding = error + np.sum([one for _, one in pairs], axis=0)
    own = np.abs(columns).T @ conditioning(case, subject.tensor).reshape(-1)
    bound = tolerance((1 + len(parts)) * (side.error + own) + rounding)
    size = float(np.max(side.size, initial=0.0, where=np.isfinite(side.size)))
    silent = {"the model has no finite value there": ~np.isfinite(side.value)}
    return compare(found, wanted, bound, size, LIMIT, called(case, subject.tensor, columns, by), silent)


def samples(layer: Layer) -> Symbol | None:
    """The extent of an axis that leads every output and is only ever walked along, never summed over."""
    options = layer.option_symbols
    found = (s for s in free_symbols(layer) if s not in options and all(_has(t, s) for t in layer.outputs))
    return next((s for s in found if _walked(layer, s)), None)


def _walked(layer: Layer, batch: Symbol) -> bool:
    hidden = any(batch in formula.free_symbols for formula in layer.sizes.values())
    tensors = (*layer.inputs, *(d.tensor for d in layer.forward))
    inside = any(batch in e.free_symbols for t in tensors for e in (*t.shape[1:], t.bound))
    return not hidden and not inside and all(_keeps(one, batch) for one in layer.forward)


def _keeps(one: Def, batch: Symbol) -> bool:
    """Whether a definition reads, of what has the axis, the very sample that it writes."""
    at = one.lhs.index[0] if _has(one.tensor, batch) else None
    if one.scatter or any(batch in b.free_symbols for r in one.expr.atoms(Reduce) for b in _bounds(r)):
        return False
    if any(batch in hi.free_symbols and z != at for z, _, hi in one.free):
        return False
    return all(a.index[0] == at for a in one.expr.atoms(Acc) if _has(a.tensor, batch))


def _bounds(reduce: Reduce) -> list[Any]:
    return [e for _, lo, hi in reduce.binders for e in (lo, hi)]


__all__ = ["metamorphic", "samples"]
