"""Kernels of neural-network layers, derived and written by chainrule; needs numpy and numba only.

Every module follows one calling convention and describes itself in ``SPEC`` (see ``runtime``).
"""
