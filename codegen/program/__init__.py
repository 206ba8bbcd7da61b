"""Program to program, before any loop stands: which sums are formed, and in which loops they share.

In: a ``Program`` of formulas as the derivation leaves it.  Out: one that computes the same, cheaper.

``inline_factor``   dead work goes, cheap work is inlined, a factor leaves a sum that it does not depend on
``fuse_axes``       neighbouring axes that are always walked together are one
``fuse_loops``      definitions that share their outer loops
``shared_kernels``  what several gradients need is a program of its own
"""

from codegen.program.fuse_axes import collapse
from codegen.program.fuse_loops import Group, group
from codegen.program.inline_factor import prepare
from codegen.program.shared_kernels import staged

__all__ = ["Group", "collapse", "group", "prepare", "staged"]
