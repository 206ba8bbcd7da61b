"""Program to finished kernel: lower, then each pass in order, checked after every one."""

from __future__ import annotations

from codegen.check import Illegal, check
from codegen.lower import lower
from codegen.nodes import Kernel
from codegen.outline import outlined
from codegen.passes.hoist import hoist
from codegen.passes.jam import jam
from codegen.passes.share import share
from codegen.passes.tile import tile
from codegen.passes.unbox import unbox
from derive.layer import Layer, Program

PASSES = (unbox, tile, jam, share, hoist)


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
