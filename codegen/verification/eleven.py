"""The eleven rungs of the ladder: each is a group of checks, and can be climbed alone by its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain

from codegen.verification.oracles import torch_oracle
from codegen.verification.reach import EDGES, SIZES
from codegen.verification.rungs import (
    Check,
    Rung,
    at_kinks,
    complex_step,
    complex_text,
    contract,
    dot_product,
    finite_differences,
    float32,
    for_all_data,
    formula,
    forward,
    has_atoms,
    has_blocks,
    has_jvp,
    has_kinks,
    has_threads,
    has_tiles,
    in_blocks,
    in_tiles,
    is_rational,
    jvp,
    larger_half,
    metamorphic,
    not_a_number,
    rational_text,
    refusals,
    residues,
    rounding,
    small,
    takes_complex,
    takes_numbers,
    thread_counts,
    wrong_formulas,
)

BOTH, ALL = ("forward", "vjp"), ("forward", "vjp", "jvp")

SOME = 12
"""About as many cases of a check that evaluates the model many times in each, some of every style of data."""


@dataclass(frozen=True)
class Promise:
    """What a rung promises, and the checks that it is made of."""

    promise: str
    checks: tuple[Check, ...]


RUNGS: Mapping[str, Promise] = {
    "rounding": Promise(
        "every element lies inside a bound of rounding that is computed from the model",
        (
            Rung("forward", forward, needs=("forward",), of_layer=True),
            Rung("formula", formula, needs=()),
            Rung("dot_product", dot_product),
            Rung("in_blocks", in_blocks, has_blocks, "it has no other way for large arrays", BOTH, some=SOME),
            Rung("in_tiles", in_tiles, has_tiles, "it has no tiles", BOTH, some=SOME),
            Rung("float32", float32, needs=BOTH),
            Rung("enclosure", rounding, needs=BOTH),
            Rung("jvp", jvp, has_jvp, "no function jvp", ("jvp",)),
        ),
    ),
    "symbolic": Promise(
        "the text of the kernel over letters: right for all data at the sizes of each case",
        (
            Rung(
                "symbolic", for_all_data, lambda s: is_rational(s.layer) and takes_numbers(s),
                "it holds functions that are no polynomials", says="proved", own=small,
            ),
        ),
    ),
    "finite_field": Promise(
        "⟨Jv, u⟩ = ⟨v, Jᵀu⟩ modulo a random prime near 2^61, by the text of the kernel",
        (
            Rung(
                "finite_field", residues, lambda s: has_atoms(s.layer) and takes_numbers(s),
                "its constants or functions have no residues", says="exact", most=3,
            ),
        ),
    ),
    "exact": Promise(
        "the text of the kernel over fractions has no error at all",
        (
            Rung(
                "exact", rational_text, lambda s: is_rational(s.layer) and takes_numbers(s),
                "it holds functions that have no fractions", says="exact", most=3,
            ),
        ),
    ),
    "integers": Promise(
        "small integers give the same bits for every number of threads and every schedule",
        (
            replace(EDGES, condition=has_threads, reason="it does not say where it changes", needs=BOTH),
            SIZES,
            Rung("threads", thread_counts, has_threads, "threads cannot be counted in it", BOTH),
        ),
    ),
    "complex_step": Promise(
        "a step of 1e-30 into the complex plane shows the gradient to 1e-13",
        (
            Rung("complex_step", complex_step, takes_complex, "its forward compares data", BOTH),
            Rung("complex_text", complex_text, takes_numbers, "it has no text to run", BOTH, most=3),
        ),
    ),
    "finite_differences": Promise(
        "central differences with bounds of their own error, away from kinks; on kinks the declared slope",
        (
            Rung("finite_differences", finite_differences, needs=BOTH, some=SOME),
            Rung("kinks", at_kinks, has_kinks, "no comparison hangs on it", BOTH, some=SOME),
        ),
    ),
    "differential": Promise(
        "PyTorch says the same; where it differs, the convention is stated",
        (Rung("torch", torch_oracle.differential, torch_oracle.applies, "PyTorch has no word on it", BOTH),),
    ),
    "metamorphic": Promise(
        "laws between calls that the structure of the model implies: linearity, samples apart",
        (Rung("metamorphic", metamorphic, most=8),),
    ),
    "contract": Promise(
        "what functions promise besides their numbers: memory, layouts, ways to call",
        (
            Rung("contract", contract),
            Rung("refusals", refusals, has_threads, "it does not say what it refuses"),
            Rung("not_a_number", not_a_number, needs=("forward",), of_layer=True, some=SOME),
        ),
    ),
    "mutation": Promise(
        "wrong formulas made from the derived one are told from it",
        (Rung("mutation", wrong_formulas, needs=(), own=larger_half),),
    ),
}  # fmt: skip
"""Cheapest oracles first; in a ladder of several rungs they are climbed in this order."""

LADDER: tuple[Check, ...] = tuple(chain.from_iterable(group.checks for group in RUNGS.values()))
"""Every check of every rung."""


def rungs(*names: str) -> tuple[Check, ...]:
    """The checks of these rungs, and those called so, each once; ``KeyError`` for a name that is neither."""
    known = {check.name: (check,) for check in LADDER} | {name: g.checks for name, g in RUNGS.items()}
    return tuple(dict.fromkeys(check for name in names for check in known[name]))


def rung_of(check: str) -> str:
    """The rung to which a check belongs."""
    return next((name for name, g in RUNGS.items() if check in {c.name for c in g.checks}), check)


__all__ = ["LADDER", "RUNGS", "Promise", "rung_of", "rungs"]
