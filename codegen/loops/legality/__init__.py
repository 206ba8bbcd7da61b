"""Legality of a kernel: run after every pass; what cannot be proved is an error that names its loops.

**Theorem.**  Let the sizes and the options be such as the layer admits, and the integer data in their
declared ranges.  A kernel that ``check`` returns

1. *stays in bounds* (``bounds``): every index of every access is an integer from 0 to the extent of its axis
   less one, wherever the access is evaluated;
2. *uses what is there* (``scoping``): every scalar has a value and every array exists before it is used,
   no element is read of an array that nothing has written yet, a name that is called positive is, and a
   whole number that stands for a value keeps it;
3. *does not race* (``races``, by ``disjoint``): two iterations of a parallel loop write different elements,
   no iteration reads what another one writes, and they share no scalar: they give the same in any order.

4. *reads what was written* (``assignment``): each element that is read was written before, on every way that
   leads there.  This is proved of the finished kernel; ``unproved`` gives the reads for which it is assumed,
   and the kernel carries them among its decisions.

Sizes are at least 1 in all of this.  A loop over an empty axis has no iteration, but an element may be read
outside of it: which sizes of a call may therefore not be 0 is found beforehand (``nonempty``) and checked at
run time.

The declared ranges of what the layer itself computes are proved beforehand (``declared``); integers of the
caller, and what comes back from one, are checked at run time.

What is used: the definitions of the sizes and the requirements of the layer (``known_of``), the ranges of
the loops, the conditions around an expression, and ``derive.proof``.
"""

from codegen.loops.legality.assignment import unproved
from codegen.loops.legality.bounds import readable
from codegen.loops.legality.declared import check_declared
from codegen.loops.legality.faults import Illegal
from codegen.loops.legality.nonempty import nonempty
from codegen.loops.legality.scoping import check
from codegen.loops.legality.where_legal import Pass, where_legal

__all__ = [
    "Illegal", "Pass", "check", "check_declared", "nonempty", "readable", "unproved", "where_legal",
]  # fmt: skip
