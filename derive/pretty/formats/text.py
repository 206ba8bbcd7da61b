"""The presentation tree as Unicode on one line: ``dx[n,c] = γ[c]·r[c]/m · (m·dy[n,c] − dβ[c])``."""

from __future__ import annotations

import unicodedata
from functools import lru_cache, singledispatch

from derive.pretty.tree import boxes as b
from derive.pretty.tree.boxes import Box
from derive.pretty.tree.identifiers import plain

SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@lru_cache(maxsize=1 << 13)
def width(text: str) -> int:
    """Columns on a terminal: combining marks take none."""
    return len(text) - sum(map(bool, map(unicodedata.combining, text)))


@singledispatch
def line(box: Box, tight: bool = False) -> str:
    """``box`` on one line; ``tight`` leaves out the blanks, as inside an index."""
    raise TypeError(f"no rule to write {type(box).__name__}")


@line.register
def _(box: b.Name, tight: bool = False) -> str:
    return plain(box)


@line.register
def _(box: b.Numeral, tight: bool = False) -> str:
    return box.digits


@line.register
def _(box: b.Words, tight: bool = False) -> str:
    return box.words


@line.register
def _(box: b.Edge, tight: bool = False) -> str:
    return b.FENCES[box.kind][0 if box.opening else 1]


@line.register
def _(box: b.Op, tight: bool = False) -> str:
    if box.sign == "mod":
        return " mod "
    if box.kind == "beside":
        return " "
    if box.kind == "sep":
        return "," if tight else ", "
    if box.kind == "sign" or (box.kind == "mul" and tight):
        return box.sign
    if tight and box.kind == "add":
        return box.sign
    return f" {box.sign} "


@line.register
def _(box: b.Row, tight: bool = False) -> str:
    texts = [line(item, tight) for item in box.items]
    out = ""
    for place, (item, text) in enumerate(zip(box.items, texts, strict=True)):
        if (
            isinstance(item, b.Op)
            and item.kind == "mul"
            and not tight
            and place
            and close(box.items, texts, place)
        ):
            text = item.sign
        elif isinstance(item, b.Op) and not place and item.kind != "sign":
            text = text.lstrip()
        out += text
        if isinstance(item, b.Big):
            out += " "
    return out


def close(items: tuple[Box, ...], texts: list[str], at: int) -> bool:
    """Whether the product around the dot at ``at`` is of short factors only, so that no blanks are needed."""
    first = at
    while first and not (isinstance(items[first - 1], b.Op) and items[first - 1].kind != "mul"):  # type: ignore[union-attr]
        first -= 1
    last = at
    while last < len(items) and not (isinstance(items[last], b.Op) and items[last].kind != "mul"):  # type: ignore[union-attr]
        last += 1
    factors = [
        (i, t) for i, t in zip(items[first:last], texts[first:last], strict=True) if not isinstance(i, b.Op)
    ]
    wide = (b.Big, b.Fraction)
    return not any(" " in text or isinstance(item, wide) for item, text in factors)


@line.register
def _(box: b.Fraction, tight: bool = False) -> str:
    above, below = line(box.above, tight), line(box.below, tight)
    if b.is_sum(box.above):
        above = f"({above})"
    if b.is_sum(box.below) or b.is_product(box.below) or isinstance(box.below, b.Fraction):
        below = f"({below})"
    return f"{above}/{below}"


@line.register
def _(box: b.Power, tight: bool = False) -> str:
    base = line(box.base, tight)
    if isinstance(box.base, b.Fraction):
        base = f"({base})"
    return base + superscript(box.exponent)


def superscript(exponent: Box) -> str:
    """``²``, ``^β`` or ``^(3/2)``"""
    text = line(exponent, True)
    if text.isdigit():
        return text.translate(SUPERSCRIPTS)
    return f"^{text}" if isinstance(exponent, b.Name | b.Numeral) else f"^({text})"


@line.register
def _(box: b.Transpose, tight: bool = False) -> str:
    return line(box.body, tight) + "ᵀ"


@line.register
def _(box: b.Root, tight: bool = False) -> str:
    body = line(box.body, tight)
    return f"√{body}" if isinstance(box.body, b.Name | b.Numeral | b.Access) else f"√({body})"


@line.register
def _(box: b.Access, tight: bool = False) -> str:
    return f"{plain(box.name)}[{indices(box)}]"


def indices(box: b.Access) -> str:
    """The indices of an element, with blanks after the commas unless all are letters."""
    texts = [line(at, True) for at in box.index]
    return (", " if any(width(t) > 2 for t in texts) else ",").join(texts)


@line.register
def _(box: b.Big, tight: bool = False) -> str:
    under = line(box.under, True)
    if box.over is not None:
        under += ".." + line(box.over, True)
    if box.guards:
        under += " : " + ", ".join(line(g, True) for g in box.guards)
    return f"{box.sign}_{under}" if len(under) == 1 else f"{box.sign}_{{{under}}}"


@line.register
def _(box: b.Fence, tight: bool = False) -> str:
    left, right = b.FENCES[box.kind]
    return f"{left}{line(box.body, tight)}{right}"


@line.register
def _(box: b.Cases, tight: bool = False) -> str:
    parts = [line(v, tight) + (f" if {line(c)}" if c is not None else "") for v, c in box.branches]
    return "{" + "; ".join(parts[:-1]) + f"; else {parts[-1]}" + "}"
