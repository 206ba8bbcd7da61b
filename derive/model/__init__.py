"""Models: what a user writes (``derive.notation``) becomes a layer that is checked, or a ``ModelError``.

In go elements and expressions of ``derive.expr``; out comes a ``Layer`` whose definitions read only what is
there, or the message that says which definition does not and what to write instead.

=================  =======================================================================
``spoken``         numbers and ranges, as a user says them
``definitions``    a statement, an option, a program (statements with their inputs and outputs)
``coverage``       whether each element has one value
``validate``       what a model may be
``layer``          a layer: its forward and all that its kernels are called with
``compose``        a layer inside a layer
=================  =======================================================================
"""

from derive.model.compose import apply
from derive.model.definitions import Applied, Def, ModelError, Option, Program
from derive.model.layer import Layer
from derive.model.validate import validate

__all__ = ["Applied", "Def", "Layer", "ModelError", "Option", "Program", "apply", "validate"]
