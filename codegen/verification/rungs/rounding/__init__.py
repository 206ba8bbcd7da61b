"""The rung of rounding.  In: a case, kernels in float32.  Out: whether each element rounded as it may.

``enclosure`` has the bound and its one constant, ``long_axes`` the cases in which sums and places are long.
"""

from codegen.verification.rungs.rounding.enclosure import CONSTANT, rounding

__all__ = ["CONSTANT", "rounding"]
