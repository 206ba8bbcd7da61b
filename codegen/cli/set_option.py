"""``--set name=integer``: what a person types, as settings of a layer.  Nothing is evaluated."""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Integer, Symbol

from codegen.cli.terminal import Refusal
from derive.api import settings
from derive.model.layer import Layer


def parse(text: str) -> tuple[str, int]:
    """``"s=2"`` → ``("s", 2)``; anything but a name, ``=`` and an integer is refused."""
    found = settings.setting(text)
    if found is None:
        raise Refusal(f"--set takes name=integer (as in --set s=2), not {text!r}")
    return found


def chosen(layer: Layer, texts: Sequence[str]) -> dict[Symbol, Integer]:
    """The settings that the words of ``--set`` mean for this layer."""
    return settings.chosen(layer, map(parse, texts))


__all__ = ["chosen", "parse"]
