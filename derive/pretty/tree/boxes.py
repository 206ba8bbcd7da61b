"""The presentation tree: what stands on the page, already ordered and bracketed, in no format yet.

``typeset`` makes it from expressions; ``text``, ``latex`` and ``html`` draw it.  Precedence is settled
here: a renderer never decides whether brackets are needed, except around a fraction on one line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True)
class Name:
    """An identifier: ``prefix`` is the ``d`` of a cotangent; ``accents`` of "hat", "bar", "tilde", "dot".

    ``glued``: the subscript stood without an underscore in the source (``Cg``), and does so in text.
    ``power``: the name is that of a square, as σ² is.
    ``over`` lays out the range that it runs over, where it is an index; two ranges make no two names.
    """

    base: str
    prefix: str = ""
    accents: tuple[str, ...] = ()
    sub: str = ""
    primes: int = 0
    upright: bool = False
    glued: bool = False
    power: str = ""
    over: Callable[[], Box] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Marked:
    """A name of which something is known: its number in what is said of a formula, the colour of an index.

    ``first``: it was not met before on the page.
    """

    name: Name
    number: int | None = None
    colour: int | None = None
    first: bool = False


@dataclass(frozen=True)
class Numeral:
    """Digits, or a symbol that stands for a number."""

    digits: str


@dataclass(frozen=True)
class Op:
    """An operator between two boxes: "add", "mul", "rel", "sep", "beside", or "sign" (a leading minus)."""

    sign: str
    kind: str


@dataclass(frozen=True)
class Words:
    """Running text inside a formula."""

    words: str


@dataclass(frozen=True)
class Row:
    """Boxes side by side."""

    items: tuple[Box, ...]


@dataclass(frozen=True)
class Fraction:
    """``above`` over ``below``."""

    above: Box
    below: Box


@dataclass(frozen=True)
class Power:
    """``base`` raised to ``exponent``; the base is bracketed already where it must be."""

    base: Box
    exponent: Box


@dataclass(frozen=True)
class Transpose:
    """A matrix with rows for columns."""

    body: Box


@dataclass(frozen=True)
class Root:
    """The square root of ``body``."""

    body: Box


@dataclass(frozen=True)
class Access:
    """An element of an array."""

    name: Name
    index: tuple[Box, ...]


@dataclass(frozen=True)
class Big:
    """The sign of a reduction: its letters below, at most one bound above, conditions below the letters."""

    sign: str
    under: Box
    over: Box | None = None
    guards: tuple[Box, ...] = ()


@dataclass(frozen=True)
class Fence:
    """``body`` in brackets: "paren", "square", "floor", "ceil", "abs", "brace"."""

    kind: str
    body: Box


@dataclass(frozen=True)
class Edge:
    """One half of a fence whose body was broken over several lines."""

    kind: str
    opening: bool


@dataclass(frozen=True)
class Cases:
    """A value with its condition for each branch; the condition of the last is ``None``.

    ``stacked``: each condition stands below its value, where both beside each other are too wide.
    """

    branches: tuple[tuple[Box, Box | None], ...]
    stacked: bool = False


Box: TypeAlias = (
    Name
    | Marked
    | Numeral
    | Op
    | Words
    | Row
    | Fraction
    | Power
    | Transpose
    | Root
    | Access
    | Big
    | Fence
    | Edge
    | Cases
)

FENCES = {
    "paren": ("(", ")"),
    "square": ("[", "]"),
    "floor": ("⌊", "⌋"),
    "ceil": ("⌈", "⌉"),
    "abs": ("|", "|"),
    "brace": ("{", "}"),
}

BESIDE = Op(" ", "beside")
"""The product of matrices, and of a number with one."""

PLUS, MINUS = Op("+", "add"), Op("−", "add")
NEGATIVE = Op("−", "sign")
TIMES = Op("·", "mul")
COMMA = Op(",", "sep")


def row(*items: Box) -> Box:
    """The boxes side by side, nested rows opened; one box stands for itself."""
    flat: list[Box] = []
    for item in items:
        flat.extend(item.items if isinstance(item, Row) else (item,))
    return flat[0] if len(flat) == 1 else Row(tuple(flat))


def joined(items: tuple[Box, ...] | list[Box], between: Op) -> Box:
    """The boxes with an operator between each two."""
    out: list[Box] = []
    for item in items:
        out += [between, item] if out else [item]
    return row(*out)


def call(name: Name, *args: Box) -> Box:
    """``name(args)``"""
    return row(name, Fence("paren", joined(args, COMMA)))


def is_sum(box: Box) -> bool:
    """Whether a product around ``box`` needs brackets."""
    return isinstance(box, Row) and any(
        isinstance(i, Op) and i.kind in ("add", "sign", "rel") for i in box.items
    )


def ends_in_cases(box: Box) -> bool:
    """Whether what follows ``box`` would be read as part of a condition."""
    return isinstance(box, Cases) or (isinstance(box, Row) and isinstance(box.items[-1], Cases))


def is_product(box: Box) -> bool:
    """Whether ``box`` is several factors, or begins with a big operator."""
    return isinstance(box, Row) and any(
        isinstance(i, Big) or (isinstance(i, Op) and i.kind == "mul") for i in box.items
    )
