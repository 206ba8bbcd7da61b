"""Lags over many planes: the sums of some planes at a time, their totals without loss.

Each plane adds one number to a sum that may have very many of them: a part is the sum over ``PLANES`` planes.
"""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Min, S, expand

from codegen.contraction.stages import Numbered
from codegen.loops.nest import alternatives, nest
from codegen.loops.nodes import Alloc, Block, Carry, Loop, Node, Range, Store
from derive.expr import Acc, Binder, FloorDiv, Index, Tensor

PLANES = 256
"""The most planes of a part: of each it has one addition, one after the other."""


@dataclass(frozen=True)
class Totals:
    """Sums over ``each``, added up in ``part``; where loops over planes are inside, in ``total``."""

    part: Acc
    each: tuple[Range, ...]
    inner: tuple[Binder, ...]
    names: Numbered

    @property
    def made(self) -> Block:
        """The arrays."""
        return tuple(Alloc(a.tensor) for a in dict.fromkeys((self.part, self.total, self.rest)))

    @property
    def total(self) -> Acc:
        return self._beside("total")

    @property
    def rest(self) -> Acc:
        return self._beside("rest")

    def _beside(self, word: str) -> Acc:
        own = self.part.tensor
        beside = Tensor(self.names.text(word), own.shape, own.axes)
        return Acc(beside, *self.part.index) if self.inner else self.part

    def cleared(self) -> Block:
        return self._over(*(Store(a, S.Zero) for a in dict.fromkeys((self.total, self.rest))))

    def added(self, leaf: Block) -> Block:
        """The loops over the planes, in parts of the last of them."""
        if not self.inner:
            return leaf
        *outer, (z, lo, hi) = self.inner
        block = Index(f"{z.name}_block")
        first = expand(lo + PLANES * block)
        ends = (*alternatives(hi, Min), expand(first + PLANES - 1))
        planes = Loop(Range(z, (first,), ends), leaf)
        carry = self._over(Carry(self.total, self.rest, self.part))
        parts: Block = (*self._over(Store(self.part, S.Zero)), planes, *carry)
        return nest([*outer, (block, S.Zero, FloorDiv(expand(hi - lo), S(PLANES)))], (), parts)

    def _over(self, *body: Node) -> Block:
        for r in reversed(self.each):
            body = (Loop(r, body),)
        return body


__all__ = ["Totals"]
