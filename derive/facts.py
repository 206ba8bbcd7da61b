"""Facts about layers, and the three ways to establish them.

``Same``      two lists of definitions compute the same: proved symbolically for all sizes where the normal
              forms agree, else by exact evaluation at every point of a declared box of sizes
``Numbers``   a worked example comes out exactly as given
``Differs``   two lists of definitions do not compute the same: one exact counterexample
``Identity``  equations between expressions of sizes
``Checked``   anything else that exact arithmetic decides at every point of a box

The facts themselves are data (``derive.layers.facts``).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from typing import Any, Protocol

from sympy import Expr, Symbol, factor, simplify

from derive.closures import Array, InexactError
from derive.exact import Machine, filled, letters
from derive.expr import Iverson, Tensor
from derive.layer import ModelError
from derive.polynomial import Polynomial
from derive.same import same
from derive.sides import Side

SYMBOLIC = "symbolic proof for all sizes"
NUMBERS = "exact numbers of the notes"
COUNTEREXAMPLE = "exact counterexample"


@dataclass(frozen=True)
class Verdict:
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
    def establish(self) -> Verdict: ...


Sides = Callable[[], tuple[Side, Side]]


@dataclass(frozen=True)
class Same:
    """``left = right`` at every place.

    ``box``      by name of a size or option, the values over which all combinations are tried; a symbol
                 that is not named is 1 where it must be positive, else 0
    ``counts``   names of products of sizes (``m = N H W``)
    ``entries``  "letters": every element stands for all numbers; "integers": several fillings, where
                 the formulas compare values
    """

    statement: str
    layers: tuple[str, ...]
    sides: Sides
    box: Mapping[str, Sequence[int]] = field(default_factory=dict)
    counts: Mapping[Expr, Symbol] = field(default_factory=dict)
    entries: str = "letters"

    def establish(self) -> Verdict:
        left, right = self.sides()
        if same(left, right, self.counts):
            return Verdict(True, SYMBOLIC)
        return self.over_box(left, right)

    def over_box(self, left: Side, right: Side) -> Verdict:
        """Exact evaluation of both sides at every point of the box."""
        points = 0
        spoken = _spoken(self.box, self.entries)
        for symbols in _points((left, right), self.box):
            for filling in range(1 if self.entries == "letters" else 3):
                try:
                    found = _difference(left, right, symbols, self.entries, filling)
                except InexactError as error:
                    found = str(error)
                if found:
                    return Verdict(False, f"proof over a stated box: {spoken}", f"{_at(symbols)}: {found}")
            points += 1
        if not points:
            return Verdict(False, f"proof over a stated box: {spoken}", "no point of the box is admissible")
        return Verdict(True, f"proof over a stated box: {spoken} ({points} points)")


@dataclass(frozen=True)
class Numbers:
    """A side gives exactly the numbers of a worked example; ``given`` by name of the tensor."""

    statement: str
    layers: tuple[str, ...]
    side: Callable[[], Side]
    given: Mapping[str, Any]
    wanted: Any
    options: Mapping[str, int] = field(default_factory=dict)

    def establish(self) -> Verdict:
        found = computed(self.side(), self.given, self.options)
        if found == self.wanted:
            return Verdict(True, NUMBERS)
        return Verdict(False, NUMBERS, f"came out as {found}")


@dataclass(frozen=True)
class Differs:
    """The two sides are *not* the same: they differ for the given numbers."""

    statement: str
    layers: tuple[str, ...]
    sides: Sides
    given: Mapping[str, Any]
    options: Mapping[str, int] = field(default_factory=dict)

    def establish(self) -> Verdict:
        left, right = (computed(side, self.given, self.options) for side in self.sides())
        return Verdict(left != right, COUNTEREXAMPLE, "" if left != right else f"both are {left}")


@dataclass(frozen=True)
class Identity:
    """Equations between expressions of sizes."""

    statement: str
    layers: tuple[str, ...]
    equations: Callable[[], Iterable[tuple[Expr, Expr]]]

    def establish(self) -> Verdict:
        for left, right in self.equations():
            if simplify(left - right) != 0:
                return Verdict(False, SYMBOLIC, f"{factor(left)} is not {factor(right)}")
        return Verdict(True, SYMBOLIC)


@dataclass(frozen=True)
class Checked:
    """``check`` says None, or where it fails; ``method`` says what it looks at."""

    statement: str
    layers: tuple[str, ...]
    method: str
    check: Callable[[], str | None]

    def establish(self) -> Verdict:
        found = self.check()
        return Verdict(found is None, self.method, found or "")


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
    claims: tuple[tuple[Claim, Verdict, float], ...]
    seconds: float

    @property
    def verdict(self) -> str:
        """``established`` or ``refused``."""
        return "established" if all(v.established for _, v, _ in self.claims) else "refused"

    @property
    def method(self) -> str:
        """The methods by which the claims were settled."""
        return "; ".join(dict.fromkeys(v.method for _, v, _ in self.claims))


def _put_to_test(claim: Claim) -> Verdict:
    """A claim that cannot even be stated (a layer is missing, shapes do not fit) is refused."""
    try:
        return claim.establish()
    except (ModelError, InexactError) as error:
        return Verdict(False, "none", str(error))


def computed(side: Side, given: Mapping[str, Any], options: Mapping[str, int]) -> Any:
    """The output of a side for given numbers, as nested lists; sizes are read off the arrays."""
    known: dict[Symbol, int] = {}
    for tensor in side.inputs:
        extents = _extents(given[tensor.name])
        for extent, size in zip(tensor.shape[len(tensor.shape) - len(extents) :], extents, strict=True):
            if extent.is_Symbol:
                known[extent] = size
    symbols = _complete((side,), {**{s.name: v for s, v in known.items()}, **options})
    machine = Machine(symbols, {})
    for tensor in side.inputs:
        machine.arrays.values[tensor.name] = filled(tensor, machine.shape(tensor), given[tensor.name])
    machine.run(side.live)
    return nested(machine.arrays.values[side.output.name], machine.shape(side.output))


def nested(array: Array, shape: Sequence[int], lead: tuple[int, ...] = ()) -> Any:
    """An array as nested lists of integers and fractions."""
    if len(lead) == len(shape):
        value = array[lead]
        value = value.constant if isinstance(value, Polynomial) and value.constant is not None else value
        return int(value) if isinstance(value, Fraction) and value.denominator == 1 else value
    return [nested(array, shape, (*lead, k)) for k in range(shape[len(lead)])]


def _extents(values: Any) -> list[int]:
    found = []
    while isinstance(values, list | tuple):
        found.append(len(values))
        values = values[0]
    return found


def _points(sides: Sequence[Side], box: Mapping[str, Sequence[int]]) -> Iterator[dict[Symbol, int]]:
    """The admissible points of a box: requirements hold and no derived size is below 1."""
    for values in product(*box.values()):
        symbols = _complete(sides, dict(zip(box, values, strict=True)))
        if _admissible(sides, symbols):
            yield symbols


def _complete(sides: Sequence[Side], named: Mapping[str, int]) -> dict[Symbol, int]:
    """Values for all symbols of the sides; derived sizes by their definitions."""
    symbols: dict[Symbol, int] = {}
    needed: set[Any] = set()
    derived = {k: v for side in sides for k, v in side.sizes.items()}
    for side in sides:
        for one in side.live:
            needed |= set().union(one.expr.free_symbols, one.lhs.free_symbols, one.tensor.free_symbols)
            needed |= set().union(*(lo.free_symbols | hi.free_symbols for _, lo, hi in one.free), set())
            needed -= set(one.indices)
        needed |= set().union(*(t.free_symbols for t in side.inputs), set())
    needed |= set().union(*(e.free_symbols for e in derived.values()), set())
    for s in needed - set(derived):
        symbols[s] = named.get(s.name, 1 if s.is_positive else 0)
    pending = dict(derived)
    while pending:
        ready = [k for k, v in pending.items() if not v.free_symbols & set(pending)]
        for k in ready:
            symbols[k] = Machine(symbols, {}).integer(pending.pop(k))
    return symbols


def _admissible(sides: Sequence[Side], symbols: Mapping[Symbol, int]) -> bool:
    machine = Machine(symbols, {})
    large = all(symbols[k] >= 1 for side in sides for k in side.sizes)
    return large and all(machine.integer(Iverson(c)) for side in sides for c in side.requires)


def _difference(left: Side, right: Side, symbols: Mapping[Symbol, int], entries: str, filling: int) -> str:
    """Where the two sides differ, or ""."""
    machine = Machine(symbols, {})
    inputs: dict[str, Tensor] = {}
    for tensor in (*left.inputs, *right.inputs):
        known = inputs.setdefault(tensor.name, tensor)
        if machine.shape(known) != machine.shape(tensor):
            return f"{tensor.name} is {known.shape} on one side and {tensor.shape} on the other"
    for tensor in inputs.values():
        machine.arrays.values[tensor.name] = _entries(tensor, machine, entries, filling)
    found = []
    for side in (left, right):
        one = Machine(symbols, machine.arrays.values)
        found.append((one.run(side.live)[side.output.name], one.shape(side.output)))
    (a, a_shape), (b, b_shape) = found
    if a_shape != b_shape:
        return f"shapes {a_shape} and {b_shape}"
    for place in a:
        if a[place] != b.get(place):
            return f"at {place}: {a[place]} and {b.get(place)}"
    return "" if len(a) == len(b) else "one side writes more places"


def _entries(tensor: Tensor, machine: Machine, entries: str, filling: int) -> Array:
    """Letters, or integers spread by a multiplicative step so that order and ties vary with the filling."""
    shape = machine.shape(tensor)
    if tensor.kind == "real" and entries == "letters":
        return letters(tensor, shape)
    places = list(product(*map(range, shape)))
    bound = machine.integer(tensor.bound) if tensor.kind == "integer" else (7, 1009, 5)[filling]
    spread = [
        (37 * (k + 3 * filling + len(tensor.name)) * (filling + 2) + k * k) % 1009 for k in range(len(places))
    ]
    low = 0 if tensor.sign or tensor.kind == "integer" else bound // 2
    return {place: v % bound - low for place, v in zip(places, spread, strict=True)}


def _spoken(box: Mapping[str, Sequence[int]], entries: str) -> str:
    ranges = [f"{k} ∈ {{{', '.join(map(str, v))}}}" for k, v in box.items()]
    kind = "every entry a letter" if entries == "letters" else "integer entries in three fillings"
    return f"{', '.join(ranges) or 'all sizes 1'}, {kind}"


def _at(symbols: Mapping[Symbol, int]) -> str:
    return ", ".join(f"{k}={v}" for k, v in sorted(symbols.items(), key=lambda s: s[0].name))


__all__ = [
    "Checked", "Claim", "Differs", "Established", "Fact", "Identity", "Numbers", "Same", "Verdict", "computed",
]  # fmt: skip
