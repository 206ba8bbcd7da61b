"""What an expression means at every point of a grid: the one question, answered node by node elsewhere.

``evaluate`` is open: ``scalars``, ``accesses`` and ``folds`` say what each node means.  A meaning asks
its ``Interpreter`` for data and sizes, and for the indices, conditions and integers that stand inside it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import singledispatch
from typing import Any, Protocol, TypeVar

from sympy import Expr, Symbol

from codegen.verification.interpreter.frame import EvaluationError, Frame, Watch
from codegen.verification.interpreter.numbers import Array
from derive.expr import Tensor

T = TypeVar("T")


class Interpreter(Protocol):
    """Who evaluates: its data, its number system, and what it makes of indices and conditions."""

    @property
    def symbols(self) -> Mapping[Symbol, Any]: ...
    @property
    def arrays(self) -> dict[str, Any]: ...
    @property
    def dtype(self) -> Any: ...
    @property
    def watch(self) -> Watch: ...
    def shape(self, tensor: Tensor) -> tuple[int, ...]: ...
    def scalar(self, e: Any) -> int: ...
    def integer(self, e: Any, frame: Frame) -> Array: ...
    def real(self, value: Any) -> Any: ...
    def open(self, binders: Sequence[tuple[Symbol, Expr, Expr]], frame: Frame) -> Frame: ...
    def holds(self, conds: Sequence[Any], frame: Frame) -> Frame: ...
    def undecided(self, conds: Sequence[Any], frame: Frame) -> Array: ...
    def unsure(self, conds: Sequence[Any], frame: Frame) -> Array: ...
    def doubtful(self, e: Any, frame: Frame) -> Array: ...
    def unless_data(self, said: Sequence[Any], frame: Frame, what: Hashable, make: Callable[[], T]) -> T: ...


@singledispatch
def _evaluate(e: Any, ev: Interpreter, frame: Frame) -> Any:
    raise EvaluationError(f"no meaning is known for {type(e).__name__}: {e}")


class Meanings:
    """What the nodes mean; which class has which meaning is looked up once."""

    def __init__(self) -> None:
        self._found: dict[type, Callable[[Any, Interpreter, Frame], Any]] = {}

    def register(self, kind: type) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """The function that is decorated says what this kind of node means, and its subclasses."""
        self._found.clear()
        return _evaluate.register(kind)

    def __call__(self, e: Any, ev: Interpreter, frame: Frame) -> Any:
        kind = type(e)
        if kind not in self._found:
            self._found[kind] = _evaluate.dispatch(kind)
        return self._found[kind](e, ev, frame)


evaluate = Meanings()
"""The value of an expression at every point of the grid of a frame."""


__all__ = ["Interpreter", "evaluate"]
