"""What the programs of a layer share: values saved by the forward, definitions that nothing needs dropped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from derive.autodiff.backward import is_residual
from derive.autodiff.canonicalise import Canonical
from derive.expr import Tensor
from derive.model.layer import Def, Layer, Program


def residuals_of(layer: Layer, programs: Iterable[Program]) -> tuple[Tensor, ...]:
    """The values of the forward that are worth saving for these programs."""
    read = {t for p in programs for d in p.defs for t in d.reads}
    return tuple(d.tensor for d in layer.forward if d.tensor in read and is_residual(d, layer))


def forward_with(saved: Iterable[Tensor], model: Canonical) -> Program:
    """The forward that a kernel computes: outputs, what is returned beside them, what is saved."""
    layer = model.source
    own = layer.outputs + layer.aux
    outputs = (*own, *(t for t in saved if t not in own))
    return without_dead(Program("forward", layer.inputs, tuple(model.layer.forward), outputs))


def without_dead(program: Program) -> Program:
    """Drop the definitions that no output needs."""
    needed = set(program.outputs)
    kept = []
    for one in reversed(program.defs):
        if one.tensor in needed:
            kept.append(one)
            needed |= set(one.reads)
    return replace(program, defs=tuple(reversed(kept)))


def with_forward(program: Program, forward: Iterable[Def], saved: tuple[Tensor, ...]) -> Program:
    """Put in front the forward definitions that the program reads and that are not saved."""
    own = [d for d in forward if d.tensor not in saved]
    full = without_dead(replace(program, defs=(*own, *program.defs)))
    return replace(full, inputs=(*program.inputs, *saved))
