"""The rungs of the ladder.  In: a case and a subject (kernels, one input).  Out: an outcome.

Each compares a kernel with something that shares no code with it; ``ladder`` puts them in order.
"""

from codegen.verify.rungs.complex_step import complex_step, takes_complex
from codegen.verify.rungs.contract import contract
from codegen.verify.rungs.dot_product import dot_product, has_blocks, in_blocks
from codegen.verify.rungs.finite_differences import finite_differences
from codegen.verify.rungs.float32 import float32
from codegen.verify.rungs.formula import formula
from codegen.verify.rungs.forward import forward
from codegen.verify.rungs.forward_mode import has_jvp, jvp
from codegen.verify.rungs.subject import Check, Rung, Subject

__all__ = [
    "Check", "Rung", "Subject", "complex_step", "contract", "dot_product", "finite_differences", "float32",
    "formula", "forward", "has_blocks", "has_jvp", "in_blocks", "jvp", "takes_complex",
]  # fmt: skip
