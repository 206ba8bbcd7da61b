"""How PyTorch's arguments and the catalogue's options of windows fit together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

Forward = Callable[[Any, Mapping[str, Any], Mapping[str, Any]], Any]
"""``f(torch, arrays, options)``: the first output, or a tuple of all outputs and perhaps the aux."""


def per_axis(value: Any, rank: int) -> tuple[Any, ...]:
    """An option of one axis is a number, of several a tuple."""
    return tuple(value) if isinstance(value, tuple | list) else (value,) * rank


def sides(padding: Sequence[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """What stands before and behind each axis."""
    return tuple(padding[::2]), tuple(padding[1::2])


def padded(torch: Any, x: Any, padding: Sequence[int], value: float = 0.0) -> Any:
    """PyTorch counts the axes of ``pad`` from the last one; negative amounts crop, after all padding."""
    pairs = list(zip(*sides(padding), strict=True))
    flat = [v for pair in reversed(pairs) for v in pair]
    grown = torch.nn.functional.pad(x, [max(v, 0) for v in flat], value=value)
    return torch.nn.functional.pad(grown, [min(v, 0) for v in flat])


def ranked(f: Callable[..., Any], name: str, ranks: Sequence[int] = (1, 2, 3)) -> dict[str, Forward]:
    """One forward for the layers of several ranks."""
    return {f"{name}{rank}d": partial(f, rank=rank) for rank in ranks}


__all__ = ["Forward", "padded", "per_axis", "ranked", "sides"]
