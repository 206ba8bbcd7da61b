"""Faults planted in the text of kernels and of the run time: compiled like what stands there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from codegen.module.load import digest, import_from, rendered, renew
from derive.layers import LAYERS


@dataclass(frozen=True)
class Edit:
    """In a file of the kernels of a layer, the first place where ``old`` stands has ``new``."""

    kind: str
    layer: str
    file: str
    old: str
    new: str
    by: tuple[str, ...] = ("edges",)
    cases: int = 10

    def __str__(self) -> str:
        return f"{self.kind} [{self.layer}: {self.file}]"


def edited(edit: Edit, folder: Path) -> Any:
    """The module of the layer with the edit in it."""
    files = rendered(LAYERS[edit.layer])
    homes = [name for name in files if name.startswith(edit.file) and edit.old in files[name]]
    if not homes:
        raise ValueError(f"{edit}: {edit.old!r} stands nowhere")
    files[homes[0]] = files[homes[0]].replace(edit.old, edit.new, 1)
    name = digest(files)
    return import_from(renew(files, folder / name), f"planted_{name}", edit.layer)


DEPTH = "        first += count\n"
SIDES = "            here = min(PANEL * lanes, cols - q)\n"
LEFT = "            if here == 1 and q > 0:\n                break\n"
TAIL = "            tail = here - (side - 1) * lanes\n"
ROWS = "for p in range(0, rows, height):"
TURN = "min(lanes, rows - p), min(lanes, cols - q)"
TERM = "            value = a[row_at[p] + left_at[k]]\n"
PART = "n_block * 1024 + 1024)):\n            for o in"
LARGEST = "acc = larger(acc, x[U(n), U(c)])"
WINS = "(value > seen) | ((value != value) & (seen == seen))"

SHARED = (
    ("depth lost behind a block", DEPTH, DEPTH.replace("\n", " + (count == deep)\n")),
    ("last column, 1 modulo the panel", SIDES, SIDES + LEFT),
    ("tail of a vector, float32 only", TAIL, TAIL + "            tail -= lanes == 16 and tail == 3\n"),
    ("last row, 1 modulo the height", ROWS, ROWS.replace("rows,", "rows - (rows % height == 1),")),
    ("a turned block, one column short", TURN, TURN + " - (cols - q == 1)"),
    ("complex block product", TERM, TERM.replace("\n", ".real\n")),
)
"""In ``vectors.py``, which the blocks of every contraction share."""

FIRST = "max(least[axis * high + p] - low, 0)"
REST = "rest = to if k - begin == (end - begin) % period else rest"
BACK = "order[t], order[o] = order[o], o"
ONCE = "        return to\n"

MARGINS = (
    ("a term beside a margin", FIRST, FIRST.replace("low,", "low + 1,")),
    ("the tail of a period of terms", REST, "rest = begin"),
    ("rows put back in another order", BACK, BACK.replace("order[o], o", "t, o")),
    ("the last term of a list", ONCE, ONCE.replace("to", "to - (to > begin)")),
)
"""In ``skipped_terms.py``: which terms a row at a border has, and where it is put."""

EDITS = [
    *(Edit(kind, "dense", "vectors.py", old, new) for kind, old, new in SHARED),
    *(Edit(kind, "conv1d", "skipped_terms.py", old, new, ("in_blocks",), 25) for kind, old, new in MARGINS),
    Edit("a term of every part", "dense", "dense_kernels", PART, PART.replace("+ 1024", "+ 1023")),
    Edit("a term of every part", "softmax", "softmax", "c_block * 1024 + 1024)", "c_block * 1024 + 1023)"),
    Edit("softmax without its maximum", "softmax", "softmax", LARGEST, "acc = T(0)"),
    Edit("NaN lost", "max_pool1d", "max_pool1d", WINS, "(value > seen)", ("not_a_number",)),
    Edit("the last winner", "max_pool1d", "max_pool1d", WINS, WINS.replace(">", ">=")),
]
