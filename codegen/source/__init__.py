"""The text of a generated module.

In: a ``Plan`` (what a module consists of) and its kernels by name.  Out: file names and their texts.
Everything that is typeset for the reader is typeset here.
"""

from codegen.source.choice import CHOICES, TILED
from codegen.source.module import render
from codegen.source.names import check_names
from codegen.source.plan import Plan, plan

__all__ = ["CHOICES", "TILED", "Plan", "check_names", "plan", "render"]
