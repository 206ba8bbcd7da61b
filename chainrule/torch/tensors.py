"""A layer as a function of tensors: what a caller writes, turned into the arguments of an operator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import torch

from chainrule import calls
from chainrule.torch.registry import operators
from chainrule.written import complete, signature

if TYPE_CHECKING:
    from derive.api.lookup import LayerLike

FULL = (torch.float32, torch.float64)
HALF = (torch.float16, torch.bfloat16)
KINDS = {
    "int": (int, torch.SymInt),
    "float": (int, float, torch.SymInt, torch.SymFloat),
    "str": (str,),
}
"""What options hold; sizes of a program that is traced are symbols."""


class TensorFunction:
    """A layer on tensors, called like the forward of its kernels: ``conv2d(x, w, b, stride=2)``.

    Inputs come in the order of ``SPEC``, or by name; those with a default may be left out or ``None``.
    Results are the outputs, then what comes with them (switches, new statistics): one tensor or a tuple.
    Real inputs share one type, float32 or float64.  float16 and bfloat16 are converted here: the kernels
    compute in float32 (or in float64 where another input has that), and the results are rounded to the
    type to which the inputs promote, so that a layer works under ``autocast``.
    """

    def __init__(self, operation: calls.Operation) -> None:
        self.operation = operation
        self.operators = operators(operation)
        self._names = operation.inputs
        self._returned = len(operation.returned)
        self._real = tuple(name not in operation.integers for name in self._names)
        required = None in operation.options.values()
        self._plain = None if required else (*complete(operation, {}).values(),)

    @property
    def spec(self) -> Mapping[str, Any]:
        """The inputs, outputs and options of the layer as data."""
        return self.operation.spec

    def __call__(self, *inputs: Any, **given: Any) -> Any:
        if len(inputs) != len(self._names):
            inputs = self._by_name(inputs, given)
        options = self._plain
        if given or options is None:
            options = (*complete(self.operation, given, KINDS).values(),)
        to = self._common(inputs)
        if to is not None:
            return self._rounded(inputs, options, to)
        return self._taken(self.operators.called(*inputs, *options))

    def _taken(self, found: Any) -> Any:
        if type(found) is not tuple:
            return found
        return found[: self._returned] if self._returned > 1 else found[0]

    def _rounded(self, inputs: Sequence[Any], options: Any, to: Any) -> Any:
        """Computed in float32 at least, given back as ``to``."""
        wide = torch.promote_types(to, torch.float32)
        pairs = zip(inputs, self._real, strict=True)
        taken = [one.to(wide) if real and one is not None else one for one, real in pairs]
        found = self._taken(self.operators.called(*taken, *options))
        if isinstance(found, tuple):
            return tuple(one.to(to) if one.is_floating_point() else one for one in found)
        return found.to(to)

    def _by_name(self, inputs: Sequence[Any], given: dict[str, Any]) -> tuple[Any, ...]:
        """Inputs in their order, those that were named taken out of ``given``."""
        if len(inputs) > len(self._names):
            raise TypeError(f"{self._said()}: takes {len(self._names)} inputs, got {len(inputs)}")
        return (*inputs, *(given.pop(name, None) for name in self._names[len(inputs) :]))

    def _common(self, inputs: Sequence[Any]) -> Any:
        """The type of results where it is not that of all inputs, after a look at each of them."""
        low = False
        for name, one, real in zip(self._names, inputs, self._real, strict=True):
            if one is None:
                if name not in self.operation.optional:
                    raise TypeError(f"{self._said()}: {name} is missing; it has no default")
            elif not isinstance(one, torch.Tensor):
                raise TypeError(f"{self._said()}: {name} must be a tensor, got {type(one).__name__}")
            elif real and one.dtype not in FULL:
                if one.dtype not in HALF:
                    raise TypeError(f"{self._said()}: {name} holds {one.dtype}, expected a floating type")
                low = True
        return self._promoted(inputs) if low else None

    def _promoted(self, inputs: Sequence[Any]) -> Any:
        kinds = [t.dtype for t, real in zip(inputs, self._real, strict=True) if real and t is not None]
        found = kinds[0]
        for kind in kinds[1:]:
            found = torch.promote_types(found, kind)
        return found

    def _said(self) -> str:
        return str(self.spec["name"])

    def __reduce__(self) -> Any:
        """A copy, here or in another process, is the function of the same layer."""
        return TensorFunction, (self.operation,)

    def __repr__(self) -> str:
        return f"<chainrule.torch.function {signature(self.operation)}>"


def function(layer: LayerLike, /) -> TensorFunction:
    """A layer as a function of tensors: an operator of ``torch.library``, made from its ``SPEC``.

    ``layer``  the name of one in the catalogue, a layer, or the path of a Python file that defines one

    The gradient is the derived one, so are tangents and second orders (the first call that needs these
    derives and compiles them).  Works under ``backward``, ``torch.func``, ``torch.compile(fullgraph=True)``,
    ``torch.export``, ``autocast`` and ``gradcheck``; ``vmap`` calls an elementwise layer once and any other
    one for each element of the batch.  Shapes are known without a run.  Kernels run on the processor.

    Raises ``ArgumentError`` for what means no layer; a call raises ``TypeError`` and ``ValueError`` naming
    layer and argument, as the kernels do.

    >>> import torch, chainrule
    >>> dense = chainrule.torch.function("dense")
    >>> x, w = torch.ones(2, 3), torch.ones(4, 3, requires_grad=True)
    >>> dense(x, w).sum().backward()
    >>> w.grad[0]
    tensor([2., 2., 2.])
    """
    return TensorFunction(calls.operation(layer))


__all__ = ["TensorFunction", "function"]
