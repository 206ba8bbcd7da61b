"""Kernels of neural-network layers, derived and written by chainrule; needs numpy and numba only.

Every module follows one calling convention and describes itself in ``SPEC`` (see ``runtime``).
"""

from . import machine_code

machine_code.place(__file__)  # before anything is compiled
from .threads import get_num_threads, num_threads, set_num_threads

machine_code.forgive(__name__)
machine_code.spare_blas()

__all__ = ["get_num_threads", "num_threads", "set_num_threads"]
