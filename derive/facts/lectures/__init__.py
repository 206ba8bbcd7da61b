"""The facts of the lecture notes about the layers: each a statement, both of its sides, and a box.

A right side here is what the notes say.  It is never used to compute anything: it is compared with what
is derived.
"""

from __future__ import annotations

from derive.facts.establish import Fact
from derive.facts.lectures.of_convolution import CONVOLUTION
from derive.facts.lectures.of_counts import COUNTS
from derive.facts.lectures.of_kinds import KINDS
from derive.facts.lectures.of_layers import LAYER_FACTS
from derive.facts.lectures.of_matrices import MATRIX, WORKED
from derive.facts.lectures.of_parts import PARTS
from derive.facts.lectures.of_windows import WINDOWS

FACTS: tuple[Fact, ...] = (*CONVOLUTION, MATRIX, *KINDS, *PARTS, *LAYER_FACTS, *WINDOWS, WORKED, *COUNTS)

__all__ = ["FACTS"]
