"""What a function answers, learnt from a first call: which gradients, in which order, how precise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from codegen.verification.interpreter.numbers import Array
from derive.api.arguments import ArgumentError

Order = tuple[str, ...]
"""Gradients by the names of their inputs, as a tuple of answers has them."""


class Answers(NamedTuple):
    """The gradients that are judged; ``single``: they are no more precise than float32."""

    gives: Order
    single: bool = False


def orders_of(asked: Order | None, taken: Order, known: Order) -> tuple[Order, ...]:
    """What several answers may mean, the likeliest first: those asked for, those by what is taken, all."""
    return tuple(dict.fromkeys(order for order in (asked, taken, known) if order))


def named_gradients(made: Any, orders: Sequence[Order]) -> dict[str, Array]:
    """The gradients in an answer by the names of their inputs: a mapping, a named tuple, or in order."""
    if hasattr(made, "_asdict"):
        made = made._asdict()
    if isinstance(made, Mapping):
        return {name: np.asarray(one) for name, one in _spelled(made, {n for o in orders for n in o})}
    answers = [] if made is None else made if isinstance(made, tuple | list) else (made,)
    order = next((order for order in orders if len(order) == len(answers)), None)
    if order is None:
        raise ArgumentError(
            "function",
            f"it returns {_counted(len(answers))} where the gradients by "
            f"{', '.join(orders[0])} are expected; "
            "return them by name ({'x': ...}), or name those that it returns: --wrt x, wrt=['x']",
        )
    return {name: np.asarray(a) for name, a in zip(order, answers, strict=True) if a is not None}


def _counted(arrays: int) -> str:
    return "nothing" if not arrays else "1 array" if arrays == 1 else f"{arrays} arrays"


def _spelled(made: Mapping[Any, Any], names: Iterable[str]) -> Iterator[tuple[str, Any]]:
    spelled = {str(key).removeprefix("grad_"): value for key, value in made.items()}
    for name in names:
        for key in (f"d{name}", name):
            if spelled.get(key) is not None:
                yield name, spelled[key]


def answers_of(found: Mapping[str, Array], asked: Order | None, known: Order) -> Answers:
    """Those of the answers that were asked for (all, where nothing was), in the order of the layer."""
    wanted = known if asked is None else asked
    gives = asked or tuple(name for name in wanted if name in found)
    return Answers(gives, any(one.dtype == np.float32 for one in found.values()))


def slack(found: Array) -> float:
    """How far a right answer may be off, as a share of the largest: rounding of one formula in two orders.

    A wrong term is larger on generic data.
    """
    return float(np.sqrt(_rounding(found))) / 16


def nothing(found: Array) -> float:
    """Of data near one: what is left where everything cancels (a softmax of one class)."""
    return 450 * _rounding(found)


def _rounding(found: Array) -> float:
    return float(np.finfo(found.dtype if found.dtype.kind == "f" else float).eps)


__all__ = ["Answers", "Order", "answers_of", "named_gradients", "nothing", "orders_of", "slack"]
