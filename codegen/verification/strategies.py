"""Hypothesis strategies that draw cases for any layer, and seek the awkward ones.

Sizes and options are drawn small and independently (so strides do not divide, exceed the kernel and
share factors with dilations; paddings differ per side and reach the kernel; groups equal channels).
Where an output would be empty or a condition of the model fails, values are *moved* until it fits:
nothing is filtered away unless no small change helps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, product
from typing import Any

import numpy as np
from hypothesis import reject
from hypothesis import strategies as st
from sympy import Expr, Symbol

from codegen.verification.cases import STYLES, Case, complete, free_symbols
from codegen.verification.interpreter.evaluate import EvaluationError, Evaluator, Frame
from derive.expr import Reduce
from derive.model.layer import Def, Layer, Option

LARGEST_SIZE = 5
MOST_ELEMENTS = 700
Values = dict[Symbol, Any]


@st.composite
def cases(draw: st.DrawFn, layer: Layer, styles: tuple[str, ...] = STYLES) -> Case:
    """Any small case of ``layer`` that its model admits."""
    values = _draw_options(draw, layer)
    for symbol in free_symbols(layer):
        if symbol not in values:
            values[symbol] = draw(st.integers(1, LARGEST_SIZE), label=symbol.name)
    values = _trim(layer, _repair(draw, layer, values))
    defaults = sorted(t.name for t in layer.defaults)
    omitted = draw(st.lists(st.sampled_from(defaults), unique=True)) if defaults else []
    return Case(
        layer,
        tuple((s.name, values[s]) for s in free_symbols(layer)),
        seed=draw(st.integers(0, 2**16), label="seed"),
        style=draw(st.sampled_from(styles), label="style"),
        omitted=tuple(sorted(omitted)),
    )


def _draw_options(draw: st.DrawFn, layer: Layer) -> Values:
    values: Values = {}
    for option in layer.options:
        for symbol in option.symbols:
            kind = _integers(option) if option.kind == "int" else _reals(option)
            values[symbol] = draw(kind, label=symbol.name)
    return values


def _integers(option: Option) -> st.SearchStrategy[int]:
    low = -2 if option.minimum is None else int(option.minimum)
    high = low + 3 if option.maximum is None else min(int(option.maximum), low + 3)
    return st.integers(low, high)


def _reals(option: Option) -> st.SearchStrategy[float]:
    """The default and a few dyadic values inside the limits."""
    low = -4.0 if option.minimum is None else float(option.minimum)
    high = low + 4.0 if option.maximum is None else float(option.maximum)
    inside = [v for v in (1.0, 0.5, 0.25, 2.0, -0.5, -1.25, 3.0, low + 0.5) if low < v <= high]
    known = [] if option.default is None else [float(option.default)]
    return st.sampled_from(list(dict.fromkeys([*known, *inside, (low + min(high, low + 2)) / 2])))


def broken(layer: Layer, values: Values) -> list[str]:
    """What the model forbids about these values: empty outputs, negative extents, conditions that fail."""
    symbols = complete(layer, values)
    found = [str(s) for s in layer.sizes if symbols[s] < 1]
    ev = Evaluator(symbols, {})
    computed = ((t, e) for t in layer.inputs for e in t.shape if not e.is_Atom)
    found += [f"{t.name} has {e} elements along an axis" for t, e in computed if ev.scalar(e) < 0]
    returned = ((t, e) for t in (*layer.outputs, *layer.aux) for e in t.shape if not e.is_Atom)
    found += [f"{t.name} has no element along an axis of {e}" for t, e in returned if ev.scalar(e) < 1]
    return found + [message for cond, message in layer.requires if not ev.condition(cond, Frame()).all()]


def _repair(draw: st.DrawFn, layer: Layer, values: Values) -> Values:
    """Move one value (or two) until nothing is broken; which one is drawn."""
    for _ in range(8):
        wrong = broken(layer, values)
        moves = _moves(layer, values, len(wrong)) if wrong else []
        if not moves:
            break
        values = values | draw(st.sampled_from(moves), label="moved")
    if broken(layer, values):
        reject()
    return values


def _moves(layer: Layer, values: Values, wrong: int) -> list[Values]:
    """The nearest changes of one symbol, else of two, that mend something."""
    symbols = [s for s in free_symbols(layer) if s.is_integer]
    for count in (1, 2):
        found = []
        for chosen in combinations(symbols, count):
            for new in product(*(_near(layer, s, values[s]) for s in chosen)):
                move = dict(zip(chosen, new, strict=True))
                if len(broken(layer, values | move)) < wrong:
                    found.append(move)
                    break
        if found:
            return found
    return []


def _near(layer: Layer, symbol: Symbol, value: int) -> Iterable[int]:
    option = next((o for o in layer.options if symbol in o.symbols), None)
    low = 1 if option is None else (-4 if option.minimum is None else int(option.minimum))
    high = low + 11 if option is None or option.maximum is None else int(option.maximum)
    return sorted(set(range(low, high + 1)) - {value}, key=lambda v: (abs(v - value), v))


def elements(layer: Layer, values: Values) -> int:
    """How many numbers a case holds."""
    ev = Evaluator(complete(layer, values), {})
    tensors = (*layer.inputs, *(d.tensor for d in layer.forward))
    return sum(int(np.prod(ev.shape(t), dtype=int)) for t in tensors)


def _trim(layer: Layer, values: Values) -> Values:
    """Lower the largest free sizes while a case is too big and stays whole."""
    options = layer.option_symbols
    while elements(layer, values) > MOST_ELEMENTS:
        order = sorted((s for s in values if s not in options and values[s] > 1), key=lambda s: -values[s])
        smaller = (values | {s: values[s] - 1} for s in order)
        fitting = next((v for v in smaller if not broken(layer, v)), None)
        if fitting is None:
            return values
        values = fitting
    return values


def work(layer: Layer, values: Values, defs: Iterable[Def] = ()) -> int:
    """The points of the largest grid of a forward, or of other definitions; ranges that hang on data do not
    count.
    """
    ev = Evaluator(complete(layer, values), {})
    return max(
        max(_points(one.expr, ev, *_ends(one.free, ev, Frame(), 1))) for one in (*defs, *layer.forward)
    )


def _points(e: Expr, ev: Evaluator, frame: Frame, points: int) -> Iterator[int]:
    yield points
    for inner in e.args:
        if isinstance(inner, Expr):
            binders = inner.binders if isinstance(inner, Reduce) else ()
            try:
                opened = _ends(binders, ev, frame, points)
            except (EvaluationError, KeyError):
                opened = frame, points
            yield from _points(inner, ev, *opened)


def _ends(binders: Iterable[Any], ev: Evaluator, frame: Frame, points: int) -> tuple[Frame, int]:
    """Indices opened at the two ends of their ranges alone, and how many points the whole grid has."""
    for z, lo, hi in binders:
        start, stop = int(ev.integer(lo, frame).min()), int(ev.integer(hi, frame).max())
        points *= max(0, stop - start + 1)
        line = np.array([start, max(start, stop)]).reshape(-1, *(1,) * (len(frame.extents) + 1))
        frame = Frame({**frame.values, z: line}, (*frame.extents, 2))
    return frame, points


__all__ = ["broken", "cases", "elements", "work"]
