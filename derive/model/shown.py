"""What a notebook shows of a model: it asks the printers, which stand above and are imported only then."""

from __future__ import annotations

import importlib

PRINTERS = "derive.pretty.in_cells"
"""``html(what)`` and ``latex(what)``; a name, because nothing here may hang on how formulas look."""


class Shown:
    """Shows itself in a notebook as a formula or a page; ``print`` and ``repr`` stay what they are."""

    def _repr_html_(self) -> str | None:
        made: str | None = importlib.import_module(PRINTERS).html(self)
        return made

    def _repr_latex_(self) -> str | None:
        made: str | None = importlib.import_module(PRINTERS).latex(self)
        return made


__all__ = ["Shown"]
