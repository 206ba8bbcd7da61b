"""User layers with windows, drawn at random, and cross-correlation in numbers: for claims that are tried out.

Nothing here is taken from ``derive.explain``: a claim is evaluated from its data alone, place by place.
"""

from __future__ import annotations

import itertools
import random
from typing import Any

import numpy as np
from sympy import S

from derive.model.layer import Layer
from derive.notation import bracket, define, gt, index, option, sizes, tensor, total, window_count
from tests.forms import value

NAMES = ("H", "W"), ("KH", "KW"), ("OH", "OW"), ("i", "j"), ("u", "v"), ("a", "b")
FRONTS = ("", "", "", "1/K", "-2", "kappa", "row", "place", "bracket", "sum")
INSIDE = ("", "", "", "image", "kernel", "both", "factor")


def drawn(seed: int) -> tuple[Layer, dict[str, Any]]:
    """A layer with one window sum, and what was drawn."""
    rng = random.Random(seed)
    made = _Drawn(rng, rank=rng.choice((1, 1, 2)), grouped=rng.random() < 0.3)
    layer = Layer(
        f"drawn{seed}",
        [define(made.Y[made.lhs], made.whole)],
        wrt=(made.X, made.W),
        inputs=(made.X, made.W, *made.others),
        options=tuple(made.options),
        sizes=made.sizes,
    )
    return layer, {"front": made.front, "inside": made.inside, "turned": made.turned}


class _Drawn:
    """y = front · Σ w x over a window; each part is drawn in its own method."""

    def __init__(self, rng: random.Random, rank: int, grouped: bool) -> None:
        self.rng, self.rank = rng, rank
        N, C, O = sizes("N C O")
        (G,) = groups = option("groups", "G", default=1, minimum=1)
        self.n, self.c, o, g = index("n", N), index("c", C), index("o", O), index("g", G)
        self.options = [groups] if grouped else []
        self.others: list[Any] = []
        self.extent, self.taps, self.count = (sizes(" ".join(names[:rank])) for names in NAMES[:3])
        axes = zip(NAMES[3:], (self.count, self.taps, self.extent), strict=True)
        self.i, self.u, a = (
            tuple(index(z, e) for z, e in zip(names, extents, strict=False)) for names, extents in axes
        )
        narrow = index("o", G * O if grouped else O)
        self.feature, self.channel = (g * O + o, g * C + self.c) if grouped else (o, self.c)
        self.X = tensor("x", self.n, index("c", G * C if grouped else C), *a)
        self.W = tensor("w", narrow, self.c, *self.u)
        self.Y = tensor("y", self.n, narrow, *self.i)
        self.lhs = (self.n, self.feature, *self.i)
        self.numbers = [self._numbers(axis) for axis in range(rank)]
        self.turned = [rng.random() < 0.3 for _ in range(rank)]
        self.inside, self.front = rng.choice(INSIDE), rng.choice(FRONTS)
        self.whole = self._in_front(total(self._terms(), over=(self.c, *self.u)))

    @property
    def sizes(self) -> dict[Any, Any]:
        axes = zip(self.count, self.extent, self.taps, self.numbers, strict=True)
        return {oh: window_count(h, k, s, d, p, q) for oh, h, k, (s, d, p, q) in axes}

    def _numbers(self, axis: int) -> list[Any]:
        """Stride, dilation, padding in front and behind: numbers, or options."""
        found = []
        for name, least, most in (("s", 1, 3), ("d", 1, 2), ("p", 0, 2), ("q", 0, 2)):
            if self.rng.random() < 0.3:
                self.options.append(option(f"{name}{axis}", default=least, minimum=least))
                found.append(self.options[-1].symbols[0])
            else:
                found.append(S(self.rng.randint(least, most) if self.rng.random() < 0.7 else least))
        return found

    def _terms(self) -> Any:
        """w x, each perhaps under a bracket of its own, the image or the filter perhaps read backwards."""
        axes = zip(self.numbers, self.i, self.u, strict=True)
        place = [s * at + d * tap - p for (s, d, p, _), at, tap in axes]
        back = [self.rng.random() < 0.25 for _ in place]
        place = [h - 1 - at if b else at for h, at, b in zip(self.extent, place, back, strict=True)]
        taps = [k - 1 - t if turn else t for k, t, turn in zip(self.taps, self.u, self.turned, strict=True)]
        tap = self.X.at(self.n, self.channel, *place, outside=0)
        weight = self.W[self.feature, self.c, *taps]
        if self.inside in ("image", "both"):
            tap *= bracket(gt(self._other("m", self.X)[self.n, self.channel, *place]))
        if self.inside in ("kernel", "both"):
            weight *= bracket(gt(self._other("v", self.W)[self.feature, self.c, *taps]))
        return tap * weight * (self._other("e", None)[self.n] if self.inside == "factor" else 1)

    def _in_front(self, whole: Any) -> Any:
        match self.front:
            case "1/K":
                return whole / self.taps[0]
            case "-2":
                return -2 * whole
            case "kappa":
                self.options.append(option("kappa", default=1.5, minimum=0, real=True))
                return self.options[-1].symbols[0] * whole
            case "row":
                self.others.append(tensor("f", self.Y.axes[1]))
                return self.others[-1][self.feature] * whole
            case "place":
                return self._other("f", self.Y)[self.lhs] * whole
            case "bracket":
                return bracket(gt(self._other("f", self.Y)[self.lhs])) * whole
            case "sum":
                return whole + 1
        return whole

    def _other(self, name: str, like: Any) -> Any:
        """Another input, of the shape of ``like`` or one number for each image."""
        self.others.append(tensor(name, *(like.axes if like is not None else (self.n,))))
        return self.others[-1]


