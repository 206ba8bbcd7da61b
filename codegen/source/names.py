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

from derive.model.layer import Layer, ModelError

FILES = frozenset({"runtime", "vectors"})
"""What stands beside every module."""

FUNCTIONS = frozenset({"forward", "vjp", "jvp", "Residuals", "Gradients"})
"""What the functions of a module call by name."""

ARITHMETIC = frozenset({"abs", "cell", "gcd", "int", "math", "max", "min", "np", "residue"})
"""What the formula of a size may call."""


def check_names(layer: Layer) -> None:
    """Refuse a layer whose names cannot stand in a module; raises ``ModelError`` naming the name."""
    name = layer.name
    if not _plain(name) or name in FILES:
        raise ModelError(
            f"{name!r} cannot name a module of kernels: it takes letters, digits and _, no word of Python "
            f"and none of {', '.join(sorted(FILES))}"
        )
    given = [*(t.name for t in layer.inputs), *(o.name for o in layer.options)]
    derived = [*(f"d{t.name}" for t in layer.outputs), *(f"{t.name}_dot" for t in layer.wrt)]
    computed = [d.tensor.name for d in layer.forward]
    taken = {*FUNCTIONS, *(f"vjp_{t.name}" for t in layer.wrt)}
    for one in (*given, *computed):
        if not _plain(one) or one in taken:
            raise ModelError(f"{name}: {one!r} is a name of the module itself; call it otherwise")
    for one in _twice([*given, *derived]):
        raise ModelError(f"{name}: two arguments of a kernel are called {one}; call one otherwise")
    symbols = dict.fromkeys(s for t in layer.inputs for s in sorted(t.free_symbols, key=str))
    symbols |= dict.fromkeys([*layer.option_symbols, *layer.sizes])
    for one in _twice([identifier(s.name) for s in symbols]):
        raise ModelError(f"{name}: two sizes are called {one} in the module; call one otherwise")


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


__all__ = ["check_names", "identifier"]
