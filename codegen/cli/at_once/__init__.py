"""The plainest question, ``show LAYER [--wrt X]… [--steps] [--general]``: what is not needed for its answer
is not loaded.

In: the words of the process.  Out: the page, printed; or nothing, where the words say more than these.
"""

from codegen.cli.at_once.plain_words import answered_at_once, plainly

__all__ = ["answered_at_once", "plainly"]
