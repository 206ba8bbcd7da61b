"""What one generated module consists of: its programs, and the derivations that its docstring tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from codegen.program.factorise import common
from codegen.program.inline_factor import prepare
from codegen.program.shared import formed_stages, staged
from derive.expr import Reduce, Tensor, tensors
from derive.gradients import Gradients
from derive.model.layer import Def, Layer, Program
from derive.steps import Derivation


@dataclass(frozen=True)
class Plan:
    """``stages`` compute what several gradients read; ``vjp_all`` stands where one pass for all pays."""

    layer: Layer
    forward: Program
    residuals: tuple[Tensor, ...]
    vjp: dict[Tensor, Program]
    vjp_all: Program | None
    jvp: Program | None
    derivations: Mapping[Tensor, Derivation]
    tangents: Program
    stages: tuple[Program, ...] = ()

    @property
    def programs(self) -> dict[str, Program]:
        """The programs by the names of their functions."""
        made = {"_forward": self.forward}
        made |= {f"_{p.name}": p for p in self.stages}
        made |= {f"_vjp_{t.name}": p for t, p in self.vjp.items()}
        more = {"_vjp": self.vjp_all, "_jvp": self.jvp}
        return made | {name: p for name, p in more.items() if p is not None}

    @property
    def textbook(self) -> dict[str, tuple[Def, ...]]:
        """What each function computes as a reader knows it, before it is made ready for loops."""
        told = {t.name: found.program.defs for t, found in self.derivations.items()}
        every = tuple(dict.fromkeys(one for defs in told.values() for one in defs))
        made = {"_forward": tuple(self.layer.forward), "_vjp": every, "_jvp": self.tangents.defs}
        stages = {p: tuple(d for d in every if d.tensor in p.outputs) for p in self.stages}
        made |= {f"_{p.name}": own or p.defs for p, own in stages.items()}
        return made | {f"_vjp_{name}": defs for name, defs in told.items()}


def plan(layer: Layer, g: Gradients) -> Plan:
    """The programs of the module of ``layer``: what several gradients need is computed once."""
    stages, vjp = formed_stages(*staged(g.vjp), layer)
    together = g.vjp_all if _saves(g.vjp_all, stages, vjp) else None
    return Plan(layer, g.forward, tuple(g.residuals), vjp, together, g.jvp, g.derivations, g.tangents, stages)


def _saves(together: Program | None, stages: tuple[Program, ...], vjp: Mapping[Tensor, Program]) -> bool:
    """Whether computing all gradients at once saves a third of the sums of each alone, or a pass."""
    if together is None or len(vjp) < 2:
        return False
    if not stages and _one_pass(together):
        return True
    most = max(len(t.shape) for t in together.inputs)
    largest = {t for t in together.inputs if len(t.shape) == most}
    return 3 * _sums([together], largest) <= 2 * _sums([*stages, *vjp.values()], largest)


def _one_pass(together: Program) -> bool:
    """Whether two gradients are sums over the same elements, which one pass over memory then gives."""
    ends = (d for d in prepare(together).defs if d.tensor in together.outputs and not d.scatter)
    sums = [(d.free, r.binders, r.guards) for d in ends if isinstance(r := d.expr, Reduce) and r.op == "sum"]
    return any(sums.count(one) > 1 for one in sums)


def _sums(programs: Iterable[Program], largest: set[Tensor]) -> int:
    """How many sums run over the largest arrays that are given, those in common once."""
    defs = (d for p in programs for d in common(prepare(p)).defs)
    return sum(bool(largest.intersection(tensors(r.body))) for d in defs for r in d.expr.atoms(Reduce))


__all__ = ["Plan", "plan"]
