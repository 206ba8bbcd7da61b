"""What was measured to be best on this machine: settings of kernels, for the calls they were measured for.

Hand-written, knows no layer, needs nothing but Python.  ``chainrule tune`` writes the file; without one, and
in a call that nobody measured, every setting is its default.  A setting changes how long a call takes and in
which order it adds, nothing else; a file is taken only if it was written for this machine and holds no
values but those of ``ALTERNATIVES``.
"""

from __future__ import annotations

import json
import os
import platform
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FORMAT = 1
ALTERNATIVES: Mapping[str, tuple[int, ...]] = {
    "blocks": (0, 1),
    "windows": (0, 1),
    "lags": (0, 1),
    "first": (0, 1),
    "wide": (32, 64, 128, 256),
    "deep": (256, 512, 1024, 2048),
    "high": (48, 96, 192, 384),
    "grain": (3_000, 12_000, 50_000, 200_000, 800_000, 2**62),
}
"""The values that each setting may have.

``blocks``   whether a contraction runs in packed blocks
``windows``  whether a window slides with its pixels in registers, ``lags`` with its taps
``first``    whether the first of two ways to see a contraction is taken
``wide``     the columns of a block, ``deep`` its terms, ``high`` its rows
``grain``    the least work of a range that is worth a thread; the last one keeps all in the calling thread
"""
ORDER = frozenset({"blocks", "windows", "lags", "first", "deep"})
"""What says in which order terms are added: it holds for every number of threads, as results do."""

Chosen = Mapping[str, int]


class _InThisThread(threading.local):
    """What each thread has of its own: who listens, and what was chosen."""

    heard: Heard | None = None
    chosen: Chosen | None = None


_call = _InThisThread()
_table: Mapping[str, Mapping[str, Chosen]] | None = None


def setting(name: str, default: int) -> int:
    """The value of a setting in the call that runs now."""
    heard = _call.heard
    if heard is not None:
        heard.settings.setdefault(name, default)
    chosen = _call.chosen
    return default if chosen is None else chosen.get(name, default)


def unasked() -> bool:
    """Whether nobody listens and the file has nothing for any call."""
    return _call.heard is None and not (load() if _table is None else _table)


def best(kernel: str, call: Callable[[], str]) -> Chosen | None:
    """What the file has for a call; ``None`` where it has nothing, or where other settings are in use."""
    heard = _call.heard
    if heard is not None:
        heard.calls.append((kernel, call()))
    if _call.chosen is not None:
        return None
    calls = (load() if _table is None else _table).get(kernel)
    if not calls:
        return None
    said = call()
    return {**calls.get(for_all_threads(said), {}), **calls.get(said, {})} or None


@contextmanager
def using(chosen: Chosen) -> Iterator[None]:
    """These settings for what this thread calls inside of the block, whatever the file says."""
    before = _call.chosen
    _call.chosen = chosen
    try:
        yield
    finally:
        _call.chosen = before


@dataclass
class Heard:
    """The kernels that ran, each with its call, and the settings that were asked for, with their defaults."""

    calls: list[tuple[str, str]] = field(default_factory=list)
    settings: dict[str, int] = field(default_factory=dict)


@contextmanager
def listening() -> Iterator[Heard]:
    """Hear what runs in this thread inside of the block."""
    before = _call.heard
    _call.heard = heard = Heard()
    try:
        yield heard
    finally:
        _call.heard = before


def name_of(dtype: str, threads: int, sizes: Mapping[str, Any]) -> str:
    """What tells one call of a kernel from another: type, threads, sizes and options."""
    return " ".join([dtype, f"threads={threads}", *(f"{k}={sizes[k]}" for k in sorted(sizes))])


def for_all_threads(call: str) -> str:
    """The name of a call without its number of threads."""
    return " ".join(part for part in call.split(" ") if not part.startswith("threads="))


def path() -> Path:
    """``tuned.json`` in ``$CHAINRULE_CACHE``, or in ``chainrule`` in the user's cache folder."""
    given = os.environ.get("CHAINRULE_CACHE")
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return (Path(given) if given else Path(home) / "chainrule") / "tuned.json"


def load() -> Mapping[str, Mapping[str, Chosen]]:
    """The table of the file, read anew; empty where there is no file, or none that can be taken."""
    global _table
    try:
        text = path().read_text(encoding="utf-8")
    except (OSError, RuntimeError, UnicodeDecodeError) as error:
        found: Mapping[str, Mapping[str, Chosen]] = {}
        if not isinstance(error, FileNotFoundError | NotADirectoryError):
            _ignored(f"cannot be read ({error})")
    else:
        found = _taken(text)
    _table = found
    return found


def _taken(text: str) -> Mapping[str, Mapping[str, Chosen]]:
    fault = "is not JSON"
    try:
        said = json.loads(text)
        fault = faults(said)
    except (ValueError, RecursionError):
        pass
    if fault:
        _ignored(fault)
        return {}
    table: Mapping[str, Mapping[str, Chosen]] = said["kernels"]
    return table


def faults(said: Any) -> str:
    """Why what a file says is not taken; empty where it is."""
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        return f"is not of format {FORMAT}"
    if said.get("machine") != machine():
        return f"was measured on another machine ({said.get('machine')!r}, this is {machine()!r})"
    kernels = said.get("kernels")
    tables = kernels.values() if isinstance(kernels, dict) else [None]
    calls = [c for table in tables for c in (table.values() if isinstance(table, dict) else [None])]
    if not all(isinstance(c, dict) and all(map(allowed, c.keys(), c.values())) for c in calls):
        return "holds what is no setting of a kernel"
    named = [(call, c) for table in tables for call, c in table.items()]
    if any(for_all_threads(call) != call and not ORDER.isdisjoint(c) for call, c in named):
        return "says for one number of threads in which order terms are added"
    return ""


def allowed(name: str, value: Any) -> bool:
    return type(value) is int and value in ALTERNATIVES.get(name, ())


def _ignored(why: str) -> None:
    warnings.warn(
        f"{path()} {why}: ignored, kernels run with their defaults; `chainrule tune LAYER` writes it anew",
        RuntimeWarning,
        stacklevel=2,
    )


def machine() -> str:
    """What measurements hold for: the processor and how many of it this process may use."""
    return f"{_processor()}, {platform.machine()}, {os.cpu_count()} cores"


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            return next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), "")
    except OSError:
        return platform.processor()


__all__ = [
    "ALTERNATIVES", "FORMAT", "ORDER", "Heard", "best", "faults", "for_all_threads", "listening", "load", "machine", "name_of", "path",
    "setting", "unasked", "using",
]  # fmt: skip
