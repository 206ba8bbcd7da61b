"""What somebody's gradient may be instead of the right one.  In: a layer, an input, the derived gradients.
Out: suspects, the likeliest first; each has a name and a way to compute it.  Nothing here knows a layer.

``suspect``    what one is, and how a formula is evaluated   ``options``   exchanged, left out
``reversals``  axes that run the other way, another group    ``forwards``  of another forward: ties, borders
``wrong_links``  the derivative of one function taken for another   ``written_over``  = for +=
``jacobian_columns``  derivatives of forwards, right or wrong, a column for each element
``changed_text``  one place of the derived formula changed
"""

from collections.abc import Iterator

from codegen.check.suspects import changed_text, forwards, options, reversals, written_over, wrong_links
from codegen.check.suspects.suspect import Suspect, derived, zero
from derive.expr import Tensor
from derive.gradients import Gradients
from derive.model.layer import Layer


def suspects(layer: Layer, tensor: Tensor, found: Gradients) -> Iterator[Suspect]:
    """From the likeliest to the rest."""
    yield zero(tensor)
    yield from options.suspects(layer, tensor, found)
    yield from reversals.suspects(tensor, found)
    yield from forwards.suspects(tensor, found)
    yield from written_over.suspects(tensor, found)
    yield from wrong_links.suspects(tensor, found)
    yield from changed_text.suspects(layer, tensor, found)


__all__ = ["Suspect", "derived", "suspects"]
