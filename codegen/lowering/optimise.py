"""Program to finished kernel: lower, then each pass in order, checked after every one."""

from __future__ import annotations

from codegen.loops.legality import Illegal, check
from codegen.loops.nodes import Kernel
from codegen.loops.outline import outlined
from codegen.lowering.lower import lower
from codegen.passes.cse import cse
from codegen.passes.licm import licm
from codegen.passes.scalarise import scalarise
from codegen.passes.tile import tile
from codegen.passes.unroll_and_jam import unroll_and_jam
from derive.model.layer import Layer, Program

PASSES = (scalarise, tile, unroll_and_jam, cse, licm)


def schedule(program: Program, layer: Layer) -> Kernel:
    """The kernel that computes ``program``."""
    kernel = lowered(program, layer)
    for change in PASSES:
        kernel = check(change(kernel, layer), layer)
    return kernel


def lowered(program: Program, layer: Layer) -> Kernel:
    """The loops, contractions in blocks where these can be proved to stay inside their arrays."""
    blocks = lower(program, layer, blocks=True)
    if not outlined(blocks):
        return check(blocks, layer)
    try:
        return check(blocks, layer)
    except Illegal:
        return check(lower(program, layer), layer)
