"""A file that shows a failure again with the user's own module, runnable as it stands."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

from codegen.verification import Case
from derive.expr import Tensor
from derive.layers import LAYERS
from derive.model.layer import Layer

FILE = '''"""{what} of {function}, at the smallest input that was found."""

import importlib.util

from codegen.check.again import again

spec = importlib.util.spec_from_file_location({stem!r}, {path!r})
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)

again(
    module.{function},
    {layer!r},
    {tensor!r},
    sizes=dict({sizes}),
    seed={seed},
    style={style!r},
    omitted={omitted!r},
)
'''


def reproduction(function: Any, layer: Layer, tensor: Tensor, case: Case) -> str:
    """The text of the file; empty where the function or the layer stands in no file."""
    path, home = _file(function), _home(layer)
    if path is None or home is None:
        return ""
    name = getattr(function, "__qualname__", type(function).__qualname__)
    return FILE.format(
        what=f"d{tensor.name}",
        function=name,
        stem=path.stem,
        path=str(path),
        layer=home,
        tensor=tensor.name,
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
    return Path(found).resolve() if found and Path(found).is_file() else None


def _home(layer: Layer) -> str | None:
    """The name of a layer of the catalogue, or the file of a user's own."""
    if layer in LAYERS:
        return layer.name
    origins = [one.origin.rpartition(":")[0] for one in layer.forward if one.origin]
    return origins[0] if origins and Path(origins[0]).is_file() else None


__all__ = ["reproduction"]
