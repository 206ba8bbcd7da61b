"""Both directions of a layer as calls that take no arguments: ours, PyTorch's, JAX's, on the same arrays."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np

from codegen.apps.benchmark.turns import Run
from codegen.apps.network import NumpyArray

Arrays = Mapping[str, NumpyArray]
Forward = Callable[[Any, Mapping[str, Any], Mapping[str, Any]], Any]
"""``f(library, arrays by name, options by name)``: the first output."""


@dataclass(frozen=True)
class Contender:
    """``forward`` gives the first output, ``backward`` the gradients in order, from what a forward saved."""

    forward: Run
    backward: Run
    arrays: Callable[[Any], list[NumpyArray | None]]

    def run(self, direction: str) -> Run:
        return self.forward if direction == "forward" else self.backward

    def values(self, direction: str) -> list[NumpyArray | None]:
        """The results of a call; what a side gives no gradient of is None."""
        made = self.run(direction)()
        return self.arrays(made if direction == "backward" else (first_of(made),))


def first_of(made: Any) -> Any:
    return made[0] if isinstance(made, tuple) else made


def ours(
    module: ModuleType,
    given: Arrays,
    cotangent: NumpyArray,
    options: Mapping[str, Any],
    accuracy: str = "exact",
) -> Contender:
    """The generated module; outputs after the first one take no cotangent.

    ``accuracy`` is told to kernels that have a choice.
    """

    def told(function: Callable[..., Any]) -> Mapping[str, Any]:
        chooses = "accuracy" in inspect.signature(function).parameters
        return {**options, "accuracy": accuracy} if chooses else options

    forth, back = told(module.forward), told(module.vjp)
    arguments = [given[one["name"]] for one in module.SPEC["inputs"]]
    _, residuals = module.forward(*arguments, **forth, save=True)
    cotangents = [cotangent, *[None] * (len(module.SPEC["outputs"]) - 1)]
    return Contender(
        lambda: module.forward(*arguments, **forth),
        lambda: module.vjp(*cotangents, *arguments, residuals=residuals, **back),
        lambda made: [np.asarray(one) for one in made],
    )


@dataclass(frozen=True)
class Peer:
    """A library beside ours: its name, version, and how it runs a forward that is written for it."""

    name: str
    version: str
    side: Callable[[Forward, Arrays, NumpyArray, Mapping[str, Any], Sequence[str]], Contender]


def torch_peer(threads: int) -> Peer:
    import torch

    torch.set_num_threads(threads)

    def side(
        forward: Forward, given: Arrays, cotangent: NumpyArray, options: Mapping[str, Any], wrt: Sequence[str]
    ) -> Contender:
        """Through autograd: the graph is built once, the backward alone is timed."""
        plain = {name: torch.from_numpy(array) for name, array in given.items()}
        inputs = {k: torch.from_numpy(a).requires_grad_(k in wrt) for k, a in given.items()}
        output = forward(torch, inputs, options)
        u, chosen = torch.from_numpy(cotangent), [inputs[name] for name in wrt]
        return Contender(
            lambda: forward(torch, plain, options),
            lambda: torch.autograd.grad(output, chosen, u, retain_graph=True, allow_unused=True),
            lambda made: [None if one is None else one.detach().numpy() for one in made],
        )

    return Peer("torch", f"PyTorch {torch.__version__}", side)


def jax_peer(threads: int) -> Peer:
    with few_cores(threads):  # XLA asks once how many threads it may have
        import jax

        jax.config.update("jax_enable_x64", True)
        jax.devices()
        jax.block_until_ready(jax.numpy.ones(1) + 1)

    def side(
        forward: Forward, given: Arrays, cotangent: NumpyArray, options: Mapping[str, Any], wrt: Sequence[str]
    ) -> Contender:
        """Both directions compiled; the backward is the pullback at the point of a forward."""
        inputs = {name: jax.numpy.asarray(array) for name, array in given.items()}
        u = jax.numpy.asarray(cotangent)

        def of(chosen: Mapping[str, Any]) -> Any:
            return forward(jax, {**inputs, **chosen}, options)

        chosen = {name: inputs[name] for name in wrt}
        whole = jax.jit(of)
        _, pull = jax.jit(lambda c: jax.vjp(of, c))(chosen)
        back = jax.jit(lambda pull, u: pull(u)[0])
        return Contender(
            lambda: jax.block_until_ready(whole(chosen)),
            lambda: jax.block_until_ready(back(pull, u)),
            lambda made: [
                np.asarray(one) for one in (map(made.get, wrt) if isinstance(made, dict) else made)
            ],
        )

    return Peer("jax", f"JAX {jax.__version__}", side)


def _in_order(made: Any, wrt: Sequence[str]) -> Sequence[Any]:
    return [made[name] for name in wrt] if isinstance(made, dict) else made


@contextmanager
def few_cores(threads: int) -> Iterator[None]:
    """Start threads as if the machine had so many cores; afterwards all threads may run on any."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    all_of_them = os.sched_getaffinity(0)
    os.sched_setaffinity(0, set(sorted(all_of_them)[:threads]))
    try:
        yield
    finally:
        for task in os.listdir("/proc/self/task"):
            os.sched_setaffinity(int(task), all_of_them)


PEERS_BY_NAME: Mapping[str, Callable[[int], Peer]] = {"torch": torch_peer, "jax": jax_peer}

__all__ = ["PEERS_BY_NAME", "Contender", "Peer", "few_cores", "first_of", "ours"]
