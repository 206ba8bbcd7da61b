"""Cross-correlation, defined once: every claim that a result is one is built from here, and then proved.

``(A ⋆ F)[f] = Σ_z A[α f + β z − π] F[z]``: stride α, dilation β, padding π in front.  ``A`` is zero outside
its array, and, where it is zero-upsampled, between its elements; ``z`` runs over all of ``F``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sympy import Expr, S, Symbol

from derive.expr import (
    Acc,
    Binder,
    Cond,
    FloorDiv,
    Iverson,
    Reduce,
    Tensor,
    accesses,
    divides,
    ge,
    substitute,
)
from derive.expr.expansion import expand
from derive.steps import Equation


@dataclass(frozen=True)
class WindowAxis:
    """Position = stride·along + dilation·tap − padding, on the axes ``image`` and ``kernel`` of the operands.

    ``zeros − 1`` zeros stand between neighbours of the image; ``flipped``: the kernel is read backwards.
    """

    image: int
    kernel: int
    along: Symbol
    tap: Symbol
    stride: Expr = S.One
    dilation: Expr = S.One
    padding: Expr = S.Zero
    flipped: bool = False
    zeros: Expr = S.One

    @property
    def position(self) -> Expr:
        return expand(self.stride * self.along + self.dilation * self.tap - self.padding)


@dataclass(frozen=True)
class Correlated:
    """What is correlated: an element of a tensor, where conditions on values at the same place hold."""

    element: Acc
    masks: tuple[Cond, ...] = ()

    @property
    def tensor(self) -> Tensor:
        return self.element.tensor

    def at(self, places: Mapping[int, Expr]) -> tuple[Acc, list[Cond]]:
        """The element with other entries on some axes, and its conditions there."""
        index = [places.get(k, at) for k, at in enumerate(self.element.index)]
        moved = {a: Acc(a.tensor, *index) for one in self.masks for a in accesses(one)}
        return Acc(self.tensor, *index), [substitute(one, moved) for one in self.masks]


@dataclass(frozen=True)
class CrossCorrelation:
    """``lhs = front · Σ_summed (image ⋆ kernel)``, the other axes of both operands at the same letters."""

    lhs: Acc
    free: tuple[Binder, ...]
    front: Expr
    image: Correlated
    kernel: Correlated
    axes: tuple[WindowAxis, ...]
    summed: tuple[Binder, ...] = field(default=())

    @property
    def sum(self) -> Any:
        """Σ_z A[α f + β z − π] F[z]"""
        extents = [self.kernel.tensor.shape[a.kernel] for a in self.axes]
        shape = self.image.tensor.shape
        inside = [c for a in self.axes for c in _exists(a, shape[a.image])]
        there, masks = self.image.at({a.image: FloorDiv(a.position, a.zeros) for a in self.axes})
        taps = {
            a.kernel: expand(e - 1 - a.tap) if a.flipped else a.tap
            for a, e in zip(self.axes, extents, strict=True)
        }
        weight, more = self.kernel.at(taps)
        window = [(a.tap, S.Zero, e - 1) for a, e in zip(self.axes, extents, strict=True)]
        return Reduce("sum", there * weight, [*self.summed, *window], [*inside, *masks, *more])

    @property
    def equation(self) -> Equation:
        return Equation(self.lhs, self.front * self.sum, self.free)

    @property
    def upsampled(self) -> tuple[Equation, ...]:
        """The same over the zero-upsampled image, and what that image is; empty where it has no zeros."""
        if all(a.zeros == 1 for a in self.axes):
            return ()
        zeros = {a.image: a.zeros for a in self.axes}
        one = self.image.tensor
        shape = [expand(zeros.get(k, S.One) * (e - 1) + 1) for k, e in enumerate(one.shape)]
        wide = Tensor(one.name + "_up", shape, one.axes)
        between = [divides(s, wide.axes[k]) for k, s in zeros.items()]
        source = [FloorDiv(z, zeros.get(k, S.One)) for k, z in enumerate(wide.axes)]
        free = tuple((z, S.Zero, e - 1) for z, e in zip(wide.axes, shape, strict=True))
        spread = Equation(Acc(wide, *wide.axes), Iverson(*between) * Acc(one, *source), free)
        return Equation(self.lhs, self.front * self._over(wide), self.free), spread

    def _over(self, wide: Tensor) -> Expr:
        whole = self.sum
        there, _ = self.image.at({a.image: FloorDiv(a.position, a.zeros) for a in self.axes})
        index = {a.image: a.position for a in self.axes}
        moved = Acc(wide, *(index.get(k, at) for k, at in enumerate(self.image.element.index)))
        kept = [g for g in whole.guards if g.kind != "divides"]
        return Reduce("sum", moved * (whole.body / there), whole.binders, kept)

    def lacking(self, sizes: Mapping[Symbol, Expr]) -> list[tuple[Expr, Expr]]:
        """Per axis, what the padding in front and behind lacks of β (K − 1), that of a full correlation."""
        last = {z: hi for z, _, hi in self.free}
        found = []
        for a in self.axes:
            width = expand(a.zeros * (self.image.tensor.shape[a.image] - 1) + 1)
            reach = a.dilation * (self.kernel.tensor.shape[a.kernel] - 1)
            behind = a.stride * last[a.along] + reach + 1 - a.padding - width
            found.append((reach - a.padding, reach - behind))
        return [(_at_sizes(front, sizes), _at_sizes(behind, sizes)) for front, behind in found]


def _exists(a: WindowAxis, extent: Expr) -> Sequence[Cond]:
    """The conditions under which the image has an element at the position."""
    return divides(a.zeros, a.position), ge(a.position), ge(a.zeros * (extent - 1) - a.position)


def _at_sizes(e: Expr, sizes: Mapping[Symbol, Expr]) -> Expr:
    """``e`` with the derived sizes written out."""
    for name, value in reversed(list(sizes.items())):
        e = expand(substitute(e, {name: value}))
    return expand(e)


__all__ = ["Correlated", "CrossCorrelation", "WindowAxis"]
