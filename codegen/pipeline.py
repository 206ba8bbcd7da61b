"""Program to finished kernel: lower, then each pass in order, checked after every one."""

from __future__ import annotations

from codegen.check import check
from codegen.lower import lower
from codegen.nodes import Kernel
from codegen.passes.hoist import hoist
from codegen.passes.jam import jam
from codegen.passes.share import share
from codegen.passes.tile import tile
from codegen.passes.unbox import unbox
from derive.layer import Layer, Program

PASSES = (unbox, tile, jam, share, hoist)


def schedule(program: Program, layer: Layer) -> Kernel:
    """The kernel that computes ``program``."""
    kernel = check(lower(program, layer), layer)
    for change in PASSES:
        kernel = check(change(kernel, layer), layer)
    return kernel
