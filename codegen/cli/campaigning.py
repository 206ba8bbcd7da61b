"""Layers verified one by one, here or on a Dask cluster; each result is kept as soon as it is there."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from codegen.cli.answering import answer
from codegen.cli.terminal import Refusal, Ticker, note
from codegen.cli.workers import each, longest_first
from codegen.own_files import digest_of
from codegen.verification import CheckReport, GradientReport
from codegen.verification.ladder import in_short
from derive.layers import LAYERS
from derive.model.layer import Layer

Work = Callable[[Layer], list[GradientReport]]

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("derive", "codegen", "generated")
PATIENCE = "15s"
"""For a scheduler to answer."""


class Far(NamedTuple):
    """Where the work is done, if not here, and the file that keeps what is done."""

    scheduler: str | None = None
    journal: Path | None = None


NEAR = Far()


class Done(NamedTuple):
    """What was found of one layer, or why nothing can be said of it."""

    layer: Layer
    reports: list[GradientReport]
    refused: str = ""


@dataclass(frozen=True)
class Journal:
    """A file with a line of JSON for each layer that is done; it counts for one campaign on one code only."""

    path: Path
    campaign: str

    def known(self) -> dict[str, list[GradientReport]]:
        """What an earlier run of the same campaign found; half a line is no result."""
        made: dict[str, list[GradientReport]] = {}
        for line in self.path.read_text(encoding="utf-8").splitlines() if self.path.exists() else ():
            try:
                said = json.loads(line)
            except ValueError:
                continue
            if isinstance(said, dict) and said.get("campaign") == self.campaign:
                made[said["layer"]] = [_report(one) for one in said["reports"]]
        return made

    def keep(self, layer: str, reports: Sequence[GradientReport]) -> None:
        """The line is on the disk when this returns."""
        said = {"campaign": self.campaign, "layer": layer, "reports": [asdict(one) for one in reports]}
        with open(self.path, "a+b") as stream:
            if stream.tell():
                stream.seek(-1, os.SEEK_END)
                torn = stream.read(1) != b"\n"
                stream.write(b"\n" if torn else b"")
            stream.write(json.dumps(said).encode() + b"\n")
            stream.flush()
            os.fsync(stream.fileno())


def _report(said: dict[str, Any]) -> GradientReport:
    return GradientReport(**{**said, "checks": [CheckReport(**one) for one in said["checks"]]})


def campaign(layers: Sequence[Layer], work: Work, tick: Ticker, far: Far) -> Iterator[Done]:
    """Every layer once, in the order in which they are done; what an earlier run found is not done again."""
    kept = Journal(far.journal, _name_of(work)) if far.journal else None
    known = kept.known() if kept else {}
    yield from (Done(layer, known[layer.name]) for layer in layers if layer.name in known)
    left = [layer for layer in layers if layer.name not in known]
    made = on_cluster(left, work, tick, far.scheduler) if far.scheduler else _here(left, work, tick)
    for one in made:
        if kept and not one.refused:
            kept.keep(one.layer.name, one.reports)
        yield one


def _name_of(work: Work) -> str:
    """What is asked of each layer, and of which code: the text of every module."""
    asked = (work.func.__name__, work.args) if isinstance(work, partial) else (work.__name__,)
    return sha256(f"{asked} {code()}".encode()).hexdigest()[:16]


@cache
def code() -> str:
    """A name for the text of the program."""
    files = (path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py")))
    return digest_of(files, ROOT)[:16]


def _here(layers: Sequence[Layer], work: Work, tick: Ticker) -> Iterator[Done]:
    """On the cores of this machine."""
    refused: dict[str, str] = {}
    done = each(partial(_named, work), layers, tick, "verify", refused)
    by_name = {layer.name: layer for layer in layers}
    yield from (Done(by_name[name], reports) for name, reports in done)
    yield from (Done(by_name[name], [], said) for name, said in refused.items())


def _named(work: Work, layer: Layer) -> tuple[str, list[GradientReport]]:
    return layer.name, work(layer)


def on_cluster(layers: Sequence[Layer], work: Work, tick: Ticker, scheduler: str) -> Iterator[Done]:
    """On the workers of a Dask scheduler; a layer whose worker dies is given to another.

    How often, the scheduler decides (``distributed.scheduler.allowed-failures``); then it is tried once more
    with nothing beside it, and if that ends so too, it is a finding.
    """
    strangers = [layer.name for layer in layers if layer not in LAYERS]
    if strangers:
        raise Refusal(f"--scheduler: {', '.join(strangers)} stands in a file that the workers do not have")
    client, as_completed = _connected(scheduler)
    with client:
        alone: list[Layer] = []
        by_future = {_given(client, work, one, -k): one for k, one in enumerate(longest_first(layers))}
        for done, future in enumerate(as_completed(by_future, loop=client.loop), 1):
            layer = by_future[future]
            if _died(future):
                alone.append(layer)
            else:
                yield _result(layer, future)
            tick("verify", done, len(layers))
        for layer in alone:  # what died beside another may not be to blame
            yield _result(layer, _given(client, work, layer))


def _given(client: Any, work: Work, layer: Layer, priority: int = 0) -> Any:
    return client.submit(_there, code(), work, layer.name, pure=False, priority=priority)


def _died(future: Any) -> bool:
    return type(future.exception()).__name__ == "KilledWorker"


def _connected(scheduler: str) -> tuple[Any, Any]:
    try:
        from distributed import Client, as_completed
    except ImportError:
        raise Refusal("--scheduler needs Dask: pip install 'chainrule[dask]'") from None
    try:
        return Client(scheduler, timeout=PATIENCE, set_as_default=False), as_completed
    except (OSError, ValueError, TypeError) as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise Refusal(f"--scheduler {scheduler}: no scheduler of Dask answers there ({said})") from None


_ALONE = threading.Lock()
"""Kernels set threads and searches set seeds for a whole process: one layer at a time in each."""


def _there(asked: str, work: Work, name: str) -> list[GradientReport]:
    """In a worker, which must run the code that asks."""
    if code() != asked:
        raise Refusal(f"a worker at {ROOT} runs another chainrule: install the same one")
    with _ALONE:
        return work(LAYERS[name])


def _result(layer: Layer, future: Any) -> Done:
    """What a worker found; an error is a finding about this layer and ends no campaign."""
    error = future.exception()
    if error is None:
        return Done(layer, future.result())
    if isinstance(error, Refusal):
        raise error
    said = answer(error) if isinstance(error, ValueError) else None
    if said is not None:
        return Done(layer, [], said)
    told = in_short(error)
    note(f"{layer.name}: {told}")
    failed = CheckReport("worker", cases=1, failure=f"no worker came through: {told}")
    return Done(layer, [GradientReport(layer.name, t.name, [failed]) for t in layer.wrt])


__all__ = ["NEAR", "Done", "Far", "Journal", "campaign", "code", "on_cluster"]
