"""What an expression means at every point of a grid: the one question, answered node by node elsewhere.

``evaluate`` is open: ``scalars``, ``accesses`` and ``folds`` say what each node means.  A meaning asks
its ``Interpreter`` for data and sizes, and for the indices, conditions and integers that stand inside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import lru_cache, singledispatch
from typing import Any, Protocol, TypeVar

from sympy import Expr, Symbol, preorder_traversal

from codegen.verification.interpreter.frame import EvaluationError, Frame, Watch
from codegen.verification.interpreter.numbers import Array
from derive.expr import Acc, Tensor

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
    def again(self) -> Again: ...
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


class Again:
    """What stands in an expression more than once: evaluated once, where it is needed most.

    A frame is part of the one that it was made from: what is known there holds here.
    """

    def __init__(self) -> None:
        self.repeated: frozenset[Any] = frozenset()
        self._known: dict[tuple[Any, int], tuple[Frame, Any]] = {}

    def begin(self, e: Any) -> None:
        """From now on this is evaluated, with other data than before."""
        self.repeated, self._known = repeated(e), {}

    def value(self, e: Any, frame: Frame, make: Callable[[], T]) -> T:
        at: Frame | None = frame
        while at is not None:
            if (e, id(at)) in self._known:
                found: T = self._known[e, id(at)][1]
                return found
            at = at.whole
        made = make()
        self._known[e, id(frame)] = frame, made  # the frame lives as long as its number is a key
        return made


@lru_cache(maxsize=1024)
def repeated(e: Any) -> frozenset[Any]:
    """The parts of an expression that read data and stand in several places."""
    often = Counter(part for part in preorder_traversal(e) if isinstance(part, Expr) and part.args)
    return frozenset(part for part, n in often.items() if n > 1 and part.atoms(Acc))


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
        law = self._found[kind]
        if ev.again.repeated and e in ev.again.repeated:
            return ev.again.value(e, frame, lambda: law(e, ev, frame))
        return law(e, ev, frame)


evaluate = Meanings()
"""The value of an expression at every point of the grid of a frame."""


__all__ = ["Again", "Interpreter", "evaluate", "repeated"]