def numbers_for(layer: Layer, seed: int) -> dict[str, Any]:
    """Small values for all sizes and options, with at least one window on each axis."""
    rng = random.Random(seed)
    known: dict[Any, Any] = {}
    for one in layer.options:
        for s in one.symbols:
            known[s] = 1.5 if one.kind == "float" else S(rng.randint(one.minimum, one.minimum + 2))
    shapes = {s for t in layer.inputs for s in t.free_symbols} - set(known) - set(layer.sizes)
    for s in sorted(shapes, key=str):
        least = {"H": 4, "W": 4}.get(s.name, 1)
        known[s] = S(rng.randint(least, least + (4 if least > 1 else 2)))
    for s, e in layer.sizes.items():
        known[s] = e.subs(known)
        if known[s] < 1:
            return numbers_for(layer, seed + 1000003)
    return {s.name: (float(v) if s.name == "kappa" else int(v)) for s, v in known.items()}


def arrays_for(layer: Layer, symbols: dict[str, Any], seed: int) -> dict[str, Any]:
    rng = np.random.default_rng(seed)
    output = layer.outputs[0]
    tensors = [*layer.inputs, output.rename("d" + output.name)]
    shapes = {t.name: [_number(e, symbols) for e in t.shape] for t in tensors}
    return {name: rng.integers(-4, 5, shape).astype(float) for name, shape in shapes.items()}


def _number(e: Any, symbols: dict[str, Any]) -> int:
    return int(S(e).subs({s: symbols[s.name] for s in S(e).free_symbols if s.name in symbols}))


def correlated(claim: Any, arrays: dict[str, Any], symbols: dict[str, Any]) -> Any:
    """What the data of a claim say, for all values of its free letters, place by place."""
    free = [(z, _number(hi, symbols) + 1) for z, _, hi in claim.free]
    along = [a.along for a in claim.axes]
    rows = [extent for z, extent in free if z in along]
    others = [(z, extent) for z, extent in free if z not in along]
    summed = [(z, _number(lo, symbols), _number(hi, symbols)) for z, lo, hi in claim.summed]
    axes = [
        tuple(_number(e, symbols) for e in (x.stride, x.dilation, x.padding, x.zeros)) for x in claim.axes
    ]
    turned = [axis.flipped for axis in claim.axes]
    image, kernel = (_masked(o, arrays) for o in (claim.image, claim.kernel))
    out = np.zeros([extent for _, extent in others] + rows)
    for place in itertools.product(*(range(extent) for _, extent in others)):
        letters = {z.name: at for (z, _), at in zip(others, place, strict=True)}
        for extra in itertools.product(*(range(lo, hi + 1) for _, lo, hi in summed)):
            more = {z.name: at for (z, _, _), at in zip(summed, extra, strict=True)}
            known = symbols | letters | more
            a = _over(image, claim.image, [x.image for x in claim.axes], known)
            f = _over(kernel, claim.kernel, [x.kernel for x in claim.axes], known)
            out[place] += _one(axes, turned, a, f, rows)
    names = [z for z, _ in others] + along
    whole = np.transpose(out, [names.index(z) for z, _ in free])
    return value(claim.front, claim.free, arrays, **symbols) * whole


def _masked(operand: Any, arrays: dict[str, Any]) -> Any:
    """The operand with zeros where a condition on values beside it fails."""
    whole = arrays[operand.tensor.name]
    for mask in operand.masks:
        (other,) = mask.atoms(type(operand.element))
        assert other.index == operand.element.index and mask.kind == "gt" and mask.of == other
        whole = np.where(arrays[other.tensor.name] > 0, whole, 0.0)
    return whole


def _over(whole: Any, operand: Any, axes: list[int], known: dict[str, Any]) -> Any:
    """The array over the axes of the window, in their order, at the letters of the others."""
    at = tuple(slice(None) if k in axes else _number(e, known) for k, e in enumerate(operand.element.index))
    order = [sorted(axes).index(k) for k in axes]
    return np.transpose(whole[at], order)


def _one(axes: Any, turned: list[bool], a: Any, f: Any, rows: list[int]) -> Any:
    """The cross-correlation of ``a``, with zeros between its elements, and ``f``, turned, one by one."""
    gaps = [zeros for _, _, _, zeros in axes]
    wide = np.zeros([gap * (m - 1) + 1 for gap, m in zip(gaps, a.shape, strict=True)])
    wide[tuple(slice(None, None, gap) for gap in gaps)] = a
    f = np.flip(f, [k for k, back in enumerate(turned) if back])
    whole = np.zeros(rows)
    for place in itertools.product(*map(range, rows)):
        for tap in itertools.product(*map(range, f.shape)):
            at = [s * p + d * z - pad for (s, d, pad, _), p, z in zip(axes, place, tap, strict=True)]
            if all(0 <= k < m for k, m in zip(at, wide.shape, strict=True)):
                whole[place] += wide[tuple(at)] * f[tap]
    return whole
