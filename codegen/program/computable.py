"""A program as it is computed: the same values where arithmetic is exact, in a form that machines do well.

Each step takes formulas and gives formulas; loops come after all of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from codegen.program.cells import celled
from codegen.program.fuse_axes import collapse
from codegen.program.grouping import grouped
from codegen.program.inline_factor import prepare
from codegen.program.stable import uncancelled, vanishing
from codegen.program.unordered import ordered
from derive.model.layer import Def, Program


def computable(program: Program, known: Sequence[Def]) -> Program:
    """``program`` ready for loops; ``known`` defines what it reads from a former program."""
    return collapse(grouped(vanishing(uncancelled(celled(prepare(ordered(program))))), known))


__all__ = ["computable"]
