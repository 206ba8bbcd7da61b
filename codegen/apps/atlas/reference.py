"""The reference of the public interface, from its docstrings, by pdoc in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

MODULES = ("chainrule", "!chainrule.", "derive", "!derive.", "derive.notation", "codegen", "!codegen.")
"""What a user imports; the exclamation mark leaves out the rooms behind it."""
BEFORE = """
import importlib, sys
for package in map(importlib.import_module, ("derive", "codegen", "chainrule")):
    for name in package.__all__:
        if name not in ("jax", "torch"):
            vars(package)[name] = getattr(package, name)
from pdoc.__main__ import cli
cli(sys.argv[1:])
"""
"""The packages load their names when they are asked for: pdoc is shown what it would not ask for."""
THEME = Path(__file__).with_name("templates") / "pdoc"
SECONDS = 300


def reference() -> dict[str, str]:
    """The pages by their paths; empty where pdoc says that something is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", BEFORE, *MODULES, "-o", folder, "-t", str(THEME), "--no-show-source"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
        if done.returncode:
            return {}
        root = Path(folder)
        return {
            path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
            for path in sorted(root.rglob("*"))
            if path.is_file()
        }


__all__ = ["reference"]
