"""What a notebook shows of a model: the printers say it, which stand above and are named from there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol


class Printers(Protocol):
    """What writes a model as a page or as a formula; None where it has none."""

    def html(self, what: Any, /) -> str | None: ...

    def latex(self, what: Any, /) -> str | None: ...


_known: list[Callable[[], Printers]] = []


def shown_by(printers: Callable[[], Printers]) -> Callable[[], Printers]:
    """Have models shown by these from now on; they are asked for when one is shown first."""
    _known[:] = [printers]
    return printers


class Shown:
    """Shows itself in a notebook as a formula or a page; ``print`` and ``repr`` stay what they are."""

    def _repr_html_(self) -> str | None:
        return next((printers().html(self) for printers in _known), None)

    def _repr_latex_(self) -> str | None:
        return next((printers().latex(self) for printers in _known), None)


__all__ = ["Printers", "Shown", "shown_by"]
