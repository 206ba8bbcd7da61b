"""Names in a generated module: what Python and the module itself leave to the model.

The name of a layer becomes a file, its tensors and options become arguments, its sizes become arguments of
small functions.  A name that would be taken for something else is refused (files, arguments) or changed
(sizes, which no caller spells).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from keyword import iskeyword
from pathlib import Path
from typing import Any

from derive.model.layer import Layer, ModelError

FILES = frozenset({
    "abreast", "arithmetic", "assembly", "cook_toom", "disjoint", "double", "elementary", "inlining", "lanes",
    "machine_code", "memory", "processors", "registers", "routines", "runtime", "scalars", "shared_ranges",
    "single", "skipped_terms", "stencils", "threads", "tiles", "tuned", "vectors", "ways_in",
    "window_margins", "window_vectors",
})  # fmt: skip
"""What stands beside every module, written by hand."""
PARTS = ("__init__.py", *(f"{name}.py" for name in sorted(FILES)))

_VOLUME = re.compile(r"(.+?)(_kernels\d*)?\.py")
"""A module and the files of the kernels that do not fit into it."""

FUNCTIONS = frozenset({"forward", "vjp", "jvp", "Residuals", "Gradients"})
"""What the functions of a module call by name."""

ARITHMETIC = frozenset({"abs", "cell", "gcd", "int", "math", "max", "min", "np", "residue"})
"""What the formula of a size may call."""


def volumes(name: str, folder: Path) -> list[Path]:
    """The files of a layer's kernels in a folder: its module first, then what did not fit into it."""
    found = [p for p in folder.glob(f"{name}*.py") if owner(p) == name]
    return sorted(found, key=lambda p: (p.stem != name, p.stem))


def owner(path: Path) -> str | None:
    """The layer whose kernels a file holds, by the file's name."""
    named = _VOLUME.fullmatch(path.name)
    return named[1] if named else None


def check_names(layer: Layer) -> None:
    """Refuse a layer whose names cannot stand in a module; raises ``ModelError`` naming the name."""
    if not _plain(layer.name) or layer.name in FILES:
        raise ModelError(
            f"{layer.name!r} cannot name a module of kernels: it takes letters, digits and _, no word of "
            f"Python and none of {', '.join(sorted(FILES))}"
        )
    arguments = _arguments(layer)
    for name in (*arguments, *(d.tensor.name for d in layer.forward)):
        if not _plain(name) or name in FUNCTIONS or name in {f"vjp_{t.name}" for t in layer.wrt}:
            raise ModelError(f"{layer.name}: {name!r} is a name of the module itself; call it otherwise")
    for name in _twice(arguments):
        raise ModelError(f"{layer.name}: two arguments of a kernel are called {name}; call one otherwise")
    for name in _twice(identifier(s.name) for s in _sizes(layer)):
        raise ModelError(f"{layer.name}: two sizes are called {name} in the module; call one otherwise")


def _arguments(layer: Layer) -> list[str]:
    """What the functions of a module take: inputs, options, cotangents, tangents."""
    given = [*(t.name for t in layer.inputs), *(o.name for o in layer.options)]
    return [*given, *(f"d{t.name}" for t in layer.outputs), *(f"{t.name}_dot" for t in layer.wrt)]


def _sizes(layer: Layer) -> Iterable[Any]:
    shapes = (s for t in layer.inputs for s in sorted(t.free_symbols, key=str))
    return dict.fromkeys([*shapes, *layer.option_symbols, *layer.sizes])


def identifier(name: str) -> str:
    """The name of a size as an argument: ``n'`` is ``n_``, ``lambda`` is ``lambda_``."""
    made = re.sub(r"\W", "_", name)
    if made[0].isdigit() or made[0] == "_":
        made = f"v{made}"
    return f"{made}_" if iskeyword(made) or made in ARITHMETIC else made


def _plain(name: str) -> bool:
    """What begins with an underscore belongs to the module."""
    return name.isidentifier() and not iskeyword(name) and not name.startswith("_")


def _twice(names: Iterable[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]


__all__ = ["PARTS", "check_names", "identifier", "owner", "volumes"]
