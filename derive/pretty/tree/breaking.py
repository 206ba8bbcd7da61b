"""Where a long formula is broken: at relations, then sums, then products, the outermost first.

The same choice serves every format; only the measure of width differs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from derive.pretty.tree.boxes import Big, Box, Cases, Edge, Fence, Op, Row, is_sum, row

Measure = Callable[[Box], int]

COST = {"rel": 0, "add": 1, "mul": 2}
LEVELS = len(COST)


@dataclass(frozen=True)
class Fragment:
    """A box that is not broken further; ``cost`` is that of a new line before it, ``None`` if impossible."""

    box: Box
    cost: int | None


@dataclass(frozen=True)
class Broken:
    """One line of a broken formula, with its indent in steps."""

    box: Box
    indent: int


def broken(box: Box, measure: Measure, limit: int) -> list[Broken]:
    """``box`` on as few lines as fit ``limit``; a piece that is wider by itself stays whole."""
    if measure(box) <= limit:
        return [Broken(box, 0)]
    return _fit(_pieces(box, 0), 0, 0, measure, limit)


def narrower(box: Box, measure: Measure, limit: int) -> Box:
    """The box with each condition below its value, where cases are wider than a line of their own."""
    match box:
        case Cases() if measure(box) > limit:
            return replace(box, stacked=True)
        case Row():
            return row(*(narrower(item, measure, limit) for item in box.items))
        case Fence():
            return Fence(box.kind, narrower(box.body, measure, limit))
    return box


def _pieces(box: Box, depth: int) -> list[Fragment]:
    items = box.items if isinstance(box, Row) else (box,)
    out: list[Fragment] = []
    after_comma = False
    for item in items:
        cost = 0 if after_comma and depth else _cost(item, depth)
        after_comma = isinstance(item, Op) and item.kind == "sep"
        if isinstance(item, Fence) and (is_sum(item.body) or _holds_a_sum_over(item)):
            out.append(Fragment(Edge(item.kind, True), None if cost is None else cost + LEVELS * depth))
            out += _pieces(item.body, depth + 1)
            out.append(Fragment(Edge(item.kind, False), None))
        else:
            out.append(Fragment(item, None if cost is None else cost + LEVELS * depth))
    return out


def _holds_a_sum_over(item: Fence) -> bool:
    """Round brackets around ``a Σ F G``: between its factors a line may end, too."""
    return (
        item.kind == "paren"
        and isinstance(item.body, Row)
        and any(isinstance(x, Big) for x in item.body.items)
    )


def _cost(item: Box, depth: int) -> int | None:
    """Relations inside brackets hold together: there a line ends after a comma instead."""
    if not isinstance(item, Op) or (item.kind == "rel" and depth):
        return None
    return COST.get(item.kind)


def _fit(pieces: list[Fragment], level: int, indent: int, measure: Measure, limit: int) -> list[Broken]:
    whole = folded(pieces)
    costs = sorted({p.cost for p in pieces[1:] if p.cost is not None and p.cost >= level})
    if measure(whole) <= limit - 2 * indent or not costs:
        return [Broken(whole, indent)]
    chunks = _chunks(pieces, costs[0])
    lines: list[Broken] = []
    start, current = indent, list[Fragment]()
    for chunk in chunks:
        # a long bracket that ends the formula starts beside a short coefficient and is broken inside
        hangs = chunk is chunks[-1] and _breakable(chunk) and measure(folded(current)) < limit // 3
        hangs = hangs and measure(folded(chunk)) > limit - 2 * (start + 1)
        if current and not hangs and measure(folded(current + chunk)) > limit - 2 * indent:
            lines += _fit(current, costs[0] + 1, indent, measure, limit)
            indent = start + 1
            current = []
        current = current + chunk
    return lines + _fit(current, costs[0] + 1, indent, measure, limit)


def _chunks(pieces: list[Fragment], cost: int) -> list[list[Fragment]]:
    chunks: list[list[Fragment]] = [[]]
    for piece in pieces:
        if piece.cost == cost and chunks[-1] and not _is_head(chunks[-1]):
            chunks.append([])
        chunks[-1].append(piece)
    return chunks


def _breakable(chunk: list[Fragment]) -> bool:
    """Whether the chunk opens a bracket whose content can go on several lines."""
    return any(isinstance(p.box, Edge) for p in chunk)


def _is_head(pieces: list[Fragment]) -> bool:
    return all(isinstance(p.box, Big | Edge) for p in pieces)


def folded(pieces: list[Fragment]) -> Box:
    """The pieces as a row, edges that meet in it joined to fences again."""
    stack: list[list[Box]] = [[]]
    opened: list[Edge] = []
    for piece in pieces:
        box = piece.box
        if isinstance(box, Edge) and box.opening:
            opened.append(box)
            stack.append([])
        elif isinstance(box, Edge) and opened:
            body = stack.pop()
            stack[-1].append(Fence(opened.pop().kind, row(*body)))
        else:
            stack[-1].append(box)
    while opened:
        rest = stack.pop()
        stack[-1] += [opened.pop(), *rest]
    return row(*stack[0])
