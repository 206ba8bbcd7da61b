"""The rungs of the ladder.  In: a case and a subject (kernels, one input).  Out: an outcome.

Each compares a kernel with something that shares no code with it; ``ladder`` puts them in order.
"""

from codegen.verification.rungs.conduct.contract import contract
from codegen.verification.rungs.conduct.thread_counts import has_threads, thread_counts
from codegen.verification.rungs.derivatives.complex_step import complex_step, takes_complex
from codegen.verification.rungs.derivatives.dot_product import (
    dot_product,
    has_blocks,
    has_tiles,
    in_blocks,
    in_tiles,
)
from codegen.verification.rungs.derivatives.finite_differences import finite_differences
from codegen.verification.rungs.derivatives.formula import formula
from codegen.verification.rungs.derivatives.forward_mode import has_jvp, jvp
from codegen.verification.rungs.kinks import at_kinks, has_kinks
from codegen.verification.rungs.rounding import rounding
from codegen.verification.rungs.subject import Check, Rung, Subject
from codegen.verification.rungs.values import float32, forward

__all__ = [
    "Check", "Rung", "Subject", "at_kinks", "complex_step", "contract", "dot_product", "finite_differences",
    "float32", "formula", "forward", "has_blocks", "has_jvp", "has_kinks", "has_threads", "has_tiles",
    "in_blocks", "in_tiles", "jvp", "rounding", "takes_complex", "thread_counts",
]  # fmt: skip
