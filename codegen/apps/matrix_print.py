"""How the matrix of a layer is written: as text, as LaTeX, as JSON, as a picture."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from sympy import Expr, latex

from codegen.apps.canvas import counted, figure, save, titled
from derive.exact.matrix import LinearMap

_DIGITS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_SUBSCRIPT = re.compile(r"_\{([\d,]+)\}")


def spoken(entry: Expr) -> str:
    """``w_{0,1}`` → ``w₀₁``; indices above 9 keep their commas."""

    def lower(found: re.Match[str]) -> str:
        parts = found[1].split(",")
        joined = "".join(parts) if all(len(p) == 1 for p in parts) else ",".join(parts)
        return joined.translate(_DIGITS)

    return _SUBSCRIPT.sub(lower, str(entry)).replace("**", "^")


def text(matrix: LinearMap) -> str:
    """Rows in brackets, columns aligned, · for zero."""
    cells = [["·" if e == 0 else spoken(e) for e in matrix.row(r)] for r in range(matrix.shape[0])]
    widths = [max(len(row[k]) for row in cells) for k in range(matrix.shape[1])]
    lines = ["  ".join(f"{cell:^{width}}" for cell, width in zip(row, widths, strict=True)) for row in cells]
    return "\n".join(f"[ {line} ]" for line in lines)


def as_latex(matrix: LinearMap) -> str:
    rows = [" & ".join("0" if e == 0 else latex(e) for e in matrix.row(r)) for r in range(matrix.shape[0])]
    return "\\begin{pmatrix}\n" + " \\\\\n".join(rows) + "\n\\end{pmatrix}"


def document(matrix: LinearMap, name: str, towards: str) -> dict[str, Any]:
    """``entries`` holds ``[row, column, expression]`` of what is not zero."""
    return {
        "layer": name,
        "towards": towards,
        "shape": list(matrix.shape),
        "rows": [list(place) for place in matrix.rows],
        "columns": [list(place) for place in matrix.columns],
        "entries": [[r, k, spoken(e)] for (r, k), e in sorted(matrix.entries.items())],
    }


def draw(matrix: LinearMap, title: str, path: Path) -> None:
    """Equal entries have equal colours; small matrices have their entries written in."""
    rows, columns = matrix.shape
    kinds = {e: k for k, e in enumerate(sorted(set(matrix.entries.values()), key=str))}
    made, axes = figure(columns, rows)
    grid = [[float("nan")] * columns for _ in range(rows)]
    for (r, k), entry in matrix.entries.items():
        grid[r][k] = kinds[entry]
    axes.imshow(grid, cmap="tab20", aspect="equal", interpolation="nearest")
    axes.set_xticks([k - 0.5 for k in range(columns + 1)], minor=True)
    axes.set_yticks([r - 0.5 for r in range(rows + 1)], minor=True)
    axes.grid(which="minor", color="#cccccc", linewidth=0.5)
    if rows * columns <= 400:
        for (r, k), entry in matrix.entries.items():
            axes.text(k, r, f"${latex(entry)}$", ha="center", va="center", fontsize=7)
    axes.set_xlabel(f"{columns} inputs")
    axes.set_ylabel(f"{rows} outputs")
    counted(axes)
    titled(made, title)
    save(made, path)


__all__ = ["as_latex", "document", "draw", "spoken", "text"]
