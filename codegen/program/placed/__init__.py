"""Sums of which data say where their terms go: one pass over the terms, not one for each result.

In: a ``Program``.  Out: one that computes the same; an array is added to where it was gathered.

``scattered``  ``y[v] = Σ_{e : t[e] = v} m[e]`` is ``y[t[e]] += m[e]``
``counted``    a sum in a condition of a scatter is an array of its own, over what data name if that is enough
"""

from codegen.program.placed.counted import counted
from codegen.program.placed.scattered import scattered

__all__ = ["counted", "scattered"]
