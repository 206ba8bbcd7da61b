"""Calls that no honest caller makes: whatever the arguments, a clear error or a right answer.

In: a module like those of ``generated/``, driven by its ``SPEC`` alone.  A number is a call: ``honest`` draws
its arguments, ``hostile`` spoils some of them, they lie in memory between ``fences``, and ``judge`` says what
is to be said of the answer.  Many numbers run in a process of their own (``child``), watched from here
(``watch``), so that a crash or a hang is found and ends nothing.  Out: a ``Count`` for each layer, with the
line that makes each faulty call again.
"""

from codegen.verification.fuzz.watch import Count, Fault, Target, fuzz

__all__ = ["Count", "Fault", "Target", "fuzz"]
