"""Facts about layers, and the three ways to establish them.

``Same``      two lists of definitions compute the same: proved symbolically for all sizes where the normal
              forms agree, else by exact evaluation at every point of a declared box of sizes
``Numbers``   a worked example comes out exactly as given
``Differs``   two lists of definitions do not compute the same: one exact counterexample
``Equality``  equations between expressions of sizes
``Checked``   anything else that exact arithmetic decides at every point of a box

The facts themselves are data (``derive.facts.lectures``).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from sympy import Expr, Symbol, factor, simplify

from derive.exact.arithmetic import InexactError
from derive.exact.sides import Side
from derive.facts.box import at, computed, difference, points, spoken
from derive.facts.equality import same
from derive.model.layer import ModelError

SYMBOLIC = "symbolic proof for all sizes"
NUMBERS = "exact numbers of the notes"
COUNTEREXAMPLE = "exact counterexample"


@dataclass(frozen=True)
class Finding:
    """Whether a claim is established, by which method, and what was found if it is not."""

    established: bool
    method: str
    found: str = ""


class Claim(Protocol):
    """One statement in symbols about some layers, which can be put to the test."""

    @property
    def statement(self) -> str: ...
    @property
    def layers(self) -> tuple[str, ...]: ...
    def establish(self) -> Finding: ...


Sides = Callable[[], tuple[Side, Side]]


@dataclass(frozen=True)
class Same:
    """``left = right`` at every place.

    ``box``      by name of a size or option, the values over which all combinations are tried; a symbol
                 that is not named is 1 where it must be positive, else 0
    ``counts``   names of products of sizes (``m = N H W``)
    ``entries``  "letters": every element stands for all numbers; "integers", "quarters": three
                 fillings with such numbers, where the formulas compare values or interpolate
    ``unproved`` why the box is all there is, where no proof for all sizes is to be had
    """

    statement: str
    layers: tuple[str, ...]
    sides: Sides
    box: Mapping[str, Sequence[int]] = field(default_factory=dict)
    counts: Mapping[Expr, Symbol] = field(default_factory=dict)
    entries: str = "letters"
    unproved: str = ""

    def establish(self) -> Finding:
        left, right = self.sides()
        if same(left, right, self.counts):
            return Finding(True, SYMBOLIC)
        return self.over_box(left, right)

    def over_box(self, left: Side, right: Side) -> Finding:
        """Exact evaluation of both sides at every point of the box."""
        seen = 0
        words = spoken(self.box, self.entries)
        for symbols in points((left, right), self.box):
            for filling in range(1 if self.entries == "letters" else 3):
                try:
                    found = difference(left, right, symbols, self.entries, filling)
                except InexactError as error:
                    found = str(error)
                if found:
                    return Finding(False, f"proof over a stated box: {words}", f"{at(symbols)}: {found}")
            seen += 1
        if not seen:
            return Finding(False, f"proof over a stated box: {words}", "no point of the box is admissible")
        why = f"; for all sizes not: {self.unproved}" if self.unproved else ""
        return Finding(True, f"proof over a stated box: {words} ({seen} points){why}")


@dataclass(frozen=True)
class Numbers:
    """A side gives exactly the numbers of a worked example; ``given`` by name of the tensor."""

    statement: str
    layers: tuple[str, ...]
    side: Callable[[], Side]
    given: Mapping[str, Any]
    wanted: Any
    options: Mapping[str, int] = field(default_factory=dict)

    def establish(self) -> Finding:
        found = computed(self.side(), self.given, self.options)
        if found == self.wanted:
            return Finding(True, NUMBERS)
        return Finding(False, NUMBERS, f"came out as {found}")


@dataclass(frozen=True)
class Differs:
    """The two sides are *not* the same: they differ for the given numbers."""

    statement: str
    layers: tuple[str, ...]
    sides: Sides
    given: Mapping[str, Any]
    options: Mapping[str, int] = field(default_factory=dict)

    def establish(self) -> Finding:
        left, right = (computed(side, self.given, self.options) for side in self.sides())
        return Finding(left != right, COUNTEREXAMPLE, "" if left != right else f"both are {left}")


@dataclass(frozen=True)
class Equality:
    """Equations between expressions of sizes."""

    statement: str
    layers: tuple[str, ...]
    equations: Callable[[], Iterable[tuple[Expr, Expr]]]

    def establish(self) -> Finding:
        for left, right in self.equations():
            if simplify(left - right) != 0:
                return Finding(False, SYMBOLIC, f"{factor(left)} is not {factor(right)}")
        return Finding(True, SYMBOLIC)


@dataclass(frozen=True)
class Checked:
    """``check`` says None, or where it fails; ``method`` says what it looks at."""

    statement: str
    layers: tuple[str, ...]
    method: str
    check: Callable[[], str | None]

    def establish(self) -> Finding:
        found = self.check()
        return Finding(found is None, self.method, found or "")


@dataclass(frozen=True)
class Fact:
    """A numbered fact of the catalogue: all its claims must be established."""

    number: int
    title: str
    claims: tuple[Claim, ...]

    @property
    def layers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for claim in self.claims for name in claim.layers))

    def establish(self) -> Established:
        began = time.perf_counter()
        found = []
        for claim in self.claims:
            start = time.perf_counter()
            found.append((claim, _put_to_test(claim), time.perf_counter() - start))
        return Established(self, tuple(found), time.perf_counter() - began)


@dataclass(frozen=True)
class Established:
    """What became of a fact, claim by claim, with seconds."""

    fact: Fact
    claims: tuple[tuple[Claim, Finding, float], ...]
    seconds: float

    @property
    def verdict(self) -> str:
        """``established`` or ``refused``."""
        return "established" if all(v.established for _, v, _ in self.claims) else "refused"

    @property
    def method(self) -> str:
        """The methods by which the claims were settled."""
        return "; ".join(dict.fromkeys(v.method for _, v, _ in self.claims))


def _put_to_test(claim: Claim) -> Finding:
    """A claim that cannot even be stated (a layer is missing, shapes do not fit) is refused."""
    try:
        return claim.establish()
    except (ModelError, InexactError) as error:
        return Finding(False, "none", str(error))


__all__ = [
    "SYMBOLIC",
    "Checked",
    "Claim",
    "Differs",
    "Equality",
    "Established",
    "Fact",
    "Finding",
    "Numbers",
    "Same",
]  # fmt: skip
