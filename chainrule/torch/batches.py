"""An operator over one more axis, for ``vmap``: at once where axes do not matter, else each in turn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch

Batched = Callable[..., tuple[Any, Any]]


def batched(overload: Any, count: int, whole: bool) -> Batched:
    """The rule for ``overload``, whose first ``count`` arguments are tensors or ``None``.

    ``whole``: the operator takes arrays of any shape, elementwise: the batch is one more axis.
    """
    rule = _at_once if whole else _each

    def over(info: Any, dims: Sequence[Any], *given: Any) -> tuple[Any, Any]:
        tensors = [_first(t, d) for t, d in zip(given[:count], dims[:count], strict=True)]
        taken = [d is not None for d in dims[:count]]
        return _told(rule(overload, info.batch_size, tensors, taken, given[count:]))

    return over


def _first(tensor: Any, dim: int | None) -> Any:
    return tensor if dim is None else tensor.movedim(dim, 0)


def _at_once(overload: Any, size: int, tensors: Sequence[Any], taken: Sequence[bool], rest: Any) -> Any:
    wide = [
        t if t is None or has else t.expand(size, *t.shape) for t, has in zip(tensors, taken, strict=True)
    ]
    return overload(*wide, *rest)


def _each(overload: Any, size: int, tensors: Sequence[Any], taken: Sequence[bool], rest: Any) -> Any:
    if size == 0:
        raise ValueError(f"{overload.name()}: a batch without elements cannot be mapped over")
    found = []
    for k in range(size):
        here = [t[k] if has else t for t, has in zip(tensors, taken, strict=True)]
        found.append(overload(*here, *rest))
    if isinstance(found[0], torch.Tensor):
        return torch.stack(found)
    return type(found[0])(torch.stack(group) for group in zip(*found, strict=True))


def _told(found: Any) -> tuple[Any, Any]:
    """Results, and where their new axis is."""
    return found, 0 if isinstance(found, torch.Tensor) else type(found)(0 for _ in found)


__all__ = ["batched"]
