"""The outputs and the picture of the README, made by the commands that they show.

A ``text`` block that begins with ``$ chainrule …`` is what that command prints on 80 columns, without
PyTorch.  A line ``…`` stands for any number of lines.  Numbers that hang on the machine (times, shares of a
bound) are compared as numbers of that form.  ``python -m tests.readme`` runs the commands and writes what
they print; each stretch between two ``…`` is found again by its first and its last line.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from unittest.mock import patch

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
PICTURE = ROOT / ".github/show.svg"
PICTURED = "show conv2d --wrt x --steps"
COLUMNS = 80
WIDE = "100"
"""Columns of the picture."""
CELL = 12.2
"""The width of one of them."""
GAP = "…"

MINE = """import numpy as np


def backward(dy, x, gamma, beta, eps=1e-5):
    centred = x - x.mean(1, keepdims=True)
    r = 1 / np.sqrt((centred**2).mean(1, keepdims=True) + eps)
    xhat, g = centred * r, dy * gamma
    dx = r * (g - xhat * (g * xhat).mean(1, keepdims=True))
    return dx, (dy * xhat).sum(0), dy.sum(0)
"""
FILES = {"mine.py": MINE}
"""What the commands of the README read."""

VARIES = re.compile(r"\d+\.\d\d(?= )|\d+\.\d s\b|\de-\d+|\d+(?= lines)")
"""Shares of a bound, seconds, probabilities, lengths of kernels: any number of that form will do."""
ABSENT = ("torch", "jax")


class Block(NamedTuple):
    """A command and what the README says that it prints; ``shown`` has gaps."""

    command: str
    shown: tuple[str, ...]


def blocks(text: str) -> Iterator[Block]:
    """Every block of the README that shows a command with its output."""
    for found in re.finditer(r"^```text\n\$ chainrule (.*)\n((?:.*\n)*?)```$", text, re.MULTILINE):
        yield Block(found[1], tuple(found[2].splitlines()))


def stretches(lines: Sequence[str]) -> list[list[str]]:
    """The lines between gaps; an empty stretch stands before a gap at the beginning."""
    made: list[list[str]] = [[]]
    for line in lines:
        if line == GAP:
            made.append([])
        else:
            made[-1].append(line)
    return made


def alike(line: str) -> str:
    """A line without what may vary, and without the space at its end."""
    return VARIES.sub("#", line.rstrip())


def placed(shown: Sequence[str], printed: Sequence[str]) -> list[list[str]]:
    """For each stretch that is shown, what is printed now between its first and its last line.

    Without a gap before it a stretch begins where the output begins, without one behind it ends there.
    """
    said, at, made = [alike(line) for line in printed], 0, []
    asked = stretches(shown)
    for k, stretch in enumerate(asked):
        if not stretch:
            made.append([])
            continue
        start = _find(stretch[0], said, at) if k else 0
        behind = k + 1 < len(asked)
        at = _find(stretch[-1], said, start + (len(stretch) > 1)) + 1 if behind else len(said)
        made.append([line.rstrip() for line in printed[start:at]])
    return made


def _find(line: str, said: Sequence[str], at: int) -> int:
    if alike(line) not in said[at:]:
        raise LookupError(f"beside a gap of the README stands {line!r}, which is printed no more")
    return said.index(alike(line), at)


def stale(block: Block, printed: Sequence[str]) -> list[str]:
    """What the README says and the command does not, and the other way round; nothing if all is well."""
    wrong = []
    for shown, now in zip(stretches(block.shown), placed(block.shown, printed), strict=True):
        before, after = [*map(alike, shown)], [*map(alike, now)]
        wrong += [f"- {line}" for line in before if line not in after]
        wrong += [f"+ {line}" for line in after if line not in before]
    return wrong


def renewed(block: Block, printed: Sequence[str]) -> str:
    """The block with what is printed now; numbers that vary stay where nothing else has changed."""
    old = {alike(line): line for line in block.shown}
    kept = [[old.get(alike(line), line) for line in one] for one in placed(block.shown, printed)]
    return "".join(f"{line}\n" for line in _joined(kept))


def _joined(kept: Sequence[Sequence[str]]) -> list[str]:
    return [line for k, one in enumerate(kept) for line in ([GAP] * (k > 0) + [*one])]


@contextmanager
def _without_frameworks() -> Iterator[None]:
    """As where only chainrule is installed."""
    import importlib.util

    find = importlib.util.find_spec
    hidden = lambda name, package=None: None if name in ABSENT else find(name, package)  # noqa: E731
    with patch.object(importlib.util, "find_spec", hidden):
        yield


def output(command: str, **more: str) -> list[str]:
    """What a command prints, in a folder with the files that it reads, without colours."""
    from codegen.cli import app

    said = io.StringIO()
    plain = {"COLUMNS": str(COLUMNS), "NO_COLOR": "1", "TERM": "dumb", **more}
    with TemporaryDirectory() as folder, chdir(folder), _without_frameworks(), patch.dict(os.environ, plain):
        for name, text in FILES.items():
            Path(name).write_text(text, encoding="utf-8")
        with redirect_stdout(said), redirect_stderr(io.StringIO()), suppress(SystemExit):
            app(command.split(), standalone_mode=False)
    return said.getvalue().splitlines()


def words_of_a_picture(path: Path) -> list[str]:
    """The lines of text in a picture."""
    from xml.etree import ElementTree

    tree = ElementTree.fromstring(path.read_text(encoding="utf-8"))
    lines: dict[float, str] = {}
    for one in tree.iter("{http://www.w3.org/2000/svg}text"):
        if "title" not in one.get("class", ""):
            at = float(one.get("y", "0"))
            column = round(float(one.get("x", "0")) / CELL)
            lines[at] = lines.get(at, "").ljust(column) + "".join(one.itertext())
    return [line.replace("\xa0", " ").rstrip() for _, line in sorted(lines.items())]


def main() -> None:
    """Write the outputs and the picture anew."""
    text = README.read_text(encoding="utf-8")
    for block in blocks(text):
        shown = f"$ chainrule {block.command}\n" + "".join(f"{line}\n" for line in block.shown)
        text = text.replace(shown, f"$ chainrule {block.command}\n{renewed(block, output(block.command))}")
    README.write_text(text, encoding="utf-8")
    output(f"{PICTURED} --out {PICTURE}", NO_COLOR="", COLUMNS=WIDE)


if __name__ == "__main__":
    sys.exit(main())
