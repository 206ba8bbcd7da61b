"""The meetings of a window as small grids of text, one for each element of the result.

y[0]            y[1]            y[2]
w[0] w[1]  ·     ·  w[0] w[1]   …
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from derive import pretty
from derive.arrays.meetings import Meeting, Meetings
from derive.pretty.formats.text import width

NOBODY, READ = "·", "•"
LONGEST = 14
"""A longer factor is told by the formula above; in the grid stands that the element is read."""
GAP = 4


def grids(found: Meetings, columns: int) -> str:
    """A line that says what the grids are, then the grids, as many beside each other as fit."""
    pictures = [_grid(one, found.shape) for one in found.each]
    told = pretty.tensor_name(found.array)
    used = {text for picture in pictures for row in picture[1:] for text in row.split()}
    said = f"Who meets whom: each grid is {told}, and in it stands what multiplies its elements"
    said += f" ({READ}: it is read)" if READ in used else ""
    return "\n".join([said + ".", *_rows(pictures, columns)])


def _grid(one: Meeting, shape: Sequence[int]) -> list[str]:
    """The name of the element above the array, all cells of one width."""
    cells = {place: _cell(one, place) for place in product(*map(range, shape))}
    across = max(map(width, cells.values()))
    *_, last = shape
    texts = [text + " " * (across - width(text)) for text in cells.values()]
    lines = [" ".join(texts[k : k + last]).rstrip() for k in range(0, len(texts), last)]
    return [pretty.expression(one.element), *lines]


def _cell(one: Meeting, place: tuple[int, ...]) -> str:
    if place not in one.factors:
        return NOBODY
    factor = one.factors[place]
    text = READ if factor is None else pretty.expression(factor)
    return text if width(text) <= LONGEST else READ


def _rows(pictures: Sequence[list[str]], columns: int) -> Iterator[str]:
    """The grids beside each other, a blank line between rows of them."""
    across = max(width(line) for picture in pictures for line in picture) + GAP
    many = max(1, (columns + GAP) // across)
    for first in range(0, len(pictures), many):
        row = pictures[first : first + many]
        yield ""
        for lines in zip(*row, strict=True):
            yield "".join(line + " " * (across - width(line)) for line in lines).rstrip()


__all__ = ["grids"]
