"""What the facts share: letters, sizes, and the ways to speak of a layer's side of an equation."""

from __future__ import annotations

from typing import Any

from sympy import Integer, Symbol

from derive.exact.sides import Side, defaulted, forward, gradient
from derive.layers.catalogue import LAYERS
from derive.model.layer import Layer, ModelError
from derive.notation import Def, Tensor, define, index, option, sizes, tensor

N, C, O, Cg, Og, G = sizes("N C O Cg Og G")
H, W, KH, KW, OH, OW = sizes("H W KH KW OH OW")
s_h, s_w, d_h, d_w, m = sizes("s_h s_w d_h d_w m")
PADDING = option("padding", "p_t p_b p_l p_r", minimum=0)
p_t, p_b, p_l, p_r = PADDING

n, o, c = index("n", N), index("o", Og), index("c", Cg)
i, j, u, v = index("i", OH), index("j", OW), index("u", KH), index("v", KW)
a, b = index("a", H), index("b", W)

X, K, B, Y = tensor("x", n, c, a, b), tensor("w", o, c, u, v), tensor("b", o), tensor("y", n, o, i, j)
dX, dK, dB, dY = (t.rename(f"d{t.name}") for t in (X, K, B, Y))
R = K.rename("rot180_w")
ROTATED = define(R[o, c, u, v], K[o, c, KH - 1 - u, KW - 1 - v])

SMALL: dict[str, Any] = {"H": (3, 4), "W": (3,), "KH": (1, 2, 3), "KW": (2,), "p_t": (0, 1), "p_l": (0, 2)}
"""A box in which windows overlap, hang over both borders and cover the whole image."""
STRIDED: dict[str, Any] = {"H": (4, 5), "KH": (1, 3), "p_t": (0, 2), "s_h": (1, 2, 3), "d_h": (1, 2)}
STRIDED |= {"W": (3,), "KW": (2,), "p_l": (1,), "s_w": (2,)}


def the(name: str) -> Layer:
    """The layer of the catalogue that is called so."""
    if name not in LAYERS.names:
        raise ModelError(f"no layer is called {name}")
    return LAYERS[name]


def fixed(name: str, **values: int) -> Layer:
    """A layer with options at a value: ``fixed("conv2d", stride=1, groups=1)``; others stay symbols."""
    layer = the(name)
    known = {o.name: o.symbols for o in layer.options}
    return layer.specialise({s: Integer(v) for option, v in values.items() for s in known[option]})


def plain(layer: Layer) -> Side:
    """The forward of a layer, arguments that may be left out being left out."""
    return defaulted(layer, forward(layer))


def correlation() -> Layer:
    """Stride 1, dilation 1, one group: the convolution of the lecture's formulas."""
    return fixed("conv2d", stride=1, dilation=1, groups=1)


def model(*parts: Any, sizes: Any = None) -> Side:
    """Definitions and applied layers as one side; the last definition is what it means.

    Options need no declaration here: a symbol that is no size of an input counts as one.
    """
    derived: dict[Symbol, Any] = dict(sizes or {})
    defs: list[Def] = []
    requires: list[Any] = []
    for part in parts:
        if isinstance(part, Def):
            defs.append(part)
        else:
            defs += part.defs
            derived |= part.sizes
            requires += [cond for cond, _ in part.requires]
    return Side(tuple(defs), defs[-1].tensor, derived, tuple(requires))


def reading(side: Side, name: str, new: Tensor, *defs: Def) -> Side:
    """The side with one of its inputs replaced by a tensor, which ``defs`` may define."""
    old = next((t for t in side.inputs if t.name == name), None)
    if old is None:
        raise ModelError(f"nothing called {name} is read here")
    return side.set({old: new}).after(*defs)


__all__ = [
    "KH",
    "KW",
    "OH",
    "OW",
    "PADDING",
    "ROTATED",
    "SMALL",
    "STRIDED",
    "B",
    "C",
    "Cg",
    "G",
    "H",
    "K",
    "N",
    "O",
    "Og",
    "R",
    "W",
    "X",
    "Y",
    "a",
    "b",
    "c",
    "correlation",
    "dB",
    "dK",
    "dX",
    "dY",
    "d_h",
    "d_w",
    "fixed",
    "forward",
    "gradient",
    "i",
    "j",
    "m",
    "model",
    "n",
    "o",
    "p_b",
    "p_l",
    "p_r",
    "p_t",
    "plain",
    "reading",
    "s_h",
    "s_w",
    "the",
    "u",
    "v",
]  # fmt: skip
