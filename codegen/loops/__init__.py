"""The loop language: what stands between formulas and source text, and the proof that it is legal.

In: nodes that lowering builds and passes rewrite.  Out: the same nodes, proved to stay inside their
arrays, to define what they read and to write apart where they run at once.

``nodes``      the language; ``roles`` what each kind of node reads, writes, defines, holds
``nest``       loops around a leaf; ``schedule`` which of them stands innermost
``legality``   the theorem, by ``place``, ``disjoint`` and a prover of inequalities
``outline``    parts of a kernel as functions of their own
"""

from codegen.loops.legality import Illegal, check
from codegen.loops.nodes import Decision, Kernel
from codegen.loops.outline import outline

__all__ = ["Decision", "Illegal", "Kernel", "check", "outline"]
