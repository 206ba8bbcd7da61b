"""An order of expressions that is the same in every run: sets of expressions have none of their own."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, TypeVar

T = TypeVar("T")


def ordered(found: Iterable[T]) -> list[T]:
    """``found`` by how it is written; one alone is not written at all."""
    items = list(found)
    return items if len(items) < 2 else sorted(items, key=_written)


@lru_cache(maxsize=1 << 12)
def _written(e: Any) -> str:
    return str(e)
