"""How the command line answers what cannot be done: one line, exit status 2."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from codegen.cli.terminal import Refusal, note

PLACES = frozenset(
    (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EISDIR,
     errno.ENOENT, errno.EEXIST, errno.ENAMETOOLONG, errno.EFBIG, errno.EIO, errno.ELOOP)
)  # fmt: skip
"""What is wrong with a place on the disk, and not with the program."""


@contextmanager
def answered() -> Iterator[None]:
    """A refusal becomes one line and exit status 2; a defect of the program keeps its traceback."""
    try:
        yield
        sys.stdout.flush()
        return
    except Refusal as error:
        note(f"chainrule: {error}")
    except BrokenPipeError:
        _forget_the_rest()
        sys.exit(1)
    except OSError as error:
        if error.errno not in PLACES:
            raise
        _forget_the_rest()
        note(f"chainrule: {_place(error)}")
    except ValueError as error:
        said = answer(error)
        if said is None:
            raise
        note(f"chainrule: {said}")
    sys.exit(2)


def _place(error: OSError) -> str:
    """Which file or folder, and what is wrong with it."""
    return f"{error.filename or 'the output'}: {error.strerror}"


def _forget_the_rest() -> None:
    """What standard output could not take is not tried once more at the end."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def answer(error: ValueError) -> str | None:
    """What it tells a person: a wrong argument, a model's contradiction, loops that cannot be proved."""
    from codegen.loops.legality import Illegal
    from derive.api.arguments import ArgumentError
    from derive.model.layer import ModelError

    if isinstance(error, ArgumentError):
        return error.said
    return str(error) if isinstance(error, ModelError | Illegal) else None


__all__ = ["answer", "answered"]
