"""A reduction whose letters count from 0, and the factors of a sum as operands of one einsum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_letters
from typing import Any

from sympy import Expr, Mul, Pow, S, Symbol, log

from derive.expr import Acc, Reduce

Grid = dict[Symbol, Expr]
"""Letters that count from 0, each with how often."""


@dataclass(frozen=True)
class Reduction:
    """The letters in ``kept`` stay, those of ``grid`` go; ``moved``: what stands for the old letters."""

    source: Reduce
    body: Expr
    guards: tuple[Any, ...]
    kept: Grid
    grid: Grid
    name: str
    moved: dict[Symbol, Expr]

    @property
    def op(self) -> str:
        return self.source.op

    @property
    def whole(self) -> Grid:
        return {**self.kept, **self.grid}


@dataclass(frozen=True)
class EinsumOperand:
    """An array of an ``einsum``, the letters of its axes, and whether it holds data."""

    array: str
    letters: tuple[Symbol, ...]
    of_data: bool = True


def of_one_type(operands: Sequence[EinsumOperand]) -> list[str]:
    """The arrays; those of letters and brackets alone take the type of one that holds data."""
    typed = next((o.array for o in operands if o.of_data and o.letters), None)
    return [
        f"{o.array}.to({typed}.dtype)" if typed and o.letters and not o.of_data else o.array for o in operands
    ]


def labels(operands: Sequence[EinsumOperand], r: Reduction) -> tuple[str, str]:
    """``no,ok`` and ``nk``: the letters' own names where each is one of the alphabet."""
    own = {z: z.name for z in r.whole}
    if any(len(n) > 1 or n not in ascii_letters for n in own.values()) or len({*own.values()}) < len(own):
        own = dict(zip(r.whole, ascii_letters, strict=False))
    reads = ",".join("".join(own[z] for z in o.letters) for o in operands)
    return reads, "".join(own[z] for z in r.kept)


def grouped(factors: Sequence[Expr], guards: Sequence[Any], whole: Grid) -> list[tuple[Expr, list[Any]]]:
    """Each factor with the conditions beside it; all in one where a condition drops a singular one."""
    factors = list(factors)
    if guards and _hides(factors, guards) and not all(isinstance(f, Acc) for f in factors):
        factors = [Mul(*factors)]
    conds: list[list[Any]] = [[] for _ in factors]
    alone: list[Any] = []
    own = [set(whole) & f.free_symbols for f in factors]
    for g in guards:
        letters = set(whole) & g.free_symbols
        homes = [k for k in range(len(factors)) if letters <= own[k]]
        if homes:
            conds[min(homes, key=lambda k: (_is_whole(factors[k], whole), len(own[k])))].append(g)
        else:
            alone.append(g)
    found = list(zip(factors, conds, strict=True)) + ([(S.One, alone)] if alone else [])
    return found or [(S.One, [])]


def _is_whole(factor: Expr, whole: Grid) -> bool:
    return isinstance(factor, Acc) and all(at in whole for at in factor.index)


def _hides(factors: Sequence[Expr], guards: Sequence[Any]) -> bool:
    """Whether what a condition drops may be no number: 0 times that is no number either."""
    on_data = any(a.tensor.kind == "real" for g in guards for a in g.atoms(Acc))
    inverse = (p for f in factors for p in f.atoms(Pow) if p.exp.could_extract_minus_sign())
    return on_data or any(f.has(log) for f in factors) or any(True for _ in inverse)


__all__ = ["EinsumOperand", "Grid", "Reduction", "grouped", "labels", "of_one_type"]
