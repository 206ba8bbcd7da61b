"""A case with data for large sizes: whole numbers where the model keeps them whole, and one direction."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np

from codegen.verification.cases import Case
from codegen.verification.data import dyadic
from codegen.verification.interpreter.evaluate import Evaluator
from codegen.verification.interpreter.numbers import Array, Dual, plain
from codegen.verification.moving import beside, hanging_on
from codegen.verification.reach.wholes import LARGEST
from derive.expr import Tensor

FARTHEST = 1023
"""The largest step of a direction in whole numbers: what one element adds is seldom undone by others."""


LIFTED = 3
"""So often the first input has a large offset: what is subtracted too late is lost then."""
LIFT, FINE = 4096.0, 256


@dataclass(frozen=True, repr=False)
class Moved(Case):
    """``whole``: data are integers of at most ``LARGEST``, cotangents are signs."""

    whole: bool = False
    __hash__ = Case.__hash__  # a layer has none: without this line what keeps results could not know it

    @classmethod
    def of(cls, case: Case, whole: bool) -> Moved:
        own = {f.name: getattr(case, f.name) for f in fields(Case)}
        return cls(**{**own, "style": "integers" if whole else case.style}, whole=whole)

    @cached_property
    def arrays(self) -> dict[str, Array]:
        made = Case(*(getattr(self, f.name) for f in fields(Case))).arrays
        real = [t for t in self.layer.inputs if t.kind == "real"]
        if self.whole:
            return made | {t.name: np.clip(made[t.name], -LARGEST, LARGEST) for t in real}
        if self.seed % LIFTED == LIFTED - 1 and real and not real[0].sign:
            made[real[0].name] = np.rint(made[real[0].name] * FINE) / FINE + LIFT
        return made

    def cotangents(self) -> dict[str, Array]:
        made = super().cotangents()
        return {name: np.sign(u) for name, u in made.items()} if self.whole else made

    @cached_property
    def direction(self) -> dict[str, Array]:
        """Where each input moves, nowhere zero."""
        rng = np.random.default_rng([self.seed, 80])
        return {t.name: self._step(rng, t) for t in self.layer.wrt}

    def _step(self, rng: np.random.Generator, tensor: Tensor) -> Array:
        shape = self.shape(tensor)
        if self.whole:
            return rng.integers(1, FARTHEST + 1, shape) * rng.choice([-1.0, 1.0], shape)
        made: Array = dyadic(rng, shape, "dyadic", "positive") * rng.choice([-1.0, 1.0], shape)
        return made

    @cached_property
    def values(self) -> dict[str, Any]:
        """The arrays of the forward: in whole numbers, else in ``Bounded`` ones."""
        if not self.whole:
            return self.forward
        return Evaluator.at_sizes(self.symbols, dict(self.arrays)).run(self.layer.program)

    def value(self, tensor: Tensor) -> Any:
        return self.values[tensor.name]

    def alone(self, tensor: Tensor) -> dict[str, Dual]:
        """How the outputs move while one input does, with one trailing axis."""
        if tensor.name not in self._alone:
            self._alone[tensor.name] = self._moving(tensor)
        return self._alone[tensor.name]

    @cached_property
    def _alone(self) -> dict[str, dict[str, Dual]]:
        return {}

    def _moving(self, tensor: Tensor) -> dict[str, Dual]:
        step = self.direction[tensor.name][..., None]
        if not self.whole:
            return dict(self.tangents(tensor, step.reshape(-1, 1)).outputs)
        program = hanging_on(self.layer, tensor)
        known = self.values if len(program.defs) < len(self.layer.forward) else self.arrays
        moved = {**beside(program, known), tensor.name: Dual(self.arrays[tensor.name], step)}
        found = Evaluator.at_sizes(self.symbols, moved).run(program)
        return {t.name: _dual(found[t.name]) for t in self.layer.outputs}

    @cached_property
    def at_once(self) -> dict[str, Dual]:
        """The outputs while each input moves, one column for each; in the last one all do, by one."""
        count = len(self.layer.wrt) + 1
        arrays: dict[str, Any] = dict(self.arrays)
        for k, t in enumerate(self.layer.wrt):
            step = np.zeros((*self.shape(t), count))
            step[..., k] = self.direction[t.name]
            step[..., -1] = np.sign(self.direction[t.name])
            arrays[t.name] = Dual(self.arrays[t.name], step)
        found = Evaluator.at_sizes(self.symbols, arrays).run(self.layer.program)
        return {t.name: _dual(found[t.name]) for t in self.layer.outputs}


def _dual(found: Any) -> Dual:
    return found if isinstance(found, Dual) else Dual(plain(found), np.zeros((*plain(found).shape, 1)))


__all__ = ["Moved"]
