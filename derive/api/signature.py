"""How a layer is called and where it belongs, in words."""

from __future__ import annotations

from derive.layers import LAYERS
from derive.model.layer import Layer, Option


def family(layer: Layer) -> str:
    """The family of the catalogue that a layer belongs to; empty for a user's own."""
    return next((title for title, names in LAYERS.families.items() if layer.name in names), "")


def called(layer: Layer) -> str:
    """The arguments as the kernels take them, and the gradients that there are."""
    options = [_option(option) for option in layer.options]
    arguments = ", ".join([*(t.name for t in layer.inputs), *(["*", *options] if options else [])])
    return f"({arguments}) → {', '.join('d' + t.name for t in layer.wrt)}"


def _option(option: Option) -> str:
    return option.name if option.default is None else f"{option.name}={option.default:g}"


__all__ = ["called", "family"]
