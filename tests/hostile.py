"""Calls with integers that no honest caller has: every one ends in an error or stays inside its arrays.

``python -m tests.hostile 3 max_unpool2d ...`` takes 3 cases of each layer named (default: all that are given
integers) and runs the modules of ``generated/`` in this process, so that a test may say first how Numba
compiles them (``NUMBA_DISABLE_JIT`` or ``NUMBA_BOUNDSCHECK``).  What it prints is what went wrong; a kernel
that leaves an array ends in an ``IndexError``, which nothing here catches.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from functools import partial
from types import ModuleType
from typing import Any

import numpy as np
from hypothesis import HealthCheck, Phase, given, settings

from codegen.verification.callables.kernels import Kernels
from codegen.verification.cases import Case
from codegen.verification.strategies import cases
from derive.layers import LAYERS
from derive.model.layer import Layer

FAR = np.iinfo(np.int64)
REFUSED = (ValueError, TypeError)


def integers(module: ModuleType, *groups: str) -> list[dict[str, Any]]:
    return [one for group in groups for one in module.SPEC[group] if one["kind"] == "integer"]


def hostile(array: np.ndarray, highest: int, exempt: int | None) -> Iterator[tuple[str, np.ndarray]]:
    """Arrays like ``array`` with one element, or all, outside of what it may hold."""
    for value in {-2, highest + 1, -(10**6), FAR.min, FAR.max} - {exempt}:
        yield f"all {value}", np.full_like(array, value)
        one = array.copy()
        one.flat[-1] = value
        yield f"one {value}", one
    yield "unsigned", np.full(array.shape, 2**64 - 1, np.uint64)
    yield "real", array.astype(float)
    yield "longer", np.zeros((*array.shape[:-1], array.shape[-1] + 1), np.int64)
    yield "flat", array.reshape(-1)[:-1]


def calls(kernels: Kernels, case: Case, given: list[Any], **keywords: Any) -> Iterator[tuple[str, Any]]:
    """Every function that reads residuals, ready to be called."""
    module, options = kernels.module, case.options
    seeds = kernels.cotangents(case)
    for name in ("vjp", *module.SPEC["gradients"].values()):
        yield name, partial(getattr(module, name), *seeds, *given, **keywords, **options)
    dots = {f"{t.name}_dot": np.ones(case.shape(t)) for t in kernels.layer.wrt}
    yield "jvp", partial(module.jvp, *given, **dots, **keywords, **options)


def must_refuse(what: str, call: Any, saying: str = "") -> Iterator[str]:
    try:
        call()
    except REFUSED as error:
        if saying not in str(error):
            yield f"{what}: {error}"
        return
    yield f"{what} was taken"


def inputs_out_of_range(kernels: Kernels, case: Case) -> Iterator[str]:
    module, honest = kernels.module, kernels.arguments(case)
    for k, one in enumerate(module.SPEC["inputs"]):
        if one["kind"] == "integer" and honest[k].size:
            for what, bad in hostile(honest[k], *ends(kernels, case, one)[1:]):
                given = [*honest[:k], bad, *honest[k + 1 :]]
                head = f"{case}: {one['name']} {what}"
                free = what == "longer" and says_its_length_alone(kernels.layer, k)
                if not free:
                    yield from must_refuse(head, partial(module.forward, *given, **case.options))
                for name, call in calls(kernels, case, given):
                    if not (free and name == "jvp"):
                        yield from must_refuse(f"{head} in {name}", call)


def says_its_length_alone(layer: Layer, k: int) -> bool:
    """Whether no other input has the size of the last axis: then another length is another honest call."""
    last = layer.inputs[k].shape[-1].free_symbols
    return not any(last & t.free_symbols for j, t in enumerate(layer.inputs) if j != k)


def residuals_out_of_range(kernels: Kernels, case: Case) -> Iterator[str]:
    module, honest = kernels.module, kernels.arguments(case)
    _, saved = module.forward(*honest, save=True, **case.options)
    for one in integers(module, "residuals"):
        own = getattr(saved, one["name"])
        for what, bad in hostile(own, *ends(kernels, case, one)[1:]) if own.size else ():
            made = saved._replace(**{one["name"]: bad})
            for name, call in calls(kernels, case, honest, residuals=made):
                if reads(module, name, one["name"]):
                    yield from must_refuse(f"{case}: {one['name']} {what} in {name}", call)


def residuals_anywhere(kernels: Kernels, case: Case) -> Iterator[str]:
    """Whatever lies in the range of a residual, wherever it points: no kernel leaves its arrays."""
    module, honest = kernels.module, kernels.arguments(case)
    _, saved = module.forward(*honest, save=True, **case.options)
    rng = np.random.default_rng(case.seed)
    for one in integers(module, "residuals"):
        own = getattr(saved, one["name"])
        low, high, _ = ends(kernels, case, one)
        drawn = rng.integers(low, high, own.shape, endpoint=True)
        for bad in (np.full_like(own, low), np.full_like(own, high), drawn):
            made = saved._replace(**{one["name"]: bad})
            for _, call in calls(kernels, case, honest, residuals=made):
                call()
    yield from ()


def ends(kernels: Kernels, case: Case, one: dict[str, Any]) -> tuple[int, int, int | None]:
    """The least and the greatest value that an array of integers may hold in this case, and one more."""
    module = kernels.module
    names = [i["name"] for i in module.SPEC["inputs"]]
    call = module._LAYER.bind(dict(zip(names, kernels.arguments(case), strict=True)), case.options)
    exempt = module._LAYER.exempt.get(one["name"])
    high = module._LAYER.below[one["name"]](**call.sizes) - 1
    return one["low"], high, exempt and exempt(**call.sizes)


def strangers(kernels: Kernels, case: Case, other: Case) -> Iterator[str]:
    """What another call saved is refused, whatever its shapes."""
    module = kernels.module
    if case.symbols == other.symbols or not module.SPEC["residuals"]:
        return
    _, saved = module.forward(*kernels.arguments(other), save=True, **other.options)
    for name, call in calls(kernels, case, kernels.arguments(case), residuals=saved):
        if any(reads(module, name, one["name"]) for one in module.SPEC["residuals"]):
            yield from must_refuse(f"{case}: residuals of {other} in {name}", call, "another call")


def reads(module: ModuleType, function: str, residual: str) -> bool:
    """Whether a function takes this residual at all: what it does not read it does not look at."""
    code = getattr(module, function).__code__
    return any(residual in names for names in code.co_consts if isinstance(names, tuple))


def through_integers() -> list[str]:
    """The layers of the catalogue whose kernels are given integers."""
    groups = ("inputs", "outputs", "aux", "residuals")
    return [n for n in LAYERS.names if integers(importlib.import_module(f"generated.{n}"), *groups)]


def attack(name: str, examples: int) -> list[str]:
    layer = LAYERS[name]
    kernels = Kernels(importlib.import_module(f"generated.{name}"), layer)
    found: list[str] = []
    quiet = settings(
        max_examples=examples, derandomize=True, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip

    @quiet
    @given(case=cases(layer), other=cases(layer))
    def run(case: Case, other: Case) -> None:
        found.extend(inputs_out_of_range(kernels, case))
        found.extend(residuals_out_of_range(kernels, case))
        found.extend(residuals_anywhere(kernels, case))
        found.extend(strangers(kernels, case, other))

    run()
    return [f"{name}: {text}" for text in found]


if __name__ == "__main__":
    np.seterr(all="ignore")  # as compiled code has it
    for text in [t for name in (sys.argv[2:] or through_integers()) for t in attack(name, int(sys.argv[1]))]:
        sys.stdout.write(text + "\n")
