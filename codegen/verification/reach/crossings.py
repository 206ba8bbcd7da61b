"""Cases on both sides of each edge: sizes moved until they meet a demand, several demands in one case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations, product
from typing import Any

from sympy import Add, Mul, Symbol, expand

from codegen.source.names import identifier
from codegen.verification.cases import Case, free_symbols
from codegen.verification.reach.demands import POSITIONS, Aim, Quantities, demands
from codegen.verification.strategies import Values, broken, elements, work
from derive.expr import Acc, Index
from derive.model.layer import Layer

Fixed = frozenset[Symbol]
MOST_WORK = 300_000
"""So many points of a grid the interpreter visits in a tenth of a second."""
LARGEST = 5_000
BASES = 6
SHARING = ((6, 2), (2, 6), (2, 2))
"""What two steps of one position are that share a factor: one term, few terms, many terms at each place."""
OPEN = 32
"""What opens up to here is open in every case."""


class Search:
    """How sizes are moved: one at a time, while the model admits them and the oracle is not kept too long."""

    def __init__(self, layer: Layer, limit: int = MOST_WORK) -> None:
        self.layer, self.limit = layer, limit
        self.sizes = [s for s in free_symbols(layer) if s not in layer.option_symbols]
        self.options = [s for s in layer.option_symbols if s.is_integer]
        self.quantities = Quantities(layer)
        self.name = {s: identifier(s.name) for s in free_symbols(layer)}
        self.settings = frozenset(self.options)
        self.value = self.quantities.value
        self.hangs_on = cache(self.quantities.hangs_on)

    def allowed(self, values: Values, limit: int) -> bool:
        fits = self.quantities.work(values) <= limit and not broken(self.layer, values)
        return fits and elements(self.layer, values) <= limit and work(self.layer, values) <= limit

    def moved(self, values: Values, demand: Aim, fixed: Fixed) -> Iterator[tuple[Symbol, Values]]:
        """The values with one size moved so that the demand is met: those that hit it best come first."""
        free = [s for s in (*self.sizes, *self.options) if s not in fixed]
        found = [(s, at) for s in free if (at := self.least(values, s, demand))]
        for symbol, at in sorted(found, key=lambda p: self.value(demand.of, values | dict([p]))):
            yield symbol, values | {symbol: at}

    def least(self, values: Values, symbol: Symbol, demand: Aim) -> int:
        """The least value of a size at which the quantity reaches what is wanted; 0 if it moves nothing."""

        def reaches(at: int) -> bool:
            return self.value(demand.of, values | {symbol: at}) >= demand.value

        name = self.name[symbol]
        if name not in self.hangs_on(demand.of) or (symbol in self.settings and name != demand.of):
            return 0
        if not reaches(LARGEST):
            return 0
        low, high = 0, LARGEST
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if reaches(middle) else (middle, high)
        return high

    def opened(self, values: Values, some: Sequence[Aim]) -> Values:
        """The values, raised until every way is open that can be opened by little; no size is below three."""
        for symbol in self.sizes:
            raised = values | {symbol: max(values[symbol], 3)}
            values = raised if self.allowed(raised, self.limit // 30) else values
        for demand in some:
            if demand.opens and demand.value <= OPEN and self.value(demand.of, values) < demand.value:
                moves = (v for _, v in self.moved(values, demand, frozenset()))
                values = next((v for v in moves if self.allowed(v, self.limit // 30)), values)
        return values

    def packed(self, base: Values, wanted: Sequence[Aim]) -> Values:
        """The base with sizes that meet some of the demands, each size moved once."""
        values, fixed = base, frozenset[Symbol]()
        for demand in wanted:
            if self.met(values, demand):
                continue
            for symbol, tried in self.moved(values, demand, fixed):
                ways = (tried, self.slimmer(tried, demand, fixed | {symbol}))
                fitting = next((way for way in ways if self.allowed(way, self.limit)), None)
                if fitting is not None:
                    values, fixed = fitting, fixed | {symbol}
                    break
            if len(fixed) == len(self.sizes):
                break
        return values

    def slimmer(self, values: Values, demand: Aim, fixed: Fixed) -> Values:
        """The values with every size at one that neither is fixed nor counts for the demand."""
        counts = self.hangs_on(demand.of)
        spare = [s for s in self.sizes if s not in fixed and self.name[s] not in counts]
        return values | dict.fromkeys(spare, 1)

    def met(self, values: Values, demand: Aim) -> bool:
        """Whether the quantity has its value, or lies above it where no size could bring it nearer."""
        found = self.value(demand.of, values)
        if found <= demand.value or (demand.opens and demand.value > OPEN) or demand.value == POSITIONS:
            return found >= demand.value
        return any(values[s] == self.least(values, s, demand) for s in self.sizes)


def crossings(
    layer: Layer, spec: Mapping[str, Any], drawn: Sequence[Case], limit: int = MOST_WORK
) -> list[Case]:
    """Cases that between them meet every demand that a case of bounded size can meet."""
    search, wanted = Search(layer, limit), demands(layer, spec)
    opened = [search.opened(base, wanted) for base in bases(layer, drawn)]
    made: list[Case] = []
    for base in opened * len(wanted):
        values = search.packed(base, wanted)
        left = [one for one in wanted if not search.met(values, one)]
        if len(left) < len(wanted):
            chosen = tuple((s.name, values[s]) for s in free_symbols(layer))
            made.append(Case(layer, chosen, seed=len(made)))
        wanted = left if len(left) < len(wanted) else wanted[1:]
        if not wanted:
            break
    return made


def bases(layer: Layer, drawn: Sequence[Case]) -> list[Values]:
    """Small cases: with the options that hold when nothing is said, with those that were drawn, and with
    strides that share a factor with dilations.
    """
    defaults = {s: v for s, v in layer.option_symbols.items() if v is not None}
    found = []
    for k, case in enumerate(drawn[-BASES:]):
        values = {s: dict(case.chosen)[s.name] for s in free_symbols(layer)}
        usual = values | defaults
        found.append(values if k % 2 or broken(layer, usual) else usual)
    return found + [made for start in found[:1] for made in _sharing(layer, start | defaults)]


def _sharing(layer: Layer, start: Values) -> Iterator[Values]:
    """Only some residues have terms where two steps of one position share a factor: small draws seldom
    have that, and room enough to show it.
    """
    pairs = sorted(set(_steps_together(layer)), key=str)
    for both in SHARING if pairs else ():
        values = start | {s: v for pair in pairs for s, v in zip(pair, both, strict=True)}
        sizes = [s for s in start if s not in layer.option_symbols]
        for least, symbol in product((3, 9, 17), sizes):
            larger = values | {symbol: max(values[symbol], least)}
            if least == 3 or len(broken(layer, larger)) < len(broken(layer, values)):
                values = larger
        yield from () if broken(layer, values) else (values,)


def _steps_together(layer: Layer) -> Iterator[tuple[Symbol, Symbol]]:
    """Options that multiply letters of one and the same position, two by two."""
    steps = {s for o in layer.options if o.kind == "int" and o.maximum is None for s in o.symbols}
    for position in (at for one in layer.forward for a in one.expr.atoms(Acc) for at in a.index):
        terms = [set(Mul.make_args(term)) for term in Add.make_args(expand(position))]
        moving = [term & steps for term in terms if any(isinstance(f, Index) for f in term)]
        own = sorted((step for some in moving if len(some) == 1 for step in some), key=str)
        yield from combinations(own, 2)


__all__ = ["MOST_WORK", "Search", "bases", "crossings"]
