"""The command line inside the process of a test: it says what a process of its own says, without its start.

Tests of what belongs to the process (streams, signals, what is imported) start one.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import chdir
from pathlib import Path
from typing import NamedTuple

from typer.testing import CliRunner

from codegen.cli import app

ROOT = Path(__file__).parent.parent


class Said(NamedTuple):
    """How a command ended, and what it said where."""

    status: int
    stdout: str
    stderr: str


def command(*words: str | Path, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> Said:
    """One command, 100 columns wide, without colours; a defect of the program is raised."""
    environment = {"COLUMNS": "100", "NO_COLOR": "1", **(env or {})}
    with chdir(cwd):
        done = CliRunner().invoke(app, list(map(str, words)), prog_name="chainrule", env=environment)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Said(done.exit_code, done.stdout, done.stderr)
