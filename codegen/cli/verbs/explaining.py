"""``chainrule generate --explain``: how each definition is computed, and why so and not otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from codegen.cli.terminal import say, ticking
from codegen.cli.workers import each
from codegen.loops.nodes import Kernel
from codegen.pipeline import compile_plan
from codegen.source import plan
from derive.api.lookup import find
from derive.gradients import gradients
from derive.model.layer import Layer


def explain_command(names: Sequence[str]) -> None:
    with ticking("choosing") as tick:
        for text in each(explanation, find(names), tick, "choosing"):
            say(text)


def explanation(layer: Layer) -> str:
    """The decisions of every kernel of a layer."""
    kernels = compile_plan(plan(layer, gradients(layer)))
    lines = [line for name, k in kernels.items() if k.decisions for line in _of_kernel(name, k)]
    return "\n".join([layer.name, *lines])


def _of_kernel(name: str, kernel: Kernel) -> Iterator[str]:
    """The decisions under the left side that they are about, in the order in which they were taken."""
    yield f"  {name}"
    told: dict[str, list[str]] = {}
    for decision in kernel.decisions:
        why = f"  ({decision.reason})" if decision.reason else ""
        told.setdefault(str(decision.one.lhs), []).append(f"      {decision.choice}{why}")
    for left, choices in told.items():
        yield f"    {left}"
        yield from dict.fromkeys(choices)


__all__ = ["explain_command", "explanation"]
