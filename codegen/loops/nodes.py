"""The loop language between formulas and Numba source: frozen nodes, scalars stay SymPy.

=============  =========================================================================
``Range``      an index from the largest of ``lo`` to the smallest of ``hi`` (inclusive), by ``step``
``Loop``       a sequential loop over one range
``Parallel``   one loop whose iterations may run at once, over a box of ranges
``If``         a condition that no loop bound could take over
``Choose``     two ways to compute the same, one of them chosen at run time
``Let``        a named scalar, integer or real
``Alloc``      a temporary array, private to the iteration of the loop in which it stands
``Store``      ``x[...] = value``
``Accumulate`` ``target op= value``; the target is an element or a named scalar
``Carry``      ``total += value``, and what rounding takes from the total is kept beside it
``Best``       keeps the first extreme value and where it stood
``Split``      the digits of a flat index, as names for what stands inside
``Copy``       ``x[..., z] = y[...]`` over a range, neighbours in ``x`` and evenly spaced in ``y``
``Turn``       ``x[..., q, p] = y[..., p, q]`` over two ranges, each the neighbours of one side
``Border``     a copy of an array with a margin of zeros
``View``       an array that is to be written, in another shape
``Product``    ``out[p, q] = Σ_k left[p, k] right[k, q]`` over three ranges, in registers
``Tiling``     ``Σ left · right[long + taps]`` over the depth, tile by tile
``Offsets``    where the taps of a window stand in memory, against the first of them
``Pad``        ``x[..., r, z] = y[...]`` over a rectangle, zeros where it has no element
``Correlate``  ``out[p, i, j] = start[p] + Σ_taps left[p, tap] right[tap, i, j]``, pixels in registers
``Lags``       ``out[p, tap] += Σ_ij left[p, i, j] right[tap, i, j]``, taps in registers
``Label``      for the reader: the definition that the next nodes compute
``Kernel``     a function: arrays, scalars, body
=============  =========================================================================

What a node reads, writes, defines and opens is written at its fields, once: ``codegen.loops.roles`` answers
from there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, TypeAlias

from sympy import Symbol

from codegen.loops.in_registers import (
    Border as Border,
)
from codegen.loops.in_registers import (
    Correlate as Correlate,
)  # fmt: skip
from codegen.loops.in_registers import (
    Lags as Lags,
)
from codegen.loops.in_registers import (
    Offsets as Offsets,
)
from codegen.loops.in_registers import (
    Opened,
    OpenedAll,
    Read,
    Tests,
    Updated,
    Written,
)
from codegen.loops.in_registers import (
    Pad as Pad,
)
from codegen.loops.in_registers import (
    Product as Product,
)
from codegen.loops.in_registers import (
    Range as Range,
)
from codegen.loops.in_registers import (
    Role as Role,
)
from codegen.loops.in_registers import (
    Target as Target,
)
from codegen.loops.in_registers import (
    Tiling as Tiling,
)
from codegen.loops.in_registers import (
    Turn as Turn,
)
from codegen.loops.in_registers import (
    View as View,
)
from derive.expr import Acc, Cond, Tensor
from derive.model.layer import Def

Block: TypeAlias = "tuple[Node, ...]"
Body: TypeAlias = Annotated["tuple[Node, ...]", Role.BODY]


@dataclass(frozen=True)
class Loop:
    range: Opened
    body: Body


@dataclass(frozen=True)
class Parallel:
    """Iterations in any order or at once.  The ranges form a box: no bound mentions another index."""

    ranges: OpenedAll
    body: Body


@dataclass(frozen=True)
class If:
    """``at_once``: every test is evaluated, none is jumped over."""

    conds: Tests
    body: Body
    at_once: bool = False


@dataclass(frozen=True)
class Choose:
    """``then`` where the run-time function ``by`` says so, else ``otherwise``; both compute the same.

    ``by`` may say yes although ``conds`` do not hold, so that ``then`` must be legal without them; it says no
    only where one of them fails.  Where it is empty the conditions themselves decide.  ``then`` multiplies
    elements of what is ``finite`` by zeros, for which ``otherwise`` has no terms: where one of them is not
    finite, ``otherwise`` gives all of ``result``.  The smaller of both is looked at.
    """

    by: str
    conds: Annotated[tuple[Cond, ...], Role.READ]
    then: Body
    otherwise: Body
    finite: tuple[Tensor, ...] = ()
    result: Tensor | None = None


@dataclass(frozen=True)
class Let:
    """``name = value``: an integer or a real, by the assumptions of the name."""

    name: Annotated[Symbol, Role.NAME]
    value: Read


@dataclass(frozen=True)
class Alloc:
    tensor: Annotated[Tensor, Role.MAKE]


@dataclass(frozen=True)
class Store:
    target: Written
    value: Read


@dataclass(frozen=True)
class Accumulate:
    """``op`` is ``sum``, ``prod``, ``max`` or ``min``; a NaN, once there, stays."""

    target: Updated
    op: str
    value: Read


@dataclass(frozen=True)
class Carry:
    """``total += value``, where ``rest`` holds what rounding has taken from ``total`` so far."""

    total: Updated
    rest: Updated
    value: Read


@dataclass(frozen=True)
class Best:
    """Keep ``value`` and ``position`` where it beats ``best``, ``at`` is still -1, or it is the first NaN."""

    op: str
    best: Updated
    at: Updated
    value: Read
    position: Read


@dataclass(frozen=True)
class Split:
    """``letters`` (outer first, from ``lo`` to ``hi`` each) as digits of ``flat``, which counts from 0."""

    letters: OpenedAll
    flat: Read
    body: Body


@dataclass(frozen=True)
class Copy:
    """A run of neighbours in ``target``, evenly spaced in ``source``."""

    range: Opened
    target: Written
    source: Annotated[Acc, Role.READ]


@dataclass(frozen=True)
class Label:
    """The text is made where the kernel is printed."""

    one: Def


Node: TypeAlias = (
    Loop
    | Parallel
    | If
    | Choose
    | Let
    | Alloc
    | Store
    | Accumulate
    | Carry
    | Best
    | Split
    | Copy
    | Turn
    | Border
    | View
    | Product
    | Tiling
    | Offsets
    | Pad
    | Correlate
    | Lags
    | Label
)
Nest: TypeAlias = Loop | Parallel | If | Choose | Split


@dataclass(frozen=True)
class Decision:
    """For the reader: how a definition is computed, and why so and not otherwise."""

    one: Def
    choice: str
    reason: str = ""


@dataclass(frozen=True)
class Kernel:
    """A function over arrays and scalars.

    ``views`` names the arrays that the kernel sees in another shape than its caller: neighbouring axes
    that are always walked together are one axis.  ``decisions`` says what was chosen on the way here,
    ``sizes`` which symbols are sizes of the layer: formulas in print depend on it, no loop does.
    """

    name: str
    arrays: tuple[Tensor, ...]
    outputs: tuple[Tensor, ...]
    scalars: tuple[Symbol, ...]
    body: Block
    views: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()
    sizes: frozenset[Symbol] = frozenset()
