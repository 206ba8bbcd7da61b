"""What the sizes of a case are asked to be: on this or that side of an edge of the kernels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sympy import Expr, Mul, S, Symbol

from codegen.loops.work import box
from codegen.numba.expressions import Scalars
from codegen.source.names import identifier
from codegen.verification.cases import free_symbols
from codegen.verification.reach.size_text import Arithmetic, function, names
from codegen.verification.strategies import Values
from derive.expr import Reduce
from derive.model.layer import Def, Layer, Option

PARTS = frozenset({"deep", "high", "parts", "vector", "wide"})
"""Edges behind which a loop begins another part; the others open a way, or end it."""
EVERYDAY = (2, 7, 8, 9, 17, 33, 63, 64, 65, 99, 400, 1025)
"""Widths of registers, vectors and caches, one less or more: edges of kernels that do not tell theirs."""
POSITIONS = 2**16 + 3
"""More than sixteen bits count."""
TAPS = 5
"""An option of so much is more than most kernels unroll."""
FAR = 128
"""Below an edge that lies further out, small sizes have been."""


@dataclass(frozen=True)
class Aim:
    """A quantity is to have this value, or the next one that it can have."""

    of: str
    value: int
    path: str = ""

    @property
    def opens(self) -> bool:
        """Whether a way opens there: it stays open behind it."""
        return bool(self.path) and self.path not in PARTS

    def __str__(self) -> str:
        return f"{self.of} = {self.value}"


def demands(layer: Layer, spec: Mapping[str, Any]) -> list[Aim]:
    """Both sides of every edge; of parts also one more than whole parts, and half a part more."""
    said = [
        Aim(of, value, edge["path"])
        for edge in spec.get("edges", ())
        for of in edge["of"]
        for value in _values(edge["path"], edge["at"])
    ]
    sizes = [identifier(s.name) for s in free_symbols(layer) if s not in layer.option_symbols]
    usual = [Aim(name, width) for width in EVERYDAY for name in sizes]
    usual += [Aim(of, POSITIONS) for of in _elements(layer)]
    usual += [Aim(identifier(s.name), TAPS) for o in layer.options if o.kind == "int" for s in _symbols(o)]
    once = {(one.of, one.value): one for one in reversed([*said, *usual]) if one.value > 0}
    return list(reversed(once.values()))


def grid(one: Def) -> Expr:
    """The points over which an interpreter evaluates a definition: sums inside of sums multiply."""
    start: dict[Symbol, Expr] = {}
    return Mul(box(one.free, start), _deepest(one.expr, start))


def _deepest(e: Expr, start: dict[Symbol, Expr]) -> Expr:
    """The points of the largest nest of sums in an expression."""
    own, inside = (box(e.binders, start), [e.body]) if isinstance(e, Reduce) else (S.One, e.args)
    found = (_deepest(a, dict(start)) for a in inside if isinstance(a, Expr) and a.has(Reduce))
    return Mul(own, max(found, key=lambda f: (len(Mul.make_args(f)), str(f)), default=S.One))


def _elements(layer: Layer) -> list[str]:
    """How many numbers each array holds, one of the axes of which is a size."""
    show = Scalars(lambda s: identifier(s.name), lambda t: t.name)
    counts = (Mul(*t.shape) for t in (*layer.inputs, *layer.outputs))
    return [show.integer(count) for count in dict.fromkeys(counts) if count.free_symbols]


def _symbols(option: Option) -> tuple[Symbol, ...]:
    """The symbols of an option that may be so large."""
    return option.symbols if option.maximum is None or option.maximum >= TAPS else ()


def _values(path: str, at: int) -> Iterator[int]:
    if path not in PARTS:
        yield from (at,) if at > FAR else (at - 1, at)
    else:
        yield from (at + 1, at + at // 2 + 3) if at > FAR else (at - 1, at, at + 1, at + at // 2 + 3)


class Quantities:
    """The quantities of a layer as functions of the sizes and options of a case."""

    def __init__(self, layer: Layer) -> None:
        show = Scalars(lambda s: identifier(s.name), lambda t: t.name)
        self.names = {s: identifier(s.name) for s in free_symbols(layer)}
        self.texts = {identifier(s.name): show.integer(e) for s, e in layer.sizes.items()}
        self.derived = {name: function(text) for name, text in self.texts.items()}
        self.grids = [function(show.integer(grid(one))) for one in layer.forward]
        self.known: dict[str, Arithmetic] = {}
        self.found: dict[tuple[str, tuple[Any, ...]], int] = {}
        self.completed: dict[tuple[Any, ...], dict[str, Any]] = {}

    def complete(self, values: Values) -> dict[str, Any]:
        """All sizes by name; those that are derived may be less than nothing."""
        return self._complete(self._key(values))

    def _key(self, values: Values) -> tuple[Any, ...]:
        return tuple([values[s] for s in self.names])

    def _complete(self, key: tuple[Any, ...]) -> dict[str, Any]:
        """The same for the same values, which a search asks about again and again."""
        if key not in self.completed:
            made = dict(zip(self.names.values(), key, strict=True))
            for name, size in self.derived.items():
                made[name] = int(size(made))
            self.completed[key] = made
        return self.completed[key]

    def value(self, of: str, values: Values) -> int:
        if of not in self.known:
            self.known[of] = function(of)
        key = self._key(values)
        if (of, key) not in self.found:
            self.found[of, key] = self._number(of, key)
        return self.found[of, key]

    def _number(self, of: str, key: tuple[Any, ...]) -> int:
        """Nothing where it has no value: a quotient by the extent of an output that is empty."""
        try:
            return int(self.known[of](self._complete(key)))
        except ZeroDivisionError:
            return 0

    def work(self, values: Values) -> int:
        """The terms of the longest definition, all derived sizes at least one."""
        sizes = {name: max(v, 1) if name in self.derived else v for name, v in self.complete(values).items()}
        return max(int(grid(sizes)) for grid in self.grids)

    def hangs_on(self, of: str) -> frozenset[str]:
        """The sizes and options that move a quantity."""
        found = set(names(of))
        for size, text in reversed(self.texts.items()):
            found |= names(text) if size in found else set()
        return frozenset(found)


__all__ = ["EVERYDAY", "PARTS", "Aim", "Quantities", "demands"]
