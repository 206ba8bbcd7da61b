"""Where Numba keeps machine code: beside the kernels, or in the user's cache, as ever; else nowhere for long.

Hand-written, knows no layer.  Numba refuses to load a kernel that it can keep nowhere, though it could run it:
where neither folder can be written, a folder of this process takes what is compiled.
"""

from __future__ import annotations

import atexit
import os
import sys
import tempfile
from pathlib import Path


def place(init: str) -> None:
    """See to it that there is a place for the modules of the package of this ``__init__``."""
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    if os.environ.get("NUMBA_CACHE_DIR") or any(
        _writable(folder) for folder in (Path(init).parent / "__pycache__", Path(home) / "numba")
    ):
        return
    made = tempfile.TemporaryDirectory(prefix="kernels-", ignore_cleanup_errors=True)
    atexit.register(made.cleanup)
    os.environ["NUMBA_CACHE_DIR"] = made.name
    if "numba" in sys.modules:
        sys.modules["numba"].config.reload_config()


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


__all__ = ["place"]
