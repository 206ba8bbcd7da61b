"""The checks of the ladder.  In: a case and a subject (kernels, one input).  Out: an outcome.

Each compares a kernel with something that shares no code with it.  ``eleven`` groups them into rungs and puts
these in order.  ``values`` and ``derivatives`` compare numbers within computed bounds of rounding, ``exact``
compares numbers that are not rounded at all, ``identities`` compares calls with each other, ``conduct`` looks
at what functions do besides.
"""

from codegen.verification.rungs.conduct.contract import contract
from codegen.verification.rungs.conduct.not_a_number import not_a_number
from codegen.verification.rungs.conduct.refusals import refusals
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
from codegen.verification.rungs.exact import (
    complex_text,
    for_all_data,
    has_atoms,
    is_rational,
    rational_text,
    residues,
    small,
    takes_numbers,
)
from codegen.verification.rungs.identities.metamorphic import metamorphic
from codegen.verification.rungs.identities.wrong_formulas import larger_half, wrong_formulas
from codegen.verification.rungs.kinks import at_kinks, has_kinks
from codegen.verification.rungs.rounding import rounding
from codegen.verification.rungs.subject import Check, Rung, Subject
from codegen.verification.rungs.values import float32, forward

__all__ = [
    "Check", "Rung", "Subject", "at_kinks", "complex_step", "complex_text", "contract", "dot_product",
    "finite_differences", "float32", "for_all_data", "formula", "forward", "has_atoms", "has_blocks",
    "has_jvp", "has_kinks", "has_threads", "has_tiles", "in_blocks", "in_tiles", "is_rational", "jvp",
    "larger_half", "metamorphic", "not_a_number", "rational_text", "refusals", "residues", "rounding",
    "small", "takes_complex", "takes_numbers", "thread_counts", "wrong_formulas",
]  # fmt: skip
