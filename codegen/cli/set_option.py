"""``--set name=integer``: what a person types, as settings of a layer.  Nothing is evaluated."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sympy import Integer, Symbol

from codegen.cli.terminal import Refusal
from derive.api import settings
from derive.model.layer import Layer

_SETTING = re.compile(r"\s*([A-Za-z_]\w*)\s*=\s*([+-]?\d{1,9})\s*")


def parse(text: str) -> tuple[str, int]:
    """``"s=2"`` → ``("s", 2)``; anything but a name, ``=`` and an integer is refused."""
    matched = _SETTING.fullmatch(text)
    if matched is None:
        raise Refusal(f"--set takes name=integer (as in --set s=2), not {text!r}")
    return matched[1], int(matched[2])


def chosen(layer: Layer, texts: Sequence[str]) -> dict[Symbol, Integer]:
    """The settings that the words of ``--set`` mean for this layer."""
    return settings.chosen(layer, map(parse, texts))


__all__ = ["chosen", "parse"]
