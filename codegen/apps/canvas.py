"""A sheet to draw on: Matplotlib, imported when a picture is wanted and not before."""

from __future__ import annotations

from pathlib import Path
from typing import Any


class NoCanvas(ValueError):
    """Matplotlib is not installed."""


def figure(columns: int, rows: int, across: int = 1, down: int = 1) -> tuple[Any, Any]:
    """A figure and its axes, sized for panels of ``columns`` by ``rows`` cells."""
    size = (max(3.0, min(16.0, 0.4 * columns * across + 1.2)), max(2.4, min(14.0, 0.4 * rows * down + 1.2)))
    return sheet(size, across, down)


def sheet(size: tuple[float, float], across: int = 1, down: int = 1) -> tuple[Any, Any]:
    """A figure of so many inches and its axes."""
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError as error:
        raise NoCanvas("pictures need Matplotlib: pip install chainrule[draw]") from error
    made = Figure(figsize=size, layout="constrained")
    FigureCanvasAgg(made)
    return made, made.subplots(down, across)


def save(made: Any, path: Path) -> None:
    """Write the picture; the folder must exist."""
    made.savefig(path, dpi=150, format="png")


__all__ = ["NoCanvas", "figure", "save", "sheet"]
