"""The layers: in go definitions in index notation, out come models; nothing here knows a gradient.

``LAYERS`` has all of them in order, ``from derive.layers import conv2d`` takes one; only the module of
a layer that is asked for is imported.  The catalogue is ``__init__.pyi`` beside this file: one import
per family.  A new layer is a model in a module of this package and its name there.
"""

from derive.layers.catalogue import LAYERS
from derive.model.layer import Layer


def __getattr__(name: str) -> Layer:
    """A layer by its name; its module is imported only now."""
    if name in LAYERS.names:
        return LAYERS[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = ["LAYERS"]
