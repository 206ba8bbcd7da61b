"""``chainrule show``: forward, derivation and result, in four formats."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from codegen.cli.answering import answer
from codegen.cli.set_option import chosen
from codegen.cli.terminal import Refusal, note, say
from derive import pretty
from derive.api.lookup import find
from derive.api.result import differentiable
from derive.api.settings import hint, specialised, textbook
from derive.expr import Tensor
from derive.gradients import derivations, derive_jvp, derived_layer
from derive.model.layer import Layer
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
    notation: str = "d"

    @property
    def is_derivation(self) -> bool:
        """Whether it asks how a gradient is found or written, more than which one."""
        return bool(self.steps or self.jvp or self.mode or self.order > 1 or self.notation != "d")


def show_command(name: str, wish: Wish, fmt: str, fragment: bool = False) -> str:
    """Prints the pages of a layer, or of all layers of a file, and gives them back."""
    if wish.jvp and (wish.order > 1 or wish.wrt or wish.mode or wish.steps):
        raise Refusal(
            "--jvp shows the tangents of all outputs; it goes with --set, --general and --format only"
        )
    layers, parts, refused = _having(find([name]), wish.wrt), list[str](), dict[str, str]()
    for layer in layers:
        try:
            parts += layer_pages(layer, wish, fmt)
        except ValueError as error:
            said = answer(error)
            if said is None or len(layers) == 1:
                raise
            refused[layer.name] = said
    whole = pages(parts, fmt) if parts else ""
    if fragment and parts:
        whole = _between(whole, *_BODY)[1].strip()
    if parts:
        say(whole)
    if refused:
        from codegen.cli.workers import tell

        tell(refused)
    return whole


def _having(layers: Sequence[Layer], names: Sequence[str]) -> Sequence[Layer]:
    """Of several layers those that have the inputs; of the others a remark, where there are such."""
    wanted = [layer for layer in layers if {*names} <= {t.name for t in layer.wrt}]
    for layer in layers if wanted else ():
        if layer not in wanted:
            note(f"{layer.name}: has no gradient {', '.join(f'd{n}' for n in names)}; not shown")
    return wanted or layers


def layer_pages(layer: Layer, wish: Wish, fmt: str) -> list[str]:
    """The layer itself unless one gradient was asked for, then one page per derivation."""
    model = as_wished(layer, wish, hinted=fmt == "text")
    wanted = targets(model, wish.wrt)
    look: dict[str, Any] = {"width": columns(), "style": _style()} if fmt == "text" else {}
    if wish.jvp:
        return [pretty.derivation(one, fmt, False, **look) for one in _tangents(model)]
    made = [] if wish.wrt else [pretty.layer(model, fmt, **look)]
    derived = list(_derivations(model, wanted, wish))
    made += [pretty.derivation(one, fmt, wish.steps, signs=wish.notation, **look) for one in derived]
    if fmt == "html" and wish.order == 1:
        from codegen.cli.verbs.picturing.beside import illustrated

        subjects: dict[Tensor | None, Layer | Derivation] = {} if wish.wrt else {None: model}
        return illustrated(made, model, subjects | dict(zip(wanted, derived, strict=True)), wish.steps)
    return made


def targets(layer: Layer, names: Sequence[str]) -> list[Tensor]:
    """The inputs of these names, all that have a gradient where none is named."""
    return [differentiable(layer, name) for name in names] or list(layer.wrt)


def as_wished(layer: Layer, wish: Wish, hinted: bool) -> Layer:
    """The layer at the chosen values; its summary says at which, so every format does."""
    given = chosen(layer, wish.settings)
    silent = {} if wish.general else textbook(layer, given)
    other = hint(layer, silent)
    more = f" (others with --set {other}, all with --general)" if hinted and other else ""
    return specialised(layer, given, silent, more)


def _derivations(layer: Layer, wanted: Sequence[Tensor], wish: Wish) -> Iterator[Derivation]:
    mode = wish.mode or "free"
    if wish.order == 1:
        yield from derivations(layer, wanted, mode)
        return
    for tensor in wanted:
        again = derived_layer(layer, tensor)
        yield from derivations(again, again.wrt, mode)


def _tangents(layer: Layer) -> Iterator[Derivation]:
    """The tangent of each output from those of the inputs, and the values that it mentions."""
    program = derive_jvp(layer)
    named = tuple(one for one in program.defs if one.tensor not in program.outputs)
    for output in program.outputs:
        final = program.definition(output)
        own = replace(program, defs=(*named, final), outputs=(output,))
        yield Derivation(layer, final.lhs, (), own)


def pages(parts: Sequence[str], fmt: str) -> str:
    """Several pages as one document of the format."""
    return _JOINED[fmt](parts).rstrip("\n")


def _between(text: str, start: str, end: str) -> tuple[str, str, str]:
    head, rest = text.split(start, 1)
    body, tail = rest.rsplit(end, 1)
    return head + start, body, end + tail


def _joined(start: str, end: str, rule: str) -> Callable[[Sequence[str]], str]:
    """The first page's head and tail around the bodies of all."""

    def join(parts: Sequence[str]) -> str:
        cut = [_between(part, start, end) for part in parts]
        return cut[0][0] + rule.join(body for _, body, _ in cut) + cut[0][2]

    return join


def _joined_json(parts: Sequence[str]) -> str:
    """``{"layers": [...], "gradients": [...]}``"""
    found = [json.loads(part) for part in parts]
    kinds = {"layers": [p for p in found if "wrt" not in p], "gradients": [p for p in found if "wrt" in p]}
    return json.dumps(kinds, indent=2, ensure_ascii=False)


_BODY = (r"\begin{document}", r"\end{document}")
_JOINED: dict[str, Callable[[Sequence[str]], str]] = {
    "text": "\n\n".join,
    "latex": _joined(*_BODY, "\n\\newpage\n"),
    "html": _joined('<body class="derivation">', "</body>", '\n<hr style="margin: 4rem 0">\n'),
    "beamer": _joined(*_BODY, "\n"),
    "json": _joined_json,
}

_COLOURS = {"title": "1", "rule": "1;36", "law": "3", "label": "36", "result": "1", "note": "2"}


def _style() -> Callable[[str, str], str]:
    """Colours on a terminal, plain text in a pipe or where ``NO_COLOR`` is set."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return lambda role, text: text
    return lambda role, text: f"\x1b[{_COLOURS[role]}m{text}\x1b[0m" if role in _COLOURS else text


def columns() -> int:
    return min(120, max(60, shutil.get_terminal_size((100, 24)).columns))
