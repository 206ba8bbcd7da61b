"""``chainrule mutate``: wrong kernels, and which rung of the ladder finds each of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import typer

from codegen.cli.terminal import Refusal, console, note, only_json, say, say_json, ticking
from codegen.cli.workers import each, tell
from codegen.module.cache import fingerprint
from codegen.module.load import RUNTIME
from codegen.module.render import write
from codegen.places import cache_folder
from codegen.verification.mutation import (
    OPERATORS,
    Fate,
    as_json,
    by_operator,
    by_rung,
    campaign,
    markdown,
    overall,
)
from codegen.verification.mutation.kill_rates import percent
from codegen.verification.mutation.matrix_page import page
from derive.api.lookup import find
from derive.model.layer import Layer

VERIFICATION = Path(__file__).resolve().parents[3] / "verification"


@dataclass(frozen=True)
class Campaigns:
    """How many mutants of a kind for each gradient, drawn by which seed, by how many processes, told how."""

    limit: int
    seed: int
    jobs: int | None
    form: str
    out: Path | None


def mutate_command(names: Sequence[str], asked: Campaigns) -> None:
    layers = find(names)
    if asked.out is not None and asked.out.is_dir():
        raise Refusal(f"{asked.out} is a folder: name a file")
    fates: list[Fate] = []
    refused: dict[str, str] = {}
    with only_json(asked.form != "text"), ticking("mutate") as tick:
        work = partial(one_layer, asked.limit, asked.seed)
        for found in each(work, layers, tick, "mutate", refused, asked.jobs):
            fates += found
    _show(fates, asked)
    tell(refused)
    if any(fate.hole for fate in fates):
        raise typer.Exit(1)


def one_layer(limit: int, seed: int, layer: Layer) -> list[Fate]:
    """The mutants of a layer; what was found stays on the disk, so that a campaign goes on where it ended."""
    kept = cache_folder() / "mutation" / f"{_key(limit, seed, layer)}.json"
    with suppress(OSError, ValueError, TypeError):
        return [Fate(**one) for one in json.loads(kept.read_text(encoding="utf-8"))]
    _alone()
    fates = campaign(layer, limit, seed)
    with suppress(OSError):  # where nothing can be written nothing is remembered
        write({kept.name: json.dumps([vars(fate) for fate in fates])}, kept.parent)
    return fates


def _alone() -> None:
    """One process of several uses one core."""
    with suppress(ImportError):
        import torch

        torch.set_num_threads(1)


def _key(limit: int, seed: int, layer: Layer) -> str:
    """All that a campaign depends on: the model, the generator, the kernels that stand, the ladder."""
    sources = [*sorted(VERIFICATION.rglob("*.py")), *sorted(RUNTIME.glob("*.py"))]
    content = hashlib.sha256(f"{limit} {seed} {fingerprint(layer)}".encode())
    for path in sources:
        content.update(path.read_bytes())
    return content.hexdigest()[:24]


def _show(fates: Sequence[Fate], asked: Campaigns) -> None:
    said = {"limit": asked.limit, "seed": asked.seed}
    match asked.form:
        case "json":
            say_json(as_json(fates, said))
        case "markdown" | "html":
            _deliver((markdown if asked.form == "markdown" else page)(fates, said), asked.out)
        case _:
            _tables(fates)


def _deliver(text: str, out: Path | None) -> None:
    """To standard output, or into a file: whole, or not at all."""
    if out is None:
        say(text.rstrip("\n"))
        return
    try:
        write({out.name: text}, out.parent)
    except OSError as error:
        raise Refusal(f"{out} cannot be written: {error.strerror}") from None
    note(f"wrote {out}")


def _tables(fates: Sequence[Fate]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    for (heading, *rows), words in ((by_rung(fates), 1), (by_operator(fates), 2)):
        made = Table(header_style="bold", box=SIMPLE_HEAD)
        for k, name in enumerate(heading):
            made.add_column(name, justify="left" if k < words else "right", no_wrap=k < words)
        for row in rows:
            made.add_row(*(cell.replace("*", "") for cell in row))
        console().print(made)
    for fate in (f for f in fates if not f.killed):
        kind = "equivalent" if fate.equivalent else "a hole"
        say(f"{fate.layer} d{fate.gradient}: {fate.operator} at {fate.place}: {kind}: {fate.why}")
    whole = overall(fates)
    holes = sum(fate.hole for fate in fates)
    note(
        f"{len(fates)} mutants, {percent(whole.found, whole.asked)} % of those that are faults killed, "
        f"{holes} hole{'' if holes == 1 else 's'}"
    )


def operators_command(as_json: bool) -> None:
    """What can be changed, and what each change means."""
    told: list[dict[str, Any]] = [
        {"kind": kind, "operator": name, "meaning": _meaning(change)}
        for kind, operators in OPERATORS.items()
        for name, change in operators.items()
    ]
    if as_json:
        say_json(told)
        return
    for one in told:
        say(f"{one['kind']:8} {one['operator']:20} {one['meaning']}")


def _meaning(change: Any) -> str:
    return " ".join((change.__doc__ or "").split()).rstrip(".")


__all__ = ["Campaigns", "mutate_command", "one_layer", "operators_command"]
