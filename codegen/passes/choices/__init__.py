"""Choices leave the innermost loops: as selects (``if_convert``, ``masked_adds``), or there are loops of
their own (``phases``, ``turns``, ``split_rows``, ``peel``).

In: a legal ``Kernel`` and its layer.  Out: one that computes the same without branches where it is long.
"""

from codegen.passes.choices.if_conversion import if_convert, merge_arms
from codegen.passes.choices.interleave import interleave
from codegen.passes.choices.masked_adds import masked_adds
from codegen.passes.choices.peel import peel
from codegen.passes.choices.phases import phases
from codegen.passes.choices.split_rows import split_rows
from codegen.passes.choices.whole_turns import turns

__all__ = ["if_convert", "interleave", "masked_adds", "merge_arms", "peel", "phases", "split_rows", "turns"]
