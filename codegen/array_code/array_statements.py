"""A definition as statements over arrays: each reduction an array of its own, then the formula around it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sympy import Expr, Mul, S, Symbol

from codegen.array_code.array_expressions import mask, place_text, text
from codegen.array_code.array_libraries import Library
from codegen.array_code.array_names import Names
from codegen.array_code.array_sums import EinsumOperand, Grid, Reduction, grouped, labels, of_one_type
from codegen.array_code.array_surroundings import Surroundings, is_scalar
from derive.api.arguments import ArgumentError
from derive.expr import Acc, Binder, Index, Iverson, Reduce, Tensor, ge, substitute
from derive.expr.expansion import expand
from derive.expr.order import ordered
from derive.model.layer import Def
from derive.proof import Ranges


@dataclass
class ArrayStatements:
    """The lines of a function, made definition by definition."""

    library: Library
    names: Names
    facts: Sequence[Expr]
    lines: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    made: set[Tensor] = field(default_factory=set)
    bare: set[Tensor] = field(default_factory=set)
    """Arrays in which no number has the type of the data."""

    # -- definitions

    def define(self, one: Def) -> None:
        """The lines that compute ``one`` into the array of its name."""
        grid, moved, more = self.opened(one.free, {})
        assert not more, "the letters of a left side run in ranges of sizes"
        expr, index = substitute(one.expr, moved), [substitute(at, moved) for at in one.lhs.index]
        plain = not one.scatter and one.tensor not in self.made and self.fills(index, one.tensor, grid)
        if plain and isinstance(expr, Reduce) and [z for z in grid if z in expr.free_symbols] == index:
            self.reduce(expr, grid, self.names(one.tensor))
        elif plain:
            self.assign(
                self.names(one.tensor), self.value(expr, dict(zip(index, grid.values(), strict=True)))
            )
        else:
            self.write(one, expr, index, grid)
        if self.of_data(one.expr):
            self.bare.discard(one.tensor)
        elif one.tensor not in self.made:
            self.bare.add(one.tensor)
        self.made.add(one.tensor)

    def of_data(self, e: Expr) -> bool:
        """Whether a number is read that has the type of the data: letters, sizes and brackets make others."""
        return any(a.tensor.kind == "real" and a.tensor not in self.bare for a in e.atoms(Acc))

    def typed(self, e: Expr) -> bool:
        """Whether an array of it has their type: PyTorch asks axes, one number beside letters gives way."""
        return any(a.index and self.of_data(a) for a in e.atoms(Acc))

    def fills(self, index: Sequence[Expr], tensor: Tensor, grid: Grid) -> bool:
        """Whether each letter runs along an axis of its own, in order."""
        return list(index) == list(grid) and self.same(grid.values(), tensor.shape)

    def same(self, some: Iterable[Expr], others: Iterable[Expr]) -> bool:
        known = Ranges((), self.facts)
        pairs = ((a, b) for a, b in zip(some, others, strict=True) if expand(a - b) != 0)
        return all(known.nonnegative(a - b) and known.nonnegative(b - a) for a, b in pairs)

    def write(self, one: Def, expr: Expr, index: Sequence[Expr], grid: Grid) -> None:
        """Into places of an array that starts at zero; a statement that a bracket skips adds nothing."""
        name = self.names(one.tensor)
        value = self.names.new("value")
        self.assign(value, self.over(expr, grid))
        words = self.words(grid)
        places = [
            self.over_text(place_text(at, e, words), grid)
            for at, e in zip(index, one.tensor.shape, strict=True)
        ]
        if one.tensor not in self.made:
            shape = ", ".join(text(e, words) for e in one.tensor.shape)
            self.assign(name, f"{self.library.module}.zeros(({shape},), dtype={value}.dtype)")
        template = self.library.add if one.scatter else self.library.put
        self.lines.append(template.format(array=name, index=", ".join(places), value=value))

    def assign(self, name: str, value: str) -> None:
        if name != value:
            self.lines.append(f"{name} = {value}")

    # -- values over a grid

    def words(self, grid: Grid) -> Surroundings:
        ranges = Ranges([(z, S.Zero, e - 1) for z, e in grid.items()], self.facts)
        letters = {z: self.names(z) for z in grid}
        return Surroundings(self.library, self.names, ranges, letters, used=self.used)

    def value(self, expr: Expr, grid: Grid) -> str:
        """The formula as an array: array by array where each is read at the letters in their order."""
        expr = self.hoisted(expr, grid)
        read = [a for a in expr.atoms(Acc) if a.index]
        arrays = substitute(expr, {a: Symbol(f"_{k}") for k, a in enumerate(read)})
        aligned = all(list(a.index) == list(grid) and self.same(grid.values(), a.tensor.shape) for a in read)
        if read and aligned and not arrays.free_symbols & set(grid):
            words = self.words({})
            words.whole = True
            return text(expr, words)
        return self.over(expr, grid)

    def over(self, expr: Expr, grid: Grid) -> str:
        return self.over_text(text(self.hoisted(expr, grid), self.words(grid)), grid)

    def over_text(self, formula: str, grid: Grid) -> str:
        """``over(lambda i, j: …, I, J)``"""
        self.used.add("over")
        words = self.words({})
        counts = ", ".join(self.count(e, words) for e in grid.values())
        return f"over(lambda {', '.join(self.names(z) for z in grid)}: {formula}, {counts})"

    def count(self, extent: Expr, words: Surroundings) -> str:
        """How often a letter counts: not less than 0 times where an axis is shorter than a shift."""
        counted = text(extent, words)
        return counted if Ranges((), self.facts).nonnegative(extent) else f"max({counted}, 0)"

    def counted(self, extent: Expr) -> Expr:
        """The same as a factor of a formula: a name where it is not the extent itself."""
        written = self.count(extent, self.words({}))
        if not written.startswith("max("):
            return extent
        name = Index(self.names.new("count"))
        self.names.given[name] = name.name
        self.assign(name.name, written)
        return name

    def hoisted(self, expr: Any, grid: Grid) -> Any:
        """The formula with an element of an array for each outermost reduction."""
        found = {r: self.reduce(r, grid) for r in ordered(_outermost(expr))}
        return substitute(expr, found) if found else expr

    # -- ranges

    def opened(self, binders: Sequence[Binder], outer: Grid) -> tuple[Grid, dict[Symbol, Expr], list[Any]]:
        """The letters from 0, what stands for them, and what their ranges ask beside that."""
        grid: Grid = {}
        moved: dict[Symbol, Expr] = {}
        asked: list[Any] = []
        for z, lo, hi in binders:
            lo, hi = substitute(lo, moved), substitute(hi, moved)
            seen = {**outer, **grid}
            if (lo.free_symbols | hi.free_symbols) & set(seen):
                asked += [ge(z - lo), ge(hi - z)]
                lo, hi = self.end("min", lo, seen), self.end("max", hi, seen)
            grid[z] = expand(hi - lo + 1)
            if lo != 0:
                moved[z] = z + lo
        return grid, moved, [substitute(c, moved) for c in asked]

    def end(self, which: str, e: Expr, seen: Grid) -> Expr:
        """The least or greatest value of an end that hangs on letters: a number, found before."""
        if e.atoms(Acc):
            raise ArgumentError("format", f"a range that hangs on data ({e}) has no counterpart in arrays")
        letters = [z for z in seen if z in e.free_symbols]
        if not letters:
            return e
        words = self.words({z: seen[z] for z in letters})
        words.place = True
        bare = self.words({})
        loops = " ".join(f"for {self.names(z)} in range({text(seen[z], bare)})" for z in letters)
        name = Index(self.names.new("low" if which == "min" else "high"))
        self.names.given[name] = name.name
        ends, known = f"{text(e, words)} {loops}", Ranges((), self.facts)
        some = all(known.nonnegative(seen[z] - 1) for z in letters)
        self.assign(name.name, f"{which}({ends})" if some else f"{which}(({ends}), default=0)")
        return name

    # -- reductions

    def reduce(self, e: Reduce, outer: Grid, name: str = "") -> Expr:
        """The reduction as an array over the outer letters that it hangs on; its element there."""
        kept = {z: n for z, n in outer.items() if z in e.free_symbols}
        grid, moved, asked = self.opened(e.binders, outer)
        guards = [*(substitute(g, moved) for g in e.guards), *asked]
        kept |= {z: n for z, n in outer.items() if any(z in c.free_symbols for c in asked)}
        whole = {**kept, **grid}
        body = self.hoisted(substitute(e.body, moved), whole)
        guards = [self.hoisted(g, whole) for g in guards]
        name = name or self.names.new(e.op if e.op != "sum" else "total")
        shape, letters = list(kept.values()), list(kept)
        result = Tensor(name, shape, [Index(f"{z}") for z in letters])
        self.names.given[result] = name
        if not self.of_data(e.body):
            self.bare.add(result)
        made = self.summed if e.op == "sum" else self.extreme
        made(Reduction(e, body, tuple(guards), kept, grid, name, moved))
        return Acc(result, *letters)

    def extreme(self, r: Reduction) -> None:
        """max, min, product, and the places of extremes: over the last axes."""
        whole = r.whole
        neutral = {"max": S.NegativeInfinity, "min": S.Infinity, "prod": S.One}.get(r.op.removeprefix("arg"))
        assert neutral is not None
        words = self.words(whole)
        body = text(r.body, words)
        if r.guards:
            body = f"{self.library.module}.where({mask(r.guards, words)}, {body}, {text(neutral, words)})"
        values = self.names.new("values")
        self.assign(values, self.over_text(body, whole))
        axes = len(r.grid)
        if r.op.startswith("arg"):
            self.assign(r.name, self.first(r, values, words))
            return
        self.used.add("flat")
        call = {"max": "amax", "min": "amin", "prod": "prod"}[r.op]
        self.assign(r.name, f"{self.library.module}.{call}(flat({values}, {axes}), -1)")

    def first(self, r: Reduction, values: str, words: Surroundings) -> str:
        self.used |= {"first", "flat"}
        whole = r.whole
        allowed = f"({values} == {values}) | ({values} != {values})"
        if r.guards:
            allowed = self.over_text(mask(r.guards, words), whole)
        sign = "-" if r.op == "argmin" else ""
        start = [substitute(z, r.moved) - z for z in r.grid]
        shift = f" + {text(start[0], words)}" if len(start) == 1 and start[0] != 0 else ""
        return f"first({sign}{values}, {allowed}, {len(r.grid)}){shift}"

    def summed(self, r: Reduction) -> None:
        """One ``einsum`` of the factors, each over its own letters; a mask stands with what it is about."""
        whole = r.whole
        factors = Mul.make_args(r.body)
        front = [f for f in factors if is_scalar(f, self.words(whole))]
        groups = grouped([f for f in factors if f not in front], r.guards, whole)
        operands = [self.operand(f, conds, whole) for f, conds in groups]
        missing = [n for z, n in r.grid.items() if not any(z in o.letters for o in operands)]
        reads, out = labels(operands, r)
        named = of_one_type(operands) if self.library.name == "torch" else [o.array for o in operands]
        arrays = ", ".join(named)
        more = ", optimize=True" if self.library.name == "numpy" and len(operands) > 2 else ""
        call = f'{self.library.module}.einsum("{reads}->{out}", {arrays}{more})'
        number = Mul(*front, *map(self.counted, missing))
        self.assign(r.name, call if number == 1 else f"{text(number, self.words({}), 2)} * {call}")

    def operand(self, factor: Expr, conds: Sequence[Any], whole: Grid) -> EinsumOperand:
        """The array itself where it is read at letters of its axes, else what is gathered from it."""
        named = set().union(factor.free_symbols, *(c.free_symbols for c in conds))
        grid = {z: n for z, n in whole.items() if z in named}
        index = list(factor.index) if isinstance(factor, Acc) else []
        whole_array = not conds and index and len(index) == len(grid) and set(index) == set(grid)
        if whole_array and self.same([grid[z] for z in index], factor.tensor.shape):
            return EinsumOperand(self.names(factor.tensor), tuple(index), self.typed(factor))
        words = self.words(grid)
        written = text(Iverson(*conds) * factor, words)
        if not any(a.tensor.kind == "real" for a in factor.atoms(Acc)):
            written = f"1.0 * {text(Iverson(*conds) * factor, words, 3)}"
        if factor == 1:
            truth = f"{self.library.module}.where({mask(conds, words)}, 1.0, 0.0)"
            written = truth if conds else "1.0"
        if not grid:
            return EinsumOperand(written, ())
        first = next((a.tensor.name for a in ordered(factor.atoms(Acc))), "inside")
        name = self.names.new(f"{first}_at")
        self.assign(name, self.over_text(written, grid))
        return EinsumOperand(name, tuple(grid), self.typed(factor))


def _outermost(e: Any) -> list[Reduce]:
    """The reductions that stand in no other."""
    found: list[Reduce] = []
    stack = [e]
    while stack:
        node = stack.pop()
        if isinstance(node, Reduce):
            found.append(node)
        else:
            stack += node.args
    return found


__all__ = ["ArrayStatements"]
