"""The file of settings: what was found joins what is there."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from codegen.apps.tuning.alternatives import Winner
from codegen.module.render import write
from generated import tuned


def keep(winners: Iterable[Winner]) -> Path:
    """Write the file whole or not at all; a call whose defaults were best has no entry any more.

    The order of sums is kept for all numbers of threads: the last one that was tried says it.
    """
    with warnings.catch_warnings():  # a file that cannot be taken is replaced
        warnings.simplefilter("ignore")
        table: dict[str, dict[str, Any]] = {k: dict(calls) for k, calls in tuned.load().items()}
    for one in winners:
        for kernel, call in one.kernels:
            calls = table.setdefault(kernel, {})
            order = {k: v for k, v in one.chosen.items() if k in tuned.ORDER}
            calls[tuned.for_all_threads(call)] = order
            calls[call] = {k: v for k, v in one.chosen.items() if k not in order}
    some = {kernel: {call: said for call, said in calls.items() if said} for kernel, calls in table.items()}
    kept = {kernel: calls for kernel, calls in some.items() if calls}
    document = {"format": tuned.FORMAT, "machine": tuned.machine(), "kernels": kept}
    path = tuned.path()
    write({path.name: json.dumps(document, indent=1, sort_keys=True) + "\n"}, path.parent)
    tuned.load()
    return path


__all__ = ["keep"]
