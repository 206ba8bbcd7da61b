"""All generated files as text: pure, deterministic; writing is separate."""

from __future__ import annotations

import difflib
import hashlib
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from codegen.module.stubs import stub
from codegen.pipeline import compile_layer
from derive.gradients import Gradients
from derive.model.layer import Layer

WARNING = "Do not edit."
"""The end of what each module says of its making."""


def render(layers: Sequence[Layer]) -> dict[str, str]:
    """File names (relative to ``generated/``) and texts of the modules of all layers."""
    made: dict[str, str] = {}
    for layer in layers:
        own = files(layer)
        own[f"{layer.name}.pyi"] = stub(own[f"{layer.name}.py"])
        for name, text in own.items():
            if name in made:
                raise ValueError(f"{layer.name}: another layer has a file {name} already")
            made[name] = text
    return made


def module(layer: Layer) -> str:
    """The text of the module of one layer, without kernels that stand in a file of their own."""
    return files(layer)[f"{layer.name}.py"]


def files(layer: Layer, gradients: Gradients | None = None) -> dict[str, str]:
    """The files of one layer; ``gradients`` replaces the derived ones (to test with wrong formulas)."""
    return compile_layer(layer, gradients)


def beside(parts: Mapping[str, str], modules: Mapping[str, str]) -> dict[str, str]:
    """All files of a folder: each module names the content of what it runs with.

    Numba keeps machine code under the content of the module alone, though code of the parts is in it: the
    same module beside other parts must not be the same text.
    """
    content = hashlib.sha256("\0".join(parts.values()).encode()).hexdigest()[:16]
    stamped = {n: text.replace(WARNING, f"{WARNING}\nRun time: {content}.", 1) for n, text in modules.items()}
    return {**parts, **stamped}


def write(files: Mapping[str, str | bytes], directory: Path | str) -> None:
    """Write whole files or none: every text is on the disk before the first file is replaced."""
    for name in files:
        if Path(name).name != name or name == "..":
            raise ValueError(f"{name!r} is no file of {directory}/: files are written beside each other only")
    root = Path(directory)
    root.mkdir(parents=True, exist_ok=True)
    ready: list[tuple[str, Path]] = []
    try:
        for name, text in files.items():
            if _is_stream(root / name):
                (root / name).write_bytes(_bytes(text))
                continue
            final = (root / name).resolve()  # a link stays one
            handle, temporary = _beside(final)
            ready.append((temporary, final))
            with os.fdopen(handle, "wb") as stream:
                stream.write(_bytes(text))
        for temporary, final in ready:
            os.chmod(temporary, 0o644)
            os.replace(temporary, final)
    finally:
        for temporary, _ in ready:
            Path(temporary).unlink(missing_ok=True)


def _beside(final: Path) -> tuple[int, str]:
    """A new file in the same folder; an error names the one that was asked for."""
    try:
        return tempfile.mkstemp(dir=final.parent, prefix=f".{final.stem}-", suffix=".tmp")
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(final)) from None


def _bytes(text: str | bytes) -> bytes:
    return text.encode("utf-8") if isinstance(text, str) else text


def _is_stream(path: Path) -> bool:
    """A device or a pipe takes what is written; to put a file in its place would remove it."""
    return path.exists() and not path.is_file() and not path.is_dir()


def diff(files: Mapping[str, str], directory: Path | str) -> str:
    """What writing ``files`` would change, as a unified diff; empty when all is up to date."""
    root = Path(directory)
    out: list[str] = []
    for name, text in files.items():
        path = root / name
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        out += difflib.unified_diff(
            old.splitlines(keepends=True), text.splitlines(keepends=True), f"a/{name}", f"b/{name}"
        )
    return "".join(out)
