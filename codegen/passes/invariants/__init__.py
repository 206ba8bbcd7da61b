"""What does not change in a loop stands before it: values, decisions, and what options are.

In: a legal ``Kernel`` and its layer.  Out: one that computes the same with less in its loops.
"""

from codegen.passes.invariants.licm import licm
from codegen.passes.invariants.quotient_tables import tabulate_quotients
from codegen.passes.invariants.specialise import specialise
from codegen.passes.invariants.unswitch import unswitch

__all__ = ["licm", "specialise", "tabulate_quotients", "unswitch"]
