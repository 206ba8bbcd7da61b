"""Every size from 1 to 40 along every axis, two axes at a time: whole numbers in float32, to the last bit.

Edges that SPEC tells are met by ``at_edges``; what hangs on one size alone (13 columns, the last row of 21)
is met here, in small arrays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

import numpy as np
from sympy import Symbol

from codegen.verification.cases import Case, free_symbols
from codegen.verification.interpreter.numbers import Array, Dual, plain
from codegen.verification.judgement import compare
from codegen.verification.reach.crossings import Search, bases
from codegen.verification.reach.moved import Moved
from codegen.verification.reach.wholes import terms_allowed
from codegen.verification.report import Outcome, Verdict
from codegen.verification.rungs.subject import Rung, Subject
from codegen.verification.strategies import Values
from generated.threads import num_threads

LARGEST, TURN = 40, 17
"""While one size goes from 1 to 40, the other takes the same values in another order: 17 n modulo 41."""
MOST_WORK = 20_000


def has_whole_numbers(subject: Subject) -> bool:
    """Whether whole numbers stay whole in it, in all the arrays that are tried."""
    native = hasattr(subject.kernels.module, "SPEC")
    return native and MOST_WORK * (len(subject.layer.wrt) + 1) <= terms_allowed(subject.layer)


def swept(subject: Subject, drawn: Sequence[Case]) -> list[Case]:
    """The cases of the sweep."""
    layer, found = subject.layer, dict[Case, None]()
    search = Search(layer, MOST_WORK)
    start = next(iter(bases(layer, drawn)), None)
    if start is None:
        return []
    base = search.opened(start, ())
    for pair in zip_longest(search.sizes[::2], search.sizes[1::2]):
        for n in range(1, LARGEST + 1):
            for values in _fitting(search, base, pair, n):
                chosen = tuple((s.name, values[s]) for s in free_symbols(layer))
                found[Case(layer, chosen, seed=n)] = None
    return list(found)


def _fitting(
    search: Search, base: Values, pair: tuple[Symbol | None, Symbol | None], n: int
) -> Iterator[Values]:
    """Both sizes moved at once; one after the other where they do not go together."""
    sizes = dict(zip(pair, (n, n * TURN % (LARGEST + 1)), strict=True))
    moves: list[Values] = [{s: at} for s, at in sizes.items() if s is not None]
    both = {s: at for move in moves for s, at in move.items()}
    if search.allowed(base | both, MOST_WORK):
        yield base | both
    elif len(moves) > 1:
        yield from (base | move for move in moves if search.allowed(base | move, MOST_WORK))


def at_each_size(case: Case, subject: Subject) -> Outcome:
    """The forward, each gradient, all at once and the tangents, by one thread."""
    moved = Moved.of(case, True)
    expected = moved.at_once
    with num_threads(1):
        for name, found, wanted in _results(moved, subject, expected):
            if found.shape != wanted.shape or not np.array_equal(found, wanted):
                return compare(found, wanted, 0.0, 1.0, np.inf, f"{name} by float32 ")
    return Outcome(Verdict.PASS)


def _results(case: Moved, subject: Subject, expected: dict[str, Dual]) -> Iterator[tuple[str, Array, Array]]:
    """What is called by its name, what the kernels give and what the model says."""
    kernels, layer = subject.kernels, subject.layer
    inputs, seeds = kernels.arguments(case, np.float32), kernels.cotangents(case, np.float32)
    made = kernels.named(kernels.module.forward(*inputs, **case.options))
    yield from ((t.name, made[t.name], plain(expected[t.name])) for t in layer.outputs)
    rates = {t.name: np.asarray(plain(expected[t.name].tangent)) for t in layer.outputs}
    pulled = _pulled(case, rates)
    together = kernels.module.vjp(*seeds, *inputs, **case.options)
    for k, t in enumerate(layer.wrt):
        alone = kernels.gradient_function(t)(*seeds, *inputs, **case.options)
        for name, found in ((f"<v, d{t.name}>", alone), (f"<v, d{t.name}> of vjp()", together[k])):
            total = np.sum(np.asarray(found, np.float64) * case.direction[t.name])
            yield name, np.asarray(total), np.asarray(pulled[k])
    if hasattr(kernels.module, "jvp"):
        steps = {t: np.sign(case.direction[t.name]) for t in layer.wrt}
        for name, found in kernels.jvp(case, steps, np.float32).items():
            yield f"{name}_dot", found, np.broadcast_to(rates[name][..., -1], found.shape)


def _pulled(case: Moved, rates: dict[str, Array]) -> Array:
    """⟨u, J v⟩ for the column of each input."""
    total = np.zeros(len(case.layer.wrt) + 1)
    for name, u in case.cotangents().items():
        total += np.tensordot(u, np.broadcast_to(rates[name], (*u.shape, len(total))), u.ndim)
    return total


SIZES = Rung(
    "sizes",
    at_each_size,
    has_whole_numbers,
    "whole numbers do not stay whole in it, or not in float32",
    needs=("forward", "vjp"),
    own=swept,
    of_layer=True,
)

__all__ = ["SIZES", "at_each_size", "swept"]
