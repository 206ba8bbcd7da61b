"""The README shows what the commands print, and its picture what ``show`` shows."""

import re

import pytest

from codegen.cli.verbs.running import EXAMPLES, LATER, WHERE
from codegen.verification import LADDER
from tests import readme

TEXT = readme.README.read_text(encoding="utf-8")
BLOCKS = {block.command: block for block in readme.blocks(TEXT)}
SILENT = {"kinks"}
"""Checks that say nothing of a convolution."""
SLOW = ("run",)
"""A minute or two: ``pytest -m deep`` runs them, the quick suite looks at their shape."""


def test_each_block_of_text_is_the_output_of_a_command():
    """A block of ``text`` without a command could go stale."""
    loose = re.findall(r"^```text\n(?!\$ chainrule )(.*)", TEXT, re.MULTILINE)
    assert loose == ["import torch, chainrule"], "code that tests of the bridges run"
    assert set(BLOCKS) == {"run", "check mine.py::backward layer_norm"}


@pytest.mark.parametrize(
    "command", [pytest.param(c, marks=pytest.mark.deep if c in SLOW else ()) for c in BLOCKS]
)
def test_a_command_prints_what_the_readme_says(command):
    """If not: ``python -m tests.readme`` writes what it prints now."""
    assert readme.stale(BLOCKS[command], readme.output(command)) == []


def test_the_verdict_of_the_readme_has_the_checks_of_the_ladder():
    shown = "\n".join(BLOCKS["run"].shown)
    rows = re.findall(r"^│ ([a-z][a-z ]*?) +│", shown, re.MULTILINE)
    ladder = [check.name.replace("_", " ") for check in LADDER if check.name not in (*LATER, "torch")]
    assert rows == [*(name for name in ladder if name in rows), "verdict"], "in the order of the ladder"
    assert not {*ladder} - {*rows} - SILENT, "a check that applies and is not shown"
    assert WHERE.strip("; ") in " ".join(shown.split()) and EXAMPLES == 12


def test_the_picture_is_what_show_prints(tmp_path):
    said = readme.output(f"{readme.PICTURED} --out {tmp_path / 'now.svg'}", COLUMNS=readme.WIDE)
    assert said == [] and (tmp_path / "now.svg").is_file()
    now = readme.words_of_a_picture(tmp_path / "now.svg")
    assert now == readme.words_of_a_picture(readme.PICTURE), "python -m tests.readme draws it anew"
    assert "https" not in readme.PICTURE.read_text(encoding="utf-8"), "nothing is fetched by who looks"


def test_stretches_between_gaps_are_compared_and_renewed():
    block = readme.Block("x", ("head", "a 0.25 s", "tail", "…", "end"))
    same = ["head", "a 1.50 s", "tail", "whatever", "end"]
    assert readme.stale(block, same) == []
    assert readme.renewed(block, same) == "head\na 0.25 s\ntail\n…\nend\n"
    more = ["head", "new", "tail", "between", "end"]
    assert readme.stale(block, more) == ["- a # s", "+ new"]
    assert readme.renewed(block, more) == "head\nnew\ntail\n…\nend\n"
