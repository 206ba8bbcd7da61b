"""What a mutant is: one thing changed, by whom, and where."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Mutant(Generic[T]):
    """A program or a kernel with one change: the operator that made it, the place, what it was there."""

    operator: str
    place: str
    program: T


def sampled(found: Iterable[Mutant[T]], count: int, seed: str) -> list[Mutant[T]]:
    """At most ``count`` of them, every operator in turn; the same ones for the same ``seed``."""
    rng = random.Random(seed)
    by_operator: dict[str, list[Mutant[T]]] = {}
    for mutant in found:
        by_operator.setdefault(mutant.operator, []).append(mutant)
    for some in by_operator.values():
        rng.shuffle(some)
    order = rng.sample(sorted(by_operator), len(by_operator))
    made: list[Mutant[T]] = []
    while len(made) < count and any(by_operator.values()):
        made += [by_operator[name].pop() for name in order if by_operator[name]][: count - len(made)]
    return made


__all__ = ["Mutant", "sampled"]
