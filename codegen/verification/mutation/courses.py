"""Which rungs find a mutant: each goes through the same cases until it fails, where a right kernel passes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import numpy as np

from codegen.loops.nodes import Kernel
from codegen.verification.cases import Case, free_symbols
from codegen.verification.interpreter.numbers import Array
from codegen.verification.ladder import LADDER, attempt, draw
from codegen.verification.mutation.gradcheck import NAME, PlainCheck
from codegen.verification.mutation.planted import Called, Ground
from codegen.verification.mutation.remembered import Remembered, SteadyForward
from codegen.verification.quick import few
from codegen.verification.reach import EDGES, crossings
from codegen.verification.report import Verdict
from codegen.verification.rungs import Check, Subject
from codegen.verification.strategies import MOST_ELEMENTS, Values, elements
from derive.expr import Tensor

DRAWN = 6
"""Cases that every rung is given; the kernel is tried on more before a mutant is called a survivor."""
MORE = 24
LIGHT = 20_000
"""Points of a grid that a kernel without a compiler visits in a tenth of a second."""
ZERO, NOTHING = 0, 255
"""Memory as a system hands it out, the kindest to a wrong kernel; and numbers that are none."""
PLAIN_MOST = 60
"""Elements of an input that plain differences go through: those of larger ones are left to smaller cases."""


FIRST = ("dot_product", "in_blocks", "in_tiles", "contract")
"""What is asked first in further cases, for it is quick; the others follow where one of these fails."""


class Course:
    """The rungs and the cases that the mutants of one gradient go through."""

    def __init__(self, ground: Ground, tensor: Tensor, seed: int, checks: Sequence[Check] = LADDER) -> None:
        self.ground, self.tensor, self.seed = ground, tensor, seed
        self.subject = Subject(SteadyForward(ground.module, ground.layer), tensor)
        own = (c for c in checks if _calls(c) and c.applies(self.subject))
        every = [*own, PlainCheck()]
        self.late = [check for check in every if getattr(check, "own", None)]
        self.checks = [check for check in every if check not in self.late]
        self.usual = [Remembered.of(case) for case in draw(ground.layer, DRAWN, seed)]
        self._right: dict[tuple[Case, str], bool] = {}

    @property
    def name(self) -> str:
        return f"_vjp_{self.tensor.name}"

    @cached_property
    def further(self) -> list[Remembered]:
        """More cases, made when a mutant needs them; the first is one in which blocks are worth it."""
        layer = self.ground.layer
        cases = [*few(layer)[-1:], *draw(layer, DRAWN + MORE, self.seed + 1)]
        return [case for case in map(Remembered.of, cases) if case not in self.usual]

    def killers(self, kernel: Kernel) -> dict[str, bool]:
        """Every rung that has a say in the usual cases: whether it finds the mutant."""
        functions = self.ground.functions(self.name, kernel)
        found: dict[str, bool] = {}
        with fresh_memory(ZERO):
            for case in self.usual:
                self._climb(found, case, functions)
        return found

    def further_killers(self, kernel: Kernel) -> dict[str, bool]:
        """The same in further cases, until a rung finds it."""
        functions = self.ground.functions(self.name, kernel)
        found: dict[str, bool] = {}
        with fresh_memory(NOTHING):
            self._go_on(found, functions)
        return found

    def _go_on(self, found: dict[str, bool], functions: Sequence[Called]) -> None:
        for case in self.further:
            self._climb(found, case, functions, FIRST)
            if ladder_kills(found):
                if elements(case.layer, chosen(case)) <= MOST_ELEMENTS:  # more than that is not everybody's
                    self._climb(found, case, functions)
                return
        for check in self.late:
            for case in self._own_cases(check):
                self._ask(found, check, case, functions)
                if found.get(check.name):
                    return

    @cached_property
    def edges(self) -> list[Remembered]:
        """Both sides of each size at which the kernels change their way."""
        spec = getattr(self.ground.module, "SPEC", {})
        return [*map(Remembered.of, crossings(self.ground.layer, spec, self.usual, LIGHT))]

    def _own_cases(self, check: Check) -> Sequence[Remembered]:
        """Those of a rung that has its own; at the edges the light ones, for nothing is compiled here."""
        if check is EDGES:
            return self.edges
        own = getattr(check, "own", None)
        return [Remembered.of(case) for case in own(self.subject, self.usual)] if own else ()

    def _climb(
        self, found: dict[str, bool], case: Case, functions: Sequence[Called], only: Collection[str] = ()
    ) -> None:
        for check in self.checks:
            enough = case in self.usual[getattr(check, "most", None) or DRAWN :]
            if (not only or check.name in only) and not enough:
                self._ask(found, check, case, functions)

    def _ask(self, found: dict[str, bool], check: Check, case: Case, functions: Sequence[Called]) -> None:
        """The right kernel is asked only of what the wrong one fails: most of what survives passes all."""
        if found.get(check.name) or self._is_long(check, case):
            return
        with self.ground.planted(self.name, functions):
            verdict = attempt(check, case, self.subject).verdict
        if verdict is Verdict.PASS:
            found[check.name] = False
        elif verdict is Verdict.FAIL and self._is_right(check, case):
            found[check.name] = True

    def _is_long(self, check: Check, case: Case) -> bool:
        return check.name == NAME and bool(np.prod(case.shape(self.tensor), dtype=int) > PLAIN_MOST)

    def _is_right(self, check: Check, case: Case) -> bool:
        """A rung that a right kernel does not pass says nothing of a wrong one."""
        key = (case, check.name)
        if key not in self._right:
            self._right[key] = attempt(check, case, self.subject).verdict is Verdict.PASS
        return self._right[key]


def _calls(check: Check) -> bool:
    """Whether a rung looks at the kernels."""
    return getattr(check, "needs", ("vjp",)) != ()


def ladder_kills(found: Mapping[str, bool]) -> bool:
    """Whether a rung of ours fails: the plain check does not count."""
    return any(fails for name, fails in found.items() if name != NAME)


def chosen(case: Case) -> Values:
    """The sizes and options of a case by symbol."""
    values = dict(case.chosen)
    return {s: values[s.name] for s in free_symbols(case.layer)}


@contextmanager
def fresh_memory(byte: int) -> Iterator[None]:
    """What was not written holds this byte, everywhere."""
    names, made = vars(np), np.empty

    def filled(*arguments: Any, **keywords: Any) -> Array:
        array: Array = made(*arguments, **keywords)
        if array.size and not array.dtype.hasobject and array.flags.c_contiguous:
            array.reshape(-1).view(np.uint8)[...] = byte
        return array

    names["empty"] = filled
    try:
        yield
    finally:
        names["empty"] = made


__all__ = ["NOTHING", "ZERO", "Course", "chosen", "fresh_memory", "ladder_kills"]
