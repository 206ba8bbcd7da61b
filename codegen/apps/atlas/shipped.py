"""What the playground takes with it: Python for the browser, SymPy, ``derive``, as scripts.

A page that was opened as a file may run scripts and may fetch nothing.  So each asset is a script that
holds its bytes, squeezed and in base64; over a server the same files do.
"""

from __future__ import annotations

import base64
import gzip
import importlib.util
import io
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

PYODIDE = "pyodide@314.0.7"
"""What is asked of the registry; npm checks its content."""
LOADER, ENGINE = "pyodide.js", "pyodide.asm.mjs"
DATA = ("pyodide.asm.wasm", "pyodide-lock.json", "python_stdlib.zip")
AS_SCRIPT = (
    (b"import.meta.url", b'"https://playground.invalid/"'),
    (b"export default _createPyodideModule", b"self.createPyodideModule = _createPyodideModule"),
)
"""A worker of a page that was opened as a file runs no modules: what makes a script of the engine."""
LIBRARIES = ("sympy", "mpmath", "derive")
LEFT_OUT = frozenset(("tests", "benchmarks", "__pycache__"))
"""Folders of a library that nobody imports."""
SECONDS = 300
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time of a zip: the same files make the same bytes."""


class NoPyodide(ValueError):
    """Python for the browser cannot be had; the message says how to give it."""


def assets(given: Path | None) -> dict[str, bytes]:
    """All files of the playground by name; ``given`` is a folder with those of the package ``pyodide``."""
    if given is not None:
        return _run_time(given) | {"library.zip": library()}
    with tempfile.TemporaryDirectory() as folder:
        return _run_time(_unpacked(Path(folder))) | {"library.zip": library()}


def _run_time(folder: Path) -> dict[str, bytes]:
    missing = [name for name in (LOADER, ENGINE, *DATA) if not (folder / name).is_file()]
    if missing:
        raise NoPyodide(f"{folder} has no {', '.join(missing)}: give the unpacked npm package `pyodide`")
    return {"python.js": _script_of(folder)} | {name: (folder / name).read_bytes() for name in DATA}


def _script_of(folder: Path) -> bytes:
    """Loader and engine as one script; the loader refuses a worker that has ``importScripts``."""
    engine = (folder / ENGINE).read_bytes()
    for module, script in AS_SCRIPT:
        if module not in engine:
            raise NoPyodide(f"{folder / ENGINE} has no `{module.decode()}`: give the package of {PYODIDE}")
        engine = engine.replace(module, script)
    return b"self.importScripts = undefined;\n" + (folder / LOADER).read_bytes() + b"\n" + engine


def _unpacked(folder: Path) -> Path:
    """The package as npm hands it out."""
    npm = shutil.which("npm")
    otherwise = "give an unpacked npm package `pyodide` with --pyodide DIR"
    if npm is None:
        raise NoPyodide(f"npm is not installed: {otherwise}")
    command = [npm, "pack", PYODIDE, "--silent", "--pack-destination", str(folder)]
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise NoPyodide(f"npm did not bring {PYODIDE} in {SECONDS} s: {otherwise}") from None
    packed = next(folder.glob("*.tgz"), None)
    if done.returncode or packed is None:
        said = (done.stderr.strip().splitlines() or ["no package came"])[-1]
        raise NoPyodide(f"npm pack {PYODIDE}: {said}; {otherwise}")
    shutil.unpack_archive(packed, folder, filter="data")
    return folder / "package"


def library() -> bytes:
    """The libraries that run in the browser as they are installed here, and what answers the page."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, path in _sources():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), path.read_bytes(), zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _sources() -> Iterator[tuple[str, Path]]:
    for name in LIBRARIES:
        spec = importlib.util.find_spec(name)
        if spec is None or spec.origin is None:
            raise NoPyodide(f"{name} is not installed")
        home = Path(spec.origin).parent
        for path in sorted(home.rglob("*")):
            inner = path.relative_to(home)
            if path.is_file() and not LEFT_OUT & set(inner.parts):
                yield f"{name}/{inner.as_posix()}", path
    yield "in_browser.py", Path(__file__).with_name("in_browser.py")


def scripts(files: Mapping[str, bytes]) -> dict[str, str]:
    """Each asset as a script that leaves its squeezed bytes where the page finds them."""
    return {f"{name}.js": _script(name, content) for name, content in files.items()}


def _script(name: str, content: bytes) -> str:
    squeezed = base64.b64encode(gzip.compress(content, 9, mtime=0)).decode()
    return f'(self.chainruleAssets ??= {{}})["{name}"] = "{squeezed}";\n'


__all__ = ["NoPyodide", "assets", "library", "scripts"]
