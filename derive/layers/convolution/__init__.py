"""Models of convolutions: ``conv`` (and its relatives), ``separable``, ``transposed``, ``deformable``.

In: definitions in index notation over windows (``derive.layers.windows``).  Out: layers.
"""
