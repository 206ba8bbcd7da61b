"""Import the generated module of any layer, rendered into a cache folder named by its content."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from codegen.module import render
from codegen.module.render import write
from derive.model.layer import Layer

RUNTIME = Path(__file__).resolve().parents[2] / "generated"
PARTS = ("__init__.py", "elementary.py", "runtime.py", "vectors.py")


def cache_folder() -> Path:
    """``$CHAINRULE_CACHE``, or ``chainrule`` in the user's cache folder."""
    given = os.environ.get("CHAINRULE_CACHE")
    if given:
        return Path(given)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "chainrule"


_LOADED: dict[int, tuple[Layer, ModuleType]] = {}


def load(layer: Layer, directory: Path | str | None = None, gradients: Any = None) -> ModuleType:
    """The generated module of ``layer``; ``gradients`` puts other formulas through the same pipeline.

    A layer is rendered and imported once per process; its compiled kernels are kept on the disk.
    """
    if directory is not None or gradients is not None:
        return _load(layer, directory, gradients)
    if id(layer) not in _LOADED:
        _LOADED[id(layer)] = (layer, _load(layer, None, None))
    return _LOADED[id(layer)][1]


def _load(layer: Layer, directory: Path | str | None, gradients: Any) -> ModuleType:
    files = {name: (RUNTIME / name).read_text(encoding="utf-8") for name in PARTS}
    files |= render.files(layer, gradients)
    digest = hashlib.sha256("\0".join(files.values()).encode()).hexdigest()[:16]
    folder = Path(directory) if directory is not None else cache_folder() / digest
    stale = {n: t for n, t in files.items() if not _same(folder / n, t)}
    if stale:
        write(stale, folder)
    return _import(folder, f"chainrule_{digest}", layer.name)


def _same(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


def _import(folder: Path, package: str, name: str) -> ModuleType:
    if package not in sys.modules:
        init = folder / "__init__.py"
        spec = importlib.util.spec_from_file_location(package, init, submodule_search_locations=[str(folder)])
        if spec is None or spec.loader is None:
            raise ImportError(f"no package can be loaded from {folder}")
        sys.modules[package] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[package])
    importlib.invalidate_caches()
    return importlib.import_module(f"{package}.{name}")
