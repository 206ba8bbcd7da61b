"""The mutants of a layer, one after the other: refused, killed and by whom, or alive and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from codegen.loops.nodes import Kernel
from codegen.verification.mistakes import of_formulas, of_loops
from codegen.verification.mistakes.mutants import Mutant, sampled
from codegen.verification.mutation.courses import Course, ladder_kills
from codegen.verification.mutation.equivalence import compared, proved, shrunk
from codegen.verification.mutation.gradcheck import NAME
from codegen.verification.mutation.planted import Ground, Refused, Unwritten, ground, lowered
from codegen.verification.mutation.planted import proved as admitted
from derive.expr import Tensor
from derive.model.layer import Layer, Program

PROOF = "proof"
"""The rung before all others: the generator proves each kernel legal."""
KINDS = ("formula", "loop", "block")
OPERATORS = {
    "formula": of_formulas.OPERATORS,
    "loop": of_loops.OPERATORS,
    "block": of_loops.OPERATORS,
}
SPARE = 4
"""Mutants that are drawn for each that is wanted: some have no text."""


@dataclass
class Fate:
    """What became of a mutant; ``rungs`` has those that were asked, and whether they found it."""

    layer: str
    gradient: str
    kind: str
    operator: str
    place: str
    rungs: dict[str, bool] = field(default_factory=dict)
    why: str = ""
    """Of a mutant that nothing finds: what proves that it is no fault, or where it shows."""
    equivalent: bool = False

    @property
    def killed(self) -> bool:
        return self.rungs.get(PROOF, False) or ladder_kills(self.rungs)

    @property
    def hole(self) -> bool:
        return not self.killed and not self.equivalent

    def to_json(self) -> dict[str, Any]:
        fate = "killed" if self.killed else "equivalent" if self.equivalent else "hole"
        return asdict(self) | {"fate": fate}


def campaign(layer: Layer, limit: int, seed: int = 0) -> list[Fate]:
    """At most ``limit`` mutants of each kind of each gradient."""
    standing = ground(layer)
    return [fate for tensor in layer.wrt for fate in _of_gradient(standing, tensor, limit, seed)]


def _of_gradient(standing: Ground, tensor: Tensor, limit: int, seed: int) -> Iterator[Fate]:
    course = Course(standing, tensor, seed)
    program, kernel = standing.programs[course.name], standing.kernels[course.name]
    sources: dict[str, Iterator[Mutant[Any]]] = {
        "formula": of_formulas.mutants(program),
        "loop": of_loops.mutants(kernel, blocks=False),
        "block": of_loops.mutants(kernel, blocks=True),
    }
    for kind, found in sources.items():
        name = f"{seed} {standing.layer.name} {tensor.name} {kind}"
        tried = (_tried(course, kind, mutant) for mutant in sampled(found, SPARE * limit, name))
        fates = (fate for fate in tried if fate is not None)
        yield from (fate for fate, _ in zip(fates, range(limit), strict=False))


def _tried(course: Course, kind: str, mutant: Mutant[Any]) -> Fate | None:
    """``None`` for what cannot be written as a kernel."""
    standing, tensor = course.ground, course.tensor
    fate = Fate(standing.layer.name, tensor.name, kind, mutant.operator, mutant.place)
    try:
        kernel = _made(mutant.program, standing.layer)
        fate.rungs = {PROOF: False, **course.killers(kernel)}
        if not fate.killed and _is_same(course, mutant.program):
            fate.equivalent, fate.why = True, "the difference of the formulas reduces to zero"
        elif not fate.killed:
            fate.rungs |= course.further_killers(kernel)
            fate.rungs |= {} if fate.killed else _in_small_parts(course, kernel)
    except Unwritten:
        return None
    except Refused as refused:
        fate.rungs, fate.why = {PROOF: True}, str(refused)
    if not fate.killed and not fate.equivalent:
        fate.equivalent, fate.why = _judged(course, kernel)
    return fate


def _in_small_parts(course: Course, kernel: Kernel) -> dict[str, bool]:
    """What finds a mutant whose parts have two terms, where it finds nothing in the right kernel."""
    right, wrong = shrunk(course.ground.kernels[course.name], kernel, course.ground.layer)
    if wrong == kernel:
        return {}
    found = course.further_killers(wrong)
    return found if ladder_kills(found) and not ladder_kills(course.further_killers(right)) else {}


def _made(mutant: Program | Kernel, layer: Layer) -> Kernel:
    return lowered(mutant, layer) if isinstance(mutant, Program) else admitted(mutant, layer)


def _is_same(course: Course, mutant: Program | Kernel) -> bool:
    standing = course.ground
    right = standing.programs[course.name]
    return isinstance(mutant, Program) and proved(right, mutant, standing.layer)


def _judged(course: Course, kernel: Kernel) -> tuple[bool, str]:
    found = compared(course.ground, course.tensor, kernel)
    if found is None:
        return False, "nothing finds it; too many sizes matter to try all of them"
    return (False, f"nothing finds it; it shows at {found.differs}") if found.differs else (True, str(found))


__all__ = ["KINDS", "NAME", "OPERATORS", "PROOF", "Fate", "campaign"]
