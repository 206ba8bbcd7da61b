"""Whole models drawn at random over the notation: definitions, sums, extremes, conditions, index maps.

Nothing is sensible about them; each is a forward that the notation admits, with gradients to be right.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Sequence
from typing import Any

from derive.model.layer import Layer
from derive.notation import (
    Abs,
    cos,
    define,
    eq,
    erf,
    exp,
    floor_div,
    ge,
    gt,
    index,
    larger,
    largest,
    log,
    modulo,
    ne,
    product,
    sigmoid,
    sin,
    sizes,
    smaller,
    smallest,
    sqrt,
    tanh,
    tensor,
    total,
    where,
)  # fmt: skip

DEPTHS = (1, 2, 2, 3)
AXES = ("N", "C", "H", "K")
SMOOTH: tuple[Callable[[Any], Any], ...] = (
    tanh, sin, cos, sigmoid, erf,
    lambda z: 1 / (1 + z**2), lambda z: sqrt(1 + z**2), lambda z: exp(-(z**2)), lambda z: log(1 + z**2),
    lambda z: z**3,
)  # fmt: skip
BENT: tuple[Callable[[Any], Any], ...] = (
    Abs,
    lambda z: larger(z, 0),
    lambda z: smaller(z, 1),
    lambda z: where(gt(z), z, z / 4),
)
Scope = Sequence[tuple[Any, str]]
"""Letters that are bound, each with the axis that it runs along."""


def drawn(seed: int) -> Layer:
    """The model of a number."""
    return Drawing(seed).layer()


class Drawing:
    def __init__(self, seed: int) -> None:
        self.rng, self.name = random.Random(seed), f"drawn{seed}"
        self.extent = dict(zip(AXES, sizes(" ".join(AXES)), strict=True))
        self.numbers = itertools.count()
        self.known: list[tuple[Any, list[str]]] = []
        self.defs: list[Any] = []
        for name in "xwv"[: self.rng.randint(2, 3)]:
            axes = [self.rng.choice(AXES) for _ in range(self.rng.choice((1, 2, 2, 3)))]
            self.known.append((tensor(name, *map(self.letter, axes)), axes))
        self.inputs = tuple(t for t, _ in self.known)
        self.options: tuple[Any, ...] = ()
        self.axes = sorted({a for _, axes in self.known for a in axes})

    def layer(self) -> Layer:
        made = [self.define(f"z{k}") for k in range(self.rng.choice((0, 0, 1, 1, 2)))] + [self.define("y")]
        read = {t for one in self.defs for t in one.reads}
        return Layer(
            self.name,
            self.defs,
            wrt=tuple(t for t in self.inputs if t in read and t.kind == "real"),
            inputs=self.inputs,
            outputs=tuple(t for t in made if t not in read),
            options=self.options,
        )

    def letter(self, axis: str) -> Any:
        return index(f"{axis.lower()}{next(self.numbers)}", self.extent[axis])

    def define(self, name: str) -> Any:
        axes = self.rng.sample(self.axes, min(len(self.axes), self.rng.choice((1, 2, 2, 3))))
        scope = [(self.letter(a), a) for a in axes]
        made = tensor(name, *(z for z, _ in scope))
        self.defs.append(
            define(made[tuple(z for z, _ in scope)], self.value(scope, self.rng.choice((1, 2, 2, 3))))
        )
        self.known.append((made, axes))
        return made

    def value(self, scope: Scope, depth: int) -> Any:
        """An expression at a place with these letters."""
        if depth == 0 or self.rng.random() < 0.15:
            return self.closed(*self.read(scope))
        ways, often = zip(*self.ways(), strict=True)
        return self.rng.choices(ways, often)[0](scope, depth - 1)

    def ways(self) -> list[tuple[Callable[[Scope, int], Any], int]]:
        """What a value may be, and how often it is."""
        return [(self.several, 3), (self.summed, 2), (self.of_one, 2), (self.of_two, 4), (self.chosen, 1)]

    def several(self, scope: Scope, depth: int) -> Any:
        """A product of what is read, under one sum."""
        made, new = 1, list[tuple[Any, str]]()
        for _ in range(self.rng.choice((2, 2, 3))):
            e, more = self.read([*scope, *new])
            made, new = made * e, [*new, *more]
        return self.closed(made, new)

    def summed(self, scope: Scope, depth: int) -> Any:
        axis = self.rng.choice(self.axes)
        z = self.letter(axis)
        inner, others = self.value([*scope, (z, axis)], depth), [y for y, _ in scope]
        if not others or self.rng.random() < 0.7:
            return self.closed(inner, [(z, axis)])
        return total(inner, over=z, when=self.rng.choice((ge, gt, ne, eq))(z - self.rng.choice(others)))

    def of_one(self, scope: Scope, depth: int) -> Any:
        return self.rng.choice(self.rng.choice((SMOOTH, BENT)))(self.value(scope, depth))

    def of_two(self, scope: Scope, depth: int) -> Any:
        a, b = self.value(scope, depth), self.value(scope, depth)
        return self.rng.choice((a + b, a * b, larger(a, b), a / (2 + b**2)))

    def chosen(self, scope: Scope, depth: int) -> Any:
        z, y = self.rng.choice(scope)[0], self.rng.choice([*(z for z, _ in scope), 1])
        cond = self.rng.choice((ge(z - y), gt(z - y), eq(z, y), eq(modulo(z, 2), 0)))
        return where(
            cond, self.value(scope, depth), self.value(scope, depth) if self.rng.random() < 0.5 else 0
        )

    def read(self, scope: Scope) -> tuple[Any, list[tuple[Any, str]]]:
        """An element of a tensor, and the letters that it brings."""
        made, axes = self.rng.choice(self.known)
        new, places = list[tuple[Any, str]](), list[Any]()
        for axis in axes:
            here = [*scope, *new]
            own = [z for z, a in here if a == axis]
            if not own or self.rng.random() < 0.2:
                own = [self.letter(axis)]
                new.append((own[0], axis))
            places.append(self.place(self.rng.choice(own), axis, [z for z, _ in here]))
        return made.at(*places, outside=0), new

    def place(self, z: Any, axis: str, others: Sequence[Any]) -> Any:
        extent, y = self.extent[axis], self.rng.choice([*others, 1])
        moved = (
            extent - 1 - z, z + self.rng.choice((-2, -1, 1, 2)), modulo(z + y, extent), z + y - 1,
            floor_div(z, 2), 2 * z - self.rng.choice((0, 1)),
        )  # fmt: skip
        return z if self.rng.random() < 0.7 else self.rng.choice(moved)

    def closed(self, e: Any, new: Scope) -> Any:
        """Nothing is left open: sums over the letters, now and then an extreme or a product."""
        if not new:
            return e
        (first, *rest), p = [z for z, _ in new], self.rng.random()
        if p > 0.12:
            return total(e, over=(first, *rest))
        inner = total(e, over=tuple(rest)) if rest else e
        return self.rng.choice((largest, smallest, product))(inner, over=first)


__all__ = ["BENT", "SMOOTH", "Drawing", "Scope", "drawn"]
