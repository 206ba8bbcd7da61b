"""From what a person writes to layers: a name of the catalogue, a file of models, or the layer itself."""

from __future__ import annotations

import importlib.util
import os
import sys
import traceback
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import ModuleType
from typing import TypeAlias

from derive.api.arguments import ArgumentError, hint, named
from derive.api.deadline import TooLong, at_most
from derive.layers import LAYERS
from derive.model.layer import Layer

LayerLike: TypeAlias = "Layer | str | os.PathLike[str]"
"""A layer, the name of one in the catalogue, or a Python file: ``FILE.py::NAME`` is one of several in it."""

ONE_OF = "::"
"""Between a file and the layer in it that is meant, as in pytest."""
SECONDS = 120.0
"""A file that has not been read by then will never be."""


def find(names: Sequence[LayerLike]) -> list[Layer]:
    """The layers called so, or defined in the files called so; all of the catalogue for no name."""
    if not names:
        return list(LAYERS)
    return _each_once(layer for name in names for layer in _meant(name))


def one_layer(what: LayerLike) -> Layer:
    """The one layer that is meant; a file must define exactly one."""
    found = _meant(what)
    if len(found) > 1:
        names = ", ".join(layer.name for layer in found)
        raise ArgumentError(
            "layer",
            f"{what} defines {len(found)} layers ({names}), expected one: name it, FILE.py{ONE_OF}NAME",
        )
    return found[0]


def is_file(name: object) -> bool:
    """Whether the argument means a file of models and not a name of the catalogue."""
    return isinstance(name, os.PathLike) or (isinstance(name, str) and _parted(name)[0].endswith(".py"))


def _parted(name: str) -> tuple[str, str]:
    """The path, and which layer of the file is meant: all of them where it is empty."""
    path, _, layer = name.partition(ONE_OF) if f".py{ONE_OF}" in name else (name, "", "")
    return path, layer


def _meant(what: object) -> list[Layer]:
    match what:
        case Layer():
            return [what]
        case os.PathLike():
            return from_file(Path(what))
        case str() if is_file(what):
            path, layer = _parted(what)
            found = from_file(Path(path))
            return (
                [named("layer", layer, {one.name: one for one in found}, f"{path} defines no")]
                if layer
                else found
            )
        case str() if what in LAYERS.names:
            return [LAYERS[what]]
        case str():
            meant = hint(what, LAYERS.names, "`chainrule list` names all of them.")
            raise ArgumentError("layer", f"no layer is called {what!r}. {meant}")
    kind = type(what).__name__
    raise ArgumentError("layer", f"expected a Layer, a name or the path of a .py file, got {kind} {what!r}")


def _each_once(layers: Iterable[Layer]) -> list[Layer]:
    return list({id(layer): layer for layer in layers}.values())


def from_file(path: Path) -> list[Layer]:
    """The layers defined at the top level of a Python file, in their order; the file is run.

    A layer that the file only imports from the catalogue does not count, unless it defines no other.
    """
    if not path.is_file():
        raise ArgumentError("layer", f"there is no file {path}")
    found = _each_once(_held(vars(_run(path)).values()))
    layers = [layer for layer in found if layer not in LAYERS] or found
    if not layers:
        raise ArgumentError(
            "layer",
            f"{path} defines no layer: write `my_layer = Layer(name=..., forward=[...], ...)` at top level",
        )
    twice = sorted(name for name, n in Counter(layer.name for layer in layers).items() if n > 1)
    if twice:
        raise ArgumentError("layer", f"{path}: two layers are called {', '.join(twice)}")
    return layers


def _held(values: Iterable[object]) -> list[Layer]:
    """The layers among values, then those in their lists and tuples."""
    values = list(values)
    inner = [one for value in values if isinstance(value, list | tuple) for one in value]
    return [value for value in (*values, *inner) if isinstance(value, Layer)]


def _run(path: Path) -> ModuleType:
    name = f"chainrule_model_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ArgumentError("layer", f"{path} cannot be imported as a Python module")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    # As for a script: what stands beside the file can be imported from it.
    sys.path.insert(0, str(path.resolve().parent))
    try:
        with at_most(SECONDS):
            spec.loader.exec_module(module)
    except TooLong:
        raise ArgumentError("layer", f"{path} was not read to its end in {SECONDS:g} seconds") from None
    except (Exception, SystemExit) as error:  # whatever it raises
        raise ArgumentError("layer", f"{path} cannot be read:\n{_in_file(error, path)}") from error
    finally:
        sys.path.pop(0)
    return module


def _in_file(error: BaseException, path: Path) -> str:
    """The error as Python prints it, with only the frames of the user's own file."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).resolve() == path.resolve()]
    where = traceback.format_list(own[-1:])
    hints = (f"({hint})\n" for said, hint in INSTEAD.items() if said in str(error))
    return "".join([*where, *traceback.format_exception_only(error), *hints]).rstrip()


WORDS = "take numbers: write exp, log, tanh, … of derive.notation"
INSTEAD = {
    "truth value of Relational": "write a & b for Python's `and`, ~a for `not`, (0 < k) & (k < n) for "
    "`0 < k < n`, larger(a, b) for `max`, smaller(a, b) for `min`, where(condition, a, b) for `if`",
    "loop of ufunc": f"functions of NumPy {WORDS}",
    "convert expression to float": f"functions of math {WORDS}",
}
"""What Python and NumPy say of a formula that is written as numbers are, and how it is written."""


__all__ = ["LayerLike", "find", "from_file", "is_file", "one_layer"]
