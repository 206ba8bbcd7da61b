"""Generated modules as files and as Python modules.

In: a ``Layer``.  Out: the texts of its files (``files``, ``render`` for several layers), written whole or
not at all (``write``) or compared with what is there (``diff``); or the module that they make, imported
(``load``), without deriving anything where the disk has it already (``compiled``).
"""

from codegen.module.cache import compiled
from codegen.module.load import load
from codegen.module.render import diff, files, render, write

__all__ = ["compiled", "diff", "files", "load", "render", "write"]
