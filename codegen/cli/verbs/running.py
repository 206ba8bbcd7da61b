"""``chainrule run``: derive, emit, verify and time one layer, or those of a user's file."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import typer

from codegen.apps.benchmark.bench import Conditions, bench
from codegen.apps.benchmark.contenders import PEERS_BY_NAME
from codegen.apps.benchmark.timings import Timings
from codegen.apps.benchmark.trials import first_look
from codegen.apps.benchmark.turns import FIRST_LOOK
from codegen.cli.terminal import console, filled, only_json, say, say_json, ticking
from codegen.cli.verbs.checking import verifying
from codegen.cli.verbs.measuring import benching
from codegen.cli.verbs.showing import Wish, layer_pages, pages
from codegen.module.load import load
from codegen.module.render import write
from codegen.source.names import volumes
from codegen.verification import LADDER, GradientReport, passed, verify
from derive.api.lookup import find
from derive.model.layer import Layer
from generated import get_num_threads

EXAMPLES = 12
"""Cases for each check: enough to see all of them at work, few enough for a first look."""
LATER = ("float32", "complex_step")
"""Checks that compile the kernels once more for another dtype; a first look leaves them to ``verify``."""
WHERE = "; --out DIR writes them"
"""What is said of kernels that stay in the program's cache: nothing is written where nobody asked."""


def run_command(name: str, out: Path | None, as_json: bool) -> None:
    start = time.perf_counter()
    layers = find([name])
    with only_json(as_json):
        say(pages([part for layer in layers for part in layer_pages(layer, Wish(), "text")], "text"))
        modules = _generate(layers, out)
        reports = _verify(layers, modules)
        timed = _bench(layers, modules)
        say(f"{time.perf_counter() - start:.1f} s in all")
    if as_json:
        say_json(_as_dict(layers, modules, out, reports, timed))
    if not passed(reports):
        raise typer.Exit(1)


def _generate(layers: Sequence[Layer], directory: Path | None) -> dict[str, ModuleType]:
    """The kernels where the user wants them; what is verified are the same files in the program's cache.

    Numba's cache remembers under which name a module was imported, so the user's folder stays without
    one: it may be imported as ``kernels``, or from inside any other package.
    """
    modules: dict[str, ModuleType] = {}
    with ticking("deriving and emitting") as tick:
        for done, layer in enumerate(layers):
            tick(f"deriving and emitting {layer.name}", done, len(layers))
            modules[layer.name] = load(layer)
    if directory is not None:
        made = [path for module in modules.values() for path in sorted(_folder(module).glob("*.py"))]
        write({path.name: path.read_text(encoding="utf-8") for path in made}, directory)
    _heading("Kernels")
    for module in modules.values():
        say(filled(described(module, directory)))
    return modules


def _folder(module: ModuleType) -> Path:
    return Path(str(module.__file__)).parent


def described(module: ModuleType, directory: Path | None) -> str:
    """The files of one layer, their lines, the functions that they offer, and how to have them."""
    files = volumes(Path(str(module.__file__)).stem, _folder(module))
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in files)
    names = ["forward", *module.SPEC["gradients"].values(), "vjp", "jvp"]
    first = str(directory / files[0].name if directory else files[0].name)
    rest = [path.name for path in files[1:]]
    said = ", ".join([first, *(rest if len(rest) < 3 else [rest[0], "…", rest[-1]])])
    offered = ", ".join(name for name in names if hasattr(module, name))
    return f"{said}: {lines} lines, {offered}{'' if directory else WHERE}"


def _verify(layers: Sequence[Layer], modules: Mapping[str, ModuleType]) -> list[GradientReport]:
    _heading("Verdict")
    with ticking("verify") as tick:
        reports = verify(
            layers,
            examples=EXAMPLES,
            checks=[check for check in LADDER if check.name not in LATER],
            progress=tick,
            module_for=lambda layer: modules[layer.name],
        )
    verifying.show_table(reports)
    say(f"chainrule verify adds {' and '.join(LATER).replace('_', ' ')}, and more cases")
    verifying.tell_failures(reports)
    return reports


def _bench(layers: Sequence[Layer], modules: Mapping[str, ModuleType]) -> Timings:
    _heading("First benchmark")
    threads = min(benching.THREADS, get_num_threads())
    peers = [PEERS_BY_NAME[name](threads) for name in benching.wanted(None)]
    under = Conditions(peers, threads, FIRST_LOOK, "float64")
    with ticking("bench") as tick:
        timed = bench(first_look(layers), lambda layer: modules[layer.name], tick, under)
    benching.show_table(timed)
    benching.tell_strangers(timed)
    return timed


def _heading(text: str) -> None:
    console().print(f"\n[bold cyan]{text}[/]")


def _as_dict(
    layers: Sequence[Layer],
    modules: Mapping[str, ModuleType],
    out: Path | None,
    reports: Sequence[GradientReport],
    timed: Timings,
) -> dict[str, Any]:
    homes = {layer.name: out or _folder(modules[layer.name]) for layer in layers}
    return {
        "kernels": {name: str(home / f"{name}.py") for name, home in homes.items()},
        "verify": [verifying.as_dict(report) for report in reports],
        "bench": timed.as_json(),
    }
