"""``chainrule new``: a model with its summary, an oracle and a test, in the reader's own folder."""

from __future__ import annotations

import importlib.util
import keyword
import re
from pathlib import Path

from codegen.cli.terminal import Refusal, note, say
from derive.layers import LAYERS

MODEL = '''"""{NAME}: what it does in a line."""

from derive.notation import Layer, define, index, sizes, tensor

# Sizes, an index letter for each axis, and the arrays over them.
N, C = sizes("N C")
n, c = index("n", N), index("c", C)
X, G, Y = tensor("x", n, c), tensor("g", c), tensor("y", n, c)

# The forward, one definition for each array; the gradients follow from it.  This one scales columns:
# put yours in its place, and into {NAME}_oracle.py.
{NAME} = Layer(
    name="{NAME}",
    summary="{NAME}: each column times its own factor",
    forward=[
        define(Y[n, c], G[c] * X[n, c]),
    ],
    wrt=(X, G),
)
'''
ORACLE = '''"""The forward of {NAME} in plain loops: a mistake in the model cannot hide in both places."""

import numpy as np


def forward(x, g):
    y = np.zeros(x.shape)
    for n, c in np.ndindex(*x.shape):
        y[n, c] = g[c] * x[n, c]
    return y
'''
TEST = '''"""{NAME}: the forward is that of the oracle, and every gradient passes verification."""

from pathlib import Path

import numpy as np
from {NAME}_oracle import forward

import chainrule

LAYER = chainrule.load_file(Path(__file__).with_name("{NAME}.py"))["{NAME}"]


def test_the_forward_is_that_of_the_oracle():
    rng = np.random.default_rng(0)
    x, g = rng.normal(size=(4, 3)), rng.normal(size=3)
    assert np.allclose(chainrule.compile(LAYER).forward(x, g), forward(x, g))


def test_every_gradient_passes():
    report = chainrule.verify(LAYER, cases=5)
    assert report.passed, str(report)
'''
FILES = {"{NAME}.py": MODEL, "{NAME}_oracle.py": ORACLE, "test_{NAME}.py": TEST}


def new_command(name: str, folder: Path) -> None:
    """Writes the files; none of them if one is there already."""
    _refuse_bad_names(name)
    if not folder.is_dir():
        raise Refusal(f"there is no folder {folder}")
    files = {folder / path.format(NAME=name): text.format(NAME=name) for path, text in FILES.items()}
    taken = [str(path) for path in files if path.exists() or path.is_symlink()]
    if taken:
        raise Refusal(f"{', '.join(taken)}: already there; nothing was written")
    for path, text in files.items():
        path.write_text(text, encoding="utf-8")
        say(str(path))
    model, _, test = files
    note(f"Write the forward in {model}, then:")
    for words in (f"chainrule show {model} --steps", f"chainrule verify {model}", f"pytest {test}"):
        note(f"    {words}")


def _refuse_bad_names(name: str) -> None:
    """A name that kernels, files and imports can carry, and that is not taken."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or keyword.iskeyword(name):
        raise Refusal(f"{name!r} is no name for a layer: lower-case letters, digits and _, as in rms_norm")
    if name in LAYERS.names:
        raise Refusal(f"{name} is a layer of the catalogue: `chainrule show {name}`; choose another name")
    if importlib.util.find_spec(name) is not None:
        raise Refusal(f"a file {name}.py would hide the Python module {name}: choose another name")


__all__ = ["new_command"]
