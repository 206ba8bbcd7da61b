"""Cases that show what is lost: sums of many terms, positions beyond 2¹⁵, data with a common offset.

``drift``: all terms of a sum are one number with as many bits as float32 has room for; one by one, each
addition is rounded in the same direction, and the error grows with the number of terms.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from zlib import crc32

from sympy import Symbol

from codegen.verification.cases import Case, free_symbols
from codegen.verification.interpreter.evaluate import EvaluationError
from codegen.verification.rungs.conditioning import definitions
from codegen.verification.strategies import Values, broken, work
from derive.expr import Tensor
from derive.model.layer import Layer

LENGTHS = (40_009, 4_099, 1_031)
"""Beyond 2¹⁵, or as long as the oracle can bear; a multiple of no block."""
MOST_WORK = 100_000
TURNS = 3
"""Of so many cases one has a companion with a long axis, each axis in turn, and one another far from 0."""
DATA = ("drift", "offset", "dyadic")


def companions(case: Case, tensor: Tensor) -> tuple[Case, ...]:
    """What is tried beside a case, if it is its turn and its layer has an axis that can be long."""
    turn, place = divmod(crc32(str(case).encode()), TURNS)
    if place == 1:
        return (replace(case, style="offset"),)
    found = lengthened(case.layer, tensor, turn) if place == 0 else None
    if found is None:
        return ()
    chosen = tuple((s.name, found[s]) for s in free_symbols(case.layer))
    return (replace(case, chosen=chosen, style=DATA[turn % len(DATA)], omitted=()),)


def lengthened(layer: Layer, tensor: Tensor, turn: int) -> Values | None:
    """Small sizes but for one, which one by turns; options at their defaults."""
    sizes = [s for s in free_symbols(layer) if s not in layer.option_symbols]
    for length, k in product(LENGTHS, range(len(sizes))):
        values = smallest(layer, {sizes[(turn + k) % len(sizes)]: length})
        if values is not None and _bearable(layer, tensor, values):
            return values
    return None


def smallest(layer: Layer, fixed: Values) -> Values | None:
    """The least values that the model admits beside those that are given."""
    options = {s: v if v is not None else 2 for s, v in layer.option_symbols.items()}
    for least in (1, 2, 3, 5, 7):
        free: list[Symbol] = [s for s in free_symbols(layer) if s not in options]
        values = {**options, **dict.fromkeys(free, least), **fixed}
        if not broken(layer, values):
            return values
    return None


def _bearable(layer: Layer, tensor: Tensor, values: Values) -> bool:
    try:
        return work(layer, values, definitions(layer, tensor)) <= MOST_WORK
    except (EvaluationError, MemoryError):
        return False


__all__ = ["LENGTHS", "companions", "lengthened", "smallest"]
