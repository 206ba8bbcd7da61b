"""``chainrule matrix``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from sympy import Symbol

from codegen.cli.set_option import chosen
from codegen.cli.terminal import Refusal, note, say, say_json
from derive.api.lookup import find
from derive.expr import Tensor
from derive.model.layer import Layer

LARGEST = 4096
"""More entries than this are no matrix to read."""

SMALL = 4, 3
"""Image and window where nobody chose."""


def matrix_command(
    name: str, settings: Sequence[str], towards: str | None, fmt: str, back: bool, png: Path | None
) -> None:
    from codegen.apps import matrix_print as written
    from codegen.apps.canvas import NoCanvas
    from derive.exact.machine import Machine
    from derive.exact.matrix import linear_map
    from derive.exact.shape import image_of

    (layer,) = find([name])[:1]
    tensor = image_of(layer) if towards is None else _input(layer, towards)
    symbols, said = _sizes(layer, {s: int(v) for s, v in chosen(layer, settings).items()})
    machine = Machine(symbols, {})
    entries = 1
    for extent in (*machine.shape(tensor), *machine.shape(layer.outputs[0])):
        entries *= extent
    if entries > LARGEST:
        raise Refusal(f"the matrix would have {entries} entries; choose sizes with at most {LARGEST}")
    found = linear_map(layer, tensor, symbols)
    if said:
        note(f"{layer.name} at {said}; --set chooses other sizes")
    found = found.transposed if back else found
    if fmt == "json":
        say_json(written.document(found, layer.name, tensor.name))
    else:
        say(written.as_latex(found) if fmt == "latex" else written.text(found))
    if png is not None:
        try:
            written.draw(found, f"{layer.name}: {found.shape[0]}×{found.shape[1]}", _writable(png))
        except NoCanvas as error:
            raise Refusal(str(error)) from None
        note(f"wrote {png}")


def _sizes(layer: Layer, given: Mapping[Symbol, int]) -> tuple[Mapping[Symbol, int], str]:
    """As they were given; a small image under a small window where no size was, and which these are."""
    from derive.exact.shape import small, symbols_of

    if set(given) - layer.option_symbols.keys():
        return symbols_of(layer, given), ""
    sizes = small(layer, *SMALL)
    read = {s for t in layer.inputs for s in t.free_symbols}
    said = ", ".join(f"{s}={v}" for s, v in sorted(sizes.items(), key=str) if s in read and v > 1)
    return symbols_of(layer, {**sizes, **given}), said


def _input(layer: Layer, name: str) -> Tensor:
    for tensor in layer.inputs:
        if tensor.name == name:
            return tensor
    raise Refusal(f"{layer.name} has no input {name!r}; it has {', '.join(t.name for t in layer.inputs)}")


def _writable(path: Path) -> Path:
    if not path.resolve().parent.is_dir():
        raise Refusal(f"there is no folder {path.resolve().parent}")
    return path
