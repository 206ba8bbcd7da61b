"""``chainrule generate --explain``: which forms and loops were chosen, why, and what fusing them saves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from codegen.cli.terminal import say, ticking
from codegen.cli.workers import each
from codegen.loops.nodes import Kernel
from codegen.pipeline import compile_plan
from codegen.source import TILED, Plan, plan
from codegen.source.spared import spared
from derive import pretty
from derive.api.lookup import find
from derive.gradients import gradients
from derive.model.layer import Layer
from derive.steps import Derivation


def explain_command(names: Sequence[str]) -> None:
    with ticking("choosing") as tick:
        for text in each(explanation, find(names), tick, "choosing"):
            say(text)


def explanation(layer: Layer) -> str:
    """The choices of each derivation, then those of each kernel."""
    g = gradients(layer)
    formulas = [line for told in g.compilations.values() for line in _of_derivation(told)]
    made = plan(layer, g)
    kernels = compile_plan(made).items()
    loops = [line for name, kernel in kernels if kernel.decisions for line in _of_kernel(name, kernel)]
    saved = [line for name, kernel in kernels for line in _of_memory(name, kernel, made)]
    return "\n".join([layer.name, *formulas, *loops, *saved])


def _of_derivation(told: Derivation) -> Iterator[str]:
    """How index maps were inverted, and which forms were taken."""
    if told.choices:
        yield f"  {told.target.tensor.name}: the formula"
    for choice in told.choices:
        yield f"    {choice.of}"
        yield f"      {choice.taken}  ({choice.reason})"


def _of_kernel(name: str, kernel: Kernel) -> Iterator[str]:
    """The decisions under the left side that they are about, in the order in which they were taken."""
    yield f"  {name}: the loops"
    told: dict[str, list[str]] = {}
    for decision in kernel.decisions:
        why = f"  ({decision.reason})" if decision.reason else ""
        told.setdefault(str(decision.one.lhs), []).append(f"      {decision.choice}{why}")
    for left, choices in told.items():
        yield f"    {left}"
        yield from dict.fromkeys(choices)


def _of_memory(name: str, kernel: Kernel, made: Plan) -> Iterator[str]:
    """The bytes that fusing the definitions of a kernel saves."""
    found = spared(made.textbook[name.removesuffix(TILED)], kernel)
    if not found.tensors:
        return
    single, double = (pretty.expression(found.bytes(n), sizes=made.layer.size_symbols) for n in (4, 8))
    yield f"  {name}: the memory"
    yield f"    {', '.join(t.name for t in found.tensors)}"
    yield f"      {single} bytes in float32, {double} in float64, that definitions run one after the other"
    yield "      would write and read, are not moved"


__all__ = ["explain_command", "explanation"]
