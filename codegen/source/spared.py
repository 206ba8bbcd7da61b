"""What a kernel does not move: intermediates that definitions one after the other would write and read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sympy import Add, Expr, Mul, S

from codegen.loops.nodes import Alloc, Kernel
from codegen.loops.roles import walk
from derive.expr import Tensor
from derive.model.layer import Def

WHOLE = 8
"""Bytes of an integer."""


@dataclass(frozen=True)
class Spared:
    """``tensors`` are in no array of their size; ``real`` elements and ``whole`` ones are not moved."""

    tensors: tuple[Tensor, ...]
    real: Expr
    whole: Expr

    def bytes(self, item: int) -> Expr:
        """Of which a real number takes ``item``."""
        return item * self.real + WHOLE * self.whole


def spared(defs: Iterable[Def], kernel: Kernel) -> Spared:
    """Run one after the other, definitions write an intermediate once and read it once for each reader."""
    defs = tuple(defs)
    made = dict.fromkeys(d.tensor for d in defs)
    held = {(t.name, size(t)) for t in _held(kernel)}
    gone = tuple(t for t in made if (t.name, size(t)) not in held)
    moved = {t: size(t) * (1 + sum(d.tensor != t and t in d.reads for d in defs)) for t in gone}
    real, whole = (Add(*(n for t, n in moved.items() if (t.kind == "integer") is k)) for k in (False, True))
    return Spared(gone, real, whole)


def _held(kernel: Kernel) -> Iterable[Tensor]:
    """The arrays of a kernel: given, and made on the way."""
    yield from (*kernel.arrays, *kernel.outputs)
    yield from (n.tensor for n in walk(kernel.body) if isinstance(n, Alloc))


def size(tensor: Tensor) -> Expr:
    return Mul(*tensor.shape) if tensor.shape else S.One


__all__ = ["Spared", "spared"]
