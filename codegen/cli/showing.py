"""``chainrule show``: forward, derivation and result, in four formats."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from codegen.cli.models import find
from codegen.cli.settings import chosen, spoken, textbook
from codegen.cli.terminal import Refusal, say
from derive import pretty
from derive.expr import Tensor
from derive.gradients import derive_jvp, derive_vjp
from derive.layer import Layer
from derive.steps import Derivation


@dataclass(frozen=True)
class Wish:
    """What to show of a layer, and in which form."""

    wrt: tuple[str, ...] = ()
    steps: bool = False
    order: int = 1
    jvp: bool = False
    settings: tuple[str, ...] = ()
    general: bool = False
    mode: str | None = None


def show_command(name: str, wish: Wish, fmt: str) -> None:
    layers = find([name])
    say("\n".join(page(layer, wish, fmt) for layer in layers).rstrip("\n"))


def page(layer: Layer, wish: Wish, fmt: str) -> str:
    """Everything that was asked of one layer, as one document."""
    _check_wrt(layer, wish.wrt)
    model = _specialised(layer, wish, hint=fmt == "text")
    derived = [_derive(model, tensor, wish) for tensor in _targets(model, wish)]
    if fmt == "json":
        return _as_json(model, derived, wish)
    look = {"width": _columns(), "style": _style()} if fmt == "text" else {}
    pages = [] if wish.wrt else [pretty.layer(model, fmt, **look)]
    pages += [pretty.derivation(one, fmt, wish.steps, **look) for one in derived]
    return _JOINED[fmt](pages)


def _check_wrt(layer: Layer, names: Sequence[str]) -> None:
    known = [tensor.name for tensor in layer.wrt]
    for name in names:
        if name not in known:
            raise Refusal(f"{layer.name} has no gradient towards {name!r}; there are: {', '.join(known)}")


def _specialised(layer: Layer, wish: Wish, hint: bool) -> Layer:
    """The layer at the chosen values; its summary says at which."""
    fixed = chosen(layer, wish.settings)
    if not wish.general:
        fixed = {**textbook(layer, fixed), **fixed}
    if not fixed:
        return layer
    words = f"{layer.summary}; at {spoken(layer, fixed)}".lstrip("; ")
    rest = (
        "" if wish.general or not hint else " (--set fixes others, as in s=2; --general leaves all symbolic)"
    )
    return replace(layer.specialise(fixed), summary=words + rest)
