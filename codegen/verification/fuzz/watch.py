"""Hostile calls in other processes: who crashes or hangs is named, and the rest of the calls goes on."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LIMIT = 20.0
"""Seconds for one call, compilation left out; the arrays have some hundred elements."""
LONGEST = 900.0
"""Seconds for the compilation of one kernel."""
ENOUGH = 12
"""After so many processes that crashed or hung a layer is left alone."""


@dataclass(frozen=True)
class Fault:
    """A call that got neither an error nor an answer as it should; ``line`` makes it again."""

    number: int
    what: str
    call: str
    line: str

    def __str__(self) -> str:
        return f"{self.what}\n    {self.call}\n    {self.line}"


@dataclass
class Count:
    """What became of the calls of one layer."""

    layer: str
    answered: int = 0
    refused: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def calls(self) -> int:
        return self.answered + self.refused + len(self.faults)


Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Target:
    """A module of kernels in a folder: of a package, compiled, or (``package`` empty) as plain Python."""

    name: str
    folder: Path
    package: str = ""

    def command(self, first: int, last: int) -> list[str]:
        what = [self.name, str(self.folder), self.package or "-", str(first), str(last)]
        return [sys.executable, "-m", f"{__package__}.child", *what]


def fuzz(target: Target, numbers: range, progress: Progress | None = None, limit: float = LIMIT) -> Count:
    """The hostile calls of ``numbers``, each made once; a process that ends takes only its own call along."""
    count = Count(target.name)
    first, ends = numbers.start, 0
    while first < numbers.stop and ends < ENOUGH:
        watch = _Watch(target, count, first, numbers, progress)
        end = watch.all(limit)
        if end and watch.number < numbers.stop:
            ends += 1
            watch.add(end)
        first = watch.number + 1
    return count


@dataclass
class _Watch:
    """One process, and the call that it is at."""

    target: Target
    count: Count
    number: int
    numbers: range
    progress: Progress | None
    call: str = ""

    def all(self, limit: float) -> str:
        """Until the last number; how the process ended, if not as it should."""
        command = self.target.command(self.number, self.numbers.stop)
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True) as process:
            try:
                for kind, *rest in _told(process, limit):
                    self.hear(kind, *rest)
            except _Ended as error:
                return str(error)
            finally:
                process.kill()
        self.number = self.numbers.stop
        return ""

    def hear(self, kind: str, *rest: Any) -> None:
        match kind, rest:
            case "call", [number]:
                self.number, self.call = number, ""
            case "asked", [call]:
                self.call = call
            case "done", [verdict]:
                self.add(verdict)
                self.number, self.call = self.number + 1, ""

    def add(self, verdict: str) -> None:
        match verdict:
            case "answered":
                self.count.answered += 1
            case "refused":
                self.count.refused += 1
            case _:
                line = " ".join(["python", *self.target.command(self.number, self.number + 1)[1:]])
                self.count.faults.append(Fault(self.number, verdict, self.call, line))
        if self.progress is not None:
            self.progress(self.target.name, self.number + 1 - self.numbers.start, len(self.numbers))


class _Ended(Exception):
    """How a process ended."""


def _told(process: subprocess.Popen[str], limit: float) -> Iterator[list[Any]]:
    """What a process says, while it lives and says something in time."""
    lines: queue.SimpleQueue[str] = queue.SimpleQueue()
    errors: queue.SimpleQueue[str] = queue.SimpleQueue()
    for stream, kept in ((process.stdout, lines), (process.stderr, errors)):
        threading.Thread(target=_pass_on, args=(stream, kept.put), daemon=True).start()
    compiling, wait = 0, LONGEST
    while True:
        try:
            line = lines.get(timeout=wait)
        except queue.Empty:
            raise _Ended(f"no answer after {wait:.0f} s") from None
        if not line:
            break
        said = json.loads(line)
        compiling += {"compiling": 1, "compiled": -1}.get(said[0], 0)
        wait = LONGEST if compiling else limit
        yield said
    status = process.wait()
    if status:
        how = f"ended by signal {-status}" if status < 0 else f"exit status {status}"
        raise _Ended(f"{how}: {''.join(iter(errors.get, ''))[-1000:]}")


def _pass_on(stream: Any, put: Callable[[str], None]) -> None:
    with suppress(ValueError):  # closed with the process
        for line in stream:
            put(line)
    put("")
