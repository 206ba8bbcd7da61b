"""The door of chainrule: from the forward of a layer to its gradients, their kernels and their proof.

    chainrule.layer(what)          a layer by its name in the catalogue, or from a file of your own
    chainrule.gradient(what, wrt)  the gradient towards one input, derived, with every step
    chainrule.compile(what)        kernels: a module with ``forward``, ``vjp``, ``jvp`` and ``SPEC``
    chainrule.verify(what)         a verdict for each gradient, from oracles that share no code with it
    chainrule.check(fn, what)      your own backward: the smallest input that fails, and what is wrong
    chainrule.checks(what)         the same as a test of pytest
    chainrule.torch                the layers as operators and modules of PyTorch
    chainrule.jax                  the layers as functions of JAX

``what`` is a layer, the name of one, or the path of a Python file that defines one.  Behind the door are
``derive`` (the mathematics), ``codegen`` (loops and their trial) and ``generated`` (kernels); each keeps
working without it.  Importing this package imports nothing else: each function loads what it needs when
it is called, ``chainrule.torch`` and ``chainrule.jax`` load their frameworks when they are touched.

>>> import chainrule
>>> print(chainrule.gradient("dense", "x").formula)
sum(dy[n, o]*w[o, k] for o=0..O - 1)
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from chainrule import neighbours  # refuses what hides the packages that are imported next
from codegen import compile, verify
from derive import gradient, layer, load_file

if TYPE_CHECKING:
    from chainrule import jax, torch
    from codegen import Illegal, Report, Verdict
    from codegen.check import Examination, check, checks
    from derive import LAYERS, ArgumentError, Gradient, Layer, ModelError

__all__ = [
    "LAYERS", "ArgumentError", "Examination", "Gradient", "Illegal", "Layer", "ModelError", "Report",
    "Verdict", "check", "checks", "compile", "gradient", "jax", "layer", "load_file", "neighbours", "torch",
    "verify",
]  # fmt: skip

_BRIDGES = ("jax", "torch")
_CHECK = ("Examination", "check", "checks")
_HOMES = dict.fromkeys(("Illegal", "Report", "Verdict"), "codegen") | dict.fromkeys(_CHECK, "codegen.check")


def __getattr__(name: str) -> Any:
    """The bridges, the catalogue and the types of the interface, imported when they are asked for."""
    if name in _BRIDGES:
        return importlib.import_module(f"{__name__}.{name}")
    if name in __all__:
        return getattr(importlib.import_module(_HOMES.get(name, "derive")), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
