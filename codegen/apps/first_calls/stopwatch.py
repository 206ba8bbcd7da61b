"""A program that imports the kernels of a layer and calls them once, and says what each took.

It is run as a file by itself and imports nothing but NumPy and Numba before its clock starts.  On standard
input it takes ``{"folder", "package", "layer", "arrays", "options"}``; ``arrays`` is a file of NumPy's.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any


def main() -> None:
    asked = json.load(sys.stdin)
    import numba
    import numpy as np

    numba.njit  # noqa: B018  the package looks its parts up late
    with np.load(asked["arrays"]) as file:
        arrays = {name: file[name] for name in file.files}
    clock = Clock()
    module = imported(Path(asked["folder"]), asked["package"], asked["layer"])
    clock.lap("import")
    call(module, arrays, asked["options"], clock)
    sys.stdout.write(json.dumps(clock.laps))


class Clock:
    """Seconds between laps, by name."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps[name] = now - self._last
        self._last = now


def call(module: ModuleType, arrays: dict[str, Any], options: dict[str, Any], clock: Clock) -> None:
    """The forward, then all gradients from what it saved."""
    given = [arrays[one["name"]] for one in module.SPEC["inputs"]]
    results, residuals = module.forward(*given, **options, save=True)
    clock.lap("forward")
    values = results if isinstance(results, tuple) else (results,)
    module.vjp(*values[: len(module.SPEC["outputs"])], *given, residuals=residuals, **options)
    clock.lap("gradients")


def imported(folder: Path, package: str, name: str) -> ModuleType:
    """A module of a folder, as a part of ``package``."""
    init = folder / "__init__.py"
    spec = importlib.util.spec_from_file_location(package, init, submodule_search_locations=[str(folder)])
    if spec is None or spec.loader is None:
        raise ImportError(f"no package can be loaded from {folder}")
    sys.modules[package] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules[package])
    return importlib.import_module(f"{package}.{name}")


if __name__ == "__main__":
    main()
