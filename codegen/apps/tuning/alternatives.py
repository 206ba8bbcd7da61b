"""One setting after the other: an alternative is taken where it computes the same in less time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import numpy as np

from codegen.apps.benchmark.agreement import distance, nudged
from codegen.apps.benchmark.contenders import Arrays, first_of
from codegen.apps.benchmark.turns import Pace, Run, in_turns
from codegen.apps.benchmark.workloads import Workload, arrays
from codegen.apps.network import NumpyArray
from derive.model.layer import Layer
from generated import num_threads, tuned

GAIN = 0.95
"""What an alternative may take of the time so far; less of a gain may be chance."""
PACE = Pace(rounds=4, turn=0.04)

Report = Callable[[str], None]


@dataclass(frozen=True)
class Winner:
    """The best settings found for the kernels of one function, and milliseconds with and without them."""

    function: str
    kernels: tuple[tuple[str, str], ...]
    chosen: Mapping[str, int]
    default_ms: float
    best_ms: float


@dataclass(frozen=True)
class Function:
    """A function of a module as a call without arguments, and the same for inputs whose last bit is moved."""

    name: str
    run: Run
    moved: Run
    heard: tuned.Heard = field(default_factory=tuned.Heard)


def search(
    layer: Layer, module: ModuleType, case: Workload, dtype: str, threads: int, report: Report
) -> Iterator[Winner]:
    """Each function that runs kernels which none before it has run."""
    seen: set[tuple[str, str]] = set()
    with num_threads(threads):
        for one in _functions(layer, module, case, dtype):
            report(f"{layer.name} {case.label}, {one.name}")
            new = tuple(call for call in one.heard.calls if call not in seen)
            seen.update(new)
            if new:
                yield _tuned(one, new, threads)


def _tuned(one: Function, kernels: tuple[tuple[str, str], ...], threads: int) -> Winner:
    """Setting after setting; a choice may lead to code that asks for others, which then have their turn."""
    chosen: dict[str, int] = {}
    wanted, moved = _results(one.run), _results(one.moved)
    asked, tried = dict(one.heard.settings), {"grain"} if threads == 1 else set()
    while name := next((n for n in tuned.ALTERNATIVES if n in asked and n not in tried), None):
        tried.add(name)
        for value in tuned.ALTERNATIVES[name]:
            other = {**chosen, name: value}
            if value != chosen.get(name, asked[name]) and _same(one, other, wanted, moved):
                before, after = _times(one, chosen, other)
                chosen = other if after < GAIN * before else chosen
        asked = {**_asked(one, chosen), **asked}
    if not chosen:
        (before,) = _times(one, {})
        return Winner(one.name, kernels, {}, before, before)
    before, after = _times(one, {}, chosen)
    if after < before:
        return Winner(one.name, kernels, chosen, before, after)
    return Winner(one.name, kernels, {}, before, before)  # each step won, and all of them together do not


def _asked(one: Function, chosen: Mapping[str, int]) -> dict[str, int]:
    """The settings that a call looks at, with their defaults."""
    with tuned.using(chosen), tuned.listening() as heard:
        one.run()
    return heard.settings


def _times(one: Function, *settings: Mapping[str, int]) -> tuple[float, ...]:
    def under(chosen: Mapping[str, int]) -> Run:
        def run() -> Any:
            with tuned.using(chosen):
                return one.run()

        return run

    return tuple(spent.best for spent in in_turns([under(chosen) for chosen in settings], PACE))


def _same(one: Function, chosen: Mapping[str, int], wanted: Sequence[Any], moved: Sequence[Any]) -> bool:
    with tuned.using(chosen):
        return distance(_results(one.run), wanted, moved) <= 1


def _results(run: Run) -> list[NumpyArray]:
    made = run()
    return [np.asarray(part, np.float64) for part in (made if isinstance(made, tuple) else (made,))]


def _functions(layer: Layer, module: ModuleType, case: Workload, dtype: str) -> Iterator[Function]:
    """The forward, each gradient, all of them."""
    given = arrays(layer, case, dtype)
    sides = [_calls(module, inputs, case) for inputs in (given, nudged(given))]
    for name in sides[0]:
        run, moved = (side[name] for side in sides)
        with tuned.using({}), tuned.listening() as heard:
            run()
        yield Function(name, run, moved, heard)


def _calls(module: ModuleType, given: Arrays, case: Workload) -> dict[str, Run]:
    inputs = [given[one["name"]] for one in module.SPEC["inputs"]]
    results, residuals = module.forward(*inputs, **case.options, save=True)
    values = results if isinstance(results, tuple) else (results,)
    cotangents = [np.ones_like(first_of(values)), *[None] * (len(module.SPEC["outputs"]) - 1)]

    def gradient(name: str) -> Run:
        function = getattr(module, name)
        return lambda: function(*cotangents, *inputs, residuals=residuals, **case.options)

    made: dict[str, Run] = {"forward": lambda: module.forward(*inputs, **case.options)}
    return made | {name: gradient(name) for name in (*module.SPEC["gradients"].values(), "vjp")}


__all__ = ["GAIN", "Winner", "search"]
