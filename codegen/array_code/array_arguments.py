"""The arguments of a function over arrays, and where each size comes from: a shape, or its definition."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sympy import Expr, Symbol

from codegen.array_code.array_programs import Wanted
from derive.api.arguments import ArgumentError
from derive.expr import Tensor
from derive.expr.expansion import expand


@dataclass
class ShownSizes:
    """How the sizes are found in the shapes of what is given; ``arrays`` are the arguments, in the end."""

    wanted: Wanted
    arrays: list[Tensor]
    written: Callable[[Expr], str]
    named: Callable[[Symbol], str]
    shapes: dict[Tensor, dict[int, Symbol]] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    known: set[Symbol] = field(default_factory=set)

    def find(self, symbols: Iterable[Symbol]) -> None:
        """Make each known, in an order in which one may need another."""
        for s in sorted(symbols, key=str):
            self.one(s)

    def one(self, s: Symbol) -> None:
        if s in self.known or s in self.wanted.layer.option_symbols:
            return
        self.known.add(s)
        others = [t for t in self.wanted.given if t not in self.arrays]
        if self.from_axis(s, self.arrays) or self.from_definition(s) or self.from_factor(s, self.arrays):
            return
        if self.from_axis(s, others) or self.from_factor(s, others):
            return
        raise ArgumentError("format", f"{self.wanted.name}: no argument shows the size {s}; --set {s}=…")

    def from_axis(self, s: Symbol, arrays: Sequence[Tensor]) -> bool:
        for t in arrays:
            if s in t.shape:
                self.shapes.setdefault(t, {})[t.shape.index(s)] = s
                self.take(t)
                return True
        return False

    def from_definition(self, s: Symbol) -> bool:
        sizes: Mapping[Symbol, Expr] = self.wanted.sizes
        if s not in sizes:
            return False
        self.find(z for z in sizes[s].free_symbols if isinstance(z, Symbol))
        self.lines.append(f"{self.named(s)} = {self.written(sizes[s])}")
        return True

    def from_factor(self, s: Symbol, arrays: Sequence[Tensor]) -> bool:
        """``Cg = x.shape[1] // G``, of an axis whose extent is a multiple."""
        for t in arrays:
            for k, extent in enumerate(t.shape):
                rest = expand(extent / s)
                if s in extent.free_symbols and rest.is_integer and self.is_shown(rest):
                    self.find(z for z in rest.free_symbols if isinstance(z, Symbol))
                    self.take(t)
                    self.lines.append(
                        f"{self.named(s)} = {t.name}.shape[{k}] // {_tight(self.written(rest))}"
                    )
                    return True
        return False

    def is_shown(self, e: Expr) -> bool:
        """Whether options and axes of what is given say what it is."""
        axes = {extent for t in self.arrays for extent in t.shape}
        return all(z in axes or z in self.wanted.layer.option_symbols for z in e.free_symbols)

    def take(self, t: Tensor) -> None:
        if t not in self.arrays:
            self.arrays.append(t)

    @property
    def opened(self) -> list[str]:
        """``N, _, H, W = x.shape``"""
        out = []
        for t, places in self.shapes.items():
            names = [self.named(places[k]) if k in places else "_" for k in range(len(t.shape))]
            out.append(f"{', '.join(names)}{',' if len(names) == 1 else ''} = {t.name}.shape")
        return out


def _tight(text: str) -> str:
    return text if text.isidentifier() else f"({text})"


def signature(wanted: Wanted, arrays: Sequence[Tensor], options: Iterable[Symbol]) -> str:
    """The arrays in the order of the layer, then the options by the names that they have in the formula."""
    known = wanted.layer.option_symbols
    used = [s for s in known if s in set(options)]
    keywords = [f"{s.name}={known[s]!r}" if known[s] is not None else s.name for s in used]
    names = [t.name for t in wanted.given if t in arrays]
    return ", ".join([*names, *(["*", *keywords] if keywords else [])])


__all__ = ["ShownSizes", "signature"]
