"""``chainrule new``: a model with its summary, an oracle and a test, in the reader's own folder."""

from __future__ import annotations

import importlib.util
import keyword
import re
from pathlib import Path

from codegen.cli.terminal import Refusal, note, say
from derive.layers import LAYERS

MODEL = '''"""{NAME}: what it does in a line."""

from derive.notation import {WORDS}

# Sizes, an index letter for each axis, and the arrays over them.
N, C = sizes("N C")
n, c = index("n", N), index("c", C)
{ARRAYS}

# The forward, one definition for each array; the gradients follow from it.
# {SAYS}: put yours in its place, and into {NAME}_oracle.py.
{NAME} = Layer(
    name="{NAME}",
    summary="{NAME}: {SUMMARY}",
    forward=[
{FORWARD}
    ],
    {REST},
)
'''
ORACLE = '''"""The forward of {NAME} in plain loops: a mistake in the model cannot hide in both places."""

import numpy as np


{LOOPS}
'''
TEST = '''"""{NAME}: the forward is that of the oracle, and every gradient passes verification."""

from pathlib import Path

import numpy as np
from {NAME}_oracle import forward

import chainrule

LAYER = chainrule.load_file(Path(__file__).with_name("{NAME}.py"))["{NAME}"]


def test_the_forward_is_that_of_the_oracle():
    rng = np.random.default_rng(0)
    given = {GIVEN}
    assert np.allclose(chainrule.compile(LAYER).forward(*given), forward(*given))


def test_every_gradient_passes():
    report = chainrule.verify(LAYER, cases=5)
    assert report.passed, str(report)
'''
OF_COLUMNS = {
    "WORDS": "Layer, define, index, sizes, tensor",
    "ARRAYS": 'X, G, Y = tensor("x", n, c), tensor("g", c), tensor("y", n, c)',
    "SAYS": "This one scales columns",
    "SUMMARY": "each column times its own factor",
    "FORWARD": "        define(Y[n, c], G[c] * X[n, c]),",
    "REST": "wrt=(X, G)",
    "GIVEN": "rng.normal(size=(4, 3)), rng.normal(size=3)",
    "LOOPS": """def forward(x, g):
    y = np.zeros(x.shape)
    for n, c in np.ndindex(*x.shape):
        y[n, c] = g[c] * x[n, c]
    return y""",
}
OF_ROWS = OF_COLUMNS | {
    "WORDS": "Layer, define, index, option, sizes, sqrt, tensor, total",
    "ARRAYS": """X, G, Y = tensor("x", n, c), tensor("g", c), tensor("y", n, c)
R = tensor("r", n, sign="positive")
eps = option("eps", "epsilon", default=1e-5, minimum=0, real=True, summary="added to the mean square")
(epsilon,) = eps""",
    "SAYS": "This one divides rows by the root of their mean square",
    "SUMMARY": "each row divided by the root of its mean square, each column times its own factor",
    "FORWARD": """        define(R[n], 1 / sqrt(total(X[n, c] ** 2, over=c) / C + epsilon)),
        define(Y[n, c], G[c] * X[n, c] * R[n]),""",
    "REST": "wrt=(X, G),\n    options=(eps,),\n    defaults={G: 1}",
    "LOOPS": """def forward(x, g, eps=1e-5):
    y = np.zeros(x.shape)
    for n, c in np.ndindex(*x.shape):
        square = sum(v * v for v in x[n]) / x.shape[1]
        y[n, c] = g[c] * x[n, c] / np.sqrt(square + eps)
    return y""",
}
OF_ERRORS = OF_COLUMNS | {
    "WORDS": "Layer, define, index, sizes, tensor, total",
    "ARRAYS": 'X, T, L = tensor("x", n, c), tensor("t", n, c), tensor("loss")',
    "SAYS": "This one averages squares",
    "SUMMARY": "squared error, averaged over all elements",
    "FORWARD": "        define(L[()], total((X[n, c] - T[n, c]) ** 2, over=(n, c)) / (N * C)),",
    "REST": "wrt=(X, T)",
    "GIVEN": "rng.normal(size=(4, 3)), rng.normal(size=(4, 3))",
    "LOOPS": """def forward(x, t):
    loss = 0.0
    for n, c in np.ndindex(*x.shape):
        loss += (x[n, c] - t[n, c]) ** 2
    return loss / x.size""",
}
BY_ENDING = {"norm": OF_ROWS, "normalise": OF_ROWS, "normalize": OF_ROWS, "loss": OF_ERRORS}
"""What a name promises, by its last word: the skeleton is one that computes such a thing."""
FILES = {"{NAME}.py": MODEL, "{NAME}_oracle.py": ORACLE, "test_{NAME}.py": TEST}


def new_command(name: str, folder: Path) -> None:
    """Writes the files; none of them if one is there already."""
    _refuse_bad_names(name)
    if not folder.is_dir():
        raise Refusal(f"there is no folder {folder}")
    said = {"NAME": name, **BY_ENDING.get(name.split("_")[-1], OF_COLUMNS)}
    files = {folder / path.format(NAME=name): text.format(**said) for path, text in FILES.items()}
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
