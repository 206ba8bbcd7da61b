"""``show LAYER [--wrt X]… [--steps] [--general]`` without the library that reads every other command line.

That library and its checks take a third of the time in which SymPy starts, and the question that is asked
most does not wait for them.  Words that say anything else are left to it, with what is wrong in them.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

from codegen.cli.answering import answered
from codegen.cli.at_once.kept_pages import keep, kept, place
from codegen.cli.at_once.without_tensors import leave_tensors_out
from codegen.cli.terminal import say

FLAGS = ("--steps", "--general")
SELDOM = 2_000_000
"""A page lives as long as its process: so many objects are made before cycles of them are looked for."""


def plainly(words: Sequence[str]) -> tuple[str, tuple[str, ...], frozenset[str]] | None:
    """The layer, the inputs and the flags that the words name; None where they say more than these."""
    if len(words) < 2 or words[0] != "show" or words[1].startswith("-"):
        return None
    flags, inputs, left = set[str](), list[str](), list(words[2:])
    while left:
        word = left.pop(0)
        if word in FLAGS:
            flags.add(word)
        elif word == "--wrt" and left and not left[0].startswith("-"):
            inputs.append(left.pop(0))
        else:
            return None
    return words[1], tuple(inputs), frozenset(flags)


def answered_at_once() -> bool:
    """Whether the words of this process were plain; then their page is printed."""
    asked = plainly(sys.argv[1:])
    if asked is None:
        return False
    layer, inputs, flags = asked
    path = place(sys.argv[1:]) if layer.isidentifier() else None
    page = kept(path)
    if page is not None:
        with answered():
            say(page)
        return True
    gc.set_threshold(SELDOM)
    if ".py" not in layer:
        leave_tensors_out()
    from codegen.cli.verbs.showing import Wish, show_command

    wish = Wish(inputs, "--steps" in flags, general="--general" in flags)
    try:
        with answered():
            keep(path, show_command(layer, wish, "text"))
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        gc.freeze()  # nor are they looked for at the end, where the process gives all of it back
    return True


__all__ = ["answered_at_once", "plainly"]
