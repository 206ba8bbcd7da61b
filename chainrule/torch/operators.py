"""The operators of one layer: forward, gradients and tangents, their signatures, kernels and shapes.

``chainrule::conv2d(inputs, options)`` gives all results of the forward, saved values too;
``chainrule::conv2d_vjp(cotangents, inputs, saved, options, wrt)`` the gradients of the inputs numbered by
``wrt``; ``chainrule::conv2d_jvp(inputs, tangents, saved, options)`` the tangents of the outputs.  Tensors
are read and written where they lie: NumPy and PyTorch share their memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import torch

from chainrule.calls import Operation

NAMESPACE = "chainrule"
TYPES = {"int": "SymInt[]", "float": "float[]", "str": "str"}


class Operators:
    """The three operators of ``operation``; their arguments are tensors first, then plain data."""

    forward: Any
    called: Callable[..., Any]
    vjp: Any
    jvp: Any

    def __init__(self, operation: Operation) -> None:
        self.operation = o = operation
        self.counts = len(o.inputs), len(o.outputs), len(o.residuals), len(o.wrt)
        """How many inputs, outputs, saved values and differentiable inputs there are."""

    def resolve(self, called: Callable[..., Any]) -> None:
        """Find what was registered: ``forward``, ``vjp``, ``jvp``; ``called`` is the forward's short way."""
        self.called = called
        there, name = getattr(torch.ops, NAMESPACE), self.operation.name
        self.forward = getattr(there, name).default
        self.vjp = getattr(there, f"{name}_vjp").default
        self.jvp = getattr(there, f"{name}_jvp").default

    # -- signatures

    def inputs_text(self) -> list[str]:
        optional = self.operation.optional
        return [f"Tensor{'?' * (name in optional)} {name}" for name in self.operation.inputs]

    def options_text(self) -> list[str]:
        return [f"{TYPES[self.operation.kinds[name]]} {name}" for name in self.operation.options]

    def schemas(self) -> Iterator[tuple[str, str]]:
        o = self.operation
        saved = [f"Tensor? saved_{name}" for name in o.residuals]
        options = self.options_text()
        results = ", ".join(["Tensor"] * len(o.results))
        results = f"({results})" if len(o.results) > 1 else results
        yield o.name, f"({', '.join([*self.inputs_text(), *options])}) -> {results}"
        cotangents = [f"Tensor d{name}" for name in o.outputs]
        head = ", ".join([*cotangents, *self.inputs_text(), *saved, *options, "int[] wrt"])
        yield f"{o.name}_vjp", f"({head}) -> Tensor[]"
        dots = [f"Tensor? {name}_dot" for name in o.wrt]
        yield f"{o.name}_jvp", f"({', '.join([*self.inputs_text(), *dots, *saved, *options])}) -> Tensor[]"

    # -- kernels on tensors in memory

    def named(self, options: Sequence[Any]) -> dict[str, Any]:
        """The options by name, sequences as tuples, as the kernels take them."""
        if not options:
            return {}
        pairs = zip(self.operation.options, options, strict=True)
        return {name: value if type(value) is str else tuple(value) for name, value in pairs}

    def run_forward(self, *given: Any) -> Any:
        n = self.counts[0]
        return self.values(given[:n], self.named(given[n:]))

    def values(self, inputs: Sequence[Any], options: Mapping[str, Any]) -> Any:
        """The results as tensors: one, or a tuple of several."""
        made = self.operation.forward(arrays(inputs), options)
        if len(made) == 1:
            return torch.from_numpy(made[0])
        return tuple(map(torch.from_numpy, made))

    def run_vjp(self, *given: Any) -> list[Any]:
        inputs, outputs, saved, _ = self.counts
        last, names = outputs + inputs + saved, self.operation.wrt
        options, wanted = self.named(given[last:-1]), [names[k] for k in given[-1]]
        made = self.gradients(given[:outputs], given[outputs:last], options, wanted)
        return list(map(torch.from_numpy, made))

    def gradients(
        self,
        cotangents: Sequence[Any],
        kept: Sequence[Any],
        options: Mapping[str, Any],
        wanted: Sequence[str],
    ) -> list[Any]:
        """The gradients of the inputs ``wanted`` as arrays; ``kept`` are inputs, then saved values."""
        here, n = arrays(kept), self.counts[0]
        return self.operation.vjp(arrays(cotangents), here[:n], here[n:], options, wanted)

    def run_jvp(self, *given: Any) -> list[Any]:
        inputs, dots, saved, options = self.parts_of_jvp(given)
        made = self.operation.jvp(arrays(dots), arrays(inputs), arrays(saved), self.named(options))
        return list(map(torch.from_numpy, made))

    def parts_of_vjp(self, given: Sequence[Any]) -> Iterator[Sequence[Any]]:
        n, outputs, saved, _ = self.counts
        return parts(given, outputs, n, saved)

    def parts_of_jvp(self, given: Sequence[Any]) -> Iterator[Sequence[Any]]:
        n, _, saved, wrt = self.counts
        return parts(given, n, wrt, saved)

    @cache  # noqa: B019 (operators live as long as the process)
    def asked(self, needed: tuple[bool, ...]) -> tuple[list[int], list[str]]:
        """Which gradients are wanted, from what is asked of each input: their places and names."""
        o = self.operation
        chosen = [(o.inputs.index(name), name) for name in o.wrt if needed[o.inputs.index(name)]]
        return [place for place, _ in chosen], [name for _, name in chosen]

    # -- what is known of the results before

    def shapes(self, inputs: Sequence[Any], options: Sequence[Any]) -> dict[str, Any]:
        pairs = zip(self.operation.inputs, inputs, strict=True)
        given = {name: tuple(one.shape) for name, one in pairs if one is not None}
        return self.operation.shapes(given, self.named(options))

    def empty(self, name: str, like: Any, shape: Any) -> Any:
        whole = name in self.operation.integers
        return like.new_empty(shape, dtype=torch.int64) if whole else like.new_empty(shape)

    def fake_forward(self, *given: Any) -> Any:
        n = self.counts[0]
        shapes, like = self.shapes(given[:n], given[n:]), self.real(given[:n])
        found = tuple(self.empty(name, like, shapes[name]) for name in self.operation.results)
        return found if len(found) > 1 else found[0]

    def fake_vjp(self, *given: Any) -> list[Any]:
        _, inputs, _, (*_, wrt) = self.parts_of_vjp(given)
        named = dict(zip(self.operation.inputs, inputs, strict=True))
        shapes = [named[self.operation.wrt[k]].shape for k in wrt]
        return [self.real(inputs).new_empty(shape) for shape in shapes]

    def fake_jvp(self, *given: Any) -> list[Any]:
        inputs, _, _, options = self.parts_of_jvp(given)
        shapes = self.shapes(inputs, options)
        return [self.real(inputs).new_empty(shapes[name]) for name in self.operation.outputs]

    def real(self, inputs: Sequence[Any]) -> Any:
        """An input whose type is that of all real arrays of the call."""
        pairs = zip(self.operation.inputs, inputs, strict=True)
        return next(one for name, one in pairs if one is not None and name not in self.operation.integers)


def arrays(tensors: Iterable[Any]) -> list[Any]:
    """Tensors as arrays over the same memory."""
    return [None if t is None else t.numpy(force=True) for t in tensors]


def parts(given: Sequence[Any], *counts: int) -> Iterator[Sequence[Any]]:
    """Cut into parts of so many, and all that is left."""
    first = 0
    for count in counts:
        yield given[first : first + count]
        first += count
    yield given[first:]


__all__ = ["NAMESPACE", "Operators"]
