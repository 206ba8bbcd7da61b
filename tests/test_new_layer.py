"""``chainrule new``: what it writes derives, verifies and passes its own tests as it stands."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from codegen.cli import app

ROOT = Path(__file__).parent.parent


def new(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["new", *words])
    return done.exit_code, done.output


def step(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A step of the guide, from the reader's own folder."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    command = [sys.executable, "-m", *words]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_the_steps_of_the_guide_pass(tmp_path: Path) -> None:
    assert new("scaled_rows", "--out", str(tmp_path))[0] == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "scaled_rows.py", "scaled_rows_oracle.py", "test_scaled_rows.py",
    ]  # fmt: skip
    shown = step(tmp_path, "codegen.cli", "show", "scaled_rows.py", "--steps")
    assert shown.returncode == 0 and "gradient with respect to g" in shown.stdout, shown.stderr
    tried = step(tmp_path, "codegen.cli", "verify", "scaled_rows.py", "--quick")
    assert tried.returncode == 0, tried.stdout + tried.stderr
    tested = step(tmp_path, "pytest", "-q", "-p", "no:cacheprovider", "test_scaled_rows.py")
    assert tested.returncode == 0 and "2 passed" in tested.stdout, tested.stdout


@pytest.mark.parametrize(
    ("name", "said"), [("my_rms_norm", "root of its mean square"), ("my_loss", "squared error")]
)
def test_a_name_may_promise_a_skeleton(name: str, said: str, tmp_path: Path) -> None:
    """Each passes its own tests as it stands, its oracle apart from it."""
    assert new(name, "--out", str(tmp_path))[0] == 0
    assert said in (tmp_path / f"{name}.py").read_text(encoding="utf-8")
    tested = step(tmp_path, "pytest", "-q", "-p", "no:cacheprovider", f"test_{name}.py")
    assert tested.returncode == 0 and "2 passed" in tested.stdout, tested.stdout


def test_the_oracle_knows_nothing_of_the_project(tmp_path: Path) -> None:
    new("scaled_rows", "--out", str(tmp_path))
    tree = ast.parse((tmp_path / "scaled_rows_oracle.py").read_text(encoding="utf-8"))
    imported = [a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names]
    assert imported == ["numpy"] and not [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("RMS-norm", "lower-case letters"),
        ("2d", "lower-case letters"),
        ("class", "lower-case letters"),
        ("../up", "lower-case letters"),
        ("", "lower-case letters"),
        ("conv2d", "layer of the catalogue"),
        ("numpy", "hide the Python module numpy"),
        ("random", "hide the Python module random"),
    ],
)
def test_a_bad_name_is_named(name: str, words: str, tmp_path: Path) -> None:
    status, said = new(name, "--out", str(tmp_path))
    assert status == 2 and words in said and not list(tmp_path.iterdir())


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "mine_oracle.py").write_text("mine", encoding="utf-8")
    status, said = new("mine", "--out", str(tmp_path))
    assert status == 2 and "already there" in said
    assert [p.read_text() for p in tmp_path.iterdir()] == ["mine"]
    assert new("mine", "--out", str(tmp_path / "nowhere"))[0] == 2
