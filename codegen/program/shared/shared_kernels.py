"""Stages: what several gradients need stands in a kernel of its own.

Where a layer is a chain, the gradients of its earlier parts all pull back the same cotangent of a value in
between.  Each definition of that kind (a sum, a mask or a slope, equal in two programs or more) becomes a
program whose result the others read.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace

from codegen.program.inline_factor import live
from codegen.program.shared.inner_products import formed_once
from codegen.program.shared.masked import masked
from codegen.program.shared.slopes import slopes
from derive.expr import Reduce, Tensor
from derive.model.layer import Def, Program


def staged(vjp: Mapping[Tensor, Program]) -> tuple[tuple[Program, ...], dict[Tensor, Program]]:
    """Programs of the shared tensors in the order of their use, and the gradients that read them."""
    vjp, masks = masked(formed_once(vjp))
    vjp, laid = slopes(vjp)
    shared = _shared(list(vjp.values()), (*masks, *laid))
    stages: dict[Tensor, Program] = {}
    for tensor, program in shared.items():
        alone = replace(program, name=f"shared_{tensor.name}", outputs=(tensor,))
        stages[tensor] = _reading(alone, tuple(t for t in shared if t != tensor))
    gradients = {t: _reading(program, tuple(shared)) for t, program in vjp.items()}
    return tuple(stages.values()), gradients


def needed(stages: Sequence[Program], programs: Sequence[Program]) -> tuple[Program, ...]:
    """The stages that ``programs`` read, directly or through other stages, in order."""
    wanted = {t for p in programs for t in p.inputs}
    found: list[Program] = []
    for stage in reversed(stages):
        if stage.outputs[0] in wanted:
            found.insert(0, stage)
            wanted |= set(stage.inputs)
    return tuple(found)


def _shared(programs: Sequence[Program], laid: Container[Tensor]) -> dict[Tensor, Program]:
    """Each tensor that several programs define alike, with a sum or ``laid`` down, with the first of them."""
    found: dict[Tensor, Program] = {}
    for k, program in enumerate(programs):
        for tensor in dict.fromkeys(d.tensor for d in program.defs):
            mine = _definitions(program, tensor)
            costly = tensor in laid or any(d.scatter or d.expr.has(Reduce) for d in mine)
            again = any(_definitions(other, tensor) == mine for other in programs[k + 1 :])
            if tensor not in found and tensor not in program.outputs and costly and again:
                found[tensor] = program
    return found


def _definitions(program: Program, tensor: Tensor) -> list[Def]:
    return [d for d in program.defs if d.tensor == tensor]


def _reading(program: Program, given: tuple[Tensor, ...]) -> Program:
    """``program`` with the tensors ``given`` as inputs where it used to define them."""
    rest = live(replace(program, defs=tuple(d for d in program.defs if d.tensor not in given)))
    used = {t for d in rest.defs for t in d.reads}
    return replace(rest, inputs=(*program.inputs, *(t for t in given if t in used)))


__all__ = ["needed", "staged"]
