"""The calls of some numbers, in a process that may end by any of them.

``python -m codegen.verification.fuzz.child LAYER FOLDER PACKAGE FIRST LAST`` takes the module LAYER of a
folder of kernels, under the name that their machine code knows them by; without a name (``-``) as plain
Python.  It says what it does line by line: a call before it is made, when something is being compiled (which
takes long and is no hang), and what the call got.
"""

from __future__ import annotations

import faulthandler
import json
import sys
import warnings
from pathlib import Path
from types import ModuleType
from typing import Any

from numba.core import event

from codegen.module.load import import_from
from codegen.verification.callables.uncompiled import uncompiled
from codegen.verification.fuzz.fences import Fences
from codegen.verification.fuzz.judge import drawn, judged, told


def say(kind: str, *rest: Any) -> None:
    sys.stdout.write(json.dumps([kind, *rest]) + "\n")
    sys.stdout.flush()


class Compiling(event.Listener):
    """The clock of whoever watches stands still meanwhile."""

    def on_start(self, event: Any) -> None:
        say("compiling")

    def on_end(self, event: Any) -> None:
        say("compiled")


def kernels(name: str, folder: Path, package: str) -> ModuleType:
    return uncompiled(name, folder) if package == "-" else import_from(folder, package, name)


def run(module: ModuleType, numbers: range) -> None:
    fences = Fences()
    module.runtime.memory.allocate = fences.empty
    for number in numbers:
        say("call", number)
        asked = drawn(module, number, fences)
        say("asked", told(asked))
        say("done", judged(asked, fences))


if __name__ == "__main__":
    faulthandler.enable()
    warnings.simplefilter("ignore")
    event.register("numba:compile", Compiling())
    name, folder, package, first, last = sys.argv[1:]
    run(kernels(name, Path(folder), package), range(int(first), int(last)))
