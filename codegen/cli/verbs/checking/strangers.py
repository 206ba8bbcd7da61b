"""``chainrule check``: somebody's function, found in a file, against a layer."""

from __future__ import annotations

import importlib.util
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from codegen.cli.set_option import parse
from codegen.cli.terminal import Refusal, note, only_json, say, say_json, ticking
from codegen.module.render import write


@dataclass(frozen=True)
class CheckWish:
    """The options of the command."""

    wrt: tuple[str, ...]
    settings: tuple[str, ...]
    framework: str | None
    cases: int
    seed: int


def check_command(where: str, layer: str, asked: CheckWish, out: Path | None, as_json: bool) -> int:
    """The exit status: 0 all passed, 1 a failure or nothing that could be judged."""
    from codegen.check import check

    if out is not None and not out.parent.is_dir():
        raise Refusal(f"there is no folder {out.parent}")
    with only_json(as_json), ticking(f"check {where}"):
        function = function_at(where)
        settings = dict(parse(one) for one in asked.settings)
        found = check(
            function,
            layer,
            wrt=asked.wrt or None,
            settings=settings,
            framework=asked.framework,
            cases=asked.cases,
            seed=asked.seed,
            found_at=place_of(where),
        )
    if as_json:
        say_json(found.to_json())
    else:
        say(str(found))
    _keep([one.failure.reproduction for one in found.findings if one.failure], out)
    return 0 if found.passed else 1


def _keep(texts: list[str], out: Path | None) -> None:
    """The first reproduction in the file that was asked for."""
    told = next((text for text in texts if text), "")
    if not told:
        if out is not None:
            why = "only a gradient has a file that reproduces it" if texts else "nothing failed"
            note(f"{out} was not written: {why}")
        return
    if out is None:
        note("--out FILE.py writes a file that reproduces it")
        return
    write({out.name: told}, out.parent)
    note(f"python {out} reproduces it")


def function_at(where: str) -> Any:
    """``my_conv.py::backward``, or ``my_conv.py::Conv.backward``: what a file calls so."""
    path, name = place_of(where)
    module = _run(path)
    found: Any = module
    for part in name.split("."):
        if not hasattr(found, part):
            there = ", ".join(n for n, v in vars(module).items() if callable(v) and not n.startswith("_"))
            raise Refusal(f"{path} has nothing called {name}; it has: {there or 'no function'}")
        found = getattr(found, part)
    return found


def place_of(where: str) -> tuple[Path, str]:
    """The file and the name in it."""
    path, _, name = where.partition("::")
    if not name:
        raise Refusal(f"expected FILE.py::NAME, as my_conv.py::backward, got {where!r}")
    return Path(path), name


def _run(path: Path) -> Any:
    if not path.is_file():
        raise Refusal(f"there is no file {path}")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise Refusal(f"{path} cannot be imported as a Python module")
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(path.resolve().parent))
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        told = traceback.format_exception_only(error)[-1].strip()
        if isinstance(error, SyntaxError) and error.lineno:
            told += f", line {error.lineno}"
        raise Refusal(f"{path} cannot be read: {told}") from error
    finally:
        sys.path.pop(0)
    return module


__all__ = ["CheckWish", "check_command", "function_at"]
