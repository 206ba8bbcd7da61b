"""Systems of numbers.  In: a module of ``generated/``.  Out: the text of its functions over other numbers.

``plain_text`` imports a module once more as plain Python, whose arrays hold what numbers a ``System`` has:
fractions (``rational``), residues modulo a large prime with roots and exponentials as atoms (``field``,
``residue_atoms``), complex numbers that compare by their real parts (``analytic``).
"""

from codegen.verification.systems.analytic import ANALYTIC
from codegen.verification.systems.field import Field, drawn_field
from codegen.verification.systems.plain_text import has_text, text_of
from codegen.verification.systems.rational import RATIONAL, fraction
from codegen.verification.systems.residue_atoms import FieldNumber
from codegen.verification.systems.system import Entries, System, Unsaid, numbers

__all__ = [
    "ANALYTIC",
    "RATIONAL",
    "Entries",
    "Field",
    "FieldNumber",
    "System",
    "Unsaid",
    "drawn_field",
    "fraction",
    "has_text",
    "numbers",
    "text_of",
]  # fmt: skip
