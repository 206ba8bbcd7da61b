"""Where Numba keeps machine code: beside the kernels, or in the user's cache, as ever; else nowhere for long.

Hand-written, knows no layer.  Numba refuses to load a kernel that it can keep nowhere, though it could run it:
where neither folder can be written, a folder of this process takes what is compiled.  It ends a call where a
file of machine code is broken or cannot be written: here that is compiled anew, or not kept.  And it takes machine code
for good while the file of its function is the same, though code of other files is in it: what was compiled
before the last of these changed is forgotten.
"""

from __future__ import annotations

import atexit
import hashlib
import importlib.util
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from pickle import PickleError
from typing import Any

SHARED = (
    "abreast", "arithmetic", "assembly", "cook_toom", "disjoint", "double", "elementary", "inlining", "lanes",
    "processors", "registers", "routines", "scalars", "shared_ranges", "single", "skipped_terms", "stencils", "threads", "tiles",
    "vectors", "ways_in", "window_margins", "window_vectors",
)  # fmt: skip
"""What is compiled into kernels, and into each other."""


def place(init: str) -> None:
    """See to it that there is a place for the modules of the package of this ``__init__``."""
    here = Path(init).resolve().parent
    home = Path(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")) / "numba"
    asked = os.environ.get("NUMBA_CACHE_DIR")
    below = f"{here.name}_{hashlib.sha1(str(here).encode(), usedforsecurity=False).hexdigest()}"
    for folder in (here / "__pycache__", *(Path(one) / below for one in (asked, home) if one)):
        forget(here, folder)
    if asked or _writable(here / "__pycache__") or _writable(home):
        return
    made = tempfile.TemporaryDirectory(prefix="kernels-", ignore_cleanup_errors=True)
    atexit.register(made.cleanup)
    os.environ["NUMBA_CACHE_DIR"] = made.name
    if "numba" in sys.modules:
        sys.modules["numba"].config.reload_config()


def forget(sources: Path, folder: Path) -> None:
    """Remove the indices of machine code that are older than the newest of the files ``SHARED``."""
    try:
        newest = max((sources / f"{name}.py").stat().st_mtime_ns for name in SHARED)
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(".nbi") and entry.stat().st_mtime_ns < newest:
                    os.unlink(entry)
    except OSError:
        return  # there is no such folder, or another process is at it


def forgive(package: str) -> None:
    """For the kernels of ``package``, machine code that cannot be read is compiled, and need not be kept."""
    from numba.core.caching import Cache

    strict = Cache._guard_against_spurious_io_errors

    @contextmanager
    def forgiving(self: Any) -> Iterator[None]:
        try:
            with strict(self):
                yield
        except BROKEN as error:
            if not str(self._py_func.__module__).startswith(package):
                raise
            with suppress(OSError):  # what is broken is written anew; a full disk keeps what it has
                if not isinstance(error, OSError):
                    self.flush()

    Cache._guard_against_spurious_io_errors = forgiving


def spare_blas() -> None:
    """Have Numba look for SciPy's BLAS where a function calls it, not when the first one is compiled or read.

    All of SciPy's linear algebra is imported for that, which takes longer than to read the kernels of a layer.
    """
    from numba.core.cpu import CPUContext

    load = CPUContext.load_additional_registries
    if load.__name__ != spare_blas.__name__:

        def spared(self: Any) -> None:
            with _blas_later():
                load(self)

        spared.__name__ = spare_blas.__name__  # another package of kernels need not do it again
        CPUContext.load_additional_registries = spared


@contextmanager
def _blas_later() -> Iterator[None]:
    """While Numba's functions of arrays are imported, SciPy is there if it is installed."""
    if "numba.np.arraymath" in sys.modules:
        yield
        return
    from numba.np import linalg

    needed = linalg.ensure_blas
    linalg.ensure_blas = _installed
    try:
        yield
    finally:
        linalg.ensure_blas = needed
        if (made := sys.modules.get("numba.np.arraymath")) is not None:
            made.ensure_blas = needed  # type: ignore[attr-defined]


def _installed() -> None:
    if importlib.util.find_spec("scipy") is None:
        raise ImportError("SciPy is not installed")


BROKEN = (AttributeError, EOFError, ImportError, LookupError, OSError, PickleError, TypeError, ValueError)
"""What reading or writing a file of machine code may end with."""


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


__all__ = ["SHARED", "forget", "forgive", "place", "spare_blas"]
