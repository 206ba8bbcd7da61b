"""Generated lines kept to the width of a page.

A value breaks where it binds least: at ``if`` and ``else``, then at the terms of a sum, then at factors,
then inside its brackets; calls and loop heads are filled at commas.
"""

from __future__ import annotations

import textwrap

WIDTH = 110
OPERATORS: tuple[tuple[str, ...], ...] = (
    (" if ", " else "),
    (" and ", " or "),
    (" + ", " - "),
    (" * ", " / "),
)


def wrapped(line: str, width: int = WIDTH) -> list[str]:
    """``line`` as lines of at most ``width``, where it can be broken."""
    if len(line) <= width or line.lstrip().startswith(("#", '"', "'")):
        return [line]
    indent = line[: len(line) - len(line.lstrip())]
    head, assign, value = _assignment(line.strip())
    if assign and _computed(value):
        return [f"{indent}{head}{assign}(", *_broken(value, indent + "    ", width), f"{indent})"]
    if assign:
        first, *rest = _opened(value, indent, width)
        return [f"{indent}{head}{assign}{first.strip()}", *rest] if len(rest) > 1 else [line]
    return _at_commas(line, indent, width)


def else_if(choice: list[str]) -> list[str]:
    """The lines of a choice that is all of an ``else``, beside the ``if`` that it belongs to."""
    first, *rest = textwrap.dedent("\n".join(choice)).splitlines()
    return [f"el{first}", *rest]


def twice(
    again: str, look: str, test: str, arrays: list[str], then: list[str], other: list[str]
) -> list[str]:
    """A choice whose first way may add what the model has not; ``arrays`` are its result and the factors."""
    made, *beside = arrays
    before, after = [f"{look}({a}, {made})" for a in beside], [f"{look}({made}, {a})" for a in beside]
    return [
        f"{again} = not ({' and '.join([test, *before])})",
        f"if not {again}:",
        *then,
        f"    {again} = not ({' and '.join(after)})",
        f"if {again}:",
        *other,
    ]


def _broken(text: str, indent: str, width: int) -> list[str]:
    """An expression inside brackets as lines that each begin at ``indent`` or deeper."""
    if len(indent) + len(text) <= width:
        return [indent + text]
    for signs in OPERATORS:
        parts = _split(text, signs)
        if len(parts) > 1:
            return [line for part in parts for line in _broken(part.strip(), indent, width)]
    return _opened(text, indent, width)


def _opened(text: str, indent: str, width: int) -> list[str]:
    """``f(inner)``, ``f(a, b + c)`` with each argument on lines of its own; else filled at commas."""
    head, arguments = _call(text)
    if len(arguments) > 1 and any(map(_computed, arguments)):
        arguments = [f"{one}," for one in arguments]
    elif len(arguments) != 1:
        return _at_commas(indent + text, indent, width)
    lines = [line for one in arguments for line in _broken(one, indent + "    ", width)]
    return [indent + head, *lines, f"{indent})"]


def _call(text: str) -> tuple[str, list[str]]:
    """``f(`` and its arguments, none where ``text`` is anything else: an element is filled at its commas."""
    start = next((at for at, depth in _depths(text) if depth == 0 and text[at] in "(["), -1)
    last = next((at for at, depth in _depths(text) if at > start and depth == 0), -1)
    if text[start] != "(" or last != len(text) - 1:
        return "", []
    return text[: start + 1], [part.removeprefix(", ") for part in _split(text[start + 1 : -1], (", ",))]


def _computed(text: str) -> bool:
    """Whether ``text`` has an operation outside its brackets."""
    return any(len(_split(text, signs)) > 1 for signs in OPERATORS)


def _assignment(text: str) -> tuple[str, str, str]:
    for at, depth in _depths(text):
        if depth == 0 and text[at] == "=" and text[at + 1] == " " and text[at - 1] not in "<>=!":
            start = at - (text[at - 1] in "+-*/")
            return text[:start].rstrip(), f" {text[start : at + 1]} ", text[at + 2 :]
    return "", "", text


def _split(text: str, separators: tuple[str, ...]) -> list[str]:
    """``text`` cut before each separator outside brackets."""
    cuts = [at for at, depth in _depths(text) if depth == 0 and at and text.startswith(separators, at)]
    ends = [*cuts, len(text)]
    return [text[a:b].rstrip() for a, b in zip([0, *cuts], ends, strict=True)]


def _at_commas(line: str, indent: str, width: int) -> list[str]:
    """Break inside the outermost bracket, after commas, the continuation indented twice."""
    inner = indent + "        "
    cuts = [at + 2 for at, depth in _depths(line) if depth >= 1 and line[at : at + 2] == ", "]
    lines: list[str] = []
    start, margin = 0, ""
    while len(margin) + len(line) - start > width and (later := [c for c in cuts if c > start]):
        room = start + width - len(margin) + 1
        end = max((c for c in later if c <= room), default=later[0])
        lines.append(margin + line[start:end].rstrip())
        start, margin = end, inner
    return [*lines, margin + line[start:]]


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
