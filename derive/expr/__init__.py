"""The atoms of the index notation: accesses, reductions, conditions and integer arithmetic.

In go SymPy scalars, index letters and names of arrays; out come expressions that the rest of the package
rewrites (``substitute``, ``rebuild``), compares (``alpha``: sums equal up to the names of their indices) and
reads (``accesses``, ``tensors``).

Scalars stay plain SymPy. What SymPy lacks, or does slowly, stands here as small ``Expr`` subclasses:

========================  ====================================================================
``Tensor``                a named array: shape, kind (real or integer), sign, range of integer data
``Acc``                   one element of a tensor, ``x[n, c, i + u - p]``
``Reduce``                a bounded sum, product, max, min or arg-max over binders, under guards
``Cond``                  a condition: ``e >= 0``, ``e > 0``, ``e == 0``, ``e != 0``, ``s | e``
``Iverson``               ``[cond ...]``: one where all conditions hold, else a *strong* zero
``Where``                 ``a`` where a condition holds, else ``b``
``FloorDiv``, ``Modulo``  integer division that rounds down, and its remainder
``Residue``, ``Gcd``      the least ``u >= 0`` with ``d u = r (mod m)``; greatest common divisor
``StopGradient``               ``sg(e)``: the value of ``e``, a constant to every derivative
``Hat``, ``HatSlope``     ``max(0, 1 - |p - q|)`` and its derivative in ``p``
========================  ====================================================================

*Strong zero* (Knuth, "Two notes on notation", 1992): what stands beside a false bracket is never
evaluated, so an access outside its array may stand there.  Index expressions are kept expanded.
"""

from derive.expr.atoms import Acc, Index, StopGradient, Tensor
from derive.expr.comparisons import clamped, conditions, extreme
from derive.expr.conditions import (
    Cond,
    Iverson,
    Where,
    brackets_apart,
    conjunction,
    divides,
    eq,
    ge,
    gt,
    ne,
    negation,
)
from derive.expr.errors import ModelError
from derive.expr.expansion import expand
from derive.expr.extents import sizes_in
from derive.expr.integers import FloorDiv, Gcd, Hat, HatSlope, Modulo, Residue, cell
from derive.expr.order import ordered
from derive.expr.reductions import REDUCTIONS, Binder, Reduce
from derive.expr.substitution import (
    accesses,
    bound_indices,
    found_in,
    fresh,
    reads_numbers,
    rebuild,
    rename_binders,
    replace_in_scope,
    substitute,
    substitute_parts,
    tensors,
    without_stops,
)

__all__ = [
    "REDUCTIONS",
    "Acc",
    "Binder",
    "Cond",
    "FloorDiv",
    "Gcd",
    "Hat",
    "HatSlope",
    "Index",
    "Iverson",
    "ModelError",
    "Modulo",
    "Reduce",
    "Residue",
    "StopGradient",
    "Tensor",
    "Where",
    "accesses",
    "bound_indices",
    "brackets_apart",
    "cell",
    "clamped",
    "conditions",
    "conjunction",
    "divides",
    "eq",
    "expand",
    "extreme",
    "found_in",
    "fresh",
    "ge",
    "gt",
    "ne",
    "negation",
    "ordered",
    "reads_numbers",
    "rebuild",
    "rename_binders",
    "replace_in_scope",
    "sizes_in",
    "substitute",
    "substitute_parts",
    "tensors",
    "without_stops",
]  # fmt: skip
