"""A sheet to draw on: Matplotlib, imported when a picture is wanted and not before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from io import StringIO
from pathlib import Path
from textwrap import fill
from typing import Any


class NoCanvas(ValueError):
    """Matplotlib is not installed, or does not write what was asked for."""


def figure(columns: int, rows: int, across: int = 1, down: int = 1) -> tuple[Any, Any]:
    """A figure and its axes, sized for panels of ``columns`` by ``rows`` cells."""
    size = (max(3.0, min(16.0, 0.4 * columns * across + 1.2)), max(2.4, min(14.0, 0.4 * rows * down + 1.2)))
    return sheet(size, across, down)


def sheet(
    size: tuple[float, float], across: int = 1, down: int = 1, widths: Sequence[float] | None = None
) -> tuple[Any, Any]:
    """A figure of so many inches and its axes; ``widths``: what the columns have of it."""
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError as error:
        raise NoCanvas("pictures need Matplotlib: pip install chainrule[draw]") from error
    made = Figure(figsize=size, layout="constrained")
    FigureCanvasAgg(made)
    return made, made.subplots(down, across, width_ratios=widths)


INCHES = 0.085
"""What a letter of a title takes."""


def titled(made: Any, text: str) -> None:
    """The title above everything, on as many lines as the width asks for."""
    made.suptitle(fill(text, max(16, int(made.get_figwidth() / INCHES))), fontsize=9)


def counted(axes: Any) -> None:
    """Ticks at whole numbers: between two cells there is none."""
    from matplotlib.ticker import MaxNLocator

    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))


FORMATS = ("png", "svg", "pdf")


def save(made: Any, path: Path) -> None:
    """Write the picture in the format of its suffix, PNG without one; no date goes into it."""
    import matplotlib

    kind = path.suffix.lower().lstrip(".") or "png"
    if kind not in FORMATS:
        raise NoCanvas(f"{path.name}: a picture ends in .{', .'.join(FORMATS)}")
    undated = {"Date": None} if kind == "svg" else {"CreationDate": None} if kind == "pdf" else None
    with matplotlib.rc_context({"svg.hashsalt": "chainrule"}):
        made.savefig(path, dpi=150, format=kind, metadata=undated)


UNSAID = ("Creator", "Date", "Format", "Type")
"""What Matplotlib would write about the picture itself."""


def as_svg(made: Any, title: str) -> str:
    """The picture as an element of a page that may have several: ``title`` keeps its names apart."""
    import matplotlib

    written = StringIO()
    with matplotlib.rc_context({"svg.hashsalt": title, "svg.fonttype": "none"}):
        made.savefig(written, format="svg", metadata=dict.fromkeys(UNSAID))
    drawn = written.getvalue()
    drawn = drawn[drawn.index("<svg") :].strip()
    used = set(re.findall(r"#([\w-]+)", drawn))
    named = re.sub(r' id="([^"]+)"', lambda m: m[0] if m[1] in used else "", drawn)
    return named.replace("<svg ", f'<svg role="img" aria-label="{escape(title)}" ', 1)


__all__ = ["FORMATS", "NoCanvas", "as_svg", "counted", "figure", "save", "sheet", "titled"]
