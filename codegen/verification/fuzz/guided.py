"""Hostile calls that a fuzzer looks for: what reaches a new line of a module is tried again, changed.

``python -m codegen.verification.fuzz.guided LAYER RUNS [FOLDER]`` needs Atheris (the extra ``fuzz``).  The
bytes that it makes up take the place of random draws: which function, which sizes and options, what is done
to which argument.  The numbers in the arrays are drawn from a seed among the bytes.
"""

from __future__ import annotations

import inspect
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from codegen.module.load import RUNTIME
from codegen.verification.callables.uncompiled import uncompiled
from codegen.verification.fuzz.fences import Fences
from codegen.verification.fuzz.judge import ANSWERED, REFUSED, drawn_by, judged, told

FAULTS = "faults"


class Decisions:
    """The draws of ``np.random.Generator`` that honest and hostile calls are made of, decided by bytes."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0
        self.numbers = np.random.default_rng(self._byte())

    def _byte(self) -> int:
        self.at += 1
        return self.data[self.at - 1] if self.at <= len(self.data) else 0

    def random(self, shape: Any = None) -> Any:
        return self._byte() / 256 if shape is None else self.numbers.random(shape)

    def integers(self, low: int, high: int | None = None, shape: Any = None) -> Any:
        low, high = (0, low) if high is None else (low, high)
        return low + self._byte() % (high - low) if shape is None else self.numbers.integers(low, high, shape)

    def choice(self, values: Sequence[Any], shape: Any = None) -> Any:
        if isinstance(shape, tuple):
            return self.numbers.choice(np.asarray(values), shape)
        if shape is None:
            return values[self._byte() % len(values)]
        return np.array([self.choice(values) for _ in range(int(shape))], int)

    def standard_normal(self, shape: Any) -> Any:
        return self.numbers.standard_normal(shape)


def functions(package: str) -> list[Any]:
    """The functions and methods of the modules of a package, those that it shares with others, too."""
    homes = [m for name, m in sys.modules.items() if name.startswith(package) and isinstance(m, ModuleType)]
    names = {home.__name__ for home in homes}
    held = [value for home in homes for value in vars(home).values() if _of(names, value)]
    inside = [f for c in held if inspect.isclass(c) for f in vars(c).values() if _of(names, f)]
    return list({id(f): f for f in (*held, *inside) if inspect.isfunction(f)}.values())


def _of(names: set[str], value: Any) -> bool:
    return getattr(value, "__module__", None) in names


def asking(module: ModuleType, counts: Counter[str]) -> Callable[[bytes], None]:
    """One call for some bytes; what becomes of it is counted, a fault is told with its bytes."""
    fences = Fences()
    module.runtime.memory.allocate = fences.empty

    def ask(data: bytes) -> None:
        asked = drawn_by(module, Decisions(data), sum(data), fences)
        call = told(asked)
        verdict = judged(asked, fences)
        counts[verdict if verdict in (ANSWERED, REFUSED) else FAULTS] += 1
        if verdict not in (ANSWERED, REFUSED):
            sys.stdout.write(f"{verdict}\n    {call}\n    {data.hex()}\n")

    return ask


def main(name: str, runs: int, folder: Path) -> None:
    """``runs`` calls; the counts in one line at the end."""
    import atheris

    module, counts = uncompiled(name, folder), Counter[str]()
    for function in functions(str(module.__package__)):
        atheris.instrument_func(function)
    ask = asking(module, counts)

    def one(data: bytes) -> None:
        if sum(counts.values()) < runs:
            ask(data)

    options = [f"-atheris_runs={runs + 2}", "-max_len=96", "-len_control=0", "-verbosity=0"]
    atheris.Setup([sys.argv[0], *options], one)
    try:
        atheris.Fuzz()
    finally:
        said = "  ".join(f"{counts[kind]} {kind}" for kind in (ANSWERED, REFUSED, FAULTS))
        sys.stdout.write(f"{name}  {sum(counts.values())} guided calls  {said}\n")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]) if len(sys.argv) > 3 else RUNTIME)
