"""A layer of a user, where to time it, and what a user of PyTorch would write instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from derive.model.layer import Layer

Composition = Callable[[Any, Mapping[str, Any]], Any]
"""Takes torch and the inputs by name, gives the first output."""


@dataclass(frozen=True)
class UserModel:
    """``sizes`` by the names in the layer's shapes; ``small`` are odd ones to compare values at."""

    layer: Layer
    sizes: Mapping[str, int]
    small: Mapping[str, int]
    peer: Composition
    options: Mapping[str, Any] = field(default_factory=dict)


__all__ = ["Composition", "UserModel"]
