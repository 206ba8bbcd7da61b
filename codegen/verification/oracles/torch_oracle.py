"""PyTorch as a differential oracle: its own layers and autograd against the models of the catalogue.

``ORACLES`` is data of an oracle: what PyTorch calls each layer.  Where it has the layer, that one is called,
with its own options where it takes them; the others are composed of its operations, so that its automatic
differentiation knows nothing of the closed forms.
"""

from __future__ import annotations

import importlib.util
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from codegen.verification.cases import Case
from codegen.verification.interpreter.numbers import Array
from codegen.verification.judgement import LIMIT, around, compare, scale_of, tolerance, worst
from codegen.verification.oracles.torch_beyond import BEYOND
from codegen.verification.oracles.torch_convolutions import CONVOLUTIONS
from codegen.verification.oracles.torch_pointwise import POINTWISE, nothing_counts
from codegen.verification.oracles.torch_pools import POOLS, meet
from codegen.verification.oracles.torch_sampling import (
    SAMPLING,
    another_curve,
    off_a_whole_place,
    rounded_elsewhere,
    taken_from_sizes,
)
from codegen.verification.oracles.torch_windows import Forward
from codegen.verification.report import Outcome
from codegen.verification.rungs.pairing import along, called, with_open
from codegen.verification.rungs.subject import Subject
from derive.expr import Tensor

ORACLES: Mapping[str, Forward] = {**CONVOLUTIONS, **POOLS, **POINTWISE, **SAMPLING, **BEYOND}

Differs = Callable[[Any, Mapping[str, Any], Mapping[str, Any]], bool]

NEAREST = [f"nearest_resize{rank}d" for rank in (1, 2, 3)]
RESIZED = [*NEAREST, "linear_upsample1d", "bilinear_upsample2d", "trilinear_upsample3d", "bicubic_upsample2d"]
CUBIC = ["bicubic_upsample2d", "grid_sample2d_bicubic"]

DIFFERENCES: Sequence[tuple[Sequence[str], Differs, str]] = (
    (
        ["max_unpool2d"],
        lambda torch, a, o: meet(torch, a["switch"], o),
        "of values that meet at one place PyTorch keeps one, the layer adds them",
    ),
    (
        ["cross_entropy_mean"],
        nothing_counts,
        "where no row counts PyTorch's mean is 0/0, the layer's is 0",
    ),
    (NEAREST, rounded_elsewhere, "PyTorch finds pixels in single precision"),
    (RESIZED, taken_from_sizes, "PyTorch leaves a factor out where a size stays or doubles"),
    (["roi_align"], off_a_whole_place, "PyTorch takes a sample at a whole number for one on a side of it"),
    (CUBIC, another_curve, "PyTorch has cubic interpolation with the slope -0.75 alone"),
)
"""The conventions in which PyTorch differs on some cases; those cases are not compared."""

DIFFERING = frozenset(name for names, _, _ in DIFFERENCES for name in names)

FOREIGN = 2.0**-40
"""What PyTorch's own arithmetic may lose of a derivative: it takes that of the logistic function from
its value, y (1 - y), and at x = 8, the widest data, 1 - y has lost twelve of its bits.
"""


def installed() -> bool:
    return importlib.util.find_spec("torch") is not None


def applies(subject: Subject) -> bool:
    """Only for the very layers that the table means, not for another one of the same name."""
    from derive.layers import LAYERS

    return subject.layer.name in ORACLES and subject.layer in LAYERS and installed()


def disagreement(case: Case) -> str:
    """The stated convention in which PyTorch differs on this case, else nothing."""
    stated = [(differs, reason) for names, differs, reason in DIFFERENCES if case.layer.name in names]
    if not stated:
        return ""
    import torch

    given = {k: torch.tensor(v) for k, v in case.arrays.items()}
    return next((reason for differs, reason in stated if differs(torch, given, case.options)), "")


def answer(case: Case, wrt: Sequence[Tensor]) -> tuple[dict[str, Array], dict[str, Array]]:
    """What PyTorch says in float64: outputs (and what it has of the aux), and gradients, by name.

    The cotangents are those of the case; an output that is infinite takes none.
    """
    import torch

    with single(torch):
        return _answered(torch, case, wrt)


@contextmanager
def single(torch: Any) -> Iterator[None]:
    """One thread: on arrays so small several of them wait for each other."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _answered(torch: Any, case: Case, wrt: Sequence[Tensor]) -> tuple[dict[str, Array], dict[str, Array]]:
    layer = case.layer
    given = {k: torch.tensor(v) for k, v in case.arrays.items()}
    chosen = [given[tensor.name].requires_grad_() for tensor in wrt]
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # PyTorch remarks on what is meant, such as the padding of even kernels
        found = ORACLES[layer.name](torch, given, case.options)
    values = found if isinstance(found, tuple) else (found,)
    named = dict(zip((t.name for t in (*layer.outputs, *layer.aux)), values, strict=False))
    total = torch.zeros(())
    for name, u in case.cotangents().items():
        y = named[name]
        total = total + torch.where(torch.isfinite(y.detach()), y * torch.tensor(u), torch.zeros(())).sum()
    made = {}
    if wrt:
        gradients = torch.autograd.grad(total, chosen, allow_unused=True, materialize_grads=True)
        made = {tensor.name: np.asarray(g.numpy()) for tensor, g in zip(wrt, gradients, strict=True)}
    return {name: y.detach().numpy() for name, y in named.items()}, made


def differential(case: Case, subject: Subject) -> Outcome:
    """Forward and gradient against PyTorch in float64; where the two are known to differ, nothing is said."""
    reason = disagreement(case)
    if reason:
        return Outcome.silence(reason)
    tensor = subject.tensor
    outputs, gradients = answer(case, [tensor])
    made = subject.kernels.forward(case)
    outcomes = [values(case, name, made[name], y) for name, y in outputs.items()]
    outcomes.append(_gradient(case, tensor, subject.kernels.vjp(case, tensor), gradients[tensor.name]))
    return worst(outcomes)


def _gradient(case: Case, tensor: Tensor, gradient: Array, theirs: Array) -> Outcome:
    """A gradient in every direction; where PyTorch has no finite one, nothing is said."""
    columns = case.directions(tensor)
    found, error = along(gradient, columns)
    wanted, _ = along(theirs, columns)
    side = case.pulled(tensor, columns)
    bound = np.maximum(tolerance(side.error + error), FOREIGN * np.abs(wanted))
    size = float(np.max(side.size, initial=0.0))
    silent = {"the derivative of PyTorch is not finite there": ~np.isfinite(wanted)}
    names = called(case, tensor, columns, " beside PyTorch's")
    return with_open(case, tensor, compare(found, wanted, bound, size, LIMIT, names, silent))


def values(case: Case, name: str, made: Array, wanted: Array) -> Outcome:
    """One output against PyTorch's."""
    return compare(made, wanted, around(case.forward[name]), scale_of(wanted), LIMIT, name)


__all__ = ["DIFFERING", "ORACLES", "answer", "applies", "differential", "disagreement", "installed"]
