"""SymPy's tensors, which a page has none of, are not loaded before somebody asks for one.

The first sum of a process makes SymPy import them, to ask whether a term is one; that alone takes a tenth of
the time in which SymPy starts.  What stands in for them knows the two classes by which a sum asks, and loads
the module for everything else.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

NAME = "sympy.tensor.tensor"
ASKED = ("TensAdd", "TensExpr")


class StandIn(ModuleType):
    """The two classes without any instance; any other name is that of the module itself."""

    def __init__(self) -> None:
        super().__init__(NAME)
        vars(self).update({name: type(name, (), {}) for name in ASKED})

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(NAME) is self:
            del sys.modules[NAME]
        vars(self).update(vars(import_module(NAME)))
        return vars(self)[name]


def leave_tensors_out() -> None:
    """For a process that prints a page of the catalogue and ends: it runs nobody else's text."""
    sys.modules.setdefault(NAME, StandIn())


__all__ = ["leave_tensors_out"]
