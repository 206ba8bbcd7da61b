"""What works in registers as Numba source: calls of ``vectors.py`` and ``stencils.py``.

Whatever branches (a quotient, a condition) gets a name before a call that arrays are handed to: those that
wait for their call across a branch are counted as references, one locked instruction each.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import singledispatch
from typing import Any, Protocol, TypeAlias

from sympy import Expr, Integer, Max, S, Symbol, expand

from codegen.loops.legality.taps import side
from codegen.loops.nest import bound_of
from codegen.loops.nodes import Border, Correlate, Lags, Offsets, Pad, Product, Range, Tiling, Turn, View
from codegen.loops.strides import step, values
from codegen.numba.expressions import Scalars
from codegen.numba.precedence import PRODUCT
from codegen.numba.reserved import Identifiers
from derive.expr import Acc, Cond, Tensor, Where

Sliding: TypeAlias = "Turn | Border | View | Product | Offsets | Pad | Correlate | Lags | Tiling"


class Text(Protocol):
    """What the emitter of a function knows: its names, how expressions look."""

    names: Identifiers
    show: Scalars

    @property
    def array(self) -> Callable[[Tensor], str]:
        """The identifier of an array."""

    @property
    def call(self) -> Callable[[str], str]:
        """A name that the text takes from outside."""

    def place(self, a: Acc) -> str:
        """An array and the element of it where something starts."""

    def first(self, r: Range) -> str:
        """The first value of a range."""

    def end(self, r: Range) -> str:
        """The value after the last one of a range."""

    def digits(self, flat: str, ranges: Sequence[Range], extents: Sequence[Expr]) -> list[str]:
        """Each index by its digit of the flat one."""


@singledispatch
def sliding(node: Any, text: Text) -> list[str]:
    """The source lines of a node."""
    raise NotImplementedError(f"no rule to emit {type(node).__name__}")


@sliding.register
def _(node: Turn, text: Text) -> list[str]:
    p, z = node.rows.index, node.cols.index
    if step(node.target, p) != 1:
        raise ValueError(f"{node.target} has no neighbours along {p}")
    target = text.place(node.target.xreplace({p: S.Zero, z: S.Zero}))
    numbers = (step(node.target, z), node.start, node.every, node.step)
    apart, *along = (text.show.integer(e) for e in numbers)
    ends = [apart, text.array(node.source.tensor), *along, text.end(node.rows), text.end(node.cols)]
    return [f"{text.call('turn')}({target}, {', '.join(ends)})"]


@sliding.register
def _(node: Border, text: Text) -> list[str]:
    ends = f"{_integers(node.first, text)}, {_integers(node.made.shape, text)}"
    return [f"{text.array(node.made)} = {text.call('padded')}({text.array(node.source.tensor)}, {ends})"]


@sliding.register
def _(node: View, text: Text) -> list[str]:
    given, shape = text.array(node.source.tensor), _integers(node.made.shape, text)
    return [f"{text.array(node.made)} = {given}.reshape({shape})"]


def _integers(values: Sequence[Expr], text: Text) -> str:
    return f"({', '.join(text.show.integer(e) for e in values)}{',' if len(values) == 1 else ''})"


@sliding.register
def _(node: Product, text: Text) -> list[str]:
    p, q = node.rows.index, node.cols.index
    if step(node.target, q) != 1 or any(r.lo != (S.Zero,) for r in (node.rows, node.cols)):
        raise ValueError(f"the columns of {node.target} are not neighbours from the first on")
    target = text.place(node.target.xreplace({p: S.Zero, q: S.Zero}))
    row, start, deep = (text.show.integer(e) for e in (step(node.target, p), node.start, node.deep))
    arrays = (node.left, node.right, node.row_at, node.left_at, node.right_at)
    left, right, row_at, left_at, right_at = (text.array(a.tensor) for a in arrays)
    ends = [text.end(node.rows), text.end(node.cols), text.first(node.depth), text.end(node.depth), deep]
    sides = f"{left}, {row_at}, {left_at}, {right}, {start}, {right_at}"
    if node.inside:
        return [f"{text.call('contract_inside')}({target}, {row}, {sides}, {_skipping(node, ends, text)})"]
    product = text.call("hadamard" if node.hadamard else "contract")
    return [f"{product}({target}, {row}, {sides}, {', '.join(ends)})"]


def _skipping(node: Product, ends: Sequence[str], text: Text) -> str:
    """Counts, and the tables that say which terms a row has."""
    if node.depth.lo != (S.Zero,):
        raise ValueError("terms are left out of a sum that has begun before")
    least, _, place = tables = [a.tensor for a in node.inside[:3]]
    sizes = [text.show.integer(e) for e in (least.shape[1], place.shape[1], Integer(len(node.inside) // 3))]
    room, fewest = Max(0, 3 * place.shape[1] + 4 * least.shape[1] + 2), text.show.integer(node.skipping)
    work = f"{text.call('np.empty')}({text.show.integer(room)}, {text.call('np.int64')})"
    return ", ".join([*ends[:2], *ends[3:], *map(text.array, tables), *sizes, fewest, work])


@sliding.register
def _(node: Offsets, text: Text) -> list[str]:
    counts = list(map(values, node.taps))
    table, flat = text.array(node.table), text.names.once("tap")
    total = " * ".join(text.show.integer(e, PRODUCT) for e in counts)
    size = total if all(e.is_nonnegative for e in counts) else f"max(0, {total})"
    at = f"{table}[{text.call('U')}({flat})]"
    return [
        f"{table} = {text.call('np.empty')}({size}, {text.call('np.int64')})",
        f"for {flat} in range({total}):",
        *(f"    {line}" for line in text.digits(flat, node.taps, counts)),
        f"    {at} = {text.show.integer(node.value)}",
    ]


@sliding.register
def _(node: Pad, text: Text) -> list[str]:
    r, z = node.rows.index, node.cols.index
    source = side(node.source)
    first = [_first(a, (r, z)) for a in (node.target, source)]
    conds = node.source.conds if isinstance(node.source, Where) else ()
    if node.lanes:
        return _abreast(node, source, conds, text)
    steps = [step(node.target, r), step(source, r), step(source, z)]
    row, line, apart = (text.show.integer(e) for e in steps)
    _even(node.target, (r, z), (z,))
    _even(source, (r, z), ())
    bounds = [*_bounds(conds, node.rows, z, text), *_bounds(conds, node.cols, r, text)]
    before, names = _named(bounds, text)
    counts = [text.end(node.rows), text.end(node.cols)]
    ends = f"{text.place(first[0])}, {row}, {text.place(first[1])}, {line}, {apart}"
    return [*before, f"{text.call('pad')}({', '.join([ends, *counts, *names])})"]


def _abreast(node: Pad, source: Acc, conds: Sequence[Cond], text: Text) -> list[str]:
    """A rectangle of several planes, turned so that these are neighbours, or turned back."""
    letters = [r.index for r in (node.rows, node.cols, *node.lanes)]
    laid = step(node.target, letters[-1]) != 1
    sides = ((node.target, letters if laid else letters[:2]), (source, letters[:2] if laid else letters))
    for a, _ in sides:
        _even(a, letters, () if (a is node.target) is laid else letters[-1:])
    called = ", ".join(_along(a, z, letters, text) for a, z in sides)
    counts = ", ".join(_count(r, text) for r in (node.rows, node.cols, *node.lanes))
    if laid:
        return [f"{text.call('lay_abreast')}({called}, {counts})"]
    r, z = letters[:2]
    ends = [*_bounds(conds, node.rows, z, text), *_bounds(conds, node.cols, r, text)]
    before, names = _named(ends, text)
    return [*before, f"{text.call('pad_abreast')}({called}, {counts}, {', '.join(names)})"]


def _named(ends: Sequence[str], text: Text) -> tuple[list[str], list[str]]:
    """Lines that give the ends of a rectangle a name where they may branch, and what they are called."""
    pairs = [(word, end) for word, end in zip(("top", "bottom", "fore", "aft"), ends, strict=True)]
    apart = [any(sign in end for sign in ("//", "%", "(", " if ")) for end in ends]
    names = [text.names.once(word) if far else end for (word, end), far in zip(pairs, apart, strict=True)]
    return [f"{n} = {end}" for n, end, far in zip(names, ends, apart, strict=True) if far], names


def _along(a: Acc, steps: Sequence[Symbol], zero: Sequence[Symbol], text: Text) -> str:
    """An array, its first element, and how far apart neighbours along some letters are."""
    return text.place(_first(a, zero)) + _steps(a, steps, text)


def _bounds(conds: Sequence[Cond], along: Range, other: Symbol, text: Text) -> list[str]:
    """Where the elements of a range begin and end; nowhere, where a condition on neither index fails."""
    z = along.index
    found = [bound_of(c, z) for c in conds if z in c.free_symbols]
    if None in found:
        raise ValueError(f"a condition is no bound of {z}")
    low = [text.show.integer(e) for f in found if f for e in f[0]] or ["0"]
    high = [text.show.integer(expand(e + 1)) for f in found if f for e in f[1]] or [text.end(along)]
    ends = high[0] if len(high) == 1 else f"min({', '.join(high)})"
    outside = [c for c in conds if not c.free_symbols & {z, other}]
    ends = f"{ends} if {text.show.conditions(outside)} else 0" if outside else ends
    return [low[0] if len(low) == 1 else f"max({', '.join(low)})", ends]


@sliding.register
def _(node: Correlate, text: Text) -> list[str]:
    p, (i, j) = node.rows.index, (r.index for r in node.grid)
    left = side(node.left)
    _even(node.target, (p, i, j), ())
    _even(node.right, (i, j), () if node.lanes else (j,))
    _even(left, (p,), ())
    conds = node.left.conds if isinstance(node.left, Where) else ()
    lefts, rights = text.array(node.lefts), text.array(node.rights)
    taps, before = f"len({rights})", []
    if conds:
        named = text.names.once("taps")
        before, taps = [f"{named} = {taps} if {text.show.conditions(conds)} else 0"], named
    seen = (i, j) if node.lanes else (i,)
    given = ((node.target, (p, i, j)), (node.start, (p,)), (left, (p,)), (node.right, seen))
    target, start, first, right = (text.place(_start(a, node)) + _steps(a, z, text) for a, z in given)
    sides = f"{target}, {start}, {first}, {lefts}, {right}, {rights}"
    counts = ", ".join(_count(r, text) for r in (node.rows, *node.grid, *node.lanes))
    if node.lanes:
        _neighbours(node, (node.target, node.start, left, node.right))
    name = text.call("correlate_abreast" if node.lanes else "correlate")
    column = text.show.integer(values(node.taps[-1]))
    return [*before, f"{name}({sides}, {column}, {taps}, {counts})"]


def _steps(a: Acc, letters: Sequence[Symbol], text: Text) -> str:
    return "".join(f", {text.show.integer(step(a, z))}" for z in letters)


def _neighbours(node: Correlate | Lags, arrays: Sequence[Acc]) -> None:
    for a in arrays:
        _even(a, [r.index for r in node.lanes], [r.index for r in node.lanes])


@sliding.register
def _(node: Lags, text: Text) -> list[str]:
    p, (i, j) = node.rows.index, (r.index for r in node.grid)
    taps = tuple(r.index for r in node.taps)
    beside = () if node.lanes else (j,)
    _even(node.target, (p, *taps), () if node.lanes else taps[-1:])
    _even(node.left, (p, i, j), beside)
    _even(node.right, (i, j), beside)
    kept, more = ((p, taps[-1]), (j,)) if node.lanes else ((p,), ())
    given = ((node.target, kept), (node.left, (p, i, *more)), (node.right, (i, *more)))
    sides = ", ".join(text.place(_start(a, node)) + _steps(a, z, text) for a, z in given)
    counts = ", ".join(_count(r, text) for r in (node.rows, *node.grid, *node.lanes))
    sides = f"{sides}, {text.array(node.rights)}"
    if node.lanes:
        _neighbours(node, (node.target, node.left, node.right))
        return [f"{text.call('lags_abreast')}({sides}, {counts})"]
    column = text.show.integer(values(node.taps[-1]))
    return [f"{text.call('lags')}({sides}, {column}, {counts})"]


def _count(r: Range, text: Text) -> str:
    """How many values a range has that ends with the first of several ends."""
    counts = [text.show.integer(expand(e + 1 - r.lo[0])) for e in r.hi]
    return counts[0] if len(counts) == 1 else f"min({', '.join(counts)})"


def _start(a: Acc, node: Correlate | Lags) -> Acc:
    """The element at the first values of all that a node runs over."""
    every = (node.rows, *node.grid, *node.taps, *node.lanes)
    return _first(a, (), {r.index: r.lo[0] for r in every})


def _first(a: Acc, zero: Sequence[Symbol], more: dict[Symbol, Expr] | None = None) -> Acc:
    found: Acc = a.xreplace({**dict.fromkeys(zero, S.Zero), **(more or {})})
    return found


def _even(a: Acc, letters: Sequence[Symbol], neighbours: Sequence[Symbol]) -> None:
    """Refuse an access that is not evenly spaced along the letters, or has no neighbours along some."""
    rest = [expand(at - sum(at.coeff(z) * z for z in letters)) for at in a.index]
    slopes = [at.coeff(z) for at in a.index for z in letters]
    uneven = any(e.free_symbols & set(letters) for e in (*rest, *slopes))
    if uneven or any(step(a, z) != 1 for z in neighbours):
        raise ValueError(f"{a} is not evenly spaced along {', '.join(map(str, letters))}")


@sliding.register
def _(node: Tiling, text: Text) -> list[str]:
    letters = [*node.items, node.rows, node.depth, *node.long, *node.taps, *node.places]
    first = {r.index: r.lo[0] for r in letters}
    arrays = [node.target, node.left] if not node.adjoint else [node.left, node.target]
    along = ([*node.items, node.rows, *node.long], [node.rows, node.depth, *node.taps])
    places = [*node.items, node.depth, *node.places]

    def start(a: Acc, ranges: Sequence[Range]) -> str:
        steps = ", ".join(text.show.integer(step(a, r.index)) for r in ranges)
        return f"{text.place(a.xreplace(first))}, ({steps})"

    ends = [start(a, rs) for a, rs in zip([*arrays, node.right], [*along, places], strict=True)]
    counts = ", ".join(text.show.integer(values(r)) for r in letters)
    before = [
        text.show.integer(expand(at.lo[0] - z.lo[0] - u.lo[0]))
        for z, u, at in zip(node.long, node.taps, node.places, strict=True)
    ]
    begun = [
        f"{text.place(a.xreplace(first))}, {text.show.integer(step(a, node.rows.index))}" for a in node.start
    ]
    name = "tiled_weights" if node.adjoint else "tiled"
    told = ", ".join([*ends, f"({counts})", f"({', '.join(before)},)", *begun])
    return [f"{text.call(name)}({told})"]


__all__ = ["Sliding", "sliding"]
