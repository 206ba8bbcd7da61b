"""From what a person types to layers: names of the catalogue, or a file with models of their own."""

from __future__ import annotations

import difflib
import importlib.util
import sys
import traceback
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import ModuleType

from codegen.cli.terminal import Refusal
from derive.layers import LAYERS
from derive.model.layer import Layer

# What a user's file may raise while it is read; KeyboardInterrupt and SystemExit pass.
_MISTAKES = (
    ArithmeticError, AssertionError, AttributeError, ImportError, LookupError, NameError,
    OSError, RuntimeError, SyntaxError, TypeError, ValueError,
)  # fmt: skip


def find(names: Sequence[str]) -> list[Layer]:
    """The layers called so, or defined in the files called so; all of the catalogue for no name."""
    if not names:
        return list(LAYERS)
    return _each_once(layer for name in names for layer in _one(name))


def _each_once(layers: Iterable[Layer]) -> list[Layer]:
    return list({id(layer): layer for layer in layers}.values())


def is_file(name: str) -> bool:
    """Whether the argument means a file of models and not a name of the catalogue."""
    return name.endswith(".py")


def _one(name: str) -> list[Layer]:
    if is_file(name):
        return from_file(Path(name))
    if name in LAYERS.names:
        return [LAYERS[name]]
    near = _near(name, LAYERS.names)
    hint = f"Did you mean {' or '.join(near)}?" if near else "`chainrule list` names all of them."
    raise Refusal(f"no layer is called {name!r}. {hint}")


def _near(name: str, known: Sequence[str]) -> list[str]:
    return difflib.get_close_matches(name, known, n=3, cutoff=0.5) or [k for k in known if name in k]


def from_file(path: Path) -> list[Layer]:
    """The layers defined at the top level of a Python file, in their order; the file is run.

    A layer that the file only imports from the catalogue does not count, unless it defines no other.
    """
    if not path.is_file():
        raise Refusal(f"there is no file {path}")
    values = list(vars(_run(path)).values())
    found = [value for value in values if isinstance(value, Layer)]
    found += [
        one for value in values if isinstance(value, list | tuple) for one in value if isinstance(one, Layer)
    ]
    own = [layer for layer in _each_once(found) if layer not in LAYERS]
    layers = own or _each_once(found)
    if not layers:
        raise Refusal(
            f"{path} defines no layer: write `my_layer = Layer(name=..., forward=[...], ...)` at top level"
        )
    twice = sorted({a.name for a in layers if sum(a.name == b.name for b in layers) > 1})
    if twice:
        raise Refusal(f"{path}: two layers are called {', '.join(twice)}")
    return layers


def _run(path: Path) -> ModuleType:
    name = f"chainrule_model_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise Refusal(f"{path} cannot be imported as a Python module")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    # As for a script: what stands beside the file can be imported from it.
    sys.path.insert(0, str(path.resolve().parent))
    try:
        spec.loader.exec_module(module)
    except _MISTAKES as error:
        raise Refusal(f"{path} cannot be read:\n{_in_file(error, path)}") from error
    finally:
        sys.path.pop(0)
    return module


def _in_file(error: BaseException, path: Path) -> str:
    """The error as Python prints it, with only the frames of the user's own file."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).resolve() == path.resolve()]
    where = traceback.format_list(own[-1:])
    return "".join([*where, *traceback.format_exception_only(error)]).rstrip()
