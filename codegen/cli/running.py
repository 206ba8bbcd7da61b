"""``chainrule run``: derive, emit, verify and time one layer, or those of a user's file."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import typer

from codegen.bench import Report, bench
from codegen.cli import benching, generating, verifying
from codegen.cli.models import find, is_file
from codegen.cli.showing import Wish, page
from codegen.cli.terminal import console, only_json, say, say_json, ticking
from codegen.load import load
from codegen.render import render, write
from codegen.verify import GradientReport, passed, verify
from derive.layer import Layer

EXAMPLES = 12
"""Cases for each check: enough to see all of them at work, few enough for a first look."""
KERNELS = Path("kernels")
"""Where the kernels of a user's file go unless ``--out`` says otherwise."""


def run_command(name: str, out: Path | None, as_json: bool) -> None:
    start = time.perf_counter()
    layers = find([name])
    directory = out or (KERNELS if is_file(name) else generating.HOME)
    with only_json(as_json):
        for layer in layers:
            say(page(layer, Wish(), "text"))
        modules = _generate(layers, directory)
        reports = _verify(layers, modules)
        timed = _bench(layers, modules)
        say(f"{time.perf_counter() - start:.1f} s in all")
    if as_json:
        say_json(_as_dict(directory, reports, timed))
    if not passed(reports):
        raise typer.Exit(1)
