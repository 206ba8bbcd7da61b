"""What a person may type: the arguments of every command, their help, their defaults.

In: a command line that typer has parsed.  Out: a call of the verb that does the work, imported only then.
"""

from codegen.cli.commands.making import cache, generate, run, train
from codegen.cli.commands.measures import bench, tune, warm
from codegen.cli.commands.reading import facts, list_layers, show
from codegen.cli.commands.seeing import draw, matrix, shape
from codegen.cli.commands.sharing import new, site
from codegen.cli.commands.trusting import check, mutate, ulps, verify

__all__ = [
    "bench", "cache", "check", "draw", "facts", "generate", "list_layers", "matrix", "mutate", "new", "run",
    "shape",
    "show", "site", "train", "tune", "ulps", "verify", "warm",
]  # fmt: skip
