"""The layers: ``LAYERS`` has all of them in order, and ``from derive.layers import conv2d`` takes one."""

from typing import Any

from derive.layers.catalogue import LAYERS, ROWS


def __getattr__(name: str) -> Any:
    """A layer by its name; its module is imported only now."""
    if name in LAYERS.names:
        return LAYERS[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = ["LAYERS", "ROWS"]
