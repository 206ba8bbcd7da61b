"""An extreme and the place where it stands are found in one scan: their definitions share their loops."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from codegen.loops.schedule import Assumed, innermost, top_reduces
from derive.expr import Reduce
from derive.model.layer import Def


def scanned_by(reduce: Reduce) -> Reduce:
    """What a search for the place of an extreme has seen besides: the extreme."""
    return Reduce(reduce.op.removeprefix("arg"), reduce.body, reduce.binders, reduce.guards)


def in_scans(defs: Sequence[Def], assumed: Assumed) -> Iterator[tuple[Def, ...]]:
    """The definitions in order, those that one scan computes side by side."""
    batch: list[Def] = []
    for one in defs:
        if batch and not _seen(batch[0], one, assumed):
            yield tuple(batch)
            batch = []
        batch.append(one)
    if batch:
        yield tuple(batch)


def _seen(first: Def, one: Def, assumed: Assumed) -> bool:
    """Whether all that ``one`` looks for has been seen when the place of ``first`` is found."""
    places = [r for r in top_reduces(first.expr) if r.op.startswith("arg")]
    seen = {*places, *map(scanned_by, places)}
    wanted = top_reduces(one.expr)
    rows = (innermost(d, assumed).row for d in (first, one))
    return first.free == one.free and bool(wanted) and {*wanted} <= seen and not any(rows)


__all__ = ["in_scans", "scanned_by"]
