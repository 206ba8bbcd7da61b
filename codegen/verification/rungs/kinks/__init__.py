"""The rung of kinks.  In: a case and kernels.  Out: whether value and slope hold at a kink and beside it.

``aimed`` moves the data onto a kink of the model, ``one_sided`` says which slopes there are within some units
in the last place of it: that of one side or that of the other, and no third one.
"""

from codegen.verification.rungs.kinks.aimed import has_kinks
from codegen.verification.rungs.kinks.one_sided import at_kinks

__all__ = ["at_kinks", "has_kinks"]
