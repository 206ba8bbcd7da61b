"""What a field of a node is to those around it, and the nodes that work in registers, block by block."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Annotated, TypeAlias

from sympy import Expr, S, Symbol

from derive.expr import Acc, Cond, Tensor
from derive.proof import Range as Range  # a loop runs where a proof says that it does


class Role(Enum):
    """What a field of a node is to those around it."""

    READ = auto()
    """an expression that is evaluated"""
    TEST = auto()
    """conditions that are evaluated, and hold in the body"""
    WRITE = auto()
    """an element or a scalar that is written, its index evaluated"""
    UPDATE = auto()
    """the same, and what stood there is read"""
    NAME = auto()
    """a scalar that is defined from here on"""
    MAKE = auto()
    """an array that exists from here on, its extents evaluated"""
    OPEN = auto()
    """a range, or several: its ends are evaluated, its index is bound in the body"""
    BODY = auto()
    """nodes inside; an expression of a node with ranges and no body stands inside its ranges"""


Target: TypeAlias = Acc | Symbol
Read: TypeAlias = Annotated[Expr, Role.READ]
Tests: TypeAlias = Annotated[tuple[Cond, ...], Role.TEST]
Written: TypeAlias = Annotated[Acc, Role.WRITE]
Updated: TypeAlias = Annotated[Target, Role.UPDATE]


Opened: TypeAlias = Annotated[Range, Role.OPEN]
OpenedAll: TypeAlias = Annotated[tuple[Range, ...], Role.OPEN]


@dataclass(frozen=True)
class Turn:
    """``target`` has neighbours along ``rows``; in ``source`` rows lie ``every`` apart, columns ``step``.

    ``start`` is where in ``source``.
    ``source`` is written in ``letters``, of which ``rows`` and ``cols`` are the flat indices or stretches of
    them: what holds for each of their values holds for each element.
    """

    rows: Opened
    cols: Opened
    letters: OpenedAll
    target: Written
    source: Annotated[Acc, Role.READ]
    start: Read
    every: Read
    step: Read


@dataclass(frozen=True)
class Border:
    """``made[z] = source[z + first]`` where there is such an element, else 0; ``source`` where that is all.

    The ranges are those of the elements of ``source``.
    """

    made: Annotated[Tensor, Role.MAKE]
    ranges: OpenedAll
    source: Annotated[Acc, Role.READ]
    first: Annotated[tuple[Expr, ...], Role.READ]


@dataclass(frozen=True)
class View:
    """``made`` is the memory of an array in another shape; what is written there is all that the array gets.

    The ranges are those of the elements of ``source``.
    """

    made: Annotated[Tensor, Role.MAKE]
    ranges: OpenedAll
    source: Written


@dataclass(frozen=True)
class Product:
    """``target = Σ left · right``: over ``rows`` and ``cols`` the target, over ``depth`` the sum.

    A range of the depth that does not start at 0 goes on with the sum that stands in the target.  ``left``
    and ``right`` are written in ``letters``, of which the three are the flat indices or stretches of them;
    their elements lie at ``row_at + left_at`` and at ``start + right_at`` + the column.  The sum is added
    up in blocks of ``deep`` terms.  ``hadamard``: the left side's lie at ``start`` + the column behind that.
    ``inside``: along each axis with a margin the least place of a row, the greatest, and that of a term; the
    left side is zero where one of the terms' lies beyond its row's.  From ``skipping`` products on such terms
    are left out.
    """

    rows: Opened
    cols: Opened
    depth: Opened
    letters: OpenedAll
    target: Written
    left: Annotated[Acc, Role.READ]
    right: Annotated[Acc, Role.READ]
    row_at: Annotated[Acc, Role.READ]
    left_at: Annotated[Acc, Role.READ]
    right_at: Annotated[Acc, Role.READ]
    start: Read
    deep: Read
    hadamard: bool = False
    inside: Annotated[tuple[Acc, ...], Role.READ] = ()
    skipping: Read = S.Zero


@dataclass(frozen=True)
class Tiling:
    """A correlation tile by tile: ``places = long + taps`` along each of one or two pairs of axes.

    One array goes over items, rows and ``long``, one over rows, depth and ``taps``, one over items, depth and
    ``places``, zero outside.  Forward the first is the target, ``adjoint`` the second; ``start`` is added.
    """

    target: Written
    left: Annotated[Acc, Role.READ]
    right: Annotated[Acc, Role.READ]
    start: Annotated[tuple[Acc, ...], Role.READ]
    items: OpenedAll
    rows: Opened
    depth: Opened
    long: OpenedAll
    taps: OpenedAll
    places: OpenedAll
    adjoint: bool = False


@dataclass(frozen=True)
class Offsets:
    """``table[k] = value`` at the k-th values of ``taps``, the last of which runs fastest."""

    table: Annotated[Tensor, Role.MAKE]
    taps: OpenedAll
    value: Read


@dataclass(frozen=True)
class Pad:
    """A rectangle of ``target``, its columns neighbours; ``source`` is a case distinction with zero.

    With ``lanes``, of several planes at once: on one of the sides these are the neighbours.
    """

    rows: Opened
    cols: Opened
    target: Written
    source: Read
    lanes: OpenedAll = ()


@dataclass(frozen=True)
class Correlate:
    """``target = start + Σ left · right`` over ``taps``, for ``rows`` and the two indices of ``grid``.

    ``lefts`` and ``rights`` hold how far the taps stand behind the first one on either side.  With
    ``lanes``, several such at once, which are neighbours everywhere.
    """

    rows: Opened
    grid: OpenedAll
    taps: OpenedAll
    target: Written
    start: Annotated[Acc, Role.READ]
    left: Read
    right: Annotated[Acc, Role.READ]
    lefts: Tensor
    rights: Tensor
    lanes: OpenedAll = ()


@dataclass(frozen=True)
class Lags:
    """``target += Σ left · right`` over the two indices of ``grid``, for ``rows``, ``taps`` and ``lanes``."""

    rows: Opened
    grid: OpenedAll
    taps: OpenedAll
    target: Annotated[Acc, Role.UPDATE]
    left: Annotated[Acc, Role.READ]
    right: Annotated[Acc, Role.READ]
    rights: Tensor
    lanes: OpenedAll = ()
