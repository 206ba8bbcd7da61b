"""A file that shows a failure again with the user's own module, runnable as it stands."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Sequence
from functools import reduce
from pathlib import Path
from typing import Any, NamedTuple

from codegen.verification import Case
from derive.expr import Tensor
from derive.layers import LAYERS
from derive.model.layer import Layer

FILE = '''"""{what} of {function}, at the smallest input that was found."""

import importlib.util
import sys

from codegen.check.again import again

sys.path.insert(0, {folder!r})
spec = importlib.util.spec_from_file_location({stem!r}, {path!r})
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)

again(
    module.{function},
    {layer!r},
    {tensor!r},
    wrt={wrt!r},
    framework={framework!r},
    sizes=dict({sizes}),
    seed={seed},
    style={style!r},
    omitted={omitted!r},
)
'''


class Origin(NamedTuple):
    """Where a function stands and what it is called there; what was said of it when it was checked."""

    path: Path
    name: str
    wrt: tuple[str, ...] | None
    framework: str | None


def origin(
    function: Any, wrt: str | Sequence[str] | None, framework: str | None, found_at: tuple[Path, str] | None
) -> Origin | None:
    """The origin that is told, else the one that the function tells; none where its name leads elsewhere."""
    path, name = found_at or (_file(function), getattr(function, "__qualname__", ""))
    if path is None or not (found_at or _leads_to(function, name)):
        return None
    named = None if wrt is None else (wrt,) if isinstance(wrt, str) else tuple(wrt)
    return Origin(path.resolve(), name, named, framework)


def _leads_to(function: Any, name: str) -> bool:
    """Whether the module of a function has it under this name: a closure is made anew by each call."""
    module = sys.modules.get(getattr(function, "__module__", ""))
    try:
        return reduce(getattr, name.split("."), module) is function
    except AttributeError:
        return False


def reproduction(origin: Origin | None, layer: Layer, tensor: Tensor, case: Case) -> str:
    """The text of the file; empty where the function or the layer stands in no file."""
    home = _home(layer)
    if origin is None or home is None:
        return ""
    return FILE.format(
        what=f"d{tensor.name}",
        function=origin.name,
        folder=str(origin.path.parent),
        stem=origin.path.stem,
        path=str(origin.path),
        layer=home,
        tensor=tensor.name,
        wrt=origin.wrt,
        framework=origin.framework,
        sizes=", ".join(f"{key}={value!r}" for key, value in case.chosen),
        seed=case.seed,
        style=case.style,
        omitted=case.omitted,
    )


def _file(function: Any) -> Path | None:
    try:
        found = inspect.getsourcefile(inspect.unwrap(function))
    except TypeError:
        return None
    return Path(found) if found and Path(found).is_file() else None


def _home(layer: Layer) -> str | None:
    """The name of a layer of the catalogue, or the file of a user's own."""
    if layer in LAYERS:
        return layer.name
    origins = [one.origin.rpartition(":")[0] for one in layer.forward if one.origin]
    return origins[0] if origins and Path(origins[0]).is_file() else None


__all__ = ["Origin", "origin", "reproduction"]
