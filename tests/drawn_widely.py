"""Models drawn at random that have labels, places of winners, more words, bounds, powers and options, too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from derive.model.layer import Layer
from derive.notation import (
    Abs,
    bracket,
    ceil,
    eq,
    floor,
    ge,
    gt,
    hat,
    integers,
    larger,
    largest,
    largest_at,
    modulo,
    ne,
    option,
    product,
    sigmoid,
    sign,
    smaller,
    smallest_at,
    softmax,
    stop_gradient,
    tanh,
    total,
    where,
)
from tests.drawn_models import Drawing, Scope


def widely_drawn(seed: int) -> Layer:
    """The model of a number."""
    return _Wide(seed).layer()


class _Wide(Drawing):
    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.name = f"widely_drawn{seed}"
        axes = [self.rng.choice(self.axes) for _ in range(self.rng.choice((1, 1, 2)))]
        self.below, exempt = self.rng.choice(self.axes), self.rng.choice((None, None, -1))
        letters = map(self.letter, axes)
        self.labels = integers("t", *letters, below=self.extent[self.below], exempt=exempt), axes, exempt
        self.inputs = (*self.inputs, self.labels[0])
        self.options = option("s", default=1, minimum=1), option("a", default=1.5, minimum=0, real=True)
        self.step, self.weight = (o.symbols[0] for o in self.options)

    def ways(self) -> Any:
        return [
            *super().ways(),
            *((way, 3) for way in (self.worded, self.powered, self.bounded, self.at_winner, self.labelled)),
            (self.optional, 2),
        ]

    def at(self, made: Any, axes: Sequence[str], scope: Scope, places: dict[str, Any]) -> Any:
        """An element at letters that are there, or summed over, but for the ``places`` of some axes."""
        new, index_of = list[tuple[Any, str]](), list[Any]()
        for axis in axes:
            own = [z for z, a in (*scope, *new) if a == axis]
            if axis not in places and not own:
                new.append((self.letter(axis), axis))
                own = [new[-1][0]]
            index_of.append(places.get(axis) if axis in places else self.rng.choice(own))
        return self.closed(made.at(*index_of, outside=0), new)

    def labelled(self, scope: Scope, depth: int) -> Any:
        """A value for those of a label, or what stands at its place."""
        tensor, axes, exempt = self.labels
        new = [(self.letter(a), a) for a in axes if a not in [b for _, b in scope]]
        here = [*scope, *new]
        label = tensor[tuple(self.rng.choice([z for z, b in here if b == a]) for a in axes)]
        reader = [x for x in self.known if self.below in x[1]]
        if not reader or self.rng.random() < 0.4:
            made = self.value(here, depth) * bracket(self.rng.choice((eq(label - 1), ge(label - 1))))
        else:
            moved = self.rng.choice((label, label, label + 1, self.extent[self.below] - 1 - label))
            made = self.at(*self.rng.choice(reader), here, {self.below: moved})
        return self.closed(made if exempt is None else where(ne(label, exempt), made, 0), new)

    def at_winner(self, scope: Scope, depth: int) -> Any:
        axis = self.rng.choice(self.axes)
        z = self.letter(axis)
        best = self.rng.choice((largest_at, smallest_at))(self.value([*scope, (z, axis)], depth), over=z)
        reader = [x for x in self.known if axis in x[1]]
        return self.at(*self.rng.choice(reader), scope, {axis: best}) if reader else self.value(scope, depth)

    def worded(self, scope: Scope, depth: int) -> Any:
        v, z = self.value(scope, depth), self.letter(axis := self.rng.choice(self.axes))
        read = self.closed(*self.read([*scope, (z, axis)]))
        made = [
            sigmoid(v), stop_gradient(v) * self.value(scope, depth), sign(v) * v, v - floor(v), ceil(v) * v,
            total(hat(z, Abs(v)) * read, over=z),
        ]  # fmt: skip
        return self.rng.choice([*made, *(softmax(v, over=y) for y, _ in scope)])

    def powered(self, scope: Scope, depth: int) -> Any:
        v, k = self.value(scope, depth), self.rng.choice([*(z for z, _ in scope), self.step, self.weight, 2])
        return self.rng.choice(((1 + v**2) ** k, Abs(v) ** (k + 1), (1 + v**2) ** (-k / 2)))

    def bounded(self, scope: Scope, depth: int) -> Any:
        """A sum, a product, an extreme up to a letter, from it on, or in a band around it."""
        y, axis = self.rng.choice(scope) if scope else (0, self.axes[0])
        z, last = self.letter(axis), self.extent[axis] - 1
        inner = self.value([*scope, (z, axis)], depth)
        ends = self.rng.choice(((0, y), (y, last), (larger(0, y - 1), smaller(last, y + self.step))))
        op = self.rng.choice((total, total, product, largest))
        return op(tanh(inner) if op is product else inner, over=(z, *ends))

    def optional(self, scope: Scope, depth: int) -> Any:
        v, z = self.value(scope, depth), self.rng.choice(scope)[0] if scope else 1
        other = self.closed(*self.read(scope))
        near = gt(self.step - z) if scope else eq(modulo(self.step, 2), 0)
        return self.rng.choice((self.weight * v, v / (1 + self.step), where(near, v, other)))


__all__ = ["widely_drawn"]
