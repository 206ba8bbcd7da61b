"""What a question consists of, beside the expression: ranges, limits; and what an answer says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache

from sympy import Expr, Symbol, sympify


@dataclass(frozen=True)
class Range:
    """``index`` from ``max(lo)`` to ``min(hi)``, both inclusive; empty where the end comes first."""

    index: Symbol
    lo: tuple[Expr, ...]
    hi: tuple[Expr, ...]
    step: int = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "lo", tuple(map(sympify, self.lo)))
        object.__setattr__(self, "hi", tuple(map(sympify, self.hi)))

    @cached_property
    def letters(self) -> frozenset[Symbol]:
        """What its ends speak of."""
        return frozenset().union(*(letters(e) for e in (*self.lo, *self.hi)))


@lru_cache(maxsize=1 << 14)
def letters(e: Expr) -> frozenset[Symbol]:
    """The letters of ``e``, remembered."""
    return frozenset(e.free_symbols)


@dataclass(frozen=True)
class Limits:
    """How far a search goes; part of every question.

    ``steps``   replacements on one branch of a proof.  Eight prove all that the catalogue needs (a nest of
                loops, with a quotient or a residue class in it); 14 leaves room for deeper ones.
    ``facts``   facts that are taken away one after the other.  One is enough for the catalogue: what a window
                covers.  Two leave room for a chain of windows; each more multiplies the search.
    ``points``  values that are tried before a search begins.  They refute, they prove nothing.
    """

    steps: int = 14
    facts: int = 2
    points: int = 8


class Answer(Enum):
    """Proved, or why not: false at a sampled point, at the limit of the search, or because no law applies."""

    PROVED = "proved"
    REFUTED = "not proved: it is false for some values"
    CUT_SHORT = "not proved: the search reached its limit"
    OPEN = "not proved: no law applies"

    def __bool__(self) -> bool:
        return self is Answer.PROVED
