"""Program to finished kernel: lower, then each pass in order, checked after every one."""

from __future__ import annotations

from codegen.check import check
from codegen.lower import lower
from codegen.nodes import Kernel
from derive.layer import Layer, Program


def schedule(program: Program, layer: Layer) -> Kernel:
    """The kernel that computes ``program``."""
    return check(lower(program, layer), layer)
