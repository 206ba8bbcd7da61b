"""Check my backward.  In: somebody's function and its layer.  Out: a verdict, and what is wrong with it.

``parameters``  which parameter is what            ``foreign``       the function in the clothes of a kernel
``frameworks``  PyTorch and JAX differentiate      ``checking``      cases, rungs, the smallest failing input
``suspects``    what a wrong gradient may be       ``diagnosis``     which of them this one is
``findings``    what is said                       ``reproduction``  a file that shows it ``again``
``testing``     a test of pytest
"""

from codegen.check.checking import check
from codegen.check.findings import Examination, Failure, Judged
from codegen.check.testing import checks

__all__ = ["Examination", "Failure", "Judged", "check", "checks"]
