"""Import the generated module of any layer, rendered into a cache folder named by its content."""

from __future__ import annotations

import atexit
import hashlib
import importlib
import importlib.util
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

from numba import config

from codegen.module.brought_along import brought_along
from codegen.module.render import beside, write
from codegen.module.render import files as files_of
from codegen.places import cache_folder
from codegen.source.names import FILES, PARTS
from derive.model.layer import Layer
from generated import threads, tuned

RUNTIME = Path(__file__).resolve().parents[2] / "generated"

SHARED = {"threads": threads, "tuned": tuned}
"""What there is one of in a process, whatever kernels it runs, and whether they are compiled."""

LINKED = "routines of the run time that all folders share"
"""What kernels are linked to: those kept on the disk that were linked otherwise would call nothing."""

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
    files = rendered(layer, gradients)
    name = digest(files)
    folder = kept(files, cache_folder() / name) if directory is None else Path(directory)
    if directory is not None:
        renew(files, folder)
    return import_from(folder, f"chainrule_{name}", layer.name)


def kept(files: Mapping[str, str], folder: Path) -> Path:
    """The folder with these files in it; a temporary one where nothing can be written there."""
    try:
        renew(files, folder)
        return folder
    except OSError:
        return renew(files, _temporary() / folder.name)


def renew(files: Mapping[str, str], folder: Path) -> Path:
    """Write those files that are not what they should be."""
    stale = {name: text for name, text in files.items() if read(folder / name) != text}
    if stale:
        write(stale, folder)
    return folder


@cache
def _temporary() -> Path:
    """A folder of this process, gone with it."""
    made = TemporaryDirectory(prefix="chainrule-", ignore_cleanup_errors=True)
    atexit.register(made.cleanup)
    return Path(made.name)


def read(path: Path) -> str | None:
    """The text of a file, if there is one and it is text."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def rendered(layer: Layer, gradients: Any = None) -> dict[str, str]:
    """The files of a folder that works alone: the kernels of ``layer`` and what all kernels need."""
    files = {name: (RUNTIME / name).read_text(encoding="utf-8") for name in PARTS}
    known = brought_along(layer, RUNTIME, files) if gradients is None else None
    return {**files, **known} if known else beside(files, files_of(layer, gradients))


def digest(files: Mapping[str, str]) -> str:
    """A name for the content of files, and for how they are loaded: machine code names what it calls."""
    return hashlib.sha256("\0".join([LINKED, *files.values()]).encode()).hexdigest()[:16]


def import_from(folder: Path, package: str, name: str) -> ModuleType:
    """The module ``name`` of a folder, as a part of ``package``; all share threads and settings.

    What is written by hand for all kernels is imported once for all folders that have the same text of it:
    its routines are compiled once, and kernels of the same text call the same functions.
    """
    if package not in sys.modules:
        init = folder / "__init__.py"
        spec = importlib.util.spec_from_file_location(package, init, submodule_search_locations=[str(folder)])
        if spec is None or spec.loader is None:
            raise ImportError(f"no package can be loaded from {folder}")
        sys.modules[package] = importlib.util.module_from_spec(spec)
        with ExitStack() as undo:
            undo.callback(sys.modules.pop, package)
            for one, shared in (SHARED | _run_time(folder)).items():
                undo.callback(sys.modules.pop, f"{package}.{one}")
                sys.modules[f"{package}.{one}"] = shared
            spec.loader.exec_module(sys.modules[package])
            undo.pop_all()
    importlib.invalidate_caches()
    return importlib.import_module(f"{package}.{name}")


def _run_time(folder: Path) -> dict[str, ModuleType]:
    """The run-time files of ``generated`` as modules, if the folder has the same and they are compiled."""
    package, own = str(threads.__package__), Path(threads.__file__).parent
    if config.DISABLE_JIT or any(read(folder / name) != read(own / name) for name in PARTS):
        return {}
    return {name: importlib.import_module(f"{package}.{name}") for name in sorted(FILES)}
