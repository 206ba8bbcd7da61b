"""Bounds: every index of every access is an integer inside its array, where the access is evaluated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sympy import Basic, Expr, Min, Mul

from codegen.loops.legality.faults import Illegal
from codegen.loops.place import Place
from codegen.loops.roles import opposite
from derive.expr import Acc, Cond, Iverson, Reduce, Tensor, Where


def readable(e: Any, place: Place) -> bool:
    """Whether ``e`` may be evaluated at ``place``: all that it reads exists there."""
    try:
        inside_arrays(e, place)
    except Illegal:
        return False
    return True


def inside_arrays(e: Any, place: Place) -> None:
    """Every access in ``e`` lies inside its array, under the conditions that it stands under."""
    for a, under in elements(e, place):
        _inside(a, under)


def tested_inside(tests: Iterable[Any], place: Place) -> None:
    """The same of conditions that stand together: no test is made where one before it fails."""
    for a, under in in_order(tests, place):
        _inside(a, under)


def elements(e: Any, place: Place) -> Iterator[tuple[Acc, Place]]:
    """The elements that ``e`` reads, each with what holds where it is read."""
    if not isinstance(e, Basic) or isinstance(e, Tensor) or not e.has(Acc, Reduce):
        return
    if isinstance(e, Reduce):
        raise Illegal(f"a reduction was not lowered: {e}")
    if isinstance(e, Acc):
        yield e, place
    if isinstance(e, Where):
        yield from in_order(e.conds, place)
        yield from elements(e.args[1], place.within((), e.conds))
        yield from elements(e.args[2], place.within((), opposite(e.conds)))
        return
    factors = e.args if isinstance(e, Mul) else (e,)
    conds = [c for f in factors if isinstance(f, Iverson) for c in f.args]
    yield from in_order(conds, place)
    under = place.within((), conds)
    for part in [f for f in factors if not isinstance(f, Iverson)] if conds else e.args:
        yield from elements(part, under)


def in_order(conds: Iterable[Any], place: Place) -> Iterator[tuple[Acc, Place]]:
    """Conditions are tested from left to right: each stands under those before it."""
    before: list[Cond] = []
    for cond in conds:
        yield from elements(cond, place.within((), before))
        before.append(cond)


def _inside(a: Acc, place: Place) -> None:
    if a.tensor.name not in place.arrays:
        raise Illegal(f"the array {a.tensor.name} is used before it exists, in {a}")
    for axis, (at, extent) in enumerate(zip(a.index, a.tensor.shape, strict=True)):
        if not at.is_integer:
            raise Illegal(f"index {axis} of {a} is not an integer")
        ends = extent.args if isinstance(extent, Min) else (extent,)
        for asked, claim in (
            (at, (at, " >= 0")),
            *((end - 1 - at, (at, " <= ", extent - 1)) for end in ends),
        ):
            answer = place.ask(asked)
            if not answer:
                said = "".join(map(str, claim))
                text = f"{a}: cannot prove {said} (axis {axis}): {answer.value}"
                raise Illegal(text, ways_out=_ways_out(a, axis, said))


def _ways_out(a: Acc, axis: int, claim: str) -> tuple[str, ...]:
    """What a model may say where an index may leave an array."""
    index, name = ", ".join(map(str, a.index)), a.tensor.name
    return (
        f"axis {axis} of {name} has the extent {a.tensor.shape[axis]}, the index is {a.index[axis]}; write",
        f"- {name}.at({index}), which is 0 outside the array, or .at({index}, outside=...);",
        f"- or a condition: when={claim} of a sum or an extreme, where({claim}, ..., ...) elsewhere;",
        "- or other extents, or what makes it true of the sizes: requires=((condition, message),).",
    )


def prove(e: Expr, claim: Iterable[Any], place: Place) -> None:
    """``Illegal`` where ``e >= 0`` is not proved; the parts of the claim are written only then."""
    answer = place.ask(e)
    if not answer:
        raise Illegal(f"{''.join(map(str, claim))}: {answer.value}")
