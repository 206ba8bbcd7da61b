"""The names of values on a page: a part of a composite keeps its own, and a variance is σ²."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from sympy import Symbol

from derive.autodiff.cotangents import cotangent_of
from derive.autodiff.forward import tangent_of
from derive.model.layer import Layer
from derive.pretty.tree.identifiers import parse, plain

SQUARES = {"var": ("sigmasq", "sigma")}
"""What is a square by its meaning: as whose square it is written, if that letter is free."""


def renamed(layer: Layer) -> dict[str, str]:
    """Another name for values inside a layer, for their cotangents and their tangents, too."""
    values = [d.tensor for d in layer.forward]
    inner = [t for t in values if t not in (*layer.outputs, *layer.aux)]
    others = {t.name for t in (*layer.inputs, *values)} | {s.name for s in _letters(layer)}
    own = {t.name: _own(t.name, [v.name for v in values[values.index(t) + 1 :]]) for t in inner}
    count = Counter(own.values())
    short = {
        name: part if count[part] == 1 and _is_free(part, others - {name}) else f"{part}_{prefix}"
        for name, (part, prefix) in ((n, (o, n[: -len(o) - 1])) for n, o in own.items() if o != n)
        if count[part] == 1 or len(prefix) < 3
    }
    made = {t.name: _squared(short.get(t.name, t.name), others) for t in inner}
    out: dict[str, str] = {}
    for t in inner:
        new = t.rename(made[t.name])
        pairs = (t, new), (cotangent_of(t), cotangent_of(new)), (tangent_of(t), tangent_of(new))
        out |= {a.name: b.name for a, b in pairs if a.name != b.name}
    return out


def spoken(layer: Layer, names: Mapping[str, str]) -> dict[str, str]:
    """The names in running text, where a part calls its values as it did by itself."""
    values = [d.tensor.name for d in layer.forward]
    own = {_own(old, values): new for old, new in names.items() if old in values}
    return {old: plain(parse(new)) for old, new in (own | dict(names)).items()}


def public_names(layer: Layer) -> frozenset[str]:
    """What is given to a layer and what it returns, with cotangents and tangents."""
    given = (*layer.inputs, *layer.outputs, *layer.aux)
    return frozenset(t.name for one in given for t in (one, cotangent_of(one), tangent_of(one)))


def _letters(layer: Layer) -> set[Symbol]:
    return {*layer.option_symbols, *layer.size_symbols}


def _own(name: str, prefixes: Collection[str]) -> str:
    """``mu`` of ``z_mu``, where ``z`` is what the part goes on to compute."""
    for prefix in sorted(prefixes, key=len, reverse=True):
        if name.startswith(prefix + "_"):
            return name[len(prefix) + 1 :]
    return name


def _is_free(name: str, others: set[str]) -> bool:
    shown = plain(parse(name))
    return all(shown != plain(parse(other)) for other in others)


def _squared(name: str, others: set[str]) -> str:
    stem, _, sub = name.partition("_")
    square = SQUARES.get(stem)
    if square is None or square[1] in others:
        return name
    return square[0] + (f"_{sub}" if sub else "")
