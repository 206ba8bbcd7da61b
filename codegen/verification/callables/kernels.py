"""Functions that are called like the generated ones, driven by a case.

``forward(*inputs, **options)`` gives the outputs, ``vjp_x(*cotangents, *inputs, **options)`` the gradient
of x, ``vjp`` all gradients in order, ``jvp(*inputs, x_dot=…, **options)`` the tangents of the outputs.
Foreign functions, which have no ``SPEC``, take arrays and give arrays: nothing is asked of them about
``out=``, residuals, or inputs that are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np

from codegen.verification.cases import Case
from codegen.verification.interpreter.numbers import Array
from derive.expr import Tensor
from derive.model.layer import Layer


@dataclass(frozen=True)
class Kernels:
    """``module`` has ``forward`` and one ``vjp_<input>`` per gradient; ``vjp`` and ``jvp`` are optional."""

    module: Any
    layer: Layer
    algorithm: str = ""
    """What functions that may choose are told to take; nothing is said where it is empty."""

    @property
    def native(self) -> bool:
        """Whether the functions say of themselves what generated ones do (``SPEC``); others are foreign."""
        return hasattr(self.module, "SPEC")

    def has(self, function: str) -> bool:
        return callable(getattr(self.module, function, None))

    def differentiates(self, tensor: Tensor) -> bool:
        """Whether some function gives the gradient of an input."""
        return self.native or self.has(f"vjp_{tensor.name}") or self.has("vjp")

    def arguments(self, case: Case, dtype: Any = np.float64, **changed: Array) -> list[Array | None]:
        """The inputs in order, in one precision; ``None`` for what the case leaves out."""
        made: list[Array | None] = []
        for tensor in self.layer.inputs:
            array = changed.get(tensor.name, case.arrays[tensor.name])
            if self.native and tensor.name in case.omitted and tensor.name not in changed:
                made.append(None)
            else:
                made.append(array if array.dtype.kind in "iu" else array.astype(dtype))
        return made

    def cotangents(self, case: Case, dtype: Any = np.float64) -> list[Array]:
        return [case.cotangents()[t.name].astype(dtype) for t in self.layer.outputs]

    def forward(self, case: Case, dtype: Any = np.float64, **changed: Array) -> dict[str, Array]:
        """Outputs and aux by name."""
        options = case.options | self.chosen("forward")
        return self.named(self.module.forward(*self.arguments(case, dtype, **changed), **options))

    def chosen(self, function: str) -> dict[str, str]:
        tiled = getattr(self.module, "SPEC", {}).get("winograd", {}).get("functions", ())
        return {"algorithm": self.algorithm} if self.algorithm and function in tiled else {}

    def named(self, made: Any) -> dict[str, Array]:
        names = [t.name for t in (*self.layer.outputs, *self.layer.aux)]
        values = made if len(names) > 1 and isinstance(made, tuple | list) else (made,)
        if not self.native and len(values) == len(self.layer.outputs):
            names = names[: len(values)]
        if len(values) != len(names):
            raise ValueError(f"{self.layer.name}: forward returned {len(values)} arrays for {names}")
        return dict(zip(names, map(np.asarray, values), strict=True))

    def gradient_function(self, tensor: Tensor) -> Any:
        """The function of one gradient; its component where a foreign one gives all of them at once."""
        if not self.native and not self.has(f"vjp_{tensor.name}"):
            place = [t.name for t in self.layer.wrt].index(tensor.name)
            return lambda *given, **options: self.module.vjp(*given, **options)[place]
        spec = getattr(self.module, "SPEC", None)
        name = spec["gradients"][tensor.name] if spec else f"vjp_{tensor.name}"
        return getattr(self.module, name)

    def vjp(self, case: Case, tensor: Tensor, dtype: Any = np.float64, **keywords: Any) -> Array:
        """One gradient for the cotangents of the case."""
        arguments = (*self.cotangents(case, dtype), *self.arguments(case, dtype))
        options = case.options | self.chosen(f"vjp_{tensor.name}") | keywords
        return np.asarray(self.gradient_function(tensor)(*arguments, **options))

    def vjp_all(self, case: Case) -> dict[str, Array]:
        """Every gradient from one call."""
        made = self.module.vjp(*self.cotangents(case), *self.arguments(case), **case.options)
        names = [t.name for t in self.layer.wrt]
        values = [getattr(made, name) for name in names] if hasattr(made, names[0]) else made
        return dict(zip(names, map(np.asarray, values), strict=True))

    def jvp(
        self, case: Case, directions: Mapping[Tensor, Array], dtype: Any = np.float64
    ) -> dict[str, Array]:
        """The derivative of every output along one direction of some inputs."""
        tangents = {f"{t.name}_dot": v.reshape(case.shape(t)).astype(dtype) for t, v in directions.items()}
        made = self.module.jvp(*self.arguments(case, dtype), **tangents, **case.options)
        outputs = self.layer.outputs
        values = made if len(outputs) > 1 else (made,)
        return {t.name: np.asarray(v) for t, v in zip(outputs, values, strict=True)}


def kernels_of(functions: Any, layer: Layer) -> Kernels:
    """A module, an object or a mapping with some of ``forward``, ``vjp``, ``vjp_<input>`` and ``jvp``."""
    module = SimpleNamespace(**functions) if isinstance(functions, Mapping) else functions
    return Kernels(module, layer)


__all__ = ["Kernels", "kernels_of"]
