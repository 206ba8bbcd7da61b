"""Models of pooling: over windows (``pool``), by a statistic (``statistics``), over the ``whole`` image,
and the way back up (``upsample``).

In: definitions in index notation over windows (``derive.layers.windows``).  Out: layers.
"""
