"""The command line: ``chainrule list | show | generate | verify | check | run | train | bench | warm | tune |
facts | ulps | mutate | matrix | shape | draw | new | site | cache``.

In: the words that a person typed; ``commands`` declares them.  Out: an exit status, 0 done, 1 a check failed,
2 the question was wrong; results on standard output, progress and remarks on standard error.
A command imports what it needs when it runs: ``show`` must not wait for Numba, nor ``--help`` for SymPy.
The plainest question needs no more than its answer: ``at_once`` reads it before Typer is imported.
"""

from __future__ import annotations

from typing import Any

from codegen.cli.at_once import answered_at_once
from codegen.cli.spelling import spell_what_cannot_be_printed


def __getattr__(name: str) -> Any:
    if name != "app":
        raise AttributeError(name)
    from codegen.cli.program import app

    return app


def main() -> None:
    """The console script."""
    spell_what_cannot_be_printed()
    if not answered_at_once():
        from codegen.cli.program import app

        app(prog_name="chainrule")


__all__ = ["app", "main"]
