"""Generated lines kept to the width of a page: long sums a term a line, long calls filled and indented."""

from __future__ import annotations

WIDTH = 110


def wrapped(line: str, width: int = WIDTH) -> list[str]:
    """``line`` as lines of at most ``width``, where it can be broken: at terms of a sum, else at commas."""
    if len(line) <= width or line.lstrip().startswith(("#", '"', "'")):
        return [line]
    indent = line[: len(line) - len(line.lstrip())]
    head, assign, value = _assignment(line.strip())
    terms = _split(value, (" + ", " - "))
    if len(terms) > 1 and assign:
        inner = indent + "    "
        parts = [broken for term in terms for broken in wrapped(inner + term.strip(), width)]
        return [f"{indent}{head}{assign}(", *parts, f"{indent})"]
    return _at_commas(line, indent, width)


def _assignment(text: str) -> tuple[str, str, str]:
    for at, depth in _depths(text):
        if depth == 0 and text[at] == "=" and text[at + 1] == " " and text[at - 1] not in "<>=!":
            start = at - (text[at - 1] in "+-*/")
            return text[:start].rstrip(), f" {text[start : at + 1]} ", text[at + 2 :]
    return "", "", text


def _split(text: str, separators: tuple[str, ...]) -> list[str]:
    """``text`` cut before each separator outside brackets."""
    cuts = [at for at, depth in _depths(text) if depth == 0 and at and text[at : at + 3] in separators]
    ends = [*cuts, len(text)]
    return [text[a:b].rstrip() for a, b in zip([0, *cuts], ends, strict=True)]


def _at_commas(line: str, indent: str, width: int) -> list[str]:
    """Break inside the outermost bracket, after commas, the continuation indented twice."""
    inner = indent + "        "
    cuts = [at + 2 for at, depth in _depths(line) if depth >= 1 and line[at : at + 2] == ", "]
    lines: list[str] = []
    start = 0
    while len(line) - start + (len(inner) if lines else 0) > width:
        room = width - (len(inner) if lines else 0)
        fitting = [c for c in cuts if start < c <= start + room + 1]
        if not fitting:
            later = [c for c in cuts if c > start]
            if not later:
                break
            fitting = later[:1]
        lines.append((inner if lines else "") + line[start : fitting[-1]].rstrip())
        start = fitting[-1]
    return [*lines, (inner if lines else "") + line[start:]]


def _depths(text: str) -> list[tuple[int, int]]:
    """Each position with the number of brackets open before it; -1 inside a string."""
    found, depth, quote = [], 0, ""
    for at, sign in enumerate(text):
        if quote:
            quote = "" if sign == quote else quote
            found.append((at, -1))
            continue
        if sign in "\"'":
            quote = sign
        if sign in ")]}":
            depth -= 1
        found.append((at, depth))
        if sign in "([{":
            depth += 1
    return found
