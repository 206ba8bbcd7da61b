"""Without rounding.  In: a case and a subject.  Out: whether both sides of an identity are the same number.

The very text of the kernels runs over letters (``letters_of_data``), over fractions (``rational_text``), over
residues modulo a prime drawn at random (``residues``), over complex numbers (``complex_text``);
``both_sides`` has the two sides of ⟨Jv, u⟩ = ⟨v, Jᵀu⟩.
"""

from codegen.verification.rungs.exact.both_sides import takes_numbers
from codegen.verification.rungs.exact.complex_text import complex_text
from codegen.verification.rungs.exact.letters_of_data import for_all_data, small
from codegen.verification.rungs.exact.rational_text import is_rational, rational_text
from codegen.verification.rungs.exact.residues import has_atoms, residues

__all__ = [
    "complex_text", "for_all_data", "has_atoms", "is_rational", "rational_text", "residues", "small",
    "takes_numbers",
]  # fmt: skip
