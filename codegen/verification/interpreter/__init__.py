"""The interpreter.  In: definitions in index notation, sizes, arrays.  Out: the arrays that they define.

Independent of every derivation and every generator.  The same definitions run in several systems of numbers
(``numbers``): plain ones, with tangents (``Dual``), with rounding errors (``Bounded``).
"""

from codegen.verification.interpreter.evaluate import EvaluationError, Evaluator, Frame, Watch
from codegen.verification.interpreter.numbers import Array, Bounded, Dual, bounded, plain

__all__ = [
    "Array", "Bounded", "Dual", "EvaluationError", "Evaluator", "Frame", "Watch", "bounded", "plain",
]  # fmt: skip
