"""What stands behind ``import derive``: from what a person writes to a layer, from a layer to a page.

In: a name of the catalogue, a file of models or a ``Layer``; the name of an input; options by name.
Out: layers (``lookup``), layers with some options fixed (``settings``), a gradient that shows itself
(``result``).  What is wrong with an argument is an ``ArgumentError`` that names it (``arguments``).
"""

from derive.api.arguments import ArgumentError
from derive.api.lookup import LayerLike, find, from_file, is_file, one_layer
from derive.api.result import Gradient, gradient
from derive.api.settings import chosen, specialised, spoken, textbook
from derive.expr import Tensor
from derive.layers import LAYERS
from derive.model.layer import Layer, ModelError

__all__ = [
    "LAYERS", "ArgumentError", "Gradient", "Layer", "LayerLike", "ModelError", "Tensor", "chosen", "find",
    "from_file", "gradient", "is_file", "one_layer", "specialised", "spoken", "textbook",
]  # fmt: skip
