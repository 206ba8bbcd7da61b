"""Both sides of ⟨Jv, u⟩ = ⟨v, Jᵀu⟩ in a system of exact numbers: the model's, and that of a kernel's text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from codegen.verification.cases import Case
from codegen.verification.interpreter import Array, Dual, Evaluator
from codegen.verification.rungs.subject import Subject
from codegen.verification.systems import Entries, System, fraction, has_text, text_of
from derive.expr import Tensor

Entry = Callable[[float], Any]


@dataclass(frozen=True, eq=False)
class Sample:
    """A case whose real data are numbers of a system."""

    case: Case
    system: System
    arrays: Mapping[str, Any]
    cotangents: Mapping[str, Any]
    option: Entry = fraction

    @property
    def symbols(self) -> dict[Any, Any]:
        return {s: self.option(v) if isinstance(v, float) else v for s, v in self.case.symbols.items()}

    @cached_property
    def forward(self) -> dict[str, Any]:
        """What the model gives, asked once for all ways that a kernel has."""
        return self.model({})

    def model(self, moved: Mapping[str, Any]) -> dict[str, Any]:
        """The forward, with some arrays replaced."""
        plain = {k: v.view(np.ndarray) for k, v in self.arrays.items()}
        return Evaluator.at_sizes(self.symbols, {**plain, **moved}, dtype=object).run(self.case.layer.program)

    def pulled(self, tensor: Tensor, columns: Array) -> list[Any]:
        """⟨Jv, u⟩ for every column v, by dual numbers through the model."""
        shape = (*self.case.shape(tensor), columns.shape[1])
        start = self.arrays[tensor.name].view(np.ndarray)
        found = self.model({tensor.name: Dual(start, columns.reshape(shape))})
        totals: list[Any] = [0] * columns.shape[1]
        for name, u in self.cotangents.items():
            if isinstance(made := found[name], Dual):
                rates = np.broadcast_to(made.tangent, (*u.shape, columns.shape[1]))
                for k in range(columns.shape[1]):
                    totals[k] = totals[k] + dot(u, rates[..., k])
        return totals


def point(case: Case, system: System, entry: Entry, option: Entry = fraction) -> Sample:
    """The case with ``entry`` of every datum, ``option`` of every real option; integers stay.

    What is left out holds its default.
    """

    def filled(values: Array, known: Callable[[Any], Any]) -> Entries:
        made = np.empty(values.shape, dtype=object).view(Entries)
        made.system = system
        made.reshape(-1)[:] = [known(v) for v in values.reshape(-1).tolist()]
        return made

    arrays = {
        t.name: case.arrays[t.name]
        if t.kind == "integer"
        else filled(case.arrays[t.name], fraction if t.name in case.omitted else entry)
        for t in case.layer.inputs
    }
    return Sample(case, system, arrays, {k: filled(u, entry) for k, u in case.cotangents().items()}, option)


def dot(a: Array, b: Array) -> Any:
    total: Any = 0
    for x, y in zip(a.reshape(-1), b.reshape(-1), strict=True):
        total = total + x * y
    return total


def takes_numbers(subject: Subject) -> bool:
    """Whether functions can be tried on any numbers: they stand in a text, or are foreign."""
    kernels = subject.kernels
    return has_text(kernels.module) or not kernels.native


def in_system(subject: Subject, system: System) -> Subject:
    """The subject with the text of its functions over the numbers of a system; foreign ones as they are."""
    kernels = subject.kernels
    if not has_text(kernels.module):
        return subject
    return replace(subject, kernels=replace(kernels, module=text_of(kernels.module, system)))


def gradient(at: Sample, subject: Subject) -> Array:
    """What the kernel's text gives, by one call."""
    kernels, tensor = subject.kernels, subject.tensor
    function = kernels.gradient_function(tensor)
    given = [u if kernels.native else u.view(np.ndarray) for u in at.cotangents.values()]
    made = np.asarray(function(*given, *arguments(at, subject), **options(at, subject)))
    return made.view(np.ndarray)


def forward(at: Sample, subject: Subject, moved: str = "") -> dict[str, Array]:
    """Outputs and what comes beside them, by name; an input that is moved is not left out."""
    kernels = subject.kernels
    return kernels.named(kernels.module.forward(*arguments(at, subject, moved), **options(at, subject)))


def arguments(at: Sample, subject: Subject, moved: str = "") -> list[Any]:
    """The inputs in order, ``None`` for what a module may be left to fill in."""
    native = subject.kernels.native
    left_out = {*at.case.omitted} - {moved} if native else set()
    return [
        None if t.name in left_out else at.arrays[t.name] if native else at.arrays[t.name].view(np.ndarray)
        for t in at.case.layer.inputs
    ]


def options(at: Sample, subject: Subject) -> dict[str, Any]:
    """Real options are floats for a module that turns them into numbers of the system itself."""
    if subject.kernels.native:
        return at.case.options
    return replace_floats(at.case.options)


def replace_floats(given: Mapping[str, Any]) -> dict[str, Any]:
    return {k: fraction(v) if isinstance(v, float) else v for k, v in given.items()}


SAYS_NOTHING = ArithmeticError
"""A root among fractions, a division by zero: the system has no word on the case."""


def reason(error: Exception) -> str:
    """Why a system has no word on a case, without the numbers of the case."""
    return "something is divided by zero" if isinstance(error, ZeroDivisionError) else str(error)


def elements(case: Case, tensor: Tensor, most: int = 24) -> Iterator[int]:
    """Some places of an input, in a fixed random order."""
    count = int(np.prod(case.shape(tensor), dtype=int))
    yield from np.random.default_rng([case.seed, 81]).permutation(count)[:most].tolist()


def unit(count: int, at: int) -> Array:
    made = np.zeros((count, 1), dtype=np.int64)
    made[at] = 1
    return made


__all__ = [
    "SAYS_NOTHING", "Sample", "dot", "elements", "forward", "gradient", "in_system", "point", "reason",
    "takes_numbers", "unit",
]  # fmt: skip
